"""What several test modules share: the course, read once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from firsthand.course import Course, read_course

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def course() -> Course:
    return read_course(ROOT)


def pytest_addoption(parser):
    parser.addoption(
        "--pictures", metavar="DIR", help="keep the browser test's screenshots there, as README shows them"
    )


def without_pytest(environment=os.environ) -> dict[str, str]:
    """Return an environment in which a kernel does not know that pytest started it, and may keep its bytecode."""
    kept = {key: value for key, value in environment.items() if not key.startswith("PYTEST_")}
    return kept | {"PYTHONDONTWRITEBYTECODE": ""}


def run(command, **options) -> subprocess.CompletedProcess:
    """Run a command to its end; the test fails with what it printed when it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done


def make_environment(folder, *packages) -> Path:
    """Make a virtual environment of its own with some packages; return its Python."""
    uv = Path(sys.executable).parent / "uv"
    python = folder / "bin" / "python"
    run([uv, "venv", "--quiet", "--seed", "--python", sys.executable, folder])
    run([uv, "pip", "install", "--quiet", "--python", python, *packages])
    return python


def copy_of_the_tree(folder) -> Path:
    """Make a repository of the course as it is now, committed or not; return its folder."""
    listed = run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT).stdout.splitlines()
    for name in (name for name in listed if (ROOT / name).is_file()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-q", "-m", "as it is"]):
        run(["git", *command], cwd=folder)
    return folder


def solved(name) -> nbformat.NotebookNode:
    """Return the exercise notebook of a lesson with the published solutions pasted into its answer cells."""
    notebook = nbformat.read(ROOT / "exercises" / f"{name}.ipynb", as_version=4)
    solutions = {cell.id: cell for cell in nbformat.read(ROOT / "solutions" / f"{name}.ipynb", as_version=4).cells}
    for cell in notebook.cells:
        if cell.id.startswith("answer-"):
            cell.source = solutions[cell.id].source
    return notebook
