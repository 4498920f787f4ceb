"""What the cases of an exercise hold: the example of the statement first, and whatever never varies over twenty seeds."""

import math
import re
import unicodedata

import numpy as np

from firsthand.auditing.trial import Trial
from firsthand.judging.evidence import argument_names
from firsthand.judging.transcript import canonical, parse

MOST_NUMBERS = 60
"""An example with more numbers is a table that the statement describes and does not print."""

MOST_ROUNDED = 0.02
"""A number written with fewer digits than this share of it asks for says nothing: a 1 is no 0.96, and a 7 is 6.96."""

_NUMBER = re.compile(r"[−-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][−-]?\d+)?")


# ---- the first case is the example


def faults_of_example(trial: Trial, statement: str, arguments: list[str]) -> list[str]:
    """Say where the first case is not the example of the statement: its numbers and its result stand there."""
    exercise, case = trial.exercise, trial.first.cases[0]
    if not callable(exercise.expected):
        return []
    names = _names(exercise, len(case), arguments)
    if len(_leaves(canonical(case))) > MOST_NUMBERS:
        return []
    given, found = _numbers_in(statement), []
    for name, value in zip(names, case, strict=True):
        missing = _missing(_leaves(canonical(value)), given)
        if missing:
            found.append(f"the first case is the statement's example, and {name} has {missing} in the case only")
    if exercise.accepts is None:
        missing = _missing(_leaves(parse(trial.first.expected.split("\n")[0])), given)
        if missing:
            found.append(f"the result of the first case has {missing}, which the statement's example does not say")
    return [f"{exercise.name}: {text}" for text in found]


def _names(exercise, width, arguments) -> list[str]:
    """Call the arguments of a case as the published solution does, or else as the oracle."""
    return arguments if len(arguments) == width else argument_names(exercise, width)


def _numbers_in(text) -> list[tuple[float, float]]:
    """Return the numbers of a text, each with half of its last digit."""
    found = []
    for match in _NUMBER.finditer(text):
        digits = match[0].replace(",", "").replace("−", "-")
        mantissa, _, exponent = digits.lower().partition("e")
        decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
        found.append((float(digits), 0.5001 * 10.0 ** min(-decimals, 308)))  # a statement may speak of 1e999
    exact = [unicodedata.numeric(sign) for sign in re.findall("[¼½¾]", text)]
    exact += [math.log(int(digits)) for digits in re.findall(r"\blog ([1-9]\d*)", text)]
    exact += [math.nan for _ in re.findall(r"\bnan\b", text, re.IGNORECASE)]
    return found + [(number, 1e-9) for number in exact]


def _leaves(value) -> list[float]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    if isinstance(value, list | tuple):
        return [leaf for item in value for leaf in _leaves(item)]
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def _missing(numbers, given) -> str:
    """Write the numbers that are not among those given, whatever their sign; "" when all are."""
    lost = {n for n in numbers if not any(_is(n, value, half) for value, half in given)}
    return ", ".join(f"{n:.6g}" for n in sorted(lost)[:4])


def _is(number, value, half) -> bool:
    return (math.isnan(number) and math.isnan(value)) or abs(abs(number) - abs(value)) <= max(
        min(half, MOST_ROUNDED * abs(number)), 1e-9
    )


# ---- what never varies


def never_varies(trial: Trial, arguments: list[str]) -> list[str]:
    """Describe each argument over the cases of all seeds, a line each: what is constant, how far it ranges, what never occurs.

    For an author to read: a hole is what the statement allows and the line says never comes. Functions and other objects
    are left out.
    """
    exercise = trial.exercise
    cases = [case for references in trial.references.values() for case in references.cases]
    if not callable(exercise.expected) or not cases[0]:
        return []
    names = _names(exercise, len(cases[0]), arguments)
    columns = zip(*(case for case in cases if len(case) == len(names)), strict=True)
    described = ((name, _described(values)) for name, values in zip(names, columns, strict=True))
    return [f"{name}: {words}" for name, words in described if words]


def _described(values) -> str:
    """Describe the values that one argument takes, in a few words; "" for what is no number, text or array of them."""
    if all(isinstance(value, bool | int | float | str | np.number) for value in values):
        return _described_scalars(values)
    arrays = [
        np.asarray(value) for value in values if isinstance(value, np.ndarray | list | tuple) and _is_regular(value)
    ]
    if len(arrays) < len(values) or any(array.dtype.kind not in "biufU" for array in arrays):
        return ""
    return ", ".join(filter(None, (words(arrays) for words in _LOOKS)))


def _is_regular(value) -> bool:
    try:
        return np.asarray(value).ndim > 0
    except ValueError:
        return False


def _described_scalars(values) -> str:
    distinct = sorted(set(values), key=str)
    if len(distinct) == 1:
        return f"always {distinct[0]!r}"
    if len(distinct) <= 4 or any(isinstance(value, bool | str) for value in distinct):
        return "only " + ", ".join(map(repr, distinct[:8]))
    return _range([np.asarray(values)]) + _few_decimals([np.asarray(values)])


def _shape(arrays) -> str:
    """How many rows and columns."""
    if len({array.ndim for array in arrays}) > 1:
        return "of different dimensions"
    words = []
    for axis, name in zip(range(arrays[0].ndim), ("rows", "columns", "layers"), strict=False):
        sizes = [array.shape[axis] for array in arrays]
        words.append(f"always {sizes[0]} {name}" if len(set(sizes)) == 1 else f"{min(sizes)} to {max(sizes)} {name}")
    return ", ".join(words)


def _range(arrays) -> str:
    if any(array.dtype.kind == "U" for array in arrays):
        return ""
    numbers = np.concatenate([np.ravel(array).astype(float) for array in arrays])
    finite = numbers[np.isfinite(numbers)]
    if not len(finite):
        return ""
    low, high = (f"{limit:.3g}" for limit in (finite.min(), finite.max()))
    distinct = np.unique(finite)
    if len(distinct) <= 4:
        return "only " + ", ".join(f"{value:g}" for value in distinct)
    return f"from {low} to {high}"


def _few_decimals(arrays) -> str:
    numbers = np.concatenate([np.ravel(array) for array in arrays])
    if numbers.dtype.kind != "f" or np.all(numbers == np.round(numbers)):
        return ""
    decimals = next((d for d in (1, 2, 3) if np.allclose(numbers, np.round(numbers, d), rtol=0, atol=1e-9)), None)
    return f", at most {decimals} decimals" if decimals else ""


def _largest(arrays) -> str:
    """Where the largest value of an array, or of each row of a table, always is, or never: first or last."""
    tables = [np.atleast_2d(array) for array in arrays if array.ndim <= 2 and array.dtype.kind in "iuf"]
    rows = [row for table in tables for row in table if len(np.unique(row)) > 2]
    if len(rows) < 8 or len(np.unique(np.concatenate(rows))) < 8:
        return ""
    for place, name in ((0, "first"), (-1, "last")):
        there = [row[place] == row.max() for row in rows]
        if all(there) or not any(there):
            return f"the largest {'always' if all(there) else 'never'} {name}"
    return ""


def _order(arrays) -> str:
    long = [array for array in arrays if array.ndim == 1 and array.dtype.kind != "U" and len(np.unique(array)) > 2]
    if len(long) < 8:
        return ""
    if all(np.all(np.diff(array) >= 0) for array in long):
        return "always rising"
    if all(np.all(np.diff(array) <= 0) for array in long):
        return "always falling"
    if all(len(np.unique(array)) == len(array) for array in long):
        return "never two equal"
    return ""


def _balance(arrays) -> str:
    """Whether each of a few whole values always comes equally often."""
    labels = [
        array for array in arrays if array.ndim == 1 and array.dtype.kind in "biuU" and 1 < len(np.unique(array)) <= 6
    ]
    labels = [array for array in labels if len(array) > 2 * len(np.unique(array))]
    even = [len(set(np.unique(array, return_counts=True)[1])) == 1 for array in labels]
    return "every value equally often" if even and all(even) else ""


_LOOKS = (_shape, _range, lambda arrays: _few_decimals(arrays).lstrip(", "), _largest, _order, _balance)
