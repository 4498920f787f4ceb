"""One page a lesson for whoever teaches it: what the author says in teaching.md, beside what the sources say themselves."""

import difflib
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from firsthand.authoring.catalogue import exercise_title, find_exercise
from firsthand.authoring.course import Course, Lesson, colab_link, counted
from firsthand.authoring.lesson_source import LessonError

SOURCE, FOLDER = "teaching.md", Path("docs") / "lessons"
PARTS = ("Main point", "Mistakes most made", "What to ask", "With half the time")
MISTAKES, QUESTIONS = (3,), (2, 3)
LEAST_LEFT, MOST_LEFT = 0.4, 0.6
"""Of all minutes, what may be left where there is half the time."""
WORDS_A_MINUTE = 200
"""How fast is read; a code cell takes a minute. It only shares out the minutes that the lesson says it takes."""

_CUT = re.compile(r'(?:section "(?P<section>.+?)"|exercise `(?P<exercise>\w+)`): (?P<why>.+)')
_OBJECTIVE = re.compile(
    r"(?:^- |\*\*You will be able to\*\*)((?:(?!^- ).)+?)\s*<!-- (.+?) -->", re.MULTILINE | re.DOTALL
)
_NEEDS = re.compile(r"\*\*You need\*\*(.+?)(?=\*\*|\n\n|\Z)", re.DOTALL)
_LINK_BESIDE = re.compile(r"\]\((?!\w+:|#|\.\./)")
_SPECIAL = re.compile(r"([\\*_<>\[\]$#|])")


@dataclass(frozen=True)
class Told:
    """One thing an author tells: about what, in words, and the line it begins on."""

    about: str
    words: str
    line: int
    quote: str = ""


@dataclass(frozen=True)
class Teaching:
    """What stands in a lesson's teaching.md: mistakes by exercise, questions with answers, cuts with reasons."""

    main_point: str
    mistakes: list[Told]
    questions: list[Told]
    cuts: list[Told]


def read_teaching(course: Course, lesson: Lesson) -> Teaching | None:
    """Read what the author says to a teacher; None where there is no such file.

    Raises LessonError, with file and line, for a part that is missing, and for an exercise or a section that the lesson has not.
    """
    path = Path("lessons") / lesson.name / SOURCE
    if not (course.root / path).is_file():
        return None
    lines = (course.root / path).read_text(encoding="utf-8").splitlines()
    starts = [number for number, text in enumerate(lines, start=1) if text.startswith("## ")]
    _refuse_parts(path, [(lines[number - 1][3:].strip(), number) for number in starts])
    bounds = pairwise([*starts, len(lines) + 1])
    point, mistakes, questions, cuts = ([*enumerate(lines, start=1)][first : last - 1] for first, last in bounds)
    return Teaching(
        _point(path, starts[0], point),
        _several(path, starts[1], MISTAKES, [_mistake(path, lesson, *block) for block in _blocks(mistakes)]),
        _several(path, starts[2], QUESTIONS, [_question(path, *block) for block in _blocks(questions)]),
        [_cut(path, lesson, *item) for item in _items(path, cuts)],
    )


def _refuse_parts(path, found) -> None:
    titles = [title for title, _ in found]
    if titles != list(PARTS):
        wanted = ", ".join(f"'## {part}'" for part in PARTS)
        wrong = next((line for (title, line), part in zip(found, PARTS, strict=False) if title != part), 1)
        raise LessonError(
            path, wrong, f"the parts of this file are {wanted}, in this order; found: {', '.join(titles)}"
        )


def _point(path, line, numbered) -> str:
    words = _joined(text for _, text in numbered)
    if not words:
        raise LessonError(path, line, "nothing is said here: write the main point in two or three sentences")
    return words


def _several(path, line, allowed, told) -> list[Told]:
    if len(told) not in allowed:
        wanted = " or ".join(map(str, allowed))
        raise LessonError(path, line, f"{wanted} are wanted here, each under a heading '### '; found {len(told)}")
    return told


def _blocks(numbered) -> list[tuple[str, int, list[str]]]:
    """Part what stands under a heading at its headings of the third order: title, line, lines below."""
    blocks: list[tuple[str, int, list[str]]] = []
    for line, text in numbered:
        if text.startswith("### "):
            blocks.append((text[4:].strip(), line, []))
        elif blocks:
            blocks[-1][2].append(text)
    return blocks


def _mistake(path, lesson, title, line, below) -> Told:
    name = title.strip("`")
    _refuse_unknown(path, line, "exercise", name, [task.name for task in lesson.tasks])
    quoted = _joined(text[1:] for text in below if text.startswith(">"))
    words = _joined(text for text in below if not text.startswith(">"))
    if not quoted or not words:
        raise LessonError(
            path, line, "below an exercise stand the sentence the learner reads, '> ...', and what to say"
        )
    return Told(name, words, line, quoted)


def _question(path, title, line, below) -> Told:
    words = _joined(below)
    if not title.endswith("?") or not words:
        raise LessonError(path, line, "a question ends with '?', and below it stands what a good answer says")
    return Told(title, words, line)


def _items(path, numbered) -> list[tuple[int, str]]:
    items: list[tuple[int, str]] = []
    for line, text in numbered:
        if text.startswith("- "):
            items.append((line, text[2:]))
        elif text.strip() and items:
            items[-1] = (items[-1][0], f"{items[-1][1]} {text.strip()}")
        elif text.strip():
            raise LessonError(path, line, f"{text[:40]!r} is no cut; {_FORM_OF_CUT}")
    return items


_FORM_OF_CUT = '- section "3 · Title": why   or   - exercise `name`: why'


def _cut(path, lesson, line, text) -> Told:
    match = _CUT.fullmatch(text)
    if match is None:
        raise LessonError(path, line, f"a cut has the form {_FORM_OF_CUT}")
    if match["section"]:
        _refuse_unknown(path, line, "section", match["section"], list(_weights(lesson)))
    else:
        _refuse_unknown(path, line, "exercise", match["exercise"], [task.name for task in lesson.tasks])
    return Told(match["section"] or match["exercise"], match["why"], line)


def _refuse_unknown(path, line, what, name, known) -> None:
    if name not in known:
        near = (difflib.get_close_matches(name, known, 1, 0) or ["none"])[0]
        raise LessonError(path, line, f"this lesson has no {what} {name!r}; the nearest is {near!r}")


def _joined(lines) -> str:
    """Join lines into paragraphs of one line each."""
    paragraphs = "\n".join(line.strip() for line in lines).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _weights(lesson: Lesson) -> dict[str, float]:
    """Return how long each section of the notebook takes beside the others; "" is what stands before the first."""
    weights, section = {"": 0.0}, ""
    for cell in lesson.cells:
        if cell.kind == "code":
            weights[section] += 1
            continue
        for text in cell.source.splitlines():
            section = text[3:].strip() if text.startswith("## ") else section
            weights[section] = weights.get(section, 0) + len(text.split()) / WORDS_A_MINUTE
    return weights


def _minutes(lesson: Lesson) -> dict[str, float]:
    """Return the minutes of each section and exercise; the sections share what the lesson says that it takes."""
    weights, own = _weights(lesson), lesson.minutes - sum(task.minutes for task in lesson.tasks)
    shares = {section: own * weight / sum(weights.values()) for section, weight in weights.items()}
    return shares | {task.name: task.minutes for task in lesson.tasks}


def minutes_left(lesson: Lesson, teaching: Teaching) -> int:
    """Return what is left of the minutes of a lesson and its exercises after the cuts."""
    minutes, cut = _minutes(lesson), {told.about for told in teaching.cuts}
    return round(sum(own for name, own in minutes.items() if name not in cut))


def _refuse_wrong_half(lesson, teaching) -> None:
    left = minutes_left(lesson, teaching)
    if not LEAST_LEFT <= left / lesson.minutes <= MOST_LEFT:
        line = teaching.cuts[0].line if teaching.cuts else 1
        words = (
            f"{left} of {lesson.minutes} minutes are left; half the time is {LEAST_LEFT:.0%} to {MOST_LEFT:.0%} of them"
        )
        raise LessonError(Path("lessons") / lesson.name / SOURCE, line, words)


def _refuse_unsaid(course, lesson, teaching) -> None:
    """Refuse a mistake that no learner reads: its sentence is not one of the checks."""
    for told in teaching.mistakes:
        known = list(find_exercise(course.root, told.about).mistakes)
        if told.quote not in known:
            near = (difflib.get_close_matches(told.quote, known, 1, 0) or ["none"])[0]
            words = f"the checks of {told.about!r} have no such sentence; the nearest is {near!r}"
            raise LessonError(Path("lessons") / lesson.name / SOURCE, told.line, words)


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
            _refuse_unsaid(course, lesson, told[lesson.name])
            _refuse_wrong_half(lesson, told[lesson.name])
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
    return f"{_made_from('lessons/')}# A page a lesson, for whoever teaches it\n\n{_ABOUT}\n\n" + "\n".join(rows) + "\n"


_ABOUT = (
    "Each page has the main point, the three mistakes made most often in the words that the learner reads, with what to say, questions for\n"
    "the class, and what to leave out when there is half the time. [Teach with Firsthand](../teaching.md) has the rest of the week."
)


def _made_from(source) -> str:
    return f"<!-- Made by `firsthand build` from {source}; edit it there. -->\n\n"


def _page(course, lesson, teaching) -> str:
    parts = [
        f"# Teach {lesson.name.split('_')[0]} · {lesson.title}",
        _facts(course, lesson),
        f"**The main point.** {teaching.main_point}",
        f"## Afterwards a learner can\n\n{_objectives(lesson)}",
        f"## The three mistakes most made\n\n{_mistakes(lesson, teaching)}",
        "## What to ask in class\n\n" + "\n\n".join(f"**{told.about}**\n\n{told.words}" for told in teaching.questions),
        f"## With half the time\n\n{_half(lesson, teaching)}",
        f"## The exercises\n\n{_exercises(course, lesson)}",
    ]
    return _made_from(f"lessons/{lesson.name}/") + "\n\n".join(parts) + "\n"


def _facts(course, lesson) -> str:
    own = lesson.minutes - sum(task.minutes for task in lesson.tasks)
    notebook = f"notebooks/{lesson.name}.ipynb"
    needs = _NEEDS.search(lesson.cells[0].source)
    beside = _from_here(" ".join(needs[1].split())) if needs else "nothing."
    stops = [cell for cell in lesson.cells if cell.kind == "code" and re.search(r"= predict\(", cell.source)]
    ask = f" Predictions, to take a show of hands before running on: {len(stops)}." if stops else ""
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


def _objectives(lesson) -> str:
    places = {task.name: place for place, task in enumerate(lesson.tasks, start=1)}
    lines = []
    for words, names in _OBJECTIVE.findall(lesson.cells[0].source):
        asked = ", ".join(str(places[name]) for name in names.split(", ") if name in places)
        lines.append(
            f"- {' '.join(words.split()).rstrip(';.')} ({'exercises' if ',' in asked else 'exercise'} {asked})"
        )
    return "\n".join(lines)


def _mistakes(lesson, teaching) -> str:
    return "\n\n".join(
        f"### {number} · In {_named(lesson, told.about)}\n\nThe learner reads:\n\n> {escaped(told.quote)}\n\n{told.words}"
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
    return "\n".join(lines)


def _exercises(course, lesson) -> str:
    rows = ["| | exercise | asked for | points | minutes | mistakes known by name |", "|---|---|---|---|---|---|"]
    for place, task in enumerate(lesson.tasks, start=1):
        exercise = find_exercise(course.root, task.name)
        figures = f"{task.points} | {task.minutes} | {len(exercise.mistakes)}"
        rows.append(f"| {place} | {exercise_title(task)} (`{task.name}`) | {_kind(exercise)} | {figures} |")
    return "\n".join(rows)


def _kind(exercise) -> str:
    if exercise.given is not None:
        return "a repair"
    if callable(exercise.expected):
        return "code"
    is_choice = isinstance(exercise.expected, dict) and all(isinstance(v, str) for v in exercise.expected.values())
    return "a choice" if is_choice else "values"
