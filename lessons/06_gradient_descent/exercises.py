# %% [markdown]
r"""
# Exercises: roll downhill

Twelve exercises to [the lesson on gradient
descent](../notebooks/06_gradient_descent.ipynb), 20 points, 60 to 90 minutes. Each
stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints
climb: the first asks a question, the second points at the step. Explained solutions are
in [the solutions](../solutions/06_gradient_descent.ipynb).

The conventions of the course hold everywhere: a loss is the mean over rows, the mean
squared error has no ½, an error is prediction minus y, `X` is (n rows, d features) and
`y` is (n,).
"""

# %%
import numpy as np

from firsthand import check, datasets, plots

# %% [markdown]
r"""
## 1 · One step downhill (1 point, 4 minutes)

You stand at the weights `w`; the gradient of the loss there is known. Write
`gradient_step(w, gradient, rate)`: where one step of gradient descent takes you.

- `w`, `gradient`: arrays (d,) of floats. `rate`: the learning rate, a number above 0.
- Return an array (d,). The caller's `w` stays as it is.

Example: `w = [3, 1]`, `gradient = [2, -4]`, `rate = 0.25` gives `[2.5, 2.0]`.

<details><summary>Hint 1</summary>The gradient points to where the loss grows fastest.
Which way do you go?</details>
<details><summary>Hint 2</summary>In the example the first weight goes from 3 to 2.5.
How do 2 and 0.25 make that half?</details>
"""


# %% exercise="gradient_step"
def gradient_step(w, gradient, rate):
    """Weights after one step. w, gradient : arrays (d,). Returns an array (d,)."""
    ### BEGIN SOLUTION
    return w - rate * gradient
    ### END SOLUTION


# %% check="gradient_step"
check("gradient_step", gradient_step)

# %% [markdown] solution="only"
r"""
The minus makes it descent; the rate turns a slope into a length. The common slip is
`w -= rate * gradient`: it gives the same numbers and changes the array of the caller,
who may still need the old point.
"""

# %% [markdown]
r"""
## 2 · The gradient of the mean squared error (2 points, 8 minutes)

A line predicts `w * x + b`. Its loss is the mean over rows of (prediction − y)². Write
`mse_gradient(w, b, x, y)`: the derivative of the loss with respect to `w`, and the one
with respect to `b`.

- `w`, `b`: numbers. `x`, `y`: arrays (n,), n from 1 upwards.
- Return two numbers, `dw, db`.

Example: x = [1, 2, 4, 7], y = [3, 2, 6, 4], w = 0.5, b = 1. The errors are −1.5, 0, −3
and 0.5; the answer is −5 and −2.

<details><summary>Hint 1</summary>If w grows a little, by how much does the prediction
of a row with x = 7 move? And if b does?</details>
<details><summary>Hint 2</summary>Differentiate the squared error of a single row by the
chain rule, then take the mean over rows of what you get. For b in the example, the mean
of the errors is −1.</details>
"""


# %% exercise="mse_gradient"
def mse_gradient(w, b, x, y):
    """Gradient of the mean squared error of w * x + b. x, y : (n,). Returns dw, db."""
    ### BEGIN SOLUTION
    error = w * x + b - y
    return 2 * np.mean(error * x), 2 * np.mean(error)
    ### END SOLUTION


# %% check="mse_gradient"
check("mse_gradient", mse_gradient)

# %% [markdown] solution="only"
r"""
The chain rule gives 2 · error for the square, times the derivative of the prediction: x
for w, 1 for b. The common slip is to forget the factor x, which makes dw and db equal.
Others sum where the mean is asked, so that twice the data need half the rate.
"""

# %% [markdown]
r"""
## 3 · A gradient without calculus (2 points, 8 minutes)

You derived a gradient; is it right? Central differences tell. Write
`numeric_gradient(f, x, h)`: for each coordinate i, move it by h ahead and by h back,
with the others left alone, and divide the difference of the two values of f by the
distance between the two points.

- `f`: a function of one array (d,) that returns a number. `x`: array (d,) of floats or
  of whole numbers. `h`: above 0.
- Return d floats. `x` stays as it is.

Example: f(x) = x₀³ + x₁³ − x₀ − x₁ at x = [2, −1] with h = 0.1. For coordinate 0:
f(2.1, −1) = 7.161 and f(1.9, −1) = 4.959, their difference is 2.202, the points are 0.2
apart, so 11.01. The answer is `[11.01, 2.01]`.

<details><summary>Hint 1</summary>How many times must you call f for d coordinates, and
how does the point you hand in differ from x each time?</details>
<details><summary>Hint 2</summary>Build a step of zeros, as floats, with h in place i.
`x + step` makes a new array, so x is not harmed. `np.zeros_like(x)` and `x.copy()` hold
whole numbers when x does.</details>
"""


# %% exercise="numeric_gradient"
def numeric_gradient(f, x, h):
    """Central differences of f at x, array (d,), with step h. Returns an array (d,)."""
    ### BEGIN SOLUTION
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient
    ### END SOLUTION


# %% check="numeric_gradient"
check("numeric_gradient", numeric_gradient)

# %% [markdown] solution="only"
r"""
Going both ways cancels the curvature of f, so the error shrinks with h² instead of h. A
fresh step for each coordinate keeps the others where they are; the common slip is to
add h in place and never take it back. `scipy.optimize.check_grad` compares a gradient
with differences for you.
"""

# %% [markdown]
r"""
## 4 · How large may the rate be? (2 points, 7 minutes)

Linear regression with predictions `X @ w` and the mean squared error. Descent settles
for every rate below a limit and diverges above it. Predict that limit from the data,
without a single step: write `stable_rate(X)`.

- `X`: array (n, d).
- Return one number, the limit: 2 divided by the largest curvature of the loss.

Example: X = [[1, 0], [0, 4], [1, 0], [0, 0]] has n = 4 rows. The curvatures of the loss
are 1 and 8, so the answer is 0.25.

<details><summary>Hint 1</summary>The curvatures are the eigenvalues of the Hessian.
What is the Hessian of the mean of (X w − y)² over n rows?</details>
<details><summary>Hint 2</summary>Build the d × d Hessian from `X.T @ X`, check it on
the example (1 and 8 on its diagonal), then `np.linalg.eigvalsh` gives the eigenvalues
in rising order.</details>
"""


# %% exercise="stable_rate"
def stable_rate(X):
    """Largest stable rate of the mean squared error of X @ w. X : (n, d). Above 0."""
    ### BEGIN SOLUTION
    hessian = 2 / len(X) * X.T @ X
    return 2 / np.linalg.eigvalsh(hessian)[-1]
    ### END SOLUTION


# %% check="stable_rate"
check("stable_rate", stable_rate)

# %% [markdown] solution="only"
r"""
Along an eigenvector with curvature λ each step multiplies the distance by 1 − rate · λ,
which stays inside (−1, 1) while rate < 2/λ. The largest λ is the first to break. The
common slip is a Hessian without the 2 or without the 1/n: the limit belongs to the loss
you wrote down, mean and no ½.
"""

# %% [markdown]
r"""
## 5 · Mend the training loop (2 points, 8 minutes)

`train(x, y, rate, epochs)` is meant to start at w = 0, b = 0 and take one full-batch
step an epoch on the mean squared error of the line w · x + b. It runs without any error
and has two faults. Find and mend them.

- `x`, `y`: arrays (n,). `rate`: above 0. `epochs`: a whole number from 1.
- Return two numbers, `w, b`.

Example: x = [1, 2, 3], y = [2, 3, 7], rate = 0.05, 1 epoch. At w = b = 0 the gradient
is dw = −19.333, db = −8, so the answer is w = 0.9667, b = 0.4. The code as given
returns b = 0.2067 there.

<details><summary>Hint 1</summary>Work through the example by hand for one epoch: which
w does b use? Then ask what dw holds when the second epoch begins.</details>
<details><summary>Hint 2</summary>At how many points may one step ask for a gradient?
And of which epochs does a gradient speak that is never set back?</details>
"""


# %% exercise="fix_the_loop"
def train(x, y, rate, epochs):
    """Full-batch descent from w = b = 0. x, y : (n,). Returns w, b at the end."""
    ### BEGIN GIVEN
    # w, b = 0.0, 0.0
    # dw, db = 0.0, 0.0
    # for _ in range(epochs):
    #     for xi, yi in zip(x, y, strict=True):
    #         dw += 2 * (w * xi + b - yi) * xi / len(x)
    #     w -= rate * dw
    #     for xi, yi in zip(x, y, strict=True):
    #         db += 2 * (w * xi + b - yi) / len(x)
    #     b -= rate * db
    # return w, b
    ### END GIVEN
    ### BEGIN SOLUTION
    w, b = 0.0, 0.0
    for _ in range(epochs):
        dw, db = 0.0, 0.0
        for xi, yi in zip(x, y, strict=True):
            error = w * xi + b - yi
            dw += 2 * error * xi / len(x)
            db += 2 * error / len(x)
        w -= rate * dw
        b -= rate * db
    return w, b
    ### END SOLUTION


# %% check="fix_the_loop"
check("fix_the_loop", train)

# %% [markdown] solution="only"
r"""
A gradient belongs to one point, so it starts at zero in each epoch, and both parts are
computed before either weight moves. With one epoch the missing reset does not show,
which is why a test of one step is not enough. In PyTorch that fault is a forgotten
`optimizer.zero_grad()`.
"""

# %% [markdown]
r"""
## 6 · Read the loss curves (1 point, 5 minutes)

Five runs fit the same line to the same 60 rows, from the same start, at a constant
rate. Tell for each what its curve shows: a rate that is *too high*, one that is *too
low* (far from done when the steps end), a *good* one, or *minibatch noise* (its steps
see 2 rows each). A label may fit more than one run, or none. Mind the numbers on each
axis.
"""


# %%
def loss_curve(rate, batch_size, steps=40):
    """Loss before the first step and after each one, for a line fitted from zero."""
    rng = np.random.default_rng(4)
    X = np.column_stack([rng.normal(size=60), np.ones(60)])
    y = X @ [2.0, 3.0] + rng.normal(size=60)
    w, losses = np.zeros(2), []
    for _ in range(steps + 1):
        losses.append(np.mean((X @ w - y) ** 2))
        rows = rng.permutation(60)[:batch_size]
        w = w - rate * 2 / batch_size * X[rows].T @ (X[rows] @ w - y[rows])
    return losses


# %% tags=["illustration"]
def draw_runs():
    rates, sizes = (0.25, 0.004, 1.05, 0.2, 0.015), (2, 60, 60, 60, 60)
    fig, axes = plots.figure(columns=2, rows=3)
    for ax, name, rate, size in zip(axes.flat, "ABCDE", rates, sizes, strict=False):
        ax.plot(loss_curve(rate, size), color=plots.MODEL)
        ax.set(title=f"run {name}", xlabel="step", ylabel="mean squared error")
        ax.set_ylim(bottom=0)
    axes.flat[-1].remove()
    plots.show(
        fig,
        alt="Five loss curves, 40 steps: A falls from 13 to about 2 within 8 steps, "
        "then jumps about; B falls smoothly from 13 to 8; C dips, then grows ever "
        "faster; D falls smoothly and lies flat near 1 from step 10; E falls smoothly "
        "from 13 to 3.",
    )


draw_runs()

# %% [markdown]
r"""
Fill in the dictionary: each value is one of `"too high"`, `"too low"`, `"good"`,
`"minibatch noise"`.

<details><summary>Hint 1</summary>Which runs are smooth? What makes two runs of the same
data jump or not?</details>
<details><summary>Hint 2</summary>For each curve, read two numbers off its axis: where
it starts and where it ends. Then look at the last ten steps: does it still
move?</details>
"""

# %% exercise="read_the_curve"
### BEGIN GIVEN
# curves = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
curves = {
    "A": "minibatch noise",
    "B": "too low",
    "C": "too high",
    "D": "good",
    "E": "too low",
}
### END SOLUTION

# %% check="read_the_curve"
check("read_the_curve", curves)

# %% [markdown] solution="only"
r"""
C is the only one that grows, so its rate is above the limit. B, D and E are smooth
full-batch runs; D lies flat at the floor, B and E are still falling when the steps end,
E from 13 to 3 while the floor is near 1. A falls at once and then jumps in a band,
because every step sees 2 other rows. The common slip is to call A's jitter a rate that
is too high: noise stays in a band, divergence does not.
"""

# %% [markdown]
r"""
## 7 · Put features on one scale (2 points, 8 minutes)

Write `scale_features(train, test)`: both tables with each column shifted and divided so
that, in train, it has mean 0 and standard deviation 1 (ddof=0). The model will be
fitted on train, and test must come in the same units.

- `train`: array (n, d) of floats. `test`: array (m, d) of floats, m from 1.
- Return two arrays, (n, d) and (m, d). The tables handed in stay as they are.
- A column whose values in train are all equal has nothing to divide by: subtract its
  mean, and leave the division out. Mind that its computed spread need not be 0: for
  three values of 0.1 it comes out as 1.4e-17. A column of small numbers that differ is
  divided like any other.

Example: train = [[1, 10], [5, 10]], test = [[7, 12]] gives `[[-1, 0], [1, 0]]` and
`[[2, 2]]`.

<details><summary>Hint 1</summary>In the example the test row [7, 12] becomes [2, 2].
Which mean and which spread make that?</details>
<details><summary>Hint 2</summary>`axis=0` gives one number a column. What do the
largest and the smallest value of a column tell you that its rounded spread does
not?</details>
"""


# %% exercise="scale_features"
def scale_features(train, test):
    """Standardise tables (n, d) and (m, d). Returns both, in the units of train."""
    ### BEGIN SOLUTION
    center, spread = train.mean(axis=0), train.std(axis=0)
    constant = train.max(axis=0) == train.min(axis=0)
    spread = np.where(constant, 1, spread)
    return (train - center) / spread, (test - center) / spread
    ### END SOLUTION


# %% check="scale_features"
check("scale_features", scale_features)

# %% [markdown] solution="only"
r"""
Scaling is part of the model: its numbers are learned from train and then only applied.
The common slip is to scale test by its own mean, which moves it; with a single test row
it would even become all zeros. A test like `spread == 0` misses a column of 0.1, whose
mean is rounded; comparing the largest with the smallest value involves no rounding. The
library calls all this `sklearn.preprocessing.StandardScaler`, with `fit` on train and
`transform` on both.
"""

# %% [markdown]
r"""
## 8 · Shuffle and cut (2 points, 8 minutes)

Write `minibatches(n, size, rng)`: the row numbers 0 to n − 1 in a random order, cut
into batches for one epoch.

- `n`, `size`: whole numbers from 1. `rng`: a NumPy random generator, the only source of
  chance: the same state of `rng` gives the same batches. Training calls your function
  once an epoch with one `rng`, and each epoch has another order; any row may come
  anywhere in it.
- Return a list of arrays or lists of whole numbers, which will pick rows of a table.
  Every row is in exactly one batch. Every batch has `size` rows; the last has what is
  left over, at least one.

Example: n = 7 and size = 3 gives batches of 3, 3 and 1 rows, for instance
`[[4, 0, 6], [2, 5, 1], [3]]`.

<details><summary>Hint 1</summary>Which comes first, the shuffle or the cut? What would
the other order do to sorted data?</details>
<details><summary>Hint 2</summary>`rng.permutation(n)` is a shuffled copy of 0 … n − 1.
A slice that runs past the end stops there.</details>
"""


# %% exercise="minibatches"
def minibatches(n, size, rng):
    """Shuffled batches of row numbers for one epoch: `size` rows each but the last."""
    ### BEGIN SOLUTION
    order = rng.permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]
    ### END SOLUTION


# %% check="minibatches"
check("minibatches", minibatches)

# %% [markdown] solution="only"
r"""
A permutation holds every row once, so cutting it covers every row once. The common
slips are to draw with replacement, which leaves about a third of the rows out of a long
epoch, and to drop the last, smaller batch. PyTorch's `DataLoader` does the same with
`shuffle=True` and `drop_last=False`.
"""

# %% [markdown]
r"""
## 9 · The whole way down (2 points, 9 minutes)

Training takes one step a minibatch, and the rate shrinks with every step. Write
`descend(gradients, start, rate, half, epochs)`: every point visited.

- `gradients`: a list of m functions, one for each minibatch; each takes an array (d,)
  and returns an array (d,). An epoch takes one step with each, in the order of the
  list.
- The rate of step t is `rate / (1 + t / half)`. t counts the steps of all epochs: it is
  0 for the first step of all, and is never set back. `rate`, `half`: above 0.
- `start`: array (d,) of floats; it stays as it is. `epochs`: a whole number from 0.
- Return an array, or a list of arrays, of shape (epochs · m + 1, d): row 0 is the
  start, row k the point after k steps. With 0 epochs the path is the start alone.

Example: gradients = [g, h] with g(w) = [w₀, 4 w₁] and h(w) = [2 w₀, 0]; start = [8, 2],
rate = 0.5, half = 1, 1 epoch. The rates are 0.5 and 0.25; the path is
`[[8, 2], [4, -2], [2, -2]]`.

<details><summary>Hint 1</summary>The example with 2 epochs: which number is t at the
first step of the second epoch?</details>
<details><summary>Hint 2</summary>The path you are building knows how many steps you
have taken. `w = w - ...` makes a new array in each round; `w -= ...` changes the one
you have stored.</details>
"""


# %% exercise="descend"
def descend(gradients, start, rate, half, epochs):
    """Path of descent in minibatches. Returns (epochs * len(gradients) + 1, d)."""
    ### BEGIN SOLUTION
    path = [start]
    for _ in range(epochs):
        for gradient in gradients:
            step = len(path) - 1
            path.append(path[-1] - rate / (1 + step / half) * gradient(path[-1]))
    return np.array(path)
    ### END SOLUTION


# %% check="descend"
check("descend", descend)

# %% [markdown] solution="only"
r"""
Each step asks one minibatch for its gradient at the newest point, and the length of the
path counts the steps of all epochs. The common slip is to count inside the epoch: the
rate then jumps back at each new epoch, never falls below one fixed value, and the run
keeps its noise. Keras calls this schedule `InverseTimeDecay`; a `LambdaLR` of PyTorch
does it when its `step()` is called once a minibatch.
"""

# %% [markdown]
r"""
## 10 · One step with momentum (1 point, 5 minutes)

The velocity remembers where you have been going. In this course the new velocity is
beta times the old one, minus rate times the gradient; then the position moves by the
new velocity. Write `momentum_step(position, velocity, gradient, rate, beta)`.

- `position`, `velocity`, `gradient`: arrays (d,). `rate`: above 0. `beta`: from 0,
  below 1.
- Return two arrays (d,): the new position, then the new velocity. The arrays handed in
  stay as they are.

Example: position = [1, 2], velocity = [0.5, −1], gradient = [3, 1], rate = 0.1, beta =
0.4 gives the position `[0.9, 1.5]` and the velocity `[-0.1, -0.5]`.

<details><summary>Hint 1</summary>Which of the two must be computed first, because the
other needs it?</details>
<details><summary>Hint 2</summary>In the example 0.4 · 0.5 − 0.1 · 3 = −0.1 is the first
velocity. What is 1 − 0.1?</details>
"""


# %% exercise="momentum_step"
def momentum_step(position, velocity, gradient, rate, beta):
    """One step with momentum, on arrays (d,). Returns the new position and velocity."""
    ### BEGIN SOLUTION
    velocity = beta * velocity - rate * gradient
    return position + velocity, velocity
    ### END SOLUTION


# %% check="momentum_step"
check("momentum_step", momentum_step)

# %% [markdown] solution="only"
r"""
The velocity is updated first and the position uses the new one. The common slip is to
move by the old velocity, which reacts one step late. PyTorch's `SGD(momentum=beta)`
keeps v = beta · v + gradient and moves by −rate · v: the same path while the rate does
not change.
"""

# %% [markdown]
r"""
## 11 · Choose the way down (1 point, 6 minutes)

Four teams need the minimum of a loss. Choose `"full batch"`, `"minibatch"` or
`"closed form"` for each. A route may fit more than one team, or none.

- **A.** Mean squared error of a linear model: 400 rows, 12 standardised features,
  refitted once a night on a laptop. The exact minimum is wanted, and nobody is there to
  tune anything.
- **B.** A click model with log loss: 80 million rows of 300 features, on disk; memory
  holds 1 % of them, and reading them all takes 20 minutes. It must be refitted within
  the hour; a loss within 1 % of the minimum is good enough.
- **C.** Logistic regression for loan decisions: 20,000 rows of 30 standardised
  features, which fit into memory. Auditors run it again and must get the same weights;
  the gradient at the end must be below 1e-6.
- **D.** Mean squared error of a linear model: 2 million rows of 25 features, 400 MB in
  memory. A fit may take 10 seconds; this machine does a billion multiplications in a
  second. The condition number is 40,000, and regulators compare the weights to six
  digits.

<details><summary>Hint 1</summary>For which of the four losses does setting the gradient
to zero give equations you can solve directly?</details>
<details><summary>Hint 2</summary>How many multiplications does each route cost in D?
How many passes over the data can B afford, and which of the teams cannot live with
noise?</details>
"""

# %% exercise="choose_optimizer"
### BEGIN GIVEN
# choices = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
# }
### END GIVEN
### BEGIN SOLUTION
choices = {"A": "closed form", "B": "minibatch", "C": "full batch", "D": "closed form"}
### END SOLUTION

# %% check="choose_optimizer"
check("choose_optimizer", choices)

# %% [markdown] solution="only"
r"""
A: least squares of this size is solved by `np.linalg.lstsq` in milliseconds, with
nothing to tune. B: an hour is three passes; minibatches take thousands of steps in one.
C: log loss has no closed form, the data fit, and full-batch descent ends at the same
point each time. In practice C runs L-BFGS, which uses full-batch gradients only and
takes far fewer of them. D: 2 million · 25² is 1.25 billion multiplications, a second or
two; descent at a condition number of 40,000 would need tens of thousands of passes. The
common slip is to take minibatches wherever the table is long.
"""

# %% [markdown]
r"""
## 12 · Make it arrive (2 points, 8 minutes)

A winery predicts the alcohol of 178 wines (% vol) from their acidity (about 2.3 g/L)
and their proline (about 750 mg/L). The data are made by a generator in the style of the
UCI Wine table. `final_loss` runs full-batch descent from zero with your settings. The
still is busy, so there is time for 5 steps. Reach a loss at most 1 % above the smallest
possible one.
"""


# %%
def final_loss(X, y, rate, steps, scale):
    """Mean squared error after full-batch descent from zero, on centred columns."""
    A = (X - X.mean(axis=0)) / (X.std(axis=0) if scale else 1)
    w = np.zeros(X.shape[1])
    with np.errstate(over="ignore", invalid="ignore"):  # a rate may be too large
        for _ in range(steps):
            w = w - rate * 2 / len(y) * A.T @ (A @ w - (y - y.mean()))
        return np.mean((A @ w - (y - y.mean())) ** 2)


# %%
X, y = datasets.wine_like_table(np.random.default_rng(0))
design = np.column_stack([np.ones(len(y)), X])
smallest = np.mean((design @ np.linalg.lstsq(design, y, rcond=None)[0] - y) ** 2)
print(f"smallest possible loss {smallest:.4f}, target {1.01 * smallest:.4f}")
print(f"an attempt: {final_loss(X, y, rate=1e-6, steps=5, scale=False):.4f}")

# %% [markdown]
r"""
Give `settings` a learning rate (a number above 0), a number of steps (1 to 5) and
whether to scale the columns to standard deviation 1 first (True or False; they are
centred in any case). The check tries your settings on these data and on two other
tables from the same generator, so do not tune to the last digit.

<details><summary>Hint 1</summary>What do 5 steps reach with and without scaling, at the
largest rate that does not blow up?</details>
<details><summary>Hint 2</summary>`np.linalg.eigvalsh` gives the curvatures of the
scaled columns. By which factor does one step shrink the distance along each? Which rate
makes both factors small?</details>
"""

# %% exercise="fit_it"
### BEGIN GIVEN
# settings = {
#     "rate": ...,  # your answer
#     "steps": ...,
#     "scale": ...,
# }
### END GIVEN
### BEGIN SOLUTION
settings = {"rate": 0.5, "steps": 5, "scale": True}
### END SOLUTION

# %% check="fit_it"
check("fit_it", settings)

# %% [markdown] solution="only"
r"""
Unscaled, the curvatures are about 2 · 300² for proline and 2 · 0.6² for acidity: a rate
that is stable for the first moves the second by nothing. Scaled, both are near 2, so a
step multiplies each distance by about 1 − 2 · rate; at 0.5 that is nearly 0. The limit,
near 1, is stable and of no use: its factor is −1. The common slip is to answer a bad
scale with more steps.
"""
