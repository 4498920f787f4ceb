"""What CONTRIBUTING shows an author can be copied as it stands: together it is a lesson that builds and passes."""

import re

import numpy as np
import pytest
from conftest import ROOT
from samples import make_course, untidy

from firsthand import cli
from firsthand.auditing.fairness import faults
from firsthand.auditing.lesson_audit import audit_lesson
from firsthand.authoring.catalogue import find_exercise
from firsthand.authoring.course import find_lesson, read_course

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = [code for _, code in re.findall(r"^(`{3,4})python\n(.*?)^\1", PAGE, re.MULTILINE | re.DOTALL)]
LOSSES = "# %%\nlosses = np.array([108.7, 4000.0, 2.8e7])\n"
"""What the prediction that CONTRIBUTING shows is about."""


def blocks(mark) -> list[str]:
    found = [block for block in BLOCKS if mark in block]
    assert found, mark
    return found


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    make_course(root)
    folder = root / "lessons" / "02_vectors"
    folder.mkdir()
    lesson = [*blocks("You will be able to"), LOSSES, *blocks('predict("?")'), *blocks("\npredictions()")]
    exercises = [*blocks("{exercises}"), *blocks("# %% exercise=")]
    checks = [block for block in BLOCKS if re.search(r"^\w+ = (Exercise|choice_exercise)\(", block, re.MULTILINE)]
    (folder / "lesson.py").write_text("\n".join(lesson), encoding="utf-8")
    (folder / "exercises.py").write_text("\n".join(exercises), encoding="utf-8")
    (root / "checks" / "vectors.py").write_text('"""Exercises."""\n\n' + "\n\n".join(checks), encoding="utf-8")
    return root


def test_the_lesson_that_contributing_shows_builds(course, monkeypatch):
    monkeypatch.chdir(course)
    assert cli.main(["build", "02"]) == 0
    blank = (course / "exercises" / "02_vectors.ipynb").read_text(encoding="utf-8")
    assert "4 exercises to [the lesson](../notebooks/02_vectors.ipynb), 6 points, about 20 minutes" in blank


def test_its_exercises_are_fair(course):
    read = read_course(course)
    lesson = find_lesson(read, "02")
    assert [task.name for task in lesson.tasks] == ["standard_score", "sum_shape", "repaired_score", "choose_spread"]
    refused = [text for text in audit_lesson(read, lesson).everything_refused if "1 predictions" not in text]
    assert refused == [], "\n".join(refused)
    assert faults(find_exercise(course, "any_halves")) == []


def test_it_is_tidy(course):
    folder = course / "lessons" / "02_vectors"
    unused = "from firsthand import datasets, plots, predict, predictions, table"  # in so short a lesson
    path = folder / "lesson.py"
    path.write_text(
        path.read_text(encoding="utf-8").replace(unused, "from firsthand import predict, predictions, table")
    )
    assert untidy(course, [*folder.glob("*.py"), course / "checks" / "vectors.py"]) == ""


def test_its_maker_of_data_draws_what_it_says():
    (block,) = blocks("def blood_tests")
    namespace: dict = {}
    exec(block, namespace)
    values, is_ill = namespace["blood_tests"](np.random.default_rng(0), 5000)
    assert is_ill.mean() == pytest.approx(0.1, abs=0.02)
    assert [values[is_ill == k].mean() for k in (0, 1)] == pytest.approx([90, 150], abs=2)
