"""A solution with one thing changed: what the cases of an exercise must tell from the right answer.

A change is a node of the syntax tree and what stands in its place; `kinds` knows them. In changed code stand names that
no answer has, such as `first_of`; `neighbours` says what they do.
"""

import ast
import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.auditing.kinds import KINDS
from firsthand.authoring.lesson_source import BEGIN_SOLUTION, END_SOLUTION, Task

_SMALL = ast.Constant | ast.Name | ast.keyword | ast.Slice | ast.UnaryOp


@dataclass(frozen=True)
class Change:
    """A solution with one thing changed: what, in words (`before -> after`), where, and the code of the cell."""

    words: str
    line_number: int
    source: str

    @property
    def needs(self) -> set[str]:
        """The names in it that are no change where numbers are whole."""
        return {name for name in ("nearly", "three_decimals", "cut_off") if f"{name}(" in self.words}


def changes(task: Task) -> list[Change]:
    """Return the published solution of an exercise with one thing changed, in every way that is known here."""
    cell = task.answer
    tree = ast.parse(cell.source)  # code to be repaired is a comment in the source, so this is the solution
    first, last = _lines_of_solution(cell)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    placed = [node for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt | ast.keyword)]
    inside = [node for node in placed if first <= node.lineno <= last or isinstance(node, ast.FunctionDef)]
    seen, found, places = {ast.unparse(tree)}, [], Counter[str]()
    for node in sorted(inside, key=lambda node: (node.lineno, node.col_offset)):
        for replacement in (new for change in KINDS for new in change(node, parents)):
            if (source := ast.unparse(_replaced(tree, node, replacement))) in seen:
                continue
            seen.add(source)
            words = _words(node, replacement, parents)
            places[words] += 1
            words += f" (place {places[words]})" if places[words] > 1 else ""
            found.append(Change(words, cell.lines[node.lineno - 1], source))
    return found + list(_changed_arguments(task, tree))


def _changed_arguments(task, tree) -> Iterator[Change]:
    """Arrays rounded as soon as they come in; and, where the statement promises any number, large numbers cut off."""
    promised = set(re.findall(r"`(\w+)`:[^`]*any number", task.statement.source))
    for node in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for name in (item.arg for item in node.args.args):
            for helper in ("three_decimals", *(["cut_off"] if name in promised else [])):
                words = f"{name} = {helper}({name})"
                changed = copy.deepcopy(node)
                changed.body.insert(int(ast.get_docstring(node) is not None), ast.parse(words).body[0])
                yield Change(words, task.answer.lines[node.lineno - 1], ast.unparse(_replaced(tree, node, changed)))


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
