"""The page with the sentences that a person reads: why an option was rejected, side by side, with a rubric."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.gradebook.overrides import FORM, plain_number
from firsthand.gradebook.records import EXERCISE_STATUSES, ExerciseInfo
from firsthand.gradebook.standing import HAND, Lesson, Standing
from firsthand.report.markup import html_code, html_markdown, html_text, name_text, one_line
from firsthand.report.shell import asset, page
from firsthand.words import count

NAME = "reasons.html"


@dataclass(frozen=True)
class _Reason:
    """What one learner said; link : the learner's name, as HTML."""

    link: str
    rejected: str
    sentence: str
    status: str
    points: str

    @property
    def words(self) -> str:
        """Return the sentence as it is compared: copies stand together."""
        return " ".join(self.sentence.casefold().split())


class ReasonsPage:
    """The page of the sentences of a class, made while its learners go by."""

    def __init__(self, course: str, lessons: Sequence[Lesson], questions: Mapping[str, str] = {}):
        """questions : name of an exercise -> what it asks, as Markdown, where that is known."""
        self.course, self.lessons, self.questions = course, lessons, questions
        self.reasons: dict[tuple[str, str], list[_Reason]] = defaultdict(list)

    def add(self, standing: Standing, address: str) -> None:
        """Take in what a learner whose page is at `address` says in the submissions that count."""
        link = f'<a href="{address}"><bdi>{html_text(name_text(standing.name))}</bdi></a>'
        for lesson, result in standing.counts.items():
            for score in result.scores:
                if score.because or score.rejected:
                    by_hand = standing.points_by_hand(lesson, score.exercise)
                    points = str(score.points) if by_hand is None else f"{by_hand}{HAND}"
                    reason = _Reason(link, score.rejected, score.because, score.status, points)
                    self.reasons[lesson, score.exercise].append(reason)

    def html(self) -> str:
        """Return the page, "" where no exercise asked for a sentence."""
        asked = self._asked().items()
        sections = [_section(info, self.reasons[key], self.questions.get(info.name, "")) for key, info in asked]
        if not sections:
            return ""
        body = (
            f'<header><p class="course">{html_text(self.course)}</p>\n<h1>Sentences to read</h1>\n'
            '<p><a href="index.html">The class</a></p></header>\n'
            f'<main id="main">\n<p>{_ABOUT}</p>\n{"".join(sections)}</main>\n'
        )
        return page(f"Sentences to read · {self.course}", body, asset("report.css"))

    def _asked(self) -> dict[tuple[str, str], ExerciseInfo]:
        """Return the exercises of the course that somebody wrote a sentence for, in the course's order."""
        infos = {(info.lesson, info.name): info for lesson in self.lessons for info in lesson.exercises}
        return {key: info for key, info in infos.items() if key in self.reasons}


_ABOUT = (
    "The choices are graded, and have their points. Whether a sentence holds, you say: it is worth one point of its exercise. "
    "What you decide stands in <code>overrides.csv</code>, and a row there goes before the grader's points."
)


def _section(info: ExerciseInfo, reasons: list[_Reason], question: str) -> str:
    times = Counter(reason.words for reason in reasons)
    ordered = sorted(reasons, key=lambda reason: (reason.rejected.casefold(), reason.words, reason.link))
    rows = "".join(_row(reason, times[reason.words]) for reason in ordered)
    title = html_text(f"{info.title} · {info.lesson_title}")
    return (
        f'<section><h2>{title} <span class="points">{count(len(reasons), "sentence")}</span></h2>\n'
        f"{_question(question, reasons)}{_rubric(info)}{html_code(_overrides(info))}"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}"><table class="exercises reasons">\n'
        '<thead><tr><th scope="col">Rejected</th><th scope="col">Because</th><th scope="col">Learner</th>'
        f'<th scope="col">The check</th><th scope="col">Points</th></tr></thead>\n<tbody>{rows}</tbody></table></div></section>\n'
    )


def _question(question: str, reasons: list[_Reason]) -> str:
    """Write the case that the sentences are about, and under it, folded, all that was asked."""
    if not question:
        return ""
    case = _case(question, next((reason.rejected for reason in reasons if reason.rejected), ""))
    shown = f'<div class="case">{html_markdown(case)}</div>\n' if case else ""
    whole = html_markdown(_HEADING.sub("", question))
    fold = f"<details{'' if case else ' open'}><summary>The whole question, with its options</summary>\n{whole}</details>\n"
    return f'<div class="question">{shown}{fold}</div>\n'


_HEADING = re.compile(r"\A.*?^## .*?$", re.DOTALL | re.MULTILINE)


def _case(question: str, rejected: str) -> str:
    """Return the item of a list of cases that sentences are about: of "D: not mean" the one that begins with D."""
    key, colon, _ = rejected.partition(": not ")
    item = re.compile(rf"^[-*] (\**{re.escape(key)}\b.*?)(?=^[-*] |^$|\Z)", re.DOTALL | re.MULTILINE)
    found = item.search(question) if colon else None
    return " ".join(found[1].split()) if found else ""


def _row(reason: _Reason, times: int) -> str:
    again = f'<br><span class="file">the same sentence {times} times</span>' if times > 1 else ""
    return (
        f"<tr><td><bdi>{html_text(one_line(reason.rejected))}</bdi></td>"
        f"<td><bdi>{html_text(one_line(reason.sentence))}</bdi>{again}</td><td>{reason.link}</td>"
        f'<td>{EXERCISE_STATUSES.get(reason.status, "")}</td><td class="share">{reason.points}</td></tr>\n'
    )


def _rubric(info: ExerciseInfo) -> str:
    lines = [
        (info.points, "a fact of the case is named, and what the rejected option would do with it"),
        (info.points - 0.5, "true, and it would hold for any case; or the fact stands there, and nothing follows"),
        (info.points - 1, "it only says that the option is wrong, is false, or speaks of another option"),
    ]
    items = "".join(f"<li><b>{plain_number(points)}</b> · {words}</li>\n" for points, words in lines)
    return f"<p>Where the choices are right, of {count(info.points, 'point')}:</p>\n<ul>\n{items}</ul>\n"


def _overrides(info: ExerciseInfo) -> str:
    """Write the lines of overrides.csv that give a learner points by hand."""
    return f"{FORM}\nNAME,,{info.name},{plain_number(info.points - 0.5)},,What you say to the learner"
