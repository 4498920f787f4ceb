"""Exercises of the lesson on loss functions: the gradient at the logits."""

import numpy as np
from scipy import special

from firsthand.checks import loss_results
from firsthand.checks.loss_functions import same, slips
from firsthand.judging.exercise import Exercise, alone, sizes, switched


def _gradient_cases(rng):
    example = (np.array([1, 0]), np.array([0.0, np.log(3)]))
    drawn = []
    for n in (1, 3, 8, 30):
        z = rng.normal(0.3, 2, n)
        drawn.append((rng.binomial(1, 0.4, n), z))
    far = (np.array([0, 1, 1, 0, 1]), np.array([800.0, -800.0, 0.4, -12.0, 30.0]))
    return [
        example,
        *drawn,
        far,
        (np.array([1]), np.array([820.0])),
        (np.array([0]), np.array([-790.0])),
        (np.zeros(3, int), rng.normal(0, 1, 3)),
    ]


def _gradient(
    y,
    z,
    *,
    cut=np.inf,
    squash=special.expit,
    limit=0,
    inner=0,
    error=np.subtract,
    factor=lambda p: 1,
    share=lambda y: 1 / len(y),
    finish=same,
):
    """Gradient of the mean log loss: the error of the probabilities, each row's share of the mean.

    inner : how far from 0 and 1 p is kept in `error` alone.
    """
    with np.errstate(all="ignore"):
        p = squash(np.clip(z, -cut, cut))
        p = np.clip(p, limit, 1 - limit) if limit else p
        beneath = np.clip(p, inner, 1 - inner) if inner else p
        return finish(error(beneath, y) * factor(p) * share(y))


_GRADIENT_SLIPS = slips(
    error={
        "Every number has the opposite sign: a step against your gradient makes the loss grow. Where y = 1, should a larger z "
        "cost more or less?": lambda p, y: y - p,
        "Where y = 1 you have p, and where y = 0 p − 1: the labels, or two signs, are turned round. Where y = 1, should a "
        "larger z cost more or less?": lambda p, y: p - (1 - y),
        "Only the probabilities are in yours. Where does y enter?": lambda p, y: p,
        "Every row has the gradient of one with y = 1 in yours. Where does y enter?": lambda p, y: p - 1,
        "You added y where it is subtracted: a right and sure forecast should have a gradient near 0.": np.add,
        "The errors are squared: that is a loss, not its slope.": lambda p, y: (p - y) ** 2,
        "Those are the sizes without a sign. Which way should each logit move?": lambda p, y: np.abs(p - y),
        "Rows with y = 0 have the opposite sign. A larger z makes y = 1 more probable: is that dearer where y = 0?": (
            lambda p, y: np.where(y == 1, p - 1, -p)
        ),
        "Only rows with y = 1 have a gradient in yours.": lambda p, y: y * (p - 1),
        "Only rows with y = 0 have a gradient in yours.": lambda p, y: (1 - y) * p,
        "Your labels are 1 and −1. Here y is 1 or 0.": lambda p, y: p - (2 * y - 1),
        "You turn y into (y + 1)/2, as labels of 1 and −1 need it. Here y is 1 or 0 as it is.": lambda p, y: (
            p - (y + 1) / 2
        ),
        "You differentiated with respect to p, which is infinite where p is 0 or 1. One more link of the chain leads to z.": (
            lambda p, y: np.where(y == 1, -1 / p, 1 / (1 - p))
        ),
        "That is the derivative with respect to p, which is infinite or NaN where p is 0 or 1. One more link of the chain "
        "leads to z.": lambda p, y: -y / p + (1 - y) / (1 - p),
    },
    squash={
        "A logit of exactly 0 has the probability 0 in yours: it falls between your two conditions.": lambda z: (
            np.where(z == 0, 0, special.expit(z))
        ),
        "That uses z where the probability belongs. What does the logit turn into before it meets y?": same,
        "Your sigmoid has the wrong sign in its exponent: it falls where z grows.": lambda z: special.expit(-z),
        "Those are 0 or ±1/n: you compared labels. How wrong a forecast is matters, not only whether.": lambda z: (
            z >= 0
        ),
        "At a logit of −800 e⁻ᶻ is infinite, and infinity over infinity is NaN. Is there a form in which a logit far from 0 does no "
        "harm?": lambda z: 1 - np.exp(-z) / (1 + np.exp(-z)),
        "At a logit of 800 eᶻ is infinite, and infinity over infinity is NaN. Is there a form of the sigmoid in which a large "
        "z does no harm?": lambda z: np.exp(z) / (1 + np.exp(z)),
    },
    factor={
        "There is a factor p(1 − p) too many. It comes in with the sigmoid; what does the derivative of the logarithm do to "
        "it?": lambda p: p * (1 - p),
        "That is the gradient of (p − y)², whose factor p(1 − p) makes a sure and wrong row learn slowly. Which loss is "
        "asked?": lambda p: 2 * p * (1 - p),
    },
    share={
        "Nothing is divided by n in yours. The loss is a mean: what share of it is one row's?": lambda y: 1,
        "You divided by 2, the number of rows in the example.": lambda y: 1 / 2,
        "You divided by n twice: `mean` has done it once, or a loop has.": lambda y: 1 / len(y) ** 2,
        "You divided by n − 1, and by 1 where there is one row. The loss is a mean over n rows.": lambda y: (
            1 / max(len(y) - 1, 1)
        ),
        "You divided by twice the number of rows. The loss is a mean over n rows.": lambda y: 1 / (2 * len(y)),
    },
    limit={
        "You keep p {limit} away from 0 and 1. A logit far from 0 does no harm here, and a sure and right row moves by less.": (
            sizes(1e-5, 1e-6)
        ),
    },
    finish={
        "You reduced to one number. There is one derivative for each logit.": np.sum,
        "That is the same number for every row, their mean. Each logit moves its own row's loss.": (
            lambda gradient: np.full(len(gradient), np.sum(gradient))
        ),
        "Every row has one and the same number, the mean of the gradients of all. Each logit moves its own row's loss.": (
            lambda gradient: np.full(len(gradient), np.mean(gradient))
        ),
        "A column (n, 1) came back. Asked is one flat array of n numbers: did something turn y or p into a column?": (
            lambda gradient: gradient[:, None]
        ),
        "The first place of your result holds a zero: your loop starts with the second row. Where is the first?": (
            lambda gradient: np.concatenate([np.zeros(1), gradient[1:]])
        ),
        "The last place of your result holds a zero: your loop ends before the last row.": (
            lambda gradient: np.concatenate([gradient[:-1], np.zeros(1)])
        ),
        "The derivative of the first row is missing. Where does your loop start?": lambda gradient: gradient[1:],
        "The derivative of the last row is missing. Where does your loop end?": lambda gradient: gradient[:-1],
    },
) | {
    "A column (n, 1) came back, and nothing is divided by n. Asked is a flat array, and of a mean: what share of it is one row's?": {
        "finish": lambda gradient: gradient[:, None],
        "share": lambda y: 1,
    },
    "Where p is exactly 0 or 1 you divide by it and multiply by it again, and 0/0 is NaN. Which factors "
    "cancel on paper?": {
        "error": lambda p, y: -y / p + (1 - y) / (1 - p),
        "factor": lambda p: p * (1 - p),
    },
    "Where you divide by p or 1 − p it is kept off 0, by a clip or by what you add, and the factor p(1 − p) is 0 there all the same: a row that "
    "is sure and wrong gets no gradient. Which factors cancel on paper?": {
        "error": lambda p, y: -y / p + (1 - y) / (1 - p),
        "inner": 1e-15,
        "factor": lambda p: p * (1 - p),
    },
    "On a row far on the wrong side one of your factors is infinite and another is 0 or infinite too, which makes NaN. "
    "Which factors cancel on paper?": {
        "error": lambda p, y: np.where(y == 1, -1 / p, 1 / (1 - p)),
        "factor": lambda p: p * (1 - p),
    },
    "That is the derivative of the sigmoid in each row, p(1 − p). Where does y enter, and of a mean, what share is one row's?": {
        "error": lambda p, y: np.ones(len(y)),
        "factor": lambda p: p * (1 - p),
        "share": lambda y: 1,
    },
    "That is the derivative of the sigmoid, p(1 − p), divided by n. Where does y enter?": {
        "error": lambda p, y: np.ones(len(y)),
        "factor": lambda p: p * (1 - p),
    },
}


def _loss_of_rows(y, z):
    return np.logaddexp(0, np.where(y == 1, -z, z))


def _step_forward(y, z, *, step):
    return (_loss_of_rows(y, z + step) - _loss_of_rows(y, z)) / step / len(y)


_COARSE = "You moved each logit by {step} and compared the losses, which is near the derivative and not the derivative."

_GRADIENT_RARE = slips(
    cut={"You cut the logits off at ±{cut}: beyond, the probability goes on to 0 and 1.": sizes(1, 2, 3, 5, 6, 8, 10)},
    error={
        "Where y = 0 you have 1 − p. Of a sure and right forecast, how much should move?": (
            lambda p, y: np.where(y == 1, p - 1, 1 - p)
        ),
        "One array is a column in yours, the other a row, and their difference is a table of every pair.": (
            lambda p, y: p - y.reshape(-1, 1)
        ),
    },
    squash={
        "Those are 0 or ±1/n: you compared labels, with a logit of 0 for class 0. How wrong a forecast is matters.": (
            lambda z: z > 0
        ),
        "You used softmax over the rows. Each row has a probability of its own, from its own logit.": special.softmax,
    },
    share={
        "You divided by n − 1. The loss is a mean over n rows.": lambda y: 1 / np.float64(len(y) - 1),
        "You divided by the number of rows with y = 1. The loss is a mean over all rows.": lambda y: 1 / np.sum(y),
        "You divided by the number of rows with y = 1, and by 1 where there are none. The loss is a mean over all rows.": (
            lambda y: 1 / max(1, np.sum(y))
        ),
    },
) | {
    "That is the derivative with respect to p, kept {limit} away from 0 and 1. One more link of the chain leads to z.": {
        "limit": sizes(1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5),
        "error": lambda p, y: -y / p + (1 - y) / (1 - p),
    },
}

logit_gradient = Exercise(
    title="The gradient at the logits",
    points=2,
    expected=lambda y, z: np.where(y == 1, -special.expit(-z), special.expit(z)) / len(z),
    cases=_gradient_cases,
    atol=1e-7,  # differences of the loss itself are right answers too
    seen=loss_results.in_logit_gradient,
    mistakes=switched(_gradient, _GRADIENT_SLIPS)
    | alone(switched(_step_forward, {_COARSE: {"step": sizes(0.1, 0.01, 1e-3)}}))
    | alone(switched(_gradient, _GRADIENT_RARE), but=1)
    | {
        "Only y is divided by n: what is computed first in `a - b / n`?": lambda y, z: special.expit(z) - y / len(y),
        "Only the probability is divided by n: which brackets are missing?": lambda y, z: special.expit(z) / len(y) - y,
        "You multiplied by z. That would be the gradient for a weight on a feature z; here z itself is moved.": (
            lambda y, z: (special.expit(z) - y) * z / len(y)
        ),
        "Those are the losses of the rows. How does each change when its logit moves a little?": _loss_of_rows,
        "Those are the losses of the rows, each divided by n. How does each change when its logit moves a little?": (
            lambda y, z: _loss_of_rows(y, z) / len(y)
        ),
        "That is the loss itself, one number. How does it change when each logit moves a little?": (
            lambda y, z: np.mean(_loss_of_rows(y, z))
        ),
        "`np.gradient` compares each row's loss with its neighbours'. How does a row's loss change with its own logit?": (
            lambda y, z: np.gradient(_loss_of_rows(y, z), z)
        ),
    },
)
