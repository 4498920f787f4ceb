"""Where processor time goes: seconds by test, of this process and all that come from it."""

import os
import re
import time
from collections import Counter

import pytest

from firsthand.sandbox.usage import family, processes, seconds_worked

SHORT_SECONDS = 0.05
"""A test that takes no longer is not asked what its processes did: to ask takes some milliseconds."""

SHOWN = 20


class Meter:
    """Tells the processor seconds since it was last read."""

    def __init__(self):
        self._told = _all_processes()
        self._own = time.process_time()

    def read(self, duration: float) -> float:
        """Return the seconds since the last reading; after a short `duration` those of this process only."""
        own = time.process_time()
        spent = own - self._own if duration < SHORT_SECONDS else max(0.0, _all_processes() - self._told)
        self._told += spent
        self._own = time.process_time()
        return spent


def _all_processes() -> float:
    """Return what this process and all that come from it, also those that still run, have worked."""
    everybody = processes()
    return seconds_worked(family(os.getpid(), everybody), everybody) or sum(os.times()[:4])


def summarise(terminalreporter) -> None:
    """Print where the time went, summed over lessons and parameters."""
    spent: Counter[str] = Counter()
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if isinstance(report, pytest.TestReport):
            spent[_name(report)] += getattr(report, "processor_seconds", 0)
    if len(spent) > 1:
        terminalreporter.section(f"processor time: {sum(spent.values()):.0f} s")
        for name, seconds in spent.most_common(SHOWN):
            terminalreporter.line(f"{seconds:7.1f} s  {name}")


def _name(report) -> str:
    test = re.split(r"\[|@", report.nodeid)[0]
    return test if report.when == "call" else f"{test.split('::')[0]}: what its tests share"
