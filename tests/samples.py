"""The smallest exercise that a lesson can have, as an author writes it."""

EXERCISE = '''\
# %% [markdown]
r"""
## 1 · Double it (2 points, 5 minutes)

Double `x`.

<details><summary>Hint 1</summary>How?</details>
<details><summary>Hint 2</summary>Add.</details>
"""


# %% exercise="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% check="double"
check("double", double)
'''
