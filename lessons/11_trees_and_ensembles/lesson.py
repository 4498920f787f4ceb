# %% [markdown]
r"""
# Catch stolen cards with trees, and do not fool yourself

A bank records 120 days of card payments. A forest of 60 decision trees ranks them by suspicion, and its home-made report
says: average precision **0.76**. On the days that follow it reaches **0.60**. No line of the code is wrong.
By section 4 you will know where the rest went, and which of the two a fraud team should sign.

**You will be able to**

- compute an impurity and the best split by hand, and check both against scikit-learn;
  <!-- gini_impurity, best_split -->
- say by a formula how much averaging helps, and why a forest makes its trees differ; <!-- averaged_variance -->
- build boosting from residuals, and choose the number of rounds; <!-- boost_residuals, tune_the_rounds -->
- evaluate fraud models on later days with a label delay, and name what a shuffled split or an out-of-bag score
  hides; <!-- oob_error, split_with_label_delay -->
- read feature importances without being misled, and say what class weights and constraints do.
  <!-- permutation_drop, read_importances, choose_the_check -->

**You need** splits by date ([lesson 01](01_learning_from_data.ipynb)), variance and correlation
([lesson 03](03_probability_statistics.ipynb)), log loss ([lesson 05](05_loss_functions.ipynb)), logistic regression ([lesson
07](07_linear_and_logistic_regression.ipynb)), validation rows ([lesson 09](09_cross_validation.ipynb)) and average precision ([lesson 10](10_precision_recall.ipynb)).
**About 70 minutes.**
"""

# %%
import numpy as np
from sklearn.metrics import average_precision_score, log_loss

from firsthand import datasets, over_seeds, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Ten payments, one question

A **decision tree** asks yes-or-no questions about one column at a time. Here are ten payments:

| € | 5 | 12 | 20 | 35 | 50 | 80 | 95 | 120 | 150 | 300 |
|---|---|---|---|---|---|---|---|---|---|---|
| fraud | 0 | 0 | 0 | 0 | 1 | 0 | 1 | 0 | 1 | 1 |

A good question leaves two sides that are purer than the whole. How mixed a group is, is told by its **Gini impurity**, 1
less the sum of the squared shares of its classes. It is the chance that two payments, drawn with replacement, differ. With a share $p$ of
frauds it is $2p(1-p)$: here $2 \cdot 0.4 \cdot 0.6 = 0.48$. A split is then worth

$$0.48 - \left(\frac{n_L}{n}\,G_L + \frac{n_R}{n}\,G_R\right),$$

with $n_L, n_R$ payments on the sides and $G_L, G_R$ their impurities. Each side weighs as much as it has rows.

**Predict.** Three thresholds, half-way between two amounts. Each of them, with the majority's label on either side, is wrong about two payments. The best split is

- (a) at 42.5 €, with four payments on one side;
- (b) at 87.5 €, with six payments on one side;
- (c) at 135 €, with two payments on one side.
"""

# %%
best_threshold = predict("?")  # a, b or c in place of ?
best_threshold

# %%
amount = np.array([5, 12, 20, 35, 50, 80, 95, 120, 150, 300])
fraud = np.array([0, 0, 0, 0, 1, 0, 1, 0, 1, 1])
rows = []
for threshold in (42.5, 87.5, 135):
    below, above = fraud[amount < threshold], fraud[amount > threshold]
    left, right = (2 * side.mean() * (1 - side.mean()) for side in (below, above))
    share = len(below) / len(amount)
    weighted = share * left + (1 - share) * right
    rows.append(
        {"€": f"{threshold:g}", "left": left, "right": right, "weighted": weighted}
    )
table([row | {"plain mean": (row["left"] + row["right"]) / 2} for row in rows], 4)

# %%
lowest = min(rows, key=lambda row: row["weighted"])["€"]
best_threshold.outcome(
    a=lowest == "42.5",
    b=lowest == "87.5",
    c=lowest == "135",
    tempts={
        "b": "The sides are nearly of one size. Are they pure?",
        "c": "Two pure payments on one side. The other eight are as mixed as before.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

At 42.5 the four small payments are all genuine, and $0.4 \cdot 0 + 0.6 \cdot 0.4444 = 0.2667$ is the lowest sum. The *plain* mean of the two
sides would choose 135: two pure payments would weigh as much as eight mixed ones. And the number of mistakes, two each time, cannot choose at all.

</details>

Here are all nine candidates. The lowest blue point is the tree's choice; the orange line is the plain mean.
"""


# %% folded="Draw the impurity that is left at each threshold"
def left_over(threshold, weighted=True):
    sides = fraud[amount < threshold], fraud[amount > threshold]
    weights = [len(side) for side in sides] if weighted else None
    return np.average([2 * s.mean() * (1 - s.mean()) for s in sides], weights=weights)


fig, ax = plots.figure()
halfway = (amount[:-1] + amount[1:]) / 2
for weighted, look in ((True, "o-"), (False, "x--")):
    color = plots.MODEL if weighted else plots.ERROR
    left = [left_over(threshold, weighted) for threshold in halfway]
    label = "weighted by rows" if weighted else "plain mean"
    ax.plot(range(9), left, look, color=color, label=label)
ax.set(xlabel="threshold (€)", ylabel="Gini impurity left")
ax.set_xticks(range(9), [f"{value:g}" for value in halfway])
ax.legend()
plots.show(fig, alt="Weighted, 42.5 is lowest; the plain mean is lowest at 135.")

# %% [markdown]
r"""
The tree takes the best split, and does the same in each side. The library agrees. But it asks **greedily**: one question at a time, never taken back. Let fraud be
"by night or online, but not both". No single question gains anything; two in a row are perfect.
"""

# %%
from sklearn.tree import DecisionTreeClassifier

stump = DecisionTreeClassifier(max_depth=1).fit(amount[:, None], fraud)
flags, either = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
one, two = (DecisionTreeClassifier(max_depth=d).fit(flags, either) for d in (1, 2))
table(
    {
        "the library splits at (€)": stump.tree_.threshold[0],
        "night or online, depth 1": one.score(flags, either),
        "depth 2": two.score(flags, either),
    }
)

# %% [markdown]
r"""
## 2 · Too deep, and pruned

Now 120 days of payments, made by a generator whose truth is known: 110 of 800 cards are stolen once, and a thief pays some four or five times within three
days, to test small amounts, to cash out large ones, or abroad. 4 % of the payments are frauds so that a laptop sees enough of them; in public card data it is
0.17 % (the ULB set).

Two rules of the trade. Models are used on days to *come*. And the bank learns of a fraud when the customer complains: this
**label delay** is two weeks here. So train on the days before 70, wait for the labels, and judge from day 84 on.
"""

# %%
streams = [datasets.card_stream(np.random.default_rng(seed)) for seed in range(3)]
trains = [stream[stream["day"] < 70] for stream in streams]
laters = [stream[stream["day"] >= 84] for stream in streams]
KNOWN = ["amount", "km", "hours", "night", "online", "age"]
streams[0].tail(3).round(1)


# %% folded="Three helpers: fit to some rows, judge on others, the mean over the streams"
def fit(model, rows, columns=KNOWN):
    return model.fit(rows[columns], rows["fraud"])


def judge(rows, model, measure=average_precision_score):
    chances = model.predict_proba(rows[model.feature_names_in_])[:, 1]
    return measure(rows["fraud"], chances)


def mean_judge(parts, models, measure=average_precision_score):
    return np.mean([judge(*pair, measure) for pair in zip(parts, models, strict=True)])


# %% [markdown]
r"""
`km` is the distance from home (0 online), `hours` the time since the last payment, `age` that of the card in days. The measure is average
precision: a random order would have the rate of frauds, 0.04. Trees of growing depth, three streams:
"""


# %% folded="Grow a tree on each stream and judge it"
def judge_trees(**options):
    grown = [fit(DecisionTreeClassifier(random_state=0, **options), t) for t in trains]
    return {
        "training days": mean_judge(trains, grown),
        "later days": mean_judge(laters, grown),
        "leaves": np.mean([tree.get_n_leaves() for tree in grown]),
    }


# %%
depths = {f"depth {d}": judge_trees(max_depth=d) for d in (1, 3, 6, 12)}
depths |= {"no limit": judge_trees(), "pruned": judge_trees(ccp_alpha=0.0005)}
table(depths, decimals={"leaves": 0})


# %% folded="Draw both scores"
fig, ax = plots.figure()
sizes = [*depths][:5]
scores = {
    days: [depths[size][days] for size in sizes]
    for days in ("later days", "training days")
}
plots.lines(ax, range(5), scores, ylabel="average precision", ylim=(0, 1.05))
ax.set_xticks(range(5), sizes)
plots.show(fig, alt="Training climbs to 1; later days peak at depth 6 and fall again.")

# %% [markdown]
r"""
Without a limit a tree asks until every leaf is pure: 1.00 on the days it knows, 0.28 later. Depth 6 is the best limit, 0.44.

The last row is **pruning**. Grow the whole tree, then charge a rent of α for each leaf. A branch is cut back to one leaf where its questions save less impurity,
weighted by the share of all rows that they concern, than the rent of its extra leaves. `ccp_alpha=0.0005` keeps 23 leaves and reaches 0.44, as
much as depth 6 with half of its 46 leaves, because it may be deep where that pays. (This α was found by trying. In earnest, validation days choose it.)

Pruned or not, a tree is a nervous thing. Leave out 5 % of the training rows at random, and see which payments a full tree flags.
"""

# %%
rng, train, later = np.random.default_rng(0), trains[0], laters[0]
alerts = []
for part in [1.0] + [0.95] * 5:
    some = train[rng.random(len(train)) < part]
    tree = fit(DecisionTreeClassifier(random_state=0), some)
    alerts.append(tree.predict(later[KNOWN]) == 1)
changed = [1 - (alerts[0] & a).sum() / (alerts[0] | a).sum() for a in alerts[1:]]
over_seeds({"full tree": changed}, "share of the alerts that change", ".0%")

# %% [markdown]
r"""
## 3 · Average what is nervous

Take away a twentieth of the rows, and a third of the alerts change. But what moves from sample to sample can be averaged. There is one sample only, so draw from it, with replacement, as many rows as it has (the
bootstrap of lesson 03), grow a tree on each draw, and take the mean of their answers. That is **bagging**, the plainest **ensemble**.

How much does it help? On a curve whose truth is known, 60 data sets of 60 rows can be made, and 30 trees grown on each. The variance of *one* tree, from
data set to data set, is about a quarter.

**Predict.** The variance of the mean of 30 trees is about

- (a) 0.01, a thirtieth of a quarter;
- (b) 0.13, half of a quarter;
- (c) 0.25, as for one tree.
"""

# %%
mean_of_thirty = predict("?")  # a, b or c in place of ?
mean_of_thirty

# %% folded="Make a data set, and grow trees on draws from it"
from sklearn.tree import DecisionTreeRegressor

grid = np.linspace(0.05, 1.95, 20)[:, None]


def bagged_answers(rng, n=60, trees=30):
    x = rng.uniform(0, 2, (n, 1))
    y = np.sin(4 * x[:, 0]) + rng.normal(0, 0.5, n)
    draws = rng.integers(0, n, (trees, n))
    fits = [DecisionTreeRegressor(random_state=0).fit(x[i], y[i]) for i in draws]
    return [tree.predict(grid) for tree in fits]


# %%
rng = np.random.default_rng(0)
answers = np.array([bagged_answers(rng) for _ in range(60)])  # (data sets, trees, x)
measured = [answers[:, :b].mean(axis=1).var(axis=0).mean() for b in (1, 5, 30)]

off = answers - answers.mean(axis=0)
s2 = (off**2).mean()
rho = (off[:, :-1] * off[:, 1:]).mean() / s2  # of a tree and the next one
trees = [1, 5, 30, 1000]
formula = [rho * s2 + (1 - rho) * s2 / b for b in trees]
table({"trees": trees, "measured": [*measured, None], "formula": formula}, decimals=3)

# %%
mean_of_thirty.outcome(
    a=measured[2] < 0.02,
    b=0.1 < measured[2] < 0.15,
    c=measured[2] > 0.2,
    tempts={
        "a": "That holds for independent trees. These saw the same 60 rows.",
        "c": "They share rows, but not all: some of the wobble does cancel.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Trees drawn from one sample are alike, and what they have in common does not cancel.

</details>

Twenty of the data sets, and the truth dotted:
"""


# %% folded="Draw one tree, and the mean of thirty, on twenty data sets"
def draw_answers(ax, trees):
    lines = answers[:20, :trees].mean(axis=1).T
    ax.plot(grid[:, 0], lines, color=plots.MODEL, linewidth=0.7, alpha=0.6)
    ax.plot(grid[:, 0], np.sin(4 * grid[:, 0]), ":", color=plots.ERROR, linewidth=2.5)
    ax.set(title=f"trees averaged: {trees}", xlabel="x", ylabel="y")


plots.panels(
    draw_answers,
    (1, 30),
    alt="Single trees spread widely about the truth; means of thirty less widely.",
)

# %% [markdown]
r"""
With the variance $s^2$ of one tree, the correlation $\rho$ between two, and $B$ trees, the mean has the variance

$$\rho s^2 + \frac{(1-\rho)\,s^2}{B}.$$

The table's last column is that formula. More trees shrink the second term only: 1,000 of them come down to 0.12, the floor $\rho s^2$. To lower the floor, make the trees
*differ*: a **random forest** shows each question a random few of the columns. Fewer columns, less correlation. (Each tree gets a little worse; that is the price.)
"""


# %% folded="Correlate the votes of twenty trees"
def correlation(columns):
    grown = fit(forest(columns, trees=20), trains[0], COLUMNS)
    seen = laters[0][COLUMNS].to_numpy()
    votes = [tree.predict_proba(seen)[:, 1] for tree in grown.estimators_]
    return (np.corrcoef(votes).sum() - 20) / (20 * 19)


# %%
from sklearn.ensemble import RandomForestClassifier

COLUMNS = [*KNOWN, "card"]


def forest(columns=2, trees=60, **options):
    fixed = {"min_samples_leaf": 3, "random_state": 0}
    return RandomForestClassifier(trees, max_features=columns, **fixed, **options)


few = [7, 2, 1]
table({"columns a question": few, "correlation": list(map(correlation, few))})

# %% [markdown]
r"""
The seventh column is the number of the card. Remember it.

A draw of $n$ rows leaves out a given row with the chance $(1 - 1/n)^n$: 0.349 for ten rows, and soon $1/e = 0.368$. So each row has trees, over a third of them, that never saw it: let only those vote on
it, and you have an **out-of-bag** score without setting a row aside.

Here is a good place for a break.

## 4 · Four ways to judge one forest

The same forest, and four ways to an average precision:

- *out of bag*: the training days, each payment judged by the trees that did not draw it;
- *shuffled*: a random 30 % of the payments of all 120 days set aside;
- *new cards*: all payments of a random 30 % of the cards set aside;
- *later days*: trained before day 70, judged from day 84.

All are trained on as many payments as the days before 70 have.

**Predict.** Out of bag says 0.76, the later days say 0.60. Set all payments of some cards aside, so that the forest knows nothing of their thefts, and it is

- (a) near 0.76, within 0.03: every payment was judged by trees that had not seen it;
- (b) near 0.60, within 0.03: the cards it knew were all that flattered it;
- (c) between the two, and more than 0.03 from either.
"""

# %%
on_new_cards = predict("?")  # a, b or c in place of ?
on_new_cards


# %% folded="Judge a forest in four ways"
def judge_apart(stream, is_test, n):
    known = stream[~is_test].sample(n, random_state=0)
    return judge(stream[is_test], fit(forest(), known, COLUMNS))


def four_ways(stream, train, later, grown):
    rng = np.random.default_rng(1)
    some_rows, some_cards = rng.random(len(stream)) < 0.3, rng.permutation(800)[:240]
    votes = grown.oob_decision_function_[:, 1]
    return {
        "out of bag": average_precision_score(train["fraud"], votes),
        "shuffled": judge_apart(stream, some_rows, len(train)),
        "new cards": judge_apart(stream, stream["card"].isin(some_cards), len(train)),
        "later days": judge(later, grown),
    }


# %%
forests = [fit(forest(oob_score=True), train, COLUMNS) for train in trains]
ways = list(map(four_ways, streams, trains, laters, forests))
over_seeds(ways, "average precision")

# %%
said = ("out of bag", "new cards", "later days")
oob, new, later_days = (np.mean([run[way] for run in ways]) for way in said)
on_new_cards.outcome(
    a=abs(new - oob) <= 0.03,
    b=abs(new - later_days) <= 0.03,
    c=later_days + 0.03 < new < oob - 0.03,
    tempts={
        "a": "Not that payment. But three others by the same thief, an hour apart?",
        "b": "They flattered it. But do the thieves of later days do as before?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

A theft is a *burst*: several payments with one card in three days. Shuffle them, and some of a burst train while others test. The
forest recognises the card, by its number or its age, and looks brilliant about thefts it has half seen. Out of bag does the same: the payment is left out, its brothers are not.

</details>

One mark a stream:
"""


# %% folded="Draw three of the four ways"
fig, ax = plots.figure()
shown = ("later days", "new cards", "out of bag")
marks = {way: [run[way] for run in ways] for way in shown}
plots.seeds(ax, marks, ylabel="average precision", ylim=(0.5, 0.85))
plots.show(fig, alt="Out of bag lies highest, new cards lower, later days lowest.")

# %% [markdown]
r"""
From shuffled to new cards the score falls: that is the bursts. From new cards to later days it falls again: that is **drift**. After day 84 thieves test less and travel more, and nobody can know that from earlier days. Only the last number
has both in it, and it is the one that the bank will live with.

Can every model be flattered? A logistic regression cannot remember a card. Look at its two scores.
"""

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

logistic, linear = make_pipeline(StandardScaler(), LogisticRegression()), []
for stream, train, later in zip(streams, trains, laters, strict=True):
    is_test = np.random.default_rng(1).random(len(stream)) < 0.3
    shuffled = judge(stream[is_test], fit(logistic, stream[~is_test]))
    by_days = judge(later, fit(logistic, train))
    linear.append({"shuffled": shuffled, "later days": by_days})
over_seeds(linear, "average precision, logistic")

# %% [markdown]
r"""
## 5 · Boosting, by hand

Bagging grows trees side by side. **Boosting** grows them one after another, each on what the sum so far gets wrong. Six points, $y = 2, 3, 4, 8, 9, 13$ at $x = 1 \dots 6$.

Start with the mean, 6.5. The **residuals**, $y$ less the prediction, are −4.5, −3.5, −2.5, 1.5, 2.5, 6.5. (In this course an error is prediction less $y$. The residual is the error
turned round, because it is to be *added*: it points down the slope of the squared error.) Fit a **stump**, a tree with one question, to them: it asks $x < 3.5$, and its leaves are the means −3.5 and 3.5. Add
half of it; ½ is the learning **rate**. Then again, on the residuals of the *sum*.
"""

# %%
x, y = np.arange(1, 7), np.array([2.0, 3, 4, 8, 9, 13])
first = np.full(6, 6.5) + 0.5 * np.where(x < 3.5, -3.5, 3.5)
rest = y - first
second = first + 0.5 * np.where(x < 5.5, rest[:5].mean(), rest[5])
rest = y - second
third = second + 0.5 * np.where(x < 3.5, rest[:3].mean(), rest[3:].mean())
table({"x": x, "round 1": first, "round 2": second, "round 3": third})


# %% folded="Draw the start, and the sum after one round and after three"
fig, ax = plots.figure()
ax.plot(x, y, "o", color=plots.DATA, label="data")
looks = {"start": ":", "round 1": "--", "round 3": "-"}
for (name, look), sums in zip(
    looks.items(), (np.full(6, 6.5), first, third), strict=True
):
    ax.step(x, sums, look, where="mid", color=plots.MODEL, label=name)
ax.set(xlabel="x", ylabel="y")
ax.legend()
plots.show(fig, alt="A flat line, then one step, then two: the sum nears the points.")

# %% [markdown]
r"""
Does the library say the same, and how fast does the mean squared error fall?
"""

# %%
from sklearn.ensemble import GradientBoostingRegressor

library = GradientBoostingRegressor(n_estimators=3, max_depth=1, learning_rate=0.5)
library.fit(x[:, None], y)
mse = [np.mean((sums - y) ** 2) for sums in (np.full(6, 6.5), first, second, third)]
np.allclose(library.predict(x[:, None]), third), np.round(mse, 2).tolist()

# %% [markdown]
r"""
Three rounds take the mean squared error from 14.92 to 1.13, and the library says the same to the last digit. The second stump asks elsewhere, at 5.5, since there the sum was worst.

Each round lowers the *training* loss. Where does it stop being worth it?

## 6 · How many rounds?

For fraud the loss is the log loss. The sum is then a log-odds, and the residual is $y - p$, with $p$ the predicted probability: the same slope, turned round. (The value of a leaf is not their mean but a longer
step, which the library computes.) Histogram boosting, the fast form, first sorts every column into at most 255 bins.

Three streams again, up to 600 rounds of trees with eight leaves, rate 0.1, without the card's number.
"""

# %% folded="Keep the probabilities after each round, and average over the streams"
ROUNDS = [10, 30, 60, 200, 600]


def staged(model, rows):
    return [p[:, 1] for p in model.staged_predict_proba(rows[KNOWN])]


def after_rounds(measure, parts, stages):
    pairs = [(part["fraud"], p) for part, p in zip(parts, stages, strict=True)]
    return [np.mean([measure(y, p[r - 1]) for y, p in pairs]) for r in ROUNDS]


# %% tags=["nbval-ignore-output"]
from sklearn.ensemble import HistGradientBoostingClassifier


def boost(rounds=60, **options):
    fixed = {"learning_rate": 0.1, "max_leaf_nodes": 8, "random_state": 0}
    fixed |= {"early_stopping": False}
    return HistGradientBoostingClassifier(max_iter=rounds, **fixed | options)


boosted = [fit(boost(600), train) for train in trains]
on_train = list(map(staged, boosted, trains))
on_later = list(map(staged, boosted, laters))
training = after_rounds(log_loss, trains, on_train)
later_loss = after_rounds(log_loss, laters, on_later)
table({"rounds": ROUNDS, "log loss, training": training, "later days": later_loss})

# %% [markdown]
r"""
On the training days the loss falls to nothing. On later days it is best at 30 to 60 rounds, and nearly doubles by 600.

**Predict.** And the ranking? From 60 to 600 rounds the average precision on later days

- (a) falls too, by about a tenth;
- (b) stays where it is, since the order of the payments hardly changes;
- (c) rises a little, since more rounds know more.
"""

# %%
with_more_rounds = predict("?")  # a, b or c in place of ?
with_more_rounds

# %% tags=["nbval-ignore-output"]
ranking = after_rounds(average_precision_score, laters, on_later)
table({"rounds": ROUNDS, "average precision": ranking})

# %%
change = ranking[4] - ranking[2]
with_more_rounds.outcome(
    a=change < -0.05,
    b=abs(change) < 0.03,
    c=change > 0.03,
    tempts={
        "b": "600 rounds do not only shout louder, they chase single payments.",
        "c": "They know more of the training days. Look at the table above.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Late rounds fit what is left, and that is single payments. Their luck enters the order too: 0.65 becomes 0.55. It costs less than in the log loss, because an order cannot be *overconfident*.

</details>

Look at the confidence itself, after three numbers of rounds. An odds of $10^{-2}$ is about one fraud in a hundred.
"""


# %% folded="Draw how sure the model is, after three numbers of rounds"
def draw_sureness(ax, rounds):
    p = np.clip(on_later[0][rounds - 1], 1e-6, 1 - 1e-6)
    is_fraud = laters[0]["fraud"] == 1
    sure = np.log10(p / (1 - p))
    shares = [np.full(n, 1 / n) for n in ((~is_fraud).sum(), is_fraud.sum())]
    bins = np.linspace(-6, 4, 31)
    ax.hist(sure[~is_fraud], bins, weights=shares[0], color=plots.DATA, alpha=0.5)
    line = {"histtype": "step", "color": plots.ERROR, "linewidth": 1.5}
    ax.hist(sure[is_fraud], bins, weights=shares[1], **line)
    loss = log_loss(laters[0]["fraud"], on_later[0][rounds - 1])
    ax.set(title=f"{rounds} rounds, loss {loss:.2f}", xlabel="log10 odds of fraud")
    ax.set(ylabel="share of its class", ylim=(0, 0.9), xlim=(-6, 4))
    ax.text(3.8, 0.82, "grey: genuine", color=plots.DATA, ha="right")
    ax.text(3.8, 0.74, "line: frauds", color=plots.ERROR, ha="right")


# %% folded="Three numbers of rounds"
plots.panels(
    draw_sureness,
    (10, 60, 600),
    alt="With more rounds both classes spread; frauds reach odds of one to 10,000.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the number of rounds"
plots.slider(draw_sureness, alt="How sure after {rounds} rounds.", rounds=(10, 600, 10))

# %% [markdown]
r"""
Move the slider. At 60 rounds the missed frauds, the left part of the orange line, are called unlikely. At 600 some of them are called one in 10,000, with full confidence: the log loss pays for each.

The library can stop by itself. But `early_stopping=True` sets *random* rows aside, and you know from section 4 what such rows hide. Let instead the last 14 training days choose the number of rounds, then train on all.
"""


# %% folded="Stop by random rows, and by the last training days"
def rounds_by_days(train):
    early, last = train[train["day"] < 56], train[train["day"] >= 56]
    trial = staged(fit(boost(200), early), last)
    return 1 + int(np.argmin([log_loss(last["fraud"], p) for p in trial]))


def stopped(models):
    rounds = np.mean([model.n_iter_ for model in models])
    return {"rounds": rounds, "later log loss": mean_judge(laters, models, log_loss)}


# %% tags=["nbval-ignore-output"]
by_rows = [fit(boost(600, early_stopping=True), train) for train in trains]
by_days = [fit(boost(rounds_by_days(train)), train) for train in trains]
stops = {"random rows": stopped(by_rows), "last days": stopped(by_days)}
table(stops, decimals={"rounds": 0})

# %% [markdown]
r"""
Random rows stop later than the days do, and at a worse loss: 0.09 against 0.08.

## 7 · Which column matters?

A forest adds up, column by column, how much impurity its questions have removed: `feature_importances_`, the **impurity importance**. Remember the number of the card. It is drawn at random: it says nothing about any
theft to come.

**Predict.** Its impurity importance, beside that of the distance from home, is

- (a) near 0, since it says nothing;
- (b) about half as large;
- (c) about as large, or larger.
"""

# %%
card_number = predict("?")  # a, b or c in place of ?
card_number

# %% folded="Put one column after the other into a random order"
from sklearn.inspection import permutation_importance


def permuted(model, rows):
    X = rows[model.feature_names_in_]
    options = {"scoring": "average_precision", "n_repeats": 2, "random_state": 0}
    drops = permutation_importance(model, X, rows["fraud"], **options)
    return drops.importances_mean


# %%
importance = {
    "impurity": np.mean([f.feature_importances_ for f in forests], axis=0),
    "permuted, training": np.mean(list(map(permuted, forests, trains)), axis=0),
    "permuted, later": np.mean(list(map(permuted, forests, laters)), axis=0),
}
table({"column": COLUMNS} | importance)

# %%
ratio = importance["impurity"][-1] / importance["impurity"][1]
card_number.outcome(
    a=ratio < 0.2,
    b=0.3 < ratio < 0.7,
    c=ratio > 0.8,
    tempts={
        "a": "Nothing about thefts to come. About those of the training days?",
        "b": "With 800 values it offers many thresholds: it can single out a card.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

A column with many values offers many questions, and some of them fit the training thefts by luck. Impurity importance counts what was asked on training rows, so it measures memory as well as use.

</details>

**Permutation importance** asks otherwise: put the values of one column into a random order, and see how far the score falls. On *later* days card and age cost nothing, and the distance 0.15. On *training* days the card seems worth 0.07: there too, memory is
measured.

One trap is left. Give the forest a **twin** of `hours`, the same with 5 % noise.
"""


# %% folded="Three forests: without a twin, with one, without both"
def with_twin(rows, seed):
    noise = np.random.default_rng(seed).normal(0, 0.05, len(rows))
    return rows.assign(twin=rows["hours"] * np.exp(noise))


def cost_of_hours(train, later):
    train, later = with_twin(train, 5), with_twin(later, 6)
    others = [name for name in KNOWN if name != "hours"]
    one, two, none = (
        fit(forest(trees=20), train, columns)
        for columns in (KNOWN, [*KNOWN, "twin"], others)
    )
    return {
        "permuted, alone": permuted(one, later)[2],
        "permuted, beside its twin": permuted(two, later)[2],
        "both left out": judge(later, two) - judge(later, none),
    }


# %%
costs = list(map(cost_of_hours, trains, laters))
over_seeds(costs, "what `hours` is worth")

# %% [markdown]
r"""
Beside its twin `hours` looks like a minor column, because the trees ask the twin as often. Yet without both of them the forest loses 0.20. An importance belongs to a column *in this set of columns*.

## 8 · What weights and constraints do

Frauds are rare, so `class_weight="balanced"` is often advised: the two classes then weigh the same. Another option is a **monotone constraint**: the predicted risk may only fall with `hours`, and only rise with `km`. Sixty rounds, later days:
"""


# %% folded="Boost with some options, and measure on later days"
def measured_with(**options):
    models = [fit(boost(**options), train) for train in trains]
    return {
        "average precision": mean_judge(laters, models),
        "log loss": mean_judge(laters, models, log_loss),
        "mean predicted": mean_judge(laters, models, lambda y, p: p.mean()),
        "share of frauds": mean_judge(laters, models, lambda y, p: y.mean()),
    }


# %% tags=["nbval-ignore-output"]
plain = measured_with()
balanced = measured_with(class_weight="balanced")
constrained = measured_with(monotonic_cst={"km": 1, "hours": -1})
table({"plain": plain, "balanced": balanced, "constraints": constrained})

# %% [markdown]
r"""
Balanced weights rank no better, and they ruin the probabilities: the model says 10 % on average where 4 % are frauds. If you want more alerts, move the threshold (lesson 10). The two constraints cost nothing, and buy a promise: no customer is flagged for being *nearer* to home. A constraint is a claim about the
world. A wrong one costs; an exercise shows how much.

## On the job

**Where it decides.** Each alert takes an analyst some minutes, each missed theft some hundred euros. Capacity sets the threshold, and each alert needs a reason code that a customer may hear.

**Who owns it.** Data engineers own the clock: which label was known on which day. ML engineers own the model, fraud analysts the list of reasons.

**What an interviewer may ask.** "Your AUC fell the week after launch. What do you look at?" (How was it measured before?) "Why does a forest not overfit with more trees, and boosting does with more rounds?"

**A thousand times the data.** Histogram boosting scales. Labels do not: they stay two weeks late.

## Recap

- A split is worth the drop in impurity, each side weighed by its rows. Trees ask greedily, and too deep.
- Averaging leaves the floor $\rho s^2$; a forest lowers $\rho$.
- Boosting adds small trees to the residuals of the sum so far. Later days choose the number of rounds.
- Out-of-bag and shuffled scores share bursts and hide drift. Judge on later days, after the delay.
- Importance on training rows measures memory; a twin hides it. Balanced weights ruin probabilities.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/11_trees_and_ensembles.ipynb).

**Further reading**

- L. Breiman, J. Friedman, R. Olshen and C. Stone, *Classification and Regression Trees* (1984).
- L. Breiman, "Random Forests", *Machine Learning* 45 (2001).
- J. Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", *Annals of Statistics* 29 (2001).
- C. Strobl, A.-L. Boulesteix, A. Zeileis and T. Hothorn, "Bias in random forest variable importance measures", *BMC
  Bioinformatics* 8 (2007).
- Y.-A. Le Borgne, W. Siblini, B. Lebichot and G. Bontempi, *Reproducible Machine Learning for Credit Card Fraud
  Detection – Practical Handbook* (2022).
"""
