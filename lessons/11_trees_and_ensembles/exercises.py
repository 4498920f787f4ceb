# %% [markdown]
r"""
# Exercises: trees, forests, and honest days

Ten exercises to [the lesson on trees and ensembles](../notebooks/11_trees_and_ensembles.ipynb),
{points}, about 75 minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/11_trees_and_ensembles.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · How mixed is a group? (1 point, 5 minutes)

Write `gini_impurity(labels)`: 1 less the sum of the squared shares of the classes.

- `labels`: array (n,), n from 1 on, of one kind: numbers, words, or True and False. There may be any number of classes.
- Return one number, from 0 up to but not including 1.

Example: labels = [0, 0, 1, 2, 2, 2, 1, 0, 2, 2]. The shares are 0.3, 0.2 and 0.5, and the answer is 0.62.

<details><summary>Hint 1</summary>How many rows has each class, and which share of all rows is that?</details>
<details><summary>Hint 2</summary>`np.unique` can return counts, for words as well as for numbers.</details>
"""


# %% exercise="gini_impurity"
def gini_impurity(labels):
    """Impurity of a group. labels : array (n,) of any kind. Returns a number."""
    ### BEGIN SOLUTION
    _, counts = np.unique(labels, return_counts=True)
    shares = counts / len(labels)
    return 1 - np.sum(shares**2)
    ### END SOLUTION


# %% check="gini_impurity"
check("gini_impurity", gini_impurity)

# %% [markdown] solution="only"
r"""
The squared shares add up to the chance that two draws agree. Entropy and 1 less the largest share are other measures of the
same thing; the library's `criterion="gini"` is this one.
"""

# %% [markdown]
r"""
## 2 · The best question (3 points, 12 minutes)

Write `best_split(x, y)`: where to cut a column so that the weighted Gini impurity drops most.

- `x`: array (n,) of numbers in any order, some of them perhaps equal, with at least two different values. `y`: array (n,) of
  0 and 1; both occur.
- Candidates lie half-way between neighbouring *different* values of `x`. Equal values are never separated.
- The drop is the impurity of all rows less the impurities of the two sides, each weighted by its share of the rows.
- Return two numbers: the threshold with the largest drop, and that drop. Of equally good thresholds take the lowest.

Example: x = [7, 3, 3, 9, 5, 12] and y = [1, 0, 1, 1, 0, 1]. Candidates are 4, 6, 8 and 10.5. At 6 the left side has the labels
0, 1 and 0, the right side 1, 1 and 1. The answer is 6 and 0.2222.

<details><summary>Hint 1</summary>How many different values has x in the example, and how many candidates are between them?
</details>
<details><summary>Hint 2</summary>For one candidate, a mask `x < threshold` picks the labels of one side. Its mean is the share of
rows that go there; what does the other side need?</details>
"""


# %% exercise="best_split"
def best_split(x, y):
    """Threshold with the largest drop, and the drop. x, y : (n,); y is 0 or 1."""
    ### BEGIN SOLUTION

    def impurity(labels):
        share = np.mean(labels)
        return 2 * share * (1 - share)

    def left_over(threshold):
        left = x < threshold
        sides = impurity(y[left]), impurity(y[~left])
        return np.mean(left) * sides[0] + np.mean(~left) * sides[1]

    values = np.unique(x)
    candidates = (values[:-1] + values[1:]) / 2
    impurities = [left_over(threshold) for threshold in candidates]
    best = np.argmin(impurities)
    return candidates[best], impurity(y) - impurities[best]
    ### END SOLUTION


# %% check="best_split"
check("best_split", best_split)

# %% [markdown] solution="only"
r"""
`np.unique` sorts and drops repeats, so equal values stay together, and `argmin` stops at the first, lowest candidate. The common
mistake is the plain mean of the two sides, which prefers a tiny pure side. `DecisionTreeClassifier(max_depth=1)` does the same scan
for every column.
"""

# %% [markdown]
r"""
## 3 · How much does averaging help? (2 points, 6 minutes)

Trees are averaged. One tree has the variance s², two trees have the correlation ρ. Say the number before you run
anything.

- A: the variance of the mean of 5 trees, s² = 9, ρ = 0.4
- B: the variance of the mean of 9 trees, s² = 9, ρ = 0
- C: the variance of the mean of 1 tree, s² = 0.5, ρ = 0.3
- D: the variance of the mean as trees are added without end, s² = 9, ρ = 0.4
- E: the least number of trees whose mean has a variance of at most 4, s² = 9, ρ = 0.4

<details><summary>Hint 1</summary>Which part of the variance do the trees have in common, and does it depend on how many there
are?</details>
<details><summary>Hint 2</summary>In A the common part is 0.4 of 9. What is left is divided by the number of trees. For E, ask how
much may be left above the floor.</details>
"""

# %% exercise="averaged_variance"
### BEGIN GIVEN
# variances = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
variances = {"A": 4.68, "B": 1.0, "C": 0.5, "D": 3.6, "E": 14}
### END SOLUTION

# %% check="averaged_variance"
check("averaged_variance", variances)

# %% [markdown] solution="only"
r"""
A: 0.4 · 9 + 0.6 · 9 / 5. Only in B, without correlation, is it s²/B. E: 5.4/B must be at most 0.4, so 13.5 trees, and there is
no half tree. The four hundredth tree would bring next to nothing: to get below 3.6, trees must differ more.
"""

# %% [markdown]
r"""
## 4 · Out of bag (3 points, 11 minutes)

Write `oob_error(votes, counts, y)`: the share of wrong decisions when each row is judged only by the trees that did not draw
it.

- `votes`: array (B, n) of 0 and 1; `votes[b, i]` is what tree b says of row i. `counts`: array (B, n) of whole numbers;
  how often tree b drew row i. `y`: array (n,) of 0 and 1.
- A row is called fraud (1) when at least half of the votes that count are 1.
- A row that every tree drew has no vote: leave it out altogether. At least one row has a vote.
- Return one number from 0 to 1.

Example, four trees and six rows:

| tree | votes | counts |
|---|---|---|
| 0 | 1 0 1 1 0 1 | 1 2 0 0 3 1 |
| 1 | 1 1 0 0 0 1 | 0 1 1 2 1 1 |
| 2 | 0 0 1 1 1 0 | 2 0 0 1 0 2 |
| 3 | 1 1 1 0 0 1 | 0 0 2 3 1 1 |

y = [1, 0, 1, 1, 1, 0]. The last row was drawn by every tree. Row 1 was left out by trees 2 and 3, which say 0 and 1: a
half, so it is called fraud, and that is wrong. The other four are right: 0.2.

<details><summary>Hint 1</summary>Which entries of `votes` may be used? What do you divide by, row by row?</details>
<details><summary>Hint 2</summary>A table of True where `counts` is 0 can be multiplied with the votes and summed over the trees.
Take the rows out whose sum of True is 0 *before* you divide.</details>
"""


# %% exercise="oob_error"
def oob_error(votes, counts, y):
    """Share of wrong out-of-bag decisions. votes, counts : (B, n); y : (n,)."""
    ### BEGIN SOLUTION
    out = counts == 0
    judged = out.any(axis=0)
    fraud_votes = np.sum(votes * out, axis=0)[judged]
    share = fraud_votes / out.sum(axis=0)[judged]
    return np.mean((share >= 0.5) != y[judged])
    ### END SOLUTION


# %% check="oob_error"
check("oob_error", oob_error)

# %% [markdown] solution="only"
r"""
Each row has its own jury. The common mistakes are to let all trees vote, which flatters, and to average the error of each tree
on its own left-out rows, which judges single trees and not the forest. The library: `oob_score=True`.
"""

# %% [markdown]
r"""
## 5 · Train on what was known (2 points, 6 minutes)

Write `split_with_label_delay(day, start, delay)`: which payments may train a model that goes live on day `start`, and which
test it.

- `day`: array (n,) of the day of each payment, in any order. A label is known `delay` days after the payment.
- A payment may train when its label is known on day `start` at the latest. It tests from day `start` on, that day
  included.
- Return two arrays of row numbers, rising: training rows, test rows.

Example: day = [9, 1, 12, 3, 8, 20, 5, 14, 10, 15], start 12, delay 4. Payments up to day 8 may train: rows [1, 3, 4, 6]. Rows [2,
5, 7, 9] test. Days 9 and 10 do neither.

<details><summary>Hint 1</summary>When is the label of a payment of day 8 known, and when that of day 9?</details>
<details><summary>Hint 2</summary>Two masks. `np.flatnonzero` turns a mask into row numbers.</details>
"""


# %% exercise="split_with_label_delay"
def split_with_label_delay(day, start, delay):
    """Training rows and test rows. day : (n,). Returns two arrays of row numbers."""
    ### BEGIN SOLUTION
    train = np.flatnonzero(day + delay <= start)
    test = np.flatnonzero(day >= start)
    return train, test
    ### END SOLUTION


# %% check="split_with_label_delay"
check("split_with_label_delay", split_with_label_delay)

# %% [markdown] solution="only"
r"""
The gap is on the training side: on day 12 nobody knows yet what day 10 was. Who moves the gap to the test side tests a model that is
older than the one in use; who forgets it trains on labels from the future.
"""

# %% [markdown]
r"""
## 6 · Boost (2 points, 9 minutes)

Write `boost_residuals(x, y, rounds, rate, stump)`: the predictions of boosting for squared error, on its own training
rows.

- `x`, `y`: arrays (n,). `rounds`: a whole number from 0 on. `rate`: above 0, at most 1.
- `stump(x, r)` fits a tree with one question to targets `r` and returns its predictions on the same rows, (n,).
- Begin with the mean of `y`. In each round fit a stump to y − prediction, and add `rate` times what it says.
- Return an array (n,).

Example: x = [1, 2, 3, 4], y = [1, 3, 8, 12], rate 0.5. The start is 6 for all. The first stump says −4, −4, 4, 4, so the sum is 4,
4, 8, 8; after the second, with rounds = 2, it is [3.3333, 3.3333, 7.3333, 10].
"""


# %%
def stump(x, r):
    """Fit a tree with one question to r; return its predictions on x. x, r : (n,)."""
    cuts = np.unique(x)[1:]
    fits = [np.where(x < c, r[x < c].mean(), r[x >= c].mean()) for c in cuts]
    return min(fits, key=lambda fitted: np.sum((r - fitted) ** 2))


# %% [markdown]
r"""
<details><summary>Hint 1</summary>What is the prediction after no rounds at all, as an array?</details>
<details><summary>Hint 2</summary>One array holds the sum so far. The residuals of a round are those of this sum, after all earlier
rounds.</details>
"""


# %% exercise="boost_residuals"
def boost_residuals(x, y, rounds, rate, stump):
    """Predictions after some rounds. x, y : (n,). Returns an array (n,)."""
    ### BEGIN SOLUTION
    prediction = np.full(len(y), np.mean(y))
    for _ in range(rounds):
        prediction = prediction + rate * stump(x, y - prediction)
    return prediction
    ### END SOLUTION


# %% check="boost_residuals"
check("boost_residuals", boost_residuals)

# %% [markdown] solution="only"
r"""
Everything is in the loop's one line: the residual is that of the *sum so far*, and the rate shrinks what is added, in training as in
use. `prediction += ...` would do as well here, since the array is our own. The library: `GradientBoostingRegressor`.
"""

# %% [markdown]
r"""
## 7 · Mend the importance (2 points, 9 minutes)

`permutation_drop(predict, X, y, column, orders)` is meant to say how much accuracy a model loses when one column is put into
another order: for each order the accuracy on the table as it is, less the accuracy with this one column reordered, and then the mean over the orders. It runs without any error and has
two faults. Mend them.

- `predict`: a function of a table (n, d) that returns labels (n,). `X`: array (n, d). `y`: array (n,). `column`: a number from
  0 to d − 1. `orders`: array (k, n), each row an order of the row numbers.
- Return one number. The caller still needs `X` as it was.

Example: `predict` says 1 where X[:, 0] + X[:, 1] / 2 is at least 4.2. X = [[1, 5], [2, 1], [3, 4], [4, 2], [5, 3]], y = [0, 1, 1, 1,
1], column 0, orders = [[1, 0, 3, 4, 2], [4, 3, 2, 1, 0], [2, 4, 1, 0, 3]]. The model is right about 0.8 of the rows; with the column reordered about 0.6, 0.4 and 0.4. The answer is 0.3333.

<details><summary>Hint 1</summary>What does `X` look like when the second order begins?</details>
<details><summary>Hint 2</summary>Is this model right about all rows before anything is reordered?</details>
"""


# %% exercise="permutation_drop"
def permutation_drop(predict, X, y, column, orders):
    """Mean loss of accuracy. X : (n, d); y : (n,); orders : (k, n)."""
    ### BEGIN GIVEN
    # drops = []
    # for order in orders:
    #     X[:, column] = X[order, column]
    #     drops.append(1 - np.mean(predict(X) == y))
    # return np.mean(drops)
    ### END GIVEN
    ### BEGIN SOLUTION
    before = np.mean(predict(X) == y)
    drops = []
    for order in orders:
        mixed = X.copy()
        mixed[:, column] = X[order, column]
        drops.append(before - np.mean(predict(mixed) == y))
    return np.mean(drops)
    ### END SOLUTION


# %% check="permutation_drop"
check("permutation_drop", permutation_drop)

# %% [markdown] solution="only"
r"""
Each order starts from a fresh copy, so that neither the next order nor the caller sees the last one. And the drop is measured from where the
model stood, not from perfection. The library: `sklearn.inspection.permutation_importance`.
"""

# %% [markdown]
r"""
## 8 · Read the importances (2 points, 7 minutes)

A parcel firm predicts which parcels come late. For six columns you see the impurity importance, and what average precision loses by permutation, on training weeks and on later weeks;
in the last column, what is lost on later weeks when the column and the one it is most correlated with are both left out and the forest is trained anew.

| column | impurity | permuted, training weeks | permuted, later weeks | left out in a pair |
|---|---|---|---|---|
| A | 0.24 | 0.19 | 0.17 | 0.18 |
| B | 0.21 | 0.16 | 0.00 | 0.00 |
| C | 0.17 | 0.03 | 0.02 | 0.14 |
| D | 0.16 | 0.02 | 0.02 | 0.14 |
| E | 0.05 | 0.07 | 0.08 | 0.09 |
| F | 0.01 | 0.00 | 0.00 | 0.00 |

Say of each `"useful"` (by itself, in weeks to come), `"memorised"`, `"has a twin"` or `"useless"` (neither used nor
memorised).

<details><summary>Hint 1</summary>Which of the four numbers look at weeks to come?</details>
<details><summary>Hint 2</summary>Compare the last two numbers of each row. And where does the training score fall, while the later one does
not?</details>
"""

# %% exercise="read_importances"
### BEGIN GIVEN
# readings = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
readings = {
    "A": "useful",
    "B": "memorised",
    "C": "has a twin",
    "D": "has a twin",
    "E": "useful",
    "F": "useless",
}
### END SOLUTION

# %% check="read_importances"
check("read_importances", readings)

# %% [markdown] solution="only"
r"""
B is the kind of column that the impurity likes: many values, such as a customer's number. E is the reverse: few values, so few
questions, and a real use. C and D cover for each other; drop one of them and look again.
"""

# %% [markdown]
r"""
## 9 · Tune the rounds (2 points, 10 minutes)

Choose a learning rate, a number of rounds and a number of leaves so that histogram boosting reaches a log loss of at most
**0.072** on the later days, as a mean over the two streams below, which the lesson has not used. `later_loss` tells you the loss of a
setting. Many settings pass.

- `"rate"`: above 0, at most 1. `"rounds"`: a whole number from 1 to 200. `"leaves"`: a whole number from 2 to 31.
"""

# %%
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss

from firsthand import datasets

KNOWN = ["amount", "km", "hours", "night", "online", "age"]
streams = [datasets.card_stream(np.random.default_rng(seed)) for seed in (6, 7)]


# %%
def later_loss(rate, rounds, leaves):
    """Log loss from day 84 on, trained on days before 70, as a mean of two streams."""
    losses = []
    for stream in streams:
        train, later = stream[stream["day"] < 70], stream[stream["day"] >= 84]
        model = HistGradientBoostingClassifier(early_stopping=False, random_state=0)
        model.set_params(learning_rate=rate, max_iter=rounds, max_leaf_nodes=leaves)
        model.fit(train[KNOWN], train["fraud"])
        p = model.predict_proba(later[KNOWN])[:, 1]
        losses.append(log_loss(later["fraud"], p))
    return np.mean(losses)


# %% [markdown]
r"""
<details><summary>Hint 1</summary>Keep the leaves, and look at three numbers of rounds: does the loss fall, or rise again?</details>
<details><summary>Hint 2</summary>Rate and rounds work together: half the rate needs about twice the rounds. A large rate passes the best point
within a few rounds.</details>
"""

# %% exercise="tune_the_rounds"
### BEGIN GIVEN
# settings = {
#     "rate": ...,  # your answer
#     "rounds": ...,
#     "leaves": ...,
# }
### END GIVEN
### BEGIN SOLUTION
settings = {"rate": 0.1, "rounds": 50, "leaves": 8}
### END SOLUTION

# %% check="tune_the_rounds"
check("tune_the_rounds", settings)

# %% [markdown] solution="only"
r"""
With eight leaves and a rate of 0.1, everything from some 20 to some 120 rounds passes: the valley is wide, and its bottom is not worth a long search.
The setting was chosen on the days that judge it, so its loss is a little too good; in earnest validation days choose.
"""

# %% [markdown]
r"""
## 10 · Five proposals (2 points, 8 minutes)

A fraud team gets five proposals for its boosted trees. Say of each `"do it"`, `"leave it"` (the numbers speak against it) or
`"measure first"` (the numbers given cannot say).

- **A.** "A new column holds the number of the shop's till. The out-of-bag average precision rises from 0.74 to 0.80." Thieves
  pay several times at one till before they move on.
- **B.** "Let us balance the class weights." On later days the average precision goes from 0.65 to 0.64. Each case that analysts open is chosen by probability times amount, and
  the finance department sums these products up as the expected loss of the month.
- **C.** "The risk must never fall when the amount rises; that is easier to explain." On later days the average precision
  goes from 0.65 to 0.56, and a hundredth of it is worth 3,000 € a month. No law and no customer asks for it.
- **D.** "Random rows of the training days stop the rounds now. Let the last fortnight of them do it." On six streams the log loss on later
  days was 0.081 in place of 0.089. It costs one more fit, two seconds a week.
- **E.** "Analysts can open 30 cases a day, and the model sends 55, of which they open the first that come. Let us flag only
  the 30 of the day with the highest expected loss." The list is made at midnight, and opened in the morning.

<details><summary>Hint 1</summary>For each number: on which rows was it measured, and are they like the days to come?</details>
<details><summary>Hint 2</summary>In B ask who uses the probabilities as probabilities. In E, does the model change at
all?</details>
"""

# %% exercise="choose_the_check"
### BEGIN GIVEN
# decisions = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
decisions = {
    "A": "measure first",
    "B": "leave it",
    "C": "leave it",
    "D": "do it",
    "E": "do it",
}
### END SOLUTION

# %% check="choose_the_check"
check("choose_the_check", decisions)

# %% [markdown] solution="only"
r"""
A may be good, but brothers of each payment are in the bags: judge it on later days. B ruins the sums of the finance department and ranks no better. C is a
claim that the world does not keep, because small test payments are frauds too; it costs 27,000 € a month. D and E follow the clock and the capacity.
"""
