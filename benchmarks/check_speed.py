"""How long a check takes beyond the answer's own time, and how long `import firsthand` takes beyond numpy and pandas.

Run it with `make bench`. Each figure is a median of CPU time; nothing is asserted, because a busy machine is not a defect.
"""

import platform
import statistics
import subprocess
import sys
import time

import numpy as np

from firsthand.changing.pointing import SECONDS
from firsthand.checks import exercise_names, find_exercise
from firsthand.diagnosing.diagnosis import SECONDS_IN_A_NOTEBOOK, judge
from firsthand.judging.transcript import observe

REPEATS = 9


def median_seconds(action, repeats=REPEATS):
    """Return the median time of `action` in seconds, after one run that does not count."""
    action()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return statistics.median(times)


def overhead_seconds(exercise, answer):
    """Return the time of a check less the time of the answer itself on the same cases."""
    cases = exercise.draw_cases()
    return median_seconds(lambda: judge(exercise, answer)) - median_seconds(
        lambda: observe(answer, cases, exercise.ask)
    )


def unknown_mistake(answer):
    """Return a wrong answer that no check knows, so that every known mistake is tried."""
    if not callable(answer):
        return {"unknown": 0.123}

    def wrong(*case):
        value = answer(*case)
        return [value, 0.123] if not isinstance(value, np.ndarray) else value + 0.123

    return wrong


def import_seconds():
    """Return the time of `import firsthand` in a process that has numpy and pandas already."""
    code = "import numpy, pandas, time; t = time.perf_counter(); import firsthand; print(time.perf_counter() - t)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(REPEATS)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def main():
    """Print the figures."""
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}, medians of {REPEATS}\n")
    print(f"{'exercise':<28}{'right answer':>14}{'unknown mistake':>18}   (ms beyond the answer's own time)")
    slowest = {"right answer": 0.0, "unknown mistake": 0.0}
    for name in exercise_names():
        exercise = find_exercise(name)
        right = overhead_seconds(exercise, exercise.expected)
        wrong = overhead_seconds(exercise, unknown_mistake(exercise.expected))
        slowest = {kind: max(pair) for kind, *pair in zip(slowest, slowest.values(), (right, wrong), strict=True)}
        print(f"{name:<28}{1000 * right:>14.1f}{1000 * wrong:>18.1f}")
    for kind, seconds in slowest.items():
        print(f"slowest check of a{'n' if kind[0] in 'aeiou' else ''} {kind}: {1000 * seconds:.1f} ms")
    print(
        f"(aim: under 100 ms for a right one; what is unknown is looked for {SECONDS_IN_A_NOTEBOOK:g} s at most, and its"
    )
    print(f"place in the code, in a notebook, {SECONDS:g} s for one change and {2 * SECONDS:g} s for two)")
    print(f"import firsthand {1000 * import_seconds():.0f} ms beyond numpy and pandas (aim: under 300 ms)")


if __name__ == "__main__":
    main()
