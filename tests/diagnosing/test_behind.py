"""Tests of what is said behind an exception, or a missing result, on some of the cases."""

from dataclasses import replace

import numpy as np
import pytest

from firsthand.diagnosing.diagnosis import References, diagnose, judge
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status
from firsthand.judging.transcript import transcript

SIZES = "You took the size of each."

EXERCISE = Exercise(
    title="T",
    points=1,
    expected=lambda x: x.mean() if len(x) else 0.0,
    mistakes={SIZES: lambda x: np.abs(x).mean() if len(x) else 0.0},
    cases=lambda rng: [(rng.normal(size=n),) for n in (4, 0, 5, 6, 7, 0, 8)],
)


def _sizes_and_zero_below(x):
    return sum(abs(v) for v in x) / len(x)


def _sizes_and_nothing(x):
    if len(x):
        return np.abs(x).mean()
    return None


@pytest.mark.parametrize(
    ("answer", "first"),
    [
        (_sizes_and_zero_below, "Your code stopped with a ZeroDivisionError."),
        (_sizes_and_nothing, "Your function returns nothing (None)"),
    ],
)
def test_a_known_mistake_is_named_behind_a_case_without_a_result(answer, first):
    verdict = judge(EXERCISE, answer)
    assert verdict.sentence.startswith(f"Two things at once. First: {first}")
    assert verdict.sentence.endswith(f" And: {SIZES}")
    assert (verdict.status, verdict.mistakes) == (Status.KNOWN_MISTAKE, (SIZES,))
    assert ("x", "array([], dtype=float64)") in verdict.facts


def test_in_a_graded_run_nothing_of_the_case_is_said():
    references = References(EXERCISE, EXERCISE.draw_cases(9))
    verdict = diagnose(EXERCISE, references, transcript(_sizes_and_zero_below, references.cases))
    words = "Two things at once. First: Your code stops with a ZeroDivisionError on some cases. And: " + SIZES
    assert (verdict.sentence, verdict.facts) == (words, ())


def test_where_all_other_cases_are_right_the_exception_is_all():
    verdict = judge(EXERCISE, lambda x: sum(x) / len(x))
    assert verdict.status is Status.RAISED


def test_what_nothing_known_explains_behind_it_stays_unsaid():
    assert judge(EXERCISE, lambda x: np.sin(x[0])).status is Status.DIFFERS


def test_a_mistake_that_has_no_number_there_either_is_not_told_apart_from_the_exception():
    def logarithms(x):
        return np.log(x).mean()

    def stops_at_zero(x):
        if (x <= 0).any():
            raise ValueError
        return np.log(x).mean()

    exercise = Exercise(
        title="T",
        points=1,
        expected=lambda x: np.log(np.maximum(x, 1e-3)).mean(),
        mistakes={"Infinite at zero.": logarithms},
        cases=lambda rng: [(np.append(x, rng.normal(size=3) ** 2 / 1e3),) for x in ([1.0], [0.0], [2.0], [3.0], [4.0])],
    )
    assert judge(exercise, logarithms).sentence == "Infinite at zero."
    assert "Infinite" not in judge(exercise, stops_at_zero).sentence


def test_a_none_that_is_asked_is_a_result():
    exercise = replace(EXERCISE, expected=lambda x: x.mean() if len(x) else None, mistakes={})
    verdict = judge(exercise, lambda x: np.mean(x) / 2 if len(x) else None)
    assert "returns nothing" not in verdict.sentence
