"""The teacher's terminal: closed, full, interrupted or hung up, a class keeps what was graded and nothing is left lying about."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, without_pytest

from firsthand.gradebook.gradebook import Gradebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, /proc and /dev/full as Linux has them")
LESSON = "00_start_here"


@pytest.fixture
def classroom(tmp_path) -> Path:
    text = (ROOT / "solutions" / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    for number in range(3):
        folder = tmp_path / "class" / f"learner {number}"
        folder.mkdir(parents=True)
        (folder / f"{LESSON}.ipynb").write_text(text.replace("{", f'{{"n": {number}, ', 1), encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    return tmp_path


def grade(classroom, redirected="", *options) -> subprocess.CompletedProcess:
    """Grade as a person does at a shell, which redirects what is printed."""
    words = [sys.executable, "-m", "firsthand.cli", "grade", classroom / "class", "--out", classroom / "out"]
    command = [*map(str, words), "--no-sandbox", "--workers", "2", *options]
    return subprocess.run(
        ["bash", "-c", f'"$@" {redirected}', "bash", *command],
        cwd=ROOT,
        env=without_pytest(),
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def graded(classroom) -> list[str]:
    with Gradebook.read(classroom / "out" / "gradebook.sqlite") as gradebook:
        return [result.learner for result in gradebook.results() if result.status == "graded"]


@pytest.mark.parametrize(
    ("redirected", "why"),
    [(">/dev/full", "No space left on device"), (">&-", "it is closed"), ("| head -1", "Broken pipe")],
)
def test_where_nobody_hears_it_the_class_is_graded_and_that_is_said_at_last(redirected, why, classroom):
    done = grade(classroom, redirected)
    assert done.returncode == 0, done.stderr
    assert f"Standard output could not be written to ({why})" in done.stderr
    assert re.search(r"3 submissions in .*index\.html\n\Z", done.stderr)
    assert "Traceback" not in done.stderr
    assert len(graded(classroom)) == 3
    assert len(list((classroom / "out" / "report").iterdir())) == 4


def test_with_no_stream_at_all_nothing_is_written_into_a_file_of_ours(classroom):
    assert grade(classroom, "<&- >&- 2>&-").returncode == 0
    assert len(graded(classroom)) == 3


def test_who_is_who_is_printed_before_anything_is_graded(classroom):
    shutil.copytree(classroom / "class" / "learner 0", classroom / "class" / "learner 1" / "again")
    lines = grade(classroom).stdout.splitlines()
    assert lines[:4] == [
        "3 learners, 4 notebooks:",
        f"  learner 0: learner 0/{LESSON}.ipynb",
        f"  learner 1: learner 1/{LESSON}.ipynb and 1 more",
        f"  learner 2: learner 2/{LESSON}.ipynb",
    ]
    assert [line[:3] for line in lines[4:-1]] == ["1/4", "2/4", "3/4", "4/4"]


def test_what_is_not_graded_is_listed_and_the_exit_code_says_so(classroom):
    (classroom / "class" / "bob").mkdir()
    done = grade(classroom)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "  not graded: class/bob: a folder without a notebook (.ipynb)"
    assert "class/bob" in (classroom / "out" / "report" / "index.html").read_text(encoding="utf-8")


def as_at_a_terminal():
    """Ignore no signal, though this suite may run behind `nohup` or in the background."""
    for number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("sent", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)], ids=["SIGTERM", "SIGHUP", "Ctrl-C"]
)
def test_a_run_that_is_stopped_says_a_word_and_leaves_nothing(sent, code, classroom):
    environment = without_pytest() | {"TMPDIR": str(classroom / "tmp")}
    stubborn = "import time\nwhile True:\n    try: time.sleep(60)\n    except BaseException: pass\n"
    path = classroom / "class" / "learner 2" / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace("def error_rate", stubborn.replace("\n", "\\n") + "def error_rate"))
    command = [sys.executable, "-m", "firsthand.cli", "grade", classroom / "class", "--out", classroom / "out"]
    with subprocess.Popen(
        [*map(str, command), "--no-sandbox", "--workers", "2"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=as_at_a_terminal,
    ) as run:
        while not run.stdout.readline().startswith("2/3"):
            assert run.poll() is None
        number = getattr(signal, sent)
        # Ctrl-C reaches every process of the terminal.
        (os.killpg if sent == "SIGINT" else os.kill)(run.pid, number)
        _, said = run.communicate(timeout=20)
    assert run.returncode == code
    assert said == "\nWhat was graded is kept; the same command goes on from there.\nStopped.\n"
    assert list((classroom / "tmp").iterdir()) == []
    assert processes_with(str(classroom)) == []
    assert sorted(graded(classroom)) == ["learner 0", "learner 1"]
    assert not list((classroom / "out").glob("*-journal"))


def processes_with(text) -> list[str]:
    """Return the command lines of the processes that name `text` there or in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (folder / "cmdline").read_bytes()
            if text.encode() in line + (folder / "environ").read_bytes():
                found.append(line.decode("utf-8", "replace"))
    return found


@pytest.mark.parametrize(
    ("option", "largest"), [("--limit", 86_400), ("--memory", 1_000_000_000)], ids=["--limit", "--memory"]
)
@pytest.mark.parametrize("digits", [13, 400, 10_000])
def test_a_number_beyond_all_use_is_refused_in_a_sentence(option, largest, digits, classroom):
    done = grade(classroom, "", option, "9" * digits)
    assert done.returncode == 2
    assert re.search(rf"argument {option}: '9+…?' is not a whole number from \d+ to {largest}\n\Z", done.stderr)
    assert len(done.stderr) < 1_000


def test_a_temporary_folder_of_a_long_name_is_as_good(classroom, monkeypatch):
    long = classroom / "tmp" / ("t" * 120)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    assert grade(classroom).returncode == 0
    assert list(long.iterdir()) == []


def test_where_no_temporary_folder_can_be_made_it_says_so(classroom, monkeypatch, capsys):
    from firsthand.cli import main

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    assert main(["grade", str(classroom / "class"), "--no-sandbox", "--out", str(classroom / "out")]) == 2
    assert "No temporary folder can be made: No space left on device. Name a place" in capsys.readouterr().err


def test_outside_of_a_course_the_way_to_name_one_is_named(classroom, monkeypatch, capsys):
    from firsthand.cli import main

    monkeypatch.chdir(classroom)
    assert main(["grade", "class", "--no-sandbox"]) == 2
    assert "Or name the course: --course PATH." in capsys.readouterr().err
