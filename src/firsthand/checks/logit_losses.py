"""Exercises of the lesson on loss functions: from scores and logits."""

import math
import warnings

import numpy as np
from scipy import special

from firsthand.checks import loss_results
from firsthand.checks.loss_functions import LARGEST, REDUCED_FROM_ONE, SELDOM_REDUCED, same, slips, with_labels_flipped
from firsthand.checks.probability_losses import (
    COMMON_ADDED,
    COMMON_LIMITS,
    RARE_ADDED,
    RARE_LIMITS,
    SCIKIT_LEARNS,
    clipped_log_loss,
    of_what_happened,
    two_terms,
    with_probability,
)
from firsthand.judging.exercise import Exercise, alone, sizes, switched
from firsthand.judging.transcript import call


def _logit_cases(rng):
    example = (np.array([1, 0, 1]), np.array([0.0, -1000.0, -3.0]))
    drawn = []
    for n in (1, 6, 25):
        z = rng.normal(0.4, 2.5, n)
        drawn.append((rng.binomial(1, special.expit(z)), z))
    medium = (np.array([0, 1, 0]), np.array([45.0, -60.0, 1.5]))
    far = (np.array([0, 1, 1, 0, 1, 0, 1]), np.array([1000.0, -1000.0, 1000.0, 0.7, -1.2, 850.0, -760.0]))
    sure_and_right = (np.array([1, 0, 1]), np.array([20.0, -21.5, 23.0]))
    far_and_near = (np.array([1, 0, 1]), np.array([900.0, -840.0, 0.3]))
    both_one = (np.ones(2, int), rng.normal(0.2, 1.5, 2))
    right = (np.array([1, 0, 1]), np.array([44.0, -52.0, 0.8]))
    high, low = (np.array([1, 0]), np.array([870.0, 0.4])), (np.array([1, 0]), np.array([0.6, -890.0]))
    one = (np.array([0]), np.array([19.3]))
    return [example, *drawn, both_one, medium, right, high, low, far, sure_and_right, one, far_and_near]


_LOST_NUMBERS = r"(overflow|divide by zero|invalid value) encountered in (?!matmul|dot|vecdot|matvec|vecmat)"
"""How NumPy warns of a number that is lost; warnings of matrix products are false on some machines."""


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


def _from_logits(
    y,
    z,
    *,
    label=same,
    see=same,
    cut=np.inf,
    straight=lambda z: np.maximum(z, 0),
    tilt=np.multiply,
    exponent=lambda z: -np.abs(z),
    ceiling=np.inf,
    squash=special.expit,
    bend=np.log1p,
    paid=np.ones_like,
    limit=None,
    high=None,
    tiny=0,
    floor=0,
    whole=None,
    pick=of_what_happened,
    over=lambda y: 1,
    reduce=np.mean,
):
    """Log loss from logits: a straight part and a small term that bends it; with `limit` by way of the probability.

    floor : the least that a logarithm sees of the probability; over : what a row counts more in the mean;
    whole : makes what the rows cost in another way.
    """
    times, y, z = over(y), label(y), np.clip(see(z), -cut, cut)
    p = None if limit is None else np.clip(squash(z), limit, 1 - (limit if high is None else high))
    with np.errstate(all="ignore"):
        rows = paid(y) * (straight(z) - tilt(y, z) + bend(np.exp(np.minimum(exponent(z), ceiling))))
        if whole:
            rows = paid(y) * whole(y, z)
        if p is not None:
            rows = paid(y) * pick(y, *(-np.log(np.maximum(q + tiny, floor)) for q in (p, 1 - p)))
        return reduce(times * rows)


def _overflows_beside(y, z):
    """Take the right branch in every row, after both were computed: the value is right, and the other overflows."""
    cost = np.where(y == 1, -z, z)
    return np.mean(np.where(cost > 0, cost + np.log1p(np.exp(-cost)), np.log1p(np.exp(cost))))


def _loss_of_rows(y, z):
    return -special.log_expit(np.where(y == 1, z, -z))


def _by_row(cost):
    """Make an answer that goes through the rows one by one."""
    return lambda y, z: sum(cost(*row) for row in zip(y.tolist(), z.tolist(), strict=True)) / len(y)


_FLIPPED = (
    "The labels are flipped, or the sign of z is turned: a large positive logit with y = 1 should cost nearly nothing."
)


def _flip(y):
    return 1 - y


_STRAIGHT = {
    "Where y = 0, rows that are right pay for their certainty: there a logit of −3 costs as much in yours as one of 3.": np.abs,
    "Where y = 0 and z is far below 0, a row has a negative cost in yours. Take y = 0 and z = −3.": same,
    "The straight part for y = 0 is missing: a sure and wrong row with y = 0 costs nothing.": np.zeros_like,
}

_PAID = {
    "Only rows with y = 1 cost anything in yours.": same,
    "Only rows with y = 0 cost anything in yours.": lambda y: 1 - y,
}

_OVER = {
    "You divided by the number of rows with y = 1, and by 1 where there are none. The mean over all rows is asked.": (
        lambda y: len(y) / max(1, np.sum(y))
    ),
    "You divided by the number of rows with y = 1, which may be 0. The mean over all rows is asked.": (
        lambda y: len(y) / np.sum(y)
    ),
}

_LOGIT_FLIPPED = with_labels_flipped((_FLIPPED, {"label": _flip}), straight=_STRAIGHT, paid=_PAID)

_LOGIT_SLIPS = slips(
    label={
        "The labels are flipped, or the sign of z is turned: a large positive logit with y = 1 should cost nearly nothing.": lambda y: (
            1 - y
        ),
    },
    straight=_STRAIGHT,
    tilt={"You add y z. Where y = 1, should a larger z cost more or less?": lambda y, z: -y * z},
    exponent={
        "The small term has the wrong exponent: it must be smallest where z is far from 0, on both sides.": np.negative,
        "The small term has e to the power of z: it grows where z is large, and log(1 + eᶻ) is there twice.": same,
    },
    bend={
        "That is only the straight part, max(z, 0) − y z. Near 0 the loss bends: which small term is missing?": np.zeros_like,
    },
    paid=_PAID,
    whole={
        "Where a row costs hundreds, yours is infinite: an exponential overflows, or a probability comes out as 0. Write the row's loss so that no "
        "exponent is above 0.": lambda y, z: np.log1p(np.exp(np.where(y == 1, -z, z))),
        "At ±1000 that is NaN: in the row's other term an exponential overflows, and zero times infinity is NaN. Can you pick "
        "the term of what happened, rather than multiply the other by 0?": (
            lambda y, z: y * np.log1p(np.exp(-z)) + (1 - y) * np.log1p(np.exp(z))
        ),
        "You take −z out of the sum whatever its sign, so that at logits of hundreds an exponential overflows, or the logarithm of 0 is "
        "taken. Which of the two exponents, 0 and −z, is the larger?": lambda y, z: (
            z + np.log(np.exp(-z) + np.exp(-2 * z)) + z * (1 - y)
        ),
        "Your small term is log(1 + eᶻ), which grows where z is large: on top of max(z, 0) that is there twice. When should it be small?": (
            lambda y, z: np.maximum(z, 0) - y * z + np.logaddexp(0, z)
        ),
        "That is the hinge loss: it is 0 from a margin of 1 on, and it has no logarithm.": lambda y, z: np.maximum(
            0, 1 - np.where(y == 1, z, -z)
        ),
        "log(1 + e^(−yz)) is meant for labels of 1 and −1. Here y is 1 or 0, and a row with y = 0 costs log 2 in yours.": (
            lambda y, z: np.logaddexp(0, -y * z)
        ),
    },
    limit={
        "You squash first and take the logarithm then: at ±1000 the probability is exactly 0 and its logarithm is lost. Write one row's loss with z itself.": 0,
        "You squash first and keep the probability {limit} away from 0, so a logit of 1000 on the wrong side costs the "
        "logarithm of that, and not 1000.": sizes(1e-15, 1e-12, 1e-9, 1e-7),
    },
    over=_OVER,
    reduce=REDUCED_FROM_ONE
    | LARGEST
    | {"Your logarithm has base 2. The statement asks for the natural one.": lambda rows: np.mean(rows) / np.log(2)},
) | {
    "At ±1000 that is NaN or infinite: the probability becomes exactly 0 or 1 and its logarithm is lost. Write one row's "
    "loss with z itself before you compute anything.": {"limit": 0, "pick": two_terms},
    "At −1000 the exponential overflows. Where z is far below 0, log(1 + e⁻ᶻ) is nearly −z itself: write it so that the exponent is "
    "never above 0.": {"straight": same, "exponent": np.negative},
    "At 1000 yours is infinite: eᶻ overflows, or the probability of what happened comes out as 0. Where z is large, log(1 + eᶻ) is nearly z itself: write it so that the exponent is "
    "never above 0.": {"straight": np.zeros_like, "exponent": same},
}


def _overflowing(z):
    return 1 / (1 + np.exp(-z))


_UNTOLD = sizes(*(added for added in RARE_ADDED if added < 1e-15), 1e-15)
"""Numbers so small that to add one to a probability and to make it the least there is come to the same."""

_ONE_END = sizes(2.0**-53, 1e-15, 1e-12, 1e-9, 1e-7)

_LOGIT_RARE = slips(
    label={
        "That treats every row as y = 0. Where does y enter?": np.zeros_like,
        "That treats every row as y = 1. Where does y enter?": np.ones_like,
    },
    straight={
        "Where y = 0 a large z costs next to nothing in yours. Take y = 0 and z = 3: what should the row cost?": (
            lambda z: np.maximum(-z, 0)
        ),
        "You took the smaller of z and 0 where the larger belongs. Take y = 0 and z = 3.": lambda z: np.minimum(z, 0),
    },
    see={
        "You cut z off at 0 and 1 before it becomes a probability. A logit is any number: what is lost below 0 and above 1?": (
            lambda z: np.clip(z, 1e-15, 1 - 1e-15)
        ),
        "Your logits have lost their signs: only their sizes are used. What tells a logit of −3 from one of 3?": np.abs,
        "You squashed twice: the loss sees the sigmoid of a sigmoid. z becomes a probability once.": special.expit,
    },
    exponent={
        "The small term grows with |z| in yours, and overflows. It must be smallest where z is far from 0.": np.abs,
    },
    bend={
        "The small term is subtracted. At z = 0 a row costs log 2: what must be added?": lambda x: -np.log1p(x),
        "The logarithm of your small term has base 2. The statement asks for the natural one.": lambda x: np.log2(
            1 + x
        ),
        "The small term is subtracted, and its logarithm has base 2. At z = 0 a row costs log 2, the natural one: what must be added?": (
            lambda x: -np.log2(1 + x)
        ),
        "The logarithm of your small term has base 10. The statement asks for the natural one.": lambda x: np.log10(
            1 + x
        ),
        "Rows that are sure and right cost 0 in yours. A logit of 20 with y = 1 still costs 2.06e-9.": (
            lambda x: np.log1p(np.where(x < 1e-6, 0, x))
        ),
        "The small term lacks its logarithm: at z = 0 it is 1 in yours. What does a row cost there?": same,
    },
    reduce=SELDOM_REDUCED,
) | {
    "You squash first and keep the probability off 0 by {tiny}, added to it or as the least that it may be, so a logit of 1000 on the wrong "
    "side costs the logarithm of that. What does it cost?": {"limit": 0, "tiny": _UNTOLD},
    "You squash first and add {tiny} inside the logarithm, so a logit of 1000 on the wrong side costs the logarithm of that. "
    "What does it cost?": {"limit": 0, "tiny": sizes(*(x for x in (*COMMON_ADDED, *RARE_ADDED) if x not in _UNTOLD))},
    "You squash first and keep the probability of what happened {floor} above 0, so a logit of 1000 on the wrong side costs the logarithm "
    "of that. What does it cost?": {"limit": 0, "floor": sizes(1e-9, 1e-8, 1e-7, 1e-6, 1e-5)},
    "You cut the exponent off at {ceiling}: log(1 + eᶻ) then stops growing, so a logit of 1000 costs {ceiling} where y = 0, and "
    "where y = 1 less than nothing.": {
        "ceiling": sizes(20, 30, 50, 100, 500, 700),
        "straight": np.zeros_like,
        "exponent": same,
    },
    "You squash first and keep the probability {limit} away from 0, so a logit of 1000 on the wrong side costs the logarithm of "
    "that, and not 1000. On the way e to the power of −z overflows.": {
        "limit": sizes(1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5),
        "squash": _overflowing,
    },
    "You squash first and add {tiny} inside the logarithm, so a logit of 1000 on the wrong side costs the logarithm of that. On the "
    "way e to the power of −z overflows.": {
        "limit": 0,
        "tiny": sizes(*COMMON_ADDED, *RARE_ADDED),
        "squash": _overflowing,
    },
    "You have the small term alone, log(1 + e to the power of −|z|): a sure and wrong row costs nothing in yours.": {
        "straight": np.zeros_like,
        "tilt": lambda y, z: 0 * z,
    },
    "Only rows with y = 1 cost anything in yours, and of each of them you have the small term alone, log(1 + e to the power of "
    "−|z|).": {"straight": np.zeros_like, "tilt": lambda y, z: 0 * z, "paid": same},
    "Only rows with y = 0 cost anything in yours, and of each of them you have the small term alone, log(1 + e to the power of "
    "−|z|).": {"straight": np.zeros_like, "tilt": lambda y, z: 0 * z, "paid": lambda y: 1 - y},
    "Rows that became NaN drop out of your mean. Make none: write one row's loss with z itself.": {
        "limit": 0,
        "pick": two_terms,
        "reduce": np.nanmean,
    },
    "You turned NaN into 0 afterwards, so the dearest rows cost nothing. Make no NaN: write one row's loss with z itself.": {
        "limit": 0,
        "pick": two_terms,
        "reduce": lambda rows: np.nan_to_num(np.mean(rows)),
    },
    "You cut the logits off at ±{cut}, and squash then: a logit of 1000 on the wrong side costs {cut} in yours.": {
        "cut": sizes(30, 36),
        "limit": 0,
    },
    "You cut the logits off, and squash then: from a logit of about 37 on, p is exactly 1 and the logarithm of 1 − p is NaN "
    "or infinite. Write one row's loss with z itself.": {"cut": 500, "limit": 0, "pick": two_terms},
    "You squash first and keep the probability {high} away from 1 alone: where y = 0 a logit of 1000 costs the logarithm of "
    "that, and at −1000 a number is lost.": {"limit": 0, "high": _ONE_END, "pick": two_terms},
    "You cut the logits off at ±700, squash then, and keep the probability {high} away from 1: where y = 0 a logit of 1000 costs "
    "the logarithm of that, and where y = 1 one of −1000 costs 700.": {"cut": 700, "limit": 0, "high": _ONE_END},
    "You put 1000 in the place of an infinity. A logit of 850 on the wrong side costs something else, and the logarithm of "
    "1 − p is lost from about 37 on.": {"limit": 0, "reduce": lambda rows: np.mean(np.minimum(rows, 1000))},
    "You turned an overflow into a number afterwards. A logit of 1000 on the wrong side costs 1000.": {
        "straight": np.zeros_like,
        "exponent": same,
        "reduce": lambda rows: np.nan_to_num(np.mean(rows)),
    },
    "You put a very large number in the place of an infinity. A logit of 1000 on the wrong side costs 1000, and one of 45 "
    "has a cost too.": {"limit": 0, "reduce": lambda rows: np.mean(np.nan_to_num(rows))},
    "That is the mean of −y z: a straight line. What bends the loss of a row?": {
        "straight": np.zeros_like,
        "bend": np.zeros_like,
    },
    "That is the share of wrong labels. How surprised is each row by what happened?": {
        "limit": 0,
        "pick": with_probability(lambda q: q < 0.5),
    },
    "That is the Brier score of the probabilities. How surprised is each row?": {
        "limit": 0,
        "pick": with_probability(lambda q: (1 - q) ** 2),
    },
}

_LOGIT_SELDOM = slips(
    cut={
        "You cut the logits off at ±{cut} so that nothing overflows: a logit of 1000 on the wrong side costs {cut} in yours.": sizes(
            10, 20, 30, 50, 100, 500, 700, 709
        ),
    },
    limit={
        "scikit-learn moves the probability off 0 and 1 by 2.2e-16, so a logit of 1000 on the wrong side costs about 36 in yours.": SCIKIT_LEARNS,
        "You squash first and keep the probability {limit} away from 0, so a logit of 1000 on the wrong side costs the "
        "logarithm of that, and not 1000.": RARE_LIMITS,
    },
)
"""Numbers that are not looked for beside each other mistake."""

log_loss_from_logits = Exercise(
    title="Log loss without overflow",
    points=2,
    expected=lambda y, z: np.mean(-special.log_expit(np.where(y == 1, z, -z))),
    cases=_logit_cases,
    equivalent={
        "np.log1p(np.exp(-np.abs(z))) -> log_of_1_plus(np.exp(-np.abs(z)))": "five digits are asked, at a logit of 20 too"
    },
    ask=_ask_for_silence,
    atol=1e-13,  # a row that is sure and right costs 1e-9 and less
    seen=loss_results.in_log_loss_from_logits,
    mistakes=switched(_from_logits, _LOGIT_SLIPS)
    | alone(switched(_from_logits, _LOGIT_FLIPPED))
    | alone(switched(_from_logits, _LOGIT_RARE), but=1)
    | alone(switched(_from_logits, _LOGIT_SELDOM))
    | {
        "The numbers are right, but on the way NumPy warns at ±1000: a number overflows or is lost, and then is not used. `np.where` computes both its arrays for every row before it picks. What keeps every exponent at or below 0, in every row?": _overflows_beside,
        "`math.exp` stops at an exponent of 1000: the result is too large for a float. Write one row's loss with z itself, so "
        "that no exponent is above 0.": _by_row(
            lambda y, z: -math.log(1 / (1 + math.exp(-z)) if y else 1 - 1 / (1 + math.exp(-z)))
        ),
        "`math.exp` stops where the exponent is 1000. Take the large part out of the logarithm first, on paper.": _by_row(
            lambda y, z: math.log(1 + math.exp(-z if y else z))
        ),
        "`math.exp` stops in the term that the row does not need, at an exponent of 1000. Pick a term before you compute, "
        "and keep exponents at or below 0.": _by_row(
            lambda y, z: y * math.log(1 + math.exp(-z)) + (1 - y) * math.log(1 + math.exp(z))
        ),
        "Only rows with y = 1 cost anything in yours, and at ±1000 a number is lost: zero times infinity is NaN. What does a "
        "row with y = 0 cost?": lambda y, z: np.mean(y * np.log1p(np.exp(-z))),
        "Only rows with y = 0 cost anything in yours, and at ±1000 a number is lost: zero times infinity is NaN. What does a "
        "row with y = 1 cost?": lambda y, z: np.mean((1 - y) * np.log1p(np.exp(z))),
        **{
            f"You took z for a probability and kept it {limit:g} off 0 and 1. It is a logit, any number; the sigmoid makes it a probability.": (
                lambda y, z, limit=limit: clipped_log_loss(y, z, limit=limit)
            )
            for limit in (*COMMON_LIMITS, *RARE_LIMITS)
        },
        "You took z for a probability and clipped it. It is a logit, any number; the sigmoid makes it a probability.": clipped_log_loss,
        "Where y = 1 your log(1 + e^(yz)) grows with z: should a row that is sure and right cost more? And a row with y = 0 costs log 2 "
        "in yours: the form with yz is meant for labels of 1 and −1.": (lambda y, z: np.mean(np.logaddexp(0, y * z))),
        **{
            f"Your result is rounded to {places} decimals, and a row that is sure and right costs less than they show.": (
                lambda y, z, places=places: np.round(np.mean(_loss_of_rows(y, z)), places)
            )
            for places in (3, 4, 5, 9, 10)
        },
        "log(1 + e^(−yz)) is meant for labels of 1 and −1, and overflows at −1000. Here y is 1 or 0, and a row with y = 0 costs "
        "log 2 in yours.": lambda y, z: np.mean(np.log(1 + np.exp(-y * z))),
        "log(1 + e^(−yz)) is meant for labels of 1 and −1: here y is 1 or 0, and a row with y = 0 costs log 2 in yours. Besides, "
        "`math.exp` stops where the exponent is 1000: which form of it has no exponent above 0?": _by_row(
            lambda y, z: math.log(1 + math.exp(-y * z))
        ),
        "`np.logaddexp2` adds powers of 2. The statement's log and exponential are natural.": (
            lambda y, z: np.mean(np.logaddexp2(0, np.where(y == 1, -z, z)))
        ),
        "For y = 0 you take the logit 1 − z. Of a probability the other is 1 − p; what is the other logit?": (
            lambda y, z: np.mean(-special.log_expit(np.where(y == 1, z, 1 - z)))
        ),
    },
)
