# %% [markdown]
r"""
# Price an error before you train on it

A courier firm tests two models that promise delivery times. On the same four parcels, model A is off by 5, 5, 5
and 5 minutes, model B by 0, 0, 0 and 14. The mean absolute error is **5 against 3.5** minutes: B wins. The mean
squared error is **25 against 49** square minutes: A wins. Both are right; the firm has not said which it pays for.

**You will be able to**

- price errors so that a model aims at the number you need: a mean, a median, a promise kept nine times in ten;
  <!-- mean_squared_error, best_constant, huber, pinball -->
- turn what you believe about noise into a price; <!-- negative_log_likelihood -->
- charge a forecast for what happened, also from a model's raw scores, and say which way each score should move;
  <!-- log_loss, log_loss_from_logits, softmax, logit_gradient -->
- tell an honest forecaster from one who exaggerates; <!-- read_the_scores -->
- find the fault in a loss that runs; <!-- fix_the_loss -->
- choose a loss from stated costs. <!-- choose_loss -->

**You need** NumPy arrays ([Start here](00_start_here.ipynb) sets you up), and from school the derivative, the
chain rule and the logarithm. Quantiles: [lesson 03](03_probability_statistics.ipynb).

*About 70 minutes.*
"""

# %%
import numpy as np
from scipy import special, stats
from sklearn import metrics

from firsthand import datasets, plots, predict, predictions, table

off_by = np.array([[5, 5, 5, 5], [0, 0, 0, 14]])  # minutes; a row a model
absolute, squared = np.abs(off_by).mean(axis=1), (off_by**2).mean(axis=1)
table({"model": ["A", "B"], "absolute (min)": absolute, "squared (min²)": squared})

# %% [markdown]
r"""
## 1 · An error is not yet a cost

Four parcels took $y$ = 30, 42, 25 and 51 minutes. The promises were $\hat y$ = 32, 41, 35 and 47. The **error** of
a row is prediction minus truth, $e = \hat y - y$: here $2, -1, 10, -4$ minutes. A **loss** turns the errors into
one number to be made small. Two by hand:

- **absolute**: $|e|$ gives 2, 1, 10, 4, mean $17/4 = 4.25$ min.
- **squared**: $e^2$ gives 4, 1, 100, 16, mean $121/4 = 30.25$ min². Its root, 5.5 min, has the unit back.

A loss in this course is the **mean over rows**. (Some add up, some halve the squares.) In the table's second row,
a database hands out the same four numbers as a *column*.
"""

# %%
took = np.array([30.0, 42.0, 25.0, 51.0])  # minutes
promised = np.array([32.0, 41.0, 35.0, 47.0])
table(
    {"errors": e.size, "absolute": np.abs(e).mean(), "squared": np.mean(e**2)}
    for e in (promised - took, promised - took.reshape(-1, 1))
)

# %% [markdown]
r"""
Four rows became 16 errors, every promise against every parcel, and the mean square is 139.75. There is no warning.
This is **broadcasting** ([lesson 02](02_linear_algebra.ipynb)): an array (4,) minus an array (4, 1) is a table (4, 4). Look at the shapes, or flatten
both.

## 2 · What one number wants

Now every parcel gets the *same* promise $c$. Nine took 18, 20, 21, 22, 24, 26, 29, 33 and 50 minutes. Which $c$ is
best?

For squares, the slope $\frac2n\sum_i (c - y_i)$ is zero where $c$ is the **mean**, $243/9 = 27$. For absolute
errors, raise $c$ a little: each row below gets dearer, each row above cheaper, all at one rate. At 23 minutes four
rows lie below and five above, so up is cheaper; at 25 it is five and four, so down is. The bottom is the middle
row, the **median**, 24.

A van breaks down, and the 50 becomes 600 minutes.

**Predict.** Where do the two best constants go?

- (a) Both rise by about an hour.
- (b) The mean rises by about an hour, the median by a few minutes.
- (c) The mean rises by about an hour, the median stays.
"""

# %%
van = predict("?")  # a, b or c in place of ?
van

# %% [markdown]
r"""
Try 1,201 constants. `grid[:, None]` is a column, this time on purpose: a row a constant, a column a parcel.
"""

# %%
minutes = np.array([18, 20, 21, 22, 24, 26, 29, 33, 50.0])
broken = np.where(minutes == 50, 600, minutes)
grid = np.linspace(0, 120, 1_201)


def bottom(loss, y):
    return grid[np.argmin(loss(grid[:, None] - y).mean(axis=1))]


table(
    {"longest": y[-1], "squared": bottom(np.square, y), "absolute": bottom(np.abs, y)}
    for y in (minutes, broken)
)


# %% folded="Draw both losses of each promise"
def above_minimum(loss, y):
    cost = loss(grid[:, None] - y).mean(axis=1)
    return cost - cost.min()


fig, axes = plots.figure(2)
for ax, loss, unit in zip(axes, (np.square, np.abs), ("min²", "min"), strict=True):
    runs = {"longest 50 min": above_minimum(loss, minutes)}
    runs["longest 600 min"] = above_minimum(loss, broken)
    plots.lines(ax, grid, runs, title=loss.__name__, xlabel="promise c (min)")
    ax.set(ylabel=f"mean loss above minimum ({unit})")
alt = "The outlier shifts the parabola's bottom from 27 to 88, not the other's, at 24."
plots.show(fig, alt=alt)

# %% folded="Say what came true"
rise = bottom(np.abs, broken) - bottom(np.abs, minutes)
van.outcome(
    a=rise > 30,
    b=0 < rise <= 30,
    c=rise == 0,
    tempts={
        "a": "For the median to rise so far, rows would have to cross it.",
        "b": "The middle row is the middle row, however far out the last one lies.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The mean goes from 27 to 88.1, which is near none of the parcels. The median stays at 24: the late parcel was above
it before, too.

</details>

Neither is wrong. If drivers are paid by the minute, the 600 are real money, and the mean knows of them. The usual
time is the median.

## 3 · Huber's two halves

**Huber's loss** is half a square, $\tfrac12 e^2$, while $|e|$ is at most $\delta$; beyond, a straight line goes on
without a jump or a kink. By hand, with $\delta = 5$ min: an error of 2 costs 2. For an error of 10 the square has
reached 12.5 at 5 and is 5 steep there; five minutes more at that slope make $12.5 + 25 = 37.5$.

Training goes by the slope of a loss. In the right panel, who pulls hardest far out?
"""

# %% folded="Draw three losses of one error, and their slopes"
e = np.linspace(-15, 15, 301)
heights = {
    "Huber, δ = 5 min": special.huber(5, e),
    "½ squared": e**2 / 2,
    "5 × absolute": 5 * np.abs(e),
}
pulls = dict(zip(heights, (np.clip(e, -5, 5), e, 5 * np.sign(e)), strict=True))
fig, (left, right) = plots.figure(2)
plots.lines(left, e, heights, xlabel="error (min)", ylabel="loss (min²)")
plots.lines(right, e, pulls, xlabel="error (min)", ylabel="slope (min)")
left.set(title="Loss of one row", ylim=(0, 110))
right.set(title="Slope: how hard a row pulls")
right.get_legend().remove()
plots.show(
    fig,
    alt="Squares get steeper for ever; absolute errors pull equally; Huber's pull "
    "stops growing at 5.",
)

# %% [markdown]
r"""
The slope of a square never stops growing. That of the absolute error has one size: a minute off pulls as hard as
an hour. Huber's is $e$ up to $\delta$, and no more beyond, so $\delta$ says what is still a normal error. For the
nine parcels with the breakdown:
"""


# %% folded="Draw the mean Huber loss of each promise" tags=["nbval-ignore-output"]
def draw_huber(ax, delta):
    cost = special.huber(delta, grid[:, None] - broken).mean(axis=1)
    best = grid[np.argmin(cost)]
    ax.plot(grid, cost - cost.min(), color=plots.MODEL)
    ax.plot(broken[:8], np.zeros(8), "|", color=plots.DATA, markersize=14)
    ax.plot(best, 0, "o", color=plots.ERROR)
    ax.set(title=f"δ = {delta}: best {best:.1f} min", xlabel="promise c (min)")
    ax.set(ylabel="mean loss, to its own scale", yticks=[])


alt = "The bottom lies at 24.0 with δ 1, at 26.6 with δ 20, and at 88.1 with δ 1,000."
plots.panels(draw_huber, (1, 20, 1_000), sharey=False, alt=alt)
plots.slider(
    draw_huber, alt="Mean Huber loss of each promise, δ {delta}.", delta=(1, 600)
)

# %% [markdown]
r"""
With $\delta = 1$ nearly every error is cut, and you stand on the median, 24.0. At 20 the breakdown pulls like an
error of 20 minutes: 26.6. At 1,000 every error is normal: the mean, 88.1. (Ticks: eight of the parcels.)

Why not always the median? Take 1,000 times 30 readings around 24, with normal noise of 3 minutes, and measure how
far each constant is from 24 (root mean square). Then type a 0 too many in one reading of 30.
"""

# %%
constants = {
    "mean": np.mean,
    "median": np.median,
    "Huber, δ = 3": lambda y: bottom(lambda e: special.huber(3, e), y),
}


def distance(constant, slips):
    y = np.random.default_rng(0).normal(24, 3, (1_000, 30))
    y[:, :slips] *= 10
    return np.sqrt(np.mean([(constant(readings) - 24) ** 2 for readings in y]))


table(
    {"constant": name, "no slip": distance(f, 0), "one slip": distance(f, 1)}
    for name, f in constants.items()
)

# %% [markdown]
r"""
Without a slip the mean is best, 0.56 minutes off, and the median pays for its calm with 0.68. One slip throws the
mean off by 7.32. Huber does well both times: 0.58 and 0.61.

## 4 · When one side is dear

A parcel later than promised costs the courier 9 euros a minute in refunds; an earlier one costs 1 euro a minute of
waiting.

Raise a promise by a minute. Each row at or below it costs 1 euro more; each row above saves 9. That pays until a
share of $9/(9+1) = 0.9$ of the rows lies at or below: at the **quantile** 0.9. (The median is the quantile 0.5.)

**Predict.** Which promise is best for the nine parcels?

- (a) 50 minutes, the longest of them.
- (b) 33 minutes, the second longest.
- (c) 24.3 minutes, 0.9 times the mean.
"""

# %%
dear = predict("?")  # a, b or c in place of ?
dear


# %%
def euros(promise, y):
    return np.where(promise < y, 9 * (y - promise), promise - y).mean()


table(
    {"promise (min)": promise, "euros a parcel": euros(promise, minutes)}
    for promise in (24.3, 33, np.quantile(minutes, 0.9), 50)
)

# %% folded="Say what came true"
cheapest = min(grid, key=lambda promise: euros(promise, minutes))
dear.outcome(
    a=np.isclose(cheapest, 50),
    b=np.isclose(cheapest, 33),
    c=np.isclose(cheapest, 24.3),
    tempts={
        "b": "33 covers 8 of 9 parcels. Is that a share of 0.9?",
        "c": "The share counts rows; it is no factor of a value.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

33 covers 8 of 9 parcels, 89 %: one more minute there saves 9 euros on one row and costs 1 on eight. NumPy's
quantile interpolates, to 36.4, unless you say `method="inverted_cdf"`; that costs 24.51 euros against 23.00.

</details>

Divide the prices by their sum, 10. What is left is the **pinball loss**: with a chosen $\tau$ between 0 and 1 a
unit too low costs $\tau$ (here 0.9), a unit too high $1 - \tau$. scikit-learn calls $\tau$ `alpha`.

A common slip exchanges the sides. To price it, choose a promise on 2,000 simulated deliveries and pay for 2,000
new ones, with 20 seeds.
"""


# %%
def paid(quantile, seed):
    y = datasets.delivery_minutes(np.random.default_rng(seed), n=4_000)
    promise, new = np.full(2_000, np.quantile(y[:2_000], quantile)), y[2_000:]
    return euros(promise, new), 10 * metrics.mean_pinball_loss(new, promise, alpha=0.9)


quantiles = [0.9, 0.5, 0.1]
runs = [[paid(q, seed) for seed in range(20)] for q in quantiles]
hand, library = np.mean(runs, axis=1).T
table({"quantile": quantiles, "euros": hand, "10 × pinball": library}, {"quantile": 1})

# %% [markdown]
r"""
The promise that matches the contract costs 18.55 euros a parcel, the median 39.32, the exchanged sides 80.59.

**A good place for a break.** So far you priced amounts; now probabilities.

---

## 5 · From noise to loss

A loss can come from what you believe about noise. Suppose $y$ is $\mu$ plus **Laplace noise** of width $b$: a
reading has the density $\frac{1}{2b}\,e^{-|y-\mu|/b}$. With $\mu = 24$ and $b = 2$ minutes that is
$\frac14 e^{-1/2} = 0.152$ for a reading of 25.

For independent rows, the **likelihood** of $\mu$ is the product of their densities, and the best $\mu$ makes it
largest. The logarithm turns the product into a sum, a minus turns large into small, and divided by $n$ it is the
mean of

$$-\log\Big(\frac{1}{2b}\,e^{-|y-\mu|/b}\Big) = \frac{|y-\mu|}{b} + \log 2b .$$

That is the absolute error, times one number, plus another: neither moves the best $\mu$. Normal noise has
$-(y-\mu)^2/2\sigma^2$ in its exponent, and leads to squares (exercise 5).

The logarithm does a second job. Here are 2,000 readings:
"""

# %%
readings = np.random.default_rng(0).laplace(24, 2, 2_000)
density = np.exp(-np.abs(readings - 24) / 2) / 4
table(
    {"rows": n, "product": f"{np.prod(d):.1g}", "mean of −log": -np.log(d).mean()}
    for n, d in ((n, density[:n]) for n in (20, 200, 2_000))
)


# %% [markdown]
r"""
With 2,000 rows the product is exactly 0. The smallest number above 0 that a double holds is about
$5\cdot10^{-324}$, and the product **underflows** on its way. A test on 200 rows does not find the fault. The mean
of the logarithms is harmless.

## 6 · What should a forecast pay?

Now a clinic. For each patient, a model gives the probability $p$ of coming back within 30 days ($y = 1$). Charge
it for **surprise**: $-\log$ of the probability that it gave to *what happened*, $p$ where $y = 1$ and $1 - p$
where $y = 0$. The mean over rows is the **log loss**, or binary cross-entropy. Books write a row as
$-y\log p - (1-y)\log(1-p)$.

Four patients, $y = (1, 0, 1, 1)$ and $p = (0.9, 0.5, 0.2, 0.6)$: what happened had the probabilities 0.9, 0.5, 0.2
and 0.6, the surprises 0.105, 0.693, 1.609 and 0.511, the mean 0.730. Lower the third forecast:
"""

# %%
third = (0.2, 0.01, 1e-3, 1e-9, 1e-15, 0.0)
with np.errstate(divide="ignore"):
    surprise = -np.log([[0.9, 0.5, p, 0.6] for p in third])
costs = {"surprise": surprise[:, 2], "log loss": surprise.mean(axis=1)}
table({"third p": [f"{p:g}" for p in third], **costs}, decimals=3)

# %% [markdown]
r"""
At $p = 0.01$ one sure and wrong forecast has doubled the loss of four, to 1.479. At 0 it is infinite, and rightly:
the model called impossible what happened. In practice $p$ is **clipped**, moved a small distance off 0 and 1. That
distance then decides the score: 2.054, 5.508 or 8.962. So state it. And keep what `np.clip` returns: on a line of
its own it changes nothing, and $0\cdot\log 0$ makes NaN.

## 7 · From scores, without overflow

Most models put out a **score** for each class, any number. A triage model gives three wards the scores
$z = (0, \log 2, \log 5)$. **Softmax** takes $e$ to the power of each and divides by their sum: $(1, 2, 5)/8$, which is
0.125, 0.25 and 0.625. If the third ward was right, the surprise is $-\log 0.625 = 0.470$. Its mean over rows is
**cross-entropy**.

But $e^{1000}$ is infinite to the computer. So put softmax into the loss on paper. For the right class $k$ and the
largest score $m$,

$$-\log\frac{e^{z_k}}{\sum_j e^{z_j}} = \log\sum_j e^{z_j} - z_k = m + \log\sum_j e^{z_j - m} - z_k .$$

The last step takes $e^m$ out of the sum, so no exponent is above 0. The second row below is sure and wrong.
"""

# %%
Z = np.array([[0, np.log(2), np.log(5)], [1000, 0, 0]])  # both times ward 3 was right
shares = special.softmax(Z, axis=1)
with np.errstate(divide="ignore"):
    plain = -np.log(shares[:, 2])
clipped = [metrics.log_loss([2], [row], labels=[0, 1, 2]) for row in shares]
m = Z.max(axis=1)
on_paper = m + np.log(np.exp(Z - m[:, None]).sum(axis=1)) - Z[:, 2]
table({"log of share": plain, "clipped": clipped, "from scores": on_paper}, decimals=3)

# %% [markdown]
r"""
SciPy's softmax does not overflow, and still leaves a share of 0, whose logarithm is lost. scikit-learn clips, and
charges 36.044, whether the score is 40 or 1000: the loss is flat there, and teaches nothing. From the scores the
row costs what it should.

With two classes, take the scores as 0 and $z$: then $z$ is the **logit** of class 1, and softmax gives it the
**sigmoid** $p = 1/(1 + e^{-z})$. What the formula becomes then is exercise 7.

## 8 · Why not train on accuracy?

Why not train on the **0–1 loss**, 1 for a wrong label and 0 for a right one? Training moves a model's numbers down
the slope of a loss ([lesson 06](06_gradient_descent.ipynb)), so look at slopes. Take 569 breast tumours, 212 of
them malignant ($y = 1$; scikit-learn codes them 0), and one feature, the standardised worst radius $x$. The logit
is $3x + b$, with one number $b$ to train. Nudge it both ways: $\big(L(b + h) - L(b - h)\big)/2h$ with
$h = 10^{-5}$ is a **central difference**, and all but equals the slope.

**Predict.** Measure it at 1,000 values of $b$. At how many is the slope of the 0–1 loss exactly 0?
"""

# %%
flat = predict("?", unit="")  # a number in place of ?
flat

# %%
X, malignant, names = datasets.breast_tumours()
x = stats.zscore(X[:, names.index("worst radius")])
losses = {
    "0–1": lambda b: np.mean((3 * x + b >= 0) != malignant),
    "log loss": lambda b: metrics.log_loss(malignant, special.expit(3 * x + b)),
}


def slope(loss, b, h=1e-5):
    return (loss(b + h) - loss(b - h)) / (2 * h)


offsets = np.random.default_rng(0).uniform(-3, 3, 1_000)
zeros = {name: sum(slope(f, b) == 0 for b in offsets) for name, f in losses.items()}
table({"loss": list(zeros), "slope exactly 0": list(zeros.values())})

# %% folded="Draw both losses near b = -1"
near = np.linspace(-1.2, -0.8, 401)
fig, axes = plots.figure(2)
units = ("share of wrong labels", "mean surprise")
for ax, (name, loss), unit in zip(axes, losses.items(), units, strict=True):
    plots.lines(ax, near, {name: [loss(b) for b in near]})
    ax.set(title=f"{name}, 569 tumours", xlabel="offset b", ylabel=unit)
plots.show(fig, alt="The 0–1 loss is a staircase in b; the log loss is a smooth curve.")

# %% folded="Say what came true"
flat.outcome(zeros["0–1"])

# %% [markdown]
r"""
<details><summary>Why</summary>

997 times a small move of $b$ changes no label, so descent gets no direction.

</details>

A loss that stands in for the one you care about, and has a slope, is a **surrogate**. Train on it, and report the
other.

How steep is surprise? For a row with $y = 1$, $-1/p$ from the logarithm times $p(1-p)$ from the sigmoid is $p - 1$.
Square the error of the probability instead, and the factor $p(1-p)$ stays:
"""

# %%
z = np.array([-8.0, -2.0, 2.0])  # sure and wrong, wrong, right
p = special.expit(z)
nudged = [slope(lambda logit: -special.log_expit(logit), logit) for logit in z]
columns = {"p − 1": p - 1, "nudged": nudged, "square": 2 * (p - 1) * p * (1 - p)}
table({"logit": [-8, -2, 2], **columns}, decimals=5)

# %% [markdown]
r"""
At $z = -8$ surprise pulls with 0.99966 and the square with 0.00067: it is flat where the model is most wrong. Rows
with $y = 0$, and the mean, are exercise 9.

## 9 · A proper score rewards honesty

You believe that a patient comes back with probability 0.7. A loss is **proper** if no report has a smaller
expected loss than your belief, **strictly** if every other report has a larger one. Four candidates:

- surprise;
- the **Brier score**, the mean of $(p - y)^2$, at most 1 a row (Brier added up both classes, twice as much);
- the absolute error $|p - y|$;
- surprise with **class weights**: rows with $y = 1$ count three times, and the divisor is the sum of the weights
  (in some libraries, $n$).

**Predict.** The loss is the absolute error. Which report is cheapest on average?

- (a) What you believe, 0.7.
- (b) The end of the scale, 1.
- (c) The middle of the scale, 0.5.
"""

# %%
cheap = predict("?")  # a, b or c in place of ?
cheap

# %%
report = np.linspace(0.001, 0.999, 999)
if_back, if_not = -np.log(report), -np.log(1 - report)  # surprise
expected = {
    "surprise": 0.7 * if_back + 0.3 * if_not,
    "Brier": 0.7 * (1 - report) ** 2 + 0.3 * report**2,
    "absolute": 0.7 * (1 - report) + 0.3 * report,
    "weighted surprise": (3 * 0.7 * if_back + 0.3 * if_not) / (3 * 0.7 + 0.3),
}
best = {name: report[np.argmin(cost)] for name, cost in expected.items()}
table({"loss": list(best), "best report": list(best.values())}, decimals=3)

# %% folded="Draw what each report costs"
fig, axes = plots.figure(4, sharey=True)
for ax, (name, cost) in zip(axes, expected.items(), strict=True):
    ax.plot(report, cost, color=plots.MODEL)
    ax.plot(best[name], cost.min(), "o", color=plots.ERROR)
    ax.set(title=name, xlabel="report", ylim=(0, 1.5), xlim=(0, 1.03))
    ax.set_xticks((0, 0.5, 1), ("0", "0.5", "1"))
axes[0].set(ylabel="expected loss")
plots.show(
    fig,
    alt="Surprise and Brier score are lowest at 0.7, the absolute error at the end of "
    "the scale, weighted surprise at 0.875.",
)

# %% folded="Say what came true"
cheap.outcome(
    a=np.isclose(best["absolute"], 0.7),
    b=best["absolute"] > 0.99,
    c=np.isclose(best["absolute"], 0.5),
    tempts={
        "a": "That is what a proper loss would reward.",
        "c": "One half would be a safe report; it is not the cheapest.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Raising the report by 0.1 saves 0.07 and costs 0.03, so the absolute error falls to the end of the scale, 0.999
here: it pays you to exaggerate. Surprise and Brier score are strictly proper.

</details>

With the weights you report 0.875, which is no longer a risk. If somebody acts on the number, train without
weights.

What does **overconfidence**, forecasts too near 0 and 1, cost? One forecaster reports the true risk of 1,000
patients; two multiply its logit by a boldness of 0.3 (timid) or 3. With 20 seeds:
"""


# %%
def score(boldness, seed):
    rng = np.random.default_rng(seed)
    logit = rng.normal(0, 1.5, 1_000)
    y = rng.binomial(1, special.expit(logit))
    p = special.expit(boldness * logit)
    return np.mean((p - y) ** 2), metrics.log_loss(y, p)


runs = {b: np.array([score(b, seed) for seed in range(20)]) for b in (0.3, 1, 3)}
brier, log_loss = np.mean(list(runs.values()), axis=1).T
worse = [int(np.sum(np.all(run > runs[1], axis=1))) for run in runs.values()]
columns = {"Brier": brier, "log loss": log_loss, "seeds with both worse": worse}
table({"boldness": ["0.3", "1", "3"]} | columns, decimals=3)

# %% [markdown]
r"""
Both scores put the honest one first on every seed. The bold one's log loss, 0.750, is above $\log 2 = 0.693$, the
score of always saying one half: worse than knowing nothing. The honest one is **calibrated**: of patients given
0.8, some 80 % come back. Dividing the logits by a number, found on rows set aside, often mends a bold model
(temperature scaling; Guo and others, 2017).

## On the job

**Where it decides.** In promise times, stock and staffing the wrong quantile is a bill every day. In medicine,
where people act on the probability itself, overconfidence is a safety matter. The product owner knows the costs,
the ML engineer asks for them, the data engineer finds the 0 too many before Huber has to.

**What an interviewer may ask.** "Our mean absolute error improved, and complaints went up. How?" Look for a dear
side, or a tail that the median ignores. "The loss is NaN." Look for a log of 0, an exponential of a raw score,
weights that sum to 0.

**At a thousand times the data.** The largest float16 is 65,504, and $e^{12} = 162{,}755$ is infinite there
(bfloat16 holds it). Losses are averaged by batch, and a smaller last one must not count as a whole.

## Recap

| loss | its best constant | a row far out pulls |
|---|---|---|
| squared | the mean | ever harder |
| absolute | the median | like any other |
| Huber | between the two, by $\delta$ | with $\delta$ |
| pinball | the quantile $\tau$ | with $\tau$ or $1 - \tau$ |
| log loss | the share of $y = 1$ | at the logit, with 1 at most |

- A belief about noise is a loss: $-\log$ of the density. Add logarithms, never multiply densities.
- Compute log loss from scores. State what you clip.
- Train on a surrogate that has a slope; judge probabilities by a strictly proper score.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/05_loss_functions.ipynb).

**Further reading**

- P. J. Huber, "Robust Estimation of a Location Parameter", *Annals of Mathematical Statistics* 35 (1964).
- R. Koenker and G. Bassett, "Regression Quantiles", *Econometrica* 46 (1978).
- G. W. Brier, "Verification of Forecasts Expressed in Terms of Probability", *Monthly Weather Review* 78 (1950).
- T. Gneiting and A. E. Raftery, "Strictly Proper Scoring Rules, Prediction, and Estimation", *JASA* 102 (2007).
- C. Guo and others, "On Calibration of Modern Neural Networks", *ICML* (2017).
- W. Wolberg and others, "Breast Cancer Wisconsin (Diagnostic)", UCI repository (1995): the tumours.
"""
