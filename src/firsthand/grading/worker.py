"""Grading one submission, from its bytes to its result: what an executor runs."""

import functools
import hashlib
import re
import symtable
import time
from dataclasses import replace
from functools import partial
from typing import Any

from nbformat import NotebookNode

from firsthand.authoring.catalogue import fingerprint, open_course
from firsthand.authoring.lesson_source import LessonError
from firsthand.building.handing_out import has_variants
from firsthand.classroom.submission import Unreadable
from firsthand.gradebook.records import EXERCISE_STATUSES, Given, Order, Result, Score
from firsthand.grading.assignment import (
    Assignment,
    make_assignment,
    make_variant_assignment,
    pristine_notebooks,
    pristine_variant,
)
from firsthand.grading.graft import Work, graft
from firsthand.grading.opening import start_zygote
from firsthand.grading.probe import MIME
from firsthand.grading.reading import read_work
from firsthand.grading.run import CellRun, run_notebook
from firsthand.grading.score import STOPS, is_right, is_untouched, note_of_rule, score
from firsthand.kernels import kernel_process
from firsthand.kernels.kernel_process import Budget, Kernels, NoKernelError
from firsthand.overwritten import overwritten_names

LIMITS_PER_SUBMISSION = 6
"""A submission may take this many times the limit of one cell."""

OWN_FAULT = "grader_error"
"""Status of what cannot be graded and is no fault of the learner's; the next run tries again."""

ILLUSTRATION = "illustration"
"""Tag of a cell that only shows something: a figure, a table. It is not run where nobody looks."""

SLOW_SHARE = 0.25
"""Share of the limit from which on a cell counts as slow, when the time of a submission is up."""


def grade_one(order: Order, learner: str, source: str, content: bytes) -> Result:
    """Grade one submission; whatever is wrong with it, a result comes back. Raises LessonError for what is wrong with the course."""
    started = time.monotonic()
    result = partial(Result, learner, source, hashlib.sha256(content).hexdigest())
    try:
        graded = _grade_with_some_kernel(order, learner, source, content)
        return result(**graded, seconds=time.monotonic() - started)
    except Unreadable as error:
        return result("", error.status, str(error))
    except LessonError:
        raise
    except Exception as error:  # the next submission is graded whatever happened here
        return result("", "grader_error", f"{type(error).__name__}: {str(error)[:300]}")


def _grade_with_some_kernel(order, learner, source, content) -> dict[str, Any]:
    """Grade a submission; where there was no kernel try again, and then with a zygote of this process's own."""
    for zygote_is_lost in (False, True):
        try:
            return _grade(order, learner, source, content)
        except NoKernelError:
            if zygote_is_lost and _kernels:
                _lost_zygotes.add(_kernels.address)
    return _grade(order, learner, source, content)


def _grade(order, learner, source, content) -> dict[str, Any]:
    _prepare(order)
    work, assignment = _work(order, learner, source, content)
    cells, ended, was_crowded = _run(order, assignment, work, content)
    scores = tuple(score(assignment, name, work.answers.get(name), cells, ended) for name in assignment.exercises)
    scores = tuple(_with_overwritten_names(score, assignment, work) for score in scores)
    notes = [*work.notes, *(_note(cell, how) for cell, how in ended.items() if cell.startswith("extra-"))]
    received = {name: cells[f"probe-{name}"].received for name in work.answers if f"probe-{name}" in cells}
    notes += filter(None, (note_of_rule(assignment, scored, received.get(scored.exercise)) for scored in scores))
    return {
        "lesson": work.lesson,
        "status": _status(scores),
        "notes": tuple(notes),
        "scores": scores,
        "was_crowded": was_crowded,
    }


def _work(order, learner, source, content) -> tuple[Work, Assignment]:
    """Return the learner's work, and what it is graded by: the exercises of the course, or those of a variant."""
    root, seed = order.course, order.seed
    work = read_work(content, source, pristine_notebooks(root))
    assignment = make_assignment(root, work.lesson, seed)
    if not has_variants(root, assignment.lesson):
        return work, assignment
    number, note = which_variant(order.given, learner, work.variant)
    if number is None:
        return work, assignment
    # Read again: what is untouched, and what a learner added, shows beside what was handed out.
    own = read_work(content, source, {work.lesson: pristine_variant(root, work.lesson, number)})
    own = replace(own, notes=(*own.notes, note)) if note else own
    return own, make_variant_assignment(root, work.lesson, seed, number)


def which_variant(given: Given | None, learner: str, named: int | None) -> tuple[int | None, str]:
    """Return the variant that a submission is graded as, and what the teacher is told of it.

    named : by the notebook, which anybody can change: it is believed only where nothing is known. Raises Unreadable
    where every learner was given their own, and this one is nobody of the roster.
    """
    if given is None:
        note = f"Graded as variant {named}, which the notebook names. To grade by what you gave: --variant SEED."
        return named, note if named else ""
    number = given.to(learner)
    if number is None:
        raise Unreadable("Nobody of the roster, so nobody knows which variant was theirs. Mend the roster.", OWN_FAULT)
    if named == number:
        return number, ""
    if named is None:
        return number, f"The notebook names no variant; graded as variant {number}, which this learner was given."
    owner = given.owner(named)
    whose = f", which {owner} was given" if owner else ""
    return number, f"This is the notebook of variant {named}{whose}; graded as variant {number}, this learner's own."


def _with_overwritten_names(score: Score, assignment, work) -> Score:
    """Say of an answer that stopped which name of Python's or a library's a cell of the notebook has overwritten."""
    if score.status != "wrong" or not score.sentence.startswith(STOPS):
        return score
    cells = graft(assignment.pristine, work, assignment.probes).cells
    sources = [cell.source for cell in cells if not cell.id.startswith("probe-")]
    lines = [
        f" The name `{name}` has another value from the cell on that begins `{sources[index].strip().splitlines()[0][:60]}`: use another name there."
        for name, index in overwritten_names(score.code, sources).items()
    ]
    return replace(score, sentence=score.sentence + "".join(lines))


def _note(cell, how) -> str:
    number = cell.removeprefix("extra-")
    return f"Cell {number} of the learner's own {EXERCISE_STATUSES[how]}; it was stopped, and costs nothing else."


def _status(scores: tuple[Score, ...]) -> str:
    return "not_attempted" if all(score.status == "not_attempted" for score in scores) else "graded"


_ready_for: Order | None = None
_kernels: Kernels | None = None
_lost_zygotes: set[str] = set()


def _prepare(order) -> None:
    """Make this process ready, once: the course as the order has it, a zygote, what every kernel is like."""
    global _ready_for, _kernels
    if _ready_for == order and not (_kernels and _kernels.address in _lost_zygotes):
        return
    if fingerprint(open_course(order.course)) != order.fingerprint:
        raise RuntimeError("the lessons or checks on this machine are not the ones the class is graded by")
    if kernel_process.is_possible():
        usable = order.zygote not in {None, *_lost_zygotes}
        address = order.zygote if usable else start_zygote(order.course, order.sandbox).address
        _kernels = Kernels(address, order.sandbox, order.memory_mb, MIME)
    _ready_for = order


def _run(order, assignment: Assignment, work: Work, content) -> tuple[dict[str, CellRun], dict[str, str], bool]:
    """Run the graft; return what became of its cells, which of them were stopped or ended the kernel, and how.

    Also returned is whether a limit was missed on a machine too busy for that to prove anything.

    A cell that ends the kernel is left out and the rest is run again, so that it costs nothing but itself. When the
    submission's time is up, all slow cells are left out and the rest gets one last chance.
    """
    if not work.extras and all(is_untouched(assignment, name, code) for name, code in work.answers.items()):
        return {}, {}, False
    budget = Budget(LIMITS_PER_SUBMISSION * order.limit_seconds)
    seed = int.from_bytes(hashlib.sha256(content).digest()[:4])
    kernels = _kernels and replace(_kernels, random_seed=seed, budget=budget)
    ended: dict[str, str] = {}
    last_chance = False
    shown_only = unused_illustrations(assignment.pristine, work)
    while True:
        notebook = graft(assignment.pristine, work, assignment.probes, shown_only | set(map(_culprit, ended)))
        cells = run_notebook(notebook, partial(_judge, assignment), kernels, order.limit_seconds)
        stopped = {name: "timeout" for name, cell in cells.items() if cell.ended == "timeout"}
        fatal = next(((name, cell.ended or "kernel_died") for name, cell in cells.items() if cell.fatal), None)
        if fatal is None or last_chance or _culprit(fatal[0]) in map(_culprit, ended):
            return cells, stopped | dict([fatal] if fatal else []) | ended, budget.was_crowded
        ended |= stopped  # or each of them would be waited for again
        # What is left may not be enough to start again: then there is one last chance.
        last_chance = time.monotonic() + order.limit_seconds > budget.ends
        if last_chance:
            slow = SLOW_SHARE * order.limit_seconds
            ended |= {name: "timeout" for name, cell in cells.items() if cell.seconds > slow}
            budget.allow(order.limit_seconds)
        ended[fatal[0]] = fatal[1]


def unused_illustrations(pristine: NotebookNode, work: Work) -> set[str]:
    """Return the ids of the cells that only show something to a reader: tagged so, and no name of theirs is used."""
    words = set(re.findall(r"\w+", "\n".join([*work.answers.values(), *(source for _, source in work.extras)])))
    tagged = [cell for cell in pristine.cells if ILLUSTRATION in cell.metadata.get("tags", ())]
    return {cell.id for cell in tagged if not words & _names_bound(cell.source)}


@functools.lru_cache(maxsize=1_024)
def _names_bound(source) -> set[str]:
    symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}


def _culprit(cell: str) -> str:
    """Return the cell to leave out when `cell` ended the kernel: a probe does only what the answer makes it do."""
    return cell.replace("probe-", "answer-", 1) if cell.startswith("probe-") else cell


def _judge(assignment: Assignment, cell: str, received: str, stored: str) -> bool:
    name = cell.removeprefix("probe-")
    return is_right(assignment.exercises[name], assignment.references[name], received, stored)
