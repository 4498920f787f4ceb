"""The class that a command is about: the roster and the overrides, given, found or kept, and who is who."""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from firsthand.classroom.naming import MOODLE, text_of
from firsthand.classroom.submission import Submission
from firsthand.errors import UsageError
from firsthand.gradebook.class_list import ClassList
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.learners import find_learner
from firsthand.gradebook.overrides import NAME, Override, read_overrides
from firsthand.report.markup import name_text
from firsthand.roster.joining import Joined, join
from firsthand.roster.roster_file import Roster, parse_roster
from firsthand.words import count

ROSTER, OVERRIDES, BESIDE = "roster", "overrides", "beside"
"""What is kept of a class beside its scores; the last: the folders in which `overrides.csv` was looked for."""


@dataclass
class Class:
    """Who is in the class. roster : None where there is none. files : roster and overrides as they were read, if they were.

    told : what to say about it, a line each.
    """

    roster: Roster | None = None
    joined: Joined = field(default_factory=Joined)
    known: dict[str, list[str]] = field(default_factory=dict)
    overrides: list[Override] = field(default_factory=list)
    files: dict[str, tuple[Path, str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @property
    def list(self) -> ClassList:
        """What the report is told of it."""
        late = {learner: person.late for learner, person in self.joined.learners.items() if person.late}
        return ClassList(list(self.joined.missing), self.joined.strangers, self.overrides, self._names(), late=late)

    def _names(self) -> dict[str, str]:
        """Return learner -> the roster's name of them; of two with one name, each keeps what tells them apart."""
        names = {learner: person.name for learner, person in self.joined.learners.items() if person.name}
        number = Counter([*names.values(), *(learner for learner in self.known if learner not in names)])
        return {learner: name for learner, name in names.items() if number[name] == 1}

    def find(self, name: str) -> str:
        """Return the learner whom a teacher means. Raises UnknownLearner."""
        return find_learner(name, self.known)


def open_class(
    options, gradebook: Gradebook, submissions: Collection[Submission] = (), beside: Iterable[Path] = ()
) -> Class:
    """Read the roster and the overrides, and join them to what was handed in and what is kept.

    beside : folders in which overrides.csv is looked for. Raises UsageError for a file that cannot be used.
    """
    handed_in: dict[str, list[str]] = {}
    for result in gradebook.results():
        handed_in.setdefault(result.learner, []).append(result.source)
    for one in submissions:
        handed_in.setdefault(one.learner, []).append(one.source)
    class_ = Class(known={learner: [] for learner in handed_in})
    if found := _file(ROSTER, getattr(options, "roster", None), gradebook):
        class_.files[ROSTER], class_.roster = found, parse_roster(*found)
        class_.joined = join(class_.roster, handed_in)
        for learner, person in class_.joined.everybody.items():
            class_.known[learner] = [person.name, person.id, person.email, person.user]
        class_.told += _roster_told(class_, {one.learner for one in submissions})
    given = getattr(options, "overrides", None) or _beside(beside)
    if found := _file(OVERRIDES, given, gradebook):
        class_.files[OVERRIDES] = found
        class_.overrides = read_overrides(*found, gradebook.exercises, class_.known)
        class_.told.append(f"Decided by a person: {count(len(class_.overrides), 'row')} of {name_text(str(found[0]))}.")
    return class_


def has_news(class_: Class, gradebook: Gradebook) -> bool:
    """Say whether the roster or the overrides are others than those kept."""
    return any(gradebook.kept_file(what) != (path.resolve(), text) for what, (path, text) in class_.files.items())


def keep_files(class_: Class, gradebook: Gradebook) -> None:
    """Keep the roster and the overrides for the next command. Raises GradebookError."""
    for what, (path, text) in class_.files.items():
        gradebook.keep_file(what, path.resolve(), text)


def keep_beside(folders: Sequence[Path], gradebook: Gradebook) -> None:
    """Keep where `overrides.csv` was looked for, so that a report written later looks there too. Raises GradebookError."""
    if len(folders) > 1:  # a notebook alone has no such folder, and the class has the one it had
        gradebook.keep_file(BESIDE, folders[-1], json.dumps([str(folder.resolve()) for folder in folders]))


def kept_beside(gradebook: Gradebook, folder: Path) -> list[Path]:
    """Return where to look for `overrides.csv`: where it was looked for when the class was graded, and beside the gradebook."""
    kept = gradebook.kept_file(BESIDE)
    folders = [Path(one) for one in json.loads(kept[1])][:-1] if kept else []
    return [*(one for one in folders if not any(one.glob("*.ipynb"))), folder]


def as_known(submissions: Sequence[Submission], given: Iterable[Path], gradebook: Gradebook) -> list[Submission]:
    """Give a folder that was given alone to the learner in whose name the gradebook has it, as part of a class."""
    owners: dict[str, set[str]] = {}
    for result in gradebook.results():
        if "/" in result.source:
            owners.setdefault(result.source.split("/")[0], set()).add(result.learner)
    owner = {first: next(iter(own)) for first, own in owners.items() if len(own) == 1}
    places = {Path(os.path.abspath(path)) for path in given}
    return [_as_known(one, places, owner) for one in submissions]


def _as_known(one, places, owner) -> Submission:
    first = one.source.split("/")[0]
    if MOODLE.match(first) and first in owner:
        return replace(one, learner=owner[first])
    own = [place for place in places if place in (one.path, *one.path.parents) and text_of(place.name) == one.learner]
    if own and owner.get(one.learner) == one.learner and first != one.learner:
        return replace(one, source=f"{one.learner}/{one.source}")
    return one


def _file(what, given, gradebook) -> tuple[Path, str] | None:
    """Return the file that was given, else the one that was read before, as it is now or as it was kept."""
    if given:
        return given, _read(given, what)
    kept = gradebook.kept_file(what)
    if kept and kept[0].is_file():
        return kept[0], _read(kept[0], what)
    return kept


def _read(path, what) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"No {what} at {path}: {error.strerror}. Name a CSV file: --{what} FILE.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text. Save it as “CSV UTF-8”.") from None


def _beside(folders) -> Path | None:
    found = list(dict.fromkeys(path for folder in folders if (path := folder / NAME).is_file()))
    if len({path.read_bytes() for path in found}) > 1:
        raise UsageError(f"{' and '.join(map(str, found))} differ. Say which counts: --overrides FILE.")
    return found[0] if found else None


def folders_beside(given: Iterable[Path], out: Path) -> list[Path]:
    """Return where overrides.csv may lie: beside folders and zips that were given, and beside the gradebook.

    Not beside a notebook, nor where notebooks lie, nor in a clone: such a folder is a learner's, to put anything in.
    """
    places = map(Path, map(os.path.abspath, given))
    around = [path.parent for path in places if path.suffix != ".ipynb" and path.name != "exercises"]
    return [*(folder for folder in around if not any(folder.glob("*.ipynb"))), out]


def _roster_told(class_, new) -> list[str]:
    """Say who is who: of the learners in `new` each one, of others those that were guessed."""
    roster, joined = class_.roster, class_.joined
    lines = [f"Roster ({roster.kind}): {len(joined.learners)} of {len(roster.people)} handed in."]
    for learner, person in joined.learners.items():
        way, name = joined.ways[learner], name_text(person.name)
        if learner in joined.guesses:
            lines.append(f"  a guess, by name: {name_text(learner)} is {name}")
        elif learner in new and learner != person.name:
            lines.append(f"  {name_text(learner)} is {name}, by {way}")
    lines += [f"  {person.late}: {name_text(person.name)}" for person in joined.learners.values() if person.late]
    lines += [f"  handed in nothing: {name_text(learner)}" for learner in joined.missing]
    return lines + [
        f"  not in the roster: {name_text(name)}: {name_text(why)}" for name, why in joined.strangers.items()
    ]
