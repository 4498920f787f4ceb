"""The command lab: JupyterLab on the start page, with what a learner needs in sight; nothing on disk is hidden."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from firsthand.authoring.course import find_course

START_PAGE = Path("notebooks") / "00_start_here.ipynb"
SHOWN = ("notebooks", "exercises", "solutions")
"""Folders of the course that a learner works in."""

OUT_OF_SIGHT = (
    *("lessons", "milestones", "src", "tests", "benchmarks", "docs", "checks"),
    *("Makefile", "pyproject.toml", "environment.yml", "README.md", "CONTRIBUTING.md", "AGENTS.md", "LICENSE"),
)
"""Names in the course's folder that JupyterLab does not list; they stay where they are, and a link still opens them."""

_ALWAYS = ("__pycache__", "*.pyc", "*.pyo", ".DS_Store", "*~")
"""What Jupyter itself leaves out of its list."""


def lab(more: Sequence[str]) -> int:
    """Open JupyterLab; `more` are options for it, which come last and win. Returns its exit code."""
    course = find_course(Path.cwd())
    command = [sys.executable, "-m", "jupyter", "lab", f"--notebook-dir={course}", *options(), *more]
    try:
        return subprocess.run([*command, str(course / START_PAGE)], check=False).returncode
    except KeyboardInterrupt:
        return 0


def options() -> list[str]:
    """Return the options by which a learner meets three folders and one Python."""
    return [
        f"--ContentsManager.hide_globs={[*_ALWAYS, *OUT_OF_SIGHT]!r}",
        "--KernelSpecManager.allowed_kernelspecs={'python3'}",
    ]
