"""What is the matter with an answer: one verdict from its transcript, the oracle's and the known mistakes'.

Works from the transcript alone, so that a grader can do it outside the learner's process; what only the notebook
knows (the exception itself, prints, types) sharpens the words when it is given.
"""

import copy
import inspect
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property

import numpy as np

from firsthand.exercise import Exercise
from firsthand.transcript import Observation, agree, altered_arguments, parse, transcript
from firsthand.words import count, ordinal, short_repr, where_it_failed

FACTOR_RTOL = 1e-6
BLANK = '{"type":"ellipsis"}'
"""How a `...` that nobody has replaced shows in a transcript."""


class Status(Enum):
    """What became of one answer."""

    RIGHT = "right"
    NOT_STARTED = "not started"
    KNOWN_MISTAKE = "known mistake"
    RAISED = "raised an exception"
    NOTHING_RETURNED = "nothing returned"
    ALTERED_INPUT = "input altered"
    WRONG_TYPE = "wrong type"
    WRONG_SHAPE = "wrong shape"
    NOT_FINITE = "NaN or infinity"
    WRONG_SIGN = "wrong sign"
    WRONG_FACTOR = "off by a factor"
    EXAMPLE_ONLY = "right on the example only"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Verdict:
    """A status, the sentence that helps, and facts to look at: (label, text) pairs."""

    status: Status
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()


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
        return _judge_by_rule(exercise, references.cases, lines, observations)
    expected = references.expected
    right = _compare_cases(exercise, lines, expected.split("\n"))
    if all(right):
        return _right(references.cases)
    if BLANK in received:
        return _not_started()
    if references.given is not None and agree(received, references.given, exercise.rtol, exercise.atol):
        return Verdict(Status.NOT_STARTED, "Not repaired yet: the code still does what it did when you got it.")
    evidence = Evidence(exercise, references.cases, lines, expected.split("\n"), right, observations)
    if agree(received, expected, exercise.rtol, exercise.atol, values_only=True):
        return _first_finding(evidence, (_altered_input,))
    return _known_mistake(exercise, references, received) or _first_finding(evidence, COMPARING_FINDINGS)


def _right(cases) -> Verdict:
    return Verdict(Status.RIGHT, f"Checked on {count(len(cases), 'case')}." if len(cases) > 1 else "")


def _not_started() -> Verdict:
    return Verdict(
        Status.NOT_STARTED, "A `...` still stands where your answer goes. Put your answer there, then run both cells."
    )


def _compare_cases(exercise, received, expected) -> list[bool]:
    if len(received) != len(expected):
        return [False] * len(expected)
    return [agree(*pair, exercise.rtol, exercise.atol) for pair in zip(received, expected, strict=True)]


def _judge_by_rule(exercise, cases, lines, observations) -> Verdict:
    opinions = [_opinion(exercise, text, case) for text, case in zip(lines, cases, strict=True)]
    right = [opinion is True for opinion in opinions]
    if all(right):
        return _right(cases)
    if any(BLANK in text for text in lines):
        return _not_started()
    sentence = next((opinion for opinion in opinions if isinstance(opinion, str)), None)
    if sentence is not None:
        return Verdict(Status.KNOWN_MISTAKE, sentence)
    return _first_finding(Evidence(exercise, cases, lines, lines, right, observations), FINDINGS)


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


def _first_finding(evidence, findings) -> Verdict:
    return next(verdict for finding in findings if (verdict := finding(evidence)) is not None)


def _raised(evidence) -> Verdict | None:
    value, _ = evidence.values()
    if not (isinstance(value, dict) and "raised" in value):
        return None
    observation = evidence.observation()
    error = (("error", where_it_failed(observation.error)),) if observation else ()
    return Verdict(Status.RAISED, f"Your code stopped with {_a(value['raised'])}.", error + _inputs(evidence))


def _nothing_returned(evidence) -> Verdict | None:
    if evidence.values()[0] is not None:
        return None
    observation = evidence.observation()
    if observation and observation.printed:
        sentence = "Your function prints its result and returns nothing. Hand the value back with `return`."
    else:
        sentence = "Your function returns nothing (None). Does every path end in `return` with a value?"
    return Verdict(Status.NOTHING_RETURNED, sentence, _inputs(evidence))


def _altered_input(evidence) -> Verdict | None:
    positions = altered_arguments(evidence.received[evidence.first_wrong])
    if not positions:
        return None
    names = " and ".join(f"`{_argument_names(evidence.exercise)[i]}`" for i in positions)
    sentence = (
        f"Your code changes {names} in place, and the caller still needs the old values. "
        "Work on a copy, or write `a = a - b` instead of `a -= b`."
    )
    return Verdict(Status.ALTERED_INPUT, sentence, _inputs(evidence))


def _wrong_type(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    if isinstance(value, dict) and isinstance(wanted, dict) and "type" not in value and value.keys() != wanted.keys():
        return Verdict(Status.WRONG_TYPE, _different_keys(value, wanted), _returned(evidence))
    found, asked = kind(value), kind(wanted)
    if found == asked or "nothing at all" in (found, asked):
        return None
    return Verdict(
        Status.WRONG_TYPE, f"You returned {found}; asked for is {asked}.", _inputs(evidence) + _returned(evidence)
    )


def _different_keys(value, wanted) -> str:
    missing = [short_repr(key) for key in wanted if key not in value]
    unknown = [short_repr(key) for key in value if key not in wanted]
    parts = [f"missing: {', '.join(missing)}"] if missing else []
    parts += [f"not asked for: {', '.join(unknown)}"] if unknown else []
    return f"The keys of your dictionary are not the ones asked for ({'; '.join(parts)})."


def _wrong_shape(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    found, asked = shape(value), shape(wanted)
    if found == asked or isinstance(value, dict | set):
        return None
    sentence = f"The shape is not the one asked for: {_shape_words(found)} came back, {_shape_words(asked)} is asked."
    why = explain_shape(found, asked)
    return Verdict(Status.WRONG_SHAPE, f"{sentence} {why}".strip(), _inputs(evidence) + _returned(evidence))


def _not_finite(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    numbers, wanted_numbers = leaves(value), leaves(wanted)
    bad = [number for number in numbers if isinstance(number, float) and not math.isfinite(number)]
    if not bad or len(bad) == sum(isinstance(n, float) and not math.isfinite(n) for n in wanted_numbers):
        return None
    name = "NaN" if any(math.isnan(number) for number in bad) else "infinity"
    places = f"{len(bad)} of {count(len(numbers), 'number')}" if len(numbers) > 1 else "the number"
    sentence = f"{places[0].upper()}{places[1:]} you returned {'is' if len(bad) == 1 else 'are'} {name}. Look for "
    sentence += "a division by zero, the logarithm of zero, a difference of infinities, or steps that blow up."
    return Verdict(Status.NOT_FINITE, sentence, _inputs(evidence) + _returned(evidence))


def _sign_or_factor(evidence) -> Verdict | None:
    factors = [_factor(parse(r), parse(e)) for r, e in zip(evidence.received, evidence.expected, strict=True)]
    known = [factor for factor in factors if factor is not None and not math.isnan(factor)]
    if None in factors or len(known) < min(2, len(factors)):
        return None
    if _all_close(known, known[0]):
        return _constant_factor(known[0])
    return _factor_of_rows(evidence, factors)


def _constant_factor(factor) -> Verdict:
    if math.isclose(factor, -1, rel_tol=FACTOR_RTOL):
        return Verdict(Status.WRONG_SIGN, "Right but for the sign: every number you returned has the opposite sign.")
    sentence = f"Right but for one constant factor: what you return is {_as_fraction(factor)} times what is asked."
    return Verdict(Status.WRONG_FACTOR, sentence)


def _factor_of_rows(evidence, factors) -> Verdict | None:
    rows = [_rows(case) for case in evidence.cases]
    pairs = [(f, n) for f, n in zip(factors, rows, strict=True) if n is not None and not math.isnan(f)]
    if len({n for _, n in pairs}) < 2:
        return None
    if all(math.isclose(f, n, rel_tol=FACTOR_RTOL) for f, n in pairs):
        return Verdict(
            Status.WRONG_FACTOR, "Right but for a factor n, the number of rows: a sum where the mean is asked?"
        )
    if all(math.isclose(f * n, 1, rel_tol=FACTOR_RTOL) for f, n in pairs):
        return Verdict(
            Status.WRONG_FACTOR, "Right but for a factor 1/n, n the number of rows: divided by n once too often?"
        )
    return None


def _factor(value, wanted) -> float | None:
    """The one factor between two results of the same shape; NaN where both are zero; None where there is none."""
    if kind(value) != "numbers" or kind(wanted) != "numbers" or shape(value) != shape(wanted):
        return None
    ours, theirs = np.array(leaves(value), float), np.array(leaves(wanted), float)
    if not np.isfinite(ours).all() or not np.isfinite(theirs).all():
        return None
    scale = np.abs(theirs).max(initial=0)
    if scale == 0:
        return math.nan if not ours.any() else None
    factor = float(ours @ theirs / (theirs @ theirs))
    return factor if factor and np.allclose(ours, factor * theirs, rtol=FACTOR_RTOL, atol=1e-9 * scale) else None


def _all_close(numbers, target) -> bool:
    return all(math.isclose(number, target, rel_tol=FACTOR_RTOL) for number in numbers)


def _as_fraction(factor) -> str:
    fraction = Fraction(factor).limit_denominator(12)
    exact = fraction != 0 and math.isclose(fraction, factor, rel_tol=FACTOR_RTOL)
    return str(fraction) if exact else f"{factor:.4g}"


def _rows(case) -> int | None:
    sizes = (len(argument) for argument in case if hasattr(argument, "__len__") and not isinstance(argument, str))
    return next(sizes, None)


def _example_only(evidence) -> Verdict | None:
    right = evidence.right
    if not right[0] or any(right[1:]):
        return None
    sentence = "Right on the example of the statement only. "
    if len(set(evidence.received)) == 1:
        sentence += "Your answer is the same whatever the inputs: use the arguments, not their values in the example."
    else:
        sentence += f"On the {count(len(right) - 1, 'other case')} it differs: what is special about the example?"
    return Verdict(Status.EXAMPLE_ONLY, sentence, _inputs(evidence) + _returned(evidence))


def _differs(evidence) -> Verdict:
    right, total = sum(evidence.right), len(evidence.right)
    if total == 1:
        return Verdict(Status.DIFFERS, _partly_right(evidence) or "Not right.", _returned(evidence))
    sentence = f"{right} of {count(total, 'case')} right. {_partly_right(evidence)}".strip()
    return Verdict(
        Status.DIFFERS, f"{sentence} The first case that differs is below.", _inputs(evidence) + _returned(evidence)
    )


def _partly_right(evidence) -> str:
    """Name the part of a pair or a dictionary that is right on every case."""
    pairs = [(parse(r), parse(e)) for r, e in zip(evidence.received, evidence.expected, strict=True)]
    wanted = pairs[0][1]
    if evidence.received == evidence.expected or not all(type(a) is type(b) is type(wanted) for a, b in pairs):
        return ""
    if isinstance(wanted, dict) and all(a.keys() == b.keys() == wanted.keys() for a, b in pairs):
        good = [key for key in wanted if all(_agree_values(evidence, a[key], b[key]) for a, b in pairs)]
        return f"{len(good)} of your {len(wanted)} entries are right." if len(wanted) > 1 else ""
    if isinstance(wanted, list) and 2 <= len(wanted) <= 3 and all(len(a) == len(b) == len(wanted) for a, b in pairs):
        good = [i for i in range(len(wanted)) if all(_agree_values(evidence, a[i], b[i]) for a, b in pairs)]
        return f"The {' and '.join(ordinal(i) for i in good)} of your {len(wanted)} values is right." if good else ""
    return ""


def _agree_values(evidence, ours, theirs) -> bool:
    exercise = evidence.exercise
    return agree(transcript(ours, [()]), transcript(theirs, [()]), exercise.rtol, exercise.atol)


FINDINGS = (_raised, _nothing_returned, _altered_input, _differs)
COMPARING_FINDINGS = (
    *FINDINGS[:-1],
    _wrong_type,
    _wrong_shape,
    _not_finite,
    _sign_or_factor,
    _example_only,
    _differs,
)


def leaves(value) -> list:
    """Flatten nested lists of a parsed transcript line."""
    if isinstance(value, list):
        return list(itertools.chain.from_iterable(leaves(item) for item in value))
    return [value]


def shape(value) -> tuple[int, ...] | None:
    """Return the shape of nested lists, () for anything else, None where the nesting is ragged."""
    if not isinstance(value, list):
        return ()
    inner = {shape(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or () if inner else ()))


def kind(value) -> str:
    """Say in words what a parsed value is, whatever its shape."""
    if isinstance(value, list):
        kinds = {kind(item) for item in value}
        return kinds.pop() if len(kinds) == 1 else ("a mixture of kinds" if kinds else "nothing at all")
    if isinstance(value, bool):
        return "True or False"
    if isinstance(value, int | float | complex):
        return "numbers"
    if isinstance(value, dict) and "type" in value:
        return _a(value["type"])
    names = {str: "text", dict: "a dictionary", set: "a set", type(None): "None"}
    return names.get(type(value), "something else")


def explain_shape(found, asked) -> str:
    """Name the slip that turns one shape into another, broadcasting first of all; "" where none is known."""
    if found is None or asked is None:
        return "The parts have different lengths: is every row of the same size?" if found is None else ""
    if len(found) == 2 and found[0] == found[1] > 1 and asked in {(found[0],), (found[0], 1)}:
        n = found[0]
        return f"A column ({n}, 1) met a row ({n},), and broadcasting made a table of every pair: give both one shape."
    if asked == () and math.prod(found) == 1:
        return "It is one number in a box: take it out with `.item()`."
    if asked == () and len(found) == 1:
        return "One number is asked and a number for each row came back: is a mean or a sum missing?"
    if found == () and asked:
        return "A single number came back: was it reduced over every axis, or only the last one kept?"
    if len(found) == len(asked) + 1 and math.prod(found) == math.prod(asked):
        return "There is one axis too many, of length 1: `.ravel()` or `[:, 0]` drops it."
    if len(found) == len(asked) == 2 and found == asked[::-1]:
        return "Rows and columns changed places."
    if len(found) == len(asked) and sum(f != a for f, a in zip(found, asked, strict=True)) == 1:
        axis = next(i for i, (f, a) in enumerate(zip(found, asked, strict=True)) if f != a)
        if abs(found[axis] - asked[axis]) == 1:
            return f"That is one too {'many' if found[axis] > asked[axis] else 'few'}: is the start or the end missing?"
    return ""


def _shape_words(sizes: tuple[int, ...] | None) -> str:
    if sizes is None:
        return "rows of different lengths"
    return f"shape {sizes}" if sizes else "a single number (shape ())"


def _a(noun) -> str:
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"


def _argument_names(exercise) -> list[str]:
    if not callable(exercise.expected):
        return []
    return list(inspect.signature(exercise.expected).parameters)


def _inputs(evidence) -> tuple[tuple[str, str], ...]:
    case = evidence.cases[evidence.first_wrong]
    names = _argument_names(evidence.exercise)
    if not case or len(names) != len(case):
        names = [f"input {i + 1}" for i in range(len(case))]
    return tuple((name, short_repr(value)) for name, value in zip(names, case, strict=True))


def _returned(evidence) -> tuple[tuple[str, str], ...]:
    value, _ = evidence.values()
    observation = evidence.observation()
    if observation is None:
        return (("you returned", short_repr(value)),)
    printed = (("you printed", observation.printed.strip()[:200]),) if observation.printed.strip() else ()
    returned = observation.value
    form = type(returned).__name__ + (f" of shape {returned.shape}" if hasattr(returned, "shape") else "")
    return (("you returned", short_repr(returned)), ("its type", form), *printed)
