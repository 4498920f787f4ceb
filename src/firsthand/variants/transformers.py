"""Variants of the lesson on transformers: heads to read, and a silence to tune."""

import functools

import numpy as np

from firsthand.datasets import sure_answers
from firsthand.judging.exercise import Exercise
from firsthand.variants import Variant
from firsthand.variants.forms import Part, lettered

_HEADS = {
    "looks one back": "where does each row have its largest share?",
    "averages": "each row spreads evenly over what stands before it.",
    "finds the answer": "look at the last row: what follows the earlier place of the same bed?",
    "sees the future": "is anything above the diagonal?",
    "looks for its own kind": "who is a bed and who is a diet?",
    "looks at itself only": "look at the diagonal.",
}


def read_the_heads(rng) -> Variant:
    first, second = (int(bed) for bed in rng.permutation(np.arange(1, 30))[:2])
    diet, other = map(str, rng.permutation(["soft", "vegan", "low salt", "liquid", "halal", "no nuts"])[:2])
    tokens = [f"bed {first}", diet, f"bed {second}", other, f"bed {first}?"]
    kinds = [str(kind) for kind in rng.permutation(list(_HEADS))[:4]]
    parts = []
    for kind in kinds:
        rows = [
            f"| {token} | {' | '.join(map(str, row))} |" for token, row in zip(tokens, _shares(rng, kind), strict=True)
        ]
        table = "\n".join([f"| | {' | '.join(tokens)} |", "|---" * 6 + "|", *rows[1:]])
        parts.append(Part(f"What does this head do?\n\n{table}", kind, {o: w for o, w in _HEADS.items() if o != kind}))
    intro = (
        f'Four heads on the text "{", ".join(tokens)}". A row is the token that looks; shares in per cent, rounded. The first '
        "row is left out: the first token can only look at itself."
    )
    hint = "Is anything above the diagonal? Where does each row have its largest share?"
    return lettered(rng, "heads", intro, parts, hint)


def _shares(rng, kind) -> np.ndarray:
    """Draw the attention of five tokens to five, in whole percent: beds at 0, 2 and 4, diets at 1 and 3."""
    weight = rng.uniform(0.01, 0.04, size=(5, 5))
    for row in range(5):
        if kind == "looks one back":
            weight[row, max(row - 1, 0)] += 1
        elif kind == "averages":
            weight[row] += 1
        elif kind == "finds the answer":
            weight[row] += 1 if row < 4 else 0
            weight[row, 1] += 20 if row == 4 else 0
        elif kind == "sees the future":
            weight[row] += rng.uniform(0.05, 0.2, size=5)
            weight[row, min(row + 1, 4)] += 0.6
        elif kind == "looks for its own kind":
            weight[row, row % 2 :: 2] += rng.uniform(0.5, 1.0, size=len(weight[row, row % 2 :: 2]))
        else:
            weight[row, row] += 1
    if kind != "sees the future":
        weight = np.tril(weight)
    return np.round(100 * weight / weight.sum(axis=1, keepdims=True)).astype(int)


ALLOWED = 1.05
_SILENCE = {
    "form": "`threshold` is a number from 0 to 1.",
    "face value": "That would do for an assistant that is as good as it says. This one is too sure: what comes true of that?",
    "low": "It answers too much: among the answers just above your threshold too many are wrong for what one costs.",
    "high": "It is silent too much: of those just below your threshold so few are wrong that an answer is cheaper.",
}


def tune_abstention(rng) -> Variant:
    wrong, silent = int(rng.integers(300, 900)) / 100, int(rng.integers(80, 130)) / 100
    best = _best_threshold(wrong, silent)
    face_value = round(1 - silent / wrong, 3)

    def accepts(threshold):
        if not isinstance(threshold, int | float) or isinstance(threshold, bool) or not 0 <= threshold <= 1:
            return _SILENCE["form"]
        costs = [(_cost(threshold, seed, wrong, silent), _least(seed, wrong, silent)) for seed in (5, 6)]
        if all(cost <= ALLOWED * least for cost, least in costs):
            return True
        if abs(threshold - face_value) < 0.005:
            return _SILENCE["face value"]
        return _SILENCE["high" if threshold > best else "low"]

    statement = f"""\
An assistant says how sure it is of each answer, and is too sure. A wrong answer costs {wrong:g}, silence ("ask the ward")
costs {silent:g}, a right answer nothing. It answers where it is sure to at least your `threshold`. Choose it so that the mean
cost on new tables is at most {ALLOWED} times that of the best threshold.

Yours to try with: `sure, is_right = datasets.sure_answers(rng)` from `firsthand`, 2,000 answers a table. Give a number from
0 to 1.

<details><summary>Hint</summary>What is the cost of answering if it is right with chance r? When is silence cheaper?</details>"""
    tried = {_SILENCE["form"]: 80.0, _SILENCE["face value"]: face_value, _SILENCE["low"]: 0.4, _SILENCE["high"]: 1.0}
    mistakes = {sentence: threshold for sentence, threshold in tried.items() if accepts(threshold) == sentence}
    exercise = Exercise(title="", points=1, expected=best, accepts=accepts, mistakes=mistakes)
    return Variant(statement, "threshold", "threshold = ...  # your answer", f"threshold = {best}", exercise)


@functools.cache
def _table(seed: int):
    return sure_answers(np.random.default_rng(seed))


def _cost(threshold, seed, wrong, silent) -> float:
    sure, is_right = _table(seed)
    return float(np.mean(np.where(sure >= threshold, wrong * (1 - is_right), silent)))


@functools.lru_cache(maxsize=256)
def _least(seed, wrong, silent) -> float:
    return min(_cost(threshold, seed, wrong, silent) for threshold in np.linspace(0, 1.001, 301))


@functools.lru_cache(maxsize=256)
def _best_threshold(wrong, silent) -> float:
    """Return the threshold whose cost is nearest to the least, on the worse of the tables that judge."""
    grid = np.round(np.linspace(0.5, 0.99, 99), 3)
    return float(min(grid, key=lambda t: max(_cost(t, s, wrong, silent) / _least(s, wrong, silent) for s in (5, 6))))
