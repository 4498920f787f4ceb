"""Exercises of the lesson on cross-validation.

A known mistake stands on a line or two, its sentence before its switches: the formatter leaves this module alone.
"""

from functools import partial

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, PredefinedSplit, TimeSeriesSplit, cross_val_score
from sklearn.pipeline import make_pipeline

from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, sizes, switched, with_faults

# fmt: off


def _unrolled(answer, *case):
    """Ask for splits: a generator, as scikit-learn's splitters return, counts as the list of what it yields."""
    value = answer(*case)
    return list(value) if hasattr(value, "__next__") else value


def _rule(sentences, *finders):
    """Make the `accepts` that says the sentence of the first fault found; None is left to the engine."""

    def accepts(value, *case):
        if value is None:
            return False
        fault = next((fault for find in finders if (fault := find(value, *case))), None)
        return sentences.get(fault, False) if fault else True

    return accepts


def _is_rows(value):
    return isinstance(value, list) and all(isinstance(row, int | float) and not isinstance(row, bool) for row in value)


def _with_rest(n, tests):
    return [(np.setdiff1d(np.arange(n), test), test) for test in tests]


def _lines_with_folds(rng):
    example = (np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 4.0, 8.0, 9.0]), np.array([1, 0, 0, 1, 0]))
    return [example, *(_one_line(rng, n, k) for n, k in ((9, 3), (14, 4)))]


def _one_line(rng, n, k):
    folds = rng.permutation(np.r_[np.arange(k), np.arange(k), rng.integers(0, k - 1, n - 2 * k)])
    x = rng.uniform(1, 9, n)
    return x, 3 * x + 12 + rng.normal(0, 4, n), folds


def _fold_errors(
    x, y, folds, *, fit=np.logical_not, judge=np.copy, line=lambda x, y: np.polyfit(x, y, 1), centre=np.copy,
    measure=lambda e, y: np.mean(e**2), order=lambda folds: range(max(folds) + 1), cut=np.copy,
):
    """`fit` and `judge` turn the mask of a fold into the rows that train and that test."""
    folds, x, y = cut(folds), centre(x), centre(y)
    errors = []
    for fold in order(folds):
        train, test = fit(folds == fold), judge(folds == fold)
        errors.append(measure(np.polyval(line(x[train], y[train]), x[test]) - y[test], y[test]))
    return errors


def _slope_only(x, y):
    return [x @ y / (x @ x), 0]


_LINE_FAULTS = {
    "the line is fitted anew, without the fold": (
        "One line is fitted to all rows, so every test row has taught the line it is judged by. Fit anew, on which rows?",
        {"fit": np.ones_like},
    ),
    "every fold has its turn": (
        "The last fold never comes up. Where does the loop end?",
        {"order": lambda folds: range(max(folds))},
    ),
    "each error is squared by itself": (
        "The errors are averaged, then squared: errors of both signs cancel. Which comes first, row by row?",
        {"measure": lambda e, y: np.mean(e) ** 2},
    ),
}

cross_validate_line = Exercise(
    title="The errors of the folds",
    points=2,
    expected=lambda x, y, folds: -cross_val_score(
        LinearRegression(), x[:, None], y, cv=PredefinedSplit(folds), scoring="neg_mean_squared_error"
    ),
    cases=_lines_with_folds,
    given=with_faults(_fold_errors, _LINE_FAULTS),
    mistakes=partly_mended(_fold_errors, _LINE_FAULTS) | switched(_fold_errors, {
        "You judged each line on the rows it was fitted to. Which rows has it not seen?": {"judge": np.logical_not},
        "You fitted on the fold and judged on the others. Which part is the large one?":
            {"fit": np.copy, "judge": np.logical_not},
        "You fitted on the fold and judged on the same fold.": {"fit": np.copy},
        "You judged each line on all rows, the ones it was fitted to among them.": {"judge": np.ones_like},
        "One line for all rows, judged on all rows: that number says nothing of rows it has not seen.":
            {"fit": np.ones_like, "judge": np.ones_like},
        "You summed the squared errors of a fold. The folds differ in size: take the mean over its rows.":
            {"measure": lambda e, y: np.sum(e**2)},
        "You took the root of each error. The mean of the squares is asked.":
            {"measure": lambda e, y: np.sqrt(np.mean(e**2))},
        "You took the mean of the absolute errors. Squared ones are asked.": {"measure": lambda e, y: np.mean(np.abs(e))},
        "You took the variance of the errors, which forgives a line that is off by a constant.":
            {"measure": lambda e, y: np.var(e)},
        "You averaged the errors with their signs, so they cancel. Squared ones are asked.":
            {"measure": lambda e, y: np.mean(e)},
        "Those are R² values. Each fold's mean squared error is asked.":
            {"measure": lambda e, y: 1 - np.mean(e**2) / np.var(y)},
        "Your line has no intercept: it is forced through the origin.": {"line": _slope_only},
        "You centred x and y with the means of all rows, so the test rows have already spoken. Which rows may give a mean?":
            {"line": _slope_only, "centre": lambda values: values - values.mean()},
        "Your fit takes y for x and x for y. Which of the two is given, and which is predicted?":
            {"line": lambda x, y: np.polyfit(y, x, 1)},
        "Your folds come in the order in which they first appear. Fold 0 comes first.":
            {"order": lambda folds: dict.fromkeys(folds.tolist())},
        "You cut folds of your own. Use the ones handed in: `folds` says where each row belongs.":
            {"cut": lambda folds: np.sort(np.arange(len(folds)) % (max(folds) + 1))},
    }),
)


def _stays(rng):
    example = (np.array([[3.0, 1.0, 2.0], [1.0, 2.0, 1.0], [0.0, 4.0, 1.0]]), np.array([2.0, 6.0, 8.0]))
    two = (np.array([[5.0, 0.25], [2.0, 1.5]]), np.array([4.0, -1.5]))
    return [example, two, *(_some_stays(rng, n) for n in (5, 8, 13))]


def _some_stays(rng, n):
    weights = rng.uniform(0, 1, (n, n)) + np.diag(rng.uniform(0.5, n, n))
    weights[rng.integers(1, n), rng.permutation(n)[:2]] = 0
    weights[0, 0] = 0
    return weights, rng.normal(6, 3, n)


def _left_out(weights, y, *, rows=np.copy, kept=lambda h: 1 - h, finish=lambda error, y: error):
    """`kept` is the share of a left-out error that is left in the fit to all, h that of each row's own weight."""
    weights = rows(weights)
    total = weights.sum(axis=1)
    return finish((weights @ y / total - y) / kept(np.diag(weights) / total), y)


leave_one_out = Exercise(
    title="Leave one out, from one fit",
    points=2,
    expected=lambda weights, y: [
        np.average(np.delete(y, i), weights=np.delete(weights[i], i)) - y[i] for i in range(len(y))
    ],
    cases=_stays,
    mistakes=switched(_left_out, {
        "Those are the residuals of the one fit: each patient's own stay still counts. How much of the prediction is it?":
            {"kept": np.ones_like},
        "You multiplied where the error of a left-out row should grow: it is larger than its residual.":
            {"kept": lambda h: 1 / (1 - h)},
        "You divided by the leverage. A row that has no say at all should keep its residual: what do you divide by then?":
            {"kept": lambda h: h},
        "Your divisor has a root in it, as for plots of outliers. Here the whole share of the others is meant.":
            {"kept": lambda h: np.sqrt(1 - h)},
        "Your divisor is squared. It belongs to the squared error; the errors themselves are asked.":
            {"kept": lambda h: (1 - h) ** 2},
        "You gave every row the average leverage (generalised cross-validation). Each row has one of its own.":
            {"kept": lambda h: 1 - h.mean()},
        "You took the weights down the columns. Row i says who counts for patient i.": {"rows": np.transpose},
        "Every other patient counts the same in yours. What does row i of `weights` say?": {"rows": np.ones_like},
        "You squared the errors. The errors themselves are asked, with their sign.": {"finish": lambda error, y: error**2},
        "You took absolute values. The sign is asked too: prediction minus y.": {"finish": lambda error, y: np.abs(error)},
        "Those are the predictions for the left-out patients. Their errors are asked: prediction minus y.":
            {"finish": np.add},
    }) | {
        "You took the own stay out of the sum, and still divide by all weights. What do the weights that are left add up to?":
            lambda weights, y: (weights @ y - np.diag(weights) * y) / weights.sum(axis=1) - y,
        "You never divided by the weights. Do those that are left add up to 1?":
            lambda weights, y: weights @ y - np.diag(weights) * y - y,
        "You divided by the number of other patients. They count by their weights: what do these add up to?":
            lambda weights, y: (weights @ y - np.diag(weights) * y) / (len(y) - 1) - y,
        "You took the own weight itself for the leverage. Which share of all the weights of its row is it?":
            lambda weights, y: (weights @ y / weights.sum(axis=1) - y) / (1 - np.diag(weights)),
    },
)


_STRATIFIED = {
    "pairs": "Asked is one fold number for each row, a flat list, not the row numbers of each fold.",
    "length": "Asked is one fold number for each row of y; the number of your fold numbers is another.",
    "from one": "You count folds from 1. Here they are 0 to k - 1.",
    "range": "Some of your numbers are no fold: folds are whole numbers from 0 to k - 1.",
    "in turn": "You dealt the fold numbers out row by row, whatever the class. If a class stands in every k-th row, all of "
               "it lands in one fold. What must you deal out one at a time? (If you dealt to sorted rows: bring the numbers back.)",
    "one fold": "Every row has the same fold number, so there is nothing left to train on.",
    "blocks": "You cut the rows into blocks as they stand, and never looked at the classes.",
    "class": "Each of your folds holds one class: that is the opposite of stratified. A test fold needs all of them.",
    "merged": "You dealt out some class by itself, and the others as if they were one. Does your loop take each class of y?",
    "class blocks": "You brought the rows into the order of their classes and cut that into blocks, so a fold gets mostly one "
                    "class. What should a fold get of each?",
    "sorted": "The counts are right for the rows sorted by class, not in the order of y. Put each number where its row is.",
    "left-over": "The rows of a class that are left over all land in the last fold. Share them out, one a fold.",
    "forgotten": "One whole class is in fold 0, and the others are spread. Does your loop reach every class in y?",
    "unbalanced": "In some class, two folds differ by more than one row. A shuffle alone leaves that to luck.",
}


def _fold_numbers_fault(folds, y, k):
    if not isinstance(folds, list) or any(isinstance(fold, list) for fold in folds):
        return "pairs"
    if len(folds) != len(y):
        return "length"
    if set(folds) <= set(range(1, k + 1)) and k in folds:
        return "from one"
    return None if set(folds) <= set(range(k)) else "range"


def _kinds(y):
    return sorted(set(y.tolist()))


def _class_counts(folds, y, k):
    return np.array([[np.sum((np.array(folds) == fold) & (y == kind)) for fold in range(k)] for kind in _kinds(y)])


def _balance_fault(folds, y, k):
    counts = _class_counts(folds, y, k)
    bad = counts[np.ptp(counts, axis=1) > 1]
    if not len(bad):
        return None
    if len(set(folds)) == 1:
        return "one fold"
    if folds == [i % k for i in range(len(y))]:
        return "in turn"
    if folds == sorted(folds):
        return "blocks"
    if len(y) <= 20:
        return "too few rows to tell"
    if np.all(np.sum(counts > 0, axis=1) == 1):
        return "class"
    if 1 < len(bad) < len(counts) and np.ptp(bad.sum(axis=0)) <= 1:
        return "merged"
    if _never_falls([[min(part), max(part)] for kind in _kinds(y) if (part := np.array(folds)[y == kind]).size]):
        return "class blocks"
    if np.all(np.ptp(_class_counts(folds, np.sort(y), k), axis=1) <= 1):
        return "sorted"
    if all(len(set(row[:-1])) == 1 and row[-1] > row[0] for row in bad.tolist()):
        return "left-over"
    return "forgotten" if len(bad) == 1 and not any(bad[0][1:]) else "unbalanced"


def _never_falls(ranges):
    return np.all(np.diff(np.ravel(ranges)) >= 0)


def _labels(rng):
    example = np.array(["well", "ill", "well", "well", "ill", "well", "well", "ill"])
    every_third = np.where(np.arange(28) % 3 == 0, "ill", "well")
    rare = rng.permutation(np.repeat([0, 1], [36, 3]))
    in_turn = np.array([*"abcacbabc" * 3, "a", "c"])  # any two classes dealt as one to two folds part badly
    grades = rng.permutation(np.repeat([5, 2, 9], [rng.integers(18, 25), 11, 7]))
    three = rng.permutation(np.repeat(["a", "b", "c"], [13, 14, 8]))
    return [(example, 2), (every_third, 3), (rare, 5), (in_turn, 2), (grades, 4), (three, 3)]


def _dealt(y, k, kinds=None, deal=lambda size, k: np.arange(size) % k):
    folds = np.zeros(len(y), int)
    for kind in _kinds(y)[:kinds]:
        folds[y == kind] = deal(np.sum(y == kind), k)
    return folds


def _first_and_others(y, k):
    return _dealt(np.where(y == y[0], 0, 1), k)


def _class_by_class(y, k):
    folds = np.zeros(len(y), int)
    for fold, rows in enumerate(np.array_split(np.argsort(y, kind="stable"), k)):
        folds[rows] = fold
    return folds


stratified_folds = Exercise(
    title="Every class in every fold",
    points=2,
    expected=lambda y, k: _dealt(y, k),
    cases=_labels,
    ask=_unrolled,
    accepts=_rule(_STRATIFIED, _fold_numbers_fault, _balance_fault),
    mistakes={
        _STRATIFIED["pairs"]: lambda y, k: [np.flatnonzero(_dealt(y, k) == fold) for fold in range(k)],
        _STRATIFIED["length"]: lambda y, k: _dealt(y, k)[:-1],
        _STRATIFIED["from one"]: lambda y, k: _dealt(y, k) + 1,
        _STRATIFIED["range"]: lambda y, k: _dealt(y, k, deal=lambda size, k: np.arange(size)),
        _STRATIFIED["in turn"]: lambda y, k: np.arange(len(y)) % k,
        _STRATIFIED["one fold"]: lambda y, k: np.zeros(len(y), int),
        _STRATIFIED["blocks"]: lambda y, k: np.arange(len(y)) * k // len(y),
        _STRATIFIED["class"]: lambda y, k: np.unique(y, return_inverse=True)[1] % k,
        _STRATIFIED["merged"]: _first_and_others,
        _STRATIFIED["class blocks"]: _class_by_class,
        _STRATIFIED["sorted"]: lambda y, k: np.concatenate([np.arange(np.sum(y == kind)) % k for kind in _kinds(y)]),
        _STRATIFIED["left-over"]: lambda y, k: _dealt(
            y, k, deal=lambda size, k: np.minimum(np.arange(size) // max(size // k, 1), k - 1)),
        _STRATIFIED["forgotten"]: lambda y, k: _dealt(y, k, kinds=2) if len(_kinds(y)) > 2 else _dealt(y, k),
        _STRATIFIED["unbalanced"]: lambda y, k: np.random.default_rng(1).permutation(np.arange(len(y)) % k),
    },
)


_GROUPS = {
    "pairs": "Asked is one fold number for each row, a flat list, not the row numbers of each fold, nor the groups in it.",
    "length": "Asked is one fold number for each row; the number of your fold numbers is another. One for each group?",
    "from one": "You count folds from 1, and here they are 0 to k - 1.",
    "range": "Some of your numbers are no fold. With a fold for each group there are more than k of them.",
    "in turn": "You dealt the rows out one by one, so a patient's rows are in several folds. Deal out whole patients.",
    "blocks": "You cut the rows into blocks as they stand. A patient whose rows lie apart, or across a cut, is on both sides.",
    "split": "Some group has rows in two folds. Are the rows of a group always neighbours, and are your numbers in the order "
             "of the rows?",
    "empty": "Some fold is empty: its test part would have no rows.",
    "sizes": "No group is split, but the folds are too unequal: the largest and the smallest differ by more rows than the "
             "largest group has. Groups differ in size: which fold should the next one join?",
}


def _group_fault(folds, groups, k):
    if len(set(zip(folds, groups.tolist(), strict=True))) > len(set(groups.tolist())):
        if folds == [i % k for i in range(len(folds))]:
            return "in turn"
        return "blocks" if folds == sorted(folds) else "split"
    sizes = [folds.count(fold) for fold in range(k)]
    if 0 in sizes:
        return "empty"
    return "sizes" if max(sizes) - min(sizes) > max(np.unique(groups, return_counts=True)[1]) else None


def _patients(rng):
    def rows(names, sizes):
        return rng.permutation(np.repeat(names, sizes))

    example = np.array(["eva", "bo", "bo", "ada", "eva", "eva", "cy"])
    heavy_first = rows(["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"], [10, 9, 8, 1, 1, 1, 2, 1, 1])
    every_third = rows(np.arange(9) * 7 + 100, [9, 1, 1, 8, 1, 1, 7, 1, 1])
    names = np.array([f"P{i:02}" for i in rng.permutation(60)[:14]])
    return [(example, 2), (heavy_first, 3), (every_third, 3), (rows(names, rng.integers(1, 9, 14)), 5), (names[:4], 4)]


def _greedy(groups, k):
    names, where, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    home, load = np.zeros(len(names), int), np.zeros(k)
    for group in np.argsort(-sizes, kind="stable"):
        home[group] = np.argmin(load)
        load[home[group]] += sizes[group]
    return home[where]


group_folds = Exercise(
    title="No patient on both sides",
    points=2,
    expected=_greedy,
    cases=_patients,
    ask=_unrolled,
    accepts=_rule(_GROUPS, _fold_numbers_fault, _group_fault),
    mistakes={
        _GROUPS["pairs"]: lambda groups, k: [np.flatnonzero(_greedy(groups, k) == fold) for fold in range(k)],
        _GROUPS["length"]: lambda groups, k: np.arange(len(np.unique(groups))) % k,
        _GROUPS["from one"]: lambda groups, k: _greedy(groups, k) + 1,
        _GROUPS["range"]: lambda groups, k: np.unique(groups, return_inverse=True)[1],
        _GROUPS["in turn"]: lambda groups, k: np.arange(len(groups)) % k,
        _GROUPS["blocks"]: lambda groups, k: np.arange(len(groups)) * k // len(groups),
        _GROUPS["split"]: lambda groups, k: np.cumsum(np.r_[0, groups[1:] != groups[:-1]]) % k,
        _GROUPS["empty"]: lambda groups, k: np.zeros(len(groups), int),
        _GROUPS["sizes"]: lambda groups, k: np.unique(groups, return_inverse=True)[1] % k,
    },
)


def _forward_cases(rng):
    drawn = [(int(rng.integers(17, 24)), 4, 3, 4), (int(rng.integers(24, 30)), 3, 6, 2)]
    return [(10, 2, 2, 1), (14, 3, 3, 0), *drawn, (9, 2, 3, 2), (18, 5, 1, 7), (8, 2, 2, 3)]


def _forward(
    n, n_splits, size, gap, *, starts=lambda n, n_splits, size, gap: range(n - n_splits * size, n, size),
    stop=lambda start, gap: start - gap, first=lambda stop, size: 0, later=lambda start, size, gap, n: (),
    test=lambda start, size, gap: range(start, start + size), one=lambda train, test: (train, test), finish=list,
):
    """A split for each of `starts`: train runs from `first` to `stop`, with the `later` rows behind."""
    pairs = []
    for start in starts(n, n_splits, size, gap):
        end = max(stop(start, gap), 0)
        train = [*range(max(first(end, size), 0), end), *later(start, size, gap, n)]
        pairs.append(one(train, [row for row in test(start, size, gap) if row < n]))
    return finish(pairs)


def _sorted_rows(answer, *case):
    """Ask for splits and put the rows of each part into rising order: which order they have is free."""
    return _in_order(_unrolled(answer, *case))


def _in_order(splits):
    splits = splits.tolist() if hasattr(splits, "tolist") else splits
    if not isinstance(splits, list | tuple | range | set):
        return splits
    flat = all(isinstance(part, int | np.integer) and not isinstance(part, bool) for part in splits)
    return sorted(splits) if flat else [_in_order(part) for part in splits]


forward_splits = Exercise(
    title="Only the past may teach",
    points=2,
    expected=lambda n, n_splits, size, gap: list(TimeSeriesSplit(n_splits, test_size=size, gap=gap).split(np.zeros(n))),
    cases=_forward_cases,
    ask=_sorted_rows,
    mistakes=switched(_forward, {
        "There is no gap: train runs right up to the test part. Which rows is the gap taken from?":
            {"stop": lambda start, gap: start},
        "Your gap is one row too short. How many rows lie between the last one of train and the first of test?":
            {"stop": lambda start, gap: start - max(gap - 1, 0)},
        "Your gap is one row too long. How many rows lie between the last one of train and the first of test?":
            {"stop": lambda start, gap: start - gap - 1},
        "With a gap of 0 your train part is empty. What does a slice that ends at -gap hold when gap is 0?":
            {"stop": lambda start, gap: start - gap if gap else 0},
        "You took the gap from the test part, which loses its first rows. Train is the one that gives way.":
            {"stop": lambda start, gap: start, "test": lambda start, size, gap: range(start + gap, start + size)},
        "Train holds rows that come after the test part. On the day of the forecast they do not exist.":
            {"later": lambda start, size, gap, n: range(start + size + gap, n)},
        "Train is a window as long as the test part. Here it keeps everything from row 0.":
            {"first": lambda stop, size: stop - size},
        "Row 0 is missing from train: rows are counted from 0.": {"first": lambda stop, size: 1},
        "Your test parts have one row each. What is `size` for?": {"test": lambda start, size, gap: [start]},
        "Your test parts are one row too long, and overlap. Where does a range end that starts at `start`?":
            {"test": lambda start, size, gap: range(start, start + size + 1)},
        "Your test parts are one row too short. Where does a range end that starts at `start`?":
            {"test": lambda start, size, gap: range(start, start + size - 1)},
        "Your test parts start as early as they can, so the latest rows are never tested. Where does the last one end?":
            {"starts": lambda n, n_splits, size, gap: range(size + gap, size + gap + n_splits * size, size)},
        "That is one split too many; it starts before the first one asked for.":
            {"starts": lambda n, n_splits, size, gap: range(n - (n_splits + 1) * size, n, size)},
        "The gap moves the test parts, too: the last one has to end with row n - 1.":
            {"starts": lambda n, n_splits, size, gap: range(n - n_splits * size - gap, n - gap, size)},
        "Your test parts start one row early, so row n - 1 is never tested.":
            {"starts": lambda n, n_splits, size, gap: range(n - 1 - n_splits * size, n - 1, size)},
        "Your test parts start one row late, and the last one is a row short.":
            {"starts": lambda n, n_splits, size, gap: range(n + 1 - n_splits * size, n + 1, size)},
        "There is a gap between the test parts, too. They follow each other without a space.":
            {"starts": lambda n, n_splits, size, gap: [n - size - i * (size + gap) for i in range(n_splits)][::-1]},
        "The last test part is missing: it ends with row n - 1.": {"finish": lambda pairs: pairs[:-1]},
        "Only one pair came back. Look at the indentation of `return`: how many splits does your loop finish?":
            {"finish": lambda pairs: pairs[0]},
        "The list has one pair, that of the earliest test part. Look at the indentation of `return`.":
            {"finish": lambda pairs: pairs[:1]},
        "The list has one pair, that of the latest test part. What is `n_splits` for?": {"finish": lambda pairs: pairs[-1:]},
        "Train stays the same in every split. Which rows may teach the later ones?":
            {"finish": lambda pairs: [(pairs[0][0], test) for _, test in pairs]},
        "Asked is a list of pairs, (train, test), one for each test part, and both are lists of row numbers.":
            {"finish": lambda pairs: list(zip(*pairs, strict=True))},
        "Train and test have changed places: train comes first in the pair.": {"one": lambda train, test: (test, train)},
        "Those are the test parts alone. Each of them needs its train rows in front of it, as a pair.":
            {"one": lambda train, test: test},
        "Some of your numbers are no row: rows are counted from 0 to n - 1.":
            {"one": lambda train, test: (np.add(train, 1), np.add(test, 1))},
    }) | {
        "Your test parts do not have `size` rows: they share out all rows evenly. What is `size` for?":
            lambda n, n_splits, size, gap: list(TimeSeriesSplit(n_splits, gap=gap).split(np.zeros(n))),
        "Those are ordinary folds: rows after the test part train as well, and `size` and `gap` are not used.":
            lambda n, n_splits, size, gap: list(KFold(n_splits).split(np.zeros(n))),
    },
)


class _Notes(dict):
    """What the steps note: a row -> its number, whatever steps it has passed; a step -> the rows it was fitted on."""

    def __deepcopy__(self, memo):
        return self  # a step that scikit-learn clones keeps writing here


def _names(X):
    """Make a name of each row's values, the same in single and in double precision."""
    return [row.tobytes() for row in np.ascontiguousarray(X, dtype=np.float32)]


class SpyStep(TransformerMixin, BaseEstimator):
    """A preprocessing step, `learn(X, y)` then `apply(X, learned)`, that notes which rows it is fitted on."""

    def __init__(self, name, learn, apply, notes):
        self.name, self.learn, self.apply, self.notes = name, learn, apply, notes

    def fit(self, X, y=None):
        """Learn from the rows of X; note which they are, and how many columns and gaps they have."""
        X = np.asarray(X, dtype=float)
        rows = tuple(sorted(self.notes.get(name, -1) for name in _names(X)))
        self.notes.setdefault(self.name, set()).add((rows, X.shape[1], int(np.isnan(X).sum())))
        self.learned_ = self.learn(X, None if y is None else np.asarray(y))
        return self

    def transform(self, X):
        """Pass X through the fitted step."""
        X = np.asarray(X, dtype=float)
        out = self.apply(X, self.learned_)
        self.notes.update(zip(_names(out), [self.notes.get(name, -1) for name in _names(X)], strict=True))
        return out


class NearestMean(ClassifierMixin, BaseEstimator):
    """A quick classifier: the class whose mean is nearest."""

    def fit(self, X, y):
        """Keep the mean of each class."""
        self.classes_ = np.unique(y)
        self.means_ = np.array([X[y == label].mean(axis=0) for label in self.classes_])
        return self

    def predict(self, X):
        """Return the class of the nearest mean for each row of X."""
        return self.classes_[np.argmin(((X[:, None] - self.means_) ** 2).sum(axis=2), axis=1)]

    def score(self, X, y):
        """Return the share of rows told right."""
        return float(np.mean(self.predict(X) == y))


def _best_columns(X, y):
    """The three columns whose means differ most between class 0 and 1, in standard deviations."""
    zero, one = X[y == 0], X[y == 1]
    within = (len(zero) * zero.var(axis=0) + len(one) * one.var(axis=0)) / len(X)
    return np.sort(np.argsort(np.abs(one.mean(axis=0) - zero.mean(axis=0)) / np.sqrt(within))[::-1][:3])


_STEPS = {
    "fill": (lambda X, y: np.nanmean(X, axis=0), lambda X, means: np.where(np.isnan(X), means, X)),
    "select": (_best_columns, lambda X, columns: X[:, columns]),
    "scale": (lambda X, y: (X.mean(axis=0), X.std(axis=0)), lambda X, scale: (X - scale[0]) / scale[1]),
}


def _spies(X):
    notes = _Notes(zip(_names(X), range(len(X)), strict=True))
    return [*(SpyStep(name, learn, apply, notes) for name, (learn, apply) in _STEPS.items()), NearestMean()]


def _watched(answer, X, y, folds):
    """Ask for the scores with steps that are watched; return them with what each step was fitted on."""
    spies = _spies(X)
    scores = _unrolled(answer, X, y, folds, *spies)
    return None if scores is None else {"scores": scores, **{name: sorted(spies[0].notes.get(name, ())) for name in _STEPS}}


def _leaky_tables(rng):
    return [_leaky_table(np.random.default_rng(0), 12), _leaky_table(rng, 17)]


def _leaky_table(rng, n):
    y, fold = rng.permutation(np.arange(n) % 2), np.empty(n, int)
    X = rng.normal(5, 2, (n, 6))
    X[:, 0] += 2 * y
    X[rng.permutation(n)[: n // 3], rng.integers(1, 6)] = np.nan
    fold[np.argsort(y, kind="stable")] = np.arange(n) % 3
    return X, y, _with_rest(n, [np.flatnonzero(fold == i) for i in range(3)])


def _leaking(X, y, folds, *steps, fill="train", select="train", scale="train", judge="test", order=(0, 1, 2), finish=list):
    """Each step is fitted on the "train" rows, on "all" rows, or on each part by itself ("own")."""
    scores, how = [], (fill, select, scale)
    for train, test in folds:
        rows = {"train": train, "test": test, "all": np.arange(len(y))}
        parts = {part: X[rows[part]] for part in rows}
        for i in order:
            parts = _passed(steps[i], how[i], parts, {part: y[rows[part]] for part in rows})
        model = steps[3].fit(parts["train"], y[train])
        scores.append(model.score(parts[judge], y[rows[judge]]))
    return finish(scores)


def _passed(step, how, parts, y):
    if how == "own":
        return {part: step.fit(parts[part], y[part]).transform(parts[part]) for part in ("train", "test")}
    step.fit(parts[how], y[how])
    return {part: step.transform(X) for part, X in parts.items()}


_LEAKS = {
    ("fill", "all"): "The means that fill the gaps are taken over every row. Which rows may they see, and when are these known?",
    ("select", "all"): "The columns are chosen with the labels of every row. Which rows may choose, and when are these known?",
    ("scale", "all"): "The scaler takes its numbers from every row. Which rows may it learn from, and when are these known?",
    ("fill", "own"): "The gaps of the test part are filled with means of its own. Test rows are only transformed.",
    ("select", "own"): "The columns of the test part are chosen anew, with its own labels. Test rows are only transformed.",
    ("scale", "own"): "The scaler is fitted on the test part as well. Test rows are only transformed.",
}
_NO_LEAK = {
    "idle": "A step that was handed in is never fitted: fill, select and scale are all to learn, anew in each fold.",
    "once": "A step is fitted for some folds only, on rows that other folds test. Fit every step anew in each fold.",
    "folds": "A step is fitted on rows that are no train part of the folds handed in. Did you cut folds of your own, or "
             "change the rows on the way?",
    "gaps": "A step is fitted on rows whose gaps are in another state than they should be. Does the loop overwrite X, so "
            "that the next fold meets rows filled with means of this one? Or does fill not come first?",
    "order": "The rows are right, and the order of the steps is another: fill, select, scale is asked.",
    "mean": "No leak, but one number came back. The accuracy of each fold is asked.",
    "train": "No leak in the steps, but you score the rows the model was fitted on.",
    "errors": "No leak in the steps, but those are shares of errors. The shares of rows told right are asked.",
    "scores": "No leak in the steps, but the scores differ. Does every row keep its own label, does the model see what all "
              "three steps made of it, and is there one score for each fold?",
}


def _accept_leak_free(seen, X, y, folds):
    if not isinstance(seen, dict):
        return False
    fitted_on = {step: [rows for rows, *_ in seen[step]] for step in _STEPS}
    leaks = [_LEAKS[step, how] for step, rows in fitted_on.items() if (how := _leak(rows, folds))]
    if leaks:
        return leaks
    fault = _step_fault(seen, X, folds) or _score_fault(seen["scores"], X, y, folds)
    return _NO_LEAK[fault] if fault else True


def _leak(fits, folds):
    if list(range(sum(map(len, folds[0])))) in fits:
        return "all"
    return "own" if any(sorted(test.tolist()) in fits for _, test in folds) else None


def _step_fault(seen, X, folds):
    trains = {tuple(sorted(train.tolist())) for train, _ in folds}
    rows = {step: {tuple(rows) for rows, *_ in seen[step]} for step in _STEPS}
    if not all(rows.values()):
        return "idle"
    if any(fitted - trains for fitted in rows.values()):
        return "folds"
    if any(fitted != trains for fitted in rows.values()):
        return "once"
    gaps = sorted(int(np.isnan(X[train]).sum()) for train, _ in folds)
    columns = {step: {columns for _, columns, _ in seen[step]} for step in _STEPS}
    if columns != {"fill": {X.shape[1]}, "select": {X.shape[1]}, "scale": {3}}:
        return "order"
    found = [sorted(gaps for *_, gaps in seen[step]) for step in _STEPS]
    return None if found == [gaps, [0] * 3, [0] * 3] else "gaps"


def _score_fault(scores, X, y, folds):
    right, on_train = (_leaking(X, y, folds, *_spies(X), judge=part) for part in ("test", "train"))
    if not _is_rows(scores) or len(scores) != len(right):
        return "scores" if isinstance(scores, list) else "mean"
    near = {"right": right, "train": on_train, "errors": np.subtract(1, right)}
    fault = next((name for name, values in near.items() if np.allclose(scores, values, rtol=1e-5)), "scores")
    return None if fault == "right" else fault


def _by_pipeline(X, y, folds, fill, select, scale, model):
    return cross_val_score(make_pipeline(fill, select, scale, model), X, y, cv=folds)


def _fitted_once(X, y, folds, fill, select, scale, model):
    train, _ = folds[0]
    before = make_pipeline(fill, select, scale).fit(X[train], y[train])
    Z = before.transform(X)
    return [model.fit(Z[train], y[train]).score(Z[test], y[test]) for train, test in folds]


def _filled_on_the_way(X, y, folds, fill, select, scale, model):
    scores = []
    for train, test in folds:
        X = fill.fit(X[train]).transform(X)
        rest = make_pipeline(select, scale, model).fit(X[train], y[train])
        scores.append(rest.score(X[test], y[test]))
    return scores


def _labels_of_the_first(X, y, folds, *steps):
    loop = [(make_pipeline(*steps), train, test) for train, test in folds]
    return [pipe.fit(X[train], y[: len(train)]).score(X[test], y[test]) for pipe, train, test in loop]


leak_free = Exercise(
    title="Find the three leaks",
    points=3,
    expected=_by_pipeline,
    cases=_leaky_tables,
    ask=_watched,
    accepts=_accept_leak_free,
    given=partial(_leaking, fill="all", select="all", scale="own"),
    mistakes=switched(_leaking, {said: {step: how} for (step, how), said in _LEAKS.items()} | {
        _NO_LEAK["order"]: {"order": (0, 2, 1)},
        _NO_LEAK["mean"]: {"finish": np.mean},
        _NO_LEAK["train"]: {"judge": "train"},
        _NO_LEAK["errors"]: {"finish": lambda scores: np.subtract(1, scores)},
    }) | {
        _NO_LEAK["idle"]: lambda X, y, folds, fill, select, scale, model: _by_pipeline(
            X, y, folds, fill, select, "passthrough", model),
        _NO_LEAK["once"]: _fitted_once,
        _NO_LEAK["folds"]: lambda X, y, folds, *steps: cross_val_score(make_pipeline(*steps), X, y, cv=len(folds)),
        _NO_LEAK["gaps"]: _filled_on_the_way,
        _NO_LEAK["scores"]: _labels_of_the_first,
    },
)


_PATTERN = np.array([-1.0, 1.0, -0.5, 0.5, 0.0, 0.25, -0.75, 0.5])


def _score_tables(rng):
    example = np.array([[0.80, 0.90, 0.85], [0.70, 0.80, 0.75], [0.74, 0.82, 0.75], [0.78, 0.90, 0.84]])
    no_error = np.array([[0.5, 0.75, 0.5], [0.75, 0.75, 0.75], [0.5, 0.25, 0.75]])
    below_zero, complexity = _score_table(rng, _SCORE_TABLES[0])
    return [
        (example, np.array([8, 1, 2, 4])), *(_score_table(rng, models) for models in _SCORE_TABLES),
        (below_zero - 100, complexity), (no_error, np.array([1, 3, 2])),
    ]


# Models as (how far the mean lies below the best, spread, complexity), in standard errors of the best model.
_SCORE_TABLES = (
    ((0.0, 1, 9), (0.8, 1, 5), (1.03, 1, 4), (1.8, 1, 3), (4.0, 1, 1), (6.0, 1, 7)),
    ((0.0, 1, 40), (0.97, 1, 20), (1.2, 1, 10), (3.0, 8, 2), (0.5, 1, 80)),
    ((0.0, 1, 2.5), (0.4, 1, 3.5), (0.7, 1, 7), (1.4, 5, 1), (2.1, 1, 0.5)),
    ((0.0, 1, 4), (0.3, 1, 3.5), (0.95, 0.1, 3), (1.5, 0.1, 2), (9.0, 0.2, 1)),
)


def _score_table(rng, models):
    unit, size = _PATTERN / (_PATTERN.std(ddof=1) / np.sqrt(8)), rng.uniform(0.5, 3)
    scores = [60 + size * (spread * rng.permutation(unit) - below) for below, spread, _ in models]
    order = rng.permutation(len(models))
    return np.array(scores)[order], np.array([complexity for *_, complexity in models])[order]


def _within(
    scores, complexity, *, width=1, spread=lambda scores, best, ddof: scores[best].std(ddof=ddof), ddof=1,
    over=lambda m, k: np.sqrt(k), pick=lambda complexity, means: np.argmin(complexity),
    give=lambda chosen, place, complexity: chosen,
):
    """Of the models at most `width` times spread / `over` below the best mean, the one that `pick` takes."""
    means = scores.mean(axis=1)
    best = np.argmax(means)
    limit = width * spread(scores, best, ddof) / over(*scores.shape)
    within = np.flatnonzero(means >= means[best] - limit - 1e-12)
    place = pick(complexity[within], means[within])
    return give(within[place], place, complexity)


def _one_se_in_one_line(scores, complexity):
    best = max(scores, key=np.mean)
    limit = np.mean(best) - np.sqrt(np.var(best, ddof=1) / len(best))
    return min((c, i) for i, c in enumerate(complexity) if np.mean(scores[i]) >= limit)[1]


one_standard_error = Exercise(
    title="As good, and simpler",
    points=2,
    expected=_one_se_in_one_line,
    cases=_score_tables,
    mistakes=switched(_within, {
        "That is the model with the best mean. Which simpler ones lie within one standard error of it?": {"width": 0},
        "You allowed two standard errors.": {"width": 2},
        "That is the simplest model of all, however bad. Which are allowed at all?": {"width": 1e9, "ddof": 2},
        "You allowed one standard deviation of the folds. How does the standard error of a mean of k folds follow from it?":
            {"over": lambda m, k: 1},
        "You divided by the square root of the number of models. The mean of a model is taken over its folds.":
            {"over": lambda m, k: np.sqrt(m)},
        "You divided by the root of k - 1, and `ddof=1` has taken one off already.": {"over": lambda m, k: np.sqrt(k - 1)},
        "You divided the standard deviation by k. The error of a mean shrinks with a root.": {"over": lambda m, k: k},
        "You allowed a standard error with ddof=0. The statement asks for ddof=1.": {"ddof": 0},
        "You measured each model by a standard error of its own. The rule takes the one of the best model for all.":
            {"spread": lambda scores, best, ddof: scores.std(axis=1, ddof=ddof)},
        "Your spread is that of the models' means. The rule takes the best model's, over its folds.":
            {"spread": lambda scores, best, ddof: scores.mean(axis=1).std(ddof=ddof)},
        "Your spread is that of all scores together. The rule takes the best model's, over its folds.":
            {"spread": lambda scores, best, ddof: scores.std(ddof=ddof)},
        "You took the most complex model within one standard error. The simplest is asked.":
            {"pick": lambda complexity, means: np.argmax(complexity)},
        "You took the model furthest below the best within one standard error. Compare their complexity instead.":
            {"pick": lambda complexity, means: np.argmin(means)},
        "You took the first model that qualifies. Compare their complexity.": {"pick": lambda complexity, means: 0},
        "You returned a place among the models that qualify. The row number in `scores` is asked.":
            {"give": lambda chosen, place, complexity: place},
        "You returned the complexity of the model. Its row number is asked.":
            {"give": lambda chosen, place, complexity: complexity[chosen]},
        "You returned its place among the models sorted by complexity. The row number in `scores` is asked.":
            {"give": lambda chosen, place, complexity: np.flatnonzero(np.argsort(complexity) == chosen)[0]},
    }) | {
        "You took the model with the lowest mean score. Here higher is better.":
            lambda scores, complexity: np.argmin(scores.mean(axis=1)),
    },
)


def _shrunk_mean_score(y):
    """Make the score of predicting `candidate` times the mean of the train rows: minus the mean absolute error."""

    def score(candidate, train, test):
        train, test = np.asarray(train), np.asarray(test)
        return float(-np.mean(np.abs(y[test] - candidate * y[train].mean())))

    return score


def _neighbours_score(x, y, scale=1):
    """Make the score of predicting by the `candidate` nearest train rows: minus the mean squared error."""

    def score(candidate, train, test):
        train, test = np.asarray(train), np.asarray(test)
        near = np.argsort(np.abs(x[test][:, None] - x[train]), axis=1)[:, :candidate]
        return float(-scale * np.mean((y[train][near].mean(axis=1) - y[test]) ** 2))

    return score


def _into(cut):
    """Make the inner splitter: row numbers -> pairs of row numbers, cut as `cut` says."""

    def split(rows):
        parts = cut(np.sort(rows))
        return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(len(parts))]

    return split


def _every(k):
    return lambda rows: [rows[i::k] for i in range(k)]


def _unequal(rows):
    return [rows[:2], rows[2:7], rows[7:]]


def _nested_cases(rng):
    score = _shrunk_mean_score(np.array([2.0, 4.0, 6.0, 3.0, 1.0, 9.0]))
    outer = _with_rest(6, [np.array([4, 5]), np.array([0, 1]), np.array([2, 3])])
    drawn = [_nested_case(np.random.default_rng(seed), 1) for seed in (10, 11)]
    return [(score, [0.5, 1.0], outer, _into(_every(2))), _equal_candidates(), *drawn, _nested_case(rng, 1), _nested_case(rng, 1000)]


def _equal_candidates():
    """Make a case in which the candidates are equal inside (2 too low, 2 too high) and not outside."""
    score = _shrunk_mean_score(np.array([4.0, 4.0, 4.0, 4.0, 6.0, 9.0, 1.0]))
    train = np.arange(4)
    return score, [0.5, 1.5], [(train, np.array([4, 5])), (train, np.array([6]))], _into(_every(2))


def _nested_case(rng, scale):
    x = rng.uniform(-1, 1, 21)
    score = _neighbours_score(x, np.sin(4 * x) + rng.normal(0, 0.6, 21), scale)
    return score, [7, 1, 2, 4], _with_rest(21, np.split(rng.permutation(21), [5, 12])), _into(_unequal)


def _nesting(
    score, candidates, outer, split, *, inner=lambda split, train, test: split(train), used=slice(None), pick=max,
    summary=lambda values, pairs: np.mean(values), start=-np.inf,
    report=lambda score, best, train, test, value, pairs: score(best, train, test),
):
    """`inner` gives the pairs that choose, those `used`; a search from `start` keeps the first candidate if all are below."""
    out = []
    for train, test in outer:
        pairs = inner(split, train, test)[used]
        values = {c: summary([score(c, *pair) for pair in pairs], pairs) for c in candidates}
        best = pick(candidates, key=values.get)
        best = best if values[best] > start else candidates[0]
        out.append(report(score, best, train, test, max(values[best], start), pairs))
    return out


def _nested_by_grid(score, candidates, outer, split):
    table = [[np.mean([score(c, *pair) for pair in split(train)]) for c in candidates] for train, _ in outer]
    return [score(candidates[np.argmax(row)], *pair) for row, pair in zip(table, outer, strict=True)]


def _with_one(choose):
    """Make the answer that takes one candidate for all outer folds: the best by its mean over the pairs of `choose`."""

    def scores(score, candidates, outer, split):
        best = max(candidates, key=lambda c: np.mean([score(c, *pair) for pair in choose(outer, split)]))
        return [score(best, *pair) for pair in outer]

    return scores


def _best_carried_over(score, candidates, outer, split):
    best, kept, out = -np.inf, None, []
    for train, test in outer:
        for candidate in candidates:
            value = np.mean([score(candidate, *pair) for pair in split(train)])
            best, kept = (value, candidate) if value > best else (best, kept)
        out.append(score(kept, train, test))
    return out


_NESTED_FAULTS = {
    "only the outer train rows choose": (
        "The choice is made on all rows, the outer test rows among them. Which rows may `split` cut?",
        {"inner": lambda split, train, test: split(np.concatenate([train, test]))},
    ),
    "a candidate is judged by its mean": (
        "A candidate wins by its one best inner fold. Take its mean over the inner folds.",
        {"summary": lambda values, pairs: max(values)},
    ),
    "the outer test rows judge": (
        "What is returned is the inner score of the winner, its `best_score_`: the best of several tries. Who has not "
        "taken part in the choice?",
        {"report": lambda score, best, train, test, value, pairs: value},
    ),
}

nested = Exercise(
    title="Choose inside, judge outside",
    points=3,
    expected=_nested_by_grid,
    cases=_nested_cases,
    given=with_faults(_nesting, _NESTED_FAULTS),
    mistakes=partly_mended(_nesting, _NESTED_FAULTS) | switched(_nesting, {
        "The outer test rows chose the candidate they then judge: you kept the best of several scores on them.":
            {"inner": lambda split, train, test: [(train, test)]},
        "You split the outer test rows to choose. They may judge, once; which rows are there to choose with?":
            {"inner": lambda split, train, test: split(test)},
        "You chose by the scores on the rows that each candidate was fitted to. The inner test rows are there to choose.":
            {"inner": lambda split, train, test: [(rows, rows) for rows, _ in split(train)]},
        "Only the first inner fold chose. Take the mean over all of them.": {"used": slice(1)},
        "Only the last inner fold chose. Is something overwritten in each round of your loop?": {"used": slice(-1, None)},
        "You took the candidate with the lowest inner score. Here higher is better.": {"pick": min},
        "Of candidates with the same mean you took the last. The first is asked.":
            {"pick": lambda candidates, key: max(candidates[::-1], key=key)},
        "A candidate was judged by its worst inner fold. Take its mean over the inner folds.":
            {"summary": lambda values, pairs: min(values)},
        "A candidate was judged by its median inner fold. Take its mean over the inner folds.":
            {"summary": lambda values, pairs: np.median(values)},
        "You weighted the inner folds by their size. Each of them counts the same: take their plain mean.":
            {"summary": lambda values, pairs: np.average(values, weights=[len(test) for _, test in pairs])},
        "Your search starts from a best score of {start}, and no candidate that scores below it is ever taken. From where?":
            {"start": sizes(0, -1, -10)},
        "The winner was fitted on the last inner train part. After the choice, all outer train rows may teach.":
            {"report": lambda score, best, train, test, value, pairs: score(best, pairs[-1][0], test)},
        "You fitted on the outer test rows and judged on the train rows.":
            {"report": lambda score, best, train, test, value, pairs: score(best, test, train)},
        "You judged on the rows the winner was fitted to.":
            {"report": lambda score, best, train, test, value, pairs: score(best, train, train)},
        "Those are the candidates that were chosen. What each of them scores on the outer test rows is asked.":
            {"report": lambda score, best, train, test, value, pairs: best},
    }) | {
        "One candidate was chosen for all, by its mean over the outer folds, and reported with the same folds. That is "
        "`best_score_` under another name.": _with_one(lambda outer, split: outer),
        "One candidate was chosen for all, by the inner folds of all rows. Choose anew in each outer fold: on which rows?":
            _with_one(lambda outer, split: split(np.concatenate(outer[0]))),
        "One candidate was chosen for all outer folds. Each fold makes its own choice, on its own train rows.":
            _with_one(lambda outer, split: [pair for train, _ in outer for pair in split(train)]),
        "The best score of an earlier outer fold still counts in the next one. Where does each search start?":
            _best_carried_over,
        "Nothing was chosen: that is the mean score of all candidates on each outer test part.":
            lambda score, candidates, outer, split: [np.mean([score(c, *pair) for c in candidates]) for pair in outer],
    },
)


read_the_folds = choice_exercise(
    title="Read the folds",
    points=1,
    right={"A": "dated", "B": "neither", "C": "grouped", "D": "neither"},
    tempting={
        ("A", "grouped"): "A: keeping patients whole changes next to nothing. Which of the three splits does?",
        ("A", "neither"): "A: one of the three means is far below the other two. What did that split take away?",
        ("B", "grouped"): "B: compare the three means, not two single folds. Does keeping patients whole cost anything?",
        ("B", "dated"): "B: its scores are low under every split. A low score is not a leak: what would a leak change?",
        ("C", "dated"): "C: the past alone costs a little, as early folds learn from few visits. Another split costs it far more: what does that one take away?",
        ("C", "neither"): "C: one of the three means is far below the other two. What did that split take away?",
        ("D", "dated"): "D: the past alone scores a little lower, but look at the size of the loss, and at how few rows the first forward folds learn from.",
        ("D", "grouped"): "D: keeping patients whole costs next to nothing here.",
    },
)

choose_the_split = choice_exercise(
    title="Choose the split",
    points=2,
    right={"A": "stratified", "B": "grouped", "C": "forward", "D": "forward", "E": "shuffled", "F": "none"},
    tempting={
        ("A", "shuffled"): "A: 12 ill among 240. How likely is it that five shuffled folds get 2 or 3 of them each?",
        ("A", "grouped"): "A: with one biopsy a patient, each group has one row: keeping groups whole changes nothing.",
        ("A", "forward"): "A: the facts say that the days do not matter. What is scarce here?",
        ("A", "none"): "A: 12 ill patients are few, and the score will be rough, but it can be had.",
        ("B", "shuffled"): "B: every patient would be on both sides. Whom will the model meet at work?",
        ("B", "stratified"): "B: balance does not keep a patient's 15 recordings together. Whom will the model meet at work?",
        ("B", "forward"): "B: later recordings of the same patients would judge. Whom will the model meet at work?",
        ("B", "none"): "B: there are 60 patients, so some can be kept aside whole.",
        ("C", "shuffled"): "C: tomorrow and yesterday of each test day would train, and their targets overlap with its own.",
        ("C", "stratified"): "C: the target is a number, and its days overlap. What does the hospital know on the day of a forecast?",
        ("C", "grouped"): "C: whole weeks kept aside still have later weeks in train. What is known on the day of a forecast?",
        ("C", "none"): "C: three years of days hold many forecasts that can be judged afterwards.",
        ("D", "grouped"): "D: that asks how it does on new patients. Which patients, and which recordings, will it meet?",
        ("D", "shuffled"): "D: recordings made after the test recording would train. Will they exist then?",
        ("D", "stratified"): "D: recordings made after the test recording would train. Will they exist then?",
        ("D", "none"): "D: the later recordings of these patients are in the data.",
        ("E", "stratified"): "E: the target is a number, and there is no class to balance.",
        ("E", "grouped"): "E: one sample a donor: each group has one row, so nothing is kept together by it.",
        ("E", "forward"): "E: one week, in a drawn order, from a process that stands still: time says nothing here, and early folds would learn from few rows.",
        ("E", "none"): "E: what could prevent it? Rows are independent, many, and like those to come.",
        ("F", "stratified"): "F: each fold would hold both classes, and a model that recognises the hospital would score 1. What does that say about the third hospital?",
        ("F", "shuffled"): "F: a model that recognises the hospital would score 1. What does that say about the third one?",
        ("F", "grouped"): "F: with hospital 1 kept aside, whole, what is left to learn the ill from?",
        ("F", "forward"): "F: the dates do not part the hospital from the label. Which split could?",
    },
)
