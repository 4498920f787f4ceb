# %% [markdown]
r"""
# Exercises: put a model to work and notice when it stops working

{exercises} to [the lesson on deployment](../notebooks/23_deployment.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/23_deployment.ipynb).
"""

# %%
import json
import math
import sys

import numpy as np
import pandas as pd
from scipy.special import expit

from firsthand import check

# %% [markdown]
r"""
## 1 · Score from a text (2 points, 9 minutes)

Write `score_from_json(text, request)`: the probability that a logistic model gives one request.

- `text`: the model as JSON: an object with the lists `"columns"`, `"means"`, `"scales"`, `"weights"`, all of one length, and the number `"intercept"`. Scales are above 0.
- `request`: dictionary, name → number or `None`, in any order. It has every column, and may have more keys, which do not count. Where a column is `None`, its stored mean stands in.
- Return a number from 0 to 1. The log-odds may be large, ±900.

Example: columns log_amount and visits, means 2 and 40, scales 0.5 and 20, weights 1.5 and −0.8, intercept −2. The request visits 20, log_amount 3, floor 7 is standardised to 2 and −1; its log-odds are 1.8, its probability 0.858149.

<details><summary>Hint 1</summary>In which order do the numbers come in the request, and in which do the weights come?</details>
<details><summary>Hint 2</summary>Go through columns, means, scales and weights side by side. `expit` stays calm at large log-odds.</details>
"""


# %% exercise="score_from_json"
def score_from_json(text, request):
    """Probability of one request. A JSON text, name -> number. Returns a number."""
    ### BEGIN SOLUTION
    model = json.loads(text)
    logit = model["intercept"]
    for name, mean, scale, weight in zip(
        model["columns"],
        model["means"],
        model["scales"],
        model["weights"],
        strict=True,
    ):
        value = mean if request[name] is None else request[name]
        logit += weight * (value - mean) / scale
    return expit(logit)
    ### END SOLUTION


# %% check="score_from_json"
check("score_from_json", score_from_json)

# %% [markdown] solution="only"
r"""
A gap filled by the stored mean adds nothing: standardised it is 0. Columns by position are the silent mistake: the sender's next release may change the order, and no error comes.
"""

# %% [markdown]
r"""
## 2 · Read a request (3 points, 11 minutes)

Write `read_request(body, schema)`: status and values, or status and faulty fields.

- `body`: text as it came in. `schema`: dictionary, field → (low, high). Both ends are allowed values; high may be `math.inf`.
- A field is faulty if it is missing, no number (`true`, `null` and `"5"` are none), not finite, beyond the largest float, or out of range. Python's `json.loads` reads `NaN`, `Infinity`, `1e999`, and whole numbers of 401 digits.
- All well: return 200 and a dictionary field → number, with the fields of the schema only. Else 400 and the sorted list of the faulty fields. A body that is no JSON, or no object, is 400 and `["body"]`.

Example: the body {"km": 3, "age": 17, "shop": "A7"} with age from 18 to 99, amount from 0.01 to 5000 and km from 0 to 20,000 gives 400, ["age", "amount"].

<details><summary>Hint 1</summary>What is `isinstance(True, int)`? And what do comparisons say of NaN?</details>
<details><summary>Hint 2</summary>First the type, then whether a float can hold it (`math.isfinite(10**400)` stops with an error), then the range. Collect the names that fail.</details>
"""


# %% exercise="read_request"
def read_request(body, schema):
    """Read and refuse. Text, field -> (low, high). Returns status, values or fields."""
    ### BEGIN SOLUTION
    try:
        request = json.loads(body)
    except ValueError:
        return 400, ["body"]
    if not isinstance(request, dict):
        return 400, ["body"]
    values, faulty = {}, []
    for field, (low, high) in schema.items():
        value = request.get(field)
        is_number = type(value) in (int, float) and abs(value) <= sys.float_info.max
        if is_number and low <= value <= high:
            values[field] = value
        else:
            faulty.append(field)
    return (400, sorted(faulty)) if faulty else (200, values)
    ### END SOLUTION


# %% check="read_request"
check("read_request", read_request)

# %% [markdown] solution="only"
r"""
All faults come in one answer, so the sender mends them in one go. In FastAPI a pydantic model with `strict=True` and `allow_inf_nan=False` does this; without the two, `"5"` and `NaN` pass. The largest float turns away NaN, infinity and 10⁴⁰⁰ in one comparison; `math.isfinite` has to make a float of a whole number first, and stops.
"""

# %% [markdown]
r"""
## 3 · Mend the skew (2 points, 10 minutes)

`serve(model, rows)` gives the probability of each row. It ran well in a notebook, on the whole training table. In the service it has three faults:

- the columns are sorted by name, and the weights are not;
- each batch is scaled by itself;
- gaps are filled by the mean of the batch.

`model`: dictionary with `"columns"`, `"means"`, `"scales"`, `"weights"` (one length) and `"intercept"`. `rows`: DataFrame with these columns in any order, perhaps more, at least one row; gaps are NaN, and a column may have nothing else. Return an array (n,). A row alone gets what it gets in a batch.

Example: columns visits and amount, means 4 and 30, scales 2 and 10, weights 1 and 0.5, intercept −1. The rows (amount 50, visits 8) and (amount NaN, visits 3) give 0.880797 and 0.182426.

<details><summary>Hint 1</summary>What does a batch of one row say about a mean, and about a spread?</details>
<details><summary>Hint 2</summary>Everything that was learnt on the training rows stands in `model`. Which lines learn again?</details>
"""


# %% exercise="fix_the_skew"
def serve(model, rows):
    """Probabilities of the rows. A dictionary, a DataFrame. Returns (n,)."""
    ### BEGIN GIVEN
    # X = rows[sorted(model["columns"])].to_numpy(float)
    # X = np.where(np.isnan(X), np.nanmean(X, axis=0), X)
    # z = (X - X.mean(axis=0)) / X.std(axis=0)
    # return expit(z @ model["weights"] + model["intercept"])
    ### END GIVEN
    ### BEGIN SOLUTION
    X = rows[model["columns"]].to_numpy(float)
    X = np.where(np.isnan(X), model["means"], X)
    z = (X - model["means"]) / model["scales"]
    return expit(z @ model["weights"] + model["intercept"])
    ### END SOLUTION


# %% check="fix_the_skew"
check("fix_the_skew", serve)

# %% [markdown] solution="only"
r"""
The test that finds all three: score one row alone and in a batch, and a stored row as it was scored in training. `fit_transform` on a request is this mistake; a fitted `Pipeline` with `transform` has no place to make it.
"""

# %% [markdown]
r"""
## 4 · Read the monitor (2 points, 8 minutes)

Six weeks of six services with the model of the lesson. In training: mean score 0.011, 8 % stopped, AUC 0.87. PSI of kilometres, in ten bins, is taken where requests come in; AUC and fraud rate are of ripe labels. The rule is what makes a payment a fraud.

| week | rows | mean score | stopped | AUC | fraud rate | PSI of km |
|---|---|---|---|---|---|---|
| A | 20,000 | 0.475 | 96 % | 0.87 | 0.011 | 8.28 |
| B | 20,000 | 0.012 | 8 % | 0.40 | 0.010 | 0.001 |
| C | 100 | 0.011 | 9 % | – | 0.010 | 0.10 |
| D | 20,000 | 0.002 | 1 % | 0.65 | 0.011 | 0.002 |
| E | 20,000 | 0.025 | 19 % | 0.86 | 0.026 | 0.78 |
| F | 20,000 | 0.412 | 94 % | 0.87 | 0.011 | 0.002 |

Name the most likely cause of each: `"unit error"`, `"scaler left behind"`, `"rule changed"`, `"inputs moved"` or `"nothing"`. Each may be used more than once.

<details><summary>Hint 1</summary>Where the ranking is whole, what can be wrong with the scores? And is the mean score near the fraud rate?</details>
<details><summary>Hint 2</summary>What is PSI on a quiet week of that many rows? And which other column could somebody send in a smaller unit?</details>
"""

# %% exercise="read_the_monitor"
### BEGIN GIVEN
# causes = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
causes = {
    "A": "unit error",
    "B": "rule changed",
    "C": "nothing",
    "D": "scaler left behind",
    "E": "inputs moved",
    "F": "unit error",
}
### END SOLUTION

# %% check="read_the_monitor"
check("read_the_monitor", causes)

# %% [markdown] solution="only"
r"""
A and F rank well and are far above the fraud rate: a constant was added to the log-odds. In F it is another column than kilometres. In E the score moved *with* the rate: people travel, and the model knows what that means. B is visible in the labels only.
"""

# %% [markdown]
r"""
## 5 · PSI from rows (2 points, 10 minutes)

Write `psi(reference, new, edges)`: the population stability index, natural logarithm.

- `reference`, `new`: arrays of numbers, of different lengths, none empty. `edges`: the k rising inner edges of k + 1 bins; the outer bins have no end. A value on an edge belongs to the bin at its right.
- A share below 0.0001 counts as 0.0001; nothing else is changed after that.
- Return one number.

Example: reference 0.2, 0.4, 0.5, 0.7, 0.9, 1, 1.3, 1.8, 2.4, 3, new 0.6, 1.1, 1.5, 1.9, 7, edges 1 and 2: shares 0.5, 0.3, 0.2 and 0.2, 0.6, 0.2, so 0.482831.

<details><summary>Hint 1</summary>In which bin is the 1, and in which the 7?</details>
<details><summary>Hint 2</summary>`np.searchsorted(edges, values, side=...)` gives the bin of each value; `np.bincount` counts, if it is told how many bins there are.</details>
"""


# %% exercise="psi"
def psi(reference, new, edges):
    """Stability index. Two arrays, k inner edges. Returns a number."""

    ### BEGIN SOLUTION
    shares = []
    for values in (reference, new):
        bins = np.searchsorted(edges, values, side="right")
        counts = np.bincount(bins, minlength=len(edges) + 1)
        shares.append(np.maximum(counts / len(values), 1e-4))
    old, now = shares
    return np.sum((now - old) * np.log(now / old))
    ### END SOLUTION


# %% check="psi"
check("psi", psi)

# %% [markdown] solution="only"
r"""
The edges come from the reference, once. Bins made anew for each sample have equal shares by construction, and PSI is near 0 whatever happens. `np.histogram` with the outer edges at ±∞ counts the same.
"""

# %% [markdown]
r"""
## 6 · Benjamini–Hochberg (2 points, 10 minutes)

Write `benjamini_hochberg(p_values, level)`: which of m features ring, that is, raise an alarm.

- `p_values`: array (m,), at least one, in any order, ties possible. `level`: above 0, below 1.
- Return the places, from 0, of those that ring, in rising order. It may be none, or all.

Example: 0.019, 0.7, 0.004, 0.045, 0.03, 0.021 at level 0.05 give 0, 2, 4, 5.

<details><summary>Hint 1</summary>The second smallest of the example lies above its line. Why does it ring?</details>
<details><summary>Hint 2</summary>Find the largest rank whose p-value is at or under level · rank/m. Everything up to it rings.</details>
"""


# %% exercise="benjamini_hochberg"
def benjamini_hochberg(p_values, level):
    """Places that ring. Array (m,), a number. Returns whole numbers, rising."""
    ### BEGIN SOLUTION
    m = len(p_values)
    order = np.argsort(p_values)
    under = np.sort(p_values) <= level * np.arange(1, m + 1) / m
    ringing = np.max(np.flatnonzero(under) + 1, initial=0)
    return np.sort(order[:ringing])
    ### END SOLUTION


# %% check="benjamini_hochberg"
check("benjamini_hochberg", benjamini_hochberg)

# %% [markdown] solution="only"
r"""
It is a step *up*: one looks from the largest p-value downwards and stops at the first that is under its line. `scipy.stats.false_discovery_control` gives adjusted p-values; those at or under the level ring.
"""

# %% [markdown]
r"""
## 7 · Is the canary worse? (2 points, 8 minutes)

Write `canary_z(old_errors, old_requests, new_errors, new_requests)`: the z of the test of two shares, positive when the new version errs more often. Its standard error is that under "both alike": with the share of errors of all requests together.

- Whole numbers; requests at least 1, errors from 0 up to the requests. The two versions have different numbers of requests.
- Where there is no error at all, or nothing but errors, return 0.

Example: 190 of 9,500 and 19 of 500 give 2.742412.

<details><summary>Hint 1</summary>If both err alike, what is the best estimate of that one share?</details>
<details><summary>Hint 2</summary>The difference of two independent shares has the variance p(1 − p)/n of the one plus that of the other.</details>
"""


# %% exercise="canary_z"
def canary_z(old_errors, old_requests, new_errors, new_requests):
    """Pooled z of two shares. Four whole numbers. Returns a number."""
    ### BEGIN SOLUTION
    share = (old_errors + new_errors) / (old_requests + new_requests)
    spread = np.sqrt(share * (1 - share) * (1 / old_requests + 1 / new_requests))
    if spread == 0:
        return 0.0
    return (new_errors / new_requests - old_errors / old_requests) / spread
    ### END SOLUTION


# %% check="canary_z"
check("canary_z", canary_z)

# %% [markdown] solution="only"
r"""
The mean of the two rates is the share of all only where both have equally many requests, and a canary never has. The square of this z is the chi-square statistic without correction.
"""

# %% [markdown]
r"""
## 8 · A rate that is ripe (2 points, 8 minutes)

Write `matured_rate(day, reported, today, wait)`: the share of frauds among the payments that are old enough.

- `day`: array (n,), day of each payment, hours as fractions. `reported`: array (n,), day on which it was reported as fraud, or NaN. The table was copied later: some of these days lie after `today`, and nobody knew of them then.
- Old enough: at least `wait` days before `today`. A report counts if it came by `today`, that day included.
- Return a share, NaN if no payment is old enough.

Example: days 1, 4, 5, 8, 9, 12, reported 3, NaN, 20, 12, 10, NaN, today 15, wait 7. Four are old enough, two of them were reported by day 15: 0.5.

<details><summary>Hint 1</summary>Which rows belong below the line of the fraction, and does their report decide that?</details>
<details><summary>Hint 2</summary>What is `np.nan <= 15`? A comparison treats rows without a report well.</details>
"""


# %% exercise="matured_rate"
def matured_rate(day, reported, today, wait):
    """Share of frauds. Two arrays (n,), two numbers. Returns a share or NaN."""
    ### BEGIN SOLUTION
    is_old = today - day >= wait
    if not is_old.any():
        return np.nan
    return np.mean(reported[is_old] <= today)
    ### END SOLUTION


# %% check="matured_rate"
check("matured_rate", matured_rate)

# %% [markdown] solution="only"
r"""
Fresh rows without a report are not "no fraud". They are unknown, and leaving them in makes every last week look good. Leaving out only those *without* a report makes it look terrible.
"""

# %% [markdown]
r"""
## 9 · Build or buy? (2 points, 8 minutes)

A carrier needs arrival estimates. Building costs `fixed` € a month and `variable` € per 1,000 requests. Buying costs `price` € per 1,000. Each wrong estimate costs `error_cost` €; shares `build_error` and `buy_error` are wrong. Write `break_even(fixed, variable, price, build_error, buy_error, error_cost)`: from how many requests a month on building is cheaper.

- None is below 0; `fixed` may be 0. Return a number, not rounded; `math.inf` where no request is cheaper when built.

Example: 6,000, 0.20, 1.50, 0.06, 0.08 and 0.05 give 2,608,695.652.

<details><summary>Hint 1</summary>What does one request cost, built and bought, errors included?</details>
<details><summary>Hint 2</summary>What a request saves has to pay back the fixed sum. What if it saves nothing?</details>
"""


# %% exercise="build_or_buy"
def break_even(fixed, variable, price, build_error, buy_error, error_cost):
    """Requests a month from which building pays. Six numbers. Returns a number."""
    ### BEGIN SOLUTION
    saved = (price - variable) / 1_000 + (buy_error - build_error) * error_cost
    return fixed / saved if saved > 0 else math.inf
    ### END SOLUTION


# %% check="build_or_buy"
check("build_or_buy", break_even)

# %% [markdown] solution="only"
r"""
Without the errors the example would be 4.6 million: two points of accuracy at five cents are worth nearly as much as the whole difference in price. Put the errors into the price before you compare offers.
"""

# %% [markdown]
r"""
## 10 · Choose the rollout (2 points, 8 minutes)

Choose `"batch"`, `"online"`, `"shadow"`, `"canary"`, `"roll back"`, `"explore"`, `"collect labels"` or `"leave it"`.

- A: Every Monday at 8 a list of 40,000 households is to lie on the desks, the ones to be called first on top.
- B: A shopper stands at the till, and the answer is worth nothing after 300 ms.
- C: A new version shall set doses. Nobody may be treated by it before doctors have seen where it differs from the old one.
- D: A new order of search results did well on old clicks. A bad list costs a cent, and clicks come within minutes.
- E: Since 10:02, when the new version went in, 9 % of the answers are refused as malformed, 0.1 % before.
- F: PSI 0.4 in two columns since a campaign. On 9,000 ripe rows of the same days, a model fitted anew is no better.
- G: Scores and columns look as ever. Investigators say they find less. The youngest known outcome is five months old.
- H: A firm repairs machines with a high score only. Machines with a low one are never opened, and so nobody knows whether the score is right about them.

<details><summary>Hint 1</summary>Who waits for the answer, what does a wrong one cost, and how soon is it known to be wrong?</details>
<details><summary>Hint 2</summary>What is missing in G: rows that nobody looks at by design, or outcomes that have not been gathered?</details>
"""

# %% exercise="choose_the_rollout"
### BEGIN GIVEN
# rollout = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
#     "G": ...,
#     "H": ...,
# }
### END GIVEN
### BEGIN SOLUTION
rollout = {
    "A": "batch",
    "B": "online",
    "C": "shadow",
    "D": "canary",
    "E": "roll back",
    "F": "leave it",
    "G": "collect labels",
    "H": "explore",
}
### END SOLUTION

# %% check="choose_the_rollout"
check("choose_the_rollout", rollout)

# %% [markdown] solution="only"
r"""
C and D differ in the price of a wrong answer, and in how soon it is known. G and H both lack outcomes: in G somebody has to gather them, in H the score itself prevents them.
"""
