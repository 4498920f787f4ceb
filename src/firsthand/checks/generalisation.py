"""Exercises of the lesson on generalisation."""

import functools
import itertools
from collections.abc import Callable

import numpy as np
from numpy.polynomial.legendre import legvander
from scipy.stats import binom

from firsthand.datasets import flow_readings, true_flow
from firsthand.judging.exercise import Exercise, partly_mended, switched, with_faults

# ---- three parts


def _prediction_cases(rng):
    def draw(models, points, sigma):
        truth = rng.normal(5, 3, points)
        return truth + rng.normal(0, 2, points) + rng.normal(0, 1.5, (models, points)), truth, sigma

    example = np.array([[2.0, 7.0, 1.0], [3.0, 9.0, 4.0], [7.0, 8.0, 1.0], [4.0, 4.0, 4.0]])
    return [
        (example, np.array([3.0, 8.0, 2.0]), 0.5),
        draw(7, 5, 0.8),
        draw(4, 4, 1.7),
        draw(1, 6, 0.3),
        draw(9, 1, 0.0),
        draw(3, 8, 2.4),
    ]


def _parts(
    predictions,
    truth,
    sigma,
    *,
    power="square",
    when="each",
    axis=0,
    ddof=0,
    root=False,
    noise=2,
    over=np.mean,
    fit="mean",
    around="mean",
):
    agreed = np.median(predictions, axis=0) if fit == "median" else predictions.mean(axis=axis)
    missed = agreed - truth if axis == 0 else predictions.mean(axis=0) - truth
    if fit == "single":
        missed = predictions - truth
    sizes: dict[str, Callable] = {"square": np.square, "none": lambda e: e, "absolute": np.abs}
    size = sizes[power]
    bias = size(over(missed)) if when == "after" else over(size(missed))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.var(predictions, axis=axis, ddof=ddof)
    spread = np.mean((predictions - truth) ** 2, axis=0) if around == "truth" else spread
    variance = over(np.sqrt(spread) if root else spread)
    return bias, variance, (sigma**noise if noise else 0) + bias + variance


def _point_by_point(predictions, truth, sigma):
    """Take the parts at each point, and the whole from the distances to the truth."""
    models, points = predictions.shape
    middles = [sum(predictions[r, j] for r in range(models)) / models for j in range(points)]
    bias = sum((middles[j] - truth[j]) ** 2 for j in range(points)) / points
    pairs = list(itertools.product(range(models), range(points)))
    variance = sum((predictions[r, j] - middles[j]) ** 2 for r, j in pairs) / len(pairs)
    return bias, variance, sigma**2 + sum((predictions[r, j] - truth[j]) ** 2 for r, j in pairs) / len(pairs)


bias_and_variance = Exercise(
    title="Three parts of an error",
    points=2,
    expected=_point_by_point,
    cases=_prediction_cases,
    mistakes={
        **switched(
            _parts,
            {
                "Your bias is not squared: over and under cancel over the points.": {"power": "none"},
                "Your bias is a mean distance. Its square is asked.": {"power": "absolute"},
                "You square the mean bias over the points, where over and under have cancelled already.": {
                    "when": "after"
                },
                "Your variance runs across the points of one model. What varies is the training set.": {"axis": 1},
                "Your variance has R − 1 below it (NaN for one model).": {"ddof": 1},
                "Your variance is taken around the truth, with the bias in it.": {"around": "truth"},
                "Your variance is a standard deviation: its square is asked.": {"root": True},
                "The noise of the new reading is not in the expected error.": {"noise": 0},
                "The noise enters as its spread. Errors are squared here.": {"noise": 1},
                "Those are sums over the points. Means are asked.": {"over": np.sum},
                "Your bias is that of single models, with their variance in it. What do they agree on?": {
                    "fit": "single"
                },
                "The models agree on their mean, not on their median.": {"fit": "median"},
            },
        ),
    },
)


# ---- the gap


def _gap_cases(rng):
    drawn = [(float(rng.uniform(0.05, 3)), int(d), int(d + rng.integers(2, 60))) for d in rng.integers(1, 12, 4)]
    return [(0.3, 5, 24), *drawn, (float(rng.uniform(0.5, 2)), 0, int(rng.integers(3, 20)))]


def _gap(sigma, degree, n, *, times=2, more=1, power=2, below="n"):
    below_it = {"n": n, "n - p": max(n - degree - more, 1e-12), "n - 1": n - 1, "1": 1}[below]
    return times * sigma**power * (degree + more) / below_it


def _gap_by_trace(sigma, degree, n):
    """Trace of the matrix that turns readings into fits: what of its own noise a fit takes up."""
    x = np.linspace(-1, 1, n)
    columns, _ = np.linalg.qr(legvander(x, degree))
    return 2 * sigma**2 * float(np.trace(columns @ columns.T)) / n


expected_gap = Exercise(
    title="The gap before the run",
    points=1,
    expected=_gap_by_trace,
    cases=_gap_cases,
    mistakes=switched(
        _gap,
        {
            "You have the part of the new readings alone. What does the fit do to its own?": {"times": 1},
            "Your gap is below zero: new minus training is asked.": {"times": -2},
            "Your gap is twice too large.": {"times": 4},
            "A polynomial of this degree chooses one number more than you count: its intercept.": {"more": 0},
            "You count one number too many.": {"more": 2},
            "The spread enters as it is. Errors are squared.": {"power": 1},
            "You divide by n less the numbers chosen. That would estimate the noise.": {"below": "n - p"},
            "You divide by n − 1.": {"below": "n - 1"},
            "Your gap does not fall with n.": {"below": "1"},
        },
    )
    | {
        "That is a whole new error, noise and variance. How much larger than the training error is it?": (
            lambda sigma, degree, n: sigma**2 + _gap(sigma, degree, n, times=1)
        ),
    },
)


# ---- early stopping


def _loss_cases(rng):
    def draw(n, patience, decimals):
        falling = np.exp(-np.arange(n) / 4) + rng.normal(0, 0.12, n)
        return np.round(falling, decimals).tolist(), patience

    example = [0.9, 0.7, 0.6, 0.62, 0.58, 0.58, 0.61, 0.60, 0.59, 0.40]
    low = sorted(rng.uniform(0.2, 1, 6).tolist())
    return [
        (example, 2),
        (example, 1),
        (example, 3),
        (example, 9),
        draw(15, 2, 1),
        draw(30, 4, 2),
        (low, 3),  # best at 0, a rise
        (low[::-1], 1),  # never stops
        ([float(rng.uniform(0.1, 1))], 2),
        ([0.5, 0.5, 0.5, 0.5], 2),
        ([0.9, float(rng.uniform(0.2, 0.4)), 0.6, 0.55], 4),
        ([0.9, 0.8, 0.85, 0.7, 0.75, 0.76, 0.6], 2),  # bad steps, not in a row
        ([0.9, 0.5, 0.52, 0.51, 0.505, 0.6], 3),  # falls again, without a new best
    ]


def _stopped(losses, patience, *, strict=True, late=0, row=True, give="best", compare="best", swap=False, end=0):
    best, waited, stop = 0, 0, None
    for step in range(1, len(losses)):
        before = losses[best] if compare == "best" else losses[step - 1]
        better = losses[step] < before if strict else losses[step] <= before
        if losses[step] < losses[best] or (not strict and losses[step] <= losses[best]):
            best = step
        waited = (0 if row else waited) if better else waited + 1
        if waited == patience + late:
            stop = step
            break
    stop = len(losses) - 1 + end if stop is None else stop
    kept = {"best": best, "last": stop, "all": int(np.argmin(losses))}[give]
    kept = losses[best] if give == "loss" else kept
    return (kept, stop) if swap else (stop, kept)


def _look_back(losses, patience):
    """Ask at each step whether the last `patience` of them brought nothing."""
    for step in range(patience, len(losses)):
        if min(losses[: step - patience + 1]) <= min(losses[step - patience + 1 : step + 1]):
            return step, losses.index(min(losses[: step + 1]))
    return len(losses) - 1, losses.index(min(losses))


early_stop = Exercise(
    title="Stop, and go back",
    points=2,
    expected=_look_back,
    cases=_loss_cases,
    mistakes={
        **switched(
            _stopped,
            {
                "You keep the last step. The best one is asked.": {"give": "last"},
                "You keep the best of all losses. Those after the stop were never seen.": {"give": "all"},
                "A tie counts as a new best in your answer, and the wait begins anew.": {"strict": False},
                "You stop one step late.": {"late": 1},
                "You compare each loss with the one before. A new best is lower than all before.": {
                    "compare": "previous"
                },
                "You count bad steps in all. They have to come in a row.": {"row": False},
                "Without a stop you return one step too many: the steps begin at 0.": {"end": 1},
                "First the step of the stop, then the best one.": {"swap": True},
            },
        ),
        "You stop one step early.": lambda losses, patience: (
            _stopped(losses, patience - 1) if patience > 1 else (min(1, len(losses) - 1), 0)
        ),
        "You stop at the first loss that is no better, whatever the patience is.": lambda losses, patience: _stopped(
            losses, 1
        ),
        "Your second number is the best loss. Its step is asked.": lambda losses, patience: (
            _stopped(losses, patience)[0],
            losses[_stopped(losses, patience)[1]],
        ),
    },
)


# ---- guarantees


def _row_cases(rng):
    def draw():
        return float(rng.uniform(0.02, 0.3)), float(rng.uniform(0.005, 0.3)), int(rng.integers(2, 5_000))

    return [(0.05, 0.05, 20), draw(), draw(), draw(), (float(rng.uniform(0.03, 0.2)), 0.05, 1), (0.3, 0.9, 1), draw()]


def _needed(eps, delta, k, *, two=2, many="inside", power=2, below=2, log=np.log, to=np.ceil, sign=1):
    inside = two * (k if many == "inside" else 1 / k if many == "divides" else 1) / delta
    rows = sign * log(inside) / (below * eps**power) * (k if many == "outside" else 1)
    return float(rows) if to is None else int(to(rows))


def _search(eps, delta, k):
    """Double, then halve the interval, until the bound just holds."""
    low, high = 0, 1
    while 2 * k * np.exp(-2 * high * eps**2) > delta and high < 2**60:  # an engine may ask with other arguments
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if 2 * k * np.exp(-2 * middle * eps**2) > delta else (low, middle)
    return high


rows_needed = Exercise(
    title="How many rows for a guarantee?",
    points=2,
    expected=_search,
    cases=_row_cases,
    rtol=1e-9,
    mistakes=switched(
        _needed,
        {
            "That is for one model. All k are to be covered.": {"many": "not"},
            "k stands before the whole n. It belongs under the logarithm.": {"many": "outside"},
            "k divides under your logarithm: more models would need fewer rows.": {"many": "divides"},
            "The 2 under the logarithm is missing: a distance has two sides.": {"two": 1},
            "The 2 beside n is missing.": {"below": 1},
            "Your ε is not squared.": {"power": 1},
            "Your logarithm is to base 10. The bound has base e.": {"log": np.log10},
            "Your logarithm is to base 2. The bound has base e.": {"log": np.log2},
            "You round down, and with that many rows the bound does not hold yet.": {"to": np.floor},
            "You round to the nearest number, which may be too few.": {"to": np.round},
            "You return a broken number of rows.": {"to": None},
            "Your number of rows is below zero.": {"sign": -1},
        },
    ),
)


# ---- luck


def _luck_cases(rng):
    def draw(k):
        n = int(rng.integers(8, 60))
        error = float(rng.uniform(0.15, 0.6))
        return k, n, error, int(max(0, round(n * error - 1.5 * np.sqrt(n * error * (1 - error)))))

    return [(10, 20, 0.5, 6), draw(25), draw(4), draw(1), (7, 12, float(rng.uniform(0.1, 0.3)), 0), draw(200), draw(2)]


def _lucky(k, n, error, most, *, how="best", one="cdf", of="error"):
    p = 1 - error if of == "right" else error
    chance = {
        "cdf": binom.cdf(most, n, p),
        "pmf": binom.pmf(most, n, p),
        "fewer": binom.cdf(most - 1, n, p),
        "more": binom.sf(most, n, p),
    }[one]
    return {
        "best": 1 - (1 - chance) ** k,
        "sum": k * chance,
        "capped": np.minimum(k * chance, 1),
        "all": chance**k,
        "none": (1 - chance) ** k,
        "one": chance,
        "exactly one": k * chance * (1 - chance) ** (k - 1),
    }[how]


def _by_counting(k, n, error, most):
    """Add the chances that exactly j of k models are that good, j from 1 on."""
    return float(binom.sf(0, k, binom.cdf(most, n, error)))


best_by_luck = Exercise(
    title="The best by luck",
    points=2,
    expected=_by_counting,
    cases=_luck_cases,
    mistakes=switched(
        _lucky,
        {
            "That is k times the chance of one: a bound, and above 1 for a large k.": {"how": "sum"},
            "That is a bound: k times the chance of one, at most 1. Two models may be that good at once.": {
                "how": "capped"
            },
            "That is the chance that all k are that good. One is enough.": {"how": "all"},
            "That is the chance that none is that good.": {"how": "none"},
            "That is the chance of one model. The best of k is asked.": {"how": "one"},
            "That is the chance that exactly one is that good. Several may be.": {"how": "exactly one"},
            "You ask for exactly `most` mistakes. Fewer are as good.": {"one": "pmf"},
            "You ask for fewer than `most` mistakes. `most` itself counts.": {"one": "fewer"},
            "You ask for more than `most` mistakes.": {"one": "more"},
            "You count right answers where mistakes are counted.": {"of": "right"},
        },
    ),
)


# ---- the pick


def _pick_cases(rng):
    def draw(k, decimals):
        validation = np.round(rng.uniform(0.1, 0.3, k), decimals)
        test = np.round(validation + rng.normal(0, 0.05, k), decimals)
        best = int(np.argmin(validation))
        test[(best + 1) % k] = test.min() - 0.02
        test[best] += 0.01
        return validation, test

    tie = np.array([0.3, 0.1, 0.2, 0.1]), np.array([0.02, 0.25, 0.06, 0.2]) + rng.uniform(0, 0.01, 4)
    close = 0.1234 + 1e-5 * np.array([4, 3, *rng.permutation(3)])  # the first is never best, and all round alike
    return [
        (np.array([0.20, 0.15, 0.18]), np.array([0.14, 0.19, 0.16])),
        draw(6, 4),
        draw(15, 3),
        (close, rng.uniform(0.1, 0.3, 5)),
        tie,
        draw(4, 4),
    ]


def _picked(validation, test, *, by="validation", report="picked", last=False, worst=False, first=0):
    errors = {"validation": validation, "test": test, "both": validation + test}[by]
    errors = -errors if worst else errors
    place = len(errors) - 1 - int(np.argmin(errors[::-1])) if last else int(np.argmin(errors))
    reported = {
        "picked": test[place],
        "lowest": test.min(),
        "validation": validation[place],
        "mean": test.mean(),
        "between": (validation[place] + test[place]) / 2,
    }
    return place + first, reported[report]


def _by_sorting(validation, test):
    return min(zip(validation.tolist(), range(len(test)), test.tolist(), strict=True))[1:]


_PICK_FAULTS = {
    "the choice": ("the model is still picked by the test error.", {"by": "test"}),
    "the report": ("the error it reports is still a validation error.", {"report": "validation"}),
}

fix_the_pick = Exercise(
    title="Mend the pick",
    points=2,
    expected=_by_sorting,
    cases=_pick_cases,
    given=with_faults(_picked, _PICK_FAULTS),
    mistakes={
        **partly_mended(_picked, _PICK_FAULTS),
        **switched(
            _picked,
            {
                "You report the lowest test error, whichever model was picked.": {"report": "lowest"},
                "You report a mean of all test errors. One model was picked.": {"report": "mean"},
                "You report the middle of both errors. One of them has been looked at before.": {"report": "between"},
                "The test error has a say in your choice.": {"by": "both"},
                "Of equals you take the last. The first is asked.": {"last": True},
                "You pick the model with the highest error.": {"worst": True},
                "Your place is counted from 1.": {"first": 1},
            },
        ),
    },
)


# ---- a new mix


def _mix_cases(rng):
    def draw(names, counts, order=True):
        groups = [name for name, count in zip(names, counts, strict=True) for _ in range(count)]
        losses = np.array([rng.gamma(2, 0.3) + 0.5 * names.index(group) for group in groups])
        shares = rng.dirichlet(np.ones(len(names)))
        pairs = list(zip(names, shares.tolist(), strict=True))
        rows = rng.permutation(len(groups)) if order else np.arange(len(groups))
        return [groups[i] for i in rows], losses[rows], dict(pairs[::-1])

    absent = draw(["x", "y", "z"], [4, 5, 3])
    return [
        (list("AABA"), np.array([0.0, 1.0, 1.0, 0.0]), {"A": 0.25, "B": 0.75}),
        draw(["A", "B"], [7, 3]),
        draw(["k", "m", "p", "q"], [1, 6, 3, 8]),
        (absent[0], absent[1], {"z": 0.8, "x": 0.2}),  # y does not come in use
        draw(["north", "south", "east"], [2, 9, 4]),
        (["u", "u", "v"], np.array([0.2, 0.4, float(rng.uniform(1, 2))]), {"u": 0.0, "v": 1.0}),
    ]


def _mixed(groups, losses, new_shares, *, shares="new", middle=np.mean, divide=True, over=False, count=False):
    labels, n = np.array(groups), len(losses)
    names = list(new_shares)
    means = np.array([middle(losses[labels == name]) for name in names])
    old = np.array([np.mean(labels == name) for name in names])
    new = np.array([new_shares[name] for name in names])
    weights = {"new": new, "old": old, "equal": np.full(len(names), 1 / len(names)), "turned": new[::-1]}[shares]
    if divide is not True:
        weights = weights * old
    if divide == "rows":
        weights = weights / weights.sum()
    if over:
        weights = np.where(new > 0, old**2 / np.maximum(new, 1e-300), 0)
    return float(weights @ means) / (len(names) if count else 1) if n else 0.0


def _row_weights(groups, losses, new_shares):
    """Weigh each row by how much more often its like comes in use."""
    weights = np.array([new_shares.get(group, 0.0) / (groups.count(group) / len(groups)) for group in groups])
    return float(np.mean(weights * losses))


error_after_shift = Exercise(
    title="Another mix of rows",
    points=2,
    expected=_row_weights,
    cases=_mix_cases,
    mistakes={
        **switched(
            _mixed,
            {
                "That is the loss under the old shares of these groups.": {"shares": "old"},
                "All groups count alike in your answer. They have new shares.": {"shares": "equal"},
                "The shares have met the wrong groups: go by name, not by order.": {"shares": "turned"},
                "The old shares are in your answer beside the new ones: each group enters with its mean.": {
                    "divide": False
                },
                "Each row has its group's share as its weight: a group with more rows weighs more than its share.": {
                    "divide": "rows"
                },
                "Your sum is divided by the number of groups. The shares do that already.": {"count": True},
                "Your weights are old over new. Turn them over.": {"over": True},
                "Those are sums of the groups. What does a row of a group cost on average?": {"middle": np.sum},
                "Those are medians of the groups. An expected loss is a mean.": {"middle": np.median},
            },
        ),
        "Groups without a new share still count, with their old one.": lambda groups, losses, new_shares: _mixed(
            groups, losses, {name: np.mean(np.array(groups) == name) for name in groups} | new_shares
        ),
        "That is the mean of all rows: the old mix.": lambda groups, losses, new_shares: losses.mean(),
    },
)


# ---- tuning

MOST_ERROR = 0.125
_RIGS = (40, 20, 12)
_FIT_MISTAKES = {
    "form": "`degree` is a whole number from 8 to 15, `penalty` a number from 0 on.",
    "free": "Too free: it follows the noise of one calibration and misses on another. A stronger penalty takes bends away.",
    "stiff": "The penalty is too strong: the curve is flatter than the truth.",
}


@functools.cache
def _new_error(degree: int, penalty: float, seed: int) -> float:
    x, readings, _ = flow_readings(np.random.default_rng(seed))
    columns = legvander(2 * x - 1, degree)
    pays = len(x) * penalty * np.eye(degree + 1)
    pays[0, 0] = 0
    weights = np.linalg.lstsq(columns.T @ columns + pays, columns.T @ readings, rcond=None)[0]
    settings = np.linspace(0, 1, 401)
    return float(np.mean((legvander(2 * settings - 1, degree) @ weights - true_flow(settings)) ** 2) + 0.09)


def _worst_error(degree, penalty):
    return max(_new_error(degree, float(penalty), seed) for seed in _RIGS)


def _accept_fit(settings):
    if not isinstance(settings, dict) or settings.keys() != {"degree", "penalty"}:
        return _FIT_MISTAKES["form"]
    degree, penalty = settings["degree"], settings["penalty"]
    whole = isinstance(degree, int) and not isinstance(degree, bool)
    if not whole or not 8 <= degree <= 15 or not isinstance(penalty, int | float) or not 0 <= penalty < 1e9:
        return _FIT_MISTAKES["form"]
    if _worst_error(degree, penalty) <= MOST_ERROR:
        return True
    stiff = _worst_error(degree, penalty / 2) < _worst_error(degree, penalty)
    return _FIT_MISTAKES["stiff" if stiff else "free"]


tune_the_fit = Exercise(
    title="Tune the fit",
    points=2,
    expected={"degree": 9, "penalty": 0.02},
    accepts=_accept_fit,
    equivalent={
        f"{{'degree': 9, 'penalty': 0.02}} -> {changed}": "it reaches the stated error too"
        for changed in (
            "{'degree': 10, 'penalty': 0.02}",
            "{'degree': 8, 'penalty': 0.02}",
            "{'degree': 9, 'penalty': 0.04}",
        )
    },
    mistakes={
        _FIT_MISTAKES["form"]: {"degree": 3, "penalty": 0.02},
        _FIT_MISTAKES["free"]: {"degree": 14, "penalty": 0.0},
        _FIT_MISTAKES["stiff"]: {"degree": 9, "penalty": 3.0},
    },
)
