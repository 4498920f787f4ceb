"""The commands of an author: new and build."""

import re
import sys
from pathlib import Path

from firsthand.authoring.build import WorkInTheWay, outdated
from firsthand.authoring.build import build as build_lessons
from firsthand.authoring.course import Course, CourseNotFound, find_course, lesson_names, read_course
from firsthand.commands.new_lesson import CHECKS, EXERCISES, LESSON
from firsthand.errors import UsageError


def build(lessons: list[str], *, check: bool, force: bool) -> int:
    """Build the lessons named, all when none is; with `check`, list what differs and write nothing: 1 if anything does."""
    course = read_course(find_course(Path.cwd()))
    names = [lesson_name(wanted, lesson_names(course.root)) for wanted in lessons] or lesson_names(course.root)
    if check:
        return _list_outdated(course, names)
    try:
        for path in build_lessons(course, names, force=force):
            print(path.relative_to(course.root).as_posix())
    except WorkInTheWay as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _list_outdated(course: Course, names) -> int:
    paths = outdated(course, names)
    message = "differs from its source in lessons/; run `firsthand build`, never edit it by hand"
    for path in paths:
        print(f"{path.relative_to(course.root).as_posix()}: {message}")
    return 1 if paths else 0


def lesson_name(wanted: str, names: list[str]) -> str:
    """Return the one of the names that is meant by a name, a number or a folder. Raises CourseNotFound."""
    matches = [name for name in names if wanted.rstrip("/").split("/")[-1] in (name, *name.split("_", 1))]
    if not matches:
        raise CourseNotFound(f"There is no lesson {wanted!r}. The course has: {', '.join(names)}.")
    return matches[0]


def new(name: str) -> int:
    """Lay down a lesson of one exercise, with its checks, that builds and passes its tests; overwrite nothing."""
    root = find_course(Path.cwd())
    match = re.fullmatch(r"(\d\d)_([a-z][a-z0-9_]*)", name)
    if match is None:
        raise UsageError(f"{name!r} is no name for a lesson; it has the form 02_linear_algebra.")
    number, topic = match.groups()
    if taken := [other for other in lesson_names(root) if other.split("_")[0] == number]:
        raise UsageError(f"There is a lesson {taken[0]!r} already; choose another number than {number}.")
    own = root / "src" / "firsthand" / "checks"
    folder, checks = root / "lessons" / name, (own if own.is_dir() else root / "checks") / f"{topic}.py"
    if checks.exists():
        raise UsageError(f"There are checks called {checks.name!r} already; choose another name than {topic!r}.")
    words = {"LESSON": name, "TOPIC": topic, "WORDS": topic.replace("_", " ")}
    for path, text in ((folder / "lesson.py", LESSON), (folder / "exercises.py", EXERCISES), (checks, CHECKS)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"LESSON|TOPIC|WORDS", lambda found: words[found[0]], text), encoding="utf-8")
        print(path.relative_to(root).as_posix())
    print(f"Change them, then: make lesson ARGS={number}")
    return 0
