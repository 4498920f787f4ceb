"""Exercises of the lesson on recommendation: measures of a ranked list, BM25, and clicks by position."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from math import log1p

import numpy as np
from sklearn.metrics import ndcg_score

from firsthand.judging.exercise import Exercise, alone, switched

# ---- average precision


def _hit_cases(rng):
    def draw(length, share, more, k):
        hits = (rng.random(length) < share).astype(int)
        hits[0], hits[min(1, length - 1)] = 0, 1
        return hits.tolist(), int(hits.sum()) + more, k

    example = [1, 0, 1, 0, 0, 1, 1, 0, 1, 0]
    return [
        (example, 6, 3),
        (example, 6, 10),
        draw(12, 0.4, 3, 5),
        draw(4, 0.5, 6, 9),
        draw(20, 0.3, 0, 20),
        ([0, 0, 0, 1], 2, 3),
        ([0, 0, 0], 0, 2),
        ([1, 0, 0, 0, 0, 0], 1, 4),
        ([1, 1], 5, 6),
        ([0, 1, 1, 1, 0, 1], 4, 1),
        draw(9, 0.6, 2, 6),
    ]


def _average_precision(hits, relevant, k, *, over="min", at="hits", so_far="i", cut="k", nothing=0.0):
    if relevant == 0:
        return nothing
    length = {"k": k, "all": len(hits), "R": relevant, "k - 1": k - 1, "k + 1": k + 1}[cut]
    first = np.array(hits[:length], dtype=float)
    ranks = np.arange(1, len(first) + 1)
    below = {"i": ranks, "k": k, "i + 1": ranks + 1, "R": relevant}[so_far]
    precision = np.cumsum(first) / below
    total = np.sum(precision * (first if at == "hits" else 1))
    by = {
        "min": min(k, relevant),
        "hits": max(first.sum(), 1),
        "R": relevant,
        "k": k,
        "shown": max(len(first), 1),
        "max": max(k, relevant),
        "least": min(k, relevant, max(len(first), 1)),
        "none": 1,
    }
    return total / by[over]


def _by_fractions(hits, relevant, k):
    total, found = Fraction(0), 0
    for rank, hit in enumerate(list(hits)[:k], start=1):
        found += int(hit)
        total += Fraction(found, rank) if hit else 0
    return float(total / min(k, relevant)) if relevant else 0.0


def _reciprocal_rank(hits, relevant, k):
    return next((1 / rank for rank, hit in enumerate(hits[:k], start=1) if hit), 0.0)


average_precision_at_k = Exercise(
    title="Average precision of a short list",
    points=2,
    expected=_by_fractions,
    cases=_hit_cases,
    mistakes=switched(
        _average_precision,
        {
            "You divide by the hits found. A list with one hit at the top and nothing else would score 1.": {
                "over": "hits"
            },
            "You divide by R, also where the list has no room for R. What could a perfect list of k reach?": {
                "over": "R"
            },
            "You divide by k, also where there are fewer relevant films. What could a perfect list reach?": {
                "over": "k"
            },
            "You divide by the places shown.": {"over": "shown"},
            "You divide by the larger of k and R.": {"over": "max"},
            "You divide by the places shown where the list is shorter than k and R. It might have been longer.": {
                "over": "least"
            },
            "You add up, and divide by nothing.": {"over": "none"},
            "Every rank adds its precision in your sum. Which ranks count?": {"at": "all"},
            "That is the mean of the precision at every rank. Which ranks count, and by what is divided?": {
                "at": "all",
                "over": "shown",
            },
            "You divide the hits so far by k. How long is the list at rank i?": {"so_far": "k"},
            "You divide the hits so far by R: that is recall, not precision.": {"so_far": "R"},
            "Your ranks begin at 2. The first place is rank 1.": {"so_far": "i + 1"},
            "You use the whole list. How many places count?": {"cut": "all"},
            "You cut the list to R places. How many count?": {"cut": "R"},
            "You cut the list one place too early.": {"cut": "k - 1"},
            "You cut the list one place too late.": {"cut": "k + 1"},
            "With no relevant film you return 1.": {"nothing": 1.0},
            "With no relevant film you return NaN.": {"nothing": np.nan},
        },
    )
    | {
        "That is one over the rank of the first hit. Every hit counts here.": _reciprocal_rank,
        "That is precision at k: it does not see at which ranks the hits are.": lambda hits, relevant, k: (
            sum(hits[:k]) / k
        ),
        "That is recall at k: it does not see at which ranks the hits are.": lambda hits, relevant, k: (
            sum(hits[:k]) / max(relevant, 1)
        ),
    },
)

# ---- NDCG


def _gain_cases(rng):
    def draw(n, k, top=4):
        gains = rng.integers(0, top, n).astype(float)
        gains[rng.integers(0, n)] = top
        return gains, rng.normal(0, 1, n), k

    example = np.array([3.0, 0, 2, 0, 1, 0]), np.array([0.3, 0.9, 0.8, 0.4, 0.1, 0.2])
    return [
        (*example, 3),
        (*example, 4),
        draw(9, 5),
        draw(4, 8, top=2),
        draw(7, 1),
        (rng.uniform(0, 2, 12), rng.normal(-5, 2, 12), 6),
        (np.zeros(5), rng.normal(0, 1, 5), 3),
        (np.array([0.0, 0, 0, 0, 2, 1]), -np.arange(6) + rng.uniform(0, 0.5, 6), 3),
        (rng.permutation([0.002, 0.003, 0, 0, 0]), rng.normal(0, 1, 5), 4),
        draw(6, 6),
        (rng.uniform(0, 3, 7), 0.7 + 1e-9 * rng.permutation(7), 3),
    ]


_DISCOUNTS: dict[str, Callable] = {
    "log₂(rank + 1)": lambda ranks: np.log2(ranks + 1),
    "log₂(rank)": lambda ranks: np.maximum(np.log2(ranks), 1),
    "log₂(rank + 2)": lambda ranks: np.log2(ranks + 2),
    "rank": lambda ranks: ranks,
    "none": np.ones_like,
    "1 + log₂(rank)": lambda ranks: 1 + np.log2(ranks),
}


def _ndcg(
    gains,
    scores,
    k,
    *,
    gain="linear",
    above="same",
    discount="log₂(rank + 1)",
    ideal="all",
    down=True,
    cut=True,
    order="of scores",
    base=1.0,
    nothing=0.0,
    cap=False,
):
    worth = {"linear": gains, "power": 2.0**gains - 1, "binary": (gains > 0).astype(float)}
    best_gains = worth[gain]
    gains = worth["power"] if above == "power" else best_gains

    def dcg(ordered, k):
        ordered = ordered[:k]
        return np.sum(ordered / _DISCOUNTS[discount](np.arange(1, len(ordered) + 1.0)))

    places = np.argsort(-scores if down else scores)
    if order == "as given":
        places = np.arange(len(gains))
    if order == "ranks":
        places = np.argsort(places)
    depth = {True: k, False: len(gains)}.get(cut, k - 1)
    falling = {
        "all": np.sort(best_gains)[::-1],
        "whole": np.sort(best_gains)[::-1],
        "retrieved": np.sort(best_gains[places][:depth])[::-1],
        "upward": np.sort(best_gains),
        "given": best_gains,
    }
    best = 1.0 if ideal == "none" else dcg(falling[ideal], len(gains) if ideal == "whole" else depth)
    if not np.any(best_gains > 0):
        return nothing
    if best == 0:
        return nothing
    return base * dcg(gains[places], depth) / best


def _by_library(gains, scores, k):
    return float(ndcg_score([gains], [scores], k=k))


ndcg = Exercise(
    title="NDCG",
    points=2,
    expected=_by_library,
    cases=_gain_cases,
    equivalent={
        "np.sum(first / np.log2(np.arange(2, len(first) + 2))) -> np.mean(first / np.log2(np.arange(2, len(first) + 2)))": (
            "both DCGs have as many places, so their quotient is the same"
        )
    },
    mistakes=switched(
        _ndcg,
        {
            "Your gains are 2^g − 1, another convention. Linear gains are asked.": {"gain": "power"},
            "Your best order has only the k results that the model put first. What if a better one is further down?": {
                "ideal": "retrieved"
            },
            "You divide by log₂(rank), so that ranks 1 and 2 weigh the same.": {"discount": "log₂(rank)"},
            "You divide by the rank. A logarithm is asked.": {"discount": "rank"},
            "The lowest score comes first in your order.": {"down": False},
            "You leave k out: the whole list counts.": {"cut": False},
            "With all gains 0 you return 1.": {"nothing": 1.0},
            "With all gains 0 you return NaN.": {"nothing": np.nan},
        },
    )
    | alone(
        switched(
            _ndcg,
            {
                "Your gains are 0 and 1: how much a result is worth is lost.": {"gain": "binary"},
                "Your gains are 2^g − 1 in the model's order, and g in the best one.": {"above": "power"},
                "Your best order is not cut at k. Both sums have k places.": {"ideal": "whole"},
                "Your best order is upward: where does the highest gain belong?": {"ideal": "upward"},
                "You divide by the DCG of the gains as given. In which order are they best?": {"ideal": "given"},
                "That is DCG. By what is it to be divided?": {"ideal": "none"},
                "You divide by log₂(rank + 2). What would rank 1 have to be divided by?": {
                    "discount": "log₂(rank + 2)"
                },
                "You divide by 1 + log₂(rank). Where does the 1 stand?": {"discount": "1 + log₂(rank)"},
                "Every place counts alike in your sums.": {"discount": "none"},
                "Your sums stop one place before k.": {"cut": "k - 1"},
                "You take the results as they are given. The scores make the order.": {"order": "as given"},
                "You use the rank of each result as the number of the result at each rank. Is that the same list?": {
                    "order": "ranks"
                },
            },
        )
    ),
)

# ---- BM25


def _title_cases(rng):
    words = ["war", "space", "love", "sea", "film", "night", "movie"]

    def draw(n, query, k1, b):
        titles = [["movie", *rng.choice(words[:-1], rng.integers(1, 9)).tolist()] for _ in range(n)]
        titles[0] += ["war", "war", "sea"]
        return query, titles, k1, b

    example = "space war film / war war war story / love story deep space space / quiet love film / war under sea"
    titles = [title.split() for title in example.split(" / ")]
    return [
        (["space", "war"], titles, 1.2, 0.75),
        draw(7, ["love", "war", "love"], 1.2, 0.75),
        draw(6, ["movie", "sea"], 1.7, 0.3),
        draw(9, ["opera", "night", "film", "war"], 0.6, 0.9),
        draw(4, ["opera"], 1.2, 0.75),
        draw(5, ["war", "movie", "movie"], 2.0, 1.0),
        draw(8, ["sea", "space"], 0.9, 0.0),
        (["war"], [["war", "war"]], 1.5, 0.5),
    ]


def _bm25(
    query,
    titles,
    k1,
    b,
    *,
    idf="bm25",
    n_of="titles",
    top=True,
    length="ratio",
    words="all",
    f_as="count",
    mean=False,
    average="words",
    default=(),
    exchanged=False,
):
    k1, b = default or ((b, k1) if exchanged else (k1, b))
    size = {"different": lambda title: len(set(title)), "letters": lambda title: len(" ".join(title))}.get(length, len)
    sizes = np.array([size(title) for title in titles], float)
    typical = {"words": sizes.mean(), "median": np.median(sizes), "longest": sizes.max()}[average]
    ratio = typical / sizes if length == "turned" else sizes / typical
    held = {"none": 1.0, "no b": ratio, "half": 1 - b + ratio, "one": 1 + b * ratio}
    held = held.get(length, b + (1 - b) * ratio if length == "shares" else 1 - b + b * ratio)
    scores = np.zeros(len(titles))
    asked = list(dict.fromkeys(query)) if words == "once" else list(query)
    for word in asked:
        count = np.array([title.count(word) for title in titles], float)
        n = {"words": count.sum(), "titles": np.sum(count > 0), "others": np.sum(count == 0)}[n_of]
        f = {"count": count, "binary": (count > 0) * 1.0, "share": count / sizes}[f_as]
        above = {True: f * (k1 + 1), False: f, "loose": f * k1 + 1}[top]
        scores += _rarity(idf, n, len(titles)) * above / (f + k1 * held)
    return scores / max(len(asked), 1) if mean else scores


def _rarity(idf, n, N):
    if idf == "none":
        return 1.0
    if idf in ("ratio", "ratio + 1"):
        return np.log(N / n + (idf == "ratio + 1")) if n else 0.0
    if idf == "above only":
        return np.log(1 + (N - n + 0.5) / n) if n else 0.0
    if idf == "below only":
        return np.log(1 + (N - n) / (n + 0.5))
    if idf == "smooth":
        return np.log((1 + N) / (1 + n)) + 1
    odds = (N - n + 0.5) / (n + 0.5)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "bm25": np.log(1 + odds),
            "classic": np.log(odds),
            "outside": 1 + np.log(odds),
            "odds": odds,
            "floor": max(np.log(odds), 0.0),
        }[idf]


def _by_counters(query, titles, k1, b):
    bags = [Counter(title) for title in titles]
    known = Counter(word for bag in bags for word in bag)
    typical = sum(bag.total() for bag in bags) / len(bags)
    return np.array([sum(_one(bag, w, known[w], len(bags), k1, b, typical) for w in query) for bag in bags], float)


def _one(bag, word, n, N, k1, b, typical):
    if not bag[word]:
        return 0.0
    saturation = (k1 + 1) / (1 + k1 * ((1 - b) + b * bag.total() / typical) / bag[word])
    return log1p((N - n + 0.5) / (n + 0.5)) * saturation


bm25 = Exercise(
    title="BM25",
    points=3,
    expected=_by_counters,
    cases=_title_cases,
    mistakes=switched(
        _bm25,
        {
            "The 1 in the logarithm is missing: a word in more than half of the titles costs points.": {
                "idf": "classic"
            },
            "Your rarity is ln(N / n), which is what comes out without both ½.": {"idf": "ratio"},
            "Every word counts alike in your scores: its rarity is missing.": {"idf": "none"},
            "Your n counts how often the word stands in all titles. How many titles have it?": {"n_of": "words"},
            "The factor (k₁ + 1) is missing.": {"top": False},
            "Average length over length: with you a long title is helped by its length.": {"length": "turned"},
            "The length of a title plays no role in your scores.": {"length": "none"},
            "b is missing before the length.": {"length": "half"},
            "b and 1 − b have changed places: with b = 0 the whole length counts in yours.": {"length": "shares"},
            "A word that stands twice in the query counts once in your scores.": {"words": "once"},
            "Your f says whether the word is there. How often does it stand there?": {"f_as": "binary"},
            "Your f is divided by the words of the title. Length has its place already.": {"f_as": "share"},
            "Your scores are means over the words of the query. Their sum is asked.": {"mean": True},
            "You use k₁ = 1.2 and b = 0.75 whatever is given.": {"default": (1.2, 0.75)},
        },
    )
    | alone(
        switched(
            _bm25,
            {
                "The 1 stands outside your logarithm.": {"idf": "outside"},
                "A rarity below 0 you set to 0. With the 1 in the logarithm there is none.": {"idf": "floor"},
                "Your rarity is ln(1 + N / n), that of other tf-idf forms.": {"idf": "ratio + 1"},
                "Your rarity is the one of scikit-learn's tf-idf.": {"idf": "smooth"},
                "The logarithm is missing in your rarity, and the 1.": {"idf": "odds"},
                "Your n counts the titles that do not have the word.": {"n_of": "others"},
                "The ½ above is missing in your rarity.": {"idf": "below only"},
                "The ½ below is missing in your rarity.": {"idf": "above only"},
                "You multiply f by k₁ and add 1: a parenthesis is missing.": {"top": "loose"},
                "k₁ and b have changed places.": {"exchanged": True},
                "You count letters for the length of a title. A title is a list of words.": {"length": "letters"},
                "b does nothing in your scores: the whole length counts, as with b = 1.": {"length": "no b"},
                "−b is missing before the length.": {"length": "one"},
                "You count different words for the length of a title. A word that stands twice counts twice.": {
                    "length": "different"
                },
                "Your average length is a median.": {"average": "median"},
                "You divide the length by that of the longest title.": {"average": "longest"},
            },
        )
    ),
)

# ---- clicks


def _click_cases(rng):
    def draw(n, m, clip, never=0):
        looked = np.sort(rng.uniform(0.05, 1, m))[::-1]
        ranks = rng.integers(1, m + 1 - never, n)
        return ranks, (rng.random(n) < 0.4).astype(int), looked, clip

    steep = 1 / np.arange(1, 9.0)
    return [
        (np.array([1, 1, 3, 2]), np.array([1, 0, 1, 0]), np.array([0.8, 0.5, 0.2]), 4),
        draw(30, 5, 6.0),
        draw(80, 8, 2.5),
        draw(25, 6, 100.0, never=3),
        (rng.integers(1, 9, 40), (rng.random(40) < 0.5).astype(int), steep, 5.0),
        (np.array([2, 3, 3]), np.zeros(3, int), np.array([0.9, 0.4, 0.3]), 3.0),
        (np.array([3]), np.array([1]), np.array([0.7, 0.6, 0.5]), 9.0),
        draw(50, 4, 0.2),
    ]


def _ips(ranks, clicks, looked, clip, *, over="all", weight="inverse", clipped="weights", shift=1):
    chances = looked[np.minimum(ranks, len(looked) - 1) if shift == "held" else ranks - shift]
    raw = {"inverse": 1 / chances, "chance": chances, "none": np.ones(len(ranks)), "rank": ranks * 1.0}[weight]
    raw = {"inverse": raw, "left": 1 / (1 - chances + 1e-300)}.get(weight, raw)
    weights = {
        "weights": np.minimum(raw, clip),
        "none": raw,
        "after": raw,
        "drop": np.where(raw <= clip, raw, 0),
        "up": np.maximum(raw, clip),
        "one": np.minimum(raw, clip),
    }[clipped]
    by = {
        "all": len(ranks),
        "clicks": max(clicks.sum(), 1),
        "clicks alone": clicks.sum() or np.nan,
        "weights": weights.sum(),
        "none": 1,
        "ranks": len(set(ranks.tolist())),
        "places": len(looked),
        "looks": chances.sum(),
    }
    found = np.sum(clicks * weights) / by[over]
    return min(found, {"after": clip, "one": 1.0}.get(clipped, np.inf))


def _by_rank(ranks, clicks, looked, clip):
    places = len(looked) + 1
    clicked = np.bincount(ranks, weights=clicks, minlength=places)[1:]
    return float(clicked @ np.clip(1 / looked, None, clip) / np.bincount(ranks).sum())


def _mean_of_ranks(ranks, clicks, looked, clip):
    rates = [np.mean(clicks[ranks == r]) * min(1 / looked[r - 1], clip) for r in np.unique(ranks)]
    return np.mean(rates)


ips_rate = Exercise(
    title="A rate from clicks at many ranks",
    points=2,
    expected=_by_rank,
    cases=_click_cases,
    mistakes=switched(
        _ips,
        {
            "You divide by the clicks. A showing without a click says something too.": {"over": "clicks"},
            "You take the mean of the weights of the clicks, NaN where there is no click. A showing without a click says "
            "something too.": {"over": "clicks alone"},
            "You divide by the sum of the weights: that is the self-normalised form. The mean over showings is asked.": {
                "over": "weights"
            },
            "That is a sum. The mean over showings is asked.": {"over": "none"},
            "You divide by the number of ranks that occur. Over what is the mean?": {"over": "ranks"},
            "You divide by the number of ranks in `looked`. Over what is the mean?": {"over": "places"},
            "You divide the weighted clicks by the looks to be expected. Over what is the mean?": {"over": "looks"},
            "You multiply by the chance of a look. Should a click that few could make count less?": {
                "weight": "chance",
                "clipped": "none",
            },
            "You multiply by the chance of a look, cut at `clip`. Should a click that few could make count less?": {
                "weight": "chance"
            },
            "Your estimate is cut at 1. The statement lets it be above.": {"clipped": "one"},
            "That is the plain click rate: the chance of a look is not in it.": {"weight": "none"},
            "Your weight is the rank. It is so only where the chance is 1 / rank.": {"weight": "rank"},
            "Your weights are not cut at `clip`.": {"clipped": "none"},
            "You cut the estimate. What is to be cut at `clip`?": {"clipped": "after"},
            "Weights above `clip` are 0 in your estimate. They are to be lowered, not dropped.": {"clipped": "drop"},
            "Your weights are at least `clip`. They are to be at most that.": {"clipped": "up"},
            "Rank r takes the chance of rank r + 1 with you. Where does rank 1 stand in `looked`?": {"shift": 0},
            "Rank r takes the chance of rank r + 1 with you, and the last rank its own. Where does rank 1 stand in `looked`?": {
                "shift": "held"
            },
            "Rank r takes the chance of rank r − 1 with you. Where does rank 1 stand in `looked`?": {"shift": 2},
        },
    )
    | {
        "You took a rate for each rank and the mean of these, as if each rank had been shown equally often.": _mean_of_ranks,
    },
)
