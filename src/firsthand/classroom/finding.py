"""What a class handed in: the notebooks in files, folders and zips, and what lies there and is not graded."""

import datetime
import io
import os
import stat
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from firsthand.classroom.naming import CANVAS_FILE, ILIAS, MOODLE, SAKAI, Found, is_visible, named, text_of
from firsthand.classroom.pattern import fit
from firsthand.classroom.submission import INSIDE, Submission, Unreadable, is_zip, open_regular, unpack
from firsthand.errors import UsageError

NOTEBOOK_ENDINGS = (".ipynb", ".ipynb.json", ".ipynb.txt")
"""The last two are what a browser makes of a notebook shown as text."""
ARCHIVE_ENDINGS = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")
"""Of archives that are not looked into."""
CLONE_FOLDERS = {"lessons", "notebooks", "solutions"}
ENVIRONMENTS = {"venv", "env", "node_modules", "site-packages"}
NAMES_SHOWN = 3


class NothingFound(UsageError):
    """A path that was given does not exist or holds no notebook."""


@dataclass(frozen=True)
class LeftOut:
    """Something that is not graded: where it is, why, in a sentence's end, and the path that was given and holds it."""

    place: str
    reason: str
    given: Path = Path()


@dataclass
class HandedIn:
    """What was given: the notebooks, and what lies there and is not graded.

    kept_apart : learners whose name was made longer, since another's notebook of the same lesson would have had it too.
    """

    submissions: list[Submission]
    left_out: list[LeftOut] = field(default_factory=list)
    kept_apart: list[str] = field(default_factory=list)


def find_submissions(paths: Sequence[Path]) -> list[Submission]:
    """Return the notebooks in what was given; see `find_class`. Raises NothingFound."""
    return find_class(paths).submissions


def find_class(paths: Sequence[Path], lessons: Sequence[str] = (), pattern: str | None = None) -> HandedIn:
    """Find the notebooks in what was given, sorted by learner and source; nothing is unpacked to disk.

    Each path is a notebook, a folder or a zip; lessons are the names of the course's, which file names may hold. A
    learner is called after the first folder under the path (for Moodle, Canvas, Blackboard and Brightspace by the name
    they put before), or after the path itself when notebooks stand straight in it; see `naming`. Where a clone of the
    course is found, only its `exercises/` counts. pattern : where in a file's way the learner's name stands,
    "{learner}/*.ipynb"; what does not fit is left out. Raises NothingFound.
    """
    found: dict[tuple[Path, str | None], Found] = {}
    left_out: list[LeftOut] = []
    places = list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))
    for path in places:
        own: list[LeftOut] = []
        for entry in _in_path(path, own):
            found.setdefault((entry.path, entry.member), entry)
        left_out += [replace(one, given=path) for one in own]
    fitting = fit(found.values(), pattern, lessons) if pattern else dict.fromkeys(found.values(), "")
    others = [one for one in found.values() if one not in fitting]
    left_out += [LeftOut(text_of("/".join(one.parts)), f"does not fit {pattern}", one.given) for one in others]
    whose = named(list(fitting), lessons, len(places) > 1, fitting if pattern else {})
    return HandedIn(sorted(whose.submissions, key=lambda one: (one.learner, one.source)), left_out, whose.kept_apart)


def _in_path(path, left_out) -> list[Found]:
    if path.is_dir():
        found = _unpacked(list(_in_folder(path, left_out)))
    elif path.is_file() and is_zip(path.name):
        found = _unwrapped(_in_zip_file(path, left_out))
    elif os.path.lexists(path) and _is_notebook(path.name):
        found = [Found(path, (path.name,), path, modified=_modified(path))]
    else:
        what = "it is neither a notebook, a folder nor a zip" if os.path.lexists(path) else "it does not exist"
        raise NothingFound(f"Nothing to grade in {path}: {what}. Give what the class handed in.")
    if not found:
        raise NothingFound(f"Nothing to grade in {path}: {_why_nothing(path)}")
    return [replace(entry, given=path) for entry in found]


def _why_nothing(path) -> str:
    if path.is_dir():
        return "no notebook (.ipynb) in it. Give what the class handed in."
    try:
        Submission("", "", path).read()
    except Unreadable as error:
        return str(error)
    return "nothing in it is searched: hidden folders never are."


def _in_folder(root, left_out) -> Iterator[Found]:
    tree = _Tree(root.name)
    for folder, names, files in os.walk(root, onerror=lambda error: tree.leave_out_unread(root, error)):
        way = Path(folder).relative_to(root).parts
        links = [name for name in names if Path(folder, name).is_symlink()]
        tree.add(way, names, files, links)
        names[:] = [name for name in sorted(names) if not name.startswith(".")]
    for way, name in tree.files_searched():
        path = root.joinpath(*way, name)
        if _is_notebook(name) or (is_zip(name) and path.is_symlink()):
            yield tree.took(Found(root, (*way, name), path, modified=_modified(path)))
        elif is_zip(name):
            parts = (*way, name)
            inside = [replace(entry, parts=(*parts, *entry.parts)) for entry in _in_zip_file(path, left_out)]
            for entry in inside or [Found(root, parts, path, modified=_modified(path))]:
                yield tree.took(entry)
    left_out += tree.left_out()


class _Tree:
    """The folders under a path: which of them are searched, and what in them is left out."""

    def __init__(self, title):
        self._title = title
        self._folders: dict[tuple[str, ...], list[str]] = {}
        self._files: dict[tuple[str, ...], list[str]] = {}
        self._left_out: dict[tuple[str, ...], str] = {}
        self._found: list[tuple[str, ...]] = []

    def add(self, way, folders, files, links=()) -> None:
        self._folders[way], self._files[way] = list(folders), list(files)
        for name in filter(is_visible, links):
            self._left_out[(*way, name)] = "a link to a folder; links are not followed"

    def leave_out_unread(self, root, error) -> None:
        way = Path(error.filename).relative_to(root).parts
        self._left_out[way] = f"a folder that cannot be read: {error.strerror}"

    def took(self, found) -> Found:
        self._found.append(found.parts)
        return found

    def files_searched(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield each visible file in a searched folder: the way to the folder, and the name."""
        self._top = self._common_top()
        waiting: list[tuple[str, ...]] = [()]
        for way in waiting:
            is_clone = self._is_clone(way)
            if not is_clone:
                for name in filter(is_visible, self._files.get(way, ())):
                    if name.lower().endswith(ARCHIVE_ENDINGS):
                        self._left_out[(*way, name)] = "an archive of a kind that is not looked into; unpack it"
                    yield way, name
            inside = ["exercises"] if is_clone else sorted(filter(is_visible, self._folders.get(way, ())))
            waiting += [(*way, name) for name in inside if (*way, name) in self._folders]

    def _common_top(self) -> tuple[str, ...]:
        """Return the way to the folder that learners' folders are in: down to where there is more than one thing."""
        way: tuple[str, ...] = ()
        while len(inside := list(filter(is_visible, self._folders.get(way, ())))) == 1 and not self._files.get(way):
            way = (*way, inside[0])
        return way

    def _is_clone(self, way) -> bool:
        names = set(self._folders.get(way, ()))
        if "exercises" not in names or CLONE_FOLDERS.isdisjoint(names):
            return False
        if len(way) > len(self._top) or self._is_surely_a_clone(way):
            return True
        others = names - CLONE_FOLDERS - ENVIRONMENTS - {"exercises"}
        if any(self._holds_notebooks((*way, name)) for name in filter(is_visible, others)):
            return False  # learners may be called exercises and solutions
        for name in filter(is_visible, names & CLONE_FOLDERS):
            if self._holds_notebooks((*way, name)):
                self._left_out[(*way, name)] = "taken for a folder of the course's own, since `exercises` is beside it"
        return True

    def _is_surely_a_clone(self, way) -> bool:
        return "pyproject.toml" in self._files.get(way, ()) or ".git" in self._folders.get(way, ())

    def _holds_notebooks(self, way) -> bool:
        return any(
            folder[: len(way)] == way and any(_is_notebook(name) or is_zip(name) for name in files)
            for folder, files in self._files.items()
        )

    def left_out(self) -> list[LeftOut]:
        """Return what was found and is not graded: of learners' folders also those in which there is no notebook."""
        top = self._top
        are_learners = not self._is_clone(top) and not any(parts[:-1] == top for parts in self._found)
        for name in filter(is_visible, self._folders.get(top, ()) if are_learners else ()):
            way = (*top, name)
            if way not in self._left_out and not any(parts[: len(way)] == way for parts in self._found):
                self._left_out[way] = f"a folder without a notebook (.ipynb){self._what_else(way)}"
        self._leave_out_other_files(top)
        ways = sorted(self._left_out.items())
        return [LeftOut(text_of("/".join((self._title, *way))), reason) for way, reason in ways]

    def _leave_out_other_files(self, top) -> None:
        """Leave out files that an LMS has put a learner's name before, where that learner has no notebook among them."""
        firsts = {parts[len(top)] for parts in self._found if parts[: len(top)] == top}
        whose = {first: _lms_name(first) for first in firsts}
        for name in filter(is_visible, self._files.get(top, ())):
            own = _lms_name(name)
            if own and name not in whose and own not in whose.values() and (*top, name) not in self._left_out:
                self._left_out[(*top, name)] = "no notebook (.ipynb)"

    def _what_else(self, way) -> str:
        files = [name for folder, names in self._files.items() if folder[: len(way)] == way for name in names]
        shown = [text_of(name) for name in sorted(filter(is_visible, files))[:NAMES_SHOWN]]
        return f"; in it: {', '.join(shown)}{', …' if len(files) > len(shown) else ''}" if shown else ""


def _lms_name(file_name) -> tuple[str, str] | None:
    """Return the name and the number that Moodle or Canvas put before a learner's file, None where they did not."""
    match = MOODLE.match(file_name) or CANVAS_FILE.match(file_name)
    return (match["name"], match["number"]) if match else None


def _in_zip_file(path, left_out) -> list[Found]:
    """List the notebooks in a zip; one that cannot be opened is found out, with a reason, when it is read."""
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            return list(_in_zip(archive, path, path.name, left_out))
    except Exception:  # a broken zip raises whatever its decoder raises
        return []


def _in_zip(archive, path, title, left_out, outer="") -> Iterator[Found]:
    """Yield what is found in a zip; a zip in the zip is looked into, once."""
    names = {
        (parts[:-1], parts[-1]): name for name in archive.namelist() if (parts := _parts(name)) and name[-1] != "/"
    }
    tree = _zip_tree(archive, title)
    for way, last in tree.files_searched():
        name, parts = names[way, last], (*way, last)
        entry = Found(path, parts, path, f"{outer}{name}", _packed_at(archive, name))
        if _is_notebook(last):
            yield tree.took(entry)
        elif is_zip(last) and not outer:
            for one in _in_inner_zip(archive, name, entry, left_out) or [entry]:
                yield tree.took(one)
    left_out += tree.left_out()


def _zip_tree(archive, title) -> "_Tree":
    tree, folders, files = _Tree(title), defaultdict(set), defaultdict(list)
    links = defaultdict(set)
    for entry in archive.infolist():
        parts = _parts(entry.filename)
        is_folder = entry.filename.endswith("/")
        for depth in range(len(parts) - (not is_folder)):
            folders[parts[:depth]].add(parts[depth])
        if parts and not is_folder:
            files[parts[:-1]].append(parts[-1])
            if stat.S_ISLNK(entry.external_attr >> 16) and not (_is_notebook(parts[-1]) or is_zip(parts[-1])):
                links[parts[:-1]].add(parts[-1])
    ways = {(), *folders, *files, *((*way, name) for way, names in folders.items() for name in names)}
    for way in ways:
        tree.add(way, folders[way], files[way], links[way])
    return tree


def _in_inner_zip(archive, name, entry, left_out) -> list[Found]:
    try:
        with zipfile.ZipFile(io.BytesIO(unpack(archive, name))) as inner:
            found = list(_in_zip(inner, entry.path, "/".join(entry.parts), left_out, f"{name}{INSIDE}"))
    except Exception:  # as above
        return []
    return [replace(one, parts=(*entry.parts, *one.parts)) for one in found]


def _parts(name) -> tuple[str, ...]:
    """Split a name from a zip; it is a label only, and steps out of the folder are left out of it."""
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _unpacked(found) -> list[Found]:
    """Take off the one folder in which ILIAS, Sakai or nbgrader hold all the learners' folders."""
    tops, seconds = {entry.parts[0] for entry in found}, {entry.parts[1] for entry in found if len(entry.parts) > 2}
    is_of_an_lms = bool(seconds) and all(SAKAI.fullmatch(name) or ILIAS.fullmatch(name) for name in seconds)
    if len(tops) == 1 and (is_of_an_lms or (seconds and tops == {"submitted"})):
        return [replace(entry, parts=entry.parts[1:]) if len(entry.parts) > 2 else entry for entry in found]
    return found


def _unwrapped(found) -> list[Found]:
    """Take off the one folder in which a zip holds all the learners' folders."""
    tops, seconds = {entry.parts[0] for entry in found}, {entry.parts[1:2] for entry in found}
    if (
        len(tops) > 1
        or len(seconds) < 2
        or any(len(entry.parts) < 3 or MOODLE.match(entry.parts[0]) for entry in found)
    ):
        return found
    return [replace(entry, parts=entry.parts[1:]) for entry in found]


def _modified(path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _packed_at(archive, name) -> float:
    try:
        return datetime.datetime(*archive.getinfo(name).date_time).timestamp()
    except (ValueError, OverflowError, OSError):  # a zip may say the 31st of February
        return 0.0


def _is_notebook(name) -> bool:
    return name.lower().endswith(NOTEBOOK_ENDINGS)
