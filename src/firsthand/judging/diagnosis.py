"""One verdict from an answer's transcript, the oracle's and those of the known mistakes.

Works from the transcript alone, so that a grader can do it outside the learner's process; what only the notebook
knows (the exception itself, prints, types) sharpens the words when it is given.
"""

import copy
from collections.abc import Iterator
from functools import cached_property

from firsthand.judging.blank import BLANK
from firsthand.judging.exercise import Exercise
from firsthand.judging.findings import (
    WITH_ORACLE,
    WITHOUT_ORACLE,
    Evidence,
    Status,
    Verdict,
    altered_input,
    first_finding,
)
from firsthand.judging.transcript import Observation, agree, altered_arguments, parse, transcript
from firsthand.judging.words import count


class References:
    """What the oracle, the known mistakes and the given code do on some cases; each is asked once, when first needed."""

    def __init__(self, exercise: Exercise, cases: list[tuple]):
        self._exercise, self.cases = exercise, cases
        self._mistakes: dict[str, str] = {}

    @cached_property
    def expected(self) -> str:
        return self._write(self._exercise.expected)

    @cached_property
    def given(self) -> str | None:
        return None if self._exercise.given is None else self._write(self._exercise.given)

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """Yield the sentence and the transcript of each known mistake."""
        for sentence, wrong in self._exercise.mistakes.items():
            if sentence not in self._mistakes:
                self._mistakes[sentence] = self._write(wrong)
            yield sentence, self._mistakes[sentence]

    def _write(self, answer) -> str:
        return transcript(answer, self.cases, self._exercise.ask)


def diagnose(
    exercise: Exercise, references: References, received: str, observations: list[Observation] | None = None
) -> Verdict:
    """Judge the transcript of an answer; `observations` are what it was written from, where they are to be had."""
    lines = received.split("\n")
    if exercise.accepts is not None:
        return _judge_by_rule(exercise, references, received, observations)
    expected = references.expected
    right = _compare_cases(exercise, lines, expected.split("\n"))
    if all(right):
        return _right(references.cases)
    if BLANK in received:
        return _not_started()
    if _as_given(exercise, references, received):
        return _not_repaired()
    evidence = Evidence(exercise, references.cases, lines, expected.split("\n"), right, observations)
    if agree(received, expected, exercise.rtol, exercise.atol, values_only=True):
        return first_finding(evidence, (altered_input,))
    return _known_mistake(exercise, references, received) or first_finding(evidence, WITH_ORACLE)


def _right(cases) -> Verdict:
    return Verdict(Status.RIGHT, f"Checked on {count(len(cases), 'case')}." if len(cases) > 1 else "")


def _not_started() -> Verdict:
    return Verdict(
        Status.NOT_STARTED, "There is no answer here yet. Put it where the `...` stands, then run both cells."
    )


def _compare_cases(exercise, received, expected) -> list[bool]:
    if len(received) != len(expected):
        return [False] * len(expected)
    return [agree(*pair, exercise.rtol, exercise.atol) for pair in zip(received, expected, strict=True)]


def _as_given(exercise, references, received) -> bool:
    return references.given is not None and agree(received, references.given, exercise.rtol, exercise.atol)


def _not_repaired() -> Verdict:
    return Verdict(Status.NOT_STARTED, "Not repaired yet: the code still does what it did when you got it.")


def _judge_by_rule(exercise, references, received, observations) -> Verdict:
    lines, cases = received.split("\n"), references.cases
    opinions = [_opinion(exercise, text, case) for text, case in zip(lines, cases, strict=True)]
    right = [opinion is True for opinion in opinions]
    if all(right):
        return _right(cases)
    if BLANK in received:
        return _not_started()
    if _as_given(exercise, references, received):
        return _not_repaired()
    sentence = next((opinion for opinion in opinions if isinstance(opinion, str)), None)
    if sentence is not None:
        return Verdict(Status.KNOWN_MISTAKE, sentence)
    return first_finding(Evidence(exercise, cases, lines, lines, right, observations), WITHOUT_ORACLE)


def _opinion(exercise, text, case) -> bool | str:
    if altered_arguments(text) or text.startswith('{"raised":'):
        return False
    try:
        return exercise.accepts(parse(text), *copy.deepcopy(case))
    except Exception:  # a value the rule was not written for is not a right answer
        return False


def _known_mistake(exercise, references, received) -> Verdict | None:
    for sentence, wrong in references.mistakes():
        if agree(received, wrong, exercise.rtol, exercise.atol, values_only=True):
            return Verdict(Status.KNOWN_MISTAKE, sentence)
    return None
