"""Whom a teacher means by a name: as it stands in the gradebook, or as the roster knows that person."""

import difflib
import unicodedata
from collections.abc import Collection, Mapping

from firsthand.classroom.naming import name_key
from firsthand.errors import UsageError

SHOWN = 5


class UnknownLearner(UsageError):
    """Nobody is meant by a name, or more than one; the message says so and what to do."""


def find_learner(wanted: str, known: Mapping[str, Collection[str]]) -> str:
    """Return the learner that is meant: by the name in the gradebook, by another of theirs, or by the words of a name.

    known : learner -> what else they are called: full name, id, email, user name. Raises UnknownLearner.
    """
    plain = _plain(wanted)
    for found in (
        [learner for learner in known if learner == wanted],
        [learner for learner, names in known.items() if plain in {_plain(name) for name in (learner, *names)}],
        [learner for learner, names in known.items() if _is_named(wanted, (learner, *names))],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownLearner(f"{wanted!r} may be {' or '.join(found[:SHOWN])}. Write the name as it stands there.")
    raise UnknownLearner(f"Nobody is called {wanted!r}. {_near(wanted, known)}")


def _plain(name) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _is_named(wanted, names) -> bool:
    key = name_key(wanted)
    return bool(key) and key in {name_key(name) for name in names}


def _near(wanted, known) -> str:
    spellings: dict[str, str] = {
        name: learner for learner, names in known.items() for name in (learner, *names) if name
    }
    near = difflib.get_close_matches(wanted, list(spellings), SHOWN) or sorted(known)[:SHOWN]
    shown = ", ".join(dict.fromkeys(spellings[name] for name in near))
    return f"Is one of these meant: {shown}?" if shown else "Nobody is in the gradebook yet."
