"""One lesson made ready for grading: the notebook as handed out, the probes on held-out cases, the references."""

import copy
import functools
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from firsthand.authoring.catalogue import error_in_checks, find_exercise, handed_in, open_course
from firsthand.authoring.course import Lesson
from firsthand.authoring.lesson_source import LessonError, stub
from firsthand.building.handing_out import has_variants, variant_notebook, variants_of
from firsthand.building.notebook import make_notebook
from firsthand.diagnosing.diagnosis import References
from firsthand.grading.graft import Probe
from firsthand.grading.probe import MIME, probe_source
from firsthand.judging.exercise import Exercise, as_judged
from firsthand.judging.transcript import observe, parse
from firsthand.limit import TookTooLong, time_limit


@dataclass(frozen=True)
class Assignment:
    """What is needed to grade any submission to one lesson on the cases of one seed."""

    lesson: Lesson
    pristine: NotebookNode
    exercises: dict[str, Exercise]
    references: dict[str, References]
    probes: dict[str, Probe]


@functools.cache
def pristine_notebooks(root: Path) -> dict[str, NotebookNode]:
    """Make each lesson's exercise notebook as it is handed out."""
    return {lesson.name: _pristine(open_course(root), lesson) for lesson in open_course(root).lessons if lesson.tasks}


def _pristine(course, lesson) -> NotebookNode:
    cells = [stub(cell) for cell in lesson.exercise_cells if not cell.solution_only]
    return make_notebook(course, lesson, "exercises", cells)


@functools.lru_cache(maxsize=64)
def make_assignment(root: Path, name: str, seed: int) -> Assignment:
    """Draw the held-out cases of a lesson and ask the oracle about them, once a process.

    Raises LessonError where the checks of an exercise cannot tell a right answer.
    """
    course = open_course(root)
    lesson = next(lesson for lesson in course.lessons if lesson.name == name)
    exercises = {task.name: find_exercise(root, task.name) for task in lesson.tasks}
    references = {name: _references(root, exercise, seed) for name, exercise in exercises.items()}
    probes = {task.name: _probe(task, exercises[task.name], references[task.name], seed) for task in lesson.tasks}
    return Assignment(lesson, pristine_notebooks(root)[name], exercises, references, probes)


def _probe(task, exercise, references, seed) -> Probe:
    # Drawn anew, because the oracle has been asked about the others, and a case may remember that.
    return Probe(probe_source(exercise, exercise.draw_cases(seed), handed_in(task)), references.expected, MIME)


@functools.lru_cache(maxsize=256)
def pristine_variant(root: Path, name: str, number: int) -> NotebookNode:
    """Make a lesson's exercise notebook as it is handed out with the numbers of a variant."""
    course = open_course(root)
    lesson = next(lesson for lesson in course.lessons if lesson.name == name)
    return variant_notebook(course, lesson, number) if has_variants(root, lesson) else pristine_notebooks(root)[name]


@functools.lru_cache(maxsize=256)
def make_variant_assignment(root: Path, name: str, seed: int, number: int) -> Assignment:
    """Put the exercises of a variant in place of those of the course. Raises LessonError as `make_assignment` does."""
    base = make_assignment(root, name, seed)
    own = {name: variant.exercise for name, variant in variants_of(root, base.lesson, number).items()}
    references = {name: _references(root, exercise, seed) for name, exercise in own.items()}
    tasks = [task for task in base.lesson.tasks if task.name in own]
    probes = {task.name: _probe(task, own[task.name], references[task.name], seed) for task in tasks}
    return replace(
        base,
        pristine=pristine_variant(root, name, number),
        exercises=base.exercises | own,
        references=base.references | references,
        probes=base.probes | probes,
    )


def _references(root, exercise, seed) -> References:
    """Ask the oracle about the cases of a seed. Raises LessonError when it, the cases or the rule fail: honest answers would."""
    try:
        references = References(exercise, exercise.draw_cases(seed))
    except Exception as error:  # an author's code may raise anything
        raise _refused(root, exercise, "the cases cannot be drawn", error) from error
    if '{"raised":' in references.expected:
        found = observe(exercise.expected, references.cases, exercise.ask, time_limit)
        raised = next((seen.error for seen in found if seen.error is not None), None)
        raise _refused(root, exercise, "the oracle raises an exception", raised)
    for line, case in zip(references.expected.split("\n"), references.cases, strict=True):
        try:
            with time_limit():
                said = exercise.accepts is None or exercise.accepts(parse(line), *copy.deepcopy(case))
        except (Exception, TookTooLong) as error:
            raise _refused(root, exercise, "the rule raises an exception on what the oracle says", error) from error
        if as_judged(said).says is not True:
            raise _refused(root, exercise, "the rule does not accept what the oracle says")
    return references


def _refused(root, exercise, what, error: BaseException | None = None) -> LessonError:
    why = "" if error is None else f": {type(error).__name__}: {error}"
    return error_in_checks(root, exercise.name, error, f"{exercise.name}: {what}{why}")
