"""What the promises of every lesson share: the course, tests by lesson and exercise, and which of them run when.

Cheap promises run always. Those marked `costly` run for every lesson that changed; where fewer than `EACH_TIME` did,
others take turns with each commit, so that however many lessons there are, a commit pays for as many. Those marked
`costly("judging")` run for every lesson also when something in that room of the package changed. A promise that passed
is not run again before something it depends on has changed. All of them run with `--whole` (`make test-all`, and every
night in CI), and for one lesson with `--lesson 06` (`make lesson ARGS=06`).
"""

import functools
import hashlib
import os
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from firsthand.authoring.catalogue import check_files, checks_folder, modules_by_exercise
from firsthand.authoring.course import FOLDERS, TABLE_MARK, Lesson, lesson_table, read_course

ROOT = Path(__file__).parent.parent
COURSE = read_course(ROOT)
LESSONS = [lesson.name for lesson in COURSE.lessons]
PACKAGE = ROOT / "src" / "firsthand"
OF_ALL_LESSONS = {"plots", "tables"}
"""Modules of the package that every lesson shows something with; whose outputs they change, turns have to find."""
_WORD = re.compile(r"\w+")
_IMPORT = re.compile(r"^from firsthand[\w.]* import (?:\([^)]*\)|.*)|^import firsthand.*", re.MULTILINE)
LESSON_OF = {task.name: lesson for lesson in COURSE.lessons for task in lesson.tasks}
EACH_TIME = 3
"""For how many lessons costly promises are paid for where fewer have changed."""

each_lesson = pytest.mark.parametrize("lesson", LESSONS)
each_task = pytest.mark.parametrize(
    "task",
    [task for lesson in COURSE.lessons for task in lesson.tasks],
    ids=[f"{lesson.name}-{task.name}" for lesson in COURSE.lessons for task in lesson.tasks],
)
costly = pytest.mark.costly


def lesson_of(item: pytest.Item) -> Lesson | None:
    """Return the lesson that a test is about, None when it is about no single one."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    if "task" in parameters:
        return LESSON_OF[parameters["task"].name]
    return next((lesson for lesson in COURSE.lessons if lesson.name == parameters.get("lesson")), None)


@functools.cache
def files_of(name: str) -> list[Path]:
    """Return the files that one lesson consists of: its sources, its notebooks, its checks, and the data and models it names."""
    lesson = next(lesson for lesson in COURSE.lessons if lesson.name == name)
    sources = sorted((ROOT / "lessons" / name).glob("*.py"))
    notebooks = [ROOT / folder / f"{name}.ipynb" for folder in FOLDERS]
    checks = sorted({modules_by_exercise(ROOT)[task.name] for task in lesson.tasks})
    text = "".join(path.read_text(encoding="utf-8") for path in [*sources, *checks])
    return sources + notebooks + checks + _data_and_models(text)


def _data_and_models(text) -> list[Path]:
    """Return the modules whose data a lesson names, and the models of the package that it imports."""
    words, imported = set(_WORD.findall(text)), set(_WORD.findall(" ".join(_IMPORT.findall(text))))
    data = [path for path in sorted((PACKAGE / "datasets").glob("*.py")) if words & _functions(path)]
    return data + [path for path in sorted(PACKAGE.glob("*.py")) if path.stem in imported - OF_ALL_LESSONS]


@functools.cache
def _functions(path) -> set[str]:
    return set(re.findall(r"^def ([a-z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE))


def due() -> set[str]:
    """Return the lessons whose costly promises this commit pays for: what has changed, and others by turns."""
    changed, commits = _changed(), _git("rev-list", "--count", "HEAD")
    if changed is None or commits is None:
        return set(LESSONS)
    found = {name for name in LESSONS if not changed.isdisjoint(files_of(name))}
    first = int(commits) * EACH_TIME % len(LESSONS)  # each commit goes on where the one before has ended
    by_turns = [*LESSONS[first:], *LESSONS[:first]][:EACH_TIME]
    return found | set(by_turns[: max(0, EACH_TIME - len(found))])


def rooms_changed() -> set[str]:
    """Return the rooms of the package in which this commit changes something; all of them where git cannot tell."""
    changed = _changed()
    rooms = [path for path in PACKAGE.iterdir() if path.is_dir()]
    return {room.name for room in rooms if changed is None or any(path.is_relative_to(room) for path in changed)}


def _changed() -> set[Path] | None:
    """Return what differs from the commit before, or from FIRSTHAND_SINCE; None where git cannot tell."""
    since = os.environ.get("FIRSTHAND_SINCE") or "HEAD^"
    answers = [_git("diff", "--name-only", since), _git("ls-files", "--others", "--exclude-standard")]
    return None if None in answers else {ROOT / name for answer in answers for name in str(answer).split("\n")}


def _git(*words) -> str | None:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def stamp(item: pytest.Item, lesson: Lesson) -> str:
    """Identify a promise and everything that decides whether it is kept."""
    return hashlib.sha256(f"{item.nodeid} {_digest(lesson.name)}".encode()).hexdigest()


@functools.cache
def _digest(name) -> str:
    lesson = next(lesson for lesson in COURSE.lessons if lesson.name == name)
    showing = any(TABLE_MARK in cell.source for cell in lesson.cells)
    digest = hashlib.sha256(_engine() + str(LESSONS).encode())
    shown = (COURSE.lessons, COURSE.milestones) if showing else ([lesson], ())
    digest.update(lesson_table(shown[0], COURSE.address, "", shown[1]).encode())
    for path in files_of(name):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


@functools.cache
def _engine() -> bytes:
    """Identify what every lesson depends on: the package without its checks, these tests, Python and the libraries."""
    others = {*check_files(ROOT)} if checks_folder(ROOT).is_relative_to(ROOT) else set()
    folders = [PACKAGE, ROOT / "tests" / "lessons"]
    paths = [
        path for folder in folders for path in sorted(folder.rglob("*.*")) if path.is_file() and path not in others
    ]
    own = [ROOT / "pyproject.toml", *sorted((ROOT / "tests").glob("*.py"))]
    digest = hashlib.sha256(sys.version.encode())
    for path in (path for path in [*paths, *own] if path.suffix != ".pyc"):
        digest.update(path.read_bytes())
    digest.update(str(sorted((d.name, d.version) for d in distributions())).encode())
    return digest.digest()
