"""Variants of the lesson on messy data: how many rows a join has."""

from collections import Counter
from collections.abc import Callable

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import numbers

NONE = "none"

_JOIN_SLIPS = {
    "Each key is counted once. How many pairs do two rows on the left and two on the right make?": {"pairs": "once"},
    "The rows of a key on both sides are added. Each on the left meets each on the right.": {"pairs": "added"},
    "You paired as many rows as the shorter side has. Each on the left meets each on the right.": {"pairs": "fewer"},
    "In pandas a missing key meets a missing key.": {"pandas": False},
    "In a database a missing key meets nothing.": {"database": True},
    "A left join also has a row for each left row that met nothing.": {"left_join": "inner"},
    "A left join has more rows than the left table where a key stands several times on the right.": {
        "left_join": "table"
    },
    "A left join has no row for what stands on the right alone.": {"left_join": "outer"},
    "E: those that are nowhere in the right table keep a row.": {"lost": True},
    "E: each of the left rows meets every row of its key.": {"multiplied": False},
}


def predict_join_size(rng) -> Variant:
    left, right = _keys(rng), _keys(rng)
    rows = 100 * int(rng.integers(5, 40))
    nowhere, times = int(rng.integers(2, 20)) * 10, int(rng.integers(2, 6))

    def sizes(*, pairs="all", pandas=True, database=False, left_join="all", lost=False, multiplied=True):
        found: dict[str, int] = {}
        for name, is_met in (("pandas", pandas), ("database", database)):
            there = {key: number for key, number in right.items() if key != NONE or is_met}
            inner = sum(_PAIRS[pairs](number, there[key]) for key, number in left.items() if key in there)
            alone = sum(number for key, number in left.items() if key not in there)
            strangers = sum(number for key, number in right.items() if key not in left)
            more = {"all": alone, "inner": 0, "outer": alone + strangers}
            whole = sum(left.values()) if left_join == "table" else inner + more[left_join]
            found |= {name: inner, f"{name}, left": whole}
        meeting = (rows - nowhere) * (times if multiplied else 1)
        return {
            "A": found["pandas"],
            "B": found["pandas, left"],
            "C": found["database"],
            "D": found["database, left"],
            "E": meeting + (0 if lost else nowhere),
        }

    statement = f"""\
Left keys: {_listed(rng, left)}. Right keys: {_listed(rng, right)}. Predict the number of rows, a whole number each, before
you try.

- A: the inner join of pandas, where missing meets missing.
- B: the left join of pandas.
- C: the inner join of a database, where a missing key meets nothing.
- D: the left join of a database.
- E: a left join of {rows:,} rows. The keys of {rows - nowhere:,} of them stand {times} times each in the right table, the
  keys of the other {nowhere} nowhere."""
    hint = "Take one key. How often does it stand on the left, how often on the right, and how many pairs is that?"
    return numbers("rows", statement, sizes, switched(sizes, _JOIN_SLIPS), hint, within=0)


_PAIRS: dict[str, Callable[[int, int], int]] = {
    "all": lambda a, b: a * b,
    "once": lambda a, b: 1,
    "added": lambda a, b: a + b,
    "fewer": min,
}


def _keys(rng) -> Counter:
    chosen = rng.permutation(list("KLMNP"))[: rng.integers(3, 5)]
    return Counter({str(key): int(rng.integers(1, 4)) for key in chosen} | {NONE: int(rng.integers(1, 4))})


def _listed(rng, keys) -> str:
    every = list(keys.elements())
    return ", ".join(every[place] for place in rng.permutation(len(every)))
