"""nbval over one graft: which cells passed, what the probes showed, and how a cell ended that did not."""

import contextlib
import json
import os
import tempfile
from collections import deque
from collections.abc import Callable
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
from firsthand.kernels.kernel_process import KernelEnded, KernelProcess, Kernels, Reply

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


class KernelLost(RuntimeError):
    """There is no kernel, and the notebook is not to blame."""


Judge = Callable[[str, str, str], bool]
"""judge(cell id, transcript received, transcript stored) -> whether they agree."""


class ProbeCell(IPyNbCell):
    """nbval's cell, but for the comparison: two transcripts are compared by what they say."""

    received: str | None = None
    location = ("graft.ipynb", None, "cell")  # for a person's eyes; pytest would work it out for each

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


class Grafts:
    """A pytest plugin that keeps one session open for all grafts of a process, and reads what became of their cells.

    To open and close a session for each would take as long as ten cells do.
    """

    def __init__(self):
        names = [name for name in default_plugins if name not in USED_PLUGINS]
        options = [word for name in names for word in ("-p", f"no:{name}")]
        with _plugins_named_only():
            # As pytest-xdist does, whose workers keep a session open too.
            self.config = _prepareconfig(["-c", os.devnull, "--noconftest", *options], [nbval.plugin, self])
        self.config.hook.pytest_configure.call_historic(kwargs={"config": self.config})
        self.session = pytest.Session.from_config(self.config)
        self.config.hook.pytest_sessionstart(session=self.session)

    def pytest_addoption(self, parser):
        parser.addoption("--color", default="no")  # nbval looks at it, and the plugin whose option it is is not here

    def run(self, path: Path, judge: Judge, kernels: Kernels | None, limit_seconds: float) -> dict[str, CellRun]:
        """Execute the graft at `path` and return what became of its cells, by id. Raises KernelLost."""
        self._cells: dict[str, CellRun] = {}
        self._no_kernel = ""
        self.config.option.nbval_kernel_name = COLD_KERNEL
        self.config.option.nbval_cell_timeout = limit_seconds
        file = GraftFile.from_parent(self.session, path=path)
        file.judge, file.kernels = judge, kernels
        cells = list(file.collect())
        try:
            for cell, following in zip(cells, [*cells[1:], None], strict=True):
                self.config.hook.pytest_runtest_protocol(item=cell, nextitem=following)
        except BaseException:
            file.teardown()
            raise
        if self._no_kernel or any(cell.ended == "grader_error" for cell in self._cells.values()):
            raise KernelLost(self._no_kernel or "the process that starts kernels has ended")
        return self._cells

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item):
        item.was_alive = _is_alive(item.parent.kernel)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = (yield).get_result()
        error = call.excinfo.value if call.excinfo else None
        if call.when == "setup" and error is not None:
            self._no_kernel = self._no_kernel or f"no kernel could be started: {type(error).__name__}: {error}"
        if call.when == "call":
            was_alive = getattr(item, "was_alive", False)
            ended = _how_it_ended(item.parent.kernel, error) if was_alive else ""
            fatal = was_alive and not _is_alive(item.parent.kernel)
            passed = report.passed and not ended
            self._cells[item.cell.id] = CellRun(passed, item.received, ended, _error_name(item), call.duration, fatal)


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


_grafts: Grafts | None = None


def prepare() -> None:
    """Do once, in a process that others are forked from, what each of them would do before its first notebook."""
    global _grafts
    _grafts = _grafts or Grafts()


def run_notebook(
    notebook: nbformat.NotebookNode, judge: Judge, kernels: Kernels | None, limit_seconds: float
) -> dict[str, CellRun]:
    """Execute a notebook with nbval in one kernel; return what became of each code cell, by id.

    kernels : what makes it; None for an ordinary one of Jupyter's.
    Nothing that a cell prints is looked at: a cell has passed when its own report says so. Raises KernelLost when there
    was no kernel to run in, and RuntimeError when a cell has no report.
    """
    global _grafts
    grafts, _grafts = _grafts or Grafts(), None
    with tempfile.TemporaryDirectory(prefix="fh-") as folder:
        path = Path(folder) / "graft.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            cells = grafts.run(path, judge, kernels, limit_seconds)
    _grafts = grafts  # not after an error: the next notebook finds a session that knows of none
    if lost := {cell.id for cell in notebook.cells if cell.cell_type == "code"} - cells.keys():
        raise RuntimeError(f"nbval did not report on {len(lost)} cells, {min(lost)!r} among them")
    return cells


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
