"""What can happen to any results on their way out, told from the results alone: a sign, a factor, an exchange, a rounding.

A turn leads from one list of results, the oracle's or a known mistake's, to what came back, on every case.
"""

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from firsthand.judging.feedback import Status
from firsthand.judging.transcript import same
from firsthand.judging.values import arrays, ordinal_list, rows_of, zeroed

CLOSE = {"rtol": 1e-6, "atol": 1e-12}
MOST_PLACES = 6
MOST_PARTS = 6
ENOUGH_DISTINCT, ENOUGH_NUMBERS = 3, 8
"""A turn of fewer numbers may fit by chance."""


@dataclass(frozen=True)
class Turn:
    """What happened, as a clause that follows "Right, but" or "And:", and the status it stands for."""

    status: Status
    clause: str

    @property
    def on_top(self) -> str:
        """The clause where something else is wrong too, and the turn is of what that alone would give."""
        clause = self.clause.replace("what it should be", "what that alone would give")
        return clause.replace("divided by n once too often", "divided by n on top of that")


def find_turn(ours: list, theirs: list, cases: list[tuple], first: int) -> Turn | None:
    """Return what leads from `theirs` to `ours`, results as JSON has them, on every case; None where nothing does.

    first : the case to begin with, one that tells most.
    """
    order = [first, *(i for i in range(len(ours)) if i != first)]
    return _number_turn(ours, theirs, cases, order) or _order_turn(ours, theirs, order)


def find_exchange_and_turn(ours: list, theirs: list, cases: list[tuple]) -> Turn | None:
    """Return what happened to two results besides that they have changed places; None where nothing did."""
    if not all(isinstance(result, list) and len(result) == 2 for result in ours):
        return None
    turn = _number_turn([result[::-1] for result in ours], theirs, cases, range(len(ours)))
    return turn and Turn(Status.SLIP, f"your two results have changed places, and {turn.clause}")


def may_turn(ours, theirs, case: tuple) -> bool:
    """Say whether a turn leads from one result to another on a single case; where none does, none does on all."""
    pair = arrays(ours, theirs)
    if pair is not None and (_equal(*pair) or _turns_between(pair, case)):
        return True
    return _order_turn([ours], [theirs], [0]) is not None


def telling_case(ours: list, asked: list, cases: list[tuple], first: int) -> int:
    """Return the case on which no turn of what is asked leads to `ours` any more: whatever else was done shows there."""
    alive = set(_NUMBER_TURNS)
    for index in [first, *range(len(ours))]:
        pair = arrays(ours[index], asked[index])
        if pair is None or not (alive := alive & _turns_between(pair, cases[index])):
            return index
    return first


# ---- turns of every number


def _turns_between(pair, case) -> set[str]:
    with np.errstate(all="ignore"):  # numbers near the largest there is may overflow
        return set(_names_of_turns(pair[0], pair[1], rows_of(case)))


def _number_turn(ours, theirs, cases, order) -> Turn | None:
    alive, seen = set(_NUMBER_TURNS), []
    for index in order:
        pair = arrays(ours[index], theirs[index])
        if pair is None:
            return None
        alive &= _turns_between(pair, cases[index])
        if not alive:
            return None
        seen.append(pair[1])
    name = next(name for name in _NUMBER_TURNS if name in alive)
    return _NUMBER_TURNS[name] if is_enough(seen) else None


def _names_of_turns(ours, theirs, rows) -> Iterator[str]:
    """Yield the turns that lead from one result to another."""
    yield from _factors(ours, theirs, rows)
    if _equal(ours, 1 - theirs):
        yield "one minus"
    places = _places_of(ours)
    for k in range(places, MOST_PLACES + 1):
        if np.all((np.abs(ours - theirs) <= 0.5000001 * 10.0**-k) | _alike(ours, theirs)):
            yield f"rounded to {k}"
    if places == 0 and np.all((ours == np.trunc(theirs)) | _alike(ours, theirs)):
        yield "cut off"


def _factors(ours, theirs, rows) -> Iterator[str]:
    largest = int(np.argmax(np.where(np.isfinite(theirs), np.abs(theirs), 0)))
    if theirs[largest] == 0 or not np.isfinite(theirs[largest]):
        if _equal(ours, theirs):  # nothing but zeros: any factor leads there
            yield from _FACTORS
        return
    factor = ours[largest] / theirs[largest]
    if _equal(ours, factor * theirs):
        yield from (name for name, of in _FACTORS.items() if rows and math.isclose(factor, of(rows), rel_tol=1e-6))


def _places_of(numbers) -> int:
    """Return to how many decimal places all numbers are rounded; more than MOST_PLACES where they are not."""
    finite = numbers[np.isfinite(numbers)]

    def is_on_grid(k):
        return bool(np.all(np.abs(finite - np.round(finite, k)) < 1e-6 * 10.0**-k))

    if not is_on_grid(MOST_PLACES):  # nearly always
        return MOST_PLACES + 1
    return next((k for k in range(MOST_PLACES) if is_on_grid(k)), MOST_PLACES)


def is_enough(results: list[np.ndarray]) -> bool:
    """Say whether results hold enough numbers that nothing fits them by chance."""
    numbers = np.concatenate([result[np.isfinite(result) & (result != 0)] for result in results])
    return len(numbers) >= ENOUGH_NUMBERS or len(np.unique(np.round(numbers, 9))) >= ENOUGH_DISTINCT


def _equal(a, b) -> bool:
    with np.errstate(invalid="ignore"):  # infinity less infinity
        close = np.isfinite(b) & (np.abs(a - b) <= CLOSE["atol"] + CLOSE["rtol"] * np.abs(b))
    return bool(np.all(close | (a == b) | (np.isnan(a) & np.isnan(b))))


def _alike(a, b):
    return (a == b) | (np.isnan(a) & np.isnan(b))


_N = "n the number of rows"
_SCALES: dict[str, tuple[Callable[[int], float], str]] = {
    "twice": (lambda n: 2, "twice what it should be."),
    "half": (lambda n: 0.5, "half of what it should be."),
    "n times": (lambda n: n, f"n times what it should be, {_N}: a sum where the mean is asked?"),
    "over n": (lambda n: 1 / n, f"divided by n once too often, {_N}."),
    "over n - 1": (lambda n: n / max(n - 1, 1), f"divided by n - 1 where n belongs, {_N}."),
    "hundred": (lambda n: 100, "a hundred times what it should be: is it in percent?"),
    "base two": (lambda n: 1 / math.log(2), "divided by the logarithm of two: has a logarithm of yours the base two?"),
    "base ten": (lambda n: 1 / math.log(10), "divided by the logarithm of ten: has a logarithm of yours the base ten?"),
}


def _turned(scale: Callable[[int], float]) -> Callable[[int], float]:
    return lambda n: -scale(n)


_FACTORS: dict[str, Callable[[int], float]] = {
    "sign": lambda n: -1,
    **{name: scale for name, (scale, _) in _SCALES.items()},
    **{f"minus {name}": _turned(scale) for name, (scale, _) in _SCALES.items()},
}
_PLACES = (
    "whole numbers",
    "one decimal place",
    *(f"{k} decimal places" for k in ["two", "three", "four", "five", "six"]),
)
_NUMBER_TURNS = {
    "sign": Turn(Status.WRONG_SIGN, "every number has the opposite sign."),
    "one minus": Turn(Status.WRONG_FACTOR, "every number is one minus what it should be."),
    **{name: Turn(Status.WRONG_FACTOR, f"every number is {words}") for name, (_, words) in _SCALES.items()},
    **{
        f"minus {name}": Turn(Status.WRONG_FACTOR, f"the sign is turned, and every number is {words}")
        for name, (_, words) in _SCALES.items()
    },
    **{
        f"rounded to {k}": Turn(
            Status.SLIP,
            f"every number is rounded to {places}. Hand back what you computed; rounding is for showing it.",
        )
        for k, places in enumerate(_PLACES)
    },
    "cut off": Turn(
        Status.SLIP, "what stands after the decimal point is cut off: does an array of whole numbers hold the result?"
    ),
}


# ---- turns of the order


def _order_turn(ours, theirs, order) -> Turn | None:
    for find in (_exchanged_parts, _turned_round, _transposed, _not_all_rows):
        clause = find(ours, theirs, order)
        if clause:
            return Turn(Status.SLIP, clause)
    return None


def _exchanged_parts(ours, theirs, order) -> str:
    """Say how several results, always as many, have changed places; "" where they have not."""
    mine, asked = [_parts(result) for result in ours], [_parts(result) for result in theirs]
    names = [part[0] for part in (*mine, *asked) if part[0]]
    if len(names) < 2 * len(ours) or any(name != names[0] for name in names):
        return ""
    size = range(len(names[0]))
    fits = [[all(same(mine[c][1][i], asked[c][1][j]) for c in order) for j in size] for i in size]
    places = next(_matchings(fits), None)
    return _exchange_words(names[0], places) if places and places != tuple(size) else ""


def _parts(result) -> tuple[list, list]:
    """Return the names and the values of a result of several parts; none of any other."""
    if isinstance(result, dict) and "dict" in result:
        names, values = [name for name, _ in result["dict"]], [value for _, value in result["dict"]]
    elif isinstance(result, list):
        names, values = list(range(len(result))), result
    else:
        return [], []
    return (names, values) if 2 <= len(values) <= MOST_PARTS else ([], [])


def _matchings(fits) -> Iterator[tuple[int, ...]]:
    """Yield the ways to find each of our parts among theirs, each of theirs once."""
    for places in itertools.permutations(range(len(fits))):
        if all(fits[i][j] for i, j in enumerate(places)):
            yield places


def _exchange_words(names, places) -> str:
    moved = [i for i, j in enumerate(places) if i != j]
    if isinstance(names[0], str):
        return f"the values of {' and '.join(f'`{names[i]}`' for i in moved)} have changed places."
    if len(names) == 2:
        return "your two results have changed places."
    if len(moved) == 2:
        return f"your {ordinal_list(moved)} results have changed places."
    if list(places) == list(range(len(names)))[::-1]:
        return "your results come in the reverse order."
    asked = ", ".join(ordinal_list([j]) for j in places)
    return f"your results come in another order. What you return is, one by one, the {asked} of those asked."


def _turned_round(ours, theirs, order) -> str:
    lists = all(isinstance(a, list) and isinstance(b, list) for a, b in zip(ours, theirs, strict=True))
    if lists and all(same(ours[c], theirs[c][::-1]) for c in order):
        return "your results come in the reverse order."
    return ""


def _transposed(ours, theirs, order) -> str:
    def turned(table):
        return [list(column) for column in zip(*table, strict=True)]

    def is_table(result):
        return (
            isinstance(result, list)
            and result
            and all(isinstance(row, list) and len(row) == len(result[0]) for row in result)
        )

    if all(is_table(theirs[c]) and same(ours[c], turned(theirs[c])) for c in order):
        return "rows and columns have changed places."
    return ""


def _not_all_rows(ours, theirs, order) -> str:
    """Say which rows of a result, a list as long as the case has it, did not come back; "" where it is otherwise."""
    mine, asked = [ours[c] for c in order], [theirs[c] for c in order]
    if not all(isinstance(rows, list) for rows in (*mine, *asked)) or not any(mine) or max(map(len, asked)) < 2:
        return ""
    if len(order) > 1 and len({len(rows) for rows in asked}) == 1:  # results of so many parts, not of rows
        return ""
    for kept, clause in _PARTS_KEPT.items():
        if all(same(a, kept(b)) for a, b in zip(mine, asked, strict=True)):
            return clause
    return ""


def _first_and_zeros(rows):
    return [*rows[:1], *zeroed(rows[1:])]


_PARTS_KEPT: dict[Callable[[list], list], str] = {
    _first_and_zeros: "only the first place of your result is filled, and the others hold zeros: does `return` stand in a loop?",
    lambda rows: rows[:1]: "only the first of your results came back: does `return` stand in a loop?",
    lambda rows: rows[1:]: "the first of your results is missing.",
    lambda rows: rows[:-1]: "the last of your results is missing.",
}


def sorted_instead(ours: list, theirs: list) -> bool:
    """Say whether flat lists hold the right numbers, on every case, in another order."""
    pairs = all_arrays(ours, theirs)
    if not pairs or not all(isinstance(result, list) for result in theirs):
        return False
    return all(_equal(np.sort(a), np.sort(b)) for a, b in pairs) and is_enough([b for _, b in pairs])


def largest_share_off(ours: list, theirs: list) -> float:
    """Return how far, as a share, any number is from the one asked; infinity where they cannot be compared."""
    pairs = all_arrays(ours, theirs)
    if not pairs:
        return math.inf
    mine, asked = (np.concatenate(side) for side in zip(*pairs, strict=True))
    with np.errstate(all="ignore"):
        off = np.where(mine == asked, 0, np.abs(mine - asked) / np.abs(asked))
    return float(off.max(initial=0)) if not np.isnan(off).any() and is_enough([asked]) else math.inf


def all_arrays(ours, theirs) -> list[tuple[np.ndarray, np.ndarray]]:
    """Lay the results of every case flat; nothing where one of them cannot be."""
    pairs = [pair for a, b in zip(ours, theirs, strict=True) if (pair := arrays(a, b)) is not None]
    return pairs if len(pairs) == len(ours) else []
