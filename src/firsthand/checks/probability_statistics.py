"""Exercises of the lesson on probability and statistics."""

import numpy as np

from firsthand.judging.exercise import Exercise, choice_exercise, switched

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
        ("A", "high quantile"): "A: an edge of the pay is not what 300 people cost together.",
        ("A", "none of them"): "A: the 3,000 are known, and the 300 are paid like them.",
        ("B", "mean"): "B: a few high salaries pull the mean. Who stands in the middle?",
        ("B", "high quantile"): "B: nine of ten is an edge. The middle is asked.",
        ("C", "mean"): "C: about half of the parcels, more or less, come later than the mean.",
        ("C", "median"): "C: the median is kept by one parcel of two.",
        ("C", "none of them"): "C: 8,000 times are known. Which of them do nine of ten keep?",
        ("D", "high quantile"): "D: the mean is asked, and the high quantiles of that file are the cap.",
        ("F", "high quantile"): "F: an edge of those who rated says nothing of the typical user.",
        ("E", "high quantile"): "E: the middle is asked, and no edge.",
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
        (0.0, 0.3, 0.4),
    ]


def _flipped(hit, rate, false_alarm, *, others="rate", whole="flagged", above="both", empty="rate", guard="whole"):
    bad = {
        "rate": false_alarm * (1 - rate),
        "one": false_alarm,
        "good": false_alarm * rate,
        "kept": (1 - false_alarm) * (1 - rate),
        "missed": (1 - hit) * rate,
    }[others]
    good = hit if above == "hit in both" else hit * rate
    total = {"flagged": good + bad, "alarm": bad, "one": 1.0}[whole]
    if total == 0 or (guard == "hit" and hit == 0):
        return {"rate": rate, "zero": 0.0, "nan": np.nan}[empty]
    if above == "unflagged":
        return (1 - hit) * rate / (1 - total) if total < 1 else rate
    top = {
        "hit": hit,
        "bad": bad,
        "percent": 100 * good,
        "hit alone": hit * total,
        "total": total * total,
        "joint": good * total,
    }
    return top.get(above, good) / total


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
                "The base rate is missing above the line: how many are good *and* flagged?": {"above": "hit"},
                "The base rate is missing, above the line and among the flagged good ones.": {"above": "hit in both"},
                "You took those who raise no false alarm. Which of the others are flagged?": {"others": "kept"},
                "You added the good ones that are missed. The whole is what is flagged.": {"others": "missed"},
                "That is the share of the flagged that is not good.": {"above": "bad"},
                "That is the share of good ones among those that are not flagged.": {"above": "unflagged"},
                "Your share is in percent.": {"above": "percent"},
                "But for the empty case that is the share of the good that is flagged: not turned.": {
                    "above": "hit alone"
                },
                "But for the empty case that is the share of all that is flagged, good or not.": {"above": "total"},
                "But for the empty case that is the share of all applications that are good and flagged.": {
                    "above": "joint"
                },
                "Where no good one is flagged you return the base rate. Others may be flagged there.": {"guard": "hit"},
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


def _answers(x, rows, statistic, of):
    """Ask the statistic on each resample, or on something else."""
    pools = {
        "answers": lambda: [statistic(x[resample]) for resample in rows],
        "data": lambda: x,
        "means": lambda: [np.mean(x[resample]) for resample in rows],
        "row numbers": lambda: [statistic(resample) for resample in rows],
        "columns": lambda: [statistic(x[column]) for column in rows.T],
        "table": lambda: [statistic(x[rows])],
        "different": lambda: [statistic(x[np.unique(resample)]) for resample in rows],
        "later": lambda: [statistic(x[resample]) for resample in rows[1:]],
    }
    return np.array(pools[of]())


_TAILS = {
    "half": lambda level: (1 - level) / 2,
    "whole": lambda level: 1 - level,
    "fixed": lambda level: 0.025,
    "level": lambda level: level / 2,
    "hundredth": lambda level: (1 - level) / 200,
    "none": lambda level: 0.0,
}


def _interval(x, rows, statistic, level, *, tails="half", of="answers", turn=None, ends="quantile"):
    pool, seen, outside = _answers(x, rows, statistic, of), statistic(x), _TAILS[tails](level)
    if ends in ("quantile", "outer"):
        low, high = np.quantile(pool, [outside, 0.01 - outside if tails == "hundredth" else 1 - outside])
        if ends == "outer":
            low, high = np.max(pool[pool <= low]), np.min(pool[pool >= high])
    else:
        middle = seen if ends == "spreads of the statistic" else pool.mean()
        low, high = middle - 1.96 * pool.std(), middle + 1.96 * pool.std()
    return (2 * seen - high, 2 * seen - low) if turn == "basic" else (high, low) if turn == "swapped" else (low, high)


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
                    "turn": "basic"
                },
                "The high end comes first. Low and high are asked.": {"turn": "swapped"},
                "Those are 1.96 spreads around the mean of the answers. Quantiles are asked.": {"ends": "spreads"},
                "Those are 1.96 spreads around the statistic seen. Quantiles are asked.": {
                    "ends": "spreads of the statistic"
                },
                "Your ends are answers themselves, the next ones outside. `np.quantile` has a default.": {
                    "ends": "outer"
                },
                "Your ends are the least and the largest answer, whatever the level.": {"tails": "none"},
                "You leave out half of the level on each side. Which share is to lie outside?": {"tails": "level"},
                "Your percentiles are shares from 0 to 1. `np.percentile` counts to 100.": {"tails": "hundredth"},
                "You ask the statistic of row numbers. Which values stand in those rows?": {"of": "row numbers"},
                "You take the columns of `rows`. A row is a resample.": {"of": "columns"},
                "You ask the statistic once, of all resamples together. Each resample has an answer.": {"of": "table"},
                "You take each row number of a resample once. Drawn twice, it counts twice.": {"of": "different"},
                "The first resample is left out.": {"of": "later"},
            },
        ),
        "You return the width of the interval. Its two ends are asked.": lambda x, rows, statistic, level: np.ptp(
            _interval(x, rows, statistic, level)
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
        "A: that is the distance that is left. The team stands above the mean by it.": {**_SECOND, "A": 20},
        "A: you squared the correlation. What it says is a share already.": {**_SECOND, "A": 110},
        "B: a quarter of 60 is not a quarter of the way. How far below the mean was the team?": {**_SECOND, "B": 15},
        "B: you squared the correlation. What it says is a share already.": {**_SECOND, "B": 97.5},
        "B: with correlation 0 it would be 100. There is some.": {**_SECOND, "B": 100},
        "C: a mirror needs a correlation of -1.": {**_SECOND, "C": 70},
        "D: 0 is far below. With correlation 1 the whole distance comes back.": {**_SECOND, "D": 0},
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
