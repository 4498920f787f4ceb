"""What is said of two slips at once in the exercises on descent, each in a style of code of its own."""

import numpy as np
import pytest

from firsthand.checks import find_exercise
from firsthand.diagnosing import diagnosis
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.feedback import Status


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """A busy machine may look for as long as it needs."""
    monkeypatch.setattr(diagnosis, "SECONDS_IN_A_NOTEBOOK", 10.0)


def _step(w, gradient, rate):
    shrunk = (1 - rate) * w
    return np.array([a - b / rate for a, b in zip(shrunk, gradient, strict=True)])


def _slopes_but_the_first(w, b, x, y):
    dw, db = 0.0, 0.0
    for i in range(1, len(x)):
        error = w * x[i] - y[i]
        dw += 2 / len(x) * error * x[i]
        db += 2 / len(x) * error
    return dw, db


def _slopes_exchanged(w, b, x, y):
    error = w * x + b - y
    below = max(len(y) - 1, 1)
    return 2 * error.sum() / below, 2 * np.dot(error, x) / below


def _turned_in_place(f, x, h):
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        step = h * np.eye(len(x))[i]
        x += step
        ahead = f(x)
        x -= 2 * step
        behind = f(x)
        x += step
        slopes[i] = (behind - ahead) / (2 * h)
    return slopes


def _second_derivatives(f, x, h):
    slopes = [0.0] * len(x)
    for i in range(len(x) - 1):
        step = h * np.eye(len(x))[i]
        slopes[i] = (f(x + step) - 2 * f(x) + f(x - step)) / h**2
    return slopes


def _by_rows(X):
    return 2 / np.max(np.sum(X**2, axis=1))


def _one_epoch_more(x, y, rate, epochs):
    w = b = 0.0
    for _ in range(epochs + 1):
        for xi, yi in zip(x, y, strict=True):
            error = w * xi + b - yi
            w, b = w - rate * 2 * error * xi / len(x), b - rate * 2 * error / len(x)
    return w, b


def _one_table(train, test):
    with np.errstate(all="ignore"):
        return tuple((table - table.mean()) / table.std() for table in (train, test))


def _squeezed(train, test):
    low, width = train.min(axis=0), np.ptp(train, axis=0)
    with np.errstate(all="ignore"):
        return (train - low) / width, (test - low) / width


def _a_little_added(train, test):
    spread = np.sqrt(train.var(axis=0, ddof=1) + 0.01)
    return tuple((table - train.mean(axis=0)) / spread for table in (train, test))


def _inside_and_filled(n, size, rng):
    order = np.arange(n)
    return [rng.permutation(order[np.arange(i, i + size) % n]) for i in range(0, n, size)]


def _with_replacement(n, size, rng):
    return [rng.choice(n, size) for _ in range(0, n, size)]


def _ordered_without_rest(n, size, rng):
    return [list(range(i * size, (i + 1) * size)) for i in range(n // size)]


def _ordered_without_the_last(n, size, rng):
    return [range(i, min(i + size, n - 1)) for i in range(0, n - 1, size)]


def _rest_twice(n, size, rng):
    rows = rng.permutation(n)
    batches = [rows[i * size : (i + 1) * size] for i in range(n // size + 1)]
    return batches if n % size == 0 else [*batches, rows[n // size * size :]]


def _loops_exchanged(gradients, start, rate, half, epochs):
    path, t = [start], 0
    for gradient in gradients:
        for _ in range(epochs):
            path.append(path[-1] - rate / (1 + t * half) * gradient(path[-1]))
            t += 1
    return path


def _stored_again(gradients, start, rate, half, epochs):
    w = start.copy()
    path = [w]
    for t in range(epochs * len(gradients)):
        slope = gradients[t % len(gradients)](w)
        if np.max(np.abs(slope)) < 1e-8:
            break
        w -= rate / (1 + t / half) * slope
        path.append(w)
    return path


def _until_the_sum_is_0(gradients, start, rate, half, epochs):
    path = [start]
    for t in range(epochs * len(gradients)):
        slope = gradients[t % len(gradients)](path[-1])
        path.append(path[-1] - rate / (1 + t / half) * slope)
        if abs(sum(slope)) < 1e-6:
            break
    return path


def _average_taken_off(position, velocity, gradient, rate, beta):
    new = rate * (beta * velocity + (1 - beta) * gradient)
    return position - new, new


TWO_SLIPS = [
    ("gradient_step", _step, ["divided by the rate", "shrink the weights"]),
    ("gradient_step", lambda w, g, rate: w + rate + g, ["climbs", "by adding"]),
    ("mse_gradient", _slopes_but_the_first, ["leave out b", "The first row is left out"]),
    ("mse_gradient", _slopes_exchanged, ["db comes back first", "divided by n - 1 wherever"]),
    ("numeric_gradient", _turned_in_place, ["Every sign is turned", "You change x itself"]),
    ("numeric_gradient", _second_derivatives, ["The last coordinate is never moved", "second derivative"]),
    ("stable_rate", _by_rows, ["half the loss", "the longest row"]),
    ("fix_the_loop", _one_epoch_more, ["by its share of the mean", "one step more"]),
    ("scale_features", _one_table, ["by its own mean", "for the whole table, and divided the columns"]),
    ("scale_features", _squeezed, ["divided all the same", "smallest and largest value"]),
    ("scale_features", _a_little_added, ["n - 1", "0.01 is added to every variance"]),
    ("minibatches", _inside_and_filled, ["filled up", "only inside their batch"]),
    ("minibatches", _with_replacement, ["come twice in an epoch and others never", "filled up"]),
    ("minibatches", _ordered_without_rest, ["The last batch is missing", "in their old order"]),
    ("minibatches", _ordered_without_the_last, ["The last row of the table", "in their old order"]),
    ("minibatches", _rest_twice, ["The rows left over come twice"]),
    ("descend", _loops_exchanged, ["multiply t by `half`", "nested the other way"]),
    ("descend", _stored_again, ["All rows are the last point", "where a gradient is nearly 0"]),
    ("descend", _until_the_sum_is_0, ["after a step whose gradient adds up"]),
    ("momentum_step", _average_taken_off, ["points uphill and is subtracted", "multiplies the old velocity too, and"]),
]


@pytest.mark.parametrize(("name", "answer", "pieces"), TWO_SLIPS)
def test_each_of_two_slips_is_said(name, answer, pieces):
    verdict = judge(find_exercise(name), answer)
    assert verdict.status is Status.KNOWN_MISTAKE
    assert [piece for piece in pieces if piece not in verdict.sentence] == []


def test_a_divisor_that_train_and_test_share_is_not_said_to_be_of_other_units():
    def scale_features(train, test):
        spread = train.std(axis=0) + 0.03
        return tuple((table - train.mean(axis=0)) / spread for table in (train, test))

    said = judge(find_exercise("scale_features"), scale_features).sentence
    assert "off by a factor in the columns of test that are constant in train" in said
    assert "other units" not in said
