"""The kinds of change that put one thing in the place of another: a sign, a number, a variable, a function. As in `kinds`."""

import ast
import copy
from collections.abc import Iterator

from firsthand.changing.surroundings import called, is_number, is_size, is_value, variables

_TINY = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0)


def other_comparison(node, parents) -> Iterator[ast.AST]:
    """Yield a comparison with any other sign."""
    match node:
        case ast.Compare(left, [ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() | ast.Eq() | ast.NotEq() as op], [right]):
            for other in (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq):
                if not isinstance(op, other):
                    yield ast.Compare(left, [other()], [right])


def other_number(node, parents) -> Iterator[ast.AST]:
    """Yield the numbers that stand in most formulas."""
    if is_number(node):
        usual = _TINY if 0 < abs(node.value) < 0.01 else (0, 1, 2, 0.5, -1, node.value / 2, 10 * node.value)
        yield from (ast.Constant(number) for number in usual if number != node.value)


def other_operator(node, parents) -> Iterator[ast.AST]:
    """Yield an operation with any other sign."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and not is_size(node, parents):
        for other in (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult):
            if not isinstance(node.op, other):
                changed = copy.copy(node)
                changed.op = other()
                yield changed
    match node:
        case ast.Assign([ast.Name(name)], value) if not _stands_in(name, value):  # "total = v": is "total += v" meant?
            for op in (ast.Add(), ast.Sub(), ast.Mult()):
                yield ast.AugAssign(ast.Name(name, ast.Store()), op, value)
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)


def _stands_in(name: str, tree: ast.AST) -> bool:
    return any(isinstance(item, ast.Name) and item.id == name for item in ast.walk(tree))


def other_variable(node, parents) -> Iterator[ast.AST]:
    """Yield a variable of the function in place of another, or of a number."""
    if is_number(node) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and is_value(node, parents)):
        own = getattr(node, "id", None)
        yield from (ast.Name(name, ast.Load()) for name in variables(node, parents) if name != own)


def other_function(node, parents) -> Iterator[ast.AST]:
    """Yield a call of the function that another one is mostly written for."""
    if isinstance(node, ast.Call) and (name := called(node)) in _WRITTEN_FOR:
        other = copy.copy(node.func)
        setattr(other, "id" if isinstance(other, ast.Name) else "attr", _WRITTEN_FOR[name])
        yield ast.Call(other, node.args, node.keywords)


_WRITTEN_FOR = {
    "log2": "log",
    "log10": "log",
    "exp2": "exp",
    "nanmean": "mean",
    "nansum": "sum",
    "average": "mean",
    "append": "extend",
    "extend": "append",
    "hstack": "vstack",
    "vstack": "hstack",
    "multiply": "dot",
    "dot": "multiply",
    "trunc": "round",
    "zeros": "ones",
    "ones": "zeros",
    "fit_transform": "transform",
    "predict": "predict_proba",
    "predict_proba": "predict",
}


def other_axis(node, parents) -> Iterator[ast.AST]:
    """Yield a call with an axis where none was, and with one that is kept."""
    if not isinstance(node, ast.Call) or called(node) not in _REDUCE:
        return
    rest = [keyword for keyword in node.keywords if keyword.arg not in ("axis", "keepdims")]
    for axis in (0, 1, -1):
        yield ast.Call(node.func, node.args[:1], [*rest, ast.keyword("axis", ast.Constant(axis))])
    kept = ast.keyword("keepdims", ast.Constant(True))
    for axis in (0, 1):
        yield ast.Call(node.func, node.args[:1], [*rest, ast.keyword("axis", ast.Constant(axis)), kept])


_REDUCE = set(
    [
        "sum",
        "mean",
        "max",
        "min",
        "std",
        "var",
        "argmax",
        "argmin",
        "any",
        "all",
        "median",
        "prod",
        "cumsum",
        "norm",
        "amax",
        "amin",
        "average",
    ]
)


def other_bounds(node, parents) -> Iterator[ast.AST]:
    """Yield a range that begins or ends one place on."""
    match node:
        case ast.Call(ast.Name("range"), [*before, end], []) if len(before) <= 1:
            start = before[0] if before else ast.Constant(0)
            one = ast.Constant(1)
            more, fewer = ast.BinOp(end, ast.Add(), one), ast.BinOp(end, ast.Sub(), one)
            later, earlier = ast.BinOp(start, ast.Add(), one), ast.BinOp(start, ast.Sub(), one)
            several: tuple[list[ast.expr], ...] = (
                [start, more],
                [start, fewer],
                [later, end],
                [later, more],
                [earlier, end],
                [ast.Constant(0), end],
            )
            for bounds in several:
                yield ast.Call(node.func, bounds, [])
