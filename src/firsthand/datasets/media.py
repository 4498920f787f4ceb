"""A streaming service whose viewers' tastes are known, and the clicks on its search page."""

import numpy as np

RELEVANCE = np.linspace(0.5, 0.05, 10)
"""Chance of a click on each of ten results, once a visitor has looked at it."""

SHOWN_ORDER = np.array([6, 3, 8, 1, 4, 9, 0, 5, 2, 7])
"""Numbers of the results from the top of the page down: a ranker that puts good ones low."""


def film_ratings(rng, viewers=300, films=120, per_viewer=25):
    """Simulate ratings of films by viewers who choose what they watch.

    rng : numpy Generator; per_viewer : mean number of films watched. Returns three arrays (viewers, films): rating, 0.5 to
    5 stars in halves, NaN where a film was not watched; would_rate, the rating of every film, watched or not; taste, the
    mean of that rating before it is rounded, in stars. The truth: taste = 3.4 + viewer's effect (spread 0.35) + film's
    effect (0.4) + three tastes in common, p · q (0.45). A viewer watches more of what is popular, which is only related
    to a film's effect, and of what suits the viewer. A rating is the taste plus noise of spread 0.5.
    """
    tastes, traits = rng.normal(size=(viewers, 3)), rng.normal(size=(films, 3))
    viewer_effect, film_effect = rng.normal(0, 0.35, viewers), rng.normal(0, 0.4, films)
    taste = 3.4 + viewer_effect[:, None] + film_effect + 0.45 * tastes @ traits.T / np.sqrt(3)
    popularity = 1.5 * film_effect + 0.8 * rng.normal(size=films)
    suits = taste - taste.mean(axis=1, keepdims=True)
    pull = 1.1 * popularity + suits + rng.gumbel(size=taste.shape)
    watched = np.clip(rng.poisson(per_viewer, viewers), 5, films - 20)
    place = np.argsort(np.argsort(-pull, axis=1), axis=1)
    would_rate = np.clip(np.round(2 * (taste + rng.normal(0, 0.5, taste.shape))) / 2, 0.5, 5)
    return np.where(place < watched[:, None], would_rate, np.nan), would_rate, taste


def ranked_clicks(rng, sessions=5_000):
    """Simulate clicks on a page of ten results that is always in the order SHOWN_ORDER.

    rng : numpy Generator. Returns clicks (sessions, 10), True or False, by rank from the top, and relevance (10,) of the
    results in that order. The truth: a visitor looks at rank r with chance 1/r, and clicks what was looked at with its
    relevance.
    """
    relevance, ranks = RELEVANCE[SHOWN_ORDER], np.arange(1, 11)
    return rng.random((sessions, 10)) < relevance / ranks, relevance
