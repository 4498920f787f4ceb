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
