"""Exercises with numbers of their own: handed out to a class or to each learner, and graded as what they are."""

import csv
import sqlite3
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from own_course import firsthand, make_own_course

from firsthand.authoring.catalogue import open_course
from firsthand.authoring.course import find_lesson
from firsthand.authoring.lesson_source import solution
from firsthand.building.handing_out import variants_of
from firsthand.cli import main
from firsthand.roster.roster_file import read_roster
from firsthand.variants import number_of

LESSON = "10_precision_recall"
NOTEBOOK = f"{LESSON}.ipynb"
COURSE = open_course(ROOT)
OWN = {"read_the_matrix": 1, "precision_at_prevalence": 2}
PEOPLE = ("ada", "blaise", "carl", "dora", "emmy", "fay")
SEED = 7
NUMBERS = {name: number_of(SEED, f"{name}@x.org") for name in PEOPLE}


def solve(source: Path, target: Path, number: int | None, names=tuple(OWN), metadata=None) -> None:
    """Write a notebook with the right answers of a variant, of the course's own exercises where `number` is None."""
    notebook = nbformat.read(source, as_version=4)
    lesson = find_lesson(COURSE, LESSON)
    answers = {task.name: solution(task.answer).source for task in lesson.tasks}
    if number is not None:
        answers |= {name: variant.solution for name, variant in variants_of(ROOT, lesson, number).items()}
    for cell in notebook.cells:
        if (name := cell.id.removeprefix("answer-")) in names:
            cell.source = answers[name]
    if metadata:
        notebook.metadata.firsthand.variant = str(metadata)
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """Hand out to a class of six, each with their own numbers, and grade what comes back; give the folder and what was said."""
    week = tmp_path_factory.mktemp("week")
    rows = [f"{name.title()},{name}@x.org" for name in PEOPLE]
    (week / "class.csv").write_text("\n".join(["Full name,Email address", *rows]) + "\n", encoding="utf-8")
    given = ("--variant", SEED, "--roster", week / "class.csv", "--out", week / "out")
    built = firsthand("build", "10", *given, cwd=ROOT)
    assert (built.returncode, built.stderr) == (0, "")
    handed_in = {name: week / "in" / f"{name}@x.org" / NOTEBOOK for name in (*PEOPLE, "eve")}
    own = {name: week / "out" / name.title() / NOTEBOOK for name in PEOPLE}
    solve(own["ada"], handed_in["ada"], NUMBERS["ada"])
    solve(own["ada"], handed_in["blaise"], NUMBERS["ada"])  # a copy of all of it
    solve(own["carl"], handed_in["carl"], NUMBERS["ada"])  # a neighbour's answers in a notebook of one's own
    solve(ROOT / "exercises" / NOTEBOOK, handed_in["dora"], None, [*OWN, "roc_auc"])
    solve(own["ada"], handed_in["emmy"], NUMBERS["ada"], metadata=NUMBERS["emmy"])  # a copy that calls itself Emmy's
    solve(own["fay"], handed_in["fay"], NUMBERS["fay"], [])
    solve(own["ada"], handed_in["eve"], NUMBERS["ada"])
    return week, built.stdout, grade(week, "--variant", SEED, "--each", "--roster", week / "class.csv")


def grade(week, *more, out="graded"):
    options = ("--course", ROOT, "--out", week / out, "--no-sandbox", "--workers", "1")
    return firsthand("grade", week / "in", *options, *more, cwd=week)


def kept(week, out="graded"):
    """Return learner -> status of the submission, scores of the exercises with variants, and notes."""
    with sqlite3.connect(week / out / "gradebook.sqlite") as book:
        submissions = book.execute("SELECT id, learner, status, notes FROM submission").fetchall()
        scores = book.execute("SELECT submission, exercise, status, points FROM score").fetchall()
    return {
        learner.split("@")[0]: (status, {e: (s, p) for i, e, s, p in scores if i == number and e in OWN}, notes)
        for number, learner, status, notes in submissions
    }


def test_each_learner_has_a_notebook_with_numbers_of_their_own(week):
    folder, said, _ = week
    assert said.startswith(f"6 notebooks in {folder / 'out'}.\n")
    with open(folder / "out" / "variants.csv", encoding="utf-8", newline="") as file:
        assert {row["learner"].lower(): int(row["variant"]) for row in csv.DictReader(file)} == NUMBERS
    texts = set()
    for name in PEOPLE:
        notebook = nbformat.read(folder / "out" / name.title() / NOTEBOOK, as_version=4)
        nbformat.validate(notebook)
        assert notebook.metadata.firsthand.variant == str(NUMBERS[name])
        checks = [cell.source for cell in notebook.cells if cell.id.startswith("check-")]
        assert len([source for source in checks if source.endswith(f", variant={NUMBERS[name]})")]) == len(OWN)
        assert not any("](../" in cell.source for cell in notebook.cells)
        texts |= {cell.source for cell in notebook.cells if "· Read the matrix (1 point" in cell.source}
    assert len(texts) == len(PEOPLE)


def test_only_right_answers_to_a_learners_own_numbers_earn_points(week):
    folder, _, done = week
    results = kept(folder)
    right = {name: ("right", points) for name, points in OWN.items()}
    assert results["ada"] == ("graded", right, "[]")
    for name in ("blaise", "carl", "dora", "emmy"):
        assert {points for _, points in results[name][1].values()} == {0}, name
    assert {status for status, _ in results["fay"][1].values()} == {"not_attempted"}
    assert "Graded by variant: each learner's own, from seed 7." in done.stdout


def test_a_notebook_of_another_variant_is_recognised_and_said_so(week):
    results = kept(week[0])
    told = "This is the notebook of variant {}, which ada@x.org was given; graded as variant {}, this learner's own."
    assert told.format(NUMBERS["ada"], NUMBERS["blaise"]) in results["blaise"][2]
    assert "The notebook names no variant; graded as variant" in results["dora"][2]
    assert results["carl"][2] == results["emmy"][2] == "[]"  # nothing to see in them, and nothing earned
    report = (week[0] / "graded" / "report" / "index.html").read_text(encoding="utf-8")
    assert f"This is the notebook of variant {NUMBERS['ada']}" in report


def test_what_a_learner_reads_names_no_neighbour(week):
    pages = [path.read_text(encoding="utf-8") for path in (week[0] / "graded" / "report").glob("blaise*.html")]
    assert pages
    assert not any("ada@x.org" in page for page in pages)


def test_the_other_answers_of_a_notebook_without_a_variant_count_as_ever(week):
    with sqlite3.connect(week[0] / "graded" / "gradebook.sqlite") as book:
        rows = book.execute(
            "SELECT learner FROM score JOIN submission ON submission.id = submission"
            " WHERE exercise = 'roc_auc' AND score.status = 'right'"
        ).fetchall()
    assert rows == [("dora@x.org",)]


def test_nobody_knows_the_numbers_of_who_is_not_in_the_roster(week):
    _, _, done = week
    assert kept(week[0])["eve"][0] == "grader_error"
    assert done.returncode == 1
    assert "Nobody of the roster, so nobody knows which variant was theirs." in done.stdout


def test_the_gradebook_knows_the_variants_and_grades_anew_by_others(week):
    folder = week[0]
    again = grade(folder)
    assert "6 submissions unchanged since graded: not run again." in again.stdout
    for_all = grade(folder, "--variant", NUMBERS["ada"], out="for all")
    assert f"Graded by variant: {NUMBERS['ada']}." in for_all.stdout
    results = kept(folder, "for all")
    assert [name for name in results if {p for _, p in results[name][1].values()} == {1, 2}] == [
        "ada",
        "blaise",
        "carl",
        "emmy",
        "eve",
    ]
    taken_back = grade(folder, "--variant", "0", out="for all")
    assert "unchanged" not in taken_back.stdout
    assert "Graded by variant" not in taken_back.stdout


def test_without_a_word_of_the_teacher_the_notebook_is_believed_and_that_is_said(week):
    folder = week[0]
    grade(folder, out="believed")
    results = kept(folder, "believed")
    assert results["blaise"][1] == results["ada"][1] == {name: ("right", points) for name, points in OWN.items()}
    assert f"Graded as variant {NUMBERS['ada']}, which the notebook names." in results["blaise"][2]
    assert results["dora"][1] == {name: ("right", points) for name, points in OWN.items()}


def test_a_learner_can_check_a_notebook_of_their_own_numbers(week):
    folder = week[0]
    done = firsthand("check", folder / "in" / "ada@x.org" / NOTEBOOK, cwd=ROOT)
    assert "✔ Read the matrix" in done.stdout
    assert "✔ The same test in town" in done.stdout


def test_a_class_has_one_set_and_built_again_it_is_the_same(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    for folder in ("one", "two"):
        assert main(["build", "03", "10", "--variant", "7", "--out", str(tmp_path / folder)]) == 0
    assert "Grade what comes back: firsthand grade HANDED_IN --variant 7\n" in capsys.readouterr().out
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["03_probability_statistics.ipynb", NOTEBOOK]
    assert [(tmp_path / "one" / name).read_bytes() for name in names] == [
        (tmp_path / "two" / name).read_bytes() for name in names
    ]


def test_work_in_a_notebook_handed_out_is_not_written_over(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    words = ["build", "10", "--variant", "7", "--out", str(tmp_path / "w")]
    assert main(words) == 0
    solve(tmp_path / "w" / NOTEBOOK, tmp_path / "w" / NOTEBOOK, 7)
    before = (tmp_path / "w" / NOTEBOOK).read_bytes()
    assert main(words) == 1
    assert "Somebody has worked in" in capsys.readouterr().err
    assert (tmp_path / "w" / NOTEBOOK).read_bytes() == before
    assert main([*words, "--force"]) == 0
    assert (tmp_path / "w" / NOTEBOOK).read_bytes() != before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "10", "--variant", "7"], "Say where the notebooks go"),
        (["build", "10", "--out", "x"], "--out and --roster go with a variant"),
        (["build", "10", "--roster", "x.csv"], "--out and --roster go with a variant"),
        (["build", "10", "--variant", "7", "--out", "x", "--check"], "--check compares the course's own notebooks"),
        (
            ["build", "00", "--variant", "7", "--out", "x"],
            "No exercise of 00_start_here has variants. Lessons whose exercises have: 01_",
        ),
        (["build", "10", "--variant", "7", "--out", "pyproject.toml"], "is a file. Name a folder"),
        (["build", "10", "--variant", "7", "--out", "x", "--roster", "no.csv"], "No roster at no.csv"),
        (["grade", "x", "--each", "--no-sandbox", "--out", "y"], "--each goes with the seed of the variants"),
    ],
)
def test_what_does_not_go_together_is_said_and_nothing_is_written(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    before = sorted(ROOT.iterdir())
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert sorted(ROOT.iterdir()) == before


@pytest.mark.parametrize("bad", ["-1", "0", "1.5", "seven", "1000000000"])
def test_a_seed_that_is_no_number_is_refused(bad, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["build", "10", "--variant", bad, "--out", "x"])
    assert stopped.value.code == 2
    assert "is not a whole number from 1 to 999999999" in capsys.readouterr().err


def test_own_numbers_for_each_take_a_roster_to_grade_by(week, tmp_path):
    done = grade(week[0], "--variant", "7", "--each", out="no roster")
    assert (done.returncode, "add --roster FILE" in done.stderr) == (2, True)


def test_a_roster_in_another_order_and_case_gives_everybody_the_same(tmp_path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Full name,Email address\nAda,ada@x.org\nZoë,zoe@x.org\n", encoding="utf-8")
    second.write_text("Email address,Full name\nZOE@x.org,Zoë\nada@x.org ,Ada L.\n", encoding="utf-8")
    keys = [{person.key for person in read_roster(path).people} for path in (first, second)]
    assert keys[0] == keys[1] == {"ada@x.org", "zoe@x.org"}


def test_a_course_of_ones_own_can_have_variants_beside_its_checks(tmp_path):
    course = make_own_course(tmp_path / "course")
    (course / "variants").mkdir()
    (course / "variants" / "more.py").write_text(VARIANT, encoding="utf-8")
    built = firsthand("build", "01", "--variant", "5", "--out", tmp_path / "given", cwd=course)
    assert built.returncode == 0, built.stderr
    notebook = nbformat.read(tmp_path / "given" / "01_more.ipynb", as_version=4)
    (factor,) = {
        int(cell.source.split("x times ")[1].split()[0]) for cell in notebook.cells if "x times " in cell.source
    }
    for cell in notebook.cells:
        if cell.id == "answer-double":
            cell.source = f"def double(x):\n    return {factor} * x"
    (tmp_path / "in" / "ada").mkdir(parents=True)
    nbformat.write(notebook, tmp_path / "in" / "ada" / "01_more.ipynb")
    carried = firsthand("update", tmp_path / "in" / "ada" / "01_more.ipynb", cwd=course)
    assert "0 answers kept" in carried.stdout  # the course's own numbers are others
    options = ("--course", course, "--out", tmp_path / "graded", "--no-sandbox", "--workers", "1", "--variant", "5")
    done = firsthand("grade", tmp_path / "in", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1/1 ada ada/01_more.ipynb: 2 of 5" in done.stdout


VARIANT = """\
from firsthand.judging.exercise import Exercise
from firsthand.variants import Variant


def double(rng) -> Variant:
    factor = int(rng.integers(3, 1_000))
    exercise = Exercise(
        title="", points=1, expected=lambda x: factor * x, cases=lambda rng: [(2.0,), (float(rng.normal()),)],
        mistakes={"You took the square.": lambda x: x**2},
    )
    head = "def double(x):\\n    "
    return Variant(f"Give x times {factor} .", "double", f"{head}...", f"{head}return {factor} * x", exercise)
"""
