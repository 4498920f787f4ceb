"""evidence(): your own points by area, with the interval that so few points leave open."""

import math
import os
from collections.abc import Sequence

from firsthand.panel import Panel
from firsthand.progressing import QUIET, Practised, practised
from firsthand.tables import Table, table

AREAS = {
    "mathematics": ("02", "03", "05", "13"),
    "data and honest numbers": ("01", "04", "08", "09", "10", "21"),
    "models and training": ("06", "07", "11", "12", "14", "15"),
    "pictures, texts, ranking, acting": ("16", "17", "18", "19", "20"),
    "systems and projects": ("22", "23", "24"),
}


def evidence() -> "Table | Panel":
    """Show your share of the points by area with Wilson's 95 % interval, from your notebooks as they are saved.

    A lesson that you have not begun is left out: what is not known is no zero. Points of one lesson are counted as if they
    were independent, which makes the intervals too narrow rather than too wide.
    """
    if any(name in os.environ for name in QUIET):
        return Panel("○", "Your points by area are shown here once you run this cell.")
    found = by_area([lesson for lesson in practised() if lesson.is_begun])
    return table(found, decimals=0) if found else Panel("○", "You have not begun an exercise yet, or it is not saved.")


def by_area(lessons: Sequence[Practised]) -> list[dict]:
    """Sum the points of lessons by area: a row for each area with points, in per cent with its interval."""
    rows = []
    for area, numbers in AREAS.items():
        of_area = [lesson for lesson in lessons if lesson.lesson[:2] in numbers]
        earned, points = (sum(getattr(lesson, name) for lesson in of_area) for name in ("earned", "points"))
        if points:
            low, high = wilson(earned, points)
            shares = {"%": 100 * earned / points, "from": 100 * low, "to": 100 * high}
            rows.append({"area": area, "points": f"{earned} of {points}"} | shares)
    return rows


def wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return the low and high end of Wilson's interval for a share of k in n (E. B. Wilson, JASA 22, 1927)."""
    middle, wide = k / n + z * z / (2 * n), z * math.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
    return (middle - wide) / (1 + z * z / n), (middle + wide) / (1 + z * z / n)
