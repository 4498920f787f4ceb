"""What an author tells whoever teaches a lesson, teaching.md: read, and refused where a part is missing or unknown."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from firsthand.authoring.course import Course, Lesson
from firsthand.authoring.lesson_source import LessonError

SOURCE = "teaching.md"
MISTAKES, QUESTIONS = (3,), (2, 3)
PARTS = ("Main point", "Mistakes most made", "What to ask", "With half the time")
WORDS_A_MINUTE = 200
"""How fast is read; a code cell takes a minute. It only shares out the minutes that the lesson says it takes."""

_FORM_OF_CUT = '- section "3 · Title": why   or   - exercise `name`: why'
_CUT = re.compile(r'(?:section "(?P<section>.+?)"|exercise `(?P<exercise>\w+)`): (?P<why>.+)')


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
    main_point = joined(text for _, text in point)
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
    refuse_unknown(path, line, "lesson has no exercise", name, [task.name for task in lesson.tasks])
    quoted = joined(text[1:] for text in below if text.startswith(">"))
    words = joined(text for text in below if not text.startswith(">"))
    if not quoted or not words:
        raise LessonError(
            path, line, "below an exercise stand the sentence the learner reads, '> ...', and what to say"
        )
    return Told(name, words, line, quoted)


def _question(path, line, title, below) -> Told:
    words = joined(below)
    if not title.endswith("?") or not words:
        raise LessonError(path, line, "a question ends with '?', and below it stands what a good answer says")
    return Told(title, words, line)


def _cut(path, lesson, line, title, below) -> Told:
    match = _CUT.fullmatch(joined([title, *below]))
    if match is None:
        raise LessonError(path, line, f"a cut has the form {_FORM_OF_CUT}")
    what, known = (
        ("section", list(weights(lesson))) if match["section"] else ("exercise", [t.name for t in lesson.tasks])
    )
    refuse_unknown(path, line, f"lesson has no {what}", match[what], known)
    return Told(match[what], match["why"], line)


def refuse_unknown(path, line, lacking, name, known) -> None:
    if name not in known:
        near = (difflib.get_close_matches(name, known, 1, 0) or ["none"])[0]
        raise LessonError(path, line, f"this {lacking} {name!r}; the nearest is {near!r}")


def joined(lines) -> str:
    """Join lines into paragraphs of one line each."""
    paragraphs = "\n".join(line.strip() for line in lines).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def pieces(lesson: Lesson) -> Iterator[tuple[str, str, str]]:
    """Yield what the notebook is made of, a code cell or a line of prose: the section it stands in, its kind, its text."""
    section = ""
    for cell in lesson.cells:
        for text in [cell.source] if cell.kind == "code" else cell.source.splitlines():
            if cell.kind == "markdown" and text.startswith("## "):
                section = text[3:].strip()
            yield section, cell.kind, text


def weights(lesson: Lesson) -> dict[str, float]:
    """Return how long each section of the notebook takes beside the others; "" is what stands before the first."""
    weights: dict[str, float] = {}
    for section, kind, text in pieces(lesson):
        weights[section] = weights.get(section, 0) + (1 if kind == "code" else len(text.split()) / WORDS_A_MINUTE)
    return weights
