"""A teacher's week at the command line: a class with its roster, graded, looked at, decided and given back."""

import csv
import re
import shutil
import sqlite3
import zipfile

import pytest
from own_course import RIGHT, SQUARE, firsthand, make_own_course, write

from firsthand.cli import main
from firsthand.report.markup import page_name

HEADER = (
    "Identifier,Full name,Email address,Grade,Maximum Grade,Last modified (submission),Last modified (grade),"
    "Feedback comments\n"
)
WORKSHEET = HEADER + "".join(
    f"Participant {number},{name},{name.split()[0].lower()}@x.org,,10.00,-,-,\n"
    for number, name in ((1234567, "Ada Lovelace"), (1234568, "Blaise Pascal"), (1234569, "Carl Gauss"))
)
OVERRIDES = "learner,lesson,exercise,points,extension,reason\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade a Moodle zip of two of three, and of one who is in no roster; return the folder and what was printed."""
    folder = tmp_path_factory.mktemp("week")
    make_own_course(folder / "course")
    answers = {
        "Ada Lovelace_1234567_assignsubmission_file": {"double": RIGHT["double"], "treble": RIGHT["treble"]},
        "Blaise Pascal_1234568_assignsubmission_file": {"double": SQUARE.format("double")},
        "Eve Stranger_999_assignsubmission_file": {"double": RIGHT["double"]},
    }
    for name, own in answers.items():
        write(folder / "handed in" / name / "01_more.ipynb", **own)
    with zipfile.ZipFile(folder / "class.zip", "w") as archive:
        for path in (folder / "handed in").rglob("*.ipynb"):
            archive.write(path, path.relative_to(folder / "handed in"))
    (folder / "worksheet.csv").write_text(WORKSHEET, encoding="utf-8")
    done = firsthand("grade", "../class.zip", *options(folder), "--roster", "../worksheet.csv", cwd=folder / "course")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def options(folder):
    return ["--out", folder / "out", "--workers", "1", "--no-sandbox"]


@pytest.fixture
def week(graded, tmp_path, monkeypatch):
    """Return a copy of the graded class, to be changed by a test."""
    shutil.copytree(graded[0], tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "course")
    return tmp_path


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def grades(week):
    return {row["learner"]: row for row in table(week / "out" / "grades.csv")}


def report(week, *more):
    return main(["report", str(week / "out" / "gradebook.sqlite"), *map(str, more)])


def grade(week, *given, **kwargs):
    return main(["grade", *map(str, given), *map(str, options(week)), *kwargs.get("more", ())])


def test_who_is_who_is_said_before_grading_and_who_is_missing_and_who_is_no_member(graded):
    printed = graded[1]
    grading = printed.index("1/3 ")
    for line in (
        "Roster (Moodle's grading worksheet): 2 of 3 handed in.",
        "  handed in nothing: Carl Gauss",
        "  not in the roster: Eve Stranger: nobody of the roster has this number",
    ):
        assert 0 < printed.index(line) < grading


def test_who_handed_in_nothing_has_a_row_a_page_and_a_place_in_the_report(week):
    rows = grades(week)
    assert list(rows) == ["Ada Lovelace", "Blaise Pascal", "Carl Gauss", "Eve Stranger"]
    assert [row["total"] for row in rows.values()] == ["5", "0", "", "2"]
    assert {row["possible"] for row in rows.values()} == {"5"}  # of the lesson that was handed in, not of the course
    assert rows["Carl Gauss"]["roster"] == "handed in nothing"
    assert rows["Eve Stranger"]["roster"].startswith("not in the roster")
    index = (week / "out" / "report" / "index.html").read_text(encoding="utf-8")
    assert index.index('<section id="missing">') < index.index("Carl Gauss")
    assert index.index('<section id="strangers">') < index.index("Eve Stranger")
    assert "Not handed in" in (week / "out" / "report" / page_name("Carl Gauss")).read_text(encoding="utf-8")


def test_the_lms_gets_its_files_and_nothing_of_who_is_no_member(week):
    rows = {row["Full name"]: row for row in table(week / "out" / "moodle_worksheet.csv")}
    assert [row["Grade"] for row in rows.values()] == ["5", "0", ""]
    with zipfile.ZipFile(week / "out" / "moodle_feedback.zip") as archive:
        assert len(archive.namelist()) == 2
    assert [row["name"] for row in table(week / "out" / "roster.csv")] == [*rows, ""]


def test_who_was_late_by_moodles_worksheet_is_named_on_the_screen_on_the_page_and_in_the_tables(week, capsys):
    rows = [line.split(",") for line in WORKSHEET.splitlines()]
    status = ["Status", "Submitted for grading", "Submitted for grading - 2 days 3 hours late", "No submission"]
    text = "".join(",".join([*row[:3], own, *row[3:]]) + "\n" for row, own in zip(rows, status, strict=True))
    (week / "worksheet.csv").write_text(text, encoding="utf-8")
    assert report(week, "--roster", week / "worksheet.csv") == 0
    assert "  2 days 3 hours late: Blaise Pascal\n" in capsys.readouterr().out
    told = {learner: row["handed in"] for learner, row in grades(week).items() if row["handed in"]}
    assert told == {"Blaise Pascal": "2 days 3 hours late"}
    assert [row["name"] for row in table(week / "out" / "roster.csv") if "late" in row["remarks"]] == ["Blaise Pascal"]
    index = (week / "out" / "report" / "index.html").read_text(encoding="utf-8")
    assert "Handed in 2 days 3 hours late." in index[index.index('<section id="notes">') :]


def test_the_report_knows_the_roster_from_the_gradebook_alone(week):
    (week / "worksheet.csv").unlink()
    shutil.rmtree(week / "course" / "lessons")
    for name in ("grades.csv", "roster.csv", "moodle_worksheet.csv"):
        (week / "out" / name).unlink()
    assert report(week) == 0
    assert grades(week)["Carl Gauss"]["roster"] == "handed in nothing"
    assert (week / "out" / "moodle_worksheet.csv").is_file()


def test_a_decision_counts_everywhere_and_is_read_by_the_learner(week, capsys):
    rows = ["Blaise Pascal,,double,1.5,,counted on paper", "carl@x.org,01,,4,2026-12-01 18:00,was <ill>"]
    (week / "overrides.csv").write_text(OVERRIDES + "\n".join(rows), encoding="utf-8")
    assert report(week, "--overrides", week / "overrides.csv") == 0
    found = grades(week)
    assert (found["Blaise Pascal"]["total"], found["Carl Gauss"]["01_more"]) == ("1.5", "4")
    assert "counted on paper" in found["Blaise Pascal"]["by hand"]
    assert found["Carl Gauss"]["handed in"] == "01_more: extension until 2026-12-01 18:00"
    worksheet = {row["Full name"]: row for row in table(week / "out" / "moodle_worksheet.csv")}
    assert [row["Grade"] for row in worksheet.values()] == ["5", "1.5", "4"]
    assert "counted on paper" in worksheet["Blaise Pascal"]["Feedback comments"]
    assert {row["points"] for row in table(week / "out" / "roster.csv")} == {"5", "1.5", "4", "2"}
    page = (week / "out" / "report" / page_name("Carl Gauss")).read_text(encoding="utf-8")
    assert "Decided by a person" in page
    assert "was &lt;ill&gt;" in page
    assert "4 of 5 points" in page
    (week / "overrides.csv").unlink()
    assert report(week) == 0  # kept in the gradebook
    assert grades(week)["Carl Gauss"]["01_more"] == "4"
    assert "2 rows of" in capsys.readouterr().out


def test_overrides_beside_the_class_are_found_and_nothing_unchanged_runs_again(week, capsys):
    (week / "overrides.csv").write_text(f"{OVERRIDES}Ada Lovelace,01,,3,,copied", encoding="utf-8")
    assert grade(week, week / "class.zip") == 0
    printed = capsys.readouterr().out
    assert "3 submissions unchanged since graded: not run again." in printed
    assert "Decided by a person: 1 row of" in printed
    assert grades(week)["Ada Lovelace"]["total"] == "3"


def test_the_report_reads_overrides_that_came_beside_the_class_later_or_says_where_it_looked(week, capsys):
    assert grade(week, week / "class.zip") == 0
    assert report(week) == 0
    printed = capsys.readouterr().out
    assert f"Decided by a person: nothing, since no overrides.csv is in {week} or {week / 'out'}." in printed
    (week / "overrides.csv").write_text(f"{OVERRIDES}Ada Lovelace,01,,3,,copied", encoding="utf-8")
    assert report(week) == 0
    assert grades(week)["Ada Lovelace"]["total"] == "3"
    assert f"Decided by a person: 1 row of {week / 'overrides.csv'}." in capsys.readouterr().out


def test_the_report_reads_no_overrides_beside_a_notebook_graded_alone(week):
    assert grade(week, week / "class.zip") == 0
    alone = week / "alone"
    write(alone / "01_more.ipynb", double=RIGHT["double"])
    assert grade(week, alone / "01_more.ipynb") == 0
    (alone / "overrides.csv").write_text(f"{OVERRIDES}Ada Lovelace,01,,0,,mine", encoding="utf-8")
    (week / "overrides.csv").write_text(f"{OVERRIDES}Ada Lovelace,01,,3,,copied", encoding="utf-8")
    assert report(week) == 0  # where the class was found is still known
    assert grades(week)["Ada Lovelace"]["total"] == "3"


def test_a_notebook_handed_in_untouched_is_said_to_be_and_no_zero(week, capsys):
    write(week / "handed in" / "Carl Gauss_1234569_assignsubmission_file" / "01_more.ipynb")
    assert grade(week, week / "handed in") == 0
    assert "01_more.ipynb: handed in untouched" in capsys.readouterr().out
    assert grades(week)["Carl Gauss"]["total"] == ""


def test_overrides_that_a_learner_handed_in_decide_nothing(week):
    for place in ("handed in/Ada Lovelace_1234567_assignsubmission_file", "handed in"):
        (week / place / "overrides.csv").write_text(f"{OVERRIDES}Ada Lovelace,01,,0,,mine", encoding="utf-8")
    own = week / "handed in" / "Ada Lovelace_1234567_assignsubmission_file" / "01_more.ipynb"
    assert grade(week, own) == 0
    assert grades(week)["Ada Lovelace"]["by hand"] == ""


def test_a_row_that_cannot_be_used_is_refused_before_anything_runs(week, capsys):
    before = (week / "out" / "gradebook.sqlite").read_bytes()
    (week / "overrides.csv").write_text(f"{OVERRIDES}Nobody Here,01,,3,,x", encoding="utf-8")
    assert grade(week, week / "class.zip") == 2
    assert "overrides.csv:2: Nobody is called 'Nobody Here'" in capsys.readouterr().err
    assert (week / "out" / "gradebook.sqlite").read_bytes() == before


def submissions(week):
    with sqlite3.connect(week / "out" / "gradebook.sqlite") as file:
        return sorted(file.execute("SELECT learner, source FROM submission").fetchall())


def test_one_learner_is_graded_again_and_nobody_else(week, capsys):
    assert grade(week, week / "class.zip", more=["--again", "blaise@x.org"]) == 0
    printed = capsys.readouterr().out
    assert [line[:17] for line in printed.splitlines() if line[:2] in ("1/", "2/", "3/")] == ["1/1 Blaise Pascal"]
    assert grade(week, week / "class.zip", more=["--again", "Carl Gauss"]) == 2
    assert "Of Carl Gauss there is nothing in what was given" in capsys.readouterr().err


def test_a_folder_given_alone_stays_with_its_learner(week):
    before = submissions(week)
    own = week / "handed in" / "Blaise Pascal_1234568_assignsubmission_file"
    write(own / "01_more.ipynb", double=RIGHT["double"])
    assert grade(week, own) == 0
    assert submissions(week) == before
    assert grades(week)["Blaise Pascal"]["total"] == "2"


def test_a_plain_folder_given_alone_is_the_one_that_was_part_of_a_class(week, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain") / "class"
    for name in ("anna", "bo"):
        write(folder / name / "01_more.ipynb", double=RIGHT["double"])
        write(folder / name / "02_less.ipynb", "02_less")
    assert grade(week, folder) == 0
    before = submissions(week)
    write(folder / "anna" / "02_less.ipynb", "02_less", half=RIGHT["half"])
    assert grade(week, folder / "anna") == 0
    assert submissions(week) == before
    assert (grades(week)["anna"]["total"], grades(week)["bo"]["total"]) == ("4", "2")


def test_a_learner_with_a_decision_is_not_taken_out_from_under_it(week, capsys):
    (week / "out" / "overrides.csv").write_text(f"{OVERRIDES}Eve Stranger,01,,1,,x", encoding="utf-8")
    assert report(week) == 0
    before = submissions(week)
    assert main(["gradebook", "remove", "Eve Stranger", "--out", str(week / "out")]) == 2
    assert "Take it out there first" in capsys.readouterr().err
    assert submissions(week) == before


def test_decisions_are_taken_back_by_leaving_only_the_first_line(week):
    path = week / "out" / "overrides.csv"
    path.write_text(f"{OVERRIDES}Ada Lovelace,01,,1,,x", encoding="utf-8")
    assert (report(week), grades(week)["Ada Lovelace"]["total"]) == (0, "1")
    path.write_text(OVERRIDES, encoding="utf-8")
    assert (report(week), grades(week)["Ada Lovelace"]["total"]) == (0, "5")


def test_a_learner_is_taken_out_of_the_gradebook_and_of_the_report(week, capsys):
    assert main(["gradebook", "remove", "eve stranger", "--out", str(week / "out")]) == 0
    assert "Removed Eve Stranger: 1 submission." in capsys.readouterr().out
    assert list(grades(week)) == ["Ada Lovelace", "Blaise Pascal", "Carl Gauss"]
    assert not (week / "out" / "report" / page_name("Eve Stranger")).exists()
    assert main(["gradebook", "remove", "Eve", "--out", str(week / "out")]) == 2
    assert "Nobody is called 'Eve'" in capsys.readouterr().err


def test_a_pattern_settles_whose_a_file_is(week, tmp_path_factory):
    folder = tmp_path_factory.mktemp("loose")
    write(folder / "hw1-pascal-01_more.ipynb", double=RIGHT["double"])
    write(folder / "notes.ipynb")
    assert grade(week, folder, more=["--learner", "hw1-{learner}-{lesson}.ipynb"]) == 1  # notes.ipynb does not fit
    assert grades(week)["pascal"]["total"] == "2"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--roster", "none.csv"], "Name a CSV file: --roster FILE"),
        (["--roster", "pyproject.toml"], "pyproject.toml"),
        (["--overrides", "none.csv"], "--overrides FILE"),
        (["--lessons", "07"], "No lesson '07'"),
        (["--again", "Nobody"], "Nobody is called 'Nobody'"),
        (["--learner", "*.ipynb"], "is no pattern"),
    ],
)
def test_an_option_about_the_class_that_cannot_be_used_is_refused(week, capsys, more, said):
    before = (week / "out" / "gradebook.sqlite").read_bytes()
    assert grade(week, week / "class.zip", more=more) == 2
    assert said in capsys.readouterr().err
    assert (week / "out" / "gradebook.sqlite").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "grade_of_ada"), [((), "5"), (("--scale", "maximum"), "10"), (("--lessons", "01", "02"), "5")]
)
def test_scale_and_lessons_decide_what_goes_back(week, more, grade_of_ada):
    assert report(week, *more) == 0
    rows = {row["Full name"]: row["Grade"] for row in table(week / "out" / "moodle_worksheet.csv")}
    assert rows["Ada Lovelace"] == grade_of_ada
    assert grades(week)["Ada Lovelace"]["possible"] == ("7" if "02" in more else "5")


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Quiz (11),Homework (12)
    Points Possible,,,,,5.00,5.00
"Lovelace, Ada",901,S1,Ada Lovelace,A,3.00,
"Gauss, Carl",903,S3,carl,A,,
"""


def test_the_column_of_canvas_is_the_one_that_was_named(week, capsys):
    (week / "canvas.csv").write_text(CANVAS, encoding="utf-8")
    assert report(week, "--roster", week / "canvas.csv") == 2
    assert "--column TITLE" in capsys.readouterr().err
    assert report(week, "--roster", week / "canvas.csv", "--column", "Homework") == 0
    rows = table(week / "out" / "canvas_grades.csv")
    assert [(row["Quiz (11)"], row["Homework (12)"]) for row in rows] == [("5.00", "5.00"), ("3.00", "5"), ("", "")]


CANVAS_CLASS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Add and take away (7)\n    Points Possible,,,,,5\n"
    + "".join(
        f'"{name}",{number},,{number},1,\n'
        for name, number in (("Ågren, Søren", 4321), ("Gray, Ann", 4322), ("Gray, Ann", 4323), ("Zoll, Abe", 4324))
    )
)


def test_a_class_of_canvas_is_shown_by_the_names_of_the_roster_in_their_order(week, capsys):
    folder = week / "canvas"
    for number, (name, learner) in enumerate(
        [("zollabe", 4324), ("grayann", 4322), ("grayann", 4323), ("ågrensøren", 4321)]
    ):
        write(folder / f"{name}_{learner}_77{number}_01_more.ipynb", double=RIGHT["double"])
    (week / "gradebook.csv").write_text(CANVAS_CLASS, encoding="utf-8")
    more = ["--roster", str(week / "gradebook.csv"), "--out", str(week / "second"), "--column", "Add and take away"]
    assert main(["grade", str(folder), "--workers", "1", "--no-sandbox", *more]) == 0
    index = (week / "second" / "report" / "index.html").read_text(encoding="utf-8")
    body = index[index.index("<tbody>") : index.index("</tbody>")]
    names = re.findall(r"<bdi>(.*?)</bdi>", body)
    assert names == ["Ågren, Søren", "grayann (4322)", "grayann (4323)", "Zoll, Abe"]  # two of one name stay apart
    page = (week / "second" / "report" / page_name("zollabe")).read_text(encoding="utf-8")
    assert "<h1><bdi>Zoll, Abe</bdi></h1>" in page
    assert "zollabe" not in page.replace("zollabe_4324", "")
    assert "  zollabe is Zoll, Abe, by number\n" in capsys.readouterr().out
    assert main(["report", str(week / "second" / "gradebook.sqlite"), "--column", "Add and take away"]) == 0
    assert "by number" not in capsys.readouterr().out  # that was read when the class was graded
