"""The command update: a learner's answers carried over into the exercises of this version of the course."""

import ast
import copy
import json
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from firsthand.authoring.catalogue import variants_by_exercise
from firsthand.authoring.course import find_course
from firsthand.building.build import free_name, replace_whole
from firsthand.building.notebook import holds_work, source_id
from firsthand.classroom.submission import Unreadable
from firsthand.errors import UsageError
from firsthand.grading.assignment import pristine_notebooks
from firsthand.grading.graft import Work
from firsthand.grading.reading import read_work
from firsthand.words import count

_TEXT = "#firsthand-text "
"""Before a text cell of the learner's own, while it takes its place among the cells of code."""


@dataclass(frozen=True)
class Old:
    """A notebook that holds a learner's work: the work, and the exercises that its version of the course had."""

    path: Path
    work: Work
    had: frozenset[str]

    def answers(self, stubs: Mapping[str, str], has_variants: Collection[str]) -> dict[str, str]:
        """Return the learner's answers, without what was handed out: now, or by an older version as `...`.

        Answers to numbers of a variant stay out: they are not those of the course.
        """
        others = has_variants if self.work.variant else ()
        return {
            name: source
            for name, source in self.work.answers.items()
            if source != stubs[f"answer-{name}"] and not is_empty(source) and name not in others
        }


def update(given: Iterable[Path]) -> int:
    """Carry answers over; 0 when every notebook could be read, else 1. Where nothing is given, those in exercises/.

    A notebook with work that is replaced is kept beside the new one; what lies elsewhere is left as it is.
    """
    root = find_course(Path.cwd())
    pristine = pristine_notebooks(root)
    paths = _notebooks(given) or [path for name in pristine if (path := _target(root, name)).is_file()]
    code, done = 0, 0
    for path in paths:
        try:
            old = _read(path, pristine)
        except (Unreadable, OSError) as error:
            print(f"{path}: {error} Nothing was changed.")
            code = 1
            continue
        if said := _carry_over(root, old, pristine[old.work.lesson]):
            done += 1
            print(said)
    if not code and not done:
        print("Your exercises are those of this version of the course: nothing was changed.")
    return code


def _notebooks(given) -> list[Path]:
    paths: list[Path] = []
    for path in given:
        found = sorted(path.glob("*.ipynb")) or sorted(path.glob("exercises/*.ipynb")) if path.is_dir() else [path]
        if not found or not found[0].is_file():
            raise UsageError(
                f"There is no notebook {path}. Name the exercises you worked in: firsthand update ../old/exercises"
            )
        paths += [one for one in found if holds_work(one)]
    return paths


def _target(root, lesson) -> Path:
    return root / "exercises" / f"{lesson}.ipynb"


def _read(path: Path, pristine: Mapping[str, nbformat.NotebookNode]) -> Old:
    """Read a notebook without the cells that an older build made. Raises Unreadable and OSError."""
    content = path.read_bytes()
    lesson = read_work(content, path.name, pristine).lesson
    notebook = json.loads(content)
    ids = {cell.id for cell in pristine[lesson].cells}
    cells = [cell for cell in notebook.get("cells", []) if isinstance(cell, dict)]
    had = frozenset(_id(cell).removeprefix("answer-") for cell in cells if _id(cell).startswith("answer-"))
    own = [cell for cell in cells if _id(cell) in ids or not _is_built(cell)]
    has_ids = any(_id(cell) in ids for cell in cells)  # an editor may drop them: no text is then known as one's own
    notebook["cells"] = [_as_code(cell, ids) for cell in own] if has_ids else own
    return Old(path, read_work(json.dumps(notebook).encode(), path.name, pristine), had)


def _id(cell) -> str:
    return str(cell.get("id", ""))


def _source(cell) -> str:
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _is_built(cell) -> bool:
    """Say whether a build made the cell, and nobody changed it: its id is made of its source, or it is a check."""
    own = source_id(str(cell.get("cell_type")), _source(cell))
    return _id(cell).split("-")[0] == own or _id(cell).startswith("check-")


def _as_code(cell, ids) -> dict:
    if cell.get("cell_type") != "markdown" or (_id(cell) in ids and _is_built(cell)):
        return cell
    return {"cell_type": "code", "metadata": {}, "source": _TEXT + json.dumps(_source(cell))}


def is_empty(source: str) -> bool:
    """Say whether an answer is only what is handed out: definitions whose body, or whose value, is `...`."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    return all(map(_is_open, body))


def _is_open(node) -> bool:
    match node:
        case ast.FunctionDef(body=body) | ast.ClassDef(body=body):
            return all(_is_open(one) for one in body)
        case ast.Assign(value=ast.Constant(value=value)):
            return value is ...
        case ast.Expr(value=ast.Constant(value=value)):
            return value is ... or isinstance(value, str)
    return isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)


def _carry_over(root, old, pristine) -> str:
    """Write the notebook of this version with the learner's answers; return what was done, "" where nothing was to do."""
    target, stated = _target(root, old.work.lesson), _fingerprint(old.path)
    is_there = old.path.resolve() == target.resolve()
    if is_there and stated == pristine.metadata.firsthand.fingerprint:
        return ""
    works = [old]
    if not is_there and target.is_file() and holds_work(target):
        works.insert(0, _read(target, {old.work.lesson: pristine}))  # what was answered here stays
    stubs = {cell.id: cell.source for cell in pristine.cells}
    answers = {
        name: answer
        for one in reversed(works)
        for name, answer in one.answers(stubs, variants_by_exercise(root)).items()
    }
    extras = list(dict.fromkeys(extra for one in works for extra in one.work.extras))
    kept = _keep(target)
    replace_whole(target, nbformat.writes(_filled(pristine, answers, extras), version=4) + "\n")
    new = [cell.id for cell in pristine.cells if cell.id.startswith("answer-") and cell.id[7:] not in old.had]
    said = [f"{count(len(answers), 'answer')} kept", f"{count(len(new), 'exercise')} new"]
    said += [f"{count(len(extras), 'cell')} of your own kept"] if extras else []
    copy_of_it = f"; as it was: {kept.relative_to(root).as_posix()}" if kept else ""
    return f"{target.relative_to(root).as_posix()}: {', '.join(said)}{copy_of_it}. Run all its cells."


def _fingerprint(path) -> str:
    metadata = json.loads(path.read_bytes()).get("metadata", {})
    return str((metadata.get("firsthand") or {}).get("fingerprint", "")) if isinstance(metadata, dict) else ""


def _keep(target) -> Path | None:
    if not target.is_file() or not holds_work(target):
        return None
    name = free_name(target)
    shutil.copy2(target, name)
    return name


def _filled(pristine, answers, extras) -> nbformat.NotebookNode:
    notebook = copy.deepcopy(pristine)
    own = {cell.id: [_own_cell(source) for follows, source in extras if follows == cell.id] for cell in notebook.cells}
    cells = [_own_cell(source) for follows, source in extras if follows is None]
    for cell in notebook.cells:
        if cell.id.startswith("answer-"):
            cell.source = answers.get(cell.id.removeprefix("answer-"), cell.source)
        cells += [cell, *own[cell.id]]
    title = next(index for index, cell in enumerate(cells) if cell.id == pristine.cells[0].id)
    notebook.cells = [cells.pop(title), *cells]
    return notebook


def _own_cell(source) -> nbformat.NotebookNode:
    if source.startswith(_TEXT):
        return nbformat.v4.new_markdown_cell(json.loads(source.removeprefix(_TEXT)))
    return nbformat.v4.new_code_cell(source)
