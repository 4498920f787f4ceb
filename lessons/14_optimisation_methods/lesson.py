# %% [markdown]
r"""
# Take better steps downhill

A parcel network lets a solver order its packaging. The solver reports "converged, slope zero", and no warehouse could carry out the
order. Another team compares two optimisers at their usual settings, finds one at a loss of 0.94 and the other at 1.70, and adopts
the first. Both trusted what their own program printed. Would it have held under a second look?

[Lesson 06](06_gradient_descent.ipynb) walked downhill with one rate. Here you take better steps, learn what each of them costs and when
it fails, and compare them so that the answer holds.

**You will be able to**

- take a Newton step, say when it fails, and guard it with a line search; <!-- newton_step, where_newton_ends, backtrack -->
- build Adam, derive its correction, and write a schedule with warm-up;
  <!-- adam_step, fix_adam, warmup_cosine -->
- compare optimisers fairly, and search settings at equal cost; <!-- read_the_comparison, tune_momentum -->
- keep a solution inside its constraints, and choose a solver for a problem. <!-- project_to_simplex, choose_the_solver -->

**You need** `solve` and eigenvalues from [lesson 02](02_linear_algebra.ipynb), softmax and log loss from [05](05_loss_functions.ipynb), rates, curvature and
momentum from [06](06_gradient_descent.ipynb), logistic regression from [07](07_linear_and_logistic_regression.ipynb), and
why a chosen score flatters from [08](08_generalisation.ipynb). **About 75 minutes.**
"""

# %%
import numpy as np

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Newton, by hand

Ordering $q$ hundred boxes at a time costs $f(q) = q + 9/q$ thousand euros a year: storing them, and sending for them. Its slope is $f' = 1 - 9/q^2$, zero at
$q = 3$. Descent would ask for a rate. **Newton's method** asks for the curvature instead, $f'' = 18/q^3$, puts a parabola through the point and jumps to its
lowest place:

$$q \leftarrow q - \frac{f'(q)}{f''(q)} = \tfrac32\,q - \tfrac1{18}\,q^3 .$$

From $q = 2$: $3 - 8/18 = 2.556$. Then 2.906, and so on. Look at the last column.
"""

# %%
q, visited = 2.0, []
for step in range(6):
    visited.append({"step": step, "q": q, "distance from 3": abs(q - 3)})
    q = q - (1 - 9 / q**2) / (18 / q**3)
table(visited, decimals={"q": 6, "distance from 3": ".1e"})

# %% [markdown]
r"""
The number of right digits doubles with each step. That is called **quadratic** convergence; descent with a fixed rate multiplies the distance by a
constant, which is called **linear**.

## 2 · From further away

**Predict.** The same convex function, from $q = 6$, twice the best order. The first step goes to

- (a) exactly 3;
- (b) below zero;
- (c) between 3 and 6.
"""

# %%
first_step = predict("?")  # a, b or c in place of ?
first_step


# %%
def newton(q):
    return q - (1 - 9 / q**2) / (18 / q**3)


route = [6.0]
for _ in range(3):
    route.append(newton(route[-1]))
table({"step": range(4), "q": route})

# %%
first_step.outcome(
    a=abs(route[1] - 3) < 0.01,
    b=route[1] < 0,
    c=3.01 < route[1] < 6,
    tempts={
        "a": "Only a parabola is solved in one step, and this is none.",
        "c": "The curve is flat at 6. A flat parabola has its lowest place far away.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

$1.5 \cdot 6 - 216/18 = -3$: minus 300 boxes. And the slope is zero at −3 too, so there it stays, and says that it has converged.

</details>
"""


# %% folded="Draw the cost, and the parabola that Newton puts through a start"
def draw_parabola(ax, start):
    slope, bend = 1 - 9 / start**2, 18 / start**3
    q = np.linspace(-4, 8, 241)
    parabola = start + 9 / start + slope * (q - start) + bend * (q - start) ** 2 / 2
    allowed = q[q > 0.8]
    ax.plot(allowed, allowed + 9 / allowed, color=plots.DATA)
    ax.plot(q, parabola, "--", color=plots.MODEL)
    ax.plot(start, start + 9 / start, "o", color=plots.DATA)
    jump = -slope / bend
    ax.plot(start + jump, start + 9 / start + slope * jump / 2, "X", color=plots.ERROR)
    ax.set(xlim=(-4, 8), ylim=(0, 14), title=f"from {start:g} to {start + jump:.2f}")
    ax.set(xlabel="q (hundred boxes)", ylabel="cost (thousand €)")


plots.panels(
    draw_parabola,
    (2, 4, 6),
    alt="Lowest place of the parabola: 2.56 from 2, 2.44 from 4, below zero from 6.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the start"
plots.slider(draw_parabola, alt="Newton from {start}.", start=(1.5, 7, 0.25))

# %% [markdown]
r"""
The solid curve is the cost, the dashed one the parabola, the cross where Newton goes. Move the start: up to $\sqrt{27} = 5.2$ the step stays above zero.

The guard is a **line search**. Newton's step gives a direction; walk only as far as it pays. **Backtracking** starts with the whole step and halves it until the loss has fallen by at least a small part of
what the slope promised. Outside the allowed region the loss counts as infinite.
"""


# %%
def cost(q):
    return q + 9 / q if q > 0 else np.inf


q, guarded = 6.0, [6.0]
for _ in range(5):
    slope, jump = 1 - 9 / q**2, newton(q) - q
    length = 1.0
    while cost(q + length * jump) > cost(q) + 1e-4 * length * slope * jump:
        length /= 2
    q = q + length * jump
    guarded.append(q)
table({"step": range(6), "q": guarded}, decimals=4)

# %% [markdown]
r"""
One halving, and all is well. Where a function is not convex there is a second trap: Newton looks for a zero slope, whatever it is. Take $f = x^4/4 - x^2/2 + y^2/2$, with two lowest places at $(\pm1, 0)$
and a **saddle** at $(0, 0)$, uphill in $y$ and downhill in $x$. Start 2,000 times at random:
"""

# %%
starts = np.random.default_rng(0).uniform(-2, 2, (2_000, 2))
x = starts[:, 0]
for _ in range(60):
    x = x - (x**3 - x) / (3 * x**2 - 1)  # y is solved in one step

# %% folded="Where they ended"
ends = {"minimum, x = −1": -1, "saddle, x = 0": 0, "minimum, x = 1": 1}
shares = [np.mean(np.isclose(x, place)) for place in ends.values()]
table(
    {"end": list(ends), "share of starts": shares}, decimals={"share of starts": ".1%"}
)

# %% [markdown]
r"""
Nearly a quarter ends on the saddle, with a slope of zero. So ask for the curvatures there: an eigenvalue of the matrix of second derivatives (the **Hessian**) below zero means that you are not
down.

## 3 · A valley, its units, and its direction

Descent suffers in valleys: with curvatures 1 and κ it needs some multiple of κ steps. **Adam**, which the next section builds, gives
each axis a rate of its own, so units do not matter to it.

**Predict.** Turn the valley by 45°, the starting point with it. The number of steps

- (a) grows for Adam, and stays for descent;
- (b) grows for descent, and stays for Adam;
- (c) stays for both.
"""

# %%
who_sees_a_turn = predict("?")  # a, b or c in place of ?
who_sees_a_turn


# %% folded="Count the steps in a valley, best of several rates"
def steps_down(curvature, turn, method, rate, most=3_000):
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    H = axes @ np.diag([1, curvature]) @ axes.T
    w, m, v = axes @ [2, 1], np.zeros(2), np.zeros(2)
    for t in range(1, most):
        g = H @ w
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        m_now, v_now = m / (1 - 0.9**t), v / (1 - 0.999**t)
        w = w - rate * (g if method == "descent" else m_now / (np.sqrt(v_now) + 1e-8))
        if 0.5 * w @ H @ w <= 1e-4:
            return t
    return most


# %% folded="Try both ways of lying, and both methods"
def best_steps(curvature, turn, method):
    of_descent = [1 / curvature, 1.9 / curvature, 2 / (1 + curvature)]
    rates = of_descent if method == "descent" else 10 ** np.arange(-2, 0.1, 0.25)
    return min(steps_down(curvature, turn, method, rate) for rate in rates)


counts = {
    f"{method}, κ = {curvature:,}": {
        "along the axes": best_steps(curvature, 0, method),
        "turned by 45°": best_steps(curvature, np.pi / 4, method),
    }
    for method in ("descent", "Adam")
    for curvature in (100, 1_000)
}
table(counts)

# %%
grew = {
    name: row["turned by 45°"] > 1.2 * row["along the axes"]
    for name, row in counts.items()
}
of_descent, of_adam = [list(grew.values())[i : i + 2] for i in (0, 2)]
who_sees_a_turn.outcome(
    a=all(of_adam) and not any(of_descent),
    b=all(of_descent) and not any(of_adam),
    c=not any(of_adam + of_descent),
    tempts={
        "b": "Descent follows the slope, and a slope turns with the valley.",
        "c": "Adam has one length for each axis. Which axes are they?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Descent: 259 and 259, 2,604 and 2,604, whichever way the valley lies. Adam needs 50 and 82 along the axes; turned, 99 and 442.

</details>
"""


# %% folded="Walk both ways down a valley, κ = 100"
def both_ways(axes, steps=60):
    H = axes @ np.diag([1, 100]) @ axes.T
    w = u = axes @ [2, 1]
    m, v, descent, adam_way = np.zeros(2), np.zeros(2), [w], [u]
    for t in range(1, steps):
        w = w - 0.019 * H @ w
        g = H @ u
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        u = u - 0.18 * m / (1 - 0.9**t) / np.sqrt(v / (1 - 0.999**t))
        descent.append(w)
        adam_way.append(u)
    return H, np.array(descent), np.array(adam_way)


# %% folded="Draw both ways"
def draw_ways(ax, degrees):
    turn = np.pi * degrees / 180
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    H, descent, adam_way = both_ways(axes)
    plots.contours(ax, lambda w: w @ H @ w, (-2.6, 2.6), (-2.6, 2.6), levels=7)
    plots.path(ax, descent, color=plots.DATA, label="descent")
    plots.path(ax, adam_way, label="Adam")
    ax.set(title=f"turned by {degrees}°", xlabel="first weight", ylabel="second weight")
    ax.legend(loc="lower right")


plots.panels(
    draw_ways,
    (0, 45),
    alt="Descent's way turns with the valley; Adam's is another one after the turn.",
)

# %% [markdown]
r"""

Descent does not see a rotation, and suffers from units. Adam does not see units, and suffers from rotations. Newton sees neither. That is what it pays for with a Hessian of $d^2$ numbers.

Here is a good place for a break.

## 4 · From AdaGrad to Adam

One idea at a time, for each weight by itself. **AdaGrad** divides the step by the root of all squared slopes so far: weights that moved much move less. **RMSProp** forgets old squares: $v \leftarrow \beta_2 v +
(1 - \beta_2)\, g^2$. **Adam** averages the slope as well, $m \leftarrow \beta_1 m + (1 - \beta_1)\, g$, and steps by $\eta\, m/\sqrt v$. Both averages begin at 0, and so they are too small at first.

**Predict.** The slope is always 1, η = 0.1, $\beta_1 = 0.9$, $\beta_2 = 0.999$. Adam's first step, if nothing is corrected, has the length

- (a) 0.01, ten times too short;
- (b) 0.1, as it should be;
- (c) 0.32, three times too long.
"""

# %%
first_length = predict("?")  # a, b or c in place of ?
first_length


# %%
def lengths(beta2, corrected, steps=500):
    m = v = 0.0
    found = []
    for t in range(1, steps + 1):
        m, v = 0.9 * m + 0.1 * 1, beta2 * v + (1 - beta2) * 1
        share_m, share_v = (1 - 0.9**t, 1 - beta2**t) if corrected else (1, 1)
        found.append(0.1 * (m / share_m) / np.sqrt(v / share_v))
    return np.array(found)


# %%
raw, mended = lengths(0.999, False), lengths(0.999, True)
assert np.allclose(mended, 0.1)
at = [1, 12, 100, 500]
table(
    {
        "step": at,
        "uncorrected": raw[np.array(at) - 1],
        "corrected": mended[np.array(at) - 1],
    }
)

# %%
first_length.outcome(
    a=abs(raw[0] - 0.01) < 0.005,
    b=abs(raw[0] - 0.1) < 0.02,
    c=abs(raw[0] - 0.32) < 0.02,
    tempts={
        "a": "The mean slope is ten times too small, yes. And the root below it?",
        "b": "Both are too small, and not by the same factor.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

$m = 0.1$ and $v = 0.001$, so the length is $0.1 \cdot 0.1/\sqrt{0.001} = 0.316$. It rises to 0.66 at step 12 and is still 0.16 at step 500.

</details>

After $t$ steps the averages hold the shares $1 - \beta_1^t$ and $1 - \beta_2^t$ of what they should. Dividing by these shares is the **bias correction**, and the assertion above says that it is exact. (One often reads
that it makes a slow start quicker. It makes a wild start tame.)
"""


# %% folded="Draw the length of the steps"
def draw_lengths(ax, beta2):
    runs = {"uncorrected": lengths(beta2, False), "corrected": lengths(beta2, True)}
    plots.lines(
        ax,
        np.arange(1, 501),
        runs,
        title=f"β₂ = {beta2}",
        xlabel="step",
        ylabel="length",
    )
    ax.set_ylim(0, 0.75)


plots.panels(
    draw_lengths,
    (0.9, 0.99, 0.999),
    alt="Uncorrected steps start short at 0.9, peak at 0.21 (0.99) and 0.66 (0.999).",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the memory"
plots.slider(draw_lengths, alt="Lengths for β₂ = {beta2}.", beta2=(0.9, 0.999, 0.003))

# %% [markdown]
r"""
A **schedule** changes η along the way: up from nearly 0 in a *warm-up*, then down along half a cosine, counted in steps over the whole run and not anew in each epoch. The transformer was
trained with a warm-up (Vaswani and others, 2017); nothing in this lesson needs one.

## 5 · Compare fairly

Digits: 900 to train on, 450 to choose with, 447 for the test; softmax regression, five epochs in batches of 32. Momentum at 0.01 against Adam at 0.001, which
are the rates that Keras takes for descent and for Adam if you name none.
"""

# %%
from scipy.special import log_softmax, softmax

pixels, digit = datasets.handwritten_digits()
inputs = np.column_stack([pixels / 16, np.ones(len(pixels))])
train, validation, test = np.split(
    np.random.default_rng(0).permutation(1_797), [900, 1_350]
)
wanted = np.eye(10)[digit]


# %%
def log_loss(W, rows):
    return -np.mean(
        np.sum(wanted[rows] * log_softmax(inputs[rows] @ W, axis=1), axis=1)
    )


# %% folded="One step of momentum and one of Adam, as above"
def momentum(W, g, m, v, t, rate):
    m = 0.9 * m - rate * g
    return W + m, m, v


def adam(W, g, m, v, t, rate):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    step = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return W - rate * step, m, v


# %%
def fit(step, rate, seed, epochs=5, penalty=0.0):
    rng, t = np.random.default_rng(seed), 0
    W = m = v = np.zeros((65, 10))
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(train), 28):
            error = softmax(inputs[rows] @ W, axis=1) - wanted[rows]
            slope = inputs[rows].T @ error / len(rows) + 2 * penalty * W
            t += 1
            W, m, v = step(W, slope, m, v, t, rate)
    return W


# %% folded="Both at their usual rates"
usual = {momentum: 0.01, adam: 0.001}
seen = [log_loss(fit(step, rate, 0), validation) for step, rate in usual.items()]
table(
    {
        "method": ["momentum", "Adam"],
        "usual rate": list(usual.values()),
        "validation loss": seen,
    },
    decimals={"usual rate": "g"},
)

# %% [markdown]
r"""
**Predict.** Now each gets nine rates, half a power of ten apart, and keeps the best by five seeds. On the test, over 20 new seeds,

- (a) momentum stays ahead by more than the seeds differ;
- (b) Adam is ahead by more than the seeds differ;
- (c) the gap is within what the seeds differ.
"""

# %%
tuned_fairly = predict("?")  # a, b or c in place of ?
tuned_fairly

# %%
rates = {
    momentum: 10 ** np.arange(-3, 1.1, 0.5),
    adam: 10 ** np.arange(-4, 0.1, 0.5),
}


def typical(step, rate):
    return np.median([log_loss(fit(step, rate, seed), validation) for seed in range(5)])


best = {step: min(rates[step], key=lambda rate: typical(step, rate)) for step in rates}

# %% folded="Both, tuned, on the test"
new_seeds = range(100, 120)
on_test = {
    step.__name__: np.array([log_loss(fit(step, rate, s), test) for s in new_seeds])
    for step, rate in best.items()
}
table(
    {
        "method": list(on_test),
        "best rate": list(best.values()),
        "test, lowest": [losses.min() for losses in on_test.values()],
        "median": [np.median(losses) for losses in on_test.values()],
        "highest": [losses.max() for losses in on_test.values()],
    },
    decimals=3,
)

# %%
lead = np.median(on_test["momentum"]) - np.median(on_test["adam"])
wide = max(np.ptp(losses) for losses in on_test.values())
tuned_fairly.outcome(
    a=lead < -wide,
    b=lead > wide,
    c=abs(lead) <= wide,
    tempts={
        "a": "It was ahead because 0.001 is a poor rate here, and only so.",
        "b": "It is ahead by a little. Look at the lowest and the highest seed.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Momentum is best at 0.316, thirty times its usual rate, Adam at 0.1, a hundred times. Tuned, they lie 0.02 apart, less than single seeds of one method do (0.03 to 0.07), and now it is Adam that is ahead.

</details>

A comparison at usual settings compares the settings. Give each method the same number of tries, several seeds, and rows that had no say in the choice.

## 6 · The library

For smooth problems of up to some thousand weights try `scipy.optimize.minimize` first: it chooses its own steps, and no rate is to be tuned. It wants the loss and, as `jac`, its gradient. Without one it nudges every weight. First check the
gradient, then count the calls: logistic regression on 426 tumours, 30 columns.
"""

# %%
from scipy.optimize import check_grad, minimize
from scipy.special import expit

cells, malignant, _ = datasets.breast_tumours()
some = np.random.default_rng(0).permutation(569)[:426]
columns = (cells[some] - cells[some].mean(axis=0)) / cells[some].std(axis=0)
y = malignant[some]


# %%
def penalised_loss(w):
    z = columns @ w[1:] + w[0]
    return np.mean(np.logaddexp(0, z) - y * z) + 0.005 * w[1:] @ w[1:]


def its_gradient(w):
    error = (expit(columns @ w[1:] + w[0]) - y) / len(y)
    return np.append(error.sum(), columns.T @ error + 0.01 * w[1:])


# %%
somewhere = np.random.default_rng(1).normal(0, 0.1, 31)
assert check_grad(penalised_loss, its_gradient, somewhere) < 1e-6
runs = [
    minimize(penalised_loss, np.zeros(31), jac=jac, method="L-BFGS-B")
    for jac in (its_gradient, None)
]
calls = ["fewer than 30" if run.nfev < 30 else "more than 400" for run in runs]
lowest = [run.fun for run in runs]
table({"gradient": ["given", "nudged"], "lowest loss": lowest, "calls": calls}, 4)

# %% [markdown]
r"""
Both find the same loss. Nudging asks for the loss once a weight and once more, 32 calls where one gradient does. **L-BFGS** is Newton's idea without the Hessian: it learns the curvature from its last few steps.

## 7 · Stay inside

Six regions share a fleet: shares $w \ge 0$ that sum to 1, at cost $w^\top S w - r^\top w$. A step may leave the allowed set. **Projection** goes back to its *nearest* point. The quick way is tempting: set negatives
to 0 and divide by the sum. Over twenty fleets, both in a descent of 1,000 steps, against a solver that knows the constraints:
"""


# %% folded="Project by the solver's own means, and by the quick way"
def to_the_sum(v):
    clipped = np.maximum(v, 0)
    return clipped / clipped.sum() if clipped.sum() else np.full(len(v), 1 / len(v))


def nearest(v):
    low, high = -1, 2  # a step of this descent ends between them
    for _ in range(40):
        shift = (low + high) / 2
        low, high = (
            (shift, high) if np.maximum(v - shift, 0).sum() > 1 else (low, shift)
        )
    return np.maximum(v - shift, 0)


# %% folded="A solver that knows the constraints"
def solver_cost(S, r):
    return minimize(
        lambda w: w @ S @ w - r @ w,
        np.full(6, 1 / 6),
        jac=lambda w: 2 * S @ w - r,
        bounds=[(0, None)] * 6,
        constraints=[{"type": "eq", "fun": lambda w: w.sum() - 1}],
        method="SLSQP",
        options={"ftol": 1e-12},
    ).fun


# %%
def end_cost(S, r, way_back):
    w = np.full(6, 1 / 6)
    for _ in range(1_000):
        w = way_back(w - 0.1 * (2 * S @ w - r))
    return w @ S @ w - r @ w


fleets = [datasets.fleet_costs(np.random.default_rng(seed)) for seed in range(20)]
floor = np.array([solver_cost(S, r) for S, r in fleets])
ways_back = {"nearest point": nearest, "clip and divide": to_the_sum}
above = [
    np.array([end_cost(S, r, back) for S, r in fleets]) - floor
    for back in ways_back.values()
]

# %% folded="How far above the solver they end"
table(
    {
        "way back": list(ways_back),
        "above the solver, mean": [abs(gap.mean()) for gap in above],
        "worst": [abs(gap.max()) for gap in above],
    },
    decimals=4,
)

# %% [markdown]
r"""
The nearest point ends at the solver's cost. The quick way ends above it in the mean by 0.007. For $v = (1.4, 0.7, 0.1, -0.6)$ it gives $(0.64, 0.32, 0.05, 0)$; the nearest allowed point is $(0.85,
0.15, 0, 0)$: *subtract* the same from all, then cut.

## 8 · Search settings

Adam's rate and a penalty, 128 epochs to spend. Four ways: a grid of $4 \times 4$ for eight epochs each; 16 points drawn at random on a logarithmic scale; 16 drawn on a linear scale; and **successive halving**, which starts 32 points for one epoch, keeps
the better half for two, and so on, to four points with eight.
"""


# %%
def ordered(settings, epochs, seed):
    def score(powers):
        rate, penalty = 10.0 ** np.array(powers)
        return log_loss(fit(adam, rate, seed, epochs, penalty), validation)

    return sorted(settings, key=score)


def halving(settings, seed):
    for epochs in (1, 2, 4, 8):
        settings = ordered(settings, epochs, seed)[: len(settings) // 2]
    return settings[0]


# %% folded="Draw the points of the four searches"
def searched(seed):
    """Powers of ten of the rate and the penalty that each search chooses."""
    rng = np.random.default_rng(seed)
    grid = [(a, b) for a in np.linspace(-4, 1, 4) for b in np.linspace(-6, -1, 4)]
    linear = np.log10(rng.uniform([1e-4, 1e-6], [10, 0.1], (16, 2))).tolist()
    log = rng.uniform([-4, -6], [1, -1], (32, 2)).tolist()
    chosen = [ordered(points, 8, seed)[0] for points in (grid, log[:16], linear)]
    return [*chosen, halving(log, seed)]


# %% folded="Run the four searches with five seeds"
ways = ["grid", "random, log scale", "random, linear scale", "halving"]
by_way = np.array(
    [
        [log_loss(fit(adam, 10**a, seed, 8, 10**b), test) for a, b in searched(seed)]
        for seed in range(5)
    ]
)
medians, worst = np.median(by_way, axis=0), by_way.max(axis=0)
table({"search": ways, "test loss, median of 5": medians, "worst": worst})

# %% [markdown]
r"""
On a linear scale nine of ten rates lie above 1, where Adam fails here:
"""

# %% folded="Adam's test loss at three rates, five seeds"
at_rates = {
    rate: [log_loss(fit(adam, rate, seed, 8), test) for seed in range(5)]
    for rate in (0.1, 1.0, 5.0)
}
table(
    {
        "rate": list(at_rates),
        "test loss, median of 5": [np.median(losses) for losses in at_rates.values()],
    },
    decimals=1,
)

# %% [markdown]
r"""
 The scale matters more than the method. Halving does as well as random search here, and looks at twice as many points.

## 9 · No gradient at all

A van visits 30 stops and returns. A round has no slope, but it has neighbours: turn a part of it round. Accept a turn only if it shortens the round, and you stop in the first hollow. **Annealing** also accepts
a worse one, with probability $e^{-\Delta/T}$, where Δ is what it costs, and lets the *temperature* $T$ fall from 2 km to 0.02.
"""


# %%
def turned(order, i, j):
    return order[:i] + order[i : j + 1][::-1] + order[j + 1 :]


def shorten(far, temperatures, seed):
    """Turn parts of a round; accept what costs no more than luck and heat allow."""
    rng, n = np.random.default_rng(seed), len(far)
    order = rng.permutation(n).tolist()
    for temperature in temperatures:
        i, j = sorted(rng.integers(0, n, 2).tolist())
        a, b, c, d = order[i - 1], order[i], order[j], order[(j + 1) % n]
        change = far[a][c] + far[b][d] - far[a][b] - far[c][d]
        if j - i < n - 2 and change <= -temperature * np.log(rng.random()):
            order = turned(order, i, j)
    return order


def length(far, order):
    return sum(far[order[k - 1]][order[k]] for k in range(len(order)))


# %%
stops = datasets.delivery_stops(np.random.default_rng(1))
far = np.linalg.norm(stops[:, None] - stops, axis=2).tolist()
rules = {
    "shorter only": np.zeros(20_000),
    "annealing, 2 to 0.02 km": np.geomspace(2, 0.02, 20_000),
    "hot all along, 100 to 50": np.geomspace(100, 50, 20_000),
}
rounds = [[shorten(far, heat, seed) for seed in range(5)] for heat in rules.values()]
km = [[length(far, order) for order in orders] for orders in rounds]
means, longest = np.mean(km, axis=1), np.max(km, axis=1)
table({"rule": list(rules), "mean (km)": means, "longest": longest}, decimals=1)

# %% [markdown]
r"""
Greed ends at 43.2 km in the mean and 46.2 at the longest, slow cooling at 41.5 and 41.7. Without cooling the rounds stay near 150 km.
"""


# %% folded="Draw the longest round of each rule"
def draw_round(ax, rule):
    worst = int(np.argmax(km[rule]))
    order = rounds[rule][worst]
    ax.plot(*stops[[*order, order[0]]].T, "o-", color=plots.MODEL, markersize=3)
    ax.set(title=f"{list(rules)[rule].split(',')[0]}: {km[rule][worst]:.1f} km")
    ax.set(xlabel="km east", ylabel="km north")


plots.panels(
    draw_round,
    (0, 1, 2),
    alt="The worst of five rounds by rule: greed has a detour, heat is a tangle.",
)

# %% [markdown]
r"""
An accepted step uphill is no fault of the search: it is what leads out of a hollow. A careful program also keeps the best round it has seen.

## On the job

**Where it decides.** Routes, prices, stock: a solver runs every night, and "converged" is not "lowest". A plan that breaks a constraint is
stopped before a lorry leaves, or after.

**Who owns it.** The ML engineer owns the budget and the seeds of a comparison; operations owns the constraints, and signs for each that may
be broken at a price.

**What an interviewer may ask.** "A paper says Adam, 3e-4. What else do you need to repeat it?" (Both betas, the schedule, the batch, the number of
seeds, how many rates were tried.) "Your solver reports convergence. What do you check?"

**A thousand times the data.** Minibatches and first-order methods remain. A thousand times the weights: Newton's Hessian has a million times the
numbers, and does not fit.

## Recap

- Newton doubles the right digits near the end. Guard it with a line search; look at the curvature where it stops.
- Adam does not see units and sees rotations. Its correction divides by $1 - \beta^t$.
- Compare with equal tuning, several seeds and unseen rows. Draw rates on a log scale.
- Give a library the gradient, and check it first. Go back to the *nearest* allowed point.
- Without a gradient: neighbours, and a temperature that falls.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/14_optimisation_methods.ipynb). Where the best point is not enough and you need to know how sure it is, go to
[lesson 13](13_probabilistic_inference.ipynb).

**Further reading**

- J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd edition (2006), chapters 2, 3 and 7.
- S. Boyd and L. Vandenberghe, *Convex Optimization* (2004), chapter 9.
- D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization" (ICLR 2015).
- J. Bergstra and Y. Bengio, "Random Search for Hyper-Parameter Optimization", *JMLR* 13 (2012).
- A. Vaswani and others, "Attention Is All You Need", *NeurIPS* (2017), section 5.3.
- S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, "Optimization by Simulated Annealing", *Science* 220 (1983).
"""
