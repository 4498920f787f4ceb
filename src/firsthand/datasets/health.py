"""Patients: tumours, diabetes, forecasts of risk, scans, beds and four unknown studies."""

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes


def breast_tumours():
    """Load 569 breast tumours: thirty measurements of cell nuclei, and whether the tumour is malignant.

    Returns X (569, 30) float, y (569,) with 1 for malignant and 0 for benign (212 and 357; scikit-learn's own file has
    them the other way round), and the thirty names. Source: Wolberg, Street and Mangasarian, UCI Breast Cancer
    Wisconsin (Diagnostic), as bundled with scikit-learn (`load_breast_cancer`).
    """
    data = load_breast_cancer()
    return data.data, 1 - data.target, [str(name) for name in data.feature_names]


def breast_samples():
    """Load 569 fine-needle samples of breast masses: ten mean measurements of the cell nuclei, and the diagnosis.

    Returns X (569, 10) float, malignant (569,), 1 for the 212 malignant samples, and the ten names in column order.
    Lengths are in pixels of the image. Source: Wolberg, Street and Mangasarian, UCI Breast Cancer Wisconsin (Diagnostic),
    as bundled with scikit-learn (`load_breast_cancer`), which codes malignant as 0; here the positive class is 1.
    """
    X, malignant, names = breast_tumours()
    return X[:, :10].copy(), malignant, names[:10]


def diabetes_progression():
    """Load 442 patients with diabetes: ten measurements, and how far the disease had progressed a year later.

    Returns X (442, 10) float, each column centred and scaled to length 1, y (442,) a progression score without unit
    (25 to 346), and the ten names. Source: Efron, Hastie, Johnstone and Tibshirani, "Least Angle Regression", Annals
    of Statistics 32 (2004), as bundled with scikit-learn (`load_diabetes`).
    """
    data = load_diabetes()
    return data.data, data.target.copy(), list(data.feature_names)


def triage_forecasts(rng, n=1_000):
    """Simulate three forecasters of one event (a patient comes back within 30 days) who rank patients alike.

    rng : numpy Generator; n : patients. Returns y (n,) of 0 and 1, and {"A", "B", "C": probabilities (n,)}. One of the
    three reports the true risk; the others turn its log odds up or down, so accuracy at one half is the same for all.
    """
    log_odds = rng.normal(-0.4, 1.6, n)
    y = rng.binomial(1, 1 / (1 + np.exp(-log_odds)))
    boldness = {"A": 0.12, "B": 4.0, "C": 1.0}
    return y, {name: 1 / (1 + np.exp(-bold * log_odds)) for name, bold in boldness.items()}


def repeat_scans(rng, patients=40, scans=5):
    """Simulate several scans a patient, twelve measurements each, in standard deviations of the population.

    rng : numpy Generator; patients : half of them ill; scans : a patient. Returns X (patients * scans, 12), ill
    (patients * scans,) of 0 and 1, and the patient's number for each row. Every patient has an anatomy of their own
    (spread 1 in each column) that a scan repeats with noise of 0.3; illness adds 1.5 to column 0, and nothing else. So
    no model can tell more than 76 % of new patients right from one scan.
    """
    ill = rng.permutation(patients) % 2
    anatomy = rng.normal(size=(patients, 12))
    anatomy[:, 0] += 1.5 * ill
    patient = np.repeat(np.arange(patients), scans)
    return anatomy[patient] + rng.normal(0, 0.3, (len(patient), 12)), ill[patient], patient


def bed_demand(rng, days=1096, ahead=14):
    """Simulate the beds in use on each day of three years: a level that wanders by 2 beds a day, plus noise of 4.

    Returns X (days, 2) with the day number and the beds in use on that day, and the target (days,): the mean of the
    next `ahead` days, which is known only when they have passed.
    """
    beds = 200 + np.cumsum(rng.normal(0, 2, days + ahead)) + rng.normal(0, 4, days + ahead)
    target = np.lib.stride_tricks.sliding_window_view(beds[1:], ahead).mean(axis=1)
    return np.column_stack([np.arange(days), beds[:days]]), target


def unknown_study(name):
    """Draw one of four studies, "A" to "D", each of 200 visits in the order of their dates: 40 patients, 5 visits each.

    Returns X (200, 6), y (200,) of 0 and 1, and the patient's number for each row. What the rows of a study share is
    for the learner to find out: look at the fold scores before you read on.
    """
    shared, signal = {"A": ("season", 0.3), "B": ("", 0.5), "C": ("patient", 0.3), "D": ("", 2.4)}[name]
    rng = np.random.default_rng(ord(name) + 25)
    patient = np.concatenate([rng.permutation(40) for _ in range(5)])
    X, y = rng.normal(size=(200, 6)), rng.permutation(200) % 2
    if shared == "patient":
        y = rng.permutation(40)[patient] % 2
        X[:, 1:] = rng.normal(size=(40, 5))[patient] + 0.3 * X[:, 1:]
    if shared == "season":  # seasons of ten visits, each with one label; column 1 drifts with time
        y = np.repeat(rng.permutation(20) % 2, 10)
        X[:, 1:] *= 0.3
        X[:, 1] += np.arange(200) / 10
    X[:, 0] += signal * y
    return X, y, patient
