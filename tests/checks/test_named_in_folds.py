"""What is said of the folds and choices of the lesson on cross-validation: of each answer, only what is true of it."""

import numpy as np
import pytest

from firsthand.checks import find_exercise
from firsthand.checks.whole_groups import _greedy
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.feedback import Status


def said(name, answer, seed=0):
    return judge(find_exercise(name), answer, seed).sentence


def _in_classes(y, k, number, empty):
    folds = empty
    for kind in np.unique(y):
        rows = np.flatnonzero(y == kind)
        folds[rows] = number(np.arange(len(rows)), k, len(rows))
    return folds


def _in_text(y, k):
    return _in_classes(y, k, lambda place, k, size: place % k, np.zeros_like(y))


def _read_the_wrong_way(y, k):
    return (np.arange(len(y)) % k)[np.argsort(y, kind="stable")]


def _rest_in_front(y, k):
    return _in_classes(
        y,
        k,
        lambda place, k, size: np.r_[np.zeros(size % k, int), np.repeat(range(k), size // k)],
        np.zeros(len(y), int),
    )


def _return_in_the_loop(y, k):
    folds = np.zeros(len(y), int)
    rows = np.flatnonzero(y == np.unique(y)[0])
    folds[rows] = 1 + np.arange(len(rows)) % k
    return folds


def _all_but_one(y, k):
    return _in_classes(y, k, lambda place, k, size: np.where(place % k == k - 1, k - 1, k), np.zeros(len(y), int))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (_in_text, "come back as text"),
        (_read_the_wrong_way, "the wrong way round"),
        (_rest_in_front, "land in the first fold"),
        (_return_in_the_loop, "count folds from 1. Here they are 0 to k - 1. And: The rows of some classes all have"),
        (_all_but_one, "count folds from 1. Here they are 0 to k - 1. And: All rows but those of one fold"),
        (lambda y, k: _in_classes(y, k, lambda place, k, size: place % k - 1, np.zeros(len(y), int)), "are no fold"),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_classes_in_folds(answer, words, seed):
    assert words in said("stratified_folds", answer, seed)


def _place(groups, k, size_of, choose=np.argmin):
    names, sizes = np.unique(groups, return_counts=True)
    folds, load = np.zeros(len(groups), int), np.zeros(k)
    for name, size in zip(names, size_of(sizes), strict=True):
        folds[groups == name] = choose(load)
        load[choose(load)] += size
    return folds


def _fill(groups, k):
    folds, fold, filled = np.zeros(len(groups), int), 0, 0
    for name in np.unique(groups):
        folds[groups == name] = fold
        filled += np.sum(groups == name)
        if filled >= len(groups) / k and fold < k - 1:
            fold, filled = fold + 1, 0
    return folds


def _full_first(groups, k):
    """Fold 0 takes all groups but the last ones, one for each other fold: none of the rules that are known."""
    where = np.unique(groups, return_inverse=True)[1]
    return np.maximum(where - where.max() + k - 1, 0)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda groups, k: _place(groups, k, np.ones_like), "as many groups as the others"),
        (lambda groups, k: np.unique(groups, return_inverse=True)[1] % k, "as many groups as the others"),
        (_fill, "fill one fold up to its share"),
        (lambda groups, k: _place(groups, k, lambda sizes: np.sort(sizes)[::-1]), "are not those of the groups"),
        (_full_first, "How is the fold chosen"),
        (
            lambda groups, k: _place(groups, k, np.copy)[np.unique(groups, return_index=True)[1]],
            "as many as there are groups",
        ),
        (lambda groups, k: np.cumsum(np.r_[0, groups[1:] != groups[:-1]]) % k, "moves on wherever the next row"),
        (lambda groups, k: _greedy(groups, k).astype(str), "come back as text"),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_groups_in_folds(answer, words, seed):
    assert words in said("group_folds", answer, seed)


def _cut_to_the_type_of_y(weights, y):
    predicted = np.zeros_like(y)
    for i in range(len(y)):
        predicted[i] = np.average(np.delete(y, i), weights=np.delete(weights[i], i))
    return predicted - y


def _without_all_alike(weights, y):
    others = [row != row[i] for i, row in enumerate(weights)]
    return [row[keep] @ y[keep] / row[keep].sum() - own for row, keep, own in zip(weights, others, y, strict=True)]


def test_left_out_rows():
    assert "cut to whole numbers" in said("leave_one_out", _cut_to_the_type_of_y)
    assert "whose weight equals the own one" in said("leave_one_out", _without_all_alike)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (lambda best: best.std(ddof=1), "a standard deviation of the folds. How"),
        (lambda best: best.std() / np.sqrt(len(best)), "ddof=0, as NumPy has it"),
        (lambda best: 0.1 * best.std(ddof=1) / np.sqrt(len(best)), "a tenth of what the rule allows"),
        (lambda best: best.std(ddof=1) / np.sqrt(5), "the root of 5"),
    ],
)
def test_limits_are_named_beside_the_most_complex_model(limit, words, seed):
    def answer(scores, complexity):
        means = scores.mean(axis=1)
        within = np.flatnonzero(means >= means.max() - limit(scores[np.argmax(means)]) - 1e-12 * np.ptp(scores))
        return max(within, key=lambda i: complexity[i])

    verdict = judge(find_exercise("one_standard_error"), answer, seed)
    if verdict.status is Status.KNOWN_MISTAKE:  # on a slow machine the search for two at once may run out of time
        assert words in verdict.sentence
        assert "most complex" in verdict.sentence


def test_none_where_nobody_is_above_the_limit():
    def answer(scores, complexity):
        means = scores.mean(axis=1)
        limit = means.max() - scores[np.argmax(means)].std(ddof=1) / np.sqrt(scores.shape[1])
        within = [i for i in range(len(means)) if means[i] > limit + 1e-12 * np.ptp(scores)]
        return min(within, key=lambda i: complexity[i]) if within else None

    assert "None comes back" in said("one_standard_error", answer)


def test_a_search_from_zero():
    def answer(score, candidates, outer, split):
        scores = []
        for train, test in outer:
            best, top = None, 0
            for candidate in candidates:
                mean = np.mean([score(candidate, *pair) for pair in split(train)])
                best, top = (candidate, mean) if mean > top else (best, top)
            scores.append(score(best, train, test))
        return scores

    assert "none is taken" in said("nested", answer)
