"""One lesson made ready for grading: the notebook as handed out, the probes on held-out cases, the references."""

import ast
import functools
import hashlib
import importlib.util
import sys
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import cloudpickle
from nbformat import NotebookNode

import firsthand.checks
from firsthand.authoring.catalogue import check_files, checks_folder, modules_by_exercise, open_course
from firsthand.authoring.course import Lesson
from firsthand.authoring.lesson_source import LessonError, stub
from firsthand.authoring.notebook import make_notebook
from firsthand.grading.graft import Probe
from firsthand.grading.probe import MIME, probe_source
from firsthand.judging.diagnosis import References
from firsthand.judging.exercise import Exercise


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
    """Draw the held-out cases of a lesson and ask the oracle about them, once a process."""
    course = open_course(root)
    lesson = next(lesson for lesson in course.lessons if lesson.name == name)
    exercises = {task.name: find_exercise(root, task.name) for task in lesson.tasks}
    references = {name: References(exercise, exercise.draw_cases(seed)) for name, exercise in exercises.items()}
    probes = {
        task.name: Probe(
            # Drawn anew, because the oracle has been asked about the others, and a case may remember that.
            probe_source(exercises[task.name], exercises[task.name].draw_cases(seed), _handed_in(task)),
            references[task.name].expected,
            MIME,
        )
        for task in lesson.tasks
    }
    return Assignment(lesson, pristine_notebooks(root)[name], exercises, references, probes)


def _handed_in(task) -> str:
    """Return the expression that a check cell, `check("name", answer)`, hands in."""
    match ast.parse(task.check.source).body:
        case [ast.Expr(ast.Call(args=[_, answer]))]:
            return ast.unparse(answer)
    raise LessonError(task.check.path, task.check.line_number, 'a check cell is one call: check("name", answer)')


def import_checks(root: Path) -> None:
    """Import all checks of the course in `root`, so that processes forked from this one need not."""
    for path in check_files(root):
        _load(path)


def find_exercise(root: Path, name: str) -> Exercise:
    """Return an exercise of the course in `root`. Raises LookupError when its checks define no such name."""
    paths = modules_by_exercise(root)
    if name not in paths:
        raise LookupError(f"The lessons ask {name!r}, and {checks_folder(root)} defines no exercise of that name.")
    return replace(getattr(_load(paths[name]), name), name=name)


@functools.cache
def _load(path: Path) -> ModuleType:
    """Import a module of checks; what a probe takes from it travels by value, because no kernel can import it."""
    if path.parent == Path(firsthand.checks.__file__).parent:
        module = importlib.import_module(f"firsthand.checks.{path.stem}")
    else:
        name = f"course_checks_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}_{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:  # an author's code may raise anything
            raise LessonError(path, _line_of(error, path), f"{type(error).__name__}: {error}") from error
    cloudpickle.register_pickle_by_value(module)
    return module


def _line_of(error, path) -> int:
    """Return the line of the file `path` in which an error arose."""
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return (lines or [1])[-1] or 1
