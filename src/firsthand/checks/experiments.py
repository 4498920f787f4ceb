"""Exercises of the lesson on probability and statistics: two groups, what the lot does, and a plan that is kept."""

import numpy as np
from scipy.stats import ttest_ind

from firsthand.judging.exercise import Exercise, alone, partly_mended, switched, with_faults

# ---- a gap


def _two_groups(rng):
    example = np.array([12.0, 15.0, 11.0, 20.0, 22.0]), np.array([9.0, 14.0, 10.0])

    def draw(n, m, spread):
        return rng.normal(50, 6, n), rng.normal(47, spread, m)

    return [
        example,
        draw(9, 4, 20),
        draw(2, 7, 3),
        draw(30, 12, 1),
        draw(6, 6, 5),
        draw(5, 2, 0.4),
        (rng.normal(30, 6, 7), rng.normal(60, 4, 5)),
    ]


_ERRORS = {
    "added": lambda one, two, n, m: np.sqrt(one / n + two / m),
    "roots": lambda one, two, n, m: np.sqrt(one / n) + np.sqrt(two / m),
    "pooled": lambda one, two, n, m: np.sqrt(((n - 1) * one + (m - 1) * two) / (n + m - 2) * (1 / n + 1 / m)),
    "no n": lambda one, two, n, m: np.sqrt(one + two),
    "all n": lambda one, two, n, m: np.sqrt((one + two) / (n + m)),
    "no root": lambda one, two, n, m: one / n + two / m,
    "exchanged": lambda one, two, n, m: np.sqrt(one / m + two / n),
    "n of a": lambda one, two, n, m: np.sqrt((one + two) / n),
    "n of b": lambda one, two, n, m: np.sqrt((one + two) / m),
    "spreads": lambda one, two, n, m: np.sqrt(np.sqrt(one) / n + np.sqrt(two) / m),
    "twice": lambda one, two, n, m: np.sqrt(one / (n - 1) + two / (m - 1)),
    "less": lambda one, two, n, m: np.sqrt(one / n - two / m),
}


def _difference(a, b, *, how="added", ddof=(1, 1), sign=np.positive, width=1.96, middle=np.mean, shown=1, around="gap"):
    one, two = np.var(a, ddof=ddof[0]), np.var(b, ddof=ddof[1])
    with np.errstate(invalid="ignore"):
        error = (
            np.std([*a, *b], ddof=1) / np.sqrt(len(a) + len(b))
            if how == "together"
            else _ERRORS[how](one, two, len(a), len(b))
        )
    gap = sign(middle(a) - middle(b))
    centre = gap if around == "gap" else 0
    return gap, shown * error, centre - width * error, centre + width * error


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
            "You divide by n inside the variance. A standard error takes n - 1.": {"ddof": (0, 0)},
            "You divide by n inside the variance of b. A standard error takes n - 1.": {"ddof": (1, 0)},
            "You divide by n inside the variance of a. A standard error takes n - 1.": {"ddof": (0, 1)},
            "The gap is b minus a. Asked is a minus b.": {"sign": np.negative},
            "The gap has lost its sign. Below 0 says that b has more.": {"sign": np.abs},
            "Both variances are divided by the number of a. Each mean has its own people.": {"how": "n of a"},
            "Both variances are divided by the number of b. Each mean has its own people.": {"how": "n of b"},
            "You add standard deviations over n. Which of their powers add up?": {"how": "spreads"},
            "n - 1 stands twice: inside the variance and below it. A mean is of n people.": {"how": "twice"},
            "You subtract one variance from the other. Both groups add to what is not known.": {"how": "less"},
            "Your standard error is that of the mean of all people together.": {"how": "together"},
            "Your gap is one of medians. Means are asked.": {"middle": np.median},
            "Your interval lies around 0. It belongs around the gap.": {"around": "zero"},
            "Your second number is 1.96 standard errors. One is asked.": {"shown": 1.96},
            "Your interval has 1.645 standard errors on each side, as for 90 %.": {"width": 1.645},
            "Your interval has one standard error on each side. For 95 % it is 1.96.": {"width": 1},
            "Your interval has 2 standard errors on each side. The statement says 1.96.": {"width": 2},
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


def _lot_gaps(cards, orders, n, middle, inverse):
    orders = np.argsort(orders, axis=1) if inverse else orders
    return np.array([middle(cards[order[:n]]) - middle(cards[order[n:]]) for order in orders])


def _hits(gaps, seen, sides, more, room):
    edge = -room if more in (np.greater_equal, np.less) else room
    ours, theirs = {
        "two": (np.abs(gaps), abs(seen)),
        "upper": (gaps, seen),
        "lower": (-gaps, -seen),
        "upper of sizes": (gaps, abs(seen)),
        "lower of sizes": (-gaps, abs(seen)),
        "signed": (np.abs(gaps), seen),
    }[sides]
    return more(ours, theirs + edge).sum()


def _p_value(
    a,
    b,
    orders,
    *,
    sides="two",
    more=np.greater_equal,
    plus=(1, 1),
    middle=np.mean,
    room=1e-9,
    first="a",
    deck="ab",
    inverse=False,
):
    cards = np.concatenate([a, b] if deck == "ab" else [b, a])
    n = {"a": len(a), "b": len(b), "half": len(cards) // 2}[first]
    hits = _hits(_lot_gaps(cards, orders, n, middle, inverse), middle(a) - middle(b), sides, more, room)
    return (plus[0] + hits) / (plus[1] + len(orders))


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
    mistakes={
        **switched(
            _p_value,
            {
                "You count one side only, gaps above the one seen. Both sides count.": {"sides": "upper"},
                "You count one side only, gaps below the one seen. Both sides count.": {"sides": "lower"},
                "A gap as large as the one seen is no hit in your count. It is: at least as large.": {
                    "more": np.greater
                },
                "The lot that took place is not counted: p could be 0.": {"plus": (0, 0)},
                "The lot that took place is counted above the line only.": {"plus": (1, 0)},
                "The lot that took place is counted below the line only.": {"plus": (0, 1)},
                "You count the orders whose gap is at most as large as the one seen.": {"more": np.less_equal},
                "The first group of each lot is half of all people. It is as many as a has.": {"first": "half"},
                "b stands before a on your cards. Row numbers count a first.": {"deck": "ba"},
                "The first group of each lot has as many people as b. It is called a.": {"first": "b"},
            },
        ),
        **alone(
            switched(
                _p_value,
                {
                    "A gap that is equal but for rounding may be no hit in your count: no room of 1e-9.": {"room": 0.0},
                    "Equal gaps are hits in your count only where rounding makes them larger.": {
                        "more": np.greater,
                        "room": 0.0,
                    },
                    "The gap seen keeps its sign, those of the orders do not: below 0 all of them are hits.": {
                        "sides": "signed"
                    },
                    "You compare signed gaps with the size of the one seen: only orders with more in a count.": {
                        "sides": "upper of sizes"
                    },
                    "You compare signed gaps with the size of the one seen: only orders with more in b count.": {
                        "sides": "lower of sizes"
                    },
                    "You send each card to a place. An order says which card comes to each place.": {"inverse": True},
                    "You compare sums of groups. The gap of the statement is one of means.": {"middle": np.sum},
                    "You compare medians. The gap of the statement is one of means.": {"middle": np.median},
                },
            )
        ),
        "That is the number of hits. A share is asked, with the lot that took place in it.": lambda a, b, orders: round(
            _p_value(a, b, orders, plus=(0, 0)) * len(orders)
        ),
    },
)


# ---- peeking


def _tests(rng):
    example = np.array([[0.5, 2.1, 1.0], [-2.5, -1.0, -2.0], [0.1, 0.2, 0.3], [1.96, 1.0, 1.5]])

    def draw(tests, looks):
        steps = rng.normal(0, 1, (tests, looks)).cumsum(axis=1) / np.sqrt(np.arange(1, looks + 1))
        return 1.3 * steps

    edges = np.array([[1.96, -1.96], [1.9604, 0.0], [0.0, -1.9604], [1.9596, 1.0]])
    return [(example,), (draw(40, 8),), (draw(25, 3),), (draw(30, 1),), (edges,), (draw(60, 12),)]


_SOME = {
    "rows": lambda crosses, z: crosses.any(axis=1).mean(),
    "table": lambda crosses, z: crosses.mean(),
    "all": lambda crosses, z: crosses.all(axis=1).mean(),
    "columns": lambda crosses, z: crosses.any(axis=0).mean(),
    "before": lambda crosses, z: crosses[:, :-1].any(axis=1).mean(),
    "number": lambda crosses, z: crosses.sum(axis=1).mean(),
    "first": lambda crosses, z: crosses.argmax(axis=1).mean(),
    "mean": lambda crosses, z: (np.abs(z.mean(axis=1)) > 1.96).mean(),
}
_LAST = {
    "last": lambda crosses: crosses[:, -1].mean(),
    "first": lambda crosses: crosses[:, 0].mean(),
    "row": lambda crosses: crosses[-1].mean(),
    "of those": lambda crosses: crosses[:, -1].sum() / max(1, crosses.any(axis=1).sum()),
    "less": lambda crosses: crosses.any(axis=1).mean() - crosses[:, -1].mean(),
}


def _peeked(z, *, size=np.abs, more=np.greater, over="rows", last="last", times="shares", edge=1.96):
    crosses = more(size(z), edge)
    counted = len(z) if times == "counts" else 1
    return _SOME[over](crosses, z) * counted, _LAST[last](crosses) * counted


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
            "Looks far below zero do not cross in your answer. |z| has no sign.": {"size": np.positive},
            "Only looks far below zero cross in your answer. |z| has no sign.": {"size": np.negative},
            "You square z and compare it with 1.96. Which border has a square?": {"size": np.square},
            "A look crosses in your answer where |z| is smaller than the border.": {"more": np.less},
            "A look at exactly 1.96 crosses in your answer. Larger is asked.": {"more": np.greater_equal},
            "That is the share of all looks that cross. A test that crosses once has raised its alarm.": {
                "over": "table"
            },
            "A test must cross at every look in your answer. One is enough to stop.": {"over": "all"},
            "You asked the looks, column by column. A test is a row.": {"over": "columns"},
            "Your second number is the first look. The last is asked.": {"last": "first"},
            "Your second number comes from the last test. The last look of every test is asked.": {"last": "row"},
            "Your second number is a share of the tests that cross at all. All tests count.": {"last": "of those"},
            "Your second number is the difference. The share that crosses at the last look is asked.": {"last": "less"},
            "The last look is left out of your first number. It is a look like the others.": {"over": "before"},
            "Your first number counts crossings: a test may have several. It is stopped once.": {"over": "number"},
            "Your first number is the place of the first crossing. A share of tests is asked.": {"over": "first"},
            "Your first number asks whether the mean of the looks crosses. Each look counts by itself.": {
                "over": "mean"
            },
            "Your border is 2. It is 1.96.": {"edge": 2.0},
            "Those are counts of tests. Shares are asked.": {"times": "counts"},
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


_WEIGHTS = {
    "all": lambda n, m, level, pay: n + m,
    "one": lambda n, m, level, pay: 1,
    "with": lambda n, m, level, pay: n,
    "without": lambda n, m, level, pay: m,
    "product": lambda n, m, level, pay: n * m / (n + m),
    "smaller": lambda n, m, level, pay: min(n, m),
    "root": lambda n, m, level, pay: np.sqrt(n + m),
    "level": lambda n, m, level, pay: level,
    "one less": lambda n, m, level, pay: n + m - 1,
    "pay": lambda n, m, level, pay: pay.sum(),
}
_GAPS = {
    "less": lambda one, two: one - two,
    "other way": lambda one, two: two - one,
    "size": lambda one, two: abs(one - two),
    "share": lambda one, two: one / two - 1,
}
_TOGETHER = {
    "average": lambda gaps, people: np.average(gaps, weights=people),
    "sum": lambda gaps, people: np.sum(gaps),
    "undivided": lambda gaps, people: np.dot(gaps, people),
    "median": lambda gaps, people: np.median(gaps),
    "largest": lambda gaps, people: gaps[int(np.argmax(people))],
}


def _standardised(
    pay, certified, level, *, weight="all", middle=np.mean, gap="less", lonely="out", overall=False, how="average"
):
    if overall:
        return _GAPS[gap](middle(pay[certified == 1]), middle(pay[certified == 0]))
    gaps, people = [], []
    for value in np.unique(level):
        here = level == value
        with_it, without = pay[here & (certified == 1)], pay[here & (certified == 0)]
        if len(with_it) and len(without):
            gaps.append(_GAPS[gap](middle(with_it), middle(without)))
        elif lonely == "out":
            continue
        else:
            gaps.append({"zero": 0.0, "nan": np.nan}[lonely])
        people.append(_WEIGHTS[weight](len(with_it), len(without), value, pay[here]))
    return _TOGETHER[how](gaps, people)


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
            "The gap is without minus with. It is the other way round.": {"gap": "other way"},
            "Gaps have lost their signs. In a level it may be less.": {"gap": "size"},
            "Your gaps are shares of the pay without. A difference is asked.": {"gap": "share"},
            "Your weights are n · m / (n + m) of the two groups. All people of a level count.": {"weight": "product"},
            "Your weights count the smaller group of each level. All people count.": {"weight": "smaller"},
            "Your weights are roots of the number of people.": {"weight": "root"},
            "Your weights are the level's own number. How many people are in it?": {"weight": "level"},
            "Your weights are one less than the number of people.": {"weight": "one less"},
            "Your weights are the pay of a level. People are asked.": {"weight": "pay"},
            "The gaps are added up, without any weights.": {"how": "sum"},
            "The weighted gaps are added up and not divided by the people.": {"how": "undivided"},
            "That is the median of the gaps. A weighted mean is asked.": {"how": "median"},
            "Only the gap of the largest level is left. All levels count.": {"how": "largest"},
            "NaN came back: in a level without a comparison the mean of nobody is taken.": {"lonely": "nan"},
            "A level without a comparison counts as a gap of 0. Leave its people out.": {"lonely": "zero"},
        },
    ),
)

# ---- the monitor


def _shops(rng):
    def near_the_border(share, scale):
        """Two groups of ten whose z is a share of 1.96."""
        a, b = rng.uniform(1, 3, (2, 10)) * scale
        error = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 10)
        return a, b - b.mean() + a.mean() - rng.choice([-1, 1]) * share * 1.96 * error, 10

    def tests(n, planned):
        spent = [rng.exponential(30, n) * (rng.random(n) < p) for p in (0.6, 0.2)]
        return spent[0], spent[1], planned

    place = np.arange(60)
    early = np.r_[rng.exponential(90, 20), np.zeros(40)], np.r_[rng.exponential(20, 20), rng.exponential(150, 40)], 60
    few_buyers = np.where(place % 2 == 0, 50 + rng.normal(0, 3, 60), 0), 50 + rng.normal(0, 3, 60), 60
    rich = np.where(place % 3 == 0, 60 + rng.normal(0, 2, 60), 0), np.where(place % 3 < 2, 30 + rng.normal(0, 2, 60), 0)
    late = np.r_[rng.normal(10, 1, 30), rng.normal(30, 1, 30)], np.r_[rng.normal(10, 1, 30), rng.normal(5, 1, 30)], 30
    borders = [near_the_border(share, scale) for share in (0.9, 0.99, 1.01, 1.2) for scale in (1, 1e-3)]
    reversed_later = np.r_[rng.normal(20, 1, 15), rng.normal(4, 1, 25)], rng.normal(10, 1, 40), 40
    return [early, *borders, few_buyers, (*rich, 60), late, reversed_later, tests(80, 50)]


def _errors_of(one, two, n, error):
    if error == "roots":
        return (one.std(ddof=1) + two.std(ddof=1)) / np.sqrt(n)
    if error == "n inside":
        return np.sqrt((one.var() + two.var()) / n)
    square = (one.var(ddof=1) + two.var(ddof=1)) / (1 if error == "no n" else n)
    return square if error == "no root" else np.sqrt(square)


def _monitored(
    a, b, planned, *, looks="one", sides="two", who="all", part="first", error="right", edge=1.96, middle=np.mean
):
    planned = min(len(a), len(b)) if part == "every" else planned - (part == "one less")
    for n in range(10, planned + 1) if looks == "each" else [planned]:
        one, two = (x[-n:] if part == "last" else x[:n] for x in (a, b))
        if who == "buyers":
            one, two = one[one > 0], two[two > 0]
        elif who == "whether":
            one, two = (one > 0).astype(float), (two > 0).astype(float)
        if len(one) < 2 or len(two) < 2:
            continue
        gap, width = middle(one) - middle(two), edge * _errors_of(one, two, n, error)
        if {"two": abs(gap), "upper": gap, "lower": -gap}[sides] > width:
            return True
    return False


_MONITOR_FAULTS = {
    "one look": ("It still stops at the first look that crosses.", {"looks": "each"}),
    "both sides": ("It still sees only gains of `a`.", {"sides": "upper"}),
    "everybody": ("Visitors who spend 0 are still left out.", {"who": "buyers"}),
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
        **alone(partly_mended(_monitored, _MONITOR_FAULTS), but=1),
        **switched(
            _monitored,
            {
                "It sees only losses of `a` now. Both sides count.": {"sides": "lower"},
                "All visitors are judged, also those after the plan. The plan says how many.": {"part": "every"},
                "The last visitors are judged. The plan takes the first.": {"part": "last"},
                "You divide by n inside the variances. The statement has ddof = 1.": {"error": "n inside"},
                "Two standard errors are added. Which of their powers add up?": {"error": "roots"},
                "There is never an alarm on these visitors. Does your standard error fall with their number?": {
                    "error": "no n"
                },
                "Your standard error is still squared: the root is missing.": {"error": "no root"},
                "Your border is 1.645, that of a one-sided rule.": {"edge": 1.645},
                "You judge how many spend anything. How much they spend is asked.": {"who": "whether"},
                "You compare medians. Means are asked.": {"middle": np.median},
            },
        ),
        "There is always an alarm: any number but 0 counts as True. Is z returned, or compared?": lambda a, b, planned: (
            True
        ),
        "The answer is turned round: an alarm where z is small.": lambda a, b, planned: not _monitored(a, b, planned),
    },
)
