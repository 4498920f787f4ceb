"""One page a lesson for whoever teaches it: what the author says in teaching.md, beside what the sources say themselves."""

import re
from pathlib import Path

from firsthand.authoring.catalogue import exercise_title, find_exercise
from firsthand.authoring.course import Course, Lesson, colab_link, counted
from firsthand.authoring.lesson_source import LessonError
from firsthand.authoring.teaching_source import Teaching, pieces, read_teaching, refuse_unknown, weights
from firsthand.variants import variant_names

FOLDER = Path("docs") / "lessons"
LEAST_LEFT, MOST_LEFT = 0.4, 0.6
"""Of all minutes, what may be left where there is half the time."""
_OBJECTIVE = re.compile(
    r"(?:^- |\*\*You will be able to\*\*)((?:(?!^- ).)+?)\s*<!-- (.+?) -->", re.MULTILINE | re.DOTALL
)
_NEEDS = re.compile(r"\*\*You need\*\*(.+?)(?=\*\*|\n\n|\Z)", re.DOTALL)
_LINK_BESIDE = re.compile(r"\]\((?!\w+:|#|\.\./)")
_SPECIAL = re.compile(r"([\\*_<>\[\]$#|])")


def _minutes(lesson: Lesson) -> dict[str, float]:
    """Return the minutes of each section and exercise; the sections share what the lesson says that it takes."""
    parts, own = weights(lesson), lesson.minutes - sum(task.minutes for task in lesson.tasks)
    shares = {section: own * weight / sum(parts.values()) for section, weight in parts.items()}
    return shares | {task.name: task.minutes for task in lesson.tasks}


def minutes_left(lesson: Lesson, teaching: Teaching) -> int:
    """Return what is left of the minutes of a lesson and its exercises after the cuts."""
    minutes, cut = _minutes(lesson), {told.about for told in teaching.cuts}
    return round(sum(own for name, own in minutes.items() if name not in cut))


def _refuse_untrue(course, lesson, teaching) -> None:
    """Refuse a mistake that no learner reads, and cuts that do not leave half the time."""
    for told in teaching.mistakes:
        known = list(find_exercise(course.root, told.about).mistakes)
        refuse_unknown(teaching.path, told.line, f"exercise, {told.about}, has no sentence", told.quote, known)
    left = minutes_left(lesson, teaching)
    if not LEAST_LEFT <= left / lesson.minutes <= MOST_LEFT:
        line = teaching.cuts[0].line if teaching.cuts else 1
        half = f"half the time is {LEAST_LEFT:.0%} to {MOST_LEFT:.0%} of them"
        raise LessonError(teaching.path, line, f"{left} of {lesson.minutes} minutes are left; {half}")


def render_teaching(course: Course, names: list[str]) -> dict[Path, str]:
    """Write the pages of the lessons named, and the index of all: path -> text; nothing for lessons without teaching.md.

    Raises LessonError for what an author must mend in a teaching.md.
    """
    told = {lesson.name: teaching for lesson in course.lessons if (teaching := read_teaching(course, lesson))}
    if not told:
        return {}
    pages = {}
    for lesson in course.lessons:
        if lesson.name in told and lesson.name in names:
            _refuse_untrue(course, lesson, told[lesson.name])
            pages[course.root / FOLDER / f"{lesson.name}.md"] = _page(course, lesson, told[lesson.name])
    return pages | {course.root / FOLDER / "README.md": _index(course, told)}


def _index(course, told) -> str:
    rows = ["| lesson | whole | half | the main point |", "|---|---|---|---|"]
    for lesson in course.lessons:
        if teaching := told.get(lesson.name):
            point = teaching.main_point.split("\n\n")[0].replace("|", "\\|")
            left = minutes_left(lesson, teaching)
            link = f"{lesson.name.split('_')[0]} · [{lesson.title}]({lesson.name}.md)"
            rows.append(f"| {link} | {lesson.minutes} min | {left} min | {point} |")
    return _MADE.format("lessons/") + "\n".join([_ABOUT, *rows, ""])


_ABOUT = """# A page a lesson, for whoever teaches it

Each page has the main point, the three mistakes made most often in the words that the learner reads, with what to say,
questions for the class, and what to leave out when there is half the time. [Teach with Firsthand](../teaching.md) has the
rest of the week.
"""
_MADE = "<!-- Made by `firsthand build` from {}; edit it there. -->\n\n"


def _page(course, lesson, teaching) -> str:
    parts = [
        f"# Teach {lesson.name.split('_')[0]} · {lesson.title}",
        _facts(course, lesson),
        f"**The main point.** {teaching.main_point}",
        f"## Afterwards a learner can\n\n{_goals(lesson)}",
        f"## The three mistakes most made\n\n{_mistakes(lesson, teaching)}",
        "## What to ask in class\n\n" + "\n\n".join(f"**{told.about}**\n\n{told.words}" for told in teaching.questions),
        f"## With half the time\n\n{_half(lesson, teaching)}",
        f"## The exercises\n\n{_exercises(course, lesson)}",
    ]
    return _MADE.format(f"lessons/{lesson.name}/") + "\n\n".join(parts) + "\n"


def _facts(course, lesson) -> str:
    own = lesson.minutes - sum(task.minutes for task in lesson.tasks)
    notebook = f"notebooks/{lesson.name}.ipynb"
    needs = _NEEDS.search(lesson.cells[0].source)
    beside = _from_here(" ".join(needs[1].split())) if needs else "nothing."
    asked = [section for section, kind, text in pieces(lesson) if kind == "code" and "= predict(" in text]
    stops = ", ".join(dict.fromkeys(section.split(" · ")[0] for section in asked))
    ask = f"\n\n**Stop for a show of hands** at the predictions, before you run on: sections {stops}." if stops else ""
    return (
        f"[Lesson](../../{notebook}), {own} minutes ([Colab]({colab_link(course.address, notebook)})) · "
        f"[exercises](../../exercises/{lesson.name}.ipynb), {counted(lesson, 'minutes')}: "
        f"{counted(lesson, 'exercises')}, {counted(lesson, 'points')} · "
        f"[solutions, explained](../../solutions/{lesson.name}.ipynb)\n\n"
        f"**It builds on** {beside}{ask}"
    )


def _from_here(prose) -> str:
    """Turn the links of a notebook, which lead beside it or up, into links from the page."""
    return _LINK_BESIDE.sub("](../../notebooks/", prose.replace("](../", "](../../"))


def _objectives(lesson) -> dict[str, list[str]]:
    """Map each thing that a learner can do afterwards to the exercises that ask for it."""
    found = _OBJECTIVE.findall(lesson.cells[0].source)
    return {" ".join(words.split()).rstrip(";."): names.split(", ") for words, names in found}


def _goals(lesson) -> str:
    places = {task.name: place for place, task in enumerate(lesson.tasks, start=1)}
    lines = []
    for words, names in _objectives(lesson).items():
        asked = sorted(places[name] for name in names if name in places)
        lines.append(f"- {words} ({'exercise' if len(asked) == 1 else 'exercises'} {', '.join(map(str, asked))})")
    return "\n".join(lines)


def _mistakes(lesson, teaching) -> str:
    out = {told.about: " (left out with half the time)" for told in teaching.cuts}
    return "\n\n".join(
        f"### {number} · In {_named(lesson, told.about)}{out.get(told.about, '')}\n\nThe learner reads:\n\n> {escaped(told.quote)}\n\n{told.words}"
        for number, told in enumerate(teaching.mistakes, start=1)
    )


def escaped(sentence: str) -> str:
    """Return a sentence as Markdown that shows it as it is; what stands between backticks is code already."""
    parts = sentence.split("`")
    return "`".join(part if i % 2 else _SPECIAL.sub(r"\\\1", part) for i, part in enumerate(parts))


def _named(lesson, name) -> str:
    place, task = next((place, task) for place, task in enumerate(lesson.tasks, start=1) if task.name == name)
    return f"exercise {place}, {exercise_title(task)}"


def _half(lesson, teaching) -> str:
    minutes, names = _minutes(lesson), {task.name for task in lesson.tasks}
    sections = [told for told in teaching.cuts if told.about not in names]
    exercises = [told for told in teaching.cuts if told.about in names]
    lines = [f"Leave out, and {minutes_left(lesson, teaching)} of {lesson.minutes} minutes are left:\n"]
    lines += [f"- section {told.about} (about {minutes[told.about]:.0f} min): {told.words}" for told in sections]
    lines += [f"- {_named(lesson, told.about)} ({minutes[told.about]} min): {told.words}" for told in exercises]
    lost = [words for words, asked in _objectives(lesson).items() if {*asked} <= {told.about for told in exercises}]
    return "\n".join([*lines, *([f"\nThen no exercise asks for: {'; '.join(lost)}."] if lost else [])])


def _exercises(course, lesson) -> str:
    rows = ["| | exercise | asked for | points | minutes | mistakes known by name |", "|---|---|---|---|---|---|"]
    drawn = variant_names()
    for place, task in enumerate(lesson.tasks, start=1):
        exercise = find_exercise(course.root, task.name)
        figures = f"{task.points} | {task.minutes} | {len(exercise.mistakes)}"
        mark = " #" if task.name in drawn else ""
        rows.append(f"| {place} | {exercise_title(task)} (`{task.name}`){mark} | {_kind(exercise)} | {figures} |")
    with_numbers = any(task.name in drawn for task in lesson.tasks)
    return "\n".join([*rows, *([_NUMBERS] if with_numbers else [])])


_NUMBERS = """
\\# can be handed out with [numbers of their own](../teaching.md#numbers-of-their-own)."""


def _kind(exercise) -> str:
    if exercise.given is not None:
        return "a repair"
    if callable(exercise.expected):
        return "code"
    is_choice = isinstance(exercise.expected, dict) and all(isinstance(v, str) for v in exercise.expected.values())
    if exercise.because:
        return "a choice, and a sentence that you read"
    return "a choice" if is_choice else "values"
