# %% [markdown]
r"""
# Exercises: how sure, and of what?

Ten exercises to [the lesson on probability and statistics](../notebooks/03_probability_statistics.ipynb),
{points}, about 75 minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/03_probability_statistics.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · Which number is asked? (2 points, 6 minutes)

Choose for each question `"mean"`, `"median"`, `"high quantile"` or `"none of them"` (these data cannot
answer it).

- A: What will 300 new colleagues, paid like the 3,000 you know, cost a year?
- B: What does the person in the middle of the profession earn? All 3,000 are known.
- C: Which delivery time can you promise so that nine of ten parcels keep it? 8,000 past times are known.
- D: What is the mean income of a town, from a file that writes everything above 150 k\$ as 150 k\$?
- E: What does the person in the middle of that town earn? A third stands at the cap.
- F: What does the typical user think of the app, from the ratings that users left of their own accord?

<details><summary>Hint 1</summary>Which of these questions multiplies by a number of people? Which asks for the
middle, which for an edge?</details>
<details><summary>Hint 2</summary>A cap moves the values above it, and no others. Where is the middle of those who
are all in the file? And who is not in the file at all?</details>
"""

# %% exercise="choose_the_number"
### BEGIN GIVEN
# numbers = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
numbers = {
    "A": "mean",
    "B": "median",
    "C": "high quantile",
    "D": "none of them",
    "E": "median",
    "F": "none of them",
}
### END SOLUTION

# %% check="choose_the_number"
check("choose_the_number", numbers)

# %% [markdown] solution="only"
r"""
A total is people times mean, however skewed the pay is. A cap spoils the mean of D by an unknown amount, and leaves the
median of E alone, since two thirds stand below it. Volunteers answer for themselves only.
"""

# %% [markdown]
r"""
## 2 · Turn the condition round (2 points, 7 minutes)

A screening rule flags applications. Write `flip_condition(hit, rate, false_alarm)`: of the flagged ones, which share is
really good?

- `hit`: P(flagged given good). `rate`: P(good), the base rate. `false_alarm`: P(flagged given not good). All from 0 to 1.
- Return P(good given flagged). Where nothing can be flagged at all, return `rate`: nothing was learned.

Example: of 1,000 applications 100 are good (rate 0.1); 80 of them are flagged (hit 0.8), and 90 of the other 900 (false
alarm 0.1). So 80 of 170 flagged ones are good: 0.4706.

<details><summary>Hint 1</summary>Of 1,000 applications, how many are good and flagged, and how many are flagged though
they are not good?</details>
<details><summary>Hint 2</summary>The answer is a part of a whole: the whole is everything that is flagged. What if that is
empty?</details>
"""


# %% exercise="flip_condition"
def flip_condition(hit, rate, false_alarm):
    """P(good given flagged). Three numbers from 0 to 1. Returns another."""
    ### BEGIN SOLUTION
    good_and_flagged = hit * rate
    flagged = good_and_flagged + false_alarm * (1 - rate)
    return good_and_flagged / flagged if flagged > 0 else rate
    ### END SOLUTION


# %% check="flip_condition"
check("flip_condition", flip_condition)

# %% [markdown] solution="only"
r"""
That is Bayes' rule, written as a count. The common slip is to answer `hit`: the share of the good ones that are flagged, the
other condition. The rarer the good ones, the further the two lie apart.
"""

# %% [markdown]
r"""
## 3 · A bootstrap interval (2 points, 9 minutes)

Write `bootstrap_interval(x, rows, statistic, level)`: the percentile interval of any statistic.

- `x`: array (n,). `rows`: array (B, n) of row numbers, each row one resample that was drawn for you.
- `statistic`: a function of an array (n,) that gives one number, such as `np.median`. It does not know `axis`.
- `level`: between 0 and 1, such as 0.95. The interval leaves out as much below as above.
- Return two numbers, low and high (`np.quantile` with its default).

Example: x = [2, 4, 9], rows = [[0, 0, 0], [0, 0, 1], [1, 1, 2], [2, 2, 2], [0, 1, 2]], `np.median`, level 0.5: the five
medians are 2, 2, 4, 9 and 4, and the answer is 2 and 4.

<details><summary>Hint 1</summary>What is `x[rows[0]]`, and what does the statistic say of it?</details>
<details><summary>Hint 2</summary>One number a resample gives B numbers. At level 0.5 a quarter of them lies below the low
end: which quantiles are that for any level?</details>
"""


# %% exercise="bootstrap_interval"
def bootstrap_interval(x, rows, statistic, level):
    """Percentile interval. x : (n,); rows : (B, n). Returns low, high."""
    ### BEGIN SOLUTION
    answers = [statistic(x[resample]) for resample in rows]
    outside = (1 - level) / 2
    return tuple(np.quantile(answers, [outside, 1 - outside]))
    ### END SOLUTION


# %% check="bootstrap_interval"
check("bootstrap_interval", bootstrap_interval)

# %% [markdown] solution="only"
r"""
Each resample plays a survey that might have been. The common slip is to take the quantiles of `x` itself: they say where people
lie, not how sure the statistic is. SciPy: `scipy.stats.bootstrap(method="percentile")`.
"""

# %% [markdown]
r"""
## 4 · True or false? (2 points, 6 minutes)

A survey of 400 engineers gives a 95 % interval for their mean pay: 88 to 96 k\$. Say `"true"` or `"false"`.

- A: 95 % of engineers earn between 88 and 96 k\$.
- B: Of many such surveys, each with its own interval, about 95 % have an interval that holds the true mean.
- C: If the survey is repeated, its mean lies between 88 and 96 with a chance of 95 %.
- D: With 1,600 engineers the interval would be about half as wide.
- E: If only well-paid engineers answered, 1,600 answers would mend it.
- F: An interval of 99 % from the same data would be wider.

<details><summary>Hint 1</summary>What is the interval about: people, means of samples, or the one true mean?</details>
<details><summary>Hint 2</summary>In C two things move, your interval and the new mean. In D: what does n stand under?
</details>
"""

# %% exercise="read_the_interval"
### BEGIN GIVEN
# verdicts = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
verdicts = {
    "A": "false",
    "B": "true",
    "C": "false",
    "D": "true",
    "E": "false",
    "F": "true",
}
### END SOLUTION

# %% check="read_the_interval"
check("read_the_interval", verdicts)

# %% [markdown] solution="only"
r"""
The promise of B is all that 95 % means. C is near 83 %, because the next mean wanders as much as this one. A larger sample of
the wrong people is surer of the wrong thing.
"""

# %% [markdown]
r"""
## 5 · A gap and how sure it is (2 points, 8 minutes)

Write `difference_of_means(a, b)`: the gap between two groups, its standard error, and its 95 % interval.

- `a`: array (n,), `b`: array (m,), n and m from 2 on, perhaps different; the spreads may differ too.
- The standard error of a difference: the squared standard errors of the two means add up. Each has n − 1 (or m − 1)
  inside, as standard errors do.
- Return four numbers: mean of `a` minus mean of `b`, the standard error, and the two ends, gap ∓ 1.96 standard errors.

Example: a = [12, 15, 11, 20, 22], b = [9, 14, 10] give 5, 2.652, −0.198 and 10.198.

<details><summary>Hint 1</summary>The squared standard error of one mean is a variance divided by a number of people. Which
variance, and which number?</details>
<details><summary>Hint 2</summary>`np.var(a, ddof=1) / len(a)` is one of the two terms under the root.</details>
"""


# %% exercise="difference_of_means"
def difference_of_means(a, b):
    """Gap, its standard error, low and high. a : (n,); b : (m,)."""
    ### BEGIN SOLUTION
    gap = np.mean(a) - np.mean(b)
    error = np.sqrt(np.var(a, ddof=1) / len(a) + np.var(b, ddof=1) / len(b))
    return gap, error, gap - 1.96 * error, gap + 1.96 * error
    ### END SOLUTION


# %% check="difference_of_means"
check("difference_of_means", difference_of_means)

# %% [markdown] solution="only"
r"""
Variances add, standard errors do not. The common slip is to add the two standard errors, which makes the interval too wide, or to
pool the spreads, which is right only if they are equal. The library's name is Welch's test.
"""

# %% [markdown]
r"""
## 6 · The p-value of the lot (2 points, 9 minutes)

Write `relabelling_p_value(a, b, orders)`: how often the lot alone makes a gap as large as the one seen.

- `a`: array (n,), `b`: array (m,). `orders`: array (B, n + m); each row is one order of the row numbers of `a` followed by
  `b`. The first n of an order are called "a" in that lot, the rest "b".
- A hit is an order whose gap of means is at least as large as the one seen, on either side. (Gaps that differ by less than
  1e-9 count as equal.)
- Return (1 + hits) / (1 + B): the lot that really took place counts as one.

Example: a = [5, 9], b = [1, 3], orders [[0, 1, 2, 3], [2, 3, 0, 1], [0, 2, 1, 3]]. The gap seen is 5; the orders give 5,
−5 and −3. Two hits of three: the answer is 3/4, 0.75.

<details><summary>Hint 1</summary>Put both groups into one array. What does one order make of it?</details>
<details><summary>Hint 2</summary>Compare sizes of gaps, without their signs; and leave a little room, 1e-9, for
rounding.</details>
"""


# %% exercise="relabelling_p_value"
def relabelling_p_value(a, b, orders):
    """Two-sided p. a : (n,); b : (m,); orders : (B, n + m). Above 0."""
    ### BEGIN SOLUTION
    lots = np.concatenate([a, b])[orders]
    gaps = lots[:, : len(a)].mean(axis=1) - lots[:, len(a) :].mean(axis=1)
    seen = np.mean(a) - np.mean(b)
    hits = np.sum(np.abs(gaps) >= abs(seen) - 1e-9)
    return (1 + hits) / (1 + len(orders))
    ### END SOLUTION


# %% check="relabelling_p_value"
check("relabelling_p_value", relabelling_p_value)

# %% [markdown] solution="only"
r"""
The one that is added keeps p above 0: a lot that made your gap did take place. Twice the smaller tail is another convention;
where the gaps are not symmetric it gives another number. SciPy: `permutation_test`.
"""

# %% [markdown]
r"""
## 7 · What peeking costs (2 points, 7 minutes)

Write `peeking_rate(z)`: the share of tests with a false alarm, if you stop at the first look that crosses, and if you look
at the end only.

- `z`: array (R, L), a row a test without any effect, a column a look, in the order of time.
- A look crosses when |z| > 1.96.
- Return two numbers from 0 to 1: the share of tests that cross at *some* look, and the share that cross at the last.

Example: z = [[0.5, 2.1, 1.0], [−2.5, −1.0, −2.0], [0.1, 0.2, 0.3], [1.96, 1.0, 1.5]] gives 0.5 and 0.25.

<details><summary>Hint 1</summary>For one test: does it matter how often it crosses?</details>
<details><summary>Hint 2</summary>First a table of True and False of the shape of `z`; then ask each row, and the last
column.</details>
"""


# %% exercise="peeking_rate"
def peeking_rate(z):
    """Shares of false alarms, at some look and at the last. z : (R, L)."""
    ### BEGIN SOLUTION
    crosses = np.abs(z) > 1.96
    return crosses.any(axis=1).mean(), crosses[:, -1].mean()
    ### END SOLUTION


# %% check="peeking_rate"
check("peeking_rate", peeking_rate)

# %% [markdown] solution="only"
r"""
A test that crosses twice is one false alarm, so `any` for each row, and not the mean of the whole table. That mean is near 5 % however
often you look, which is why peeking seems harmless.
"""

# %% [markdown]
r"""
## 8 · The gap among equals (2 points, 10 minutes)

With a certificate people earn less: 70.6 k\$ on average, against 92.0 without. But juniors have it more often. Among
juniors it is 62 with (80 people) and 60 without (20); among seniors 105 with (20) and 100 without (80). In *each* level
it is more. This reversal is called **Simpson's paradox**.

Write `standardised_gap(pay, certified, level)`: the gap within each level, averaged over the levels with the number of
*all* people in a level as its weight.

- `pay`: array (n,). `certified`: array (n,) of 0 and 1. `level`: array (n,) of whole numbers.
- A level in which nobody has it, or everybody, has no gap: leave its people out. At least one level has both.
- Return one number, mean with minus mean without.

Example, six people: pay = [62, 66, 60, 105, 98, 100], certified = [1, 1, 0, 1, 0, 0], level = [1, 1, 1, 2, 2, 2]: the gaps
are 64 − 60 = 4 and 105 − 99 = 6, three people each: 5.

<details><summary>Hint 1</summary>For one level: which two means make its gap, and how many people are in it?</details>
<details><summary>Hint 2</summary>Collect a gap and a weight for each level that has both groups; `np.average` takes
`weights`.</details>
"""


# %% exercise="standardised_gap"
def standardised_gap(pay, certified, level):
    """Gap within levels, weighted by people. All arrays (n,). Returns a number."""
    ### BEGIN SOLUTION
    gaps, people = [], []
    for value in np.unique(level):
        here = level == value
        with_it, without = pay[here & (certified == 1)], pay[here & (certified == 0)]
        if len(with_it) and len(without):
            gaps.append(with_it.mean() - without.mean())
            people.append(here.sum())
    return np.average(gaps, weights=people)
    ### END SOLUTION


# %% check="standardised_gap"
check("standardised_gap", standardised_gap)

# %% [markdown] solution="only"
r"""
Equals are compared with equals, and then averaged over the same mix for both. Whether that is the number you want depends on why people
have the certificate: if it *makes* juniors seniors, the level is part of its effect, and the arithmetic cannot know.
"""

# %% [markdown]
r"""
## 9 · The second year (2 points, 6 minutes)

Sales teams are measured in two years. In both the mean is 100 and the standard deviation is the same; the correlation
between the years is given. What do you expect of the team in the second year, if nothing else is known? One number each.

- A: first year 140, correlation 0.5
- B: first year 60, correlation 0.25
- C: first year 130, correlation 0
- D: first year 80, correlation 1

<details><summary>Hint 1</summary>How far from the mean was the team? Which share of that comes back?</details>
<details><summary>Hint 2</summary>With correlation 0 the first year tells nothing: what do you expect of a team of which
nothing is known?</details>
"""

# %% exercise="predict_second_year"
### BEGIN GIVEN
# second_year = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
# }
### END GIVEN
### BEGIN SOLUTION
second_year = {"A": 120, "B": 90, "C": 100, "D": 80}
### END SOLUTION

# %% check="predict_second_year"
check("predict_second_year", second_year)

# %% [markdown] solution="only"
r"""
Mean plus correlation times distance from it. A bonus for A and a coach for B would both seem to work badly and well, and neither did
anything yet: that is regression to the mean.
"""

# %% [markdown]
r"""
## 10 · Mend the monitor (2 points, 10 minutes)

Two versions of a shop run side by side; the plan says: judge once, after `planned` visitors a side, by the two-sided rule
|z| > 1.96, on the spending of *all* visitors (most spend 0). The code below has three faults. Mend them.

- `a`, `b`: arrays of the spending of each visitor, in the order of time, at least `planned` long. `planned`: from 10 on.
- z is the gap of the means, `a` minus `b`, divided by √(var(a)/n + var(b)/n), with ddof = 1 inside and n visitors a side.
- Return True for an alarm, False for none.

<details><summary>Hint 1</summary>How often does the code look? At whom? And what happens if `a` is far *below* `b`?
</details>
<details><summary>Hint 2</summary>Take the loop away: one slice of each array is all the plan allows. Then read the line of
`spent` and the last comparison.</details>
"""


# %% exercise="fix_the_monitor"
def monitor(a, b, planned):
    """Whether the versions differ, by the plan. Returns True or False."""
    ### BEGIN GIVEN
    # for n in range(10, planned + 1):
    #     spent_a, spent_b = a[:n][a[:n] > 0], b[:n][b[:n] > 0]
    #     if len(spent_a) < 2 or len(spent_b) < 2:
    #         continue
    #     gap = np.mean(spent_a) - np.mean(spent_b)
    #     error = np.sqrt(np.var(spent_a, ddof=1) / n + np.var(spent_b, ddof=1) / n)
    #     if gap / error > 1.96:
    #         return True
    # return False
    ### END GIVEN
    ### BEGIN SOLUTION
    a, b = a[:planned], b[:planned]
    error = np.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / planned)
    return bool(abs(np.mean(a) - np.mean(b)) > 1.96 * error)
    ### END SOLUTION


# %% check="fix_the_monitor"
check("fix_the_monitor", monitor)

# %% [markdown] solution="only"
r"""
It peeked at every visitor, it saw only gains of `a`, and it compared buyers with buyers, which hides that one version has fewer of
them. None of the three stops a program.
"""
