"""The milestones, walked through with answers of a learner: all right, half of them, unlike ours, and none that works."""

import ast
import re
import shutil
from itertools import pairwise

import nbformat
import pytest
from conftest import ROOT, solved, without_pytest
from nbclient import NotebookClient
from promises import COURSE

from firsthand.authoring.course import find_milestone, lesson_table
from firsthand.authoring.lesson_source import LessonError
from firsthand.building.build import outdated, render_readme
from firsthand.building.parts import parts_named
from firsthand.contents import contents
from firsthand.parts import our_parts

MILESTONES = {milestone.name: parts_named(COURSE, milestone) for milestone in COURSE.milestones}
each_milestone = pytest.mark.parametrize("name", MILESTONES)
AS_LISTS = """

def _listed(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    return type(value)(map(_listed, value)) if isinstance(value, list | tuple) else value


def NAME(*arguments, _ours=NAME):
    return _listed(_ours(*arguments))
"""


def lessons_of(name) -> list[str]:
    return sorted({contents()[part].lesson for part in MILESTONES[name]})


def blank(lesson) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "exercises" / f"{lesson}.ipynb", as_version=4)


def answer(notebook, part) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == f"answer-{part}")


def walk(folder, name, exercises) -> str:
    """Run a milestone beside a learner's notebooks, as a learner does; return what it shows, as text."""
    for kind in ("notebooks", "exercises"):
        (folder / kind).mkdir()
    for lesson, notebook in exercises.items():
        (folder / "exercises" / f"{lesson}.ipynb").write_text(
            notebook if isinstance(notebook, str) else nbformat.writes(notebook), encoding="utf-8"
        )
    shutil.copy2(ROOT / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    notebook = nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)
    place = {"metadata": {"path": str(folder / "notebooks")}}
    NotebookClient(notebook, kernel_name="python3", timeout=300, resources=place).execute(env=without_pytest())
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    return "\n".join(output.get("text") or output.data["text/plain"] for output in outputs)


def whose(shown) -> dict[str, tuple[str, str]]:
    """Read the tables of parts: name -> yours or ours, and why."""
    rows = re.findall(r"^(\w+) +\d\d · .+?  (yours|ours)  +(.+)$", shown, re.MULTILINE)
    return {part: (side, why) for part, side, why in rows}


@each_milestone
def test_with_the_solutions_as_the_learner_all_parts_are_yours_and_the_bar_is_reached(tmp_path, name):
    shown = walk(tmp_path, name, {lesson: solved(lesson) for lesson in lessons_of(name)})
    assert whose(shown) == dict.fromkeys(MILESTONES[name], ("yours", "right"))
    number = len(MILESTONES[name])
    assert re.search(rf"^✔ .+: reached\. {number} of {number} parts are yours:", shown, re.MULTILINE)


@each_milestone
def test_with_half_of_the_answers_right_the_table_says_which_and_the_bar_is_reached(tmp_path, name):
    exercises = {lesson: blank(lesson) for lesson in lessons_of(name)}
    for part in MILESTONES[name][::2]:
        lesson = contents()[part].lesson
        answer(exercises[lesson], part).source = answer(solved(lesson), part).source
    shown = walk(tmp_path, name, exercises)
    expected = [("yours", "right"), ("ours", "not attempted")]
    assert whose(shown) == {part: expected[i % 2] for i, part in enumerate(MILESTONES[name])}
    assert re.search(r"^✔ .+: reached\. \d of \d+ parts are yours: .+ Ours: ", shown, re.MULTILINE)


@each_milestone
def test_right_answers_that_return_lists_do_as_well(tmp_path, name):
    exercises = {lesson: solved(lesson) for lesson in lessons_of(name)}
    for part in MILESTONES[name]:
        if part == "adam_step":  # 1,800 times 7,000 numbers as lists take 20 s
            continue
        handed, _ = our_parts()[part]
        answer(exercises[contents()[part].lesson], part).source += AS_LISTS.replace("NAME", handed)
    shown = walk(tmp_path, name, exercises)
    assert set(whose(shown).values()) == {("yours", "right")}
    assert re.search(r"^✔ .+: reached\.", shown, re.MULTILINE)


def test_with_nothing_that_works_it_says_of_each_part_why_and_runs_on_ours(tmp_path):
    name = "milestone_1_foundations"
    exercises = {lesson: blank(lesson) for lesson in lessons_of(name)}
    answers = {
        "split_by_date": "def split_by_date(day, validation_from, test_from):\n    while True:\n        pass",
        "logit_gradient": "def logit_gradient(y, z):\n    raise RuntimeError",
        "gradient_step": "def gradient_step(w, gradient, rate):\n    return w + rate * gradient",
        "scale_features": "def scale_features(train, test)",
    }
    for part, source in answers.items():
        answer(exercises[contents()[part].lesson], part).source = source
    exercises["04_messy_data"] = "{no notebook"
    del exercises["10_precision_recall"]
    shown = walk(tmp_path, name, exercises)
    assert whose(shown) == {
        "split_by_date": ("ours", "not right yet: it has not come to an end in time"),
        "one_hot": ("ours", "04_messy_data.ipynb cannot be read: it is no notebook"),
        "scale_features": ("ours", "not right yet: no cell that Python can read defines scale_features"),
        "logit_gradient": ("ours", "not right yet: Your code stopped with a RuntimeError."),
        "gradient_step": (
            "ours",
            "not right yet: You added the gradient, which climbs: the loss rises on the first step.",
        ),
        "log_loss_from_logits": ("ours", "not attempted"),
        "cheapest_threshold": ("ours", "10_precision_recall.ipynb is not in your exercises"),
        "bootstrap_interval": ("ours", "not attempted"),
    }
    assert re.search(r"^✔ .+: reached\. 0 of 8 parts are yours\.", shown, re.MULTILINE)


@each_milestone
def test_built_files_equal_a_fresh_build(name):
    assert outdated(COURSE, [name]) == []


@each_milestone
def test_a_milestone_uses_every_part_and_parts_of_its_own_lessons(name):
    milestone = find_milestone(COURSE, name)
    first, last = milestone.first_and_last
    assert {first <= contents()[part].lesson[:2] <= last for part in MILESTONES[name]} == {True}
    cells = [ast.parse(cell.source) for cell in milestone.cells if cell.kind == "code"]
    nodes = [node for cell in cells for node in ast.walk(cell)]
    taken = [
        variable.id
        for node in nodes
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("mine(")
        for variable in node.targets[0].elts
    ]
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    assert len(taken) == len(MILESTONES[name])
    assert set(taken) <= called


@each_milestone
def test_a_milestone_is_short(name):
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert 450 <= len(re.findall(r"\b\w[\w'.,-]*", prose)) <= 900
    assert len([cell for cell in notebook.cells if cell.cell_type == "code"]) <= 17


def test_a_milestone_stands_below_the_last_lesson_of_its_part():
    ((_, readme),) = render_readme(COURSE).items()
    assert readme == (ROOT / "README.md").read_text(encoding="utf-8")
    rows = lesson_table(COURSE.lessons, COURSE.address, "", COURSE.milestones).splitlines()
    above = {row: before for before, row in pairwise(rows)}
    for milestone in COURSE.milestones:
        (row,) = [row for row in rows if f"](notebooks/{milestone.name}.ipynb)" in row]
        last = max(one.name for one in COURSE.lessons if one.name[:2] <= milestone.first_and_last[1])
        assert f"notebooks/{last}.ipynb" in above[row]


@pytest.mark.parametrize(
    "wanted", ["milestone_1_foundations", "milestone_1", "foundations", "milestones/1_foundations.py"]
)
def test_a_milestone_is_found_by_its_name_its_number_its_topic_and_its_file(wanted):
    assert find_milestone(COURSE, wanted).name == "milestone_1_foundations"
    assert find_milestone(COURSE, "01") is None


def test_a_part_that_no_lesson_asks_is_refused_where_it_stands(tmp_path):
    milestone = find_milestone(COURSE, "foundations")
    cell = next(cell for cell in milestone.cells if "mine(" in cell.source and cell.kind == "code" and cell.tags)
    wrong = type(cell)(**{**vars(cell), "source": 'x = mine(\n    "gradient_stp"\n)'})
    with pytest.raises(LessonError, match=rf"1_foundations.py:{cell.lines[1]}: mine\(\) takes .* 'gradient_stp'"):
        parts_named(COURSE, type(milestone)(milestone.name, [wrong], [], []))
