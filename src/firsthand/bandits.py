"""Arms to pull that pay 1 or 0, many runs side by side, and the upper confidence bound as a rule."""

import numpy as np


def play(rule, means, *, pulls, runs=300, seed=0):
    """Let a rule pull arms that pay 1 or 0, in `runs` runs side by side.

    rule : function of wins (runs, arms), pulls so far (runs, arms), the step, from 1, and a numpy Generator; it returns
    the arm that each run pulls next, (runs,). means : (arms,), the chance of a 1. Returns the regret after each pull, as
    a mean over the runs (pulls,), and the arms that were pulled last (runs,). Regret counts expected rewards, not drawn ones.
    """
    rng, means = np.random.default_rng(seed), np.asarray(means)
    wins, pulled = np.zeros((runs, len(means))), np.zeros((runs, len(means)))
    every, lost = np.arange(runs), np.zeros(pulls)
    for step in range(1, pulls + 1):
        arms = rule(wins, pulled, step, rng)
        wins[every, arms] += rng.random(runs) < means[arms]
        pulled[every, arms] += 1
        lost[step - 1] = np.mean(means.max() - means[arms])
    return np.cumsum(lost), arms


def mean_wins(wins, pulled):
    """Return the share of wins of each arm, of the shape of both; infinity for an arm never pulled."""
    return np.where(pulled > 0, wins / np.maximum(pulled, 1), np.inf)


def ucb(width):
    """Return the rule that pulls the arm with the largest mean + width · √(ln step / pulls of the arm).

    Source: Auer, Cesa-Bianchi and Fischer (2002), whose UCB1 has the width √2.
    """

    def rule(wins, pulled, step, rng):
        return np.argmax(mean_wins(wins, pulled) + width * np.sqrt(np.log(step) / np.maximum(pulled, 1)), axis=1)

    return rule
