"""A class of a thousand with its roster: nobody is lost, doubled or mixed, from the hand-in's name to the LMS's column."""

import csv
from types import SimpleNamespace

import pytest

from firsthand.commands import roster
from firsthand.commands.class_list import keep_files, open_class
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import ExerciseInfo, Result, Score
from firsthand.report.report import write_report

LEARNERS, MISSING = 1000, 40
FIRST = ("Zoë", "Ada", "Wei", "José", "Anna Maria", "محمد", "Łukasz", "O'Neil", "Thu Hà", "Ngozi")
EXERCISES = [
    ExerciseInfo(
        f"{lesson:02}_lesson", f"Lesson {lesson}", f"task_{lesson}_{task}", f"Task {task}", 2, 10 * lesson + task
    )
    for lesson in range(24)
    for task in range(10)
]


def person(number):
    """Return a name; a tenth of the class shares theirs with somebody."""
    return f"{FIRST[number % 10]} Family{number // 10 if number % 10 else number // 20}"


def result(number):
    scores = [
        Score(info.name, "right" if (number + place) % 3 else "wrong", 2 if (number + place) % 3 else 0, "", "x = 1")
        for place, info in enumerate(EXERCISES[60:70])
    ]
    source = f"{person(number)}_{5000 + number}_assignsubmission_file/06_lesson.ipynb"
    learner = f"{person(number)} ({5000 + number})" if number % 10 == 0 else person(number)
    return Result(learner, source, "00", "06_lesson", "graded", scores=tuple(scores)), sum(s.points for s in scores)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    rows = [f"Participant {5000 + n},{person(n)},,20.00,-," for n in range(LEARNERS)]
    header = "Identifier,Full name,Grade,Maximum Grade,Last modified (grade),Feedback comments"
    (folder / "roster.csv").write_text("\n".join([header, *reversed(rows)]), encoding="utf-8")
    (folder / "overrides.csv").write_text(
        "learner,lesson,points,reason\nThu Hà Family99,06,20,oral\n", encoding="utf-8"
    )
    book = {"course": "c", "version": "1", "fingerprint": "f", "seed": 1, "exercises": EXERCISES}
    options = SimpleNamespace(roster=folder / "roster.csv", overrides=folder / "overrides.csv", lessons=["06"])
    with Gradebook.open(folder / "gradebook.sqlite", **book) as gradebook:
        for number in range(LEARNERS - MISSING):
            gradebook.keep(result(number)[0])
        class_ = open_class(options, gradebook)
        keep_files(class_, gradebook)
        write_report(gradebook, folder, {"06_lesson"}, class_.list)
        roster.give_back(options, gradebook, class_, folder)
    return folder, class_


def test_each_of_a_thousand_gets_their_own_points_and_the_missing_get_none(large):
    with open(large[0] / "moodle_worksheet.csv", encoding="utf-8", newline="") as file:
        grades = {int(row["Identifier"].split()[1]) - 5000: row["Grade"] for row in csv.DictReader(file)}
    expected = {n: str(result(n)[1]) if n < LEARNERS - MISSING else "" for n in range(LEARNERS)}
    assert grades == expected | {998: "20"}  # handed in nothing, and was asked in person


def test_each_of_a_thousand_has_a_row_and_a_page_of_their_own(large):
    folder, class_ = large
    with open(folder / "grades.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["learner"] for row in rows}) == len(rows) == LEARNERS
    assert len(list((folder / "report").glob("*.html"))) == LEARNERS + 1
    assert (len(class_.joined.missing), class_.joined.strangers) == (MISSING, {})


def test_the_page_of_a_thousand_folds_who_is_missing_and_stays_small(large):
    page = (large[0] / "report" / "index.html").read_text(encoding="utf-8")
    assert '<section id="missing"><details><summary>' in page
    assert len(page) < 1_000_000
