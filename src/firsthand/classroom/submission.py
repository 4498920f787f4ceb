"""One notebook as it was handed in, read as bytes."""

import io
import os
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SIZE_LIMIT_BYTES = 95_000_000
"""Of a file. Stored outputs are most of a large one and are dropped unparsed, so 90 MiB of them cost nobody a point."""

_NOT_A_LINK_NOR_WAITING = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
INSIDE = "\0"
"""Between the name of a zip in a zip and a name in that; `zipfile` cuts every name at this character."""


class Unreadable(Exception):
    """No work can be read from a submission: `status` is "unreadable" or "other_course", the text says why."""

    def __init__(self, reason: str, status: str = "unreadable"):
        self.status = status
        super().__init__(reason)


@dataclass(frozen=True)
class Submission:
    """One notebook as handed in, not opened yet.

    learner, source : text for the report; together they name the submission. path, member : the file, and the name
    inside it when it is a zip. modified : when it was last written, in seconds since 1970; 0 where that is not known.
    """

    learner: str
    source: str
    path: Path
    member: str | None = None
    modified: float = 0.0

    def read(self) -> bytes:
        """Return the content, SIZE_LIMIT_BYTES at most. Raises Unreadable; a link is never followed."""
        with open_regular(self.path) as file:
            if self.member is not None or is_zip(self.path.name):
                return _read_member(file, self.member)
            refuse_large(os.fstat(file.fileno()).st_size)
            return _bounded(file)


def open_regular(path: Path) -> BinaryIO:
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
    outer, _, inner = (member or "").partition(INSIDE)
    try:
        with zipfile.ZipFile(file) as archive:
            if member is None:
                raise Unreadable("The zip holds no notebook (.ipynb). Ask for the exercise notebook.")
            content = unpack(archive, outer)
    except Unreadable:
        raise
    except Exception as error:  # a broken zip raises whatever its decoder raises
        raise Unreadable(f"The zip cannot be read: {short(error)}. Ask for it again.") from None
    return _read_member(io.BytesIO(content), inner or None) if inner or is_zip(outer) else content


def unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the content of a file in a zip. Raises Unreadable, and whatever the decoder of a broken zip raises."""
    entry = archive.getinfo(name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable("It is a link, packed in a zip. Links are not followed: ask for the file itself.")
    if entry.flag_bits & 1:
        raise Unreadable("It is encrypted in its zip. Ask for it again without a password.")
    refuse_large(entry.file_size)
    with archive.open(entry) as file:
        return _bounded(file)


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def short(what) -> str:
    """Write what came from outside on one short line."""
    text = " ".join(str(what).split()) or type(what).__name__
    return text if len(text) <= 100 else f"{text[:100]} …"
