"""One answer taken out of a notebook: the statements that it needs, found without running any; and the course's own.

The course's own answers to what milestones ask for travel in parts.json, which the build writes from the solutions.
"""

import ast
import functools
import json
import re
import symtable
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

FILE = "parts.json"


@functools.cache
def our_parts() -> dict[str, tuple[str, str]]:
    """Map each exercise that a milestone uses to the name that its check is handed, and the course's own source."""
    file = files("firsthand").joinpath(FILE)
    if not file.is_file():
        return {}
    return {name: (handed, source) for name, (handed, source) in json.loads(file.read_text(encoding="utf-8")).items()}


def source_of(cells: Sequence[str], exercise: str, handed: str) -> str:
    """Return the statements above the check of an exercise that `handed` needs, as one text; "" where none defines it.

    cells : sources of the code cells, in order. A statement is needed that gives a value to a needed name: imports,
    functions and values. What is no Python is passed over.
    """
    statements = [_Statement(text) for cell in _above_the_check(cells, exercise) for text in _statements(cell)]
    needed: set[str] = {handed}
    kept: list[_Statement] = []
    while True:  # a function may use what is defined below it
        found = [one for one in statements if one.binds & needed or one.imports_all]
        if len(found) == len(kept):
            break
        kept = found
        needed = needed.union(*(one.uses for one in kept))
    return "\n".join(one.text for one in kept) if any(handed in one.binds for one in kept) else ""


def solution_in(cells: Sequence[str], exercise: str) -> tuple[str, str]:
    """Return what the check of an exercise is handed, by name, and the source of that. Raises LookupError without a check."""
    found = re.search(rf'^check\("{exercise}", (\w+)\)', "\n".join(cells), re.MULTILINE)
    if found is None:
        raise LookupError(f"no cell checks {exercise!r}")
    return found[1], source_of(cells, exercise, found[1])


def _above_the_check(cells, exercise) -> Sequence[str]:
    """Return the cells above the last check of an exercise; all of them where it has none."""
    check = re.compile(rf"""^check\(\s*["']{exercise}["']""", re.MULTILINE)
    places = [index for index, cell in enumerate(cells) if check.search(cell)]
    return cells[: places[-1]] if places else cells


def _statements(cell: str) -> Iterator[str]:
    """Yield the text of each statement of a cell, with what decorates it."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        text = TransformerManager().transform_cell(cell)  # %magic and !command become Python
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # a slip, or an attack
        return
    lines = text.splitlines()
    for node in body:
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
        yield "\n".join(lines[first - 1 : node.end_lineno])


class _Statement:
    """A statement of a notebook: its text, the names that it gives a value to, and those that it looks up."""

    def __init__(self, text: str):
        self.text = text
        try:
            table = symtable.symtable(text, "cell", "exec")
        except (SyntaxError, ValueError, RecursionError):  # return outside a function, and the like
            self.binds, self.uses, self.imports_all = set[str](), set[str](), False
            return
        symbols = table.get_symbols()
        self.binds = {one.get_name() for one in symbols if one.is_assigned() or one.is_imported()}
        self.uses = {one.get_name() for one in symbols if one.is_referenced()} | set(_global_uses(table.get_children()))
        self.imports_all = re.match(r"from\s[^\n]*\simport\s*\*", text) is not None


def _global_uses(tables: Iterable[symtable.SymbolTable]) -> Iterator[str]:
    for table in tables:
        yield from (one.get_name() for one in table.get_symbols() if one.is_global() and one.is_referenced())
        yield from _global_uses(table.get_children())
