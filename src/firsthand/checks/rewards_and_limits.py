"""Exercises on what a robot is paid for, and on what may drive."""

import functools

import numpy as np

from firsthand import worlds
from firsthand.judging.exercise import Exercise, choice_exercise

# ---- choices

_WORDS = ("paid for the wrong thing", "learns too slowly", "explores too much", "diverges", "healthy")

read_the_run = choice_exercise(
    title="Read the runs",
    points=2,
    right=dict(zip("ABCDEF", (*_WORDS, _WORDS[0]), strict=True)),
    tempting={
        ("A", "learns too slowly"): "A: its pay rises to 52. What would 52 be in deliveries?",
        ("A", "explores too much"): "A: one action in ten. Where do the 52 come from?",
        ("A", "diverges"): "A: a value of 31 is within what 52 a shift can give.",
        ("A", "healthy"): "A: look at the deliveries beside the pay.",
        ("B", "paid for the wrong thing"): "B: its pay is ten times its deliveries, as it should be.",
        ("B", "explores too much"): "B: one action in ten. Is it still rising?",
        ("B", "diverges"): "B: its largest value is 2.",
        ("B", "healthy"): "B: 0.4 deliveries of 4, after 500 shifts.",
        ("C", "paid for the wrong thing"): "C: its pay is ten times its deliveries, as it should be.",
        ("C", "learns too slowly"): "C: it has hardly moved in 400 shifts. What share of its actions does it choose?",
        ("C", "diverges"): "C: its largest value is 18.",
        ("C", "healthy"): "C: 1.4 of 4, and no longer rising.",
        ("D", "paid for the wrong thing"): "D: the pay falls with the deliveries. Look at the largest value.",
        ("D", "learns too slowly"): "D: it had learnt something, and lost it. Look at the largest value.",
        ("D", "explores too much"): "D: one action in ten, as in A, B and F. Look at the largest value.",
        ("D", "healthy"): "D: from 2 deliveries down to 0.3.",
        ("E", "paid for the wrong thing"): "E: its pay is ten times its deliveries, as it should be.",
        ("E", "learns too slowly"): "E: 2.7 in the first hundred shifts, and 3.9 of 4 at the end.",
        ("E", "explores too much"): "E: what is its ε in the last hundred shifts?",
        ("E", "diverges"): "E: its largest value is 22, about two deliveries.",
        ("F", "learns too slowly"): "F: its pay is 17, and its deliveries have gone down.",
        ("F", "explores too much"): "F: one action in ten. Where do the 17 come from?",
        ("F", "diverges"): "F: its largest value is 10.",
        ("F", "healthy"): "F: it delivered a little, and now nothing.",
    },
)

may_it_drive = choice_exercise(
    title="May it drive?",
    points=2,
    right={"A": "small test", "B": "collect logs", "C": "reject"} | {"D": "deploy", "E": "collect logs", "F": "reject"},
    tempting={
        ("A", "deploy"): "A: which rule says who is deployed?",
        ("A", "collect logs"): "A: is an effective sample of 900 too small?",
        ("A", "reject"): "A: 0.3 tips are within the limit, and 0.70 is better by four spreads and more.",
        ("B", "deploy"): "B: on how many rows does the 0.83 stand, and was it tested?",
        ("B", "small test"): "B: on how many rows does the 0.83 stand?",
        ("B", "reject"): "B: no rule is broken. What is its value, by the rules?",
        ("C", "deploy"): "C: 1.9 tips.",
        ("C", "small test"): "C: the estimate is good. What is asked before it?",
        ("C", "collect logs"): "C: the estimate counts. What is asked before it?",
        ("D", "small test"): "D: it has had one.",
        ("D", "collect logs"): "D: an effective sample of 5,000 is enough, and it was tested.",
        ("D", "reject"): "D: 0.3 tips are within the limit, and 0.66 is better by more than two spreads.",
        ("E", "deploy"): "E: on how many rows does the 0.94 stand, and was it tested?",
        ("E", "small test"): "E: ± 0.01 is computed from the rows that count. How many are they?",
        ("E", "reject"): "E: no rule is broken. What is its value, by the rules?",
        ("F", "deploy"): "F: it passed on time. How often did it tip over?",
        ("F", "small test"): "F: it has had one. How often did it tip over?",
        ("F", "collect logs"): "F: the estimate counts. How often did it tip over?",
    },
)


# ---- tuning

DELIVERIES = 2.7
_TUNING = {
    "keys": "The answer is a dictionary with bonus, scale and exploring.",
    "size": "`bonus` and `scale` are numbers, 0 or more.",
    "share": "`exploring` is a number from 0 to 1.",
    "bonus": "It picks up and puts down: the bonus is paid again and again, without a delivery.",
    "blind": "Nothing points the way, and the chute is too far to be found by chance.",
    "loud": "The potential is too large beside the 10: what is learnt first is to undo it.",
    "wanders": "It explores too often: what it knows is lost in steps drawn at random.",
}


@functools.cache
def _first_shifts(bonus: float, scale: float, exploring: float) -> float:
    """Mean deliveries a shift over the first 20, on three seeds that no learner sees."""
    depot = worlds.Depot(cells=8, limit=60)
    closeness = [8 + state // 2 if state % 2 else 7 - state // 2 for state in range(16)]

    def pay(state, action, reward, after):
        gain = scale * (0.95 * closeness[after] - closeness[state])
        return reward + gain + bonus * (after % 2 > state % 2)

    def best(values, action):
        return max(values)

    settings = {"episodes": 20, "rate": 0.3, "discount": 0.95, "exploring": exploring, "pay": pay}
    return float(np.mean([worlds.learn(depot, best, seed=seed, **settings)[1]["delivered"] for seed in (11, 12, 13)]))


def _is_number(value, low, high) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _accept_reward(reward):
    if not isinstance(reward, dict) or reward.keys() != {"bonus", "scale", "exploring"}:
        return _TUNING["keys"]
    bonus, scale, exploring = reward["bonus"], reward["scale"], reward["exploring"]
    if not (_is_number(bonus, 0, 1e6) and _is_number(scale, 0, 1e6)):
        return _TUNING["size"]
    if not _is_number(exploring, 0, 1):
        return _TUNING["share"]
    if _first_shifts(float(bonus), float(scale), float(exploring)) >= DELIVERIES:
        return True
    return [_TUNING[name] for name in _what_is_wrong(float(bonus), float(scale), float(exploring))]


_REWARD = {"bonus": 0, "scale": 0.3, "exploring": 0.02}


def _what_is_wrong(bonus, scale, exploring) -> list[str]:
    """Find the settings that fail beside good ones; where none does, they fail together: the potential is to change."""
    settings = {"bonus": bonus, "loud" if scale else "blind": scale, "wanders": exploring}
    of = dict(zip(settings, _REWARD, strict=True))
    failing = [name for name, value in settings.items() if _first_shifts(**_REWARD | {of[name]: value}) < DELIVERIES]
    return failing or ["wanders" if _first_shifts(bonus, scale, 0.0) >= DELIVERIES else "loud"]


tune_the_reward = Exercise(
    title="Tune the reward",
    points=2,
    expected=_REWARD,
    accepts=_accept_reward,
    equivalent={
        f"{_REWARD} -> {_REWARD | {name: number}}": "it delivers enough too"
        for name, number in (("bonus", 1), ("scale", 0.6), ("exploring", 0.04))
    },
    mistakes={
        _TUNING["keys"]: {"bonus": 0},
        _TUNING["size"]: _REWARD | {"scale": -1},
        _TUNING["share"]: _REWARD | {"exploring": 2},
        _TUNING["bonus"]: _REWARD | {"bonus": 3},
        _TUNING["blind"]: _REWARD | {"scale": 0},
        _TUNING["loud"]: _REWARD | {"scale": 5},
        _TUNING["wanders"]: _REWARD | {"exploring": 0.3},
    },
)
