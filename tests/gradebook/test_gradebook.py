"""The gradebook: what is kept is kept, whatever ends the run, and nothing that is not a gradebook is touched."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from firsthand.gradebook.gradebook import Gradebook, GradebookError
from firsthand.gradebook.records import ExerciseInfo, Result, Score

EXERCISES = [
    ExerciseInfo("05_loss", "Loss", "loss", "A loss", 2, 0),
    ExerciseInfo("06_descent", "Descent", "step", "One step", 1, 1),
    ExerciseInfo("06_descent", "Descent", "rate", "A rate", 3, 2),
]
BOOK = {"course": "firsthand", "version": "0.1.0", "fingerprint": "lessons as they are", "exercises": EXERCISES}


def result(learner="anna", source="anna/06.ipynb", **changes):
    scores = (
        Score("step", "right", 1, "", "def step(w):\n    return w - 1"),
        Score("rate", "known_mistake", 0, "You climbed. Which way is `downhill`?", "rate = 'é\t∂ \x00 👩🏽‍🔬'"),
    )
    facts = {"digest": "ab" * 32, "lesson": "06_descent", "status": "graded", "notes": ("Two cells.", 'A "note"')}
    return Result(learner, source, **facts | {"scores": scores, "seconds": 0.25} | changes)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out" / "gradebook.sqlite"


def kept(path, **changes):
    with Gradebook.open(path, **BOOK | changes) as book:
        return list(book.results())


def test_a_result_comes_back_as_it_was_kept(path):
    with Gradebook.open(path, **BOOK) as book:
        book.keep(result())
    with Gradebook.read(path) as book:
        assert list(book.results()) == [result()]
        assert (book.course, book.version, book.exercises) == ("firsthand", "0.1.0", EXERCISES)


def test_a_reason_comes_back_as_it_was_kept(path):
    told = result(scores=(Score("rate", "right", 3, "", "x", "mean", "\u202e <b>because</b> \x00"),))
    with Gradebook.open(path, **BOOK) as book:
        book.keep(told)
    with Gradebook.read(path) as book:
        assert list(book.results()) == [told]


def make_old(path):
    """Make the gradebook one of format 1, whose scores have no room for reasons."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for column in ("rejected", "because"):
            connection.execute(f"ALTER TABLE score DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()


def test_a_gradebook_of_the_first_format_is_read_as_it_is_and_gets_room_for_reasons_when_written_to(path):
    with Gradebook.open(path, **BOOK) as book:
        book.keep(result())
    make_old(path)
    before = path.read_bytes()
    with Gradebook.read(path) as book:
        assert list(book.results()) == [result()]
    assert path.read_bytes() == before
    told = result("bo", scores=(Score("rate", "right", 3, "", "x", "mean", "because"),))
    with Gradebook.open(path, **BOOK) as book:
        book.keep(told)
    with Gradebook.read(path) as book:
        assert list(book.results()) == [result(), told]


def test_results_come_by_learner_then_lesson_then_source(path):
    names = [("bo", "05_loss", "1"), ("anna", "06_descent", "1"), ("anna", "05_loss", "3"), ("anna", "05_loss", "2")]
    with Gradebook.open(path, **BOOK) as book:
        for learner, lesson, source in names:
            book.keep(result(learner, source, lesson=lesson))
        assert [(r.learner, r.lesson, r.source) for r in book.results()] == sorted(names)


def test_a_submission_graded_again_replaces_its_row_and_no_other(path):
    with Gradebook.open(path, **BOOK) as book:
        for one in (result(), result("bo"), result(source="another.ipynb"), result(status="unreadable", scores=())):
            book.keep(one)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM score").fetchone() == (4,)
    assert kept(path) == [result(status="unreadable", scores=()), result(source="another.ipynb"), result("bo")]


def test_a_result_that_cannot_be_kept_leaves_the_one_before(path):
    with Gradebook.open(path, **BOOK) as book:
        book.keep(result())
        with pytest.raises(GradebookError):
            book.keep(result(scores=(Score("step", "right", 1, "", ["not text"]),)))
        assert list(book.results()) == [result()]
        book.keep(result("bo"))  # and the book still works


def test_half_characters_are_kept_visible_and_still_name_the_submission(path):
    odd = result("anna\udc80", "\ud800.ipynb", scores=(Score("step", "wrong", 0, "", "'\ud83d'"),))
    with Gradebook.open(path, **BOOK) as book:
        book.keep(odd)
        book.keep(odd)
        assert book.is_done(odd.learner, odd.source, odd.digest)
        (back,) = book.results()
    assert (back.learner, back.source, back.scores[0].code) == ("anna\\udc80", "\\ud800.ipynb", "'\\ud83d'")


def test_a_seed_is_drawn_once_and_used_again(path, tmp_path):
    with Gradebook.open(path, **BOOK) as book:
        seed = book.seed
    with Gradebook.open(path, **BOOK) as book, Gradebook.open(tmp_path / "other", **BOOK) as other:
        assert book.seed == seed != other.seed


def test_a_seed_asked_for_is_kept_and_another_is_refused(path):
    seed = 2**80
    kept(path, seed=seed)
    kept(path, seed=seed)
    before = path.read_bytes()
    with pytest.raises(GradebookError, match="another seed") as error:
        kept(path, seed=1)
    assert str(seed) not in str(error.value)
    assert path.read_bytes() == before


def test_another_course_is_refused(path):
    kept(path)
    before = path.read_bytes()
    with pytest.raises(GradebookError, match=r"'firsthand'.*'my own'"):
        kept(path, course="my own", version="9", fingerprint="9")
    assert path.read_bytes() == before


def test_only_what_was_graded_unchanged_is_done(path):
    failed = Score("rate", "grader_error", 0, "", "")
    with Gradebook.open(path, **BOOK) as book:
        book.keep(result())
        book.keep(result("unreadable", status="unreadable", scores=()))
        book.keep(result("bo", status="grader_error"))
        book.keep(result("cy", scores=(*result().scores, failed)))

        def done(learner, digest="ab" * 32):
            return book.is_done(learner, "anna/06.ipynb", digest)

        assert done("anna")
        assert done("unreadable")
        assert not done("anna", digest="cd" * 32)
        assert not done("dee")
        assert not done("bo")
        assert not done("cy")


def test_changed_lessons_make_what_is_kept_stale_until_it_is_graded_again(path):
    changed = {"fingerprint": "lessons as they are now", "version": "0.2.0", "exercises": EXERCISES[:2]}
    with Gradebook.open(path, **BOOK) as book:
        book.keep(result())
        book.keep(result("bo"))
    with Gradebook.open(path, **BOOK | changed) as book:
        assert not book.is_done("anna", "anna/06.ipynb", "ab" * 32)
        book.keep(result())
        assert book.stale() == {("bo", "anna/06.ipynb")}
        assert list(book.results()) == [result(), result("bo")]
    with Gradebook.read(path) as book:
        assert (book.version, book.exercises, book.stale()) == ("0.2.0", EXERCISES[:2], {("bo", "anna/06.ipynb")})


def test_a_run_that_changes_nothing_writes_nothing(path):
    kept(path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert kept(path) == []
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_only_the_teacher_may_read_the_file_and_nothing_lies_beside_it(path):
    kept(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) == [path.name]


def _foreign(path):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE book (key, value)")
        connection.commit()


def _newer(path):
    kept(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _corrupt(path):
    with Gradebook.open(path, **BOOK) as book:
        for number in range(80):
            book.keep(result(f"learner {number}"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 5000] = bytes(5000)
    path.write_bytes(content)


def _truncated(path):
    _corrupt(path)
    path.write_bytes(path.read_bytes()[:20_000])


def _emptied(path):
    kept(path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM book")


BAD = {
    "a zero-byte file": (lambda path: path.write_bytes(b""), r"empty \(0 bytes\)"),
    "a text file": (lambda path: path.write_text("learner,total\n" * 500), "cannot be read as an SQLite file"),
    "a short file": (lambda path: path.write_text("x"), "not a gradebook"),
    "another program's SQLite": (_foreign, "another program"),
    "a newer gradebook": (_newer, "format 99.*format 2"),
    "a corrupt gradebook": (_corrupt, "damaged"),
    "a gradebook cut short": (_truncated, "damaged"),
    "a gradebook that says nothing": (_emptied, "names no course"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("use", ["open", "read"])
def test_what_is_no_sound_gradebook_is_refused_untouched(path, kind, use):
    make, message = BAD[kind]
    path.parent.mkdir()
    make(path)
    before = path.read_bytes()
    with pytest.raises(GradebookError, match=message) as error:
        Gradebook.read(path) if use == "read" else kept(path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]
    assert str(path) in str(error.value)


def test_a_folder_is_refused(path):
    path.mkdir(parents=True)
    for use in (kept, Gradebook.read):
        with pytest.raises(GradebookError, match="is a folder"):
            use(path)


def test_a_device_is_refused_without_waiting_for_it(path):
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(GradebookError, match="not a regular file"):
        kept(path)


def test_a_missing_gradebook_is_not_made_by_reading(path):
    with pytest.raises(GradebookError, match="no gradebook"):
        Gradebook.read(path)
    assert not path.parent.exists()


def test_a_read_only_gradebook_can_be_read_and_is_not_written(path):
    with Gradebook.open(path, **BOOK) as book:
        book.keep(result())
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(GradebookError, match="read-only"):
        kept(path)
    with Gradebook.read(path) as book:
        assert list(book.results()) == [result()]
        with pytest.raises(GradebookError):
            book.keep(result("bo"))
    assert path.read_bytes() == before


def test_a_gradebook_that_cannot_be_made_says_where_and_why(tmp_path):
    (tmp_path / "out").write_text("a file where a folder should be")
    with pytest.raises(GradebookError, match=r"No gradebook could be made at .*gradebook.sqlite.*--out"):
        kept(tmp_path / "out" / "gradebook.sqlite")


def test_a_journal_of_a_gradebook_that_is_gone_does_not_reach_the_new_one(path):
    path.parent.mkdir()
    journal = path.with_name("gradebook.sqlite-journal")
    journal.write_text("what was left")
    with pytest.raises(GradebookError, match="journal is left"):
        kept(path)
    assert os.listdir(path.parent) == [journal.name]


def test_no_flipped_byte_ends_in_a_traceback(path):
    with Gradebook.open(path, **BOOK) as book:
        for number in range(20):
            book.keep(result(f"learner {number}"))
    sound, rng = path.read_bytes(), random.Random(1)
    for _ in range(150):
        content = bytearray(sound)
        content[rng.randrange(len(content))] ^= rng.randrange(1, 256)
        path.write_bytes(content)
        with contextlib.suppress(GradebookError), Gradebook.read(path) as book:
            list(book.results())


HOLD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_gradebook import BOOK, Gradebook, result
with Gradebook.open(Path(sys.argv[1]), **BOOK) as book:
    {}
"""
WAIT = 'print("open", flush=True); sys.stdin.read()'
WRITE = 'number = 0\n    while True:\n        book.keep(result(f"learner {number:05}")); print(number, flush=True); number += 1'


@contextlib.contextmanager
def another_run(path, doing):
    command = [sys.executable, "-c", HOLD.format(doing), str(path), os.path.dirname(__file__)]
    run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert run.stdout.readline(), "the other run ended before it had opened the gradebook"
        yield run
    finally:
        run.kill()
        run.communicate()


def test_a_second_run_is_refused_while_the_first_lasts(path):
    kept(path)
    before = path.read_bytes()
    with another_run(path, WAIT):
        for use in (kept, Gradebook.read):
            with pytest.raises(GradebookError, match="in use by another run"):
                use(path)
        assert path.read_bytes() == before
    assert kept(path) == []


def test_a_second_run_in_the_same_process_is_refused_and_leaves_the_first_its_lock(path):
    with Gradebook.open(path, **BOOK):
        for use in (kept, Gradebook.read):
            with pytest.raises(GradebookError, match="in use by another run"):
                use(path)
        with another_process(path) as refusal:
            assert "in use by another run" in refusal


@contextlib.contextmanager
def another_process(path):
    command = [sys.executable, "-c", HOLD.format("pass"), str(path), os.path.dirname(__file__)]
    yield subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_many_runs_that_start_at_once_make_one_gradebook(path):
    command = [sys.executable, "-c", HOLD.format("print(book.seed)"), str(path), os.path.dirname(__file__)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = [run.communicate() for run in runs]
    with Gradebook.read(path) as book:
        seeds = {out.strip() for out, _ in said if out}
        assert seeds == {str(book.seed)}
    assert all("in use by another run" in error for out, error in said if not out)
    assert os.listdir(path.parent) == [path.name]


def test_a_reader_keeps_its_picture_and_the_writer_waits_for_it(path):
    with Gradebook.open(path, **BOOK) as book:
        book.keep(result())
    with Gradebook.read(path) as book:
        with pytest.raises(GradebookError, match="in use"):
            kept(path)
        assert list(book.results()) == [result()]


@pytest.mark.parametrize("trial", range(3))
def test_a_run_killed_at_any_moment_loses_nothing_that_it_had_kept(path, trial):
    with another_run(path, WRITE) as run:
        time.sleep(0.05 + 0.06 * trial)
        run.send_signal(signal.SIGKILL)
        said = run.stdout.read().splitlines()
    survivor = shutil.copytree(path.parent, path.parent.with_name("copy")) / path.name
    with Gradebook.read(path) as book:
        back = list(book.results())
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    told = 1 + len(said)  # the first line was read before
    assert told <= len(back) <= told + 1  # one may be kept and not told yet
    assert back == [result(f"learner {number:05}") for number in range(len(back))]
    assert kept(survivor) == back


@pytest.mark.parametrize("header_written", [False, True])
def test_an_unfinished_transaction_found_on_the_disk_is_rolled_back(path, header_written):
    with Gradebook.open(path, **BOOK) as book:
        for number in range(40):
            book.keep(result(f"learner {number:02}"))
    before, size = kept(path), path.stat().st_size
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA cache_size = 1'); c.execute('PRAGMA cache_spill = 1'); c.execute('BEGIN EXCLUSIVE');"
        "c.execute(\"UPDATE score SET code = hex(zeroblob(3000)), status = 'right'\"); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert path.with_name("gradebook.sqlite-journal").stat().st_size > 0
    if header_written:  # killed between two writes: the first page tells of pages that the file does not have yet
        content = bytearray(path.read_bytes()[:size])
        content[28:32] = (1000).to_bytes(4, "big")
        content[92:96] = content[24:28]
        path.write_bytes(content)
    with Gradebook.read(path) as book:
        assert list(book.results()) == before
    assert os.listdir(path.parent) == [path.name]


def test_results_of_learners_who_are_gone_stay(path):
    with Gradebook.open(path, **BOOK) as book:
        book.keep(result("gone"))
    with Gradebook.open(path, **BOOK) as book:
        book.keep(replace(result("anna"), scores=()))
        assert [one.learner for one in book.results()] == ["anna", "gone"]
