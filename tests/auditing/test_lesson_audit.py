"""A lesson stays within its limits, each objective has an exercise, each prerequisite an earlier lesson."""

import pytest
from small_course import CHECKS, LESSON, TITLE, SmallCourse

from firsthand import cli

CELL = "\n# %%\nnp.ones(3)\n"
LONG = "\n# %%\n" + "np.ones(3)\n" * 7


@pytest.fixture
def small(tmp_path):
    return SmallCourse(tmp_path)


def prose(text) -> str:
    return f'\n# %% [markdown]\nr"""\n{text}\n"""\n'


def test_a_lesson_within_its_limits_is_not_refused(small):
    refused = small.audit().refused
    assert [text for text in refused if "predictions" not in text] == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (prose("word " * 2_801), "words; at most 2,800"),
        (CELL * 26, "27 code cells; at most 26"),
        (prose("\n\n".join(f"## {n} · One more" for n in range(1, 11))), "10 numbered sections; at most 9"),
        (LONG * 3, "7 lines in the median code cell in sight; at most 6"),
    ],
)
def test_a_lesson_that_is_too_long_is_refused(small, more, words):
    (text,) = [text for text in small.audit(lesson=LESSON + more).refused if "at most" in text]
    assert text.startswith("lessons/02_small/lesson.py:1: ")
    assert text.endswith(words)


def test_a_folded_cell_does_not_count_as_one_in_sight(small):
    folded = LONG.replace("# %%", '# %% folded="Draw it"')
    assert [text for text in small.audit(lesson=LESSON + folded * 5).refused if "median" in text] == []


@pytest.mark.parametrize(
    ("title", "words", "line"),
    [
        (TITLE.replace(" <!-- share_above -->", ""), 'no exercise for "count large values;": name it at the end', 7),
        (TITLE.replace("share_above -->", "share_above, share_below -->"), "there is no exercise 'share_below'", 7),
        (
            TITLE.replace("; <!-- share_above -->", ",\n  and small ones; <!-- share_above -->\n- and draw them."),
            'no exercise for "and draw them."',
            9,
        ),
        (TITLE.replace("**You will be able to**", "**You can**"), "no objectives", 1),
        (TITLE.replace("01_before", "03_later"), "03_later is needed, and is no earlier lesson", 9),
        (TITLE.replace("01_before", "02_small"), "02_small is needed, and is no earlier lesson", 9),
        (TITLE.replace("**You need**", "You want"), "no prerequisites", 1),
    ],
)
def test_an_objective_without_exercise_and_a_prerequisite_that_nobody_taught_have_their_line(small, title, words, line):
    (text,) = [text for text in small.audit(title=title).refused if "predictions" not in text]
    assert text.startswith(f"lessons/02_small/lesson.py:{line}: {words}")


def test_an_exercise_that_no_objective_names_is_refused_at_its_line(small):
    refused = small.audit(title=TITLE.replace("<!-- share_above -->", "<!-- sharing -->")).refused
    (text,) = [text for text in refused if "no objective" in text]
    assert text.startswith("lessons/02_small/exercises.py:")
    assert text.endswith("no objective names 'share_above': add it to one in lesson.py")


def test_predictions_without_a_recap_are_refused(small):
    asked = '\n# %%\nguess = predict("?")\nguess\n\n# %%\nguess.outcome(1)\n'
    for more, found in ((asked, 1), (asked + "\n# %%\npredictions()\n", 0), ("", 0)):
        refused = small.audit(lesson=LESSON + more).refused
        assert len([text for text in refused if "the last cell is predictions()" in text]) == found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("How many are large?", "How many?", "title 'How many are large?' in the statement, 'How many?' in the check"),
        ("points=1", "points=2", "points 1 in the statement, 2 in the check"),
    ],
)
def test_a_statement_and_a_check_that_disagree_are_refused(small, old, new, words):
    (row,) = small.audit(checks=CHECKS.replace(old, new)).rows
    assert row.refused == [f"checks/small.py:5: share_above: {words}"]


def test_an_objective_may_be_a_sentence(small):
    listed = "**You will be able to**\n\n- count large values; <!-- share_above -->"
    title = TITLE.replace(listed, "**You will be able to** count large\nvalues. <!-- share_above -->")
    assert title != TITLE
    assert [text for text in small.audit(title=title).refused if "predictions" not in text] == []


def test_the_command_prints_a_row_an_exercise_and_a_row_a_lesson_and_fails_for_what_is_refused(
    small, monkeypatch, capsys
):
    small.write(lesson=LESSON + prose("word " * 2_801))
    monkeypatch.chdir(small.root)
    assert cli.main(["audit", "02"]) == 1
    printed = capsys.readouterr().out.splitlines()
    (row,) = [line.split() for line in printed if line.startswith("share_above")]
    changed, rejected, excused, passing, named, mistakes = map(int, row[1:7])
    assert (rejected + excused + passing, passing, mistakes) == (changed, 0, 3)
    assert 0 < named < changed
    assert any(line.startswith("2,8") and "1 code cells, 0 sections" in line for line in printed)
    assert printed[-1] == "2 refused."  # the words, and that there is no prediction


def test_the_command_is_content_with_a_lesson_of_which_nothing_is_refused(small, monkeypatch, capsys):
    monkeypatch.setattr("firsthand.auditing.lesson_audit.prediction_faults", lambda cells, fewest: [])
    small.write()
    monkeypatch.chdir(small.root)
    assert cli.main(["audit", "02_small"]) == 0
    assert capsys.readouterr().out.endswith("Nothing is refused.\n")
