"""Exercises of the lesson on recommendation: effects, factors, lists, and which judge to believe."""

import functools

import numpy as np
from sklearn.linear_model import LinearRegression, Ridge

from firsthand.datasets import film_ratings
from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, switched, with_faults

# ---- effects


def _ratings_cases(rng):
    def draw(viewers, films, share, penalty, lonely=True):
        ratings = rng.normal(3.4, 1, (viewers, films)) + rng.normal(0, 1, films) + rng.normal(0, 1, (viewers, 1))
        blank = rng.random(ratings.shape) > share
        blank[0, :2] = blank[1, 1] = False
        blank[1:, 0] = blank[2, 1:] = True
        if lonely:
            blank[:, -1] = blank[-1] = True
        return np.where(blank, np.nan, ratings), penalty

    return [
        (np.array([[5, 3, np.nan], [4, np.nan, 2], [np.nan, 1, 3]]), 2),
        draw(4, 6, 0.5, 3.0),
        draw(7, 3, 0.7, 0),
        draw(5, 5, 0.4, 0.6),
        draw(4, 4, 2.0, 1.5, lonely=False),
        draw(6, 4, 0.5, 25.0),
    ]


def _shrunk(rest, axis, penalty, *, over, how, empty):
    number = np.sum(~np.isnan(rest), axis=axis)
    size = number if over == "rated" else rest.shape[axis]
    total = np.nansum(rest, axis=axis)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = {
            "sum": total / (size + penalty),
            "mean": total / size,
            "twice": total / size / (size + penalty),
            "one": total / size / (1 + penalty),
            "raw": total,
        }[how]
    return np.where(number == 0, empty, found)


def _effects(
    ratings,
    penalty,
    *,
    over="rated",
    how="sum",
    empty=0.0,
    films_first=True,
    raw=False,
    viewer_mean=True,
    film_mean=True,
    mean="ratings",
    last="rest",
    zeros=False,
):
    ratings = np.nan_to_num(ratings) if zeros else ratings
    empty = (0.0 if penalty else np.nan) if empty == "at 0" else empty
    level = {
        "ratings": np.nanmean(ratings),
        "cells": np.nansum(ratings) / ratings.size,
        "films": np.mean([np.nanmean(column) for column in ratings.T if not np.isnan(column).all()]),
        "viewers": np.mean([np.nanmean(row) for row in ratings if not np.isnan(row).all()]),
    }[mean]
    if not films_first:
        viewer = _shrunk(ratings - level, 1, penalty, over=over, how=how, empty=empty)
        rest = ratings - level - (0 if raw else viewer[:, None])
        return level, _shrunk(rest, 0, penalty, over=over, how=how, empty=empty), viewer
    film = _shrunk(ratings - level * film_mean, 0, penalty, over=over, how=how, empty=empty)
    over = "rated" if over == "viewers, for films" else over
    rest = ratings - level * viewer_mean - (0 if raw else film)
    penalty = 0 if last == "free" else penalty
    return level, film, _shrunk(rest, 1, penalty, over=over, how=how, empty=empty)


def _masked_effects(ratings, penalty):
    level = np.nanmean(ratings)

    def effect(rest, axis):
        number = rest.count(axis=axis)
        return rest.mean(axis=axis).filled(0) * number / np.maximum(number + penalty, 1e-300)

    film = effect(np.ma.masked_invalid(ratings) - level, 0)
    return level, film, effect(np.ma.masked_invalid(ratings) - level - film, 1)


def _effects_at_once(ratings, penalty):
    who, what = np.nonzero(~np.isnan(ratings))
    viewers, films = ratings.shape
    model = Ridge(alpha=penalty) if penalty else LinearRegression()
    line = model.fit(np.hstack([np.eye(viewers)[who], np.eye(films)[what]]), ratings[who, what])
    return line.intercept_, line.coef_[viewers:], line.coef_[:viewers]


rating_effects = Exercise(
    title="Effects that are held back",
    points=2,
    expected=_masked_effects,
    cases=_ratings_cases,
    mistakes=switched(
        _effects,
        {
            "You divide by all films or viewers. How many of them rated?": {"over": "all"},
            "A film's sum is divided by all viewers. How many of them rated it?": {"over": "viewers, for films"},
            "λ is left out: your effects are plain means.": {"how": "mean"},
            "You took the mean first, and divided it by the number + λ once more.": {"how": "twice"},
            "Your means are divided by 1 + λ. Should λ weigh as much for a hundred ratings as for one?": {"how": "one"},
            "Your effects are sums. By what are they to be divided?": {"how": "raw"},
            "Who has no rating gets NaN from you.": {"empty": np.nan},
            "At λ = 0, who has no rating gets NaN from you.": {"empty": "at 0"},
            "You put 0 into the blanks: not rated becomes the worst of all ratings.": {"zeros": True},
            "You began with the viewers. Which effect comes first here?": {"films_first": False},
            "Your viewer effects are taken from the raw ratings: what viewers and films share is counted twice.": {
                "raw": True
            },
            "The film effects are off, but the mean is still in what your viewers' effects are taken from.": {
                "viewer_mean": False
            },
            "Your film effects still have the mean of all ratings in them.": {"film_mean": False},
            "Your mean counts the blanks as ratings of 0.": {"mean": "cells"},
            "Your mean is a mean of the films' means. Which ratings would then weigh more?": {"mean": "films"},
            "Your mean is a mean of the viewers' means. Which ratings would then weigh more?": {"mean": "viewers"},
            "Your films are held back by λ, your viewers are not.": {"last": "free"},
        },
    )
    | {
        "You fitted all effects at once, with a free mean. One pass is asked, films first, from the mean of all ratings.": (
            _effects_at_once
        )
    },
)

# ---- factors


def _viewer_cases(rng):
    def draw(films, k, rated, penalty):
        ratings = np.full(films, np.nan)
        ratings[rng.permutation(films)[:rated]] = rng.normal(0.4, 1, rated)
        return ratings, rng.normal(0, 1, (films, k)) + 0.3, penalty, rng.normal(0.5, 1, k)

    Q = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 2.0], [2.0, 1.0]])
    return [
        (np.array([2.0, 3.0, np.nan, 5.0]), Q, 1.0, np.array([1.0, 0.5])),
        draw(9, 3, 6, 2.5),
        draw(6, 2, 1, 0.4),
        draw(7, 4, 2, 5.0),
        draw(5, 3, 0, 1.7),
        draw(12, 1, 8, 0.8),
        draw(6, 2, 6, 3.0),
    ]


def _viewer(
    ratings,
    Q,
    penalty,
    usual,
    *,
    blanks=None,
    times="1",
    on="diagonal",
    pull="usual",
    power=1,
    empty="usual",
    loss="sum",
    give="p",
    guard=False,
):
    rated, k = ~np.isnan(ratings), Q.shape[1]
    if empty == "zeros" and not rated.any():
        return np.zeros(k)
    if guard and not rated.any():
        return usual.copy()
    if blanks is not None:
        fill = 0.0 if blanks == "zeros" or not rated.any() else np.mean(ratings[rated])
        ratings, rated = np.where(rated, ratings, fill), np.ones(len(ratings), bool)
    seen, n = Q[rated], max(int(rated.sum()), 1)
    strength = {"1": 1, "n": n, "1/n": 1 / n, "2": 2, "1/2": 0.5, "0": 0, "k": k}[times] * penalty**power
    parts = {"diagonal": np.eye(k), "all": np.ones((k, k)), "rated": n * np.eye(k)}
    matrix = seen.T @ seen + strength * parts[on]
    right = seen.T @ ratings[rated]
    pulls = {
        "usual": strength * usual,
        "none": 0 * usual,
        "bare": usual,
        "after": 0 * usual,
        "minus": -strength * usual,
        "film": strength * (matrix - strength * np.eye(k)) @ usual,
    }
    p = np.linalg.lstsq(matrix, right + pulls[pull], rcond=None)[0]
    p = p + usual if pull == "after" else p
    return {"p": p, "ratings": Q @ p, "shift": p - usual}[give]


def _by_shifted_ridge(ratings, Q, penalty, usual):
    rated = ~np.isnan(ratings)
    if not rated.any():
        return usual.copy()
    shifted = ratings[rated] - Q[rated] @ usual
    return usual + Ridge(alpha=penalty, fit_intercept=False, solver="svd").fit(Q[rated], shifted).coef_


def _with_intercept(ratings, Q, penalty, usual):
    rated = ~np.isnan(ratings)
    if not rated.any():
        return usual.copy()
    return usual + Ridge(alpha=penalty).fit(Q[rated], ratings[rated] - Q[rated] @ usual).coef_


viewer_factors = Exercise(
    title="A viewer who begins as usual",
    points=2,
    expected=_by_shifted_ridge,
    cases=_viewer_cases,
    mistakes=switched(
        _viewer,
        {
            "Blanks count as ratings of 0 in your sum. Which films are in it?": {"blanks": "zeros"},
            "Blanks count as the viewer's mean rating in your sum. Which films are in it?": {"blanks": "mean"},
            "Your λ grows with the number of ratings. That is another convention: the sum is not divided here.": {
                "times": "n"
            },
            "Your λ is divided by the number of ratings.": {"times": "1/n"},
            "Your λ counts twice. Both terms have a 2 in their slope.": {"times": "2"},
            "Your λ counts half. Both terms have a 2 in their slope.": {"times": "1/2"},
            "Your λ is multiplied by k.": {"times": "k"},
            "λ is left out: with few ratings p is then anything.": {"times": "0"},
            "λ is added to every entry of the matrix. Which entries belong to p's own squares?": {"on": "all"},
            "In your matrix λ is multiplied by the number of ratings. The sum is not divided here.": {"on": "rated"},
            "Your p is drawn towards 0. Towards what is it to be drawn?": {"pull": "none"},
            "On the right-hand side the usual factors stand without their λ.": {"pull": "bare"},
            "You added the usual factors to a p that was fitted to the whole ratings: they count twice.": {
                "pull": "after"
            },
            "With ratings your p is drawn towards 0. Towards what is it to be drawn?": {"pull": "none", "guard": True},
            "With ratings, the usual factors stand on the right-hand side without their λ.": {
                "pull": "bare",
                "guard": True,
            },
            "With ratings, blanks count as ratings of 0 in your sum. Which films are in it?": {
                "blanks": "zeros",
                "guard": True,
            },
            "Your p is driven away from the usual factors: look at the sign of the term.": {"pull": "minus"},
            "Your λ is squared. Only the distance is.": {"power": 2},
            "Without a rating you return zeros. What is the lowest value of the penalty alone?": {"empty": "zeros"},
            "Those are predicted ratings of all films. p is asked.": {"give": "ratings"},
            "That is how far p lies from the usual factors. p itself is asked.": {"give": "shift"},
        },
    )
    | {"Your fit has an intercept of its own. A rating here is p · q and nothing else.": _with_intercept},
)

# ---- lists


def _list_cases(rng):
    def draw(films, share, k, shift=0.0):
        scores = rng.normal(shift, 1, films)
        seen = rng.random(films) < share
        seen[np.argmax(scores)], seen[-1] = True, False
        return scores, seen, k

    def tied(films, k):
        return rng.integers(-2, 2, films).astype(float), rng.random(films) < 0.3, k

    crowded = np.ones(6, bool)
    crowded[rng.permutation(6)[:2]] = False
    return [
        (np.array([-0.5, 0.3, -0.2, 0.9, -0.2]), np.array([False, False, False, True, False]), 3),
        draw(12, 0.4, 4),
        draw(9, 0.5, 3, shift=-3),
        draw(8, 0.3, 1, shift=4),
        tied(400, 30),
        (rng.normal(0, 1, 6), crowded, 4),
        (rng.normal(0, 1, 5), np.zeros(5, bool), 5),
        (rng.normal(0, 1, 3), np.zeros(3, bool), 7),
        (rng.normal(0, 1, 3), np.ones(3, bool), 2),
        (rng.normal(-20_000, 1, 25), np.arange(25) % 2 == 0, 9),
        (0.3 + 1e-9 * rng.permutation(8), np.arange(8) == 3, 4),
        (rng.uniform(0, 0.001, 9), np.arange(9) == 1, 5),
        (-np.sort(rng.uniform(0, 1, 6)), np.arange(6) == 2, 5),
    ]


def _top(scores, seen, k, *, fill=-np.inf, down=True, cut=True, ties="low", seen_ones=False, more=0, give="numbers"):
    shown = ~seen if seen_ones else seen
    low = {"lowest": scores.min(), "nan": np.nan}.get(fill, fill)
    open_scores = np.where(shown, low, scores)
    if ties == "high":
        order = np.argsort(open_scores, kind="stable")[::-1] if down else np.argsort(-open_scores, kind="stable")[::-1]
    else:
        order = np.argsort(-open_scores if down else open_scores, kind="stable")
    length = (min(k, np.sum(~shown)) if cut else k) + more
    best = order[: max(length, 0)]
    place = np.cumsum(~shown) - 1
    return {"numbers": best, "scores": scores[best], "places": place[best], "sorted": np.sort(best), "ones": best + 1}[
        give
    ]


def _by_sorted(scores, seen, k):
    unseen = [(-score, number) for number, score in enumerate(scores) if not seen[number]]
    return np.array([number for _, number in sorted(unseen)[:k]], dtype=int)


def _turned_sort(scores, seen, k):
    order = np.argsort(scores)[::-1]
    return order[~seen[order]][:k]


def _cut_too_early(scores, seen, k):
    best = np.argsort(-scores, kind="stable")[:k]
    return best[~seen[best]]


_LIST_FAULTS = {
    "the score of seen films": ("a seen film's 0 is above some scores.", {"fill": 0.0}),
    "the order": ("the order is upward.", {"down": False}),
    "the length": ("with fewer than k unseen films the list is filled up with others.", {"cut": False}),
}

fix_top_films = Exercise(
    title="Mend the list",
    points=2,
    expected=_by_sorted,
    cases=_list_cases,
    given=with_faults(_top, _LIST_FAULTS),
    mistakes={
        **partly_mended(_top, _LIST_FAULTS),
        **switched(
            _top,
            {
                "Of equal scores your list has the higher number first: a sort that is turned round turns ties too.": {
                    "ties": "high"
                },
                "A seen film gets the lowest score there is. Some unseen film has it too.": {"fill": "lowest"},
                "A seen film gets −1. Are all scores above that?": {"fill": -1.0},
                "A seen film gets −999. Are all scores above that? Any number is allowed.": {"fill": -999.0},
                "The seen films are gone, and your list has the lowest scores of the others.": {
                    "fill": np.inf,
                    "down": False,
                },
                "Your list has seen films only. Which ones are to be left out?": {"seen_ones": True},
                "Your list is one film too long.": {"more": 1},
                "Your list is one film too short.": {"more": -1},
                "Those are the scores of the films. Their numbers are asked.": {"give": "scores"},
                "Those are numbers among the unseen films alone. A film keeps its number.": {"give": "places"},
                "The right films, in the order of their numbers. Which one comes first?": {"give": "sorted"},
                "Your numbers begin at 1. The first film is number 0.": {"give": "ones"},
            },
        ),
        "A sort that is turned round turns ties too, and the usual one leaves them in any order. Which comes first?": (
            _turned_sort
        ),
        "You cut to k films first and took the seen ones out then: the list gets too short.": _cut_too_early,
    },
)

# ---- tuning

MOST_ERROR = 0.60
_SEEDS = (5, 6, 7)

_TUNING = {
    "keys": 'Two settings are asked: a dictionary with the keys "k" and "penalty".',
    "k": '"k" is a whole number from 1 to 8.',
    "penalty": '"penalty" is a number above 0, at most 100.',
    "few": "So few factors do not get there at any penalty. How many tastes may viewers have in common?",
    "low": "With this k a firmer penalty gets there: yours lets the factors learn the noise of the training ratings.",
    "high": "With this k a smaller penalty gets there: yours leaves next to nothing of the factors.",
}


@functools.cache
def _three_draws():
    return [_rests(seed) for seed in _SEEDS]


def _rests(seed):
    rng = np.random.default_rng(seed)
    ratings, _, _ = film_ratings(rng)
    cells = rng.permutation(np.argwhere(~np.isnan(ratings)))
    train = ratings.copy()
    train[tuple(cells[: len(cells) // 5].T)] = np.nan
    effects = _both_effects(train, 5)
    return train - effects, np.where(np.isnan(train), ratings, np.nan) - effects


def _both_effects(ratings, penalty):
    """Ridge regression on a 0/1 column for each viewer and each film, by its normal equations."""
    seen = (~np.isnan(ratings)).astype(float)
    viewers, films = seen.sum(axis=1), seen.sum(axis=0)
    matrix = np.block(
        [
            [seen.sum(), viewers, films],
            [viewers[:, None], np.diag(viewers + penalty), seen],
            [films[:, None], seen.T, np.diag(films + penalty)],
        ]
    )
    sums = np.concatenate([[np.nansum(ratings)], np.nansum(ratings, axis=1), np.nansum(ratings, axis=0)])
    fitted = np.linalg.solve(matrix, sums)
    of_films = fitted[1 + len(viewers) :]
    return fitted[0] + fitted[1 : 1 + len(viewers), None] + of_films


def _half_step(rest, Q, penalty):
    """Solve for all rows at once."""
    k = Q.shape[1]
    products = (Q[:, :, None] * Q[:, None, :]).reshape(-1, k * k)
    matrices = ((~np.isnan(rest)).astype(float) @ products).reshape(-1, k, k) + penalty * np.eye(k)
    return np.linalg.solve(matrices, (np.nan_to_num(rest) @ Q)[:, :, None])[:, :, 0]


@functools.lru_cache(maxsize=64)
def _worst_error(k, penalty):
    errors = []
    for rest, held in _three_draws():
        Q = np.random.default_rng(0).normal(size=(rest.shape[1], k))
        for _ in range(6):
            P = _half_step(rest, Q, penalty)
            Q = _half_step(rest.T, P, penalty)
        errors.append(np.sqrt(np.nanmean((P @ Q.T - held) ** 2)))
    return max(errors)


def _accept_factors(settings):
    if not isinstance(settings, dict) or settings.keys() != {"k", "penalty"}:
        return _TUNING["keys"]
    k, penalty = settings["k"], settings["penalty"]
    faults = [("k", not _is_number(k) or k != int(k) or not 1 <= k <= 8)]
    faults += [("penalty", not _is_number(penalty) or not 0 < penalty <= 100)]
    if any(is_wrong for _, is_wrong in faults):
        return [_TUNING[name] for name, is_wrong in faults if is_wrong]
    if _worst_error(int(k), float(penalty)) <= MOST_ERROR:
        return True
    return _TUNING["few" if k < 3 else "low" if penalty < 4 else "high"]


def _is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and np.isfinite(value)


_SETTINGS = {"k": 4, "penalty": 4}
tune_factors = Exercise(
    title="Tune the factors",
    points=2,
    expected=_SETTINGS,
    accepts=_accept_factors,
    equivalent={
        f"{_SETTINGS} -> {_SETTINGS | {name: number}}": "it reaches the stated error too"
        for name, number in (("k", 3), ("k", 5), ("penalty", 3), ("penalty", 5))
    },
    mistakes={
        _TUNING["keys"]: {"k": 4},
        _TUNING["k"]: _SETTINGS | {"k": 0},
        _TUNING["penalty"]: _SETTINGS | {"penalty": 0},
        _TUNING["few"]: _SETTINGS | {"k": 1},
        _TUNING["low"]: _SETTINGS | {"penalty": 0.1},
        _TUNING["high"]: _SETTINGS | {"penalty": 20},
    },
)

# ---- judges

predict_winner = choice_exercise(
    title="Who wins under which judge?",
    points=2,
    right={"A": "popular", "B": "taste", "C": "taste"} | {"D": "taste", "E": "mixed", "F": "cannot be told"},
    tempting={
        ("A", "taste"): "A: the log has a like only of what was shown. How often is C shown?",
        ("A", "mixed"): "A: multiply both chances for A, B and E, and compare B with E.",
        (
            "A",
            "cannot be told",
        ): "A: both chances of every film stand in the table. What is the chance of shown and liked?",
        ("B", "popular"): "B: does it matter here how often a film was shown?",
        ("B", "mixed"): "B: take the means of the second row, pair by pair.",
        ("B", "cannot be told"): "B: the second row of the table says it.",
        ("C", "popular"): "C: with one chance for all films, what is left to decide?",
        ("C", "mixed"): "C: with one chance for all films, the second row decides. Which pair is highest there?",
        ("C", "cannot be told"): "C: the new chance is given, and the likes stand in the table.",
        ("D", "popular"): "D: shown × liked, times one over shown. What is left of it?",
        ("D", "mixed"): "D: shown × liked, times one over shown. What is left of it, for C?",
        ("D", "cannot be told"): "D: every chance is known and above 0. What does the weight undo?",
        ("E", "popular"): "E: A and B are shown rarely now. Work out their products once more.",
        ("E", "taste"): "E: the new page shows C and D as rarely as the old one, and something else nearly always.",
        ("E", "cannot be told"): "E: the five new chances are given, and the likes stand in the table.",
        ("F", "popular"): "F: that log has rows of A and B only. Does that say that C and D are worse?",
        ("F", "taste"): "F: from the table, yes. And from a log without a row of C and D?",
        ("F", "mixed"): "F: how many rows of E are in that log, and which weight makes something of none?",
    },
)

choose_the_launch_test = choice_exercise(
    title="Choose the launch test",
    points=2,
    right={"A": "split by time", "B": "swap results", "C": "weight the log"}
    | {"D": "random split", "E": "A/B test", "F": "A/B test"},
    tempting={
        ("A", "random split"): "A: in a shuffled split orders of late March help to forecast early March. Will they?",
        ("A", "A/B test"): "A: it would answer, in March. When must the choice be made?",
        ("A", "weight the log"): "A: the page stays as it is. Which chance would you divide by?",
        ("A", "swap results"): "A: nobody asks where on the page a product stands.",
        ("B", "weight the log"): "B: the weights are one over the chance of a look. Is that chance known?",
        ("B", "random split"): "B: every row of the log has a result at its one place. Can half of them say more?",
        ("B", "split by time"): "B: the order was the same in all the years.",
        ("B", "A/B test"): "B: which two rankers would it compare? One place is to be understood first.",
        ("C", "A/B test"): "C: who would see the new ranker in it?",
        (
            "C",
            "random split",
        ): "C: nine places in ten were chosen by the old ranker. Which rows are fair, and what stands beside them?",
        ("C", "split by time"): "C: later rows were chosen by the old ranker too. What is known of one place in ten?",
        ("C", "swap results"): "C: that changes the page. Something on it is drawn by lot already.",
        ("D", "split by time"): "D: are the lost ratings later than the others?",
        ("D", "A/B test"): "D: no viewer has to be shown anything. Which rows that you have are like the lost ones?",
        ("D", "weight the log"): "D: every rating was lost with the same chance. What would the weights change?",
        ("D", "swap results"): "D: it is about ratings lost by chance, and about no page.",
        (
            "E",
            "weight the log",
        ): "E: is there a row in the log of a subscriber who lived with a calm page for half a year?",
        ("E", "split by time"): "E: later rows are clicks under the old ranker as well.",
        ("E", "random split"): "E: the log can say who clicks. Is that what is asked?",
        ("E", "swap results"): "E: that tells how often places are looked at. What is asked is who stays.",
        ("F", "weight the log"): "F: two fifths were shown with chance 0. One over that?",
        ("F", "split by time"): "F: do later rows of the log hold the goods that were never shown?",
        ("F", "random split"): "F: which part of a log without these goods could say how they sell?",
        ("F", "swap results"): "F: swapping within the old ranker's page shows its goods again, and it is forbidden.",
    },
)
