"""A class graded: submissions spread over an executor, each result kept as it comes."""

import hashlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass

import threadpoolctl

from firsthand.authoring.catalogue import import_checks
from firsthand.authoring.course import lesson_names
from firsthand.authoring.lesson_source import LessonError
from firsthand.classroom.submission import Submission, Unreadable
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import Order, Result
from firsthand.grading import run
from firsthand.grading.assignment import make_assignment
from firsthand.grading.worker import grade_one

WAITING_PER_WORKER = 3
"""Submissions handed to an executor before their turn: enough to keep it busy, few enough to keep memory small."""

WORKER_MEMORY_MB = 2_000
"""What a transcript that came back may make a worker allocate; more is a MemoryError, and then no right answer."""


@dataclass(frozen=True)
class Graded:
    """One submission done."""

    submission: Submission
    result: Result


def local_workers(workers: int) -> ProcessPoolExecutor:
    """Return processes of this machine. On Linux they are forks, which have the libraries imported already."""
    method = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(
        workers, multiprocessing.get_context(method), initializer=_begin_worker, initargs=(os.getpid(),)
    )


def prepare_for_workers(
    order: Order, submissions: Sequence[Submission], is_time_up: Callable[[], bool] = lambda: False
) -> None:
    """Import, and make of each lesson, what every process forked from this one would import and make by itself.

    The lessons are made in the order in which they came in, until the time is up; the others are made when they are needed.
    Raises LessonError where the checks of a lesson cannot tell a right answer.
    """
    threadpoolctl.threadpool_limits(1)  # a fork cannot use threads that it does not have
    lessons = _lessons_handed_in(order.course, submissions)
    import_checks(order.course, lessons)
    run.prepare()
    for number, lesson in enumerate(lessons):
        if number and is_time_up():
            return
        make_assignment(order.course, lesson, order.seed)


def _lessons_handed_in(root, submissions) -> list[str]:
    """Return the lessons that the names of submissions tell, in the order in which they came in."""
    names = lesson_names(root)
    found = (next((name for name in names if name in submission.source), None) for submission in submissions)
    return [name for name in dict.fromkeys(found) if name]


def _begin_worker(parent) -> None:
    """Compute with one thread; end with the process that grades, even if that is killed, and when it says so."""
    for number in (signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches all; not ignored, or a kernel would inherit that
    threadpoolctl.threadpool_limits(1)
    if sys.platform == "linux":
        from firsthand.sandbox import isolation

        isolation.die_with_parent(parent)
        isolation.limit_memory(WORKER_MEMORY_MB)


class Spread:
    """Submissions on their way through an executor, a few at a time.

    When the executor breaks because a worker was killed, a new one is made and what was under way is tried again, one
    by one; a submission that then breaks it alone is a `grader_error`.
    """

    def __init__(self, order: Order, make_executor: Callable[[int], Executor], workers: int, grade=grade_one):
        self._order, self._make, self._workers, self._grade = order, make_executor, workers, grade
        self._executor: Executor | None = None
        self._running: dict[Future, tuple[Submission, bytes]] = {}

    @property
    def is_full(self) -> bool:
        return len(self._running) >= WAITING_PER_WORKER * self._workers

    @property
    def is_busy(self) -> bool:
        return bool(self._running)

    def submit(self, submission: Submission, content: bytes) -> None:
        if self._executor is None:
            self._executor = self._make(self._workers)
        future = self._executor.submit(self._grade, self._order, submission.learner, submission.source, content)
        self._running[future] = (submission, content)

    def finished(self) -> Iterator[Graded]:
        """Wait for at least one submission, where any is under way; yield those that are done."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        broken = [self._running[future] for future in done if isinstance(future.exception(), BrokenExecutor)]
        for future in done:
            submission, content = self._running.pop(future)
            if (submission, content) not in broken:
                yield Graded(submission, _result(future, submission, content))
        if broken:
            yield from self._one_by_one(broken)

    def _one_by_one(self, suspects) -> Iterator[Graded]:
        suspects = [*suspects, *self._running.values()]
        self._running.clear()
        self.close()
        for submission, content in suspects:
            alone = self._make(1)
            future = alone.submit(self._grade, self._order, submission.learner, submission.source, content)
            wait([future])
            alone.shutdown(wait=False)
            yield Graded(submission, _result(future, submission, content))

    def close(self) -> None:
        if self._executor is not None:
            for future in self._running:
                future.cancel()
            self._executor.shutdown(wait=False)
            self._executor = None


def _result(future, submission, content) -> Result:
    """Return what became of a submission. Raises LessonError: where the course is wrong, nobody's score can be told."""
    error = future.exception()
    if error is None or isinstance(error, LessonError):
        return future.result()
    reason = f"the process that graded it ended ({type(error).__name__}); grade it again, or alone, to see why"
    return Result(submission.learner, submission.source, _digest(content), "", "grader_error", reason)


def _digest(content) -> str:
    return hashlib.sha256(content).hexdigest()


def grade_class(submissions: Sequence[Submission], gradebook: Gradebook, spread: Spread) -> Iterator[Graded]:
    """Grade submissions; keep each result as it comes, then yield it. Raises LessonError when the course cannot be graded by.

    One that missed a time limit while the machine was too busy is graded once more, alone, when all others are done.
    """
    crowded: list[Graded] = []
    try:
        for graded in _graded(submissions, spread):
            if graded.result.was_crowded:
                crowded.append(graded)
            else:
                yield _kept(gradebook, graded)
        for first in crowded:
            (again,) = _graded([first.submission], spread)
            yield _kept(gradebook, max(again, first, key=_earned))
    finally:
        spread.close()


def _graded(submissions, spread) -> Iterator[Graded]:
    for submission in submissions:
        try:
            content = submission.read()
        except Unreadable as error:
            yield Graded(submission, _unreadable(submission, error))
            continue
        spread.submit(submission, content)
        while spread.is_full:
            yield from spread.finished()
    while spread.is_busy:
        yield from spread.finished()


def _earned(graded) -> int:
    return sum(score.points for score in graded.result.scores)


def _kept(gradebook, graded: Graded) -> Graded:
    gradebook.keep(graded.result)
    return graded


def _unreadable(submission, error) -> Result:
    return Result(submission.learner, submission.source, "", "", error.status, str(error))
