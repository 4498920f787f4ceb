"""What an author wrote and never ends is stopped: a check goes on without it, the grader and the audit say where it is."""

import signal
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest

from firsthand.auditing.fairness import faults
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.exercise import Exercise, switched
from firsthand.judging.feedback import Status
from firsthand.limit import TookTooLong, memory_limit, time_limit

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here to stop anything")


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr("firsthand.limit.SECONDS", 0.05)


def endless(*_):
    while True:
        pass


def halvings(start, end, *, first=0, until=0):
    """How often `start` is halved until it is below `end`; without an end where `end` is not above zero."""
    found = first
    while start >= end - until:
        start, found = start / 2, found + 1
    return found


halve = Exercise(
    title="Halve it",
    points=1,
    expected=lambda start, end: halvings(start, end),
    cases=lambda rng: [(64.0, 1.0), *((float(a), float(b)) for a, b in rng.uniform((50, 1), (900, 9), size=(6, 2)))],
    mistakes={
        **switched(halvings, {"One too many.": {"first": 1}, "Two too many.": {"first": 2}, "Never.": {"until": 1e9}}),
        "You counted downwards.": lambda start, end: -halvings(start, end),
    },
    name="halve",
)
fair = replace(halve, mistakes={s: wrong for s, wrong in halve.mistakes.items() if s != "Never."})


def test_what_never_ends_is_stopped():
    with pytest.raises(TookTooLong, match=r"no end within 0\.05 s of processor time"), time_limit():
        endless()


def test_it_is_stopped_again_where_the_first_time_is_swallowed():
    swallowed = []

    def stubborn():
        while len(swallowed) < 2:
            try:
                endless()
            except BaseException as error:
                swallowed.append(error)
        endless()

    with pytest.raises(TookTooLong), time_limit():
        stubborn()
    assert [type(error) for error in swallowed] == [TookTooLong] * 2


class Stubborn:
    """An object whose destructor has no end, and says what was raised in it."""

    def __init__(self, raised=None):
        self.raised = raised

    def __del__(self):
        if self.raised:
            raise self.raised
        endless()


def test_python_does_not_write_that_a_destructor_has_swallowed_the_end(monkeypatch):
    said = []
    monkeypatch.setattr(sys, "unraisablehook", lambda swallowed: said.append(swallowed.exc_type))

    def ends_objects():
        Stubborn()
        Stubborn(ValueError())
        endless()

    with pytest.raises(TookTooLong), time_limit():
        ends_objects()
    Stubborn(TookTooLong())
    assert said == [ValueError, TookTooLong]  # what is not the limit's own is said, and all of it afterwards


def test_nothing_is_left_behind_and_nothing_is_stopped_later():
    before = signal.getsignal(signal.SIGPROF)
    for limit in (time_limit(1000), time_limit(0.01)):
        with limit:
            assert signal.getsignal(signal.SIGPROF) is not before
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert sum(range(3_000_000)) > 0  # takes longer than the limit that is over


def test_where_no_timer_can_be_had_nothing_is_limited(monkeypatch):
    said = []

    def unlimited():
        with time_limit(1e-6):
            said.append(sum(range(3_000_000)))

    thread = threading.Thread(target=unlimited)
    thread.start()
    thread.join()
    monkeypatch.delattr(signal, "setitimer")  # as on Windows
    unlimited()
    assert len(said) == 2


def test_a_check_goes_on_where_the_oracle_has_no_end_for_exchanged_or_constant_arguments():
    verdict = judge(fair, lambda start, end: 3.5 * start + end)
    assert verdict.status in (Status.DIFFERS, Status.WRONG_TYPE)
    assert judge(fair, halvings).status is Status.RIGHT


def test_a_known_mistake_without_an_end_explains_nothing_and_the_next_one_is_named():
    verdict = judge(halve, lambda start, end: -halvings(start, end))
    assert (verdict.status, verdict.sentence) == (Status.KNOWN_MISTAKE, "You counted downwards.")


def test_a_rule_without_an_end_accepts_nothing():
    exercise = replace(fair, accepts=lambda value, *case: value == 1 or endless())
    assert judge(exercise, lambda start, end: 1).status is Status.RIGHT
    assert judge(exercise, lambda start, end: 2).status is Status.DIFFERS


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        (
            fair,
            'halve: the oracle takes more than 1 s of processor time where the engine tries "`end` makes no difference here',
        ),
        (replace(fair, expected=lambda start, end: endless()), "more than 1 s of processor time on case 1 of seed 0"),
        (
            replace(halve, expected=lambda start, end: np.ceil(np.log2(start / end))),
            "halve: this known mistake takes more than 1 s of processor time on a case: 'Never.'",
        ),
    ],
    ids=["for odd arguments", "on a case", "a known mistake"],
)
def test_the_audit_refuses_what_has_no_end(exercise, words):
    (found,) = faults(exercise)
    assert words in found
    assert found.endswith("bound its loops, or draw smaller cases")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no limit to memory is to be had")
def test_what_asks_for_too_much_memory_gets_an_error_and_the_limit_ends():
    with memory_limit(1 << 27), pytest.raises(MemoryError):
        np.ones(1 << 28)
    assert len(np.ones(1 << 25)) == 1 << 25


def test_where_no_limit_to_memory_is_to_be_had_nothing_is_limited(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    with memory_limit(1 << 20):
        assert len(np.ones(1 << 22)) == 1 << 22
