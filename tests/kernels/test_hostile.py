"""A class with the worst in it: nobody gets a point for nothing, nobody loses one for somebody else."""

import base64
import contextlib
import csv
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, solved
from submissions import denial, forged, honest, malformed, sabotage

from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import Result
from firsthand.grading.assignment import make_assignment
from firsthand.grading.opening import start_zygote
from firsthand.grading.probe import MIME
from firsthand.kernels.kernel_process import Budget, KernelEnded, Kernels
from firsthand.sandbox.bubblewrap import why_no_sandbox

pytestmark = pytest.mark.skipif(bool(why_no_sandbox()), reason=why_no_sandbox() or "there is a sandbox")

SMALL, LARGE = "00_start_here", "06_gradient_descent"
NAMES = {SMALL: "error_rate", LARGE: "gradient_step"}
SEED, TOKEN = 987_654_321, "token-of-the-teacher-5f1c"
MEMORY_MB, LIMIT_SECONDS = 256, 2
FIRSTHAND = str(Path(sys.executable).parent / "firsthand")


def blank(lesson) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "exercises" / f"{lesson}.ipynb", as_version=4)


def cell_of(notebook, cell_id) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.get("id") == cell_id)


def answered(notebook, lesson, source) -> nbformat.NotebookNode:
    """Put an attack where the first answer of a lesson belongs."""
    name = NAMES[lesson]
    cell_of(notebook, f"answer-{name}").source = source.replace("ANSWER", name)
    return notebook


def with_extra(notebook, source) -> nbformat.NotebookNode:
    """Add a cell of the learner's own above the first answer."""
    index = next(i for i, cell in enumerate(notebook.cells) if cell.id.startswith("answer-"))
    notebook.cells.insert(index, nbformat.v4.new_code_cell(source))
    return notebook


def checks_changed(change):
    def changed():
        notebook = answered(blank(SMALL), SMALL, forged.NOTHING)
        change(notebook, cell_of(notebook, "check-error_rate"))
        return notebook

    return changed


def more_points(notebook, check):
    check.metadata = {"nbgrader": {"grade_id": "check-error_rate", "points": 99, "grade": True, "solution": True}}
    notebook.metadata["firsthand"] = {"lesson": SMALL, "points": 99}


def stored_outputs(notebook, check):
    check.outputs = [nbformat.v4.new_output("stream", text="Right. Checked on 4 cases.\n")]
    check.execution_count = 1


def skipped_by_tag(notebook, check):
    for cell in notebook.cells:
        cell.metadata["tags"] = ["nbval-skip", "raises-exception", "nbval-ignore-output", "nbval-check-output"]


def a_probe_of_its_own(notebook, check):
    notebook.cells.append(nbformat.v4.new_code_cell("1", id="probe-error_rate"))
    notebook.cells.insert(1, nbformat.v4.new_code_cell("raise SystemExit", id="probe-error_rate"))


def another_cell_with_its_id(notebook, check):
    notebook.cells.append(nbformat.v4.new_code_cell("check = print", id="check-error_rate"))


CHANGED_CHECKS = {
    "check deleted": checks_changed(lambda notebook, check: notebook.cells.remove(check)),
    "check edited": checks_changed(lambda notebook, check: check.update(source="pass")),
    "check as text": checks_changed(lambda notebook, check: check.update(cell_type="markdown")),
    "check moved": checks_changed(lambda notebook, check: notebook.cells.sort(key=lambda cell: cell is not check)),
    "more points": checks_changed(more_points),
    "right outputs stored": checks_changed(stored_outputs),
    "tags": checks_changed(skipped_by_tag),
    "a probe's id": checks_changed(a_probe_of_its_own),
    "a check's id": checks_changed(another_cell_with_its_id),
}
FILES_BESIDE = {
    "conftest.py": "import pytest\n@pytest.hookimpl(wrapper=True)\ndef pytest_runtest_makereport():\n    r = yield\n    r.outcome = 'passed'\n    return r\n",
    "pytest.ini": "[pytest]\naddopts = --nbval-lax -p no:nbval\n",
    "numpy.py": "raise SystemExit",
    "sitecustomize.py": "raise SystemExit",
    "06_gradient_descent.py": "raise SystemExit",
}


SPREADING = [
    what
    for what in forged.KERNEL_TRICKS | forged.MESSAGES_FORGED | forged.REPLACED
    if what not in ("cells replaced before they run", "run_cell replaced", "imports replaced")
]
"""What is tried among right answers as well: what reaches beyond its cell, but for what stops every later cell."""


def hand_in(folder: Path, learner: str, lesson: str, notebook) -> None:
    path = folder / learner / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def submissions(filled):
    """Yield (learner, lesson, notebook) of the whole class; `filled` names what an attack aims at."""
    for what, source in forged.ANSWERS.items():
        yield f"blank - {what}", SMALL, answered(blank(SMALL), SMALL, source)
    for what in SPREADING:
        yield f"forged - {what}", LARGE, answered(solved(LARGE), LARGE, forged.ANSWERS[what])
    yield "control", LARGE, answered(solved(LARGE), LARGE, forged.RIGHT)
    for what, make in CHANGED_CHECKS.items():
        yield f"changed - {what}", SMALL, make()
    for what, (source, _) in denial.ANSWERS.items():
        yield f"denial - {what}", LARGE, answered(solved(LARGE), LARGE, source)
    for what, source in sabotage.CELLS.items():
        yield f"sabotage - {what}", LARGE, with_extra(solved(LARGE), filled(source))
    yield "spy", LARGE, with_extra(answered(solved(LARGE), LARGE, filled(sabotage.spy())), filled(sabotage.spy()))
    for what, source in honest.ANSWERS.items():
        yield f"honest - {what}", LARGE, answered(solved(LARGE), LARGE, source)
    for what, (extra, source) in honest.EXTRAS.items():
        yield f"honest - {what}", LARGE, with_extra(answered(solved(LARGE), LARGE, source), extra)


class Graded:
    """A class that was graded: its results by learner, and the files it was graded from and into."""

    def __init__(self, folder: Path, done: subprocess.CompletedProcess, before: dict[Path, bytes]):
        self.folder, self.done, self.before = folder, done, before
        with Gradebook.read(folder / "out" / "gradebook.sqlite") as gradebook:
            self.results = {result.learner: result for result in gradebook.results()}

    def written(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (self.folder / "out").rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Graded:
    """Grade one class of everybody, by the command, with secrets lying about."""
    folder = tmp_path_factory.mktemp("hostile")
    handed_in, home = folder / "class", folder / "home"
    home.mkdir()
    (home / "secret.txt").write_text(TOKEN)
    book = folder / "out" / "gradebook.sqlite"

    def filled(source):
        return source.replace("CLASS", str(handed_in)).replace("BOOK", str(book)).replace("HOME", str(home))

    for learner, lesson, notebook in submissions(filled):
        hand_in(handed_in, learner, lesson, notebook)
    hand_in(handed_in, "untouched", LARGE, blank(LARGE))
    for name, text in FILES_BESIDE.items():
        (handed_in / "honest - a list" / name).write_text(text)
    before = {path: path.read_bytes() for path in handed_in.rglob("*") if path.is_file()}
    options = ["--out", folder / "out", "--seed", SEED, "--workers", 2, "--limit", LIMIT_SECONDS, "--memory", MEMORY_MB]
    (folder / "tmp").mkdir()
    environment = os.environ | {"HOME": str(home), "FIRSTHAND_TOKEN": TOKEN, "TMPDIR": str(folder / "tmp")}
    with open(folder / "printed", "w+") as printed:  # a pipe would stay open as long as anything that was started
        done = subprocess.run(
            [FIRSTHAND, "grade", handed_in, *map(str, options)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            timeout=400,
            check=False,
        )
        printed.seek(0)
        done.stdout = printed.read()
    assert book.exists(), done.stdout[-4000:]
    return Graded(folder, done, before)


def points(result: Result) -> dict[str, int]:
    return {score.exercise: score.points for score in result.scores}


def statuses(result: Result) -> dict[str, str]:
    return {score.exercise: score.status for score in result.scores}


def test_every_submission_of_the_class_is_graded(graded):
    assert graded.done.returncode == 0, graded.done.stdout[-4000:]
    assert {path.parent.name for path in graded.before if path.suffix == ".ipynb"} == graded.results.keys()
    wanted = {learner: "graded" for learner in graded.results} | {"untouched": "not_attempted"}
    assert {learner: result.status for learner, result in graded.results.items()} == wanted


@pytest.mark.parametrize("what", forged.ANSWERS)
def test_a_forged_answer_scores_what_an_empty_one_scores(graded, what):
    result = graded.results[f"blank - {what}"]
    assert points(result) == {"error_rate": 0}
    assert statuses(result)["error_rate"] not in {"right", "grader_error"}


@pytest.mark.parametrize("what", SPREADING)
def test_a_forged_answer_costs_its_own_exercise_only(graded, what):
    result = graded.results[f"forged - {what}"]
    assert statuses(result)["gradient_step"] not in {"right", "grader_error"}
    assert [name for name, status in statuses(result).items() if status != "right"] == ["gradient_step"]


def test_a_forged_transcript_that_says_what_is_right_is_an_answer(graded):
    assert set(statuses(graded.results["control"]).values()) == {"right"}


@pytest.mark.parametrize("what", CHANGED_CHECKS)
def test_changing_what_checks_an_answer_gives_no_points(graded, what):
    assert points(graded.results[f"changed - {what}"]) == {"error_rate": 0}


@pytest.mark.parametrize("what", denial.ANSWERS)
def test_an_answer_that_brings_the_kernel_down_costs_its_own_exercise_only(graded, what):
    scored = statuses(graded.results[f"denial - {what}"])
    assert scored.pop("gradient_step") in denial.ANSWERS[what][1]
    assert set(scored.values()) == {"right"}, scored


@pytest.mark.parametrize("what", sabotage.CELLS)
def test_a_saboteur_changes_nobodys_score(graded, what):
    assert set(statuses(graded.results[f"sabotage - {what}"]).values()) == {"right"}


@pytest.mark.parametrize("what", [*honest.ANSWERS, *honest.EXTRAS])
def test_honest_work_in_any_form_keeps_full_marks(graded, what):
    result = graded.results[f"honest - {what}"]
    assert set(statuses(result).values()) == {"right"}
    assert sum(points(result).values()) == sum(e.points for e in make_assignment(ROOT, LARGE, SEED).exercises.values())
    assert result.notes == ()


def test_nothing_that_was_handed_in_is_changed(graded):
    after = {path: path.read_bytes() for path in (graded.folder / "class").rglob("*") if path.is_file()}
    assert after == graded.before


def test_the_gradebook_is_whole(graded):
    with contextlib.closing(sqlite3.connect(graded.folder / "out" / "gradebook.sqlite")) as book:
        assert book.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert book.execute("SELECT max(points) FROM score").fetchone()[0] <= 3


def test_every_learner_is_in_the_table_once(graded):
    with open(graded.folder / "out" / "grades.csv", newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert sorted(row[0].lstrip("'") for row in rows[1:]) == sorted(graded.results)


def secrets_of_grading() -> dict[str, str]:
    """Return what no submission may bring out: the token, and what the oracle and the known mistakes say."""
    assignment = make_assignment(ROOT, LARGE, SEED)
    lines = {name: reference.expected.split("\n")[1:] for name, reference in assignment.references.items()}
    held_out = {f"{name} {i}": line for name, texts in lines.items() for i, line in enumerate(texts) if len(line) > 20}
    return {"token": TOKEN, "seed": str(SEED)} | held_out


def test_nothing_secret_gets_out_but_to_the_gradebook(graded):
    assert secrets_of_grading().keys() > {"gradient_step 1", "token"}
    for path, content in graded.written().items():
        text = content.decode("utf-8", "replace")
        leaked = [name for name, secret in secrets_of_grading().items() if secret in text]
        assert leaked == (["seed"] if path.name == "gradebook.sqlite" else []), path.name
    assert TOKEN not in graded.done.stdout


def test_the_run_prints_its_own_lines_only(graded):
    lines = graded.done.stdout.splitlines()
    assert [
        line
        for line in lines
        if not re.match(r"\d+/\d+ |  [^:]+: .+/\d\d_\w+\.ipynb$|\d+ learners, \d+ notebooks:|\d+ submissions in ", line)
    ] == []


def test_the_run_prints_nothing_that_a_learner_wrote(graded):
    assert not any(word in graded.done.stdout for word in ("::error", "::set-output", "::add-mask", "\x1b", "<script"))


def numbers_of(values) -> set[str]:
    """Return the numbers in what a case holds, at the digits a page would show of them."""
    import numpy as np

    found: set[str] = set()
    for value in values:
        with contextlib.suppress(TypeError, ValueError):
            flat = np.asarray(value, dtype=float).ravel()[:50]
            found |= {f"{abs(x):.6f}"[:7] for x in flat if x != round(x, 3)}
    return found


def test_a_learners_page_holds_no_held_out_input_and_no_output_of_it(graded):
    held_out = make_assignment(ROOT, LARGE, SEED)
    shown = make_assignment(ROOT, LARGE, 0)
    inputs = {
        name: numbers_of(v for case in reference.cases for v in case)
        - numbers_of(v for case in shown.references[name].cases for v in case)
        for name, reference in held_out.references.items()
    }
    assert len(set.union(*inputs.values())) > 200
    pages = [path for path in (graded.folder / "out" / "report").glob("*.html") if path.name != "index.html"]
    assert len(pages) == len(graded.results)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not [number for numbers in inputs.values() for number in numbers if number in text], page.name


def test_a_page_runs_nothing_that_a_learner_wrote(graded):
    for page in (graded.folder / "out" / "report").glob("*.html"):
        assert "<script>alert" not in page.read_text(encoding="utf-8"), page.name


def test_nothing_is_left_behind_in_the_temporary_folder(graded):
    assert not list((graded.folder / "tmp").iterdir())


def test_a_broken_file_gets_a_reason_and_takes_nobody_with_it(tmp_path):
    broken = malformed.refused(json.loads(json.dumps(solved(SMALL))))
    for number, (content, _, _) in enumerate(broken.values()):
        path = tmp_path / "class" / f"broken {number:02}" / f"{SMALL}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    (tmp_path / "class" / "link").mkdir()
    (tmp_path / "class" / "link" / f"{SMALL}.ipynb").symlink_to(ROOT / "solutions" / f"{SMALL}.ipynb")
    for learner in ("a first", "z last"):
        hand_in(tmp_path / "class", learner, SMALL, solved(SMALL))
    command = [FIRSTHAND, "grade", tmp_path / "class", "--out", tmp_path / "out", "--workers", "2"]
    with open(tmp_path / "printed", "w") as printed:
        done = subprocess.run(command, cwd=ROOT, stdout=printed, stderr=subprocess.STDOUT, timeout=120, check=False)
    said = (tmp_path / "printed").read_text()
    assert done.returncode == 1, said
    assert "Traceback" not in said
    with Gradebook.read(tmp_path / "out" / "gradebook.sqlite") as gradebook:
        results = {result.learner: result for result in gradebook.results()}
    got = {what: results[f"broken {number:02}"] for number, what in enumerate(broken)} | {"link": results["link"]}
    wanted = {what: status for what, (_, status, _) in broken.items()} | {"link": "unreadable"}
    assert {what: result.status for what, result in got.items()} == wanted
    assert all(result.reason for result in got.values())
    assert [points(results[learner]) for learner in ("a first", "z last")] == [{"error_rate": 1}] * 2


@pytest.mark.parametrize("lesson", [path.stem for path in sorted((ROOT / "exercises").glob("*.ipynb"))])
def test_a_probe_carries_no_oracle_and_no_known_mistake(lesson):
    assignment = make_assignment(ROOT, lesson, SEED)
    for name, exercise in assignment.exercises.items():
        payload = base64.b64decode(re.search(r"show\('(.*)', ", assignment.probes[name].source)[1])
        secrets = [sentence.encode()[:40] for sentence in exercise.mistakes]
        secrets += [
            f.__code__.co_code for f in (exercise.expected, *exercise.mistakes.values()) if hasattr(f, "__code__")
        ]
        assert not [secret for secret in secrets if len(secret) > 20 and secret in payload], name


# --- one kernel, asked directly -----------------------------------------------------------------------------------


class Kernel:
    """A graded kernel, asked directly."""

    def __init__(self, zygote):
        self._kernels = Kernels(zygote.address, True, MEMORY_MB, MIME, budget=Budget(60))

    def __enter__(self):
        self._process = self._kernels.start()
        return self

    def run(self, code: str) -> str:
        """Return what a cell prints, and the name of its exception."""
        self._process.ask(code)
        reply = self._process.reply(60)
        assert reply is not None
        return reply.printed + reply.error

    def __exit__(self, *_):
        self._process.close()


@pytest.fixture(scope="module")
def sandbox():
    """Start a zygote as the grader does; graded kernels come from it."""
    zygote = start_zygote(ROOT, sandbox=True)
    zygote.wait()
    yield zygote
    zygote.close()


@pytest.fixture(scope="module")
def asked(sandbox, tmp_path_factory):
    """Return what one kernel says to each of the things that must fail."""
    home = tmp_path_factory.mktemp("home")
    (home / "secret.txt").write_text(TOKEN)
    with Kernel(sandbox) as inside:
        aims = {"HOME": home, "ROOT": ROOT, "ZYGOTE": sandbox.address}
        aims["PORTS"] = "(22, 80, 443, 631, 3306, 5432, 8000, 8888)"
        inside.run(sabotage.PRELUDE)
        said = {}
        for what, expression in sabotage.MUST_FAIL.items():
            for word, place in aims.items():
                expression = expression.replace(word, str(place))
            said[what] = inside.run(f"print('SUCCEEDED', {expression})")
        said["control"] = inside.run("print('SUCCEEDED', open(np.__file__).read(9))")
    return said


def test_a_kernel_can_read_its_libraries(asked):
    assert "SUCCEEDED" in asked["control"]


@pytest.mark.parametrize("what", sabotage.MUST_FAIL)
def test_a_graded_kernel_cannot_reach(asked, what):
    assert asked[what], "neither a print nor an exception came back"
    assert "SUCCEEDED" not in asked[what]


@pytest.mark.parametrize("what", sabotage.HOARDS)
def test_memory_is_limited_however_it_is_taken(sandbox, what):
    with Kernel(sandbox) as inside:
        inside.run(sabotage.PRELUDE)
        code = sabotage.HOARDS[what].replace("\n", "\n    ")
        try:
            held_mb = int(inside.run(f"try:\n    {code}\nfinally: print(held >> 20)").split()[0])
        except KernelEnded as ended:
            held_mb = 0 if ended.status == "memory_limit" else -1
    assert 0 <= held_mb < 1.5 * MEMORY_MB


@pytest.mark.parametrize("what", sabotage.NEIGHBOURS)
def test_a_neighbour_takes_nothing_away(sandbox, what):
    taken, needed = sabotage.NEIGHBOURS[what]
    with Kernel(sandbox) as neighbour, Kernel(sandbox) as honest:
        for inside in (neighbour, honest):
            inside.run(sabotage.PRELUDE)
        neighbour.run(taken)
        assert honest.run(f"it = {needed}; print('done')") == "done\n"


BURN = "import os\nfor _ in range(30):\n    if os.fork() == 0:\n        os.setsid()\n        while True: pass\n"


def test_a_neighbour_who_burns_all_processors_costs_no_time(sandbox):
    """What others take is not counted, whatever the share that Linux gives: half a second's work is done in little more."""
    with Kernel(sandbox) as neighbour, Kernel(sandbox) as honest:
        neighbour.run(BURN)
        work = "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass\nprint('done')"
        honest._process.ask(work)
        reply = honest._process.reply(0.6)
        assert reply is not None
        assert reply.printed == "done\n"


def test_who_burns_by_himself_gets_no_more_time_than_he_is_given(sandbox):
    with Kernel(sandbox) as inside:
        inside.run(BURN)
        inside._process.ask("while True: pass")
        assert inside._process.reply(1.0) is None


@pytest.mark.parametrize("what", sabotage.ACCOMPLICES)
def test_accomplices_do_not_meet(sandbox, what):
    offered, asked = sabotage.ACCOMPLICES[what]
    with Kernel(sandbox) as one, Kernel(sandbox) as other:
        for inside in (one, other):
            inside.run(sabotage.PRELUDE)
        one.run(offered)
        assert other.run(f"print('SUCCEEDED', {asked})") in {
            "ConnectionRefusedError",
            "FileNotFoundError",
            "OSError",
            "PermissionError",
            "BlockingIOError",
        }


@pytest.mark.parametrize("code", ["1", "import ctypes; ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)", "import os; os.fork()"])
def test_a_kernel_that_is_ended_leaves_no_process_behind(sandbox, code):
    before = descendants(sandbox._process.pid)
    with Kernel(sandbox) as inside:
        inside.run(code)
        assert descendants(sandbox._process.pid) - before
    deadline = time.monotonic() + 5
    while (left := descendants(sandbox._process.pid) - before) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


def descendants(root: int) -> set[int]:
    """Return the ids of all running processes that come from one, as the host counts them."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rsplit(")", 1)[1].split()[:2]
            parents |= {int(path.parent.name): int(parent)} if state != "Z" else {}
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {root}


# --- the same as an ordinary user ---------------------------------------------------------------------------------

NOBODY = 65_534
BECOME_NOBODY = """
set -e
cover=$1 shown=$2 kept=$3; shift 3
if [ -n "$cover" ]; then
    mount --bind "$shown" "$kept"
    mount -t tmpfs -o mode=755 tmpfs "$cover"
    mkdir -p "$shown"
    mount --bind "$kept" "$shown"
    umount "$kept"
fi
exec setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all -- "$@"
"""
"""In a mount namespace of its own: show the interpreter where root's home hides it, then be nobody."""


@pytest.fixture(scope="module")
def as_nobody():
    """Return what runs a command as an ordinary user, in a folder that such a user may write to."""
    if os.geteuid() != 0:
        pytest.skip("this suite is run by an ordinary user already")
    if not all(map(shutil.which, ("unshare", "setpriv"))):
        pytest.skip("setpriv and unshare (util-linux) are needed to become an ordinary user")
    prefix = Path(sys.base_prefix)
    closed = [path for path in (prefix, *prefix.parents) if not path.stat().st_mode & 0o001]
    folder = Path(tempfile.mkdtemp(prefix="nobody-"))
    for name in ("kept", "home"):
        (folder / name).mkdir()
    for path in (folder, folder / "home"):
        path.chmod(0o777)
    place = [str(closed[-1]) if closed else "", str(prefix), str(folder / "kept")]

    def run(command, **options):
        become = ["unshare", "--mount", "--propagation", "private", "sh", "-c", BECOME_NOBODY, "sh", *place]
        environment = os.environ | {"HOME": str(folder / "home"), "TMPDIR": str(folder / "home")}
        return subprocess.run(
            [*become, *map(str, command)], cwd=ROOT, env=environment, text=True, check=False, **options
        )

    probe = run([sys.executable, "-c", "import os, firsthand; print(os.getuid())"], capture_output=True)
    if probe.stdout.strip() != str(NOBODY):
        shutil.rmtree(folder)
        pytest.skip(f"an ordinary user cannot read the course here: {probe.stderr.strip()[-300:]}")
    run.folder = folder
    yield run
    shutil.rmtree(folder)


def test_a_kernel_of_an_ordinary_user_is_as_limited(as_nobody):
    chosen = "cannot_reach or memory_is_limited or no_process_behind or takes_nothing_away or do_not_meet"
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-n0",
        "--tb=line",
        f"--basetemp={as_nobody.folder / 'base'}",
        "-k",
        chosen,
    ]
    (as_nobody.folder / "base").mkdir(mode=0o777)
    (as_nobody.folder / "base").chmod(0o777)
    (as_nobody.folder).chmod(0o777)
    done = as_nobody([sys.executable, "-m", "pytest", __file__, *options], capture_output=True, timeout=200)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "skipped" not in done.stdout
    tried = (sabotage.MUST_FAIL, sabotage.HOARDS, sabotage.NEIGHBOURS, sabotage.ACCOMPLICES)
    assert f"{sum(map(len, tried)) + 3} passed" in done.stdout


HARSH = (
    "an endless loop that cannot be interrupted",
    "memory, by and by",
    "a fork bomb",
    "one large file",
    "descriptors without number",
    "printed for ever",
    "every process killed",
)


def test_a_class_graded_by_an_ordinary_user_comes_out_the_same(as_nobody):
    folder = as_nobody.folder
    for what in HARSH:
        hand_in(folder / "class", f"denial - {what}", LARGE, answered(solved(LARGE), LARGE, denial.ANSWERS[what][0]))
    hand_in(folder / "class", "honest", LARGE, solved(LARGE))
    out = folder / "home" / "out"
    options = ["--out", out, "--workers", 2, "--limit", LIMIT_SECONDS, "--memory", MEMORY_MB]
    with open(folder / "printed", "w+") as printed:
        done = as_nobody(
            [FIRSTHAND, "grade", folder / "class", *options], stdout=printed, stderr=subprocess.STDOUT, timeout=200
        )
    assert done.returncode == 0, (folder / "printed").read_text()[-4000:]
    with contextlib.closing(sqlite3.connect(out / "gradebook.sqlite")) as book:
        rows = book.execute(
            "SELECT learner, exercise, score.status FROM score JOIN submission ON submission = submission.id"
        ).fetchall()
    attacked = {learner: status for learner, exercise, status in rows if exercise == "gradient_step"}
    assert attacked.pop("honest") == "right"
    assert {learner for learner, status in attacked.items() if status not in denial.ANSWERS[learner[9:]][1]} == set()
    assert {status for _, exercise, status in rows if exercise != "gradient_step"} == {"right"}
