"""Exercise notebooks with numbers of their own: one variant for a class, or one for each learner."""

from dataclasses import replace
from pathlib import Path

import nbformat

from firsthand.authoring.catalogue import find_draw, find_exercise, variants_by_exercise
from firsthand.authoring.course import Course, Lesson
from firsthand.authoring.lesson_source import HEADING_OF_A_TASK, Cell, Task, stub
from firsthand.building.notebook import make_notebook
from firsthand.variants import Variant, make_variant

TOLD = "*This notebook has numbers of its own: variant {number}. A neighbour's answers do not fit it.*"


def has_variants(root: Path, lesson: Lesson) -> bool:
    """Say whether any exercise of a lesson has variants."""
    return any(task.name in variants_by_exercise(root) for task in lesson.tasks)


def variants_of(root: Path, lesson: Lesson, number: int) -> dict[str, Variant]:
    """Draw variant `number` of each exercise of a lesson that has variants."""
    drawn = ((task.name, find_draw(root, task.name)) for task in lesson.tasks)
    return {name: make_variant(draw, find_exercise(root, name), number) for name, draw in drawn if draw is not None}


def variant_notebook(course: Course, lesson: Lesson, number: int) -> nbformat.NotebookNode:
    """Make the exercise notebook of a lesson as it is handed out with the numbers of a variant."""
    variants = variants_of(course.root, lesson, number)
    cells = [cell for cell in lesson.exercise_cells if not cell.solution_only]
    for task in lesson.tasks:
        if task.name in variants:
            cells = _with_variant(cells, task, variants[task.name], number)
    title = replace(cells[0], source=f"{cells[0].source}\n\n{TOLD.format(number=number)}")
    whole = [_with_links(course, cell) for cell in (title, *map(stub, cells[1:]))]
    return make_notebook(course, lesson, "exercises", whole, number)


def _with_links(course, cell: Cell) -> Cell:
    """Let links lead to the course on the web: beside a notebook that is handed out there are no lessons."""
    if cell.kind != "markdown":
        return cell
    return replace(cell, source=cell.source.replace("](../", f"]({course.address}/blob/main/"))


def _with_variant(cells: list[Cell], task: Task, variant: Variant, number: int) -> list[Cell]:
    """Put a variant in place of an exercise: all from its statement to its answer is about the old numbers."""
    first, answer = cells.index(task.statement), cells.index(task.answer)
    check = cells.index(task.check, answer)
    heading = list(HEADING_OF_A_TASK.finditer(task.statement.source))[-1]
    statement = f"{task.statement.source[: heading.end()]}\n\n{variant.statement}"
    line = f'check("{task.name}", {variant.answer}, variant={number})'
    return [
        *cells[:first],
        _rewritten(task.statement, statement),
        _rewritten(task.answer, variant.stub),
        *cells[answer + 1 : check],
        _rewritten(task.check, line),
        *cells[check + 1 :],
    ]


def _rewritten(cell, source) -> Cell:
    return replace(cell, source=source, lines=(cell.line_number,) * len(source.splitlines()))
