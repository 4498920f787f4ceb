"""Parcels on their way."""

import numpy as np
import pandas as pd


def delivery_minutes(rng, n=2_000):
    """Simulate how long parcels take from the depot to the door: 15 minutes plus two stages of 6 minutes on average.

    rng : numpy Generator; n : deliveries. Returns minutes (n,). The mean is 27 minutes; late ones reach far to the
    right (a gamma distribution of shape 2), as in real traffic, so mean, median and quantiles all differ.
    """
    return 15 + rng.gamma(2, 6, n)


def parcels(rng, n=4_000):
    """Simulate which parcels come late, where those that travel far are sent by express.

    rng : numpy Generator; n : parcels. Returns a DataFrame (n, 5): `far` in km, `express` and `rain` (0 or 1), `carrier` (0,
    1 or 2) and `late` (0 or 1). The truth: the log-odds of late are −2.6 + 0.016 far − 0.9 express + 0.7 rain, plus 0, 0.6
    or −0.4 for the carrier; express is chosen with log-odds (far − 90) / 25.
    """
    far = rng.gamma(2, 40, n)
    express = (rng.random(n) < 1 / (1 + np.exp(-(far - 90) / 25))).astype(int)
    rain, carrier = (rng.random(n) < 0.3).astype(int), rng.choice(3, n, p=[0.5, 0.3, 0.2])
    log_odds = -2.6 + 0.016 * far - 0.9 * express + 0.7 * rain + np.array([0, 0.6, -0.4])[carrier]
    late = (rng.random(n) < 1 / (1 + np.exp(-log_odds))).astype(int)
    return pd.DataFrame({"far": far, "express": express, "rain": rain, "carrier": carrier, "late": late})


PARCEL_COLUMNS = ["scheduled_days", "distance_km", "weekend", "depot_load", "real_days", "refund"]


def parcel_delays(rng: np.random.Generator, n: int):
    """Draw n parcels; four columns are known at the order, two are written later.

    Returns X (n, 6) float, late (n,) of 0 and 1, and the six names: scheduled days 1 to 4, distance in km (20 to 800), ordered
    at a weekend, load of the depot in standard deviations, days it really took, refund paid. A parcel is late if the real
    days are more than the scheduled ones. Mean real days: scheduled - 0.6 + 0.0015 (km - 300) + 0.5 weekend + 0.5 load +
    0.5 [scheduled = 1], with a spread of 1, rounded, at least 0. A refund is paid for 35 % of the late parcels and 2 % of
    the others.
    """
    scheduled, km = rng.integers(1, 5, n), rng.uniform(20, 800, n)
    weekend, load = (rng.random(n) < 2 / 7).astype(int), rng.normal(size=n)
    mean = scheduled - 0.6 + 0.0015 * (km - 300) + 0.5 * weekend + 0.5 * load + 0.5 * (scheduled == 1)
    real = np.maximum(np.round(rng.normal(mean, 1)), 0)
    late = (real > scheduled).astype(int)
    refund = rng.random(n) < np.where(late == 1, 0.35, 0.02)
    return np.column_stack([scheduled, km, weekend, load, real, refund]), late, list(PARCEL_COLUMNS)
