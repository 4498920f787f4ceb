"""One lesson and its exercises, audited: a row of figures for each, and everything that is refused, with its place."""

import time
from dataclasses import dataclass
from pathlib import Path

from firsthand.auditing.fairness import fairness, faults_of_form, pairs_told_apart
from firsthand.auditing.survivors import Outcome, Solution, Survivor, Turns, try_changes
from firsthand.auditing.trial import Trial
from firsthand.authoring.catalogue import find_exercise, place_of
from firsthand.authoring.course import Lesson
from firsthand.authoring.lesson_source import Task

ABOUT_CHANGES = (
    "A solution with one thing changed must be told from the right answer on every seed. Draw a case on which they differ; "
    "or take out of the solution what does nothing; or, where it is right all the same, give the change and the reason "
    "in Exercise(equivalent={...})."
)


@dataclass(frozen=True)
class ExerciseRow:
    """The figures of one exercise, and what is refused of it."""

    name: str
    outcome: Outcome
    mistakes: int
    pairs: tuple[int, int]
    milliseconds: int
    refused: list[str]


@dataclass(frozen=True)
class LessonAudit:
    """The figures of one lesson, a row for each of its exercises, and what is refused of it."""

    name: str
    exercises: list[ExerciseRow]
    refused: list[str]

    @property
    def everything_refused(self) -> list[str]:
        return self.refused + [text for row in self.exercises for text in row.refused]


def audit_lesson(root: Path, lesson: Lesson) -> LessonAudit:
    """Audit a lesson of the course in `root` and each of its exercises. Raises LessonError where it cannot be read."""
    return LessonAudit(lesson.name, [_audit_exercise(root, lesson, task) for task in lesson.tasks], [])


def _audit_exercise(root, lesson, task: Task) -> ExerciseRow:
    began = time.process_time()
    exercise, place = find_exercise(root, task.name), place_of(root, task.name)
    outcome, pairs = Outcome(), (0, 0)
    refused = faults_of_form(exercise)
    if not refused:
        turns = Turns()
        trial = Trial(exercise, before_each=turns.begin)
        refused += fairness(trial)
        outcome, pairs = try_changes(trial, Solution(lesson, task, turns), turns), pairs_told_apart(trial)
        refused += [_survivor(task, survivor, trial) for survivor in outcome.survivors]
        refused += [_stale(task, words) for words in exercise.equivalent if words not in outcome.equivalent]
    return ExerciseRow(
        task.name,
        outcome,
        len(exercise.mistakes),
        pairs,
        round(1000 * (time.process_time() - began)),
        [f"{place}: {text}" for text in refused],
    )


def _survivor(task, survivor: Survivor, trial) -> str:
    where = f"{task.answer.path.name}:{survivor.change.line_number}"
    seeds = f"{len(survivor.seeds)} of {len(trial.references)} seeds"
    return f"{task.name}: passes with one thing changed on {seeds}: {survivor.change.words} ({where})"


def _stale(task, words) -> str:
    return f"{task.name}: `equivalent` excuses {words!r}, and no such change passes: take it out, or write it as above"
