"""The learner's work in a notebook's bytes, whatever those are; every refusal says why."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from nbformat import NotebookNode

from firsthand.classroom.submission import Unreadable, refuse_large, short
from firsthand.grading.graft import Handout, Returned, Signs, Work, place

PARSED_LIMIT_BYTES = 10_000_000
"""Of what is left without stored outputs and pasted pictures; a parsed notebook takes up to 25 times that memory."""
VALUE_LIMIT, CELL_LIMIT, SOURCE_LIMIT = 1_000_000, 1_000, 1_000_000
"""Lists, objects and runs of strings in the file; cells; characters of code. An exercise notebook has 1,000, 100, 10,000."""


def read_work(content: bytes, source: str, pristine: Mapping[str, NotebookNode]) -> Work:
    """Tell the learner's work in a notebook's bytes, whatever they are; nothing of it is executed.

    source : its name, which decides between lessons when nothing else does. pristine : lesson -> exercise notebook as
    handed out. The lesson is the one whose exercises are there, whatever the metadata say. Raises Unreadable.
    """
    notebook = _parse(content)
    cells, notes = _cells(notebook)
    handout = _lesson_of(cells, notebook, source, [_handout(*item) for item in pristine.items()])
    notes += _notes(notebook, handout.lesson, pristine[handout.lesson])
    return replace(place(cells, handout, notes), variant=_variant_of(notebook))


def _variant_of(notebook) -> int | None:
    """Return the number of the variant that a notebook names, None where it names none that there could be."""
    named = _inside(notebook, "metadata", "firsthand", "variant")
    is_number = isinstance(named, str) and re.fullmatch(r"[1-9][0-9]{0,8}", named)
    return int(named) if is_number else None


_handouts: dict[int, tuple[NotebookNode, Handout]] = {}


def _handout(lesson, pristine) -> Handout:
    """Study what was handed out once a process; the notebook is kept, so that its id stays its own."""
    if id(pristine) not in _handouts:
        _handouts[id(pristine)] = pristine, Handout(lesson, pristine)
    return _handouts[id(pristine)][1]


def _parse(content) -> dict:
    """Return the JSON object in a file, without its outputs. UTF-8 is expected; what else JSON allows is read as well."""
    refuse_large(len(content))
    if not content.strip():
        raise Unreadable("The file is empty. Ask for it again.")
    encoding = json.detect_encoding(content)
    try:
        if not encoding.startswith("utf-8"):
            content = content.decode(encoding).encode()
        # No number matters here, and to convert one of a million digits takes minutes.
        notebook = json.loads(_without_outputs(content).decode("utf-8-sig"), parse_int=len, parse_float=len)
    except ValueError as error:
        raise Unreadable(
            f"The file is {_what_it_is(content) or _what_is_wrong(content, error)}. {_ASK_AGAIN}"
        ) from None
    except (RecursionError, MemoryError):
        raise Unreadable("The file is not a notebook: its JSON is nested too deeply. Ask for it again.") from None
    if not isinstance(notebook, dict):
        raise Unreadable(f"The file is not a notebook: JSON, but {_kind(notebook)} and no object. {_ASK_AGAIN}")
    return notebook


_ASK_AGAIN = "Ask for it again, saved in Jupyter or downloaded as .ipynb."


def _what_is_wrong(content, error) -> str:
    if isinstance(error, UnicodeError):
        return f"not UTF-8 text: {short(error)}"
    return f"not JSON{', or not whole' if content.lstrip()[:1] == b'{' else ''}: {short(error)}"


_OTHER_FILES = (
    (rb"\0+\Z", "nothing but zero bytes, as a disk or an upload that failed leaves it"),
    (rb"version https://git-lfs", "a Git LFS pointer, not the notebook it points to: `git lfs pull` fetches that"),
    (rb"PK\x03\x04|PK\x05\x06", "a zip archive, or a document that is one"),
    (rb"\x1f\x8b|Rar!|7z\xbc\xaf|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd", "an archive"),
    (rb"%PDF", "a PDF"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "a picture"),
    (rb"\s*<", "a web page"),
    (
        rb"\s*(?:#!|# *%%|\"{3}|(?:from|import|def|class) +\w|%\w|!\w|print *\(|\w+ *= )",
        "a Python script, not a notebook",
    ),
)
"""How a file begins that is handed in as a notebook -> what it is."""
_CONFLICT = re.compile(rb"^(?:<{7}|={7}|>{7})(?:[ \r\n]|\Z)", re.MULTILINE)


def _what_it_is(content: bytes) -> str | None:
    """Say what a file is that cannot be read as a notebook, where that can be told."""
    if _CONFLICT.search(content):
        return "a notebook with the marks of a merge conflict in it"
    content = content.removeprefix(b"\xef\xbb\xbf")
    return next((what for begins, what in _OTHER_FILES if re.match(begins, content)), None)


def _kind(value) -> str:
    names = {
        list: "a list",
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "null",
    }
    return names.get(type(value), "something else")


# What stands between is part of a token, and so is a run of strings, so that a printed line costs nothing; an open
# string ends with the file. Every part is possessive and one of them always fits: no input makes this search go back.
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+'
_TOKEN = re.compile(
    rb"""[^"\[\]{}]*+(?:(?P<dropped>"(?:outputs|attachments)"\s*+:\s*+[\[{])|"""
    + _STRING
    + rb"(?:[\s,]*+"
    + _STRING
    + rb"(?!\s*+:))*+|(?P<open>[\[{])|(?P<close>[\]}])|\Z)",
    re.DOTALL,
)


def _without_outputs(content: bytes) -> bytes:
    """Empty the stored outputs and pasted pictures before anything is parsed. Raises Unreadable for what is too much."""
    kept, start, depth = [], 0, 0
    for count, token in enumerate(_TOKEN.finditer(content)):
        if count > VALUE_LIMIT:
            raise Unreadable(f"The file holds more than {VALUE_LIMIT:,} values. Ask for it with its outputs cleared.")
        if depth == 0 and token.lastgroup == "dropped":
            kept.append(content[start : token.end()])
            start, depth = len(content), 1
        elif depth and token.lastgroup in ("dropped", "open"):
            depth += 1
        elif depth and token.lastgroup == "close":
            depth -= 1
            start = token.start("close") if depth == 0 else start
    kept.append(content[start:])
    size = sum(map(len, kept))
    if size > PARSED_LIMIT_BYTES:
        raise Unreadable(
            f"The notebook has {size / 1e6:.1f} MB without its stored outputs; at most {PARSED_LIMIT_BYTES / 1e6:.0f} MB "
            "are read. Ask for it again without the data pasted into it."
        )
    return b"".join(kept)


def _cells(notebook) -> tuple[list[Returned], list[str]]:
    """Return the cells of a notebook and what to note about them; format 3 keeps them in worksheets."""
    raw = notebook.get("cells")
    if not isinstance(raw, list):
        sheets = notebook.get("worksheets")
        lists = [_inside(sheet, "cells") for sheet in sheets] if isinstance(sheets, list) else []
        if not any(isinstance(cells, list) for cells in lists):
            raise Unreadable(f"The file is not a notebook: JSON, but without a list of cells. {_ASK_AGAIN}")
        raw = [cell for cells in lists if isinstance(cells, list) for cell in cells]
    if len(raw) > CELL_LIMIT:
        raise Unreadable(f"The notebook has {len(raw):,} cells; at most {CELL_LIMIT:,} are read. Ask for it again.")
    cells = [_cell(cell) for cell in raw if isinstance(cell, dict)]
    if sum(len(cell.source) for cell in cells if cell.is_code) > SOURCE_LIMIT:
        raise Unreadable(
            f"The notebook has more than {SOURCE_LIMIT:,} characters of code. Ask for it without data in it."
        )
    lost = [number for number, cell in enumerate(raw, start=1) if not _has_text(cell)]
    return cells, [f"Cell {number} has no text that could be read; it counts as empty." for number in lost[:3]]


def _cell(raw) -> Returned:
    ids = (raw.get("id"), _inside(raw, "metadata", "id"), _inside(raw, "metadata", "nbgrader", "grade_id"))
    source = raw.get("source", raw.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    text = source if isinstance(source, str) else ""
    # A lone half of a surrogate pair is JSON, and no text that a file could hold.
    text = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return Returned(raw.get("cell_type") == "code", frozenset(name for name in ids if isinstance(name, str)), text)


def _has_text(raw) -> bool:
    source = _inside(raw, "source") if isinstance(raw, dict) and "source" in raw else _inside(raw, "input")
    return isinstance(source, str) or (isinstance(source, list) and all(isinstance(line, str) for line in source))


def _inside(value, *keys):
    """Return what stands under the keys, or None when anything on the way is not an object."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _lesson_of(cells, notebook, source, handouts) -> Handout:
    """Choose the lesson most of whose exercises are there. Raises Unreadable when there are none of any lesson.

    A name that is defined proves little, since the teaching notebook and other courses have a `softmax` too: without an
    id, a check or an untouched stub it takes half of the lesson's exercises, and two at least.
    """
    stated, name = _inside(notebook, "metadata", "firsthand", "lesson"), PurePosixPath(source).name
    signs = Signs(cells)

    def evidence(handout):
        sure, likely = handout.marked(signs), handout.defined(signs)
        is_ours = bool(sure) or len(likely) >= max(2, len(handout.exercises) / 2)
        return is_ours, len(sure | likely), len(sure), handout.lesson == stated, handout.lesson in name

    best = max(handouts, key=evidence, default=None)
    if best is None or not evidence(best)[0]:
        raise Unreadable("The notebook holds no answers of this course. Ask for the exercise notebook.", "other_course")
    return best


def _notes(notebook, lesson, pristine) -> list[str]:
    notes, ours = [], pristine.metadata.get("firsthand", {}).get("version")
    stated, version = (_inside(notebook, "metadata", "firsthand", key) for key in ("lesson", "version"))
    language = _inside(notebook, "metadata", "kernelspec", "language")
    if isinstance(stated, str) and stated != lesson:
        notes.append(f"The notebook calls itself lesson {short(stated)}; its answers are those of {lesson}.")
    if isinstance(version, str) and version != ours:
        notes.append(f"Handed out with version {short(version)} of the course, graded with {ours}.")
    if isinstance(language, str) and language.lower() != "python":
        notes.append(f"The notebook names a kernel for {short(language)}; it was run with Python.")
    return notes
