"""A kernel for grading: IPython, one socket and one thread.

ipykernel serves people, and shows them all that a cell prints, displays and evaluates to. Here a cell is executed, and
told is how it ended and the one kind of display that was asked for; what else it shows is counted, not made.
"""

import ast
import builtins
import contextlib
import gc
import io
import os
import re
import resource
import signal
import sys
import warnings
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from firsthand.kernels.channel import Channel
from firsthand.sandbox import isolation

TEXT_LIMIT = 1_000_000
"""Characters of a display; what is beyond is cut off."""
PRINTED_LIMIT = 2_000
"""Characters that are kept of what a cell prints, for whoever looks for a fault."""
NAME_LIMIT = 200
SPARE_BYTES = 64 << 20
_PROMPT = re.compile(r"^\s*In ?\[", re.MULTILINE)  # `In [1]: x = 1` is Python too, and means something else there


class Printed(io.TextIOBase):
    """Standard output and error: keeps the beginning of what is printed, and counts the rest."""

    encoding = "utf-8"

    def __init__(self):
        self._texts: list[str] = []
        self._length = 0

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() takes a str, not {type(text).__name__}")
        if self._length < PRINTED_LIMIT:
            self._texts.append(text[: PRINTED_LIMIT - self._length])
        self._length += len(text)
        return len(text)

    def take(self) -> str:
        """Return what was printed since the last time, with a remark where something is left out."""
        text, left_out = "".join(self._texts), self._length - PRINTED_LIMIT
        self._texts, self._length = [], 0
        return f"{text}\n… and {left_out:,} characters more" if left_out > 0 else text


class Displayed(DisplayPublisher):
    """Keeps the last text of one MIME type that a cell displays."""

    wanted = ""
    text: str | None = None

    def publish(self, data, *arguments, **options):
        text = data.get(self.wanted)
        if isinstance(text, str):
            self.text = text

    def clear_output(self, wait=False):
        pass


class Quiet(DisplayHook):
    """Gives the value of a cell its name, and does not write it out."""

    def __call__(self, result=None):
        self.check_for_underscore()
        if result is not None and not self.quiet():
            self.update_user_ns(result)
            self.fill_exec_result(result)


class _Forgetful(dict):
    """Takes whatever is added to its lists, and keeps nothing."""

    def __missing__(self, key):
        return []


class GradedShell(InteractiveShell):
    """IPython without what only a person at a notebook needs."""

    history_manager: Any
    display_formatter: Any

    def __init__(self, **options):
        super().__init__(**options, display_pub_class=Displayed, displayhook_class=Quiet)
        self.history_manager.outputs = _Forgetful()
        self.display_formatter.format = lambda *_, **__: ({}, {})

    @contextlib.contextmanager
    def _tee(self, channel):
        """Do not keep what is printed, for a session that nobody will look back at."""
        yield

    def enable_gui(self, gui=None):
        """Do nothing for `%matplotlib inline`: there is no window to serve."""

    def ask_exit(self):
        """Do nothing for `exit`: there are more cells."""

    def showtraceback(self, *_, **__):
        """Do nothing: the exception is in the result."""

    showsyntaxerror = showindentationerror = showtraceback

    def transform_cell(self, raw_cell):
        """Return a cell as Python. What is Python already needs none of IPython's tokenizing, the slowest part of a short cell."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # those of the code itself come when it is compiled
            try:
                ast.parse(raw_cell)
            except (SyntaxError, ValueError, MemoryError, RecursionError):
                return super().transform_cell(raw_cell)
        return super().transform_cell(raw_cell) if _PROMPT.search(raw_cell) else raw_cell

    def should_run_async(self, raw_cell, **transformed):
        """Compile a cell to find out only where it may be so."""
        return ("async" in raw_cell or "await" in raw_cell) and super().should_run_async(raw_cell, **transformed)


class GradedKernel:
    """Executes the cells that arrive on a channel; answers how each ended, and its last display of the type wanted."""

    def __init__(self, shell: Any, channel: Channel, wanted: str):
        self._shell, self._channel = shell, channel
        self._printed, self._displayed = Printed(), shell.display_pub
        self._displayed.wanted = wanted
        sys.stdout = sys.stderr = self._printed
        builtins.input = _nobody_answers

    def serve(self) -> None:
        """Serve until this process is killed, or whoever asks has gone."""
        myself = os.getpid()
        while True:
            number, code = self._channel.receive()
            error = self._execute(code.decode())
            if os.getpid() != myself:  # a learner's code has forked, and come back here twice
                os._exit(0)
            _let_go()
            shown, self._displayed.text = self._displayed.text, None
            display = b"" if shown is None else b"=" + _encoded(shown, TEXT_LIMIT)
            self._channel.send(
                number, _encoded(error, NAME_LIMIT), _encoded(self._printed.take(), 2 * PRINTED_LIMIT), display
            )

    def _execute(self, code: str) -> str:
        """Execute a cell; return the name of the exception that ended it, or nothing."""
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            result = self._shell.run_cell(code, store_history=False)
            error = result and (result.error_before_exec or result.error_in_exec)
        except BaseException as raised:  # it came between two lines of IPython's own, or a learner has changed those
            error = raised
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        return "" if error is None else _name(error)


def _let_go() -> None:
    """Let go of what an answer that ran out of memory holds in its traceback, or there is none left for the next."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    if limit != resource.RLIM_INFINITY and limit - isolation.data_bytes() < SPARE_BYTES:
        gc.collect()


def _name(error) -> str:
    name = getattr(type(error), "__name__", None)
    return name if isinstance(name, str) else "Exception"


def _encoded(text, limit) -> bytes:
    return text[:limit].encode("utf-8", "replace")


def _nobody_answers(prompt=""):
    raise EOFError("nobody answers input() while a notebook is graded")
