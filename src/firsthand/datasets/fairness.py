"""Tables in which it is known for whom a model will be wrong: X-rays, applicants for a loan, a care programme."""

import numpy as np


def chest_xrays(rng: np.random.Generator, n: int, agree: float = 0.9):
    """Draw readings of n chest X-rays, taken at the bedside (portable scanner) or in the department.

    agree : the chance that the scanner agrees with the illness: portable for the ill, the other for the well. Returns
    X (n, 6) float: portable 0 or 1, the lung score (normal, spread 1, mean 1.2 for the ill and 0 for the well), age in
    standard deviations, three columns of noise; ill (n,) of 0 and 1, 30 % on average. Only the lung score is medicine.
    """
    ill = (rng.random(n) < 0.3).astype(int)
    portable = np.where(rng.random(n) < agree, ill, 1 - ill)
    others = rng.normal(size=(n, 5))
    others[:, 0] += 1.2 * ill
    return np.column_stack([portable, others]), ill


def loan_applicants(rng: np.random.Generator, n: int, means: tuple[float, float] = (1.4, 0.6)):
    """Draw n applicants for a loan with the chance, which is known here, that each repays.

    means : the mean log-odds of repaying in groups A and B; the spread is 1.2 in both. Returns chance (n,) from 0 to 1,
    repaid (n,) of 0 and 1 drawn with it (1 is the good outcome), and group (n,) of "A" (60 % on average) and "B".
    """
    in_b = (rng.random(n) >= 0.6).astype(int)
    chance = 1 / (1 + np.exp(-rng.normal(np.asarray(means)[in_b], 1.2)))
    return chance, (rng.random(n) < chance).astype(int), np.where(in_b == 1, "B", "A")


def care_programme(rng: np.random.Generator, n: int):
    """Draw n patients of whom a tenth may join a care programme.

    Returns X (n, 2) float: severity, a nurse's measurement of the need (off by 10 %), and last year's cost, both in 1,000
    EUR; need (n,), the care that the patient needs in a year (gamma with shape 2 and mean 3, alike in both groups);
    cost (n,), what was spent on the patient this year; group (n,) of "A" (70 % on average) and "B". Group B gets 0.6 of the
    care it needs, in both years; costs vary by 29 % beside that.
    """
    in_b = rng.random(n) >= 0.7
    need = rng.gamma(2, 1.5, n)
    last_year, cost = (need * np.where(in_b, 0.6, 1) * rng.gamma(12, 1 / 12, n) for _ in range(2))
    X = np.column_stack([need * rng.gamma(100, 1 / 100, n), last_year])
    return X, need, cost, np.where(in_b, "B", "A")
