"""Exercises of the lesson on cross-validation."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, PredefinedSplit, StratifiedKFold, TimeSeriesSplit, cross_val_score
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline

from firsthand.judging.exercise import Exercise, choice_exercise


def _unrolled(answer, *case):
    """Ask for splits: a generator, as scikit-learn's splitters return, counts as the list of what it yields."""
    value = answer(*case)
    return list(value) if hasattr(value, "__next__") else value


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_row_list(value):
    return isinstance(value, list) and all(map(_is_number, value))


def _is_pair(value):
    return isinstance(value, list) and len(value) == 2 and all(map(_is_row_list, value))


_KFOLD = {
    "form": "Asked is a list of pairs, (train, test), and each of the two is a list or an array of row numbers.",
    "numbers": "That is one fold number for each row. Here each fold is asked as a pair of row numbers: train, then test.",
    "folds only": "Those are the test folds alone. Each of them needs its train rows beside it, as a pair.",
    "one pair": "Only one pair came back. Look at the indentation of `return`: how many folds does your loop finish?",
    "masks": "Those are masks of True and False. Asked are the row numbers where they are True.",
    "range": "Some of your numbers are no row: rows are counted from 0 to n - 1.",
    "count": "The number of pairs is not k. What happens to the rows left over when k does not divide n?",
    "swapped": "Train and test have changed places: the large part trains, and it comes first in the pair.",
    "overlap": "A row stands in train and in test of one pair, so the model is asked what it has been told.",
    "twice": "Some row is tested in more than one fold. Drawing each test part anew does that: draw one order, then cut it.",
    "untested": "Some row is in no test part. Each row is tested once, the left-over ones too.",
    "past": "Train holds the rows before the test part alone. Here order has no meaning: which rows may train as well?",
    "train": "Train lacks rows, or repeats some: it is every row that is not in the test part, once.",
    "sizes": "The test parts differ by more than one row. How can the left-over rows be shared out, one a fold?",
}


def _accept_kfold(pairs, n, k):
    if pairs is None:
        return False
    fault = _kfold_form(pairs, n, k) or _kfold_fault(pairs, n, k)
    return _KFOLD[fault] if fault else True


def _kfold_form(pairs, n, k):
    if not isinstance(pairs, list):
        return "form"
    if len(pairs) == n and _is_row_list(pairs):
        return "numbers"
    if any(isinstance(item, bool) for pair in pairs for part in _items(pair) for item in _items(part)):
        return "masks"
    if all(map(_is_row_list, pairs)):
        whole = sorted(row for part in pairs for row in part) == list(range(n))
        return {2: "one pair", k: "folds only"}.get(len(pairs), "form") if whole else "form"
    return None if all(map(_is_pair, pairs)) else "form"


def _items(value):
    return value if isinstance(value, list) else [value]


def _kfold_fault(pairs, n, k):
    every, tested = set(range(n)), [row for _, test in pairs for row in test]
    if any(row not in every for pair in pairs for part in pair for row in part):
        return "range"
    if len(pairs) == 1:
        return "one pair"
    if len(pairs) != k:
        return "count"
    if k > 2 and _tested_once(n, [(test, train) for train, test in pairs]):
        return "swapped"
    if any(set(train) & set(test) for train, test in pairs):
        return "overlap"
    if len(tested) > len(set(tested)):
        return "twice"
    if set(tested) != every:
        return "untested"
    if any(sorted(train) != sorted(every - set(test)) for train, test in pairs):
        return "past" if all(max(train, default=-1) < min(test) for train, test in pairs) else "train"
    sizes = [len(test) for _, test in pairs]
    return "sizes" if max(sizes) - min(sizes) > 1 else None


def _tested_once(n, pairs):
    """Say whether the tests part the rows, and train is always the rest."""
    every = list(range(n))
    return sorted(row for _, test in pairs for row in test) == every and all(
        sorted([*train, *test]) == every for train, test in pairs
    )


def _with_rest(n, tests):
    return [(np.setdiff1d(np.arange(n), test), test) for test in tests]


def _blocks(n, size, count):
    return [np.arange(n)[i * size : (i + 1) * size] for i in range(count)]


def _rest_in_last(n, k):
    return [*_blocks(n, n // k, k)[:-1], np.arange(n)[(k - 1) * (n // k) :]]


def _rest_as_extra(n, k):
    return [fold for fold in _blocks(n, n // k, k + 1) if len(fold)]


def _drawn_anew(n, k):
    return [np.random.default_rng(i).permutation(n)[: -(-n // k)] for i in range(k)]


def _masks(n, k):
    return [(~np.isin(np.arange(n), test), np.isin(np.arange(n), test)) for test in np.array_split(np.arange(n), k)]


kfold = Exercise(
    title="Every row tested once",
    points=2,
    expected=lambda n, k: list(KFold(k).split(np.zeros(n))),
    cases=lambda rng: [(7, 3), (6, 3), (11, 4), (5, 5), (8, 2), (9, 2), (int(rng.integers(30, 60)), 7), (53, 10)],
    ask=_unrolled,
    accepts=_accept_kfold,
    mistakes={
        _KFOLD["form"]: lambda n, k: [{"train": train, "test": test} for train, test in KFold(k).split(np.zeros(n))],
        _KFOLD["numbers"]: lambda n, k: np.arange(n) % k,
        _KFOLD["folds only"]: lambda n, k: np.array_split(np.arange(n), k),
        _KFOLD["one pair"]: lambda n, k: next(KFold(k).split(np.zeros(n))),
        _KFOLD["masks"]: _masks,
        _KFOLD["range"]: lambda n, k: [(train + 1, test + 1) for train, test in KFold(k).split(np.zeros(n))],
        _KFOLD["count"]: lambda n, k: _with_rest(n, _rest_as_extra(n, k)),
        _KFOLD["swapped"]: lambda n, k: [(test, train) for train, test in KFold(k).split(np.zeros(n))],
        _KFOLD["overlap"]: lambda n, k: [(np.arange(n), test) for test in np.array_split(np.arange(n), k)],
        _KFOLD["twice"]: lambda n, k: _with_rest(n, _drawn_anew(n, k)),
        _KFOLD["untested"]: lambda n, k: _with_rest(n, _blocks(n, n // k, k)),
        _KFOLD["past"]: lambda n, k: [(np.arange(test[0]), test) for test in np.array_split(np.arange(n), k)],
        _KFOLD["train"]: lambda n, k: [(train[:-1], test) for train, test in KFold(k).split(np.zeros(n))],
        _KFOLD["sizes"]: lambda n, k: _with_rest(n, _rest_in_last(n, k)),
    },
)


def _lines_with_folds(rng):
    example = (np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 4.0, 8.0, 9.0]), np.array([1, 0, 0, 1, 0]))
    return [example, *(_one_line(rng, n, k) for n, k in ((9, 3), (14, 4)))]


def _one_line(rng, n, k):
    folds = rng.permutation(np.r_[np.arange(k), np.arange(k), rng.integers(0, k - 1, n - 2 * k)])
    x = rng.uniform(1, 9, n)
    return x, 3 * x + 12 + rng.normal(0, 4, n), folds


def _fold_errors(measure=lambda e: np.mean(e**2), fit=None, judge=None):
    """Make an answer in (x, y, folds): `fit` and `judge` turn the mask of the test rows into the rows of each part."""
    fit, judge = fit or np.logical_not, judge or (lambda test: test)

    def errors(x, y, folds):
        masks = [folds == fold for fold in range(max(folds) + 1)]
        lines = [np.polyfit(x[fit(test)], y[fit(test)], 1) for test in masks]
        parts = [judge(test) for test in masks]
        return [measure(np.polyval(line, x[part]) - y[part]) for line, part in zip(lines, parts, strict=True)]

    return errors


def _without_intercept(x, y, folds):
    masks = [folds == fold for fold in range(max(folds) + 1)]
    slopes = [x[~test] @ y[~test] / (x[~test] @ x[~test]) for test in masks]
    return [np.mean((w * x[test] - y[test]) ** 2) for w, test in zip(slopes, masks, strict=True)]


def _centred_on_all(x, y, folds):
    return np.add(_without_intercept(x - x.mean(), y - y.mean(), folds), 0)


def _line_errors(x, y, folds):
    return -cross_val_score(
        LinearRegression(), x[:, None], y, cv=PredefinedSplit(folds), scoring="neg_mean_squared_error"
    )


cross_validate_line = Exercise(
    title="The errors of the folds",
    points=2,
    expected=_line_errors,
    cases=_lines_with_folds,
    ask=_unrolled,
    mistakes={
        "You fitted one line to all rows, so every test row has taught the line it is judged by. Fit anew for each "
        "fold, on which rows?": _fold_errors(fit=np.ones_like),
        "You judged each line on the rows it was fitted to. Which rows has it not seen?": _fold_errors(
            judge=np.logical_not
        ),
        "You fitted on the fold and judged on the others. Which part is the large one?": _fold_errors(
            fit=lambda test: test, judge=np.logical_not
        ),
        "You fitted on the fold and judged on the same fold.": _fold_errors(fit=lambda test: test),
        "You judged each line on all rows, the ones it was fitted to among them.": _fold_errors(judge=np.ones_like),
        "You summed the squared errors of a fold. The folds differ in size: take the mean over its rows.": _fold_errors(
            lambda e: np.sum(e**2)
        ),
        "You took the root of each error. The mean of the squares is asked.": _fold_errors(
            lambda e: np.sqrt(np.mean(e**2))
        ),
        "You took the mean of the absolute errors. Squared ones are asked.": _fold_errors(lambda e: np.mean(np.abs(e))),
        "You took the variance of the errors, which forgives a line that is off by a constant.": _fold_errors(np.var),
        "You averaged the errors, then squared: errors of both signs cancel. Square row by row first.": _fold_errors(
            lambda e: np.mean(e) ** 2
        ),
        "You kept the minus of scikit-learn's `neg_mean_squared_error`. An error is not below 0.": _fold_errors(
            lambda e: -np.mean(e**2)
        ),
        "One number came back: the mean over the folds. The error of each fold is asked.": lambda x, y, folds: np.mean(
            _fold_errors()(x, y, folds)
        ),
        "Your line has no intercept: it is forced through the origin.": _without_intercept,
        "You centred x and y with the means of all rows, so the test rows have already spoken. Which rows may give a "
        "mean?": _centred_on_all,
        "Your folds come in the order in which they first appear. Fold 0 comes first.": lambda x, y, folds: (
            [_fold_errors()(x, y, folds)[fold] for fold in dict.fromkeys(folds.tolist())]
        ),
        "You cut folds of your own. Use the ones handed in: `folds` says where each row belongs.": lambda x, y, folds: (
            _fold_errors()(x, y, np.sort(np.arange(len(x)) % (max(folds) + 1)))
        ),
        "Those are R² values. Each fold's mean squared error is asked.": lambda x, y, folds: [
            1 - error / np.var(y[folds == fold]) for fold, error in enumerate(_fold_errors()(x, y, folds))
        ],
        "One line for all rows, judged on all rows: that number says nothing of rows it has not seen.": _fold_errors(
            fit=np.ones_like, judge=np.ones_like
        ),
        "You averaged the errors with their signs, so they cancel. Squared ones are asked.": _fold_errors(np.mean),
        "You divided each fold's sum by the number of all rows. Over which rows is the mean taken?": lambda x, y, folds: (
            np.divide(_fold_errors(lambda e: np.sum(e**2))(x, y, folds), len(x))
        ),
    },
)


def _regressions(rng):
    example = (np.array([[0.0], [1.0], [2.0], [5.0]]), np.array([1.0, 2.0, 6.0, 3.0]))
    return [example, *(_one_regression(rng, n, d) for n, d in ((3, 1), (8, 2), (15, 4), (24, 3)))]


def _one_regression(rng, n, d):
    X = rng.normal(2, 3, (n, d))
    return X, X @ rng.normal(0, 2, d) + 20 + rng.normal(0, 3, n)


def _line_without(row, X, y):
    A = np.column_stack([np.ones(len(y)), X])
    return np.linalg.lstsq(np.delete(A, row, axis=0), np.delete(y, row), rcond=None)[0]


def _by_leverage(answer):
    """Make an answer in (X, y) from one in the residuals e and the leverages h of one fit with an intercept."""

    def errors(X, y):
        A = np.column_stack([np.ones(len(y)), X])
        hat = A @ np.linalg.pinv(A)
        return answer(hat @ y - y, np.diag(hat), A.shape[1])

    return errors


def _no_ones(X, y):
    hat = X @ np.linalg.pinv(X)
    return (hat @ y - y) / (1 - np.diag(hat))


leave_one_out = Exercise(
    title="Leave one out, from one fit",
    points=2,
    expected=lambda X, y: [_line_without(i, X, y) @ [1, *X[i]] - y[i] for i in range(len(y))],
    cases=_regressions,
    ask=_unrolled,
    mistakes={
        "Those are the residuals of the one fit: each row has helped to fit its own prediction. How much of it came "
        "from the row itself?": _by_leverage(lambda e, h, d: e),
        "You divided by the leverage. A row that has no say at all should keep its residual: what do you divide by "
        "then?": _by_leverage(lambda e, h, d: e / h),
        "You multiplied where the error of a left-out row should grow: it is larger than its residual.": _by_leverage(
            lambda e, h, d: e * (1 - h)
        ),
        "Those are residuals put on one spread, as for plots of outliers. There the divisor has a root; here?": (
            _by_leverage(lambda e, h, d: e / np.sqrt(1 - h))
        ),
        "Your divisor is squared. It belongs to the squared error; the errors themselves are asked.": _by_leverage(
            lambda e, h, d: e / (1 - h) ** 2
        ),
        "You gave every row the average leverage (generalised cross-validation). Each row has one of its own.": (
            _by_leverage(lambda e, h, d: e / (1 - h.mean()))
        ),
        "Every sign is turned: the errors asked for are prediction minus y.": _by_leverage(
            lambda e, h, d: -e / (1 - h)
        ),
        "You squared the errors. The errors themselves are asked, with their sign.": _by_leverage(
            lambda e, h, d: (e / (1 - h)) ** 2
        ),
        "Those are squared errors below 0, as scikit-learn's `neg_mean_squared_error` gives them. The errors themselves "
        "are asked.": _by_leverage(lambda e, h, d: -((e / (1 - h)) ** 2)),
        "You took absolute values. The sign is asked too: prediction minus y.": _by_leverage(
            lambda e, h, d: np.abs(e / (1 - h))
        ),
        "One number came back, the mean of the squares. The n errors are asked.": _by_leverage(
            lambda e, h, d: np.mean((e / (1 - h)) ** 2)
        ),
        "Your fit has no intercept: which column is missing from X when you build the hat matrix?": _no_ones,
        "You fitted with an intercept, but the leverages are those of X without the column of ones.": lambda X, y: (
            _by_leverage(lambda e, h, d: e)(X, y) / (1 - np.diag(X @ np.linalg.pinv(X)))
        ),
        "Those are the predictions for the left-out rows. Their errors are asked: prediction minus y.": lambda X, y: (
            y + _by_leverage(lambda e, h, d: e / (1 - h))(X, y)
        ),
    },
)


_STRATIFIED = {
    "pairs": "Asked is one fold number for each row, a flat list, not the row numbers of each fold.",
    "length": "Asked is one fold number for each row of y; the number of your fold numbers is another.",
    "from one": "You count folds from 1. Here they are 0 to k - 1.",
    "range": "Some of your numbers are no fold: folds are whole numbers from 0 to k - 1.",
    "in turn": "You dealt the fold numbers out row by row, whatever the class. If a class stands in every k-th row, all "
    "of it lands in one fold. What must you deal out one at a time? (If you dealt to sorted rows: bring the numbers back.)",
    "one fold": "Every row has the same fold number, so there is nothing left to train on.",
    "blocks": "You cut the rows into blocks as they stand, and never looked at the classes.",
    "class": "Each of your folds holds one class: that is the opposite of stratified. A test fold needs all of them.",
    "sorted": "The counts are right for the rows sorted by class, not in the order of y. Put each number where its row is.",
    "left-over": "The rows of a class that are left over all land in the last fold. Share them out, one a fold.",
    "forgotten": "One whole class is in fold 0, and the others are spread. Does your loop reach every class in y?",
    "unbalanced": "In some class, two folds differ by more than one row. A shuffle alone leaves that to luck.",
}


def _fold_numbers_fault(folds, n, k):
    if not isinstance(folds, list) or any(isinstance(fold, list) for fold in folds):
        return "pairs"
    if len(folds) != n:
        return "length"
    if set(folds) <= set(range(1, k + 1)) and k in folds:
        return "from one"
    return None if set(folds) <= set(range(k)) else "range"


def _class_counts(folds, y, k):
    return [
        [sum(f == fold and c == label for f, c in zip(folds, y, strict=True)) for fold in range(k)]
        for label in _kinds(y)
    ]


def _kinds(y):
    return sorted(set(y.tolist()))


def _within_one(counts):
    return all(max(row) - min(row) <= 1 for row in counts)


def _accept_stratified(folds, y, k):
    if folds is None:
        return False
    fault = _fold_numbers_fault(folds, len(y), k) or _balance_fault(folds, y, k)
    return _STRATIFIED.get(fault, False) if fault else True


def _balance_fault(folds, y, k):
    counts = _class_counts(folds, y, k)
    bad = [row for row in counts if max(row) - min(row) > 1]
    if not bad:
        return None
    if len(set(folds)) == 1:
        return "one fold"
    if folds == [i % k for i in range(len(y))]:
        return "in turn"
    if folds == sorted(folds):
        return "blocks"
    if len(y) <= 20:
        return "too few rows to tell"
    if all(sum(1 for n in row if n) == 1 for row in counts):
        return "class"
    if _within_one(_class_counts(folds, np.sort(y), k)):
        return "sorted"
    if all(len(set(row[:-1])) == 1 and row[-1] > row[0] for row in bad):
        return "left-over"
    return "forgotten" if len(bad) == 1 and not any(bad[0][1:]) else "unbalanced"


def _labels(rng):
    example = np.array(["well", "ill", "well", "well", "ill", "well", "well", "ill"])
    every_third = np.where(np.arange(28) % 3 == 0, "ill", "well")
    rare = rng.permutation(np.repeat([0, 1], [36, 3]))
    grades = rng.permutation(np.repeat([5, 2, 9], [rng.integers(18, 25), 11, 7]))
    three = rng.permutation(np.repeat(["a", "b", "c"], [13, 14, 8]))
    return [(example, 2), (every_third, 3), (rare, 5), (grades, 4), (three, 3)]


def _dealt(y, k, kinds=None, deal=lambda size, k: np.arange(size) % k):
    folds = np.zeros(len(y), int)
    for label in _kinds(y)[:kinds]:
        folds[y == label] = deal(np.sum(y == label), k)
    return folds


stratified_folds = Exercise(
    title="Every class in every fold",
    points=2,
    expected=lambda y, k: _dealt(y, k),
    cases=_labels,
    ask=_unrolled,
    accepts=_accept_stratified,
    mistakes={
        _STRATIFIED["pairs"]: lambda y, k: [np.flatnonzero(_dealt(y, k) == fold) for fold in range(k)],
        _STRATIFIED["length"]: lambda y, k: _dealt(y, k)[:-1],
        _STRATIFIED["from one"]: lambda y, k: _dealt(y, k) + 1,
        _STRATIFIED["range"]: lambda y, k: _dealt(y, k, deal=lambda size, k: np.arange(size)),
        _STRATIFIED["in turn"]: lambda y, k: np.arange(len(y)) % k,
        _STRATIFIED["one fold"]: lambda y, k: np.zeros(len(y), int),
        _STRATIFIED["blocks"]: lambda y, k: np.arange(len(y)) * k // len(y),
        _STRATIFIED["class"]: lambda y, k: np.unique(y, return_inverse=True)[1] % k,
        _STRATIFIED["sorted"]: lambda y, k: np.concatenate([np.arange(np.sum(y == label)) % k for label in _kinds(y)]),
        _STRATIFIED["left-over"]: lambda y, k: _dealt(
            y, k, deal=lambda size, k: np.minimum(np.arange(size) // max(size // k, 1), k - 1)
        ),
        _STRATIFIED["forgotten"]: lambda y, k: _dealt(y, k, kinds=2) if len(_kinds(y)) > 2 else _dealt(y, k),
        _STRATIFIED["unbalanced"]: lambda y, k: np.random.default_rng(1).permutation(np.arange(len(y)) % k),
    },
)


_GROUPS = {
    "pairs": _STRATIFIED["pairs"].replace("each fold.", "each fold, nor the groups in it."),
    "length": "Asked is one fold number for each row; the number of your fold numbers is another. One for each group?",
    "from one": "You count folds from 1, and here they are 0 to k - 1.",
    "range": "Some of your numbers are no fold. With a fold for each group there are more than k of them.",
    "in turn": "You dealt the rows out one by one, so a patient's rows are in several folds. Deal out whole patients.",
    "blocks": "You cut the rows into blocks as they stand. A patient whose rows lie apart, or across a cut, is on both "
    "sides.",
    "split": "Some group has rows in two folds. Are the rows of a group always neighbours, and are your numbers in the "
    "order of the rows?",
    "empty": "Some fold is empty: its test part would have no rows.",
    "sizes": "No group is split, but the folds are too unequal: the largest and the smallest differ by more rows than the "
    "largest group has. Groups differ in size: which fold should the next one join?",
}


def _accept_groups(folds, groups, k):
    if folds is None:
        return False
    fault = _fold_numbers_fault(folds, len(groups), k) or _group_fault(folds, groups, k)
    return _GROUPS[fault] if fault else True


def _group_fault(folds, groups, k):
    homes: dict = {}
    for fold, group in zip(folds, groups.tolist(), strict=True):
        homes.setdefault(group, set()).add(fold)
    if any(len(home) > 1 for home in homes.values()):
        if folds == [i % k for i in range(len(folds))]:
            return "in turn"
        return "blocks" if folds == sorted(folds) else "split"
    sizes = [folds.count(fold) for fold in range(k)]
    if 0 in sizes:
        return "empty"
    largest = max(np.unique(groups, return_counts=True)[1])
    return "sizes" if max(sizes) - min(sizes) > largest else None


def _patients(rng):
    def rows(names, sizes):
        return rng.permutation(np.repeat(names, sizes))

    example = np.array(["eva", "bo", "eva", "ada", "bo", "eva", "cy"])
    heavy_first = rows(["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"], [10, 9, 8, 1, 1, 1, 2, 1, 1])
    every_third = rows(np.arange(9) * 7 + 100, [9, 1, 1, 8, 1, 1, 7, 1, 1])
    names = np.array([f"P{i:02}" for i in rng.permutation(60)[:14]])
    return [(example, 2), (heavy_first, 3), (every_third, 3), (rows(names, rng.integers(1, 9, 14)), 5)]


def _greedy(groups, k):
    names, where, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    home, load = np.zeros(len(names), int), np.zeros(k)
    for group in np.argsort(-sizes, kind="stable"):
        home[group] = np.argmin(load)
        load[home[group]] += sizes[group]
    return home[where]


def _group_numbers(groups):
    return np.unique(groups, return_inverse=True)[1]


group_folds = Exercise(
    title="No patient on both sides",
    points=2,
    expected=_greedy,
    cases=_patients,
    ask=_unrolled,
    accepts=_accept_groups,
    mistakes={
        _GROUPS["pairs"]: lambda groups, k: [np.flatnonzero(_greedy(groups, k) == fold) for fold in range(k)],
        _GROUPS["length"]: lambda groups, k: np.arange(len(np.unique(groups))) % k,
        _GROUPS["from one"]: lambda groups, k: _greedy(groups, k) + 1,
        _GROUPS["range"]: lambda groups, k: _group_numbers(groups),
        _GROUPS["in turn"]: lambda groups, k: np.arange(len(groups)) % k,
        _GROUPS["blocks"]: lambda groups, k: np.arange(len(groups)) * k // len(groups),
        _GROUPS["split"]: lambda groups, k: _greedy(np.sort(groups), k),
        _GROUPS["empty"]: lambda groups, k: np.zeros(len(groups), int),
        _GROUPS["sizes"]: lambda groups, k: _group_numbers(groups) % k,
    },
)


def _forward_cases(rng):
    example = (10, 2, 2, 1)
    drawn = [(int(rng.integers(30, 50)), 4, 3, 5), (int(rng.integers(60, 80)), 3, 9, 2)]
    return [example, (20, 3, 4, 0), *drawn, (13, 2, 3, 2), (40, 5, 1, 7)]


def _forward(train=None, test=None, starts=None):
    """Make an answer in (n, splits, size, gap) that is right but for the part handed in."""
    train = train or (lambda start, n, size, gap: range(start - gap))
    test = test or (lambda start, n, size, gap: range(start, start + size))
    starts = starts or (lambda n, splits, size, gap: range(n - splits * size, n, size))
    return lambda n, splits, size, gap: [
        (list(train(start, n, size, gap)), list(test(start, n, size, gap))) for start in starts(n, splits, size, gap)
    ]


def _the_future_too(start, n, size, gap):
    return [*range(start - gap), *range(start + size + gap, n)]


_NO_PAIRS = "Asked is a list of pairs, (train, test), one for each test part, and both are lists of row numbers."
_NO_ROW = "Some of your numbers are no row: rows are counted from 0 to n - 1."

_FORWARD = {
    _NO_PAIRS: lambda *case: list(zip(*_forward()(*case), strict=True)),
    _NO_ROW: lambda *case: [
        ([row + 1 for row in train], [row + 1 for row in test]) for train, test in _forward()(*case)
    ],
    "Your test parts have one row each. What is `size` for?": _forward(test=lambda start, n, size, gap: [start]),
    "There is no gap: train runs right up to the test part. Which rows is the gap taken from?": _forward(
        train=lambda start, n, size, gap: range(start)
    ),
    "Your gap is one row too short. How many rows lie between the last one of train and the first of test?": _forward(
        train=lambda start, n, size, gap: range(start - max(gap - 1, 0))
    ),
    "Your gap is one row too long. How many rows lie between the last one of train and the first of test?": _forward(
        train=lambda start, n, size, gap: range(start - gap - 1)
    ),
    "You took the gap from the test part, which loses its first rows. Train is the one that gives way.": _forward(
        train=lambda start, n, size, gap: range(start),
        test=lambda start, n, size, gap: range(start + gap, start + size),
    ),
    "Train holds rows that come after the test part. On the day of the forecast they do not exist.": _forward(
        train=_the_future_too
    ),
    "Train is a window as long as the test part. Here it keeps everything from row 0.": _forward(
        train=lambda start, n, size, gap: range(max(start - gap - size, 0), start - gap)
    ),
    "The splits run backwards: the earliest test part comes first.": lambda n, splits, size, gap: _forward()(
        n, splits, size, gap
    )[::-1],
    "Train and test have changed places: train comes first in the pair.": lambda n, splits, size, gap: [
        (test, train) for train, test in _forward()(n, splits, size, gap)
    ],
    "Your test parts do not have `size` rows: they share out all rows evenly. What is `size` for?": (
        lambda n, splits, size, gap: list(TimeSeriesSplit(splits, gap=gap).split(np.zeros(n)))
    ),
    "Your test parts start as early as they can, so the latest rows are never tested. Where does the last one end?": (
        _forward(starts=lambda n, splits, size, gap: range(size + gap, size + gap + splits * size, size))
    ),
    "That is one split too many; it starts before the first one asked for.": _forward(
        starts=lambda n, splits, size, gap: range(n - (splits + 1) * size, n, size)
    ),
    "The last test part is missing: it ends with row n - 1.": lambda n, splits, size, gap: _forward()(
        n, splits, size, gap
    )[:-1],
    "The gap moves the test parts, too: the last one has to end with row n - 1.": _forward(
        starts=lambda n, splits, size, gap: range(n - splits * size - gap, n - gap, size)
    ),
    "With a gap of 0 your train part is empty. What does a slice that ends at -gap hold when gap is 0?": _forward(
        train=lambda start, n, size, gap: range(start)[:-gap]
    ),
    "Those are ordinary folds: rows after the test part train as well, and `size` and `gap` are not used.": (
        lambda n, splits, size, gap: list(KFold(splits).split(np.zeros(n)))
    ),
    "Only one pair came back. Look at the indentation of `return`: how many splits does your loop finish?": (
        lambda n, splits, size, gap: _forward()(n, splits, size, gap)[0]
    ),
    "The list has one pair, that of the earliest test part. Look at the indentation of `return`.": (
        lambda n, splits, size, gap: _forward()(n, splits, size, gap)[:1]
    ),
    "The list has one pair, that of the latest test part. What is `n_splits` for?": (
        lambda n, splits, size, gap: _forward()(n, splits, size, gap)[-1:]
    ),
    "Your test parts start one row early, so row n - 1 is never tested.": _forward(
        starts=lambda n, splits, size, gap: range(n - 1 - splits * size, n - 1, size)
    ),
    "Your test parts are one row too long, and overlap. Where does a range end that starts at `start`?": _forward(
        test=lambda start, n, size, gap: range(start, min(start + size + 1, n))
    ),
    "Your test parts are one row too short. Where does a range end that starts at `start`?": _forward(
        test=lambda start, n, size, gap: range(start, start + size - 1)
    ),
    "Row 0 is missing from train: rows are counted from 0.": _forward(
        train=lambda start, n, size, gap: range(1, start - gap)
    ),
    "There is a gap between the test parts, too. They follow each other without a space.": _forward(
        starts=lambda n, splits, size, gap: [n - size - i * (size + gap) for i in range(splits)][::-1],
        train=lambda start, n, size, gap: range(max(start - gap, 0)),
    ),
    "Train stays the same in every split. Which rows may teach the later ones?": lambda n, splits, size, gap: [
        (list(range(n - splits * size - gap)), test) for _, test in _forward()(n, splits, size, gap)
    ],
    "Those are the test parts alone. Each of them needs its train rows in front of it, as a pair.": (
        lambda n, splits, size, gap: [test for _, test in _forward()(n, splits, size, gap)]
    ),
}


def _accept_forward(splits, n, n_splits, size, gap):
    """Compare one case with the right splits and with each known mistake; where several fit, leave it to other cases."""
    case = (n, n_splits, size, gap)
    if _sorted_rows(splits) == _sorted_rows(_forward()(*case)):
        return True
    fits = [said for said, wrong in _FORWARD.items() if _sorted_rows(wrong(*case)) == _sorted_rows(splits)]
    if len(fits) == 1:
        return fits[0]
    return not fits and splits is not None and _forward_form(splits, n)


def _forward_form(splits, n):
    """Return the sentence on splits that cannot be looked into, or False."""
    if not isinstance(splits, list) or not all(map(_is_pair, splits)):
        return _NO_PAIRS
    return _NO_ROW if any(row not in range(n) for pair in splits for part in pair for row in part) else False


def _sorted_rows(splits):
    """Splits as plain lists, the rows of each part in rising order."""
    if hasattr(splits, "tolist"):
        splits = splits.tolist()
    if not isinstance(splits, list | tuple):
        return splits
    if all(map(_is_number, splits)):
        return sorted(splits)
    return [_sorted_rows(part) for part in splits]


forward_splits = Exercise(
    title="Only the past may teach",
    points=2,
    expected=lambda n, splits, size, gap: list(TimeSeriesSplit(splits, test_size=size, gap=gap).split(np.zeros(n))),
    cases=_forward_cases,
    ask=_unrolled,
    accepts=_accept_forward,
    mistakes=_FORWARD,
)


class _Ledger:
    """Knows every row by its values, through all the steps it passes, and notes what each step was fitted on."""

    def __init__(self, X):
        self.fits, self._numbers = {}, {}
        self._learn_names(range(len(X)), X)

    def __deepcopy__(self, memo):
        return self  # a step that scikit-learn clones keeps writing here

    def _learn_names(self, numbers, X):
        self._numbers.update(zip(_row_names(X), numbers, strict=True))

    def numbers(self, X):
        return [self._numbers.get(name, -1) for name in _row_names(X)]

    def note_fit(self, name, X):
        noted = (tuple(sorted(self.numbers(X))), X.shape[1], int(np.isnan(X).sum()))
        self.fits.setdefault(name, set()).add(noted)

    def note_step(self, X, out):
        self._learn_names(self.numbers(X), out)


def _row_names(X):
    """Make a name of each row's values, the same in single and in double precision."""
    return [row.tobytes() for row in np.ascontiguousarray(X, dtype=np.float32)]


class SpyStep(TransformerMixin, BaseEstimator):
    """A preprocessing step, `learn(X, y)` then `apply(X, learned)`, that notes which rows it is fitted on."""

    def __init__(self, name, learn, apply, ledger):
        self.name, self.learn, self.apply, self.ledger = name, learn, apply, ledger

    def fit(self, X, y=None):
        """Learn from the rows of X and note which they are."""
        X = np.asarray(X, dtype=float)
        self.ledger.note_fit(self.name, X)
        self.learned_ = self.learn(X, None if y is None else np.asarray(y))
        return self

    def transform(self, X):
        """Pass X through the fitted step."""
        X = np.asarray(X, dtype=float)
        out = self.apply(X, self.learned_)
        self.ledger.note_step(X, out)
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


def _separation(X, y):
    """How far apart the means of class 0 and 1 lie in each column, in standard deviations: ranks columns as F does."""
    zero, one = X[y == 0], X[y == 1]
    within = (len(zero) * zero.var(axis=0) + len(one) * one.var(axis=0)) / len(X)
    return np.abs(one.mean(axis=0) - zero.mean(axis=0)) / np.sqrt(within)


def _best_columns(X, y, keep):
    return np.sort(np.argsort(_separation(X, y), kind="stable")[::-1][:keep])


_STEPS = {
    "fill": (lambda X, y: np.nanmean(X, axis=0), lambda X, means: np.where(np.isnan(X), means, X)),
    "select": (lambda X, y: _best_columns(X, y, 3), lambda X, columns: X[:, columns]),
    "scale": (lambda X, y: (X.mean(axis=0), X.std(axis=0)), lambda X, scale: (X - scale[0]) / scale[1]),
}


def _watched(answer, X, y, folds):
    """Ask for the scores with steps that are watched; return them with what each step was fitted on."""
    ledger = _Ledger(X)
    spies = [SpyStep(name, learn, apply, ledger) for name, (learn, apply) in _STEPS.items()]
    scores = _unrolled(answer, X, y, folds, *spies, NearestMean())
    if scores is None:
        return None
    return {"scores": scores, **{name: sorted(ledger.fits.get(name, ())) for name in _STEPS}}


def _leaky_tables(rng):
    return [_leaky_table(np.random.default_rng(0), 12, 3), _leaky_table(rng, 17, 3)]


def _leaky_table(rng, n, k):
    y, fold = rng.permutation(np.arange(n) % 2), np.empty(n, int)
    X = rng.normal(5, 2, (n, 6))
    X[:, 0] += 2 * y
    X[rng.permutation(n)[: n // 3], rng.integers(1, 6)] = np.nan
    fold[np.argsort(y, kind="stable")] = np.arange(n) % k
    return X, y, _with_rest(n, [np.flatnonzero(fold == i) for i in range(k)])


def _leaking(fill="train", scale="train", select="train", judge="test"):
    """Make the given loop with each step fitted on "train" rows, on "all" rows, or on each part by itself ("own")."""

    def scores(X, y, folds, fill_step, select_step, scale_step, model):
        out = []
        for train, test in folds:
            parts = {"train": X[train], "test": X[test], "all": X}
            for step, how in ((fill_step, fill), (select_step, select), (scale_step, scale)):
                parts = _passed(step, how, parts, {"train": y[train], "test": y[test], "all": y})
            model.fit(parts["train"], y[train])
            out.append(model.score(parts[judge], y[test] if judge == "test" else y[train]))
        return out

    return scores


def _passed(step, how, parts, y):
    if how == "own":
        return {part: step.fit(parts[part], y[part]).transform(parts[part]) for part in ("train", "test")}
    step.fit(parts[how], y[how])
    return {part: step.transform(X) for part, X in parts.items()}


def _by_pipeline(X, y, folds, fill, select, scale, model):
    return cross_val_score(make_pipeline(fill, select, scale, model), X, y, cv=folds)


def _fitted_once(X, y, folds, fill, select, scale, model):
    train, _ = folds[0]
    before = make_pipeline(fill, select, scale).fit(X[train], y[train])
    Z = before.transform(X)
    return [model.fit(Z[train], y[train]).score(Z[test], y[test]) for train, test in folds]


_LEAKS = {
    ("fill", "all"): "the means that fill the gaps are taken over every row",
    ("select", "all"): "the columns are chosen with the labels of every row",
    ("scale", "all"): "the scaler takes its numbers from every row",
    ("fill", "own"): "the gaps of the test part are filled with means of its own",
    ("select", "own"): "the columns of the test part are chosen anew, with its own labels",
    ("scale", "own"): "the scaler is fitted on the test part as well",
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


def _leaks_left(leaks):
    """Write the sentence that names the leaks, given as (step, "all" or "own")."""
    count = ("One leak is", "Two leaks are", "Three leaks are")[len(leaks) - 1]
    said = f"{count} left: {'; '.join(_LEAKS[leak] for leak in leaks)}."
    how = {how for _, how in leaks}
    said += " Which rows may a step learn from, and where in the loop are they known?" if "all" in how else ""
    return said + (" Test rows are only transformed." if "own" in how else "")


def _accept_leak_free(seen, X, y, folds):
    if not isinstance(seen, dict):
        return False
    right, judged_on_train = (_watched(_leaking(judge=part), X, y, folds) for part in ("test", "train"))
    leaks = [(step, how) for step in _STEPS if (how := _leak([rows for rows, *_ in seen[step]], folds))]
    if leaks:
        return _leaks_left(leaks)
    fault = _step_fault(seen, right) or _score_fault(seen["scores"], right["scores"], judged_on_train["scores"])
    return _NO_LEAK[fault] if fault else True


def _leak(fits, folds):
    if list(range(sum(map(len, folds[0])))) in fits:
        return "all"
    return "own" if any(sorted(test.tolist()) in fits for _, test in folds) else None


def _step_fault(seen, right):
    seen = {step: {(tuple(rows), columns, gaps) for rows, columns, gaps in seen[step]} for step in _STEPS}
    rows = {step: {rows for rows, *_ in seen[step]} for step in _STEPS}
    trains = {rows for rows, *_ in right["fill"]}
    if not all(rows.values()):
        return "idle"
    if any(fitted - trains for fitted in rows.values()):
        return "folds"
    if any(fitted != trains for fitted in rows.values()):
        return "once"
    if seen == {step: set(right[step]) for step in _STEPS}:
        return None
    columns = {step: {columns for _, columns, _ in seen[step]} for step in _STEPS}
    return "gaps" if columns == {step: {columns for _, columns, _ in right[step]} for step in _STEPS} else "order"


def _score_fault(scores, right, judged_on_train):
    if _is_number(scores):
        return "mean"
    if not _is_row_list(scores) or len(scores) != len(right):
        return "scores"
    if np.allclose(scores, right, rtol=1e-5):
        return None
    if np.allclose(scores, judged_on_train, rtol=1e-5):
        return "train"
    return "errors" if np.allclose(np.add(scores, right), 1, rtol=1e-5) else "scores"


def _filled_on_the_way(X, y, folds, fill, select, scale, model):
    scores = []
    for train, test in folds:
        X = fill.fit(X[train]).transform(X)
        rest = make_pipeline(select, scale, model).fit(X[train], y[train])
        scores.append(rest.score(X[test], y[test]))
    return scores


def _scaled_first(X, y, folds, fill, select, scale, model):
    return _leaking()(X, y, folds, fill, scale, select, model)


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
    given=_leaking(fill="all", select="all", scale="own"),
    mistakes={
        **{
            _leaks_left([(step, how) for step, how in leaks.items()]): _leaking(**leaks)
            for leaks in (
                {"fill": "all", "select": "all"},
                {"fill": "all", "scale": "own"},
                {"select": "all", "scale": "own"},
                {"fill": "all"},
                {"select": "all"},
                {"scale": "own"},
                {"scale": "all"},
                {"fill": "all", "select": "all", "scale": "all"},
                {"fill": "own", "select": "own", "scale": "own"},
                {"fill": "own"},
                {"select": "own"},
                {"fill": "own", "scale": "own"},
            )
        },
        _NO_LEAK["idle"]: lambda X, y, folds, fill, select, scale, model: _by_pipeline(
            X, y, folds, fill, select, "passthrough", model
        ),
        _NO_LEAK["once"]: _fitted_once,
        _NO_LEAK["folds"]: lambda X, y, folds, *steps: cross_val_score(make_pipeline(*steps), X, y, cv=len(folds)),
        _NO_LEAK["gaps"]: _filled_on_the_way,
        _NO_LEAK["order"]: _scaled_first,
        _NO_LEAK["mean"]: lambda *case: np.mean(_by_pipeline(*case)),
        _NO_LEAK["train"]: _leaking(judge="train"),
        _NO_LEAK["errors"]: lambda *case: 1 - _by_pipeline(*case),
        _NO_LEAK["scores"]: _labels_of_the_first,
    },
)


def _noise_tables(rng):
    columns = [1.0, 2.0, 1.5, 2.5, 3.0, 1.0, 3.5, 4.0], [5.0, 1.0, 4.0, 2.0, 6.0, 6.5, 2.5, 4.5]
    folds = _with_rest(8, [np.array([0, 4]), np.array([1, 5]), np.array([2, 3, 6, 7])])
    example = (np.column_stack(columns), np.repeat([0, 1], 4), 1, folds)
    return [example, _noise(rng, 20, 60, 8, 2), _noise(rng, 26, 30, 5, 3)]


def _noise(rng, n, d, keep, k):
    y, fold = rng.permutation(np.arange(n) % 2), np.empty(n, int)
    for label in (0, 1):
        fold[y == label] = np.minimum(rng.permutation(n // 2) // (n // (2 * k + 2)), k - 1)
    return rng.normal(size=(n, d)), y, keep, _with_rest(n, [np.flatnonzero(fold == i) for i in range(k)])


def _centroid_hits(X, y, train, test):
    near = [np.sum((X[test] - X[train][y[train] == label].mean(axis=0)) ** 2, axis=1) for label in (0, 1)]
    return (near[1] < near[0]) == y[test]


def _selecting(choose=None, judge=lambda train, test: test, summary=np.mean, hits=np.mean):
    """Make an answer in (X, y, keep, folds): `choose` picks the columns, `judge` the rows that are scored."""
    choose = choose or (lambda X, y, keep, train, test: _best_columns(X[train], y[train], keep))

    def score(X, y, keep, folds):
        out = []
        for train, test in folds:
            columns = choose(X, y, keep, train, test)
            out.append(hits(_centroid_hits(X[:, columns], y, train, judge(train, test))))
        return summary(out)

    return score


def _once_on_first(X, y, keep, folds):
    columns = _best_columns(X[folds[0][0]], y[folds[0][0]], keep)
    return _selecting(lambda *_: columns)(X, y, keep, folds)


def _select_by_pipeline(X, y, keep, folds):
    return cross_val_score(make_pipeline(SelectKBest(k=keep), NearestCentroid()), X, y, cv=folds).mean()


select_inside = Exercise(
    title="An honest score for chosen columns",
    points=2,
    expected=_select_by_pipeline,
    cases=_noise_tables,
    mistakes={
        "The columns are chosen on all rows: the labels of the test rows helped to choose them. On noise that gives a "
        "fine score. When may the choice happen?": _selecting(lambda X, y, keep, *_: _best_columns(X, y, keep)),
        "The columns are chosen on the test part. Which rows may teach?": _selecting(
            lambda X, y, keep, train, test: _best_columns(X[test], y[test], keep)
        ),
        "The columns are chosen once, on the train part of the first fold, which holds test rows of the others.": (
            _once_on_first
        ),
        "You score the train part. Which rows has the model not seen?": _selecting(judge=lambda train, test: train),
        "You score all rows, the ones it was fitted on among them.": _selecting(
            judge=lambda train, test: np.r_[train, test]
        ),
        "No columns are chosen: the classifier sees all of them.": _selecting(
            lambda X, y, keep, *_: np.arange(X.shape[1])
        ),
        "You took the first `keep` columns as they stand. Take the ones with the largest F on the train part.": (
            _selecting(lambda X, y, keep, *_: np.arange(keep))
        ),
        "You kept the worst columns: those with the smallest F.": _selecting(
            lambda X, y, keep, train, test: np.argsort(_separation(X[train], y[train]))[:keep]
        ),
        "That is the share of errors. The share of rows told right is asked.": _selecting(
            summary=lambda scores: 1 - np.mean(scores)
        ),
        "A score for each fold came back. Their mean is asked.": _selecting(summary=np.array),
        "You summed the folds. Their mean is asked.": _selecting(summary=np.sum),
        "These are folds of your own, as `cv=3` cuts them. Use the ones handed in.": lambda X, y, keep, folds: (
            _selecting()(X, y, keep, list(StratifiedKFold(len(folds)).split(X, y)))
        ),
        "You pooled the rows of all folds. Take each fold's accuracy first, then the mean of the folds.": (
            lambda X, y, keep, folds: np.average(
                _selecting(summary=np.array)(X, y, keep, folds), weights=[len(test) for _, test in folds]
            )
        ),
    },
)

_PATTERN = np.array([-1.0, 1.0, -0.5, 0.5, 0.0, 0.25, -0.75, 0.5])


def _score_tables(rng):
    example = (
        np.array([[0.80, 0.90, 0.85], [0.70, 0.80, 0.75], [0.74, 0.82, 0.75], [0.78, 0.90, 0.84]]),
        np.array([8, 1, 2, 4]),
    )
    below_zero, complexity = _score_table(rng, _SCORE_TABLES[0])
    return [example, *(_score_table(rng, models) for models in _SCORE_TABLES), (below_zero - 100, complexity)]


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


def _simplest_within(width, pick=np.argmin, candidates=None):
    """Make a rule: of the models at most `width(scores, best)` below the best mean, the one `pick` takes."""

    def choose(scores, complexity):
        means = scores.mean(axis=1)
        best = np.argmax(means)
        within = np.flatnonzero(means >= means[best] - width(scores, best) - 1e-12)
        return int(within[pick(complexity[within])])

    return choose


def _error_of_best(scores, best, ddof=1):
    return scores[best].std(ddof=ddof) / np.sqrt(scores.shape[1])


def _own_errors(scores, complexity):
    means = scores.mean(axis=1)
    within = means + scores.std(axis=1, ddof=1) / np.sqrt(scores.shape[1]) >= means.max()
    return int(min(np.flatnonzero(within), key=lambda i: complexity[i]))


def _place_within(scores, complexity):
    means = scores.mean(axis=1)
    within = means >= means.max() - _error_of_best(scores, np.argmax(means)) - 1e-12
    return int(np.argmin(complexity[within]))


def _furthest_within(scores):
    return int(_simplest_within(_error_of_best)(scores, scores.mean(axis=1)))


def _one_se_in_one_line(scores, complexity):
    best = max(scores, key=np.mean)
    limit = np.mean(best) - np.sqrt(np.var(best, ddof=1) / len(best))
    return min((c, i) for i, c in enumerate(complexity) if np.mean(scores[i]) >= limit)[1]


_right_rule = _simplest_within(_error_of_best)

one_standard_error = Exercise(
    title="As good, and simpler",
    points=2,
    expected=_one_se_in_one_line,
    cases=_score_tables,
    mistakes={
        "That is the model with the best mean. Which simpler ones lie within one standard error of it?": (
            lambda scores, complexity: np.argmax(scores.mean(axis=1))
        ),
        "That is the simplest model of all, however bad. Which are allowed at all?": (
            lambda scores, complexity: np.argmin(complexity)
        ),
        "You allowed one standard deviation of the folds. How does the standard error of a mean of k folds follow "
        "from it?": _simplest_within(lambda scores, best: _error_of_best(scores, best) * np.sqrt(scores.shape[1])),
        "You allowed a standard error with ddof=0. The statement asks for ddof=1.": _simplest_within(
            lambda scores, best: _error_of_best(scores, best, ddof=0)
        ),
        "You measured each model by a standard error of its own. The rule takes the one of the best model for all.": (
            _own_errors
        ),
        "You took the most complex model within one standard error. The simplest is asked.": _simplest_within(
            _error_of_best, pick=np.argmax
        ),
        "You took the model furthest below the best within one standard error. Compare their complexity instead.": (
            lambda scores, complexity: _furthest_within(scores)
        ),
        "You divided by the square root of the number of models. The mean of a model is taken over its folds.": (
            _simplest_within(lambda scores, best: scores[best].std(ddof=1) / np.sqrt(len(scores)))
        ),
        "You divided by the root of k - 1, and `ddof=1` has taken one off already.": _simplest_within(
            lambda scores, best: scores[best].std(ddof=1) / np.sqrt(scores.shape[1] - 1)
        ),
        "You returned a place among the models that qualify. The row number in `scores` is asked.": _place_within,
        "You took the first model that qualifies. Compare their complexity.": _simplest_within(
            _error_of_best, pick=lambda complexity: 0
        ),
        "You allowed two standard errors.": _simplest_within(lambda scores, best: 2 * _error_of_best(scores, best)),
        "You divided the standard deviation by k. The error of a mean shrinks with a root.": _simplest_within(
            lambda scores, best: scores[best].std(ddof=1) / scores.shape[1]
        ),
        "You took the model with the lowest mean score. Here higher is better.": lambda scores, complexity: np.argmin(
            scores.mean(axis=1)
        ),
        "You returned the complexity of the model. Its row number is asked.": lambda scores, complexity: complexity[
            _right_rule(scores, complexity)
        ],
        "You returned its place among the models sorted by complexity. The row number in `scores` is asked.": (
            lambda scores, complexity: np.flatnonzero(np.argsort(complexity) == _right_rule(scores, complexity))[0]
        ),
    },
)


def _shrunk_mean_score(y):
    """Make the score of predicting `candidate` times the mean of the train rows: minus the mean absolute error."""

    def score(candidate, train, test):
        train, test = np.asarray(train), np.asarray(test)
        return float(-np.mean(np.abs(y[test] - candidate * y[train].mean())))

    return score


def _polynomial_score(x, y):
    """Make the score of fitting a polynomial of degree `candidate` by least squares: minus the mean squared error."""

    remembered: dict[tuple, float] = {}

    def score(candidate, train, test):
        key = (candidate, tuple(train), tuple(test))
        if key not in remembered:
            line = np.polyfit(x[list(train)], y[list(train)], candidate)
            remembered[key] = float(-np.mean((np.polyval(line, x[list(test)]) - y[list(test)]) ** 2))
        return remembered[key]

    return score


def _into(k):
    """Make the inner splitter: row numbers -> k pairs of row numbers."""

    def split(rows):
        parts = [np.sort(rows)[i::k] for i in range(k)]
        return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k)]

    return split


def _nested_cases(rng):
    score = _shrunk_mean_score(np.array([2.0, 4.0, 6.0, 3.0, 1.0, 9.0]))
    outer = _with_rest(6, [np.array([4, 5]), np.array([0, 1]), np.array([2, 3])])
    return [
        (score, [0.5, 1.0], outer, _into(2)),
        _equal_candidates(),
        _nested_case(np.random.default_rng(10), 26),
        _nested_case(rng, 26),
    ]


def _equal_candidates():
    """Make a case in which the candidates are equal inside (2 too low, 2 too high) and not outside."""
    score = _shrunk_mean_score(np.array([4.0, 4.0, 4.0, 4.0, 6.0, 9.0, 1.0]))
    train = np.arange(4)
    return score, [0.5, 1.5], [(train, np.array([4, 5])), (train, np.array([6]))], _into(2)


def _nested_case(rng, n):
    x = rng.uniform(-1, 1, n)
    score = _polynomial_score(x, np.sin(4 * x) + rng.normal(0, 0.6, n))
    return score, [0, 1, 3, 5], _with_rest(n, np.array_split(rng.permutation(n), 3)), _into(3)


def _nesting(inner=None, pick=max, summary=np.mean, final=None):
    """Make an answer in (score, candidates, outer, split): `inner` gives the pairs that choose, `final` what is kept."""
    inner = inner or (lambda split, train, test: split(train))
    final = final or (lambda score, best, train, test, value, pairs: score(best, train, test))

    def scores(score, candidates, outer, split):
        out = []
        for train, test in outer:
            pairs = inner(split, train, test)
            values = {c: summary([score(c, *pair) for pair in pairs]) for c in candidates}
            best = pick(candidates, key=values.get)
            out.append(final(score, best, train, test, values[best], pairs))
        return out

    return scores


def _nested_by_grid(score, candidates, outer, split):
    table = [[np.mean([score(c, *pair) for pair in split(train)]) for c in candidates] for train, _ in outer]
    return [score(candidates[np.argmax(row)], *pair) for row, pair in zip(table, outer, strict=True)]


def _chosen_once(score, candidates, outer, split):
    best = max(candidates, key=lambda c: np.mean([score(c, *pair) for pair in outer]))
    return [score(best, *pair) for pair in outer]


def _common_choice(score, candidates, outer, split):
    return max(candidates, key=lambda c: np.mean([score(c, *pair) for train, _ in outer for pair in split(train)]))


def _best_carried_over(score, candidates, outer, split):
    best, kept, out = -np.inf, None, []
    for train, test in outer:
        for candidate in candidates:
            value = np.mean([score(candidate, *pair) for pair in split(train)])
            best, kept = (value, candidate) if value > best else (best, kept)
        out.append(score(kept, train, test))
    return out


def _everything(split, train, test):
    return split(np.sort(np.concatenate([train, test])))


nested = Exercise(
    title="Choose inside, judge outside",
    points=3,
    expected=_nested_by_grid,
    cases=_nested_cases,
    ask=_unrolled,
    mistakes={
        "The outer test rows chose the candidate they then judge: you kept the best of several scores on them.": _nesting(
            inner=lambda split, train, test: [(train, test)]
        ),
        "The choice was made on all rows, the outer test rows among them. Which rows may `split` cut?": _nesting(
            inner=_everything
        ),
        "One candidate was chosen for all, by its mean over the outer folds, and reported with the same folds. That is "
        "`best_score_` under another name.": _chosen_once,
        "You returned the inner score of the winner, its `best_score_`: the best of several tries. Who has not taken part "
        "in the choice?": _nesting(final=lambda score, best, train, test, value, pairs: value),
        "You split the outer test rows to choose. They may judge, once; which rows are there to choose with?": _nesting(
            inner=lambda split, train, test: split(test)
        ),
        "You took the candidate with the lowest inner score. Here higher is better.": _nesting(pick=min),
        "A candidate won by its one best inner fold. Take its mean over the inner folds.": _nesting(summary=np.max),
        "Only the first inner fold chose. Take the mean over all of them.": _nesting(
            inner=lambda split, train, test: split(train)[:1]
        ),
        "Only the last inner fold chose. Is something overwritten in each round of your loop?": _nesting(
            inner=lambda split, train, test: split(train)[-1:]
        ),
        "The winner was fitted on the last inner train part. After the choice, all outer train rows may teach.": _nesting(
            final=lambda score, best, train, test, value, pairs: score(best, pairs[-1][0], test)
        ),
        "You fitted on the outer test rows and judged on the train rows.": _nesting(
            final=lambda score, best, train, test, value, pairs: score(best, test, train)
        ),
        "You judged on the rows the winner was fitted to.": _nesting(
            final=lambda score, best, train, test, value, pairs: score(best, train, train)
        ),
        "Those are the candidates that were chosen. What each of them scores on the outer test rows is asked.": _nesting(
            final=lambda score, best, train, test, value, pairs: best
        ),
        "One number came back: the mean. A score for each outer fold is asked.": lambda *case: np.mean(
            _nested_by_grid(*case)
        ),
        "One candidate was chosen for all outer folds. Each fold makes its own choice, on its own train rows.": (
            lambda score, candidates, outer, split: [
                score(_common_choice(score, candidates, outer, split), *pair) for pair in outer
            ]
        ),
        "The first candidate is kept in every fold. If your search starts from a best score of 0: can a score here be "
        "above 0?": lambda score, candidates, outer, split: [score(candidates[0], *pair) for pair in outer],
        "Of candidates with the same mean you took the last. The first is asked.": _nesting(
            pick=lambda candidates, key: max(candidates[::-1], key=key)
        ),
        "Those are the places of the chosen candidates in the list. What each of them scores on the outer test rows is "
        "asked.": lambda score, candidates, outer, split: [
            candidates.index(best)
            for best in _nesting(final=lambda score, best, train, test, value, pairs: best)(
                score, candidates, outer, split
            )
        ],
        "The best score of an earlier outer fold still counts in the next one. Where does each search start?": (
            _best_carried_over
        ),
        "A candidate was judged by its worst inner fold. Take its mean over the inner folds.": _nesting(summary=np.min),
        "Nothing was chosen: that is the mean score of all candidates on each outer test part.": (
            lambda score, candidates, outer, split: [np.mean([score(c, *pair) for c in candidates]) for pair in outer]
        ),
    },
)

read_the_folds = choice_exercise(
    title="Read the folds",
    points=1,
    right={"A": "dated", "B": "neither", "C": "grouped", "D": "neither"},
    tempting={
        ("A", "grouped"): "A: keeping patients whole changes next to nothing. Which of the three splits does?",
        ("A", "neither"): "A: one of the three means is far below the other two. What did that split take away?",
        ("B", "grouped"): (
            "B: compare the three means, not two single folds. Does keeping patients whole cost anything?"
        ),
        ("B", "dated"): "B: its scores are low under every split. A low score is not a leak: what would a leak change?",
        ("C", "dated"): (
            "C: the past alone costs a little, as early folds learn from few visits. Another split costs it far "
            "more: what does that one take away?"
        ),
        ("C", "neither"): "C: one of the three means is far below the other two. What did that split take away?",
        ("D", "dated"): (
            "D: the past alone scores a little lower, but look at the size of the loss, and at how few rows "
            "the first forward folds learn from."
        ),
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
        ("B", "stratified"): (
            "B: balance does not keep a patient's 15 recordings together. Whom will the model meet at work?"
        ),
        ("B", "forward"): "B: later recordings of the same patients would judge. Whom will the model meet at work?",
        ("B", "none"): "B: there are 60 patients, so some can be kept aside whole.",
        ("C", "shuffled"): (
            "C: tomorrow and yesterday of each test day would train, and their targets overlap with its own."
        ),
        ("C", "stratified"): (
            "C: the target is a number, and its days overlap. What does the hospital know on the day of a forecast?"
        ),
        ("C", "grouped"): (
            "C: whole weeks kept aside still have later weeks in train. What is known on the day of a forecast?"
        ),
        ("C", "none"): "C: three years of days hold many forecasts that can be judged afterwards.",
        ("D", "grouped"): (
            "D: that asks how it does on new patients. Which patients, and which recordings, will it meet?"
        ),
        ("D", "shuffled"): "D: recordings made after the test recording would train. Will they exist then?",
        ("D", "stratified"): "D: recordings made after the test recording would train. Will they exist then?",
        ("D", "none"): "D: the later recordings of these patients are in the data.",
        ("E", "stratified"): "E: the target is a number, and there is no class to balance.",
        ("E", "grouped"): "E: one sample a donor: each group has one row, so nothing is kept together by it.",
        ("E", "forward"): (
            "E: one week, in a drawn order, from a process that stands still: time says nothing here, and "
            "early folds would learn from few rows."
        ),
        ("E", "none"): "E: what could prevent it? Rows are independent, many, and like those to come.",
        ("F", "stratified"): (
            "F: each fold would hold both classes, and a model that recognises the hospital would score 1. "
            "What does that say about the third hospital?"
        ),
        ("F", "shuffled"): (
            "F: a model that recognises the hospital would score 1. What does that say about the third one?"
        ),
        ("F", "grouped"): "F: with hospital 1 kept aside, whole, what is left to learn the ill from?",
        ("F", "forward"): "F: the dates do not part the hospital from the label. Which split could?",
    },
)
