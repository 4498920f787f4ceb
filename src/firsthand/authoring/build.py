"""Notebooks from their sources: rendered and executed, compared with what stands, written whole."""

import asyncio
import base64
import io
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from firsthand.authoring.course import TABLE_END, TABLE_MARK, Course, lesson_table
from firsthand.authoring.lesson_source import Cell, refuse_long_cells, solution, stub
from firsthand.authoring.notebook import holds_work, make_notebook
from firsthand.authoring.prediction_source import first_line_that_tells

FOLDERS = ("notebooks", "exercises", "solutions")
SECONDS_PER_CELL = 120
WIDGET = "application/vnd.jupyter.widget-view+json"
PIXEL_TOLERANCE, SHARE_OF_PIXELS = 0.25, 0.002
"""Pixels in 0..1, and how many may differ by more: another Matplotlib's antialiasing passes, a changed line does not."""


class WorkInTheWay(Exception):
    """Building would overwrite notebooks that somebody has worked in."""


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
    asyncio.run(_execute(drafts))
    texts = {draft.path: nbformat.writes(draft.notebook, version=4) + "\n" for draft in drafts}
    return texts | render_readme(course)


async def _execute(drafts) -> None:
    """Run the notebooks, as many at a time as there are cores; each kernel ends, whichever notebook fails."""
    places = asyncio.Semaphore(os.cpu_count() or 1)

    async def execute(draft):
        async with places:
            await draft.execute()

    outcomes = await asyncio.gather(*map(execute, drafts), return_exceptions=True)
    for error in filter(None, outcomes):
        raise error


def _drafts(course, lesson) -> list["_Draft"]:
    refuse_long_cells(lesson.cells + lesson.exercise_cells)
    sources = {
        "notebooks": lesson.cells,
        "exercises": [stub(cell) for cell in lesson.exercise_cells if not cell.solution_only],
        "solutions": [solution(cell) for cell in lesson.exercise_cells],
    }
    return [
        _Draft(course.root / folder / f"{lesson.name}.ipynb", cells, make_notebook(course, lesson, folder, cells))
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

    async def execute(self) -> None:
        """Run the notebook in its folder and keep its outputs; exercises stay blank.

        Raises LessonError at the cell that fails or warns.
        """
        folder = self.path.parent
        if folder.name == "exercises":
            return
        folder.mkdir(exist_ok=True)
        try:
            await _client(self.notebook, folder).async_execute(
                env=os.environ | {"PYTHONHASHSEED": "0", "FIRSTHAND_BUILD": "1"}
            )
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
    line = first_line_that_tells(cell.outputs) if cell.metadata.get("collapsed") else None
    if line is not None:
        raise source.error(
            f"this result is hidden until its reader has predicted it, but JupyterLab shows its first line, {line:.60}: "
            "show it by table(...) or plots.show(...)"
        )


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
    if first.shape != second.shape:
        return False
    return float((abs(first - second) > PIXEL_TOLERANCE).mean()) <= SHARE_OF_PIXELS
