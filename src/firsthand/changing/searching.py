"""Looks for the one change that makes an answer right, by trial: changes of its code are run on the cases of its exercise."""

import ast
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from firsthand.changing.learner_code import LearnerCode
from firsthand.changing.neighbours import HELPERS
from firsthand.judging.diagnosis import References, opinion
from firsthand.judging.exercise import SHOWN_SEED, Exercise
from firsthand.judging.transcript import agree, transcript
from firsthand.limit import time_limit

SECONDS_A_CASE = 0.05
"""Processor time in which changed code must be through with a case."""

Kind = Callable[[ast.AST, dict], Iterator[ast.AST]]


@dataclass(frozen=True)
class Change:
    """A node of the code of an answer, and what may stand in its place."""

    node: Any
    replacement: Any
    kind: Kind


class Trial:
    """The cases of an exercise, asked of changed code: first the one on which the answer itself is wrong."""

    def __init__(self, exercise: Exercise, code: LearnerCode):
        self._exercise, self._code = exercise, code
        self.references = References(exercise, exercise.draw_cases(SHOWN_SEED))
        self._within = partial(time_limit, SECONDS_A_CASE)
        answer = code.answer()
        lines = [self.line_of(answer, self.references, i) for i in range(len(self.references.cases))]
        code.limit_turns()
        right = [self._is_right(line, self.references, i) for i, line in enumerate(lines)]
        self.order = sorted(range(len(right)), key=lambda i: right[i])

    @cached_property
    def _others(self) -> References:
        """Cases of another seed: what is right on all of both is right."""
        return References(self._exercise, self._exercise.draw_cases(SHOWN_SEED + 1))

    def first_line(self) -> str:
        """Return what the code as it is now does on the case on which the answer is wrong; "" where it is no code."""
        try:
            return self.line_of(self._code.answer(), self.references, self.order[0])
        except Exception:  # the change has left no code that makes an answer
            return ""

    def makes_right(self, line: str) -> bool:
        """Say whether the code as it is now is right on every case; `line` is its first_line."""
        if not line or not self._is_right(line, self.references, self.order[0]):
            return False
        answer = self._code.answer()
        everywhere = [(self.references, i) for i in self.order[1:]]
        everywhere += [(self._others, i) for i in range(len(self._others.cases))]
        return all(self._is_right(self.line_of(answer, *place), *place) for place in everywhere)

    def line_of(self, answer, references, index) -> str:
        return transcript(answer, [references.cases[index]], self._exercise.ask, self._limited)

    @contextmanager
    def _limited(self):
        with self._code.counted(), self._within():
            yield

    def _is_right(self, line, references, index) -> bool:
        exercise = self._exercise
        if exercise.accepts is not None:
            return opinion(exercise, line, references.cases[index]) is True
        return agree(line, references.expected.split("\n")[index], exercise.rtol, exercise.atol)


def find_change(trial: Trial, code: LearnerCode, kinds: Sequence[Kind], seconds: float) -> Change | None:
    """Return the first change that makes an answer right, in the order of `kinds`; None where none does in time."""
    until = time.process_time() + seconds
    for change, line in tried(trial, code, kinds):
        if trial.makes_right(line):
            return change
        if time.process_time() > until:
            return None
    return None


def tried(trial: Trial, code: LearnerCode, kinds: Sequence[Kind]) -> Iterator[tuple[Change, str]]:
    """Make each change and yield it, while it is made, with what the code then does where the answer is wrong."""
    parents = {child: node for node in ast.walk(code.tree) for child in ast.iter_child_nodes(node)}
    nodes = [node for node in parents if hasattr(node, "lineno") or isinstance(node, ast.Slice)]
    for kind in kinds:
        for node in nodes:
            for replacement in kind(node, parents):
                if not _has_helper(replacement):
                    with _made(node, _complete(replacement, node), parents[node]):
                        yield Change(node, replacement, kind), trial.first_line()


def _has_helper(tree) -> bool:
    return any(isinstance(node, ast.Name) and node.id in HELPERS for node in ast.walk(tree))


def _complete(replacement, node) -> ast.AST:
    """Give new code what Python asks of a tree: a line, and whether a name is read or bound."""
    for part in ast.walk(replacement):
        if isinstance(part, ast.Name | ast.Attribute | ast.Subscript | ast.Tuple) and not hasattr(part, "ctx"):
            part.ctx = ast.Load()
    if not hasattr(replacement, "lineno") and hasattr(node, "lineno"):
        ast.copy_location(replacement, node)
    return ast.fix_missing_locations(replacement)


@contextmanager
def _made(node, replacement, parent) -> Iterator[None]:
    """Put new code where a node stood, and the node back afterwards."""
    _put(parent, node, replacement)
    try:
        yield
    finally:
        _put(parent, replacement, node)


def _put(parent, old, new) -> None:
    for name, value in ast.iter_fields(parent):
        if value is old:
            return setattr(parent, name, new)
        for place, item in enumerate(value if isinstance(value, list) else []):
            if item is old:
                value[place] = new
                return None
    return None
