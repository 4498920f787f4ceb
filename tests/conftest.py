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
import processor
import promises
import pytest
import spreading
from hypothesis import HealthCheck, settings

from firsthand.authoring.catalogue import fingerprint, open_course
from firsthand.authoring.course import Course, find_lesson, read_course
from firsthand.gradebook.records import Order
from firsthand.grading.assignment import pristine_notebooks
from firsthand.grading.opening import start_zygote

ROOT = promises.ROOT
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # a machine that is busy elsewhere is no fault of an example


@pytest.fixture(scope="session")
def course() -> Course:
    return read_course(ROOT)


@pytest.fixture(scope="session")
def pristine() -> dict[str, nbformat.NotebookNode]:
    """Each lesson's exercise notebook as it is handed out."""
    return pristine_notebooks(ROOT)


@pytest.fixture(scope="session")
def due(request) -> list[str]:
    """Name the lessons whose costly promises are paid for this time."""
    return sorted(request.config.stash[DUE])


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
def graders(count=2) -> Iterator[tuple[ProcessPoolExecutor, Order]]:
    """Start processes that grade, and warm kernels for them; give the pool, and an order for `grade_one`."""
    context = multiprocessing.get_context("spawn")  # nbval runs in a pytest, and this one's settings are not for it
    with (
        contextlib.closing(start_zygote(ROOT, sandbox=False)) as zygote,
        ProcessPoolExecutor(count, context) as workers,
    ):
        zygote.wait()
        yield (
            workers,
            Order(ROOT, 4711, fingerprint(open_course(ROOT)), limit_seconds=30, sandbox=False).on(zygote.address),
        )


def pytest_addoption(parser):
    parser.addoption(
        "--pictures", metavar="DIR", help="keep the browser test's screenshots there, as README shows them"
    )
    parser.addoption("--lesson", metavar="LESSON", help="every promise of one lesson and nothing else: 06 or its name")
    parser.addoption("--whole", action="store_true", help="no turns, and again what passed and has not changed")


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "costly(*rooms): a promise of a lesson that takes turns with other lessons', unless a room changed"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return spreading.Together(config, log)


def pytest_collection_modifyitems(config, items):
    """Choose what runs (tests/promises.py says how), and what begins first."""
    wanted = config.option.lesson and find_lesson(promises.COURSE, config.option.lesson).name
    everything = wanted or config.option.whole
    due = config.stash[DUE] = set(promises.LESSONS) if everything else promises.due()
    rooms = promises.rooms_changed()
    kept, others = [], []
    for item in items:
        lesson = promises.lesson_of(item) if item.path.parent.name == "lessons" else None
        is_wanted = not wanted or (lesson is not None and lesson.name == wanted)
        (kept if is_wanted else others).append(item)
        if is_wanted and lesson is not None:
            _give_turn(item, lesson, due, rooms)
    if others:
        config.hook.pytest_deselected(items=others)
    items[:] = sorted(kept, key=lambda item: spreading.longest_first(item.nodeid))


def _give_turn(item, lesson, due, rooms) -> None:
    """Mark a test that is not run this time; note what its passing proves."""
    config, costly = item.config, item.get_closest_marker("costly")
    if costly and lesson.name not in due and rooms.isdisjoint(costly.args):
        item.add_marker(pytest.mark.skip(reason="its turn comes with another commit; --whole runs it"))
        return
    item.stash[STAMP] = f"promises/{promises.stamp(item, lesson)}"
    if not config.option.whole and not config.option.lesson and config.cache.get(item.stash[STAMP], False):
        item.add_marker(pytest.mark.skip(reason="it passed here, and nothing has changed since; --whole runs it"))


DUE = pytest.StashKey[set[str]]()
STAMP = pytest.StashKey[str]()
METER = pytest.StashKey[processor.Meter]()


def pytest_collection_finish(session):
    session.stash[METER] = processor.Meter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Note that a promise was kept, and the processor time that it took."""
    report = yield
    if report.when == "call" and report.passed and STAMP in item.stash:
        item.config.cache.set(item.stash[STAMP], True)
    report.processor_seconds = item.session.stash[METER].read(report.duration)
    return report


def pytest_terminal_summary(terminalreporter):
    processor.summarise(terminalreporter)
    for report in terminalreporter.getreports("skipped"):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        if reason.startswith("not run: "):  # what this machine cannot do, in sight; turns and repetitions are no news
            terminalreporter.write_line(f"{report.nodeid}: {reason}")


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
