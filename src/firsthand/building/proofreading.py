"""What can be seen to be wrong in a lesson's sources before anything runs: each with its file and line."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from firsthand.authoring.catalogue import checks_folder, definitions
from firsthand.authoring.course import FOLDERS, Course, Lesson, Milestone
from firsthand.authoring.lesson_source import Cell, LessonError, solution, stub
from firsthand.building.parts import parts_named

LONGEST_CELL_LINES = 20

_NUMBERED_TITLE = re.compile(r"^# [\d.]+\s*[·:.–-]")
_CODE_OR_FORMULA = re.compile(r"`[^`]*`|\$[^$]*\$")
_LINK = re.compile(r"""\]\(([^)\s]+)[^)]*\)|(?:href|src)=["']([^"']+)["']|^\[[^\]]+\]:\s*(\S+)""")
_HEADING = re.compile(r"^#+ (.+?)\s*$")
_NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_COUNT = re.compile(rf"(?<!first )(?<!last )\b(\d+|{'|'.join(_NUMBERS)}) (exercise|point)s?\b", re.IGNORECASE)
_BRACES = re.compile(r"{(?!(?:exercises|points|minutes)})\w+}")


def proofread(course: Course, lesson: Lesson) -> None:
    """Raise LessonError for the first thing in a lesson's sources and checks that an author must mend."""
    _refuse_definitions(course, lesson)
    for cell in lesson.cells + lesson.exercise_cells:
        if cell.kind == "code":
            _refuse_code(cell)
    _refuse_opening(lesson)
    if isinstance(lesson, Milestone):
        _ = lesson.first_and_last, parts_named(course, lesson)
    else:
        _refuse_explanation_handed_out(lesson)
        _refuse_wrong_numbers(lesson)
    for folder, cells in (("notebooks", lesson.cells), ("exercises", lesson.exercise_cells)):
        for cell in (cell for cell in cells if cell.kind == "markdown"):
            _refuse_links(course, folder, cells, cell)


def _refuse_code(cell) -> None:
    for form in (stub(cell), solution(cell)):
        _parse(form.source, lambda line, words, form=form: form.error(words, line))
        length = len(form.lines)
        if length > LONGEST_CELL_LINES:
            raise cell.error(f"a cell of {length} lines; at most {LONGEST_CELL_LINES} fit on a screen: split it")
    if re.match(r"""r?(["'])\1\1""", cell.source) and _is_text(cell.source):
        raise cell.error("the code cell is one text: if it is prose, the cell begins # %% [markdown]")
    for line, _ in cell.found(r"default_rng\(\)"):
        raise cell.error("each run draws other numbers: give the generator a seed, default_rng(0)", line)
    for line, _ in cell.found(r"firsthand\.checks"):
        raise cell.error("a notebook must not import the checks: where answers are graded they are not there", line)


def _is_text(source) -> bool:
    body = ast.parse(source).body
    return len(body) == 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


def _parse(source, error) -> None:
    try:
        ast.parse(source)
    except SyntaxError as wrong:
        raise error(wrong.lineno, f"Python cannot read this line: {wrong.msg}") from None


def _refuse_opening(lesson) -> None:
    for cells in filter(None, (lesson.cells, lesson.exercise_cells)):
        for line, match in cells[0].found(_NUMBERED_TITLE):
            raise cells[0].error(f"the title begins with {match[0]!r}; the build writes the number: take it out", line)
    _ = lesson.title, lesson.minutes  # each raises LessonError where it is missing


def _refuse_explanation_handed_out(lesson) -> None:
    """Refuse prose right below a check that begins no section and that a learner would get with the blank exercise."""
    for check, cell in pairwise(lesson.exercise_cells):
        if check.check and cell.kind == "markdown" and not cell.solution_only and not cell.found(r"^#+ "):
            words = (
                'what explains a solution begins # %% [markdown] solution="only"; any other prose here needs a heading'
            )
            raise cell.error(words)


def _refuse_wrong_numbers(lesson) -> None:
    for place, task in enumerate(lesson.tasks, start=1):
        for line, match in task.statement.found(r"^## (?:(\d+) · )?.*\(\d+ points?,"):
            if match[1] is None:
                words = f"the heading of {task.name!r} has no number; it begins '## {place} · '"
                raise task.statement.error(words, line)
            if int(match[1]) != place:
                raise task.statement.error(f"{task.name!r} is numbered {match[1]}; it is exercise {place} here", line)
    counts = {"exercise": len(lesson.tasks), "point": lesson.points}
    opening = lesson.exercise_cells[0]
    for line, match in opening.found(_BRACES):
        words = f"nothing is called {match[0]}; the build counts {{exercises}}, {{points}} and {{minutes}}"
        raise opening.error(words, line)
    for line, match in opening.found(_COUNT):
        said, what = match[1].lower(), match[2].lower()
        if counts[what] != (_NUMBERS.index(said) + 1 if said in _NUMBERS else int(said)):
            words = f"{match[0]!r}, and there are {counts[what]}: write {{{what}s}}, and the build counts them"
            raise opening.error(words, line)


def _refuse_definitions(course, lesson) -> None:
    """Refuse an exercise that no file of the checks defines, or two; and a file of checks that Python cannot read."""
    found = definitions(course.root)
    for task in lesson.tasks:
        twins = [other.name for other in course.lessons for t in other.tasks if t.name == task.name]
        if len(twins) > 1:
            raise task.answer.error(f"the name {task.name!r} is used in two lessons: {' and '.join(twins)}")
        places = [(_shown(course, path), line) for path, line in found.get(task.name, [])]
        if not places:
            raise task.check.error(
                f"no file in {_shown(course, checks_folder(course.root))} defines {task.name!r}: "
                f'a line that begins "{task.name} = Exercise(" or "{task.name} = choice_exercise("'
            )
        if len(places) > 1:
            (path, line), again = places[:2]
            raise LessonError(*again, f"{task.name!r} is defined a second time; first at {path.as_posix()}:{line}")
    for path in dict.fromkeys(found[task.name][0][0] for task in lesson.tasks):
        shown = _shown(course, path)
        _parse(path.read_text(encoding="utf-8"), lambda line, words, shown=shown: LessonError(shown, line, words))


def _shown(course, path: Path) -> Path:
    return path.relative_to(course.root) if path.is_relative_to(course.root) else path


def _refuse_links(course, folder, cells, cell: Cell) -> None:
    for line, target in _links(cell):
        file, _, anchor = target.partition("#")
        if file and not _leads_somewhere(course, folder, file):
            raise cell.error(f"the link {target!r} leads nowhere: no such file, and no lesson of that name", line)
        there = _cells_of(course, folder, file) if file else cells
        if anchor and there and unquote(anchor) not in _anchors(there):
            which = "that" if file else "this"
            raise cell.error(f"the link {target!r} leads nowhere: no heading of {which} notebook has that name", line)


def _links(cell) -> Iterator[tuple[int, str]]:
    prose = _CODE_OR_FORMULA.sub(lambda match: "\n" * match[0].count("\n"), cell.source)
    for line, text in enumerate(prose.splitlines(), start=1):
        for match in _LINK.finditer(text):
            target = next(filter(None, match.groups()))
            if not re.match(r"\w+:", target):
                yield line, target


def _leads_somewhere(course, folder, file) -> bool:
    """Say whether a built notebook of the course, or a file, is where a link from `folder` leads."""
    target = Path(course.root, folder, unquote(file)).resolve()
    built = {course.root.resolve() / f / f"{lesson.name}.ipynb" for f in FOLDERS for lesson in course.lessons}
    built |= {course.root.resolve() / "notebooks" / f"{one.name}.ipynb" for one in course.milestones}
    return target in built or (target.suffix != ".ipynb" and target.exists())


def _cells_of(course, folder, file) -> list[Cell]:
    """Return the cells of the notebook that a link leads to; [] for any other page."""
    target = Path(course.root, folder, unquote(file)).resolve()
    found = [one for one in (*course.lessons, *course.milestones) if f"{one.name}.ipynb" == target.name]
    return [
        cell
        for lesson in found
        for cell in (lesson.cells if target.parent.name == "notebooks" else lesson.exercise_cells)
    ]


def _anchors(cells) -> set[str]:
    headings = [match for cell in cells if cell.kind == "markdown" for _, match in cell.found(_HEADING)]
    return {match[1].replace(" ", "-") for match in headings}
