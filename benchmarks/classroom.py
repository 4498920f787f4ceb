"""A class for the benchmarks: the published solutions pasted into the exercise notebooks, one folder a learner."""

import copy
import json
from pathlib import Path

from firsthand.authoring.course import read_lesson

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


def _read(path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
