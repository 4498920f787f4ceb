"""Exercises of the lesson on loss functions: the Huber loss and the pinball loss."""

import numpy as np
from scipy import special
from sklearn import metrics

from firsthand.checks import loss_results
from firsthand.checks.loss_functions import REDUCED_FROM_ONE, SELDOM_REDUCED, always, same, slips
from firsthand.judging.exercise import Exercise, switched


def _errors(rng):
    example = (np.array([1.0, -3.0, 2.0, 0.0]), 2.0)
    drawn = []
    for n, delta in ((6, 1.0), (9, 0.3), (25, 4.0)):
        delta *= rng.uniform(1.1, 1.6)
        edge = np.array([delta, -delta, 0.0, 2.5 * delta, -3.5 * delta])
        drawn.append((np.concatenate([edge, rng.normal(0, 2 * delta, n)]), delta))
    small, large = rng.uniform(-0.9, 0.9, 5), rng.uniform(1.3, 4, 3) * [-1, 1, 1]
    delta = rng.uniform(1.4, 2.6)  # what may decide for all rows at once, one told from another:
    together = [(delta * np.array(sizes), delta) for sizes in ([0.3, -0.4, 0.4], [0.7, -0.8], [1.5, 0.2], [1.5, -1.4])]
    return [
        example,
        *drawn,
        *together,
        (3.7 * small, 3.7),
        (1.7 * large, 1.7),
        (np.array([-2.9]), 0.8),
        (np.array([0.7]), 1.9),
    ]


def _huber(
    error,
    delta,
    *,
    given=same,
    over=same,
    far=lambda e, d: np.abs(e) > d,
    near=lambda e: e**2 / 2,
    beyond=lambda e, d: np.abs(e) - d,
    start=lambda d: d**2 / 2,
    slope=same,
    edge=1,
    finish=lambda rows, d: rows,
):
    """Huber loss: `far` says which errors get a line, from `start` upwards; `edge` counts an error of exactly delta.

    over : what is done to the squares, and to what is charged on the line, before one of the two is picked.
    """
    delta = given(delta)
    line = start(delta) + slope(delta) * over(beyond(error, delta))
    rows = np.where(far(error, delta), line, over(near(error)))
    return finish(np.where(np.abs(error) == delta, edge, 1) * rows, delta)


def _one_truth(error, delta):
    return bool(np.abs(error) > delta)


def _first_zero(rows):
    return np.concatenate([np.zeros(1), rows[1:]])


def _last_zero(rows):
    return np.concatenate([rows[:-1], np.zeros(1)])


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
        "The mean size of the errors decides for all rows at once. `np.where` decides row by row.": (
            lambda e, d: np.mean(abs(e)) > d
        ),
        "The mean of the errors decides for all rows at once, and in it they cancel. `np.where` decides row by row.": (
            lambda e, d: abs(np.mean(e)) > d
        ),
        "The sum of the sizes decides for all rows at once. `np.where` decides row by row.": lambda e, d: (
            np.sum(abs(e)) > d
        ),
        "The length of the whole array, its norm, decides for all rows at once. `np.where` decides row by row.": (
            lambda e, d: np.linalg.norm(e) > d
        ),
        "Your square ends at |e| = 1, whatever delta is. Where does the statement end it?": lambda e, d: np.abs(e) > 1,
        "Your square ends at half of delta. Where does the statement end it?": lambda e, d: np.abs(e) > d / 2,
        "Your square ends at twice delta. Where does the statement end it?": lambda e, d: np.abs(e) > 2 * d,
        "Your square ends at delta². Their units differ: what is the size of an error?": lambda e, d: np.abs(e) > d**2,
        "Your `if` asks for one truth of all the errors, and stops where there are more than one. `np.where` picks row by row.": (
            _one_truth
        ),
    },
    over={
        "The mean over all rows is taken before you pick a half, so every error gets a mean. The loss of each error is asked.": (
            lambda rows: np.full(len(rows), np.mean(rows))
        ),
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
        "The first place of your result holds a zero: your loop starts with the second error. Where is the first?": (
            lambda rows, d: _first_zero(rows)
        ),
        "The last place of your result holds a zero: your loop ends before the last error.": lambda rows, d: _last_zero(
            rows
        ),
        "The loss of the first error is missing. Where does your loop start?": lambda rows, d: rows[1:],
        "The loss of the last error is missing. Where does your loop end?": lambda rows, d: rows[:-1],
        "The largest of the losses came back: the loss of each error is asked.": lambda rows, d: np.max(rows),
    },
) | {
    "Large errors: you have |e| itself. The two halves must meet at delta.": {"start": same, "slope": always(1)},
    "Your `if` asks for one truth of all the errors, and stops where there are more than one; and of one error alone a number comes back. An "
    "array is asked, one loss for each error: `np.where` picks row by row.": {
        "far": _one_truth,
        "finish": lambda rows, d: np.mean(rows),
    },
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
    if switches.keys() & {"start", "near", "beyond"} and "far" not in switches
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
    | switched(_huber, _HUBER_RARE | _AT_DELTA_TOO)
    | {
        "You pick between the mean of all squares and the mean of all sizes, so every error gets a mean. What does each error cost by itself, "
        "and how does the line continue the square?": lambda error, delta: np.where(
            np.abs(error) <= delta, np.mean(error**2), np.mean(np.abs(error))
        ),
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
    low = rng.uniform(-30, -10, 3)
    mixed = [(low, low - np.array(short), 0.7) for short in ([-1.2, 6.3, -2.4], [3.1, -1.3, -7.2], [2.2, 0.0, 5.1])]
    return [example, *drawn, *sides, *mixed, (rng.integers(20, 60, 6), rng.integers(20, 60, 6), 0.35)]


def _without_brackets(short, tau):
    return np.maximum(tau * short, tau - 1 * short)


def _pinball(
    y,
    prediction,
    tau,
    *,
    given=same,
    prices=lambda tau: (tau, 1 - tau),
    level=same,
    low=lambda short: short > 0,
    size=np.abs,
    costs=None,
    share=lambda y, prediction: 1,
    times=1,
    reduce=np.mean,
):
    """Pinball loss; `prices` are those of a unit too low and of a unit too high, `low` says which rows are too low.

    costs : makes what all rows cost in another way, from the differences and tau.
    """
    short, whole = given(y) - given(prediction), times * share(y, prediction)
    if costs:
        return whole * reduce(costs(short, tau))
    too_low, too_high = prices(level(tau))
    return whole * reduce(np.where(low(short), too_low, too_high) * size(short))


def _sum_of_side_means(y, prediction, tau, empty=0.0, high=np.less_equal):
    short = y - prediction
    sides = ((tau, short[short > 0]), (1 - tau, -short[high(short, 0)]))
    return sum(price * (np.mean(side) if len(side) else empty) for price, side in sides)


_PINBALL_SLIPS = slips(
    prices={
        "Both sides have one price in yours, tau. What does a forecast that is too high cost?": (
            lambda tau: (tau, tau)
        ),
        "Both sides have one price in yours, 1 − tau. What does a forecast that is too low cost?": (
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
        "Your tau is 0.5, whatever is passed: it is built in, or a library's own choice. Use the one you are given.": always(
            0.5
        ),
    },
    given={
        "Numbers below 0 in y and prediction count as 0 in yours. What does the statement say of them?": (
            lambda numbers: np.maximum(numbers, 0)
        ),
    },
    low={
        "The mean difference decides on which side all rows lie. Each row has a side of its own: `np.where` decides row by row.": (
            lambda short: np.mean(short) > 0
        ),
        "The first row decides on which side all rows lie. Each row has a side of its own: `np.where` decides row by row.": (
            lambda short: short[0] > 0
        ),
        "All rows are priced as too low where any of them is. Each row has a side of its own: `np.where` decides row by row.": (
            lambda short: np.any(short > 0)
        ),
        "All rows are priced as too high where any of them is not too low. Each row has a side of its own.": (
            lambda short: np.all(short > 0)
        ),
        "All rows are priced as too high where any of them is. Each row has a side of its own.": (
            lambda short: np.all(short >= 0)
        ),
        "Your `if` asks for one truth of all the rows, and stops where there are more than one. `np.where` picks row by row.": (
            lambda short: bool(short > 0)
        ),
        "The price is picked by comparing with a whole unit: a forecast less than 1 too low counts as too high.": (
            lambda short: short > 1
        ),
    },
    costs={
        "Without brackets, `tau - 1 * d` is tau minus d. Where do the brackets of tau − 1 belong?": _without_brackets,
        "Without brackets, `tau - 1 * d` is tau minus d. Besides, your d is prediction minus y: a forecast that is too low has "
        "d below 0.": lambda short, tau: _without_brackets(-short, tau),
        "You took the smaller of the two products for each row, which is never above 0.": lambda short, tau: np.minimum(
            tau * short, (tau - 1) * short
        ),
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
    share={
        "You divided by the sum of y. The mean over rows is asked: divide by their number.": (
            lambda y, prediction: len(y) / np.sum(y)
        ),
        "You divided by the sum of the sizes of y. The mean over rows is asked: divide by their number.": (
            lambda y, prediction: len(y) / np.sum(np.abs(y))
        ),
        "You divided by the sum of the errors' sizes. The mean over rows is asked: divide by their number.": (
            lambda y, prediction: len(y) / np.sum(np.abs(y - prediction))
        ),
    },
    times={
        "Your loss is twice what is asked. What is doubled in it?": 2,
        "Your loss is half of what is asked. What is halved in it?": 0.5,
    },
    reduce=REDUCED_FROM_ONE
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
    | switched(_pinball, _PINBALL_RARE)
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
