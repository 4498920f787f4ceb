"""Variants of the lesson on transformers: heads to read, and a silence to tune."""

import math

import numpy as np
from scipy.stats import beta

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


ALLOWED = 1.02
PLACES = ("ward", "pharmacy", "kitchen")
_SILENCE = {
    "face value": "That would do for an assistant that is as good as it says. This one is too sure: what comes true of that?",
    "low": "It answers too much: among the answers just above your threshold too many are wrong for what one costs.",
    "high": "It is silent too much: of those just below your threshold so few are wrong that an answer is cheaper.",
}
_SILENCE_FORM = f"`threshold` is a dictionary with the keys {', '.join(PLACES)}; each value is a number from 0 to 1."


def tune_abstention(rng) -> Variant:
    silent = {place: int(rng.integers(80, 130)) / 100 for place in PLACES}
    wrong = {place: round(silent[place] / rng.uniform(0.1, 0.6), 2) for place in PLACES}
    best = {place: round(math.sqrt(1 - silent[place] / wrong[place]), 3) for place in PLACES}
    face_value = {place: round(1 - silent[place] / wrong[place], 3) for place in PLACES}

    def seen(place, threshold) -> str:
        cost, least = (_cost(at, wrong[place], silent[place]) for at in (threshold, best[place]))
        if cost <= ALLOWED * least:
            return ""
        if abs(threshold - face_value[place]) < 0.005:
            return "face value"
        return "high" if threshold > best[place] else "low"

    def accepts(threshold):
        if not _are_thresholds(threshold):
            return _SILENCE_FORM
        kinds = {place: seen(place, threshold[place]) for place in PLACES}
        places = {kind: ", ".join(place for place in PLACES if kinds[place] == kind) for kind in _SILENCE}
        return [f"{places[kind]}: {said}" for kind, said in _SILENCE.items() if places[kind]] or True

    costs = "\n".join(f"| {place} | {wrong[place]:g} | {silent[place]:g} |" for place in PLACES)
    statement = f"""\
An assistant says how sure it is of each answer, and is too sure. It serves three places; a right answer costs nothing:

| | a wrong answer costs | silence costs |
|---|---|---|
{costs}

In a place it answers where it is sure to at least your `threshold` for that place, and else says "ask the ward". Choose the
three so that in each place the mean cost over many answers is at most {ALLOWED} times that of the best threshold.

Yours to try with: `sure, is_right = datasets.sure_answers(rng, 20_000)` from `firsthand`, 20,000 answers a table. Give
numbers from 0 to 1.

<details><summary>Hint</summary>What is the cost of answering if it is right with chance r? When is silence cheaper?</details>"""
    tried = (80.0, face_value, dict.fromkeys(PLACES, 0.2), dict.fromkeys(PLACES, 1.0), best | {"ward": 0.2})
    mistakes = {said if isinstance(said := accepts(slip), str) else said[0]: slip for slip in tried}
    exercise = Exercise(title="", points=1, expected=best, accepts=accepts, mistakes=mistakes)
    return Variant(
        statement,
        "threshold",
        f"{_thresholds(dict.fromkeys(PLACES, '...'))}  # your answer",
        _thresholds(best),
        exercise,
    )


def _are_thresholds(found) -> bool:
    if not isinstance(found, dict) or found.keys() != set(PLACES):
        return False
    return all(
        isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1 for value in found.values()
    )


def _thresholds(values) -> str:
    entries = [f'"{place}": {value}' for place, value in values.items()]
    return f"threshold = {{{', '.join(entries)}}}"


def _cost(threshold, wrong, silent) -> float:
    """Return the mean cost of an answer of `sure_answers`, exactly: c follows a Beta(5, 1.2), right are c squared."""
    a, b = 5, 1.2
    right = a * (a + 1) / ((a + b) * (a + b + 1)) * beta.sf(threshold, a + 2, b)
    return float(silent * beta.cdf(threshold, a, b) + wrong * (beta.sf(threshold, a, b) - right))
