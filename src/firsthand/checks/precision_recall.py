"""Exercises of the lesson on precision and recall."""

import math
import statistics

import numpy as np
from sklearn import metrics

from firsthand.judging.exercise import Exercise, choice_exercise


def _counts(y_true, y_pred):
    """Count tn, fp, fn, tp of labels 0 and 1."""
    return tuple(int(n) for n in np.bincount(2 * np.asarray(y_true) + y_pred, minlength=4))


def _from_counts(answer):
    """Make an answer in (y_true, y_pred) from one in the four counts."""
    return lambda y_true, y_pred: answer(*_counts(y_true, y_pred))


def _stop(error):
    """Stand for the place where a wrong answer stops."""
    raise error


def _ratio(part, whole, empty=0.0):
    """Divide; where the denominator is 0 return `empty`, or stop where that is an exception."""
    if whole == 0 and isinstance(empty, Exception):
        raise empty
    return empty if whole == 0 else part / whole


def _labels(rng, n):
    """Draw true and predicted labels of n rows, with both classes among the true ones."""
    y_true = (rng.random(n) < 0.35).astype(int)
    y_true[:2] = [1, 0]
    y_pred = (rng.random(n) < np.where(y_true == 1, 0.7, 0.2)).astype(int)
    order = rng.permutation(n)
    return y_true[order], y_pred[order]


def _label_cases(rng, *edges):
    ten_rows = np.array([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]), np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    return [ten_rows, _labels(rng, 17), _labels(rng, 40), *((np.array(a), np.array(b)) for a, b in edges)]


confusion_counts = Exercise(
    title="Count the four outcomes",
    points=1,
    expected=lambda y_true, y_pred: metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel(),
    cases=lambda rng: _label_cases(rng, ([1], [0]), ([0] * 6, [0] * 6), ([1, 1, 1], [1, 1, 1])),
    mistakes={
        sentence: _from_counts(answer)
        for sentence, answer in {
            "fp and fn have changed places: what is a false alarm predicted?": lambda tn, fp, fn, tp: (tn, fn, fp, tp),
            "Your four numbers come in the reverse order. Is 0 the positive class, or do you begin with tp?": (
                lambda *n: n[::-1]
            ),
            "You begin with tp; asked is tn, fp, fn, tp.": lambda tn, fp, fn, tp: (tp, fp, fn, tn),
            "Your order is tp, tn, fp, fn; asked is tn, fp, fn, tp.": lambda tn, fp, fn, tp: (tp, tn, fp, fn),
            "Those are shares of all rows. Counts are asked.": (
                lambda tn, fp, fn, tp: np.array([tn, fp, fn, tp]) / (tn + fp + fn + tp)
            ),
            "That is the 2 × 2 matrix: `ravel` lays it flat.": lambda tn, fp, fn, tp: [[tn, fp], [fn, tp]],
            "Your fp and fn count what was predicted. What is true?": lambda tn, fp, fn, tp: (tn, tp + fp, tn + fn, tp),
            "Your tp counts every right prediction.": lambda tn, fp, fn, tp: (tn, fp, fn, tp + tn),
            "Your tp and tn count the true classes. What was predicted?": (
                lambda tn, fp, fn, tp: (tn + fp, fp, fn, tp + fn)
            ),
            "Right where both classes occur. Where one does not, scikit-learn's matrix has a single entry: how can it "
            "know that there is another class?": lambda *n: [sum(n)] if sum(n) in (n[0], n[3]) else n,
            "Right where both classes occur. Where one does not, scikit-learn's matrix has a single entry, which cannot "
            "be unpacked into four: how can it know that there is another class?": (
                lambda *n: _stop(ValueError()) if sum(n) in (n[0], n[3]) else n
            ),
        }.items()
    },
)


def _pair(y_true, y_pred, empty=0.0):
    """Precision and recall of class 1."""
    _, fp, fn, tp = _counts(y_true, y_pred)
    return _ratio(tp, tp + fp, empty), _ratio(tp, tp + fn, empty)


def _both_classes(y_true, y_pred):
    """Precision of classes 0 and 1, then recall of both."""
    return np.column_stack([_pair(1 - y_true, 1 - y_pred), _pair(y_true, y_pred)])


precision_and_recall = Exercise(
    title="Two questions, two denominators",
    points=2,
    expected=lambda y_true, y_pred: metrics.precision_recall_fscore_support(
        y_true, y_pred, average="binary", zero_division=0
    )[:2],
    cases=lambda rng: _label_cases(rng, ([0, 1, 0, 1, 1], [0] * 5), ([0] * 4, [0, 1, 0, 0])),
    mistakes={
        "Your two numbers have changed places: precision starts from the alarms, recall from what is there. (The "
        "arguments in the wrong order do the same.)": lambda y, said: _pair(y, said)[::-1],
        "Your two numbers have changed places: precision starts from the alarms, recall from what is there. And where a "
        "denominator is 0, NaN comes back.": lambda y, said: _pair(y, said, math.nan)[::-1],
        "Your precision is right; your recall is the specificity: it asks about the rows that are truly 0.": (
            _from_counts(lambda tn, fp, fn, tp: (_ratio(tp, tp + fp), _ratio(tn, tn + fp)))
        ),
        "Those are the shares of mistakes: false alarms among the alarms, and misses among the frauds.": (
            _from_counts(lambda tn, fp, fn, tp: (_ratio(fp, tp + fp), _ratio(fn, tp + fn)))
        ),
        "You divided true by false: odds, not shares. The whole contains the part.": (
            _from_counts(lambda tn, fp, fn, tp: (_ratio(tp, fp), _ratio(tp, fn)))
        ),
        "Your numerators count true negatives too. Which rows do both questions ask about?": (
            _from_counts(lambda tn, fp, fn, tp: (_ratio(tp + tn, tp + fp), _ratio(tp + tn, tp + fn)))
        ),
        "Both answer for class 0; the question is about class 1.": lambda y, said: _pair(1 - y, 1 - said),
        "Both are divided by all rows. Each question has its own denominator.": (
            _from_counts(lambda tn, fp, fn, tp: (tp / (tn + fp + fn + tp),) * 2)
        ),
        "Your precision is the accuracy: it asks about all rows, alarms or not.": (
            lambda y, said: (np.mean(y == said), _pair(y, said)[1])
        ),
        "Both are the accuracy, or a micro average. Class 1 is asked.": lambda y, said: (np.mean(y == said),) * 2,
        "Those are averages over both classes; class 1 is asked.": (
            lambda y, said: np.mean(_both_classes(y, said), axis=1)
        ),
        "Four numbers came back: a pair for each class. Only class 1 is asked.": _both_classes,
        "Right but for an empty denominator: 0/0 is not a number. The statement says what to return there.": (
            lambda y, said: _pair(y, said, math.nan)
        ),
        "Right but for an empty denominator: your code divides by 0 and stops. The statement says what to return.": (
            lambda y, said: _pair(y, said, ZeroDivisionError())
        ),
        "Right but for an empty denominator: you return 1 there. That is a convention too, but not the one asked.": (
            lambda y, said: _pair(y, said, 1.0)
        ),
    },
)


def _f_cases(rng):
    drawn = [(rng.uniform(0.1, 0.5), rng.uniform(0.55, 1), beta) for beta in (0.5, 1, 3, 0.7)]
    return [(0.5, 0.8, 2), *drawn, (0.0, 0.0, 2), (0.0, 0.6, 0.5), (0.7, 0.0, 3)]


def _f(part, whole, empty=0.0):
    """Make an F from its numerator and its denominator; where that is 0 it is `empty`, or stops."""
    return lambda p, r, beta: _ratio(part(p, r, beta), whole(p, r, beta), empty)


_F_PARTS = {
    "That is F1 for every beta. What does beta weigh?": (lambda p, r, b: 2 * p * r, lambda p, r, b: p + r),
    "Your beta is not squared anywhere.": (lambda p, r, b: (1 + b) * p * r, lambda p, r, b: b * p + r),
    "The weight is on the wrong side: your F2 leans towards precision. Try precision 0.5 and recall 0.8: which of them "
    "should F2 be nearer to?": (lambda p, r, b: (1 + b**2) * p * r, lambda p, r, b: p + b**2 * r),
    "beta is squared above and not below.": (lambda p, r, b: (1 + b**2) * p * r, lambda p, r, b: b * p + r),
    "beta is squared below and not above.": (lambda p, r, b: (1 + b) * p * r, lambda p, r, b: b**2 * p + r),
    "When precision and recall are both 1, your F is below 1.": (lambda p, r, b: p * r, lambda p, r, b: b**2 * p + r),
    "The factor 2 belongs to F1: when both are 1, your F2 is 0.4.": (
        lambda p, r, b: 2 * p * r,
        lambda p, r, b: b**2 * p + r,
    ),
}
_F_RIGHT = (lambda p, r, b: (1 + b**2) * p * r, lambda p, r, b: b**2 * p + r)

f_beta = Exercise(
    title="One number out of two",
    points=1,
    expected=lambda precision, recall, beta: statistics.harmonic_mean([precision, recall], weights=[1, beta**2]),
    cases=_f_cases,
    mistakes={
        **{sentence: _f(*parts) for sentence, parts in _F_PARTS.items()},
        **{
            f"{sentence} Also, your code divides by 0 where both are 0.": _f(*parts, ZeroDivisionError())
            for sentence, parts in _F_PARTS.items()
        },
        "That is the arithmetic mean, with no beta in it. Asked is the harmonic one.": lambda p, r, beta: (p + r) / 2,
        "That is an arithmetic mean with weights. F is the harmonic one: pulled to the smaller number.": (
            lambda p, r, beta: (p + beta**2 * r) / (1 + beta**2)
        ),
        "Look at the brackets: Python divides by beta² · precision alone, then adds recall.": (
            lambda p, r, beta: 0.0 if p * r == 0 else (1 + beta**2) * p * r / (beta**2 * p) + r
        ),
        "Look at the brackets: Python divides by beta² alone, multiplies by precision, and adds recall.": (
            lambda p, r, beta: (1 + beta**2) * p * r / beta**2 * p + r
        ),
        "That is 1/F: turn it over.": lambda p, r, beta: _ratio(p * beta**2 + r, p * r * (1 + beta**2)),
        "Right but where precision or recall is 0: 1/0 stops your code. The statement says what F is there.": (
            lambda p, r, beta: (1 + beta**2) / (1 / p + beta**2 / r)
        ),
        "Right but where precision and recall are both 0: your code divides by 0 there.": (
            _f(*_F_RIGHT, ZeroDivisionError())
        ),
        "Right but where precision and recall are both 0: you return NaN there. The statement asks for 0.": (
            _f(*_F_RIGHT, math.nan)
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
        (
            "G",
            "true",
        ): "G: exchanged arguments turn the matrix over. Beside which number does the 80 stand in a row then?",
    },
)


def _scored(rng, n, decimals=1):
    """Draw labels and scores of n rows, frauds higher on average, with ties where decimals are few; none is 0.5."""
    y_true = (rng.random(n) < 0.4).astype(int)
    y_true[:2] = [1, 0]
    drawn = np.clip(rng.normal(0.4 + 0.2 * y_true, 0.2), 0.01, 0.97)
    scores = np.round(drawn.round(decimals) + 0.02, 6)
    order = rng.permutation(n)
    return y_true[order], scores[order]


def _curve_cases(rng):
    example = np.array([0, 1, 1, 0, 0, 1]), np.array([0.8, 0.9, 0.6, 0.1, 0.6, 0.3])
    labels, scores = _scored(rng, 14, 6)
    return [example, _scored(rng, 12), _scored(rng, 16), (labels, 8 * scores - 4), (np.array([1]), np.array([0.4]))]


def _library_curve(y_true, scores):
    precision, recall, thresholds = metrics.precision_recall_curve(y_true, scores)
    return thresholds[::-1], precision[:-1][::-1], recall[:-1][::-1]


def _sweep(y_true, scores, thresholds=None, above=np.greater_equal, empty=0.0):
    """Thresholds (by default the distinct scores, falling), precision and recall; `above` compares with a threshold."""
    thresholds = np.unique(scores)[::-1] if thresholds is None else np.asarray(thresholds)
    alarms = above(scores, thresholds[:, None])
    hits, raised = alarms @ y_true, alarms.sum(axis=1)
    return thresholds, np.where(raised, hits / np.maximum(raised, 1), empty), hits / np.sum(y_true)


def _of_curve(answer):
    """Make an answer in (y_true, scores) from one in the right thresholds, precision, recall and share of frauds."""
    return lambda y_true, scores: answer(*_sweep(y_true, scores), np.mean(y_true))


def _row_by_row(y_true, scores, order):
    hits = np.cumsum(y_true[order])
    return scores[order], hits / np.arange(1, len(hits) + 1), hits / hits[-1]


def _falling(scores):
    """Sort rows by falling score, equal ones in their order."""
    return np.argsort(-scores, kind="stable")


def _rising_turned(scores):
    """Sort rows by falling score, the last of equal ones first."""
    return np.argsort(scores, kind="stable")[::-1]


def _first_of_each_tie(y_true, scores):
    thresholds, precision, recall = _row_by_row(y_true, scores, _falling(scores))
    first = np.flatnonzero(np.diff(thresholds, prepend=np.inf) < 0)
    return thresholds[first], precision[first], recall[first]


pr_curve = Exercise(
    title="The precision–recall curve",
    points=3,
    expected=_library_curve,
    cases=_curve_cases,
    mistakes={
        "You raise an alarm for `score > threshold`. At the highest threshold nobody is left: which sign does the "
        "statement use?": lambda y, s: _sweep(y, s, above=np.greater),
        "You raise an alarm for `score > threshold`, so at the highest one nobody is left, and 0/0 is not a number. Which "
        "sign does the statement use?": lambda y, s: _sweep(y, s, None, np.greater, math.nan),
        "You flag the low scores: `score <= threshold`.": lambda y, s: _sweep(y, s, above=np.less_equal),
        "Your thresholds rise; asked is from the highest down.": (
            _of_curve(lambda t, p, r, share: (t[::-1], p[::-1], r[::-1]))
        ),
        "You have a point for every row. Rows with equal scores are flagged together: one point a distinct score.": (
            lambda y, s: _row_by_row(y, s, _falling(s))
        ),
        "You have a point for every row, and at a tie a rising order turned round decides. Rows with equal scores are "
        "flagged together.": lambda y, s: _row_by_row(y, s, _rising_turned(s)),
        "At a tie you count only the first of the equal rows. `score >= threshold` takes them all.": _first_of_each_tie,
        "A tied score comes several times in your thresholds.": lambda y, s: _sweep(y, s, np.sort(s)[::-1]),
        "That is scikit-learn's form: thresholds rise, and a last point (1, 0) is added, which no threshold gives.": (
            _of_curve(lambda t, p, r, share: (t[::-1], np.r_[p[::-1], 1.0], np.r_[r[::-1], 0.0]))
        ),
        "That is what scikit-learn returns. Compare order, direction and last point with the statement.": (
            _of_curve(lambda t, p, r, share: (np.r_[p[::-1], 1.0], np.r_[r[::-1], 0.0], t[::-1]))
        ),
        "Precision and recall have changed places.": _of_curve(lambda t, p, r, share: (t, r, p)),
        "Your thresholds come last; asked is first.": _of_curve(lambda t, p, r, share: (p, r, t)),
        "Your recall is divided by all rows. Which could be found?": (
            _of_curve(lambda t, p, r, share: (t, p, r * share))
        ),
        "Your precision is divided by all rows. Which does it ask about?": (
            _of_curve(lambda t, p, r, share: (t, r * share, r))
        ),
        "You sorted the scores and left the labels where they were.": lambda y, s: _sweep(y, np.sort(s)[::-1]),
        "Right, but the thresholds are missing; they come first.": _of_curve(lambda t, p, r, share: (p, r)),
    },
)


def _curves(rng):
    example = (np.array([1.0, 0.5, 0.75, 0.5]), np.array([0.25, 0.25, 0.75, 1.0]))
    drawn = [_sweep(*_scored(rng, n, decimals))[1:] for n, decimals in ((15, 1), (24, 1), (16, 4))]
    late = np.array([0.0, 0.5, 2 / 3]), np.array([0.0, 0.5, 1.0])
    return [example, *drawn, late, (np.array([0.25]), np.array([1.0]))]


def _area(heights):
    """Make an answer that sums the recall won at each threshold times `heights(precision)`."""
    return lambda precision, recall: np.diff(recall, prepend=0) @ heights(precision)


def _before(precision, first=1.0):
    return np.r_[first, precision[:-1]]


average_precision = Exercise(
    title="The curve in one number",
    points=2,
    expected=lambda precision, recall: -np.sum(np.diff([*recall[::-1], 0]) * precision[::-1]),
    cases=_curves,
    mistakes={
        "You joined the points by straight lines (trapezoids), from the first point on. This sum has steps: between two "
        "points there is no threshold.": lambda p, recall: np.diff(recall) @ (p[1:] + p[:-1]) / 2,
        "You joined the points by straight lines (trapezoids), from precision 1 at recall 0. This sum has steps, of the "
        "height that the new point has.": _area(lambda p: (p + _before(p)) / 2),
        "The first step is missing. From which recall does it start?": lambda p, recall: np.diff(recall) @ p[1:],
        "That is the plain mean of the precisions. A step counts by how much recall it wins.": lambda p, _: np.mean(p),
        "You took the precision from before each step, and 1 before the first. Which precision was paid for the recall "
        "just won?": _area(_before),
        "You took the precision before each step, and miss the first step.": lambda p, recall: np.diff(recall) @ p[:-1],
        "You multiplied each precision by the whole recall, not by how much recall rose.": lambda p, recall: p @ recall,
        "Each step counts once, however much recall it wins.": (
            lambda p, recall: np.mean(p[np.diff(recall, prepend=0) > 0])
        ),
        "You replaced each precision by the best one further right (interpolated AP, as some contests do). Take the curve "
        "as it is.": _area(lambda p: np.maximum.accumulate(p[::-1])[::-1]),
        "You exchanged the roles: the steps go along recall.": lambda p, recall: np.diff(p, prepend=0) @ recall,
        "That is one number for each step. What is done with them?": lambda p, recall: np.diff(recall, prepend=0) * p,
    },
)


def _ranked_cases(rng):
    example = np.array([0, 1, 1, 0, 0]), np.array([0.3, 0.9, 0.6, 0.6, 0.1])
    tied = np.array([1, 0, 1, 0, 1, 0, 0]), np.array([0.45, 0.45, 0.45, 0.45, 0.8, 0.9, 0.2])
    upside_down = np.array([1, 0, 0, 1, 0]), np.array([0.2, 0.7, 0.6, 0.55, 0.3])
    perfect = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0]), np.sort(rng.uniform(0.55, 0.95, 9))[::-1]
    lonely = np.array([0, 0, 1, 0, 0, 0, 0]), rng.uniform(0.05, 0.95, 7).round(3)
    labels, scores = _scored(rng, 30, 5)
    return [example, tied, _scored(rng, 12), upside_down, perfect, lonely, (labels, 6 * scores - 3)]


def _pairs(y_true, scores):
    """Return score differences, positive minus negative, of every pair."""
    return scores[y_true == 1][:, None] - scores[y_true == 0]


def _auc(y_true, scores):
    return np.mean(0.5 * (1 + np.sign(_pairs(y_true, scores))))


def _of_pairs(answer):
    """Make an answer in (y_true, scores) from one in the right AUC, the numbers of pairs and of rows."""
    return lambda y_true, scores: answer(_auc(y_true, scores), _pairs(y_true, scores).size, len(scores))


def _rank_sum(y_true, scores):
    """AUC from ranks, the earlier of two equal rows below the later one."""
    ranks = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
    positives = np.sum(y_true)
    return (ranks @ y_true - positives * (positives + 1) / 2) / (positives * np.sum(1 - y_true))


roc_auc = Exercise(
    title="Who outranks whom?",
    points=2,
    expected=metrics.roc_auc_score,
    cases=_ranked_cases,
    mistakes={
        "Right but for ties: a tied pair counts nothing in your answer.": lambda y, s: np.mean(_pairs(y, s) > 0),
        "Right but for ties: a tied pair counts as a whole win.": lambda y, s: np.mean(_pairs(y, s) >= 0),
        "Right where no scores are equal. You leave tied pairs out of the denominator too: they count half.": (
            lambda y, s: np.mean(_pairs(y, s)[_pairs(y, s) != 0] > 0)
        ),
        "You count the pairs in which the negative is ahead.": _of_pairs(lambda auc, pairs, n: 1 - auc),
        "Right for scores that rank well. Where the ranking is worse than chance you turn the number over: below one half "
        "is possible, and worth knowing.": _of_pairs(lambda auc, pairs, n: max(auc, 1 - auc)),
        "You turned the scores into labels at 0.5 first. One threshold is left of the whole ranking: use the scores.": (
            lambda y, s: _auc(y, (s >= 0.5).astype(float))
        ),
        "That is the accuracy at 0.5. AUC uses no threshold.": lambda y, s: np.mean((s >= 0.5) == y),
        "You compared the first positive with the first negative, the second with the second. Every positive meets every "
        "negative.": lambda y, s: np.mean([p > n for p, n in zip(s[y == 1], s[y == 0], strict=False)]),
        "You compared all rows with all rows. Which pairs count?": lambda y, s: np.mean(s[:, None] > s),
        "That is the number of pairs won. Of how many pairs?": _of_pairs(lambda auc, pairs, n: auc * pairs),
        "You divide by all pairs of rows. Which pairs are compared?": (
            _of_pairs(lambda auc, pairs, n: auc * pairs * 2 / n / (n - 1))
        ),
        "You divide by n². How many pairs are compared?": _of_pairs(lambda auc, pairs, n: auc * pairs / n**2),
        "Rows with equal scores get different ranks, so their order in the table decides. Equal scores share a rank.": (
            _rank_sum
        ),
        "That is the Gini coefficient, won minus lost pairs.": _of_pairs(lambda auc, pairs, n: 2 * auc - 1),
        "That is the average precision, the area under the other curve.": (
            lambda y, s: np.diff(_sweep(y, s)[2], prepend=0) @ _sweep(y, s)[1]
        ),
    },
)


def _cost_cases(rng):
    """Validation and test rows. In the second case costs tie; in the third each wrong rule chooses another threshold.

    In the fourth it would be cheapest to flag nobody, which is not among the candidates.
    """
    example = np.array([0, 1, 0, 1]), np.array([0.1, 0.4, 0.5, 0.8])
    example_test = np.array([0, 1, 0, 1, 1]), np.array([0.45, 0.3, 0.2, 0.9, 0.6])
    tied = np.array([1, 0, 1, 0]), np.array([0.3, 0.5, 0.7, 0.9])
    tied_test = np.array([1, 0, 0, 1, 0]), np.array([0.6, 0.4, 0.35, 0.8, 0.95])
    apart = np.array([1, 0, 1, 1, 0, 0, 1, 0]), np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2])
    costly = np.array([0, 1, 0]), np.array([0.9, 0.5, 0.2])
    drawn = [(*_scored(rng, 16, 3), *_scored(rng, 22, 3), 7, 31), (*_scored(rng, 24, 3), *_scored(rng, 15, 3), 31, 7)]
    fixed = [(*apart, *_scored(rng, 15, 3), 1, 4), (*costly, *_scored(rng, 9, 3), 5, 2)]
    return [(*example, *example_test, 1, 3), (*tied, *tied_test, 1, 1), *fixed, *drawn]


def _cost(y_true, scores, thresholds, cost_fp, cost_fn, above=np.greater_equal):
    """Mean cost per row at each threshold."""
    alarms = above(scores, np.asarray(thresholds)[:, None])
    return ((alarms @ (1 - y_true)) * cost_fp + (~alarms @ y_true) * cost_fn) / len(y_true)


def _cheapest(y, s, a, b, candidates=None, above=np.greater_equal):
    """The cheapest of the candidates, the first of equals; by default the distinct scores from the highest down."""
    candidates = np.unique(s)[::-1] if candidates is None else candidates
    return candidates[np.argmin(_cost(y, s, candidates, a, b, above))]


def _lower(y, s, a, b):
    """The cheapest distinct score, the lowest of equals."""
    return _cheapest(y, s, a, b, np.unique(s))


def _library_cheapest(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    """The same by the library's error rates: cost = fpr * negatives * cost_fp + (1 - tpr) * positives * cost_fn."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    total = np.rint(fpr * np.sum(y_val == 0)) * cost_fp + np.rint((1 - tpr) * np.sum(y_val == 1)) * cost_fn
    threshold = thresholds[1 + np.argmin(total[1:])]
    _, fp, fn, _ = _counts(y_test, (scores_test >= threshold).astype(int))
    return threshold, (cost_fp * fp + cost_fn * fn) / len(y_test)


def _choosing(choose):
    """Make an answer that reports rightly on the threshold of `choose`."""

    def answer(yv, sv, yt, st, a, b):
        threshold = choose(yv, sv, yt, st, a, b)
        return threshold, _cost(yt, st, [threshold], a, b)[0]

    return answer


def _reporting(report, choose=_cheapest):
    """Make an answer that chooses rightly, or as `choose` does, and reports `report(threshold, ...)`."""
    return lambda yv, sv, yt, st, a, b: report(choose(yv, sv, a, b), yv, sv, yt, st, a, b)


def _best_f1(y, s):
    """The distinct score with the best F1, the highest of equals."""
    thresholds, precision, recall = _sweep(y, s)
    return thresholds[np.argmax(np.round(precision * recall / np.maximum(precision + recall, 1e-9), 12))]


def _cost_on_validation(t, yv, sv, yt, st, a, b):
    return t, _cost(yv, sv, [t], a, b)[0]


cheapest_threshold = Exercise(
    title="The cheapest threshold",
    points=3,
    expected=_library_cheapest,
    cases=_cost_cases,
    mistakes={
        "You chose the threshold on the test rows. They are there to judge a choice made without them.": (
            _choosing(lambda yv, sv, yt, st, a, b: _cheapest(yt, st, a, b))
        ),
        "Your candidates are the validation scores, but their costs are computed on the test rows. Those are there to "
        "judge a choice made without them.": _choosing(
            lambda yv, sv, yt, st, a, b: _cheapest(yt, st, a, b, np.unique(sv)[::-1])
        ),
        "You chose the threshold on validation and test rows together. The test rows may not choose.": _choosing(
            lambda yv, sv, yt, st, a, b: _cheapest(np.r_[yv, yt], np.r_[sv, st], a, b)
        ),
        "The cost you report is that of the validation rows, on which the threshold was chosen to be cheap.": (
            _reporting(_cost_on_validation)
        ),
        "The cost you report is that of the validation rows, on which the threshold was chosen to be cheap. And of two "
        "thresholds that cost the same you take the lower.": _reporting(_cost_on_validation, _lower),
        "The two costs have changed places: which mistake costs `cost_fn`?": (
            lambda yv, sv, yt, st, a, b: _choosing(lambda *rows: _cheapest(yv, sv, b, a))(yv, sv, yt, st, b, a)
        ),
        "The two costs have changed places: which mistake costs `cost_fn`? And of two thresholds that cost the same you "
        "take the lower.": lambda yv, sv, yt, st, a, b: _choosing(lambda *rows: _lower(yv, sv, b, a))(
            yv, sv, yt, st, b, a
        ),
        "The two costs have changed places when you choose, not when you report.": (
            _choosing(lambda yv, sv, yt, st, a, b: _cheapest(yv, sv, b, a))
        ),
        "You raise an alarm for `score > threshold`. Which sign does the statement use?": _reporting(
            lambda t, yv, sv, yt, st, a, b: (t, _cost(yt, st, [t], a, b, np.greater)[0]),
            lambda y, s, a, b: _cheapest(y, s, a, b, above=np.greater),
        ),
        "Right but where two thresholds cost the same: you take the lower one. `argmin` takes the first.": (
            _choosing(lambda yv, sv, yt, st, a, b: _lower(yv, sv, a, b))
        ),
        "The cost is the total of the test rows; the cost per row is asked.": _reporting(
            lambda t, yv, sv, yt, st, a, b: (t, _cost(yt, st, [t], a, b)[0] * len(yt))
        ),
        "The cost is the total of the test rows; the cost per row is asked. And of two thresholds that cost the same you "
        "take the lower.": _reporting(
            lambda t, yv, sv, yt, st, a, b: (t, _cost(yt, st, [t], a, b)[0] * len(yt)), _lower
        ),
        "You also tried to flag nobody. That is good practice, but the candidates here are the validation scores.": (
            _choosing(lambda yv, sv, yt, st, a, b: _cheapest(yv, sv, a, b, np.r_[np.inf, np.unique(sv)[::-1]]))
        ),
        "Your threshold is 0.5, whatever the mistakes cost.": _choosing(lambda *rows: 0.5),
        "cost_fp / (cost_fp + cost_fn) is the best threshold for calibrated probabilities. Nothing says that these scores "
        "are: measure the cost at each.": _choosing(lambda yv, sv, yt, st, a, b: a / (a + b)),
        "Your threshold makes the fewest mistakes. What do they cost?": (
            _choosing(lambda yv, sv, yt, st, a, b: _cheapest(yv, sv, 1, 1))
        ),
        "Your threshold has the best F1, which knows no costs.": (
            _choosing(lambda yv, sv, yt, st, a, b: _best_f1(yv, sv))
        ),
        "Your two results have changed places: the threshold comes first.": _reporting(
            lambda t, yv, sv, yt, st, a, b: (_cost(yt, st, [t], a, b)[0], t)
        ),
        "One number came back, the cost. The threshold is asked too, and comes first.": _reporting(
            lambda t, yv, sv, yt, st, a, b: _cost(yt, st, [t], a, b)[0]
        ),
    },
)


def _alert_cases(rng):
    """Scores, labels and budget; the third case is long, because a short array hides an unstable sort."""
    example = (np.array([0.2, 0.9, 0.5, 0.9, 0.5, 0.1]), np.array([0, 1, 1, 0, 0, 1]), 3)
    drawn = [
        (*_scored(rng, n, decimals)[::-1], k) for n, k, decimals in ((11, 4, 1), (70, 30, 1), (25, 12, 4), (7, 7, 1))
    ]
    return [example, *drawn, (_scored(rng, 9)[1], np.zeros(9, dtype=int), 3)]


def _top(scores, k):
    return np.lexsort((np.arange(len(scores)), -scores))[:k]


_WRONG_ROWS = {
    "Those are the lowest scores: where does `argsort` begin?": lambda scores, k: np.argsort(scores, kind="stable")[:k],
    "The right rows, from the lowest of them up. Where does the desk start?": lambda scores, k: _top(scores, k)[::-1],
    "The right rows, in the order of the table. Where does the desk start?": lambda scores, k: np.sort(_top(scores, k)),
    "You take the last k of a rising order: the desk would start with the lowest of them, and ties come out wrong.": (
        lambda scores, k: _rising_turned(scores)[:k][::-1]
    ),
    "Your row numbers start at 1. Rows are counted from 0.": lambda scores, k: _top(scores, k) + 1,
    "Those are the scores of the rows. Row numbers are asked.": lambda scores, k: scores[_top(scores, k)],
    "Right where no scores are equal. Of equal rows your sort puts a later one first: which sorts keep their order?": (
        lambda scores, k: _rising_turned(scores)[:k]
    ),
    "You take more than k rows: by their score, or because they tie with the last? The desk has time for k.": (
        lambda scores, k: [row for row in _falling(scores) if scores[row] >= np.sort(scores)[-k]]
    ),
}
_WRONG_SHARES = {
    ("precision", "Your precision is the recall: among how many rows do its hits lie?"): (
        lambda h, p, k, n: _ratio(h, p)
    ),
    ("precision", "Your precision is divided by all rows. How many did the desk look at?"): (lambda h, p, k, n: h / n),
    ("precision", "Your precision is a count of hits. A share is asked."): lambda h, p, k, n: h,
    ("recall", "Your recall is divided by k, as the precision is. How many could be found?"): (
        lambda h, p, k, n: h / k
    ),
    ("recall", "Your recall is divided by all rows. How many could be found?"): lambda h, p, k, n: h / n,
    ("recall", "Your recall is a count of hits. A share is asked."): lambda h, p, k, n: h,
    ("recall", "Right but on a day without fraud: 0/0 is not a number. The statement says what recall is then."): (
        lambda h, p, k, n: _ratio(h, p, math.nan)
    ),
    ("recall", "Right but on a day without fraud: you return recall 1. The statement asks for another number."): (
        lambda h, p, k, n: _ratio(h, p, 1.0)
    ),
}


def _alerts(choose=_top, **shares):
    """Make an answer from a rule for rows and rules for precision and recall; where none is given, the right ones."""

    def answer(scores, y_true, k):
        rows = np.asarray(choose(scores, k))
        hits, positives = np.sum(y_true[_top(scores, k)]), np.sum(y_true)
        right = {"rows": rows, "precision": hits / k, "recall": _ratio(hits, positives)}
        return right | {key: rule(hits, positives, k, len(scores)) for key, rule in shares.items()}

    return answer


def _accept_alerts(answer, scores, y_true, k):
    """Judge the rows, then the two shares, so that each mistake is named whatever the others are."""
    if not isinstance(answer, dict) or answer.keys() != {"rows", "precision", "recall"}:
        return answer is not None and "The answer is a dictionary with the keys `rows`, `precision` and `recall`."
    right = _alerts()(scores, y_true, k)
    if answer["rows"] != right["rows"].tolist():
        return _name_rows(answer["rows"], scores, k)
    for key in ("precision", "recall"):
        if not _is_close(answer[key], right[key]):
            return _name_share(key, answer[key], scores, y_true, k)
    return True


def _is_close(value, number):
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isclose(value, number, rel_tol=1e-5, abs_tol=1e-8) or (math.isnan(value) and math.isnan(number))


def _name_rows(rows, scores, k):
    """Return the sentence that fits wrong rows."""
    if not isinstance(rows, list) or not all(isinstance(row, int | float) for row in rows):
        return "`rows` is a list or an array of row numbers."
    if len(rows) > k:
        return next(sentence for sentence in _WRONG_ROWS if "more than k" in sentence)
    for sentence, choose in _WRONG_ROWS.items():
        if rows == np.asarray(choose(scores, k)).tolist():
            return sentence
    if set(rows) <= set(range(len(scores))):
        for words, asked in (("no scores are equal", scores[_top(scores, k)]), ("lowest scores:", np.sort(scores)[:k])):
            if scores[rows].tolist() == asked.tolist():
                return next(sentence for sentence in _WRONG_ROWS if words in sentence)
    return "`rows` are not the k highest scores, highest first. Compare the scores at your row numbers."


def _name_share(key, value, scores, y_true, k):
    """Return the sentence that fits a wrong share where the rows are right."""
    for (name, sentence), rule in _WRONG_SHARES.items():
        if name == key and _is_close(value, _alerts(**{key: rule})(scores, y_true, k)[key]):
            return sentence
    return f"`{key}` is not right, though the rows are. Which hits does it count, among which rows?"


alerts_within_budget = Exercise(
    title="Fifty alerts a day",
    points=2,
    expected=_alerts(),
    cases=_alert_cases,
    accepts=_accept_alerts,
    mistakes={
        **{sentence: _alerts(choose) for sentence, choose in _WRONG_ROWS.items()},
        **{sentence: _alerts(**{key: rule}) for (key, sentence), rule in _WRONG_SHARES.items()},
    },
)

_IN_TOWN = {"recall": 0.9, "false-positive rate": 0.05, "called back": 585, "missed": 10, "precision": 90 / 585}

_WRONG_IN_TOWN = {
    ("recall", 0.09): "it does not fall with prevalence. Of 10 ill persons the test still finds as many.",
    ("recall", 0.1): "that is the share of the ill who are missed.",
    ("recall", 2 / 3): "that is the precision in the clinic, read by column. Recall is read by row.",
    ("recall", 90 / 585): "that is the precision in the town. Recall asks about the ill only.",
    ("false-positive rate", 90 / 2000): "you divided by all 2,000. It asks about the healthy only.",
    ("false-positive rate", 1 / 3): "that is a share of the called back. It asks about the healthy only.",
    ("false-positive rate", 0.95): "that is the share of the healthy who are left alone.",
    ("false-positive rate", 0.005): "does a healthy person's result depend on how many others are ill?",
    ("called back", 1350): "you scaled the clinic's 270 to 10,000 people. In town fewer are ill.",
    ("called back", 135): "you scaled the clinic's 270 by ten, too. Count the ill and the healthy apart.",
    ("called back", 90): "those are the ill who are. Some healthy people are called back too.",
    ("called back", 495): "those are the healthy who are. Add the ill.",
    ("called back", 590): "5 % of everyone is not 5 % of the healthy.",
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
}


def _accept_town(answer):
    """Judge the five numbers one by one; half a percent of rounding is allowed."""
    if not isinstance(answer, dict) or answer.keys() != _IN_TOWN.keys():
        return f"The answer is a dictionary with the keys {', '.join(_IN_TOWN)}."
    for key, right in _IN_TOWN.items():
        value = answer[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"{key}: a number is asked."
        if not abs(value - right) <= 0.005 * right:
            return f"{key}: {_name_in_town(key, value, right)}"
    return True


def _name_in_town(key, value, right):
    """Return the sentence that fits a wrong number."""
    for (name, wrong), sentence in _WRONG_IN_TOWN.items():
        if name == key and abs(value - wrong) <= 0.005 * wrong:
            return sentence
    if abs(value - 100 * right) <= 0.5 * right and right < 1:
        return "you gave it in percent. A share from 0 to 1 is asked."
    if abs(value - right) <= 0.03 * right:
        return "you are near. Give at least three digits, and round at the end only."
    return f"not {value}. Take the 10,000 people apart: 100 ill, 9,900 healthy. What happens to each group?"


precision_at_prevalence = Exercise(
    title="The same test in town",
    points=2,
    expected=_IN_TOWN,
    accepts=_accept_town,
    mistakes={f"{key}: {sentence}": {**_IN_TOWN, key: wrong} for (key, wrong), sentence in _WRONG_IN_TOWN.items()},
)


def _three_classes(rng, n, offered=3):
    """Draw labels 0, 1, 2 of unequal size; only the first `offered` classes are ever predicted."""
    y_true = np.r_[0, 1, 2, rng.choice(3, n - 3, p=[0.6, 0.25, 0.15])]
    y_pred = np.where((rng.random(n) < 0.6) & (y_true < offered), y_true, rng.integers(0, offered, n))
    order = rng.permutation(n)
    return y_true[order], y_pred[order]


def _class_cases(rng):
    example = np.array([0, 0, 0, 0, 1, 1, 1, 2]), np.array([0, 0, 0, 1, 1, 1, 0, 1])
    never_right = np.array([0, 0, 1, 1, 2, 0]), np.array([0, 2, 1, 0, 1, 0])
    return [example, _three_classes(rng, 25), _three_classes(rng, 40), _three_classes(rng, 30, 2), never_right]


def _per_class(y_true, y_pred, empty=0.0):
    """Precision, recall and F1 of each class; where a denominator is 0 each is `empty`, or the code stops."""
    table = np.bincount(3 * y_true + y_pred, minlength=9).reshape(3, 3)
    hits = np.diag(table)
    precision = np.array([_ratio(*pair, empty) for pair in zip(hits, table.sum(axis=0), strict=True)])
    recall = hits / table.sum(axis=1)
    f1 = [_ratio(2 * p * r, p + r, empty) for p, r in zip(precision, recall, strict=True)]
    return precision, recall, np.array(f1)


def _of_classes(answer, empty=0.0):
    """Make an answer from one in accuracy and the precision, recall, F1 and size of each class."""
    return lambda y_true, y_pred: answer(
        np.mean(y_true == y_pred), *_per_class(y_true, y_pred, empty), np.bincount(y_true, minlength=3)
    )


macro_and_micro = Exercise(
    title="Three classes, two averages",
    points=2,
    expected=lambda y_true, y_pred: [
        metrics.f1_score(y_true, y_pred, labels=[0, 1, 2], average=average, zero_division=0)
        for average in ("macro", "micro")
    ],
    cases=_class_cases,
    mistakes={
        "Your two numbers have changed places.": _of_classes(lambda acc, p, r, f1, n: (acc, f1.mean())),
        "Your macro average is the F1 of the mean precision and the mean recall. F1 belongs to each class: when is the "
        "mean taken?": _of_classes(lambda acc, p, r, f1, n: (statistics.harmonic_mean([p.mean(), r.mean()]), acc)),
        "Your macro average weighs the classes by their size. That is the weighted average; macro gives each class one "
        "vote.": _of_classes(lambda acc, p, r, f1, n: (f1 @ n / n.sum(), acc)),
        "Your macro average is right, and your micro one weighs the F1 of each class by its size. Micro adds up counts "
        "first, and divides once.": _of_classes(lambda acc, p, r, f1, n: (f1.mean(), f1 @ n / n.sum())),
        "You leave out a class that is never predicted. It counts with 0: nobody of it was found.": (
            lambda y, said: (_per_class(y, said)[2][np.unique(said)].mean(), np.mean(y == said))
        ),
        "You leave out every class whose F1 is 0 (or 0/0). It counts: nobody of it was found.": (
            _of_classes(lambda acc, p, r, f1, n: (f1[f1 > 0].mean(), acc))
        ),
        "Right where every class has a hit. Where one has none, 0/0 is not a number, and neither is the mean.": (
            _of_classes(lambda acc, p, r, f1, n: (f1.mean(), acc), math.nan)
        ),
        "Right where every class has a hit. Where one has none, your code divides by 0 and stops.": (
            _of_classes(lambda acc, p, r, f1, n: (f1.mean(), acc), ZeroDivisionError())
        ),
        "Your macro average is the mean recall.": _of_classes(lambda acc, p, r, f1, n: (r.mean(), acc)),
        "Your macro average is the mean precision.": _of_classes(lambda acc, p, r, f1, n: (p.mean(), acc)),
        "Your micro average counts true negatives of each class as hits. F1 has no true negatives in it.": (
            _of_classes(lambda acc, p, r, f1, n: (f1.mean(), 1 - 2 * (1 - acc) / 3))
        ),
        "That is the F1 of each class. Two averages are asked.": _of_classes(lambda acc, p, r, f1, n: f1),
    },
)


def _report_cases(rng):
    example = np.array([0, 1, 0, 1, 0]), np.array([0.1, 0.4, 0.5, 0.8, 0.2])
    example_test = np.array([0, 1, 0, 1, 0, 0]), np.array([0.45, 0.3, 0.35, 0.9, 0.1, 0.6])
    tied = np.array([1, 0, 0, 1]), np.array([0.8, 0.6, 0.5, 0.3])
    drawn = [(*_scored(rng, n, 3), *_scored(rng, m, 3)) for n, m in ((14, 19), (24, 30))]
    return [(*example, *example_test), (*tied, *example_test), *drawn]


def _best(y, scores, candidates):
    """The candidate with the best F1, the lowest of equals."""
    alarms = scores >= candidates[:, None]
    return candidates[np.argmax(2 * (alarms @ y) / (alarms.sum(axis=1) + y.sum()))]


def _report(*, honest=True, order=True, scored=True, threshold=None):
    """Make the given report with each of its three faults mended or not, or with another choice of threshold."""

    def report(y_val, scores_val, y_test, scores_test):
        y, scores = (y_val, scores_val) if honest else (y_test, scores_test)
        chosen = threshold(y_test, scores_test) if threshold else _best(y, scores, np.unique(scores_val))
        alarms = (scores_test >= chosen).astype(int)
        shares = _pair(y_test, alarms) if order else _pair(alarms, y_test)
        auc = _auc(y_test, scores_test if scored else alarms)
        return chosen, *shares, auc

    return report


_FAULTS = {
    "honest": ("the threshold", "the test rows still choose the threshold"),
    "order": ("the argument order", "precision and recall still get their arguments in the wrong order"),
    "scored": ("AUC", "AUC still sees labels where it could see a ranking"),
}


def _partly_mended():
    """Make a known mistake of every choice of one or two mended faults."""
    found = {}
    for mended in ({"honest"}, {"order"}, {"scored"}, {"honest", "order"}, {"honest", "scored"}, {"order", "scored"}):
        done = " and ".join(words for fault, (words, _) in _FAULTS.items() if fault in mended)
        left = " and ".join(words for fault, (_, words) in _FAULTS.items() if fault not in mended)
        found[f"Mended: {done}. But {left}."] = _report(**{fault: fault in mended for fault in _FAULTS})
    return found


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
    cases=_report_cases,
    given=_report(honest=False, order=False, scored=False),
    mistakes={
        **_partly_mended(),
        "Everything is now computed on the validation rows. They chose the threshold; which rows are left to judge it?": (
            lambda y_val, scores_val, y_test, scores_test: _report()(y_val, scores_val, y_val, scores_val)
        ),
        "Two faults are mended. The threshold is now chosen on the test rows from their own scores: which rows may "
        "choose?": _report(threshold=lambda y, scores: _best(y, scores, np.unique(scores))),
        "Right but where two thresholds have the same F1: you take the higher one. Which does the statement want?": (
            lambda y_val, scores_val, *test: _report(threshold=lambda y, s: _best_f1(y_val, scores_val))(*test, *test)
        ),
        "The first three numbers are right. Your AUC is that of the validation rows.": (
            lambda y_val, scores_val, *test: (*_report()(y_val, scores_val, *test)[:3], _auc(y_val, scores_val))
        ),
        "Your threshold is 0.5. The report promises the one with the best F1 on validation.": (
            _report(threshold=lambda y, scores: 0.5)
        ),
    },
)

choose_the_metric = choice_exercise(
    title="Choose the measure",
    points=2,
    right={
        "A": "precision at k",
        "B": "recall floor",
        "C": "expected cost",
        "D": "macro f1",
        "E": "calibration",
    },
    tempting={
        ("A", "accuracy"): "A: one claim in 200 is a fraud. What is the accuracy of a desk that looks at none?",
        ("A", "roc auc"): "A: AUC counts pairs over the whole ranking. Most of those claims nobody will look at.",
        ("A", "expected cost"): "A: a cost may choose any number of alerts. Theirs is fixed, and no cost is stated.",
        ("A", "recall floor"): "A: nobody asks for a share of all frauds; 30 files can be opened, no more.",
        ("A", "macro f1"): "A: F1 needs a threshold and ignores the limit of 30. What of the 30 counts?",
        ("A", "calibration"): "A: any score that ranks alike opens the same 30 files, a probability or not.",
        ("B", "accuracy"): "B: 0.6 % are ill: `healthy` for all would do very well, and break the law.",
        ("B", "roc auc"): "B: AUC averages over all thresholds. The law leaves you only those with few misses.",
        ("B", "expected cost"): "B: nobody has put a price on a missed cancer. The law puts a limit on it.",
        ("B", "precision at k"): "B: the number of call-backs is not fixed; the share of the ill who are found is.",
        ("B", "macro f1"): "B: F1 would trade misses against call-backs. The law does not allow that trade.",
        ("B", "calibration"): "B: honest probabilities do not yet say whom to call back. The law states a limit.",
        ("C", "accuracy"): "C: a wrong stop and a missed fraud count alike in it. Here one costs 24 times the other.",
        ("C", "roc auc"): "C: AUC chooses no threshold, and knows no euros. A threshold must be set.",
        ("C", "precision at k"): "C: decisions fall payment by payment, within a second; there is no daily number k.",
        ("C", "recall floor"): "C: no share of frauds is prescribed. Both prices are known: use them.",
        ("C", "macro f1"): "C: F1 weighs the two mistakes in its own way. Here their prices are known.",
        ("C", "calibration"): "C: it would help to set the threshold, but what is to be small is stated in euros.",
        ("D", "accuracy"): "D: 94 % are sound: accuracy would hardly notice if no crack was ever found.",
        ("D", "roc auc"): "D: AUC judges a ranking of two classes. Here one label of three is stamped on each part.",
        ("D", "expected cost"): "D: no cost is stated, only that each class counts as much as any other.",
        ("D", "precision at k"): "D: every part gets a label; there is no k.",
        ("D", "recall floor"): "D: no class has a prescribed recall, and false labels of each kind matter too.",
        ("D", "calibration"): "D: the machine acts on the label. Nobody uses the probability.",
        ("E", "accuracy"): "E: no customer gets a label, right or wrong. What does the price use?",
        ("E", "roc auc"): "E: double every probability, and AUC stays the same. Does the price?",
        ("E", "expected cost"): "E: there is no alarm and no threshold, so no false alarms to pay for. What is used?",
        ("E", "precision at k"): "E: every customer gets a price, not the top k.",
        ("E", "recall floor"): "E: nobody is flagged, so there is no recall. What does the price use?",
        ("E", "macro f1"): "E: F1 needs a label for each customer, and there is none. What does the price use?",
    },
)
