"""The limits of a lesson: how long it may be, an exercise for each objective, an earlier lesson for each prerequisite."""

import re
import statistics
from dataclasses import dataclass

from firsthand.authoring.course import Course, Lesson

MOST_WORDS = 2_800
MOST_CELLS = 26
MOST_SECTIONS = 9
MOST_LINES = 6
"""Of the median code cell in sight."""

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_OBJECTIVES = re.compile(
    r"^\*\*You will be able to.*?\n(?P<list>(?:\s*\n)*(?:[-*] .*\n(?:(?![-*] |\n|\*\*).*\n)*)+)", re.MULTILINE
)
_BULLET = re.compile(r"^[-*] ((?:.*\n)(?:(?![-*] |\n).*\n)*)", re.MULTILINE)
_NEEDS = re.compile(r"\*\*You need\b.*?(?=\n\s*\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Length:
    """How long a lesson is."""

    words: int
    cells: int
    sections: int
    lines: float


def length(lesson: Lesson) -> Length:
    """Count the words of a lesson's Markdown, its code cells, its numbered sections, the lines of its median cell in sight."""
    prose = [_COMMENT.sub("", cell.source) for cell in lesson.cells if cell.kind == "markdown"]
    code = [cell for cell in lesson.cells if cell.kind == "code"]
    in_sight = [len([line for line in cell.source.splitlines() if line.strip()]) for cell in code if not cell.folded]
    sections = [heading for text in prose for heading in re.findall(r"^## \d+ · .*", text, re.MULTILINE)]
    return Length(
        sum(len(text.split()) for text in prose), len(code), len(sections), statistics.median(in_sight or [0])
    )


def faults_of_length(lesson: Lesson) -> list[str]:
    """Say what of a lesson is too long; take ideas out, do not squeeze sentences."""
    found = length(lesson)
    path = lesson.cells[0].path
    limits = (
        (found.words, MOST_WORDS, "words"),
        (found.cells, MOST_CELLS, "code cells"),
        (found.sections, MOST_SECTIONS, "numbered sections"),
        (found.lines, MOST_LINES, "lines in the median code cell in sight"),
    )
    return [f"{path}:1: {number:,g} {what}; at most {most:,}" for number, most, what in limits if number > most]


def faults_of_objectives(lesson: Lesson) -> list[str]:
    """Say which objective no exercise serves. An objective ends with the names of its exercises: `<!-- huber, pinball -->`."""
    first = lesson.cells[0]
    block = _OBJECTIVES.search(first.source + "\n")
    if block is None:
        return [str(first.error('no objectives: "**You will be able to**", and under it a list'))]
    known, found = {task.name for task in lesson.tasks}, []
    for bullet in _BULLET.finditer(block["list"]):
        names = [name for comment in _COMMENT.findall(bullet[1]) for name in re.split(r"[,\s]+", comment.strip())]
        place = f"{first.path}:{_line(first, block.start('list') + bullet.start())}"
        words = " ".join(_COMMENT.sub("", bullet[1]).split())[:60]
        if not names:
            found.append(
                f'{place}: no exercise for the objective "{words}": name it at the end, <!-- exercise_name -->'
            )
        found += [
            f"{place}: the objective names {name!r}, and no exercise of the lesson is called so"
            for name in names
            if name not in known
        ]
    return found


def _line(cell, offset) -> int:
    """Return the line of a place in a markdown cell, whose text begins two lines below its marker."""
    return cell.line_number + 2 + cell.source.count("\n", 0, offset)


def faults_of_prerequisites(course: Course, lesson: Lesson) -> list[str]:
    """Say which prerequisite no earlier lesson teaches: what a lesson needs is a link to a lesson before it."""
    first, names = lesson.cells[0], [other.name for other in course.lessons]
    needs = _NEEDS.search(first.source)
    if needs is None:
        return [str(first.error('no prerequisites: a paragraph that begins "**You need**"'))]
    place = f"{first.path}:{_line(first, needs.start())}"
    earlier = names[: names.index(lesson.name)]
    links = re.findall(r"\]\(([\w./-]+)\.ipynb[^)]*\)", needs[0])
    found = [f"{place}: needs {link}, which is no earlier lesson" for link in links if link not in earlier]
    if earlier and not links:
        found.append(f"{place}: what you need links no earlier lesson; link the one that teaches it")
    return found
