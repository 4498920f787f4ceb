"""An exercise that a cell of its lesson solves: whoever pastes a function of the lesson must fail."""

import ast
import copy
import inspect
import symtable
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from firsthand.auditing.survivors import MOST_TURNS, run
from firsthand.auditing.trial import Trial
from firsthand.authoring.course import Lesson
from firsthand.authoring.lesson_source import Cell, Task
from firsthand.changing.neighbours import MODULES
from firsthand.changing.rounds import Stopped, Turns
from firsthand.judging.transcript import call


@dataclass(frozen=True)
class LessonFunction:
    """A function that a lesson defines, or a lambda that it gives a name, and where."""

    name: str
    function: Callable
    place: str


def lesson_functions(lesson: Lesson, turns: Turns) -> list[LessonFunction]:
    """Define the functions of a lesson's notebook, each as often as it is defined, and run no more than they need."""
    statements = [(cell, node) for cell in lesson.cells if cell.kind == "code" for node in _statements(cell)]
    needed = _needed([node for _, node in statements])
    namespace: dict = {}
    found = []
    for cell, node in statements:
        name = _function_name(node)
        if not name and not _bound(node) & needed:
            continue
        turns.most = MOST_TURNS
        try:
            run(ast.unparse(node), namespace, str(cell.path), turns)
        except (Exception, Stopped):  # what it needs was a result, a figure: then nobody can paste it either
            continue
        if name:
            found.append(LessonFunction(name, namespace[name], f"{cell.path}:{cell.lines[node.lineno - 1]}"))
    return found


def _statements(cell: Cell) -> list[ast.stmt]:
    return ast.parse(cell.source).body


def _function_name(node) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
            return name
    return ""


def _needed(statements) -> set[str]:
    """Return the names that functions use from outside, and what is used to make these, and so on."""
    needed: set[str] = set()
    uses = [(_function_name(node), _bound(node), _used(node)) for node in statements]
    while True:
        more = {name for is_function, bound, used in uses if is_function or bound & needed for name in used} - needed
        if not more:
            return needed
        needed |= more


def _bound(node) -> set[str]:
    """Return the names that an import, a class, a function or an assignment binds; what loops leave behind is a result."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(alias.asname or alias.name).split(".")[0] for alias in names}
        case ast.Assign(targets=targets):
            return {item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)}
    return set()


def _used(node) -> set[str]:
    """Return the names that a statement takes from the notebook."""
    tables = [symtable.symtable(ast.unparse(node), "a cell", "exec")]
    for table in tables:
        tables += table.get_children()
    return {symbol.get_name() for table in tables for symbol in table.get_symbols() if symbol.is_global()} | {
        symbol.get_name() for symbol in tables[0].get_symbols() if symbol.is_referenced()
    }


def solving(trial: Trial, functions: list[LessonFunction], turns: Turns) -> Iterator[LessonFunction]:
    """Yield the functions of a lesson that are right answers to an exercise, on one seed at least."""
    if not callable(trial.exercise.expected):
        return
    turns.most = MOST_TURNS
    for candidate in functions:
        if _takes(candidate.function, trial) and next(trial.accepting_seeds(candidate.function), None) is not None:
            yield candidate
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")  # what the lesson's drawing functions have left open


def _takes(function, trial) -> bool:
    """Whether a function can be called on the first case; of one that is asked in a way of its own nobody can know."""
    if trial.exercise.ask is not call:
        return True
    try:
        inspect.signature(function).bind(*trial.first.cases[0])
    except (TypeError, ValueError):
        return False
    return True


# ---- lines of a solution that the lesson shows

LEAST_NODES = 18
"""A smaller expression, such as `np.mean(x)` or `a / b`, may stand anywhere."""


def shown_lines(lesson: Lesson, task: Task) -> list[str]:
    """Say which whole lines of the published solution stand in a cell of the lesson, whatever the variables are called."""
    tree = ast.parse(task.answer.source)
    lines = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return | ast.Assign) and node.value]
    wanted = {_form(line): ast.unparse(line) for line in lines if _size(line) >= LEAST_NODES}
    sizes, found = {_size(line) for line in lines}, {}
    for cell in (cell for cell in lesson.cells if cell.kind == "code" and wanted):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.expr) and _size(node) in sizes and (form := _form(node)) in wanted:
                place = f"{cell.path}:{cell.lines[node.lineno - 1]}"
                found[form] = f"`{wanted[form]}` of the solution stands in the lesson ({place})"
    return list(found.values())


def _size(node) -> int:
    return sum(1 for _ in ast.walk(node))


def _form(node) -> str:
    """Write an expression with its variables numbered in the order in which they come."""
    numbers: dict[str, str] = {}
    bare = copy.deepcopy(node)
    for item in ast.walk(bare):
        if isinstance(item, ast.Name) and item.id not in MODULES:
            item.id = numbers.setdefault(item.id, f"v{len(numbers)}")
    return ast.unparse(bare)
