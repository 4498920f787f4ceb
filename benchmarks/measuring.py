"""What every part of the grading benchmark shares: a timing, the machine, and commands that must succeed."""

import os
import platform
import re
import resource
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

ONE_THREAD = {
    name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
}
"""One numerical thread a process, for everybody: two processes share two cores."""

LIBRARIES = ("numpy", "pandas", "scikit-learn", "matplotlib", "ipython", "ipykernel", "jupyter_client", "nbclient")


class LeftOutError(Exception):
    """A part has no figure: it could not be set up, failed, or did not give full marks; the message says which."""


@dataclass
class Timing:
    """One part's runs: how many submissions each run graded, and how long each took.

    fixed_seconds : what the command takes with nothing left to grade, one figure a run; empty when not measured.
    processor_seconds : what all its processes worked, one figure a run; on a busy machine it tells more than the clock.
    left_out : why there is no figure.
    """

    name: str
    submissions: int
    seconds: list[float] = field(default_factory=list)
    fixed_seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    left_out: str = ""

    def seconds_for(self, submissions: int) -> float:
        """Return the median time for that many submissions, in seconds; the fixed part counts once."""
        fixed = statistics.median(self.fixed_seconds) if self.fixed_seconds else 0.0
        each = (statistics.median(self.seconds) - fixed) / self.submissions
        return fixed + each * submissions


def run(command, *, folder: Path | None = None, environment=os.environ) -> float:
    """Run a command to its end and return the seconds it took. Raises LeftOutError with the end of what it printed."""
    start = time.perf_counter()
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise LeftOutError(f"{command[0]} cannot be run: {error.strerror}") from None
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise LeftOutError(
            f"`{Path(command[0]).name} {command[1]}` ended with {done.returncode}: {last_lines(done.stderr or done.stdout)}"
        )
    return seconds


@contextmanager
def timed(timing: Timing) -> Iterator[None]:
    """Add to a timing what happens inside, by the clock and by the processor; nothing when it raises."""
    start, worked = time.perf_counter(), processor_seconds()
    yield
    timing.seconds.append(time.perf_counter() - start)
    timing.processor_seconds.append(processor_seconds() - worked)


def processor_seconds() -> float:
    """Return how long all processes that were started here and have ended worked, on all cores together, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def last_lines(text: str, count: int = 5) -> str:
    """Return the end of what a command printed, for a message."""
    return "\n    ".join(text.strip().splitlines()[-count:]) or "(it printed nothing)"


def machine() -> str:
    """Describe the machine and the libraries in four lines."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    libraries = ", ".join(f"{name} {version(name)}" for name in ("firsthand", "nbval", *LIBRARIES))
    return (
        f"{_processor()}, {cores} core{'s' if cores != 1 else ''}, {gigabytes:.0f} GB\n"
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}\n"
        f"{libraries}\n"
        f"load before the benchmark {os.getloadavg()[0]:.2f} (above 0.3, others are at work: take the figures again)"
    )


def _processor() -> str:
    described = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return described[1] if described else platform.machine()
