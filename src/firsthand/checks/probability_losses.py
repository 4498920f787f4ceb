"""Exercises of the lesson on loss functions: losses that come from probabilities."""

import numpy as np
from scipy import special
from sklearn import metrics

from firsthand.checks import loss_results
from firsthand.checks.loss_functions import LARGEST, REDUCED_FROM_ONE, SELDOM_REDUCED, same, slips, with_labels_flipped
from firsthand.judging.exercise import Exercise, alone, choice_exercise, sizes, switched

LIMIT = 1e-9
"""The smallest probability that a loss of these exercises looks at."""

COMMON_LIMITS, RARE_LIMITS = sizes(1e-15, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6), sizes(1e-16, 1e-14, 1e-5, 1e-4, 1e-3, 1e-2)
COMMON_ADDED = sizes(1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
RARE_ADDED = sizes(1e-300, 1e-100, 1e-50, 1e-40, 1e-30, 1e-20, 1e-16, 1e-6, 1e-5, 1e-4, 1e-3)
SCIKIT_LEARNS = float(np.finfo(float).eps)


def _forecasts(rng):
    example = (np.array([1, 0, 1, 1]), np.array([0.9, 0.2, 0.4, 0.7]))
    edges = [
        ([1, 0, 1, 0, 1, 1], [1.0, 0.0, 0.0, 0.3, 1e-15, 0.8]),
        ([0, 0, 1], [0.25, 1.0, 0.6]),
        ([0, 1, 0, 1], [0.2, 1.0, 0.0, 0.7]),
        ([0, 1, 1], [0.35, 2e-9, 0.9]),
        ([0], [1 - 1e-12]),
        ([1], [1e-12]),
        ([1, 1], rng.uniform(0.3, 0.9, 2)),
        ([0, 0, 0], [0.4, 0.0, 0.3]),
        ([1, 1, 1], [0.3, 1.0, 0.4]),
        ([1, 1, 1], [0.6, 1e-20, 0.4]),
        ([1], rng.uniform(0.3, 0.6, 1)),
        ([0, 0], rng.uniform(0.1, 0.6, 2)),
    ]
    drawn = [one_forecast(rng, n) for n in (5, 12, 23)]
    return [example, *((np.array(y), np.array(p)) for y, p in edges), *drawn]


def one_forecast(rng, n):
    """Draw labels (n,) of both classes where there are rows enough, and forecasts (n,) that are honest."""
    p = rng.uniform(0.05, 0.95, n)
    y = rng.binomial(1, p)
    y[:3] = [1, 0, 1]  # both classes, never as often as each other in the first rows
    return y, p


def of_what_happened(y, if_one, if_zero):
    return np.where(y == 1, if_one, if_zero)


def two_terms(y, if_one, if_zero):
    return y * if_one + (1 - y) * if_zero


def with_probability(cost):
    """Make what picks a row's cost from a function of the probability that was given to what happened."""
    return lambda y, if_one, if_zero: cost(np.exp(np.negative(np.where(y == 1, if_one, if_zero))))


def clipped_log_loss(
    y,
    p,
    *,
    label=same,
    see=same,
    limit=LIMIT,
    low=None,
    high=None,
    exact=None,
    tiny=0,
    log=np.log,
    most=np.inf,
    pick=of_what_happened,
    times=lambda y: 1,
    reduce=np.mean,
):
    """Log loss; `pick` makes the cost of a row from -log p and -log(1 - p), `times` weighs the rows.

    exact : where exact zeros and ones go, before anything else is moved.
    most : where -log p and -log(1 - p) are cut off.
    """
    weights, y, p = times(y), label(y), see(p)
    if exact is not None:
        p = np.where(p == 0, exact, np.where(p == 1, 1 - exact, p))
    p = np.clip(p, limit if low is None else low, 1 - (limit if high is None else high))
    with np.errstate(all="ignore"):
        if_one, if_zero = np.negative(log(p + tiny)), np.negative(log(1 - p + tiny))
        if most < np.inf:
            if_one, if_zero = np.minimum(if_one, most), np.minimum(if_zero, most)
        return reduce(weights * pick(y, if_one, if_zero))


def every_pair(y, if_one, if_zero):
    """Let the label of each row meet the forecasts of all: a table (n, n)."""
    return np.multiply.outer(y, if_one) + np.multiply.outer(1 - y, if_zero)


CUT_LOGARITHMS = (
    "You cut the logarithms off at −{most}, so a forecast of 0 or 1 that is wrong costs {most}. The statement moves p, and by so "
    "much that it costs less."
)

MOVED_ALIKE = (1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5)
"""Distances that people both move p to and add."""

MISPICKED = {
    "Your second term has 1 − log p where the logarithm of 1 − p belongs.": lambda y, a, b: y * a - (1 - y) * (1 + a),
    "Without brackets, `1 - y * log(...)` is 1 minus a product. Where do the brackets of 1 − y belong?": (
        lambda y, a, b: y * a - 1 - y * b
    ),
    "The second term takes the logarithm of 1 − y where the forecast belongs, so rows with y = 0 cost nothing, or NaN.": (
        lambda y, a, b: y * a - (1 - y) * np.log(1 - y)
    ),
    "The first term takes the logarithm of y where the forecast belongs, so rows with y = 1 cost nothing, or NaN.": (
        lambda y, a, b: -y * np.log(y) + (1 - y) * b
    ),
    "Your first term takes the logarithm of y, which is NaN where y = 0, and 1 − p weighs the second. The label picks the term; "
    "the forecast stands in the logarithm.": lambda y, a, b: -y * np.log(y) + np.exp(-b) * b,
    "Every answer of yours is infinite: a label, or another 0, stands in a logarithm. Which of y and p is the probability?": lambda y, a, b: (
        -np.exp(-a) * np.log(y) - np.exp(-b) * np.log(1 - y)
    ),
    "The logarithm of the label is taken, which is 0 or infinite, and not that of the forecast. Which of y and p is the probability?": (
        lambda y, a, b: -np.log(1 - y)
    ),
}
"""What the two terms of a row are mistaken for, whatever is done with the rows then."""


def _balanced(y):
    """Weigh the rows so that a mean over them is the mean over the classes of the mean of each."""
    return len(y) / len(np.unique(y)) / np.where(y == 1, np.sum(y == 1), np.sum(y == 0))


_FLIPPED = "The labels are flipped: a sure and right forecast costs most in yours. p is the probability of y = 1."


def _flip(y):
    return 1 - y


def _both_classes(y):
    if len(np.unique(y)) < 2:
        raise ValueError("one class only")
    return y


_ONE_CLASS = {
    "Only rows with y = 1 cost anything in yours. What should a forecast of 0.9 cost where y = 0?": (
        lambda y, a, b: y * a
    ),
    "Only rows with y = 0 cost anything in yours. What should a forecast of 0.1 cost where y = 1?": (
        lambda y, a, b: (1 - y) * b
    ),
    "The two terms are subtracted, so rows with y = 0 earn instead of cost.": lambda y, a, b: y * a - (1 - y) * b,
}

_OVER_ONE_CLASS = {
    "You divided by the number of rows with y = 1. The mean over all rows is asked.": (
        lambda y: len(y) / max(1, np.sum(y))
    ),
    "That is the mean over the rows with y = 1 alone. What should a forecast of 0.9 cost where y = 0?": (
        lambda y: y * len(y) / np.sum(y)
    ),
}

_LOG_LOSS_SLIPS = slips(
    label={
        _FLIPPED: _flip,
        "Your code stops where y holds one class only: scikit-learn's `log_loss` counts the classes in y. Which argument names them all?": (
            _both_classes
        ),
    },
    pick=_ONE_CLASS
    | {
        "Both your terms take the logarithm of p. What had the probability 1 − p?": lambda y, a, b: a,
        "Both terms count in every row. Which of the two belongs to a row with y = 1?": lambda y, a, b: a + b,
    },
    see={},
    log={
        "Your logarithm has base 2 (the unit is bits). The statement asks for the natural one.": np.log2,
    },
    times=_OVER_ONE_CLASS,
    limit={
        "At p = 0 or p = 1 your answer is infinite: the logarithm of zero. Do you move p off 0 and 1 first, at both ends?": 0,
        "You move p to {limit} from 0 and 1. The statement names another distance, and at p = 0 that is the score.": (
            COMMON_LIMITS
        ),
    },
    low={"You move p away from 1 and not from 0, where the logarithm is lost.": 0},
    high={"You move p away from 0 and not from 1, where the logarithm of 1 − p is lost.": 0},
    reduce=REDUCED_FROM_ONE | LARGEST,
) | {
    "You add {tiny} to p, inside the logarithm or before. That saves p = 0, but it moves every p, and the statement moves "
    "only what lies outside the range.": {"limit": 0, "tiny": COMMON_ADDED},
    "You move exact zeros and ones only. What lies nearer than the statement's distance is to be moved too.": {
        "limit": 0,
        "exact": LIMIT,
    },
    "That is the mean over the rows with y = 1 alone, and 0 where there are none. What should a forecast of 0.9 cost where y = 0?": {
        "pick": lambda y, a, b: y * a,
        "times": lambda y: len(y) / max(1, np.sum(y)),
    },
    "Only rows with y = 1 cost anything in yours, and p is not moved: at p = 0 a row is NaN or infinite, whatever its label. What should a row "
    "with y = 0 cost?": {"pick": lambda y, a, b: y * a, "limit": 0},
    "Only rows with y = 0 cost anything in yours, and p is not moved: at p = 1 a row is NaN or infinite, whatever its label. What should a row "
    "with y = 1 cost?": {"pick": lambda y, a, b: (1 - y) * b, "limit": 0},
    "Only rows with y = 1 cost anything in yours, and where p is 0 in them, your answer is infinite: p is not moved. What should a row with "
    "y = 0 cost?": {"pick": lambda y, a, b: np.where(y == 1, a, 0), "limit": 0},
    "Only rows with y = 0 cost anything in yours, and where p is 1 in them, your answer is infinite: p is not moved. What should a row with "
    "y = 1 cost?": {"pick": lambda y, a, b: np.where(y == 1, 0, b), "limit": 0},
    "Your first term takes the logarithm of y, 1 − p weighs the second, and p is not moved: yours is NaN where y = 0, and where p = 1. The "
    "label picks the term; the forecast stands in the logarithm.": {
        "pick": lambda y, a, b: -y * np.log(y) + np.exp(-b) * b,
        "limit": 0,
    },
    "Both your terms take the logarithm of p, and p is not moved: at p = 0 your answer is infinite or NaN. What had the probability 1 − p?": {
        "pick": lambda y, a, b: a,
        "limit": 0,
    },
    "At p = 0 or p = 1 your answer is NaN: zero times the logarithm of zero. Do you move p off 0 and 1 first, at both ends, "
    "and keep what `np.clip` returns?": {"limit": 0, "pick": two_terms},
}

_LOG_LOSS_FLIPPED = with_labels_flipped((_FLIPPED, {"label": _flip}), pick=_ONE_CLASS)

_LOG_LOSS_RARE = slips(
    pick=MISPICKED
    | {
        "That is the Brier score, the mean of (p − y)². How surprised is each row?": with_probability(
            lambda q: (1 - q) ** 2
        ),
        "That is the mean of |p − y|. How surprised is each row?": with_probability(lambda q: 1 - q),
        "That is the share of wrong labels at one half. How surprised is each row?": with_probability(
            lambda q: q < 0.5
        ),
        "The minus and the 1/n stand before your first term alone: which brackets are missing round the two terms?": (
            lambda y, a, b: y * a - len(y) * (1 - y) * b
        ),
        "Your first term alone is divided by n: which brackets are missing round the two terms?": (
            lambda y, a, b: y * a + len(y) * (1 - y) * b
        ),
        "That is the mean of p − y, where errors of opposite sign cancel. How surprised is each row?": (
            lambda y, a, b: np.exp(-a) - y
        ),
        "That is the mean of y − p, where errors of opposite sign cancel. How surprised is each row?": (
            lambda y, a, b: y - np.exp(-a)
        ),
        "Each label meets the forecasts of all rows: a column met a row, and their product is a table of every pair.": every_pair,
        "The logarithms are missing: that is minus the mean probability of what happened. And where they stand, is p moved off 0 and 1?": with_probability(
            np.negative
        ),
        "That is the mean probability of what happened. How surprised is each row by it?": with_probability(same),
        "y does not occur in yours: that is how surprised the model expects to be. What did happen?": (
            lambda y, a, b: np.exp(-a) * a + np.exp(-b) * b
        ),
    },
    see={
        "Your forecasts are rounded to 0 and 1 first. How surprised is a row by the probability itself?": np.round,
        "You took p for a raw score and squashed it once more. It is a probability already.": special.expit,
    },
    log={
        "Your logarithm has base 10. The statement asks for the natural one, `np.log`.": np.log10,
        "`np.log1p(x)` is log(1 + x), made for a small x. The logarithm of p itself is asked.": np.log1p,
    },
    times={
        "You took the mean surprise of each class and the mean of the two. One mean over all rows is asked.": _balanced,
        "You took the mean surprise of each class and the mean of the two, which is NaN where a class has no row. One mean over all "
        "rows is asked.": lambda y: _balanced(y) if len(np.unique(y)) == 2 else np.nan,
        "You took the mean surprise of each class and added the two, which is NaN where a class has no row.": (
            lambda y: 2 * _balanced(y) if len(np.unique(y)) == 2 else np.nan
        ),
        "You took the mean surprise of each class and added the two. One mean over all rows is asked.": (
            lambda y: len(np.unique(y)) * _balanced(y)
        ),
        "You took half the mean surprise of each class and added the two. One mean over all rows is asked.": (
            lambda y: len(np.unique(y)) / 2 * _balanced(y)
        ),
    },
    limit={
        "You keep p 2.2e-16 from 0 and 1: scikit-learn does, and so does who takes the eps of `np.finfo`. The statement names another distance.": SCIKIT_LEARNS,
        "You move p to {limit} from 0 and 1. The statement names another distance, and at p = 0 that is the score.": (
            RARE_LIMITS
        ),
    },
    reduce={
        **SELDOM_REDUCED,
        "You took the logarithm of the mean. Each row is surprised on its own: which comes first?": (
            lambda rows: -np.log(np.mean(np.exp(-rows)))
        ),
    },
) | {
    "You move p away from 1 and not from 0, where zero times the logarithm of zero is NaN.": {
        "low": 0,
        "pick": two_terms,
    },
    "You move p away from 0 and not from 1, where zero times the logarithm of zero is NaN.": {
        "high": 0,
        "pick": two_terms,
    },
    "Each label meets the forecasts of all rows: a column met a row, and you added up a table of every pair.": {
        "pick": every_pair,
        "reduce": lambda rows: np.sum(rows) / len(rows),
    },
    "You turned NaN and infinity into numbers row by row: a row that is sure and wrong costs 10³⁰⁸. Move p before the "
    "logarithm.": {"limit": 0, "pick": two_terms, "reduce": lambda rows: np.mean(np.nan_to_num(rows))},
    "You turned the NaN into 0 afterwards, so a sure and wrong forecast costs nothing. Move p before the logarithm.": {
        "limit": 0,
        "pick": two_terms,
        "reduce": lambda rows: np.nan_to_num(np.mean(rows)),
    },
    "p is not moved: rows with p = 0 or p = 1 become NaN and drop out of your mean, and those may be the dearest.": {
        "limit": 0,
        "pick": two_terms,
        "reduce": np.nanmean,
    },
    "p is not moved: rows of infinite cost drop out of your mean, and those are the dearest.": {
        "limit": 0,
        "reduce": lambda rows: np.mean(rows[np.isfinite(rows)]),
    },
    CUT_LOGARITHMS: {"limit": 0, "most": sizes(100, 700)},
    "The sign is turned, and at p = 0 or p = 1 your answer is NaN: do you move p off 0 and 1 first? And is a cost ever below 0?": {
        "limit": 0,
        "pick": two_terms,
        "reduce": lambda rows: -np.mean(rows),
    },
}

_LOG_LOSS_SELDOM = (
    {
        "You add {tiny} to p, inside the logarithm or before. That saves p = 0, but it moves every p, and the statement moves "
        "only what lies outside the range.": {"limit": 0, "tiny": RARE_ADDED},
        "You move exact zeros and ones only, and those to {exact}. The statement names another distance, and what lies nearer is to "
        "be moved too.": {
            "limit": 0,
            "exact": sizes(
                1e-16, SCIKIT_LEARNS, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3
            ),
        },
    }
    | {
        f"You keep the probability of what happened {least:g} above 0. The statement names another distance, and at p = 0 that is the "
        "score.": {"limit": 0, "most": -np.log(least)}
        for least in (1e-16, 1e-15, 1e-14)  # larger ones do what moving p as far does
    }
    | {
        f"You move p to {small:g} from 0 and 1 and add {small:g} inside the logarithm as well. One move is asked, to the distance that "
        "the statement names.": {"limit": small, "tiny": small}
        for small in MOVED_ALIKE
    }
)
"""Distances that people seldom take: they are not looked for beside each other mistake."""


def _inside_alone(y, p, *, empty):
    inside = (p > LIMIT) & (p < 1 - LIMIT)
    return clipped_log_loss(y[inside], p[inside]) if inside.any() else empty


def _rounded_of_both(y, p, *, places):
    return np.round(clipped_log_loss(y, p, label=_both_classes), places)


_ROUNDED_OF_BOTH = slips(
    places={
        "Your code stops where y holds one class only: which argument of scikit-learn's `log_loss` names them all? And your result is rounded to "
        "{places} decimals: hand back what you computed.": sizes(2, 3, 4),
    },
)

log_loss = Exercise(
    title="The price of surprise",
    points=2,
    expected=lambda y, p: metrics.log_loss(y, np.clip(p, LIMIT, 1 - LIMIT), labels=[0, 1]),
    cases=_forecasts,
    seen=loss_results.in_log_loss,
    mistakes=switched(clipped_log_loss, _LOG_LOSS_SLIPS)
    | alone(switched(clipped_log_loss, _LOG_LOSS_FLIPPED))
    | switched(clipped_log_loss, _LOG_LOSS_RARE)
    | alone(switched(clipped_log_loss, _LOG_LOSS_SELDOM))
    | alone(switched(_rounded_of_both, _ROUNDED_OF_BOTH))
    | {
        "Rows whose p lies outside the range are left out of your mean. They are to be moved, and may be the dearest.": (
            lambda y, p: _inside_alone(y, p, empty=0.0)
        ),
        "Rows whose p lies outside the range are left out of your mean, which is NaN where no row is left. Move them.": (
            lambda y, p: _inside_alone(y, p, empty=np.nan)
        ),
    },
)


_READINGS = {
    "A": {
        "honest": "A: with its accuracy it could do far better than a log loss close to 0.69. What would someone score who always says one half?",
        "overconfident": "A: a bold forecaster who errs pays far more than 0.69 a row. Whose log loss is nearly that of a coin?",
    },
    "B": {
        "honest": "B: its log loss is larger than that of a coin, 0.69, though it is right as often as the others. Which rows cost so much?",
        "underconfident": "B: who stays near one half never pays much more than 0.69 a row. Can a timid forecaster have a log loss above that?",
    },
    "C": {
        "overconfident": "C: compare its log loss with the other two. Sharp and wrong forecasts would show there first.",
        "underconfident": "C: compare its Brier score with 0.25, the score of always one half.",
    },
    "same for all": {
        "brier": "same for all: the three differ in their Brier scores. Look at each column again.",
        "log loss": "same for all: the three differ in their log losses. Look at each column again.",
    },
}

read_the_scores = choice_exercise(
    title="Read the scores",
    points=1,
    right={"A": "underconfident", "B": "overconfident", "C": "honest", "same for all": "accuracy"},
    tempting={(key, option): sentence for key, options in _READINGS.items() for option, sentence in options.items()},
)
