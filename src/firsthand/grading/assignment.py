"""One lesson made ready for grading: the notebook as handed out, the probes on held-out cases, the references."""

import ast
import functools
import hashlib
import importlib.util
import re
import sys
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import cloudpickle
from nbformat import NotebookNode

import firsthand.checks
from firsthand.course import Course, Lesson, read_course
from firsthand.diagnosis import References
from firsthand.exercise import Exercise
from firsthand.grading.graft import Probe
from firsthand.grading.probe import MIME, probe_source
from firsthand.grading.records import ExerciseInfo
from firsthand.lesson_source import LessonError, Task, stub
from firsthand.notebook import make_notebook

_IMPORT = re.compile(r"^\s*(?:import|from) ([\w.]+)", re.MULTILINE)


@dataclass(frozen=True)
class Assignment:
    """What is needed to grade any submission to one lesson on the cases of one seed."""

    lesson: Lesson
    pristine: NotebookNode
    exercises: dict[str, Exercise]
    references: dict[str, References]
    probes: dict[str, Probe]


@functools.cache
def open_course(root: Path) -> Course:
    """Read the course in `root` once. Raises LessonError, also for an exercise that the checks do not define."""
    course = read_course(root)
    for task in (task for lesson in course.lessons for task in lesson.tasks):
        if task.name not in _modules_by_exercise(root):
            raise task.check.error(f"no file in {checks_folder(root)} defines the exercise {task.name!r}")
    return course


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


def exercise_list(course: Course) -> list[ExerciseInfo]:
    """Return what a report has to know of every exercise, in the order of the course."""
    tasks = [(lesson, task) for lesson in course.lessons for task in lesson.tasks]
    return [
        ExerciseInfo(lesson.name, lesson.title, task.name, exercise_title(task), task.points, position)
        for position, (lesson, task) in enumerate(tasks)
    ]


def exercise_title(task: Task) -> str:
    """Return the title of an exercise as its statement gives it: "## 2 · How unusual is a value? (2 points, ...)"."""
    heading = re.search(r"^## (?:\d+ · )?(.+?) \(\d+ points?", task.statement.source, re.MULTILINE)
    return heading[1] if heading else task.name


def fingerprint(course: Course) -> str:
    """Identify what decides a score: the exercises' sources and the checks, by their contents."""
    paths = [course.root / "lessons" / lesson.name / "exercises.py" for lesson in course.lessons]
    contents = [path.read_bytes() for path in (*paths, *_check_files(course.root))]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()[:16]


def import_checks(root: Path) -> None:
    """Import all checks of the course in `root`, so that processes forked from this one need not."""
    for path in _check_files(root):
        _load(path)


def imported_modules(course: Course) -> list[str]:
    """Return the modules that the exercise notebooks and their answers import, for a kernel to have at hand."""
    sources = "\n".join(cell.source for lesson in course.lessons for cell in lesson.exercise_cells)
    return sorted({name for name in _IMPORT.findall(sources) if importlib.util.find_spec(name.split(".")[0])})


def checks_folder(root: Path) -> Path:
    """Return where a course keeps its checks: `checks`, or `src/firsthand/checks` as this course does."""
    own = [folder for folder in (root / "checks", root / "src" / "firsthand" / "checks") if folder.is_dir()]
    return (own or [Path(firsthand.checks.__file__).parent])[0]


def _check_files(root) -> list[Path]:
    return sorted(path for path in checks_folder(root).glob("*.py") if path.name != "__init__.py")


@functools.cache
def _modules_by_exercise(root: Path) -> dict[str, Path]:
    return {
        name: path
        for path in _check_files(root)
        for name in firsthand.checks.DEFINITION.findall(path.read_text(encoding="utf-8"))
    }


def find_exercise(root: Path, name: str) -> Exercise:
    """Return an exercise of the course in `root`. Raises LookupError when its checks define no such name."""
    paths = _modules_by_exercise(root)
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
