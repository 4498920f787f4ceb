# %% [markdown]
r"""
# Exercises: decide which mistakes you can afford

Thirteen exercises to [the lesson on precision and recall](../notebooks/10_precision_recall.ipynb), 26 points,
about 90 minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks a
question, the second points at the step. Explained solutions are in [the
solutions](../solutions/10_precision_recall.ipynb).

The conventions of the course hold everywhere: the positive class is 1 (a fraud, an illness), the other is 0; a
row is flagged when `score >= threshold`; arguments come as `(y_true, y_pred)`; the confusion matrix has the
true classes as rows and the predicted ones as columns, `[[TN, FP], [FN, TP]]`. You may use scikit-learn, but
you learn more from NumPy.
"""

# %%
import numpy as np
from sklearn import metrics

from firsthand import check

# %% [markdown]
r"""
## 1 · Count the four outcomes (1 point, 4 minutes)

Write `confusion_counts(y_true, y_pred)`: how many rows are true negatives, false positives, false negatives and
true positives, in this order.

- `y_true`, `y_pred`: arrays (n,) of 0 and 1, n from 1. One class may be missing in both: on a quiet day there is
  no 1.
- Return four whole numbers: tn, fp, fn, tp (a tuple, a list or an array).

Example: `y_true = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]` and `y_pred = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]` give `(4, 1, 2,
3)`.

<details><summary>Hint 1</summary>The second word is what was predicted, the first says whether that was right. So what is a
false positive predicted, and what is it truly?</details>
<details><summary>Hint 2</summary>`(y_true == 0) & (y_pred == 1)` marks the rows of one of the four counts; `np.sum` counts them.
</details>
"""


# %% exercise="confusion_counts"
def confusion_counts(y_true, y_pred):
    """Count the outcomes. y_true, y_pred : arrays (n,) of 0 and 1. Returns tn, fp, fn, tp."""
    ### BEGIN SOLUTION
    tn = np.sum((y_true == 0) & (y_pred == 0))
    fp = np.sum((y_true == 0) & (y_pred == 1))
    fn = np.sum((y_true == 1) & (y_pred == 0))
    tp = np.sum((y_true == 1) & (y_pred == 1))
    return tn, fp, fn, tp
    ### END SOLUTION


# %% check="confusion_counts"
check("confusion_counts", confusion_counts)

# %% [markdown] solution="only"
r"""
Four masks, four sums, and every row is in exactly one of them. The library's route is
`metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()`. The common mistake is to leave `labels` out:
on a day on which only one class occurs the matrix has one entry, and the program that worked for weeks stops.
"""

# %% [markdown]
r"""
## 2 · Two questions, two denominators (2 points, 6 minutes)

Write `precision_and_recall(y_true, y_pred)`. Precision: of the rows flagged, which share is truly positive?
Recall: of the rows that are truly positive, which share is flagged?

- `y_true`, `y_pred`: arrays (n,) of 0 and 1.
- Return two numbers from 0 to 1: precision, then recall. Where a denominator is 0 (nothing flagged; nothing
  there to find), the number is 0. Your code must not divide by 0.

Example: `y_true = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]` and `y_pred = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]` give `(0.75,
0.6)`.

<details><summary>Hint 1</summary>Both numerators are the same count. From which group of rows does each question start?</details>
<details><summary>Hint 2</summary>In the example 4 rows are flagged and 5 are truly positive; 3 are both. Which of the two groups
belongs to which question?</details>
"""


# %% exercise="precision_and_recall"
def precision_and_recall(y_true, y_pred):
    """Precision and recall of class 1. y_true, y_pred : arrays (n,) of 0 and 1. Returns two numbers, 0 for 0/0."""
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
One numerator, two denominators: the column of the matrix and its row. The common mistake is to exchange them,
and the same happens when `y_true` and `y_pred` are handed over in the wrong order. `precision_score` and
`recall_score` of scikit-learn also return 0 for an empty denominator, with a warning; `zero_division` says what
you want there.
"""

# %% [markdown]
r"""
## 3 · One number out of two (1 point, 5 minutes)

Write `f_beta(precision, recall, beta)`. It is the harmonic mean of the two, in which recall weighs beta² times
as much as precision:

$$\frac{1}{F_\beta} = \frac{1}{1 + \beta^2}\left(\frac{1}{\text{precision}} + \frac{\beta^2}{\text{recall}}\right).$$

- `precision`, `recall`: numbers from 0 to 1. `beta`: a number above 0.
- Return one number. It is 0 where precision or recall is 0, and where both are. Your code must not divide by 0.

Example: precision 0.5, recall 0.8 and beta 2 give 0.714286; with beta 1 they would give 0.615385.

<details><summary>Hint 1</summary>Turn the formula over and clear the fractions. When is the denominator that remains 0?</details>
<details><summary>Hint 2</summary>In the example 1/F = (1/0.5 + 4/0.8) / 5. Multiply numerator and denominator of F by
precision · recall.</details>
"""


# %% exercise="f_beta"
def f_beta(precision, recall, beta):
    """Weighted harmonic mean. precision, recall : numbers from 0 to 1; beta : above 0. Returns a number."""
    ### BEGIN SOLUTION
    if precision == 0 or recall == 0:
        return 0.0
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
    ### END SOLUTION


# %% check="f_beta"
check("f_beta", f_beta)

# %% [markdown] solution="only"
r"""
In the cleared form the beta² stands beside *precision*, and yet it weighs *recall*: that is the common mistake,
and the check "which of the two is F2 nearer to?" finds it. The library calls it `fbeta_score`. A value of beta
is a statement about which mistake hurts more, so somebody who knows the business should state it.
"""

# %% [markdown]
r"""
## 4 · Read the matrix (1 point, 6 minutes)

A screening programme has invited 10,000 people. The positive class is *ill*; a person who is predicted positive
is called back for further tests. Run the cell for the confusion matrix, and say of each sentence whether it is
true.
"""

# %%
ill = np.repeat([0, 0, 1, 1], [9700, 200, 20, 80])
called_back = np.repeat([0, 1, 0, 1], [9700, 200, 20, 80])
print(metrics.confusion_matrix(ill, called_back))

# %% [markdown]
r"""
- **A** Of the people who are ill, the programme calls back 80 %.
- **B** Of the people who are called back, 80 % are ill.
- **C** 20 healthy people are called back for nothing.
- **D** Of the people who are told that all is well, about 2 in 1,000 are ill.
- **E** The programme makes fewer mistakes than a letter to everyone that says "healthy".
- **F** About 2 % of the healthy people are called back.
- **G** Had the arguments been exchanged by mistake, `confusion_matrix(called_back, ill)`, and the matrix been
  read as usual, the recall would seem to be 80 %.

Fill in the dictionary: each value is `"true"` or `"false"`.

<details><summary>Hint 1</summary>For each sentence: does it start from what people are (a row) or from what they were told (a
column)?</details>
<details><summary>Hint 2</summary>Write the two row sums and the two column sums beside the matrix: 9,900 and 100; 9,720 and 280. Each
sentence divides one cell by one of them, or counts mistakes.</details>
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
sentences = {"A": "true", "B": "false", "C": "false", "D": "true", "E": "false", "F": "true", "G": "false"}
### END SOLUTION

# %% check="read_the_matrix"
check("read_the_matrix", sentences)

# %% [markdown] solution="only"
r"""
A is 80 of the row of 100. B starts from the column of 280, and 80 of 280 is 29 %. C: the 20 stand in the row of
the ill; they were missed. D is 20 of the column of 9,720. E: 220 mistakes against 100. F is 200 of the row of
9,900. G: exchanged arguments turn the matrix over its diagonal, so what is read as recall is the precision, 29
%. The common mistake is to take A for B.
"""

# %% [markdown]
r"""
## 5 · The precision–recall curve (3 points, 9 minutes)

Write `pr_curve(y_true, scores)`: precision and recall for every threshold that makes a difference.

- `y_true`: array (n,) of 0 and 1, at least one 1. `scores`: array (n,), any numbers, in no order; some may be
  equal.
- The thresholds are the distinct scores, from the highest to the lowest; m is their number. A row is flagged
  when `score >= threshold`, so rows with equal scores are flagged together.
- Return three arrays (m,): the thresholds, the precision and the recall at each. No further points are added.

Example: `y_true = [0, 1, 1, 0, 0, 1]` and `scores = [0.8, 0.9, 0.6, 0.1, 0.6, 0.3]` give the thresholds `[0.9,
0.8, 0.6, 0.3, 0.1]`, the precision `[1, 0.5, 0.5, 0.6, 0.5]` and the recall `[0.333, 0.333, 0.667, 1, 1]`
(rounded here).

<details><summary>Hint 1</summary>At the threshold 0.6 of the example, which rows are flagged? There are four.</details>
<details><summary>Hint 2</summary>`np.unique` gives the distinct scores in rising order; `[::-1]` turns them round. A loop over the
thresholds with one mask each is a good answer.</details>
"""


# %% exercise="pr_curve"
def pr_curve(y_true, scores):
    """Curve over the distinct scores. y_true, scores : arrays (n,). Returns thresholds, precision, recall, each (m,)."""
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
Precision is the mean label of the flagged rows. The loop costs n · m steps; for millions of rows you sort once
and use `np.cumsum`, taking the *last* row of each tie. The common mistake is a point for every row: it lets the
order of equal rows decide. `metrics.precision_recall_curve` gives the same points with rising thresholds, and
adds a last point (1, 0).
"""

# %% [markdown]
r"""
## 6 · The curve in one number (2 points, 6 minutes)

A precision–recall curve is given, from the highest threshold to the lowest. Write `average_precision(precision,
recall)`: the sum, over the thresholds, of the precision there times the recall that was won since the threshold
before. Before the first threshold the recall is 0.

- `precision`, `recall`: arrays (m,), m from 1; recall rises, or stays as it is, from one threshold to the next
  and ends at 1.
- Return one number from 0 to 1.

Example: `precision = [1.0, 0.5, 0.75, 0.5]` and `recall = [0.25, 0.25, 0.75, 1.0]` give 0.25 · 1.0 + 0 · 0.5 +
0.5 · 0.75 + 0.25 · 0.5 = 0.75.

<details><summary>Hint 1</summary>How much recall does each of the four thresholds of the example win? Do not forget the
first.</details>
<details><summary>Hint 2</summary>`np.diff` gives the differences between neighbours, one fewer than there are points; its option
`prepend` mends that.</details>
"""


# %% exercise="average_precision"
def average_precision(precision, recall):
    """Step-wise sum. precision, recall : arrays (m,), highest threshold first. Returns a number."""
    ### BEGIN SOLUTION
    won = np.diff(recall, prepend=0)
    return np.sum(won * precision)
    ### END SOLUTION


# %% check="average_precision"
check("average_precision", average_precision)

# %% [markdown] solution="only"
r"""
Each stretch of recall is paid for at the precision of the threshold that wins it. The common mistake is
`np.trapezoid`, which joins the points by lines: no threshold lies on those lines, and the area comes out
different: smaller without ties, often too large with many. In scikit-learn this number is `average_precision_score`.
"""

# %% [markdown]
r"""
## 7 · Who outranks whom? (2 points, 7 minutes)

Take every pair of one positive and one negative row. Write `roc_auc(y_true, scores)`: the share of these pairs
in which the positive row has the higher score. A pair with equal scores counts one half.

- `y_true`: array (n,) of 0 and 1, at least one of each. `scores`: array (n,), any numbers.
- Return one number from 0 to 1.

Example: `y_true = [0, 1, 1, 0, 0]` and `scores = [0.3, 0.9, 0.6, 0.6, 0.1]`: of 2 · 3 pairs, 5 are won and one
is tied, so the answer is 5.5 / 6 = 0.916667.

<details><summary>Hint 1</summary>How many pairs does each positive row of the example win, and where is the tie?</details>
<details><summary>Hint 2</summary>`scores[y_true == 1][:, None]` against `scores[y_true == 0]` compares every pair at once. Or write two
loops.</details>
"""


# %% exercise="roc_auc"
def roc_auc(y_true, scores):
    """Share of pairs ranked right, ties half. y_true, scores : arrays (n,). Returns a number."""
    ### BEGIN SOLUTION
    positives = scores[y_true == 1][:, None]
    negatives = scores[y_true == 0]
    return np.mean(positives > negatives) + 0.5 * np.mean(positives == negatives)
    ### END SOLUTION


# %% check="roc_auc"
check("roc_auc", roc_auc)

# %% [markdown] solution="only"
r"""
AUC is a statement about order: no threshold occurs in it, so it can be 1 while half of the decisions at 0.5 are wrong, and
below one half when the ranking is upside down. The common mistake is to hand labels instead of scores to
`metrics.roc_auc_score`: then pairs become ties wherever both rows get the same label. The table of pairs needs
memory for positives times negatives; the library sorts instead.
"""

# %% [markdown]
r"""
## 8 · The cheapest threshold (3 points, 9 minutes)

A false alarm costs `cost_fp` euros, a missed positive `cost_fn`; right decisions cost nothing. Write
`cheapest_threshold(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn)`. It chooses a threshold on the
validation rows and says what that threshold costs on the test rows.

- `y_val`, `scores_val`: arrays (n,). `y_test`, `scores_test`: arrays (m,). Labels are 0 and 1. The costs are
  whole numbers from 1.
- The candidates are the distinct validation scores; a row is flagged when `score >= threshold`. Of several
  equally cheap candidates take the highest.
- Return two numbers: the threshold, and its mean cost per test row in euros.

Example: with `y_val = [0, 1, 0, 1]`, `scores_val = [0.1, 0.4, 0.5, 0.8]`, cost_fp = 1 and cost_fn = 3, the
thresholds 0.1, 0.4, 0.5 and 0.8 cost 2, 1, 4 and 3 in total, so 0.4 is chosen. On `y_test = [0, 1, 0, 1, 1]`,
`scores_test = [0.45, 0.3, 0.2, 0.9, 0.6]` it makes one false alarm and one miss: the answer is `(0.4, 0.8)`.

<details><summary>Hint 1</summary>Which of the four arrays may the choice look at, and which the report?</details>
<details><summary>Hint 2</summary>Write a small function for the mean cost of one threshold on given rows, and use it twice. `np.argmin` returns
the *first* of equal minima: in which order should the candidates come?</details>
"""


# %% exercise="cheapest_threshold"
def cheapest_threshold(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    """Choose on validation, report on test. Labels and scores : arrays; costs : euros. Returns threshold, cost per row."""
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
The smallest cost on the rows that chose it is smaller than what you will pay: it was picked for being small. So
the choice sees validation, and the report sees test. The common mistake is the wrong pair of arrays in one of
the two places, which no error message tells. scikit-learn's `TunedThresholdClassifierCV` does the choice by
cross-validation.
"""

# %% [markdown]
r"""
## 9 · Fifty alerts a day (2 points, 8 minutes)

A desk has time for k alerts a day, and takes the k rows with the highest scores. Write
`alerts_within_budget(scores, y_true, k)`: which rows it takes, and how well it does.

- `scores`: array (n,). `y_true`: array (n,) of 0 and 1; it may hold no 1. `k`: a whole number from 1 to n.
- Rows are numbered from 0. They come with the highest score first; of rows with equal scores the one with the
  lower number comes first, also where the budget cuts through a tie.
- Return a dictionary with three keys: `"rows"`, the row numbers (k,); `"precision"`, the precision at k (the
  share of the k rows that are positive); `"recall"`, the recall at k (the share of all positives that are among
  the k rows; 0 where there is no positive).

Example: `scores = [0.2, 0.9, 0.5, 0.9, 0.5, 0.1]`, `y_true = [0, 1, 1, 0, 0, 1]` and k = 3 give `{"rows": [1,
3, 2], "precision": 0.666667, "recall": 0.666667}`.

<details><summary>Hint 1</summary>Rows 2 and 4 of the example tie, and only one fits. What in your code decides which?</details>
<details><summary>Hint 2</summary>A *stable* sort leaves equal items in their old order. Python's `sorted` is stable; of `np.argsort` look up
the option `kind`. Mind that sorting up and turning round also turns the ties round.</details>
"""


# %% exercise="alerts_within_budget"
def alerts_within_budget(scores, y_true, k):
    """Top k rows. scores, y_true : arrays (n,); k : 1 to n. Returns a dictionary of rows, precision, recall."""
    ### BEGIN SOLUTION
    rows = np.argsort(-scores, kind="stable")[:k]
    hits, positives = np.sum(y_true[rows]), np.sum(y_true)
    return {"rows": rows, "precision": hits / k, "recall": hits / positives if positives else 0.0}
    ### END SOLUTION


# %% check="alerts_within_budget"
check("alerts_within_budget", alerts_within_budget)

# %% [markdown] solution="only"
r"""
A budget is a threshold that moves from day to day, to wherever the k-th score lies. The common mistake is
`np.argsort(scores)[::-1]`, which serves ties in no promised order; then two programs with the same scores
flag different customers. The two numbers are called precision at k and recall at k in search and
recommendation.
"""

# %% [markdown]
r"""
## 10 · The same test in town (2 points, 6 minutes)

A test was tried in a clinic, where 1 in 10 patients is ill. Of 2,000 patients this was the outcome:

| | called back | not called back |
|---|---|---|
| ill | 180 | 20 |
| healthy | 90 | 1,710 |

Now the same test, with the same threshold, goes to 10,000 people in town, where 1 in 100 is ill. Ill people
give the same results as ill people did before, and healthy people as healthy people. **Predict** five numbers
for the town, with pencil and paper, before you compute anything:

- `"recall"`, `"false-positive rate"` (the share of the healthy who are called back) and `"precision"`: from 0
  to 1;
- `"called back"` and `"missed"` (ill and not called back): expected numbers of people.

Give at least three digits. For the clinic the five numbers are 0.9, 0.05, 0.667, 270 and 20.

<details><summary>Hint 1</summary>Which of the five are statements about the ill alone, or the healthy alone?</details>
<details><summary>Hint 2</summary>Take 10,000 people apart: 100 are ill and 9,900 healthy. What happens to each group?</details>
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
Recall and false-positive rate each look at one group, so they stay. Of 100 ill people 90 are found and 10
missed; of 9,900 healthy ones 495 are called back. That makes 585, and a precision of 90/585 = 0.154. The common
mistake is to carry the precision of the clinic, 0.667, to the town; the next is to divide it by ten. This is
Bayes' theorem in head counts.
"""

# %% [markdown]
r"""
## 11 · Three classes, two averages (2 points, 8 minutes)

Payments are genuine (0), made with a stolen card (1) or after an account takeover (2). Write
`macro_and_micro(y_true, y_pred)`: the macro F1 and the micro F1.

- `y_true`, `y_pred`: arrays (n,) of 0, 1 and 2. Each class occurs in `y_true`. A class may be missing in
  `y_pred`.
- The F1 of a class takes this class as positive and the two others as negative. It is 0 where no row of the
  class is found, also when the class is never predicted.
- Macro F1 is the plain mean of the three F1. Micro F1 is the F1 of the counts (true positives, false positives,
  false negatives) added up over the three classes.
- Return two numbers: macro, then micro.

Example: `y_true = [0, 0, 0, 0, 1, 1, 1, 2]` and `y_pred = [0, 0, 0, 1, 1, 1, 0, 1]`. The F1 are 0.75, 0.571429
and 0, so macro is 0.440476; micro is 0.625.

<details><summary>Hint 1</summary>With class 0 as positive, the example has 3 hits, one false alarm and one miss. What are the three counts for class
1, and for class 2?</details>
<details><summary>Hint 2</summary>F1 = 2 TP / (2 TP + FP + FN). Its denominator is never 0 here, because each class occurs: no special case is
needed.</details>
"""


# %% exercise="macro_and_micro"
def macro_and_micro(y_true, y_pred):
    """Two averages of F1. y_true, y_pred : arrays (n,) of 0, 1, 2. Returns macro F1, micro F1."""
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
Macro gives every class one vote, so the class that is never predicted pulls it down by a third. Micro gives
every row one vote; when each row has one label, it is the accuracy. The common mistake is to average precision
and recall first and to take the F1 of the means. The library: `f1_score(..., average="macro")` and
`average="micro"`.
"""

# %% [markdown]
r"""
## 12 · Mend the report (3 points, 9 minutes)

`report(y_val, scores_val, y_test, scores_test)` is meant to choose the threshold with the best F1 on the
validation rows (of equally good ones the lowest), and to report on the test rows: the precision and the recall
of class 1 at that threshold, and the AUC of the scores. It runs without any error and has three faults. Find
and mend them. `f1` under it is right.

- Labels are arrays of 0 and 1, scores are arrays of numbers; test rows have both labels.
- Return four numbers: threshold, precision, recall, AUC. Precision is 0 when nothing is flagged.

Example: `y_val = [0, 1, 0, 1, 0]`, `scores_val = [0.1, 0.4, 0.5, 0.8, 0.2]`, `y_test = [0, 1, 0, 1, 0, 0]` and
`scores_test = [0.45, 0.3, 0.35, 0.9, 0.1, 0.6]` give 0.4, 0.333333, 0.5 and 0.625. The code as given returns
0.8, 0.5, 1 and 0.75.
"""


# %%
def f1(y_true, flagged):
    """F1 of class 1. y_true : array (n,) of 0 and 1; flagged : array (n,) of True and False. Returns a number."""
    return 2 * np.sum(flagged & (y_true == 1)) / (np.sum(flagged) + np.sum(y_true == 1))


# %% [markdown]
r"""
<details><summary>Hint 1</summary>Ask of each line: which rows may it see, and what does the library function want as its first and its
second argument?</details>
<details><summary>Hint 2</summary>One fault is in the choice, one in the argument order, one in what the AUC is given. AUC judges a ranking: how many
different values has a column of labels?</details>
"""


# %% exercise="fix_the_report"
def report(y_val, scores_val, y_test, scores_test):
    """Choose by F1 on validation, report on test. Arrays of labels and scores. Returns threshold, precision, recall, AUC."""
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
None of the three faults raises an error, and each gives numbers that look right. The test rows may not choose;
`(y_true, y_pred)` is the order of every score in `sklearn.metrics` that compares labels; and AUC needs scores, because labels
turn every pair with equal labels into a tie. The common mistake is to stop after the first fault found.
"""

# %% [markdown]
r"""
## 13 · Choose the measure (2 points, 7 minutes)

Five teams must choose the one number by which they pick a model or a threshold. Choose for each one of
`"accuracy"`, `"roc auc"`, `"expected cost"` (the mean cost of the decisions), `"precision at k"`, `"recall
floor"` (the fewest false alarms among the thresholds whose recall is high enough), `"macro f1"` or
`"calibration"` (do predicted probabilities match observed shares?).

- **A.** An insurer gets 6,000 claims a week; about one in 200 is a fraud. Three investigators open 30 files a
  week, no more and no fewer. They want as many frauds among the 30 as possible.
- **B.** A cancer screening: 6 in 1,000 are ill. The law demands that at least 95 % of the ill are found. Within
  this limit, as few healthy people as possible shall be called back. Nobody will put a price on a missed
  cancer.
- **C.** An online shop accepts or stops each payment within a second. Stopping a good customer costs 5 €,
  letting a fraud through costs 120 €, both on average and known from the books.
- **D.** A camera stamps each part as sound (94 %), scratched (5 %) or cracked (1 %). No costs are known.
  Management says: all three classes count the same, and both missed and wrong stamps matter.
- **E.** A lender sets the interest of each customer from the predicted probability of default itself:
  probability times the sum lent is added to the price. All applicants get a loan.

<details><summary>Hint 1</summary>Who acts on what: a list of fixed length, a yes or no for each row, a label out of three, or the probability
itself?</details>
<details><summary>Hint 2</summary>Look in each text for what is fixed: a number of files, a share that must be found, two prices, equal weight of
classes, a probability in a formula.</details>
"""

# %% exercise="choose_the_metric"
### BEGIN GIVEN
# measures = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
measures = {
    "A": "precision at k",
    "B": "recall floor",
    "C": "expected cost",
    "D": "macro f1",
    "E": "calibration",
}
### END SOLUTION

# %% check="choose_the_metric"
check("choose_the_metric", measures)

# %% [markdown] solution="only"
r"""
A: the number of alerts is fixed, so what counts is what lies within it. B: a limit is a constraint, not a
weight; no F-beta stands for it. C: two known prices make an expected cost. D: equal votes for
unequal classes is what macro means. E: the probability itself enters the price, so it must be right on average,
and no ranking measure can tell. Accuracy and AUC are nobody's answer here: the one counts two unlike mistakes
alike, the other stops before the decision.
"""
