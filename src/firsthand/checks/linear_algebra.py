"""Exercises of the lesson on linear algebra."""

import numpy as np
from scipy.spatial.distance import cdist

from firsthand.judging.exercise import Exercise, partly_mended, sizes, switched, with_faults

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
            ("A", "(6,)"): "A: the 6 of y meets the 6 of X.T and is used up. Which length is left?",
            ("A", "(6, 4)"): "A: `@` sums over the length that both share. What is left?",
            ("B", "(6, 2)"): "B: the rows of a product come from the left factor. What shape has W.T?",
            ("B", "error"): "B: W.T is (2, 4) and X.T is (4, 6). Do the inner lengths fit?",
            ("C", "(6, 4)"): "C: the mean is (6,). Under (6, 4), right ends in line, which lengths meet?",
            ("C", "(6,)"): "C: nothing is summed here but for the mean. Do (6, 4) and (6,) fit?",
            ("D", "(1, 4)"): "D: you sum down the columns. Which axis is number 1?",
            ("D", "(4,)"): "D: you sum down the columns, and drop the axis. Which one is summed, and is it dropped?",
            ("D", "(6,)"): "D: `keepdims=True` leaves the summed axis in place. With which length?",
            ("D", "(1, 6)"): "D: axis 1 is summed. Which axis keeps its length of 6?",
            ("E", "error"): "E: (6, 1) and (4,). A length of 1 stretches, and a missing axis too.",
            ("E", "(6, 1)"): "E: `*` is no product of matrices. What does the column meet in w?",
            ("E", "(4,)"): "E: nothing is summed. The column has six entries: where are they?",
            ("E", "(6,)"): "E: nothing is summed. w has four entries: where are they?",
            ("F", "error"): "F: (6, 6) and (6,): the right ends fit. Which axis of S does y run along?",
            ("F", "(6,)"): "F: nothing is summed. y is repeated; along which axis?",
            ("G", "(6,)"): "G: `w[None, :]` is a table of one row, and the row stays.",
            ("G", "error"): "G: (1, 4) and (4, 6). Do the inner lengths fit?",
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


def _lengths(library, query, below, of_query):
    rows = {
        "rows": np.linalg.norm(library, axis=1),
        "table": np.linalg.norm(library) * np.ones(len(library)),
        "sizes": np.abs(library).sum(axis=1),
        "nothing": np.ones(len(library)),
    }[below]
    return rows * {"norm": np.linalg.norm(query), "squares": query @ query, "left out": 1.0}[of_query]


def _cosines(
    library, query, *, below="rows", power=1, empty=0.0, of_query="norm", absolute=False, centred=False, added=0.0
):
    norms = _lengths(library, query, below, of_query)
    mean = library.mean(axis=1, keepdims=True) if centred else 0
    dots = (library - mean) @ (query - (query.mean() if centred else 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        cosines = (np.abs(dots) if absolute else dots) / (norms + added) ** power
    return cosines[norms > 0] if empty is None else np.where(norms > 0, cosines, empty)


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
                    "below": "nothing"
                },
                "Those are dot products divided by the rows' norms: the query keeps its strength.": {
                    "of_query": "left out"
                },
                "For the length of the query you took its sum of squares. A norm is its root.": {"of_query": "squares"},
                "You divided by squared norms. What undoes the square in a norm?": {"power": 2},
                "You took the root of norms that are rooted already.": {"power": 0.5},
                "One norm of the whole library stands below. Each row has its own: which axis?": {"below": "table"},
                "You added up sizes for the length of a row. A norm squares first.": {"below": "sizes"},
                "Right but for zeros: 0/0 gave NaN there. The statement says what to return.": {"empty": np.nan},
                "Where a length is 0 you return 1: the same direction. The statement says what to return.": {
                    "empty": 1.0
                },
                "Rows of zeros are left out. Each row of the library gets a number.": {"empty": None},
                "The mean of each spectrum is taken off first: those are correlations.": {"centred": True},
                "You add {added} to the lengths. It counts where spectra are weak.": {"added": sizes(1e-3, 1e-6, 1e-8)},
                "Your cosines are never negative. Vectors may point against each other: what does the sign say?": {
                    "absolute": True
                },
            },
        ),
        "That is the number of the nearest row. A cosine for each row is asked.": lambda library, query: int(
            np.argmax(_cosines(library, query))
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


def _layer(
    X,
    W,
    b,
    *,
    turned=False,
    x_turned=False,
    product=np.matmul,
    along="row",
    sign=1,
    offset=True,
    cut=False,
    early=False,
):
    X, W = X.T if x_turned else X, W.T if turned else W
    shift = {"row": b, "column": b[:, None], "sum": b.sum()}[along] * sign
    out = product(X + shift, W) if early else product(X, W)
    if offset and not early:
        out = out * b if offset == "times" else out + shift
    return np.maximum(out, 0) if cut else out


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
                "W stands on the left, so the columns of X are mixed, not its rows.": {"product": lambda X, W: W @ X},
                "The offsets run down the rows. Each belongs to an output, a column.": {"along": "column"},
                "The offset is missing.": {"offset": False},
                "The offset is subtracted.": {"sign": -1},
                "The offsets are added up, and each output gets their sum.": {"along": "sum"},
                "The offset is a factor. It is to be added.": {"offset": "times"},
                "The columns of X are mixed: it is X that is turned over.": {"x_turned": True},
                "`*` multiplies entry by entry. A product of matrices is asked.": {"product": np.multiply},
                "Outputs below 0 are set to 0. The statement keeps them.": {"cut": True},
                "The offset went through W: it is added before the product.": {"early": True},
            },
        ),
        "One row came back, of the first example. Each row of X has outputs.": lambda X, W, b: X[0] @ W + b,
        "The outputs are averaged over the rows. Each row of X keeps its own.": lambda X, W, b: (X @ W + b).mean(
            axis=0
        ),
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
        (many := rng.normal(0, 2, (24, 24)), many[::-1].copy()),  # every row meets itself
    ]


def _distances(A, B, *, root=True, power=2, turned=False, own=False, sum_of=np.sum, plus=False, axis=2):
    other = A if own else B
    gaps = A[:, None, :] + other if plus else A[:, None, :] - other
    if power == 0:
        return np.abs(sum_of(gaps, axis=axis))
    total = sum_of(np.abs(gaps) ** power, axis=axis)
    total = np.sqrt(total) if root and power == 2 else total
    return total.T if turned else total


def _by_product(A, B, twice=2):
    """Use the squares of the rows less a product; by rounding it can fall below 0."""
    with np.errstate(invalid="ignore"):
        return np.sqrt((A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - twice * A @ B.T)


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
                "You took the mean over the columns. A norm adds up.": {"sum_of": np.mean},
                "You add the rows. How far apart they are is in their difference.": {"plus": True},
                "You add up differences with their signs. Over and under cancel.": {"power": 0},
                "Your norm runs over the rows of B. It runs over the columns that A and B share.": {"axis": 1},
                "Your norm runs over the rows of A. It runs over the columns that A and B share.": {"axis": 0},
            },
        ),
        "NaN came back: where two rows are equal, rounding makes your sum of squares less than 0.": _by_product,
        "You subtract the product of the rows once. How often is it in the square of a difference?": lambda A, B: (
            _by_product(A, B, twice=1)
        ),
        "Only the nearest row of B is kept for each row of A. All of them are asked.": lambda A, B: cdist(A, B).min(
            axis=1
        ),
        "That is the largest difference of each pair of rows. All of them count.": lambda A, B: cdist(
            A, B, "chebyshev"
        ),
        "Those are cosine distances, which do not see strength.": lambda A, B: cdist(A, B, "cosine"),
        "Those are dot products of rows, not distances.": lambda A, B: A @ B.T,
    },
)


# ---- the score


def _score_cases(rng):
    example = np.array([[1.0, 0.0], [3.0, 4.0]]), np.array([1.0, 1.0]), np.array([-1.0, 1.0])

    def draw(n, d):
        spreads = rng.uniform(0.5, 4, d)
        return rng.normal(rng.normal(0, 5, d), spreads, (n, d)), rng.normal(0, 2, d), rng.normal(1, 3, n)

    return [example, draw(4, 4), draw(9, 2), draw(3, 5), draw(30, 3)]


def _score(X, w, y, *, means="columns", spreads="columns", column=False, root="mean", target=False):
    axes = {"columns": 0, "rows": 1, "table": None}
    Z = X if means == "none" else X - X.mean(axis=axes[means], keepdims=True)
    if spreads in axes:
        Z = Z / X.std(axis=axes[spreads], keepdims=True)
    elif spreads != "none":
        Z = Z / {"n - 1": X.std(axis=0, ddof=1), "variance": X.var(axis=0)}[spreads]
    p = Z @ w
    if target:
        y = (y - y.mean()) / y.std()
    gaps = y - (p[:, None] if column else p)
    square = gaps**2
    return {
        "mean": np.sqrt(np.mean(square)),
        "each": np.mean(np.abs(gaps)),
        "none": np.mean(square),
        "sum": np.sqrt(np.sum(square)),
        "early": np.sqrt(np.sum(square)) / len(y),
        "spread": gaps.std(),
        "size": np.abs(gaps.mean()),
    }[root]


_SCORE_FAULTS = {
    "the means": ("Means of rows are taken off. Columns are meant.", {"means": "rows"}),
    "the spreads": ("Rows are divided by their spreads. Columns are meant.", {"spreads": "rows"}),
    "the broadcast": ("The predictions are a column, so y - p is a table of every pair.", {"column": True}),
    "the root": ("The root is taken of each square, which leaves sizes of errors.", {"root": "each"}),
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
                "You divide by n - 1 inside the spread. The statement asks for ddof=0.": {"spreads": "n - 1"},
                "That is the mean of the squares: the root is gone altogether.": {"root": "none"},
                "The columns keep their spreads: only the means are taken off.": {"spreads": "none"},
                "The columns keep their means: only the spreads are divided out.": {"means": "none"},
                "You divide by variances. The unit does not cancel.": {"spreads": "variance"},
                "One mean of the whole table is taken off. Each column has its own.": {"means": "table"},
                "One spread of the whole table stands below. Each column has its own.": {"spreads": "table"},
                "The squares are added up. Their mean is asked.": {"root": "sum"},
                "The root is taken before you divide by n.": {"root": "early"},
                "That is the spread of the errors: their mean is taken off.": {"root": "spread"},
                "y is standardised too. The errors are asked in the unit of y.": {"target": True},
            },
        ),
    },
)
