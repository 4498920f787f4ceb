"""What learners are told of wrong losses and steps: slips that a few cases would not show, and two of them at once."""

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


def _told(name, answer) -> str:
    verdict = judge(find_exercise(name), answer)
    assert verdict.status is not Status.RIGHT
    return verdict.sentence


def _split(number):
    return lambda n, size, rng: np.array_split(rng.permutation(n), number(n, size))


def test_size_is_said_to_count_rows_only_where_it_is_taken_for_the_number_of_batches():
    assert "counts the rows" in _told("minibatches", _split(lambda n, size: min(n, size)))
    for even in (lambda n, size: -(-n // size), lambda n, size: max(1, n // size)):
        said = _told("minibatches", _split(even))
        assert "every batch has `size` rows" in said
        assert "counts" not in said


def test_batches_that_come_one_by_one_are_looked_at_too():
    def minibatches(n, size, rng):
        rows = np.random.default_rng().permutation(n)
        for start in range(0, n, size):
            yield rows[start : start + size]

    said = _told("minibatches", minibatches)
    assert "no list" in said
    assert "does not come from `rng`" in said


def _velocity_without_rate(sign):
    def momentum_step(position, velocity, gradient, rate, beta):
        new = beta * velocity + sign * gradient
        return position - sign * rate * new, new

    return momentum_step


@pytest.mark.parametrize("sign", [1, -1])
def test_pytorchs_form_of_momentum_is_named_with_either_sign(sign):
    assert "PyTorch's form" in _told("momentum_step", _velocity_without_rate(sign))


@pytest.mark.parametrize("places", [6, 9])
def test_weights_that_are_rounded_show_where_they_are_small(places):
    rounded = _told("gradient_step", lambda w, gradient, rate: np.round(w - rate * gradient, places))
    assert f"rounded to {places} places" in rounded


def test_a_weight_that_comes_back_as_it_was_is_not_blamed_on_the_rate():
    assert "came back as it was" in _told("gradient_step", lambda w, gradient, rate: w)


def test_a_column_whose_first_and_last_value_agree_is_no_constant():
    def scale_features(train, test):
        spread = np.where(train[0] == train[-1], 1, train.std(axis=0))
        return tuple((table - train.mean(axis=0)) / spread for table in (train, test))

    assert "first and last value" in _told("scale_features", scale_features)


def _scaled(table, guarded):
    spread = table.std(axis=0)
    return (table - table.mean(axis=0)) / (np.where(spread == 0, 1, spread) if guarded else spread)


@pytest.mark.parametrize(("guarded", "second"), [(True, "exactly 0"), (False, "0/0 gives NaN")])
def test_test_rows_scaled_by_their_own_numbers_hide_no_missing_guard(guarded, second):
    with np.errstate(all="ignore"):
        said = _told("scale_features", lambda *tables: tuple(_scaled(table, guarded) for table in tables))
    assert "test by its own mean and spread" in said
    assert second in said


@pytest.mark.parametrize("narrowed", [lambda s: s + 1e-6, lambda s: np.sqrt(max(s**2, 1e-9))])
def test_what_keeps_sigma_off_0_shows_where_it_is_narrow(narrowed):
    def negative_log_likelihood(y, mu, sigma):
        sigma = narrowed(sigma)
        return np.mean((y - mu) ** 2) / 2 / sigma**2 + np.log(sigma) + np.log(2 * np.pi) / 2

    assert "above 0 as it is" in _told("negative_log_likelihood", negative_log_likelihood)


def _cost(y, p):
    with np.errstate(all="ignore"):
        return -(y * np.log(p) + (1 - y) * np.log(1 - p))


def test_a_weight_on_every_row_and_another_distance_are_both_said():
    said = _told("fix_the_loss", lambda y, p, weight: np.mean(weight * _cost(y, np.clip(p, 1e-7, 1 - 1e-7))))
    assert "1e-07" in said
    assert "on every row" in said


def test_logarithms_cut_off_are_told_from_forecasts_that_are_moved():
    def answer(y, p, weight):
        with np.errstate(all="ignore"):
            if_one, if_zero = np.maximum(np.log(p), -100), np.maximum(np.log(1 - p), -100)
        return np.average(-(y * if_one + (1 - y) * if_zero), weights=np.where(y == 1, weight, 1))

    assert "−100" in _told("fix_the_loss", answer)


def test_a_step_after_every_row_that_lost_a_factor_is_both():
    def train(x, y, rate, epochs):
        w = b = 0.0
        for _ in range(epochs):
            for xi, yi in zip(x, y, strict=True):
                error = w * xi + b - yi
                w, b = w - rate * error * xi, b - rate * error
        return w, b

    said = _told("fix_the_loop", train)
    assert "after every row" in said
    assert "lost the factor" in said


def test_a_column_less_a_flat_array_makes_a_number_for_each_row():
    def train(x, y, rate, epochs):
        X, line = np.column_stack([x, np.ones(len(x))]), np.zeros((2, 1))
        for _ in range(epochs):
            line = line - rate * 2 / len(x) * X.T @ (X @ line - y)
        return line[0], line[1]

    assert "a table of every pair" in _told("fix_the_loop", train)


def _loop_from(w, b, *, factor=2, swapped=False):
    def train(x, y, rate, epochs):
        line = np.array([w, b], float)
        for _ in range(epochs):
            error = line[0] * x + line[1] - y
            line = line - rate * factor * np.array([np.mean(error * x), np.mean(error)])
        return (line[1], line[0]) if swapped else tuple(line)

    return train


def test_a_loop_that_begins_anywhere_is_told_where_it_begins():
    assert "w starts at 0.5 in yours and b at -3." in _told("fix_the_loop", _loop_from(0.5, -3))
    said = _told("fix_the_loop", _loop_from(3.4, -2, factor=1, swapped=True))
    assert "w starts at 3.4 in yours and b at -2." in said
    assert "lost the factor" in said
    assert "b comes back first" in said


def test_the_best_line_at_once_is_not_said_to_be_a_start():
    assert "starts at" not in _told("fix_the_loop", lambda x, y, rate, epochs: np.polyfit(x, y, 1, rcond=1e-9))


def test_costs_in_an_array_of_whole_numbers_are_refused():
    def pinball(y, prediction, tau):
        costs = np.zeros_like(y)
        for i, d in enumerate(y - prediction):
            costs[i] = max(tau * d, (tau - 1) * d)
        return costs.mean()

    assert "zeros_like" in _told("pinball", pinball)


def test_prices_that_do_not_know_tau_are_not_blamed_on_one_side():
    said = _told("pinball", lambda y, p, tau: np.mean(np.where(p > y, 2 / 11 * (p - y), 20 / 11 * (y - p))))
    assert "where no prediction" not in said


@pytest.mark.parametrize("most", [1, 5, 10])
def test_a_gradient_cut_to_a_length_is_told_from_one_of_few_coordinates(most):
    def gradient_step(w, gradient, rate):
        return w - rate * gradient * min(1, most / np.linalg.norm(gradient))

    assert f"longer than {most} is cut" in _told("gradient_step", gradient_step)


def test_weights_that_are_multiplied_stay_at_0():
    assert "a weight of 0 never moves" in _told("gradient_step", lambda w, g, rate: w * (1 - rate * g))


def test_plain_sums_are_not_said_to_lack_a_factor_that_may_stand_there():
    def mse_gradient(w, b, x, y):
        error = w * x + b - y
        return 2 / 2 * error @ x, 2 / 2 * error.sum()

    assert "plain sums" in _told("mse_gradient", mse_gradient)


def test_batches_beside_their_numbers_are_not_called_floats():
    def minibatches(n, size, rng):
        rows = rng.permutation(n)
        return [(k, rows[i : i + size]) for k, i in enumerate(range(0, n, size))]

    said = _told("minibatches", minibatches)
    assert "lists or arrays" in said
    assert "3.0" not in said


def test_a_constant_column_of_test_set_to_0_is_named_beside_another_spread():
    def scale_features(train, test):
        constant = np.ptp(train, axis=0) == 0
        spread = np.where(constant, 1, train.std(axis=0, ddof=1))
        return tuple(np.where(constant, 0, (table - train.mean(axis=0)) / spread) for table in (train, test))

    said = _told("scale_features", scale_features)
    assert "ddof=0" in said
    assert "0 in test too" in said


def test_a_mean_of_residuals_and_a_whole_logarithm_are_both_said():
    def negative_log_likelihood(y, mu, sigma):
        return np.log(2 * np.pi * sigma**2) + np.mean(y - mu) ** 2 / (2 * sigma**2)

    said = _told("negative_log_likelihood", negative_log_likelihood)
    assert "opposite sign cancel" in said
    assert "stands whole" in said
