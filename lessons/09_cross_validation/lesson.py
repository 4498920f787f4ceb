# %% [markdown]
r"""
# Judge a model on rows it has not seen

A hospital group has 100 biopsies and a program that learns to tell malignant from benign. Two of its teams
judge the program: both let it learn from 80 of the 100 patients and test it on the other 20. One reports an
accuracy of **0.70**, the other **1.00**. Neither cheats, and neither has a bug. They drew their 20 patients
with different seeds. By section 2 you will have a number that depends far less on the draw; by section 8 you
will have seen a procedure that looks sound praise columns of pure noise.

**You will be able to**

- compute the error of each fold, and get leave-one-out from a single fit; <!-- cross_validate_line, leave_one_out -->
- keep rare classes spread, patients whole and the future out of training, and say which of these a job needs;
  <!-- stratified_folds, group_folds, forward_splits, choose_the_split -->
- find a leak, say what it does to the score, and build preprocessing that cannot leak; <!-- leak_free, predict_the_score -->
- choose a model by the one-standard-error rule, and judge a choice by nested folds; <!-- one_standard_error, nested -->
- read fold scores, and say when no split of the data can answer. <!-- read_the_folds, choose_the_split -->

**You need** NumPy arrays and masks ([Start here](00_start_here.ipynb) sets you up), least squares with a
column of ones ([lesson 02](02_linear_algebra.ipynb)), and `fit` and `predict` of scikit-learn
([lesson 01](01_learning_from_data.ipynb)). Why new rows cost more than old ones, [lesson 08](08_generalisation.ipynb) tells.
*About 70 minutes.*
"""

# %%
import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from firsthand import datasets, over_seeds, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · One split is luck

The Wisconsin breast cancer data hold 569 biopsies with 30 measurements of the cell nuclei each. Pretend that
only 100 patients are known; the other 469 stand for all patients to come, a luxury that only a lesson has.
The model scales the columns and labels a patient like the majority of the 5 nearest ones (`make_pipeline`
chains the two steps; section 8 says why).

To judge it, set 20 of the 100 aside at random, train on 80, and take the share of the 20 that it labels right:
a **hold-out** score. Do that 200 times, with another 20 each time.
"""

# %%
cells, malignant, _ = datasets.breast_tumours()
order = np.random.default_rng(0).permutation(569)
few, to_come = order[:100], order[100:]  # row numbers
model = make_pipeline(StandardScaler(), KNeighborsClassifier(5))
hold_out = []
for seed in range(200):
    drawn = np.random.default_rng(seed).permutation(few)
    model.fit(cells[drawn[20:]], malignant[drawn[20:]])
    hold_out.append(model.score(cells[drawn[:20]], malignant[drawn[:20]]))
truth = model.fit(cells[few], malignant[few]).score(cells[to_come], malignant[to_come])
over_seeds({"20 set aside": hold_out, "the 469 to come": [truth]}, "accuracy", 3)

# %% folded="Draw the 200 scores"
fig, ax = plots.figure()
labels = {"xlabel": "accuracy on 20 set aside", "ylabel": "splits, of 200"}
plots.histogram(ax, {"scores": hold_out}, np.arange(0.675, 1.05, 0.05), **labels)
ax.axvline(truth, color=plots.MODEL, linestyle="--")
ax.annotate(" the 469", (truth, 64), color=plots.MODEL)
plots.show(fig, alt="200 hold-out accuracies from 0.70 to 1.00, most at 0.90 and 0.95.")

# %% [markdown]
r"""
From 0.70 to 1.00: the two teams of the opening. One patient among 20 is 0.05, so a few hard patients decide.
The data and the method never changed, so the spread (standard deviation) of 0.061 is the draw's alone.

## 2 · Folds, by hand first

The cure is to let every row be tested once. Twelve scans took these minutes: 5, 9, 7, 3 · 8, 4, 6, 10 · 2, 7, 5, 6.
The dots cut them into three **folds**, parts that take turns as the test part. The simplest model predicts the
mean of the rows it is trained on.

- Hold out the first fold: the others sum to 48, their mean is 6. The errors (prediction minus minutes) are
  1, −3, −1, 3, and the mean of their squares is 20/4 = 5.
- Hold out the second: mean 44/8 = 5.5, errors −2.5, 1.5, −0.5, −4.5, mean square 29/4 = 7.25.
- Hold out the third: mean 52/8 = 6.5, errors 4.5, −0.5, 1.5, 0.5, mean square 23/4 = 5.75.

The mean of the three, 6.0, is the **cross-validation** estimate, here with $k = 3$ folds: *k-fold*.
"""

# %%
minutes = np.array([5, 9, 7, 3, 8, 4, 6, 10, 2, 7, 5, 6])
fold = np.repeat([0, 1, 2], 4)  # the fold of each scan

errors = []
for i in range(3):
    prediction = minutes[fold != i].mean()  # the other two folds train
    errors.append(np.mean((prediction - minutes[fold == i]) ** 2))
same_rows = np.mean((minutes.mean() - minutes) ** 2)  # fitted to all, judged on all
judged_on = ["fold 0", "fold 1", "fold 2", "mean of the folds", "the rows that trained"]
table({"judged on": judged_on, "error": [*errors, np.mean(errors), same_rows]})

# %% [markdown]
r"""
The last line is a **training error**. It flatters, 5.17 in place of 6.0: a row that helped to set the mean lies
closer to it.

In the library, `KFold` makes the folds and `cross_val_score` runs the loop. Higher scores are better there, so an
error comes with its sign turned.
"""

# %%
from sklearn.dummy import DummyRegressor
from sklearn.model_selection import KFold, cross_val_score

X, error = np.zeros((12, 1)), "neg_mean_squared_error"  # a column that says nothing
library = cross_val_score(DummyRegressor(), X, minutes, cv=KFold(3), scoring=error)
np.allclose(errors, -library)

# %% [markdown]
r"""
It agrees. Now cut the same 100 patients into 5 shuffled folds and take the mean of the five accuracies, with 60 seeds.
"""

# %%
five_folds = []
for seed in range(60):
    folds = KFold(5, shuffle=True, random_state=seed)
    scores = cross_val_score(model, cells[few], malignant[few], cv=folds)
    five_folds.append(scores.mean())
over_seeds({"20 set aside": hold_out, "5 folds": five_folds}, "accuracy", 3)

# %% [markdown]
r"""
The spread falls from 0.061 to 0.014. Mind what is left: all 60 lie below the 0.955 of section 1. They share the
same 100 patients, and no shuffle changes who these are; and their models learn from 80 patients, not 100.

## 3 · How many folds?

With $k$ folds each model learns from $n(k-1)/k$ rows, not $n$. Take 40 diabetes patients at random (ten
measurements; the target is a score of progression after a year, from 25 to 346, here called points). Estimate the
squared error of least squares by 2, 5, 10 and 40 folds, and compare with the truth: the error on the other 402
patients, of the fit to all 40. Repeat with 500 samples.

**Predict.** With 2 folds, half of the 40 train and half are tested. The mean estimate is

- (a) too high by more than a tenth;
- (b) within a tenth of the truth;
- (c) too low by more than a tenth.
"""

# %%
two_folds = predict("?")  # a, b or c in place of ?
two_folds

# %%
X, y, _ = datasets.diabetes_progression()
A = np.column_stack([np.ones(442), X])


def squared_errors(rows, k):
    """Squared error of each of `rows`, in the fold that tests it."""
    fold, errors = np.arange(len(rows)) * k // len(rows), np.empty(len(rows))
    for i in range(k):
        train, test = rows[fold != i], rows[fold == i]
        w, *_ = np.linalg.lstsq(A[train], y[train])
        errors[fold == i] = (A[test] @ w - y[test]) ** 2
    return errors


# %%
estimates, truths = {2: [], 5: [], 10: [], 40: []}, []
for seed in range(500):
    sample, others = np.split(np.random.default_rng(seed).permutation(442), [40])
    w, *_ = np.linalg.lstsq(A[sample], y[sample])
    truths.append(np.mean((A[others] @ w - y[others]) ** 2))
    for k in estimates:
        estimates[k].append(squared_errors(sample, k).mean())
means = [np.mean(estimates[k]) for k in estimates]
columns = {"folds = fits": list(estimates), "mean estimate (points²)": means}
table(columns | {"truth (points²)": [np.mean(truths)] * 4}, 0)


# %% folded="Draw the estimates, and say what came true"
def draw_estimates(ax, k):
    bins, labels = np.arange(0, 20_001, 500), {"xlabel": "estimate (points²)"}
    plots.histogram(ax, {k: np.minimum(estimates[k], 20_000)}, bins, **labels)
    ax.axvline(np.mean(estimates[k]), color=plots.ERROR, linewidth=4)
    ax.axvline(np.mean(truths), color=plots.MODEL, linestyle="--")
    ax.set(title=f"{k} folds", ylabel="samples, of 500", xticks=[0, 10_000, 20_000])


alt = "2 folds spread far above the truth, 5 less; 40 centre on it."
plots.panels(draw_estimates, (2, 5, 40), alt=alt)
found = np.mean(estimates[2]) / np.mean(truths)
two_folds.outcome(
    a=found > 1.1,
    b=0.9 <= found <= 1.1,
    c=found < 0.9,
    tempts={
        "b": "No row has trained its own judge. But is that judge the model you ship?",
        "c": "The test part is large, but no row of it has trained.",
    },
)

# %% tags=["nbval-ignore-output"]
about = "Histogram of 500 estimates by {k} folds, their mean and the mean truth."
plots.slider(draw_estimates, alt=about, k=list(estimates))

# %% [markdown]
r"""
<details><summary>Why</summary>

It is (a): 8066 where the truth is 4246. A model from 20 rows is worse than one from 40, and 2 folds judge models
from 20. That is the **bias** of cross-validation. (The orange line is the mean estimate, the dashed one the mean truth.)

</details>

This bias, pessimistic wherever more rows make a better model, shrinks to 4432 with 10 folds and 4253 with 40. The price is $k$ fits. Five or ten folds are the usual
bargain (Hastie, Tibshirani and Friedman, section 7.10).

The extreme, $k = n$, is **leave-one-out**. For least squares it needs a single fit. Take four points, $x$ = 0, 1, 2, 5
and $y$ = 1, 2, 6, 3. The line fitted to the first three is $0.5 + 2.5x$; it predicts 13 for the last, whose left-out
error is 13 − 3 = 10. Now put the last point back, but at 13. It lies on the line, so nothing moves. Lower it by 10,
to 3. The line follows by a fixed share $h$ of the way, here 0.893, since least squares is linear in $y$: its prediction
there falls from 13 to 4.07. What is left is the residual of the one fit,

$$e = 4.07 - 3 = (1 - h) \cdot 10, \qquad \text{so} \qquad \text{left-out error} = \frac{e}{1 - h}.$$

The **leverage** $h_i$ says by how much a row's own prediction moves when its $y_i$ rises by 1. The $n$ leverages are
the diagonal of the **hat matrix** $H$, shape $(n, n)$, which turns $y$ into the predictions $Hy$. Its column $i$ holds
the predictions for a $y$ that is 1 in row $i$ and 0 elsewhere. Compare with 442 fits:
"""

# %%
weights, *_ = np.linalg.lstsq(A, np.eye(442))  # one column for each row's 1
hat = A @ weights
one_fit = (hat @ y - y) / (1 - np.diag(hat))
np.allclose(one_fit**2, squared_errors(np.arange(442), 442))

# %% [markdown]
r"""
One fit gives what 442 fits give.

## 4 · A yardstick for choosing

Each measurement of a diabetes patient costs money. How many of the ten are needed? Ten folds give each
number of columns ten errors. Their spread (`ddof=1`) over $\sqrt{10}$ is the **standard error** of their mean.
Breiman's **one-standard-error rule** takes the simplest model whose mean is within one standard error of the best;
the standard error is that of the best model's folds.
"""

# %%
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import LinearRegression

folds, error = KFold(10, shuffle=True, random_state=0), "neg_root_mean_squared_error"
scores = []
for k in range(1, 11):
    columns = make_pipeline(SelectKBest(f_regression, k=k), LinearRegression())
    scores.append(-cross_val_score(columns, X, y, cv=folds, scoring=error))
means, spreads = np.mean(scores, axis=1), np.std(scores, axis=1, ddof=1)
within = means <= means.min() + spreads[means.argmin()] / np.sqrt(10)
table({"columns": range(1, 11), "error (points)": means, "within": within})

# %% [markdown]
r"""
Ten columns are best with 54.46 points; four reach 55.86, and are the simplest within the limit.

Do not take "mean ± 2 standard errors" for an interval that holds the truth. The formula is for independent trials, and
training parts share most of their rows. Bengio and Grandvalet (2004) proved that the folds of one data set give no
estimate of this spread that is unbiased for every distribution. Use it to choose the cheaper of equals, and promise
nobody a confidence interval.

**A good place for a break.** So far all rows were alike. Now they are not.

## 5 · Sorted files and rare classes

`KFold` cuts in the order of the rows unless told to shuffle, and files are often sorted. The 150 irises are stored
by species, 50 each. **Stratified** folds deal each class out evenly.

**Predict.** In three unshuffled folds, the accuracy of the model of section 1 is about

- (a) 0.95;
- (b) 0.33;
- (c) 0.
"""

# %%
sorted_irises = predict("?")  # a, b or c in place of ?
sorted_irises

# %%
from sklearn.datasets import load_iris
from sklearn.model_selection import GroupKFold, StratifiedKFold, TimeSeriesSplit

iris = load_iris(return_X_y=True)
splitters = {"as stored": KFold(3), "stratified": StratifiedKFold(3)}
irises = {name: cross_val_score(model, *iris, cv=cv) for name, cv in splitters.items()}
table(irises)

# %% folded="Say what came true"
found = irises["as stored"].mean()
sorted_irises.outcome(
    a=found > 0.9,
    b=0.2 < found < 0.5,
    c=found < 0.1,
    tempts={
        "a": "So it is where training and test hold the same three species.",
        "b": "That is what a guess would get. The model is sure, and wrong.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

It is (c), three times: each fold as stored tests the one species that its training has never seen.

</details>

`shuffle=True` would do here: it mixes which rows share a fold. It is not enough where a class is rare. With ten ill among 200 patients, a shuffled fold of 40 may get none of
them, and its recall (the share of the ill that are found) is undefined. A stratified one holds two, always.

## 6 · Rows that share a patient

The hospitals send five scans a patient. `datasets.repeat_scans` imitates that: 40 patients, each with an anatomy of
their own that all their scans repeat; illness shifts one of the twelve measurements. No
model can tell more than 76 % of *new* patients right from one scan, on average.

**Predict.** A model that copies the label of the nearest row is cross-validated in five shuffled folds. It scores
about

- (a) 0.6;
- (b) 1.0;
- (c) 0.76.
"""

# %%
shuffled_scans = predict("?")  # a, b or c in place of ?
shuffled_scans

# %%
nearest, runs = KNeighborsClassifier(1), []
for seed in range(10):
    rng = np.random.default_rng(seed)
    scans, ill, who = datasets.repeat_scans(rng)
    new, new_ill, _ = datasets.repeat_scans(rng, patients=1000, scans=1)
    folds = KFold(5, shuffle=True, random_state=0)
    mixed = cross_val_score(nearest, scans, ill, cv=folds).mean()
    whole = cross_val_score(nearest, scans, ill, cv=GroupKFold(5), groups=who).mean()
    at_work = nearest.fit(scans, ill).score(new, new_ill)
    runs.append({"shuffled": mixed, "by patient": whole, "new patients": at_work})
over_seeds(runs, "accuracy")

# %% folded="Draw the ten seeds, and say what came true"
order = ("by patient", "shuffled", "new patients")
by_split = {name: [run[name] for run in runs] for name in order}
fig, ax = plots.figure()
plots.seeds(
    ax, by_split, chance=0.5, ylabel="accuracy, one mark a seed", ylim=(0.3, 1.05)
)
alt = "Ten seeds: shuffled folds 1.0; by patient 0.46 to 0.69; new ones 0.56 to 0.65."
plots.show(fig, alt=alt)
found = np.mean(by_split["shuffled"])
shuffled_scans.outcome(
    a=found < 0.68,
    b=found > 0.9,
    c=0.68 <= found <= 0.9,
    tempts={
        "a": "That is what new patients get. No shuffled fold holds only new patients.",
        "c": "That is the best that any model can do on new patients. Are these new?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

It is (b): most of the other scans of a test scan's patient are in training, and one of them is the nearest row. The model
recognises patients, not the illness. A column with the patient's number was never there to drop: the anatomy gives
the patient away.

</details>

New patients get 0.61. **Grouped** folds keep each patient whole and say 0.57; with 40 patients, ten seeds wander from
0.46 to 0.69.

## 7 · Rows that have a date

Each day a hospital predicts the mean number of beds in use over the *next 14 days*. At work, the past trains and the
future judges. So cut **forward** splits: training ends before the test block starts.

One thing more. The target of day $t$ is known on day $t + 14$. A forecast made on day 30 can learn from day 16, since
16 + 14 = 30, and not from days 17 to 29: their 14 days have not passed. These 13 rows form the **gap**.
"""

# %% folded="Draw forward splits with their gap"
fig, ax = plots.figure()
plots.splits(ax, TimeSeriesSplit(3, test_size=14, gap=13).split(np.zeros(72)), 72)
ax.annotate("", (30, -0.5), (16, -0.5), arrowprops={"arrowstyle": "->"})
ax.annotate("the target of day 16\nis known on day 30", (23, -0.65), ha="center")
ax.set(xlabel="day", ylim=(2.4, -1.6))
alt = "Three forward splits: days that train, a gap of 13 days, 14 days that test."
plots.show(fig, alt=alt)

# %% [markdown]
r"""
Bars train, crosses are the gap, diamonds are the test days. A regression tree, which answers with the mean of similar
past days, learns from 900 days, by the day's number and the beds in use. Which splitter says what it will do on the
196 days after?
"""

# %%
from sklearn.tree import DecisionTreeRegressor

tree = DecisionTreeRegressor(min_samples_leaf=5, random_state=0)


def beds_off(X, y, splitter):
    """Mean absolute error over the folds (beds)."""
    error = "neg_mean_absolute_error"
    return -cross_val_score(tree, X, y, cv=splitter, scoring=error).mean()


# %%
runs, shuffled = [], KFold(5, shuffle=True, random_state=0)
for seed in range(10):
    days, beds = datasets.bed_demand(np.random.default_rng(seed))
    X, y = days[:900], beds[:900]
    said = {"shuffled": beds_off(X, y, shuffled)}
    for gap in (0, 13):
        forward = TimeSeriesSplit(20, test_size=14, gap=gap)
        said[f"forward, gap {gap}"] = beds_off(X, y, forward)
    work = TimeSeriesSplit(14, test_size=14, gap=13)  # the last 196 of all 1,096 days
    runs.append(said | {"at work": beds_off(days, beds, work)})
over_seeds(runs, "mean absolute error (beds)", 1)

# %% [markdown]
r"""
Shuffled folds promise 1.6 beds, and the hospital gets 6.9: a test day's neighbours train, and their targets share 13
of 14 days with its own. Forward without a gap says 4.1, for the last targets before the block already hold days of
the block. With the gap it is 7.0, nearly the error at work.

## 8 · What learns goes into the folds

**Leakage** is any way in which training sees what it will not have at work. The worst is quiet. A laboratory
measures 2,000 proteins on 60 patients, half of them ill, keeps the 20 that differ most between ill and healthy, and
cross-validates the model of section 1 on these. Here all 2,000 are noise, so that no model can beat 0.5.

**Predict.** The mean accuracy of ten seeds is about

- (a) 0.5;
- (b) 0.6;
- (c) 0.9.
"""

# %%
noise = predict("?")  # a, b or c in place of ?
noise

# %%
pipeline, runs = make_pipeline(SelectKBest(k=20), model), []
for seed in range(10):
    rng = np.random.default_rng(seed)
    proteins, sick = rng.normal(size=(60, 2000)), rng.permutation(60) % 2
    kept = SelectKBest(k=20).fit_transform(proteins, sick)  # every label has a say
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    outside = cross_val_score(model, kept, sick, cv=folds).mean()
    inside = cross_val_score(pipeline, proteins, sick, cv=folds).mean()
    runs.append({"selected on all rows": outside, "selected in the folds": inside})
over_seeds(runs, "accuracy")

# %% folded="Say what came true"
found = np.mean([run["selected on all rows"] for run in runs])
noise.outcome(
    a=found < 0.55,
    b=0.55 <= found < 0.75,
    c=found >= 0.75,
    tempts={
        "a": "That is what the model is worth. The test rows have chosen its columns.",
        "b": "A leak of labels through 2,000 columns is not small.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

It is (c): 0.91. Among 2,000 noise columns some follow the 60 labels by luck, the test labels included. Ten seeds do
not average that out, the lowest is 0.83: a bias repeats.

</details>

The cure is the **pipeline**. Selection and classifier become one model, and `cross_val_score` fits *all* of it anew
on each training part. Then 0.5 comes back, within the luck of ten seeds.

Most leaks are too small to see in a score. Scale all rows before the split, and each test row has lent a little to
the mean and spread of the columns. So send in a spy, a scaler that notes how many rows it is fitted on.
"""


# %%
class SpyScaler(StandardScaler):
    def fit(self, X, y=None):
        seen.append(len(X))
        return super().fit(X, y)


seen, five = [], KNeighborsClassifier(5)
before = cross_val_score(five, SpyScaler().fit_transform(cells), malignant).mean()
inside = cross_val_score(make_pipeline(SpyScaler(), five), cells, malignant).mean()
rows = [str(seen[:1]), str(seen[1:])]
table({"scaled": ["before", "inside"], "rows": rows, "accuracy": [before, inside]}, 3)

# %% [markdown]
r"""
The accuracies are equal, and the spy tells them apart: 569 means every row, 455 and 456 are the training parts.

One leak no pipeline cures: a column written after the outcome, such as the days on the cancer ward. At work it is
still empty. Ask of each column *when it is written, and by whom*.

## 9 · Choosing is not judging

Try 20 models, report the best, and you report luck as well. Here 20 programs guess the illness of 60 patients, each
with a coin, so the honest accuracy of each is 0.5. The highest of the 20 is what a search calls its `best_score_`.
**Nested** cross-validation repeats the choice inside each outer training part, and judges it on the outer test part.
"""

# %%
best_scores, nested_scores = [], []
for seed in range(500):
    hits = np.random.default_rng(seed).integers(0, 2, size=(60, 20))  # 1: told right
    best_scores.append(hits.mean(axis=0).max())
    outer_scores = []
    for train, test in KFold(5).split(hits):
        winner = hits[train].mean(axis=0).argmax()  # chosen on these 48 patients
        outer_scores.append(hits[test, winner].mean())  # judged on the other 12
    nested_scores.append(np.mean(outer_scores))
over_seeds({"best of 20": best_scores, "nested": nested_scores}, "accuracy")

# %% [markdown]
r"""
The best of 20 guessers scores 0.62 on average, and nested folds say 0.50. The score that chose the winner cannot judge
it too. Where candidates learn, each is scored by *inner* folds of the outer training part; scikit-learn nests in one
line, `cross_val_score(GridSearchCV(model, grid, cv=inner), X, y, cv=outer)`: a search is a model.

Which of the five models do you ship? None. Folds judge a *recipe*; `cross_val_score` fits copies and throws them away.
Fit the recipe to **all** rows, and ship that. A test set, if there is one, is opened once, after every choice. If its
score makes you choose again, it has become one more fold.

## On the job

**Where it decides.** Roberts et al. (*Nature Machine Intelligence*, 2021) went through 62 papers on finding COVID-19
in chest images and judged none fit for clinical use; merged public data sets that hold copies of each other's images
were among the reasons. Kapoor and Narayanan (*Patterns*, 2023) count 294 papers in 17 fields that leakage has
reached.

**Who owns it.** The ML engineer owns the splitter and the pipeline; the data engineer knows when each column is
written and what ties rows together; the researcher says what is new at work:

| what is new at work | split |
|---|---|
| another row of the same kind | shuffled k-fold; stratified when a class is rare |
| another patient, customer, machine | grouped |
| a later day | forward, with a gap for targets not yet known |
| a source that the data do not hold, or that the label follows | none: collect other data |

**What an interviewer asks.** "Your model has 0.97 in cross-validation and 0.61 at work. What do you check?" Groups,
dates, steps fitted before the split, columns from the future, choices made on the score.

**A thousand times the data.** On a hold-out of 100,000 independent rows an accuracy of 0.9 has a standard error of
0.001, and one fit may cost a day, so one split will do; groups, dates and leaks bite as before.

## Recap

- One split is luck; k folds test every row once. Few folds are pessimistic, many are costly; leave-one-out of least
  squares costs one fit.
- The spread of folds is a yardstick for choosing, and no confidence interval.
- Test rows must be new in the way that rows at work are new: stratify, group, or go forward with a gap.
- Whatever learns goes into the pipeline, and into the folds. Some leaks show in no score.
- What chose a model cannot judge it: nest, or open a test set once. Then refit on everything.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/09_cross_validation.ipynb).

**Further reading**

- L. Breiman, J. Friedman, R. Olshen and C. Stone, *Classification and Regression Trees* (1984), section 3.4.
- Y. Bengio and Y. Grandvalet, "No Unbiased Estimator of the Variance of K-Fold Cross-Validation", *JMLR* 5 (2004).
- C. Ambroise and G. McLachlan, "Selection bias in gene extraction on the basis of microarray gene-expression data",
  *PNAS* 99 (2002).
- T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning* (2009), section 7.10.
"""
