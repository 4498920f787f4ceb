"""One lesson and its exercises, audited: a row of figures for each, and everything that is refused, with its place."""

import time
from dataclasses import dataclass

from firsthand.auditing.cases import faults_of_example, never_varies
from firsthand.auditing.fairness import fairness, faults_of_form, pairs_told_apart
from firsthand.auditing.limits import Length, faults_of_length, faults_of_objectives, faults_of_prerequisites, length
from firsthand.auditing.pasted import LessonFunction, lesson_functions, shown_lines, solving
from firsthand.auditing.survivors import Outcome, Solution, Survivor, Turns, faults_of_solution, try_changes
from firsthand.auditing.trial import Trial
from firsthand.authoring.catalogue import find_exercise, place_of
from firsthand.authoring.course import Course, Lesson
from firsthand.authoring.lesson_source import Task

ABOUT_CHANGES = (
    "A solution with one thing changed must be told from the right answer on every seed. Draw a case on which they differ; "
    "or take out of the solution what does nothing; or, where it is right all the same, give the change and the reason "
    "in Exercise(equivalent={...})."
)


@dataclass(frozen=True)
class ExerciseRow:
    """The figures of one exercise, what is refused of it, and what an author should look at."""

    name: str
    outcome: Outcome
    mistakes: int
    pairs: tuple[int, int]
    milliseconds: int
    refused: list[str]
    solved_by: list[LessonFunction]
    notes: list[str]


@dataclass(frozen=True)
class LessonAudit:
    """The figures of one lesson, a row for each of its exercises, and what is refused of it."""

    name: str
    length: Length
    objectives_without: int
    solved: int
    rows: list[ExerciseRow]
    refused: list[str]

    @property
    def everything_refused(self) -> list[str]:
        return self.refused + [text for row in self.rows for text in row.refused]


def audit_lesson(course: Course, lesson: Lesson) -> LessonAudit:
    """Audit a lesson and each of its exercises. Raises LessonError for what cannot even run."""
    turns = Turns()
    functions = lesson_functions(lesson, turns)
    rows = [_audit_exercise(course.root, lesson, task, functions) for task in lesson.tasks]
    objectives = faults_of_objectives(lesson)
    refused = [*faults_of_length(lesson), *objectives, *faults_of_prerequisites(course, lesson)]
    return LessonAudit(
        lesson.name, length(lesson), len(objectives), sum(row.solved_by != [] for row in rows), rows, refused
    )


def _audit_exercise(root, lesson, task: Task, functions) -> ExerciseRow:
    began = time.process_time()
    exercise, place = find_exercise(root, task.name), place_of(root, task.name)
    outcome, pairs, solved_by, notes = Outcome(), (0, 0), [], []
    refused = faults_of_form(exercise)
    if not refused:
        turns = Turns()
        trial = Trial(exercise, before_each=turns.begin)
        solution = Solution(lesson, task, turns)
        refused += (
            fairness(trial) + faults_of_example(trial, task.statement.source) + faults_of_solution(trial, solution)
        )
        outcome, pairs = try_changes(trial, solution, turns), pairs_told_apart(trial)
        refused += [_survivor(task, survivor, trial) for survivor in outcome.survivors]
        refused += [_stale(task, words) for words in exercise.equivalent if words not in outcome.equivalent]
        solved_by = list(solving(trial, functions, turns))
        refused += [_pasted(task, function) for function in solved_by]
        notes = [f"cases of {task.name}, {text}" for text in never_varies(trial, solution.arguments)]
        notes += [f"{task.name}: {text}" for text in shown_lines(lesson, task)]
    spent = round(1000 * (time.process_time() - began))
    places = [f"{place}: {text}" for text in refused]
    return ExerciseRow(task.name, outcome, len(exercise.mistakes), pairs, spent, places, solved_by, notes)


def _survivor(task, survivor: Survivor, trial) -> str:
    where = f"{task.answer.path.name}:{survivor.change.line_number}"
    seeds = f"{len(survivor.seeds)} of {len(trial.references)} seeds"
    return f"{task.name}: passes with one thing changed on {seeds}: {survivor.change.words} ({where})"


def _stale(task, words) -> str:
    return f"{task.name}: `equivalent` excuses {words!r}, and no such change passes: take it out, or write it as above"


def _pasted(task, function: LessonFunction) -> str:
    return (
        f"{task.name}: `{function.name}` of the lesson solves it ({function.place}): ask for another output, the step "
        "that the lesson leaves out, or the inverse question"
    )
