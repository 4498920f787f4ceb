"""The course's own answers to what milestones ask for, as they travel: src/firsthand/parts.json."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from firsthand.authoring.course import Course, Milestone
from firsthand.authoring.lesson_source import solution
from firsthand.parts import FILE, solution_in


def render_parts(course: Course) -> dict[Path, str]:
    """Write the published answers that milestones name, one a line: path -> text; nothing for a course without a package."""
    path = course.root / "src" / "firsthand" / FILE
    if not path.parent.is_dir():
        return {}
    names = dict.fromkeys(name for milestone in course.milestones for name in parts_named(course, milestone))
    lines = ",\n".join(f"{_json(name)}: {_json(_part(course, name))}" for name in sorted(names))
    return {path: f"{{\n{lines}\n}}\n"}


def parts_named(course: Course, milestone: Milestone) -> list[str]:
    """Return the exercises that a milestone names in mine(...). Raises LessonError for one that the course does not have."""
    known = {task.name for lesson in course.lessons for task in lesson.tasks}
    found = []
    for cell in milestone.cells:
        for call in _calls(cell):
            for word in call.args:
                name = word.value if isinstance(word, ast.Constant) else ast.unparse(word)
                if name not in known:
                    words = f"mine() takes names of the course's exercises, in quotes; found {name!r}"
                    raise cell.error(words, word.lineno)
                found.append(name)
    return found


def _calls(cell) -> Iterator[ast.Call]:
    if cell.kind != "code" or "mine(" not in cell.source:
        return
    try:
        nodes = list(ast.walk(ast.parse(cell.source)))
    except SyntaxError:  # the build says so
        return
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "mine":
            yield node


def _part(course, name) -> tuple[str, str]:
    lesson = next(lesson for lesson in course.lessons for task in lesson.tasks if task.name == name)
    return solution_in([solution(cell).source for cell in lesson.exercise_cells if cell.kind == "code"], name)


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False)
