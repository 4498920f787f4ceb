"""Exercises of the lesson on transformers: heads read, perplexity, silence, what to build."""

import functools

import numpy as np

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


_RIGHT = {"A": 2.0, "B": 64**0.25, "C": 2.0, "both lines": (2**2 * 4**6) ** 0.125, "answer": 1.0}

line_perplexity = Exercise(
    title="Perplexity of lines",
    points=2,
    expected=_RIGHT,
    rtol=2.5e-3,
    mistakes={
        sentence: {**_RIGHT, key: value}
        for (key, value), sentence in {
            ("A", 16.0): "A: that is the inverse of the product. Which root is missing?",
            ("A", 0.5): "A: that is the geometric mean. Perplexity is its inverse.",
            ("A", 1.0): "A: that is the number of bits for each token; 2 to that power is the perplexity.",
            ("A", 4.0): "A: the root of a product of four is the fourth root.",
            ("A", 0.69): "A: that is the mean surprise in natural logarithms. Take its exponential.",
            ("B", 64.0): "B: that is the inverse of the product. Which root is missing?",
            ("B", 4.0): "B: the answer's token counts too, with its 1: four tokens.",
            ("B", 2.29): "B: you take the mean of the shares. Their geometric mean is asked.",
            ("B", 3.25): "B: you take the mean of the inverse shares. Their geometric mean is asked.",
            ("B", 8.0): "B: the root of a product of four is the fourth root.",
            ("B", 0.354): "B: that is the geometric mean. Perplexity is its inverse.",
            ("B", 1.5): "B: that is the number of bits for each token.",
            ("B", 1.04): "B: that is the mean surprise in natural logarithms. Take its exponential.",
            ("C", 16.0): "C: three tokens with share 1 count as well: four tokens.",
            ("C", 1.306): "C: you take the mean of the shares. Their geometric mean is asked.",
            ("C", 4.75): "C: you take the mean of the inverse shares. Their geometric mean is asked.",
            ("C", 4.0): "C: the root of a product of four is the fourth root.",
            ("C", 0.5): "C: that is the geometric mean. Perplexity is its inverse.",
            (
                "both lines",
                3.0,
            ): "both lines: the mean of two perplexities counts the short line as much as the long one.",
            (
                "both lines",
                2.83,
            ): "both lines: the geometric mean of two perplexities counts the lines alike. Count tokens.",
            ("both lines", 3.5): "both lines: perplexities weighted by tokens. The logarithms are averaged, not these.",
            ("both lines", 3.2): "both lines: you take the mean of the shares. Their geometric mean is asked.",
            ("both lines", 16_384.0): "both lines: that is the inverse of the product. Which root is missing?",
            ("both lines", 128.0): "both lines: eight tokens, not two lines: the eighth root.",
            ("both lines", 1.75): "both lines: that is the number of bits for each token.",
            ("answer", 2.0): "answer: that is A's. Which model gives the answer more than ½?",
            ("answer", 16.0): "answer: that is C's, the worst of the three at the answers.",
            ("answer", 0.0): "answer: no surprise at all is a perplexity of 1: the inverse of a share of 1.",
            ("answer", 2.83): "answer: that is B's over the whole line. Over the answers alone there is one share.",
        }.items()
    },
)


# ---- silence

WRONG, SILENT, ALLOWED = 5.0, 1.0, 1.1
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
