"""Exercises of the lesson on cross-validation: which fold each row goes to."""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from firsthand.judging.exercise import Exercise

SMALL = 8

_GARBAGE = 1e6
"""No number of a row is as large: what an empty array happens to hold often is."""

UNREACHED = (
    "Some rows have a number that is no fold, such as -1 or what an empty array happens to hold. Does your loop reach every "
    "row, and every name there is, be it text or a number?"
)

TEXT = (
    "Your fold numbers come back as text, '0' in place of 0. Numbers are asked: of which type is the array or list that you write "
    "them to?"
)

TRAIN = (
    "All rows but those of one fold have one and the same number. A fold's number belongs to the rows that it tests: do you "
    "give it to those that it trains on?"
)


def unrolled(answer, *case):
    """Ask for splits: a generator, as scikit-learn's splitters return, counts as the list of what it yields."""
    value = answer(*case)
    return list(value) if hasattr(value, "__next__") else value


_READ_ON: dict[str, Callable] = {
    "from one": lambda fold: fold - 1,
    "text": int,
    "text+from one": lambda fold: int(fold) - 1,
}
"""Faults under which another may lie: how a fold number is read then."""


def rule(sentences, *finders):
    """Make the `accepts` that says the first fault found, or several joined by "+"; one without a sentence is another case's.

    Folds given as lists of rows, counted from 1, or written as text are looked at once more, as numbers from 0: in a small case
    that may hide another fault.
    """

    def accepts(value, *case):
        if value is None:
            return False
        faults: list[str] = []
        if (numbers := _numbers_of_lists(value, len(case[0]), case[1])) is not None:
            faults, value = ["pairs"], numbers
        for find in finders:
            fault = find(value, *case)
            faults += fault.split("+") if fault else []
            if fault and fault not in _READ_ON:
                break
            value = [_READ_ON[fault](fold) for fold in value] if fault else value
        if faults == ["from one"] and len(value) <= SMALL:
            return False
        return not faults or (
            all(fault in sentences for fault in faults) and [sentences[fault] for fault in faults[:3]]
        )

    return accepts


def _numbers_of_lists(value, n, k):
    """Read k lists that share out all rows, or k pairs (train, test) whose test parts do, as one fold number for each row."""
    if not isinstance(value, list) or len(value) != k or not all(isinstance(part, list) for part in value):
        return None
    if all(len(part) == 2 and all(isinstance(rows, list) for rows in part) for part in value):
        value = [test for _, test in value]
    rows = [row for part in value for row in part]
    if not all(isinstance(row, int) for row in rows) or sorted(rows) != list(range(n)):
        return None
    home = {row: fold for fold, part in enumerate(value) for row in part}
    return [home[row] for row in range(n)]


def with_rest(n, tests):
    return [(np.setdiff1d(np.arange(n), test), test) for test in tests]


_STRATIFIED = {
    "pairs": "Asked is one fold number for each row, a flat list, not the row numbers of each fold.",
    "length": "Asked is one fold number for each row of y; the number of your fold numbers is another.",
    "from one": "You count folds from 1. Here they are 0 to k - 1.",
    "divided": "Your fold numbers are a row's place in its class divided by k. They pass k - 1: which operation on the "
    "place starts again at 0?",
    "places": "You numbered the rows of each class 0, 1, 2 and so on, and never start again at 0. Which numbers are folds?",
    "text": TEXT,
    "unreached": UNREACHED,
    "train": TRAIN,
    "unnumbered": "The rows of some classes all have the number 0, and the others are numbered. Does your loop come to every class, or "
    "return before?",
    "other k": "Your rows are in more folds than k. Where does their number come from, and does it follow `k`?",
    "range": "Some of your numbers are no fold: folds are whole numbers from 0 to k - 1.",
    "in turn": "You dealt the fold numbers out row by row, whatever the class. If a class stands in every k-th row, all of "
    "it lands in one fold. What must you deal out one at a time? (If you dealt to sorted rows: bring the numbers back.)",
    "order": "You dealt to sorted rows, and read the order of sorting the wrong way round: `argsort` says which row stands at a place, "
    "not at which place a row stands. Which of the two do you need?",
    "runs": "Your count starts anew wherever the next row is of another class. The rows of a class need not be neighbours.",
    "one fold": "All rows are in one fold. What decides in which fold a row goes?",
    "empty": "Some fold gets no row at all. Which numbers are there from 0 to k - 1?",
    "blocks": "You cut the rows into blocks as they stand, and never looked at the classes.",
    "class": "Each of your folds holds one class: that is the opposite of stratified. A test fold needs all of them.",
    "merged": "Some classes, or all, are spread evenly only if they are counted as one. Is each class of y dealt out by itself, and do "
    "your numbers stand in the order of y?",
    "class blocks": "You brought the rows into the order of their classes and cut that into blocks, so a fold gets mostly one "
    "class. What should a fold get of each?",
    "sorted": "The counts are right for the rows sorted by class, not in the order of y. Put each number where its row is.",
    "left-over": "The rows of a class that are left over all land in the last fold. Share them out, one a fold.",
    "left in front": "The rows of a class that are left over all land in the first fold, or never leave it. Share them out, one a fold.",
    "rounded": "The folds get one and the same rounded number of rows of a class, and the last ones what is left of it: too few. "
    "Share the difference out, one row a fold.",
    "small": "A class with fewer than k rows is in fold 0 as a whole. It is spread, too: 0 or 1 row a fold.",
    "small out": "The rows of a class with fewer than k rows are dealt out to no fold at all. They are spread, too: 0 or 1 row a fold.",
    "forgotten": "One whole class is in fold 0, and the others are dealt out. Does your loop reach every class in y?",
    "several": "Some classes are in fold 0 as a whole, and the others are dealt out. Does your loop reach every class in y?",
    "zero one": "Only the labels 0 and 1 are dealt out. Labels may be other numbers, or text: which ones does y hold?",
    "no zero": "Your fold numbers are 1 to k - 1, and fold 0 gets no row. From where do you count, and how many folds are there?",
    "unbalanced": "In some class, two folds differ by more than one row. Are the rows of each class dealt out by themselves? Luck, "
    "or one and the same number of rows for every class, cannot promise it. If they are: do your numbers stand in the order of y?",
}


def fold_numbers_fault(folds, y, k):
    if not isinstance(folds, list) or any(isinstance(fold, list) for fold in folds):
        return "pairs"
    from_one = set(folds) <= set(range(1, k + 1)) and k in folds
    if len(folds) != len(y):
        return "length+from one" if from_one else "length"
    if from_one:
        return "from one"
    if all(isinstance(fold, str) and fold.isdigit() for fold in folds):
        return "text+from one" if {*map(int, folds)} == set(range(1, k + 1)) else "text"
    if k > 2 and set(folds) == set(range(1, k)):
        return "no zero"
    if set(folds) <= set(range(k)):
        return None
    if k == 2 and set(folds) == {-1, 0}:
        return "too few folds to tell"
    return "unreached" if _has_unreached(folds, len(y), k) else "range"


def _has_unreached(folds, n, k):
    """Whether beside folds there is what an array holds before anything is written to it: one value, or a huge one."""
    others = [fold for fold in folds if not isinstance(fold, int | float) or not 0 <= fold < max(n, k)]
    never_written = all(other in (None, "", -1) for other in others) and len(set(others)) == 1
    huge = any(isinstance(other, int | float) and not abs(other) < _GARBAGE for other in others)
    counted_from_below = set(folds) == set(range(-1, k - 1))
    return bool(others) and (never_written or huge) and not counted_from_below


def _other_k_fault(folds, y, k):
    """See folds that are more than k, and what else is wrong with them."""
    if fold_numbers_fault(folds, y, k) != "range" or not all(isinstance(fold, int | float) for fold in folds):
        return None
    number = int(max(folds)) + 1
    if set(folds) != set(range(number)):
        return None
    rest = _balance_fault(folds, y, number)
    if len(y) <= SMALL and (rest is None or number == k + 1):
        return "too few rows to tell"
    if rest is not None:
        return f"other k+{rest}" if number == k + 1 and {*rest.split("+")} <= _BESIDE_MORE else None
    return (
        "other k" if number < max(np.unique(y, return_counts=True)[1]) else None
    )  # else no two rows of a class share a fold


_BESIDE_MORE = {"merged", "left-over", "forgotten", "several", "zero one", "small", "sorted", "in turn", "rounded"}


def _counts(folds, y, k):
    return np.array([np.bincount(np.array(folds, int)[y == kind], minlength=k) for kind in np.unique(y)])


def _balance_fault(folds, y, k):
    counts = _counts(folds, y, k)
    bad, n = counts[np.ptp(counts, axis=1) > 1], len(y)
    if not len(bad):
        return None
    if folds == [place % k for place in _places_in_runs(y)] or _is_by_place_in_run(folds, y):
        return "runs"
    one_class_each = np.all(np.sum(counts > 0, axis=1) == 1) and len(set(folds)) > 1
    if k > 2 and set(folds) == set(range(k - 1)) and not one_class_each:
        return "+".join(["empty", *_known(_balance_fault(folds, y, k - 1))])
    by_class = [np.array(folds)[y == kind] for kind in np.unique(y)]
    in_order = np.all(np.ptp(_counts(folds, np.sort(y), k), axis=1) <= 1)
    merged = _is_merged(counts)
    order = np.argsort(y, kind="stable")
    seen = {
        "too few folds to tell": k == 2 and len(set(folds)) == 1,
        "labels to tell": len(set(folds)) == 1 and not {0, 1} & set(y.tolist()),
        "one fold": len(set(folds)) == 1,
        "empty": len(set(folds)) < k and not one_class_each and not _is_forgotten(counts, y),
        "in turn or sorted": folds == [i % k for i in range(n)] == [place % k for place in _places_in_runs(np.sort(y))],
        "in turn": folds == [i % k for i in range(n)],
        "too few rows to tell": n <= 20,
        "order": folds in ([i % k for i in order], list(_deal_sorted(y, k)[order])),
        "blocks": folds == sorted(folds),
        **_out_of_order(folds, y, k),
        "class": one_class_each,
        "class blocks": np.ptp(np.bincount(folds, minlength=k)) <= 1
        and np.all(np.diff([fold for part in by_class for fold in (min(part), max(part))]) >= 0),
        "sorted or merged": in_order and merged,
        "sorted, or by luck": in_order and (k == 2 or len(counts) == 2),
        "merged": merged,
        "sorted": in_order,
    }
    return next((fault for fault, holds in seen.items() if holds), "+".join(_by_class(counts, np.unique(y))))


def _known(fault):
    return [one for one in (fault or "").split("+") if one in _STRATIFIED]


def _is_merged(counts):
    """Whether the classes that are spread badly are some of those that, counted as one, are spread evenly."""
    bad = [row for row in range(len(counts)) if np.ptp(counts[row]) > 1]
    rest = [row for row in range(len(counts)) if row not in bad]
    more = [extra for size in range(len(rest) + 1) for extra in combinations(rest, size)]
    return any(len(bad) + len(extra) > 1 and np.ptp(counts[[*bad, *extra]].sum(axis=0)) <= 1 for extra in more)


def _is_by_place_in_run(folds, y):
    """Whether the place of a row in its run of neighbours of one class says in which fold it is, and all runs begin in one."""
    places = _places_in_runs(y)
    first = [fold for fold, place in zip(folds, places, strict=True) if place == 0]
    homes = {(kind, place): fold for kind, place, fold in zip(y.tolist(), places, folds, strict=True)}
    one_way = all(homes[kind, place] == fold for kind, place, fold in zip(y.tolist(), places, folds, strict=True))
    several = {kind for kind in y.tolist() if sum((places == 0) & (y == kind)) > 3}
    moves = any(len({fold for fold, own in zip(folds, y.tolist(), strict=True) if own == kind}) > 1 for kind in several)
    return one_way and moves and len(set(first)) == 1


def _is_forgotten(counts, y):
    return {*_by_class(counts, np.unique(y))} & {"forgotten", "several", "zero one"}


def _by_class(counts, names):
    """Return what is wrong with classes that are spread badly, each by its own counts."""
    k, sizes = counts.shape[1], counts.sum(axis=1)
    whole = (counts[:, 0] == sizes) & (sizes > 1)
    others = counts[~whole & (np.ptp(counts, axis=1) > 1)]
    if len(others) and _is_left_over(others[:, ::-1]):
        return ["left in front"] if others[:, -1].any() and not (whole & (sizes >= k)).any() else ["unbalanced"]
    dealt = set(names[~whole].tolist())
    faults = []
    if whole.any() and dealt == {0, 1} != set(names.tolist()):
        faults = ["zero one"]
    elif (whole & (sizes >= k)).any():
        faults = ["forgotten" if sum(whole) == 1 else "several"]
    elif whole.any():
        faults = ["small"]
    kinds = {"left-over": _is_left_over(others), "rounded": _is_rounded(others), "unbalanced": True}
    return faults + [next(kind for kind, holds in kinds.items() if holds)] * bool(len(others))


def _is_rounded(counts):
    """Whether all folds have the same number of rows of a class but those in the last of which none, or fewer, are left."""
    return counts.shape[1] > 2 and all(
        any(
            list(row) == [*[row[0]] * full, row.sum() - full * row[0], *[0] * (len(row) - full - 1)]
            for full in range(1, len(row))
        )
        and row[-1] < row[0] - 1
        for row in counts
    )


def _places_in_runs(y):
    """Count each row from the last one before which the class changes."""
    starts = np.flatnonzero(np.r_[True, y[1:] != y[:-1]])
    return np.arange(len(y)) - np.repeat(starts, np.diff(np.r_[starts, len(y)]))


def _is_left_over(bad):
    """Whether in each class that is spread badly the last fold alone has more, as it cannot have by k = 2."""
    return bad.shape[1] > 2 and all(len(set(row[:-1])) == 1 and row[-1] > row[0] for row in bad.tolist())


def _out_of_order(folds, y, k):
    """What else is wrong with numbers that are given to the rows sorted by class."""
    in_order = np.sort(y)
    counts = _counts(folds, in_order, k)
    bad = np.ptp(counts, axis=1) > 1
    if not bad.any() or "unbalanced" not in _by_class(_counts(folds, y, k), np.unique(y)):
        return {}
    cut = all(np.all(np.diff(np.array(folds)[in_order == kind]) >= 0) for kind in np.unique(y))
    faults = _by_class(counts, np.unique(y))
    told = "unbalanced" not in faults and (cut or not {"left-over", "rounded", "left in front"} & {*faults})
    return {"+".join(["sorted", *faults]): told and len(y) > SMALL}


def _deal_sorted(y, k):
    """Number the rows of each class in turn, in the order of the sorted rows."""
    return np.concatenate([np.arange(np.sum(y == kind)) % k for kind in np.unique(y)])


def train_fault(folds, names, k):
    """See the number of a fold on the rows that it trains on: the last fold to come leaves it on all rows but its own."""
    kinds = set(folds) if isinstance(folds, list) and all(isinstance(fold, int) for fold in folds) else set()
    if k < 3 or len(folds) != len(names) or kinds not in ({k - 2, k - 1}, {k - 1, k}):
        return None
    own = np.array(folds) == min(kinds)
    sizes = np.array([np.sum(names == name) for name in np.unique(names)])
    in_own = np.array([np.sum(own[names == name]) for name in np.unique(names)])
    balanced = np.all(np.abs(in_own - sizes / k) < 1) or (
        np.all((in_own == 0) | (in_own == sizes)) and abs(sum(own) - len(folds) / k) <= max(sizes)
    )
    return ("from one+train" if k in kinds else "train") if balanced and 2 * sum(own) < len(folds) else None


def _unnumbered_fault(folds, y, k):
    """See classes counted from 1, and others that kept the 0 of an array that was made for all."""
    if not isinstance(folds, list) or len(folds) != len(y) or set(folds) != set(range(k + 1)):
        return None
    without = np.array(folds) == 0
    fault = _fault_of_classes_left(without, y, k, "unnumbered")
    if fault is None or len(y) <= SMALL:
        return fault and "too few rows to tell"
    dealt = np.array(folds)[~without] - 1
    return "+".join(["from one", fault, *_known(_balance_fault(dealt.tolist(), y[~without], k))])


def _unreached_fault(folds, y, k):
    """See whole classes whose rows have no number at all, and what is wrong with the others."""
    fault = fold_numbers_fault(folds, y, k)
    if fault != "unreached" and not (fault == "range" and set(folds) <= set(range(-1, k))):
        return None
    without = np.array([fold not in range(k) for fold in folds])
    whole = _fault_of_classes_left(without, y, k, "unreached")
    if not {0, 1} & set(y.tolist()) and (without.all() or whole is None):
        return "labels to tell"
    if without.all():
        return None
    is_asked = np.isin(y, [0, 1])
    if (
        all(without[y == kind].any() for kind in np.unique(y[~is_asked]))
        and not without[is_asked].any()
        and not _balance_fault_of(folds, y, is_asked, k)
    ):
        return "zero one"
    if whole is None:
        return None
    dealt = [fold for fold in folds if fold in range(k)]
    return "+".join([whole, *_known(_balance_fault(dealt, y[~without], k))])


def _balance_fault_of(folds, y, rows, k):
    """Look at some rows alone, two classes of them."""
    some = [fold for fold, one in zip(folds, rows, strict=True) if one]
    return len(set(y[rows].tolist())) < 2 or _balance_fault(some, y[rows], k)


def _fault_of_classes_left(without, y, k, otherwise):
    """Name the classes none of whose rows is dealt out; None where some rows of a class are."""
    names, sizes = np.unique(y, return_counts=True)
    left = np.array([without[y == name].all() for name in names])
    if np.any(without[np.isin(y, names[~left])]):
        return None
    if set(names[~left].tolist()) == {0, 1}:
        return "zero one"
    return "small out" if np.array_equal(left, sizes < k) else otherwise


def _place_fault(folds, y, k):
    if fold_numbers_fault(folds, y, k) != "range":
        return None
    places = _dealt(y, k, lambda size, k: np.arange(size))
    ways = (("divided", places // k), ("places" if len(y) > SMALL else "too few rows to tell", places))
    return next((fault for fault, numbers in ways if folds == list(numbers)), None)


def _seen_in_strata(folds, y, k):
    """Say what is true of folds that a rule leaves open: in a small case several faults look alike."""
    fault = fold_numbers_fault(folds, y, k) or (_balance_fault(folds, y, k) and "unbalanced")
    return _STRATIFIED.get(fault, "")


def _in_runs(rng, lengths):
    """Draw an order of runs: of each label so many, so long."""
    runs = [[label] * length for label, several in lengths.items() for length in several]
    return np.array([label for i in rng.permutation(len(runs)) for label in runs[i]])


def _labels(rng):
    example = np.array(["well", "ill", "well", "well", "ill", "well", "well", "ill"])
    every_third = np.repeat(
        ["well", *["ill", "well"] * 6, "ill", "well"], [6, *[1, 2] * 6, 4, 2]
    )  # 1 and 2 are left over
    many = _in_runs(
        rng, {-2: (5, 4, 3, 1, 1), 0: (6, 5, 4, 4, 2, 1, 1), 1: (6, 4, 3, 2, 1, 1), 3: (2, 1), 4: (6, 3, 1, 1, 1)}
    )
    rare = rng.permutation(np.repeat([0, 1], [36, 3]))
    in_turn = np.array([*"cabbabcca" * 3, "b", "a"])  # any two classes dealt as one to two folds part badly
    grades = rng.permutation(np.repeat([5, 2, 9], [rng.integers(18, 25), 11, 7]))
    three = rng.permutation(np.repeat(["a", "b", "c"], [13, 14, 8]))
    return [(example, 2), (many, 5), (every_third, 3), (rare, 5), (in_turn, 2), (grades, 4), (three, 5)]


def _dealt(y, k, deal=lambda size, k: np.arange(size) % k, kinds=None):
    folds = np.zeros(len(y), int)
    for kind in np.unique(y)[:kinds]:
        folds[y == kind] = deal(np.sum(y == kind), k)
    return folds


stratified_folds = Exercise(
    title="Every class in every fold",
    points=2,
    expected=lambda y, k: _dealt(y, k),
    cases=_labels,
    ask=unrolled,
    accepts=rule(
        _STRATIFIED,
        _place_fault,
        _unnumbered_fault,
        _other_k_fault,
        train_fault,
        _unreached_fault,
        fold_numbers_fault,
        _balance_fault,
    ),
    seen=_seen_in_strata,
    equivalent={"np.unique(y) -> y": "a class that comes up again is dealt out again, in the same way"},
    mistakes={
        _STRATIFIED[fault]: wrong
        for fault, wrong in {
            "pairs": lambda y, k: [np.flatnonzero(_dealt(y, k) == fold) for fold in range(k)],
            "length": lambda y, k: _dealt(y, k)[:-1],
            "from one": lambda y, k: _dealt(y, k) + 1,
            "divided": lambda y, k: _dealt(y, k, lambda size, k: np.arange(size) // k),
            "places": lambda y, k: _dealt(y, k, lambda size, k: np.arange(size)),
            "text": lambda y, k: _dealt(y, k).astype(str),
            "unreached": lambda y, k: np.where(y == y[0], _dealt(y, k), -1),
            "train": lambda y, k: np.where(_dealt(y, k) == k - 1, k - 2, k - 1) if k > 2 else _dealt(y, k),
            "other k": lambda y, k: _dealt(y, k + 1),
            "range": lambda y, k: np.arange(len(y)),
            "in turn": lambda y, k: np.arange(len(y)) % k,
            "order": lambda y, k: (np.arange(len(y)) % k)[np.argsort(y, kind="stable")],
            "runs": lambda y, k: _places_in_runs(y) % k,
            "one fold": lambda y, k: np.zeros(len(y), int),
            "empty": lambda y, k: _dealt(y, max(k - 1, 1)),
            "blocks": lambda y, k: np.arange(len(y)) * k // len(y),
            "class": lambda y, k: np.unique(y, return_inverse=True)[1] % k,
            "merged": lambda y, k: _dealt(y == y[0], k),
            "class blocks": lambda y, k: (np.arange(len(y)) * k // len(y))[np.argsort(np.argsort(y, kind="stable"))],
            "sorted": lambda y, k: np.concatenate([np.arange(np.sum(y == kind)) % k for kind in np.unique(y)]),
            "left-over": lambda y, k: _dealt(
                y, k, lambda size, k: np.minimum(np.arange(size) // max(size // k, 1), k - 1)
            ),
            "left in front": lambda y, k: _dealt(
                y, k, lambda size, k: np.r_[np.zeros(size % k, int), np.repeat(np.arange(k), size // k)]
            ),
            "rounded": lambda y, k: _dealt(
                y, k, lambda size, k: np.minimum(np.arange(size) // max(-(-size // k), 1), k - 1)
            ),
            "small": lambda y, k: _dealt(y, k, lambda size, k: np.arange(size) % (k if size >= k else 1)),
            "forgotten": lambda y, k: _dealt(y, k, kinds=-1 if len(np.unique(y)) > 2 else None),
            "several": lambda y, k: _dealt(y, k, kinds=2 if len(np.unique(y)) > 2 else None),
            "small out": lambda y, k: _dealt(
                y, k, lambda size, k: np.arange(size) % k if size >= k else np.full(size, -1)
            ),
            "zero one": lambda y, k: np.where(np.isin(y, [0, 1]), _dealt(y, k), 0),
            "no zero": lambda y, k: _dealt(y, max(k - 1, 1)) + 1,
            "unbalanced": lambda y, k: np.random.default_rng(4).integers(0, k, len(y)),
        }.items()
    },
)
