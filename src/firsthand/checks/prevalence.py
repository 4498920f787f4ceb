"""Exercises of the lesson on precision and recall: what moves with the share of positives."""

import math

import numpy as np
from scipy import special

from firsthand.judging.exercise import Exercise, sizes, switched

_IN_TOWN = {"recall": 0.9, "false-positive rate": 0.05, "called back": 585, "missed": 10, "precision": 90 / 585}

_WRONG_IN_TOWN = {
    ("recall", 0.09): "it does not fall with prevalence. Of 10 ill persons the test still finds as many.",
    ("recall", 0.1): "that is the share of the ill who are missed.",
    ("recall", 90 / 585): "that is the precision in the town. Recall asks about the ill only.",
    ("recall", 2 / 3): "that is the precision in the clinic, read by column. Recall is read by row.",
    ("false-positive rate", 495 / 10_000): "you divided by all 10,000. It asks about the healthy only.",
    ("false-positive rate", 90 / 2000): "you divided by all 2,000. It asks about the healthy only.",
    ("false-positive rate", 1 / 3): "that is a share of the called back. It asks about the healthy only.",
    ("false-positive rate", 495 / 585): "that is a share of the called back. It asks about all the healthy.",
    ("false-positive rate", 0.95): "that is the share of the healthy who are left alone.",
    ("false-positive rate", 0.005): "does a healthy person's result depend on how many others are ill?",
    ("called back", 1350): "you scaled the clinic's 270 to 10,000 people. In town fewer are ill.",
    ("called back", 270): "that is the clinic's number, of 2,000 patients.",
    ("called back", 135): "you scaled the clinic's 270 by ten, too. Count the ill and the healthy apart.",
    ("called back", 90): "those are the ill who are. Some healthy people are called back too.",
    ("called back", 495): "those are the healthy who are. Add the ill.",
    ("called back", 590): "5 % of everyone is not 5 % of the healthy.",
    ("called back", 594): "you added 99 ill people. How many of the 100 does the test find?",
    (
        "missed",
        100,
    ): "100 are all the ill of the town, and five times the clinic's 20, too. What share of the ill is missed?",
    ("missed", 20): "that is the clinic's number. The town has fewer ill people.",
    ("missed", 90): "those are the ill who are found.",
    ("missed", 1): "you scaled twice. What share of the 100 ill is missed?",
    ("precision", 2 / 3): "that is still the clinic's. Of those called back in town, how many are ill?",
    ("precision", 2 / 30): "it falls, but not tenfold. Count those called back, ill and healthy apart.",
    ("precision", 0.9): "that is the recall. Start from those called back, not from the ill.",
    ("precision", 0.009): "that is a share of everyone. The question starts from those called back.",
    ("precision", 0.01): "that is the share of the ill among all people, called back or not.",
    ("precision", 90 / 590): "your number of called back is in it. Which healthy people are among them?",
    ("precision", 0.95): "that is one minus the false-positive rate, a statement about the healthy.",
    ("precision", 495 / 585): "that is the share of the called back who are healthy.",
    ("precision", 90 / 495): "you divided ill by healthy among the called back. The whole contains the part.",
    ("precision", 0.15): "that is rounded too early. Give at least three digits.",
}


def _about_town(key, value):
    """Return the sentence for a number, "" where it is right; half a percent of rounding is allowed."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return f"{key}: a number is asked."
    known = {words: wrong for (name, wrong), words in _WRONG_IN_TOWN.items() if name == key} | {"": _IN_TOWN[key]}
    if _IN_TOWN[key] < 1:
        known["you gave it in percent. A share from 0 to 1 is asked."] = 100 * _IN_TOWN[key]
    words = min(known, key=lambda words: abs(value - known[words]))
    if abs(value - known[words]) > 0.005 * known[words]:
        way = "high" if value > _IN_TOWN[key] else "low"
        words = f"too {way}. Take the 10,000 people apart: 100 ill, 9,900 healthy. What happens to each group?"
    return words and f"{key}: {words}"


_ONE_THOUGHT: dict[str, dict[str, float]] = {
    "The numbers called back and missed, and the precision, are still the clinic's. In town fewer are ill: take its 10,000 "
    "people apart.": {"called back": 270, "missed": 20, "precision": 2 / 3},
    "The shares are given in percent. From 0 to 1 is asked.": {
        "recall": 90,
        "false-positive rate": 5,
        "precision": 100 * 90 / 585,
    },
    "5 % of everyone is not 5 % of the healthy: your numbers of called back, and with them the precision, have too many.": {
        "called back": 590,
        "precision": 90 / 590,
    },
    "You scaled the clinic's 270 and 20 to 10,000 people. In town fewer are ill: count the ill and the healthy apart.": {
        "called back": 1350,
        "missed": 100,
    },
}
"""What is wrong with several numbers at once, for one reason."""


def _accept_town(answer):
    if not isinstance(answer, dict) or answer.keys() != _IN_TOWN.keys():
        return f"The answer is a dictionary with the keys {', '.join(_IN_TOWN)}."
    wrong = {key: words for key in _IN_TOWN if (words := _about_town(key, answer[key]))}
    for sentence, numbers in _ONE_THOUGHT.items():
        if numbers.keys() <= wrong.keys() and all(_is_about(answer[key], number) for key, number in numbers.items()):
            return [sentence, *(words for key, words in wrong.items() if key not in numbers)]
    return [*wrong.values()] or True


def _is_about(value, number) -> bool:
    return isinstance(value, int | float) and abs(value - number) <= 0.005 * number


precision_at_prevalence = Exercise(
    title="The same test in town",
    points=2,
    expected=_IN_TOWN,
    accepts=_accept_town,
    mistakes={f"{key}: {words}": {**_IN_TOWN, key: wrong} for (key, wrong), words in _WRONG_IN_TOWN.items()}
    | {sentence: {**_IN_TOWN, **numbers} for sentence, numbers in _ONE_THOUGHT.items()},
    equivalent={f"0.05 * 9900 -> 0.05 * {n}": "half a percent of rounding is allowed" for n in (9899, 9901)},
)


def _moved(
    p,
    trained,
    actual,
    *,
    factor="odds",
    power=1,
    end="share",
    beside="the rest",
    at_one=1.0,
    at_zero=0.0,
    at_ends=None,
    cut=0.0,
    low=0.0,
    high=0.0,
    kept=0.0,
    added=0.0,
    digits=None,
):
    """Multiply odds by a factor and turn them back: which factor, how turned back, and what comes of a p of 1, or of 0.

    digits : of the result. cut, low, high : how far p is kept from 0 and 1, from 0, from 1. kept : how far the result is. added :
    what is added to p and to 1 - p before they are divided. beside : the part beside `up`. at_ends : raised where some p is 0 or 1.
    """
    if (at_ends is not None and np.any((p == 0) | (p == 1))) or (isinstance(at_one, type) and np.any(p == 1)):
        raise at_ends or at_one
    a, t = actual / (1 - actual), trained / (1 - trained)
    factors = {"odds": a / t, "shares": actual / trained, "from half": a, "to half": 1 / t, "share": actual}
    mean = np.clip(np.mean(p), 1e-9, 1 - 1e-9)
    factors |= {"from the mean": a / (mean / (1 - mean)), "difference": np.exp(actual - trained)}
    factors["negatives over"] = actual / trained * (1 - actual) / (1 - trained)
    factors |= {"negatives": (1 - trained) / (1 - actual), "odds by share": a / trained, "share by odds": actual / t}
    factors |= {"sum": a * t, "odds apart": np.exp(a - t)}
    p = np.clip(p, max(cut, low), 1 - max(cut, high))
    with np.errstate(divide="ignore", invalid="ignore"):
        up, down = (p + added) * factors[factor] ** power, 1 - p + added
        down = {"the rest": down, "one": 1.0, "p": p}[beside]
        ends = {"share": up / (up + down), "odds": up / down, "log-odds": np.log(up / down), "part": up}
        moved = np.where(
            p == 1,
            (1.0 if isinstance(at_one, type) else at_one) * ends[end],
            np.where(p == 0, ends[end] + at_zero, ends[end]),
        )
        moved = np.clip(moved, kept, 1 - kept) if kept else moved
        return moved if digits is None else np.round(moved, digits)


def _by_log_odds(p, trained, actual):
    return special.expit(special.logit(p) + special.logit(actual) - special.logit(trained))


def _seen_in_probabilities(ours, p, trained, actual):
    """Say what is wrong with corrected probabilities: their range, their ends, which way and how evenly they move."""
    asked = _by_log_odds(p, trained, actual)
    if np.shape(ours) != p.shape or not np.all(np.isfinite(ours)):
        return ""
    ours, right = np.array(ours, float), np.isclose(ours, asked)
    if right.all():
        return ""
    if ours.min() < 0 or ours.max() > 1:
        return "Some number of yours is no probability: it is below zero, or above one."
    inner = (p > 0) & (p < 1)
    if not right[~inner].all():
        others = " The others are right." if right[inner].all() else ""
        return f"A p of zero stays zero, and a p of one stays one: one of yours does not.{others}"
    if actual == trained:
        return "Where both shares are the same, every p is right as it is. Some of yours change."
    if np.any((ours - p)[inner] * np.sign(actual - trained) < -1e-9):
        return (
            "Some of your probabilities move the wrong way. Where positives are more frequent, which way does each go?"
        )
    return _seen_in_shift(ours[inner], p[inner], asked[inner])


def _seen_in_shift(ours, p, asked):
    """Say of probabilities that move the right way whether they go too far, and evenly on the log-odds."""
    with np.errstate(divide="ignore"):
        moved, wrong = special.logit(ours) - special.logit(p), ~np.isclose(ours, asked)
    too_far = (abs(ours - p) > abs(asked - p))[wrong]
    way = "too far" if too_far.all() else "too little" if not too_far.any() else ""
    if way and len(p) > 1 and np.allclose(moved, moved[0], rtol=1e-4):
        return (
            f"On the log-odds all rows move by one and the same number, as they should, and {way}. Which number is it?"
        )
    said = f"they move {way}" if way else "some move too far, others too little"
    return f"None of your probabilities goes the wrong way; where they are wrong {said}. On which scale do all rows move by one number?"


_CORRECT_PREVALENCE_SLIPS = {
    "You corrected the other way round: from which share, and to which?": {"power": -1},
    "Your p come back as they were: what multiplies one part multiplies the other, too.": {"power": 0},
    "You multiplied the odds by the ratio of the shares. Which ratio counts?": {"factor": "shares"},
    "You multiplied the odds by the new share itself. Where do the odds of both shares come in?": {"factor": "share"},
    "You shift log-odds by a logarithm of another base, base 10. The shift must have the base of the log-odds.": {
        "power": 1 / math.log(10)
    },
    "You shift log-odds by a logarithm of another base, base 2. The shift must have the base of the log-odds.": {
        "power": 1 / math.log(2)
    },
    "You shift the log-odds by half of what their difference is.": {"power": 0.5},
    "You shift the log-odds twice. By how much do the log-odds of both shares differ?": {"power": 2},
    "You multiplied the odds by the ratio of the negative shares alone. Where do the shares of positives come in?": {
        "factor": "negatives"
    },
    "You divided the new odds by the old share. Odds are compared with odds.": {"factor": "odds by share"},
    "You divided the new share by the old odds. Odds are compared with odds.": {"factor": "share by odds"},
    "You added the log-odds of both shares. By how much do they differ?": {"factor": "sum"},
    "You shift log-odds by the difference of the odds. Log-odds are compared with log-odds.": {"factor": "odds apart"},
    "You took p itself for odds: beside it stands 1, whatever p is. What are the odds of a row?": {"beside": "one"},
    "Your result is p times a factor, divided by itself and p. What stands on the other side of the odds?": {
        "beside": "p"
    },
    "You took for granted that half of the training rows were positive.": {"factor": "from half"},
    "You took for granted that half of the new rows are positive.": {"factor": "to half"},
    "You took the mean of these p for the share in training. Which share is handed in?": {"factor": "from the mean"},
    "You added the difference of the shares to log-odds. Log-odds are compared with log-odds.": {
        "factor": "difference"
    },
    "Your factor of the negatives, 1 - p, is turned over. Have negatives become more frequent, or rarer?": {
        "factor": "negatives over"
    },
    "Your probabilities are rounded to {digits} places. Who asked for that?": {"digits": sizes(2, 3, 4)},
    "Those are odds. Probabilities are asked.": {"end": "odds"},
    "Those are log-odds. Probabilities are asked.": {"end": "log-odds"},
    "You multiplied the probability itself by a ratio of odds; it can pass 1.": {"end": "part"},
    "You multiplied the probability by the ratio of the shares; it can pass 1. On which scale is one number right for "
    "all rows?": {"end": "part", "factor": "shares"},
    "Where p is 1 you return NaN: its odds are infinite. What does the statement ask for?": {"at_one": math.nan},
    "Where p is 1 your code stops: there is nothing on the other side to divide by. What does the statement ask for?": {
        "at_one": ZeroDivisionError
    },
    "Where p is 0 you return NaN: its log-odds have no end. What does the statement ask for?": {"at_zero": math.nan},
    "Where p is 0 or 1 your code stops. What does the statement ask for?": {"at_ends": ValueError},
    "A {cut}, added or cut off, keeps p away from 0 and from 1. What does the statement say of these two?": {
        "cut": sizes(1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
    },
    "A {low}, added or cut off, keeps p away from 0. What does the statement say of a p of 0?": {
        "low": sizes(1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
    },
    "A {high}, added or cut off, keeps p, or what is divided by, away from its end at p = 1. What does the statement say of that p?": {
        "high": sizes(1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
    },
    "Your results are kept {kept} away from 0 and from 1. What does the statement say of a p at either end?": {
        "kept": sizes(1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
    },
    "You add {added} to p and to 1 - p, which changes every number a little. What becomes of 0 and 1 without it?": {
        "added": sizes(1e-2, 1e-3, 1e-4)
    },
}

correct_prevalence = Exercise(
    title="A probability for another town",
    points=2,
    expected=_by_log_odds,
    seen=_seen_in_probabilities,
    but_where={
        "some p is zero or one": lambda p, trained, actual: bool(np.any((p == 0) | (p == 1))),
        "positives become more frequent": lambda p, trained, actual: actual > trained,
        "positives become rarer": lambda p, trained, actual: actual < trained,
        "`trained` is another share than one half": lambda p, trained, actual: trained != 0.5,
    },
    cases=lambda rng: [
        (np.array([0.5, 0.9, 0.2]), 0.5, 0.1),
        (rng.uniform(0.05, 0.95, 6), 0.5, 0.02),
        (rng.uniform(0.01, 0.4, 7), 0.03, 0.2),
        (np.r_[0.0, rng.uniform(0.2, 0.5, 3), 1.0], 0.3, rng.uniform(0.55, 0.8)),
        (rng.uniform(0.9, 0.999, 1), rng.uniform(0.1, 0.3), 0.6),
        (rng.uniform(0.2, 0.8, 4), 0.25, 0.25),
        (np.r_[0.0, rng.uniform(0.1, 0.5, 3)], 0.01, 0.8),
        (rng.uniform(0.3, 0.9, 4), 0.4, 0.001),
        (np.r_[rng.uniform(0.3, 0.9, 3), 1.0], 0.99, 0.001),  # where a p kept just below 1 comes down far
        (np.r_[rng.uniform(0.9, 0.99, 3), 1.0], 0.1, 0.0001),  # and where it does so though `trained` is not used
    ],
    mistakes=switched(_moved, _CORRECT_PREVALENCE_SLIPS)
    | {
        "You multiplied by the ratio of the shares and cut at 1. On which scale is one number right for all rows?": (
            lambda p, trained, actual: np.minimum(p * actual / trained, 1)
        ),
        "You scaled p until its mean is the new share. Is the mean of these rows what `trained` says, and can p pass 1?": (
            lambda p, trained, actual: p * actual / np.mean(p)
        ),
        "You scaled p until its mean is the new share, and cut at 1. On which scale is one number right for all rows?": (
            lambda p, trained, actual: np.clip(p * actual / np.mean(p), 0, 1)
        ),
        "You multiplied the probability itself by a ratio of odds, and cut at 1. On which scale is one number right for all "
        "rows?": lambda p, trained, actual: np.minimum(p * (actual / (1 - actual)) / (trained / (1 - trained)), 1),
        "You added the difference of the shares. On which scale is one number right for all rows?": (
            lambda p, trained, actual: p + actual - trained
        ),
    },
)
