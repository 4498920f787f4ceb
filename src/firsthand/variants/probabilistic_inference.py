"""Variants of the lesson on probabilistic inference: slots for a shift, from a predictive table."""

import numpy as np

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import numbers

_SLOT_SLIPS = {
    "That is the mean of the table. Which side is dearer, and where does that pull?": {"how": "mean"},
    "That is the number most likely needed. What does it cost when it is not?": {"how": "mode"},
    "That is the median, right where both mistakes cost the same.": {"how": "median"},
    "The two costs have changed places: which of them is for a slot that is idle?": {"exchanged": True},
    "That is all that could ever be needed. What do the idle slots cost?": {"how": "most"},
    "One slot more would pay: compare the chance that it is needed with its two costs.": {"more": -1},
    "The last of your slots does not pay: compare the chance that it is needed with its two costs.": {"more": 1},
    "Entry j of a table belongs to j analysts, from 0 on.": {"first": 1},
}


def staff_the_shift(rng) -> Variant:
    tables, costs = {}, {}
    for shift in ("night", "weekend", "audit"):
        while True:
            cuts = np.sort(rng.choice(np.arange(1, 50), size=int(rng.integers(4, 8)), replace=False)) * 2
            table = np.diff([0, *cuts, 100])
            idle, missing = (int(cost) for cost in rng.integers(1, 7, size=2))
            # No tie: one slot more neither pays nor costs, and two numbers would be right.
            if idle != missing and abs(np.cumsum(table) / 100 - missing / (idle + missing)).min() > 0.01:
                break
        tables[shift], costs[shift] = table, (idle, missing)

    def slots(*, how="cost", exchanged=False, more=0, first=0):
        return {shift: _slots(tables[shift], costs[shift], how, exchanged) + more + first for shift in tables}

    listed = "\n".join(f"- `{s}`: an idle slot costs {costs[s][0]}, a missing one {costs[s][1]}." for s in tables)
    shown = "\n".join(f'    "{s}": [{", ".join(f"{p / 100:.2f}" for p in table)}],' for s, table in tables.items())
    statement = f"""\
Three shifts, and for each the predictive table of how many analysts will be needed. How many slots do you fill? Make the
expected cost as small as you can.

{listed}

Entry j of a table is the chance that j analysts are needed:

```python
needed = {{
{shown}
}}
```

Put a whole number for each."""
    hint = "Think of one slot more. When does it pay? Compare the chance that it is needed with its two costs."
    return numbers("slots", statement, slots, switched(slots, _SLOT_SLIPS), hint, within=0)


def _slots(table, costs, how, exchanged) -> int:
    idle, missing = costs[::-1] if exchanged else costs
    levels = np.arange(len(table))
    if how == "mean":
        return round(float(table @ levels / 100))
    if how == "median":
        idle = missing = 1
    if how == "mode":
        return int(table.argmax())
    if how == "most":
        return len(table) - 1
    return int(np.searchsorted(np.cumsum(table) / 100, missing / (idle + missing)))
