"""Points and feedback on their way back: roster.csv, Moodle's worksheet and feedback zip, Canvas's gradebook export.

By the rules of the importers: moodle/moodle mod/assign/feedback/offline/importgradeslib.php and
feedback/file/importziplib.php, instructure/canvas-lms lib/gradebook_importer.rb.
"""

import csv
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from firsthand.gradebook.standing import Lesson, Standing
from firsthand.report.exports import what_is_the_matter, what_was_decided
from firsthand.report.markup import html_sentence, html_text, page_name, spreadsheet_cell
from firsthand.roster.joining import Joined
from firsthand.roster.roster_file import (
    CANVAS,
    COMMENTS,
    GRADE,
    MAXIMUM,
    MOODLE_WORKSHEET,
    POINTS_POSSIBLE,
    Person,
    Roster,
    RosterError,
)

_ASSIGNMENT = re.compile(r"(?P<title>.*\S)\s*\(\d+\)")


@dataclass(frozen=True)
class Marks:
    """What goes back. standings : learner -> where they stand, all of the roster among them. by_maximum : scale to the assignment's maximum."""

    roster: Roster
    joined: Joined
    standings: Mapping[str, Standing]
    lessons: Sequence[Lesson]
    by_maximum: bool = False

    @property
    def possible(self) -> int:
        return sum(lesson.points for lesson in self.lessons)

    def of_people(self) -> dict[Person, Standing]:
        return {person: self.standings[learner] for learner, person in self.joined.everybody.items()}

    def grade(self, standing: Standing, maximum: float | None) -> str:
        """Return what stands in the LMS, "" where there is no score. Raises RosterError for more than it takes."""
        total = standing.total(self.lessons)
        if total is None:
            return ""
        if self.by_maximum and maximum is not None:
            return f"{round(total * maximum / self.possible, 2):g}"
        if maximum is not None and self.possible > maximum:
            raise RosterError(
                f"The lessons give up to {self.possible} points, and the assignment in {self.roster.path} takes "
                f"{maximum:g} at most. Add --scale maximum, name its lessons with --lessons, or change it in the LMS."
            )
        return str(total)


def write_roster(marks: Marks, folder: Path) -> Path:
    """Write roster.csv: a row for each of the class, handed in or not, then who handed in and is not in the roster."""
    header = ["name", "id", "email", "user name", "learner", "joined by", "points", "possible"]
    rows = [[*header, *(lesson.name for lesson in marks.lessons), "remarks"]]
    learners = {person: learner for learner, person in marks.joined.everybody.items()}
    for person in marks.roster.people:
        learner = learners[person]
        shown = "" if learner in marks.joined.missing else learner
        who = [person.name, person.id or person.number, person.email, person.user, shown]
        rows.append([*who, marks.joined.ways.get(learner, ""), *_points(marks, learner)])
    rows += [["", "", "", "", name, "", *_points(marks, name)] for name in sorted(marks.joined.strangers)]
    cells = [[spreadsheet_cell(cell) for cell in row] for row in rows]
    return _write(folder / "roster.csv", cells, ",", mark=True)


def _points(marks, learner) -> list[str]:
    standing = marks.standings[learner]
    earned = [standing.total(marks.lessons), marks.possible, *(standing.points(one.name) for one in marks.lessons)]
    said = [standing.remark] if standing.remark else []
    said += standing.handed_in()
    said += [f"needs a person: {what_is_the_matter(result)}" for result in standing.for_a_person]
    said += [f"decided: {what_was_decided(override)} ({override.reason})" for override in standing.overrides]
    return [*("" if number is None else str(number) for number in earned), "; ".join(said)]


def fill_in(marks: Marks, folder: Path, column: str | None = None) -> list[Path]:
    """Write the roster filled in, where it is of a kind that an LMS imports, and for Moodle the feedback zip.

    column : title of the assignment's column in Canvas's export. Raises RosterError.
    """
    if marks.roster.kind == MOODLE_WORKSHEET:
        return [_moodle_worksheet(marks, folder), _moodle_feedback(marks, folder)]
    return [_canvas_export(marks, folder, column)] if marks.roster.kind == CANVAS else []


def _moodle_worksheet(marks, folder) -> Path:
    roster, rows = marks.roster, [list(row) for row in marks.roster.rows]
    grade, maximum, comments = (roster.place(title) for title in (GRADE, MAXIMUM, COMMENTS))
    if marks.by_maximum and maximum is None:
        raise RosterError(
            f"The worksheet has no column {MAXIMUM!r} to scale to. Download it again, and give it as it comes."
        )
    for person, standing in marks.of_people().items():
        row = rows[person.row]
        points = marks.grade(standing, None if maximum is None else _number(row[maximum]))
        row[grade] = points or row[grade]
        if comments is not None and points:
            row[comments] = _comment(standing, marks.lessons)
    # Moodle's importer takes commas unless it is told otherwise.
    return _write(folder / "moodle_worksheet.csv", [roster.header, *rows], ",", roster.mark)


def _comment(standing, lessons) -> str:
    """Return the points of each lesson and what to look at, as the HTML that Moodle keeps a comment as."""
    said = []
    for lesson in lessons:
        result, earned = standing.counts.get(lesson.name), standing.points(lesson.name)
        if earned is not None:
            titles = {info.name: info.title for info in lesson.exercises}
            said.append(f"<p>{html_text(lesson.title)}: {earned} of {lesson.points}</p>")
            said += [
                f"<p>{html_text(titles.get(score.exercise, score.exercise))}: {html_sentence(score.sentence)}</p>"
                for score in (result.scores if result else ())
                if score.sentence
            ]
            own = [override for override in standing.overrides if override.lesson == lesson.name]
            for override in own:
                named = replace(override, lesson=lesson.title, exercise=titles.get(override.exercise, ""))
                said.append(f"<p>{html_text(what_was_decided(named))}: {html_text(override.reason)}</p>")
    return "".join(said)


def _moodle_feedback(marks, folder) -> Path:
    """Pack each learner's page under the folder name that Moodle's importer takes apart at its underscores."""
    path = folder / "moodle_feedback.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for learner, person in marks.joined.everybody.items():
            if learner in marks.joined.missing and not marks.standings[learner].overrides:
                continue
            name = re.sub(r"[_/\\:*?\"<>|]+", " ", person.name).strip(" .") or "learner"
            page = (folder / "report" / page_name(learner)).read_bytes()
            archive.writestr(f"{name}_{person.number}_assignsubmission_file/feedback.html", page)
    return path


def _canvas_export(marks, folder, column) -> Path:
    roster, rows = marks.roster, [list(row) for row in marks.roster.rows]
    place = _assignment(marks, column)
    possible = next((row[place] for row in rows if POINTS_POSSIBLE in row[0]), "")
    for person, standing in marks.of_people().items():
        row = rows[person.row]
        row[place] = marks.grade(standing, _number(possible)) or row[place]
    delimiter = ";" if roster.delimiter == ";" else ","
    return _write(folder / "canvas_grades.csv", [roster.header, *rows], delimiter, roster.mark)


def _assignment(marks, column) -> int:
    """Return the place of the assignment's column: what was asked for, else the only one, else the lesson's."""
    titles = {title: match["title"] for title in marks.roster.header if (match := _ASSIGNMENT.fullmatch(title))}
    titles = {title: short for title, short in titles.items() if not title.startswith(("Override", "Unposted"))}
    own = {lesson.name for lesson in marks.lessons} | {lesson.title for lesson in marks.lessons}
    fitting = [title for title, short in titles.items() if column in (title, short)] if column else list(titles)
    if not column and len(fitting) > 1:
        fitting = [title for title, short in titles.items() if short in own]
    if len(fitting) != 1:
        asked = (
            f"{column!r} is {'more than one' if fitting else 'none'} of them"
            if column
            else "which is meant is not told"
        )
        raise RosterError(
            f"{marks.roster.path} has the assignments {', '.join(titles) or '(none)'}, and {asked}. "
            "Name one as it stands there: --column TITLE."
        )
    return marks.roster.header.index(fitting[0])


def _number(text) -> float | None:
    """Read a number as Canvas's importer does: the last comma or point stands before the decimals."""
    if not re.fullmatch(r"[0-9.,]*[0-9]", text := text.strip()):
        return None
    *whole, last = re.split("[.,]", text)
    return float(f"{''.join(whole)}.{last}" if whole else last)


def _write(path, rows, delimiter, mark) -> Path:
    with open(path, "w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path
