"""Exercises of the lesson on recommendation."""

import numpy as np
from sklearn.preprocessing import scale

from firsthand.judging.exercise import Exercise, switched


def _cases(rng):
    drawn = [(unit * rng.normal(50, 9, size=n),) for n, unit in ((2, 100), (3, 1), (8, 0.01), (30, 10))]
    return [(np.array([1.0, 2.0, 3.0, 4.0, 5.0]),), *drawn]  # the first case is the statement's example


def _score(x, *, center=np.mean, root=np.sqrt, ddof=0):
    """Scores; each keyword is one thing a learner may do otherwise."""
    return (x - center(x)) / root(np.var(x, ddof=ddof))


first_recommendation = Exercise(
    title="How unusual is a value?",
    points=1,
    expected=scale,
    cases=_cases,
    mistakes=switched(
        _score,
        {
            "Your distances are measured from the median. From where are they asked?": {"center": np.median},
            "You divided by the variance. What is its unit, and which one do you need?": {"root": np.asarray},
            "You divided by n - 1 inside the spread. Which ddof does the statement name?": {"ddof": 1},
            "Nothing was subtracted. What is the score of a value that equals the mean?": {"center": np.zeros_like},
        },
    ),
)
