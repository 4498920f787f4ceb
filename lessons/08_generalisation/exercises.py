# %% [markdown]
r"""
# Exercises: what the next rows will say

{exercises} to [the lesson on generalisation](../notebooks/08_generalisation.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/08_generalisation.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · Three parts of an error (2 points, 10 minutes)

Write `bias_and_variance(predictions, truth, sigma)`.

- `predictions`: array (R, m), what R models, each trained on a training set of its own, predict at m points. `truth`: array (m,). `sigma`:
  spread of the noise of a reading, at least 0.
- Return three numbers, each a mean over the m points: bias², the variance over the R models (ddof=0), and the expected squared error of a new
  reading.

Example: predictions [[2, 7, 1], [3, 9, 4], [7, 8, 1], [4, 4, 4]], truth [3, 8, 2], sigma 0.5 give 0.75, 3.0833 and 4.0833.

<details><summary>Hint 1</summary>At one point: which number do the R models agree on, and how far does each lie from it?</details>
<details><summary>Hint 2</summary>`axis=0` runs over the models. When is the bias squared, before or after the mean over the points? And
what does a new reading have that the truth has not?</details>
"""


# %% exercise="bias_and_variance"
def bias_and_variance(predictions, truth, sigma):
    """bias², variance, expected squared error. predictions : (R, m); truth : (m,)."""
    ### BEGIN SOLUTION
    bias_squared = np.mean((predictions.mean(axis=0) - truth) ** 2)
    variance = np.mean(predictions.var(axis=0))
    return bias_squared, variance, sigma**2 + bias_squared + variance
    ### END SOLUTION


# %% check="bias_and_variance"
check("bias_and_variance", bias_and_variance)

# %% [markdown] solution="only"
r"""
Biases of both signs must not cancel over the points, so each is squared first. The common slip takes the variance across the points of one model: that is how the curve
bends, not how it would change with other data.
"""

# %% [markdown]
r"""
## 2 · The gap before the run (1 point, 5 minutes)

A polynomial of some degree is fitted by least squares at n fixed points. Write `expected_gap(sigma, degree, n)`: how much larger the expected squared error of
new readings at the same points is than that of the training readings.

- `sigma`: spread of the noise. `degree`: 0 or more; the fit has an intercept. `n`: points, more than the degree.
- Return a number.

Example: sigma 0.3, degree 5, n = 24 give 0.045.

<details><summary>Hint 1</summary>How many numbers does a fit of degree 5 choose?</details>
<details><summary>Hint 2</summary>The fit bends towards its own noise. That makes the old readings look too near, and what does it do to
new ones?</details>
"""


# %% exercise="expected_gap"
def expected_gap(sigma, degree, n):
    """New minus training error of a polynomial fit. Returns a number."""
    ### BEGIN SOLUTION
    return 2 * sigma**2 * (degree + 1) / n
    ### END SOLUTION


# %% check="expected_gap"
check("expected_gap", expected_gap)

# %% [markdown] solution="only"
r"""
Degree 5 chooses six numbers. One share of σ²p/n is missing from the training error, one is added to the new one. The truth does not matter, and neither does the
bias.
"""

# %% [markdown]
r"""
## 3 · Stop, and go back (2 points, 9 minutes)

Write `early_stop(losses, patience)`: at which step training stops, and which step is kept.

- `losses`: list of validation losses, one a step, from step 0 on; at least one. `patience`: a whole number from 1 on.
- Training stops at the first step that ends `patience` steps in a row without a new best. A new best is *lower* than all before; a tie is none. If that never happens, it
  stops at the last step.
- Return two whole numbers: the step where it stops, and the step with the best loss up to there, the earlier one of equals.

Example: losses .9, .7, .6, .62, .58, .58, .61, .60, .59, .40 give (3, 2) with patience 1, (6, 4) with 2, and (9, 9) with 9.

<details><summary>Hint 1</summary>What two things do you have to remember while you walk through the losses?</details>
<details><summary>Hint 2</summary>How many steps ago was the best one? Compare that with the patience at each step.</details>
"""


# %% exercise="early_stop"
def early_stop(losses, patience):
    """Step of the stop, and the best step. losses : a list. Two whole numbers."""
    ### BEGIN SOLUTION
    best = 0
    for step, loss in enumerate(losses):
        if loss < losses[best]:
            best = step
        elif step - best == patience:
            return step, best
    return len(losses) - 1, best
    ### END SOLUTION


# %% check="early_stop"
check("early_stop", early_stop)

# %% [markdown] solution="only"
r"""
The loss .40 at step 9 is never seen with patience 2: that is the price of stopping. The common slips return the last step in place of the best, or start the count anew on a
tie. Keras: `EarlyStopping(restore_best_weights=True)`.
"""

# %% [markdown]
r"""
## 4 · How many rows for a guarantee? (2 points, 8 minutes)

k models are judged on n rows. Hoeffding and the union bound: the chance that *any* of the k measured errors lies more than ε from its true one is
at most 2k · exp(−2nε²). Write `rows_needed(eps, delta, k)`: the smallest n for which this is at most δ.

- `eps`, `delta`: between 0 and 1. `k`: models, from 1 on.
- Return a whole number.

Example: ε = 0.05, δ = 0.05, k = 20 give 1,337.

<details><summary>Hint 1</summary>Set the bound equal to δ. On which side of that n does the bound hold?</details>
<details><summary>Hint 2</summary>Take logarithms and solve for n. A number of rows is whole: in which direction do you round?</details>
"""


# %% exercise="rows_needed"
def rows_needed(eps, delta, k):
    """Smallest n with 2 k exp(-2 n eps²) <= delta. Returns a whole number."""
    ### BEGIN SOLUTION
    return int(np.ceil(np.log(2 * k / delta) / (2 * eps**2)))
    ### END SOLUTION


# %% check="rows_needed"
check("rows_needed", rows_needed)

# %% [markdown] solution="only"
r"""
k stands inside the logarithm: twenty models cost 1,337 rows where one costs 738, and not twenty times as many. Half the ε costs four times the rows.
"""

# %% [markdown]
r"""
## 5 · The best by luck (2 points, 9 minutes)

k models have the same true error and are judged on rows of their own, n each. Write `best_by_luck(k, n, error, most)`: the chance that the *best* of them makes at most
`most` mistakes.

- `k`, `n`: from 1 on. `error`: true error of each, between 0 and 1. `most`: mistakes, a whole number from 0 to n.
- Return a probability. `scipy.stats.binom.cdf(most, n, error)` is the chance that one model makes at most `most` mistakes.

Example: k = 10, n = 20, error 0.5, most 6 give 0.4478.

<details><summary>Hint 1</summary>What would have to happen for the best of them *not* to be that good?</details>
<details><summary>Hint 2</summary>All k have to make more mistakes, independently of each other.</details>
"""


# %% exercise="best_by_luck"
def best_by_luck(k, n, error, most):
    """Chance that the best of k makes at most `most` mistakes on n rows."""
    ### BEGIN SOLUTION
    from scipy.stats import binom

    one = binom.cdf(most, n, error)
    return 1 - (1 - one) ** k
    ### END SOLUTION


# %% check="best_by_luck"
check("best_by_luck", best_by_luck)

# %% [markdown] solution="only"
r"""
One guessing model reaches 6 of 20 with a chance of 5.8 %, the best of ten with 45 %. The common slip multiplies the chance by k, which passes 1 for a large k: that is the union bound, and
only a bound.
"""

# %% [markdown]
r"""
## 6 · Mend the pick (2 points, 8 minutes)

`pick_and_report(validation, test)` shall pick the model with the lowest validation error and report what can be expected of it. It has two faults:

- it picks by the test error;
- it reports the validation error of the picked model, not its test error.

`validation`, `test`: arrays (k,), errors of the same k models. Return the place of the picked model, counted from 0, the first of equals, and the error to be
reported.

Example: validation [0.20, 0.15, 0.18], test [0.14, 0.19, 0.16] give 1 and 0.19.

<details><summary>Hint 1</summary>Which of the two arrays may have a say in the choice?</details>
<details><summary>Hint 2</summary>After the choice one entry of the test array is looked at, once.</details>
"""


# %% exercise="fix_the_pick"
def pick_and_report(validation, test):
    """Place of the picked model, and its honest error. Two arrays (k,)."""
    ### BEGIN GIVEN
    # picked = int(np.argmin(test))
    # return picked, validation[picked]
    ### END GIVEN
    ### BEGIN SOLUTION
    picked = int(np.argmin(validation))
    return picked, test[picked]
    ### END SOLUTION


# %% check="fix_the_pick"
check("fix_the_pick", pick_and_report)

# %% [markdown] solution="only"
r"""
0.14 was there to be had, and nobody could have known it. Its own validation error, 0.15, flatters the picked model, since it was picked for it. The honest number is 0.19.
"""

# %% [markdown]
r"""
## 7 · Another mix of rows (2 points, 8 minutes)

A model was judged on rows of several groups. In use the groups will come in other shares. Write `error_after_shift(groups, losses, new_shares)`.

- `groups`: list of n names. `losses`: array (n,), the loss of each row. `new_shares`: dictionary, group → share in use; the shares sum to 1, and every group in it
  has a row.
- Return the expected loss in use, a number. Inside a group nothing changes.

Example: groups A A B A, losses 0, 1, 1, 0, new shares {"A": 0.25, "B": 0.75} give 0.8333: A has a mean of 1/3, B of 1.

<details><summary>Hint 1</summary>What does a row of group A cost on average, whatever their number?</details>
<details><summary>Hint 2</summary>Each group's mean counts with its new share.</details>
"""


# %% exercise="error_after_shift"
def error_after_shift(groups, losses, new_shares):
    """Expected loss under new shares. groups : n names; losses : (n,)."""
    ### BEGIN SOLUTION
    groups = np.array(groups)
    return sum(s * losses[groups == name].mean() for name, s in new_shares.items())
    ### END SOLUTION


# %% check="error_after_shift"
check("error_after_shift", error_after_shift)

# %% [markdown] solution="only"
r"""
The old shares drop out, because each group enters with its mean. Groups that are absent from the old rows cannot be had in this way: nobody has measured what they cost.
"""

# %% [markdown]
r"""
## 8 · Diagnose the curves (2 points, 7 minutes)

Errors in percent; the noise floor is known to be 4. Say for each: `"too simple"`, `"too rich"`, `"more rows will help"` (and nothing else is wrong), or `"easier rows"` (validation rows are easier).

| case | rows | training | validation | seen as well |
|---|---|---|---|---|
| A | 500 | 14 | 15 | with 250 rows: 14 and 16 |
| B | 500 | 0 | 19 | half as many parameters: 3 and 9 |
| C | 500 | 3 | 8 | with 250 rows: 2 and 13; half as many parameters: 7 and 11 |
| D | 500 | 9 | 6 | rows of validation were taken from the newest machine only |
| E | 2,000 | 11 | 11 | twice as many parameters: 6 and 7 |
| F | 300 | 1 | 16 | a penalty: 4 and 8 |

<details><summary>Hint 1</summary>Have the two errors met? Where do they lie above the floor?</details>
<details><summary>Hint 2</summary>Two cases have a large gap that a *smaller* model closes. In one a smaller model is worse, and rows have
helped before.</details>
"""

# %% exercise="diagnose_the_curves"
### BEGIN GIVEN
# verdicts = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
verdicts = {
    "A": "too simple",
    "B": "too rich",
    "C": "more rows will help",
    "D": "easier rows",
    "E": "too simple",
    "F": "too rich",
}
### END SOLUTION

# %% check="diagnose_the_curves"
check("diagnose_the_curves", verdicts)

# %% [markdown] solution="only"
r"""
A and E have met far above the floor: bias. B and F shrink their gap when they may choose less. C is the right size, and its variance falls with rows. Validation below training, as in D, is no
bug and no triumph: ask where its rows come from.
"""

# %% [markdown]
r"""
## 9 · Choose the cure (2 points, 7 minutes)

A line pays for what you choose: `"more rows"` (20 k€), `"richer model"` (2 k€), `"penalty"` (0), `"new test set"` (5 k€) or `"rows from the new hall"` (8 k€). Choose the cheapest that meets
the goal. A word may be used twice or never.

- A: 180 columns, 200 rows, training 0 %, validation 12 %. Goal: 7 %. With a quarter of the columns validation is 6.8 %.
- B: Training 10 %, validation 10 %, noise 2 %. Goal: 6 %.
- C: 400 versions were compared on the test parts; the best shows 3.1 %. Goal: a number that may stand in a contract.
- D: Validation 3 %, and in the new hall, with another camera, 14 %. No part from there has a label. Goal: 5 % there.
- E: Training 5 %, validation 9 %, penalty tuned already, every smaller and larger model is worse. Four times the rows brought 13 % to 9 %. Goal: 7.5 %.
- F: The first version, seen once on the test parts, shows 3.1 %. It was fitted with a linear model; training shows 3.0 %, noise is 0.5 %. Goal: 2 %.

<details><summary>Hint 1</summary>Which part is it: bias, variance, a worn-out judge, or rows from elsewhere?</details>
<details><summary>Hint 2</summary>Variance may be bought with nothing or with 20 k€. When has the free way been walked to its end?</details>
"""

# %% exercise="choose_the_cure"
### BEGIN GIVEN
# cures = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
cures = {
    "A": "penalty",
    "B": "richer model",
    "C": "new test set",
    "D": "rows from the new hall",
    "E": "more rows",
    "F": "richer model",
}
### END SOLUTION

# %% check="choose_the_cure"
check("choose_the_cure", cures)

# %% [markdown] solution="only"
r"""
A and E are both variance; in A nothing has been tried that is free. B and F are bias: training is as bad as validation. C's number was chosen, so it is too good, whatever it is. In D no old row tells what
the new camera sees.
"""

# %% [markdown]
r"""
## 10 · Tune the fit (2 points, 10 minutes)

24 readings of a flow sensor, `x` from 0 to 1, `y` in l/min, noise of spread 0.3. The rig's software takes polynomials of degree 8 to 15 only. Choose `degree` (a whole number from 8 to 15) and `penalty` (λ from 0 on) of a polynomial fit with ridge, so that its new
error, over all settings from 0 to 1, is at most 0.125. (The noise alone is 0.09, a straight line has about 0.19.) Your settings are tried on two more calibrations of the same rig, and have to reach it on all three.

`fit_error(degree, penalty)` fits on these 24 readings and returns the training error and the error on 24 *other* readings, a small validation set.

<details><summary>Hint 1</summary>So many bends for 24 readings: which part of the error is large, and what takes it out?</details>
<details><summary>Hint 2</summary>Try penalties such as 0.001, 0.01, 0.1 and 1 with one degree, then look between the best two. What is best on one
validation set by a hair need not be so on the next calibration.</details>
"""

# %%
from firsthand import datasets


def fit_error(degree, penalty):
    x, both, _ = datasets.flow_readings(np.random.default_rng(40), repeats=2)
    columns = np.polynomial.legendre.legvander(2 * x - 1, degree)
    pays = 24 * penalty * np.eye(degree + 1)
    pays[0, 0] = 0
    fit = columns @ np.linalg.solve(columns.T @ columns + pays, columns.T @ both[0])
    return np.mean((both - fit) ** 2, axis=1).round(4)


fit_error(1, 0), fit_error(14, 0.001)

# %% exercise="tune_the_fit"
### BEGIN GIVEN
# settings = {"degree": ..., "penalty": ...}  # your answer
### END GIVEN
### BEGIN SOLUTION
settings = {"degree": 9, "penalty": 0.02}
### END SOLUTION

# %% check="tune_the_fit"
check("tune_the_fit", settings)

# %% [markdown] solution="only"
r"""
With a penalty near 0.03 every degree from 8 to 13 passes: it does the choosing that the degree cannot. With none, degrees 10 to 15 fail. A validation set of 24 readings is a rough guide: its error
wanders by 0.03 from draw to draw, more than the settings differ.
"""
