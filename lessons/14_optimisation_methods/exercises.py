# %% [markdown]
r"""
# Exercises: better steps downhill

{exercises} to [the lesson on optimisation methods](../notebooks/14_optimisation_methods.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/14_optimisation_methods.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · One step of Newton (1 point, 5 minutes)

Write `newton_step(x, gradient, hessian)`: one step in d dimensions.

- `x`: array (d,). `gradient`, `hessian`: functions of an array (d,), that give an array (d,) and an array (d, d).
- Return the new x, an array (d,).

Example: f = x₁² + x₁x₂ + 2x₂² at (1, 1), with gradient (2x₁ + x₂, x₁ + 4x₂) and Hessian [[2, 1], [1, 4]], gives (0, 0).

<details><summary>Hint 1</summary>In one dimension the step divides by the curvature. What is a division by a matrix?</details>
<details><summary>Hint 2</summary>Which system of equations does the step solve? `np.linalg.solve` takes a matrix and a right
side.</details>
"""


# %% exercise="newton_step"
def newton_step(x, gradient, hessian):
    """One Newton step. x : (d,); two functions. Returns (d,)."""
    ### BEGIN SOLUTION
    return x - np.linalg.solve(hessian(x), gradient(x))
    ### END SOLUTION


# %% check="newton_step"
check("newton_step", newton_step)

# %% [markdown] solution="only"
r"""
Solving is cheaper and steadier than an inverse. Dividing the gradient by the Hessian's diagonal is a method too, but its steps are Newton's only where the valley lies
along the axes.
"""

# %% [markdown]
r"""
## 2 · Where does Newton end? (2 points, 7 minutes)

Newton's method, without any guard. Say for each start: `"minimum"`, `"maximum"`, `"saddle"` or `"runs away"`.

- A: f = q + 9/q from q = 4 (a step: 1.5q − q³/18).
- B: f = q + 9/q from q = 6. The point it reaches, f there against its neighbours below zero: what is it?
- C: f = q + 9/q from q = 7.
- D: f = x² − 3x + y² from (50, −80).
- E: f = x² − y² from (1, 2).
- F: f = √(1 + x²) from x = 2 (a step: x becomes −x³).

<details><summary>Hint 1</summary>Work out a step or two. Does the size of what you get grow or settle?</details>
<details><summary>Hint 2</summary>For a function of second degree Newton needs one step, to the only point without slope. Which way does it curve
there?</details>
"""

# %% exercise="where_newton_ends"
### BEGIN GIVEN
# ends = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
ends = {
    "A": "minimum",
    "B": "maximum",
    "C": "runs away",
    "D": "minimum",
    "E": "saddle",
    "F": "runs away",
}
### END SOLUTION

# %% check="where_newton_ends"
check("where_newton_ends", ends)

# %% [markdown] solution="only"
r"""
A: 4 → 2.44 → 2.85 → 2.99. B lands on −3, where the curve below zero has its highest place. C: 7 → −8.6 → 22 and off: beyond √27 = 5.2 the step passes zero, and what follows depends on
how far. F is convex, and from beyond 1 every step makes it worse: convex is not enough without a guard.
"""

# %% [markdown]
r"""
## 3 · Walk back (2 points, 9 minutes)

Write `backtrack(f, x, gradient, direction, c, shrink, most)`: how far to go along a direction.

- `f`: function of an array (d,); it may return infinity. `x`, `gradient`, `direction`: arrays (d,); `gradient` is the slope at `x`, a fixed array.
- Begin with a step of 1. While f(x + step · direction) is above f(x) + c · step · (gradient · direction), multiply the step by `shrink`, at most `most` times.
- Return the step, a number.

Example: f = x₁² + 10x₂² at (2, 0.5), direction (−4, −10) against the slope (4, 10), c = 0.5, shrink 0.5, most 50 give 0.03125.

<details><summary>Hint 1</summary>What changes from one try to the next: the left side only, or both?</details>
<details><summary>Hint 2</summary>gradient · direction is one number, below zero. The longer the step, the more it has to bring.</details>
"""


# %% exercise="backtrack"
def backtrack(f, x, gradient, direction, c, shrink, most):
    """Length of step that pays. Returns a number."""
    ### BEGIN SOLUTION
    step, promised = 1.0, np.sum(gradient * direction)
    for _ in range(most):
        if f(x + step * direction) <= f(x) + c * step * promised:
            break
        step *= shrink
    return step
    ### END SOLUTION


# %% check="backtrack"
check("backtrack", backtrack)

# %% [markdown] solution="only"
r"""
This is Armijo's condition. The common slips ask for any fall at all, which lets tiny gains pass, or freeze the right side at step 1, which asks a short step for the gain of a long one. The cap keeps a wrong
direction from running for ever.
"""

# %% [markdown]
r"""
## 4 · One step of Adam (2 points, 9 minutes)

Write `adam_step(w, g, m, v, t, rate, beta1, beta2, eps)`.

- `w`, `g`, `m`, `v`: arrays (d,): weights, gradient, and the two averages before this step. `t`: number of this step, from 1 on.
- First renew the averages of g and of g², then correct each by its share, then step: rate · m̂ / (√v̂ + eps).
- Return the new w, m and v; m and v as the next step wants them, not corrected.

Example: w (1, −2), g (0.5, −4), m (0.2, 0.1), v (0.04, 0.5), t = 3, rate 0.1, betas 0.9 and 0.99, eps 0.01 give w (0.92931, −1.97569), m (0.23, −0.31), v (0.0421, 0.655).

<details><summary>Hint 1</summary>After t steps, which share of its full weight does an average hold that began at 0?</details>
<details><summary>Hint 2</summary>1 − beta to the power t. Keep the corrected values in names of their own.</details>
"""


# %% exercise="adam_step"
def adam_step(w, g, m, v, t, rate, beta1, beta2, eps):
    """One step of Adam. Four arrays (d,), five numbers. Returns w, m, v."""
    ### BEGIN SOLUTION
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - rate * m_hat / (np.sqrt(v_hat) + eps), m, v
    ### END SOLUTION


# %% check="adam_step"
check("adam_step", adam_step)

# %% [markdown] solution="only"
r"""
The commonest slips: no correction, a correction by 1 − beta without the power, eps inside the root. PyTorch places eps as here, outside the root and after the correction. Keras adds it to the uncorrected root,
and says so in its documentation ("epsilon hat"): the same eps means another number there.
"""

# %% [markdown]
r"""
## 5 · Mend Adam's loop (2 points, 9 minutes)

`run_adam(w, slope, steps, rate)` shall make `steps` steps of Adam with betas 0.9 and 0.99 and eps 1e-8, both averages from 0. It has two faults:

- the corrected averages are stored back, and corrected again in the next step;
- the first step counts as t = 0 + 2: the correction lags behind.

`w`: array (d,). `slope`: function of an array (d,) that gives the gradient. Return w after the last step.

Example: w (1, −2), slope 2w, 1 step, rate 0.1 give (0.9, −1.9).

<details><summary>Hint 1</summary>Which values does the next step average with the new gradient?</details>
<details><summary>Hint 2</summary>What is t in the first round, and what should it be?</details>
"""


# %% exercise="fix_adam"
def run_adam(w, slope, steps, rate):
    """Adam for some steps. Returns w (d,)."""
    ### BEGIN GIVEN
    # m, v = 0, 0
    # for t in range(steps):
    #     g = slope(w)
    #     m = 0.9 * m + 0.1 * g
    #     v = 0.99 * v + 0.01 * g**2
    #     m = m / (1 - 0.9 ** (t + 2))
    #     v = v / (1 - 0.99 ** (t + 2))
    #     w = w - rate * m / (np.sqrt(v) + 1e-8)
    # return w
    ### END GIVEN
    ### BEGIN SOLUTION
    m, v = 0, 0
    for t in range(1, steps + 1):
        g = slope(w)
        m = 0.9 * m + 0.1 * g
        v = 0.99 * v + 0.01 * g**2
        m_hat = m / (1 - 0.9**t)
        v_hat = v / (1 - 0.99**t)
        w = w - rate * m_hat / (np.sqrt(v_hat) + 1e-8)
    return w
    ### END SOLUTION


# %% check="fix_adam"
check("fix_adam", run_adam)

# %% [markdown] solution="only"
r"""
Stored back, the averages agree for one step and grow without bound afterwards, which is why a test of a single step does not see it. A t that lags makes the first steps the wrong length.
"""

# %% [markdown]
r"""
## 6 · A schedule with warm-up (2 points, 8 minutes)

Write `warmup_cosine(peak, warm, total)`: the rate of every step.

- Steps are counted from 0. In the first `warm` steps the rate rises: step s has peak · (s + 1) / warm.
- From step `warm` on it falls along half a cosine: peak · ½ · (1 + cos(π · (s − warm) / (total − warm))).
- `warm` lies from 0 to `total`. Return an array (total,).

Example: peak 0.4, warm 4, total 12 give .1, .2, .3, .4, .4, .3848, .3414, .2765, .2, .1235, .0586, .0152.

<details><summary>Hint 1</summary>How many steps does each part have, and what if one of them has none?</details>
<details><summary>Hint 2</summary>`np.arange(warm)` and `np.arange(total - warm)` count the steps of either part from 0.</details>
"""


# %% exercise="warmup_cosine"
def warmup_cosine(peak, warm, total):
    """Rates of all steps: a rise, then half a cosine. Returns (total,)."""
    ### BEGIN SOLUTION
    rise = [(s + 1) / warm for s in range(warm)]
    left = total - warm
    fall = [(1 + np.cos(np.pi * s / left)) / 2 for s in range(left)]
    return peak * np.array(rise + fall)
    ### END SOLUTION


# %% check="warmup_cosine"
check("warmup_cosine", warmup_cosine)

# %% [markdown] solution="only"
r"""
The first rate is above 0, so no step is lost. A cosine that counts over the whole run jumps where the warm-up ends. Two loops, one of which may be empty, need no special case.
"""

# %% [markdown]
r"""
## 7 · Back to the nearest point (2 points, 10 minutes)

Write `project_to_simplex(v)`: the point nearest to v among all w with w ≥ 0 and sum 1.

- `v`: array (d,) of any numbers. Return an array (d,).
- The nearest point is max(v − s, 0) for one shift s, the same for all entries; s is such that the sum is 1.

Example: (1.4, 0.7, 0.1, −0.6) gives (0.85, 0.15, 0, 0): s is 0.55.

<details><summary>Hint 1</summary>If you knew which entries stay above 0, what would the shift be?</details>
<details><summary>Hint 2</summary>The largest ones stay. Sort downwards; for each k the shift of the k largest is (their sum − 1)/k. For which k does the k-th itself
stay above it?</details>
"""


# %% exercise="project_to_simplex"
def project_to_simplex(v):
    """Nearest point with entries >= 0 and sum 1. v : (d,). Returns (d,)."""
    ### BEGIN SOLUTION
    down = np.sort(v)[::-1]
    shifts = (np.cumsum(down) - 1) / np.arange(1, len(v) + 1)
    last = np.flatnonzero(down > shifts)[-1]
    return np.maximum(v - shifts[last], 0)
    ### END SOLUTION


# %% check="project_to_simplex"
check("project_to_simplex", project_to_simplex)

# %% [markdown] solution="only"
r"""
What goes too far is taken off equally, because that keeps the distance small. Dividing by the sum instead shrinks large entries more than small ones. A bisection on the shift is as right.
"""

# %% [markdown]
r"""
## 8 · Read the comparison (2 points, 7 minutes)

A paper trains a network with three optimisers. Losses on new rows, lower is better.

| optimiser | usual rate, 1 seed | 1 rate of 20 tried, 1 seed | 1 rate of 20 tried, 10 seeds: median (lowest–highest) |
|---|---|---|---|
| ours | 0.41 | 0.30 | 0.33 (0.29–0.36) |
| Adam | 0.52 | not run | 0.34 (0.30–0.37) |
| momentum | 0.78 | not run | 0.40 (0.38–0.43) |

Sixteen rates from 0.0001 to 1 drawn on a linear scale gave ours 0.44, sixteen on a logarithmic one 0.33. Say of each: `"supported"` or `"not supported"`.

- A: Ours beats Adam.
- B: Ours beats momentum on this task.
- C: At usual rates momentum is worst, so it is the wrong method for this network.
- D: The 0.30 of the middle column overstates what ours does.
- E: For the rate the logarithmic draws served better than the linear ones here.
- F: Adam's usual rate is a poor rate for this task.

<details><summary>Hint 1</summary>Which columns give each method the same number of tries?</details>
<details><summary>Hint 2</summary>Compare the gap of two medians with what the seeds of one method differ.</details>
"""

# %% exercise="read_the_comparison"
### BEGIN GIVEN
# claims = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
claims = {
    "A": "not supported",
    "B": "supported",
    "C": "not supported",
    "D": "supported",
    "E": "supported",
    "F": "supported",
}
### END SOLUTION

# %% check="read_the_comparison"
check("read_the_comparison", claims)

# %% [markdown] solution="only"
r"""
A: 0.01 between medians, 0.07 between seeds. B: 0.07, and the ranges share nothing. D is the best of 20 tries on one seed: chosen, so too good. F: 0.52 becomes 0.34 with another rate.
"""

# %% [markdown]
r"""
## 9 · Choose the solver (2 points, 9 minutes)

Choose for each: `"Newton"`, `"L-BFGS"`, `"minibatch Adam"` or `"annealing"`. A word may be used twice or never.

- A: A logistic regression with 12 weights is refitted every second; the Hessian is at hand, and seven digits are wanted.
- B: A smooth loss over 20,000 weights, gradient in one pass over 50,000 rows that fit in memory.
- C: 40 million weights, 300 million rows on disk.
- D: The order in which a plant makes 60 products; changing over costs time.
- E: A penalised logistic regression of 30,000 columns, exact gradient; the Hessian has 900 million numbers and changes at each step.
- F: 80 lamps are to be placed on 500 possible masts.

Then, for E: name a solver that you rejected, and say in one sentence which fact of E speaks against it. The check grades the choices; the sentence is read by a person.

<details><summary>Hint 1</summary>Is there a slope at all? What does one step read: some rows, all rows, or the square of the weights?</details>
<details><summary>Hint 2</summary>Newton solves d equations at each step. Up to which d is that nothing?</details>
"""

# %% exercise="choose_the_solver"
### BEGIN GIVEN
# solvers = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
#     "rejected": ...,  # for E: an option that you did not choose
#     "because": ...,  # one sentence, at least six different words
# }
### END GIVEN
### BEGIN SOLUTION
solvers = {
    "A": "Newton",
    "B": "L-BFGS",
    "C": "minibatch Adam",
    "D": "annealing",
    "E": "L-BFGS",
    "F": "annealing",
    "rejected": "Newton",
    "because": "Each step would form and solve with 900 million second derivatives.",
}
### END SOLUTION

# %% check="choose_the_solver"
check("choose_the_solver", solvers)

# %% [markdown] solution="only"
r"""
With 12 weights a Hessian is 144 numbers, and the right digits double. L-BFGS learns the curvature from gradients alone. Rows on disk want small batches. Orders and places have neighbours, and no slope.
"""

# %% [markdown]
r"""
## 10 · Tune momentum (2 points, 9 minutes)

A bowl has curvatures from 1 to κ, and you do not know κ; it lies between 30 and 120. Momentum (v ← βv − rate · slope, then w + v) starts with all weights at 1, and has 80 steps. Choose `rate` and `beta` so that
the loss ends at most at 0.0001 of its start, for *every* κ in that range.

`end_loss(rate, beta, top)` gives the share of the loss that is left, for one κ.

<details><summary>Hint 1</summary>Which κ limits the rate from above? And what does β do for the flattest direction, whose curvature is 1?</details>
<details><summary>Hint 2</summary>Begin with β = 0 and the largest rate that survives κ = 120. Then raise β, and lower the rate a little.</details>
"""


# %%
def end_loss(rate, beta, top):
    curvatures = np.geomspace(1, top, 12)
    w, velocity = np.ones(12), np.zeros(12)
    for _ in range(80):
        velocity = beta * velocity - rate * curvatures * w
        w = w + velocity
    return float(curvatures @ w**2 / curvatures.sum())


[round(end_loss(0.01, 0.0, top), 6) for top in (30, 60, 120)]

# %% exercise="tune_momentum"
### BEGIN GIVEN
# settings = {"rate": ..., "beta": ...}  # your answer
### END GIVEN
### BEGIN SOLUTION
settings = {"rate": 0.015, "beta": 0.75}
### END SOLUTION

# %% check="tune_momentum"
check("tune_momentum", settings)

# %% [markdown] solution="only"
r"""
Without momentum the rate that κ = 120 allows is too small for the direction with curvature 1. β = 0.9 remembers for too long: after 80 steps it still swings.
"""
