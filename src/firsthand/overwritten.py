"""Names of Python and of libraries that a learner's own cell has overwritten, read from sources alone."""

import ast
import builtins
from collections.abc import Iterable, Iterator, Sequence


def overwritten_names(answer: str, cells: Sequence[str]) -> dict[str, int]:
    """Return the names that an answer uses as Python's or a library's, and a cell has overwritten: name -> index of the cell.

    cells : sources in the order in which they ran. What is no Python is passed over.
    """
    used = _used(answer)
    taken: dict[str, int] = {}
    owned = set(dir(builtins))
    for index, source in enumerate(cells):
        for name, is_import in _bound(source):
            if is_import:
                owned.add(name)
                taken.pop(name, None)
            elif name in owned and name in used:
                taken[name] = index
    return taken


def _used(source) -> set[str]:
    names = [node for node in ast.walk(_parsed(source)) if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in ast.walk(_parsed(source)) if isinstance(node, ast.arg)}
    return {node.id for node in names if isinstance(node.ctx, ast.Load)} - own


def _bound(source) -> Iterator[tuple[str, bool]]:
    """Yield what a cell binds at its top level, in order, and whether by an import."""
    for node in _walk_outside_functions(_parsed(source).body):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name.split(".")[0], True) for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, False
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, False


def _walk_outside_functions(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    scopes = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    for node in nodes:
        yield node
        if not isinstance(node, scopes):
            yield from _walk_outside_functions(ast.iter_child_nodes(node))


def _parsed(source) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # %magic, a slip, or an attack
        return ast.Module([], [])
