"""Changed solutions and the functions of a lesson, asked the cases of an exercise: which of them are accepted?"""

import ast
import contextlib
import io
import math
import warnings
from dataclasses import dataclass, field
from typing import Any

from firsthand.auditing.mutation import Change, changes
from firsthand.auditing.trial import Trial
from firsthand.authoring.catalogue import handed_in
from firsthand.authoring.course import Lesson
from firsthand.authoring.lesson_source import Task, stub
from firsthand.changing.neighbours import HELPERS, MET
from firsthand.changing.rounds import Stopped, Turns, count_turns
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.feedback import Status
from firsthand.judging.transcript import transcript

MOST_TURNS = 100_000
"""Rounds that code of a lesson may take; a changed solution may take so many times those of the solution itself."""


def run(source: str, namespace: dict, shown_as: str, turns: Turns | None = None) -> None:
    """Run code of a lesson, its rounds counted by `turns`; nothing is shown or printed."""
    tree = ast.parse(source)
    if turns is not None:
        turns.begin()
        namespace |= turns.names
        count_turns(tree)
    code = compile(tree, shown_as, "exec")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(code, namespace)


def namespaces(lesson: Lesson) -> dict[str, dict]:
    """Run an exercise notebook but for its answers; return what each answer cell finds above it, by the exercise's name.

    Raises LessonError at a cell that fails.
    """
    namespace: dict[str, Any] = {**HELPERS, "check": lambda name, answer: None}
    found = {}
    for cell in lesson.exercise_cells:
        if cell.exercise:
            found[cell.exercise] = dict(namespace)
        elif cell.kind == "code" and cell.check is None and not cell.solution_only:
            try:
                run(cell.source, namespace, str(cell.path))
            except Exception as error:
                raise cell.error(f"the cell raised {type(error).__name__}: {error}") from error
    return found


class Solution:
    """The published solution of an exercise, to be run as it is or with one thing changed."""

    def __init__(self, task: Task, namespace: dict, turns: Turns):
        self.task, self._expression = task, handed_in(task)
        self._namespace, self._turns = namespace, turns

    def answer(self, source: str | None = None) -> Any:
        """Run the answer cell, or a changed one, below the cells above it; return what the check cell hands in."""
        namespace = dict(self._namespace)
        run(source or self.task.answer.source, namespace, str(self.task.answer.path), self._turns)
        return eval(self._expression, namespace)

    @property
    def stub(self) -> Any:
        """What the check cell hands in where nobody has begun."""
        namespace = dict(self._namespace)
        run(stub(self.task.answer).source, namespace, str(self.task.answer.path))
        return eval(self._expression, namespace)

    @property
    def arguments(self) -> list[str]:
        """The names of the arguments of the function handed in; [] for any other answer."""
        heads = [node for node in ast.parse(self.task.answer.source).body if isinstance(node, ast.FunctionDef)]
        return next(([item.arg for item in node.args.args] for node in heads if node.name == self._expression), [])


@dataclass(frozen=True)
class Survivor:
    """A changed solution that is accepted, and the seeds on which it is."""

    change: Change
    seeds: list[int]


@dataclass(frozen=True)
class Outcome:
    """What became of the changed solutions of one exercise."""

    tried: int = 0
    named: int = 0
    survivors: list[Survivor] = field(default_factory=list)
    equivalent: list[str] = field(default_factory=list)


def faults_of_solution(trial: Trial, solution: Solution, turns: Turns) -> list[str]:
    """Say on which seeds the published solution is not right, and whether the stub is told from an answer."""
    name, seeds = solution.task.name, list(trial.references)
    turns.most = math.inf
    accepting = list(trial.accepting_seeds(solution.answer()))
    wrong = [seed for seed in seeds if seed not in accepting]
    found = [f"{name}: the published solution is not right on {len(wrong)} of {len(seeds)} seeds"] if wrong else []
    try:
        status = judge(trial.exercise, solution.stub).status
    except Exception as error:
        return [*found, f"{name}: the stub does not run: {type(error).__name__}: {error}"]
    return found if status is Status.NOT_STARTED else [*found, f"{name}: the untouched stub is not seen to be one"]


def try_changes(trial: Trial, solution: Solution, turns: Turns) -> Outcome:
    """Ask every changed solution of an exercise: on each seed until it is told from the right answer."""
    _limit_turns(trial, solution, turns)
    survivors, equivalent, named, tried = [], [], 0, 0
    for change in changes(solution.task):
        try:
            answer = solution.answer(change.source)
        except (Exception, Stopped):  # an answer that is a value is computed here
            tried += 1
            continue
        tried += 1
        MET.clear()
        seeds = trial.accepting_seeds(answer)
        if (first := next(seeds, None)) is None:
            named += trial.is_named(answer)
        elif change.needs - MET:
            tried -= 1  # whole numbers only: no change at all
        elif change.words in trial.exercise.equivalent:
            equivalent.append(change.words)
        else:
            survivors.append(Survivor(change, [first, *seeds]))
    return Outcome(tried, named, survivors, equivalent)


def _limit_turns(trial, solution, turns) -> None:
    """Let no changed solution take many more rounds on a case than the solution itself takes."""
    turns.most, most = math.inf, 0
    answer = solution.answer()
    for case in trial.first.cases:
        turns.begin()
        transcript(answer, [case], trial.exercise.ask)
        most = max(most, turns.taken)
    turns.allow_beyond(most)
