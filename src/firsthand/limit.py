"""A limit to what an author wrote: asked with odd arguments, a loop in an oracle or a known mistake may never end.

The limit is processor time of this process, so that a busy machine changes nothing, and it costs nothing while nothing
is wrong. It needs a timer's signal, which the main thread alone can take, and Windows and a browser tab do not have:
there what does not end is not stopped, so that an audit has to find it.
"""

import contextlib
import gc
import importlib
import signal
import sys
import threading
from collections.abc import Iterator

SECONDS = 1.0
AGAIN_SECONDS = 0.05
"""A destructor or a bare `except` may swallow what is raised: it is raised again, until there is an end."""

WITHOUT_END = '{"raised":"TookTooLong"}'
"""How it shows in a transcript that an answer was stopped."""


class TookTooLong(BaseException):
    """An oracle, a known mistake or a rule has not come to an end in time."""


class Endless(KeyboardInterrupt):
    """A learner's answer has not come to an end; a KeyboardInterrupt, because what observes an answer keeps none of those."""


@contextlib.contextmanager
def time_limit(seconds: float | None = None, error: type[BaseException] = TookTooLong) -> Iterator[None]:
    """Raise `error` in what is done here when it takes more processor time than `seconds`, `SECONDS` by default.

    Where that cannot be done nothing is limited; see above. A limit within another takes its place until it ends.
    """
    if not _is_possible():
        yield
        return
    allowed = SECONDS if seconds is None else seconds
    is_open = True

    def stop(*_):
        if is_open:
            raise error(f"no end within {allowed:g} s of processor time; bound its loops")

    handler = signal.signal(signal.SIGPROF, stop)
    timer = signal.setitimer(signal.ITIMER_PROF, allowed, AGAIN_SECONDS)
    try:
        with _swallowed_in_silence(error):
            yield
    finally:
        is_open = False  # first, so that nothing is raised in what follows
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, handler or signal.SIG_DFL)


@contextlib.contextmanager
def _swallowed_in_silence(error: type[BaseException]) -> Iterator[None]:
    """Keep Python from writing that a destructor has swallowed an `error`: it is raised again."""
    say = sys.unraisablehook
    sys.unraisablehook = lambda swallowed: None if swallowed.exc_type is error else say(swallowed)
    try:
        yield
    finally:
        sys.unraisablehook = say


@contextlib.contextmanager
def memory_limit(more_bytes: int) -> Iterator[None]:
    """Let nothing done here take more memory than this process has now and `more_bytes`: what asks for it gets a MemoryError.

    Where the system has no such limit, or does not say what is taken (Windows, macOS, a browser tab), nothing is limited.
    """
    try:
        resource = importlib.import_module("resource")  # a browser tab has none
        with open("/proc/self/statm") as statistics:
            taken = int(statistics.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limits = [limit for limit in (taken + more_bytes, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextlib.contextmanager
def garbage_left() -> Iterator[None]:
    """Leave garbage where it is: to go through all objects of a notebook can take as long as a whole search may."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_possible() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
