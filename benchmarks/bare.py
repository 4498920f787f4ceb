"""The bare limit: the cells of the same grafts `exec`'d in forked, warm processes. No Jupyter at all.

Nothing that executes these cells, each submission in a process of its own, can be faster than this: grafts are made and
read beforehand, libraries are imported once in the parent, and nobody talks to anybody.
"""

import importlib
import json
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path

from classroom import ROOT
from measuring import ONE_THREAD, LeftOutError, Timing, last_lines, timed

AT_A_TIME = 2
SEED = 20


def make_grafts(folder: Path, out: Path, *, whole: bool = False) -> Path:
    """Write the graft of every notebook in `folder`, as `firsthand grade` would execute it, into `out`; return `out`.

    whole : with the cells that only show something as well, which `firsthand grade` leaves out and the rivals run.
    """
    import nbformat

    from firsthand.grading.assignment import make_assignment, pristine_notebooks
    from firsthand.grading.graft import graft
    from firsthand.grading.reading import read_work
    from firsthand.grading.worker import unused_illustrations

    for number, path in enumerate(sorted(folder.rglob("*.ipynb"))):
        work = read_work(path.read_bytes(), path.name, pristine_notebooks(ROOT))
        assignment = make_assignment(ROOT, work.lesson, SEED)
        shown_only = set() if whole else unused_illustrations(assignment.pristine, work)
        cells = graft(assignment.pristine, work, assignment.probes, shown_only)
        nbformat.write(cells, out / f"{number:04}.ipynb")
    return out


def measure(folder: Path, timing: Timing) -> None:
    """Time one run over all grafts in a folder, in a process that has done nothing else. Raises LeftOutError."""
    environment = os.environ | ONE_THREAD | {"MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, __file__, str(folder)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise LeftOutError(f"a cell failed: {last_lines(done.stderr)}")
    seconds, worked = done.stdout.split()
    timing.seconds.append(float(seconds))
    timing.processor_seconds.append(float(worked))


def read_cells(path: Path) -> list[str]:
    """Return the code cells of a notebook."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def execute(cells: list[str]) -> None:
    """Execute cells one after another in one namespace, as a kernel would."""
    namespace = {"__name__": "__main__"}
    for cell in cells:
        exec(compile(cell, "<cell>", "exec"), namespace)


def in_a_fork(action) -> int:
    """Start `action` in a forked process that prints nothing; return its id. It ends with 1 when something is raised."""
    process = os.fork()
    if process:
        return process
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        action()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def import_what_they_import(cells: list[str]) -> None:
    """Import every module these cells need, and execute nothing of them in this process."""
    reader, writer = os.pipe()

    def tell():
        execute(cells)
        os.write(writer, "\n".join(name for name in sys.modules if name not in before).encode())

    before = set(sys.modules)
    process = in_a_fork(tell)
    os.close(writer)
    with open(reader, encoding="utf-8") as told:
        names = told.read().split()
    if os.waitpid(process, 0)[1]:
        raise SystemExit("the cells fail by themselves")
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # a module made while another was imported, which nobody can import by name


def execute_all(notebooks: list[list[str]]) -> int:
    """Execute each notebook in a fork of its own, AT_A_TIME of them; return how many failed."""
    waiting, running, failed = list(notebooks), 0, 0
    while waiting or running:
        if waiting and running < AT_A_TIME:
            cells = waiting.pop()
            in_a_fork(lambda cells=cells: execute(cells))
            running += 1
        else:
            failed += os.wait()[1] != 0
            running -= 1
    return failed


def main():
    """Print the seconds that the notebooks of a folder take, by the clock and by the processor."""
    notebooks = [read_cells(path) for path in sorted(Path(sys.argv[1]).rglob("*.ipynb"))]
    for cells in notebooks[:2]:  # one of each lesson
        import_what_they_import(cells)
    timing, own = Timing("bare", len(notebooks)), time.process_time()
    with timed(timing):
        failed = execute_all(notebooks)
    own = time.process_time() - own  # to fork is work of this process, a quarter of all there is
    print(*timing.seconds, timing.processor_seconds[0] + own)
    return f"{failed} of {len(notebooks)} notebooks failed" if failed else 0


if __name__ == "__main__":
    sys.exit(main())
