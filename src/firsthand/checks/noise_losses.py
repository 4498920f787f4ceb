"""Exercises of the lesson on loss functions: from noise to loss."""

import numpy as np

from firsthand.checks import loss_results
from firsthand.checks.loss_functions import LARGEST, REDUCED_FROM_ONE, SELDOM_REDUCED, same, slips
from firsthand.judging.exercise import Exercise, alone, sizes, switched


def _noisy_readings(rng):
    example = (np.array([10.0, 14.0]), np.array([12.0, 13.0]), 2.0)
    drawn = []
    for n, sigma in ((1, 0.6), (5, 3.0), (150, 90.0)):
        mu = rng.normal(30, 8, n)
        drawn.append((mu + rng.normal(0, 1.3 * sigma, n), mu, sigma))
    mu, narrow = rng.normal(30, 8, 4), rng.uniform(3e-7, 8e-7)
    far = (mu + np.array([0.3, -0.9, 70.0, 0.4]), mu, 1.5)
    return [example, *drawn, far, (narrow * rng.normal(1, 1.3, 5), narrow * rng.normal(0, 1, 5), narrow)]


def _nll(
    y,
    mu,
    sigma,
    *,
    centre=lambda y, mu: mu,
    spread=lambda y, mu, sigma: sigma,
    size=np.square,
    half=0.5,
    beneath=None,
    under=2,
    log_sigma=1,
    log_two_pi=0.5,
    log=np.log,
    width=None,
    squares=lambda n: 1,
    constants=lambda n: 1,
    sigmas=lambda n: 1,
    pis=lambda n: 1,
    tiny=None,
    more=0,
    least=0,
    more_variance=0,
    reduce=np.mean,
):
    """Mean -log density, term by term; with `tiny` each row goes by way of its density, to which that is added.

    beneath : what stands for sigma below the square alone.
    more, least, more_variance : what keeps sigma, or its square, away from 0, where nothing need.
    """
    mu, sigma = centre(y, mu), max(spread(y, mu, sigma) + more, least)
    sigma = np.sqrt(sigma**2 + more_variance) if more_variance else sigma
    square = half * size(y - mu) / (beneath(y, mu, sigma) if beneath else sigma) ** under
    n = len(y)
    constant = sigmas(n) * log_sigma * (width or log)(sigma) + pis(n) * log_two_pi * log(2 * np.pi)
    costs = squares(n) * square + constants(n) * constant
    return reduce(costs if tiny is None else -np.log(np.exp(-costs) + tiny))


def _once(n):
    return 1 / n


_HALF_LOG_PI = np.log(np.pi) / np.log(2 * np.pi) / 2

_NLL_SLIPS = slips(
    size={
        "You took the size of y − mu where the exponent of the density has its square.": np.abs,
        "You squared the mean of y − mu: misses of opposite sign cancel in it. Which comes first, the square or the mean?": (
            lambda misses: np.mean(misses) ** 2
        ),
    },
    half={
        "The square lacks its ½.": 1,
        "The square has the wrong sign: a reading far from mu would be a bargain.": -0.5,
    },
    beneath={
        "The square is divided by the variance of your readings about mu, and sigma is handed in. Use it there too.": (
            lambda y, mu, sigma: np.std(y - mu)
        ),
        "The square is divided by the variance of your readings about mu, or by sigma² where that is 0. Sigma is handed in: use it there too.": (
            lambda y, mu, sigma: np.std(y - mu) or sigma
        ),
        "The square is divided by the mean square of y − mu, and sigma is handed in. Use it there too.": (
            lambda y, mu, sigma: np.sqrt(np.mean((y - mu) ** 2))
        ),
        "The square is divided by sigma to the fourth: sigma is squared once too often there.": (
            lambda y, mu, sigma: sigma**2
        ),
    },
    under={
        "The square is not divided by sigma: a miss of 3 minutes costs the same under wide and narrow noise.": 0,
        "The square is divided by sigma, and its unit does not cancel: min² over min.": 1,
    },
    log_sigma={
        "The part with the logarithm of sigma is missing: a wide bell is a low bell.": 0,
        "The logarithm of sigma has the wrong sign: sigma stands below the fraction line of the density.": -1,
        "The logarithm of the variance stands whole, where that of the standard deviation belongs.": 2,
        "sigma stands under the root together with 2π. In the density the root is over 2π alone.": 0.5,
    },
    width={"sigma itself stands in your sum. What does the logarithm make of the 1/sigma of the density?": same},
    log_two_pi={
        "The part with 2π is missing.": 0,
        "The whole 2π is in your logarithm, and its root is meant.": 1,
        "π stands in your logarithm where 2π belongs.": _HALF_LOG_PI,
    },
    log={
        "You took the logarithm of the two constants with base 10. The natural one undoes e to some power.": np.log10,
        "You took the logarithm of the two constants with base 2. The natural one undoes e to some power.": np.log2,
    },
    centre={
        "You take the mean of mu for every row. It is an array with a number for each row.": lambda y, mu: np.mean(mu),
        "You take the first mu for every row. It is an array with a number for each row.": lambda y, mu: mu[0],
        "Your mu is the mean of y. Use the one that is handed in, a number for each row.": lambda y, mu: np.mean(y),
    },
    spread={
        "You handed the variance in where the standard deviation is asked: sigma is squared once too often.": (
            lambda y, mu, sigma: sigma**2
        ),
        "You took sigma for the variance. It is the standard deviation, in the unit of y.": (
            lambda y, mu, sigma: np.sqrt(sigma)
        ),
        "You worked out a sigma of your own from the readings. Use the one that is handed in.": (
            lambda y, mu, sigma: np.std(y - mu)
        ),
        "You worked out a sigma of your own, the root of the mean square of y − mu. Use the one that is handed in.": (
            lambda y, mu, sigma: np.sqrt(np.mean((y - mu) ** 2))
        ),
    },
    constants={
        "The two constants are divided by n. Each row pays them once, so how large is their mean?": _once,
    },
    sigmas={
        "The part with the logarithm of sigma is divided by n. Each row pays it once, so how large is its mean?": _once,
    },
    pis={
        "The part with 2π is divided by n. Each row pays it once, so how large is its mean?": _once,
    },
    more={"You add {more} to sigma. It is above 0 as it is, and it may be smaller than that.": sizes(1e-6)},
    more_variance={
        "{more_variance} is added to the square of sigma, or is the least that it can be. It is above 0 as it is, and it may be "
        "smaller than that.": sizes(1e-6, 1e-9),
    },
    tiny={
        "You kept the density above 0 with {tiny}, so a reading 47 sigmas off costs too little. Which part of the formula does the logarithm undo?": sizes(
            1e-300, 1e-15, 1e-12
        ),
        "You computed the density first and its logarithm then. For a reading 47 sigmas off the density is 0 to the computer. Which part of the formula does the logarithm undo?": 0,
    },
    reduce=REDUCED_FROM_ONE
    | LARGEST
    | {
        "The sign is turned: that is the mean log-likelihood, which grows as the fit gets better.": lambda c: (
            -np.mean(c)
        ),
        "You added the log-likelihoods up and kept their sign. The mean of the costs is asked: which two steps are missing?": (
            lambda c: -np.sum(c)
        ),
        "You multiplied all densities first. With hundreds of rows the product is 0 to the computer, and its logarithm is "
        "minus infinity. Where can the logarithm go instead?": lambda c: -np.log(np.prod(np.exp(-c))) / len(c),
    },
) | {
    "You added the rows up, and the logarithm of sigma only once. Each row pays it, and the mean over rows is asked.": {
        "sigmas": _once,
        "reduce": np.sum,
    },
    "You added the rows up, and the part with 2π only once. Each row pays it, and the mean over rows is asked.": {
        "pis": _once,
        "reduce": np.sum,
    },
    "You left out what does not depend on mu. It does not move the best mu, but the whole value is asked.": {
        "log_sigma": 0,
        "log_two_pi": 0,
    },
    "The part with the logarithm of sigma is missing, and the square is divided by sigma, not by its square.": {
        "log_sigma": 0,
        "under": 1,
    },
    "The logarithm of 2π sigma² stands whole. In the density its root stands below the line.": {
        "log_sigma": 2,
        "log_two_pi": 1,
    },
    "That is the mean squared error. It has the same best mu; the whole −log f is asked.": {
        "half": 1,
        "under": 0,
        "log_sigma": 0,
        "log_two_pi": 0,
    },
}

_NLL_RARE = slips(
    more={"You add {more} to sigma. It is above 0 as it is, and it may be smaller than that.": sizes(1e-8)},
    least={"No sigma is below {least} in yours. It is above 0 as it is, and it may be smaller than that.": sizes(1e-6)},
    more_variance={
        "{more_variance} is added to the square of sigma, or is the least that it can be. It is above 0 as it is, and it may be "
        "smaller than that.": sizes(1e-8),
    },
    squares={"The sum is over the squares alone. Where is their mean?": same},
    under={
        "Your square is multiplied by sigma²: `a / 2 * b` divides by 2 and then multiplies. What stands below?": -2,
    },
    log_two_pi={
        "Your π is 3.14, and more of its digits are asked: NumPy has it as `np.pi`.": np.log(6.28)
        / np.log(2 * np.pi)
        / 2,
        "The part with 2π has the wrong sign: it stands below the fraction line of the density.": -0.5,
    },
    constants={
        "The two constants are multiplied by n, and the squares are not. Each row pays them once.": same,
    },
    reduce={
        "You multiplied all densities first, which gives 0 with hundreds of rows, and took no mean. Where can the logarithm "
        "go instead?": lambda c: -np.log(np.prod(np.exp(-c))),
        **SELDOM_REDUCED,
        "You took the logarithm of the mean density. Which comes first?": lambda c: -np.log(np.mean(np.exp(-c))),
        "That is the mean of the densities. What is done to each of them before the mean?": lambda c: np.mean(
            np.exp(-c)
        ),
        "Rows whose density is 0 to the computer drop out of your mean, and those are the dearest.": (
            lambda c: np.mean(c[np.exp(-c) > 0])
        ),
        "The cost of a row ends at 700 in yours. A reading 47 sigmas off costs more.": (
            lambda c: np.mean(np.minimum(c, 700))
        ),
    },
) | {
    "You turned an infinity into a number afterwards. A reading 47 sigmas off costs about a thousand, not 10³⁰⁸.": {
        "tiny": 0,
        "reduce": lambda costs: np.nan_to_num(np.mean(costs)),
    },
    "`sigma` changes nothing in yours: it is 1, whatever is passed. Use the argument.": {
        "spread": lambda y, mu, sigma: 1.0
    },
    "`sigma` changes nothing in yours: it is 1, whatever is passed. And you added the rows up: with twice the rows your answer "
    "doubles, and a mean does not.": {"spread": lambda y, mu, sigma: 1.0, "reduce": np.sum},
    "That is the noise of Laplace, of width sigma. Normal noise asks for the square.": {
        "size": np.abs,
        "half": 1,
        "under": 1,
        "log_two_pi": np.log(2) / np.log(2 * np.pi),
    },
    "The square lacks its ½, the logarithm of the variance stands whole, and the part with 2π is missing.": {
        "half": 1,
        "log_sigma": 2,
        "log_two_pi": 0,
    },
    "You took sigma for the variance, left the part with 2π out, and doubled what is left.": {
        "half": 1,
        "under": 1,
        "log_two_pi": 0,
    },
    "The two constants have the wrong sign: they stand below the fraction line of the density.": {
        "log_sigma": -1,
        "log_two_pi": -0.5,
    },
}

_NLL_SELDOM = slips(
    tiny={
        "You kept the density above 0 with {tiny}, so a reading 47 sigmas off costs too little. Which part of the formula does the logarithm undo?": sizes(
            1e-20, 1e-16, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5
        ),
    },
)
"""Numbers that are not looked for beside each other mistake."""

negative_log_likelihood = Exercise(
    title="From noise to loss",
    points=2,
    expected=lambda y, mu, sigma: float(
        np.sum((y - mu) ** 2) / (2 * len(y) * sigma**2) + np.log(np.sqrt(2 * np.pi) * sigma)
    ),
    cases=_noisy_readings,
    equivalent={
        "def negative_log_likelihood(y, mu, sigma): -> def negative_log_likelihood(mu, y, sigma):": "a square has no sign",
        "y - mu -> mu - y": "a square has no sign",
    },
    seen=loss_results.in_negative_log_likelihood,
    mistakes=switched(_nll, _NLL_SLIPS) | switched(_nll, _NLL_RARE) | alone(switched(_nll, _NLL_SELDOM)),
)
