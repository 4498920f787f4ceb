"""What a course has to grade: its exercises, its checks, and what they import; found without running any of it."""

import ast
import functools
import hashlib
import importlib.util
import re
import sys
import traceback
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import firsthand.checks
import firsthand.variants
from firsthand.authoring.course import Course, read_course
from firsthand.authoring.lesson_source import LessonError, Task

if TYPE_CHECKING:  # a command that only lists a course should not wait for NumPy and pandas
    from firsthand.judging.exercise import Exercise


@functools.cache
def open_course(root: Path) -> Course:
    """Read the course in `root` once. Raises LessonError, also for an exercise that the checks do not define."""
    course = read_course(root)
    for task in (task for lesson in course.lessons for task in lesson.tasks):
        if task.name not in modules_by_exercise(root):
            raise task.check.error(f"no file in {checks_folder(root)} defines the exercise {task.name!r}")
    return course


def exercise_title(task: Task) -> str:
    """Return the title of an exercise as its statement gives it: "## 2 · How unusual is a value? (2 points, ...)"."""
    heading = re.search(r"^## (?:\d+ · )?(.+?) \(\d+ points?", task.statement.source, re.MULTILINE)
    return heading[1] if heading else task.name


def fingerprint(course: Course) -> str:
    """Identify what decides a score: the exercises' sources, the checks and the variants, by their contents."""
    paths = [course.root / "lessons" / lesson.name / "exercises.py" for lesson in course.lessons]
    contents = [path.read_bytes() for path in (*paths, *check_files(course.root), *_variant_files(course.root))]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()[:16]


def imported_modules(course: Course) -> list[str]:
    """Return what the exercise notebooks and their answers import, for a kernel to have at hand.

    Of `from firsthand import plots` both names are given: whether `firsthand.plots` is a module shows when it is asked for.
    """
    cells = [cell.source for lesson in course.lessons for cell in lesson.exercise_cells if cell.kind == "code"]
    nodes = [node for source in cells if "import" in source for node in ast.walk(ast.parse(source))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return sorted(names)


def checks_folder(root: Path) -> Path:
    """Return where a course keeps its checks: `checks`, or `src/firsthand/checks` as this course does."""
    own = [folder for folder in (root / "checks", root / "src" / "firsthand" / "checks") if folder.is_dir()]
    return (own or [Path(firsthand.checks.__file__).parent])[0]


def check_files(root: Path) -> list[Path]:
    """Return the modules with the checks of the course in `root`."""
    return sorted(path for path in checks_folder(root).glob("*.py") if path.name != "__init__.py")


def variants_folder(root: Path) -> Path:
    """Return where a course keeps the variants of its exercises, if it has any: `variants`, beside its checks."""
    return checks_folder(root).parent / "variants"


def _variant_files(root) -> list[Path]:
    return sorted(path for path in variants_folder(root).glob("*.py") if path.name != "__init__.py")


@functools.cache
def variants_by_exercise(root: Path) -> dict[str, Path]:
    """Map the name of each exercise that has variants to the file that draws them."""
    return {
        name: path for path in _variant_files(root) for name in firsthand.variants.DEFINITION.findall(_text_of(path))
    }


def find_draw(root: Path, name: str) -> Callable | None:
    """Return what draws the variants of an exercise of the course in `root`, None where it has none."""
    path = variants_by_exercise(root).get(name)
    return None if path is None else getattr(_load(path), name)


def definitions(root: Path) -> dict[str, list[tuple[Path, int]]]:
    """Map the name of each exercise that the checks define to where: the file and the line, more than one by mistake."""
    found: dict[str, list[tuple[Path, int]]] = {}
    for path in check_files(root):
        text = _text_of(path)
        for match in firsthand.checks.DEFINITION.finditer(text):
            found.setdefault(match[1], []).append((path, text.count("\n", 0, match.start()) + 1))
    return found


@functools.cache
def modules_by_exercise(root: Path) -> dict[str, Path]:
    """Map the name of each exercise that the checks define to the file that does."""
    return {name: places[0][0] for name, places in definitions(root).items()}


def place_of(root: Path, name: str) -> str:
    """Return where the checks define an exercise, as "src/firsthand/checks/name.py:12"."""
    path, line = definitions(root)[name][0]
    return f"{path.relative_to(root) if path.is_relative_to(root) else path}:{line}"


def error_in_checks(root: Path, name: str, error: BaseException | None, message: str) -> LessonError:
    """Make a LessonError for the line of the checks in which an error arose, or that defines the exercise."""
    path, line = definitions(root)[name][0]
    return LessonError(path, _line_of(error, path, line), message)


def _text_of(path) -> str:
    """Return the text of a module of checks. Raises LessonError when it is not UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LessonError(path, line, "the checks are not UTF-8 text; save the file as UTF-8") from None


def handed_in(task: Task) -> str:
    """Return the expression that a check cell, `check("name", answer)`, hands in. Raises LessonError for any other cell."""
    match ast.parse(task.check.source).body:
        case [ast.Expr(ast.Call(args=[_, answer]))]:
            return ast.unparse(answer)
    raise task.check.error('a check cell is one call: check("name", answer)')


def find_exercise(root: Path, name: str) -> "Exercise":
    """Return an exercise of the course in `root`. Raises LookupError when its checks define no such name."""
    paths = modules_by_exercise(root)
    if name not in paths:
        raise LookupError(f"The lessons ask {name!r}, and {checks_folder(root)} defines no exercise of that name.")
    return replace(getattr(_load(paths[name]), name), name=name)


def import_checks(root: Path, lessons: Collection[str] = ()) -> None:
    """Import the checks of some lessons, of all when none are named, so that processes forked from this one need not."""
    course = open_course(root)
    asked = [task.name for lesson in course.lessons if lesson.name in lessons for task in lesson.tasks]
    for path in sorted({modules_by_exercise(root)[name] for name in asked} if asked else check_files(root)):
        _load(path)


_PACKAGES = (firsthand.checks, firsthand.variants)


@functools.cache
def _load(path: Path) -> ModuleType:
    """Import a module of checks or variants; what a probe takes from it travels by value, because no kernel can import it."""
    package = next((own for own in _PACKAGES if path.parent == Path(str(own.__file__)).parent), None)
    if package:
        module = importlib.import_module(f"{package.__name__}.{path.stem}")
    else:
        name = f"course_checks_{hashlib.sha256(str(path).encode()).hexdigest()[:8]}_{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # an author's code may raise anything, SystemExit too
            raise LessonError(path, _line_of(error, path), f"{type(error).__name__}: {error}") from error
    import cloudpickle  # not above: only whoever loads checks needs it

    from firsthand import project

    for travels in (module, project):  # a learner's kernel can import the second, and change it
        cloudpickle.register_pickle_by_value(travels)
    return module


def _line_of(error, path, otherwise=1) -> int:
    """Return the line of the file `path` in which an error arose."""
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__) if error else []
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    return (lines or [otherwise])[-1] or 1
