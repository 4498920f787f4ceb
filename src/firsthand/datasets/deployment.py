"""What a deployed model meets: payments to score, worlds that change, loans that teach only where they are granted."""

import numpy as np
import pandas as pd


def payment_requests(rng, n):
    """Simulate n card payments as they are asked about, and whether each turns out to be fraud.

    rng : numpy Generator. Returns a DataFrame with amount (EUR, lognormal, median 30), account_days (exponential, mean
    600), night (0 or 1, 1 in 15 %) and km (from home, lognormal, median 7), and fraud (n,), 0 or 1, about 1 %. The
    log-odds of fraud are -5 + log(amount/30) - 0.0015 account_days + 1.2 night + 0.8 log(km/7).
    """
    requests = pd.DataFrame(
        {
            "amount": rng.lognormal(np.log(30), 1, n),
            "account_days": rng.exponential(600, n),
            "night": (rng.random(n) < 0.15).astype(int),
            "km": rng.lognormal(np.log(7), 1.2, n),
        }
    )
    log_odds = -5 + np.log(requests.amount / 30) - 0.0015 * requests.account_days
    log_odds += 1.2 * requests.night + 0.8 * np.log(requests.km / 7)
    return requests, _drawn(rng, log_odds.to_numpy())


def three_worlds(rng, n=5000):
    """Simulate one rule as it was learnt, with its inputs moved, and with the rule itself turned.

    rng : numpy Generator. Returns world -> (X (n, 2), y (n,)) for "same", "moved" and "turned". X is standard normal, in
    "moved" its first column is 1 higher. The log-odds of y = 1 are 1.5 x0 - 1, in "turned" 1.5 x1 - 1.
    """
    worlds = {}
    for name, moved_by, decides in (("same", 0, 0), ("moved", 1, 0), ("turned", 0, 1)):
        X = rng.normal([moved_by, 0], 1, (n, 2))
        worlds[name] = X, _drawn(rng, 1.5 * X[:, decides] - 1)
    return worlds


def loan_segments(rng):
    """Simulate the pilot of a lender: 15 loans in each of ten segments.

    rng : numpy Generator. Returns chance (10,), the true chance that a loan is repaid, 0.88 in the first five segments and
    0.70 in the others, and repaid (10,), how many of the 15 loans were.
    """
    chance = np.repeat([0.88, 0.70], 5)
    return chance, rng.binomial(15, chance)


def _drawn(rng, log_odds):
    return (rng.random(len(log_odds)) < 1 / (1 + np.exp(-log_odds))).astype(int)
