"""Variants of the lesson on recommendation: who wins under which judge."""

import numpy as np

from firsthand.variants import Variant
from firsthand.variants.forms import Part, lettered

MODELS = {"popular": (0, 1), "taste": (2, 3), "mixed": (0, 4)}
APART = 0.04
"""By how much the best of three is ahead at least."""

_WHY = {
    "log": "a hit must have been shown and liked: multiply the two chances, film by film, then take the mean of the pair.",
    "liked": "what is asked if both films are watched: which of the two rows of the table counts then?",
    "even": "every film has the same chance to be shown: what decides then?",
    "weighted": "a hit counts 1 / (chance that it was shown). Which of the two chances goes away again?",
    "new": "take the chances of the new page, not of today's.",
    "never": "which weight has a film that is never shown?",
}


def predict_winner(rng) -> Variant:
    while True:
        shown = np.array([*rng.integers(7, 10, 2), *rng.integers(1, 4, 2), rng.integers(3, 6)]) / 10
        liked = np.array([*rng.integers(3, 7, 2), *rng.integers(6, 10, 2), rng.integers(5, 9)]) / 10
        new = rng.integers(1, 10, size=5) / 10
        scores = {"log": shown * liked, "liked": liked, "new": new * liked}
        ahead = [_ahead(values) for values in scores.values()]
        if min(ahead) >= APART and len({_winner(values) for values in scores.values()}) >= 2:
            break
    even = float(rng.integers(2, 7)) / 10
    page = ", ".join(f"{chance:g}" for chance in new)
    asked = [
        ("log", "Expected precision@2 on the log of today's page.", _winner(scores["log"])),
        (
            "liked",
            "The share that viewers would like of the two films recommended, if they watched both.",
            _winner(liked),
        ),
        (
            "even",
            f"Expected precision@2 on the log of a page that shows every film with chance {even:g}.",
            _winner(liked),
        ),
        (
            "weighted",
            "Expected precision@2 on today's log, where each hit counts 1 / (chance that the film was shown).",
            _winner(liked),
        ),
        (
            "new",
            f"Expected precision@2 on the log of a new page that shows the five films with chances {page}.",
            _winner(scores["new"]),
        ),
        (
            "never",
            "From now on only V and W are ever shown. Somebody draws up a log and weights its hits by 1 / (chance that the "
            "film was shown), without the table above. Who has the most likes, if both films are watched?",
            "cannot be told",
        ),
    ]
    words = (*MODELS, "cannot be told")
    parts = [Part(q, right, {w: _WHY[key] for w in words if w != right}) for key, q, right in asked]
    intro = f"""\
Five films. The page of today *shows* each to a viewer with a certain chance; who is shown a film watches it and then *likes*
it with another. Nobody finds a film that is not shown.

| film | V | W | X | Y | Z |
|---|---|---|---|---|---|
| shown | {" | ".join(f"{chance:g}" for chance in shown)} |
| liked, if watched | {" | ".join(f"{chance:g}" for chance in liked)} |

Three models recommend two films each: *popular* V and W, *taste* X and Y, *mixed* V and Z. A hit is a film that the log has
as liked. Predict the winner of each question; each stands alone."""
    hint = "With which chance does the log of today hold a like for film V? And for film X? Take the mean of each pair."
    return lettered(rng, "winners", intro, parts, hint)


def _means(values) -> dict[str, float]:
    return {name: float(values[list(films)].mean()) for name, films in MODELS.items()}


def _winner(values) -> str:
    means = _means(values)
    return max(means, key=means.__getitem__)


def _ahead(values) -> float:
    first, second, _ = sorted(_means(values).values(), reverse=True)
    return first - second
