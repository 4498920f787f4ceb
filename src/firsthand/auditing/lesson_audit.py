"""One lesson and its exercises, audited: a row of figures for each, and everything that is refused, with its place."""

import re
import statistics
import time
from dataclasses import dataclass

from firsthand.auditing.cases import faults_of_example, never_varies
from firsthand.auditing.fairness import fairness, faults_of_form, pairs_told_apart, without_end
from firsthand.auditing.pasted import LessonFunction, lesson_functions, shown_lines, solving
from firsthand.auditing.predictions import FEWEST, prediction_faults
from firsthand.auditing.survivors import (
    Outcome,
    Solution,
    Survivor,
    Turns,
    faults_of_solution,
    namespaces,
    try_changes,
)
from firsthand.auditing.trial import Trial
from firsthand.authoring.catalogue import exercise_title, find_exercise, place_of
from firsthand.authoring.course import Course, Lesson
from firsthand.authoring.lesson_source import Cell, LessonError
from firsthand.authoring.prediction_source import out_of_sight
from firsthand.changing.learner_code import libraries_silenced

ABOUT_CHANGES = (
    "A solution with one thing changed must be told from the right answer on every seed. Draw a case on which they differ; "
    "or take out of the solution what does nothing; or, where it is right all the same, give the change and the reason "
    "in Exercise(equivalent={...})."
)

MOST_WORDS = 2_800
MOST_CELLS = 26
MOST_SECTIONS = 9
MOST_LINES = 6
"""Of the median code cell in sight."""

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ABLE = re.compile(r"\*\*You will be able to\b[^*]*\*\*")
_NEEDS = re.compile(r"\*\*You need\b.*?(?=\n\s*\n|\Z)", re.DOTALL)


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
class Length:
    """How long a lesson is."""

    words: int
    cells: int
    sections: int
    lines: float


@dataclass(frozen=True)
class LessonAudit:
    """The figures of one lesson, a row for each of its exercises, and what is refused of it."""

    name: str
    length: Length
    objectives_without: int
    rows: list[ExerciseRow]
    refused: list[str]

    @property
    def solved(self) -> int:
        """How many of its exercises a cell of the lesson solves."""
        return sum(row.solved_by != [] for row in self.rows)

    @property
    def everything_refused(self) -> list[str]:
        return self.refused + [text for row in self.rows for text in row.refused]


def audit_lesson(course: Course, lesson: Lesson) -> LessonAudit:
    """Audit a lesson and each of its exercises. Raises LessonError for what cannot even run."""
    turns = Turns()
    functions, above = lesson_functions(lesson, turns), namespaces(lesson)
    solutions = [Solution(task, above[task.name], turns) for task in lesson.tasks]
    rows = [_audit_exercise(course.root, lesson, solution, functions, turns) for solution in solutions]
    objectives = _faults_of_objectives(lesson)
    found = [
        *_faults_of_length(lesson),
        *objectives,
        *_faults_of_prerequisites(course, lesson),
        *_faults_of_recap(lesson),
        *_faults_of_exercises(lesson),
    ]
    fewest = min(FEWEST, len(lesson.tasks))  # a lesson that has just begun, or the start page
    found += [cell.error(words) for cell, words in prediction_faults(lesson.cells, fewest)]
    return LessonAudit(lesson.name, length(lesson), len(objectives), rows, list(map(str, found)))


def _audit_exercise(root, lesson, solution: Solution, functions, turns) -> ExerciseRow:
    began, task = time.process_time(), solution.task
    exercise, place = find_exercise(root, task.name), place_of(root, task.name)
    outcome, pairs, solved_by, notes = Outcome(), (0, 0), [], []
    trial = Trial(exercise, before_each=turns.begin)
    if not (refused := faults_of_form(exercise) or without_end(trial)):
        refused += _faults_of_heading(task, exercise)
        refused += fairness(trial) + faults_of_example(trial, task.statement.source, solution.arguments)
        with libraries_silenced():
            wrong = faults_of_solution(trial, solution, turns)
            outcome, pairs = Outcome() if wrong else try_changes(trial, solution, turns), pairs_told_apart(trial)
        refused += wrong + [_survivor(task, survivor, trial) for survivor in outcome.survivors]
        refused += [_stale(task, words) for words in exercise.equivalent if words not in outcome.equivalent]
        solved_by = list(solving(trial, functions, turns))
        refused += [_pasted(task, function) for function in solved_by]
        notes = [f"cases of {task.name}, {text}" for text in never_varies(trial, solution.arguments)]
        notes += [f"{task.name}: {text}" for text in shown_lines(lesson, task)]
    spent = round(1000 * (time.process_time() - began))
    places = [f"{place}: {text}" for text in refused]
    return ExerciseRow(task.name, outcome, len(exercise.mistakes), pairs, spent, places, solved_by, notes)


def _faults_of_heading(task, exercise) -> list[str]:
    """Say where the heading of the statement and the check disagree."""
    pairs = (("title", exercise_title(task), exercise.title), ("points", task.points, exercise.points))
    return [
        f"{task.name}: {what} {said!r} in the statement, {known!r} in the check"
        for what, said, known in pairs
        if said != known
    ]


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


# ---- the lesson itself


def length(lesson: Lesson) -> Length:
    """Count the words of a lesson's Markdown, its code cells in sight, its numbered sections, the lines of the median one.

    Out of sight are cells that only draw, which are folded, and those that tell the outcome of a prediction.
    """
    prose = [_COMMENT.sub("", cell.source) for cell in lesson.cells if cell.kind == "markdown"]
    _, outcomes = out_of_sight(lesson.cells)
    seen = [c for i, c in enumerate(lesson.cells) if c.kind == "code" and not c.folded and i not in outcomes]
    lines = [len([line for line in cell.source.splitlines() if line.strip()]) for cell in seen]
    sections = [heading for text in prose for heading in re.findall(r"^## \d+ · .*", text, re.MULTILINE)]
    return Length(sum(len(text.split()) for text in prose), len(seen), len(sections), statistics.median(lines or [0]))


def _faults_of_length(lesson: Lesson) -> list[LessonError]:
    """Say what of a lesson is too long; take ideas out, do not squeeze sentences."""
    found = length(lesson)
    limits = (
        (found.words, MOST_WORDS, "words"),
        (found.cells, MOST_CELLS, "code cells"),
        (found.sections, MOST_SECTIONS, "numbered sections"),
        (found.lines, MOST_LINES, "lines in the median code cell in sight"),
    )
    first = lesson.cells[0]
    return [first.error(f"{number:,g} {what}; at most {most:,}") for number, most, what in limits if number > most]


def _objectives(cell: Cell) -> list[tuple[int, str]]:
    """Return the objectives of a first cell with their lines: the list below "**You will be able to**", or its sentence."""
    found: list[tuple[int, str]] = []
    above = True
    for line, text in enumerate(cell.source.splitlines(), start=1):
        begins = _ABLE.match(text)
        if begins is not None:
            above, text = False, text[begins.end() :]
            found = [(line, text)] if text.strip() else []
        elif above:
            continue
        elif re.match("[-*] ", text):
            found.append((line, text[2:]))
        elif text.strip() and found and not text.startswith(("**", "#")):
            found[-1] = found[-1][0], f"{found[-1][1]} {text.strip()}"
        elif found:
            break
    return found


def _faults_of_objectives(lesson: Lesson) -> list[LessonError]:
    """Say which objective no exercise serves. An objective ends with the names of its exercises: `<!-- huber, pinball -->`."""
    first, known = lesson.cells[0], {task.name for task in lesson.tasks}
    objectives = _objectives(first)
    if not objectives:
        return [first.error('no objectives: "**You will be able to**", and under it a list')]
    found = []
    for line, text in objectives:
        names = re.findall(r"\w+", " ".join(_COMMENT.findall(text)))
        words = " ".join(_COMMENT.sub("", text).split())
        if not names:
            found.append(first.error(f'no exercise for "{words[:60]}": name it at the end, <!-- its_name -->', line))
        found += [first.error(f"there is no exercise {name!r}", line) for name in names if name not in known]
    return found


def _faults_of_exercises(lesson: Lesson) -> list[LessonError]:
    """Say which exercise no objective names; nothing where no objective names any."""
    named = set(re.findall(r"\w+", " ".join(_COMMENT.findall(lesson.cells[0].source))))
    lost = [task for task in lesson.tasks if named and task.name not in named]
    return [task.answer.error(f"no objective names {task.name!r}: add it to one in lesson.py") for task in lost]


def _faults_of_recap(lesson: Lesson) -> list[LessonError]:
    code = [cell.source for cell in lesson.cells if cell.kind == "code"]
    if not any("predict(" in text for text in code) or any("predictions()" in text for text in code):
        return []
    return [lesson.cells[-1].error("what was predicted is shown nowhere: the last cell is predictions()")]


def _faults_of_prerequisites(course: Course, lesson: Lesson) -> list[LessonError]:
    """Say which prerequisite no earlier lesson teaches: a link there leads to a lesson before it."""
    first, names = lesson.cells[0], [other.name for other in course.lessons]
    needs = _NEEDS.search(first.source)
    if needs is None:
        return [first.error('no prerequisites: a paragraph that begins "**You need**"')]
    line = first.source.count("\n", 0, needs.start()) + 1
    earlier = names[: names.index(lesson.name)]
    links = re.findall(r"\]\(([\w./-]+)\.ipynb[^)]*\)", needs[0])
    return [first.error(f"{link} is needed, and is no earlier lesson", line) for link in links if link not in earlier]
