"""The commands of a learner: check and progress, on their own notebooks and the cases that they know."""

import sys
from collections.abc import Callable
from pathlib import Path

from firsthand.authoring.catalogue import exercise_title, fingerprint, open_course
from firsthand.authoring.course import find_course, lesson_names
from firsthand.classroom.submission import Submission
from firsthand.gradebook.records import Order
from firsthand.grading.opening import exercise_list, open_gradebook
from firsthand.grading.worker import grade_one
from firsthand.judging.exercise import SHOWN_SEED
from firsthand.progressing import Practised, Progress
from firsthand.report.markup import one_line

SIGNS = {"right": "✔", "not_attempted": "○"}
PROGRESS = Path(".firsthand") / "progress.sqlite"


def check(notebooks: list[Path]) -> int:
    """Grade a learner's own notebooks on the cases that the check cells use; 0 when everything is right, else 1."""
    root = find_course(Path.cwd())
    paths = notebooks or sorted((root / "exercises").glob("*.ipynb"))
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        print(
            f"There is no file {missing[0]}. Name a notebook: firsthand check exercises/06_gradient_descent.ipynb",
            file=sys.stderr,
        )
        return 2
    order = _own_order(root)
    everything_right = True
    for path in paths:
        result = grade_one(order, "you", path.name, path.read_bytes())
        everything_right = _show_result(root, result) and everything_right
    return 0 if everything_right else 1


def _own_order(root):
    """Return the order to grade one's own work: shown cases, no sandbox, as much memory as the machine has."""
    return Order(root, SHOWN_SEED, fingerprint(open_course(root)), limit_seconds=60, memory_mb=None, sandbox=False)


def _show_result(root, result) -> bool:
    """Print a table of one notebook; return whether everything in it is right."""
    if not result.scores:
        print(f"{one_line(result.source)}: {result.reason}")
        return False
    exercises = {info.name: info for info in exercise_list(open_course(root)) if info.lesson == result.lesson}
    earned, possible = sum(s.points for s in result.scores), sum(info.points for info in exercises.values())
    print(f"\n{result.source} · {earned} of {possible} points")
    width = max(len(info.title) for info in exercises.values())
    for score in result.scores:
        info = exercises[score.exercise]
        print(
            f"  {SIGNS.get(score.status, '✘')} {info.title:{width}}  {score.points} of {info.points}  {score.sentence}".rstrip()
        )
    return earned == possible


def progress(as_text_of: Callable[[list[Practised]], object] = Progress) -> int:
    """Show a learner's points in every lesson; only notebooks that changed are run again."""
    root = find_course(Path.cwd())
    course, order = open_course(root), _own_order(root)
    (root / PROGRESS).parent.mkdir(exist_ok=True)
    paths = [path for name in lesson_names(root) if (path := root / "exercises" / f"{name}.ipynb").is_file()]
    with open_gradebook(root / PROGRESS, course, order.seed) as gradebook:
        for path in paths:
            submission = Submission("you", path.name, path)
            if not gradebook.is_unchanged(submission):
                gradebook.keep(grade_one(order, "you", path.name, path.read_bytes()))
        here = {path.name for path in paths}
        print(as_text_of(_practised(course, [result for result in gradebook.results() if result.source in here])))
    return 0


def _practised(course, results) -> list[Practised]:
    """Return where the learner stands in each lesson that has exercises."""
    statuses = {(result.lesson, score.exercise): score.status for result in results for score in result.scores}
    return [
        Practised(
            lesson.name,
            lesson.title,
            tuple(
                (exercise_title(task), task.points, statuses.get((lesson.name, task.name), "not_attempted"))
                for task in lesson.tasks
            ),
        )
        for lesson in course.lessons
        if lesson.tasks
    ]
