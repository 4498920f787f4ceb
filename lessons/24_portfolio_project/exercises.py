# %% [markdown]
r"""
# Exercises: a project of your own

{exercises} to [the lesson on a project you can defend](../notebooks/24_portfolio_project.ipynb), {points}, about {minutes}: a project, to be done over days.
Each stands alone, so skip one and come back as you like.

Choose one of three customers. You may choose another one in the next exercise; a function that you wrote above may be used again.

| brief | a row | decide each month | an alarm in vain | a miss | target |
|---|---|---|---|---|---|
| `"finance"` | an overdue account | call the customer | 6 € | 90 € | `defaulted` |
| `"healthcare"` | a discharge | send a nurse to the patient | 80 € | 900 € | `readmitted` |
| `"logistics"` | a parcel | send it by another route | 3 € | 20 € | `late` |

`datasets.project_table("finance")` is the table of the last 18 months. Your answers are judged on **fresh rows, as at work**: new customers (patients, routes), the six months after, and a category that did not exist before in 3 % of the rows. They were simulated, so the risk of each row is known to the judge; no luck is in your score.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/24_portfolio_project.ipynb).
"""

# %%
import numpy as np
import pandas as pd

from firsthand import check, datasets

datasets.project_table("finance").head(3).T  # or "healthcare", or "logistics"

# %% [markdown]
r"""
## 1 · Frame the brief (2 points, 10 minutes)

Acting where nothing happens costs the alarm, not acting where something happens costs the miss; the other two cost nothing. Give for each brief: from which risk on acting pays, which constant is better, `"always"` or `"never"`, and what that one costs a row, in €. The rates are 0.10 for finance and for healthcare, 0.08 for logistics.

Worked example, the pumps of the lesson at a rate of 0.1425: from 150/2,550 = 0.0588 on; always, 0.8575 · 150 = 128.6 €.

<details><summary>Hint 1</summary>At which risk do acting and not acting cost the same?</details>
<details><summary>Hint 2</summary>Acting always costs the alarm on every row where nothing happens. What does never cost?</details>
"""

# %% exercise="frame_the_brief"
### BEGIN GIVEN
# frame = {
#     "finance threshold": ...,  # your answer
#     "finance constant": ...,
#     "finance cost": ...,
#     "healthcare threshold": ...,
#     "healthcare constant": ...,
#     "healthcare cost": ...,
#     "logistics threshold": ...,
#     "logistics constant": ...,
#     "logistics cost": ...,
# }
### END GIVEN
### BEGIN SOLUTION
frame = {
    "finance threshold": 6 / 96,
    "finance constant": "always",
    "finance cost": 5.4,
    "healthcare threshold": 80 / 980,
    "healthcare constant": "always",
    "healthcare cost": 72,
    "logistics threshold": 3 / 23,
    "logistics constant": "never",
    "logistics cost": 1.6,
}
### END SOLUTION

# %% check="frame_the_brief"
check("frame_the_brief", frame)

# %% [markdown] solution="only"
r"""
Always costs (1 − rate) · alarm: 0.9 · 6 = 5.40 against 0.1 · 90 = 9 in finance, 72 against 90 in healthcare. In logistics it is 2.76 against 0.08 · 20 = 1.60, so *never* is what a model has to beat there. "The baseline is always *never*" is the common slip.
"""

# %% [markdown]
r"""
## 2 · Which columns are there in time? (2 points, 8 minutes)

The decision is made on the first of a month. What the tables hold:

- **finance** `customer` number · `month` · `days_overdue` · `income` € a month, stated when the account was opened · `prior_defaults` · `utilisation` share of the credit line in use · `channel` through which the account came · `region` · `reminders_sent` until the account was settled or written off · `closing_note` of the file
- **healthcare** `patient` number · `month` · `age` years · `stays` in the last year · `length_of_stay` days · `medicines` at discharge · `albumin` g/l, last value before discharge · `discharge` to where · `ward` · `days_to_contact` from discharge to the next contact with the hospital · `final_note` of the case
- **logistics** `route` number · `month` · `km` · `load` of the depot, standardised, this morning · `stops` · `rain` mm, forecast · `vehicle` · `depot` · `delay_minutes` · `claim` what the receiver got back

Give a brief and the list of columns that a model may use. A new customer has a number that no model has met; leave the number out. At least three of them must carry a risk.

<details><summary>Hint 1</summary>Picture the first of the month: which fields of a row are still empty?</details>
<details><summary>Hint 2</summary>Two columns of each brief are filled in weeks later, and one is only a number.</details>
"""

# %% exercise="usable_columns"
### BEGIN GIVEN
# usable = {"brief": "finance", "columns": ...}  # your answer, a list of names
### END GIVEN
### BEGIN SOLUTION
usable = {
    "brief": "finance",
    "columns": ["days_overdue", "income", "prior_defaults", "utilisation", "channel"],
}
### END SOLUTION

# %% check="usable_columns"
check("usable_columns", usable)

# %% [markdown] solution="only"
r"""
`reminders_sent` and `closing_note` are written when the account is closed. `region` may stay: it is known in time, and whether it helps is a question for a paired comparison. That a column is *there in the past* is what makes a leak so hard to see.
"""

# %% [markdown]
r"""
## 3 · Split like work (2 points, 15 minutes)

Write `split_rows(table)` for the table of your brief, with its target, in **any order of rows and with any index**. Return the positions (0 to n − 1) of the training rows and of the test rows, each a list or array.

- No customer (patient, route) on both sides, no row twice.
- An outcome is known two months later: the last training month is at least 2 before the first test month.
- The test part is 15 to 35 % of the rows used, and holds ten events or more; at least 85 % of the rows are used.

`{"brief": ..., "do": ...}` names the brief that your function is for.

Example: of months 1, 2, 3, 4 with test from month 4, training is months 1 and 2.

<details><summary>Hint 1</summary>Which months may training use, if the test begins in month 15? Who is then still on both sides?</details>
<details><summary>Hint 2</summary>`np.flatnonzero` gives positions, `.isin` says who is on the other side, `.to_numpy()` forgets the index.</details>
"""


# %% exercise="split_rows"
def split_rows(table):
    """Positions of training and of test rows. table : DataFrame. Returns two arrays."""
    ### BEGIN SOLUTION
    month = table["month"].to_numpy()
    customer = table["customer"].to_numpy()
    in_test = month >= 15
    in_train = (month <= 13) & ~np.isin(customer, customer[in_test])
    return np.flatnonzero(in_train), np.flatnonzero(in_test)
    ### END SOLUTION


split = {"brief": "finance", "do": split_rows}  # or "healthcare", or "logistics"

# %% check="split_rows"
check("split_rows", split)

# %% [markdown] solution="only"
r"""
Month 14 is given up, and so are the training rows of customers who come again in the test part: about 7 % of the rows. It is the price of a test that asks what work will ask. Index labels returned for positions are the slip that no error tells you of.
"""

# %% [markdown]
r"""
## 4 · A model that stands what work hands it (2 points, 20 minutes)

Write `sturdy_model()`: it makes a new, unfitted object in each call, with `fit(table, y)` and `predict_proba(table)`, as scikit-learn has them, for tables with **all** columns of your brief but the target (the late ones as well, which are empty or `"pending"` in fresh rows).

Its risks (second column, 0 to 1, one a row) stay the same when columns or rows come in another order, for a row alone, and when it is fitted again on the same rows. It gives risks for a category that training never had, and where a column of numbers is empty in the rows that it is asked about. It leaves the tables as they are. And its order of the risks must have something to do with the true one.

Example: two calls of `sturdy_model().fit(table, y).predict_proba(fresh)` give the same two columns.

<details><summary>Hint 1</summary>Which parts of a pipeline learn in `fit`, and what does each do in `predict_proba` with what it has not met?</details>
<details><summary>Hint 2</summary>`make_column_transformer` takes columns by name; `OneHotEncoder` has `handle_unknown`, `SimpleImputer` fills gaps.</details>
"""


# %% exercise="sturdy_model"
def sturdy_model():
    """Make an unfitted model. Returns an object with fit and predict_proba."""
    ### BEGIN SOLUTION
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers = ["days_overdue", "income", "prior_defaults", "utilisation"]
    columns = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="ignore"), ["channel"]),
    )
    return make_pipeline(columns, LogisticRegression())
    ### END SOLUTION


sturdy = {"brief": "finance", "do": sturdy_model}  # or "healthcare", or "logistics"

# %% check="sturdy_model"
check("sturdy_model", sturdy)

# %% [markdown] solution="only"
r"""
Everything that learns sits in the pipeline and learns in `fit`; columns are named, so that their order and the late ones do not matter. `pd.get_dummies` on the fresh rows is the common slip: with one row it makes one column.
"""

# %% [markdown]
r"""
## 5 · Risks that mean what they say (2 points, 15 minutes)

Write `honest_risk()`: an unfitted object as in the exercise above, fitted here on the whole table of your brief. It is judged on three draws of fresh rows by its **closeness** to the known risks p,

$$1 - \frac{\text{mean}\,(q - p)^2}{\text{mean}\,(r - p)^2},$$

with q your risks and r the rate of the training table: 0 for whoever says the rate each time, 1 for the truth. Reach 0.5 on average. A fit has some seconds.

Example: known risks 0.1 and 0.5, rate 0.1: saying 0.2 and 0.4 gives 1 − 0.01/0.08 = 0.875.

<details><summary>Hint 1</summary>A tree grown to the end is sure of everything. Is 3,000 rows enough for that?</details>
<details><summary>Hint 2</summary>What does `class_weight="balanced"` do to the mean of the risks?</details>
"""


# %% exercise="honest_risk"
def honest_risk():
    """Make an unfitted model. Returns an object with fit and predict_proba."""
    ### BEGIN SOLUTION
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers = ["age", "stays", "length_of_stay", "medicines", "albumin"]
    columns = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="ignore"), ["discharge"]),
    )
    return make_pipeline(columns, LogisticRegression())
    ### END SOLUTION


honest = {"brief": "healthcare", "do": honest_risk}  # or "finance", or "logistics"

# %% check="honest_risk"
check("honest_risk", honest)

# %% [markdown] solution="only"
r"""
A plain logistic regression comes near 0.8. Default forests stand near the line, default boosting and full trees below it: too sure for so few rows. Weighted classes rank as well and shift every risk up, which a threshold from the costs then takes at its word.
"""

# %% [markdown]
r"""
## 6 · Act by cost (2 points, 15 minutes)

Write `act_by_cost(table, y, fresh)`: fit on the table of your brief (without the target) and `y`, and decide for each row of `fresh` (the same columns): 1 to act, 0 not to. It is judged on three draws by the **skill** of the lesson, with the known risks: 0 for the better of always and never, 1 for whoever acts on the true risks. Reach 0.55 on average.

Return an array of 0 and 1, (rows of `fresh`,).

Example: costs 150 and 2,400, known risks 0.02, 0.05, 0.10, 0.40: deciding 0, 0, 1, 1 has skill 1, deciding 0, 1, 1, 1 has 0.815.

<details><summary>Hint 1</summary>Which number do you compare a risk with?</details>
<details><summary>Hint 2</summary>`predict` compares with 0.5. `predict_proba(fresh)[:, 1]` gives the risks.</details>
"""


# %% exercise="act_by_cost"
def act_by_cost(table, y, fresh):
    """Decide for each fresh row. DataFrame, array, DataFrame. Returns 0 or 1 a row."""
    ### BEGIN SOLUTION
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers = ["km", "load", "stops", "rain"]
    columns = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="ignore"), ["vehicle"]),
    )
    model = make_pipeline(columns, LogisticRegression()).fit(table, y)
    return (model.predict_proba(fresh)[:, 1] >= 3 / (3 + 20)).astype(int)
    ### END SOLUTION


action = {"brief": "logistics", "do": act_by_cost}  # or "finance", or "healthcare"

# %% check="act_by_cost"
check("act_by_cost", action)

# %% [markdown] solution="only"
r"""
The same model with `predict` acts on far too few rows: 0.5 is the threshold of equal costs. Any sound model passes here, whatever its name; what fails is a threshold that the costs do not give, a column that is empty on the day, and risks that are too sure.
"""

# %% [markdown]
r"""
## 7 · A report by slice (2 points, 15 minutes)

Write `slice_report(y, q, slices)`: for each slice, how many events came and how many were expected.

- `y`: 0 and 1, (n,). `q`: risks, (n,). `slices`: array of names, (n,).
- Return a dictionary: name → (rows, events k, expected E, ratio k/E, low, high). E is the sum of q in the slice. low = χ²(0.025; 2k)/(2E), and 0 where k is 0; high = χ²(0.975; 2k + 2)/(2E): the exact 95 % interval for a Poisson count (`scipy.stats.chi2.ppf(share, degrees)`).

Example: y = 1, 0, 0, 1, 0, 1, q = 0.4, 0.2, 0.2, 0.5, 0.3, 0.1, slices a, a, a, b, b, b: a → (3, 1, 0.8, 1.25, 0.0316, 6.9645), b → (3, 2, 0.9, 2.2222, 0.2691, 8.0274).

<details><summary>Hint 1</summary>Which of the six numbers need only the rows of the slice, and which of them need k?</details>
<details><summary>Hint 2</summary>`chi2.ppf` with 0 degrees is not a number: look after k = 0 first.</details>
"""


# %% exercise="slice_report"
def slice_report(y, q, slices):
    """Events against expected, by slice. Arrays (n,). Returns name -> tuple."""
    ### BEGIN SOLUTION
    from scipy.stats import chi2

    report = {}
    for name in np.unique(slices):
        here = slices == name
        k, expected = int(y[here].sum()), q[here].sum()
        low = chi2.ppf(0.025, 2 * k) / 2 / expected if k else 0.0
        high = chi2.ppf(0.975, 2 * k + 2) / 2 / expected
        report[name] = (here.sum(), k, expected, k / expected, low, high)
    return report
    ### END SOLUTION


# %% check="slice_report"
check("slice_report", slice_report)

# %% [markdown] solution="only"
r"""
A ratio of 1 in the interval: this slice does not say that the risks are wrong, which with few rows is all that it can say. Actuaries call the ratio *actual to expected*, hospitals the standardised mortality ratio.
"""

# %% [markdown]
r"""
## 8 · The same run twice (2 points, 12 minutes)

`run(seed, names)` draws a third of the names for a test, and positions with repetition, as a bootstrap does. Two runs with one seed differ, another seed changes a part only, and other things go wrong too. Mend it:

- the same seed and the same names give the same result, **in whatever order the names come**;
- another seed gives another test part and other positions;
- NumPy's global generator is neither set nor drawn from.

Keep what is returned: a sorted list of n // 3 names, and a list of n positions from 0 to n − 1. Every name comes once.

Example: `run(3, names) == run(3, names[::-1])`, and `run(3, names) != run(4, names)` in both parts.

<details><summary>Hint 1</summary>Three lines: from where does each of them get its chance, or its order?</details>
<details><summary>Hint 2</summary>One generator made from `seed` can do both draws. Of what order should the names be when it draws?</details>
"""


# %% exercise="fix_the_run"
### BEGIN GIVEN
# def run(seed, names):
#     """Test names, positions drawn again. A number, names. Returns two lists."""
#     names = list(dict.fromkeys(names))
#     order = np.random.permutation(len(names))
#     test = sorted(names[i] for i in order[: len(names) // 3])
#     rng = np.random.default_rng(0)
#     return test, rng.integers(0, len(names), len(names)).tolist()
### END GIVEN
### BEGIN SOLUTION
def run(seed, names):
    """Test names, positions drawn again. A number, names. Returns two lists."""
    rng = np.random.default_rng(seed)
    names = sorted(names)
    order = rng.permutation(len(names))
    test = sorted(names[i] for i in order[: len(names) // 3])
    return test, rng.integers(0, len(names), len(names)).tolist()


### END SOLUTION


# %% check="fix_the_run"
check("fix_the_run", run)

# %% [markdown] solution="only"
r"""
One generator, made from the seed, used in one order, on names in one order. `np.random.seed(seed)` would make the two runs equal as well, and change the chance of everybody else in the process.
"""

# %% [markdown]
r"""
## 9 · Does the claim hold? (2 points, 10 minutes)

A colleague says that a column helps, and shows scores of several seeds with it and without it. Write `claim_holds(with_it, without)`.

- Both are dictionaries, seed → score. A seed that is missing on one side is dropped on both. At least two seeds are left.
- Return the mean difference (with minus without), its standard error (spread with n − 1, over √n), and t, their quotient.

Example: with 1: 0.86, 2: 0.90, 3: 0.85 and without 1: 0.84, 2: 0.87, 3: 0.84: differences 0.02, 0.03, 0.01, so 0.02, 0.00577 and 3.464.

<details><summary>Hint 1</summary>Which two scores have everything in common but the column?</details>
<details><summary>Hint 2</summary>One list of differences, seed by seed; then its mean and the error of that mean.</details>
"""


# %% exercise="claim_holds"
def claim_holds(with_it, without):
    """Compare in pairs. Two dictionaries, seed -> score. Returns mean, error, t."""
    ### BEGIN SOLUTION
    gains = np.array(
        [with_it[seed] - without[seed] for seed in with_it if seed in without]
    )
    error = gains.std(ddof=1) / np.sqrt(len(gains))
    return gains.mean(), error, gains.mean() / error
    ### END SOLUTION


# %% check="claim_holds"
check("claim_holds", claim_holds)

# %% [markdown] solution="only"
r"""
What a seed does to both scores leaves the differences, so the error is that of the column alone. It is `scipy.stats.ttest_rel`. Two separate means would need many more seeds for the same certainty.
"""

# %% [markdown]
r"""
## 10 · The card (2 points, 15 minutes)

Write `fill_the_card(y, q, alarm_cost, miss_cost)`: the card of your project, as a dictionary. Act where q is at least the threshold of the costs; an alarm costs where nothing happens, a miss where something does.

- Nine numbers: `rows`, `events`, `rate` of events, `threshold`, `alarms` (share of rows), `cost` (€ a row), `constant` (€ a row of the better of always and never, on these rows), `saved` (constant less cost), `ratio` (events over the sum of q).
- Four texts of five words or more, all different: `decides`, `data`, `not_for`, `weakness`. Write them for your brief; nobody but a reader can say whether they are good.

Example: y = 0, 0, 1, 1, 0, q = 0.02, 0.08, 0.05, 0.40, 0.10, costs 10 and 190: 5 rows, 2 events, rate 0.4, threshold 0.05, alarms 0.8, cost 4, constant 6, saved 2, ratio 3.0769.

<details><summary>Hint 1</summary>Which number of the card needs the decisions, and which only y?</details>
<details><summary>Hint 2</summary>`np.where(act, (1 - y) * alarm_cost, y * miss_cost)` is what each row costs.</details>
"""


# %% exercise="fill_the_card"
def fill_the_card(y, q, alarm_cost, miss_cost):
    """Fill in the card. Arrays (n,), two numbers in EUR. Returns a dictionary of 13."""
    ### BEGIN SOLUTION
    threshold = alarm_cost / (alarm_cost + miss_cost)
    cost = np.where(q >= threshold, (1 - y) * alarm_cost, y * miss_cost).mean()
    constant = min((1 - y).mean() * alarm_cost, y.mean() * miss_cost)
    return {
        "rows": len(y),
        "events": y.sum(),
        "rate": y.mean(),
        "threshold": threshold,
        "alarms": (q >= threshold).mean(),
        "cost": cost,
        "constant": constant,
        "saved": constant - cost,
        "ratio": y.sum() / q.sum(),
        "decides": "which overdue customers are called this month",
        "data": "simulated accounts of 18 months, 1,550 customers",
        "not_for": "granting a loan, or closing an account",
        "weakness": "few customers live on the islands",
    }
    ### END SOLUTION


# %% check="fill_the_card"
check("fill_the_card", fill_the_card)

# %% [markdown] solution="only"
r"""
All numbers come from the same four arguments, so they cannot belong to different runs. A check can see that a text is there and says something of its own; whether it is honest, only a reader can.
"""

# %% [markdown]
r"""
## 11 · Review a colleague's project (2 points, 10 minutes)

It goes to the customer on Friday. Each finding is to `"block"` that, to `"fix later"`, or is `"fine"`.

- **A** Area 0.998 on later months and new customers. The strongest column is `closing_note`; before it was added the area was 0.81.
- **B** A logistic regression with 0.85 is delivered, where boosting had 0.86; over ten seeds, in pairs, the gain is 0.01 and its standard error 0.01.
- **C** The figures carry no date and no seed; the numbers come out again with the command in README.
- **D** The threshold is 0.06. A reviewer finds that low, since 9 of 100 alarms only are right. A miss costs 15 times an alarm.
- **E** Eleven thresholds were tried on the test part. The one with the lowest cost is delivered, and its cost is reported as the result.
- **F** For the islands, 11 rows, the report says "events over expected: 1.1" and no more; the interval would go from 0.2 to 4.0. Nothing is decided on it.

<details><summary>Hint 1</summary>Which finding makes the reported result untrue?</details>
<details><summary>Hint 2</summary>Ask of each: is the number wrong, is it badly documented, or does it only look odd?</details>
"""

# %% exercise="review_the_project"
### BEGIN GIVEN
# review = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
review = {
    "A": "block",
    "B": "fine",
    "C": "fix later",
    "D": "fine",
    "E": "block",
    "F": "fix later",
}
### END SOLUTION

# %% check="review_the_project"
check("review_the_project", review)

# %% [markdown] solution="only"
r"""
A and E make the result untrue: the score stands on a column that is empty on the day, and the cost was chosen on the rows that report it. C and F are debts. B and D look odd and are right: the threshold follows from the costs, and ten seeds cannot tell the simpler model from the other one.
"""

# %% [markdown]
r"""
## 12 · What your points can say (2 points, 12 minutes)

Write `your_evidence(points, areas)`.

- `points`: dictionary, lesson → (earned, possible). A lesson that was not attempted is missing. `areas`: dictionary, area → list of lessons.
- Return two things. First a dictionary, area → (share, low, high): the share of earned in possible points over the lessons of the area that are there, and Wilson's 95 % interval (lesson 21) with z = 1.96, taking each point as one trial. An area without points is left out. Second, True if the area with the highest share is **told apart** from the one with the lowest: the low end of the first is above the high end of the second; else False.

Example: points 02: (18, 20), 05: (10, 20), 06: (14, 20), areas maths [02], models [05, 06, 07]: maths → (0.9, 0.699, 0.9721), models → (0.6, 0.446, 0.7365); False.

Wilson's ends are $\big(p + \tfrac{z^2}{2n} \pm z\sqrt{\tfrac{p(1-p)}{n} + \tfrac{z^2}{4n^2}}\,\big) / \big(1 + \tfrac{z^2}{n}\big)$.

<details><summary>Hint 1</summary>What do you know of a lesson that is not in `points`?</details>
<details><summary>Hint 2</summary>Add up earned and possible of an area first; the interval is that of the two sums.</details>
"""


# %% exercise="your_evidence"
def your_evidence(points, areas):
    """Shares by area. Two dictionaries. Returns area -> tuple, and a bool."""
    ### BEGIN SOLUTION
    shares = {}
    for area, lessons in areas.items():
        done = [points[lesson] for lesson in lessons if lesson in points]
        if done:
            k, n = np.sum(done, axis=0)
            p, z = k / n, 1.96
            wide = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
            middle, scale = p + z**2 / (2 * n), 1 + z**2 / n
            shares[area] = (p, (middle - wide) / scale, (middle + wide) / scale)
    best, worst = max(shares.values()), min(shares.values())
    return shares, bool(best[1] > worst[2])
    ### END SOLUTION


# %% check="your_evidence"
check("your_evidence", your_evidence)

# %% [markdown] solution="only"
r"""
Points of one lesson hang together, so the true intervals are wider still. "I am bad at models" is seldom what forty points say. What you came back to on a free evening is evidence too, and stands in no table.
"""
