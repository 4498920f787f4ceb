# %% [markdown]
r"""
# Exercises: judge a model on rows it has not seen

Twelve exercises to [the lesson on cross-validation](../notebooks/09_cross_validation.ipynb), 25 points, 60 to 90
minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks a question, the
second points at the step. Explained solutions are in [the solutions](../solutions/09_cross_validation.ipynb).

Three conventions hold everywhere: rows and folds are numbered from 0, an error is prediction minus y, and a pair of row
numbers is written (train, test). NumPy and scikit-learn are both allowed; import what you need.
"""

# %%
import numpy as np

from firsthand import check, datasets

# %% [markdown]
r"""
## 1 · Every row tested once (2 points, 7 minutes)

Write `kfold(n, k)`: cut the rows 0 to n − 1 into k folds, and give for each fold the rows that train and the rows that
test.

- `n`: the number of rows. `k`: a whole number from 2 to n.
- Return a list of k pairs `(train, test)`; each of the two is a list or an array of row numbers.
- Every row is tested in exactly one fold. In each pair, train holds all rows that are not tested, each once.
- The test parts differ in size by at most one row, also when k does not divide n.
- Which rows share a fold is up to you, and so is the order inside a list: shuffled or not, both are right.

Example: n = 7 and k = 3 gives test parts of 3, 2 and 2 rows. One right answer has the test parts [0, 1, 2], [3, 4] and
[5, 6]; its first pair is ([3, 4, 5, 6], [0, 1, 2]).

<details><summary>Hint 1</summary>Seven rows, three folds: 7 // 3 = 2 rows each leaves one row over. Who takes it, and
what if there are two left over?</details>
<details><summary>Hint 2</summary>Cut the row numbers first: `np.array_split` shares out what is left over. Then
`np.setdiff1d(all_rows, test)` is the rest.</details>
"""


# %% exercise="kfold"
def kfold(n, k):
    """Cut rows 0 .. n - 1 into k folds. Returns a list of k pairs of row numbers (train, test)."""
    ### BEGIN SOLUTION
    rows = np.arange(n)
    return [(np.setdiff1d(rows, test), test) for test in np.array_split(rows, k)]
    ### END SOLUTION


# %% check="kfold"
check("kfold", kfold)

# %% [markdown] solution="only"
r"""
Cut first, then take the rest: so every row is tested once by construction. The common slip is a fold size of n // k, which
leaves rows over that are never tested or pile up in one fold. scikit-learn calls it `KFold(k).split(X)`; it cuts in the
order of the rows unless you say `shuffle=True`.
"""

# %% [markdown]
r"""
## 2 · The errors of the folds (2 points, 8 minutes)

A clinic predicts the minutes a scan takes (y) from the patient's weight in units of 10 kg (x), by the least-squares line
with an intercept. Write `cross_validate_line(x, y, folds)`: the mean squared error of each fold, by a line that has seen
nothing of that fold.

- `x`, `y`: arrays (n,). `folds`: array (n,), the fold number of each row, 0 to k − 1. Fold sizes differ.
- For fold i, fit the line to the rows of all other folds, predict the rows of fold i, and take the mean over these rows of
  the squared errors.
- Return k numbers, fold 0 first, in squared minutes.

Example: x = [0, 1, 2, 3, 4], y = [1, 3, 4, 8, 9], folds = [1, 0, 0, 1, 0]. For fold 0 the line through (0, 1) and (3, 8)
is 1 + 7/3 · x; its errors in rows 1, 2 and 4 are 1/3, 5/3 and 4/3, so the first number is 14/9 = 1.5556. The second is
0.9515.

<details><summary>Hint 1</summary>How many lines do you fit, and which rows does each of them not see?</details>
<details><summary>Hint 2</summary>`test = folds == i` is a mask; `x[~test]` are the rows that train. `np.polyfit(x, y, 1)` fits
a line and `np.polyval` predicts with it.</details>
"""


# %% exercise="cross_validate_line"
def cross_validate_line(x, y, folds):
    """Mean squared error of each fold. x, y, folds : arrays (n,). Returns k numbers, fold 0 first."""
    ### BEGIN SOLUTION
    errors = []
    for fold in range(folds.max() + 1):
        test = folds == fold
        line = np.polyfit(x[~test], y[~test], deg=1)
        errors.append(np.mean((np.polyval(line, x[test]) - y[test]) ** 2))
    return errors
    ### END SOLUTION


# %% check="cross_validate_line"
check("cross_validate_line", cross_validate_line)

# %% [markdown] solution="only"
r"""
Everything that is learned, slope and intercept, is learned inside the loop. The common slips are one fit to all rows, and
means taken over all rows before the loop. The library's way is `cross_val_score(LinearRegression(), ...,
scoring="neg_mean_squared_error")`, which turns the sign so that higher is better.
"""

# %% [markdown]
r"""
## 3 · Every class in every fold (2 points, 8 minutes)

When few patients are ill, a fold may hold none of them. Write `stratified_folds(y, k)`: a fold number for each row, with
each class spread evenly.

- `y`: array (n,) of labels: text or whole numbers, two classes or more, in any order. `k`: a whole number from 2.
- Return n fold numbers from 0 to k − 1, in the order of y.
- For each class: the number of its rows in any two folds differs by at most one. A class with fewer than k rows has 0 or
  1 row in each fold.
- Only this balance is asked. Which rows share a fold is up to you, and the sizes of whole folds may differ by more than 1.

Example: y = ["well", "ill", "well", "well", "ill", "well", "well", "ill"] and k = 2. One right answer is
`[0, 0, 1, 0, 1, 1, 0, 0]`: of the 5 well, 3 are in fold 0 and 2 in fold 1; of the 3 ill, 2 and 1.

<details><summary>Hint 1</summary>If there were one class only, how would you number its rows 0, 1, …, k − 1, 0, 1, …?
</details>
<details><summary>Hint 2</summary>Go through `np.unique(y)`. `rows = np.flatnonzero(y == label)` says where a class stands;
write the numbers for it to these places.</details>
"""


# %% exercise="stratified_folds"
def stratified_folds(y, k):
    """Fold number of each row, each class spread to within one row. y : array (n,). Returns n numbers, 0 .. k - 1."""
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
## 4 · No patient on both sides (2 points, 8 minutes)

Several rows belong to one patient, and the model will be used on new patients. Write `group_folds(groups, k)`: a fold
number for each row, with each patient whole.

- `groups`: array (n,), the patient of each row: text or whole numbers. A patient's rows need not be neighbours, and
  patients have different numbers of rows. `k`: a whole number from 2, at most the number of patients.
- Return n fold numbers from 0 to k − 1, in the order of the rows.
- All rows of a patient have the same fold number. No fold is empty.
- Nearly equal sizes: the largest and the smallest fold differ by at most as many rows as the largest patient has.
- Which patients share a fold is up to you.

Example: groups = ["eva", "bo", "eva", "ada", "bo", "eva", "cy"] and k = 2. One right answer is `[0, 1, 0, 1, 1, 0, 0]`:
eva and cy make 4 rows, bo and ada 3.

<details><summary>Hint 1</summary>You carry parcels of different weight to k vans, one after the other. Which van gets the
next one?</details>
<details><summary>Hint 2</summary>`np.unique(groups, return_counts=True)` gives patients and their sizes. Keep the load of
each fold, and send each patient to `np.argmin(load)`.</details>
"""


# %% exercise="group_folds"
def group_folds(groups, k):
    """Fold number of each row, no group split, sizes nearly equal. groups : array (n,). Returns n numbers, 0 .. k - 1."""
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
A patient goes as a whole to the fold that has the fewest rows so far, so no fold ever gets ahead by more
rows than the largest patient has. The common slips are to deal out rows, or patients without looking at their size. scikit-learn's
`GroupKFold` does the same with the largest group first, which is a little more even.
"""

# %% [markdown]
r"""
## 5 · Only the past may teach (2 points, 8 minutes)

Rows are days in order, and a day's target is known only some days later. Write
`forward_splits(n, n_splits, size, gap)`: splits in which the past trains, the next days test, and the days too fresh to
have a target do neither.

- `n`: the number of rows. `n_splits`: a whole number from 2. `size`: from 1. `gap`: a whole number from 0. There are enough rows.
- The test parts are `n_splits` blocks of `size` consecutive rows. They follow each other without a space between them, and
  the last one ends with row n − 1.
- The train part of a split is every row from 0 on, up to the start of its test part, but without the last `gap` rows
  before it.
- Return a list of pairs `(train, test)` of row numbers, the earliest test part first.

Example: n = 10, n_splits = 2, size = 2, gap = 1 gives `[([0, 1, 2, 3, 4], [6, 7]), ([0, 1, 2, 3, 4, 5, 6], [8, 9])]`. Row
5 is in the gap of the first split and trains in the second.

<details><summary>Hint 1</summary>Where does the earliest test part start, if the last one ends at n − 1 and there are
n_splits of them?</details>
<details><summary>Hint 2</summary>Loop over the starts, `range(first, n, size)`. In the example they are 6 and 8; train ends
before row 5 and before row 7.</details>
"""


# %% exercise="forward_splits"
def forward_splits(n, n_splits, size, gap):
    """Splits in time order with a gap. Returns a list of pairs of row numbers (train, test)."""
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
## 6 · Leave one out, from one fit (2 points, 7 minutes)

Leave-one-out fits n times. For least squares one fit is enough. Let A be X with a column of ones in front. The **hat
matrix** H = A (AᵀA)⁻¹ Aᵀ turns y into the predictions of the one fit, H y. Its diagonal holds the leverages hᵢ: how much
row i pulls at its own prediction. They tell what the residual of a row would have been, had the row been left out. Write
`leave_one_out(X, y)`.

- `X`: array (n, d). `y`: array (n,). The model is least squares with an intercept. No leverage is 1.
- Return n errors: for each row, the prediction by the model fitted to all *other* rows, minus y of this row.
- How you get there is up to you. A loop over n fits is right as well, and a good test of the shortcut.

Example: X = [[0], [1], [2], [5]], y = [1, 2, 6, 3]. Fitted to rows 0, 1 and 2, the line is 0.5 + 2.5 x, so row 3 is
predicted 13 and its error is 10. The residual of row 3 in the one fit is 1.0714, and its leverage is 0.8929. All four
errors are 2.7692, 0.9474, −4 and 10.

<details><summary>Hint 1</summary>Which simple arithmetic of 1.0714 and 0.8929 gives 10? A row that does not pull at all has
hᵢ = 0: what is its error then?</details>
<details><summary>Hint 2</summary>`A @ np.linalg.pinv(A)` is H. The residuals are `H @ y - y` and the leverages `np.diag(H)`;
look at what is left of 1 when you take away 0.8929.</details>
"""


# %% exercise="leave_one_out"
def leave_one_out(X, y):
    """Errors of least squares on each row when it is left out. X : (n, d); y : (n,). Returns an array (n,)."""
    ### BEGIN SOLUTION
    A = np.column_stack([np.ones(len(y)), X])
    hat = A @ np.linalg.pinv(A)
    return (hat @ y - y) / (1 - np.diag(hat))
    ### END SOLUTION


# %% check="leave_one_out"
check("leave_one_out", leave_one_out)

# %% [markdown] solution="only"
r"""
A row with leverage hᵢ drags its prediction towards itself, so that only the share 1 − hᵢ of its error is left as residual;
dividing gives it back. The common slips are to leave out the column of ones and to forget that plain residuals are
training errors. Their mean square is Allen's PRESS statistic divided by n; `RidgeCV` uses the same shortcut.
"""

# %% [markdown]
r"""
## 7 · Read the folds (1 point, 5 minutes)

Four studies have 200 visits each: 40 patients, 5 visits a patient, in the order of their dates. The label is 0 or 1, half
of each. The same nearest-neighbour classifier is scored by three splitters. In one study the rows of a *patient* resemble
each other (`"grouped"`), in one the rows of a *season* do (`"dated"`), and in two the rows share nothing (`"neither"`).
"""

# %%
from sklearn.model_selection import GroupKFold, KFold, TimeSeriesSplit, cross_val_score
from sklearn.neighbors import KNeighborsClassifier


def print_scores(study):
    X, y, patient = datasets.unknown_study(study)
    splits = {
        "shuffled": KFold(5, shuffle=True, random_state=0),
        "by patient": list(GroupKFold(5).split(X, y, patient)),
        "past only": TimeSeriesSplit(5),
    }
    for name, folds in splits.items():
        scores = cross_val_score(KNeighborsClassifier(3), X, y, cv=folds)
        print(
            f"{study}  {name:11}",
            *(f"{score:.2f}" for score in scores),
            f"  mean {scores.mean():.2f}",
        )


# %% tags=["illustration"]
for study in "ABCD":
    print_scores(study)

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
## 8 · Find the three leaks (3 points, 9 minutes)

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
mend line by line, or chain the steps with `make_pipeline` and let `cross_val_score(..., cv=folds)` do the loop.</details>
"""


# %% exercise="leak_free"
def fold_scores(X, y, folds, fill, select, scale, model):
    """Accuracy on each fold. X : (n, d) with gaps; y : (n,); folds : pairs (train, test). Returns a list."""
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
## 9 · An honest score for chosen columns (2 points, 8 minutes)

A laboratory measures many proteins on few patients, keeps the most telling ones, and classifies. Write
`select_inside(X, y, keep, folds)`: an honest accuracy for "choose the best columns, then classify".

- `X`: array (n, d). `y`: array (n,) of 0 and 1. `keep`: how many columns to choose. `folds`: a list of pairs
  (train, test) of row numbers, of different sizes.
- The best columns are those with the largest F of `sklearn.feature_selection.f_classif`, which `SelectKBest(k=keep)`
  keeps. The classifier is `sklearn.neighbors.NearestCentroid()`, with its defaults.
- Return one number: the mean, over the folds, of the accuracy on the test part.

On columns of pure noise an honest answer lies near one half; a leaking one looks splendid.

Example: 8 rows, two columns, [1, 2, 1.5, 2.5, 3, 1, 3.5, 4] and [5, 1, 4, 2, 6, 6.5, 2.5, 4.5]; y = [0, 0, 0, 0, 1, 1, 1, 1],
keep = 1, and three folds that test the rows [0, 4], [1, 5] and [2, 3, 6, 7]. On the train part of the first fold F is 0.74 and
2.22, so column 1 is chosen; in the second it is column 0, in the third column 1. Each fold gets one half right: the answer
is 0.5. (Chosen on all rows, column 0 would give 0.75.)

<details><summary>Hint 1</summary>If the labels of the test rows help to choose the columns, are those rows still unseen?
</details>
<details><summary>Hint 2</summary>`make_pipeline` of the two steps is one model, and `cross_val_score` takes the list of pairs
as `cv=folds`.</details>
"""

# %%
from sklearn.feature_selection import SelectKBest
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline


# %% exercise="select_inside"
def select_inside(X, y, keep, folds):
    """Mean accuracy of selection and classification. X : (n, d); y : (n,); folds : pairs. Returns a number in [0, 1]."""
    ### BEGIN SOLUTION
    model = make_pipeline(SelectKBest(k=keep), NearestCentroid())
    return cross_val_score(model, X, y, cv=folds).mean()
    ### END SOLUTION


# %% check="select_inside"
check("select_inside", select_inside)

# %% [markdown] solution="only"
r"""
The selection is part of the model, so it is fitted anew on each train part. The common slip is `SelectKBest.fit_transform(X,
y)` first and `cross_val_score` after it: the labels of the test rows have then chosen the columns. Repeating that with other
seeds gives a number as wrong; a bias does not average out.
"""

# %% [markdown]
r"""
## 10 · As good, and simpler (2 points, 7 minutes)

The best mean score is partly luck. The one-standard-error rule takes the simplest model whose mean is not clearly worse.
Write `one_standard_error(scores, complexity)`.

- `scores`: array (m, k), one row a model, one column a fold; higher is better, and scores may be below 0.
- `complexity`: array (m,), all different; lower is simpler. The models come in any order.
- The best model has the highest mean over folds. Its standard error is the standard deviation of its k fold scores, with
  `ddof=1`, divided by the square root of k.
- Return the row number of the simplest model whose mean is at least the best mean minus that standard error.

Example: scores = [[0.80, 0.90, 0.85], [0.70, 0.80, 0.75], [0.74, 0.82, 0.75], [0.78, 0.90, 0.84]] and
complexity = [8, 1, 2, 4]. The best mean is 0.85, its standard deviation 0.05, its standard error 0.0289. Only means from
0.8211 on qualify: rows 0 and 3. Row 3 is simpler, so the answer is 3.

<details><summary>Hint 1</summary>Which standard error sets the limit: each model's own, or that of one model for all?
</details>
<details><summary>Hint 2</summary>Find the best row, then the limit, then the rows with a mean at or above it. Among these,
compare complexities, and mind that you return a row number of the whole table.</details>
"""


# %% exercise="one_standard_error"
def one_standard_error(scores, complexity):
    """Simplest model within one standard error of the best. scores : (m, k); complexity : (m,). Returns a row number."""
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
## 11 · Choose inside, judge outside (3 points, 9 minutes)

A score that chose the model cannot judge it. Write `nested(score, candidates, outer, split)`: in each outer fold, choose a
candidate on the outer train rows alone, then judge that choice on the outer test rows.

- `score(candidate, train, test)`: a function that fits the candidate on the row numbers `train` and returns its score on
  the row numbers `test`; higher is better.
- `candidates`: a list. `outer`: a list of pairs (train, test) of row numbers.
- `split(rows)`: a function that cuts the row numbers it is given into inner folds, a list of pairs (train, test) of the
  same row numbers.
- In each outer fold: take the candidate with the highest mean score over the inner folds of its train rows, the first of
  several equal ones. Fit it on all outer train rows, and score it on the outer test rows.
- Return the list of these outer scores, one for each outer fold.

Example: y = [2, 4, 6, 3, 1, 9]; a candidate c predicts c · (mean of the train rows), its score is minus the mean absolute
error, and the candidates are 0.5 and 1. The first outer fold tests rows 4 and 5, and `split([0, 1, 2, 3])` is
[([1, 3], [0, 2]), ([0, 2], [1, 3])]. For 1 the inner scores are −2 and −0.5; for 0.5 they are −2.25 and −1.5. So 1 is
chosen: it predicts 3.75, and its score on rows 4 and 5 is −4. The other two outer folds test rows 0 and 1, then
rows 2 and 3; all three scores are −4, −1.75 and −2.5.

<details><summary>Hint 1</summary>Which rows may `split` cut, so that the outer test rows have no say in the choice?</details>
<details><summary>Hint 2</summary>For each outer pair, make a list with one number a candidate: the mean of `score` over the
pairs of `split(train)`. After the choice, call `score` once more, with the outer pair.</details>
"""


# %% exercise="nested"
def nested(score, candidates, outer, split):
    """Outer scores of a choice made inside. outer : pairs of row numbers. Returns one score for each outer fold."""
    ### BEGIN SOLUTION
    scores = []
    for train, test in outer:
        inner = [
            np.mean([score(candidate, *pair) for pair in split(train)])
            for candidate in candidates
        ]
        best = candidates[np.argmax(inner)]
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
## 12 · Choose the split (2 points, 6 minutes)

Six teams want an honest score for a model at its work. Choose for each `"shuffled"` (plain shuffled folds),
`"stratified"` (shuffled, each class spread evenly), `"grouped"` (whole patients kept together), `"forward"` (past trains,
future tests, with a gap where needed) or `"none"`: no split of these data can tell.

- **A.** 240 biopsies, one a patient, 12 of them malignant. Patients to come are like these; days do not matter.
- **B.** 900 heart recordings of 60 patients, 15 each. The model is to diagnose patients whom it has never met.
- **C.** Beds in use on each day of three years. Each day the hospital predicts the mean of the next 14 days.
- **D.** 900 heart recordings of 60 patients over three years. A model for each ward round is to judge the *next* recordings
  of the same 60 patients, from their earlier ones.
- **E.** 5,000 blood samples, one a donor, all from one week, processed in a drawn order. A protein's concentration, a
  number, is predicted from a spectrum; donors to come are like these.
- **F.** 3,000 X-rays, one a patient: all the ill are from hospital 1, all the healthy from hospital 2. The model is to
  work in hospital 3.

<details><summary>Hint 1</summary>For each team: what is new when the model is at work, a patient, a day, or a hospital? The
test rows must be new in the same way.</details>
<details><summary>Hint 2</summary>B and D have the same recordings and different jobs. In one of the six, the label and the
source of the row are one and the same thing.</details>
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
}
### END SOLUTION

# %% check="choose_the_split"
check("choose_the_split", splits)

# %% [markdown] solution="only"
r"""
Ask what is new at work: in A and E another patient of the same kind, with a rare class in A; in B a new patient, so
patients stay whole; in C and D a later day. In F hospital and label are one, so a model that reads the hospital's mark on
the film scores 1, and no split can tell it from one that reads lungs. The common slip is to group D because patients
repeat: there the same patients are the job.
"""
