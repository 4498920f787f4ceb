"""Exercises of the lesson on transformers: heads read, perplexity, silence, what to build."""

import functools

import numpy as np
from scipy.stats import gmean

from firsthand.datasets import sure_answers
from firsthand.judging.exercise import Exercise, choice_exercise

read_the_heads = choice_exercise(
    title="Read the heads",
    points=2,
    right={
        "A": "looks one back",
        "B": "averages",
        "C": "finds the answer",
        "D": "sees the future",
        "E": "looks for its own kind",
    },
    tempting={
        ("A", "finds the answer"): "A: its last row looks at vegan. Whose diet is that, and which bed is asked for?",
        ("A", "looks at itself only"): "A: the 96, 94, 95, 95 stand beside the diagonal, not on it.",
        ("A", "looks for its own kind"): "A: what do bed and diet look at? Each at the other kind.",
        ("A", "averages"): "A: one share of each row is above 90.",
        ("B", "looks at itself only"): "B: the shares of a row are nearly alike.",
        ("B", "sees the future"): "B: above the diagonal stand zeros.",
        ("B", "finds the answer"): "B: what does its last row single out?",
        ("B", "looks for its own kind"): "B: a bed gives beds and diets nearly the same.",
        ("C", "averages"): "C: look at its last row.",
        ("C", "looks one back"): "C: the last row looks three back, at one token.",
        ("C", "looks for its own kind"): "C: bed 4? looks at soft. Is that its own kind?",
        ("D", "averages"): "D: what does bed 1 see of vegan, which comes later?",
        ("D", "looks at itself only"): "D: compare its numbers on both sides of the diagonal.",
        ("D", "looks one back"): "D: its largest shares stand on the other side of the diagonal.",
        ("E", "finds the answer"): "E: bed 4? looks at two beds. Is a bed an answer?",
        ("E", "averages"): "E: some shares are 60, some 1. What do the large ones have in common?",
        ("E", "looks one back"): "E: vegan looks at itself and at soft, not at bed 1.",
        ("E", "looks at itself only"): "E: bed 4? gives itself one per cent.",
    },
)


# ---- perplexity

_SHARES = {
    "A": [0.5] * 4,
    "B": [0.25] * 3 + [1],
    "C": [1] * 3 + [1 / 16],
    "both lines": [0.5] * 2 + [0.25] * 6,
    "answer": [1],
}
_RIGHT = {key: float(1 / gmean(shares)) for key, shares in _SHARES.items()}
_SLIPS = {
    "that is the inverse of the product. Which root is missing?": lambda p: 1 / np.prod(p),
    "that is the geometric mean. Perplexity is its inverse.": gmean,
    "that is the number of bits for each token; 2 to that power is the perplexity.": lambda p: -np.mean(np.log2(p)),
    "that is the mean surprise in natural logarithms. Take its exponential.": lambda p: -np.mean(np.log(p)),
    "you take the mean of the shares. Their geometric mean is asked.": lambda p: 1 / np.mean(p),
    "you take the mean of the inverse shares. Their geometric mean is asked.": lambda p: np.mean(1 / np.array(p)),
    "that is a square root. How many tokens are multiplied?": lambda p: np.prod(p) ** -0.5,
}
_SLIPS_OF_ENTRIES = {
    ("B", 4.0): "the answer's token counts too, with its 1: four tokens.",
    ("both lines", 3.0): "the mean of two perplexities counts the short line as much as the long one.",
    ("both lines", 8**0.5): "the geometric mean of two perplexities counts the lines alike. Count tokens.",
    ("both lines", 3.5): "perplexities weighted by tokens. The logarithms are averaged, not these.",
    ("answer", 2.0): "that is A's. Which model gives the answer more than ½?",
    ("answer", 16.0): "that is C's, the worst of the three at the answers.",
    ("answer", 8**0.5): "that is B's over the whole line. Over the answers alone there is one share.",
}


def _near(value, wanted) -> bool:
    """To two decimals, as the statement asks."""
    return isinstance(value, int | float) and bool(np.isclose(value, wanted, rtol=1e-4, atol=6e-3))


@functools.cache
def _wrong_entries(key: str) -> dict[float, str]:
    slips = [(value, sentence) for (of, value), sentence in _SLIPS_OF_ENTRIES.items() if of == key]
    slips += [(float(slip(_SHARES[key])), sentence) for sentence, slip in _SLIPS.items()]
    return {value: sentence for value, sentence in reversed(slips) if not _near(value, _RIGHT[key])}


def _accept_perplexities(answer):
    if not isinstance(answer, dict) or answer.keys() != _RIGHT.keys():
        return f"The answer is a dictionary with the keys {', '.join(_RIGHT)}; found {answer!r:.200}."
    wrong: dict[str, list[str]] = {}
    for key, value in answer.items():
        if not _near(value, _RIGHT[key]):
            named = (sentence for slip, sentence in _wrong_entries(key).items() if _near(value, slip))
            wrong.setdefault(next(named, f"not {value!r:.40}. What is the product of its shares?"), []).append(key)
    return [f"{', '.join(keys)}: {sentence}" for sentence, keys in wrong.items()] or True


line_perplexity = Exercise(
    title="Perplexity of lines",
    points=2,
    expected=_RIGHT,
    accepts=_accept_perplexities,
    mistakes={
        f"{key}: {sentence}": {**_RIGHT, key: value}
        for key in _RIGHT
        for value, sentence in _wrong_entries(key).items()
    },
)


# ---- silence

WRONG, SILENT, ALLOWED = 5.0, 1.0, 1.05
_SILENCE_MISTAKES = {
    "form": "`threshold` is a number from 0 to 1.",
    "face value": "That is the threshold for an assistant that is as good as it says: 1 − 1/5. This one is too sure: what comes true of its 0.8?",
    "low": "It answers too much: among the answers just above your threshold more than one in five is wrong.",
    "high": "It is silent too much: among those just below your threshold fewer than one in five is wrong.",
}


@functools.cache
def _table(seed: int):
    return sure_answers(np.random.default_rng(seed))


def _cost(threshold, seed):
    sure, is_right = _table(seed)
    return float(np.mean(np.where(sure >= threshold, WRONG * (1 - is_right), SILENT)))


@functools.cache
def _least_cost(seed: int) -> float:
    return min(_cost(threshold, seed) for threshold in np.linspace(0, 1.001, 301))


def _accept_silence(threshold):
    if not isinstance(threshold, int | float) or isinstance(threshold, bool) or not 0 <= threshold <= 1:
        return _SILENCE_MISTAKES["form"]
    if all(_cost(threshold, seed) <= ALLOWED * _least_cost(seed) for seed in (5, 6)):
        return True
    if threshold > 0.9:
        return _SILENCE_MISTAKES["high"]
    return _SILENCE_MISTAKES["face value" if abs(threshold - 0.8) < 0.005 else "low"]


tune_abstention = Exercise(
    title="Tune the silence",
    points=2,
    expected=0.895,
    accepts=_accept_silence,
    mistakes={
        _SILENCE_MISTAKES["form"]: 80.0,
        _SILENCE_MISTAKES["face value"]: 0.8,
        _SILENCE_MISTAKES["low"]: 0.5,
        _SILENCE_MISTAKES["high"]: 0.99,
    },
)


choose_prompt_or_build = choice_exercise(
    title="Prompt, retrieve, tune or compute",
    points=2,
    right={
        "A": "retrieval",
        "B": "tuning",
        "C": "no model",
        "D": "prompt",
        "E": "no model",
        "F": "retrieval",
    },
    tempting={
        ("A", "tuning"): "A: trained on which list? It changes until an hour before supper.",
        ("A", "prompt"): "A: instructions, yes, but where does tonight's list come from?",
        ("A", "no model"): "A: a program could look it up, if all questions had one form. Who reads the question?",
        ("B", "prompt"): "B: that was tried, and ended at 70 %. What has the hospital that others lack?",
        ("B", "retrieval"): "B: which fact would you fetch? What the codes mean here is a manner, in 4,000 examples.",
        ("B", "no model"): "B: a rule for peculiar wording, 38 codes?",
        ("C", "tuning"): "C: to the cent, every time, from shares that sum to 1?",
        ("C", "prompt"): "C: to the cent, every time, from shares that sum to 1?",
        ("C", "retrieval"): "C: the amounts are there already. What is missing?",
        ("D", "tuning"): "D: five letters a day, and a person reads each. Is that worth a training?",
        ("D", "retrieval"): "D: the letter is there already. Which fact is missing?",
        ("D", "no model"): "D: can you write the rule for a friendlier tone?",
        ("E", "retrieval"): "E: fetch the page, and then? Who does the arithmetic, and who tests it line by line?",
        ("E", "prompt"): "E: a dose has one right value, and a page has the rule. Is a share of 0.98 enough?",
        ("E", "tuning"): "E: a dose has one right value, and a page has the rule. Is a share of 0.98 enough?",
        ("F", "tuning"): "F: renewed each month, and the page is to be named.",
        ("F", "prompt"): "F: do 900 pages fit, each time, and who names the page?",
        ("F", "no model"): "F: questions come in anybody's words. Who understands them?",
    },
)
