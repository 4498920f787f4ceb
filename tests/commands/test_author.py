"""What an author types: a new lesson that builds, passes and is tidy; nothing is overwritten."""

import nbformat
import pytest
from samples import make_course, untidy

from firsthand import cli
from firsthand.auditing.lesson_audit import audit_lesson
from firsthand.authoring.catalogue import find_exercise
from firsthand.authoring.course import find_lesson, read_course
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.feedback import Status

NAME = "02_linear_algebra"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in which `firsthand new` has laid down a second lesson."""
    root = tmp_path_factory.mktemp("course")
    make_course(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert cli.main(["new", NAME]) == 0
    return root


def test_a_new_lesson_builds_at_once(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert cli.main(["build", "02"]) == 0
    assert f"notebooks/{NAME}.ipynb" in capsys.readouterr().out.split()
    assert f"[1 exercise, 1 point](exercises/{NAME}.ipynb)" in (course / "README.md").read_text(encoding="utf-8")
    lesson = nbformat.read(course / "notebooks" / f"{NAME}.ipynb", as_version=4)
    assert not [cell.source for cell in lesson.cells if "LESSON" in cell.source or "TOPIC" in cell.source]


def test_a_new_lesson_has_a_fair_exercise_that_its_solution_solves(course):
    read = read_course(course)
    lesson = find_lesson(read, NAME)
    (task,) = lesson.tasks
    assert audit_lesson(read_course(course), lesson).everything_refused == []
    exercise = find_exercise(course, task.name)
    assert exercise.points == task.points
    namespace: dict = {}
    exec(f"import numpy as np\n{task.answer.source}", namespace)
    assert {judge(exercise, namespace[task.name], seed).status for seed in range(20)} == {Status.RIGHT}


def test_a_new_lesson_is_tidy(course):
    files = [*(course / "lessons" / NAME).iterdir(), course / "checks" / "linear_algebra.py"]
    assert untidy(course, [*files, *course.glob(f"*/{NAME}.ipynb")]) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("linear_algebra", "it has the form 02_linear_algebra"),
        ("2_linear", "it has the form 02_linear_algebra"),
        ("03_Linear-Algebra", "it has the form 02_linear_algebra"),
        ("01_more", "There is a lesson '01_double' already"),
        ("03_double", "There are checks called 'double.py' already"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_written(course, monkeypatch, capsys, name, words):
    monkeypatch.chdir(course)
    before = sorted(course.rglob("*"))
    assert cli.main(["new", name]) == 2
    assert words in capsys.readouterr().err
    assert sorted(course.rglob("*")) == before


@pytest.mark.parametrize("wanted", ["02", "linear_algebra", "02_linear_algebra", "lessons/02_linear_algebra/"])
def test_a_lesson_is_named_by_number_topic_name_or_folder(course, wanted):
    assert find_lesson(read_course(course), wanted).name == NAME
