"""What a course has to grade: its exercises, its checks, and what they import; read without running any of it."""

import ast
import functools
import hashlib
import re
from pathlib import Path

import firsthand.checks
from firsthand.authoring.course import Course, read_course
from firsthand.authoring.lesson_source import Task


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
    """Identify what decides a score: the exercises' sources and the checks, by their contents."""
    paths = [course.root / "lessons" / lesson.name / "exercises.py" for lesson in course.lessons]
    contents = [path.read_bytes() for path in (*paths, *check_files(course.root))]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()[:16]


def imported_modules(course: Course) -> list[str]:
    """Return what the exercise notebooks and their answers import, for a kernel to have at hand.

    Of `from firsthand import plots` both names are given: whether `firsthand.plots` is a module shows when it is imported.
    """
    cells = [cell.source for lesson in course.lessons for cell in lesson.exercise_cells if cell.kind == "code"]
    nodes = [node for source in cells for node in ast.walk(ast.parse(source))]
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


def definitions(root: Path) -> dict[str, list[tuple[Path, int]]]:
    """Map the name of each exercise that the checks define to where: the file and the line, more than one by mistake."""
    found: dict[str, list[tuple[Path, int]]] = {}
    for path in check_files(root):
        text = path.read_text(encoding="utf-8")
        for match in firsthand.checks.DEFINITION.finditer(text):
            found.setdefault(match[1], []).append((path, text.count("\n", 0, match.start()) + 1))
    return found


@functools.cache
def modules_by_exercise(root: Path) -> dict[str, Path]:
    """Map the name of each exercise that the checks define to the file that does."""
    return {name: places[0][0] for name, places in definitions(root).items()}
