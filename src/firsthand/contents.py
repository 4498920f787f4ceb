"""What the course holds, for a notebook without its folder: lessons, exercises, points, hints; from contents.json, which is built."""

import functools
import json
import sys
from dataclasses import dataclass
from importlib.resources import files

FILE = "contents.json"


@dataclass(frozen=True)
class Entry:
    """One exercise: the name of its lesson, its title and points, its last hint, which is the second, as Markdown."""

    lesson: str
    title: str
    points: int
    hint: str


@functools.cache
def _built() -> dict:
    """Read what the build wrote, once; nothing where nothing has been built."""
    file = files("firsthand").joinpath(FILE)
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {"lessons": {}}


@functools.cache
def contents() -> dict[str, Entry]:
    """Map the name of each exercise to what is known of it; empty where nothing has been built."""
    return {
        name: Entry(lesson, *facts)
        for lesson, exercises in _built()["lessons"].items()
        for name, facts in exercises["exercises"].items()
    }


def lesson_title(lesson: str) -> str:
    """Return the title of a lesson that has exercises."""
    return _built()["lessons"][lesson]["title"]


def solution_address(lesson: str) -> str:
    """Return where the explained solutions are: beside the exercises, or in Colab."""
    path = f"solutions/{lesson}.ipynb"
    if not on_colab():
        return f"../{path}"
    repository = _built()["repository"].removeprefix("https://github.com/")
    return f"https://colab.research.google.com/github/{repository}/blob/main/{path}"


def on_colab() -> bool:
    """Say whether this is a notebook on Colab, where only that notebook is there."""
    return "google.colab" in sys.modules
