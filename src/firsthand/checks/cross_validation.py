"""Exercises of the lesson on cross-validation: the errors of folds, and which folds a job needs.

Its exercises on folds are in `folds.py`, those on leaks in `leaks.py`, and on choosing a model in `model_choice.py`.
"""

from functools import partial

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import PredefinedSplit, cross_val_score

from firsthand.judging.exercise import Exercise, alone, choice_exercise, partly_mended, switched, with_faults


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


def _ridge(x, y, penalty):
    slope = (x - x.mean()) @ (y - y.mean()) / ((x - x.mean()) @ (x - x.mean()) + penalty)
    return slope, y.mean() - slope * x.mean()


def _fold_errors(
    x,
    y,
    folds,
    *,
    fit=np.logical_not,
    judge=np.copy,
    line=_line,
    centre=np.copy,
    cut=np.copy,
    order=lambda folds: range(max(folds) + 1),
    measure=lambda e, y: np.mean(e**2),
    penalty=0,
    by_rows=False,
    finish=list,
):
    """`fit` and `judge` turn the mask of a fold into the rows that train and that test; `penalty` is that of a ridge.

    by_rows : one number comes back, in which each fold counts by its rows.
    """
    folds, x, y = cut(folds), centre(x), centre(y)
    line = partial(_ridge, penalty=penalty) if penalty else line
    errors = []
    for fold in order(folds):
        train, test = fit(folds == fold), judge(folds == fold)
        errors.append(measure(np.polyval(line(x[train], y[train]), x[test]) - y[test], y[test]))
    return np.average(errors, weights=np.bincount(folds)) if by_rows else finish(errors)


def _blocks(folds):
    k = max(folds) + 1
    return np.minimum(np.arange(len(folds)) // (len(folds) // k), k - 1)


def _squared_errors(x, y, folds):
    lines = np.array([_line(x[folds != fold], y[folds != fold]) for fold in folds])
    return (lines[:, 0] * x + lines[:, 1] - y) ** 2


def _one_fold_s_line(which):
    """Make the answer that judges every fold by the line of one of them."""

    def errors(x, y, folds):
        slope, intercept = _line(x[folds != which(folds)], y[folds != which(folds)])
        off_by = slope * x + intercept - y
        return [np.mean(off_by[folds == fold] ** 2) for fold in range(max(folds) + 1)]

    return errors


def _train_and_test(x, y, folds):
    return zip(_fold_errors(x, y, folds, judge=np.logical_not), _fold_errors(x, y, folds), strict=True)


_BY_HAND = "Take one fold apart: its rows, its line, its predictions, and what becomes of their errors."


def _seen_in_errors(errors, x, y, folds):
    """Say which of the folds have the right error, and which way the others are wrong."""
    asked = np.bincount(folds, weights=_squared_errors(x, y, folds)) / np.bincount(folds)
    if np.shape(errors) != asked.shape or not np.all(np.isfinite(errors)):
        return ""
    right = np.isclose(errors, asked)
    if right.all():
        return ""
    if right[0] and not right[1:].any():
        return "Your error of the first fold is right, and no other is. What is done otherwise there?"
    if right[-1] and not right[:-1].any():
        return "Your error of the last fold is right, and no other is. What is done otherwise there?"
    if right.any():
        return "Some of your errors are right, and others are not. What do the folds that are right have in common?"
    if np.all(errors < asked):
        return f"Every error of yours is too low. {_BY_HAND}"
    if np.all(errors > asked):
        return f"Every error of yours is too high. {_BY_HAND}"
    return f"No error of yours is right: some are too high, others too low. {_BY_HAND}"


_LINE_FAULTS: dict[str, tuple[str, dict]] = {
    "the one line for all rows": (
        "One line is fitted to all rows, so every test row has taught the line it is judged by. Fit anew, on which rows?",
        {"fit": np.ones_like},
    ),
    "the loop that ends early": (
        "The last fold never comes up. Where does the loop end?",
        {"order": lambda folds: range(max(folds))},
    ),
    "the average before the square": (
        "The errors are averaged, then squared: errors of both signs cancel. Which comes first, row by row?",
        {"measure": lambda e, y: np.mean(e) ** 2},
    ),
}


cross_validate_line = Exercise(
    title="The errors of the folds",
    points=2,
    expected=lambda x, y, folds: (
        -cross_val_score(LinearRegression(), x[:, None], y, cv=PredefinedSplit(folds), scoring="neg_mean_squared_error")
    ),
    cases=_lines_with_folds,
    seen=_seen_in_errors,
    given=with_faults(_fold_errors, _LINE_FAULTS),
    equivalent={
        "np.polyval(line, x[test]) - y[test] -> y[test] - np.polyval(line, x[test])": "the errors are squared",
    },
    mistakes=alone(partly_mended(_fold_errors, _LINE_FAULTS), but=1)
    | switched(
        _fold_errors,
        {
            "You judged each line on the rows it was fitted to. Which rows has it not seen?": {"judge": np.logical_not},
            "You fitted on the fold and judged on the others. Which part is the large one?": {
                "fit": np.copy,
                "judge": np.logical_not,
            },
            "You fitted on the fold and judged on the same fold.": {"fit": np.copy},
            "You summed the squared errors of a fold. The folds differ in size: take the mean over its rows.": {
                "measure": lambda e, y: np.sum(e**2)
            },
            "You took the root of each fold's mean. The mean of the squares itself is asked, in squared minutes.": {
                "measure": lambda e, y: np.sqrt(np.mean(e**2))
            },
            "You took the mean of the absolute errors. Squared ones are asked.": {
                "measure": lambda e, y: np.mean(np.abs(e))
            },
            "Your line has no intercept: it is forced through the origin.": {"line": lambda x, y: (x @ y / (x @ x), 0)},
            "One number came back, the mean over the folds. The error of each fold is asked.": {"finish": np.mean},
            "You cut folds of your own, one block of rows after the other. Use the ones handed in: `folds` says where each row "
            "belongs.": {"cut": lambda folds: np.sort(np.arange(len(folds)) % (max(folds) + 1))},
            "You cut folds of your own, blocks of as many whole rows, and the last one takes what is left. Use the ones handed in: "
            "`folds` says where each row belongs.": {"cut": _blocks},
            "You left one row out at a time. Use the folds handed in: `folds` says which rows are left out together.": {
                "cut": lambda folds: np.arange(len(folds))
            },
            "One number came back, the mean over the rows of all folds together. The error of each fold is asked.": {
                "by_rows": True
            },
            "One number came back, the mean over the folds, as a table of one row and one column. The error of each fold is "
            "asked.": {"finish": lambda errors: [[np.mean(errors)]]},
            "Your line has a penalty of 0.1, as a ridge has. The least-squares line has none.": {"penalty": 0.1},
        },
    )
    | alone(
        switched(
            _fold_errors,
            {
                "Those are R² values. Each fold's mean squared error is asked.": {
                    "measure": lambda e, y: 1 - np.mean(e**2) / np.var(y)
                },
                "You fitted a parabola. A line has degree 1.": {"line": lambda x, y: np.polyfit(x, y, 2)},
                "You dealt the rows out to folds of your own, 0, 1, 2 and so on. Use the ones handed in, `folds`.": {
                    "cut": lambda folds: np.arange(len(folds)) % (max(folds) + 1)
                },
                "Your line has a penalty of 1, as a ridge has. The least-squares line has none.": {"penalty": 1},
                "Fold 0 never comes up. Where does the loop begin?": {"order": lambda folds: range(1, max(folds) + 1)},
                "Your loop counts the folds from 1 to k: fold 0 never comes up, and fold k has no rows, which gives NaN.": {
                    "order": lambda folds: range(1, max(folds) + 2),
                    "measure": lambda e, y: np.mean(e**2) if len(e) else np.nan,
                },
                "Your loop counts the folds from 1 to k: fold 0 never comes up, and the last number is of a fold without rows.": {
                    "order": lambda folds: range(1, max(folds) + 2),
                    "measure": lambda e, y: np.sum(e**2) / max(len(e), 1),
                },
                "You took the largest error of each fold. The mean of the squared ones is asked.": {
                    "measure": lambda e, y: np.max(np.abs(e), initial=0)
                },
                "One error came back, that of fold 0. When does your function return?": {
                    "finish": lambda errors: errors[:1]
                },
                "One error came back, that of fold 0, and not in a list. When does your function return?": {
                    "finish": lambda errors: errors[0]
                },
                "One error came back, that of the last fold. Is your list made anew in each round of the loop?": {
                    "finish": lambda errors: errors[-1:]
                },
                "One error came back, that of the last fold, and not in a list. Is it overwritten in each round of the loop?": {
                    "finish": lambda errors: errors[-1]
                },
                "Two numbers came back, the mean over the folds and their standard deviation. The error of each fold is asked.": {
                    "finish": lambda errors: (np.mean(errors), np.std(errors))
                },
                "You judged each line on all rows, the ones it was fitted to among them.": {"judge": np.ones_like},
                "One line for all rows, judged on all rows: that number says nothing of rows it has not seen.": {
                    "fit": np.ones_like,
                    "judge": np.ones_like,
                },
                "You took the variance of the errors, which forgives a line that is off by a constant.": {
                    "measure": lambda e, y: np.var(e)
                },
                "You averaged the errors with their signs, so they cancel. Squared ones are asked.": {
                    "measure": lambda e, y: np.mean(e)
                },
                "You centred x and y with the means of all rows, so the test rows have already spoken. Which rows may give a mean?": {
                    "line": lambda x, y: (x @ y / (x @ x), 0),
                    "centre": lambda values: values - values.mean(),
                },
                "Your fit takes y for x and x for y. Which of the two is given, and which is predicted?": {
                    "line": lambda x, y: _line(y, x)
                },
                "Your line is flat: it predicts the mean of y, whatever x is.": {"line": lambda x, y: (0, y.mean())},
                "You divided by one row less than the fold has. The mean over its rows is asked.": {
                    "measure": lambda e, y: np.sum(e**2) / (len(e) - 1)
                },
                "You took the median of the squares. Their mean is asked.": {"measure": lambda e, y: np.median(e**2)},
                "You took the root of the sum of squares, then divided by the number of rows. The mean of the squares is asked.": {
                    "measure": lambda e, y: np.sqrt(np.sum(e**2)) / len(e)
                },
                "Your folds come in the order in which they first appear. Fold 0 comes first.": {
                    "order": lambda folds: dict.fromkeys(folds.tolist()[::-1])
                },
            },
        )
    )
    | {
        "You divided the squares of a fold by the number of all rows. Take the mean over the rows of the fold.": lambda x, y, folds: (
            np.array(_fold_errors(x, y, folds)) * np.bincount(folds) / len(folds)
        ),
        "The squared error of each row came back. Its mean over the rows of a fold is asked, for each fold.": _squared_errors,
        "The line of fold 0 judges every fold, and has learnt from the rows of the others. Each fold needs a line of its own.": _one_fold_s_line(
            min
        ),
        "The line of the last fold judges every fold. Is a line fitted in one loop, and used in another?": _one_fold_s_line(
            max
        ),
        "Each fold has two numbers in yours: the error on its train part, and the one on its test part. Only the second is asked.": lambda x, y, folds: (
            list(_train_and_test(x, y, folds))
        ),
        "Each fold has two numbers in yours: the error on its test part, and the one on its train part. Only the first is asked.": lambda x, y, folds: [
            pair[::-1] for pair in _train_and_test(x, y, folds)
        ],
        "You divided the squares of a fold by the number of folds. Take the mean over the rows of the fold.": lambda x, y, folds: (
            np.array(_fold_errors(x, y, folds)) * np.bincount(folds) / (max(folds) + 1)
        ),
    },
)


def _stays(rng):
    example = (np.array([[3.0, 1.0, 2.0], [1.0, 2.0, 1.0], [0.0, 4.0, 1.0]]), np.array([2, 6, 8]))
    two = (np.array([[5.0, 0.25], [2.0, 1.5]]), np.array([4.0, -1.5]))
    return [example, two, *(_some_stays(rng, n) for n in (5, 8, 13)), _whole_stays(rng, 7)]


def _some_stays(rng, n):
    weights = rng.uniform(0, 1, (n, n)) + np.diag(rng.uniform(0.5, n, n))
    weights[rng.integers(1, n), rng.permutation(n)[:2]] = 0
    weights[0, 0] = 0
    return weights, rng.normal(6, 3, n)


def _whole_stays(rng, n):
    """Whole numbers: some other patient has the weight of patient 0 itself, and the stays are integers."""
    weights = rng.integers(0, 4, (n, n)).astype(float)
    weights[np.arange(n), np.roll(np.arange(n), 1)] = 5
    weights[0, :3] = 2
    return weights, rng.integers(2, 30, n)


def _left_out(
    weights,
    y,
    *,
    rows=np.copy,
    total=lambda weights: weights.sum(axis=1),
    above=0,
    below=0,
    kept=None,
    leverage=None,
    by=None,
    whole=False,
    finish=lambda error, y: error,
):
    """`above` and `below` say how much of the own weight stays in the two sums of the weighted mean.

    By the other way, `kept` is the share of a left-out error that is left in the fit to all, h that of the own weight, or what
    `leverage` takes for it. By a third, `by` divides the weights of the others. total : what a row is divided by.
    whole : predictions are cut to the type of y.
    """
    weights = rows(weights)
    own, sums = np.diag(weights), total(weights)
    if kept or leverage:
        h = leverage(weights) if leverage else own / sums
        return finish((weights @ y / sums - y) / (kept(h) if kept else 1 - h), y)
    others = weights * (1 - np.eye(len(y)))
    predicted = (weights @ y - (1 - above) * own * y) / (sums - (1 - below) * own) if by is None else by(others) @ y
    return finish((np.trunc(predicted) if whole and y.dtype.kind == "i" else predicted) - y, y)


def _each_left_out(weights, y):
    return [np.average(np.delete(y, i), weights=np.delete(weights[i], i)) - y[i] for i in range(len(y))]


def _seen_in_stays(errors, weights, y):
    """Say for which patients an error is right, and what of the others no weighted mean can give."""
    asked, own = np.array(_each_left_out(weights, y)), np.diag(weights) > 0
    if np.shape(errors) != asked.shape or not np.all(np.isfinite(errors)):
        return ""
    right, errors = np.isclose(errors, asked), np.array(errors)
    if right.all():
        return ""
    if np.array_equal(right, ~own) and right.any():
        return "Right for a patient whose own weight is zero, and for no other. What becomes of the own weight, and of the own stay, in yours?"
    if np.array_equal(right, own):
        return "Right but for a patient whose own weight is zero. What does such a weight mean, and what becomes of it in yours?"
    if np.isclose(abs(errors), abs(asked)).all():
        return "Every error has the right size, and some the wrong sign. An error is prediction minus y."
    if np.all(errors >= 0) and np.any(asked < 0):
        return "None of your errors is below zero, and some of those asked are: an error is prediction minus y."
    return _seen_in_predictions(errors, asked, weights, y)


def _seen_in_predictions(errors, asked, weights, y):
    others = [np.delete(y, i)[np.delete(weights[i], i) > 0] for i in range(len(y))]
    near = 1e-6 * np.ptp(y)
    if any(not min(rest) - near <= stay <= max(rest) + near for stay, rest in zip(errors + y, others, strict=True)):
        return (
            "An error of yours belongs to a prediction (the error plus y) outside the stays of all others that count: no weighted "
            "mean of theirs gets there. Work one patient out by hand, by its row of `weights` without its own place."
        )
    wrong = ~np.isclose(errors, asked)
    if np.all(abs(errors) < abs(asked), where=wrong):
        return "Where your errors are wrong they are too small in size. Which stays have a say in a prediction, and how much?"
    if np.all(abs(errors) > abs(asked), where=wrong):
        return "Where your errors are wrong they are too large in size. Which stays have a say in a prediction, and how much?"
    return (
        "Each prediction behind your errors lies among the stays of the others that count, and not each is their weighted mean by "
        "row i. By what are they weighted?"
    )


leave_one_out = Exercise(
    title="Leave one out, from one fit",
    points=2,
    expected=_each_left_out,
    cases=_stays,
    seen=_seen_in_stays,
    mistakes=switched(
        _left_out,
        {
            "Those are the residuals of the one fit: each patient's own stay still counts. How much of the prediction is it?": {
                "above": 1,
                "below": 1,
            },
            "You multiplied where the error of a left-out row should grow: it is larger than its residual.": {
                "kept": lambda h: 1 / (1 - h)
            },
            "You divided by the leverage. A row that has no say at all should keep its residual: what do you divide by then?": {
                "kept": lambda h: h
            },
            "Your divisor has a root in it, as for plots of outliers. Here the whole share of the others is meant.": {
                "kept": lambda h: np.sqrt(1 - h)
            },
            "Your divisor is squared. It belongs to the squared error; the errors themselves are asked.": {
                "kept": lambda h: (1 - h) ** 2
            },
            "You gave every row the average leverage (generalised cross-validation). Each row has one of its own.": {
                "kept": lambda h: 1 - h.mean()
            },
            "You gave every row a leverage of 1/n, as the plain mean has it. Here the weights say it.": {
                "kept": lambda h: 1 - 1 / len(h)
            },
            "You divided by 1 plus the leverage. How much of a left-out error is left when the row has a say of one half?": {
                "kept": lambda h: 1 + h
            },
            "You took the weights down the columns. Row i says who counts for patient i.": {"rows": np.transpose},
            "Every other patient counts the same in yours. What does row i of `weights` say?": {"rows": np.ones_like},
            "You squared the errors. The errors themselves are asked, with their sign.": {
                "finish": lambda error, y: error**2
            },
            "You took absolute values. The sign is asked too: prediction minus y.": {
                "finish": lambda error, y: np.abs(error)
            },
            "One number came back, the mean of the squared errors. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.mean(error**2)
            },
            "One number came back, the sum of the squared errors. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.sum(error**2)
            },
            "One number came back, the mean of the errors. The error of each patient is asked.": {
                "finish": lambda error, y: np.mean(error)
            },
            "You divided each error by the stay. The error itself is asked, in days.": {
                "finish": lambda error, y: error / y
            },
            "Those are the predictions for the left-out patients. Their errors are asked: prediction minus y.": {
                "finish": np.add
            },
            "You took the own stay out of the sum, and still divide by all weights. What do the weights that are left add up to?": {
                "below": 1
            },
            "You took the own weight out of the sum of the weights alone. The own stay still counts above the line.": {
                "above": 1
            },
            "Where the stays are whole numbers, your predictions are cut to whole numbers. Of which type is the array that you "
            "write them to?": {"whole": True},
            "The stays are weighted along the rows, and divided by weights summed down the columns. Which way goes a row?": {
                "total": lambda weights: weights.sum(axis=0)
            },
            "You took the weights as if each row added up to 1: for the predictions, and for the own share of each. What do they "
            "add up to?": {"total": lambda weights: np.ones(len(weights))},
            "The share of the own weight is one of its column in yours, while the prediction is one of its row. Which way goes a "
            "row?": {"leverage": lambda weights: np.diag(weights) / weights.sum(axis=0)},
            "You took the own weight itself for the leverage. Which share of all the weights of its row is it?": {
                "leverage": np.diag
            },
            "You divided by the sum of the whole table. Each row has weights of its own.": {
                "by": lambda others: others / others.sum()
            },
            "You never divided by the weights. Do those that are left add up to 1?": {"by": np.copy},
            "You divided by the number of other patients. They count by their weights: what do these add up to?": {
                "by": lambda others: others / (len(others) - 1)
            },
            "You divided each column of weights by its sum, as an attention over axis 0 does. Row i says who counts for patient i, "
            "so which sum is meant?": {"by": lambda others: others / others.sum(axis=0)},
            "You divided column j of the weights by the sum of row j. Row i is to be divided by its own: how does an array (n,) "
            "spread over one (n, n)?": {"by": lambda others: others / others.sum(axis=1)},
            "You passed the weights through a softmax. They count as they are: one of 0 has no say at all.": {
                "rows": np.exp
            },
            "One number came back, the root of the mean squared error. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.sqrt(np.mean(error**2))
            },
            "One number came back, the mean absolute error. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.mean(np.abs(error))
            },
        },
    )
    | alone(
        {
            "Every patient whose weight equals the own one is left out, too. Which one patient is it?": lambda weights, y: (
                _left_out(np.where((weights == np.diag(weights)[:, None]) & ~np.eye(len(y), dtype=bool), 0, weights), y)
            ),
        }
    ),
)


read_the_folds = choice_exercise(
    title="Read the folds",
    points=1,
    right={"A": "dated", "B": "neither", "C": "grouped", "D": "neither"},
    tempting={
        ("A", "grouped"): "A: keeping patients whole changes next to nothing. Which of the three splits does?",
        ("A", "neither"): "A: one of the three means is far below the other two. What did that split take away?",
        (
            "B",
            "grouped",
        ): "B: compare the three means, not two single folds. Does keeping patients whole cost anything?",
        ("B", "dated"): "B: its scores are low under every split. A low score is not a leak: what would a leak change?",
        (
            "C",
            "dated",
        ): "C: the past alone costs a little, as early folds learn from few visits. Another split costs it far more: what does that one take away?",
        ("C", "neither"): "C: one of the three means is far below the other two. What did that split take away?",
        (
            "D",
            "dated",
        ): "D: the past alone scores a little lower, but look at the size of the loss, and at how few rows the first forward folds learn from.",
        ("D", "grouped"): "D: keeping patients whole costs next to nothing here.",
    },
    misread={
        "A and C have changed places. Which of the three splits costs each of them most, and what does that one take away?": {
            "A": "grouped",
            "C": "dated",
        },
    },
)


choose_the_split = choice_exercise(
    title="Choose the split",
    points=2,
    because="D",
    right={"A": "stratified", "B": "grouped", "C": "forward", "D": "forward", "E": "shuffled", "F": "none"},
    tempting={
        (
            "A",
            "shuffled",
        ): "A: 12 malignant among 240. How likely is it that five shuffled folds get 2 or 3 of them each?",
        ("A", "grouped"): "A: with one biopsy a woman, each group has one row: keeping groups whole changes nothing.",
        ("A", "forward"): "A: the order of the days says nothing there. What is scarce?",
        ("A", "none"): "A: 12 malignant ones are few, and the score will be rough, but it can be had.",
        (
            "B",
            "shuffled",
        ): "B: every volunteer would be on both sides. Whose heart will the watch hear once it is sold?",
        (
            "B",
            "stratified",
        ): "B: balance does not keep a volunteer's 15 recordings together. Whose heart will the watch hear?",
        ("B", "forward"): "B: later recordings of the same volunteers would judge. Whose heart will the watch hear?",
        ("B", "none"): "B: there are 60 volunteers, so some can be kept aside whole.",
        ("C", "shuffled"): "C: hours of the very week that is tested would train. What is known on the Sunday before?",
        ("C", "stratified"): "C: a number of calls is no class to balance. What is known on the Sunday before?",
        (
            "C",
            "grouped",
        ): "C: whole weeks kept aside still have later weeks in train. What is known on the Sunday before?",
        ("C", "none"): "C: two years hold a hundred Sundays, and each forecast can be judged afterwards.",
        ("D", "grouped"): "D: that asks how it does on persons it has never heard. Whom will the ward's model hear?",
        ("D", "shuffled"): "D: recordings made after the tested morning would train. Will they exist then?",
        ("D", "stratified"): "D: recordings made after the tested morning would train. Do even classes keep them out?",
        ("D", "none"): "D: the later recordings of these 60 are in the data.",
        ("E", "stratified"): "E: what is predicted is a number, and there is no class to balance.",
        ("E", "grouped"): "E: one sample a donor: each group has one row, so nothing is kept together by it.",
        (
            "E",
            "forward",
        ): "E: one week, in a drawn order: time says nothing here, and early folds would learn from few rows.",
        ("E", "none"): "E: what could prevent it? Rows are independent, many, and like those to come.",
        (
            "F",
            "stratified",
        ): "F: each fold would hold both classes, and a model that hears the telephone would score 1. What does that say about the desk?",
        ("F", "shuffled"): "F: a model that hears the telephone would score 1. What does that say about the desk?",
        (
            "F",
            "grouped",
        ): "F: each voice is one person's already. What else tells ill from healthy in these recordings?",
        ("F", "forward"): "F: no date parts the microphone from the label. Which split could?",
    },
    misread={
        "B and D have changed places. What is new when each model is at work: persons, or mornings of the same persons?": {
            "B": "forward",
            "D": "grouped",
        },
    },
)
