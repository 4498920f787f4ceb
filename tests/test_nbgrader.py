"""A school that runs nbgrader takes the exercise notebooks as they are: nbgrader itself grades them here."""

import csv
import shutil

import nbformat
import pytest
from conftest import ROOT, make_environment, run, solved, without_pytest

from firsthand.course import lesson_names


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Make an environment with nbgrader and the course, apart from the course's own."""
    return make_environment(tmp_path_factory.mktemp("nbgrader") / "python", "nbgrader", ROOT)


def test_nbgrader_gives_the_solutions_full_marks_and_the_blank_notebook_none(python, tmp_path, course):
    blank = ROOT / "exercises"
    for name in lesson_names(ROOT):
        for folder in ("source", "submitted/solved", "submitted/blank"):
            (tmp_path / folder / name).mkdir(parents=True)
            shutil.copy(blank / f"{name}.ipynb", tmp_path / folder / name)
        nbformat.write(solved(name), tmp_path / "submitted" / "solved" / name / f"{name}.ipynb")

    environment = without_pytest() | {"PATH": f"{python.parent}:/usr/bin:/bin", "HOME": str(tmp_path)}
    for command in ("generate_assignment", "autograde"):
        for name in lesson_names(ROOT):
            run([python, "-m", "nbgrader", command, name, "--course-dir", tmp_path], cwd=tmp_path, env=environment)
    run([python, "-m", "nbgrader", "export"], cwd=tmp_path, env=environment)

    with open(tmp_path / "grades.csv", newline="") as file:
        scores = {(row["assignment"], row["student_id"]): float(row["score"]) for row in csv.DictReader(file)}
    points = {lesson.name: lesson.points for lesson in course.lessons}
    full = {(name, "solved"): float(total) for name, total in points.items()}
    assert scores == full | {(name, "blank"): 0.0 for name in points}
