"""The promises of a lesson when it is graded, as a class is: by nbval, in the warm kernel, on held-out cases."""

import ast
import base64
import dataclasses
import os
import pickle
import pickletools
import subprocess
import sys
import types
from pathlib import Path

import cloudpickle
import nbformat
import numpy as np
import pytest
from conftest import ROOT, graders, solved
from promises import LESSON_OF, costly, each_lesson, each_task

from firsthand.authoring.lesson_source import Task
from firsthand.gradebook.records import Result
from firsthand.grading import assignment
from firsthand.grading.worker import grade_one
from firsthand.judging.exercise import Exercise

HELD_OUT = range(2_000_000_000, 2_000_000_010)
"""Seeds that nothing else in this suite draws from."""


@pytest.fixture(scope="session")
def grade():
    """Return what grades notebooks, each with a seed, and gives their results in order."""
    with graders(1) as (workers, order):

        def run(notebooks, seeds) -> list[Result]:
            orders = [dataclasses.replace(order, seed=seed) for seed in seeds]
            texts = [nbformat.writes(notebook).encode() for notebook in notebooks]
            names = [f"{notebook.metadata.firsthand.lesson}.ipynb" for notebook in notebooks]
            return list(workers.map(grade_one, orders, ["a learner"] * len(orders), names, texts))

        yield run


def tasks_of(lesson) -> list[Task]:
    return [
        task for name, found in LESSON_OF.items() if found.name == lesson for task in found.tasks if task.name == name
    ]


def blank(lesson) -> nbformat.NotebookNode:
    """Return the exercise notebook of a lesson as it is handed out."""
    return nbformat.read(ROOT / "exercises" / f"{lesson}.ipynb", as_version=4)


def unlike(results, lesson, **wanted) -> list:
    """Return the scores that are not as wanted; a result with too few scores is one of them."""
    names = [task.name for task in tasks_of(lesson)]
    lost = [result for result in results if [score.exercise for score in result.scores] != names]
    scores = [score for result in results for score in result.scores]
    return lost + [s for s in scores if any(getattr(s, name) != value for name, value in wanted.items())]


def assert_full_marks(lesson, grade, seeds):
    results = grade([solved(lesson)] * len(seeds), seeds)
    points = [sum(score.points for score in result.scores) for result in results]
    assert unlike(results, lesson, status="right") == []
    assert points == [sum(task.points for task in tasks_of(lesson))] * len(seeds)


@each_lesson
def test_the_solutions_are_graded_full_under_a_held_out_seed(lesson, grade):
    assert_full_marks(lesson, grade, HELD_OUT[:1])


@costly
@each_lesson
def test_the_solutions_are_graded_full_under_nine_more(lesson, grade):
    assert_full_marks(lesson, grade, HELD_OUT[1:])


@each_lesson
def test_an_untouched_starter_is_not_attempted(lesson, grade):
    (result,) = grade([blank(lesson)], HELD_OUT[:1])
    assert result.status == "not_attempted"
    assert unlike([result], lesson, status="not_attempted", points=0) == []


@each_lesson
def test_starters_that_were_run_are_not_attempted_either(lesson, grade):
    """An extra cell makes the grader run the notebook, so that the stubs themselves must be told from answers."""
    notebook = blank(lesson)
    notebook.cells.append(nbformat.v4.new_code_cell("print('looked at it')"))
    (result,) = grade([notebook], HELD_OUT[:1])
    assert unlike([result], lesson, status="not_attempted", points=0) == []


@costly
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
    notebook = blank(lesson)
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
    lesson = LESSON_OF[task.name]
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
