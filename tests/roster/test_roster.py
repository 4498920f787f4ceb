"""From the LMS and back: who is who in a class, and files that the importers of Moodle and Canvas take."""

import csv
import io
import unicodedata
import zipfile

import pytest

from firsthand.gradebook.class_list import ClassList
from firsthand.gradebook.overrides import Override
from firsthand.gradebook.records import ExerciseInfo, Result, Score
from firsthand.gradebook.standing import Standing, lessons_of
from firsthand.report.markup import page_name
from firsthand.roster.giving_back import Marks, fill_in, write_roster
from firsthand.roster.joining import join
from firsthand.roster.roster_file import CANVAS, MOODLE_WORKSHEET, PLAIN, RosterError, read_roster

MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),\
Last modified (grade),Feedback comments
Participant 1234567,Ada Lovelace,ada@x.org,Submitted,,20.00,Yes,-,-,
Participant 1234568,Zoë Quinn,zoe@x.org,Submitted,,20.00,Yes,-,-,
Participant 1234569,"Li, Wei",li@x.org,No submission,,20.00,Yes,-,-,
"""
CANVAS_EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Quiz (11),Roll downhill (12),Current Score,Override Score
,,,,,,Manual Posting,,
    Points Possible,,,,,5.00,20.00,(read only),
"Lovelace, Ada",901,S1,ada,A,3.00,,60.0,
"Quinn, Zoë",902,S2,zoe,A,,,0.0,
"Student, Test",999,,x,A,,,,
"""
EXERCISES = [
    ExerciseInfo("06_descent", "Roll downhill", "step", "One <step>", 15, 0),
    ExerciseInfo("06_descent", "Roll downhill", "rate", "A rate", 5, 1),
]


def roster(tmp_path, text, encoding="utf-8"):
    (tmp_path / "roster.csv").write_text(text, encoding=encoding)
    return read_roster(tmp_path / "roster.csv")


def standing(learner, source, right=("step",)):
    scores = [
        Score(info.name, "right" if info.name in right else "wrong", info.points * (info.name in right), "", "")
        for info in EXERCISES
    ]
    scores = [score if score.points else Score(score.exercise, "wrong", 0, "`w` < 0.", "w") for score in scores]
    return Standing(learner, [Result(learner, source, "00", "06_descent", "graded", scores=tuple(scores))])


def marks(roster, *standings, by_maximum=False, exercises=EXERCISES, overrides=()):
    joined = join(roster, {one.learner: [result.source for result in one.results] for one in standings})
    class_list = ClassList(list(joined.missing), joined.strangers, overrides)
    everybody = [*standings, *(Standing(name, []) for name in joined.missing)]
    class_ = {
        one.learner: Standing(
            one.learner, one.results, [o for o in overrides if o.learner == one.learner], class_list.remark(one.learner)
        )
        for one in everybody
    }
    return Marks(roster, joined, class_, lessons_of(exercises), by_maximum)


def table(path, delimiter=","):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=delimiter))


def with_pages(tmp_path, *learners):
    (tmp_path / "report").mkdir()
    for learner in learners:
        (tmp_path / "report" / page_name(learner)).write_text(f"the page of {learner}", encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MOODLE, MOODLE_WORKSHEET),
        (CANVAS_EXPORT, CANVAS),
        (CANVAS_EXPORT.replace(",", ";").replace("Lovelace;", "Lovelace,"), CANVAS),
        ("First name,Last name,ID number,Email address\nAda,Lovelace,7,ada@x.org\n", PLAIN),
        ("name\tuser name\nAda Lovelace\tada\n", PLAIN),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_roster_is_recognised_by_its_columns(tmp_path, text, kind, encoding):
    found = roster(tmp_path, text, encoding)
    assert found.kind == kind
    assert {"ada", "lovelace"} <= set(found.people[0].name.lower().replace(",", "").split())


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Full name,Section\nAda,A\n", "an id, an email or a user name"),
        ("Email,Section\na@x.org,A\n", "a name"),
        ("Full name,Email\n", "names nobody"),
        ("", "names nobody"),
        (MOODLE.replace("1234568", "1234567"), "1234567 twice"),
    ],
)
def test_what_is_no_roster_is_refused_with_what_is_missing(tmp_path, text, missing):
    with pytest.raises(RosterError, match=missing):
        roster(tmp_path, text)


def test_a_roster_that_is_not_there_or_not_utf8_is_refused(tmp_path):
    with pytest.raises(RosterError, match="Name a CSV file"):
        read_roster(tmp_path / "none.csv")
    with pytest.raises(RosterError, match="not UTF-8"):
        roster(tmp_path, MOODLE, "utf-16")


def test_rows_of_canvas_that_are_nobody_are_no_people(tmp_path):
    people = roster(tmp_path, CANVAS_EXPORT).people
    assert [(person.number, person.id, person.user) for person in people[:2]] == [
        ("901", "S1", "ada"),
        ("902", "S2", "zoe"),
    ]
    assert len(people) == 3


@pytest.mark.parametrize("end", ["", "_"])
def test_the_number_of_moodle_is_believed_before_the_name(tmp_path, end):
    source = f"Zoe Quinn_1234567_assignsubmission_file{end}/06_descent.ipynb"
    joined = join(roster(tmp_path, MOODLE), {"Zoe Quinn": [source]})
    assert joined.learners["Zoe Quinn"].name == "Ada Lovelace"
    assert joined.guesses == []
    assert [person.name for person in joined.missing.values()] == ["Zoë Quinn", "Li, Wei"]


def test_a_number_in_a_file_that_the_learner_named_is_not_believed(tmp_path):
    source = "Mal/Ada Lovelace_1234567_assignsubmission_file_/06_descent.ipynb"
    joined = join(roster(tmp_path, MOODLE), {"Mal": [source]})
    assert (joined.learners, list(joined.strangers)) == ({}, ["Mal"])


def test_canvas_files_join_by_the_users_id_and_late_is_kept(tmp_path):
    found = marks(roster(tmp_path, CANVAS_EXPORT), standing("quinnzoe", "quinnzoe_LATE_902_55501_06_descent.ipynb"))
    assert found.joined.learners["quinnzoe"].name == "Quinn, Zoë"
    rows = {row[0]: row for row in table(write_roster(found, tmp_path))}
    assert rows["Quinn, Zoë"][5:] == ["number", "15", "20", "15", "06_descent: late"]
    assert rows["Lovelace, Ada"][5:] == ["", "", "20", "", "handed in nothing"]


@pytest.mark.parametrize(
    ("name", "way"), [("ZOE@x.org", "email"), ("zoe quinn", "name (a guess)"), ("Quinn, Zoë", "name (a guess)")]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_without_a_number_an_email_counts_and_a_name_is_a_guess(tmp_path, name, way, form):
    name = unicodedata.normalize(form, name)
    joined = join(roster(tmp_path, MOODLE), {name: [f"{name}/06_descent.ipynb"]})
    assert (joined.learners[name].number, joined.ways[name]) == ("1234568", way)


def test_nobody_is_merged_where_a_name_is_two_peoples_or_two_have_one_name(tmp_path):
    twice = "name,id\nAda Lovelace,1\nLovelace Ada,2\nBo Li,3\n"
    joined = join(roster(tmp_path, twice), {"ada lovelace": ["a"], "Bo Li": ["b"], "Li Bo": ["c"]})
    assert joined.learners == {}
    assert joined.strangers.keys() == {"ada lovelace", "Bo Li", "Li Bo"}
    assert len(joined.missing) == 3


def test_who_is_not_in_the_roster_is_listed_below_it(tmp_path):
    found = marks(roster(tmp_path, MOODLE), standing("Eve", "Eve/06_descent.ipynb"))
    rows = table(write_roster(found, tmp_path))
    assert [row[0] for row in rows] == ["name", "Ada Lovelace", "Zoë Quinn", "Li, Wei", ""]
    assert rows[-1][4] == "Eve"
    assert rows[-1][-1].startswith("not in the roster")


ADA = "Ada Lovelace_1234567_assignsubmission_file/06_descent.ipynb"


def imported_by_moodle(text, maximum):
    """Return participant -> (grade, comment) by the rules of importgradeslib.php; a grade it would skip is None."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    number, grade, _ = (header.index(name) for name in ("Identifier", "Grade", "Last modified (grade)"))
    taken = {}
    for row in rows:
        value = float(row[grade]) if row[grade] else None
        is_taken = value is not None and 0 <= value <= maximum
        taken[int(row[number].removeprefix("Participant "))] = (
            value if is_taken else None,
            row[header.index("Feedback comments")],
        )
    return taken


def test_moodles_worksheet_comes_back_filled_in_as_its_importer_reads_it(tmp_path):
    with_pages(tmp_path, "Ada Lovelace")
    worksheet, _ = fill_in(marks(roster(tmp_path, MOODLE), standing("Ada Lovelace", ADA)), tmp_path)
    taken = imported_by_moodle(worksheet.read_text(encoding="utf-8"), 20)
    assert taken[1234567] == (15, "<p>Roll downhill: 15 of 20</p><p>A rate: <code>w</code> &lt; 0.</p>")
    assert (taken[1234568], taken[1234569]) == ((None, ""), (None, ""))
    for before, after in zip(csv.reader(io.StringIO(MOODLE)), table(worksheet), strict=True):
        assert (before[:4], before[5:9]) == (after[:4], after[5:9])


def test_what_a_person_decided_is_told_by_titles(tmp_path):
    with_pages(tmp_path, "Ada Lovelace")
    given = [("step", "On paper"), ("", "All <in> all")]
    decided = [Override("Ada Lovelace", "06_descent", exercise, 4, "", reason) for exercise, reason in given]
    own = marks(roster(tmp_path, MOODLE), standing("Ada Lovelace", ADA), overrides=decided)
    comment = table(fill_in(own, tmp_path)[0])[1][-1]
    assert comment.endswith(
        "<p>One &lt;step&gt;: 4 points: On paper</p><p>Roll downhill: 4 points: All &lt;in&gt; all</p>"
    )


@pytest.mark.parametrize(
    ("status", "late"),
    [
        ("Submitted for grading - 2 days 3 hours late", "2 days 3 hours late"),
        ("Submitted for grading - 45 secs late - Graded", "45 secs late"),
        ("Submitted for grading - Extension granted until: Friday", ""),
        ("No submission - Assignment is overdue by: 3 days", ""),
    ],
)
def test_what_moodles_worksheet_says_of_lateness_is_read_from_its_status(status, late, tmp_path):
    people = roster(tmp_path, MOODLE.replace("Submitted,,", f"{status},,", 1)).people
    assert [person.late for person in people] == [late, "", ""]


@pytest.mark.parametrize("title", ["Maximum Grade", "Maximum grade"])
def test_a_grade_that_moodle_would_skip_is_refused_and_scaled_when_asked(title, tmp_path):
    with_pages(tmp_path, "Ada Lovelace")
    ten = roster(tmp_path, MOODLE.replace("20.00", "10.00").replace("Maximum Grade", title))
    with pytest.raises(RosterError, match="--scale maximum"):
        fill_in(marks(ten, standing("Ada Lovelace", ADA)), tmp_path)
    worksheet, _ = fill_in(marks(ten, standing("Ada Lovelace", ADA), by_maximum=True), tmp_path)
    assert imported_by_moodle(worksheet.read_text(encoding="utf-8"), 10)[1234567][0] == 7.5


def test_a_worksheet_without_a_maximum_is_not_scaled_in_silence(tmp_path):
    with_pages(tmp_path, "Ada Lovelace")
    bare = roster(tmp_path, MOODLE.replace("Maximum Grade", "Most"))
    with pytest.raises(RosterError, match="no column 'Maximum Grade'"):
        fill_in(marks(bare, standing("Ada Lovelace", ADA), by_maximum=True), tmp_path)


def test_the_feedback_zip_has_names_that_moodle_takes_apart(tmp_path):
    with_pages(tmp_path, "Ada Lovelace")
    text = MOODLE.replace("Ada Lovelace", "Ada_King/Lovelace")
    _, path = fill_in(marks(roster(tmp_path, text), standing("Ada Lovelace", ADA)), tmp_path)
    with zipfile.ZipFile(path) as archive:
        ((name, content),) = [(name, archive.read(name)) for name in archive.namelist()]
    folder, file = name.split("/")
    assert folder.split("_", 4)[1:] == ["1234567", "assignsubmission", "file"]
    assert (file, content) == ("feedback.html", b"the page of Ada Lovelace")


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_canvas_export_comes_back_with_one_column_filled_in(tmp_path, delimiter):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(csv.reader(io.StringIO(CANVAS_EXPORT)))
    (path,) = fill_in(marks(roster(tmp_path, text.getvalue()), standing("ada", "ada/06_descent.ipynb")), tmp_path)
    before, after = list(csv.reader(io.StringIO(CANVAS_EXPORT))), table(path, delimiter)
    # header? of gradebook_importer.rb: names, three or five columns of the student, the section last of them
    assert ("Student" in after[0][0], "ID" in after[0][1], after[0][4]) == (True, True, "Section")
    differing = {(r, c) for r, row in enumerate(before) for c, cell in enumerate(row) if after[r][c] != cell}
    assert differing == {(3, 6)}
    assert (after[3][6], after[2][6], after[2][0]) == ("15", "20.00", "    Points Possible")


def test_which_assignment_of_canvas_is_meant_is_asked_for(tmp_path):
    text = CANVAS_EXPORT.replace("Roll downhill", "Homework")
    found = marks(roster(tmp_path, text), standing("ada", "ada/06_descent.ipynb"))
    with pytest.raises(RosterError, match="--column"):
        fill_in(found, tmp_path)
    (path,) = fill_in(found, tmp_path, "Homework")
    assert table(path)[3][6] == "15"


def test_a_formula_in_a_name_is_not_run_by_a_spreadsheet(tmp_path):
    found = marks(roster(tmp_path, "name,id\n=1+1,7\n"))
    assert table(write_roster(found, tmp_path))[1][0] == "'=1+1"
