"""The part of a teacher's commands that is about an LMS: which lessons count, and what goes back."""

from pathlib import Path

from firsthand.commands.class_list import Class
from firsthand.errors import UsageError
from firsthand.roster.roster_file import read_roster


def refuse_what_cannot_be_read(options) -> None:
    """Read the roster before anything is graded. Raises RosterError."""
    if options.roster:
        read_roster(options.roster)


def refuse_unknown_lessons(options, gradebook) -> None:
    """Raise UsageError for a lesson that the course has not."""
    _named(options.lessons or (), gradebook)


def _named(given, gradebook) -> set[str]:
    lessons = list(dict.fromkeys(info.lesson for info in gradebook.exercises))
    found = set()
    for name in given:
        own = [lesson for lesson in lessons if name == lesson or lesson.startswith(f"{name}_")]
        if len(own) != 1:
            raise UsageError(
                f"No lesson {name!r} with exercises in the course; there are: {', '.join(lessons)}. "
                "After --lessons stand names or numbers, after the hand-ins: grade class.zip --lessons 06 09."
            )
        found.update(own)
    return found


def wanted_lessons(options, gradebook, class_: Class) -> set[str] | None:
    """Return the lessons whose points count: those named, else those somebody handed in or was given points of.

    None, for all lessons, where nobody was.
    """
    if getattr(options, "lessons", None):
        return _named(options.lessons, gradebook)
    given = {override.lesson for override in class_.overrides if override.points is not None}
    return {result.lesson for result in gradebook.results() if result.lesson} | given or None


def give_back(options, gradebook, class_: Class, folder: Path) -> list[str]:
    """Write what the LMS imports, from the gradebook and the roster; return what to tell. Raises RosterError."""
    if class_.roster is None:
        return []
    from firsthand.gradebook.class_list import standings
    from firsthand.gradebook.standing import lessons_of
    from firsthand.roster.giving_back import Marks, fill_in, write_roster

    wanted = wanted_lessons(options, gradebook, class_)
    lessons = lessons_of(info for info in gradebook.exercises if wanted is None or info.lesson in wanted)
    where = {standing.learner: standing for standing in standings(gradebook, class_.list)}
    marks = Marks(class_.roster, class_.joined, where, lessons, getattr(options, "scale", "points") == "maximum")
    try:
        paths = [write_roster(marks, folder), *fill_in(marks, folder, getattr(options, "column", None))]
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder} could not be written: {error.strerror}. See that the disk has space left."
        ) from None
    return [*(f"  for the LMS: {path}" for path in paths[1:]), f"  the roster: {paths[0]}"]
