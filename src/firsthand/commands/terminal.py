"""The teacher's terminal: what is said where nobody may hear it any more, and what ends a run before its end."""

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from typing import NoReturn

from firsthand.errors import UsageError

SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Stopped(KeyboardInterrupt):
    """The run is to end, as after Ctrl-C; `code` is the exit code that shells give a command ended by this signal."""

    def __init__(self, number: int):
        self.code = 128 + number
        super().__init__(number)


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped for a signal that would end this process without a word; one that is ignored stays so (nohup)."""
    caught = [number for number in SIGNALS if signal.getsignal(number) is signal.SIG_DFL]
    for number in caught:
        signal.signal(number, _stop)
    try:
        yield
    except KeyboardInterrupt:
        for worker in multiprocessing.active_children():  # or they would finish what they have begun
            worker.terminate()
        raise
    finally:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)


def _stop(number, _):
    raise Stopped(number)


@contextlib.contextmanager
def own_temporary_folder() -> Iterator[None]:
    """Keep what this process and its forks put aside in one folder, which is gone afterwards whatever became of them.

    Raises UsageError.
    """
    before = tempfile.tempdir
    try:
        folder = tempfile.TemporaryDirectory(prefix="fh-", ignore_cleanup_errors=True)
    except OSError as error:
        raise UsageError(
            f"No temporary folder can be made: {error.strerror}. Name a place that has space left: TMPDIR=DIR firsthand grade …"
        ) from None
    with folder as tempfile.tempdir:
        try:
            yield
        finally:
            tempfile.tempdir = before


def end(code: int) -> NoReturn:
    """End this process once its workers have ended; to take apart all that was imported would take longer than the report."""
    for worker in multiprocessing.active_children():
        worker.join()
    os._exit(code)


class Voice:
    """What a command says while it works. Where nobody can hear it the work goes on.

    lost : why nothing is heard any more, "" as long as it is.
    """

    def __init__(self):
        self.lost = "" if sys.stdout else "it is closed"

    @property
    def is_at_terminal(self) -> bool:
        return not self.lost and sys.stdout.isatty()

    def say(self, text: str, end: str = "\n") -> None:
        if self.lost:
            return
        try:
            print(text, end=end, flush=True)
        except OSError as error:
            self.lost = error.strerror or str(error)
            with contextlib.suppress(OSError):  # what is not printed yet goes nowhere
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def say_at_last(self, text: str) -> None:
        """Say the end of it, on the other stream where the first is lost."""
        self.say(text)
        if self.lost:
            warn(f"Standard output could not be written to ({self.lost}); the work went on without it.\n{text}")


def warn(text: object) -> None:
    """Say on standard error, if anybody hears it."""
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def open_standard_streams() -> None:
    """Let no file of ours get the number of a stream that is closed: what is printed would be written into it."""
    with contextlib.suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:  # the lowest that is free
            pass
        os.close(number)
