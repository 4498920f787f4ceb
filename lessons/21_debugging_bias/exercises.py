# %% [markdown]
r"""
# Exercises: find out why a model is wrong, and for whom

{exercises} to [the lesson on debugging and bias](../notebooks/21_debugging_bias.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/21_debugging_bias.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · A leak probe (2 points, 8 minutes)

Write `single_column_auc(X, y)`: how well each column alone ranks the rows, in whichever direction.

- `X`: array (n, d), any numbers, ties too. `y`: array (n,) of 0 and 1, both occur.
- For each column: the share of pairs (a row with y = 1, a row with y = 0) in which the first has the larger value; a tie counts ½. That is its AUC. A column that falls where y rises ranks just as well: give the larger of AUC and 1 − AUC.
- Return an array (d,), numbers from ½ to 1. A constant column gives ½.

Example: y = 0, 1, 1, 0, 1, 0 with the columns 5 3 2 6 4 1; 1 1 1 1 1 1; 2 9 4 4 7 4 gives 0.6667, 0.5, 0.8889.

<details><summary>Hint 1</summary>Work out the first column by hand: nine pairs. In how many is the row with y = 1 larger?</details>
<details><summary>Hint 2</summary>`values[y == 1][:, None] > values[y == 0]` compares all pairs. What is still missing for ties?</details>
"""


# %% exercise="single_column_auc"
def single_column_auc(X, y):
    """The AUC of each column, or 1 minus it. (n, d), (n,). Returns (d,)."""
    ### BEGIN SOLUTION
    difference = X[y == 1][:, None, :] - X[y == 0][None, :, :]
    area = np.mean((difference > 0) + 0.5 * (difference == 0), axis=(0, 1))
    return np.maximum(area, 1 - area)
    ### END SOLUTION


# %% check="single_column_auc"
check("single_column_auc", single_column_auc)

# %% [markdown] solution="only"
r"""
One probe, in one line a column, and a good first look. It is blind to leaks that sit in two columns together. The library has `roc_auc_score`; without the larger of the two a falling leak looks like noise.
"""

# %% [markdown]
r"""
## 2 · Suspicious labels (3 points, 12 minutes)

Write `label_suspects(P, labels)`: which label the model suggests in place of a given one.

- `P`: array (n, K), probabilities of K classes for rows the model was not trained on, no two in a row equal. `labels`: array (n,) of whole numbers 0 to K − 1; each occurs.
- The threshold of a class: the mean of its probability over the rows that carry its label.
- Among the classes whose probability reaches their threshold (≥), take the most probable. If it is not the row's label, it is the suggestion.
- Return an array (n,): the suggested class, or −1 where nothing is suggested: also where no class reaches its threshold.

Example: P = [[.8, .2], [.6, .4], [.3, .7], [.1, .9]] and labels 0, 1, 1, 0 have the thresholds .45 and .55, and give −1, 0, −1, 1.

<details><summary>Hint 1</summary>Which rows make the threshold of class 1, and which column?</details>
<details><summary>Hint 2</summary>Put −1 in place of each probability below its threshold. What does the largest of a row tell you, and what if it is −1?</details>
"""


# %% exercise="label_suspects"
def label_suspects(P, labels):
    """A class to put in place of the label, or -1. (n, K), (n,). Returns (n,)."""
    ### BEGIN SOLUTION
    thresholds = [P[labels == k, k].mean() for k in range(P.shape[1])]
    passes = np.greater_equal(P, thresholds)
    best = np.where(passes, P, -1).argmax(axis=1)
    is_suspect = passes.any(axis=1) & (best != labels)
    return np.where(is_suspect, best, -1)
    ### END SOLUTION


# %% check="label_suspects"
check("label_suspects", label_suspects)

# %% [markdown] solution="only"
r"""
The thresholds make it fair to a class of which the model is never sure. A row that reaches none is not suspicious: the model is unsure. The library `cleanlab` calls it confident learning.
"""

# %% [markdown]
r"""
## 3 · Through the noise (1 point, 6 minutes)

A share r of test labels is flipped at random (two classes). The report says the model agrees with the labels in a share m. Write `true_accuracy(m, r)`: how often it is right about the truth.

- `m`, `r`: numbers; 0 ≤ r < ½.
- Return a number, as the formula gives it; above 1 it is a sign that r was too large.

Example: m = 0.74 and r = 0.2 give 0.9.

<details><summary>Hint 1</summary>In which two ways can a model agree with a label that may be wrong?</details>
<details><summary>Hint 2</summary>Write m with the unknown a and the known r, then bring everything with a to one side.</details>
"""


# %% exercise="true_accuracy"
def true_accuracy(m, r):
    """Accuracy behind flipped labels. Two numbers. Returns a number."""
    ### BEGIN SOLUTION
    return (m - r) / (1 - 2 * r)
    ### END SOLUTION


# %% check="true_accuracy"
check("true_accuracy", true_accuracy)

# %% [markdown] solution="only"
r"""
From m = a(1 − r) + (1 − a)r. Near r = ½ the labels say nothing, and the smallest error in m is blown up. It holds for flips that have nothing to do with the row; hard rows are flipped more often in life.
"""

# %% [markdown]
r"""
## 4 · A table of slices (2 points, 12 minutes)

Write `slice_table(y, said, group)`: the accuracy in each group, with Wilson's interval.

- `y`, `said`: arrays (n,) of 0 and 1. `group`: array (n,) of words.
- For k right of n rows, with p = k/n and z = 1.96, the ends are $\dfrac{p + \frac{z^2}{2n} \pm z \sqrt{\frac{p(1 - p)}{n} + \frac{z^2}{4n^2}}}{1 + \frac{z^2}{n}}$.
- Return a dictionary: group → (n, accuracy, low, high). A group may have one row, and all or none right.

Example: four rows of "east", three of them right, give {"east": (4, 0.75, 0.3006, 0.9544)}.

<details><summary>Hint 1</summary>Which rows make n, and in which of these is the model right?</details>
<details><summary>Hint 2</summary>For each group take `said == y` at its rows. Put the formula in pieces: middle, half the width, what both are divided by.</details>
"""


# %% exercise="slice_table"
def slice_table(y, said, group):
    """Accuracy and its interval by group. Three (n,). Returns group -> 4 numbers."""
    ### BEGIN SOLUTION
    found, z = {}, 1.96
    for name in np.unique(group):
        right = (said == y)[group == name]
        n, p = len(right), right.mean()
        middle = p + z**2 / (2 * n)
        half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        low, high = (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
        found[str(name)] = (n, p, low, high)
    return found
    ### END SOLUTION


# %% check="slice_table"
check("slice_table", slice_table)

# %% [markdown] solution="only"
r"""
The interval p ± 1.96 √(p(1 − p)/n) has no width at 0 of n and leaves 0 to 1 in small groups: in the slices you are here for. In SciPy: `binomtest(k, n).proportion_ci(method="wilson")`.
"""

# %% [markdown]
r"""
## 5 · Weights that break a link (2 points, 8 minutes)

Write `independence_weights(group, label)`: weights under which group and label have nothing to do with each other.

- `group`, `label`: arrays (n,) of words or numbers; two or more different ones each. Not every pair need occur.
- The weight of a row: the share of rows with its group, times the share with its label, divided by the share with both.
- Return an array (n,). It is not scaled afterwards.

Example: groups A A A B and labels 1 1 0 0 give 0.75, 0.75, 1.5, 0.5.

<details><summary>Hint 1</summary>For the third row of the example: three shares of four rows. Which?</details>
<details><summary>Hint 2</summary>`group == group[i]` marks the rows of the same group as row i. Its mean is a share.</details>
"""


# %% exercise="independence_weights"
def independence_weights(group, label):
    """Expected over seen share of each row's pair. Two (n,). Returns (n,)."""
    ### BEGIN SOLUTION
    same_group = group[:, None] == group
    same_label = label[:, None] == label
    expected = same_group.mean(axis=1) * same_label.mean(axis=1)
    return expected / (same_group & same_label).mean(axis=1)
    ### END SOLUTION


# %% check="independence_weights"
check("independence_weights", independence_weights)

# %% [markdown] solution="only"
r"""
Where every pair occurs, the mean weight is 1 and the shares of groups and labels stay as they were. A pair that never occurs cannot be weighted up: then rows have to be collected.
"""

# %% [markdown]
r"""
## 6 · Four rates by group (2 points, 10 minutes)

Write `group_rates(y, said, group)`.

- `y`, `said`: arrays (n,) of 0 and 1. `group`: array (n,) of words.
- Return a dictionary: group → (selection rate, TPR, FPR, precision). Selection rate: the share of the group's rows with said = 1.
- A rate that would be 0/0 is `nan`: nothing is known about it.

Example: one group "A" with y = 1, 1, 0, 0, 0 and said = 1, 0, 1, 0, 0 gives {"A": (0.4, 0.5, 0.3333, 0.5)}.

<details><summary>Hint 1</summary>For each rate: among which rows is it a share?</details>
<details><summary>Hint 2</summary>Three of the four are means of `said` over different rows. What does NumPy give for the mean of no rows, and how do you give nan without its warning?</details>
"""


# %% exercise="group_rates"
def group_rates(y, said, group):
    """Selection, TPR, FPR, precision by group. Returns group -> four numbers."""

    ### BEGIN SOLUTION
    def share(values):
        return values.mean() if len(values) else np.nan

    found = {}
    for name in np.unique(group):
        truth, chosen = y[group == name], said[group == name]
        found[str(name)] = (
            share(chosen),
            share(chosen[truth == 1]),
            share(chosen[truth == 0]),
            share(truth[chosen == 1]),
        )
    return found
    ### END SOLUTION


# %% check="group_rates"
check("group_rates", group_rates)

# %% [markdown] solution="only"
r"""
The first three look at what was said, among all, the positive, the negative. Precision turns it round. With 0 in place of nan, an empty slice would look like the worst of all; scikit-learn's default does that, with a warning.
"""

# %% [markdown]
r"""
## 7 · Mend the gap (2 points, 10 minutes)

`fix_the_odds_gap(y, said, group)` shall give how far a model is from equalised odds. It runs, and has faults:

- its two rates are not TPR and FPR;
- with more than two groups it does not look at all of them;
- the two gaps are put together wrongly.

Asked: the gap of a rate is the largest minus the smallest over **all** groups. Return the **larger** of the gap in TPR and the gap in FPR.

- `y`, `said`: arrays (n,) of 0 and 1. `group`: array (n,) of words, two to four different ones. Every group has rows with y = 0 and with y = 1.

Example: y = 1 1 0 0 1 1 0 0, said = 1 1 0 1 1 0 0 1, groups A four times, then B four times: TPR 1 and ½, FPR ½ and ½, result 0.5.

<details><summary>Hint 1</summary>The TPR is a mean of what, over which rows?</details>
<details><summary>Hint 2</summary>In `y[... & (said == 1)]` two names stand the wrong way round. `np.ptp` gives the largest minus the smallest.</details>
"""


# %% exercise="fix_the_odds_gap"
def fix_the_odds_gap(y, said, group):
    """The larger of the gaps in TPR and FPR. Three arrays (n,). Returns a number."""
    ### BEGIN GIVEN
    # names = np.unique(group)
    # tpr = [y[(group == name) & (said == 1)].mean() for name in names]
    # fpr = [y[(group == name) & (said == 0)].mean() for name in names]
    # gaps = [abs(rates[0] - rates[1]) for rates in (tpr, fpr)]
    # return sum(gaps) / 2
    ### END GIVEN
    ### BEGIN SOLUTION
    names = np.unique(group)
    tpr = [said[(group == name) & (y == 1)].mean() for name in names]
    fpr = [said[(group == name) & (y == 0)].mean() for name in names]
    return max(np.ptp(tpr), np.ptp(fpr))
    ### END SOLUTION


# %% check="fix_the_odds_gap"
check("fix_the_odds_gap", fix_the_odds_gap)

# %% [markdown] solution="only"
r"""
Conditioning on the wrong side is the commonest fault of fairness reports: it gives precision and its twin. fairlearn's `equalized_odds_difference` is this number; other tools average the two gaps, which hides one behind the other.
"""

# %% [markdown]
r"""
## 8 · The rate you cannot choose (2 points, 12 minutes)

Several groups differ in their base rate (the share with y = 1). A model has the **same** precision and the same TPR in all. Write `forced_fpr(base_rates, precision, tpr)`: each group's false positive rate.

- `base_rates`: array (g,), above 0 and below 1. `precision`, `tpr`: numbers above 0.
- Return an array (g,). A result above 1 is returned as it is: such a model cannot exist.

Example: base rates 0.4 and 0.2, precision 0.75, TPR 0.75 give 0.1667 and 0.0625.

<details><summary>Hint 1</summary>Take 100 people of the first group. How many true positives? How many false ones then, for that precision?</details>
<details><summary>Hint 2</summary>Write the false positives with the true ones and the precision. Among how many negatives do they lie?</details>
"""


# %% exercise="forced_fpr"
def forced_fpr(base_rates, precision, tpr):
    """The FPR that follows. (g,) and two numbers. Returns (g,)."""
    ### BEGIN SOLUTION
    true_positives = base_rates * tpr
    false_positives = true_positives * (1 - precision) / precision
    return false_positives / (1 - base_rates)
    ### END SOLUTION


# %% check="forced_fpr"
check("forced_fpr", forced_fpr)

# %% [markdown] solution="only"
r"""
Base rate, precision and TPR leave no freedom (Chouldechova, 2017). The FPR rises with the odds of the base rate, so equal FPR too needs equal base rates, or a precision of 1, where all of them are 0.
"""

# %% [markdown]
r"""
## 9 · Tune two thresholds (2 points, 12 minutes)

The lender of the lesson: a repaid loan earns 1,000 €, a lost one costs 4,000 €, and 1 means repaid. An applicant gets a loan if `score >= threshold` of the group. Choose thresholds for A and B so that, on fresh applicants,

- the TPRs of the two groups (of those who repay, the share that gets a loan) lie at most 0.05 apart, **and**
- the profit is at least 85 % of what one threshold of 0.8 earns.

Yours to try with: `from firsthand import datasets`, `rng = np.random.default_rng(0)`, then `score, repaid, group = datasets.loan_applicants(rng, 50_000)`; the score is the true chance.

<details><summary>Hint 1</summary>At 0.8 in both, which group's TPR is lower? Which threshold moves it up, and at what cost?</details>
<details><summary>Hint 2</summary>Keep A near 0.8, lower B step by step, and print both TPRs and the profit. Then try A a little higher.</details>
"""

# %% exercise="tune_fair_thresholds"
### BEGIN GIVEN
# thresholds = {
#     "A": ...,  # your answer
#     "B": ...,
# }
### END GIVEN
### BEGIN SOLUTION
thresholds = {"A": 0.82, "B": 0.71}
### END SOLUTION

# %% check="tune_fair_thresholds"
check("tune_fair_thresholds", thresholds)

# %% [markdown] solution="only"
r"""
Both move: a little up in A costs nearly nothing, as loans at 0.8 earn nearly nothing, and B need not come down so far. Look at precision too: it is now *less* equal than before.
"""

# %% [markdown]
r"""
## 10 · Choose the repair (2 points, 10 minutes)

Choose for each case: `"fix the label"`, `"collect rows"`, `"reweigh"`, `"change the threshold"`, `"mend the test part"` or `"it is noise"`.

- A: 112 slices were looked at, 88 % right overall. The worst: 9 of 14 right, 24 points below. Its p-value is 0.02.
- B: A model picks engines for overhaul; its target is "was repaired within a month". Remote sites have one mechanic. Wear is alike, and remote engines are seldom picked. Rates against the target are equal.
- C: A speech model understands 31 of 60 elderly callers, and 92 % of others. Of 50,000 training rows 40 are theirs.
- D: Of 30,000 pictures, 92 % of those with a tumour show a ruler, 6 % of the others. Each of the four combinations comes hundreds of times or more. Without ruler the model misses tumours.
- E: A score is calibrated in both regions, with thousands of rows each. At 0.5 the TPR is 0.80 and 0.55. The hospital demands equal TPR.
- F: Ten rows are learnt, training rows 0.81 right, test rows 0.52; always saying the majority gives 0.57. Test labels were exported anew, sorted by date.

<details><summary>Hint 1</summary>For each: is it the question, the rows, the link between columns, the cut, the file, or chance?</details>
<details><summary>Hint 2</summary>For A: how many of 112 slices have a p-value below 0.02 if nothing is wrong? For B: what does the target stand for?</details>
"""

# %% exercise="choose_the_repair"
### BEGIN GIVEN
# repairs = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
repairs = {
    "A": "it is noise",
    "B": "fix the label",
    "C": "collect rows",
    "D": "reweigh",
    "E": "change the threshold",
    "F": "mend the test part",
}
### END SOLUTION

# %% check="choose_the_repair"
check("choose_the_repair", repairs)

# %% [markdown] solution="only"
r"""
The largest gap of all was the noise: two of 112 slices look like that by chance. In C, 40 rows weighted up would be learnt by heart; in D, hundreds carry a weight well. In B no measure against the target can see the harm.
"""
