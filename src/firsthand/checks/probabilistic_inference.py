"""Exercises of the lesson on probabilistic inference: rates, counts and what to do about them."""

import numpy as np
from scipy import special, stats

from firsthand.judging.exercise import Exercise, choice_exercise, sizes, switched

# ---- a posterior on a grid


def _grids(rng):
    def draw(size, k, n, steep=2.0):
        return rng.normal(0, steep, size), k, n, np.linspace(0, 1, size)

    ruled_out = rng.normal(0, 1, 7)
    ruled_out[[1, 5]] = -np.inf
    inner = np.linspace(0.02, 0.5, 25)
    large = int(rng.integers(1200, 1500))
    return [
        (np.zeros(5), 1, 3, np.linspace(0, 1, 5)),
        draw(9, 4, 5),
        draw(6, 0, 4),
        draw(8, 5, 5),
        draw(11, 0, 0),
        (ruled_out, 2, 6, np.linspace(0.05, 0.95, 7)),
        (stats.beta.logpdf(inner, 2, 6) + 3, 3, 11, inner),
        draw(201, large, 5000),
        draw(101, 0, 3000, 1.0),
    ]


def _on_grid(
    log_prior,
    k,
    n,
    grid,
    *,
    prior="logs",
    misses="n - k",
    normalise="sum",
    shift=True,
    guard=True,
    clip=0.0,
    swap=False,
):
    with np.errstate(all="ignore"):
        rates = np.clip(grid, clip, 1 - clip) if clip else grid
        hits, others = (n - k, k) if swap else (k, {"n - k": n - k, "n": n, "none": 0}[misses])
        times = special.xlogy if guard else (lambda count, rate: count * np.log(rate))
        logs = times(hits, rates) + times(others, 1 - rates)
        logs = {
            "logs": logs + log_prior,
            "none": logs,
            "no log": logs + np.exp(log_prior),
            "minus": logs - log_prior,
            "twice": logs + 2 * log_prior,
            "log of log": logs + np.log(log_prior),
            "times": logs * log_prior,
        }[prior]
        if normalise == "logs":
            return logs
        weights = np.exp(logs - logs.max()) if shift else np.exp(logs)
        step = grid[1] - grid[0]
        below = {
            "sum": weights.sum(),
            "density": weights.sum() * step,
            "none": 1.0,
            "mean": weights.mean(),
            "norm": np.sqrt(np.sum(weights**2)),
        }
        return weights / below[normalise]


grid_posterior = Exercise(
    title="A posterior on a grid",
    points=2,
    expected=lambda log_prior, k, n, grid: special.softmax(log_prior + stats.binom.logpmf(k, n, grid)),
    cases=_grids,
    mistakes=switched(
        _on_grid,
        {
            "The prior is left out.": {"prior": "none"},
            "You add the prior without its logarithm. What is handed to you is a logarithm already.": {
                "prior": "no log"
            },
            "You took the logarithm of the logarithm of the prior; that gave NaN. Read what is handed to you.": {
                "prior": "log of log"
            },
            "You multiply with the logarithm of the prior. What does a product become in logs?": {"prior": "times"},
            "You take the prior off. Posterior is prior times likelihood.": {"prior": "minus"},
            "The prior counts twice.": {"prior": "twice"},
            "You counted n misses. Of n alerts k are real: how many are not?": {"misses": "n"},
            "Only the k real alerts count in your answer. What do the others say?": {"misses": "none"},
            "You exchanged real alerts and false ones.": {"swap": True},
            "Those are densities: weights divided by the step. They do not sum to 1.": {"normalise": "density"},
            "Your weights are not divided by their sum. What are all of them to add up to?": {"normalise": "none"},
            "You divide by the mean weight. What are all of them to add up to?": {"normalise": "mean"},
            "You divide by the root of the sum of squares. The weights are to add up to 1.": {"normalise": "norm"},
            "Those are logarithms. Weights are asked.": {"normalise": "logs"},
            "The weights of thousands of alerts underflow; 0/0 gave NaN. What may be taken off all logs alike?": {
                "shift": False
            },
            "0 times the logarithm of 0 gave NaN. What is a rate of 0 to the power of 0?": {"guard": False},
            "You clip the rates at {clip}. A rate of exactly 0 or 1 has a weight of its own.": {
                "clip": sizes(1e-3, 1e-6)
            },
        },
    ),
)


# ---- the posterior in four numbers


def _rates(rng):
    def draw(n):
        a, b, k = rng.uniform(0.6, 4), rng.uniform(5, 9), int(rng.integers(1, n))
        return a, b, k, n

    return [
        (2, 5, 7, 9),
        draw(12),
        draw(30),
        (*rng.uniform(1.2, 5, 2), 0, 6),
        (rng.uniform(1, 2), rng.uniform(6, 9), 8, 8),
        (rng.uniform(2, 3), rng.uniform(5, 8), 0, 0),
        (0.5, 0.4, 0, 5),
        (0.3, 0.8, 4, 4),
        draw(2000),
    ]


def _shapes(a, b, k, n, update="right"):
    return {
        "right": (a + k, b + n - k),
        "b + n": (a + k, b + n),
        "failures": (a + n - k, b + k),
        "prior swapped": (b + k, a + n - k),
        "flat": (1 + k, 1 + n - k),
        "data": (k, n - k),
        "prior": (a, b),
        "less one": (a + k - 1, b + n - k - 1),
        "swapped": (b + n - k, a + k),
    }[update]


def _summary(a, b, k, n, *, update="right", middle="mean", spread="sd", ends="tails", order="right"):
    with np.errstate(all="ignore"):
        alpha, beta = np.array(_shapes(a, b, k, n, update), dtype=float)
        total = alpha + beta
        mean, variance = alpha / total, alpha * beta / total**2 / (total + 1)
        middles = {
            "mean": mean,
            "mode": (alpha - 1) / (total - 2),
            "median": special.betaincinv(alpha, beta, 0.5),
            "share": np.divide(k, n) if n else np.nan,
            "data": np.divide(a + k, n) if n else np.nan,
        }
        sd = np.sqrt(variance)
        spreads = {
            "sd": sd,
            "variance": variance,
            "no one": np.sqrt(variance * (total + 1) / total),
            "binomial": np.sqrt(mean * (1 - mean)),
            "wald": np.sqrt(mean * (1 - mean) / n) if n else np.nan,
        }
        tails = {"tails": 0.05, "95": 0.025, "one side": 0.1, "80": 0.1, "ten": 0.9}
        low, high = special.betaincinv(alpha, beta, [tails.get(ends, 0.05), 1 - tails.get(ends, 0.05)])
        if ends == "upper only":
            low, high = 0.0, special.betaincinv(alpha, beta, 0.9)
        if ends in ("normal", "variance", "wide"):
            half = {"normal": 1.645 * sd, "variance": 1.645 * variance, "wide": 1.96 * sd}[ends]
            low, high = mean - half, mean + half
        values = middles[middle], spreads[spread], low, high
        return values if order == "right" else (values[0], values[1], high, low)


def _by_library(a, b, k, n):
    known = stats.beta(a + k, b + (n - k))
    return known.mean(), known.std(), *known.interval(0.9)


summarise_rate = Exercise(
    title="A rate in four numbers",
    points=2,
    expected=_by_library,
    cases=_rates,
    mistakes=switched(
        _summary,
        {
            "Your second shape grows by n. Which of the n alerts were not real?": {"update": "b + n"},
            "You added the false alerts to a. Here a counts the real ones.": {"update": "failures"},
            "The shapes of the prior are exchanged.": {"update": "prior swapped"},
            "The two shapes of the posterior are exchanged: that is the rate of false alerts.": {"update": "swapped"},
            "You begin with a flat prior, Beta(1, 1). Another is given.": {"update": "flat"},
            "The prior is left out: your shapes are the counts.": {"update": "data"},
            "Those are numbers of the prior: the data are not used.": {"update": "prior"},
            "You took 1 off each shape. Beta(a, b) is updated by whole counts.": {"update": "less one"},
            "Your mean is the mode, the highest point. Where the curve leans, the mean lies elsewhere.": {
                "middle": "mode"
            },
            "Your mean is the median of the posterior.": {"middle": "median"},
            "Your mean is k/n, without the prior. With n = 0 there is none.": {"middle": "share"},
            "Your mean divides by n alone. How much does the prior count?": {"middle": "data"},
            "Your standard deviation is a variance.": {"spread": "variance"},
            "Under your root a + b is taken once where a + b + 1 belongs.": {"spread": "no one"},
            "Your standard deviation is that of one alert, 0 or 1. How sure you are of the *rate* is asked.": {
                "spread": "binomial"
            },
            "Your standard deviation is that of a share of n alerts. The posterior has its own.": {"spread": "wald"},
            "Your ends leave out 2.5 % on each side: that is 95 %.": {"ends": "95"},
            "Your ends leave out 10 % on each side: that is 80 %.": {"ends": "one side"},
            "Your interval begins at 0 and leaves out 10 % above. Equal tails are asked, one on each side.": {
                "ends": "upper only"
            },
            "Your ends are mean ∓ 1.645 standard deviations. The curve leans: ask its quantiles.": {"ends": "normal"},
            "Your ends are mean ∓ 1.96 standard deviations. Quantiles, and 90 %, are asked.": {"ends": "wide"},
            "Your ends are the mean ∓ a multiple of the variance.": {"ends": "variance"},
            "Your upper end comes first.": {"order": "turned"},
        },
    ),
)


# ---- counts to come


def _futures(rng):
    return [
        (2, 5, 7, 9, 4),
        (rng.uniform(1, 3), rng.uniform(4, 8), 3, 11, 1),
        (rng.uniform(0.4, 3), rng.uniform(4, 8), 6, 8, 12),
        (rng.uniform(0.5, 0.9), rng.uniform(0.3, 0.8), 2, 3, 6),
        (rng.uniform(1, 3), rng.uniform(1, 8), 2, 5, 0),
        (rng.uniform(2, 4), rng.uniform(5, 9), 0, 0, 7),
        (rng.uniform(1, 3), rng.uniform(3, 6), 0, 7, 10),
        (2, 6, 1400, 2000, 15),
    ]


def _counted(a, b, k, n, m, *, update="right", plug=None, coefficient=True, give="each", trials="m"):
    with np.errstate(all="ignore"):
        alpha, beta = np.array(_shapes(a, b, k, n, update), dtype=float)
        m = n if trials == "n" else m
        j = np.arange(m + 1)
        if plug:
            share, before = np.divide(k, n) if n else np.nan, a / (a + b)
            rate = {"mean": alpha / (alpha + beta), "share": share, "share or prior": share if n else before}
            mode = (alpha - 1) / (alpha + beta - 2)
            chances = stats.binom.pmf(j, m, {**rate, "mode": mode}[plug])
        else:
            chances = stats.betabinom.pmf(j, m, alpha, beta)
        chances = chances if coefficient else chances / special.comb(m, j)
        return {
            "each": chances,
            "false": chances[::-1],
            "at most": np.cumsum(chances),
            "at least": np.cumsum(chances[::-1])[::-1],
            "from 1": chances[1:],
            "up to m": chances[:-1],
            "mean": j @ chances,
            "times m": m * chances,
        }[give]


def _by_betaln(a, b, k, n, m):
    j = np.arange(m + 1)
    alpha, beta = a + k, b + n - k
    ways = special.gammaln(m + 1) - special.gammaln(j + 1) - special.gammaln(m - j + 1)
    return np.exp(ways + special.betaln(alpha + j, beta + m - j) - special.betaln(alpha, beta))


predictive_counts = Exercise(
    title="Counts to come",
    points=2,
    expected=_by_betaln,
    cases=_futures,
    mistakes=switched(
        _counted,
        {
            "That is a binomial with the posterior mean plugged in: as if the rate were known.": {"plug": "mean"},
            "That is a binomial with k/n plugged in: as if the rate were known, and without the prior.": {
                "plug": "share"
            },
            "That is a binomial with k/n plugged in, or the prior mean where n is 0: as if the rate were known.": {
                "plug": "share or prior"
            },
            "That is a binomial with the mode plugged in: as if the rate were known.": {"plug": "mode"},
            "Those are chances by the prior: the k of n are not used.": {"update": "prior"},
            "Your second shape grows by n. Which of the n alerts were not real?": {"update": "b + n"},
            "You added the false alerts to a. Here a counts the real ones.": {"update": "failures"},
            "The shapes of the prior are exchanged.": {"update": "prior swapped"},
            "You begin with a flat prior, Beta(1, 1). Another is given.": {"update": "flat"},
            "The prior is left out: your shapes are the counts.": {"update": "data"},
            "Those are the chances of one order. In how many orders can j of m be real?": {"coefficient": False},
            "Your list runs backwards: entry j is the chance of j false alerts.": {"give": "false"},
            "Those are chances of at most j. Exactly j is asked.": {"give": "at most"},
            "Those are chances of at least j. Exactly j is asked.": {"give": "at least"},
            "Your list begins with 1 real alert. None at all has a chance too.": {"give": "from 1"},
            "Your list ends before m real alerts. All of them has a chance too.": {"give": "up to m"},
            "You multiply the chances by m. What are chances of all counts to add up to?": {"give": "times m"},
            "That is the expected count. A chance for each count is asked.": {"give": "mean"},
            "You count over n alerts, those that were seen. The next m are asked.": {"trials": "n"},
        },
    ),
)


# ---- does the interval hold?


def _intervals(rng):
    def wald(n, p):
        share = np.arange(n + 1) / n
        half = 1.645 * np.sqrt(share * (1 - share) / n)
        return share - half, share + half, n, p

    def credible(n, p):
        k = np.arange(n + 1)
        return stats.beta.ppf(0.05, 1 + k, 1 + n - k), stats.beta.ppf(0.95, 1 + k, 1 + n - k), n, p

    def at_an_end(which):
        low, high, n, _ = credible(9, 0.5)
        return low, high, n, float((low if which == "low" else high)[4])

    near = rng.uniform(0.3, 0.6)
    hair = near + np.array([1, -1, 1, -1, 1, -1]) * 1e-7
    by_a_hair = np.r_[hair[:3], 0, 0, 0], np.r_[1, 1, 1, hair[3:]], 5, near
    never = rng.uniform(0, 0.4, 8), rng.uniform(0.5, 1, 8), 7, 0.45
    never[0][[1, 4]], never[1][[1, 4]] = never[1][[1, 4]], never[0][[1, 4]].copy()
    return [
        (np.array([0.0, 0.2, 0.6]), np.array([0.5, 0.8, 1.0]), 2, 0.5),
        wald(8, 0.2),
        credible(8, 0.2),
        credible(25, rng.uniform(0.02, 0.3)),
        wald(40, rng.uniform(0.05, 0.4)),
        at_an_end("low"),
        at_an_end("high"),
        wald(6, 0.0),
        wald(5, 1.0),
        by_a_hair,
        never,
        (rng.uniform(0, 0.1, 5), rng.uniform(0.9, 1, 5), 4, 0.3),
    ]


def _binomial(k, n, p):
    return special.binom(n, k) * p**k * (1 - p) ** (n - k)


_CHANCES = {
    "binomial": _binomial,
    "equal": lambda k, n, p: np.ones(n + 1) / (n + 1),
    "turned": lambda k, n, p: _binomial(k, n, 1 - p),
    "one order": lambda k, n, p: p**k * (1 - p) ** (n - k),
    "one more": lambda k, n, p: _binomial(k, n + 1, p),
    "average": lambda k, n, p: _binomial(k, n, p) / (n + 1),
    "at most": lambda k, n, p: np.cumsum(_binomial(k, n, p)),
    "shifted": lambda k, n, p: np.r_[_binomial(k, n, p)[1:], 0.0],
    "own share": lambda k, n, p: _binomial(k, n, k / n),
}


def _held(
    low, high, n, p, *, sides="both", strict="none", weights="binomial", give="holds", ends="given", missing=slice(None)
):
    k = np.arange(n + 1)
    if ends == "sorted":
        low, high = np.minimum(low, high), np.maximum(low, high)
    above = low < p if strict in ("low", "both") else low <= p
    below = p < high if strict in ("high", "both") else p <= high
    holds = {"both": above & below, "low": above, "high": below, "either": above | below}[sides]
    if ends == "share inside":
        holds = (low <= k / n) & (k / n <= high)
    chances = _CHANCES[weights](k, n, p)
    found = np.sum(chances[missing] * holds[missing])
    share = found / holds.sum() if holds.any() else np.nan
    total = {"holds": found, "misses": 1 - found, "percent": 100 * found, "count": np.sum(holds), "mean": share}
    return total[give]


def _by_hand(low, high, n, p):
    total = 0.0
    for k in range(n + 1):
        inside = not (p < low[k] or p > high[k])
        total += inside * special.comb(n, k) * p**k * (1 - p) ** (n - k)
    return total


exact_coverage = Exercise(
    title="Does it hold as often as it says?",
    points=2,
    expected=_by_hand,
    cases=_intervals,
    mistakes=switched(
        _held,
        {
            "You look at the upper end only.": {"sides": "high"},
            "You look at the lower end only.": {"sides": "low"},
            "One end in order is enough in your answer. p has to lie between both.": {"sides": "either"},
            "An interval whose lower end is p holds it too.": {"strict": "low"},
            "An interval whose upper end is p holds it too.": {"strict": "high"},
            "An interval that ends exactly at p holds it too, at either end.": {"strict": "both"},
            "Every count weighs the same in your answer. Some counts come more often.": {"weights": "equal"},
            "Your counts are weighed as if the rate were 1 - p.": {"weights": "turned"},
            "Your weights are those of one order. In how many orders can k of n come?": {"weights": "one order"},
            "You weigh counts of n + 1 alerts. There are n + 1 counts, of n alerts.": {"weights": "one more"},
            "You averaged where a sum is due: the chances weigh the counts already.": {"weights": "average"},
            "Your chances begin with a count of 1. The first interval is that of a count of 0.": {"weights": "shifted"},
            "You weigh each count as if the rate were k/n. How likely is it when the rate is p?": {
                "weights": "own share"
            },
            "You took the mean of the chances whose interval holds p. What are chances that exclude each other to be?": {
                "give": "mean"
            },
            "You weigh with the chance of at most k. The chance of k is needed.": {"weights": "at most"},
            "That is the chance that the interval misses p.": {"give": "misses"},
            "Your chance is in percent.": {"give": "percent"},
            "That is how many intervals hold p. Each comes with its own chance.": {"give": "count"},
            "You exchange ends that are the wrong way round. Such an interval holds nothing.": {"ends": "sorted"},
            "You ask whether the interval holds k/n. The true rate is p.": {"ends": "share inside"},
            "The count of 0 is left out.": {"missing": slice(1, None)},
            "The count of n is left out.": {"missing": slice(None, -1)},
        },
    ),
)


# ---- traces and shifts

read_the_traces = choice_exercise(
    title="Believe the trace?",
    points=2,
    right={
        "A": "step too large",
        "B": "mixes",
        "C": "has not arrived",
        "D": "step too small",
        "E": "mixes",
    },
    tempting={
        ("A", "mixes"): "A: how often does it move at all? Look at the flat stretches.",
        ("A", "step too small"): "A: it rarely moves, and when it does, how far?",
        (
            "A",
            "has not arrived",
        ): "A: it stands at many heights, above and below, from early on. What does it do between?",
        ("B", "step too small"): "B: how many times does it cross the whole range?",
        ("B", "step too large"): "B: is there a stretch where it stands still for fifty steps?",
        ("B", "has not arrived"): "B: cut it in two. Do the halves look different?",
        ("C", "mixes"): "C: compare the first fifty steps with the last fifty. Is it one law?",
        ("C", "step too large"): "C: it moves at nearly every step. Where to?",
        ("C", "step too small"): "C: small steps, yes. But which way does it go, from its first step to its last?",
        ("D", "mixes"): "D: how often does it cross the range that B crosses?",
        ("D", "step too large"): "D: does it stand still, or creep?",
        ("D", "has not arrived"): "D: does it go one way, or back and forth where B lives?",
        ("E", "step too large"): "E: it stands still for a few steps now and then. Long enough to lose the rest?",
        ("E", "step too small"): "E: how long does it take across its range?",
        ("E", "has not arrived"): "E: a few steps at the start, and then? Cut it in two and compare.",
    },
)

_SLOTS = {"night": 6, "weekend": 1, "audit": 2}
_LAST = {"night": 8, "weekend": 5, "audit": 7}
_TEMPTING_SLOTS = {
    ("night", "2"): "night: 2 is the likeliest count. Which mistake is the dear one?",
    ("night", "3"): "night: 3 is the middle. That is right where both mistakes cost the same.",
    ("night", "4"): "night: 4 is the expected count, rounded. An analyst missing costs more than an idle one.",
    ("night", "5"): "night: 5 is what a binomial of the same mean says. The table is wider: add it up.",
    ("weekend", "0"): "weekend: would one slot be idle often enough to cost more than it saves? Add up.",
    (
        "weekend",
        "3",
    ): "weekend: 3 is the likeliest count, and the middle, and the rounded mean. An idle slot is dear here.",
    ("weekend", "4"): "weekend: you took the costs the other way round. Which mistake costs 3?",
    ("audit", "0"): "audit: 0 is the likeliest count. Would one slot be needed more often than not?",
    ("audit", "3"): "audit: 3 is the expected count, rounded. A few busy days pull it up.",
}


def _every_slot():
    general = {
        (shift, str(slots)): f"{shift}: not {slots}. Weigh one slot more or fewer: what does it cost when it is "
        "idle, what does it save when it is needed, and how likely is each?"
        for shift, best in _SLOTS.items()
        for slots in range(_LAST[shift] + 1)
        if slots != best
    }
    return {**general, **_TEMPTING_SLOTS}


staff_the_shift = choice_exercise(
    title="Staff the shift",
    points=2,
    right={shift: str(slots) for shift, slots in _SLOTS.items()},
    tempting=_every_slot(),
)
