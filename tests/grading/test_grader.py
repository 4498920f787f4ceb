"""A class graded: who is run, what is kept, and what a killed process costs."""

import contextlib
import csv
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, solved, without_pytest

from firsthand.authoring.catalogue import fingerprint, open_course
from firsthand.classroom.finding import find_submissions
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import Order, Result, Score
from firsthand.grading.grader import Spread, grade_class
from firsthand.grading.opening import exercise_list, start_zygote
from firsthand.grading.worker import grade_one
from firsthand.sandbox.bubblewrap import why_no_sandbox

LESSON = "00_start_here"
needs_sandbox = pytest.mark.skipif(bool(why_no_sandbox()), reason=why_no_sandbox())


def hand_in(folder: Path, learner: str, notebook=None, name=LESSON) -> Path:
    """Put a notebook, the solved one by default, where a learner of the class would."""
    path = folder / learner / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = notebook or solved(name)
    notebook.cells[0].source += f"\n\n{learner}"
    nbformat.write(notebook, path)
    return path


def blank():
    return nbformat.read(ROOT / "exercises" / f"{LESSON}.ipynb", as_version=4)


def answered(source):
    notebook = blank()
    next(cell for cell in notebook.cells if cell.id == "answer-error_rate").source = source
    return notebook


def grade(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "firsthand.cli", "grade", *map(str, arguments)],
        cwd=ROOT,
        env=without_pytest(),
        capture_output=True,
        text=True,
        check=False,
    )


def totals(out: Path) -> dict[str, str]:
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: row["total"] for row in csv.DictReader(file)}


@pytest.fixture
def classroom(tmp_path) -> Path:
    hand_in(tmp_path / "class", "Ada")
    hand_in(tmp_path / "class", "Blaise", blank())
    hand_in(
        tmp_path / "class", "Carl", answered("def error_rate(y_true, y_pred):\n    return (y_true == y_pred).mean()")
    )
    return tmp_path / "class"


@needs_sandbox
def test_a_class_is_graded_and_only_what_changed_is_run_again(classroom, tmp_path):
    out = tmp_path / "out"
    done = grade(classroom, "--out", out, "--seed", "20261122")
    assert (done.returncode, totals(out)) == (0, {"Ada": "1", "Blaise": "", "Carl": "0"}), done.stderr
    with Gradebook.read(out / "gradebook.sqlite") as gradebook:
        scores = {result.learner: result.scores[0] for result in gradebook.results()}
    assert {name: score.status for name, score in scores.items()} == {
        "Ada": "right",
        "Blaise": "not_attempted",
        "Carl": "known_mistake",
    }
    assert "share the model gets right" in scores["Carl"].sentence
    pages = "".join(path.read_text(encoding="utf-8") for path in (out / "report").iterdir())
    assert "20261122" not in pages

    hand_in(classroom, "Carl")
    again = grade(classroom, "--out", out)
    assert "2 submissions unchanged" in again.stdout
    assert totals(out)["Carl"] == "1"
    assert [line.split()[1] for line in again.stdout.splitlines() if line.startswith("1/")] == ["Carl"]


@needs_sandbox
def test_a_killed_run_leaves_no_process_and_the_next_grades_exactly_the_rest(tmp_path):
    for number in range(12):
        hand_in(tmp_path / "class", f"learner {number:02}")
    command = [sys.executable, "-m", "firsthand.cli", "grade", str(tmp_path / "class"), "--out", str(tmp_path / "out")]
    command += ["--workers", "2"]
    with subprocess.Popen(command, cwd=ROOT, env=without_pytest(), stdout=subprocess.PIPE, text=True) as run:
        who_is_who = [run.stdout.readline() for _ in range(13)]
        lines = [run.stdout.readline() for _ in range(3)]
        run.kill()
        rest = run.stdout.read().splitlines()
    assert who_is_who[0] == "12 learners, 12 notebooks:\n"
    assert all("1 of 1" in line for line in lines)
    with contextlib.closing(sqlite3.connect(tmp_path / "out" / "gradebook.sqlite")) as file:
        kept = file.execute("SELECT count(*) FROM submission").fetchone()[0]
    assert 3 <= kept < 12
    assert kept >= 3 + len(rest)
    assert _ends_within(10, lambda: _processes_naming(str(tmp_path)) == [])
    again = grade(tmp_path / "class", "--out", tmp_path / "out")
    assert f"{kept} submissions unchanged" in again.stdout
    assert f"{12 - kept}/{12 - kept} " in again.stdout
    assert set(totals(tmp_path / "out").values()) == {"1"}
    assert len(totals(tmp_path / "out")) == 12


def _processes_naming(text) -> list[str]:
    """Return the command lines of processes that name `text` or serve kernels."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if text in line:
            found.append(line)
    return found


def _ends_within(seconds, condition) -> bool:
    """Wait for something that must happen; only a failure takes the whole time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture
def gradebook(tmp_path):
    course = open_course(ROOT)
    facts = {"course": "firsthand", "version": course.version, "fingerprint": "f", "exercises": exercise_list(course)}
    with Gradebook.open(tmp_path / "gradebook.sqlite", seed=1, **facts) as opened:
        yield opened


def _full_marks(order, learner, source, content) -> Result:
    """Stand for grading, and die of one submission."""
    if learner == "killer":
        os.kill(os.getpid(), signal.SIGKILL)
    scores = (Score("error_rate", "right", 1, "", ""),)
    return Result(learner, source, str(len(content)), LESSON, "graded", scores=scores)


def test_a_submission_that_kills_its_worker_costs_nobody_else(tmp_path, gradebook):
    for learner in ("a", "b", "killer", "c", "d", "e", "f", "g", "h"):
        hand_in(tmp_path / "class", learner, blank())
    spread = Spread(Order(ROOT, 1, "f"), lambda workers: ProcessPoolExecutor(workers), 2, grade=_full_marks)
    done = list(grade_class(find_submissions([tmp_path / "class"]), gradebook, spread))
    assert len(done) == 9
    statuses = {result.learner: result.status for result in gradebook.results()}
    assert statuses.pop("killer") == "grader_error"
    assert set(statuses.values()) == {"graded"}


def _crowded_at_first(order, learner, source, content) -> Result:
    """Stand for grading on a busy machine: who is called crowded misses a limit until nobody else is graded."""
    others = Path(order.course) / "others"
    if learner != "crowded":
        time.sleep(0.05)
        others.write_text(str(int(others.read_text() or 0) - 1))
    alone = int(others.read_text()) == 0
    missed = learner == "crowded" and not alone
    scores = (Score("error_rate", "timeout" if missed else "right", 0 if missed else 1, "", ""),)
    return Result(learner, source, str(len(content)), LESSON, "graded", scores=scores, was_crowded=missed)


def test_a_limit_missed_on_a_busy_machine_is_tried_again_when_all_others_are_done(tmp_path, gradebook):
    learners = ("a", "b", "crowded", "d", "e", "f", "g", "h")
    for learner in learners:
        hand_in(tmp_path / "class", learner, blank())
    (tmp_path / "others").write_text(str(len(learners) - 1))
    spread = Spread(Order(tmp_path, 1, "f"), lambda workers: ProcessPoolExecutor(1), 1, grade=_crowded_at_first)
    done = [graded.result.learner for graded in grade_class(find_submissions([tmp_path / "class"]), gradebook, spread)]
    assert sorted(done) == sorted(learners)
    assert {result.scores[0].status for result in gradebook.results()} == {"right"}


@needs_sandbox
def test_dask_loses_nothing_and_keeps_nothing_twice_when_a_worker_is_killed(tmp_path, gradebook, monkeypatch):
    distributed = pytest.importorskip("distributed")
    from firsthand.grading import cluster as dask

    for number in range(10):
        hand_in(tmp_path / "class", f"learner {number}")
    order = Order(ROOT, 1, fingerprint(open_course(ROOT)))
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    kept = []
    keep = gradebook.keep
    monkeypatch.setattr(gradebook, "keep", lambda result: kept.append(result.learner) or keep(result))
    with distributed.LocalCluster(**options) as cluster, dask.connect(cluster.scheduler_address) as client:
        spread = Spread(order, lambda workers: dask.workers_of(client), 2, grade=grade_one)
        for number, _ in enumerate(grade_class(find_submissions([tmp_path / "class"]), gradebook, spread)):
            if number == 1:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        limits = client.run(lambda: resource.getrlimit(resource.RLIMIT_DATA)[0])
    assert set(limits.values()) - {resource.RLIM_INFINITY} == set(limits.values()) != set()
    assert sorted(kept) == [f"learner {number}" for number in range(10)]
    assert {result.scores[0].status for result in gradebook.results()} == {"right"}


def test_a_scheduler_that_does_not_answer_is_said_plainly(classroom, tmp_path):
    done = grade(classroom, "--out", tmp_path / "out", "--dask", "tcp://127.0.0.1:9", "--no-sandbox")
    assert done.returncode == 2
    assert "No Dask scheduler answers" in done.stderr
    assert "Traceback" not in done.stderr


@needs_sandbox
def test_a_course_whose_oracle_raises_is_refused_and_nobody_is_graded(tmp_path):
    root = tmp_path / "course"
    shutil.copytree(ROOT / "lessons", root / "lessons")
    shutil.copytree(ROOT / "src" / "firsthand" / "checks", root / "checks", ignore=shutil.ignore_patterns("__*"))
    shutil.copy2(ROOT / "pyproject.toml", root)
    checks = root / "checks" / "start_here.py"
    checks.write_text(
        "from firsthand.judging.exercise import Exercise\n\ndef oracle(): raise KeyError('year')\n\n"
        "error_rate = Exercise(title='t', points=1, mistakes={}, expected=oracle)\n"
    )
    for learner, name in (
        ("Ada", f"{LESSON}.ipynb"),
        ("Blaise", "mine.ipynb"),
    ):  # told by its name, and when it is read
        hand_in(tmp_path / "class", learner).rename(tmp_path / "class" / learner / name)
        done = grade(tmp_path / "class" / learner, "--course", root, "--out", tmp_path / learner)
        assert done.returncode == 1
        assert done.stderr == f"{checks}:3: error_rate: the oracle raises an exception: KeyError: 'year'\n"
        assert not (tmp_path / learner / "grades.csv").exists()


@needs_sandbox
def test_what_cannot_be_graded_is_listed_and_the_rest_is_graded(classroom, tmp_path):
    (classroom / "Dora").mkdir()
    (classroom / "Dora" / f"{LESSON}.ipynb").write_text("{")
    done = grade(classroom, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert re.search(r"needs a person: Dora .*00_start_here\.ipynb", done.stdout)
    assert totals(tmp_path / "out") == {"Ada": "1", "Blaise": "", "Carl": "0", "Dora": ""}


def test_local_workers_end_with_the_process_that_made_them():
    script = "import os, sys, time; from firsthand.grading.grader import local_workers\n"
    script += "if __name__ == '__main__':\n"
    script += "    pool = local_workers(2); print(*{pool.submit(os.getpid).result() for _ in range(20)}, flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=without_pytest()
    ) as run:
        pids = run.stdout.readline().split()
        run.kill()
    assert pids
    assert _ends_within(10, lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_a_worker_whose_parent_has_died_before_it_looked_ends_at_once():
    script = "import os; from firsthand.grading.grader import _begin_worker\n"
    script += (
        "_begin_worker(os.getppid()); print('parent there', flush=True); _begin_worker(os.getpid()); print('lives on')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "parent there\n")


def test_where_no_kernel_can_be_forked_an_ordinary_one_is_graded_in():
    script = "from firsthand.kernels import kernel_process; kernel_process.is_possible = lambda: False\n"
    script += "import sys, pathlib; from firsthand.grading.worker import grade_one; from firsthand.gradebook.records import Order\n"
    script += "from firsthand.authoring.catalogue import fingerprint, open_course\n"
    script += "root, path = map(pathlib.Path, sys.argv[1:]); order = Order(root, 1, fingerprint(open_course(root)), sandbox=False)\n"
    script += "print(grade_one(order, 'a', path.name, path.read_bytes()).scores[0].status)"
    solution = ROOT / "solutions" / f"{LESSON}.ipynb"
    command = [sys.executable, "-c", script, str(ROOT), str(solution)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=without_pytest())
    assert done.stdout == "right\n", done.stderr[-2000:]


@needs_sandbox
def test_a_zygote_that_dies_costs_nobody_a_point():
    root = ROOT
    zygote = start_zygote(root, sandbox=True)
    zygote.wait()
    order = Order(root, 1, fingerprint(open_course(root))).on(zygote.address)
    content = nbformat.writes(solved(LESSON)).encode()
    assert grade_one(order, "a", "n.ipynb", content).scores[0].status == "right"
    zygote.close()
    assert grade_one(order, "b", "n.ipynb", content).scores[0].status == "right"
