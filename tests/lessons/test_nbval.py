"""Stock nbval, as a learner runs it: strictly over a lesson and its solutions, laxly over blank exercises."""

import os
import re
import subprocess
import sys

import nbformat
from conftest import ROOT, without_pytest
from promises import costly, each_lesson


def nbval(*arguments):
    """Run stock nbval away from this suite's own settings."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull]
    return subprocess.run(
        [*command, "--rootdir=.", *arguments],
        cwd=ROOT,
        env=without_pytest(),
        capture_output=True,
        text=True,
        check=False,
    )


@costly
@each_lesson
def test_nbval_finds_the_stored_outputs_again(lesson):
    run = nbval("--nbval", f"notebooks/{lesson}.ipynb", f"solutions/{lesson}.ipynb")
    assert run.returncode == 0, run.stdout[-3000:]


@costly
@each_lesson
def test_nbval_is_red_exactly_at_the_check_cells_of_a_blank_notebook(lesson):
    run = nbval("--nbval-lax", "-rA", f"exercises/{lesson}.ipynb")
    notebook = nbformat.read(ROOT / "exercises" / f"{lesson}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    red = [int(number) for number in re.findall(r"^FAILED .*::Cell (\d+)", run.stdout, re.MULTILINE)]
    assert red == [number for number, cell in enumerate(cells) if cell.id.startswith("check-")]
