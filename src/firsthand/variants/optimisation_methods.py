"""Variants of the lesson on optimisation: where Newton's method ends, and momentum to be tuned."""

import functools

import numpy as np

from firsthand.judging.exercise import Exercise
from firsthand.variants import Variant
from firsthand.variants.forms import Case, some_of_each, tabled

_ENDS = {
    "minimum": "Work out a step. The point it reaches: does the function curve upwards there, in every direction?",
    "maximum": "Newton looks for a point without slope. How does the function curve at the one it reaches?",
    "saddle": "One step is enough, to the only point without slope. How does it curve along x, and how along y?",
    "runs away": "Work out two steps. Does the size of what you get grow or settle?",
}


def where_newton_ends(rng) -> Variant:
    kinds = some_of_each(rng, list(_ENDS), 6)
    cases = [Case(_start(rng, kind), kind, _ENDS[kind]) for kind in kinds]
    intro = (
        "Newton's method, without any guard: each step goes to where the parabola through here has no slope. Say for each "
        "function and start where it ends. For $f = q + a/q$ a step is $1.5q - q^3/(2a)$; for $f = \\sqrt{a + x^2}$ it is "
        "$-x^3/a$."
    )
    hint = "Work out a step or two. For a function of second degree Newton needs one step, to the only point without slope."
    return tabled(rng, "ends", intro, ("function", "start"), list(_ENDS), cases, hint)


def _start(rng, kind) -> list[str]:
    """Draw a function and a start from which Newton ends as wanted."""
    a = int(rng.integers(2, 10)) ** 2
    root, bowl = a**0.5, rng.random() < 0.5
    if kind == "saddle":
        return [_second_degree(rng, 1, -1), _point(rng)]
    if kind == "minimum" and bowl:
        return [_second_degree(rng, 1, 1), _point(rng)]
    if kind == "maximum" and bowl:
        return [_second_degree(rng, -1, -1), _point(rng)]
    if kind == "runs away" and bowl:
        return [f"$\\sqrt{{{a} + x^2}}$", f"x = {root * rng.uniform(1.3, 2.5):.1f}"]
    share = {"minimum": rng.uniform(0.5, 1.5), "maximum": rng.uniform(1.85, 2.05), "runs away": rng.uniform(2.5, 4)}[
        kind
    ]
    return [f"$q + {a}/q$", f"q = {root * share:.1f}"]


def _second_degree(rng, first, second) -> str:
    a, b, c, d = (int(n) for n in rng.integers(2, 10, size=4))
    x, y = ("" if first > 0 else "−", "+" if second > 0 else "−")
    return f"${x}{a}x^2 {'+' if rng.random() < 0.5 else '−'} {b}x {y} {c}y^2 {'+' if rng.random() < 0.5 else '−'} {d}y$"


def _point(rng) -> str:
    return f"({rng.integers(-90, 90)}, {rng.integers(-90, 90)})".replace("-", "−")


MOST_LEFT = 1e-4
_MOMENTUM = {
    "form": "`rate` is a number above 0, `beta` a number from 0 to below 1.",
    "diverges": "At the largest κ the loss grows: the rate is too large for the steepest direction.",
    "slow": "Too slow: the flattest direction has not come down when the steps end. More memory, or a larger rate.",
    "swings": "It remembers for too long: when the steps end it still swings through the lowest place.",
}
_END_LOSS = """\
def end_loss(rate, beta, top):
    curvatures = {least:g} * np.geomspace(1, top, 12)
    w, velocity = np.ones(12), np.zeros(12)
    for _ in range({steps}):
        velocity = beta * velocity - rate * curvatures * w
        w = w + velocity
    return float(curvatures @ w**2 / curvatures.sum())


"""


def tune_momentum(rng) -> Variant:
    # Far apart, so that settings for one bowl do not suit another's: the least curvature lies anywhere in seven decades.
    least, high = _two_digits(10 ** rng.uniform(-4, 3)), int(np.exp(rng.uniform(np.log(25), np.log(800))))
    low, steps = max(int(high * rng.uniform(0.3, 0.45)), 2), round(4 * high**0.5)
    tops = np.geomspace(low, high, 4)
    rate, beta = _best_settings(least, tuple(tops), steps)

    def accepts(settings):
        if not isinstance(settings, dict) or settings.keys() != {"rate", "beta"}:
            return _MOMENTUM["form"]
        values = list(settings.values())
        numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
        if not numbers or not 0 < settings["rate"] < 1e9 or not 0 <= settings["beta"] < 1:
            return _MOMENTUM["form"]
        left = _left(least * float(settings["rate"]), float(settings["beta"]), tops, steps)
        if (left <= MOST_LEFT).all():
            return True
        swings = settings["beta"] ** steps > MOST_LEFT  # the square of what is left of a swing
        return _MOMENTUM["diverges" if not left[-1] < 1 else "swings" if swings else "slow"]

    statement = f"""\
A bowl has curvatures from {least:g} to κ times {least:g}, and you do not know κ; it lies between {low} and {high}. Momentum
(v ← βv − rate · slope, then w + v) starts with all weights at 1, and has {steps} steps. Choose `rate` and `beta` so that the
loss ends at most at 0.0001 of its start, for *every* κ in that range.

`end_loss(rate, beta, top)` gives the share of the loss that is left, for one κ.

<details><summary>Hint</summary>Begin with β = 0 and the largest rate that survives κ = {high}. Then raise β.</details>"""
    survives = 1 / (least * high)
    exercise = Exercise(
        title="",
        points=1,
        expected={"rate": rate, "beta": beta},
        accepts=accepts,
        mistakes={
            _MOMENTUM["form"]: {"rate": -0.1, "beta": 0.75},
            _MOMENTUM["diverges"]: {"rate": 10 * survives, "beta": 0.75},
            _MOMENTUM["slow"]: {"rate": survives, "beta": 0.0},
            _MOMENTUM["swings"]: {"rate": survives, "beta": 0.98},
        },
    )
    code = "import numpy as np\n\n\n" + _END_LOSS.format(least=least, steps=steps)
    stub = f'{code}settings = {{"rate": ..., "beta": ...}}  # your answer'
    return Variant(statement, "settings", stub, f'{code}settings = {{"rate": {rate}, "beta": {beta}}}', exercise)


def _two_digits(number) -> float:
    return float(f"{number:.1e}")


def _left(rate, beta, tops, steps) -> np.ndarray:
    """Return the share of the loss that is left, for each κ, where the least curvature is 1; infinity if it overflows."""
    curvatures = np.geomspace(1, tops, 12)  # (12, κ)
    w, velocity = np.ones_like(curvatures), np.zeros_like(curvatures)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            velocity = beta * velocity - rate * curvatures * w
            w = w + velocity
        return np.nan_to_num((curvatures * w**2).sum(axis=0) / curvatures.sum(axis=0), nan=np.inf)


@functools.lru_cache(maxsize=256)
def _best_settings(least, tops, steps) -> tuple[float, float]:
    """Return the settings of a grid whose worst κ is left with least."""
    rates = [_two_digits(share / (least * tops[-1])) for share in (1.2, 1.5, 1.8, 2.1, 2.4, 2.7)]
    grid = [(rate, beta) for rate in rates for beta in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)]
    return min(grid, key=lambda pair: _left(least * pair[0], pair[1], np.array(tops), steps).max())
