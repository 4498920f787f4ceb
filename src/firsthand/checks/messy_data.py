"""Exercises of the lesson on messy data."""

import statistics

import numpy as np
import pandas as pd
from sklearn.preprocessing import OneHotEncoder

from firsthand.judging.exercise import Exercise, choice_exercise, switched
from firsthand.judging.transcript import call

# ---- clocks


def _clock_cases(rng):
    def draw(n, gaps):
        clock = 100.0 * rng.integers(0, 24, n) + rng.integers(0, 60, n)
        clock[rng.permutation(n)[:gaps]] = np.nan
        return (clock,)

    edges = rng.permutation([0.0, 59.0, 100.0, 1_000.0, 2_359.0, 2_400.0, np.nan])
    return [
        (np.array([517.0, 830.0, 5.0, 2_400.0, np.nan, 1_259.0]),),
        draw(12, 3),
        (edges,),
        draw(5, 0),
        (np.array([2_400.0]),),
        (np.array([np.nan, 61.0 + 100 * rng.integers(1, 20)]),),
    ]


def _minutes(clock, *, whole=True, minutes=True, hour=60, midnight=1_440, missing=np.nan, unit=1, gaps="keep", early=0):
    hours = np.floor(clock / 100) if whole else clock / 100
    found = hour * hours + (clock % 100 if minutes else 0)
    found = np.where(clock == 2_400, found if midnight == 1_440 else midnight, found) / unit
    found = np.where(clock < 100, found + early, found)
    found = np.where(np.isnan(clock), missing, found)
    return found if gaps == "keep" else found[~np.isnan(clock)]


def _by_text(clock):
    """Cut the digits of each clock."""
    texts = ["" if np.isnan(value) else f"{value:04.0f}" for value in clock]
    return [60 * int(text[:2]) + int(text[2:]) if text else np.nan for text in texts]


to_minutes = Exercise(
    title="Minutes of the day",
    points=1,
    expected=_by_text,
    equivalent={"clock = three_decimals(clock)": "a clock is a whole number"},
    cases=_clock_cases,
    mistakes={
        **switched(
            _minutes,
            {
                "An hour has 100 minutes in your answer: the clock comes back as it is.": {"hour": 100},
                "An hour counts as one minute in your answer: hours and minutes are added as they are.": {"hour": 1},
                "Clocks before 1:00 became NaN. 5 is five minutes after midnight.": {"early": np.nan},
                "You multiply the whole clock by 0.6. 517 is not 5.17 hours: 17 is minutes already.": {
                    "whole": False,
                    "minutes": False,
                },
                "The minutes are lost: only the hours came through.": {"minutes": False},
                "You return hours. Minutes are asked.": {"unit": 60},
                "You add the minutes to hours that still hold them: 517 is counted as 5.17 hours.": {"whole": False},
                "2400 became 0. It is the end of the day, not its beginning.": {"midnight": 0},
                "2400 became NaN: the way you read clocks does not know it.": {"midnight": np.nan},
                "A missing clock became 0, and 0 is midnight. What is missing (NaN) stays so.": {"missing": 0},
                "A missing clock became -1. What is missing (NaN) stays so.": {"missing": -1},
                "The missing clocks are gone. Each row keeps its place.": {"gaps": "drop"},
            },
        ),
    },
)

_MEANINGS = {
    "A": "nothing to report",
    "B": "known only later",
    "C": "not recorded",
    "D": "did not happen",
    "E": "did not happen",
    "F": "not recorded",
}

what_missing_means = choice_exercise(
    title="What does the hole mean?",
    points=2,
    right=_MEANINGS,
    tempting={
        ("A", "not recorded"): "A: a driver looks at each parcel. When does one write a note?",
        ("A", "did not happen"): "A: the column is a note, and the look at the parcel did take place.",
        ("A", "known only later"): "A: these parcels have been handed over. What could still come?",
        ("B", "did not happen"): "B: it is noon, and they left at 11. Will the field stay empty?",
        ("B", "not recorded"): "B: nothing was forgotten. Where is the parcel at noon?",
        ("B", "nothing to report"): "B: each of these parcels will get a time.",
        ("C", "did not happen"): "C: does a parcel have a weight when the cable is loose?",
        ("C", "nothing to report"): "C: there was a weight, and nobody knows it.",
        ("C", "known only later"): "C: the parcels are past the belt. Who weighs them again?",
        ("D", "not recorded"): "D: was there a second attempt that somebody forgot to write down?",
        ("D", "known only later"): "D: taken at the first ring. Will anybody ring again?",
        ("D", "nothing to report"): "D: the column is the time of an event. Was there one?",
        ("E", "known only later"): "E: called back before they left. Can the time still come?",
        ("E", "not recorded"): "E: nobody forgot to write. Was the parcel ever handed over?",
        ("E", "nothing to report"): "E: the column is the time of an event. Was there one?",
        ("F", "did not happen"): "F: the box had a temperature all the way.",
        ("F", "nothing to report"): "F: a cold box would be worth a report. What kept it from coming?",
        ("F", "known only later"): "F: the logger was frozen on the way. Where could the readings come from?",
    },
)


# ---- what to do tonight

_FAULTS = {"A": (40, 1, 2), "B": (3, 1 / 2, 400), "C": (12, 1 / 2, 400), "D": (250, 1, 1), "E": (900, 1 / 10, 30)}
_FAULTS["F"] = (5, 4 / 5, 100)
"""Patients that a fault touches, the chance that a mended value is wrong, and what that costs a patient (EUR)."""


def _bills(patients, chance, wrong):
    """What each remedy costs in expectation (EUR)."""
    return {
        "stop the load": 300,
        "leave the rows out": 50 * patients,
        "mend and flag": chance * wrong * patients,
    }


def _cheapest(bills):
    return min(bills, key=bills.get)


_REMEDIES = {key: _cheapest(_bills(*fault)) for key, fault in _FAULTS.items()}
_FOR_ONE = {key: _cheapest(_bills(1, chance, wrong)) for key, (_, chance, wrong) in _FAULTS.items()}

choose_the_remedy_tonight = choice_exercise(
    title="Stop, leave out or mend?",
    points=2,
    right=_REMEDIES,
    tempting={
        (key, remedy): f"{key}: to {remedy} costs {bill:,.0f} € in expectation. What do the other two cost?"
        for key, fault in _FAULTS.items()
        for remedy, bill in _bills(*fault).items()
        if remedy != _REMEDIES[key]
    },
    misread={
        "C and E are cheap for one patient. How many patients are there, and what does the sum come to?": {
            key: remedy for key, remedy in _FOR_ONE.items() if remedy not in (_REMEDIES[key], "stop the load")
        },
        "You mend wherever a value can be guessed. What does a wrong guess cost, and how likely is it?": {
            key: "mend and flag" for key in "BCEF"
        },
    },
)


# ---- records


def _record_cases(rng):
    def draw(n, keys):
        stamps = rng.permutation(np.arange(5, 5 + n)).tolist()  # one and two digits: as text 10 < 9
        rows = [
            {"key": str(rng.choice(keys)), "stamp": stamp, "a": float(rng.integers(100)), "b": float(rng.integers(100))}
            for stamp in stamps
        ]
        newest = max(rows, key=lambda row: row["stamp"])
        newest["a"] = None
        again = {**newest, "stamp": -2.5, "a": 31.0}  # older, with the field that the newest has emptied
        return ([again, *rows] if rng.random() < 0.5 else [*rows, again],)

    example = [{"key": "p", "stamp": 2, "a": None, "b": 4}, {"key": "p", "stamp": 1, "a": 7, "b": 5}]
    mixed = [{"key": key, "stamp": stamp, "a": 1, "b": stamp} for key, stamp in (("t", 9), ("s", 3), ("t", 10))]
    mixed += [{"key": "s", "stamp": -1, "a": None, "b": 0}]
    return [
        (example,),
        draw(9, ["u", "a", "m"]),
        draw(14, ["x2", "x10", "b"]),
        (mixed,),
        ([{"key": "z", "stamp": 0.5, "a": None, "b": None}],),
        draw(7, ["c"]),
    ]


def _latest(rows, *, by="stamp", pick=max, mix=False, order="key", complete=False, as_text=False, empty=None):
    place = {id(row): float(i) for i, row in enumerate(rows)}

    def rank(row):
        stamp = place[id(row)] if by == "file" else row["stamp"]
        return str(stamp) if as_text else stamp

    kept = {}
    for key in dict.fromkeys(row["key"] for row in rows):
        own = sorted((row for row in rows if row["key"] == key), key=rank, reverse=pick is min)
        if complete:
            own = [row for row in own if row["a"] is not None and row["b"] is not None]
        if own:
            kept[key] = dict(own[-1])
        if mix and own:
            for field in ("a", "b"):
                kept[key][field] = next((row[field] for row in reversed(own) if row[field] is not None), None)
    for record in kept.values():
        record.update({field: empty for field in ("a", "b") if record[field] is None})
    if order == "key":
        return [kept[key] for key in sorted(kept)]
    return sorted(kept.values(), key=lambda row: row["stamp"]) if order == "stamp" else list(kept.values())


def _largest(rows):
    def largest(own, field):
        return max((row[field] for row in own if row[field] is not None), default=None)

    groups = {key: [row for row in rows if row["key"] == key] for key in sorted({row["key"] for row in rows})}
    return [{"key": key} | {name: largest(own, name) for name in ("stamp", "a", "b")} for key, own in groups.items()]


def _overtaken(rows):
    """Keep each record that no other of its key overtakes."""
    kept = [
        row for row in rows if not any(other["key"] == row["key"] and other["stamp"] > row["stamp"] for other in rows)
    ]
    return sorted(kept, key=lambda row: row["key"])


keep_latest = Exercise(
    title="Keep the latest record",
    points=2,
    expected=_overtaken,
    cases=_record_cases,
    mistakes={
        **switched(
            _latest,
            {
                "You keep the last record of each key in the order of the list. The highest stamp decides.": {
                    "by": "file"
                },
                "You keep the first record of each key in the order of the list. The highest stamp decides.": {
                    "by": "file",
                    "pick": min,
                },
                "You keep the earliest record of each key.": {"pick": min},
                "A `None` became 0. Somebody emptied that field, nobody wrote 0.": {"empty": 0},
                "A `None` became NaN. It stays `None`, as it stands in the record.": {"empty": np.nan},
                "A `None` of the latest record is filled from an older one: that record never was.": {"mix": True},
                "Records with a `None` are left out, also where they are the latest.": {"complete": True},
                "Your records come in the order in which the keys appear. By key is asked.": {"order": "file"},
                "Your records come in the order of their stamps. By key is asked.": {"order": "stamp"},
                "Your stamps are compared as text, where 10 comes before 9.": {"as_text": True},
            },
        ),
        "Those are the fields alone. The whole records are asked.": lambda rows: [
            {"a": row["a"], "b": row["b"]} for row in _latest(rows)
        ],
        "All records came back, ordered. Of each key only the latest is asked.": lambda rows: sorted(
            rows, key=lambda row: (row["key"], row["stamp"])
        ),
        "One record came back, the latest of all. One a key is asked.": lambda rows: [
            max(rows, key=lambda row: row["stamp"])
        ],
        "Each field holds the largest value that its key ever had: that record never was.": _largest,
        "The key of the records is missing. The whole records are asked.": lambda rows: [
            {name: value for name, value in row.items() if name != "key"} for row in _latest(rows)
        ],
        "The stamp of the records is missing. The whole records are asked.": lambda rows: [
            {name: value for name, value in row.items() if name != "stamp"} for row in _latest(rows)
        ],
        "A `None` became NaN: a column of numbers holds no `None`. It stays `None`.": lambda rows: pd.DataFrame(
            _latest(rows)
        ).to_dict("records"),
        "A dictionary by key came back. A list of the records is asked.": lambda rows: {
            row["key"]: row for row in _latest(rows)
        },
    },
)


# ---- gaps


def _gap_cases(rng):
    def draw(sizes, gaps):
        groups = [name for name, size in sizes.items() for _ in range(size)]
        values = rng.gamma(2, 15, len(groups)) + [20 * (group == "b") for group in groups]
        for name, count in gaps.items():
            own = rng.permutation([i for i, group in enumerate(groups) if group == name])
            values[own[:count]] = np.nan
        order = rng.permutation(len(groups))
        return [groups[i] for i in order], values[order]

    return [
        (list("abaaacb"), np.array([1, 10, np.nan, 2, 9, np.nan, 30.0])),
        draw({"a": 5, "b": 6, "c": 2, None: 5}, {"a": 1, "b": 2, "c": 2, None: 2}),
        draw({"b": 9, "d": 4, "a": 3}, {"b": 3, "d": 2, "a": 1}),
        draw({"x": 3, None: 4, "b": 4}, {None: 1, "x": 1, "b": 2}),
        (["a", None, "a", None, None, "z"], np.array([2.0, 60.0, 3.0, np.nan, 90.0, 5.0]) + rng.normal(0, 0.3, 6)),
        (["k", None, "m"], np.array([np.nan, np.nan, rng.normal(5, 2)])),
        draw({"a": 3, "b": 2}, {}),
    ]


def _filled(groups, values, *, middle=np.median, grouped=True, rest="given", unknown="overall", keep=True, order=False):
    given = ~np.isnan(values)
    names = [None if group is None and unknown != "own group" else str(group) for group in groups]
    own = {
        name: values[given & np.array([other == name for other in names])] for name in set(names) if name is not None
    }
    medians = {name: middle(found) for name, found in own.items() if len(found) and grouped}
    first = np.array(
        [
            medians.get(name or "", np.nan) if np.isnan(v) or not keep else v
            for name, v in zip(names, values, strict=True)
        ]
    )
    if unknown == "lost":
        first[[name is None for name in names]] = np.nan
    base = {
        "given": values[given],
        "filled": first[~np.isnan(first)],
        "middles": list(medians.values()) or values[given],
    }
    if rest in base and np.isnan(first).any() and len(base[rest]):
        first[np.isnan(first)] = middle(base[rest])
    elif rest in ("zero", "mean", "median"):
        fill = {"zero": 0, "mean": np.mean(values[given]), "median": np.median(values[given])}
        first[np.isnan(first)] = fill[rest]
    if unknown == "dropped":
        first = first[[name is not None for name in groups]]
    return first[np.argsort([str(name) for name in names], kind="stable")] if order else first


def _keys(groups):
    """Name the groups; a row whose group is not known is alone."""
    return pd.Series([f"_{i}" if group is None else f"g{group}" for i, group in enumerate(groups)])


def _by_pandas(groups, values):
    column = pd.Series(values)
    return column.fillna(column.groupby(_keys(groups)).transform("median")).fillna(column.median()).to_numpy()


fill_by_group = Exercise(
    title="Fill by group",
    points=2,
    expected=_by_pandas,
    cases=_gap_cases,
    mistakes={
        **switched(
            _filled,
            {
                "Those are means. The statement fills with medians.": {"middle": np.mean},
                "With an even number of values you take the lower of the two in the middle.": {
                    "middle": statistics.median_low
                },
                "A gap gets the mean of its group. Only where there is none do you take a median.": {
                    "middle": np.mean,
                    "rest": "median",
                },
                "Where the group has no value to give, you take the mean of all.": {"rest": "mean"},
                "Rows without a group are gone. Each row keeps its place.": {"unknown": "dropped"},
                "With an even number of values you take the higher of the two in the middle.": {
                    "middle": statistics.median_high
                },
                "A gap gets the largest value, not the median.": {"middle": np.max},
                "Every gap gets the median of all. Its own group has a say first.": {"grouped": False},
                "The median of all is taken after the fill of the groups: filled values have a say in it.": {
                    "rest": "filled"
                },
                "The median of all is taken of the groups' medians. It is that of the given values.": {
                    "rest": "middles"
                },
                "A gap is still NaN where the group has no value to give.": {"rest": "nan"},
                "A gap is 0 where the group has no value to give.": {"rest": "zero"},
                "Rows without a group are treated as a group of their own.": {"unknown": "own group"},
                "Rows without a group lost the values that they had.": {"unknown": "lost"},
                "Given values are replaced by the median of their group too.": {"keep": False},
                "Your values come ordered by group. Keep the order of the rows.": {"order": True},
            },
        ),
        "A gap gets the value before it, of whatever group that is.": lambda groups, values: (
            pd.Series(values).ffill().bfill().to_numpy()
        ),
        "A gap gets the value before it in its group.": lambda groups, values: (
            pd.Series(values).groupby(_keys(groups)).ffill().fillna(np.nanmedian(values)).to_numpy()
        ),
        "Gaps became 0.": lambda groups, values: np.nan_to_num(values),
        "Rows with a gap are gone. They are to be filled.": lambda groups, values: values[~np.isnan(values)],
    },
)


def _history_cases(rng):
    def draw(n, names, gaps):
        times = rng.permutation(2 * n)[:n].astype(float)
        values = rng.gamma(2, 20, n)
        values[rng.permutation(n)[:gaps]] = np.nan
        return [str(name) for name in rng.choice(names, n)], times, values

    example = list("uvuuvu"), np.array([3, 1, 1, 2, 2, 4.0]), np.array([9, 4, 3, 6, 8, 12.0])
    start = ["w", "w", "w"], np.array([5.0, 1.0, 3.0]), np.array([rng.normal(), np.nan, rng.normal()])
    both = ["p", "q", "p", "q"], np.array([2.0, 2.0, 1.0, 1.0]), rng.normal(10, 5, 4)  # one time in two groups
    return [example, draw(12, ["a", "b", "c"], 2), draw(20, ["k", "m"], 0), start, both, draw(7, ["a"], 2)]


def _history(
    groups,
    times,
    values,
    *,
    when="earlier",
    own=False,
    grouped=True,
    middle=np.mean,
    start=np.nan,
    gaps="skip",
    blank=False,
):
    groups, rows = np.array(groups), np.arange(len(values))
    used = np.nan_to_num(values) if gaps == "zero" else values
    means = []
    for i in rows:
        known = {"earlier": times < times[i], "any": rows != i, "file": rows < i, "later": times > times[i]}[when]
        known = (known | (rows == i)) if own else known
        known = known & (groups == groups[i]) if grouped else known
        known = known & ~np.isnan(used) if gaps != "spread" else known
        past = used[known][np.argsort(times[known])]
        none = values[i] if start == "own" else start
        means.append(np.nan if blank and np.isnan(values[i]) else middle(past) if len(past) else none)
    return np.array(means, dtype=float)


def _running(groups, times, values):
    """Walk through the rows in the order of time, with a sum and a count a group."""
    means, sums = np.full(len(values), np.nan), {group: [0.0, 0] for group in groups}
    for i in np.argsort(times, kind="stable"):
        total, count = sums[groups[i]]
        means[i] = total / count if count else np.nan
        if not np.isnan(values[i]):
            sums[groups[i]] = [total + values[i], count + 1]
    return means


past_mean = Exercise(
    title="A mean of the past",
    points=2,
    expected=_running,
    equivalent={
        "values[known].mean() if known.any() else np.nan -> values[known].mean()": (
            "the mean of nothing is NaN, with a warning"
        ),
    },
    cases=_history_cases,
    mistakes={
        **switched(
            _history,
            {
                "Each row is in its own mean.": {"own": True},
                "You leave the row itself out, and keep the future: later rows are in the mean.": {"when": "any"},
                "You take the rows above in the list for the past. Which column says what was earlier?": {
                    "when": "file"
                },
                "Those are means of the later rows.": {"when": "later"},
                "All groups have a say in the mean. The group's own past is asked.": {"grouped": False},
                "Those are sums of the past. Means are asked.": {"middle": np.sum},
                "Those are medians of the past. Means are asked.": {"middle": np.median},
                "You give the previous value alone. The mean of all earlier ones is asked.": {
                    "middle": lambda past: past[-1]
                },
                "The first row of a group has 0. Nothing was known: NaN.": {"start": 0},
                "Those are the largest values of the past. Means are asked.": {"middle": np.max},
                "Where nothing was known before, a row has its own value. NaN is asked.": {"start": "own"},
                "A missing value counts as 0 in your means.": {"gaps": "zero"},
                "A row whose own value is missing got NaN. Its past may be known.": {"blank": True},
                "One missing value (NaN) spoils all later means. It has no say.": {"gaps": "spread"},
            },
        ),
        "Each row gets the mean of its whole group, itself and the future included.": lambda groups, times, values: (
            _history(groups, times, values, when="any", own=True)
        ),
        "The first row of a group has the mean of all values, which knows the future.": lambda groups, times, values: (
            _history(groups, times, values, start=np.nanmean(values))
        ),
    },
)


# ---- categories


def _category_cases(rng):
    def draw(names, n, new):
        train = [*names, *(str(name) for name in rng.choice(names, n)), None]
        test = [*(str(name) for name in rng.choice([*names, *new], 6)), *new, None, names[0]]
        return [train[i] for i in rng.permutation(len(train))], [test[i] for i in rng.permutation(len(test))]

    return [
        (["b", "a", "b"], ["a", "c", "b", None]),
        draw(["LGA", "EWR", "JFK"], 5, ["BOS", "ZRH"]),
        draw(["x10", "x2", "X3", "b"], 9, ["aa"]),
        (["only", "only"], ["other", "only", None]),
        (["m", None, "k"], ["k", "k"]),
        (["q", "p", "r"], [None, "zz"]),
    ]


def _encoded(
    train,
    test,
    *,
    of="train",
    order="sorted",
    none=False,
    encode="test",
    code=False,
    skip=0,
    unknown="zeros",
    repeats=False,
):
    seen = {"train": train, "test": test, "both": [*train, *test]}[of]
    found = [value for value in (seen if repeats else dict.fromkeys(seen)) if value is not None or none]
    if order != "file":
        last = "\U0010ffff" if none == "last" else "None"
        found = sorted(found, key=lambda value: last if value is None else value, reverse=order == "reverse")
    asked = train if encode == "train" else test
    if unknown == "dropped":
        asked = [value for value in asked if value in found]
    if code:
        return found, np.array([found.index(value) if value in found else -1 for value in asked])
    names = found[abs(skip) :]
    columns = np.array([[float(value == name) for name in names] for value in asked]).reshape(len(asked), len(names))
    new = [i for i, value in enumerate(asked) if value not in found]
    if unknown == "column":
        columns = np.column_stack([columns, [i in new for i in range(len(asked))]])
    elif unknown == "first" and names:
        columns[new, 0] = 1
    elif unknown == "gap":
        columns[[i for i, value in enumerate(asked) if value is None]] = np.nan
    elif unknown in ("nan", "minus"):
        columns[new] = np.nan if unknown == "nan" else -1
    return names if skip < 0 else found, columns


def _as_numbers(function, train, test):
    """Ask for the two results; True and False are 1 and 0."""
    answer = call(function, train, test)
    if isinstance(answer, tuple | list) and len(answer) == 2:
        names, columns = answer
        if isinstance(columns, np.ndarray | pd.DataFrame | list) and np.asarray(columns).dtype == bool:
            return names, np.asarray(columns).astype(int)
    return answer


def _by_library(train, test):
    known = pd.DataFrame({"value": [value for value in train if value is not None]}, dtype=object)
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(known)
    asked = pd.DataFrame({"value": ["\0" if value is None else value for value in test]}, dtype=object)
    return encoder.categories_[0].tolist(), encoder.transform(asked)


one_hot = Exercise(
    title="One-hot, with the categories of training",
    points=2,
    expected=_by_library,
    cases=_category_cases,
    ask=_as_numbers,
    mistakes={
        **switched(
            _encoded,
            {
                "Your categories are those of the test part. The model has been trained on others.": {"of": "test"},
                "Your categories are those of both parts. A model knows those of training only.": {"of": "both"},
                "Your categories come in the order in which they appear. Sorted is asked.": {"order": "file"},
                "Your categories are sorted downwards.": {"order": "reverse"},
                "`None` has become a category of its own.": {"none": True},
                "`None` has become a category of its own, the last.": {"none": "last"},
                "Your categories are those of training, each as often as it stands there.": {"repeats": True},
                "A value that training does not have is put into the first category.": {"unknown": "first"},
                "A missing value gives a row of NaN. Zeros are asked.": {"unknown": "gap"},
                "A value that training does not have gives a row of NaN. Zeros are asked.": {"unknown": "nan"},
                "A value that training does not have gives a row of -1. Zeros are asked.": {"unknown": "minus"},
                "Values that training does not have get a column of their own. Zeros are asked.": {"unknown": "column"},
                "The first category is gone, name and column. All k are asked.": {"skip": -1},
                "You encode the training part. The rows of `test` are asked.": {"encode": "train"},
                "Each value is one number, its place. One column a category is asked.": {"code": True},
                "The first category has no column. All k are asked.": {"skip": 1},
                "Rows with an unknown value are gone. They get zeros.": {"unknown": "dropped"},
            },
        ),
        "The columns came back alone. Two things are asked: the categories, and the columns.": lambda train, test: (
            _encoded(train, test)[1]
        ),
    },
)
