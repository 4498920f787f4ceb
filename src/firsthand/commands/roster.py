"""The part of a teacher's commands that is about an LMS: who is in the class, what goes back, which lessons count."""

from pathlib import Path

from firsthand.errors import UsageError
from firsthand.report.markup import name_text
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


def wanted_lessons(options, gradebook) -> set[str] | None:
    """Return the lessons whose points count: those named, with a roster those somebody handed in, else None for all."""
    if options.lessons:
        return _named(options.lessons, gradebook)
    if not options.roster:
        return None
    return {result.lesson for result in gradebook.results() if result.lesson} or None


def give_back(options, gradebook, folder: Path) -> list[str]:
    """Write what the LMS imports, from the gradebook and the roster; return what to tell. Raises RosterError."""
    if not options.roster:
        return []
    from firsthand.gradebook.standing import lessons_of
    from firsthand.report.report import standings
    from firsthand.roster.giving_back import Marks, fill_in, write_roster
    from firsthand.roster.joining import join

    roster, wanted = read_roster(options.roster), wanted_lessons(options, gradebook)
    lessons = lessons_of(info for info in gradebook.exercises if wanted is None or info.lesson in wanted)
    class_ = {standing.learner: standing for standing in standings(gradebook)}
    handed_in = {name: [result.source for result in standing.results] for name, standing in class_.items()}
    marks = Marks(roster, join(roster, handed_in), class_, lessons, options.scale == "maximum")
    try:
        paths = [write_roster(marks, folder), *fill_in(marks, folder, options.column)]
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder} could not be written: {error.strerror}. See that the disk has space left."
        ) from None
    return [
        *_told(marks.joined, roster),
        *(f"  for the LMS: {path}" for path in paths[1:]),
        f"  the roster: {paths[0]}",
    ]


def _told(joined, roster) -> list[str]:
    lines = [f"Roster ({roster.kind}): {len(joined.learners)} of {len(roster.people)} handed in."]
    for learner in joined.guesses:
        lines.append(f"  a guess, by name: {name_text(learner)} is {name_text(joined.learners[learner].name)}")
    lines += [f"  handed in nothing: {name_text(person.name)}" for person in joined.missing]
    return lines + [
        f"  not in the roster: {name_text(name)}: {name_text(why)}" for name, why in joined.strangers.items()
    ]
