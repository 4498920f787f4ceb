"""Where the tables of the portfolio project come from: the risk of each row, and how rows are drawn with it.

Nothing that a learner's graded code can import knows this: checks are not there when answers are graded.
"""

import math

import numpy as np
import pandas as pd

from firsthand.datasets.project import PENDING, PROJECT_BRIEFS, ProjectBrief, project_dtype, project_rows

MONTHS, FRESH_MONTHS = 18, 6
TOGETHER = 0.6
"""Correlation of the chance that rows of one group share; each row's risk is exact all the same."""


def known_risk(brief: ProjectBrief, table: pd.DataFrame) -> np.ndarray:
    """Return the risk (n,) of each row of a table; it depends on nothing that the table does not show."""
    return 1 / (
        1 + np.exp(-{"finance": _finance, "healthcare": _healthcare, "logistics": _logistics}[brief.name](table))
    )


def _steps(column, values) -> np.ndarray:
    return column.map(values).to_numpy(float)


def _finance(t):
    income = t["income"].fillna(1_800)
    return (
        -8.2
        + 1.7 * np.log1p(t["days_overdue"])
        - 1.3 * np.log(income / 2_000)
        + 0.5 * t["income"].isna()
        + 0.9 * t["prior_defaults"].clip(upper=3)
        + _steps(t["channel"], {"branch": -0.4, "web": 0, "app": 0.2, "broker": 1, "chat": 0.4})
        + 1.2 * (t["utilisation"] > 0.9)
    ).to_numpy(float)


def _healthcare(t):
    return (
        -6.4
        + 0.045 * (t["age"] - 50)
        + 0.55 * t["stays"].clip(upper=4)
        + 0.12 * t["length_of_stay"]
        + 0.25 * t["medicines"].clip(upper=10)
        + 1.4 * (t["albumin"] < 33)
        + 0.3 * t["albumin"].isna()
        + _steps(t["discharge"], {"home": -0.3, "care home": 0.7, "transfer": 0.3, "day clinic": 0.2})
    ).to_numpy(float)


def _logistics(t):
    return (
        -5.6
        + 0.014 * t["km"]
        + 1.1 * t["load"].clip(lower=0)
        + 0.35 * t["stops"].clip(upper=6)
        + 1.5 * (t["rain"] > 6)
        + 0.2 * t["rain"].isna()
        + _steps(t["vehicle"], {"van": 0, "truck": 0.5, "bike": -0.8, "tram": 0.3})
    ).to_numpy(float)


# ---- drawing: group-wise values are drawn once a group


def _columns(brief, rng, groups, rows_of):
    """Draw the columns known at the decision; `rows_of` (n,) says which group a row belongs to."""
    n = len(rows_of)
    if brief.name == "finance":
        return {
            "days_overdue": 1 + rng.gamma(1.2, 12, n),
            "income": rng.lognormal(7.6, 0.5, groups)[rows_of],
            "prior_defaults": rng.poisson(0.5, groups)[rows_of],
            "utilisation": 1.1 * rng.beta(2, 1.6, n),
        }
    if brief.name == "healthcare":
        return {
            "age": rng.normal(68, 14, groups).clip(18, 100)[rows_of],
            "stays": rng.poisson(1, groups)[rows_of],
            "length_of_stay": 1 + rng.poisson(5, n),
            "medicines": rng.poisson(5, groups)[rows_of],
            "albumin": rng.normal(37, 5, n),
        }
    return {
        "km": rng.gamma(2, 40, n),
        "load": rng.normal(0, 1, n),
        "stops": rng.poisson(2, n),
        "rain": rng.gamma(0.6, 5, n),
    }


GAPS = {"finance": "income", "healthcare": "albumin", "logistics": "rain"}
_SHARES = {"channel": (0.3, 0.35, 0.2, 0.15), "discharge": (0.6, 0.25, 0.15), "vehicle": (0.55, 0.3, 0.15)}
_OF_SLICE = (0.4, 0.3, 0.25, 0.05)


def draw_rows(brief: ProjectBrief, rng: np.random.Generator, groups: int, first_month: int, months: int, *, new=0.0):
    """Draw rows of new groups, each in one to three months on end, as an array of `project_dtype`; the late columns are open.

    new : share of groups in the category that the training months do not have.
    """
    start = rng.integers(first_month, first_month + months, groups)
    length = np.minimum(rng.integers(1, 4, groups), first_month + months - start)
    rows_of = np.repeat(np.arange(groups), length)
    rows = np.zeros(len(rows_of), project_dtype(brief))
    rows[brief.group] = rng.choice(np.arange(10_000, 99_999), groups, replace=False)[rows_of]
    rows[brief.month] = start[rows_of] + _places(length)
    for name, values in _columns(brief, rng, groups, rows_of).items():
        rows[name] = np.round(values, brief.numbers[name])
    rows[GAPS[brief.name]][rng.random(len(rows)) < 0.12] = np.nan
    kind = next(name for name in brief.texts if name != brief.slice)
    shares = _SHARES[kind]
    chosen = rng.choice(len(shares), groups, p=shares)
    chosen[rng.random(groups) < new] = len(shares)
    rows[kind] = chosen[rows_of]
    rows[brief.slice] = rng.choice(4, groups, p=_OF_SLICE)[rows_of]
    for name, levels in brief.late.items():
        rows[name] = levels.index(PENDING) if levels else np.nan
    return rows


def _places(length) -> np.ndarray:
    """Return 0, 1, ... within each group."""
    return np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)


def draw_events(brief: ProjectBrief, rng: np.random.Generator, table: pd.DataFrame) -> np.ndarray:
    """Draw what happens (n,) of 0 and 1: each row with its risk, rows of a group by a chance that they share in part."""
    code, _ = pd.factorize(table[brief.group])
    shared = rng.normal(size=code.max() + 1)[code]
    noise = math.sqrt(TOGETHER) * shared + math.sqrt(1 - TOGETHER) * rng.normal(size=len(table))
    below = np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in noise])
    return (below < known_risk(brief, table)).astype(int)


_LATE = {
    "finance": lambda rng, y: (rng.poisson(1 + 6 * y), np.where(y == 1, 2, rng.integers(0, 2, len(y)))),
    "healthcare": lambda rng, y: (
        np.where(y == 1, rng.gamma(4, 3, len(y)), 35 + rng.gamma(4, 10, len(y))).round(),
        np.where(y == 1, 2, rng.integers(0, 2, len(y))),
    ),
    "logistics": lambda rng, y: (
        np.where(y == 1, 15 + rng.gamma(3, 15, len(y)), rng.normal(0, 8, len(y))).round(),
        np.where(rng.random(len(y)) < 0.25, 0, np.where(y == 1, rng.integers(1, 3, len(y)), 0)),
    ),
}


def training_table(name: str, seed: int = 24) -> pd.DataFrame:
    """Draw the training table of a brief as it is bundled: `project_table` reads what this wrote."""
    brief, rng = PROJECT_BRIEFS[name], np.random.default_rng([seed, list(PROJECT_BRIEFS).index(name)])
    rows = draw_rows(brief, rng, 1_550, 1, MONTHS)
    y = draw_events(brief, rng, project_rows(brief, rows))
    for column, values in zip(brief.late, _LATE[name](rng, y), strict=True):
        rows[column] = values
    table = project_rows(brief, rows)
    return table.assign(**{brief.target: y}).sort_values([brief.month, brief.group], ignore_index=True)


def fresh_rows(brief: ProjectBrief, rng: np.random.Generator, groups: int = 430) -> np.ndarray:
    """Draw rows as at work: new groups, later months, a category never seen in 3 %, late columns still open."""
    return draw_rows(brief, rng, groups, MONTHS + 1, FRESH_MONTHS, new=0.03)
