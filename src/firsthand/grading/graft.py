"""Whose place each cell of a learner takes, and the pristine notebook with the learner's work put into it."""

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import nbformat
from nbformat import NotebookNode

INERT = "pass"

# Strings and comments, so that code inside them is not taken for code. Possessive: no input makes this search go back.
_QUOTED = re.compile(
    r"""\#[^\n]*+ | (?P<q>\"{3}|'{3})(?:\\.|(?!(?P=q)).)*+(?:(?P=q))? | "(?:\\.|[^"\\\n])*+"? | '(?:\\.|[^'\\\n])*+'?""",
    re.DOTALL | re.VERBOSE,
)
# What begins at the left margin: a definition, an assignment, the end of something longer, or anything else.
_STATEMENT = re.compile(
    r"^(?:(?:async[ \t]+)?(?:def|class)[ \t]+(?P<defined>\w+)"
    r"|(?P<assigned>\w++(?:[ \t]*+,[ \t]*+\w++)*+)[ \t]*+(?::[^=\n]*+)?=(?!=)"
    r"|[)\]}@]|(?P<other>\S))",
    re.MULTILINE,
)
_CHECK = re.compile(r"\s*check\(\s*[\"'](?P<name>\w+)[\"']\s*,[^\n]*\)\s*+;?+\s*+")
_SHOWS_PROGRESS = "from firsthand import progress"
LINES_OF_PROGRESS = 5
"""Of the cell that shows progress; in a longer one there is work of the learner's own."""
_MARKER = re.compile(r"(?:NBVAL|PYTEST_VALIDATE)_[A-Z_]+")


def _installs_the_course(source) -> bool:
    return "%pip install" in source and "firsthand" in source


@dataclass(frozen=True)
class Work:
    """A learner's work, as text.

    lesson : its name. answers : exercise -> source; an exercise whose cell is gone has none. extras : the learner's own
    code cells in order, each with the id of the pristine code cell it follows, None before all. notes : sentences for
    the teacher. variant : the number that the notebook names, which proves nothing.
    """

    lesson: str
    answers: dict[str, str]
    extras: tuple[tuple[str | None, str], ...]
    notes: tuple[str, ...]
    variant: int | None = None


@dataclass(frozen=True)
class Probe:
    """What stands in place of a check cell: source, and the output of that MIME type stored with it."""

    source: str
    output: str
    mime: str


@dataclass(frozen=True)
class Returned:
    """One cell as it came back; `ids` are all names that it bears, from its id and from nbgrader."""

    is_code: bool
    ids: frozenset[str]
    source: str

    @cached_property
    def statements(self) -> tuple[frozenset[str], bool]:
        """The names defined at the left margin, and whether that is all the cell does; broken Python is read as well."""
        names: set[str] = set()
        others = False
        for match in _STATEMENT.finditer(_QUOTED.sub(lambda quoted: "" if quoted[0][0] == "#" else "''", self.source)):
            names.update(re.findall(r"\w+", match["defined"] or match["assigned"] or ""))
            others = others or bool(match["other"])
        return frozenset(names), not others

    @property
    def defined(self) -> frozenset[str]:
        return self.statements[0]

    @property
    def id(self) -> str:
        """The one id of a cell as handed out."""
        (name,) = self.ids
        return name

    @cached_property
    def is_setup(self) -> bool:
        """Whether this is the cell that installs the course on Colab."""
        return _installs_the_course(self.source)

    @cached_property
    def shows_progress(self) -> bool:
        """Whether this is the cell that shows a learner where they stand, which is nobody's work."""
        return self.is_code and _SHOWS_PROGRESS in self.lines and len(self.lines) <= LINES_OF_PROGRESS

    @cached_property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.source.strip().split("\n")]

    @cached_property
    def checks(self) -> str | None:
        """The exercise that the cell does nothing but check, if so."""
        match = _CHECK.fullmatch(self.source) if self.is_code else None
        return match["name"] if match else None

    def does_more_than(self, names) -> bool:
        defined, is_all = self.statements
        return not is_all or not defined <= names


class Signs:
    """By what the cells of a notebook tell which lesson's they are, looked up once for all lessons."""

    def __init__(self, cells: Sequence[Returned]):
        code = [cell for cell in cells if cell.is_code]
        self.ids = {name for cell in cells for name in cell.ids}
        self.checked = {cell.checks for cell in code}
        self.sources = {tuple(cell.lines) for cell in code}
        self.defined = {name for cell in code for name in cell.defined}


class Handout:
    """An exercise notebook as handed out: its code cells by id, in order, and what the stub of each exercise defines."""

    def __init__(self, lesson: str, pristine: NotebookNode):
        self.lesson = lesson
        code = [cell for cell in pristine.cells if cell.cell_type == "code" and _SHOWS_PROGRESS not in cell.source]
        self.cells = {cell.id: Returned(True, frozenset([cell.id]), cell.source) for cell in code}
        self.position = {name: index for index, name in enumerate(self.cells)}
        self.exercises = {
            name.removeprefix("answer-"): cell for name, cell in self.cells.items() if name.startswith("answer-")
        }
        self.answer_ids = {stub.id for stub in self.exercises.values()}
        self.names = {name: stub.defined for name, stub in self.exercises.items()}

    def marked(self, signs: "Signs") -> set[str]:
        """Return the exercises that are there for sure: by an id, a check or an untouched stub."""
        return {
            name
            for name, stub in self.exercises.items()
            if name in signs.checked
            or not signs.ids.isdisjoint((f"answer-{name}", f"check-{name}"))
            or tuple(stub.lines) in signs.sources
        }

    def defined(self, signs: "Signs") -> set[str]:
        """Return the exercises that are there by the names they define."""
        return {exercise for exercise, names in self.names.items() if names and names <= signs.defined}

    def answers_another(self, exercise: str, cell: Returned) -> bool:
        """Say whether a cell answers an exercise that is not this one, by its id and by what it defines, or only by this."""
        others = [name for name in self.exercises if name != exercise and self.names[name] & cell.defined]
        return any(f"answer-{name}" in cell.ids for name in others) or bool(
            others and not self.names[exercise] & cell.defined
        )

    def may_be_extended(self, name: str) -> bool:
        """Say whether what a learner added to this cell is kept: not to an answer, a check or the set-up for Colab."""
        return not name.startswith(("answer-", "check-")) and not self.cells[name].is_setup


def place(cells: Sequence[Returned], handout: Handout, notes: Iterable[str]) -> Work:
    """Give every cell its place in the lesson as handed out; `notes` come before what is noted here."""
    cells = [cell for cell in cells if not cell.shows_progress]
    places, notes = _fixed_places(cells, handout), list(notes)
    free = [index for index, cell in enumerate(cells) if cell.is_code and cell.lines != [""] and index not in places]
    answers, spent = {}, set()
    for exercise, stub in handout.exercises.items():
        copies, chosen = _copies(exercise, cells, free, handout)
        if chosen:
            places |= {index: stub.id for index in chosen}
            untouched = cells[chosen[0]].lines == stub.lines
            answers[exercise] = stub.source if untouched else "\n\n".join(cells[index].source for index in chosen)
        spent |= {index for index in copies if not cells[index].does_more_than(handout.names[exercise])}
        notes += _notes(exercise, cells, copies, chosen)
    return Work(handout.lesson, answers, tuple(_extras(cells, places, spent, handout)), tuple(notes))


def _fixed_places(cells, handout) -> dict[int, str]:
    """Return cell -> id in the handout for all but the answers: by id, by an untouched source, or as a call of check."""
    fixed = {name: cell for name, cell in handout.cells.items() if name not in handout.answer_ids}
    places: dict[int, str] = {}
    for index, cell in enumerate(cells):
        named = sorted(cell.ids & fixed.keys(), key=lambda name: not name.startswith("check-"))
        if cell.checks in handout.exercises:
            named.insert(0, f"check-{cell.checks}")
        named = [name for name in named if name.startswith("check-") or name not in places.values()]
        named += [name for name, ours in fixed.items() if cell.lines == ours.lines or (ours.is_setup and cell.is_setup)]
        if cell.is_code and named:
            places[index] = named[0]
    return places


def _copies(exercise, cells, free, handout) -> tuple[list[int], list[int]]:
    """Return the cells that answer an exercise, and those of them that count: one, or the parts of an answer cut up.

    A cell that bears the exercise's id and defines what its stub defines goes before one that only defines it, and that
    before one that only bears the id.
    """
    stub, names = handout.exercises[exercise], handout.names[exercise]
    marked = [index for index in free if stub.id in cells[index].ids or cells[index].lines == stub.lines]
    untouched = [index for index in marked if cells[index].lines == stub.lines]
    changed = [
        index for index in marked if index not in untouched and not handout.answers_another(exercise, cells[index])
    ]
    defining = [index for index in changed if cells[index].defined & names] or [
        index
        for index in free
        if cells[index].defined & names and index not in marked and not handout.answers_another(exercise, cells[index])
    ]
    last = {name: index for index in defining for name in cells[index].defined & names}
    return sorted({*untouched, *defining}), sorted({*last.values()}) or changed[-1:] or untouched[-1:]


def _notes(exercise, cells, copies, chosen) -> list[str]:
    answer, check = f"answer-{exercise}", f"check-{exercise}"
    notes = []
    if len(copies) > max(1, len(chosen)):
        notes.append(
            f"{len(copies)} cells answer `{exercise}`; the last one that differs from the handed-out cell counts."
        )
    if not chosen and any(answer in cell.ids and not cell.is_code for cell in cells):
        notes.append(f"The answer cell of `{exercise}` came back as text, not as code; it counts as missing.")
    if any(check in cell.ids and cell.checks != exercise for cell in cells):
        notes.append(f"The check cell of `{exercise}` came back changed; the handed-out one was used.")
    return notes


def _extras(cells, places, spent, handout):
    """Yield the cells of the learner's own, each with the cell that it follows."""
    stands_at: dict[str, int] = {}
    for index, name in sorted(places.items()):
        stands_at.setdefault(name, index)
    marks = [(index, handout.position[name]) for name, index in stands_at.items()]
    for index, cell in enumerate(cells):
        place = places.get(index)
        if not cell.is_code or cell.lines == [""] or index in spent:
            continue
        if place is None:
            yield _follows(index, sorted(marks), list(handout.cells)), cell.source
        elif handout.may_be_extended(place) and cell.lines != handout.cells[place].lines:
            yield place, cell.source


def _follows(index, marks, order) -> str | None:
    """Return the cell in the handout that an extra cell follows: it stays behind the one before it in the notebook.

    Where the learner moved cells about, it also stays before the one that came next, which may need what it defines.
    """
    split = bisect(marks, (index, 0))
    before = marks[split - 1][1] if split > 0 else -1
    after = marks[split][1] if split < len(marks) else len(order)
    position = min(before, after - 1)
    return order[position] if position >= 0 else None


def graft(
    pristine: NotebookNode, work: Work, probes: Mapping[str, Probe], leave_out: Collection[str] = ()
) -> NotebookNode:
    """Return the pristine notebook's code with the learner's answers and extra cells in it, a probe for each check.

    probes : exercise -> Probe. Cells are called `answer-<exercise>`, `probe-<exercise>` and `extra-<n>`, the n-th of
    `work.extras` from 1. A cell named in `leave_out` does nothing; neither does the place of a missing answer.
    """
    extras: dict[str | None, list[dict]] = {}
    for number, (follows, source) in enumerate(work.extras, start=1):
        extras.setdefault(follows, []).append(_code(f"extra-{number}", source, leave_out))
    cells = extras.get(None, [])
    for cell in pristine.cells:
        if cell.cell_type == "code":
            cells += [*_grafted(cell, work, probes, leave_out), *extras.get(cell.id, [])]
    metadata = {name: pristine.metadata[name] for name in ("kernelspec", "language_info") if name in pristine.metadata}
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def _grafted(cell, work, probes, leave_out) -> list[dict]:
    kind, _, exercise = cell.id.partition("-")
    if kind == "answer":
        return [_code(cell.id, work.answers.get(exercise, INERT), leave_out)]
    if kind == "check":
        return [_probe(exercise, probes[exercise])]
    is_for_people = _installs_the_course(cell.source) or _SHOWS_PROGRESS in cell.source
    return [] if is_for_people else [_code(cell.id, cell.source, leave_out)]


def _code(name, source, leave_out) -> dict:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": INERT if name in leave_out else without_markers(source),
    }


def _probe(exercise, probe) -> dict:
    output = {"output_type": "display_data", "data": {probe.mime: probe.output}, "metadata": {}}
    return _code(f"probe-{exercise}", probe.source, ()) | {"execution_count": 1, "outputs": [output]}


def without_markers(source: str) -> str:
    """Return a source in which nbval finds no marker: the lines it would obey, in strings too, get one character more."""
    return "".join(map(_without_marker, source.splitlines(keepends=True)))


def _without_marker(line) -> str:
    space, sign, comment = line.partition("#")
    is_marker = not space.strip() and sign and _MARKER.fullmatch(comment.lstrip("#").strip())
    return f"{space}#-{comment}" if is_marker else line
