# %% [markdown]
r"""
# Put a model to work and notice when it stops working

A card firm scores payments for fraud, and has fitted its model well. One morning a shop sends cents in place of euros. No error comes, and by noon nearly all its payments are stopped.

Fitting the model was the short part. This lesson is about what stands around it: a contract, a replay, alarms that know how often they are false, and decisions with a price.

**You will be able to**

- wrap a model in a contract: what travels with the weights, which requests are refused, what a version promises; <!-- score_from_json, read_request -->
- measure what a skew between training and serving costs, and name the monitor that sees it; <!-- fix_the_skew, read_the_monitor -->
- compute PSI and its false alarms, correct for many features, and say what no monitor of inputs can see; <!-- psi, benjamini_hochberg, matured_rate -->
- decide on canary, rollback, exploration and build-or-buy from stated numbers. <!-- canary_z, build_or_buy, choose_the_rollout -->

**You need** saving and column order from [lesson 01](01_learning_from_data.ipynb), p-values, peeking and the z of two shares from [03](03_probability_statistics.ipynb), one `build` for both sides from [04](04_messy_data.ipynb), standardising from
[06](06_gradient_descent.ipynb), logistic regression from [07](07_linear_and_logistic_regression.ipynb), shift from [08](08_generalisation.ipynb), pipelines from [09](09_cross_validation.ipynb), and AUC and a threshold by cost from [10](10_precision_recall.ipynb). **About 75 minutes.**
"""

# %%
import json
import pickle
import pickletools

import numpy as np
from scipy.stats import false_discovery_control, ks_2samp, norm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · A model is more than its weights

To score a request you need the names and the order of the columns, the mean and the scale of each, the weights and the intercept. By hand, with two columns: the log of the amount has mean 3, scale 1, weight 1; night has mean 0.2, scale 0.4, weight 0.5; the intercept is −4. A request at night with a log amount
of 5 is standardised to $(5 - 3)/1 = 2$ and $(1 - 0.2)/0.4 = 2$. Its log-odds are $-4 + 2 + 1 = -1$, its probability $1/(1 + e) = 0.269$.
"""

# %%
by_hand = {
    "columns": ["log_amount", "night"],
    "means": [3, 0.2],
    "scales": [1, 0.4],
    "weights": [1, 0.5],
    "intercept": -4,
}


def probability(model, rows):
    """Chance of fraud of each row, a mapping column -> number."""
    X = np.array([[row[name] for name in model["columns"]] for row in rows])
    z = (X - model["means"]) / model["scales"]
    return 1 / (1 + np.exp(-(z @ model["weights"] + model["intercept"])))


probability(by_hand, [{"night": 1, "log_amount": 5}]).round(3)

# %% [markdown]
r"""
Nine entries, and the columns are found by name, whatever their order in the request. Now a model of four columns on 20,000 made payments, through text and back.
"""


# %%
def features(requests):
    """What the model sees of a request: logs of amount and distance."""
    columns = requests.assign(amount=np.log(requests.amount), km=np.log(requests.km))
    return columns.rename(columns={"amount": "log_amount", "km": "log_km"})


requests, fraud = datasets.payment_requests(np.random.default_rng(0), 20_000)
pipeline = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-9))
pipeline = pipeline.fit(features(requests), fraud)

# %% folded="The model as a text, and back"
scaler, logistic = pipeline
text = json.dumps(
    {
        "columns": list(features(requests)),
        "means": scaler.mean_.tolist(),
        "scales": scaler.scale_.tolist(),
        "weights": logistic.coef_[0].tolist(),
        "intercept": logistic.intercept_[0],
    }
)
model = json.loads(text)
ours = probability(model, features(requests).to_dict("records"))
(
    round(len(text), -2),
    np.allclose(ours, pipeline.predict_proba(features(requests))[:, 1]),
)

# %% [markdown]
r"""
The whole model is a text of some 400 bytes, and both routes agree. A **pickle** takes one line, and it is not data. It is a program, which runs while it is loaded:
"""


# %%
class Parcel:
    def __reduce__(self):
        return print, ("this ran while loading",)


package = pickle.dumps(Parcel())
back = pickle.loads(package)
calls = [op.name for op, *_ in pickletools.genops(package)]
back is None, "REDUCE" in calls

# %% [markdown]
r"""
What came back is not even a parcel. `pickletools` shows the call (`REDUCE`) without running it. Lists of what a pickle may call are hard to get right: one that allows `builtins` allows `eval`. From anybody you do not trust take JSON, or `skops`, which lists what is inside. And beside the file lie a version, the versions of the libraries,
and a hash: a short text that changes with each byte of the file.

## 2 · Skew, measured

**Skew** between training and serving: a request is not prepared as the training rows were. A good payment stopped costs 4 €, a missed fraud 120 €, so the firm stops from a probability of $4/124$ up ([lesson 10](10_precision_recall.ipynb)).

**Predict.** A shop sends cents for euros. A monitor follows the AUC of each week. What does it show?

- (a) the AUC falls to near 0.5;
- (b) the AUC falls by some points;
- (c) the AUC stays where it was.
"""

# %%
auc_of_cents = predict("?")  # a, b or c in place of ?
auc_of_cents

# %% folded="Six slips between the request and the weights"
gap = np.arange(20_000) % 5 == 0
by_name = np.argsort(model["columns"])
slips = {
    "none": lambda X, scale: scale(X),
    "scaler left behind": lambda X, scale: X,
    "cents for euros": lambda X, scale: scale(X + np.log([100, 1, 1, 1])),
    "metres for km": lambda X, scale: scale(X + np.log([1, 1, 1, 1_000])),
    "columns sorted by name": lambda X, scale: scale(X[:, by_name]),
    "each request scaled by itself": lambda X, scale: 0 * X,
    "age missing in a fifth, filled by 0": lambda X, scale: scale(
        X * np.where(gap[: len(X), None] & (np.arange(4) == 1), 0, 1)
    ),
}


# %% folded="What each slip costs, over ten draws"
def price(chance, y):
    stopped = chance >= 4 / 124
    euros = 4 * np.mean(stopped & (y == 0)) + 120 * np.mean(~stopped & (y == 1))
    return euros, roc_auc_score(y, chance), 100 * stopped.mean()


def serve_each(seed):
    rng = np.random.default_rng(seed)
    (old, y), (new, y_new) = (datasets.payment_requests(rng, 20_000) for _ in range(2))
    X, X_new = features(old).to_numpy(), features(new).to_numpy()
    scaler, logistic = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
    stored = logistic.predict_proba(scaler.transform(X[:20]))[:, 1]
    for slip in slips.values():
        again, now = (slip(rows, scaler.transform) for rows in (X[:20], X_new))
        differs = not np.allclose(logistic.predict_proba(again)[:, 1], stored)
        yield *price(logistic.predict_proba(now)[:, 1], y_new), 100 * differs
    yield 120 * y_new.mean(), np.nan, 0, np.nan


skews = np.mean([list(serve_each(seed)) for seed in range(10)], axis=0)

# %%
columns = ("€ a payment", "AUC", "% stopped", "replay differs (% of draws)")
decimals = {"€ a payment": 2, "AUC": 3, "% stopped": 1, columns[3]: 0}
report = dict(zip(columns, skews.T, strict=True))
table({"slip": [*slips, "doing nothing"], **report}, decimals=decimals)

# %%
fall = skews[0, 1] - skews[2, 1]  # the AUC: no slip, cents for euros
auc_of_cents.outcome(
    a=fall > 0.2,
    b=0.01 < fall <= 0.2,
    c=fall <= 0.01,
    tempts={
        "a": "What would have to happen to the order of two payments?",
        "b": "All amounts grow by one factor. Which payments change places?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

In the log, cents add one and the same number, ln 100, to every payment. The ranking is untouched, so the AUC is. The probabilities are not: nine payments in ten are stopped, and a payment costs nearly four times what it costs with the right model.

</details>
"""

# %% folded="Draw the probability of 500 payments, in euros and in cents"
in_cents = features(requests.assign(amount=100 * requests.amount))
before, after = ours[:500], probability(model, in_cents[:500].to_dict("records"))
spared = after < 4 / 124
fig, ax = plots.figure()
ax.loglog(before[~spared], after[~spared], "x", color=plots.ERROR, label="stopped")
ax.loglog(before[spared], after[spared], "o", color=plots.MODEL, label="let pass")
for draw in (ax.axhline, ax.axvline):
    draw(4 / 124, color=plots.DATA, linestyle="--")
ax.annotate("4/124", (4 / 124, after.min()), (4, 0), textcoords="offset points")
ax.set(xlabel="probability, sent in euros", ylabel="probability, sent in cents")
ax.legend()
plots.show(
    fig,
    alt="One rising curve: no two payments change places, most lie above the line.",
)

# %% [markdown]
r"""
Each mark is a payment. They lie on one rising curve, so no two change places; but most that stand left of the dashed line, and should pass, are now above it.

Read the table by monitors. The AUC needs labels, so it speaks weeks late; it sees three of the six slips, and is blind to two of the three dearest. The share of stopped payments moves in all six, in the last by a fifth only. One test catches each: **replay**. Stored training rows go the way of a request once more, and the scores are compared with the stored ones. Twenty rows are
enough here. They must hold what is rare: a gap that no stored row has is not replayed. And the replay starts where the slip is: that a shop sends cents shows only if the shop sends the stored rows.

## 3 · The contract

A **contract** says which requests are answered and how each other one is refused. Four doors that are left open as a rule:
"""

# %%
not_a_number = json.loads('{"amount": NaN}')["amount"]
too_large = json.loads('{"amount": 1e999}')["amount"]
sent_back = json.dumps({"probability": float("nan")})
table(
    {
        "what": ["json.loads of NaN", "of 1e999", "True is a number", "answer NaN"],
        "gives": [str(not_a_number), str(too_large), isinstance(True, int), sent_back],
    }
)

# %% [markdown]
r"""
The last is no JSON, and breaks whoever reads it. A comparison does not help: NaN is neither below `low` nor above `high`, so "refuse what is outside" lets it pass.

Our service asks for whole numbers, in units that stand in the names: cents and metres. A type that is exactly `int` shuts all four doors, and the unit in the name is the cheapest guard against section 2.
"""


# %%
VERSION = "2026-11"
LIMITS = {
    "account_days": (0, 36_500),
    "amount_cents": (1, 5_000_000),
    "distance_m": (1, 20_000_000),
    "night": (0, 1),
}


def faulty(request):
    """Names of the fields that are missing, no whole number, or out of range."""
    sent = {name: request.get(name) for name in LIMITS}
    is_whole = {name: type(value) is int for name, value in sent.items()}
    return [
        name
        for name, (low, high) in LIMITS.items()
        if not is_whole[name] or not low <= sent[name] <= high
    ]


# %% [markdown]
r"""
The rest is an order of questions: path, method, size, form, fields, version. Each has its own status, so that the sender knows what to mend.
"""


# %%
def handle(method, path, body):
    """The whole service: what came in -> (status, answer)."""
    if path != "/score":
        return 404, {"fault": "no such path"}
    if method != "POST":
        return 405, {"fault": "POST it"}
    if len(body.encode()) > 1_000:
        return 413, {"fault": "too large"}
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        return 400, {"faulty": ["body"]}
    if not isinstance(request, dict):
        return 400, {"faulty": ["body"]}
    if faults := faulty(request):
        return 400, {"faulty": faults}
    if request.get("version") not in (None, VERSION):
        return 422, {"fault": f"this is version {VERSION}"}
    return 200, {"version": VERSION, **scored(request)}


# %% [markdown]
r"""
What passes is turned into the model's columns, units first.
"""


# %%
def scored(request):
    """Units of the contract become columns of the model."""
    row = {
        "log_amount": np.log(request["amount_cents"] / 100),
        "account_days": request["account_days"],
        "night": request["night"],
        "log_km": np.log(request["distance_m"] / 1_000),
    }
    chance = float(probability(model, [row])[0])
    return {"probability": round(chance, 4), "stop": chance >= 4 / 124}


# %% folded="Good and bad requests"
rest = '"account_days": 30, "distance_m": 90000, "night": 1}'
asked = {
    "a payment": ("POST", "/score", '{"amount_cents": 40000, ' + rest),
    "NaN": ("POST", "/score", '{"amount_cents": NaN, ' + rest),
    "1e999": ("POST", "/score", '{"amount_cents": 1e999, ' + rest),
    "faults and gaps": ("POST", "/score", '{"account_days": true, "night": 2}'),
    "another version": (
        "POST",
        "/score",
        '{"version": "1", "amount_cents": 9, ' + rest,
    ),
    "wrong method": ("GET", "/score", ""),
    "too large": ("POST", "/score", " " * 1_001),
}
answers = {name: handle(*request) for name, request in asked.items()}
report = {
    "status": [status for status, _ in answers.values()],
    "answer": [json.dumps(answer) for _, answer in answers.values()],
}
table({"request": list(answers), **report})

# %% [markdown]
r"""
Every faulty field is named, so that the sender mends all of them at once. A **version** promises that the same request gets the same score: new weights, new version. Whoever asks for another one is told so (422), and not served by a model they did not test against. The same contract as a real service, in
FastAPI, lies in `docs/service` of the course and is started by `make serve`.

## 4 · How far have the inputs moved?

The **population stability index** (PSI) compares shares in bins, *old* from training and *new* from today: $\sum (\text{new} - \text{old}) \ln(\text{new}/\text{old})$. By hand, shares 0.4, 0.3, 0.2, 0.1 have become 0.3, 0.3, 0.2, 0.2: the terms are 0.0288, 0, 0 and 0.0693.
"""


# %%
def index_of_shares(old, new):
    return np.sum((new - old) * np.log(new / old), axis=-1)


old, new = np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.3, 0.3, 0.2, 0.2])
round(float(index_of_shares(old, new)), 4)

# %% [markdown]
r"""
A rule of thumb from credit scoring, with portfolios of many thousands (Siddiqi's book, below): under 0.1 all is quiet, over 0.25 look at once.

**Predict.** Nothing has changed at all. 200 rows of training are compared with 200 of today, in ten bins. How often is PSI above 0.1?

- (a) on over 30 % of the days;
- (b) on about 5 % of the days;
- (c) on about 1 % of the days.
"""

# %%
above_on_quiet_days = predict("?")  # a, b or c in place of ?
above_on_quiet_days

# %%
rng = np.random.default_rng(0)
quiet = []
for n in (100, 200, 500, 1_000):
    counts = rng.multinomial(n, [0.1] * 10, size=(2, 10_000))
    found = index_of_shares(*np.maximum(counts / n, 1e-4))
    row = {"rows each": n, "mean PSI": found.mean(), "(B − 1)(1/n + 1/m)": 9 * 2 / n}
    quiet.append(row | {"above 0.1": np.mean(found > 0.1)})
table(quiet, decimals=3)

# %%
share = quiet[1]["above 0.1"]
above_on_quiet_days.outcome(
    a=share >= 0.15,
    b=0.03 <= share < 0.15,
    c=share < 0.03,
    tempts={
        "b": "5 % is the level of a test. Who said that the rule of thumb is one?",
        "c": "Each of ten bins holds 20 rows. By how much does such a count vary?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Counts of 20 vary by four or so, and each bin adds to the sum, whatever its sign. With $B$ bins, $n$ old and $m$ new rows the mean of a quiet PSI is near $(B - 1)(1/n + 1/m)$, the third column of the table, 0.09 here: the threshold stands next to the mean.

</details>

The other way round: half a million rows, and a shift of 0.02 standard deviations. The **Kolmogorov–Smirnov test** takes the largest gap between two cumulative shares and gives a p-value for it.
"""

# %% folded="Half a million rows, moved by 0.02"
rng = np.random.default_rng(0)
old, new = rng.normal(0, 1, 500_000), rng.normal(0.02, 1, 500_000)
edges = np.quantile(old, np.arange(0.1, 1, 0.1))
shares = [np.bincount(np.searchsorted(edges, x)) / len(x) for x in (old, new)]
p = ks_2samp(old, new, method="asymp").pvalue
table({"PSI": [index_of_shares(*shares)], "p-value (KS)": [p]}, decimals=".1g")

# %% [markdown]
r"""
A p-value asks *whether* anything moved, PSI asks *how much*. Neither is read without its n. And a large p-value is no proof that nothing moved.

Here is a good place for a break.

## 5 · Many features a day

Twenty quiet features, each tested at 5 %: [lesson 03](03_probability_statistics.ipynb) found an alarm with a chance of $1 - 0.95^{20}$, on nearly two days in three. **Bonferroni** judges each at 5 %/20. **Benjamini–Hochberg** sorts the $m$ p-values and draws the line $0.05 \cdot \text{rank}/m$. The *last* rank at
or under the line counts, and all before it, also those above the line. What it holds is the **false discovery rate**, the mean share of false alarms *among the alarms*: at most 5 %, if the features do not depend on each other. The chance of *any* false alarm it does not hold.
"""

# %% folded="Draw five p-values and the line"
p_values = np.array([0.003, 0.023, 0.028, 0.031, 0.06])
rank = np.arange(1, 6)
fig, ax = plots.figure()
ax.plot(rank, 0.05 * rank / 5, color=plots.MODEL, label="0.05 · rank/5")
ax.axhline(0.01, color=plots.ERROR, linestyle="--", label="Bonferroni, 0.05/5")
ax.plot(rank[:4], p_values[:4], "o", color=plots.DATA, label="rings")
ax.plot(5, p_values[4], "o", color=plots.DATA, fillstyle="none", label="is quiet")
ax.set(xlabel="rank", ylabel="p-value", xticks=rank, xlim=(0.5, 5.5), ylim=(0, 0.07))
ax.legend()
plots.show(
    fig,
    alt="Of five p-values the second lies above the line, the fourth below it.",
)

# %% [markdown]
r"""
Four alarms, though the second point lies above the line. Bonferroni gives one. Now 4,000 quiet days, and 4,000 on which three of the twenty features have truly moved, by 3.5 standard errors:
"""

# %%
rng = np.random.default_rng(0)
z = rng.normal(size=(2, 4_000, 20))
z[1, :, :3] += 3.5
p = 2 * norm.sf(np.abs(z))
rings = {
    "each at 5 %": p <= 0.05,
    "Bonferroni": p <= 0.05 / 20,
    "Benjamini–Hochberg": false_discovery_control(p, axis=2) <= 0.05,
}

# %% folded="Count true and false alarms"
rows = []
for name, ring in rings.items():
    found, false = ring[1, :, :3].sum(axis=1), ring[1, :, 3:].sum(axis=1)
    rows.append(
        {
            "rule": name,
            "quiet day rings": ring[0].any(axis=1).mean(),
            "moved features found": found.mean() / 3,
            "false among alarms": np.mean(false / np.maximum(found + false, 1)),
        }
    )
table(rows, decimals=3)

# %% [markdown]
r"""
Uncorrected, a month of quiet brings $30 \cdot 20 \cdot 0.05 = 30$ false alarms. Benjamini–Hochberg finds more of what moved than Bonferroni, and keeps its promise: 4.3 % of its alarms are false.

## 6 · What has drifted?

**Drift** of inputs: $P(x)$ changes. **Drift of the rule** (concept drift): $P(y \mid x)$ changes. One model of two columns, fitted once, serves three worlds: the same; the first column moved by one standard deviation; the rule turned, so that the other column decides.

**Predict.** In the moved world PSI is far above 0.25. How much accuracy would a model win that is fitted anew there?

- (a) under 1 point;
- (b) about 5 points;
- (c) about 15 points.
"""

# %%
won_by_new_fit = predict("?")  # a, b or c in place of ?
won_by_new_fit


# %% folded="Serve three worlds, 20 seeds"
def serve_worlds(seed):
    rng = np.random.default_rng(seed)
    X, y = datasets.three_worlds(rng)["same"]
    model = LogisticRegression().fit(X, y)
    edges = np.quantile(X[:, 0], np.arange(0.1, 1, 0.1))

    def shares(x):
        counts = np.bincount(np.searchsorted(edges, x), minlength=10)
        return np.maximum(counts / len(x), 1e-4)

    rows_to_fit = datasets.three_worlds(rng)
    for name, (X_now, y_now) in datasets.three_worlds(rng).items():
        anew = LogisticRegression().fit(*rows_to_fit[name])
        index = index_of_shares(shares(X[:, 0]), shares(X_now[:, 0]))
        score = model.predict_proba(X_now)[:, 1]
        gap = abs(score.mean() - y_now.mean())
        yield index, model.score(X_now, y_now), anew.score(X_now, y_now), gap


served = np.mean([list(serve_worlds(seed)) for seed in range(20)], axis=0)

# %%
names = ("PSI", "accuracy", "fitted anew", "|mean score − rate|")
worlds = dict(zip(names, served.T, strict=True))
table({"world": ["same", "moved", "turned"], **worlds}, decimals=3)

# %%
won = worlds["fitted anew"][1] - worlds["accuracy"][1]
won_by_new_fit.outcome(
    a=won < 0.01,
    b=0.01 <= won < 0.1,
    c=won >= 0.1,
    tempts={
        "b": "The inputs moved. Did the line that divides the classes move?",
        "c": "That is lost where the rule turns. What goes wrong in the moved world?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The rule is the same in the moved world, the model knows it, and the new fit wins nothing. It loses accuracy against the old world because more rows lie near the line, and would for any model.

</details>
"""


# %% folded="Draw the model's line in three worlds"
def draw_world(ax, name, n=300):
    worlds = datasets.three_worlds(np.random.default_rng(0), n=n)
    old = LogisticRegression().fit(*worlds["same"])
    X, y = worlds[name]
    for label, mark, color in ((0, ".", plots.DATA), (1, "x", plots.ERROR)):
        ax.plot(*X[y == label].T, mark, color=color, label=f"y = {label}", markersize=4)
    level = np.array([-3, 3])
    weights = old.coef_[0]
    ax.plot(-(old.intercept_ + weights[1] * level) / weights[0], level, label="model")
    ax.set(title=name, xlabel="first column", ylabel="second column")
    ax.set(xlim=(-3, 4), ylim=(-3, 3))


plots.panels(
    draw_world,
    ("same", "moved", "turned"),
    alt="The moved cloud still parts at the model's line, the turned one does not.",
)

# %% [markdown]
r"""
The line of the model (blue, $p = 0.5$) is the same in all three. In the moved world more points lie right of it, and most of those are crosses; in the turned one the cloud is where it was, and the crosses are at the top.

The loud alarm needs no new model. The silent one does: a rule turned by a right angle costs 18 points, at a PSI of a quiet day, with the mean score as near to the rate as ever. No monitor of inputs or scores can see it. Only labels tell, and labels come late. If a fraud is reported after a mean of 20 days (one in twenty of
those still open each day), of a true rate of 2 % so much is seen:
"""

# %%
known = 1 - 0.95 ** np.arange(60)  # share of frauds reported, by age in days
seen = {"last 7 days": known[:7], "30 to 45 days old": known[30:46]}
rates = [0.02 * share.mean() for share in seen.values()]
table({"payments": list(seen), "fraud rate seen": rates}, decimals=4)

# %% [markdown]
r"""
A dashboard of fresh rows always looks better than the truth. Compare rows of the same age, or wait until they are ripe.

## 7 · Canary and rollback

A model answers in **batch**, a list by night, or **online**, one request while somebody waits. Online a new version first serves a small part of the requests, a **canary**, beside the old one. If it does worse it is taken back: **rollback**. In **shadow** mode it answers nobody, and only its decisions are compared; so it never learns what would have come of them.

Here an error is one that shows at once, an answer malformed or too late; whether a payment was fraud comes too late for a canary.

**Predict.** Old and new are alike, with 2 % errors, 500 requests an hour each. You look every hour of a day, and roll back at the first z above 1.645 (one-sided, 5 %: only a worse canary counts). How often is a good version taken back?

- (a) in about 5 % of the cases;
- (b) in about 10 % of the cases;
- (c) in over 20 % of the cases.
"""

# %%
taken_back = predict("?")  # a, b or c in place of ?
taken_back

# %% folded="Look every hour, 10,000 times"
rng = np.random.default_rng(0)
errors = rng.binomial(500, 0.02, size=(2, 10_000, 24)).cumsum(axis=2)
requests_so_far = 500 * np.arange(1, 25)
pooled = errors.sum(axis=0) / (2 * requests_so_far)
spread = np.sqrt(2 * pooled * (1 - pooled) / requests_so_far)
z = (errors[1] - errors[0]) / requests_so_far / spread
looks = {
    "each hour at 5 %": np.mean((z > 1.645).any(axis=1)),
    "24 times, each on new data": 1 - 0.95**24,
    "once, at the end": np.mean(z[:, -1] > 1.645),
    "each hour at 5 %/24": np.mean((z > norm.isf(0.05 / 24)).any(axis=1)),
}

# %%
table({"look": list(looks), "good version taken back": list(looks.values())})

# %%
rate = looks["each hour at 5 %"]
taken_back.outcome(
    a=rate < 0.075,
    b=0.075 <= rate < 0.15,
    c=rate >= 0.15,
    tempts={
        "a": "That is one look. How many do you take?",
        "b": "That is two looks that know nothing of each other. You take 24.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Peeking, as in lesson 03: each look has its own chance of a false alarm. The looks share their counts, so it is less than $1 - 0.95^{24}$, and still more than four times what was meant.

</details>
"""

# %% folded="Draw how the false alarms add up over the day"
levels = {"each hour at 5 %": 1.645, "each hour at 5 %/24": norm.isf(0.05 / 24)}
runs = {
    name: np.logical_or.accumulate(z > level, axis=1).mean(axis=0)
    for name, level in levels.items()
}
fig, ax = plots.figure()
labels = {"xlabel": "hours", "ylabel": "share taken back so far"}
runs = {name: runs[name] for name in reversed(runs)} | {"5 %": np.full(24, 0.05)}
plots.lines(ax, range(1, 25), runs, ylim=(0, 0.3), **labels)
plots.show(
    fig,
    alt="With a look each hour at 5 % the false alarms pass 5 % soon and go on rising.",
)

# %% [markdown]
r"""
And a canary that is too small sees nothing. How often is a rise from 2 % to 3 % seen, by one look at the end?
"""

# %% folded="Requests that the usual formula asks for: 5 % false alarms, four in five seen"
both = norm.isf(0.05) * (2 * 0.025 * 0.975) ** 0.5
both += norm.isf(0.2) * (0.02 * 0.98 + 0.03 * 0.97) ** 0.5
needed = round((both / 0.01) ** 2)

# %%
rng = np.random.default_rng(0)
power = {}
for n in (500, 2_000, needed, 4_000):
    a, b = rng.binomial(n, [[0.02], [0.03]], size=(2, 20_000)) / n
    spread = np.sqrt((a + b) * (1 - (a + b) / 2) / n)
    power[n] = np.mean((b - a) / spread > 1.645)
table({"requests each": list(power), "seen": list(power.values())})

# %% [markdown]
r"""
With 500 requests a canary that makes half as many errors again passes in most cases. The row of 3,013 is what the usual formula (folded above) asks for, so that four in five are seen: the drawn share agrees. Fix the number of requests first, look once, or pay for each look.

## 8 · A loop that blinds itself

A lender grants loans in the segments of which 80 % or more have been repaid so far. There are ten: five truly repay 0.88, five 0.70, and nobody knows which. Each had a pilot of 15 loans. Only what is granted teaches: a segment that looked bad gets no loans, and no new rows. **Exploration** grants a small share all the same.
"""


# %% folded="Thirty rounds of granting"
def lend(seed, explore, rounds=30):
    rng = np.random.default_rng(seed)
    chance, repaid = datasets.loan_segments(rng)
    loans, out, slide = np.full(10, 15), [], 0.0
    everywhere = 0.0
    for _ in range(rounds):
        granted = repaid / loans >= 0.8
        out.append(np.sum(~granted[:5]))
        new = np.where(granted, 20, rng.binomial(20, explore, 10))
        back = rng.binomial(new, chance)
        slide = back[granted].sum() / max(new[granted].sum(), 1)
        everywhere = back.sum() / max(new.sum(), 1)
        loans, repaid = loans + new, repaid + back
    return out, slide, everywhere


# %% folded="Share of lenders that refuse a good segment"
def draw_lender(ax, explore, seeds=100):
    out = np.array([lend(seed, explore)[0] for seed in range(seeds)])
    ax.plot(range(1, 31), np.mean(out > 0, axis=0), color=plots.MODEL)
    ax.set(title=f"exploration {explore:.0%}", xlabel="round", ylim=(0, 1))
    ax.set_ylabel("share of lenders")


# %% [markdown]
r"""
**Predict.** Without exploration, 300 such lenders, each with a pilot of its own. How many of them refuse at least one good segment after thirty rounds?

- (a) about one in fifty;
- (b) about one in two;
- (c) about one in ten.
"""

# %%
lenders_blind = predict("?")  # a, b or c in place of ?
lenders_blind

# %% folded="300 lenders at three shares of exploration"
shares = (0.0, 0.05, 0.1)
ends = [[lend(seed, explore) for seed in range(300)] for explore in shares]

# %%
blind = [np.mean([out[-1] > 0 for out, *_ in runs]) for runs in ends]
slide, everywhere = np.mean([[run[1:] for run in runs] for runs in ends], axis=1).T
lenders = {"refuse a good segment": blind, "repaid, on the slide": slide}
lenders["repaid, all loans"] = everywhere
table({"exploration": [f"{e:.0%}" for e in shares], **lenders}, decimals=3)

# %%
lenders_blind.outcome(
    a=blind[0] < 0.05,
    b=blind[0] >= 0.3,
    c=0.05 <= blind[0] < 0.3,
    tempts={
        "a": "A good segment repays 13 of 15 as a rule. How often 11 or fewer?",
        "c": "That is one segment. How many good ones can be lost?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Fifteen loans are few: a good segment has 11 or fewer repaid with a chance of 0.096. With five of them that is $1 - 0.904^5 = 0.40$ after the pilot already, and the next rounds add some. Then no loan is granted, and no loan can mend the estimate.

</details>
"""

# %% folded="Three shares of exploration"
plots.panels(
    draw_lender,
    (0.0, 0.05, 0.10),
    alt="Half the lenders refuse a good segment; with exploration ever fewer do.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for exploration"
plots.slider(
    draw_lender,
    alt="Lenders that refuse a good segment, exploration {explore:.2f}.",
    explore=(0.0, 0.3, 0.05),
)

# %% [markdown]
r"""
Drawn is the share of lenders that refuse a good segment. The repayment rate on the monthly slide is as good in all three. It is computed on the segments that are granted, so one that is locked out costs nothing there. What is missing are the loans that were never made. Exploration has a price too, the last column: some of its loans go where 0.70 are repaid.

## 9 · When to retrain

An aged model costs $k$ € a day more with each day, a new one costs $C$ €. Over a cycle of $T$ days that is $C/T + kT/2$ a day on average, least at $T = \sqrt{2C/k}$. With $C$ = 2,000 and $k$ = 10:
"""

# %%
days = np.array([10, 20, 60])
table(
    {"retrain every (days)": days, "€ a day": 2_000 / days + 10 * days / 2}, decimals=0
)

# %% [markdown]
r"""
Measure $k$: it is the slope of what errors cost over the age of a model, on past data. To build or to buy a score is the same kind of sum, fixed against running: 4,000 € a month that save 1 € on each 1,000 requests pay from four million requests on. The errors of either belong to the price of a request.

## On the job

**What is sold for this.** Managed endpoints are section 3, a registry is the version of section 1, a feature store is one way of preparing rows for both sides, section 2. Each does what you have built here; none knows your thresholds.

**Who owns it.** The ML engineer owns contract and rollout and is called at night; data engineers own what is sent; someone in the business owns the price of an error. What hurts after years is named **technical debt**: pipelines nobody dares to touch, and readers of a score whom nobody knows.

**What an interviewer may ask.** "Precision fell last week. What changed?" Ask for the replay first, then what each sender sends, then the age of the labels.

**A thousand times the data.** Something always moved a little, and every p-value is small. Watch sizes, and the cost of looking.

## Recap

- A model is columns, scales, weights and a version. A pickle is a program.
- Replay stored rows from the sender on: what differs on the way shows, also where the AUC stays whole.
- An alarm without its false alarms is a noise. PSI needs n, many features need a correction, many looks need a price.
- Inputs that moved may need nothing; a rule that turned shows in labels only, and those are late.
- What you never grant, you never learn.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/23_deployment.ipynb).

**Further reading**

- D. Sculley and others, "Hidden Technical Debt in Machine Learning Systems" (NeurIPS 2015).
- E. Breck and others, "The ML Test Score" (IEEE Big Data 2017).
- S. Rabanser, S. Günnemann and Z. Lipton, "Failing Loudly" (NeurIPS 2019).
- N. Siddiqi, *Credit Risk Scorecards* (2006).
- C. Huyen, *Designing Machine Learning Systems* (2022).
- R. Kohavi, D. Tang and Y. Xu, *Trustworthy Online Controlled Experiments* (2020).
"""
