"""Cells to notebooks: a lesson's teaching, exercise and solution notebook, with stable ids, executed."""

import base64
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from firsthand.course import (
    TABLE_END,
    TABLE_MARK,
    Lesson,
    binder_link,
    colab_link,
    lesson_names,
    lesson_table,
    project,
    read_lesson,
    repository,
)
from firsthand.lesson_source import Cell, refuse_long_cells, solution, stub

FOLDERS = ("notebooks", "exercises", "solutions")
SECONDS_PER_CELL = 120
WIDGET = "application/vnd.jupyter.widget-view+json"
PICTURE_TOLERANCE = (
    0.02  # mean difference of pixels in 0..1: another Matplotlib's antialiasing passes, a changed line does not
)

_SETUP = """\
# On Colab, this installs the course. Where the course is installed, it does nothing.
import importlib.util

if importlib.util.find_spec("firsthand") is None:
    %pip install --quiet git+{address}"""


class WorkInTheWay(Exception):
    """Building would overwrite notebooks that somebody has worked in."""


@dataclass(frozen=True)
class Course:
    """All that a build reads, read once."""

    root: Path
    lessons: list[Lesson]
    address: str = field(init=False)
    version: str = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "address", repository(self.root))
        object.__setattr__(self, "version", project(self.root)["version"])


def read_course(root: Path) -> Course:
    """Read every lesson of the course in `root`. Raises LessonError for the first thing an author must mend."""
    return Course(root, [read_lesson(root, name) for name in lesson_names(root)])


def build(course: Course, names: list[str], *, force: bool = False) -> list[Path]:
    """Write the three notebooks of each lesson named, and the lesson table of README; return what was written.

    A notebook somebody has worked in is left alone: WorkInTheWay is raised before anything runs. With `force` it is
    overwritten and a copy kept beside it. Files are replaced whole, after everything has been executed.
    """
    paths = [course.root / folder / f"{name}.ipynb" for name in names for folder in FOLDERS]
    worked_in = [path for path in paths if path.exists() and holds_work(path)]
    if worked_in and not force:
        raise WorkInTheWay(_in_the_way(course.root, worked_in))
    texts = render(course, names)
    for path in worked_in:
        shutil.copy2(path, _free_name(path))
    for path, text in texts.items():
        _replace(path, text)
    return list(texts)


def outdated(course: Course, names: list[str]) -> list[Path]:
    """Return the files that differ from what a build would write; write nothing."""
    return [path for path, text in render(course, names).items() if not _same_file(path, text)]


def render(course: Course, names: list[str]) -> dict[Path, str]:
    """Make the notebooks of the lessons named, executed but for the exercises, and README: path -> text."""
    drafts = [draft for lesson in course.lessons if lesson.name in names for draft in _drafts(course, lesson)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_Draft.execute, drafts))
    texts = {draft.path: nbformat.writes(draft.notebook, version=4) + "\n" for draft in drafts}
    return texts | render_readme(course)


def _drafts(course, lesson) -> list["_Draft"]:
    refuse_long_cells(lesson.cells + lesson.exercise_cells)
    sources = {
        "notebooks": lesson.cells,
        "exercises": [stub(cell) for cell in lesson.exercise_cells if not cell.solution_only],
        "solutions": [solution(cell) for cell in lesson.exercise_cells],
    }
    return [
        _Draft(course.root / folder / f"{lesson.name}.ipynb", cells, _notebook(course, lesson, folder, cells))
        for folder, cells in sources.items()
    ]


def render_readme(course: Course) -> dict[Path, str]:
    """Put the lesson table into README, between its two marks: path -> text."""
    path = course.root / "README.md"
    if not path.exists() or TABLE_MARK not in (text := path.read_text(encoding="utf-8")):
        return {}
    head, rest = text.split(TABLE_MARK, 1)
    tail = rest.split(TABLE_END, 1)[-1]
    table = lesson_table(course.lessons, course.address, "")
    return {path: f"{head}{TABLE_MARK}\n\n{table}\n\n{TABLE_END}{tail}"}


def _notebook(course, lesson, folder, cells):
    points = {task.name: task.points for task in lesson.tasks}
    path = f"{folder}/{lesson.name}.ipynb"
    title, *rest = [_make_cell(course, cell, points) for cell in cells]
    title.source += (
        f"\n\nOpen in [Colab]({colab_link(course.address, path)}) · [Binder]({binder_link(course.address, path)})"
    )
    setup = nbformat.v4.new_code_cell(_SETUP.format(address=course.address))
    made = [title, setup, *rest]
    _give_ids(made)
    metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "firsthand": {"lesson": lesson.name, "version": course.version, "fingerprint": _fingerprint(made)},
    }
    return nbformat.v4.new_notebook(cells=made, metadata=metadata)


def _make_cell(course, cell: Cell, points):
    if cell.kind == "markdown":
        table = lesson_table(course.lessons, course.address, "../") if TABLE_MARK in cell.source else ""
        return nbformat.v4.new_markdown_cell(cell.source.replace(TABLE_MARK, table))
    made = nbformat.v4.new_code_cell(cell.source)
    if cell.tags:
        made.metadata.tags = list(cell.tags)
    if cell.exercise:
        made.metadata.nbgrader = _nbgrader(f"answer-{cell.exercise}", grade=False)
    if cell.check:
        made.metadata.update(editable=False, deletable=False)
        made.metadata.nbgrader = _nbgrader(f"check-{cell.check}", grade=True) | {"points": points[cell.check]}
    return made


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
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        name = cell.metadata.get("nbgrader", {}).get("grade_id", digest)
        seen[name] += 1
        cell.id = name if seen[name] == 1 else f"{name}-{seen[name]}"


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


def _in_the_way(root, paths) -> str:
    names = "\n".join(f"  {path.relative_to(root).as_posix()}" for path in paths)
    return (
        f"Somebody has worked in:\n{names}\nNothing was built and nothing was changed. To build all the same, "
        "add --force: the notebook is made anew, and a copy with the work is kept beside it."
    )


def _free_name(path) -> Path:
    numbers = (n for n in range(1, 10_000) if not path.with_suffix(f".kept-{n}.ipynb").exists())
    return path.with_suffix(f".kept-{next(numbers)}.ipynb")


@dataclass(frozen=True)
class _Draft:
    """One notebook on its way: where it will stand, the cells it is made from, and what it is so far."""

    path: Path
    cells: list[Cell]
    notebook: nbformat.NotebookNode

    def execute(self) -> None:
        """Run the notebook in its folder and keep its outputs; exercises stay blank.

        Raises LessonError at the cell that fails or warns.
        """
        folder = self.path.parent
        if folder.name == "exercises":
            return
        folder.mkdir(exist_ok=True)
        try:
            _client(self.notebook, folder).execute(env=os.environ | {"PYTHONHASHSEED": "0"})
        except CellExecutionError as error:
            failed = next(i for i, cell in enumerate(self.notebook.cells) if _has_error(cell))
            raise self._source_of(failed).error(f"the cell raised {error.ename}: {error.evalue}") from None
        self.notebook.metadata.language_info = {"name": "python"}
        self.notebook.metadata.pop("widgets", None)
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type == "code":
                _clean_outputs(cell, self._source_of(index))

    def _source_of(self, index) -> Cell:
        """Return the source of a built cell; the set-up cell stands second and has none of its own."""
        return self.cells[max(index - 1, 0)]


def _client(notebook, folder) -> NotebookClient:
    return NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )


def _has_error(cell) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _clean_outputs(cell, source: Cell) -> None:
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            first = output.text.strip().splitlines()[0]
            raise source.error(f"the cell writes to stderr: {first} (mend it, or catch the warning and show it)")
    cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    cell.metadata.pop("execution", None)


def _replace(path, text) -> None:
    """Write a file so that a reader, or an interruption, sees the old one or the new one whole."""
    path.parent.mkdir(exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".build-", suffix=path.suffix)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _same_file(path, text) -> bool:
    if not path.exists():
        return False
    stored = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb" or stored == text:
        return stored == text
    try:
        ours, stored_pictures = _without_pictures(stored)
    except (ValueError, KeyError, TypeError):
        return False
    theirs, pictures = _without_pictures(text)
    return ours == theirs and all(map(same_picture, stored_pictures, pictures))


def _without_pictures(text):
    notebook = json.loads(text)
    pictures = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                pictures.append(base64.b64decode(output["data"]["image/png"]))
                output["data"]["image/png"] = len(pictures)
    return notebook, pictures


def same_picture(a: bytes, b: bytes) -> bool:
    """Say whether two PNG files look the same: one size, and nearly the same pixels."""
    if a == b:
        return True
    from matplotlib.image import imread

    first, second = imread(io.BytesIO(a)), imread(io.BytesIO(b))
    return first.shape == second.shape and float(abs(first - second).mean()) <= PICTURE_TOLERANCE
