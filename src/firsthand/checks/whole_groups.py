"""Exercise of the lesson on cross-validation: which fold each group of rows goes to, whole."""

import numpy as np

from firsthand.checks.folds import SMALL, TEXT, TRAIN, UNREACHED, fold_numbers_fault, rule, train_fault, unrolled
from firsthand.judging.exercise import Exercise

_GROUPS = {
    "pairs": "Asked is one fold number for each row, a flat list, not the row numbers of each fold, nor the groups in it.",
    "length": "Asked is one fold number for each row; the number of your fold numbers is another. One for each group?",
    "from one": "You count folds from 1, and here they are 0 to k - 1.",
    "per group": "Your fold numbers are as many as there are groups. One for each row is asked.",
    "text": TEXT,
    "unreached": UNREACHED,
    "train": TRAIN,
    "each": "Each group has a fold of its own, and there are more groups than k. Several groups share a fold.",
    "other k": "Your rows are in more folds than k. Where does their number come from, and does it follow `k`?",
    "range": "Some of your numbers are no fold: folds are whole numbers from 0 to k - 1.",
    "in turn": "You dealt the rows out one by one, so a patient's rows are in several folds. Deal out whole patients.",
    "runs": "Your fold number moves on wherever the next row is of another patient, and a patient whose rows lie apart gets several. "
    "How do you find the rows of one patient?",
    "no sizes": "Your folds come in turn, however many rows a patient has: they may become too unequal. Which fold should the next "
    "one join?",
    "blocks": "You cut the rows into blocks as they stand. A patient whose rows lie apart, or across a cut, is on both sides.",
    "split": "Some group has rows in two folds. Do you deal out rows, or whole groups? If groups: are the rows of one always "
    "neighbours, and are your numbers in the order of the rows?",
    "cut": "You brought the rows into the order of their patients and cut that into blocks: a patient at a cut is on both sides. Where "
    "may a cut lie?",
    "run by run": "Each run of neighbouring rows has one fold, as if it were a patient of its own, and a patient whose rows lie apart "
    "gets several. How do you find all rows of one patient?",
    "sorted": "Your numbers keep each group whole if the rows are sorted by group, and not in their own order. Put each where its row is.",
    "one fold": "All groups are in one fold. Are the rows counted that each fold has so far, and does the next group join the one "
    "with the fewest?",
    "one fold, not 0": "All groups are in one fold, and its number is not 0, where folds begin. Are the rows counted that each "
    "fold has so far, and does the next group join the one with the fewest?",
    "no zero": "Your fold numbers are 1 to k - 1, and fold 0 is empty. From where do you count, and how many folds are there?",
    "empty": "Some fold is empty: its test part would have no rows. Is each number from 0 to k - 1 sure to be used, whatever the "
    "names are?",
    "alike": "No group is split, and every fold has as many groups as the others, or one more. But groups differ in size, and the "
    "folds have too unequal numbers of rows. By what do you choose the fold of the next group?",
    "filled": "No group is split, but you fill one fold up to its share of the rows, then the next: the last ones get what is left, and "
    "the folds are too unequal. Which fold should the next group join?",
    "overwritten": "No group is split, but the folds are too unequal: they come out as if a fold knew the size of the last group that joined "
    "it, and no other. What becomes of the rows that it had before?",
    "astray": "No group is split, but the folds are too unequal: the sizes that you go by are not those of the groups that you place. "
    "One of the two was sorted. Whose size stands beside which name?",
    "sizes": "No group is split, but the folds are too unequal: the largest and the smallest differ by more rows than the "
    "largest group has. How is the fold chosen that the next group joins?",
}


def _number_of_folds_fault(folds, groups, k):
    """See groups in more folds than are asked, and what else is wrong with them."""
    if fold_numbers_fault(folds, groups, k) != "range" or set(folds) != set(range(len(set(folds)))):
        return None
    names, number = len(set(groups.tolist())), len(set(folds))
    if len(set(zip(folds, groups.tolist(), strict=True))) == names == number:
        return "each"
    rest = _group_fault(folds, groups, number)
    if rest and number != k + 1:
        return None if _is_split(folds, groups) else "other k"
    return "+".join(["other k", *_known(rest)])


def _known(fault):
    return [one for one in (fault or "").split("+") if one in _GROUPS]


def _is_split(folds, groups):
    return len(set(zip(folds, groups.tolist(), strict=True))) > len(set(groups.tolist()))


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
    faults = {fold_numbers_fault(rows, groups, k) or _group_fault(rows, groups, k) for rows in orders}
    return f"per group+{faults.pop()}" if len(faults) == 1 and faults != {None} else "per group"


def _dealt_groups(
    groups,
    k,
    choose,
    order=lambda first, counts: range(len(counts)),
    sizes=lambda counts, queue: counts[queue],
    kept=1,
):
    """Place groups whole, in some order: `choose(load, size)` says in which fold, by the sizes that are taken for theirs.

    kept : how much a fold keeps of what it had when a group joins it.
    """
    names, first, where, counts = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    home, load, queue = np.zeros(len(names), int), [0] * k, np.array(order(first, counts))
    for group, size in zip(queue, sizes(counts, queue).tolist(), strict=True):
        home[group] = choose(load, size)
        load[home[group]] = kept * load[home[group]] + size
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
    if any(folds == _dealt_groups(groups, k, _lightest, order, kept=0) for order in _ORDERS):
        return "overwritten"
    return "astray" if any(folds == _dealt_groups(groups, k, _lightest, *rule) for rule in orders) else "sizes"


def _group_fault(folds, groups, k):
    if k > 2 and set(folds) == set(range(k - 1)):
        return "+".join(["empty", *_known(_group_fault(folds, groups, k - 1))])
    if _is_split(folds, groups):
        return _why_split(folds, groups, k)
    if len(set(folds)) == 1:
        return ("one fold, not 0" if folds[0] else "one fold") if k > 2 else "too few folds to tell"
    rows = [folds.count(fold) for fold in range(k)]
    filled = list(filter(None, rows))
    unequal = max(filled) - min(filled) > max(np.unique(groups, return_counts=True)[1])
    if unequal and len(set(groups.tolist())) < SMALL:
        return "too few groups to tell"
    return "+".join(["empty"] * (0 in rows) + [_why_unequal(folds, groups, k)] * bool(unequal)) or None


def _why_split(folds, groups, k):
    if folds == [i % k for i in range(len(folds))]:
        return "in turn"
    runs = np.cumsum(np.r_[0, groups[1:] != groups[:-1]])
    if folds == list(runs % k):
        return "runs+no sizes" if len(groups) > SMALL else "too few rows to tell"
    if folds == sorted(folds):
        return "blocks"
    in_order = np.sort(groups)
    if not np.array_equal(groups, in_order) and not _is_split(folds, in_order):
        return "+".join(["sorted", *_known(_group_fault(folds, in_order, k))])
    by_name = [folds[i] for i in np.argsort(groups, kind="stable")]
    if by_name == sorted(by_name):
        return "cut"
    if len(set(zip(folds, runs, strict=True))) == runs[-1] + 1:
        split = sum(len(set(np.array(folds)[groups == name].tolist())) > 1 for name in np.unique(groups))
        if split >= k or len(groups) <= SMALL:
            return "run by run" if split >= k and len(groups) - runs[-1] > SMALL // 2 else "too few rows to tell"
    return "split"


def _seen_in_groups(folds, groups, k):
    """Say what is true of folds that a rule leaves open; see `_seen_in_strata`."""
    fault = fold_numbers_fault(folds, groups, k) or ("one fold" if len(set(folds)) == 1 else "")
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
    every_twelfth = rows(
        [f"{i:02}" for i in range(48)], [8 if i % 12 == 0 else 1 for i in range(48)]
    )  # dealt in turn, to few or many
    return [
        (example, 2),
        (every_twelfth, 3),
        (every_third, 3),
        (heavy_first, 3),
        (drawn, 5),
        (names[:4], 4),
        (one_large, 3),
    ]


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
    accepts=rule(_GROUPS, _number_of_folds_fault, train_fault, _per_group_fault, fold_numbers_fault, _group_fault),
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
            "cut": lambda groups, k: (np.arange(len(groups)) * k // len(groups))[
                np.argsort(np.argsort(groups, kind="stable"))
            ],
            "run by run": lambda groups, k: _greedy(np.cumsum(np.r_[0, groups[1:] != groups[:-1]]), k),
            "one fold, not 0": lambda groups, k: np.ones(len(groups), int),
            "no zero": lambda groups, k: _greedy(groups, max(k - 1, 1)) + 1,
            "overwritten": lambda groups, k: _dealt_groups(groups, k, _lightest, kept=0),
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
