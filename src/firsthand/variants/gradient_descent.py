"""Variants of the lesson on gradient descent: what a loss curve shows, in numbers."""

from firsthand.variants import Variant
from firsthand.variants.forms import Case, some_of_each, tabled

STEPS = (0, 2, 5, 10, 20, 30, 39, 40)

_CURVES = {
    "too high": "Does the loss stay in a band, or does it grow without end?",
    "too low": "It falls to the end. How far is it from the lowest loss?",
    "good": "Where does it lie at the end, and since when?",
    "minibatch noise": "It jumps, and stays in a band. What differs from step to step, when the rate does not?",
}


def read_the_curve(rng) -> Variant:
    floor = float(rng.uniform(0.5, 3))
    start = floor * rng.uniform(8, 20)

    def losses(kind):
        if kind == "minibatch noise":
            return [start, *(floor * (1 + rng.uniform(0.2, 1.4)) for _ in STEPS[1:])]
        # What is left of the gap after a step, for a bowl that is curved alike on all sides.
        shrink = {
            "too high": rng.uniform(1.03, 1.12),
            "too low": rng.uniform(0.985, 0.996),
            "good": rng.uniform(0.5, 0.8),
        }[kind]
        return [floor + (start - floor) * shrink**step for step in STEPS]

    cases = [Case([f"{loss:.2f}" for loss in losses(k)], k, _CURVES[k]) for k in some_of_each(rng, list(_CURVES), 6)]
    intro = f"""\
Six runs fit the same line to the same rows, from the same start, at a constant rate; the lowest possible loss is
{floor:.2f}. The table shows the loss after so many steps. Tell for each what it shows: a rate that is *too high*, one that is
*too low* (far from done when the steps end), a *good* one, or *minibatch noise* (its steps see 2 rows each)."""
    hint = "Which runs are smooth? For each, compare the last losses with the lowest possible one: does it still move?"
    return tabled(rng, "curves", intro, [f"step {step}" for step in STEPS], list(_CURVES), cases, hint)
