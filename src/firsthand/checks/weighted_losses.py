"""Exercises of the lesson on loss functions: the weighted log loss, a repair."""

import numpy as np
from sklearn import metrics

from firsthand.checks import loss_results
from firsthand.checks.loss_functions import same, slips
from firsthand.checks.probability_losses import (
    COMMON_ADDED,
    COMMON_LIMITS,
    CUT_LOGARITHMS,
    LIMIT,
    MISPICKED,
    MOVED_ALIKE,
    RARE_ADDED,
    RARE_LIMITS,
    SCIKIT_LEARNS,
    clipped_log_loss,
    of_what_happened,
    one_forecast,
    two_terms,
)
from firsthand.judging.exercise import Exercise, alone, partly_mended, sizes, switched, with_faults


def _weighted_cases(rng):
    example = (np.array([1, 0, 0]), np.array([0.5, 0.2, 0.1]), 3.0)
    drawn = [(*one_forecast(rng, n), rng.uniform(2, 9)) for n in (4, 9, 26)]
    light = (*one_forecast(rng, 7), 0.4)
    edges = [
        ([0, 1, 0, 1, 0], [0.7, 0.0, 0.0, 0.3, 0.4], 4.0),
        ([1, 0, 1], [0.6, 1.0, 0.3], 1.5),
        ([0, 1, 0], [0.35, 2e-9, 0.2], 2.7),
        ([1, 0, 1], [0.8, 1 - 1e-12, 0.3], 2.2),
        ([1, 1], rng.uniform(0.1, 0.6, 2), 3.5),
        ([0, 0, 0], rng.uniform(0.1, 0.6, 3), 5.0),
        ([1], rng.uniform(0.1, 0.6, 1), 2.4),
        ([1, 1, 1], [0.6, 1e-20, 0.4], 1.7),
        ([0, 0, 0], [0.2, 1 - 1e-12, 0.3], 2.1),
    ]
    return [example, *((np.array(y), np.array(p), weight) for y, p, weight in edges), *drawn, light]


def _weighted(
    y,
    p,
    weight,
    *,
    limit=LIMIT,
    low=None,
    high=None,
    exact=None,
    tiny=0,
    most=np.inf,
    pick=two_terms,
    log=np.log,
    weigh=lambda y, w: np.where(y == 1, w, 1.0),
    divisor=lambda weights, y, w: np.sum(weights),
    finish=same,
):
    """Weighted log loss; `weigh` makes the weights of the rows, `divisor` is what their sum is divided by."""
    weights = weigh(y, weight)
    moved = {"limit": limit, "low": low, "high": high, "exact": exact, "tiny": tiny, "most": most}
    rows = clipped_log_loss(y, p, **moved, pick=pick, log=log, reduce=finish)
    with np.errstate(all="ignore"):
        return np.sum(weights * rows) / divisor(weights, y, weight)


_FAULTS: dict[str, tuple[str, dict]] = {
    "p is kept off 0 and 1": (
        "at p = 0 and p = 1 your answer is still NaN or infinite. What becomes of the array that `np.clip` returns, and is "
        "p moved at both ends?",
        {"limit": 0},
    ),
    "the divisor": (
        "with weight 3, is a row with y = 1 the same as that row three times? Count what the sum is divided by.",
        {"divisor": lambda weights, y, w: len(y)},
    ),
}
_CLASS_MEANS = {
    "weigh": lambda y, w: np.where(y == 1, w / max(1, np.sum(y)), 1 / max(1, np.sum(1 - y))),
    "divisor": lambda weights, y, w: w + 1 if len(np.unique(y)) == 2 else np.nan,
}
_ON_ZEROS = {"weigh": lambda y, w: np.where(y == 0, w, 1.0), "divisor": lambda weights, y, w: len(y)}
_HOW_MANY = "With weight 3, how many rows has the example?"
_WEIGHTED_SLIPS = slips(
    weigh={
        "The weight now sits on the rows with y = 0. Which rows does the statement weigh?": (
            lambda y, w: np.where(y == 0, w, 1.0)
        ),
        "The weight makes no difference in yours: it sits on every row, so it cancels, or on none.": (
            lambda y, w: np.ones(len(y))
        ),
        "Rows with y = 0 count nothing in yours. How often does the statement count them?": lambda y, w: w * y,
        "`weight` changes nothing in yours: the classes are balanced by how often they occur, so that both count the same.": (
            lambda y, w: np.where(y == 1, 1 / max(1, np.sum(y)), 1 / max(1, np.sum(1 - y)))
        ),
    },
    divisor={
        "You divide by nothing: that is the weighted sum.": lambda weights, y, w: 1,
        "Your divisor is one less than the number of rows with the copies.": lambda weights, y, w: np.sum(weights) - 1,
        f"You divide by n − 1. {_HOW_MANY}": lambda weights, y, w: np.float64(len(y) - 1),
        f"You divide by the number of rows with y = 1, and by 1 where there are none. {_HOW_MANY}": (
            lambda weights, y, w: max(1, np.sum(y))
        ),
        f"You divide by the weight times the number of rows with y = 1, and by no less than 1. {_HOW_MANY}": (
            lambda weights, y, w: max(1, w * np.sum(y))
        ),
    },
    log={
        "Your logarithm has base 2. The course takes the natural one.": np.log2,
        "Your logarithm has base 10. The course takes the natural one.": np.log10,
    },
    finish={
        "The costs have the opposite sign: yours falls as the forecasts get worse.": np.negative,
        "The first row is left out of your sum. Where does the loop start?": lambda rows: np.where(
            np.arange(len(rows)) == 0, 0, rows
        ),
        "The last row is left out of your sum. Where does the loop end?": lambda rows: np.where(
            np.arange(len(rows)) == len(rows) - 1, 0, rows
        ),
    },
    limit={
        "You keep p {limit} away from 0 and 1, not at the distance the statement names.": COMMON_LIMITS,
    },
    low={"You keep p off 1 and not off 0, where your answer is NaN or infinite.": 0},
    high={"You keep p off 0 and not off 1, where your answer is NaN or infinite.": 0},
) | {
    "Your divisor counts the copies and your sum does not: where does the weight meet the cost of a row?": {
        "weigh": lambda y, w: np.ones(len(y)),
        "divisor": lambda weights, y, w: np.sum(np.where(y == 1, w, 1)),
    },
    "The weight now multiplies both the rows and the finished mean.": {
        "divisor": lambda weights, y, w: np.sum(weights) / w
    },
    "You add {tiny} to p, inside the logarithm or before, which moves every p. The statement moves only what lies outside "
    "the range.": {"limit": 0, "tiny": COMMON_ADDED},
    CUT_LOGARITHMS: {"limit": 0, "most": sizes(100)},
    "You move exact zeros and ones only. What lies nearer than 1e-9 is to be moved too.": {"limit": 0, "exact": LIMIT},
    "At p = 0 or p = 1 your answer is infinite: the logarithm of zero. What becomes of the array that `np.clip` returns, and is p moved "
    "at both ends?": {"limit": 0, "pick": of_what_happened},
    "At p = 0 or p = 1 your answer is infinite: is p moved at both ends? And with weight 3, is a row with y = 1 the same as that row "
    "three times? Count what the sum is divided by.": {
        "limit": 0,
        "pick": of_what_happened,
        "divisor": _FAULTS["the divisor"][1]["divisor"],
    },
    "The weight sits on every row in yours, and you divide by n. Which rows does the statement weigh?": {
        "weigh": lambda y, w: np.full(len(y), w),
        "divisor": lambda weights, y, w: len(y),
    },
    "The weight sits on every row in yours, and you add up and do not divide. Which rows does the statement weigh?": {
        "weigh": lambda y, w: np.full(len(y), w),
        "divisor": lambda weights, y, w: 1,
    },
    "The weight sits on the rows with y = 0 in yours, and you divide by n. Which rows does the statement weigh, and how many do they "
    "count for?": _ON_ZEROS,
    "Your rows with y = 0 weigh `weight`, those with y = 1 weigh 1 − `weight`, and you add up and do not divide. Which rows does the "
    "statement weigh?": {
        "weigh": lambda y, w: np.where(y == 1, 1 - w, w),
        "divisor": lambda weights, y, w: 1,
    },
    "You multiply the mean cost by the mean weight: the weight no longer meets its own row. Which comes first, the weight or the "
    "mean?": {
        "weigh": lambda y, w: np.full(len(y), np.mean(np.where(y == 1, w, 1))),
        "divisor": lambda weights, y, w: len(y),
    },
    **{
        f"You keep p {small:g} away from 0 and 1 and add {small:g} inside the logarithm as well. One move is asked, to the distance "
        "that the statement names.": {"limit": small, "tiny": small}
        for small in (1e-9, 1e-8, 1e-7)
    },
}

_WEIGHTED_RARE = slips(
    pick=MISPICKED
    | {
        "Both your terms take the logarithm of p. What had the probability 1 − p?": lambda y, a, b: a,
        "The labels are flipped in your logarithms: p is the probability of y = 1.": lambda y, a, b: (
            y * b + (1 - y) * a
        ),
        "The two terms are subtracted, so rows with y = 0 earn instead of cost.": lambda y, a, b: y * a - (1 - y) * b,
    },
    weigh={
        "The weight is cut down to a whole number in yours, as an array of integers does it. What do 2.5 copies add?": (
            lambda y, w: np.where(y == 1, int(w), 1)
        ),
        "The weight is cut down to a whole number in yours, and to no less than 1. What do 2.5 copies add, and 0.4?": (
            lambda y, w: np.where(y == 1, max(int(w), 1), 1)
        ),
        "Your rows weigh `weight` and 1 − `weight`. How often does a row with y = 0 count?": (
            lambda y, w: np.where(y == 1, w, 1 - w)
        ),
        "Your rows with y = 0 weigh `weight`, and those with y = 1 weigh 1 − `weight`. Which rows does the statement weigh?": (
            lambda y, w: np.where(y == 1, 1 - w, w)
        ),
        "You count whole copies of a row, the weight rounded. What do 2.5 copies add to the sum, and to the divisor?": (
            lambda y, w: np.where(y == 1, round(w), 1)
        ),
        "You count whole copies of a row, the weight rounded up. What do 2.5 copies add to the sum, and to the divisor?": (
            lambda y, w: np.where(y == 1, np.ceil(w), 1)
        ),
        "Your weight is one more than the one handed in: a row with y = 1 stands there `weight` times in all.": (
            lambda y, w: 1 + w * y
        ),
    },
    divisor={
        "You divide by n times the weight, as if every row were weighed.": lambda weights, y, w: len(y) * w,
        f"You divide by n plus the weight. {_HOW_MANY}": lambda weights, y, w: len(y) + w,
        f"You divide by the number of rows with y = 1, which may be 0. {_HOW_MANY}": lambda weights, y, w: np.sum(y),
        f"You divide by the weight times the number of rows with y = 1. {_HOW_MANY}": lambda weights, y, w: (
            w * np.sum(y)
        ),
        f"You divide by the number of rows with y = 0, which may be 0. {_HOW_MANY}": lambda weights, y, w: np.sum(
            1 - y
        ),
        f"You divide by the weight times the number of rows with y = 1, if there are any. {_HOW_MANY}": (
            lambda weights, y, w: w * max(1, np.sum(y))
        ),
        f"You divide by the weight. {_HOW_MANY}": lambda weights, y, w: w,
        f"You divide by n + weight − 1, however many rows with y = 1 there are. {_HOW_MANY}": (
            lambda weights, y, w: len(y) + w - 1
        ),
        f"You divide by n plus the number of rows with y = 1. {_HOW_MANY}": lambda weights, y, w: len(y) + np.sum(y),
        f"You divide by n plus the weight for each row with y = 1. {_HOW_MANY}": (
            lambda weights, y, w: len(y) + w * np.sum(y)
        ),
    },
) | {
    CUT_LOGARITHMS: {"limit": 0, "most": sizes(700)},
    "You move exact zeros and ones only: what lies nearer than 1e-9 is to be moved too. And with weight 3, is a row with y = 1 the "
    "same as that row three times? Count what the sum is divided by.": {
        "limit": 0,
        "exact": LIMIT,
        "divisor": _FAULTS["the divisor"][1]["divisor"],
    },
    "You turned the NaN into 0 afterwards, so a sure forecast costs nothing. What becomes of the array that `np.clip` "
    "returns?": {"limit": 0, "finish": np.nan_to_num},
    "The sum weighs every row, the divisor only those with y = 1.": {
        "weigh": lambda y, w: np.full(len(y), w),
        "divisor": lambda weights, y, w: np.sum(np.where(y == 1, w, 1)),
    },
    "The weight counts twice on rows with y = 1: in the sum it is squared.": {
        "weigh": lambda y, w: np.where(y == 1, w**2, 1),
        "divisor": lambda weights, y, w: np.sum(np.where(y == 1, w, 1)),
    },
    "The weight counts twice on rows with y = 1, in what they cost and once more, and you divide by n. How often is it meant to count, and "
    "how many rows are there then?": {
        "weigh": lambda y, w: np.where(y == 1, w**2, 1),
        "divisor": lambda weights, y, w: len(y),
    },
    "You balance the classes whatever their counts: the mean of the positives times the weight plus the mean of the "
    "negatives, over weight + 1. Each row counts once here, or `weight` times.": {
        "weigh": _CLASS_MEANS["weigh"],
        "divisor": lambda weights, y, w: w + 1,
    },
    "You balance the classes whatever their counts, and your answer is NaN where one has no row: each class has a mean of its own in yours. "
    "Each row counts once here, or `weight` times.": _CLASS_MEANS,
    "Your rows weigh `weight` and 1 − `weight`, and you divide by n. How often does a row with y = 0 count?": {
        "weigh": lambda y, w: np.where(y == 1, w, 1 - w),
        "divisor": lambda weights, y, w: len(y),
    },
    "Your two weights, each divided by weight + 1, have the right ratio, and then you divide by n. What do they add up to over "
    "the rows?": {"divisor": lambda weights, y, w: len(y) * (w + 1)},
    "`weight` does not occur in yours: the classes are balanced by their counts.": {
        "weigh": lambda y, w: np.where(y == 1, 1 / max(1, np.sum(y)), 1 / max(1, np.sum(1 - y))),
        "divisor": lambda weights, y, w: 2,
    },
    "`weight` does not occur in yours: each class is weighed by the rows of the other, which is 0/0 where there are none.": {
        "weigh": lambda y, w: np.where(y == 1, np.sum(1 - y), np.sum(y)),
    },
}

_WEIGHTED_SELDOM = (
    slips(
        limit={
            "You keep p 2.2e-16 from 0 and 1: scikit-learn does, and so does who takes the eps of `np.finfo`. The statement names another distance.": SCIKIT_LEARNS,
            "You keep p {limit} away from 0 and 1, not at the distance the statement names.": RARE_LIMITS,
        },
    )
    | {
        "You add {tiny} to p, inside the logarithm or before, which moves every p. The statement moves only what lies outside "
        "the range.": {"limit": 0, "tiny": RARE_ADDED},
        "You move exact zeros and ones only, and those to {exact}: what lies nearer than 1e-9 is to be moved too. And with weight 3, is a "
        "row with y = 1 the same as that row three times? Count what the sum is divided by.": {
            "limit": 0,
            "exact": sizes(1e-15, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6),
            "divisor": _FAULTS["the divisor"][1]["divisor"],
        },
        "You move exact zeros and ones only, and those to {exact}. What lies nearer than 1e-9 is to be moved too.": {
            "limit": 0,
            "exact": sizes(1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3),
        },
        "You add {tiny} to p, which moves every p, and the statement moves only what lies outside the range. And with weight 3, is a row "
        "with y = 1 the same as that row three times? Count what the sum is divided by.": {
            "limit": 0,
            "tiny": sizes(*COMMON_ADDED, *RARE_ADDED),
            "divisor": _FAULTS["the divisor"][1]["divisor"],
        },
        "You keep p {limit} away from 0 and 1, not at the distance the statement names. And with weight 3, is a row with y = 1 the "
        "same as that row three times? Count what the sum is divided by.": {
            "limit": RARE_LIMITS,
            "divisor": _FAULTS["the divisor"][1]["divisor"],
        },
        "The weight sits on the rows with y = 0 in yours, you divide by n, and you add {tiny} to p. Which rows does the statement weigh, how "
        "many do they count for, and which p does it move?": {**_ON_ZEROS, "limit": 0, "tiny": RARE_ADDED},
        "The weight sits on the rows with y = 0 in yours, you divide by n, and you keep p {limit} away from 0 and 1. Which rows does the "
        "statement weigh, how many do they count for, and which distance does it name?": {
            **_ON_ZEROS,
            "limit": RARE_LIMITS,
        },
        "The weight sits on the rows with y = 0 in yours, you divide by n, and p is not moved: where it is 0 or 1, your answer is NaN or "
        "infinite.": {**_ON_ZEROS, "limit": 0},
        "You balance the classes whatever their counts, and your answer is NaN where one has no row. Each row counts once here, or `weight` "
        "times. And you keep p {limit} away from 0 and 1, not at the distance the statement names.": {
            **_CLASS_MEANS,
            "limit": sizes(SCIKIT_LEARNS, *RARE_LIMITS),
        },
        "You balance the classes whatever their counts: each row counts once here, or `weight` times. And you keep p {limit} away from 0 and "
        "1, not at the distance the statement names.": {
            **_CLASS_MEANS,
            "divisor": lambda weights, y, w: w + 1,
            "limit": sizes(SCIKIT_LEARNS, *RARE_LIMITS),
        },
    }
    | {
        f"You keep p {small:g} away from 0 and 1 and add {small:g} inside the logarithm as well. One move is asked, to the distance "
        "that the statement names.": {"limit": small, "tiny": small}
        for small in MOVED_ALIKE
        if small not in (1e-9, 1e-8, 1e-7)
    }
)
"""Distances that are not looked for beside each other mistake."""

fix_the_loss = Exercise(
    title="Mend the weighted loss",
    points=2,
    expected=lambda y, p, weight: metrics.log_loss(
        y, np.clip(p, LIMIT, 1 - LIMIT), labels=[0, 1], sample_weight=np.where(y == 1, weight, 1.0)
    ),
    cases=_weighted_cases,
    given=with_faults(_weighted, _FAULTS),
    seen=loss_results.in_weighted_log_loss,
    mistakes=partly_mended(_weighted, _FAULTS)
    | switched(_weighted, _WEIGHTED_SLIPS)
    | switched(_weighted, _WEIGHTED_RARE)
    | alone(switched(_weighted, _WEIGHTED_SELDOM))
    | {
        "Rows with y = 0 count nothing in yours, and where there are no others the weights add up to 0. How often does the statement "
        "count them?": lambda y, p, weight: np.average(clipped_log_loss(y, p, reduce=same), weights=weight * y),
        "That is the plain sum of the costs. The weights cancel in yours, as they do in a table of n × n products.": (
            lambda y, p, weight: clipped_log_loss(y, p, reduce=np.sum)
        ),
    },
)
