"""Where an answer that nothing known explains is wrong: the place of its code at which a change makes every case right.

What is said is true by trial: the changed code was run. What would have to stand there is not told.
"""

import ast
from dataclasses import dataclass, replace

from firsthand.changing import insertions, kinds
from firsthand.changing.learner_code import LearnerCode
from firsthand.changing.searching import Change, Kind, Trial, find_change
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status, Verdict

SECONDS = 1.0
"""Processor time for looking, only where no known mistake explains an answer."""

LONGEST_PIECE = 60

UNEXPLAINED = frozenset(
    [
        Status.RAISED,
        Status.NOTHING_RETURNED,
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


@dataclass(frozen=True)
class Place:
    """A place in the code of an answer: what a change there would be, as a clause, and the line that it is in."""

    clause: str
    line_number: int
    line: str

    @property
    def fact(self) -> tuple[str, str]:
        return f"line {self.line_number} of the cell", self.line


def pointed_out(exercise: Exercise, answer, verdict: Verdict) -> Verdict:
    """Add to the verdict on an unexplained answer the one place at which a change makes it right, where there is one."""
    if verdict.status not in UNEXPLAINED:
        return verdict
    try:
        code = LearnerCode(answer)
    except LookupError:
        return verdict
    place = find_place(exercise, code)
    return verdict if place is None else _with_place(verdict, place)


def _with_place(verdict, place) -> Verdict:
    said = "" if verdict.status is Status.DIFFERS else f"{verdict.sentence} "
    sentence = f"{said}All but one thing is right: with {place.clause}, every case comes out right."
    return replace(verdict, sentence=sentence, facts=(place.fact, *verdict.facts))


def find_place(exercise: Exercise, code: LearnerCode, seconds: float = SECONDS) -> Place | None:
    """Return the first place found at which one change makes an answer right; None where none is found in time."""
    change = find_change(Trial(exercise, code), code, list(_CLAUSES), seconds)
    return change and _place(code, change)


def _place(code: LearnerCode, change: Change) -> Place:
    node = getattr(change.replacement, "moved", None) or change.node
    text = ast.get_source_segment("".join(code.lines), node) or ast.unparse(node)
    first, *rest = text.strip().splitlines()
    piece = f"`{first[:LONGEST_PIECE]}{' …' if rest or len(first) > LONGEST_PIECE else ''}`"
    words = "the arguments of {} in another order" if isinstance(node, ast.FunctionDef) else _CLAUSES[change.kind]
    return Place(words.format(piece), node.lineno, code.lines[node.lineno - 1].strip())
