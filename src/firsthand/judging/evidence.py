"""All that is known of an answer that is not right, and what of it is shown beside a sentence."""

import copy
import inspect
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from firsthand.judging.exercise import Exercise
from firsthand.judging.transcript import Observation, parse, read_value, same
from firsthand.judging.values import alike_but_nan
from firsthand.judging.words import short_repr
from firsthand.limit import TookTooLong, time_limit


@dataclass(frozen=True)
class Evidence:
    """All that is known of an answer that is not right."""

    exercise: Exercise
    cases: list[tuple]
    received: list[str]
    expected: list[str]
    right: list[bool]
    observations: list[Observation] | None

    @property
    def first_wrong(self) -> int:
        return self.right.index(False)

    def values(self) -> tuple:
        """What came back and what is asked, on the first case that differs."""
        return parse(self.received[self.first_wrong]), parse(self.expected[self.first_wrong])

    def observation(self) -> Observation | None:
        return self.observations[self.first_wrong] if self.observations else None

    @property
    def order(self) -> list[int]:
        """The cases, the first that differs first: it tells most."""
        return [self.first_wrong, *(i for i in range(len(self.cases)) if i != self.first_wrong)]

    def agrees(self, index: int, line: str) -> bool:
        """Say whether what came back on a case is what `line` of a transcript says."""
        return same(self.results[index], read_value(line), self.exercise.rtol, self.exercise.atol)

    @cached_property
    def results(self) -> list:
        """What came back on each case, as JSON has it."""
        return [read_value(line) for line in self.received]

    @cached_property
    def is_more_than_nan(self) -> bool:
        """Whether an answer differs from what is asked by anything but NaN, which many slips have in common."""
        pairs = [(self.received[i], self.expected[i]) for i, is_right in enumerate(self.right) if not is_right]
        return any(not alike_but_nan(read_value(ours), read_value(asked), self.exercise) for ours, asked in pairs)


def seen_in(exercise: Exercise, text: str, case: tuple) -> str | list[dict[str, list[str]]]:
    """Ask an exercise what it sees in one line of a transcript; "" where that is nothing, or no value it can look at."""
    if exercise.seen is None:
        return ""
    try:
        with time_limit():
            said = exercise.seen(parse(text), *copy.deepcopy(case))
    except (Exception, TookTooLong):  # a result it was not written for
        return ""
    return said if isinstance(said, str) else [{clause: [*words] for clause, words in one.items()} for one in said]


def seen_over(evidence: Evidence) -> str:
    """Say in a sentence what an exercise sees over all cases: in which parts results are right, and how others are wrong.

    Of divided results nothing is said where some result cannot be looked at: it may be wrong in a part called right.
    """
    exercise, cases = evidence.exercise, evidence.cases
    said = {i: seen_in(exercise, evidence.received[i], cases[i]) for i in evidence.order}
    spoken = next((one for one in said.values() if isinstance(one, str) and one), "")
    if any(said[i] == "" and not right for i, right in enumerate(evidence.right)):
        return spoken
    divisions: dict[tuple[int, str], list[str]] = {}
    for one in said.values():
        for number, division in enumerate(() if isinstance(one, str) else one):
            for clause, words in division.items():
                divisions.setdefault((number, clause), []).extend(words)
    told = sorted((_told_apart(parts) for parts in _by_number(divisions)), key=lambda one: one[0])
    best, sentence = told[0] if told else (4, "")
    return sentence if best < 2 else spoken or sentence


def _by_number(divisions) -> list[dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    for (number, clause), words in divisions.items():
        if words:
            found.setdefault(number, {})[clause] = words
    return list(found.values())


def _told_apart(parts: dict[str, list[str]]) -> tuple[int, str]:
    """Return how well parts are told apart, 0 best, and the sentence: "Right where a; too large where b."; "" for nothing."""
    summed: dict[str, list[str]] = {}
    for clause, words in parts.items():
        summed.setdefault(_summed(set(words)), []).append(clause)
    partly = any(word.startswith("in part ") for word in summed)
    if "right" in summed and len(summed) > 1:
        said = sorted(summed, key=lambda word: word != "right")
        rank = 1 if partly else 0
    elif partly or {"right", "wrong"} & summed.keys():
        return 4, ""
    else:
        said, rank = list(summed), 2 if len(summed) > 1 else 3
    where = {word: _listed(summed[word]) if rank < 3 else "everywhere" for word in said}
    sentence = "; ".join(f"{word} {where[word]}" for word in said)
    return rank, f"{sentence[0].upper()}{sentence[1:]}."


def _summed(words: set[str]) -> str:
    """Sum up what is said of several numbers; what stands behind a comma is said where it holds for all that are wrong."""
    wrong = words - {"right"}
    if len(wrong) > 1:
        wrong = {word.partition(",")[0] for word in wrong}
    told = (wrong.pop() if len(wrong) == 1 else "wrong") if wrong else "right"
    return f"in part {told}" if "right" in words and told != "right" else told


def _listed(clauses: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(clauses[:-1]), clauses[-1]]))


def argument_names(exercise: Exercise, number: int) -> list[str]:
    """Name the arguments of an exercise as the oracle's signature does, or by their number."""
    try:
        names = list(inspect.signature(exercise.expected).parameters) if callable(exercise.expected) else []
    except (TypeError, ValueError):  # a library's function may have none that can be read
        names = []
    return names if len(names) == number else [f"input {i + 1}" for i in range(number)]


def names_of(evidence: Evidence) -> list[str]:
    """Name the arguments of the exercise that an answer was given to."""
    return argument_names(evidence.exercise, len(evidence.cases[evidence.first_wrong]))


def inputs(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Return the arguments of the first case that differs, to be shown: names and values in short."""
    case = evidence.cases[evidence.first_wrong]
    return tuple((name, short_repr(value)) for name, value in zip(names_of(evidence), case, strict=True))


def returned(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Return what came back on the first case that differs, to be shown, and what was printed meanwhile."""
    value, _ = evidence.values()
    observation = evidence.observation()
    if observation is None:
        return (("you returned", short_repr(value)),)
    printed = (("you printed", observation.printed.strip()[:200]),) if observation.printed.strip() else ()
    result = observation.value
    form = type(result).__name__
    if isinstance(result, np.ndarray | pd.Series | pd.DataFrame):
        form += f" of shape {result.shape}"
    return (("you returned", short_repr(result)), ("its type", form), *printed)
