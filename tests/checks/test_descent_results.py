"""What is seen on wrong results of the exercises on descent."""

import numpy as np
import pytest
from seeing import seen_of, words_seen_in_the_oracle


def _shorter_later(gs, start, rate, half, epochs):
    w = [start]
    t = 0
    for e in range(epochs):
        for g in gs:
            w.append(w[-1] - rate / (1 + t / half) * (1 if e == 0 else 0.7) * g(w[-1]))
            t += 1
    return np.array(w)


def _one_point_late(gs, start, rate, half, epochs):
    w = [start]
    t = 0
    for _ in range(epochs):
        for g in gs:
            at = w[-2] if len(w) > 1 else w[-1]
            w.append(w[-1] - rate / (1 + t / half) * g(at))
            t += 1
    return np.array(w)


def _never_below(gs, start, rate, half, epochs):
    w = [start]
    t = 0
    for _ in range(epochs):
        for g in gs:
            w.append(w[-1] - max(rate / (1 + t / half), rate * 0.6) * g(w[-1]))
            t += 1
    return np.array(w)


def _trained(x, y, rate, epochs, decay=1.0, mom=0.0, shrink=0.0):
    w = b = 0.0
    vw = vb = 0.0
    for k in range(epochs):
        e = w * x + b - y
        vw = mom * vw + 2 * np.mean(e * x)
        vb = mom * vb + 2 * np.mean(e)
        w = w * (1 - shrink) - rate * decay**k * vw
        b -= rate * decay**k * vb
    return w, b


def _half_the_old(pos, vel, g, r, b):
    return pos + 0.5 * vel, b * vel - r * g


UNNAMED = {
    "gradient_step": [
        (
            lambda w, g, r: w - r * (g + 0.3 * (g.mean() - g) ** 2),
            "Right where there is one coordinate; in part wrong where there are more.",
        ),
        (
            lambda w, g, r: w - np.where(g > 0, r * g, r * r * g),
            "Right where the slope is above zero; moved not far enough where it is below zero.",
        ),
        (
            lambda w, g, r: w - r * np.clip(g, 0, None),
            "Right where the slope is above zero; not moved where it is below zero.",
        ),
    ],
    "mse_gradient": [
        (
            lambda w, b, x, y: (2 * np.mean((w * x + b - y) * x), 2 * np.median(w * x + b - y)),
            "Right in dw; in part wrong in db.",
        ),
        (
            lambda w, b, x, y: (2 * np.mean((w * x + b - y) * (x - x.mean())), 2 * np.mean(w * x + b - y)),
            "Right in db; wrong in dw.",
        ),
        (
            lambda w, b, x, y: (2 * np.mean((w * x + b - y) * np.maximum(x, 0)), 2 * np.mean(w * x + b - y)),
            "Right in db; in part too close to zero in dw.",
        ),
    ],
    "numeric_gradient": [
        (
            lambda f, x, h: (
                [(f(x + 1e-4 * s) - f(x - 1e-4 * s)) / 2e-4 for s in np.eye(len(x))]
                if x.dtype.kind == "f"
                else [(f(x + h * s) - f(x - h * s)) / (2 * h) for s in np.eye(len(x))]
            ),
            "Right where x holds whole numbers; in part wrong where it holds floats.",
        ),
        (
            lambda f, x, h: [
                (f(x + h * (i + 1) * s) - f(x - h * (i + 1) * s)) / (2 * h * (i + 1))
                for i, s in enumerate(np.eye(len(x)))
            ],
            "Right at the first coordinate; in part wrong at later ones.",
        ),
        (
            lambda f, x, h: [
                (f(x + h * s) - f(x - h * s)) / (2 * h)
                if x.dtype.kind == "f"
                else float(round((f(x + h * s) - f(x - h * s)) / (2 * h)))
                for s in np.eye(len(x))
            ],
            "Right where it holds floats; wrong where x holds whole numbers.",
        ),
    ],
    "stable_rate": [
        (
            lambda X: (
                len(X) / (np.max(np.sum(np.abs(X.T @ X), axis=1)) + 0.3 * np.abs(X.T @ X).sum() * (X.shape[1] > 1))
            ),
            "Right where X has a single column; smaller than need be where it has several columns and as many rows at least and where X has fewer rows than columns.",
        ),
        (
            lambda X: len(X) / np.max((X**2).sum(0) + 0.1 * (X**2).sum(0).min() * (X.shape[1] > 1)),
            "Right where X has a single column; wrong where it has several columns and as many rows at least; too large, so that descent flies away, where X has fewer rows than columns.",
        ),
        (lambda X: len(X) / (np.linalg.norm(X, 2) ** 2 + 0.3 * (X**2).sum()), "Smaller than need be everywhere."),
    ],
    "fix_the_loop": [
        (lambda x, y, r, e: _trained(x, y, r, e, decay=0.9), "Right after one epoch; wrong after several epochs."),
        (lambda x, y, r, e: _trained(x, y, r, e, mom=0.3), "Right after one epoch; wrong after several epochs."),
        (
            lambda x, y, r, e: _trained(x, y, r, e, shrink=0.1),
            "Right after one epoch; in part wrong after several epochs.",
        ),
    ],
    "scale_features": [
        (
            lambda a, b: [
                np.where(
                    np.ptp(a, axis=0) > 0,
                    (t - a.mean(0)) / np.where(np.ptp(a, axis=0) > 0, a.std(0), 1) * (1 if t is a else 1.2),
                    t - a.mean(0),
                )
                for t in (a, b)
            ],
            "Right in the columns of train that vary, in the columns of train that are constant and in the columns of test that are constant in train; in other units than train in the columns of test that vary in train.",
        ),
        (
            lambda a, b: [(t - a.mean(0)) / np.where(np.ptp(a, axis=0) > 0, a.std(0) ** 0.5, 1) for t in (a, b)],
            "Right in the columns of train that are constant and in the columns of test that are constant in train; wrong in the columns of train that vary; off as in train in the columns of test that vary in train.",
        ),
        (
            lambda a, b: [(t - a.mean(0)) / np.where(np.ptp(a, axis=0) > 0, a.std(0), 3.0) for t in (a, b)],
            "Right in the columns of train that vary, in the columns of train that are constant and in the columns of test that vary in train; off by a factor in the columns of test that are constant in train.",
        ),
    ],
    "descend": [
        (
            _shorter_later,
            "Right at the first step of all and at the later steps of the first epoch; in part a step too short at the first step of a later epoch; a step too short at the other steps of later epochs.",
        ),
        (
            _one_point_late,
            "Right at the first step of all; in part wrong at the later steps of the first epoch, at the first step of a later epoch and at the other steps of later epochs.",
        ),
        (
            _never_below,
            "Right at the first step of all; in part a step too long at the later steps of the first epoch and at the first step of a later epoch; a step too long at the other steps of later epochs.",
        ),
    ],
    "momentum_step": [
        (
            _half_the_old,
            "Right in what the velocity keeps of the old one and in what the gradient adds to the velocity; in part wrong in how the position moves by the velocity you return.",
        ),
        (
            lambda p, v, g, r, b: (p + b * v - r * np.cbrt(g), b * v - r * np.cbrt(g)),
            "Right in how the position moves by the velocity you return; wrong in the velocity.",
        ),
        (
            lambda p, v, g, r, b: (p + b * v / 2 - r * g, b * v / 2 - r * g),
            "Right in how the position moves by the velocity you return and in what the gradient adds to the velocity; too close to zero in what the velocity keeps of the old one.",
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
