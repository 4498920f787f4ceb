"""What an answer does on a list of cases, as canonical text.

Two transcripts are compared by `agree`, which knows tolerances; nothing else in Firsthand compares values.
"""

import contextlib
import copy
import datetime
import functools
import io
import json
import math
import numbers
import types
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

SIGNIFICANT_DIGITS = 12
DEPTH_LIMIT = 20
PRINTED_CHARACTERS_KEPT = 2_000
BLANK = '{"type":"ellipsis"}'
"""How a `...` that nobody has replaced shows in a transcript."""

ARRAYS = (np.ndarray, np.generic, pd.Series, pd.DataFrame, pd.Index)


@dataclass(frozen=True)
class Observation:
    """What one case brought out of an answer: its line of the transcript, and what only this process can see of it."""

    line: str
    value: Any = None
    error: BaseException | None = None
    printed: str = ""


@dataclass(frozen=True)
class Raised:
    """Stands in a parsed transcript for an exception."""

    name: str


@dataclass(frozen=True)
class Unwritten:
    """Stands in a parsed transcript for a value that has no canonical form."""

    type_name: str


def call(answer, *case):
    """Ask an answer in the usual way: call a function or class on the case, look at anything else."""
    return answer(*case) if callable(answer) else answer


def transcript(answer, cases, ask: Callable = call, within: Callable = contextlib.nullcontext) -> str:
    """Write what `answer` does on each case: one line of JSON a case, in the order of the cases."""
    return "\n".join(observation.line for observation in observe(answer, cases, ask, within))


def observe(answer, cases, ask: Callable = call, within: Callable = contextlib.nullcontext) -> list[Observation]:
    """Ask `answer` on a copy of each case, in the context that `within` makes; what it raises and prints stays inside."""
    return [_observe_one(answer, case, ask, within) for case in cases]


def _observe_one(answer, case, ask, within) -> Observation:
    arguments = copy.deepcopy(case)
    printed = _ShortBuffer()
    returned: list[Any] = []
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed):
        warnings.simplefilter("ignore")
        value, error = None, None
        try:
            with within():
                value = ask(_recording(answer, returned), *arguments)
            written = canonical(value)  # in here, because a learner's own object may raise when it is looked at
            altered = [i for i, pair in enumerate(zip(case, arguments, strict=True)) if _differ(*pair)]
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # SystemExit and the like end the answer, not the notebook
            # An exercise's own `ask` may stumble over a None: what matters is that nothing was returned.
            error = None if returned and returned[-1] is None else raised
            written, altered = None if error is None else {"raised": type(raised).__name__}, []
    return Observation(
        _text({"altered": altered, "value": written} if altered else written), value, error, printed.getvalue()
    )


def _differ(before, after) -> bool:
    if before is after:  # a copy of what cannot change: a number, a text, a function
        return False
    if isinstance(before, np.ndarray) and before.dtype != object:  # by their bytes: large tables are slow to write out
        same_form = before.shape == after.shape and before.dtype == after.dtype
        return not same_form or before.tobytes() != after.tobytes()
    return _text(canonical(before)) != _text(canonical(after))


def _recording(answer, returned):
    """Wrap a function so that what it returns last can be seen; leave any other answer as it is."""
    if not isinstance(answer, types.FunctionType):
        return answer

    @functools.wraps(answer)
    def recorded(*args, **kwargs):
        returned[:] = [...]  # stands for: called, and not come back
        returned[:] = [answer(*args, **kwargs)]
        return returned[0]

    return recorded


class _ShortBuffer(io.StringIO):
    """Keeps the beginning of what is printed, so that an endless print cannot fill the memory; cannot be closed."""

    def close(self):
        pass

    def write(self, text):
        room = PRINTED_CHARACTERS_KEPT - self.tell()
        super().write(text[: max(room, 0)])
        return len(text)


def _text(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def canonical(value, depth: int = 0):
    """Reduce a value to what JSON can write: the same result for every form of the same answer.

    Numbers are floats at twelve significant digits (NaN and the infinities as Python's json writes them); arrays,
    Series, DataFrames (row by row), lists, tuples and ranges are lists. What JSON has no form for is an object with
    one key that names its kind: {"dict": pairs}, {"set": items}, {"complex": [re, im]}, {"date": ISO text},
    {"integer": digits} beyond the range of floats, {"type": name} for anything else. A key cannot be mistaken for a
    learner's own dictionary, which is always {"dict": ...}.
    """
    if depth > DEPTH_LIMIT:
        return {"type": "too deeply nested"}
    if type(value) is float or type(value) is int:  # most values, and to find it out below takes ten times as long
        return _canonical_number(value)
    if value is None or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, ARRAYS) or hasattr(value, "__array__"):
        return _canonical_array(value, depth)
    if isinstance(value, numbers.Number):
        return _canonical_number(value)
    if isinstance(value, Mapping):
        pairs = [[canonical(k, depth + 1), canonical(v, depth + 1)] for k, v in value.items()]
        return {"dict": sorted(pairs, key=lambda pair: _text(pair[0]))}
    if isinstance(value, set | frozenset):
        return {"set": sorted((canonical(item, depth + 1) for item in value), key=_text)}
    if isinstance(value, datetime.date | datetime.time):
        return {"date": value.isoformat()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [canonical(item, depth + 1) for item in value]
    return {"type": _type_name(value)}


def _canonical_array(value, depth):
    try:
        array = np.asarray(value)
    except Exception:  # a learner's own __array__ may do anything
        return {"type": _type_name(value)}
    items = array.tolist()
    if array.dtype.kind in "iufc":
        return _map_nested(_canonical_number, items)
    if array.dtype.kind in "mM":
        return _map_nested(lambda text: {"date": text}, array.astype(str).tolist())
    if array.dtype.kind in "bOUT":
        return canonical(items, depth + 1)
    return {"type": _type_name(value)}


def _map_nested(function, items):
    return [_map_nested(function, item) for item in items] if isinstance(items, list) else function(items)


def _canonical_number(number):
    if type(number) is int and abs(number) < 10**SIGNIFICANT_DIGITS:  # the same, and many times as fast
        return number
    if isinstance(number, complex):
        return {"complex": [_canonical_number(number.real), _canonical_number(number.imag)]}
    try:
        real = float(number)
    except OverflowError:
        return {"integer": str(number)}
    except (TypeError, ValueError):
        return {"type": _type_name(number)}
    rounded = float(f"{real:.{SIGNIFICANT_DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 10**SIGNIFICANT_DIGITS else rounded


def _type_name(value) -> str:
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def parse(text: str):
    """Read one line of a transcript back as plain Python: numbers, strings, lists, dicts, frozensets, None.

    An exception comes back as Raised, a value without a form as Unwritten; what was altered is left out.
    Raises ValueError when `text` is not a line of a transcript.
    """
    return _plain(read_value(text))


def _plain(value):
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((form, content),) = value.items()
    match form:
        case "dict":
            return {_hashable(_plain(k)): _plain(v) for k, v in content}
        case "set":
            return frozenset(_hashable(_plain(item)) for item in content)
        case "complex":
            return complex(*content)
        case "raised":
            return Raised(content)
        case "type":
            return Unwritten(content)
    return content


def _hashable(value):
    if isinstance(value, list):
        return tuple(_hashable(item) for item in value)
    return str(value) if isinstance(value, dict) else value


def _split_altered(value):
    if isinstance(value, dict) and "altered" in value:
        return value["altered"], value["value"]
    return [], value


def read_value(text: str):
    """Read the value of one line of a transcript as JSON has it; what was altered is left out."""
    return _split_altered(json.loads(text))[1]


def altered_arguments(text: str) -> list[int]:
    """Return the positions of the arguments that the answer altered in place, from one line of a transcript."""
    return _split_altered(json.loads(text))[0]


def agree(received: str, expected: str, rtol: float = 1e-5, atol: float = 1e-8, *, values_only: bool = False) -> bool:
    """Say whether two transcripts are the same text but for numbers within `atol + rtol * abs(expected)`.

    `values_only` overlooks arguments altered in place. Text that is no transcript agrees with nothing.
    """
    received_lines, expected_lines = received.split("\n"), expected.split("\n")
    if len(received_lines) != len(expected_lines):
        return False
    return all(_agree_line(*pair, rtol, atol, values_only) for pair in zip(received_lines, expected_lines, strict=True))


def _agree_line(received, expected, rtol, atol, values_only):
    try:
        ours, theirs = json.loads(received), json.loads(expected)
        if values_only:
            ours, theirs = _split_altered(ours)[1], _split_altered(theirs)[1]
        return same(ours, theirs, rtol, atol)
    except (ValueError, RecursionError, KeyError):
        return False


def same(a, b, rtol: float = 1e-5, atol: float = 1e-8) -> bool:
    """Say whether two values, as JSON has them, are the same but for numbers within `atol + rtol * abs(b)`."""
    if _is_number(a) and _is_number(b):
        return _close(a, b, rtol, atol)
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y, rtol, atol) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key], rtol, atol) for key in a)
    return a == b


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _close(a, b, rtol, atol) -> bool:
    if math.isnan(b) or math.isinf(b):
        return a == b or (math.isnan(a) and math.isnan(b))
    return abs(a - b) <= atol + rtol * abs(b)


def is_blank(answer) -> bool:
    """Say whether a function or class is still the stub: a body with nothing in it but `...`."""
    if isinstance(answer, type):
        methods = [item for item in vars(answer).values() if isinstance(item, types.FunctionType)]
        return bool(methods) and all(map(is_blank, methods))
    if not isinstance(answer, types.FunctionType):
        return False
    code = answer.__code__  # `return 5` after a docstring differs from a stub in its constants only
    return code.co_code == _BLANK[bool(answer.__doc__)] and code.co_consts[-1] is None


def _blank(): ...  # what a stub compiles to


def _blank_with_docstring():
    """A docstring takes the first place among a function's constants."""


_BLANK = {False: _blank.__code__.co_code, True: _blank_with_docstring.__code__.co_code}
