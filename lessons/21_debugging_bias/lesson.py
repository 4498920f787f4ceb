# %% [markdown]
r"""
# Find out why a model is wrong, and for whom

A parcel firm's model foretells late parcels, and it is right every time. A hospital's model picks patients for extra care and is good at what
it was taught, and the nurses say that it picks the wrong ones. Neither has an error message.

Earlier lessons judged a model. Here you learn what to do when the verdict is bad, too good, or good on average only.

**You will be able to**

- search a fault in an order, and say which test is blind to which fault; <!-- single_column_auc, choose_the_repair -->
- find wrong labels, and compute what they do to a *measured* accuracy; <!-- label_suspects, true_accuracy -->
- report a slice with its interval, and tell a bad slice from a small one; <!-- slice_table -->
- compute four rates by group, show which cannot be equal together, and choose for a case;
  <!-- group_rates, fix_the_odds_gap, forced_fpr, tune_fair_thresholds -->
- break a shortcut by weights, and ask what the label stands for.
  <!-- independence_weights, choose_the_repair -->

**You need** intervals and many tests from [lesson 03](03_probability_statistics.ipynb), logistic regression from [07](07_linear_and_logistic_regression.ipynb), folds and leaks from
[09](09_cross_validation.ipynb), rates and thresholds from [10](10_precision_recall.ipynb), boosting as a tool from [11](11_trees_and_ensembles.ipynb), and a shortcut, found, from
[16](16_computer_vision.ipynb). **About 75 minutes.**
"""

# %%
import numpy as np
from scipy.special import expit
from scipy.stats import binomtest, chi2_contingency
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import PredefinedSplit, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Three tests, six faults

A logistic regression by gradient descent, as in [lesson 07](07_linear_and_logistic_regression.ipynb): 12 columns in different units, 400 rows to train, 800 to test. We plant six faults,
one at a time, and look at three numbers: the share right of **ten** rows it was trained on alone, of all training rows, of the test rows. Beside them stands the **majority**: the share right
of whoever always says the more frequent class.
"""


# %%
def fit(X, y, step):
    X, w = np.column_stack([np.ones(len(X)), X]), np.zeros(X.shape[1] + 1)
    for _ in range(500):
        w -= step * X.T @ (expit(X @ w) - y) / len(y)
    return w


def share_right(w, X, y):
    return np.mean((w[0] + X @ w[1:] >= 0) == y)


# %% folded="Draw 1,200 rows, and plant a fault"
def three_numbers(seed, fault):
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(1_200, 12))
    chance = expit(-0.6 + 1.5 * z[:, 0] - 1.2 * z[:, 1] + z[:, 2])
    y, X = (rng.random(1_200) < chance).astype(int), (z + 1) * np.tile([1, 5, 20], 4)
    if fault == "labels shuffled":
        y = rng.permutation(y)
    if fault == "a column is the answer":
        X = np.column_stack([X, y])
    scaled = (X - X[:400].mean(axis=0)) / X[:400].std(axis=0)
    test_X = X[400:] if fault == "test not scaled" else scaled[400:]
    test_y = np.roll(y[400:], fault == "test labels a row off")
    step = {"gradient has the wrong sign": -1.0, "weights frozen": 0.0}.get(fault, 1.0)
    ten, train = (slice(10), slice(400))
    return (
        share_right(fit(scaled[ten], y[ten], step), scaled[ten], y[ten]),
        share_right(w := fit(scaled[train], y[train], step), scaled[train], y[train]),
        share_right(w, test_X, test_y),
        max(np.mean(test_y), 1 - np.mean(test_y)),
    )


# %% [markdown]
r"""
**Predict.** The labels are shuffled apart from the rows. Trained on ten such rows, the model is right on

- (a) about half of the ten;
- (b) about eight of the ten;
- (c) all of the ten.
"""

# %%
ten_rows = predict("?")  # a, b or c in place of ?
ten_rows

# %%
faults = ["none", "gradient has the wrong sign", "weights frozen", "labels shuffled"]
faults += ["test not scaled", "test labels a row off", "a column is the answer"]
runs = [[three_numbers(seed, fault) for seed in range(10)] for fault in faults]
found = np.mean(runs, axis=1)
names = ["ten rows", "training rows", "test rows", "majority"]
table({"fault": faults, **dict(zip(names, found.T, strict=True))})

# %%
shuffled_ten = found[faults.index("labels shuffled"), 0]
ten_rows.outcome(
    a=shuffled_ten < 0.65,
    b=0.65 <= shuffled_ten < 0.95,
    c=shuffled_ten >= 0.95,
    tempts={
        "a": "13 weights and ten rows: what can be learnt by heart?",
        "b": "Eight of ten is for many rows, and true labels. And 13 weights on ten?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Thirteen weights fit any ten labels. "Overfit a tiny batch" finds a wrong sign and frozen weights, and is blind to the other four.

</details>

Read the table from left to right: that is the order of the search. Ten rows not learnt: the training code. Ten rows learnt, but training rows no better than the majority: the labels do not belong to the rows, or the columns say nothing of them. Training rows good, test rows bad: the test part is treated otherwise, or the model fits too closely ([lesson 08](08_generalisation.ipynb)). All perfect: be suspicious. The next section is about that last row.

## 2 · Too good: hunt the leak

A parcel is late when its real days are more than its scheduled days. Six columns are in the table. Boosting with all six is right every time.
"""

# %%
X, late, columns = datasets.parcel_delays(np.random.default_rng(1), 4_000)


def right_with(kept):
    model = GradientBoostingClassifier(n_estimators=50, random_state=0)
    model.fit(X[:2_000, kept], late[:2_000])
    return model.score(X[2_000:, kept], late[2_000:])


accuracy = {"all six": right_with([0, 1, 2, 3, 4, 5])}
accuracy

# %% [markdown]
r"""
**Predict.** The usual probe takes each column alone and looks for an AUC near 1 ([lesson 10](10_precision_recall.ipynb)). Which column has one above 0.9?

- (a) none of them;
- (b) `real_days`;
- (c) `refund`.
"""

# %%
leaking = predict("?")  # a, b or c in place of ?
leaking

# %%
alone = [roc_auc_score(late, column) for column in X.T]
table({"column": columns, "AUC alone": alone})

# %%
high = [name for name, area in zip(columns, alone, strict=True) if area > 0.9]
leaking.outcome(
    a=high == [],
    b=high == ["real_days"],
    c=high == ["refund"],
    tempts={
        "b": "Five real days are late for three promised. For five promised?",
        "c": "How many late parcels get none?",
    },
)

# %%
accuracy["without real_days"] = right_with([0, 1, 2, 3, 5])
accuracy["known at the order"] = right_with([0, 1, 2, 3])
accuracy["none: always in time"] = 1 - late[2_000:].mean()
table({"columns": list(accuracy), "accuracy": list(accuracy.values())})

# %% [markdown]
r"""
<details><summary>Why</summary>

The leak sits in a *difference* of two columns, and neither alone gives it away. `refund` alone ranks below `depot_load`, which is honest. (The 0.43 of `scheduled_days` is a column that falls: as good as 0.57.)

</details>

The probe finds only leaks of one column. The question that finds leaks of several columns, too, needs no code: **when is it written?** `real_days` and `refund` are written after the moment of use. What is left is worth 0.73, against a majority of 0.70: that
is the true problem, and the leak hid it.

## 3 · Labels

People label, and people err. A model that was not trained on a row may disagree with its label. When is that suspicious? By hand, five rows and two classes:

| row | P(0) | P(1) | label |
|---|---|---|---|
| A | .9 | .1 | 0 |
| B | .8 | .2 | 0 |
| C | .1 | .9 | 0 |
| D | .2 | .8 | 1 |
| E | .4 | .6 | 1 |

Each class gets a threshold: the mean probability that its own rows give it. For class 0 that is (.9 + .8 + .1)/3 = .6, for class 1 (.8 + .6)/2 = .7. A row is a **suspect** if, among the classes whose threshold it reaches, the most probable one is not its label. Row
C reaches class 1 only, and is labelled 0: a suspect. Row E reaches none: the model is unsure, which is no reason to doubt anybody. This is **confident learning** (Northcutt and others, 2021).

Now digits, about one label in twenty replaced by a wrong one. The probabilities are the shares of labels among ten neighbours. Nearer ones count more, and one at distance 0 decides alone. They come once from folds
([lesson 09](09_cross_validation.ipynb)), once from a model trained on the same rows.
"""


# %%
def suspects(P, labels):
    rows = np.arange(len(P))
    own = P[rows, labels]
    thresholds = [own[labels == k].mean() for k in range(P.shape[1])]
    passing = np.where(thresholds <= P, P, 0)
    return passing.max(axis=1) > passing[rows, labels]


# %% folded="Flip labels; ask folds, and the rows themselves"
pixels, digit = datasets.handwritten_digits()
rng = np.random.default_rng(0)
flipped = rng.random(len(digit)) < 0.05
labels = np.where(flipped, (digit + rng.integers(1, 10, len(digit))) % 10, digit)
model = KNeighborsClassifier(10, weights="distance")
fold = PredefinedSplit(rng.integers(0, 5, len(digit)))
from_folds = suspects(
    cross_val_predict(model, pixels, labels, cv=fold, method="predict_proba"), labels
)
in_sample = suspects(model.fit(pixels, labels).predict_proba(pixels), labels)

# %%
ways = {"from folds": from_folds, "trained on them": in_sample}
table(
    {
        "probabilities": list(ways),
        "wrong labels": [int(flipped.sum())] * 2,
        "found": [int((flagged & flipped).sum()) for flagged in ways.values()],
        "false alarms": [int((flagged & ~flipped).sum()) for flagged in ways.values()],
    }
)

# %% folded="Look at five suspects"
shown = np.flatnonzero(from_folds)[:5]
fig, axes = plots.figure(5)
for ax, i in zip(axes, shown, strict=True):
    ax.imshow(pixels[i].reshape(8, 8), cmap="gray_r")
    ax.set(title=f"labelled {labels[i]}", xticks=[], yticks=[])
    ax.grid(False)
plots.show(
    fig, alt="Five handwritten digits; four plainly are not what they are labelled."
)

# %% [markdown]
r"""
From folds 73 of 95 are found, with 4 false alarms; the second digit above is one of these. In-sample **none** is found: each row is its own neighbour at distance 0, and agrees with itself.

What do wrong labels do to a number on a slide? Flip 20 % of the labels of 569 breast tumours at random, in training *and* test part. The model is linear discriminant analysis, which draws a
straight boundary as logistic regression does, from 30 columns.

**Predict.** The report, on noisy test labels, says 0.74. Judged by the clean labels, the same model is right in

- (a) about 0.9;
- (b) about 0.74;
- (c) about 0.6.
"""

# %%
behind_noise = predict("?")  # a, b or c in place of ?
behind_noise


# %% folded="Train on noisy labels; then without the suspects"
def noisy_run(seed, columns):
    rng = np.random.default_rng(seed)
    X, y, _ = datasets.breast_tumours()
    X = X[:, columns]
    train, test = np.split(rng.permutation(569), [400])
    noisy = np.where(rng.random(569) < 0.2, 1 - y, y)
    model, fold = LinearDiscriminantAnalysis(), PredefinedSplit(rng.integers(0, 5, 569))
    P = cross_val_predict(model, X, noisy, cv=fold, method="predict_proba")
    trusted = ~suspects(P, noisy)
    judges = ((test, noisy), (test[trusted[test]], noisy), (test, y))
    rows = []
    for part in (train, train[trusted[train]]):
        model.fit(X[part], noisy[part])
        rows.append([model.score(X[i], truth[i]) for i, truth in judges])
    return rows


# %%
every, texture = (
    np.mean([noisy_run(seed, columns) for seed in range(20)], axis=0)
    for columns in (slice(30), [1])
)
noisy = np.array([*every, texture[1]])
judged = ["noisy labels", "noisy, suspects deleted", "clean labels"]
model_of = ["30 columns, all rows", "30 columns, no suspects", "1 column, no suspects"]
table({"trained on": model_of, **dict(zip(judged, noisy.T, strict=True))})

# %%
clean = noisy[0, 2]
behind_noise.outcome(
    a=clean >= 0.8,
    b=0.7 <= clean < 0.8,
    c=clean < 0.7,
    tempts={
        "b": "One test label in five is wrong. Who is at fault when they disagree?",
        "c": "In training, flips in both directions average out. In the test?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

With true accuracy $a$ and flip rate $r$, the model agrees with a noisy label when both are right or both are wrong: $a(1 - r) + (1 - a)r$. For 0.91 and 0.2 that is about 0.75; 0.74 was seen. The *ruler* was worse than the model.

</details>

The table holds a temptation. Without suspects in training, the model really gets better: 0.94. Delete the suspects from the *test* part too, and the slide says 0.92, which is nearly true. So where is the
harm? In the last row a model sees one column, the mean texture. Its slide says 0.90 as well, and it is right in 0.73: you have removed the rows that disagreed with a model like yours, however bad it is.
Delete from training if you like. Test rows are labelled anew, by people.

## 4 · Slices, and how sure you are of them

"Right in 75 % of the children." Of how many? **Wilson's interval** holds all the true shares $p$ for which the seen share lies within 1.96 standard errors $\sqrt{p(1 - p)/n}$ of $p$. Unlike 03's interval it never leaves 0 to 1 and has a width at 0 of $n$.
"""

# %%
counted = [(3, 4), (30, 40), (300, 400)]
ends = [binomtest(*pair).proportion_ci(method="wilson") for pair in counted]
for (k, n), interval in zip(counted, ends, strict=True):
    p = np.array([interval.low, interval.high])
    assert np.allclose(abs(k / n - p), 1.96 * np.sqrt(p * (1 - p) / n), rtol=1e-3)
table(
    {
        "right": [f"{k} of {n}" for k, n in counted],
        "low": [interval.low for interval in ends],
        "high": [interval.high for interval in ends],
    },
    decimals=3,
)

# %% [markdown]
r"""
The `assert` holds SciPy to the definition. Three of four is anything from 0.3 to 0.95.

Now a firm of 114 departments with four groups in each. A model's precision is exactly 0.5 for everybody, everywhere; groups differ in size, with 56 rows in the middle.

**Predict.** In how many of the 114 do two groups lie more than 5 points apart?

- (a) about 6, one in twenty;
- (b) about half of them;
- (c) more than 100.
"""

# %%
departments = predict("?")  # a, b or c in place of ?
departments


# %% folded="Draw a firm without any difference"
def firm(seed):
    rng = np.random.default_rng(seed)
    n = np.round(np.exp(rng.normal(4, 0.7, (114, 4)))).astype(int) + 1
    right = rng.binomial(n, 0.5)
    tested = [
        chi2_contingency([k, m - k], correction=False).pvalue
        for k, m in zip(right, n, strict=True)
        if m.min() >= 30
    ]
    p = np.array(tested)
    far = np.ptp(right / n, axis=1) > 0.05
    return far.sum(), len(p), (p < 0.05).sum(), (p < 0.05 / len(p)).sum()


# %%
counts = np.mean([firm(seed) for seed in range(20)], axis=0)
looks = ["gap above 5 points, of 114", "departments with groups of 30 up"]
looks += ["of these, p < 0.05", "of these, p < 0.05 / tests"]
table({"count, mean of 20 firms": looks, "departments": counts}, decimals=1)

# %%
departments.outcome(
    a=counts[0] < 20,
    b=20 <= counts[0] <= 100,
    c=counts[0] > 100,
    tempts={
        "a": "One in twenty is for tests at 5 %. Nobody has tested anything here.",
        "b": "How far apart are the largest and smallest of *four* shares?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

A share of 56 rows has a standard error of 7 points, and the largest of four minus the smallest is about two of these.

</details>

Whoever calls such a gap discrimination accuses 109 of 114 departments, and nothing is wrong in any. The **chi-square test** asks whether counts in a table differ by more than a common rate allows. Where all four groups have 30 rows, so that it
can be trusted, it rings in some 5 %, as a test at 5 % must. **Bonferroni** divides the 5 % by the number of tests, and then a firm rings rarely at all.

A gap of largest minus smallest is never below 0, so its mean is not 0 either. It shrinks with rows:
"""


# %% folded="Draw the gaps of four equal groups"
def draw_gaps(ax, rows):
    shares = np.random.default_rng(0).binomial(rows, 0.5, (5_000, 4)) / rows
    gaps = np.ptp(shares, axis=1)
    labels = {"xlabel": "gap", "title": f"{rows} rows, mean {gaps.mean():.2f}"}
    bins = np.arange(0, 1.02, 0.05) - 1e-9
    plots.histogram(ax, {"gaps": gaps}, bins, ylabel="of 5,000 draws", **labels)


plots.panels(
    draw_gaps,
    (10, 100, 1_000),
    alt="Gaps of equal groups: near 0.32 for 10 rows, 0.10 for 100, 0.03 for 1,000.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the rows"
plots.slider(draw_gaps, alt="Gaps with {rows} rows a group.", rows=(10, 1_000, 10))

# %% [markdown]
r"""
With 10 rows a group, no difference at all looks like 32 points on average. Here is a good place for a break.

## 5 · Break a shortcut

[Lesson 16](16_computer_vision.ipynb) found a network that looked at the lamp. Here is the remedy. In our X-rays, 30 % of patients are ill. The ill are mostly X-rayed in bed with a portable scanner, so that `portable`
agrees with the illness for 90 %. One column, the lung score, is medicine.

The remedy gives every row a weight: as often as scanner and illness *would* meet if they had nothing to do with each other, over as often as they do meet. By hand: 0.3 are ill, 0.34 are X-rayed in bed
(0.27 ill, 0.07 well), and 0.03 are ill and were not. Such a row gets $0.3 \cdot 0.66/0.03 = 6.6$, an ill one from the bed $0.3 \cdot 0.34/0.27 = 0.38$. (Kamiran and Calders, 2012, use it for groups of people.)
"""


# %%
def balance(portable, ill):
    weights = np.ones(len(ill))
    for p, i in np.ndindex(2, 2):
        cell = (portable == p) & (ill == i)
        weights[cell] = np.mean(portable == p) * np.mean(ill == i) / cell.mean()
    return weights


# %% folded="Three models, three hospitals, five seeds"
def three_hospitals(seed):
    X, ill = datasets.chest_xrays(np.random.default_rng(seed), 2_000)
    weights, rows = balance(X[:, 0], ill), []
    for kept, weight in ((slice(6), None), (slice(1, 6), None), (slice(6), weights)):
        model = LogisticRegression().fit(X[:, kept], ill, sample_weight=weight)
        rows.append([model.coef_[0, 0] if kept == slice(6) else np.nan])
        for agree in (0.9, 0.5, 0.1):
            drawn = datasets.chest_xrays(
                np.random.default_rng(seed + 100), 2_000, agree
            )
            rows[-1].append(model.score(drawn[0][:, kept], drawn[1]))
    return rows


# %% folded="Set them side by side"
rows = np.mean([three_hospitals(seed) for seed in range(5)], axis=0)
names = ["weight on portable", "at home", "no habit", "habit reversed"]
models = {"model": ["all columns", "without the column", "rows weighted"]}
table(models | dict(zip(names, rows.T, strict=True)))

# %% folded="Draw the three hospitals"
fig, ax = plots.figure()
runs = {name: row[1:] for name, row in zip(models["model"], rows, strict=True)}
plots.bars(ax, runs, names[1:], ylabel="share right", ylim=(0, 1.4))
plots.show(fig, alt="All columns: 0.9, 0.6, 0.3. The two remedies stay near 0.76.")

# %% [markdown]
r"""
At home the shortcut is worth 14 points; in a hospital with the opposite habit it is far worse than saying "well" for everybody. Weights take `portable` out of the model without taking it out of the table. That matters where the shortcut is no column, as the lamp
in a picture; somebody has to record it for the training rows. The price: rare rows carry large weights, and the
**effective sample** $(\sum w)^2 / \sum w^2$ is smaller. Both, in the first draw:
"""

# %%
X, ill = datasets.chest_xrays(np.random.default_rng(0), 2_000)
portable, w = X[:, 0], balance(X[:, 0], ill)
among = [np.average(portable[ill == i], weights=w[ill == i]) for i in (1, 0)]
assert np.allclose(among, portable.mean())  # what independence means
table(
    {
        "rows": ["as they are", "weighted"],
        "portable, ill": [portable[ill == 1].mean(), among[0]],
        "portable, well": [portable[ill == 0].mean(), among[1]],
        "effective share": [1.0, w.sum() ** 2 / np.sum(w**2) / len(w)],
    }
)

# %% [markdown]
r"""
Weighted, the scanner tells nothing about the illness, and 2,000 rows are worth about 740.

## 6 · For whom: rates that cannot all be equal

Eight counts of two groups. Precision is 0.75 in both, and so is the true positive rate.
"""


# %%
def rates(tp, fp, fn, tn):
    chosen, total = tp + fp, tp + fp + fn + tn
    return {
        "selected": chosen / total,
        "TPR": tp / (tp + fn),
        "FPR": fp / (fp + tn),
        "precision": tp / chosen,
    }


eight = {"A": rates(30, 10, 10, 50), "B": rates(15, 5, 5, 75)}
table([{"group": name, **of_group} for name, of_group in eight.items()], decimals=3)

# %% [markdown]
r"""
The false positive rates are 1/6 and 1/16, and nobody could have made them equal: base rate, precision and TPR fix the FPR. Exercise 8 asks you how. Equal TPR *and* equal FPR are called **equalised odds**; equal selection rates, **demographic parity**. The **gap** is
the largest minus the smallest (others subtract in a fixed order, or divide).

Is that a fault of bad models? Take a lender who knows every applicant's true chance of repaying. (Here 1 is the *good* outcome.) A repaid loan earns 1,000 €, a lost one costs 4,000 €, so a loan pays from a chance of 0.8 up. Log-odds
are normal with spread 1.2, around 1.4 in group A and 0.6 in B.
"""


# %% folded="Rates and profit at every threshold, by group"
def by_threshold(means):
    chance, _, group = datasets.loan_applicants(
        np.random.default_rng(0), 100_000, means
    )
    curves = {}
    for name in ("A", "B"):
        p = np.sort(chance[group == name])[::-1]
        selected = np.arange(1, len(p) + 1)
        curves[name] = {
            "chance": p,
            "selected": selected / len(p),
            "TPR": np.cumsum(p) / p.sum(),
            "FPR": np.cumsum(1 - p) / np.sum(1 - p),
            "precision": np.cumsum(p) / selected,
            "profit": np.cumsum(5_000 * p - 4_000) / len(chance),
        }
    return curves


# %%
lender = by_threshold((1.4, 0.6))
at_80 = {g: np.sum(curve["chance"] >= 0.8) - 1 for g, curve in lender.items()}
names = ["selected", "TPR", "FPR", "precision"]
table(
    [{"group": g, **{k: lender[g][k][i] for k in names}} for g, i in at_80.items()],
)

# %% folded="Draw the two groups' rates"
fig, axes = plots.figure(2, sharey=True)
for ax, rate in zip(axes, ("TPR", "FPR"), strict=True):
    for g, look in (("A", "-"), ("B", "--")):
        color = plots.MODEL if g == "A" else plots.ERROR
        ax.plot(lender[g]["chance"], lender[g][rate], look, color=color, label=g)
    ax.axvline(0.8, color=plots.DATA, linestyle=":", label="pays from here")
    ax.set(xlabel="threshold", title=rate)
axes[0].set(ylabel="rate")
axes[0].legend()
plots.show(
    fig,
    alt="Both rates fall with the threshold; B's curve lies below A's in both.",
)

# %% [markdown]
r"""
The score is the truth. It is **calibrated** in both groups: of those with 0.7, 70 % repay. And yet at *one* threshold all four rates differ, because more of A lies far above it. Calibrated scores are not equal precision at a threshold.

What does it cost to make one rate equal, by a threshold for each group? The most profitable pair of thresholds, for each demand:
"""


# %%
def best_profit(curves, rate):
    levels, total = np.linspace(0.001, 0.999, 999), 0
    for curve in curves.values():
        total = total + np.interp(levels, curve[rate], curve["profit"])
    return total.max()


def price_list(curves):
    free = sum(curve["profit"].max() for curve in curves.values())
    return [free, *(best_profit(curves, rate) for rate in ("selected", "TPR", "FPR"))]


# %%
table(
    {
        "equal": ["nothing asked", "selection", "TPR", "FPR"],
        "B is poorer, € an applicant": price_list(lender),
        "A and B alike": price_list(by_threshold((1.4, 1.4))),
    },
    decimals=0,
)

# %% [markdown]
r"""
Each demand has a price, between 12 and 20 € an applicant, and each leaves other rates unequal. In the last column the price is gone: with equal distributions, all demands hold at once. So "you can never have two" is false, and the eight counts
above had two. With *different base rates*, and a model that raises false alarms, equal precision, TPR and FPR exclude each other: two of three can be had (Chouldechova, 2017; Kleinberg and others, 2017).

Which one to demand? Ask who bears the error. A missed tumour harms the ill: equal TPR. A wrongly accused payer is among the honest: equal FPR. Leaving out the group column is no way out: other columns often tell it. Measures serve this discussion and do not end
it; law and ethics are not graded here.

## 7 · What the label stands for

A care programme has room for a tenth of the patients. Two columns are known: a nurse's score of severity, and last year's cost. What each patient *needs* was never recorded, so the model learns this year's **cost**. (A review finds out about need later.)
In this made hospital, group B (30 % of patients) needs as much as A and gets 0.6 of the care, in both years.

**Predict.** The costs are foretold well. B's share of the places is

- (a) 30 %: cost is recorded without error, and the group is no column;
- (b) about 20 %: whoever gets less care costs less;
- (c) above 30 %: who is treated less gets sicker.
"""

# %%
places_for_b = predict("?")  # a, b or c in place of ?
places_for_b


# %% folded="Choose a tenth by cost, and by need"
def programme(seed, label):
    rng = np.random.default_rng(seed)
    X, need, cost, group = datasets.care_programme(rng, 20_000)
    y = {"cost": cost, "need": need}[label]
    model = LinearRegression().fit(X[:10_000], y[:10_000])
    numbers = [model.score(X[10_000:], y[10_000:])]
    X, need, cost, group = (part[10_000:] for part in (X, need, cost, group))
    values = (model.predict(X), need, cost)
    chosen, sickest, dearest = (v >= np.quantile(v, 0.9) for v in values)
    numbers.append(np.mean(group[chosen] == "B"))
    for value, rows in ((need, chosen), (chosen, sickest), (chosen, dearest)):
        numbers += [value[rows & (group == g)].mean() for g in ("A", "B")]
    return numbers


# %%
labels = ["cost", "need"]
by_label = np.mean([[programme(s, name) for name in labels] for s in range(5)], axis=0)
names = ["R²", "B among the chosen", "need of the chosen, A", "need of the chosen, B"]
names += ["sickest tenth found, A", "sickest tenth found, B"]
names += ["dearest tenth found, A", "dearest tenth found, B"]
table({"measure": names, "label: cost": by_label[0], "label: need": by_label[1]})

# %%
share = by_label[0, 1]
places_for_b.outcome(
    a=0.27 <= share <= 0.33,
    b=share < 0.27,
    c=share > 0.33,
    tempts={
        "a": "Recorded without error. But what does a low cost mean in B?",
        "c": "In this hospital need is alike. What differs is what is spent.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The model does what it was asked: it foretells who will cost much, and B will not. Those of B who do get in need more than those of A beside them.

</details>
"""

# %% folded="Draw need by place in the queue"
X, need, cost, group = datasets.care_programme(np.random.default_rng(0), 20_000)
score = LinearRegression().fit(X[:10_000], cost[:10_000]).predict(X[10_000:])
need, group = need[10_000:], group[10_000:]
tenth = np.searchsorted(np.quantile(score, np.arange(0.1, 1, 0.1)), score)
queue = {
    f"group {g}": [need[(group == g) & (tenth == k)].mean() for k in range(10)]
    for g in ("A", "B")
}
fig, ax = plots.figure()
axis = {"xlabel": "tenth of the score, 10 joins", "ylabel": "mean need (1,000 €)"}
plots.lines(ax, range(1, 11), queue, **axis)
plots.show(fig, alt="At the same score, group B needs more than A in each tenth.")

# %% [markdown]
r"""
Of the sickest tenth, the model finds nine in ten of group A and six in ten of B. The same columns with the other label: 0.89 and 0.84. Now audit the first model against the label that was *recorded*. Of the dearest tenth it finds 0.63 of A and 0.82 of B: by
this measure B is the group that is favoured. A measure that trusts the label cannot see who went without. Obermeyer and others (2019) found such a label in a system that was used for millions of patients; there, at the same score, both groups cost about the same, and one of them was sicker. No weights mend it: they teach the same label. Another label does, and the question that leads there is "what does the label stand for?".

## On the job

**Where it decides.** Who gets a loan, a scan, a place. A slice that goes wrong is a person, and can be a court case.

**Who owns it.** The team that labels writes the **datasheet**: where rows come from, who labelled, who is missing. The ML engineer writes the **model card**: intended use, rates by group with intervals, known failures. The product owner signs which rate is to be equal.

**What an interviewer may ask.** "The AUC rose from 0.78 to 0.97 overnight. What do you do?" First sentence of a good answer: when is each new column written?

**A thousand times the data.** Slices come by the thousand. Rank them by evidence, not by gap, or you chase the smallest ones for ever.

## Recap

- Ten rows, training rows, test rows, too good: each fault has its test, and each test is blind to some faults.
- A leak may sit in two columns. Ask when each is written.
- Suspects come from folds. Measured accuracy is $a(1 - r) + (1 - a)r$; never clean the test part with the model.
- A slice has an interval; gaps of small groups are large by themselves.
- With different base rates, precision, TPR and FPR cannot all be equal: choose by who bears the error. And ask first what the label stands for.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/21_debugging_bias.ipynb).

**Further reading**

- S. Barocas, M. Hardt and A. Narayanan, *Fairness and Machine Learning* (2023).
- A. Chouldechova, "Fair Prediction with Disparate Impact", *Big Data* 5 (2017). J. Kleinberg, S. Mullainathan and M. Raghavan, "Inherent Trade-Offs in the Fair Determination of Risk Scores", *ITCS* (2017).
- Z. Obermeyer, B. Powers, C. Vogeli and S. Mullainathan, "Dissecting racial bias in an algorithm used to manage the health of populations", *Science* 366 (2019).
- C. Northcutt, L. Jiang and I. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", *JAIR* 70 (2021).
- F. Kamiran and T. Calders, "Data preprocessing techniques for classification without discrimination", *Knowledge and Information Systems* 33 (2012).
- M. Mitchell and others, "Model Cards for Model Reporting", *FAT\** (2019). T. Gebru and others, "Datasheets for Datasets", *CACM* 64 (2021).
"""
