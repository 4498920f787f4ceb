"""What shows in the code of an answer without running it: an argument that is not used, a value nobody looks at."""

import ast

from firsthand.changing.learner_code import LearnerCode


def read_sentence(code: LearnerCode) -> str:
    """Return the first of what shows in the function that was handed in, as a sentence; "" where nothing does."""
    function = next(
        (node for node in code.tree.body if isinstance(node, ast.FunctionDef) and node.name == code.name), None
    )
    if function is None:
        return ""
    others = {node.id for node in ast.walk(code.tree) if isinstance(node, ast.Name)} - _names(function)
    return _unused_argument(function, others) or _overwritten_argument(function) or _unused_variable(function)


def _names(tree) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _unused_argument(function, others) -> str:
    """Name the arguments that stand nowhere; one that a function beside it uses may get there by another way."""
    used = _names(function) | others
    unused = [f"`{item.arg}`" for item in function.args.args if item.arg not in used]
    if not unused or _takes_all(function):
        return ""
    verb, them = ("stands", "it is") if len(unused) == 1 else ("stand", "they are")
    return f"{' and '.join(unused)} {verb} nowhere in your function, and {them} handed in to be used."


def _takes_all(function) -> bool:
    return any(isinstance(node, ast.Name) and node.id in ("locals", "vars") for node in ast.walk(function))


def _overwritten_argument(function) -> str:
    """Name an argument that gets another value before anything has looked at it."""
    for item in function.args.args:
        uses = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == item.arg]
        first = min(uses, key=lambda node: (node.lineno, node.col_offset), default=None)
        if first is None or not isinstance(first.ctx, ast.Store):
            continue
        for statement in function.body:
            if (
                isinstance(statement, ast.Assign)
                and first in statement.targets
                and not _reads(statement.value, item.arg)
            ):
                return (
                    f"`{item.arg}` gets a value of your own before anything has looked at the one that was handed in."
                )
    return ""


def _reads(tree, name) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))


def _names_of_a_display(loop: ast.For) -> set[str]:
    """Name what a loop takes out of a list that stands in its head, `[w]`: it may be an array, and change in place."""
    has_display = any(isinstance(node, ast.List | ast.Tuple) for node in ast.walk(loop.iter))
    return _names(loop.target) if has_display else set()


def _unused_variable(function) -> str:
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    read |= {name for loop in ast.walk(function) if isinstance(loop, ast.For) for name in _names_of_a_display(loop)}
    targets = [
        target
        for node in ast.walk(function)
        for target in (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        if isinstance(target, ast.Name) and target.id not in read and not target.id.startswith("_")
    ]
    if not targets:
        return ""
    return f"Nothing looks at `{targets[-1].id}` once it has its value."
