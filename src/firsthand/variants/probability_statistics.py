"""Variants of the lesson on probability and statistics: regression to the mean, what an interval says."""

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import numbers

_REGRESSION_SLIPS = {
    "The same again would need a correlation of 1. How much of the distance from the mean comes back?": {"power": 0},
    "You took a share of the value. The share is of the distance from the mean.": {"of": "value"},
    "That is the distance that is left. The team stands above or below the mean by it.": {"of": "distance"},
    "You squared the correlation. What it says is a share already.": {"power": 2},
    "The team keeps its side of the mean: what is above does not come down below it.": {"side": -1},
    "That share is what is lost of the distance. The correlation is the share that stays.": {"lost": True},
    "The mean is expected where nothing is known. Here the first year tells something.": {"share": 0.0},
    "You took the root of the correlation. What it says is a share already.": {"power": 0.5},
}


def predict_second_year(rng) -> Variant:
    mean = 10 * int(rng.integers(6, 30))
    keys, first, correlation = "ABCD", {}, {}
    for key in keys:
        first[key] = mean + int(rng.integers(2, 11)) * 4 * (1 if rng.random() < 0.5 else -1)
        correlation[key] = float(rng.choice([0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8]))
    known, nothing = rng.permutation(list(keys))[:2]
    correlation[known], correlation[nothing] = 1.0, 0.0

    def expected(*, power=1, of="mean", side=1, lost=False, share=1.0):
        found = {}
        for key in keys:
            r = correlation[key] ** power
            kept = share * side * (1 - r if lost else r)
            distance = kept * (first[key] - mean)
            found[key] = {"mean": mean + distance, "value": kept * first[key], "distance": abs(distance)}[of]
        return found

    lines = "\n".join(f"- {key}: first year {first[key]}, correlation {correlation[key]:g}" for key in keys)
    statement = f"""\
Sales teams are measured in two years. In both the mean is {mean} and the standard deviation is the same; the correlation
between the years is given. What do you expect of the team in the second year, if nothing else is known? One number each.

{lines}"""
    hint = "How far from the mean was the team, and which share of that comes back?"
    return numbers("second_year", statement, expected, switched(expected, _REGRESSION_SLIPS), hint)
