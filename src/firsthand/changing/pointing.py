"""Where an answer that nothing known explains is wrong: the place of its code at which a change makes every case right.

What is said is true by trial: the changed code was run. What would have to stand there is not told.
"""

import ast
import re
from dataclasses import replace

from firsthand.changing import insertions, kinds, moves, replacements
from firsthand.changing.learner_code import LearnerCode, libraries_silenced
from firsthand.changing.reading import read_sentence
from firsthand.changing.searching import Change, Kind, Trial, find_changes
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status, Verdict
from firsthand.limit import garbage_left, memory_limit

SECONDS = 1.0
"""Processor time for each way to look, only where no known mistake explains an answer."""

MORE_BYTES = 1 << 30
"""Memory that changed code may take: a size where an index belongs asks for more than any machine has."""

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
"""What is said of an answer without naming what it does otherwise; the sentence of a rule, too, is of the result alone."""

_CLAUSES: dict[Kind, str] = {
    moves.decided_true: "{} taken for true in every case",
    moves.decided_false: "{} taken for false in every case",
    kinds.comparison_changed: "another comparison in {}",
    replacements.other_comparison: "another comparison in {}",
    kinds.constant_changed: "another value in place of {}",
    replacements.other_number: "another value in place of {}",
    kinds.operator_changed: "another operator in {}",
    kinds.operand_left_out: "a part of {} left out",
    replacements.other_operator: "another operator in {}",
    kinds.order_changed: "another order in {}",
    kinds.function_changed: "another function in {}",
    replacements.other_function: "another function in {}",
    kinds.keyword_changed: "another axis or option in {}",
    replacements.other_axis: "another axis or option in {}",
    kinds.taken_too_early: "the steps of {} in another order",
    kinds.one_fewer: "another number in place of {}",
    kinds.slice_changed: "another slice than {}",
    kinds.range_changed: "other bounds in {}",
    replacements.other_bounds: "other bounds in {}",
    kinds.statement_changed: "{} left out",
    moves.statement_left_out: "{} left out",
    moves.statement_moved: "{} in another place",
    moves.loops_exchanged: "{} and the loop in it exchanged",
    kinds.parameters_changed: "another variable in place of {}",
    replacements.other_variable: "another variable or value in place of {}",
    insertions.guard_put_in: "a decision for a zero below the line in {}",
    insertions.step_put_in: "one step more done to {}",
    insertions.step_with_another: "one step more done to {}",
    insertions.step_with_piece: "one step more done to {}",
}
"""The kinds of change, the likely ones first, and what is asked for at the place: "with ...", all is right."""

_PLAIN = [kind for kind in _CLAUSES if kind.__module__ != insertions.__name__]
"""Those that put nothing in: of them there are few enough to try two that mend nothing alone."""


def pointed_out(exercise: Exercise, answer, verdict: Verdict) -> Verdict:
    """Add to the verdict on an unexplained answer where a change makes it right, in one place or two, if that is found."""
    by_rule = exercise.accepts is not None and verdict.status is Status.KNOWN_MISTAKE
    if verdict.status not in UNEXPLAINED and not by_rule:
        return verdict
    try:
        with libraries_silenced(), memory_limit(MORE_BYTES), garbage_left():
            return _pointed_out(exercise, LearnerCode(answer), verdict)
    except Exception:  # no source, or code that the search was not made for: the verdict stands as it is
        return verdict


def _pointed_out(exercise, code, verdict) -> Verdict:
    trial = Trial(exercise, code)
    if not trial.own_line:  # too slow to be tried again and again
        return verdict
    if not trial.is_repeatable() and verdict.status is not Status.KNOWN_MISTAKE:
        return replace(verdict, sentence=f"{_BY_CHANCE} {_first_sentence(verdict.sentence)}")
    # A rule has named what is wrong: what it needs is the place, and not another way to make it right.
    kinds = _PLAIN if verdict.status is Status.KNOWN_MISTAKE else list(_CLAUSES)
    if changes := find_changes(trial, code, kinds, _PLAIN, SECONDS):
        return _with_places(verdict, code, changes)
    if verdict.status is Status.KNOWN_MISTAKE:
        return verdict
    return replace(verdict, sentence=f"{verdict.sentence} {read_sentence(code)}".strip())


_BY_CHANCE = (
    "Two calls with the same arguments give two results: does your code draw by chance, or remember the call before?"
)


def _with_places(verdict, code, changes) -> Verdict:
    clauses = [_clause(code, change) for change in changes]
    facts = (*(_line(code, change) for change in changes), *verdict.facts)
    if verdict.status is Status.KNOWN_MISTAKE:  # a rule says what is wrong with a result, and not what makes it so
        sentence = f"{verdict.sentence} With {', and '.join(clauses)}, every case comes out right."
        return replace(verdict, sentence=sentence, facts=facts)
    first = "" if verdict.status in _SAID_BETTER else f"{_first_sentence(verdict.sentence)} "
    things = "one thing is" if len(clauses) == 1 else "two things are"
    sentence = f"{first}All but {things} right: with {', and '.join(clauses)}, every case comes out right."
    return replace(verdict, sentence=sentence, facts=facts)


_SAID_BETTER = (Status.DIFFERS, Status.EXAMPLE_ONLY, Status.NEARLY_RIGHT, Status.NOTHING_RETURNED, Status.SEEN)
"""What a place says more about."""


def _first_sentence(text: str) -> str:
    """Keep what was found, and not what was asked or guessed after it."""
    return re.split(r"(?<=[.!?]) ", text)[0]


def _clause(code: LearnerCode, change: Change) -> str:
    """Say what a change would be, and not what would stand there: "another comparison in `p > 0.5`"."""
    node = _shown(change)
    piece, round_it = _piece(code, node), _piece(code, change.parent)
    if isinstance(node, ast.FunctionDef):
        return f"the arguments of {piece} in another order"
    is_small = isinstance(node, ast.Constant | ast.Name) and not isinstance(change.parent, ast.Return | ast.FunctionDef)
    # A step done to a number only gives another number.
    kind = replacements.other_number if isinstance(node, ast.Constant) else change.kind
    clause = _CLAUSES[kind].format(piece)
    return f"{clause} in {round_it}" if is_small and round_it != piece else clause


def _piece(code, node) -> str:
    """Quote a piece of the learner's code, its first line."""
    text = ast.get_source_segment("".join(code.lines), node) or ast.unparse(node)
    first, *rest = text.strip().splitlines()
    return f"`{first[:LONGEST_PIECE]}{' …' if rest or len(first) > LONGEST_PIECE else ''}`"


def _line(code: LearnerCode, change: Change) -> tuple[str, str]:
    number = _shown(change).lineno
    return f"line {number} of the cell", code.lines[number - 1].strip()


def _shown(change):
    return getattr(change.replacement, "moved", None) or change.node
