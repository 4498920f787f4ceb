"""Data of the course: makers whose truth is known and bundled real data, each with its source and units."""

import numpy as np
from sklearn.datasets import load_wine


def wine_alcohol():
    """Load 178 Italian wines: alcohol, and the twelve other measurements on the laboratory sheet.

    Returns X (178, 12) float, y (178,) alcohol in % vol, and the twelve names in column order. Rows are sorted by
    grape variety (59, 71 and 48 wines). Source: Forina et al., UCI Wine, as bundled with scikit-learn (`load_wine`).
    The file names no units; alcohol is in % vol, and each other column has the unit of its own test.
    """
    wine = load_wine()
    column = wine.feature_names.index("alcohol")
    names = [name for name in wine.feature_names if name != "alcohol"]
    return np.delete(wine.data, column, axis=1), wine.data[:, column].copy(), names


def cellar_temperature(rng, n=60):
    """Simulate readings of a cooled tank that swings around its set point: sin(2 t) °C plus noise of 0.3 °C.

    rng : numpy Generator; n : readings. Returns hours (n,), between 0 and 6, and deviation (n,) in °C. The true angular
    frequency is 2 rad/h: one swing in about 3.1 hours.
    """
    hours = rng.uniform(0, 6, n)
    return hours, np.sin(2 * hours) + rng.normal(0, 0.3, n)
