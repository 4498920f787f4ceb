"""The tables of the portfolio project: three customers' briefs, each with a training table that was simulated for it."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources

import numpy as np
import pandas as pd

PENDING = "pending"
"""What a late text column says before its value is known."""


@dataclass(frozen=True)
class ProjectBrief:
    """What a customer states: the costs in EUR of an alarm and of a missed event, and what the columns are for.

    numbers : columns of numbers that are known when the decision is made -> decimals they are given with.
    texts : columns of categories that are known then -> the categories; the last one begins after the training months.
    late : columns that are filled weeks after the decision -> their categories, or () for numbers.
    """

    name: str
    alarm_cost: float
    miss_cost: float
    target: str
    group: str
    slice: str
    numbers: Mapping[str, int] = field(repr=False)
    texts: Mapping[str, tuple[str, ...]] = field(repr=False)
    late: Mapping[str, tuple[str, ...]] = field(repr=False)
    month: str = "month"

    @property
    def columns(self) -> list[str]:
        """The columns of a table, in order, without the target."""
        return [self.group, self.month, *self.numbers, *self.texts, *self.late]


PROJECT_BRIEFS = {
    brief.name: brief
    for brief in (
        ProjectBrief(
            name="finance",
            alarm_cost=6,
            miss_cost=90,
            target="defaulted",
            group="customer",
            slice="region",
            numbers={"days_overdue": 0, "income": 0, "prior_defaults": 0, "utilisation": 2},
            texts={
                "channel": ("branch", "web", "app", "broker", "chat"),
                "region": ("north", "south", "west", "islands"),
            },
            late={"reminders_sent": (), "closing_note": ("paid", "instalments", "written off", PENDING)},
        ),
        ProjectBrief(
            name="healthcare",
            alarm_cost=80,
            miss_cost=900,
            target="readmitted",
            group="patient",
            slice="ward",
            numbers={"age": 0, "stays": 0, "length_of_stay": 0, "medicines": 0, "albumin": 1},
            texts={
                "discharge": ("home", "care home", "transfer", "day clinic"),
                "ward": ("general", "heart", "surgery", "eyes"),
            },
            late={"days_to_contact": (), "final_note": ("closed", "phone call", "bed again", PENDING)},
        ),
        ProjectBrief(
            name="logistics",
            alarm_cost=3,
            miss_cost=20,
            target="late",
            group="route",
            slice="depot",
            numbers={"km": 0, "load": 2, "stops": 0, "rain": 1},
            texts={"vehicle": ("van", "truck", "bike", "tram"), "depot": ("east", "port", "hill", "island")},
            late={"delay_minutes": (), "claim": ("none", "voucher", "refund", PENDING)},
        ),
    )
}


def project_table(brief: str) -> pd.DataFrame:
    """Load the training table of a brief: about 3,000 rows of 18 months, one to three for each customer, patient or route.

    brief : "finance", "healthcare" or "logistics". Returns a DataFrame; its columns are those of `PROJECT_BRIEFS[brief].columns` and the
    target, 0 or 1. One column of numbers has gaps. Simulated; made for this course (CC0), with a risk that the checks alone
    know. Raises ValueError for another brief.
    """
    return _loaded(brief).copy()


@functools.cache
def _loaded(brief) -> pd.DataFrame:
    if brief not in PROJECT_BRIEFS:
        raise ValueError(f"The briefs are {', '.join(PROJECT_BRIEFS)}; found {brief!r}.")
    path = resources.files("firsthand.datasets") / "data" / f"project_{brief}.csv.gz"
    with resources.as_file(path) as file:
        table = pd.read_csv(file)
    late = [name for name, levels in PROJECT_BRIEFS[brief].late.items() if not levels]
    return table.astype(dict.fromkeys([*PROJECT_BRIEFS[brief].numbers, *late], float))


def project_dtype(brief: ProjectBrief) -> np.dtype:
    """Return the type of a row of fresh data as an array: categories are whole numbers, months and groups too."""
    small = {name: np.int8 for name in (*brief.texts, *(name for name, levels in brief.late.items() if levels))}
    kinds = {brief.group: np.int32, brief.month: np.int8, **small}
    return np.dtype([(name, kinds.get(name, np.float32)) for name in brief.columns])


def project_rows(brief: ProjectBrief, rows: np.ndarray) -> pd.DataFrame:
    """Turn an array of `project_dtype` into a table like `project_table`, without the target."""
    levels = {name: kinds for name, kinds in (*brief.texts.items(), *brief.late.items()) if kinds}
    columns = {}
    for name in brief.columns:
        if name in levels:
            columns[name] = np.array(levels[name], dtype=object)[rows[name]]
        else:
            columns[name] = np.round(rows[name].astype(float), brief.numbers.get(name, 0))
    whole = {brief.group: int, brief.month: int}
    return pd.DataFrame(columns).astype(whole)
