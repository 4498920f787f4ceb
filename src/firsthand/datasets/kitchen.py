"""Lists of a hospital's kitchen: who gets which diet tonight."""

import numpy as np

BEDS, DIETS, PAIRS = 8, 8, 4
NOT_THERE = BEDS + DIETS
"""The token of the answer to a question that has none."""


def meal_lists(rng, n=64, absent=0.0):
    """Draw n lists of four beds with their diets, each followed by the question for one bed.

    absent : the share of questions for a bed that is not on the list. Returns ids (n, 9) whole numbers, bed, diet, bed,
    diet … and the bed asked for, and answers (n,). Tokens 0 to 7 are beds, 8 to 15 diets, 16 "not there". The beds of a list
    are different, its diets need not be: made for this course, drawn evenly.
    """
    order = np.argsort(rng.random((n, BEDS)), axis=1)
    diet = BEDS + rng.integers(0, DIETS, (n, PAIRS))
    asked, rows = rng.integers(0, PAIRS, n), np.arange(n)
    missing = rng.random(n) < absent
    ids = np.empty((n, 2 * PAIRS + 1), int)
    ids[:, 0:-1:2], ids[:, 1::2] = order[:, :PAIRS], diet
    ids[:, -1] = np.where(missing, order[:, PAIRS], order[rows, asked])
    return ids, np.where(missing, NOT_THERE, diet[rows, asked])


def sure_answers(rng, n=2_000):
    """Draw how sure an assistant is of n answers, and which of them are right; it is surer than it should be.

    Returns sure (n,), shares between 0 and 1 that follow a Beta(5, 1.2), and is_right (n,) whole numbers 0 and 1: an answer
    of which it is sure to c is right with chance c * c. Made for this course.
    """
    sure = rng.beta(5, 1.2, n)
    return sure, (rng.random(n) < sure**2).astype(int)
