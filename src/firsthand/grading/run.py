"""nbval over one graft: which cells passed, what the probes showed, and how a cell ended that did not."""

import contextlib
import functools
import json
import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty

import nbformat
import nbval.plugin
import pytest
from _pytest.config import _prepareconfig, default_plugins
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell, IPyNbFile

from firsthand.grading.probe import MIME
from firsthand.kernels.kernel_process import KernelEnded, KernelProcess, Kernels, NoKernelError, Reply

COLD_KERNEL = "python3"
"""Of Jupyter's, where none can be forked."""

USED_PLUGINS = {"mark", "main", "runner", "fixtures", "helpconfig", "legacypath"}
"""pytest's own plugins that it cannot do without, and the one that nbval needs; each other costs every cell some time."""


@dataclass(frozen=True)
class CellRun:
    """What became of one cell.

    passed : it ran and, if a probe, showed what is asked. received : the transcript that a probe showed.
    ended : "" or the status it brought about: timeout, memory_limit, kernel_died. error : an exception's name.
    fatal : the kernel was alive before it and is not alive any more.
    """

    passed: bool
    received: str | None = None
    ended: str = ""
    error: str = ""
    seconds: float = 0.0
    fatal: bool = False


Judge = Callable[[str, str, str], bool]
"""judge(cell id, transcript received, transcript stored) -> whether they agree."""


class ProbeCell(IPyNbCell):
    """nbval's cell, but for the comparison: two transcripts are compared by what they say."""

    received: str | None = None

    def compare_outputs(self, test, ref, skip_compare=None):
        self.comparison_traceback: list[str] = []
        self.received, stored = _transcript(test), _transcript(ref)
        return self.received is not None and self.parent.judge(self.cell.id, self.received, stored)


def _transcript(outputs) -> str | None:
    """Return the last transcript among a cell's outputs; prints, pictures and anything else are passed over."""
    texts = [output.data[MIME] for output in outputs if MIME in output.get("data", {})]
    return texts[-1] if texts and isinstance(texts[-1], str) else None


class WarmKernel(RunningKernel):
    """A graded kernel, as nbval asks one: by messages, of which there are as many as it needs."""

    def __init__(self, process: KernelProcess):
        self.process = process
        self.was_interrupted = False
        self._cells = 0
        self._messages: deque[dict] = deque()

    def execute_cell_input(self, cell_input, allow_stdin=None):
        self._cells += 1
        self.was_interrupted = False
        self.process.ask(cell_input)
        return self._cells

    def await_reply(self, msg_id, timeout=None):
        self._take(self.process.reply(timeout))

    def get_message(self, stream, timeout=None):
        if not self._messages:  # the cell was interrupted
            self._take(self.process.reply_to_interrupt())
        return self._messages.popleft()

    def _take(self, reply: Reply | None) -> None:
        if reply is None:
            raise Empty
        if reply.shown is not None:
            self._say("display_data", data={MIME: reply.shown}, metadata={})
        if reply.error:
            self._say("error", ename=reply.error, evalue="", traceback=[])
        self._say("status", execution_state="idle")

    def _say(self, kind, **content) -> None:
        self._messages.append({"msg_type": kind, "parent_header": {"msg_id": self._cells}, "content": content})

    def is_alive(self):
        return self.process.is_alive

    def interrupt(self):
        self.was_interrupted = True
        self.process.interrupt()

    def stop(self):
        self.process.close()


class GraftFile(IPyNbFile):
    """A graft, collected by nbval; its cells compare transcripts, and run in a graded kernel where there are any."""

    judge: Judge
    kernels: Kernels | None

    def collect(self):
        for cell in super().collect():
            yield ProbeCell.from_parent(
                self, name=cell.name, cell_num=cell.cell_num, cell=cell.cell, options=cell.options
            )

    def setup(self):
        if self.kernels is None:
            super().setup()
        else:
            self.kernel = WarmKernel(self.kernels.start())

    def teardown(self):
        """End the kernel, a dead one too: what it leaves is ours to put away."""
        if isinstance(self.kernel, WarmKernel) or getattr(self.kernel, "km", None) is not None:
            self.kernel.stop()


class _Options:
    """A pytest plugin that adds the option nbval looks at, whose own plugin is left out."""

    def pytest_addoption(self, parser):
        parser.addoption("--color", default="no")


@functools.cache
def _session() -> pytest.Session:
    """Open the session that nbval's cells belong to, one for all grafts of a process: to open it takes as long as ten cells."""
    names = [name for name in default_plugins if name not in USED_PLUGINS]
    options = [word for name in names for word in ("-p", f"no:{name}")]
    with _plugins_named_only():
        # As pytest-xdist does, whose workers keep a session open too.
        config = _prepareconfig(["-c", os.devnull, "--noconftest", *options], [nbval.plugin, _Options()])
    config.hook.pytest_configure.call_historic(kwargs={"config": config})
    config.option.nbval_kernel_name = COLD_KERNEL
    return pytest.Session.from_config(config)


def prepare() -> None:
    """Do once, in a process that others are forked from, what each of them would do before its first notebook."""
    _session()


def run_notebook(
    notebook: nbformat.NotebookNode, judge: Judge, kernels: Kernels | None, limit_seconds: float
) -> dict[str, CellRun]:
    """Execute a notebook with nbval in one kernel; return what became of each code cell, by id.

    kernels : what makes it; None for an ordinary one of Jupyter's.
    Nothing that a cell prints is looked at: a cell has passed when nbval's test of it has come to its end. Raises
    NoKernelError when there was no kernel to run in.
    """
    session = _session()
    session.config.option.nbval_cell_timeout = limit_seconds
    with _file_of(json.dumps(notebook)) as path, open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        file = GraftFile.from_parent(session, path=path)
        file.judge, file.kernels = judge, kernels
        file.setup()
        try:
            return {cell.cell.id: _run(cell) for cell in list(file.collect())}
        finally:
            file.teardown()


def _run(cell: ProbeCell) -> CellRun:
    """Execute one cell. Raises NoKernelError."""
    began, was_alive, raised = time.monotonic(), _is_alive(cell.parent.kernel), None
    try:
        cell.runtest()
    except NoKernelError:
        raise
    except (Exception, pytest.skip.Exception) as error:
        raised = error
    ended = _how_it_ended(cell.parent.kernel, raised) if was_alive else ""
    fatal = was_alive and not _is_alive(cell.parent.kernel)
    passed = raised is None and not ended
    return CellRun(passed, cell.received, ended, _error_name(cell), time.monotonic() - began, fatal)


def _is_alive(running) -> bool:
    """Say whether a kernel lives; nbval gives up its manager when it gives up the kernel."""
    return running is not None and running.is_alive()


def _how_it_ended(running, error) -> str:
    if getattr(running, "was_interrupted", False):
        return "timeout"
    return error.status if isinstance(error, KernelEnded) else ""


def _error_name(item) -> str:
    errors = [output.ename for output in item.test_outputs or () if output.output_type == "error"]
    return errors[-1] if errors else ""


@contextlib.contextmanager
def _file_of(text: str) -> Iterator[Path]:
    """Give a file with a text, for as long as it is needed; where that is possible, one that is on no disk."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("graft"), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            yield Path(f"/proc/self/fd/{file.fileno()}")
        return
    with tempfile.TemporaryDirectory(prefix="fh-") as folder:
        path = Path(folder) / "graft.ipynb"
        path.write_text(text, encoding="utf-8")
        yield path


@contextlib.contextmanager
def _plugins_named_only():
    """Load no pytest plugin because it happens to be installed."""
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
