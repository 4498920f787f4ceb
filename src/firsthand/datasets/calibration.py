"""A rig that calibrates flow sensors."""

import numpy as np


def flow_readings(rng, n=24, sigma=0.3, repeats=None):
    """Simulate the readings of a flow sensor at n set points of a rig.

    rng : numpy Generator; n : set points; sigma : spread of the noise; repeats : so many calibrations at once. Returns
    x (n,) = (i + ½)/n, the set points from 0 to 1, the readings (n,), or (repeats, n), and the truth (n,) without
    noise. The truth: sin(2πx)/(1 + x) + x/2, in litres a minute; noise is normal and independent.
    """
    x = (np.arange(n) + 0.5) / n
    truth = true_flow(x)
    shape = truth.shape if repeats is None else (repeats, n)
    return x, truth + rng.normal(0, sigma, shape), truth


def true_flow(x):
    """Return the flow without noise, in litres a minute, at settings x from 0 to 1, or beyond."""
    return np.sin(2 * np.pi * x) / (1 + x) + x / 2
