"""Exercises of the lesson on linear algebra: what is fitted, how many things there are, and what the data can give."""

import numpy as np

from firsthand.datasets import dye_spectra
from firsthand.judging.exercise import Exercise, choice_exercise, switched

# ---- fit and rest


def _reading_cases(rng):
    example = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]), np.array([3.0, 4.0, 12.0])
    K = rng.normal(1, 1, (6, 2))
    inside = rng.normal(1, 1, (5, 3))
    return [
        example,
        (K, rng.normal(2, 2, 6)),
        (rng.normal(1, 1, (7, 4)), rng.normal(0, 3, 7)),
        (inside, inside @ rng.normal(1, 2, 3)),
        (rng.normal(2, 1, (4, 1)), rng.normal(1, 2, 4)),
    ]


def _reached(K, a, how):
    if how == "KK":
        return K @ (K.T @ a)
    if how == "one by one":
        return np.sum([(k @ a) / (k @ k) * k for k in K.T], axis=0)
    if how == "first column":
        return (K[:, 0] @ a) / (K[:, 0] @ K[:, 0]) * K[:, 0]
    if how == "offset":
        K = np.column_stack([K, np.ones(len(a))])
    amounts = np.linalg.pinv(K) @ a
    return K @ (np.maximum(amounts, 0) if how == "no negative" else amounts)


def _split(
    K, a, *, how="least squares", sign=np.positive, size=np.square, of="reached", below="reading", times=1, rooted=False
):
    reached = _reached(K, a, how)
    rest = a - reached
    total = {"reading": size(a).sum(), "nothing": 1, "rest": size(rest).sum(), "spread": a.var() * len(a)}[below]
    share = size({"reached": reached, "rest": rest}[of]).sum()
    if below == "spread":
        share = total - rest @ rest
    with np.errstate(divide="ignore", invalid="ignore"):
        share = times * share / total
    return reached, sign(rest), np.sqrt(share) if rooted else share


def _by_qr(K, a):
    Q, _ = np.linalg.qr(K)
    inside = Q.T @ a
    return Q @ inside, a - Q @ inside, np.sum(inside**2) / np.sum(a**2)


split_reading = Exercise(
    title="What the model reaches",
    points=2,
    expected=_by_qr,
    cases=_reading_cases,
    mistakes={
        **switched(
            _split,
            {
                "K @ K.T @ a projects only where the columns are unit vectors at right angles.": {"how": "KK"},
                "You fitted each column by itself and added. What two columns share is counted twice.": {
                    "how": "one by one"
                },
                "Only the first column was used.": {"how": "first column"},
                "Your rest is fit less reading. The two parts are to add up to the reading.": {"sign": np.negative},
                "Your rest has lost its signs.": {"sign": np.abs},
                "Your share is a ratio of norms. Which of their powers add up?": {"rooted": True},
                "Your share is that of the rest.": {"of": "rest"},
                "Your share is not divided by the squared norm of the reading.": {"below": "nothing"},
                "Your share is divided by what belongs to the rest. A share is of the whole.": {"below": "rest"},
                "Your share takes the mean of the reading off: that is R², a share of the spread.": {"below": "spread"},
                "Your share divides sums of entries. Squared norms are asked.": {"size": np.positive},
                "Your share is in percent.": {"times": 100},
                "Negative amounts are set to 0. A mixture may take a column away.": {"how": "no negative"},
                "You fit an offset too: a column of ones, which is not in K.": {"how": "offset"},
            },
        ),
        "Your rest is the second result of lstsq: a sum of squares, and no vector.": lambda K, a: (
            _by_qr(K, a)[0],
            np.linalg.lstsq(K, a)[1],
            _by_qr(K, a)[2],
        ),
        "The amounts came back in place of the part that is reached: mix the columns with them.": lambda K, a: (
            np.linalg.pinv(K) @ a,
            *_by_qr(K, a)[1:],
        ),
    },
)


# ---- amounts with gaps


def _gap_cases(rng):
    example = np.array([[2.0, 3.0, 5.0], [2.0, np.nan, 6.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])

    def draw(n, m, d, gaps):
        K = rng.uniform(0, 2, (m, d))
        A = rng.normal(1, 1, (n, d)) @ K.T + rng.normal(0, 0.3, (n, m))
        for row in A:
            row[rng.permutation(m)[: rng.integers(0, gaps + 1)]] = np.nan
        return A, K

    one_gap = draw(5, 7, 3, 0)
    one_gap[0][2, 4] = np.nan
    two = draw(2, 5, 2, 0)
    two[0][0, [1, 3]] = np.nan
    return [example, draw(6, 8, 3, 3), one_gap, draw(1, 5, 2, 0), two, draw(6, 6, 2, 3), draw(3, 9, 1, 4)]


def _filled(A, fill):
    if fill == "vats":
        return np.where(np.isnan(A), np.nanmean(A, axis=0), A)
    if fill == "own":
        return np.where(np.isnan(A), np.nanmean(A, axis=1, keepdims=True), A)
    return A if fill is None else np.where(np.isnan(A), fill, A)


def _amounts(row, K, fit):
    if fit == "each":
        return K.T @ row / (K**2).sum(axis=0)
    if fit == "offset":
        return (np.linalg.pinv(np.column_stack([K, np.ones(len(K))])) @ row)[:-1]
    return np.linalg.pinv(K) @ row


def _unmixed(A, K, *, fill=None, turned=False, sign=None, every=False, fit="all", shares=False):
    if every:
        keep = ~np.isnan(A).any(axis=0)
        A, K = A[:, keep], K[keep]
    A = _filled(A, fill)
    C = np.array([_amounts(row[~np.isnan(row)], K[~np.isnan(row)], fit) for row in A])
    if sign is not None:
        C = sign(C)
    if shares:
        C = C / C.sum(axis=1, keepdims=True)
    return C.T if turned else C


def _first_equations(A, K):
    """Solve as many equations as there are unknowns: the first ones that were read."""
    d = K.shape[1]
    read = [np.flatnonzero(~np.isnan(row))[:d] for row in A]
    return np.array([np.linalg.solve(K[i], row[i]) for i, row in zip(read, A, strict=True)])


unmix = Exercise(
    title="Unmix with gaps",
    points=2,
    expected=lambda A, K: np.array([_by_weights(row, K) for row in A]),
    cases=_gap_cases,
    mistakes={
        **switched(
            _unmixed,
            {
                "A gap was filled with 0: that claims the vat lets all light through there.": {"fill": 0.0},
                "Gaps were filled with the mean of the other vats. They hold other amounts.": {"fill": "vats"},
                "A row of your result is a dye. A row a vat is asked.": {"turned": True},
                "Negative amounts were set to 0. The statement keeps them.": {"sign": lambda C: np.maximum(C, 0)},
                "Negative amounts have lost their sign. The statement keeps them.": {"sign": np.abs},
                "A gap was filled with the mean of its vat. Other wavelengths say nothing of it.": {"fill": "own"},
                "A wavelength that fails in one vat is left out of all: good readings are thrown away.": {
                    "every": True
                },
                "Each dye is fitted by itself: what two dyes share is counted for both.": {"fit": "each"},
                "You fit an offset too: a column of ones, which is not in K.": {"fit": "offset"},
                "The amounts of a vat add up to 1. Amounts are asked, not shares.": {"shares": True},
            },
        ),
        "Vats with a gap are left out. Each vat gets a row.": lambda A, K: _unmixed(A[~np.isnan(A).any(axis=1)], K),
        "You solved the first d equations that were read and left the others out. Least squares uses all.": (
            _first_equations
        ),
        "One NaN made every amount of its vat NaN. Which rows of K go with what was read?": lambda A, K: (
            A @ np.linalg.pinv(K).T
        ),
        "Amounts by K.T alone: the dyes overlap, and what they share is counted for each.": lambda A, K: (
            np.nan_to_num(A) @ K
        ),
    },
)


def _by_weights(row, K):
    """Solve the normal equations with weight 0 for a gap; small and well conditioned here."""
    weight = np.where(np.isnan(row), 0.0, 1.0)
    return np.linalg.solve(K.T @ (weight[:, None] * K), K.T @ np.nan_to_num(row))


# ---- how many


def _table_cases(rng):
    example = np.array([[3.0, 0.0, 0.0], [0.0, 0.5, 0.0]]), 0.1

    def draw(n, m, d, noise):
        factors = rng.uniform(0.5, 2, (n, d)), rng.uniform(0, 1, (m, d)) ** 3
        return factors[0] @ factors[1].T + rng.normal(0, noise, (n, m)), noise

    turned = [np.linalg.qr(rng.normal(size=(size, 4)))[0] for size in (9, 4)]
    near_the_border, lower, higher = (
        turned[0] @ np.diag([30, *rng.uniform((5.5, 5.1, last), (8, 5.4, last + 0.5))]) @ turned[1]
        for last in (3.05, 2.2, 4.0)
    )
    return [
        example,
        draw(30, 8, 3, 0.02),
        draw(6, 25, 2, 0.05),
        (rng.normal(0, 0.1, (9, 7)) * 0.2, 0.1),
        (np.outer(rng.uniform(1, 2, 5), rng.uniform(1, 2, 4)), 0.3),
        (near_the_border, 1.0),
        (near_the_border.T, 1.0),
        (lower, 1.0),
        (lower.T, 1.0),
        (higher, 1.0),
    ]


_BORDERS = {
    "both": lambda n, m: np.sqrt(n) + np.sqrt(m),
    "rows": lambda n, m: np.sqrt(n),
    "columns": lambda n, m: np.sqrt(m),
    "longer": lambda n, m: np.sqrt(max(n, m)),
    "product": lambda n, m: np.sqrt(n * m),
    "sum": lambda n, m: np.sqrt(n + m),
    "no roots": lambda n, m: n + m,
    "noise": lambda n, m: 1.0,
    "zero": lambda n, m: 1e-9,
}
_CONDITIONS = {
    "kept": lambda kept, singular: kept[0] / kept[-1],
    "turned": lambda kept, singular: kept[-1] / kept[0],
    "less": lambda kept, singular: kept[0] - kept[-1],
    "all": lambda kept, singular: singular[0] / singular[-1],
    "next": lambda kept, singular: singular[0] / singular[min(len(kept), len(singular) - 1)],
}


def _counted(A, noise, *, border="both", power=1, spread=1, ratio="kept", none=0.0, centred=False, number="kept"):
    singular = np.linalg.svd(A - A.mean(axis=0) if centred else A, compute_uv=False) ** power
    kept = singular[singular > noise**spread * _BORDERS[border](*A.shape)]
    if len(kept) == 0:
        return 0, none
    count = {"kept": len(kept), "rank": np.linalg.matrix_rank(A), "below": len(singular) - len(kept)}[number]
    with np.errstate(divide="ignore"):
        return count, _CONDITIONS[ratio](kept, singular)


count_dyes = Exercise(
    title="How many dyes, and how well apart?",
    points=2,
    expected=lambda A, noise: _by_eigenvalues(A, noise),
    cases=_table_cases,
    equivalent={
        "singular > noise * (np.sqrt(n) + np.sqrt(m)) -> singular >= noise * (np.sqrt(n) + np.sqrt(m))": (
            "no singular value of measured data is the border itself, to the last bit"
        ),
    },
    mistakes={
        **switched(
            _counted,
            {
                "Your border has the rows only. The columns make noise too.": {"border": "rows"},
                "Your border is the noise of one reading. A singular value gathers that of the whole table.": {
                    "border": "noise"
                },
                "Your border is noise · √(n + m). The statement adds two roots.": {"border": "sum"},
                "You counted everything above zero, noise too: measured tables have full rank.": {"border": "zero"},
                "You squared the singular values, or took eigenvalues of A.T @ A.": {"power": 2},
                "Your condition divides by the smallest singular value of all, noise among them.": {"ratio": "all"},
                "Your border has the columns only. The rows make noise too.": {"border": "columns"},
                "Your border has the longer side only. The shorter one makes noise too.": {"border": "longer"},
                "Your border is noise · √(n · m). The statement adds two roots.": {"border": "product"},
                "Your border is noise · (n + m). The statement has roots.": {"border": "no roots"},
                "Your border squares the noise: a variance.": {"spread": 2},
                "Your condition is the smallest divided by the largest. Which way round is it asked?": {
                    "ratio": "turned"
                },
                "Your condition is a difference. How many times as large is the largest?": {"ratio": "less"},
                "Your condition divides by the first singular value that is not kept.": {"ratio": "next"},
                "Where nothing is kept your condition is infinity. The statement says what to return.": {
                    "none": np.inf
                },
                "Where nothing is kept your condition is NaN. The statement says what to return.": {"none": np.nan},
                "Where nothing is kept your condition is 1. The statement says what to return.": {"none": 1.0},
                "The mean of each column is taken off first. The statement takes A as it is.": {"centred": True},
                "Your number is the rank: noise gives every table full rank.": {"number": "rank"},
                "Your number counts those that are not above the border.": {"number": "below"},
            },
        ),
        "Only the number came back. The condition of what is kept is asked too.": lambda A, noise: _counted(A, noise)[
            0
        ],
        "Only the condition came back. The number of what is kept is asked too.": lambda A, noise: _counted(A, noise)[
            1
        ],
    },
)


def _by_eigenvalues(A, noise):
    """Roots of the eigenvalues of the smaller of A.T @ A and A @ A.T, larger than the border."""
    gram = A @ A.T if A.shape[0] <= A.shape[1] else A.T @ A
    roots = np.sqrt(np.clip(np.linalg.eigvalsh(gram), 0, None))
    kept = [root for root in roots if root > noise * (A.shape[0] ** 0.5 + A.shape[1] ** 0.5) * (1 + 1e-9)]
    return (len(kept), max(kept) / min(kept)) if kept else (0, 0.0)


# ---- the sensor

_WAVELENGTH, _SPECTRA = dye_spectra()
_LIMIT = 2.0
_SENSOR_MISTAKES = {
    "three": "Three different wavelengths are asked, each one of 400, 410, … 700 nm.",
    "neighbours": "Your wavelengths lie within 40 nm: they see nearly the same thing three times.",
    "dark": "At one of your wavelengths no dye absorbs as much as a tenth of its peak: that reading is nearly empty.",
    "near": "The condition is above 2. Two of your rows still point nearly the same way: where does each dye stand alone?",
}


def _accept_sensor(chosen):
    places = _places(chosen)
    if places is None:
        return _SENSOR_MISTAKES["three"]
    rows = _SPECTRA[places]
    if np.linalg.cond(rows) <= _LIMIT:
        return True
    if np.ptp(_WAVELENGTH[places]) <= 40:
        return _SENSOR_MISTAKES["neighbours"]
    return _SENSOR_MISTAKES["dark" if rows.max(axis=1).min() < 0.1 else "near"]


def _places(chosen):
    """Return the rows of three different wavelengths; None where it is not that."""
    if not isinstance(chosen, list | frozenset) or len(chosen) != 3:
        return None
    found = {number for number in chosen if number in _WAVELENGTH}
    return [int(np.flatnonzero(number == _WAVELENGTH)[0]) for number in sorted(found)] if len(found) == 3 else None


choose_wavelengths = Exercise(
    title="A cheap sensor",
    points=2,
    expected=[430, 510, 610],
    accepts=_accept_sensor,
    mistakes={
        _SENSOR_MISTAKES["three"]: [450, 450, 580],
        _SENSOR_MISTAKES["neighbours"]: [510, 520, 530],
        _SENSOR_MISTAKES["dark"]: [400, 550, 700],
        _SENSOR_MISTAKES["near"]: [450, 500, 540],
    },
)

choose_solve_or_measure = choice_exercise(
    title="Solve, fit, or measure again?",
    points=2,
    right={
        "A": "solve",
        "B": "least squares",
        "C": "measure something else",
        "D": "measure something else",
        "E": "least squares",
    },
    tempting={
        ("A", "least squares"): "A: three equations, three unknowns: nothing is left to trade off.",
        ("A", "measure something else"): "A: 3.7 times 0.1 %: by how much can a weight be off at most?",
        ("B", "solve"): "B: 31 equations for three unknowns, with noise. No amounts fulfil all of them.",
        ("B", "measure something else"): "B: 2.4 times 0.5 %: is that answer useless?",
        ("C", "least squares"): "C: one column is a multiple of another. What can 500 more such batches add?",
        ("C", "solve"): "C: 500 equations for 12 unknowns, and two columns say the same.",
        ("D", "solve"): "D: it will return numbers. Multiply 0.1 % by the condition: what do they mean?",
        ("D", "least squares"): "D: six equations, six unknowns; the trouble is how the noise is magnified.",
        ("E", "solve"): "E: each vat has 31 equations for three unknowns.",
        ("E", "measure something else"): "E: many vats are many right sides of one well-conditioned problem.",
    },
)
