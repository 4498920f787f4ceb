"""The cases of an exercise on twenty seeds: whatever an audit asks, it asks here, and each thing once."""

import functools
from collections.abc import Callable, Iterable, Iterator

from firsthand.diagnosing.diagnosis import References, opinion
from firsthand.judging.exercise import Exercise
from firsthand.judging.transcript import agree, canonical, transcript
from firsthand.limit import time_limit

SEEDS = range(20)


class Trial:
    """The cases of an exercise on some seeds, and what the oracle and the known mistakes do on them.

    before_each : called before an answer is asked a case, so that whoever counts its steps can begin anew.
    """

    def __init__(self, exercise: Exercise, seeds: Iterable[int] = SEEDS, before_each: Callable = lambda: None):
        self.exercise, self._before_each = exercise, before_each
        self.references: dict[int, References] = {seed: _OnSeed(self, exercise.draw_cases(seed)) for seed in seeds}

    @property
    def first(self) -> References:
        """What is known on the first seed."""
        return next(iter(self.references.values()))

    @functools.cached_property
    def fixed(self) -> list[int]:
        """The cases that are the same on every seed: what is told from the oracle there is told everywhere."""
        drawn = [[written(case) for case in references.cases] for references in self.references.values()]
        same = enumerate(zip(*drawn, strict=False))
        return [i for i, texts in same if texts[0] is not None and len(set(texts)) == 1]

    def accepting_seeds(self, answer) -> Iterator[int]:
        """Yield the seeds on which an answer is right on every case; on each it is asked until the first that differs."""
        fixed = set(self.fixed)
        if not all(self._is_right(answer, self.first, i) for i in self.fixed):
            return
        for seed, references in self.references.items():
            if all(self._is_right(answer, references, i) for i in range(len(references.cases)) if i not in fixed):
                yield seed

    def is_named(self, answer) -> bool:
        """Say whether a sentence of the author's is said to an answer on the first seed; asked until that is clear."""
        exercise, cases = self.exercise, self.first.cases
        if exercise.accepts is not None:
            return any(not isinstance(opinion(exercise, self._line(answer, case), case), bool) for case in cases)
        candidates = [text.split("\n") for _, text in self.first.mistakes()]
        for i, case in enumerate(cases):
            line = self._line(answer, case)
            candidates = [c for c in candidates if agree(line, c[i], exercise.rtol, exercise.atol, values_only=True)]
            if not candidates:
                return False
        return True

    def _line(self, answer, case) -> str:
        self._before_each()
        return transcript(answer, [case], self.exercise.ask, time_limit)

    def _is_right(self, answer, references, index) -> bool:
        exercise, case = self.exercise, references.cases[index]
        line = self._line(answer, case)
        if exercise.accepts is not None:
            return opinion(exercise, line, case) is True
        return agree(line, references.expected.split("\n")[index], exercise.rtol, exercise.atol)


class _OnSeed(References):
    """What is known on one seed: on the cases that never change the oracle is asked for the first seed only."""

    def __init__(self, trial: Trial, cases: list[tuple]):
        super().__init__(trial.exercise, cases)
        self._trial = trial

    @functools.cached_property
    def expected(self) -> str:
        exercise, first = self._trial.exercise, self._trial.first
        known = {} if self is first else {i: first.expected.split("\n")[i] for i in self._trial.fixed}
        asked = [case for i, case in enumerate(self.cases) if i not in known]
        lines = iter(transcript(exercise.expected, asked, exercise.ask, time_limit).split("\n"))
        return "\n".join(known[i] if i in known else next(lines) for i in range(len(self.cases)))


def written(case) -> str | None:
    """Write a case as text; None where a part of it, a function or a generator, has no text of its own."""
    text = repr(canonical(case))
    return None if "{'type': " in text else text
