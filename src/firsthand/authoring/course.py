"""Where a course's files are, what its lessons are called, and the table and links made from that."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from firsthand.authoring.lesson_source import Cell, LessonError, Task, read_cells, tasks
from firsthand.errors import UsageError

FOLDERS = ("notebooks", "exercises", "solutions")
TABLE_MARK = "<!-- lessons -->"
TABLE_END = "<!-- /lessons -->"
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_MINUTES = re.compile(r"\*?About (\d+) minutes")
_AFTER = re.compile(r"lessons (\d\d) to (\d\d)")


class CourseNotFound(UsageError):
    """No folder with `lessons` and `pyproject.toml` here or above."""


@dataclass(frozen=True)
class Lesson:
    """One lesson's source, read: the cells of the teaching notebook and of the exercise notebook."""

    name: str
    cells: list[Cell]
    exercise_cells: list[Cell]
    tasks: list[Task]

    @property
    def number(self) -> str:
        """Return the digits that the name begins with, "06"."""
        return self.name.split("_")[0]

    @property
    def title(self) -> str:
        return _found(self, _TITLE, 'a first cell with a title, "# Roll downhill"')

    @property
    def minutes(self) -> int:
        return int(_found(self, _MINUTES, 'a line "*About 60 minutes.*"')) + sum(task.minutes for task in self.tasks)

    @property
    def points(self) -> int:
        return sum(task.points for task in self.tasks)


@dataclass(frozen=True)
class Milestone(Lesson):
    """A notebook at the end of a part of the course, made of a learner's own answers; it has no exercises."""

    @property
    def first_and_last(self) -> tuple[str, str]:
        """Return the numbers of the lessons between which its part of the course lies, both included."""
        what = 'a line that says which part of the course it ends, "lessons 01 to 10"'
        _found(self, _AFTER, what)
        first, last = _AFTER.findall(self.cells[0].source)[0]
        return first, last


def _found(lesson, pattern, what) -> str:
    match = pattern.search(lesson.cells[0].source)
    if match is None:
        raise lesson.cells[0].error(f"{what} is missing in the first cell")
    return match[1]


def find_course(start: Path) -> Path:
    """Return the nearest folder, `start` or above it, that holds a course. Raises CourseNotFound."""
    for folder in (start, *start.parents):
        if (folder / "lessons").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    raise CourseNotFound(
        f"No course in {start} or above it: a course has a folder `lessons` and a file `pyproject.toml`. "
        "Go to the folder you cloned, then run the command again."
    )


def lesson_names(course: Path) -> list[str]:
    """Return the names of the course's lessons, in order: the folders in `lessons` that hold a lesson.py."""
    return sorted(path.parent.name for path in (course / "lessons").glob("*/lesson.py"))


def read_lesson(course: Path, name: str) -> Lesson:
    """Read the sources of one lesson. Raises LessonError, with file and line, for what an author must mend."""
    folder = Path("lessons") / name
    cells = _read(course, folder / "lesson.py")
    exercise_cells = _read(course, folder / "exercises.py")
    return Lesson(name, cells, exercise_cells, tasks(exercise_cells))


def _read(course, relative) -> list[Cell]:
    if not (course / relative).is_file():
        raise LessonError(relative, 1, "there is no such file; a lesson has lesson.py and exercises.py")
    return read_cells(course / relative, shown_as=relative)


def read_milestones(course: Path) -> list[Milestone]:
    """Read the course's milestones, in order: milestones/1_foundations.py becomes milestone_1_foundations."""
    paths = sorted((course / "milestones").glob("[0-9]_*.py"))
    return [Milestone(f"milestone_{p.stem}", _read(course, p.relative_to(course)), [], []) for p in paths]


def project(course: Path) -> dict:
    """Return the [project] table of the course's pyproject.toml, its name, version and address in it.

    Raises UsageError when it cannot be read or lacks one of them.
    """
    path = course / "pyproject.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
        table["name"], table["version"], table["urls"]["Repository"]
    except (KeyError, TypeError, ValueError) as error:
        why = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise UsageError(
            f"{path} does not describe a course: {why}. A course has a table [project] with its name and version, "
            'and [project.urls] with Repository = "https://github.com/OWNER/NAME".'
        ) from None
    return table


def repository(course: Path) -> str:
    """Return the course's one public address, https://github.com/<owner>/<name>."""
    return project(course)["urls"]["Repository"]


def colab_link(address: str, path: str) -> str:
    """Return the address that opens `path` of the repository in Colab."""
    return f"https://colab.research.google.com/github/{address.removeprefix('https://github.com/')}/blob/main/{path}"


def binder_link(address: str, path: str) -> str:
    """Return the address that opens `path` of the repository in Binder."""
    return f"https://mybinder.org/v2/gh/{address.removeprefix('https://github.com/')}/main?urlpath=lab/tree/{path}"


def tab_link(address: str, path: str) -> str:
    """Return the address that opens `path` in a browser tab, on the site that GitHub Pages serves of the repository."""
    *_, owner, name = address.rstrip("/").split("/")
    return f"https://{owner.lower()}.github.io/{name}/{on_the_site(path)}"


def on_the_site(path: str) -> str:
    """Return the address that opens `path` on the course's site, from where the site begins."""
    return f"lab/index.html?path={path}"


def counted(lesson: Lesson, what: str) -> str:
    """Count the exercises, points or minutes of a lesson's exercise notebook, in words: "12 exercises"."""
    minutes = sum(task.minutes for task in lesson.tasks)
    number = {"exercises": len(lesson.tasks), "points": lesson.points, "minutes": minutes}[what]
    return f"{number} {what.removesuffix('s') if number == 1 else what}"


def lesson_table(lessons: list[Lesson], address: str, folder: str, milestones: Sequence[Milestone] = ()) -> str:
    """Write the table of lessons in Markdown; `folder` is the way from the page it stands on to the course, "" or "../".

    A milestone stands below the last lesson of its part of the course.
    """
    rows = ["| lesson | exercises | time | in the browser | on a server |", "|---|---|---|---|---|"]
    for one in with_milestones(lessons, milestones):
        row = _milestone_row if isinstance(one, Milestone) else _lesson_row
        rows.append(row(one, address, folder))
    return "\n".join(rows)


def with_milestones(lessons: Sequence[Lesson], milestones: Sequence[Milestone]) -> list[Lesson]:
    """Return the lessons in order, and each milestone behind the last lesson of its part of the course."""
    ends = [(milestone, _last_of_part(milestone, lessons)) for milestone in milestones]
    return [one for lesson in lessons for one in (lesson, *(end for end, last in ends if last is lesson))]


def _last_of_part(milestone, lessons) -> Lesson | None:
    """Return the last lesson that stands of a milestone's part of the course."""
    return next((one for one in reversed(lessons) if one.name[:2] <= milestone.first_and_last[1]), None)


def _lesson_row(lesson, address, folder) -> str:
    notebook, exercises = f"notebooks/{lesson.name}.ipynb", f"exercises/{lesson.name}.ipynb"
    return (
        f"| {lesson.number} · [{lesson.title}]({folder}{notebook}) "
        f"| [{counted(lesson, 'exercises')}, {counted(lesson, 'points')}]({folder}{exercises}) | {lesson.minutes} min "
        f"| [lesson]({tab_link(address, notebook)}), [exercises]({tab_link(address, exercises)}) "
        f"| Colab: [lesson]({colab_link(address, notebook)}), [exercises]({colab_link(address, exercises)})"
        f" · [Binder]({binder_link(address, notebook)}) |"
    )


def _milestone_row(milestone, address, folder) -> str:
    path = f"notebooks/{milestone.name}.ipynb"
    first, last = milestone.first_and_last
    return (
        f"| ★ **Milestone**: [{milestone.title}]({folder}{path}) | ends lessons {first}–{last}, made of your answers "
        f"| {milestone.minutes} min | [milestone]({tab_link(address, path)}) "
        f"| [Colab]({colab_link(address, path)}) · [Binder]({binder_link(address, path)}) |"
    )


@dataclass(frozen=True)
class Course:
    """All that a build reads, read once."""

    root: Path
    lessons: list[Lesson]
    address: str
    version: str
    milestones: Sequence[Milestone] = ()


def read_course(root: Path) -> Course:
    """Read every lesson of the course in `root`. Raises LessonError for the first thing an author must mend."""
    lessons = [read_lesson(root, name) for name in lesson_names(root)]
    return Course(root, lessons, repository(root), project(root)["version"], read_milestones(root))


def find_lesson(course: Course, wanted: str) -> Lesson:
    """Return the lesson that a person means: its name, number, topic or folder. Raises CourseNotFound with all names."""
    name = wanted.rstrip("/").split("/")[-1]
    for lesson in course.lessons:
        if name in (lesson.name, *lesson.name.split("_", 1)):
            return lesson
    raise CourseNotFound(
        f"There is no lesson {wanted!r}. The course has: {', '.join(lesson.name for lesson in course.lessons)}."
    )


def find_milestone(course: Course, wanted: str) -> Milestone | None:
    """Return the milestone that a person means: its name, its file, milestone_1 or its topic; None where it is none."""
    name = wanted.rstrip("/").split("/")[-1].removesuffix(".py").removeprefix("milestone_")
    for milestone in course.milestones:
        stem = milestone.name.removeprefix("milestone_")
        number, topic = stem.split("_", 1)
        if name in (stem, topic) or wanted == f"milestone_{number}":
            return milestone
    return None
