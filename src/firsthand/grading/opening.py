"""What a run of the grader has open: the gradebook of a course, and the process that forks kernels."""

from pathlib import Path

import firsthand.checks
import firsthand.variants
from firsthand.authoring.catalogue import exercise_title, fingerprint, imported_modules, open_course
from firsthand.authoring.course import Course, project
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import ExerciseInfo
from firsthand.kernels.zygote_process import Mode, ZygoteProcess

HIDDEN = ("lessons", "notebooks", "exercises", "solutions", "checks", "variants", "tests")
CHECKS, VARIANTS = Path(firsthand.checks.__file__), Path(firsthand.variants.__file__)


def begin_zygote(root: Path, sandbox: bool) -> ZygoteProcess:
    """Begin the process that forks kernels; inside the sandbox nothing of the course in `root` is to be seen.

    It is ready some time after `load_course`. Raises NoSandbox.
    """
    hidden = [CHECKS.parent, VARIANTS.parent, *(root / folder for folder in HIDDEN)]
    return ZygoteProcess(Mode.SANDBOXED if sandbox else Mode.GRADED, hidden, [CHECKS, VARIANTS])


def load_course(zygote: ZygoteProcess, course: Course) -> None:
    """Have the zygote import what the exercises of a course use."""
    zygote.load(["firsthand.grading.probe:prepare", *imported_modules(course)])


def start_zygote(root: Path, sandbox: bool) -> ZygoteProcess:
    """Begin a zygote for the course in `root`. Raises NoSandbox."""
    zygote = begin_zygote(root, sandbox)
    load_course(zygote, open_course(root))
    return zygote


def exercise_list(course: Course) -> list[ExerciseInfo]:
    """Return what a report has to know of every exercise, in the order of the course."""
    tasks = [(lesson, task) for lesson in course.lessons for task in lesson.tasks]
    return [
        ExerciseInfo(lesson.name, lesson.title, task.name, exercise_title(task), task.points, position)
        for position, (lesson, task) in enumerate(tasks)
    ]


def open_gradebook(path: Path, course: Course, seed: int | None = None, variants: str | None = None) -> Gradebook:
    """Open the gradebook of `course` at `path`, or make it, for one run of the grader. Raises GradebookError."""
    return Gradebook.open(
        path,
        course=project(course.root)["name"],
        version=course.version,
        fingerprint=fingerprint(course),
        exercises=exercise_list(course),
        seed=seed,
        variants=variants,
    )
