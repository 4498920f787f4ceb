"""What the engine finds wrong with any answer, without being told: one function a finding, first found first said."""

import math
from dataclasses import replace

from firsthand.diagnosing.stopping import where_it_failed, why_it_stopped
from firsthand.diagnosing.turns import largest_share_off
from firsthand.judging.evidence import Evidence, inputs, names_of, returned
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import (
    Raised,
    agree,
    altered_arguments,
    parse,
    read_value,
    transcript,
)
from firsthand.judging.values import (
    are_of_argument,
    different_keys,
    is_all_none,
    kind,
    leaves,
    not_taken_from,
    part_of_another_kind,
    part_without_value,
    rows_of,
    shape,
    shape_sentence,
    with_article,
)
from firsthand.words import count, ordinal

NEARLY = 0.01
"""As a share: how far a result may be from the one asked to be called nearly right."""


def first_finding(evidence: Evidence, findings) -> Verdict:
    """Return the verdict of the first of `findings` that has one."""
    return next(verdict for finding in findings if (verdict := finding(evidence)) is not None)


def _raised(evidence) -> Verdict | None:
    value, _ = evidence.values()
    if not isinstance(value, Raised):
        return None
    observation = evidence.observation()
    error = (("error", where_it_failed(observation.error)),) if observation else ()
    named = dict(zip(names_of(evidence), evidence.cases[evidence.first_wrong], strict=True))
    why = why_it_stopped(observation.error, named) if observation else ""
    sentence = f"Your code stopped with {with_article(value.name)}. {why}".strip()
    return Verdict(Status.RAISED, sentence, error + inputs(evidence))


def _nothing_returned(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    if is_all_none(value) and not is_all_none(wanted):
        sentence = (
            "Every value that you return is None. Does each function that you call hand something back with `return`?"
        )
        return Verdict(Status.NOTHING_RETURNED, sentence, inputs(evidence))
    if value is not None:
        return None
    observation = evidence.observation()
    if not callable(evidence.exercise.expected):
        sentence = "Your answer is None: it holds nothing yet."
    elif observation and observation.printed:
        sentence = "Your function prints its result and returns nothing. Hand the value back with `return`."
    else:
        elsewhere = any(not isinstance(parse(line), Raised | None) for line in evidence.received)
        sentence = "Your function returns nothing (None)" + (_NONE_HERE if elsewhere else _NONE_EVER)
    return Verdict(Status.NOTHING_RETURNED, sentence, inputs(evidence))


_NONE_EVER = ". Does every path end in `return` with a value?"
_NONE_HERE = " on these inputs, and something on others. Which path ends without a value, or hands back one that nothing has set?"


def altered_input(evidence: Evidence) -> Verdict | None:
    """Name the arguments that the answer changed in place."""
    altered = _names_of_altered(evidence, [evidence.first_wrong])
    if not altered:
        return None
    sentence = (
        f"Your code changes {altered} in place, and the caller still needs the old values. "
        "Work on a copy, or write `a = a - b` instead of `a -= b`."
    )
    return Verdict(Status.ALTERED_INPUT, sentence, inputs(evidence))


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
    names = names_of(evidence)
    positions = sorted({i for index in indices for i in altered_arguments(evidence.received[index])})
    return " and ".join(f"`{names[i]}`" for i in positions)


def _wrong_type(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    if isinstance(value, dict) and isinstance(wanted, dict) and value.keys() != wanted.keys():
        return Verdict(Status.WRONG_TYPE, different_keys(value, wanted), returned(evidence))
    missing = part_without_value(value, wanted)
    if missing:
        return Verdict(Status.WRONG_TYPE, missing, inputs(evidence) + returned(evidence))
    found, asked = kind(value), kind(wanted)
    if found == asked or "nothing at all" in (found, asked):
        return None
    if asked == "a mixture of kinds" and (parts := _number_of_parts(evidence)):
        same_number = isinstance(value, list) and len(value) == parts
        return _wrong_kind_of_part(value, wanted, inputs(evidence) + returned(evidence)) if same_number else None
    return Verdict(
        Status.WRONG_TYPE, f"You returned {found}; asked for is {asked}.", inputs(evidence) + returned(evidence)
    )


def _wrong_kind_of_part(value, wanted, facts) -> Verdict | None:
    sentence = part_of_another_kind(value, wanted)
    return Verdict(Status.WRONG_TYPE, sentence, facts) if sentence else None


def _wrong_shape(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    facts = inputs(evidence) + returned(evidence)
    parts = _number_of_parts(evidence)
    if parts and (not isinstance(value, list) or len(value) != parts):
        came = count(len(value), "value") if isinstance(value, list) else "One value"
        came = "A value for each row" if isinstance(value, list) and len(value) == _rows(evidence) else came
        return Verdict(
            Status.WRONG_SHAPE, f"{came} came back, {parts} are asked: return them with commas between.", facts
        )
    found, asked = shape(value), shape(wanted)
    if not parts and _is_several_results(evidence, value, found, asked):
        sentence = f"{count(len(value), 'value')} came back together, one is asked: hand that one back alone."
        return Verdict(Status.WRONG_SHAPE, sentence, facts)
    if found == asked is None or (parts and found != asked):
        verdict = _wrong_part(evidence, value, wanted, facts)
        return verdict and replace(verdict, sentence=verdict.sentence + _taken_from_elsewhere(evidence, value, wanted))
    if found == asked or isinstance(value, dict | frozenset):
        return None
    return Verdict(Status.WRONG_SHAPE, shape_sentence("The shape", value, wanted, _rows(evidence)), facts)


def _rows(evidence) -> int | None:
    return rows_of(evidence.cases[evidence.first_wrong])


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


def _wrong_part(evidence, value, wanted, facts) -> Verdict | None:
    """Name the first of several results whose shape is not the one asked for."""
    if len(value) != len(wanted):
        sentence = f"{count(len(value), 'value')} came back, {len(wanted)} are asked."
        return Verdict(Status.WRONG_SHAPE, sentence, facts)
    if verdict := _wrong_kind_of_part(value, wanted, facts):
        return verdict
    for index, (part, asked) in enumerate(zip(value, wanted, strict=True)):
        if shape(part) != shape(asked) is not None:  # of rows of different lengths a shape says nothing
            subject = f"The shape of your {ordinal(index)} value"
            return Verdict(Status.WRONG_SHAPE, shape_sentence(subject, part, asked, _rows(evidence)), facts)
    return None


def _taken_from_elsewhere(evidence, value, wanted) -> str:
    """Add where the numbers asked in one of several results all come from, when those returned do not."""
    if not isinstance(value, list) or len(value) != len(wanted):
        return ""
    case = evidence.cases[evidence.first_wrong]
    for index, (part, asked) in enumerate(zip(value, wanted, strict=True)):
        for position, name in enumerate(names_of(evidence)):
            if are_of_argument(case[position], asked) and not are_of_argument(case[position], leaves(part), enough=0):
                return f" All numbers asked in your {ordinal(index)} value are in `{name}`, and not all of yours are."
    return ""


def _not_finite(evidence) -> Verdict | None:
    value, wanted = evidence.values()
    numbers, wanted_numbers = leaves(value), leaves(wanted)
    bad = [number for number in numbers if isinstance(number, float) and not math.isfinite(number)]
    if not bad or len(bad) == sum(isinstance(n, float) and not math.isfinite(n) for n in wanted_numbers):
        return None
    name, is_so = ("NaN", math.isnan) if any(map(math.isnan, bad)) else ("infinity", math.isinf)
    named = name if all(map(is_so, bad)) else "NaN or infinity"
    others = [n for text in evidence.expected for n in leaves(parse(text)) if isinstance(n, float)]
    places = f"{len(bad)} of {count(len(numbers), 'number')}" if len(numbers) > 1 else "the number"
    sentence = f"{places[0].upper()}{places[1:]} you returned {'is' if len(bad) == 1 else 'are'} {named}. "
    if any(map(is_so, others)):
        sentence += "That is asked on other inputs, not on these."
    else:
        sentence += "Look for a division by zero, the logarithm of zero, an exponential that overflows, a difference of infinities, or steps that blow up."
    return Verdict(Status.NOT_FINITE, sentence, inputs(evidence) + returned(evidence))


def _not_among_the_given(evidence) -> Verdict | None:
    ours, asked = ([parse(text) for text in lines] for lines in (evidence.received, evidence.expected))
    sentence = not_taken_from(ours, asked, evidence.cases, evidence.first_wrong, names_of(evidence))
    return Verdict(Status.DIFFERS, sentence, inputs(evidence) + returned(evidence)) if sentence else None


def _example_only(evidence) -> Verdict | None:
    right = evidence.right
    if not right[0] or any(right[1:]):
        return None
    sentence = "Right on the example of the statement only. "
    sentence += f"On the {count(len(right) - 1, 'other case')} it differs: what is special about the example?"
    return Verdict(Status.EXAMPLE_ONLY, sentence, inputs(evidence) + returned(evidence))


def _hard_coded(evidence) -> Verdict | None:
    if not evidence.right[0] or len(set(evidence.received)) > 1:
        return None
    sentence = (
        "Right on the example of the statement only: your answer is the same whatever the inputs. "
        "Use the arguments, not their values in the example."
    )
    return Verdict(Status.EXAMPLE_ONLY, sentence, inputs(evidence) + returned(evidence))


def _differs(evidence) -> Verdict:
    right, total = sum(evidence.right), len(evidence.right)
    if total == 1:
        return Verdict(Status.DIFFERS, _partly_right(evidence) or "Not right.", returned(evidence))
    sentence = f"{right} of {count(total, 'case')} right. {_partly_right(evidence)}".strip()
    return Verdict(
        Status.DIFFERS, f"{sentence} The first case that differs is below.", inputs(evidence) + returned(evidence)
    )


def _partly_right(evidence) -> str:
    """Name the part of a pair or a dictionary that is right on every case."""
    pairs = [(parse(r), parse(e)) for r, e in zip(evidence.received, evidence.expected, strict=True)]
    wanted = pairs[0][1]
    if evidence.received == evidence.expected or not all(type(a) is type(b) is type(wanted) for a, b in pairs):
        return ""
    if isinstance(wanted, dict) and all(a.keys() == b.keys() == wanted.keys() for a, b in pairs):
        good = [key for key in wanted if all(_agree_values(evidence, a[key], b[key]) for a, b in pairs)]
        return f"{len(good)} of your {len(wanted)} entries are right." if good and len(wanted) > 1 else ""
    if isinstance(wanted, list) and 2 <= len(wanted) <= 3 and all(len(a) == len(b) == len(wanted) for a, b in pairs):
        good = [i for i in range(len(wanted)) if all(_agree_values(evidence, a[i], b[i]) for a, b in pairs)]
        verb = "is" if len(good) == 1 else "are"
        return f"The {' and '.join(map(ordinal, good))} of your {len(wanted)} values {verb} right." if good else ""
    return ""


def _agree_values(evidence, ours, theirs) -> bool:
    exercise = evidence.exercise
    return agree(transcript(ours, [()]), transcript(theirs, [()]), exercise.rtol, exercise.atol)


def _nearly_right(evidence) -> Verdict | None:
    """Say how near an answer is that is off by a small share on every case it misses."""
    share = largest_share_off(evidence.results, [read_value(text) for text in evidence.expected])
    if not 0 < share <= NEARLY:
        return None
    numbers = [number for text in evidence.expected + evidence.received for number in leaves(parse(text))]
    question = _OF_COUNTS if all(float(number).is_integer() for number in numbers) else _OF_MEASURES
    return Verdict(
        Status.NEARLY_RIGHT, f"Nearly right: no number is off by more than a share of {share:.1g}. {question}"
    )


_OF_COUNTS = "Is something counted twice, or left out?"
_OF_MEASURES = "Is something small added on the way, or is something rounded before the end?"


WITHOUT_ORACLE = (_raised, _nothing_returned, altered_input, _differs)
WITH_ORACLE = (
    _nearly_right,
    _raised,
    _nothing_returned,
    _altered_and_wrong,
    _hard_coded,
    _wrong_type,
    _wrong_shape,
    _not_finite,
    _not_among_the_given,
    _example_only,
    _differs,
)
