"""A class for the benchmarks: the published solutions pasted into the exercise notebooks, one folder a learner."""

import copy
import json
import re
from pathlib import Path

from firsthand.authoring.catalogue import checks_folder
from firsthand.authoring.course import lesson_names, read_course, read_lesson
from firsthand.authoring.lesson_source import solution
from firsthand.building.notebook import make_notebook

ROOT = Path(__file__).parent.parent
LESSONS = ("06_gradient_descent", "09_cross_validation")


def hand_in(folder: Path, submissions: int) -> Path:
    """Write that many solved notebooks, <learner>/<lesson>.ipynb, no two of them equal; return the folder."""
    pristine = {lesson: solved(lesson) for lesson in LESSONS}
    for index in range(submissions):
        learner, lesson = f"learner-{index // len(LESSONS):04}", LESSONS[index % len(LESSONS)]
        write(folder / learner / f"{lesson}.ipynb", signed(pristine[lesson], learner))
    return folder


def solved(lesson: str) -> dict:
    """Return the exercise notebook of a lesson with the published solutions in its answer cells."""
    notebook, solutions = (_read(ROOT / part / f"{lesson}.ipynb") for part in ("exercises", "solutions"))
    sources = {cell["id"]: cell["source"] for cell in solutions["cells"]}
    for cell in answers(notebook):
        cell["source"] = sources[cell["id"]]
    return notebook


def signed(notebook: dict, learner: str) -> dict:
    """Return a copy with a comment of the learner's under every answer, so that nobody can grade one for all."""
    notebook = copy.deepcopy(notebook)
    for cell in answers(notebook):
        cell["source"] = ["".join(cell["source"]), f"\n# {learner}"]
    return notebook


def answers(notebook: dict) -> list[dict]:
    """Return the answer cells of a notebook."""
    return [cell for cell in notebook["cells"] if cell["id"].startswith("answer-")]


def checks(notebook: dict) -> list[dict]:
    """Return the check cells of a notebook."""
    return [cell for cell in notebook["cells"] if cell["id"].startswith("check-")]


def write(path: Path, notebook: dict) -> None:
    """Write a notebook, and its folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def points(lesson: str) -> dict[str, int]:
    """Map each exercise of a lesson to its points."""
    return {task.name: task.points for task in read_lesson(ROOT, lesson).tasks}


def large_course(folder: Path, lessons: int) -> Path:
    """Write a course of that many lessons, copies of this one's with their exercises called otherwise; return its folder."""
    for part in ("lessons", "checks"):
        (folder / part).mkdir()
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    names = lesson_names(ROOT)
    for number in range(lessons):
        _copy_lesson(names[number % len(names)], number, folder)
    return folder


def _copy_lesson(name, number, folder) -> None:
    asked = list(points(name))
    rename = re.compile(
        rf"""((?:exercise=|check=|check\()"|^)({"|".join(asked)})("|(?:: Exercise)? = )""", re.MULTILINE
    )
    changed = rf"\g<1>\g<2>_{number}\g<3>"
    source = (ROOT / "lessons" / name / "exercises.py").read_text(encoding="utf-8")
    lesson = folder / "lessons" / f"{number:02}_{name[3:]}_{number}"
    lesson.mkdir()
    (lesson / "exercises.py").write_text(rename.sub(changed, source), encoding="utf-8")
    (lesson / "lesson.py").write_bytes((ROOT / "lessons" / name / "lesson.py").read_bytes())
    for path in checks_folder(ROOT).glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(rf"^(?:{'|'.join(asked)})(?:: Exercise)? = ", text, re.MULTILINE):
            (folder / "checks" / f"{path.stem}_{number}.py").write_text(rename.sub(changed, text), encoding="utf-8")


def hand_in_all(course: Path, folder: Path, learners: int) -> Path:
    """Write the solved notebooks of all lessons of a course for that many learners; return the folder."""
    read = read_course(course)
    for lesson in read.lessons:
        cells = [solution(cell) for cell in lesson.exercise_cells if not cell.solution_only]
        notebook = json.loads(json.dumps(make_notebook(read, lesson, "exercises", cells)))
        for index in range(learners):
            write(folder / f"learner-{index:04}" / f"{lesson.name}.ipynb", signed(notebook, f"learner-{index:04}"))
    return folder


def _read(path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
