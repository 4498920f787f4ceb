"""Whoever pastes a function of the lesson into an exercise must fail."""

import pytest
from small_course import LESSON, SmallCourse

from firsthand.auditing.lesson_audit import audit_lesson
from firsthand.auditing.pasted import lesson_functions
from firsthand.authoring.course import read_course
from firsthand.changing.rounds import Turns

SOLVING = """

# %%
offset = np.zeros(1)


def proportion(values, threshold):
    return ((values + offset) > threshold).mean()
"""


@pytest.fixture
def small(tmp_path):
    return SmallCourse(tmp_path)


def test_a_lesson_whose_functions_do_something_else_solves_nothing(small):
    audited = small.audit()
    assert audited.solved == 0
    assert [text for text in audited.everything_refused if "solves it" in text] == []


@pytest.mark.parametrize(
    ("lesson", "name"),
    [
        (LESSON + SOLVING, "proportion"),
        (LESSON + "\n# %%\nabove = lambda x, limit: np.mean(x > limit)  # noqa: E731\n", "above"),
        # rounds are counted for each case anew, so that a slow answer is no endless one
        (LESSON + SOLVING.replace("    return", "    for _ in range(30_000):\n        pass\n    return"), "proportion"),
        # the later of two definitions is another one; a learner has both before the eyes
        (LESSON + SOLVING + "\n\ndef proportion(values, threshold):\n    return 0.5\n", "proportion"),
    ],
)
def test_a_function_of_the_lesson_that_is_a_right_answer_is_refused_with_its_line(small, lesson, name):
    audited = small.audit(lesson=lesson)
    assert audited.solved == 1
    (text,) = [text for text in audited.everything_refused if "solves it" in text]
    assert text.startswith("checks/small.py:")
    assert f"`{name}` of the lesson solves it (lessons/02_small/lesson.py:" in text
    number = int(text.split("lesson.py:")[1].split(")")[0])
    assert name in (small.root / "lessons/02_small/lesson.py").read_text().splitlines()[number - 1]


def test_functions_are_made_without_running_what_they_do_not_need(small):
    lesson = LESSON + SOLVING + "\n\n# %%\nresult = 1 / 0\nfor _ in range(3):\n    raise SystemExit\n"
    small.write(lesson=lesson)
    functions = lesson_functions(read_course(small.root).lessons[1], Turns())
    assert [function.name for function in functions] == ["spread", "proportion"]


def test_a_function_that_needs_what_fails_is_left_out_and_one_that_never_ends_is_stopped(small):
    lesson = (
        LESSON
        + """

# %%
table = 1 / 0


def share(x, limit):
    while True:
        limit = limit


def lost(x, limit, start=table):
    return x
"""
    )
    audited = small.audit(lesson=lesson)
    assert audited.solved == 0


def test_a_line_of_the_solution_that_the_lesson_shows_is_noted_whatever_its_variables_are_called(small):
    lesson = LESSON + "\n# %%\nz = spread(np.arange(3))\nnp.where(z > 2, np.sqrt(z - 1) / 2, 3 * z + spread(z))\n"
    solution = (
        "spread = np.ptp\n    w = np.where(x > 2, np.sqrt(x - 1) / 2, 3 * x + spread(x))\n    return np.mean(x > limit)"
    )
    small.write(lesson=lesson, solution=solution)
    course = read_course(small.root)
    (row,) = audit_lesson(course, course.lessons[1]).rows
    assert [text for text in row.notes if "of the solution stands in the lesson (lessons/02_small/lesson.py:" in text]
    assert row.solved_by == []
