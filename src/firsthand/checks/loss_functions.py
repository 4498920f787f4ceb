"""Exercises of the lesson on loss functions: losses of amounts, and what all three modules share."""

import math

import numpy as np
from scipy import special
from sklearn import metrics

from firsthand.checks import loss_results
from firsthand.judging.exercise import Exercise, alone, choice_exercise, switched


def slips(**by_switch):
    """Write known mistakes by the switch that each of them turns: sentence -> {switch: value}."""
    return {sentence: {switch: value} for switch, slips in by_switch.items() for sentence, value in slips.items()}


def always(value):
    """Make a function that returns `value` whatever it is given."""
    return lambda *_: value


def same(value):
    """Return what is given."""
    return value


REDUCED = {
    "You added the rows up. With twice the rows your answer doubles; a mean does not.": np.sum,
    "You returned a number for each row. One number is asked: reduce them.": np.asarray,
    "Only the first row counts in yours. In a loop: in which round is the result handed back?": lambda rows: rows[0],
    "Only the last row counts in yours. In a loop: what is kept from one round to the next?": lambda rows: rows[-1],
    "You took the median over the rows. Every row should count.": np.median,
    "You divided by n - 1. The mean over rows is asked.": lambda rows: np.sum(rows) / np.float64(len(rows) - 1),
    "The first row is left out of your sum. Where does the loop start?": lambda rows: np.sum(rows[1:]) / len(rows),
    "The last row is left out of your sum. Where does the loop end?": lambda rows: np.sum(rows[:-1]) / len(rows),
}
"""What is done to the rows where their mean is asked, in every loss that is a mean."""

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


def _mse(y, prediction, *, subtract=_flat, price=np.square, reduce=np.mean, share=1, after=same):
    """Mean of the price of each error."""
    return after(share * reduce(price(subtract(prediction, y))))


_MSE_SLIPS = slips(
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
    | {
        "You took the largest of the rows. Every row should count.": np.max,
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
    mistakes=switched(_mse, _MSE_SLIPS) | alone(switched(_mse, slips(reduce=SELDOM_REDUCED))),
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


def _errors(rng):
    example = (np.array([1.0, -3.0, 2.0, 0.0]), 2.0)
    drawn = []
    for n, delta in ((6, 1.0), (9, 0.3), (25, 4.0)):
        delta *= rng.uniform(1.1, 1.6)
        edge = np.array([delta, -delta, 0.0, 2.5 * delta, -3.5 * delta])
        drawn.append((np.concatenate([edge, rng.normal(0, 2 * delta, n)]), delta))
    small, large = rng.uniform(-0.9, 0.9, 5), rng.uniform(1.3, 4, 3) * [-1, 1, 1]
    return [example, *drawn, (3.7 * small, 3.7), (1.7 * large, 1.7), (np.array([-2.9]), 0.8), (np.array([0.7]), 1.9)]


def _huber(
    error,
    delta,
    *,
    given=same,
    far=lambda e, d: np.abs(e) > d,
    near=lambda e: e**2 / 2,
    beyond=lambda e, d: np.abs(e) - d,
    start=lambda d: d**2 / 2,
    slope=same,
    edge=1,
    finish=lambda rows, d: rows,
):
    """Huber loss: `far` says which errors get a line, from `start` upwards; `edge` counts an error of exactly delta."""
    delta = given(delta)
    line = start(delta) + slope(delta) * beyond(error, delta)
    rows = np.where(far(error, delta), line, near(error))
    return finish(np.where(np.abs(error) == delta, edge, 1) * rows, delta)


_HUBER_SLIPS = slips(
    given={"`delta` changes nothing in yours: it is 1, whatever is passed. Use the argument.": always(1)},
    far={
        "Only large positive errors get the line: large negative ones are treated as small. What do you compare with delta?": np.greater,
        "You compare the square with delta. Their units differ: what is the size of an error?": lambda e, d: e**2 > d,
        "You compare half the square with delta. Their units differ: what is the size of an error?": (
            lambda e, d: e**2 / 2 > d
        ),
        "The two halves have changed places: small errors get the line and large ones the square.": (
            lambda e, d: np.abs(e) <= d
        ),
        "Every error gets the square. What is delta for?": always(False),
        "Every error gets the line, small ones too. What decides which half one gets?": always(True),
        "The largest error decides for all rows at once. `np.where` decides row by row.": lambda e, d: max(abs(e)) > d,
    },
    near={
        "The square lacks its ½ in yours.": np.square,
        "You have |e| where ½ e² is asked.": np.abs,
    },
    beyond={
        "Your line uses e where its size is meant, so negative errors on it cost too little.": np.subtract,
        "Negative errors on your line cost too much: how far do they lie beyond delta?": lambda e, d: np.abs(e - d),
    },
    start={
        "Your line starts at delta², where |e| = delta. How high is ½ e² there?": np.square,
        "Your line starts at 0, where |e| = delta. How high is ½ e² there?": always(0),
        "Your line starts at ½ delta, where |e| = delta. How high is ½ e² there?": lambda d: d / 2,
    },
    slope={
        "Your line has the slope 1. How steep is ½ e² at |e| = delta?": always(1),
        "Your line is twice as steep as ½ e² is at |e| = delta.": lambda d: 2 * d,
        "Your line is flat: whatever lies on it costs the same. The cost should go on growing.": always(0),
    },
    edge={
        "An error of exactly delta costs nothing in yours: it falls between your two conditions.": 0,
    },
    finish={
        "Twice what is asked, everywhere: this Huber loss has a ½ in its middle.": lambda rows, d: 2 * rows,
        "That is divided by delta, as smooth L1 is. Here the middle is ½ e², whatever delta is.": lambda rows, d: (
            rows / d
        ),
        "One number came back, a mean: the loss of each error is asked.": lambda rows, d: np.mean(rows),
        "You added the losses up: the loss of each error is asked.": lambda rows, d: np.sum(rows),
        "The decimals of your losses are cut off, as an array of whole numbers does it. What type has yours?": (
            lambda rows, d: np.trunc(rows)
        ),
        "Only the first error came back. In a loop: in which round is the result handed back?": lambda rows, d: rows[
            :1
        ],
    },
) | {
    "Large errors: you have |e| itself. The two halves must meet at delta.": {"start": same, "slope": always(1)},
    "Large negative errors cost nothing in yours: neither half is meant for them. What do you compare with delta?": {
        "beyond": lambda e, d: np.where(e > 0, e - d, -d / 2)
    },
}

_HUBER_RARE = slips(
    given={
        "`delta` changes nothing in yours: it is 1.35, a library's own value, whatever is passed. Use the argument.": (
            always(1.35)
        ),
    },
    far={
        "The smallest error decides for all rows at once. `np.where` decides row by row.": lambda e, d: min(abs(e)) > d,
    },
    near={
        "Small errors: that is e itself. What does ½ e² ask for?": same,
        "Small errors: you halve |e| and do not square it.": lambda e: np.abs(e) / 2,
        "Small errors: you halve e and square it then, which leaves a quarter.": lambda e: (e / 2) ** 2,
        "Small errors: the square is multiplied by 0.05. Compare with the statement's ½.": lambda e: 0.05 * e**2,
        "Small errors: the square is doubled. Compare with the statement's ½.": lambda e: 2 * e**2,
    },
    beyond={
        "Large errors: all of |e| is charged on top of the height at delta, not what lies beyond delta.": (
            lambda e, d: np.abs(e)
        ),
    },
    start={
        "Large errors: ½ delta is taken off, which fits delta = 1 only. How high is ½ e² there?": lambda d: (
            d**2 - d / 2
        ),
        "Large errors: ½ delta² is taken off inside a bracket that is then multiplied by delta. How high is ½ e² at |e| = delta?": (
            lambda d: d**2 - d**3 / 2
        ),
        "Large errors: ½ is taken off, which fits delta = 1 only. How high is ½ e² there?": lambda d: d**2 - 0.5,
    },
    slope={
        "Large errors: the slope is delta². How steep is ½ e² at |e| = delta?": np.square,
        "Large errors: the line is half as steep as ½ e² where it ends.": lambda d: d / 2,
    },
    edge={
        "An error of exactly delta is counted twice: both your conditions hold for it.": 2,
    },
) | {
    "Large errors: you multiplied by delta once too often.": {"start": lambda d: d**3 / 2, "slope": np.square},
    "Large errors cost nothing in yours. Where is the line?": {"start": always(0), "slope": always(0)},
    "Large errors: slope 1 and offset ½ fit delta = 1 only. How steep is the square where it ends?": {
        "start": lambda d: d - 0.5,
        "slope": always(1),
    },
}

_AT_DELTA_TOO = {
    f"{sentence} An error of exactly delta lies on the line too in yours.": {
        **switches,
        "far": lambda e, d: abs(e) >= d,
    }
    for sentence, switches in (_HUBER_SLIPS | _HUBER_RARE).items()
    if "start" in switches
}
"""Where both halves are ½ delta² high it makes no difference which of them an error of delta gets; where they jump, it does."""

huber = Exercise(
    title="The Huber loss of each error",
    points=2,
    expected=lambda error, delta: special.huber(delta, error),
    cases=_errors,
    equivalent={"size <= delta -> size < delta": "at delta both halves are ½ delta² high"},
    seen=loss_results.in_huber,
    mistakes=switched(_huber, _HUBER_SLIPS)
    | alone(switched(_huber, _HUBER_RARE | _AT_DELTA_TOO))
    | {
        "Your parameter is the sigma of smooth L1, which bends at 1/sigma². Here the bend is at delta.": lambda error, delta: (
            special.huber(delta**-2, error) * delta**2
        ),
        "You add the square and the line for every error. Each error gets one of the two: `np.where` picks, row by row.": (
            lambda error, delta: error**2 / 2 + delta * np.abs(error) - delta**2 / 2
        ),
        "That is the slope of the Huber loss, not the loss.": lambda error, delta: np.clip(error, -delta, delta),
        "That is the pseudo-Huber loss, a smooth relative. Here the loss has two exact halves.": (
            lambda error, delta: special.pseudo_huber(delta, error)
        ),
        "SciPy's `huber` takes delta first and the errors second. You handed them over the other way round.": (
            lambda error, delta: special.huber(error, delta)
        ),
    },
)


def _quantile_cases(rng):
    example = (np.array([10, 20, 30]), np.array([14, 18, 30]), 0.9)  # whole numbers, as the statement has them
    drawn = []
    for n, tau in ((4, 0.25), (7, 0.8), (40, 0.95)):
        y = rng.gamma(4, 8, n)
        drawn.append((y, np.where(np.arange(n) == n - 2, y, y + rng.normal(1.5, 6, n)), tau))
    one = rng.gamma(4, 8, 1)
    some, off = rng.gamma(4, 8, 3), rng.uniform(2, 9, 3)
    sides = (one, one + 4.3, 0.3), (one, one - 5.9, 0.65), (some, some + off, 0.93), (some, some - off, 0.15)
    return [example, *drawn, *sides, (rng.integers(20, 60, 6), rng.integers(20, 60, 6), 0.35)]


def _pinball(y, prediction, tau, *, prices=lambda tau: (tau, 1 - tau), level=same, size=np.abs, reduce=np.mean):
    """Pinball loss; `prices` are those of a unit too low and of a unit too high."""
    short = y - prediction
    too_low, too_high = prices(level(tau))
    return reduce(np.where(short > 0, too_low, too_high) * size(short))


def _sum_of_side_means(y, prediction, tau, empty=0.0, high=np.less_equal):
    short = y - prediction
    sides = ((tau, short[short > 0]), (1 - tau, -short[high(short, 0)]))
    return sum(price * (np.mean(side) if len(side) else empty) for price, side in sides)


def _without_brackets(y, prediction, tau):
    short = y - prediction
    return np.mean(np.maximum(tau * short, tau - 1 * short))


_PINBALL_SLIPS = slips(
    prices={
        "Both sides cost tau: the absolute error times a number. What does a forecast that is too high cost?": (
            lambda tau: (tau, tau)
        ),
        "Both sides cost 1 − tau: the absolute error times a number. What does a forecast that is too low cost?": (
            lambda tau: (1 - tau, 1 - tau)
        ),
        "A forecast that is too low costs its full size: 1 a unit. The statement names a smaller price.": (
            lambda tau: (1, 1 - tau)
        ),
        "A forecast that is too high costs its full size: 1 a unit. The statement names a smaller price.": (
            lambda tau: (tau, 1)
        ),
        "That is the mean absolute error. What is tau for?": always((1, 1)),
        "Forecasts that are too low cost nothing in yours. What does the statement charge for them?": (
            lambda tau: (0, 1 - tau)
        ),
        "Forecasts that are too high cost nothing in yours, so the best forecast would be endlessly high.": (
            lambda tau: (tau, 0)
        ),
        "Each row is charged the dearer of the two prices, whichever side it lies on.": (
            lambda tau: (max(tau, 1 - tau),) * 2
        ),
        "Each row is charged the cheaper of the two prices, whichever side it lies on.": (
            lambda tau: (min(tau, 1 - tau),) * 2
        ),
        "Your prices are tau/(1 − tau) and 1: they have the right ratio and the wrong size.": (
            lambda tau: (tau / (1 - tau), 1)
        ),
        "You multiplied every plain error by tau, sign included. A loss is never negative.": lambda tau: (tau, -tau),
        "The tau you are given changes nothing in yours: a unit costs 1.5 on either side, as where the losses at several levels are "
        "added up.": always((1.5, 1.5)),
    },
    level={
        "The sides have changed places: at tau = 0.9 your loss makes a forecast that is too high dear. Which side does the "
        "statement charge with tau?": lambda tau: 1 - tau,
        "You left tau to the library, whose own choice is 0.5. Hand in the one you are given.": always(0.5),
    },
    size={
        "Rows whose forecast is too high have a negative loss: the size of the error is meant, not its sign.": same,
        "Rows whose forecast is too low have a negative loss: the size of the error is meant, not its sign.": np.negative,
        "You squared the errors. A unit more costs the same wherever it starts: no squares here.": np.square,
        "You returned the mean price of the rows. A price is for one unit: by how many units was each row off?": (
            np.ones_like
        ),
        "You returned the mean price, 0 for a row without an error. A price is for one unit: by how many was each row off?": (
            lambda short: np.abs(np.sign(short))
        ),
    },
    reduce=REDUCED
    | {
        "Rows without an error are left out of your mean. They cost nothing, and they count.": (
            lambda rows: np.sum(rows) / max(1, np.sum(rows != 0))
        ),
        "The largest cost of all came back. Every row should count: `np.maximum` compares row by row, `np.max` looks at "
        "everything at once.": np.max,
    },
)

_PINBALL_RARE = slips(
    prices={
        "You took the larger of tau and 1 − tau times the difference: where the forecast is too high, both products are "
        "below 0, and the larger is no cost.": lambda tau: (max(tau, 1 - tau), -min(tau, 1 - tau)),
        "You took the smaller of the two products for each row, which is never above 0.": lambda tau: (tau - 1, -tau),
    },
    reduce=SELDOM_REDUCED,
)

pinball = Exercise(
    title="When one side is dear",
    points=2,
    expected=lambda y, prediction, tau: metrics.mean_pinball_loss(y, prediction, alpha=tau),
    cases=_quantile_cases,
    equivalent={"short > 0 -> short >= 0": "a row without an error costs nothing on either side"},
    seen=loss_results.in_pinball,
    mistakes=switched(_pinball, _PINBALL_SLIPS)
    | alone(switched(_pinball, _PINBALL_RARE))
    | {
        "You divided by the sum of the prices. The mean over rows is asked: divide by their number.": (
            lambda y, prediction, tau: np.average(abs(y - prediction), weights=np.where(y > prediction, tau, 1 - tau))
        ),
        "You took a mean over the rows of each side and added the two. One mean over all rows is asked.": (
            _sum_of_side_means
        ),
        "You took a mean over the rows of each side, without those that have no error, and added the two. One mean over all "
        "rows is asked.": lambda y, prediction, tau: _sum_of_side_means(y, prediction, tau, high=np.less),
        "You took a mean over the rows of each side, which is NaN where a side has no row. One mean over all is asked.": (
            lambda y, prediction, tau: _sum_of_side_means(y, prediction, tau, empty=np.nan)
        ),
        "You took the mean of each of the two products, and the larger mean. Which is larger is a question for each row.": (
            lambda y, prediction, tau: max(np.mean(tau * (y - prediction)), np.mean((tau - 1) * (y - prediction)))
        ),
        "Without brackets, `tau - 1 * d` is tau minus d. Where do the brackets of tau − 1 belong?": _without_brackets,
        "Without brackets, `tau - 1 * d` is tau minus d. Besides, your d is prediction minus y: a forecast that is too low has "
        "d below 0.": lambda y, prediction, tau: _without_brackets(prediction, y, tau),
        "Where y holds whole numbers, so does your array of costs, and their decimals are cut off: `zeros_like` copies the type.": (
            lambda y, prediction, tau: np.mean(
                np.where(y > prediction, tau * (y - prediction), (1 - tau) * (prediction - y)).astype(y.dtype)
            )
        ),
        "That is a quantile of the errors. The loss is asked: what each row costs, then the mean.": (
            lambda y, prediction, tau: np.quantile(y - prediction, tau)
        ),
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
