# %% [markdown]
r"""
# Judge a model on rows it has not seen

A hospital group has 100 biopsies and a program that learns to tell malignant from benign. Two of its teams judge the
program: both let it learn from 80 of the 100 patients and test it on the other 20. One reports an accuracy of
**0.75**, the other **1.00**. Neither cheats, and neither has a bug. They drew their 20 patients with different seeds.
By section 2 you will have a number that hangs far less on the draw; by section 8 you will have seen a procedure that
looks sound report 0.91 for columns of pure noise.

**You will be able to**

- cut rows into folds, compute each fold's error, and get leave-one-out from a single fit;
- keep rare classes spread, patients whole and the future out of training, and say which of these a job needs;
- find a leak in a script, and build the preprocessing so that it cannot leak;
- choose a model by the one-standard-error rule, and judge a choice by nested folds;
- read fold scores, and say when no split of the data can answer.

**You need** NumPy arrays and masks ([Start here](00_start_here.ipynb) sets you up), least squares with a column of
ones ([lesson 06](06_gradient_descent.ipynb)), and `fit` and `predict` of scikit-learn. *About 75 minutes.*
"""

# %%
import ipywidgets
import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from firsthand import datasets, plots

# %% [markdown]
r"""
## 1 · One split is luck

The Wisconsin breast cancer data hold 569 biopsies with 30 measurements of the cell nuclei each. Pretend that only 100
patients are known; the other 469 stand for all patients to come, a luxury that only a lesson has. The model scales
the columns and labels a patient like the majority of the 5 nearest ones (`make_pipeline` chains the two steps;
section 8 says why). To judge it, set 20 of the 100 aside at random, train on 80, and take the share of the 20 that it
labels right: a **hold-out** score.

**Predict.** Do that 200 times, with another 20 each time. Do the 200 accuracies (a) agree to about 0.01,
(b) span about 0.05, (c) span 0.15 or more? Commit, then run.
"""

# %%
from sklearn.model_selection import train_test_split

cells, benign = load_breast_cancer(return_X_y=True)
order = np.random.default_rng(0).permutation(569)
few, to_come = order[:100], order[100:]
model = make_pipeline(StandardScaler(), KNeighborsClassifier(5))

hold_out = []
for seed in range(200):
    train, test = train_test_split(few, test_size=20, random_state=seed)
    hold_out.append(model.fit(cells[train], benign[train]).score(cells[test], benign[test]))
truth = model.fit(cells[few], benign[few]).score(cells[to_come], benign[to_come])
print(f"lowest {min(hold_out):.2f}, highest {max(hold_out):.2f}, spread {np.std(hold_out):.3f}; to come {truth:.3f}")

# %%
fig, ax = plots.figure()
values, counts = np.unique(hold_out, return_counts=True)
ax.bar(values, counts, width=0.04, color=plots.DATA, alpha=0.5)
ax.axvline(truth, color=plots.MODEL, linestyle="--")
ax.annotate("on the 469 to come", (truth, 74), (-8, 0), textcoords="offset points", color=plots.MODEL, ha="right")
ax.set(xlabel="accuracy on 20 patients set aside", ylabel="number of splits, of 200", ylim=(0, 80))
plots.show(fig, alt="Bars: 200 hold-out accuracies from 0.75 to 1.00, most at 0.90 and 0.95; a line marks 0.955.")

# %% [markdown]
r"""
It is (c): from 0.75 to 1.00, the two teams of the opening. One patient among 20 is 0.05, so a few hard patients
decide. The data and the method never changed, so the spread (standard deviation) of 0.063 is the draw's alone.
Whoever may repeat the draw until it pleases can report anything from 0.75 to 1.00.

## 2 · Folds, by hand first

The cure is to let every row be tested once. Twelve scans took these minutes: 5, 9, 7, 3 · 8, 4, 6, 10 · 2, 7, 5, 6.
The dots cut them into three **folds**, parts that take turns as the test part. The simplest model predicts the
mean of the rows it is trained on.

- Hold out the first fold: the others sum to 48, their mean is 6. The errors (prediction minus minutes) are
  1, −3, −1, 3, and the mean of their squares is 20/4 = 5.
- Hold out the second: mean 44/8 = 5.5, errors −2.5, 1.5, −0.5, −4.5, mean square 29/4 = 7.25.
- Hold out the third: mean 52/8 = 6.5, errors 4.5, −0.5, 1.5, 0.5, mean square 23/4 = 5.75.

The mean of the three, 6.0, is the **cross-validation** estimate, here with $k = 3$ folds: *k-fold*.

**Predict.** Fit the mean to all twelve rows and judge it on the same twelve. Is that training error (a) below 6.0,
(b) equal to it, (c) above?
"""


# %%
def kfold(n, k, rng=None):
    """k pairs of row numbers (train, test); shuffled if a generator is given."""
    rows = np.arange(n) if rng is None else rng.permutation(n)
    return [(np.setdiff1d(rows, test), test) for test in np.array_split(rows, k)]


minutes = np.array([5, 9, 7, 3, 8, 4, 6, 10, 2, 7, 5, 6])
errors = [np.mean((minutes[train].mean() - minutes[test]) ** 2) for train, test in kfold(12, 3)]
training_error = np.mean((minutes.mean() - minutes) ** 2)
print(f"folds {np.round(errors, 2)}, mean {np.mean(errors):.2f}; training error {training_error:.2f}")

# %% [markdown]
r"""
It is (a), 5.17: a row that helped to set the mean lies closer to it. The same loop serves any model. Here it is for
least squares on 442 diabetes patients (ten measurements; the target is a score of progression after a year, from 25
to 346, here called points), and beside it the library's `cross_val_score`. It wants scores for which higher is
better, so it turns the sign of an error.
"""

# %%
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_score

X, y = load_diabetes(return_X_y=True)
A = np.column_stack([np.ones(442), X])


def least_squares_errors(rows, folds):
    """Errors (prediction minus truth) of each of `rows` in the fold that tests it."""
    errors = np.empty(len(rows))
    for train, test in folds:
        w, *_ = np.linalg.lstsq(A[rows[train]], y[rows[train]])
        errors[test] = A[rows[test]] @ w - y[rows[test]]
    return errors


# %%
errors = least_squares_errors(np.arange(442), kfold(442, 5))
ours = [np.mean(errors[test] ** 2) for _, test in kfold(442, 5)]
library = -cross_val_score(LinearRegression(), X, y, cv=KFold(5), scoring="neg_mean_squared_error")
print("folds", [f"{error:.0f}" for error in library], f"mean {library.mean():.0f} points²")
np.allclose(ours, library)

# %% [markdown]
r"""
`True`: two routes, one answer. And the biopsies? Cross-validate the same 100 patients in 5 shuffled folds, 40 times.
"""

# %%
repeats = []
for seed in range(40):
    folds = KFold(5, shuffle=True, random_state=seed)
    repeats.append(cross_val_score(model, cells[few], benign[few], cv=folds).mean())
print(f"lowest {min(repeats):.2f}, highest {max(repeats):.2f}, spread {np.std(repeats):.3f}")

# %% [markdown]
r"""
Now 40 draws span 0.89 to 0.95, with a spread of 0.014 in place of 0.063. Mind what is left, though: all 40 lie below
the 0.955 of section 1. They share the same 100 patients, and reshuffling cannot cure what these patients happen to
be; and their models learn from 80 patients, the one of section 1 from 100.

## 3 · What does k change?

With $k$ folds each model learns from $n(k-1)/k$ rows, not $n$. Take 40 diabetes patients at random, estimate
the error of least squares by 2, 3, 5, 10, 20 and 40 folds, and compare it with the truth: the error on the other 402
patients of the fit to all 40. Repeat with 200 samples.

**Predict.** Is the mean estimate with $k = 2$ (a) too low, because half the rows are tested; (b) right; (c) too high?
"""

# %%
estimates, truths = {k: [] for k in (2, 3, 5, 10, 20, 40)}, []
for seed in range(200):
    rng = np.random.default_rng(seed)
    sample, others = np.split(rng.permutation(442), [40])
    w, *_ = np.linalg.lstsq(A[sample], y[sample])
    truths.append(np.mean((A[others] @ w - y[others]) ** 2))
    for k, values in estimates.items():
        values.append(np.mean(least_squares_errors(sample, kfold(40, k, rng)) ** 2))

for k, values in estimates.items():
    print(f"k = {k:2}: mean {np.mean(values):5.0f}, spread {np.std(values):4.0f} points²; {k} fits")
print(f"truth : mean {np.mean(truths):5.0f}")

# %% [markdown]
r"""
It is (c). Two folds say 7839 on average, where the truth is 4232: a model from 20 rows is worse than one from 40.
That is the **bias** of cross-validation: pessimistic wherever more rows make a better model. It shrinks to 4504 with
10 folds and 4292 with 40. Here the spread shrinks as well, since tiny training parts make wild fits; for other models
and data it may not. The cost is $k$ fits. Five or ten folds are the usual bargain (Hastie, Tibshirani and Friedman,
section 7.10).
"""


# %%
def draw_estimates(ax, k):
    ax.hist(np.minimum(estimates[k], 20_000), bins=np.arange(0, 20_001, 500), color=plots.DATA, alpha=0.5)
    ax.axvline(np.mean(estimates[k]), color=plots.ERROR, linewidth=4, label="mean estimate")
    ax.axvline(np.mean(truths), color=plots.MODEL, linestyle="--", label="truth")
    ax.set(title=f"k = {k}", xlabel="estimate (points²)", ylabel="samples, of 200", ylim=(0, 60))
    ax.set_xticks([0, 10_000, 20_000], ["0", "10,000", "20,000+"])


fig, axes = plots.figure(3, sharey=True)
for ax, k in zip(axes, (2, 5, 40), strict=True):
    draw_estimates(ax, k)
    ax.label_outer()
axes[2].legend(handlelength=1)
plots.show(fig, alt="With 2 folds the estimates spread far above the truth; with 5 less; with 40 they centre on it.")


# %% tags=["nbval-ignore-output"]
def draw_with_k(k):
    fig, ax = plots.figure()
    draw_estimates(ax, k)
    plots.show(fig, alt=f"Histogram of 200 cross-validation estimates with {k} folds, and the truth.")


plots.slider(draw_with_k, k=ipywidgets.SelectionSlider(options=list(estimates), value=2))

# %% [markdown]
r"""
The extreme, $k = n$, is **leave-one-out**. For least squares it needs a single fit. Let $A$ be $X$ with a column of
ones, shape $(n, d + 1)$. The **hat matrix** $H = A (A^\top A)^{-1} A^\top$, shape $(n, n)$, turns $y$ into the
predictions $Hy$. Its diagonal $h_i$, the **leverage**, says by how much a row's own prediction moves when its $y_i$
rises by 1. With $e_i$ the residual of the one fit (prediction minus truth, in points), the error of row $i$ when it is
left out is $e_i / (1 - h_i)$. Is that true? Compare it with 442 fits.
"""

# %%
hat = A @ np.linalg.pinv(A)
shortcut = (hat @ y - y) / (1 - np.diag(hat))
n_fits = least_squares_errors(np.arange(442), kfold(442, 442))
print(f"training {np.mean((hat @ y - y) ** 2):.0f}, leave-one-out {np.mean(shortcut**2):.0f} points²")
np.allclose(shortcut, n_fits)

# %% [markdown]
r"""
One fit gives what 442 fits give: 3002 points², against a training error of 2860.

## 4 · What the spread of the folds says

Five fold errors invite a standard error: their standard deviation (`ddof=1`) over $\sqrt 5$. That formula is for
independent trials. Folds are not: any two of the five training parts share three quarters of their rows, and every
row tests once and trains four times.

**Predict.** For five independent trials from a bell curve, "mean ± 2 standard errors" holds the truth in 88 % of
cases. For 5 folds of 40 patients, over the same 200 samples, does it hold the truth (a) in about 88 %, (b) clearly
less often, (c) clearly more often?
"""

# %%
claims = []
for seed, truth in enumerate(truths):
    sample, folds = np.random.default_rng(seed).permutation(442)[:40], kfold(40, 5)
    errors = least_squares_errors(sample, folds)
    means = [np.mean(errors[test] ** 2) for _, test in folds]
    claims.append([np.mean(means), np.std(means, ddof=1) / np.sqrt(5), truth])
estimate, claimed, truth = np.transpose(claims)
for name, target in (("the truth", truth), ("the mean of the 200 estimates", estimate.mean())):
    print(f"holds {name} in {np.mean(abs(estimate - target) <= 2 * claimed):.0%} of samples")
trials = np.random.default_rng(0).normal(size=(100_000, 5))
print(f"independent trials: {np.mean(abs(trials.mean(axis=1)) <= 2 * trials.std(axis=1, ddof=1) / np.sqrt(5)):.0%}")
print(f"claimed standard error {np.sqrt(np.mean(claimed**2)):.0f} points² (root mean square)")
print(f"real spread of the estimate {estimate.std():.0f}, of the truth {truth.std():.0f} points²")

# %% [markdown]
r"""
It is (b): 78 %. The bias of section 3 is not to blame: aimed at the mean of the 200 estimates, where bias plays no
part, the interval holds it in 84 %, still short of 88 %. The claimed standard error is too small, 1357 points² (as a
root mean square) where the estimates spread by 1477; squared errors follow no bell curve; and the truth itself
differs from sample to sample, with a spread of 801, which the formula ignores. Bengio and Grandvalet (2004) proved
that, from the folds of one data set, no estimate of this spread is unbiased for every distribution. Show the spread,
use it as a rough yardstick for choosing, and do not sell it as a confidence interval.

## 5 · Rare classes and sorted rows

Ten of 200 patients are ill. Five shuffled folds should hold two each. How often does a fold get none, so that its
recall (the share of the ill that are found) is undefined?
"""

# %%
from sklearn.model_selection import StratifiedKFold

ill = np.arange(200) < 10
for kind in (KFold, StratifiedKFold):
    splits = [kind(5, shuffle=True, random_state=seed).split(ill, ill) for seed in range(500)]
    empty = [min(ill[test].sum() for _, test in split) == 0 for split in splits]
    print(f"{kind.__name__:16} a fold without ill: {np.mean(empty):.0%} of draws")

# %% [markdown]
r"""
With plain folds, in 41 % of the draws. **Stratified** folds deal each class out evenly, and it never happens. That
also helps with the next trap. `KFold` cuts in the order of the rows unless told to shuffle, and files are often
sorted. The 150 irises are sorted by species, 50 each.

**Predict.** Accuracy of a good classifier in three unshuffled folds: (a) 0.95, (b) 0.33, (c) 0?
"""

# %%
iris, species = load_iris(return_X_y=True)
print("as stored  ", cross_val_score(model, iris, species, cv=KFold(3)))
print("stratified ", cross_val_score(model, iris, species, cv=StratifiedKFold(3)).round(2))

# %% [markdown]
r"""
It is (c), three times 0: each fold tests the one species that training has never seen. `shuffle=True` mixes which
rows share a fold. It does not reorder the rows inside one, as some expect, and it is no cure when rows belong
together.

## 6 · Rows that share a patient

The hospitals send five scans a patient. `datasets.repeat_scans` imitates that: 40 patients, each with an anatomy of
their own that all their scans repeat; illness shifts one of the twelve measurements. As its description says, no model can
tell more than 76 % of *new* patients right from one scan, on average.

**Predict.** A model that copies the label of the nearest row is cross-validated in five shuffled folds. Does it score
about (a) 0.6, (b) 0.76, (c) 1.0?
"""


# %%
def report(names, table):
    for name, column in zip(names, np.transpose(table), strict=True):
        print(f"{name:22} mean {column.mean():.2f}, {column.min():.2f} to {column.max():.2f}")


def show_seeds(names, table, alt):
    report(names, table)
    fig, ax = plots.figure()
    looks = zip(np.transpose(table), (plots.ERROR, plots.MODEL, plots.DATA), "Dos", strict=False)
    for x, (column, color, mark) in enumerate(looks):
        ax.plot(x + np.linspace(-0.15, 0.15, len(column)), column, mark, color=color)
    ax.axhline(0.5, color=plots.DATA, linestyle=":")
    ax.annotate("a coin", (0.5, 0.5), (0, 4), textcoords="offset points", ha="center", color=plots.DATA)
    ax.set_xticks(range(len(names)), names)
    ax.set(ylabel="accuracy, one mark a seed", xlim=(-0.5, len(names) - 0.5), ylim=(0.3, 1.03))
    plots.show(fig, alt=alt)


# %%
from sklearn.model_selection import GroupKFold

nearest, by_patient = KNeighborsClassifier(1), []
for seed in range(10):
    rng = np.random.default_rng(seed)
    X, sick, patient = datasets.repeat_scans(rng)
    others, others_sick, _ = datasets.repeat_scans(rng, patients=1000, scans=1)
    shuffled = cross_val_score(nearest, X, sick, cv=KFold(5, shuffle=True, random_state=0)).mean()
    grouped = cross_val_score(nearest, X, sick, groups=patient, cv=GroupKFold(5)).mean()
    by_patient.append([shuffled, grouped, nearest.fit(X, sick).score(others, others_sick)])
alt = "Ten seeds: shuffled folds give 1.0; folds by patient 0.46 to 0.69, new patients 0.56 to 0.65."
show_seeds(("shuffled", "grouped by patient", "1,000 new patients"), by_patient, alt)

# %% [markdown]
r"""
It is (c): the model recognises patients, not the illness. New patients get 0.61. **Grouped** folds keep each patient
whole and say 0.57. Do not read much into the 0.04 between them: with 40 patients, ten seeds wander from 0.46 to 0.69.
A column with the patient's number was never there to drop: the anatomy gives the patient away.

Real data do it too. The digits of scikit-learn were written by 13 people (its description says so), and the rows seem
to be stored writer by writer, though no column names them.
"""

# %%
digits, labels = load_digits(return_X_y=True)
for name, folds in (("shuffled", KFold(5, shuffle=True, random_state=0)), ("in stored order", KFold(5))):
    scores = cross_val_score(nearest, digits, labels, cv=folds)
    print(f"{name:16} errors {1 - scores.mean():.1%}")

# %% [markdown]
r"""
Blocks of stored rows hold out whole stretches of the file, and the error rises from 1.2 % to 3.5 %, almost threefold.
That is what shared writers would do; only a column with the writer could prove it.

## 7 · Rows that have a date

Each day a hospital predicts the mean number of beds in use over the *next 14 days*, from the day's number and the
beds in use today. At work, the past trains and the future judges. So cut **forward** splits: training ends before the
test block starts. One thing more: on the day of a forecast the targets of the last 13 days are not known yet, since
their 14 days have not passed. These rows form the **gap**. Compare three layouts of 24 rows, with a gap of 2.
"""

# %%
from sklearn.model_selection import TimeSeriesSplit

rows = np.arange(24)
layouts = {
    "shuffled": KFold(4, shuffle=True, random_state=1).split(rows),
    "grouped by fours": GroupKFold(4).split(rows, groups=rows // 4),
    "forward, gap 2": TimeSeriesSplit(4, test_size=4, gap=2).split(rows),
}
fig, axes = plots.figure(3, sharey=True)
for ax, (title, splits) in zip(axes, layouts.items(), strict=True):
    for number, (train, test) in enumerate(splits):
        ax.plot(train, np.full(len(train), number), "|", color=plots.MODEL, markersize=11)
        ax.plot(test, np.full(len(test), number), "D", color=plots.ERROR, markersize=5)
    ax.set(title=title, xlabel="row", yticks=range(4), ylim=(3.6, -0.6))
axes[0].set_ylabel("split (| train, ◆ test)")
plots.show(fig, alt="Which of 24 rows train and test: scattered, in whole groups, or only the past with a gap of two.")

# %% [markdown]
r"""
On the right no row after a test block trains, and the two rows before it stand empty.

**Predict.** A regression tree, which answers with the mean of similar past days, learns from 900 days. Which shows an
error nearest to the one at work, on the days after: (a) shuffled folds, (b) forward without a gap, (c) forward with
the gap of 13? And which shows the smallest?
"""

# %%
from sklearn.tree import DecisionTreeRegressor

tree = DecisionTreeRegressor(min_samples_leaf=5, random_state=0)
splitters = {
    "shuffled": KFold(5, shuffle=True, random_state=0),
    "forward, no gap": TimeSeriesSplit(20, test_size=14),
    "forward, gap 13": TimeSeriesSplit(20, test_size=14, gap=13),
}


def work_errors(X, y):
    """Every 14 days from day 900: refit on the days whose target is known, predict the next 14."""
    for start in range(900, 1082, 14):
        tree.fit(X[: start - 13], y[: start - 13])
        yield np.mean(np.abs(tree.predict(X[start : start + 14]) - y[start : start + 14]))


# %%
table = []
for seed in range(10):
    days, beds = datasets.bed_demand(np.random.default_rng(seed))
    options = {"X": days[:900], "y": beds[:900], "scoring": "neg_mean_absolute_error"}
    shown = [-cross_val_score(tree, cv=splitter, **options).mean() for splitter in splitters.values()]
    table.append([*shown, np.mean(list(work_errors(days, beds)))])
report([*splitters, "at work"], table)

# %% [markdown]
r"""
It is (c), and (a) is the smallest. Shuffled folds promise a mean absolute error of 1.6 beds, and the hospital gets
7.0: a test day's neighbours train, and their targets share 13 of 14 days with its own. Forward without a gap says
4.1, for the last targets before the block already hold days of the block. With the gap it is 7.0, the error at work.

## 8 · Leakage: four ways to fool yourself

**Leakage** is any way in which training sees what it will not have at work: the rows that judge it, or facts not yet
known. The worst is quiet. A laboratory measures 2,000 proteins on 60 patients, keeps the 20 that differ most between
ill and healthy, and cross-validates a classifier on these (naive Bayes, which treats each protein as a bell curve in
each class). Here all 2,000 are noise.

**Predict.** No model can beat 0.5. What will ten seeds show: (a) about 0.5; (b) about 0.6; (c) about 0.9?
"""

# %%
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.naive_bayes import GaussianNB

whole = make_pipeline(SelectKBest(k=20), GaussianNB())
selection = []
for seed in range(10):
    rng, folds = np.random.default_rng(seed), StratifiedKFold(5, shuffle=True, random_state=seed)
    proteins, sick = rng.normal(size=(60, 2000)), rng.permutation(60) % 2
    kept = SelectKBest(k=20).fit_transform(proteins, sick)  # every label has a say: the leak
    leaked = cross_val_score(GaussianNB(), kept, sick, cv=folds).mean()
    selection.append([leaked, cross_val_score(whole, proteins, sick, cv=folds).mean()])
alt = "Ten seeds on noise: 0.87 to 0.95 when columns are selected on all rows, 0.38 to 0.67 inside the folds."
show_seeds(("selected on all rows", "selected inside"), selection, alt)

# %% [markdown]
r"""
It is (c): 0.91, and 0.51 when the selection is made inside the folds. Among 2,000 noise columns some follow the 60
labels by luck, the test labels included. Ten seeds do not average that out: the lowest is 0.87. A bias repeats. The
cure is a `Pipeline`, made here by `make_pipeline`: selection and classifier become one model, and `cross_val_score`
fits *all* of it anew on each training part.

**A leak no score shows.** Scale before the split, and each test row has lent a little to the mean and spread of the
columns.
"""

# %%
from sklearn.linear_model import LogisticRegression

pipeline, changes = make_pipeline(StandardScaler(), LogisticRegression()), []
for seed in range(5):
    folds = KFold(5, shuffle=True, random_state=seed)
    outside = cross_val_score(LogisticRegression(), StandardScaler().fit_transform(cells), benign, cv=folds)
    changes.append(outside.mean() - cross_val_score(pipeline, cells, benign, cv=folds).mean())
print("accuracy gained by the leak, five seeds:", *(f"{change:+.3f}" for change in changes))

# %% [markdown]
r"""
Nothing to see: 0.002 at most, and of either sign. So do not wait for a score to betray a leak. Send in a spy: a scaler
that notes how many rows it is fitted on.
"""


# %%
seen = []


class SpyScaler(StandardScaler):
    def fit(self, X, y=None):
        seen.append(len(X))
        return super().fit(X, y)


SpyScaler().fit_transform(cells)
cross_val_score(make_pipeline(SpyScaler(), LogisticRegression()), cells, benign, cv=KFold(5))
print("scaled before the split:", seen[:1], " in a pipeline:", seen[1:])

# %% [markdown]
r"""
569 means every row; 455 or 456 are the training parts. Exercise 8 grades you with such spies.

**Copies across the split.** Twenty of 200 patients are ill, so someone repeats the ill rows until the classes are level
(*oversampling*), then cross-validates. The columns are noise again.
"""


# %%
rare, recalls = (np.arange(200) < 20).astype(int), []


def level(rows):
    """The row numbers, those of ill patients nine times each: 20 ill become as many as 180 healthy."""
    return np.r_[rows, np.tile(rows[rare[rows] == 1], 8)]


for seed in range(10):
    X, copies = np.random.default_rng(seed).normal(size=(200, 5)), level(np.arange(200))
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    inside = [(level(train), test) for train, test in folds.split(X, rare)]
    before = cross_val_score(nearest, X[copies], rare[copies], cv=folds, scoring="recall").mean()
    recalls.append([before, cross_val_score(nearest, X, rare, cv=inside, scoring="recall").mean()])
report(("copied before", "copied inside"), recalls)

# %% [markdown]
r"""
A test row whose copy trains is found: recall is 1.00 before the split, and 0.14 when only training rows are copied.

**A column from the future.** The fourth way needs no mistake in code. "Days on the cancer ward" is filled in *after*
the diagnosis, and the table holds it for all past patients. On the day of a biopsy it is 0. Put it beside one honest
column, the mean radius of the nuclei.
"""

# %%
radius, rng = cells[:, [0]], np.random.default_rng(0)
with_ward = np.column_stack([radius, np.where(benign, 0, rng.poisson(6, 569))])
on_the_day = np.column_stack([radius, np.zeros(569)])
folds = KFold(5, shuffle=True, random_state=0)
for name, X, later in (("radius", radius, radius), ("radius and ward days", with_ward, on_the_day)):
    promised = cross_val_score(GaussianNB(), X[few], benign[few], cv=folds).mean()
    work = GaussianNB().fit(X[few], benign[few]).score(later[to_come], benign[to_come])
    print(f"{name:21} cross-validated {promised:.2f}, at work {work:.2f}")

# %% [markdown]
r"""
The column promises 1.00 in place of 0.86, and at work it brings the accuracy down from 0.88 to 0.64. No folds of this
table reveal that, and no pipeline cures it, because every row was filled in after the diagnosis. Ask of every column:
*when is it written, and by whom?* A score too good to be true is the usual hint.

## 9 · Choosing is not judging

Try 20 models, report the best, and you report luck as well. Here 20 models look at one noise column each (the nearer
class mean decides), on 60 patients. `best` is the highest mean over the folds, what `GridSearchCV` calls
`best_score_`. **Nested** cross-validation repeats the choice inside each outer training part, and judges it on the
outer test part.

**Predict.** Each model's honest accuracy is 0.5. Will the mean of `best`, over ten seeds, be (a) 0.5, (b) 0.55,
(c) above 0.6?
"""


# %%
def column_scores(X, y, train, test):
    """Accuracy on the test rows of each column alone: the class with the nearer mean wins."""
    zero, one = (X[train][y[train] == label].mean(axis=0) for label in (0, 1))
    says_one = np.abs(X[test] - one) < np.abs(X[test] - zero)
    return np.mean(says_one == y[test][:, None], axis=0)


def choose(X, y, rows):
    """The best column by 5 folds of `rows`, and its mean score there."""
    folds = StratifiedKFold(5, shuffle=True, random_state=0).split(rows, y[rows])
    means = np.mean([column_scores(X, y, rows[train], rows[test]) for train, test in folds], axis=0)
    return means.argmax(), means.max()


# %%
everyone, later, table = np.arange(60), np.arange(60, 2060), []
for seed in range(10):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(2060, 20)), rng.permutation(2060) % 2
    best, best_score = choose(X, y, everyone)
    outer = StratifiedKFold(5, shuffle=True, random_state=1).split(everyone, y[:60])
    nested = [column_scores(X, y, train, test)[choose(X, y, train)[0]] for train, test in outer]
    table.append([best_score, np.mean(nested), column_scores(X, y, everyone, later)[best]])
report(("best of 20", "nested", "2,000 new patients"), table)

# %% [markdown]
r"""
It is (c): 0.64. On 2,000 new patients the winners get 0.50, and nested folds say 0.52. The score that chose the
winner cannot judge it too. Scikit-learn nests in one line: give a search to `cross_val_score` as if it were a model.
Back to the 100 patients, and a choice among 1, 5 and 15 neighbours.
"""

# %%
from sklearn.model_selection import GridSearchCV

inner, outer = (StratifiedKFold(5, shuffle=True, random_state=seed) for seed in (0, 1))
search = GridSearchCV(model, {"kneighborsclassifier__n_neighbors": [1, 5, 15]}, cv=inner)
judged = cross_val_score(search, cells[few], benign[few], cv=outer).mean()
search.fit(cells[few], benign[few])
coming = search.score(cells[to_come], benign[to_come])
print(f"best_score_ {search.best_score_:.3f}, nested {judged:.3f}, on the 469 to come {coming:.3f}")

# %% [markdown]
r"""
Here the search says 0.950, nested folds 0.910, and the patients to come 0.955. Among three candidates the optimism is
small, and on one set of 100 patients luck of either sign can be larger. Ten seeds showed the bias; one data set can
hide it. Nesting does not promise a lower number, only one that the choice has not touched.

Differences within the noise should not decide either. Breiman's **one-standard-error rule** takes the simplest model
whose mean is within one standard error of the best; the standard error is that of the best model's folds. Each
measurement of a diabetes patient costs money. How many of the ten are needed?
"""

# %%
X, y = load_diabetes(return_X_y=True)
folds, scoring = KFold(10, shuffle=True, random_state=0), "neg_root_mean_squared_error"
models = [make_pipeline(SelectKBest(f_regression, k=k), LinearRegression()) for k in range(1, 11)]
scores = np.array([-cross_val_score(each, X, y, cv=folds, scoring=scoring) for each in models])
means, se = scores.mean(axis=1), scores.std(axis=1, ddof=1) / np.sqrt(10)
limit = means.min() + se[means.argmin()]
chosen = np.flatnonzero(means <= limit)[0]
print(f"best: {means.argmin() + 1} columns, {means.min():.2f}; limit {limit:.2f}")
print(f"chosen: {chosen + 1} columns, {means[chosen]:.2f} points")

fig, ax = plots.figure()
ax.errorbar(range(1, 11), means, yerr=se, fmt="o-", color=plots.MODEL, capsize=3)
ax.axhline(limit, color=plots.DATA, linestyle="--", label="best + one standard error")
ax.plot(chosen + 1, means[chosen], "s", color=plots.ERROR, markersize=11, fillstyle="none", label="chosen")
ax.legend()
ax.set(xlabel="columns kept", ylabel="root mean squared error (points)", xticks=range(1, 11))
plots.show(fig, alt="The error falls from 62 with 1 column to 54.5 with 10; 4 columns lie within one standard error.")

# %% [markdown]
r"""
Ten columns are best with 54.46 points; four reach 55.86, below the limit of 55.92. Section 4 said how rough that
yardstick is: it is a rule for choosing the cheaper of equals, no test of significance.

## 10 · After choosing

Which of the five models of a cross-validation do you ship? A common belief is that `cross_val_score` leaves a fitted
model behind. Look.
"""

# %%
from sklearn.exceptions import NotFittedError

shipped = make_pipeline(StandardScaler(), LogisticRegression())
print("folds:", cross_val_score(shipped, cells[few], benign[few], cv=5).round(2))
try:
    shipped[-1].predict(cells[to_come])
except NotFittedError:
    print("not fitted: cross_val_score worked on clones and threw them away")
final = shipped.fit(cells[few], benign[few]).score(cells[to_come], benign[to_come])
print(f"refitted on all 100; on the 469, which chose nothing: {final:.3f}")

# %% [markdown]
r"""
None of them. The folds judge a *recipe*; then the recipe is fitted to **all** rows: 0.972 on the 469. If there is a
test set, it is opened once, after every choice. If its score makes you go back and choose again, it has become one
more fold. (This lesson looked at the 469 in four sections, to teach; the patients of a real test set allow one look.)

## On the job

**Where it decides.** Roberts et al. (*Nature Machine Intelligence*, 2021) went through 62 papers on finding COVID-19
in chest images and judged none fit for clinical use; merged public data sets that hold copies of each other's images
were among the reasons. Kapoor and Narayanan (*Patterns*, 2023) count 294 papers in 17 fields that leakage has
reached.

**Who owns it.** The ML engineer owns the splitter and the pipeline; the data engineer knows when each column is
written and what ties rows together; the researcher says what is new at work: a patient, a hospital, a day.

| what is new at work | split |
|---|---|
| another row of the same kind | shuffled k-fold; stratified when a class is rare |
| another patient, customer, machine | grouped |
| a later day | forward, with a gap for the targets not yet known |
| another hospital, and the data hold one, or the label follows the hospital | none: collect other data |

**What an interviewer asks.** "Your model has 0.97 in cross-validation and 0.61 at work. What do you check?" Groups,
dates, steps fitted before the split, columns from the future, choices made on the score.

**A thousand times the data.** On a hold-out of 100,000 independent rows an accuracy of 0.9 has a standard error of
0.001, and one fit may cost a day, so one split will do; groups, dates and leaks bite as before.

## Recap

- One split is luck; k folds test every row once. Few folds are pessimistic, many are costly; leave-one-out of least squares
  costs one fit.
- Fold scores are not independent: their spread is a rough yardstick.
- Test rows must be new in the way that rows at work are new: stratify, group, or go forward with a gap.
- Whatever learns goes into the pipeline, and into the folds. Some leaks show in no score.
- What chose a model cannot judge it: nest, or keep a test set and open it once. Then refit on everything.

Now do [the exercises](../exercises/09_cross_validation.ipynb).

**Further reading**

- M. Stone, "Cross-Validatory Choice and Assessment of Statistical Predictions", *JRSS B* 36 (1974).
- L. Breiman, J. Friedman, R. Olshen and C. Stone, *Classification and Regression Trees* (1984), section 3.4.
- Y. Bengio and Y. Grandvalet, "No Unbiased Estimator of the Variance of K-Fold Cross-Validation", *JMLR* 5 (2004).
- C. Ambroise and G. McLachlan, "Selection bias in gene extraction on the basis of microarray gene-expression data",
  *PNAS* 99 (2002).
- T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning* (2009), section 7.10.
- S. Bates, T. Hastie and R. Tibshirani, "Cross-Validation: What Does It Estimate and How Well Does It Do It?", *JASA* 119
  (2024).
"""
