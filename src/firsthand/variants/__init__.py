"""Exercises again, with other numbers: one module a lesson, in it one function an exercise, of the exercise's name.

A function `read_the_matrix(rng) -> Variant` draws the numbers of one variant. The number of a variant is its seed: the
same number brings back the same text, the same right answer and the same known mistakes.
"""

import hashlib
import operator
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who only asks which exercises have variants should not wait for NumPy
    from firsthand.judging.exercise import Exercise

DEFINITION = re.compile(r"^def ([a-z]\w*)\(rng\) -> Variant:$", re.MULTILINE)
MOST = 999_999_999
"""The largest number of a variant."""


@dataclass(frozen=True)
class Variant:
    """One exercise with numbers of its own: what is asked, where the answer goes, and who judges it.

    statement : Markdown, without a heading. answer : the name that is handed in. stub, solution : code of the answer
    cell, empty and right. exercise : with its oracle and known mistakes for these numbers.
    """

    statement: str
    answer: str
    stub: str
    solution: str
    exercise: "Exercise"


class BadNumber(ValueError):
    """What should be the number of a variant is none; the message says what is."""


def as_number(value) -> int:
    """Return the number of a variant, 1 to MOST. Raises BadNumber for anything else."""
    try:
        number = operator.index(value)
    except TypeError:
        number = 0
    if isinstance(value, bool) or not 1 <= number <= MOST:
        raise BadNumber(f"The number of a variant is a whole number from 1 to {MOST:,}; found {value!r:.60}.")
    return number


def number_of(seed: int, learner: str) -> int:
    """Return the number of the variant that a learner is given, from a teacher's seed and what identifies the learner."""
    digest = hashlib.sha256(f"{seed}\0{learner}".encode("utf-8", "surrogatepass")).digest()
    return 1 + int.from_bytes(digest[:8]) % MOST


def make_variant(draw: Callable, exercise: "Exercise", number: int) -> Variant:
    """Draw variant `number` of an exercise; it keeps the title, the points and the name."""
    import numpy as np

    # Each exercise of a notebook draws by itself: another one's change leaves its numbers as they are.
    made = draw(np.random.default_rng([as_number(number), zlib.crc32(exercise.name.encode())]))
    own = replace(made.exercise, title=exercise.title, points=exercise.points, name=exercise.name)
    return replace(made, exercise=own)


def variant_names() -> dict[str, str]:
    """Map each exercise of the course that has variants to the module that draws them; nothing is imported."""
    modules = [path for path in files(__name__).iterdir() if path.name.endswith(".py")]
    return {
        name: path.name.removesuffix(".py")
        for path in sorted(modules, key=lambda path: path.name)
        for name in DEFINITION.findall(path.read_text(encoding="utf-8"))
    }


def find_draw(name: str) -> Callable | None:
    """Return what draws the variants of an exercise of the course, None where it has none."""
    module = variant_names().get(name)
    return None if module is None else getattr(import_module(f"{__name__}.{module}"), name)
