"""The page for whoever teaches a lesson: what is in it, and what of the author's part is refused, with line and mend."""

import re

import pytest
from promises import COURSE, each_lesson
from samples import make_course

from firsthand import cli
from firsthand.authoring.catalogue import find_exercise
from firsthand.authoring.course import read_course
from firsthand.building.build import outdated
from firsthand.building.teaching_page import FOLDER, escaped, minutes_left, read_teaching, render_teaching

TEACHING = """\
# For the teacher

## Main point

Twice is plus itself.

## Mistakes most made

### `double`

> You
> squared.

Ask for 3.

### `double`

> You added one.

Ask for 4.

### `double`

> You handed x back.

Ask for 5.

## What to ask

### What is twice 2?

Four, and so is its square.

### What is twice 3?

Six, and its square is nine.

## With half the time

- exercise `double`: it can be done
  at home.
"""
LESSON = '''\
# %% [markdown]
r"""
# Double things

**You will be able to**

- double; <!-- double -->

**You need** [nothing](../README.md), or [this](01_double.ipynb). **About 5 minutes.**
"""

# %% [markdown]
r"""
## 1 · Say "twice"

One two three four.
"""

# %%
guess = predict("?")
'''


@pytest.fixture
def course(tmp_path, monkeypatch):
    make_course(tmp_path)
    folder = tmp_path / "lessons" / "01_double"
    (folder / "lesson.py").write_text(LESSON, encoding="utf-8")
    (folder / "teaching.md").write_text(TEACHING, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pages(course):
    return {path.name: text for path, text in render_teaching(read_course(course), ["01_double"]).items()}


def test_a_page_has_the_authors_part_and_what_the_sources_say(course):
    page = pages(course)["01_double.md"]
    for text in (
        "# Teach 01 · Double things",
        "**The main point.** Twice is plus itself.",
        "(../../notebooks/01_double.ipynb), 5 minutes",
        "5 minutes: 1 exercise, 2 points",
        "- double (exercise 1)",
        "### 1 · In exercise 1, Double it (left out with half the time)\n\nThe learner reads:\n\n> You squared.\n\nAsk for 3.",
        "**What is twice 2?**\n\nFour, and so is its square.",
        "Leave out, and 5 of 10 minutes are left:",
        "- exercise 1, Double it (5 min): it can be done at home.",
        "Then no exercise asks for: double.",
        "| 1 | Double it (`double`) | code | 2 | 5 | 3 |",
        "[this](../../notebooks/01_double.ipynb)",
        "[nothing](../../README.md)",
        "sections 1.",
    ):
        assert text in page, text


def test_the_index_leads_to_the_page_of_each_lesson(course):
    assert "01 · [Double things](01_double.md) | 10 min | 5 min | Twice is plus itself. |" in pages(course)["README.md"]


def test_a_lesson_without_the_file_has_no_page(course):
    (course / "lessons" / "01_double" / "teaching.md").unlink()
    assert pages(course) == {}


REFUSED = {
    "a part left out": ("## What to ask\n", "", 37, "the parts of this file are '## Main point', "),
    "a part of another name": (
        "## What to ask\n",
        "## Questions\n",
        28,
        "found: Main point, Mistakes most made, Questions",
    ),
    "no main point": ("Twice is plus itself.\n", "", 3, "nothing is said here"),
    "two mistakes": ("### `double`\n\n> You added one.\n\nAsk for 4.\n", "", 7, "'Mistakes most made' wants 3"),
    "a sentence nobody reads": (
        "> squared.",
        "> squared it.",
        9,
        "has no sentence 'You squared it.'; the nearest is 'You squared.'",
    ),
    "a mistake without what to say": ("Ask for 4.\n", "", 16, "and what to say"),
    "an exercise that is not there": (
        "### `double`\n\n> You\n",
        "### `treble`\n\n> You\n",
        9,
        "no exercise 'treble'; the nearest is 'double'",
    ),
    "a question that asks nothing": ("### What is twice 3?", "### Twice 3", 34, "a question ends with '?'"),
    "an answer left out": ("Four, and so is its square.\n", "", 30, "what a good answer says"),
    "words under no question": (
        "## What to ask\n",
        "## What to ask\n\nAsk.\n",
        30,
        "belongs under one that begins with '### '",
    ),
    "a cut of another form": ("- exercise `double`: it", "- leave out double: it", 40, "a cut has the form - section"),
    "a section that is not there": (
        "- exercise `double`: it",
        '- section "1 · Say": it',
        40,
        "no section '1 · Say'; the nearest is '1 · Say \"twice\"'",
    ),
    "not half the time": (
        "- exercise `double`: it can be done\n  at home.\n",
        "",
        1,
        "10 of 10 minutes are left; half the time is 40% to 60%",
    ),
    "far less than half": (
        "- exercise `double`",
        '- section "1 · Say "twice"": no\n- exercise `double`',
        40,
        "minutes are left; half the time",
    ),
}


@pytest.mark.parametrize(("old", "new", "line", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_so_is_refused_with_its_line(course, capsys, old, new, line, words):
    path = course / "lessons" / "01_double" / "teaching.md"
    assert TEACHING.count(old) == 1
    path.write_text(TEACHING.replace(old, new), encoding="utf-8")
    assert cli.main(["build"]) == 1
    said = capsys.readouterr().err
    assert f"lessons/01_double/teaching.md:{line}: " in said
    assert words in said
    assert not (course / FOLDER).exists()


def test_a_build_writes_the_pages_and_the_check_sees_that_one_was_edited(course):
    folder = course / "lessons" / "01_double"
    (folder / "lesson.py").write_text(LESSON.replace('predict("?")', "1  # = predict("), encoding="utf-8")
    assert cli.main(["build"]) == 0
    read = read_course(course)
    assert outdated(read, ["01_double"], execute=False) == []
    page = course / FOLDER / "01_double.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nA remark.\n", encoding="utf-8")
    assert outdated(read, ["01_double"], execute=False) == [page]


def test_a_sentence_is_shown_as_it_is():
    """GitHub reads Markdown and HTML in the pages."""
    shown = escaped("You took `a * b`: x <= _t_ and n * [m] | $5")
    assert shown == r"You took `a * b`: x \<= \_t\_ and n \* \[m\] \| \$5"
    assert re.sub(r"\\(?=[^`])", "", shown) == "You took `a * b`: x <= _t_ and n * [m] | $5"


@each_lesson
def test_every_lesson_has_a_page_for_its_teacher(lesson):
    """See CONTRIBUTING, "For the teacher": lessons/NN_name/teaching.md."""
    read = next(own for own in COURSE.lessons if own.name == lesson)
    teaching = read_teaching(COURSE, read)
    assert teaching is not None, f"lessons/{lesson}/teaching.md is missing"
    assert {told.quote for told in teaching.mistakes} <= {
        sentence for task in read.tasks for sentence in find_exercise(COURSE.root, task.name).mistakes
    }
    assert 0.4 <= minutes_left(read, teaching) / read.minutes <= 0.6


def test_the_page_marks_what_has_numbers_of_its_own_and_says_where_a_person_reads_a_sentence():
    name = "10_precision_recall"
    page = {path.stem: text for path, text in render_teaching(COURSE, [name]).items()}[name]
    assert "(`read_the_matrix`) # | a choice |" in page
    assert "(`choose_the_metric`) | a choice, and a sentence that you read |" in page
    assert "(`pr_curve`) | code |" in page
    assert "# can be handed out with [numbers of their own](../teaching.md#numbers-of-their-own)." in page
