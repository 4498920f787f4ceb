"""Parsed answers looked at: their shape, their kind, and the slip that turns one shape or scale into another."""

import itertools
import math
from fractions import Fraction

import numpy as np

from firsthand.judging.transcript import Unwritten, same
from firsthand.words import ordinal, short_repr

FACTOR_RTOL = 1e-6


def leaves(value) -> list:
    """Flatten nested lists of a parsed transcript line."""
    if isinstance(value, list):
        return list(itertools.chain.from_iterable(leaves(item) for item in value))
    return [value]


def shape(value) -> tuple[int, ...] | None:
    """Return the shape of nested lists, () for anything else, None where the nesting is ragged."""
    if not isinstance(value, list):
        return ()
    inner = {shape(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or () if inner else ()))


def kind(value) -> str:
    """Say in words what a parsed value is, whatever its shape."""
    if isinstance(value, list):
        kinds = {kind(item) for item in value} - {"nothing at all"}  # one part of several may be empty
        return kinds.pop() if len(kinds) == 1 else ("a mixture of kinds" if kinds else "nothing at all")
    if isinstance(value, bool):
        return "True or False"
    if isinstance(value, int | float | complex):
        return "numbers"
    if isinstance(value, Unwritten):
        return with_article(value.type_name)
    names = {str: "text", dict: "a dictionary", frozenset: "a set", type(None): "None"}
    return names.get(type(value), "something else")


def part_of_another_kind(value: list, wanted: list) -> str:
    """Name the first of several results that is of another kind than the one asked for; "" where none is."""
    for index, (found, asked) in enumerate(zip(map(kind, value), map(kind, wanted), strict=True)):
        if found != asked and "nothing at all" not in (found, asked):
            return f"As your {ordinal(index)} value {found} came back; asked for is {asked}."
    return ""


def shape_sentence(subject: str, value, wanted, rows: int | None = None) -> str:
    """Say which shape came back and which is asked, and where it is known, by which slip; texts have none of numbers.

    rows : how many the case has.
    """
    found, asked = shape(value), shape(wanted)
    if kind(wanted) == "text" and () in (found, asked):
        came, is_asked = ("one text by itself" if sizes == () else "a list of texts" for sizes in (found, asked))
        return f"{subject} is not the one asked for: {came} came back, {is_asked} is asked."
    words = f"{subject} is not the one asked for: {shape_words(found)} came back, {shape_words(asked)} is asked."
    return f"{words} {explain_shape(found, asked, rows)}".strip()


def explain_shape(found, asked, rows: int | None = None) -> str:
    """Name the slip that turns one shape into another, broadcasting first of all; "" where none is known."""
    if found is None or asked is None:
        return "The parts have different lengths: is every row of the same size?" if found is None else ""
    if len(found) == 2 and found[0] == found[1] > 2 and asked in {(found[0],), (found[0], 1)}:
        n = found[0]
        return f"A column ({n}, 1) met a row ({n},), and broadcasting made a table of every pair: give both one shape."
    if asked == () and math.prod(found) == 1:
        return "It is one number in a box: take it out with `.item()`."
    if asked == () and found == (rows,):
        return "One number is asked and a number for each row came back: is a mean or a sum missing, or did a column meet a flat array?"
    if found == () and asked:
        return "A single number came back: was it reduced over every axis, or only the last one kept, or was nothing done one by one?"
    if len(found) == len(asked) + 1 and math.prod(found) == math.prod(asked):
        return "There is one axis too many, of length 1: `.ravel()` drops it."
    if len(found) == len(asked) == 2 and found == asked[::-1]:
        return "Rows and columns changed places."
    if len(found) == len(asked) == 2 and found[1] == asked[1] and abs(found[0] - asked[0]) == 1:
        return f"That is one row too {'many: count them once more.' if found > asked else 'few: at the start, at the end, or between?'}"
    return ""


def shape_words(sizes: tuple[int, ...] | None) -> str:
    """Write a shape in words."""
    if sizes is None:
        return "rows of different lengths"
    return f"shape {sizes}" if sizes else "a single number (shape ())"


def different_keys(value: dict, wanted: dict) -> str:
    """Say which keys of a dictionary are missing and which are not asked for."""
    missing = [short_repr(key) for key in wanted if key not in value]
    unknown = [short_repr(key) for key in value if key not in wanted]
    parts = [f"missing: {', '.join(missing)}"] if missing else []
    parts += [f"not asked for: {', '.join(unknown)}"] if unknown else []
    return f"The keys of your dictionary are not the ones asked for ({'; '.join(parts)})."


def with_article(noun: str) -> str:
    """Put "a" or "an" before a noun."""
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"


def common_factor(value, wanted) -> float | None:
    """The one factor between two results of the same shape; NaN where both are zero; None where there is none."""
    ours, theirs = leaves(value), leaves(wanted)
    if shape(value) != shape(wanted) or len(ours) != len(theirs) or not all(map(_is_finite, [*ours, *theirs])):
        return None
    with np.errstate(all="ignore"):  # numbers near the largest there is may overflow
        return _factor_between(np.array(ours, float), np.array(theirs, float))


def _is_finite(number) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number)


def _factor_between(ours, theirs) -> float | None:
    scale = np.abs(theirs).max(initial=0)
    if scale == 0:
        return math.nan if not ours.any() else None
    factor = float(ours @ theirs / (theirs @ theirs))
    return factor if factor and np.allclose(ours, factor * theirs, rtol=FACTOR_RTOL, atol=1e-9 * scale) else None


def all_close(numbers, target) -> bool:
    """Say whether all of `numbers` are `target`, to the accuracy of a factor."""
    return all(math.isclose(number, target, rel_tol=FACTOR_RTOL) for number in numbers)


def as_fraction(factor: float) -> str:
    """Write a factor as a fraction with a small denominator where it is one."""
    fraction = Fraction(factor).limit_denominator(12)
    exact = fraction != 0 and math.isclose(fraction, factor, rel_tol=FACTOR_RTOL)
    return str(fraction) if exact else f"{factor:.4g}"


def rows_of(case: tuple) -> int | None:
    """Return the number of rows of a case: the length of its first argument that has one; None where none has."""
    sizes = (len(argument) for argument in case if hasattr(argument, "__len__") and not isinstance(argument, str))
    return next(sizes, None)


def ordinal_list(indices: list[int]) -> str:
    """Name positions counted from zero: [0, 2] is "first and third"."""
    return " and ".join(map(ordinal, indices))


def zeroed(value):
    """Put 0 in the place of everything in nested lists."""
    return [zeroed(item) for item in value] if isinstance(value, list) else 0


def arrays(ours, theirs) -> tuple[np.ndarray, np.ndarray] | None:
    """Lay two results of one form flat; None where they have another form or hold anything but numbers."""
    mine: list[float] = []
    asked: list[float] = []
    if not _lay_flat(ours, theirs, mine, asked) or not asked:
        return None
    return np.array(mine, float), np.array(asked, float)


def _lay_flat(a, b, into_a, into_b) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(_lay_flat(x, y, into_a, into_b) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict) and "dict" in a and "dict" in b:
        keys = [[key for key, _ in form["dict"]] for form in (a, b)]
        values = [[value for _, value in form["dict"]] for form in (a, b)]
        return keys[0] == keys[1] and _lay_flat(values[0], values[1], into_a, into_b)
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in (a, b)):
        return False
    into_a.append(a)
    into_b.append(b)
    return True


def alike_but_nan(ours, asked, exercise) -> bool:
    """Say whether two values are the same where ours is not NaN."""
    if isinstance(ours, float) and math.isnan(ours) and isinstance(asked, int | float):
        return True
    if isinstance(ours, list) and isinstance(asked, list) and len(ours) == len(asked):
        return all(alike_but_nan(a, b, exercise) for a, b in zip(ours, asked, strict=True))
    if isinstance(ours, dict) and isinstance(asked, dict) and ours.keys() == asked.keys():
        return all(alike_but_nan(ours[key], asked[key], exercise) for key in ours)
    return same(ours, asked, exercise.rtol, exercise.atol)


def is_all_none(value) -> bool:
    """Say whether a result of several parts holds nothing but None."""
    return isinstance(value, list) and len(value) > 0 and all(leaf is None for leaf in leaves(value))


ENOUGH_DISTINCT = 3
"""Fewer different results may stand in an argument by chance; whole numbers, such as counts, are no sign at all."""


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


def are_of_argument(array, numbers, enough=ENOUGH_DISTINCT) -> bool:
    """Say whether a list holds at least `enough` different numbers with a fraction, and each of its numbers is in an array."""
    if not isinstance(numbers, list) or not numbers or not all(map(_is_number, numbers)):
        return False
    fractions = sum(number % 1 != 0 for number in set(numbers))
    return fractions >= enough and all(_holds(array, number) for number in numbers)


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _holds(array, number) -> bool:
    """Say whether a number, written at twelve digits, is one of those in an array."""
    if not isinstance(array, np.ndarray) or array.ndim != 1 or array.dtype.kind not in "if":
        return False
    return bool(np.isclose(array, number, rtol=1e-11, atol=0).any())


def part_without_value(value, wanted) -> str:
    """Say which of several results is None; "" where none is, or all are, or None is asked."""
    if not isinstance(value, list) or not isinstance(wanted, list) or len(value) != len(wanted) > 1:
        return ""
    missing = [index for index, part in enumerate(value) if part is None and wanted[index] is not None]
    if not missing or len(missing) == len(value):
        return ""
    return f"Your {ordinal(missing[0])} value is None. If that is not meant: does a function that you call end without `return`?"
