"""What is said of wrong results of the lesson on precision and recall that no known mistake explains."""

import numpy as np
import pytest
from seeing import seen_of as sentence
from sklearn import metrics

from firsthand.checks.counted_shares import which_are_off


def test_of_several_numbers_it_is_said_which_are_wrong_and_which_way():
    asked = {"precision": 0.5, "recall": 0.2, "AUC": 0.9}
    assert which_are_off({**asked, "AUC": 0.8}, asked) == "Your AUC is too low."
    assert which_are_off({**asked, "AUC": 0.8, "recall": 0.4}, asked) == "Your recall is too high, your AUC is too low."
    assert which_are_off({"recall": 0.3}, {"recall": 0.2}) == "Your recall is too high."
    assert which_are_off(asked, asked) == which_are_off({**asked, "AUC": np.nan}, asked) == ""


def _shares(y, said, hits=0, none=0.0):
    found = max(np.sum(y * said) + hits, 0)
    return (found / said.sum() if said.any() else none), found / max(y.sum(), 1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lambda y, said: (_shares(y, said)[0] ** 1.5, _shares(y, said)[1]),
            "Your precision is too low. Which rows does each question start from",
        ),
        (
            lambda y, said: (_shares(y, said)[0], _shares(y, said)[1] ** 0.5),
            "Your recall is too high. Which rows does each question start from",
        ),
        (lambda y, said: _shares(y, said, hits=-1), "they give the same number of hits"),
        (
            lambda y, said: _shares(y, said, none=0.5),
            "Right but where nothing is flagged. Your precision is too high.",
        ),
    ],
)
def test_precision_and_recall(answer, said):
    assert said in sentence("precision_and_recall", answer)


def _curve(y, s, tried=lambda t: t, fewer=0, flagged=np.greater_equal):
    t = tried(np.unique(s)[::-1])
    rows = flagged(s, t[:, None])
    hits = (rows * y).sum(axis=1)
    return t, hits / np.maximum(rows.sum(axis=1) - fewer, 1), hits / y.sum()


def _with_first_of_ties(y, s):
    t, precision, recall = _curve(y, s)
    lone = np.array([np.sum(s == score) == 1 for score in t])
    return t, precision, np.where(lone, recall, 0.9 * recall)


def _with_end(y, s):
    t, precision, recall = _curve(y, s)
    return t, np.r_[precision, y.mean()], recall


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda y, s: _curve(y, s, fewer=-2), "Your recall is right; your precision is too low at every threshold"),
        (
            lambda y, s: _curve(y, s, tried=lambda t: (t + np.r_[t[1:], t[-1] - 1]) / 2),
            "a number that is no score of any row",
        ),
        (lambda y, s: _curve(y, s, tried=lambda t: t[::2]), "a distinct score is missing among them"),
        (lambda y, s: _curve(y, s, tried=lambda t: t[[0, *range(len(t))]]), "one comes more often than once"),
        (
            lambda y, s: _curve(y, s, tried=lambda t: np.roll(t, 1), fewer=-1),
            "in another order than from the highest to the lowest",
        ),
        (_with_end, "Your precision has another number of points"),
        (_with_first_of_ties, "your recall is too low only where several rows have the score of the threshold"),
    ],
)
def test_a_curve_is_compared_part_by_part(answer, said):
    assert said in sentence("pr_curve", answer)


def _sum(weight=np.copy, height=np.copy, steps=slice(None)):
    return lambda p, r: np.sum((weight(np.diff(r, prepend=0)) * height(p))[steps])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_sum(weight=lambda won: won**3), "below the lowest precision of the curve"),
        (_sum(weight=lambda won: won + 0.3), "above the highest precision of the curve"),
        (
            lambda p, r: _sum()(p, r) - (p[-1] * (r[-1] - r[-2]) if len(r) > 1 else 0.4),
            "Write out your steps one by one",
        ),
        (_sum(height=np.sqrt), "too high, though it lies among the precisions"),
    ],
)
def test_an_average_precision(answer, said):
    assert said in sentence("average_precision", answer)


def _auc(y, s, tie=0.5, margin=0.0, more=0):
    ahead = s[y == 1][:, None] - s[y == 0]
    return (np.sum(ahead > margin) + tie * np.sum(ahead == 0)) / (ahead.size + more)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lambda y, s: _auc(y, s, tie=0.3),
            "Right but where a positive and a negative row have the same score. Your number is too low",
        ),
        (lambda y, s: _auc(y, s, tie=0.3), "by no more than the ties can explain"),
        (lambda y, s: _auc(y, s, more=1), "and it is no share of these pairs"),
        (lambda y, s: _auc(y, s, margin=np.std(s) / 2), "even if every tie were lost: other pairs are counted wrongly"),
        (lambda y, s: 0.5 + _auc(y, s) ** 2, "a share of pairs lies from zero to one"),
    ],
)
def test_a_share_of_pairs(answer, said):
    assert said in sentence("roc_auc", answer)


def _cheapest(y_val, s_val, y_test, s_test, fp, fn, tried=lambda t: t, pick=np.argmin, rows=0):
    def cost(y, s, t):
        return fp * np.sum((s >= t) & (y == 0)) + fn * np.sum((s < t) & (y == 1))

    t = tried(np.unique(s_val)[::-1])
    best = t[pick([cost(y_val, s_val, threshold) for threshold in t])]
    return best, cost(y_test, s_test, best) / (len(y_test) + rows)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda *case: _cheapest(*case, pick=lambda costs: np.argsort(costs)[1]), "What you report of it is right."),
        (
            lambda *case: _cheapest(*case, pick=lambda costs: len(costs) // 3),
            "your threshold is not the cheapest score: a",
        ),
        (
            lambda *case: _cheapest(*case, rows=-2),
            "Right throughout in your threshold; wrong, and never too low, in your cost per test row.",
        ),
        (
            lambda *case: _cheapest(*case, tried=lambda t: t[1:] / 3 + t[:-1] * 2 / 3),
            "not one of the validation scores.",
        ),
        (
            lambda *case: _cheapest(*case, tried=lambda t: t[1:] / 3 + t[:-1] * 2 / 3, pick=lambda costs: 0),
            "not one of the validation scores. Besides, on the validation rows your threshold is not the cheapest",
        ),
        (lambda *case: _cheapest(*case, pick=lambda costs: 0, rows=2), "what you report is wrong as well."),
    ],
)
def test_a_cheapest_threshold(answer, said):
    assert said in sentence("cheapest_threshold", answer)


def _fewest(y_val, s_val, y_test, s_test, floor, choose=None, more=0):
    t = np.unique(s_val)
    recall = np.array([np.mean(s_val[y_val == 1] >= threshold) for threshold in t])
    alarms = np.array([np.sum(s_val[y_val == 0] >= threshold) for threshold in t])
    best = (choose or (lambda t, r, a: t[r >= floor][np.argmin(a[r >= floor])]))(t, recall, alarms)
    return best, np.mean(s_test[y_test == 1] >= best), np.sum(s_test[y_test == 0] >= best) + more


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lambda *case: _fewest(*case, choose=lambda t, r, a: t[len(t) // 4]),
            "a higher one that is allowed too makes fewer false alarms",
        ),
        (lambda *case: _fewest(*case, choose=lambda t, r, a: t[-2]), "Your threshold is not allowed"),
        (
            lambda *case: _fewest(*case, more=1),
            "Right throughout in your threshold; wrong, and never too low, in your number of false alarms on the test rows.",
        ),
        (
            lambda *case: _fewest(*case, choose=lambda t, r, a: np.mean(t)),
            "Your threshold is not one of the validation scores.",
        ),
    ],
)
def test_the_fewest_alarms(answer, said):
    assert said in sentence("fewest_alarms", answer)


def _alerts(s, y, k, rows=lambda s: np.argsort(-s, kind="stable"), least=0, more=0):
    taken = rows(s)[:k]
    return {"rows": taken, "precision": y[taken].mean(), "recall": y[taken].sum() / max(y.sum() + more, 1)}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lambda s, y, k: _alerts(s, y, k, rows=lambda s: np.lexsort((-np.arange(len(s)) % 3, -s))),
            "with equal scores a later one comes first",
        ),
        (
            lambda s, y, k: _alerts(s, y, k, more=2),
            "Your rows are right. Your recall is too low.",
        ),
        (
            lambda s, y, k: _alerts(s, y, k, rows=lambda s: np.argsort(-abs(s - 0.5))),
            "a row with a higher score than one that you take. Your precision",
        ),
        (
            lambda s, y, k: {**_alerts(s, y, k), "rows": np.sort(_alerts(s, y, k)["rows"])[::-1]},
            "do not come with the highest first",
        ),
    ],
)
def test_alerts(answer, said):
    assert said in sentence("alerts_within_budget", answer)


def _moved(power=1.0, ends=True, to=lambda p, actual: p):
    def moved(p, trained, actual):
        factor = (actual / (1 - actual) / (trained / (1 - trained))) ** power
        inside = np.clip(p, 1e-12, 1 - 1e-12)
        new = to(factor * inside / (factor * inside + 1 - inside), actual)
        return np.where((p == 0) | (p == 1), p if ends else 0.5, new)

    return moved


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            _moved(power=0.6),
            "On the log-odds all rows move by one and the same number, as they should, and too little.",
        ),
        (_moved(power=1.7), "as they should, and too far."),
        (_moved(ends=False), "Right but where some p is zero or one. A p of zero stays zero"),
        (_moved(to=lambda p, actual: 2 * p + actual), "Some number of yours is no probability"),
        (
            lambda p, trained, actual: p ** (np.log(actual) / np.log(trained)),
            "None of your probabilities goes the wrong way",
        ),
        (lambda p, trained, actual: np.sqrt(p), "move the wrong way"),
    ],
)
def test_a_probability_for_another_town(answer, said):
    assert said in sentence("correct_prevalence", answer)


def _f1(y, said):
    return metrics.f1_score(y, said, labels=[0, 1, 2], average=None, zero_division=0)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lambda y, said: (_f1(y, said).mean(), np.median(_f1(y, said))),
            "Your micro average is too low. Which counts are added up",
        ),
        (
            lambda y, said: (np.sqrt(np.mean(_f1(y, said) ** 2)), np.mean(y == said)),
            "Your macro average is too high. What is the F1 of each class",
        ),
        (
            lambda y, said: (np.prod(_f1(y, said)), np.mean(y == said) ** 2),
            "Your macro average is too low, your micro average is too low.",
        ),
        (
            lambda y, said: (np.sum(_f1(y, said)) ** 2, np.mean(y == said)),
            "Your macro average is too high. Both lie from zero to one",
        ),
        (
            lambda y, said: (_f1(y, said).mean() if np.any(y == said) else 1 / 3, np.mean(y == said)),
            "Right but where no row is right. Your macro average is too high.",
        ),
    ],
)
def test_two_averages(answer, said):
    assert said in sentence("macro_and_micro", answer)


def _report(y_val, s_val, y_test, s_test, pick=np.argmax, change=lambda shares: shares):
    t = np.unique(s_val)
    best = t[pick([round(metrics.f1_score(y_val, s_val >= threshold), 12) for threshold in t])]
    shares = [f(y_test, s_test >= best, zero_division=0) for f in (metrics.precision_score, metrics.recall_score)]
    return best, *change(np.array([*shares, metrics.roc_auc_score(y_test, s_test)]))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lambda *case: _report(*case, pick=lambda f1: np.argsort(f1)[-2]),
            "another score has a better F1 than your threshold. What you report of it is right.",
        ),
        (
            lambda *case: _report(*case, change=lambda s: s ** [1, 1, 2]),
            "Right throughout in your threshold; wrong, and never too high, in your AUC.",
        ),
        (
            lambda *case: _report(*case, pick=lambda f1: len(f1) - 1, change=lambda s: s / [2, 1, 1]),
            "For that threshold, what you report is wrong as well.",
        ),
    ],
)
def test_a_report(answer, said):
    assert said in sentence("fix_the_report", answer)


def test_of_a_threshold_chosen_by_another_rule_a_case_is_shown_where_that_is_seen():
    """In the example the threshold is right by luck, and what is reported of it is wrong."""

    def report(*case):
        rows = case[1] >= np.unique(case[1])[:, None]
        spread = [np.std(case[0][flagged]) for flagged in rows]
        return _report(*case, pick=lambda f1: 1 if len(f1) == 5 else int(np.argmin(spread)), change=lambda s: s / 3)

    assert "threshold" in sentence("fix_the_report", report)
    assert "Right throughout" not in sentence("fix_the_report", report)


def test_a_report_of_a_threshold_between_two_numbers_that_look_alike_is_not_called_wrong():
    """A threshold of 0.20000000000000004 does not flag a score of 0.2."""

    def answer(*case):
        return _cheapest(*case, tried=lambda t: [0.1 + 0.2 - 0.1], pick=lambda costs: 0)

    assert "wrong as well" not in sentence("cheapest_threshold", answer)
