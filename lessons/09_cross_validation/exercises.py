# %% [markdown]
r"""
# Exercises: judge a model on rows it has not seen

Eleven exercises to [the lesson on cross-validation](../notebooks/09_cross_validation.ipynb), 23 points, 60 to 90
minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks a question, the
second points at the step. Explained solutions are in [the solutions](../solutions/09_cross_validation.ipynb).

Three conventions hold everywhere: rows and folds are numbered from 0, an error is prediction minus y, and a pair of row
numbers is written (train, test). NumPy and scikit-learn are both allowed; import what you need.
"""

# %%
import numpy as np

from firsthand import check, datasets, table

# %% [markdown]
r"""
## 1 · The errors of the folds (2 points, 8 minutes)

A clinic predicts the minutes a scan takes (y) from the patient's weight in units of 10 kg (x), by the least-squares line
with an intercept. `cross_validate_line(x, y, folds)` is meant to give the mean squared error of each fold, by a line
that has seen nothing of that fold. It runs, and three things in it are wrong. Mend it.

- `x`, `y`: arrays (n,). `folds`: array (n,), the fold number of each row, 0 to k − 1. Fold sizes differ.
- For fold i, fit the line to the rows of all other folds, predict the rows of fold i, and take the mean over these rows of
  the squared errors.
- Return k numbers, fold 0 first, in squared minutes.

Example: x = [0, 1, 2, 3, 4], y = [1, 3, 4, 8, 9], folds = [1, 0, 0, 1, 0]. For fold 0 the line through (0, 1) and (3, 8)
is 1 + 7/3 · x; its errors in rows 1, 2 and 4 are 1/3, 5/3 and 4/3, so the first number is 14/9 = 1.5556. The second is
0.9515.

<details><summary>Hint 1</summary>How many lines should be fitted, and which rows does each of them not see? How many
numbers come back from the example?</details>
<details><summary>Hint 2</summary>`~test` turns a mask over. Errors of −2 and 2 have the mean 0; what is the mean of their
squares?</details>
"""


# %% exercise="cross_validate_line"
def cross_validate_line(x, y, folds):
    """Mean squared error of each fold. x, y, folds : arrays (n,). Returns k numbers."""
    ### BEGIN GIVEN
    # line = np.polyfit(x, y, deg=1)
    # errors = []
    # for fold in range(folds.max()):
    #     test = folds == fold
    #     off_by = np.polyval(line, x[test]) - y[test]
    #     errors.append(np.mean(off_by) ** 2)
    # return errors
    ### END GIVEN
    ### BEGIN SOLUTION
    errors = []
    for fold in range(folds.max() + 1):
        test = folds == fold
        line = np.polyfit(x[~test], y[~test], deg=1)
        off_by = np.polyval(line, x[test]) - y[test]
        errors.append(np.mean(off_by**2))
    return errors
    ### END SOLUTION


# %% check="cross_validate_line"
check("cross_validate_line", cross_validate_line)

# %% [markdown] solution="only"
r"""
Everything that is learned, slope and intercept, is learned inside the loop, from the rows of the other folds. The fit
before the loop is the mistake that costs most, since nothing looks wrong: it gives training errors under the name of
test errors. The library's way is `cross_val_score(LinearRegression(), ..., scoring="neg_mean_squared_error")`, which
turns the sign so that higher is better.
"""

# %% [markdown]
r"""
## 2 · Every class in every fold (2 points, 8 minutes)

When few patients are ill, a fold may hold none of them. Write `stratified_folds(y, k)`: a fold number for each row, with
each class spread evenly.

- `y`: array (n,) of labels: text or whole numbers, two classes or more, in any order. `k`: a whole number from 2. At
  least one class has k rows or more.
- Return n fold numbers from 0 to k − 1, in the order of y.
- For each class: the number of its rows in any two folds differs by at most one. A class with fewer than k rows has 0 or
  1 row in each fold.
- Only this balance is asked. Which rows share a fold is up to you, and the sizes of whole folds may differ by more than 1.

Example: y = ["well", "ill", "well", "well", "ill", "well", "well", "ill"] and k = 2. One right answer is
`[0, 0, 1, 0, 1, 1, 0, 0]`: of the 5 well, 3 are in fold 0 and 2 in fold 1; of the 3 ill, 2 and 1.

<details><summary>Hint 1</summary>If there were one class only, how would you number its rows 0, 1, …, k − 1, 0, 1, …?
</details>
<details><summary>Hint 2</summary>Take one class after the other, each of `np.unique(y)`, and start to count anew for each.
Where do the rows of a class stand in y?</details>
"""


# %% exercise="stratified_folds"
def stratified_folds(y, k):
    """Fold number of each row, each class spread evenly. y : array (n,). Returns n."""
    ### BEGIN SOLUTION
    folds = np.zeros(len(y), dtype=int)
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        folds[rows] = np.arange(len(rows)) % k
    return folds
    ### END SOLUTION


# %% check="stratified_folds"
check("stratified_folds", stratified_folds)

# %% [markdown] solution="only"
r"""
Each class is dealt out like cards, and the numbers are written to the places where the class stands. The common slip is to
deal out the rows whatever their class, or to deal to sorted rows and not bring the numbers back. scikit-learn's
`StratifiedKFold` does the same and also evens out the sizes of the folds.
"""

# %% [markdown]
r"""
## 3 · No patient on both sides (2 points, 8 minutes)

Several rows belong to one patient, and the model will be used on new patients. Write `group_folds(groups, k)`: a fold
number for each row, with each patient whole.

- `groups`: array (n,), the patient of each row: text or whole numbers. A patient's rows need not be neighbours, and
  patients have different numbers of rows. `k`: a whole number from 2, at most the number of patients.
- Return n fold numbers from 0 to k − 1, in the order of the rows.
- All rows of a patient have the same fold number. No fold is empty.
- Nearly equal sizes: the largest and the smallest fold differ by at most as many rows as the largest patient has.
- Which patients share a fold is up to you.

Example: groups = ["eva", "bo", "bo", "ada", "eva", "eva", "cy"] and k = 2. One right answer is `[0, 1, 1, 1, 0, 0, 0]`:
eva and cy make 4 rows, bo and ada 3.

<details><summary>Hint 1</summary>You carry parcels of different weight to k vans, one after the other. Which van gets the
next one?</details>
<details><summary>Hint 2</summary>`np.unique(groups, return_counts=True)` gives patients and their sizes. Keep count of the
rows that each fold has so far.</details>
"""


# %% exercise="group_folds"
def group_folds(groups, k):
    """Fold number of each row, groups whole. groups : array (n,). Returns n numbers."""
    ### BEGIN SOLUTION
    folds, load = np.zeros(len(groups), dtype=int), np.zeros(k)
    names, sizes = np.unique(groups, return_counts=True)
    for name, size in zip(names, sizes, strict=True):
        lightest = np.argmin(load)
        folds[groups == name] = lightest
        load[lightest] += size
    return folds
    ### END SOLUTION


# %% check="group_folds"
check("group_folds", group_folds)

# %% [markdown] solution="only"
r"""
A patient goes as a whole to the fold that has the fewest rows so far, so no fold ever gets ahead by more rows than the
largest patient has. The common slips are to deal out rows, or patients without looking at their size. scikit-learn's
`GroupKFold` does the same with the largest group first, which is a little more even; `StratifiedGroupKFold` spreads a
rare class as well.
"""

# %% [markdown]
r"""
## 4 · Only the past may teach (2 points, 8 minutes)

Rows are days in order, and a day's target is known only some days later. Write
`forward_splits(n, n_splits, size, gap)`: splits in which the past trains, the next days test, and the days too fresh to
have a target do neither.

- `n`: the number of rows. `n_splits`: a whole number from 2. `size`: from 1. `gap`: a whole number from 0. There are
  enough rows.
- The test parts are `n_splits` blocks of `size` consecutive rows. They follow each other without a space between them, and
  the last one ends with row n − 1.
- The train part of a split is every row from 0 on, up to the start of its test part, but without the last `gap` rows
  before it.
- Return a list of pairs `(train, test)` of row numbers, the earliest test part first.

Example: n = 10, n_splits = 2, size = 2, gap = 1 gives `[([0, 1, 2, 3, 4], [6, 7]), ([0, 1, 2, 3, 4, 5, 6], [8, 9])]`. Row
5 is in the gap of the first split and trains in the second.

<details><summary>Hint 1</summary>Where does the earliest test part start, if the last one ends at n − 1 and there are
n_splits of them?</details>
<details><summary>Hint 2</summary>Write down the starts of the test parts first: in the example 6 and 8. Before which row does
train end, for each of them?</details>
"""


# %% exercise="forward_splits"
def forward_splits(n, n_splits, size, gap):
    """Splits in time order with a gap. Returns a list of pairs of row numbers."""
    ### BEGIN SOLUTION
    rows = np.arange(n)
    starts = range(n - n_splits * size, n, size)
    return [(rows[: start - gap], rows[start : start + size]) for start in starts]
    ### END SOLUTION


# %% check="forward_splits"
check("forward_splits", forward_splits)

# %% [markdown] solution="only"
r"""
Train is a slice that ends `gap` rows before the test block. The gap is taken from train, so the test parts are the same
for every gap. The library calls it `TimeSeriesSplit(n_splits, test_size=size, gap=gap)`. The common slip is an end that is
off by one: write down the example's rows before you trust a slice.
"""

# %% [markdown]
r"""
## 5 · Leave one out, from one fit (2 points, 7 minutes)

A ward predicts how many days a patient will stay: the weighted mean of the stays of all known patients, where similar
patients weigh more. Judged on these same patients it looks fine, for each of them weighs in their own prediction, and
mostly a lot. Write `leave_one_out(weights, y)`: how far off is each prediction when that patient is not known?

- `weights`: array (n, n), n from 2, none below 0. `weights[i, j]` says how much patient j counts for patient i. Rows do
  not add up to 1, `weights[i, j]` need not be `weights[j, i]`, and in each row some other patient has a weight above 0.
- `y`: array (n,), the stays in days.
- With patient i left out, the prediction for i is the weighted mean of the stays of all *others*, by the weights of row i.
- Return n errors, prediction minus y, in days. The caller still needs `weights` and `y` as they are.

Example: weights = [[3, 1, 2], [1, 2, 1], [0, 4, 1]] and y = [2, 6, 8]. Without patient 0, the prediction for patient 0 is
(1 · 6 + 2 · 8) / 3 = 7.3333, so the first error is 5.3333. The other two are −1 and −2. (With patient 0 the prediction
is 28/6 = 4.6667, which is off by 2.6667 only.)

<details><summary>Hint 1</summary>Which share of all the weights in row 0 is patient 0's own? What has that to do with 5.3333
and 2.6667?</details>
<details><summary>Hint 2</summary>Two ways lead there. Take the own weights, on the diagonal, out of both sums. Or keep the one
fit and let the lesson's leverage, here a share of weights, tell what is missing from each residual.</details>
"""


# %% exercise="leave_one_out"
def leave_one_out(weights, y):
    """Error of each row, left out. weights : (n, n); y : (n,). Returns (n,)."""
    ### BEGIN SOLUTION
    total = weights.sum(axis=1)
    leverage = np.diag(weights) / total
    residuals = weights @ y / total - y
    return residuals / (1 - leverage)
    ### END SOLUTION


# %% check="leave_one_out"
check("leave_one_out", leave_one_out)

# %% [markdown] solution="only"
r"""
The leverage of a row is the share of its own weight, since that is how far its prediction moves when its y rises by 1;
what is left of a left-out error is the share 1 − h, and dividing gives it back. Leaving the diagonal out of both sums
does the same. The common slip is to leave it out of one of them. The shortcut holds for whatever predicts by fixed
weights of y: least squares, its penalised forms (`RidgeCV` uses it), nearest neighbours, weighted means.
"""

# %% [markdown]
r"""
## 6 · Read the folds (1 point, 5 minutes)

Four studies have 200 visits each: 40 patients, 5 visits a patient, in the order of their dates. The label is 0 or 1, half
of each. The same nearest-neighbour classifier is scored by three splitters. In one study the rows of a *patient* resemble
each other (`"grouped"`), in one the rows of a *season* do (`"dated"`), and in two the rows share nothing (`"neither"`).
"""

# %% folded="Score four studies by three splitters"
from sklearn.model_selection import GroupKFold, KFold, TimeSeriesSplit, cross_val_score
from sklearn.neighbors import KNeighborsClassifier


def fold_scores_of(study):
    X, y, patient = datasets.unknown_study(study)
    splits = {
        "shuffled": KFold(5, shuffle=True, random_state=0),
        "by patient": list(GroupKFold(5).split(X, y, patient)),
        "past only": TimeSeriesSplit(5),
    }
    for name, folds in splits.items():
        scores = cross_val_score(KNeighborsClassifier(3), X, y, cv=folds)
        by_fold = {f"fold {i}": score for i, score in enumerate(scores)}
        yield {"study": study, "splitter": name, **by_fold, "mean": scores.mean()}


# %% tags=["illustration"]
table([row for study in "ABCD" for row in fold_scores_of(study)])

# %% [markdown]
r"""
Fill in the dictionary: each value is one of `"grouped"`, `"dated"`, `"neither"`.

<details><summary>Hint 1</summary>What does each splitter take away from the training part that the shuffled one leaves in?
</details>
<details><summary>Hint 2</summary>Within one study, compare the three means. A low score is not a leak; a large difference
between splitters is. The first forward folds learn from few rows, which costs a little in any study.</details>
"""

# %% exercise="read_the_folds"
### BEGIN GIVEN
# studies = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
# }
### END GIVEN
### BEGIN SOLUTION
studies = {"A": "dated", "B": "neither", "C": "grouped", "D": "neither"}
### END SOLUTION

# %% check="read_the_folds"
check("read_the_folds", studies)

# %% [markdown] solution="only"
r"""
In A the score collapses once the seasons of the test rows are kept out of training; in C it collapses once their patients
are. In B and D it makes no odds how the rows are split, so what each shows is how hard its task is. The common slip is to
call B leaky for its low scores, or C dated because the past alone costs a little there too.
"""

# %% [markdown]
r"""
## 7 · Find the three leaks (3 points, 9 minutes)

`fold_scores` is meant to fill gaps, select three columns, scale them, and classify, judged on each fold. It runs, and it
leaks in three places. Mend it so that no step learns from a row that it is later judged by. The check hands in steps that
watch: they note which rows they are fitted on.

- `X`: array (n, d) with gaps (NaN). `y`: array (n,) of 0 and 1. `folds`: a list of pairs (train, test) of row numbers.
- `fill`, `select`, `scale`: transformers with `fit(X, y)`, `transform(X)` and `fit_transform(X, y)`. `model`: a classifier
  with `fit` and `score`. The order stays: fill, select, scale, model.
- Return the accuracy on the test part of each fold. In each fold every step is fitted anew, on the train part alone, and
  the test part is only transformed. Keep the X of the caller as it is.

Example: with 12 rows in three folds of 4, `fill`, `select` and `scale` are each fitted three times, each time on the 8 rows
that train in that fold. As given, `fill` and `select` are fitted once, on all 12 rows.

<details><summary>Hint 1</summary>For each call of `fit_transform`, ask: which rows does it learn from, and is one of them
tested?</details>
<details><summary>Hint 2</summary>Two calls stand too early, before the loop; one is the wrong call for test rows. You may
mend line by line, or make one model of the four steps, as in the lesson.</details>
"""


# %% exercise="leak_free"
def fold_scores(X, y, folds, fill, select, scale, model):
    """Accuracy on each fold. X : (n, d) with gaps; folds : pairs. Returns a list."""
    ### BEGIN GIVEN
    # X = fill.fit_transform(X)
    # X = select.fit_transform(X, y)
    # scores = []
    # for train, test in folds:
    #     X_train = scale.fit_transform(X[train])
    #     X_test = scale.fit_transform(X[test])
    #     model.fit(X_train, y[train])
    #     scores.append(model.score(X_test, y[test]))
    # return scores
    ### END GIVEN
    ### BEGIN SOLUTION
    scores = []
    for train, test in folds:
        X_train, X_test = X[train], X[test]
        for step in (fill, select, scale):
            X_train = step.fit_transform(X_train, y[train])
            X_test = step.transform(X_test)
        model.fit(X_train, y[train])
        scores.append(model.score(X_test, y[test]))
    return scores
    ### END SOLUTION


# %% check="leak_free"
check("leak_free", fold_scores)

# %% [markdown] solution="only"
r"""
Every `fit` belongs inside the loop and sees train rows only; test rows meet `transform` alone. The worst of the three leaks
is the selection, because it uses the labels; the other two rarely show in a score, which is why the steps were watched. In
practice write `cross_val_score(make_pipeline(fill, select, scale, model), X, y, cv=folds)`: a pipeline cannot forget.
"""

# %% [markdown]
r"""
## 8 · Which score can be trusted? (2 points, 8 minutes)

Sixty patients, half of them ill, in no order, and 2,000 measurements that are pure noise: `X` (60, 2000) and `y`. No model
can do better than 0.5 on new patients. Seven scripts cross-validate a classifier that copies the label of the
nearest row, in 5 shuffled folds unless they say otherwise. Say of each, before you run anything, where its mean accuracy over many such data sets lies:
`"below"` (under 0.4), `"fair"` (0.4 to 0.6) or `"above"` (over 0.6).

- **A.** Keeps the 20 columns that differ most between ill and healthy in all 60 patients. Cross-validates 100 times,
  shuffled anew each time, and reports the mean of all.
- **B.** Keeps the 20 columns with the largest variance over all 60 patients, then cross-validates.
- **C.** A copying error has put every patient into the table twice. Shuffles the 120 rows into folds.
- **D.** Sorts the rows by y and cuts them into two folds, unshuffled.
- **E.** Keeps the 20 columns that differ most between ill and healthy among 60 *other* patients, then cross-validates on
  these 60.
- **F.** Cross-validates one column alone, honestly, and does so with 40 different columns. Reports the best of the 40.
- **G.** A pipeline selects the 20 columns that differ most, then classifies. Cross-validates 100 times, shuffled anew each
  time, and reports the mean of all.

<details><summary>Hint 1</summary>For each script: has the label of a test row had a say in the model that predicts it, or in
which score is reported?</details>
<details><summary>Hint 2</summary>A step that sees the test rows but no label cannot find out what is luck. And what does a
model predict whose training part holds one class alone?</details>
"""

# %% exercise="predict_the_score"
### BEGIN GIVEN
# scores = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
#     "G": ...,
# }
### END GIVEN
### BEGIN SOLUTION
scores = {
    "A": "above",
    "B": "fair",
    "C": "above",
    "D": "below",
    "E": "fair",
    "F": "above",
    "G": "fair",
}
### END SOLUTION

# %% check="predict_the_score"
check("predict_the_score", scores)

# %% [markdown] solution="only"
r"""
What leaks is the label of a test row, and it has three ways in: into the columns (A), into the training part by way of a
copy (C), and into the choice of what is reported (F). Repeating a biased procedure repeats its bias; repeating an honest
one (G) only steadies it. B and E look at test rows or at labels, never at the labels of test rows. In D each training part
holds one class, and its test part the other. Run it on ten data sets:
"""

# %% solution="only"
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline

best, nearest = SelectKBest(k=20), KNeighborsClassifier(1)


def score(X, y, model=nearest, splitter=None, shuffles=1):
    splitters = [
        splitter or StratifiedKFold(5, shuffle=True, random_state=seed)
        for seed in range(shuffles)
    ]
    return np.mean([cross_val_score(model, X, y, cv=folds) for folds in splitters])


# %% solution="only"
def seven_scores(seed):
    rng = np.random.default_rng(seed)
    (X, others), y = rng.normal(size=(2, 60, 2000)), rng.permutation(60) % 2
    twice, by_label = [*range(60)] * 2, np.argsort(y)
    return {
        "A": score(best.fit_transform(X, y), y, shuffles=3),
        "B": score(X[:, np.argsort(X.var(axis=0))[-20:]], y),
        "C": score(X[twice], y[twice]),
        "D": score(X[by_label], y[by_label], splitter=KFold(2)),
        "E": score(best.fit(others, y).transform(X), y),
        "F": max(score(X[:, [j]], y) for j in range(40)),
        "G": score(X, y, make_pipeline(best, nearest), shuffles=3),
    }


runs = [seven_scores(seed) for seed in range(10)]
table([{name: np.mean([run[name] for run in runs]) for name in "ABCDEFG"}])

# %% [markdown]
r"""
## 9 · As good, and simpler (2 points, 7 minutes)

The best mean score is partly luck. The one-standard-error rule takes the simplest model whose mean is not clearly worse.
Write `one_standard_error(scores, complexity)`.

- `scores`: array (m, k), one row a model, one column a fold; higher is better, and scores may be below 0.
- `complexity`: array (m,), all different; lower is simpler. The models come in any order.
- The best model has the highest mean over folds, the first of several. Its standard error is the standard deviation of its k fold scores, with
  `ddof=1`, divided by the square root of k. It may be 0.
- Return the row number of the simplest model whose mean is at least the best mean minus that standard error.

Example: scores = [[0.80, 0.90, 0.85], [0.70, 0.80, 0.75], [0.74, 0.82, 0.75], [0.78, 0.90, 0.84]] and
complexity = [8, 1, 2, 4]. The best mean is 0.85, its standard deviation 0.05, its standard error 0.0289. Only means from
0.8211 on qualify: rows 0 and 3. Row 3 is simpler, so the answer is 3.

<details><summary>Hint 1</summary>Which standard error sets the limit: each model's own, or that of one model for all?
</details>
<details><summary>Hint 2</summary>One limit serves all models. Among the rows that reach it compare complexities, and mind
that a row number of the whole table is asked.</details>
"""


# %% exercise="one_standard_error"
def one_standard_error(scores, complexity):
    """Simplest model within one standard error of the best. Returns a row number."""
    ### BEGIN SOLUTION
    means = scores.mean(axis=1)
    best = np.argmax(means)
    error = scores[best].std(ddof=1) / np.sqrt(scores.shape[1])
    return np.argmin(np.where(means >= means[best] - error, complexity, np.inf))
    ### END SOLUTION


# %% check="one_standard_error"
check("one_standard_error", one_standard_error)

# %% [markdown] solution="only"
r"""
The rule is Breiman's, from *Classification and Regression Trees* (1984). The common slips are a standard deviation where the
standard error is asked, and a row number among the qualified models in place of one of the whole table. Folds share their
training rows, so the standard error is rough: it is a rule for choosing, not an interval for reporting.
"""

# %% [markdown]
r"""
## 10 · Choose inside, judge outside (3 points, 10 minutes)

A score that chose the model cannot judge it. `nested(score, candidates, outer, split)` is meant to choose a candidate in
each outer fold on the outer train rows alone, then to judge that choice on the outer test rows. It runs, and three things
in it are wrong. Mend it.

- `score(candidate, train, test)`: a function that fits the candidate on the row numbers `train` and returns its score on
  the row numbers `test`; higher is better, and scores may be below 0.
- `candidates`: a list. `outer`: a list of pairs (train, test) of row numbers.
- `split(rows)`: a function that cuts the row numbers it is given into inner folds, a list of pairs (train, test) of the
  same row numbers. The folds need not have equal sizes.
- In each outer fold: take the candidate with the highest mean score over the inner folds of its train rows, each inner
  fold counting the same, the first of several equal candidates. Fit it on all outer train rows, and score it on the outer
  test rows.
- Return the list of these outer scores, one for each outer fold.

Example: y = [2, 4, 6, 3, 1, 9]; a candidate c predicts c · (mean of the train rows), its score is minus the mean absolute
error, and the candidates are 0.5 and 1. The first outer fold tests rows 4 and 5, and `split([0, 1, 2, 3])` is
[([1, 3], [0, 2]), ([0, 2], [1, 3])]. For 1 the inner scores are −2 and −0.5; for 0.5 they are −2.25 and −1.5. So 1 is
chosen: it predicts 3.75, and its score on rows 4 and 5 is −4. The other two outer folds test rows 0 and 1, then
rows 2 and 3; all three scores are −4, −1.75 and −2.5.

<details><summary>Hint 1</summary>Which rows may `split` cut, so that the outer test rows have no say in the choice? And who
has not taken part in the choice?</details>
<details><summary>Hint 2</summary>A candidate has several inner scores. Its one number is known only when all of them are in.
</details>
"""


# %% exercise="nested"
def nested(score, candidates, outer, split):
    """Scores of choices made inside, one for each outer fold. outer : pairs of rows."""
    ### BEGIN GIVEN
    # scores = []
    # for train, test in outer:
    #     best, best_score = None, -np.inf
    #     for candidate in candidates:
    #         for inner_train, inner_test in split(np.concatenate([train, test])):
    #             value = score(candidate, inner_train, inner_test)
    #             if value > best_score:
    #                 best, best_score = candidate, value
    #     scores.append(best_score)
    # return scores
    ### END GIVEN
    ### BEGIN SOLUTION
    scores = []
    for train, test in outer:
        best, best_score = None, -np.inf
        for candidate in candidates:
            value = np.mean([score(candidate, *pair) for pair in split(train)])
            if value > best_score:
                best, best_score = candidate, value
        scores.append(score(best, train, test))
    return scores
    ### END SOLUTION


# %% check="nested"
check("nested", nested)

# %% [markdown] solution="only"
r"""
The outer test rows meet one candidate only, after the choice. The common slip is to report the inner score of the winner:
the best of several tries is partly luck. With scikit-learn it is one line, `cross_val_score(GridSearchCV(model, grid,
cv=inner), X, y, cv=outer)`; the result judges the whole procedure "search, then fit", not one setting.
"""

# %% [markdown]
r"""
## 11 · Choose the split (2 points, 8 minutes)

Six teams want an honest score for a model at its work. Choose for each `"shuffled"` (plain shuffled folds),
`"stratified"` (shuffled, each class spread evenly), `"grouped"` (whole persons kept together), `"forward"` (past trains,
future tests, with a gap where needed) or `"none"`: no split of these data can tell.

- **A.** 240 biopsies from 240 women, 12 of them malignant. The clinic's next 240 will come from women like these, and
  the order of the days says nothing.
- **B.** 900 heart recordings, 15 of each of 60 volunteers. The watch that they wore will be sold to everybody.
- **C.** Ambulance calls in each hour of two years. Every Sunday the rota is written for the week that begins on Monday.
- **D.** The recordings of B, over three years. For the ward that treats these 60, a model is to judge each morning's
  recordings from all it has heard of the same 60 before.
- **E.** 5,000 blood samples from 5,000 donors, all of one week, put through the machine in a drawn order. A protein's
  concentration, a number, is read off a spectrum; the machine will see 100,000 more such donors.
- **F.** 3,000 voices: people with dementia were recorded at the clinic's desk, healthy people over the telephone. The
  model will listen at the clinic's desk to whoever comes.

Then, for **D**: name a split that you rejected, and say in one sentence which fact of D speaks against it. The check
grades the choices; the sentence is read by a person.

<details><summary>Hint 1</summary>For each team: what will be new when the model is at work? The test rows must be new in the
same way.</details>
<details><summary>Hint 2</summary>B and D have the same recordings and different jobs. In one of the six, the label and the
way a row was made are one and the same thing.</details>
"""

# %% exercise="choose_the_split"
### BEGIN GIVEN
# splits = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
#     "rejected": ...,  # for D: an option that you did not choose
#     "because": ...,  # one sentence, at least six different words
# }
### END GIVEN
### BEGIN SOLUTION
splits = {
    "A": "stratified",
    "B": "grouped",
    "C": "forward",
    "D": "forward",
    "E": "shuffled",
    "F": "none",
    "rejected": "grouped",
    "because": "The ward's model meets the same 60 persons, only on later mornings.",
}
### END SOLUTION

# %% check="choose_the_split"
check("choose_the_split", splits)

# %% [markdown] solution="only"
r"""
Ask what is new at work: in A and E another person of the same kind, with a rare class in A; in B a person nobody has
recorded, so persons stay whole; in C and D a later day. In F the label and the microphone are one, so a model that hears
the telephone scores 1, and no split can tell it from one that hears an illness. The common slip is to group D because
persons repeat: there the same persons are the job.
"""
