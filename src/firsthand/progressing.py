"""progress(): where a learner stands in every lesson, as bars and signs, and the next step in words."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from html import escape
from pathlib import Path

from firsthand.contents import contents, lesson_title
from firsthand.panel import BLUE, COVER, GREEN, GREY, ORANGE, Panel, box

BUSY = "FIRSTHAND_PROGRESS"
"""In the environment of a run that finds out where a learner stands; the notebooks it runs ask nothing of the kind."""

QUIET = (BUSY, "FIRSTHAND_BUILD", "PYTEST_VERSION", "PYTEST_CURRENT_TEST", "NBGRADER_EXECUTION")
"""In the environment of a run in which nobody asks where they stand."""
_SIGNS = {"right": ("✔", "right", GREEN), "not_attempted": ("○", "not attempted", GREY)}
_WRONG = ("✘", "not right yet", ORANGE)
_WIDTH = 20


@dataclass(frozen=True)
class Practised:
    """One lesson: its name, its title, and of each exercise (title, points, status); a status is one of the gradebook's."""

    lesson: str
    title: str
    exercises: tuple[tuple[str, int, str], ...]

    @property
    def earned(self) -> int:
        return sum(points for _, points, status in self.exercises if status == "right")

    @property
    def points(self) -> int:
        return sum(points for _, points, _ in self.exercises)

    @property
    def is_begun(self) -> bool:
        return any(status != "not_attempted" for *_, status in self.exercises)

    @property
    def is_done(self) -> bool:
        return all(status == "right" for *_, status in self.exercises)

    def next_exercise(self) -> tuple[str, str]:
        """Return title and status of the first exercise that is not right."""
        return next((title, status) for title, _, status in self.exercises if status != "right")


def next_step(lessons: Sequence[Practised]) -> str:
    """Say what to do next: go on in the last lesson that was begun, else begin the first one that was not."""
    begun = [lesson for lesson in lessons if lesson.is_begun and not lesson.is_done]
    if begun:
        title, status = begun[-1].next_exercise()
        what = "begin" if status == "not_attempted" else "look again at"
        return f"Next: {what} “{title}” in exercises/{begun[-1].lesson}.ipynb."
    fresh = [lesson for lesson in lessons if not lesson.is_done]
    if fresh:
        return f"Next: “{fresh[0].title}”. Read notebooks/{fresh[0].lesson}.ipynb, then solve its exercises."
    return "Every exercise is right. Next: a question of your own, with data of your own."


class Progress:
    """Where a learner stands: as text for a terminal, and as HTML for a notebook."""

    def __init__(self, lessons: Sequence[Practised]):
        self.lessons = lessons

    def __repr__(self):
        return "\n".join([*(line for lesson in self.lessons for line in _lines(lesson)), next_step(self.lessons)])

    def _repr_html_(self):
        rows = "".join(map(_row, self.lessons))
        step = f'<div style="margin-top:6px"><b>{escape(next_step(self.lessons))}</b></div>'
        return COVER + box(BLUE, rows + step)


def _lines(lesson) -> Iterator[str]:
    filled = round(_WIDTH * lesson.earned / lesson.points) if lesson.points else 0
    bar = "█" * filled + "░" * (_WIDTH - filled)
    yield f"{lesson.lesson[:2]} {bar} {lesson.earned:2} of {lesson.points:2}  {lesson.title}"
    signs = [f"{_SIGNS.get(status, _WRONG)[0]} {title}" for title, _, status in lesson.exercises]
    yield from (f"     {line}" for line in _wrapped(signs))


def _wrapped(words: list[str]) -> Iterator[str]:
    """Set words in lines that fit the terminal, none of them broken."""
    width, line = shutil.get_terminal_size().columns - 6, ""
    for word in words:
        if line and len(line) + len(word) + 3 > width:
            yield line
            line = ""
        line += ("   " if line else "") + word
    yield line


def _row(lesson) -> str:
    share = 100 * lesson.earned / lesson.points if lesson.points else 0
    signs = " ".join(map(_sign, lesson.exercises))
    return (
        '<div style="display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline;margin:3px 0">'
        f'<span style="flex:1 1 16em"><b>{lesson.lesson[:2]}</b> {escape(lesson.title)}</span>'
        f'<span aria-hidden="true" style="flex:0 0 7em;height:8px;border-radius:4px;background:rgba(128,128,128,.3)">'
        f'<span style="display:block;height:8px;border-radius:4px;width:{share:.3g}%;background:{GREEN}"></span></span>'
        f'<span style="flex:0 0 5em;white-space:nowrap">{lesson.earned} of {lesson.points}</span>'
        f'<span style="flex:0 1 16em">{signs}</span></div>'
    )


def _sign(exercise) -> str:
    title, _, status = exercise
    sign, word, color = _SIGNS.get(status, _WRONG)
    said = escape(f"{title}: {word}")
    return f'<span role="img" aria-label="{said}" title="{said}" style="color:{color}">{sign}</span>'


def as_json(lessons: Sequence[Practised]) -> str:
    """Write lessons as text that another process reads."""
    return json.dumps([astuple(lesson) for lesson in lessons])


def progress() -> "Progress | Panel":
    """Show where you stand in every lesson, from your notebooks as they are saved; what did not change is not run again.

    Where only this notebook is there, as on Colab, or nothing can be run beside it, as in a browser tab, it shows what the
    checks that ran in it have said.
    """
    if any(name in os.environ for name in QUIET):
        return Panel("○", "Where you stand is shown here once you run this cell.")
    lessons = practised()
    return Progress(lessons) if lessons else Panel("○", "No check of this notebook has run yet.")


def practised() -> list[Practised]:
    """Find out where the learner stands in each lesson: from the course, else from the checks of this notebook."""
    return _of_the_course() or _of_this_notebook()


def _of_the_course() -> list[Practised]:
    """Ask `firsthand progress`, in a process of its own; nothing where there is no course, or nothing to grade with.

    In a browser tab there are no other processes.
    """
    if sys.platform == "emscripten" or not any(
        (folder / "lessons").is_dir() for folder in (Path.cwd(), *Path.cwd().parents)
    ):
        return []
    command = [sys.executable, "-m", "firsthand.cli", "progress", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        print(done.stderr.strip())
        return []
    return [
        Practised(name, title, tuple(tuple(one) for one in exercises))
        for name, title, exercises in json.loads(done.stdout.splitlines()[-1])
    ]


def _of_this_notebook() -> list[Practised]:
    checking = sys.modules.get("firsthand.checking")  # where no check has run, NumPy need not be waited for
    verdicts = checking.VERDICTS if checking else {}
    known = contents()
    lessons = dict.fromkeys(known[name].lesson for name in verdicts if name in known)
    return [
        Practised(
            lesson,
            lesson_title(lesson),
            tuple(
                (entry.title, entry.points, verdicts.get(name, "not_attempted"))
                for name, entry in known.items()
                if entry.lesson == lesson
            ),
        )
        for lesson in lessons
    ]
