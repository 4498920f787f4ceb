"""What else is wrong with an answer that stops, or returns nothing, on some of the cases: the others are looked at alone."""

import math
from dataclasses import replace

from firsthand.diagnosing.combining import explain, known_mistake, one_more
from firsthand.diagnosing.findings import WITH_ORACLE, first_finding
from firsthand.diagnosing.stopping import exception_words
from firsthand.judging.evidence import Evidence
from firsthand.judging.feedback import Verdict
from firsthand.judging.transcript import Raised, parse
from firsthand.judging.values import leaves

FEWEST_CASES = 3
"""Of fewer, too much may be true by chance."""


class _OfCases:
    """The references on some of their cases."""

    def __init__(self, references, indices: list[int]):
        self._references, self._indices = references, indices
        self.cases, self.pairs = [references.cases[i] for i in indices], references.pairs

    def line_of(self, mistake, index: int) -> str:
        return self._references.line_of(mistake, self._indices[index])


def behind_stops(evidence: Evidence, references, seconds: float) -> Verdict | None:
    """Say what explains the results that there are, and that there are none on some cases; None where nothing does."""
    values = [parse(line) for line in evidence.received]
    kept = [i for i, value in enumerate(values) if evidence.right[i] or not isinstance(value, Raised | None)]
    if not FEWEST_CASES <= len(kept) < len(values):
        return None
    others = _on(evidence, kept)
    if all(others.right):
        return None
    of_kept = _OfCases(references, kept)
    found = known_mistake(others, of_kept) or explain(others, of_kept, seconds)
    stopped = [i for i in range(len(values)) if i not in kept]
    if found is None or any(_has_no_result(references.line_of(s, i)) for s in found.mistakes for i in stopped):
        return None
    said, facts = _stop(evidence, stopped[0], values[stopped[0]])
    return replace(found, sentence=one_more(said, found.sentence), facts=(*facts, *found.facts))


def _has_no_result(line: str) -> bool:
    """Say whether a known mistake, too, has no finite result on a case: to stop there may be the very same mistake."""
    value = parse(line)
    return isinstance(value, Raised) or any(isinstance(n, float) and not math.isfinite(n) for n in leaves(value))


def _on(evidence: Evidence, indices: list[int]) -> Evidence:
    """Return the evidence of some cases alone."""
    cases = [evidence.cases[i] for i in indices]
    received, expected = ([lines[i] for i in indices] for lines in (evidence.received, evidence.expected))
    return Evidence(evidence.exercise, cases, received, expected, [evidence.right[i] for i in indices], None)


def _stop(evidence, index, value) -> tuple[str, tuple]:
    """Say how there was no result on a case; in a graded run nothing of the case."""
    if evidence.observations is None:
        how = f"stops with {exception_words(value.name)}" if isinstance(value, Raised) else "returns nothing"
        return f"Your code {how} on some cases.", ()
    there = replace(evidence, right=[i != index for i in range(len(evidence.right))])
    verdict = first_finding(there, WITH_ORACLE)
    return verdict.sentence, verdict.facts
