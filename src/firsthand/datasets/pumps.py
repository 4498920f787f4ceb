"""Weeks of pumps in four plants, with the risk, which is known here, that a pump fails in the next one."""

import numpy as np
import pandas as pd
from scipy.special import ndtri

INCH_MM = 25.4
_FLUIDS = {"water": 0.0, "oil": -0.6, "acid": 0.9}
_PLANTS = ("Arnhem", "Breda", "Ghent", "Delft")


def pump_weeks(rng: np.random.Generator, pumps: int, first_week: int = 1, weeks: int = 60, delft: float = 0.08):
    """Draw one to eight weeks of each of `pumps` pumps, within `weeks` weeks from `first_week` on.

    delft : share of pumps in Delft, which reports vibration in inches a second; the other plants in mm a second.
    Returns a DataFrame (n, 9) of plant, pump, week, vibration, hours since the overhaul, starts a day, temperature in °C
    (12 % missing), fluid, and repair_hours, which is written down after the week; failed (n,) of 0 and 1; and the risk
    (n,) that it was drawn with: failures of one pump depend on a chance that they share in part (correlation 0.6).
    """
    start = rng.integers(first_week, first_week + weeks, pumps)
    length = np.minimum(rng.integers(1, 9, pumps), first_week + weeks - start)
    of = np.repeat(np.arange(pumps), length)
    n = len(of)
    others = (1 - delft) / 3
    plant = rng.choice(4, pumps, p=[others, others, others, delft])[of]
    vibration = np.round(rng.gamma(4, 0.6, pumps)[of], 2)
    table = pd.DataFrame(
        {
            "plant": np.array(_PLANTS)[plant],
            "pump": rng.permutation(np.arange(1_000, 1_000 + pumps))[of],
            "week": start[of] + np.arange(n) - np.repeat(np.cumsum(length) - length, length),
            "vibration": np.where(plant == 3, np.round(vibration / INCH_MM, 4), vibration),
            "hours": np.round(rng.gamma(2, 600, n)),
            "starts": rng.poisson(6, n),
            "temperature": np.where(rng.random(n) < 0.12, np.nan, np.round(rng.normal(66, 9, n), 1)),
            "fluid": rng.choice(list(_FLUIDS), n, p=[0.6, 0.25, 0.15]),
        }
    )
    odds = -8.3 + vibration + 0.0016 * table["hours"] + 0.06 * table["starts"] + table["fluid"].map(_FLUIDS)
    odds += 1.5 * (table["temperature"] > 78) + 0.3 * table["temperature"].isna()
    risk = (1 / (1 + np.exp(-odds))).to_numpy()
    chance = np.sqrt(0.6) * rng.normal(size=pumps)[of] + np.sqrt(0.4) * rng.normal(size=n)
    failed = (chance < ndtri(risk)).astype(int)
    repair = np.where(failed == 1, rng.gamma(4, 3, n), np.where(rng.random(n) < 0.05, rng.gamma(2, 1, n), 0))
    return table.assign(repair_hours=np.round(repair, 1)), failed, risk
