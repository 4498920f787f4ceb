"""One solved notebook as each editor saves it: ids, metadata and outputs differ, the score does not."""

import copy
import json

import nbformat
import pytest
from conftest import ROOT, graders, solved

from firsthand.authoring.course import read_lesson
from firsthand.grading.worker import grade_one

LESSON = "06_gradient_descent"
EXERCISES = {task.name: task.points for task in read_lesson(ROOT, LESSON).tasks}


def executed() -> dict:
    """Return the solved notebook as JSON, with the outputs of a run and a scratch cell of the learner's own."""
    notebook = solved(LESSON)
    ran = {cell.id: cell for cell in nbformat.read(ROOT / "solutions" / f"{LESSON}.ipynb", as_version=4).cells}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id in ran:
            cell.outputs = ran[cell.id].outputs
    last = next(i for i, cell in enumerate(notebook.cells) if cell.id.startswith("check-"))
    notebook.cells.insert(last + 1, nbformat.v4.new_code_cell("import numpy as np\n\nnp.arange(3)", id="3f6a90c1"))
    for number, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        cell.execution_count = number + 1
    return json.loads(nbformat.writes(notebook))


def as_lists(cell) -> None:
    cell["source"] = "".join(cell["source"]).splitlines(keepends=True)


def code_cells(notebook) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def jupyterlab(notebook):
    """Keeps ids; records when a cell ran, what is folded, and the state of widgets."""
    for cell in code_cells(notebook):
        times = {"shell.execute_reply": "2026-11-22T20:00:01.2Z", "iopub.status.busy": "2026-11-22T20:00:01.1Z"}
        cell["metadata"] |= {"execution": times, "scrolled": True, "trusted": True, "jupyter": {"outputs_hidden": True}}
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}}
    notebook["metadata"]["language_info"] |= {"version": "3.12.3", "codemirror_mode": {"name": "ipython", "version": 3}}


def vs_code(notebook):
    """Keeps the ids that are there and gives none to new cells; names its environment as the kernel."""
    for cell in notebook["cells"]:
        as_lists(cell)
        cell["metadata"] |= {"vscode": {"languageId": "python"}} if cell["cell_type"] == "code" else {}
        if cell["id"] == "3f6a90c1":
            del cell["id"]
    spec = {"display_name": "Python 3.12.3 ('.venv': venv)", "name": "python3"}
    notebook["metadata"] |= {"kernelspec": spec, "orig_nbformat": 4, "vscode": {"interpreter": {"hash": "31f2aee4"}}}


def colab(notebook):
    """Writes minor version 0, where cells have no id; puts one of its own and who ran the cell into the metadata."""
    for number, cell in enumerate(notebook["cells"]):
        as_lists(cell)
        del cell["id"]
        cell["metadata"] |= {"id": f"iyi0u1inBc{number:02}"}
    for cell in code_cells(notebook):
        user = {"displayName": "A Learner", "userId": "0123456789"}
        ran = {"status": "ok", "timestamp": 1795377600000, "user_tz": -60, "elapsed": 5, "user": user}
        cell["metadata"] |= {
            "executionInfo": ran,
            "outputId": "aa0e-3f",
            "colab": {"base_uri": "https://localhost:8080/"},
        }
    spec = {"name": "python3", "display_name": "Python 3"}
    notebook["metadata"] = {"colab": {"provenance": [], "toc_visible": True}, "kernelspec": spec}
    notebook["metadata"]["language_info"] = {"name": "python"}
    notebook["nbformat_minor"] = 0


def colab_without_nbgrader(notebook):
    """As Colab saves what was pasted cell by cell: nothing of the handed-out cells is left but their text."""
    colab(notebook)
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": cell["metadata"]["id"]}


def classic_notebook(notebook):
    """Drops the ids, and nbformat makes new ones when it saves; extensions leave their own metadata."""
    for number, cell in enumerate(notebook["cells"]):
        as_lists(cell)
        cell["id"] = f"{number:08x}"
    for cell in code_cells(notebook):
        cell["metadata"] |= {"collapsed": True, "ExecuteTime": {"end_time": "2026-11-22T20:00:01", "start_time": ""}}
    notebook["metadata"] |= {"toc": {"base_numbering": 1, "toc_cell": False}, "celltoolbar": "Create Assignment"}


def old_classic_notebook(notebook):
    """Before version 6.2 there were no ids."""
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] |= {"collapsed": False} if cell["cell_type"] == "code" else {}
    notebook["nbformat_minor"] = 4


def ids_repeated(notebook):
    """As after copy and paste in an editor that copies ids: an untouched copy of each answer above the answer."""
    blank = nbformat.read(ROOT / "exercises" / f"{LESSON}.ipynb", as_version=4)
    stubs = {cell.id: json.loads(json.dumps(cell)) for cell in blank.cells if cell.id.startswith("answer-")}
    notebook["cells"] = [
        copied for cell in notebook["cells"] for copied in ([stubs[cell["id"]]] if cell["id"] in stubs else []) + [cell]
    ]


EDITORS = [jupyterlab, vs_code, colab, colab_without_nbgrader, classic_notebook, old_classic_notebook, ids_repeated]


@pytest.fixture(scope="module")
def results():
    """Grade the notebook of every editor."""
    contents = []
    for save in EDITORS:
        notebook = copy.deepcopy(executed())
        save(notebook)
        contents.append(json.dumps(notebook, indent=1 if save is not colab else None).encode())
    with graders() as (workers, order):
        graded = [workers.submit(grade_one, order, "a learner", "notebook.ipynb", content) for content in contents]
        return {save.__name__: future.result() for save, future in zip(EDITORS, graded, strict=True)}


@pytest.mark.parametrize("editor", [save.__name__ for save in EDITORS])
def test_a_solved_notebook_is_full_marks_whoever_saved_it(editor, results):
    result = results[editor]
    assert (result.lesson, result.status, result.reason) == (LESSON, "graded", "")
    assert {score.exercise: score.points for score in result.scores} == EXERCISES
    assert {score.sentence for score in result.scores} == {""}


def test_every_editor_writes_another_file():
    saved = []
    for save in EDITORS:
        notebook = executed()
        save(notebook)
        saved.append(json.dumps(notebook))
    assert len({*saved, json.dumps(executed())}) == len(EDITORS) + 1


def test_an_overwritten_name_is_named_on_the_page_of_who_overwrote_it():
    notebook = executed()
    index = next(i for i, cell in enumerate(notebook["cells"]) if cell.get("id") == "answer-gradient_step")
    own = {
        "cell_type": "code",
        "id": "0f6a90c1",
        "metadata": {},
        "outputs": [],
        "execution_count": 1,
        "source": "sum = 0",
    }
    notebook["cells"].insert(index, own)
    notebook["cells"][index + 1]["source"] = (
        "def gradient_step(w, gradient, rate):\n    return w - rate * sum([gradient])"
    )
    with graders() as (workers, order):
        result = workers.submit(grade_one, order, "a learner", "notebook.ipynb", json.dumps(notebook).encode()).result()
    assert result.reason == ""
    first, *others = result.scores
    assert "stops with a TypeError" in first.sentence
    assert "The name `sum` has another value from the cell on that begins `sum = 0`" in first.sentence
    assert {score.status for score in others} == {"right"}
