# %% [markdown]
r"""
# Build one thing you can defend

A plant writes: "Tell us on Friday which pumps to inspect next week." An inspection costs 150 €, a failure that nobody saw coming 2,400 €. A project that answers this is worth more in an interview than ten certificates, if it survives the question: "How do you know?"

**You will be able to**

- turn a paragraph from a customer into a threshold, a baseline and a price; <!-- frame_the_brief, act_by_cost -->
- split, choose columns and build so that the result survives new customers, later months and columns that are not filled yet; <!-- usable_columns, split_rows, sturdy_model, honest_risk -->
- report slices, an uncertainty and a card whose numbers are computed, and run everything twice with the same result; <!-- slice_report, fix_the_run, fill_the_card -->
- test a claim by pairs, find what blocks a project, and weigh your own evidence for this career. <!-- claim_holds, review_the_project, your_evidence -->

**You need** standard errors and paired differences from [lesson 03](03_probability_statistics.ipynb), clean columns from [04](04_messy_data.ipynb), shift from [08](08_generalisation.ipynb), groups and leaks from [09](09_cross_validation.ipynb), thresholds by cost from [10](10_precision_recall.ipynb), forests from [11](11_trees_and_ensembles.ipynb) and slices
with Wilson's interval from [21](21_debugging_bias.ipynb). **About 70 minutes.** The exercises are a project of your own: two to three hours, over several days if you like.
"""

# %%
import numpy as np

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · One page from the plant

Four pumps fail next week with risks 0.02, 0.05, 0.10 and 0.40. Inspecting a pump that would have held costs 150 € in vain; not inspecting one that fails costs 2,400 €. To inspect pays where $(1 - p) \cdot 150 < p \cdot 2{,}400$, that is from a risk of $150/2{,}550 = 0.059$ on.

By hand, € a pump: never $2{,}400 \cdot 0.57/4 = 342$; always $150 \cdot 3.43/4 = 128.6$; from 0.059 on, the two riskiest, $(48 + 120 + 135 + 90)/4 = 98.25$.

Name the **skill** of a rule: 0 for the better of *always* and *never*, 1 for whoever acts on the true risks.

**Predict.** `predict` acts from 0.5 on. Its skill on these four pumps is

- (a) near 0.5;
- (b) near 0;
- (c) far below 0.
"""

# %%
skill_of_half = predict("?")  # a, b or c in place of ?
skill_of_half

# %%
ALARM, MISS = 150, 2_400
FROM = ALARM / (ALARM + MISS)


def cost(act, risk):
    return np.mean(np.where(act, (1 - risk) * ALARM, risk * MISS))


def skill(act, risk):
    constant = min(cost(risk < 0, risk), cost(risk >= 0, risk))
    return (constant - cost(act, risk)) / (constant - cost(risk >= FROM, risk))


# %%
risk = np.array([0.02, 0.05, 0.10, 0.40])
rules = {"never": risk < 0, "always": risk >= 0}
rules |= {"from 0.5": risk >= 0.5, "from 0.059": risk >= FROM}
table(
    {
        "act": list(rules),
        "€ a pump": [cost(act, risk) for act in rules.values()],
        "skill": [skill(act, risk) for act in rules.values()],
    }
)

# %%
of_half = skill(risk >= 0.5, risk)
skill_of_half.outcome(
    a=0.25 < of_half < 0.75,
    b=-0.25 < of_half < 0.25,
    c=of_half < -1,
    tempts={
        "a": "Half of what? Count what the pump with 0.40 costs if nobody looks.",
        "b": "It does not act at all here. Which constant is that, and is it the better one?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

No risk reaches 0.5, so the rule is *never*: 342 €, where *always* costs 128.6 €. $(128.6 - 342)/(128.6 - 98.25) = -7.0$.

</details>

The page is the project's first deliverable: a threshold, the constant that you have to beat, and a price. None of it needs a model.

## 2 · Split like work

Nine hundred pumps over 60 weeks, one to eight weeks each, with the risk that each row was drawn with. Nobody has that at work. Here it lets you see what a test of your own could not. The model will meet *new* pumps in *later* weeks, and what happened in a week is known two weeks later. A split like work keeps all three apart.
"""

# %%
past, failed, _ = datasets.pump_weeks(np.random.default_rng(0), pumps=900)
past.drop(columns=["starts", "temperature"]).head(3)

# %% folded="Columns as numbers, the same for every table"
MEAN = past[["vibration", "hours", "starts", "temperature"]].mean()
SPREAD = past[MEAN.index].std(ddof=0)


def as_numbers(weeks, *more):
    known = ((weeks[MEAN.index] - MEAN) / SPREAD).fillna(0)
    fluids = [weeks["fluid"] == fluid for fluid in ("water", "oil", "acid")]
    gap = weeks["temperature"].isna()
    extra = [weeks[name].fillna(0) for name in more]
    return np.column_stack([known, *fluids, gap, *extra]).astype(float)


# %%
def like_work(weeks):
    test = weeks["week"] >= 49
    met = weeks["pump"].isin(weeks["pump"][test])
    return np.array((weeks["week"] <= 46) & ~met), np.array(test)


# %% folded="The area on three kinds of test rows, five draws"
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score


def boosting(**settings):
    return HistGradientBoostingClassifier(max_iter=60, random_state=0, **settings)


def areas(seed, *more):
    rng = np.random.default_rng(seed)
    weeks, y, _ = datasets.pump_weeks(rng, pumps=900)
    later, y_later, _ = datasets.pump_weeks(rng, pumps=800, first_week=61)
    X, chosen = as_numbers(weeks, *more), rng.random(len(weeks)) < 0.25
    found = []
    for train, test in ((~chosen, chosen), like_work(weeks)):
        model = boosting().fit(X[train], y[train])
        found.append(roc_auc_score(y[test], model.predict_proba(X[test])[:, 1]))
    q = boosting().fit(X, y).predict_proba(as_numbers(later, *more))[:, 1]
    return [*found, roc_auc_score(y_later, q)]


plain, with_number = (
    np.mean([areas(seed, *more) for seed in range(5)], axis=0)
    for more in ((), ("pump",))
)
table(
    {
        "test rows": ["a random quarter", "like work", "new pumps, later weeks"],
        "area": plain,
        "area, pump number as a column": with_number,
    },
    decimals=3,
)

# %% [markdown]
r"""
The last row is the truth. A random quarter holds weeks of pumps that the model has met, and promises more than comes; with the number of the pump as a column it promises more still, and delivers nothing. The split like work comes near the truth both times.

## 3 · The ladder

Climb in small steps, each with its price on new pumps: the constants, a logistic regression with `predict` (from 0.5 on), the same with the threshold of the costs, boosting, and then one look at the units: **Delft reports vibration in inches a second**, the others in millimetres.

**Predict.** Which single step saves most?

- (a) the threshold of the costs in place of 0.5;
- (b) boosting in place of the logistic regression;
- (c) the units of Delft mended.
"""

# %%
largest_step = predict("?")  # a, b or c in place of ?
largest_step

# %%
from sklearn.linear_model import LogisticRegression


def mended(weeks):
    in_mm = weeks["vibration"] * 25.4
    return weeks.assign(vibration=weeks["vibration"].where(weeks["plant"] != "Delft", in_mm))


def logistic(X, y):
    return LogisticRegression(max_iter=1_000).fit(X, y)


# %% folded="The price of each step on new pumps, ten draws"
def tamed(X, y):
    return boosting(learning_rate=0.05, max_leaf_nodes=6, min_samples_leaf=30).fit(X, y)


def draws(seed, delft=0.08):
    rng = np.random.default_rng(seed)
    weeks, y, _ = datasets.pump_weeks(rng, pumps=900, delft=delft)
    fresh = datasets.pump_weeks(rng, pumps=800, first_week=61, weeks=12, delft=delft)
    return weeks, y, fresh[0].assign(repair_hours=np.nan), fresh[2]


def risks_of(fit, weeks, y, fresh, *more):
    return fit(as_numbers(weeks, *more), y).predict_proba(as_numbers(fresh, *more))[:, 1]


def steps(seed):
    weeks, y, fresh, risk = draws(seed)
    q, trees = (risks_of(fit, weeks, y, fresh) for fit in (logistic, tamed))
    units = risks_of(logistic, mended(weeks), y, mended(fresh))
    acts = [risk < 0, risk >= 0, q >= 0.5, q >= FROM, trees >= FROM, units >= FROM]
    return [cost(act, risk) for act in (*acts, risk >= FROM)]


prices = np.array([steps(seed) for seed in range(10)])
names = ["never", "always", "logistic, from 0.5", "logistic, from 0.059"]
names += ["boosting, from 0.059", "logistic, units mended", "the true risks"]
table(
    {"step": names, "€ a week": prices.mean(axis=0), "spread": prices.std(axis=0)},
    decimals=0,
)

# %%
_, always, half, by_cost, trees, units, _ = prices.mean(axis=0)
saved = {"a": half - by_cost, "b": by_cost - trees, "c": by_cost - units}
largest_step.outcome(
    a=saved["a"] == max(saved.values()),
    b=saved["b"] == max(saved.values()),
    c=saved["c"] == max(saved.values()),
    tempts={
        "b": "A better ranking helps once the rows to act on are chosen well.",
        "c": "Delft is 8 % of the pumps. The threshold concerns all of them.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

From 0.5 on the model costs more than inspecting *always*: it misses most failures, at 2,400 € each. The threshold is worth twelve times what boosting is. After the units the logistic regression is within 5 € of the true risks: nothing is left that a larger model could save.

</details>

## 4 · The leak that passes every test of your own

The table has a column `repair_hours`. It is written down *after* the week, and stands in every row of the past. Pumps and weeks are split like work.

**Predict.** With that column, the area on your own test part is

- (a) as before, about 0.87, because the split is honest;
- (b) lower, because the pumps of the test part are new;
- (c) nearly 1.00.
"""

# %%
own_test = predict("?")  # a, b or c in place of ?
own_test


# %% folded="Own test and new weeks, with the column and without, ten draws"
def with_and_without(seed, *more):
    weeks, y, fresh, risk = draws(seed)
    train, test = like_work(weeks)
    q = risks_of(logistic, weeks[train], y[train], weeks[test], *more)
    act = risks_of(logistic, weeks, y, fresh, *more) >= FROM
    return roc_auc_score(y[test], q), cost(act, risk)


leak = {"without": (), "with repair_hours": ("repair_hours",)}
found = [
    np.mean([with_and_without(seed, *more) for seed in range(10)], axis=0)
    for more in leak.values()
]
table(
    {
        "columns": list(leak),
        "area, own test": [area for area, _ in found],
        "€ a week, new pumps": [price for _, price in found],
    },
    decimals={"area, own test": 3, "€ a week, new pumps": 0},
)

# %%
area_with = found[1][0]
own_test.outcome(
    a=0.8 <= area_with < 0.95,
    b=area_with < 0.8,
    c=area_with >= 0.95,
    tempts={
        "a": "The split keeps pumps and weeks apart. Does it keep columns apart?",
        "b": "New pumps have repair hours too, once their week is over.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Whoever failed was repaired. The column is the answer, in training and in the test part alike, and no split takes a column out. On Friday it is empty for next week, and the model costs about as much as never inspecting.

</details>

"I split by groups and by time" is the usual defence, and it is no defence here. The cure is a table of your own: for each column, *when is it filled in?*

Here is a good place for a break.

## 5 · How sure are you?

At work you have no risks, only what happened. One model, trained once, acts on 60 fresh sets of pumps. Measure its skill by the known risks, and by labels.

**Predict.** The spread over the 60 sets by labels is, compared with that by known risks,

- (a) the same;
- (b) twice as large;
- (c) more than three times as large.
"""

# %%
luck = predict("?")  # a, b or c in place of ?
luck

# %% folded="Skill of one model on 60 fresh sets"
weeks, y, *_ = draws(0)
one_model = logistic(as_numbers(mended(weeks)), y)
by_risk, by_label = [], []
for seed in range(60):
    rng = np.random.default_rng([5, seed])
    fresh, happened, risk = datasets.pump_weeks(rng, pumps=180, first_week=61)
    act = one_model.predict_proba(as_numbers(mended(fresh)))[:, 1] >= FROM
    constant = min(cost(risk < 0, risk), cost(risk >= 0, risk))
    ideal = cost(risk >= FROM, risk)
    by_risk.append(skill(act, risk))
    by_label.append((constant - cost(act, happened)) / (constant - ideal))
table(
    {
        "skill by": ["known risks", "labels"],
        "mean": [np.mean(by_risk), np.mean(by_label)],
        "spread": [np.std(by_risk), np.std(by_label)],
        "lowest": [min(by_risk), min(by_label)],
        "highest": [max(by_risk), max(by_label)],
    }
)

# %%
times = np.std(by_label) / np.std(by_risk)
luck.outcome(
    a=times < 1.5,
    b=1.5 <= times < 3,
    c=times >= 3,
    tempts={
        "a": "Whether a pump with risk 0.3 fails in that week is a draw.",
        "b": "A set has some 80 failures, each worth 2,400 €, and pumps fail in runs.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

A set of 800 rows has few failures, and they decide the euros. The model did not change at all. So a score of one test part comes with an interval, and the exercises judge you by known risks.

</details>

To ask whether *one thing* helps, compare in **pairs**: the same seed with it and without it. Does the column `starts` help?
"""

# %%
from scipy.stats import ttest_1samp


def skills(seed, left_out):
    weeks, y, fresh, risk = draws(seed)
    known = [mended(part).assign(**{name: 0 for name in left_out}) for part in (weeks, fresh)]
    return skill(risks_of(logistic, known[0], y, known[1]) >= FROM, risk)


# %% folded="Twelve seeds, with it and without"
rows = []
for column in ("starts", "hours"):
    ours = np.array([skills(seed, []) for seed in range(12)])
    theirs = np.array([skills(seed, [column]) for seed in range(12)])
    gain = ours - theirs
    unpaired = np.sqrt((ours.var(ddof=1) + theirs.var(ddof=1)) / 12)
    rows.append(
        {
            "column": column,
            "gain": gain.mean(),
            "error, paired": gain.std(ddof=1) / np.sqrt(12),
            "error, unpaired": unpaired,
            "one seed": f"{gain.min():+.3f} to {gain.max():+.3f}",
        }
    )
    assert np.isclose(ttest_1samp(gain, 0).statistic, gain.mean() / rows[-1]["error, paired"])
table(rows, decimals=3)
