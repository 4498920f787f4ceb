"""A solution with one thing changed: what the cases of an exercise must tell from the right answer.

A change is a node of the syntax tree and what stands in its place: a comparison, a constant, an operator, an operand
left out, a function for its neighbour, arguments exchanged, a keyword, a guard or a statement left out. In changed code
stand names that no answer has, such as `first_of`; `HELPERS` says what they do.
"""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.auditing.neighbours import (
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
from firsthand.authoring.lesson_source import BEGIN_SOLUTION, END_SOLUTION, Cell

_SMALL = ast.Constant | ast.Name | ast.keyword | ast.Slice | ast.UnaryOp


@dataclass(frozen=True)
class Change:
    """A solution with one thing changed: what, in words (`before -> after`), where, and the code of the cell."""

    words: str
    line_number: int
    source: str


def changes(cell: Cell) -> list[Change]:
    """Return the published solution of an answer cell with one thing changed, in every way that is known here."""
    tree = ast.parse(cell.source)  # code to be repaired is a comment in the source, so this is the solution
    first, last = _lines_of_solution(cell)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    placed = [node for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt | ast.keyword)]
    inside = [node for node in placed if first <= node.lineno <= last or isinstance(node, ast.FunctionDef)]
    seen, found, places = {ast.unparse(tree)}, [], Counter[str]()
    for node in sorted(inside, key=lambda node: (node.lineno, node.col_offset)):
        for replacement in (new for change in _CHANGES for new in change(node, parents)):
            if (source := ast.unparse(_replaced(tree, node, replacement))) in seen:
                continue
            seen.add(source)
            words = _words(node, replacement, parents)
            places[words] += 1
            words += f" (place {places[words]})" if places[words] > 1 else ""
            found.append(Change(words, cell.line_number + node.lineno, source))
    return found


def _lines_of_solution(cell) -> tuple[int, int]:
    marks = [text.strip() for text in cell.source.splitlines()]
    return marks.index(BEGIN_SOLUTION) + 1, marks.index(END_SOLUTION) + 1


def _replaced(tree, node, replacement):
    """Copy a tree with another node in one place: deepcopy takes what `memo` holds for an object as its copy."""
    return copy.deepcopy(tree, {id(node): replacement})


def _words(node, replacement, parents) -> str:
    """Write a change as the smallest expression or statement that says what it is, before and after."""
    if isinstance(replacement, ast.Pass):
        return f"{_first_line(node)} -> left out"
    if isinstance(node, ast.For | ast.While):
        return f"{_first_line(node)} -> once only"
    shown = node
    while isinstance(shown, _SMALL) or not hasattr(shown, "lineno"):
        shown = parents[shown]
    if isinstance(shown, ast.Tuple) and isinstance(parents[shown], ast.Subscript):
        shown = parents[shown]
    return f"{_first_line(shown)} -> {_first_line(_replaced(shown, node, replacement))}"


def _first_line(node) -> str:
    return ast.unparse(node).splitlines()[0]


def _call_name(node) -> str:
    """Return the name of the function or method called; "" for anything else."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
    return ""


# ---- one function a kind of change: from a node to what may stand in its place


def _comparison(node, parents) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, [op], [right]):
            for other in COMPARISONS.get(type(op), ()):
                yield ast.Compare(left, [other()], [right])
            if isinstance(op, ast.Eq | ast.NotEq):
                near = ast.Call(ast.Name("nearly"), [left, right], [])
                yield near if isinstance(op, ast.Eq) else ast.UnaryOp(ast.Not(), near)


def _constant(node, parents):
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


def _operator(node, parents):
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        changed = copy.copy(node)
        changed.op = OPERATORS[type(node.op)]()
        yield changed


def _operand_left_out(node, parents):
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


def _order(node, parents):
    """Exchange the operands of - / @ // % **, neighbours in a tuple, the first two arguments of a call."""
    match node:
        case ast.BinOp(left, ast.Sub() | ast.Div() | ast.MatMult() | ast.Pow() as op, right):
            yield ast.BinOp(right, op, left)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values)
        case ast.Tuple(elts, ast.Load()):
            for i in range(len(elts) - 1):
                yield ast.Tuple([*elts[:i], elts[i + 1], elts[i], *elts[i + 2 :]], ast.Load())
        case ast.Call(func, [first, second, *rest], keywords) if _call_name(node) not in SYMMETRIC:
            if _call_name(node) == "where" and rest:
                yield ast.Call(func, [first, rest[0], second], keywords)
                yield from (second, rest[0])
            else:
                yield ast.Call(func, [second, first, *rest], keywords)


def _other_function(node, parents):
    name, owner = _call_name(node), getattr(getattr(node, "func", None), "value", None)
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


def _keyword(node, parents):
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
    name = _call_name(node)
    if name in ("std", "var") and not any(keyword.arg == "ddof" for keyword in node.keywords):
        yield ast.Call(node.func, node.args, [*node.keywords, ast.keyword("ddof", ast.Constant(1))])
    if name == "sorted" and not node.keywords:
        yield ast.Call(node.func, node.args, [ast.keyword("reverse", ast.Constant(True))])
    if name in ("sort", "argsort") and not isinstance(parents[node], ast.Expr):
        yield ast.Subscript(node, ast.Slice(step=ast.UnaryOp(ast.USub(), ast.Constant(1))))


def _slice(node, parents):
    if isinstance(node, ast.Slice):
        for part in ("lower", "upper", "step"):
            if getattr(node, part) is not None:
                yield ast.Slice(**{name: getattr(node, name) for name in ("lower", "upper", "step") if name != part})


def _range(node, parents):
    """One round too few: the first left out, or the last."""
    if _call_name(node) == "range" and len(node.args) == 1:
        yield ast.Call(node.func, [ast.Constant(1), *node.args], [])
        yield ast.Call(node.func, [ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))], [])
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp) and node.generators[0].ifs:
        first, *rest = node.generators
        yield type(node)(node.elt, [ast.comprehension(first.target, first.iter, [], first.is_async), *rest])


def _statement(node, parents):
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


def _parameters(node, parents):
    """One parameter for another: exchanged in the head, or used for the other in one place."""
    if isinstance(node, ast.FunctionDef):
        arguments = node.args.args
        for i in range(len(arguments) - 1):
            changed = copy.copy(node)
            changed.args = copy.copy(node.args)
            changed.args.args = [*arguments[:i], arguments[i + 1], arguments[i], *arguments[i + 2 :]]
            yield changed
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and _call_name(parents[node]) != "len":
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


_CHANGES = (
    _comparison, _constant, _operator, _operand_left_out, _order, _other_function, _keyword, _slice, _range, _statement,
    _parameters,
)  # fmt: skip
