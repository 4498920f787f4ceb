"""A committed prediction: the learner says what will happen, and the notebook sets beside it what did."""

import math
import os
import sys
from collections.abc import Mapping

from firsthand.panel import Panel
from firsthand.predicting_words import in_words, is_options, read_letter, read_number

_STRICT = ("FIRSTHAND_BUILD", "PYTEST_VERSION", "PYTEST_CURRENT_TEST")
"""Names in the environment by which a build and pytest say that an author must hear of a mistake."""


class Prediction:
    """What a learner said before a result, and, once it is known, whether it came true."""

    def __init__(self, said, options, unit: str | None):
        self._said, self._options, self._unit = said, options, unit
        self.came_true: bool | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is no choice, or no number, yet."""
        return self._read()[0] is None

    def _read(self):
        """Return the letter or number that was said, or None, and what to do about it."""
        if self._unit is not None:
            return read_number(self._said, self._options, self._unit)
        return read_letter(self._said, self._options)

    def outcome(
        self, value=None, /, *, tempts: Mapping | None = None, within: float = 0.1, **conditions: bool
    ) -> Panel:
        """Say what came true, beside what was said.

        conditions : one for each option, by its letter; exactly one holds. tempts : wrong letter -> why it tempts, one
        for each. For a number, `value` alone: what came out; the prediction came true if it is off by at most a share
        `within`. In a build and under pytest, ValueError is raised for what the author must mend: no option holds, or
        several; a reason that is missing, or is for no wrong option. In front of a learner nothing raises.
        """
        self.came_true = None
        try:
            return self._letter_outcome(conditions, tempts) if value is None else self._number_outcome(value, within)
        except _AuthorMistake as mistake:
            if _is_strict():
                raise ValueError(str(mistake)) from None
            return Panel("○", f"No outcome: {mistake}. Was a cell above changed, or not run?")

    def _letter_outcome(self, conditions, tempts) -> Panel:
        if self._unit is not None:
            raise _AuthorMistake("a letter came out where a number was asked")
        if is_options(self._options) and list(conditions) != list(self._options):
            raise _AuthorMistake(f"asked were {_listed(self._options)}, and the outcome has {_listed(conditions)}")
        true = _the_true_one(conditions)
        reasons = _reasons(conditions, true, tempts)
        said, _ = self._read()
        if said is None:
            return _open_outcome(f"It is ({true}). You had made no choice")
        self.came_true = said == true
        if self.came_true:
            return Panel("✔", f"You said ({said}), and it is ({said}).")
        return Panel("✘", f"You said ({said}); it is ({true}). {reasons[said]}")

    def _number_outcome(self, value, within) -> Panel:
        if self._unit is None:
            raise _AuthorMistake("a number came out where a letter was asked; predict(..., unit=...) asks for a number")
        value = _number(value)
        said, _ = self._read()
        if said is None:
            return _open_outcome(f"It is {in_words(value, self._unit)}. You had said no number")
        self.came_true = math.isclose(said, value, rel_tol=within, abs_tol=1e-9)
        words = f"You said {in_words(said, self._unit)}; it is {in_words(value, self._unit)}"
        if self.came_true:
            return Panel("✔", f"{words}.")
        return Panel("✘", f"{words}: {_off(said, value, self._unit)}.")

    def __repr__(self):
        return repr(self._panel())

    def _repr_html_(self):
        return self._panel()._repr_html_()

    def _panel(self) -> Panel:
        said, todo = self._read()
        if said is None:
            return Panel("○", todo)
        return Panel("●", f"You said {f'({said})' if self._unit is None else in_words(said, self._unit)}. Run on.")


def _is_strict() -> bool:
    return any(name in os.environ for name in _STRICT)


def _open_outcome(words) -> Panel:
    """Tell what came true to a learner who ran on; what a build stores, and GitHub shows to all, must not tell it."""
    if _is_strict():
        return Panel("○", "What came true stands here beside your prediction, once you have run the cells.")
    return Panel("○", f"{words}; at the next one, say it first.")


class _AuthorMistake(Exception):
    """What the author of an outcome must mend."""


def _the_true_one(conditions) -> str:
    true = []
    for letter, holds in conditions.items():
        try:
            true += [letter] if holds else []
        except (TypeError, ValueError):
            raise _AuthorMistake(
                f"the condition of ({letter}) must be one True or False, found {holds!r:.60}"
            ) from None
    if len(true) != 1:
        raise _AuthorMistake(f"exactly one of {_listed(conditions)} must hold, and {_listed(true) or 'none'} did")
    return true[0]


def _reasons(conditions, true, tempts) -> dict[str, str]:
    reasons, wrong = dict(tempts or {}), [letter for letter in conditions if letter != true]
    missing, superfluous = [x for x in wrong if x not in reasons], [x for x in reasons if x not in wrong]
    if missing:
        raise _AuthorMistake(f"`tempts` lacks why {_listed(missing)} tempts")
    if superfluous:
        raise _AuthorMistake(f"`tempts` explains {_listed(superfluous)}, which is no wrong option")
    return reasons


def _listed(letters) -> str:
    return ", ".join(f"({letter})" for letter in letters)


def _number(value) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise _AuthorMistake(f"the outcome must be one number, found {value!r:.60}") from None


def _off(said, value, unit) -> str:
    """Say how far off: by a factor where the two are of different sizes, else by the difference."""
    way = "too low" if said < value else "too high"
    if said * value > 0 and (factor := max(said / value, value / said)) >= 3:
        return f"{way} by a factor of {in_words(float(f'{factor:.2g}'))}"
    return f"{way} by {in_words(float(f'{abs(said - value):.3g}'), unit)}"


def predict(said="?", options="abc", *more, unit: str | None = None) -> Prediction:
    """Commit to one of the options that stand above, or, where `unit` is given ("" for none), to a number in that unit.

    said : "?" as handed out; the learner puts a letter or a number there. Nothing a learner may write raises, be it
    `more` than was asked for.
    """
    return Prediction(said, (options, *more) if more else options, None if unit is None else str(unit))


def predictions() -> Panel:
    """Say how many of the notebook's predictions the learner made, and how many came true.

    It counts the predictions that the notebook's names stand for, so a cell that has run twice counts once.
    """
    names = sys._getframe(1).f_globals
    made = {id(p): p for name, p in names.items() if isinstance(p, Prediction) and not name.startswith("_")}.values()
    said = [p for p in made if not p.is_open]
    right = [p for p in said if p.came_true]
    waiting = [p for p in said if p.came_true is None]
    if not made:
        return Panel("○", "No prediction of this notebook has run yet.")
    if not said:
        return Panel("○", f"You have made none of the {len(made)} predictions. Write over a ? and run on from there.")
    words = f"You made {len(said)} of {len(made)} predictions; {len(right)} came true as you said."
    return Panel("●", words + (f" Not told yet: {len(waiting)}. Run the cells below it." if waiting else ""))
