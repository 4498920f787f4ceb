"""A teacher's own word on where in a file's way the learner's name stands: --learner '{learner}/*.ipynb'."""

import re
from collections.abc import Iterable, Sequence

from firsthand.classroom.naming import Found
from firsthand.errors import UsageError

_PARTS = re.compile(r"\{(\w+)\}|\*\*/?|\*")


def fit(found: Iterable[Found], pattern: str, lessons: Sequence[str]) -> dict[Found, str]:
    """Return the files that fit a pattern, each with the learner's name. Raises UsageError for what is no pattern.

    `{learner}` is any part of a name, `{lesson}` a lesson's name, `*` anything but a slash, `**` anything. The whole way
    under what was given must fit, or its end where the pattern has no slash.
    """
    expression = _compiled(pattern, lessons)
    ways = {one: "/".join(one.parts) if "/" in pattern else one.parts[-1] for one in found}
    matches = {one: expression.fullmatch(way) for one, way in ways.items()}
    return {one: match["learner"].strip() for one, match in matches.items() if match}


def _compiled(pattern, lessons) -> re.Pattern:
    names = _PARTS.findall(pattern)
    if names.count("learner") != 1 or not set(names) <= {"learner", "lesson", ""}:
        raise UsageError(
            f"--learner {pattern!r} is no pattern: expected {{learner}} once, and for the rest {{lesson}}, * or ** and "
            "the letters as they are: '{learner}/*.ipynb', 'hw1_{learner}_{lesson}.ipynb'."
        )
    lesson = "|".join(re.escape(name) for name in sorted(lessons, key=len, reverse=True)) or "[^/]+?"
    forms = {"learner": "(?P<learner>[^/]+?)", "lesson": f"(?:{lesson})"}
    expression, end = "", 0
    for match in _PARTS.finditer(pattern):
        expression += re.escape(pattern[end : match.start()])
        star = {"*": "[^/]*", "**": ".*", "**/": "(?:.*/)?"}
        expression += forms[match[1]] if match[1] else star[match[0]]
        end = match.end()
    return re.compile(expression + re.escape(pattern[end:]), re.IGNORECASE | re.DOTALL)
