"""The build: what it writes, what it refuses, and that it never destroys anybody's work."""

import contextlib
import json
import os
import shutil

import matplotlib.pyplot as plt
import nbformat
import pytest
from conftest import ROOT
from samples import LESSON, make_course

from firsthand import cli
from firsthand.authoring.course import find_lesson, read_course
from firsthand.building import build as build_module
from firsthand.building.build import outdated, same_picture
from firsthand.building.notebook import holds_work, make_notebook


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    """Make a course of one lesson with one exercise, and build it."""
    root = tmp_path_factory.mktemp("course")
    make_course(root)
    with contextlib.chdir(root):
        assert cli.main(["build"]) == 0
    return root


@pytest.fixture
def course(built_once, tmp_path, monkeypatch):
    """Copy the built course; commands run in its folder."""
    root = tmp_path / "course"
    shutil.copytree(built_once, root)
    monkeypatch.chdir(root)
    return root


def files(course):
    return {path: path.read_bytes() for path in sorted(course.rglob("*")) if path.is_file()}


def exercise_notebook(course):
    return course / "exercises" / "01_double.ipynb"


def answer(path, code="def double(x):\n    return x + x"):
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "answer-double").source = code
    nbformat.write(notebook, path)


def test_a_build_writes_three_notebooks_and_the_table_and_is_the_same_twice(course, capsys):
    first = files(course)
    for folder in ("notebooks", "exercises", "solutions"):
        shutil.rmtree(folder)
    assert cli.main(["build", "01"]) == 0
    names = [f"{folder}/01_double.ipynb" for folder in ("notebooks", "exercises", "solutions")]
    assert capsys.readouterr().out.split() == [*names, "README.md"]
    assert files(course) == first
    assert cli.main(["build", "--check"]) == 0


def test_the_notebooks_hold_what_their_readers_need(course):
    exercises, solutions, lesson = (
        nbformat.read(course / folder / "01_double.ipynb", as_version=4)
        for folder in ("exercises", "solutions", "notebooks")
    )
    cells = {cell.id: cell for cell in exercises.cells}
    assert cells["answer-double"].source.endswith("...  # your answer")
    assert cells["check-double"].metadata.editable is False
    assert cells["check-double"].metadata.nbgrader == {
        "grade": True,
        "grade_id": "check-double",
        "locked": True,
        "points": 2,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in exercises.cells)
    assert {cell.id: cell for cell in solutions.cells}["answer-double"].source.endswith("return 2 * x")
    assert "https://colab.research.google.com/github/someone/somewhere/blob/main/" in lesson.cells[0].source
    tab = "https://someone.github.io/somewhere/lab/index.html?path=notebooks/01_double.ipynb"
    assert f"[a browser tab]({tab})" in lesson.cells[0].source
    assert "git+https://github.com/someone/somewhere" in lesson.cells[1].source
    assert lesson.cells[2].outputs[0].text == "2\n"
    assert lesson.metadata.firsthand.lesson == "01_double"
    readme = (course / "README.md").read_text(encoding="utf-8")
    assert "[Double things](notebooks/01_double.ipynb)" in readme
    assert "old" not in readme
    assert readme.endswith("End.\n")


def test_one_changed_sentence_changes_one_cell(course):
    before = exercise_notebook(course).read_text(encoding="utf-8").splitlines()
    source = course / "lessons" / "01_double" / "exercises.py"
    source.write_text(
        source.read_text(encoding="utf-8").replace("Double `x`.", "Double the number `x`."), encoding="utf-8"
    )
    cli.main(["build"])
    after = exercise_notebook(course).read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 3  # the sentence, its id, the fingerprint


def test_check_writes_nothing_and_lists_what_differs(course, capsys):
    answer(exercise_notebook(course))
    (course / "solutions" / "01_double.ipynb").unlink()
    before = files(course)
    capsys.readouterr()
    assert cli.main(["build", "--check"]) == 1
    assert files(course) == before
    listed = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == ["exercises/01_double.ipynb", "solutions/01_double.ipynb"]


def test_without_running_anything_a_source_that_changed_is_seen_and_outputs_are_not(course):
    built = course / "notebooks" / "01_double.ipynb"
    assert outdated(read_course(course), ["01_double"], execute=False) == []
    built.write_text(built.read_text(encoding="utf-8").replace("2\\n", "3\\n"), encoding="utf-8")
    assert outdated(read_course(course), ["01_double"], execute=False) == []
    assert outdated(read_course(course), ["01_double"]) == [built]
    source = course / "lessons" / "01_double" / "lesson.py"
    source.write_text(source.read_text(encoding="utf-8").replace("1 + 1", "1 + 2"), encoding="utf-8")
    assert outdated(read_course(course), ["01_double"], execute=False) == [built]


def test_a_learners_answers_are_not_overwritten(course, capsys):
    answer(exercise_notebook(course))
    before = files(course)
    assert cli.main(["build"]) == 1
    assert "exercises/01_double.ipynb" in capsys.readouterr().err
    assert files(course) == before


def test_forced_a_build_keeps_a_copy_of_the_work_each_time(course):
    for code in ("first = 1", "second = 2"):
        answer(exercise_notebook(course), code)
        assert cli.main(["build", "--force"]) == 0
    kept = sorted(path.name for path in (course / "exercises").iterdir())
    assert kept == ["01_double.ipynb", "01_double.kept-1.ipynb", "01_double.kept-2.ipynb"]
    assert "first = 1" in (course / "exercises" / kept[1]).read_text()
    assert "second = 2" in (course / "exercises" / kept[2]).read_text()
    assert "your answer" in exercise_notebook(course).read_text()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"cells": [], "metadata": {}}', "\ufeff{}"])
def test_what_cannot_be_read_may_be_work(course, content):
    exercise_notebook(course).write_text(content, encoding="utf-8")
    assert holds_work(exercise_notebook(course))
    assert cli.main(["build"]) == 1
    assert exercise_notebook(course).read_text(encoding="utf-8") == content


def test_running_a_notebook_and_an_empty_last_cell_are_not_work(course):
    notebook = nbformat.read(exercise_notebook(course), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(""))
    notebook.cells[-2].outputs = [nbformat.v4.new_output("stream", text="seen")]
    notebook.metadata.language_info = {"name": "python", "version": "3.12"}
    nbformat.write(notebook, exercise_notebook(course))
    assert not holds_work(exercise_notebook(course))
    notebook.cells.append(nbformat.v4.new_markdown_cell("my note"))
    nbformat.write(notebook, exercise_notebook(course))
    assert holds_work(exercise_notebook(course))


def test_an_interrupted_build_leaves_whole_files(course, monkeypatch):
    source = course / "lessons" / "01_double" / "lesson.py"
    source.write_text(LESSON.replace("1 + 1", "3 + 4"), encoding="utf-8")
    before = files(course)
    replace, calls = os.replace, []

    def interrupted(old, new):
        calls.append(new)
        if len(calls) == 2:
            raise KeyboardInterrupt
        replace(old, new)

    monkeypatch.setattr(build_module.os, "replace", interrupted)
    assert cli.main(["build"]) == cli.INTERRUPTED
    after = files(course)
    assert set(after) == set(before)
    assert [json.loads(text) for path, text in after.items() if path.suffix == ".ipynb"]


FIGURE = """\
import base64

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Figure:
    def _repr_png_(self):
        return base64.b64decode(PNG)


Figure()
"""

REFUSED = {
    "a warning": ("import warnings\n\nwarnings.warn('old news', stacklevel=1)", 3, "stderr: UserWarning: old news"),
    "an exception": ("x = 0\n1 / x", 2, "the cell raised ZeroDivisionError: division by zero"),
    "an exception in a function": ("def f():\n    1 / 0\n\n\nf()", 2, "the cell raised ZeroDivisionError"),
    "a figure without text": (FIGURE, 11, "shows a figure without a text for those who cannot see it"),
    "an output too large": ("print('x' * 70_000)", 0, "an output of 70,0"),
    "a path of this machine": ("import os\n\nprint(os.getcwd())", 0, "an output holds a path of this machine"),
    "a line to stderr": ("import sys\n\nprint('well', file=sys.stderr)", 0, "the cell writes to stderr: well (mend it"),
}


@pytest.mark.parametrize(("code", "line", "words"), REFUSED.values(), ids=REFUSED)
def test_a_cell_that_shows_what_nobody_should_meet_is_refused_at_its_line(course, capsys, code, line, words):
    source = course / "lessons" / "01_double" / "lesson.py"
    source.write_text(f"{LESSON}\n# %%\n{code}\n", encoding="utf-8")
    before = files(course)
    assert cli.main(["build"]) == 1
    message = capsys.readouterr().err.replace("\\", "/")
    assert message.startswith(f"lessons/01_double/lesson.py:{len(LESSON.splitlines()) + 2 + line}: ")
    assert words in message
    assert "ipykernel" not in message
    assert files(course) == before


def test_a_warning_from_a_function_of_another_cell_is_told_where_it_stands(course, capsys):
    source = course / "lessons" / "01_double" / "lesson.py"
    cells = "# %%\nimport warnings\n\n\ndef f():\n    warnings.warn('old news')\n\n\n# %%\nf()\n"
    source.write_text(f"{LESSON}\n{cells}", encoding="utf-8")
    assert cli.main(["build"]) == 1
    assert f"lesson.py:{len(LESSON.splitlines()) + 7}: the cell writes" in capsys.readouterr().err


def test_an_error_in_the_checks_is_told_in_the_checks(course, capsys):
    """As where the package imports a lesson's checks for the first check cell of its solutions."""
    (course / "checks" / "broken.py").write_text("import math\n\nmath.nothing\n")
    source = course / "lessons" / "01_double" / "exercises.py"
    text = source.read_text(encoding="utf-8").replace("    print(name)", "    import broken")
    path = f"# %%\nimport sys\n\nsys.path.insert(0, {str(course / 'checks')!r})\n\n# %%\ndef check"
    source.write_text(text.replace("# %%\ndef check", path), encoding="utf-8")
    assert cli.main(["build"]) == 1
    message = capsys.readouterr().err.replace("\\", "/")
    assert message.startswith("checks/broken.py:3: AttributeError: module 'math' has no attribute 'nothing'")


@pytest.mark.parametrize("sign", ["✘", "○"])
def test_a_published_solution_that_is_not_right_is_refused(course, capsys, sign):
    source = course / "lessons" / "01_double" / "exercises.py"
    text = source.read_text(encoding="utf-8").replace("    print(name)", f"    print('{sign} Not yet', name)")
    source.write_text(text, encoding="utf-8")
    assert cli.main(["build"]) == 1
    assert f"the published solution of 'double' is not right: {sign} Not yet double" in capsys.readouterr().err


def test_a_notebook_that_takes_too_long_is_refused(course, capsys, monkeypatch):
    monkeypatch.setattr(build_module, "PROCESSOR_SECONDS_PER_NOTEBOOK", 0.01)
    assert cli.main(["build"]) == 1
    assert "01_double/lesson.py:1: the notebook takes".replace("/", os.sep) in capsys.readouterr().err


def test_a_build_of_one_lesson_renews_every_table_and_runs_nothing_else(course, capsys):
    """Else `firsthand build 02` leaves the start page stale."""
    start = course / "lessons" / "00_start"
    start.mkdir()
    text = LESSON.replace("# Double things", "# Start\n\n<!-- lessons -->").replace(
        "print(1 + 1)", "print(id(object()))"
    )
    (start / "lesson.py").write_text(text, encoding="utf-8")
    (start / "exercises.py").write_text('# %% [markdown]\nr"""\n# None yet\n"""\n', encoding="utf-8")
    cli.main(["build", "00"])
    page = course / "notebooks" / "00_start.ipynb"
    before = page.read_text(encoding="utf-8")
    source = course / "lessons" / "01_double" / "lesson.py"
    source.write_text(LESSON.replace("About 10 minutes", "About 90 minutes"), encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["build", "01"]) == 0
    assert "notebooks/00_start.ipynb" in capsys.readouterr().out.split()
    after = page.read_text(encoding="utf-8")
    assert [line.strip() for line in after.splitlines() if line not in before.splitlines() and "min |" in line]
    assert "| 95 min |" in after
    outputs = [
        [cell.get("outputs") for cell in nbformat.reads(text, as_version=4).cells if cell.cell_type == "code"]
        for text in (before, after)
    ]
    assert outputs[0] == outputs[1]
    assert not holds_work(page)


def test_a_table_in_a_notebook_with_work_is_left_alone(course):
    path = exercise_notebook(course)
    source = course / "lessons" / "01_double" / "exercises.py"
    source.write_text(source.read_text(encoding="utf-8").replace("# Exercises", "# All\n\n<!-- lessons -->"))
    cli.main(["build"])
    answer(path)
    before = path.read_bytes()
    other = course / "lessons" / "02_more"
    shutil.copytree(course / "lessons" / "01_double", other)
    (other / "exercises.py").write_text('# %% [markdown]\nr"""\n# None yet\n"""\n', encoding="utf-8")
    assert cli.main(["build", "02"]) == 0
    assert path.read_bytes() == before
    assert "02_more.ipynb" in (course / "solutions" / "01_double.ipynb").read_text(encoding="utf-8")


def test_the_build_counts_where_it_is_asked_to(course):
    source = course / "lessons" / "01_double" / "exercises.py"
    words = "# Exercises\n\n{exercises}, {points}, {minutes}; $\\text{points}$"
    source.write_text(source.read_text(encoding="utf-8").replace("# Exercises", words), encoding="utf-8")
    cli.main(["build"])
    assert "1 exercise, 2 points, 5 minutes; $\\\\text{points}$" in exercise_notebook(course).read_text(
        encoding="utf-8"
    )


def test_an_exercise_file_that_is_missing_is_named(course, capsys):
    (course / "lessons" / "01_double" / "exercises.py").unlink()
    assert cli.main(["build"]) == 1
    assert "exercises.py:1: there is no such file" in capsys.readouterr().err


def test_outside_a_course_the_command_says_where_to_go(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["build"]) == 2
    assert "No course in" in capsys.readouterr().err


def test_an_unknown_lesson_is_answered_with_those_there_are(course, capsys):
    assert cli.main(["build", "99"]) == 2
    assert "There is no lesson '99'. The course has: 01_double." in capsys.readouterr().err


def test_an_unknown_option_is_a_usage_error(course):
    with pytest.raises(SystemExit) as left:
        cli.main(["build", "--chekc"])
    assert left.value.code == 2


def test_pictures_are_the_same_within_antialiasing_only():
    def draw(slope, width=4):
        fig, ax = plt.subplots(figsize=(width, 3))
        ax.plot([0, 1], [0, slope], linewidth=4)
        ax.set(ylim=(0, 1))
        png = build_module.io.BytesIO()
        fig.savefig(png, format="png")
        plt.close(fig)
        return png.getvalue()

    assert same_picture(draw(0.5), draw(0.5))
    assert same_picture(draw(0.5), draw(0.5001))
    assert not same_picture(draw(0.5), draw(0.9))
    assert not same_picture(draw(0.5), draw(0.5, width=5))


def test_the_copy_of_work_is_never_written_over(course):
    shutil.copy(exercise_notebook(course), exercise_notebook(course).with_suffix(".kept-1.ipynb"))
    answer(exercise_notebook(course))
    cli.main(["build", "--force"])
    assert exercise_notebook(course).with_suffix(".kept-2.ipynb").exists()


PREDICTION = """
# %%
from firsthand import predict, table

# %%
limit = predict("?", unit="")
limit

# %%
table({"limit": 0.2116}, 4)

# %%
limit.outcome(0.2116)
"""


def test_what_a_prediction_waits_for_is_stored_and_hidden_and_the_outcome_tells_nothing(course):
    source = course / "lessons" / "01_double" / "lesson.py"
    source.write_text(LESSON + PREDICTION, encoding="utf-8")
    assert cli.main(["build"]) == 0
    *_, question, result, outcome = nbformat.read(course / "notebooks" / "01_double.ipynb", as_version=4).cells
    assert "outputs_hidden" not in question.metadata.get("jupyter", {})
    assert result.metadata.jupyter == {"outputs_hidden": True}
    assert result.outputs[0].data["text/plain"] == " limit\n0.2116"
    assert outcome.metadata.jupyter == {"outputs_hidden": True, "source_hidden": True}
    assert "0.2116" not in json.dumps(outcome.outputs)


@pytest.mark.parametrize(
    ("written", "instead", "line", "words"),
    [
        ("table(", "print(", 9, "JupyterLab shows its first line, {'limit': 0.2116} 4: show it by table(...)"),
        ("outcome(0.2116)", "outcome(a=True, b=False)", 12, "a letter came out where a number was asked"),
        ("limit.outcome(0.2116)", "1", 5, "'limit' is predicted, and no cell below it tells the outcome"),
    ],
)
def test_a_prediction_that_cannot_stand_is_refused_at_its_line(course, capsys, written, instead, line, words):
    source = course / "lessons" / "01_double" / "lesson.py"
    source.write_text(LESSON + PREDICTION.replace(written, instead), encoding="utf-8")
    assert cli.main(["build"]) == 1
    message = capsys.readouterr().err
    assert f"lesson.py:{len(LESSON.splitlines()) + line}: " in message
    assert words in message


def test_what_is_folded_away_has_blank_lines_around_it_so_that_its_code_is_rendered():
    course = read_course(ROOT)
    lesson = find_lesson(course, "06")
    built = make_notebook(course, lesson, "exercises", lesson.exercise_cells)
    hints = [cell.source for cell in built.cells if "<summary>Hint 1</summary>" in cell.source]
    assert len(hints) == len(lesson.tasks)
    for source in hints:
        assert source.count("</summary>\n\n") == source.count("</summary>") == source.count("\n\n</details>")
        assert not source.endswith("\n")
