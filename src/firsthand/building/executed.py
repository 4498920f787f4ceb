"""What a notebook's run left behind: an author's error at its file and line, and outputs that a reader can use."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from ipykernel.compiler import get_file_name
from nbformat import NotebookNode

from firsthand.authoring.lesson_source import Cell, LessonError
from firsthand.authoring.prediction_source import first_line_that_tells

LARGEST_OUTPUT_BYTES = 60_000
SHORTEST_ALT_WORDS = 3
WIDGET = "application/vnd.jupyter.widget-view+json"

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"Cell In\[(?P<count>\d+)\], line (?P<line>\d+)|File (?P<file>\S+?):(?P<at>\d+)")
_WARNING = re.compile(r"^(?P<file>\S+\.py):(?P<line>\d+): (?P<words>.+)")
_SHOWS = re.compile(r"\bplt\.show\(|\bdisplay\(")


def failure(notebook: NotebookNode, source_of: Callable[[int], Cell], checks: Path, root: Path) -> LessonError:
    """Make the error of the cell that failed, at the innermost line of a cell or of the checks that it passed through."""
    index, output = next(
        (i, output)
        for i, cell in enumerate(notebook.cells)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    )
    what = f"{output.ename}: {output.evalue}"
    places = {cell.get("execution_count"): i for i, cell in enumerate(notebook.cells)}
    for frame in reversed(list(_FRAME.finditer(_COLOURS.sub("", "\n".join(output.traceback))))):
        if frame["count"]:
            return source_of(places.get(int(frame["count"]), index)).error(
                f"the cell raised {what}", int(frame["line"])
            )
        file = Path(frame["file"]).expanduser()
        if file.parent == checks:
            shown = file.relative_to(root) if file.is_relative_to(root) else file
            return LessonError(shown, int(frame["at"]), f"{what} (the check in {source_of(index).path} came upon it)")
    return source_of(index).error(f"the cell raised {what}")


def _source_line(built, source, line) -> int:
    """Return the line of a cell's source for a line of the built cell; where code is folded, its title stands above."""
    return int(line) - (len(built.source.splitlines()) - len(source.lines))


def clean(notebook: NotebookNode, source_of: Callable[[int], Cell], own_paths: list[str]) -> None:
    """Take out of a notebook that ran what is not kept. Raises LessonError for an output that nobody should meet.

    own_paths : names of this machine that must not be stored.
    """
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            for output in cell.outputs:
                _refuse(notebook, index, output, source_of, own_paths)
            cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
            cell.metadata.pop("execution", None)
            line = first_line_that_tells(cell.outputs) if cell.metadata.get("collapsed") else None
            if line is not None:
                raise source_of(index).error(
                    "this result is hidden until its reader has predicted it, but JupyterLab shows its first line, "
                    f"{line:.60}: show it by table(...) or plots.show(...)"
                )


def _refuse(notebook, index, output, source_of, own_paths) -> None:
    source, text = source_of(index), json.dumps(output)
    if output.get("name") == "stderr":
        raise _warning(notebook, index, output.text, source_of)
    picture = output.get("metadata", {}).get("image/png", {})
    if "image/png" in output.get("data", {}) and len(picture.get("alt", "").split()) < SHORTEST_ALT_WORDS:
        shown = source.found(_SHOWS)
        line = shown[0][0] if shown else len(source.lines)
        words = (
            'the cell shows a figure without a text for those who cannot see it: plots.show(fig, alt="A sentence ...")'
        )
        raise source.error(words, line)
    if len(text) > LARGEST_OUTPUT_BYTES:
        raise source.error(f"an output of {len(text):,} bytes; at most {LARGEST_OUTPUT_BYTES:,}: show less of it")
    if found := [path for path in own_paths if path in text]:
        raise source.error(f"an output holds a path of this machine, {found[0]!r}: print what does not depend on it")
    if source.check and _text(output).startswith(("✘", "○")):
        raise source.error(f"the published solution of {source.check!r} is not right: {_text(output)}")


def _text(output) -> str:
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def _warning(notebook, index, text, source_of) -> LessonError:
    """Make the error of a cell that writes to stderr; a warning of IPython's temporary file is told at its own line."""
    first = text.strip().splitlines()[0]
    source, line, words = source_of(index), None, first
    if warning := _WARNING.match(first):
        words = warning["words"]
        for i, cell in enumerate(notebook.cells):
            if Path(get_file_name(cell.source)).name == Path(warning["file"]).name:
                source = source_of(i)
                line = _source_line(cell, source, warning["line"])
    return source.error(f"the cell writes to stderr: {words} (mend it, or catch the warning and show it)", line)
