"""The kinds of change, one function each: from a node of the syntax tree to what may stand in its place."""

import ast
import copy
from collections.abc import Iterator

from firsthand.changing.neighbours import (
    COMPARISONS,
    HARMLESS_KEYWORDS,
    HELPERS,
    LEFT_OUT,
    MODULES,
    NEIGHBOURS,
    OPERATORS,
    SYMMETRIC,
    WORDS,
)


def _name_of(node) -> str:
    """Return the name of the function or method called; "" for anything else."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
    return ""


def comparison_changed(node, parents) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, [op], [right]):
            for other in COMPARISONS.get(type(op), ()):
                yield ast.Compare(left, [other()], [right])
            if isinstance(op, ast.Eq | ast.NotEq):
                near = ast.Call(ast.Name("nearly"), [left, right], [])
                yield near if isinstance(op, ast.Eq) else ast.UnaryOp(ast.Not(), near)


def constant_changed(node, parents):
    parent = parents.get(node)
    if not isinstance(node, ast.Constant) or isinstance(parent, ast.Expr | ast.JoinedStr):
        return
    if isinstance(parent, ast.keyword) and parent.arg in HARMLESS_KEYWORDS:
        return
    match node.value:
        case True | False:
            yield ast.Constant(not node.value)
        case int():
            yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))
        case float():
            yield ast.Constant(2 * node.value or 1.0)
        case str() if node.value in WORDS:
            yield ast.Constant(WORDS[node.value])


def operator_changed(node, parents):
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        changed = copy.copy(node)
        changed.op = OPERATORS[type(node.op)]()
        yield changed


def operand_left_out(node, parents):
    match node:
        case ast.BinOp(left, op, right) if not isinstance(op, ast.MatMult):
            yield left
            if not isinstance(op, ast.Div | ast.FloorDiv | ast.Mod | ast.Pow):
                yield right
        case ast.BoolOp(op, values):
            for value in values:
                rest = [other for other in values if other is not value]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(ast.USub() | ast.Not() | ast.Invert(), operand):
            yield operand
        case ast.IfExp(_, body, orelse):
            yield from (body, orelse)


def order_changed(node, parents):
    """Exchange the operands of - / @ // % **, neighbours in a tuple, the first two arguments of a call."""
    match node:
        case ast.BinOp(left, ast.Sub() | ast.Div() | ast.MatMult() | ast.Pow() as op, right) if not _is_squared(
            node, parents[node]
        ):
            yield ast.BinOp(right, op, left)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values)
        case ast.Tuple(elts, ast.Load()):
            for i in range(len(elts) - 1):
                yield ast.Tuple([*elts[:i], elts[i + 1], elts[i], *elts[i + 2 :]], ast.Load())
        case ast.Call(func, [first, second, *rest], keywords) if _name_of(node) not in SYMMETRIC:
            if _name_of(node) == "where" and rest:
                yield ast.Call(func, [first, rest[0], second], keywords)
                yield from (second, rest[0])
            else:
                yield ast.Call(func, [second, first, *rest], keywords)


def _is_squared(node, parent) -> bool:
    """Whether a difference is squared, or its sign taken off, so that the order of its terms is no matter."""
    match parent:
        case ast.BinOp(_, ast.Pow(), ast.Constant(2)):
            return isinstance(node.op, ast.Sub)
    return isinstance(node.op, ast.Sub) and _name_of(parent) in ("abs", "square")


def function_changed(node, parents):
    name, owner = _name_of(node), getattr(getattr(node, "func", None), "value", None)
    arguments = [] if owner is None or _is_module(owner) else [owner]  # of a method, what it is called on comes first
    for other in NEIGHBOURS.get(name, ()):
        if other in HELPERS:
            yield ast.Call(ast.Name(other), arguments + node.args, node.keywords)
        elif other == "median" and arguments:  # an array has no such method
            yield ast.Call(ast.Attribute(ast.Name("np"), "median"), arguments + node.args, node.keywords)
        else:
            function = ast.Name(other) if owner is None else ast.Attribute(owner, other)
            yield ast.Call(function, node.args, node.keywords)
    if name in LEFT_OUT:
        yield from (arguments + node.args)[:1]
    if name == "clip" and len(node.args) == 3:
        value, low, high = node.args
        yield ast.Call(node.func, [value, low, ast.Constant(None)], [])
        yield ast.Call(node.func, [value, ast.Constant(None), high], [])


def _is_module(node) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in MODULES
    return False


def keyword_changed(node, parents):
    """A keyword left out, another axis, and what nobody wrote: ddof=1, reverse=True, the other direction."""
    if not isinstance(node, ast.Call):
        return
    for i, keyword in enumerate(node.keywords):
        before, after = node.keywords[:i], node.keywords[i + 1 :]
        if keyword.arg not in {*HARMLESS_KEYWORDS, "keepdims", "axis"}:
            yield ast.Call(node.func, node.args, before + after)
        if keyword.arg == "axis":
            others = [[ast.keyword("axis", ast.Constant(axis))] for axis in (0, 1)]
            yield from (ast.Call(node.func, node.args, before + other + after) for other in (*others, []))
    name = _name_of(node)
    if name in ("std", "var") and not any(keyword.arg == "ddof" for keyword in node.keywords):
        yield ast.Call(node.func, node.args, [*node.keywords, ast.keyword("ddof", ast.Constant(1))])
    if name == "sorted" and not node.keywords:
        yield ast.Call(node.func, node.args, [ast.keyword("reverse", ast.Constant(True))])
    if name in ("cross_val_score", "cross_validate") and not any(keyword.arg == "scoring" for keyword in node.keywords):
        yield ast.Call(
            node.func, node.args, [*node.keywords, ast.keyword("scoring", ast.Constant("balanced_accuracy"))]
        )
    if name in ("sort", "argsort") and not isinstance(parents[node], ast.Expr):
        yield _turned_round(node)
        if node.args and isinstance(node.args[0], ast.UnaryOp):  # of equal ones, the last comes first
            yield _turned_round(ast.Call(node.func, [node.args[0].operand, *node.args[1:]], node.keywords))


def _turned_round(node) -> ast.Subscript:
    return ast.Subscript(node, ast.Slice(step=ast.UnaryOp(ast.USub(), ast.Constant(1))))


def taken_too_early(node, parents):
    """A mean or sum taken before the product or the square."""
    match node:
        case ast.Call(func, [ast.BinOp(left, ast.Mult() | ast.Pow() as op, right)], keywords) if _name_of(node) in (
            "mean",
            "sum",
        ):
            inner = [right] if isinstance(op, ast.Pow) else [ast.Call(func, [right], keywords)]
            yield ast.BinOp(ast.Call(func, [left], keywords), op, inner[0])


def one_fewer(node, parents):
    """One row fewer in a count."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))


def slice_changed(node, parents):
    if isinstance(node, ast.Slice):
        for part in ("lower", "upper", "step"):
            if getattr(node, part) is not None:
                yield ast.Slice(**{name: getattr(node, name) for name in ("lower", "upper", "step") if name != part})


def range_changed(node, parents):
    """One round too few: the first left out, or the last."""
    if _name_of(node) == "range" and len(node.args) == 1:
        yield ast.Call(node.func, [ast.Constant(1), *node.args], [])
        yield ast.Call(node.func, [ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))], [])
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp) and node.generators[0].ifs:
        first, *rest = node.generators
        yield type(node)(node.elt, [ast.comprehension(first.target, first.iter, [], first.is_async), *rest])


def statement_changed(node, parents):
    """A guard or a step left out, a loop that ends after its first round."""
    match node:
        case ast.If():
            yield from (ast.If(ast.Constant(value), node.body, node.orelse) for value in (True, False))
        case ast.For() | ast.While():
            once = copy.copy(node)
            once.body = [*node.body, ast.Break()]
            yield once
        case ast.AugAssign() | ast.Break() | ast.Continue():
            yield ast.Pass()
        case ast.Expr(ast.Call()):
            yield ast.Pass()
        case ast.Assign([ast.Name(name)]) if _bound_before(node, name, parents):
            yield ast.Pass()


def _bound_before(node, name, parents) -> bool:
    while not isinstance(node, ast.FunctionDef | ast.Module):
        node, line = parents[node], node.lineno
    arguments = {item.arg for item in node.args.args} if isinstance(node, ast.FunctionDef) else set()
    earlier = {item.id for item in ast.walk(node) if isinstance(item, ast.Name) and item.lineno < line}
    return name in arguments | earlier


def parameters_changed(node, parents):
    """One parameter for another: exchanged in the head, or used for the other in one place."""
    if isinstance(node, ast.FunctionDef):
        arguments = node.args.args
        for i in range(len(arguments) - 1):
            changed = copy.copy(node)
            changed.args = copy.copy(node.args)
            changed.args.args = [*arguments[:i], arguments[i + 1], arguments[i], *arguments[i + 2 :]]
            yield changed
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _name_of(parents[node]) != "len":
        head = _outer_function(node, parents)
        names = [item.arg for item in head.args.args] if head else []
        if node.id in names and not isinstance(parents[node], ast.Attribute):
            yield from (ast.Name(other, ast.Load()) for other in names if other != node.id)


def _outer_function(node, parents):
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.FunctionDef):
            return node
    return None


KINDS = (
    comparison_changed,
    constant_changed,
    operator_changed,
    operand_left_out,
    order_changed,
    function_changed,
    keyword_changed,
    taken_too_early,
    one_fewer,
    slice_changed,
    range_changed,
    statement_changed,
    parameters_changed,
)
