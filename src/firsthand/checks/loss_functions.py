"""Exercises of the lesson on loss functions."""

import math
import warnings

import numpy as np
from scipy import special
from sklearn import metrics

from firsthand.judging.exercise import Exercise, choice_exercise
from firsthand.judging.transcript import call


def _forecast_pairs(rng):
    example = (np.array([3.0, -1.0, 2.0, 7.0]), np.array([2.5, 0.0, 2.0, 9.0]))
    layouts = ((5, "flat", "flat"), (2, "column", "column"), (6, "column", "flat"), (9, "flat", "column"))
    return [example, *(_one_pair(rng, *layout) for layout in layouts)]


def _one_pair(rng, n, y_layout, prediction_layout):
    y = rng.normal(20, 6, n)
    prediction = y + rng.normal(1, 3, n)
    shapes = {"flat": (n,), "column": (n, 1)}
    return y.reshape(shapes[y_layout]), prediction.reshape(shapes[prediction_layout])


def _with_errors(answer):
    """Make an answer in (y, prediction) from one in the errors (n,), prediction minus y."""
    return lambda y, prediction: answer(np.ravel(prediction) - np.ravel(y))


def _with_pairs(answer):
    """Make an answer in (y, prediction) from one in the table (n, n) of every prediction minus every y."""
    return lambda y, prediction: answer(np.subtract.outer(np.ravel(prediction), np.ravel(y)))


mean_squared_error = Exercise(
    title="The mean squared error",
    points=1,
    expected=lambda y, prediction: metrics.mean_squared_error(np.ravel(y), np.ravel(prediction)),
    cases=_forecast_pairs,
    mistakes={
        "Right where y and prediction have one shape. Where one is (n,) and the other (n, 1), your difference is a table "
        "of every pair, n rows and n columns. How do you give both one shape first?": lambda y, prediction: np.mean(
            (prediction - y) ** 2
        ),
        "Where one array is (n,) and the other (n, 1), you added up a table of every pair and divided by n. Look at the "
        "shape of your difference.": lambda y, prediction: np.sum((prediction - y) ** 2) / len(y),
        "You added the squares up. With twice the rows your answer doubles; a mean does not.": _with_errors(
            lambda e: np.sum(e**2)
        ),
        "You halved it. Some books do, to make the derivative look neat; this course does not.": _with_errors(
            lambda e: np.mean(e**2) / 2
        ),
        "You took the root as well. Its unit is that of y; the mean squared error stops one step earlier.": (
            _with_errors(lambda e: np.sqrt(np.mean(e**2)))
        ),
        "That is the mean of the absolute errors. What is done to each error before the mean?": _with_errors(
            lambda e: np.mean(np.abs(e))
        ),
        "That is the mean of the plain errors: those above and below cancel. What is done to each of them first?": (
            _with_errors(np.mean)
        ),
        "You squared after the mean, so errors of opposite sign have cancelled. Which comes first?": _with_errors(
            lambda e: np.mean(e) ** 2
        ),
        "You divided by n - 1. The mean over rows is asked for.": _with_errors(lambda e: np.sum(e**2) / (len(e) - 1)),
        "That is the variance of the errors: their own mean is taken out, so a forecast that is always 10 too high "
        "would be perfect.": _with_errors(np.var),
        "You subtracted the squares. Square the difference instead.": lambda y, prediction: np.mean(
            np.ravel(prediction) ** 2 - np.ravel(y) ** 2
        ),
        "You returned a number for each row. One number is asked: reduce them.": _with_errors(lambda e: e**2),
        "You halved it, and where one array is (n,) and the other (n, 1) your difference is a table of every pair.": (
            lambda y, prediction: np.mean((prediction - y) ** 2) / 2
        ),
        "You added up, and where one array is (n,) and the other (n, 1) you added up a table of every pair.": (
            lambda y, prediction: np.sum((prediction - y) ** 2)
        ),
        "You took the root as well, and where one array is (n,) and the other (n, 1) your difference is a table of every "
        "pair.": lambda y, prediction: np.sqrt(np.mean((prediction - y) ** 2)),
        "Absolute errors are not asked, and where one array is (n,) and the other (n, 1) your difference is a table of every "
        "pair.": lambda y, prediction: np.mean(np.abs(prediction - y)),
        "Your difference is always a table of every pair: one array is a column, the other a row. Give both one shape.": (
            _with_pairs(lambda e: np.mean(e**2))
        ),
        "Only the last row counts. Look at the indentation: is something overwritten in each round of the loop?": (
            _with_errors(lambda e: e[-1] ** 2)
        ),
        "Only the first row counts. Look at the indentation of `return`.": _with_errors(lambda e: e[0] ** 2),
        "Your total is overwritten in each round of the loop, and the last row divided by n is left. What should be kept "
        "from one round to the next?": lambda y, prediction: (prediction[-1] - y[-1]) ** 2 / len(y),
        "Your loop comes back in its first round: that is the first row divided by n. Look at the indentation of `return`.": (
            lambda y, prediction: (prediction[0] - y[0]) ** 2 / len(y)
        ),
        "You flatten y alone. Where the prediction is a column, the difference is a table of every pair.": (
            lambda y, prediction: np.mean((prediction - np.ravel(y)) ** 2)
        ),
        "You flatten the prediction alone. Where y is a column, the difference is a table of every pair.": (
            lambda y, prediction: np.mean((np.ravel(prediction) - y) ** 2)
        ),
        "You make a column of y alone. Where the prediction is flat, the difference is a table of every pair.": (
            lambda y, prediction: np.mean((prediction - np.reshape(y, (-1, 1))) ** 2)
        ),
        "You make a column of the prediction alone. Where y is flat, the difference is a table of every pair.": (
            lambda y, prediction: np.mean((np.reshape(prediction, (-1, 1)) - y) ** 2)
        ),
        "The first row is left out of your sum. Where does the loop start?": _with_errors(
            lambda e: np.sum(e[1:] ** 2) / len(e)
        ),
        "The last row is left out of your sum. Where does the loop end?": _with_errors(
            lambda e: np.sum(e[:-1] ** 2) / len(e)
        ),
        "That is the length of the vector of errors: the root of a sum. Where is the mean?": _with_errors(
            np.linalg.norm
        ),
        "That is the largest squared error. Every row should count.": _with_errors(lambda e: np.max(e**2)),
        "That is the median of the squared errors. Every row should count.": _with_errors(lambda e: np.median(e**2)),
    },
)


def _on_each(function):
    return lambda residual, delta: function(residual, np.abs(residual), delta)


def _residuals(rng):
    example = (np.array([1.0, -3.0, 2.0, 0.0]), 2.0)
    drawn = []
    for n, delta in ((6, 1.0), (9, 0.3), (25, 4.0)):
        delta *= rng.uniform(1.1, 1.6)
        edge = np.array([delta, -delta, 0.0, 2.5 * delta, -3.5 * delta])
        drawn.append((np.concatenate([edge, rng.normal(0, 2 * delta, n)]), delta))
    return [example, *drawn]


huber = Exercise(
    title="The Huber loss of each residual",
    points=2,
    expected=lambda residual, delta: special.huber(delta, residual),
    cases=_residuals,
    mistakes={
        "Only large positive residuals are straightened: the large negative ones are still squared. What do you compare "
        "with delta?": _on_each(lambda r, a, d: np.where(r <= d, r**2 / 2, d * (a - d / 2))),
        "Small residuals: you have r², twice what is asked. The two halves no longer meet at delta.": _on_each(
            lambda r, a, d: np.where(a <= d, r**2, d * (a - d / 2))
        ),
        "Twice what is asked, everywhere: this Huber loss has a ½ in its middle.": _on_each(
            lambda r, a, d: np.where(a <= d, r**2, 2 * d * a - d**2)
        ),
        "Large residuals: a straight line of slope delta, but it starts at the wrong height. At |r| = delta the loss "
        "jumps; what must be taken off?": _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, d * a)),
        "Large residuals: too much is taken off the straight line. At |r| = delta your line gives 0; what does the "
        "square give there?": _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, d * (a - d))),
        "Large residuals: the slope is 1 and the offset ½, which fits delta = 1 only. How steep is the square where it "
        "ends?": _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, a - 0.5)),
        "Large residuals: the slope is 1. How steep is the square at |r| = delta, where the line takes over?": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, a - d / 2)
        ),
        "Large residuals: you have |r| itself. The two halves must meet at delta, with one slope.": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, a)
        ),
        "That is the smooth L1 form, divided by delta. Here the middle is ½ r², whatever delta is.": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, d * (a - d / 2)) / d
        ),
        "The two halves have changed places: small residuals get the line and large ones the square.": _on_each(
            lambda r, a, d: np.where(a > d, r**2 / 2, d * (a - d / 2))
        ),
        "Large residuals all cost the same: you cut them off at delta. The cost should go on growing, in a straight "
        "line.": _on_each(lambda r, a, d: np.minimum(a, d) ** 2 / 2),
        "Large negative residuals have a negative loss: the line uses r where its size is meant.": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, d * (r - d / 2))
        ),
        "That is the slope of the Huber loss, not the loss.": _on_each(lambda r, a, d: np.clip(r, -d, d)),
        "That is the pseudo-Huber loss, a smooth relative. Here the loss has two exact halves.": _on_each(
            lambda r, a, d: d**2 * (np.sqrt(1 + (r / d) ** 2) - 1)
        ),
        "One number came back: the loss of each residual is asked, without a mean.": _on_each(
            lambda r, a, d: np.mean(special.huber(d, r))
        ),
        "Large residuals: what is taken off fits delta = 1 only. Half of what, so that the two halves meet at delta?": (
            _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, d * (a - 0.5)))
        ),
        "You compare r² with delta. Their units differ: what is the size of a residual?": _on_each(
            lambda r, a, d: np.where(r**2 <= d, r**2 / 2, d * (a - d / 2))
        ),
        "Your delta is always 1. Use the one that is handed in.": _on_each(lambda r, a, d: special.huber(1, r)),
        "Large residuals: the line starts at the right height and rises by 1 a unit. How steep is the square where it "
        "ends?": _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, d**2 / 2 + a - d)),
        "Large residuals: you added where something must be taken off. At |r| = delta the loss jumps.": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, d * (a + d / 2))
        ),
        "Large residuals: the line is twice too high and too steep. The square in the middle has its ½; the line must fit "
        "that.": _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, d * (2 * a - d))),
        "Large residuals: you multiplied by delta once too often.": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, d**2 * (a - 0.5))
        ),
        "Small residuals cost |r| and large ones the square: that makes outliers louder, not quieter.": _on_each(
            lambda r, a, d: np.where(a <= d, a, r**2 / 2)
        ),
        "Only the first residual came back. Look at the indentation of `return`.": _on_each(
            lambda r, a, d: special.huber(d, r)[:1]
        ),
        "You added the losses up: the loss of each residual is asked.": _on_each(
            lambda r, a, d: np.sum(special.huber(d, r))
        ),
        "That is ½ r² everywhere. What is delta for?": _on_each(lambda r, a, d: r**2 / 2),
        "That is the line for every residual, small ones too. The line lies below the square on both sides of delta, so the "
        "smaller of the two is no guide. What decides which half a residual gets?": _on_each(
            lambda r, a, d: d * (a - d / 2)
        ),
        "Large negative residuals cost too much: the distance beyond delta is measured from +delta for them too.": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, d**2 / 2 + d * np.abs(r - d))
        ),
        "Large negative residuals cost nothing in yours: neither half is meant for them. What do you compare with delta?": (
            _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, np.where(r > d, d * (a - d / 2), 0)))
        ),
        "Large residuals cost nothing in yours. Where is the line?": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, 0)
        ),
        "A residual of exactly delta costs nothing in yours: it falls between your two conditions.": _on_each(
            lambda r, a, d: np.where(a == d, 0, special.huber(d, r))
        ),
        "A residual of exactly delta is counted twice: both your conditions hold for it.": _on_each(
            lambda r, a, d: np.where(a == d, 2, 1) * special.huber(d, r)
        ),
        "Small residuals: that is r itself. What does ½ r² ask for?": _on_each(
            lambda r, a, d: np.where(a <= d, r, d * (a - d / 2))
        ),
        "Large residuals: the line is twice as steep as the square where it ends. What is the slope of ½ r² there?": (
            _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, d**2 / 2 + 2 * d * (a - d)))
        ),
        "Large residuals: the line is half as steep as the square where it ends. What is the slope of ½ r² there?": (
            _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, d**2 / 2 + d * (a - d) / 2))
        ),
        "Large residuals: the line starts at ½ delta. How high is ½ r² where it ends?": _on_each(
            lambda r, a, d: np.where(a <= d, r**2 / 2, d / 2 + d * (a - d))
        ),
        "Large residuals: that is only how far they lie beyond delta. How high does the line start, and how steep is it?": (
            _on_each(lambda r, a, d: np.where(a <= d, r**2 / 2, a - d))
        ),
    },
)


def _quantile_cases(rng):
    example = (np.array([10.0, 20.0, 30.0]), np.array([14.0, 18.0, 30.0]), 0.9)
    drawn = []
    for n, tau in ((4, 0.25), (7, 0.8), (1, 0.3), (40, 0.95)):
        y = rng.gamma(4, 8, n)
        drawn.append((y, y + rng.normal(1.5, 6, n), tau))
    return [example, *drawn]


def _sided(under, over, reduce=np.mean):
    """Make an answer from what a minute too little and a minute too much cost."""

    def loss(y, prediction, tau):
        short = y - prediction
        return reduce(np.where(short > 0, under(tau) * short, -over(tau) * short))

    return loss


def _mean_of_each_side_even_if_empty(y, prediction, tau):
    short = y - prediction
    return tau * np.mean(short[short > 0]) + (1 - tau) * np.mean(-short[short <= 0])


pinball = Exercise(
    title="When one side is dear",
    points=2,
    expected=lambda y, prediction, tau: metrics.mean_pinball_loss(y, prediction, alpha=tau),
    cases=_quantile_cases,
    mistakes={
        "The sides have changed places: at tau = 0.9 your loss makes a forecast that is too high dear. Which side does "
        "the statement charge with tau?": _sided(lambda tau: 1 - tau, lambda tau: tau),
        "Both sides cost tau, so this is the absolute error times a number. What does a forecast that is too high "
        "cost?": _sided(lambda tau: tau, lambda tau: tau),
        "A forecast that is too high costs its full size: 1 a unit. The statement names a smaller price.": _sided(
            lambda tau: tau, lambda tau: 1
        ),
        "A forecast that is too low costs its full size: 1 a unit. The statement names a smaller price.": _sided(
            lambda tau: 1, lambda tau: 1 - tau
        ),
        "Forecasts that are too high cost nothing in yours, so the best forecast would be endlessly high.": _sided(
            lambda tau: tau, lambda tau: 0
        ),
        "Forecasts that are too low cost nothing in yours. What does the statement charge for them?": _sided(
            lambda tau: 0, lambda tau: 1 - tau
        ),
        "Rows whose forecast is too high have a negative loss: the size of the error is meant, not its sign.": _sided(
            lambda tau: tau, lambda tau: tau - 1
        ),
        "You multiplied every plain error by tau, sign included. A loss is never negative.": lambda y, prediction, tau: (
            np.mean(tau * (y - prediction))
        ),
        "You took the smaller of the two products for each row, which is never above 0.": lambda y, prediction, tau: (
            np.mean(np.minimum(tau * (y - prediction), (tau - 1) * (y - prediction)))
        ),
        "You added the rows up. The mean over rows is asked for.": _sided(
            lambda tau: tau, lambda tau: 1 - tau, reduce=np.sum
        ),
        "You returned a number for each row. One number is asked: reduce them.": _sided(
            lambda tau: tau, lambda tau: 1 - tau, reduce=lambda rows: rows
        ),
        "Twice what is asked: no price in the statement is above 1.": _sided(
            lambda tau: 2 * tau, lambda tau: 2 * (1 - tau)
        ),
        "You squared the errors. A unit more costs the same wherever it starts: no squares here.": (
            lambda y, prediction, tau: np.mean(
                np.where(y > prediction, tau, 1 - tau) * np.square(np.subtract(y, prediction))
            )
        ),
        "You divided by the sum of the prices. The mean over rows is asked: divide by their number.": (
            lambda y, prediction, tau: np.average(
                np.abs(y - prediction), weights=np.where(y > prediction, tau, 1 - tau)
            )
        ),
        "That is the median of the rows' losses. Every row should count.": _sided(
            lambda tau: tau, lambda tau: 1 - tau, reduce=np.median
        ),
        "Only the first row counts. Look at the indentation of `return`.": _sided(
            lambda tau: tau, lambda tau: 1 - tau, reduce=lambda rows: rows[0]
        ),
        "You took a mean over the rows of each side and added the two. One mean over all rows is asked.": (
            lambda y, prediction, tau: _mean_of_each_side(y - prediction, tau)
        ),
        "You took a mean over the rows of each side, which is NaN where a side has no row. One mean over all rows is asked.": (
            _mean_of_each_side_even_if_empty
        ),
        "Rows whose forecast is too low have a negative loss: the size of the error is meant, not its sign.": _sided(
            lambda tau: -tau, lambda tau: 1 - tau
        ),
        "Both sides cost 1 − tau, so this is the absolute error times a number. What does a forecast that is too low "
        "cost?": _sided(lambda tau: 1 - tau, lambda tau: 1 - tau),
        "Each row is charged the dearer of the two prices, whichever side it lies on.": _sided(
            lambda tau: max(tau, 1 - tau), lambda tau: max(tau, 1 - tau)
        ),
        "Each row is charged the cheaper of the two prices, whichever side it lies on.": _sided(
            lambda tau: min(tau, 1 - tau), lambda tau: min(tau, 1 - tau)
        ),
        "Your prices are those of tau = 0.9, the example's. Use the tau that is handed in.": _sided(
            lambda tau: 0.9, lambda tau: 0.1
        ),
        "You left tau to the library, whose own choice is 0.5. Hand in the one you are given.": _sided(
            lambda tau: 0.5, lambda tau: 0.5
        ),
        "Only the last row counts. Look at the indentation: is something overwritten in each round of the loop?": _sided(
            lambda tau: tau, lambda tau: 1 - tau, reduce=lambda rows: rows[-1]
        ),
        "You returned the mean price of the rows. A price is for one unit: by how many units was each row off?": (
            lambda y, prediction, tau: np.mean(np.where(y > prediction, tau, 1 - tau))
        ),
        "That is a quantile of the errors. The loss is asked: what each row costs, then the mean.": (
            lambda y, prediction, tau: np.quantile(y - prediction, tau)
        ),
        "That is the mean absolute error. What is tau for?": _sided(lambda tau: 1, lambda tau: 1),
        "You compared the whole forecast by its mean error and charged that. Each row has a side of its own.": (
            lambda y, prediction, tau: metrics.mean_pinball_loss([np.mean(y)], [np.mean(prediction)], alpha=tau)
        ),
    },
)


def _mean_of_each_side(short, tau):
    sides = ((tau, short[short > 0]), (1 - tau, -short[short <= 0]))
    return sum(price * np.mean(side) for price, side in sides if len(side))


_MINUTES = (25, 70, 18, 30, 20, 41, 20)
_BROKEN_DOWN = tuple(350 if minute == 70 else minute for minute in _MINUTES)
_CONSTANTS = {"squared": 32, "absolute": 25, "pinball 0.75": 41, "squared, 350": 72, "absolute, 350": 25}
_DATA_OF = {key: _BROKEN_DOWN if key.endswith("350") else _MINUTES for key in _CONSTANTS}

_TEMPTING_CONSTANTS = {
    ("squared", 25): "squared: 25 is the middle value. A square cares how far each value lies, and 70 lies far.",
    ("squared", 44): "squared: 44 is half-way between the smallest and the largest. All seven values have a say.",
    ("squared", 20): "squared: 20 is the most frequent value. A square also cares about the others.",
    ("squared", 30): "squared: 30 stands in the middle of the list as given. What balances the errors?",
    ("absolute", 32): "absolute: 32 is where squares are smallest. At 32 five values lie below and two above: what "
    "happens to the sum of distances when you move down by 1?",
    ("absolute", 30): "absolute: 30 stands in the middle of the list as it is written. Sort the list first.",
    ("absolute", 20): "absolute: 20 is the most frequent value. Four values lie above it and one below: move up.",
    ("absolute", 44): "absolute: 44 is half-way between the smallest and the largest. How many values lie below it?",
    (
        "pinball 0.75",
        20,
    ): "pinball 0.75: you made the other side dear. With tau = 0.75 a promise that is too short costs "
    "three times as much: would you promise less or more?",
    (
        "pinball 0.75",
        35.5,
    ): "pinball 0.75: 35.5 is the interpolated quantile. Compare the loss at 35.5 with the loss at "
    "41: which of the two is smaller?",
    ("pinball 0.75", 30): "pinball 0.75: at 30 only five of seven values, 71 %, are covered. Is that enough for 0.75?",
    ("pinball 0.75", 25): "pinball 0.75: 25 is best when both sides cost the same. Here they do not.",
    ("pinball 0.75", 70): "pinball 0.75: at 70 every delivery is covered, and six promises are far too long. One step "
    "down costs one row 0.75 a minute and saves six rows 0.25 a minute each.",
    ("pinball 0.75", 24): "pinball 0.75: 24 is 0.75 times the mean. tau is a share of the rows, not of a value.",
    ("pinball 0.75", 52.5): "pinball 0.75: 52.5 is 0.75 times the largest value. tau is a share of the rows.",
    ("squared, 350", 32): "squared, 350: that is the answer before the van broke down. 280 minutes have been added to "
    "the sum: who pays a part of them?",
    ("squared, 350", 71.75): "squared, 350: 71.75 is the mean of eight values. 350 stands in the place of 70.",
    ("squared, 350", 25): "squared, 350: 25 is the middle value. Squares are not so calm about a value of 350.",
    ("absolute, 350", 72): "absolute, 350: 72 is where squares are smallest. How many of the seven lie below 72?",
    ("absolute, 350", 27.5): "absolute, 350: 27.5 is the middle of eight values. 350 stands in the place of 70.",
    ("absolute, 350", 65): "absolute, 350: you shared the 280 minutes out. Has any value crossed the middle?",
    ("absolute, 350", 30): "absolute, 350: 30 stands in the middle of the list as it is written. Sort it first.",
}


def _accept_constants(answer):
    if not isinstance(answer, dict) or answer.keys() != _CONSTANTS.keys():
        return f"The answer is a dictionary with the keys {'; '.join(_CONSTANTS)}; found {answer!r:.200}."
    for key, right in _CONSTANTS.items():
        value = answer[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return f"{key}: a number of minutes is asked; found {value!r:.60}."
        if not abs(value - right) < 0.01:
            return _TEMPTING_CONSTANTS.get((key, value)) or _look_around(key, value)
    return True


def _look_around(key, value):
    data = np.array(_DATA_OF[key])
    if key.startswith("squared"):
        total = np.sum(value - data)
        return f"{key}: at {value:g} the seven errors add up to {total:+g}. What do they add up to at the bottom?"
    below, above = np.sum(data < value), np.sum(data > value)
    prices = "0.25 and 0.75 a minute" if key.startswith("pinball") else "the same for both sides"
    return (
        f"{key}: {below} of the seven values lie below {value:g} and {above} above it; their prices are {prices}. What "
        "does one step up change, and one step down?"
    )


best_constant = Exercise(
    title="What does one number want?",
    points=2,
    expected=_CONSTANTS,
    accepts=_accept_constants,
    mistakes={sentence: {**_CONSTANTS, key: value} for (key, value), sentence in _TEMPTING_CONSTANTS.items()},
)


def _noisy_readings(rng):
    example = (np.array([10.0, 14.0]), np.array([12.0, 13.0]), 2.0)
    drawn = []
    for n, sigma in ((1, 0.6), (5, 3.0), (150, 90.0)):
        mu = rng.normal(30, 8, n)
        drawn.append((mu + rng.normal(0, 1.3 * sigma, n), mu, sigma))
    mu = rng.normal(30, 8, 4)
    return [example, *drawn, (mu + np.array([0.3, -0.9, 70.0, 0.4]), mu, 1.5)]


def _density(y, mu, sigma):
    return np.exp(-((y - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))


def _log_cost(answer):
    """Make an answer from one in the standardised residuals and sigma; the mean over rows is taken here."""
    return lambda y, mu, sigma: np.mean(answer((y - mu) / sigma, sigma))


_LOG_ROOT_TWO_PI = np.log(2 * np.pi) / 2


def _log_or_infinity(number):
    with np.errstate(divide="ignore"):
        return np.log(number)


def _density_kept_above_zero(tiny):
    return lambda y, mu, sigma: -np.mean(np.log(_density(y, mu, sigma) + tiny))


_TINY = {"1e-300": 1e-300, "1e-15": 1e-15, "1e-12": 1e-12, "1e-9": 1e-9}
_TINY_ADDED = (
    "You kept the density above 0 with {}, so a reading 47 sigmas off costs too little. Which part of the formula does the "
    "logarithm undo?"
)


def _without_underflow(density):
    return -np.mean(np.log(density[density > 0]))


def _log_cost_with(share):
    """Make an answer whose two constants are taken `share(n)` times."""
    return lambda y, mu, sigma: (
        np.mean(((y - mu) / sigma) ** 2) / 2 + share(len(y)) * (np.log(sigma) + _LOG_ROOT_TWO_PI)
    )


negative_log_likelihood = Exercise(
    title="From noise to loss",
    points=2,
    expected=lambda y, mu, sigma: float(
        np.sum((y - mu) ** 2) / (2 * len(y) * sigma**2) + np.log(np.sqrt(2 * np.pi) * sigma)
    ),
    cases=_noisy_readings,
    mistakes={
        "You multiplied all densities first. With hundreds of rows the product is 0 to the computer, and its logarithm is "
        "minus infinity. Where can the logarithm go instead?": lambda y, mu, sigma: (
            -_log_or_infinity(np.prod(_density(y, mu, sigma))) / len(y)
        ),
        "You computed the density first and its logarithm then. For a reading 47 sigmas off the density is 0 to the "
        "computer. Which part of the formula does the logarithm undo?": lambda y, mu, sigma: (
            -np.mean(_log_or_infinity(_density(y, mu, sigma)))
        ),
        "The sign is turned: that is the mean log-likelihood, which grows as the fit gets better.": _log_cost(
            lambda z, sigma: -(z**2 / 2 + np.log(sigma) + _LOG_ROOT_TWO_PI)
        ),
        "You left out what does not depend on mu. It does not move the best mu, but the whole value is asked.": (
            _log_cost(lambda z, sigma: z**2 / 2)
        ),
        "The part with 2π is missing.": _log_cost(lambda z, sigma: z**2 / 2 + np.log(sigma)),
        "The part with the logarithm of sigma is missing: a wide bell is a low bell.": _log_cost(
            lambda z, sigma: z**2 / 2 + _LOG_ROOT_TWO_PI
        ),
        "The logarithm of the variance stands whole, where that of the standard deviation belongs.": _log_cost(
            lambda z, sigma: z**2 / 2 + 2 * np.log(sigma) + _LOG_ROOT_TWO_PI
        ),
        **{_TINY_ADDED.format(name): _density_kept_above_zero(tiny) for name, tiny in _TINY.items()},
        "Rows whose density is 0 to the computer drop out of your mean, and those are the dearest.": (
            lambda y, mu, sigma: _without_underflow(_density(y, mu, sigma))
        ),
        "You turned an infinity into a number afterwards. A reading 47 sigmas off costs about a thousand, not 10³⁰⁸.": (
            lambda y, mu, sigma: np.nan_to_num(-np.mean(_log_or_infinity(_density(y, mu, sigma))))
        ),
        "You handed the variance in where the standard deviation is asked: sigma is squared once too often.": (
            lambda y, mu, sigma: np.mean(((y - mu) / sigma**2) ** 2) / 2 + 2 * np.log(sigma) + _LOG_ROOT_TWO_PI
        ),
        "The square has the wrong sign: a reading far from mu would be a bargain.": _log_cost(
            lambda z, sigma: -(z**2) / 2 + np.log(sigma) + _LOG_ROOT_TWO_PI
        ),
        "The logarithm of sigma has the wrong sign: sigma stands below the fraction line of the density.": _log_cost(
            lambda z, sigma: z**2 / 2 - np.log(sigma) + _LOG_ROOT_TWO_PI
        ),
        "The part with 2π has the wrong sign: it stands below the fraction line of the density.": _log_cost(
            lambda z, sigma: z**2 / 2 + np.log(sigma) - _LOG_ROOT_TWO_PI
        ),
        "Your square is multiplied by sigma²: `a / 2 * b` divides by 2 and then multiplies. What stands below the fraction "
        "line?": _log_cost(lambda z, sigma: z**2 * sigma**4 / 2 + np.log(sigma) + _LOG_ROOT_TWO_PI),
        "The two constants are divided by n. Each row pays them once, so how large is their mean?": _log_cost_with(
            lambda n: 1 / n
        ),
        "The two constants are multiplied by n, and the squares are not. Each row pays them once: what is their mean?": (
            _log_cost_with(lambda n: n)
        ),
        "That is ½ (y − mu)², the part for sigma = 1, without constants. Where does sigma enter?": _log_cost(
            lambda z, sigma: (z * sigma) ** 2 / 2
        ),
        "Your logarithm has base 10. The statement's log is the natural one, `np.log`.": _log_cost(
            lambda z, sigma: (z**2 / 2 + np.log(sigma) + _LOG_ROOT_TWO_PI) / np.log(10)
        ),
        "You took the logarithm of the two constants with base 10. The natural one undoes e to some power.": _log_cost(
            lambda z, sigma: z**2 / 2 + (np.log(sigma) + _LOG_ROOT_TWO_PI) / np.log(10)
        ),
        "Your noise has sigma = 1 whatever is handed in.": _log_cost(
            lambda z, sigma: (z * sigma) ** 2 / 2 + _LOG_ROOT_TWO_PI
        ),
        "The square lacks its ½.": _log_cost(lambda z, sigma: z**2 + np.log(sigma) + _LOG_ROOT_TWO_PI),
        "You took sigma for the variance. It is the standard deviation, in the unit of y.": _log_cost(
            lambda z, sigma: z**2 * sigma / 2 + np.log(sigma) / 2 + _LOG_ROOT_TWO_PI
        ),
        "The square is not divided by sigma: a miss of 3 minutes costs the same under wide and narrow noise.": (
            _log_cost(lambda z, sigma: (z * sigma) ** 2 / 2 + np.log(sigma) + _LOG_ROOT_TWO_PI)
        ),
        "You added the rows up. A loss is the mean over rows in this course.": lambda y, mu, sigma: (
            len(y) * _log_cost(lambda z, s: z**2 / 2 + np.log(s) + _LOG_ROOT_TWO_PI)(y, mu, sigma)
        ),
        "The whole 2π is in your logarithm, and its root is meant.": _log_cost(
            lambda z, sigma: z**2 / 2 + np.log(sigma) + 2 * _LOG_ROOT_TWO_PI
        ),
        "You multiplied all densities first, which gives 0 with hundreds of rows, and the sum over rows, not the mean. Where "
        "can the logarithm go instead?": lambda y, mu, sigma: -_log_or_infinity(np.prod(_density(y, mu, sigma))),
        "That is the mean squared error. It has the same best mu; the whole −log f is asked.": _log_cost(
            lambda z, sigma: (z * sigma) ** 2
        ),
        "The square is divided by sigma, and its unit does not cancel: min² over min.": _log_cost(
            lambda z, sigma: z**2 * sigma / 2 + np.log(sigma) + _LOG_ROOT_TWO_PI
        ),
        "sigma stands under the root together with 2π. In the density the root is over 2π alone.": _log_cost(
            lambda z, sigma: z**2 / 2 + np.log(sigma) / 2 + _LOG_ROOT_TWO_PI
        ),
        "The two constants have the wrong sign: they stand below the fraction line of the density, and the minus turns them "
        "once more.": _log_cost(lambda z, sigma: z**2 / 2 - np.log(sigma) - _LOG_ROOT_TWO_PI),
        "You took the logarithm of the mean density. Which comes first, the logarithm or the mean?": (
            lambda y, mu, sigma: -_log_or_infinity(np.mean(_density(y, mu, sigma)))
        ),
        "That is the noise of Laplace: absolute residuals. Normal noise asks for another power.": _log_cost(
            lambda z, sigma: np.abs(z) + np.log(2 * sigma)
        ),
        "That is the mean of the densities. What is done to each of them before the mean?": lambda y, mu, sigma: (
            np.mean(_density(y, mu, sigma))
        ),
        "You returned a number for each row. One number is asked: reduce them.": lambda y, mu, sigma: (
            ((y - mu) / sigma) ** 2 / 2 + np.log(sigma) + _LOG_ROOT_TWO_PI
        ),
    },
)

LIMIT = 1e-9
"""The smallest probability that a loss of these exercises looks at."""


def _clipped(p, limit=LIMIT):
    return np.clip(p, limit, 1 - limit)


def _row_costs(y, p, limit=LIMIT):
    p = _clipped(p, limit)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def _forecasts(rng):
    example = (np.array([1, 0, 1, 1]), np.array([0.9, 0.2, 0.4, 0.7]))
    drawn = [_one_forecast(rng, n) for n in (5, 12, 23)]
    edges = (np.array([1, 0, 1, 0, 1, 1]), np.array([1.0, 0.0, 0.0, 0.3, 1e-15, 0.8]))
    upper = (np.array([0, 0, 1]), np.array([1.0, 0.25, 0.6]))
    sure_and_right = (np.array([1, 0, 1, 0]), np.array([1.0, 0.0, 0.7, 0.2]))
    near_the_edge = (np.array([1, 0, 1]), np.array([2e-9, 0.35, 0.9]))
    one_class = (np.array([0, 0]), rng.uniform(0.1, 0.6, 2))
    return [example, *drawn, edges, upper, sure_and_right, near_the_edge, one_class]


def _one_forecast(rng, n):
    p = rng.uniform(0.05, 0.95, n)
    y = rng.binomial(1, p)
    y[:3] = [1, 0, 1]  # both classes, never as often as each other in the first rows
    return y, p


def _with_limit(limit):
    return lambda y, p: np.mean(_row_costs(y, p, limit))


def _unsafe_log_loss(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _unsafe_surprise(y, p):
    return np.mean(-_log_or_infinity(np.where(y == 1, p, 1 - p)))


def _nan_rows_left_out(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        rows = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return np.mean(rows[~np.isnan(rows)])


_OTHER_LIMIT = "You move p to {} from 0 and 1. The statement names another distance, and at p = 0 that is the score."

log_loss = Exercise(
    title="The price of surprise",
    points=2,
    expected=lambda y, p: metrics.log_loss(y, _clipped(p), labels=[0, 1]),
    cases=_forecasts,
    mistakes={
        "At p = 0 or p = 1 your answer is NaN: zero times the logarithm of zero. Do you move p off 0 and 1 first, at both "
        "ends, and keep what `np.clip` returns?": _unsafe_log_loss,
        "You move p away from 1 and not from 0, where the logarithm is lost.": lambda y, p: _unsafe_log_loss(
            y, np.minimum(p, 1 - LIMIT)
        ),
        "You add 1e-9 inside the logarithm. That saves p = 0, but it moves every p: 2e-9 becomes 3e-9. The statement moves "
        "only what lies outside the range.": lambda y, p: _added_inside(y, p, LIMIT),
        "You add 1e-15 inside the logarithm. The statement moves p into a range, and names another distance.": lambda y, p: (
            _added_inside(y, p, 1e-15)
        ),
        "Your forecasts are rounded to 0 and 1 first. How surprised is a row by the probability itself?": lambda y, p: (
            np.mean(_row_costs(y, p >= 0.5))
        ),
        "You took the mean surprise of each class and added the two, which is NaN where a class has no row. One mean over all "
        "rows is asked.": lambda y, p: sum(np.mean(_row_costs(y, p)[y == label]) for label in (0, 1)),
        "That is the mean over the rows with y = 1 alone. What should a forecast of 0.9 cost where y = 0?": lambda y, p: (
            -np.mean(np.log(_clipped(p)[y == 1])) if np.any(y == 1) else np.nan
        ),
        "At p = 0 or p = 1 your answer is infinite: the logarithm of zero. Do you move p off 0 and 1 first, at both ends?": (
            lambda y, p: _unsafe_surprise(y, p)
        ),
        "Two things: the sign is turned, and at p = 0 or p = 1 you have NaN. Is p moved off 0 and 1, and the result kept?": (
            lambda y, p: -_unsafe_log_loss(y, p)
        ),
        "Two things: you added the rows up, and at p = 0 or p = 1 you have NaN. Is p moved off 0 and 1, and the result kept?": (
            lambda y, p: len(y) * _unsafe_log_loss(y, p)
        ),
        "You turned the NaN into 0 afterwards, so a sure and wrong forecast costs nothing. Move p before the logarithm.": (
            lambda y, p: np.nan_to_num(_unsafe_log_loss(y, p))
        ),
        "p is not moved: rows with p = 0 or p = 1 drop out of your mean, and those may be the dearest.": _nan_rows_left_out,
        "The sign is turned: the logarithm of a probability is never above 0, and a cost is never below.": (
            lambda y, p: -np.mean(_row_costs(y, p))
        ),
        "You added the rows up. With twice the patients your score would double.": lambda y, p: np.sum(
            _row_costs(y, p)
        ),
        "You returned a number for each row. One number is asked: reduce them.": _row_costs,
        "Only rows with y = 1 cost anything in yours. What should a forecast of 0.9 cost where y = 0?": lambda y, p: (
            -np.mean(y * np.log(_clipped(p)))
        ),
        "Only rows with y = 0 cost anything in yours. What should a forecast of 0.1 cost where y = 1?": lambda y, p: (
            -np.mean((1 - y) * np.log(1 - _clipped(p)))
        ),
        "The labels are flipped: a sure and right forecast costs most in yours. p is the probability of y = 1.": (
            lambda y, p: np.mean(_row_costs(1 - y, p))
        ),
        "Your logarithm has base 2 (the unit is bits). The statement asks for the natural one.": lambda y, p: (
            np.mean(_row_costs(y, p)) / np.log(2)
        ),
        "Your logarithm has base 10. The statement asks for the natural one, `np.log`.": lambda y, p: (
            np.mean(_row_costs(y, p)) / np.log(10)
        ),
        "That is the Brier score, the mean of (p − y)². How surprised is each row?": lambda y, p: np.mean((p - y) ** 2),
        "That is the share of wrong labels at one half. How surprised is each row by what happened?": lambda y, p: (
            np.mean((p >= 0.5) != y)
        ),
        "Both your terms take the logarithm of p. What had the probability 1 − p?": lambda y, p: (
            -np.mean(np.log(_clipped(p)))
        ),
        "You divided by the number of rows with y = 1. The mean over all rows is asked.": lambda y, p: (
            np.sum(_row_costs(y, p)) / max(1, np.sum(y))
        ),
        "y does not occur in yours: −p log p − (1 − p) log(1 − p) is how surprised the model expects to be. What did happen?": (
            lambda y, p: -np.mean(_clipped(p) * np.log(_clipped(p)) + (1 - _clipped(p)) * np.log(1 - _clipped(p)))
        ),
        "Half of what is asked. A row has one surprise, so n rows are divided by n.": lambda y, p: (
            np.mean(_row_costs(y, p)) / 2
        ),
        "That is the mean of |p − y|. How surprised is each row?": lambda y, p: np.mean(np.abs(p - y)),
        "You took the logarithm of the mean. Each row is surprised on its own: which comes first?": lambda y, p: (
            -np.log(np.mean(np.where(y == 1, _clipped(p), 1 - _clipped(p))))
        ),
        "The second term takes the logarithm of 1 − y where the forecast belongs, so rows with y = 0 cost nothing, or "
        "NaN.": lambda y, p: _wrong_second_term(y, p),
        "The two terms are subtracted, so rows with y = 0 earn instead of cost.": lambda y, p: (
            -np.mean(y * np.log(_clipped(p)) - (1 - y) * np.log(1 - _clipped(p)))
        ),
        "Both terms count in every row: −log p − log(1 − p). Which of the two belongs to a row with y = 1?": (
            lambda y, p: -np.mean(np.log(_clipped(p)) + np.log(1 - _clipped(p)))
        ),
        "You took p for a raw score and squashed it once more. It is a probability already.": lambda y, p: np.mean(
            np.logaddexp(0, np.where(y == 1, -p, p))
        ),
        **{
            _OTHER_LIMIT.format(name): _with_limit(limit)
            for name, limit in (
                ("1e-15", 1e-15),
                ("1e-12", 1e-12),
                ("1e-10", 1e-10),
                ("1e-8", 1e-8),
                ("1e-7", 1e-7),
                ("1e-6", 1e-6),
                ("1e-5", 1e-5),
            )
        },
        "You left the safety to scikit-learn, which moves p by its own tiny distance (2.2e-16). The statement names "
        "another one.": _with_limit(np.finfo(float).eps),
        "Right but where p is tiny and not 0, such as 1e-15: you move only exact zeros and ones. The statement moves "
        "every p that is nearer.": lambda y, p: np.mean(
            -np.log(np.where((q := np.where(y == 1, p, 1 - p)) == 0, LIMIT, q))
        ),
    },
)


def _added_inside(y, p, tiny):
    return -np.mean(y * np.log(p + tiny) + (1 - y) * np.log(1 - p + tiny))


def _wrong_second_term(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.mean(y * np.log(_clipped(p)) + (1 - y) * np.log(1 - y))


def _logit_cases(rng):
    example = (np.array([1, 0, 1]), np.array([0.0, -1000.0, -3.0]))
    drawn = []
    for n in (1, 6, 25):
        z = rng.normal(0.4, 2.5, n)
        drawn.append((rng.binomial(1, special.expit(z)), z))
    medium = (np.array([0, 1, 0]), np.array([45.0, -60.0, 1.5]))
    far = (np.array([0, 1, 1, 0, 1, 0, 1]), np.array([1000.0, -1000.0, 1000.0, 0.7, -1.2, 850.0, -760.0]))
    return [example, *drawn, medium, far]


def _softplus(z):
    return np.logaddexp(0, z)


def _naive_from_logits(y, z):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _overflowing_softplus(y, z):
    with np.errstate(all="ignore"):
        return np.mean(np.log(1 + np.exp(z)) - y * z)


_CLIPPED_LOGITS = (
    "You squash first and keep the probability {} away from 0: a logit of 1000 on the wrong side costs {} in yours. What "
    "does it cost?"
)

_LOST_NUMBERS = r"(overflow|divide by zero|invalid value) encountered in (?!matmul|dot|vecdot|matvec|vecmat)"
"""How NumPy warns of a number that is lost; warnings of matrix products are false on some machines."""


def _loss_from_logits(y, z):
    return np.mean(-special.log_expit(np.where(y == 1, z, -z)))


def _ask_for_silence(answer, y, z):
    """Ask as usual; where logits reach both ends and the answer is finite, ask again with NumPy's warnings as errors.

    It must not know the right number: what asks travels into the learner's kernel.
    """
    spare = y.copy(), z.copy()
    value = call(answer, y, z)
    if z.max() == -z.min() == 1000 and isinstance(value, float | np.floating) and np.isfinite(value):
        with warnings.catch_warnings(), np.errstate(all="warn", under="ignore"):
            warnings.filterwarnings("error", _LOST_NUMBERS, RuntimeWarning)
            call(answer, *spare)
    return value


def _overflows_beside(y, z):
    """Take the right branch in every row, after both were computed: the value is right, and the other overflows."""
    cost = np.where(y == 1, -z, z)
    return np.mean(np.where(cost > 0, cost + np.log1p(np.exp(-cost)), np.log1p(np.exp(cost))))


def _both_logarithms(y, z):
    with np.errstate(all="ignore"):
        return np.mean(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z)))


def _math_sigmoid(y, z):
    total = 0.0
    for label, logit in zip(y, z, strict=True):
        p = 1 / (1 + math.exp(-logit))
        total -= math.log(p) if label else math.log(1 - p)
    return total / len(y)


def _math_softplus(y, z):
    return sum(math.log(1 + math.exp(-logit if label else logit)) for label, logit in zip(y, z, strict=True)) / len(y)


def _math_both_logarithms(y, z):
    rows = [
        label * math.log(1 + math.exp(-logit)) + (1 - label) * math.log(1 + math.exp(logit))
        for label, logit in zip(y, z, strict=True)
    ]
    return sum(rows) / len(y)


def _thousand_for_infinity(y, z):
    return np.mean(np.minimum(-_log_or_infinity(np.where(y == 1, special.expit(z), 1 - special.expit(z))), 1000))


_ADDED_TO_P = (
    "You squash first and add {} inside the logarithm, so a logit of 1000 on the wrong side costs the logarithm of that. "
    "What does it cost?"
)


def _nan_rows_out(y, z):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return np.nanmean(-(y * np.log(p) + (1 - y) * np.log(1 - p)))


def _cut_logits(limit):
    return lambda y, z: np.mean(_softplus(np.clip(np.where(y == 1, -z, z), -limit, limit)))


_CUT_OFF = (
    "You cut the logits off at ±{} so that nothing overflows: a logit of 1000 on the wrong side costs {} in yours."
)

log_loss_from_logits = Exercise(
    title="Log loss without overflow",
    points=2,
    expected=_loss_from_logits,
    cases=_logit_cases,
    ask=_ask_for_silence,
    mistakes={
        "At ±1000 that is NaN or infinite: the probability becomes exactly 0 or 1 and its logarithm is lost. Write one row's "
        "loss with z itself before you compute anything.": _naive_from_logits,
        "At 1000 the exponential overflows. Where z is large, log(1 + eᶻ) is nearly z itself: write it so that the "
        "exponent is never above 0.": _overflowing_softplus,
        "You squash first and take the logarithm then: at ±1000 the probability is exactly 0 and its logarithm is lost. Write "
        "one row's loss with z itself.": lambda y, z: np.mean(_unsafe_surprise(y, special.expit(z))),
        "The numbers are right, but on the way NumPy warns at ±1000: a number overflows or is lost, and then is not used. "
        "`np.where` computes both its arrays for every row before it picks. What keeps every exponent at or below 0, in every "
        "row?": _overflows_beside,
        "At ±1000 that is NaN: in the row's other term an exponential overflows, and zero times infinity is NaN. Can you pick "
        "the term of what happened, rather than multiply the other by 0?": _both_logarithms,
        "`math.exp` stops at an exponent of 1000: the result is too large for a float. Write one row's loss with z itself, so "
        "that no exponent is above 0.": _math_sigmoid,
        "`math.exp` stops where the exponent is 1000. Take the large part out of the logarithm first, on paper.": (
            _math_softplus
        ),
        "`math.exp` stops in the term that the row does not need, at an exponent of 1000. Pick a term before you compute, "
        "and keep exponents at or below 0.": _math_both_logarithms,
        "You put 1000 in the place of an infinity. A logit of 850 on the wrong side costs something else, and the logarithm of "
        "1 − p is lost from about 37 on. Write one row's loss with z itself.": _thousand_for_infinity,
        **{
            _ADDED_TO_P.format(name): lambda y, z, tiny=tiny: _added_inside(y, special.expit(z), tiny)
            for name, tiny in (("1e-15", 1e-15), ("1e-16", 1e-16), ("1e-300", 1e-300))
        },
        "Rows that became NaN drop out of your mean. Make none: write one row's loss with z itself.": _nan_rows_out,
        "You cut the logits off, and squash then: from a logit of about 37 on, p is exactly 1 and the logarithm of 1 − p is "
        "lost. Write one row's loss with z itself.": lambda y, z: _naive_from_logits(y, np.clip(z, -500, 500)),
        "You turned NaN into 0 afterwards, so the dearest rows cost nothing. Make no NaN: write one row's loss with z itself.": (
            lambda y, z: np.nan_to_num(_naive_from_logits(y, z))
        ),
        "You turned an overflow into a number afterwards. A logit of 1000 on the wrong side costs 1000.": lambda y, z: (
            np.nan_to_num(_overflowing_softplus(y, z))
        ),
        **{
            _CLIPPED_LOGITS.format(name, price): lambda y, z, limit=limit: np.mean(
                _row_costs(y, special.expit(z), limit)
            )
            for name, limit, price in (
                ("1e-15", 1e-15, "34.5"),
                ("1e-12", 1e-12, "27.6"),
                ("1e-9", 1e-9, "20.7"),
                ("1e-7", 1e-7, "16.1"),
                ("1e-10", 1e-10, "23.0"),
                ("1e-8", 1e-8, "18.4"),
                ("1e-6", 1e-6, "13.8"),
                ("1e-5", 1e-5, "11.5"),
            )
        },
        "scikit-learn moves the probability off 0 and 1 by 2.2e-16, so a logit of 1000 on the wrong side costs about 36 in "
        "yours. What does it cost?": lambda y, z: np.mean(_row_costs(y, special.expit(z), np.finfo(float).eps)),
        "The labels are flipped: a large positive logit with y = 1 should cost nearly nothing.": lambda y, z: np.mean(
            _softplus(np.where(y == 1, z, -z))
        ),
        "The sign is turned: a cost is never below 0.": lambda y, z: -np.mean(_softplus(np.where(y == 1, -z, z))),
        "You added the rows up. The mean over rows is asked for.": lambda y, z: np.sum(
            _softplus(np.where(y == 1, -z, z))
        ),
        "You returned a number for each row. One number is asked: reduce them.": lambda y, z: _softplus(
            np.where(y == 1, -z, z)
        ),
        "That treats every row as y = 0. Where does y enter?": lambda y, z: np.mean(_softplus(z)),
        "That treats every row as y = 1. Where does y enter?": lambda y, z: np.mean(_softplus(-z)),
        "Only rows with y = 1 cost anything in yours.": lambda y, z: np.mean(y * _softplus(-z)),
        "You took z for a probability and clipped it. It is a logit, any number; the sigmoid makes it a probability.": (
            lambda y, z: np.mean(_row_costs(y, z))
        ),
        "Rows that are right pay for their certainty: with |z| a logit of −3 costs as much as one of 3. What should it cost "
        "where y = 0?": lambda y, z: np.mean(np.abs(z) - y * z + np.log1p(np.exp(-np.abs(z)))),
        "The small term is subtracted. At z = 0 a row costs log 2: what must be added?": lambda y, z: np.mean(
            np.maximum(z, 0) - y * z - np.log1p(np.exp(-np.abs(z)))
        ),
        "You add y z. Where y = 1, should a larger z cost more or less?": lambda y, z: np.mean(_softplus(z) + y * z),
        "The exponent in log(1 + e^…) has the wrong sign for this form: take a row with y = 0 and z = 3. What should it "
        "cost?": lambda y, z: np.mean(_softplus(-z) - y * z),
        "Half of what is asked. A row has one loss, so n rows are divided by n.": lambda y, z: (
            np.mean(_softplus(np.where(y == 1, -z, z))) / 2
        ),
        "That is the mean of −y z: a straight line. What bends the loss of a row?": lambda y, z: -np.mean(y * z),
        "That is the hinge loss: it is 0 from a margin of 1 on, and it has no logarithm.": lambda y, z: np.mean(
            np.maximum(0, 1 - np.where(y == 1, z, -z))
        ),
        "That is only the straight part, max(z, 0) − y z. Near 0 the loss bends: which small term is missing?": (
            lambda y, z: np.mean(np.maximum(z, 0) - y * z)
        ),
        "The small term has the wrong exponent: it must be smallest where z is far from 0, on both sides.": (
            lambda y, z: _wrong_exponent(y, z)
        ),
        "You squashed twice: the loss sees the sigmoid of a sigmoid. z becomes a probability once.": lambda y, z: (
            np.mean(_softplus(np.where(y == 1, -special.expit(z), special.expit(z))))
        ),
        "Your logarithm has base 2. The statement asks for the natural one.": lambda y, z: (
            np.mean(_softplus(np.where(y == 1, -z, z))) / np.log(2)
        ),
        "The small term grows with |z| in yours, and overflows. It must be smallest where z is far from 0.": lambda y, z: (
            _grown_term(y, z, np.abs(z))
        ),
        "The small term has e to the power of z: it grows where z is large, and log(1 + eᶻ) is there twice.": lambda y, z: (
            _grown_term(y, z, z)
        ),
        "The small term lacks its logarithm: at z = 0 it is 1 in yours. What does a row cost there?": lambda y, z: (
            np.mean(np.maximum(z, 0) - y * z + np.exp(-np.abs(z)))
        ),
        **{_CUT_OFF.format(limit, limit): _cut_logits(limit) for limit in (20, 30, 50, 100, 500, 700, 709)},
    },
)


def _grown_term(y, z, exponent):
    with np.errstate(over="ignore"):
        return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(exponent)))


def _wrong_exponent(y, z):
    with np.errstate(over="ignore"):
        return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z)))


def _score_tables(rng):
    example = (np.array([[1000.0, 1000.0], [0.0, np.log(3)]]),)
    steps = np.round(rng.normal(0, 64, (4, 3))) / 64  # exact in float32 too, when 1000 is added
    far = steps + np.array([[0.0], [1000.0], [-1000.0], [30.0]])
    wide = np.array([[1500.0, -1500.0, 1499.0, 0.0]])
    return [
        example,
        (rng.normal(0, 2, (3, 3)),),
        (rng.normal(0, 1.5, (5, 4)),),
        (far,),
        (wide,),
        (rng.normal(size=(1, 2)),),
    ]


def _exponentials(Z, shift):
    with np.errstate(all="ignore"):
        return np.exp(Z - shift)


def _shares(weights, axis=1):
    with np.errstate(all="ignore"):
        return weights / np.sum(weights, axis=axis, keepdims=True)


def _row_softmax(Z, base=np.e):
    return _shares(base ** (Z - Z.max(axis=1, keepdims=True)))


def _flat_rows(Z, shift):
    with np.errstate(all="ignore"):
        weights = np.exp(Z - shift)
        return weights / weights.sum(axis=1)


def _math_shares(Z):
    return [[math.exp(score) / sum(map(math.exp, row)) for score in row] for row in Z]


softmax = Exercise(
    title="From scores to shares",
    points=2,
    expected=lambda Z: special.softmax(Z, axis=1),
    cases=_score_tables,
    mistakes={
        "A score of 1000 overflows: infinity over infinity is NaN. What may you subtract from all scores of a row without "
        "changing the shares?": lambda Z: _shares(_exponentials(Z, 0)),
        "You subtracted the largest score of the whole table. In a row that lies 1000 below it every exponential is 0, and "
        "0/0 is NaN. Whose maximum does a row need?": lambda Z: _shares(_exponentials(Z, Z.max())),
        "You subtracted the largest score of each column, which changes the shares within a row. Which axis?": (
            lambda Z: _shares(_exponentials(Z, Z.max(axis=0)))
        ),
        "Each column sums to 1 in yours. A row is one patient: which axis is summed?": lambda Z: special.softmax(
            Z, axis=0
        ),
        "The whole table sums to 1 in yours. Each row must: sum along one axis.": special.softmax,
        "`math.exp` stops at a score of 1000: the result is too large for a float. What may you subtract from all scores of a "
        "row without changing the shares?": _math_shares,
        "You subtracted the row's mean. A row with scores of 1500 and −1500 still overflows: what is the largest exponent you "
        "can allow?": lambda Z: _shares(_exponentials(Z, Z.mean(axis=1, keepdims=True))),
        "You divided the scores by their sum and took no exponential, so shares can be negative or above 1.": lambda Z: (
            _shares(Z)
        ),
        "You applied softmax twice, so every row is pulled towards equal shares.": lambda Z: _row_softmax(
            _row_softmax(Z)
        ),
        "Your sum of each row is flat, so it divides the columns, or does not fit at all. How does a sum keep its place as a "
        "column?": lambda Z: (
            _exponentials(Z, Z.max(axis=1, keepdims=True))
            / (_exponentials(Z, Z.max(axis=1, keepdims=True)).sum(axis=1))
        ),
        "Maximum and sum of each row are flat, so they meet the columns, or do not fit at all. How do they keep their place as "
        "a column?": lambda Z: _flat_rows(Z, Z.max(axis=1)),
        "A score of 1000 overflows, and your sum of each row is flat, so it meets the columns. Shift each row first, and keep "
        "sums as columns.": lambda Z: _flat_rows(Z, 0),
        "A score of 1000 overflows, and the whole table sums to 1 in yours. Which axis is summed, and what may you subtract "
        "from a row?": lambda Z: _shares(_exponentials(Z, 0), axis=None),
        "You turned the NaN into numbers afterwards. The two scores of 1000 in the example still share equally.": lambda Z: (
            np.nan_to_num(_shares(_exponentials(Z, 0)))
        ),
        "You divided each row by its largest size first. Shifting keeps the shares; stretching changes them.": lambda Z: (
            special.softmax(Z / np.abs(Z).max(axis=1, keepdims=True), axis=1)
        ),
        "The sum is taken over the whole table: together its rows make 1. Each row must: which axis is summed?": lambda Z: (
            _shares(_exponentials(Z, Z.max(axis=1, keepdims=True)), axis=None)
        ),
        "Each row is shifted, and then each column is divided by its own sum. A row is one patient: which axis is summed?": (
            lambda Z: _shares(_exponentials(Z, Z.max(axis=1, keepdims=True)), axis=0)
        ),
        "Each column sums to 1 in yours, and a score of 1000 overflows. A row is one patient: which axis is summed?": (
            lambda Z: _shares(_exponentials(Z, 0), axis=0)
        ),
        "Each column sums to 1 in yours, and the shift is the largest score of the whole table. A row is one patient.": (
            lambda Z: _shares(_exponentials(Z, Z.max()), axis=0)
        ),
        "Your maximum of each row is flat, so it meets the columns, or does not fit at all. How does it keep its place as a "
        "column?": lambda Z: _shares(_exponentials(Z, Z.max(axis=1))),
        "You subtracted the smallest score of each row, so the exponents are all above 0 and overflow. Which score makes them "
        "all 0 or below?": lambda Z: _shares(_exponentials(Z, Z.min(axis=1, keepdims=True))),
        "Above the fraction line the scores are shifted, and below it not. A shift keeps the shares only when it is the same "
        "in both.": lambda Z: _shifted_above_only(Z),
        "You took the sigmoid of each score and divided by the row's sum. Softmax has plain exponentials.": lambda Z: (
            _shares(special.expit(Z))
        ),
        "You gave everything to the largest score, shared among equals. Softmax leaves something to the others.": lambda Z: (
            _shares((Z.max(axis=1, keepdims=True) == Z).astype(float))
        ),
        "You turned NaN into 0 afterwards. In a row far below the largest score of the table the shares still sum to 1.": (
            lambda Z: np.nan_to_num(_shares(_exponentials(Z, Z.max())))
        ),
        "Your table lies on its side: rows and columns have changed places.": lambda Z: special.softmax(Z, axis=1).T,
        "You returned the number of the column with the largest score. The shares of all columns are asked.": lambda Z: (
            Z.argmax(axis=1)
        ),
        "You divided each row by its standard deviation. Shifting keeps the shares; stretching changes them.": lambda Z: (
            special.softmax(Z / Z.std(axis=1, keepdims=True).clip(1e-12), axis=1)
        ),
        "You divided the scores by 1000 so that nothing overflows. Shifting keeps the shares; stretching changes them.": (
            lambda Z: special.softmax(Z / 1000, axis=1)
        ),
        "Those are the logarithms of the shares.": lambda Z: special.log_softmax(Z, axis=1),
        "That is the sigmoid of each score on its own: the rows do not sum to 1.": special.expit,
        "Those are the exponentials before they are divided: the rows do not sum to 1.": lambda Z: _exponentials(
            Z, Z.max(axis=1, keepdims=True)
        ),
        "You gave everything to the largest score. Softmax leaves something to the others.": lambda Z: np.eye(
            Z.shape[1]
        )[Z.argmax(axis=1)],
        "The signs are turned: the smallest score gets the largest share.": lambda Z: special.softmax(-Z, axis=1),
        "You used powers of 2. The statement asks for e.": lambda Z: _row_softmax(Z, base=2.0),
        "You divided each row by its largest exponential. Divide by something that makes a row sum to 1.": lambda Z: (
            _largest_is_one(Z)
        ),
        "You cut the scores off so that nothing overflows: 1000 and 999 then get equal shares. Shift them instead.": (
            lambda Z: special.softmax(np.clip(Z, -500, 500), axis=1)
        ),
    },
)


def _shifted_above_only(Z):
    with np.errstate(all="ignore"):
        return np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z).sum(axis=1, keepdims=True)


def _largest_is_one(Z):
    with np.errstate(all="ignore"):
        return np.exp(Z) / np.exp(Z).max(axis=1, keepdims=True)


def _gradient_cases(rng):
    example = (np.array([1, 0]), np.array([0.0, np.log(3)]))
    drawn = []
    for n in (1, 3, 8, 30):
        z = rng.normal(0.3, 2, n)
        drawn.append((rng.binomial(1, 0.4, n), z))
    return [example, *drawn]


def _from_probabilities(answer):
    """Make an answer in (y, z) from one in y, the probabilities and n."""
    return lambda y, z: answer(y, special.expit(z), len(y))


logit_gradient = Exercise(
    title="The gradient at the logits",
    points=2,
    expected=lambda y, z: np.where(y == 1, -special.expit(-z), special.expit(z)) / len(z),
    cases=_gradient_cases,
    atol=1e-7,  # differences of the loss itself are right answers too
    mistakes={
        "Every number has the opposite sign: a step against your gradient makes the loss grow. Where y = 1, should a "
        "larger z cost more or less?": _from_probabilities(lambda y, p, n: (y - p) / n),
        "Those are the gradients of each row's own loss. The loss is a mean: what share of it is one row's?": (
            _from_probabilities(lambda y, p, n: p - y)
        ),
        "You reduced to one number, the mean. There is one derivative for each logit.": _from_probabilities(
            lambda y, p, n: np.mean(p - y)
        ),
        "That uses z where the probability belongs. What does the logit turn into before it meets y?": lambda y, z: (
            (z - y) / len(y)
        ),
        "There is a factor p(1 − p) too many. It comes in with the sigmoid; what does the derivative of the logarithm do "
        "to it?": _from_probabilities(lambda y, p, n: (p - y) * p * (1 - p) / n),
        "That is the gradient of the mean of (p − y)², whose factor p(1 − p) makes a sure and wrong row learn slowly. "
        "Which loss is asked?": _from_probabilities(lambda y, p, n: 2 * (p - y) * p * (1 - p) / n),
        "That is the derivative with respect to p. One more link of the chain leads to z.": _from_probabilities(
            lambda y, p, n: (p - y) / (p * (1 - p)) / n
        ),
        "There is a factor 2 too many: it belongs to squares, and there is none here.": _from_probabilities(
            lambda y, p, n: 2 * (p - y) / n
        ),
        "The labels are flipped: where y = 1 you pull z down.": _from_probabilities(lambda y, p, n: (p - (1 - y)) / n),
        "Those are the probabilities, divided by n. Where does y enter?": _from_probabilities(lambda y, p, n: p / n),
        "You divided by n twice.": _from_probabilities(lambda y, p, n: (p - y) / n**2),
        "That is the derivative of the sigmoid. What is the derivative of the loss?": _from_probabilities(
            lambda y, p, n: p * (1 - p) / n
        ),
        "The sign is turned, and those are the gradients of each row's own loss. The loss is a mean.": _from_probabilities(
            lambda y, p, n: y - p
        ),
        "You added the rows up to one number. There is one derivative for each logit.": _from_probabilities(
            lambda y, p, n: np.sum(p - y)
        ),
        "You multiplied by z. That would be the gradient for a weight on a feature z; here z itself is moved.": (
            lambda y, z: (special.expit(z) - y) * z / len(y)
        ),
        "There is a factor p(1 − p) too many, and the loss is a mean: what share of it is one row's?": _from_probabilities(
            lambda y, p, n: (p - y) * p * (1 - p)
        ),
        "You divided by 2, the number of rows in the example.": _from_probabilities(lambda y, p, n: (p - y) / 2),
        "Your sigmoid has the wrong sign in its exponent: it falls where z grows.": _from_probabilities(
            lambda y, p, n: ((1 - p) - y) / n
        ),
        "The errors are squared: that is a loss, not its slope.": _from_probabilities(lambda y, p, n: (p - y) ** 2 / n),
        "You added y where it is subtracted: a right and sure forecast should have a gradient near 0.": (
            _from_probabilities(lambda y, p, n: (p + y) / n)
        ),
        "That is the derivative with respect to p, and of each row's own loss. Which link of the chain leads to z, and what "
        "share of the mean is one row's?": _from_probabilities(lambda y, p, n: (p - y) / (p * (1 - p))),
        "That is the gradient of (p − y)² in each row. Which loss is asked, and what share of the mean is one row's?": (
            _from_probabilities(lambda y, p, n: 2 * (p - y) * p * (1 - p))
        ),
        "That uses z where the probability belongs, and the loss is a mean: what share of it is one row's?": lambda y, z: (
            z - y
        ),
        "That is the derivative of the sigmoid, p(1 − p). Where does y enter?": _from_probabilities(
            lambda y, p, n: p * (1 - p)
        ),
        "Your sigmoid has the wrong sign in its exponent, and the loss is a mean.": _from_probabilities(
            lambda y, p, n: (1 - p) - y
        ),
        "Only y is divided by n: what is computed first in `a - b / n`?": _from_probabilities(
            lambda y, p, n: p - y / n
        ),
        "Only the probability is divided by n: which brackets are missing?": _from_probabilities(
            lambda y, p, n: p / n - y
        ),
        "Those are the losses of the rows. How does each change when its logit moves a little?": lambda y, z: _softplus(
            np.where(y == 1, -z, z)
        ),
        "That is the loss itself, one number. How does it change when each logit moves a little?": lambda y, z: np.mean(
            _softplus(np.where(y == 1, -z, z))
        ),
        "Rows with y = 0 have the opposite sign. A larger z makes y = 1 more probable: is that dearer where y = 0?": (
            _from_probabilities(lambda y, p, n: np.where(y == 1, p - 1, -p) / n)
        ),
        "Only rows with y = 0 have a gradient in yours.": _from_probabilities(lambda y, p, n: (1 - y) * p / n),
        "That is the same number for every row, their mean. Each logit moves its own row's loss.": _from_probabilities(
            lambda y, p, n: np.full(n, np.mean(p - y))
        ),
        "Half of what is asked. Where does your 2 come from?": _from_probabilities(lambda y, p, n: (p - y) / (2 * n)),
        "You used softmax over the rows. Each row has a probability of its own, from its own logit.": lambda y, z: (
            (special.softmax(z) - y) / len(y)
        ),
        "Only rows with y = 1 have a gradient in yours.": _from_probabilities(lambda y, p, n: y * (p - 1) / n),
        "Those are the losses of the rows. Differentiate them.": lambda y, z: (
            _softplus(np.where(y == 1, -z, z)) / len(y)
        ),
        "Those are the sizes without a sign. Which way should each logit move?": _from_probabilities(
            lambda y, p, n: np.abs(p - y) / n
        ),
        "Those are 0 or ±1/n: you compared labels. How wrong a forecast is matters, not only whether.": (
            _from_probabilities(lambda y, p, n: ((p >= 0.5) - y) / n)
        ),
    },
)


def _weighted_cases(rng):
    example = (np.array([1, 0, 0]), np.array([0.5, 0.2, 0.1]), 3.0)
    drawn = [(*_one_forecast(rng, n), rng.uniform(2, 9)) for n in (4, 9, 26)]
    edges = (np.array([1, 0, 1, 0, 0]), np.array([1.0, 0.0, 0.3, 1.0, 0.4]), 4.0)
    near_the_edge = (np.array([1, 0, 0]), np.array([2e-9, 0.35, 0.2]), 2.7)
    light = (*_one_forecast(rng, 7), 0.4)
    return [example, *drawn, edges, near_the_edge, light, (np.array([0, 0, 0]), rng.uniform(0.1, 0.6, 3), 5.0)]


def _weighted(rows=_row_costs, weights=None, total=np.sum):
    """Make a weighted loss from its parts: the costs of the rows, their weights, what the sum is divided by."""
    weights = weights or (lambda y, weight: np.where(y == 1, weight, 1.0))

    def loss(y, p, weight):
        w = weights(y, weight)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.sum(w * rows(y, p)) / total(w)

    return loss


def _unsafe_rows(y, p):
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def _silently_unsafe_rows(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return _unsafe_rows(y, p)


def _weighted_over(divisor):
    """Make a weighted loss whose sum is divided by `divisor(y, weight)`."""

    def loss(y, p, weight):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.sum(np.where(y == 1, weight, 1.0) * _row_costs(y, p)) / divisor(y, weight)

    return loss


_WRONG_DIVISOR = "You divide by {}. In the example the row that counts three times and the two others make how many?"

fix_the_loss = Exercise(
    title="Mend the weighted loss",
    points=2,
    expected=lambda y, p, weight: metrics.log_loss(
        y, _clipped(p), labels=[0, 1], sample_weight=np.where(y == 1, weight, 1.0)
    ),
    cases=_weighted_cases,
    given=_weighted(rows=_unsafe_rows, total=len),
    mistakes={
        "One fault is mended: p stays off 0 and 1. The other is still there: with weight 3, is a row with y = 1 the same "
        "as that row three times? Count what the sum is divided by.": _weighted(total=len),
        "One fault is mended: the divisor. The other is still there: what becomes of the array that `np.clip` returns?": (
            _weighted(rows=_unsafe_rows)
        ),
        "The weight now sits on the rows with y = 0. Which rows does the statement weigh?": _weighted(
            weights=lambda y, weight: np.where(y == 0, weight, 1.0)
        ),
        "The weight makes no difference in yours: it sits on every row, so it cancels, or on none. Which rows does the "
        "statement weigh?": _weighted(weights=lambda y, weight: np.ones(len(y))),
        "You divide by n times the weight, as if every row were weighed.": lambda y, p, weight: (
            _weighted(total=len)(y, p, weight) / weight
        ),
        "You divide by nothing: that is the weighted sum.": _weighted(total=lambda w: 1.0),
        "You divide by n twice over.": lambda y, p, weight: _weighted()(y, p, weight) / len(y),
        "You balance the classes whatever their counts: the mean of the positives times the weight plus the mean of the "
        "negatives. Each row counts once here, or `weight` times.": lambda y, p, weight: _of_class_means(y, p, weight),
        "Rows with y = 0 count nothing in yours. How often does the statement count them?": _weighted(
            weights=lambda y, weight: np.where(y == 1, weight, 0.0), total=lambda w: np.sum(w) or 1.0
        ),
        "You divide by the number of positives. With weight 3, how many rows are there in the example?": (
            lambda y, p, weight: _weighted(total=lambda w: 1.0)(y, p, weight) / max(1, np.sum(y))
        ),
        "The weight now sits on the rows with y = 0, and the divisor still does not know it.": _weighted(
            weights=lambda y, weight: np.where(y == 0, weight, 1.0), total=len
        ),
        "The divisor counts the weight once, however many rows with y = 1 there are.": lambda y, p, weight: (
            _weighted(total=lambda w: 1.0)(y, p, weight) / (len(y) + weight - 1)
        ),
        "The sign is turned: a cost is never below 0.": _weighted(rows=lambda y, p: -_row_costs(y, p)),
        "The divisor counts the positives only.": _weighted(total=lambda w: np.sum(w[w != 1]) or 1.0),
        "The weight now multiplies both the rows and the finished mean.": lambda y, p, weight: (
            weight * _weighted()(y, p, weight)
        ),
        **{
            f"You keep p off 0 and 1, but {name} away, not at the distance the statement names.": _weighted(
                rows=lambda y, p, limit=limit: _row_costs(y, p, limit)
            )
            for name, limit in (("1e-15", 1e-15), ("1e-12", 1e-12), ("1e-10", 1e-10), ("1e-8", 1e-8), ("1e-7", 1e-7))
        },
        "You left the safety to scikit-learn, which moves p by its own tiny distance (2.2e-16). The statement names "
        "another one.": _weighted(rows=lambda y, p: _row_costs(y, p, np.finfo(float).eps)),
        "You add 1e-9 inside the logarithm, which moves every p: 2e-9 becomes 3e-9. The statement moves only what lies "
        "outside the range.": _weighted(
            rows=lambda y, p: -(y * np.log(p + LIMIT) + (1 - y) * np.log(1 - p + LIMIT)),
        ),
        "You turned the NaN into 0 afterwards, so a sure forecast costs nothing. What becomes of the array that `np.clip` "
        "returns?": _weighted(rows=lambda y, p: np.nan_to_num(_silently_unsafe_rows(y, p))),
        "You count whole copies of a row, and the weight is not always whole. What do 2.5 copies add to the sum, and to the "
        "divisor?": _weighted(weights=lambda y, weight: np.where(y == 1, int(weight), 1)),
        "You count whole copies of a row, the weight rounded. It is not always whole: what do 2.5 copies add to the sum, and "
        "to the divisor?": _weighted(weights=lambda y, weight: np.where(y == 1, round(weight), 1)),
        "The weight counts twice on rows with y = 1: in the sum it is squared.": lambda y, p, weight: (
            np.sum(np.where(y == 1, weight, 1) ** 2 * _row_costs(y, p)) / np.sum(np.where(y == 1, weight, 1))
        ),
        "Your weight is one more than the one handed in: a row with y = 1 stands there `weight` times in all.": _weighted(
            weights=lambda y, weight: 1 + weight * y
        ),
        "The sum weighs every row, the divisor only those with y = 1.": lambda y, p, weight: (
            weight * np.sum(_row_costs(y, p)) / np.sum(np.where(y == 1, weight, 1))
        ),
        **{
            _WRONG_DIVISOR.format(words): _weighted_over(divisor)
            for words, divisor in {
                "n plus the weight": lambda y, weight: len(y) + weight,
                "the weight plus 1": lambda y, weight: weight + 1,
                "n plus the number of rows with y = 1": lambda y, weight: len(y) + np.sum(y),
                "n plus the weight for each row with y = 1": lambda y, weight: len(y) + weight * np.sum(y),
                "the weight times the number of rows with y = 1": lambda y, weight: weight * np.sum(y),
                "the number of rows with y = 1, which may be 0": lambda y, weight: np.sum(y),
            }.items()
        },
    },
)


def _of_class_means(y, p, weight):
    rows = _row_costs(y, p)
    means = [np.mean(rows[y == label]) if np.any(y == label) else 0.0 for label in (1, 0)]
    return (weight * means[0] + means[1]) / (weight + 1)


read_the_scores = choice_exercise(
    title="Read the scores",
    points=1,
    right={"A": "underconfident", "B": "overconfident", "C": "honest", "same for all": "accuracy"},
    tempting={
        (
            "A",
            "honest",
        ): "A: with its accuracy it could do far better than a log loss close to 0.69. What would someone score "
        "who always says one half?",
        (
            "A",
            "overconfident",
        ): "A: a bold forecaster who errs pays far more than 0.69 a row. Whose log loss is nearly that of a coin?",
        (
            "B",
            "honest",
        ): "B: its log loss is larger than that of a coin, 0.69, though it is right as often as the others. Which "
        "rows cost so much?",
        (
            "B",
            "underconfident",
        ): "B: who stays near one half never pays much more than 0.69 a row. Can a timid forecaster have a "
        "log loss above that?",
        (
            "C",
            "overconfident",
        ): "C: compare its log loss with the other two. Sharp and wrong forecasts would show there first.",
        ("C", "underconfident"): "C: compare its Brier score with 0.25, the score of always one half.",
        ("same for all", "brier"): "same for all: look at that column again. Do the three differ in it?",
        ("same for all", "log loss"): "same for all: look at that column again. Do the three differ in it?",
    },
)

choose_loss = choice_exercise(
    title="Choose the loss",
    points=1,
    right={"A": "pinball 0.9", "B": "squared", "C": "huber", "D": "log loss"},
    tempting={
        ("A", "pinball 0.1"): "A: with tau = 0.1 nine of ten vans come later than promised. Which side is dear here?",
        ("A", "absolute"): "A: that puts as many vans above the promise as below, at 9 euros a minute against 1.",
        ("A", "squared"): "A: squares treat early and late alike. Do the costs?",
        ("A", "huber"): "A: Huber treats early and late alike. Do the costs?",
        ("A", "log loss"): "A: there is no yes or no to forecast; a time is promised.",
        ("A", "zero-one"): "A: a minute and an hour late are one and the same to it. Are they to the firm?",
        (
            "B",
            "absolute",
        ): "B: that forecasts the median of each day. Do medians add up to the median of the sum, when some days "
        "have a long tail?",
        ("B", "huber"): "B: it would make little of the dear days, and they are real: they are in the total too.",
        ("B", "pinball 0.9"): "B: every day would be forecast high, and so would the year, by much.",
        ("B", "pinball 0.1"): "B: every day would be forecast low, and so would the year, by much.",
        ("B", "log loss"): "B: the forecast is an amount of money, not a probability.",
        ("B", "zero-one"): "B: hardly any amount is hit to the cent, so every forecast would be equally bad.",
        (
            "C",
            "squared",
        ): "C: one reading that is 500 off weighs as much as 10,000 readings that are 5 off. How many rows are there?",
        (
            "C",
            "absolute",
        ): "C: it does resist the slips, but it also throws away how far the good rows lie. With normal noise and "
        "60 rows, is there one that resists and keeps that?",
        ("C", "pinball 0.9"): "C: both sides cost the same here.",
        ("C", "pinball 0.1"): "C: both sides cost the same here.",
        ("C", "log loss"): "C: the target is a weight in grams, not a yes or no.",
        ("C", "zero-one"): "C: no gradient, and every reading is off by a little: all scales would look equally bad.",
        (
            "D",
            "zero-one",
        ): "D: 0.51 and 0.99 are the same to it, and it has no gradient. The doctors act on the number itself.",
        (
            "D",
            "squared",
        ): "D: on probabilities that is the Brier score. It is honest, but no row can cost more than 1. What does "
        "the clinic ask for a forecast of 0 that comes true?",
        (
            "D",
            "absolute",
        ): "D: it rewards saying 0 or 1 instead of what you believe. Try a risk of 0.3: which report is cheapest?",
        (
            "D",
            "huber",
        ): "D: it is bounded for probabilities, and near its middle it is a square. What does the clinic ask for a "
        "forecast of 0 that comes true?",
        ("D", "pinball 0.9"): "D: that forecasts a quantile of 0 and 1, which is itself 0 or 1.",
        ("D", "pinball 0.1"): "D: that forecasts a quantile of 0 and 1, which is itself 0 or 1.",
    },
)
