"""The promises every lesson keeps, present and future."""

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import without_pytest

from firsthand.audit import faults
from firsthand.build import FOLDERS, outdated
from firsthand.check import judge
from firsthand.checks import exercise_names, find_exercise
from firsthand.course import lesson_names, read_course
from firsthand.findings import Status
from firsthand.lesson_source import Task, solution, stub

ROOT = Path(__file__).parent.parent
COURSE = read_course(ROOT)
LESSONS = lesson_names(ROOT)
TASKS = [task for lesson in COURSE.lessons for task in lesson.tasks]
SEEDS = range(20)
NOTEBOOKS = [ROOT / folder / f"{lesson}.ipynb" for lesson in LESSONS for folder in FOLDERS]

each_lesson = pytest.mark.parametrize("lesson", LESSONS)
each_task = pytest.mark.parametrize("task", TASKS, ids=[task.name for task in TASKS])
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=[f"{p.parent.name}/{p.stem}" for p in NOTEBOOKS])


def answer_of(task: Task, source: str):
    """Run the cells above an exercise and its answer cell; return what the check cell hands to `check`."""
    lesson = next(lesson for lesson in COURSE.lessons if task in lesson.tasks)
    namespace: dict = {"check": lambda name, answer: None}
    before = [cell for cell in lesson.exercise_cells if cell.line_number < task.answer.line_number]
    for cell in before:
        if cell.kind == "code" and cell.exercise is None and cell.check is None:
            exec(compile(cell.source, f"{cell.path}:{cell.line_number}", "exec"), namespace)
    exec(compile(source, str(task.answer.path), "exec"), namespace)
    handed_in: list = []
    namespace["check"] = lambda name, answer: handed_in.append(answer)
    exec(task.check.source, namespace)
    return handed_in[0]


@each_task
def test_an_exercise_is_fair_on_twenty_seeds(task):
    assert faults(find_exercise(task.name), SEEDS) == []


@each_task
def test_an_untouched_stub_is_not_started(task):
    assert judge(find_exercise(task.name), answer_of(task, stub(task.answer).source)).status is Status.NOT_STARTED


@each_task
def test_the_published_solution_is_right_on_twenty_seeds(task):
    exercise = find_exercise(task.name)
    answer = answer_of(task, solution(task.answer).source)
    verdicts = [judge(exercise, answer, seed) for seed in SEEDS]
    assert [v for v in verdicts if v.status is not Status.RIGHT] == []


@each_task
def test_the_statement_gives_the_points_that_the_check_gives(task):
    assert find_exercise(task.name).points == task.points


def test_every_exercise_of_the_checks_is_asked_in_a_lesson():
    assert sorted(exercise_names()) == sorted(task.name for task in TASKS)


@each_lesson
def test_built_files_equal_a_fresh_build(lesson):
    assert outdated(COURSE, [lesson]) == []


@pytest.mark.parametrize("folder", ["notebooks", "solutions"])
@each_lesson
def test_nbval_finds_the_stored_outputs_again(lesson, folder):
    run = nbval("--nbval", f"{folder}/{lesson}.ipynb")
    assert run.returncode == 0, run.stdout[-3000:]


@each_lesson
def test_nbval_is_red_exactly_at_the_check_cells_of_a_blank_notebook(lesson):
    run = nbval("--nbval-lax", "-rA", f"exercises/{lesson}.ipynb")
    cells = [cell for cell in read(ROOT / "exercises" / f"{lesson}.ipynb").cells if cell.cell_type == "code"]
    red = [int(number) for number in re.findall(r"^FAILED .*::Cell (\d+)", run.stdout, re.MULTILINE)]
    assert red == [number for number, cell in enumerate(cells) if cell.id.startswith("check-")]


def nbval(*arguments):
    """Run stock nbval as a learner would, away from this suite's own settings."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull]
    return subprocess.run(
        [*command, "--rootdir=.", *arguments],
        cwd=ROOT,
        env=without_pytest(),
        capture_output=True,
        text=True,
        check=False,
    )


def read(path):
    return nbformat.read(path, as_version=4)


def outputs(path):
    return [output for cell in read(path).cells for output in cell.get("outputs", [])]


@each_notebook
def test_no_cell_is_longer_than_a_screen(path):
    assert [c.source for c in read(path).cells if c.cell_type == "code" and c.source.count("\n") >= 20] == []


@each_notebook
def test_no_notebook_imports_the_checks(path):
    assert [c.source for c in read(path).cells if c.cell_type == "code" and "firsthand.checks" in c.source] == []


@each_notebook
def test_every_figure_has_alternative_text(path):
    pictures = [output for output in outputs(path) if "image/png" in output.get("data", {})]
    assert [p for p in pictures if len(p.metadata.get("image/png", {}).get("alt", "").split()) < 3] == []


@each_notebook
def test_nothing_is_written_to_stderr(path):
    assert [output.text for output in outputs(path) if output.get("name") == "stderr"] == []


@each_notebook
def test_no_output_is_larger_than_60_kb(path):
    assert [len(json.dumps(output)) for output in outputs(path) if len(json.dumps(output)) > 60_000] == []


@each_notebook
def test_no_absolute_path_is_stored(path):
    text = path.read_text(encoding="utf-8")
    assert [p for p in (str(ROOT), str(Path.home()), "ipykernel_", "site-packages") if p != "/" and p in text] == []


@each_notebook
def test_every_internal_link_resolves(path):
    prose = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if not link.startswith(("http", "#"))]
    assert [link for link in links if not (path.parent / link.split("#")[0]).exists()] == []


@each_notebook
def test_figures_are_pictures_that_can_be_read(path):
    for output in outputs(path):
        if "image/png" in output.get("data", {}):
            assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")
