"""Variants of the lesson on generalisation: training and validation, and which of the two is in the way."""

from firsthand.variants import Variant
from firsthand.variants.forms import Case, some_of_each, tabled

_WHY = {
    "too simple": "The two errors have met, high above the floor. What would more rows change?",
    "too rich": "The gap is large, and a smaller or held-back model closes it.",
    "more rows will help": "The gap is large, and a smaller model is worse. What have rows done for it before?",
    "easier rows": "How can an error be smaller on rows that the model has not seen?",
}


def diagnose_the_curves(rng) -> Variant:
    floor = int(rng.integers(2, 7))
    cases = [_case(rng, kind, floor) for kind in some_of_each(rng, list(_WHY), 6)]
    intro = (
        f"Errors in percent; the noise floor is known to be {floor}. Say for each what is in the way: *too simple*, *too rich*, "
        "*more rows will help* (and nothing else is wrong), or *easier rows* (validation rows are easier)."
    )
    hint = "Have the two errors met? Where do they lie above the floor? Where a smaller model is worse, what have rows done?"
    return tabled(rng, "verdicts", intro, ("rows", "training", "validation", "seen as well"), list(_WHY), cases, hint)


def _case(rng, kind, floor) -> Case:
    rows = 100 * int(rng.integers(3, 25))

    def some(low, high):
        return int(rng.integers(low, high + 1))

    if kind == "too simple":
        train = floor + some(7, 13)
        low = train + some(0, 1)
        richer = f"twice as many parameters: {floor + some(1, 3)} and {floor + some(3, 4)}"
        fewer = f"with {rows // 2:,} rows: {train - some(0, 1)} and {low + some(1, 2)}"
        cells = [train, low, richer if rng.random() < 0.5 else fewer]
    elif kind == "too rich":
        train, high = some(0, 1), floor + some(11, 17)
        what = "half as many parameters" if rng.random() < 0.5 else "a penalty"
        cells = [train, high, f"{what}: {train + some(2, 3)} and {floor + some(3, 6)}"]
    elif kind == "more rows will help":
        train, high = max(floor - some(1, 2), 1), floor + some(5, 7)
        fewer = f"with {rows // 2:,} rows: {max(train - 1, 0)} and {high + some(4, 6)}"
        cells = [train, high, f"{fewer}; half as many parameters: {train + some(3, 5)} and {high + some(2, 4)}"]
    else:
        train = floor + some(4, 7)
        taken = ("the newest machine only", "the best-lit hall only", "the simplest product only", "clear days only")
        cells = [train, train - some(2, 3), f"rows of validation were taken from {rng.choice(taken)}"]
    return Case([f"{rows:,}", *cells], kind, _WHY[kind])
