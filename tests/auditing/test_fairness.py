"""An exercise that cannot work is refused, with its name and the sentence in question."""

from dataclasses import replace

import numpy as np
import pytest

from firsthand.auditing.fairness import faults, pairs_told_apart
from firsthand.auditing.trial import Trial
from firsthand.judging.exercise import Exercise, switched

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


def drawn_elsewhere(rng):
    return [(np.random.default_rng().normal(size=n),) for n in (3, 4, 9)]


def all_zeros(rng):
    return [(np.zeros(3),), (np.zeros(4),)]


def wrong_model(x, *, a=0, b=0):
    return x.mean() + 0.5 + a + 2 * b


def right_model(x, *, of=np.mean, plus=0, times=1):
    return times * of(x) + plus


def test_a_fair_exercise_has_no_faults():
    assert faults(mean) == []


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        (replace(mean, cases=lambda rng: []), "mean: there are no cases"),
        (
            replace(mean, cases=lambda rng: mean.cases(np.random.default_rng(0))),
            "mean: the cases are the same on every seed, so grading asks what the notebook shows",
        ),
        (replace(mean, mistakes={}), "mean: 0 known mistakes"),
        (replace(mean, points=7), "mean: 7 points"),
        (replace(mean, expected=lambda x: 1 / 0), "mean: the oracle raises an exception"),
        (replace(mean, accepts=lambda value, x: False), "mean: the oracle fails its own check"),
        (
            replace(mean, seen=lambda value, x: "Low."),
            "mean: `seen` finds fault with the oracle: 'Low.' (on every seed)",
        ),
        (replace(mean, seen=lambda value, x: ""), "mean: `seen` says nothing of any known mistake (on every seed)"),
        (
            replace(mean, but_where={"x is short": lambda x: len(x) < 5}),
            "mean: `but_where` takes a case where x is short, and two others (on every seed)",
        ),
        (
            with_mistake("Same.", lambda x: np.average(x)),
            "mean: this known mistake cannot be told from the oracle: 'Same.'",
        ),
        (with_mistake("Near.", lambda x: x.mean() * (1 + 5e-5)), "cannot be told from the oracle: 'Near.'"),
        (with_mistake("Breaks.", lambda x: x.nothing), "raises an exception on every case: 'Breaks.'"),
        (
            with_mistake("Twin.", lambda x: sum(x)),
            "mean: two sentences for one behaviour: 'You summed.' is said where 'Twin.' is meant (on every seed)",
        ),
        (with_mistake("Rare.", lambda x: x.mean() + (x[0] > 1)), "cannot be told from the oracle: 'Rare.' (on "),
        (replace(mean, cases=drawn_elsewhere), "mean: the cases differ when one seed is drawn twice"),
        (replace(mean, cases=all_zeros), "mean: this known mistake cannot be told from the oracle: 'You summed.'"),
        (
            replace(mean, mistakes={**mean.mistakes, **switched(wrong_model, {"One.": {"a": 1}, "Two.": {"b": 1}})}),
            "mean: 'wrong_model' without switches is not right; the default of each keyword is what is asked for",
        ),
    ],
)
def test_an_unfair_exercise_is_refused_by_name_and_sentence(exercise, words):
    found = faults(exercise)
    assert found
    assert words in "\n".join(found)


def test_a_mistake_just_beyond_the_margin_is_fair():
    assert faults(with_mistake("Near.", lambda x: x.mean() * (1 + 2e-4) + 2e-7)) == []


def test_a_mistake_is_asked_on_the_cases_that_never_change_once_and_on_drawn_ones_only_where_these_tell_nothing():
    asked = []

    def counted(x):
        asked.append(len(x))
        return x.sum() + 1

    example = np.array([1.0, 2.0, 6.0])
    with_example = replace(with_mistake("Counted.", counted), cases=lambda rng: [(example,), (rng.normal(size=4),)])
    assert faults(with_example) == []
    assert asked == [3, 4]
    only_drawn = replace(with_mistake("Counted.", counted), cases=lambda rng: [(rng.normal(size=4),)])
    asked.clear()
    assert faults(only_drawn) == []
    assert len(asked) == 20


def test_a_fault_comes_once_with_the_number_of_seeds_and_the_first():
    (found,) = faults(with_mistake("Rare.", lambda x: x.mean() + (x[0] > 1)))
    shown = [seed for seed in range(20) if all(x[0] <= 1 for (x,) in mean.draw_cases(seed))]
    assert found.endswith(f"'Rare.' (on {len(shown)} of 20 seeds, first on {shown[0]})")


def test_a_mistake_that_another_one_hides_on_some_seeds_only_is_found():
    """On the example the two differ; it is drawn cases that make them one."""

    def late_twin(x):
        return x.sum() if x[0] > 1.5 else x.sum() + 1

    found = faults(with_mistake("Late.", late_twin))
    assert len(found) == 0  # three drawn cases a seed, and never all of them begin with more than 1.5
    found = faults(replace(with_mistake("Late.", late_twin), cases=lambda rng: [(rng.normal(size=4),)]))
    assert [
        text for text in found if "two sentences for one behaviour: 'You summed.'" in text and "of 20 seeds" in text
    ]


def test_pairs_of_switches_are_counted_and_those_told_from_all_else():
    slips = {"Sum.": {"of": np.sum}, "Plus.": {"plus": 1}, "Twice.": {"times": 2}, "Minus.": {"plus": -1}}
    exercise = replace(mean, mistakes=switched(right_model, slips))
    assert faults(exercise) == []
    assert pairs_told_apart(Trial(exercise)) == (5, 5)  # of the six, two turn one switch
    cancelling = replace(
        mean, mistakes=switched(right_model, {"Minus.": {"times": -1}, "Sign.": {"of": lambda x: -x.mean()}})
    )
    assert pairs_told_apart(Trial(cancelling)) == (0, 1)
