"""mine() and reached(): a milestone made of a learner's own right answers, and whether it reaches its bar.

A learner's code runs here, in the learner's own kernel, and nowhere else: while the course is built none is read.
"""

import contextlib
import io
import json
import linecache
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.checks import find_exercise
from firsthand.contents import contents
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.values import with_article
from firsthand.limit import Endless, time_limit
from firsthand.panel import BLUE, COVER, Panel, box
from firsthand.parts import our_parts, solution_in, source_of
from firsthand.tables import table

SECONDS = 5.0
"""Processor time that one answer and its check may take; where a limit cannot be had (limit.py) there is none."""

_ALONE = (
    "Your exercise notebooks are not here (on Colab a notebook is alone), so the parts are the course's. "
    "Where the whole course is, on your machine or on Binder, they are your own."
)

_WITHOUT_END = "not right yet: it has not come to an end in time"


@dataclass(frozen=True)
class Part:
    """One part of a milestone: the exercise, its answer, whether that is the learner's, and why or why not."""

    name: str
    answer: Any
    is_yours: bool
    why: str


_PARTS: dict[str, Part] = {}
"""The parts that this notebook has asked for, by the names of their exercises."""


class Parts:
    """What mine() found, as a table: as text, and as HTML."""

    def __init__(self, parts: list[Part], remark: str = ""):
        known = contents()
        rows = [
            {
                "part": part.name,
                "exercise": f"{known[part.name].lesson[:2]} · {known[part.name].title}",
                "whose": "yours" if part.is_yours else "ours",
                "why": part.why,
            }
            for part in parts
        ]
        self._table, self._remark = table(rows), remark

    def __repr__(self):
        return "\n".join(filter(None, [self._remark, repr(self._table)]))

    def _repr_html_(self):
        rows = self._table._repr_html_()
        return COVER + box(BLUE, self._remark) + rows.removeprefix(COVER) if self._remark else rows


class _NotUsable(Exception):
    """An answer is not to be had; the message says why, as it stands in the table."""


def mine(*names: str):
    """Return your own answers to exercises where the check says right, and the course's where not; show whose each is.

    names : of exercises, as in `step, gradient = mine("gradient_step", "mse_gradient")`. Returns one answer for one name,
    else a list in that order. Raises LookupError for an exercise that there is none of, or whose solution is not here:
    those that milestones use travel with the package, the others are found in solutions/, beside exercises/.
    """
    folder = _beside("exercises") if not _is_built() else None
    parts = [_part(name, folder) for name in names]
    _PARTS.update((part.name, part) for part in parts)
    _show(Parts(parts, "" if folder or _is_built() else _ALONE))
    answers = [part.answer for part in parts]
    return answers[0] if len(answers) == 1 else answers


def reached(what: str, value: float, unit: str = "", *, at_most: float | None = None, at_least: float | None = None):
    """Say whether a number reaches the bar of a milestone, and which of its parts were yours.

    what : begins the sentence, "The cost of an hour". Give one of at_most and at_least. Raises ValueError for both or none.
    """
    if at_most is not None and at_least is None:
        is_there, bar = value <= at_most, f"at most {at_most:.4g}"
    elif at_least is not None and at_most is None:
        is_there, bar = value >= at_least, f"at least {at_least:.4g}"
    else:
        raise ValueError("a bar is at_most=... or at_least=...: give one of them")
    told = f"{what} is {value:.4g}{unit}, and the bar is {bar}{unit}: {'reached' if is_there else 'not reached'}."
    return Panel("✔" if is_there else "✘", f"{told} {_whose()}")


def _whose() -> str:
    yours = [part.name for part in _PARTS.values() if part.is_yours]
    ours = [part.name for part in _PARTS.values() if not part.is_yours]
    told = f"{len(yours)} of {len(_PARTS)} parts are yours"
    told += f": {', '.join(f'`{name}`' for name in yours)}." if yours else "."
    return told + (f" Ours: {', '.join(f'`{name}`' for name in ours)}." if yours and ours else "")


def _is_built() -> bool:
    return "FIRSTHAND_BUILD" in os.environ


def _beside(name) -> Path | None:
    """Return a folder of notebooks: beside the one of this notebook, or below where it was started."""
    here = Path.cwd()
    return next((folder for folder in (here.parent / name, here / name) if folder.is_dir()), None)


def _ours(name) -> tuple[str, str]:
    """Return the name that the check of an exercise is handed, and the course's own source. Raises LookupError."""
    if name in our_parts():
        return our_parts()[name]
    find_exercise(name)
    folder = _beside("solutions")
    try:
        return solution_in(_cells((folder or Path()) / f"{contents()[name].lesson}.ipynb"), name)
    except (_NotUsable, LookupError):
        known = ", ".join(our_parts())
        raise LookupError(f"{name!r} is in no milestone, and its solution is not here. Here are: {known}.") from None


def _part(name, folder) -> Part:
    handed, source = _ours(name)
    try:
        if folder is None:
            raise _NotUsable("not attempted" if _is_built() else "your notebook is not here")
        return Part(name, _right_answer(name, handed, folder / f"{contents()[name].lesson}.ipynb"), True, "right")
    except _NotUsable as why:
        return Part(name, _run(source, f"<ours: {name}>")[handed], False, str(why))


def _right_answer(name, handed, path: Path):
    """Return the learner's answer. Raises _NotUsable for one that is not there, not right, or does not end."""
    source = source_of(_cells(path), name, handed)
    if not source:
        raise _NotUsable(f"not right yet: no cell that Python can read defines {handed}")
    try:
        with time_limit(SECONDS, Endless):
            answer = _made(source, handed, f"<yours: {name}>")
            why = _why_not(judge(find_exercise(name), answer))
    except Endless:
        why = _WITHOUT_END
    if why:
        raise _NotUsable(why)
    return answer


def _made(source, handed, filename):
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return _run(source, filename)[handed]
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit and the like end the answer, not the notebook
        raise _NotUsable(f"not right yet: its cell stops with {with_article(type(error).__name__)}") from None


def _run(source, filename) -> dict[str, Any]:
    """Run a text in a namespace of its own; its lines can be shown where it fails, and by `answer??`."""
    namespace: dict[str, Any] = {"__name__": filename}
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), namespace)
    return namespace


def _why_not(verdict: Verdict) -> str:
    """Return why an answer is not used, in the first sentence of its panel; "" for one that is right."""
    if verdict.status is Status.RIGHT:
        return ""
    if verdict.status is Status.NOT_STARTED:
        return "not attempted"
    first, *_ = re.split(r"(?<=[.?])\s", verdict.sentence)
    return f"not right yet: {first}"


def _cells(path: Path) -> list[str]:
    """Return the sources of a notebook's code cells. Raises _NotUsable for a file that is no notebook, or not there."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except FileNotFoundError:
        raise _NotUsable(f"{path.name} is not in your exercises") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise _NotUsable(f"{path.name} cannot be read: it is no notebook") from None


def _show(parts: Parts) -> None:
    from IPython.display import display

    display(parts)
