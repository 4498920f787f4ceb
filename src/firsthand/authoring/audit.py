"""Can this exercise work, and is it fair? What the test suite refuses, in words an author can act on."""

from firsthand.judging.diagnosis import References, diagnose
from firsthand.judging.exercise import Exercise
from firsthand.judging.findings import Status, Verdict
from firsthand.judging.transcript import agree, transcript

MARGIN = 10
"""How many tolerances must lie between a known mistake and the oracle."""


def faults(exercise: Exercise, seeds=range(20)) -> list[str]:
    """Return what is wrong with an exercise, each fault with its name and the mistake's sentence; [] when nothing is.

    On every seed: there are cases, the oracle is right by its own check, each known mistake stays `MARGIN` tolerances
    away from the oracle and is named by its own sentence.
    """
    found = _faults_of_form(exercise)
    for seed in seeds if not found else ():
        references = References(exercise, exercise.draw_cases(seed))
        found += [f"{exercise.name}: {fault} (seed {seed})" for fault in _faults_on(exercise, references)]
    return found


def _faults_of_form(exercise) -> list[str]:
    found = []
    if not exercise.draw_cases():
        found.append("there are no cases, so any answer would be right")
    if len(exercise.mistakes) < 3:
        found.append(f"{len(exercise.mistakes)} known mistakes; at least 3 are asked for")
    if not 1 <= exercise.points <= 3:
        found.append(f"{exercise.points} points; an exercise gives 1 to 3")
    return [f"{exercise.name}: {fault}" for fault in found]


def _faults_on(exercise, references) -> list[str]:
    if '{"raised":' in references.expected:
        return [f"the oracle raises an exception: {references.expected}"]
    oracle = _verdict(exercise, references, exercise.expected)
    if oracle.status is not Status.RIGHT:
        return [f"the oracle fails its own check: {oracle.sentence}"]
    found = []
    for sentence, wrong in exercise.mistakes.items():
        verdict = _verdict(exercise, references, wrong)
        if all(text.startswith('{"raised":') for text in _lines(exercise, references, wrong)):
            found.append(f"this known mistake raises an exception on every case: {sentence!r}")
        elif verdict.status is Status.RIGHT or _too_close(exercise, references, wrong):
            found.append(f"this known mistake cannot be told from the oracle: {sentence!r}")
        elif verdict.sentence != sentence:
            found.append(f"this known mistake is not named: {sentence!r}; what is said instead: {verdict.sentence!r}")
    return found


def _lines(exercise, references, answer) -> list[str]:
    return transcript(answer, references.cases, exercise.ask).split("\n")


def _verdict(exercise, references, answer) -> Verdict:
    return diagnose(exercise, references, transcript(answer, references.cases, exercise.ask))


def _too_close(exercise, references, wrong) -> bool:
    if exercise.accepts is not None:
        return False
    received = transcript(wrong, references.cases, exercise.ask)
    return agree(received, references.expected, MARGIN * exercise.rtol, MARGIN * exercise.atol, values_only=True)
