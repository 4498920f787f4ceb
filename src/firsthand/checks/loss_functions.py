"""Exercises of the lesson on loss functions: losses of amounts, and what all three modules share."""

import math
import re

import numpy as np
from sklearn import metrics

from firsthand.checks import loss_results
from firsthand.judging.exercise import Exercise, choice_exercise, switched


def slips(**by_switch):
    """Write known mistakes by the switch that each of them turns: sentence -> {switch: value}."""
    return {sentence: {switch: value} for switch, slips in by_switch.items() for sentence, value in slips.items()}


def always(value):
    """Make a function that returns `value` whatever it is given."""
    return lambda *_: value


def same(value):
    """Return what is given."""
    return value


def with_labels_flipped(flip, **by_switch):
    """Say of slips that ask the label what they are where the labels are flipped as well: the other class then.

    flip : the flip's sentence, and what it turns.
    """
    other = {"y = 0": "y = 1", "y = 1": "y = 0"}
    said, turned = flip
    return {
        f"{said} And: {re.sub('y = [01]', lambda found: other[found[0]], sentence)}": {**turned, switch: value}
        for switch, slips in by_switch.items()
        for sentence, value in slips.items()
    }


REDUCED = {
    "You added the rows up. With twice the rows your answer doubles; a mean does not.": np.sum,
    "You returned a number for each row. One number is asked: reduce them.": np.asarray,
    "Only the first row counts in yours. In a loop: in which round is the result handed back?": lambda rows: rows[0],
    "Only the last row counts in yours. In a loop: what is kept from one round to the next?": lambda rows: rows[-1],
    "You took the median over the rows. Every row should count.": np.median,
    "You divided by n - 1. The mean over rows is asked.": lambda rows: np.sum(rows) / np.float64(len(rows) - 1),
    "You divided by n + 1. The mean over rows is asked.": lambda rows: np.sum(rows) / (len(rows) + 1),
    "The first row is left out of your sum. Where does the loop start?": lambda rows: np.sum(rows[1:]) / len(rows),
    "The last row is left out of your sum. Where does the loop end?": lambda rows: np.sum(rows[:-1]) / len(rows),
    "The first row does not count in yours: it is neither in the sum nor in the number of rows. Where do they start?": (
        lambda rows: np.mean(rows[1:]) if len(rows) > 1 else np.nan
    ),
    "The last row does not count in yours: it is neither in the sum nor in the number of rows. Where do they end?": (
        lambda rows: np.mean(rows[:-1]) if len(rows) > 1 else np.nan
    ),
}
"""What is done to the rows where their mean is asked, in every loss that is a mean."""

REDUCED_FROM_ONE = REDUCED | {
    "You divided by n - 1, and by 1 where there is one row. The mean over rows is asked.": (
        lambda rows: np.sum(rows) / max(len(rows) - 1, 1)
    ),
}
"""The same where there may be one row alone."""

LARGEST = {"You took the largest of the rows. Every row should count.": np.max}

SELDOM_REDUCED = {
    "Only the first row counts in yours, and it is divided by n. In which round is the result handed back?": (
        lambda rows: rows[0] / len(rows)
    ),
    "Only the last row counts in yours, and it is divided by n. Does your loop add up, or overwrite?": (
        lambda rows: rows[-1] / len(rows)
    ),
}
"""What goes with no second mistake, or hardly ever."""


def _forecast_pairs(rng):
    example = (np.array([3.0, -1.0, 2.0, 7.0]), np.array([2.5, 0.0, 2.0, 9.0]))
    layouts = ((5, "flat", "flat"), (2, "column", "column"), (6, "column", "flat"), (9, "flat", "column"))
    return [example, *(_one_pair(rng, *layout) for layout in layouts)]


def _one_pair(rng, n, y_layout, prediction_layout):
    y = rng.normal(20, 6, n)
    prediction = y + rng.normal(1, 3, n)
    shapes = {"flat": (n,), "column": (n, 1)}
    return y.reshape(shapes[y_layout]), prediction.reshape(shapes[prediction_layout])


def _flat(prediction, y):
    return np.ravel(prediction) - np.ravel(y)


def _row_by_row(prediction, y):
    return np.array([p - t for p, t in zip(prediction, y, strict=True)])


def _differ(y, prediction):
    return y.shape != prediction.shape


def _differ_or_no_product(y, prediction):
    if y.shape == prediction.shape == (len(y), 1):
        raise ValueError("a column times a column")
    return _differ(y, prediction)


def _mse(y, prediction, *, refuse=None, subtract=_flat, price=np.square, reduce=np.mean, share=1, after=same):
    """Mean of the price of each error; nothing comes back of shapes to `refuse`."""
    if refuse and refuse(y, prediction):
        return None
    return after(share * reduce(price(subtract(prediction, y))))


_MSE_SLIPS = slips(
    refuse={
        "Where the shapes of y and prediction differ, nothing comes back. They may differ: how do you give both one shape first?": _differ,
        "Where the shapes of y and prediction differ, nothing comes back, and two columns do not fit your product. How do you give both "
        "one shape first?": _differ_or_no_product,
    },
    subtract={
        "Where one of y and prediction is (n,) and the other (n, 1), your difference is a table of every pair, n rows and n columns. How do you give both one shape first?": np.subtract,
        "You flatten y alone. Where the prediction is a column, the difference is a table of every pair.": (
            lambda p, y: p - np.ravel(y)
        ),
        "You flatten the prediction alone. Where y is a column, the difference is a table of every pair.": (
            lambda p, y: np.ravel(p) - y
        ),
        "You make a column of y alone. Where the prediction is flat, the difference is a table of every pair.": (
            lambda p, y: p - y.reshape(-1, 1)
        ),
        "You make a column of the prediction alone. Where y is flat, the difference is a table of every pair.": (
            lambda p, y: p.reshape(-1, 1) - y
        ),
        "You add y and the prediction. What is an error?": lambda p, y: np.ravel(p) + np.ravel(y),
        "Where the shapes differ you turn the prediction flat, or transpose it, so a column y still makes a table of every pair.": (
            lambda p, y: p - y if p.shape == y.shape else np.ravel(p) - y
        ),
        "Your difference is always a table of every pair: one array is a column, the other a row. Give both one shape.": (
            lambda p, y: np.subtract.outer(np.ravel(p), np.ravel(y))
        ),
    },
    price={
        "You took absolute errors. What is done to each error before the mean?": np.abs,
        "You took the plain errors: those above and below cancel. What is done to each of them first?": same,
        "Each error is doubled, not squared: `* 2` is not `** 2`.": lambda e: 2 * e,
        "You raised 2 to the power of each error. The error itself is to be squared.": np.exp2,
    },
    share={"You halved it. Some books do, to make the derivative look neat; this course does not.": 0.5},
    after={
        "You took the root as well. Its unit is that of y; the mean squared error stops one step earlier.": np.sqrt,
    },
    reduce=REDUCED
    | LARGEST
    | {
        "You divided the sum by 2, however many rows there are. A mean divides by their number.": lambda rows: (
            np.sum(rows) / 2
        ),
        "You divided the length of the errors by n: `norm` ends with a root, and the mean squared error has none.": (
            lambda rows: np.sqrt(np.sum(rows)) / len(rows)
        ),
    },
) | {
    "Where one array is (n,) and the other (n, 1), you added up a table of every pair and divided by n. Look at the shape "
    "of your difference.": {"subtract": np.subtract, "reduce": lambda rows: np.sum(rows) / len(rows)},
    "You multiply the errors with themselves (`e.T @ e`), which needs flat arrays: where one array is (n,) and the other (n, 1), e "
    "is a table of every pair. How do you give both one shape first?": {
        "subtract": np.subtract,
        "reduce": np.asarray,
        "price": lambda e: np.squeeze(e.T @ e / len(e)),
    },
    "You returned a number for each row, and of a column each is in a box. One number is asked: reduce them.": {
        "subtract": _row_by_row,
        "reduce": np.asarray,
    },
    "You took the mean down the columns (`axis=0`): of two columns that is a number in a box, and where one array is (n,) "
    "and the other (n, 1), one for each column of a table of every pair. How do you give both one shape first?": {
        "subtract": np.subtract,
        "reduce": lambda rows: np.mean(rows, axis=0),
    },
    "You took the mean along the last axis: of two columns that is a number for each row, and where one array is (n,) and the "
    "other (n, 1), one for each row of a table of every pair. How do you give both one shape first?": {
        "subtract": np.subtract,
        "reduce": lambda rows: np.mean(rows, axis=-1),
    },
    "Your mean keeps the axis that it runs down (`keepdims`), so it stays in a box, and where one array is (n,) and the other "
    "(n, 1), it is one for each column of a table of every pair. How do you give both one shape first?": {
        "subtract": np.subtract,
        "reduce": lambda rows: np.mean(rows, axis=0, keepdims=True),
    },
    "You multiply the errors with themselves (`e @ e`), which needs flat arrays: two columns do not fit, and where one array is "
    "(n,) and the other (n, 1), e is a table of every pair. How do you give both one shape first?": {
        "subtract": np.subtract,
        "reduce": np.asarray,
        "price": lambda e: e @ e / len(e),
    },
    "You multiply the errors with themselves (`e.T @ e`), which needs flat arrays: of two columns that is a number in a box, and "
    "where one array is (n,) and the other (n, 1), e is a table of every pair. How do you give both one shape first?": {
        "subtract": np.subtract,
        "reduce": np.asarray,
        "price": lambda e: e.T @ e / len(e),
    },
    "Only the first row counts in yours, and a row of a column is a box: flatten both, and look where `return` stands.": {
        "subtract": _row_by_row,
        "reduce": lambda rows: rows[0],
    },
    "Only the last row counts in yours, and a row of a column is a box: flatten both, and keep a total.": {
        "subtract": _row_by_row,
        "reduce": lambda rows: rows[-1],
    },
    "You took the largest size of an error. A mean over rows is asked: what is done to each error first, and with all rows then?": {
        "price": np.abs,
        "reduce": np.max,
    },
    "That is the square of the mean error: errors of opposite sign have cancelled. Which comes first, the square or the "
    "mean?": {"price": same, "after": np.square},
    "You squared the sum of the errors: in a sum errors of opposite sign cancel. Which comes first, the square or the sum?": {
        "price": same,
        "reduce": lambda rows: np.sum(rows) ** 2 / len(rows),
    },
    "That is the variance of the errors: their own mean is taken out, so a forecast that is always 10 too high would be "
    "perfect.": {"price": same, "reduce": np.var},
    "You subtracted the squares. Square the difference instead.": {
        "subtract": lambda p, y: np.ravel(p) ** 2 - np.ravel(y) ** 2,
        "price": same,
    },
}

mean_squared_error = Exercise(
    title="The mean squared error",
    points=1,
    expected=lambda y, prediction: metrics.mean_squared_error(np.ravel(y), np.ravel(prediction)),
    cases=_forecast_pairs,
    seen=loss_results.in_mean_squared_error,
    mistakes=switched(_mse, _MSE_SLIPS) | switched(_mse, slips(reduce=SELDOM_REDUCED)),
    equivalent={
        "def mean_squared_error(y, prediction): -> def mean_squared_error(prediction, y):": "a square has no sign",
        "np.ravel(prediction) - np.ravel(y) -> np.ravel(y) - np.ravel(prediction)": "a square has no sign",
    },
)


_MINUTES = (25, 70, 18, 30, 20, 41, 20)
_BROKEN_DOWN = tuple(350 if minute == 70 else minute for minute in _MINUTES)
_CONSTANTS = {"squared": 32, "absolute": 25, "pinball 0.75": 41, "squared, 350": 72, "absolute, 350": 25}
_TEMPTING_CONSTANTS: dict[str, dict[float, str]] = {
    "squared": {
        25: "squared: 25 is the middle value. A square cares how far each value lies, and 70 lies far.",
        44: "squared: 44 is half-way between the smallest and the largest. All seven values have a say.",
        20: "squared: 20 is the most frequent value. A square also cares about the others.",
        30: "squared: 30 stands in the middle of the list as given. What balances the errors?",
        34: "squared: 34 balances six values. 20 stands in the list twice, and both have a say.",
    },
    "absolute": {
        32: "absolute: 32 is where squares are smallest. At 32 five values lie below and two above: what happens to the sum of distances when you move down by 1?",
        30: "absolute: 30 stands in the middle of the list as it is written. Sort the list first.",
        20: "absolute: 20 is the most frequent value. Four values lie above it and one below: move up.",
        44: "absolute: 44 is half-way between the smallest and the largest. How many values lie below it?",
        27.5: "absolute: 27.5 is the middle of six values. 20 stands in the list twice, and both count.",
    },
    "pinball 0.75": {
        20: "pinball 0.75: you made the other side dear. With tau = 0.75 a promise that is too short costs three times as much: would you promise less or more?",
        35.5: "pinball 0.75: 35.5 is the interpolated quantile. Compare the loss at 35.5 with the loss at 41: which of the two is smaller?",
        30: "pinball 0.75: at 30 only five of seven values, 71 %, are covered. Is that enough for 0.75?",
        25: "pinball 0.75: 25 is best when both sides cost the same. Here they do not.",
        70: "pinball 0.75: at 70 every delivery is covered, and six promises are far too long. One step down costs one row 0.75 a minute and saves six rows 0.25 a minute each.",
        24: "pinball 0.75: 24 is 0.75 times the mean. tau is a share of the rows, not of a value.",
        52.5: "pinball 0.75: 52.5 is 0.75 times the largest value. tau is a share of the rows.",
    },
    "squared, 350": {
        32: "squared, 350: that is the answer before the van broke down. 280 minutes have been added to the sum: who pays a part of them?",
        71.75: "squared, 350: 71.75 is the mean of eight values. 350 stands in the place of 70.",
        82: "squared, 350: 82 comes out when 350 is added to the old sum and shared by seven. The 70 is gone: does your sum know?",
        25: "squared, 350: 25 is the middle value. Squares are not so calm about a value of 350.",
    },
    "absolute, 350": {
        72: "absolute, 350: 72 is where squares are smallest. How many of the seven lie below 72?",
        27.5: "absolute, 350: 27.5 is the middle of an even number of values. 350 stands in the place of 70, and 20 counts twice: how many are there?",
        20: "absolute, 350: 20 is the most frequent value. Four values lie above it and one below: move up.",
        65: "absolute, 350: you shared the 280 minutes out. Has any value crossed the middle?",
        30: "absolute, 350: four of the seven values lie below 30 and two above it. The 70 lay above the middle and so does the 350: what moves?",
    },
}


def _accept_constants(answer):
    if not isinstance(answer, dict) or answer.keys() != _CONSTANTS.keys():
        return f"The answer is a dictionary with the keys {'; '.join(_CONSTANTS)}; found {answer!r:.200}."
    return [sentence for key in _CONSTANTS if (sentence := _look_at(key, answer[key]))] or True


def _look_at(key, value):
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return f"{key}: a number of minutes is asked; found {value!r:.60}."
    if abs(value - _CONSTANTS[key]) < 0.01:
        return ""
    near = [sentence for tempting, sentence in _TEMPTING_CONSTANTS[key].items() if abs(value - tempting) < 0.01]
    data = np.array(_BROKEN_DOWN if key.endswith("350") else _MINUTES)
    return near[0] if near else loss_results.around(key, value, data)


best_constant = Exercise(
    title="What does one number want?",
    points=2,
    expected=_CONSTANTS,
    accepts=_accept_constants,
    mistakes={
        sentence: {**_CONSTANTS, key: value}
        for key, tempting in _TEMPTING_CONSTANTS.items()
        for value, sentence in tempting.items()
    },
)


_LOSSES = {
    "A": {
        "pinball 0.1": "A: with tau = 0.1 a forecast that is too high is the dear one. Which side is dear here?",
        "absolute": "A: that aims at as many days above the forecast as below, at 900 euros a unit against 100.",
        "squared": "A: squares treat too many and too few alike. Do the costs?",
        "huber": "A: Huber treats too many and too few alike. Do the costs?",
        "log loss": "A: there is no yes or no to forecast; a number of units is.",
        "zero-one": "A: one unit short and fifty units short are the same to it. Are they to the hospital?",
    },
    "B": {
        "absolute": "B: that forecasts the median of each day. Do medians add up to the median of the sum, when some days have a long tail?",
        "huber": "B: it would make little of the dear days, and they are real: they are in the total too.",
        "pinball 0.9": "B: every day would be forecast high, and so would the year, by much.",
        "pinball 0.1": "B: every day would be forecast low, and so would the year, by much.",
        "log loss": "B: the forecast is an amount of money, not a probability.",
        "zero-one": "B: hardly any amount is hit to the cent, so every forecast would be equally bad.",
    },
    "C": {
        "squared": "C: one reading that is 500 off weighs as much as 10,000 readings that are 5 off. How many rows are there?",
        "absolute": "C: it does resist the slips, but it also throws away how far the good rows lie. With normal noise and 60 rows, is there one that resists and keeps that?",
        "pinball 0.9": "C: both sides cost the same here.",
        "pinball 0.1": "C: here too both sides cost the same.",
        "log loss": "C: the target is a weight in grams, not a yes or no.",
        "zero-one": "C: no gradient, and every reading is off by a little: all scales would look equally bad.",
    },
    "D": {
        "zero-one": "D: 0.51 and 0.99 are the same to it, and it has no gradient. The doctors act on the number itself.",
        "squared": "D: on probabilities that is the Brier score. It is honest, but no row can cost more than 1. What does the clinic ask for a forecast of 0 that comes true?",
        "absolute": "D: it rewards saying 0 or 1 instead of what you believe. Try a risk of 0.3: which report is cheapest?",
        "huber": "D: it is bounded for probabilities, and near its middle it is a square. What does the clinic ask for a forecast of 0 that comes true?",
        "pinball 0.9": "D: that forecasts a quantile of 0 and 1, which is itself 0 or 1.",
        "pinball 0.1": "D: that too forecasts a quantile of 0 and 1, which is itself 0 or 1.",
    },
}

choose_loss = choice_exercise(
    title="Choose the loss",
    points=1,
    right={"A": "pinball 0.9", "B": "squared", "C": "huber", "D": "log loss"},
    tempting={(key, option): sentence for key, options in _LOSSES.items() for option, sentence in options.items()},
)
