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
