"""Exercises of the lesson on cross-validation: which fold each row goes to."""

from collections.abc import Callable

import numpy as np

from firsthand.judging.exercise import Exercise

SMALL = 8

_GARBAGE = 1e6
"""No number of a row is as large: what an empty array happens to hold often is."""

_UNREACHED = (
    "Some rows have a number that is no fold, such as -1 or what an empty array happens to hold. Does your loop reach every "
    "row, and every name there is, be it text or a number?"
)

_TEXT = (
    "Your fold numbers come back as text, '0' in place of 0. Numbers are asked: of which type is the array or list that you write "
    "them to?"
)

_TRAIN = (
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


def _rule(sentences, *finders):
    """Make the `accepts` that says the first fault found, or two joined by "+"; one without a sentence is another case's.

    Folds counted from 1 are looked at once more, counted from 0, and in a small case may hide another fault; so are those
    written as text.
    """

    def accepts(value, *case):
        if value is None:
            return False
        faults: list[str] = []
        for find in finders:
            fault = find(value, *case)
            faults += fault.split("+") if fault else []
            if fault and fault not in _READ_ON:
                break
            value = [_READ_ON[fault](fold) for fold in value] if fault else value
        if faults == ["from one"] and len(value) <= SMALL:
            return False
        return not faults or (
            all(fault in sentences for fault in faults) and [sentences[fault] for fault in faults[:2]]
        )

    return accepts


def with_rest(n, tests):
    return [(np.setdiff1d(np.arange(n), test), test) for test in tests]


_STRATIFIED = {
    "pairs": "Asked is one fold number for each row, a flat list, not the row numbers of each fold.",
    "length": "Asked is one fold number for each row of y; the number of your fold numbers is another.",
    "from one": "You count folds from 1. Here they are 0 to k - 1.",
    "divided": "Your fold numbers are a row's place in its class divided by k. They pass k - 1: which operation on the "
    "place starts again at 0?",
    "places": "You numbered the rows of each class 0, 1, 2 and so on, and never start again at 0. Which numbers are folds?",
    "text": _TEXT,
    "unreached": _UNREACHED,
    "train": _TRAIN,
    "unnumbered": "The rows of some classes all have the number 0, and the others are numbered. Does your loop come to every class, or "
    "return before?",
    "other k": "Each class is spread evenly, over more folds than k. Where does their number come from, and does it follow `k`?",
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
    "merged": "Some classes are spread evenly only if they are counted as one. Is each class of y dealt out by itself?",
    "class blocks": "You brought the rows into the order of their classes and cut that into blocks, so a fold gets mostly one "
    "class. What should a fold get of each?",
    "sorted": "The counts are right for the rows sorted by class, not in the order of y. Put each number where its row is.",
    "left-over": "The rows of a class that are left over all land in the last fold. Share them out, one a fold.",
    "left in front": "The rows of a class that are left over all land in the first fold, or never leave it. Share them out, one a fold.",
    "rounded": "The folds get one and the same rounded number of rows of a class, and the last one what is left of it: too few. "
    "Share the difference out, one row a fold.",
    "small": "A class with fewer than k rows is in fold 0 as a whole. It is spread, too: 0 or 1 row a fold.",
    "forgotten": "One whole class is in fold 0, and the others are spread. Does your loop reach every class in y?",
    "unbalanced": "In some class, two folds differ by more than one row. Are the rows of each class dealt out by themselves? Luck, "
    "or one and the same number of rows for every class, cannot promise it. If they are: do your numbers stand in the order of y?",
}


def _fold_numbers_fault(folds, y, k):
    if not isinstance(folds, list) or any(isinstance(fold, list) for fold in folds):
        return "pairs"
    from_one = set(folds) <= set(range(1, k + 1)) and k in folds
    if len(folds) != len(y):
        return "length+from one" if from_one else "length"
    if from_one:
        return "from one"
    if all(isinstance(fold, str) and fold.isdigit() for fold in folds):
        return "text+from one" if {*map(int, folds)} == set(range(1, k + 1)) else "text"
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
    """See folds that are as they should be, but for how many they are."""
    if _fold_numbers_fault(folds, y, k) != "range" or not all(isinstance(fold, int | float) for fold in folds):
        return None
    number = int(max(folds)) + 1
    if set(folds) != set(range(number)) or _balance_fault(folds, y, number):
        return None
    if len(y) <= SMALL:
        return "too few rows to tell"
    return (
        "other k" if number < max(np.unique(y, return_counts=True)[1]) else None
    )  # else no two rows of a class share a fold


def _counts(folds, y, k):
    return np.array([np.bincount(np.array(folds, int)[y == kind], minlength=k) for kind in np.unique(y)])


def _balance_fault(folds, y, k):
    counts = _counts(folds, y, k)
    bad, n = counts[np.ptp(counts, axis=1) > 1], len(y)
    if not len(bad):
        return None
    by_class = [np.array(folds)[y == kind] for kind in np.unique(y)]
    in_order = np.all(np.ptp(_counts(folds, np.sort(y), k), axis=1) <= 1)
    merged = 1 < len(bad) < len(counts) and np.ptp(bad.sum(axis=0)) <= 1
    order = np.argsort(y, kind="stable")
    seen = {
        "runs": folds == [place % k for place in _places_in_runs(y)],
        "too few folds to tell": k == 2 and len(set(folds)) == 1,
        "one fold": len(set(folds)) == 1,
        "empty+forgotten": _is_forgotten(counts[:, :-1]) and not counts[:, -1].any(),
        "empty": len(set(folds)) < k and not (len(set(folds)) > 1 and np.all(np.sum(counts > 0, axis=1) == 1)),
        "in turn or sorted": folds == [i % k for i in range(n)] == [place % k for place in _places_in_runs(np.sort(y))],
        "in turn": folds == [i % k for i in range(n)],
        "too few rows to tell": n <= 20,
        "order": folds in ([i % k for i in order], list(_deal_sorted(y, k)[order])),
        "blocks": folds == sorted(folds),
        **_out_of_order(folds, y, k),
        "class": np.all(np.sum(counts > 0, axis=1) == 1) and len(set(folds)) > 1,
        "sorted or merged": in_order and merged,
        "sorted, or by luck": in_order and (k == 2 or len(counts) == 2),
        "merged": merged,
        "class blocks": np.ptp(np.bincount(folds, minlength=k)) <= 1
        and np.all(np.diff([fold for part in by_class for fold in (min(part), max(part))]) >= 0),
        "sorted": in_order,
        "left-over": _is_left_over(bad),
        "left in front": _is_left_over(bad[:, ::-1]) and bad[:, -1].any(),
        "rounded": bad.shape[1] > 2 and all(len(set(row[:-1])) == 1 and row[-1] < row[0] for row in bad.tolist()),
        "small": _is_small_in_one(bad, k),
        "forgotten": _is_forgotten(counts),
        "unbalanced": True,
    }
    return next(fault for fault, holds in seen.items() if holds)


def _places_in_runs(y):
    """Count each row from the last one before which the class changes."""
    starts = np.flatnonzero(np.r_[True, y[1:] != y[:-1]])
    return np.arange(len(y)) - np.repeat(starts, np.diff(np.r_[starts, len(y)]))


def _is_forgotten(counts):
    """Whether one class is in fold 0 as a whole, and the others are spread."""
    bad = counts[np.ptp(counts, axis=1) > 1]
    return len(bad) == 1 and not any(bad[0][1:])


def _is_left_over(bad):
    """Whether in each class that is spread badly the last fold alone has more, as it cannot have by k = 2."""
    return bad.shape[1] > 2 and all(len(set(row[:-1])) == 1 and row[-1] > row[0] for row in bad.tolist())


def _is_small_in_one(bad, k):
    return all(1 < row[0] < k and not any(row[1:]) for row in bad.tolist())


def _out_of_order(folds, y, k):
    """What else is wrong with numbers that are given to the rows sorted by class."""
    in_order = np.sort(y)
    counts = _counts(folds, in_order, k)
    bad = counts[np.ptp(counts, axis=1) > 1]
    if not len(bad):
        return {}
    cut = all(np.all(np.diff(np.array(folds)[in_order == kind]) >= 0) for kind in np.unique(y))
    return {"sorted+left-over": cut and _is_left_over(bad), "sorted+small": _is_small_in_one(bad, k)}


def _deal_sorted(y, k):
    """Number the rows of each class in turn, in the order of the sorted rows."""
    return np.concatenate([np.arange(np.sum(y == kind)) % k for kind in np.unique(y)])


def _train_fault(folds, names, k):
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
    whole = all(len(set(without[y == kind])) == 1 for kind in np.unique(y))
    return ("from one+unnumbered" if len(y) > SMALL else "too few rows to tell") if whole else None


def _place_fault(folds, y, k):
    if _fold_numbers_fault(folds, y, k) != "range":
        return None
    places = _dealt(y, k, lambda size, k: np.arange(size))
    ways = (("divided", places // k), ("places" if len(y) > SMALL else "too few rows to tell", places))
    return next((fault for fault, numbers in ways if folds == list(numbers)), None)


def _seen_in_strata(folds, y, k):
    """Say what is true of folds that a rule leaves open: in a small case several faults look alike."""
    fault = _fold_numbers_fault(folds, y, k) or (_balance_fault(folds, y, k) and "unbalanced")
    return _STRATIFIED.get(fault, "")


def _labels(rng):
    example = np.array(["well", "ill", "well", "well", "ill", "well", "well", "ill"])
    every_third = np.repeat(
        ["well", *["ill", "well"] * 6, "ill", "well"], [6, *[1, 2] * 6, 4, 2]
    )  # 1 and 2 are left over
    rare = rng.permutation(np.repeat([0, 1], [36, 3]))
    in_turn = np.array([*"cabbabcca" * 3, "b", "a"])  # any two classes dealt as one to two folds part badly
    grades = rng.permutation(np.repeat([5, 2, 9], [rng.integers(18, 25), 11, 7]))
    three = rng.permutation(np.repeat(["a", "b", "c"], [13, 14, 8]))
    return [(example, 2), (every_third, 3), (rare, 5), (in_turn, 2), (grades, 4), (three, 5)]


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
    accepts=_rule(
        _STRATIFIED, _place_fault, _other_k_fault, _train_fault, _unnumbered_fault, _fold_numbers_fault, _balance_fault
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
            "empty": lambda y, k: _dealt(y, k) % max(k - 1, 1),
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
            "forgotten": lambda y, k: _dealt(y, k, kinds=2 if len(np.unique(y)) > 2 else None),
            "unbalanced": lambda y, k: np.random.default_rng(4).integers(0, k, len(y)),
        }.items()
    },
)


_GROUPS = {
    "pairs": "Asked is one fold number for each row, a flat list, not the row numbers of each fold, nor the groups in it.",
    "length": "Asked is one fold number for each row; the number of your fold numbers is another. One for each group?",
    "from one": "You count folds from 1, and here they are 0 to k - 1.",
    "per group": "Your fold numbers are as many as there are groups. One for each row is asked.",
    "text": _TEXT,
    "unreached": _UNREACHED,
    "train": _TRAIN,
    "each": "Each group has a fold of its own, and there are more groups than k. Several groups share a fold.",
    "other k": "No group is split, and there are more folds than k. Where does their number come from, and does it follow `k`?",
    "range": "Some of your numbers are no fold: folds are whole numbers from 0 to k - 1.",
    "in turn": "You dealt the rows out one by one, so a patient's rows are in several folds. Deal out whole patients.",
    "runs": "Your fold number moves on wherever the next row is of another patient, and a patient whose rows lie apart gets several. "
    "How do you find the rows of one patient?",
    "no sizes": "Your folds come in turn, however many rows a patient has: they may become too unequal. Which fold should the next "
    "one join?",
    "blocks": "You cut the rows into blocks as they stand. A patient whose rows lie apart, or across a cut, is on both sides.",
    "split": "Some group has rows in two folds. Do you deal out rows, or whole groups? If groups: are the rows of one always "
    "neighbours, and are your numbers in the order of the rows?",
    "sorted": "Your numbers are right for the rows sorted by group, not in their own order. Put each where its row is.",
    "one fold": "All groups are in one fold. Does the next one join the fullest fold, or does your loop never move on?",
    "empty": "Some fold is empty: its test part would have no rows. Is each number from 0 to k - 1 sure to be used, whatever the "
    "names are?",
    "alike": "No group is split, and every fold has as many groups as the others, or one more. But groups differ in size, and the "
    "folds have too unequal numbers of rows. By what do you choose the fold of the next group?",
    "filled": "No group is split, but you fill one fold up to its share of the rows, then the next: the last ones get what is left, and "
    "the folds are too unequal. Which fold should the next group join?",
    "astray": "No group is split, but the folds are too unequal: the sizes that you go by are not those of the groups that you place. "
    "One of the two was sorted. Whose size stands beside which name?",
    "sizes": "No group is split, but the folds are too unequal: the largest and the smallest differ by more rows than the "
    "largest group has. How is the fold chosen that the next group joins?",
}


def _number_of_folds_fault(folds, groups, k):
    """See whole groups in more folds than are asked."""
    if _fold_numbers_fault(folds, groups, k) != "range" or set(folds) != set(range(len(set(folds)))):
        return None
    names = len(set(groups.tolist()))
    if len(set(zip(folds, groups.tolist(), strict=True))) > names:
        return None
    return "each" if len(set(folds)) == names else "other k"


def _per_group_fault(folds, groups, k):
    """See one number for each group, and what is wrong with the folds that these would be."""
    names, first, where = np.unique(groups, return_index=True, return_inverse=True)
    if (
        not isinstance(folds, list)
        or len(folds) != len(names)
        or len(names) == len(groups)
        or isinstance(folds[0], list)
    ):
        return None
    places = np.argsort(np.argsort(first))  # of the names as they first appear
    orders = ([folds[i] for i in where], [folds[i] for i in places[where]])
    faults = {_fold_numbers_fault(rows, groups, k) or _group_fault(rows, groups, k) for rows in orders}
    return f"per group+{faults.pop()}" if len(faults) == 1 and faults != {None} else "per group"


def _dealt_groups(
    groups, k, choose, order=lambda first, counts: range(len(counts)), sizes=lambda counts, queue: counts[queue]
):
    """Place groups whole, in some order: `choose(load, size)` says in which fold, by the sizes that are taken for theirs."""
    names, first, where, counts = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    home, load, queue = np.zeros(len(names), int), [0] * k, np.array(order(first, counts))
    for group, size in zip(queue, sizes(counts, queue).tolist(), strict=True):
        home[group] = choose(load, size)
        load[home[group]] += size
    return home[where].tolist()


def _lightest(load, size):
    return load.index(min(load))


def _filling(whole, *, passing):
    """Make the choice of a fold that is filled up to `whole` rows; the last group in it may be `passing` that number."""

    def choose(load, size):
        current = max([i for i, rows in enumerate(load) if rows], default=0)
        full = load[current] >= whole if passing else load[current] + size > whole
        return min(current + bool(full and load[current]), len(load) - 1)

    return choose


def _as_they_appear(first, counts):
    return np.argsort(first)


_ORDERS = (
    lambda first, counts: range(len(counts)),
    _as_they_appear,
    lambda first, counts: np.argsort(-counts, kind="stable"),
    lambda first, counts: np.argsort(counts, kind="stable"),
)
"""In which order groups may be placed: by name, by first row, from the largest, from the smallest."""

_ASTRAY = (
    lambda counts, queue: np.sort(counts)[::-1],
    lambda counts, queue: np.sort(counts),
    lambda counts, queue: counts,
)
"""Which sizes may be taken for those of groups in another order: sorted ones, or those of the sorted names."""


def _why_unequal(folds, groups, k):
    """Tell by what rule folds became too unequal, where one does exactly this."""
    in_each = np.bincount([fold for fold, _ in set(zip(folds, groups.tolist(), strict=True))], minlength=k)
    if np.ptp(in_each) <= 1:
        return "alike"
    wholes = {len(groups) / k, len(groups) // k, -(-len(groups) // k)}
    filling = [_filling(whole, passing=passing) for whole in wholes for passing in (True, False)]
    if any(folds == _dealt_groups(groups, k, choose, order) for choose in filling for order in _ORDERS):
        return "filled"
    orders = (*[(_ORDERS[0], sizes) for sizes in _ASTRAY], *[(_as_they_appear, sizes) for sizes in _ASTRAY])
    return "astray" if any(folds == _dealt_groups(groups, k, _lightest, *rule) for rule in orders) else "sizes"


def _group_fault(folds, groups, k):
    if len(set(zip(folds, groups.tolist(), strict=True))) > len(set(groups.tolist())):
        if folds == [i % k for i in range(len(folds))]:
            return "in turn"
        runs = np.cumsum(np.r_[0, groups[1:] != groups[:-1]])
        if folds == list(runs % k):
            return "runs+no sizes" if len(groups) > SMALL else "too few rows to tell"
        if folds == sorted(folds):
            return "blocks"
        in_order = list(groups) == sorted(groups)
        return "split" if in_order or _group_fault(folds, np.sort(groups), k) else "sorted"
    if len(set(folds)) == 1:
        return "one fold" if k > 2 else "too few folds to tell"
    rows = [folds.count(fold) for fold in range(k)]
    filled = list(filter(None, rows))
    unequal = max(filled) - min(filled) > max(np.unique(groups, return_counts=True)[1])
    if unequal and len(set(groups.tolist())) < SMALL:
        return "too few groups to tell"
    return "+".join(["empty"] * (0 in rows) + [_why_unequal(folds, groups, k)] * bool(unequal)) or None


def _seen_in_groups(folds, groups, k):
    """Say what is true of folds that a rule leaves open; see `_seen_in_strata`."""
    fault = _fold_numbers_fault(folds, groups, k) or ("one fold" if len(set(folds)) == 1 else "")
    return _GROUPS.get(fault, "")


def _patients(rng):
    def rows(names, numbers):
        return rng.permutation(np.repeat(names, np.asarray(numbers, np.intp)))  # 32 bits in a browser tab

    example = np.array(["eva", "bo", "bo", "ada", "eva", "eva", "cy"])
    heavy_first = rows([f"p{i}" for i in range(1, 10)], [10, 9, 8, 1, 1, 1, 2, 1, 1])
    every_third = rows([100, 102, 103, 105, 108, 109, 111, 112, 115], [9, 1, 1, 8, 1, 1, 7, 1, 1])
    names = np.array([f"P{i:02}" for i in rng.permutation(60)[:14]])
    drawn = rows(names, rng.integers(1, 9, 14))
    one_large = rows(["ann", "ben", "cleo"], [10, 1, 1])  # shares of the rows would leave folds empty
    return [(example, 2), (every_third, 3), (heavy_first, 3), (drawn, 5), (names[:4], 4), (one_large, 3)]


def _greedy(groups, k):
    names, where, numbers = np.unique(groups, return_inverse=True, return_counts=True)
    home, load = np.zeros(len(names), int), np.zeros(k)
    for group in np.argsort(-numbers, kind="stable"):
        home[group] = np.argmin(load)
        load[home[group]] += numbers[group]
    return home[where]


group_folds = Exercise(
    title="No patient on both sides",
    points=2,
    expected=_greedy,
    cases=_patients,
    ask=unrolled,
    accepts=_rule(_GROUPS, _number_of_folds_fault, _train_fault, _per_group_fault, _fold_numbers_fault, _group_fault),
    seen=_seen_in_groups,
    equivalent={"np.argmin(load) -> last_argmin(load)": "which of several lightest folds takes the next group is free"},
    mistakes={
        _GROUPS[fault]: wrong
        for fault, wrong in {
            "pairs": lambda groups, k: [np.flatnonzero(_greedy(groups, k) == fold) for fold in range(k)],
            "length": lambda groups, k: _greedy(groups, k)[:-1],
            "from one": lambda groups, k: _greedy(groups, k) + 1,
            "per group": lambda groups, k: _greedy(groups, k)[np.unique(groups, return_index=True)[1]],
            "text": lambda groups, k: _greedy(groups, k).astype(str),
            "unreached": lambda groups, k: np.where(groups == groups[0], _greedy(groups, k), -1),
            "train": lambda groups, k: (
                np.where(_greedy(groups, k) == k - 1, k - 2, k - 1) if k > 2 else _greedy(groups, k)
            ),
            "each": lambda groups, k: np.unique(groups, return_inverse=True)[1],
            "other k": lambda groups, k: _greedy(groups, k + 1),
            "range": lambda groups, k: np.arange(len(groups)),
            "in turn": lambda groups, k: np.arange(len(groups)) % k,
            "blocks": lambda groups, k: np.arange(len(groups)) * k // len(groups),
            "split": lambda groups, k: np.random.default_rng(1).integers(0, k, len(groups)),
            "sorted": lambda groups, k: _greedy(np.sort(groups), k),
            "one fold": lambda groups, k: np.zeros(len(groups), int),
            "empty": lambda groups, k: _greedy(groups, max(k - 1, 1)),
            "alike": lambda groups, k: np.unique(groups, return_inverse=True)[1] % k,
            "filled": lambda groups, k: _dealt_groups(groups, k, _filling(len(groups) / k, passing=True)),
            "astray": lambda groups, k: _dealt_groups(groups, k, _lightest, sizes=_ASTRAY[0]),
            "sizes": lambda groups, k: np.maximum(
                np.unique(groups, return_inverse=True)[1] - len(np.unique(groups)) + k, 0
            ),
        }.items()
    },
)
