"""What a person decides over the grader's head: points and extensions, with reasons, from overrides.csv."""

import csv
import datetime
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from firsthand.errors import UsageError
from firsthand.gradebook.learners import UnknownLearner, find_learner
from firsthand.gradebook.records import ExerciseInfo

NAME = "overrides.csv"
COLUMNS = ("learner", "lesson", "exercise", "points", "extension", "reason")
FORM = "learner,lesson,exercise,points,extension,reason"
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?")


class OverrideError(UsageError):
    """A row cannot be used; the message says file, line, what was found and what was expected."""


@dataclass(frozen=True)
class Override:
    """One decision. exercise : "" for the whole lesson. points : None where only time is given. extension : until when, or ""."""

    learner: str
    lesson: str
    exercise: str
    points: float | None
    extension: str
    reason: str


def read_overrides(
    path: Path, text: str, exercises: Sequence[ExerciseInfo], known: Mapping[str, Collection[str]]
) -> list[Override]:
    """Read what a person decided.

    text : of the CSV file at `path`, with commas, semicolons or tabs. known : learner -> what else they are called.
    Raises OverrideError for the first row that cannot be used.
    """
    delimiter = max(",;\t", key=(text.splitlines() or [""])[0].count)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    header = [cell.strip().casefold() for cell in next(reader, [])]
    _refuse_header(path, header)
    read = _Reader(path, exercises, known)
    return [
        read.row(reader.line_num, dict(zip(header, map(str.strip, row), strict=False))) for row in reader if any(row)
    ]


def _refuse_header(path, header) -> None:
    unknown = [title for title in header if title not in COLUMNS]
    missing = [title for title in ("learner", "reason") if title not in header]
    if unknown or missing or not {"lesson", "exercise"} & set(header) or not {"points", "extension"} & set(header):
        found = ", ".join(header) or "nothing"
        raise OverrideError(f"{path}:1: found the columns {found}; expected a first line {FORM}, in any order.")


class _Reader:
    """Reads rows, one after the other, and knows what was decided before."""

    def __init__(self, path, exercises, known):
        self.path, self.exercises, self.known = path, exercises, known
        self.lines: dict[tuple[str, str, str, bool], int] = {}

    def row(self, line, cells) -> Override:
        self.line = line
        lesson, exercise = self._what(cells.get("lesson", ""), cells.get("exercise", ""))
        points = self._points(cells.get("points", ""), lesson, exercise)
        extension = self._extension(cells.get("extension", ""))
        if points is None and not extension:
            raise self._error("no points and no extension", "one of the two")
        if not cells.get("reason"):
            raise self._error("no reason", "one: the learner reads it")
        own = Override(self._learner(cells.get("learner", "")), lesson, exercise, points, extension, cells["reason"])
        self._refuse_twice(own)
        return own

    def _learner(self, name) -> str:
        try:
            return find_learner(name, self.known)
        except UnknownLearner as error:
            raise OverrideError(f"{self.path}:{self.line}: {error}") from None

    def _what(self, lesson, exercise) -> tuple[str, str]:
        own = {info.lesson for info in self.exercises if lesson in (info.lesson, info.lesson.split("_")[0])}
        if lesson and not own:
            raise self._error(
                f"the lesson {lesson!r}", f"one of {self._listed(info.lesson for info in self.exercises)}"
            )
        if not exercise and not lesson:
            raise self._error("no lesson and no exercise", "one of the two")
        if not exercise:
            return own.pop(), ""
        named = [info for info in self.exercises if exercise in (info.name, info.title)]
        fitting = [info for info in named if not lesson or info.lesson in own]
        if len(fitting) != 1:
            names = self._listed(info.name for info in self.exercises if not lesson or info.lesson in own)
            raise self._error(f"the exercise {exercise!r}", f"one of {names}")
        return fitting[0].lesson, fitting[0].name

    def _points(self, text, lesson, exercise) -> float | None:
        if not text:
            return None
        most = sum(info.points for info in self.exercises if info.lesson == lesson and exercise in ("", info.name))
        number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else -1.0
        if not 0 <= number <= most:
            raise self._error(f"{text!r} points", f"a number from 0 to {most} for {exercise or lesson}")
        return plain_number(number)

    def _extension(self, text) -> str:
        try:
            if text and _DATE.fullmatch(text):
                datetime.datetime.fromisoformat(text)
                return text.replace("T", " ")
        except ValueError:
            text = text or " "
        if text:
            raise self._error(f"the extension {text!r}", "a day, 2026-12-01, or a day and a time, 2026-12-01 18:00")
        return ""

    def _refuse_twice(self, own) -> None:
        keys = [(own.learner, own.lesson, own.exercise, True)] if own.points is not None else []
        keys += [(own.learner, own.lesson, own.exercise, False)] if own.extension else []
        for key in keys:
            if key in self.lines:
                what = "points" if key[-1] else "extension"
                raise self._error(
                    f"the {what} of {own.learner} in {own.exercise or own.lesson} once more",
                    f"them once; line {self.lines[key]} has decided it",
                )
            self.lines[key] = self.line

    def _error(self, found, expected) -> OverrideError:
        return OverrideError(f"{self.path}:{self.line}: found {found}; expected {expected}.")

    def _listed(self, names) -> str:
        return ", ".join(dict.fromkeys(names))


def plain_number(number: float) -> float:
    """Return a number of points rounded to two decimals, an int where it is whole."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
