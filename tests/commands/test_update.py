"""firsthand update: a notebook of an older version comes back with its answers in the exercises of this one."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from own_course import CHECK, RIGHT, TASK, make_own_course

from firsthand.authoring.course import read_course
from firsthand.authoring.lesson_source import stub
from firsthand.building.notebook import make_notebook
from firsthand.cli import main
from firsthand.commands.update import is_empty

NAME = "01_more.ipynb"


def hand_out(root):
    """Write the exercise notebooks as a build does."""
    course = read_course(root)
    for lesson in course.lessons:
        cells = [stub(cell) for cell in lesson.exercise_cells if not cell.solution_only]
        nbformat.write(make_notebook(course, lesson, "exercises", cells), root / "exercises" / f"{lesson.name}.ipynb")
    return root


@pytest.fixture
def old(tmp_path):
    return hand_out(make_own_course(tmp_path / "old"))


@pytest.fixture
def new(tmp_path, monkeypatch):
    """Write the next version: another text, another stub of `treble`, a third exercise, other data given."""
    root = make_own_course(tmp_path / "new")
    path = root / "lessons" / "01_more" / "exercises.py"
    text = path.read_text(encoding="utf-8").replace("from pathlib import Path", "from pathlib import Path, PurePath")
    text = text.replace("def treble(x):", "def treble(x, times=3):").replace(
        "Write `double(x)`.", "Write it: `double(x)`."
    )
    fact = {"number": 3, "name": "square", "title": "Its square", "points": 1, "right": "x * x"}
    path.write_text(text + TASK.format(**fact), encoding="utf-8")
    with (root / "checks" / "more.py").open("a", encoding="utf-8") as file:
        file.write(CHECK.format(**fact))
    monkeypatch.chdir(root)
    return root


def work(root, *, answer="double", own=True):
    """Solve an exercise of a notebook, as a learner does, with notes and a trial of their own."""
    path = root / "exercises" / NAME
    notebook = nbformat.read(path, as_version=4)
    place = next(index for index, cell in enumerate(notebook.cells) if cell.id == f"answer-{answer}")
    notebook.cells[place].source = RIGHT[answer]
    if own:
        extra = [nbformat.v4.new_markdown_cell("My note: twice.\nalpha = 3"), nbformat.v4.new_code_cell("double(21)")]
        notebook.cells[place + 1 : place + 1] = extra
    nbformat.write(notebook, path)
    return path


def cells(path):
    return nbformat.read(path, as_version=4).cells


def sources(path):
    return {cell.id: cell.source for cell in cells(path)}


def test_answers_and_own_cells_are_kept_and_new_exercises_come_in(old, new, capsys):
    path = work(old)
    before = path.read_bytes()
    hand_out(new)
    assert main(["update", str(old / "exercises")]) == 0
    said = capsys.readouterr().out
    assert said.startswith("exercises/01_more.ipynb: 1 answer kept, 1 exercise new, 2 cells of your own kept.")
    found = sources(new / "exercises" / NAME)
    assert found["answer-double"] == RIGHT["double"]
    assert "times=3" in found["answer-treble"]  # handed out otherwise now, and not begun
    assert "answer-square" in found
    texts = [cell.source for cell in cells(new / "exercises" / NAME)]
    assert texts.count("double(21)") == texts.count("My note: twice.\nalpha = 3") == 1
    place = texts.index("My note: twice.\nalpha = 3")
    assert texts[place - 1 : place + 3] == [RIGHT["double"], texts[place], "double(21)", 'check("double", double)']
    assert cells(new / "exercises" / NAME)[place].cell_type == "markdown"
    assert not any(
        "Write `double(x)`." in text or text.endswith("import Path\n\nfrom firsthand import check") for text in texts
    )
    assert path.read_bytes() == before  # what lies elsewhere is left as it is


def test_a_notebook_in_its_place_is_kept_beside_the_new_one(old, new, capsys):
    shutil.copy(work(old), new / "exercises" / NAME)
    before = (new / "exercises" / NAME).read_bytes()
    assert main(["update"]) == 0
    assert "as it was: exercises/01_more.kept-1.ipynb" in capsys.readouterr().out
    assert (new / "exercises" / "01_more.kept-1.ipynb").read_bytes() == before
    assert sources(new / "exercises" / NAME)["answer-double"] == RIGHT["double"]
    assert main(["update"]) == 0
    assert capsys.readouterr().out.startswith("Your exercises are those of this version")


def test_what_was_answered_in_the_new_version_stays_and_the_old_fills_the_rest(old, new):
    work(old)
    work(old, answer="treble", own=False)
    hand_out(new)
    path = new / "exercises" / NAME
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "answer-double").source = "def double(x):\n    return x + x"
    nbformat.write(notebook, path)
    assert main(["update", str(old)]) == 0
    found = sources(path)
    assert (found["answer-double"], found["answer-treble"]) == ("def double(x):\n    return x + x", RIGHT["treble"])


def test_an_answer_to_an_exercise_that_is_gone_stays_as_a_cell_of_ones_own(old, new):
    path = work(old, answer="treble", own=False)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.id = cell.id.replace("treble", "fourfold")
        cell.source = cell.source.replace("treble", "fourfold")
        cell.metadata.pop("nbgrader", None)
    nbformat.write(notebook, path)
    hand_out(new)
    assert main(["update", str(path)]) == 0
    texts = [cell.source for cell in cells(new / "exercises" / NAME)]
    assert RIGHT["treble"].replace("treble", "fourfold") in texts
    assert not any('check("fourfold"' in text for text in texts)


def test_a_notebook_without_ids_keeps_its_answers_and_doubles_no_text(old, new):
    path = work(old)
    raw = json.loads(path.read_bytes())
    for cell in raw["cells"]:
        del cell["id"]
        cell["metadata"].pop("nbgrader", None)
    path.write_text(json.dumps(raw), encoding="utf-8")
    hand_out(new)
    assert main(["update", str(path)]) == 0
    found = cells(new / "exercises" / NAME)
    assert next(cell.source for cell in found if cell.id == "answer-double") == RIGHT["double"]
    assert sum("# More: exercises" in cell.source for cell in found) == 1


def test_what_cannot_be_read_is_said_and_nothing_is_changed(old, new, capsys):
    hand_out(new)
    broken = Path(old / "exercises" / "broken.ipynb")
    broken.write_text("{", encoding="utf-8")
    before = (new / "exercises" / NAME).read_bytes()
    assert main(["update", str(broken)]) == 1
    assert "Nothing was changed" in capsys.readouterr().out
    assert (new / "exercises" / NAME).read_bytes() == before
    assert main(["update", str(old / "nowhere")]) == 2


@pytest.mark.parametrize(
    ("source", "empty"),
    [
        ("def f(x):\n    ...  # your answer", True),
        ('def f(x):\n    """Say."""\n    ...', True),
        ("class A:\n    def fit(self):\n        ...", True),
        ("answer = ...  # your answer", True),
        ('answer = "a"', False),
        ("def f(x):\n    return x", False),
        ("def f(x):\n    y = x\n    ...", False),
        ("def f(x:", False),
    ],
)
def test_a_choice_or_a_begun_answer_is_no_stub(source, empty):
    assert is_empty(source) == empty
