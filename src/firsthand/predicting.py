"""A committed prediction: the learner says what will happen, and the notebook sets beside it what did."""

import math
from html import escape

_made: list["Prediction"] = []


class Panel:
    """A line with a sign in front, as text and as HTML that takes its colours from the notebook's theme."""

    def __init__(self, sign: str, words: str):
        self.sign, self.words = sign, words

    def __repr__(self):
        return f"{self.sign} {self.words}"

    def _repr_html_(self):
        return f'<div role="status" style="border-left:4px solid #7a828e;padding:4px 12px"><b>{self.sign}</b> {escape(self.words)}</div>'


class Prediction:
    """What a learner said before a result, and, once it is known, what happened."""

    def __init__(self, said, options: str, unit: str | None):
        self._options, self._unit = options, unit
        self._said = str(said).strip(" ().").lower() if unit is None else said
        self.came_true: bool | None = None
        _made.append(self)

    @property
    def is_open(self) -> bool:
        """Whether there is no choice, or no number, yet."""
        return self._number is None if self._unit is not None else self._said not in set(self._options)

    @property
    def _number(self) -> float | None:
        try:
            return float(self._said)
        except (TypeError, ValueError):
            return None

    def outcome(self, value=None, /, *, tempts=None, within: float = 0.1, **conditions) -> Panel:
        """Say what came true beside what was said.

        conditions : a letter each, in the order of the options; exactly one must hold. tempts : wrong letter -> why it
        tempts. For a number, `value` alone: the number that came out; it came true as said if it is within a share
        `within` of it. Raises ValueError when not exactly one condition holds: that is the author's mistake.
        """
        if self._unit is not None:
            return self._number_outcome(float(value), within)
        true = [letter for letter, holds in conditions.items() if bool(holds)]
        if list(conditions) != list(self._options) or len(true) != 1:
            raise ValueError(f"exactly one of {', '.join(self._options)} must come true; true were {true or 'none'}")
        if self.is_open:
            return Panel("○", f"It is ({true[0]}). You had made no choice; at the next one, say it first.")
        self.came_true = self._said == true[0]
        if self.came_true:
            return Panel("✔", f"You said ({self._said}), and it is ({self._said}).")
        return Panel("✘", f"You said ({self._said}); it is ({true[0]}). {(tempts or {}).get(self._said, '')}".strip())

    def _number_outcome(self, value, within) -> Panel:
        result = f"{value:.4g} {self._unit}".strip()
        said = self._number
        if said is None:
            return Panel("○", f"It is {result}. You had said no number; at the next one, say it first.")
        self.came_true = math.isclose(said, value, rel_tol=within)
        sign = "✔" if self.came_true else "✘"
        return Panel(sign, f"You said {said:.4g}; it is {result}. You are off by {abs(said - value):.3g}.")

    def __repr__(self):
        return repr(self._panel())

    def _repr_html_(self):
        return self._panel()._repr_html_()

    def _panel(self) -> Panel:
        if not self.is_open:
            shown = f"{self._number:.4g} {self._unit}".strip() if self._unit is not None else f"({self._said})"
            return Panel("●", f"You said {shown}. Run on.")
        what = "a number" if self._unit is not None else f"{', '.join(self._options[:-1])} or {self._options[-1]}"
        return Panel("○", f"No choice yet: write {what} in place of ?, and run the cell again.")


def predict(said, options: str = "abc", *, unit: str | None = None) -> Prediction:
    """Commit to one of the options that stand above, or, where `unit` is given ("" for none), to a number in that unit.

    said : "?" as handed out; the learner puts a letter or a number there.
    """
    return Prediction(said, options, unit)


def predictions() -> Panel:
    """Say how often the learner chose first, and how often it came true."""
    said = [prediction for prediction in _made if prediction.came_true is not None]
    right = sum(bool(prediction.came_true) for prediction in said)
    return Panel("●", f"You chose first in {len(said)} of {len(_made)} predictions; {right} came true as you said.")
