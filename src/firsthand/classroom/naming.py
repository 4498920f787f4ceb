"""Whose each notebook is, told from where it was found; two people's work is never put under one name unseen."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from firsthand.classroom.submission import Submission, Unreadable, is_zip

MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_|$)", re.DOTALL)
CANVAS_FILE = re.compile(r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>\d{3,})_\d{3,}_", re.DOTALL)
SAKAI = re.compile(r"(?P<name>.+?)\((?P<user>[^()]+)\)")
ILIAS = re.compile(r"(?P<name>[^_]+_[^_]+)_(?P<user>[^_]+)_\d+")
_BLACKBOARD = re.compile(r"(?:.*_)?(?P<name>[^_]+)_attempt_\d{4}(?:-\d\d){5}", re.DOTALL)
_BRIGHTSPACE = re.compile(r"\d+-\d+ - (?P<name>.+?) - ", re.DOTALL)
_ENDING = re.compile(r"\.ipynb(?:\.json|\.txt)?$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_AGAIN = {
    *("copy", "kopie", "copie", "copia", "v", "version", "try", "attempt", "draft", "final", "new", "late", "old"),
    *("second", "mine", "my", "solved", "solution", "solutions", "exercise", "exercises", "answer", "answers", "hw"),
}
"""Words in a file's name that say no more than that it is another try of one learner's, as a small number does."""
_LESSON = re.compile(rb'"lesson":\s*"([^"\\]+)"')
_CHECK = re.compile(rb'check\(\\["\']([\w]+)')


@dataclass(frozen=True)
class Found:
    """A file that may be a submission: the path it was given under, and its way from there, through zips too.

    path, member, modified : as a Submission has them.
    """

    given: Path
    parts: tuple[str, ...]
    path: Path
    member: str | None = None
    modified: float = 0.0


@dataclass(frozen=True)
class _Claim:
    """Whose a file seems to be. number : what an LMS put behind the name. origin : one person's work has one origin."""

    entry: Found
    learner: str
    number: str
    origin: tuple


@dataclass(frozen=True)
class Named:
    """Whose is what. kept_apart : learners whose name was made longer, so that no two people's work has one name."""

    submissions: list[Submission]
    kept_apart: list[str]


def named(
    found: Sequence[Found],
    lessons: Sequence[str],
    is_one_of_many: bool,
    told: Mapping[Found, str] = MappingProxyType({}),
) -> Named:
    """Return the submissions in what was found, with the learners' names.

    lessons : names of the course's lessons, longest match in a file's name. is_one_of_many : several paths were given, so
    that a zip with a single folder in it is one learner's. told : names that the teacher has settled; if any, of all. Two
    different notebooks of one lesson that do not come from one place have two names, unless a file's name says that it is
    another try.
    """
    if told:
        return Named(list(_numbered([_Claim(entry, told[entry], "", (told[entry],)) for entry in found])), [])
    by_path: defaultdict[Path, list[Found]] = defaultdict(list)
    for entry in found:
        by_path[entry.given].append(entry)
    claims = [claim for entries in by_path.values() for claim in _claims(entries, lessons, is_one_of_many)]
    claims = _with_numbers(claims)
    names = {claim.learner for claim in claims}
    apart = list(_kept_apart(claims, lessons))
    return Named(list(_numbered(apart)), sorted({claim.learner for claim in apart} - names))


def _claims(entries, lessons, is_one_of_many) -> list[_Claim]:
    given = entries[0].given
    firsts = {entry.parts[0] for entry in entries if len(entry.parts) > 1}
    is_own = is_one_of_many and is_zip(given.name) and len(firsts) == 1 and not any(map(_flat, entries))
    claims = [_claim(entry, is_own, firsts <= {"exercises"}) for entry in entries]
    flat = [claim for claim in claims if claim.origin == (given,)]
    names = {claim.entry: _who(_stem(claim.entry), lessons) for claim in flat}
    if all(names.values()) and len(set(names.values())) > 1:
        claims = [
            replace(claim, learner=names[claim.entry], origin=(given, names[claim.entry]))
            if claim.entry in names
            else claim
            for claim in claims
        ]
    return claims


def _claim(entry, is_own, exercises_is_no_name) -> _Claim:
    """Only the first part is believed: the others are the learner's own to choose, and could name somebody else."""
    first = entry.parts[0]
    is_flat = _flat(entry)
    own = entry.given.stem if is_zip(entry.given.name) else entry.given.name
    if alone := MOODLE.match(own):
        entry = replace(entry, parts=(own, *entry.parts))
        return _Claim(entry, alone["name"], alone["number"], (entry.given, alone["name"], alone["number"]))
    match = MOODLE.match(first) or (CANVAS_FILE.match(first) if is_flat else None)
    if match:
        return _Claim(entry, match["name"], match["number"], (entry.given, match["name"], match["number"]))
    if is_zip(first):
        return _Claim(entry, first[: -len(".zip")], "", (entry.given, first))
    if is_flat or is_own or (first == "exercises" and exercises_is_no_name):
        return _Claim(entry, _own_name(entry.given), "", (entry.given,))
    return _Claim(entry, first, "", (entry.given, first))


def _flat(entry) -> bool:
    return len(entry.parts) == 1 or is_zip(entry.parts[0])


def _own_name(path) -> str:
    """Name the learner to whom all of a path belongs."""
    if path.is_file() and is_zip(path.name):
        return path.stem
    folder = path if path.is_dir() else path.parent
    return folder.parent.name if folder.name == "exercises" else folder.name


def _stem(entry) -> str:
    return _ENDING.sub("", entry.parts[-1])


def _who(stem, lessons) -> str:
    """Return the name of a learner that a file's name holds beside the lesson's, or nothing."""
    match = _BLACKBOARD.match(stem) or _BRIGHTSPACE.match(stem)
    if match:
        return match["name"]
    lesson = _lesson_in(stem, lessons)
    if not lesson:
        return ""
    at = stem.lower().index(lesson.lower())
    around = (stem[:at], stem[at + len(lesson) :])
    return next((text.strip(" _-.()") for text in around if not _says_again(text)), "")


def _says_again(text) -> bool:
    return all(token.lower() in _AGAIN or (token.isdecimal() and len(token) < 4) for token in _TOKEN.findall(text))


def _lesson_in(stem, lessons) -> str:
    return max((lesson for lesson in lessons if lesson.lower() in stem.lower()), key=len, default="")


def _with_numbers(claims) -> list[_Claim]:
    """Let two of the same name keep the number an LMS gave them."""
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        numbers[claim.learner].add(claim.number)
    return [
        replace(claim, learner=f"{claim.learner} ({claim.number})")
        if claim.number and len(numbers[claim.learner]) > 1
        else claim
        for claim in claims
    ]


def _kept_apart(claims, lessons) -> Iterator[_Claim]:
    """Give those names of their own whose work is of several origins and would be mixed."""
    groups: defaultdict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        groups[text_of(claim.learner)].append(claim)
    for group in groups.values():
        is_loose = any(claim.origin == (claim.entry.given,) for claim in group)
        if len(group) > 1 and (is_loose or len({claim.origin for claim in group}) > 1) and _clash(group, lessons):
            yield from _with_longer_names(group, lessons)
        else:
            yield from group


def _with_longer_names(group, lessons) -> Iterator[_Claim]:
    """Name each origin otherwise; by a number where nothing else tells two of them apart."""
    origins: dict[str, list[tuple]] = defaultdict(list)
    for claim in group:
        name, origin = _longer_name(claim, lessons), _origin(claim, lessons)
        alike = origins[text_of(name)]
        if origin not in alike:
            alike.append(origin)
        number = alike.index(origin) + 1
        yield replace(claim, learner=name if number == 1 else f"{name} {number}")


def _clash(group, lessons) -> bool:
    """Say whether two different notebooks of one lesson are of different origins, and neither's name says "again"."""
    seen: defaultdict[str, dict[str, tuple]] = defaultdict(dict)
    for claim in group:
        try:
            content = Submission("", "", claim.entry.path, claim.entry.member).read()
        except Unreadable:
            continue
        stem = _stem(claim.entry)
        digest = hashlib.sha256(content).hexdigest()
        seen[_lesson_of(content, stem, lessons)][digest] = _origin(claim, lessons)
    return any(len(set(origins.values())) > 1 for origins in seen.values())


def _origin(claim, lessons) -> tuple:
    """Return what one person's notebooks have in common; of those that lie loose, each may be another's."""
    if claim.origin != (claim.entry.given,) or len(claim.entry.parts) > 1:
        return claim.origin
    return (*claim.origin, _loose_name(claim, lessons))


def _loose_name(claim, lessons) -> str:
    """Return what in the name of a file that lies loose tells it from others: nothing where that says "again"."""
    stem = _stem(claim.entry)
    rest = stem.lower().replace(_lesson_in(stem, lessons).lower(), "")
    return "" if _says_again(rest) else _who(stem, lessons) or stem


def _lesson_of(content, stem, lessons) -> str:
    match = _LESSON.search(content) or _CHECK.search(content)
    return match[1].decode("utf-8", "replace") if match else _lesson_in(stem, lessons)


def _longer_name(claim, lessons) -> str:
    if claim.origin == (claim.entry.given,) and len(claim.entry.parts) == 1:
        return _loose_name(claim, lessons) or claim.learner
    return f"{claim.learner} ({_place(claim)})"


def _place(claim) -> str:
    given = claim.entry.given
    return f"{given.parent.name}/{given.name}" if given.name == claim.learner else given.name


def _numbered(claims) -> Iterator[Submission]:
    """Make submissions; sources that two folders, both given, have in common are numbered."""
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for claim in claims:
        entry = claim.entry
        learner, source = text_of(claim.learner), text_of("/".join(entry.parts))
        seen[learner, source] += 1
        if (count := seen[learner, source]) > 1:
            source = f"{source} ({count})"
        yield Submission(learner, source, entry.path, entry.member, entry.modified)


def name_key(name: str) -> str:
    """Return what stays of a name when accents, capitals, commas and the order of its words do not matter."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(sorted(re.findall(r"[^\W_]+", bare)))


def text_of(name: str) -> str:
    """Write a name so that it can be kept as UTF-8, different names differently, and as macOS and Linux both write it."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def is_visible(name: str) -> bool:
    """Say whether a file or folder is one that a person made, and not one that a system hides or adds."""
    return not name.startswith(".") and name != "__MACOSX"
