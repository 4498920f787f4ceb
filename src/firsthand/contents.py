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
def contents() -> dict[str, Entry]:
    """Map the name of each exercise to what is known of it; empty where nothing has been built."""
    file = files("firsthand").joinpath(FILE)
    if not file.is_file():
        return {}
    lessons = json.loads(file.read_text(encoding="utf-8"))["lessons"]
    return {
        name: Entry(lesson, *facts)
        for lesson, exercises in lessons.items()
        for name, facts in exercises["exercises"].items()
    }


def lesson_title(lesson: str) -> str:
    """Return the title of a lesson that has exercises."""
    return json.loads(files("firsthand").joinpath(FILE).read_text(encoding="utf-8"))["lessons"][lesson]["title"]


def solution_address(lesson: str) -> str:
    """Return where the explained solutions are: beside the exercises, or in Colab."""
    path = f"solutions/{lesson}.ipynb"
    if not on_colab():
        return f"../{path}"
    address = json.loads(files("firsthand").joinpath(FILE).read_text(encoding="utf-8"))["repository"]
    return f"https://colab.research.google.com/github/{address.removeprefix('https://github.com/')}/blob/main/{path}"


def on_colab() -> bool:
    """Say whether this is a notebook on Colab, where only that notebook is there."""
    return "google.colab" in sys.modules
