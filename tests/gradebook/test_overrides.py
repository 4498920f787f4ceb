"""What a person decides: read from a file, refused with its line, and put before the grader's points."""

from pathlib import Path

import pytest

from firsthand.gradebook.learners import UnknownLearner, find_learner
from firsthand.gradebook.overrides import Override, OverrideError, read_overrides
from firsthand.gradebook.records import ExerciseInfo, Result, Score
from firsthand.gradebook.standing import Standing, lessons_of

EXERCISES = [
    ExerciseInfo("05_loss", "Loss", "loss", "A loss", 2, 0),
    ExerciseInfo("06_descent", "Roll downhill", "step", "One step", 1, 1),
    ExerciseInfo("06_descent", "Roll downhill", "rate", "A rate", 3, 2),
]
KNOWN = {"Ada Lovelace": ["S1", "ada@x.org"], "Zoë Quinn": [], "Bo Li": [], "Bo Li (2)": ["Bo Li"]}
HEADER = "learner,lesson,exercise,points,extension,reason"


def read(*rows, header=HEADER):
    return read_overrides(Path("overrides.csv"), "\n".join([header, *rows]), EXERCISES, KNOWN)


@pytest.mark.parametrize(
    ("row", "override"),
    [
        ("Ada Lovelace,06,,2.5,,as told", ("Ada Lovelace", "06_descent", "", 2.5, "")),
        ("ADA@x.org,,rate,3,,oral", ("Ada Lovelace", "06_descent", "rate", 3, "")),
        ('"Lovelace, Ada",05_loss,A loss,0,,copied', ("Ada Lovelace", "05_loss", "loss", 0, "")),
        ("zoe quinn,06,,,2026-12-01,ill", ("Zoë Quinn", "06_descent", "", None, "2026-12-01")),
        ("S1,06,,4,2026-12-01T18:00,ill", ("Ada Lovelace", "06_descent", "", 4, "2026-12-01 18:00")),
        ("Bo Li,06,,1,,x", ("Bo Li", "06_descent", "", 1, "")),
    ],
)
def test_a_row_names_a_learner_as_they_are_known_and_a_lesson_or_an_exercise(row, override):
    (found,) = read(row)
    assert found == Override(*override, reason=row.rsplit(",", 1)[1])


def test_semicolons_a_mark_and_columns_in_any_order_are_read():
    header, row = "\ufeffReason;Exercise;Points;Learner", "oral;rate;1,5;S1"
    assert read(row, header=header) == [Override("Ada Lovelace", "06_descent", "rate", 1.5, "", "oral")]


@pytest.mark.parametrize(
    ("row", "line", "found", "expected"),
    [
        ("Eve,06,,1,,x", 3, "Nobody is called 'Eve'", "meant"),
        ("S1,07,,1,,x", 3, "'07'", "05_loss, 06_descent"),
        ("S1,05,rate,1,,x", 3, "'rate'", "one of loss"),
        ("S1,,,1,,x", 3, "no lesson and no exercise", "one of the two"),
        ("S1,06,,5,,x", 3, "'5' points", "from 0 to 4 for 06_descent"),
        ("S1,,rate,-1,,x", 3, "'-1' points", "from 0 to 3 for rate"),
        ("S1,06,,nan,,x", 3, "'nan' points", "a number"),
        ("S1,06,,,,x", 3, "no points and no extension", "one of the two"),
        ("S1,06,,,next week,x", 3, "'next week'", "2026-12-01"),
        ("S1,06,,,2026-02-31,x", 3, "2026-02-31", "a day"),
        ("S1,06,,1,,", 3, "no reason", "the learner reads it"),
        ("zoe quinn,05,,2,,x", 3, "once more", "line 2 has decided it"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_what_was_found_and_what_was_expected(row, line, found, expected):
    with pytest.raises(OverrideError) as error:
        read("Zoë Quinn,05,,1,,fine", row)
    assert str(error.value).startswith(f"overrides.csv:{line}: ")
    assert found in str(error.value)
    assert expected in str(error.value)


@pytest.mark.parametrize("header", ["", "learner,lesson,points", "name,lesson,points,reason", "learner,reason,points"])
def test_a_file_with_other_columns_is_refused_with_those_expected(header):
    with pytest.raises(OverrideError, match=f"overrides.csv:1: found the columns.*{HEADER}"):
        read(header=header)


def test_a_name_that_two_have_is_asked_for():
    with pytest.raises(UnknownLearner, match=r"Bo Li or Bo Li \(2\)"):
        find_learner("li bo", KNOWN)


def graded(*scores, lesson="06_descent", status="graded"):
    return Result("Ada", f"Ada/{lesson}.ipynb", "00", lesson, status, scores=tuple(scores))


def decided(points, exercise="", lesson="06_descent", extension=""):
    return Override("Ada", lesson, exercise, points, extension, "why")


LESSONS = lessons_of(EXERCISES)
HALF = graded(Score("step", "right", 1, "", ""), Score("rate", "wrong", 0, "", ""))


@pytest.mark.parametrize(
    ("overrides", "points"),
    [
        ([], 1),
        ([decided(2.5, "rate")], 3.5),
        ([decided(0, "step")], 0),
        ([decided(4)], 4),
        ([decided(2.5, "rate"), decided(3)], 3),
        ([decided(None, extension="2026-12-01")], 1),
    ],
)
def test_what_a_person_decided_goes_before_the_graders_points(overrides, points):
    standing = Standing("Ada", [HALF], overrides)
    assert (standing.points("06_descent"), standing.total(LESSONS)) == (points, points)


def test_points_are_given_to_who_handed_in_nothing():
    standing = Standing("Ada", [], [decided(2, lesson="05_loss")])
    assert (standing.points("05_loss"), standing.points("06_descent"), standing.total(LESSONS)) == (2, None, 2)


@pytest.mark.parametrize(
    ("result", "overrides", "is_left"),
    [
        (graded(status="unreadable"), [], True),
        (graded(status="unreadable"), [decided(3)], False),
        (graded(status="unreadable"), [decided(3, lesson="05_loss")], True),
        (Result("Ada", "Ada/06_descent.ipynb", "00", "", "unreadable"), [decided(3)], False),
        (graded(Score("rate", "grader_error", 0, "", "")), [decided(3, "rate")], False),
        (graded(Score("rate", "grader_error", 0, "", "")), [decided(1, "step")], True),
    ],
)
def test_what_a_person_has_decided_needs_no_person_any_more(result, overrides, is_left):
    assert bool(Standing("Ada", [result], overrides).for_a_person) == is_left


def test_an_extension_stands_beside_the_lateness():
    late = Result("Ada", "quinn_LATE_902_5550_06_descent.ipynb", "00", "06_descent", "graded")
    until = [decided(None, extension="2026-12-01"), decided(None, lesson="05_loss", extension="2026-12-02")]
    assert Standing("Ada", [late], until).lateness() == {
        "06_descent": "late (extension until 2026-12-01)",
        "05_loss": "extension until 2026-12-02",
    }
