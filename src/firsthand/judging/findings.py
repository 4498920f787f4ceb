"""What the engine finds wrong with any answer, without being told: one function a finding, first found first said."""

import inspect
import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import (
    Observation,
    Raised,
    agree,
    altered_arguments,
    parse,
    read_value,
    same,
    transcript,
)
from firsthand.judging.values import (
    alike_but_nan,
    all_close,
    as_fraction,
    common_factor,
    kind,
    leaves,
    part_of_another_kind,
    rows_of,
    shape,
    shape_sentence,
    with_article,
)
from firsthand.judging.words import count, ordinal, short_repr, what_is_misread, where_it_failed


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


def first_finding(evidence: Evidence, findings) -> Verdict:
    """Return the verdict of the first of `findings` that has one."""
    return next(verdict for finding in findings if (verdict := finding(evidence)) is not None)


def _raised(evidence) -> Verdict | None:
    value, _ = evidence.values()
    if not isinstance(value, Raised):
        return None
    observation = evidence.observation()
    error = (("error", where_it_failed(observation.error)),) if observation else ()
    sentence = f"Your code stopped with {with_article(value.name)}. {what_is_misread(observation.error) if observation else ''}"
    return Verdict(Status.RAISED, sentence.strip(), error + _inputs(evidence))


def _nothing_returned(evidence) -> Verdict | None:
    if evidence.values()[0] is not None:
        return None
    observation = evidence.observation()
    if not callable(evidence.exercise.expected):
        sentence = "Your answer is None: it holds nothing yet."
    elif observation and observation.printed:
        sentence = "Your function prints its result and returns nothing. Hand the value back with `return`."
    else:
        sentence = "Your function returns nothing (None). Does every path end in `return` with a value?"
    return Verdict(Status.NOTHING_RETURNED, sentence, _inputs(evidence))


def altered_input(evidence: Evidence) -> Verdict | None:
    """Name the arguments that the answer changed in place."""
    altered = _names_of_altered(evidence, [evidence.first_wrong])
    if not altered:
        return None
    sentence = (
        f"Your code changes {altered} in place, and the caller still needs the old values. "
        "Work on a copy, or write `a = a - b` instead of `a -= b`."
    )
    return Verdict(Status.ALTERED_INPUT, sentence, _inputs(evidence))


def _altered_and_wrong(evidence) -> Verdict | None:
    """Name the arguments that were changed in place, and say that it is not all: the results differ too."""
    verdict = altered_input(evidence)
    return verdict and replace(verdict, sentence=f"{verdict.sentence} What comes back is not right either.")


def besides_altered(evidence: Evidence, verdict: Verdict) -> Verdict:
    """Add to what is wrong with a result that arguments were changed in place too, on any case."""
    altered = _names_of_altered(evidence, evidence.order)
    if not altered or verdict.status is Status.ALTERED_INPUT:
        return verdict
    return replace(
        verdict, sentence=f"{verdict.sentence} Besides, your code changes {altered} in place: work on a copy."
    )


def _names_of_altered(evidence, indices) -> str:
    names = _argument_names(evidence)
    positions = sorted({i for index in indices for i in altered_arguments(evidence.received[index])})
    return " and ".join(f"`{names[i]}`" for i in positions)


def _wrong_type(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    if isinstance(value, dict) and isinstance(wanted, dict) and value.keys() != wanted.keys():
        return Verdict(Status.WRONG_TYPE, _different_keys(value, wanted), _returned(evidence))
    found, asked = kind(value), kind(wanted)
    if found == asked or "nothing at all" in (found, asked):
        return None
    if asked == "a mixture of kinds" and (parts := _number_of_parts(evidence)):
        same_number = isinstance(value, list) and len(value) == parts
        return _wrong_kind_of_part(value, wanted, _inputs(evidence) + _returned(evidence)) if same_number else None
    return Verdict(
        Status.WRONG_TYPE, f"You returned {found}; asked for is {asked}.", _inputs(evidence) + _returned(evidence)
    )


def _wrong_kind_of_part(value, wanted, facts) -> Verdict | None:
    sentence = part_of_another_kind(value, wanted)
    return Verdict(Status.WRONG_TYPE, sentence, facts) if sentence else None


def _different_keys(value, wanted) -> str:
    missing = [short_repr(key) for key in wanted if key not in value]
    unknown = [short_repr(key) for key in value if key not in wanted]
    parts = [f"missing: {', '.join(missing)}"] if missing else []
    parts += [f"not asked for: {', '.join(unknown)}"] if unknown else []
    return f"The keys of your dictionary are not the ones asked for ({'; '.join(parts)})."


def _wrong_shape(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    facts = _inputs(evidence) + _returned(evidence)
    parts = _number_of_parts(evidence)
    if parts and (not isinstance(value, list) or len(value) != parts):
        came = count(len(value), "value") if isinstance(value, list) else "One value"
        return Verdict(
            Status.WRONG_SHAPE, f"{came} came back, {parts} are asked: return them with commas between.", facts
        )
    found, asked = shape(value), shape(wanted)
    if not parts and _is_several_results(evidence, value, found, asked):
        sentence = f"{count(len(value), 'value')} came back together, one is asked: hand that one back alone."
        return Verdict(Status.WRONG_SHAPE, sentence, facts)
    if found == asked is None or (parts and found != asked):
        return _wrong_part(value, wanted, facts)
    if found == asked or isinstance(value, dict | frozenset):
        return None
    return Verdict(Status.WRONG_SHAPE, shape_sentence("The shape", value, wanted), facts)


def _is_several_results(evidence, value, found, asked) -> bool:
    """Say whether a tuple holds, beside others, a result of the shape that is asked alone; of numbers, not one a row."""
    observation = evidence.observation()
    is_tuple = observation is not None and isinstance(observation.value, tuple)
    if found == asked or not isinstance(value, list) or len(value) < 2 or not (is_tuple or found is None):
        return False
    if asked == ():
        return found is None or len(found) > 1 or len(value) != rows_of(evidence.cases[evidence.first_wrong])
    return any(shape(part) == asked for part in value)


def _number_of_parts(evidence) -> int:
    """Return how many results are asked for, where the oracle returns two or three of them; else 0."""
    wanted = [parse(text) for text in evidence.expected]
    lengths = {len(value) if isinstance(value, list) else 0 for value in wanted}
    several = len(wanted) > 2 and len(lengths) == 1 and lengths <= {2, 3}
    return lengths.pop() if several else 0


def _wrong_part(value, wanted, facts) -> Verdict | None:
    """Name the first of several results whose shape is not the one asked for."""
    if len(value) != len(wanted):
        sentence = f"{count(len(value), 'value')} came back, {len(wanted)} are asked."
        return Verdict(Status.WRONG_SHAPE, sentence, facts)
    if verdict := _wrong_kind_of_part(value, wanted, facts):
        return verdict
    for index, (part, asked) in enumerate(zip(value, wanted, strict=True)):
        if shape(part) != shape(asked):
            subject = f"The shape of your {ordinal(index)} value"
            return Verdict(Status.WRONG_SHAPE, shape_sentence(subject, part, asked), facts)
    return None


def _not_finite(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    numbers, wanted_numbers = leaves(value), leaves(wanted)
    bad = [number for number in numbers if isinstance(number, float) and not math.isfinite(number)]
    if not bad or len(bad) == sum(isinstance(n, float) and not math.isfinite(n) for n in wanted_numbers):
        return None
    name, is_so = ("NaN", math.isnan) if any(map(math.isnan, bad)) else ("infinity", math.isinf)
    others = [n for text in evidence.expected for n in leaves(parse(text)) if isinstance(n, float)]
    places = f"{len(bad)} of {count(len(numbers), 'number')}" if len(numbers) > 1 else "the number"
    sentence = f"{places[0].upper()}{places[1:]} you returned {'is' if len(bad) == 1 else 'are'} {name}. "
    if any(map(is_so, others)):
        sentence += "That is asked on other inputs, not on these."
    else:
        sentence += (
            "Look for a division by zero, the logarithm of zero, a difference of infinities, or steps that blow up."
        )
    return Verdict(Status.NOT_FINITE, sentence, _inputs(evidence) + _returned(evidence))


def constant_factor(evidence: Evidence) -> Verdict | None:
    """Name the one factor between what came back and what is asked, over all cases."""
    factors = [common_factor(parse(r), parse(e)) for r, e in zip(evidence.received, evidence.expected, strict=True)]
    known = [factor for factor in factors if factor is not None and not math.isnan(factor)]
    numbers = [number for text in evidence.expected for number in leaves(parse(text))]
    if None in factors or not known or len(numbers) < 2 or len(known) < min(2, len(factors)):
        return None  # one number is always some factor times another
    if not all_close(known, known[0]):
        return None
    sentence = f"Right but for one constant factor: what you return is {as_fraction(known[0])} times what is asked."
    return Verdict(Status.WRONG_FACTOR, sentence)


def _example_only(evidence) -> Verdict | None:
    right = evidence.right
    if not right[0] or any(right[1:]):
        return None
    sentence = "Right on the example of the statement only. "
    sentence += f"On the {count(len(right) - 1, 'other case')} it differs: what is special about the example?"
    return Verdict(Status.EXAMPLE_ONLY, sentence, _inputs(evidence) + _returned(evidence))


def _hard_coded(evidence) -> Verdict | None:
    if not evidence.right[0] or len(set(evidence.received)) > 1:
        return None
    sentence = (
        "Right on the example of the statement only: your answer is the same whatever the inputs. "
        "Use the arguments, not their values in the example."
    )
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
        verb = "is" if len(good) == 1 else "are"
        return f"The {' and '.join(map(ordinal, good))} of your {len(wanted)} values {verb} right." if good else ""
    return ""


def _agree_values(evidence, ours, theirs) -> bool:
    exercise = evidence.exercise
    return agree(transcript(ours, [()]), transcript(theirs, [()]), exercise.rtol, exercise.atol)


WITHOUT_ORACLE = (_raised, _nothing_returned, altered_input, _differs)
WITH_ORACLE = (
    _raised,
    _nothing_returned,
    _altered_and_wrong,
    _hard_coded,
    _wrong_type,
    _wrong_shape,
    _not_finite,
    _example_only,
    _differs,
)


def argument_names(exercise: Exercise, number: int) -> list[str]:
    """Name the arguments of an exercise as the oracle's signature does, or by their number."""
    try:
        names = list(inspect.signature(exercise.expected).parameters) if callable(exercise.expected) else []
    except (TypeError, ValueError):  # a library's function may have none that can be read
        names = []
    return names if len(names) == number else [f"input {i + 1}" for i in range(number)]


def _argument_names(evidence) -> list[str]:
    return argument_names(evidence.exercise, len(evidence.cases[evidence.first_wrong]))


def _inputs(evidence) -> tuple[tuple[str, str], ...]:
    case = evidence.cases[evidence.first_wrong]
    return tuple((name, short_repr(value)) for name, value in zip(_argument_names(evidence), case, strict=True))


def _returned(evidence) -> tuple[tuple[str, str], ...]:
    value, _ = evidence.values()
    observation = evidence.observation()
    if observation is None:
        return (("you returned", short_repr(value)),)
    printed = (("you printed", observation.printed.strip()[:200]),) if observation.printed.strip() else ()
    returned = observation.value
    form = type(returned).__name__
    if isinstance(returned, np.ndarray | pd.Series | pd.DataFrame):
        form += f" of shape {returned.shape}"
    return (("you returned", short_repr(returned)), ("its type", form), *printed)
