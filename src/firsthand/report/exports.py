"""What other programs read: grades.csv for a learning management system, junit.xml for CI."""

from collections.abc import Sequence
from functools import lru_cache

from firsthand.gradebook.overrides import Override
from firsthand.gradebook.records import EXERCISE_STATUSES, NEEDS_A_PERSON, SUBMISSION_STATUSES, Result
from firsthand.gradebook.standing import Lesson, Standing
from firsthand.report.markup import html_text, name_text, one_line, spreadsheet_cell

LONGEST_MESSAGE = 300


MORE = ("needs a person", "handed in", "by hand", "roster")
"""The last columns of grades.csv: words, no points."""


def csv_header(lessons: Sequence[Lesson]) -> list[str]:
    """Return the first row of grades.csv."""
    return ["learner", "total", "possible", *(spreadsheet_cell(lesson.name) for lesson in lessons), *MORE]


def csv_row(standing: Standing, lessons: Sequence[Lesson]) -> list[str]:
    """Return a learner's row of grades.csv; a cell without a score is empty, since a zero is only ever a zero."""
    earned = [standing.total(lessons), sum(lesson.points for lesson in lessons)]
    earned += [standing.points(lesson.name) for lesson in lessons]
    why = "; ".join(f"{result.source}: {what_is_the_matter(result)}" for result in standing.for_a_person)
    late = "; ".join(standing.handed_in())
    decided = "; ".join(f"{what_was_decided(override)} ({override.reason})" for override in standing.overrides)
    return [
        spreadsheet_cell(standing.learner),
        *("" if number is None else str(number) for number in earned),
        *map(spreadsheet_cell, (why, late, decided, standing.remark)),
    ]


def what_was_decided(override: Override) -> str:
    """Say in a few words what a person decided."""
    given = [] if override.points is None else [f"{override.points} {'point' if override.points == 1 else 'points'}"]
    given += [f"extension until {override.extension}"] if override.extension else []
    return f"{override.exercise or override.lesson}: {', '.join(given)}"


def what_is_the_matter(result: Result) -> str:
    """Say in a few words why a person must look at a submission."""
    if result.status in NEEDS_A_PERSON:
        status = SUBMISSION_STATUSES[result.status]
        return f"{status} ({result.reason})" if result.reason else status
    failed = [score.exercise for score in result.scores if score.status == "grader_error"]
    return f"{EXERCISE_STATUSES['grader_error']} on {', '.join(failed)}"


TO_DO = {
    "unreadable": "Or decide in overrides.csv.",
    "other_course": "Or decide in overrides.csv.",
    "grader_error": "Grade it again with --again; if it stays, read the code and decide in overrides.csv.",
}
"""Status that needs a person -> what that person does, if not what the reason says already."""


def what_a_person_does(result: Result) -> str:
    """Say why a person must look at a submission, and what that person does."""
    why = what_is_the_matter(result)
    if result.status in NEEDS_A_PERSON and result.reason:
        why = f"{SUBMISSION_STATUSES[result.status]}: {result.reason}"
    return f"{why.rstrip('.')}. {TO_DO.get(result.status, TO_DO['grader_error'])}"


def junit_suite(result: Result) -> str:
    """Return a submission as a <testsuite>: an exercise is a test case, what needs a person is an error."""
    if result.status in NEEDS_A_PERSON:
        error = _outcome("error", result.status, what_is_the_matter(result))
        cases, failures, errors, skipped = [f'<testcase name="submission">{error}</testcase>'], 0, 1, 0
    else:
        cases = [_case(score.exercise, score.status, score.sentence) for score in result.scores]
        outcomes = [_OUTCOMES.get(score.status, "failure") for score in result.scores]
        failures, errors, skipped = (outcomes.count(kind) for kind in ("failure", "error", "skipped"))
    name = html_text(name_text(f"{result.learner} · {result.source}"))
    return (
        f'<testsuite name="{name}" tests="{len(cases)}" failures="{failures}" errors="{errors}" '
        f'skipped="{skipped}" time="{result.seconds:.3f}">\n{"".join(cases)}</testsuite>\n'
    )


_OUTCOMES = {"right": "", "not_attempted": "skipped", "grader_error": "error"}


@lru_cache(maxsize=4096)  # the same few for the whole class
def _case(exercise, status, sentence) -> str:
    kind = _OUTCOMES.get(status, "failure")
    inside = _outcome(kind, status, sentence) if kind else ""
    return f'<testcase name="{html_text(exercise)}">{inside}</testcase>\n'


def _outcome(kind, status, sentence) -> str:
    message = sentence if len(sentence) <= LONGEST_MESSAGE else f"{sentence[:LONGEST_MESSAGE]} …"
    message = one_line(message or EXERCISE_STATUSES.get(status, status))
    return f'<{kind} type="{html_text(status)}" message="{html_text(message)}"/>'
