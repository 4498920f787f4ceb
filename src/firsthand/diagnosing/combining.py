"""What explains an answer that no single known mistake does: the engine's own slips, two mistakes at once, a mistake and a slip."""

import contextlib
import time
from functools import partial

from firsthand.diagnosing.arguments import other_arguments
from firsthand.diagnosing.constants import added_constant, built_in_rows, constant_factor, rows_and_constant
from firsthand.diagnosing.turns import (
    Turn,
    find_exchange_and_turn,
    find_turn,
    may_turn,
    sorted_instead,
    telling_case,
)
from firsthand.judging.evidence import Evidence
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import read_value, same
from firsthand.limit import garbage_left
from firsthand.words import more_than_one


class OutOfTime(Exception):
    """Looking for an explanation has taken as long as a learner should wait."""


class Clock:
    """Raises OutOfTime when `look` is called after `seconds` of computing since `start`."""

    def __init__(self, start: float, seconds: float):
        self._until = start + seconds

    def look(self) -> None:
        if time.process_time() > self._until:
            raise OutOfTime


@garbage_left()
def explain(evidence: Evidence, references, seconds: float) -> Verdict | None:
    """Return the simplest explanation of the whole transcript; None where there is none, or more than one.

    In this order: a slip of the engine's own on top of the oracle; two known mistakes; a known mistake and a slip.
    seconds : how long to look; what one kind of explanation leaves of its time is another's.
    """
    start = time.process_time()
    raised = all(line.startswith('{"raised":') for line in evidence.received)
    if raised or len(set(evidence.received)) < min(2, len(evidence.cases)):  # the same whatever the inputs
        return None
    ours, asked = evidence.results, _values(evidence.expected)
    alone = (
        _turned_oracle(evidence, ours, asked)
        or _within(Clock(start, seconds / 5), other_arguments, evidence)
        or _entries(evidence, references, ours, asked)
        or built_in_rows(evidence)
    )
    if alone is not None:
        return alone
    # Half of the time is left for the pairs, which may take long.
    turned = _within(Clock(start, seconds / 2), _mistake_and_turn, evidence, references, asked)
    return (
        _two_mistakes(evidence, references, Clock(start, seconds))
        or turned
        or rows_and_constant(evidence)
        or _exchanged_and_turned(evidence, ours, asked)
    )


def _within(clock, look, *arguments) -> Verdict | None:
    """Look for an explanation until the clock stops it."""
    try:
        return look(*arguments, clock)
    except OutOfTime:
        return None


def _values(lines) -> list:
    return [read_value(line) for line in lines]


# ---- one slip on top of the oracle


def _turned_oracle(evidence, ours, asked) -> Verdict | None:
    turn = find_turn(ours, asked, evidence.cases, evidence.first_wrong)
    if turn is not None:
        return Verdict(turn.status, f"Right, but {turn.clause}")
    if (factor := constant_factor(evidence)) is not None:
        return factor
    if sorted_instead(ours, asked):
        return Verdict(
            Status.SLIP, "The right numbers, in another order. Is something sorted, or not sorted, on the way?"
        )
    added = added_constant(ours, asked)
    if added is not None:
        return Verdict(
            Status.SLIP, "Right, but one and the same number is added to every number.", (("added", f"{added:.3g}"),)
        )
    return None


def _exchanged_and_turned(evidence, ours, asked) -> Verdict | None:
    turn = find_exchange_and_turn(ours, asked, evidence.cases)
    return Verdict(turn.status, f"Right, but {turn.clause}") if turn else None


# ---- several entries of a dictionary


def _entries(evidence, references, ours, asked) -> Verdict | None:
    """Where a dictionary of values is asked, name two wrong entries by the mistakes that have them; of more, the first one."""
    exercise = evidence.exercise
    if callable(exercise.expected) or not (_is_dict(ours[0]) and _is_dict(asked[0])):
        return None
    mine, right = dict(_entry_pairs(ours[0])), dict(_entry_pairs(asked[0]))
    wrong = [key for key in right if key in mine and not same(mine[key], right[key], exercise.rtol, exercise.atol)]
    if mine.keys() != right.keys() or len(wrong) < 2:
        return None
    named = [found for key in wrong if (found := _mistake_of_entry(exercise, references, mine, right, key))]
    if not named:
        return None
    if len(named) == len(wrong) == 2:
        return Verdict(Status.KNOWN_MISTAKE, " ".join(named), mistakes=tuple(named))
    more = more_than_one(len(wrong) - 1, "entry")
    return Verdict(Status.KNOWN_MISTAKE, f"{named[0]} {more}", mistakes=(named[0],))


def _mistake_of_entry(exercise, references, mine, right, key) -> str | None:
    """Find the known mistake that has this wrong entry, and all others right."""
    for sentence, text in references.mistakes():
        theirs = dict(_entry_pairs(read_value(text)))
        alone = all(same(theirs.get(k), v, exercise.rtol, exercise.atol) for k, v in right.items() if k != key)
        if alone and same(mine[key], theirs.get(key), exercise.rtol, exercise.atol):
            return sentence
    return None


def _is_dict(value) -> bool:
    return isinstance(value, dict) and "dict" in value


def _entry_pairs(value) -> list:
    return [(str(key), entry) for key, entry in value["dict"]] if _is_dict(value) else []


# ---- two known mistakes


def _two_mistakes(evidence, references, clock) -> Verdict | None:
    """Name two known mistakes made at once; where several pairs would do the same, the mistake that all of them share."""
    fitting: list = []
    with contextlib.suppress(OutOfTime):  # a pair that was found explains the answer, if another one does or not
        for pair in references.pairs:
            clock.look()
            if _fits(evidence, references, pair):
                fitting.append(pair)
    found = [pair.sentences for pair in fitting if not any(_turns_less(other, pair) for other in fitting)]
    if len(found) == 1:
        first, second = found[0]
        return Verdict(Status.KNOWN_MISTAKE, two_at_once(first, second), mistakes=found[0])
    shared = set(found[0]).intersection(*found[1:]) if found else set()
    if len(shared) == 1:
        (sentence,) = shared
        return Verdict(Status.KNOWN_MISTAKE, _one_of_two(sentence, found), mistakes=(sentence,))
    return None


def _one_of_two(shared: str, pairs: list[tuple[str, str]]) -> str:
    """Say the mistake that several pairs share; of two others that would do the same both, of more none."""
    others = list(dict.fromkeys(sentence for pair in pairs for sentence in pair if sentence != shared))
    if len(others) > 2:
        return f"Two things at once. One of them: {_what_is_left(shared)}"
    one, other = map(_what_is_left, others)
    return f"{_TWO_THINGS} {_what_is_left(shared)} And one of these: {one} Or: {other}"


def _turns_less(one, other) -> bool:
    """Say whether a pair turns some of the switches of another and no more: what else that one turns shows nowhere."""
    few, many = one.answer.keywords, other.answer.keywords
    return few.keys() < many.keys() and all(repr(few[name]) == repr(many[name]) for name in few)


_TWO_THINGS = "Two things at once. First:"


def two_at_once(first: str, second: str) -> str:
    """Join two sentences into one of the panel."""
    return f"{_TWO_THINGS} {_what_is_left(first)} And: {_what_is_left(second)}"


def one_more(first: str, said: str) -> str:
    """Put one sentence before what is said, be it one thing or two."""
    if not said.startswith(_TWO_THINGS):
        return two_at_once(first, said)
    return said.replace(_TWO_THINGS, f"Three things at once. First: {first} Second:", 1).replace(
        " And: ", " Third: ", 1
    )


def _what_is_left(sentence: str) -> str:
    """Leave unsaid what a repair has mended: the other slip may sit there."""
    if not sentence.startswith("Mended: "):
        return sentence
    left = sentence.partition("Left: ")[2]
    return left[0].upper() + left[1:]


def _fits(evidence, references, pair) -> bool:
    """Compare case by case: nearly every pair fails on the first, and is asked no further."""
    if not evidence.is_more_than_nan and not any("NaN" in sentence for sentence in pair.sentences):
        return False
    return all(evidence.agrees(index, references.line_of(pair, index)) for index in evidence.order)


def both(one, other) -> partial | None:
    """Turn the switches of two mistakes of one function; None where they turn the same one, or are no switches."""
    if not (isinstance(one, partial) and isinstance(other, partial) and one.func is other.func):
        return None
    if one.args or other.args or one.keywords.keys() & other.keywords.keys():
        return None
    return partial(one.func, **one.keywords, **other.keywords)


# ---- a known mistake and a slip on top of it


def _mistake_and_turn(evidence, references, asked, clock) -> Verdict | None:
    if not evidence.is_more_than_nan:
        return None
    found: list[tuple[str, Turn]] = []
    ours, first = evidence.results, evidence.first_wrong
    telling = telling_case(ours, asked, evidence.cases, first)
    for sentence in evidence.exercise.mistakes:
        clock.look()
        there = read_value(references.line_of(sentence, telling))
        if may_turn(ours[telling], there, evidence.cases[telling]):
            turn = find_turn(ours, _of_mistake(evidence, references, sentence), evidence.cases, first)
            found += [(sentence, turn)] if turn else []
    if len(found) == 2 and _are_each_others_turn(evidence, references, asked, found):
        sentences = (found[0][0], found[1][0])
        return Verdict(Status.KNOWN_MISTAKE, two_at_once(*sentences), mistakes=sentences)
    if len(found) != 1:
        return None
    ((sentence, turn),) = found
    return Verdict(Status.KNOWN_MISTAKE, two_at_once(sentence, turn.on_top), mistakes=(sentence,))


def _are_each_others_turn(evidence, references, asked, found) -> bool:
    """Say whether two mistakes are but turns of the oracle, each the other's: a sum, and a logarithm of another base."""
    (one, turn_on_one), (other, turn_on_other) = found
    turns = [
        find_turn(_of_mistake(evidence, references, sentence), asked, evidence.cases, evidence.first_wrong)
        for sentence in (one, other)
    ]
    return turns == [turn_on_other, turn_on_one]


def _of_mistake(evidence, references, sentence) -> list:
    return _values(references.line_of(sentence, i) for i in range(len(evidence.cases)))


# ---- one known mistake


def explains(evidence: Evidence, references, sentence: str) -> bool:
    """Say whether what a known mistake does is what came back; it is asked until the first case that differs.

    Where that differs from the oracle's by NaN alone, another slip may give the same NaN: only a sentence that speaks
    of NaN may be said then.
    """
    if not evidence.is_more_than_nan and "NaN" not in sentence:
        return False
    return all(evidence.agrees(index, references.line_of(sentence, index)) for index in evidence.order)


def known_mistake(evidence: Evidence, references) -> Verdict | None:
    """Name the known mistake that does what came back."""
    for sentence in evidence.exercise.mistakes:
        if explains(evidence, references, sentence):
            return Verdict(Status.KNOWN_MISTAKE, sentence, mistakes=(sentence,))
    return None
