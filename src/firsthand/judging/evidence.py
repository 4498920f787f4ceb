"""All that is known of an answer that is not right, and what of it is shown beside a sentence."""

import inspect
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from firsthand.judging.exercise import Exercise
from firsthand.judging.transcript import Observation, parse, read_value, same
from firsthand.judging.values import alike_but_nan
from firsthand.words import short_repr


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
