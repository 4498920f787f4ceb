# %% [markdown]
r"""
# Price an error before you train on it

A courier firm tests two models that promise delivery times. On the same four parcels, model A is off by 5, 5, 5
and 5 minutes, model B by 0, 0, 0 and 14. The mean absolute error is **5 against 3.5** minutes: B wins. The mean
squared error is **25 against 49** square minutes: A wins. Both are right; the firm has not said which one it
pays for.

**You will be able to**

- compute squared, absolute, Huber and pinball loss, with their units, and say which number each one wants;
- derive a loss from an assumption about noise, without underflow;
- compute log loss from probabilities and from logits, its gradient, and the probabilities of several classes,
  without overflow;
- tell an honest forecaster from an overconfident one, and repair a loss that runs and is wrong;
- choose a loss from stated costs.

**You need** NumPy arrays, derivatives and logarithms ([Start here](00_start_here.ipynb) sets you up).

*About 75 minutes.*
"""

# %%
import numpy as np
from scipy import special
from sklearn import metrics

from firsthand import datasets, plots

off_by = np.array([[5, 5, 5, 5], [0, 0, 0, 14]])  # minutes; a row a model
np.abs(off_by).mean(axis=1), (off_by**2).mean(axis=1)

# %% [markdown]
r"""
## 1 · An error is not yet a cost

Four parcels took $y$ = 30, 42, 25 and 51 minutes. The promises were $\hat y$ = 32, 41, 35 and 47. The **error**
of a row is prediction minus truth, $e = \hat y - y$: here $2, -1, 10, -4$ minutes. A **loss** turns errors into
one number to be made small. Three of them, by hand:

- **squared**: $e^2$ gives 4, 1, 100, 16, mean $121/4 = 30.25$ min². The root, 5.5 min, has the unit back.
- **absolute**: $|e|$ gives 2, 1, 10, 4, mean $17/4 = 4.25$ min.
- **Huber** with $\delta = 5$ min: $\tfrac12 e^2$ up to $\delta$, then a straight line,
  $\delta\,(|e| - \tfrac\delta2)$. It gives 2, 0.5, $5\cdot(10 - 2.5) = 37.5$ and 8, mean $48/4 = 12$ min².

**Predict.** How much of each total is due to the third parcel: (a) about 60 % of the absolute errors, about 80 %
of the other two; (b) about 60 % of Huber, about 80 % of the other two; (c) about 80 % of all three?
"""

# %%
took = np.array([30.0, 42.0, 25.0, 51.0])  # minutes
promised = np.array([32.0, 41.0, 35.0, 47.0])


def huber(e, delta):
    return np.where(np.abs(e) <= delta, e**2 / 2, delta * (np.abs(e) - delta / 2))


error = promised - took
for name, rows in (("squared", error**2), ("absolute", np.abs(error)), ("Huber", huber(error, 5))):
    print(f"{name:9} mean {rows.mean():5.2f}, share of the third parcel {rows[2] / rows.sum():.0%}")
theirs = metrics.mean_squared_error(took, promised), metrics.mean_absolute_error(took, promised)
np.allclose([*theirs, special.huber(5, error).mean()], [30.25, 4.25, 12])

# %% [markdown]
r"""
It is (a): 59 % of the absolute errors, 78 % of Huber, 83 % of the squares. At ten minutes Huber has only begun to
differ from squares. scikit-learn and SciPy agree with the hand.

Two slips to know by sight. One is the divisor: some sum, some divide by $2n$. In this course a loss is the mean,
and squares have no ½ (Huber has one, by tradition). The other is the shape. A database hands you a *column*:
"""

# %%
column = took.reshape(-1, 1)
table = promised - column
print(table.shape, "mean of squares", np.mean(table**2))

# %% [markdown]
r"""
Four rows became 16 differences, every promise against every parcel, and the mean is 139.75 instead of 30.25.
There is no warning. Print shapes, or flatten both.

Training goes by the slope of a loss, not its height. In the right panel, who pulls hardest far out?
"""

# %%
e = np.linspace(-15, 15, 301)
losses = {"½ squared": e**2 / 2, "Huber, δ = 5 min": huber(e, 5), "5 × absolute": 5 * np.abs(e)}
slopes = {"½ squared": e, "Huber, δ = 5 min": np.clip(e, -5, 5), "5 × absolute": 5 * np.sign(e)}
looks = ((plots.ERROR, "--"), (plots.MODEL, "-"), (plots.DATA, ":"))
fig, axes = plots.figure(2)
for ax, curves in zip(axes, (losses, slopes), strict=True):
    for (name, values), (color, style) in zip(curves.items(), looks, strict=True):
        ax.plot(e, values, color=color, linestyle=style, label=name)
    ax.set(xlabel="error (min)")
axes[0].set(title="Loss of one row", ylabel="loss (min²)", ylim=(0, 110))
axes[1].set(title="Slope: how hard a row pulls", ylabel="slope (min)")
axes[0].legend(loc="upper center")
plots.show(fig, alt="Squares get steeper for ever; absolute errors pull equally; Huber's pull stops growing at 5.")

# %% [markdown]
r"""
(Factors ½ and 5 minutes put all three on one scale.) The slope of the square never stops growing. That of the
absolute error has one size: a row one minute off pulls as hard as a row an hour off. Huber's is $e$ up to
$\delta$, as for half a square, and $\pm\delta$ beyond.

## 2 · What one number wants

Now the firm promises the *same* time for every parcel. Nine took 18, 20, 21, 22, 24, 26, 29, 33 and 50 minutes.
Which constant $c$ is best?

For squares, set the slope $\frac2n\sum_i (c - y_i)$ to zero: $c$ is the **mean**, $243/9 = 27$. For absolute
errors, the slope is (rows below $c$ minus rows above $c$) divided by $n$. It passes zero where as many lie below
as above: the **median**, 24.

**Predict.** A van breaks down, and the 50 becomes 600 minutes. Where do the two best constants go: (a) both up
by about 60, (b) the mean up by about 60 and the median a little, (c) the mean up by about 60 and the median
nowhere?
"""

# %%
minutes = np.array([18, 20, 21, 22, 24, 26, 29, 33, 50.0])
broken = np.array([18, 20, 21, 22, 24, 26, 29, 33, 600.0])
grid = np.linspace(0, 120, 1_201)[:, None]  # constants to try, a row each


def best_constant(loss, y):
    return grid[np.argmin(loss(grid - y).mean(axis=1)), 0]


for name, y in (("nine parcels", minutes), ("with the breakdown", broken)):
    print(f"{name:18}  squared {best_constant(np.square, y):.1f}  absolute {best_constant(np.abs, y):.1f}", end="")
    print(f"  (mean {y.mean():.1f}, median {np.median(y):.1f})")

# %% [markdown]
r"""
It is (c), and the search finds what the slopes say. One parcel in nine moves the mean from 27 to 88.1, which is
near none of them. The median stays at 24: the late parcel was above it before, too.
"""

# %%
fig, axes = plots.figure(2)
for ax, loss, title, unit in zip(axes, (np.square, np.abs), ("squared", "absolute"), ("min²", "min"), strict=True):
    for name, y, color, style in (("50 min", minutes, plots.DATA, "-"), ("600 min", broken, plots.ERROR, "--")):
        cost = loss(grid - y).mean(axis=1)
        ax.plot(grid, cost - cost.min(), color=color, linestyle=style, label=f"largest {name}")
        ax.plot(best_constant(loss, y), 0, "o", color=color)
    ax.set(title=title, xlabel="promise c (min)", ylabel=f"mean loss above minimum ({unit})")
axes[0].legend()
plots.show(fig, alt="The outlier shifts the parabola's bottom from 27 to 88; the absolute loss keeps its bottom at 24.")

# %% [markdown]
r"""
Neither is wrong. If the firm pays drivers by the minute, the 600 are real money, and the mean knows of them. If
it wants the usual time, take the median.

## 3 · Huber's two halves

At the best constant the slopes balance, and with Huber none counts more than $\delta$. You choose what is still a
normal error.

**Predict.** For the nine parcels with the breakdown, put $\delta$ = 1, 20 and 1,000 minutes. The best constants
are, in this order: (a) 88.1, 26.6, 24.0; (b) 24.0, 26.6, 88.1; (c) 24.0 three times, since Huber is robust?
"""


# %%
def draw_huber(ax, delta):
    cost = huber(grid - broken, delta).mean(axis=1)
    best = best_constant(lambda e: huber(e, delta), broken)
    ax.plot(grid, cost - cost.min(), color=plots.MODEL)
    ax.plot(broken[:8], np.zeros(8), "|", color=plots.DATA, markersize=14)
    ax.plot(best, 0, "o", color=plots.ERROR)
    ax.set(title=f"δ = {delta}: best {best:.1f} min", xlabel="promise c (min)")


fig, axes = plots.figure(3)
for ax, delta in zip(axes, (1, 20, 1_000), strict=True):
    draw_huber(ax, delta)
axes[0].set(ylabel="loss above minimum (min²)")
plots.show(
    fig, alt="With δ 1 and 20 the bottom lies among the eight parcels; with δ 1,000 it lies far right of all of them."
)

# %% [markdown]
r"""
It is (b). (The ticks are eight parcels; the ninth, at 600, is off the page.) With $\delta = 1$ nearly
every error is cut, and you stand on the median, 24.0. At 20 the breakdown pulls like an error of 20 minutes and
no more: 26.6. $\delta$ = 1,000 makes every error normal: the mean, 88.1. Move $\delta$ and watch the dot leave
the parcels.
"""


# %% tags=["nbval-ignore-output"]
def draw_at(delta):
    fig, ax = plots.figure()
    draw_huber(ax, delta)
    ax.set(ylabel="loss above minimum (min²)")
    plots.show(fig, alt=f"Mean Huber loss of each promise with δ = {delta} minutes.")


plots.slider(draw_at, delta=(1, 600, 1))

# %% [markdown]
r"""
What is that worth on real data? Take 442 patients with diabetes, ten measurements each, and a score (25 to 346,
no unit) of how far the disease had come a year later (Efron and others, 2004). Train on 331, with a slip planted
in ten of them: a 0 too many, so 150 becomes 1,500. Test on the other 111, left as they are. `fit` walks downhill
([lesson 06](06_gradient_descent.ipynb) is about that loop); the two fits differ in the slope alone.
"""

# %%
X, progression, _ = datasets.diabetes_progression()
design = np.column_stack([np.ones(442), X / X.std(axis=0)])


def fit(X, y, slope, rate=0.2, steps=500):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - rate * X.T @ slope(X @ w - y) / len(y)
    return w


def test_errors(seed, typos):
    order = np.random.default_rng(seed).permutation(442)
    train, test, y = order[:331], order[331:], progression.copy()
    y[train[:typos]] *= 10
    weights = [fit(design[train], y[train], slope) for slope in (lambda e: e, lambda e: np.clip(e, -50, 50))]
    return [np.abs(design[test] @ w - progression[test]).mean() for w in weights]


# %%
for typos in (0, 10):
    errors = np.array([test_errors(seed, typos) for seed in range(20)])
    print(f"{typos:2} typos: squared {errors[:, 0].mean():.1f}, Huber (δ = 50) {errors[:, 1].mean():.1f}", end="")
    print(f"; squared is worse in {np.sum(errors[:, 0] > errors[:, 1])} of 20 splits")

# %% [markdown]
r"""
Without typos the two are alike: a mean absolute test error of 45.4 and 45.5 points. With 3 % of the training rows
mistyped, squares rise to 67.1 and lose in 20 of 20 splits; Huber stays at 45.5.

## 4 · When one side is dear

Back to the courier. A parcel later than promised costs 9 euros a minute in refunds; a parcel earlier costs 1
euro a minute of waiting. The losses so far treat both sides alike. The **pinball loss** does not. For a chosen
$\tau$ between 0 and 1, one row costs

$$\ell_\tau = \begin{cases} \tau\,(y - \hat y) & \text{if the promise is too low, } y > \hat y\\
(1-\tau)\,(\hat y - y) & \text{otherwise.}\end{cases}$$

At $\tau = 0.9$ a promise of 30 for a parcel of 34 minutes costs $0.9\cdot 4 = 3.6$; for a parcel of 26 it costs
$0.1 \cdot 4 = 0.4$. That is 9 to 1, and our euros are ten times this loss.

Raise the promise a little. For each minute, a row at or below it costs $1-\tau$ more, and a row above saves
$\tau$. That pays until a share $\tau$ of the rows lies at or below: at the **quantile** $\tau$. The quantile 0.5
is the median.

**Predict.** For the nine parcels and $\tau = 0.9$, the best promise is (a) 33, (b) 50, (c) 0.9 times the mean,
24.3?
"""


# %%
def pinball(y, prediction, tau):
    return np.mean(np.where(y > prediction, tau * (y - prediction), (1 - tau) * (prediction - y)))


costs = [pinball(minutes, c, 0.9) for c in grid[:, 0]]
print(f"best promise {grid[np.argmin(costs), 0]:.1f} min; at 33, 50 and 24.3 the loss is ", end="")
print(", ".join(f"{pinball(minutes, c, 0.9):.2f}" for c in (33, 50, 24.3)))
interpolated = np.quantile(minutes, 0.9)
print(f"np.quantile gives {interpolated:.1f}, where the loss is {pinball(minutes, interpolated, 0.9):.2f}")
np.allclose(pinball(took, promised, 0.9), metrics.mean_pinball_loss(took, promised, alpha=0.9))

# %% [markdown]
r"""
It is (b): 33 covers only 8 of 9 parcels, 89 %, and one more minute there saves 0.9 on one row and costs 0.1 on
eight. NumPy's quantile interpolates unless you say `method="inverted_cdf"`: its 36.4 costs 2.45, more than the
2.30 at 50. With thousands of rows the two hardly differ.

A common slip exchanges the two sides. To price it, choose a promise on 2,000 simulated deliveries and pay for
2,000 new ones, over 20 seeds.
"""

# %%
promises = {
    "quantile 0.9": lambda y: np.quantile(y, 0.9),
    "mean": np.mean,
    "median": np.median,
    "sides exchanged (0.1)": lambda y: np.quantile(y, 0.1),
}


def euros(choose, seed):
    old, new = datasets.delivery_minutes(np.random.default_rng(seed), n=4_000).reshape(2, 2_000)
    return 10 * pinball(new, choose(old), 0.9)


for name, choose in promises.items():
    paid = [euros(choose, seed) for seed in range(20)]
    print(f"{name:22} {np.mean(paid):5.1f} euros a parcel ({min(paid):.1f} to {max(paid):.1f})")

# %%
fig, (left, right) = plots.figure(2)
y = datasets.delivery_minutes(np.random.default_rng(0))
for tau, color, style in ((0.1, plots.ERROR, "--"), (0.5, plots.DATA, ":"), (0.9, plots.MODEL, "-")):
    left.plot(e, np.where(e < 0, -tau * e, (1 - tau) * e), color=color, linestyle=style, label=f"τ = {tau}")
left.set(title="Pinball loss of one row", xlabel="error, promise minus truth (min)", ylabel="loss (min)")
left.legend()
tries = np.linspace(15, 60, 91)
right.plot(tries, [10 * pinball(y, c, 0.9) for c in tries], color=plots.MODEL)
for name, mark in zip(promises, "osD^", strict=True):
    c = promises[name](y)
    right.plot(c, 10 * pinball(y, c, 0.9), mark, color=plots.MODEL if mark == "o" else plots.ERROR, label=name)
right.set(title="What a promise costs", xlabel="promise (min)", ylabel="euros a parcel", ylim=(0, 110))
right.legend()
plots.show(
    fig, alt="Pinball losses tilt with τ; of four promises the quantile 0.9 costs least and the quantile 0.1 most."
)

# %% [markdown]
r"""
The loss that matches the contract pays 18.6 euros a parcel. The mean pays 32.5, the median 39.3, and the
exchanged sides 80.6.

## 5 · From noise to loss

Squares can come from a belief about noise. If $y$ is $\mu$ plus normal noise of standard deviation $\sigma$ (all
in minutes), its density is $\frac{1}{\sigma\sqrt{2\pi}} e^{-(y-\mu)^2/2\sigma^2}$. For independent rows the
**likelihood** of $\mu$ is the product of their densities, and you want the $\mu$ where it is largest. Take the
negative logarithm, and the mean over rows:

$$\frac{1}{2\sigma^2}\cdot\frac1n\sum_i (y_i - \mu)^2 + \log\sigma + \tfrac12\log 2\pi .$$

That is the mean squared error, stretched and lifted; $\sigma$ does both, and moves the best $\mu$ nowhere. With
Laplace noise of width $b$, density $\frac{1}{2b}e^{-|y-\mu|/b}$, the same steps leave the mean of
$\frac1b|y - \mu|$, plus $\log 2b$: absolute errors. The logarithm is needed for another reason too.

**Predict.** 2,000 readings, each with a density around 0.1. What does the computer say for their product: about
$10^{-20}$, about $10^{-2000}$, or 0?
"""


# %%
def normal_density(y, mu, sigma):
    return np.exp(-((y - mu) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))


readings = np.random.default_rng(0).normal(24, 3, 2_000)
density = normal_density(readings, 24, 3)
print(f"mean density {density.mean():.3f}, product {np.prod(density)}, product of 200: {np.prod(density[:200]):.0e}")
by_formula = np.mean((readings - 24) ** 2) / (2 * 3**2) + np.log(3) + np.log(2 * np.pi) / 2
print(f"mean of -log density {-np.log(density).mean():.4f}, by the formula {by_formula:.4f}")

# %% [markdown]
r"""
It is 0. The smallest number above 0 that a double can hold is about $5\cdot10^{-324}$, and the product
**underflows** on its way. With 200 rows it is still a number, $4\cdot10^{-216}$, so a test on few rows does not
find the fault. The mean of the logarithms is harmless, 2.5181, and agrees with the formula.

## 6 · What should a probability be punished for?

Now the clinic. For each patient, a model gives the probability $p$ of coming back within 30 days ($y = 1$).
Charge it for **surprise**: the $-\log$ of the probability it gave to what happened. Four patients,
$y = (1, 0, 1, 1)$, $p = (0.9, 0.2, 0.4, 0.7)$: what happened had the probabilities 0.9, 0.8, 0.4 and 0.7, the
surprises 0.105, 0.223, 0.916 and 0.357. Their mean, 0.400, is the **log loss**, or binary cross-entropy:

$$L = -\frac1n\sum_i \big(y_i \log p_i + (1-y_i)\log(1-p_i)\big).$$

It is section 5 again, with a coin toss for the noise. Four slips follow; each runs without an error.
"""

# %%
y, p = np.array([1, 0, 1, 1]), np.array([0.9, 0.2, 0.4, 0.7])
rows = -np.log(np.where(y == 1, p, 1 - p))
print("right               ", f"{rows.mean():7.4f}", np.allclose(rows.mean(), metrics.log_loss(y, p)))
print("minus forgotten     ", f"{-rows.mean():7.4f}")
print("only y = 1 counted  ", f"{-np.mean(y * np.log(p)):7.4f}")
print("labels flipped      ", f"{-np.mean(np.log(np.where(y == 1, 1 - p, p))):7.4f}")
print("logarithm of mean   ", f"{-np.log(np.mean(np.exp(-rows))):7.4f}")

# %% [markdown]
r"""
A forgotten minus shows itself; the other three look plausible.

**Predict.** The third patient, who did come back, was given 0.4. Make it 0.01: a confident forecast, and wrong.
Does the log loss of the four (a) rise by a tenth, (b) double, (c) more than triple? And at exactly 0: is it
about 10, or infinite?
"""

# %%
for p3 in (0.4, 0.1, 0.01, 1e-6, 0.0):
    with np.errstate(divide="ignore"):
        rows = -np.log([0.9, 0.8, p3, 0.7])
    print(f"p = {p3:<7g} surprise {rows[2]:6.2f}, log loss {rows.mean():6.3f}")
print("clipped:", ", ".join(f"at {c:g} {-np.mean(np.log([0.9, 0.8, c, 0.7])):.3f}" for c in (1e-3, 1e-9, 1e-15)))

# %% [markdown]
r"""
It is (c): from 0.400 to 1.323. At 0 it is infinite, and rightly: the model called impossible what happened. In
practice $p$ is **clipped**, moved a small distance off 0 and 1. The distance then decides the score: 1.898, 5.352
or 8.806 for the same forecast. So state it. And keep what `np.clip` returns: on a line of its own it changes
nothing, and $0\cdot\log 0$ then makes NaN.

The **Brier score**, the mean of $(p-y)^2$, is milder. It charges a row at most 1. (Brier in 1950 added up both
classes, which is twice as much.)
"""

# %%
fig, ax = plots.figure()
q = np.linspace(0.005, 1, 400)
ax.plot(q, -np.log(q), color=plots.MODEL, label="surprise, −log")
ax.plot(q, (1 - q) ** 2, "--", color=plots.ERROR, label="Brier, square")
ax.plot([0.9, 0.8, 0.4, 0.7], -np.log([0.9, 0.8, 0.4, 0.7]), "o", color=plots.DATA, label="the four patients")
ax.set(xlabel="probability given to what happened", ylabel="loss of one row")
ax.legend()
plots.show(fig, alt="Surprise climbs without bound as the probability falls to 0; the Brier score ends at 1.")

# %% [markdown]
r"""
## 7 · From logits, without overflow

Many models put out a **logit** $z$, any number, and the **sigmoid** $p = 1/(1 + e^{-z})$ makes a probability of it.
At $z = -1000$ that rounds to 0. So put the sigmoid into the loss on paper. For $y = 1$ a row costs
$\log(1 + e^{-z})$, for $y = 0$ it costs $\log(1 + e^{z})$; together

$$\log(1 + e^{z}) - yz = \max(z, 0) - yz + \log\!\big(1 + e^{-|z|}\big),$$

and in the last form no exponent is above zero.
"""


# %%
def log_loss_from_logits(y, z):
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))


y, z = np.array([1, 0, 1, 0]), np.array([-1000.0, -2.0, 3.0, 1.0])
with np.errstate(all="ignore"):
    p = 1 / (1 + np.exp(-z))
    naive = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
clipped = metrics.log_loss(y, p)
print(f"naive {naive}, clipped {clipped:.3f}, from logits {log_loss_from_logits(y, z):.3f}")
print(f"the most that scikit-learn's clipping lets a row cost: {-np.log(np.finfo(float).eps):.2f}")
np.allclose(log_loss_from_logits(y, z), np.mean(-special.log_expit(np.where(y == 1, z, -z))))

# %% [markdown]
r"""
The first row costs 1000, and a quarter of it is in the mean: 250.372. The naive way says infinity, and clipping
charges that row 36.04. Worse, where $p$ is clipped the loss is flat, so it teaches nothing.

Now the gradient, by the chain rule. For $y = 1$ the logarithm brings $-1/p$ and the sigmoid $p(1-p)$; the product
is $p - 1$. For $y = 0$ it is $p$. So for the mean $L$ over $n$ rows

$$\frac{\partial L}{\partial z_i} = \frac{p_i - y_i}{n}.$$

With squares on probabilities the factor $p(1-p)$ stays.

**Predict.** A patient who came back got the logit $-8$. The slope of the log loss there is (a) about 2 times,
(b) about 40 times, (c) over 1,000 times that of $(p - y)^2$?
"""

# %%
z = np.array([-8.0, -2.0, 3.0, 1.0])
p = special.expit(z)
nudges = 1e-5 * np.eye(4)
numeric = [(log_loss_from_logits(y, z + h) - log_loss_from_logits(y, z - h)) / 2e-5 for h in nudges]
print("agrees with central differences:", np.allclose((p - y) / 4, numeric))
print(f"at z = -8: log loss {p[0] - 1:.5f}, square {2 * (p[0] - 1) * p[0] * (1 - p[0]):.5f} (one row)")

# %% [markdown]
r"""
It is (c): 0.99966 against 0.00067, nearly 1,500 times. Behind a sigmoid the square is flat where the model is
most wrong. That is one reason to train on log loss.

## 8 · More than two classes

A triage model scores three wards with $z = (0, \log 2, \log 5)$. **Softmax** takes exponentials and divides by
their sum: $(1, 2, 5)/8 = (0.125, 0.25, 0.625)$, a probability for each. **Cross-entropy** is the mean surprise
again: if the third ward was right, this row costs $-\log 0.625 = 0.470$. A number added to every score of a row
cancels, so subtract the row's largest: then nothing overflows.

A common slip applies softmax twice: by hand, and in a library loss that contains it, as PyTorch's
`CrossEntropyLoss` does.

**Predict.** A perfect model, three classes, softmax twice. How near to 0 can its cross-entropy get: 0.00, 0.05,
or 0.55?
"""


# %%
def softmax(Z):
    weights = np.exp(Z - Z.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


Z = np.array([[0, np.log(2), np.log(5)], [1000, 1000, 0], [30, 0, 0]])
shares = softmax(Z)
print(shares.round(3).tolist())
print("third ward right:", f"{-np.log(shares[0, 2]):.3f}", f"{metrics.log_loss([2], shares[:1], labels=[0, 1, 2]):.3f}")
print(f"last row: once {-np.log(shares[2, 0]):.3f}, twice {-np.log(softmax(shares)[2, 0]):.3f}")
np.allclose(shares, special.softmax(Z, axis=1))

# %% [markdown]
r"""
It is 0.551. The second softmax sees numbers between 0 and 1, so the most it can give a class is
$e/(e+2) = 0.576$. Nothing stops, and every forecast is timid. With two classes, softmax of $(0, z)$ gives the
second the sigmoid of $z$.

## 9 · Why not train on accuracy?

The clinic asks about accuracy, the share of right labels. Why not train on it? The **0–1 loss** is 1 for a wrong
label and 0 for a right one. Take 569 breast tumours (212 malignant, $y = 1$; UCI Breast Cancer Wisconsin) and one
feature, the standardised worst radius $x$, with the logit $z = 3x + b$.

**Predict.** At 1,000 values of $b$, measure the slope of the mean 0–1 loss by a central difference with
$h = 10^{-5}$. At how many is it exactly 0: about half, about 900, or nearly all?
"""

# %%
X, malignant, names = datasets.breast_tumours()
radius = X[:, names.index("worst radius")]
x = (radius - radius.mean()) / radius.std()


def zero_one(b):
    return np.mean((3 * x + b >= 0) != (malignant == 1))


def surrogate(b):
    return log_loss_from_logits(malignant, 3 * x + b)


offsets = np.random.default_rng(0).uniform(-3, 3, 1_000)
for name, loss in (("0-1 loss", zero_one), ("log loss", surrogate)):
    slopes = np.array([loss(b + 1e-5) - loss(b - 1e-5) for b in offsets]) / 2e-5
    print(f"{name}: slope exactly 0 at {np.sum(slopes == 0)} of 1,000")

# %%
margin, zoom = np.linspace(-3, 3, 301), np.linspace(-1.2, -0.8, 1_201)
fig, (left, middle, right) = plots.figure(3)
left.plot(margin, margin < 0, color=plots.DATA, label="0–1")
left.plot(margin, np.logaddexp(0, -margin) / np.log(2), "--", color=plots.MODEL, label="log / log 2")
left.plot(margin, np.maximum(0, 1 - margin), ":", color=plots.ERROR, label="hinge")
left.set(title="One row", xlabel="margin: z, or −z if y = 0", ylabel="loss")
left.legend()
middle.plot(zoom, [zero_one(b) for b in zoom], color=plots.DATA)
middle.set(title="0–1, 569 tumours", xlabel="offset b", ylabel="share of wrong labels")
right.plot(zoom, [surrogate(b) for b in zoom], "--", color=plots.MODEL)
right.set(title="log loss, 569 tumours", xlabel="offset b", ylabel="mean log loss")
plots.show(
    fig, alt="0–1 loss: a step for a row, a staircase for 569. Log loss: a smooth curve in both. Hinge: flat from 1 on."
)

# %% [markdown]
r"""
The slope of the 0–1 loss is 0 at 997 of 1,000: a small move changes no label, so descent gets no direction. The
log loss has a slope everywhere but at its minimum. Losses that stand in for the 0–1 loss are **surrogates**. Both
in the left panel lie on or above the step, so the share of wrong labels cannot exceed their mean. (The **hinge** is
$\max(0, 1 - \text{margin})$; its scores are not probabilities.) Train on a surrogate, report what the clinic asks.

## 10 · A proper score rewards honesty

A score is **proper** when no report has a smaller expected loss than what you believe, and **strictly proper**
when every other report has a larger one.

**Predict.** You believe 0.7. The loss is the *absolute* error $|p-y|$. Which report is cheapest on average:
0.5, 0.7 or 1?
"""

# %%
report = np.linspace(0.01, 0.99, 99)
expected = {
    "log loss": -0.7 * np.log(report) - 0.3 * np.log(1 - report),
    "Brier": 0.7 * (1 - report) ** 2 + 0.3 * report**2,
    "absolute": 0.7 * (1 - report) + 0.3 * report,
}
fig, axes = plots.figure(3)
for ax, (name, cost) in zip(axes, expected.items(), strict=True):
    best = report[np.argmin(cost)]
    ax.plot(report, cost, color=plots.MODEL)
    ax.plot(best, cost.min(), "o", color=plots.ERROR)
    ax.set(title=f"{name}: best {best:.2f}", xlabel="reported p", ylim=(0, 1.5))
axes[0].set(ylabel="expected loss, belief 0.7")
plots.show(
    fig, alt="Log loss and Brier score are lowest at the belief 0.7; the absolute error is lowest at the end, 0.99."
)

# %% [markdown]
r"""
It is 1: the absolute error falls all the way to the end of the scale (0.99 here), so it pays you to exaggerate.
Log loss and Brier score are strictly proper, with their bottom at 0.70.

What does **overconfidence**, forecasts too near 0 and 1, cost? Draw 1,000 patients with known risk. One forecaster
reports it; two others multiply its log odds $\log\frac{p}{1-p}$ by a boldness of 0.3 (timid) or 3 (overconfident).
Twenty seeds; the last column counts how often the honest one has the smaller Brier score and log loss.
"""

# %%
scores = {boldness: [] for boldness in (0.3, 1, 3)}
for seed in range(20):
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(0, 1.5, 1_000)
    y = rng.binomial(1, special.expit(log_odds))
    for boldness, kept in scores.items():
        p = special.expit(boldness * log_odds)
        kept.append((np.mean((p >= 0.5) == y), np.mean((p - y) ** 2), metrics.log_loss(y, p)))
for boldness, kept in scores.items():
    beaten = np.sum(np.array(kept)[:, 1:] > np.array(scores[1])[:, 1:], axis=0).tolist()
    accuracy, brier, log = np.mean(kept, axis=0)
    print(f"boldness {boldness:3}: accuracy {accuracy:.3f}  Brier {brier:.3f}  log loss {log:.3f}  worse in {beaten}")

# %% [markdown]
r"""
Accuracy cannot tell them apart: 0.731 three times. Brier score and log loss both put the honest one first, on 20
of 20 seeds against either rival. The log loss of the bold one, 0.750, is above $\log 2 = 0.693$, the score of
always saying one half: by log loss this much exaggeration is worse than knowing nothing.

It happens to real models. **Naive Bayes** takes all thirty measurements of a tumour for independent evidence within
a class, but radius, perimeter and area are nearly one witness, counted three times. Divide its log odds by 10,
which changes no label:
"""

# %%
from sklearn.naive_bayes import GaussianNB


def tumour_scores(seed):
    order = np.random.default_rng(seed).permutation(569)
    train, test = order[:400], order[400:]
    logs = GaussianNB().fit(X[train], malignant[train]).predict_joint_log_proba(X[test])
    z = logs[:, 1] - logs[:, 0]
    return [np.mean((z >= 0) == malignant[test]), *(log_loss_from_logits(malignant[test], z / k) for k in (1, 10))]


accuracy, as_fitted, divided = np.transpose([tumour_scores(seed) for seed in range(20)])
print(f"accuracy {accuracy.mean():.3f}; log loss as fitted {as_fitted.mean():.3f}, divided by 10 {divided.mean():.3f}")
print(f"smaller when divided: {np.sum(divided < as_fitted)} of 20 splits")

# %% [markdown]
r"""
The model is right in 93.2 % of cases, yet its log loss is 0.627; divided, it is 0.160, and smaller in 20 of 20
splits. The 10 was picked by eye. Finding the divisor on rows set aside is one form of **calibration** (temperature
scaling; Guo and others, 2017).

## 11 · Mean or sum, and weights

Descend to the best constant for the nine parcels, from 0 at the rate 0.1, 60 steps. Then put every parcel into
the table twice, which leaves the best constant at 27.
"""


# %%
def descend_to_constant(y, reduce, rate=0.1, steps=60):
    c = 0.0
    for _ in range(steps):
        c = c - rate * reduce(2 * (c - y))
    return c


for name, reduce in (("mean", np.mean), ("sum", np.sum)):
    once, twice = (descend_to_constant(np.tile(minutes, copies), reduce) for copies in (1, 2))
    print(f"{name:4}: nine rows {once:.2f}, eighteen rows {twice:.2g}")

# %% [markdown]
r"""
The mean arrives both times. The sum arrives with nine rows and flies off with eighteen, to $-2\cdot10^{26}$: its
slope has doubled and the rate has not. A rate tuned on a sum belongs to one number of rows.

**Class weights** count a row of a class $w$ times: multiply its loss by $w$ and divide by the sum of the weights.
(Some libraries divide by $n$: the same minimum, another height.)

**Predict.** Of 100 patients 10 come back. The best constant forecast is 0.10. With $w = 9$ for those who come
back it is: 0.10, 0.50 or 0.90?
"""

# %%
y = np.repeat([1, 0], [10, 90])
for w in (1, 3, 9):
    weight = np.where(y == 1, w, 1)
    cost = [metrics.log_loss(y, np.full(100, q), sample_weight=weight) for q in report]
    print(f"w = {w}: best constant forecast {report[np.argmin(cost)]:.2f}, a real share of {y.mean():.2f}")

# %% [markdown]
r"""
It is 0.50: ninety against ninety, by weight. Raised forecasts pass a threshold more often, so more of the rare
class is caught, and more false alarms are raised; and the numbers are no longer risks. If somebody acts on the
number, train without weights and move the threshold instead.

## On the job

**Where it decides.** Promise times, stock, staffing: where one side of an error is dear, the wrong quantile is a
bill every day. Where people act on the probability itself, as in medicine, overconfidence is a safety matter.

**Who owns it.** The product owner knows the costs, the ML engineer asks for them in numbers, the researcher chooses
the surrogate, the data engineer finds the 0 too many before Huber has to.

**What an interviewer may ask.** "Our mean absolute error improved, and complaints went up. How?" Look for a side
that is dear, or a tail that the median ignores. "The loss is NaN." Look for a log of 0, an exponential of a raw
logit, weights that sum to 0.

**At a thousand times the data.** Large models often train partly in half precision. The largest number of float16
is 65,504, and $e^{12} = 162{,}755$ is infinite there. PyTorch's automatic mixed precision refuses
`binary_cross_entropy` and points to the version from logits (documentation of `torch.amp`). The mean is taken per
batch, so a smaller last batch must not count as a whole one.

## Recap

| what you must deliver | loss |
|---|---|
| an amount that will be added up | squared: means add up |
| the usual value, among wild rows | absolute: its constant is the median |
| a mean, with a few slips among normal noise | Huber |
| a promise that costs $a$ a unit too low, $b$ too high | pinball: the quantile $\tau = a/(a+b)$ |
| a probability somebody acts on | log loss: strictly proper, unbounded for a sure error |

- Normal noise gives squares, Laplace absolutes, a coin toss the log loss. Work with logarithms from the start.
- Compute log loss from logits; its gradient is $(p - y)/n$. State what you clip.
- Accuracy has slope 0 almost everywhere. Train on a surrogate, and judge probabilities by a strictly proper score.
- A loss is a mean over rows, and weights change what a forecast means.

Now do [the exercises](../exercises/05_loss_functions.ipynb).

**Further reading**

- B. Efron and others, "Least Angle Regression", *Annals of Statistics* 32 (2004): the diabetes data.
- P. J. Huber, "Robust Estimation of a Location Parameter", *Annals of Mathematical Statistics* 35 (1964).
- R. Koenker and G. Bassett, "Regression Quantiles", *Econometrica* 46 (1978).
- T. Gneiting and A. E. Raftery, "Strictly Proper Scoring Rules, Prediction, and Estimation", *Journal of the
  American Statistical Association* 102 (2007).
- C. M. Bishop, *Pattern Recognition and Machine Learning* (2006), sections 1.5 and 4.3.
- C. Guo and others, "On Calibration of Modern Neural Networks", *ICML* (2017).
"""
