"""Exercises of the lesson on probability and statistics."""

import numpy as np
from scipy.stats import ttest_ind

from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, switched, with_faults

choose_the_number = choice_exercise(
    title="Which number is asked?",
    points=2,
    right={
        "A": "mean",
        "B": "median",
        "C": "high quantile",
        "D": "none of them",
        "E": "median",
        "F": "none of them",
    },
    tempting={
        ("A", "median"): "A: the pay is skewed, true. But what do 300 medians add up to, beside 300 real people?",
        ("A", "none of them"): "A: the 3,000 are known, and the 300 are paid like them.",
        ("B", "mean"): "B: a few high salaries pull the mean. Who stands in the middle?",
        ("B", "high quantile"): "B: nine of ten is an edge. The middle is asked.",
        ("C", "mean"): "C: about half of the parcels, more or less, come later than the mean.",
        ("C", "median"): "C: the median is kept by one parcel of two.",
        ("C", "none of them"): "C: 8,000 times are known. Which of them do nine of ten keep?",
        ("D", "mean"): "D: the mean of the file, yes. What do those above the cap really have?",
        ("D", "median"): "D: the question is for the mean, and the median is another number.",
        ("E", "none of them"): "E: a third stands at the cap. Where does the middle stand?",
        ("E", "mean"): "E: the middle person is asked, and the mean is spoiled by the cap besides.",
        ("F", "mean"): "F: the mean of those who rated. Who did not, and do they think alike?",
        ("F", "median"): "F: the median of volunteers is the middle of volunteers.",
    },
)


# ---- the other condition


def _rates(rng):
    drawn = [tuple(rng.uniform(0.02, 0.98, 3)) for _ in range(3)]
    return [
        (0.8, 0.1, 0.1),
        *drawn,
        (0.9, 0.001, 0.02),
        (0.7, 0.0, 0.3),
        (0.6, 1.0, 0.4),
        (0.3, 0.2, 0.3),
        (0.0, 0.35, 0.0),
        (0.5, 0.4, 0.0),
    ]


def _flipped(hit, rate, false_alarm, *, others="rate", whole="flagged", top="both", empty="rate"):
    good = hit * rate if top == "both" else hit
    bad = false_alarm * {"rate": 1 - rate, "one": 1.0, "good": rate}[others]
    total = {"flagged": good + bad, "alarm": bad, "one": 1.0}[whole]
    if total == 0:
        return {"rate": rate, "zero": 0.0, "nan": np.nan}[empty]
    return good / total


flip_condition = Exercise(
    title="Turn the condition round",
    points=2,
    expected=lambda hit, rate, false_alarm: (
        rate if hit * rate + false_alarm * (1 - rate) == 0 else 1 / (1 + _against(hit, rate, false_alarm))
    ),
    cases=_rates,
    mistakes={
        **switched(
            _flipped,
            {
                "All others are taken as 1: how large a share of everybody are the ones that are not good?": {
                    "others": "one"
                },
                "The false alarms are taken of the good ones. Of whom are they?": {"others": "good"},
                "That is the share of all applications that are good and flagged. Only the flagged are the whole.": {
                    "whole": "one"
                },
                "You divide by the false alarms only. The flagged good ones are flagged too.": {"whole": "alarm"},
                "The base rate is missing above the line: how many are good *and* flagged?": {"top": "hit"},
                "Right but where nothing is flagged: there you return 0. The statement says what to return.": {
                    "empty": "zero"
                },
                "Right but where nothing is flagged: 0/0 gave NaN there. The statement says what to return.": {
                    "empty": "nan"
                },
            },
        ),
        "That is the share of the good that is flagged: the condition as it was, not turned.": (
            lambda hit, rate, false_alarm: hit
        ),
        "That is the base rate: what the flag tells is not used.": lambda hit, rate, false_alarm: rate,
        "That is the share of all that is flagged, good or not.": lambda hit, rate, false_alarm: (
            hit * rate + false_alarm * (1 - rate)
        ),
    },
)


def _against(hit, rate, false_alarm):
    """Odds of not good to good, among the flagged; infinite where no good one is flagged."""
    good = hit * rate
    return np.inf if good == 0 else false_alarm * (1 - rate) / good


# ---- a bootstrap


def _resamples(rng):
    rows = np.array([[0, 0, 0], [0, 0, 1], [1, 1, 2], [2, 2, 2], [0, 1, 2]])
    example = np.array([2.0, 4.0, 9.0]), rows, np.median, 0.5

    def draw(n, draws, statistic, level):
        return 60 * np.exp(0.5 * rng.normal(size=n)), rng.integers(0, n, (draws, n)), statistic, level

    return [
        example,
        draw(12, 101, np.mean, 0.95),
        draw(9, 60, np.median, 0.8),
        draw(20, 90, np.ptp, 0.9),
        draw(7, 45, np.max, 0.99),
        (1e-3 * rng.normal(size=6), rng.integers(0, 6, (30, 6)), np.mean, 0.9),
    ]


def _interval(x, rows, statistic, level, *, tails="half", of="answers", centre=False, swap=False, middle="quantile"):
    answers = np.array([statistic(x[resample]) for resample in rows])
    outside = {"half": (1 - level) / 2, "whole": 1 - level, "fixed": 0.025}[tails]
    pool = {"answers": answers, "data": x, "means": np.array([np.mean(x[r]) for r in rows])}[of]
    if middle == "normal":
        low, high = pool.mean() - 1.96 * pool.std(), pool.mean() + 1.96 * pool.std()
    else:
        low, high = np.quantile(pool, [outside, 1 - outside])
    seen = statistic(x)
    return (2 * seen - high, 2 * seen - low) if centre else (high, low) if swap else (low, high)


bootstrap_interval = Exercise(
    title="A bootstrap interval",
    points=2,
    expected=lambda x, rows, statistic, level: np.percentile(
        np.apply_along_axis(statistic, 1, x[rows]), [50 - 50 * level, 50 + 50 * level]
    ),
    cases=_resamples,
    mistakes={
        **switched(
            _interval,
            {
                "You leave out 1 - level on each side. It is for both sides together.": {"tails": "whole"},
                "Your ends are the 2.5 % and 97.5 % quantiles, whatever the level.": {"tails": "fixed"},
                "Those are quantiles of the data: where people lie, not how sure the statistic is.": {"of": "data"},
                "You took the mean of each resample, whatever statistic is passed.": {"of": "means"},
                "That is the reversed (basic) interval, turned over at the statistic seen. Percentiles are asked.": {
                    "centre": True
                },
                "The high end comes first. Low and high are asked.": {"swap": True},
                "Those are 1.96 spreads around the mean of the answers. Quantiles are asked.": {"middle": "normal"},
            },
        ),
        "You return all answers, one a resample. Two of their quantiles are asked.": (
            lambda x, rows, statistic, level: [statistic(x[resample]) for resample in rows]
        ),
    },
)

read_the_interval = choice_exercise(
    title="True or false?",
    points=2,
    right={"A": "false", "B": "true", "C": "false", "D": "true", "E": "false", "F": "true"},
    tempting={
        ("A", "true"): "A: the interval is about a mean. Pay of single people spreads much wider.",
        ("B", "false"): "B: what else could 95 % be a share of? Think of many surveys.",
        ("C", "true"): "C: the truth stands still, the next mean does not. Two things wander.",
        ("D", "false"): "D: four times the people. What does the root of four do to the standard error?",
        ("E", "true"): "E: more answers of the same kind of people: surer, and of what?",
        ("F", "false"): "F: to hold the truth more often, must an interval be longer or shorter?",
    },
)


# ---- a gap


def _two_groups(rng):
    example = np.array([12.0, 15.0, 11.0, 20.0, 22.0]), np.array([9.0, 14.0, 10.0])

    def draw(n, m, spread):
        return rng.normal(50, 6, n), rng.normal(47, spread, m)

    return [example, draw(9, 4, 20), draw(2, 7, 3), draw(30, 12, 1), draw(6, 6, 5), draw(5, 2, 0.4)]


def _difference(a, b, *, how="added", ddof=1, sign=1, width=1.96, ends=True):
    n, m = len(a), len(b)
    one, two = np.var(a, ddof=ddof), np.var(b, ddof=ddof)
    error = {
        "added": np.sqrt(one / n + two / m),
        "roots": np.sqrt(one / n) + np.sqrt(two / m),
        "pooled": np.sqrt(((n - 1) * one + (m - 1) * two) / (n + m - 2) * (1 / n + 1 / m)),
        "no n": np.sqrt(one + two),
        "all n": np.sqrt((one + two) / (n + m)),
        "no root": one / n + two / m,
        "exchanged": np.sqrt(one / m + two / n),
    }[how]
    gap = sign * (np.mean(a) - np.mean(b))
    return (gap, error, gap - width * error, gap + width * error) if ends else (gap, error)


def _by_welch(a, b):
    gap = np.mean(a) - np.mean(b)
    error = abs(gap / ttest_ind(a, b, equal_var=False).statistic)
    return gap, error, gap - 1.96 * error, gap + 1.96 * error


difference_of_means = Exercise(
    title="A gap and how sure it is",
    points=2,
    expected=_by_welch,
    cases=_two_groups,
    mistakes=switched(
        _difference,
        {
            "You added the two standard errors. Which of their powers add up?": {"how": "roots"},
            "You pooled the spreads as if they were equal. Each group keeps its own.": {"how": "pooled"},
            "Your standard error does not fall with the number of people: a variance of a mean is asked.": {
                "how": "no n"
            },
            "Both variances are divided by everybody. Each mean has its own people.": {"how": "all n"},
            "Your standard error is still squared: the root is missing.": {"how": "no root"},
            "Each variance is divided by the number of the other group.": {"how": "exchanged"},
            "You divide by n inside the variance. A standard error takes n - 1.": {"ddof": 0},
            "The gap is b minus a. Asked is a minus b.": {"sign": -1},
            "Your interval has one standard error on each side. For 95 % it is 1.96.": {"width": 1},
            "Your interval has 2 standard errors on each side. The statement says 1.96.": {"width": 2},
            "Two numbers came back. The ends of the interval are asked too.": {"ends": False},
        },
    ),
)


# ---- the lot


def _lots(rng):
    example = np.array([5.0, 9.0]), np.array([1.0, 3.0]), np.array([[0, 1, 2, 3], [2, 3, 0, 1], [0, 2, 1, 3]])

    def draw(n, m, lots, gap, decimals):
        values = np.round(rng.normal(0, 2, n + m), decimals)
        values[:n] += gap
        return values[:n], values[n:], np.array([rng.permutation(n + m) for _ in range(lots)])

    same = np.array([0.1, 0.3, 0.2]), np.array([0.2, 0.1, 0.3])
    return [
        example,
        draw(4, 6, 150, 2.0, 0),
        draw(7, 3, 90, -4.0, 1),
        draw(9, 9, 60, 1.0, 9),
        (*same, np.array([rng.permutation(6) for _ in range(40)])),
        draw(3, 5, 1, 0.5, 2),
        draw(4, 4, 70, 2.0, 0),
        (*(values := 1e-3 * rng.normal(size=(2, 5))), np.array([rng.permutation(10) for _ in range(40)])),
        (values[0, :2] - 1e-3, values[1], np.array([rng.permutation(7) for _ in range(40)])),
        # 0.1 + 0.2 and 0.3 change places: the gap is the same but for the last bit
        (np.array([0.1 + 0.2, 0.9]), np.array([0.3, 0.2]), np.array([[2, 1, 0, 3]])),
    ]


def _p_value(a, b, orders, *, sides="two", more=np.greater_equal, plus=1, middle=np.mean, room=1e-9, first="a"):
    cards = np.concatenate([a, b])
    n = len(a) if first == "a" else len(b)
    gaps = np.array([middle(cards[o[:n]]) - middle(cards[o[n:]]) for o in orders])
    seen = middle(a) - middle(b)
    edge = -room if more is np.greater_equal else room
    if sides == "two":
        hits = more(np.abs(gaps), abs(seen) + edge).sum()
    else:
        hits = more(gaps, seen + edge).sum() if sides == "upper" else (gaps <= seen + room).sum()
    return (plus + hits) / (plus + len(orders))


def _by_sums(a, b, orders):
    """Compare the sums of the first group: with the total fixed they stand for the gaps."""
    cards, n, m = np.r_[a, b], len(a), len(b)
    firsts = np.array([cards[list(order[:n])].sum() for order in orders])
    gaps = firsts / n - (cards.sum() - firsts) / m
    return (1 + int(np.sum(np.abs(gaps) + 1e-9 >= np.abs(a.mean() - b.mean())))) / (1 + len(orders))


relabelling_p_value = Exercise(
    title="The p-value of the lot",
    points=2,
    expected=_by_sums,
    cases=_lots,
    equivalent={
        "lots[:, :len(a)].mean(axis=1) - lots[:, len(a):].mean(axis=1) -> lots[:, len(a):].mean(axis=1) - lots[:, :len(a)].mean(axis=1)": "both sides count",
        "np.mean(a) - np.mean(b) -> np.mean(b) - np.mean(a)": "both sides count",
        "np.abs(gaps) >= abs(seen) - 1e-09 -> np.abs(gaps) > abs(seen) - 1e-09": "no gap ends there",
        "abs(seen) - 1e-09 -> abs(seen) - 2e-09": "no gap lies between",
    },
    mistakes=switched(
        _p_value,
        {
            "You count one side only, gaps above the one seen. Both sides count.": {"sides": "upper"},
            "You count one side only, gaps below the one seen. Both sides count.": {"sides": "lower"},
            "A gap as large as the one seen is no hit in your count. It is: at least as large.": {"more": np.greater},
            "The lot that took place is not counted: p could be 0.": {"plus": 0},
            "You compare medians. The gap of the statement is one of means.": {"middle": np.median},
            "The first group of each lot has as many people as b. It is called a.": {"first": "b"},
        },
    ),
)


# ---- peeking


def _tests(rng):
    example = np.array([[0.5, 2.1, 1.0], [-2.5, -1.0, -2.0], [0.1, 0.2, 0.3], [1.96, 1.0, 1.5]])

    def draw(tests, looks):
        steps = rng.normal(0, 1, (tests, looks)).cumsum(axis=1) / np.sqrt(np.arange(1, looks + 1))
        return 1.3 * steps

    edges = np.array([[1.96, -1.96], [1.9604, 0.0], [0.0, -1.9604], [1.9596, 1.0]])
    return [(example,), (draw(40, 8),), (draw(25, 3),), (draw(30, 1),), (edges,), (draw(60, 12),)]


def _peeked(z, *, both=True, more=np.greater, over="rows", last=-1, counts=False, edge=1.96):
    crosses = more(np.abs(z) if both else z, edge)
    some = {
        "rows": crosses.any(axis=1),
        "table": crosses.ravel(),
        "all": crosses.all(axis=1),
        "columns": crosses.any(axis=0),
    }[over]
    end = crosses[:, last]
    return (some.sum(), end.sum()) if counts else (some.mean(), end.mean())


peeking_rate = Exercise(
    title="What peeking costs",
    points=2,
    expected=lambda z: (
        np.mean([max(abs(look) for look in test) > 1.96 for test in z]),
        np.mean([abs(test[-1]) > 1.96 for test in z]),
    ),
    cases=_tests,
    mistakes=switched(
        _peeked,
        {
            "Looks far below zero do not cross in your answer. |z| has no sign.": {"both": False},
            "A look at exactly 1.96 crosses in your answer. Larger is asked.": {"more": np.greater_equal},
            "That is the share of all looks that cross. A test that crosses once has raised its alarm.": {
                "over": "table"
            },
            "A test must cross at every look in your answer. One is enough to stop.": {"over": "all"},
            "You asked the looks, column by column. A test is a row.": {"over": "columns"},
            "Your second number is the first look. The last is asked.": {"last": 0},
            "Those are counts of tests. Shares are asked.": {"counts": True},
            "Your border is 1.645, that of a one-sided rule. It is 1.96.": {"edge": 1.645},
        },
    ),
)


# ---- among equals


def _levels(rng):
    example = (
        np.array([62.0, 66.0, 60.0, 105.0, 98.0, 100.0]),
        np.array([1, 1, 0, 1, 0, 0]),
        np.array([1, 1, 1, 2, 2, 2]),
    )

    def draw(sizes, lonely=()):
        level = rng.permutation(np.repeat(np.arange(3, 3 + len(sizes)), sizes))
        certified = (rng.random(len(level)) < 0.9 - 0.2 * (level - 3)).astype(int)
        for value in np.unique(level):
            here = np.flatnonzero(level == value)
            certified[here[:2]] = [0, 1]
            if value in lonely:
                certified[here] = value % 2
        gains = rng.uniform(-6, 12, len(sizes))
        return 40 + 20 * level + certified * gains[level - 3] + rng.normal(0, 3, len(level)), certified, level

    return [example, draw([9, 4, 6]), draw([5, 12, 7, 6], lonely=(4,)), draw([8, 3, 6, 9], lonely=(3, 6)), draw([14])]


def _standardised(pay, certified, level, *, weight="all", middle=np.mean, sign=1, lonely="out", overall=False):
    if overall:
        return sign * (middle(pay[certified == 1]) - middle(pay[certified == 0]))
    gaps, people = [], []
    for value in np.unique(level):
        here = level == value
        with_it, without = pay[here & (certified == 1)], pay[here & (certified == 0)]
        if len(with_it) and len(without):
            gaps.append(middle(with_it) - middle(without))
        elif lonely == "zero":
            gaps.append(0.0)
        else:
            continue
        counts = {"all": here.sum(), "one": 1, "with": len(with_it), "without": len(without)}
        people.append(counts[weight])
    return sign * np.average(gaps, weights=people)


def _by_reweighting(pay, certified, level):
    """Weight each person so that both groups have the mix of all people, then compare two means."""
    kept = [v for v in np.unique(level) if len(set(certified[level == v])) == 2]
    total = 0.0
    for flag, sign in ((1, 1), (0, -1)):
        means = [pay[(level == v) & (certified == flag)].mean() for v in kept]
        total += sign * sum(m * np.sum(level == v) for m, v in zip(means, kept, strict=True))
    return total / np.isin(level, kept).sum()


standardised_gap = Exercise(
    title="The gap among equals",
    points=2,
    expected=_by_reweighting,
    cases=_levels,
    equivalent={"here.sum() -> here.mean()": "weights count by their ratios"},
    mistakes=switched(
        _standardised,
        {
            "That is the gap over everybody, level or not: unequal people are compared.": {"overall": True},
            "Each level counts the same. A level with more people weighs more.": {"weight": "one"},
            "Your weights count those with the certificate. All people of a level count.": {"weight": "with"},
            "Your weights count those without it. All people of a level count.": {"weight": "without"},
            "You compare medians within the levels. Means are asked.": {"middle": np.median},
            "The gap is without minus with. It is the other way round.": {"sign": -1},
            "A level without a comparison counts as a gap of 0. Leave its people out.": {"lonely": "zero"},
        },
    ),
)

_SECOND = {"A": 120, "B": 90, "C": 100, "D": 80}
predict_second_year = Exercise(
    title="The second year",
    points=2,
    expected=_SECOND,
    mistakes={
        "A: 140 again would need a correlation of 1.": {**_SECOND, "A": 140},
        "A: half of 140 is not half of the way to 140. How far above the mean was the team?": {**_SECOND, "A": 70},
        "A: with correlation 0 it would be 100. There is some.": {**_SECOND, "A": 100},
        "A: does what is above come down below the mean? Only the distance shrinks.": {**_SECOND, "A": 80},
        "B: 60 again would need a correlation of 1.": {**_SECOND, "B": 60},
        "B: it does not rise by a quarter of its value. A quarter of the distance stays.": {**_SECOND, "B": 75},
        "B: a quarter of the distance of 40 stays, not three quarters.": {**_SECOND, "B": 70},
        "B: bad years do not call for good ones: the team stays below the mean.": {**_SECOND, "B": 110},
        "C: with correlation 0 the first year says nothing about the second.": {**_SECOND, "C": 130},
        "C: what do you expect of a team of which nothing is known? Not 0 sales.": {**_SECOND, "C": 0},
        "D: with correlation 1 and equal spreads nothing moves.": {**_SECOND, "D": 100},
        "D: with correlation 1 the team keeps its side of the mean too.": {**_SECOND, "D": 120},
    },
)


# ---- the monitor


def _shops(rng):
    def near_the_border(share, scale):
        """Two groups of ten whose z is a share of 1.96."""
        a, b = rng.uniform(1, 3, (2, 10)) * scale
        error = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 10)
        return a, b - b.mean() + a.mean() - rng.choice([-1, 1]) * share * 1.96 * error + 0 * scale, 10

    def tests(n, planned):
        spent = [rng.exponential(30, n) * (rng.random(n) < p) for p in (0.6, 0.2)]
        return spent[0], spent[1], planned

    place = np.arange(60)
    early = np.r_[rng.exponential(90, 20), np.zeros(40)], np.r_[rng.exponential(20, 20), rng.exponential(150, 40)], 60
    few_buyers = np.where(place % 2 == 0, 50 + rng.normal(0, 3, 60), 0), 50 + rng.normal(0, 3, 60), 60
    rich = np.where(place % 3 == 0, 60 + rng.normal(0, 2, 60), 0), np.where(place % 3 < 2, 30 + rng.normal(0, 2, 60), 0)
    late = np.r_[rng.normal(10, 1, 30), rng.normal(30, 1, 30)], np.r_[rng.normal(10, 1, 30), rng.normal(5, 1, 30)], 30
    borders = [near_the_border(share, scale) for share in (0.99, 1.01) for scale in (1, 1e-3)]
    reversed_later = np.r_[rng.normal(20, 1, 15), rng.normal(4, 1, 25)], rng.normal(10, 1, 40), 40
    return [early, few_buyers, (*rich, 60), late, reversed_later, tests(80, 50), *borders]


def _monitored(a, b, planned, *, looks="one", sides="two", who="all", plan=True, ddof=1, edge=1.96):
    planned = planned if plan else min(len(a), len(b))
    for n in range(10, planned + 1) if looks == "each" else [planned]:
        one, two = (x[:n][x[:n] > 0] if who == "buyers" else x[:n] for x in (a, b))
        if len(one) < 2 or len(two) < 2:
            continue
        error = np.sqrt(np.var(one, ddof=ddof) / n + np.var(two, ddof=ddof) / n)
        z = (np.mean(one) - np.mean(two)) / error
        if {"two": abs(z), "upper": z, "lower": -z}[sides] > edge:
            return True
    return False


_MONITOR_FAULTS = {
    "one look": ("it still stops at the first look that crosses.", {"looks": "each"}),
    "both sides": ("it still sees only gains of `a`.", {"sides": "upper"}),
    "everybody": ("visitors who spend 0 are still left out.", {"who": "buyers"}),
}


def _run_many(monitor, a, b, planned):
    """Ask on the whole data, on parts of them, and with the shops exchanged, so that one True or False is no lucky guess."""
    shares = (1.0, 0.6)
    plans = [max(10, int(planned * share)) for share in shares]
    return [bool(monitor(*pair, n)) for n in plans for pair in ((a, b), (b, a))]


fix_the_monitor = Exercise(
    title="Mend the monitor",
    points=2,
    expected=lambda a, b, planned: (
        abs(np.subtract(a[:planned], 0).mean() - b[:planned].mean())
        > 1.96 * np.sqrt((a[:planned].var() + b[:planned].var()) / (planned - 1))
    ),
    cases=_shops,
    ask=_run_many,
    equivalent={
        "def monitor(a, b, planned): -> def monitor(b, a, planned):": "both sides count",
        "(a[:planned], b[:planned]) -> (b[:planned], a[:planned])": "both sides count",
        "abs(np.mean(a) - np.mean(b)) > 1.96 * error -> abs(np.mean(a) - np.mean(b)) >= 1.96 * error": (
            "no gap of measured spending is the border itself"
        ),
    },
    given=with_faults(_monitored, _MONITOR_FAULTS),
    mistakes={
        **partly_mended(_monitored, _MONITOR_FAULTS),
        **switched(
            _monitored,
            {
                "It sees only losses of `a` now. Both sides count.": {"sides": "lower"},
                "All visitors are judged, also those after the plan. The plan says how many.": {"plan": False},
            },
        ),
    },
)
