"""What was handed in: finding the notebooks, reading one as bytes, and telling the learner's work in it."""

import io
import json
import os
import re
import stat
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from nbformat import NotebookNode

from firsthand.grading.graft import Handout, Returned, Work, place

SIZE_LIMIT_BYTES = 95_000_000
"""Of a file. Stored outputs are most of a large one and are dropped unparsed, so 90 MiB of them cost nobody a point."""
PARSED_LIMIT_BYTES = 10_000_000
"""Of what is left without stored outputs and pasted pictures; a parsed notebook takes up to 25 times that memory."""
VALUE_LIMIT, CELL_LIMIT, SOURCE_LIMIT = 1_000_000, 1_000, 1_000_000
"""Lists, objects and runs of strings in the file; cells; characters of code. An exercise notebook has 1,000, 100, 10,000."""

NOTEBOOK_ENDINGS = (".ipynb", ".ipynb.json", ".ipynb.txt")
"""The last two are what a browser makes of a notebook shown as text."""
CLONE_FOLDERS = {"lessons", "notebooks", "solutions"}
_NOT_A_LINK_NOR_WAITING = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_INSIDE = "\0"
"""Between the name of a zip in a zip and a name in that; `zipfile` cuts every name at this character."""
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>.+?)(?:_LATE)?_(?P<number>\d{3,})_\d{3,}_", re.DOTALL)


class NothingFound(Exception):
    """A path that was given does not exist or holds no notebook."""


class Unreadable(Exception):
    """No work can be read from a submission: `status` is "unreadable" or "other_course", the text says why."""

    def __init__(self, reason: str, status: str = "unreadable"):
        self.status = status
        super().__init__(reason)


@dataclass(frozen=True)
class Submission:
    """One notebook as handed in, not opened yet.

    learner, source : text for the report; together they name the submission. path, member : the file, and the name
    inside it when it is a zip.
    """

    learner: str
    source: str
    path: Path
    member: str | None = None

    def read(self) -> bytes:
        """Return the content, SIZE_LIMIT_BYTES at most. Raises Unreadable; a link is never followed."""
        with _open(self.path) as file:
            if self.member is not None or _is_zip(self.path.name):
                return _read_member(file, self.member)
            _refuse_large(os.fstat(file.fileno()).st_size)
            return _bounded(file)


def _open(path) -> BinaryIO:
    """Open a regular file without waiting, as a named pipe would make us, and without following a link."""
    if path.is_symlink():
        raise Unreadable("It is a link to another file. Links are not followed: ask for the file itself.")
    try:
        file = os.fdopen(os.open(path, os.O_RDONLY | _NOT_A_LINK_NOR_WAITING), "rb")
    except OSError as error:
        raise Unreadable(f"The file cannot be read: {error.strerror}. Mend that, or ask for it again.") from None
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise Unreadable("It is not a regular file. Ask for the notebook itself.")
    return file


def _bounded(file) -> bytes:
    content = file.read(SIZE_LIMIT_BYTES + 1)
    _refuse_large(len(content))
    return content


def _refuse_large(size) -> None:
    if size > SIZE_LIMIT_BYTES:
        raise Unreadable(
            f"The file has {size / 1e6:.1f} MB; at most {SIZE_LIMIT_BYTES / 1e6:.0f} MB are read. "
            "Ask for it again with its outputs cleared."
        )


def _read_member(file, member) -> bytes:
    outer, _, inner = (member or "").partition(_INSIDE)
    try:
        with zipfile.ZipFile(file) as archive:
            if member is None:
                raise Unreadable("The zip holds no notebook (.ipynb). Ask for the exercise notebook.")
            content = _unpack(archive, outer)
    except Unreadable:
        raise
    except Exception as error:  # a broken zip raises whatever its decoder raises
        raise Unreadable(f"The zip cannot be read: {_short(error)}. Ask for it again.") from None
    return _read_member(io.BytesIO(content), inner or None) if inner or _is_zip(outer) else content


def _unpack(archive, name) -> bytes:
    entry = archive.getinfo(name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable("It is a link, packed in a zip. Links are not followed: ask for the file itself.")
    if entry.flag_bits & 1:
        raise Unreadable("It is encrypted in its zip. Ask for it again without a password.")
    _refuse_large(entry.file_size)
    with archive.open(entry) as file:
        return _bounded(file)


@dataclass(frozen=True)
class _Found:
    """A file that may be a submission; `parts` is its way from what was given, through zips too."""

    parts: tuple[str, ...]
    path: Path
    member: str | None = None


def find_submissions(paths: Sequence[Path]) -> list[Submission]:
    """Return the notebooks in what was given, sorted by learner and source; nothing is unpacked to disk.

    Each path is a notebook, a folder or a zip. A learner is called after the first folder under the path (for Moodle
    and Canvas by the name they put before), or after the path itself when notebooks stand straight in it: a folder's
    name, a zip's, the name of the folder a single notebook is in, and never `exercises` but the folder above. Where a
    clone of the course is found, only its `exercises/` counts. Raises NothingFound.
    """
    found: dict[tuple[Path, str | None], Submission] = {}
    for path in paths:
        for submission in _in_path(Path(os.path.abspath(path))):
            found.setdefault((submission.path, submission.member), submission)
    return sorted(_told_apart(found.values()), key=lambda submission: (submission.learner, submission.source))


def _in_path(path) -> Iterator[Submission]:
    if path.is_dir():
        found = list(_in_folder(path))
    elif path.is_file() and _is_zip(path.name):
        found = _unwrapped(_in_zip_file(path))
    elif os.path.lexists(path) and _is_notebook(path.name):
        found = [_Found((path.name,), path)]
    else:
        what = "it is neither a notebook, a folder nor a zip" if os.path.lexists(path) else "it does not exist"
        raise NothingFound(f"Nothing to grade in {path}: {what}. Give what the class handed in.")
    if not found:
        raise NothingFound(f"Nothing to grade in {path}: {_why_nothing(path)}")
    return _submissions(found, _own_name(path))


def _why_nothing(path) -> str:
    if path.is_dir():
        return "no notebook (.ipynb) in it. Give what the class handed in."
    try:
        Submission("", "", path).read()
    except Unreadable as error:
        return str(error)
    return "nothing in it is searched: hidden folders never are."


def _own_name(path) -> str:
    """Name the learner to whom all of a path belongs."""
    if path.is_file() and _is_zip(path.name):
        return path.stem
    folder = path if path.is_dir() else path.parent
    return folder.parent.name if folder.name == "exercises" else folder.name


def _submissions(found, own_name) -> Iterator[Submission]:
    """Name the learners; two of the same name keep the number an LMS gave them."""
    learners = [_learner(entry.parts, own_name) for entry in found]
    numbers = defaultdict(set)
    for name, number in learners:
        numbers[name].add(number)
    for entry, (name, number) in zip(found, learners, strict=True):
        learner = f"{name} ({number})" if number and len(numbers[name]) > 1 else name
        yield Submission(_text(learner), _text("/".join(entry.parts)), entry.path, entry.member)


def _learner(parts, own_name) -> tuple[str, str]:
    """Return a learner's name, and the number an LMS put behind it or nothing.

    Only the first part is believed: the others are the learner's own to choose, and could name somebody else.
    """
    first, is_flat = parts[0], len(parts) == 1 or _is_zip(parts[0])
    match = _MOODLE.match(first) or (_CANVAS.match(first) if is_flat else None)
    if match:
        return match["name"], match["number"]
    if _is_zip(first):
        return first[: -len(".zip")], ""
    return (own_name if is_flat or first == "exercises" else first), ""


def _told_apart(submissions: Iterable[Submission]) -> Iterator[Submission]:
    """Number the sources that two folders, both given, have in common."""
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for submission in submissions:
        seen[submission.learner, submission.source] += 1
        count = seen[submission.learner, submission.source]
        yield submission if count == 1 else replace(submission, source=f"{submission.source} ({count})")


def _in_folder(root) -> Iterator[_Found]:
    for folder, names, files in os.walk(root):
        if _is_clone(names):
            files = []
        names[:] = _searched(names)
        for name in filter(_is_visible, files):
            path = Path(folder, name)
            if _is_notebook(name) or (_is_zip(name) and path.is_symlink()):
                yield _Found(path.relative_to(root).parts, path)
            elif _is_zip(name):
                parts = path.relative_to(root).parts
                inside = [replace(entry, parts=(*parts, *entry.parts)) for entry in _in_zip_file(path)]
                yield from inside or [_Found(parts, path)]


def _in_zip_file(path) -> list[_Found]:
    """List the notebooks in a zip; one that cannot be opened is found out, with a reason, when it is read."""
    try:
        with _open(path) as file, zipfile.ZipFile(file) as archive:
            return [_Found(parts, path, member) for parts, member in _in_zip(archive)]
    except Exception:  # a broken zip raises whatever its decoder raises
        return []


def _in_zip(archive, nested=False) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the way to each notebook and the name to read it by; a zip in the zip is looked into, once."""
    ways = {name: _parts(name) for name in archive.namelist() if not name.endswith("/")}
    folders = defaultdict(set)
    for parts in ways.values():
        for depth in range(len(parts) - 1):
            folders[parts[:depth]].add(parts[depth])
    for name, parts in ways.items():
        if not parts or not _is_visible(parts[-1]) or not _is_searched(parts, folders):
            continue
        if _is_notebook(name):
            yield parts, name
        elif _is_zip(name) and not nested:
            inside = _in_inner_zip(archive, name)
            yield from [((*parts, *way), f"{name}{_INSIDE}{inner}") for way, inner in inside] or [(parts, name)]


def _in_inner_zip(archive, name) -> list[tuple[tuple[str, ...], str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(_unpack(archive, name))) as inner:
            return list(_in_zip(inner, nested=True))
    except Exception:  # as above
        return []


def _parts(name) -> tuple[str, ...]:
    """Split a name from a zip; it is a label only, and steps out of the folder are left out of it."""
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _unwrapped(found) -> list[_Found]:
    """Take off the one folder in which a zip holds all the learners' folders."""
    tops, seconds = {entry.parts[0] for entry in found}, {entry.parts[1:2] for entry in found}
    if (
        len(tops) > 1
        or len(seconds) < 2
        or any(len(entry.parts) < 3 or _MOODLE.match(entry.parts[0]) for entry in found)
    ):
        return found
    return [replace(entry, parts=entry.parts[1:]) for entry in found]


def _is_searched(parts, folders) -> bool:
    ways = ((parts[:depth], parts[depth]) for depth in range(len(parts) - 1))
    return not _is_clone(folders[parts[:-1]]) and all(name in _searched(folders[above]) for above, name in ways)


def _searched(names) -> list[str]:
    return ["exercises"] if _is_clone(names) else sorted(filter(_is_visible, names))


def _is_clone(names) -> bool:
    return "exercises" in names and not CLONE_FOLDERS.isdisjoint(names)


def _is_visible(name) -> bool:
    return not name.startswith(".") and name != "__MACOSX"


def _is_notebook(name) -> bool:
    return name.lower().endswith(NOTEBOOK_ENDINGS)


def _is_zip(name) -> bool:
    return name.lower().endswith(".zip")


def _text(name) -> str:
    """Write a name so that it can be kept as UTF-8, and so that macOS and Linux write it the same."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def read_work(content: bytes, source: str, pristine: Mapping[str, NotebookNode]) -> Work:
    """Tell the learner's work in a notebook's bytes, whatever they are; nothing of it is executed.

    source : its name, which decides between lessons when nothing else does. pristine : lesson -> exercise notebook as
    handed out. The lesson is the one whose exercises are there, whatever the metadata say. Raises Unreadable.
    """
    notebook = _parse(content)
    cells, notes = _cells(notebook)
    handout = _lesson_of(cells, notebook, source, [Handout(name, handed_out) for name, handed_out in pristine.items()])
    notes += _notes(notebook, handout.lesson, pristine[handout.lesson])
    return place(cells, handout, notes)


def _parse(content) -> dict:
    """Return the JSON object in a file, without its outputs. UTF-8 is expected; what else JSON allows is read as well."""
    _refuse_large(len(content))
    if not content.strip():
        raise Unreadable("The file is empty. Ask for it again.")
    encoding = json.detect_encoding(content)
    try:
        if not encoding.startswith("utf-8"):
            content = content.decode(encoding).encode()
        # No number matters here, and to convert one of a million digits takes minutes.
        notebook = json.loads(_without_outputs(content).decode("utf-8-sig"), parse_int=len, parse_float=len)
    except UnicodeError as error:
        raise Unreadable(f"The file is not UTF-8 text: {_short(error)}. Ask for the .ipynb file itself.") from None
    except ValueError as error:
        raise Unreadable(f"The file is {_what_it_may_be(content)}: {_short(error)}. {_ASK_AGAIN}") from None
    except (RecursionError, MemoryError):
        raise Unreadable("The file is not a notebook: its JSON is nested too deeply. Ask for it again.") from None
    if not isinstance(notebook, dict):
        raise Unreadable(f"The file is not a notebook: JSON, but {_kind(notebook)} and no object. {_ASK_AGAIN}")
    return notebook


_ASK_AGAIN = "Ask for it again, saved in Jupyter or downloaded as .ipynb."


def _what_it_may_be(content) -> str:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return {b"<": "a web page, not JSON", b"{": "not JSON, or not whole"}.get(start, "not JSON")


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

    def evidence(handout):
        sure, likely = handout.marked(cells), handout.defined(cells)
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
        notes.append(f"The notebook calls itself lesson {_short(stated)}; its answers are those of {lesson}.")
    if isinstance(version, str) and version != ours:
        notes.append(f"Handed out with version {_short(version)} of the course, graded with {ours}.")
    if isinstance(language, str) and language.lower() != "python":
        notes.append(f"The notebook names a kernel for {_short(language)}; it was run with Python.")
    return notes


def _short(what) -> str:
    """Write what came from outside on one short line."""
    text = " ".join(str(what).split()) or type(what).__name__
    return text if len(text) <= 100 else f"{text[:100]} …"
