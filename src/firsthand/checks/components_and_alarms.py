"""Exercises of the lesson on clusters and components: components, and an alarm built on them."""

import numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, switched, with_faults

_EXAMPLE = np.array([[1.0, 0.0], [3.0, 2.0], [4.0, 1.0], [8.0, 5.0]])


def _cloud(rng, n, d, unit=1.0):
    """Rows whose columns are correlated, have unlike spreads, and lie far from 0."""
    mixed = rng.normal(size=(n, d)) @ (rng.normal(size=(d, d)) * rng.uniform(0.4, 3, d))
    return unit * (mixed + rng.normal(0, 8, d))


# ---- shares


def _table_cases(rng):
    sizes = ((6, 3, 1.0), (9, 4, 100.0), (4, 7, 1.0), (12, 2, 0.01), (5, 5, 1.0), (5, 1, 1.0))
    return [(_EXAMPLE,), *[(_cloud(rng, *size),) for size in sizes]]


def _shares(X, *, centre="columns", power=2, scaled=False, order="falling", total="sum"):
    middle = {"columns": X.mean(axis=0), "rows": X.mean(axis=1, keepdims=True), "none": 0.0, "all": X.mean()}[centre]
    table = (X - middle) / (X.std(axis=0) if scaled else 1)
    lengths = np.linalg.svd(table, compute_uv=False) ** power
    shares = lengths / {"sum": lengths.sum(), "none": 1, "rows": len(X), "first": lengths[0]}[total]
    return {"falling": shares, "rising": shares[::-1], "running": np.cumsum(shares)}[order]


explained_shares = Exercise(
    title="How much does each direction hold?",
    points=2,
    expected=lambda X: PCA(svd_solver="full").fit(X).explained_variance_ratio_,
    cases=_table_cases,
    equivalent={"X - X.mean(axis=0) -> X.mean(axis=0) - X": "singular values have no sign"},
    mistakes={
        **switched(
            _shares,
            {
                "The table is not centred: the first direction points at the mean.": {"centre": "none"},
                "You took off the mean of each row. Along which axis is a column averaged?": {"centre": "rows"},
                "You took off one mean of the whole table. Each column has its own.": {"centre": "all"},
                "Those are shares of singular values. In which unit is a variance?": {"power": 1},
                "You squared once too often.": {"power": 4},
                "The columns were rescaled first. The statement keeps them.": {"scaled": True},
                "Those add up as they go: each number has all before it in it.": {"order": "running"},
                "Smallest first. The statement asks for the largest first.": {"order": "rising"},
                "Those are squared singular values, not shares of their sum.": {"total": "none"},
                "Those are variances, not shares of their sum.": {"total": "rows"},
                "You divided by the largest. Shares add up to 1.": {"total": "first"},
            },
        ),
        "Those are shares of the columns' variances. Directions are asked.": lambda X: (
            np.sort(X.var(axis=0))[::-1] / X.var(axis=0).sum()
        ),
    },
)


# ---- left over on new rows


def _new_row_cases(rng):
    def draw(n, m, d, k, unit=1.0):
        rows = _cloud(rng, n + m, d, unit)
        return rows[:n], rows[n:] + unit * rng.normal(0, 1, (m, d)), k

    return [
        (_EXAMPLE, np.array([[5.0, 4.0], [4.0, 2.0]]), 1),
        draw(9, 4, 4, 2),
        draw(8, 1, 3, 1),
        draw(7, 3, 4, 0),
        draw(8, 5, 3, 3),
        draw(20, 6, 6, 4, 10.0),
        draw(10, 3, 5, 1, 0.1),
    ]


def _left_over(
    train,
    new,
    k,
    *,
    middle="train",
    fit="train",
    around="own",
    which="first",
    pool="sum",
    power=1.0,
    size=2,
    extra=0,
    back=True,
):
    both = np.vstack([train, new])
    means = {"train": train.mean(axis=0), "new": new.mean(axis=0), "none": 0.0, "both": both.mean(axis=0)}
    mean = means[middle]
    rows = {"train": train, "both": both, "new": new}[fit]
    centre = rows.mean(axis=0) if around == "own" else means[around]
    found = np.linalg.svd(rows - centre, full_matrices=False)[2]
    wanted = min(k + extra, len(found))
    directions = {"first": found[:wanted], "last": found[len(found) - wanted :]}[which]
    centred = new - mean
    projected = centred @ directions.T @ directions
    squares = np.abs((centred if back else new) - projected) ** size
    return {
        "sum": squares.sum(axis=1),
        "mean": squares.mean(axis=1),
        "columns": squares.sum(axis=0),
        "rows": squares.sum(axis=1).mean(),
    }[pool] ** power


def _left_over_by_eigenvectors(train, new, k):
    """Squared lengths along the directions that are *not* kept, those of the d - k smallest eigenvalues."""
    _, directions = np.linalg.eigh(np.cov(train.T))
    return (((new - np.mean(train, 0)) @ directions[:, : train.shape[1] - k]) ** 2).sum(axis=1)


reconstruction_errors = Exercise(
    title="What is left over on new rows?",
    points=3,
    expected=_left_over_by_eigenvectors,
    cases=_new_row_cases,
    equivalent={
        "train - mean -> mean - train": "directions have no sign",
        "new - mean -> mean - new": "the error is squared",
    },
    mistakes={
        **switched(
            _left_over,
            {
                "Nothing is centred: whose mean is asked to be taken off?": {"middle": "none", "around": "none"},
                "You centred with the new rows' own mean. What would one new row have left over?": {"middle": "new"},
                "You centred with the mean of both tables. Which rows may decide?": {
                    "middle": "both",
                    "around": "both",
                },
                "The components were fitted on both tables. Which rows may decide?": {"fit": "both"},
                "The components were fitted on the new rows: those are the ones to be judged.": {"fit": "new"},
                "The components were fitted on the new rows about the mean of train.": {
                    "fit": "new",
                    "around": "train",
                },
                "The components come from a table that is not centred.": {"around": "none"},
                "The new rows are not centred before they are projected.": {"middle": "none"},
                "You took sizes of the errors. Squares are asked.": {"size": 1},
                "You kept the last directions. In which order do they come?": {"which": "last"},
                "You took the mean over the columns. The sum is asked.": {"pool": "mean"},
                "You summed over the rows. One number a row is asked.": {"pool": "columns"},
                "That is the mean over the new rows. One number a row is asked.": {"pool": "rows"},
                "Those are roots: lengths, not squared errors.": {"power": 0.5},
                "One component too many is kept.": {"extra": 1},
                "You compare with the new rows as they came; the mean was never put back.": {"back": False},
            },
        ),
        "Those are squared lengths of what was kept. What is left over is asked.": lambda train, new, k: (
            _left_over_by_eigenvectors(train, new, 0) - _left_over_by_eigenvectors(train, new, k)
        ),
        "The columns were rescaled first. The statement does not.": lambda train, new, k: _left_over(
            train / train.std(axis=0), new / train.std(axis=0), k
        ),
        "You projected with the columns of the directions. Each direction is a row.": lambda train, new, k: _by_columns(
            train, new, k
        ),
    },
)


def _by_columns(train, new, k):
    centred = new - train.mean(axis=0)
    turned = np.linalg.svd(train - train.mean(axis=0), full_matrices=False)[2][:, :k]
    return np.sum((centred - centred @ turned @ turned.T) ** 2, axis=1)


# ---- the alarm


def _alarm_cases(rng):
    def draw(n, m, d, k, level):
        rows = _cloud(rng, n + m, d)
        return rows[:n], rows[n:] + rng.normal(0, 3, (m, d)), k, level

    return [
        (np.array([[0.0, 0.0], [2.0, 2.0], [4.0, 4.0], [6.0, 8.0]]), np.array([[3.0, 3.0], [0.0, 6.0]]), 1, 0.5),
        draw(12, 5, 4, 2, 0.9),
        draw(20, 3, 5, 3, 0.75),
        draw(9, 7, 3, 1, 0.6),
        draw(15, 1, 3, 2, 0.95),
    ]


def _levels(
    usual,
    new,
    k,
    level,
    *,
    scale="usual",
    fit="usual",
    limit="usual",
    scaled=True,
    power=1.0,
    divided=True,
    which="first",
    own=False,
    low=False,
):
    both = np.vstack([usual, new])
    rows = {"usual": usual, "both": both, "new": new}[scale]
    spread = rows.std(axis=0) if scaled else 1.0
    U, N = (usual - rows.mean(axis=0)) / spread, (new - rows.mean(axis=0)) / spread
    N = (new - new.mean(axis=0)) / np.where(new.std(axis=0) > 0, new.std(axis=0), 1.0) if own else N
    level = 1 - level if low else level
    fitted = {"usual": U, "both": np.vstack([U, N])}[fit]
    middle = fitted.mean(axis=0)
    directions = np.linalg.svd(fitted - middle, full_matrices=False)[2]
    directions = directions[:k] if which == "first" else directions[len(directions) - k :]

    def left_over(Z):
        centred = Z - middle
        return np.sum((centred - centred @ directions.T @ directions) ** 2, axis=1) ** power

    if not divided:
        return left_over(N)
    return left_over(N) / np.quantile(left_over({"usual": U, "new": N, "both": np.vstack([U, N])}[limit]), level)


def _levels_by_library(usual, new, k, level):
    scaler = StandardScaler().fit(usual)
    components = PCA(k, svd_solver="full").fit(scaler.transform(usual))

    def left_over(rows):
        Z = scaler.transform(rows)
        return ((Z - components.inverse_transform(components.transform(Z))) ** 2).sum(axis=1)

    return left_over(new) / np.quantile(left_over(usual), level)


_ALARM_FAULTS = {
    "the scale": ("mean and spread are those of both tables.", {"scale": "both"}),
    "the components": ("the components are fitted on both tables.", {"fit": "both"}),
    "the limit": ("the limit comes from the rows that are to be judged.", {"limit": "new"}),
}

fix_the_alarm = Exercise(
    title="Mend the alarm",
    points=3,
    expected=_levels_by_library,
    cases=_alarm_cases,
    given=with_faults(_levels, _ALARM_FAULTS),
    equivalent={
        "usual.std(axis=0) -> usual.std(axis=0, ddof=1)": "one factor for all columns cancels in the ratio",
        "usual - mean -> mean - usual": "directions and left-overs have no sign",
        "new - mean -> mean - new": "left-overs have no sign",
        "np.sum((rows - rows @ directions.T @ directions) ** 2, axis=1) -> "
        "np.mean((rows - rows @ directions.T @ directions) ** 2, axis=1)": "the number of columns cancels in the ratio",
    },
    mistakes={
        **partly_mended(_levels, _ALARM_FAULTS),
        **switched(
            _levels,
            {
                "The new rows are standardised with their own mean and spread.": {"own": True},
                "Your limit is the quantile 1 - level. Which side is the limit on?": {"low": True},
                "The new rows alone set mean and spread.": {"scale": "new"},
                "The limit comes from both tables. Which rows may set it?": {"limit": "both"},
                "Nothing is divided by a spread: the column with the largest unit decides.": {"scaled": False},
                "You took roots of the left-overs: lengths, not squared errors.": {"power": 0.5},
                "Those are left-overs, not divided by the limit.": {"divided": False},
                "You kept the last directions in place of the first.": {"which": "last"},
            },
        ),
    },
)


# ---- two scores on guard

_SESSIONS = {
    "A": (2.0, -1.0, 0.9),
    "B": (4.0, 3.6, 0.9),
    "C": (-3.4, 0.2, 0.9),
    "D": (2.8, 1.6, 0.9),
    "E": (-3.2, -4.0, 0.9),
    "F": (2.4, -2.2, -0.9),
}
"""Two standardised columns of a session, and the correlation of the usual ones."""


def _alarm(first, second, correlation, *, signed=False, kept=False):
    """Which of the two scores reaches its limit: largest |z| from 3 on, left-over of the first component from 1 on."""
    row = np.array([first, second])
    _, directions = np.linalg.eigh([[1.0, correlation], [correlation, 1.0]])  # the smallest variance first
    left = (row @ directions[:, 1 if kept else 0]) ** 2
    z = np.max(row if signed else np.abs(row)) >= 3
    return {(True, True): "both", (True, False): "z only", (False, True): "left-over only"}.get(
        (bool(z), bool(left >= 1)), "neither"
    )


_ALARMS = {key: _alarm(*session) for key, session in _SESSIONS.items()}


def _where_other(**switches):
    """What a misreading says of the sessions of which it says something wrong."""
    read = {key: _alarm(*session, **switches) for key, session in _SESSIONS.items()}
    return {key: option for key, option in read.items() if option != _ALARMS[key]}


which_score_sees_it = choice_exercise(
    title="Which score sees it?",
    points=2,
    right=_ALARMS,
    misread={
        "Your left-over is what the first component keeps. What it leaves out is asked.": _where_other(kept=True),
        "Your z has a sign: -3.4 is as far from the middle as 3.4.": _where_other(signed=True),
    },
    tempting={
        ("A", "neither"): "A: each entry is usual by itself. And that one is high while the other is low?",
        ("A", "both"): "A: the larger of 2 and 1 is asked to reach 3.",
        ("A", "z only"): "A: the larger of 2 and 1 is asked to reach 3. And how far is the point from the line?",
        ("B", "both"): "B: far out, and where does the line of the usual sessions go? How far is B beside it?",
        ("B", "left-over only"): "B: 4 reaches 3. And how far is B beside the line of the usual sessions?",
        ("B", "neither"): "B: 4 reaches 3.",
        ("C", "z only"): "C: one entry is far out and the other in the middle. Is that the usual relation?",
        ("C", "left-over only"): "C: what is the size of -3.4?",
        ("C", "neither"): "C: what is the size of -3.4? And how far is C beside the line?",
        (
            "D",
            "left-over only",
        ): "D: the entries differ by 1.2, but how far is D from the line, at a right angle to it?",
        ("D", "both"): "D: 2.8 does not reach 3. And how far is D from the line, at a right angle to it?",
        ("D", "z only"): "D: 2.8 does not reach 3.",
        ("E", "both"): "E: both entries are low together. How far beside the line is that?",
        ("E", "neither"): "E: what is the size of -4?",
        ("E", "left-over only"): "E: what is the size of -4? And how far beside the line is E?",
        ("F", "left-over only"): "F: at -0.9, is it odd that one entry is high while the other is low?",
        ("F", "both"): "F: 2.4 does not reach 3. And at -0.9, which line do the usual sessions follow?",
        ("F", "z only"): "F: 2.4 does not reach 3.",
    },
)
