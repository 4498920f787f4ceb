"""The teacher's page: who needs help, what the class got wrong, who solved what."""

from collections.abc import Sequence
from statistics import median

from firsthand.classroom.lateness import LATE
from firsthand.gradebook.class_list import NOTHING
from firsthand.gradebook.records import COUNTED, Result
from firsthand.gradebook.standing import HAND, HANDED_IN_NOTHING, SIGNS, ClassTally, Lesson, Standing
from firsthand.report.class_table import ALL, STACK, columns, filters, heads, legend, outcome_cells
from firsthand.report.exports import what_a_person_does, what_is_the_matter
from firsthand.report.markup import html_sentence, html_text, latin, name_text
from firsthand.report.reasons_page import NAME as SENTENCES
from firsthand.report.shell import asset, bar, page
from firsthand.words import count

MISTAKES_SHOWN_FIRST = 3
FEWEST_SHOWN = 8
UNFOLDED = 12
"""Names that are shown; more are one click away."""
MOST_COLUMNS_TO_PRINT = 40
MOST_COLUMNS_UNFOLDED = 200
"""Exercises; of more, each lesson is shown by its points until it is chosen."""
POINTS_REM, EXERCISE_REM = 2.75, 1.5


class ClassPage:
    """The page of a class, made while its learners go by; nothing of a learner is kept but their row."""

    def __init__(
        self,
        course: str,
        lessons: Sequence[Lesson],
        stale: set[tuple[str, str]],
        left_out: Sequence[tuple[str, str]] = (),
    ):
        self.course, self.lessons, self.stale, self.left_out = course, lessons, stale, left_out
        self.possible = sum(lesson.points for lesson in lessons)
        self.tally = ClassTally()
        self.submissions = 0
        self.sentences = 0
        self.rows: list[tuple[str, str]] = []
        self.totals: list[tuple[float, str]] = []
        self.missing: list[str] = []
        self.strangers: list[str] = []
        self.for_a_person: list[str] = []
        self.notes: list[str] = []

    def add(self, standing: Standing, address: str) -> None:
        """Take in a learner whose page is at `address`."""
        link = f'<a href="{address}"><bdi>{html_text(name_text(standing.name))}</bdi></a>'
        total = standing.total(self.lessons)
        self.submissions += len(standing.results)
        self.tally.add(standing)
        self.sentences += sum(bool(s.because) for result in standing.counts.values() for s in result.scores)
        self.rows.append((_in_order(standing.name), self._row(standing, link, total)))
        if total is not None:
            self.totals.append((total, link))
        if standing.remark == NOTHING:
            self.missing.append(f"<li>{link}</li>\n")
        elif standing.remark:
            self.strangers.append(f"<li>{link} <span>{html_text(standing.remark.partition(': ')[2])}</span></li>\n")
        self.for_a_person += [_listed(link, result, what_a_person_does(result)) for result in standing.for_a_person]
        self._note(standing, link)

    def _note(self, standing, link) -> None:
        titles = {lesson.name: lesson.title for lesson in self.lessons}
        for lesson, number in standing.doubles().items():
            which = "the better one counts" if number <= COUNTED else f"the best of the {COUNTED} newest counts"
            text = f"{number} notebooks of “{titles.get(lesson, lesson)}”; {which}."
            self.notes.append(_listed(link, standing.counts[lesson], text))
        for lesson, told in standing.lateness().items():
            if told.startswith(LATE):
                self.notes.append(_listed(link, standing.counts[lesson], f"Handed in {told}."))
        if standing.late and standing.results:
            self.notes.append(_listed(link, standing.results[0], f"Handed in {standing.late}."))
        for result in standing.results:
            self.notes += [_listed(link, result, note) for note in result.notes]

    def _row(self, standing, link, total) -> str:
        person = standing.for_a_person
        why = html_text(what_is_the_matter(person[0])) if person else ""
        flag = f' <span class="flag" title="{why}">⚑</span>' if person else ""
        number = f"<b>{total}</b> {bar(total, self.possible)}" if total is not None else "–"
        cells = "".join([self._cells(standing, lesson) for lesson in self.lessons])
        return (
            f'<tr{" data-person" if person else ""}><th scope="row" class="name">{link}{flag}</th>'
            f'<td class="total">{number}</td>{cells}</tr>\n'
        )

    def _cells(self, standing, lesson) -> str:
        points, signs = "–", ""
        result = standing.counts.get(lesson.name)
        if result is None and standing.is_by_hand(lesson.name):
            points = f"{standing.points(lesson.name)}{HAND}"
        if result is not None:
            earned = standing.points(lesson.name)
            points = _SUBMISSION_SIGNS.get(result.status, "⚑") if earned is None else str(earned)
            points += HAND if standing.is_by_hand(lesson.name) else ""
            points += "*" if (result.learner, result.source) in self.stale else ""
            given = {score.exercise: SIGNS.get(score.status, "?") for score in result.scores}
            if given:
                signs = "".join([given.get(info.name, HANDED_IN_NOTHING) for info in lesson.exercises])
        number = lesson.number
        return f'<td class="l l{number} p">{points}<td class="l l{number} s" colspan="{len(lesson.exercises)}">{signs}'

    def html(self) -> str:
        """Return the page."""
        sections = [
            self._glance(),
            _list_section("person", "Needs a person", _PERSON, self.for_a_person),
            _list_section("left-out", "Found and not graded", _LEFT_OUT, list(map(_left_out, self.left_out))),
            _folded_section("missing", "Handed in nothing", self.missing),
            _folded_section("strangers", "Not in the roster", self.strangers),
            self._mistakes(),
            self._class(),
            self._exercises(),
            _list_section("notes", "Notes", "", self.notes),
        ]
        body = (
            f'<header><p class="course">{html_text(self.course)}</p>\n<h1>The class</h1></header>\n'
            f'<main id="main">\n{"".join(sections)}</main>\n'
        )
        return page(f"The class · {self.course}", body, asset("report.css") + self._widths(), asset("report.js"))

    def _glance(self) -> str:
        middle = f"{median(total for total, _ in self.totals):g}" if self.totals else "–"
        person = len(self.for_a_person)
        tiles = [
            (f"{len(self.rows):,}", "learner" if len(self.rows) == 1 else "learners"),
            (f"{self.submissions:,}", "submission" if self.submissions == 1 else "submissions"),
            (middle, f"of {count(self.possible, 'point')} in the middle: half of the class has as much or more"),
            (
                f"{person:,}",
                f'<a href="#person">{"needs" if person == 1 else "need"} a person</a>' if person else _NONE,
            ),
        ]
        if self.left_out:
            tiles.append((f"{len(self.left_out):,}", '<a href="#left-out">found and not graded</a>'))
        if self.sentences:
            tiles.append((f"{self.sentences:,}", f'<a href="{SENTENCES}">to read: why they rejected an option</a>'))
        if self.missing:
            tiles.append((f"{len(self.missing):,}", '<a href="#missing">handed in nothing</a>'))
        shown = "".join(f'<li><b class="figure">{figure}</b> {words}</li>\n' for figure, words in tiles)
        return f'<ul class="tiles of-{len(tiles)}">\n{shown}</ul>\n{self._stale_remark()}'

    def _stale_remark(self) -> str:
        if not self.stale:
            return ""
        return (
            f'<p class="remark">* {count(len(self.stale), "submission")} graded with the lessons as they were before; '
            "grade the class again to bring the scores up to date.</p>\n"
        )

    def _mistakes(self) -> str:
        titles = {(info.lesson, info.name): info for lesson in self.lessons for info in lesson.exercises}
        made = sorted(self.tally.mistakes.items(), key=lambda item: (-item[1], item[0]))
        items = [_mistake(titles.get(key[:2]), key, number, made[0][1]) for key, number in made]
        first, more = "".join(items[:MISTAKES_SHOWN_FIRST]), "".join(items[MISTAKES_SHOWN_FIRST:])
        rest = f'<details><summary>{count(len(items) - MISTAKES_SHOWN_FIRST, "more mistake")}</summary><ol class="mistakes">{more}</ol></details>'
        mistakes = (
            f'<ol class="mistakes">{first}</ol>{rest if more else ""}' if items else f"<p>{self._without_a_name()}</p>"
        )
        return (
            f'<div class="pair"><section id="mistakes"><h2>To talk about next time: the mistakes made most often</h2>\n{mistakes}</section>\n'
            f"{self._fewest()}</div>\n"
        )

    def _without_a_name(self) -> str:
        """Say that no mistake was one that has a name, and which exercise was not right most often, where one was not."""
        odd = [(self._statuses(info)["wrong"], info.title) for lesson in self.lessons for info in lesson.exercises]
        most, title = max(odd, key=lambda pair: pair[0], default=(0, ""))
        if not most:
            return "None was made."
        return f"None that has a name. Not right most often: {html_text(title)}, {count(most, 'answer')}."

    def _fewest(self) -> str:
        lowest = sorted(self.totals, key=lambda pair: pair[0])[:FEWEST_SHOWN]
        items = [f"<li>{link} <span>{total} {bar(total, self.possible)}</span></li>\n" for total, link in lowest]
        return f'<section id="fewest"><h2>Fewest points</h2>\n<ul class="fewest">{"".join(items)}</ul></section>'

    def _exercises(self) -> str:
        groups = "".join([self._exercise_rows(lesson) for lesson in self.lessons])
        return (
            f'<section id="exercises"><h2>Exercises</h2>\n{legend(STACK)}<div class="scroll" tabindex="0" '
            'role="region" aria-label="Exercises"><table class="exercises">\n<thead><tr><th scope="col">Exercise</th>'
            '<th scope="col">Right</th><th scope="col">Learners, by what came back</th></tr></thead>\n'
            f"{groups}</table></div></section>\n"
        )

    def _exercise_rows(self, lesson) -> str:
        rows = "".join(
            [
                f'<tr><th scope="row">{number}. {html_text(info.title)}</th>'
                f"{outcome_cells(self._statuses(info))}</tr>\n"
                for number, info in enumerate(lesson.exercises, start=1)
            ]
        )
        heading = f'<tr><th scope="rowgroup" colspan="3">{html_text(lesson.title)}</th></tr>\n'
        return f"<tbody>{heading}{rows}</tbody>\n"

    def _statuses(self, info) -> dict[str, int]:
        return {status: self.tally.statuses[info.lesson, info.name, status] for status in SIGNS}

    def _class(self) -> str:
        options = "".join(
            f'<option value="{lesson.number}">{html_text(lesson.title)}</option>' for lesson in self.lessons
        )
        groups = "".join(
            f'<th scope="colgroup" class="l l{lesson.number}" colspan="{len(lesson.exercises) + 1}" '
            f'title="{html_text(lesson.title)}">{html_text(lesson.title)}</th>'
            for lesson in self.lessons
        )
        columns_of = "".join([columns(lesson) for lesson in self.lessons])
        heads_of = "".join([heads(lesson) for lesson in self.lessons])
        exercises = sum(len(lesson.exercises) for lesson in self.lessons)
        return (
            f'<section id="learners"><h2>Who solved what</h2>\n{filters(options)}{legend(ALL)}'
            '<div class="scroll tall" tabindex="0" role="region" aria-label="Who solved what">'
            f'<table id="class"{" class=wide" if exercises > MOST_COLUMNS_TO_PRINT else ""}'
            f"{' data-fold' if exercises > MOST_COLUMNS_UNFOLDED else ''}>\n"
            f'<colgroup><col class="name"><col class="total">{columns_of}</colgroup>\n<thead><tr>'
            '<th scope="col" rowspan="2" class="name" data-sort="name" aria-sort="ascending">Learner</th>'
            f'<th scope="col" rowspan="2" class="total" data-sort="total">Points</th>{groups}</tr>\n'
            f"<tr>{heads_of}</tr></thead>\n<tbody>\n{''.join(row for _, row in sorted(self.rows))}</tbody></table></div></section>\n"
        )

    def _widths(self) -> str:
        """Return the rules that only this course needs: how wide the table is, whole and with one lesson shown."""
        own = [POINTS_REM + EXERCISE_REM * len(lesson.exercises) for lesson in self.lessons]
        rules = [f"#class{{--cells:{sum(own):g}rem}}", f"#class.folded{{--cells:{POINTS_REM * len(own):g}rem}}"]
        for number, width in enumerate(own):
            rules.append(f"#class.only-{number}{{--cells:{width:g}rem}}")
            rules.append(f"#class.only-{number} .l:not(.l{number}){{display:none}}")
        return "\n".join(rules)


_SUBMISSION_SIGNS = {"not_attempted": SIGNS["not_attempted"]}
_PERSON = "<p>These were not scored, or not wholly.</p>\n"
_LEFT_OUT = (
    "<p>These lay in what was handed in, and nothing in them was scored. "
    "Whoever handed in nothing else is counted as having handed in nothing.</p>\n"
)
_NONE = "need a person"


def _in_order(name) -> str:
    """Return what a name is sorted by, as the page's own script does: capitals and accents do not matter."""
    return latin(name).casefold()


def _listed(link, result: Result, text) -> str:
    place = html_text(name_text(result.source))
    return f'<li>{link} <span class="file"><bdi>{place}</bdi></span> <span>{html_sentence(text)}</span></li>\n'


def _left_out(one) -> str:
    place, reason = one
    return (
        f'<li><span class="file"><bdi>{html_text(name_text(place))}</bdi></span> '
        f"<span>{html_text(name_text(reason[:1].upper() + reason[1:]))}.</span></li>\n"
    )


def _list_section(name, heading, introduction, items) -> str:
    if not items:
        return ""
    return (
        f'<section id="{name}"><h2>{heading} <span class="points">{len(items):,}</span></h2>\n{introduction}'
        f'<ul class="listed">\n{"".join(items)}</ul></section>\n'
    )


def _folded_section(name, heading, items) -> str:
    """Write a list that is long where a class is large, one click away from its length."""
    if not items:
        return ""
    return (
        f'<section id="{name}"><details{" open" if len(items) <= UNFOLDED else ""}><summary><h2>{heading} '
        f'<span class="points">{len(items):,}</span></h2></summary>\n'
        f'<ul class="names">\n{"".join(items)}</ul></details></section>\n'
    )


def _mistake(info, key, number, most) -> str:
    lesson, exercise, sentence = key
    where = f"{info.title} · {info.lesson_title}" if info else f"{exercise} · {lesson}"
    return (
        f'<li><span class="figure">{number:,}</span> {bar(number, most)}'
        f'<span class="said">{html_sentence(sentence)}<br><span class="file">{html_text(where)}</span></span></li>\n'
    )
