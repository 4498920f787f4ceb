"""Where a lesson's source predicts something, and where it tells what came of it."""

import ast
from dataclasses import dataclass

from firsthand.authoring.lesson_source import Cell
from firsthand.panel import COVER

_SHOWN_FIRST = ("text/html", "image/svg+xml", "application/pdf", "text/markdown", "text/plain")


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


def out_of_sight(cells: list[Cell]) -> tuple[set[int], set[int]]:
    """Return the indexes of the code cells whose outputs, and of those whose code, would give a result away.

    Outputs: of the cells below a question, down to its outcome and what follows that without a word; a cell that asks
    the next question is none of them. Code: of the cells that tell an outcome, where the right option is the one without
    a reason.
    """
    found = find_predictions(cells)
    below = {index for one in found for index in range(one.question + 1, _next_prose(cells, one.outcome))}
    outputs = {index for index in below if cells[index].kind == "code"} - {one.question for one in found}
    return outputs, {one.outcome for one in found}


def _next_prose(cells, index) -> int:
    return next((i for i in range(index, len(cells)) if cells[i].kind == "markdown"), len(cells))


def first_line_that_tells(outputs) -> str | None:
    """Return the line that JupyterLab would show in place of hidden outputs, if it could be an answer.

    It takes the first line of the first output, by this order of types. Tables, panels and figures begin with a line
    that tells nothing.
    """
    data = outputs[0].get("data", {"text/plain": outputs[0].get("text", "")}) if outputs else {}
    shown = next((data[kind] for kind in _SHOWN_FIRST if kind in data), "")
    line = next((line for line in "".join(shown).splitlines() if line), "")
    return line if line not in ("", COVER.strip(), "Figure:") else None


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
