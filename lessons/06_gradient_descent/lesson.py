# %% [markdown]
r"""
# Train a model by walking downhill

A winery's laboratory measures alcohol by distilling a sample. That is slow, so it wants to predict the
alcohol from the other twelve numbers on the sheet, and distil only where it must.

Two trainees run the same program on the same 133 wines for the same 300 steps. One number in their code
differs. With 0.20 the typical error, the root of the mean squared error, is **0.51 % vol**. With 0.22 it is
**1.79 billion % vol**. Neither program has a bug. In section 5 you compute, before any run, where the border
lies.

**You will be able to**

- derive the gradient of the mean squared error, write the descent that uses it, and check it by finite
  differences; <!-- gradient_step, mse_gradient, numeric_gradient -->
- compute the largest stable learning rate, and scale features so that a useful one exists;
  <!-- stable_rate, scale_features, fit_it -->
- read a loss curve (rate too high, too low, good, minibatch noise) and repair a loop that fails;
  <!-- read_the_curve, fix_the_loop -->
- cut an epoch into minibatches, let the rate shrink over the global step, and take a step with momentum;
  <!-- minibatches, descend, momentum_step -->
- choose between a closed form, full batches and minibatches. <!-- choose_optimizer -->

**You need** the chain rule for derivatives from school, and shapes, the matrix product and least squares from
[lesson 02](02_linear_algebra.ipynb). What a loss is for, [lesson 05](05_loss_functions.ipynb) tells.
**About 75 minutes.**
"""

# %%
import numpy as np

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Which way is down?

Three tanks of grape juice have fermented. Sugar used up: 100, 200 and 200 g/L. Alcohol: 6, 11 and 13 % vol.
In units of 100 g/L, $x = (1, 2, 2)$ and $y = (6, 11, 13)$. The model has one **parameter**, a number that
training may change: $\hat y = w x$, where $\hat y$ is the prediction in % vol.

Start at $w = 0$. The errors $e = \hat y - y$ are $-6, -11, -13$. The **loss** is the mean of their squares:
$(36 + 121 + 169)/3 = 108.67$ (% vol)². Which way should $w$ go? The slope of the loss tells. By the chain rule
it is $\frac{2}{n}\sum_i e_i x_i$, with $n = 3$ rows:

$$\tfrac{2}{3}\,(-6\cdot 1 - 11\cdot 2 - 13\cdot 2) = \tfrac{2}{3}\cdot(-54) = -36.$$

It is negative: the loss falls to the right. **Gradient descent** repeats one line, the update rule

$$w \leftarrow w - \eta \cdot \text{slope}, \qquad \eta > 0 \text{ is the } \textbf{learning rate}.$$

The minus turns a negative slope into a step to the right. With $\eta = 0.1$ the first step goes from 0 to 3.6. A
common slip is to *add*: then $w = -3.6$, and the loss rises.
"""

# %%
sugar = np.array([1.0, 2.0, 2.0])  # 100 g/L, used up
alcohol = np.array([6.0, 11.0, 13.0])  # % vol


def tank_loss(w):
    return np.mean((w * sugar - alcohol) ** 2)


def tank_slope(w):
    return 2 * np.mean((w * sugar - alcohol) * sugar)


table({"w": [0, 3.6, -3.6], "loss ((% vol)²)": [tank_loss(w) for w in (0, 3.6, -3.6)]})

# %% [markdown]
r"""
One step takes the loss from 108.67 to 17.95; the step with the wrong sign, to 277.15. Multiply the loss out, and you
get $3(w - 6)^2 + \tfrac23$: the best $w$ is 6. Write the loop once, for any gradient function. It keeps every
point visited, because the path is what you debug. Look at the distance from 6.
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
Each distance is 0.4 times the one before. That is no accident. The slope is $6(w-6)$, so a step turns the distance
$w - 6$ into

$$(w-6) - \eta\cdot 6\,(w-6) = (1 - 6\eta)\,(w-6).$$

The 6 in front is the **curvature** $c$, the slope of the slope: $\frac{2}{n}\sum_i x_i^2 = \frac23(1 + 4 + 4) = 6$.

## 2 · What rate is too large?

Each step multiplies the distance by the factor $1 - c\,\eta$. A negative factor means that the step lands on the other
side of the best $w$.

**Predict.** From $w = 0$, twenty steps each at the rates 0.10, 0.30 and 0.34. Which of them fly away?

- (a) 0.30 and 0.34: both jump to the other side.
- (b) 0.34, and not 0.30.
- (c) None: the loss is a bowl, and leads back.
"""

# %%
jumping = predict("?")  # a, b or c in place of ?
jumping

# %%
rates = (0.02, 0.10, 0.30, 0.33, 0.34)
ends = [abs(6 - descend(tank_slope, 0, rate, 20)[-1]) for rate in rates]
factors = [1 - 6 * rate for rate in rates]
table({"rate": rates, "factor": factors, "distance after 20 steps": ends})

# %%
away = [end > 6 for end in ends]
jumping.outcome(
    a=away[2] and away[4],
    b=away[4] and not away[2],
    c=not any(away),
    tempts={
        "a": "To jump across is not to fly away: it lands nearer than it was.",
        "c": "A bowl leads back if the step is short. A long one lands higher up.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

At 0.30 the factor is $-0.80$: each step lands on the other side, yet nearer. At 0.33 it is $-0.98$ and still closes in;
at 0.34 it is $-1.04$, and the descent climbs out. The border is the factor $-1$:
$1 - c\,\eta = -1$ means $\eta = 2/c = 2/6 = 0.333\ldots$

</details>

A rate below $2/c$ is **stable**; above it, every step takes you further away. In the picture the grey curve is the
loss, the square the start, each dot a step. Move the slider past $1/6 \approx 0.17$, where one step is enough, and past
$1/3$.
"""


# %% folded="Draw eight steps on the bowl"
def draw_descent(ax, rate):
    grid, w = np.linspace(-9, 21, 200), descend(tank_slope, 0, rate, 8)
    color = plots.MODEL if rate < 1 / 3 else plots.ERROR
    ax.plot(grid, 3 * (grid - 6) ** 2 + 2 / 3, color=plots.DATA)
    ax.plot(w, 3 * (w - 6) ** 2 + 2 / 3, "o-", color=color, linewidth=1)
    ax.plot(w[0], 3 * (w[0] - 6) ** 2 + 2 / 3, "s", color=color, markersize=9)
    ax.set(title=f"rate {rate:.2f}, factor {1 - 6 * rate:+.2f}")
    ax.set(xlim=(-9, 21), ylim=(-20, 640))
    ax.set(xlabel="w (% vol per 100 g/L)", ylabel="loss ((% vol)²)")


plots.panels(
    draw_descent,
    (0.02, 0.30, 0.35),
    alt="On a bowl, 0.02 creeps, 0.30 jumps across and closes in, 0.35 climbs out.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the rate"
plots.slider(draw_descent, alt="Descent at rate {rate:.2f}.", rate=(0.01, 0.36, 0.01))

# %% [markdown]
r"""
## 3 · The gradient of the mean squared error

A real model has many parameters. $X$ holds the data, shape $(n, d)$: a row a wine, a column a feature; $w$ the
weights, $(d,)$. Give $X$ a first column of ones, and the intercept is one of them. The errors are
$e = Xw - y$, shape $(n,)$, and the loss is $L(w) = \frac1n \sum_i e_i^2$.

Write $\partial L / \partial w_j$ for the slope of $L$ when $w_j$ alone moves. The square gives $2 e_i$, and inside,
$e_i$ moves by $x_{ij}$:

$$\frac{\partial L}{\partial w_j} = \frac2n \sum_i e_i\, x_{ij}.$$

All these slopes together are the **gradient**. The sum over rows is what a product with the transpose does, so

$$\nabla L = \frac2n X^\top e, \qquad \text{of the shape of } w.$$

By hand for the tanks at $w = (0, 0)$: the rows of $X^\top$ are $(1, 1, 1)$ and $(1, 2, 2)$, so the two sums are
$-6 - 11 - 13 = -30$ and $-6 - 22 - 26 = -54$, and the gradient is $\frac23 (-30, -54) = (-20, -36)$. (We take the
mean, and no ½. With $\frac1{2n}$, or the plain sum, every good rate changes by the inverse factor.)

But if your derivation is wrong, your hand makes the same mistake. Another route needs no calculus. Nudge the weights
a little both ways along any direction $u$ and watch the loss: $\frac{L(w + hu) - L(w - hu)}{2h}$, a **central
difference**, must equal $\nabla L \cdot u$. Beside the right gradient stand four that learners write.
"""


# %%
def mse(X, y, w):
    return np.mean((X @ w - y) ** 2)


def mse_gradient(X, y, w):
    return 2 / len(y) * X.T @ (X @ w - y)


tanks = np.column_stack([np.ones(3), sugar])
mse_gradient(tanks, alcohol, np.zeros(2)).round(6)

# %%
w, u, h = np.array([1.0, 4.0]), np.array([0.6, 0.8]), 1e-5
nudged = mse(tanks, alcohol, w + h * u) - mse(tanks, alcohol, w - h * u)
e = tanks @ w - alcohol
answers = {
    "2/n · Xᵀe": mse_gradient(tanks, alcohol, w),
    "x forgotten": 2 * np.mean(e) * np.ones(2),
    "sum, not mean": 2 * tanks.T @ e,
    "n is the number of columns": 2 / 2 * tanks.T @ e,
    "last row only": 2 * tanks[-1] * e[-1],
}
slopes = [g @ u for g in answers.values()]
agrees = [bool(np.isclose(slope, nudged / (2 * h))) for slope in slopes]
table({"gradient": list(answers), "slope along u": slopes, "agrees": agrees})

# %% [markdown]
r"""
One agrees. None of the four slips raises an error, and all have the right shape. Check every gradient you derive in this way, at a
point that is not special: no zeros, no equal errors.

## 4 · Two parameters make a valley

In section 2 a rate of 0.30 was stable for $w$ alone. Now fit the intercept and $w$ together.

**Predict.** Same tanks, same rate 0.30, one parameter more. The descent

- (a) still arrives, a little later;
- (b) bounces for ever at one height;
- (c) flies away, faster and faster.
"""

# %%
one_more = predict("?")  # a, b or c in place of ?
one_more

# %%
path = descend(lambda v: mse_gradient(tanks, alcohol, v), [0, 0], rate=0.30, steps=20)
losses = [mse(tanks, alcohol, v) for v in path]
table({"step": [0, 1, 2, 20], "loss": [losses[i] for i in (0, 1, 2, 20)]}, decimals=1)

# %%
one_more.outcome(
    a=losses[-1] < losses[0] / 2,
    b=losses[0] / 2 <= losses[-1] <= 2 * losses[0],
    c=losses[-1] > 2 * losses[0],
    tempts={
        "a": "0.30 was stable for one parameter. The second one bends the bowl.",
        "b": "That happens at the border itself, and 0.30 lies beyond it.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

From 108.7 to 28 million in 20 steps. With two parameters the curvature depends on the direction in which you walk, and in one
direction it is larger than 6.

</details>

All curvatures are in one matrix, the **Hessian**. For squared error and a linear model it is the same everywhere:

$$H = \frac2n X^\top X = \frac23 \begin{pmatrix} 3 & 5 \\ 5 & 9 \end{pmatrix}
= \begin{pmatrix} 2 & 3.33 \\ 3.33 & 6 \end{pmatrix}.$$

The 6 of section 1 stands in the corner. The gradient is $H(w - w^\star)$, with $w^\star$ the best weights, so a step
multiplies $w - w^\star$ by $I - \eta H$. Take the direction $v = (0.49, 0.87)$:
$H v = (3.88, 6.85)$, that is $7.89$ times $v$. A direction that a matrix only stretches is an
**eigenvector**, the stretch its **eigenvalue** $\lambda$ ([lesson 02](02_linear_algebra.ipynb)). Along it you are back in
section 2, with curvature $\lambda$ and factor $1 - \eta\lambda$. The steepest direction sets the limit:

$$\text{stable means} \quad \eta < 2/\lambda_{\max}.$$

The flattest sets how long you wait. Their ratio $\kappa = \lambda_{\max}/\lambda_{\min}$ is the **condition number** of $H$.
"""


# %%
def curvatures(X):
    """Eigenvalues of the Hessian of the mean squared error, smallest first."""
    return np.linalg.eigvalsh(2 / len(X) * X.T @ X)


flat, steep = curvatures(tanks)
table(
    [{"flattest": flat, "steepest": steep, "limit": 2 / steep, "κ": steep / flat}],
    decimals=4,
)


# %% folded="Draw the valley and two descents"
def draw_valley(ax, rate):
    steps = 20 if rate < 2 / steep else 5
    route = descend(lambda v: mse_gradient(tanks, alcohol, v), [0, 0], rate, steps)
    plots.contours(ax, lambda v: mse(tanks, alcohol, v), (-7, 10), (-5, 16), levels=8)
    plots.path(ax, route, color=plots.MODEL if rate < 2 / steep else plots.ERROR)
    ax.plot(0, 6, "*", color=plots.DATA, markersize=13)
    ax.set(xlabel="intercept (% vol)", ylabel="w (% vol per 100 g/L)")
    across, along = 1 - rate * steep, 1 - rate * flat
    ax.set(title=f"rate {rate:.2f}: {across:+.2f} across, {along:+.2f} along")


plots.panels(
    draw_valley,
    (0.20, 0.27),
    alt="In a narrow valley 0.20 zigzags in, then creeps; 0.27 zigzags ever wider.",
)

# %% [markdown]
r"""
The limit fell from 0.333 to 0.2536, and 0.30 lies above it. At 0.20 the path zigzags across the valley with factor
$-0.58$, then creeps along its floor with 0.98 a step. At 0.27 the factor across is $-1.13$.

A common slip is to update one weight first, and take the slope for the next at the *new* point. The
loss may still fall, so nothing warns you. Compute the whole gradient first, then move. Here is a good place for a break.

## 5 · Real wines, and why scale decides

Now 178 Italian wines (M. Forina and others, UCI Machine Learning Repository, "Wine", as bundled with scikit-learn).
Set 45 aside to judge the fit. Hue runs up to 1.45 in the other 133, proline up to 1,680, and curvature grows
with the *square* of a column.

**Predict.** The tanks allowed a rate of 0.25. The largest stable rate on these raw columns is nearest to

- (a) a millionth;
- (b) a thousandth;
- (c) a tenth.
"""

# %%
raw_limit = predict("?")  # a, b or c in place of ?
raw_limit

# %%
X, y, names = datasets.wine_alcohol()
order = np.random.default_rng(0).permutation(len(y))
train, test = order[:133], order[133:]
mean, std = X[train].mean(axis=0), X[train].std(axis=0)

tables = {"raw": X, "scaled": (X - mean) / std}
designs = {name: np.column_stack([np.ones(178), t]) for name, t in tables.items()}
edges = [curvatures(design[train])[[0, -1]] for design in designs.values()]
limits, kappas = (
    [2 / steep for _, steep in edges],
    [steep / flat for flat, steep in edges],
)
table(
    {"columns": list(designs), "limit": limits, "κ": kappas},
    decimals={"limit": ".4g", "κ": 0},
)

# %%
raw_limit.outcome(
    a=limits[0] < 1e-4,
    b=1e-4 <= limits[0] < 1e-2,
    c=limits[0] >= 1e-2,
    tempts={
        "b": "Proline is a thousand times hue, its curvature a million times.",
        "c": "That would do for columns of size one. Proline reaches 1,680.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.000001558: proline all but sets it alone. At such a rate the intercept, whose column is all ones and whose
curvature is 2, is all but frozen. The condition number is 186 million.

</details>

**Standardising** takes from each column its mean and divides by its standard deviation. Now the limit is 0.2116, the border
between the two trainees, and the condition number falls to 54. The mean and the standard deviation are those of the *training* rows,
for new wines too: they are part of the model.

A second route needs no rate at all. Set the gradient to zero, and the best weights solve $X^\top X w = X^\top y$, a
**closed form**. `lstsq` finds them ([lesson 02](02_linear_algebra.ipynb)), and its loss is the **floor**. Give the raw
columns 10,000 steps and the scaled ones 1,000.
"""


# %%
def wine_run(columns, rate, steps):
    data, target = designs[columns][train], y[train]
    route = descend(lambda w: mse_gradient(data, target, w), np.zeros(13), rate, steps)
    return route, np.array([mse(data, target, w) for w in route])


scaled, target = designs["scaled"][train], y[train]
best = np.linalg.lstsq(scaled, target)[0]
floor = mse(scaled, target, best)
runs = {"raw": (0.0000015, 10_000), "scaled": (0.20, 1_000)}
ended = {
    name: wine_run(name, *settings)[1][-1] ** 0.5 for name, settings in runs.items()
}
table({"route": [*ended, "lstsq"], "error (% vol)": [*ended.values(), floor**0.5]})

# %% folded="Draw the two trainees"
trainees = {rate: wine_run("scaled", rate, 300)[1] for rate in (0.20, 0.22)}
labels = [f"rate {r:.2f}: {loss[-1] ** 0.5:.3g} % vol" for r, loss in trainees.items()]
fig, ax = plots.figure()
plots.curves(
    ax,
    dict(zip(labels, trainees.values(), strict=True)),
    xlabel="step",
    ylabel="loss ((% vol)²)",
)
plots.show(fig, alt="Both rates fall alike at first; then 0.22 turns up and explodes.")

# %% [markdown]
r"""
On scaled columns the descent arrives, at 0.51 % vol; on raw ones ten times the steps leave 1.23. The code is right
in both. And
the trainees: 0.20 and 0.22 look alike for the first steps, and then they do not.

## 6 · When to stop

**Stop on the gradient, not on the loss.** A popular rule stops as soon as a step changes the loss by less than 0.01 %.
Here are three rates from the same start, at a loss of about 170. The **norm** of the gradient is its length.
"""

# %%
rows = []
for rate in (0.1, 0.001, 0.00001):
    route, history = wine_run("scaled", rate, 3_000)
    stop = 1 + int(np.argmax(-np.diff(history) < 1e-4 * history[:-1]))
    norm = np.linalg.norm(mse_gradient(scaled, target, route[stop]))
    rows.append(
        {
            "rate": rate,
            "stops at": stop,
            "above floor": history[stop] - floor,
            "norm": norm,
        }
    )
table(rows, decimals={"rate": ".5f", "above floor": 3, "norm": 3})

# %% [markdown]
r"""
The smallest rate stops at its first step, 169 above the floor. "The loss barely changes" can mean that you have arrived,
or that your steps are too small. The norm tells the two apart: 0.016 and 26.

## 7 · A few rows at a time

So far each step reads all 133 rows, a **full batch**. A **minibatch** is a small random part of them; with one row
a step the method is **stochastic gradient descent** (SGD), a name many use for any size. One pass over all rows is an
**epoch**: shuffle, cut, use every row once. The gradient of a minibatch is right on average, and never zero: even at the *best* weights each batch pulls its
own way.

So a constant rate never settles. A **schedule** such as $\eta_t = \eta_0 / (1 + t/t_0)$ lets the noise die out (Robbins and Monro, 1951), if $t$
counts *all* steps so far, the **global step**. A common slip restarts $t$ with each epoch.

**Predict.** Three runs of 100 epochs in batches of 8: rate 0.03 throughout; the schedule restarted each epoch; the
schedule on the global step. At the end the restarted one is

- (a) near the constant one;
- (b) half-way between the two;
- (c) near the global one.
"""

# %%
restarted = predict("?")  # a, b or c in place of ?
restarted


# %%
def end_gap(rate_at, seed, epochs=100):
    """Loss above the floor; rate_at(global step, step in this epoch)."""
    rng, w, step = np.random.default_rng(seed), np.zeros(13), 0
    for _ in range(epochs):
        for place, rows in enumerate(np.array_split(rng.permutation(133), 17)):
            w = w - rate_at(step, place) * mse_gradient(scaled[rows], target[rows], w)
            step += 1
    return mse(scaled, target, w) - floor


schedules = {
    "constant": lambda step, place: 0.03,
    "restarted": lambda step, place: 0.03 / (1 + place / 200),
    "global step": lambda step, place: 0.03 / (1 + step / 200),
}
gaps = {
    k: np.array([end_gap(f, seed) for seed in range(20)]) for k, f in schedules.items()
}
medians, worst = ([f(g) for g in gaps.values()] for f in (np.median, np.max))
table({"schedule": list(gaps), "median gap": medians, "worst of 20": worst}, decimals=5)

# %%
constant, again, steady = medians
place = (again - steady) / (
    constant - steady
)  # 1 is the constant one, 0 the global one
restarted.outcome(
    a=place > 0.7,
    b=0.3 <= place <= 0.7,
    c=place < 0.3,
    tempts={
        "b": "It shrinks for 17 steps only, and jumps back each time.",
        "c": "To shrink in each epoch is not to shrink. Where is it after 100 of them?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

A restarted rate shrinks for 17 steps and jumps back; it never falls below a fixed value, so the noise never dies out. The gaps are medians over 20 seeds, and the worst seed of the global schedule beats the medians of the two others by far.

</details>

scikit-learn's `SGDRegressor` is this loop with one row a step. Its squared loss carries a ½, so its `eta0=0.01`
is our 0.005. Is its answer that of `lstsq`, to within 0.05 a weight?
"""

# %%
from sklearn.linear_model import SGDRegressor

sgd = SGDRegressor(penalty=None, eta0=0.01, tol=None, max_iter=200, random_state=0)
sgd.fit(scaled[:, 1:], target)
new_error = mse(designs["scaled"][test], y[test], best) ** 0.5

(
    bool(np.allclose(np.r_[sgd.intercept_, sgd.coef_], best, atol=0.05)),
    round(new_error, 2),
)

# %% [markdown]
r"""
Three routes, one answer; on the 45 wines set aside it misses by 0.61 % vol.

## 8 · Momentum

In the valley the descent zigzagged across and crept along. **Momentum** (Polyak, 1964) keeps a velocity $v$, of the
shape of $w$, and a memory $\beta$ with $0 \le \beta < 1$:

$$v \leftarrow \beta v - \eta\, \nabla L(w), \qquad w \leftarrow w + v .$$

It remembers some $1/(1 - \beta)$ steps: 5 for 0.8, 100 for 0.99. Steps across the valley change sign and cancel; steps
along it add up.

**Predict.** The scaled wines at rate 0.1, until the loss is within 0.000001 of the floor for good. The fastest
memory is

- (a) 0.00, with 226 steps;
- (b) 0.80, in the middle;
- (c) 0.99, the longest.
"""

# %%
memory = predict("?")  # a, b or c in place of ?
memory


# %%
def steps_needed(beta):
    w, velocity, outside = np.zeros(13), 0.0, 0
    for step in range(1, 2_001):
        velocity = beta * velocity - 0.1 * mse_gradient(scaled, target, w)
        w = w + velocity
        if mse(scaled, target, w) - floor >= 1e-6:
            outside = step
    return outside + 1


needed = {beta: steps_needed(beta) for beta in (0.0, 0.8, 0.9, 0.99)}
table({"beta": list(needed), "steps": list(needed.values())})

# %%
memory.outcome(
    a=min(needed, key=needed.get) == 0.0,
    b=min(needed, key=needed.get) == 0.8,
    c=min(needed, key=needed.get) == 0.99,
    tempts={
        "a": "Without memory the flat direction costs the most steps.",
        "c": "With so long a memory you roll past the bottom and back, many times.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

83 steps with 0.8, where none needs 226; but 179 with 0.9, and 1,884 with 0.99. Too long a memory overshoots the bottom again and again.

</details>

## 9 · Read the curve

With many weights you see no valley, only the loss against the step. What you see, and what to do first:

| what you see | most likely | do first |
|---|---|---|
| rises from the first step | gradient added, or rate far too high | check the sign; divide the rate by 10 |
| falls, then explodes, or `nan` | rate above $2/\lambda_{\max}$ | scale the columns; lower the rate |
| a slow straight fall on a log axis | rate too low, or columns unscaled | scale; raise the rate threefold |
| flat from the start | rate far too low, or a gradient of zero | look at the gradient norm |
| jitters around a level | minibatch noise | shrink the rate, or enlarge the batch |

All of this is for a **convex** loss, one bowl: least squares has no other valley. Networks have
(lesson 15); there the start matters, and you try several.

## On the job

**Where it decides.** In the EU the label of a wine may differ from the analysis by at most 0.5 % vol in most cases
(Commission Delegated Regulation (EU) 2019/33, article 44). A typical error of 0.61 cannot print labels.

**Who owns it.** The ML engineer owns the loop and its alarms; the data engineer sees that the training mean
and spread travel with the weights; the researcher chooses the loss.

**What an interviewer may ask.** "Your loss is `nan` after 200 steps. What do you do?" In order: rate,
scale of the inputs, gradient check.

**A thousand times the data.** A closed form while it is cheap; full batches where the rows fit; minibatches when they
overflow memory or keep coming.

## Recap

- Step against the gradient, $w \leftarrow w - \eta \nabla L$, with $\nabla L = \frac2n X^\top e$. Check it by central
  differences.
- Stable means $\eta < 2/\lambda_{\max}$ of $\frac2n X^\top X$; the condition number says how long you wait. Standardise first,
  with the training statistics.
- A flat loss curve is no proof of arrival. The gradient norm is better evidence.
- Minibatches are cheap and noisy; a rate that shrinks over the global step calms them. Momentum helps in a valley, up
  to a point.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/06_gradient_descent.ipynb).

**Further reading**

- H. Robbins and S. Monro, "A Stochastic Approximation Method", *Annals of Mathematical Statistics* 22
  (1951).
- B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", *USSR Computational
  Mathematics and Mathematical Physics* 4 (1964).
- L. Bottou, F. E. Curtis and J. Nocedal, "Optimization Methods for Large-Scale Machine Learning", *SIAM
  Review* 60 (2018).
"""
