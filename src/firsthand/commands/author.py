"""The commands of an author: audit, what is refused as unfair, thin or too long."""

from pathlib import Path

from firsthand.auditing.lesson_audit import ABOUT_CHANGES, LessonAudit, audit_lesson
from firsthand.authoring.catalogue import open_course
from firsthand.authoring.course import find_course, find_lesson

HEADS = ("changed", "rejected", "excused", "passing", "named", "mistakes", "pairs", "told", "ms")


def audit(wanted: list[str]) -> int:
    """Audit the lessons named, all when none is: print a row an exercise and a row a lesson; 1 if something is refused."""
    root = find_course(Path.cwd())
    course = open_course(root)
    lessons = [find_lesson(course, name) for name in wanted] or course.lessons
    refused: list[str] = []
    for lesson in lessons:
        audited = audit_lesson(root, lesson)
        _show(audited)
        refused += audited.everything_refused
    if any("one thing changed" in text for text in refused):
        print(f"\n{ABOUT_CHANGES}")
    print(f"\n{len(refused)} refused." if refused else "\nNothing is refused.")
    return 1 if refused else 0


def _show(audited: LessonAudit) -> None:
    width = max([len(row.name) for row in audited.exercises] + [len(audited.name)])
    print(f"\n{audited.name:{width}}" + "".join(f"{head:>9}" for head in HEADS))
    for row in audited.exercises:
        out = row.outcome
        told, pairs = row.pairs
        passing = len(out.survivors)
        rejected = out.tried - passing - len(out.equivalent)
        figures = (out.tried, rejected, len(out.equivalent), passing, out.named, row.mistakes, pairs, told)
        print(f"{row.name:{width}}" + "".join(f"{figure:9}" for figure in (*figures, row.milliseconds)))
    for text in audited.everything_refused:
        print(text)
