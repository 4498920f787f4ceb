"""Looks for the one change that makes an answer right, by trial: changes of its code are run on the cases of its exercise."""

import ast
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from firsthand.changing.learner_code import LearnerCode
from firsthand.changing.neighbours import HELPERS
from firsthand.diagnosing.diagnosis import References, opinion
from firsthand.judging.exercise import SHOWN_SEEDS, Exercise
from firsthand.judging.transcript import agree, parse, same, transcript
from firsthand.judging.values import leaves
from firsthand.limit import TookTooLong, time_limit

SECONDS_A_CASE = 0.05
"""Processor time in which changed code must be through with a case."""

MOST_WRONG = 4
"""Cases of those on which an answer is wrong that tell whether a change brings it nearer."""

RAISED = '{"raised":'
"""How a line of a transcript begins that holds an exception."""

Kind = Callable[[ast.AST, dict], Iterator[ast.AST]]


@dataclass(frozen=True)
class Change:
    """A node of the code of an answer, the node it is a part of, and what may stand in its place."""

    node: Any
    parent: Any
    replacement: Any
    kind: Kind


class Trial:
    """The cases of an exercise, asked of changed code: first the one on which the answer itself is wrong."""

    def __init__(self, exercise: Exercise, code: LearnerCode):
        self._exercise, self._code = exercise, code
        self.references = References(exercise, exercise.draw_cases())
        self.look()
        code.limit_turns()

    def look(self) -> None:
        """Ask the code as it is now: what it is wrong on comes first from here on, and what it does there is `own_line`."""
        answer, cases = self._code.answer(), range(len(self.references.cases))
        lines = [self.line_of(answer, self.references, i) for i in cases]
        right = [self._is_right(lines[i], self.references, i) for i in cases]
        self.order = sorted(cases, key=lambda i: right[i])
        self.own_line = lines[self.order[0]]
        self.more_wrong = min(right.count(False) - 1, MOST_WRONG - 1)

    def is_repeatable(self) -> bool:
        """Say whether the answer does the same when it is asked again; one that is too slow this time says nothing."""
        answer = self._code.answer()
        again = {self.line_of(answer, self.references, self.order[0]) for _ in range(2)}
        return again <= {self.own_line, ""}

    @cached_property
    def _others(self) -> References:
        """Cases of other seeds: what is right on all of them is right."""
        more = (self._exercise.draw_cases(seed) for seed in SHOWN_SEEDS[1:])
        return References(self._exercise, list(itertools.chain(*more)))

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

    def nearness(self, line: str) -> float:
        """Return how much of what is asked the code as it is now gives where the answer is wrong; `line` is its first_line.

        A case counts -1 for an exception, 0 for another shape, else 1 and the share of what is right.
        """
        if not line or line.startswith(RAISED) or self._exercise.accepts is not None:
            return -1.0
        near, answer = self._nearness_of(line, self.order[0]), self._code.answer()
        for index in self.order[1 : 1 + self.more_wrong]:
            near += self._nearness_of(self.line_of(answer, self.references, index), index)
        return near

    def _nearness_of(self, line, index) -> float:
        if not line or line.startswith(RAISED):
            return -1.0
        ours, asked = (leaves(parse(text)) for text in (line, self.references.expected.split("\n")[index]))
        if len(ours) != len(asked) or not asked:
            return 0.0
        return 1.0 + sum(map(self._alike, ours, asked)) / len(asked)

    def _alike(self, ours, asked) -> bool:
        return same(ours, asked, self._exercise.rtol, self._exercise.atol)

    def line_of(self, answer, references, index) -> str:
        """Return what an answer does on a case; "" where that takes too long to be had, or written down."""
        try:
            with time_limit(SECONDS_A_CASE):
                return transcript(answer, [references.cases[index]], self._exercise.ask, self._code.counted)
        except TookTooLong:
            return ""

    def _is_right(self, line, references, index) -> bool:
        exercise = self._exercise
        if not line:
            return False
        if exercise.accepts is not None:
            return opinion(exercise, line, references.cases[index]) is True
        return agree(line, references.expected.split("\n")[index], exercise.rtol, exercise.atol)


class _Clock:
    """Is over after some processor time; and after a few times as much by the clock on the wall, where something sleeps."""

    def __init__(self, seconds: float):
        self._until, self._latest = time.process_time() + seconds, time.monotonic() + 5 * seconds

    def is_over(self) -> bool:
        return time.process_time() > self._until or time.monotonic() > self._latest


MOST_FIRST_STEPS = 8
"""Changes after which a second one of any kind is looked for."""


def find_changes(
    trial: Trial, code: LearnerCode, kinds: Sequence[Kind], plain: Sequence[Kind], seconds: float
) -> list[Change]:
    """Return the first change that makes an answer right, else two that do; [] where none are found in time.

    kinds : in the order in which they are tried. plain : those of which any two are tried. seconds : processor time, for
    one change, for two of which the first brings the answer nearer, and for any two.
    """
    clock, nearer, others = _Clock(seconds), [], []
    own = trial.nearness(trial.own_line)
    for change, line in tried(trial, code, kinds):
        if trial.makes_right(line):
            return [change]
        if line and line != trial.own_line and not line.startswith(RAISED):
            if (near := trial.nearness(line)) > own:
                nearer.append((near, change))
            if change.kind in plain:
                others.append(change)
        if clock.is_over():
            break
    first_steps = [change for _, change in sorted(nearer, key=lambda pair: -pair[0])[:MOST_FIRST_STEPS]]
    two = _second(trial, code, first_steps, kinds, _Clock(seconds))
    return two or _second(trial, code, others, plain, _Clock(seconds))


def _second(trial, code, first_steps, kinds, clock) -> list[Change]:
    """Look for a change that makes the answer right after one of some others."""
    for first in first_steps:
        with made(first):
            trial.look()
            for second, line in tried(trial, code, kinds):
                if trial.makes_right(line):
                    return [first, second]
                if clock.is_over():
                    return []
    return []


def tried(trial: Trial, code: LearnerCode, kinds: Sequence[Kind]) -> Iterator[tuple[Change, str]]:
    """Make each change and yield it, while it is made, with what the code then does where the answer is wrong."""
    parents = {child: node for node in ast.walk(code.tree) for child in ast.iter_child_nodes(node)}
    nodes = [node for node in parents if hasattr(node, "lineno")]
    for kind in kinds:
        for node in nodes:
            for replacement in kind(node, parents):
                if not _has_helper(replacement):
                    change = Change(node, parents[node], _complete(replacement, node), kind)
                    with made(change):
                        yield change, trial.first_line()


def _has_helper(tree) -> bool:
    return any(isinstance(node, ast.Name) and node.id in HELPERS for node in ast.walk(tree))


def _complete(replacement, node) -> ast.AST:
    """Give new code what Python asks of a tree: a line, and whether a name is read or bound."""
    for part in ast.walk(replacement):
        if isinstance(part, ast.Name | ast.Attribute | ast.Subscript | ast.Tuple) and not hasattr(part, "ctx"):
            part.ctx = ast.Load()
    if not hasattr(replacement, "lineno"):
        ast.copy_location(replacement, node)
    return ast.fix_missing_locations(replacement)


@contextmanager
def made(change: Change) -> Iterator[None]:
    """Put new code where a node stood, and the node back afterwards."""
    _put(change.parent, change.node, change.replacement)
    try:
        yield
    finally:
        _put(change.parent, change.replacement, change.node)


def _put(parent, old, new) -> None:
    for name, value in ast.iter_fields(parent):
        if value is old:
            return setattr(parent, name, new)
        for place, item in enumerate(value if isinstance(value, list) else []):
            if item is old:
                value[place] = new
                return None
    return None
