"""The decoder: its gradient against differences, its cache against the whole, its blindness to the future."""

import numpy as np
import pytest

from firsthand import datasets, transformer
from firsthand.datasets.kitchen import NOT_THERE

IDS, WANTED = datasets.meal_lists(np.random.default_rng(1), 6, absent=0.3)
WEIGHTS = transformer.new_weights(np.random.default_rng(0), layers=2, width=12)


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_gradient_is_that_of_differences(name):
    rng, slopes = np.random.default_rng(2), transformer.gradients(WEIGHTS, IDS, WANTED)[name]
    assert slopes.shape == WEIGHTS[name].shape
    for _ in range(6):
        place = tuple(rng.integers(0, size) for size in WEIGHTS[name].shape)
        sides = []
        for nudge in (1e-5, -1e-5):
            moved = WEIGHTS[name].copy()
            moved[place] += nudge
            sides.append(transformer.loss(WEIGHTS | {name: moved}, IDS, WANTED))
        assert slopes[place] == pytest.approx((sides[0] - sides[1]) / 2e-5, abs=1e-8)


def test_one_token_at_a_time_gives_the_scores_of_the_whole():
    cache = [[[], []] for _ in range(transformer.layers(WEIGHTS))]
    found = [transformer.next_scores(WEIGHTS, token, cache) for token in IDS[0]]
    np.testing.assert_allclose(found, transformer.scores(WEIGHTS, IDS[:1])[0], atol=1e-12)


def test_what_comes_later_changes_nothing_before():
    later = IDS.copy()
    later[:, 5:] = IDS[::-1, 5:]
    before, after = (transformer.scores(WEIGHTS, ids) for ids in (IDS, later))
    np.testing.assert_array_equal(before[:, :5], after[:, :5])
    assert np.abs(before[:, 5:] - after[:, 5:]).max() > 0.01


def test_each_token_looks_at_what_is_before_it_and_its_shares_sum_to_one():
    for looks in transformer.attention_maps(WEIGHTS, IDS):
        np.testing.assert_allclose(looks.sum(axis=2), 1)
        assert np.all(np.triu(looks, 1) == 0)


def test_training_brings_the_loss_down():
    def draw(rng):
        return datasets.meal_lists(rng, 64)

    trained = transformer.train(np.random.default_rng(0), draw, 1, steps=60)
    ids, wanted = draw(np.random.default_rng(9))
    fresh = transformer.new_weights(np.random.default_rng(0), 1)
    assert transformer.loss(trained, ids, wanted) < transformer.loss(fresh, ids, wanted) - 0.5


def test_the_answer_is_the_diet_behind_the_bed_or_that_it_is_not_there():
    ids, wanted = datasets.meal_lists(np.random.default_rng(3), 500, absent=0.4)
    for row, answer in zip(ids.tolist(), wanted, strict=True):
        beds, diets = row[0:8:2], row[1:8:2]
        assert len(set(beds)) == 4
        assert answer == (diets[beds.index(row[8])] if row[8] in beds else NOT_THERE)


def test_an_answer_is_right_as_often_as_the_square_of_its_sureness():
    sure, is_right = datasets.sure_answers(np.random.default_rng(0), 200_000)
    near = (sure > 0.79) & (sure < 0.81)
    assert is_right[near].mean() == pytest.approx(0.64, abs=0.02)
