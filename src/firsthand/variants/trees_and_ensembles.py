"""Variants of the lesson on trees and ensembles: what averaging does, and which columns matter."""

import math

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import Case, numbers, tabled

_AVERAGE_SLIPS = {
    "The trees are not independent. Which part of the variance do they have in common?": {"common": "none"},
    "The common part is divided by the number of trees as well. Does it shrink?": {"common": "shrinks"},
    "The two parts are exchanged. Which of them shrinks with more trees?": {"common": "exchanged"},
    "What shrinks is missing. The common part is not all there is.": {"rest": "none"},
    "That is one tree. The mean of several varies less.": {"rest": "whole"},
    "That is a standard deviation. The variance is asked.": {"of": math.sqrt},
    "s² is the variance already: no root of it, and no square.": {"level": math.sqrt},
    "D: the common part does not vanish, however many trees there are.": {"floor": "none"},
    "D: that is the part that vanishes. Which stays?": {"floor": "rest"},
    "E: one tree fewer does not reach it.": {"more": -1},
    "E: round up: a part of a tree cannot be added.": {"whole": float},
    "E: it is to be reached with the fewest trees, and they are more than are needed.": {"more": 1},
}


def averaged_variance(rng) -> Variant:
    variance = float(rng.choice([4, 9, 16, 25]))
    correlation, few, many = float(rng.integers(2, 8)) / 10, int(rng.integers(3, 9)), int(rng.integers(10, 40))
    other, bar = float(rng.integers(2, 9)), variance * (correlation + (1 - correlation) * rng.uniform(0.03, 0.15))
    bar = round(bar, 2)

    def variances(*, common="all", rest="shrinks", of=float, level=float, floor="common", more=0, whole=math.ceil):
        s = level(variance)

        def mean_of(trees, r, size):
            shared, own = r * size, (1 - r) * size
            if common == "exchanged":
                shared, own = own, shared
            shared = {"none": 0.0, "shrinks": shared / trees}.get(common, shared)
            own = size / trees if common == "none" else {"none": 0.0, "whole": size - shared}.get(rest, own / trees)
            return of(shared + own)

        trees = (1 - correlation) * variance / (bar - correlation * variance)
        return {
            "A": mean_of(few, correlation, s),
            "B": mean_of(many, correlation, s),
            "C": mean_of(few, 0.0, other),
            "D": {"common": correlation * s, "none": 0.0, "rest": (1 - correlation) * s}[floor],
            "E": whole(trees) + more,
        }

    statement = f"""\
Trees are averaged. One tree has the variance s², two trees have the correlation ρ. Say the number before you run anything.

- A: the variance of the mean of {few} trees, s² = {variance:g}, ρ = {correlation:g}
- B: the variance of the mean of {many} trees, s² = {variance:g}, ρ = {correlation:g}
- C: the variance of the mean of {few} trees, s² = {other:g}, ρ = 0
- D: the variance of the mean as trees are added without end, s² = {variance:g}, ρ = {correlation:g}
- E: the least number of trees whose mean has a variance of at most {bar:g}, s² = {variance:g}, ρ = {correlation:g}"""
    hint = "Which part of the variance do the trees have in common? Does that part depend on how many there are?"
    return numbers("variances", statement, variances, switched(variances, _AVERAGE_SLIPS), hint)


_COLUMNS = {
    "useful": "What is lost on later weeks without it?",
    "memorised": "The training score falls without it, and the later one does not.",
    "has a twin": "Alone it is hardly missed. And left out in a pair?",
    "useless": "Neither the training score nor the later one falls without it.",
}


def read_importances(rng) -> Variant:
    def drops(kind):
        much = rng.uniform(0.08, 0.2)
        if kind == "useful":
            return rng.uniform(0.06, 0.25), much, much * rng.uniform(0.8, 1.1), much * rng.uniform(0.9, 1.2)
        if kind == "memorised":
            return rng.uniform(0.12, 0.25), much, rng.uniform(0, 0.004), rng.uniform(0, 0.004)
        if kind == "has a twin":
            return rng.uniform(0.12, 0.2), rng.uniform(0.015, 0.03), rng.uniform(0.01, 0.024), rng.uniform(0.1, 0.18)
        return rng.uniform(0.005, 0.02), *(rng.uniform(0, 0.004) for _ in range(3))

    kinds = [
        "useful",
        "memorised",
        "has a twin",
        "has a twin",
        "useless",
        rng.choice(["useful", "memorised", "useless"]),
    ]
    cases = [Case([f"{drop:.2f}" for drop in drops(kind)], kind, _COLUMNS[kind]) for kind in map(str, kinds)]
    intro = """\
A parcel firm predicts which parcels come late. For six columns you see the impurity importance, and what average precision
loses by permutation, on training weeks and on later weeks; in the last column, what is lost on later weeks when the column
and the one it is most correlated with are both left out and the forest is trained anew. Say of each *useful* (by itself, in
weeks to come), *memorised*, *has a twin* or *useless* (neither used nor memorised)."""
    heads = ("impurity", "permuted, training weeks", "permuted, later weeks", "left out in a pair")
    hint = "Which of the four numbers look at weeks to come? Compare the last two of each row."
    return tabled(rng, "readings", intro, heads, list(_COLUMNS), cases, hint)
