"""Can this exercise work, and is it fair? What the test suite refuses, in words an author can act on."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from firsthand.auditing.trial import SEEDS, Trial, written
from firsthand.judging.diagnosis import diagnose
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status
from firsthand.judging.transcript import agree, transcript

MARGIN = 10
"""How many tolerances must lie between a known mistake and the oracle."""


def faults(exercise: Exercise, seeds: Iterable[int] = SEEDS) -> list[str]:
    """Return what is unfair in an exercise, each fault with its name and the mistake's sentence; [] when nothing is.

    On every seed: there are cases, the same ones each time they are drawn; the oracle is right by its own check; each
    known mistake stays `MARGIN` tolerances away from the oracle and is named by its own sentence; a function with
    switches is right without any.
    """
    found = faults_of_form(exercise)
    return found or fairness(Trial(exercise, seeds))


def faults_of_form(exercise: Exercise) -> list[str]:
    """Return what is wrong with an exercise before anything is asked: no cases, few mistakes, too many points."""
    found = []
    if not exercise.draw_cases():
        found.append("there are no cases, so any answer would be right")
    if len(exercise.mistakes) < 3:
        found.append(f"{len(exercise.mistakes)} known mistakes; at least 3 are asked for")
    if not 1 <= exercise.points <= 3:
        found.append(f"{exercise.points} points; an exercise gives 1 to 3")
    return [f"{exercise.name}: {fault}" for fault in found]


def fairness(trial: Trial) -> list[str]:
    """Return what is unfair on the seeds of a trial; a fault comes once, with the seeds it is seen on."""
    exercise, seen = trial.exercise, defaultdict(list)
    for seed, references in trial.references.items():
        found = [*_unsteady(exercise, references, seed), *_faults_of_oracle(exercise, references)]
        for fault in found or _faults_of_mistakes(exercise, references):
            seen[fault].append(seed)
    return [f"{exercise.name}: {fault} ({_seeds(where, trial)})" for fault, where in seen.items()]


def _seeds(where, trial) -> str:
    if len(where) == len(trial.references):
        return "on every seed"
    return f"on {len(where)} of {len(trial.references)} seeds, first on {where[0]}"


def _unsteady(exercise, references, seed) -> list[str]:
    again = [written(case) for case in exercise.draw_cases(seed)]
    steady = again == [written(case) for case in references.cases]
    return [] if steady else ["the cases differ when one seed is drawn twice: draw everything from `rng`"]


def _faults_of_oracle(exercise, references) -> list[str]:
    if '{"raised":' in references.expected:
        return [f"the oracle raises an exception: {references.expected}"]
    oracle = diagnose(exercise, references, references.expected)
    if oracle.status is not Status.RIGHT:
        return [f"the oracle fails its own check: {oracle.sentence}"]
    return [
        f"{model.__name__!r} without switches is not right; the default of each keyword is what is asked for"
        for model in _models_with_switches(exercise)
        if diagnose(exercise, references, transcript(model, references.cases, exercise.ask)).status is not Status.RIGHT
    ]


def _models_with_switches(exercise) -> list[Callable]:
    """Return the functions that two or more known mistakes are switches of."""
    models = [wrong.func for wrong in exercise.mistakes.values() if isinstance(wrong, partial) and not wrong.args]
    return [model for model in dict.fromkeys(models) if models.count(model) > 1]


def _faults_of_mistakes(exercise, references) -> list[str]:
    found = []
    for sentence, text in references.mistakes():
        if all(line.startswith('{"raised":') for line in text.split("\n")):
            found.append(f"this known mistake raises an exception on every case: {sentence!r}")
        elif _too_close(exercise, references, text):
            found.append(f"this known mistake cannot be told from the oracle: {sentence!r}")
        elif (said := diagnose(exercise, references, text).sentence) != sentence:
            found.append(f"this known mistake is not named: {sentence!r}; what is said instead: {said!r}")
    return found


def _too_close(exercise, references, text) -> bool:
    if exercise.accepts is not None:
        return diagnose(exercise, references, text).status is Status.RIGHT
    return agree(text, references.expected, MARGIN * exercise.rtol, MARGIN * exercise.atol, values_only=True)


def pairs_told_apart(trial: Trial) -> tuple[int, int]:
    """Return how many pairs of switches are told from all else on the first seed, and how many there are."""
    references = trial.first
    texts = [
        "\n".join(references.line_of(pair, index) for index in range(len(references.cases)))
        for pair in references.pairs
    ]
    known = {references.expected, *(text for _, text in references.mistakes())}
    return sum(text not in known and texts.count(text) == 1 for text in texts), len(texts)
