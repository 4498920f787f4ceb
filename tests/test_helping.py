"""What a check offers after several tries, and when."""

import json
import sys

import pytest
from conftest import ROOT, run, without_pytest

from firsthand import check, checking, contents, helping
from firsthand.authoring.catalogue import open_course
from firsthand.building.contents import render_contents

HINT = "`True` counts as 1 and `False` as 0, so an average of them is a share."


@pytest.fixture
def checked(monkeypatch, capsys):
    """Return what checks an answer as a notebook would show it, in a kernel that has checked nothing."""
    monkeypatch.setattr(checking, "_RUNNERS", ())
    monkeypatch.setattr(helping, "_tries", helping.Counter())

    def once(answer, name="error_rate"):
        check(name, answer)
        return capsys.readouterr().out

    return once


def wrong(y, predicted):
    return 2.0


def right(y, predicted):
    return (y != predicted).mean()


def test_the_third_try_offers_the_second_hint_and_the_fifth_the_explained_solution(checked):
    shown = [checked(wrong) for _ in range(6)]
    assert [HINT in text for text in shown] == [False, False, True, True, True, True]
    assert ["../solutions/00_start_here.ipynb" in text for text in shown] == [False] * 4 + [True] * 2
    assert all(text.startswith(shown[0].rstrip()) for text in shown)  # the panel keeps its own sentences


def test_a_right_answer_ends_the_count_and_one_not_begun_is_no_try(checked):
    for _ in range(4):
        checked(wrong)
    assert "Hint" not in checked(right)
    assert ["Hint" in checked(wrong) for _ in range(3)] == [False, False, True]
    assert ["Hint" in checked(lambda y, predicted: ..., "error_rate") for _ in range(1)] == [True]
    helping._tries.clear()
    assert "Hint" not in "".join(checked(lambda y, predicted: ...) for _ in range(5))


def test_other_exercises_are_counted_by_themselves(checked):
    for _ in range(2):
        checked(wrong)
    assert "Hint" not in checked(lambda *arguments: 2.0, "average_miss")


def test_on_colab_the_link_leads_to_colab_and_what_a_hint_holds_is_escaped(monkeypatch):
    monkeypatch.setattr(contents, "on_colab", lambda: True)
    monkeypatch.setattr(
        helping, "contents", lambda: {"x": contents.Entry("06_gradient_descent", "Is 1 < 2?", 1, "a < b")}
    )
    monkeypatch.setattr(helping, "_tries", helping.Counter(x=5))
    text, html = helping.help_for("x")
    address = (
        "https://colab.research.google.com/github/firsthand-ml/firsthand/blob/main/solutions/06_gradient_descent.ipynb"
    )
    assert address in text
    assert f'href="{address}"' in html
    assert "a &lt; b" in html
    assert "<b>Hint.</b> a < b" not in html


def test_what_notebooks_know_of_the_course_is_as_its_sources_say():
    ((path, text),) = render_contents(open_course(ROOT)).items()
    assert path.read_text(encoding="utf-8") == text
    tasks = {task.name: task.points for lesson in open_course(ROOT).lessons for task in lesson.tasks}
    assert {name: entry.points for name, entry in contents.contents().items()} == tasks
    assert all(entry.hint for entry in contents.contents().values())
    assert json.loads(text)["repository"].startswith("https://github.com/")


def test_nothing_of_it_is_kept_outside_the_running_notebook(tmp_path):
    code = "from firsthand import check\nfor _ in range(6): check('error_rate', lambda y, predicted: 2.0)"
    run([sys.executable, "-c", code], cwd=tmp_path, env=without_pytest())
    assert list(tmp_path.iterdir()) == []
