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

from firsthand.authoring.catalogue import checks_folder
from firsthand.authoring.course import FOLDERS, TABLE_END, TABLE_MARK, Course, Lesson, Milestone, lesson_table
from firsthand.authoring.lesson_source import Cell, solution, stub
from firsthand.building import executed
from firsthand.building.contents import render_contents
from firsthand.building.notebook import holds_work, make_notebook
from firsthand.building.parts import render_parts
from firsthand.building.proofreading import proofread
from firsthand.building.teaching_page import render_teaching

SECONDS_PER_CELL = 120
PROCESSOR_SECONDS_PER_NOTEBOOK = 25
"""What a notebook may take on a busy machine; a lesson is to run in 15 on two quiet cores."""
PIXEL_TOLERANCE, SHARE_OF_PIXELS = 0.25, 0.002
"""Pixels in 0..1, and how many may differ by more: another Matplotlib's antialiasing passes, a changed line does not."""

_PROCESSOR_TIME = "__import__('time').process_time()"


class WorkInTheWay(Exception):
    """Building would overwrite notebooks that somebody has worked in."""


def build(course: Course, names: list[str], *, force: bool = False) -> list[Path]:
    """Write the three notebooks and the page of each lesson named, the notebook of each milestone, and every table.

    A notebook somebody has worked in is left alone: WorkInTheWay is raised before anything runs. With `force` it is
    overwritten and a copy kept beside it. Files are replaced whole, after everything has been executed.
    """
    paths = [course.root / folder / f"{name}.ipynb" for name in names for folder in FOLDERS]
    worked_in = [path for path in paths if path.exists() and holds_work(path)]
    if worked_in and not force:
        raise WorkInTheWay(_in_the_way(course.root, worked_in))
    for path, text in render_parts(course).items():  # before anything runs: the notebooks of milestones take from it
        replace_whole(path, text)
    texts = render(course, names)
    for path in worked_in:
        shutil.copy2(path, free_name(path))
    for path, text in texts.items():
        replace_whole(path, text)
    return list(texts)


def outdated(course: Course, names: list[str], *, execute: bool = True) -> list[Path]:
    """Return the files that differ from what a build would write; write nothing.

    Without `execute` nothing is run: outputs are taken for what they would be, all else is compared.
    """
    return [path for path, text in render(course, names, execute=execute).items() if not _same_file(path, text)]


def render(course: Course, names: list[str], *, execute: bool = True) -> dict[Path, str]:
    """Make what is built of the lessons and milestones named, executed but for the exercises, with tables and pages: path -> text.

    Without `execute` the outputs are those that stand, where their code is what it was.
    """
    lessons = [lesson for lesson in (*course.lessons, *course.milestones) if lesson.name in names]
    for lesson in lessons:
        proofread(course, lesson)
    pages = render_teaching(course, names)
    drafts = [_Draft(course, *made) for lesson in lessons for made in _notebooks(course, lesson)]
    if execute:
        asyncio.run(_execute(drafts))
    else:
        for draft in drafts:
            _take_outputs(draft.notebook, draft.path)
    return {draft.path: _written(draft.notebook) for draft in drafts} | _tables(course, names) | pages


def _written(notebook) -> str:
    return nbformat.writes(notebook, version=4) + "\n"


async def _execute(drafts) -> None:
    """Run the notebooks, as many at a time as there are cores; each kernel ends, whichever notebook fails."""
    places = asyncio.Semaphore(os.cpu_count() or 1)

    async def execute(draft):
        async with places:
            await draft.execute()

    outcomes = await asyncio.gather(*map(execute, drafts), return_exceptions=True)
    for error in filter(None, outcomes):
        raise error


def _notebooks(course, lesson: Lesson) -> list[tuple[Path, list[Cell], nbformat.NotebookNode]]:
    """Make the notebooks of a lesson or milestone, not executed: where each stands, its cells, and what it is so far."""
    sources = {"notebooks": lesson.cells}
    if not isinstance(lesson, Milestone):
        sources["exercises"] = [stub(cell) for cell in lesson.exercise_cells if not cell.solution_only]
        sources["solutions"] = [solution(cell) for cell in lesson.exercise_cells]
    return [
        (course.root / folder / f"{lesson.name}.ipynb", cells, make_notebook(course, lesson, folder, cells))
        for folder, cells in sources.items()
    ]


def _tables(course, names) -> dict[Path, str]:
    """Renew the table of lessons, in README and in notebooks, and what notebooks know of the course: path -> text.

    The notebook of a lesson that is not named and shows the table is not run again: its outputs are kept, where its code is
    what it was and nobody worked in it.
    """
    texts = {}
    others = [lesson for lesson in course.lessons if lesson.name not in names]
    showing = [lesson for lesson in others if _shows_table([*lesson.cells, *lesson.exercise_cells])]
    for path, cells, fresh in (made for lesson in showing for made in _notebooks(course, lesson)):
        if _shows_table(cells) and not holds_work(path) and _take_outputs(fresh, path):
            texts[path] = _written(fresh)
    return texts | render_readme(course) | render_contents(course) | render_parts(course)


def _shows_table(cells: list[Cell]) -> bool:
    return any(TABLE_MARK in cell.source for cell in cells)


def _take_outputs(fresh, path) -> bool:
    """Put the outputs of the notebook at `path` into a fresh one; False where there is none, or its code is not the same."""
    if not path.exists():
        return False
    stored = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    cells = [cell for cell in fresh.cells if cell.cell_type == "code"]
    if [cell.source for cell in cells] != [cell.source for cell in stored]:
        return False
    for cell, old in zip(cells, stored, strict=True):
        cell.outputs, cell.execution_count = old.outputs, old.execution_count
    return True


def render_readme(course: Course) -> dict[Path, str]:
    """Put the lesson table into README, between its two marks: path -> text."""
    path = course.root / "README.md"
    if not path.exists() or TABLE_MARK not in (text := path.read_text(encoding="utf-8")):
        return {}
    head, rest = text.split(TABLE_MARK, 1)
    tail = rest.split(TABLE_END, 1)[-1]
    table = lesson_table(course.lessons, course.address, "", course.milestones)
    return {path: f"{head}{TABLE_MARK}\n\n{table}\n\n{TABLE_END}{tail}"}


def _in_the_way(root, paths) -> str:
    names = "\n".join(f"  {path.relative_to(root).as_posix()}" for path in paths)
    return (
        f"Somebody has worked in:\n{names}\nNothing was built and nothing was changed. To build all the same, "
        "add --force: the notebook is made anew, and a copy with the work is kept beside it."
    )


def free_name(path: Path) -> Path:
    """Return a name beside a notebook, for a copy of it as it is."""
    numbers = (n for n in range(1, 10_000) if not path.with_suffix(f".kept-{n}.ipynb").exists())
    return path.with_suffix(f".kept-{next(numbers)}.ipynb")


@dataclass(frozen=True)
class _Draft:
    """One notebook on its way: where it will stand, the cells it is made from, and what it is so far."""

    course: Course
    path: Path
    cells: list[Cell]
    notebook: nbformat.NotebookNode

    async def execute(self) -> None:
        """Run the notebook in its folder and keep its outputs; exercises stay blank.

        Raises LessonError at the line that fails, warns, or shows what nobody should meet.
        """
        folder = self.path.parent
        if folder.name == "exercises":
            return
        folder.mkdir(exist_ok=True)
        self.notebook.cells.append(nbformat.v4.new_code_cell(_PROCESSOR_TIME))
        root = self.course.root
        try:
            await _client(self.notebook, folder).async_execute(env=_environment())
        except CellExecutionError:
            raise executed.failure(self.notebook, self._source_of, checks_folder(root), root) from None
        self._refuse_slow(float(self.notebook.cells.pop().outputs[0].data["text/plain"]))
        self.notebook.metadata.language_info = {"name": "python"}
        self.notebook.metadata.pop("widgets", None)
        own = {str(root), str(Path.home()), "ipykernel_", "site-packages"} - {os.sep}
        executed.clean(self.notebook, self._source_of, sorted(own))

    def _source_of(self, index) -> Cell:
        """Return the source of a built cell; the set-up cell stands second and has none of its own."""
        return self.cells[max(index - 1, 0)]

    def _refuse_slow(self, seconds) -> None:
        if seconds > PROCESSOR_SECONDS_PER_NOTEBOOK:
            limit = PROCESSOR_SECONDS_PER_NOTEBOOK
            raise self.cells[0].error(
                f"the notebook takes {seconds:.0f} s of processor time; at most {limit}: fewer runs, or fewer rows"
            )


def _environment() -> dict[str, str]:
    """Return the environment of a kernel: one thread, so that sums come in one order; not pytest's, whose checks raise."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return kept | threads | {"PYTHONHASHSEED": "0", "FIRSTHAND_BUILD": "1"}


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


def replace_whole(path: Path, text: str) -> None:
    """Write a file so that a reader, or an interruption, sees the old one or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
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
        if "nbval-ignore-output" in cell["metadata"].get("tags", []):  # another machine may show another number there
            cell["outputs"] = [output["output_type"] for output in cell["outputs"]]
            continue
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
