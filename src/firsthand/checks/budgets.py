"""Exercise of the lesson on precision and recall: the rows that a budget lets through, and how well they do."""

import math

import numpy as np
import pandas as pd

from firsthand.checks.counted_shares import OTHER_COUNTS, OTHER_RATES, SHARE_SLIPS, Counts, share, which_are_off
from firsthand.checks.curves import ranked, scored
from firsthand.judging.exercise import Exercise, switched


def _alert_cases(rng):
    """Scores, labels and budget; one case is long, because a short array hides an unstable sort."""
    example = [0, 1, 1, 0, 0, 1], [0.2, 0.9, 0.5, 0.9, 0.5, 0.1]
    sizes = ((11, "ties"), (301, "ties"), (24, "near"), (10, "large"), (7, "ties"))
    drawn, nobody = [scored(rng, *size) for size in sizes], (np.zeros(9, dtype=int), scored(rng, 9, "ties")[1])
    many = [1, 0, 1, 1, 1, 1], [0.4, 0.7, 0.9, 0.2, 0.7, 0.6]  # more positives than alerts
    late = (
        [0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1],
        rng.permutation(np.linspace(0.6, 0.9, 6)),
    )  # nobody ties, the last rows lead
    late = late[0], np.r_[np.linspace(0.1, 0.5, 5), late[1]]
    untied = [0] * 8, rng.permutation(np.linspace(0.1, 0.9, 8))  # no positive, and no tie
    budgets = (3, 4, 120, 9, 1, 7, 3, 2, 4, 3)
    cases = example, *drawn, nobody, many, late, untied
    return [(np.array(s), np.array(y), k) for (y, s), k in zip(cases, budgets, strict=True)]


def _falling(s, rows):
    return rows[np.argsort(-s[rows])]


_TAKEN = {
    "asked": lambda s, y, k: ranked(s)[:k],
    "lowest": lambda s, y, k: np.argsort(s, kind="stable")[:k],
    "turned": lambda s, y, k: ranked(s, last_first=True)[:k],
    "last k": lambda s, y, k: np.argsort(s, kind="stable")[-k:],
    "parted": lambda s, y, k: np.argpartition(s, -k)[-k:],
    "no order": lambda s, y, k: np.argsort(s)[::-1][:k],
    "twice": lambda s, y, k: np.array([s.tolist().index(score) for score in s[ranked(s)[:k]]]),
    "labels": lambda s, y, k: np.lexsort((-y, -s))[:k],
    "tuples": lambda s, y, k: np.lexsort((np.arange(len(s)), y, s))[::-1][:k],
    "parted, sorted": lambda s, y, k: _falling(s, np.argpartition(s, -k)[-k:]),
    "front, sorted": lambda s, y, k: _falling(s, np.argpartition(-s, k - 1)[:k]),
    "more": lambda s, y, k: ranked(s)[: np.sum(s >= s[ranked(s)[k - 1]])],
    "next as well": lambda s, y, k: ranked(s)[: np.sum(s >= s[ranked(s)[k]])],
    "frame": lambda s, y, k: pd.Series(s).sort_values(ascending=False).index[:k].to_numpy(),
}

_SHOWN = {
    "rows": lambda s, rows: rows,
    "reversed": lambda s, rows: rows[::-1],
    "table": lambda s, rows: np.sort(rows),
    "scores": lambda s, rows: s[rows],
    "mask": lambda s, rows: np.isin(np.arange(len(s)), rows),
}


def _alerts(
    s,
    y,
    k,
    *,
    take="asked",
    extra=0,
    per_taken=False,
    show="rows",
    first=0,
    precision="tp/said",
    recall="tp/there",
    positive=1,
    empty=0.0,
    labels="of rows",
):
    """Top k: which rows are taken, how many more, how they are shown and numbered, and which counts are divided.

    per_taken : with more or fewer rows, precision is divided by their number, not by k.
    labels : whose are hits, "in front" those of the first rows of the table.
    """
    rows, there = _TAKEN[take](s, y, k + extra), y == positive
    hits = there[: len(rows)] if labels == "in front" else there[rows]
    counts = Counts(hits.sum(), k if extra and not per_taken else len(rows), there.sum(), len(y))
    shares = share(precision, counts, math.nan if per_taken else 0.0), share(recall, counts, empty)
    shown = _SHOWN[show](s, rows)
    return {"rows": shown + first if first else shown, "precision": shares[0], "recall": shares[1]}


def _first_k(scores, y_true, k):
    rows = sorted(range(len(scores)), key=lambda row: (-scores[row], row))[:k]
    return {"rows": rows, "precision": sum(y_true[rows]) / k, "recall": sum(y_true[rows]) / max(sum(y_true), 1)}


def _seen_in_alerts(found, scores, y_true, k):
    """Compare the rows with the statement first, then the two shares: with those of the rows asked, or of the rows taken."""
    asked, rows = _first_k(scores, y_true, k), found["rows"]
    if np.ndim(rows) != 1 or not isinstance(rows, list):
        return ""
    shares = {name: float(found[name]) for name in ("precision", "recall")}
    if rows == asked["rows"]:
        said = which_are_off(shares, {name: asked[name] for name in shares})
        return said and f"Your rows are right. {said} Of which rows is each a share?"
    said = _seen_in_rows(rows, asked["rows"], scores, k)
    fits = set(rows) <= set(range(len(scores))) and len(rows) == k and set(rows) != set(asked["rows"])
    hits = sum(y_true[rows]) if fits else None
    if fits and np.allclose([*shares.values()], [hits / k, hits / max(sum(y_true), 1)]):
        return f"{said} Your precision and recall are right for the rows that you take."
    return said


def _seen_in_rows(rows, asked, scores, k):
    if len(rows) != k:
        return f"You take {'more' if len(rows) > k else 'fewer'} rows than the budget allows: k are asked."
    if not set(rows) <= set(range(len(scores))):
        return "Among your rows is a number that is no row: they go from zero to one less than their number."
    if len(set(rows)) < k:
        return "A row comes more often than once among yours."
    ours, best = scores[rows], scores[asked]
    if sorted(ours) != sorted(best):
        return "You leave out a row with a higher score than one that you take."
    if ours.tolist() != best.tolist():
        return "Your rows have the highest scores, and do not come with the highest first."
    if set(rows) == set(asked):
        return "You take the right rows, and of two with equal scores a later one comes first."
    return "Your rows have the highest scores, but at the tie that the budget cuts through you take a later row and leave an earlier one."


_ALERTS_WITHIN_BUDGET_SLIPS = {
    "Those are the lowest scores: where does `argsort` begin?": {"take": "lowest"},
    "You take the last k of a rising order: the lowest comes first, and ties come out wrong.": {"take": "last k"},
    "Of rows with equal scores you take the later one first: a rising order was turned round.": {"take": "turned"},
    "A rising sort that promises no order of equal scores is turned round: even if it kept the order of the table, the later row "
    "would come first. Which sort keeps it, and needs no turning round?": {"take": "no order"},
    "Those are the last k of a rising sort, or what `argpartition` leaves: the highest does not come first, and ties come in "
    "no promised order.": {"take": "parted"},
    "`argpartition` chose your k rows and you sorted them: it takes any of those that tie with the last, in any order.": {
        "take": "parted, sorted"
    },
    "Of the rows that tie with the last of your k, any may be taken: `argpartition` promises no more, nor does `argsort` "
    "unless it is told to be stable.": {"take": "front, sorted"},
    "Of equal scores you take the positive ones first. Nobody knows the labels yet.": {"take": "labels"},
    "You take more than k rows: by their score, or since they tie with the last?": {"take": "more"},
    "You take every row from the score at place k on, and places begin at 0: that is one row more than k, or several that tie.": {
        "take": "next as well"
    },
    "The rows come from the lowest score up. Where does the desk start?": {"show": "reversed"},
    "The rows come in the order of the table. Where does the desk start?": {"show": "table"},
    "Your row numbers start at 1. Rows are counted from 0.": {"first": 1},
    "You take one row too many. Where does the slice end?": {"extra": 1},
    "You take one row too few. Where does the slice end?": {"extra": -1},
    "Where there are fewer positives than k, your precision is divided by them. A share of the k rows is asked.": {
        "precision": "tp/reach"
    },
    "Your recall knows no positives but those among the k rows. How many are there in all?": {"recall": "tp/tp"},
    **SHARE_SLIPS,
    "Where there are more than k positives, your recall is divided by k. All positives are asked for, found or not.": {
        "recall": "tp/reach"
    },
    "Where there is no positive, your recall is NaN. What does the statement ask for?": {"empty": math.nan},
    "Where there is no positive, your code stops. What does the statement ask for?": {"empty": ZeroDivisionError},
    "Where there is no positive, your recall is 1. What does the statement ask for?": {"empty": 1.0},
}

_RARE_ALERTS_SLIPS = {
    "Your hits are counted among the first k rows of the table. Which rows does the desk take?": {"labels": "in front"},
    "Where there is no positive, your recall is None. What does the statement ask for?": {"empty": None},
    **{
        words: slip
        for words, slip in (OTHER_RATES | OTHER_COUNTS).items()
        if slip not in ({"precision": "there/n"}, {"recall": "there/there"})
    },
    "A row comes twice: `index` finds the first row with a score, and of equal ones the same again.": {"take": "twice"},
    "Of equal scores you take the positive ones first, and of those the later row: turned round, a sort of tuples goes on "
    "to the label and the number. Nobody knows the labels yet.": {"take": "tuples"},
    "Rows with equal scores come as `sort_values` leaves them, which promises no order unless it is told to be stable.": {
        "take": "frame"
    },
    "You take one row too many, and precision is a share of them. Where does the slice end?": {
        "extra": 1,
        "per_taken": True,
    },
    "You take one row too few, and precision is a share of them. Where does the slice end?": {
        "extra": -1,
        "per_taken": True,
    },
    "Those are the scores of the rows. Row numbers are asked.": {"show": "scores"},
    "That is a mask, a mark for every row of the table. Row numbers are asked, the highest score first.": {
        "show": "mask"
    },
}

alerts_within_budget = Exercise(
    title="Fifty alerts a day",
    points=2,
    expected=_first_k,
    cases=_alert_cases,
    mistakes=switched(_alerts, _ALERTS_WITHIN_BUDGET_SLIPS) | switched(_alerts, _RARE_ALERTS_SLIPS),
    seen=_seen_in_alerts,
    but_where={
        "there is no positive": lambda scores, y_true, k: not y_true.any(),
        "there are fewer positives than k": lambda scores, y_true, k: sum(y_true) < k,
        "rows with equal scores are among the first k, or at their end": lambda scores, y_true, k: (
            len(set(np.sort(scores)[::-1][: k + 1])) < min(k + 1, len(scores))
        ),
    },
)
