"""One page a lesson for whoever teaches it: what the author says in teaching.md, beside what the sources say themselves."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from firsthand.authoring.catalogue import exercise_title, find_exercise
from firsthand.authoring.course import Course, Lesson, colab_link, counted
from firsthand.authoring.lesson_source import LessonError
from firsthand.variants import variant_names

SOURCE, FOLDER = "teaching.md", Path("docs") / "lessons"
PARTS = ("Main point", "Mistakes most made", "What to ask", "With half the time")
MISTAKES, QUESTIONS = (3,), (2, 3)
LEAST_LEFT, MOST_LEFT = 0.4, 0.6
"""Of all minutes, what may be left where there is half the time."""
WORDS_A_MINUTE = 200
"""How fast is read; a code cell takes a minute. It only shares out the minutes that the lesson says it takes."""

_FORM_OF_CUT = '- section "3 · Title": why   or   - exercise `name`: why'
_CUT = re.compile(r'(?:section "(?P<section>.+?)"|exercise `(?P<exercise>\w+)`): (?P<why>.+)')
_OBJECTIVE = re.compile(
    r"(?:^- |\*\*You will be able to\*\*)((?:(?!^- ).)+?)\s*<!-- (.+?) -->", re.MULTILINE | re.DOTALL
)
_NEEDS = re.compile(r"\*\*You need\*\*(.+?)(?=\*\*|\n\n|\Z)", re.DOTALL)
_LINK_BESIDE = re.compile(r"\]\((?!\w+:|#|\.\./)")
_SPECIAL = re.compile(r"([\\*_<>\[\]$#|])")


@dataclass(frozen=True)
class Told:
    """One thing an author tells: about what, in words, and the line it begins on; of a mistake also its sentence."""

    about: str
    words: str
    line: int
    quote: str = ""


@dataclass(frozen=True)
class Teaching:
    """What stands in a lesson's teaching.md: mistakes by exercise, questions with answers, cuts with reasons."""

    path: Path
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
    lines = [*enumerate((course.root / path).read_text(encoding="utf-8").splitlines(), start=1)]
    heads = [(line, text[3:].strip()) for line, text in lines if text.startswith("## ")]
    _refuse_parts(path, heads)
    bounds = pairwise([*(line for line, _ in heads), len(lines) + 1])
    point, mistakes, questions, cuts = (lines[first : last - 1] for first, last in bounds)
    main_point = _joined(text for _, text in point)
    if not main_point:
        raise LessonError(path, heads[0][0], "nothing is said here: write the main point in two or three sentences")
    told = [_mistake(path, lesson, *block) for block in _blocks(path, mistakes, "### ")]
    asked = [_question(path, *block) for block in _blocks(path, questions, "### ")]
    for (line, title), found, wanted in ((heads[1], told, MISTAKES), (heads[2], asked, QUESTIONS)):
        if len(found) not in wanted:
            number = " or ".join(map(str, wanted))
            raise LessonError(path, line, f"{title!r} wants {number}, each under a heading '### '; found {len(found)}")
    return Teaching(path, main_point, told, asked, [_cut(path, lesson, *block) for block in _blocks(path, cuts, "- ")])


def _refuse_parts(path, heads) -> None:
    titles = [title for _, title in heads]
    if titles != list(PARTS):
        wanted = ", ".join(f"'## {part}'" for part in PARTS)
        wrong = next((line for (line, title), part in zip(heads, PARTS, strict=False) if title != part), 1)
        raise LessonError(
            path, wrong, f"the parts of this file are {wanted}, in this order; found: {', '.join(titles)}"
        )


def _blocks(path, numbered, mark) -> list[tuple[int, str, list[str]]]:
    """Part what stands in a part of the file at the lines that begin with a mark: line, title, lines below."""
    blocks: list[tuple[int, str, list[str]]] = []
    for line, text in numbered:
        if text.startswith(mark):
            blocks.append((line, text.removeprefix(mark).strip(), []))
        elif blocks:
            blocks[-1][2].append(text)
        elif text.strip():
            raise LessonError(
                path, line, f"a line here belongs under one that begins with {mark!r}; found {text[:40]!r}"
            )
    return blocks


def _mistake(path, lesson, line, title, below) -> Told:
    name = title.strip("`")
    _refuse_unknown(path, line, "lesson has no exercise", name, [task.name for task in lesson.tasks])
    quoted = _joined(text[1:] for text in below if text.startswith(">"))
    words = _joined(text for text in below if not text.startswith(">"))
    if not quoted or not words:
        raise LessonError(
            path, line, "below an exercise stand the sentence the learner reads, '> ...', and what to say"
        )
    return Told(name, words, line, quoted)


def _question(path, line, title, below) -> Told:
    words = _joined(below)
    if not title.endswith("?") or not words:
        raise LessonError(path, line, "a question ends with '?', and below it stands what a good answer says")
    return Told(title, words, line)


def _cut(path, lesson, line, title, below) -> Told:
    match = _CUT.fullmatch(_joined([title, *below]))
    if match is None:
        raise LessonError(path, line, f"a cut has the form {_FORM_OF_CUT}")
    what, known = (
        ("section", list(_weights(lesson))) if match["section"] else ("exercise", [t.name for t in lesson.tasks])
    )
    _refuse_unknown(path, line, f"lesson has no {what}", match[what], known)
    return Told(match[what], match["why"], line)


def _refuse_unknown(path, line, lacking, name, known) -> None:
    if name not in known:
        near = (difflib.get_close_matches(name, known, 1, 0) or ["none"])[0]
        raise LessonError(path, line, f"this {lacking} {name!r}; the nearest is {near!r}")


def _joined(lines) -> str:
    """Join lines into paragraphs of one line each."""
    paragraphs = "\n".join(line.strip() for line in lines).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _pieces(lesson: Lesson) -> Iterator[tuple[str, str, str]]:
    """Yield what the notebook is made of, a code cell or a line of prose: the section it stands in, its kind, its text."""
    section = ""
    for cell in lesson.cells:
        for text in [cell.source] if cell.kind == "code" else cell.source.splitlines():
            if cell.kind == "markdown" and text.startswith("## "):
                section = text[3:].strip()
            yield section, cell.kind, text


def _weights(lesson: Lesson) -> dict[str, float]:
    """Return how long each section of the notebook takes beside the others; "" is what stands before the first."""
    weights: dict[str, float] = {}
    for section, kind, text in _pieces(lesson):
        weights[section] = weights.get(section, 0) + (1 if kind == "code" else len(text.split()) / WORDS_A_MINUTE)
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


def _refuse_untrue(course, lesson, teaching) -> None:
    """Refuse a mistake that no learner reads, and cuts that do not leave half the time."""
    for told in teaching.mistakes:
        known = list(find_exercise(course.root, told.about).mistakes)
        _refuse_unknown(teaching.path, told.line, f"exercise, {told.about}, has no sentence", told.quote, known)
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
    asked = [section for section, kind, text in _pieces(lesson) if kind == "code" and "= predict(" in text]
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
