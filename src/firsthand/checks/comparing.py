"""What the `seen` of several exercises share: a result as it is asked, and in a word what is wrong with each number."""

import numpy as np

from firsthand.judging.values import kind, shape

RTOL, ATOL = 1e-5, 1e-8
BELOW_0 = "too small, even negative,"


def as_asked(value, asked, *, finite=False):
    """Return a result as an array of the shape asked, of `finite` numbers only; of all else the engine has words: it stops."""
    if kind(value) != "numbers" or shape(value) != np.shape(asked):
        raise ValueError("the result is not of the kind and shape asked")
    result = np.array(value, float)
    if finite and not np.isfinite(result).all():
        raise ValueError("a number of the result is NaN or infinite")
    return result


def costs_off(result, asked, atol=ATOL):
    """Say of each number what is wrong with it; all of them are asked to be 0 or more."""
    wrong = np.where(result < 0, BELOW_0, np.where(result > asked, "too large", "too small"))
    return _but_right_or_lost(wrong, result, asked, atol)


def slopes_off(result, asked, atol=ATOL):
    """Say of each number what is wrong with it; their signs count."""
    wrong = np.where(np.abs(result) > np.abs(asked), "too far from zero", "too close to zero")
    wrong = np.where(result * asked < 0, "of the wrong sign", wrong)
    return _but_right_or_lost(wrong, result, asked, atol)


def _but_right_or_lost(words, result, asked, atol):
    words = np.where(np.isfinite(result), words, "NaN or infinite")
    return np.where(np.isclose(result, asked, RTOL, atol), "right", words)


def divided(words, masks):
    """Divide what is said of each number by masks: clause -> the words of its numbers."""
    return {clause: words[mask].tolist() for clause, mask in masks.items()}


def on(clauses, words):
    """Say the same words of a whole case, in the first of the clauses that holds for it: clause -> whether it holds."""
    return {next(clause for clause, holds in clauses.items() if holds): np.ravel(words).tolist()}


def by_rows(n, words):
    """Tell cases of one row from others: there, how rows are put together makes no difference."""
    return on({"where there is one row": n == 1, "where there are more rows than one": True}, words)
