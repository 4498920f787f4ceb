"""A roster: the list of a class as a learning management system exports it, recognised by its columns."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from firsthand.errors import UsageError

MOODLE_WORKSHEET, CANVAS, PLAIN = "Moodle's grading worksheet", "Canvas's gradebook", "a list of names"
IDENTIFIER, FULL_NAME, STATUS, GRADE, MAXIMUM = "Identifier", "Full name", "Status", "Grade", "Maximum Grade"
MODIFIED, COMMENTS = "Last modified (grade)", "Feedback comments"
POINTS_POSSIBLE = "Points Possible"
_NAMES = ("fullname", "name", "student", "learner", "studentname", "participant")
_FIRST, _LAST = ("firstname", "givenname", "forename"), ("lastname", "surname", "familyname")
_IDS = ("idnumber", "sisuserid", "studentid", "id", "matriculationnumber", "number")
_EMAILS = ("emailaddress", "email", "mail")
_USERS = ("username", "sisloginid", "loginid", "login", "user")
_NO_STUDENT = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.IGNORECASE)


class RosterError(UsageError):
    """The roster cannot be used; the message says what was found, what was expected and what to do next."""


@dataclass(frozen=True)
class Person:
    """One of the class. row : place in the file's rows. number : what the LMS puts into a hand-in, "" where it is unknown.

    late : what Moodle's worksheet says of their hand-in, "2 days 3 hours late", else "".
    """

    row: int
    name: str
    id: str = ""
    email: str = ""
    user: str = ""
    number: str = ""
    late: str = ""

    @property
    def key(self) -> str:
        """What identifies this person in every export of the same class: an id, else an email, a user name, a number."""
        known = self.id or self.email or self.user or self.number or self.name
        return unicodedata.normalize("NFC", known).strip().casefold()


@dataclass(frozen=True)
class Roster:
    """The file as it came, and who is in it. rows : without the header. mark : it began with a byte order mark."""

    path: Path
    kind: str
    header: list[str]
    rows: list[list[str]]
    people: list[Person]
    delimiter: str = ","
    mark: bool = False

    def place(self, column: str) -> int | None:
        """Return where a column is, None where there is none of that name; capitals do not matter."""
        titles = [title.casefold() for title in self.header]
        return titles.index(column.casefold()) if column.casefold() in titles else None


def read_roster(path: Path) -> Roster:
    """Read a CSV file, UTF-8, with commas, semicolons or tabs. Raises RosterError."""
    return parse_roster(path, _text(path))


def parse_roster(path: Path, text: str) -> Roster:
    """Read the text of a roster, with its byte order mark if it has one; `path` is for what is said. Raises RosterError."""
    mark, text = text.startswith("\ufeff"), text.removeprefix("\ufeff")
    delimiter = max(",;\t", key=(text.splitlines() or [""])[0].count)
    try:
        table = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise RosterError(f"{path} cannot be read as a CSV file: {error}. Export the roster again.") from None
    if len(table) < 2:
        raise RosterError(f"{path} names nobody: it has {len(table)} rows. Export the roster again, as CSV.")
    header = [cell.strip() for cell in table[0]]
    rows = [row + [""] * (len(header) - len(row)) for row in table[1:]]
    kind, columns = _kind(header), _columns(header)
    _refuse_what_is_missing(path, kind, columns, header)
    people = [_person(number, row, kind, columns) for number, row in enumerate(rows) if _is_a_person(row, kind)]
    _refuse_twice(path, people)
    return Roster(path, kind, header, rows, people, delimiter, mark)


def _text(path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise RosterError(f"No roster at {path}: {error.strerror}. Name a CSV file: --roster FILE.") from None
    except UnicodeDecodeError:
        raise RosterError(f"{path} is not UTF-8 text. Export the roster as CSV, or save it as “CSV UTF-8”.") from None


def _kind(header) -> str:
    if {IDENTIFIER, GRADE, MODIFIED} <= set(header):
        return MOODLE_WORKSHEET
    names = header[:3] == ["LastName", "FirstName", "ID"] or header[:2] == ["Student", "ID"]
    return CANVAS if names and "Section" in header else PLAIN


def _columns(header) -> dict[str, int]:
    plain = [re.sub(r"[\W_]", "", title.casefold()) for title in header]
    wanted = {"name": _NAMES, "first": _FIRST, "last": _LAST, "id": _IDS, "email": _EMAILS, "user": _USERS}
    found = {}
    for what, titles in wanted.items():
        place = next((plain.index(title) for title in titles if title in plain), None)
        if place is not None:
            found[what] = place
    for what, title in (("number", IDENTIFIER), ("canvas", "ID"), ("status", STATUS)):
        if title in header:
            found[what] = header.index(title)
    return found


def _refuse_what_is_missing(path, kind, columns, header) -> None:
    if kind != PLAIN:
        return
    missing = []
    if "name" not in columns and "last" not in columns:
        missing.append("a name (“Full name”, or “First name” and “Last name”)")
    if not {"id", "email", "user"} & columns.keys():
        missing.append("an id, an email or a user name (“ID number”, “Email address”, “Username”)")
    if missing:
        shown = ", ".join(header[:8])
        raise RosterError(
            f"{path} is no roster: it has no column with {' and none with '.join(missing)}; its columns are: {shown}. "
            "Give Moodle's grading worksheet or participants, Canvas's gradebook export, or name the columns so."
        )


def _is_a_person(row, kind) -> bool:
    """Say whether a row is of a student, as Canvas's importer tells them from its other rows."""
    if kind != CANVAS:
        return True
    return POINTS_POSSIBLE not in row[0] and not all(_NO_STUDENT.fullmatch(cell) for cell in row)


def _person(number, row, kind, columns) -> Person:
    def cell(what):
        return row[columns[what]].strip() if what in columns else ""

    digits = re.sub(r"\D", "", cell("number")) if kind == MOODLE_WORKSHEET else cell("canvas") if kind == CANVAS else ""
    name = cell("name") or f"{cell('first')} {cell('last')}".strip() or cell("number")
    own = "" if kind == CANVAS and columns.get("id") == columns.get("canvas") else cell("id")
    return Person(number, name, own, cell("email"), cell("user"), digits, _late(cell("status")))


def _late(status) -> str:
    """Return what a status of Moodle's says of lateness: "Submitted for grading - 2 days 3 hours late - Graded"."""
    return next((part for part in status.split(" - ") if re.fullmatch(r"\d.* late", part)), "")


def _refuse_twice(path, people) -> None:
    seen = set()
    for person in people:
        if person.number and person.number in seen:
            raise RosterError(
                f"{path} has the number {person.number} twice ({person.name}). "
                "Export it again, and give it as it came from the LMS."
            )
        seen.add(person.number)
