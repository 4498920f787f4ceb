"""The gradebook's file: made whole or not at all, looked at before it is touched, locked while it is open."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from firsthand.errors import UsageError

APPLICATION_ID = 0x46525354  # "FRST"
FORMAT = 2
READABLE = (1, FORMAT)
"""In a gradebook of format 1 a score has no reason; it gets room for them when it is next written to."""

_TABLES = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {FORMAT};
CREATE TABLE book (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE exercise (
    lesson TEXT NOT NULL, lesson_title TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
    points INTEGER NOT NULL, position INTEGER PRIMARY KEY
);
CREATE TABLE submission (
    id INTEGER PRIMARY KEY, learner TEXT NOT NULL, source TEXT NOT NULL, digest TEXT NOT NULL, lesson TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT NOT NULL, notes TEXT NOT NULL, seconds REAL NOT NULL, fingerprint TEXT NOT NULL,
    UNIQUE (learner, source)
);
CREATE TABLE score (
    submission INTEGER NOT NULL REFERENCES submission (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    exercise TEXT NOT NULL, status TEXT NOT NULL, points INTEGER NOT NULL, sentence TEXT NOT NULL, code TEXT NOT NULL,
    rejected TEXT NOT NULL DEFAULT '', because TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (submission, number)
) WITHOUT ROWID;
"""


class GradebookError(UsageError):
    """The gradebook cannot be used; the message says what was found, what was expected and what to do next."""


def create(path: Path, book: dict[str, str]) -> None:
    """Make a gradebook without scores; `book` says whose it is. Raises GradebookError.

    It is made aside and put in place whole: a run killed here leaves no gradebook rather than half of one.
    """
    _refuse_a_lost_journal(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".gradebook-", dir=path.parent) as folder:
            aside = Path(folder) / "new"
            with closing(sqlite3.connect(aside)) as connection:
                connection.execute("PRAGMA journal_mode = OFF")  # what is half made is thrown away, not rolled back
                connection.executescript(f"BEGIN; {_TABLES}")
                with connection:
                    rows = [storable(pair) for pair in book.items()]
                    connection.executemany("INSERT INTO book VALUES (?, ?)", rows)
            aside.chmod(0o600)  # it holds the seed
            _put_in_place(aside, path)
    except (OSError, sqlite3.Error) as error:
        raise GradebookError(
            f"No gradebook could be made at {path}: {_reason(error)}. "
            "Choose a folder that you may write in and that has space left: --out DIR."
        ) from None


def _refuse_a_lost_journal(path) -> None:
    journal = Path(f"{path}-journal")
    if os.path.lexists(journal):  # SQLite would write what is in it into the new gradebook
        raise GradebookError(
            f"{journal} is left of a gradebook that is gone. "
            "Put that gradebook back beside it, or delete the journal; then run the command again."
        )


def storable(values: Sequence) -> list:
    """Write half characters (lone surrogates), which a notebook's JSON can hold and SQLite cannot, as `\\udc80`."""
    return [v.encode("utf-8", "backslashreplace").decode() if isinstance(v, str) else v for v in values]


def _put_in_place(aside, path) -> None:
    try:
        os.link(aside, path)  # unlike a rename, it does not replace what another run has made meanwhile
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        aside.rename(path)


def refuse_what_is_no_gradebook(path: Path) -> None:
    """Raise GradebookError for a file of another kind; it is looked at without locks, so that nothing can change it."""
    _refuse_what_is_no_file(path)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            kind, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _HEADER)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CORRUPT:
            return  # what a killed run left half written looks like this until it is rolled back; connect() will tell
        raise _no_gradebook(path, f"it cannot be read as an SQLite file ({_reason(error)})") from None
    if kind != APPLICATION_ID:
        raise _no_gradebook(path, "it is an SQLite file of another program")
    if version not in READABLE:
        raise GradebookError(
            f"{path} is a gradebook of format {version}, and this version of firsthand reads format {FORMAT}. "
            "Use the version that made it, or grade into another folder: --out DIR."
        )


_HEADER = ("application_id", "user_version")


def _refuse_what_is_no_file(path) -> None:
    try:
        found = path.stat()
    except OSError as error:
        raise GradebookError(
            f"There is no gradebook at {path}: {_reason(error)}. `firsthand grade` makes one, DIR/gradebook.sqlite."
        ) from None
    if stat.S_ISDIR(found.st_mode):
        raise GradebookError(f"{path} is a folder. Name the gradebook in it: {path / 'gradebook.sqlite'}")
    if not stat.S_ISREG(found.st_mode):
        raise _no_gradebook(path, "it is not a regular file")
    if found.st_size == 0:
        raise _no_gradebook(path, "it is empty (0 bytes)")


def refuse_read_only(path: Path) -> None:
    """Raise GradebookError for a file that nothing may be written to."""
    # The bits are looked at because root may write anywhere, also where somebody asked that nothing be written.
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise GradebookError(
            f"{path} is read-only, and new scores are to be written. "
            "Make the file and its folder writable, or grade a copy in another folder: --out DIR."
        )


def connect(path: Path, *, for_writing: bool) -> sqlite3.Connection:
    """Open the file, locked for as long as it is open, and checked from end to end. Raises GradebookError.

    A rollback journal, not a write-ahead log: between two transactions the one file is the whole gradebook, can be
    copied, and can be read where nothing can be written. What a killed run left half written is rolled back here.
    """
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
    with closed_on_error(connection), told(path):
        if for_writing:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA synchronous = FULL")  # a power cut loses no kept score
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN EXCLUSIVE")
        else:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
        problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise damaged(path, problem)
        if for_writing:
            _bring_up_to_date(connection)
            connection.execute("COMMIT")  # in the exclusive mode, the lock stays
    return connection


def _bring_up_to_date(connection) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT:
        return
    for column in ("rejected", "because"):
        connection.execute(f"ALTER TABLE score ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    connection.execute(f"PRAGMA user_version = {FORMAT}")


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Close the connection when the block fails, and only then."""
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise what SQLite says as a GradebookError with the next step."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise GradebookError(
                f"{path} is in use by another run. Wait until it has ended, or grade into another folder: --out DIR."
            ) from None
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
            raise damaged(path, _reason(error)) from None
        raise GradebookError(
            f"{path} could not be used: {_reason(error)}. What was kept before is safe. "
            "See that the disk has space left and that you may write there, then run the command again."
        ) from None


def damaged(path: Path, problem: str) -> GradebookError:
    """Return the error for a gradebook whose contents are not what was written."""
    return GradebookError(
        f"{path} is damaged: {problem}. Nothing was changed in it. "
        "Put a copy of it back in its place, or move it away and grade the class again."
    )


def _no_gradebook(path, problem) -> GradebookError:
    return GradebookError(
        f"{path} is not a gradebook: {problem}. Expected the gradebook.sqlite that `firsthand grade` wrote. "
        "Name another file, or move this one away."
    )


def _reason(error) -> str:
    return getattr(error, "strerror", None) or str(error)
