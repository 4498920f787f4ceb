# %% [markdown]
r"""
# Read a straight line, and know what it does not say

A parcel company buys vans. From 392 cars it asks what burns fuel, and reads the effect of a larger engine off one fit
of six columns. It also asks which parcels come late: of express parcels 27 %, of usual ones 20 %. People act on such
numbers: they choose an engine and cancel express.

All of them are computed rightly, and none says what was read from it. In this lesson you learn to read what a fitted line says, with its unit and
with what stands beside it, and to say what it does not.

**You will be able to**

- fit by four routes that agree, and say what look-alike columns cost;
  <!-- read_the_coefficients, choose_the_remedy -->
- read a coefficient with its unit, its reference level and its "others held fixed";
  <!-- change_units, change_reference -->
- choose ridge or lasso, and set the same strength in every library;
  <!-- ridge_fit, lasso_step, same_strength -->
- turn log-odds into odds ratios, probabilities and a boundary; <!-- odds_ratio, decision_boundary -->
- recognise separable data from the fit. <!-- choose_the_remedy, fix_the_logistic -->

**You need** least squares from [lesson 02](02_linear_algebra.ipynb), correlation and the bootstrap from
[03](03_probability_statistics.ipynb), one-hot from [04](04_messy_data.ipynb), log loss and the logit from
[05](05_loss_functions.ipynb), the gradient and standardising from [06](06_gradient_descent.ipynb). **About 75 minutes.**
"""

# %%
import numpy as np
import pandas as pd
from scipy.special import expit, logit

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Four deliveries by hand

A driver makes 1, 2, 4 and 5 stops and needs 14, 21, 27 and 38 minutes. Which line $\hat y = b + w x$ is best, by the mean squared error? Where
the loss is lowest, both its slopes are zero, and that says two things about the **errors** $e = \hat y - y$:

$$\sum_i e_i = 0, \qquad \sum_i e_i x_i = 0.$$

These are the **normal equations**. With the sums of the data ($\sum x = 12$, $\sum x^2 = 46$, $\sum y = 100$, $\sum xy = 354$) they read
$4b + 12w = 100$ and $12b + 46w = 354$. Three times the first off the second: $10w = 54$. So $w = 5.4$ minutes a stop and $b = 8.8$ minutes to
begin with. The errors are 0.2, −1.4, 3.4 and −2.2: they sum to 0, and times $x$ too.

Four routes to the same line: these equations, the least squares of lesson 02, the descent of lesson 06, and scikit-learn.
"""

# %%
from sklearn.linear_model import LinearRegression

stops, minutes = np.array([1, 2, 4, 5]), np.array([14, 21, 27, 38])
X = np.column_stack([np.ones(4), stops])
by_equations = np.linalg.solve(X.T @ X, X.T @ minutes)
by_lstsq = np.linalg.lstsq(X, minutes, rcond=None)[0]

# %%
by_descent = np.zeros(2)
for _ in range(2_000):
    by_descent -= 0.06 * 2 * X.T @ (X @ by_descent - minutes) / 4
fitted = LinearRegression().fit(stops[:, None], minutes)
by_library = [fitted.intercept_, fitted.coef_[0]]

# %%
routes = [by_equations, by_lstsq, by_descent, by_library]
assert all(np.allclose(route, [8.8, 5.4]) for route in routes)
errors = X @ by_equations - minutes
squares, around_mean = errors @ errors, 4 * np.var(minutes)
table([{"sum of squared errors": squares, "R²": 1 - squares / around_mean}])

# %% [markdown]
r"""
**R²** says which part of the spread of $y$ the line takes away: 1 when it takes all, 0 for a line that always says the mean. It says
nothing about new rows, and nothing about causes.

## 2 · One column and its companions

392 cars of 1970 to 1982, with fuel in litres for 100 km. Alone, each litre of engine (`displacement`) goes with 1.98 litres of
fuel. Now fit all six columns at once.

**Predict.** The coefficient of displacement, beside weight, power, cylinders, acceleration and year, is

- (a) about 2 still, since it is the same engine;
- (b) about 0.5, shared with its companions;
- (c) below zero.
"""

# %%
beside_others = predict("?")  # a, b or c in place of ?
beside_others

# %%
cars = datasets.car_fuel()
columns = ["displacement", "weight", "power", "cylinders", "acceleration", "year"]
units = ["litre", "kg", "kW", "cylinder", "second", "year"]
alone = [LinearRegression().fit(cars[[c]], cars["fuel"]).coef_[0] for c in columns]
together = LinearRegression().fit(cars[columns], cars["fuel"]).coef_
table(
    {"for each": units, "of": columns, "alone": alone, "together": together}, decimals=3
)

# %%
beside_others.outcome(
    a=together[0] > 1.5,
    b=0 < together[0] <= 1.5,
    c=together[0] < 0,
    tempts={
        "a": "The others are in the model now. A heavy car has a large engine.",
        "b": "So one would think. The share is not bound to stay above zero.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

−0.244. Alone, displacement stands for everything that large cars have. Beside weight it answers another question: of two cars of the same weight,
power, cylinders, acceleration and year, which burns more, the one with the larger engine? Such pairs hardly exist.

</details>

A coefficient compares rows that differ in this column and in *no other*. That is a statement about the model; no engineer has
held anything fixed.

How firm is it? Draw the cars anew, with replacement, 500 times. And ask how well the *other* columns predict this one: from that $R_j^2$ comes the **variance inflation
factor**, VIF $= 1/(1 - R_j^2)$, by which the variance of the coefficient is larger than it would be without look-alikes.
"""

# %%
rng = np.random.default_rng(0)
refits = []
for _ in range(500):
    rows = rng.integers(0, len(cars), len(cars))
    refits.append(
        LinearRegression().fit(cars[columns].iloc[rows], cars["fuel"].iloc[rows]).coef_
    )
refits = np.array(refits)


# %%
def explained(column):
    others = cars[columns].drop(columns=column)
    return LinearRegression().fit(others, cars[column]).score(others, cars[column])


# %% folded="Spread of the coefficients, beside their VIF"
table(
    {
        "column": columns,
        "coefficient": together,
        "spread of 500 refits": refits.std(axis=0),
        "below zero": (refits < 0).mean(axis=0),
        "VIF": [1 / (1 - explained(c)) for c in columns],
    },
    decimals={
        "coefficient": 3,
        "spread of 500 refits": 3,
        "below zero": ".0%",
        "VIF": 1,
    },
)

# %% [markdown]
r"""
`year` stands alone (VIF 1.2) and is below zero every time: −0.288 litres a year, ± 0.018. `displacement` (VIF 19.6) is −0.24 ± 0.26. "Larger engines save fuel" is the
sentence not to say. Columns that look alike are called **collinear**. They cost three things: digits (lesson 02), steps of descent (06), and the meaning of their coefficients. The
*predictions* for cars like these mind less: they need the sum of such effects, not each alone.

## 3 · Compared with whom?

Origin is a category, so it enters as 0/1 columns, one less than there are levels. The level left out is the **reference**, and every coefficient
is a difference from it. Each row of the table is a fit. See which numbers are the same.
"""


# %%
def origin_effects(reference, beside=()):
    levels = [level for level in ("Europe", "Japan", "USA") if level != reference]
    design = cars[list(beside)].assign(
        **{level: cars["origin"] == level for level in levels}
    )
    model = LinearRegression().fit(design.astype(float), cars["fuel"])
    effects = dict(zip(design.columns, model.coef_, strict=True))
    return {level: effects.get(level, 0.0) for level in ("Europe", "Japan", "USA")}


# %%
settings = {
    "against Japan": origin_effects("Japan"),
    "against Europe": origin_effects("Europe"),
    "Japan, beside weight and year": origin_effects("Japan", ["weight", "year"]),
    "Europe, beside weight and year": origin_effects("Europe", ["weight", "year"]),
}
table(settings)

# %% [markdown]
r"""
Rows one and two are one fit, read twice: $4.84 - 0.93 = 3.91$, and the predictions are equal. Rows three and four answer another question. Against
cars of the same weight and year the 4.84 of the USA become 0.15, and Japan's −0.93 against Europe becomes **+0.44**. What American cars burn more goes
with their weight and year.

Why leave one out? With all three columns and an intercept, the three sum to the column of ones: rank 3 of 4. There are
infinitely many answers, and which one you get depends on the library.

## 4 · Errors say what the line has missed

Fit fuel by weight, once in miles a gallon as America does, once in litres for 100 km. Then take the mean error of each fifth of the cars, from
light to heavy. A line that fits leaves nothing but chance.
"""

# %%
weight = cars[["weight"]]
fifth = pd.qcut(
    cars["weight"], 5, labels=["lightest", "light", "middle", "heavy", "heaviest"]
)
errors_of, spread_of, r2_of = {}, {}, {}
for unit, y in {
    "miles a gallon": 235.214583 / cars["fuel"],
    "litres for 100 km": cars["fuel"],
}.items():
    line = LinearRegression().fit(weight, y)
    errors_of[unit] = (line.predict(weight) - y).groupby(fifth, observed=True).mean()
    r2_of[unit] = line.score(weight, y)
    spread_of[unit] = np.std(y)
table({u: {**errors_of[u], "spread": spread_of[u], "R²": r2_of[u]} for u in errors_of})

# %% [markdown]
r"""
In miles a gallon the errors go −1.9, 0.9, 0.8, 1.3, −1.0: an arch. The line lies below the light and the heavy cars (error is prediction − y; many books plot $y$ −
prediction, and there the arch is a smile). That is up to a quarter of the spread of the readings. In litres for 100 km the largest is 0.41, a tenth of theirs: little
of the arch is left. (R² is 0.69 and 0.78. These are shares of two different spreads, so the errors are the better argument.)
A line in weight suits litres, and then it cannot suit their inverse. The cure was no richer model. It was the right unit.

## 5 · Pay for large coefficients

Look-alike columns let coefficients grow against each other. **Ridge** makes them pay, **lasso** too, in another coin:

$$\text{mean squared error} + \lambda \lVert w \rVert^2 \qquad\text{or}\qquad \text{mean squared error} + \lambda \lVert w \rVert_1 .$$

The intercept is free. (That is the course's form; libraries differ, and an exercise sorts them out.) A penalty adds kilograms and litres, so standardise first: then each
coefficient says what one standard deviation of its column does.

For one column with mean square 1 both can be done by hand. Let least squares give $w = 2$ and take $\lambda = 1$. Ridge divides by $1 + \lambda$: 1. Lasso
subtracts $\lambda/2$ from the size: 1.5. Now let least squares give $w = 0.4$. Ridge: 0.2. Lasso: $0.4 - 0.5$ is below zero, so it stops *at* zero. That is the **soft threshold**,
and the reason why lasso drops columns.

**Predict.** As λ grows from 0, the six ridge coefficients of the cars

- (a) all shrink towards 0, each at every step;
- (b) shrink together, but single ones grow or change sign;
- (c) become exactly 0 one after another.
"""

# %%
along_the_path = predict("?")  # a, b or c in place of ?
along_the_path

# %%
from sklearn.linear_model import Lasso, Ridge

Z = (cars[columns] - cars[columns].mean()) / cars[columns].std(ddof=0)
strengths = [0, 0.01, 0.1, 1, 10]
ridge = [Ridge(alpha=len(Z) * s).fit(Z, cars["fuel"]).coef_ for s in strengths]
table(
    {
        f"λ = {s:g}": dict(
            zip([*columns, "length"], [*w, np.linalg.norm(w)], strict=True)
        )
        for s, w in zip(strengths, ridge, strict=True)
    }
)

# %%
signs = np.sign(ridge)
along_the_path.outcome(
    a=bool(np.all(np.diff(np.abs(ridge), axis=0) <= 0)),
    b=bool(np.any(signs[0] != signs[-1])),
    c=bool(np.any(signs[-1] == 0)),
    tempts={
        "a": "The length shrinks. Look at displacement, entry by entry.",
        "c": "That is lasso. Ridge makes small, not zero.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Displacement goes from −0.42 over 0.44 to 0.62 and then down, acceleration changes its sign too: what large cars have in common is shared out evenly. Only the
*length* of $w$ is bound to fall at every step.

</details>
"""


# %% folded="Draw both sets of coefficients"
def draw_strength(ax, power):
    strength = 10.0**power
    both = {
        "ridge": Ridge(alpha=len(Z) * strength).fit(Z, cars["fuel"]).coef_,
        "lasso": Lasso(alpha=strength / 2).fit(Z, cars["fuel"]).coef_,
    }
    for (name, w), mark, shift in zip(both.items(), "os", (-0.12, 0.12), strict=True):
        color = plots.MODEL if name == "ridge" else plots.ERROR
        ax.plot(w, np.arange(6) + shift, mark, color=color, label=name)
    ax.axvline(0, color=plots.DATA, linewidth=0.8)
    ax.set(
        title=f"λ = {strength:.2g}",
        xlabel="litres a standard deviation",
        xlim=(-1.5, 2.6),
    )
    ax.set_yticks(range(6), columns)
    ax.legend(loc="lower right")


# %% folded="Three strengths"
plots.panels(
    draw_strength,
    (-2, 0, 0.7),
    alt="With λ ridge evens the coefficients out; lasso leaves weight, then little.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the strength"
plots.slider(
    draw_strength, alt="Both fits at strength 10^{power}.", power=(-3.0, 1.0, 0.25)
)

# %% [markdown]
r"""
At λ = 0.01 the two nearly agree. At 1 lasso has dropped displacement and acceleration and leans on weight; ridge
spreads the load. Choose
lasso for a short list, ridge for steady numbers. Of two look-alikes lasso keeps one, and which one is luck.

Here is a good place for a break.

## 6 · From log-odds to something you can say

Rain: 12 of 30 parcels late. Dry: 10 of 80. The **odds** are late to on time: $12/18 = 0.667$ and $10/70 = 0.143$. Their quotient is the **odds
ratio**, $4.67$. The quotient of the shares, $0.400/0.125 = 3.2$, is the **risk ratio**. Logistic regression works in the logarithm: $\log 0.143 = -1.946$ is its intercept,
$\log 4.67 = 1.540$ its coefficient. See whether a library finds them.
"""

# %%
from sklearn.linear_model import LogisticRegression

rain = np.repeat([1, 1, 0, 0], [12, 18, 10, 70])[:, None]
late = np.repeat([1, 0, 1, 0], [12, 18, 10, 70])
free = LogisticRegression(C=np.inf, tol=1e-8).fit(rain, late)
usual = LogisticRegression().fit(rain, late)
assert np.allclose(
    [free.intercept_[0], free.coef_[0, 0]],
    np.log([10 / 70, 12 * 70 / (18 * 10)]),
    rtol=1e-4,
)
table(
    {
        "setting": ["C = ∞", "as it comes"],
        "coefficient of rain": [free.coef_[0, 0], usual.coef_[0, 0]],
    },
    decimals=3,
)

# %% [markdown]
r"""
It does, without a penalty. As it comes, `LogisticRegression` has one (C = 1), and gives 1.233.

**Predict.** A coefficient of 0.7 is an odds ratio of $e^{0.7} = 2.01$. A parcel that is late with 30 % without rain is, with it, late

- (a) 1.5 times as often;
- (b) 2.0 times as often;
- (c) 2.3 times as often.
"""

# %%
times_as_often = predict("?")  # a, b or c in place of ?
times_as_often

# %%
before = np.array([0.02, 0.3, 0.8])
after = expit(logit(before) + 0.7)
table({"before": before, "after": after, "times as often": after / before})

# %%
ratio = after[1] / before[1]
times_as_often.outcome(
    a=abs(ratio - 1.54) < 0.1,
    b=abs(ratio - 2.01) < 0.1,
    c=abs(ratio - 2.3) < 0.1,
    tempts={
        "b": "The odds double. 30 % are odds of 0.43: what share is twice that?",
        "c": "A share grows by less than its odds, not by more.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Odds of 0.429 become 0.863, and that is a share of 46 %: 1.54 times as often. At 2 % the odds ratio and the risk ratio nearly agree, 1.97; at 80 % the share has
little room left, 1.11.

</details>

"Twice as likely" is the commonest wrong sentence about this model. Say "the odds double", or better: "from 30 % to 46 %".

## 7 · Express parcels are late more often

Simulated parcels, so the truth is known: express divides the odds of late by 2.5 (a factor 0.407). But people choose express for parcels that
travel far. Compare the share of late ones, then fit with `express` alone and beside distance, rain and carrier, over five draws.
"""


# %%
def two_odds_ratios(sent):
    """Return that of express alone, and beside distance, rain and carrier."""
    carrier = pd.get_dummies(sent["carrier"], prefix="carrier").iloc[:, 1:]
    known = sent[["express", "rain"]].assign(far=sent["far"] / 100).join(carrier)
    free = LogisticRegression(C=np.inf, tol=1e-8, max_iter=1_000)
    designs = [sent[["express"]], known.astype(float)]
    return [np.exp(free.fit(X, sent["late"]).coef_[0, 0]) for X in designs]


# %%
draws = [datasets.parcels(np.random.default_rng(seed)) for seed in range(5)]
ratios = np.array([two_odds_ratios(sent) for sent in draws])
shares = [sent.groupby("express")["late"].mean() for sent in draws]

# %% folded="The five draws"
table(
    {
        "draw": range(5),
        "late, usual": [share[0] for share in shares],
        "late, express": [share[1] for share in shares],
        "odds ratio, alone": ratios[:, 0],
        "odds ratio, beside the others": ratios[:, 1],
    }
)

# %% [markdown]
r"""
Alone 1.27 to 1.49, in every draw: express looks harmful. Beside the others 0.38 to 0.49: it helps, as we know it does. Distance acts on
the choice of express *and* on being late: a **confounder**. With a column for it, the model compares parcels that travel equally far.
(Odds ratios also move without a confounder: leave out a cause that has nothing to do with express, and its odds ratio comes nearer to 1. It does not
cross it.)

The same happens with groups of rows, and there it is called Simpson's paradox. And beware of the opposite zeal: a column that is a *consequence* of express, such as the
hour of arrival, must stay out. Which columns belong in is a question about the world, and no fit answers it.

## 8 · Data that can be separated

Where the log-odds are zero, the probability is ½: that is the model's **boundary**, a point for one column, a line for two. Six rows: $x = 1, 2, 3, 5, 6, 7$ with $y = 0,
0, 0, 1, 1, 1$. The boundary $x = 4$ makes no mistake at all: the data are **separable**. Run the descent of lesson 06, rate 1, on $x - 4$.

**Predict.** After 1,000, 10,000 and 100,000 steps the coefficient

- (a) has settled;
- (b) grows by the same amount each time;
- (c) grows tenfold each time.
"""

# %%
when_separable = predict("?")  # a, b or c in place of ?
when_separable

# %%
x, y = np.array([1, 2, 3, 5, 6, 7]) - 4, np.array([0, 0, 0, 1, 1, 1])
w, found = 0.0, {}
for step in range(1, 100_001):
    w -= np.mean((expit(w * x) - y) * x)
    if step in (100, 1_000, 10_000, 100_000):
        found[step] = w
table({"steps": list(found), "coefficient": list(found.values())})

# %%
grows = np.diff(list(found.values()))
when_separable.outcome(
    a=grows[-1] < 0.1,
    b=np.ptp(grows) < 0.3 and grows[-1] > 1,
    c=found[100_000] > 5 * found[10_000],
    tempts={
        "a": "With no row on the wrong side, a steeper curve always costs less.",
        "c": "The slope of the loss dies off as the curve gets steep.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

3.67, 5.83, 8.12, 10.41: a tenfold of steps adds 2.3, the logarithm of 10, for ever. There is no best coefficient, only a larger one.

</details>
"""


# %% folded="Draw the curves"
curve_at = np.linspace(-3.5, 3.5, 200)
fig, ax = plots.figure()
plots.lines(
    ax,
    curve_at + 4,
    {f"{step:,} steps": expit(found[step] * curve_at) for step in (100, 100_000)},
    xlabel="x",
    ylabel="probability of 1",
)
ax.plot(x + 4, y, "o", color=plots.DATA)
plots.show(fig, alt="Both curves cross one half at 4; the later one is nearly a step.")

# %%
from scipy.optimize import linprog


def separable(X, y):
    """Ask a linear programme for a line with every row at least 1 on its side."""
    sides = np.where(y == 1, 1, -1)[:, None] * np.column_stack([np.ones(len(X)), X])
    nothing, at_least = np.zeros(sides.shape[1]), np.ones(len(X))
    return linprog(nothing, A_ub=-sides, b_ub=-at_least, bounds=(None, None)).success


# %%
tumours, malignant, _ = datasets.breast_tumours()
scaled = (tumours - tumours.mean(axis=0)) / tumours.std(axis=0)
table(
    [
        {"data": "the six rows", "separable": str(separable(x[:, None], y))},
        {
            "data": "tumours, 10 columns",
            "separable": str(separable(scaled[:, :10], malignant)),
        },
        {"data": "tumours, 30 columns", "separable": str(separable(scaled, malignant))},
    ]
)

# %% [markdown]
r"""
The boundary stays, the curve becomes a step, and a probability of 99.9 % says nothing about the world. This is no toy: of 569 real tumours ten columns do not separate the classes, all
thirty do. A library then stops at whatever its tolerance allows, often without a warning. A penalty settles it, since steepness then has a price; more iterations do not.

## On the job

**Where it decides.** Tariffs and credit scores are coefficients, and regulators read them.

**Who owns it.** The data scientist owns the fit and its sentence; the business signs what follows from it.

**What an interviewer may ask.** "Your coefficient has the wrong sign. What now?" "Explain an odds ratio of 2 to a judge."

**A thousand times the data.** Spreads shrink by the root of a thousand. Look-alikes, confounders and the wrong unit stay as they are.

## Recap

- A coefficient has a unit, a reference, and companions that are held fixed in the model only.
- Look-alike columns cost digits, steps and meaning; VIF and refits show it. The errors show a missing shape.
- Ridge evens out, lasso drops. Standardise first; the intercept is free.
- The odds double, the share does not. A confounder that is left out can flip a sign.
- Separable data have no best coefficient: a penalty, not patience.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/07_linear_and_logistic_regression.ipynb). How far a fit can be trusted on rows it has not seen is the next question.

**Further reading**

- T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, 2nd edition (2009), chapters 3 and 4.
- A. Gelman, J. Hill and A. Vehtari, *Regression and Other Stories* (2020).
- R. Tibshirani, "Regression Shrinkage and Selection via the Lasso", *Journal of the Royal Statistical Society B* 58 (1996).
- A. Albert and J. A. Anderson, "On the Existence of Maximum Likelihood Estimates in Logistic Regression Models", *Biometrika* 71 (1984).
"""
