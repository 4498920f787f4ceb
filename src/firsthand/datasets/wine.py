"""Wines and a cellar: the laboratory sheet, tables like it, and a cooled tank."""

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


def wine_varieties():
    """Load 178 Italian wines: all thirteen tests of the laboratory sheet, and the grape variety.

    Returns X (178, 13) float, variety (178,), 0, 1 or 2 for 59, 71 and 48 wines, and the thirteen names in column order.
    Rows are sorted by variety. Source: Forina et al., UCI Wine, as bundled with scikit-learn (`load_wine`). Alcohol is in
    % vol, proline in mg/L; the file names no units, and each column has that of its own test.
    """
    wine = load_wine()
    return wine.data.copy(), wine.target.copy(), list(wine.feature_names)


def wine_like_table(rng, n=178):
    """Draw n wines in the style of the UCI Wine table: two measurements, and an alcohol content that depends on both.

    rng : numpy Generator. Returns X (n, 2), acidity in g/L and proline in mg/L, and y (n,), alcohol in % vol.
    """
    acidity, proline = rng.normal(2.3, 0.6, n), rng.normal(750, 300, n)
    alcohol = 13 + 0.5 * (acidity - 2.3) + 0.002 * (proline - 750) + rng.normal(0, 0.3, n)
    return np.column_stack([acidity, proline]), alcohol


def cellar_temperature(rng, n=60):
    """Simulate readings of a cooled tank that swings around its set point: sin(2 t) °C plus noise of 0.3 °C.

    rng : numpy Generator; n : readings. Returns hours (n,), between 0 and 6, and deviation (n,) in °C. The true angular
    frequency is 2 rad/h: one swing in about 3.1 hours.
    """
    hours = rng.uniform(0, 6, n)
    return hours, np.sin(2 * hours) + rng.normal(0, 0.3, n)
