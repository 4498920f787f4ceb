"""Exercises of the lesson on optimisation methods: schedules, constraints, comparisons."""

import functools

import numpy as np
from scipy.optimize import brentq

from firsthand.judging.exercise import Exercise, choice_exercise, switched

# ---- a schedule


def _schedule_cases(rng):
    def draw():
        total = int(rng.integers(5, 30))
        return float(rng.uniform(0.01, 3)), int(rng.integers(1, total - 1)), total

    seven = int(rng.integers(3, 9))
    return [(0.4, 4, 12), draw(), draw(), (0.7, 0, seven), (1.3, seven, seven), (0.2, 0, 1), (0.5, 1, 1), (2.0, 1, 6)]


def _schedule(
    peak,
    warm,
    total,
    *,
    first=1,
    over="rest",
    cosine="half",
    last=0,
    shape="cosine",
    rises_over=0,
    rises_to="peak",
    falls_from="peak",
):
    rise = (peak if rises_to == "peak" else 1.0) * (np.arange(warm) + first) / max(warm + rises_over, 1)
    left = total - warm
    steps = np.arange(left) + last
    span = {"one less": left - 1, "total": total, "all": total}.get(over, left)
    place = (steps + (warm if over in ("total", "unmoved") else 0)) / max(span, 1)
    falls = {
        "half": (1 + np.cos(np.pi * place)) / 2,
        "quarter": np.cos(np.pi * place / 2),
        "full": (1 + np.cos(2 * np.pi * place)) / 2,
        "unshifted": np.cos(np.pi * place),
        "undivided": 1 + np.cos(np.pi * place),
        "turned": (1 - np.cos(np.pi * place)) / 2,
        "without π": (1 + np.cos(place)) / 2,
        "sine": (1 + np.sin(np.pi * place)) / 2,
    }[cosine]
    fall = {"cosine": falls, "line": 1 - place, "flat": np.ones(left)}[shape]
    return np.concatenate([rise, (peak if falls_from == "peak" else 1.0) * fall])


def _step_by_step(peak, warm, total):
    rates = []
    for step in range(total):
        if step < warm:
            rates.append(peak / warm * (step + 1))
        else:
            rates.append(peak * np.cos(np.pi / 2 * (step - warm) / (total - warm)) ** 2)
    return np.array(rates)


warmup_cosine = Exercise(
    title="A schedule with warm-up",
    points=2,
    expected=_step_by_step,
    cases=_schedule_cases,
    mistakes={
        **switched(
            _schedule,
            {
                "The first rate is 0: a step is lost.": {"first": 0},
                "Your cosine counts over the whole run, so the rate jumps where the warm-up ends.": {"over": "total"},
                "Your cosine ends at 0 in the last step: it counts over one step less.": {"over": "one less"},
                "Your cosine begins one step in: the first step after the warm-up has the peak.": {"last": 1},
                "Your cosine divides by `total`, so it has not come down at the end.": {"over": "all"},
                "Your cosine counts from step 0 of the run: after the warm-up it begins in the middle.": {
                    "over": "unmoved"
                },
                "Your rise divides by warm + 1: it ends below the peak.": {"rises_over": 1},
                "The peak is missing in the rise.": {"rises_to": "1"},
                "The peak is missing in the fall.": {"falls_from": "1"},
                "π is missing: your cosine covers a third of its way.": {"cosine": "without π"},
                "That is a sine: it begins at half the peak.": {"cosine": "sine"},
                "That is a quarter of a cosine.": {"cosine": "quarter"},
                "That is a whole cosine: the rate comes back up.": {"cosine": "full"},
                "The 1 + is missing: your rate falls below zero.": {"cosine": "unshifted"},
                "The ½ is missing: your rate begins at twice the peak.": {"cosine": "undivided"},
                "Your cosine rises where it should fall.": {"cosine": "turned"},
                "You fall along a line. Half a cosine is asked.": {"shape": "line"},
                "Your rate stays at the peak after the warm-up.": {"shape": "flat"},
            },
        ),
        "The peak is missing: those are shares of it.": lambda peak, warm, total: _schedule(1.0, warm, total),
        "The warm-up is missing.": lambda peak, warm, total: _schedule(peak, 0, total),
        "Only the steps after the warm-up are there.": lambda peak, warm, total: _schedule(peak, warm, total)[warm:],
    },
)


# ---- a projection


def _point_cases(rng):
    inside = rng.dirichlet(np.ones(4))
    tied = np.array([0.9, 0.9, -0.3, 0.9]) + rng.uniform(0, 0.5)
    return [
        (np.array([1.4, 0.7, 0.1, -0.6]),),
        (rng.normal(0, 1, 6),),
        (rng.normal(0.5, 0.4, 9),),
        (inside,),
        (tied,),
        (np.full(3, rng.normal()),),
        (np.array([rng.normal(0, 5)]),),
        (-rng.uniform(0.5, 4, 5),),
        (rng.normal(0, 40, 4),),
        (rng.normal(40, 0.4, 3),),
        (np.array([0.3, 0.2, 0.1]) + rng.uniform(0, 0.05, 3),),
    ]


def _shifted(v, *, count="largest", total=1.0, cut=True, order=False, pull="shift", tidy=True, less=0):
    down = np.sort(v)[::-1] if tidy else v
    shifts = (np.cumsum(down) - total) / np.maximum(np.arange(1, len(v) + 1) - less, 1)
    above = np.flatnonzero(down > shifts)
    place = {"largest": above[-1], "all": len(v) - 1, "positive": max(int(np.sum(v > 0)) - 1, 0), "first": 0}.get(
        count, min(above[-1] + 1, len(v) - 1)
    )
    moved = v + {"shift": -1, "plus": 1}[pull] * shifts[place]
    found = np.maximum(moved, 0) if cut else moved
    return np.sort(found)[::-1] if order else found


def _by_bisection(v):
    shift = brentq(lambda s: np.maximum(v - s, 0).sum() - 1, v.min() - 2, v.max(), xtol=1e-14, rtol=1e-14)
    return np.maximum(v - shift, 0)


def _divided(v, size=lambda v: np.maximum(v, 0)):
    parts = size(v)
    return parts / parts.sum() if parts.sum() else np.full(len(v), 1 / len(v))


def _divided_by_nothing(v):
    with np.errstate(invalid="ignore"):
        return np.maximum(v, 0) / np.maximum(v, 0).sum()


project_to_simplex = Exercise(
    title="Back to the nearest point",
    points=2,
    expected=_by_bisection,
    cases=_point_cases,
    equivalent={"down > shifts -> down >= shifts": "an entry that equals the shift ends at 0 either way"},
    mistakes={
        **switched(
            _shifted,
            {
                "The shift is taken over all entries, also those that end at 0: the sum comes out above 1.": {
                    "count": "all"
                },
                "The shift is taken over all entries above 0. Some of them end at 0 as well.": {"count": "positive"},
                "The shift is that of the largest entry alone.": {"count": "first"},
                "Your entries sum to 1, and some are below 0.": {"count": "all", "cut": False},
                "Your shift is that of one entry more, which ends at 0.": {"count": "next"},
                "Nothing is cut: entries smaller than the shift end below 0.": {"cut": False},
                "The entries are summed as they stand, not from the largest down.": {"tidy": False},
                "The sums are divided by k − 1.": {"less": 1},
                "You add the shift.": {"pull": "plus"},
                "Your entries come sorted. Each belongs to its own place.": {"order": True},
            },
        ),
        "Cut and divided by the sum: allowed, and not the nearest point.": _divided,
        "Cut and divided by the sum: not the nearest point, and NaN where no entry is above 0.": _divided_by_nothing,
        "Shifted by the shift of all entries, cut, then divided by the sum: allowed, and not the nearest point.": (
            lambda v: _divided(_shifted(v, count="all"))
        ),
        "Only the negative entries are cut: the sum is not 1.": lambda v: np.maximum(v, 0),
        "That is a softmax: allowed, and far from the nearest point.": lambda v: _divided(
            v, lambda v: np.exp(v - v.max())
        ),
        "Sizes divided by their sum: the signs are lost.": lambda v: _divided(v, np.abs),
        "Lifted until none is below 0, then divided: allowed, and not the nearest point.": lambda v: _divided(
            v, lambda v: v - min(v.min(), 0)
        ),
        "All the weight is on the largest entry.": lambda v: (np.arange(len(v)) == np.argmax(v)).astype(float),
    },
)

read_the_comparison = choice_exercise(
    title="Read the comparison",
    points=2,
    right={
        "A": "not supported",
        "B": "supported",
        "C": "not supported",
        "D": "supported",
        "E": "supported",
        "F": "supported",
    },
    tempting={
        (
            "A",
            "supported",
        ): "A: take the column in which both had 20 tries. How far are the medians apart, and the seeds?",
        ("B", "not supported"): "B: the same tries, ten seeds each. How much do the two ranges share?",
        ("C", "supported"): "C: what does the last column say of momentum with a rate that suits it?",
        ("D", "not supported"): "D: best of 20 tries, one seed. What did ten seeds give?",
        ("E", "not supported"): "E: sixteen draws each. Which of the two found the lower loss?",
        ("F", "not supported"): "F: 0.52 with the usual rate. And with a tuned one?",
    },
)

choose_the_solver = choice_exercise(
    title="Choose the solver",
    points=2,
    because="E",
    right={
        "A": "Newton",
        "B": "L-BFGS",
        "C": "minibatch Adam",
        "D": "annealing",
        "E": "L-BFGS",
        "F": "annealing",
    },
    tempting={
        ("A", "L-BFGS"): "A: it would do. Which method has the Hessian for nothing, and doubles the digits?",
        ("A", "minibatch Adam"): "A: seven digits, with the noise of batches?",
        ("A", "annealing"): "A: there is a slope. Use it.",
        ("B", "Newton"): "B: a Hessian of 20,000 by 20,000: how many numbers is that?",
        ("B", "minibatch Adam"): "B: the rows fit in memory and the loss is smooth. Who uses the exact slope better?",
        ("B", "annealing"): "B: there is a slope. Use it.",
        ("C", "Newton"): "C: 40 million squared.",
        ("C", "L-BFGS"): "C: each of its steps reads all 300 million rows.",
        ("C", "annealing"): "C: there is a slope. Use it.",
        ("D", "Newton"): "D: what would the slope of an order be?",
        ("D", "L-BFGS"): "D: what would the slope of an order be?",
        ("D", "minibatch Adam"): "D: what would the slope of an order be?",
        ("E", "Newton"): "E: 900 million numbers and 30,000 equations a step. Who needs the gradient only?",
        ("E", "minibatch Adam"): "E: the gradient is exact. Why make it noisy?",
        ("E", "annealing"): "E: there is a slope. Use it.",
        ("F", "Newton"): "F: a mast has a lamp or none. What would the slope be?",
        ("F", "L-BFGS"): "F: a mast has a lamp or none. What would the slope be?",
        ("F", "minibatch Adam"): "F: a mast has a lamp or none. What would the slope be?",
    },
)


# ---- tuning

MOST_LEFT = 1e-4
_TUNING_MISTAKES = {
    "form": "`rate` is a number above 0, `beta` a number from 0 to below 1.",
    "diverges": "At κ = 120 the loss grows: the rate is too large for the steepest direction.",
    "slow": "Too slow: the direction with curvature 1 has not come down in 80 steps. More memory, or a larger rate.",
    "swings": "It remembers for too long: after 80 steps it still swings through the lowest place.",
}


@functools.cache
def _left(rate: float, beta: float, top: float) -> float:
    curvatures = np.geomspace(1, top, 12)
    w, velocity = np.ones(12), np.zeros(12)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(80):
            velocity = beta * velocity - rate * curvatures * w
            w = w + velocity
        return float(curvatures @ w**2 / curvatures.sum())


def _accept_momentum(settings):
    if not isinstance(settings, dict) or settings.keys() != {"rate", "beta"}:
        return _TUNING_MISTAKES["form"]
    rate, beta = settings["rate"], settings["beta"]
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (rate, beta))
    if not numbers or not 0 < rate < 1e6 or not 0 <= beta < 1:
        return _TUNING_MISTAKES["form"]
    left = [_left(float(rate), float(beta), float(top)) for top in (30, 47, 74, 120)]
    if all(share <= MOST_LEFT for share in left):
        return True
    return _TUNING_MISTAKES["diverges" if not left[-1] < 1 else "swings" if beta >= 0.88 else "slow"]


tune_momentum = Exercise(
    title="Tune momentum",
    points=2,
    expected={"rate": 0.015, "beta": 0.75},
    accepts=_accept_momentum,
    mistakes={
        _TUNING_MISTAKES["form"]: {"rate": -0.1, "beta": 0.75},
        _TUNING_MISTAKES["diverges"]: {"rate": 0.05, "beta": 0.75},
        _TUNING_MISTAKES["slow"]: {"rate": 0.01, "beta": 0.0},
        _TUNING_MISTAKES["swings"]: {"rate": 0.015, "beta": 0.95},
    },
)
