"""A school that runs nbgrader takes the exercise notebooks as they are: nbgrader itself grades them here."""

import json
import shutil

import nbformat
import pytest
from conftest import ROOT, copy_of_the_tree, make_environment, run, solved, without_pytest

# One process for all, because nbgrader's commands take seconds to start.
GRADE = """
import json, sys
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

api = NbGraderAPI(config=Config(CourseDirectory={"root": sys.argv[1]}))
outcomes = [api.generate_assignment(name) for name in sys.argv[2:]]
outcomes += [api.autograde(name, student) for name in sys.argv[2:] for student in api.get_submitted_students(name)]
failed = [outcome["error"] for outcome in outcomes if not outcome["success"]]
with api.gradebook as gradebook:
    rows = [s for name in sys.argv[2:] for s in gradebook.assignment_submissions(name)]
    scores = [[row.name, row.student_id, row.score, row.max_score] for row in rows]
print(json.dumps([failed, scores]))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Make an environment with nbgrader and the course, apart from the course's own."""
    home = tmp_path_factory.mktemp("nbgrader")
    return make_environment(home / "python", "nbgrader", copy_of_the_tree(home / "clone"))


def test_nbgrader_gives_the_solutions_full_marks_and_a_blank_notebook_none(python, tmp_path, course, due):
    blank = due[-1]
    for name in due:
        for folder in ("source", "submitted/solved", *(["submitted/blank"] if name == blank else [])):
            (tmp_path / folder / name).mkdir(parents=True)
            shutil.copy(ROOT / "exercises" / f"{name}.ipynb", tmp_path / folder / name)
        nbformat.write(solved(name), tmp_path / "submitted" / "solved" / name / f"{name}.ipynb")

    environment = without_pytest() | {"PATH": f"{python.parent}:/usr/bin:/bin", "HOME": str(tmp_path)}
    printed = run([python, "-c", GRADE, tmp_path, *due], cwd=tmp_path, env=environment).stdout
    failed, scores = json.loads(printed.splitlines()[-1])

    points = {lesson.name: lesson.points for lesson in course.lessons if lesson.name in due}
    full = [[name, "solved", total, total] for name, total in points.items()]
    assert failed == []
    assert sorted(scores) == sorted([*full, [blank, "blank", 0, points[blank]]])
