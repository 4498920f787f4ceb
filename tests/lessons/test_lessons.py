"""The promises every lesson keeps, present and future."""

import ast
import base64
import dataclasses
import json
import os
import pickle
import pickletools
import re
import subprocess
import sys
import types
from pathlib import Path

import cloudpickle
import nbformat
import numpy as np
import pytest
from conftest import ROOT, solved, two_graders, without_pytest

from firsthand.auditing.fairness import faults
from firsthand.authoring.build import FOLDERS, outdated
from firsthand.authoring.course import lesson_names, read_course
from firsthand.authoring.lesson_source import Task, solution, stub
from firsthand.checks import exercise_names, find_exercise
from firsthand.gradebook.records import Result
from firsthand.grading import assignment
from firsthand.grading.worker import grade_one
from firsthand.judging.diagnosis import judge
from firsthand.judging.exercise import Exercise
from firsthand.judging.findings import Status

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


# ---- graded, as a class is: by nbval, in the warm kernel, on held-out cases

HELD_OUT = range(2_000_000_000, 2_000_000_010)
"""Seeds that nothing else in this suite draws from."""


@pytest.fixture(scope="module")
def grade():
    """Return what grades notebooks, each with a seed, and gives their results in order."""
    with two_graders() as (workers, order):

        def run(notebooks, seeds) -> list[Result]:
            orders = [dataclasses.replace(order, seed=seed) for seed in seeds]
            texts = [nbformat.writes(notebook).encode() for notebook in notebooks]
            names = [f"{notebook.metadata.firsthand.lesson}.ipynb" for notebook in notebooks]
            return list(workers.map(grade_one, orders, ["a learner"] * len(orders), names, texts))

        yield run


def tasks_of(lesson) -> list[Task]:
    return next(found for found in COURSE.lessons if found.name == lesson).tasks


def unlike(results, lesson, **wanted) -> list:
    """Return the scores that are not as wanted; a result with too few scores is one of them."""
    names = [task.name for task in tasks_of(lesson)]
    lost = [result for result in results if [score.exercise for score in result.scores] != names]
    scores = [score for result in results for score in result.scores]
    return lost + [s for s in scores if any(getattr(s, name) != value for name, value in wanted.items())]


@each_lesson
def test_the_solutions_are_graded_full_under_ten_held_out_seeds(lesson, grade):
    results = grade([solved(lesson)] * len(HELD_OUT), HELD_OUT)
    points = [sum(score.points for score in result.scores) for result in results]
    assert unlike(results, lesson, status="right") == []
    assert points == [sum(task.points for task in tasks_of(lesson))] * len(HELD_OUT)


@each_lesson
def test_an_untouched_starter_is_not_attempted(lesson, grade):
    (result,) = grade([read(ROOT / "exercises" / f"{lesson}.ipynb")], HELD_OUT[:1])
    assert result.status == "not_attempted"
    assert unlike([result], lesson, status="not_attempted", points=0) == []


@each_lesson
def test_starters_that_were_run_are_not_attempted_either(lesson, grade):
    """An extra cell makes the grader run the notebook, so that the stubs themselves must be told from answers."""
    notebook = read(ROOT / "exercises" / f"{lesson}.ipynb")
    notebook.cells.append(nbformat.v4.new_code_cell("print('looked at it')"))
    (result,) = grade([notebook], HELD_OUT[:1])
    assert unlike([result], lesson, status="not_attempted", points=0) == []


@each_lesson
def test_every_known_mistake_is_named_when_it_is_graded(lesson, grade):
    exercises = {task.name: assignment.find_exercise(ROOT, task.name) for task in tasks_of(lesson)}
    sentences = {name: list(exercise.mistakes) for name, exercise in exercises.items()}
    notebooks = [with_mistakes(lesson, exercises, number) for number in range(max(map(len, sentences.values())))]
    results = grade(notebooks, [HELD_OUT[0]] * len(notebooks))
    assert unlike(results, lesson, status="known_mistake", points=0) == []
    said = {
        name: [score.sentence for r in results for score in r.scores if score.exercise == name] for name in sentences
    }
    assert said == {name: [of[k % len(of)] for k in range(len(notebooks))] for name, of in sentences.items()}


def with_mistakes(lesson, exercises, number) -> nbformat.NotebookNode:
    """Put the mistake of that number into the answer of every exercise, as the object itself."""
    notebook = read(ROOT / "exercises" / f"{lesson}.ipynb")
    cells = {cell.id: cell for cell in notebook.cells}
    for task in tasks_of(lesson):
        mistakes = list(exercises[task.name].mistakes.values())
        pickled = base64.b85encode(cloudpickle.dumps(mistakes[number % len(mistakes)])).decode()
        name = task.check.source.removeprefix(f'check("{task.name}", ').removesuffix(")")
        assert name.isidentifier()
        source = f"import base64, pickle\n\n{name} = pickle.loads(base64.b85decode({pickled!r}))"
        cells[f"answer-{task.name}"].source = source
    return notebook


# ---- what travels into the kernel


@each_task
def test_no_oracle_no_rule_and_no_mistake_travels_into_the_kernel(task):
    lesson = next(lesson for lesson in COURSE.lessons if task in lesson.tasks)
    exercise = assignment.find_exercise(ROOT, task.name)
    probe = assignment.make_assignment(ROOT, lesson.name, HELD_OUT[0]).probes[task.name]
    payload = next(node.value for node in ast.walk(ast.parse(probe.source)) if isinstance(node, ast.Constant))
    pickled = base64.b64decode(payload)
    values = [value for _, value, _ in pickletools.genops(pickled)]
    texts = [value for value in values if isinstance(value, str)]
    assert [sentence for sentence in exercise.mistakes if any(sentence in text for text in texts)] == []
    assert [value for value in values if str(value) == str(HELD_OUT[0])] == []
    secrets = {code_of(secret) for secret in (exercise.expected, exercise.accepts, *exercise.mistakes.values())} - {
        None
    }
    travelling = list(reachable(pickle.loads(pickled)))
    assert len(travelling) > 1
    assert [item for item in travelling if isinstance(item, Exercise) or code_of(item) in secrets] == []


def code_of(item) -> tuple | None:
    """Identify a function of the checks by where it is written; nothing else is secret, a library's least of all."""
    code = getattr(item, "__code__", None)
    ours = code is not None and Path(code.co_filename).parent.name == "checks"
    return (code.co_filename, code.co_firstlineno, code.co_code, code.co_consts[:0], code.co_names) if ours else None


def reachable(item, seen=None):
    """Yield everything that a pickle brought with it: containers, functions, their globals, closures and defaults."""
    seen = set() if seen is None else seen
    if id(item) in seen or isinstance(item, types.ModuleType | str | int | float | np.ndarray):
        return
    seen.add(id(item))
    yield item
    inside: list = []
    if isinstance(item, dict):
        inside = [*item, *item.values()]
    elif isinstance(item, list | tuple | set | frozenset):
        inside = list(item)
    elif code_of(item):
        cells = [cell.cell_contents for cell in item.__closure__ or ()]
        own = {name: value for name, value in item.__globals__.items() if name != "__builtins__"}
        inside = [own, cells, item.__defaults__ or (), item.__kwdefaults__ or {}]
    elif isinstance(item, type) and item.__module__.startswith("firsthand.checks"):
        inside = list(vars(item).values())
    elif type(item).__module__.startswith("firsthand"):
        inside = [vars(item), type(item)]
    for part in inside:
        yield from reachable(part, seen)


# ---- a busy machine


@pytest.mark.parametrize("lesson", ["00_start_here", "05_loss_functions"])
def test_the_solutions_are_full_marks_while_others_use_all_cores(lesson, grade):
    burn = [sys.executable, "-c", "import os\nwhile os.getppid() != 1: pass"]
    burning = [subprocess.Popen(burn) for _ in range(os.cpu_count() or 1)]
    try:
        results = grade([solved(lesson)] * 25, [HELD_OUT[0]] * 25)
    finally:
        for process in burning:
            process.kill()
            process.wait()
    assert len(results) == 25
    assert unlike(results, lesson, status="right") == []
