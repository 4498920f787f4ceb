"""The kinds of change that move a statement, or leave it out. As in `kinds`, one function each."""

import ast
import copy
from collections.abc import Iterator

_STATEMENTS = ast.Assign | ast.AugAssign | ast.Expr | ast.Return | ast.If


def statement_moved(node, parents) -> Iterator[ast.AST]:
    """Yield a block whose last statement stands behind it, or with two neighbours exchanged, or the first before it."""
    for body in (getattr(node, "body", None), getattr(node, "orelse", None)):
        if not isinstance(body, list) or isinstance(node, ast.ClassDef | ast.Module):
            continue
        field = "body" if body is node.body else "orelse"
        for i in range(len(body) - 1):
            yield _with(node, field, [*body[:i], body[i + 1], body[i], *body[i + 2 :]], body[i])
        for i, inner in enumerate(body):
            if isinstance(inner, ast.For | ast.While | ast.If) and len(inner.body) > 1:
                out, into = _with(inner, "body", inner.body[:-1]), _with(inner, "body", inner.body[1:])
                yield _with(node, field, [*body[:i], out, inner.body[-1], *body[i + 1 :]], inner.body[-1])
                yield _with(node, field, [*body[:i], inner.body[0], into, *body[i + 1 :]], inner.body[0])
            if isinstance(inner, ast.For | ast.While) and i + 1 < len(body) and isinstance(body[i + 1], _STATEMENTS):
                longer = _with(inner, "body", [*inner.body, body[i + 1]])
                yield _with(node, field, [*body[:i], longer, *body[i + 2 :]], body[i + 1])
            if isinstance(inner, ast.For | ast.While) and i > 0 and isinstance(body[i - 1], ast.Assign):
                longer = _with(inner, "body", [body[i - 1], *inner.body])
                yield _with(node, field, [*body[: i - 1], longer, *body[i + 1 :]], body[i - 1])


def decided_true(node, parents) -> Iterator[ast.AST]:
    """Yield a decision that always takes one way."""
    if _is_decision(node, parents):
        yield ast.Constant(True)


def decided_false(node, parents) -> Iterator[ast.AST]:
    """Yield a decision that always takes the other way."""
    if _is_decision(node, parents):
        yield ast.Constant(False)


def _is_decision(node, parents) -> bool:
    parent = parents.get(node)
    return isinstance(parent, ast.If | ast.IfExp) and node is parent.test


def loops_exchanged(node, parents) -> Iterator[ast.AST]:
    """Yield two loops, one within the other, with the inner one outside."""
    match node:
        case ast.For(body=[ast.For() as inner], orelse=[]):
            within = ast.For(node.target, node.iter, inner.body, [])
            yield ast.For(inner.target, inner.iter, [within], [])
        case ast.ListComp(elt, [first, second]):
            yield ast.ListComp(elt, [second, first])


def statement_left_out(node, parents) -> Iterator[ast.AST]:
    """Yield a block without one of its statements."""
    body = getattr(node, "body", None)
    if isinstance(body, list) and len(body) > 1 and not isinstance(node, ast.ClassDef | ast.Module):
        for i, inner in enumerate(body):
            if isinstance(inner, ast.Assign | ast.AugAssign | ast.If | ast.Expr):
                yield _with(node, "body", [*body[:i], *body[i + 1 :]], inner)


def _with(node, field, body, moved=None):
    changed = copy.copy(node)
    changed.moved = moved  # the statement that a reader is to look at
    setattr(changed, field, body or [ast.Pass()])
    return changed
