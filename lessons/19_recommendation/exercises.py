# %% [markdown]
r"""
# Exercises: recommendation

{exercises} to [the lesson](../notebooks/19_recommendation.ipynb), {points}, about {minutes}.

Replace `...  # your answer`, run the cell, then run the check cell under it.
Explained solutions are in [the solutions](../solutions/19_recommendation.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · How unusual is a value? (1 point, 5 minutes)

Write `first_recommendation(x)`: how many standard deviations (ddof=0) each value lies
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


# %% exercise="first_recommendation"
def first_recommendation(x):
    """Distances from the mean. x : array (n,). Returns an array (n,)."""
    ### BEGIN SOLUTION
    return (x - np.mean(x)) / np.std(x)
    ### END SOLUTION


# %% check="first_recommendation"
check("first_recommendation", first_recommendation)

# %% [markdown] solution="only"
r"""
The difference has the unit of x, and the division takes it away. The common slip is
the variance in place of its root. The library calls it
`sklearn.preprocessing.StandardScaler`.
"""
