"""Exercises of the lesson on linear algebra."""

import numpy as np
from scipy.spatial.distance import cdist

from firsthand.datasets import dye_spectra
from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, switched, with_faults

_X, _W, _S = np.ones((6, 4)), np.ones((4, 2)), np.ones((6, 6))
_W1, _Y = np.ones(4), np.ones(6)
_C = _Y[:, None]
_EXPRESSIONS = {
    "A": lambda: _X.T @ _Y,
    "B": lambda: _W.T @ _X.T,
    "C": lambda: _X - _X.mean(axis=1),
    "D": lambda: _X.sum(axis=1, keepdims=True),
    "E": lambda: _C * _W1,
    "F": lambda: _S - _Y,
    "G": lambda: _W1[None, :] @ _X.T,
    "H": lambda: _X @ _W1 - _C,
}


def _shape(expression):
    try:
        return str(expression().shape)
    except ValueError:
        return "error"


_SHAPES = {key: _shape(expression) for key, expression in _EXPRESSIONS.items()}


def _without_spaces(shapes):
    """Look at shapes as they were typed, with or without spaces, as text or as a tuple."""
    if not isinstance(shapes, dict):
        return shapes
    return {key: value if value is ... else str(value).replace(" ", "").lower() for key, value in shapes.items()}


say_the_shape = Exercise(
    title="Say the shape",
    points=2,
    expected=_SHAPES,
    ask=_without_spaces,
    mistakes={
        sentence: {**_SHAPES, key: shape}
        for (key, shape), sentence in {
            ("A", "(4, 1)"): "A: y is a vector, and `@` uses its only axis up. What is left of X.T?",
            ("A", "error"): "A: X.T is (4, 6). Which of its axes meets the 6 of y?",
            ("B", "(6, 2)"): "B: the rows of a product come from the left factor. What shape has W.T?",
            ("B", "error"): "B: W.T is (2, 4) and X.T is (4, 6). Do the inner lengths fit?",
            ("C", "(6, 4)"): "C: the mean is (6,). Under (6, 4), right ends in line, which lengths meet?",
            ("D", "(6,)"): "D: `keepdims=True` leaves the summed axis in place. With which length?",
            ("D", "(1, 6)"): "D: axis 1 is summed. Which axis keeps its length of 6?",
            ("E", "error"): "E: (6, 1) and (4,). A length of 1 stretches, and a missing axis too.",
            ("E", "(6, 1)"): "E: `*` is no product of matrices. What does the column meet in w?",
            ("F", "error"): "F: (6, 6) and (6,): the right ends fit. Which axis of S does y run along?",
            ("F", "(6,)"): "F: nothing is summed. y is repeated; along which axis?",
            ("G", "(6,)"): "G: `w[None, :]` is a table of one row, and the row stays.",
            ("G", "(6, 1)"): "G: the rows of a product come from the left factor, which has one.",
            ("H", "(6, 1)"): "H: `X @ w` is a vector (6,), c a column (6, 1). What do a row and a column make?",
            ("H", "(6,)"): "H: that would need two vectors. c is a column.",
            ("H", "error"): "H: (6,) and (6, 1) do fit: 6 meets 1, and a missing axis meets 6.",
        }.items()
    },
)


# ---- cosines


def _library_cases(rng):
    example = np.array([[3.0, 4.0], [0.0, 0.0], [-8.0, 6.0]]), np.array([1.0, 0.0])
    square = rng.normal(0, 3, (4, 4))
    gap = rng.normal(2, 3, (5, 3))
    gap[2] = 0
    return [
        example,
        (square, rng.normal(1, 2, 4)),
        (gap, rng.normal(-1, 4, 3)),
        (rng.normal(size=(3, 2)), np.zeros(2)),
        (rng.normal(0, 50, (1, 6)), rng.normal(0, 20, 6)),
        (rng.normal(0, 1e-3, (3, 4)), rng.normal(0, 1e-3, 4)),
    ]


def _cosines(library, query, *, below="rows", power=1, guard=True, of_query=True, of_rows=True, absolute=False):
    rows = {
        "rows": np.linalg.norm(library, axis=1),
        "table": np.linalg.norm(library) * np.ones(len(library)),
        "sizes": np.abs(library).sum(axis=1),
    }[below]
    norms = (rows if of_rows else 1) * (np.linalg.norm(query) if of_query else 1) * np.ones(len(library))
    dots = np.abs(library @ query) if absolute else library @ query
    with np.errstate(divide="ignore", invalid="ignore"):
        cosines = dots / norms**power
    return np.where(norms > 0, cosines, 0.0) if guard else cosines


def _library_cosines(library, query):
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(1 - cdist(library, query[None], "cosine")[:, 0], nan=0.0)


cosine_similarities = Exercise(
    title="Cosines to a whole library",
    points=2,
    expected=_library_cosines,
    cases=_library_cases,
    equivalent={
        "np.where(norms == 0, 1, norms) -> np.where(norms == 0, 2, norms)": "the dot product is 0 there, whatever divides it",
    },
    mistakes={
        **switched(
            _cosines,
            {
                "Those are dot products divided by one norm only, that of the query: the rows keep their strength.": {
                    "of_rows": False
                },
                "Those are dot products divided by the rows' norms: the query keeps its strength.": {"of_query": False},
                "You divided by squared norms. What undoes the square in a norm?": {"power": 2},
                "You took the root of norms that are rooted already.": {"power": 0.5},
                "One norm of the whole library stands below. Each row has its own: which axis?": {"below": "table"},
                "You added up sizes for the length of a row. A norm squares first.": {"below": "sizes"},
                "Right but for zeros: 0/0 gave NaN there. The statement says what to return.": {"guard": False},
                "Your cosines are never negative. Vectors may point against each other: what does the sign say?": {
                    "absolute": True
                },
            },
        ),
        "Those are dot products. How strong a spectrum is must not count.": lambda library, query: library @ query,
        "Those are distances, not cosines: nothing is divided by a length.": lambda library, query: np.linalg.norm(
            library - query, axis=1
        ),
        "Those are angles. Their cosines are asked.": lambda library, query: np.arccos(
            np.clip(_cosines(library, query), -1, 1)
        ),
    },
)


# ---- a layer


def _layer_cases(rng):
    example = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[1.0, -1.0], [2.0, 4.0]]), np.array([10.0, 20.0])

    def draw(n, d, k):
        return rng.normal(0, 2, (n, d)), rng.normal(size=(d, k)), rng.normal(0, 5, k)

    return [example, draw(3, 3, 3), draw(4, 4, 4), draw(5, 2, 3), draw(1, 4, 2), draw(3, 2, 1)]


def _layer(X, W, b, *, turned=False, exchanged=False, along="row", sign=1, offset=True):
    W = W.T if turned else W
    out = W @ X if exchanged else X @ W
    if not offset:
        return out
    return out + sign * (b[:, None] if along == "column" else b)


layer_outputs = Exercise(
    title="One layer",
    points=1,
    expected=lambda X, W, b: np.einsum("nd,dk->nk", X, W) + np.tile(b, (len(X), 1)),
    cases=_layer_cases,
    mistakes={
        **switched(
            _layer,
            {
                "W is turned over. It comes as (d, k), a column an output.": {"turned": True},
                "W stands on the left, so the columns of X are mixed, not its rows.": {"exchanged": True},
                "The offsets run down the rows. Each belongs to an output, a column.": {"along": "column"},
                "The offset is missing.": {"offset": False},
                "The offset is subtracted.": {"sign": -1},
            },
        ),
        "`*` multiplies entry by entry. A product of matrices is asked.": lambda X, W, b: X * W + b,
        "The columns of X are mixed: it is X that is turned over.": lambda X, W, b: X.T @ W + b,
        "The offset went through W: it is added before the product.": lambda X, W, b: (X + b) @ W,
    },
)


# ---- distances


def _pair_cases(rng):
    example = np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[3.0, 0.0], [3.0, 4.0], [0.0, 1.0]])
    square = rng.normal(0, 2, (4, 4))
    shared = rng.normal(size=(3, 2))
    return [
        example,
        (square, rng.normal(1, 2, (4, 4))),
        (shared, np.vstack([rng.normal(size=(4, 2)), shared[1]])),
        (rng.normal(0, 9, (1, 5)), rng.normal(0, 9, (3, 5))),
        (rng.normal(size=(2, 3)), rng.normal(size=(1, 3))),
    ]


def _distances(A, B, *, root=True, power=2, turned=False, own=False, mean=False):
    gaps = np.abs(A[:, None, :] - (A if own else B)) ** power
    total = gaps.mean(axis=2) if mean else gaps.sum(axis=2)
    total = np.sqrt(total) if root and power == 2 else total
    return total.T if turned else total


pairwise_distances = Exercise(
    title="How far apart is everything?",
    points=2,
    expected=cdist,
    cases=_pair_cases,
    equivalent={"A[:, None, :] - B -> B - A[:, None, :]": "a norm has no sign"},
    atol=1e-6,  # the sum of squares by a product is a right way, and leaves 1e-8 where a distance is 0
    mistakes={
        **switched(
            _distances,
            {
                "Those are squared distances: a root is missing.": {"root": False},
                "You added sizes of differences, the way of a taxi. The norm squares first.": {"power": 1},
                "Rows and columns have changed places: a row of the result belongs to a row of A.": {"turned": True},
                "Both sides of your differences come from A. Where is B?": {"own": True},
                "You took the mean over the columns. A norm adds up.": {"mean": True},
            },
        ),
        "That is the largest difference of each pair of rows. All of them count.": lambda A, B: cdist(
            A, B, "chebyshev"
        ),
        "Those are cosine distances, which do not see strength.": lambda A, B: cdist(A, B, "cosine"),
        "Those are dot products of rows, not distances.": lambda A, B: A @ B.T,
    },
)


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


def _split(K, a, *, how="least squares", sign=1, rooted=False, of="reached", whole=True):
    if how == "KK":
        reached = K @ (K.T @ a)
    elif how == "one by one":
        reached = np.sum([(k @ a) / (k @ k) * k for k in K.T], axis=0)
    elif how == "first column":
        reached = (K[:, 0] @ a) / (K[:, 0] @ K[:, 0]) * K[:, 0]
    else:
        reached = K @ (np.linalg.pinv(K) @ a)
    rest = a - reached
    part = {"reached": reached, "rest": rest}[of]
    share = part @ part / (a @ a) if whole else part @ part
    return reached, sign * rest, np.sqrt(share) if rooted else share


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
                "Your rest is fit less reading. The two parts are to add up to the reading.": {"sign": -1},
                "Your share is a ratio of norms. Which of their powers add up?": {"rooted": True},
                "Your share is that of the rest.": {"of": "rest"},
                "Your share is not divided by the squared norm of the reading.": {"whole": False},
            },
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
    return [example, draw(6, 8, 3, 3), one_gap, draw(1, 5, 2, 2), draw(6, 6, 2, 3), draw(3, 9, 1, 4)]


def _unmixed(A, K, *, fill=None, turned=False, positive=False, drop=None, minimum_rows=None):
    if drop == "wavelengths":
        keep = ~np.isnan(A).any(axis=0)
        A, K = A[:, keep], K[keep]
    if fill is not None:
        A = np.where(np.isnan(A), np.nanmean(A, axis=0) if fill == "mean" else fill, A)
    rows = [np.linalg.pinv(K[~np.isnan(row)]) @ row[~np.isnan(row)] for row in A]
    C = np.maximum(rows, 0) if positive else np.array(rows)
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
                "Gaps were filled with the mean of the other vats. They hold other amounts.": {"fill": "mean"},
                "A row of your result is a dye. A row a vat is asked.": {"turned": True},
                "Negative amounts were set to 0. The statement keeps them.": {"positive": True},
            },
        ),
        "You solved the first d equations that were read and left the others out. Least squares uses all.": (
            _first_equations
        ),
        "One NaN made every amount of its vat NaN. Which rows of K go with what was read?": lambda A, K: (
            A @ np.linalg.pinv(K).T
        ),
        "A wavelength that fails in one vat is left out of all: good readings are thrown away.": lambda A, K: _unmixed(
            A, K, drop="wavelengths"
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
    near_the_border = turned[0] @ np.diag([30, *rng.uniform((5.5, 5.1, 2), (8, 5.4, 4))]) @ turned[1]
    return [
        example,
        draw(30, 8, 3, 0.02),
        draw(6, 25, 2, 0.05),
        (rng.normal(0, 0.1, (9, 7)) * 0.2, 0.1),
        (np.outer(rng.uniform(1, 2, 5), rng.uniform(1, 2, 4)), 0.3),
        (near_the_border, 1.0),
        (near_the_border.T, 1.0),
    ]


def _counted(A, noise, *, border="both", squared=False, ratio="kept", first=False):
    n, m = A.shape
    singular = np.linalg.svd(A, compute_uv=False)
    singular = singular**2 if squared else singular
    edge = {
        "both": noise * (np.sqrt(n) + np.sqrt(m)),
        "rows": noise * np.sqrt(n),
        "noise": noise,
        "sum": noise * np.sqrt(n + m),
        "zero": 1e-12,
    }[border]
    kept = singular[singular > edge]
    if first:
        return len(kept)
    if len(kept) == 0:
        return 0, 0.0
    last = {"kept": kept[-1], "all": singular[-1]}[ratio]
    with np.errstate(divide="ignore"):
        return len(kept), kept[0] / last


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
                "You squared the singular values, or took eigenvalues of A.T @ A.": {"squared": True},
                "Your condition divides by the smallest singular value of all, noise among them.": {"ratio": "all"},
                "Only the number came back. The condition of what is kept is asked too.": {"first": True},
            },
        ),
    },
)


def _by_eigenvalues(A, noise):
    """Roots of the eigenvalues of the smaller of A.T @ A and A @ A.T, larger than the border."""
    gram = A @ A.T if A.shape[0] <= A.shape[1] else A.T @ A
    roots = np.sqrt(np.clip(np.linalg.eigvalsh(gram), 0, None))
    kept = [root for root in roots if root > noise * (A.shape[0] ** 0.5 + A.shape[1] ** 0.5) * (1 + 1e-9)]
    return (len(kept), max(kept) / min(kept)) if kept else (0, 0.0)


# ---- the score


def _score_cases(rng):
    example = np.array([[1.0, 0.0], [3.0, 4.0]]), np.array([1.0, 1.0]), np.array([-1.0, 1.0])

    def draw(n, d):
        spreads = rng.uniform(0.5, 4, d)
        return rng.normal(rng.normal(0, 5, d), spreads, (n, d)), rng.normal(0, 2, d), rng.normal(1, 3, n)

    return [example, draw(4, 4), draw(9, 2), draw(3, 5), draw(30, 3)]


def _score(X, w, y, *, axis=0, column=False, root="mean", ddof=0, centred=True, scaled=True):
    mean, spread = X.mean(axis=axis, keepdims=True), X.std(axis=axis, ddof=ddof, keepdims=True)
    Z = (X - (mean if centred else 0)) / (spread if scaled else 1)
    p = Z @ w
    gaps = (y - (p[:, None] if column else p)) ** 2
    return {"mean": np.sqrt(np.mean(gaps)), "each": np.mean(np.sqrt(gaps)), "none": np.mean(gaps)}[root]


_SCORE_FAULTS = {
    "the axis": ("rows are standardised, and columns are meant.", {"axis": 1}),
    "the broadcast": ("the predictions are a column, so y - p is a table of every pair.", {"column": True}),
    "the root": ("the root is taken of each square, which leaves sizes of errors.", {"root": "each"}),
}

fix_the_score = Exercise(
    title="Mend the score",
    points=2,
    expected=lambda X, w, y: np.linalg.norm(y - (X - np.mean(X, 0)) @ (w / np.sqrt(np.var(X, 0)))) / np.sqrt(len(y)),
    cases=_score_cases,
    given=with_faults(_score, _SCORE_FAULTS),
    mistakes={
        **partly_mended(_score, _SCORE_FAULTS),
        **switched(
            _score,
            {
                "You divide by n - 1 inside the spread. The statement asks for ddof=0.": {"ddof": 1},
                "That is the mean of the squares: the root is gone altogether.": {"root": "none"},
                "The columns keep their spreads: only the means are taken off.": {"scaled": False},
                "The columns keep their means: only the spreads are divided out.": {"centred": False},
            },
        ),
    },
)


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
