"""What notebooks know of the course without its folder, as they travel: src/firsthand/contents.json."""

import json
import re
from pathlib import Path

from firsthand.authoring.catalogue import exercise_title
from firsthand.authoring.course import Course, Lesson
from firsthand.authoring.lesson_source import Task
from firsthand.contents import FILE

_HINT = re.compile(r"<details><summary>Hint \d+</summary>(.*?)</details>", re.DOTALL)


def render_contents(course: Course) -> dict[Path, str]:
    """Write lessons and exercises, one exercise a line: path -> text; nothing for a course without a package of its own."""
    path = course.root / "src" / "firsthand" / FILE
    if not path.parent.is_dir():
        return {}
    lessons = ",\n".join(_lesson(lesson) for lesson in course.lessons if lesson.tasks)
    return {path: f'{{"repository": {_json(course.address)}, "lessons": {{\n{lessons}\n}}}}\n'}


def _lesson(lesson: Lesson) -> str:
    lines = [f"  {_json(task.name)}: {_json(_facts(lesson, task))}" for task in lesson.tasks]
    exercises = ",\n".join(lines)
    return f'{_json(lesson.name)}: {{"title": {_json(lesson.title)}, "exercises": {{\n{exercises}}}}}'


def _facts(lesson, task: Task) -> list:
    cells = lesson.exercise_cells
    above = cells[cells.index(task.statement) : cells.index(task.answer)]  # other cells may stand between
    hints = [hint for cell in above for hint in _HINT.findall(cell.source)]
    return [exercise_title(task), task.points, " ".join(hints[-1].split())]


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False)
