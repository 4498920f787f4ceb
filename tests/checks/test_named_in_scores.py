"""What is said of wrong shares, areas, thresholds and probabilities of the lesson on precision and recall: their one mistake."""

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics

from firsthand.checks import find_exercise
from firsthand.diagnosing.diagnosis import judge


def said(name, answer, seed=0):
    return judge(find_exercise(name), answer, seed).sentence


def _shares(empty):
    def answer(y_true, y_pred):
        hits = np.sum((y_true == 1) & (y_pred == 1))
        return [hits / whole if whole else empty for whole in (np.sum(y_pred == 1), np.sum(y_true == 1))]

    return answer


def _added(y_true, y_pred, eps=1e-6):
    hits = np.sum((y_true == 1) & (y_pred == 1))
    return (hits + eps) / (np.sum(y_pred) + eps), (hits + eps) / (np.sum(y_true) + eps)


def _auc_by_ranks(y_true, scores, *, ranks=stats.rankdata, off=1):
    p, q = np.sum(y_true), np.sum(1 - y_true)
    return (ranks(scores)[y_true == 1].sum() - p * (p + off) / 2) / (p * q)


def _floor(y_val, scores_val, y_test, scores_test, floor, *, allowed, report="test"):
    tried = np.unique(scores_val)
    hits = np.array([np.sum(y_val[scores_val >= t]) for t in tried])
    alarms = np.array([np.sum(1 - y_val[scores_val >= t]) for t in tried])
    may = allowed(hits, np.sum(y_val), floor)
    best = tried[may][np.argmin(alarms[may])] if may.any() else tried[0]
    y, s = (y_val, scores_val) if report == "validation" else (y_test, scores_test)
    return best, np.mean(s[y == 1] >= best), np.sum(1 - y_test[scores_test >= best])


def _enough(hits, there, floor):
    return hits / there >= floor


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("precision_and_recall", _shares(None), "you return None"),
        ("precision_and_recall", _added, "You add 1e-06 above and below"),
        (
            "roc_auc",
            lambda y, s: _auc_by_ranks(y, s, ranks=lambda s: stats.rankdata(s).astype(int)),
            "cut to whole numbers",
        ),
        ("roc_auc", lambda y, s: _auc_by_ranks(y, s, off=-1), "one win too many"),
        ("roc_auc", lambda y, s: _auc_by_ranks(y, s, ranks=lambda s: stats.rankdata(s) - 1), "one win too few"),
        (
            "average_precision",
            lambda p, r: np.diff(r, prepend=0) @ np.r_[p[0], p[:-1]],
            "the precision before each step",
        ),
        (
            "fewest_alarms",
            lambda *case: _floor(*case, allowed=lambda hits, there, floor: hits / there > floor),
            "where none is take the lowest threshold",
        ),
        (
            "fewest_alarms",
            lambda *case: _floor(*case, allowed=lambda hits, there, floor: hits >= int(floor * there)),
            "asks for down",
        ),
        (
            "fewest_alarms",
            lambda *case: _floor(*case, allowed=_enough, report="validation"),
            "is that of the validation rows",
        ),
        (
            "correct_prevalence",
            lambda p, trained, actual: (
                (up := p * actual / p.mean()) / (up + (1 - p) * (1 - actual) / (1 - p.mean() + 1e-15))
            ),
            "the mean of these p",
        ),
    ],
)
def test_one_mistake_is_named(name, answer, words, seed):
    assert words in said(name, answer, seed)


@pytest.mark.parametrize("seed", range(5))
def test_a_small_number_that_parts_equal_f1_is_no_right_answer(seed):
    def report(y_val, scores_val, y_test, scores_test, *, eps=1e-10):
        precision, recall, tried = metrics.precision_recall_curve(y_val, scores_val)
        threshold = tried[np.argmax((2 * precision * recall / (precision + recall + eps))[:-1])]
        flagged = scores_test >= threshold
        hits = np.sum(y_test[flagged])
        return (
            threshold,
            hits / max(np.sum(flagged), 1),
            hits / np.sum(y_test),
            metrics.roc_auc_score(y_test, scores_test),
        )

    assert "parts thresholds whose F1 is the same" in said("fix_the_report", report, seed)
