"""Cells to one notebook: links, ids that do not change, nbgrader's metadata, and whether somebody worked in it."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import nbformat

from firsthand.authoring.course import (
    TABLE_MARK,
    Course,
    Lesson,
    binder_link,
    colab_link,
    counted,
    lesson_table,
    tab_link,
)
from firsthand.authoring.lesson_source import Cell
from firsthand.authoring.prediction_source import out_of_sight

_SETUP = """\
# In a browser tab or on Colab this installs the course; else it does nothing.
import importlib.util
import sys

if importlib.util.find_spec("firsthand") is None:
    if sys.platform == "emscripten":
        %pip install --quiet firsthand
    else:
        %pip install --quiet git+{address}"""

_PROGRESS = """\
# Where you stand in all lessons, by your notebooks as saved: save this one first.
from firsthand import progress

progress()"""

_COUNT = re.compile(r"(?<![\w\\}]){(exercises|points|minutes)}")
"""What the build counts in prose; `\\text{points}` in a formula is not meant."""

_DETAILS = re.compile(r"<details>(<summary>.*?</summary>)\s*(.*?)\s*</details>\s*", re.DOTALL)


def make_notebook(
    course: Course, lesson: Lesson, folder: str, cells: list[Cell], variant: int | None = None
) -> nbformat.NotebookNode:
    """Make a notebook from cells, not executed; `folder` is the one it will stand in, `variant` of its own numbers."""
    path = f"{folder}/{lesson.name}.ipynb"
    title, *rest = built = [_make_cell(course, lesson, cell) for cell in cells]
    _hide_answers(cells, built)
    if variant is None:  # the web has the notebooks of the course, and none with somebody's own numbers
        places = {"a browser tab": tab_link, "Colab": colab_link, "Binder": binder_link}
        links = " · ".join(f"[{place}]({link(course.address, path)})" for place, link in places.items())
        title.source += f"\n\nOpen in {links}"
    setup = _new_cell("code", _SETUP.format(address=course.address))
    shows_progress = folder == "exercises" and lesson.tasks and variant is None  # it looks at the course's notebooks
    made = [title, setup, *rest, *(_progress_cell() if shows_progress else ())]
    _give_ids(made)
    metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "firsthand": {"lesson": lesson.name, "version": course.version, "fingerprint": _fingerprint(made)},
    }
    if variant is not None:
        metadata["firsthand"]["variant"] = str(variant)  # text: no number in a file that is handed in is believed
    return nbformat.v4.new_notebook(cells=made, metadata=metadata)


def _progress_cell() -> list[nbformat.NotebookNode]:
    return [_new_cell("code", _PROGRESS, tags=["nbval-ignore-output"])]


def _new_cell(kind, source, **metadata) -> nbformat.NotebookNode:
    """Make a cell as nbformat does, but not checked by itself: to check the whole notebook at the end takes a tenth of the time."""
    of_code: dict = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return nbformat.from_dict({"cell_type": kind, "metadata": metadata, "source": source, **of_code})


def _make_cell(course, lesson, cell: Cell):
    if cell.kind == "markdown":
        shows_table = TABLE_MARK in cell.source
        table = lesson_table(course.lessons, course.address, "../", course.milestones) if shows_table else ""
        text = _COUNT.sub(lambda match: counted(lesson, match[1]), cell.source.replace(TABLE_MARK, table))
        return _new_cell("markdown", _opened(text))
    made = _new_cell("code", cell.source)
    if cell.folded:
        _fold(made, cell.folded)
    if cell.tags:
        made.metadata.tags = list(cell.tags)
    if cell.exercise:
        made.metadata.nbgrader = _nbgrader(f"answer-{cell.exercise}", grade=False)
    if cell.check:
        made.metadata.update(editable=False, deletable=False)
        points = next(task.points for task in lesson.tasks if task.name == cell.check)
        made.metadata.nbgrader = _nbgrader(f"check-{cell.check}", grade=True) | {"points": points}
    return made


def _opened(text: str) -> str:
    """Put blank lines around what stands in `<details>`: without them JupyterLab shows `code` and *stars* as they are."""
    return _DETAILS.sub(r"<details>\1\n\n\2\n\n</details>\n\n", text).rstrip("\n")


def _fold(made, title) -> None:
    """Put the code out of sight, one click away, with its title in its place: in JupyterLab, and in Colab."""
    made.source = f"# @title {title}\n{made.source}"
    made.metadata.jupyter = {"source_hidden": True}
    made.metadata.cellView = "form"


def _hide_answers(cells, built) -> None:
    """Put out of sight what would answer a question before the reader has: results, and the code of the outcome."""
    outputs, outcomes = out_of_sight(cells)
    for index in outcomes:
        if not cells[index].folded:
            _fold(built[index], "What came true?")
    for index in outputs:
        built[index].metadata.collapsed = True
        built[index].metadata.setdefault("jupyter", {})["outputs_hidden"] = True


def _nbgrader(grade_id, grade) -> dict:
    """Return nbgrader's cell metadata, schema version 3: a cell to fill, or a locked cell that gives points."""
    return {
        "grade": grade,
        "grade_id": grade_id,
        "locked": grade,
        "schema_version": 3,
        "solution": not grade,
        "task": False,
    }


def _give_ids(cells) -> None:
    """Name each cell of an exercise for it, and any other after its source: one changed sentence changes one id."""
    seen: Counter[str] = Counter()
    for cell in cells:
        digest = source_id(cell.cell_type, cell.source)
        name = cell.metadata.get("nbgrader", {}).get("grade_id", digest)
        seen[name] += 1
        cell.id = name if seen[name] == 1 else f"{name}-{seen[name]}"


def source_id(kind: str, source: str) -> str:
    """Return the id of a cell that is as the build made it, but for those of an exercise and for copies."""
    return hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()[:12]


def _fingerprint(cells) -> str:
    """Identify the sources of a notebook; cells left empty do not count."""
    sources = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    return hashlib.sha256(json.dumps([s for s in sources if s[1].strip()]).encode()).hexdigest()[:16]


def holds_work(path: Path) -> bool:
    """Say whether a notebook holds anything that a build did not put there; what cannot be read may be work."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return notebook["metadata"]["firsthand"]["fingerprint"] != _fingerprint(notebook["cells"])
    except (OSError, ValueError, KeyError, TypeError):
        return True
