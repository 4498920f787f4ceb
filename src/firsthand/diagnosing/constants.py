"""One number that is wrong everywhere: a factor, an addend, a number where n belongs, the number of rows."""

import math

import numpy as np

from firsthand.diagnosing.turns import all_arrays, is_enough
from firsthand.judging.evidence import Evidence
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import parse
from firsthand.judging.values import all_close, as_fraction, common_factor, leaves, rows_of

FEWEST_BUILT_IN = 3
"""Rows: of the constants that may stand where n belongs, 1 and 2 are a sum and a factor lost."""


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


def added_constant(ours: list, theirs: list) -> float | None:
    """Return the one number that was added to every number of every case; None where there is none."""
    pairs = all_arrays(ours, theirs)
    if not pairs or not is_enough([b for _, b in pairs]):
        return None
    mine, asked = (np.concatenate(side) for side in zip(*pairs, strict=True))
    if not np.all(np.isfinite(mine) & np.isfinite(asked)):
        return None
    with np.errstate(all="ignore"):
        added = float(np.median(mine - asked))
        noise = 1e-11 * (1 + np.abs(asked).max())
        precise = np.allclose(mine - asked, added, rtol=1e-4, atol=noise)
    return added if abs(added) > 100 * noise and precise else None


def built_in_rows(evidence) -> Verdict | None:
    """Name the number of rows that is built in, 100 say; a sum and a percentage would fit too, and are less likely."""
    times, over = _rows_in_factor(evidence)
    number = 1 / times if times else over
    if number is None or number < FEWEST_BUILT_IN or not math.isclose(number, round(number), rel_tol=1e-6):
        return None
    sentence = (
        "Right, but for one number that stands where n belongs, the number of rows. What is right for one n only?"
    )
    return Verdict(Status.WRONG_FACTOR, sentence, (("the number", f"{number:.4g}"),))


def rows_and_constant(evidence) -> Verdict | None:
    """Say that n is lost or there once too often, and a constant factor, maybe the sign, is wrong as well."""
    times, over = _rows_in_factor(evidence)
    constant = times or over
    if constant is None:
        return None
    turned = "the sign is turned, and " if constant < 0 else ""
    factor = f"{as_fraction(abs(constant))} {'·' if times else '/'} n"
    why = (
        "is there a sum where the mean is asked?"
        if times
        else "is something divided by n once too often, or a division by n missing further in?"
    )
    sentence = f"Right, but {turned}every number is {factor} times what it should be, n the number of rows: {why}"
    return Verdict(Status.WRONG_FACTOR, sentence)


def _rows_in_factor(evidence) -> tuple[float | None, float | None]:
    """Return the constant c where all results are c n times, or c / n times, what is asked; None where they are not."""
    factors, sizes = [], []
    for ours, asked, case in zip(evidence.received, evidence.expected, evidence.cases, strict=True):
        factor, rows = common_factor(parse(ours), parse(asked)), rows_of(case)
        if not factor or math.isnan(factor) or not rows:
            return None, None
        factors.append(factor)
        sizes.append(rows)
    times = [factor / rows for factor, rows in zip(factors, sizes, strict=True)]
    over = [factor * rows for factor, rows in zip(factors, sizes, strict=True)]
    if len(set(sizes)) < 2:
        return None, None
    return (
        times[0] if all_close(times, times[0]) else None,
        over[0] if all_close(over, over[0]) else None,
    )
