"""What can be read off a wrong answer on one case: why its code stopped, and that a number was not taken from where it should be."""

import re
from collections.abc import Mapping

import numpy as np

from firsthand.judging.values import leaves
from firsthand.judging.words import ordinal

_TWO_LENGTHS = re.compile(r"shapes \((\d+),\) \((\d+),\)|is (\d+) but .* is (\d+)$")
"""How NumPy says that two arrays, or an array and a mask, are not of one length."""

ENOUGH_DISTINCT = 3
"""Fewer different results may stand in an argument by chance; whole numbers, such as counts, are no sign at all."""


def why_it_stopped(error: BaseException, arguments: Mapping[str, object]) -> str:
    """Say in a sentence what an exception means that learners often misread; "" where Python's own words do."""
    if isinstance(error, UnboundLocalError):
        return "A variable is read, or counted up, before this function has given it a value."
    found = _TWO_LENGTHS.search(" ".join(str(error).split())) if isinstance(error, ValueError | IndexError) else None
    if found is None:
        return ""
    one, other = (int(length) for length in found.groups() if length)
    like = {length: _as_long_as(length, arguments) for length in (one, other)}
    if not all(like.values()):
        return ""
    return f"There an array as long as {like[one]} ({one}) meets one as long as {like[other]} ({other})."


def _as_long_as(length, arguments) -> str:
    names = [f"`{name}`" for name, value in arguments.items() if np.shape(value)[:1] == (length,)]
    return " and ".join(names)


def is_all_none(value) -> bool:
    """Say whether a result of several parts holds nothing but None."""
    return isinstance(value, list) and len(value) > 0 and all(leaf is None for leaf in leaves(value))


def not_taken_from(results: list, asked: list, cases: list[tuple], first: int, names: list[str]) -> str:
    """Name the part of a result that on every case should be one of the numbers of an argument, and on some is none.

    results, asked : parsed values, a case each. first : the case that is shown. Returns a sentence, or "" where no such part is.
    """
    if not all(isinstance(value, list) for value in [*results, *asked]):
        results, asked = [[value] for value in results], [[value] for value in asked]
    if len({len(value) for value in [*results, *asked]}) != 1:
        return ""
    for part in range(len(asked[0])):
        ours, right = [value[part] for value in results], [value[part] for value in asked]
        if not all(map(_is_number, [*ours, *right])) or sum(value % 1 != 0 for value in set(right)) < ENOUGH_DISTINCT:
            continue
        subject = f"Your {ordinal(part)} value" if len(asked[0]) > 1 else "What you return"
        for position, name in enumerate(names):
            given = [case[position] for case in cases]
            there = list(map(_holds, given, ours))
            if all(map(_holds, given, right)) and not all(there):
                seldom = "not always" if there[first] else "not"
                return f"{subject} is {seldom} one of the numbers in `{name}`. Which of them is asked?"
    return ""


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _holds(array, number) -> bool:
    """Say whether a number, written at twelve digits, is one of those in an array."""
    if not isinstance(array, np.ndarray) or array.ndim != 1 or array.dtype.kind not in "if":
        return False
    return bool(np.isclose(array, number, rtol=1e-11, atol=0).any())
