"""The right computation on other arguments: one that changes nothing, two that change places, a small number added."""

import itertools
from collections.abc import Iterator

import numpy as np

from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.findings import Evidence, argument_names
from firsthand.judging.transcript import call, transcript

# fmt: off
USUAL_NUMBERS = (
    0, 1, 2, 3, 5, 10, 100, -1, 0.5, 0.9, 0.95, 0.99, 0.999, 0.1, 0.05, 0.01, 0.001, 1e-4, 1e-5, 1e-6, 1e-8,
)
# fmt: on
"""What people build in instead of an argument."""

SMALL_NUMBERS = tuple(10.0**-k for k in range(1, 17))


def other_arguments(evidence: Evidence, clock) -> Verdict | None:
    """Find what was done to one argument, or two, before the right thing was done with them."""
    exercise = evidence.exercise
    if not callable(exercise.expected) or exercise.ask is not call:
        return None
    names = argument_names(exercise, len(evidence.cases[0]))
    for clause, altered in _alterations(evidence.cases, names):
        clock.look()
        if _comes_out(evidence, altered):
            return Verdict(Status.SLIP, clause)
    return None


def _alterations(cases, names) -> Iterator[tuple[str, object]]:
    for i, name in enumerate(names):
        if _is_scalar(cases[0][i]):
            for value in dict.fromkeys([cases[0][i], *_usual(cases[0][i])]):
                yield (
                    f"`{name}` changes nothing: what comes back is right for {name} = {value!r}, whatever is passed. Use the argument.",
                    _replacing(i, value),
                )
    for i, j in itertools.combinations(range(len(names)), 2):
        if _can_change_places(cases[0][i], cases[0][j]):
            yield (
                f"That is what comes out when `{names[i]}` and `{names[j]}` change places. Which does what you call take first?",
                _exchanging(i, j),
            )
    for i, name in enumerate(names):
        if _is_floating(cases[0][i]):
            for small in SMALL_NUMBERS:
                yield (
                    f"Right, but {small:g} is added to `{name}` first. Nothing of that kind is asked.",
                    _adding(i, small),
                )


def _is_scalar(value) -> bool:
    return isinstance(value, bool | int | float | str | np.number)


def _usual(value) -> tuple:
    if isinstance(value, bool):
        return (True, False)
    return () if isinstance(value, str) else USUAL_NUMBERS


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
        evidence.agrees(index, transcript(exercise.expected, [altered(evidence.cases[index])], exercise.ask))
        for index in evidence.order
    )
