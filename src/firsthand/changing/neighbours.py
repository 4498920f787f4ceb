"""What stands near a piece of code: the operator, function or word that is written for it by mistake."""

import ast

import numpy as np

COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NEIGHBOURS = {
    name: others.split()
    for name, others in {
        "sum": "mean",
        "mean": "sum median",
        "median": "mean",
        "std": "var",
        "var": "std",
        "max": "min first_of last_of",
        "min": "max first_of last_of",
        "argmax": "argmin last_argmax",
        "argmin": "argmax last_argmin",
        "maximum": "minimum",
        "minimum": "maximum",
        "floor": "ceil round",
        "ceil": "floor round",
        "round": "floor ceil",
        "any": "all",
        "all": "any",
        "log": "log2 log10 log1p",
        "log1p": "log log_of_1_plus",
        "exp": "exp2 expm1",
        "expm1": "exp exp_minus_1",
        "accuracy_score": "balanced_accuracy_score",
        "cumsum": "cumprod",
        "setdiff1d": "intersect1d",
        "intersect1d": "union1d",
        "union1d": "intersect1d",
        "transform": "fit_transform",
        "fit_transform": "transform",
        "precision_score": "recall_score",
        "recall_score": "precision_score",
        "roc_auc_score": "average_precision_score",
        "average_precision_score": "roc_auc_score",
        "permutation": "in_order rolled half_shuffled last_stays_last",
    }.items()
}
LEFT_OUT = set(
    [
        "abs",
        "sqrt",
        "square",
        "log",
        "log1p",
        "exp",
        "expm1",
        "ravel",
        "sum",
        "mean",
        "cumsum",
        "diff",
        "clip",
        "round",
        "floor",
        "ceil",
        "sorted",
        "sort",
        "unique",
        "reversed",
        "copy",
        "diag",
        "maximum",
        "minimum",
    ]
)
SYMMETRIC = set(
    ["maximum", "minimum", "max", "min", "isclose", "allclose", "intersect1d", "union1d", "array_equal", "clip"]
)
HARMLESS_KEYWORDS = {"strict", "dtype", "copy", "random_state", "n_jobs", "alt"}
MODULES = {"np", "numpy", "math", "scipy", "special", "stats", "statistics", "metrics", "linalg", "random"}
WORDS = {"macro": "micro", "micro": "macro", "left": "right", "right": "left"}


MET: set[str] = set()
"""The names below that have met numbers on which they differ in kind from what they stand for."""


def nearly(a, b):
    """Stand for `a == b` of someone who overlooks small differences."""
    if not any(np.asarray(value).dtype.kind == "f" for value in (a, b)):
        return a == b
    MET.add("nearly")
    return np.abs(np.subtract(a, b)) < 1e-3


def three_decimals(values):
    """Stand for an array whose numbers were cut off behind three decimals; what has no more than three is as it was."""
    if not isinstance(values, np.ndarray) or values.dtype.kind != "f" or np.all(values == np.round(values)):
        return values
    MET.add("three_decimals")
    return np.trunc(np.round(1000 * values, 6)) / 1000


def cut_off(values):
    """Stand for numbers that are never large."""
    if np.asarray(values).dtype.kind != "f":
        return values
    MET.add("cut_off")
    return np.clip(values, -10, 10)


def first_of(values, axis=None, keepdims=False):
    """Stand for a largest or smallest value that happens to come first."""
    return _one_of(values, 0, axis, keepdims)


def last_of(values, axis=None, keepdims=False):
    """Stand for a largest or smallest value that happens to come last."""
    return _one_of(values, -1, axis, keepdims)


def _one_of(values, place, axis, keepdims):
    if axis is None:
        return np.ravel(values)[place]
    return np.take(values, [place] if keepdims else place, axis=axis)


def last_argmax(values, axis=None):
    """Stand for the place of a largest value, the last of equal ones."""
    turned = np.flip(values, axis)
    return np.size(values, axis) - 1 - np.argmax(turned, axis)


def last_argmin(values, axis=None):
    """Stand for the place of a smallest value, the last of equal ones."""
    return last_argmax(np.negative(values), axis)


def log_of_1_plus(x):
    """Stand for `log1p` without its care for small numbers."""
    return np.log(1 + x)


def exp_minus_1(x):
    """Stand for `expm1` without its care for small numbers."""
    return np.exp(x) - 1


def in_order(rng, rows):
    """Stand for a shuffle that shuffles nothing."""
    return np.arange(rows) if np.ndim(rows) == 0 else np.array(rows)


def rolled(rng, rows):
    """Stand for a shuffle that only begins elsewhere."""
    rows = in_order(rng, rows)
    return np.roll(rows, rng.integers(len(rows)))


def half_shuffled(rng, rows):
    """Stand for a shuffle of the first half."""
    rows = in_order(rng, rows)
    return np.concatenate([rng.permutation(rows[: len(rows) // 2]), rows[len(rows) // 2 :]])


def last_stays_last(rng, rows):
    """Stand for a shuffle that leaves the last row where it is."""
    rows = in_order(rng, rows)
    return np.append(rng.permutation(rows[:-1]), rows[-1:])


HELPERS = {
    function.__name__: function
    for function in (
        nearly,
        three_decimals,
        cut_off,
        first_of,
        last_of,
        last_argmax,
        last_argmin,
        log_of_1_plus,
        exp_minus_1,
        in_order,
        rolled,
        half_shuffled,
        last_stays_last,
    )
}
