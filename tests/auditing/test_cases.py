"""The cases of an exercise: the example of the statement comes first, and what never varies is said."""

from dataclasses import replace

import numpy as np
import pytest

from firsthand.auditing.cases import faults_of_example, never_varies
from firsthand.auditing.trial import Trial
from firsthand.judging.exercise import Exercise

STATEMENT = "Example: `x = [1.5, −2, 1,200, 4e-3]` and `k` 3 give 0.333 (rounded)."


def exercise(cases, expected=lambda x, k: 1 / 3) -> Exercise:
    return Exercise(title="T", points=1, expected=expected, mistakes={}, cases=cases, name="share")


def example(*values, k=3):
    return Trial(exercise(lambda rng: [(np.array(values), k), (rng.normal(size=5), 2)]), range(3))


def test_an_example_whose_numbers_and_result_stand_in_the_statement_is_right():
    assert faults_of_example(example(1.5, -2, 1200, 0.004), STATEMENT, ["x", "k"]) == []


@pytest.mark.parametrize(
    ("trial", "words"),
    [
        (example(1.5, -2, 1200, 0.005), "x has 0.005 in the case only"),
        (example(1.5, -2, 1200, 0.004, k=5), "k has 5 in the case only"),
        (
            Trial(exercise(lambda rng: [(np.array([1.5]), 3)], lambda x, k: 0.35)),
            "the result of the first case has 0.35, which the statement's example does not say",
        ),
        (Trial(exercise(lambda rng: [(rng.normal(size=3), 3)]), range(3)), "in the case only"),
    ],
)
def test_an_example_with_another_number_is_refused(trial, words):
    found = faults_of_example(trial, STATEMENT, ["x", "k"])
    assert len(found) == 1
    assert found[0].startswith("share: ")
    assert words in found[0]


def test_a_rounded_result_may_be_off_by_half_of_its_last_digit_and_no_more():
    third = exercise(lambda rng: [(np.array([1.5]), 3)])
    assert faults_of_example(Trial(third), STATEMENT, ["x", "k"]) == []
    assert faults_of_example(Trial(replace(third, expected=lambda x, k: 0.3341)), STATEMENT, ["x", "k"])


def test_a_whole_number_nearby_is_no_result():
    near = exercise(lambda rng: [(np.array([1.5]), 3)], lambda x, k: 0.96)
    (found,) = faults_of_example(Trial(near), "`x = [1.5]` and `k` 3 give 1.04 (1 point).", ["x", "k"])
    assert "the result of the first case has 0.96" in found
    assert faults_of_example(Trial(near), "`x = [1.5]` and `k` 3 give 0.96 (1 point).", ["x", "k"]) == []


def test_fractions_and_logarithms_are_numbers():
    half = exercise(lambda rng: [(np.array([0.5, np.log(3)]), 3)], lambda x, k: 0.75)
    assert faults_of_example(Trial(half), "`x` (½, log 3) and `k` 3 give ¾.", ["x", "k"]) == []
    assert len(faults_of_example(Trial(half), "`x` (¼, log 2) and `k` 3 give ½.", ["x", "k"])) == 2


def test_a_statement_may_speak_of_a_number_that_no_float_holds():
    assert faults_of_example(example(1.5, -2, 1200, 0.004), f"{STATEMENT} Refuse 1e999 and 1e-999.", ["x", "k"]) == []


def test_an_example_that_is_a_table_is_described_and_not_printed():
    assert faults_of_example(Trial(exercise(lambda rng: [(np.arange(99.0), 3)])), "A table.", []) == []


def described(draw, name="x") -> str:
    """What is said of one argument drawn in four cases."""
    trial = Trial(exercise(lambda rng: [(draw(rng),) for _ in range(4)], lambda x: 1.0))
    (text,) = never_varies(trial, [name])
    assert text.startswith(f"{name}: ")
    return text.removeprefix(f"{name}: ")


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda rng: rng.normal(size=4), "always 4 rows"),
        (lambda rng: rng.normal(size=(rng.integers(2, 6), 3)), "always 3 columns"),
        (lambda rng: rng.uniform(-3, 3, 9).round(3), "at most 3 decimals"),
        (lambda rng: np.clip(rng.normal(0, 9, 9), -5, 5), "from -5 to 5"),
        (lambda rng: np.sort(rng.normal(size=6)), "always rising"),
        (lambda rng: np.sort(rng.normal(size=6))[::-1], "always falling"),
        (lambda rng: rng.normal(size=6), "never two equal"),
        (lambda rng: -np.sort(-rng.normal(size=(3, 4))), "the largest always first"),
        (lambda rng: np.append(rng.normal(size=5), -9.0), "the largest never last"),
        (lambda rng: rng.permutation([0, 1] * 4), "every value equally often"),
        (lambda rng: rng.permutation(["ill", "well"] * 4), "every value equally often"),
        (lambda rng: rng.permutation([0, 1, 1] * 3), "only 0, 1"),
        (lambda rng: True, "always True"),
        (lambda rng: int(rng.integers(2, 5)), "only 2, 3, 4"),
        (lambda rng: float(rng.integers(10, 99)) / 4, "at most 2 decimals"),
        (lambda rng: str(rng.choice(["left", "right"])), "only 'left', 'right'"),
    ],
)
def test_what_never_varies_is_said(draw, words):
    assert words in described(draw)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda rng: rng.normal(size=rng.integers(2, 6)), "always"),
        (lambda rng: rng.normal(size=6), "decimals"),
        (lambda rng: rng.normal(size=6), "largest"),
        (lambda rng: rng.permutation([0, 1, 1] * 3), "equally often"),
        (lambda rng: rng.integers(0, 50, size=60), "never two equal"),
    ],
)
def test_what_varies_is_not_said_not_to(draw, words):
    assert words not in described(draw)


@pytest.mark.parametrize("value", [np.zeros(0), np.full(3, np.nan), np.ones((2, 3, 4)), [], [1, [2]], None, {"a": 1}])
def test_odd_values_are_described_or_left_out_and_stop_nothing(value):
    trial = Trial(exercise(lambda rng: [(value, 3)] * 9))
    assert never_varies(trial, ["x", "k"])[-1] == "k: always 3"


def test_functions_and_other_objects_are_left_out():
    trial = Trial(exercise(lambda rng: [(np.mean, rng), (np.sum, rng)], lambda x, k: 1))
    assert never_varies(trial, []) == []


def test_cases_that_hold_functions_are_never_taken_for_fixed_ones():
    drawn = Trial(exercise(lambda rng: [(np.array([1.0]), 3), (rng.normal(size=2), 3), (lambda: rng.normal(), 3)]))
    assert drawn.fixed == [0]
