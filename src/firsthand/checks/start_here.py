"""Exercises of the start page."""

import numpy as np
from sklearn.metrics import accuracy_score

from firsthand.judging.exercise import Exercise, switched


def _label_pairs(rng):
    """The example; a row that is right, rows that all are, rows that all are wrong; and rows of both kinds."""
    example = (np.array([1, 0, 1, 1]), np.array([1, 1, 1, 1]))
    labels = rng.integers(0, 3, size=9)
    drawn = [(labels[:1], labels[:1]), (labels, labels.copy()), (labels, (labels + rng.integers(1, 3, size=9)) % 3)]
    for n in (3, 8, 11, 25):
        y_true = rng.integers(0, 3, size=n)
        y_pred = np.where(rng.random(n) < 0.7, y_true, rng.integers(0, 3, size=n))
        y_true[:3], y_pred[:3] = (0, 1, 2), (2, 1, 0)  # labels two apart, either way, and one row that is right
        drawn.append((y_true, y_pred))
    return [example, *drawn]


def _error_rate(y_true, y_pred, *, differ=np.not_equal, of=np.mean, times=1):
    return times * of(differ(y_true, y_pred))


error_rate = Exercise(
    title="How often is the model wrong?",
    points=1,
    expected=lambda y_true, y_pred: 1 - accuracy_score(y_true, y_pred),
    cases=_label_pairs,
    mistakes=switched(
        _error_rate,
        {
            "That is the share the model gets right. Which share is asked for?": {"differ": np.equal},
            "That is how many rows are wrong. A rate does not grow with the number of rows: what do you divide by?": {
                "of": np.sum
            },
            "That is a percentage. The statement asks for a number from 0 to 1.": {"times": 100},
            "You averaged the differences of the labels. Labels are names: predicting 2 for 0 is one error, not two.": {
                "differ": lambda y_true, y_pred: np.abs(y_true - y_pred)
            },
            "You averaged the differences with their signs: one label too high and one too low cancel. What counts as "
            "one error?": {"differ": np.subtract},
            "You averaged the squares of the differences. Labels are names: predicting 2 for 0 is one error, not "
            "four.": {"differ": lambda y_true, y_pred: (y_true - y_pred) ** 2},
            "One answer came back for each row. How do you get one number from them?": {"of": np.asarray},
        },
    ),
    equivalent={
        "def error_rate(y_true, y_pred): -> def error_rate(y_pred, y_true):": "Whether two labels differ does not depend "
        "on which comes first."
    },
)
