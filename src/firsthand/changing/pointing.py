"""Where an answer that nothing known explains is wrong: the place of its code at which a change makes every case right.

What is said is true by trial: the changed code was run. What would have to stand there is not told.
"""

import ast
import re
from dataclasses import replace

from firsthand.changing import insertions, kinds
from firsthand.changing.learner_code import LearnerCode
from firsthand.changing.searching import Change, Kind, Trial, find_changes
from firsthand.judging.combining import two_at_once
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status, Verdict

SECONDS = 1.0
"""Processor time for looking, only where no known mistake explains an answer."""

LONGEST_PIECE = 60

UNEXPLAINED = frozenset(
    [
        Status.RAISED,
        Status.NOTHING_RETURNED,
        Status.ALTERED_INPUT,
        Status.WRONG_TYPE,
        Status.WRONG_SHAPE,
        Status.NOT_FINITE,
        Status.EXAMPLE_ONLY,
        Status.NEARLY_RIGHT,
        Status.SEEN,
        Status.DIFFERS,
    ]
)
"""What is said of an answer without naming what it does otherwise."""

_CLAUSES: dict[Kind, str] = {
    insertions.boundary_moved: "another comparison in {}",
    insertions.other_comparison: "another comparison in {}",
    kinds.comparison_changed: "another comparison in {}",
    kinds.constant_changed: "another value in place of {}",
    insertions.other_number: "another value in place of {}",
    kinds.operator_changed: "another operator in {}",
    insertions.other_operator: "another operator in {}",
    kinds.operand_left_out: "a part of {} left out",
    kinds.order_changed: "another order in {}",
    kinds.function_changed: "another function in {}",
    insertions.other_function: "another function in {}",
    kinds.keyword_changed: "another axis or option in {}",
    insertions.other_axis: "another axis or option in {}",
    kinds.taken_too_early: "the steps of {} in another order",
    kinds.slice_changed: "another slice than {}",
    kinds.range_changed: "other bounds in {}",
    insertions.other_bounds: "other bounds in {}",
    kinds.statement_changed: "{} left out",
    insertions.statement_left_out: "{} left out",
    insertions.statement_moved: "{} in another place",
    kinds.parameters_changed: "another variable in place of {}",
    insertions.other_variable: "another variable or value in place of {}",
    insertions.guard_put_in: "a decision for a zero below the line in {}",
    insertions.step_put_in: "one step more done to {}",
    insertions.step_with_another: "one step more done to {}",
    insertions.step_with_piece: "one step more done to {}",
}
"""The kinds of change, the likely ones first, and what is asked for at the place: "with ...", all is right."""


_MILD = frozenset(
    [
        insertions.boundary_moved,
        insertions.other_axis,
        insertions.other_bounds,
        insertions.guard_put_in,
        insertions.statement_moved,
        insertions.other_function,
        kinds.range_changed,
        kinds.slice_changed,
    ]
)
"""Those of boundaries and places: a known mistake that is left after one of them was there before."""


def pointed_out(exercise: Exercise, answer, verdict: Verdict) -> Verdict:
    """Add to the verdict on an unexplained answer where a change makes it right, in one place or two, if that is found."""
    if verdict.status not in UNEXPLAINED:
        return verdict
    try:
        code = LearnerCode(answer)
    except LookupError:
        return verdict
    found = find_changes(Trial(exercise, code), code, list(_CLAUSES), _MILD, SECONDS)
    return verdict if found is None else _with_places(verdict, code, found)


def _with_places(verdict, code, found) -> Verdict:
    clauses = [_clause(code, change) for change in found.changes]
    facts = (*(_line(code, change) for change in found.changes), *verdict.facts)
    if found.mistake:
        sentence = two_at_once(found.mistake, f"With {clauses[0]}, all else comes out right.")
        return Verdict(Status.KNOWN_MISTAKE, sentence, facts, (found.mistake,))
    said = "" if verdict.status in _SAID_BETTER else f"{_first_sentence(verdict.sentence)} "
    things = "one thing is" if len(clauses) == 1 else "two things are"
    sentence = f"{said}All but {things} right: with {', and '.join(clauses)}, every case comes out right."
    return replace(verdict, sentence=sentence, facts=facts)


_SAID_BETTER = (Status.DIFFERS, Status.EXAMPLE_ONLY, Status.NEARLY_RIGHT, Status.NOTHING_RETURNED)
"""What a place says more about."""


def _first_sentence(text: str) -> str:
    """Keep what was found, and not what was asked or guessed after it."""
    return re.split(r"(?<=[.!?]) ", text)[0]


def _clause(code: LearnerCode, change: Change) -> str:
    """Say what a change would be, and not what would stand there: "another comparison in `p > 0.5`"."""
    node = _shown(change)
    text = ast.get_source_segment("".join(code.lines), node) or ast.unparse(node)
    first, *rest = text.strip().splitlines()
    piece = f"`{first[:LONGEST_PIECE]}{' …' if rest or len(first) > LONGEST_PIECE else ''}`"
    words = "the arguments of {} in another order" if isinstance(node, ast.FunctionDef) else _CLAUSES[change.kind]
    return words.format(piece)


def _line(code: LearnerCode, change: Change) -> tuple[str, str]:
    number = _shown(change).lineno
    return f"line {number} of the cell", code.lines[number - 1].strip()


def _shown(change):
    return getattr(change.replacement, "moved", None) or change.node
