"""Who in the roster handed in what: by the number the LMS put there, by an id, or by a name, which is a guess."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from firsthand.classroom.naming import CANVAS_FILE, ILIAS, MOODLE, SAKAI, name_key
from firsthand.roster.roster_file import CANVAS, MOODLE_WORKSHEET, Person, Roster

NUMBER, GUESS = "number", "name (a guess)"
_PATTERNS = {MOODLE_WORKSHEET: MOODLE, CANVAS: CANVAS_FILE}


@dataclass
class Joined:
    """learners : learner -> who that is. ways : learner -> by what that was told.

    missing : in the roster, and handed in nothing: a name that no learner has -> who that is.
    strangers : learner -> why it is nobody of the roster.
    """

    learners: dict[str, Person] = field(default_factory=dict)
    ways: dict[str, str] = field(default_factory=dict)
    missing: dict[str, Person] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)

    @property
    def everybody(self) -> dict[str, Person]:
        """Learner -> who that is, for all of the roster."""
        return self.learners | self.missing

    @property
    def guesses(self) -> list[str]:
        return [learner for learner, way in self.ways.items() if way == GUESS]


def join(roster: Roster, handed_in: Mapping[str, Iterable[str]]) -> Joined:
    """Join learners, each with the sources of their notebooks, to a roster; nobody gets two learners' work."""
    joined = Joined()
    for way, keys_of_learner, keys_of_person in _ways(roster):
        people = _by_key(roster.people, keys_of_person)
        claims: defaultdict[Person, list[str]] = defaultdict(list)
        for learner, sources in handed_in.items():
            keys = keys_of_learner(learner, sources) if learner not in joined.learners else ()
            own = {person for key in keys for person in people.get(key, ())}
            if len(own) > 1:
                joined.strangers[learner] = f"it may be {_listed(own)}"
            for person in own if len(own) == 1 else ():
                claims[person].append(learner)
        _settle(joined, claims, way)
    taken = set(joined.learners.values())
    joined.missing = named_apart([person for person in roster.people if person not in taken], set(handed_in))
    for learner in handed_in:
        if learner not in joined.learners:
            joined.strangers.setdefault(learner, "nobody of the roster has this number, id, email, user name or name")
    joined.strangers = {name: why for name, why in joined.strangers.items() if name not in joined.learners}
    return joined


def named_apart(people, taken) -> dict[str, Person]:
    """Name each by their name, with an id or a number behind it where that name is not theirs alone."""
    often, named = Counter(person.name for person in people), {}
    for person in people:
        known = person.id or person.user or person.email or person.number or str(person.row + 1)
        is_free = often[person.name] == 1 and person.name not in taken
        name = person.name if is_free else f"{person.name} ({known})"
        named[name if name not in taken and name not in named else f"{name}, row {person.row + 1}"] = person
    return named


def _settle(joined, claims, way) -> None:
    taken = set(joined.learners.values())
    for person, learners in claims.items():
        if person in taken or len(learners) > 1:
            others = [name for name, own in joined.learners.items() if own == person]
            for learner in learners:
                rest = ", ".join(sorted(name for name in {*others, *learners} if name != learner))
                joined.strangers[learner] = f"{person.name} may be meant, as well as by {rest}"
        else:
            joined.learners[learners[0]], joined.ways[learners[0]] = person, way


def _ways(roster):
    pattern = _PATTERNS.get(roster.kind)

    def numbers(_, sources):
        matches = [pattern.match(source.split("/")[0]) for source in sources] if pattern else []
        return {match["number"] for match in matches if match}

    yield NUMBER, numbers, lambda person: person.number
    for what in ("id", "email", "user"):
        yield what, lambda learner, _: _logins(learner), lambda person, what=what: _plain(getattr(person, what))
    yield GUESS, lambda learner, _: _names(learner), lambda person: name_key(person.name)


def _logins(learner) -> set[str]:
    return {_plain(learner), *(_plain(match["user"]) for match in _login_matches(learner))}


def _names(learner) -> set[str]:
    return {name_key(learner), *(name_key(match["name"]) for match in _login_matches(learner))}


def _login_matches(learner) -> list[re.Match]:
    return [match for pattern in (SAKAI, ILIAS) if (match := pattern.fullmatch(learner))]


def _by_key(people, key_of) -> dict[str, set[Person]]:
    found: defaultdict[str, set[Person]] = defaultdict(set)
    for person in people:
        if key := key_of(person):
            found[key].add(person)
    return found


def _plain(text) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _listed(people) -> str:
    return " or ".join(f"{person.name} ({person.id or person.email or person.number})" for person in people)
