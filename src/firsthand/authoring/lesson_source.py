"""Read lesson.py and exercises.py (py:percent) into cells; every author's error carries its file and line."""

import ast
import re
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_GIVEN, END_GIVEN = "### BEGIN GIVEN", "### END GIVEN"
STUB = "...  # your answer"
ATTRIBUTES = {"exercise", "check", "tags", "solution", "folded"}
TAGS = {"illustration", "nbval-ignore-output", "nbval-skip", "raises-exception"}
HEADING = "## N · Title (2 points, 5 minutes)"

_MARKER = re.compile(r"^# %%(?P<rest>.*)$")
_ATTRIBUTE = re.compile(r"(\w+)=(\"[^\"]*\"|\[[^\]]*\])")
_CALL = re.compile(r'check\("(?P<name>\w+)", \w+\)')
HEADING_OF_A_TASK = re.compile(r"^## .*\((?P<points>\d+) points?, (?P<minutes>\d+) minutes?\)\s*$", re.MULTILINE)


class LessonError(Exception):
    """Something an author wrote cannot become a lesson; the message begins with file and line."""

    def __init__(self, path, line_number, message):
        self.path, self.line_number, self._message = Path(path), line_number, message
        super().__init__(f"{path}:{line_number}: {message}")

    def __reduce__(self):
        """Say how to make it again, in the process that asked another one for a lesson."""
        return type(self), (self.path, self.line_number, self._message)


@dataclass(frozen=True)
class Cell:
    """One cell of a source file: markdown text or code, where it and each of its lines stand, and what it is for."""

    kind: str  # "markdown" or "code"
    source: str
    path: Path
    line_number: int
    lines: tuple[int, ...]
    exercise: str | None = None
    check: str | None = None
    tags: tuple[str, ...] = ()
    solution_only: bool = False
    folded: str | None = None  # what a folded cell does: the title that stands in place of its code

    def error(self, message: str, line: int | None = None) -> LessonError:
        """Make the error of an author at the cell, or at a line of its source, counted from 1."""
        number = self.lines[line - 1] if line and line <= len(self.lines) else self.line_number
        return LessonError(self.path, number, message)

    def found(self, pattern: str | re.Pattern) -> list[tuple[int, re.Match]]:
        """Find a pattern in the source: each match with its line, counted from 1."""
        lines = enumerate(self.source.splitlines(), start=1)
        return [(number, match) for number, line in lines for match in re.finditer(pattern, line)]


@dataclass(frozen=True)
class Task:
    """One exercise as its source states it: the statement, the answer cell and the check cell."""

    name: str
    statement: Cell
    answer: Cell
    check: Cell
    points: int
    minutes: int


def read_cells(path: Path, shown_as: Path | None = None) -> list[Cell]:
    """Read a py:percent file. Raises LessonError, which calls the file `shown_as`, for what cannot be understood."""
    shown_as = shown_as or path
    blocks: list[tuple[int, str, list[str]]] = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        marker = _MARKER.match(text)
        if marker:
            blocks.append((number, marker["rest"].strip(), []))
        elif blocks:
            blocks[-1][2].append(text)
    if not blocks:
        raise LessonError(shown_as, 1, 'no cell found: a cell begins with a line "# %%"')
    return [_cell(shown_as, *block) for block in blocks]


def _cell(path, number, rest, lines) -> Cell:
    kind = "markdown" if rest.startswith("[markdown]") else "code"
    rest = rest.removeprefix("[markdown]").strip()
    text = "\n".join(lines).rstrip()
    body = text.lstrip("\n")
    first = number + 1 + len(text) - len(body)
    if kind == "markdown":
        text = _markdown(path, number, body)
        body = text.strip("\n")
        first += len(text) - len(text.lstrip("\n"))
    places = tuple(range(first, first + len(body.splitlines())))
    cell = Cell(kind, body, path, number, places, **_attributes(path, number, rest))
    if kind == "code" and not body:
        raise cell.error("an empty code cell: write code in it or take it out")
    return cell


def _markdown(path, number, body) -> str:
    try:
        text = ast.literal_eval(body)
    except (ValueError, SyntaxError):
        text = None
    if not isinstance(text, str):
        raise LessonError(path, number, 'a markdown cell is one raw triple-quoted string, r"""...""", and nothing else')
    return textwrap.dedent(text)


def _attributes(path, number, rest) -> dict:
    found = dict(_ATTRIBUTE.findall(rest))
    unknown = _ATTRIBUTE.sub("", rest).split() + [name for name in found if name not in ATTRIBUTES]
    if unknown:
        known = ", ".join(sorted(ATTRIBUTES))
        raise LessonError(path, number, f"unknown cell attribute {unknown[0]!r}; a cell may have: {known}")
    values = {name: ast.literal_eval(text) for name, text in found.items()}
    _refuse_values(path, number, values)
    values["tags"] = tuple(values.get("tags", ()))
    values["solution_only"] = values.pop("solution", "") == "only"
    return values


def _refuse_values(path, number, values) -> None:
    if values.get("solution", "only") != "only":
        raise LessonError(path, number, f'solution={values["solution"]!r} says nothing: write solution="only"')
    if not values.get("folded", "a title"):
        raise LessonError(path, number, 'a folded cell needs a title in place of its code: folded="Draw the bowl"')
    if unknown := sorted({*values.get("tags", ())} - TAGS):
        raise LessonError(path, number, f"unknown tag {unknown[0]!r}; a cell may have: {', '.join(sorted(TAGS))}")


def stub(cell: Cell) -> Cell:
    """Return the answer cell as the learner gets it: given code in place, the stub in place of the solution."""
    return _rewrite(cell, keep_solution=False)


def solution(cell: Cell) -> Cell:
    """Return the answer cell as published: the solution without its markers, given code left out."""
    return _rewrite(cell, keep_solution=True)


def _rewrite(cell, keep_solution) -> Cell:
    """Walk the regions of an answer cell; the text of a GIVEN region is commented, so that the source file runs."""
    out: list[tuple[int, str]] = []
    region, given_seen = None, False
    for place, text in zip(cell.lines, cell.source.splitlines(), strict=True):
        mark = text.strip()
        if mark in _REGION_ENDS:
            if region != _REGION_ENDS[mark]:
                raise LessonError(cell.path, place, f"{mark!r} closes a region that is not open")
            region = None
        elif mark in _REGION_ENDS.values():
            region, opened = mark, place
            given_seen = given_seen or mark == BEGIN_GIVEN
            if mark == BEGIN_SOLUTION and not keep_solution and not given_seen:
                out.append((place, text.replace(BEGIN_SOLUTION, STUB)))
        elif region is None or (region == BEGIN_SOLUTION and keep_solution):
            out.append((place, text))
        elif region == BEGIN_GIVEN and text.strip() and not text.lstrip().startswith("#"):
            raise LessonError(cell.path, place, f'what is given stands as a comment: "# {text.strip()}"')
        elif region == BEGIN_GIVEN and not keep_solution:
            out.append((place, re.sub(r"# ?", "", text, count=1)))
    if region is not None:
        raise LessonError(cell.path, opened, f"{region!r} is never closed")
    return replace(cell, source="\n".join(text for _, text in out), lines=tuple(place for place, _ in out))


_REGION_ENDS = {END_SOLUTION: BEGIN_SOLUTION, END_GIVEN: BEGIN_GIVEN}


def tasks(cells: list[Cell]) -> list[Task]:
    """Return the exercises of exercises.py in order. Raises LessonError for one that is not complete or not fair."""
    found: dict[str, Task] = {}
    for index, cell in enumerate(cells):
        if cell.exercise is None:
            continue
        if cell.exercise in found:
            first = found[cell.exercise].answer.line_number
            raise cell.error(f"the name {cell.exercise!r} is used twice; first on line {first}")
        found[cell.exercise] = _task(cells, index)
    _refuse_lost_checks(cells, found)
    return list(found.values())


def _task(cells, index) -> Task:
    answer = cells[index]
    name = str(answer.exercise)
    above = _prose_above(cells, index)
    statement, heading = _statement(answer, above)
    hints = sum(cell.source.count("<details><summary>Hint") for cell in above)
    if hints < 2:
        raise statement.error(f"{name!r} has {hints} of at least 2 hints: <details><summary>Hint 1</summary>...")
    if stub(answer).source == solution(answer).source:
        raise answer.error(f"the stub of {name!r} equals its solution; the solution stands after {BEGIN_SOLUTION!r}")
    check = next((c for c in cells[index + 1 :] if c.check or c.exercise), None)
    if check is None or check.check != name:
        raise answer.error(f'{name!r} has no check cell under it: # %% check="{name}"')
    call = _CALL.fullmatch(check.source)
    if call is None or call["name"] != name:
        raise check.error(
            f'the check cell of {name!r} holds one line and nothing else: check("{name}", your_answer)', 1
        )
    return Task(name, statement, answer, check, int(heading["points"]), int(heading["minutes"]))


def _statement(answer, above) -> tuple[Cell, re.Match]:
    """Find the heading of an exercise in the prose above its answer cell: the last one with points and minutes."""
    for cell in reversed(above):
        if headings := list(HEADING_OF_A_TASK.finditer(cell.source)):
            return cell, headings[-1]
    for cell in reversed(above):
        if ill_formed := cell.found(r"^##+ .*"):
            line, found = ill_formed[-1]
            raise cell.error(f"{answer.exercise!r} has a heading {found[0]!r}; it has the form {HEADING!r}", line)
    raise answer.error(f"{answer.exercise!r} has no statement above it: a heading {HEADING!r}")


def _prose_above(cells, index) -> list[Cell]:
    """Return the markdown cells between the exercise before and this one."""
    start = max((i + 1 for i in range(index) if cells[i].exercise or cells[i].check), default=0)
    return [cell for cell in cells[start:index] if cell.kind == "markdown" and not cell.solution_only]


def _refuse_lost_checks(cells, found) -> None:
    seen: set[str] = set()
    for cell in cells:
        if cell.check is None:
            continue
        if cell.check not in found:
            raise cell.error(f"a check cell for {cell.check!r}, and no exercise of that name in this file")
        if cell.check in seen:
            raise cell.error(f"a second check cell for {cell.check!r}")
        seen.add(cell.check)
