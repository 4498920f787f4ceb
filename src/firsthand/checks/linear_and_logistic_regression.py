"""Exercises of the lesson on linear and logistic regression."""

from functools import partial

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import contingency
from sklearn.linear_model import Lasso, LinearRegression, Ridge

from firsthand.judging.exercise import Exercise, partly_mended, switched, with_faults

# ---- units


def _unit_cases(rng):
    def draw(d, shifts=True):
        a = rng.choice([-1, 1], d) * rng.uniform(0.2, 5, d)
        return rng.normal(0, 20), rng.normal(0, 3, d), a, rng.normal(0, 30, d) * shifts

    kilometres = rng.normal(5, 2), rng.normal(0, 1, 2), np.array([1_000.0, 1.0]), np.array([0.0, -273.15])
    return [
        (10.0, np.array([2.0]), np.array([1.8]), np.array([32.0])),
        draw(3),
        draw(5),
        draw(2, shifts=False),
        kilometres,
        (rng.normal(), np.array([0.0, rng.normal()]), rng.uniform(1, 3, 2), rng.normal(0, 9, 2)),
        (0.0, np.array([1.0, 1.0]), rng.uniform(0.5, 1, 2), 0.004 * rng.uniform(0.3, 0.9, 2)),
    ]


def _changed(intercept, coef, a, b, *, scale="divide", shift="new", sign=-1, gather=np.sum):
    new = {"divide": coef / a, "multiply": coef * a, "stay": coef}[scale]
    times = {"new": new, "divide": coef / a, "old": coef, "both": coef * a, "none": 0 * coef, "one": 1 / a}[shift]
    return intercept + sign * gather(times * b), new


def _refit(intercept, coef, a, b):
    """Fit a line anew to what the old one says."""
    old = np.vstack([np.zeros(len(coef)), np.eye(len(coef)), -np.eye(len(coef))])
    fit = np.linalg.solve(
        np.column_stack([np.ones(len(coef) + 1), a * old[: len(coef) + 1] + b]), intercept + old[: len(coef) + 1] @ coef
    )
    return fit[0], fit[1:]


change_units = Exercise(
    title="Other units",
    points=2,
    expected=_refit,
    cases=_unit_cases,
    mistakes=switched(
        _changed,
        {
            "Your coefficients are multiplied by a. A larger column needs a smaller one.": {"scale": "multiply"},
            "Your coefficients stayed as they were. The columns did not.": {"scale": "stay"},
            "The intercept stayed as it was. A shifted column moves it.": {"shift": "none"},
            "In your intercept b meets the old coefficients. With what is the new column multiplied?": {"shift": "old"},
            "In your intercept b / a stands without a coefficient.": {"shift": "one"},
            "In your intercept b meets coef · a. With what is the new column multiplied?": {"shift": "both"},
            "The intercept moves the other way: check the sign with one column.": {"sign": 1},
            "Only the first column moves your intercept.": {"gather": lambda moved: moved[0]},
            "Your intercept moves by the mean over the columns. Does one column move it less because there are others?": {
                "gather": np.mean
            },
            "Your intercept is an array, with a shift a column. It is one number.": {"gather": np.array},
            "Your coefficients are multiplied by a, and your intercept divides by it. What does the new line say?": {
                "scale": "multiply",
                "shift": "divide",
            },
        },
    ),
)


# ---- reference


def _reference_cases(rng):
    def draw(*levels):
        names = [str(name) for name in rng.permutation(levels)]
        effects = {name: float(rng.normal(0, 4)) for name in names[1:]}
        return float(rng.normal(10, 5)), effects, names[0], str(rng.choice(names[1:]))

    return [
        (8.06, {"USA": 4.84, "Europe": 0.93}, "Japan", "Europe"),
        draw("a", "b", "c", "d"),
        draw("red", "blue"),
        draw("u", "v", "w", "x", "y"),
        draw("north", "south", "west"),
    ]


def _against(
    intercept,
    effects,
    old,
    new,
    *,
    intercept_by="new",
    shift=1,
    old_gets="minus",
    keep=False,
    lose_old=False,
    only_old=False,
):
    moved = {level: effect - (0 if only_old else shift * effects[new]) for level, effect in effects.items()}
    if not keep:
        del moved[new]
    if not lose_old:
        moved[old] = {"minus": -effects[new], "plus": effects[new], "zero": 0.0}[old_gets]
    by = {"new": effects[new], "none": 0.0, "minus": -effects[new], "mean": sum(effects.values()) / (len(effects) + 1)}
    return intercept + by[intercept_by], moved


def _by_predictions(intercept, effects, old, new):
    says = {old: intercept} | {level: intercept + effect for level, effect in effects.items()}
    return says[new], {level: value - says[new] for level, value in says.items() if level != new}


change_reference = Exercise(
    title="Another reference",
    points=2,
    expected=_by_predictions,
    cases=_reference_cases,
    mistakes=switched(
        _against,
        {
            "The intercept stayed that of the old reference.": {"intercept_by": "none"},
            "The intercept moved the other way. What does the model say for the new reference?": {
                "intercept_by": "minus"
            },
            "That intercept is a mean over the levels. It belongs to one level.": {"intercept_by": "mean"},
            "Your effects are added up where a difference is asked.": {"shift": -1},
            "The effects of the other levels are still against the old reference.": {"only_old": True},
            "The old reference has the sign of the new one's effect. Which of the two is higher?": {"old_gets": "plus"},
            "The old reference has the effect 0. It is an ordinary level now.": {"old_gets": "zero"},
            "The old reference is not among your effects.": {"lose_old": True},
            "The new reference is still among your effects.": {"keep": True},
        },
    ),
)


# ---- penalties


def _penalty_cases(rng):
    def draw(n, d, penalty, centre):
        X = rng.normal(centre, 2, (n, d)) * rng.uniform(0.5, 3, d)
        return X, X @ rng.normal(0, 2, d) + rng.normal(30, 3, n), penalty

    return [
        (np.array([[1.0, 2.0], [2.0, 0.0], [4.0, 1.0], [5.0, 5.0]]), np.array([14.0, 21.0, 27.0, 38.0]), 0.5),
        draw(9, 2, 0.3, 4),
        draw(20, 4, 2.0, -3),
        draw(7, 1, 0.05, 1),
        draw(6, 2, 0.0, 2),
        draw(12, 3, 7.5, 0),
    ]


def _ridge(X, y, penalty, *, free=True, times="n", on="diagonal", intercept="first", half=1.0, centre=True, power=1):
    n, d = X.shape
    ones = np.column_stack([np.ones(n), X]) if centre else X
    k = ones.shape[1]
    shape = np.eye(k) if on == "diagonal" else np.ones((k, k))
    if free and centre:
        at = -1 if free == "last" else 0
        shape[at] = shape[:, at] = 0
    factor = {"n": n, "1": 1, "n - 1": n - 1, "1/n": 1 / n, "d": d}[times] * half
    found = np.linalg.lstsq(ones.T @ ones + factor * penalty**power * shape, ones.T @ y, rcond=None)[0]
    found = found if centre else np.append(0, found)
    mean = np.append(y.mean(), found[1:])
    return {"first": found, "last": np.roll(found, -1), "none": found[1:], "mean": mean}[intercept]


def _ridge_of_standardised(X, y, penalty):
    spread = X.std(axis=0)
    found = _ridge(X / spread, y, penalty)
    return np.append(found[0], found[1:] / spread)


def _ridge_by_library(X, y, penalty):
    model = Ridge(alpha=len(y) * penalty, solver="svd") if penalty else LinearRegression()
    model.fit(X, y)
    return np.array([model.intercept_, *model.coef_])


ridge_fit = Exercise(
    title="Ridge, by an equation",
    points=2,
    expected=_ridge_by_library,
    cases=_penalty_cases,
    mistakes=switched(
        _ridge,
        {
            "The intercept pays the penalty too, and is pulled towards 0. It is free.": {"free": False},
            "Your penalty does not grow with the rows. What becomes of it once the mean is times n?": {"times": "1"},
            "Your penalty is times n − 1. How many errors are in the mean?": {"times": "n - 1"},
            "Your penalty is divided by n where the other terms are sums.": {"times": "1/n"},
            "Your penalty is halved. There is no ½ in the statement's loss.": {"half": 0.5},
            "Your penalty is doubled. Both terms have a 2 in their slope.": {"half": 2.0},
            "λ is added to every entry of the matrix. A coefficient pays for its own square only.": {"on": "all"},
            "The intercept comes last. The statement wants it first.": {"intercept": "last"},
            "The intercept is missing from what you return.": {"intercept": "none"},
            "There is no intercept in your model: the line is forced through the origin.": {"centre": False},
            "Your last coefficient is free of the penalty, and the intercept pays.": {"free": "last"},
            "Your intercept is the mean of y: the prediction at the mean of X, not at 0.": {"intercept": "mean"},
            "Your λ is squared. Only the coefficients are.": {"power": 2},
        },
    )
    | {
        "Your penalty is on the coefficients of standardised columns. `X` is to stay as it is.": _ridge_of_standardised,
    },
)


def _lasso_cases(rng):
    def draw(n, penalty, slope):
        x = rng.normal(1, 2, n) * rng.uniform(0.4, 2)
        return x, slope * x + rng.normal(0.5, 1, n), penalty

    small = rng.normal(0, 1, 8)
    return [
        (np.array([1.0, -2.0, 3.0, -1.0]), np.array([2.0, -1.0, 4.0, 1.0]), 1.5),
        draw(9, 0.8, 2.0),
        draw(12, 2.5, -1.5),
        (small, 0.01 * small, 5.0),
        draw(5, 0.0, -0.7),
        (small, -0.02 * small, 3.0),
        (np.array([2.0]), np.array([rng.uniform(3, 6)]), 1.1),
    ]


def _soft(x, r, penalty, *, threshold=0.5, mean=np.mean, scale="square", how="soft", sign="keep"):
    together, square = mean(x * r), mean(x * x)
    limit = threshold * penalty * (square if scale == "late" else 1)
    if how == "ridge":
        return together / (square + penalty)
    if how == "hard":
        return together / square if abs(together) > limit else 0.0
    left = (together if how == "above" else abs(together)) - limit
    left = left if how == "through" else max(left, 0.0)
    signs = {"keep": np.sign(together), "lost": 1.0}
    below = {"square": square, "late": square, "none": 1.0, "spread": np.sqrt(square)}
    return signs[sign] * left / below[scale]


def _lasso_by_library(x, r, penalty):
    model = (
        Lasso(alpha=penalty / 2, fit_intercept=False, tol=1e-12) if penalty else LinearRegression(fit_intercept=False)
    )
    return float(model.fit(x[:, None], r).coef_[0])


lasso_step = Exercise(
    title="One step of the lasso",
    points=2,
    expected=_lasso_by_library,
    cases=_lasso_cases,
    mistakes=switched(
        _soft,
        {
            "Your threshold is λ. The square has a 2 in its slope.": {"threshold": 1.0},
            "Your threshold is 2λ. Write down the slope of both terms once more.": {"threshold": 2.0},
            "Sums stand where the loss has means: the penalty fades as rows come in.": {"mean": np.sum},
            "You keep the full weight above the threshold. The penalty shortens what stays.": {"how": "hard"},
            "That is ridge: it divides, and never reaches 0.": {"how": "ridge"},
            "Past the threshold your weight comes out on the other side of 0. It stops there.": {"how": "through"},
            "You do not divide by the mean of x².": {"scale": "none"},
            "The threshold acts after your division by the mean of x². It acts before.": {"scale": "late"},
            "You divide by the root of the mean of x².": {"scale": "spread"},
            "Your weight is never below 0: where x and r go in opposite directions you return 0.": {"how": "above"},
            "The sign is lost: a negative weight comes back positive.": {"sign": "lost"},
        },
    ),
)


def _strength_cases(rng):
    drawn = [(int(rng.integers(2, 900)), float(rng.uniform(0.001, 3))) for _ in range(4)]
    return [(50, 0.1), *drawn, (1, float(rng.uniform(0.1, 2)))]


def _strength(n, penalty, *, ridge="n", lasso=0.5, logistic="2n", inverse=True):
    factor = {"2n": 2 * n, "n": n, "2": 2, "1": 1, "n/2": n / 2, "2/n": 2 / n}[logistic]
    alpha = {"n": n, "1": 1, "1/n": 1 / n, "2n": 2 * n, "n/2": n / 2}[ridge]
    return {
        "ridge": alpha * penalty,
        "lasso": (n / 2 if lasso == "n/2" else n if lasso == "n" else lasso) * penalty,
        "logistic": 1 / (factor * penalty) if inverse else factor * penalty,
    }


def _by_multiples(n, penalty):
    """Multiply each loss until its data term is the library's, and read the rest."""
    return {"ridge": penalty / (1 / n), "lasso": penalty * (1 / 2), "logistic": (1 / n) * (1 / 2) / penalty}


same_strength = Exercise(
    title="The same strength",
    points=1,
    expected=_by_multiples,
    cases=_strength_cases,
    mistakes=switched(
        _strength,
        {
            "ridge: your alpha is λ. Its data term is a sum, ours a mean.": {"ridge": "1"},
            "ridge: by which number is a mean multiplied to become a sum? You divide by it.": {"ridge": "1/n"},
            "ridge: there is no ½ and no 2 in either loss.": {"ridge": "2n"},
            "ridge: half of what it takes. There is no ½ in either loss.": {"ridge": "n/2"},
            "lasso: your alpha is λ. Its data term has a ½.": {"lasso": 1.0},
            "lasso: you double where the ½ halves.": {"lasso": 2.0},
            "lasso: your alpha is n times what it takes. Its data term is a mean already.": {"lasso": "n/2"},
            "lasso: your alpha is n · λ. Its data term is a mean, with a ½.": {"lasso": "n"},
            "logistic: your C grows with n. Its data term is a sum, which grows with n by itself.": {"logistic": "2/n"},
            "logistic: the ½ before its penalty is left out.": {"logistic": "n"},
            "logistic: its data term is a sum, and n is left out.": {"logistic": "2"},
            "logistic: that is 1/λ. Look at the sum and at the ½.": {"logistic": "1"},
            "logistic: the 2 is on the wrong side of the fraction.": {"logistic": "n/2"},
            "logistic: C grows with your λ. C stands before the data: a large C pays little.": {"inverse": False},
        },
    )
    | {
        "ridge and logistic: neither of yours depends on n. Their data terms are sums, ours are means.": partial(
            _strength, ridge="1", logistic="2"
        ),
    },
)


# ---- odds


def _odds_cases(rng):
    drawn = [(np.array([[a, b], [c, d]]),) for a, b, c, d in rng.integers(1, 60, (4, 4)) + np.array([0, 7, 3, 30])]
    return [(np.array([[12, 18], [10, 70]]),), *drawn, (np.array([[3, 40], [11, 9]]),)]


def _ratios(table, *, odds=0, risk=0, turned=False, columns=False, log=None, give=None):
    counts = np.array(table, dtype=float)
    (a, b), (c, d) = counts.T if columns else counts
    first = {
        0: (a / b) / (c / d),
        "one row": a / b,
        "late": a / c,
        "turned": (c / d) / (a / b),
        "difference": a / b - c / d,
    }[odds]
    late, dry = a / (a + b), c / (c + d)
    second = {
        0: late / dry,
        "difference": late - dry,
        "of all": a / c,
        "turned": dry / late,
        "on time": (1 - late) / (1 - dry),
    }[risk]
    if turned:
        first, second = 1 / first, 1 / second
    return (log(first) if log else first), second


def _by_scipy(table):
    counts = np.asarray(table)
    (a, b), (c, d) = counts
    return (
        float(contingency.odds_ratio(counts, kind="sample").statistic),
        float(contingency.relative_risk(int(a), int(a + b), int(c), int(c + d)).relative_risk),
    )


odds_ratio = Exercise(
    title="Odds and risks",
    points=1,
    expected=_by_scipy,
    cases=_odds_cases,
    mistakes=switched(
        _ratios,
        {
            "Both ratios are turned over: rain against dry is asked.": {"turned": True},
            "You read the table by columns. A row is one weather.": {"columns": True},
            "The odds of the first row are no ratio yet. Compare them with the second row's.": {"odds": "one row"},
            "Your odds ratio compares the late ones alone. What are they compared with in their own row?": {
                "odds": "late"
            },
            "Your odds ratio is its logarithm.": {"log": np.log},
            "Your odds ratio is its logarithm to base 10.": {"log": np.log10},
            "Your second number is a difference of the shares. Their quotient is asked.": {"risk": "difference"},
            "Your odds ratio is one over what is asked: late to on time, and rain against dry.": {"odds": "turned"},
            "Your first number is a difference of the odds. Their quotient is asked.": {"odds": "difference"},
            "Your risk ratio is dry against rain.": {"risk": "turned"},
            "Your risk ratio compares the shares that are on time.": {"risk": "on time"},
            "Your risk ratio comes to late over late. The rows have unlike totals.": {"risk": "of all"},
        },
    )
    | {
        "That is the odds ratio twice. A risk has all parcels of the row below it.": lambda table: (
            _ratios(table)[0],
            _ratios(table)[0],
        ),
        "That is the risk ratio twice. Odds have the ones on time below them.": lambda table: (
            _ratios(table)[1],
            _ratios(table)[1],
        ),
    },
)


def _boundary_cases(rng):
    def draw(t, second):
        return float(rng.normal(0, 3)), np.array([rng.normal(0, 2), second * rng.uniform(0.5, 3)]), t

    return [
        (-2.0, np.array([0.5, -1.25]), 0.2),
        draw(0.5, 1),
        draw(float(rng.uniform(0.6, 0.95)), -1),
        draw(float(rng.uniform(0.02, 0.4)), 1),
        (float(rng.normal()), np.array([0.0, 2.0]), 0.7),
    ]


def _boundary(b, w, t, *, slope_sign=-1, level="logit", b_sign=-1, axis=1, turned=False, divide=True):
    found = {
        "logit": logit(t),
        "none": 0.0,
        "t": t,
        "odds": t / (1 - t),
        "minus": -logit(t),
        "log": np.log(t),
        "log10": logit(t) / np.log(10),
    }
    other = 1 - axis
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = slope_sign * w[other] / w[axis]
        slope = 1 / slope if turned else slope
        return (found[level] + b_sign * b) / (w[axis] if divide else 1.0), slope


def _by_search(b, w, t):
    def height(first):
        return brentq(lambda second: expit(b + w[0] * first + w[1] * second) - t, -1e3, 1e3, xtol=1e-13, rtol=1e-14)

    return height(0.0), height(1.0) - height(0.0)


decision_boundary = Exercise(
    title="A boundary at any probability",
    points=2,
    expected=_by_search,
    cases=_boundary_cases,
    mistakes=switched(
        _boundary,
        {
            "The slope lost its minus. Bring w₁x₁ to the other side once more.": {"slope_sign": 1},
            "Your line is that of probability ½: t is not used.": {"level": "none"},
            "t stands where its log-odds belong.": {"level": "t"},
            "The odds of t stand where their logarithm belongs.": {"level": "odds"},
            "The log-odds of t have the wrong sign: your line is that of 1 − t.": {"level": "minus"},
            "Your log-odds are to base 10. The sigmoid has base e.": {"level": "log10"},
            "b has the wrong sign in the intercept.": {"b_sign": 1},
            "b is missing from the intercept.": {"b_sign": 0},
            "w₁ and w₂ are exchanged: that is x₁ written with x₂.": {"axis": 0},
            "The slope is turned over.": {"turned": True},
            "The logarithm of t stands where its log-odds belong.": {"level": "log"},
            "Your intercept is not divided by the weight of x₂.": {"divide": False},
        },
    ),
)


# ---- descent


def _descent_cases(rng):
    def draw(n, d, penalty, rate, steps, centre):
        X = rng.normal(centre, 1.2, (n, d))
        y = (rng.random(n) < expit(X @ rng.normal(0, 1, d) - 0.8)).astype(int)
        y[:2] = 0, 1
        return X, y, penalty, rate, steps

    return [
        (np.array([[0.0], [1.0], [2.0]]), np.array([0, 0, 1]), 0.5, 1.0, 1),
        draw(9, 2, 0.3, 0.1, 4, 1.5),
        draw(14, 3, 0.02, 0.2, 25, -1),
        draw(6, 1, 0.0, 0.3, 3, 2),
        draw(11, 2, 1.1, 0.05, 7, 0.5),
    ]


def _descended(
    X,
    y,
    penalty,
    rate,
    steps,
    *,
    free=True,
    two=2.0,
    mean=True,
    sign=1.0,
    divide_all=False,
    intercept=True,
    extra=0,
    power=1,
):
    ones = np.column_stack([np.ones(len(X)), X])
    weights, n = np.zeros(ones.shape[1]), len(y)
    pays = np.ones(len(weights))
    pays[-1 if free == "last" else 0] = 0.0 if free else 1.0
    for _ in range(steps + extra):
        slope = ones.T @ (expit(ones @ weights) - y) / {True: n, False: 1, "d": X.shape[1], "d + 1": len(weights)}[mean]
        slope = slope + two * penalty * pays * weights**power / (n if divide_all else 1)
        slope[0] *= intercept
        weights = weights - sign * rate * slope
    return weights


def _row_by_row(X, y, penalty, rate, steps):
    """Add the slope up one row after another."""
    weights = [0.0] * (X.shape[1] + 1)
    for _ in range(steps):
        slope = [0.0] + [2 * penalty * w for w in weights[1:]]
        for row, truth in zip(X.tolist(), y.tolist(), strict=True):
            z = weights[0] + sum(w * value for w, value in zip(weights[1:], row, strict=True))
            miss = (1 / (1 + np.exp(-z)) - truth) / len(y)
            slope = [s + miss * value for s, value in zip(slope, [1.0, *row], strict=True)]
        weights = [w - rate * s for w, s in zip(weights, slope, strict=True)]
    return np.array(weights)


_DESCENT_FAULTS = {
    "the free intercept": ("the intercept still pays the penalty.", {"free": False}),
    "the slope of the penalty": ("the slope of the penalty is not yet that of ‖w‖².", {"two": 1.0}),
    "the mean": ("the slope of the loss is still that of a sum.", {"mean": False}),
}

fix_the_logistic = Exercise(
    title="Mend the logistic regression",
    points=3,
    expected=_row_by_row,
    cases=_descent_cases,
    given=with_faults(_descended, _DESCENT_FAULTS),
    mistakes={
        **partly_mended(_descended, _DESCENT_FAULTS),
        **switched(
            _descended,
            {
                "The penalty is divided by n as well. It stands outside the mean.": {"divide_all": True},
                "The penalty is gone. Its slope was to be mended.": {"two": 0.0},
                "The slope of the penalty has a 4.": {"two": 4.0},
                "The penalty pushes the weights away from 0: its sign is turned.": {"two": -2.0},
                "Your weights climb: the step goes against the slope.": {"sign": -1.0},
                "The intercept never moves. It is free of the penalty, not of the loss.": {"intercept": False},
                "Your last weight is free of the penalty, and the intercept pays.": {"free": "last"},
                "Your penalty pushes with the squares of the weights. Its slope is asked.": {"two": 1.0, "power": 2},
                "Your penalty pushes with twice the squares of the weights. Its slope is asked.": {"power": 2},
                "The sum is divided by the number of columns. The mean is over rows.": {"mean": "d"},
                "The sum is divided by the number of weights. The mean is over rows.": {"mean": "d + 1"},
                "One step too many is made.": {"extra": 1},
                "One step is missing.": {"extra": -1},
            },
        ),
    },
)
