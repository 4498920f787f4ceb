"""nbval over one graft: which cells passed, what the probes showed, and how a cell ended that did not."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import nbval.plugin
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from firsthand.grading.kernel import KernelEnded, settings
from firsthand.grading.probe import MIME

UNUSED_PLUGINS = [
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "threadexception",
    "unittest",
    "unraisableexception",
    "warnings",
]
"""pytest's own plugins that a graft has no use for; each costs a few milliseconds, one of them half a second."""


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

    def compare_outputs(self, test, ref, skip_compare=None):
        self.comparison_traceback: list[str] = []
        self.received, stored = _transcript(test), _transcript(ref)
        return self.received is not None and self.config.judge(self.cell.id, self.received, stored)


def _transcript(outputs) -> str | None:
    """Return the last transcript among a cell's outputs; prints, pictures and anything else are passed over."""
    texts = [output.data[MIME] for output in outputs if MIME in output.get("data", {})]
    return texts[-1] if texts and isinstance(texts[-1], str) else None


class GraftFile(IPyNbFile):
    """A graft, collected by nbval; its cells compare transcripts."""

    def collect(self):
        for cell in super().collect():
            yield ProbeCell.from_parent(
                self, name=cell.name, cell_num=cell.cell_num, cell=cell.cell, options=cell.options
            )

    def teardown(self):
        """Let go of a dead kernel too: nbval keeps its sockets, and the garbage collector may wait for them for ever."""
        with contextlib.suppress(AttributeError):  # nbval has let go of it already
            self.kernel.stop()


class Reader:
    """A pytest plugin that collects grafts and reads what became of their cells, by cell id."""

    def __init__(self, judge: Judge):
        self.cells: dict[str, CellRun] = {}
        self.no_kernel = ""
        self._judge = judge

    def pytest_configure(self, config):
        config.judge = self._judge

    def pytest_collect_file(self, file_path, parent):
        return GraftFile.from_parent(parent, path=file_path)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item):
        settings.interrupted = False
        item.was_alive = _is_alive(item)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = (yield).get_result()
        error = call.excinfo.value if call.excinfo else None
        if call.when == "setup" and error is not None:
            self.no_kernel = self.no_kernel or f"no kernel could be started: {type(error).__name__}: {error}"
        if call.when == "call":
            ended = "timeout" if settings.interrupted else error.status if isinstance(error, KernelEnded) else ""
            passed = report.passed and not hasattr(report, "wasxfail") and not ended
            fatal = getattr(item, "was_alive", False) and not _is_alive(item)
            self.cells[item.cell.id] = CellRun(passed, item.received, ended, _error_name(item), call.duration, fatal)


def _is_alive(item) -> bool:
    """Say whether the kernel lives; nbval gives up its manager when it gives up the kernel."""
    manager = getattr(item.parent.kernel, "km", None)
    return manager is not None and getattr(manager.provisioner, "poll_now", lambda: None)() is None


def _error_name(item) -> str:
    errors = [output.ename for output in item.test_outputs or () if output.output_type == "error"]
    return errors[-1] if errors else ""


def run_notebook(
    notebook: nbformat.NotebookNode, judge: Judge, kernel_name: str, limit_seconds: float
) -> dict[str, CellRun]:
    """Execute a notebook with nbval in one kernel; return what became of each code cell, by id.

    The exit code is not looked at, nor anything a cell prints: a cell has passed when its own report says so. Raises
    KernelLost when there was no kernel to run in, and RuntimeError when a cell has no report.
    """
    reader = Reader(judge)
    with tempfile.TemporaryDirectory(prefix="fh-") as folder:
        path = Path(folder) / "graft.ipynb"
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
        ini = Path(folder) / "pytest.ini"
        ini.write_text("[pytest]\n")
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), _plugins_named_only():
            pytest.main([*_options(ini, kernel_name, limit_seconds), str(path)], plugins=[nbval.plugin, reader])
    if reader.no_kernel or any(cell.ended == "grader_error" for cell in reader.cells.values()):
        raise KernelLost(reader.no_kernel or "the process that starts kernels has ended")
    if lost := {cell.id for cell in notebook.cells if cell.cell_type == "code"} - reader.cells.keys():
        raise RuntimeError(f"nbval did not report on {len(lost)} cells, {min(lost)!r} among them")
    return reader.cells


def _options(ini, kernel_name, limit_seconds) -> list[str]:
    unused = [word for name in UNUSED_PLUGINS for word in ("-p", f"no:{name}")]
    return [
        *("-c", str(ini), f"--rootdir={ini.parent}", "--noconftest", "--runxfail", "--assert=plain"),
        *(*unused, "--color=no", "--tb=no", "-qq"),
        f"--nbval-kernel-name={kernel_name}",
        f"--nbval-cell-timeout={limit_seconds}",
    ]


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
