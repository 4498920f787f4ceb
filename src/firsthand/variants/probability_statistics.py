"""Variants of the lesson on probability and statistics: regression to the mean, what an interval says."""

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import Part, lettered, numbers

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


def read_the_interval(rng) -> Variant:
    size, mean, half = 50 * int(rng.integers(4, 30)), int(rng.integers(60, 130)), float(rng.integers(12, 60)) / 10
    low, high, times = f"{mean - half:.1f}", f"{mean + half:.1f}", int(rng.integers(2, 5))
    error, width = half / 1.96, 2 * half
    many = f"{size * times**2:,}"
    intro = f"A survey of {size:,} engineers gives a 95 % interval for their mean pay: {low} to {high} k\\$."
    parts = [
        Part(
            "What do the 95 % say?",
            "Of many such surveys, each with its own interval, about 95 % have one that holds the true mean.",
            {
                f"95 % of engineers earn between {low} and {high} k\\$.": "the interval is about a mean, not about people.",
                f"The next survey's mean lies between {low} and {high} k\\$ with a chance of 95 %.": (
                    "two things wander then, this survey and the next one."
                ),
            },
        ),
        Part(
            f"With {many} engineers in place of {size:,}, how wide would the interval be?",
            f"about {width / times:.2f} k\\$",
            {
                f"about {width / times**2:.2f} k\\$": "the width goes with one over the root of n.",
                f"about {width:.2f} k\\$": "more rows make a mean surer.",
                f"about {width / times**0.5:.2f} k\\$": "one root is enough.",
            },
        ),
        Part(
            "What is the standard error of the mean?",
            f"about {error:.2f} k\\$",
            {
                f"about {width / 1.96:.2f} k\\$": "1.96 standard errors lie on each side of the mean.",
                f"about {half:.2f} k\\$": "half the width is 1.96 of it.",
                f"about {error / size**0.5:.3f} k\\$": "the root of n is in it already.",
            },
        ),
        Part(
            "What is the standard deviation of the pay of engineers, about?",
            f"{error * size**0.5:.1f} k\\$",
            {
                f"{error:.1f} k\\$": "that is how far means wander. People differ more.",
                f"{half:.1f} k\\$": "that is half the interval of the mean. People differ more.",
                f"{half * size**0.5:.1f} k\\$": "divide by 1.96 before the root of n comes in.",
            },
        ),
        Part(
            "How wide is the interval of 99 % from the same data?",
            f"about {width * 2.576 / 1.96:.2f} k\\$",
            {
                f"about {width * 1.96 / 2.576:.2f} k\\$": "who wants to be surer must say less: it is wider.",
                f"about {width * 99 / 95:.2f} k\\$": "the width goes with quantiles of the normal curve, 1.96 and 2.58.",
                f"about {width:.2f} k\\$": "a surer promise from the same data needs more room.",
            },
        ),
        Part(
            f"Only well-paid engineers answered. What would {many} such answers change?",
            "The interval is narrower, and wrong by as much as before.",
            {
                f"The mean is wrong by a {('half', 'third', 'quarter')[times - 2]} of what it was.": "rows do not mend who answers.",
                "With so many rows the mean is right.": "more of the wrong people are surer of the wrong thing.",
            },
        ),
    ]
    hint = "What is the interval about: people, means of samples, or the one true mean? And what does n stand under?"
    return lettered(rng, "verdicts", intro, parts, hint)
