# %% [markdown]
r"""
# Exercises: a table you can trust

{exercises} to [the lesson on messy data](../notebooks/04_messy_data.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/04_messy_data.ipynb).

Two conventions: a missing *number* is NaN, a missing *match* is `None`. No exercise needs pandas unless it says so.
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · Minutes of the day (1 point, 5 minutes)

Write `to_minutes(clock)`: minutes after midnight, from clocks that are written as one number.

- `clock`: array (n,) of floats, hour and minute in one number, 517 for 5:17. 2400 is midnight at the end of the day.
- Return an array (n,). What is missing (NaN) stays missing; nothing else may become missing.

Example: [517, 830, 5, 2400, NaN, 1259] gives [317, 510, 5, 1440, NaN, 779].

<details><summary>Hint 1</summary>Which part of 517 is the hour, and how many of the digits are minutes?</details>
<details><summary>Hint 2</summary>A division by 100 has a whole part and a rest. What is an hour in minutes?</details>
"""


# %% exercise="to_minutes"
def to_minutes(clock):
    """Minutes after midnight. clock : (n,) hhmm. Returns an array (n,)."""
    ### BEGIN SOLUTION
    hours, minutes = np.divmod(clock, 100)
    return 60 * hours + minutes
    ### END SOLUTION


# %% check="to_minutes"
check("to_minutes", to_minutes)

# %% [markdown] solution="only"
r"""
NaN goes through `divmod` unharmed, and 2400 becomes 1440 without a special case. The common slip is to treat 813 − 521
as a number of minutes; the rarer one is a format that does not know 2400 and makes it missing.
"""

# %% [markdown]
r"""
## 2 · What does the hole mean? (2 points, 6 minutes)

A parcel service hands you its table at noon. Choose for each column what an empty field means:
`"did not happen"`, `"nothing to report"`, `"not recorded"` or `"known only later"`. A word may be used twice or never.

- A: `damage`: drivers write a note when a parcel is dented. Empty for 97 % of those handed over.
- B: `handed_over`, a time. Empty for parcels that left the depot at 11.
- C: `weight`, by the scale at the belt. Empty for everything between 9 and 10, when its cable was loose.
- D: `second_attempt`, a time. Empty for parcels that were taken at the first ring.
- E: `handed_over`, a time. Empty for parcels of last week that the sender called back before they left.
- F: `box_temperature`, by a logger. Empty for the routes on which the logger's battery froze.

<details><summary>Hint 1</summary>Is there a true value that nobody wrote down, or none at all? Will there be one tomorrow?</details>
<details><summary>Hint 2</summary>Three questions in this order: can it still come? Was there something to measure? Was there an
event of which the column is the time, or a note that is only written when there is something to say?</details>
"""

# %% exercise="what_missing_means"
### BEGIN GIVEN
# meanings = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
meanings = {
    "A": "nothing to report",
    "B": "known only later",
    "C": "not recorded",
    "D": "did not happen",
    "E": "did not happen",
    "F": "not recorded",
}
### END SOLUTION

# %% check="what_missing_means"
check("what_missing_means", meanings)

# %% [markdown] solution="only"
r"""
One column, two meanings: B's parcels will arrive, E's never. "Nothing to report" may be filled with a value of its own ("none").
"Not recorded" has a true value, so a filled one is a guess, and it wants a flag. The holes of F lie on cold routes:
a mean over the rest is too warm.
"""

# %% [markdown]
r"""
## 3 · How many rows? (2 points, 7 minutes)

Left keys: K, K, L, M, none. Right keys: K, L, L, N, none. Predict the number of rows, a whole number each, before you try.

- A: the inner join of pandas, where missing meets missing.
- B: the left join of pandas.
- C: the inner join of a database, where a missing key meets nothing.
- D: the left join of a database.
- E: a left join of 1,000 rows. The keys of 950 of them stand three times each in the right table, the keys of the other 50 nowhere.

<details><summary>Hint 1</summary>Take one key. How often does it stand on the left, how often on the right, and how many pairs is
that?</details>
<details><summary>Hint 2</summary>A left join has the rows of the inner one, and one more for each left row that met
nothing.</details>
"""

# %% exercise="predict_join_size"
### BEGIN GIVEN
# rows = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
rows = {"A": 5, "B": 6, "C": 4, "D": 6, "E": 2_900}
### END SOLUTION

# %% check="predict_join_size"
check("predict_join_size", rows)

# %% [markdown] solution="only"
r"""
K: 2 · 1, L: 1 · 2, and in pandas none: 1 · 1. That makes 5, and M comes alone in the left join: 6. A database has 4, and two
rows that met nothing. In E 950 · 3 + 50: a left join keeps every left row, and multiplies those that meet more than one.
"""

# %% [markdown]
r"""
## 4 · A left join from a dictionary (2 points, 9 minutes)

Write `left_hash_join(left, right)`: which rows meet.

- `left`, `right`: lists of keys, texts, numbers or `None`. Keys may repeat on both sides. A key that is `None` meets nothing, not even another `None`.
- Return a list of pairs (i, j), places counted from 0, ordered by i, then by j. A left row that meets nothing is there once, as (i, None).

Example: left = ["a", "b", None], right = ["a", None, "a"] gives [(0, 0), (0, 2), (1, None), (2, None)].

<details><summary>Hint 1</summary>Which question do you ask of the right list for each left key, and how would a dictionary answer it
at once?</details>
<details><summary>Hint 2</summary>The dictionary maps a key to *all* its places. What shall it give for a key that it does not
hold?</details>
"""


# %% exercise="left_hash_join"
def left_hash_join(left, right):
    """Pairs of places that meet. left, right : lists of keys. Returns a list."""
    ### BEGIN SOLUTION
    places = {}
    for j, key in enumerate(right):
        if key is not None:
            places.setdefault(key, []).append(j)
    return [(i, j) for i, key in enumerate(left) for j in places.get(key, [None])]
    ### END SOLUTION


# %% check="left_hash_join"
check("left_hash_join", left_hash_join)

# %% [markdown] solution="only"
r"""
Since `None` never enters the dictionary, a left `None` finds nothing, like any unknown key. The common slip keeps one place a
key, so that repeated rows on the right are lost without a word. pandas: `merge(how="left")`, after the missing keys are out.
"""

# %% [markdown]
r"""
## 5 · The last reading before (2 points, 8 minutes)

A sensor writes a value now and then. Which value was known at a given moment? Write `as_of_join(times, values, queries)`.

- `times`: a list of numbers in rising order, equal ones allowed, never empty. `values`: as many values.
- `queries`: a list of moments, in any order.
- Return a list as long as `queries`: the value of the last reading at or before each moment; of equal times the last one; `None` before
  the first reading.

Example: times 10, 20, 20, 30, values 1, 2, 3, 4, queries 5, 10, 19, 20, 31 give None, 1, 1, 3, 4.

<details><summary>Hint 1</summary>How many readings are there at or before a moment? Which of them is asked?</details>
<details><summary>Hint 2</summary>`np.searchsorted` has a `side`. Look at what it gives for 20 on either side, and for 5.</details>
"""


# %% exercise="as_of_join"
def as_of_join(times, values, queries):
    """The value known at each moment. Three lists. Returns a list."""
    ### BEGIN SOLUTION
    known = np.searchsorted(times, queries, side="right")
    return [values[count - 1] if count else None for count in known]
    ### END SOLUTION


# %% check="as_of_join"
check("as_of_join", as_of_join)

# %% [markdown] solution="only"
r"""
`side="right"` counts the readings at or before a moment. With 0 of them `values[-1]` would be the *last* reading of all, from the
future. The nearest reading may lie in the future too. pandas: `merge_asof`.
"""

# %% [markdown]
r"""
## 6 · Keep the latest record (2 points, 8 minutes)

Write `keep_latest(rows)`: of each key the record with the highest stamp, as it stands.

- `rows`: a list of dictionaries with `key` (text), `stamp` (number), `a` and `b` (numbers or `None`). No key has a stamp twice. At least one row.
- Return a list of these dictionaries, one a key, ordered by key. A `None` in the latest record stays `None`: somebody emptied that field.

Example: {"key": "p", "stamp": 2, "a": None, "b": 4} and {"key": "p", "stamp": 1, "a": 7, "b": 5} give the first of the two.

<details><summary>Hint 1</summary>What do you have to remember of each key while you walk through the rows?</details>
<details><summary>Hint 2</summary>If the rows came in the order of their stamps, which row of a key would be the last one
you meet?</details>
"""


# %% exercise="keep_latest"
def keep_latest(rows):
    """Latest record of each key. rows : list of dicts. Returns a list of dicts."""
    ### BEGIN SOLUTION
    latest = {row["key"]: row for row in sorted(rows, key=lambda row: row["stamp"])}
    return [latest[key] for key in sorted(latest)]
    ### END SOLUTION


# %% check="keep_latest"
check("keep_latest", keep_latest)

# %% [markdown] solution="only"
r"""
A dictionary keeps the last value given for a key, and the rows come in the order of their stamps. `groupby("key").last()` would fill `a`
from an older record. pandas: `sort_values("stamp").groupby("key").tail(1)`.
"""

# %% [markdown]
r"""
## 7 · Fill by group (2 points, 8 minutes)

Write `fill_by_group(groups, values)`: fill what is missing with the median of its group.

- `groups`: list of n texts; `None` where the group is not known. `values`: array (n,) with NaN where a value is missing.
- A missing value gets the median of the given values of its group. Where the group has none, or is `None`, it gets the median of all *given* values. At
  least one value is given.
- Return an array (n,), in the order of the rows.

Example: groups a, b, a, a, a, c, b with 1, 10, NaN, 2, 9, NaN, 30 give 1, 10, 2, 2, 9, 9, 30: group a has 1, 2, 9; group c nothing,
and the five given values have the median 9.

<details><summary>Hint 1</summary>Which values may have a say in the median of all: those that were given, or also those you filled in
a moment ago?</details>
<details><summary>Hint 2</summary>A fill needs two tries, the group first. `np.median` of nothing is NaN: how do you notice that a
group is empty?</details>
"""


# %% exercise="fill_by_group"
def fill_by_group(groups, values):
    """Fill gaps by group medians. groups : n texts; values : (n,). Returns (n,)."""
    ### BEGIN SOLUTION
    filled = np.array(values, dtype=float)
    given = ~np.isnan(filled)
    overall = np.median(filled[given])
    for i in np.flatnonzero(~given):
        same = [
            groups[j] is not None and groups[j] == groups[i] and given[j]
            for j in range(len(groups))
        ]
        filled[i] = np.median(values[same]) if any(same) else overall
    return filled
    ### END SOLUTION


# %% check="fill_by_group"
check("fill_by_group", fill_by_group)

# %% [markdown] solution="only"
r"""
The medians are of given values, so what was filled has no say. `groupby` leaves rows without a group out, and `transform` makes them
missing: the second common slip. When a model is fitted, the medians are those of the training rows alone.
"""

# %% [markdown]
r"""
## 8 · A mean of the past (2 points, 10 minutes)

Write `past_mean(groups, times, values)`: for each row the mean of the earlier values of its group.

- `groups`: list of n texts. `times`: array (n,), no two equal inside a group; rows come in any order. `values`: array (n,); a missing one (NaN) has no say.
- Return an array (n,), in the order of the rows: the mean of the group's values at *earlier* times; NaN where there is none.

Example: groups u, v, u, u, v, u, times 3, 1, 1, 2, 2, 4, values 9, 4, 3, 6, 8, 12 give 4.5, NaN, NaN, 3, 4, 6.

<details><summary>Hint 1</summary>Which rows were known when row i happened? Two conditions decide.</details>
<details><summary>Hint 2</summary>A mask for each row is enough: the same group, an earlier time, and a value that is there. What if the
mask is empty?</details>
"""


# %% exercise="past_mean"
def past_mean(groups, times, values):
    """Mean of the earlier values of the group. Three of length n. Returns (n,)."""
    ### BEGIN SOLUTION
    groups, means = np.array(groups), []
    for i in range(len(values)):
        known = (groups == groups[i]) & (times < times[i]) & ~np.isnan(values)
        means.append(values[known].mean() if known.any() else np.nan)
    return np.array(means)
    ### END SOLUTION


# %% check="past_mean"
check("past_mean", past_mean)

# %% [markdown] solution="only"
r"""
`times < time` keeps the row itself out, and the future with it. The common slips take the order of the file for the order of time, or leave only the
row itself out, so that the future stays in. pandas: sort by time, then `groupby(...).expanding().mean()` and `shift(1)` inside the group.
"""

# %% [markdown]
r"""
## 9 · One-hot, with the categories of training (2 points, 7 minutes)

Write `one_hot(train, test)`: columns for a model, from a category.

- `train`, `test`: lists of texts; `None` where the category is missing. `train` has at least one text.
- Return two things: the list of categories of `train`, sorted, without `None`; and an array (m, k) of 0 and 1 (or False and True), a row for each
  of the m values of `test`, a column for each of the k categories. A value that `train` does not have, and `None`, give a row of zeros.

Example: train b, a, b, test a, c, b, None give ["a", "b"] and [[1, 0], [0, 0], [0, 1], [0, 0]].

<details><summary>Hint 1</summary>Who decides how many columns there are, and in which order?</details>
<details><summary>Hint 2</summary>Compare each value of test with each category. What does a comparison give for one that is not
among them?</details>
"""


# %% exercise="one_hot"
def one_hot(train, test):
    """Categories of train, and test as 0/1 columns. Two lists."""
    ### BEGIN SOLUTION
    categories = sorted({value for value in train if value is not None})
    rows = [[int(value == category) for category in categories] for value in test]
    return categories, np.array(rows)
    ### END SOLUTION


# %% check="one_hot"
check("one_hot", one_hot)

# %% [markdown] solution="only"
r"""
The columns belong to the model, so training decides them, once. Encoding the test part for itself gives other columns in another
order, and no error. scikit-learn: `OneHotEncoder(handle_unknown="ignore")`.
"""

# %% [markdown]
r"""
## 10 · Mend the pipeline (3 points, 12 minutes)

`build(flights, weather)` makes the table of a model: delay, temperature in °C and gust, a row a flight. It has four faults. Mend them:

- It alters the weather it is given, so a second call gives another table.
- It joins on too few columns. The weather has a row for each `origin` and `hour`.
- If the weather holds an airport and hour twice, the join makes more flights than there are. It has to stop with the error
  of pandas' `validate` (`MergeError`).
- A missing gust means that none was reported. It gets 0, not a number from other rows.

`flights` has the columns `origin`, `hour`, `delay`; `weather` has `origin`, `hour`, `temp` (°F), `gust` (mph). Return a DataFrame with the columns `delay`,
`celsius`, `gust` in this order, a row for each flight in the order of `flights`. Flights without weather stay, with a missing temperature and, as the owner of the table has decided, gust 0.

Example: flights [("JFK", 6, 12.0)], weather [("JFK", 6, 50.0, NaN), ("JFK", 7, 59.0, 20.0)] give one row: 12, 10, 0.

<details><summary>Hint 1</summary>Which line changes something that belongs to the caller? How many rows of weather does a flight meet?</details>
<details><summary>Hint 2</summary>`merge` takes `on`, `how` and `validate`. Which side may have a key once only, and how is that
called?</details>
"""


# %% exercise="fix_the_pipeline"
def build(flights, weather):
    """Delay, celsius and gust of each flight. Two DataFrames. Returns another."""
    ### BEGIN GIVEN
    # weather["temp"] = (weather["temp"] - 32) / 1.8
    # rows = flights.merge(weather.drop(columns="hour"), on="origin", how="left")
    # rows["celsius"] = rows["temp"]
    # rows["gust"] = rows["gust"].fillna(rows["gust"].mean())
    # return rows[["delay", "celsius", "gust"]]
    ### END GIVEN
    ### BEGIN SOLUTION
    rows = flights.merge(
        weather, on=["origin", "hour"], how="left", validate="many_to_one"
    )
    rows["celsius"] = (rows["temp"] - 32) / 1.8
    rows["gust"] = rows["gust"].fillna(0)
    return rows[["delay", "celsius", "gust"]]
    ### END SOLUTION


# %% check="fix_the_pipeline"
check("fix_the_pipeline", build)

# %% [markdown] solution="only"
r"""
The work is done on the joined table, which is new, so the caller's weather stays as it was. `many_to_one` says: many flights, one row of
weather. Without it a doubled hour doubles flights, and every mean is a little off. Gust 0 for a flight without weather is a decision, not knowledge:
nobody measured there, and a flag would say so.
"""

# %% [markdown]
r"""
## 11 · Stop, leave out or mend? (2 points, 8 minutes)

A hospital plans its beds each night from a table of 900 patients. Choose for each fault what costs least in
expectation, in €:

- `"stop the load"`: yesterday's table serves for one more night. That costs 300, whatever the fault.
- `"leave the rows out"`: 50 for each patient who is left out.
- `"mend and flag"`: the work is free; what a wrong value costs stands with the fault.

The faults:

- A: 40 weights are missing; the scale was out of order for an hour. The ward's median in their place costs 2 a patient.
- B: 3 patients stand in two wards each. A guess is right for half of them; a patient in the wrong ward costs 400.
- C: as B, but 12 patients.
- D: lactate is missing for 250, since no doctor suspected anything. Taken as usual it costs 1 a patient with a flag, 6 without.
- E: since tonight all 900 temperatures lie between 96 and 104. °F, say nine of ten who know the device, and then a conversion
  costs nothing. With a chance of 10 % it is another fault, and a conversion costs 30 a patient.
- F: 5 patients have no bed number. A guess is wrong four times in five, and a wrong one costs 100.

<details><summary>Hint 1</summary>How many patients does each fault touch? Which of the three costs does not ask how many?</details>
<details><summary>Hint 2</summary>A chance times a cost times a number of patients is one sum in €. Work out three sums for each fault.</details>
"""

# %% exercise="choose_the_remedy_tonight"
### BEGIN GIVEN
# remedies = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
remedies = {
    "A": "mend and flag",
    "B": "leave the rows out",
    "C": "stop the load",
    "D": "mend and flag",
    "E": "stop the load",
    "F": "leave the rows out",
}
### END SOLUTION

# %% check="choose_the_remedy_tonight"
check("choose_the_remedy_tonight", remedies)

# %% [markdown] solution="only"
r"""
Leaving out costs 2,000, 150, 600, 12,500, 45,000 and 250; mending 80, 600, 2,400, 250, 2,700 and 400; stopping 300 each time. B and C are the same fault, and the number of rows
decides: a check on a load needs a limit, not only a rule. E is nearly surely °F, and one chance in ten of 900 wrong values is dearer than one old table.
"""
