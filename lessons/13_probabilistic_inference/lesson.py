# %% [markdown]
r"""
# Compare values by probabilistic inference

A patient's blood test says 71. Is that unusual? The number alone does not tell.

**You will be able to**

- say how unusual a value is among others. <!-- first_probabilistic_inference -->

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

Now do [the exercises](../exercises/13_probabilistic_inference.ipynb).
"""

# %%
predictions()
