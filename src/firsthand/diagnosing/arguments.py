"""The right computation on other arguments: one that changes nothing, two that change places, a small number added."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.judging.evidence import Evidence, argument_names
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import call, transcript
from firsthand.limit import time_limit

# fmt: off
USUAL_NUMBERS = (
    0, 1, 2, 3, 5, 10, 100, -1, 0.5, 0.9, 0.95, 0.99, 0.999, 0.1, 0.05, 0.01, 0.001, 1e-4, 1e-5, 1e-6, 1e-8,
)
# fmt: on
"""What people build in instead of an argument."""

USUAL_SHARES = (0.2, 0.25, 0.3, 0.6, 0.7, 0.75, 0.8)
"""What they build in besides, where every value handed in lies between 0 and 1."""

SMALL_NUMBERS = tuple(10.0**-k for k in range(1, 17))


@dataclass(frozen=True)
class Alteration:
    """What may have been done to the arguments: in a sentence without numbers, with the number, and as a function."""

    sentence: str
    number: tuple[tuple[str, str], ...]
    altered: Callable[[tuple], tuple]


def other_arguments(evidence: Evidence, clock) -> Verdict | None:
    """Find what was done to one argument, or two, before the right thing was done with them."""
    for alteration in alterations(evidence.exercise, evidence.cases):
        clock.look()
        if _comes_out(evidence, alteration.altered):
            return Verdict(Status.SLIP, alteration.sentence, alteration.number)
    return None


def alterations(exercise: Exercise, cases: list[tuple], added: Sequence[float] = SMALL_NUMBERS) -> Iterator[Alteration]:
    """Yield what is tried on the arguments of an exercise, as its cases have them; nothing where the answer is no call."""
    if not callable(exercise.expected) or exercise.ask is not call:
        return
    example = cases[0]
    names = argument_names(exercise, len(example))
    for i, name in enumerate(names):
        if _is_scalar(example[i]):
            for value in dict.fromkeys([example[i], *_usual([case[i] for case in cases])]):
                sentence = f"`{name}` makes no difference here: what comes back is right for one value of it, whatever is passed. Use the argument as it comes."
                yield Alteration(
                    sentence, (("what comes back is right for", f"{name} = {value!r}"),), _replacing(i, value)
                )
    for i, j in itertools.combinations(range(len(names)), 2):
        if _can_change_places(example[i], example[j]):
            sentence = f"That is what comes out when `{names[i]}` and `{names[j]}` change places."
            yield Alteration(sentence, (), _exchanging(i, j))
    for i, name in enumerate(names):
        if _is_floating(example[i]):
            for small in added:
                sentence = f"Right, but a small number is added to `{name}` first. Nothing of that kind is asked."
                yield Alteration(sentence, (("added", f"{small:g}"),), _adding(i, small))


def _is_scalar(value) -> bool:
    return isinstance(value, bool | int | float | str | np.number)


def _usual(values) -> tuple:
    """Return what may be built in where these are handed in; no number below 0 where none of them is."""
    if isinstance(values[0], bool):
        return (True, False)
    if isinstance(values[0], str):
        return ()
    below = any(isinstance(value, int | float | np.number) and value < 0 for value in values)
    shares = USUAL_SHARES if all(0 < value < 1 for value in values) else ()
    return (*(number for number in USUAL_NUMBERS if number >= 0 or below), *shares)


def _can_change_places(one, other) -> bool:
    if _is_scalar(one) or _is_scalar(other):
        return isinstance(one, float | int) and isinstance(other, float | int)
    return type(one) is type(other) and not callable(one)


def _is_floating(value) -> bool:
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")


def _replacing(i, value):
    return lambda case: (*case[:i], value, *case[i + 1 :])


def _exchanging(i, j):
    def altered(case):
        changed = list(case)
        changed[i], changed[j] = case[j], case[i]
        return tuple(changed)

    return altered


def _adding(i, small):
    return lambda case: (*case[:i], case[i] + small, *case[i + 1 :])


def _comes_out(evidence, altered) -> bool:
    """Say whether the oracle, asked on altered cases, gives what came back."""
    exercise = evidence.exercise
    return evidence.is_more_than_nan and all(
        evidence.agrees(
            index, transcript(exercise.expected, [altered(evidence.cases[index])], exercise.ask, time_limit)
        )
        for index in evidence.order
    )
