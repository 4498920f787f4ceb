"""What was handed in: finding the notebooks in files, folders and zips, and reading one as bytes."""

import io
import os
import re
import stat
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from firsthand.errors import UsageError

SIZE_LIMIT_BYTES = 95_000_000
"""Of a file. Stored outputs are most of a large one and are dropped unparsed, so 90 MiB of them cost nobody a point."""

NOTEBOOK_ENDINGS = (".ipynb", ".ipynb.json", ".ipynb.txt")
"""The last two are what a browser makes of a notebook shown as text."""
CLONE_FOLDERS = {"lessons", "notebooks", "solutions"}
_NOT_A_LINK_NOR_WAITING = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_INSIDE = "\0"
"""Between the name of a zip in a zip and a name in that; `zipfile` cuts every name at this character."""
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>.+?)(?:_LATE)?_(?P<number>\d{3,})_\d{3,}_", re.DOTALL)


class NothingFound(UsageError):
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
            refuse_large(os.fstat(file.fileno()).st_size)
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
    refuse_large(len(content))
    return content


def refuse_large(size) -> None:
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
        raise Unreadable(f"The zip cannot be read: {short(error)}. Ask for it again.") from None
    return _read_member(io.BytesIO(content), inner or None) if inner or _is_zip(outer) else content


def _unpack(archive, name) -> bytes:
    entry = archive.getinfo(name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable("It is a link, packed in a zip. Links are not followed: ask for the file itself.")
    if entry.flag_bits & 1:
        raise Unreadable("It is encrypted in its zip. Ask for it again without a password.")
    refuse_large(entry.file_size)
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


def short(what) -> str:
    """Write what came from outside on one short line."""
    text = " ".join(str(what).split()) or type(what).__name__
    return text if len(text) <= 100 else f"{text[:100]} …"
