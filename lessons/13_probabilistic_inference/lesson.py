# %% [markdown]
r"""
# Weigh the evidence before you act

A security operations centre gets more alerts than it can read. A detector with a hit rate of 90 % and a false-alarm rate of 10 % has just flagged a
login. Is it an attack? Which detection rule deserves trust after five alerts? How many analysts must be on shift tonight? All three are
one skill: keep the uncertainty until the decision.

**You will be able to**

- turn base rate, hit rate and false-alarm rate into the probability that an alert is real, and say when two alerts are
  one piece of evidence; <!-- alert_posterior -->
- compute the posterior of a rate under any prior, on a grid and in closed form;
  <!-- grid_posterior, summarise_rate -->
- report an interval and find out how often it holds; predict a count with the uncertainty left in, and act under unequal
  costs; <!-- exact_coverage, predictive_counts, staff_the_shift -->
- build naive Bayes in logs; share out rows that have no label;
  <!-- naive_bayes, fix_the_em_step -->
- write a Metropolis sampler and tell from its traces whether to believe it. <!-- metropolis, read_the_traces -->

**You need** conditional shares, the binomial and coverage from [lesson 03](03_probability_statistics.ipynb); likelihood, log loss and
logits from [lesson 05](05_loss_functions.ipynb). [Lesson 07](07_linear_and_logistic_regression.ipynb) helps: naive Bayes is a straight line in
log odds too. **About 75 minutes.**
"""

# %%
import numpy as np
from scipy import special, stats

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Count

1,000 logins, 10 of them attacks. The detector flags 9 of the 10 attacks (**hit rate** 0.9) and 99 of the 990 harmless logins
(**false-alarm rate** 0.1).

**Predict.** A login is flagged. The probability that it is an attack is

- (a) about 0.9;
- (b) about a half;
- (c) about 0.08.
"""

# %%
attack_given_flag = predict("?")  # a, b or c in place of ?
attack_given_flag

# %%
attacks = np.array([10 * 0.9, 10 * 0.9 * 0.9, 10 * 0.9])
harmless = np.array([990 * 0.1, 990 * 0.1 * 0.1, 990 * 0.1])
real = attacks / (attacks + harmless)

# %% folded="Lay out the counts"
table(
    {
        "flagged by": ["one detector", "two, independent", "one, read twice"],
        "attacks": attacks,
        "harmless": harmless,
        "P(attack)": real,
    },
    decimals={"attacks": 1, "harmless": 1, "P(attack)": 3},
)

# %%
attack_given_flag.outcome(
    a=real[0] > 0.8,
    b=0.4 < real[0] < 0.6,
    c=real[0] < 0.1,
    tempts={
        "a": "That is P(flag given attack), the other condition.",
        "b": "Hits and false alarms are not equally frequent: 990 logins are harmless.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

9 of the 108 flagged logins are attacks: 0.083. The detector is good; attacks are rare. To overlook that is called **base-rate neglect**.

</details>

The share before the evidence, 0.01, is the **prior**; the one after it the **posterior**. In the second row a second
detector has flagged too, with the same rates and **independent given the truth**: among attacks it errs no more often where
the first one errs, and the same among harmless logins. That lifts 0.083 to 0.45. The third row reads one detector twice: 108 logins
before, the same 108 after. To multiply once more is **double counting**: evidence multiplies only if it can go wrong separately.

## 2 · A rate you do not know

Now the rate itself is unknown. Of rule A's first five alerts four were real; of rule B's first hundred, seventy. Let
$\theta$ be the share of a rule's alerts that are real. Every $\theta$ on a grid gets a weight: its prior times its likelihood,

$$P(\theta \mid k \text{ of } n) \;\propto\; P(\theta)\; \theta^{k} (1-\theta)^{n-k} .$$

By hand, with three rates, 0.2, 0.5 and 0.8, equally likely before. A real alert multiplies their weights by 0.2, 0.5, 0.8, a false one by
0.8, 0.5, 0.2. After one of each they are 0.16, 0.25 and 0.16, and their sum is 0.57:
"""

# %%
rates = np.array([0.2, 0.5, 0.8])
weights = rates * (1 - rates)
(weights / weights.sum()).round(3)

# %% [markdown]
r"""
The middle is now the likeliest, at 0.439. The same on a fine grid. Products of thousands of factors underflow, so add logs, subtract the largest, and only then go back.
"""

# %%
grid = np.linspace(0, 1, 1_001)[1:-1]  # 0 and 1 left out: their logs are infinite


def flat_posterior(k, n):
    logs = k * np.log(grid) + (n - k) * np.log(1 - grid)  # a flat prior adds nothing
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


by_grid = {"A": flat_posterior(4, 5), "B": flat_posterior(70, 100)}

# %% [markdown]
r"""
There is a closed form. The **Beta** distribution $\text{Beta}(a, b)$ has a density proportional to
$\theta^{a-1}(1-\theta)^{b-1}$ and mean $a/(a+b)$. Multiply by the likelihood and the exponents add: a prior $\text{Beta}(a, b)$ becomes
$\text{Beta}(a + k,\; b + n - k)$. The flat prior is $\text{Beta}(1, 1)$. A grid weight is a mass; divided by the step of the
grid, 0.001, it is a density. Does the grid agree?
"""

# %%
exact = {"A": stats.beta(1 + 4, 1 + 1), "B": stats.beta(1 + 70, 1 + 30)}
agrees = [np.allclose(by_grid[r] / 0.001, exact[r].pdf(grid), atol=1e-4) for r in "AB"]

# %% folded="Lay out grid and Beta"
table(
    {
        "rule": list("AB"),
        "mean, grid": [grid @ by_grid[rule] for rule in "AB"],
        "mean, Beta": [exact[rule].mean() for rule in "AB"],
        "densities agree": agrees,
    },
    decimals=4,
)

# %% [markdown]
r"""
## 3 · Priors that matter

The centre has 200 other rules, and knows how many of their alerts were real: the shares look like $\text{Beta}(2, 6)$, a quarter on
average. That is what is known of a rule before its first alert.

**Predict.** Under this prior, which rule has the higher posterior mean?

- (a) A, with 4 of 5.
- (b) B, with 70 of 100.
- (c) Neither: they differ by less than 0.05.
"""

# %%
better_rule = predict("?")  # a, b or c in place of ?
better_rule

# %%
after = {"A": stats.beta(2 + 4, 6 + 1), "B": stats.beta(2 + 70, 6 + 30)}
means = np.array([after[rule].mean() for rule in "AB"])

# %% folded="Lay out means and intervals"
table(
    {
        "rule": list("AB"),
        "mean": means,
        "90 % from": [after[rule].ppf(0.05) for rule in "AB"],
        "to": [after[rule].ppf(0.95) for rule in "AB"],
    }
)


# %%
better_rule.outcome(
    a=means[0] > means[1] + 0.05,
    b=means[1] > means[0] + 0.05,
    c=abs(means[0] - means[1]) <= 0.05,
    tempts={
        "a": "0.8 is above 0.7, but five alerts weigh little against 200 rules.",
        "c": "Eight prior alerts move 5 much and 100 hardly.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The prior counts like eight alerts, two of them real. For A that makes 6 of 13, 0.462; for B 72 of 108, 0.667.

</details>

The range from the 0.05 to the 0.95 quantile is an equal-tailed **credible interval** of 90 %: given prior and data, $\theta$ lies in
it with that probability. (Another convention takes the shortest such range.) How sure is it that A is the better rule?
Weigh each rate of A by its posterior, and ask how much of B lies below it:
"""


# %%
def chance_a_better(a, b):
    weight = stats.beta.pdf(grid, a + 4, b + 1)
    return weight @ stats.beta.cdf(grid, a + 70, b + 30) / weight.sum()


# %% folded="Ask it under both priors"
table(
    {
        "prior": ["Beta(2, 6)", "flat"],
        "P(A better)": [chance_a_better(2, 6), chance_a_better(1, 1)],
    },
    decimals=3,
)

# %% [markdown]
r"""
0.077 or 0.583: with five alerts the prior decides. When does it stop? Posterior means for three priors, three amounts of data:
"""

# %% folded="Lay out three priors and three amounts of data"
priors = {"flat": (1, 1), "the rules": (2, 6), "stubborn, Beta(20, 60)": (20, 60)}
table(
    [
        {"prior": name}
        | {
            f"{k} of {n}": (a + k) / (a + b + n)
            for k, n in ((4, 5), (70, 100), (700, 1_000))
        }
        for name, (a, b) in priors.items()
    ],
    decimals=3,
)

# %% [markdown]
r"""
After 1,000 alerts all three lie within 0.04. The strength of a Beta prior is $a + b$, counted in alerts. Move it, at a mean of 0.25, and watch rule A:
"""


# %% folded="Draw prior, likelihood and posterior of rule A"
def draw_strength(ax, strength):
    a, b = 0.25 * strength, 0.75 * strength
    runs = {
        "posterior": stats.beta.pdf(grid, a + 4, b + 1),
        "likelihood": stats.beta.pdf(grid, 5, 2),
        "prior": stats.beta.pdf(grid, a, b),
    }
    plots.lines(ax, grid, runs, xlabel="share of real alerts", ylabel="density")
    ax.set(title=f"a + b = {strength}", ylim=(0, 10))


plots.panels(
    draw_strength,
    (2, 8, 80),
    alt="Strength 2: the posterior lies near the likelihood, at 0.79. "
    "Strength 8: half-way. Strength 80: on the prior, near 0.28.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the strength of the prior"
plots.slider(
    draw_strength,
    alt="Prior of strength {strength}, likelihood and posterior of rule A.",
    strength=(2, 80, 2),
)

# %% [markdown]
r"""
Three single numbers are in use. **Maximum likelihood** (MLE, its estimate) is $k/n$. The **MAP** (maximum a posteriori) is the highest point of the posterior,
$(a + k - 1)/(a + b + n - 2)$ for shapes above 1. The posterior mean is $(a + k)/(a + b + n)$. Prior Beta(2, 6):
"""

# %% folded="Lay out three single numbers"
k = np.array([4, 0])
table(
    {
        "data": ["4 of 5", "0 of 5"],
        "MLE": k / 5,
        "MAP": (2 + k - 1) / (8 + 5 - 2),
        "posterior mean": (2 + k) / (8 + 5),
    },
    decimals=3,
)

# %% [markdown]
r"""
After 0 of 5, the MLE says "never". And a highest point depends on the scale: for the log odds of $\theta$ it lies elsewhere than for $\theta$.
Quantiles do not move.

## 4 · Predict counts

Ten alerts of rule A will come tonight. How likely is it that at most three are real? A colleague plugs $\theta = 0.8$ into the
binomial. The **posterior predictive** averages the binomial over the posterior instead: draw a rate, then a count. In closed form it is the
beta-binomial.
"""

# %%
rng = np.random.default_rng(0)
rates = after["A"].rvs(100_000, random_state=rng)
counts = rng.binomial(10, rates)
plugged, predictive = stats.binom(10, 0.8), stats.betabinom(10, 6, 7)

# %% folded="Lay out three routes"
table(
    {
        "route": ["0.8 plugged in", "beta-binomial", "100,000 draws"],
        "P(at most 3)": [plugged.cdf(3), predictive.cdf(3), np.mean(counts <= 3)],
        "sd": [plugged.std(), predictive.std(), counts.std()],
    },
    decimals={"P(at most 3)": 4, "sd": 2},
)

# %% folded="Draw both predictions"
fig, ax = plots.figure()
runs = {
    "predictive": predictive.pmf(range(11)),
    "0.8 plugged in": plugged.pmf(range(11)),
}
plots.lines(ax, range(11), runs, xlabel="real alerts of 10", ylabel="probability")
for line in ax.lines:
    line.set_marker("o")
plots.show(
    fig,
    alt="The plug-in is a narrow peak at 8; the predictive is wide around 4 and 5.",
)

# %% [markdown]
r"""
One night in a thousand, says the plug-in; three in ten, says the predictive, and the simulation agrees. Two things went wrong in the plug-in: it
forgot the prior, and it took the rate for known (**plug-in overconfidence**).

## 5 · Is 90 % really 90 %?

An interval is a promise, and for a count it can be checked without drawing: list all $k$, and add up the chances of those whose
interval holds the truth. The **Wald interval** is $\hat p \mp 1.645\sqrt{\hat p(1-\hat p)/n}$ with $\hat p = k/n$; most
introductory courses teach it (Brown, Cai and DasGupta, 2001).

**Predict.** 20 alerts, true rate 0.05. The 90 % Wald interval holds the truth in

- (a) about 63 % of samples;
- (b) about 80 %;
- (c) about 90 %.
"""

# %%
wald_holds = predict("?")  # a, b or c in place of ?
wald_holds

# %%
k = np.arange(21)
half = 1.645 * np.sqrt(k / 20 * (1 - k / 20) / 20)
low, high = k / 20 - half, k / 20 + half
chance = stats.binom.pmf(k, 20, 0.05)
inside = (low <= 0.05) & (high >= 0.05)

# %% folded="Lay out the first six counts"
table(
    {
        "k": k[:6],
        "from": low[:6],
        "to": high[:6],
        "chance": chance[:6],
        "holds": inside[:6],
    },
    decimals=3,
)

# %%
wald = chance @ inside
wald_holds.outcome(
    a=wald < 0.7,
    b=0.75 < wald < 0.85,
    c=wald > 0.87,
    tempts={
        "b": "Some loss was to be expected. Look at the chance of k = 0.",
        "c": "The promise is for large n. What is the interval at k = 0?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

At $k = 0$ the interval is one point, 0, and that happens in 35.8 % of samples. From $k = 4$ on it lies above 0.05. What
is left, $k$ from 1 to 3, has a chance of 0.626.

</details>

The flat-prior credible interval beside it, for three sizes, and along all rates for $n = 20$:
"""


# %% folded="Exact coverage of both intervals"
KINDS = ("flat prior", "Wald")


def coverage(n, rates, kind):
    k = np.arange(n + 1)[:, None]
    if kind == "Wald":
        half = 1.645 * np.sqrt(k / n * (1 - k / n) / n)
        low, high = k / n - half, k / n + half
    else:
        low, high = (stats.beta.ppf(q, 1 + k, 1 + n - k) for q in (0.05, 0.95))
    holds = (low <= rates) & (rates <= high)
    return (stats.binom.pmf(k, n, rates) * holds).sum(axis=0)


# %% folded="Three sizes, at a true rate of 0.05"
table(
    [
        {"n": n} | {name: coverage(n, np.array([0.05]), name)[0] for name in KINDS}
        for n in (10, 20, 50)
    ],
    decimals=3,
)

# %% folded="Draw both along all rates"
fig, ax = plots.figure()
runs = {name: coverage(20, grid, name) for name in KINDS}
plots.lines(ax, grid, runs, xlabel="true rate", ylabel="holds the truth", ylim=(0, 1))
ax.axhline(0.9, color=plots.DATA, linestyle=":")
plots.show(
    fig,
    alt="The credible interval wavers around 0.9; Wald collapses near 0 and 1.",
)

# %% [markdown]
r"""
In the middle both stay near 0.9. Towards the ends Wald collapses; the credible interval holds out longer, though it was never built for one fixed rate. (Very near 0 and 1 it fails too: equal tails
never reach them.) What it does promise: *on average*, when the prior is the law of the truths you
meet. Draw 20,000 rules from a law, ten alerts each, and count.
"""


# %% folded="Coverage over rules that are drawn from a law"
def held_on_average(truth_law, prior, seed=0, n=10):
    rng = np.random.default_rng(seed)
    rates = rng.beta(*truth_law, 20_000)
    k = rng.binomial(n, rates)
    if prior == "Wald":
        half = 1.645 * np.sqrt(k / n * (1 - k / n) / n)
        return np.mean(np.abs(rates - k / n) <= half)
    ends = stats.beta.ppf(
        [[0.05], [0.95]], prior[0] + np.arange(n + 1), prior[1] + n - np.arange(n + 1)
    )
    return np.mean((ends[0][k] <= rates) & (rates <= ends[1][k]))


# %% folded="Five priors and laws"
cases = {
    "the rules' own, Beta(2, 6)": ((2, 6), (2, 6)),
    "flat": ((2, 6), (1, 1)),
    "no prior: Wald": ((2, 6), "Wald"),
    "stubborn, Beta(20, 60)": ((2, 6), (20, 60)),
    "Beta(2, 6), truths flat": ((1, 1), (2, 6)),
}
table(
    {
        "prior": list(cases),
        "holds": [held_on_average(*case) for case in cases.values()],
    },
    decimals=3,
)

# %% [markdown]
r"""
With the right prior 0.90, with a wrong one 0.91, 0.40 or 0.61: only a simulation tells. The stubborn prior has the right *mean*; it is
too sure of it.

Here is a good place for a break.

## 6 · Many signs: naive Bayes

A reported mail shows some of five warning signs. **Naive Bayes** takes them as independent given the class, so their log
likelihood ratios add up:

$$\log\frac{P(1\mid x)}{P(0\mid x)} = \log\frac{P(1)}{P(0)} + \sum_j \log\frac{P(x_j \mid 1)}{P(x_j \mid 0)} .$$

An absent sign counts too: its factor is $1 - p$. The sum must be of logs. Two hundred factors of 0.005, as a product and as a sum:
"""

# %%
table([{"product": 0.005**200, "sum of logs": 200 * np.log(0.005)}], decimals=1)

# %% [markdown]
r"""
The product underflows to exactly 0, the sum is an ordinary number. The mails are simulated, so the true chances are known. How honest is the sum if the signs
*are* independent, and what if two or four scanners report the same first sign?
"""

# %%
from sklearn.metrics import log_loss, roc_auc_score

genuine = np.array([0.1, 0.15, 0.1, 0.1, 0.05])  # P(sign | genuine)
phishing = np.array([0.7, 0.6, 0.5, 0.4, 0.3])


def claimed(X, copies):
    p, q = (np.repeat(c, [copies, 1, 1, 1, 1]) for c in (phishing, genuine))
    odds = np.log(0.1 / 0.9) + X @ np.log(p / q) + (1 - X) @ np.log((1 - p) / (1 - q))
    return special.expit(odds)


# %% folded="Claims and truth, over 20 sets of 5,000 mails"
rows = []
for copies in (1, 2, 4):
    mails = [
        datasets.phishing_mail(np.random.default_rng(seed), 5_000, copies)
        for seed in range(20)
    ]
    said = np.concatenate([claimed(X, copies) for X, _ in mails])
    truth = np.concatenate([y for _, y in mails])
    sure = said >= 0.9
    rows.append(
        {
            "copies": copies,
            "claimed": said[sure].mean(),
            "true": truth[sure].mean(),
            "log loss": log_loss(truth, said),
            "ranked right": roc_auc_score(truth, said),
        }
    )
table(rows, decimals=3)

# %% [markdown]
r"""
Look at mails that are called phishing with 0.9 or more. One scanner: as claimed, within half a point. Two and four: the claim *rises* and the truth falls, and
the log loss more than triples. It is section 1 again, double counting, now inside a model. The order of the mails hardly suffers (the last column:
how frequently a phishing mail ranks above a genuine one); the *probability* is not to be believed, and section 9 will want probabilities.

With unknown chances they are counted from labelled mails; the library's name is `BernoulliNB`. Its own sum, by hand:
"""

# %%
from sklearn.naive_bayes import BernoulliNB

X, y = datasets.phishing_mail(np.random.default_rng(0), 5_000)
model = BernoulliNB().fit(X, y)
present = model.feature_log_prob_
absent = np.log1p(-np.exp(present))
joint = X @ present.T + (1 - X) @ absent.T + model.class_log_prior_
by_hand = joint - special.logsumexp(joint, axis=1, keepdims=True)
np.allclose(by_hand, model.predict_log_proba(X))

# %% [markdown]
r"""
## 7 · A label nobody gave you

Six sessions last 1, 2, 3, 6, 8 and 10 minutes, and two kinds of user made them. Who made which was not logged. A **mixture** says: with chance
$w$ the second bell, else the first. **EM** goes round: the E-step is Bayes for each row, *how much* of it belongs to each kind; the
M-step is weighted means. ([k-means](12_clusters_and_components.ipynb) gives each row to one cluster as a whole.) No round lowers the likelihood.
"""

# %%
minutes = np.array([1, 2, 3, 6, 8, 10.0])


def em_round(share, means, variances):
    first, second = stats.norm.pdf(minutes, np.c_[means], np.sqrt(np.c_[variances]))
    total = (1 - share) * first + share * second
    late = share * second / total  # P(second kind | row)
    kinds = (1 - late, late)
    means = [np.average(minutes, weights=w) for w in kinds]
    squares = [(minutes - mean) ** 2 for mean in means]
    variances = [np.average(s, weights=w) for s, w in zip(squares, kinds, strict=True)]
    return np.log(total).sum(), late.mean(), means, variances


# %% folded="Forty-one rounds"
state = 0.5, [2, 7], [4, 4]
rows = []
for done in range(41):
    log_likelihood, *state_after = em_round(*state)
    if done in (0, 1, 2, 3, 40):
        rows.append(
            {
                "rounds": done,
                "log-likelihood": log_likelihood,
                "first mean": state[1][0],
                "second mean": state[1][1],
            }
        )
    state = state_after
table(rows, decimals=3)

# %% [markdown]
r"""
`GaussianMixture` from the same start:
"""

# %% folded="The library from the same start"
import warnings

from sklearn.mixture import GaussianMixture

library = GaussianMixture(
    2,
    weights_init=[0.5, 0.5],
    means_init=[[2], [7]],
    precisions_init=[[[0.25]], [[0.25]]],
    tol=0,
    reg_covar=0,
    max_iter=41,
)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tol=0 never says that it has converged
    library.fit(minutes[:, None])
np.allclose(library.means_[:, 0], state[1], atol=1e-6)

# %% [markdown]
r"""
Beware of a kind that sits on a single row: its variance shrinks towards 0 and the likelihood grows without bound. So libraries add a
floor to the variance, and start several times.

## 8 · Sample what you cannot integrate

Grids end at two or three unknowns. **Metropolis** walks instead: propose a move, accept it with chance $\min(1, \text{target there}/\text{target
here})$, else stay and *count the place again*. Only the ratio is needed, so the target need not sum to 1. By hand: two states with targets ¾ and ¼;
propose the other one. From state 1 always accept, from state 0 one time in three.

**Predict.** Somebody lists only the places after *accepted* moves. The share of state 0 in the list is

- (a) ¾;
- (b) ½;
- (c) ¼.
"""

# %%
only_accepted = predict("?")  # a, b or c in place of ?
only_accepted

# %%
rng = np.random.default_rng(0)
chance, state = np.array([0.75, 0.25]), np.zeros(20, dtype=int)  # 20 chains at once
every, moved = [], []
for _ in range(1_000):
    accept = rng.random(20) < chance[1 - state] / chance[state]
    state = np.where(accept, 1 - state, state)
    every.append(state)
    moved.append(state[accept])
share = np.mean(np.concatenate(moved) == 0)
table([{"all places": np.mean(np.array(every) == 0), "accepted only": share}])

# %%
only_accepted.outcome(
    a=share > 0.7,
    b=0.45 < share < 0.55,
    c=share < 0.3,
    tempts={
        "a": "The target is in the waiting, and the waiting was thrown away.",
        "c": "Moves into 0 and out of it take turns.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Accepted moves alternate: 0, 1, 0, 1. That one state is three times as likely shows only in how long the chain stays there.
And why does the whole list come out right? At ¾ and ¼ as many chains go from 0 to 1, ¾ · ⅓, as come back, ¼ · 1: the shares stay.

</details>

Now rule A's log odds $z$, with a normal prior (mean −1, spread 1.5) and 4 of 5 real. There is no closed form; in one dimension a grid still
checks. How large should a step be? Twenty chains each, 2,000 steps.
"""


# %%
def log_target(z):
    return 4 * z - 5 * np.logaddexp(0, z) - (z + 1) ** 2 / (2 * 1.5**2)


def run(size, start, steps=2_000, seed=0):
    rng, here, places, moves = np.random.default_rng(seed), start, [], []
    for _ in range(steps):
        there = here + size * rng.normal(size=len(start))
        accept = np.log(rng.random(len(start))) < log_target(there) - log_target(here)
        here = np.where(accept, there, here)
        places.append(here)
        moves.append(accept)
    return np.array(places), np.array(moves)  # (steps, chains) each


# %% folded="Effective draws, and how well chains agree"
def effective(chain):
    """n / (1 + 2 sum of autocorrelations), up to the first one below 0."""
    x = chain - chain.mean()
    rho = np.correlate(x, x, "full")[len(x) - 1 :] / (x @ x)
    end = np.argmax(rho < 0) if np.any(rho < 0) else len(rho)
    return len(x) / (1 + 2 * rho[1:end].sum())


def r_hat(chains):
    """Split each chain in two; root of (variance of all) / (variance inside)."""
    halves = np.hstack(np.split(chains, 2))
    n, inside = len(halves), halves.var(axis=0, ddof=1).mean()
    return np.sqrt((n - 1) / n + halves.mean(axis=0).var(ddof=1) / inside)


# %% folded="Six sizes of step, and a grid to check"
z = np.linspace(-8, 8, 4_001)
weights = special.softmax(log_target(z))
spread = np.sqrt(weights @ z**2 - (weights @ z) ** 2)
rows, traces = [], {}
for size in (0.05, 0.3, 1, 2.5, 6, 30):
    places, moves = run(size, np.full(20, weights @ z))
    traces[size] = places[:300, 0]
    rows.append(
        {
            "step": size,
            "accepted": moves.mean(),
            "effective draws": round(np.mean([effective(c) for c in places.T])),
            "R̂": r_hat(run(size, np.array([-6.0, -2, 2, 6]))[0]),
            "sd": places.std(),
            "sd, accepted only": places[moves].std(),
        }
    )
table(rows, decimals={"accepted": 2, "R̂": 2, "sd": 3, "sd, accepted only": 3})

# %% folded="Draw three traces"
plots.panels(
    lambda ax, size: (
        ax.plot(traces[size], color=plots.MODEL, linewidth=0.8),
        ax.set(title=f"step {size:g}", xlabel="step number", ylabel="z"),
    ),
    (0.05, 2.5, 30),
    alt="Step 0.05 creeps; step 2.5 crosses the range again and again; "
    "step 30 stands still for long stretches.",
)

# %%
table([{"grid mean": weights @ z, "grid sd": spread}], decimals=3)

# %% [markdown]
r"""
Chains that follow each other closely carry little: **effective draws** are as many independent ones as would know the mean equally well.
Small steps are accepted and go nowhere, long ones are refused. $\hat R$ starts chains far apart and
asks whether they have come to agree: near 1 is good, 2.71 is not.

The last column leaves the rejections out. With step 1 it is nearly right, 0.847; with step 6 the spread is 0.959 where the grid says 0.838. A fault that
hides where acceptance is high passes a quick test.

## 9 · Act

Ten alerts of rule A come tonight, and each *real* one takes an analyst's slot. A slot too many costs 1, one too few 4. Average the
cost over the predictive, for every number of slots:
"""

# %%
slots, real = np.arange(11)[:, None], np.arange(11)
cost = 1 * np.maximum(slots - real, 0) + 4 * np.maximum(real - slots, 0)
expected = cost @ predictive.pmf(real)
table({"slots": np.arange(4, 10), "expected cost": expected[4:10]})

# %%
mean = np.round(predictive.mean())
table(
    {
        "way": ["predictive, 0.8 quantile", "0.8 plugged in", "rounded mean"],
        "slots": [predictive.ppf(0.8), plugged.ppf(0.8), mean],
    },
    decimals=0,
)

# %% [markdown]
r"""
6 slots are the cheapest, 2.87. The rule behind it is the pinball loss of [lesson 05](05_loss_functions.ipynb): stop at the $4/(4+1) = 0.8$ quantile of the predictive. The
plug-in 0.8 says 9 and pays 4.41; the rounded mean says 5 and pays 3.55. One rule may be luck, so take 20,000 rules from Beta(2, 6), five alerts
each:
"""


# %% folded="Six ways to staff, over 20,000 rules"
def by_predictive(k, a=2, b=6):
    return stats.betabinom.ppf(0.8, 10, a + k, b + 5 - k)


k = np.arange(6)
mean = (2 + k) / 13
ways = {
    "predictive": by_predictive(k),
    "posterior mean plugged in": stats.binom.ppf(0.8, 10, mean),
    "prior alone": np.full(6, stats.betabinom.ppf(0.8, 10, 2, 6)),
    "predictive, flat prior": by_predictive(k, 1, 1),
    "rounded mean": np.round(10 * mean),
    "k/n plugged in": stats.binom.ppf(0.8, 10, k / 5),
}

# %% folded="What each of them costs"
rng = np.random.default_rng(0)
rates = rng.beta(2, 6, 20_000)
seen, tonight = rng.binomial(5, rates), rng.binomial(10, rates)
costs = [
    np.mean(np.maximum(s[seen] - tonight, 0) + 4 * np.maximum(tonight - s[seen], 0))
    for s in ways.values()
]
table({"slots by": list(ways), "cost a night": costs})

# %% [markdown]
r"""
The predictive is cheapest, and $k/n$ costs half as much again. The prior alone, without any data, is better than the data without the
prior.

## On the job

**Where it decides.** Queues of alerts, fraud reviews, spare parts, hospital beds: a rate from few cases, and unequal costs.

**Who owns it.** The analysts' lead signs the prior, since it states what past rules did; the data engineer logs *every* verdict, the
false ones too; the ML engineer owns the simulation that says whether 90 % is 90 %.

**What an interviewer may ask.** "The test is 99 % accurate and positive. Are you ill?" "Two models agree: twice as sure?" "Your sampler accepts 98 %. Good?"

**A thousand times the alerts.** The prior stops mattering. The model's assumptions do not: independent signs, a rate that stays.

## Recap

- Count first: a posterior needs the base rate. Evidence read twice is one piece.
- Prior times likelihood, in logs, normalised. A prior is worth $a + b$ alerts.
- Predict with the uncertainty left in, and simulate how often an interval holds.
- Naive Bayes counts copies as evidence: its probabilities suffer long before its ranking.
- In a Metropolis chain a rejected step counts. Look at traces, effective draws and $\hat R$.
- Act by the cost over the predictive.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/13_probabilistic_inference.ipynb). How a posterior chooses what to try next: [lesson 20](20_reinforcement_learning.ipynb).

**Further reading**

- D. J. C. MacKay, *Information Theory, Inference, and Learning Algorithms* (2003), chapters 3, 24 and 29.
- A. Gelman and others, *Bayesian Data Analysis*, 3rd edition (2013), chapters 2 and 9 to 11.
- R. McElreath, *Statistical Rethinking*, 2nd edition (2020).
- L. D. Brown, T. T. Cai, A. DasGupta, "Interval Estimation for a Binomial Proportion", *Statistical Science* 16 (2001).
- N. Metropolis and others, "Equation of State Calculations by Fast Computing Machines", *Journal of Chemical Physics* 21 (1953).
"""
