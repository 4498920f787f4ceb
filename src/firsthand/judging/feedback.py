"""A verdict, and how it is shown: as text, for terminals and nbval, and as HTML, for light and dark notebooks."""

from dataclasses import dataclass
from enum import Enum
from html import escape

from firsthand.judging.exercise import Exercise
from firsthand.panel import GREEN, GREY, ORANGE, box, with_code


class Status(Enum):
    """What became of one answer."""

    RIGHT = "right"
    NOT_STARTED = "not started"
    KNOWN_MISTAKE = "known mistake"
    RAISED = "raised an exception"
    NOTHING_RETURNED = "nothing returned"
    ALTERED_INPUT = "input altered"
    WRONG_TYPE = "wrong type"
    WRONG_SHAPE = "wrong shape"
    NOT_FINITE = "NaN or infinity"
    WRONG_SIGN = "wrong sign"
    WRONG_FACTOR = "off by a factor"
    EXAMPLE_ONLY = "right on the example only"
    SLIP = "right but for a slip"
    NEARLY_RIGHT = "nearly right"
    SEEN = "not what the statement says"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Verdict:
    """A status, the sentence that helps, and facts to look at: (label, text) pairs.

    mistakes : the sentences of the known mistakes that were recognised, as the exercise has them.
    """

    status: Status
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[str, ...] = ()


# A sign and a word carry the meaning, in the notebook's own ink; the colour only repeats it.
_MARKS = {Status.RIGHT: ("✔", "Right", GREEN), Status.NOT_STARTED: ("○", "Not started", GREY)}
_NOT_YET = ("✘", "Not yet", ORANGE)


def as_text(exercise: Exercise, verdict: Verdict) -> str:
    """Write the panel as plain text: a heading, the sentence, the facts, one a line."""
    sign, word, _ = _MARKS.get(verdict.status, _NOT_YET)
    lines = [f"{sign} {word} · {exercise.title}{_points(exercise, verdict)}"]
    lines += [verdict.sentence] if verdict.sentence else []
    lines += [f"  {label}: {_indent(text)}" for label, text in verdict.facts]
    return "\n".join(lines)


def as_html(exercise: Exercise, verdict: Verdict) -> str:
    """Write the panel as HTML that takes its text colour and background from the notebook's theme."""
    sign, word, color = _MARKS.get(verdict.status, _NOT_YET)
    heading = (
        f'<div><b><span style="color:{color}">{sign}</span> {word}</b> · '
        f"<b>{escape(exercise.title)}</b>{_points(exercise, verdict)}</div>"
    )
    sentence = f'<div style="margin-top:4px">{with_code(verdict.sentence)}</div>' if verdict.sentence else ""
    return box(color, f"{heading}{sentence}{_facts(verdict)}")


def _points(exercise, verdict) -> str:
    """Write the points behind the title; of an exercise that gives none, nothing."""
    if not exercise.points:
        return ""
    earned = exercise.points if verdict.status is Status.RIGHT else 0
    return f" · {earned} of {exercise.points} point{'' if exercise.points == 1 else 's'}"


def _indent(text) -> str:
    return text.replace("\n", "\n    ")


def _facts(verdict) -> str:
    rows = "".join(
        '<tr style="background:transparent"><td style="text-align:left;vertical-align:top;padding:1px 10px 1px 0;'
        f'white-space:nowrap;opacity:.75">{escape(label)}</td><td style="text-align:left;padding:1px 0">'
        f'<code style="white-space:pre-wrap">{escape(text)}</code></td></tr>'
        for label, text in verdict.facts
    )
    return f'<table style="margin:6px 0 0;border:0;color:inherit">{rows}</table>' if rows else ""
