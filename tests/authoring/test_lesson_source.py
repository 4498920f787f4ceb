"""Lessons as plain text: what becomes of it, and where an author's error is."""

import pytest
from samples import EXERCISE

from firsthand.authoring.lesson_source import LessonError, read_cells, refuse_long_cells, solution, stub, tasks


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "exercises.py"
        path.write_text(text, encoding="utf-8")
        return read_cells(path, shown_as="exercises.py")

    return read


def test_an_exercise_is_read_whole(read):
    (task,) = tasks(read(EXERCISE))
    assert (task.name, task.points, task.minutes) == ("double", 2, 5)
    assert task.statement.source.startswith("## 1 · Double it")
    assert task.check.source == 'check("double", double)'


def test_the_stub_stands_where_the_solution_stood(read):
    (task,) = tasks(read(EXERCISE))
    assert stub(task.answer).source == 'def double(x):\n    """Twice x."""\n    ...  # your answer'
    assert solution(task.answer).source == 'def double(x):\n    """Twice x."""\n    return 2 * x'


def test_given_code_is_handed_out_without_its_comment_signs(read):
    given = (
        "    ### BEGIN GIVEN\n    # y = x  # a copy\n    # if y:\n    #     y += 1\n    # return y\n    ### END GIVEN\n"
    )
    (task,) = tasks(read(EXERCISE.replace("    ### BEGIN", given + "    ### BEGIN", 1)))
    body = "    y = x  # a copy\n    if y:\n        y += 1\n    return y"
    assert stub(task.answer).source == f'def double(x):\n    """Twice x."""\n{body}'
    assert solution(task.answer).source.endswith("    return 2 * x")


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


REFUSED = {
    "no hints": (EXERCISE.replace("<details>", "<p>"), "# %% [markdown]", "0 of at least 2 hints"),
    "one hint": (EXERCISE.replace("<details><summary>Hint 2", "Hint 2"), "# %% [markdown]", "1 of at least 2 hints"),
    "no heading": (EXERCISE.replace("## 1", "#### 1"), "exercise=", "'double' has no statement"),
    "no points": (EXERCISE.replace("2 points, ", ""), "exercise=", "'double' has no statement"),
    "no check cell": (EXERCISE.split("# %% check")[0], "exercise=", "'double' has no check cell"),
    "a check for nothing": (EXERCISE + '\n# %% check="treble"\n1\n', 'check="treble"', "no exercise of that name"),
    "two checks": (EXERCISE + '\n# %% check="double"\nagain\n', "again", "a second check cell"),
    "no solution": (EXERCISE.replace("### ", "# "), "exercise=", "the stub of 'double' equals its solution"),
    "an open region": (EXERCISE.replace("    ### END SOLUTION\n", ""), "exercise=", "is never closed"),
    "a stray end": (EXERCISE.replace("### BEGIN SOLUTION", "pass"), "### END", "closes a region that is not open"),
    "prose not quoted": (EXERCISE.replace('r"""\n##', "##"), "# %% [markdown]", "one raw triple-quoted string"),
    "an unknown attribute": (
        EXERCISE.replace("exercise=", "excercise="),
        "excercise=",
        "unknown cell attribute 'excercise'",
    ),
    "an empty cell": (EXERCISE + "\n# %%\n\n", None, "an empty code cell"),
    "no cells": ("x = 1\n", "x = 1", "no cell found"),
}


@pytest.mark.parametrize(("text", "at", "words"), REFUSED.values(), ids=REFUSED)
def test_an_authors_error_carries_file_and_line(read, text, at, words):
    with pytest.raises(LessonError) as caught:
        tasks(read(text))
    message = str(caught.value)
    assert words in message
    number = len(text.splitlines()) - 1 if at is None else line_of(text, at) - (at == "again")
    assert message.startswith(f"exercises.py:{number}: ")


def test_a_name_used_twice_is_refused_where_it_comes_again(read):
    with pytest.raises(LessonError, match=r"exercises.py:\d+: the name 'double' is used twice; first on line 12"):
        tasks(read(EXERCISE + EXERCISE))


def test_a_cell_longer_than_a_screen_is_refused(read):
    cells = read("# %%\n" + "x = 1\n" * 21)
    with pytest.raises(LessonError, match=r"exercises\.py:1: a cell of 21 lines"):
        refuse_long_cells(cells)
