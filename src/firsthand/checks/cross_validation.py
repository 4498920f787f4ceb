"""Exercises of the lesson on cross-validation: the errors of folds, and which folds a job needs.

Its exercises on folds are in `folds.py` and `whole_groups.py`, that on rows left out in `left_out.py`, those on leaks in `leaks.py`, and on
choosing a model in `model_choice.py` and `nested_choice.py`.
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


def _mean(squares, folds):
    return squares.mean()


def _left_over(value, rows):
    return value


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
    each=lambda e, y: e**2,
    over=_mean,
    after=_left_over,
    penalty=0,
    by_rows=False,
    finish=list,
):
    """`fit` and `judge` turn the mask of a fold into the rows that train and that test; `penalty` is that of a ridge.

    each : what is taken of the errors of a fold. over : makes one number of it. after : what becomes of that.
    by_rows : one number comes back, in which each fold counts by its rows.
    """
    folds, x, y = cut(folds), centre(x), centre(y)
    line = partial(_ridge, penalty=penalty) if penalty else line
    errors = []
    for fold in order(folds):
        train, test = fit(folds == fold), judge(folds == fold)
        of_rows = each(_on_curve(line(x[train], y[train]), x[test]) - y[test], y[test])
        errors.append(after(over(of_rows, folds), len(of_rows)))
    return np.average(errors, weights=np.bincount(folds)) if by_rows else finish(errors)


def _on_curve(curve, x):
    return curve[0] * x + curve[1] if len(curve) == 2 else np.polyval(curve, x)


def _two_divisors(x, y):
    slope = np.cov(x, y)[0, 1] / np.var(x)
    return slope, y.mean() - slope * x.mean()


def _blocks(folds):
    k = max(folds) + 1
    return np.minimum(np.arange(len(folds)) // (len(folds) // k), k - 1)


def _squared_errors(x, y, folds):
    lines = np.array([_line(x[folds != fold], y[folds != fold]) for fold in folds])
    return (lines[:, 0] * x + lines[:, 1] - y) ** 2


def _by_line_of(which, x, y, folds):
    """Judge every fold by the line of one of them."""
    slope, intercept = _line(x[folds != which(folds)], y[folds != which(folds)])
    off_by = slope * x + intercept - y
    return [np.mean(off_by[folds == fold] ** 2) for fold in range(max(folds) + 1)]


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
        "The square comes last, when errors of both signs have cancelled. What is to be squared, row by row?",
        {"each": lambda e, y: e, "after": lambda mean, n: mean**2},
    ),
}

_LINES = {
    "Your line has no intercept: it is forced through the origin.": lambda x, y: (x @ y / (x @ x), 0),
    "You left the intercept out of the predictions: the line is right, and each prediction is its slope times x alone.": (
        lambda x, y: (_line(x, y)[0], 0)
    ),
    "Slope and intercept have changed places in your predictions. In which order does the fit return them?": (
        lambda x, y: _line(x, y)[::-1]
    ),
    "You fitted a parabola. A line has degree 1.": lambda x, y: np.polyfit(x, y, 2),
    "Your fit takes y for x and x for y. Which of the two is given, and which is predicted?": lambda x, y: _line(y, x),
    "Your line is flat: it predicts the mean of y, whatever x is.": lambda x, y: (0, y.mean()),
    "Your slope mixes two divisors: its covariance is over n - 1, and its variance over n. Which of the two do both need?": (
        _two_divisors
    ),
}

_CUTS = {
    "You cut folds of your own, one block of rows after the other. Use the ones handed in: `folds` says where each row "
    "belongs.": lambda folds: np.sort(np.arange(len(folds)) % (max(folds) + 1)),
    "You cut folds of your own, blocks of as many whole rows, and the last one takes what is left. Use the ones handed in: "
    "`folds` says where each row belongs.": _blocks,
    "You left one row out at a time. Use the folds handed in: `folds` says which rows are left out together.": (
        lambda folds: np.arange(len(folds))
    ),
    "You dealt the rows out to folds of your own, 0, 1, 2 and so on. Use the ones handed in, `folds`.": (
        lambda folds: np.arange(len(folds)) % (max(folds) + 1)
    ),
}

_OVER_ROWS = {
    "You added up over the rows of a fold. The folds differ in size: take the mean over its rows.": (
        lambda of_rows, folds: of_rows.sum()
    ),
    "You divided by one row less than the fold has. The mean over its rows is asked.": (
        lambda of_rows, folds: of_rows.sum() / (len(of_rows) - 1) if len(of_rows) > 1 else np.nan
    ),
    "You took the median over the rows of a fold. The mean over them is asked.": lambda of_rows, folds: np.median(
        of_rows
    ),
    "You took the largest of what the rows of a fold give. The mean over them is asked.": lambda of_rows, folds: (
        of_rows.max(initial=0)
    ),
    "You divided what a fold adds up to by the number of all rows. Take the mean over the rows of the fold.": (
        lambda of_rows, folds: of_rows.sum() / len(folds)
    ),
    "You divided what a fold adds up to by the number of folds. Take the mean over the rows of the fold.": (
        lambda of_rows, folds: of_rows.sum() / (max(folds) + 1)
    ),
}

_FINISHES = {
    "One number came back, the mean over the folds. The error of each fold is asked.": np.mean,
    "One number came back, the sum over the folds. The error of each fold is asked.": np.sum,
    "One number came back, the root of the mean over the folds. The error of each fold is asked.": (
        lambda errors: np.sqrt(np.mean(errors))
    ),
    "One number came back, the mean over the folds, as a table of one row and one column. The error of each fold is "
    "asked.": lambda errors: [[np.mean(errors)]],
    "One error came back, that of fold 0. When does your function return?": lambda errors: errors[:1],
    "One error came back, that of fold 0, and not in a list. When does your function return?": lambda errors: errors[0],
    "One error came back, that of the last fold. Is your list made anew in each round of the loop?": lambda errors: (
        errors[-1:]
    ),
    "One error came back, that of the last fold, and not in a list. Is it overwritten in each round of the loop?": (
        lambda errors: errors[-1]
    ),
    "Two numbers came back, the mean over the folds and their standard deviation. The error of each fold is asked.": (
        lambda errors: (np.mean(errors), np.std(errors))
    ),
}


def _switches(name, values):
    return {sentence: {name: value} for sentence, value in values.items()}


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
    mistakes=alone(partly_mended(_fold_errors, _LINE_FAULTS), but=2)
    | switched(
        _fold_errors,
        {
            "You judged each line on the rows it was fitted to. Which rows has it not seen?": {"judge": np.logical_not},
            "You fitted on the fold and judged on the others. Which part is the large one?": {
                "fit": np.copy,
                "judge": np.logical_not,
            },
            "You fitted on the fold and judged on the same fold.": {"fit": np.copy},
            "You judged each line on all rows, the ones it was fitted to among them.": {"judge": np.ones_like},
            "You took a root at the end, for each fold. The mean of the squares itself is asked, in squared minutes.": {
                "after": lambda mean, n: np.sqrt(mean)
            },
            "You took absolute errors. Squared ones are asked.": {"each": lambda e, y: np.abs(e)},
            "You took the errors with their signs, so they cancel. Squared ones are asked.": {"each": lambda e, y: e},
            "You took the errors around their own mean, as a variance does: that forgives a line that is off by a constant.": {
                "each": lambda e, y: (e - e.mean()) ** 2
            },
            "You squared the errors twice over. Their squares are asked.": {"each": lambda e, y: e**4},
            "One number came back, the mean over the rows of all folds together. The error of each fold is asked.": {
                "by_rows": True
            },
            "Your line has a penalty of 0.1, as a ridge has. The least-squares line has none.": {"penalty": 0.1},
            "Your line has a penalty of 1, as a ridge has. The least-squares line has none.": {"penalty": 1},
            "Fold 0 never comes up. Where does the loop begin?": {"order": lambda folds: range(1, max(folds) + 1)},
            "Your folds come in the order in which they first appear. Fold 0 comes first.": {
                "order": lambda folds: dict.fromkeys(folds.tolist())
            },
        }
        | _switches("line", _LINES)
        | _switches("cut", _CUTS)
        | _switches("over", _OVER_ROWS)
        | _switches("finish", _FINISHES),
    )
    | switched(
        _fold_errors,
        {
            "Those are R² values. Each fold's mean squared error is asked.": {
                "each": lambda e, y: e**2 / np.var(y),
                "after": lambda mean, n: 1 - mean,
            },
            "Your loop counts the folds from 1 to k: fold 0 never comes up, and fold k has no rows, which gives NaN.": {
                "order": lambda folds: range(1, max(folds) + 2),
                "over": lambda of_rows, folds: np.mean(of_rows) if len(of_rows) else np.nan,
            },
            "Your loop counts the folds from 1 to k: fold 0 never comes up, and the last number is of a fold without rows.": {
                "order": lambda folds: range(1, max(folds) + 2),
                "over": lambda of_rows, folds: np.sum(of_rows) / max(len(of_rows), 1),
            },
            "You took the largest error of each fold. The mean of the squared ones is asked.": {
                "each": lambda e, y: np.abs(e),
                "over": lambda of_rows, folds: of_rows.max(initial=0),
            },
            "One line for all rows, judged on all rows: that number says nothing of rows it has not seen.": {
                "fit": np.ones_like,
                "judge": np.ones_like,
            },
            "You centred x and y with the means of all rows, so the test rows have already spoken. Which rows may give a mean?": {
                "line": lambda x, y: (x @ y / (x @ x), 0),
                "centre": lambda values: values - values.mean(),
            },
            "You took the root of the sum of squares, then divided by the number of rows. The mean of the squares is asked.": {
                "after": lambda mean, n: np.sqrt(mean / n)
            },
        },
    )
    | {
        "The squared error of each row came back. Its mean over the rows of a fold is asked, for each fold.": _squared_errors,
        "The line of fold 0 judges every fold, and has learnt from the rows of the others. Each fold needs a line of its own.": partial(
            _by_line_of, min
        ),
        "The line of the last fold judges every fold. Is a line fitted in one loop, and used in another?": partial(
            _by_line_of, max
        ),
        "Each fold has two numbers in yours: the error on its train part, and the one on its test part. Only the second is asked.": lambda x, y, folds: (
            list(_train_and_test(x, y, folds))
        ),
        "Each fold has two numbers in yours: the error on its test part, and the one on its train part. Only the first is asked.": lambda x, y, folds: [
            pair[::-1] for pair in _train_and_test(x, y, folds)
        ],
    },
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
