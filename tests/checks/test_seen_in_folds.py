"""What is said of wrong results of the lesson on cross-validation that no known mistake explains."""

import numpy as np
import pytest
from seeing import seen_of as sentence

from firsthand.checks import find_exercise
from firsthand.checks.folds import _dealt
from firsthand.checks.whole_groups import _greedy
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.feedback import Status


def _errors(fit, mean):
    """Make the errors of folds from a line by `fit(x, y, fold)` and squares that `mean(squares, fold)` reduces."""

    def errors(x, y, folds):
        tests = [folds == fold for fold in range(max(folds) + 1)]
        lines = [fit(x[~test], y[~test], fold) for fold, test in enumerate(tests)]
        return [mean((np.polyval(lines[i], x[test]) - y[test]) ** 2, i) for i, test in enumerate(tests)]

    return errors


def _shrunken(x, y, fold):
    slope = (x - x.mean()) @ y / (np.sum((x - x.mean()) ** 2) + 20)
    return slope, y.mean() - slope * x.mean()


def _less_one(x, y, fold):
    return np.polyfit(x[fold > 0 :], y[fold > 0 :], 1)


def _line(x, y, fold):
    return np.polyfit(x, y, 1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_errors(_shrunken, lambda squares, fold: squares.mean()), "Every error of yours is too high."),
        (
            _errors(_less_one, lambda squares, fold: squares.mean()),
            "Your error of the first fold is right, and no other is.",
        ),
        (_errors(_line, lambda squares, fold: squares.min()), "Every error of yours is too low."),
        (_errors(_line, lambda s, fold: s.mean() if fold else s.max()), "Your error of the last fold is right"),
        (
            _errors(_line, lambda squares, fold: squares.max() if fold else squares.min()),
            "some are too high, others too low",
        ),
    ],
)
def test_errors_of_folds_are_compared_fold_by_fold(answer, said):
    assert said in sentence("cross_validate_line", answer)


def _weighted(weights, y):
    return weights @ y / weights.sum(axis=1) - y


def _others(weights):
    return weights - np.diag(np.diag(weights))


def _too_much_leverage(weights, y):
    leverage = np.diag(weights) / weights.sum(axis=1)
    return _weighted(weights, y) / (1 - leverage**2)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda weights, y: _weighted(_others(weights) ** 3, y), "Where your errors are wrong they are too"),
        (
            lambda weights, y: _others(weights) @ y / (_others(weights).sum(axis=1) + 0.3) - y,
            "no weighted mean of theirs",
        ),
        (_too_much_leverage, "no weighted mean of theirs gets there"),
        (
            lambda weights, y: abs(_weighted(_others(weights), y)) * np.sign(y),
            "the right size, and some the wrong sign",
        ),
        (
            lambda weights, y: _weighted(_others(weights) + 1e-3 * (weights > 1) * np.diag(np.diag(weights)) * 9, y),
            "too small in size. Which stays have a say",
        ),
    ],
)
def test_errors_of_left_out_rows_are_compared_row_by_row(answer, said):
    assert said in sentence("leave_one_out", answer)


def test_patients_whose_own_weight_is_0_are_told_apart():
    seen = find_exercise("leave_one_out").seen
    weights, y = np.array([[0, 2, 1.0], [1, 5, 1], [2, 2, 3]]), np.array([3, 7, 1.0])
    right = _weighted(_others(weights), y)
    assert seen([right[0], 0.5, 0.5], weights, y).startswith(
        "Right for a patient whose own weight is zero, and for no other."
    )
    assert seen([0.5, *right[1:]], weights, y).startswith("Right but for a patient whose own weight is zero.")
    assert seen([*right], weights, y) == ""


def _row(width, pick=np.argmin, worst=np.inf):
    def row(scores, complexity):
        means = scores.mean(axis=1)
        limit = means.max() - width(scores[means.argmax()])
        return pick(np.where(means >= limit, complexity, worst))

    return row


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_row(lambda best: 2.6 * best.std(ddof=1) / np.sqrt(len(best))), "does not qualify"),
        (_row(lambda best: 0.01 * abs(best.mean())), "qualifies, and is not the simplest that does"),
        (lambda scores, complexity: len(scores) + 40, "Your number is no row of `scores`:"),
    ],
)
def test_a_row_qualifies_or_does_not(answer, said):
    assert said in sentence("one_standard_error", answer)


def test_a_limit_that_is_right_above_0_alone_is_told_apart_by_the_cases():
    def of_size(scores, complexity):
        right = find_exercise("one_standard_error").expected(scores, complexity)
        return right if scores.mean(axis=1).max() > 0 else int(scores.mean(axis=1).argmax())

    assert sentence("one_standard_error", of_size).startswith("Right but where the best mean is below zero. The model")


def _nested(choose, judged):
    def scores(score, candidates, outer, split):
        out = []
        for i, (train, test) in enumerate(outer):
            inner = [choose([score(c, *pair) for pair in split(train)]) for c in candidates]
            out.append(score(candidates[int(np.argmax(inner))], *judged(train, test, i)))
        return out

    return scores


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_nested(np.prod, lambda train, test, i: (train, test)), "it is not the candidate asked"),
        (_nested(np.mean, lambda train, test, i: (train, test[: i % 2 + 1])), "and others do not"),
        (
            _nested(np.mean, lambda train, test, i: (train[1:], test[1:])),
            "None of your numbers equals what a candidate",
        ),
    ],
)
def test_outer_scores_tell_the_choice_from_the_judging(answer, said):
    assert said in sentence("nested", answer)


def _splits(part, late=0):
    def splits(n, n_splits, size, gap):
        starts = range(n - n_splits * size, n, size)
        return [(part(range(late, max(start - gap, 0))), part(range(start, start + size))) for start in starts]

    return splits


@pytest.mark.parametrize("part", [set, frozenset, list, np.array])
def test_the_rows_of_a_split_may_be_a_set(part):
    assert judge(find_exercise("forward_splits"), _splits(part)).status is Status.RIGHT


def test_a_set_of_wrong_rows_is_told_what_a_list_of_them_is():
    assert sentence("forward_splits", _splits(set, late=3)) == sentence("forward_splits", _splits(list, late=3))


def test_a_set_of_splits_is_no_list():
    answer = lambda *case: set(_splits(tuple)(*case))  # noqa: E731
    assert sentence("forward_splits", answer).startswith("Asked is a list of pairs")


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("stratified_folds", lambda y, k: _dealt(y, k) + (len(y) == 8), "You count folds from 1."),
        ("stratified_folds", lambda y, k: _dealt(y, k) * (k > 2), "In some class, two folds differ"),
        ("group_folds", lambda groups, k: _greedy(groups, k) * (k > 2), "All groups are in one fold."),
        ("group_folds", lambda groups, k: _greedy(groups, k) + (len(groups) == 7), "You count folds from 1"),
    ],
)
def test_folds_that_are_wrong_on_small_cases_alone_are_told_what_is_true_of_them(name, answer, said):
    assert sentence(name, answer).startswith(said)
