"""Where a learner's code stopped with an exception, and why, in words."""

import builtins
import linecache
import re
import sysconfig
import traceback
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from firsthand.judging.values import with_article

LONGEST_MESSAGE = 300
_NOT_THE_LEARNERS = (str(Path(__file__).parent.parent), sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"))


def _own_frames(error) -> list:
    return [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith(_NOT_THE_LEARNERS)]


def exception_words(name: object) -> str:
    """Name an exception of Python's own, with its article; a name of a learner's own could carry anything."""
    kind = getattr(builtins, name, None) if isinstance(name, str) else None
    return with_article(kind.__name__) if isinstance(kind, type) and issubclass(kind, BaseException) else "an exception"


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


_ONE_TRUTH = {
    r"\b(and|or)\b": "`&` and `|`, with brackets round each comparison, go element by element.",
    r"(?<![.\w])(max|min)\(": "`np.maximum` and `np.minimum` compare element by element.",
    r"\b(if|elif|while)\b": "`np.where(condition, a, b)` picks element by element.",
}
"""What goes element by element, by what stands in a line where one truth is asked of an array."""

_TWO_COMPARED = re.compile(r"\bnp\.a?(min|max)\((?!.*\baxis\b)(?:[^()]|\([^()]*\))+,")
"""A call of `np.min` or `np.max` with a second argument that is not called an axis."""

_TWO_LENGTHS = re.compile(r"shapes \((\d+),\) \((\d+),\)|is (\d+) but .* is (\d+)$|samples: \[(\d+), (\d+)\]")
"""How NumPy says that two arrays, or an array and a mask, are not of one length, and how scikit-learn does."""


_OFTEN_MISREAD = {
    r"^RecursionError": "A function calls itself without an end. Has yours taken the name of the one that it means to call?",
    r"'numpy\.ndarray' object has no attribute '(append|extend|insert)'": "An array has a fixed length: collect in a list.",
    r"'list' object has no attribute '(mean|sum|shape|std|T|astype|reshape)'": "That is a list: `np.asarray` makes an array of it.",
    r"module 'numpy' has no attribute|was removed in the NumPy": "This NumPy has no such name: a typing slip, or of an older one?",
    r"only (integer scalar|length-1|0-dimensional) arrays can be": "One number is asked there, and an array stands in its place.",
    r"invalid index to scalar variable|'(float|int)' object is not subscriptable": "A single number is taken for a row, and has no places: is the array flat there?",
    r"'numpy\.ndarray' object cannot be interpreted as an integer": "`range` counts up to a number, and got an array: its length?",
    r"'(numpy\.ndarray|list)' object is not callable": "Round brackets call a function; square ones pick an element.",
    r"^ValueError: (math domain error|expected a (positive|nonnegative) input)": "There is no such logarithm or root: `math` stops where NumPy gives NaN or an infinity. Which number comes in, and may it?",
    r"invalid literal for int\(\)|could not convert string to float": "There is text among the values: not all of them are numbers.",
    r"takes \d+ positional arguments? but": "A function is called with more arguments than it takes.",
    r"missing \d+ required positional argument": "A function is called with fewer arguments than it takes.",
    r"'NoneType' object|NoneType": "Something there is None: a name that nothing was put into, or a function without `return`.",
}
"""What exceptions mean that people read and still do not see; by their text."""


def why_it_stopped(error: BaseException, arguments: Mapping[str, object]) -> str:
    """Say in a sentence what an exception means that learners often misread; "" where Python's own words do."""
    if isinstance(error, UnboundLocalError):
        return "A variable is read, or counted up, before this function has given it a value."
    return _what_is_misread(error) or _lengths_that_meet(error, arguments)


def _what_is_misread(error) -> str:
    """Say what Python or NumPy made of the learner's own line that failed, where that is known; else ""."""
    frames = _own_frames(error)
    line, message = _source(frames[-1]) if frames else "", _message(error)
    if re.match(r"(raise|assert)\b", line):
        return "Your own code refuses these inputs, and the statement asks for a result. What should come back?"
    for pattern, said in _OFTEN_MISREAD.items():
        if re.search(pattern, message):
            return said
    if "^" in line and re.match(r"TypeError.*(bitwise_xor|for \^)", message):
        return "`^` is not a power in Python: `**` is."
    if message == "IndexError: tuple index out of range" and ".shape[1]" in line:
        return "An array (n,) has one axis, so its `shape` has no second entry."
    if re.match(r"ValueError: The truth value of an? \w+", message):
        hint = next((said for pattern, said in _ONE_TRUTH.items() if re.search(pattern, line)), "")
        return f"One truth is asked there, and an array has one for each element. {hint}".strip()
    return _taken_for_an_axis(error, line)


def _taken_for_an_axis(error, line) -> str:
    no_axis = isinstance(error, np.exceptions.AxisError) or (isinstance(error, TypeError) and "integer" in str(error))
    call = _TWO_COMPARED.search(line) if no_axis else None
    if call is None:
        return ""
    return f"`np.{call[1]}` takes its second argument for an axis; `np.{call[1]}imum` compares two."


def _lengths_that_meet(error, arguments) -> str:
    found = _TWO_LENGTHS.search(_message(error)) if isinstance(error, ValueError | IndexError) else None
    if found is None:
        return ""
    one, other = (int(length) for length in found.groups() if length)
    like = {length: _as_long_as(length, arguments) for length in (one, other)}
    if not all(like.values()):
        return ""
    return f"There an array as long as {like[one]} ({one}) meets one as long as {like[other]} ({other})."


def _as_long_as(length, arguments) -> str:
    names = [f"`{name}`" for name, value in arguments.items() if hasattr(value, "__len__") and len(value) == length]
    return " and ".join(names)
