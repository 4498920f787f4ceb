"""Exercises of the lesson on learning from data."""

import functools
from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.metrics import mean_absolute_error
from sklearn.tree import DecisionTreeRegressor

from firsthand.datasets import bike_trips
from firsthand.judging.exercise import Exercise, alone, choice_exercise, partly_mended, switched, with_faults

frame_columns = choice_exercise(
    title="What is known at midnight?",
    points=2,
    right={
        "A": "known at midnight",
        "B": "known only later",
        "C": "part of the answer",
        "D": "known at midnight",
        "E": "known at midnight",
        "F": "known only later",
    },
    tempting={
        ("A", "known only later"): "A: the rain comes later. When was the forecast of it written down?",
        ("A", "part of the answer"): "A: does a weather service count trips?",
        ("B", "known at midnight"): "B: at midnight nobody can measure the rain of tomorrow at 8.",
        ("B", "part of the answer"): "B: rain is no trip. It acts on the answer and is not a share of it.",
        ("C", "known only later"): "C: later, yes, and more: what do these trips add up to, station by station?",
        ("C", "known at midnight"): "C: the trips of that hour have not begun.",
        ("D", "part of the answer"): "D: that would be today's number. Which day does this one count?",
        ("D", "known only later"): "D: which day is over at midnight?",
        ("E", "known only later"): "E: who decides about holidays, and how long before?",
        ("E", "part of the answer"): "E: a holiday is no trip.",
        ("F", "known at midnight"): "F: an average over tomorrow. When has tomorrow passed?",
        ("F", "part of the answer"): "F: a bike in repair makes no trip, but it is not one of the trips counted.",
    },
)


# ---- a threshold


def _threshold_cases(rng):
    def draw(n, decimals):
        x = np.round(rng.normal(12, 6, n), decimals)
        y = (x + rng.normal(0, 5, n) > np.quantile(x, 0.35)).astype(int)
        return x, y

    ties = np.array([2.5, 1.5, 4.0, 3.0]), np.array([1, 0, 1, 0])  # of 2.5 and 4, equally good, each stands first once
    return [
        (np.array([30.0, 10.0, 20.0, 40.0]), np.array([1, 0, 0, 0])),
        draw(17, 3),
        draw(40, 0),
        ties,
        (ties[0][::-1].copy(), ties[1][::-1].copy()),
        (rng.normal(size=5), np.zeros(5, dtype=int)),
        (rng.normal(size=6), np.ones(6, dtype=int)),
        (rng.normal(size=1), np.array([1])),
        (np.sort(rng.normal(size=7)), np.array([1, 0, 0, 0, 0, 0, 0])),
        (rng.normal(0, 50, 9), rng.permutation([1, 0, 0, 0, 1, 0, 0, 1, 0])),
    ]


def _candidates(x, among, never):
    values = x if among == "unsorted" else np.unique(x)
    between = (np.unique(x)[1:] + np.unique(x)[:-1]) / 2
    if among in ("middles", "middles and first"):
        values = np.append(between, np.min(x)) if among == "middles and first" else between
    return np.append(values, np.inf) if never or not len(values) else values


_COUNTED = {"wrong": np.not_equal, "missed": np.less, "alarms": np.greater, "right": np.equal}


def _learned(x, y, *, rule=np.greater_equal, never=True, largest=False, among="values", count="wrong", give="t"):
    candidates = _candidates(x, among, never)
    counts = np.array([np.sum(_COUNTED[count](rule(x, t).astype(int), y)) for t in candidates])
    best = np.flatnonzero(counts == counts.min())[-1 if largest else 0]
    return {"t": candidates[best], "wrong": counts.min(), "share": counts.min() / len(x), "place": best}[give]


def _smallest_pair(x, y):
    """Take the least of the pairs (wrong answers, t)."""
    pairs = [(sum(int((a >= t) != b) for a, b in zip(x, y, strict=True)), t) for t in [*x, np.inf]]
    return min(pairs)[1]


learn_threshold = Exercise(
    title="A rule from a table",
    points=2,
    expected=_smallest_pair,
    cases=_threshold_cases,
    mistakes={
        **switched(
            _learned,
            {
                "Your rule says 1 when x > t. The statement's says it at t itself too.": {"rule": np.greater},
                "Your t is the one where the rule of the statement is wrong most often.": {"count": "right"},
                "Your rule says 1 when x <= t. Which side of t does the statement call 1?": {"rule": np.less_equal},
                'Right but where "never" is best: inf is a candidate too.': {"never": False},
                "Of equally good rules you return the largest t. The smallest is asked.": {"largest": True},
                "Your candidates lie between the values of x. The statement takes the values themselves.": {
                    "among": "middles"
                },
                "Your candidates are the least value and the middles between neighbours. Which ones are asked?": {
                    "among": "middles and first"
                },
                "Equally good candidates are taken in the order of the table. The smallest is asked.": {
                    "among": "unsorted"
                },
                "You count only the 1s that the rule misses. The 0s that it calls 1 are wrong too.": {
                    "count": "missed"
                },
                "You count only the 0s that the rule calls 1. The 1s that it misses are wrong too.": {
                    "count": "alarms"
                },
                "You return the place of the best candidate in your list. Its t is asked.": {"give": "place"},
                "You return how often the best rule is wrong. Its t is asked.": {"give": "wrong"},
                "You return the share that is wrong. The t of the rule is asked.": {"give": "share"},
            },
        ),
        "That is the mean of x. Which t makes the fewest mistakes on y?": lambda x, y: x.mean(),
        "That is the middle between the means of the two groups, and it counts no mistakes.": lambda x, y: (
            (x[y == 1].mean() + x[y == 0].mean()) / 2 if 0 < y.sum() < len(y) else x.mean()
        ),
        "You stopped at the first t that is better than none. A later one may be better still.": lambda x, y: next(
            (t for t in sorted(x) if np.sum((x >= t) != y) < np.sum(y == 1)), np.inf
        ),
    },
)


# ---- the miss


def _miss_cases(rng):
    example = np.array([120.0, 40.0, np.nan, 10.0]), np.array([100.0, 55.0, 80.0, 30.0])

    def draw(n, gaps):
        y = np.round(rng.gamma(2, 40, n))
        y[rng.permutation(n)[:gaps]] = np.nan
        return y, rng.gamma(2, 40, n)

    exact = np.array([3.0, np.nan, 0.0])
    close = rng.normal(0, 1e-3, (2, 5))  # a truth may be any number, a mean of counters too
    return [
        example,
        draw(9, 2),
        draw(30, 11),
        draw(7, 0),
        draw(6, 5),
        (exact, np.array([3.0, 8.0, 0.0])),
        (close[0], close[1]),
        (np.array([0.0, 0.0, 50.0, 120.0]), rng.gamma(2, 4, 4)),
    ]


def _filled(y, gaps):
    """Put a number where nothing was counted, or leave the gap."""
    filler = {"zero": 0.0, "mean": np.nanmean(y)}.get(gaps, np.nan)
    return np.where(np.isnan(y), filler, y)


def _missed(y, forecast, *, middle=np.mean, distance=np.abs, gaps="drop", root=False, per="hour"):
    y = _filled(y, gaps)
    counted = ~np.isnan(y)
    misses = distance(forecast[counted] - y[counted])
    if per != "hour":
        with np.errstate(all="ignore"):
            misses = misses / (y if per == "truth" else forecast)[counted]
    value = middle(misses) * (counted.mean() if gaps == "all below" else 1)
    return np.sqrt(value) if root else value


def _counted_only(y, forecast):
    counted = ~np.isnan(y)
    return mean_absolute_error(y[counted], forecast[counted])


average_miss = Exercise(
    title="The average miss, with gaps",
    points=1,
    expected=_counted_only,
    cases=_miss_cases,
    mistakes={
        **switched(
            _missed,
            {
                "Over and under cancel: those are forecasts minus truths, with their signs.": {"distance": np.positive},
                "Over and under cancel: those are truths minus forecasts, with their signs.": {"distance": np.negative},
                "The sign goes after the mean: by then over and under have cancelled.": {
                    "distance": np.positive,
                    "middle": lambda misses: abs(np.mean(misses)),
                },
                "You squared the misses. The mean distance is asked, in trips.": {"distance": np.square},
                "That is the sum over the hours. Their mean is asked.": {"middle": np.sum},
                "That is the median of the misses. A large miss counts with its size.": {"middle": np.median},
                "That is the largest miss. All of them count.": {"middle": np.max},
                "Gaps count as hours without trips: a broken counter is no empty street.": {"gaps": "zero"},
                "You divide by all hours. How many were counted?": {"gaps": "all below"},
                "A gap is filled with the mean of the other hours. The statement leaves it out.": {"gaps": "mean"},
                "Each miss is divided by the truth: a share. The miss is asked in trips.": {"per": "truth"},
                "Each miss is divided by its forecast: a share. The miss is asked in trips.": {"per": "forecast"},
                "That is the root of the mean square, which weighs large misses more.": {
                    "distance": np.square,
                    "root": True,
                },
            },
        ),
        "NaN came back: one gap is enough for the mean of everything. Leave the gaps out.": lambda y, forecast: np.mean(
            np.abs(forecast - y)
        ),
    },
)


# ---- a table of means


def _frame(hours, working, trips=None):
    columns = {"hour": hours, "working": working}
    return pd.DataFrame(columns if trips is None else {**columns, "trips": np.asarray(trips, dtype=float)})


def _table_cases(rng):
    example = _frame([8, 8, 8, 17], [1, 1, 0, 1], [200, 260, 50, 300]), _frame([8, 17, 3], [1, 0, 1])

    def draw(n, hours, new):
        train = _frame(rng.choice(hours, n), rng.integers(0, 2, n), np.round(rng.gamma(2, 70, n)))
        lonely = _frame([20, 20, 20], [1, 1, 1], rng.gamma(2, 70, 3))  # an hour with one flag only
        every = pd.concat([train, lonely]).sample(frac=1, random_state=int(rng.integers(1000)))
        asked = _frame(rng.choice([*hours, 20, 23], new), rng.integers(0, 2, new))
        edges = _frame([20, 23, 20], [0, 1, 1])
        return every.reset_index(drop=True), pd.concat([asked, edges]).reset_index(drop=True)

    return [example, draw(30, [7, 8, 9], 5), draw(12, [0, 5, 12, 17], 6)]


def _means(train, new, *, narrow="mean", wide="mean", keys=("hour", "working"), second="hour", third="all", drop=False):
    """Three steps by masks, quick enough to be asked with any two switches turned."""
    middle: dict[str, Callable] = {"mean": np.mean, "median": np.median, "sum": np.sum}
    old, asked = ({name: data[name].to_numpy() for name in data.columns} for data in (train, new))
    trips = old["trips"]
    found = []
    for row in range(len(new)):
        same = {key: old[key] == asked[key][row] for key in ("hour", "working")}
        cell = np.logical_and.reduce([same[key] for key in keys])
        step = same.get(second, np.zeros(len(trips), dtype=bool))
        if cell.any() or not drop:
            found.append(
                middle[narrow](trips[cell]) if cell.any() else middle[wide](trips[step]) if step.any() else np.nan
            )
    values = np.array(found, dtype=float)
    return np.where(np.isnan(values), _last_step(train, values, wide, third), values)


def _last_step(train, values, wide, third):
    if third == "hours":
        return np.mean([train["trips"][train["hour"] == hour].mean() for hour in train["hour"].unique()])
    if third == "forecasts":
        return np.nanmean(values) if np.isfinite(values).any() else np.nan
    trips = train["trips"].to_numpy()
    return {
        "all": np.median(trips) if wide == "median" else np.mean(trips),
        "zero": 0.0,
        "median": np.median(trips),
    }.get(third, np.nan)


def _by_masks(train, new):
    """Look at the training rows of each new row by masks."""
    out = []
    for hour, working in zip(new["hour"], new["working"], strict=True):
        same_hour = (train["hour"] == hour).to_numpy()
        same_cell = same_hour & (train["working"] == working).to_numpy()
        chosen = same_cell if same_cell.any() else same_hour if same_hour.any() else np.ones(len(train), dtype=bool)
        out.append(train["trips"].to_numpy()[chosen].mean())
    return np.array(out)


hourly_table = Exercise(
    title="A table of means that always answers",
    points=2,
    expected=_by_masks,
    equivalent={
        "new.merge(both.reset_index(), on=['hour', 'working'], how='left') -> new.merge(both.reset_index(), how='left')": (
            "a merge takes the columns that both tables have, and these are the two"
        ),
        "new.merge(by_hour.reset_index(), on='hour', how='left') -> new.merge(by_hour.reset_index(), how='left')": (
            "the hour is the only column that both tables have"
        ),
    },
    cases=_table_cases,
    mistakes={
        **switched(
            _means,
            {
                "Every step takes a median. Means are asked.": {"narrow": "median", "wide": "median"},
                "A cell that was seen gets the median of its rows. Its mean is asked.": {"narrow": "median"},
                "The hour alone decides: working days and others are mixed.": {"keys": ("hour",)},
                "An unseen cell gets the mean of everything at once. Its hour may have been seen.": {"second": "none"},
                "An unseen cell gets the mean of its working flag. Which mean does the statement take next?": {
                    "second": "working"
                },
                "An unseen hour gets 0. Nobody would send a van.": {"third": "zero"},
                "An unseen hour gets NaN. The statement says which mean it gets.": {"third": "nan"},
                "An unseen hour gets the median of all rows. Their mean is asked.": {"third": "median"},
            },
        ),
        **alone(
            switched(
                _means,
                {
                    "The working flag alone decides: all hours are mixed.": {"keys": ("working",)},
                    "An unseen hour gets the mean of the means of the hours. A mean of rows is asked.": {
                        "third": "hours"
                    },
                    "An unseen hour gets the mean of the other forecasts. Training rows know nothing of them.": {
                        "third": "forecasts"
                    },
                    "New rows are missing: those whose cell was not seen. Every new row gets a forecast.": {
                        "drop": True
                    },
                    "A cell that was seen gets the sum of its rows. Their mean is asked.": {"narrow": "sum"},
                },
            )
        ),
        "Unseen cells are NaN. The statement has two steps back from there.": lambda train, new: _means(
            train, new, second="none", third="nan"
        ),
    },
)


# ---- a cut by date


def _day_cases(rng):
    def draw(n, low, high, *borders):
        return rng.integers(low, high, n), *borders

    return [
        (np.array([5, 1, 3, 3, 9]), 3, 5),
        draw(30, 1, 20, 9, 14),
        draw(24, 40, 60, 47, 52),
        draw(11, 1, 6, 3, 4),
        draw(8, 1, 5, 2, 30),
        draw(9, 10, 15, 3, 12),
    ]


def _cut(day, begins, ends, *, old="<", low=">=", high="<", new=">=", give="rows", sort=False):
    """Three conditions, each with its own border; `begins` and `ends` bound the validation."""
    order = np.argsort(day, kind="stable") if sort else np.arange(len(day))
    at = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
    learned = day < ends if old == "both" else at[old](day, begins)
    middle = at[low](day, begins) & (at[high](day, ends) if high else True)
    parts = [order[mask[order]] for mask in (learned, middle, at[new](day, ends))]
    return tuple(day[part] if give == "days" else part + (give == "from 1") for part in parts)


def _one_by_one(day, validation_from, test_from):
    parts: tuple[list, list, list] = ([], [], [])
    for row, value in enumerate(day):
        parts[int(value >= validation_from) + int(value >= max(test_from, validation_from))].append(row)
    return parts


split_by_date = Exercise(
    title="Cut by date",
    points=2,
    expected=_one_by_one,
    cases=_day_cases,
    mistakes={
        **switched(
            _cut,
            {
                "The first day of validation is learned from. It begins at `validation_from`.": {
                    "old": "<=",
                    "low": ">",
                },
                "The first day of the test is in validation. The test begins at `test_from`.": {
                    "high": "<=",
                    "new": ">",
                },
                "The day `validation_from` is in training as well as in validation.": {"old": "<="},
                "The day `validation_from` is in no part.": {"low": ">"},
                "The day `test_from` is in validation as well as in the test.": {"high": "<="},
                "The day `test_from` is in no part.": {"new": ">"},
                "The days of validation are in training too.": {"old": "both"},
                "Those are the days themselves. Row numbers are asked.": {"give": "days"},
                "Your row numbers start at 1. Rows are counted from 0.": {"give": "from 1"},
                "Your rows come in the order of their days. The order of the table is asked.": {"sort": True},
                "Validation goes on to the end: the test rows are in it.": {"high": ""},
            },
        ),
        "You cut the table at the places `validation_from` and `test_from`, which are days.": lambda day, v, t: tuple(
            np.split(np.arange(len(day)), [v, max(t, v)])
        ),
        "You cut the table by place, as if it were sorted. Each row goes where its day says.": lambda day, v, t: tuple(
            np.split(np.arange(len(day)), [np.sum(day < v), np.sum(day < max(t, v))])
        ),
    },
)


# ---- an evaluation


class _Line(BaseEstimator):
    """A model that fits a plane by least squares, so that any other rows or columns give another number."""

    def fit(self, X, y):
        X = np.column_stack([np.ones(len(X)), np.asarray(X, dtype=float)])
        self.weights = np.linalg.lstsq(X, np.asarray(y, dtype=float), rcond=None)[0]
        return self

    def predict(self, X):
        return np.column_stack([np.ones(len(X)), np.asarray(X, dtype=float)]) @ self.weights


def _evaluation_cases(rng):
    def draw(days, test_from):
        day = rng.integers(1, days + 1, 4 * days)
        hour, working = rng.integers(0, 24, len(day)), (day % 7 > 1).astype(int)
        registered = np.round(rng.gamma(3, 20, len(day)) + 3 * hour * working)
        table = {"day": day, "hour": hour, "working": working, "lag24": np.round(rng.gamma(3, 30, len(day)))}
        trips = registered + np.round(rng.gamma(2, 12, len(day)) + 0.2 * table["lag24"] + day)
        return pd.DataFrame({**table, "registered": registered, "trips": trips}), test_from

    return [draw(4, 3), draw(9, 7), draw(14, 11)]


def _ask_with_a_line(evaluate, table, test_from):
    return evaluate(_Line(), table, test_from)


_KNOWN = ("hour", "working", "lag24")


def _evaluated(
    model,
    table,
    test_from,
    *,
    columns=_KNOWN,
    learn="old",
    judge="new",
    until=np.less,
    since=np.greater_equal,
    how="miss",
):
    day, trips = table["day"].to_numpy(), table["trips"].to_numpy()
    X = np.column_stack([table[name].to_numpy(dtype=float) for name in columns])
    old, new, every = until(day, test_from), since(day, test_from), np.ones(len(day), dtype=bool)
    learned = {"old": old, "new": new, "all": every}[learn]
    judged = {"old": old, "new": new, "all": every}[judge]
    miss = model.fit(X[learned], trips[learned]).predict(X[judged]) - trips[judged]
    return {"miss": np.abs, "signed": np.positive, "against": np.negative, "square": np.square}[how](miss).mean()


_EVALUATION_FAULTS = {
    "the columns": (
        "`registered` is part of the answer, and the model is given it.",
        {"columns": (*_KNOWN, "registered")},
    ),
    "what it learns from": ("The model still learns from the days it is judged on.", {"learn": "all"}),
    "what it is judged on": ("The miss still counts days that the model has learned from.", {"judge": "all"}),
}


def _evaluate_by_numpy(model, table, test_from):
    values = {name: table[name].to_numpy(dtype=float) for name in table.columns}
    X, later = np.column_stack([values[name] for name in _KNOWN]), values["day"] >= test_from
    model.fit(X[~later], values["trips"][~later])
    return float(np.mean(np.abs(values["trips"][later] - model.predict(X[later]))))


fix_the_evaluation = Exercise(
    title="Mend the evaluation",
    points=2,
    expected=_evaluate_by_numpy,
    cases=_evaluation_cases,
    ask=_ask_with_a_line,
    given=with_faults(_evaluated, _EVALUATION_FAULTS),
    mistakes={
        **alone(partly_mended(_evaluated, _EVALUATION_FAULTS), but=1),
        **switched(
            _evaluated,
            {
                "The day `test_from` itself is learned from. Learning ends on the day before.": {
                    "until": np.less_equal
                },
                "The day `test_from` itself is not judged. Judging begins on it.": {"since": np.greater},
                "Over and under cancel: the miss lost its absolute value.": {"how": "signed"},
                "The misses are squared. Their mean distance is asked.": {"how": "square"},
            },
        ),
        **alone(
            switched(
                _evaluated,
                {
                    "The model learns from the later days only, the ones it is judged on.": {"learn": "new"},
                    "The model is judged on the earlier days, which it has learned from.": {"judge": "old"},
                    "The day `test_from` is learned from, and not judged. To which days does it belong?": {
                        "until": np.less_equal,
                        "since": np.greater,
                    },
                    "The day's number is not among the columns asked for.": {"columns": ("day", *_KNOWN)},
                    "`lag24` is known at midnight: it is to be used.": {"columns": ("hour", "working")},
                    "Over and under cancel: truth minus forecast, without an absolute value.": {"how": "against"},
                },
            )
        ),
    },
)


# ---- a leaf

MOST_MISS = 55.5
_LEAF_MISTAKES = {
    "number": "`leaf` is a whole number from 1 on.",
    "small": "So few rows a leaf: the tree still repeats the luck of single hours. Let more rows agree.",
    "large": "So many rows a leaf: the tree cannot tell the hours apart any more. Let fewer rows do.",
}


@functools.cache
def _miss_with(leaf: int) -> float:
    rows = bike_trips().dropna()
    month = rows["date"].dt.month
    train, validation = rows[month <= 8], rows[month.isin([9, 10])]
    known = ["hour", "weekday", "working", "lag24", "lag168"]
    tree = DecisionTreeRegressor(min_samples_leaf=leaf, random_state=0).fit(train[known], train["trips"])
    return float(np.abs(tree.predict(validation[known]) - validation["trips"]).mean())


def _accept_leaf(leaf):
    if isinstance(leaf, bool) or not isinstance(leaf, int) or not 1 <= leaf <= 5_000:
        return _LEAF_MISTAKES["number"]
    if _miss_with(leaf) <= MOST_MISS:
        return True
    return _LEAF_MISTAKES["small" if leaf < 10 else "large"]


tune_the_leaf = Exercise(
    title="Stop the tree in time",
    points=2,
    expected=20,
    accepts=_accept_leaf,
    equivalent={
        "leaf = 20 -> leaf = 21": "it reaches the stated miss too",
        "leaf = 20 -> leaf = 19": "it reaches the stated miss too",
    },
    mistakes={
        _LEAF_MISTAKES["number"]: 2.5,
        _LEAF_MISTAKES["small"]: 2,
        _LEAF_MISTAKES["large"]: 400,
    },
)
