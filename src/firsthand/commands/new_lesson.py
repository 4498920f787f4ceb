"""The sources that `firsthand new` lays down; LESSON, TOPIC and WORDS stand for a lesson's names."""

LESSON = '''\
# %% [markdown]
r"""
# Compare values by WORDS

A patient's blood test says 71. Is that unusual? The number alone does not tell.

**You will be able to**

- say how unusual a value is among others. <!-- first_TOPIC -->

**You need** NumPy arrays. **About 5 minutes.**
"""

# %%
import numpy as np

from firsthand import plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · How far from the others?

Six patients have these values, in mg/dL. Their mean is 60, and the seventh patient has 71.

**Predict.** Their standard deviation is

- (a) about 3,
- (b) about 6,
- (c) about 12.
"""

# %%
values = np.array([52, 55, 59, 61, 63, 70])  # mg/dL
spread = predict("?")  # a, b or c in place of ?
spread

# %%
table({"mean": [values.mean()], "standard deviation": [values.std()]}, 1)

# %%
spread.outcome(
    a=values.std() < 4,
    b=4 <= values.std() < 9,
    c=values.std() >= 9,
    tempts={
        "a": "It is the typical distance from the mean, not from the next value.",
        "c": "The largest distance is 10, and most are smaller.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Most values lie 4 to 8 from the mean of 60, and the standard deviation is their typical
distance. The value 71 lies 11 above the mean, 1.9 standard deviations.
</details>

Look at where it stands.
"""

# %%
fig, ax = plots.figure()
ax.plot(values, np.zeros(6), "o", color=plots.DATA)
ax.plot(71, 0, "s", color=plots.ERROR)
ax.set(xlabel="value (mg/dL)", yticks=[])
plots.show(
    fig,
    alt="Six grey dots from 52 to 70 mg/dL, and an orange square at 71, right of all.",
)

# %% [markdown]
r"""
## Recap

- A distance from the mean says more when it is divided by the standard deviation.

Now do [the exercises](../exercises/LESSON.ipynb).
"""

# %%
predictions()
'''

EXERCISES = '''\
# %% [markdown]
r"""
# Exercises: WORDS

{exercises} to [the lesson](../notebooks/LESSON.ipynb), {points}, about {minutes}.

Replace `...  # your answer`, run the cell, then run the check cell under it.
Explained solutions are in [the solutions](../solutions/LESSON.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · How unusual is a value? (1 point, 5 minutes)

Write `first_TOPIC(x)`: how many standard deviations (ddof=0) each value lies
above the mean.

- `x`: array (n,), n from 2 on, not all values equal.
- Return an array (n,).

Example: x = [1, 2, 3, 4, 5] has the mean 3 and the standard deviation 1.4142; the
answer is [−1.4142, −0.7071, 0, 0.7071, 1.4142].

<details><summary>Hint 1</summary>What are the units of x, and what are those of the
answer?</details>
<details><summary>Hint 2</summary>`x.mean()` and `x.std()` each give one
number.</details>
"""


# %% exercise="first_TOPIC"
def first_TOPIC(x):
    """Distances from the mean. x : array (n,). Returns an array (n,)."""
    ### BEGIN SOLUTION
    return (x - np.mean(x)) / np.std(x)
    ### END SOLUTION


# %% check="first_TOPIC"
check("first_TOPIC", first_TOPIC)

# %% [markdown] solution="only"
r"""
The difference has the unit of x, and the division takes it away. The common slip is
the variance in place of its root. The library calls it
`sklearn.preprocessing.StandardScaler`.
"""
'''

CHECKS = '''\
"""Exercises of the lesson on WORDS."""

import numpy as np
from sklearn.preprocessing import scale

from firsthand.judging.exercise import Exercise, switched


def _cases(rng):
    drawn = [(unit * rng.normal(50, 9, size=n),) for n, unit in ((2, 100), (3, 1), (8, 0.01), (30, 10))]
    return [(np.array([1.0, 2.0, 3.0, 4.0, 5.0]),), *drawn]  # the first case is the statement's example


def _score(x, *, center=np.mean, root=np.sqrt, ddof=0):
    """Scores; each keyword is one thing a learner may do otherwise."""
    return (x - center(x)) / root(np.var(x, ddof=ddof))


first_TOPIC = Exercise(
    title="How unusual is a value?",
    points=1,
    expected=scale,
    cases=_cases,
    mistakes=switched(
        _score,
        {
            "Your distances are measured from the median. From where are they asked?": {"center": np.median},
            "You divided by the variance. What is its unit, and which one do you need?": {"root": np.asarray},
            "You divided by n - 1 inside the spread. Which ddof does the statement name?": {"ddof": 1},
            "Nothing was subtracted. What is the score of a value that equals the mean?": {"center": np.zeros_like},
        },
    ),
)
'''

TEACHING = """\
# For the teacher

## Main point

A distance says more when it is divided by the standard deviation.

## Mistakes most made

### `first_TOPIC`

> You divided by the variance. What is its unit, and which one do you need?

Ask for the unit of x, of its variance and of the answer.

### `first_TOPIC`

> You divided by n - 1 inside the spread. Which ddof does the statement name?

Both conventions are in use. Say which one this course takes, and why it must be said.

### `first_TOPIC`

> Nothing was subtracted. What is the score of a value that equals the mean?

Let them work out the score of the middle value of 1, 2, 3, 4, 5 by hand.

## What to ask

### A test says 71. Is that unusual?

It depends on the others: a good answer asks for their mean and their spread.

### Why the standard deviation, and not the variance?

It has the unit of the values, so the quotient has none.

## With half the time

- exercise `first_TOPIC`: it can be done at home.
"""
