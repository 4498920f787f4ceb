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

from firsthand.authoring.lesson_source import BEGIN_SOLUTION, END_SOLUTION, Task
from firsthand.changing.kinds import KINDS

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
    tree = ast.parse(task.answer.source)  # code to be repaired is a comment in the source, so this is the solution
    seen, found, places = {ast.unparse(tree)}, [], Counter[str]()
    for line, words, changed in (*_changed_nodes(task, tree), *_changed_arguments(task, tree)):
        if (source := ast.unparse(changed)) not in seen:
            seen.add(source)
            places[words] += 1
            words += f" (place {places[words]})" if places[words] > 1 else ""
            found.append(Change(words, task.answer.lines[line - 1], source))
    return found


def _changed_nodes(task, tree) -> Iterator[tuple[int, str, ast.AST]]:
    """Yield the line, the words and the tree of each change of one node in the solution."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    placed = [node for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt | ast.keyword)]
    lines = _lines_of_solution(task.answer)
    for node in sorted(placed, key=lambda node: (node.lineno, node.col_offset)):
        if node.lineno in lines or _is_head(node, lines):
            for replacement in (new for change in KINDS for new in change(node, parents)):
                yield node.lineno, _words(node, replacement, parents), _replaced(tree, node, replacement)


def _changed_arguments(task, tree) -> Iterator[tuple[int, str, ast.AST]]:
    """Arrays rounded as soon as they come in; and, where the statement promises any number, large numbers cut off."""
    promised = set(re.findall(r"`(\w+)`:[^`]*any number", task.statement.source))
    for node in (node for node in tree.body if _is_head(node, _lines_of_solution(task.answer))):
        for name in (item.arg for item in node.args.args):
            for helper in ("three_decimals", *(["cut_off"] if name in promised else [])):
                words = f"{name} = {helper}({name})"
                changed = copy.deepcopy(node)
                changed.body.insert(int(ast.get_docstring(node) is not None), ast.parse(words).body[0])
                yield node.lineno, words, _replaced(tree, node, changed)


def _is_head(node, lines) -> bool:
    """Whether a node is a function with lines of the solution in it."""
    return isinstance(node, ast.FunctionDef) and any(node.lineno <= line <= node.end_lineno for line in lines)


def _lines_of_solution(cell) -> set[int]:
    """Return the lines that stand between the marks of a solution."""
    lines, inside = set(), False
    for number, text in enumerate(cell.source.splitlines(), start=1):
        if text.strip() in (BEGIN_SOLUTION, END_SOLUTION):
            inside = text.strip() == BEGIN_SOLUTION
        elif inside:
            lines.add(number)
    return lines


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
