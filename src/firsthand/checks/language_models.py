"""Exercises of the lesson on natural language: n-grams, perplexity, and the company of a word."""

import functools
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
from scipy.stats import gmean

from firsthand import datasets
from firsthand.judging.exercise import Exercise, partly_mended, switched, with_faults

_WORDS = ("badge", "my", "reset", "check", "it", "please")


def _messages(rng, n, longest=6, words=_WORDS):
    return [" ".join(rng.choice(words, rng.integers(1, longest + 1))) for _ in range(n)]


# ---- the next word


def _next_word_cases(rng):
    example = ["reset my badge", "reset my my badge", "my badge reset"]
    several = _messages(rng, 7)
    first = several[0].split()
    return [
        (example, "my", "badge", 1),
        (example, "badge", "</s>", 1),
        (example, "badge", "</s>", 0),
        (example, "<s>", "reset", 0.5),
        (example, "my", "reset", 0.1),
        (example, "pager", "my", 2),
        (several, first[-1], "</s>", 0.3),
        (several, "<s>", first[0], 1),
        (several, "my", "my", 0.01),
        (several, "it", "check", 1.7),
        (_messages(rng, 1), "<s>", "</s>", 0.25),
    ]


def _next(
    texts, before, word, alpha, *, ended=True, marks=1, seen="before", above=1, below=1, across=False, whole=None
):
    lists = [["<s>", *text.split(), *(["</s>"] if ended else [])] for text in texts]
    if across:
        lists = [["<s>", *(word for text in texts for word in text.split()), *(["</s>"] if ended else [])]]
    pairs = Counter(pair for words in lists for pair in pairwise(words))
    vocabulary = len({word for text in texts for word in text.split()}) + marks
    after = {second for first, second in pairs if first == before}
    tokens = sum(len(text.split()) for text in texts)
    vocabulary = {None: vocabulary, "followers": len(after), "tokens": tokens, "tokens and mark": tokens + 1}[whole]
    total = {
        "before": sum(n for (first, _), n in pairs.items() if first == before),
        "all": pairs.total(),
        "texts": sum(text.split().count(before) for text in texts),
        "word": sum(n for (_, second), n in pairs.items() if second == word),
        "words": tokens,
        "kinds": len(after),
        "messages": len(texts),
    }[seen]
    with np.errstate(all="ignore"):
        return float(np.float64(pairs[before, word] + above * alpha) / (total + below * alpha * vocabulary))


def _next_by_lists(texts, before, word, alpha):
    followers = [
        second
        for text in texts
        for first, second in zip(["<s>", *text.split()], [*text.split(), "</s>"], strict=True)
        if first == before
    ]
    kinds = {"</s>"}.union(*(text.split() for text in texts))
    chances = {kind: (followers.count(kind) + alpha) / (len(followers) + alpha * len(kinds)) for kind in kinds}
    return chances.get(word, alpha / (len(followers) + alpha * len(kinds)))


_NEXT_FAULTS = {
    "the end of a message is counted": ("the end of a message is never counted.", {"ended": False}),
    "V has the end mark": ("V is one too small: what can follow a word besides the words?", {"marks": 0}),
    "it divides by what came after `before`": ("it divides by the pairs of all words.", {"seen": "all"}),
}

fix_next_word = Exercise(
    title="Mend the bigram model",
    points=3,
    expected=_next_by_lists,
    cases=_next_word_cases,
    given=with_faults(_next, _NEXT_FAULTS),
    mistakes={
        **partly_mended(_next, _NEXT_FAULTS),
        **switched(
            _next,
            {
                "Your V counts the start mark too. Can it follow a word?": {"marks": 2},
                "Your V has only words that were seen after `before`. Smoothing is for those that were not.": {
                    "whole": "followers"
                },
                "Your V counts every token. Different words are asked.": {"whole": "tokens"},
                "Your V counts every token, and the end mark. Different words are asked.": {"whole": "tokens and mark"},
                "You divide by how many different words came after `before`. How often did anything come?": {
                    "seen": "kinds"
                },
                "You divide by how often `word` came. What came after `before`?": {"seen": "word"},
                'You count `before` in the messages. `"<s>"` is in none of them, and yet something comes after it.': {
                    "seen": "texts"
                },
                "You divide by the number of words in all messages.": {"seen": "words"},
                "α is added above, not below: the chances add up to more than 1.": {"below": 0},
                "α is added below, not above: a word never seen there stays impossible.": {"above": 0},
                "Pairs run from the end of one message to the start of the next.": {"across": True},
            },
        ),
    },
)


# ---- perplexity


def _probabilities(rng):
    return [
        (np.array([0.5, 0.25, 0.125]),),
        (rng.uniform(0.01, 0.99, 7),),
        (rng.uniform(1e-6, 0.2, 12),),
        (np.array([0.3]),),
        (np.array([0.2, 0.0, 0.7, 0.4]),),
        (np.ones(4),),
        (_long(rng),),
        (rng.uniform(0.05, 0.9, 40),),
    ]


def _long(rng):
    return np.resize(rng.uniform(0.01, 0.9, 8), 5_000)


def _perplexed(p, *, inside=np.log, outside=np.exp, sign=-1, pool=np.mean, tiny=0.0, more=0, zeros="all"):
    with np.errstate(all="ignore"):
        p = {"all": p, "positive": p[p > 0], "free": np.where(p > 0, p, 1.0)}[zeros]
        mean = pool(inside(p + tiny))
        mean = mean * len(p) / (len(p) + more) if len(p) + more else np.nan
        return outside(sign * mean)


def _by_product(p):
    with np.errstate(all="ignore"):
        return (1 / np.prod(p)) ** (1 / len(p))


def _weighed(p):
    with np.errstate(all="ignore"):
        return np.exp(-np.sum(p * np.log(p)))


def _inverse_of_gmean(p):
    with np.errstate(all="ignore"):
        return 1 / gmean(p)


perplexity = Exercise(
    title="Perplexity",
    points=1,
    expected=_inverse_of_gmean,
    cases=_probabilities,
    mistakes={
        **switched(
            _perplexed,
            {
                "You took 2 to the power of nats. Which base belongs to which logarithm?": {"outside": np.exp2},
                "You took e to the power of bits. Which base belongs to which logarithm?": {"inside": np.log2},
                "You mixed a logarithm to base 10 with e.": {"inside": np.log10},
                "The minus is missing: yours is below 1, and a sure model has 1.": {"sign": 1},
                "That is the mean surprise. Perplexity is e to its power.": {"outside": np.positive},
                "You added the surprises. The mean is asked.": {"pool": np.sum},
                "You took the median surprise.": {"pool": np.median},
                "The probabilities are kept away from 0 by a small number. What does the statement say of a 0?": {
                    "tiny": 1e-12
                },
                "Tokens of probability 0 are left out. What does the statement say of them?": {"zeros": "positive"},
                "A token of probability 0 costs nothing in yours. What does the statement say of it?": {
                    "zeros": "free"
                },
                "You divide by n - 1. How many tokens are there?": {"more": -1},
                "You divide by n + 1. How many tokens are there?": {"more": 1},
            },
        ),
        "The product is below the smallest number for 5,000 tokens. Average the logarithms.": _by_product,
        "You weigh each surprise with its own probability. Each token that came counts once.": _weighed,
        "You averaged the probabilities. Average their logarithms.": lambda p: 1 / np.mean(p),
        "You averaged 1/p. The mean is taken of the surprises.": lambda p: (
            np.mean(1 / p[p > 0]) if np.all(p > 0) else np.inf
        ),
    },
)


# ---- company


def _company_cases(rng):
    example = ["check my badge", "my badge my pager"]
    drawn = _messages(rng, 9, 7)
    few = _messages(rng, 12, 5, _WORDS[:4])
    twice = ["my my badge", "badge it my my my", "it check it"]
    rare = [
        f"{text} pager battery" if i < 2 else text for i, text in enumerate(_messages(rng, 11, 6, list("abcdefghijkl")))
    ]
    return [
        (example, "badge", "my", 1),
        (rare, "pager", "battery", 2),
        (rare, "battery", "pager", 1),
        (example, "check", "pager", 1),
        (twice, "my", "my", 1),
        (twice, "it", "badge", 3),
        (drawn, drawn[0].split()[0], "my", 2),
        (drawn, "reset", "badge", 3),
        (drawn, "check", "check", 2),
        (few, "my", "reset", 1),
        (few, "badge", "check", 2),
        (["it check my badge reset please", "please check it", "reset badge"], "it", "my", 2),
        (["a b c d e f", "f e d"], "a", "f", 2),
        (["alone"], "alone", "pager", 2),
        (["b x a", "x a x b x", "c a c b"], "a", "b", 2),
    ]


def _company(
    texts,
    a,
    b,
    window,
    *,
    sides="both",
    own=False,
    wider=0,
    log=np.log2,
    floor=True,
    near=False,
    total="pairs",
    row="pairs",
    across=False,
    twins="both",
    once=False,
):
    counts: dict = defaultdict(float)
    rows: dict = defaultdict(float)
    columns: dict = defaultdict(float)
    places: dict = defaultdict(float)
    lists = [text.split() for text in texts]
    lists = [[word for words in lists for word in words]] if across else lists
    for words in lists:
        met: set = set()
        for word in words:
            places[word] += 1
        for i, u in enumerate(words):
            for j, v in enumerate(words):
                gap = j - i
                apart = abs(gap) <= window + wider and (own or gap)
                if apart and (sides == "both" or (gap >= 0) == (sides == "right")):
                    weight = 1 / max(abs(gap), 1) if near else 1
                    weight *= {"both": 1, "once": 0.5, "none": 0}[twins] if u == v else 1
                    counts[u, v] += 0 if once and (u, v) in met else weight
                    met.add((u, v))
    for (u, v), count in counts.items():
        rows[u] += count
        columns[v] += count
    if not counts[a, b] and floor:
        return 0.0
    of_a, of_b = {"pairs": (rows[a], columns[b]), "rows": (rows[a], rows[b]), "places": (places[a], places[b])}[row]
    everything = sum(rows.values())
    whole = {"pairs": everything, "words": sum(places.values()), "texts": len(texts), "once": everything / 2, "one": 1}[
        total
    ]
    with np.errstate(all="ignore"):
        value = float(log(np.float64(counts[a, b]) * whole / (of_a * of_b))) if of_a and of_b else -np.inf
    return max(0.0, value) if floor is True else value


def _company_by_matrices(texts, a, b, window):
    kinds = sorted({a, b}.union(*(text.split() for text in texts)))
    table = np.zeros((len(kinds), len(kinds)))
    for text in texts:
        words = text.split()
        which = np.array([[word == kind for kind in kinds] for word in words], dtype=float)
        gaps = np.abs(np.subtract.outer(np.arange(len(words)), np.arange(len(words))))
        table += which.T @ ((gaps > 0) & (gaps <= window)) @ which
    i, j = kinds.index(a), kinds.index(b)
    if not table[i, j]:
        return 0.0
    return max(0.0, float(np.log2(table[i, j] / table[i].sum() / table[j].sum() * table.sum())))


_SYMMETRIC = "the window is the same on both sides, so the table is symmetric"

ppmi = Exercise(
    title="How much company?",
    points=2,
    expected=_company_by_matrices,
    cases=_company_cases,
    equivalent={
        "def ppmi(texts, a, b, window): -> def ppmi(texts, b, a, window):": _SYMMETRIC,
        "counts[u, words[j]] -> counts[words[j], u]": _SYMMETRIC,
        "counts[a, b] -> counts[b, a]": _SYMMETRIC,
        "counts[a, b] -> counts[b, a] (place 2)": _SYMMETRIC,
    },
    mistakes=switched(
        _company,
        {
            "Only neighbours to the right count in yours. Which directions are asked?": {"sides": "right"},
            "Only neighbours to the right count in yours, and r of both words has rows alone. Which directions are asked?": {
                "sides": "right",
                "row": "rows",
            },
            "Pairs of equal words are left out. Two places of one word are different places.": {"twins": "none"},
            "A pair of equal words counts in one direction only. Each of the two places can stand first.": {
                "twins": "once"
            },
            "A pair of words counts once a message in yours. Every pair of places counts.": {"once": True},
            "Only neighbours to the left count in yours. Which directions are asked?": {"sides": "left"},
            "A word counts as its own neighbour, at distance 0.": {"own": True},
            "Your window is one place too wide.": {"wider": 1},
            "Your window is one place too narrow.": {"wider": -1},
            "You took the natural logarithm. Which base is asked?": {"log": np.log},
            "You took the logarithm to base 10. Which base is asked?": {"log": np.log10},
            "You returned the quotient without a logarithm.": {"log": np.positive},
            "Negative values are kept. What is the P in PPMI?": {"floor": "missing"},
            "Negative values are kept, and log 0 is minus infinity. What is the P in PPMI?": {"floor": False},
            "Near neighbours weigh more in yours. In the window all count alike.": {"near": True},
            "T is the number of words in yours. The sum of all counts is asked.": {"total": "words"},
            "T is the number of messages in yours. The sum of all counts is asked.": {"total": "texts"},
            "T has each pair once in yours, and C has both directions.": {"total": "once"},
            "T is missing in yours.": {"total": "one"},
            "You add 1 before the logarithm. Nothing of that kind is asked.": {"log": lambda ratio: np.log2(1 + ratio)},
            "r is how often the word occurs in yours. The sum of its counts is asked.": {"row": "places"},
            "Pairs run across the ends of messages.": {"across": True},
        },
    ),
)


# ---- tuning

MOST_PERPLEXITY = 5.2
_TUNING_MISTAKES = {
    "form": "`n` is a whole number from 1 to 6, `alpha` a number above 0.",
    "short": "A single word before it knows nothing of: n = 1 has perplexity 56. Give the model some context.",
    "long": "Too many runs of n words in a new message are in none of the 200. Which runs are?",
    "large": "α is too large: the followers never seen take chances from those seen often.",
    "small": "α is too small: a pair never seen before costs too much when it comes.",
}


@functools.cache
def _tuning_perplexity(n: int, alpha: float, seed: int) -> float:
    counts, followed = _tuning_counts(n, seed)
    return float(np.exp(-np.mean(np.log((counts + alpha) / (followed + 79 * alpha)))))


@functools.cache
def _tuning_counts(n, seed):
    texts = datasets.helpdesk_messages(np.random.default_rng(seed), 400, phishing=0)[0]
    grams = [[gram for text in part for gram in _grams(text, n)] for part in (texts[:200], texts[200:])]
    seen, before = Counter(grams[0]), Counter(gram[:-1] for gram in grams[0])
    return np.array([seen[gram] for gram in grams[1]]), np.array([before[gram[:-1]] for gram in grams[1]])


def _grams(text, n):
    words = ["<s>"] * (n - 1) + text.split() + ["</s>"]
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


def _accept_smoothing(settings):
    if not isinstance(settings, dict) or settings.keys() != {"n", "alpha"}:
        return _TUNING_MISTAKES["form"]
    n, alpha = settings["n"], settings["alpha"]
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (n, alpha))
    if not numbers or n not in range(1, 7) or not 0 < alpha < np.inf:
        return _TUNING_MISTAKES["form"]
    if max(_tuning_perplexity(int(n), float(alpha), seed) for seed in (101, 102, 103)) <= MOST_PERPLEXITY:
        return True
    length = "short" if n == 1 else "long"
    return _TUNING_MISTAKES[length if n != 2 else "large" if alpha > 0.01 else "small"]


tune_smoothing = Exercise(
    title="Tune a language model",
    points=2,
    expected={"n": 2, "alpha": 0.01},
    accepts=_accept_smoothing,
    equivalent={"{'n': 2, 'alpha': 0.01} -> {'n': 2, 'alpha': 0.02}": "as good"},
    mistakes={
        _TUNING_MISTAKES["form"]: {"n": 2, "alpha": 0},
        _TUNING_MISTAKES["short"]: {"n": 1, "alpha": 0.1},
        _TUNING_MISTAKES["long"]: {"n": 3, "alpha": 0.02},
        _TUNING_MISTAKES["large"]: {"n": 2, "alpha": 1.0},
        _TUNING_MISTAKES["small"]: {"n": 2, "alpha": 1e-6},
    },
)
