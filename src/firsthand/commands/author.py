"""The commands of an author: audit, what is refused as unfair, thin or too long."""

from pathlib import Path

from firsthand.auditing.lesson_audit import ABOUT_CHANGES, ExerciseRow, LessonAudit, audit_lesson
from firsthand.authoring.catalogue import open_course
from firsthand.authoring.course import find_course, find_lesson

HEADS = ("changed", "rejected", "excused", "passing", "named", "mistakes", "pairs", "told", "ms")


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
