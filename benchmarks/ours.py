"""`firsthand grade` and `firsthand report` as a teacher runs them: time, first verdict, memory, and full marks."""

import csv
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from classroom import LESSONS, ROOT, points
from measuring import LeftOutError, Timing, last_lines, processor_seconds, run

from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import ExerciseInfo, Result, Score

SEED = 20
COMMAND = Path(sys.executable).parent / "firsthand"
SAMPLE_SECONDS = 0.5
PATIENCE_SECONDS = 5
REPORT_LEARNERS, REPORT_LESSONS = 1000, 24


@dataclass
class Grader:
    """How the command is given. workers : how many; options : what else stands on the command line."""

    workers: int = 2
    options: tuple[str, ...] = ()

    def grade(self, folder: Path, out: Path, watch=None) -> "Graded":
        """Grade a folder into `out` and return when it did what. Raises LeftOutError when the command fails.

        watch : called with the id of the process as long as it runs, every SAMPLE_SECONDS.
        """
        start = time.perf_counter()
        process = self._start(folder, out)
        if watch is not None:
            threading.Thread(target=_keep_watching, args=(process, watch), daemon=True).start()
        graded = Graded()
        reader = threading.Thread(target=graded.listen, args=(process.stdout, start), daemon=True)
        reader.start()
        code = process.wait()
        graded.seconds = time.perf_counter() - start
        reader.join(PATIENCE_SECONDS)
        if reader.is_alive():
            raise LeftOutError(f"void: it ended after {graded.seconds:.1f} s, and a process it started outlives it")
        if code != 0:
            text = "".join(line for _, line in graded.printed)
            raise LeftOutError(f"`firsthand grade` ended with {code}: {last_lines(text)}")
        return graded

    def first_verdict(self, folder: Path, out: Path) -> float:
        """Return the seconds until the first learner is named, and stop there. Raises LeftOutError when none ever is."""
        start, printed = time.perf_counter(), []
        with self._start(folder, out) as process:
            for line in process.stdout:
                printed.append(line)
                if re.match(r"\d+/\d+ learner-", line):
                    seconds = time.perf_counter() - start
                    process.terminate()
                    return seconds
        raise LeftOutError(f"no line names a learner; printed was: {last_lines(''.join(printed))}")

    def _start(self, folder, out) -> subprocess.Popen:
        command = [COMMAND, "grade", folder, "--seed", SEED, "--out", out, "--workers", self.workers, *self.options]
        words = [str(word) for word in command]
        return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@dataclass
class Graded:
    """One run of the command: its seconds, and each line it printed with the seconds since the start."""

    seconds: float = 0.0
    printed: list[tuple[float, str]] = field(default_factory=list)

    def listen(self, stream, start) -> None:
        """Keep each line with its time, until nobody can write to the stream any more."""
        for line in stream:
            self.printed.append((time.perf_counter() - start, line))


def measure(grader: Grader, folder: Path, out: Path, timing: Timing) -> None:
    """Grade the class once into an empty folder, and see that everybody got full marks."""
    worked = processor_seconds()
    graded = grader.grade(folder, out)
    refuse_less_than_full_marks(out, timing.submissions)
    timing.seconds.append(graded.seconds)
    timing.processor_seconds.append(processor_seconds() - worked)


def refuse_less_than_full_marks(out: Path, submissions: int) -> None:
    """Raise LeftOutError unless grades.csv gives that many submissions the full points of their lessons."""
    full = {lesson: str(sum(points(lesson).values())) for lesson in LESSONS}
    with open(out / "grades.csv", encoding="utf-8-sig", newline="") as file:
        earned = [(lesson, row[lesson]) for row in csv.DictReader(file) for lesson in LESSONS if row[lesson] != ""]
    less = [lesson for lesson, own in earned if own != full[lesson]]
    if less or len(earned) != submissions:
        raise LeftOutError(f"void: {len(earned)} scores for {submissions} submissions, {len(less)} not full marks")


@dataclass
class Memory:
    """Peaks in MB. own : the grader's own process, resident. workers, kernels : all of them together, shared pages once."""

    own: float = 0.0
    workers: float = 0.0
    kernels: float = 0.0

    def watch(self, process: int) -> None:
        """Look at the grader and at everything it started, once."""
        self.own = max(self.own, _megabytes(process, "status", "VmHWM"))
        workers = kernels = 0.0
        for child in _descendants(process):
            size = _megabytes(child, "smaps_rollup", "Pss") or _megabytes(child, "status", "VmRSS")
            if _belongs_to_a_kernel(child, process):
                kernels += size
            else:
                workers += size
        self.workers, self.kernels = max(self.workers, workers), max(self.kernels, kernels)


def _keep_watching(process, watch) -> None:
    while process.poll() is None:
        watch(process.pid)
        time.sleep(SAMPLE_SECONDS)


def _megabytes(process, file, entry) -> float:
    """Return an entry of /proc in MB; 0 for a process that has ended or is not ours to look at."""
    try:
        text = Path(f"/proc/{process}/{file}").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(rf"^{entry}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _parent(process) -> int:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def _descendants(process) -> list[int]:
    parents = {int(name): _parent(name) for name in os.listdir("/proc") if name.isdigit()}
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def _belongs_to_a_kernel(process, grader) -> bool:
    """Say whether a process is the zygote, its sandbox or a kernel: what stands under a command that names them."""
    while process not in (0, 1, grader):
        try:
            words = Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            return False
        if b"zygote" in words or b"bwrap" in words or b"ipykernel" in words:
            return True
        process = _parent(process)
    return False


def report_seconds(scratch: Path, repeats: int) -> tuple[float, float]:
    """Return the median seconds of `firsthand report` over a class of which nothing exists but the gradebook, and the MB of its index."""
    gradebook = make_gradebook(scratch / "gradebook.sqlite")
    seconds = [run([COMMAND, "report", gradebook], folder=ROOT) for _ in range(repeats)]
    pages = {page.stem for page in (scratch / "report").glob("*.html")}
    if not pages.issuperset(["index"]) or len(pages) != REPORT_LEARNERS + 1:
        raise LeftOutError(f"void: {len(pages)} pages, expected {REPORT_LEARNERS + 1}: index.html and one a learner")
    return statistics.median(seconds), (scratch / "report" / "index.html").stat().st_size / 1e6


def make_gradebook(path: Path) -> Path:
    """Keep made-up results of a whole class: as many exercises in each lesson as lesson 06 has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    worth = list(points(LESSONS[0]).items())
    exercises = [
        ExerciseInfo(
            f"{lesson:02}_lesson", f"Lesson {lesson}", f"{name}_{lesson}", name, own, len(worth) * lesson + place
        )
        for lesson in range(REPORT_LESSONS)
        for place, (name, own) in enumerate(worth)
    ]
    rng = random.Random(SEED)
    facts = {"course": "benchmark", "version": "0", "fingerprint": "benchmark", "exercises": exercises, "seed": SEED}
    with Gradebook.open(path, **facts) as gradebook:
        for learner in range(REPORT_LEARNERS):
            for lesson in range(REPORT_LESSONS):
                own = exercises[lesson * len(worth) : (lesson + 1) * len(worth)]
                gradebook.keep(_result(f"learner-{learner:04}", own, rng))
    return path


def _result(learner, exercises, rng):
    """Make up what one learner earned in one lesson: two thirds right, the rest spread over other statuses."""

    def score(exercise):
        status = rng.choices(["right", "known_mistake", "wrong", "not_attempted", "timeout"], [66, 14, 12, 6, 2])[0]
        sentence = f"Mistake {rng.randrange(3)}: you divided by n - 1 where n is asked for." * (status != "right")
        code = f"def {exercise.name}(x, y):\n    # {learner}\n    return (x - x.mean()) / y.std()\n" * 3
        return Score(exercise.name, status, exercise.points * (status == "right"), sentence, code)

    lesson = exercises[0].lesson
    digest = f"{rng.getrandbits(256):064x}"
    return Result(learner, f"{learner}/{lesson}.ipynb", digest, lesson, "graded", scores=tuple(map(score, exercises)))
