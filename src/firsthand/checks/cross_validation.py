"""Exercises of the lesson on cross-validation: folds, their errors, and which folds a job needs.

A known mistake stands on a line or two, its sentence before its switches: the formatter leaves this module alone.
"""

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, PredefinedSplit, TimeSeriesSplit, cross_val_score

from firsthand.judging.exercise import Exercise, alone, choice_exercise, partly_mended, switched, with_faults

# fmt: off


SMALL = 8


def unrolled(answer, *case):
    """Ask for splits: a generator, as scikit-learn's splitters return, counts as the list of what it yields."""
    value = answer(*case)
    return list(value) if hasattr(value, "__next__") else value


def _rule(sentences, *finders):
    """Make the `accepts` that says the first fault found; None is the engine's, a fault without a sentence another case's.

    Folds counted from 1 are looked at once more, counted from 0, and in a small case may hide another fault.
    """

    def accepts(value, *case):
        if value is None:
            return False
        faults = []
        for find in finders:
            fault = find(value, *case)
            faults += [fault] if fault else []
            if fault and fault != "from one":
                break
            value = [fold - 1 for fold in value] if fault else value
        if faults == ["from one"] and len(value) <= SMALL:
            return False
        return said(*(sentences.get(fault, "") for fault in faults)) if faults else True

    return accepts


def said(*sentences):
    """Write what a rule saw, one thing or two at once; False, so that another case may tell, where one has no sentence."""
    if not all(sentences):
        return False
    return sentences[0] if len(sentences) == 1 else f"Two things at once. First: {sentences[0]} And: {sentences[1]}"


def with_rest(n, tests):
    return [(np.setdiff1d(np.arange(n), test), test) for test in tests]


def _lines_with_folds(rng):
    example = (np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 4.0, 8.0, 9.0]), np.array([1, 0, 0, 1, 0]))
    return [example, *(_one_line(rng, n, k) for n, k in ((9, 3), (14, 4)))]


def _one_line(rng, n, k):
    folds = np.r_[0, rng.permutation(np.r_[0, np.arange(1, k), np.arange(1, k), rng.integers(0, k - 1, n - 2 * k)])]
    x = rng.uniform(1, 9, n)
    return x, 3 * x + 12 + rng.normal(0, 4, n), folds


def _line(x, y):
    slope = (x - x.mean()) @ (y - y.mean()) / ((x - x.mean()) @ (x - x.mean()))
    return slope, y.mean() - slope * x.mean()


def _fold_errors(
    x, y, folds, *, fit=np.logical_not, judge=np.copy, line=_line, centre=np.copy, cut=np.copy,
    order=lambda folds: range(max(folds) + 1), measure=lambda e, y: np.mean(e**2), finish=list,
):
    """`fit` and `judge` turn the mask of a fold into the rows that train and that test."""
    folds, x, y = cut(folds), centre(x), centre(y)
    errors = []
    for fold in order(folds):
        train, test = fit(folds == fold), judge(folds == fold)
        slope, intercept = line(x[train], y[train])
        errors.append(measure(slope * x[test] + intercept - y[test], y[test]))
    return finish(errors)


_LINE_FAULTS: dict[str, tuple[str, dict]] = {
    "the one line for all rows": (
        "One line is fitted to all rows, so every test row has taught the line it is judged by. Fit anew, on which rows?",
        {"fit": np.ones_like}),
    "the loop that ends early": (
        "The last fold never comes up. Where does the loop end?", {"order": lambda folds: range(max(folds))}),
    "the average before the square": (
        "The errors are averaged, then squared: errors of both signs cancel. Which comes first, row by row?",
        {"measure": lambda e, y: np.mean(e) ** 2}),
}


cross_validate_line = Exercise(
    title="The errors of the folds",
    points=2,
    expected=lambda x, y, folds: -cross_val_score(
        LinearRegression(), x[:, None], y, cv=PredefinedSplit(folds), scoring="neg_mean_squared_error"),
    cases=_lines_with_folds,
    given=with_faults(_fold_errors, _LINE_FAULTS),
    equivalent={
        "np.polyval(line, x[test]) - y[test] -> y[test] - np.polyval(line, x[test])": "the errors are squared",
    },
    mistakes=alone(partly_mended(_fold_errors, _LINE_FAULTS), but=1) | switched(_fold_errors, {
        "You judged each line on the rows it was fitted to. Which rows has it not seen?": {"judge": np.logical_not},
        "You fitted on the fold and judged on the others. Which part is the large one?":
            {"fit": np.copy, "judge": np.logical_not},
        "You fitted on the fold and judged on the same fold.": {"fit": np.copy},
        "You summed the squared errors of a fold. The folds differ in size: take the mean over its rows.":
            {"measure": lambda e, y: np.sum(e**2)},
        "You took the root of each error. The mean of the squares is asked.":
            {"measure": lambda e, y: np.sqrt(np.mean(e**2))},
        "You took the mean of the absolute errors. Squared ones are asked.": {"measure": lambda e, y: np.mean(np.abs(e))},
        "Those are R² values. Each fold's mean squared error is asked.":
            {"measure": lambda e, y: 1 - np.mean(e**2) / np.var(y)},
        "Your line has no intercept: it is forced through the origin.": {"line": lambda x, y: (x @ y / (x @ x), 0)},
    }) | alone(switched(_fold_errors, {
        "Fold 0 never comes up. Where does the loop begin?": {"order": lambda folds: range(1, max(folds) + 1)},
        "One error came back, that of fold 0. When does your function return?": {"finish": lambda errors: errors[:1]},
        "One error came back, that of fold 0, and not in a list. When does your function return?":
            {"finish": lambda errors: errors[0]},
        "One number came back, the mean over the folds. The error of each fold is asked.": {"finish": np.mean},
        "You judged each line on all rows, the ones it was fitted to among them.": {"judge": np.ones_like},
        "One line for all rows, judged on all rows: that number says nothing of rows it has not seen.":
            {"fit": np.ones_like, "judge": np.ones_like},
        "You took the variance of the errors, which forgives a line that is off by a constant.":
            {"measure": lambda e, y: np.var(e)},
        "You averaged the errors with their signs, so they cancel. Squared ones are asked.":
            {"measure": lambda e, y: np.mean(e)},
        "You centred x and y with the means of all rows, so the test rows have already spoken. Which rows may give a mean?":
            {"line": lambda x, y: (x @ y / (x @ x), 0), "centre": lambda values: values - values.mean()},
        "Your fit takes y for x and x for y. Which of the two is given, and which is predicted?":
            {"line": lambda x, y: _line(y, x)},
        "Your line is flat: it predicts the mean of y, whatever x is.": {"line": lambda x, y: (0, y.mean())},
        "You divided by one row less than the fold has. The mean over its rows is asked.":
            {"measure": lambda e, y: np.sum(e**2) / (len(e) - 1)},
        "You took the median of the squares. Their mean is asked.": {"measure": lambda e, y: np.median(e**2)},
        "You cut folds of your own. Use the ones handed in: `folds` says where each row belongs.":
            {"cut": lambda folds: np.sort(np.arange(len(folds)) % (max(folds) + 1))},
        "Your folds come in the order in which they first appear. Fold 0 comes first.":
            {"order": lambda folds: dict.fromkeys(folds.tolist()[::-1])},
    })) | {
        "You fitted a parabola. A line has degree 1.": lambda x, y, folds: [
            np.mean((np.polyval(np.polyfit(x[folds != i], y[folds != i], 2), x[folds == i]) - y[folds == i]) ** 2)
            for i in range(max(folds) + 1)],
    },
)


_STRATIFIED = {
    "pairs": "Asked is one fold number for each row, a flat list, not the row numbers of each fold.",
    "length": "Asked is one fold number for each row of y; the number of your fold numbers is another.",
    "from one": "You count folds from 1. Here they are 0 to k - 1.",
    "range": "Some of your numbers are no fold: folds are whole numbers from 0 to k - 1.",
    "in turn": "You dealt the fold numbers out row by row, whatever the class. If a class stands in every k-th row, all of "
               "it lands in one fold. What must you deal out one at a time? (If you dealt to sorted rows: bring the numbers back.)",
    "one fold": "All rows are in one fold. Does your loop reach the labels that y holds, text or numbers?",
    "empty": "Some fold gets no row at all. Which numbers are there from 0 to k - 1?",
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


def _counts(folds, y, k):
    return np.array([np.bincount(np.array(folds, int)[y == kind], minlength=k) for kind in np.unique(y)])


def _balance_fault(folds, y, k):
    counts = _counts(folds, y, k)
    bad, n = counts[np.ptp(counts, axis=1) > 1], len(y)
    if not len(bad):
        return None
    by_class = [np.array(folds)[y == kind] for kind in np.unique(y)]
    seen = {
        "too few folds to tell": k == 2 and len(set(folds)) == 1,
        "one fold": len(set(folds)) == 1,
        "empty": len(set(folds)) < k and not (len(set(folds)) > 1 and np.all(np.sum(counts > 0, axis=1) == 1)),
        "in turn": folds == [i % k for i in range(n)],
        "blocks": folds == sorted(folds),
        "too few rows to tell": n <= 20,
        "class": np.all(np.sum(counts > 0, axis=1) == 1) and len(set(folds)) > 1,
        "merged": 1 < len(bad) < len(counts) and np.ptp(bad.sum(axis=0)) <= 1,
        "class blocks": np.ptp(np.bincount(folds, minlength=k)) <= 1
            and np.all(np.diff([fold for part in by_class for fold in (min(part), max(part))]) >= 0),
        "sorted": np.all(np.ptp(_counts(folds, np.sort(y), k), axis=1) <= 1),
        "left-over": all(len(set(row[:-1])) == 1 and row[-1] > row[0] for row in bad.tolist()),
        "forgotten": len(bad) == 1 and not any(bad[0][1:]),
        "unbalanced": True,
    }
    return next(fault for fault, holds in seen.items() if holds)


def _labels(rng):
    example = np.array(["well", "ill", "well", "well", "ill", "well", "well", "ill"])
    every_third = np.where(np.arange(28) % 3 == 0, "ill", "well")
    rare = rng.permutation(np.repeat([0, 1], [36, 3]))
    in_turn = np.array([*"abcacbabc" * 3, "a", "c"])  # any two classes dealt as one to two folds part badly
    grades = rng.permutation(np.repeat([5, 2, 9], [rng.integers(18, 25), 11, 7]))
    three = rng.permutation(np.repeat(["a", "b", "c"], [13, 14, 8]))
    return [(example, 2), (every_third, 3), (rare, 5), (in_turn, 2), (grades, 4), (three, 3)]


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
    accepts=_rule(_STRATIFIED, _fold_numbers_fault, _balance_fault),
    equivalent={"np.unique(y) -> y": "a class that comes up again is dealt out again, in the same way"},
    mistakes={_STRATIFIED[fault]: wrong for fault, wrong in {
        "pairs": lambda y, k: [np.flatnonzero(_dealt(y, k) == fold) for fold in range(k)],
        "length": lambda y, k: _dealt(y, k)[:-1],
        "from one": lambda y, k: _dealt(y, k) + 1,
        "range": lambda y, k: _dealt(y, k, lambda size, k: np.arange(size)),
        "in turn": lambda y, k: np.arange(len(y)) % k,
        "one fold": lambda y, k: np.zeros(len(y), int),
        "empty": lambda y, k: _dealt(y, k) % max(k - 1, 1),
        "blocks": lambda y, k: np.arange(len(y)) * k // len(y),
        "class": lambda y, k: np.unique(y, return_inverse=True)[1] % k,
        "merged": lambda y, k: _dealt(y == y[0], k),
        "class blocks": lambda y, k: (np.arange(len(y)) * k // len(y))[np.argsort(np.argsort(y, kind="stable"))],
        "sorted": lambda y, k: np.concatenate([np.arange(np.sum(y == kind)) % k for kind in np.unique(y)]),
        "left-over": lambda y, k: _dealt(y, k, lambda size, k: np.minimum(np.arange(size) // max(size // k, 1), k - 1)),
        "forgotten": lambda y, k: _dealt(y, k, kinds=2 if len(np.unique(y)) > 2 else None),
        "unbalanced": lambda y, k: np.random.default_rng(1).permutation(np.arange(len(y)) % k),
    }.items()},
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
    rows = [folds.count(fold) for fold in range(k)]
    if 0 in rows:
        return "empty"
    return "sizes" if max(rows) - min(rows) > max(np.unique(groups, return_counts=True)[1]) else None


def _patients(rng):
    def rows(names, numbers):
        return rng.permutation(np.repeat(names, numbers))

    example = np.array(["eva", "bo", "bo", "ada", "eva", "eva", "cy"])
    heavy_first = rows([f"p{i}" for i in range(1, 10)], [10, 9, 8, 1, 1, 1, 2, 1, 1])
    every_third = rows(np.arange(9) * 7 + 100, [9, 1, 1, 8, 1, 1, 7, 1, 1])
    names = np.array([f"P{i:02}" for i in rng.permutation(60)[:14]])
    return [(example, 2), (heavy_first, 3), (every_third, 3), (rows(names, rng.integers(1, 9, 14)), 5), (names[:4], 4)]


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
    accepts=_rule(_GROUPS, _fold_numbers_fault, _group_fault),
    equivalent={"np.argmin(load) -> last_argmin(load)": "which of several lightest folds takes the next group is free"},
    mistakes={_GROUPS[fault]: wrong for fault, wrong in {
        "pairs": lambda groups, k: [np.flatnonzero(_greedy(groups, k) == fold) for fold in range(k)],
        "length": lambda groups, k: np.arange(len(np.unique(groups))) % k,
        "from one": lambda groups, k: _greedy(groups, k) + 1,
        "range": lambda groups, k: np.unique(groups, return_inverse=True)[1],
        "in turn": lambda groups, k: np.arange(len(groups)) % k,
        "blocks": lambda groups, k: np.arange(len(groups)) * k // len(groups),
        "split": lambda groups, k: np.cumsum(np.r_[0, groups[1:] != groups[:-1]]) % k,
        "empty": lambda groups, k: np.zeros(len(groups), int),
        "sizes": lambda groups, k: np.unique(groups, return_inverse=True)[1] % k,
    }.items()},
)


def _forward_cases(rng):
    drawn = [(int(rng.integers(17, 24)), 4, 3, 4), (int(rng.integers(24, 30)), 3, 6, 2)]
    return [(10, 2, 2, 1), (14, 3, 3, 0), *drawn, (9, 5, 1, 3), (18, 5, 1, 7), (10, 2, 2, 3)]


def _forward(
    n, n_splits, size, gap, *, starts=lambda n, n_splits, size, gap: range(n - n_splits * size, n, size),
    stop=lambda start, gap: start - gap, first=lambda stop, size: 0, later=lambda start, size, n: (),
    test=lambda start, size, gap: range(start, start + size), one=lambda train, test: (train, test), finish=list,
):
    """A split for each of `starts`: train runs from `first` to `stop`, with the `later` rows behind."""
    pairs = []
    for start in starts(n, n_splits, size, gap):
        end = max(stop(start, gap), 0)
        train = [*range(max(first(end, size), 0), end), *later(start, size, n)]
        pairs.append(one(train, [row for row in test(start, size, gap) if row < n]))
    return finish(pairs)


def _sorted_rows(answer, *case):
    """Ask for splits and put the rows of each part into rising order: which order they have is free."""
    splits = unrolled(answer, *case)
    return [_sorted_parts(pair) for pair in splits] if isinstance(splits, list | tuple) else splits


def _sorted_parts(pair):
    if isinstance(pair, list | tuple) and not all(map(np.isscalar, pair)):
        return [_sorted_parts(part) for part in pair]
    return sorted(pair) if isinstance(pair, list | tuple | range | np.ndarray) and np.ndim(pair) == 1 else pair


forward_splits = Exercise(
    title="Only the past may teach",
    points=2,
    expected=lambda n, n_splits, size, gap: list(TimeSeriesSplit(n_splits, test_size=size, gap=gap).split(np.zeros(n))),
    cases=_forward_cases,
    ask=_sorted_rows,
    mistakes=switched(_forward, {
        "Train runs one row too far. Does the end of a slice or range count?": {"stop": lambda start, gap: start - gap + 1},
        "There is no gap: train runs right up to the test part. Which rows is the gap taken from?":
            {"stop": lambda start, gap: start},
        "Your gap is one row too short. How many rows lie between the last one of train and the first of test?":
            {"stop": lambda start, gap: start - max(gap - 1, 0)},
        "Your gap is one row too long. How many rows lie between the last one of train and the first of test?":
            {"stop": lambda start, gap: start - gap - 1},
        "You took the gap from the test part, which loses its first rows. Train is the one that gives way.":
            {"stop": lambda start, gap: start, "test": lambda start, size, gap: range(start + gap, start + size)},
        "Train holds rows that come after the test part. On the day of the forecast they do not exist.":
            {"later": lambda start, size, n: range(start + size, n)},
        "The gap lies behind the end of train and moves the test parts. It is taken from train, whose end moves instead.": {
            "stop": lambda start, gap: start, "test": lambda start, size, gap: range(start + gap, start + gap + size)},
        "Row n - 1 is never tested: the last test part is a row short.":
            {"finish": lambda pairs: [*pairs[:-1], (pairs[-1][0], pairs[-1][1][:-1])]},
        "Train is a window as long as the test part. Here it keeps everything from row 0.":
            {"first": lambda stop, size: stop - size},
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
        "The last test part is missing: it ends with row n - 1.": {"finish": lambda pairs: pairs[:-1]},
        "Train and test have changed places: train comes first in the pair.": {"one": lambda train, test: (test, train)},
    }) | alone(switched(_forward, {
        "Row 0 is missing from train: rows are counted from 0.": {"first": lambda stop, size: 1},
        "You left the gap out twice. How many rows lie between the last one of train and the first of test?":
            {"stop": lambda start, gap: start - 2 * gap},
        "Your test parts start one row late, and the last one is a row short.":
            {"starts": lambda n, n_splits, size, gap: range(n + 1 - n_splits * size, n + 1, size)},
        "Your test parts move on by one row, so they overlap. Where does the next one start?":
            {"starts": lambda n, n_splits, size, gap: range(n - size - n_splits + 1, n - size + 1)},
        "The list has one pair, that of the earliest test part. Look at the indentation of `return`.":
            {"finish": lambda pairs: pairs[:1]},
        "The list has one pair, that of the latest test part. What is `n_splits` for?": {"finish": lambda pairs: pairs[-1:]},
        "Only one pair came back. Look at the indentation of `return`: how many splits does your loop finish?":
            {"finish": lambda pairs: pairs[0]},
        "Train stays the same in every split. Which rows may teach the later ones?":
            {"finish": lambda pairs: [(pairs[0][0], test) for _, test in pairs]},
        "Asked is a list of pairs, (train, test), one for each test part, and both are lists of row numbers.":
            {"finish": lambda pairs: list(zip(*pairs, strict=True))},
        "Those are the test parts alone. Each of them needs its train rows in front of it, as a pair.":
            {"one": lambda train, test: test},
        "Some of your numbers are no row: rows are counted from 0 to n - 1.":
            {"one": lambda train, test: (np.add(train, 1), np.add(test, 1))},
        "There is a gap between the test parts, too. They follow each other without a space.":
            {"starts": lambda n, n_splits, size, gap: [n - size - i * (size + gap) for i in range(n_splits)][::-1]},
        "With a gap of 0 your train part is empty. What does a slice that ends at -gap hold when gap is 0?":
            {"stop": lambda start, gap: start - gap if gap else 0},
    })) | {
        "Your test parts do not have `size` rows: they share out all rows evenly. What is `size` for?":
            lambda n, n_splits, size, gap: list(TimeSeriesSplit(n_splits, gap=gap).split(np.zeros(n))),
        "Those are ordinary folds: rows after the test part train as well, and `size` and `gap` are not used.":
            lambda n, n_splits, size, gap: list(KFold(n_splits).split(np.zeros(n))),
    },
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


def _left_out(weights, y, *, rows=np.copy, above=0, below=0, kept=None, finish=lambda error, y: error):
    """`above` and `below` say how much of the own weight stays in the two sums of the weighted mean.

    By the other way, `kept` is the share of a left-out error that is left in the fit to all, h that of the own weight.
    """
    weights = rows(weights)
    total, own = weights.sum(axis=1), np.diag(weights)
    if kept:
        return finish((weights @ y / total - y) / kept(own / total), y)
    return finish((weights @ y - (1 - above) * own * y) / (total - (1 - below) * own) - y, y)


leave_one_out = Exercise(
    title="Leave one out, from one fit",
    points=2,
    expected=lambda weights, y: [
        np.average(np.delete(y, i), weights=np.delete(weights[i], i)) - y[i] for i in range(len(y))],
    cases=_stays,
    mistakes=switched(_left_out, {
        "Those are the residuals of the one fit: each patient's own stay still counts. How much of the prediction is it?":
            {"above": 1, "below": 1},
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
        "You gave every row a leverage of 1/n, as the plain mean has it. Here the weights say it.":
            {"kept": lambda h: 1 - 1 / len(h)},
        "You divided by 1 plus the leverage. How much of a left-out error is left when the row has a say of one half?":
            {"kept": lambda h: 1 + h},
        "You took the weights down the columns. Row i says who counts for patient i.": {"rows": np.transpose},
        "Every other patient counts the same in yours. What does row i of `weights` say?": {"rows": np.ones_like},
        "You squared the errors. The errors themselves are asked, with their sign.": {"finish": lambda error, y: error**2},
        "You took absolute values. The sign is asked too: prediction minus y.": {"finish": lambda error, y: np.abs(error)},
        "Those are the predictions for the left-out patients. Their errors are asked: prediction minus y.":
            {"finish": np.add},
        "You took the own stay out of the sum, and still divide by all weights. What do the weights that are left add up to?":
            {"below": 1},
        "You took the own weight out of the sum of the weights alone. The own stay still counts above the line.": {"above": 1},
    }) | {
        "The stays are weighted along the rows, and divided by weights summed down the columns. Which way goes a row?":
            lambda weights, y: (weights @ y - np.diag(weights) * y) / (weights.sum(axis=0) - np.diag(weights)) - y,
        "You divided by the sum of the whole table. Each row has weights of its own.":
            lambda weights, y: (weights @ y - np.diag(weights) * y) / (weights.sum() - np.diag(weights).sum()) - y,
        "You never divided by the weights. Do those that are left add up to 1?":
            lambda weights, y: weights @ y - np.diag(weights) * y - y,
        "You divided by the number of other patients. They count by their weights: what do these add up to?":
            lambda weights, y: (weights @ y - np.diag(weights) * y) / (len(y) - 1) - y,
        "You took the own weight itself for the leverage. Which share of all the weights of its row is it?":
            lambda weights, y: (weights @ y / weights.sum(axis=1) - y) / (1 - np.diag(weights)),
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
        ("A", "shuffled"): "A: 12 malignant among 240. How likely is it that five shuffled folds get 2 or 3 of them each?",
        ("A", "grouped"): "A: with one biopsy a woman, each group has one row: keeping groups whole changes nothing.",
        ("A", "forward"): "A: the order of the days says nothing there. What is scarce?",
        ("A", "none"): "A: 12 malignant ones are few, and the score will be rough, but it can be had.",
        ("B", "shuffled"): "B: every volunteer would be on both sides. Whose heart will the watch hear once it is sold?",
        ("B", "stratified"): "B: balance does not keep a volunteer's 15 recordings together. Whose heart will the watch hear?",
        ("B", "forward"): "B: later recordings of the same volunteers would judge. Whose heart will the watch hear?",
        ("B", "none"): "B: there are 60 volunteers, so some can be kept aside whole.",
        ("C", "shuffled"): "C: hours of the very week that is tested would train. What is known on the Sunday before?",
        ("C", "stratified"): "C: a number of calls is no class to balance. What is known on the Sunday before?",
        ("C", "grouped"): "C: whole weeks kept aside still have later weeks in train. What is known on the Sunday before?",
        ("C", "none"): "C: two years hold a hundred Sundays, and each forecast can be judged afterwards.",
        ("D", "grouped"): "D: that asks how it does on persons it has never heard. Whom will the ward's model hear?",
        ("D", "shuffled"): "D: recordings made after the tested morning would train. Will they exist then?",
        ("D", "stratified"): "D: recordings made after the tested morning would train. Do even classes keep them out?",
        ("D", "none"): "D: the later recordings of these 60 are in the data.",
        ("E", "stratified"): "E: what is predicted is a number, and there is no class to balance.",
        ("E", "grouped"): "E: one sample a donor: each group has one row, so nothing is kept together by it.",
        ("E", "forward"): "E: one week, in a drawn order: time says nothing here, and early folds would learn from few rows.",
        ("E", "none"): "E: what could prevent it? Rows are independent, many, and like those to come.",
        ("F", "stratified"): "F: each fold would hold both classes, and a model that hears the telephone would score 1. What does that say about the desk?",
        ("F", "shuffled"): "F: a model that hears the telephone would score 1. What does that say about the desk?",
        ("F", "grouped"): "F: each voice is one person's already. What else tells ill from healthy in these recordings?",
        ("F", "forward"): "F: no date parts the microphone from the label. Which split could?",
    },
)
