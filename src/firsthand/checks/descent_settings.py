"""The exercise of the lesson on gradient descent in which learners choose a rate, a number of steps and a scaling."""

import numpy as np

from firsthand.datasets import wine_like_table
from firsthand.judging.exercise import Exercise

_FITS = {
    "steps": ("That is more than the 5 steps you may take.", {"rate": 0.3, "steps": 100, "scale": True}),
    "blows up, unscaled": (
        "The loss blew up, and the columns are not scaled: proline alone makes the loss so steep that only "
        "a tiny rate is stable.",
        {"rate": 0.1, "steps": 5, "scale": False},
    ),
    "blows up": (
        "The loss blew up although the columns are scaled: the rate is above 2/λmax.",
        {"rate": 1.4, "steps": 5, "scale": True},
    ),
    "slow, unscaled": (
        "It does not blow up, and does not arrive: a rate small enough for proline is far too small for acidity. "
        "What makes the two columns alike?",
        {"rate": 1e-6, "steps": 5, "scale": False},
    ),
    "few": (
        "It does not blow up, and has not arrived when your steps are used up. You may take more of them.",
        {"rate": 0.33, "steps": 1, "scale": True},
    ),
    "slow": (
        "It does not blow up, and has not arrived after 5 steps: each of them is too short.",
        {"rate": 0.1, "steps": 5, "scale": True},
    ),
    "slow, few": (
        "It does not blow up, and has not arrived when your steps are used up. The 5 that you may take would not do either: "
        "each is too short.",
        {"rate": 0.1, "steps": 2, "scale": True},
    ),
    "across": (
        "It does not blow up, and has not arrived: your steps land beyond the bottom and come back little by little. "
        "Lower the rate.",
        {"rate": 0.8, "steps": 5, "scale": True},
    ),
}


def _accept_settings(settings, X, y):
    if not isinstance(settings, dict) or settings.keys() != {"rate", "steps", "scale"}:
        return f"The answer is a dictionary with rate, steps and scale; found {settings!r:.120}."
    rate, steps, scale = settings["rate"], settings["steps"], settings["scale"]
    unfit = {
        "rate is a number above 0": _is_number(rate) and 0 < rate < np.inf,
        "steps is a whole number from 1 to 5": _is_number(steps) and steps == int(steps) >= 1,
        "scale is True or False": not isinstance(scale, str) and scale in (True, False),
    }
    told = [f"{rule}; found {settings[rule.split()[0]]!r:.40}." for rule, holds in unfit.items() if not holds]
    if told and not (len(told) == 1 and _is_number(rate) and -np.inf < rate < 0):
        return told
    fault = _fit_fault(abs(rate), min(int(steps), 5), scale, X, y)
    too_many, why = (_FITS[name][0] if name else "" for name in ("steps" if steps > 5 else "", fault))
    if told:
        return f"{told[0]} And with {-rate:g}? {too_many or why}" if too_many or why else told
    return f"{too_many} And with 5 of them? {why}" if too_many and why else too_many or why or True


def _is_number(value) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool) and np.isfinite(value)


def _fit_fault(rate, steps, scale, X, y) -> str:
    """Say why full-batch descent from zero does not come within 1 % of the smallest loss; "" where it does."""
    A, target = (X - X.mean(axis=0)) / (X.std(axis=0) if scale else 1), y - y.mean()
    hessian, pull, path = 2 / len(y) * A.T @ A, 2 / len(y) * A.T @ target, [np.zeros(X.shape[1])]
    for _ in range(5):
        path.append(path[-1] - rate * (hessian @ path[-1] - pull))
    loss, after_five, smallest = (
        np.mean((A @ w - target) ** 2) for w in (path[steps], path[5], np.linalg.solve(hessian, pull))
    )
    if loss <= 1.01 * smallest:
        return ""
    if not scale:
        return "blows up, unscaled" if loss > y.var() else "slow, unscaled"
    factors = 1 - rate * np.linalg.eigvalsh(hessian)
    if loss <= y.var() and after_five <= 1.01 * smallest:
        return "few"
    slow = "slow" if steps == 5 else "slow, few"
    return "blows up" if loss > y.var() else "across" if -factors[-1] > factors[0] else slow


fit_it = Exercise(
    equivalent={
        "{'rate': 0.5, 'steps': 5, 'scale': True} -> {'rate': 0.5, 'steps': 4, 'scale': True}": "it is there by then"
    },
    title="Make it arrive",
    points=2,
    cases=lambda rng: [wine_like_table(np.random.default_rng(0)), wine_like_table(rng), wine_like_table(rng)],
    expected={"rate": 0.5, "steps": 5, "scale": True},
    accepts=_accept_settings,
    mistakes=dict(_FITS.values()),
)
