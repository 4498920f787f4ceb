"""An exercise that cannot work is refused, with its name and the sentence in question."""

from dataclasses import replace

import numpy as np
import pytest

from firsthand.auditing.fairness import faults
from firsthand.judging.exercise import Exercise

mean = Exercise(
    title="A mean",
    points=1,
    expected=lambda x: x.mean(),
    cases=lambda rng: [(rng.normal(size=n),) for n in (3, 4, 9)],
    mistakes={
        "You summed.": lambda x: x.sum(),
        "You took the median.": lambda x: np.median(x),
        "You divided by n - 1.": lambda x: x.sum() / (len(x) - 1),
    },
    name="mean",
)


def with_mistake(sentence, wrong):
    return replace(mean, mistakes={**mean.mistakes, sentence: wrong})


def test_a_fair_exercise_has_no_faults():
    assert faults(mean) == []


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        (replace(mean, cases=lambda rng: []), "mean: there are no cases"),
        (replace(mean, mistakes={}), "mean: 0 known mistakes"),
        (replace(mean, points=7), "mean: 7 points"),
        (replace(mean, expected=lambda x: 1 / 0), "mean: the oracle raises an exception"),
        (replace(mean, accepts=lambda value, x: False), "mean: the oracle fails its own check"),
        (
            with_mistake("Same.", lambda x: np.average(x)),
            "mean: this known mistake cannot be told from the oracle: 'Same.'",
        ),
        (with_mistake("Near.", lambda x: x.mean() * (1 + 5e-5)), "cannot be told from the oracle: 'Near.'"),
        (with_mistake("Breaks.", lambda x: x.nothing), "raises an exception on every case: 'Breaks.'"),
        (with_mistake("Twin.", lambda x: sum(x)), "mean: this known mistake is not named: 'Twin.'"),
        (with_mistake("Rare.", lambda x: x.mean() + (x[0] > 2.5)), "cannot be told from the oracle: 'Rare.'"),
    ],
)
def test_an_unfair_exercise_is_refused_by_name_and_sentence(exercise, words):
    found = faults(exercise)
    assert found
    assert words in "\n".join(found)


def test_a_mistake_just_beyond_the_margin_is_fair():
    assert faults(with_mistake("Near.", lambda x: x.mean() * (1 + 2e-4) + 2e-7)) == []
