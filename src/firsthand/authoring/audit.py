"""Can this exercise work, and is it fair? What the test suite refuses, in words an author can act on."""

import copy
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from firsthand.judging.diagnosis import References, diagnose
from firsthand.judging.exercise import Exercise
from firsthand.judging.findings import Status, Verdict
from firsthand.judging.transcript import agree, altered_arguments, canonical, parse, transcript

SEEDS = range(20)
MARGIN = 10
"""How many tolerances must lie between a known mistake and the oracle."""


class Trial:
    """The cases of an exercise on some seeds and what the oracle does on them, drawn and asked once for a whole audit.

    before_each : called before an answer is asked a case, so that whoever counts its steps can begin anew.
    """

    def __init__(self, exercise: Exercise, seeds: Iterable[int] = SEEDS, before_each: Callable = lambda: None):
        self.exercise, self._before_each = exercise, before_each
        self.references = {seed: References(exercise, exercise.draw_cases(seed)) for seed in seeds}

    @functools.cached_property
    def fixed(self) -> list[int]:
        """The cases that are the same on every seed: what is told from the oracle there is told everywhere."""
        drawn = [[_written(case) for case in references.cases] for references in self.references.values()]
        same = enumerate(zip(*drawn, strict=False))
        return [i for i, texts in same if texts[0] is not None and len(set(texts)) == 1]

    def accepting_seeds(self, answer) -> Iterator[int]:
        """Yield the seeds on which an answer is right on every case; on each it is asked until the first that differs."""
        seeds, fixed = list(self.references), set(self.fixed)
        if not all(self._is_right(answer, seeds[0], i) for i in self.fixed):
            return
        for seed in seeds:
            drawn = (i for i in range(len(self.references[seed].cases)) if i not in fixed)
            if all(self._is_right(answer, seed, i) for i in drawn):
                yield seed

    def verdict(self, answer) -> Verdict:
        """Judge an answer on the first seed."""
        return diagnose(self.exercise, self._first, self.transcript(answer))

    def transcript(self, answer) -> str:
        """Write what an answer does on the first seed."""
        return "\n".join(self._line(answer, case) for case in self._first.cases)

    @property
    def _first(self) -> References:
        return next(iter(self.references.values()))

    def _line(self, answer, case) -> str:
        self._before_each()
        return transcript(answer, [case], self.exercise.ask)

    def _is_right(self, answer, seed, index) -> bool:
        exercise, references = self.exercise, self.references[seed]
        case = references.cases[index]
        line = self._line(answer, case)
        if exercise.accepts is None:
            return agree(line, references.expected.split("\n")[index], exercise.rtol, exercise.atol)
        if line.startswith('{"raised":') or altered_arguments(line):
            return False
        try:
            return exercise.accepts(parse(line), *copy.deepcopy(case)) is True
        except Exception:  # a value the rule was not written for is not a right answer
            return False


def _written(case) -> str | None:
    """Write a case as text; None where a part of it, a function or a generator, has no text of its own."""
    text = repr(canonical(case))
    return None if "{'type': " in text else text


# ---- fairness


def faults(exercise: Exercise, seeds: Iterable[int] = SEEDS) -> list[str]:
    """Return what is unfair in an exercise, each fault with its name and the mistake's sentence; [] when nothing is.

    On every seed: there are cases, the same ones each time they are drawn; the oracle is right by its own check; each
    known mistake stays `MARGIN` tolerances away from the oracle and is named by its own sentence; a function with
    switches is right without any.
    """
    found = _faults_of_form(exercise)
    return found or fairness(Trial(exercise, seeds))


def _faults_of_form(exercise) -> list[str]:
    found = []
    if not exercise.draw_cases():
        found.append("there are no cases, so any answer would be right")
    if len(exercise.mistakes) < 3:
        found.append(f"{len(exercise.mistakes)} known mistakes; at least 3 are asked for")
    if not 1 <= exercise.points <= 3:
        found.append(f"{exercise.points} points; an exercise gives 1 to 3")
    return [f"{exercise.name}: {fault}" for fault in found]


def fairness(trial: Trial) -> list[str]:
    """Return what is unfair on the seeds of a trial; a fault comes once, with the seeds it is seen on."""
    exercise = trial.exercise
    seen = defaultdict(list)
    for seed, references in trial.references.items():
        for fault in [*_unsteady(exercise, references, seed), *_faults_on(exercise, references)]:
            seen[fault].append(seed)
    return [f"{exercise.name}: {fault} ({_seeds(where, trial)})" for fault, where in seen.items()]


def _seeds(where, trial) -> str:
    if len(where) == len(trial.references):
        return "on every seed"
    return f"on {len(where)} of {len(trial.references)} seeds, first {where[0]}"


def _unsteady(exercise, references, seed) -> Iterator[str]:
    again = [_written(case) for case in exercise.draw_cases(seed)]
    if again != [_written(case) for case in references.cases]:
        yield "the cases differ when one seed is drawn twice: draw everything from `rng`"


def _faults_on(exercise, references) -> list[str]:
    if '{"raised":' in references.expected:
        return [f"the oracle raises an exception: {references.expected}"]
    oracle = diagnose(exercise, references, references.expected)
    if oracle.status is not Status.RIGHT:
        return [f"the oracle fails its own check: {oracle.sentence}"]
    models = dict.fromkeys(models_with_switches(exercise))
    found = [
        f"{model.__name__!r} without switches is not right; each keyword's default is what is asked for"
        for model in models
        if diagnose(exercise, references, transcript(model, references.cases, exercise.ask)).status is not Status.RIGHT
    ]
    for sentence, text in list(references.mistakes()):
        verdict = diagnose(exercise, references, text)
        if all(line.startswith('{"raised":') for line in text.split("\n")):
            found.append(f"this known mistake raises an exception on every case: {sentence!r}")
        elif verdict.status is Status.RIGHT or _too_close(exercise, references, text):
            found.append(f"this known mistake cannot be told from the oracle: {sentence!r}")
        elif verdict.sentence != sentence:
            found.append(f"this known mistake is not named: {sentence!r}; what is said instead: {verdict.sentence!r}")
    return found


def _too_close(exercise, references, text) -> bool:
    if exercise.accepts is not None:
        return False
    return agree(text, references.expected, MARGIN * exercise.rtol, MARGIN * exercise.atol, values_only=True)


def models_with_switches(exercise: Exercise) -> list[Callable]:
    """Return the functions that two or more known mistakes are switches of."""
    models = [wrong.func for wrong in exercise.mistakes.values() if _is_switch(wrong)]
    return [model for model in dict.fromkeys(models) if models.count(model) > 1]


def _is_switch(wrong) -> bool:
    return isinstance(wrong, functools.partial) and not wrong.args


def pairs_told_apart(trial: Trial) -> tuple[int, int]:
    """Return how many pairs of different switches there are, and how many behave like nothing else on the first seed."""
    exercise = trial.exercise
    references = next(iter(trial.references.values()))
    models = models_with_switches(exercise)
    switches = [wrong for wrong in exercise.mistakes.values() if _is_switch(wrong) and wrong.func in models]
    pairs = [
        functools.partial(one.func, **one.keywords, **other.keywords)
        for one, other in combinations(switches, 2)
        if one.func is other.func and not one.keywords.keys() & other.keywords.keys()
    ]
    texts = [transcript(pair, references.cases, exercise.ask) for pair in pairs]
    known = {references.expected, *(text for _, text in references.mistakes())}
    return len(pairs), sum(text not in known and texts.count(text) == 1 for text in texts)
