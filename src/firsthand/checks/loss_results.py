"""What is to be seen on a wrong result of an exercise on losses: `seen` of the lesson on loss functions."""

import numpy as np
from scipy import special

from firsthand.checks.comparing import BELOW_0, as_asked, by_rows, costs_off, divided, on, slopes_off


def in_mean_squared_error(value, y, prediction):
    """Tell the shapes of the two arrays apart."""
    asked = np.mean((np.ravel(prediction) - np.ravel(y)) ** 2)
    shapes = {
        "where y and prediction have one shape": y.shape == prediction.shape,
        "where y alone is a column": y.ndim == 2,
        "where the prediction alone is a column": True,
    }
    return [on(shapes, costs_off(as_asked(value, 0.0), asked))]


def in_huber(value, error, delta):
    """Tell small errors from large ones, and the two sides apart; then, whether delta is above one."""
    asked, size = special.huber(delta, error), np.abs(error)
    words = costs_off(as_asked(value, asked), asked)
    halves = {
        "where |e| is below delta": (size < delta) & (size > 0),
        "where |e| is exactly delta": size == delta,
        "where e lies above delta": error > delta,
        "where e lies below −delta": error < -delta,
    }
    return [divided(words, halves), on({"where delta is above one": delta > 1, "where it is below one": True}, words)]


def in_pinball(value, y, prediction, tau):
    """Tell the two sides apart."""
    short = y - prediction
    words = costs_off(as_asked(value, 0.0), np.mean(np.where(short > 0, tau, tau - 1) * short))
    sides = {
        "where no prediction is too high": np.all(short >= 0),
        "where no prediction is too low": np.all(short <= 0),
        "where some are too low and others too high": True,
    }
    return [on(sides, words), by_rows(len(y), words)]


def in_negative_log_likelihood(value, y, mu, sigma):
    """Tell narrow noise from wide noise and from a reading far off; a cost below that of a perfect fit comes first."""
    least, z = np.log(sigma) + np.log(2 * np.pi) / 2, (y - mu) / sigma
    result, asked = as_asked(value, 0.0), least + np.mean(z**2) / 2
    words = costs_off(result - least, asked - least)
    words = np.where(words == BELOW_0, "too small, below the least there can be,", words)
    noise = {
        "where a reading lies many sigmas from mu": np.max(np.abs(z)) > 10,
        "where sigma is below one": sigma < 1,
        "where sigma is above one": True,
    }
    return [on(noise, words), by_rows(len(y), words)]


def moved(p):
    """Move forecasts into the range that the exercises look at."""
    return np.clip(p, 1e-9, 1 - 1e-9)


def _by_range(p, words):
    inside = np.all(moved(p) == p)
    return on({"where every p lies inside the range": inside, "where some p lie outside the range": True}, words)


def _by_labels(y, words):
    labels = {"where y is one in every row": np.all(y == 1), "where y is zero in every row": np.all(y == 0)}
    return on({**labels, "where both labels occur": True}, words)


def in_log_loss(value, y, p):
    """Tell forecasts that are moved from others, and the labels apart."""
    words = costs_off(as_asked(value, 0.0), np.mean(-np.log(np.where(y == 1, moved(p), 1 - moved(p)))))
    return [_by_range(p, words), _by_labels(y, words), by_rows(len(y), words)]


def in_weighted_log_loss(value, y, p, weight):
    """Tell forecasts that are moved from others, and the labels apart: with one of them alone the weight changes nothing."""
    rows, weights = -np.log(np.where(y == 1, moved(p), 1 - moved(p))), np.where(y == 1, weight, 1.0)
    words = costs_off(as_asked(value, 0.0), np.average(rows, weights=weights))
    return [_by_range(p, words), _by_labels(y, words), by_rows(len(y), words)]


def in_log_loss_from_logits(value, y, z):
    """Tell apart how far from 0 the logits lie, and on which side."""
    margins = np.where(y == 1, z, -z)
    words = costs_off(as_asked(value, 0.0), np.mean(-special.log_expit(margins)), 1e-13)
    logits = {
        "where no logit is far from zero": np.all(np.abs(z) < 15),
        "where every row is sure and right": np.all(margins > 15),
        "where every row is sure and wrong": np.all(margins < -15),
        "where logits of hundreds occur": np.any(np.abs(z) > 100),
        "where logits of dozens occur": True,
    }
    return [on(logits, words), by_rows(len(y), words)]


def in_shares(value, Z):
    """Tell rows with large scores, and those far below another row, from others; then, what the rows add up to and their order."""
    asked = special.softmax(Z, axis=1)
    shares, top = as_asked(value, asked), Z.max(axis=1)
    lost, right = ~np.isfinite(shares).all(axis=1), np.isclose(shares, asked, 1e-5, 1e-8).all(axis=1)
    rows = {
        "in rows with a score of hundreds": top > 300,
        "in rows whose scores lie all hundreds below zero": top < -300,
        "in rows whose scores lie all far below those of another": (np.abs(top) <= 300) & (top < top.max() - 300),
    }
    sums = costs_off(np.where(lost, 0, shares.sum(axis=1)), np.ones(len(Z)), 1e-6)
    order = np.array([_order(*row) for row in zip(shares, Z, strict=True)])
    largest = np.where(right, "right", costs_off(shares.max(axis=1), asked.max(axis=1)))
    words = np.where(
        lost, "NaN or infinite", np.where(right, "right", np.where(sums == "right", "wrong", "not of sum one"))
    )
    properties = {
        "in what a row adds up to": sums[~lost],
        "in the order of its shares": order[~lost],
        "in the largest of them": largest[~lost],
    }
    return [
        divided(words, {"in rows of scores near zero": ~np.any([*rows.values()], axis=0), **rows}),
        properties,
    ]


def _order(shares, scores):
    """Say whether a larger score has at least as large a share, and an equal one an equal share."""
    ahead, higher = np.subtract.outer(shares, shares), np.subtract.outer(scores, scores)
    kept = np.all(ahead[higher > 0] >= -1e-8) and np.all(np.abs(ahead[higher == 0]) <= 1e-6)
    return "right" if kept else "wrong"


def in_logit_gradient(value, y, z):
    """Tell the labels apart, and how sure the forecasts are."""
    asked = np.where(y == 1, -special.expit(-z), special.expit(z)) / len(z)
    margins = np.where(y == 1, z, -z)
    words = slopes_off(as_asked(value, asked), asked, 1e-7)
    sure = {
        "where the forecast is sure and right": margins > 3,
        "where it is sure and wrong": margins < -3,
        "where it is not sure": np.abs(margins) <= 3,
    }
    labels = {"where y is one": y == 1, "where y is zero": y == 0}
    return [divided(words, labels), divided(words, sure), by_rows(len(y), words)]


_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "all")


def around(key, value, data):
    """Say what lies around one number that stands for seven, and ask what is asked of it."""
    if key.startswith("squared"):
        total = np.sum(value - data)
        return f"{key}: at {value:g} the seven errors add up to {total:+g}. What do they add up to at the bottom?"
    below, above = np.sum(data < value), np.sum(data > value)
    prices = "0.25 and 0.75 a minute" if key.startswith("pinball") else "the same for both sides"
    return (
        f"{key}: {_NUMBERS[below]} of the seven values {'lies' if below == 1 else 'lie'} below {value:g} and {_NUMBERS[above]} above it; their prices are {prices}. What "
        "does one step up change, and one step down?"
    )
