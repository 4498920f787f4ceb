"""What each of several results that come back together is wrong by, on its own."""

import json

from firsthand.diagnosing.combining import explains, one_more, two_at_once
from firsthand.diagnosing.turns import Turn, find_turn
from firsthand.judging.evidence import Evidence, inputs, returned
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import read_value, same
from firsthand.judging.values import ordinal_list

MOST_RESULTS = 4

MOST_THINGS = 3
"""More said at once helps nobody."""


class _OfPart:
    """The references of one of several results."""

    def __init__(self, references, part: int):
        self._references, self._part = references, part
        self.cases, self.pairs = references.cases, references.pairs

    def line_of(self, mistake, index: int) -> str:
        return _line(self._references.line_of(mistake, index), self._part)


def each_apart(evidence: Evidence, references) -> Verdict | None:
    """Say of each result that is wrong what explains it; None where nothing explains one, or one result is asked."""
    size = _number_of_results(evidence)
    parts = {k: part for k in range(size) if not all((part := _part(evidence, k)).right)}
    found = _known_apart(evidence, references, parts)
    for k in parts.keys() - found.keys():
        if turn := _turn(parts[k]):
            found[k] = Verdict(turn.status, f"Your {_ordinals([k])}: right, but {turn.clause}")
    if not found:
        return None
    said = list({found[k].sentence: found[k] for k in sorted(found)}.values())[:MOST_THINGS]
    sentence = _joined([verdict.sentence for verdict in said])
    mistakes = tuple(dict.fromkeys(sentence for verdict in said for sentence in verdict.mistakes))
    if unsaid := [k for k in parts if found.get(k) not in said]:
        sentence += f" Your {_ordinals(unsaid)} {'is' if len(unsaid) == 1 else 'are'} wrong as well."
        return Verdict(Status.SEEN, sentence, inputs(evidence) + returned(evidence), mistakes)
    return Verdict(Status.KNOWN_MISTAKE if mistakes else Status.SLIP, sentence, mistakes=mistakes)


def _turn(part) -> Turn | None:
    if len(set(part.received)) == 1:  # the same whatever the inputs
        return None
    results, asked = part.results, [read_value(line) for line in part.expected]
    return find_turn(results, asked, part.cases, part.first_wrong)


def _ordinals(parts: list[int]) -> str:
    return f"{ordinal_list(parts)} result{'s' if len(parts) > 1 else ''}"


def _joined(sentences: list[str]) -> str:
    first, *rest = sentences
    if not rest:
        return first
    return two_at_once(first, rest[0]) if len(rest) == 1 else one_more(first, two_at_once(*rest))


def _number_of_results(evidence) -> int:
    """Return how many results are asked in every case, and came back; 0 where that varies, or is one."""
    asked = [read_value(line) for line in evidence.expected]
    sizes = {len(value) if isinstance(value, list) else 0 for value in (*evidence.results, *asked)}
    size = sizes.pop() if len(sizes) == 1 else 0
    varies = len(set(evidence.received)) > 1  # else no argument is used, and a part may be like a mistake's by chance
    return size if 2 <= size <= MOST_RESULTS and varies and evidence.exercise.accepts is None else 0


def _line(line: str, part: int) -> str:
    """Take one result out of a line of a transcript; what holds no such results stays as it is."""
    value = read_value(line)
    return json.dumps(value[part]) if isinstance(value, list) and part < len(value) else line


def _part(evidence, part: int) -> Evidence:
    """Return the evidence on one of the results alone."""
    exercise = evidence.exercise
    received, expected = ([_line(line, part) for line in lines] for lines in (evidence.received, evidence.expected))
    right = [
        same(read_value(ours), read_value(asked), exercise.rtol, exercise.atol)
        for ours, asked in zip(received, expected, strict=True)
    ]
    return Evidence(exercise, evidence.cases, received, expected, right, None)


def _known_apart(evidence, references, parts) -> dict[int, Verdict]:
    """Name the known mistakes that explain some of the results: first one that does nothing else, else the only one."""
    fits = {
        sentence: {k for k, part in parts.items() if explains(part, _OfPart(references, k), sentence)}
        for sentence in evidence.exercise.mistakes
    }
    fits = {sentence: explained for sentence, explained in fits.items() if explained}
    found: dict[int, Verdict] = {}
    for sentence in sorted(fits, key=lambda sentence: -len(fits[sentence])):
        if not fits[sentence] & found.keys() and _changed_parts(evidence, references, sentence) <= fits[sentence]:
            found |= dict.fromkeys(fits[sentence], Verdict(Status.KNOWN_MISTAKE, sentence, mistakes=(sentence,)))
    for k in parts.keys() - found.keys():
        fitting = [sentence for sentence, explained in fits.items() if k in explained]
        if len(fitting) == 1:
            said = f"In your {_ordinals([k])}: {fitting[0]}"
            found[k] = Verdict(Status.KNOWN_MISTAKE, said, mistakes=(fitting[0],))
    return found


def _changed_parts(evidence, references, sentence) -> set[int]:
    """Return which of the results a known mistake changes, on any case."""
    exercise, changed = evidence.exercise, set()
    for index, line in enumerate(evidence.expected):
        asked, theirs = read_value(line), read_value(references.line_of(sentence, index))
        if not isinstance(theirs, list) or len(theirs) != len(asked):
            return set(range(MOST_RESULTS))
        pairs = enumerate(zip(theirs, asked, strict=True))
        changed |= {k for k, pair in pairs if not same(*pair, exercise.rtol, exercise.atol)}
    return changed
