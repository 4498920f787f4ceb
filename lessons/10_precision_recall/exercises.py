# %% [markdown]
r"""
# Exercises: decide which mistakes you can afford

Thirteen exercises to [the lesson on precision and recall](../notebooks/10_precision_recall.ipynb), 29 points, about 90
minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks a question, the
second points at the step. Explained solutions are in [the solutions](../solutions/10_precision_recall.ipynb).

The conventions of the course hold everywhere: the positive class is 1 (a fraud, an illness), the other is 0; a row is
flagged when `score >= threshold`; arguments come as `(y_true, y_pred)`; the confusion matrix has the true classes as rows
and the predicted ones as columns, `[[TN, FP], [FN, TP]]`. Scores are any numbers: large, negative, or very close to each
other. You may use scikit-learn, but you learn more from NumPy.
"""

# %%
import numpy as np
from sklearn import metrics

from firsthand import check

# %% [markdown]
r"""
## 1 · Two questions, two denominators (2 points, 6 minutes)

Write `precision_and_recall(y_true, y_pred)`. Precision: of the rows flagged, which share is truly positive? Recall: of
the rows that are truly positive, which share is flagged?

- `y_true`, `y_pred`: arrays (n,) of 0 and 1. Class 1 may be missing in one of them, or in both.
- Return two numbers from 0 to 1: precision, then recall. Where a denominator is 0 (nothing flagged; nothing there to
  find), the number is 0. Your code must not divide by 0.

Example: `y_true = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]` and `y_pred = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]` give `(0.75, 0.6)`.

<details><summary>Hint 1</summary>Both numerators are the same count. From which group of rows does each question
start?</details>
<details><summary>Hint 2</summary>In the example 4 rows are flagged and 5 are truly positive; 3 are both. Which of the two
groups belongs to which question?</details>
"""


# %% exercise="precision_and_recall"
def precision_and_recall(y_true, y_pred):
    """Precision and recall of class 1; 0 where a denominator is 0.

    y_true, y_pred : arrays (n,) of 0 and 1. Returns two numbers.
    """
    ### BEGIN SOLUTION
    hits = np.sum((y_true == 1) & (y_pred == 1))
    flagged, there = np.sum(y_pred == 1), np.sum(y_true == 1)
    precision = hits / flagged if flagged else 0.0
    recall = hits / there if there else 0.0
    return precision, recall
    ### END SOLUTION


# %% check="precision_and_recall"
check("precision_and_recall", precision_and_recall)

# %% [markdown] solution="only"
r"""
One numerator, two denominators: the column of the matrix and its row. The common mistake is to exchange them, and the
same happens when `y_true` and `y_pred` are handed over in the wrong order. `precision_score` and `recall_score` of
scikit-learn also return 0 for an empty denominator, with a warning; `zero_division` says what you want there.
"""

# %% [markdown]
r"""
## 2 · Read the matrix (1 point, 5 minutes)

A screening programme has invited 10,000 people. The positive class is *ill*; a person who is predicted positive is
called back for further tests. Run the cell for the confusion matrix, and say of each sentence whether it is true.
"""

# %%
ill = np.repeat([0, 0, 1, 1], [9700, 200, 20, 80])
called_back = np.repeat([0, 1, 0, 1], [9700, 200, 20, 80])
metrics.confusion_matrix(ill, called_back)

# %% [markdown]
r"""
- **A** Of the people who are ill, the programme calls back 80 %.
- **B** Of the people who are called back, 80 % are ill.
- **C** 20 healthy people are called back for nothing.
- **D** Of the people who are told that all is well, about 2 in 1,000 are ill.
- **E** The programme makes fewer mistakes than a letter to everyone that says "healthy".
- **F** About 2 % of the healthy people are called back.
- **G** Had the arguments been exchanged by mistake, `confusion_matrix(called_back, ill)`, and the matrix been read as
  usual, the recall would seem to be 80 %.

Fill in the dictionary: each value is `"true"` or `"false"`.

<details><summary>Hint 1</summary>For each sentence: does it start from what people are (a row) or from what they were told
(a column)?</details>
<details><summary>Hint 2</summary>Write the two row sums and the two column sums beside the matrix. Each sentence divides one
cell by one of them, or counts mistakes.</details>
"""

# %% exercise="read_the_matrix"
### BEGIN GIVEN
# sentences = {
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
sentences = {
    "A": "true",
    "B": "false",
    "C": "false",
    "D": "true",
    "E": "false",
    "F": "true",
    "G": "false",
}
### END SOLUTION

# %% check="read_the_matrix"
check("read_the_matrix", sentences)

# %% [markdown] solution="only"
r"""
A is 80 of the row of 100. B starts from the column of 280, and 80 of 280 is 29 %. C: the 20 stand in the row of the ill;
they were missed. D is 20 of the column of 9,720. E: 220 mistakes against 100. F is 200 of the row of 9,900. G: exchanged
arguments turn the matrix over its diagonal, so what is read as recall is the precision, 29 %. The common mistake is to
take A for B.
"""

# %% [markdown]
r"""
## 3 · The precision–recall curve (3 points, 9 minutes)

Write `pr_curve(y_true, scores)`: precision and recall for every threshold that makes a difference.

- `y_true`: array (n,) of 0 and 1, at least one 1. `scores`: array (n,), any numbers, in no order; some may be equal.
- The thresholds are the distinct scores, from the highest to the lowest; m is their number. A row is flagged when
  `score >= threshold`, so rows with equal scores are flagged together.
- Return three arrays (m,): the thresholds, the precision and the recall at each. No further points are added.

Example: `y_true = [0, 1, 1, 0, 0, 1]` and `scores = [0.8, 0.9, 0.6, 0.1, 0.6, 0.3]` give the thresholds `[0.9, 0.8, 0.6,
0.3, 0.1]`, the precision `[1, 0.5, 0.5, 0.6, 0.5]` and the recall `[0.333, 0.333, 0.667, 1, 1]` (rounded here).

<details><summary>Hint 1</summary>At the threshold 0.6 of the example, which rows are flagged? There are four.</details>
<details><summary>Hint 2</summary>Write what one threshold does as two lines: which rows it flags, and what their labels say.
Then repeat it; `np.unique` knows the distinct scores, in rising order.</details>
"""


# %% exercise="pr_curve"
def pr_curve(y_true, scores):
    """Curve over the distinct scores, from the highest down.

    y_true, scores : arrays (n,). Returns thresholds, precision and recall, each (m,).
    """
    ### BEGIN SOLUTION
    thresholds = np.unique(scores)[::-1]
    flagged = [scores >= threshold for threshold in thresholds]
    precision = [np.mean(y_true[rows]) for rows in flagged]
    recall = [np.sum(y_true[rows]) / np.sum(y_true) for rows in flagged]
    return thresholds, np.array(precision), np.array(recall)
    ### END SOLUTION


# %% check="pr_curve"
check("pr_curve", pr_curve)

# %% [markdown] solution="only"
r"""
Precision is the mean label of the flagged rows. The loop costs n · m steps; for millions of rows you sort once and use
`np.cumsum`, taking the *last* row of each tie. The common mistake is a point for every row: it lets the order of equal
rows decide. `metrics.precision_recall_curve` gives the same points with rising thresholds, and adds a last point (1, 0).
"""

# %% [markdown]
r"""
## 4 · The curve in one number (2 points, 6 minutes)

A precision–recall curve is given, from the highest threshold to the lowest. Write `average_precision(precision,
recall)`: the sum, over the thresholds, of the precision there times the recall that was won since the threshold before.
Before the first threshold the recall is 0.

- `precision`, `recall`: arrays (m,), m from 1; recall rises, or stays as it is, from one threshold to the next and ends
  at 1.
- Return one number from 0 to 1.

Example: `precision = [1.0, 0.5, 0.75, 0.5]` and `recall = [0.25, 0.25, 0.75, 1.0]` give 0.25 · 1.0 + 0 · 0.5 + 0.5 ·
0.75 + 0.25 · 0.5 = 0.75.

<details><summary>Hint 1</summary>How much recall does each of the four thresholds of the example win? Do not forget the
first.</details>
<details><summary>Hint 2</summary>Differences between neighbours are one fewer than there are points. Which number, in front
of the recall, makes them as many?</details>
"""


# %% exercise="average_precision"
def average_precision(precision, recall):
    """Step-wise sum over a curve.

    precision, recall : arrays (m,), highest threshold first. Returns a number.
    """
    ### BEGIN SOLUTION
    won = np.diff(recall, prepend=0)
    return np.sum(won * precision)
    ### END SOLUTION


# %% check="average_precision"
check("average_precision", average_precision)

# %% [markdown] solution="only"
r"""
Each stretch of recall is paid for at the precision of the threshold that wins it. The common mistake is to join the
points by lines, with `np.trapezoid` or `metrics.auc(recall, precision)`: no threshold lies on those lines. Without ties
that area comes out smaller, with many ties often too large. In scikit-learn this number is `average_precision_score`.
"""

# %% [markdown]
r"""
## 5 · Who outranks whom? (2 points, 6 minutes)

Take every pair of one positive and one negative row. Write `roc_auc(y_true, scores)`: the share of these pairs in which
the positive row has the higher score. A pair with equal scores counts one half.

- `y_true`: array (n,) of 0 and 1, at least one of each. `scores`: array (n,), any numbers.
- Return one number from 0 to 1.

Example: `y_true = [0, 1, 1, 0, 0]` and `scores = [0.3, 0.9, 0.6, 0.6, 0.1]`: of 2 · 3 pairs, 5 are won and one is tied,
so the answer is 5.5 / 6 = 0.916667.

<details><summary>Hint 1</summary>How many pairs does each positive row of the example win, and where is the tie?</details>
<details><summary>Hint 2</summary>Two loops, one over the positive and one over the negative scores, meet every pair once. A
column (p, 1) compared with a row (q,) does the same at once.</details>
"""


# %% exercise="roc_auc"
def roc_auc(y_true, scores):
    """Share of pairs ranked right, ties half. y_true, scores : arrays (n,)."""
    ### BEGIN SOLUTION
    positives = scores[y_true == 1][:, None]
    negatives = scores[y_true == 0]
    return np.mean(positives > negatives) + 0.5 * np.mean(positives == negatives)
    ### END SOLUTION


# %% check="roc_auc"
check("roc_auc", roc_auc)

# %% [markdown] solution="only"
r"""
AUC is a statement about order: no threshold occurs in it, so it can be 1 while half of the decisions at 0.5 are wrong,
and below one half when the ranking is upside down. The common mistake is to hand labels instead of scores to
`metrics.roc_auc_score`: then pairs become ties wherever both rows get the same label. The table of pairs needs memory
for positives times negatives; the library sorts instead.
"""

# %% [markdown]
r"""
## 6 · The cheapest threshold (3 points, 8 minutes)

A false alarm costs `cost_fp` euros, a missed positive `cost_fn`; right decisions cost nothing. Write
`cheapest_threshold(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn)`. It chooses a threshold on the validation
rows and says what that threshold costs on the test rows.

- `y_val`, `scores_val`: arrays (n,). `y_test`, `scores_test`: arrays (m,). Labels are 0 and 1; a part may hold one of
  them alone. The costs are whole numbers from 1.
- The candidates are the distinct validation scores; a row is flagged when `score >= threshold`. Of several equally cheap
  candidates take the highest.
- Return two numbers: the threshold, and its mean cost per test row in euros.

Example: with `y_val = [0, 1, 0, 1]`, `scores_val = [0.1, 0.4, 0.5, 0.8]`, cost_fp = 1 and cost_fn = 3, the thresholds
0.1, 0.4, 0.5 and 0.8 cost 2, 1, 4 and 3 in total, so 0.4 is chosen. On `y_test = [0, 1, 0, 1, 1]`, `scores_test = [0.45,
0.3, 0.2, 0.9, 0.6]` it makes one false alarm and one miss: the answer is `(0.4, 0.8)`.

<details><summary>Hint 1</summary>Which of the four arrays may the choice look at, and which the report?</details>
<details><summary>Hint 2</summary>Write a small function for the mean cost of one threshold on given rows, and use it twice.
Of equal minima `np.argmin` returns the *first*: in which order should the candidates come?</details>
"""


# %% exercise="cheapest_threshold"
def cheapest_threshold(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    """Choose on validation, report on test.

    Labels and scores : arrays; costs : euros. Returns threshold, cost per test row.
    """
    ### BEGIN SOLUTION

    def mean_cost(y, scores, threshold):
        flagged = scores >= threshold
        false_alarms, misses = np.sum(flagged & (y == 0)), np.sum(~flagged & (y == 1))
        return (cost_fp * false_alarms + cost_fn * misses) / len(y)

    candidates = np.unique(scores_val)[::-1]
    costs = [mean_cost(y_val, scores_val, threshold) for threshold in candidates]
    best = candidates[np.argmin(costs)]
    return best, mean_cost(y_test, scores_test, best)
    ### END SOLUTION


# %% check="cheapest_threshold"
check("cheapest_threshold", cheapest_threshold)

# %% [markdown] solution="only"
r"""
The smallest cost on the rows that chose it was picked for being small, so on average it is smaller than what you will
pay. That is why the choice sees validation and the report sees test. The common mistake is the wrong pair of arrays in
one of the two places, which no error message tells. scikit-learn's `TunedThresholdClassifierCV` does the choice by
cross-validation.
"""

# %% [markdown]
r"""
## 7 · The same test in town (2 points, 6 minutes)

A test was tried in a clinic, where 1 in 10 patients is ill. Of 2,000 patients this was the outcome:

| | called back | not called back |
|---|---|---|
| ill | 180 | 20 |
| healthy | 90 | 1,710 |

Now the same test, with the same threshold, goes to 10,000 people in town, where 1 in 100 is ill. Ill people give the
same results as ill people did before, and healthy people as healthy people. **Predict** five numbers for the town, with
pencil and paper, before you compute anything:

- `"recall"`, `"false-positive rate"` (the share of the healthy who are called back) and `"precision"`: from 0 to 1;
- `"called back"` and `"missed"` (ill and not called back): expected numbers of people.

Give at least three digits. For the clinic the five numbers are 0.9, 0.05, 0.667, 270 and 20.

<details><summary>Hint 1</summary>Which of the five are statements about the ill alone, or the healthy alone?</details>
<details><summary>Hint 2</summary>Take the 10,000 people apart: how many are ill, how many healthy? What happens to each
group?</details>
"""

# %% exercise="precision_at_prevalence"
### BEGIN GIVEN
# in_town = {
#     "recall": ...,  # your answer
#     "false-positive rate": ...,
#     "called back": ...,
#     "missed": ...,
#     "precision": ...,
# }
### END GIVEN
### BEGIN SOLUTION
found, false_alarms = 0.9 * 100, 0.05 * 9_900
in_town = {
    "recall": 0.9,
    "false-positive rate": 0.05,
    "called back": found + false_alarms,
    "missed": 100 - found,
    "precision": found / (found + false_alarms),
}
### END SOLUTION

# %% check="precision_at_prevalence"
check("precision_at_prevalence", in_town)

# %% [markdown] solution="only"
r"""
Recall and false-positive rate each look at one group, so they stay. Of 100 ill people 90 are found and 10 missed; of
9,900 healthy ones 495 are called back. That makes 585, and a precision of 90/585 = 0.154. The common mistake is to carry
the precision of the clinic, 0.667, to the town; the next is to divide it by ten. This is Bayes' rule in head counts.
"""

# %% [markdown]
r"""
## 8 · Fifty alerts a day (2 points, 7 minutes)

A desk has time for k alerts a day, and takes the k rows with the highest scores. Write `alerts_within_budget(scores,
y_true, k)`: which rows it takes, and how well it does.

- `scores`: array (n,). `y_true`: array (n,) of 0 and 1; it may hold no 1. `k`: a whole number from 1 to n.
- Rows are numbered from 0. They come with the highest score first; of rows with equal scores the one with the lower
  number comes first, also where the budget cuts through a tie.
- Return a dictionary with three keys: `"rows"`, the row numbers (k,); `"precision"`, the precision at k (the share of
  the k rows that are positive); `"recall"`, the recall at k (the share of all positives that are among the k rows; 0
  where there is no positive).

Example: `scores = [0.2, 0.9, 0.5, 0.9, 0.5, 0.1]`, `y_true = [0, 1, 1, 0, 0, 1]` and k = 3 give `{"rows": [1, 3, 2],
"precision": 0.666667, "recall": 0.666667}`.

<details><summary>Hint 1</summary>Rows 2 and 4 of the example tie, and only one fits. What in your code decides
which?</details>
<details><summary>Hint 2</summary>A *stable* sort leaves equal items in their old order. Which sorts of Python and NumPy are
stable, and what does turning the result round do to a tie?</details>
"""


# %% exercise="alerts_within_budget"
def alerts_within_budget(scores, y_true, k):
    """Top k rows and how well they do.

    scores, y_true : arrays (n,); k : 1 to n. Returns {"rows", "precision", "recall"}.
    """
    ### BEGIN SOLUTION
    rows = np.argsort(-scores, kind="stable")[:k]
    hits, positives = np.sum(y_true[rows]), np.sum(y_true)
    recall = hits / positives if positives else 0.0
    return {"rows": rows, "precision": hits / k, "recall": recall}
    ### END SOLUTION


# %% check="alerts_within_budget"
check("alerts_within_budget", alerts_within_budget)

# %% [markdown] solution="only"
r"""
A budget is a threshold that moves from day to day, to wherever the k-th score lies. The common mistake is
`np.argsort(scores)[::-1]`, which serves ties in no promised order; then two programs with the same scores flag different
customers. The two numbers are called precision at k and recall at k in search and recommendation.
"""

# %% [markdown]
r"""
## 9 · The fewest false alarms above a floor (3 points, 8 minutes)

Nobody will price a missed illness, but a rule says which share of the ill must be found. Write `fewest_alarms(y_val,
scores_val, y_test, scores_test, floor)`. It chooses a threshold on the validation rows and reports on the test rows.

- `y_val`, `scores_val`: arrays (n,). `y_test`, `scores_test`: arrays (m,). Labels are 0 and 1, and both occur in each
  part. `floor`: a share, above 0 and at most 1.
- The candidates are the distinct validation scores; a row is flagged when `score >= threshold`. Of the candidates whose
  recall on validation is at least `floor`, take the one with the fewest false alarms there. Of several with equally few,
  take the lowest: it finds most.
- Return three numbers: the threshold, its recall on the test rows, and its number of false alarms on the test rows.

Example: `y_val = [1, 0, 1, 1, 0, 1, 0]`, `scores_val = [0.9, 0.4, 0.8, 0.7, 0.75, 0.3, 0.2]` and floor = 0.5. From 0.8
down recall is 0.5 or more. The threshold 0.8 makes no false alarm, 0.75 makes one: 0.8 is chosen. On `y_test = [0, 1, 1,
0, 1]`, `scores_test = [0.72, 0.8, 0.6, 0.95, 0.7]` it finds one of three and raises one false alarm: `(0.8, 0.333333, 1)`.
With floor = 0.6 the choice is 0.7.

<details><summary>Hint 1</summary>Two conditions, one after the other: which candidates are allowed at all, and which of
those is best?</details>
<details><summary>Hint 2</summary>Compute recall and false alarms of every candidate as two arrays, and keep the allowed ones
with a mask. In which order must they come, so that `np.argmin` meets the lowest of equals first?</details>
"""


# %% exercise="fewest_alarms"
def fewest_alarms(y_val, scores_val, y_test, scores_test, floor):
    """Choose above a recall floor on validation, report on test.

    Labels, scores : arrays; floor : a share. Returns threshold, recall, alarms.
    """
    ### BEGIN SOLUTION

    def recall_and_alarms(y, scores, threshold):
        flagged = scores >= threshold
        return np.mean(flagged[y == 1]), np.sum(flagged & (y == 0))

    candidates = np.unique(scores_val)
    pairs = [recall_and_alarms(y_val, scores_val, t) for t in candidates]
    recalls, alarms = np.array(pairs).T
    allowed = recalls >= floor
    best = candidates[allowed][np.argmin(alarms[allowed])]
    return best, *recall_and_alarms(y_test, scores_test, best)
    ### END SOLUTION


# %% check="fewest_alarms"
check("fewest_alarms", fewest_alarms)

# %% [markdown] solution="only"
r"""
A floor is a limit, not a weight: first comes what is allowed, then what is best. Rising candidates make `argmin` stop at
the lowest of equals, which finds more at no more false alarms. The common mistakes are to measure the floor on the test
rows, where it then holds by construction, and to take the recall nearest to the floor. On test the recall may fall below
the floor; about half of the time it will.
"""

# %% [markdown]
r"""
## 10 · A probability for another town (2 points, 8 minutes)

A model gives each row a probability `p` of being positive. It keeps its word where the share of positives is `trained`.
Now it goes where the share is `actual`; positives look as positives did, and negatives as negatives. Then the log-odds
of every row, log(p / (1 − p)), are off by one and the same number: by how much the log-odds of the two shares differ.
Write `correct_prevalence(p, trained, actual)`: the probabilities that keep their word there.

- `p`: array (n,), from 0 to 1. `trained`, `actual`: shares above 0 and below 1.
- Return an array (n,). A `p` of 0 stays 0, a `p` of 1 stays 1; no NaN comes back.

Example: `p = [0.5, 0.9, 0.2]`, trained = 0.5 and actual = 0.1 give `[0.1, 0.5, 0.027027]`.

<details><summary>Hint 1</summary>In the example half of the training rows were positive: odds of 1 to 1. In the new town the
odds are 1 to 9. What happens to the odds of a row with p = 0.9?</details>
<details><summary>Hint 2</summary>What is added to log-odds is multiplied on odds. With odds of up : down the probability is up
/ (up + down), which needs no division by 1 − p.</details>
"""


# %% exercise="correct_prevalence"
def correct_prevalence(p, trained, actual):
    """Probabilities for another share of positives.

    p : array (n,); trained, actual : shares. Returns array (n,).
    """
    ### BEGIN SOLUTION
    up = p * actual / trained
    down = (1 - p) * (1 - actual) / (1 - trained)
    return up / (up + down)
    ### END SOLUTION


# %% check="correct_prevalence"
check("correct_prevalence", correct_prevalence)

# %% [markdown] solution="only"
r"""
Each side of the odds is scaled by how much more, or less, frequent its class has become; the sum of the two sides makes
it a probability again. The same lines undo a training set that was balanced: `trained` is then 0.5. The common mistake
is to multiply the probability itself by the ratio of the shares, which may pass 1. The step is called prior correction.
"""

# %% [markdown]
r"""
## 11 · Three classes, two averages (2 points, 7 minutes)

This one goes a step further than the lesson. Payments are genuine (0), made with a stolen card (1) or after an account
takeover (2). Write `macro_and_micro(y_true, y_pred)`: the macro F1 and the micro F1.

- `y_true`, `y_pred`: arrays (n,) of 0, 1 and 2. Each class occurs in `y_true`. A class may be missing in `y_pred`, and it
  may be that no row is right.
- The F1 of a class takes this class as positive and the two others as negative. It is 0 where no row of the class is
  found, also when the class is never predicted.
- Macro F1 is the plain mean of the three F1. Micro F1 is the F1 of the counts (true positives, false positives, false
  negatives) added up over the three classes.
- Return two numbers: macro, then micro.

Example: `y_true = [0, 0, 0, 0, 1, 1, 1, 2]` and `y_pred = [0, 0, 0, 1, 1, 1, 0, 1]`. The F1 are 0.75, 0.571429 and 0, so
macro is 0.440476; micro is 0.625.

<details><summary>Hint 1</summary>With class 0 as positive, the example has 3 hits, one false alarm and one miss. What are the
three counts for class 1, and for class 2?</details>
<details><summary>Hint 2</summary>In counts, F1 = 2 TP / (2 TP + FP + FN). Can its denominator be 0 when each class
occurs?</details>
"""


# %% exercise="macro_and_micro"
def macro_and_micro(y_true, y_pred):
    """Two averages of F1. y_true, y_pred : (n,) of 0, 1, 2. Returns two numbers."""
    ### BEGIN SOLUTION
    tp = np.array([np.sum((y_true == c) & (y_pred == c)) for c in range(3)])
    fp = np.array([np.sum((y_true != c) & (y_pred == c)) for c in range(3)])
    fn = np.array([np.sum((y_true == c) & (y_pred != c)) for c in range(3)])
    macro = np.mean(2 * tp / (2 * tp + fp + fn))
    micro = 2 * tp.sum() / (2 * tp.sum() + fp.sum() + fn.sum())
    return macro, micro
    ### END SOLUTION


# %% check="macro_and_micro"
check("macro_and_micro", macro_and_micro)

# %% [markdown] solution="only"
r"""
Macro gives every class one vote, so the class that is never predicted pulls it down by a third. Micro gives every row one
vote; when each row has one label, it is the accuracy, since every miss of one class is a false alarm of another. The
common mistake is to average precision and recall first and to take the F1 of the means; some authors do define macro F1
so (Opitz and Burst, "Macro F1 and Macro F1", 2019, compare both). The library: `f1_score(..., average="macro")` and
`average="micro"`.
"""

# %% [markdown]
r"""
## 12 · Mend the report (3 points, 8 minutes)

`report(y_val, scores_val, y_test, scores_test)` is meant to choose the threshold with the best F1 on the validation rows
(of equally good ones the lowest), and to report on the test rows: the precision and the recall of class 1 at that
threshold, and the AUC of the scores. It runs without any error and has three faults. Find and mend them. `f1` under it
is right.

- Labels are arrays of 0 and 1, scores are arrays of numbers; test rows have both labels, validation rows
  perhaps only one.
- Return four numbers: threshold, precision, recall, AUC. Precision is 0 when nothing is flagged.

Example: `y_val = [0, 1, 0, 1, 0]`, `scores_val = [0.1, 0.4, 0.5, 0.8, 0.2]`, `y_test = [0, 1, 0, 1, 0, 0]` and
`scores_test = [0.45, 0.3, 0.35, 0.9, 0.1, 0.6]` give 0.4, 0.333333, 0.5 and 0.625. The code as given returns 0.8, 0.5, 1
and 0.75.
"""


# %%
def f1(y_true, flagged):
    """F1 of class 1. y_true : array (n,) of 0 and 1; flagged : of True and False."""
    hits = np.sum(flagged & (y_true == 1))
    return 2 * hits / (np.sum(flagged) + np.sum(y_true == 1))


# %% [markdown]
r"""
<details><summary>Hint 1</summary>Ask of each line: which rows may it see, and what does the library function want as its
first and its second argument?</details>
<details><summary>Hint 2</summary>The three faults sit in the choice, in an argument order that stands in two lines, and in
what the AUC is given. AUC judges a ranking: how many different values has a column of labels?</details>
"""


# %% exercise="fix_the_report"
def report(y_val, scores_val, y_test, scores_test):
    """Choose by F1 on validation, report on test.

    Arrays of labels and scores. Returns threshold, precision, recall, AUC.
    """
    ### BEGIN GIVEN
    # candidates = np.unique(scores_val)
    # f1_of = [f1(y_test, scores_test >= threshold) for threshold in candidates]
    # threshold = candidates[np.argmax(f1_of)]
    # y_pred = (scores_test >= threshold).astype(int)
    # precision = metrics.precision_score(y_pred, y_test, zero_division=0)
    # recall = metrics.recall_score(y_pred, y_test, zero_division=0)
    # auc = metrics.roc_auc_score(y_test, y_pred)
    # return threshold, precision, recall, auc
    ### END GIVEN
    ### BEGIN SOLUTION
    candidates = np.unique(scores_val)
    f1_of = [f1(y_val, scores_val >= threshold) for threshold in candidates]
    threshold = candidates[np.argmax(f1_of)]
    y_pred = (scores_test >= threshold).astype(int)
    precision = metrics.precision_score(y_test, y_pred, zero_division=0)
    recall = metrics.recall_score(y_test, y_pred, zero_division=0)
    auc = metrics.roc_auc_score(y_test, scores_test)
    return threshold, precision, recall, auc
    ### END SOLUTION


# %% check="fix_the_report"
check("fix_the_report", report)

# %% [markdown] solution="only"
r"""
None of the three faults raises an error, and each gives numbers that look right. The test rows may not choose; `(y_true,
y_pred)` is the order of every score in `sklearn.metrics` that compares labels; and AUC needs scores, because labels turn
every pair with equal labels into a tie. The common mistake is to stop after the first fault found, or after the first of
the two lines.
"""

# %% [markdown]
r"""
## 13 · Choose the measure (2 points, 8 minutes)

Five teams must choose the one number by which they pick a model or a threshold. Choose for each one of `"accuracy"`,
`"roc auc"`, `"expected cost"` (the mean cost of the decisions), `"precision at k"`, `"recall floor"` (the fewest false
alarms among the thresholds whose recall is high enough), `"calibration"` (how far probabilities lie from the shares seen,
bin by bin) or `"log loss"`. An option may be right twice, or never.

- **A.** In a dairy a camera looks at every bottle, 40 a minute, and sends it left or right at once. A sound bottle thrown
  away is worth 0.30 €. A cracked one that leaves the plant ends, on average, in a refund and a visit for 9 €.
- **B.** An airport scans bags. The authority lets one forbidden object in 50 slip through, no more; what such an object
  may do, nobody writes down in money. Each bag that is opened holds up a traveller.
- **C.** A water company listens for leaks. Each Sunday a program scores its 3,000 sections of pipe. A leak left alone
  costs some 4,000 €. What a hole dug for nothing costs depends on the street, and no books are kept. The one digger is
  booked for three holes a week.
- **D.** A firm sells a fraud score from 1 to 999 to forty banks. Each sets its own threshold; frauds are 1 in 100 at one
  bank and 1 in 5,000 at another. Is this year's version better than last year's? One number for the brochure, please.
- **E.** An insurer multiplies the predicted chance that a field's crop fails by the sum insured: that is the premium. Of
  both candidate models the books say that fields given 10 % failed one time in ten, fields given 30 % three times in
  ten, and so on. One of them gives nearly every field 12 %.

Then, for **E**: name a measure that you rejected, and say in one sentence which fact of E speaks against it. The check
grades the choices; the sentence is read by a person.

<details><summary>Hint 1</summary>Imagine the laziest model or threshold that still looks good by the measure you chose. Would
the team be content with it?</details>
<details><summary>Hint 2</summary>In B, C and E one fact speaks against the measure that comes to mind first. Find that fact
before you choose.</details>
"""

# %% exercise="choose_the_metric"
### BEGIN GIVEN
# measures = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "rejected": ...,  # for E: an option that you did not choose
#     "because": ...,  # one sentence, at least six different words
# }
### END GIVEN
### BEGIN SOLUTION
measures = {
    "A": "expected cost",
    "B": "recall floor",
    "C": "precision at k",
    "D": "roc auc",
    "E": "log loss",
    "rejected": "calibration",
    "because": "Both models keep their word, so calibration cannot tell them apart.",
}
### END SOLUTION

# %% check="choose_the_metric"
check("choose_the_metric", measures)

# %% [markdown] solution="only"
r"""
A: two known prices make an expected cost. B: a limit is a constraint, not a weight; the recall must be 0.98. C: one price
is known, but three holes are dug whatever it is, so what counts is what lies within them. D: no threshold, no prices and
no common share of frauds, so what is left is the order, and AUC does not move with prevalence. E: the probability itself
is the price. Both models keep their word, so calibration cannot tell them apart; log loss also asks whether they tell
fields apart. The common mistake is to take calibration for enough: a model that gives everybody the base rate has it.
"""
