"""The commands of an author: new, build and audit."""

import re
import sys
from pathlib import Path

from firsthand.auditing.lesson_audit import ABOUT_CHANGES, ExerciseRow, LessonAudit, audit_lesson
from firsthand.authoring.catalogue import open_course
from firsthand.authoring.course import Course, find_course, find_lesson, find_milestone, lesson_names, read_course
from firsthand.building.build import WorkInTheWay, outdated
from firsthand.building.build import build as build_lessons
from firsthand.commands.new_lesson import CHECKS, EXERCISES, LESSON, TEACHING
from firsthand.errors import UsageError

HEADS = ("changed", "rejected", "excused", "passing", "named", "mistakes", "pairs", "told", "ms")


def build(lessons: list[str], *, check: bool, force: bool) -> int:
    """Build the lessons named, all when none is; with `check`, list what differs and write nothing: 1 if anything does."""
    course = read_course(find_course(Path.cwd()))
    found = [find_milestone(course, wanted) or find_lesson(course, wanted) for wanted in lessons]
    names = [one.name for one in found or [*course.lessons, *course.milestones]]
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
    sources = {"lesson.py": LESSON, "exercises.py": EXERCISES, "teaching.md": TEACHING}
    for path, text in {**{folder / name: text for name, text in sources.items()}, checks: CHECKS}.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"LESSON|TOPIC|WORDS", lambda found: words[found[0]], text), encoding="utf-8")
        print(path.relative_to(root).as_posix())
    print(f"Change them, then: make lesson ARGS={number}")
    return 0


def audit(wanted: list[str]) -> int:
    """Audit the lessons named, all when none is: print a row an exercise and a row a lesson; 1 if something is refused."""
    course = open_course(find_course(Path.cwd()))
    lessons = [find_lesson(course, name) for name in wanted] or course.lessons
    refused: list[str] = []
    for lesson in lessons:
        audited = audit_lesson(course, lesson)
        _show(audited)
        refused += audited.everything_refused
    if any("one thing changed" in text for text in refused):
        print(f"\n{ABOUT_CHANGES}")
    print(f"\n{len(refused)} refused." if refused else "\nNothing is refused.")
    return 1 if refused else 0


def _show(audited: LessonAudit) -> None:
    """Print the figures of a lesson, what never varies in its cases, and what is refused."""
    width = max([len(row.name) for row in audited.rows] + [len(audited.name)])
    print(f"\n{audited.name:{width}}" + "".join(f"{head:>9}" for head in HEADS))
    for row in audited.rows:
        print(f"{row.name:{width}}" + "".join(f"{figure:9}" for figure in _figures(row)))
    size = audited.length
    print(
        f"{size.words:,} words, {size.cells} code cells, {size.sections} sections, {size.lines:g} lines in the median cell "
        f"in sight; {audited.objectives_without} objectives without an exercise, {audited.solved} exercises that a cell "
        "solves"
    )
    for row in audited.rows:
        for text in row.notes:
            print(f"  {text}")
    for text in audited.everything_refused:
        print(text)


def _figures(row: ExerciseRow) -> tuple[int, ...]:
    out, (told, pairs) = row.outcome, row.pairs
    passing, excused = len(out.survivors), len(out.equivalent)
    rejected = out.tried - passing - excused
    return (out.tried, rejected, excused, passing, out.named, row.mistakes, pairs, told, row.milliseconds)
