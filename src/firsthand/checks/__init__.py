"""The exercises of the course: one module a lesson, each exercise a module-level name bound to an `Exercise`."""

import difflib
import re
from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firsthand.judging.exercise import Exercise

DEFINITION = re.compile(r"^(\w+)(?:: Exercise)? = (?:Exercise|\w+_exercise)\(", re.MULTILINE)


class UnknownExercise(LookupError):
    """No exercise of the course has this name."""


def exercise_names() -> dict[str, str]:
    """Map each exercise's name to the module that holds it.

    Read from the sources, so that a check imports one lesson's libraries and not those of every lesson.
    """
    modules = [path for path in files(__name__).iterdir() if path.name.endswith(".py")]
    return {
        name: path.name.removesuffix(".py")
        for path in modules
        for name in DEFINITION.findall(path.read_text(encoding="utf-8"))
    }


def find_exercise(name: str) -> "Exercise":
    """Return the exercise called `name`. Raises UnknownExercise, with the nearest name, when there is none."""
    names = exercise_names()
    if name not in names:
        near = difflib.get_close_matches(str(name), names, n=1)
        suggestion = f" Did you mean {near[0]!r}?" if near else f" The course has: {', '.join(names)}."
        raise UnknownExercise(f"There is no exercise called {name!r}.{suggestion}")
    exercise = getattr(import_module(f"{__name__}.{names[name]}"), name)
    return replace(exercise, name=name)
