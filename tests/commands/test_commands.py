"""The commands for grading, on a teacher's own course of two lessons: what they print, write, refuse and leave alone."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, without_pytest
from own_course import PROJECT, RIGHT, SQUARE, firsthand, make_own_course, write

from firsthand.cli import main
from firsthand.gradebook.gradebook import Gradebook
from firsthand.judging.exercise import SHOWN_SEEDS
from firsthand.sandbox.bubblewrap import why_no_sandbox

needs_sandbox = pytest.mark.skipif(bool(why_no_sandbox()), reason=why_no_sandbox() or "there is a sandbox")


@pytest.fixture
def course(tmp_path) -> Path:
    return make_own_course(tmp_path / "course")


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# check


def test_check_shows_every_exercise_with_its_points_and_names_the_mistake(course):
    write(course / "exercises" / "01_more.ipynb", double=RIGHT["double"], treble=SQUARE.format("treble"))
    write(course / "exercises" / "02_less.ipynb", "02_less", half=RIGHT["half"])
    done = firsthand("check", cwd=course / "lessons" / "01_more")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.split("\n") == [
        "",
        "01_more.ipynb · 2 of 5 points",
        "  ✔ Twice as much        2 of 2",
        "  ✘ Three times as much  0 of 3  You took the square.",
        "",
        "02_less.ipynb · 2 of 2 points",
        "  ✔ Half of it  2 of 2",
        "",
    ]


def test_check_of_a_named_notebook_that_is_all_right_is_0(course):
    write(course / "elsewhere" / "mine.ipynb", "02_less", half=RIGHT["half"])
    done = firsthand("check", "mine.ipynb", cwd=course / "elsewhere")
    assert (done.returncode, "2 of 2 points" in done.stdout) == (0, True), done.stderr


def test_check_of_what_is_no_notebook_says_so_and_goes_on_to_the_next(course):
    write(course / "right.ipynb", "02_less", half=RIGHT["half"])
    (course / "notes.txt").write_text("to do", encoding="utf-8")
    done = firsthand("check", "notes.txt", "right.ipynb", cwd=course)
    assert done.returncode == 1
    assert done.stdout.startswith("notes.txt: The file is not JSON")
    assert "2 of 2 points" in done.stdout


def test_check_leaves_the_notebook_as_it_is(course):
    path = write(course / "exercises" / "02_less.ipynb", "02_less", half=RIGHT["half"])
    before = path.read_bytes()
    firsthand("check", path, cwd=course)
    assert path.read_bytes() == before


# progress


def test_progress_runs_what_changed_and_nothing_else(course, tmp_path):
    log = tmp_path / "log"
    logging = f"with open({str(log)!r}, 'a') as file:\n    file.write('{{}} ')\n\n"
    write(course / "exercises" / "01_more.ipynb", double=logging.format("first") + RIGHT["double"])
    done = firsthand("progress", cwd=course)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "01 ████████░░░░░░░░░░░░  2 of  5  More",
        "     ✔ Twice as much   ○ Three times as much",
        "02 ░░░░░░░░░░░░░░░░░░░░  0 of  2  Less",
        "     ○ Half of it",
        "Next: begin “Three times as much” in exercises/01_more.ipynb.",
    ]
    assert log.read_text() == "first "
    write(course / "exercises" / "02_less.ipynb", "02_less", half=logging.format("second") + SQUARE.format("half"))
    done = firsthand("progress", cwd=course / "exercises")
    assert "✘ Half of it" in done.stdout
    assert "2 of  5" in done.stdout
    assert log.read_text() == "first second "
    assert [path.name for path in (course / ".firsthand").iterdir()] == ["progress.sqlite"]


def test_progress_runs_nothing_of_untouched_notebooks(course, tmp_path):
    log, source = tmp_path / "log", course / "lessons" / "02_less" / "exercises.py"
    text = source.read_text(encoding="utf-8")
    source.write_text(f"{text}\n# %%\nPath({str(log)!r}).touch()\n", encoding="utf-8")
    write(course / "exercises" / "01_more.ipynb", double=RIGHT["double"])
    assert firsthand("progress", cwd=course).returncode == 0
    assert not log.exists()
    write(course / "exercises" / "02_less.ipynb", "02_less", half=RIGHT["half"])
    firsthand("progress", cwd=course)
    assert log.exists()  # the log does tell


def test_progress_counts_no_notebook_that_is_gone(course):
    write(course / "exercises" / "01_more.ipynb", double=RIGHT["double"])
    assert "2 of  5" in firsthand("progress", cwd=course).stdout
    (course / "exercises" / "01_more.ipynb").unlink()
    assert "0 of  5" in firsthand("progress", cwd=course).stdout


def test_a_reader_who_goes_away_is_no_error(course):
    command = [sys.executable, "-m", "firsthand.cli", "progress"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command, cwd=course, env=without_pytest(), stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def test_progress_refuses_a_damaged_file_of_scores_and_leaves_it(course, capsys, monkeypatch):
    monkeypatch.chdir(course)
    (course / ".firsthand").mkdir()
    (course / ".firsthand" / "progress.sqlite").write_bytes(b"")
    assert main(["progress"]) == 2
    assert "is empty (0 bytes)" in capsys.readouterr().err
    assert (course / ".firsthand" / "progress.sqlite").read_bytes() == b""


# grade and report


@pytest.fixture
def handed_in(tmp_path) -> Path:
    folder = tmp_path / "class"
    write(folder / "Ada" / "01_more.ipynb", double=RIGHT["double"], treble=RIGHT["treble"])
    write(folder / "Blaise" / "01_more.ipynb", double=SQUARE.format("double"))
    write(folder / "Carl" / "01_more.ipynb")
    return folder


def scores(gradebook: Path) -> dict[tuple[str, str], tuple[str, int, str]]:
    """Read (learner, exercise) -> (status, points, sentence) from the file, without the gradebook's own code."""
    with sqlite3.connect(gradebook) as file:
        rows = file.execute(
            "SELECT learner, exercise, score.status, points, sentence FROM submission JOIN score"
            " ON submission = submission.id"
        ).fetchall()
    file.close()
    return {(learner, exercise): tuple(rest) for learner, exercise, *rest in rows}


MARKED = {
    ("Ada", "double"): ("right", 2, ""),
    ("Ada", "treble"): ("right", 3, ""),
    ("Blaise", "double"): ("known_mistake", 0, "You took the square."),
    ("Blaise", "treble"): ("not_attempted", 0, "There is no answer here yet."),
    ("Carl", "double"): ("not_attempted", 0, "There is no answer here yet."),
    ("Carl", "treble"): ("not_attempted", 0, "There is no answer here yet."),
}


@needs_sandbox
def test_a_course_of_ones_own_is_graded_from_anywhere_and_reported_without_it(course, handed_in, tmp_path, capsys):
    out = tmp_path / "out"
    done = firsthand("grade", handed_in, "--course", course, "--out", out, "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert scores(out / "gradebook.sqlite") == MARKED
    written = files_of(out)
    shutil.rmtree(course)
    shutil.rmtree(handed_in)
    for name in [name for name in written if name != "gradebook.sqlite"]:
        (out / name).unlink()
    assert main(["report", str(out / "gradebook.sqlite")]) == 0
    where, told = capsys.readouterr().out.splitlines()
    assert where == str(out / "report" / "index.html")
    assert told.startswith("Decided by a person: nothing, since no overrides.csv is in")
    assert files_of(out) == written


READS_THE_CHECKS = """\
import importlib.util

def double(x):
    spec = importlib.util.spec_from_file_location("more", {path!r})
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.double.expected(x)"""


@needs_sandbox
def test_the_checks_of_a_course_of_ones_own_cannot_be_imported_by_an_answer(course, tmp_path):
    thief = READS_THE_CHECKS.format(path=str(course / "checks" / "more.py"))
    write(tmp_path / "class" / "Thief" / "01_more.ipynb", double=thief, treble=RIGHT["treble"])
    for option, status in ((), "wrong"), (("--no-sandbox",), "right"):  # without a sandbox the theft works
        out = tmp_path / f"out {status}"
        options = ["--course", course, "--out", out, "--workers", "1", *option]
        done = firsthand("grade", tmp_path / "class", *options, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        marked = scores(out / "gradebook.sqlite")
        assert (marked["Thief", "double"][0], marked["Thief", "treble"][0]) == (status, "right")


def no_bubblewrap(folder: Path) -> str:
    """Return a PATH without it."""
    (folder / "bin").mkdir(exist_ok=True)
    return str(folder / "bin")


def test_without_bubblewrap_nothing_is_run_and_both_ways_out_are_named(course, handed_in, tmp_path):
    path = no_bubblewrap(tmp_path)
    done = firsthand("grade", handed_in, "--course", course, "--out", tmp_path / "out", cwd=tmp_path, PATH=path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "apt install bubblewrap" in done.stderr
    assert "--no-sandbox" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_without_bubblewrap_and_told_so_the_marks_are_the_same(course, handed_in, tmp_path):
    options = ["--course", course, "--out", tmp_path / "out", "--workers", "1", "--no-sandbox"]
    done = firsthand("grade", handed_in, *options, cwd=tmp_path, PATH=no_bubblewrap(tmp_path))
    assert done.returncode == 0, done.stderr
    assert scores(tmp_path / "out" / "gradebook.sqlite") == MARKED


@pytest.fixture
def refused(course, handed_in, tmp_path, monkeypatch, capsys):
    """Return what runs a command that must be refused: exit code 2, one paragraph on stderr, nothing changed or run."""
    log = tmp_path / "log"
    write(handed_in / "Ada" / "01_more.ipynb", double=f"open({str(log)!r}, 'w')\n{RIGHT['double']}")
    monkeypatch.chdir(course)

    def run(*arguments, code=2):
        before = files_of(tmp_path)
        assert main([str(argument) for argument in arguments]) == code
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.count("\n") == 1
        assert files_of(tmp_path) == before
        return shown.err

    return run


def test_a_path_that_is_missing_or_without_notebooks_is_refused(refused, course, tmp_path):
    assert "it does not exist" in refused("grade", tmp_path / "nowhere", "--no-sandbox")
    assert "no notebook (.ipynb) in it" in refused("grade", course / "checks", "--no-sandbox")
    assert "neither a notebook, a folder nor a zip" in refused("grade", course / "pyproject.toml", "--no-sandbox")


def test_without_a_course_nothing_is_graded(refused, handed_in, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "No course in" in refused("grade", handed_in, "--no-sandbox")
    assert "No course in" in refused("check")
    assert "No course in" in refused("progress")


def test_a_course_that_is_named_wrong_is_not_taken_for_the_one_above_it(refused, course, handed_in):
    found = refused("grade", handed_in, "--no-sandbox", "--course", course / "lesson")
    assert f"No course in {course / 'lesson'}" in found
    assert "--course PATH" in found


def test_a_folder_for_results_that_cannot_be_made_is_refused(refused, course, handed_in):
    out = course / "pyproject.toml" / "out"
    message = refused("grade", handed_in, "--no-sandbox", "--out", out)
    assert f"No gradebook could be made at {out / 'gradebook.sqlite'}" in message
    assert "--out DIR" in message


def foreign(path):
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE score (points)")
    file.close()


SEED = 918_273_645_546


def of_another_seed(path):
    Gradebook.open(path, course="tiny", version="1.0", fingerprint="", exercises=[], seed=SEED).close()


GRADEBOOKS = {
    "of another program": (foreign, "it is an SQLite file of another program"),
    "empty": (lambda path: path.write_bytes(b""), "it is empty (0 bytes)"),
    "no database": (lambda path: path.write_text("points\n" * 100), "cannot be read as an SQLite file"),
    "a folder": (Path.mkdir, "is a folder"),
    "of another seed": (of_another_seed, "seed"),
}


@pytest.mark.parametrize("kind", GRADEBOOKS)
def test_a_gradebook_that_is_not_this_ones_is_refused_before_anything_runs(kind, refused, handed_in, tmp_path):
    make, message = GRADEBOOKS[kind]
    (tmp_path / "out").mkdir()
    make(tmp_path / "out" / "gradebook.sqlite")
    found = refused("grade", handed_in, "--no-sandbox", "--seed", "42", "--out", tmp_path / "out")
    assert message in found
    assert str(SEED) not in found  # long: a folder of pytest has a number in its name


@pytest.mark.parametrize(
    ("project", "missing"),
    [
        (PROJECT.replace("urls", "links"), "'urls' is missing"),
        (PROJECT.replace("name", "label"), "'name' is missing"),
        (PROJECT.replace("[project]", ""), "'project' is missing"),
        ("[project", "Expected ']'"),
    ],
)
def test_a_course_that_its_pyproject_does_not_describe_is_refused(project, missing, refused, course, handed_in):
    (course / "pyproject.toml").write_text(project)
    message = refused("grade", handed_in, "--no-sandbox")
    assert f"{course / 'pyproject.toml'} does not describe a course: {missing}" in message
    assert "Repository" in message


@pytest.mark.parametrize("option", ["--seed", "--limit", "--memory", "--workers"])
@pytest.mark.parametrize("value", ["0", "-3", "1.5", "many", "²"])
def test_an_option_that_is_no_number_of_its_kind_is_refused(option, value, course, handed_in, monkeypatch, capsys):
    monkeypatch.chdir(course)
    with pytest.raises(SystemExit) as ended:
        main(["grade", str(handed_in), "--no-sandbox", f"{option}={value}"])
    assert ended.value.code == 2
    assert f"{value!r} is not a whole number from" in capsys.readouterr().err


def test_a_seed_whose_cases_notebooks_ask_is_refused(course, handed_in, monkeypatch, capsys):
    monkeypatch.chdir(course)
    for seed in SHOWN_SEEDS:
        with pytest.raises(SystemExit):
            main(["grade", str(handed_in), "--no-sandbox", f"--seed={seed}"])
        assert f"is not a whole number from {SHOWN_SEEDS.stop} on" in capsys.readouterr().err


def test_a_notebook_to_check_that_is_not_there_is_refused(refused):
    assert "There is no file nowhere.ipynb" in refused("check", "nowhere.ipynb")


def test_a_report_of_what_is_no_gradebook_is_refused(refused, course, tmp_path):
    assert "There is no gradebook at" in refused("report", tmp_path / "nothing.sqlite")
    assert "is not a gradebook" in refused("report", course / "pyproject.toml")


@needs_sandbox
def test_a_report_that_cannot_be_written_is_said_and_the_scores_are_kept(course, tmp_path):
    write(tmp_path / "class" / "Carl" / "01_more.ipynb", double=RIGHT["double"])
    (tmp_path / "out" / "report" / "index.html").mkdir(parents=True)
    options = ["--course", course, "--out", tmp_path / "out", "--workers", "1"]
    done = firsthand("grade", tmp_path / "class", *options, cwd=tmp_path)
    assert done.returncode == 1
    assert "The report could not be written" in done.stderr
    assert "index.html" not in done.stdout
    assert "Traceback" not in done.stderr
    assert scores(tmp_path / "out" / "gradebook.sqlite")["Carl", "double"][:2] == ("right", 2)


# an author's mistakes


def test_an_exercise_that_no_check_defines_is_refused_with_file_and_line(refused, course, handed_in):
    path = course / "checks" / "less.py"
    path.write_text(path.read_text(encoding="utf-8").replace("half = ", "halve = "), encoding="utf-8")
    message = refused("grade", handed_in, "--no-sandbox", code=1)
    number = 1 + (course / "lessons/02_less/exercises.py").read_text().split("\n").index('# %% check="half"')
    assert message.startswith(f"lessons/02_less/exercises.py:{number}: ")
    assert "defines the exercise 'half'" in message


@pytest.mark.parametrize(("line", "error"), [("x = 1 / 0", "ZeroDivisionError"), ("def :", "SyntaxError")])
def test_checks_that_cannot_be_imported_are_refused_with_file_and_line(
    line, error, course, handed_in, monkeypatch, capsys
):
    path = course / "checks" / "more.py"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    number = path.read_text(encoding="utf-8").split("\n").index(line) + 1
    monkeypatch.chdir(course)
    assert main(["grade", str(handed_in), "--no-sandbox"]) == 1
    assert capsys.readouterr().err.startswith(f"{path}:{number}: {error}")


# doctor


def test_doctor_says_whether_there_is_a_sandbox_and_what_to_install(course, tmp_path):
    done = firsthand("doctor", cwd=course, PATH=no_bubblewrap(tmp_path))
    assert done.returncode == 1
    assert "Sandbox   bubblewrap is not installed" in done.stdout
    assert "apt install bubblewrap" in done.stdout


@needs_sandbox
def test_doctor_grades_the_smallest_notebook_in_the_sandbox():
    done = firsthand("doctor", cwd=ROOT, PATH=os.environ["PATH"])
    assert (done.returncode, done.stderr) == (0, "")
    assert "Sandbox   bubblewrap works" in done.stdout
    assert "graded 1 of 1" in done.stdout


def test_doctor_says_what_the_sandbox_of_this_machine_cannot_do(monkeypatch, capsys):
    monkeypatch.setattr("firsthand.commands.doctor.why_no_sandbox", lambda: "")
    monkeypatch.setattr("firsthand.commands.doctor.shortcomings", lambda: ["processes are counted together"])
    monkeypatch.setattr("firsthand.commands.teacher.find_course", lambda path: ROOT / "nowhere")
    main(["doctor"])
    assert "but processes are counted together" in capsys.readouterr().out
