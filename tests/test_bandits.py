"""Many runs side by side are what one run after another would be, and the upper bound is that of the paper."""

import math

import numpy as np
import pytest

from firsthand import bandits


def fixed(arm):
    return lambda wins, pulled, step, rng: np.full(len(wins), arm)


def test_regret_counts_expected_losses():
    regret, last = bandits.play(fixed(0), [0.3, 0.5, 0.7], pulls=5, runs=4)
    assert regret == pytest.approx([0.4, 0.8, 1.2, 1.6, 2.0])
    assert last.tolist() == [0] * 4


def test_a_rule_sees_the_step_and_what_was_won_before_it():
    seen = []

    def rule(wins, pulled, step, rng):
        seen.append((step, wins.copy(), pulled.copy()))
        return np.arange(len(wins)) % 2

    bandits.play(rule, [1.0, 0.0], pulls=3, runs=4)
    steps, wins, pulled = zip(*seen, strict=True)
    assert steps == (1, 2, 3)
    assert [w[:, 0].tolist() for w in wins] == [[0, 0, 0, 0], [1, 0, 1, 0], [2, 0, 2, 0]]
    assert pulled[2].tolist() == [[2, 0], [0, 2]] * 2


def test_rewards_are_drawn_with_the_chances_of_the_arms():
    won = []

    def rule(wins, pulled, step, rng):
        won.append(wins.sum())
        return np.ones(len(wins), dtype=int)

    bandits.play(rule, [0.2, 0.6], pulls=101, runs=100)
    assert won[-1] / 10_000 == pytest.approx(0.6, abs=0.02)


def test_the_upper_bound_is_the_one_of_the_formula():
    rng = np.random.default_rng(0)
    pulled = rng.integers(0, 6, (40, 4)).astype(float)
    wins = np.floor(pulled * rng.random((40, 4)))
    chosen = bandits.ucb(0.8)(wins, pulled, 23, rng)
    for row, arm in enumerate(chosen):
        bounds = [
            w / n + 0.8 * math.sqrt(math.log(23) / n) if n else math.inf
            for w, n in zip(wins[row], pulled[row], strict=True)
        ]
        assert arm == bounds.index(max(bounds))


def test_the_theorem_holds_where_a_steady_explorer_loses_linearly():
    """UCB1's regret is at most 8 · sum(ln t / gap) + (1 + π²/3) · sum(gaps): Auer, Cesa-Bianchi and Fischer, theorem 1."""
    gaps, pulls = np.array([0.4, 0.2]), 1_000
    regret, _ = bandits.play(bandits.ucb(np.sqrt(2)), [0.3, 0.5, 0.7], pulls=pulls, runs=100)
    bound = 8 * (math.log(pulls) / gaps).sum() + (1 + math.pi**2 / 3) * gaps.sum()
    assert 0 < regret[-1] <= bound
    assert regret[-1] - regret[pulls // 2] < regret[pulls // 2]
