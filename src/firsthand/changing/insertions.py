"""The kinds of change that put something in: a step more, a guard. As in `kinds`, one function each."""

import ast
import copy
from collections.abc import Iterator

from firsthand.changing.surroundings import function_round, is_number, is_size, is_value, variables

_STEPS = [
    "-E",
    "1 - E",
    "E - 1",
    "E + 1",
    "E ** 2",
    "2 * E",
    "E / 2",
    "1 / E",
    "~E",
    "not E",
    "np.sqrt(E)",
    "np.abs(E)",
    "np.exp(E)",
    "np.log(E)",
    "E[::-1]",
    "E[1:]",
    "E[:-1]",
    "E[0]",
    "E[-1]",
    "E.T",
    "E[:, None]",
    "E.copy()",
    "list(E)",
    "float(E)",
    "np.asarray(E)",
    "np.asarray(E, float)",
    "np.sum(E)",
    "np.mean(E)",
    "np.sum(E, axis=0)",
    "np.mean(E, axis=0)",
    "np.sum(E, axis=1, keepdims=True)",
    "np.max(E)",
    "np.max(E, axis=1, keepdims=True)",
    "np.maximum(E, 0)",
    "np.minimum(E, 1)",
    "np.sort(E)",
    "np.unique(E)",
    "np.cumsum(E)",
    "E / np.sum(E)",
    "E - np.mean(E)",
]

_WITH_ANOTHER = ["E * V", "E / V", "E + V", "E - V", "V - E", "E / len(V)", "E * len(V)", "E @ V", "V[E]", "E[V]"]

LONGEST_PIECE = 24


def _templates(texts) -> list[ast.expr]:
    return [ast.parse(text, mode="eval").body for text in texts]


_STEP_TREES, _WITH_ANOTHER_TREES = _templates(_STEPS), _templates(_WITH_ANOTHER)


def step_put_in(node, parents) -> Iterator[ast.AST]:
    """Yield a value with one step more done to it."""
    if is_value(node, parents) and not is_size(node, parents):
        yield from (_filled(template, E=node) for template in _STEP_TREES)


def guard_put_in(node, parents) -> Iterator[ast.AST]:
    """Yield a division that is not done where it would be by zero."""
    match node:
        case ast.BinOp(_, ast.Div(), below):
            for instead in (0.0, 1.0):
                yield ast.IfExp(ast.Compare(below, [ast.NotEq()], [ast.Constant(0)]), node, ast.Constant(instead))


def step_with_another(node, parents) -> Iterator[ast.AST]:
    """Yield a value with one step more done to it, together with a variable of the function."""
    if (is_value(node, parents) or is_number(node)) and not is_size(node, parents):
        for name in variables(node, parents):
            for template in _WITH_ANOTHER_TREES:
                yield _filled(template, E=node, V=ast.Name(name, ast.Load()))


def step_with_piece(node, parents) -> Iterator[ast.AST]:
    """Yield a value together with a piece of code that stands elsewhere in the function."""
    if (is_value(node, parents) or is_number(node)) and not is_size(node, parents):
        for piece in _pieces(node, parents):
            for op in (ast.Mult(), ast.Div(), ast.Add(), ast.Sub(), ast.BitAnd()):
                yield ast.BinOp(node, op, piece)


def _pieces(node, parents) -> list[ast.expr]:
    """Return the short expressions of the function round a node, each once; variables and numbers are none."""
    function = function_round(node, parents)
    found = (
        {}
        if function is None
        else {
            ast.unparse(item): item
            for item in ast.walk(function)
            if isinstance(item, ast.BinOp | ast.Call | ast.Compare | ast.Subscript | ast.UnaryOp)
            and not isinstance(getattr(item, "ctx", None), ast.Store)
        }
    )
    return [piece for text, piece in found.items() if len(text) <= LONGEST_PIECE]


def _filled(node, **parts) -> ast.AST:
    """Copy a template with other code in place of its names."""
    if isinstance(node, ast.Name) and node.id in parts:
        return parts[node.id]
    made = copy.copy(node)
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            setattr(made, name, _filled(value, **parts))
        elif isinstance(value, list):
            setattr(made, name, [_filled(item, **parts) for item in value])
    return made
