"""One verdict from an answer's transcript, the oracle's and those of the known mistakes.

Works from the transcript alone, so that a grader can do it outside the learner's process; what only the notebook
knows (the exception itself, prints, types) sharpens the words when it is given.
"""

import copy
import itertools
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from firsthand.diagnosing.apart import each_apart
from firsthand.diagnosing.behind import behind_stops
from firsthand.diagnosing.combining import both, explain, known_mistake, one_more, two_at_once
from firsthand.diagnosing.findings import (
    WITH_ORACLE,
    WITHOUT_ORACLE,
    altered_input,
    besides_altered,
    first_finding,
)
from firsthand.diagnosing.seeing import seen_or_found
from firsthand.diagnosing.shaping import of_another_shape
from firsthand.diagnosing.stopping import exception_words, where_it_failed
from firsthand.judging.evidence import Evidence
from firsthand.judging.exercise import SHOWN_SEED, SHOWN_SEEDS, Exercise, Judged, as_judged
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import (
    BLANK,
    Observation,
    Raised,
    agree,
    altered_arguments,
    is_blank,
    observe,
    parse,
    read_value,
    transcript,
)
from firsthand.limit import TookTooLong, time_limit
from firsthand.words import count, more_than_one, short_repr

SECONDS_IN_A_NOTEBOOK = 1.0
SECONDS_FOR_A_CLASS = 5.0
"""How long an explanation is looked for; a grader remembers what it asked for the whole class."""

LONGEST_REMEMBERED = 2_000
"""Characters of a line: of two mistakes on a large case nothing is kept."""


@dataclass(frozen=True)
class Pair:
    """Two known mistakes that can be made at once: their sentences, and the answer that makes both."""

    sentences: tuple[str, str]
    answer: Any


class References:
    """What the oracle, the known mistakes and the given code do on some cases; each is asked once, when first needed.

    What does not come to an end on a case is written as an exception, TookTooLong, and so explains nothing.
    """

    def __init__(self, exercise: Exercise, cases: list[tuple]):
        self._exercise, self.cases = exercise, cases
        self._mistakes: dict[str, str] = {}
        self._lines: dict[tuple[str | tuple[str, str], int], str] = {}

    @cached_property
    def expected(self) -> str:
        return self._write(self._exercise.expected)

    @cached_property
    def given(self) -> str | None:
        return None if self._exercise.given is None else self._write(self._exercise.given)

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """Yield the sentence and the transcript of each known mistake."""
        for sentence in self._exercise.mistakes:
            if sentence not in self._mistakes:
                self._mistakes[sentence] = "\n".join(self.line_of(sentence, i) for i in range(len(self.cases)))
            yield sentence, self._mistakes[sentence]

    @cached_property
    def pairs(self) -> list[Pair]:
        """Each two known mistakes that turn different switches of one function, together."""
        combined = itertools.combinations(self._exercise.mistakes.items(), 2)
        return [
            Pair((first, second), answer)
            for (first, one), (second, other) in combined
            if (answer := both(one, other)) is not None
        ]

    def line_of(self, mistake: str | Pair, index: int) -> str:
        """Return what a known mistake, by its sentence, or a pair of them does on one case."""
        if isinstance(mistake, str) and mistake in self._mistakes:
            return self._mistakes[mistake].split("\n")[index]
        key: tuple[str | tuple[str, str], int]
        if isinstance(mistake, str):
            key, answer, longest = (mistake, index), self._exercise.mistakes[mistake], math.inf
        else:
            key, answer, longest = (mistake.sentences, index), mistake.answer, LONGEST_REMEMBERED
        if key not in self._lines:
            line = transcript(answer, [self.cases[index]], self._exercise.ask, time_limit)
            if len(line) > longest:
                return line
            self._lines[key] = line
        return self._lines[key]

    def _write(self, answer) -> str:
        return transcript(answer, self.cases, self._exercise.ask, time_limit)


_NOT_CALLED = "Hand in the function itself, by its name and without brackets behind it: `check` calls it."


def judge(exercise: Exercise, answer, seed: int = SHOWN_SEED) -> Verdict:
    """Return the verdict on an answer, from the cases of a seed."""
    references = References(exercise, exercise.draw_cases(seed))
    if is_blank(answer):
        return diagnose(exercise, references, "\n".join(BLANK for _ in references.cases))
    if callable(exercise.expected) and not callable(answer) and answer is not ...:
        return Verdict(Status.WRONG_TYPE, _NOT_CALLED, (("the check got", short_repr(answer)),))
    observations = observe(answer, references.cases, exercise.ask)
    received = "\n".join(observation.line for observation in observations)
    return diagnose(exercise, references, received, observations, lambda: _on_more_cases(exercise, answer, seed))


def _on_more_cases(exercise, answer, seed) -> Evidence:
    """Ask an answer the cases of some more seeds: of what holds of its results alone, more can be trusted."""
    further = (exercise.draw_cases(seed + more)[1:] for more in SHOWN_SEEDS[1:])  # the example once
    references = References(exercise, [*exercise.draw_cases(seed), *itertools.chain(*further)])
    observations = observe(answer, references.cases, exercise.ask)
    return _evidence(exercise, references, [observation.line for observation in observations], observations)


def _evidence(exercise, references, lines, observations) -> Evidence:
    """Set what came back beside what is asked; a rule asks for nothing but to be right."""
    if exercise.accepts is not None:
        right = [opinion(exercise, *pair) is True for pair in zip(lines, references.cases, strict=True)]
        return Evidence(exercise, references.cases, lines, lines, right, observations)
    expected = references.expected.split("\n")
    right = [agree(*pair, exercise.rtol, exercise.atol) for pair in zip(lines, expected, strict=True)]
    return Evidence(exercise, references.cases, lines, expected, right, observations)


def diagnose(
    exercise: Exercise,
    references: References,
    received: str,
    observations: list[Observation] | None = None,
    wider: Callable[[], Evidence] | None = None,
) -> Verdict:
    """Judge the transcript of an answer.

    observations : what it was written from, where they are to be had. wider : gives what the answer does on more cases.
    """
    lines = received.split("\n")
    if len(lines) != len(references.cases):
        return Verdict(Status.DIFFERS, "What came back is not the transcript of these cases.")
    if exercise.accepts is not None:
        return _judge_by_rule(exercise, references, received, observations, wider)
    evidence = _evidence(exercise, references, lines, observations)
    if all(evidence.right):
        return _right(references.cases)
    unfinished = _unfinished(exercise, references, received)
    if unfinished is not None:
        return unfinished
    if agree(received, references.expected, exercise.rtol, exercise.atol, values_only=True):
        return first_finding(evidence, (altered_input,))
    seconds = SECONDS_FOR_A_CLASS if observations is None else SECONDS_IN_A_NOTEBOOK
    verdict = (
        known_mistake(evidence, references)
        or explain(evidence, references, seconds)
        or each_apart(evidence, references)
        or of_another_shape(evidence, references, seconds)
        or behind_stops(evidence, references, seconds)
        or seen_or_found(evidence, first_finding(evidence, WITH_ORACLE), wider)
    )
    return verdict if _altering_is_said(references, verdict, lines) else besides_altered(evidence, verdict)


def _altering_is_said(references, verdict, lines) -> bool:
    """Whether a known mistake that was named is, or contains, the change of arguments in place."""
    if not any(map(altered_arguments, lines)):
        return True
    return any(
        altered_arguments(references.line_of(sentence, index))
        for sentence in verdict.mistakes
        for index in range(len(lines))
    )


def _right(cases, facts=()) -> Verdict:
    return Verdict(Status.RIGHT, f"Checked on {count(len(cases), 'case')}." if len(cases) > 1 else "", facts)


_READ_BY_A_PERSON = (
    "Your choices are right. Whether your sentence holds, a person says: in a class, who teaches it; alone, compare it with "
    "the explained solution."
)


def _unfinished(exercise, references, received) -> Verdict | None:
    """Say what is still as it was handed out; None for an answer that somebody has given."""
    if BLANK in received:
        return Verdict(Status.NOT_STARTED, _what_is_open(received))
    if references.given is not None and agree(received, references.given, exercise.rtol, exercise.atol):
        return Verdict(Status.NOT_STARTED, "Not repaired yet: the code still does what it did when you got it.")
    return None


def _what_is_open(received) -> str:
    value = read_value(received.split("\n")[0])
    entries = value.get("dict", []) if isinstance(value, dict) else []
    blanks = [str(key) for key, entry in entries if entry == json.loads(BLANK)]
    if blanks and len(blanks) < len(entries):
        return f"Still `...`: {', '.join(blanks)}. Fill in what is left, then run both cells."
    return "There is no answer here yet. Put it where the `...` stands, then run both cells."


def _judge_by_rule(exercise, references, received, observations, wider) -> Verdict:
    lines, cases = received.split("\n"), references.cases
    judged = [_ask_rule(exercise, text, case) for text, case in zip(lines, cases, strict=True)]
    opinions = [one.says for one in judged]
    right = [said is True for said in opinions]
    facts = next((tuple(one.facts.items()) for one in judged if one.facts), ())
    if all(right):
        return Verdict(Status.RIGHT, _READ_BY_A_PERSON) if exercise.because else _right(cases, facts)
    unfinished = _unfinished(exercise, references, received)
    if unfinished is not None:
        return unfinished
    told = [_listed(said) for said in opinions if not isinstance(said, bool)]
    if told:
        sentences = max((said for said in told if set(said) >= set(told[0])), key=len)
        return _besides_raised(replace(_said_by_rule(exercise, sentences), facts=facts), lines, observations)
    evidence = Evidence(exercise, cases, lines, lines, right, observations)
    return seen_or_found(evidence, first_finding(evidence, WITHOUT_ORACLE), wider)


def _besides_raised(verdict, lines, observations) -> Verdict:
    """Add to what a rule saw on some cases that the code stopped on others, and where."""
    stopped = [i for i, text in enumerate(lines) if isinstance(parse(text), Raised)]
    if not stopped:
        return verdict
    name = exception_words(parse(lines[stopped[0]]).name)
    error = observations[stopped[0]].error if observations else None
    return replace(
        verdict,
        sentence=f"{verdict.sentence} Besides, your code stops with {name} on some cases.",
        facts=verdict.facts + ((("error", where_it_failed(error)),) if error else ()),
    )


def _listed(opinion: str | list[str]) -> list[str]:
    return [opinion] if isinstance(opinion, str) else list(opinion)


def _said_by_rule(exercise, sentences) -> Verdict:
    """Say all that a rule saw, where that is two things, or three in code; else the first one, and how many more there are."""
    known = tuple(sentence for sentence in sentences if sentence in exercise.mistakes)
    if len(sentences) == 3 and callable(exercise.expected):
        said = one_more(sentences[0], two_at_once(*sentences[1:]))
        return Verdict(Status.KNOWN_MISTAKE, said, mistakes=known)
    if len(sentences) == 2:
        said = two_at_once(*sentences) if callable(exercise.expected) else " ".join(sentences)
        return Verdict(Status.KNOWN_MISTAKE, said, mistakes=known)
    first, others = sentences[0], len(sentences) - 1
    more = f" {more_than_one(others)}" if others else ""
    known = (first,) if first in exercise.mistakes else ()
    return Verdict(Status.KNOWN_MISTAKE, first + more, mistakes=known)


def opinion(exercise: Exercise, text: str, case: tuple) -> bool | str | list[str]:
    """Ask the rule of an exercise about one line of a transcript: what `accepts` says; False where it fails."""
    return _ask_rule(exercise, text, case).says


def _ask_rule(exercise, text, case) -> Judged:
    if exercise.accepts is None or altered_arguments(text) or text.startswith('{"raised":'):
        return Judged(False)
    try:
        with time_limit():
            said = exercise.accepts(parse(text), *copy.deepcopy(case))
    except (Exception, TookTooLong):  # a value the rule was not written for is not a right answer
        return Judged(False)
    return as_judged(said)
