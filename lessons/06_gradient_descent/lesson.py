# %% [markdown]
r"""
# Train a model by walking downhill

A winery's laboratory measures alcohol by distilling a sample. That is slow, so it wants to predict the
alcohol from the other twelve numbers already on the sheet, and to distil only where it must.

Two trainees run the same program on the same 133 wines for the same 300 steps. One number in their code
differs. With 0.20 the typical error, the root of the mean squared error, is **0.51 % vol**. With 0.22 it is **1.79 billion % vol**. Neither
program has a bug. By section 5 you will have computed, before any run, that the border lies at 0.2116.

**You will be able to**

- derive the gradient of the mean squared error, write the descent that uses it, and check it by finite
  differences;
- compute the largest stable learning rate, and scale features so that a useful one exists;
- read a loss curve (rate too high, too low, good, minibatch noise) and repair a loop that fails;
- cut an epoch into minibatches, say why the rate must shrink over the global step, and take a step with
  momentum;
- choose between a closed form, full batches and minibatches, and tune a fit to a stated error.

**You need** NumPy arrays, the transpose and the matrix product, and the chain rule for derivatives.
[Start here](00_start_here.ipynb) checks your machine. **About 80 minutes.**
"""

# %%
import numpy as np

from firsthand import datasets, plots

# %% [markdown]
r"""
## 1 · Which way is down?

Three tanks of grape juice have fermented. Sugar used up: 100, 200 and 200 g/L. Alcohol: 6, 11 and 13 % vol.
In units of 100 g/L, $x = (1, 2, 2)$ and $y = (6, 11, 13)$. The model has one **parameter**, a number that
training may change: $\hat y = w x$, where $\hat y$ is the prediction in % vol, and $w$ is in % vol per
100 g/L.

Start at $w = 0$. The errors $e = \hat y - y$ are $-6, -11, -13$. The **loss** is the mean of their squares:
$(36 + 121 + 169)/3 = 108.67$ (% vol)².

Which way should $w$ go? The slope of the loss tells. By the chain rule, as section 3 shows, it is
$\frac{2}{n}\sum_i e_i x_i$, with $n = 3$ rows and $i$ counting them:

$$\tfrac{2}{3}\,(-6\cdot 1 - 11\cdot 2 - 13\cdot 2) = \tfrac{2}{3}\cdot(-54) = -36.$$

**Gradient descent** repeats one line, the update rule:

$$w \leftarrow w - \eta \cdot \text{slope}, \qquad \eta > 0 \text{ is the } \textbf{learning rate}.$$

**Predict.** With $w = 0$, slope $-36$ and $\eta = 0.1$, the next $w$ is: (a) $-3.6$, because the slope is
negative; (b) $+3.6$; (c) $+36$. Commit, then run.
"""

# %%
sugar = np.array([1.0, 2.0, 2.0])  # 100 g/L, used up
alcohol = np.array([6.0, 11.0, 13.0])  # % vol


def tank_slope(w):
    return 2 * np.mean((w * sugar - alcohol) * sugar)


losses = np.round([np.mean((w * sugar - alcohol) ** 2) for w in (0, 3.6, -3.6)], 2)
print(f"slope {tank_slope(0):.0f}, next w {0 - 0.1 * tank_slope(0):.1f}; loss at 0, 3.6 and -3.6: {losses}")

# %% [markdown]
r"""
It is (b). The slope is negative, so the loss falls to the right, and the minus sign sends $w$ to the right.
One step takes the loss from 108.67 to 17.95. A common slip is to *add* the gradient: $w$ becomes $-3.6$,
and the loss rises to 277.15 on the first step.

Now write the loop once, for any gradient function. It returns every point visited, the start included,
because the path is what you debug. Look at how far $w$ still is from 6.
"""


# %%
def descend(gradient, start, rate, steps):
    path = [np.asarray(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - rate * gradient(path[-1]))
    return np.array(path)


6 - descend(tank_slope, start=0, rate=0.1, steps=5).round(3)

# %% [markdown]
r"""
Each distance is 0.4 times the one before: 6, 2.4, 0.96, 0.384 and so on. Multiply the loss out and you get
$3(w-6)^2 + \tfrac23$. Its slope is $6(w-6)$, so a step turns the distance $w - 6$ into

$$(w-6) - \eta\cdot 6\,(w-6) = (1 - 6\eta)\,(w-6).$$

The 6 in front is the **curvature** $c$, the slope of the slope:
$\frac{2}{n}\sum_i x_i^2 = \frac23(1 + 4 + 4) = 6$. (That the best $w$ is also 6 is a coincidence of these
numbers.)

## 2 · What rate is too large?

Each step multiplies the distance by the factor $1 - c\,\eta$.

**Predict.** For the rates 0.02, 0.10, 0.30, 0.33, 0.34 and 0.40, say which fits: *creeps*, *arrives fast*,
*jumps from side to side and closes in*, *flies away*. Above which rate does it fly away?
"""

# %%
for rate in (0.02, 0.10, 0.30, 0.33, 0.34, 0.40):
    w = descend(tank_slope, 0, rate, 20)
    first, last = "  ".join(f"{v:6.2f}" for v in w[1:4]), w[20]
    print(f"rate {rate:.2f}  factor {1 - 6 * rate:+.2f}  w: {first} …  {last:8.2f}")

# %% [markdown]
r"""
At 0.02 the factor is 0.88: safe and slow, with $w$ at 5.53 after 20 steps. At 0.10 it is 0.40, and 20 steps
are plenty. At 0.30 it is $-0.80$: each step lands on the *other* side, yet nearer. At 0.33 it is $-0.98$
and still closes in; at 0.34 it is $-1.04$, and the descent climbs. The border is the factor $-1$:

$$1 - c\,\eta = -1 \quad\Longleftrightarrow\quad \eta = \frac{2}{c} = \frac{2}{6} = 0.333\ldots$$

A rate below $2/c$ is **stable**; above it, every step takes you further away.

The same as a picture: the grey curve is the loss, the square the start, each dot a step.
"""


# %%
def draw_descent(ax, rate):
    grid, w = np.linspace(-9, 21, 200), descend(tank_slope, 0, rate, 8)
    color = plots.MODEL if rate < 1 / 3 else plots.ERROR
    ax.plot(grid, 3 * (grid - 6) ** 2 + 2 / 3, color=plots.DATA)
    ax.plot(w, 3 * (w - 6) ** 2 + 2 / 3, "o-", color=color, linewidth=1)
    ax.plot(w[0], 3 * (w[0] - 6) ** 2 + 2 / 3, "s", color=color, markersize=9)
    ax.set(title=f"rate {rate:.2f}, factor {1 - 6 * rate:+.2f}", xlim=(-9, 21), ylim=(-20, 640))
    ax.set(xlabel="w (% vol per 100 g/L)", ylabel="loss ((% vol)²)")


fig, axes = plots.figure(3, sharey=True)
for ax, rate in zip(axes, (0.02, 0.30, 0.35), strict=True):
    draw_descent(ax, rate)
    ax.label_outer()
plots.show(fig, alt="Steps on a parabola: 0.02 creeps, 0.30 jumps across and closes in, 0.35 climbs out.")

# %% [markdown]
r"""
 Move the
slider past $1/6 \approx 0.17$, where the factor is 0 and one step is enough, and past $1/3$, where it is
$-1$. (Where the notebook is not running there is no slider, and the three panels say the same.)
"""


# %% tags=["nbval-ignore-output"]
def draw_at(rate):
    fig, ax = plots.figure()
    draw_descent(ax, rate)
    plots.show(fig, alt=f"Eight steps of descent on a parabola with learning rate {rate:.2f}.")


plots.slider(draw_at, rate=(0.01, 0.36, 0.01))

# %% [markdown]
r"""
## 3 · The gradient of the mean squared error

A real model has many parameters. Let $X$ be the data, shape $(n, d)$: a row a wine, a column a feature. $w$
holds the weights, shape $(d,)$; $b$ is the intercept, one number in % vol; $y$ is the truth, shape $(n,)$,
in % vol. With the error $e_i = \sum_j x_{ij} w_j + b - y_i$ of row $i$, the loss is

$$L(w, b) = \frac1n \sum_{i=1}^{n} e_i^2 .$$

Write $\partial L / \partial w_j$ for the slope of $L$ when $w_j$ alone moves. Differentiate term by term.
The square gives $2 e_i$; inside, $\partial e_i / \partial w_j = x_{ij}$ and $\partial e_i / \partial b = 1$.
So

$$\frac{\partial L}{\partial w_j} = \frac2n \sum_i e_i\, x_{ij}, \qquad
\frac{\partial L}{\partial b} = \frac2n \sum_i e_i .$$

All these slopes together are the **gradient**. Give $X$ a first column of ones, and the intercept becomes
one more weight. With $e$ of shape $(n,)$ the gradient is then one matrix product, of the same shape as $w$:

$$\nabla L = \frac2n X^\top e .$$

We take the mean, and no ½. Other books take $\frac1{2n}$, which halves the gradient, or the plain sum, which
makes it $n$ times as large; every good rate changes by the inverse factor.

By hand at $w = 0$, $b = 0$: the slope for $b$ is $\frac23(-6-11-13) = -20$, that for $w$ is $-36$ as
before. The intercept comes first.
"""


# %%
def with_ones(X):
    return np.column_stack([np.ones(len(X)), X])


def mse_gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


tanks = with_ones(sugar)
mse_gradient(tanks, alcohol, np.zeros(2)).round(6)

# %% [markdown]
r"""
As by hand. But if your derivation is wrong, your hand makes the same mistake. Another route needs no
calculus: nudge one weight by a small $h$ each way and watch the loss. The **central difference** is
$\frac{L(w + h u_j) - L(w - h u_j)}{2h}$, where $u_j$, of the shape of $w$, is 1 at place $j$ and 0
elsewhere.

Beside the right gradient stand four that learners write. Which rows should say `True`?
"""


# %%
def mse(X, y, w):
    return np.mean((X @ w - y) ** 2)


def numeric_gradient(loss, w, h=1e-5):
    return np.array([(loss(w + nudge) - loss(w - nudge)) / (2 * h) for nudge in h * np.eye(len(w))])


# %%
w = np.array([1.0, 4.0])
e, exact = tanks @ w - alcohol, numeric_gradient(lambda v: mse(tanks, alcohol, v), w)
answers = {
    "2/n · Xᵀe": mse_gradient(tanks, alcohol, w),
    "x forgotten": 2 * np.mean(e) * np.ones(2),
    "sum, not mean": 2 * tanks.T @ e,
    "n is the number of columns": 2 / 2 * tanks.T @ e,
    "last row only": 2 * tanks[-1] * e[-1],
}
for name, answer in answers.items():
    print(f"{name:28}{answer.round(2)!s:18}{np.allclose(answer, exact)}")

# %% [markdown]
r"""
One `True`. None of the four slips raises an error, and all have the right shape. The forgotten $x$ even
gets the intercept right, $-4.67$. The sum makes the step $n$ times as long, so a rate that works on 3 rows
can fly away on 300. Check every gradient you derive in this way, at a point that is *not* special: no zeros,
no equal errors.

## 4 · Two parameters make a valley

In section 2 a rate of 0.30 was stable for $w$ alone. Now fit $w$ and $b$ together.

**Predict.** Same tanks, same rate 0.30, one parameter more. Does the descent (a) still arrive, (b) bounce
for ever at one height, (c) fly away?
"""

# %%
path = descend(lambda v: mse_gradient(tanks, alcohol, v), [0, 0], rate=0.30, steps=20)
[round(float(mse(tanks, alcohol, v)), 1) for v in path[[0, 1, 2, 3, 20]]]

# %% [markdown]
r"""
It flies away, (c): from 108.7 to 28 million in 20 steps. With several parameters the curvature depends on
the direction. All of it is in the **Hessian**, the matrix of second derivatives. For a linear model and
squared error it is the same at every $w$:

$$H = \frac2n X^\top X, \quad \text{shape } (d, d).$$

Here $d$ counts the column of ones. Let $w^\star$ be the best weights. The gradient is zero there,
$\frac2n X^\top(Xw^\star - y) = 0$; take that from $\frac2n X^\top(Xw - y)$, and the gradient at $w$ is
$H(w - w^\star)$. So a step multiplies $w - w^\star$ by $I - \eta H$, where $I$ is the identity matrix.

An **eigenvector** of $H$ is a direction that $H$ stretches without turning it; the stretch $\lambda$, a
number, is its **eigenvalue**. Along it you are back in section 2: curvature $\lambda$, factor
$1 - \eta\lambda$. The steepest direction sets the limit: *stable means* $\eta < 2/\lambda_{\max}$. The
flattest sets how long you wait. Their ratio $\kappa = \lambda_{\max}/\lambda_{\min}$ is the **condition
number** of $H$. (`np.linalg.cond(X)` is its square root.)
"""


# %%
def curvatures(X):
    """Eigenvalues of the Hessian of the mean squared error, smallest first."""
    return np.linalg.eigvalsh(2 / len(X) * X.T @ X)


flat, steep = curvatures(tanks)[[0, -1]]
print(f"curvatures {flat:.3f} and {steep:.3f}; condition number {steep / flat:.0f}; limit {2 / steep:.4f}")

# %% [markdown]
r"""
The steepest curvature went from 6 to 7.887, so the limit fell from 0.333 to 0.2536, and 0.30 lies above it.
 Here is the valley,
with level lines of the loss in grey.
"""


# %%
def draw_valley(ax, route, title, color=plots.MODEL):
    plots.contours(ax, lambda v: mse(tanks, alcohol, v), (-7, 10), (-5, 16), levels=8)
    plots.path(ax, route, color=color)
    ax.plot(0, 6, "*", color=plots.DATA, markersize=13)
    ax.set(title=title, xlabel="intercept b (% vol)", ylabel="w (% vol per 100 g/L)")
    ax.label_outer()


# %%
fig, axes = plots.figure(2, sharey=True)
for ax, rate, steps, color in zip(axes, (0.20, 0.27), (20, 5), (plots.MODEL, plots.ERROR), strict=True):
    route = descend(lambda v: mse_gradient(tanks, alcohol, v), [0, 0], rate, steps)
    across, along = 1 - rate * steep, 1 - rate * flat
    draw_valley(ax, route, f"rate {rate:.2f}: {across:+.2f} across, {along:+.2f} along", color)
plots.show(fig, alt="In a narrow valley, rate 0.20 zigzags in, then creeps; rate 0.27 zigzags ever wider.")

# %% [markdown]
r"""
The square is the start. The star is the least-squares answer, $b = 0$ and $w = 6$: no sugar used, no
alcohol. At 0.20 the path zigzags across the valley with factor $-0.58$, then creeps along its floor with
0.98 a step. At 0.27 the factor across is $-1.13$ and the zigzag widens, though along the floor all is well.

A common slip in such a loop is to update $w$ first and take the slope for $b$ at the *new* $w$. The loss
may still fall, so nothing warns you; but it is another algorithm, and neither your limit nor your gradient
check speaks about it. Compute the whole gradient first, then move.

## 5 · Real wines, and why scale decides

Now 178 Italian wines of three grape varieties (M. Forina and others, UCI Machine Learning Repository,
"Wine", as bundled with scikit-learn). Alcohol is in % vol; the file names no unit for the other columns.
Set 45 wines aside to judge the fit, and look at the ranges.
"""

# %%
X, y, names = datasets.wine_alcohol()
order = np.random.default_rng(0).permutation(len(y))
train, test = order[:133], order[133:]
target = y[train]
for name in ("hue", "flavanoids", "magnesium", "proline"):
    print(f"{name:12}{X[train, names.index(name)].min():8.2f} to {X[train, names.index(name)].max():8.2f}")

# %% [markdown]
r"""
**Predict.** Hue runs up to 1.45, proline up to 1,680, and curvature grows with the *square* of a column.
The tanks allowed a rate of 0.25. The largest stable rate on these raw columns is nearest to: (a) 0.1, (b)
0.001, (c) 0.000001?
"""


# %%
mean, std = X[train].mean(axis=0), X[train].std(axis=0)
raw, scaled = with_ones(X[train]), with_ones((X[train] - mean) / std)
for label, data in (("raw", raw), ("scaled", scaled)):
    flat, steep = curvatures(data)[[0, -1]]
    print(f"{label:7} limit {2 / steep:.4g}, condition number {steep / flat:,.0f}")

# %% [markdown]
r"""
It is (c), 0.000001558. Proline all but sets it alone. At such a rate the intercept, whose column is all
ones and whose curvature is 2, has the factor 0.999997: it is all but frozen. The condition number is 186
million. **Standardising** takes from each column its mean and divides by its
standard deviation. Now the limit is 0.2116, the border of the opening, and the condition number falls to
54; the rest comes from correlated columns, which scaling each by itself cannot mend.

A second route needs no rate at all. Set the gradient to zero, and the best weights solve $d$ linear
equations, $X^\top X w = X^\top y$: a **closed form**. `numpy.linalg.lstsq` (least squares) finds them by a
numerically safer way, and its loss is the **floor**: no weights do better. Give the raw columns 10,000
steps and the scaled ones 1,000. Which reaches the floor?
"""


# %%
def wine_losses(data, rate, steps):
    route = descend(lambda w: mse_gradient(data, target, w), np.zeros(13), rate, steps)
    return route[-1], np.array([mse(data, target, w) for w in route])


best, *_ = np.linalg.lstsq(scaled, target)
floor = mse(scaled, target, best)
raw_weights, raw_losses = wine_losses(raw, 0.0000015, 10_000)
weights, scaled_losses = wine_losses(scaled, 0.20, 1_000)
for label, loss in (("lstsq", floor), ("raw", raw_losses[-1]), ("scaled", scaled_losses[-1])):
    print(f"{label:7} loss {loss:.4f} (% vol)², root {loss**0.5:.2f} % vol")
np.allclose(weights, best)

# %% [markdown]
r"""
On scaled columns the descent and `lstsq` agree in all 13 weights. On raw columns ten times the steps leave
a typical error (the root of the loss, RMSE in other books) of 1.23 % vol against 0.51. The code is right in both. A common slip
is to call such a program broken and rewrite it; look first at the rate and at the scale of the columns.
"""

# %%
fig, (left, right) = plots.figure(2)
floor_line = np.full(10_001, floor)
runs = {"scaled, rate 0.20": scaled_losses, "raw, rate 0.0000015": raw_losses, "lstsq": floor_line}
plots.curves(left, runs, title="Scale decides how fast", xscale="symlog", xlabel="step", ylabel="loss ((% vol)²)")
runs = {f"rate {rate:.2f}": wine_losses(scaled, rate, 300)[1] for rate in (0.20, 0.22)}
title = f"Limit {2 / curvatures(scaled)[-1]:.4f}"
plots.curves(right, runs, title=title, xlabel="step", ylabel="loss ((% vol)²)")
plots.show(fig, alt="Left: scaled columns reach the floor, raw do not. Right: rate 0.22 falls, then explodes.")
print(", ".join(f"{name}: root {run[-1] ** 0.5:.3g} % vol" for name, run in runs.items()))

# %% [markdown]
r"""
On the left, the raw run all but flattens out, far above the floor. On the right, the two rates look alike
at first; then 0.22 explodes, to a typical error of 1.79 billion % vol.

Scaling comes with a duty. A wine that arrives tomorrow must be scaled with the *training* mean and
standard deviation: they are part of the model. The tempting wrong way scales each delivery by itself.
Deliveries come one variety at a time, so let the test wines arrive in nine lots of five, sorted by variety,
and measure the damage over twenty random splits.
"""


# %%
def lot_errors(seed):
    order = np.random.default_rng(seed).permutation(len(y))
    old, new = order[:133], np.sort(order[133:])
    mean, std = X[old].mean(axis=0), X[old].std(axis=0)
    w, *_ = np.linalg.lstsq(with_ones((X[old] - mean) / std), y[old])
    own = np.vstack([(lot - lot.mean(axis=0)) / lot.std(axis=0) for lot in np.split(X[new], 9)])
    return [mse(with_ones(Z), y[new], w) ** 0.5 for Z in ((X[new] - mean) / std, own)]


errors = np.array([lot_errors(seed) for seed in range(20)])
for label, column in zip(("training statistics", "each lot by itself"), errors.T, strict=True):
    print(f"{label:20} mean {column.mean():.2f} % vol, {column.min():.2f} to {column.max():.2f}")
print(f"worse in {np.sum(errors[:, 1] > errors[:, 0])} of 20; spread of alcohol {y.std():.2f} % vol")

# %% [markdown]
r"""
The typical error goes from 0.57 to 0.94 % vol, and it is worse in 20 of 20 splits. It even exceeds 0.81,
the standard deviation of alcohol, about what answering the mean every time would cost. Scaling a lot by
itself erases what sets the lot apart.

## 6 · When to stop

Three rules are in use. Stop when the loss changes by less than some fraction; when the length of the gradient (its **norm**, $\|\nabla L\|$) is small; when a budget of steps is spent. The first has a trap.

**Predict.** Stop as soon as a step changes the loss by less than 0.01 %. All runs start at zero weights, at
a loss of about 170. Which rate stops at its *first* step: 0.1, 0.001 or 0.00001? Is that good news?
"""


# %%
def wine_gradient(w):
    return mse_gradient(scaled, target, w)


for rate in (0.1, 0.001, 0.00001):
    route = descend(wine_gradient, np.zeros(13), rate, 3_000)
    history = np.array([mse(scaled, target, w) for w in route])
    step = 1 + np.argmax(-np.diff(history) < 1e-4 * history[:-1])
    norm, above = np.linalg.norm(wine_gradient(route[step])), history[step] - floor
    bound = norm**2 / (2 * curvatures(scaled)[0])
    print(f"rate {rate:.5f}: step {step:4}, above floor {above:8.4f}, norm {norm:7.4f}, bound {bound:9.4f}")

# %% [markdown]
r"""
The rate 0.00001 stops at step 1, 169.4 above the floor. "The loss barely changes" can mean that you have
arrived, or that your steps are too small. The gradient norm tells the two apart: 0.016 for the rate 0.1,
but 26.06 for the run that went nowhere.

The norm also carries a promise. If the smallest curvature $\lambda_{\min}$ is above zero, the loss lies at
most $\|\nabla L\|^2 / (2 \lambda_{\min})$ above its floor (Boyd & Vandenberghe, section 9.1). Compare
*above floor* with *bound*: the promise holds in all three rows. So stop on the norm, keep a budget, and
test for `nan` ("not a number") in case the run flies away. Here is a good place for a break.

## 7 · A few rows at a time

So far each step reads all 133 rows, a **full batch**. A **minibatch** is a small random part of them. With
one row a step the method is **stochastic gradient descent** (SGD), a name many use for any size. The
gradient of a minibatch costs less and is right on average. One pass over all rows is an **epoch**: shuffle, cut, use every row once. Batches of 8 make 16 full
ones and a last one of 5; keep that one too. Look at two numbers: the average of the batch gradients,
weighted by batch size, and the norm of a single one at the *best* weights.
"""


# %%
def minibatches(n, size, rng):
    order = rng.permutation(n)
    return [order[start : start + size] for start in range(0, n, size)]


batches = minibatches(133, 8, np.random.default_rng(0))
gradients = np.array([mse_gradient(scaled[rows], target[rows], best) for rows in batches])
average = np.average(gradients, axis=0, weights=[len(rows) for rows in batches])
norm = np.linalg.norm(gradients, axis=1).mean()
print(f"{len(batches)} batches, the last of {len(batches[-1])} rows; mean norm at the best {norm:.2f}")
np.allclose(average, wine_gradient(best))

# %% [markdown]
r"""
The average equals the full gradient, which is zero at the best weights. Yet the single batches' gradients
have a mean norm of 1.28 there: each pulls you away from the best answer, each its own way.

What, then, becomes of a run? Let $\eta_t$ be the rate at step $t$. Robbins and Monro (1951) gave the
conditions on the rates under which such a noisy search arrives (with mild ones on the noise and the problem
besides):

$$\sum_t \eta_t = \infty \;\text{ (it can go any distance)}, \qquad
\sum_t \eta_t^2 < \infty \;\text{ (the noise dies out)}.$$

A **schedule** such as $\eta_t = \eta_0 / (1 + t/t_0)$, with $t_0$ the step at which the rate has halved,
meets both. A constant rate breaks the second. Here $t$ counts *all* steps so far, the **global step**. A
common slip restarts $t$ with each epoch.

**Predict.** Three runs of 100 epochs in batches of 8: constant rate 0.03; the schedule restarted each
epoch; the schedule on the global step. Is the restarted one, at the end, nearer to (a) the constant one,
(b) the global one, (c) half-way?
"""


# %%
def gaps_in_batches(rate_at, seed, epochs=100):
    """Loss above the floor at the start and after each epoch; rate_at(global step, place in the epoch)."""
    rng, w, step, gaps = np.random.default_rng(seed), np.zeros(13), 0, []
    for _ in range(epochs):
        gaps.append(mse(scaled, target, w) - floor)
        for batch, rows in enumerate(minibatches(133, 8, rng)):
            w = w - rate_at(step, batch) * mse_gradient(scaled[rows], target[rows], w)
            step += 1
    return [*gaps, mse(scaled, target, w) - floor]


# %%
schedules = {
    "global step": lambda step, batch: 0.03 / (1 + step / 200),
    "restarted each epoch": lambda step, batch: 0.03 / (1 + batch / 200),
    "constant": lambda step, batch: 0.03,
}
gaps = {name: np.array([gaps_in_batches(f, seed) for seed in range(20)]) for name, f in schedules.items()}
for name, runs in gaps.items():
    print(f"{name:21} at the end: median {np.median(runs[:, -1]):.5f}, worst {runs[:, -1].max():.5f}")
fig, ax = plots.figure()
medians = {name: np.median(runs, axis=0) for name, runs in gaps.items()}
plots.curves(ax, medians, xlabel="epochs done", ylabel="loss above the floor ((% vol)²)")
plots.show(fig, alt="Constant and restarted rates level off near 0.005; the global schedule keeps falling.")

# %% [markdown]
r"""
It is (a). The lines are medians over 20 seeds. The restarted schedule ends at 0.00392, next to 0.00475 for
the constant rate and far above the 0.00007 of the global step, whose worst seed still reaches 0.00012. A
restarted rate shrinks for 17 steps and jumps back; it never falls below a fixed value, and the second
condition fails.

## 8 · Momentum

In the valley of section 4 the descent zigzagged across and crept along. **Momentum** (Polyak, 1964) keeps a
velocity $v$, of the shape of $w$, and a memory $\beta$ with $0 \le \beta < 1$:

$$v \leftarrow \beta v - \eta\, \nabla L(w), \qquad w \leftarrow w + v .$$

Steps across the valley change sign and cancel; steps along it add up. PyTorch's form differs:
$v \leftarrow \beta v + \nabla L$, then $w \leftarrow w - \eta v$. For a constant rate the path is the same;
when the rate changes on the way, it is not.

**Predict.** Take the scaled wines at rate 0.1, and count the steps until the loss is within 0.000001 of the
floor and stays there, for $\beta = 0$, $0.8$, $0.9$ and $0.99$. The fastest is: (a) 0; (b) one of the two in
the middle; (c) 0.99, since more memory is always faster?
"""


# %%
def momentum_path(gradient, start, rate, beta, steps):
    path, velocity = [np.asarray(start, dtype=float)], 0.0
    for _ in range(steps):
        velocity = beta * velocity - rate * gradient(path[-1])
        path.append(path[-1] + velocity)
    return np.array(path)


for beta in (0.0, 0.8, 0.9, 0.99):
    route = momentum_path(wine_gradient, np.zeros(13), 0.1, beta, 2_000)
    outside = [mse(scaled, target, w) - floor >= 1e-6 for w in route]
    print(f"beta {beta:.2f}: {1 + np.flatnonzero(outside)[-1]} steps")

# %% [markdown]
r"""
It is (b). Without memory 226 steps, with 0.8 only 83; but 179 with 0.9, and 1,884 with 0.99. With too long
a memory you roll past the bottom and back, many times. Below, 25 steps in the valley of the tanks at rate 0.20. With
$\beta = 0$ the rule must be plain descent; the last line checks that.
"""

# %%
fig, axes = plots.figure(2, sharey=True)
for ax, beta in zip(axes, (0.0, 0.7), strict=True):
    route = momentum_path(lambda v: mse_gradient(tanks, alcohol, v), [0, 0], 0.20, beta, 25)
    draw_valley(ax, route, f"beta {beta:.1f}: ends {np.linalg.norm(route[-1] - [0, 6]):.2f} from the star")
plots.show(fig, alt="Plain, 25 steps end part-way along the floor; with beta 0.7 they come near the star.")
plain = descend(wine_gradient, np.zeros(13), 0.1, 50)
np.allclose(momentum_path(wine_gradient, np.zeros(13), 0.1, 0, 50), plain)

# %% [markdown]
r"""
Plain descent ends 1.67 from the star, momentum 0.34.

## 9 · When there is more than one valley

Least squares with a linear model is **convex**: the straight line between two points of the loss never
runs below the loss. Every valley floor is then equally deep, so the start does not decide how low you get.
Many models are not like that, neural networks among them. A cooled tank swings around its set point as $\sin(\omega t)$ °C, with $t$ in hours, and you want the angular
frequency $\omega$ in rad/h. In this simulated tank it is 2. The loss is still a mean of squares, but
$\omega$ sits inside the sine. By the chain rule the slope is $\frac2n \sum_i e_i\, t_i \cos(\omega t_i)$.

**Predict.** Three descents start at 1.0, 1.75 and 3.0. Do (a) all three end near 2, (b) two, (c) one?
"""

# %%
hours, swing = datasets.cellar_temperature(np.random.default_rng(0))


def swing_loss(omega):
    return np.mean((np.sin(omega * hours) - swing) ** 2)


def swing_slope(omega):
    return 2 * np.mean((np.sin(omega * hours) - swing) * hours * np.cos(omega * hours))


routes = [descend(swing_slope, start, rate=0.01, steps=1_000) for start in (1.0, 1.75, 3.0)]
for start, end in [(route[0], route[-1]) for route in routes]:
    print(f"{start:.2f} → {end:.2f} rad/h, slope {abs(swing_slope(end)):.4f}, loss {swing_loss(end):.2f} °C²")

# %% [markdown]
r"""
It is (c): only the one from 1.75 arrives, at 2.01. All three stop where the slope is 0.0000, so no stopping
rule tells them apart. The loss does: 0.75, 0.09 and 0.83 °C².
"""

# %%
fig, ax = plots.figure()
grid = np.linspace(0.2, 4, 300)
ax.plot(grid, [swing_loss(omega) for omega in grid], color=plots.DATA)
for route, mark, color in zip(routes, "s^D", (plots.ERROR, plots.MODEL, plots.ERROR), strict=True):
    ax.plot(route, [swing_loss(omega) for omega in route], mark, color=color)
    ax.annotate(f"from {route[0]:.2f}", (route[0], swing_loss(route[0])), (8, 0), textcoords="offset points")
ax.set(xlabel="angular frequency ω (rad/h)", ylabel="loss (°C²)")
plots.show(fig, alt="A loss with several valleys; only the descent from 1.75 ends in the deepest, near 2.")

# %% [markdown]
r"""
What helps: several starts, of which you keep the lowest loss, or a start from knowledge, such as a period
read off a chart.

## 10 · Read the curve

With many weights you see no valley, only the loss against the step.

**Predict.** Four runs on the scaled wines, shuffled so that the code does not give them away. One rate is
too high, one too low, one is good, and one run shows the loss of each minibatch it trains on. Name A, B, C
and D.
"""

# %%
histories = {f"rate {rate}": wine_losses(scaled, rate, 60)[1] for rate in (0.22, 0.005, 0.1)}
rng, w, noisy = np.random.default_rng(0), np.zeros(13), []
for rows in [rows for _ in range(4) for rows in minibatches(133, 8, rng)][:61]:
    noisy.append(mse(scaled[rows], target[rows], w))
    w = w - 0.08 * mse_gradient(scaled[rows], target[rows], w)
histories["minibatches of 8"] = noisy

# %%
hidden = np.random.default_rng(3).permutation(list(histories))
fig, axes = plots.figure(2, 2, sharex=True, sharey=True)
for ax, letter, name in zip(axes.flat, "ABCD", hidden, strict=True):
    plots.curves(ax, {name: histories[name]}, title=letter, xlabel="step", ylabel="loss ((% vol)²)")
    ax.label_outer()
plots.show(fig, alt="A falls and jitters, B falls and stays flat, C falls slowly, D falls, then climbs.")

# %% [markdown]
r"""
Beside each name, note what you would change. Then run the next cell.
"""

# %%
dict(zip("ABCD", hidden.tolist(), strict=True))

# %% [markdown]
r"""
A falls, then jitters around a level, since each batch has a loss of its own: that is noise, not a fault. B
is good: steep, then flat at the floor. C is too low: a steady slow fall, far from done after 60 steps. D is
too high, and it *begins* well, because the error along the steepest direction needs time to take over.

| what you see | most likely | do first |
|---|---|---|
| rises from the first step | gradient added, or rate far too high | check the sign; divide the rate by 10 |
| falls, then explodes, or `nan` | rate above $2/\lambda_{\max}$ | scale the columns; lower the rate |
| a slow straight fall on a log axis | rate too low, or columns unscaled | scale; raise the rate threefold |
| flat from the start | rate far too low, or a gradient of zero | print the gradient norm |
| jitters around a level | minibatch noise | shrink the rate, or enlarge the batch |

## 11 · The same in scikit-learn

`SGDRegressor` is the loop of section 7 with one row a step. Four things differ from ours. Its squared loss
carries the ½, so `eta0=0.01` is our 0.005. It adds a penalty on the weights, unless told `penalty=None`. It
stops when five epochs in a row gain less than `tol`, unless told `tol=None`: the trap of section 6.
Its schedule is $\eta_0 / t^{0.25}$ on the global step. That shrinks too slowly for the second Robbins–Monro
condition, because $\sum_t 1/\sqrt t$ is infinite; over a fixed number of steps it can serve well. Is its
answer the one of `lstsq`, to within 0.05 a weight?
"""

# %%
from sklearn.linear_model import SGDRegressor

options = {"penalty": None, "learning_rate": "invscaling", "eta0": 0.01, "power_t": 0.25, "tol": None}
sgd = SGDRegressor(**options, max_iter=200, random_state=0).fit(scaled[:, 1:], target)
library = np.r_[sgd.intercept_, sgd.coef_]
new = with_ones((X[test] - mean) / std)
for label, w in (("lstsq", best), ("ours", weights), ("sklearn", library)):
    old_error, new_error = mse(scaled, target, w) ** 0.5, mse(new, y[test], w) ** 0.5
    print(f"{label:8} typical error: training {old_error:.2f}, test {new_error:.2f} % vol")
np.allclose(library, best, atol=0.05)

# %% [markdown]
r"""
Three routes, one answer: 0.51 % vol on the training wines and 0.61 on the 45 set aside.

## On the job

**Where it decides.** In the EU the label of a wine may differ from the analysis by at most 0.5 % vol in most
cases (Commission Delegated Regulation (EU) 2019/33, article 44). A typical error of 0.61 cannot print
labels, nor spare this winery its still. It can order a second distillation when reading and prediction lie
far apart.

**Who owns it.** The ML engineer owns the loop, its curves and its alarms. The data engineer sees that the
training mean and standard deviation travel with the weights. The researcher chooses the loss.

**What an interviewer may ask.** "Your loss is `nan` after 200 steps. What do you do?" A good answer has an
order: rate, scale of the inputs, gradient check, then the rest.

**A thousand times the data, and which optimizer.** A least-squares solve costs about $n d^2$
multiplications, a full-batch step about $2nd$, a step on a batch of $m$ rows about $2md$.

| situation | choose | because |
|---|---|---|
| 178,000 wines, 12 columns, squared error | closed form | one cheap solve, no rate to tune |
| smooth loss, no closed form, thousands of rows | full batch | exact gradients, no schedule, still cheap |
| rows that overflow memory or keep coming | minibatches | a step costs the same for any $n$ |

## Recap

- Step against the gradient, $w \leftarrow w - \eta \nabla L$; for the mean squared error
  $\nabla L = \frac2n X^\top e$. Check it by central differences.
- Stable means $\eta < 2/\lambda_{\max}$ of the Hessian $\frac2n X^\top X$; the condition number says how
  long you wait. Standardise before you descend, always with the training statistics.
- A flat loss curve is not proof of arrival. The gradient norm is better evidence.
- Minibatches make steps cheap and noisy; a rate that shrinks over the global step calms them. Momentum
  helps in a narrow valley.
- Outside convex problems the start matters: try several.

Now do [the exercises](../exercises/06_gradient_descent.ipynb).

**Further reading**

- H. Robbins and S. Monro, "A Stochastic Approximation Method", *Annals of Mathematical Statistics* 22
  (1951).
- B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", *USSR Computational
  Mathematics and Mathematical Physics* 4 (1964).
- S. Boyd and L. Vandenberghe, *Convex Optimization* (2004), chapter 9.
- I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning* (2016), section 4.3 and chapter 8.
- L. Bottou, F. E. Curtis and J. Nocedal, "Optimization Methods for Large-Scale Machine Learning", *SIAM
  Review* 60 (2018).
"""
