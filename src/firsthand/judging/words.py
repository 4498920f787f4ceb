"""Short, safe wordings of values, counts and exceptions for the panel."""

import linecache
import re
import sysconfig
import traceback
from pathlib import Path

import numpy as np

LONGEST_REPR = 240
LONGEST_MESSAGE = 300
_NOT_THE_LEARNERS = (str(Path(__file__).parent.parent), sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"))


def count(number: float, noun: str) -> str:
    """Write a number with its noun: "1 case", "3 cases"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def more_than_one(others: int, noun: str = "") -> str:
    """Say how many more are not right, in words: a learner's page shows no number that might be a held-out one."""
    words = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    number = words[others] if others < len(words) else "Many"
    plural = noun if others == 1 else noun.replace("entry", "entries")
    return " ".join(filter(None, [number, "more", plural, "is" if others == 1 else "are", "not right."]))


def ordinal(index: int) -> str:
    """Name a position counted from zero: 0 is "first"."""
    return ("first", "second", "third", "fourth", "fifth")[index] if index < 5 else f"{index + 1}th"


def short_repr(value) -> str:
    """Write a value on a line or two, whatever it is and however its own repr behaves."""
    try:
        if callable(value):
            return f"the function {getattr(value, '__name__', 'without a name')}"
        if isinstance(value, list) and value and all(map(callable, value)):
            return f"a list of {count(len(value), 'function')}"
        with np.printoptions(
            threshold=12,
            edgeitems=3,
            precision=6,
            suppress=False,
            linewidth=100,
            legacy="1.25" if isinstance(value, tuple | list | dict) else False,  # 3 in a container, not np.int64(3)
        ):
            text = repr(value.item() if isinstance(value, np.generic) else value)
    except Exception:  # a learner's own __repr__ may do anything
        text = f"<{type(value).__name__} that cannot be shown>"
    return text if len(text) <= LONGEST_REPR else f"{text[:LONGEST_REPR]} …"


_TWO_COMPARED = re.compile(r"\bnp\.a?(min|max)\((?!.*\baxis\b)(?:[^()]|\([^()]*\))+,")


def what_is_misread(error: BaseException) -> str:
    """Say what NumPy took an argument for in the learner's own line that failed, where that is known; else ""."""
    no_axis = isinstance(error, np.exceptions.AxisError) or (isinstance(error, TypeError) and "integer" in str(error))
    frames = _own_frames(error)
    call = _TWO_COMPARED.search(_source(frames[-1])) if frames and no_axis else None
    return (
        ""
        if call is None
        else f"`np.{call[1]}` takes its second argument for an axis; `np.{call[1]}imum` compares two."
    )


def _own_frames(error) -> list:
    return [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith(_NOT_THE_LEARNERS)]


def where_it_failed(error: BaseException) -> str:
    """Write an exception in three lines at most: the learner's own line, then the exception."""
    frames = _own_frames(error)
    lines = [f"line {frames[-1].lineno} of {frames[-1].name}: {_source(frames[-1])}"] if frames else []
    return "\n".join([*lines, _message(error)])


def _source(frame) -> str:
    return (frame.line or linecache.getline(frame.filename, frame.lineno or 0)).strip()


def _message(error) -> str:
    try:
        text = " ".join(str(error).split())
    except Exception:  # a learner's own __str__ may do anything
        text = ""
    text = text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]} …"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
