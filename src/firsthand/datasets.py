"""Data of the course: makers whose truth is known and bundled real data, each with its source and units."""

import numpy as np
from sklearn.datasets import load_breast_cancer, load_wine


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


def card_payments(rng, n=2_500, prevalence=0.02, separation=2.5):
    """Simulate card payments: which are frauds, and how suspicious a scoring system finds each.

    rng : numpy Generator; n : payments (the default is one day); prevalence : chance of a fraud. Returns fraud (n,), 0 or
    1, and suspicion (n,), a score without unit: normal with standard deviation 1 around 0 for genuine payments and around
    `separation` for frauds. The truth: AUC is Φ(separation / √2), 0.961 by default, and the log-odds of fraud at
    suspicion s are log(prevalence / (1 − prevalence)) + separation · s − separation² / 2.
    """
    fraud = (rng.random(n) < prevalence).astype(int)
    return fraud, rng.normal(separation * fraud, 1)


def breast_samples():
    """Load 569 fine-needle samples of breast masses: ten mean measurements of the cell nuclei, and the diagnosis.

    Returns X (569, 10) float, malignant (569,), 1 for the 212 malignant samples, and the ten names in column order.
    Lengths are in pixels of the image. Source: Wolberg, Street and Mangasarian, UCI Breast Cancer Wisconsin (Diagnostic),
    as bundled with scikit-learn (`load_breast_cancer`), which codes malignant as 0; here the positive class is 1.
    """
    table = load_breast_cancer()
    return table.data[:, :10].copy(), 1 - table.target, [str(name) for name in table.feature_names[:10]]
