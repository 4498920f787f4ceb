"""What a run of the grader keeps for the report beside scores: what it left out, and what was asked where a person reads."""

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from firsthand.authoring.course import Course
from firsthand.classroom.finding import LeftOut
from firsthand.gradebook.gradebook import Gradebook

LEFT_OUT, QUESTIONS = "left out", "questions"
_FOLDED = "<details>"
"""Where the hints of a statement begin."""


def keep_left_out(given: Iterable[Path], left_out: Sequence[LeftOut], gradebook: Gradebook) -> None:
    """Keep what was found and not graded, in place of what was kept of the same folders and zips. Raises GradebookError.

    What was given in another run stays, as its scores do, until it is given again or is gone.
    """
    now = {os.path.abspath(path) for path in given}
    kept = {
        path: rows for path, rows in _kept(LEFT_OUT, gradebook).items() if path not in now and os.path.lexists(path)
    }
    for one in left_out:
        kept.setdefault(str(one.given), []).append([one.place, one.reason])
    if kept != _kept(LEFT_OUT, gradebook):
        gradebook.keep_file(LEFT_OUT, gradebook.path, json.dumps(kept))


def left_out_of(gradebook: Gradebook) -> list[tuple[str, str]]:
    """Return the places of what was found and not graded, each with the reason."""
    return [(place, reason) for rows in _kept(LEFT_OUT, gradebook).values() for place, reason in rows]


def keep_questions(course: Course, gradebook: Gradebook) -> None:
    """Keep the statements of exercises that sentences were written for, as Markdown without hints. Raises GradebookError."""
    statements = {task.name: task.statement.source for lesson in course.lessons for task in lesson.tasks}
    asked = sorted(gradebook.with_sentences() & statements.keys())
    kept = {name: statements[name].partition(_FOLDED)[0].strip() for name in asked}
    if kept != questions_of(gradebook):
        gradebook.keep_file(QUESTIONS, gradebook.path, json.dumps(kept))


def questions_of(gradebook: Gradebook) -> dict[str, str]:
    """Return the name of each exercise that asks for a sentence -> what it asks, as Markdown."""
    return _kept(QUESTIONS, gradebook)


def _kept(what, gradebook) -> dict:
    kept = gradebook.kept_file(what)
    return json.loads(kept[1]) if kept else {}
