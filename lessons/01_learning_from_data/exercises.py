# %% [markdown]
r"""
# Exercises: does the rule deserve the job?

Ten exercises to [the lesson on learning from data](../notebooks/01_learning_from_data.ipynb), {points},
about 75 minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/01_learning_from_data.ipynb).
"""

# %%
import numpy as np

from firsthand import check, datasets

# %% [markdown]
r"""
## 1 · What is known at midnight? (2 points, 6 minutes)

The bike operator forecasts each hour of tomorrow at midnight. Somebody offers six more columns. Say for each
whether it is `"known at midnight"`, `"known only later"`, or `"part of the answer"` (it counts some of the trips that
are to be forecast).

- A: the rain that a weather service forecasts for that hour, as its forecast stood at midnight
- B: the rain that fell in that hour
- C: how many of the trips of that hour ended at the main station
- D: the trips of people without a subscription in the same hour of yesterday
- E: whether tomorrow is a public holiday
- F: how many bikes were in repair on average over tomorrow

<details><summary>Hint 1</summary>Stand at the desk at midnight. Which of these cells could you fill in?</details>
<details><summary>Hint 2</summary>A forecast is a different column from the thing that it forecasts. And yesterday is over.
</details>
"""

# %% exercise="frame_columns"
### BEGIN GIVEN
# moments = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
moments = {
    "A": "known at midnight",
    "B": "known only later",
    "C": "part of the answer",
    "D": "known at midnight",
    "E": "known at midnight",
    "F": "known only later",
}
### END SOLUTION

# %% check="frame_columns"
check("frame_columns", moments)

# %% [markdown] solution="only"
r"""
C counts some of the trips that are wanted: it is a share of the answer under another name. The common slip is to throw A
out with B, or D with `casual`: what matters is when a value is known, not what it is about.
"""

# %% [markdown]
r"""
## 2 · A rule from a table (2 points, 9 minutes)

Write `learn_threshold(x, y)`: the rule "1 when x ≥ t" with the fewest wrong answers.

- `x`: array (n,) of numbers, in any order, some perhaps equal. `y`: array (n,) of 0 and 1.
- Candidates for t are the values of x, and `np.inf`, which says 0 always.
- Return t, one number. Of several that are wrong equally often, return the smallest.

Example: x = [30, 10, 20, 40], y = [1, 0, 0, 0]. t = 10, 20, 30, 40 and inf are wrong 3, 2, 1, 2 and 1 times; the
answer is 30.

<details><summary>Hint 1</summary>For one t: which rows does the rule call 1, and how many of them and of the others are
wrong?</details>
<details><summary>Hint 2</summary>Try the candidates from small to large, and change your mind only when a later one is
strictly better.</details>
"""


# %% exercise="learn_threshold"
def learn_threshold(x, y):
    """Best t of the rule "1 when x >= t". x : (n,); y : (n,) of 0 and 1. A number."""
    ### BEGIN SOLUTION
    best, fewest = np.inf, np.sum(y == 1)
    for t in sorted(x, reverse=True):
        wrong = np.sum((x >= t) != y)
        if wrong <= fewest:
            best, fewest = t, wrong
    return best
    ### END SOLUTION


# %% check="learn_threshold"
check("learn_threshold", learn_threshold)

# %% [markdown] solution="only"
r"""
The loop comes from above and lets a smaller t win a tie. The common slips are `x > t`, which shifts the rule by one value,
and forgetting "never", without which a table of zeros gets a rule. scikit-learn's name for such a rule is a decision tree of depth 1, a stump.
"""

# %% [markdown]
r"""
## 3 · The average miss, with gaps (1 point, 5 minutes)

A counter at a station fails now and then; the hour is `nan` then. Write `average_miss(y, forecast)`: the mean distance
between forecast and truth, over the hours that were counted.

- `y`: array (n,) of trips, `nan` where nothing was counted; at least one hour was. `forecast`: array (n,).
- Return one number, in trips.

Example: y = [120, 40, nan, 10] and forecast = [100, 55, 80, 30] give (20 + 15 + 20) / 3 = 18.33.

<details><summary>Hint 1</summary>How many hours stand below the line of the mean, n or fewer?</details>
<details><summary>Hint 2</summary>`np.isnan(y)` marks the gaps. Take both arrays without them; then distances, then the
mean.</details>
"""


# %% exercise="average_miss"
def average_miss(y, forecast):
    """Mean distance where y, (n,) with gaps, was counted. forecast : (n,)."""
    ### BEGIN SOLUTION
    counted = ~np.isnan(y)
    return np.abs(forecast[counted] - y[counted]).mean()
    ### END SOLUTION


# %% check="average_miss"
check("average_miss", average_miss)

# %% [markdown] solution="only"
r"""
Only hours with a truth can be judged. To put 0 in a gap claims an empty street, and to divide by n makes a broken counter look
like a better forecast. scikit-learn: `mean_absolute_error`, which refuses `nan`.
"""

# %% [markdown]
r"""
## 4 · A table of means that always answers (2 points, 10 minutes)

Write `hourly_table(train, new)`: a forecast for each new row from the means of the training rows.

- `train`: DataFrame with columns `hour`, `working`, `trips`. `new`: DataFrame with `hour`, `working`.
- A new row gets the mean trips of the training rows with the same hour *and* the same working flag. Where there are none,
  the mean of the training rows of that hour; where there are none either, the mean of all training rows.
- Return an array of one number a new row, in the order of `new`.

Example: train has hours 8, 8, 8, 17, flags 1, 1, 0, 1 and trips 200, 260, 50, 300. New rows (8, 1), (17, 0), (3, 1) get
230, 300 and 202.5.

<details><summary>Hint 1</summary>Three tables of means are asked, from narrow to wide. What does a look-up give where a key
is missing?</details>
<details><summary>Hint 2</summary>`new.merge(means, on=[...], how="left")` keeps every new row and leaves `nan` where nothing is
found; `fillna` then takes the next wider mean.</details>
"""


# %% exercise="hourly_table"
def hourly_table(train, new):
    """Means with two steps back. train : hour, working, trips; new : hour, working."""
    ### BEGIN SOLUTION
    both = train.groupby(["hour", "working"])["trips"].mean()
    by_hour = train.groupby("hour")["trips"].mean()
    narrow = new.merge(both.reset_index(), on=["hour", "working"], how="left")["trips"]
    wide = new.merge(by_hour.reset_index(), on="hour", how="left")["trips"]
    return narrow.fillna(wide).fillna(train["trips"].mean()).to_numpy()
    ### END SOLUTION


# %% check="hourly_table"
check("hourly_table", hourly_table)

# %% [markdown] solution="only"
r"""
A left merge keeps the order and the number of the new rows. A forecast that comes out `nan` at 3 in the morning stops
somebody's program; a fallback that is worse than a mean of its hour wastes what is known.
"""

# %% [markdown]
r"""
## 5 · Cut by date (2 points, 8 minutes)

Write `split_by_date(day, validation_from, test_from)`: the row numbers of the three parts.

- `day`: array (n,) of whole numbers, the day of each row; several rows may share a day, and rows come in any order.
- Training: days before `validation_from`. Validation: from `validation_from` on, before `test_from`. Test: from `test_from` on.
- Return three lists, or arrays, of row numbers counted from 0, each in the order of the table.

Example: day = [5, 1, 3, 3, 9], validation_from = 3, test_from = 5 gives [1], [2, 3] and [0, 4].

<details><summary>Hint 1</summary>A row goes where its day says. Does its place in the table matter?</details>
<details><summary>Hint 2</summary>Three conditions on `day`, no day in two of them. `np.flatnonzero(condition)` has the row
numbers.</details>
"""


# %% exercise="split_by_date"
def split_by_date(day, validation_from, test_from):
    """Row numbers of training, validation and test. day : (n,) of whole numbers."""
    ### BEGIN SOLUTION
    train = np.flatnonzero(day < validation_from)
    validation = np.flatnonzero((day >= validation_from) & (day < test_from))
    return train, validation, np.flatnonzero(day >= test_from)
    ### END SOLUTION


# %% check="split_by_date"
check("split_by_date", split_by_date)

# %% [markdown] solution="only"
r"""
The days decide, so an unsorted table is no trouble, and no day is torn apart. The common slip is a border day that lands in two
parts, or in none. scikit-learn's `TimeSeriesSplit` cuts by place in the table: sort first.
"""

# %% [markdown]
r"""
## 6 · Mend the evaluation (2 points, 10 minutes)

A colleague judges models for the bike operator. The code runs, and its numbers are too good. Three things are wrong; mend
them. Asked is: learn on the days before `test_from`, from columns that are known at midnight, and return the average miss on
the days from `test_from` on.

- `model`: has `fit(X, y)` and `predict(X)`. `table`: DataFrame with `day`, `hour`, `working`, `lag24`, `registered` (the
  trips of subscribers in that hour) and `trips`, the target.
- Known at midnight, and to be used: `hour`, `working`, `lag24`.

<details><summary>Hint 1</summary>Which rows does the model see when it learns, which when it is judged, and what is in
each column at midnight?</details>
<details><summary>Hint 2</summary>Make two tables by day. Use one in `fit`, the other in `predict` and in the miss.</details>
"""


# %% exercise="fix_the_evaluation"
def evaluate(model, table, test_from):
    """Average miss on the days from test_from on. A number, in trips."""
    ### BEGIN GIVEN
    # columns = ["hour", "working", "lag24", "registered"]
    # model.fit(table[columns], table["trips"])
    # forecast = model.predict(table[columns])
    # return np.abs(forecast - table["trips"]).mean()
    ### END GIVEN
    ### BEGIN SOLUTION
    columns = ["hour", "working", "lag24"]
    old, new = table[table["day"] < test_from], table[table["day"] >= test_from]
    model.fit(old[columns], old["trips"])
    forecast = model.predict(new[columns])
    return np.abs(forecast - new["trips"]).mean()
    ### END SOLUTION


# %% check="fix_the_evaluation"
check("fix_the_evaluation", evaluate)

# %% [markdown] solution="only"
r"""
`registered` is most of the answer. The model learned from the test days, and was judged on days it had learned from. Each of
the three makes the number smaller and the forecast no better, which is why nobody complained.
"""

# %% [markdown]
r"""
## 7 · Read four misses (1 point, 5 minutes)

The table of 48 means misses by 54 trips on validation. Four more models, trained on the same rows:

| model | training | validation |
|---|---|---|
| A | 0.0 | 71 |
| B | 95 | 97 |
| C | 3.1 | 3.3 |
| D | 38 | 47 |

Say for each: `"memorised"`, `"too simple"`, `"holds the answer"` or `"fit to try"`.

<details><summary>Hint 1</summary>Which of them beats the baseline on validation? Do you believe both?</details>
<details><summary>Hint 2</summary>Large in training as well: nothing was learned. Nothing in training and much on validation: learned by
heart.</details>
"""

# %% exercise="read_four_misses"
### BEGIN GIVEN
# verdicts = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
# }
### END GIVEN
### BEGIN SOLUTION
verdicts = {
    "A": "memorised",
    "B": "too simple",
    "C": "holds the answer",
    "D": "fit to try",
}
### END SOLUTION

# %% check="read_four_misses"
check("read_four_misses", verdicts)

# %% [markdown] solution="only"
r"""
C is the dangerous one: no gap between training and validation, and sixteen times better than the baseline. Demand for bikes
is not that predictable, so look for a column that is part of the answer. D beats the baseline and has an honest gap.
"""

# %% [markdown]
r"""
## 8 · Fit and forget (1 point, 6 minutes)

A decision tree was fitted on the rows of May, and forecasts 212 trips for one row of June. Then one thing happens, and
the same row is asked again. Say for each whether the forecast is `"the same"` or `"another"`.

- A: the true trips of June are appended to the table that the model was fitted on; nothing else is called.
- B: `fit` is called again, with two rows of winter nights only.
- C: after `fit`, the array of training rows is overwritten with zeros.
- D: the model is saved with `pickle`, loaded on another machine with the same libraries, and asked there.

<details><summary>Hint 1</summary>What does a tree keep after `fit`: the rows, or the questions it made of them?</details>
<details><summary>Hint 2</summary>Which method changes a model? What becomes of what it knew when that is called
again?</details>
"""

# %% exercise="fit_and_forget"
### BEGIN GIVEN
# forecasts = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
# }
### END GIVEN
### BEGIN SOLUTION
forecasts = {"A": "the same", "B": "another", "C": "the same", "D": "the same"}
### END SOLUTION

# %% check="fit_and_forget"
check("fit_and_forget", forecasts)

# %% [markdown] solution="only"
r"""
A fitted tree is a list of questions and means. New rows change nothing until somebody calls `fit`, and then the old ones are
forgotten: `fit` begins anew. (A model that learns on from batch to batch has `partial_fit`.)
"""

# %% [markdown]
r"""
## 9 · Stop the tree in time (2 points, 8 minutes)

A tree that may ask without end misses by 61.5 on validation. `min_samples_leaf` stops it: a question is only asked if at
least so many rows are left on each side. `miss_with(leaf)` trains on January to August and judges on September and
October.
"""

# %%
from sklearn.tree import DecisionTreeRegressor

rows = datasets.bike_trips().dropna()
month = rows["date"].dt.month
train, validation = rows[month <= 8], rows[month.isin([9, 10])]
known = ["hour", "weekday", "working", "lag24", "lag168"]


def miss_with(leaf):
    tree = DecisionTreeRegressor(min_samples_leaf=leaf, random_state=0)
    forecast = tree.fit(train[known], train["trips"]).predict(validation[known])
    return np.abs(forecast - validation["trips"]).mean()


miss_with(1)

# %% [markdown]
r"""
Give `leaf` a whole number with a miss of at most 55.5 trips on validation.

<details><summary>Hint 1</summary>With 1 the tree remembers. What happens with 2,000?</details>
<details><summary>Hint 2</summary>Try 2, 5, 10, 20 and so on: the miss falls first, and rises later.</details>
"""

# %% exercise="tune_the_leaf"
### BEGIN GIVEN
# leaf = ...  # your answer
### END GIVEN
### BEGIN SOLUTION
leaf = 20
### END SOLUTION

# %% check="tune_the_leaf"
check("tune_the_leaf", leaf)

# %% [markdown] solution="only"
r"""
20 gives 54.7; 5 gives 56.8 and 100 gives 55.7. Too few rows a leaf and the tree repeats luck, too many and it cannot tell hours
apart. The number was chosen on validation, so 54.7 is a little too good; the test months would tell.
"""

# %% [markdown]
r"""
## 10 · Rule, table or model? (2 points, 10 minutes)

Four cities ask. A trip that the vans miss costs 0.40 €, and a year has 8,760 hours; a smaller average miss saves that many
trips in each hour. A model costs 30,000 € a year to run, a table or a rule nothing. Choose `"rule"`, `"table"`, `"model"`
or `"none yet"` (look into the numbers before anything is put to use).

| city | history | planner's rule | table of means | model |
|---|---|---|---|---|
| A | 2 years | 70 | 45.6 | 41.3 |
| B | 3 years | 88 | 61.0 | 49.1 |
| C | opens next month | – | – | – |
| D | 1 year | 64 | 50.2 | 1.8 |

(Average misses on the same unseen days, in trips an hour.)

<details><summary>Hint 1</summary>What is a gain of one trip an hour worth in a year?</details>
<details><summary>Hint 2</summary>Compare the model with the best thing that costs nothing. And where there are no old days,
what can learn from them?</details>
"""

# %% exercise="choose_rule_or_model"
### BEGIN GIVEN
# choices = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
# }
### END GIVEN
### BEGIN SOLUTION
choices = {"A": "table", "B": "model", "C": "rule", "D": "none yet"}
### END SOLUTION

# %% check="choose_rule_or_model"
check("choose_rule_or_model", choices)

# %% [markdown] solution="only"
r"""
One trip an hour is worth 0.40 € · 8,760 = 3,504 € a year. A: 4.3 trips, 15,067 €, less than the model costs. B: 11.9 trips,
41,698 €. C has nothing to learn from: ask a planner. D is too good to be true, and the one to stop.
"""
