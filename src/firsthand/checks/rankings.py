"""Exercise of the lesson on precision and recall: the share of pairs that scores rank right."""

import numpy as np
from scipy import special, stats
from sklearn import metrics

from firsthand.checks.curves import curve, ranked, ranked_cases, scored, step_sum
from firsthand.judging.exercise import Exercise, alone, switched

_SEEN = {
    "scores": lambda s: s,
    "labels": lambda s: s >= 0.5,
    "later ahead": lambda s: np.argsort(np.argsort(s, kind="stable")),
    "earlier ahead": lambda s: np.argsort(ranked(s)[::-1]),
    "squashed": special.expit,
    "rising sort": lambda s: np.argsort(np.argsort(s)),
    "falling sort": lambda s: -np.argsort(np.argsort(-s)),
}


def _won_by_ranks(positive, scores, kind):
    """Count wins as the ranks of the positives, less those that they have among themselves."""
    ranks = stats.rankdata(scores, "average" if kind == "whole" else kind)
    among = np.sum(positive) * (np.sum(positive) + 1) / 2
    return np.sum(np.floor(ranks)[positive]) - among


def share_of_pairs(
    y, s, *, positive=1, seen="scores", meet="all", tie=0.5, near=0.0, over="all", ranks=None, beside=0, end="share"
):
    """AUC: what is compared and who meets whom, how near scores tie, what a tie counts, and what wins are divided by.

    ranks : by ranks of a kind, or "whole" mean ranks. beside : how many wins too many each positive has, by ranks that are off, or
        what is made of the sum to be taken off them: it is kept, taken off twice, or that of the other class.
    """
    scores, n = np.asarray(_SEEN[seen](np.asarray(s)), float), len(s)
    ahead = scores[y == positive][:, None] - scores[y != positive]
    if meet == "sorted, one each":
        ahead = np.sort(scores[y == positive])[:, None] - np.sort(scores[y != positive])
    if meet == "before":
        there = np.flatnonzero(y == positive)[:, None] < np.flatnonzero(y != positive)
    ahead = np.diag(ahead) if "one each" in meet else ahead[there] if meet == "before" else ahead.ravel()
    tied = np.sum(np.abs(ahead) <= near)
    p, q = sum(y == positive), sum(y != positive)
    pairs = {
        "all": max(len(ahead), 1),
        "every": p * q,
        "positives squared": p**2,
        "negatives squared": q**2,
        "positives": p,
        "negatives": q,
        "both": n * (n - 1),
        "not tied": len(ahead) - tied,
        "none": 1,
        "rows": n * (n - 1) / 2,
        "squared": n**2,
        "n": n,
    }
    won = np.sum(ahead > near) + tie * tied if ranks is None else _won_by_ranks(y == positive, scores, ranks)
    much = {"kept": (p + 1) / 2, "twice": -(p + 1) / 2, "others": ((p + 1) * p - (q + 1) * q) / 2 / p}
    auc = (won + much.get(beside, beside) * p) / pairs[over]
    return {"share": auc, "folded": max(auc, 1 - auc), "gini": 2 * auc - 1}[end]


_ROC_AUC_SLIPS = {
    "A tied pair counts nothing in your answer. What is a draw worth?": {"tie": 0},
    "A tied pair counts as a whole win in your answer. What is a draw worth?": {"tie": 1},
    "You leave tied pairs out, above and below. They count half.": {"tie": 0, "over": "not tied"},
    "Rows with equal scores get different ranks: of two that tie, the later one in the table counts as ahead.": {
        "seen": "later ahead"
    },
    "Rows with equal scores get different ranks: of two that tie, the earlier one in the table counts as ahead.": {
        "seen": "earlier ahead"
    },
    "Rows with equal scores get different ranks: of two that tie, a rising sort decides, and it promises no order.": {
        "seen": "rising sort"
    },
    "Rows with equal scores come one after the other: of two that tie, a falling sort decides, and it promises no order.": {
        "seen": "falling sort"
    },
    "You turned the scores into labels at 0.5 first. One threshold is left of the ranking.": {"seen": "labels"},
    "You compared the first positive with the first negative, the second with the second. Every positive meets every "
    "negative.": {"meet": "one each"},
    "You compared the lowest positive with the lowest negative, the next with the next. Every positive meets every "
    "negative.": {"meet": "sorted, one each"},
    "Each positive row has one win too few. Where do your ranks begin, and what is taken off their sum?": {
        "beside": -1
    },
    "Each positive row has one win too many. Where do your ranks begin, and what is taken off their sum?": {
        "beside": 1
    },
    "You count the pairs in which the negative is ahead.": {"positive": 0},
    "That is the number of pairs won. Of how many pairs?": {"over": "none"},
    "You divide by all pairs of rows. Which pairs are compared?": {"over": "rows"},
    "You divide by the number of rows. Of how many pairs is a share asked?": {"over": "n"},
    "You divide by n². How many pairs are compared?": {"over": "squared"},
}

_RARE_ROC_AUC_SLIPS = {
    "You divide by the square of the number of positive rows. How many pairs are there?": {"over": "positives squared"},
    "You divide by the square of the number of negative rows. How many pairs are there?": {"over": "negatives squared"},
    "You divide by the number of positive rows. Of how many pairs is a share asked?": {"over": "positives"},
    "You divide by the number of negative rows. Of how many pairs is a share asked?": {"over": "negatives"},
    "You divide by all pairs of rows, each of them twice. Which pairs are compared?": {"over": "both"},
    "Each positive row has half a win too few. What is taken off the sum of your ranks?": {"beside": -0.5},
    "Each positive row has half a win too many. What is taken off the sum of your ranks?": {"beside": 0.5},
    "Nothing is taken off the sum of your ranks. Whom do positive rows outrank besides negative ones?": {
        "beside": "kept"
    },
    "You take twice as much off the sum of your ranks as positive rows have among themselves.": {"beside": "twice"},
    "You take off the ranks that negative rows have among themselves. Whose ranks did you add up?": {
        "beside": "others"
    },
    "You compared a positive row with those negative ones that come after it in the table. Every positive meets every "
    "negative.": {"meet": "before"},
    "You compared a positive row with those negative ones that come after it in the table, and divided by all pairs. Every "
    "positive meets every negative.": {"meet": "before", "over": "every"},
    "Scores that differ by 0.000000001 count as equal: rounded, or compared with a tolerance?": {"near": 1e-8},
    "You squash the scores first, and large ones become 0 and 1, and tie. A ranking needs them as they are.": {
        "seen": "squashed"
    },
    "Your mean ranks of rows with equal scores are cut to whole numbers. Of which type is the array that you write them to?": {
        "ranks": "whole"
    },
    **{
        f"Rows with equal scores all have {which} their ranks in yours. What is a draw worth?": {"ranks": kind}
        for kind, which in (("min", "the lowest of"), ("max", "the highest of"))
    },
    "Your ranks have no gap after rows with equal scores. How many rows does one with a higher score outrank?": {
        "ranks": "dense"
    },
    "A ranking worse than chance you turn over. Below one half is possible, and worth knowing.": {"end": "folded"},
    "That is the Gini coefficient, won minus lost pairs.": {"end": "gini"},
}


def _seen_in_auc(value, y_true, scores):
    """Say whether a number can be a share of the pairs at all, and whether the ties could be all that is wrong."""
    ahead = scores[y_true == 1][:, None] - scores[y_true == 0]
    won, tied, pairs = np.sum(ahead > 0), np.sum(ahead == 0), ahead.size
    asked = (won + tied / 2) / pairs
    if isinstance(value, bool) or not np.isfinite(value) or np.isclose(value, asked):
        return ""
    way = "high" if value > asked else "low"
    if not 0 <= value <= 1:
        return f"Your number is too {way}: a share of pairs lies from zero to one."
    if tied and won - 1e-4 <= value * pairs <= won + tied + 1e-4:
        return f"Your number is too {way}, by no more than the ties can explain. What do you count for a pair with equal scores?"
    if abs(2 * pairs * value - round(2 * pairs * value)) > 1e-4:
        return (
            f"Your number is too {way}, and it is no share of these pairs: no number of them, won or tied, divided by all of "
            "them gives it. How many pairs are there of one positive and one negative row?"
        )
    counted = "won" if value > asked else "lost"
    return f"Your number is too {way}, even if every tie were {counted}: other pairs are counted wrongly as well. When is a pair won?"


def _auc_cases(rng):
    """At the end a long one, because short arrays hide an unstable sort."""
    cases = ranked_cases(
        rng,
        ([0, 1, 1, 0, 0], [0.3, 0.9, 0.6, 0.6, 0.1]),
        ([0, 1, 1], [35.0, 80.0, 60.0]),  # any numbers, large ones too
        ([1, 0, 1, 0, 1, 0, 0], [0.45, 0.45, 0.45, 0.45, 0.9, 0.9, 0.2]),  # the highest tie, too
        ([1, 0, 0, 1, 0], [0.2, 0.7, 0.6, 0.55, 0.3]),  # worse than chance
        ([1, 1, 1, 1, 0, 0, 0, 0, 0], np.sort(rng.uniform(55, 95, 9))[::-1]),  # perfect, though wrong at 0.5
        ([0, 0, 1, 0, 0, 0, 0], rng.uniform(0.05, 0.95, 7)),
        ([1, 0, 0, 1], [0.411, 0.409, 0.604, 0.6055]),
        (
            [1, 0, 1, 0, 1, 0],
            [0.507, 0.503, 0.66, 0.62, 0.2, 0.8],
        ),  # which of these and of those above tie on a grid, its step says
    )
    return [*cases, scored(rng, 211, "ties")]


def _area_on_grid(y, s, *, n, grid=np.linspace, ends=False, by_fpr=False):
    """AUC as the area under a curve of n evenly spaced thresholds from 1 down to 0; `ends` adds (0, 0) and (1, 1).

    by_fpr : the points are taken from the lowest threshold up and sorted by the false-positive rate alone.
    """
    thresholds = grid(1, 0, n)
    fpr, tpr = ((s[y == label] >= thresholds[:, None]).mean(axis=1) for label in (0, 1))
    fpr, tpr = (np.r_[0, fpr, 1], np.r_[0, tpr, 1]) if ends else (fpr, tpr)
    if by_fpr:
        order = np.argsort(fpr[::-1], kind="stable")
        fpr, tpr = fpr[::-1][order], tpr[::-1][order]
    return np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1])) / 2


def _by_hundredths(start, stop, n):
    return (0.01 * np.arange(n))[::-1]


_ON_GRIDS = {
    **{
        f"You tried {n} evenly spaced thresholds from 0 to 1. Scores are any numbers, and each is a threshold.": {
            "n": n
        }
        for n in (11, 51, 100, 101, 1001)
    },
    **{
        f"You tried {n} evenly spaced thresholds from 0 to 1, and put (0, 0) and (1, 1) to their points. Scores are any numbers, "
        "and each is a threshold.": {"n": n, "ends": True}
        for n in (11, 100, 101)
    },
    "You tried 101 evenly spaced thresholds from 0 to 1, and sorted their points by the false-positive rate alone. Scores are "
    "any numbers, and each is a threshold.": {"n": 101, "by_fpr": True, "grid": _by_hundredths},
}


roc_auc = Exercise(
    title="Who outranks whom?",
    points=2,
    expected=lambda y_true, scores: metrics.roc_auc_score(y_true, scores),
    seen=_seen_in_auc,
    but_where={
        "a positive and a negative row have the same score": lambda y_true, scores: bool(
            set(scores[y_true == 1]) & set(scores[y_true == 0])
        ),
        "scores lie outside zero to one": lambda y_true, scores: scores.min() < 0 or scores.max() > 1,
        "the ranking is worse than chance": lambda y_true, scores: metrics.roc_auc_score(y_true, scores) < 0.5,
    },
    cases=_auc_cases,
    mistakes=switched(share_of_pairs, _ROC_AUC_SLIPS)
    | switched(share_of_pairs, _RARE_ROC_AUC_SLIPS)
    | alone(switched(_area_on_grid, _ON_GRIDS))
    | {
        "That is the accuracy at 0.5. AUC uses no threshold.": lambda y, s: np.mean((s >= 0.5) == y),
        "Your curve begins at the highest score, and the area before it is missing. Where is it with nobody flagged?": (
            lambda y, s: metrics.auc(*([np.mean(s[y == label] >= t) for t in np.unique(s)[::-1]] for label in (0, 1)))
        ),
        "Your area is one half on every case: a branch that is never left, or a condition that never holds? `&` binds tighter than "
        "`>`.": lambda y, s: 0.5,
        "You compared all rows with all rows. Which pairs count?": lambda y, s: np.mean(s[:, None] > s),
        "That is the area under the precision-recall curve, its points joined by straight lines. Which curve has AUC?": (
            lambda y, s: metrics.auc(*metrics.precision_recall_curve(y, s)[1::-1])
        ),
        "That is the average precision, the area under the other curve.": lambda y, s: step_sum(*curve(y, s)[1:]),
    },
)
