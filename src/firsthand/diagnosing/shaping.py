"""What else is wrong with results of another shape than the one asked: they are brought into it, and looked at again."""

from dataclasses import replace

import numpy as np

from firsthand.diagnosing.combining import explain, known_mistake, one_more
from firsthand.judging.evidence import Evidence
from firsthand.judging.feedback import Verdict
from firsthand.judging.transcript import agree, parse, transcript
from firsthand.judging.values import kind, leaves, rows_of, shape, shape_sentence

MOST_RESULTS = 3

_EACH_ROW = "You returned a number for each row. One number is asked: reduce them."


def of_another_shape(evidence: Evidence, references, seconds: float) -> Verdict | None:
    """Say what is wrong with results besides their shape; None where that is all, or where nothing known explains them."""
    values, asked = ([parse(text) for text in lines] for lines in (evidence.received, evidence.expected))
    pairs = list(zip(values, asked, evidence.cases, strict=True))
    if {kind(value) for value in values + asked} != {"numbers"}:
        return _of_several(evidence, references, pairs, seconds)
    if all(shape(value) == (rows_of(case),) and shape(wanted) == () for value, wanted, case in pairs):
        return _of_each_row(evidence, references, values, seconds)
    if (several := _of_several(evidence, references, pairs, seconds)) is not None:
        return several
    if any(len(leaves(value)) != len(leaves(wanted)) for value, wanted, _ in pairs) or not _differs(pairs):
        return None
    return _reshaped(evidence, references, pairs, seconds)


def _of_each_row(evidence, references, values, seconds) -> Verdict | None:
    """Where a number for each row came back and one is asked, say what their mean or sum is wrong by."""
    with np.errstate(all="ignore"):
        mean, total = (_with_results(evidence, map(by, values)) for by in (np.mean, np.sum))
    if all(mean.right) or all(total.right):
        return None
    known = known_mistake(mean, references) or known_mistake(total, references)
    return _besides(_EACH_ROW, known or explain(mean, references, seconds))


def _of_several(evidence, references, pairs, seconds) -> Verdict | None:
    """Where several results came back and one of them is of what is asked, say what that one is wrong by."""
    sizes = {len(value) if isinstance(value, list) else 0 for value, _, _ in pairs}
    if len(sizes) > 1 or not 2 <= (size := sizes.pop()) <= MOST_RESULTS:
        return None
    for k in range(size):
        if all(shape(value[k]) == shape(wanted) != shape(value) for value, wanted, _ in pairs):
            part = _with_results(evidence, (value[k] for value, _, _ in pairs))
            known = None if all(part.right) else known_mistake(part, references) or explain(part, references, seconds)
            if known is not None:
                return _besides("Your function returns several results. One is asked.", known)
    return None


def _differs(pairs) -> bool:
    return any(shape(value) != shape(wanted) for value, wanted, _ in pairs)


def _reshaped(evidence, references, pairs, seconds) -> Verdict | None:
    """Bring numbers, as many as are asked, into the shape that is asked."""
    changed = _with_results(evidence, (np.reshape(leaves(value), shape(wanted)) for value, wanted, _ in pairs))
    if all(changed.right):
        return None
    known = known_mistake(changed, references) or explain(changed, references, seconds)
    return _besides(_of_shape(evidence, pairs), known)


def _of_shape(evidence, pairs) -> str:
    """Say which shape came back and which is asked; not in a graded run, where a case's sizes are held out."""
    if evidence.observations is None:
        return "The shape is not the one asked for."
    value, wanted, case = next(pair for pair in pairs if shape(pair[0]) != shape(pair[1]))
    return shape_sentence("The shape", value, wanted, rows_of(case))


def _besides(sentence, verdict) -> Verdict | None:
    return verdict and replace(verdict, sentence=one_more(sentence, verdict.sentence))


def _with_results(evidence, results) -> Evidence:
    """Put results in the place of what came back."""
    received = [transcript(result, [()]) for result in results]
    tolerances = evidence.exercise.rtol, evidence.exercise.atol
    right = [agree(*pair, *tolerances) for pair in zip(received, evidence.expected, strict=True)]
    return replace(evidence, received=received, right=right, observations=None)
