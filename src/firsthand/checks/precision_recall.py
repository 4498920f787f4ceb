"""Exercises of the lesson on precision and recall."""

import math

import numpy as np
from scipy import special
from sklearn import metrics

from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, switched, with_faults

# Most wrong answers below are switches of one function a question. A switch names what is done otherwise: two counts to
# divide, as in "tp/said", or one of the forms that stand in a dictionary inside the function.


def _tally(y_true, flagged, positive=1):
    """Count outcomes by name, for labels (n,) and flags (n,), or (m, n) at m thresholds."""
    there, flagged = np.asarray(y_true) == positive, np.asarray(flagged) == positive
    tp, said, n = np.sum(there & flagged, axis=-1), np.sum(flagged, axis=-1), len(there)
    fp, fn = said - tp, np.sum(there) - tp
    groups = {"said": said, "left": n - said, "there": np.sum(there), "absent": np.sum(~there), "n": n, "one": 1}
    return groups | {"tp": tp, "fp": fp, "fn": fn, "tn": n - said - fn, "right": n - fp - fn, "wrong": fp + fn}


def _share(words, counts, empty=0.0):
    """Divide two counts, such as "tp/said"; where the second is 0 return `empty`, or stop where that is an exception."""
    part, whole = np.broadcast_arrays(*(counts[name] for name in words.split("/")))
    if isinstance(empty, type) and np.any(whole == 0):
        raise empty
    share = np.where(whole == 0, 0.0 if isinstance(empty, type) else empty, part / np.where(whole == 0, 1, whole))
    return share if share.ndim else float(share)


_SHARE_SLIPS = {
    "Class 0 is counted as the positive one.": {"positive": 0},
    "Your precision has the denominator of recall. From which rows does it start?": {"precision": "tp/there"},
    "Your recall has the denominator of precision. From which rows does it start?": {"recall": "tp/said"},
    "Your precision is divided by all rows. From which rows does it start?": {"precision": "tp/n"},
    "Your recall is divided by all rows. From which rows does it start?": {"recall": "tp/n"},
    "Your precision is a count of hits. A share is asked.": {"precision": "tp/one"},
    "Your recall is a count of hits. A share is asked.": {"recall": "tp/one"},
}
_OTHER_RATES = {
    "Your precision is the false-positive rate: it asks about the negative rows.": {"precision": "fp/absent"},
    "Your recall is the specificity: it asks about the negative rows.": {"recall": "tn/absent"},
}


def _label_cases(rng):
    """Labels of few and many rows; nothing flagged, nothing there, neither, everything; shares of exactly 1."""
    example = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    empty = ([0, 1, 0, 1, 1], [0] * 5), ([0] * 4, [0, 1, 0, 0]), ([0] * 3, [0] * 3)
    full = ([1] * 4, [1] * 4), ([1, 0, 1, 1], [0, 0, 1, 0]), ([0, 1, 0, 1], [1, 1, 0, 1])
    drawn = [(y, (s > 0.6).astype(int)) for y, s in (_scored(rng, n) for n in (17, 40, 401))]
    return [tuple(map(np.array, case)) for case in (example, *drawn, *empty, *full)]


def _two_shares(y_true, y_pred, *, precision="tp/said", recall="tp/there", positive=1, empty=0.0, turned=False):
    counts = _tally(y_true, y_pred, positive)
    shares = [_share(words, counts, empty) for words in (precision, recall)]
    return shares[::-1] if turned else shares


def _library_shares(y_true, y_pred):
    return metrics.precision_recall_fscore_support(y_true, y_pred, average="binary", zero_division=0)[:2]


_PRECISION_AND_RECALL_SLIPS = {
    "Your two numbers have changed places: precision starts from the rows flagged, recall from the positive ones. "
    "(Arguments in the wrong order do the same.)": {"turned": True},
    **_SHARE_SLIPS,
    **_OTHER_RATES,
    "Your precision asks about the rows that were not flagged.": {"precision": "tn/left"},
    "Your precision is the share of false alarms. Which of the flagged are hits?": {"precision": "fp/said"},
    "Your recall is the share of misses. Which of the positives are found?": {"recall": "fn/there"},
    "Your precision is hits by false alarms: odds. The whole contains the part.": {"precision": "tp/fp"},
    "Your recall is hits by misses: odds. The whole contains the part.": {"recall": "tp/fn"},
    "Your precision counts true negatives as hits.": {"precision": "right/said"},
    "Your recall counts true negatives as hits.": {"recall": "right/there"},
    "Your precision is the accuracy: it asks about all rows, flagged or not.": {"precision": "right/n"},
    "Your recall is the accuracy: it asks about all rows, positive or not.": {"recall": "right/n"},
    "Where a denominator is 0 you return NaN. What does the statement ask for?": {"empty": math.nan},
    "Where a denominator is 0 your code stops. What does the statement ask for?": {"empty": ZeroDivisionError},
    "Where a denominator is 0 you return 1: a convention too, but not the one asked.": {"empty": 1.0},
}

precision_and_recall = Exercise(
    title="Two questions, two denominators",
    points=2,
    expected=_library_shares,
    cases=_label_cases,
    mistakes=switched(_two_shares, _PRECISION_AND_RECALL_SLIPS)
    | {
        "Those are averages over both classes; class 1 is asked.": (
            lambda y, said: np.mean([_two_shares(y, said, positive=k) for k in (0, 1)], axis=0)
        ),
        "Where a denominator is 0, None comes back: an `except` that hides 0/0? What does the statement ask for?": (
            lambda y, said: _two_shares(y, said) if y.any() and said.any() else None
        ),
    },
)

read_the_matrix = choice_exercise(
    title="Read the matrix",
    points=1,
    right={"A": "true", "B": "false", "C": "false", "D": "true", "E": "false", "F": "true", "G": "false"},
    tempting={
        ("A", "false"): "A: start from the ill: which row is theirs, and what share of it was called back?",
        ("B", "true"): "B: you started from the ill, the sentence from those called back. Which column is theirs?",
        ("C", "true"): "C: in which row do the 20 stand? Rows say what is true, columns what was predicted.",
        ("D", "false"): "D: start from those told that all is well, the left column. How many of them are ill?",
        ("E", "true"): "E: the programme makes 220 mistakes. How many does `healthy` for all make?",
        ("F", "false"): "F: start from the healthy, the upper row. What share of it was called back?",
        ("G", "true"): "G: exchanged arguments turn the matrix over. Beside which number do the 80 then stand?",
    },
)


def _scored(rng, n, form="usual"):
    """Draw labels and scores of n rows, positives higher on average: usual scores, none of them 0.5; scores with ties;
    scores 1e-9 apart, which tie when they are rounded or called close; scores of both signs, in hundreds of thousands.
    """
    y_true = (rng.random(n) < 0.4).astype(int)
    y_true[:2] = [1, 0]
    s = np.clip(rng.normal(0.4 + 0.2 * y_true, 0.2), 0.01, 0.97)
    near = 0.3 + 1e-9 * np.argsort(np.argsort(s))
    order = rng.permutation(n)
    return y_true[order], {"usual": s, "ties": s.round(1) + 0.02, "near": near, "large": 1e6 * (s - 0.55)}[form][order]


def _ranked_cases(rng, example, *more):
    drawn = [_scored(rng, n, form) for n, form in ((12, "ties"), (37, "ties"), (11, "near"), (14, "large"))]
    return [tuple(map(np.array, rows)) for rows in (example, *drawn, *more)]


def _ranked(scores, last_first=False):
    """Number the rows by falling score, equal ones in the order of the table, or the last of them first."""
    return np.argsort(scores, kind="stable")[::-1] if last_first else np.argsort(-scores, kind="stable")


def _flag(s, how):
    """Thresholds (m,), falling, and which rows each of them flags (m, n)."""
    if how in ("row by row", "first of ties", "turned row by row", "last of ties"):
        rows = _ranked(s, last_first=how in ("turned row by row", "last of ties"))
        kept = np.diff(s[rows], prepend=np.inf) < 0 if how.endswith("ties") else slice(None)
        return s[rows][kept], (np.argsort(rows) <= np.arange(len(s))[:, None])[kept]
    thresholds = (np.sort(s) if how == "repeated" else np.unique(s))[::-1]
    above = {"strictly": np.greater, "low": np.less_equal}.get(how, np.greater_equal)
    return thresholds, above(np.sort(s)[::-1] if how == "sorted alone" else s, thresholds[:, None])


def _curve(y, s, *, flag="reached", positive=1, precision="tp/said", recall="tp/there", empty=0.0, give="asked"):
    t, flagged = _flag(s, flag)
    p, r = (_share(words, _tally(y == positive, flagged), empty) for words in (precision, recall))
    forms = {
        "asked": (t, p, r),
        "rising": (t[::-1], p[::-1], r[::-1]),
        "half turned": (t, p[::-1], r[::-1]),
        "its points": (t[::-1], [*p[::-1], 1], [*r[::-1], 0]),
        "as it comes": ([*p[::-1], 1], [*r[::-1], 0], t[::-1]),
        "point in front": (t, [1, *p], [0, *r]),
        "nobody in front": ([np.inf, *t], [1, *p], [0, *r]),
    }
    return forms[give]


def _library_curve(y_true, scores):
    precision, recall, thresholds = metrics.precision_recall_curve(y_true, scores)
    return thresholds[::-1], precision[:-1][::-1], recall[:-1][::-1]


_PR_CURVE_SLIPS = {
    "You flag where `score > threshold`. Which sign does the statement use?": {"flag": "strictly"},
    "You flag where `score > threshold`: at the highest nobody is, and 0/0 is NaN.": {
        "flag": "strictly",
        "empty": math.nan,
    },
    "At each threshold you have the precision and recall of the next higher one, and 1 and 0 at the highest: `>` in "
    "place of `>=`, or the wrong end of scikit-learn's arrays cut off?": {"flag": "strictly", "empty": 1.0},
    "You flag the low scores: `score <= threshold`.": {"flag": "low"},
    "You sorted the scores and left the labels where they were.": {"flag": "sorted alone"},
    "A tied score comes several times in your thresholds.": {"flag": "repeated"},
    "You have a point for every row. Rows with equal scores are flagged together.": {"flag": "row by row"},
    "You have a point for every row, and at a tie a rising order turned round decides. Rows with equal scores are "
    "flagged together.": {"flag": "turned row by row"},
    "At a tie you count the first row only. Equal scores are flagged together.": {"flag": "first of ties"},
    "At a tie you count the last row only. Equal scores are flagged together.": {"flag": "last of ties"},
    **_SHARE_SLIPS,
    **_OTHER_RATES,
    "Your thresholds rise; asked is from the highest down.": {"give": "rising"},
    "Your thresholds fall; precision and recall begin at the lowest.": {"give": "half turned"},
    "Thresholds rise, and scikit-learn's last point (1, 0) is there, which no threshold gives.": {"give": "its points"},
    "That is what scikit-learn returns. Compare order, direction and last point.": {"give": "as it comes"},
    "Precision and recall have a point in front, (1, 0), which no threshold gives.": {"give": "point in front"},
    "Your curve begins with a threshold at which nobody is flagged. It is no score.": {"give": "nobody in front"},
}

pr_curve = Exercise(
    title="The precision–recall curve",
    points=3,
    expected=_library_curve,
    cases=lambda rng: _ranked_cases(
        rng,
        ([0, 1, 1, 0, 0, 1], [0.8, 0.9, 0.6, 0.1, 0.6, 0.3]),
        ([1, 0, 0, 1, 0, 1], [-2, 3, 0, 0, 3, 1]),
        ([1], [0.4]),
    ),
    mistakes=switched(_curve, _PR_CURVE_SLIPS),
)


def _curves(rng):
    example = (np.array([1.0, 0.5, 0.75, 0.5]), np.array([0.25, 0.25, 0.75, 1.0]))
    drawn = [
        _curve(*rows)[1:]
        for rows in (_scored(rng, 15, "ties"), _scored(rng, 24, "ties"), _scored(rng, 17), _scored(rng, 41, "near"))
    ]
    late = np.array([0.0, 0.5, 2 / 3]), np.array([0.0, 0.5, 1.0])
    return [example, *drawn, late, (np.array([0.25]), np.array([1.0]))]


def _step_sum(p, r, *, height="new", width="won", first=True, total=np.sum, lone=None):
    """Sum heights times widths, with or without the first; `lone` is raised where there is one point only."""
    if lone is not None and len(r) == 1:
        raise lone
    won, old = np.diff(r, prepend=0), {number: np.r_[number, p[:-1]] for number in (0, 1, p[0])}
    heights = {"new": p, "old": old[1], "old but the first": old[0], "best": np.maximum.accumulate(p[::-1])[::-1]}
    heights |= {"line": (p + old[0]) / 2, "line from 1": (p + old[1]) / 2, "level line": (p + old[p[0]]) / 2}
    widths = {"won": won, "whole": r, "alike": 1 / len(r), "one": 1, "per step": (won > 0) / sum(won > 0)}
    return total((heights[height] * widths[width])[0 if first else 1 :])


_LINES = "You joined the points by straight lines (trapezoids), from"
_STEPS = "This sum has steps: between two points there is no threshold."

_AVERAGE_PRECISION_SLIPS = {
    f"{_LINES} the first point on. {_STEPS}": {"height": "line", "first": False},
    "`metrics.auc` joins the points by straight lines, and stops where there is only one. This sum has steps, and "
    "one point is a step.": {"height": "line", "first": False, "lone": ValueError},
    f"{_LINES} the first precision at recall 0. {_STEPS}": {"height": "level line"},
    f"{_LINES} precision 1 at recall 0. {_STEPS}": {"height": "line from 1"},
    f"{_LINES} precision 0 at recall 0. {_STEPS}": {"height": "line"},
    "The first step is missing. From which recall does it start?": {"first": False},
    "You took the precision before each step, and 1 before the first. Which paid for the recall won?": {
        "height": "old"
    },
    "You took the precision before each step, and miss the first step.": {"height": "old but the first"},
    "You replaced each precision by the best one further right (interpolated AP, as some contests do). Take the "
    "curve as it is.": {"height": "best"},
    "You multiplied each precision by the whole recall, not by how much recall rose.": {"width": "whole"},
    "Each step counts once, however much recall it wins.": {"width": "per step"},
    "That is the plain mean of the precisions. A step counts by the recall it wins.": {"width": "alike"},
    "That is the sum of the precisions. A step counts by the recall it wins.": {"width": "one"},
    "That is one number for each step. What is done with them?": {"total": lambda steps: steps},
    "That is the mean of the steps. They are parts of a whole: what is done with them?": {"total": np.mean},
}

average_precision = Exercise(
    title="The curve in one number",
    points=2,
    expected=lambda precision, recall: -np.sum(np.diff([*recall[::-1], 0]) * precision[::-1]),
    cases=_curves,
    mistakes=switched(_step_sum, _AVERAGE_PRECISION_SLIPS)
    | {"You exchanged the roles: the steps go along recall.": lambda p, recall: np.diff(p, prepend=0) @ recall},
)


def _share_of_pairs(y, s, *, positive=1, seen="scores", tie=0.5, near=0.0, over="all", end="share"):
    """AUC: what is compared, how near scores tie and what a tie counts, and what the wins are divided by."""
    scores, n = np.asarray(s, float), len(s)
    forms = {"scores": scores, "labels": scores >= 0.5, "places": np.argsort(_ranked(s, last_first=True)[::-1])}
    scores = forms[seen].astype(float)
    ahead = (scores[y == positive][:, None] - scores[y != positive]).ravel()
    tied = np.sum(np.abs(ahead) <= near)
    pairs = {"all": len(ahead), "not tied": len(ahead) - tied, "none": 1, "rows": n * (n - 1) / 2, "squared": n**2}
    auc = (np.sum(ahead > near) + tie * tied) / pairs[over]
    return {"share": auc, "folded": max(auc, 1 - auc), "gini": 2 * auc - 1}[end]


_ROC_AUC_SLIPS = {
    "A tied pair counts nothing in your answer. What is a draw worth?": {"tie": 0},
    "A tied pair counts as a whole win in your answer. What is a draw worth?": {"tie": 1},
    "You leave tied pairs out, above and below. They count half.": {"tie": 0, "over": "not tied"},
    "Scores that differ by 0.000000001 count as equal: rounded, or compared with a tolerance?": {"near": 1e-8},
    "Rows with equal scores get different ranks, so that the order of the table decides.": {"seen": "places"},
    "You turned the scores into labels at 0.5 first. One threshold is left of the ranking.": {"seen": "labels"},
    "You count the pairs in which the negative is ahead.": {"positive": 0},
    "That is the number of pairs won. Of how many pairs?": {"over": "none"},
    "You divide by all pairs of rows. Which pairs are compared?": {"over": "rows"},
    "You divide by n². How many pairs are compared?": {"over": "squared"},
    "A ranking worse than chance you turn over. Below one half is possible, and worth knowing.": {"end": "folded"},
    "That is the Gini coefficient, won minus lost pairs.": {"end": "gini"},
}

roc_auc = Exercise(
    title="Who outranks whom?",
    points=2,
    expected=metrics.roc_auc_score,
    cases=lambda rng: _ranked_cases(
        rng,
        ([0, 1, 1, 0, 0], [0.3, 0.9, 0.6, 0.6, 0.1]),
        ([1, 0, 1, 0, 1, 0, 0], [0.45, 0.45, 0.45, 0.45, 0.8, 0.9, 0.2]),
        ([1, 0, 0, 1, 0], [0.2, 0.7, 0.6, 0.55, 0.3]),  # worse than chance
        ([1, 1, 1, 1, 0, 0, 0, 0, 0], np.sort(rng.uniform(0.55, 0.95, 9))[::-1]),  # perfect, though wrong at 0.5
        ([0, 0, 1, 0, 0, 0, 0], rng.uniform(0.05, 0.95, 7)),
    ),
    mistakes=switched(_share_of_pairs, _ROC_AUC_SLIPS)
    | {
        "That is the accuracy at 0.5. AUC uses no threshold.": lambda y, s: np.mean((s >= 0.5) == y),
        "You compared the first positive with the first negative, the second with the second. Every positive meets every "
        "negative.": lambda y, s: np.mean([p > n for p, n in zip(s[y == 1], s[y == 0], strict=False)]),
        "You compared all rows with all rows. Which pairs count?": lambda y, s: np.mean(s[:, None] > s),
        "That is the average precision, the area under the other curve.": lambda y, s: _step_sum(*_curve(y, s)[1:]),
    },
)


def _split(which, y_val, s_val, y_test, s_test):
    """Labels and scores of some rows, and the thresholds tried on them, from the highest down."""
    both = np.r_[y_val, y_test], np.r_[s_val, s_test]
    rows = {"validation": (y_val, s_val), "both": both}.get(which, (y_test, s_test))
    return *rows, np.unique(s_val if which == "test at validation" else rows[1])[::-1]


def _choose(rows, pick, *, on="validation", judged="test", above=np.greater_equal, low=False, also=(), at=None):
    """Choose a threshold by `pick(thresholds, counts)`, and count the outcomes; each keyword is one thing done otherwise."""
    y, s, tried = _split(on, *rows)
    tried = np.r_[also, tried[::-1] if low else tried]
    threshold = pick(tried, _tally(y, above(s, tried[:, None]))) if at is None else at
    y, s, _ = _split(judged, *rows)
    return threshold, _tally(y, above(s, threshold))


_NOT_THESE = "The test rows are there to judge a choice made without them."
_CHOICE_SLIPS = {
    f"You chose the threshold on the test rows. {_NOT_THESE}": {"on": "test"},
    f"You chose on validation and test rows together. {_NOT_THESE}": {"on": "both"},
    f"You tried the validation scores, but on the test rows. {_NOT_THESE}": {"on": "test at validation"},
    "What you report is measured on the validation rows, which chose the threshold.": {"judged": "validation"},
    "You flag where `score > threshold`. Which sign does the statement use?": {"above": np.greater},
    "Your threshold is 0.5, whatever the validation rows say.": {"at": 0.5},
}


def _split_cases(rng, fixed, arguments):
    """Validation and test rows: fixed ones, then usual scores, scores 1e-9 apart, large ones and ties."""
    sizes = ((17, 23, "usual"), (24, 31, "near"), (25, 16, "large"), (32, 28, "ties"))
    drawn = [(*_scored(rng, n, form), *_scored(rng, m, form)) for n, m, form in sizes]
    fixed = [tuple(map(np.array, rows)) for rows in fixed]
    return [(*rows, *more) for rows, more in zip([*fixed, *drawn], arguments, strict=True)]


def _cost_cases(rng):
    """In the second case costs tie; in the third each wrong rule chooses otherwise; in the fourth to flag nobody is best."""
    example = [0, 1, 0, 1], [0.1, 0.4, 0.5, 0.8], [0, 1, 0, 1, 1], [0.45, 0.3, 0.2, 0.9, 0.6]
    tied = [1, 1, 0, 0], [0.7, 0.3, 0.9, 0.5], [1, 0, 0, 1, 0], [0.6, 0.4, 0.35, 0.8, 0.95]
    apart = [1, 0, 1, 1, 0, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2], *_scored(rng, 15)
    costly = [0, 1, 0], [0.9, 0.5, 0.2], *_scored(rng, 9)
    costs = (1, 3), (1, 1), (1, 4), (5, 2), (7, 31), (3, 5), (31, 7), (4, 9)
    return _split_cases(rng, (example, tied, apart, costly), costs)


def _library_cheapest(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    """The same by the library's error rates: cost = fpr * negatives * cost_fp + (1 - tpr) * positives * cost_fn."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    total = np.rint(fpr * np.sum(y_val == 0)) * cost_fp + np.rint((1 - tpr) * np.sum(y_val == 1)) * cost_fn
    threshold = thresholds[1 + np.argmin(total[1:])]
    _, fp, fn, _ = metrics.confusion_matrix(y_test, scores_test >= threshold, labels=[0, 1]).ravel()
    return threshold, (cost_fp * fp + cost_fn * fn) / len(y_test)


def _best_f1(tried, counts):
    return tried[np.argmax(np.round(counts["tp"] / (counts["said"] + counts["there"]), 12))]


def _priced(*case, chosen_at=lambda a, b: (a, b), paid_at=lambda a, b: (a, b), pick=None, per="n", **how):
    """The cheapest threshold and its cost: chosen and paid at which prices, by which rule, per what."""

    def cost(counts, prices):
        return prices[0] * counts["fp"] + prices[1] * counts["fn"]

    cheapest = pick or (lambda tried, counts: tried[np.argmin(cost(counts, chosen_at(*case[4:])))])
    threshold, counts = _choose(case[:4], cheapest, **how)
    return threshold, cost(counts, paid_at(*case[4:])) / counts[per]


_CHEAPEST_THRESHOLD_SLIPS = {
    **_CHOICE_SLIPS,
    "The two costs change places where you choose, not where you report.": {"chosen_at": lambda a, b: (b, a)},
    "The two costs change places where you report, not where you choose.": {"paid_at": lambda a, b: (b, a)},
    "Of two thresholds that cost the same you take the lower. `argmin` takes the first.": {"low": True},
    "The cost is the total of the rows; the cost per row is asked.": {"per": "one"},
    "The cost is divided by the number of mistakes; the cost per row is asked.": {"per": "wrong"},
    "You also tried to flag nobody: good practice, but candidates are the validation scores.": {"also": [np.inf]},
    "Your threshold makes the fewest mistakes. What do they cost?": {"chosen_at": lambda a, b: (1, 1)},
    "Your threshold has the best F1, which knows no costs.": {"pick": _best_f1},
}

cheapest_threshold = Exercise(
    title="The cheapest threshold",
    points=3,
    expected=_library_cheapest,
    cases=_cost_cases,
    mistakes=switched(_priced, _CHEAPEST_THRESHOLD_SLIPS)
    | {
        "cost_fp / (cost_fp + cost_fn) is the best threshold for calibrated probabilities. Nothing says that these scores "
        "are: measure the cost at each.": lambda *case: _priced(*case, at=case[4] / (case[4] + case[5])),
    },
)


def _above_floor(
    *case, found="tp/there", enough=np.greater_equal, take="fewest", recall="tp/there", alarms="fp/one", **how
):
    """The best threshold above a floor, and what it does: which share must suffice, which of those thresholds is taken."""

    def pick(tried, counts):
        allowed = np.zeros(len(tried), bool) | enough(_share(found, counts), case[4])
        allowed = allowed if allowed.any() else np.ones(len(tried), bool)
        fp, precision, tried = counts["fp"][allowed], _share("tp/said", counts)[allowed], tried[allowed]
        best = {"fewest": tried[fp == fp.min()][-1], "highest": tried[0], "lowest": tried[-1]}
        return (best | {"precision": tried[np.argmax(precision.round(12))]})[take]

    threshold, counts = _choose(case[:4], pick, **how)
    return threshold, _share(recall, counts), _share(alarms, counts)


def _floor_cases(rng):
    """In the first three the floor is reached exactly; in the second nothing but all of it is enough."""
    example = [1, 0, 1, 1, 0, 1, 0], [0.9, 0.4, 0.8, 0.7, 0.75, 0.3, 0.2], [0, 1, 1, 0, 1], [0.72, 0.8, 0.6, 0.95, 0.7]
    whole = [0, 1, 1, 0, 1, 0, 0], [0.1, 0.2, 0.6, 0.4, 0.6, 0.9, 0.05], [1, 0, 0, 1, 0], [0.1, 0.2, 0.7, 0.3, 0.05]
    late = [0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1], np.linspace(0.95, 0.4, 11), *_scored(rng, 21)
    return _split_cases(rng, (example, whole, late), [(floor,) for floor in (0.5, 1.0, 0.375, 0.62, 0.71, 0.55, 0.68)])


def _library_floor(y_val, scores_val, y_test, scores_test, floor):
    """The same by the library's rates: the fewest false alarms where tpr suffices, and the lowest threshold of those."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    fewest = fpr[tpr >= floor - 1e-12].min()
    best = thresholds[(tpr >= floor - 1e-12) & (fpr == fewest)].min()
    _, fp, fn, tp = metrics.confusion_matrix(y_test, scores_test >= best, labels=[0, 1]).ravel()
    return best, tp / (tp + fn), fp


_FEWEST_ALARMS_SLIPS = {
    **_CHOICE_SLIPS,
    "You ask for a recall above the floor. At the floor is enough.": {"enough": np.greater},
    "You forget the floor, or turn it round: of all thresholds yours has the fewest false alarms.": {
        "found": "one/one"
    },
    "Your floor is set on precision. Which share must be found?": {"found": "tp/said"},
    "Your floor is set on hits among all rows. Which share must be found?": {"found": "tp/n"},
    "You take the highest threshold that suffices. Which finds most at no more false alarms?": {"take": "highest"},
    "You take the lowest threshold: it finds most, and flags nearly everybody.": {"take": "lowest"},
    "You take the best precision above the floor. The fewest false alarms are asked.": {"take": "precision"},
    "You report the precision where the recall is asked.": {"recall": "tp/said"},
    "You report the false-positive rate. The number of false alarms is asked.": {"alarms": "fp/absent"},
    "You report the misses. The false alarms are asked.": {"alarms": "fn/one"},
    "You report how many rows are flagged. Not all of them are false alarms.": {"alarms": "said/one"},
}

fewest_alarms = Exercise(
    title="The fewest false alarms above a floor",
    points=3,
    expected=_library_floor,
    cases=_floor_cases,
    mistakes=switched(_above_floor, _FEWEST_ALARMS_SLIPS),
)


def _alert_cases(rng):
    """Scores, labels and budget; one case is long, because a short array hides an unstable sort."""
    example = [0, 1, 1, 0, 0, 1], [0.2, 0.9, 0.5, 0.9, 0.5, 0.1]
    sizes = ((11, "ties"), (301, "ties"), (24, "near"), (10, "large"), (7, "ties"))
    drawn, nobody = [_scored(rng, *size) for size in sizes], (np.zeros(9, dtype=int), _scored(rng, 9, "ties")[1])
    budgets = (3, 4, 120, 9, 1, 7, 3)
    return [(np.array(s), np.array(y), k) for (y, s), k in zip((example, *drawn, nobody), budgets, strict=True)]


def _alerts(s, y, k, *, take="asked", show="rows", precision="tp/said", recall="tp/there", positive=1, empty=0.0):
    """Top k: which rows are taken and how they are shown, and which counts are divided."""
    right, rising = _ranked(s)[:k], np.argsort(s, kind="stable")
    repeated = [s.tolist().index(score) for score in s[right]]
    taken = {"asked": right, "lowest": rising[:k], "turned": rising[::-1][:k], "last k": rising[-k:], "twice": repeated}
    taken |= {"no order": np.argsort(s)[::-1][:k], "labels": np.lexsort((-y, -s))[:k]}
    rows = np.asarray((taken | {"more": _ranked(s)[: np.sum(s >= s[right[-1]])]})[take])
    shown = {"rows": rows, "reversed": rows[::-1], "table": np.sort(rows), "from 1": rows + 1, "scores": s[rows]}
    counts = _tally(y[rows], np.ones(len(rows)), positive) | {"there": np.sum(y == positive), "n": len(y), "k": k}
    return {"rows": shown[show], "precision": _share(precision, counts), "recall": _share(recall, counts, empty)}


_ALERTS_WITHIN_BUDGET_SLIPS = {
    "Those are the lowest scores: where does `argsort` begin?": {"take": "lowest"},
    "You take the last k of a rising order: the lowest comes first, and ties come out wrong.": {"take": "last k"},
    "Of rows with equal scores you take the later one first: a rising order was turned round.": {"take": "turned"},
    "Rows with equal scores come in no promised order. Which sorts keep the order of the table?": {"take": "no order"},
    "A row comes twice: `index` finds the first row with a score, and of equal ones the same again.": {"take": "twice"},
    "Of equal scores you take the positive ones first. Nobody knows the labels yet.": {"take": "labels"},
    "You take more than k rows: by their score, or since they tie with the last?": {"take": "more"},
    "The rows come from the lowest score up. Where does the desk start?": {"show": "reversed"},
    "The rows come in the order of the table. Where does the desk start?": {"show": "table"},
    "Your row numbers start at 1. Rows are counted from 0.": {"show": "from 1"},
    "Those are the scores of the rows. Row numbers are asked.": {"show": "scores"},
    **_SHARE_SLIPS,
    "Where there is no positive, your recall is NaN. What does the statement ask for?": {"empty": math.nan},
    "Where there is no positive, your code stops. What does the statement ask for?": {"empty": ZeroDivisionError},
    "Where there is no positive, your recall is 1. What does the statement ask for?": {"empty": 1.0},
}

alerts_within_budget = Exercise(
    title="Fifty alerts a day",
    points=2,
    expected=lambda scores, y_true, k: {
        "rows": (rows := sorted(range(len(scores)), key=lambda row: (-scores[row], row))[:k]),
        "precision": sum(y_true[rows]) / k,
        "recall": sum(y_true[rows]) / max(sum(y_true), 1),
    },
    cases=_alert_cases,
    mistakes=switched(_alerts, _ALERTS_WITHIN_BUDGET_SLIPS),
)

_IN_TOWN = {"recall": 0.9, "false-positive rate": 0.05, "called back": 585, "missed": 10, "precision": 90 / 585}
_WRONG_IN_TOWN = {
    ("recall", 0.09): "it does not fall with prevalence. Of 10 ill persons the test still finds as many.",
    ("recall", 0.1): "that is the share of the ill who are missed.",
    ("recall", 2 / 3): "that is the precision in the clinic, read by column. Recall is read by row.",
    ("false-positive rate", 90 / 2000): "you divided by all 2,000. It asks about the healthy only.",
    ("false-positive rate", 1 / 3): "that is a share of the called back. It asks about the healthy only.",
    ("false-positive rate", 495 / 585): "that is a share of the called back. It asks about all the healthy.",
    ("false-positive rate", 0.95): "that is the share of the healthy who are left alone.",
    ("false-positive rate", 0.005): "does a healthy person's result depend on how many others are ill?",
    ("called back", 1350): "you scaled the clinic's 270 to 10,000 people. In town fewer are ill.",
    ("called back", 135): "you scaled the clinic's 270 by ten, too. Count the ill and the healthy apart.",
    ("called back", 90): "those are the ill who are. Some healthy people are called back too.",
    ("called back", 495): "those are the healthy who are. Add the ill.",
    ("called back", 590): "5 % of everyone is not 5 % of the healthy.",
    ("called back", 594): "you added 99 ill people. How many of the 100 does the test find?",
    ("missed", 100): "those are all the ill of the town; most of them are found.",
    ("missed", 20): "that is the clinic's number. The town has fewer ill people.",
    ("missed", 1): "you scaled twice. What share of the 100 ill is missed?",
    ("precision", 2 / 3): "that is still the clinic's. Of those called back in town, how many are ill?",
    ("precision", 2 / 30): "it falls, but not tenfold. Count those called back, ill and healthy apart.",
    ("precision", 0.9): "that is the recall. Start from those called back, not from the ill.",
    ("precision", 0.009): "that is a share of everyone. The question starts from those called back.",
    ("precision", 495 / 585): "that is the share of the called back who are healthy.",
    ("precision", 90 / 495): "you divided ill by healthy among the called back. The whole contains the part.",
    ("precision", 0.15): "that is rounded too early. Give at least three digits.",
}


def _about_town(key, value):
    """Return the sentence for a number, "" where it is right; half a percent of rounding is allowed."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{key}: a number is asked."
    known = {words: wrong for (name, wrong), words in _WRONG_IN_TOWN.items() if name == key} | {"": _IN_TOWN[key]}
    if _IN_TOWN[key] < 1:
        known["you gave it in percent. A share from 0 to 1 is asked."] = 100 * _IN_TOWN[key]
    words = min(known, key=lambda words: abs(value - known[words]))
    if abs(value - known[words]) > 0.005 * known[words]:
        words = "not yet. Take the 10,000 people apart: 100 ill, 9,900 healthy. What happens to each group?"
    return words and f"{key}: {words}"


def _accept_town(answer):
    if not isinstance(answer, dict) or answer.keys() != _IN_TOWN.keys():
        return f"The answer is a dictionary with the keys {', '.join(_IN_TOWN)}."
    return [words for key in _IN_TOWN if (words := _about_town(key, answer[key]))] or True


precision_at_prevalence = Exercise(
    title="The same test in town",
    points=2,
    expected=_IN_TOWN,
    accepts=_accept_town,
    mistakes={f"{key}: {words}": {**_IN_TOWN, key: wrong} for (key, wrong), words in _WRONG_IN_TOWN.items()},
    equivalent={f"0.05 * 9900 -> 0.05 * {n}": "half a percent of rounding is allowed" for n in (9899, 9901)},
)


def _moved(p, trained, actual, *, factor="odds", end="share", at_one=1.0):
    """Multiply odds by a factor and turn them back: which factor, how turned back, and what comes of a p of 1."""
    a, t = actual / (1 - actual), trained / (1 - trained)
    factors = {"odds": a / t, "turned": t / a, "shares": actual / trained, "from half": a, "to half": 1 / t}
    with np.errstate(divide="ignore", invalid="ignore"):
        up, down = p * factors[factor], 1 - p
        ends = {"share": up / (up + down), "odds": up / down, "log-odds": np.log(up / down), "part": up}
        return np.where(p == 1, at_one * ends[end], ends[end])


_CORRECT_PREVALENCE_SLIPS = {
    "You corrected the other way round: from which share, and to which?": {"factor": "turned"},
    "You multiplied the odds by the ratio of the shares. Which ratio counts?": {"factor": "shares"},
    "You took for granted that half of the training rows were positive.": {"factor": "from half"},
    "You took for granted that half of the new rows are positive.": {"factor": "to half"},
    "Those are odds. Probabilities are asked.": {"end": "odds"},
    "Those are log-odds. Probabilities are asked.": {"end": "log-odds"},
    "You multiplied the probability itself by a ratio of odds; it can pass 1.": {"end": "part"},
    "You multiplied the probability by the ratio of the shares; it can pass 1. On which scale is one number right for "
    "all rows?": {"end": "part", "factor": "shares"},
    "Where p is 1 you return NaN: its odds are infinite. What does the statement ask for?": {"at_one": math.nan},
}

correct_prevalence = Exercise(
    title="A probability for another town",
    points=2,
    expected=lambda p, trained, actual: special.expit(
        special.logit(p) + special.logit(actual) - special.logit(trained)
    ),
    cases=lambda rng: [
        (np.array([0.5, 0.9, 0.2]), 0.5, 0.1),
        (rng.uniform(0.05, 0.95, 6), 0.5, 0.02),
        (rng.uniform(0.01, 0.4, 7), 0.03, 0.2),
        (np.r_[0.0, rng.uniform(0.2, 0.8, 3), 1.0], 0.3, rng.uniform(0.55, 0.8)),
        (rng.uniform(0.9, 0.999, 1), rng.uniform(0.1, 0.3), 0.6),
        (rng.uniform(0.2, 0.8, 4), 0.25, 0.25),
    ],
    mistakes=switched(_moved, _CORRECT_PREVALENCE_SLIPS)
    | {
        "You multiplied by the ratio of the shares and cut at 1. On which scale is one number right for all rows?": (
            lambda p, trained, actual: np.minimum(p * actual / trained, 1)
        ),
        "You added the difference of the shares. On which scale is one number right for all rows?": (
            lambda p, trained, actual: p + actual - trained
        ),
    },
)


def _class_cases(rng):
    """Three classes of unequal size; one never predicted, one never right, then no row right at all, and all right."""

    def draw(n, offered):
        y_true = np.r_[0, 1, 2, rng.choice(3, n - 3, p=[0.6, 0.25, 0.15])]
        y_pred = np.where((rng.random(n) < 0.6) & (y_true < offered), y_true, rng.integers(0, offered, n))
        return y_true, y_pred

    example = [0, 0, 0, 0, 1, 1, 1, 2], [0, 0, 0, 1, 1, 1, 0, 1]
    fixed = ([0, 0, 1, 1, 2, 0], [0, 2, 1, 0, 1, 0]), ([0, 1, 2, 0, 1], [1, 2, 0, 2, 0]), ([2, 1, 0, 0], [2, 1, 0, 0])
    return [tuple(map(np.array, rows)) for rows in (example, draw(25, 3), draw(140, 3), draw(30, 2), *fixed)]


def _averages(y, said, *, macro="f1", micro="pooled", below=("fp", "fn"), empty=0.0, pool=0.0):
    """Macro and micro F1: how classes are averaged and pooled, what stands below besides 2 TP, and what 0/0 gives."""
    classes = [_tally(y, said, k) for k in range(3)]
    c = {name: np.array([counts[name] for counts in classes]) for name in classes[0]}
    if isinstance(empty, type) and not c["tp"].all():
        raise empty
    hit, whole = c["tp"] > 0, 2 * c["tp"] + sum(c[name] for name in below)
    f1, p, r = np.where(hit, 2 * c["tp"] / np.maximum(whole, 1), empty), _share("tp/said", c), _share("tp/there", c)
    means = {"f1": f1.mean(), "recall": r.mean(), "precision": p.mean(), "sum": f1.sum(), "two": f1[1:].mean()}
    means |= {"of means": 2 / (1 / p.mean() + 1 / r.mean()) if hit.any() else 0.0, "sized": f1 @ c["there"] / len(y)}
    means |= {"said": f1[c["said"] > 0].mean(), "hit": f1[hit].mean() if hit.any() else 0.0}
    means |= {"pooled": 2 * c["tp"].sum() / whole.sum() if hit.any() else pool, "negatives": c["right"].mean() / len(y)}
    return means[macro], means[micro]


_MACRO_AND_MICRO_SLIPS = {
    "Your macro average is the F1 of the mean precision and the mean recall. F1 belongs to each class: when is the "
    "mean taken?": {"macro": "of means"},
    "Your macro average weighs the classes by size. Macro gives each one vote.": {"macro": "sized"},
    "Your micro average weighs the F1 of each class by its size. Micro adds up counts first.": {"micro": "sized"},
    "You leave out a class that is never predicted. It counts with 0: nobody was found.": {"macro": "said"},
    "You leave out every class whose F1 is 0 (or 0/0). It counts: nobody was found.": {"macro": "hit"},
    "Your macro average leaves class 0 out. All three have a vote.": {"macro": "two"},
    "Your macro average is the sum of three F1. Their mean is asked.": {"macro": "sum"},
    "Your macro average is the mean recall.": {"macro": "recall"},
    "Your macro average is the mean precision.": {"macro": "precision"},
    "Your micro average counts true negatives as hits. F1 has none in it.": {"micro": "negatives"},
    "Your F1 forgets the false negatives.": {"below": ("fp",)},
    "Your F1 forgets the false positives.": {"below": ("fn",)},
    "Where a class has no hit you get NaN: 0/0. What is its F1?": {"empty": math.nan},
    "Where a class has no hit your code divides by 0 and stops.": {"empty": ZeroDivisionError},
    "Where no row is right at all your micro average is NaN: 0/0. What is it then?": {"pool": math.nan},
}

macro_and_micro = Exercise(
    title="Three classes, two averages",
    points=2,
    expected=lambda y_true, y_pred: [
        metrics.f1_score(y_true, y_pred, labels=[0, 1, 2], average=average, zero_division=0)
        for average in ("macro", "micro")
    ],
    cases=_class_cases,
    mistakes=switched(_averages, _MACRO_AND_MICRO_SLIPS),
)


def _report(*case, precision="tp/said", recall="tp/there", ranked="scores", auc_on="test", low=True, **how):
    """The report, each of its lines as given, mended, or mended otherwise."""
    threshold, counts = _choose(case, _best_f1, low=low, **how)
    y, s, _ = _split(how.get("judged", auc_on), *case)
    auc = _share_of_pairs(y, s if ranked == "scores" else s >= threshold)
    return threshold, _share(precision, counts), _share(recall, counts), auc


_FAULTS = {
    "the choice": ("The test rows still choose the threshold.", {"on": "test at validation"}),
    "precision": ("Precision still has the value of recall: which argument comes first?", {"precision": "tp/there"}),
    "recall": ("Recall still has the value of precision: which argument comes first?", {"recall": "tp/said"}),
    "AUC": ("AUC still sees labels where it could see a ranking.", {"ranked": "labels"}),
}


def _report_cases(rng):
    test = [0, 1, 0, 1, 0, 0], [0.45, 0.3, 0.35, 0.9, 0.1, 0.6]
    example, tied = ([0, 1, 0, 1, 0], [0.1, 0.4, 0.5, 0.8, 0.2], *test), ([1, 0, 0, 1], [0.8, 0.6, 0.5, 0.3], *test)
    nobody = [0, 1, 1, 0], [0.2, 0.95, 0.92, 0.6], *test
    return _split_cases(rng, (example, tied, nobody), [()] * 7)


def _library_report(y_val, scores_val, y_test, scores_test):
    precision, recall, thresholds = metrics.precision_recall_curve(y_val, scores_val)
    f1 = np.round(2 * precision * recall / np.maximum(precision + recall, 1e-9), 12)
    threshold = thresholds[np.argmax(f1[:-1])]
    return threshold, *_library_shares(y_test, scores_test >= threshold), metrics.roc_auc_score(y_test, scores_test)


_FIX_THE_REPORT_SLIPS = {
    **{words: slip for words, slip in _CHOICE_SLIPS.items() if slip != {"on": "test at validation"}},
    "Your AUC is that of the validation rows.": {"auc_on": "validation"},
    "Of thresholds with the same F1 you take the highest. Which does the statement want?": {"low": False},
}

fix_the_report = Exercise(
    title="Mend the report",
    points=3,
    expected=_library_report,
    cases=_report_cases,
    given=with_faults(_report, _FAULTS),
    mistakes=partly_mended(_report, _FAULTS) | switched(_report, _FIX_THE_REPORT_SLIPS),
)

choose_the_metric = choice_exercise(
    title="Choose the measure",
    points=2,
    right={"A": "expected cost", "B": "recall floor", "C": "precision at k", "D": "roc auc", "E": "log loss"},
    tempting={
        (
            "A",
            "accuracy",
        ): "A: it counts a cracked bottle sent out and a sound one thrown away alike. Do they hurt alike?",
        ("A", "roc auc"): "A: AUC sets no threshold, and each bottle must go left or right.",
        ("A", "precision at k"): "A: bottles pass one by one; nothing limits how many go left.",
        ("A", "recall floor"): "A: nobody prescribes how many cracked bottles must be caught.",
        ("A", "calibration"): "A: scores that keep their word help to set a threshold. What is to be small?",
        ("A", "log loss"): "A: it judges probabilities. The dairy pays for bottles that went the wrong way.",
        ("B", "accuracy"): "B: with one bag in thousands, opening none is nearly always right, and forbidden.",
        ("B", "roc auc"): "B: AUC averages over all thresholds. Most of them are not allowed here.",
        ("B", "expected cost"): "B: what would you write down as the price of an object that gets through?",
        ("B", "precision at k"): "B: no number of bags is fixed; as few as possible are to be opened.",
        ("B", "calibration"): "B: honest probabilities do not yet say which bags to open.",
        ("B", "log loss"): "B: good probabilities do not yet say which bags to open. What limits the choice?",
        ("C", "accuracy"): "C: of 3,000 sections nearly all are sound. What of the ones that are opened?",
        ("C", "roc auc"): "C: AUC looks at the order of all 3,000 sections. How many will anybody look at?",
        ("C", "expected cost"): "C: you know one of two prices. What stops you from digging more anyway?",
        ("C", "recall floor"): "C: no share of leaks is prescribed, and nobody could dig for it.",
        ("C", "calibration"): "C: any score that puts the same sections on top digs the same holes.",
        ("C", "log loss"): "C: it judges 3,000 probabilities. How many sections does anybody open?",
        ("D", "accuracy"): "D: at which threshold? Every bank has its own.",
        ("D", "expected cost"): "D: whose prices? There are forty banks.",
        ("D", "precision at k"): "D: precision moves with the share of frauds, and k differs from bank to bank.",
        ("D", "recall floor"): "D: no bank has named a share that must be found.",
        ("D", "calibration"): "D: a number from 1 to 999 is no probability. What do the banks use it for?",
        ("D", "log loss"): "D: log loss needs probabilities, and 1 to 999 are none. What do the banks use it for?",
        ("E", "accuracy"): "E: no field is called failed or sound. What does the premium use?",
        ("E", "roc auc"): "E: halve every chance, and AUC stays the same. Do the premiums?",
        ("E", "expected cost"): "E: there is no threshold, so there are no false alarms to pay for.",
        ("E", "precision at k"): "E: every field gets a premium, not the top k.",
        ("E", "recall floor"): "E: no field is flagged, so there is no recall.",
        ("E", "calibration"): "E: both models keep their word already. Which of them tells fields apart?",
    },
)
