"""What several test modules share: the course read once, processes that grade, a browser."""

import contextlib
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
import pytest

from firsthand.authoring.catalogue import fingerprint, open_course
from firsthand.authoring.course import Course, read_course
from firsthand.gradebook.records import Order
from firsthand.grading.assignment import pristine_notebooks
from firsthand.grading.opening import start_zygote

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def course() -> Course:
    return read_course(ROOT)


@pytest.fixture(scope="session")
def pristine() -> dict[str, nbformat.NotebookNode]:
    """Each lesson's exercise notebook as it is handed out."""
    return pristine_notebooks(ROOT)


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium here; on Debian: sudo apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextlib.contextmanager
def two_graders() -> Iterator[tuple[ProcessPoolExecutor, Order]]:
    """Start two processes and warm kernels for them; give the pool, and an order for `grade_one`."""
    context = multiprocessing.get_context("spawn")  # nbval runs in a pytest, and this one's settings are not for it
    with contextlib.closing(start_zygote(ROOT, sandbox=False)) as zygote, ProcessPoolExecutor(2, context) as workers:
        zygote.wait()
        yield (
            workers,
            Order(ROOT, 4711, fingerprint(open_course(ROOT)), limit_seconds=30, sandbox=False).on(zygote.address),
        )


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
