"""A class graded: submissions spread over an executor, each result kept as it comes."""

import contextlib
import hashlib
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass

import threadpoolctl

from firsthand.authoring.catalogue import import_checks
from firsthand.authoring.course import lesson_names
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
    return ProcessPoolExecutor(workers, multiprocessing.get_context(method), initializer=_begin_worker)


def prepare_for_workers(order: Order, submissions: Sequence[Submission]) -> None:
    """Import, and make of each lesson, what every process forked from this one would import and make by itself."""
    threadpoolctl.threadpool_limits(1)  # a fork cannot use threads that it does not have
    import_checks(order.course)
    run.prepare()
    for lesson in lesson_names(order.course):
        if any(lesson in submission.source for submission in submissions):
            with contextlib.suppress(Exception):  # whoever needs it will be told
                make_assignment(order.course, lesson, order.seed)


def _begin_worker() -> None:
    """Compute with one thread; end with the process that grades, even if that is killed."""
    threadpoolctl.threadpool_limits(1)
    if sys.platform == "linux":
        from firsthand.sandbox import isolation

        isolation.die_with_parent()
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
    error = future.exception()
    if error is None:
        return future.result()
    reason = f"the process that graded it ended ({type(error).__name__}); grade it again, or alone, to see why"
    return Result(submission.learner, submission.source, _digest(content), "", "grader_error", reason)


def _digest(content) -> str:
    return hashlib.sha256(content).hexdigest()


def grade_class(submissions: Sequence[Submission], gradebook: Gradebook, spread: Spread) -> Iterator[Graded]:
    """Grade submissions; keep each result as it comes, then yield it."""
    try:
        for submission in submissions:
            try:
                content = submission.read()
            except Unreadable as error:
                yield _kept(gradebook, Graded(submission, _unreadable(submission, error)))
                continue
            spread.submit(submission, content)
            while spread.is_full:
                yield from (_kept(gradebook, graded) for graded in spread.finished())
        while spread.is_busy:
            yield from (_kept(gradebook, graded) for graded in spread.finished())
    finally:
        spread.close()


def _kept(gradebook, graded: Graded) -> Graded:
    gradebook.keep(graded.result)
    return graded


def _unreadable(submission, error) -> Result:
    return Result(submission.learner, submission.source, "", "", error.status, str(error))
