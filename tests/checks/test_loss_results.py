"""What is seen on wrong results of the exercises on losses."""

import numpy as np
import pytest
from seeing import seen_of, words_seen_in_the_oracle


def _sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


UNNAMED = {
    "mean_squared_error": [
        (
            lambda y, p: np.mean((np.ravel(p) - np.ravel(y)) ** 2) + np.mean(np.abs(np.ravel(p) - np.ravel(y))),
            "Too large everywhere.",
        ),
        (
            lambda y, p: (
                np.mean((np.ravel(p) - np.ravel(y)) ** 2)
                if y.shape == p.shape
                else np.mean((np.ravel(p) - np.mean(y)) ** 2)
            ),
            "Right where y and prediction have one shape; too large where y alone is a column and where the prediction alone is a column.",
        ),
    ],
    "huber": [
        (
            lambda e, d: np.where(np.abs(e) <= d, e**2 / 2, d * np.sqrt(np.abs(e) * d) / 2),
            "Right where |e| is below delta and where |e| is exactly delta; too small where e lies above delta and where e lies below −delta.",
        ),
        (
            lambda e, d: np.where(np.abs(e) <= d, np.abs(e) ** 3 / (2 * d), d * (np.abs(e) - d / 2)),
            "Right where |e| is exactly delta, where e lies above delta and where e lies below −delta; too small where |e| is below delta.",
        ),
        (
            lambda e, d: np.where(
                e > d, d * (e - d / 2), np.where(e < -d, d * d / 2 + 2 * d * (np.abs(e) - d) * 0.8, e * e / 2)
            ),
            "Right where |e| is below delta, where |e| is exactly delta and where e lies above delta; too large where e lies below −delta.",
        ),
    ],
    "pinball": [
        (
            lambda y, p, t: np.mean(np.where(y > p, t * (y - p), np.sqrt(1 - t) * (p - y))),
            "Right where no prediction is too high; too large where some are too low and others too high and where no prediction is too low.",
        ),
        (
            lambda y, p, t: np.mean(np.where(y > p, t * np.sqrt(y - p + 0j).real, (1 - t) * (p - y))),
            "Right where no prediction is too low; wrong where some are too low and others too high; too small where no prediction is too high.",
        ),
        (
            lambda y, p, t: (
                np.median(np.where(y > p, t * (y - p), (1 - t) * (p - y))) * 0.9
                + 0.1 * np.max(np.where(y > p, t * (y - p), (1 - t) * (p - y)))
            ),
            "Right where there is one row; wrong where there are more rows than one.",
        ),
    ],
    "negative_log_likelihood": [
        (
            lambda y, m, s: np.mean((y - m) ** 2) / (2 * s * s) + np.log(s * s + 1) / 2 + 0.5 * np.log(2 * np.pi),
            "Too large everywhere.",
        ),
        (
            lambda y, m, s: np.mean(np.minimum(((y - m) / s) ** 2, 100)) / 2 + np.log(s) + 0.5 * np.log(2 * np.pi),
            "Right where sigma is above one and where sigma is below one; too small where a reading lies many sigmas from mu.",
        ),
    ],
    "log_loss": [
        (
            lambda y, p: np.mean(
                -np.log(np.where(y == 1, np.clip(p, 1e-9, 1 - 1e-9), 1 - np.clip(p, 1e-9, 1 - 1e-9)))
                * np.where(y == 1, 1.3, 1)
            ),
            "Right where y is zero in every row; too large where both labels occur and where y is one in every row.",
        ),
        (
            lambda y, p: np.mean(np.where(y == 1, -np.log(np.clip(p, 1e-9, 1)), 1.5 * np.clip(p, 1e-9, 1 - 1e-9) ** 2)),
            "Right where y is one in every row; too small where both labels occur and where y is zero in every row.",
        ),
        (
            lambda y, p: np.sqrt(
                np.mean(np.log(np.where(y == 1, np.clip(p, 1e-9, 1 - 1e-9), 1 - np.clip(p, 1e-9, 1 - 1e-9))) ** 2)
            ),
            "Right where there is one row; too large where there are more rows than one.",
        ),
    ],
    "log_loss_from_logits": [
        (
            lambda y, z: np.mean(np.minimum(np.logaddexp(0, np.where(y == 1, -z, z)), 37.5)),
            "Right where no logit is far from zero, where every row is sure and right and where every row is sure and wrong; in part too small where logits of dozens occur and where logits of hundreds occur.",
        ),
        (
            lambda y, z: np.mean(np.maximum(np.where(y == 1, -z, z), 0) + 0.69 * np.exp(-np.abs(z))),
            "Right where every row is sure and wrong; too small where logits of hundreds occur, where no logit is far from zero, where logits of dozens occur and where every row is sure and right.",
        ),
        (
            lambda y, z: np.sqrt(np.mean(np.logaddexp(0, np.where(y == 1, -z, z)) ** 2)),
            "Right where there is one row; too large where there are more rows than one.",
        ),
    ],
    "softmax": [
        (
            lambda Z: (lambda w: w / w.sum(1, keepdims=True))(np.exp((Z - Z.max(1, keepdims=True)) / 1.7)),
            "Right in what a row adds up to and in the order of its shares; in part too small in the largest of them.",
        ),
        (
            lambda Z: (lambda w: w / w.sum(1, keepdims=True))(np.exp(np.clip(Z, -50, 50))),
            "Right in rows of scores near zero and in rows whose scores lie all far below those of another; in part wrong in rows with a score of hundreds; wrong in rows whose scores lie all hundreds below zero.",
        ),
        (
            lambda Z: (lambda w: w / (w.sum(1, keepdims=True) + 0.3))(np.exp(Z - Z.max(1, keepdims=True))),
            "Right in the order of its shares; too small in what a row adds up to and in the largest of them.",
        ),
    ],
    "logit_gradient": [
        (
            lambda y, z: np.where(y == 1, _sigmoid(z) - 1, _sigmoid(z) ** 2) / len(y),
            "Right where y is one; in part too close to zero where y is zero.",
        ),
        (
            lambda y, z: (np.where(np.abs(z) > 3, np.round(_sigmoid(z)), _sigmoid(z)) - y) / len(y),
            "Right where it is not sure; in part too close to zero where the forecast is sure and right; in part too far from zero where it is sure and wrong.",
        ),
        (
            lambda y, z: (_sigmoid(z) - y) / np.sqrt(len(y)),
            "Right where there is one row; in part too far from zero where there are more rows than one.",
        ),
    ],
    "fix_the_loss": [
        (
            lambda y, p, w: (
                np.sum(
                    np.where(y == 1, w, 1) * -np.log(np.where(y == 1, np.clip(p, 1e-9, 1), 1 - np.clip(p, 0, 1 - 1e-9)))
                )
                / (w * y.sum() + 0.5 * (1 - y).sum())
            ),
            "Right where y is one in every row; too large where both labels occur and where y is zero in every row.",
        ),
        (
            lambda y, p, w: np.average(
                -np.log(np.where(y == 1, np.clip(p, 3e-3, 1), 1 - np.clip(p, 0, 1 - 3e-3))),
                weights=np.where(y == 1, w, 1),
            ),
            "Right where there is one row; in part too small where there are more rows than one.",
        ),
        (
            lambda y, p, w: np.average(
                -np.log(np.where(y == 1, np.clip(p, 1e-9, 1), 1 - np.clip(p, 0, 1 - 1e-9))),
                weights=np.where(y == 1, np.sqrt(w), 1),
            ),
            "Right where y is one in every row and where y is zero in every row; wrong where both labels occur.",
        ),
    ],
}
"""Exercise -> wrong answers that no list names, with what is seen on them."""


@pytest.mark.parametrize(
    ("name", "number"), [(name, i) for name, answers in UNNAMED.items() for i in range(len(answers))]
)
def test_a_wrong_answer_that_no_list_names_is_told_what_is_right_and_what_is_not(name, number):
    answer, sentence = UNNAMED[name][number]
    assert seen_of(name, answer) == sentence


@pytest.mark.parametrize("name", UNNAMED)
def test_on_the_oracle_nothing_is_seen(name):
    assert words_seen_in_the_oracle(name) == {"right"}
