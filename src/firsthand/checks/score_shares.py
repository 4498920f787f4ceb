"""Exercises of the lesson on loss functions: from scores to shares."""

import math

import numpy as np
from scipy import special

from firsthand.checks import loss_results
from firsthand.checks.loss_functions import always, same, slips
from firsthand.judging.exercise import Exercise, sizes, switched


def _score_tables(rng):
    example = (np.array([[1000.0, 1000.0], [0.0, np.log(3)]]),)
    steps = np.round(rng.normal(0, 64, (4, 3))) / 64  # exact in float32 too, when 1200 is added
    far = steps + np.array([[0.0], [1200.0], [-1200.0], [30.0]])
    wide = np.array([np.roll([1500.0, -1500.0, 400.0, 0.0], k) for k in range(4)])
    plain = [rng.normal(0, spread, shape) for spread, shape in ((2, (3, 3)), (1.5, (5, 4)), (1, (1, 2)))]
    low_column = steps + np.array([-900.0, 0.0, 10.0])
    return [example, *((table,) for table in plain), (far,), (wide,), (low_column,)]


def _row(reduce):
    return lambda Z: reduce(Z, axis=1, keepdims=True)


def _sum_for(columns):
    def total(weights):
        divisors = np.ones_like(weights)
        divisors[:, columns] = weights.sum(axis=1, keepdims=True)
        return divisors

    return total


def _softmax(
    Z, *, scores=same, shift=lambda Z: Z.max(axis=1, keepdims=True), power=np.exp, total=None, tiny=0, finish=same
):
    """Softmax of each row; `scores` is done to the scores first, `finish` to the shares last."""
    with np.errstate(all="ignore"):
        weights = power(scores(Z) - shift(scores(Z)))
        return finish(weights / ((total or _row(np.sum))(weights) + tiny))


def _shared_first_place(shares):
    best = shares == shares.max(axis=1, keepdims=True)
    return best / best.sum(axis=1, keepdims=True)


_SOFTMAX_SLIPS = slips(
    shift={
        "Nothing is subtracted from your scores: of those far from 0 the exponentials are infinite or all 0, and end in NaN. What may you subtract from all scores of a row without "
        "changing the shares?": always(0),
        "You subtracted the largest score of the whole table. What lies 1000 below it becomes 0, and where all of a sum is 0, "
        "0/0 is NaN. Whose maximum does a row need?": np.max,
        "You subtracted the largest score of each column, which changes the shares within a row. Which axis?": (
            lambda Z: Z.max(axis=0)
        ),
        "You shift each row by something in its middle, such as its mean: large exponents overflow and end in NaN. "
        "Which number leaves none above 0?": _row(np.mean),
        "Your maximum of each row is flat, so it meets the columns, or does not fit at all. How does it keep its place as a "
        "column?": lambda Z: Z.max(axis=1),
    },
    total={
        "You divided each row by its length, the root of a sum of squares. The shares of a row add up to 1: by which sum?": (
            _row(np.linalg.norm)
        ),
        "The sum is taken over the whole table: together its rows make 1. Each row must: which axis is summed?": np.sum,
        "The first class is left out of the sum you divide by. Where does it start?": lambda weights: weights[
            :, 1:
        ].sum(axis=1, keepdims=True),
        "The last class is left out of the sum you divide by. Where does it end?": lambda weights: weights[:, :-1].sum(
            axis=1, keepdims=True
        ),
        "You divided each row by the number of classes and not by a sum.": lambda weights: weights.shape[1],
        "You divided each row by the number of classes less one and not by a sum.": lambda weights: (
            weights.shape[1] - 1
        ),
        "Each column is divided by its own sum. A row is one patient: which axis is summed?": (
            lambda weights: weights.sum(axis=0)
        ),
        "Your sum of each row is flat, so it divides the columns, or does not fit at all. How does a sum keep its place as a "
        "column?": lambda weights: weights.sum(axis=1),
        "Those are the exponentials, not yet divided by their sum: the rows do not sum to 1.": always(1),
        "You divided each row by the mean of its exponentials, so a row sums to the number of classes.": _row(np.mean),
        "Only the first column is divided by the sum of its row. Where does your division stop?": _sum_for(slice(0, 1)),
        "Only the first two columns are divided by the sum of their row. How many classes may there be?": _sum_for(
            slice(0, 2)
        ),
        "The first column is not divided by the sum of its row. Where does your division begin?": _sum_for(
            slice(1, None)
        ),
        "The last column is not divided by the sum of its row. Where does your division end?": _sum_for(
            slice(None, -1)
        ),
        "You divided by the sum of the first two exponentials of a row. How many classes may there be?": (
            lambda weights: weights[:, :2].sum(axis=1, keepdims=True)
        ),
    },
    scores={
        "The signs are turned: the smallest score gets the largest share.": np.negative,
        "You divided the scores by 1000 so that nothing overflows. Shifting keeps the shares; stretching changes them.": (
            lambda Z: Z / 1000
        ),
    },
    power={
        "You used powers of 2. The statement asks for e.": np.exp2,
        "You used powers of 10. The statement asks for e.": lambda x: np.power(10.0, x),
        "Your exponents have the opposite sign, the shift less the score: the smallest score gets the largest share, and large exponents "
        "overflow.": lambda x: np.exp(-x),
        "The exponentials are squared, or the scores doubled: the shares are sharper than they should be.": (
            lambda x: np.exp(2 * x)
        ),
    },
    finish={
        "You applied softmax twice, so every row is pulled towards equal shares.": lambda s: special.softmax(s, axis=1),
        "You gave everything to the largest score. Softmax leaves something to the others.": (
            lambda s: np.eye(s.shape[1])[s.argmax(axis=1)]
        ),
        "You returned the number of the column with the largest score. The shares of all columns are asked.": (
            lambda s: s.argmax(axis=1)
        ),
        "You took the logarithm of the shares, which is minus infinity for a share of 0. The shares are asked.": np.log,
    },
) | {
    "You divided each row by its largest size first. Shifting keeps the shares; stretching changes them.": {
        "scores": lambda Z: Z / np.abs(Z).max(axis=1, keepdims=True),
        "shift": always(0),
    },
    "The signs are turned, so the smallest score gets the largest share, and nothing is subtracted: exponentials become infinite or all 0, and end in "
    "NaN. What may you subtract from all scores of a row without changing the shares?": {
        "scores": np.negative,
        "shift": always(0),
    },
    "Your exponents have the opposite sign, the shift less the score: the smallest score gets the largest share, and large exponents overflow. "
    "And you divided by the largest exponential of a row: by which sum do its shares add up to 1?": {
        "power": lambda x: np.exp(-x),
        "total": _row(np.max),
    },
    "Each column sums to 1 in yours: the sum runs down the columns, and the largest score, where you subtract one, is that of a column too. A row is one patient: along which "
    "axis do both belong?": {
        "shift": lambda Z: Z.max(axis=0),
        "total": lambda weights: weights.sum(axis=0),
    },
    "Both the largest score and the sum are those of the whole table in yours, so all of it sums to 1. Each row must, and where a row "
    "lies far below the largest score, its sum is 0: along which axis?": {"shift": np.max, "total": np.sum},
}

_SOFTMAX_RARE = slips(
    shift={
        "You subtracted the smallest score of each row: the exponents are all above 0, and large ones end in NaN.": (
            _row(np.min)
        ),
        "You shift each row by its first score. Where that is not the largest, large exponents end in NaN.": (
            lambda Z: Z[:, :1]
        ),
        "You shift each row by its largest score or by 0, whichever is larger. Where all of a row lies far below 0, that is 0/0, NaN.": (
            lambda Z: np.maximum(0, Z.max(axis=1, keepdims=True))
        ),
        "You shift each row by its last score. Where that is not the largest, large exponents end in NaN.": (
            lambda Z: Z[:, -1:]
        ),
    },
    tiny={"You add {tiny} to the sum, so a row no longer sums to 1. No sum is 0 here.": sizes(1, 0.1, 1e-2, 1e-3)},
    scores={
        "You divided each row by its largest score first. Shifting keeps the shares; stretching changes them.": (
            lambda Z: Z / Z.max(axis=1, keepdims=True)
        ),
        "You divided by the largest score of the table first. Shifting keeps the shares; stretching changes them.": (
            lambda Z: Z / Z.max()
        ),
        "You cut the scores off so that nothing overflows: 1000 and 999 then get equal shares. Shift them instead.": (
            lambda Z: np.clip(Z, -500, 500)
        ),
    },
    finish={
        "You gave everything to the largest score, shared among equals. Softmax leaves something to the others.": (
            _shared_first_place
        ),
    },
) | {
    "You turned the NaN into numbers afterwards. The two scores of 1000 in the example still share equally.": {
        "shift": always(0),
        "finish": np.nan_to_num,
    },
    "You turned NaN into 0 afterwards. In a row far below the largest score of the table the shares still sum to 1.": {
        "shift": np.max,
        "finish": np.nan_to_num,
    },
    "You shifted the scores so that the smallest is 0, divided by their sum, and took no exponential: that is 0/0 where a row's "
    "scores are equal.": {"shift": _row(np.min), "power": same},
    "You shifted the scores so that the smallest is 1, divided by their sum, and took no exponential.": {
        "shift": _row(np.min),
        "power": lambda scores: scores + 1,
    },
    "You divided the scores by their sum and took no exponential, so shares can be negative or above 1.": {
        "shift": always(0),
        "power": same,
    },
    "You took the sigmoid of each score and divided by the row's sum. Softmax has plain exponentials.": {
        "shift": always(0),
        "power": special.expit,
    },
}


def _shifted_above_only(Z):
    with np.errstate(all="ignore"):
        return np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z).sum(axis=1, keepdims=True)


softmax = Exercise(
    title="From scores to shares",
    points=2,
    expected=lambda Z: special.softmax(Z, axis=1),
    cases=_score_tables,
    seen=loss_results.in_shares,
    mistakes=switched(_softmax, _SOFTMAX_SLIPS)
    | switched(_softmax, _SOFTMAX_RARE)
    | {
        "That is the sigmoid of each score on its own: the rows do not sum to 1.": special.expit,
        "The division stands inside the exponent: `exp(Z / sum)`. Where does the bracket of `exp` end?": (
            lambda Z: np.exp(Z / np.exp(Z).sum(axis=1, keepdims=True))
        ),
        "The division stands inside the exponent, and the sums lie flat: `exp(Z / sum)`. Where does the bracket of `exp` end?": (
            lambda Z: np.exp(Z / np.exp(Z).sum(axis=1))
        ),
        "Those are the logarithms of the shares.": lambda Z: special.log_softmax(Z, axis=1),
        "`math.exp` stops at a score of 1000: the result is too large for a float. What may you subtract from all scores of a "
        "row without changing the shares?": lambda Z: [
            [math.exp(z) / sum(map(math.exp, row)) for z in row] for row in Z
        ],
        "Above the fraction line the scores are shifted, and below it not. A shift keeps the shares only when it is the same in both.": _shifted_above_only,
    },
)
