"""What a change needs to know of the code round a node."""

import ast

MAKERS = set(
    [
        "range",
        "arange",
        "zeros",
        "ones",
        "full",
        "empty",
        "eye",
        "linspace",
        "permutation",
        "choice",
        "integers",
        "shuffle",
        "repeat",
        "tile",
        "normal",
        "random",
    ]
)
"""Functions that make as much as a number says."""


def is_size(node, parents) -> bool:
    """Whether a node stands where a number says how much is made: nothing that grows may be put there."""
    while node in parents and not isinstance(node, ast.stmt):
        node = parents[node]
        if isinstance(node, ast.Call) and called(node) in MAKERS:
            return True
    return False


def is_value(node, parents) -> bool:
    """Whether a node is an expression with a value that a step more may be done to."""
    if not isinstance(node, ast.Name | ast.BinOp | ast.Call | ast.Subscript | ast.Compare | ast.Attribute | ast.BoolOp):
        return False
    is_function = isinstance(parents[node], ast.Call) and parents[node].func is node
    is_stored = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
    is_module = isinstance(node, ast.Name) and node.id in ("np", "math", "pd")
    return not (is_function or is_stored or is_module)


def is_number(node) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def variables(node, parents) -> list[str]:
    """Return the names that the function round a node binds."""
    function = function_round(node, parents)
    if function is None:
        return []
    bound = [item.arg for item in function.args.args]
    bound += [item.id for item in ast.walk(function) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)]
    return list(dict.fromkeys(bound))


def function_round(node, parents) -> ast.FunctionDef | None:
    while node in parents and not isinstance(node, ast.FunctionDef):
        node = parents[node]
    return node if isinstance(node, ast.FunctionDef) else None


def called(node) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
