"""Where a lesson's source predicts something, and where it tells what came of it."""

import ast
from dataclasses import dataclass

from firsthand.authoring.lesson_source import Cell


@dataclass(frozen=True)
class Predicted:
    """One prediction of a lesson: `name = predict(...)` in one cell, `name.outcome(...)` in a later one."""

    name: str
    question: int
    """Index of the cell that asks."""
    outcome: int
    """Index of the cell that tells."""
    predict_call: ast.Call
    outcome_call: ast.Call


def find_predictions(cells: list[Cell]) -> list[Predicted]:
    """Return the predictions of a notebook in order. Raises LessonError for one whose outcome is told nowhere below."""
    asked = [(index, *found) for index, cell in enumerate(cells) for found in _questions(cell)]
    return [_with_outcome(cells, *question) for question in asked]


def cells_with_hidden_outputs(cells: list[Cell]) -> set[int]:
    """Return the indexes of the code cells whose outputs would give a result away: those below a question, down to its
    outcome; a cell that asks the next question is none of them.
    """
    found = find_predictions(cells)
    questions = {one.question for one in found}
    between = {index for one in found for index in range(one.question + 1, one.outcome + 1)}
    return {index for index in between - questions if cells[index].kind == "code"}


def _with_outcome(cells, index, name, call) -> Predicted:
    for later in range(index + 1, len(cells)):
        for outcome in _outcomes(cells[later], name):
            return Predicted(name, index, later, call, outcome)
    raise cells[index].error(f"{name!r} is predicted, and no cell below it tells the outcome: {name}.outcome(...)")


def _questions(cell) -> list[tuple[str, ast.Call]]:
    assigned = [node for node in _statements(cell, "predict(") if isinstance(node, ast.Assign)]
    return [
        (node.targets[0].id, node.value)
        for node in assigned
        if isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) in ("predict", "firsthand.predict")
        and isinstance(node.targets[0], ast.Name)
    ]


def _outcomes(cell, name) -> list[ast.Call]:
    expressions = [node.value for node in _statements(cell, f"{name}.outcome(") if isinstance(node, ast.Expr)]
    return [e for e in expressions if isinstance(e, ast.Call) and ast.unparse(e.func) == f"{name}.outcome"]


def _statements(cell, word) -> list[ast.stmt]:
    """Return the statements of a code cell that has this word in it; of one that is no Python, none: the build says so."""
    if cell.kind != "code" or word not in cell.source:
        return []
    try:
        return ast.parse(cell.source).body
    except SyntaxError:
        return []
