"""mine(): a learner's own answers where they are right, the course's where not, and words for each."""

import json
import re
import sys

import nbformat
import pytest
from conftest import ROOT, run, solved, without_pytest
from promises import LESSON_OF

from firsthand import own_parts
from firsthand.checks import UnknownExercise
from firsthand.own_parts import mine, reached
from firsthand.parts import our_parts, solution_in, source_of

LESSON = "06_gradient_descent"
RIGHT = "def gradient_step(w, gradient, rate):\n    return w - rate * gradient"


@pytest.fixture
def exercises(tmp_path, monkeypatch):
    """A learner's folder of exercises; the milestone stands beside it, in notebooks/."""
    for name in ("exercises", "notebooks"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.delenv("FIRSTHAND_BUILD", raising=False)
    monkeypatch.setattr(own_parts, "_PARTS", {})
    return tmp_path / "exercises"


def put(exercises, answer, *others, name="gradient_step", lesson=LESSON):
    """Write a learner's notebook: the one handed out, with one answer and cells above it."""
    notebook = nbformat.read(ROOT / "exercises" / f"{lesson}.ipynb", as_version=4)
    place = next(i for i, cell in enumerate(notebook.cells) if cell.id == f"answer-{name}")
    notebook.cells[place].source = answer
    notebook.cells[place:place] = [nbformat.v4.new_code_cell(source) for source in others]
    nbformat.write(notebook, exercises / f"{lesson}.ipynb")


def asked(capsys, name="gradient_step"):
    """Ask for one part: what came, whose it is, why, and all that was shown."""
    part = mine(name)
    shown = capsys.readouterr()
    assert shown.err == ""
    (line,) = [line for line in shown.out.splitlines() if line.startswith(name)]
    whose, why = re.search(r"  (yours|ours)  +(.+)$", line).groups()
    return part, whose, why, shown.out


def test_a_right_answer_is_the_learners_own(exercises, capsys):
    put(exercises, f"{RIGHT} + 0.0 * gradient")
    step, whose, why, _ = asked(capsys)
    assert (whose, why) == ("yours", "right")
    assert step(3.0, 2.0, 0.5) == 2.0
    assert step.__code__.co_filename == "<yours: gradient_step>"


def test_it_comes_with_the_imports_helpers_and_values_that_it_needs_and_with_nothing_else(exercises, capsys):
    helpers = (
        "import math as m\n%matplotlib inline\nONE = 1\nprint('loud')",
        "raise SystemExit('a cell of its own')",
        "def twice(x):\n    return half(x) * 4 * m.sqrt(ONE)\n\n\ndef half(x):\n    return x / 2",
        "def broken(:",
    )
    put(exercises, "def gradient_step(w, gradient, rate):\n    return w - rate * twice(gradient) / 2", *helpers)
    step, whose, _, shown = asked(capsys)
    assert whose == "yours"
    assert step(3.0, 2.0, 0.5) == 2.0
    assert "loud" not in shown


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("def gradient_step(w, gradient, rate):\n    ...  # your answer", "not attempted"),
        (
            "def gradient_step(w, gradient, rate):\n    return w + rate * gradient",
            "not right yet: You added the gradient, which climbs: the loss rises on the first step.",
        ),
        ("def gradient_step(w, gradient, rate):\n    return w / 'x'", "not right yet: Your code stopped with a TypeError."),
        ("def gradient_step(w, gradient, rate):\n    raise SystemExit", "not right yet: Your code stopped with a SystemExit."),
        ("gradient_step = 1 / 0", "not right yet: its cell stops with a ZeroDivisionError"),
        ("import sys\n\ngradient_step = sys.exit()", "not right yet: its cell stops with a SystemExit"),
        ("def gradient_step(w, gradient, rate)\n    return w", "not right yet: no cell that Python can read defines gradient_step"),
        ("", "not right yet: no cell that Python can read defines gradient_step"),
        ("gradient_step = 3", "not right yet: Hand in the function itself, by its name and without brackets behind it: `check` calls it."),
    ],
    ids=["blank", "wrong", "raises", "leaves", "stops", "exits", "no Python", "empty", "a number"],
)  # fmt: skip
def test_an_answer_that_is_not_right_is_told_and_the_courses_is_used(exercises, capsys, answer, why):
    put(exercises, answer)
    step, whose, told, shown = asked(capsys)
    assert (whose, told) == ("ours", why)
    assert step(3.0, 2.0, 0.5) == 2.0
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    "answer",
    [
        "def gradient_step(w, gradient, rate):\n    while True:\n        pass",
        "def gradient_step(w, gradient, rate):\n    while True:\n        try:\n            w = w + 1\n        except BaseException:\n            pass",
        "n = 0\nwhile n < 1:\n    n = n - 1\n\n\ndef gradient_step(w, gradient, rate):\n    return n",
    ],
    ids=["when called", "that lets nothing through", "in its cell"],
)  # fmt: skip
def test_an_endless_loop_is_stopped(exercises, capsys, monkeypatch, answer):
    monkeypatch.setattr(own_parts, "SECONDS", 0.3)
    put(exercises, answer)
    step, whose, why, _ = asked(capsys)
    assert (whose, why) == ("ours", "not right yet: it has not come to an end in time")
    assert step(3.0, 2.0, 0.5) == 2.0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"cells": [{}]}', "[" * 100_000, b"\xff\xfe\x00"])
def test_a_broken_notebook_is_told(exercises, capsys, text):
    (exercises / f"{LESSON}.ipynb").write_bytes(text if isinstance(text, bytes) else text.encode())
    _, whose, why, _ = asked(capsys)
    assert (whose, why) == ("ours", f"{LESSON}.ipynb cannot be read: it is no notebook")


def test_a_missing_notebook_is_told(exercises, capsys):
    _, whose, why, shown = asked(capsys)
    assert (whose, why) == ("ours", f"{LESSON}.ipynb is not in your exercises")
    assert "Colab" not in shown


def test_without_any_notebooks_it_runs_on_the_courses_parts_and_says_so(exercises, capsys):
    exercises.rmdir()
    step, whose, why, shown = asked(capsys)
    assert (whose, why) == ("ours", "your notebook is not here")
    assert shown.startswith("Your exercise notebooks are not here")
    assert step(3.0, 2.0, 0.5) == 2.0


def test_a_build_reads_nothing_of_a_learners(exercises, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("FIRSTHAND_BUILD", "1")
    put(exercises, f"open({str(tmp_path / 'ran')!r}, 'w')\n{RIGHT}\ngradient_step = gradient_step")
    _, whose, why, shown = asked(capsys)
    assert (whose, why) == ("ours", "not attempted")
    assert "Colab" not in shown
    assert not (tmp_path / "ran").exists()


def test_an_answer_counts_though_its_notebook_has_lost_its_ids_and_its_check(exercises, capsys):
    cells = [nbformat.v4.new_code_cell(source) for source in ("import numpy as np", RIGHT)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), exercises / f"{LESSON}.ipynb")
    assert asked(capsys)[1:3] == ("yours", "right")


def test_what_is_below_the_check_does_not_count():
    cells = ["def f(x):\n    return g(x)", "check('e', f)", "def g(x):\n    return x", "def f(x):\n    return 1"]
    assert source_of(cells, "e", "f") == "def f(x):\n    return g(x)"


def test_several_parts_come_in_the_order_asked_and_one_comes_alone(exercises, capsys):
    step, other = mine("gradient_step", "perplexity")
    assert (step.__name__, other.__name__) == ("gradient_step", "perplexity")
    assert mine("gradient_step").__name__ == "gradient_step"


def test_a_name_of_no_exercise_is_refused_with_the_nearest(exercises):
    with pytest.raises(UnknownExercise, match="Did you mean 'gradient_step'"):
        mine("gradient_stp")


def test_what_no_milestone_uses_is_taken_from_the_solutions_where_they_are(exercises, capsys):
    assert "mse_gradient" not in our_parts()
    with pytest.raises(LookupError, match=r"its solution is not here. Here are: .*gradient_step"):
        mine("mse_gradient")
    (exercises.parent / "solutions").symlink_to(ROOT / "solutions")
    gradient, whose, _, _ = asked(capsys, "mse_gradient")
    assert whose == "ours"
    assert gradient.__name__ == "mse_gradient"


def test_the_bar_says_whose_the_parts_were(exercises, capsys):
    put(exercises, RIGHT)
    mine("gradient_step", "perplexity")
    there, not_there = reached("The loss", 1.5, " €", at_most=2), reached("The share", 0.5, at_least=0.9)
    assert repr(there) == (
        "✔ The loss is 1.5 €, and the bar is at most 2 €: reached. "
        "1 of 2 parts are yours: `gradient_step`. Ours: `perplexity`."
    )
    assert repr(not_there).startswith("✘ The share is 0.5, and the bar is at least 0.9: not reached.")
    assert repr(reached("It", float("nan"), at_most=1)).startswith("✘")
    for bars in ({}, {"at_most": 1, "at_least": 0}):
        with pytest.raises(ValueError, match="give one of them"):
            reached("It", 1, **bars)


def test_the_table_is_shown_as_html_and_escaped(exercises):
    part = own_parts.Part("gradient_step", None, False, "not right yet: a < b")
    html = own_parts.Parts([part], "Not < here.")._repr_html_()
    assert "a &lt; b" in html
    assert "06 · One step downhill" in html
    assert html.count("<!-- Run this cell") == 1


def test_every_published_solution_can_be_taken_out_of_its_notebook_alone():
    """By what its check hands in, with no more than it needs: the text defines it and runs by itself."""
    failed = []
    for name, lesson in LESSON_OF.items():
        notebook = json.loads((ROOT / "solutions" / f"{lesson.name}.ipynb").read_text(encoding="utf-8"))
        cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        namespace = {}
        handed, source = solution_in(cells, name)
        exec(source, namespace)
        failed += [] if handed in namespace else [name]
    assert failed == []


def test_what_travels_is_what_the_solutions_say():
    for name, (handed, source) in our_parts().items():
        lesson = own_parts.contents()[name].lesson
        cells = [cell.source for cell in solved(lesson).cells if cell.cell_type == "code"]
        assert source == source_of(cells, name, handed)


def test_the_kernel_of_a_learner_is_needed_for_nothing_else():
    """What grades and what builds do not import it."""
    code = "import sys, firsthand.grading.grader, firsthand.building.build; print('firsthand.own_parts' in sys.modules)"
    assert run([sys.executable, "-c", code], env=without_pytest()).stdout.strip() == "False"
