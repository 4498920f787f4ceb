# %% [markdown]
r"""
# Say how sure you are, and of what

"Salary data consistently shows that machine-learning engineers earn well." Which number is that? Of
whom? How sure is it, and compared with what? In this lesson you take the sentence apart, with simulated
pay whose truth is known, and with a real experiment: in the 1970s a lot sent 185 of 445 people to a job
training.

That one experiment gives three answers. By the lot, the training was worth **+1,794** dollars a year. Before and
after, **+4,817**. Against the public, **−8,498**. By section 8 you know which of them is an answer.

**You will be able to**

- read a skewed distribution: mean, median, quantiles, and which of them a question asks for;
  <!-- choose_the_number -->
- turn a condition round, from P(degree given hired) to P(hired given degree); <!-- flip_condition -->
- tell a standard deviation from a standard error, and build an interval by the bootstrap;
  <!-- bootstrap_interval, read_the_interval, difference_of_means -->
- run an A/B test by relabelling, read its p-value aloud without a false sentence, and not peek;
  <!-- relabelling_p_value, peeking_rate, fix_the_monitor -->
- name what no sample size repairs: self-selection, a cap, regression to the mean, another mix.
  <!-- standardised_gap, predict_second_year -->

**You need** NumPy arrays from [Start here](00_start_here.ipynb). **About 70 minutes.**
"""

# %%
import itertools

import numpy as np

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Five salaries

A small company pays 48, 55, 60, 62 and 275 k\$ a year. The **mean** is $500/5 = 100$: four of five earn less. The
**median**, the value in the middle, is 60. Let the top salary become 2,750: the mean jumps to 595, the median does not move.

Neither is wrong. What may *I* expect to earn there? The median. What does the payroll cost? The mean, times
the people. What does the top tenth get? A **quantile**: the 0.9 quantile has nine tenths of the values at or below it.
(Between two values NumPy interpolates; other books take the next value of the data.) The **standard
deviation**, the root of the mean squared distance from the mean, is 87.6 here: one salary makes it.

Now the earnings of 15,992 people in a survey of 1978, in dollars of 1982. Look at the three highest quantiles.
"""

# %%
trial, survey = datasets.training_earnings()

levels = (0.25, 0.50, 0.75, 0.90, 0.95)
table(
    {"quantile": levels, "earnings ($)": np.quantile(survey, levels)},
    decimals={"earnings ($)": 0},
)

# %%
at_the_top = np.mean(survey == survey.max())
table(
    [{"mean ($)": survey.mean(), "share at the maximum": at_the_top}],
    decimals={"mean ($)": 0, "share at the maximum": ".1%"},
)

# %% [markdown]
r"""
All three are 25,565, and a quarter of the people stand exactly there. Nobody's pay is that regular: the survey was
**top-coded**. Whoever earned more was written down with the cap. So the mean, 14,847, is too low by an unknown
amount; the median, 16,422, is untouched. Before you read a number, look at how it was written down.

## 2 · Turn the condition round

"60 % of those we hire have a master's degree." Of 1,000 applicants 400 have one; 50 are hired, 30 of them with a master's.

**Predict.** You get a master's degree. Among applicants like you, the share that is hired is

- (a) 60 %, as the company says;
- (b) 7.5 %, some eighth of that;
- (c) 3 %, the 30 hired of 1,000.
"""

# %%
hired_given_degree = predict("?")  # a, b or c in place of ?
hired_given_degree

# %%
people = {"with a master's": (400, 30), "without": (600, 20)}
rows = [
    {"applicants": name, "of them": n, "hired": hired, "share hired": hired / n}
    for name, (n, hired) in people.items()
]
table(rows, decimals={"share hired": ".1%"})

# %%
share = rows[0]["share hired"]
hired_given_degree.outcome(
    a=np.isclose(share, 0.60),
    b=np.isclose(share, 0.075),
    c=np.isclose(share, 0.03),
    tempts={
        "a": "That is the share with a degree among the hired: the other way round.",
        "c": "That divides by all applicants. You have a degree: who is like you?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

30 of the 50 hired have a degree: P(degree given hired) = 60 %. Of the 400 with a degree 30 are hired:
P(hired given degree) = 7.5 %, against 20/600 = 3.3 % without one.

</details>

Count people, and the two conditions cannot be mixed up. As a formula, **Bayes' rule** ([lesson 13](13_probabilistic_inference.ipynb) makes much of it):

$$P(\text{hired} \mid \text{degree}) = \frac{P(\text{degree} \mid \text{hired})\,P(\text{hired})}{P(\text{degree})}
= \frac{0.6 \cdot 0.05}{0.4} = 0.075 .$$

$P(\text{hired}) = 5\,\%$ is the **base rate**, and it is easily forgotten. Whoever looks at the
hired only never sees it.

## 3 · How far may a mean be off?

Draw 30 people, take the mean of their pay; draw 30 others, and it is another. How much it moves from draw to draw is
the **standard error**, SE. For a mean it is

$$\text{SE} = s/\sqrt n, \qquad s^2 = \tfrac{1}{n-1}\textstyle\sum_i (x_i - \bar x)^2 .$$

The $n - 1$ belongs here, because $s$ estimates the spread of people you have not seen. (The spread of *data* keeps $n$
in this course, `ddof=0`.) By hand for the five salaries: $s = 98.0$, SE $= 98.0/\sqrt5 = 43.8$. To halve it you
need four times the people.

Three facts that later lessons use. The **expectation** of a number is its mean over all draws. A **normal** curve, the bell, holds 68 % within
one standard deviation and 95 % within 1.96. The count of successes in $n$ tries with chance $p$ is **binomial**, with mean $np$ and
standard deviation $\sqrt{np(1-p)}$. Check the standard error by drawing: pay with median 80 k\$ and a long right tail.
"""

# %%
rng = np.random.default_rng(0)


def draw_pay(rng, *shape):
    return 80 * np.exp(0.5 * rng.normal(size=shape))  # k$ a year, median 80


samples = draw_pay(rng, 10_000, 30)
errors = samples.std(axis=1, ddof=1) / 30**0.5  # what each survey says of itself
table(
    [
        {
            "spread of 10,000 means": samples.mean(axis=1).std(),
            "s/√n, median": np.median(errors),
            "lowest 5 %": np.quantile(errors, 0.05),
            "highest 5 %": np.quantile(errors, 0.95),
        }
    ]
)

# %% [markdown]
r"""
The median survey says 8.3 of itself where ten thousand of them show 8.9: from one survey the formula knows about how far others would lie.
About: with a long tail one survey in ten says less than 5.9 or more than 12.2.

## 4 · The bootstrap, exactly

For the median there is no such formula. The **bootstrap** needs none: let the sample stand for the population, draw from
*it* as many values as it has, **with replacement**, and look at how much the answer moves. For three values, 2, 4 and 9, no drawing is needed: there
are $3^3 = 27$ resamples, and you can list them all.
"""

# %%
values = [2, 4, 9]
resamples = list(itertools.product(values, repeat=3))
all_means = np.mean(resamples, axis=1)
shuffles = np.mean(list(itertools.permutations(values)), axis=1)

spreads = [all_means.std(), np.std(values) / 3**0.5, shuffles.std()]
table(
    {"route": ["27 resamples", "formula, n inside", "6 shuffles"], "spread": spreads},
    decimals=3,
)

# %% [markdown]
r"""
The list and the formula agree, 1.700: the bootstrap is a sum that one could do, and drawing is a shortcut for large
$n$. The last row is the classic slip. Without replacement every resample holds the same three values, so the mean never moves, and your
error bar is 0.

The **percentile interval** takes the middle 95 % of the resampled answers as its ends. It works for a median as for a mean.

## 5 · What "95 %" promises

Fifty surveys of $n$ people each, and from each a 95 % interval for the mean. The truth, 90.7 k\$, is the vertical line. Intervals that
miss it are orange and end in crosses. Move the slider.
"""


# %%
def interval(sample, rng, statistic=np.mean, draws=500):
    rows = rng.integers(0, len(sample), (draws, len(sample)))
    return np.quantile(statistic(sample[rows], axis=1), [0.025, 0.975])


truth = 80 * np.exp(0.5**2 / 2)


# %% folded="Draw fifty intervals"
def draw_intervals(ax, n):
    rng = np.random.default_rng(1)
    for place in range(50):
        low, high = interval(draw_pay(rng, n), rng)
        good = low <= truth <= high
        color, mark = (plots.MODEL, "|") if good else (plots.ERROR, "x")
        ax.plot([low, high], [place, place], mark + "-", color=color, markersize=4)
    ax.axvline(truth, color=plots.DATA, linestyle="--")
    ax.set(title=f"n = {n}", xlabel="mean pay (k$)", xlim=(40, 170), yticks=[])


plots.panels(
    draw_intervals,
    (10, 30, 100),
    alt="Intervals narrow as n grows; at n = 10 more of them miss.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the number of people"
plots.slider(
    draw_intervals, alt="Fifty intervals from {n} people each.", n=(10, 100, 10)
)

# %% [markdown]
r"""
"95 %" is a promise about the *procedure*: of many such intervals, 95 % hold the truth. It does not say that 95 % of people earn
between the ends. And what does it say about the next survey?

**Predict.** You repeat the survey with 100 other people. How often does the new *mean* fall into your first interval?

- (a) 95 % of the time.
- (b) Five times in six.
- (c) Every second time.
"""

# %%
next_survey = predict("?")  # a, b or c in place of ?
next_survey

# %%
rng = np.random.default_rng(0)
rows = []
for n in (10, 30, 100):
    pairs = [
        (interval(draw_pay(rng, n), rng), draw_pay(rng, n).mean()) for _ in range(2_000)
    ]
    holds = np.mean([low <= truth <= high for (low, high), _ in pairs])
    again = np.mean([low <= mean <= high for (low, high), mean in pairs])
    rows.append({"people": n, "holds the truth": holds, "holds the next mean": again})
table(rows, decimals={"holds the truth": ".0%", "holds the next mean": ".0%"})

# %%
repeat = rows[-1]["holds the next mean"]
next_survey.outcome(
    a=repeat > 0.92,
    b=0.75 < repeat <= 0.92,
    c=repeat <= 0.6,
    tempts={
        "a": "The truth stands still. The next mean moves too, as much as yours did.",
        "c": "That would be an interval half as wide.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Both means wander around the truth, so their difference has $\sqrt2$ times the standard error, and stays inside your interval in 83 % of the draws. Look at the middle column too: with 10 salaries the interval holds the truth in 87 % of surveys only.

</details>

Is that the long tail, or are ten people few? The same for ten draws of a normal curve:
"""

# %%
bells = [interval(rng.normal(size=10), rng) for _ in range(2_000)]
f"{np.mean([low <= 0 <= high for low, high in bells]):.0%}"

# %% [markdown]
r"""
90 %: of the 8 points that are missing, the small number takes 5, the tail the rest (2,000 surveys know a share to about one
point). The percentile interval is an approximation; with 100 skewed salaries it holds the truth in 95 %.

Here is a good place for a break.

## 6 · Size does not repair bias

A profession of 200,000 people, median 80 k\$. A website asks everybody; those who earn more answer more gladly. It gets some
12,200 answers, sixty times a random sample of 200.

**Predict.** Whose median is nearer to the truth?

- (a) That of the random 200.
- (b) The website's: 12,200 answers.
- (c) Either, as luck will have it.
"""

# %%
nearer = predict("?")  # a, b or c in place of ?
nearer

# %%
pay, answers = datasets.pay_survey(np.random.default_rng(0))
low, high = interval(pay[answers], np.random.default_rng(0), np.median, draws=200)
random_medians = [
    np.median(np.random.default_rng(seed).choice(pay, 200)) for seed in range(20)
]

# %%
website = {
    "answers": len(pay[answers]),
    "median (k$)": np.median(pay[answers]),
    "from": low,
    "to": high,
}
often = {
    "answers": 200,
    "median (k$)": np.median(random_medians),
    "from": min(random_medians),
    "to": max(random_medians),
}
table(
    [
        {"asked": "website, 95 % interval", **website},
        {"asked": "random 200, 20 times", **often},
    ],
    decimals=1,
)

# %%
far = abs(website["median (k$)"] - 80)
closer = np.sum([abs(median - 80) < far for median in random_medians])
nearer.outcome(
    a=closer >= 16,
    b=closer <= 4,
    c=4 < closer < 16,
    tempts={
        "b": "Size makes it steady: steadily the answer of those who answer.",
        "c": "The random samples wander by a few k$. The website is off by far more.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The website's median is 115.5, and its interval is narrow: very sure, of the wrong thing. All 20 random samples lie nearer to 80. More
answers make that interval narrower, and no truer. This is **selection bias**.

</details>

## 7 · A/B: did the training pay?

Now the real experiment. A lot decided who was trained, so nothing else tells the two groups apart but chance. Their
earnings in 1978:
"""

# %%
trained = trial[trial["trained"] == 1]["earned_1978"].to_numpy()
others = trial[trial["trained"] == 0]["earned_1978"].to_numpy()
gap = trained.mean() - others.mean()

rows = {"trained": trained, "not trained": others}
table(
    [
        {"group": k, "people": len(v), "mean ($)": v.mean(), "median ($)": np.median(v)}
        for k, v in rows.items()
    ],
    decimals=0,
)

# %% [markdown]
r"""
A gap of 1,794 dollars. Could the lot alone have made it? Ask the lot: write the 445 earnings on cards, shuffle, call
the first 185 "trained", and note the gap; ten thousand times. That is **relabelling**. The **p-value** is the share of shuffles with a gap at least as large
as ours, on either side, ours counted as one of them.
"""

# %%
rng = np.random.default_rng(0)
cards = np.concatenate([trained, others])
gaps = np.array(
    [(c := rng.permutation(cards))[:185].mean() - c[185:].mean() for _ in range(10_000)]
)
p_value = (1 + np.sum(np.abs(gaps) >= gap)) / (1 + len(gaps))


# %% folded="Draw the gaps that the lot alone makes"
fig, ax = plots.figure()
ax.hist(gaps, bins=60, color=plots.DATA, alpha=0.6)
for edge in (-gap, gap):
    ax.axvline(edge, color=plots.ERROR, linestyle="--")
ax.set(xlabel="gap between the groups ($)", ylabel="shuffles")
ax.set(title=f"p = {p_value:.4f}")
plots.show(
    fig, alt="A bell around 0; the observed gap of 1,794 stands far out in its tail."
)

# %%
from scipy.stats import ttest_ind

welch = ttest_ind(trained, others, equal_var=False)
ends = welch.confidence_interval(0.95)
table(
    [
        {
            "p, relabelling": p_value,
            "p, Welch": welch.pvalue,
            "from ($)": ends.low,
            "to ($)": ends.high,
        }
    ],
    decimals={"p, relabelling": 4, "p, Welch": 4, "from ($)": 0, "to ($)": 0},
)

# %% [markdown]
r"""
Say it aloud: "If the lot alone had sorted these people, a gap at least this large would come in five of 1,000 lots." Not: the
chance that the training does nothing is 0.5 %. Not: the training surely works. Another route, Welch's test, says 0.8 %, and gives an
interval: from 474 to 3,115 dollars a year. Report that, not the p-value alone: the size is what a budget needs.

## 8 · The same people without the lot

Without an experiment you would compare with what is at hand. The trained earned 6,349 in 1978, the public 14,847: the training costs
8,498 dollars? They are other people. Then at least before and after, for the same people: 1,532 in 1975, 6,349 in 1978.

**Predict.** What did the mean of the 260 who were *not* trained do in those three years?

- (a) It fell: nobody helped them.
- (b) It stayed, within a tenth.
- (c) It rose, by more than half of the 4,817.
"""

# %%
untrained_rise = predict("?")  # a, b or c in place of ?
untrained_rise

# %%
by_group = trial.groupby("trained")[["earned_1975", "earned_1978"]].mean()
rise = by_group["earned_1978"] - by_group["earned_1975"]
table(
    {
        "group": ["not trained", "trained"],
        "1975": by_group["earned_1975"],
        "1978": by_group["earned_1978"],
        "rise ($)": rise,
    },
    decimals=0,
)

# %%
change = rise[0] / by_group["earned_1975"][0]
untrained_rise.outcome(
    a=change < -0.1,
    b=abs(change) <= 0.1,
    c=rise[0] > rise[1] / 2,
    tempts={
        "a": "They entered at a low point, and from there the way is up.",
        "b": "Nothing was done for them. But they were picked when they earned least.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The untrained rose by 3,288 dollars too, two thirds of 4,817: people enter such a programme at a low point, and come up
without it. (Three more years of age and of the economy are in that number as well.) What is left for the training is the difference of the two rises, 1,529.

</details>

That is **regression to the mean**: whoever is picked at an extreme is less extreme the next time. It works at both ends. Among the untrained, the 26 who earned most in 1975 fell
on average, without any training to blame.

How much of an extreme comes back is told by the **correlation** $r$: the mean product of the two columns, each less its mean and divided by its
standard deviation. It lies between −1 and 1. With equal spreads, expect $\text{mean} + r \cdot (\text{first} - \text{mean})$ the second time.
"""

# %%
untrained = trial[trial["trained"] == 0]
top = untrained.nlargest(26, "earned_1975")
years = untrained[["earned_1975", "earned_1978"]].to_numpy()
z = (years - years.mean(axis=0)) / years.std(axis=0)

table(
    [
        {
            "top 26 in 1975 ($)": top["earned_1975"].mean(),
            "in 1978 ($)": top["earned_1978"].mean(),
            "r": np.mean(z[:, 0] * z[:, 1]),
        }
    ],
    decimals={"top 26 in 1975 ($)": 0, "in 1978 ($)": 0, "r": 2},
)

# %% [markdown]
r"""
## 9 · Do not peek

Two equal web pages; 10 % of the visitors buy on either. A tester looks after every batch of 50 visitors a side, and stops as soon as $|z| > 1.96$, where
$z$ is the gap divided by its standard error, $\sqrt{2\bar p(1-\bar p)/n}$. One look has a false alarm in 5 % of tests. Look at what twenty
do.
"""


# %% folded="Simulate tests without any difference"
def first_false_alarm(seed, tests=20_000, looks=20):
    rng = np.random.default_rng(seed)
    a, b = (rng.binomial(50, 0.1, (tests, looks)).cumsum(axis=1) for _ in "ab")
    n = 50 * np.arange(1, looks + 1)
    both = (a + b) / (2 * n)
    z = (a - b) / n / np.sqrt(np.maximum(2 * both * (1 - both) / n, 1e-12))
    return np.abs(z) > 1.96


# %%
crossed = first_false_alarm(0)
looks = {1: [19], 5: range(3, 20, 4), 10: range(1, 20, 2), 20: range(20)}
alarms = [crossed[:, list(when)].any(axis=1).mean() for when in looks.values()]
table({"looks": list(looks), "false alarms": alarms}, decimals={"false alarms": ".0%"})

# %% [markdown]
r"""
5, 14, 19 and 25 %. Each look is another ticket in the lottery. It is the same with twenty *metrics*, one look each: if they
are independent, $1 - 0.95^{20} = 64\,\%$ of tests without any effect have a winner. And whoever ships only winners ships gaps that luck has made too
large. So fix the number of people and the metric before you begin, look once, and report the size. (A trial that sends ever more
people to the better side while it runs is another thing, a bandit: [lesson 20](20_reinforcement_learning.ipynb).)

## On the job

**Where it decides.** Five questions for any salary figure: whose, how many, which number, compared with whom, and who did not answer?

**Who owns it.** The experimenter owns the plan, the platform team the lot and the guardrails, product the decision.

**What an interviewer may ask.** "Your test is significant on day 3. Ship?" "The p-value is 0.04. Say in words what that means."

**A thousand times the data.** Everything becomes significant. The interval still tells you whether it is worth anything, and bias
stays as large as it was.

## Recap

- Ask which number a question wants. A cap spoils the mean and spares the median.
- P(A given B) is not P(B given A): count people.
- A standard error says how far an answer moves from sample to sample; the bootstrap gives it for any statistic, with replacement.
- A 95 % interval is a promise about the procedure. A p-value is a statement about the lot.
- Selection, regression to the mean and peeking are not cured by more rows.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/03_probability_statistics.ipynb).

**Further reading**

- B. Efron and R. Tibshirani, *An Introduction to the Bootstrap* (1993).
- R. Wasserstein and N. Lazar, "The ASA Statement on p-Values", *The American Statistician* 70 (2016).
- X.-L. Meng, "Statistical Paradises and Paradoxes in Big Data (I)", *Annals of Applied Statistics* 12 (2018).
- R. J. LaLonde, "Evaluating the Econometric Evaluations of Training Programs with Experimental Data",
  *American Economic Review* 76 (1986).
- R. Kohavi, D. Tang and Y. Xu, *Trustworthy Online Controlled Experiments* (2020).
"""
