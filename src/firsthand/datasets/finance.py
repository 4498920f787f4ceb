"""A bank's card payments."""

import numpy as np
import pandas as pd


def card_payments(rng, n=2_500, prevalence=0.02, separation=2.5):
    """Simulate card payments: which are frauds, and how suspicious a scoring system finds each.

    rng : numpy Generator; n : payments (the default is one day); prevalence : chance of a fraud. Returns fraud (n,), 0 or
    1, and suspicion (n,), a score without unit: normal with standard deviation 1 around 0 for genuine payments and around
    `separation` for frauds. The truth: AUC is Φ(separation / √2), 0.961 by default, and the log-odds of fraud at
    suspicion s are log(prevalence / (1 − prevalence)) + separation · s − separation² / 2.
    """
    fraud = (rng.random(n) < prevalence).astype(int)
    return fraud, rng.normal(separation * fraud, 1)


DAYS, CARDS = 120, 800


def card_stream(rng, genuine=12_000, stolen=110):
    """Simulate 120 days of card payments in the order of time, some of them made with stolen cards.

    rng : numpy Generator; genuine : payments by the owners; stolen : cards, of 800, that are stolen once. Returns a
    DataFrame of some 12,500 rows: `day` (0 to 120), `amount` in €, `km` from home (0 online), `hours` since the last
    payment, `night` and `online` (1 or 0), `age` of the card in days, `card` (0 to 799), and `fraud` (1 or 0), of which
    the bank learns two weeks later. The truth: a thief pays 2 + Poisson(2.5) times in three days, to test small amounts
    (median 3.7 €), to cash out large ones (134 €, mostly by night) or abroad (67 €, 55 km from home). Before day 84 the
    three have the shares 45, 45 and 10 %, after it 20, 40 and 40 %. The number of a card and its age say nothing.
    """
    usual, opened = rng.normal(3.3, 0.6, CARDS), rng.uniform(0, 1500, CARDS)
    card, day = rng.integers(0, CARDS, genuine), rng.uniform(0, DAYS, genuine)
    online = rng.random(genuine) < 0.4
    amount = np.exp(usual[card] + rng.normal(0, 0.7, genuine))
    km = np.where(online, 0, np.exp(rng.normal(1.3, 1.2, genuine)))
    hours, night = rng.exponential(30, genuine), rng.random(genuine) < 0.12
    bursts = [(day, amount, km, hours, night, online, opened[card] + day, card)]
    thefts = zip(rng.choice(CARDS, stolen, replace=False), rng.uniform(0, DAYS - 3, stolen), strict=True)
    bursts += [_burst(rng, victim, start, opened[victim]) for victim, start in thefts]
    names = ["day", "amount", "km", "hours", "night", "online", "age", "card"]
    stream = pd.DataFrame(
        {name: np.concatenate(parts) for name, parts in zip(names, zip(*bursts, strict=True), strict=True)}
    )
    stream["fraud"] = np.arange(len(stream)) >= genuine
    flags = ["night", "online", "fraud"]
    return stream.astype(dict.fromkeys(flags, int)).sort_values("day", ignore_index=True)


def _burst(rng, victim, start, opened):
    """Draw the payments of one theft, column by column; kinds are testing, cashing out and travel."""
    n = 2 + rng.poisson(2.5)
    kind = rng.choice(3, p=[0.45, 0.45, 0.1] if start < 0.7 * DAYS else [0.2, 0.4, 0.4])
    day, online = start + rng.uniform(0, 3, n), np.full(n, kind != 2)
    amount = np.exp(rng.normal([1.3, 4.9, 4.2][kind], 0.6, n))
    km = np.where(online, 0, np.exp(rng.normal(4.0, 0.6, n)))
    hours, night = rng.exponential([1.5, 6, 5][kind], n), rng.random(n) < [0.3, 0.6, 0.2][kind]
    return day, amount, km, hours, night, online, opened + day, np.full(n, victim)
