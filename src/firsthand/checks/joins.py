"""Exercises on joins and the pipeline of the lesson on messy data."""

import bisect
from functools import partial

import numpy as np
import pandas as pd

from firsthand.judging.exercise import Exercise, alone, partly_mended, switched, with_faults

_JOIN_SIZES = {"A": 5, "B": 6, "C": 4, "D": 6, "E": 2_900}

predict_join_size = Exercise(
    title="How many rows?",
    points=2,
    expected=_JOIN_SIZES,
    mistakes={
        sentence: {**_JOIN_SIZES, key: rows}
        for (key, rows), sentence in {
            ("A", 4): "A: in pandas the two missing keys meet. That is one more pair.",
            ("A", 2): "A: you count keys that both sides have. Count pairs of rows.",
            ("A", 3): "A: you count keys that both sides have. Count pairs of rows.",
            ("A", 6): "A: which left row has no partner at all? The inner join leaves it out.",
            ("A", 25): "A: that is every row with every row. Only equal keys meet.",
            ("B", 5): "B: a left join keeps each left row. Which one met nothing?",
            ("B", 7): "B: the right table has a row that nobody meets. A left join leaves it out.",
            ("C", 5): "C: in a database a missing key meets nothing, not even another one.",
            ("C", 2): "C: you count keys that both sides have. Count pairs of rows.",
            ("D", 5): "D: two left rows meet nothing in a database, M and the one without a key.",
            ("D", 4): "D: that is the inner join. What does a left join do with rows that meet nothing?",
            ("D", 7): "D: the right table's unmet rows stay out of a left join.",
            ("E", 2_850): "E: the 50 that meet nothing are left rows too.",
            ("E", 1_000): "E: a left row that meets three rows comes three times.",
            ("E", 3_000): "E: 50 of the 1,000 meet nothing. How often do they come?",
            ("E", 950): "E: each of the 950 meets three rows, and the others stay too.",
        }.items()
    },
)


# ---- joins


def _join_cases(rng):
    def draw(n, m, keys):
        left = [keys[i] for i in rng.integers(0, len(keys), n)]
        right = [keys[i] for i in rng.integers(1, len(keys), m)]
        return [*left, keys[0], left[0]], [*right, right[-1]]  # a key that meets nothing, one twice on either side

    mixed = [7, "7", None, "a", 0, "", 12]
    return [
        (["a", "b", None], ["a", None, "a"]),
        draw(6, 7, ["x", "p", "q", "r", None]),
        draw(8, 6, mixed),
        (["a", None, "b"], []),
        ([None, 0, "", "k", None], [None, "", 0, None, 0]),
        draw(5, 9, ["zz", "k", "b", "c"]),
    ]


def _joined(
    left, right, *, once="all", none_meets=False, none_kept=True, keep=True, unmatched=None, order="i", first=0, **other
):
    places: dict = {}
    for j, key in enumerate(right):
        if (key is not None or none_meets) and (key or not other.get("falsy")):
            places.setdefault(key, []).append(j + first)
    if once != "all":
        places = {key: [found[0 if once == "first" else -1]] for key, found in places.items()}
    asked = list(enumerate(left))
    if other.get("left_once"):
        spared = [None] if other["left_once"] == "named" else []
        asked = [(i, key) for i, key in asked if key in spared or key not in left[:i]]
    if not none_kept:
        asked = [(i, key) for i, key in asked if key is not None]
    pairs = [(i + first, j) for i, key in asked for j in places.get(key, [unmatched] if keep else [])]
    if other.get("outer"):
        met = {j for _, j in pairs}
        pairs += [(None, j + first) for j in range(len(right)) if j + first not in met]
    if order != "i":
        pairs.sort(key=lambda pair: (pair[1] is None, (pair[1] or 0) if order == "j" else 0, pair[0] or 0))
    if other.get("give") == "keys":
        return [(None if i is None else left[i - first], j) for i, j in pairs]
    return [(j, i) for i, j in pairs] if other.get("give") == "turned" else pairs


def _grouped(left, right):
    met = [[j for j, other in enumerate(right) if other is not None and other == key] for key in left]
    return [(i, found or None) for i, found in enumerate(met)]


def _nested_loop(left, right):
    pairs: list[tuple] = []
    for i, one in enumerate(left):
        met = [j for j, other in enumerate(right) if one is not None and other is not None and one == other]
        pairs += [(i, j) for j in met] or [(i, None)]
    return pairs


left_hash_join = Exercise(
    title="A left join from a dictionary",
    points=2,
    expected=_nested_loop,
    cases=_join_cases,
    mistakes={
        "One pair a left row came back, with a list of places in it. Each place makes a pair of its own.": _grouped,
        **switched(
            _joined,
            {
                "Of a key that stands several times on the right you keep the last place only.": {"once": "last"},
                "Of a key that stands several times on the right you keep the first place only.": {"once": "first"},
                "`None` meets `None` in your join. A missing key meets nothing.": {"none_meets": True},
                "Left rows that meet nothing are gone: that is an inner join.": {"keep": False},
                "Left rows whose key is `None` are gone. They meet nothing, and stay.": {"none_kept": False},
                "A row that meets nothing got -1. A missing match is `None`.": {"unmatched": -1},
                "Your pairs are ordered by j. By i first, then by j.": {"order": "j"},
                "Your places are counted from 1. They start at 0.": {"first": 1},
                "A key that stands twice on the left is answered once only.": {"left_once": True},
                "A key that stands twice on the left is answered once only, unless it is `None`.": {
                    "left_once": "named"
                },
                "Your left places are keys. Places are asked on both sides.": {"give": "keys"},
                "Your pairs are turned round: the right place comes first.": {"give": "turned"},
                "Left rows that meet nothing come last in your list. Order by i first.": {"order": "unmet last"},
                "Right rows that nobody met are there too: that is an outer join.": {"outer": True},
                "A key that is 0 or an empty text counts as missing in your join. Only `None` does.": {"falsy": True},
            },
        ),
    },
)


def _as_of_cases(rng):
    def draw(n, m):
        times = np.sort(rng.integers(0, 3 * n, n)).tolist()
        times[n // 2] = times[n // 2 - 1]  # two readings at one time
        times.sort()
        values = np.round(rng.normal(50, 20, n), 1).tolist()
        values[rng.integers(n)] = 0.0
        inside = rng.choice(times, 3).tolist()
        asked = [*inside, times[n // 2], times[0] - 1, times[-1] + 2, *rng.uniform(0, 3 * n, m).tolist()]
        return times, values, rng.permutation(asked).tolist()

    single = float(rng.integers(2, 9))
    return [
        ([10, 20, 20, 30], [1, 2, 3, 4], [5, 10, 19, 20, 31]),
        draw(9, 4),
        draw(20, 8),
        ([single], [7.5], [single + 1, single, single - 1]),
        ([1, 1, 1], rng.normal(size=3).tolist(), [2, 1, 0.5]),
        ([-3, -1, 4], [rng.normal(), 0.0, rng.normal()], [0, -2, -3, 5, -4]),  # a value of 0 is a value
    ]


def _known_at(
    times,
    values,
    queries,
    *,
    side="right",
    before=None,
    pick="last",
    order="asked",
    give="values",
    after="last",
    falsy=True,
):
    given = {"values": values, "times": times, "places": range(len(times))}[give]
    cut = bisect.bisect_right if side == "right" else bisect.bisect_left
    found: list = []
    for moment in sorted(queries) if order == "sorted" else queries:
        place = cut(times, moment) - 1
        if after is None and moment > times[-1]:
            found.append(None)
            continue
        if before == "dropped" and place < 0:
            continue
        if pick == "first" and place >= 0:
            place = bisect.bisect_left(times, times[place])
        if pick == "mean" and place >= 0:
            found.append(np.mean([value for time, value in zip(times, given, strict=True) if time == times[place]]))
            continue
        found.append(given[place] if place >= 0 else {"wraps": given[-1], "first": given[0]}.get(before, before))
    return found if falsy else [value or None for value in found]


def _next_reading(times, values, queries, cut=bisect.bisect_left):
    places = [cut(times, moment) for moment in queries]
    return [values[place] if place < len(times) else None for place in places]


def _nearest(times, values, queries, before=True):
    nearest = [int(np.argmin(np.abs(np.array(times) - moment))) for moment in queries]
    pairs = zip(nearest, queries, strict=True)
    return [values[place] if before or moment >= times[0] else None for place, moment in pairs]


def _interpolated(times, values, queries, before=True):
    found = np.interp(queries, times, values).tolist()
    pairs = zip(found, queries, strict=True)
    return [value if before or moment >= times[0] else None for value, moment in pairs]


def _walk(times, values, queries):
    """Look at all readings for each moment."""
    found = []
    for moment in queries:
        known = None
        for time, value in zip(times, values, strict=True):
            known = value if time <= moment else known
        found.append(known)
    return found


as_of_join = Exercise(
    title="The last reading before",
    points=2,
    expected=_walk,
    cases=_as_of_cases,
    mistakes={
        **switched(
            _known_at,
            {
                "A reading at exactly the moment does not count in your answer. At or before is asked.": {
                    "side": "left"
                },
                "Before the first reading you give the last of all: place -1 counts from the end.": {"before": "wraps"},
                "Before the first reading you give the first one, which is in the future.": {"before": "first"},
                "Before the first reading you give NaN. A missing match is `None`.": {"before": np.nan},
                "Moments before the first reading are gone. Each moment has an answer.": {"before": "dropped"},
                "Of readings at the same time you take the mean. The last one is asked.": {"pick": "mean"},
                "After the last reading you give `None`. Its value is still the known one.": {"after": None},
                "A value that is 0 became `None`. Only where there is no reading is nothing known.": {"falsy": False},
                "Before the first reading you give 0, which looks like a reading.": {"before": 0},
                "Of readings at the same time you take the first. The last one is asked.": {"pick": "first"},
                "Your answers come in the order of the sorted moments. Keep the order of `queries`.": {
                    "order": "sorted"
                },
                "Those are the times of the readings. Their values are asked.": {"give": "times"},
                "Those are the places of the readings in the list. Their values are asked.": {"give": "places"},
            },
        ),
        "You take the next reading, which nobody knew yet.": _next_reading,
        "You take the reading after the moment, which nobody knew yet.": partial(
            _next_reading, cut=bisect.bisect_right
        ),
        "You take the nearest reading. It may lie in the future.": _nearest,
        "From the first reading on you take the nearest. It may lie in the future.": partial(_nearest, before=False),
        "You draw a line between two readings. The later of them was not known.": _interpolated,
        "From the first reading on you draw a line to the next. It was not known.": partial(
            _interpolated, before=False
        ),
        "Only readings at exactly the moment count. At or before is asked.": lambda times, values, queries: [
            dict(zip(times, values, strict=True)).get(moment) for moment in queries
        ],
    },
)


# ---- the pipeline


def _pipeline_cases(rng):
    def draw(n, twice=False):
        places = [(origin, hour) for origin in ("EWR", "JFK", "LGA") for hour in (6, 7, 8, 9)]
        chosen = [places[i] for i in rng.permutation(len(places))[:9]]
        chosen += [chosen[0]] if twice else []
        gusts = np.where(rng.random(len(chosen)) < 0.5, np.nan, np.round(rng.uniform(18, 40, len(chosen)), 1))
        gusts[:3] = np.nan, 21.0, 33.5
        weather = pd.DataFrame(chosen, columns=["origin", "hour"])
        weather = weather.assign(temp=np.round(rng.uniform(20, 60, len(chosen)), 1), gust=gusts)
        met = [chosen[i] for i in (0, 0, 1, 2)] + [places[i] for i in rng.integers(0, len(places), n)]
        met += [("LGA", 23)]  # a flight without weather
        flights = pd.DataFrame(met, columns=["origin", "hour"]).assign(delay=np.round(rng.normal(8, 30, len(met)), 1))
        return flights.sample(frac=1, random_state=int(rng.integers(99))).reset_index(drop=True), weather

    flights = pd.DataFrame({"origin": ["JFK"], "hour": [6], "delay": [12.0]})
    weather = {"origin": ["JFK", "JFK"], "hour": [6, 7], "temp": [50.0, 59.0], "gust": [np.nan, 20.0]}
    return [(flights, pd.DataFrame(weather)), draw(6), draw(3, twice=True)]


def _ask_twice(build, flights, weather):
    """Ask for the names and values of the table a second time: what the first call left behind is in it."""
    try:
        build(flights, weather)
        built = build(flights, weather)
    except pd.errors.MergeError:
        return ["stopped by MergeError"], np.empty((0, 3))
    return (list(built.columns), built.to_numpy()) if isinstance(built, pd.DataFrame) else built


def _piped(
    flights,
    weather,
    *,
    in_place=False,
    narrow=False,
    validate=True,
    gust="zero",
    how="left",
    to=lambda f: (f - 32) / 1.8,
    cold=np.nan,
    order="flights",
):
    celsius = to(weather["temp"].to_numpy())
    if in_place:
        weather["temp"] = celsius
    there, asked = (list(zip(t["origin"], t["hour"], strict=True)) for t in (weather, flights))
    full = len(set(there)) == len(there)
    if narrow:
        there, asked = ([key[1 if narrow == "hour" else 0] for key in keys] for keys in (there, asked))
    unique = full if narrow in ("hour", "checked") else len(set(there)) == len(there)
    if (validate and not unique and validate != "first") or (validate == "one" and len(set(asked)) < len(asked)):
        raise pd.errors.MergeError("not many to one")
    if order == "keys":
        flights = flights.sort_values(["origin", "hour"])
        asked = sorted(asked)
    gusts = weather["gust"].fillna(0) if gust == "before" else weather["gust"]
    found, delays = list(zip(celsius, gusts, strict=True)), flights["delay"].tolist()
    rows = []
    for key, delay in zip(asked, delays, strict=True):
        met = [found[i] for i, other in enumerate(there) if other == key] or [(cold, np.nan)] * (how == "left")
        rows += [(delay, *one) for one in (met[:1] if validate == "first" else met)]
    if how == "right":
        rows = [
            (delay, *one)
            for key, one in zip(there, found, strict=True)
            for delay in [d for k, d in zip(asked, delays, strict=True) if k == key] or [np.nan]
        ]
    table = np.array(rows, dtype=float).reshape(-1, 3)
    gap = np.isnan(table[:, 2])
    fill = {"zero": lambda: 0, "mean": lambda: np.nanmean(table[:, 2]) if not gap.all() else np.nan}
    fill |= {"median": weather["gust"].median, "lowest": weather["gust"].min}
    table[gap, 2] = fill.get(gust, lambda: np.nan)()
    return pd.DataFrame(table, columns=["delay", "celsius", "gust"])


def _by_lookup(flights, weather):
    known = weather.set_index(["origin", "hour"])
    if not known.index.is_unique:
        raise pd.errors.MergeError("an hour stands twice")
    met = known.reindex(pd.MultiIndex.from_frame(flights[["origin", "hour"]])).reset_index(drop=True)
    return pd.DataFrame(
        {"delay": flights["delay"], "celsius": (met["temp"] - 32) * 5 / 9, "gust": met["gust"].fillna(0)}
    )


_PIPELINE_FAULTS = {
    "the weather of the caller": ("The weather that came in is altered.", {"in_place": True}),
    "the key of the join": ("Each flight meets all hours of its airport.", {"narrow": True}),
    "the doubled hour": ("An hour that stands twice makes flights twice, and nothing stops.", {"validate": False}),
    "the gust": ("A gust that was not reported gets the mean of others.", {"gust": "mean"}),
}

_TOLD_APART = {
    sentence: wrong
    for sentence, wrong in partly_mended(_piped, _PIPELINE_FAULTS).items()
    if "validate" in wrong.keywords or "narrow" not in wrong.keywords  # the two together stop whatever else is wrong
}

fix_the_pipeline = Exercise(
    title="Mend the pipeline",
    points=3,
    expected=_by_lookup,
    cases=_pipeline_cases,
    ask=_ask_twice,
    given=with_faults(_piped, _PIPELINE_FAULTS),
    equivalent={
        "flights.merge(weather, on=['origin', 'hour'], how='left', validate='many_to_one') -> "
        "flights.merge(weather, how='left', validate='many_to_one')": "the two are all columns that both tables have",
    },
    mistakes={
        **alone(_TOLD_APART, but=1),
        "`validate` stops every call: each flight still meets all hours of its airport. What is the key?": partial(
            _piped, narrow=True
        ),
        **switched(
            _piped,
            {
                "A missing gust is still NaN. Nothing was reported: which number says so?": {"gust": "nan"},
                "A missing gust gets the median of others. Nothing was reported.": {"gust": "median"},
                "A missing gust gets the lowest of others. Nothing was reported.": {"gust": "lowest"},
                "Flights without weather are gone. They stay, with a missing temperature.": {"how": "inner"},
                "Each flight meets all airports of its hour. The weather has a row for each origin and hour.": {
                    "narrow": "hour"
                },
                "Each flight meets all hours of its airport, although the doubled hour is found. What is the key?": {
                    "narrow": "checked"
                },
                "It stops when two flights have one airport and hour, which is no fault. Which side has a key once?": {
                    "validate": "one"
                },
                "An hour that stands twice is thrown away in silence. It has to stop.": {"validate": "first"},
                "A missing temperature became 0, and 0 °C is a temperature. It stays missing (NaN).": {"cold": 0},
                "The gust of a flight without weather is still NaN. It gets 0 as well.": {"gust": "before"},
                "Your rows are in the order of their keys. Keep the order of the flights.": {"order": "keys"},
                "Weather that no flight meets makes rows of its own. The table has a row for each flight.": {
                    "how": "right"
                },
                "The temperature is still in °F.": {"to": lambda f: f},
                "You multiply by 1.8 on the way to °C.": {"to": lambda f: (f - 32) * 1.8},
            },
        ),
    },
)
