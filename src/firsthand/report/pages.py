"""The page of one learner: each submission with points, feedback and their own code."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from firsthand.classroom.lateness import LATE, lateness
from firsthand.gradebook.records import EXERCISE_STATUSES, SUBMISSION_STATUSES, SUPERSEDED, ExerciseInfo, Result, Score
from firsthand.gradebook.standing import SIGNS, Lesson, Standing, points
from firsthand.report.markup import html_code, html_sentence, html_text, name_text
from firsthand.report.shell import bar, learner_style, page
from firsthand.words import count

CSS_CLASSES = {status: f"s{number}" for number, status in enumerate(SIGNS)}
"""Status of an exercise -> the class that gives it its colour."""


def learner_page(
    standing: Standing,
    lessons: Sequence[Lesson],
    exercises: Mapping[tuple[str, str], ExerciseInfo],
    stale: set[tuple[str, str]],
    course: str,
) -> str:
    """Return the page of one learner: each submission with points, feedback and the learner's own code."""
    name = html_text(name_text(standing.name))
    titles = {lesson.name: lesson for lesson in lessons}
    sections = [_submission(result, standing, titles, exercises, stale) for result in standing.results]
    body = (
        f'<header><p class="course">{html_text(course)}</p>\n<h1><bdi>{name}</bdi></h1>\n'
        f"{_total(standing, lessons)}</header>\n"
        f'<main id="main">\n{_decided(standing, titles, exercises)}{"".join(sections)}{_missing(standing, lessons)}</main>\n'
    )
    return page(f"{standing.name} · {course}", body, learner_style())


def _total(standing, lessons) -> str:
    total, possible = standing.total(lessons), sum(lesson.points for lesson in lessons)
    if total is None:
        return f'<p class="total">No score yet, of {count(possible, "point")}</p>\n'
    return f'<p class="total"><b>{total}</b> of {count(possible, "point")} {bar(total, possible)}</p>\n'


def _decided(standing, titles, exercises) -> str:
    """Write what a person decided, each with its reason."""
    items = []
    for override in standing.overrides:
        info, lesson = exercises.get((override.lesson, override.exercise)), titles.get(override.lesson)
        title, possible = (info.title, info.points) if info else (lesson.title, lesson.points) if lesson else ("", None)
        given = [] if override.points is None else [_of(override.points, possible)]
        given += [f"an extension until {override.extension}"] if override.extension else []
        what = html_text(f"{title or override.lesson}: {', '.join(given)}")
        items.append(f"<p><b>{what}</b><br>{html_text(override.reason)}</p>\n")
    return f'<section id="decided"><h2>Decided by a person</h2>\n{"".join(items)}</section>\n' if items else ""


def _missing(standing, lessons) -> str:
    named = {_lesson_of(result, {lesson.name: lesson for lesson in lessons}) for result in standing.results}
    titles = [html_text(lesson.title) for lesson in lessons if lesson.name not in named | standing.counts.keys()]
    return f"<section><h2>Not handed in</h2>\n<p>{', '.join(titles)}</p></section>\n" if titles else ""


def _submission(result: Result, standing, titles, exercises, stale) -> str:
    lesson = titles.get(_lesson_of(result, titles))
    title = lesson.title if lesson else result.lesson or "A file of no known lesson"
    counts = standing.counts.get(result.lesson) is result
    earned = standing.points(result.lesson) if counts else points(result)
    score = "" if earned is None else f'<span class="points">{_of(earned, lesson and lesson.points)}</span>'
    answers = "".join([_answer(answer, exercises.get((result.lesson, answer.exercise))) for answer in result.scores])
    file_name = html_text(name_text(result.source.rsplit("/", 1)[-1]))
    return (
        f'<section><h2>{html_text(title)} {score}</h2>\n<p class="file"><bdi>{file_name}</bdi></p>\n'
        f"{_remarks(result, standing, stale)}{answers}</section>\n"
    )


def _lesson_of(result, titles) -> str:
    """Return the lesson of a submission; of one that could not be read, the one that its file's name holds."""
    return result.lesson or next((name for name in titles if name in result.source.rsplit("/", 1)[-1]), "")


def _of(earned, possible) -> str:
    return count(earned, "point") if possible is None else f"{earned} of {count(possible, 'point')}"


def _remarks(result, standing, stale) -> str:
    said = []
    if told := lateness(result.source):
        said.append("Handed in late." if told == LATE else f"{told[0].upper()}{told[1:]}.")
    if standing.is_by_hand(result.lesson) and standing.counts[result.lesson] is result:
        said.append("A person decided points of this lesson: see above.")
    if result.status != "graded":
        status = SUBMISSION_STATUSES.get(result.status, result.status)
        reason = _to_the_learner(result.reason)
        said.append(f"{status[:1].upper()}{status[1:]}{': ' if reason else '.'}{reason}")
    if result.lesson in standing.doubles() and result.status != SUPERSEDED:
        this = "This one counts." if standing.counts[result.lesson] is result else "This one does not count."
        said.append(f"More than one notebook of this lesson was handed in; the better one counts. {this}")
    if (result.learner, result.source) in stale:
        said.append("Graded with the lesson as it was before; the lesson has changed since.")
    return "".join(f'<p class="remark">{html_sentence(text)}</p>\n' for text in said)


_HAND = {"A": "Hand", "a": "hand"}


def _to_the_learner(reason) -> str:
    """Say to a learner what a reason says to the teacher: what to ask for is what to hand in."""
    reason = re.sub(r"\b([Aa])sk for it\b", lambda ask: f"{_HAND[ask[1]]} it in", reason)
    return re.sub(r"\b([Aa])sk for the\b", lambda ask: f"{_HAND[ask[1]]} in the", reason)


def _answer(score: Score, info: ExerciseInfo | None) -> str:
    title, possible = (info.title, info.points) if info else (score.exercise, None)
    head = _answer_head(title, score.status, score.points, possible, score.sentence)
    return f"{head}{html_code(score.code)}</article>\n" if score.code else f"{head}</article>\n"


@lru_cache(maxsize=4096)  # the same few for the whole class
def _answer_head(title, status, earned, possible, sentence) -> str:
    said = f"<p>{html_sentence(sentence)}</p>\n" if sentence else ""
    scored = "" if status == "grader_error" else f" · {_of(earned, possible)}"
    return (
        f'<article class="{CSS_CLASSES.get(status, "")}"><h3><span class="sign" aria-hidden="true">'
        f'{SIGNS.get(status, "?")}</span> {html_text(title)} <span class="points">'
        f"{EXERCISE_STATUSES.get(status, status)}{scored}</span></h3>\n{said}"
    )
