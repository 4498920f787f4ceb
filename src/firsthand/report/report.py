"""The report of a class: grades.csv, junit.xml, the teacher's page and a page a learner, from the gradebook alone."""

import csv
import os
from collections.abc import Container, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from firsthand.errors import UsageError
from firsthand.gradebook.class_list import ClassList, standings
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.standing import lessons_of
from firsthand.report.class_page import ClassPage
from firsthand.report.exports import csv_header, csv_row, junit_suite
from firsthand.report.markup import page_name
from firsthand.report.pages import learner_page
from firsthand.report.reasons_page import NAME as REASONS
from firsthand.report.reasons_page import ReasonsPage


class ReportNotWritten(UsageError):
    """A file of the report could not be written; the message says why and what to do next."""


def write_report(
    gradebook: Gradebook,
    folder: Path,
    wanted: Container[str] | None = None,
    class_list: ClassList | None = None,
) -> None:
    """Write grades.csv, junit.xml, report/index.html, report/<learner>.html and, where sentences are to be read, report/reasons.html into a folder.

    wanted : names of the lessons whose points count; all when None. class_list : what is told of the class beside its
    scores. Each file is replaced whole, when it is complete. Raises ReportNotWritten, and GradebookError for a damaged
    gradebook.
    """
    try:
        (folder / "report").mkdir(parents=True, exist_ok=True)
        _write_all(gradebook, folder, wanted, class_list)
    except OSError as error:
        raise ReportNotWritten(
            f"The report could not be written: {error.filename or folder}: {error.strerror}. "
            "Choose a folder that you may write in and that has space left: --out DIR."
        ) from None


def _write_all(gradebook, folder, wanted, class_list) -> None:
    counted = [info for info in gradebook.exercises if wanted is None or info.lesson in wanted]
    lessons, stale = lessons_of(counted), gradebook.stale()
    exercises = {(info.lesson, info.name): info for info in gradebook.exercises}
    course = f"{gradebook.course} {gradebook.version}"
    told = class_list or ClassList()
    class_page = ClassPage(course, lessons, stale, told.left_out)
    reasons_page = ReasonsPage(course, lessons, told.questions)
    with ExitStack() as files:
        # Excel takes a CSV file for UTF-8 only when it begins with the mark; what else reads it skips the mark.
        table = csv.writer(files.enter_context(_replacing(folder / "grades.csv", encoding="utf-8-sig")))
        table.writerow(csv_header(lessons))
        suites = files.enter_context(_replacing(folder / "junit.xml"))
        suites.write('<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="firsthand">\n')
        for standing in standings(gradebook, told):
            name = page_name(standing.learner)
            class_page.add(standing, name)
            reasons_page.add(standing, name)
            table.writerow(csv_row(standing, lessons))
            suites.write("".join([junit_suite(result) for result in standing.results]))
            _write(folder / "report" / name, learner_page(standing, lessons, exercises, stale, course))
        suites.write("</testsuites>\n")
    _write(folder / "report" / "index.html", class_page.html())
    if reasons := reasons_page.html():
        _write(folder / "report" / REASONS, reasons)
    else:
        (folder / "report" / REASONS).unlink(missing_ok=True)


def _write(path, text) -> None:
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return
    with _replacing(path) as file:
        file.buffer.write(data)


@contextmanager
def _replacing(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a file aside, and put it in the place of `path` when it is complete."""
    aside = path.with_name(f".{path.name}.new")
    try:
        with open(aside, "w", encoding=encoding, newline="") as file:
            yield file
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
