"""Lessons as plain text: what becomes of it, and where an author's error is."""

import pytest
from samples import EXERCISE

from firsthand.authoring.lesson_source import LessonError, read_cells, solution, stub, tasks


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


def test_given_code_that_is_no_comment_is_refused_at_its_line(read):
    given = "    ### BEGIN GIVEN\n    # y = x\n    return y\n    ### END GIVEN\n"
    text = EXERCISE.replace("    ### BEGIN", given + "    ### BEGIN", 1)
    with pytest.raises(LessonError, match='what is given stands as a comment: "# return y"') as caught:
        tasks(read(text))
    assert caught.value.line_number == line_of(text, "return y")


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


REFUSED = {
    "no hints": (EXERCISE.replace("<details>", "<p>"), "# %% [markdown]", "0 of at least 2 hints"),
    "one hint": (EXERCISE.replace("<details><summary>Hint 2", "Hint 2"), "# %% [markdown]", "1 of at least 2 hints"),
    "no heading": (EXERCISE.replace("## 1 · ", "1. "), "exercise=", "'double' has no statement"),
    "a heading too deep": (EXERCISE.replace("## 1", "#### 1"), "#### 1", "'double' has a heading '#### 1 · Double it"),
    "no points": (EXERCISE.replace("2 points, ", ""), "## 1", "it has the form '## N · Title (2 points, 5 minutes)'"),
    "minutes in words": (EXERCISE.replace("5 minutes", "five minutes"), "## 1", "'double' has a heading"),
    "minutes cut short": (EXERCISE.replace("5 minutes", "5 min"), "## 1", "'double' has a heading"),
    "another separator": (EXERCISE.replace("points, ", "points; "), "## 1", "'double' has a heading"),
    "no check cell": (EXERCISE.split("# %% check")[0], "exercise=", "'double' has no check cell"),
    "a check for nothing": (EXERCISE + '\n# %% check="treble"\n1\n', 'check="treble"', "no exercise of that name"),
    "two checks": (EXERCISE + '\n# %% check="double"\nagain\n', "again", "a second check cell"),
    "another name in the call": (EXERCISE.replace('k("double"', 'k("treble"'), 'k("treble"', "holds one line"),
    "a check cell with more": (EXERCISE + "print(1)\n", 'k("double"', "the check cell of 'double' holds one line"),
    "no solution": (EXERCISE.replace("### ", "# "), "exercise=", "the stub of 'double' equals its solution"),
    "an open region": (EXERCISE.replace("    ### END SOLUTION\n", ""), "### BEGIN", "is never closed"),
    "a stray end": (EXERCISE.replace("### BEGIN SOLUTION", "pass"), "### END", "closes a region that is not open"),
    "prose not quoted": (EXERCISE.replace('r"""\n##', "##"), "# %% [markdown]", "one raw triple-quoted string"),
    "an unknown attribute": (
        EXERCISE.replace("exercise=", "excercise="),
        "excercise=",
        "unknown cell attribute 'excercise'",
    ),
    "a solution's cell misspelt": (
        EXERCISE + '\n# %% [markdown] solution="yes"\nr"""\nWhy.\n"""\n',
        'solution="yes"',
        'write solution="only"',
    ),
    "a folded cell without a title": (EXERCISE + '\n# %% folded=""\n1\n', "folded", "needs a title"),
    "an unknown tag": (EXERCISE + '\n# %% tags=["ilustration"]\n1\n', "tags", "unknown tag 'ilustration'"),
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


def test_every_line_of_a_cell_knows_where_it_stands(read):
    text = EXERCISE.replace('r"""\n## 1', 'r"""\n\n\n## 1').replace('check="double"\n', 'check="double"\n\n')
    lines = text.splitlines()
    cells = read(text)
    forms = [*cells, stub(cells[1]), solution(cells[1])]
    for cell in forms:
        assert len(cell.lines) == len(cell.source.splitlines())
    told = [(lines[place - 1], line) for c in forms for place, line in zip(c.lines, c.source.splitlines(), strict=True)]
    assert [pair for pair in told if pair[0] != pair[1]] == [("    ### BEGIN SOLUTION", "    ...  # your answer")]


def test_a_pattern_is_found_with_its_line(read):
    (cell,) = read('# %% [markdown]\nr"""\none\n\ntwo [a](b) [c](d)\n"""\n')
    assert [(line, match[1]) for line, match in cell.found(r"\]\((.)\)")] == [(3, "b"), (3, "d")]
    assert str(cell.error("no", 3)) == "exercises.py:5: no"
