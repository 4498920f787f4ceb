"""How fast a class is graded: `firsthand grade` side by side with nbgrader, otter-grader and the bare limit.

    python benchmarks/grading_speed.py                      a quick look: 40 submissions for us, 8 for each rival
    python benchmarks/grading_speed.py --full               40 for everybody, 400 and 1,000 for us (an hour)
    python benchmarks/grading_speed.py bare otter           these parts alone

The same solved notebooks of two lessons for everybody, no two of them equal; the runs of the parts take turns, so that
a machine that slows down slows down all; figures are medians. Each rival stands in an environment of its own, made once
(--cache keeps it), and a figure counts only when everybody got full marks. Nothing is asserted.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bare
import ours
import rivals
from classroom import LESSONS, hand_in, hand_in_all, large_course
from measuring import LeftOutError, Timing, machine

CLASS, LARGE_CLASS, HUGE_CLASS = 40, 400, 1000
MANY_LESSONS = 12
QUICK = ("ours", "bare", "bare-whole", "nbgrader", "nbgrader-two", "otter", "first", "report")
ALL = (*QUICK, "linear", "memory")
WHAT = {
    "ours": "firsthand grade",
    "bare": "bare limit, two forks at a time",
    "bare-whole": "the same, illustrations too",
    "nbgrader": "nbgrader autograde",
    "nbgrader-two": "nbgrader autograde, two processes",
    "otter": "otter run, two at a time",
}


@dataclass
class Part:
    """Something timed in turns with the others: `measure` runs it once and adds to `timing`."""

    timing: Timing
    measure: Callable[[Timing], object]


def main(arguments=None) -> int:
    """Measure the parts asked for and print the figures."""
    options = _options(arguments)
    sys.stdout.reconfigure(line_buffering=True)  # a figure is shown when it is there, also in a log
    print(machine())
    print(f"rivals {rivals.NBGRADER} and {rivals.OTTER}, each with these versions of numpy to nbclient")
    print(f"lessons {' and '.join(LESSONS)}, solved; one numerical thread a process; medians of {options.repeats}\n")
    with tempfile.TemporaryDirectory(prefix="grading-speed-") as scratch:
        bench = Bench(options, Path(scratch))
        if options.cache is None:
            options.cache = Path(scratch) / "environments"
        timings = bench.compare([name for name in WHAT if name in options.parts])
        if timings:
            show(timings)
        for name in ("first", "linear", "memory", "report"):
            if name in options.parts:
                _tell(name, getattr(bench, name))
    return 0


def _options(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(ALL)}; {', '.join(QUICK)} if none")
    parser.add_argument("--rivals", type=int, default=8, metavar="N", help="submissions for each rival (default 8)")
    parser.add_argument("--full", action="store_true", help=f"{CLASS} submissions for each rival, and every part")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="runs of each part (default 3)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="workers of firsthand grade (default 2)")
    parser.add_argument("--no-sandbox", action="store_true", help="passed on to firsthand grade")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the rivals' environments there")
    options = parser.parse_args(arguments)
    unknown = [part for part in options.parts if part not in ALL]
    if unknown:
        parser.error(f"unknown part {unknown[0]!r}; the parts are: {', '.join(ALL)}")
    if min(options.rivals, options.repeats, options.workers) < 1:
        parser.error("--rivals, --repeats and --workers are at least 1")
    options.parts = options.parts or (ALL if options.full else QUICK)
    options.rivals = CLASS if options.full else options.rivals
    return options


class Bench:
    """The parts, with the folder they work in."""

    def __init__(self, options, scratch: Path):
        self.options, self.scratch = options, scratch
        self.grader = ours.Grader(options.workers, ("--no-sandbox",) if options.no_sandbox else ())
        self._folders = 0

    def compare(self, names: list[str]) -> dict[str, Timing]:
        """Time the parts in turns; one that fails is left out from there on, with its reason."""
        parts = {name: self._set_up(name) for name in names}
        for turn in range(self.options.repeats):
            for part in parts.values():
                if not part.timing.left_out:
                    _progress(f"run {turn + 1} of {self.options.repeats}: {part.timing.name}")
                    _attempt(part)
        _progress("")
        return {name: part.timing for name, part in parts.items()}

    def _set_up(self, name) -> Part:
        submissions = CLASS if name in ("ours", "bare", "bare-whole") else self.options.rivals
        timing = Timing(WHAT[name], submissions)
        _progress(f"setting up: {timing.name}")
        try:
            return Part(timing, getattr(self, f"_{name.replace('-', '_')}")(submissions))
        except LeftOutError as error:
            timing.left_out = str(error)
            return Part(timing, print)

    def _ours(self, submissions):
        folder = hand_in(self.new_folder(), submissions)
        return lambda timing: ours.measure(self.grader, folder, self.new_folder(), timing)

    def _bare(self, submissions, *, whole=False):
        grafts = bare.make_grafts(hand_in(self.new_folder(), submissions), self.new_folder(), whole=whole)
        return lambda timing: bare.measure(grafts, timing)

    def _bare_whole(self, submissions):
        return self._bare(submissions, whole=True)

    def _nbgrader(self, submissions):
        return rivals.Nbgrader(self.new_folder(), self.options.cache, submissions, at_once=1).measure

    def _nbgrader_two(self, submissions):
        return rivals.Nbgrader(self.new_folder(), self.options.cache, submissions, at_once=2).measure

    def _otter(self, submissions):
        return rivals.Otter(self.new_folder(), self.options.cache, submissions, at_once=2).measure

    def new_folder(self) -> Path:
        """Make an empty folder."""
        self._folders += 1
        folder = self.scratch / str(self._folders)
        folder.mkdir()
        return folder

    def first(self) -> str:
        """Time the first verdict of a class that hands in many lessons at once."""
        course = large_course(self.new_folder(), MANY_LESSONS)
        folder = hand_in_all(course, self.new_folder(), CLASS)
        grader = ours.Grader(self.options.workers, (*self.grader.options, "--course", course))
        runs = [grader.first_verdict(folder, self.new_folder()) for _ in range(self.options.repeats)]
        return (
            f"first verdict of {CLASS} learners x {MANY_LESSONS} lessons after {statistics.median(runs):.2f} s "
            f"({', '.join(f'{run:.2f}' for run in runs)}; aim: within 2 s)"
        )

    def linear(self) -> str:
        """Time a large class against a small one and against its bare limit, and the large one again unchanged."""
        small, large, limit = Timing("", CLASS), Timing("", LARGE_CLASS), Timing("", LARGE_CLASS)
        few, many = (hand_in(self.new_folder(), timing.submissions) for timing in (small, large))
        grafts = bare.make_grafts(many, self.new_folder())
        again = []
        for _ in range(self.options.repeats):
            ours.measure(self.grader, few, self.new_folder(), small)
            out = self.new_folder()
            ours.measure(self.grader, many, out, large)
            bare.measure(grafts, limit)
            again.append(self.grader.grade(many, out).seconds)
        cost, over, worked = (
            statistics.median(one) / statistics.median(other)
            for one, other in (
                (large.seconds, small.seconds),
                (large.seconds, limit.seconds),
                (large.processor_seconds, limit.processor_seconds),
            )
        )
        return (
            f"{LARGE_CLASS} submissions cost {cost:.1f} x {CLASS} ({statistics.median(large.seconds):.1f} s; aim: at most 10.5)\n"
            f"    {over:.2f} x their bare limit ({statistics.median(limit.seconds):.1f} s), {worked:.2f} x its work of the "
            f"processors (aim: at most 2.0)\n    graded again unchanged: {statistics.median(again):.2f} s (aim: under 3 s)"
        )

    def memory(self) -> str:
        """Watch the memory of the grader, its workers and its kernels while a huge class is graded."""
        folder, out, memory = hand_in(self.new_folder(), HUGE_CLASS), self.new_folder(), ours.Memory()
        self.grader.grade(folder, out, watch=memory.watch)
        ours.refuse_less_than_full_marks(out, HUGE_CLASS)
        return (
            f"{HUGE_CLASS} submissions: the grader's own process {memory.own:.0f} MB at its peak (aim: under 300 MB); "
            f"workers together {memory.workers:.0f} MB, zygote and kernels together {memory.kernels:.0f} MB"
        )

    def report(self) -> str:
        """Time the report of a class whose submissions do not exist."""
        seconds, megabytes = ours.report_seconds(self.new_folder(), self.options.repeats)
        return (
            f"report of {ours.REPORT_LEARNERS} learners x {ours.REPORT_LESSONS} lessons: {seconds:.2f} s (aim: under 5 s), "
            f"index page {megabytes:.2f} MB (aim: under 3 MB)"
        )


def _attempt(part) -> None:
    try:
        part.measure(part.timing)
    except LeftOutError as error:
        part.timing.left_out = str(error)


def _tell(name, measure) -> None:
    try:
        print(measure(), flush=True)
    except LeftOutError as error:
        print(f"{name}: NO FIGURE: {error}", flush=True)


def _progress(text) -> None:
    """Say what is being done: on one line of a terminal, in a line each elsewhere."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


def show(timings: dict[str, Timing]) -> None:
    """Print a line a part, then what is true of the rivals."""
    print(
        f"{'':<36}{'graded':>7}  {'seconds of each run':<28}{'processor s':>12}"
        f"{f'median for {CLASS}':>15}{'per s':>8}{'x ours':>8}"
    )
    for timing in timings.values():
        print(_line(timing, timings.get("ours")))
    for timing in timings.values():
        if timing.fixed_seconds and not timing.left_out:
            fixed = statistics.median(timing.fixed_seconds)
            print(f"{timing.name}: {fixed:.1f} s of it to start, measured with nothing left to grade and counted once")
    print("The processor's seconds are a submission's. A rival that graded fewer is scaled to as many as we graded.")
    print("nbgrader grades one submission after another by itself; two processes are two course folders at once.\n")


def _line(timing, mine) -> str:
    if timing.left_out:
        return f"{timing.name:<36}NO FIGURE: {timing.left_out}"
    runs = ", ".join(f"{run:.1f}" for run in timing.seconds)
    worked = (
        f"{statistics.median(timing.processor_seconds) / timing.submissions:.2f}" if timing.processor_seconds else "-"
    )
    seconds = timing.seconds_for(CLASS)
    ratio = f"{seconds / mine.seconds_for(CLASS):.2f}" if mine and mine.seconds and not mine.left_out else "-"
    return (
        f"{timing.name:<36}{timing.submissions:>7}  {runs:<28}{worked:>12}"
        f"{seconds:>15.1f}{CLASS / seconds:>8.2f}{ratio:>8}"
    )


if __name__ == "__main__":
    sys.exit(main())
