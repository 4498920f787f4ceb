"""Tests of what is said of each of several results on its own."""

import numpy as np
import pytest

from firsthand.diagnosing.diagnosis import References, diagnose, judge
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status
from firsthand.judging.transcript import transcript

SQUARED, SMALLEST, NO_ROOT, BOTH_LARGEST = "You squared them.", "That is the smallest.", "No root.", "Largest twice."

EXERCISE = Exercise(
    title="T",
    points=1,
    expected=lambda x: (x.mean(), x.max(), x.std()),
    mistakes={
        SQUARED: lambda x: ((x**2).mean(), x.max(), x.std()),
        SMALLEST: lambda x: (x.mean(), x.min(), x.std()),
        NO_ROOT: lambda x: (x.mean(), x.max(), x.var()),
        BOTH_LARGEST: lambda x: (x.max(), x.max(), x.max()),
    },
    cases=lambda rng: [(rng.normal(size=n),) for n in (4, 5, 6, 7, 8, 9, 10, 11)],
)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: ((x**2).mean(), x.min(), x.std()), f"Two things at once. First: {SQUARED} And: {SMALLEST}"),
        (
            lambda x: ((x**2).mean(), x.min(), x.var()),
            f"Three things at once. First: {SQUARED} Second: {SMALLEST} Third: {NO_ROOT}",
        ),
        (lambda x: (x.max(), x.max(), x.std()), f"In your first result: {BOTH_LARGEST}"),
        (lambda x: (x.max(), x.max(), x.max()), BOTH_LARGEST),
        (lambda x: (x.mean() + 1, x.min(), x.std()), f"{SMALLEST} Your first result is wrong as well."),
        (
            lambda x: ((x**2).mean(), x.min(), x[0]),
            f"Two things at once. First: {SQUARED} And: {SMALLEST} Your third result is wrong as well.",
        ),
        (lambda x: (np.sin(x.mean()), x.min(), x[0]), f"{SMALLEST} Your first and third results are wrong as well."),
        (
            lambda x: (x.mean(), x.max(), x.std() / 2),
            "Your third result: right, but every number is half of what it should be.",
        ),
    ],
)
def test_each_result_is_explained_by_itself(answer, sentence):
    assert judge(EXERCISE, answer).sentence == sentence


def test_what_explains_a_part_of_the_results_is_no_known_mistake_of_the_answer():
    verdict = judge(EXERCISE, lambda x: (x.mean() + 1, x.min(), x.std()))
    assert (verdict.status, verdict.mistakes) == (Status.SEEN, (SMALLEST,))
    assert [name for name, _ in verdict.facts] == ["x", "you returned", "its type"]


def test_a_single_result_and_several_of_changing_number_are_looked_at_as_a_whole():
    for answer in (lambda x: x[:2].mean(), lambda x: tuple(x), lambda x: (x.mean(), x.min())):
        assert judge(EXERCISE, answer).status not in (Status.KNOWN_MISTAKE, Status.SEEN, Status.SLIP)


def test_an_answer_that_uses_no_argument_is_not_taken_apart():
    constant = Exercise(
        title="T",
        points=1,
        expected=lambda x: (x.mean(), 0.0 if x[0] < 0 else 1.0),
        mistakes={"Always one.": lambda x: (x.mean(), 1.0)},
        cases=EXERCISE.cases,
    )
    assert "Always one" not in judge(constant, lambda x: (0.25, 1.0)).sentence


def test_the_same_is_said_outside_the_learners_process():
    references = References(EXERCISE, EXERCISE.draw_cases(9))
    received = transcript(lambda x: ((x**2).mean(), x.min(), x.std()), references.cases)
    assert diagnose(EXERCISE, references, received).mistakes == (SQUARED, SMALLEST)


TWO = Exercise(
    title="T",
    points=1,
    expected=lambda x: (x.mean(), x.max()),
    mistakes={},
    cases=lambda rng: [(rng.normal(size=n),) for n in (4, 5, 6, 7, 8, 9)],
)


def test_two_results_that_have_changed_places_do_not_hide_a_factor():
    verdict = judge(TWO, lambda x: (2 * x.max(), 2 * x.mean()))
    words = "Right, but your two results have changed places, and every number is twice what it should be."
    assert (verdict.status, verdict.sentence) == (Status.SLIP, words)
