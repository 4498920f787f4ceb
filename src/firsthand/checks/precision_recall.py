"""Exercises of the lesson on precision and recall."""

import math
from functools import partial

import numpy as np
from scipy import special
from sklearn import metrics

from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, switched, with_faults


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
    return np.where(whole == 0, 0.0 if isinstance(empty, type) else empty, part / np.where(whole == 0, 1, whole))


_SHARE_SLIPS = {
    "Class 0 is counted as the positive one.": {"positive": 0},
    "Your precision has the denominator of recall. From which rows does it start?": {"precision": "tp/there"},
    "Your recall has the denominator of precision. From which rows does it start?": {"recall": "tp/said"},
    "Your precision is divided by all rows. From which rows does it start?": {"precision": "tp/n"},
    "Your recall is divided by all rows. From which rows does it start?": {"recall": "tp/n"},
    "Your precision is a count of hits. A share is asked.": {"precision": "tp/one"},
    "Your recall is a count of hits. A share is asked.": {"recall": "tp/one"},
    "Your precision is the false-positive rate: it asks about the negative rows.": {"precision": "fp/absent"},
    "Your recall is the specificity: it asks about the negative rows.": {"recall": "tn/absent"},
}


def _labels(rng, n):
    """Draw true and predicted labels of n rows, with both classes among the true ones."""
    y_true = (rng.random(n) < 0.35).astype(int)
    y_true[:2] = [1, 0]
    y_pred = (rng.random(n) < np.where(y_true == 1, 0.7, 0.2)).astype(int)
    order = rng.permutation(n)
    return y_true[order], y_pred[order]


def _label_cases(rng):
    """Labels of few and many rows; nothing flagged, nothing there, neither, everything; shares of exactly 1."""
    example = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    empty = ([0, 1, 0, 1, 1], [0] * 5), ([0] * 4, [0, 1, 0, 0]), ([0] * 3, [0] * 3)
    full = ([1] * 4, [1] * 4), ([1, 0, 1, 1], [0, 0, 1, 0]), ([0, 1, 0, 1], [1, 1, 0, 1])
    fixed = [tuple(np.array(labels) for labels in case) for case in (example, *empty, *full)]
    return [fixed[0], _labels(rng, 17), _labels(rng, 40), _labels(rng, 401), *fixed[1:]]


def _two_shares(y_true, y_pred, *, precision="tp/said", recall="tp/there", positive=1, empty=0.0, turned=False):
    counts = _tally(y_true, y_pred, positive)
    shares = [float(_share(words, counts, empty)) for words in (precision, recall)]
    return shares[::-1] if turned else shares


def _both_classes(y_true, y_pred):
    """Precision of classes 0 and 1, then recall of both."""
    return np.column_stack([_two_shares(y_true, y_pred, positive=k) for k in (0, 1)])


precision_and_recall = Exercise(
    title="Two questions, two denominators",
    points=2,
    expected=lambda y_true, y_pred: metrics.precision_recall_fscore_support(
        y_true, y_pred, average="binary", zero_division=0
    )[:2],
    cases=_label_cases,
    mistakes=switched(
        _two_shares,
        {
            "Your two numbers have changed places: precision starts from the rows flagged, recall from the positive ones. "
            "(Arguments in the wrong order do the same.)": {"turned": True},
            **_SHARE_SLIPS,
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
        },
    )
    | {
        "Both are the accuracy, or a micro average. Class 1 is asked.": lambda y, said: (np.mean(y == said),) * 2,
        "Those are averages over both classes; class 1 is asked.": lambda *rows: _both_classes(*rows).mean(axis=1),
        "Four numbers came back: a pair for each class. Only class 1 is asked.": _both_classes,
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


def _scored(rng, n, decimals=None):
    """Draw labels and scores of n rows, positives higher on average; few decimals make ties. No score is 0.5."""
    y_true = (rng.random(n) < 0.4).astype(int)
    y_true[:2] = [1, 0]
    scores = np.clip(rng.normal(0.4 + 0.2 * y_true, 0.2), 0.01, 0.97)
    order = rng.permutation(n)
    return y_true[order], (scores if decimals is None else scores.round(decimals) + 0.02)[order]


def _near(rng, n):
    """Draw labels and scores that lie 1e-9 apart: rounded, or called close, they would tie."""
    y_true, scores = _scored(rng, n)
    return y_true, 0.3 + 1e-9 * np.argsort(np.argsort(scores))


def _large(rng, n):
    """Draw labels and scores of both signs, in hundreds of thousands."""
    y_true, scores = _scored(rng, n)
    return y_true, 1e6 * (scores - 0.55)


def _ranked_cases(rng, example, *more):
    fixed = [tuple(map(np.array, rows)) for rows in (example, *more)]
    return [fixed[0], _scored(rng, 12, 1), _scored(rng, 37, 1), _near(rng, 11), _large(rng, 14), *fixed[1:]]


def _reached(scores, above=np.greater_equal, at=np.unique, seen=lambda scores: scores):
    """Thresholds (m,), falling, and which rows each of them flags (m, n)."""
    thresholds = at(scores)[::-1]
    return thresholds, above(seen(scores), thresholds[:, None])


def _falling(scores):
    """Number the rows by falling score, equal ones in their order."""
    return np.argsort(-scores, kind="stable")


def _rising_turned(scores):
    """Number the rows by falling score, the last of equal ones first."""
    return np.argsort(scores, kind="stable")[::-1]


def _row_by_row(scores, order=_falling, once=False):
    """Take a point for each row in turn, or for the first row of each tie."""
    rows = order(scores)
    kept = np.diff(scores[rows], prepend=np.inf) < 0 if once else slice(None)
    return scores[rows][kept], (np.argsort(rows) <= np.arange(len(rows))[:, None])[kept]


def _curve(
    y, s, *, flag=_reached, positive=1, precision="tp/said", recall="tp/there", empty=0.0, give=lambda *all3: all3
):
    thresholds, flagged = flag(s)
    counts = _tally(y == positive, flagged)
    return give(thresholds, *(_share(words, counts, empty) for words in (precision, recall)))


def _library_curve(y_true, scores):
    precision, recall, thresholds = metrics.precision_recall_curve(y_true, scores)
    return thresholds[::-1], precision[:-1][::-1], recall[:-1][::-1]


_STRICT = partial(_reached, above=np.greater)

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
    mistakes=switched(
        _curve,
        {
            "You flag where `score > threshold`. Which sign does the statement use?": {"flag": _STRICT},
            "You flag where `score > threshold`: at the highest one nobody is left, and 0/0 gives NaN. Which sign does the "
            "statement use?": {"flag": _STRICT, "empty": math.nan},
            "You flag where `score > threshold`: at the highest one nobody is left, and you call that precision 1. Which "
            "sign does the statement use?": {"flag": _STRICT, "empty": 1.0},
            "You flag the low scores: `score <= threshold`.": {"flag": partial(_reached, above=np.less_equal)},
            "You sorted the scores and left the labels where they were.": {
                "flag": partial(_reached, seen=lambda scores: np.sort(scores)[::-1])
            },
            "A tied score comes several times in your thresholds.": {"flag": partial(_reached, at=np.sort)},
            "You have a point for every row. Rows with equal scores are flagged together.": {"flag": _row_by_row},
            "You have a point for every row, and at a tie a rising order turned round decides. Rows with equal scores are "
            "flagged together.": {"flag": partial(_row_by_row, order=_rising_turned)},
            "At a tie you count the first row only. Equal scores are flagged together.": {
                "flag": partial(_row_by_row, once=True)
            },
            "At a tie you count one row only, the last: a rising order was turned round. Equal scores are flagged "
            "together.": {"flag": partial(_row_by_row, order=_rising_turned, once=True)},
            **_SHARE_SLIPS,
            "Your thresholds rise; asked is from the highest down.": {"give": lambda *all3: [x[::-1] for x in all3]},
            "Your thresholds fall; precision and recall do not come with them.": {
                "give": lambda t, p, r: (t, p[::-1], r[::-1])
            },
            "That is scikit-learn's form: thresholds rise, and a last point (1, 0) is added, which no threshold gives.": {
                "give": lambda t, p, r: (t[::-1], np.r_[p[::-1], 1], np.r_[r[::-1], 0])
            },
            "That is what scikit-learn returns. Compare order, direction and last point with the statement.": {
                "give": lambda t, p, r: (np.r_[p[::-1], 1], np.r_[r[::-1], 0], t[::-1])
            },
            "Precision and recall have a point in front, (1, 0), which no threshold gives.": {
                "give": lambda t, p, r: (t, np.r_[1, p], np.r_[0, r])
            },
            "Your curve begins with a threshold at which nobody is flagged. The thresholds are the scores.": {
                "give": lambda t, p, r: (np.r_[np.inf, t], np.r_[1, p], np.r_[0, r])
            },
            "scikit-learn's added point (1, 0) is still there, and that of the lowest threshold is gone: which end did you "
            "cut off?": {"give": lambda t, p, r: (t, np.r_[1, p[:-1]], np.r_[0, r[:-1]])},
        },
    ),
)


def _curves(rng):
    example = (np.array([1.0, 0.5, 0.75, 0.5]), np.array([0.25, 0.25, 0.75, 1.0]))
    drawn = [_curve(*rows)[1:] for rows in (_scored(rng, 15, 1), _scored(rng, 24, 1), _scored(rng, 16), _near(rng, 41))]
    late = np.array([0.0, 0.5, 2 / 3]), np.array([0.0, 0.5, 1.0])
    return [example, *drawn, late, (np.array([0.25]), np.array([1.0]))]


def _won(recall):
    return np.diff(recall, prepend=0)


def _before(precision, first=0):
    return np.r_[first, precision[:-1]]


def _step_sum(precision, recall, *, height=lambda p: p, width=_won, first=True, total=np.sum, lone=None):
    """Sum heights times widths, with or without the first; `lone` is raised where there is one point only."""
    if lone is not None and len(recall) == 1:
        raise lone
    return total((height(precision) * width(recall))[0 if first else 1 :])


_LINES = "You joined the points by straight lines (trapezoids), from"
_STEPS = "This sum has steps: between two points there is no threshold."

average_precision = Exercise(
    title="The curve in one number",
    points=2,
    expected=lambda precision, recall: -np.sum(np.diff([*recall[::-1], 0]) * precision[::-1]),
    cases=_curves,
    mistakes=switched(
        _step_sum,
        {
            f"{_LINES} the first point on. {_STEPS}": {"height": lambda p: (p + _before(p)) / 2, "first": False},
            "`metrics.auc` joins the points by straight lines, and stops where there is only one. This sum has steps, and "
            "one point is a step.": {"height": lambda p: (p + _before(p)) / 2, "first": False, "lone": ValueError},
            f"{_LINES} the first precision at recall 0. {_STEPS}": {"height": lambda p: (p + _before(p, p[0])) / 2},
            f"{_LINES} precision 1 at recall 0. {_STEPS}": {"height": lambda p: (p + _before(p, 1)) / 2},
            f"{_LINES} precision 0 at recall 0. {_STEPS}": {"height": lambda p: (p + _before(p)) / 2},
            "The first step is missing. From which recall does it start?": {"first": False},
            "You took the precision from before each step, and 1 before the first. Which precision was paid for the recall "
            "just won?": {"height": lambda p: _before(p, 1)},
            "You took the precision before each step, and miss the first step.": {"height": _before},
            "You replaced each precision by the best one further right (interpolated AP, as some contests do). Take the "
            "curve as it is.": {"height": lambda p: np.maximum.accumulate(p[::-1])[::-1]},
            "You multiplied each precision by the whole recall, not by how much recall rose.": {"width": lambda r: r},
            "Each step counts once, however much recall it wins.": {
                "width": lambda r: (_won(r) > 0) / sum(_won(r) > 0)
            },
            "That is the plain mean of the precisions. A step counts by the recall it wins.": {
                "width": lambda r: 1 / len(r)
            },
            "That is the sum of the precisions. A step counts by the recall it wins.": {"width": np.ones_like},
            "That is one number for each step. What is done with them?": {"total": lambda steps: steps},
            "That is the mean of the steps. They are parts of a whole: what is done with them?": {"total": np.mean},
        },
    )
    | {"You exchanged the roles: the steps go along recall.": lambda p, recall: np.diff(p, prepend=0) @ recall},
)


def _share_of_pairs(y, s, *, positive=1, seen=lambda s: s, tie=0.5, near=0.0, over="all", end=lambda auc: auc):
    """AUC: what is compared, how near scores tie and what a tie counts, and what the wins are divided by."""
    scores, n = seen(np.asarray(s, float)), len(s)
    ahead = (scores[y == positive][:, None] - scores[y != positive]).ravel()
    tied = np.sum(np.abs(ahead) <= near)
    pairs = {"all": len(ahead), "not tied": len(ahead) - tied, "none": 1, "rows": n * (n - 1) / 2, "squared": n**2}
    return end((np.sum(ahead > near) + tie * tied) / pairs[over])


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
    mistakes=switched(
        _share_of_pairs,
        {
            "A tied pair counts nothing in your answer. What is a draw worth?": {"tie": 0},
            "A tied pair counts as a whole win in your answer. What is a draw worth?": {"tie": 1},
            "You leave tied pairs out, above and below. They count half.": {"tie": 0, "over": "not tied"},
            "Scores that differ by 0.000000001 count as equal in your answer. Compare without a tolerance.": {
                "near": 1e-8
            },
            "You rounded the scores first, which makes ties where there are none.": {"seen": lambda s: s.round(3)},
            "Rows with equal scores get different ranks: their order in the table decides. Equal scores share a rank.": {
                "seen": lambda s: np.argsort(_rising_turned(s)[::-1])
            },
            "You turned the scores into labels at 0.5 first. One threshold is left of the whole ranking: use the scores.": {
                "seen": lambda s: (s >= 0.5).astype(float)
            },
            "You count the pairs in which the negative is ahead.": {"positive": 0},
            "That is the number of pairs won. Of how many pairs?": {"over": "none"},
            "You divide by all pairs of rows. Which pairs are compared?": {"over": "rows"},
            "You divide by n². How many pairs are compared?": {"over": "squared"},
            "Where the ranking is worse than chance you turn the number over. Below one half is possible, and worth "
            "knowing.": {"end": lambda auc: max(auc, 1 - auc)},
            "That is the Gini coefficient, won minus lost pairs.": {"end": lambda auc: 2 * auc - 1},
        },
    )
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
    rows = {
        "validation": (y_val, s_val),
        "test": (y_test, s_test),
        "both": both,
        "test at validation": (y_test, s_test),
    }
    return *rows[which], np.unique(s_val if which == "test at validation" else rows[which][1])[::-1]


def _choose(rows, pick, *, on="validation", judged="test", above=np.greater_equal, low=False, also=(), at=None):
    """Choose a threshold by `pick(thresholds, counts)`, and count the outcomes; each keyword is one thing done otherwise."""
    y, s, tried = _split(on, *rows)
    tried = np.r_[also, tried[::-1] if low else tried]
    threshold = pick(tried, _tally(y, above(s, tried[:, None]))) if at is None else at
    y, s, _ = _split(judged, *rows)
    return threshold, _tally(y, above(s, threshold))


_NOT_THE_TEST_ROWS = "The test rows are there to judge a choice made without them."
_CHOICE_SLIPS = {
    f"You chose the threshold on the test rows. {_NOT_THE_TEST_ROWS}": {"on": "test"},
    f"You chose on validation and test rows together. {_NOT_THE_TEST_ROWS}": {"on": "both"},
    f"You tried the validation scores, but on the test rows. {_NOT_THE_TEST_ROWS}": {"on": "test at validation"},
    "What you report is measured on the validation rows, which chose the threshold.": {"judged": "validation"},
    "You flag where `score > threshold`. Which sign does the statement use?": {"above": np.greater},
    "Your threshold is 0.5, whatever the validation rows say.": {"at": 0.5},
}


def _split_cases(rng, fixed, *arguments):
    """Validation and test rows: fixed ones, then usual scores, scores 1e-9 apart, large ones and ties."""
    draws = (_scored, _near, _large, partial(_scored, decimals=1))
    drawn = [
        (*draw(rng, n), *draw(rng, m)) for draw, n, m in zip(draws, (17, 24, 25, 32), (23, 31, 16, 28), strict=True)
    ]
    fixed = [tuple(map(np.array, rows)) for rows in fixed]
    return [(*rows, *more) for rows, more in zip([*fixed, *drawn], arguments, strict=True)]


def _cost_cases(rng):
    """In the second case costs tie; in the third each wrong rule chooses otherwise; in the fourth to flag nobody is best."""
    example = [0, 1, 0, 1], [0.1, 0.4, 0.5, 0.8], [0, 1, 0, 1, 1], [0.45, 0.3, 0.2, 0.9, 0.6]
    tied = [1, 0, 1, 0], [0.3, 0.5, 0.7, 0.9], [1, 0, 0, 1, 0], [0.6, 0.4, 0.35, 0.8, 0.95]
    apart = [1, 0, 1, 1, 0, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2], *_scored(rng, 15)
    costly = [0, 1, 0], [0.9, 0.5, 0.2], *_scored(rng, 9)
    return _split_cases(
        rng, (example, tied, apart, costly), (1, 3), (1, 1), (1, 4), (5, 2), (7, 31), (3, 5), (31, 7), (4, 9)
    )


def _library_cheapest(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    """The same by the library's error rates: cost = fpr * negatives * cost_fp + (1 - tpr) * positives * cost_fn."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    total = np.rint(fpr * np.sum(y_val == 0)) * cost_fp + np.rint((1 - tpr) * np.sum(y_val == 1)) * cost_fn
    threshold = thresholds[1 + np.argmin(total[1:])]
    _, fp, fn, _ = metrics.confusion_matrix(y_test, scores_test >= threshold, labels=[0, 1]).ravel()
    return threshold, (cost_fp * fp + cost_fn * fn) / len(y_test)


def _best_f1(tried, counts):
    return tried[np.argmax(np.round(2 * counts["tp"] / (counts["said"] + counts["there"]), 12))]


def _priced(*case, chosen_at=lambda a, b: (a, b), paid_at=lambda a, b: (a, b), rule=None, per="n", **how):
    """The cheapest threshold and its cost: chosen and paid at which prices, by which rule, per what."""

    def cost(counts, prices):
        return prices[0] * counts["fp"] + prices[1] * counts["fn"]

    pick = rule or (lambda tried, counts: tried[np.argmin(cost(counts, chosen_at(*case[4:])))])
    threshold, counts = _choose(case[:4], pick, **how)
    return threshold, cost(counts, paid_at(*case[4:])) / counts[per]


cheapest_threshold = Exercise(
    title="The cheapest threshold",
    points=3,
    expected=_library_cheapest,
    cases=_cost_cases,
    mistakes=switched(
        _priced,
        _CHOICE_SLIPS
        | {
            "The two costs have changed places where you choose, not where you report.": {
                "chosen_at": lambda a, b: (b, a)
            },
            "The two costs have changed places where you report, not where you choose.": {
                "paid_at": lambda a, b: (b, a)
            },
            "Of two thresholds that cost the same you take the lower. `argmin` takes the first.": {"low": True},
            "The cost is the total of the rows; the cost per row is asked.": {"per": "one"},
            "The cost is divided by the number of mistakes; the cost per row is asked.": {"per": "wrong"},
            "You also tried to flag nobody. Good practice, but the candidates are the validation scores.": {
                "also": [np.inf]
            },
            "Your threshold makes the fewest mistakes. What do they cost?": {"chosen_at": lambda a, b: (1, 1)},
            "Your threshold has the best F1, which knows no costs.": {"rule": _best_f1},
        },
    )
    | {
        "cost_fp / (cost_fp + cost_fn) is the best threshold for calibrated probabilities. Nothing says that these scores "
        "are: measure the cost at each.": lambda *case: _priced(*case, at=case[4] / (case[4] + case[5])),
    },
)


def _above_floor(
    *case, found="tp/there", enough=np.greater_equal, take="fewest", recall="tp/there", alarms="fp/one", **how
):
    """The best threshold above a floor, and what it does: which share must suffice, and which of those thresholds is taken."""

    def pick(tried, counts):
        allowed = enough(_share(found, counts), case[4])
        allowed = allowed if allowed.any() else np.ones(len(tried), bool)
        fp, precision, tried = counts["fp"][allowed], _share("tp/said", counts)[allowed], tried[allowed]
        best = {"fewest": tried[fp == fp.min()][-1], "highest": tried[0], "lowest": tried[-1]}
        return (best | {"precision": tried[np.argmax(precision.round(12))]})[take]

    threshold, counts = _choose(case[:4], pick, **how)
    return threshold, *(float(_share(words, counts)) for words in (recall, alarms))


def _floor_cases(rng):
    """In the first three the floor is reached exactly; in the second nothing but all of it is enough."""
    example = [1, 0, 1, 1, 0, 1, 0], [0.9, 0.4, 0.8, 0.7, 0.75, 0.3, 0.2], [0, 1, 1, 0, 1], [0.72, 0.8, 0.6, 0.3, 0.7]
    whole = [0, 1, 1, 0, 1, 0, 0], [0.1, 0.2, 0.6, 0.4, 0.6, 0.9, 0.05], [1, 0, 0, 1, 0], [0.1, 0.2, 0.7, 0.3, 0.05]
    free = (
        [1, 1, 1, 0, 1, 0, 0],
        [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2],
        [1, 1, 0, 1, 0, 0],
        [0.75, 0.72, 0.7, 0.3, 0.55, 0.8],
    )
    floors = (0.75, 1.0, 0.5, 0.62, 0.71, 0.55, 0.68)
    return _split_cases(rng, (example, whole, free), *((floor,) for floor in floors))


def _library_floor(y_val, scores_val, y_test, scores_test, floor):
    """The same by the library's rates: the fewest false alarms where tpr suffices, and the lowest threshold of those."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    fewest = fpr[tpr >= floor - 1e-12].min()
    best = thresholds[(tpr >= floor - 1e-12) & (fpr == fewest)].min()
    _, fp, fn, tp = metrics.confusion_matrix(y_test, scores_test >= best, labels=[0, 1]).ravel()
    return best, tp / (tp + fn), fp


fewest_alarms = Exercise(
    title="The fewest false alarms above a floor",
    points=3,
    expected=_library_floor,
    cases=_floor_cases,
    mistakes=switched(
        _above_floor,
        _CHOICE_SLIPS
        | {
            "You ask for a recall above the floor. At the floor is enough.": {"enough": np.greater},
            "You ask for a recall below the floor.": {"enough": np.less_equal},
            "You forget the floor: that threshold has the fewest false alarms of all.": {
                "enough": lambda r, floor: r >= 0
            },
            "Your floor is set on precision. Which share must be found?": {"found": "tp/said"},
            "Your floor is set on hits among all rows. Which share must be found?": {"found": "tp/n"},
            "You take the highest threshold that suffices. Which one finds most at no more false alarms?": {
                "take": "highest"
            },
            "You take the lowest threshold: it finds most, and flags nearly everybody.": {"take": "lowest"},
            "You take the best precision above the floor. The fewest false alarms are asked.": {"take": "precision"},
            "You report the precision where the recall is asked.": {"recall": "tp/said"},
            "You report the false-positive rate. The number of false alarms is asked.": {"alarms": "fp/absent"},
            "You report the misses. The false alarms are asked.": {"alarms": "fn/one"},
            "You report how many rows are flagged. Not all of them are false alarms.": {"alarms": "said/one"},
        },
    ),
)


def _alert_cases(rng):
    """Scores, labels and budget; one case is long, because a short array hides an unstable sort."""
    example = np.array([0.2, 0.9, 0.5, 0.9, 0.5, 0.1]), np.array([0, 1, 1, 0, 0, 1]), 3
    draws = ((_scored(rng, 11, 1), 4), (_scored(rng, 71, 1), 30), (_near(rng, 24), 9), (_large(rng, 10), 1))
    drawn = [(scores, y_true, k) for (y_true, scores), k in (*draws, (_scored(rng, 7, 1), 7))]
    return [example, *drawn, (_scored(rng, 9, 1)[1], np.zeros(9, dtype=int), 3)]


_WRONG_ROWS = {
    "Those are the lowest scores: where does `argsort` begin?": lambda s, y, k: np.argsort(s, kind="stable")[:k],
    "The right rows, from the lowest of them up. Where does the desk start?": lambda s, y, k: _falling(s)[:k][::-1],
    "The right rows, in the order of the table. Where does the desk start?": lambda s, y, k: np.sort(_falling(s)[:k]),
    "You take the last k of a rising order: the desk would start with the lowest of them, and ties come out wrong.": (
        lambda s, y, k: _rising_turned(s)[:k][::-1]
    ),
    "Your row numbers start at 1. Rows are counted from 0.": lambda s, y, k: _falling(s)[:k] + 1,
    "Those are the scores of the rows. Row numbers are asked.": lambda s, y, k: s[_falling(s)[:k]],
    "You take more than k rows: by their score, or because they tie with the last? The desk has time for k.": (
        lambda s, y, k: _falling(s)[: np.sum(s >= np.sort(s)[-k])]
    ),
    "Of equal scores you take the positive ones first. Nobody at the desk knows the labels yet.": (
        lambda s, y, k: np.lexsort((-y, -s))[:k]
    ),
    "A row comes twice: `index` finds the first row with a score, and of equal scores the same one again.": (
        lambda s, y, k: [s.tolist().index(v) for v in sorted(s, reverse=True)[:k]]
    ),
    "The scores of your rows are the k highest, but rows with equal scores come in another order than asked. Which sorts "
    "keep the order of the table?": lambda s, y, k: _rising_turned(s)[:k],
}
_WRONG_SHARES = {key: slip for key, slip in _SHARE_SLIPS.items() if "positive" not in slip} | {
    "Where there is no positive, your recall is NaN. What does the statement ask for?": {"recall": math.nan},
    "Where there is no positive, your recall is 1. What does the statement ask for?": {"recall": 1.0},
}


def _two_of_alerts(scores, y_true, rows, *, precision="tp/said", recall="tp/there"):
    """Precision and recall at k of some rows; a number in place of words is recall where there is no positive."""
    counts = _tally(y_true, np.isin(np.arange(len(scores)), rows))
    empty, recall = (0.0, recall) if isinstance(recall, str) else (recall, "tp/there")
    return {"precision": float(_share(precision, counts)), "recall": float(_share(recall, counts, empty))}


def _alerts(choose=lambda s, y, k: _falling(s)[:k], **shares):
    """Make an answer from a rule for rows and words for shares; where none is given, the right ones."""
    return lambda s, y, k: {"rows": choose(s, y, k)} | _two_of_alerts(s, y, _falling(s)[:k], **shares)


def _accept_alerts(answer, scores, y_true, k):
    """Judge the rows, then each share: it is right for the rows asked, or consistent with the rows that came back."""
    if not isinstance(answer, dict) or answer.keys() != {"rows", "precision", "recall"}:
        return answer is not None and "The answer is a dictionary with the keys `rows`, `precision` and `recall`."
    rows, asked = answer["rows"], _falling(scores)[:k]
    if not isinstance(rows, list) or not all(isinstance(row, int | float) for row in rows):
        return "`rows` is a list or an array of row numbers."
    seen = [] if rows == asked.tolist() else [_about_rows(rows, scores, y_true, k)]
    for key in ("precision", "recall"):
        right = [_two_of_alerts(scores, y_true, taken)[key] for taken in (asked, rows)]
        if not any(_is_close(answer[key], number) for number in right):
            seen.append(_about_share(key, answer[key], scores, y_true, asked))
    return f"Two things at once. First: {seen[0]} And: {seen[1]}" if len(seen) == 2 else seen or True


def _is_close(value, number):
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isclose(value, number, rel_tol=1e-5, abs_tol=1e-8) or (math.isnan(value) and math.isnan(number))


def _about_rows(rows, scores, y_true, k):
    """Return the sentence that fits wrong rows."""
    exact = (
        sentence for sentence, choose in _WRONG_ROWS.items() if rows == np.asarray(choose(scores, y_true, k)).tolist()
    )
    ties, twice = list(_WRONG_ROWS)[-1], list(_WRONG_ROWS)[-2]
    if set(rows) <= set(range(len(scores))) and scores[rows].tolist() == np.sort(scores)[::-1][:k].tolist():
        return next(exact, ties if len(set(rows)) == k else twice)
    return next(exact, "`rows` are not the k highest scores, highest first. Compare the scores at your row numbers.")


def _about_share(key, value, scores, y_true, rows):
    """Return the sentence that fits a wrong share."""
    for sentence, slip in _WRONG_SHARES.items():
        if key in slip and _is_close(value, _two_of_alerts(scores, y_true, rows, **slip)[key]):
            return sentence
    return f"`{key}` is not right. Which hits does it count, among which rows?"


alerts_within_budget = Exercise(
    title="Fifty alerts a day",
    points=2,
    expected=_alerts(),
    cases=_alert_cases,
    accepts=_accept_alerts,
    mistakes={sentence: _alerts(choose) for sentence, choose in _WRONG_ROWS.items()}
    | {sentence: _alerts(**words) for sentence, words in _WRONG_SHARES.items()},
)

_IN_TOWN = {"recall": 0.9, "false-positive rate": 0.05, "called back": 585, "missed": 10, "precision": 90 / 585}
_WRONG_IN_TOWN = {
    ("recall", 0.09): "it does not fall with prevalence. Of 10 ill persons the test still finds as many.",
    ("recall", 0.1): "that is the share of the ill who are missed.",
    ("recall", 2 / 3): "that is the precision in the clinic, read by column. Recall is read by row.",
    ("recall", 90 / 585): "that is the precision in the town. Recall asks about the ill only.",
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
    ("missed", 90): "those are the ill who are found.",
    ("missed", 1): "you scaled twice. What share of the 100 ill is missed?",
    ("precision", 2 / 3): "that is still the clinic's. Of those called back in town, how many are ill?",
    ("precision", 2 / 30): "it falls, but not tenfold. Count those called back, ill and healthy apart.",
    ("precision", 0.9): "that is the recall. Start from those called back, not from the ill.",
    ("precision", 0.009): "that is a share of everyone. The question starts from those called back.",
    ("precision", 0.95): "that is one minus the false-positive rate, a statement about the healthy.",
    ("precision", 495 / 585): "that is the share of the called back who are healthy.",
    ("precision", 90 / 495): "you divided ill by healthy among the called back. The whole contains the part.",
    ("precision", 0.15): "that is rounded too early. Give at least three digits.",
}


def _accept_town(answer):
    """Judge the five numbers one by one; half a percent of rounding is allowed."""
    if not isinstance(answer, dict) or answer.keys() != _IN_TOWN.keys():
        return f"The answer is a dictionary with the keys {', '.join(_IN_TOWN)}."
    return [
        f"{key}: {words}" for key, right in _IN_TOWN.items() if (words := _about_town(key, answer[key], right))
    ] or True


def _about_town(key, value, right):
    """Return what is wrong with a number, "" where nothing is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "a number is asked."
    known = (
        words for (name, wrong), words in _WRONG_IN_TOWN.items() if name == key and abs(value - wrong) <= 5e-4 * wrong
    )
    if abs(value - 100 * right) <= 0.5 * right < 0.5:
        return "you gave it in percent. A share from 0 to 1 is asked."
    if abs(value - right) <= 0.005 * right:
        return ""
    return next(known, "not yet. Take the 10,000 people apart: 100 ill, 9,900 healthy. What happens to each group?")


precision_at_prevalence = Exercise(
    title="The same test in town",
    points=2,
    expected=_IN_TOWN,
    accepts=_accept_town,
    mistakes={f"{key}: {words}": {**_IN_TOWN, key: wrong} for (key, wrong), words in _WRONG_IN_TOWN.items()},
)


def _odds(share):
    return share / (1 - share)


def _moved(
    p, trained, actual, *, factor=lambda t, a: _odds(a) / _odds(t), end=lambda up, down: up / (up + down), at_one=1
):
    """Multiply odds by a factor and turn them back: which factor, how turned back, and what comes of a p of 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(
            p == 1,
            np.multiply(at_one, end(p * factor(trained, actual), 1 - p)),
            end(p * factor(trained, actual), 1 - p),
        )


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
    mistakes=switched(
        _moved,
        {
            "You corrected the other way round: from which share do you come, and to which do you go?": {
                "factor": lambda t, a: _odds(t) / _odds(a)
            },
            "You multiplied the odds by the ratio of the shares. It is the odds of the shares that count.": {
                "factor": lambda t, a: a / t
            },
            "You took for granted that half of the training rows were positive.": {"factor": lambda t, a: _odds(a)},
            "You took for granted that half of the new rows are positive.": {"factor": lambda t, a: 1 / _odds(t)},
            "You mixed two logarithms: the shift is in one base, the log-odds in another.": {
                "factor": lambda t, a: np.exp(np.log10(_odds(a) / _odds(t)))
            },
            "The shift is a difference of odds. On which scale is it one number for all rows?": {
                "factor": lambda t, a: np.exp(_odds(a) - _odds(t))
            },
            "The shift is a difference of shares. On which scale is it one number for all rows?": {
                "factor": lambda t, a: np.exp(a - t)
            },
            "Those are odds. Probabilities are asked.": {"end": lambda up, down: up / down},
            "Those are log-odds. Probabilities are asked.": {"end": lambda up, down: np.log(up / down)},
            "You multiplied the probability itself; it can pass 1. What is multiplied is its odds.": {
                "end": lambda up, down: up
            },
            "Where p is 1 you return NaN: its odds are infinite. What does the statement ask for there?": {
                "at_one": math.nan
            },
        },
    )
    | {
        "You multiplied p by the ratio of the shares; it can pass 1. Which number is shifted alike for all rows?": (
            lambda p, trained, actual: p * actual / trained
        ),
        "You multiplied p by the ratio of the shares and cut at 1. Which number is shifted alike for all rows?": (
            lambda p, trained, actual: np.minimum(p * actual / trained, 1)
        ),
        "You shifted the probability itself by the difference of the shares. Which number is shifted alike for all rows?": (
            lambda p, trained, actual: p + actual - trained
        ),
    },
)


def _three_classes(rng, n, offered=3):
    """Draw labels 0, 1, 2 of unequal size; only the first `offered` classes are ever predicted."""
    y_true = np.r_[0, 1, 2, rng.choice(3, n - 3, p=[0.6, 0.25, 0.15])]
    y_pred = np.where((rng.random(n) < 0.6) & (y_true < offered), y_true, rng.integers(0, offered, n))
    order = rng.permutation(n)
    return y_true[order], y_pred[order]


def _class_cases(rng):
    """Classes never predicted, never right, and, in the last case, no row right at all."""
    fixed = ([0, 0, 0, 0, 1, 1, 1, 2], [0, 0, 0, 1, 1, 1, 0, 1]), ([0, 0, 1, 1, 2, 0], [0, 2, 1, 0, 1, 0])
    fixed += ([0, 1, 2, 0, 1], [1, 2, 0, 2, 0]), ([2, 1, 0, 0], [2, 1, 0, 0])
    example, *rest = [tuple(map(np.array, rows)) for rows in fixed]
    return [example, _three_classes(rng, 25), _three_classes(rng, 140), _three_classes(rng, 30, 2), *rest]


def _averages(
    y, said, *, whole=("fp", "fn"), macro=lambda c: c["f1"].mean(), micro=lambda c: c["micro"], empty=0.0, pool=0.0
):
    """Macro and micro F1: what stands below 2 TP besides it, how classes are averaged and pooled, what 0/0 gives."""
    classes = [_tally(y, said, k) for k in range(3)]
    c = {name: np.array([counts[name] for counts in classes]) for name in classes[0]}
    if isinstance(empty, type) and not c["tp"].all():
        raise empty
    below = 2 * c["tp"] + sum(c[name] for name in whole)
    c["f1"] = np.where(c["tp"] == 0, empty, 2 * c["tp"] / np.maximum(below, 1))
    c["micro"] = 2 * c["tp"].sum() / below.sum() if c["tp"].any() else pool
    c["p"], c["r"] = c["tp"] / np.maximum(c["said"], 1), c["tp"] / c["there"]
    return macro(c), micro(c)


def _harmonic(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


macro_and_micro = Exercise(
    title="Three classes, two averages",
    points=2,
    expected=lambda y_true, y_pred: [
        metrics.f1_score(y_true, y_pred, labels=[0, 1, 2], average=average, zero_division=0)
        for average in ("macro", "micro")
    ],
    cases=_class_cases,
    mistakes=switched(
        _averages,
        {
            "Your macro average is the F1 of the mean precision and the mean recall. F1 belongs to each class: when is the mean "
            "taken?": {"macro": lambda c: _harmonic(c["p"].mean(), c["r"].mean())},
            "Your macro average weighs the classes by size. Macro gives each class one vote.": {
                "macro": lambda c: c["f1"] @ c["there"] / c["n"][0]
            },
            "Your micro average weighs the F1 of each class by its size. Micro adds up counts first, and divides once.": {
                "micro": lambda c: c["f1"] @ c["there"] / c["n"][0]
            },
            "You leave out a class that is never predicted. It counts with 0: nobody of it was found.": {
                "macro": lambda c: c["f1"][c["said"] > 0].mean()
            },
            "You leave out every class whose F1 is 0 (or 0/0). It counts: nobody of it was found.": {
                "macro": lambda c: c["f1"][c["tp"] > 0].mean() if c["tp"].any() else 0.0
            },
            "Your macro average leaves class 0 out. All three have a vote.": {"macro": lambda c: c["f1"][1:].mean()},
            "Your macro average is the sum of three F1. Their mean is asked.": {"macro": lambda c: c["f1"].sum()},
            "Your macro average is the mean recall.": {"macro": lambda c: c["r"].mean()},
            "Your macro average is the mean precision.": {"macro": lambda c: c["p"].mean()},
            "Your micro average counts true negatives as hits. F1 has no true negatives in it.": {
                "micro": lambda c: (c["tp"] + c["tn"]).sum() / c["n"].sum()
            },
            "Your F1 forgets the false negatives: what else stands below 2 TP?": {"whole": ("fp",)},
            "Your F1 forgets the false positives: what else stands below 2 TP?": {"whole": ("fn",)},
            "Where a class has no hit you get NaN: 0/0. What is its F1?": {"empty": math.nan},
            "Where no row is right at all your micro average is NaN: 0/0. What is it then?": {"pool": math.nan},
            "Where a class has no hit your code divides by 0 and stops.": {"empty": ZeroDivisionError},
        },
    )
    | {
        "That is the F1 of each class. Two averages are asked.": lambda y, said: _averages(
            y, said, macro=lambda c: c["f1"]
        )[0],
    },
)


def _best_lowest(tried, counts):
    f1 = np.round(counts["tp"] / (counts["said"] + counts["there"]), 12)
    return tried[f1 == f1.max()].min()


def _report(*case, precision="tp/said", recall="tp/there", ranked="scores", pick=_best_lowest, auc_on="test", **how):
    """The report, with each of its lines as given, mended, or mended otherwise."""
    threshold, counts = _choose(case, pick, **how)
    y, s, _ = _split(how.get("judged", auc_on), *case)
    auc = _share_of_pairs(y, s if ranked == "scores" else s >= threshold)
    return threshold, *(float(_share(words, counts)) for words in (precision, recall)), auc


_FAULTS = {
    "the choice": ("The test rows still choose the threshold.", {"on": "test at validation"}),
    "precision": ("Precision still has the value of recall: which argument comes first?", {"precision": "tp/there"}),
    "recall": ("Recall still has the value of precision: which argument comes first?", {"recall": "tp/said"}),
    "AUC": ("AUC still sees labels where it could see a ranking.", {"ranked": "labels"}),
}


def _library_report(y_val, scores_val, y_test, scores_test):
    precision, recall, thresholds = metrics.precision_recall_curve(y_val, scores_val)
    f1 = np.round(2 * precision * recall / np.maximum(precision + recall, 1e-9), 12)
    threshold = thresholds[np.argmax(f1[:-1])]
    shares = precision_and_recall.expected(y_test, scores_test >= threshold)
    return threshold, *shares, metrics.roc_auc_score(y_test, scores_test)


fix_the_report = Exercise(
    title="Mend the report",
    points=3,
    expected=_library_report,
    cases=lambda rng: _split_cases(
        rng,
        (
            ([0, 1, 0, 1, 0], [0.1, 0.4, 0.5, 0.8, 0.2], [0, 1, 0, 1, 0, 0], [0.45, 0.3, 0.35, 0.9, 0.1, 0.6]),
            ([1, 0, 0, 1], [0.8, 0.6, 0.5, 0.3], [0, 1, 0, 1, 0, 0], [0.45, 0.3, 0.35, 0.9, 0.1, 0.6]),
        ),
        *[()] * 6,
    ),
    given=with_faults(_report, _FAULTS),
    mistakes=partly_mended(_report, _FAULTS)
    | switched(
        _report,
        {
            "The threshold is now chosen on the test rows from their own scores: which rows may choose?": {
                "on": "test"
            },
            "You chose on validation and test rows together. The test rows are there to judge.": {"on": "both"},
            "Everything is computed on the validation rows. They chose the threshold; which rows are left to judge it?": {
                "judged": "validation"
            },
            "Your AUC is that of the validation rows.": {"auc_on": "validation"},
            "Of thresholds with the same F1 you take the highest. Which does the statement want?": {"pick": _best_f1},
            "You flag where `score > threshold`. The statement says `>=`.": {"above": np.greater},
            "Your threshold is 0.5. The report promises the one with the best F1 on validation.": {"at": 0.5},
        },
    ),
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
        ("A", "f1"): "A: F1 weighs the two mistakes in its own way. Is anything better known about them here?",
        ("A", "roc auc"): "A: AUC sets no threshold, and each bottle must go left or right.",
        ("A", "precision at k"): "A: bottles pass one by one; nothing limits how many go left.",
        ("A", "recall floor"): "A: nobody prescribes how many cracked bottles must be caught.",
        ("A", "calibration"): "A: scores that keep their word help to set a threshold. What is to be small?",
        ("A", "log loss"): "A: it judges probabilities. The dairy pays for bottles that went the wrong way.",
        ("B", "accuracy"): "B: with one bag in thousands, opening none is nearly always right, and forbidden.",
        ("B", "f1"): "B: F1 trades misses against opened bags. May they be traded?",
        ("B", "roc auc"): "B: AUC averages over all thresholds. Most of them are not allowed here.",
        ("B", "expected cost"): "B: what would you write down as the price of an object that gets through?",
        ("B", "precision at k"): "B: no number of bags is fixed; as few as possible are to be opened.",
        ("B", "calibration"): "B: honest probabilities do not yet say which bags to open.",
        ("B", "log loss"): "B: good probabilities do not yet say which bags to open.",
        ("C", "accuracy"): "C: of 3,000 sections nearly all are sound. What of the ones that are opened?",
        ("C", "f1"): "C: F1 would choose how many holes to dig. Who has chosen that already?",
        ("C", "roc auc"): "C: AUC looks at the order of all 3,000 sections. How many will anybody look at?",
        ("C", "expected cost"): "C: you know one of two prices. What stops you from digging more anyway?",
        ("C", "recall floor"): "C: no share of leaks is prescribed, and nobody could dig for it.",
        ("C", "calibration"): "C: any score that puts the same sections on top digs the same holes.",
        ("C", "log loss"): "C: any score that puts the same sections on top digs the same holes.",
        ("D", "accuracy"): "D: at which threshold? Every bank has its own.",
        ("D", "f1"): "D: at which threshold? Every bank has its own, and F1 moves with the share of frauds.",
        ("D", "expected cost"): "D: whose prices? There are forty banks.",
        ("D", "precision at k"): "D: precision moves with the share of frauds, and k differs from bank to bank.",
        ("D", "recall floor"): "D: no bank has named a share that must be found.",
        ("D", "calibration"): "D: a number from 1 to 999 is no probability. What do the banks use it for?",
        ("D", "log loss"): "D: a number from 1 to 999 is no probability. What do the banks use it for?",
        ("E", "accuracy"): "E: no field is called failed or sound. What does the premium use?",
        ("E", "f1"): "E: F1 needs a yes or no for each field, and there is none. What does the premium use?",
        ("E", "roc auc"): "E: halve every chance, and AUC stays the same. Do the premiums?",
        ("E", "expected cost"): "E: there is no threshold, so there are no false alarms to pay for.",
        ("E", "precision at k"): "E: every field gets a premium, not the top k.",
        ("E", "recall floor"): "E: no field is flagged, so there is no recall.",
        ("E", "calibration"): "E: both models keep their word already. Which of them tells fields apart?",
    },
)
