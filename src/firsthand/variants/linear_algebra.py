"""Variants of the lesson on linear algebra: shapes, and when a system is solved, fitted or measured again."""

import numpy as np

from firsthand.variants import Variant
from firsthand.variants.forms import Case, some_of_each, tabled, worded

_EXPRESSIONS = {
    "X.T @ y": {"n": "`X.T` has d rows, each as long as `y`. Which length is left?", "error": "n meets n. It runs."},
    "W.T @ X.T": {"n, k": "(k, d) @ (d, n): which comes first?", "error": "d meets d. It runs."},
    "X - X.mean(axis=1)": {"n, d": "a mean a row has length n; the right ends are d and n."},
    "X - X.mean(axis=0)": {
        "error": "a mean a column has length d, as each row has.",
        "d": "the rows stay: it is a table.",
    },
    "X.sum(axis=1, keepdims=True)": {
        "n": "`keepdims` leaves the axis, with length 1.",
        "1, d": "axis 1 is summed away.",
    },
    "X.sum(axis=0)": {"n": "axis 0 is summed away; the columns are left.", "1, d": "without `keepdims` the axis goes."},
    "c * w": {
        "n": "(n, 1) and (d): each stretches along the other.",
        "error": "an axis of length 1 stretches. It runs.",
    },
    "S - y": {"error": "(n, n) and (n): the right ends agree.", "n": "each row of S loses y: it is a table."},
    "w[None, :] @ X.T": {"n": "the left one has two axes, and so has the result.", "error": "(1, d) @ (d, n) runs."},
    "X @ w - c": {"n": "(n) and (n, 1): each stretches along the other.", "n, 1": "(n) stands for a row here."},
    "X @ W": {"d, k": "(n, d) @ (d, k): the inner length goes.", "error": "d meets d. It runs."},
    "X * w": {"n": "`*` goes entry by entry and sums nothing.", "error": "the right ends, d and d, agree. It runs."},
    "X * y": {"n, d": "the right ends are d and n, and they differ."},
    "X @ y": {"n": "the rows of X have length d, and y has n."},
    "X / c": {"n, 1": "c stretches along the columns of X.", "error": "an axis of length 1 stretches. It runs."},
    "y @ S @ y": {"n": "y @ S has length n, and once more @ y leaves a number.", "n, n": "both sides are summed away."},
    "(X @ W).max(axis=1)": {
        "k": "axis 1 is taken away; the rows are left.",
        "n, 1": "without `keepdims` the axis goes.",
    },
    "y[:, None] - y": {
        "n": "(n, 1) and (n): each stretches along the other.",
        "n, 1": "the second y stands for a row.",
    },
}
"""Expression -> shape that tempts, in letters -> what speaks against it."""


def shape_of(expression: str, n: int, d: int, k: int) -> str:
    """Return what NumPy gives for an expression: its shape as text, or "error"."""
    own = {"X": (n, d), "w": (d,), "y": (n,), "c": (n, 1), "S": (n, n), "W": (d, k)}
    try:
        found = eval(expression, {}, {name: np.ones(shape) for name, shape in own.items()})
    except ValueError:
        return "error"
    return str(np.shape(found))


def say_the_shape(rng) -> Variant:
    n, d, k = (int(size) for size in rng.permutation(np.arange(3, 14))[:3])
    chosen = rng.permutation(list(_EXPRESSIONS))[:8]
    asked = dict(zip("ABCDEFGH", map(str, chosen), strict=True))
    right = {key: shape_of(expression, n, d, k) for key, expression in asked.items()}
    sizes = {"n": n, "d": d, "k": k, "1": 1}
    tempting = {
        (key, _written(shape, sizes)): f"{key}: {why}"
        for key, expression in asked.items()
        for shape, why in _EXPRESSIONS[expression].items()
    }
    lines = "\n".join(f"- {key}: `{expression}`" for key, expression in asked.items())
    statement = f"""\
`X` is ({n}, {d}), `w` ({d},), `y` ({n},), `c = y[:, None]`, `S` ({n}, {n}) and `W` ({d}, {k}). Say what each expression
gives, without running it: a shape as text, such as `"({n}, {d})"`, or `"error"`. A single number has the shape `"()"`.

{lines}"""
    hint = (
        "Write the two shapes under each other, right ends in line. Entry by entry, an axis of length 1 stretches; any "
        "other two lengths must be equal."
    )
    return worded("shapes", statement, right, tempting, hint)


def _written(shape, sizes) -> str:
    if shape == "error":
        return shape
    return str(tuple(sizes[letter] for letter in shape.split(", ")))


_WAYS = ("solve", "least squares", "measure something else")


def choose_solve_or_measure(rng) -> Variant:
    cases = [_case(rng, kind) for kind in ["twins", "blown up", *some_of_each(rng, ("solve", "least squares"), 4)]]
    intro = (
        "For each case choose *solve* (as many equations as unknowns, and the data can give the answer), *least squares* "
        "(more equations than unknowns, and the data can give the answer) or *measure something else* (no method can give "
        "a useful answer from these data). Noise is that of the readings; wanted is each unknown by itself."
    )
    hint = "Multiply the relative noise by the condition: by how much can an answer be off? Then count equations and unknowns."
    return tabled(rng, "choices", intro, ("equations", "unknowns", "condition", "noise"), _WAYS, cases, hint)


def _case(rng, kind) -> Case:
    unknowns, noise = int(rng.integers(3, 13)), float(rng.choice([0.1, 0.2, 0.3, 0.5]))
    many = unknowns * int(rng.integers(4, 40))
    condition = f"{rng.uniform(1.5, 9):.1f}"
    if kind == "solve":
        return Case([unknowns, unknowns, condition, f"{noise} %"], kind, "Noise times condition is small. Count.")
    if kind == "least squares":
        return Case([many, unknowns, condition, f"{noise} %"], kind, "Noise times condition is small. Count.")
    if kind == "blown up":
        equations = unknowns if rng.random() < 0.5 else many
        power = f"10^{rng.integers(5, 11)}"
        return Case([equations, unknowns, power, f"{noise} %"], _WAYS[2], "Noise times condition: how far off is that?")
    twins = f"two columns always in the ratio 1 : {rng.integers(2, 9)}"
    return Case(
        [many, unknowns, twins, f"{noise} %"], _WAYS[2], "What is the rank, where one column is a multiple of another?"
    )
