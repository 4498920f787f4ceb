"""Variants of the lesson on losses: the constant that each loss wants, and three forecasters."""

import numpy as np

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import Case, numbers, tabled

_CONSTANT_SLIPS = {
    "Squares want the mean, not the median.": {"squared": np.median},
    "Absolute errors want the median, not the mean.": {"absolute": np.mean},
    "Sort the values before you take the middle one.": {"absolute": lambda y: y[len(y) // 2]},
    "Pinball: that is an interpolated quantile. Which row's own value is cheapest?": {"method": "linear"},
    "Pinball: you took the other side. Which error is the dear one, too short or too long?": {"other_side": True},
    "Pinball: that is the median, which wants both sides at one price.": {"level": 0.5},
    "Absolute, with the delay: the median does not care how far off the largest value is.": {"moved": True},
    "Squared, with the delay: the largest value counts in a mean. It has changed.": {"kept": True},
    "Pinball: that is the largest value. Go up only while that pays.": {"level": 1.0},
    "Squares want the mean, not the middle between the smallest and the largest.": {
        "squared": lambda y: (y.min() + y.max()) / 2
    },
}


def best_constant(rng) -> Variant:
    minutes = rng.permutation(np.sort(rng.choice(np.arange(12, 90), size=7, replace=False)))
    tau, late = float(rng.choice([0.2, 0.25, 0.3, 0.7, 0.75, 0.8])), 10 * int(rng.integers(25, 60))
    delayed = np.where(minutes == minutes.max(), late, minutes)
    keys = ["squared", "absolute", f"pinball {tau}", f"squared, {late}", f"absolute, {late}"]

    def constants(
        *,
        squared=np.mean,
        absolute=np.median,
        method="inverted_cdf",
        other_side=False,
        level=tau,
        moved=False,
        kept=False,
    ):
        share = 1 - level if other_side else level
        after = minutes if kept else delayed
        values = [
            squared(minutes),
            absolute(minutes),
            np.quantile(minutes, share, method=method),
            squared(after),
            absolute(delayed) + (late - minutes.max()) / 7 * moved,
        ]
        return dict(zip(keys, values, strict=True))

    statement = f"""\
A courier promises one and the same time for every delivery. Seven deliveries took

{", ".join(map(str, minutes[:-1]))} and {minutes[-1]} minutes.

**Predict, without running any code**, which constant promise has the smallest mean loss over these seven rows:

- `"squared"`: the loss is the squared error.
- `"absolute"`: the loss is the absolute error.
- `"pinball {tau}"`: a minute by which the promise is too short costs {tau}, a minute by which it is too long {1 - tau:.2g}.
- `"squared, {late}"` and `"absolute, {late}"`: the same two losses, when the van breaks down and the {minutes.max()} becomes
  {late} (the {minutes.max()} is gone)."""
    hint = "Sort the seven values. Stand anywhere and take one step up: how many rows get dearer, how many cheaper?"
    return numbers("constants", statement, constants, switched(constants, _CONSTANT_SLIPS), hint)


_BOLD = {
    "honest": "Which of the rows has the smallest Brier score and log loss?",
    "overconfident": "Log loss punishes a sure and wrong forecast without bound; the Brier score at most by 1.",
    "underconfident": "Compare it with somebody who always says 0.5: a Brier score of 0.25 and a log loss of 0.693.",
}


def read_the_scores(rng) -> Variant:
    cases = []
    for place in ("ward", "clinic"):
        levels = np.array([0.5 + rng.uniform(0.05, 0.15), rng.uniform(0.7, 0.8), rng.uniform(0.85, 0.95)])
        truth = np.concatenate([levels, 1 - levels])  # what share comes back, of those given the same forecast
        factors = {"honest": 1.0, "overconfident": rng.uniform(3.0, 3.5), "underconfident": rng.uniform(0.15, 0.3)}
        while _scores(truth, factors["overconfident"])[1] < 0.72:  # worse than always 0.5, as the clue has it
            factors["overconfident"] += 0.25
        for name, factor in factors.items():
            numbers_shown = (np.maximum(truth, 1 - truth).mean(), *_scores(truth, factor))
            clue = f"{_BOLD[name]} Compare the three of one place."
            cases.append(Case([place, *(f"{number:.3f}" for number in numbers_shown)], name, clue))
    intro = """\
Three forecasters gave the patients of a ward a probability of coming back within 30 days, and three others those of a
clinic. The three of one place rank the patients alike, and agree on who lies above one half; they differ in how boldly they
speak. In each place one is *honest* (of the patients given 0.8, about 80 % come back), one *overconfident* (too near 0 and
1), one *underconfident* (too near one half). For the Brier score and the log loss smaller is better."""
    hint = (
        "Which of the scores punishes one sure and wrong forecast without any bound? And who is near always saying 0.5?"
    )
    return tabled(rng, "reading", intro, ("place", "accuracy", "Brier", "log loss"), list(_BOLD), cases, hint)


def _scores(truth, factor) -> tuple[float, float]:
    """Return Brier score and log loss of somebody who multiplies the true log-odds by a factor."""
    said = 1 / (1 + ((1 - truth) / truth) ** factor)
    brier = (truth * (1 - said) ** 2 + (1 - truth) * said**2).mean()
    return brier, -(truth * np.log(said) + (1 - truth) * np.log(1 - said)).mean()
