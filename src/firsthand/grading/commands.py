"""The commands for grading: check and progress for a learner, grade, report and doctor for a teacher."""

import contextlib
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from firsthand.course import Course, CourseNotFound, find_course, lesson_names, project
from firsthand.grading.markup import one_line
from firsthand.grading.sandbox import NoSandbox, why_no_sandbox

BAR_CHARACTERS = 20
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
    from firsthand.grading.worker import grade_one

    order = _own_order(root)
    everything_right = True
    for path in paths:
        result = grade_one(order, "you", path.name, path.read_bytes())
        everything_right = _show_result(root, result) and everything_right
    return 0 if everything_right else 1


def _own_order(root):
    """Return the order to grade one's own work: shown cases, no sandbox, as much memory as the machine has."""
    from firsthand.exercise import SHOWN_SEED
    from firsthand.grading.catalogue import fingerprint, open_course
    from firsthand.grading.records import Order

    return Order(root, SHOWN_SEED, fingerprint(open_course(root)), limit_seconds=60, memory_mb=None, sandbox=False)


def _show_result(root, result) -> bool:
    """Print a table of one notebook; return whether everything in it is right."""
    if not result.scores:
        print(f"{one_line(result.source)}: {result.reason}")
        return False
    from firsthand.grading.catalogue import exercise_list, open_course

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


def progress() -> int:
    """Show a learner's points in every lesson; only notebooks that changed are run again."""
    root = find_course(Path.cwd())
    from firsthand.grading.catalogue import exercise_list, fingerprint, open_course
    from firsthand.grading.gradebook import Gradebook
    from firsthand.grading.submission import Submission
    from firsthand.grading.worker import grade_one

    course, order = open_course(root), _own_order(root)
    (root / PROGRESS).parent.mkdir(exist_ok=True)
    paths = [root / "exercises" / f"{name}.ipynb" for name in lesson_names(root)]
    with Gradebook.open(
        root / PROGRESS,
        course=_name(course),
        version=course.version,
        fingerprint=fingerprint(course),
        exercises=exercise_list(course),
        seed=order.seed,
    ) as gradebook:
        for path in filter(Path.is_file, paths):
            submission = Submission("you", path.name, path)
            if not _is_unchanged(gradebook, submission):
                gradebook.keep(grade_one(order, "you", path.name, path.read_bytes()))
        _show_progress(course, {result.source: result for result in gradebook.results()})
    return 0


def _show_progress(course, results) -> None:
    """Print a bar a lesson, and under it a sign for each skill that the lesson practises."""
    for lesson in course.lessons:
        scores = {
            score.exercise: score
            for result in results.values()
            if result.lesson == lesson.name
            for score in result.scores
        }
        earned = sum(score.points for score in scores.values())
        print(f"{lesson.name[:2]} {_bar(earned, lesson.points)} {earned:2} of {lesson.points:2}  {lesson.title}")
        from firsthand.grading.catalogue import exercise_title

        signs = [
            f"{SIGNS.get(scores[task.name].status, '✘') if task.name in scores else '○'} {exercise_title(task)}"
            for task in lesson.tasks
        ]
        for line in _wrapped(signs):
            print(f"     {line}")


def _bar(part, whole) -> str:
    filled = round(BAR_CHARACTERS * part / whole) if whole else 0
    return "█" * filled + "░" * (BAR_CHARACTERS - filled)


def _wrapped(words: list[str]) -> Iterator[str]:
    """Set words in lines that fit the terminal, none of them broken."""
    width, line = shutil.get_terminal_size().columns - 6, ""
    for word in words:
        if line and len(line) + len(word) + 3 > width:
            yield line
            line = ""
        line += ("   " if line else "") + word
    yield line


def grade(options) -> int:
    """Grade what a class handed in; 0 when every submission was graded, 1 when some could not be, 2 for usage."""
    started = time.monotonic()
    if not options.no_sandbox and (reason := why_no_sandbox()):
        raise NoSandbox(reason)
    root = _named_course(options.course) if options.course else find_course(Path.cwd())
    from firsthand.grading.catalogue import exercise_list, fingerprint, open_course
    from firsthand.grading.gradebook import Gradebook
    from firsthand.grading.submission import find_submissions

    submissions = find_submissions(options.submissions)
    course = open_course(root)
    with Gradebook.open(
        options.out / "gradebook.sqlite",
        course=_name(course),
        version=course.version,
        fingerprint=fingerprint(course),
        exercises=exercise_list(course),
        seed=options.seed,
    ) as gradebook:
        waiting = [submission for submission in submissions if not _is_unchanged(gradebook, submission)]
        _say_unchanged(len(submissions) - len(waiting))
        try:
            if waiting:
                _grade_waiting(options, root, gradebook, waiting)
        except KeyboardInterrupt:
            print("\nWhat was graded is kept; the same command goes on from there.", file=sys.stderr)
            raise
        return _conclude(options, gradebook, submissions, time.monotonic() - started)


def _named_course(path) -> Path:
    """Return the course that --course names. Raises CourseNotFound, also where only a folder above it is a course."""
    root = path.resolve()
    if find_course(root) != root:
        raise CourseNotFound(
            f"No course in {path}: a course has a folder `lessons` and a file `pyproject.toml`. "
            "Name the folder that holds them: --course PATH."
        )
    return root


def _name(course: Course) -> str:
    return project(course.root)["name"]


def _is_unchanged(gradebook, submission) -> bool:
    import hashlib

    from firsthand.grading.submission import Unreadable

    try:
        return gradebook.is_done(submission.learner, submission.source, hashlib.sha256(submission.read()).hexdigest())
    except Unreadable:
        return False


def _say_unchanged(number) -> None:
    if number:
        from firsthand.words import count

        print(f"{count(number, 'submission')} unchanged since graded: not run again.")


def _grade_waiting(options, root, gradebook, waiting) -> None:
    from firsthand.grading.records import Order

    order = Order(root, gradebook.seed, gradebook.fingerprint, options.limit, options.memory, not options.no_sandbox)
    with _workers(options, order) as (order, make_executor):
        from firsthand.grading.grader import Spread, grade_class

        show = _progress_line(len(waiting), gradebook.exercises)
        for graded in grade_class(waiting, gradebook, Spread(order, make_executor, options.workers)):
            show(graded)


@contextlib.contextmanager
def _workers(options, order):
    """Make ready whoever grades; give the order as they need it, and what makes an executor of them."""
    if options.dask:
        from firsthand.grading import cluster

        with contextlib.closing(cluster.connect(options.dask)) as client:
            yield order, lambda workers: cluster.workers_of(client)
        return
    from firsthand.grading.zygote_process import start_zygote

    with contextlib.closing(start_zygote(order.course, order.sandbox)) as zygote:
        _import_for_workers(order.course)  # while the zygote imports its own
        zygote.wait()
        from firsthand.grading.grader import local_workers

        yield order.on(zygote.address), local_workers


def _import_for_workers(root) -> None:
    """Import, before there are workers, what each of them would import."""
    import nbval.plugin  # noqa: F401

    from firsthand.grading.assignment import import_checks

    import_checks(root)


def _progress_line(total, exercises) -> Callable:
    """Return what shows one more result: a bar with the time left on a terminal, else a line."""
    started, done = time.monotonic(), 0
    possible = {
        lesson: sum(e.points for e in exercises if e.lesson == lesson) for lesson in {e.lesson for e in exercises}
    }

    def show(graded):
        nonlocal done
        done += 1
        result = graded.result
        if sys.stdout.isatty():
            left = (time.monotonic() - started) / done * (total - done)
            end = "\n" if done == total else ""
            print(f"\r{_bar(done, total)} {done} of {total}, {left:.0f} s left  ", end=end, flush=True)
        else:
            earned = sum(score.points for score in result.scores)
            what = f"{earned} of {possible[result.lesson]}" if result.scores else result.status
            print(f"{done}/{total} {one_line(result.learner)} {one_line(result.source)}: {what}", flush=True)

    return show


def _conclude(options, gradebook, submissions, seconds) -> int:
    from firsthand.grading.records import NEEDS_A_PERSON, SUBMISSION_STATUSES
    from firsthand.words import count

    is_written = _write_report(gradebook, options.out)
    here = {(submission.learner, submission.source) for submission in submissions}
    lost = [r for r in gradebook.results() if r.status in NEEDS_A_PERSON and (r.learner, r.source) in here]
    where = f" The class: {options.out / 'report' / 'index.html'}" if is_written else ""
    print(f"{count(len(submissions), 'submission')} in {seconds:.1f} s.{where}")
    for result in lost:
        print(
            f"  needs a person: {one_line(result.learner)} {one_line(result.source)}: {SUBMISSION_STATUSES[result.status]}: {one_line(result.reason)}"
        )
    return 1 if lost or not is_written else 0


def _write_report(gradebook, folder) -> bool:
    """Write the report; say so where that is not possible, since the scores are kept all the same."""
    from firsthand.grading.report import ReportNotWritten, write_report

    try:
        write_report(gradebook, folder)
    except ReportNotWritten as error:
        print(error, file=sys.stderr)
        return False
    return True


def report(gradebook_path: Path) -> int:
    """Write the pages and files again from the gradebook alone, beside it."""
    from firsthand.grading.gradebook import Gradebook

    with Gradebook.read(gradebook_path) as gradebook:
        if not _write_report(gradebook, gradebook_path.parent):
            return 1
    print(gradebook_path.parent / "report" / "index.html")
    return 0


def doctor() -> int:
    """Say which sandbox and speed this machine gives, and what to install."""
    reason = why_no_sandbox()
    from firsthand.words import count

    print(
        f"Python    {platform.python_version()} on {platform.system()} {platform.release()}, {count(os.cpu_count() or 1, 'core')}"
    )
    print(f"Sandbox   {reason or 'bubblewrap works: submissions see no files, no network and no other process'}")
    print(f"Kernels   {'warm: forked from one process' if hasattr(os, 'fork') else 'cold: this system cannot fork'}")
    root = find_course(Path.cwd())
    from firsthand.grading.catalogue import fingerprint, open_course
    from firsthand.grading.records import Order
    from firsthand.grading.worker import grade_one
    from firsthand.grading.zygote_process import start_zygote

    path = root / "solutions" / "00_start_here.ipynb"
    if not path.is_file():
        return 1 if reason else 0
    zygote = start_zygote(root, sandbox=not reason)
    zygote.wait()
    order = Order(root, 1, fingerprint(open_course(root)), sandbox=not reason).on(zygote.address)
    seconds = []
    for _ in range(4):
        began = time.monotonic()
        result = grade_one(order, "doctor", path.name, path.read_bytes())
        seconds.append(time.monotonic() - began)
    zygote.close()
    earned = sum(score.points for score in result.scores)
    print(f"Speed     {1000 * min(seconds):.0f} ms for the smallest notebook on one core, graded {earned} of 1")
    return 1 if reason or earned != 1 else 0
