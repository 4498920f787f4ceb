# %% [markdown]
r"""
# Exercises: what a line says, and what not

{exercises} to [the lesson on linear and logistic regression](../notebooks/07_linear_and_logistic_regression.ipynb), {points}, about
{minutes}. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/07_linear_and_logistic_regression.ipynb).

Throughout, a linear model says intercept + coef · x, and a penalised loss is the *mean* loss + λ · penalty, without a ½, with a free intercept.
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · Other units (2 points, 8 minutes)

A fitted line is to take its columns in other units, and say the same. Write `change_units(intercept, coef, a, b)`.

- `coef`: array (d,). New column j = `a[j]` · old column j + `b[j]`; `a`, `b`: arrays (d,), no `a[j]` is 0.
- Return the new intercept, a number, and the new coefficients, an array (d,), so that every prediction stays as it was.

Example: intercept 10, coef [2], a = [1.8], b = [32] (°C to °F) give −25.556 and [1.1111].

<details><summary>Hint 1</summary>What is the old column, written with the new one?</details>
<details><summary>Hint 2</summary>Put it into the old line and sort: what stands before the new column, and what stands alone?</details>
"""


# %% exercise="change_units"
def change_units(intercept, coef, a, b):
    """The same line for new = a * old + b. Returns intercept and coef (d,)."""
    ### BEGIN SOLUTION
    new_coef = coef / a
    return intercept - np.sum(new_coef * b), new_coef
    ### END SOLUTION


# %% check="change_units"
check("change_units", change_units)

# %% [markdown] solution="only"
r"""
old = (new − b) / a, so the coefficient is divided by a: per gram is a thousandth of per kilogram. The common slips multiply, or leave the intercept as it
was. A larger coefficient is not a more important column.
"""

# %% [markdown]
r"""
## 2 · Another reference (2 points, 8 minutes)

A model has an intercept and an effect for each level but one, its reference. Write `change_reference(intercept, effects, old, new)`.

- `effects`: a dictionary, level → effect against the level `old`, which is not in it. `new`: one of its levels.
- Return the new intercept and a dictionary with an effect against `new` for every other level, `old` among them. All predictions stay as they were.

Example: intercept 8.06, effects {"USA": 4.84, "Europe": 0.93}, old "Japan", new "Europe" give 8.99 and {"USA": 3.91, "Japan": −0.93}.

<details><summary>Hint 1</summary>What does the model predict for each level?</details>
<details><summary>Hint 2</summary>The intercept is the prediction of the reference. The effects are differences from that.</details>
"""


# %% exercise="change_reference"
def change_reference(intercept, effects, old, new):
    """The same model with another reference. Returns intercept and a dict."""
    ### BEGIN SOLUTION
    shift = effects[new]
    against_old = {**effects, old: 0.0}
    others = {level: e - shift for level, e in against_old.items() if level != new}
    return intercept + shift, others
    ### END SOLUTION


# %% check="change_reference"
check("change_reference", change_reference)

# %% [markdown] solution="only"
r"""
The old reference has the effect 0 against itself, and becomes an ordinary level. Differences between levels never change. The common slip is to drop a column
and keep the old intercept.
"""

# %% [markdown]
r"""
## 3 · Ridge, by an equation (2 points, 10 minutes)

Write `ridge_fit(X, y, penalty)`: the line with the lowest mean squared error + penalty · ‖coef‖², the intercept free.

- `X`: array (n, d), not standardised. `y`: array (n,). `penalty`: λ, at least 0.
- Return an array (d + 1,), the intercept first.

Example: X = [[1, 2], [2, 0], [4, 1], [5, 5]], y = [14, 21, 27, 38], λ = 0.5 give [11.2168, 3.8392, 1.1329].

<details><summary>Hint 1</summary>Set the gradient of this loss to zero. What does the penalty add to the normal equations, and where?</details>
<details><summary>Hint 2</summary>Multiply everything by n: then XᵀX stands there as it is. Which entry of the diagonal belongs to the
intercept?</details>
"""


# %% exercise="ridge_fit"
def ridge_fit(X, y, penalty):
    """Ridge with a free intercept. X : (n, d); y : (n,). Returns (d + 1,)."""
    ### BEGIN SOLUTION
    n, d = X.shape
    ones = np.column_stack([np.ones(n), X])
    pays = np.diag([0.0] + [1.0] * d)
    return np.linalg.solve(ones.T @ ones + n * penalty * pays, ones.T @ y)
    ### END SOLUTION


# %% check="ridge_fit"
check("ridge_fit", ridge_fit)

# %% [markdown] solution="only"
r"""
The mean brings the n: without it the penalty would lose its weight as rows come in. An intercept that pays is pulled towards zero, and every prediction
with it. scikit-learn: `Ridge(alpha=n * penalty)`.
"""

# %% [markdown]
r"""
## 4 · One step of the lasso (2 points, 9 minutes)

The lasso is fitted one column at a time. Write `lasso_step(x, r, penalty)`: the number w with the lowest mean of (r − w x)² + penalty · |w|.

- `x`, `r`: arrays (n,), x not all 0. `penalty`: λ, at least 0. There is no intercept.
- Return a number; exactly 0 where 0 is best.

Example: x = [1, −2, 3, −1], r = [2, −1, 4, 1], λ = 1.5 give 0.8.

<details><summary>Hint 1</summary>Let w be above 0. Where is the slope zero, and when is that w really above 0? And below?</details>
<details><summary>Hint 2</summary>The slope of the mean square is 2 · (w · mean x² − mean x r). The penalty moves mean x r towards 0; by how
much, and where does it stop?</details>
"""


# %% exercise="lasso_step"
def lasso_step(x, r, penalty):
    """Best weight of one column under the lasso. x, r : (n,). Returns a number."""
    ### BEGIN SOLUTION
    together = np.mean(x * r)
    left = max(abs(together) - penalty / 2, 0.0)
    return np.sign(together) * left / np.mean(x**2)
    ### END SOLUTION


# %% check="lasso_step"
check("lasso_step", lasso_step)

# %% [markdown] solution="only"
r"""
The threshold is λ/2, since the square has a 2 in its slope and no ½ before it. It acts before the division by mean x². Keep the sign aside, so that the
size cannot pass zero. scikit-learn: `Lasso(alpha=penalty / 2)`.
"""

# %% [markdown]
r"""
## 5 · The same strength (1 point, 6 minutes)

Our losses are means: mean squared error + λ‖w‖², mean squared error + λ‖w‖₁, mean log loss + λ‖w‖². scikit-learn minimises, with a sum or a mean over n rows:

- `Ridge(alpha)`: sum of squared errors + alpha · ‖w‖².
- `Lasso(alpha)`: ½ · mean squared error + alpha · ‖w‖₁.
- `LogisticRegression(C)`: C · sum of log losses + ½ · ‖w‖².

Write `same_strength(n, penalty)`: the settings that give the same fits as our λ. Return {"ridge": alpha, "lasso": alpha, "logistic": C}.

Example: n = 50, λ = 0.1 give 5, 0.05 and 0.1.

<details><summary>Hint 1</summary>Multiplying a whole loss by a number does not move its lowest point. By which number is ours multiplied in
each line?</details>
<details><summary>Hint 2</summary>Make the data terms equal first, then read off what stands before the penalty.</details>
"""


# %% exercise="same_strength"
def same_strength(n, penalty):
    """Settings of three library classes for n rows and our penalty. A dict."""
    ### BEGIN SOLUTION
    return {
        "ridge": n * penalty,
        "lasso": penalty / 2,
        "logistic": 1 / (2 * n * penalty),
    }
    ### END SOLUTION


# %% check="same_strength"
check("same_strength", same_strength)

# %% [markdown] solution="only"
r"""
Ridge: times n. Lasso: times ½. Logistic: times 1/(2λ), which puts ½ before the penalty and 1/(2nλ) before the sum. C is the inverse of a strength: a large C is a weak
penalty.
"""

# %% [markdown]
r"""
## 6 · Odds and risks (1 point, 6 minutes)

Write `odds_ratio(table)` for parcels in rain and without.

- `table`: array (2, 2) of counts, none of them 0: `[[late, on time], [late, on time]]`, first row in rain, second without.
- Return two numbers: the odds ratio and the risk ratio, rain against dry.

Example: [[12, 18], [10, 70]] gives 4.6667 and 3.2.

<details><summary>Hint 1</summary>What are the odds in one row, and what is the share in it?</details>
<details><summary>Hint 2</summary>Late to on time, or late to all: two quotients a row, then one quotient of each kind.</details>
"""


# %% exercise="odds_ratio"
def odds_ratio(table):
    """Odds ratio and risk ratio of two rows [late, on time]. Two numbers."""
    ### BEGIN SOLUTION
    late, on_time = np.asarray(table, dtype=float).T
    odds, risk = late / on_time, late / (late + on_time)
    return odds[0] / odds[1], risk[0] / risk[1]
    ### END SOLUTION


# %% check="odds_ratio"
check("odds_ratio", odds_ratio)

# %% [markdown] solution="only"
r"""
The logarithm of the first is the coefficient that a logistic regression finds. The second is what people mean by "times as often". They are near each other only
where late is rare.
"""

# %% [markdown]
r"""
## 7 · A boundary at any probability (2 points, 8 minutes)

A logistic model has two columns: probability of 1 = sigmoid(b + w₁x₁ + w₂x₂). Write `decision_boundary(b, w, t)`: the line on which the
probability is t.

- `b`: a number. `w`: array (2,), w₂ is not 0. `t`: between 0 and 1.
- Return two numbers, intercept and slope of that line, written as x₂ = intercept + slope · x₁.

Example: b = −2, w = [0.5, −1.25], t = 0.2 give −0.491 and 0.4.

<details><summary>Hint 1</summary>Which log-odds belong to the probability t?</details>
<details><summary>Hint 2</summary>Set b + w₁x₁ + w₂x₂ equal to them and solve for x₂.</details>
"""


# %% exercise="decision_boundary"
def decision_boundary(b, w, t):
    """Line x2 = intercept + slope * x1 where the probability is t. Two numbers."""
    ### BEGIN SOLUTION
    log_odds = np.log(t / (1 - t))
    return (log_odds - b) / w[1], -w[0] / w[1]
    ### END SOLUTION


# %% check="decision_boundary"
check("decision_boundary", decision_boundary)

# %% [markdown] solution="only"
r"""
Another t moves the line and does not turn it. The common slips forget the minus of the slope, which public course code has printed too, or put t
where its log-odds belong.
"""

# %% [markdown]
r"""
## 8 · Mend the logistic regression (3 points, 12 minutes)

`fit_logistic(X, y, penalty, rate, steps)` shall descend on mean log loss + penalty · ‖w‖², the intercept free, from zero. It has three faults:

- the intercept pays the penalty;
- the slope of the penalty is not that of ‖w‖²;
- the slope of the loss is that of a sum, not of a mean.

`X`: array (n, d). `y`: array (n,) of 0 and 1. Return an array (d + 1,), the intercept first, after `steps` steps of length `rate` times the gradient.

Example: X = [[0], [1], [2]], y = [0, 0, 1], penalty 0.5, rate 1, 1 step give [−0.1667, 0.1667].

<details><summary>Hint 1</summary>Which entry of `weights` is the intercept, and what is the derivative of w²?</details>
<details><summary>Hint 2</summary>`X.T @ errors` adds up over the rows. Build the slope of the penalty as an array whose first
entry is free.</details>
"""


# %% exercise="fix_the_logistic"
def fit_logistic(X, y, penalty, rate, steps):
    """Penalised logistic regression by descent. Returns (d + 1,)."""
    ### BEGIN GIVEN
    # X = np.column_stack([np.ones(len(X)), X])
    # weights = np.zeros(X.shape[1])
    # for _ in range(steps):
    #     errors = 1 / (1 + np.exp(-X @ weights)) - y
    #     slope = X.T @ errors
    #     slope = slope + penalty * weights
    #     weights = weights - rate * slope
    # return weights
    ### END GIVEN
    ### BEGIN SOLUTION
    X = np.column_stack([np.ones(len(X)), X])
    weights = np.zeros(X.shape[1])
    pays = np.array([0.0] + [1.0] * (X.shape[1] - 1))
    for _ in range(steps):
        errors = 1 / (1 + np.exp(-X @ weights)) - y
        slope = X.T @ errors / len(y)
        slope = slope + 2 * penalty * pays * weights
        weights = weights - rate * slope
    return weights
    ### END SOLUTION


# %% check="fix_the_logistic"
check("fix_the_logistic", fit_logistic)

# %% [markdown] solution="only"
r"""
None of the three stops the descent, and each gives coefficients that look reasonable. That is why one compares with a library: `LogisticRegression(C=1 / (2 * n *
penalty))` ends at the same place.
"""

# %% [markdown]
r"""
## 9 · Read the coefficients (2 points, 7 minutes)

A shop models the price of used cars in k\$ from 900 sales. All columns together; beside each its coefficient alone, and its VIF.

| column | together | alone | VIF |
|---|---|---|---|
| age (years) | −1.20 ± 0.05 | −1.30 | 1.4 |
| mileage (1,000 km) | −0.03 ± 0.01 | −0.11 | 2.1 |
| power (kW) | 0.15 ± 0.16 | 0.21 | 18 |
| engine (litre) | 0.9 ± 9.5 | 11.0 | 19 |

Say of each sentence `"holds"` or `"does not follow"`.

- A: Of two cars that are alike in the other three columns, the model prices the one that is two years older 2.4 k\$ lower.
- B: Age matters forty times as much as mileage.
- C: The engine's size has nothing to do with the price.
- D: These data cannot tell power and engine apart.
- E: With mileage in km instead of 1,000 km its coefficient would be a thousand times smaller, and the predictions
  the same.
- F: Whoever builds a stronger engine into an old car raises its price by 0.15 k\$ a kW.

<details><summary>Hint 1</summary>Which numbers have a unit that could be another one? Which column has a coefficient smaller than its
spread?</details>
<details><summary>Hint 2</summary>A coefficient compares cars as they were sold. Is that what a sentence claims? And does a wide spread say
"no effect", or "not known"?</details>
"""

# %% exercise="read_the_coefficients"
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
    "A": "holds",
    "B": "does not follow",
    "C": "does not follow",
    "D": "holds",
    "E": "holds",
    "F": "does not follow",
}
### END SOLUTION

# %% check="read_the_coefficients"
check("read_the_coefficients", verdicts)

# %% [markdown] solution="only"
r"""
A is what a coefficient says. B compares years with thousands of kilometres. C takes "not known" for "nothing": alone it is 11. D is what a VIF of 19 means. F is a claim about
building, and the data know only about selling.
"""

# %% [markdown]
r"""
## 10 · Choose the remedy (2 points, 7 minutes)

Choose for each: `"ridge"`, `"lasso"`, `"another unit"` (1/x counts as one), `"add the confounder"` or `"drop a twin"`. A word may be used twice or never.

- A: A logistic model of 40 rare failures has coefficients of several hundred, and more iterations make them larger. All columns shall stay.
- B: Two thermometers hang side by side and both are in the model. Next year one is taken down, whichever you name.
- C: 500 columns, 80 rows; the customer will measure at most ten of them in future.
- D: The minutes a van needs for 100 km, modelled by a line in its speed: the errors (prediction − y) lie below, above,
  below zero as speed grows.
- E: Wards with more nurses have more deaths. The severest cases lie in these wards, and severity is on file.
- F: 40 columns that all carry a bit of the signal, look much alike, and cost nothing to measure. The forecast shall be steady.

<details><summary>Hint 1</summary>Is the trouble in the columns, in their number, in the shape, or in what is not among them?</details>
<details><summary>Hint 2</summary>Ridge keeps all and evens out, lasso keeps few. Neither finds what is missing, and neither bends a
line.</details>
"""

# %% exercise="choose_the_remedy"
### BEGIN GIVEN
# remedies = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
remedies = {
    "A": "ridge",
    "B": "drop a twin",
    "C": "lasso",
    "D": "another unit",
    "E": "add the confounder",
    "F": "ridge",
}
### END SOLUTION

# %% check="choose_the_remedy"
check("choose_the_remedy", remedies)

# %% [markdown] solution="only"
r"""
A is separable: a price for steepness gives it an end. D is the arch of the lesson: time for a distance goes with one over speed. E reverses when like is compared with like; no penalty finds a column that
is not there.
"""
