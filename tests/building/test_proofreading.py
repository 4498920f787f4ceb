"""What is refused in a lesson's sources before anything runs, at its file and line."""

import pytest
from conftest import ROOT
from samples import CHECKS, EXERCISE, TITLE, make_course

from firsthand.authoring.course import Course, read_course
from firsthand.authoring.lesson_source import LessonError
from firsthand.building.proofreading import proofread


@pytest.fixture
def course(tmp_path):
    make_course(tmp_path)
    return tmp_path


def change(course, file, old, new) -> int:
    """Change a file of the course; return the line where the new text stands."""
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def proofread_all(root) -> Course:
    course = read_course(root)
    for lesson in course.lessons:
        proofread(course, lesson)
    return course


def refused(root) -> str:
    with pytest.raises(LessonError) as caught:
        proofread_all(root)
    return str(caught.value).replace("\\", "/")


SOURCES = "lessons/01_double"
LESSON, EXERCISES, DOUBLE = f"{SOURCES}/lesson.py", f"{SOURCES}/exercises.py", "checks/double.py"

REFUSED = {
    "code": (LESSON, "print(1 + 1)", "print(1 +", "Python cannot read this line: '(' was never closed"),
    "a solution": (EXERCISES, "return 2 * x", "return 2 x", "Python cannot read this line: invalid syntax"),
    "a solution out of line": (
        EXERCISES,
        "    return 2 * x",
        "   return 2 * x",
        "Python cannot read this line: unindent",
    ),
    "checks": (DOUBLE, "expected=lambda x: 2 * x,", "expected=lambda x 2 * x,", "Python cannot read this line"),
    "an import of the checks": (LESSON, "print(1 + 1)", "import firsthand.checks", "must not import the checks"),
    "a link": (
        LESSON,
        "../exercises/01_double",
        "../exercises/01_duoble",
        "'../exercises/01_duoble.ipynb' leads nowhere",
    ),
    "a link to a lesson to come": (
        LESSON,
        "The exercises",
        "After [it](12_more.ipynb) they",
        "'12_more.ipynb' leads now",
    ),
    "a link in HTML": (LESSON, "The exercises", '<a href="x.pdf">x</a> they', "'x.pdf' leads nowhere"),
    "a picture": (EXERCISES, "Double `x`.", "![bowl](../docs/bowl.png)", "'../docs/bowl.png' leads nowhere"),
    "a link below": (EXERCISES, "Double `x`.", "[bowl]: bowl.md", "'bowl.md' leads nowhere"),
    "an anchor": (LESSON, "The exercises", "See [below](#2-·-Below) they", "no heading of this notebook has that name"),
    "a numbered title": (LESSON, "# Double things", "# 01 · Double", "the title begins with '# 01 ·'"),
    "too many exercises": (EXERCISES, "# Exercises", "# Exercises\nTwo exercises.", "'Two exercises', and there are 1"),
    "too few points": (EXERCISES, "# Exercises", "# Exercises\nOne exercise, 1 point.", "'1 point', and there are 2"),
    "a number that the build does not count": (
        EXERCISES,
        "# Exercises",
        "# Exercises\n{exercise}",
        "called {exercise}",
    ),
    "a heading without a number": (EXERCISES, "## 1 · ", "## ", "'double' has no number; it begins '## 1 · '"),
    "random numbers without a seed": (
        LESSON,
        "print(1 + 1)",
        "np.random.default_rng()",
        "give the generator a seed",
    ),
    "an anchor in another notebook": (
        LESSON,
        "../exercises/01_double.ipynb",
        "../exercises/01_double.ipynb#Nowhere",
        "no heading of that notebook has that name",
    ),
    "a wrong number": (EXERCISES, "## 1 · ", "## 3 · ", "'double' is numbered 3; it is exercise 1 here"),
}


@pytest.mark.parametrize(("file", "old", "new", "words"), REFUSED.values(), ids=REFUSED)
def test_a_slip_is_refused_at_its_line(course, file, old, new, words):
    line = change(course, file, old, new) + new.count("\n")
    message = refused(course)
    assert message.startswith(f"{file}:{line}: ")
    assert words in message


def test_what_is_right_is_let_through(course):
    change(
        course,
        LESSON,
        "The exercises are",
        "See [above](#Double-things), [itself](01_double.ipynb), [there](01_double.ipynb#Double-things), [all](../README.md), `a[0](x.md)`, $f[a](b)$ and\n"
        "[a page](https://example.org/a.html); the first three exercises are",
    )
    change(course, EXERCISES, "# Exercises", "# Exercises\nOne exercise, {points}, the first 3 points")
    proofread_all(course)


@pytest.mark.parametrize(
    "definition", ["double = Exercise(", "double: Exercise = Exercise(", "double = choice_exercise("]
)
def test_an_exercise_is_found_however_it_is_defined(course, definition):
    change(course, DOUBLE, "double = Exercise(", definition)
    proofread_all(course)


def test_an_exercise_that_no_checks_define_is_refused(course):
    change(course, DOUBLE, "double = Exercise(", "twice = Exercise(")
    text = TITLE + EXERCISE
    line = text[: text.index('# %% check="double"')].count("\n") + 1
    message = refused(course)
    assert f"{EXERCISES}:{line}: no file in checks defines 'double'" in message
    assert '"double = Exercise("' in message


def test_an_exercise_defined_twice_is_refused_at_the_second_place(course):
    (course / "checks" / "twins.py").write_text("\n" + CHECKS, encoding="utf-8")
    assert refused(course) == "checks/twins.py:4: 'double' is defined a second time; first at checks/double.py:3"


def test_a_name_that_two_lessons_use_is_refused(course):
    folder = course / "lessons" / "02_again"
    (course / SOURCES).rename(folder)
    for file in folder.iterdir():
        (course / SOURCES).mkdir(exist_ok=True)
        (course / SOURCES / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    assert "the name 'double' is used in two lessons: 01_double and 02_again" in refused(course)


def test_a_cell_longer_than_a_screen_is_refused(course):
    line = change(course, LESSON, "print(1 + 1)", "x = 1\n" * 21)
    assert refused(course).startswith(f"{LESSON}:{line - 1}: a cell of 21 lines")


def test_prose_without_its_marker_is_refused(course):
    line = change(course, LESSON, "print(1 + 1)", 'r"""\nAn idea.\n"""')
    assert (
        refused(course)
        == f"{LESSON}:{line - 1}: the code cell is one text: if it is prose, the cell begins # %% [markdown]"
    )


def test_an_explanation_is_not_handed_out_with_the_blank_exercise(course):
    below = '\n# %% [markdown]{}\nr"""\n{}Adding a number to itself doubles it.\n"""\n'
    path = course / EXERCISES
    text = path.read_text(encoding="utf-8")
    for fair in (below.format(' solution="only"', ""), below.format("", "## More\n\n")):
        path.write_text(text + fair, encoding="utf-8")
        proofread_all(course)
    path.write_text(text + below.format("", ""), encoding="utf-8")
    line = text.count("\n") + 2
    assert refused(course).startswith(
        f'{EXERCISES}:{line}: what explains a solution begins # %% [markdown] solution="only"'
    )


def test_the_lessons_of_the_course_pass():
    assert proofread_all(ROOT).lessons
