"""progress(): what a learner is shown of where they stand, and what is next."""

import re
import shutil
import sys
from html.parser import HTMLParser

import pytest
from conftest import run, without_pytest
from own_course import RIGHT, make_own_course, write

from firsthand import checking, progressing
from firsthand.progressing import Practised, Progress, next_step, progress


def lesson(name, *statuses, title=""):
    return Practised(name, title or f"About {name}", tuple((f"E{n}", 2, one) for n, one in enumerate(statuses)))


NEW, RIGHT_, WRONG = "not_attempted", "right", "known_mistake"


@pytest.mark.parametrize(
    ("lessons", "said"),
    [
        ([lesson("05", NEW), lesson("06", NEW)], "“About 05”. Read notebooks/05.ipynb"),
        ([lesson("05", RIGHT_), lesson("06", NEW)], "“About 06”. Read notebooks/06.ipynb"),
        ([lesson("05", NEW), lesson("06", RIGHT_, NEW), lesson("07", NEW)], "begin “E1” in exercises/06.ipynb"),
        ([lesson("05", WRONG), lesson("06", RIGHT_)], "look again at “E0” in exercises/05.ipynb"),
        ([lesson("05", RIGHT_, "timeout"), lesson("06", NEW)], "look again at “E1” in exercises/05.ipynb"),
        ([lesson("05", RIGHT_)], "Every exercise is right"),
    ],
)
def test_the_next_step_goes_on_where_the_learner_was_and_else_begins(lessons, said):
    assert said in next_step(lessons)


class Text(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.text, self.labels = "", []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.labels += [value for name, value in attributes if name == "aria-label"]

    def handle_data(self, data):
        self.text += data


def test_the_notebook_shows_what_the_terminal_shows():
    shown = Progress([lesson("05", RIGHT_, WRONG, NEW, title="What <is> a loss?")])
    html = Text(shown._repr_html_())
    assert "What <is> a loss?" in html.text
    assert html.labels == ["E0: right", "E1: not right yet", "E2: not attempted"]
    assert "2 of 6" in html.text
    assert repr(shown).startswith(
        "05 ███████░░░░░░░░░░░░░  2 of  6  What <is> a loss?\n     ✔ E0   ✘ E1   ○ E2\nNext: "
    )
    assert re.search("width:33.3%", shown._repr_html_())


def test_a_build_and_a_grader_are_shown_nothing_of_anybody(monkeypatch):
    monkeypatch.setattr(progressing.subprocess, "run", None)  # nothing runs
    assert "once you run this cell" in repr(progress())


def test_where_only_one_notebook_is_there_its_own_checks_are_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progressing, "QUIET", ())
    monkeypatch.setattr(checking, "VERDICTS", {})
    assert "No check of this notebook has run yet" in repr(progress())
    checking.VERDICTS["error_rate"] = "right"
    assert repr(progress()).startswith("00 ████████████████████  1 of  1  Start here")


def test_in_a_browser_tab_nothing_is_started_beside_the_notebook(tmp_path, monkeypatch):
    (tmp_path / "lessons").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progressing, "QUIET", ())
    monkeypatch.setattr(progressing.subprocess, "run", None)
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(checking, "VERDICTS", {"error_rate": "wrong"})
    assert "look again at “" in repr(progress())


def of_a_learner():
    """The environment of a learner's process: other tests of this one may have left a grader's words in theirs."""
    return {name: value for name, value in without_pytest().items() if name not in progressing.QUIET}


def test_a_notebook_shows_what_the_command_shows_and_runs_nothing_twice(tmp_path):
    course = make_own_course(tmp_path / "course")
    log = tmp_path / "log"
    logging = (
        f"with open({str(log)!r}, 'a') as file:\n    file.write('ran ')\nfrom firsthand import progress\nprogress()\n"
    )
    write(course / "exercises" / "01_more.ipynb", double=logging + RIGHT["double"])
    code = "from firsthand import progress; print(progress()); print(progress())"
    shown = run([sys.executable, "-c", code], cwd=course / "exercises", env=of_a_learner()).stdout
    told = run([sys.executable, "-m", "firsthand.cli", "progress"], cwd=course, env=of_a_learner()).stdout
    assert shown == told + told
    assert "2 of  5" in told
    assert "Next: begin “Three times as much” in exercises/01_more.ipynb." in told
    assert log.read_text() == "ran "
    shutil.rmtree(course)
