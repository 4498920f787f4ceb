"""Exercises of the start page."""

import numpy as np
from sklearn.metrics import accuracy_score

from firsthand.judging.exercise import Exercise


def _label_pairs(rng):
    example = (np.array([1, 0, 1, 1]), np.array([1, 1, 1, 1]))
    drawn = []
    for n in (3, 8, 11, 25):
        y_true = rng.integers(0, 3, size=n)
        y_pred = np.where(rng.random(n) < 0.7, y_true, rng.integers(0, 3, size=n))
        y_true[:2], y_pred[:2] = (0, 1), (2, 1)  # labels two apart, and one row that is right
        drawn.append((y_true, y_pred))
    return [example, *drawn]


error_rate = Exercise(
    title="How often is the model wrong?",
    points=1,
    expected=lambda y_true, y_pred: 1 - accuracy_score(y_true, y_pred),
    cases=_label_pairs,
    mistakes={
        "That is the share the model gets right. Which share is asked for?": lambda y_true, y_pred: np.mean(
            y_true == y_pred
        ),
        "That is how many rows are wrong. A rate does not grow with the number of rows: what do you divide by?": (
            lambda y_true, y_pred: np.sum(y_true != y_pred)
        ),
        "That is a percentage. The statement asks for a number from 0 to 1.": lambda y_true, y_pred: (
            100 * np.mean(y_true != y_pred)
        ),
        "You averaged the differences of the labels. Labels are names: predicting 2 for 0 is one error, not two.": (
            lambda y_true, y_pred: np.mean(np.abs(y_true - y_pred))
        ),
        "One answer came back for each row. How do you get one number from them?": lambda y_true, y_pred: (
            y_true != y_pred
        ),
    },
)
