# %% [markdown]
r"""
# Warm up: your first check

This notebook has one exercise. It shows how every exercise of the course works, and takes about five minutes.

1. Read the statement. Run the cell with the data if there is one.
2. Replace `...  # your answer` with your code, and run the cell (Shift+Enter).
3. Run the check cell under it. It says what is right, or names the mistake and the next step. If Python answers
   `NameError`, the answer cell has not run yet: run it first.
4. Change your answer and run both cells again, as often as you like. Nothing is recorded, nothing is lost.

Stuck? Open the hints: the first asks a question, the second points at the step. A full solution with an explanation
is in [the solutions](../solutions/00_start_here.ipynb); it teaches more after you have tried.
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · How often is the model wrong? (1 point, 5 minutes)

A model has labelled some rows, and you know the true labels. Write `error_rate(y_true, y_pred)`: the share of rows
where the two differ.

- `y_true`, `y_pred`: arrays of whole numbers, shape (n,), one label a row. Labels are names of classes: 0, 1, 2.
- Return one number from 0 (never wrong) to 1 (always wrong).

Example: for `y_true = [1, 0, 1, 1]` and `y_pred = [1, 1, 1, 1]` one row of four differs, so the answer is 0.25.

<details><summary>Hint 1</summary>What does `y_true != y_pred` give for the example? Try it in a cell of your own.</details>
<details><summary>Hint 2</summary>`True` counts as 1 and `False` as 0, so an average of them is a share.</details>
"""


# %% exercise="error_rate"
def error_rate(y_true, y_pred):
    """Share of rows labelled wrongly, from 0 to 1. y_true, y_pred : arrays (n,)."""
    ### BEGIN SOLUTION
    return np.mean(y_true != y_pred)
    ### END SOLUTION


# %% check="error_rate"
check("error_rate", error_rate)

# %% [markdown] solution="only"
r"""
`y_true != y_pred` compares row by row and gives an array of `True` and `False`; their mean is the share of `True`.
The common slip is `y_true == y_pred`, which is the **accuracy**, one minus what is asked. The library calls the two
`sklearn.metrics.zero_one_loss` and `sklearn.metrics.accuracy_score`.
"""

# %% [markdown]
r"""
## Where next

Right? Then you know how it works. Go back to [the start page](../notebooks/00_start_here.ipynb) and choose a lesson.

Some exercises of the course can be had again, with other numbers and for no points. In a cell of its own,
`from firsthand import again` and then `again("read_the_matrix")` shows one with a form to copy; the number that it says
brings the same one back, as in `again("read_the_matrix", 7)`.

If you want to see what the check can do, give it a wrong answer on purpose: return the accuracy, print the result
instead of returning it, or return 0.25 whatever the labels are.
"""
