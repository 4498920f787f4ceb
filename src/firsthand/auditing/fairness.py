"""Can this exercise work, and is it fair? What the test suite refuses, in words an author can act on."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from firsthand.auditing.trial import SEEDS, Trial, written
from firsthand.diagnosing.arguments import SMALL_NUMBERS, alterations
from firsthand.diagnosing.diagnosis import References, diagnose
from firsthand.diagnosing.seeing import seen_in
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status
from firsthand.judging.transcript import agree, transcript
from firsthand.limit import SECONDS, WITHOUT_END, time_limit

MARGIN = 10
"""How many tolerances must lie between a known mistake and the oracle."""

CASES_ALTERED = 2
"""On how many cases each alteration of the arguments is tried."""

_NEVER_OTHER = "the cases are the same on every seed, so grading asks what the notebook shows: draw from `rng`"
_LONGER = f"takes more than {SECONDS:g} s of processor time"
_MEND = "bound its loops, or draw smaller cases"


def faults(exercise: Exercise, seeds: Iterable[int] = SEEDS) -> list[str]:
    """Return what is unfair in an exercise, each fault with its name and the mistake's sentence; [] when nothing is.

    On every seed: there are cases, the same ones each time they are drawn; the oracle is right by its own check; each
    known mistake stays `MARGIN` tolerances away from the oracle and is named by its own sentence; a function with
    switches is right without any.
    """
    found = faults_of_form(exercise)
    if found:
        return found
    trial = Trial(exercise, seeds)
    return without_end(trial) or fairness(trial)


def faults_of_form(exercise: Exercise) -> list[str]:
    """Return what is wrong with an exercise before anything is asked: no cases, few mistakes, too many points."""
    found = []
    if not exercise.draw_cases():
        found.append("there are no cases, so any answer would be right")
    if len(exercise.mistakes) < 3:
        found.append(f"{len(exercise.mistakes)} known mistakes; at least 3 are asked for")
    if not 1 <= exercise.points <= 3:
        found.append(f"{exercise.points} points; an exercise gives 1 to 3")
    return [f"{exercise.name}: {fault}" for fault in found]


def without_end(trial: Trial) -> list[str]:
    """Return what is without an end in an exercise; [] when nothing is. It stops at the first thing that is.

    In a notebook the engine stops it and goes on, but every check that comes upon it takes so much longer, and where no
    timer can be had, on Windows, it is not stopped.
    """
    fault = next(_endless(trial), "")
    return [f"{trial.exercise.name}: {fault}; {_MEND}"] if fault else []


def _endless(trial) -> Iterator[str]:
    exercise = trial.exercise
    for seed, references in trial.references.items():
        lines = references.expected.split("\n")
        if WITHOUT_END in lines:
            yield f"the oracle {_LONGER} on case {lines.index(WITHOUT_END) + 1} of seed {seed}"
    for sentence, text in trial.first.mistakes():
        if WITHOUT_END in text.split("\n"):
            yield f"this known mistake {_LONGER} on a case: {sentence!r}"
    cases = trial.first.cases[:CASES_ALTERED]
    for alteration in alterations(exercise, trial.first.cases, SMALL_NUMBERS[:1]):
        asked = [alteration.altered(case) for case in cases]
        if WITHOUT_END in transcript(exercise.expected, asked, exercise.ask, time_limit).split("\n"):
            number = "".join(f" ({value})" for _, value in alteration.number)
            yield f'the oracle {_LONGER} where the engine tries "{alteration.sentence}"{number}'


def fairness(trial: Trial) -> list[str]:
    """Return what is unfair on the seeds of a trial; a fault comes once, with the seeds it is seen on."""
    exercise, seen = trial.exercise, defaultdict(list)
    open_questions = _not_settled_everywhere(trial)
    right = {model: set(trial.accepting_seeds(model)) for model in _models_with_switches(exercise)}
    for seed, references in trial.references.items():
        found = [*_unsteady(exercise, references, seed), *_faults_of_oracle(exercise, references)]
        if not found:
            found = [_not_right(model) for model, seeds in right.items() if seed not in seeds]
            if references is trial.first:
                found += _faults_of_mistakes(exercise, references)
            elif open_questions.mistakes:
                known = _Known(open_questions, references.cases, references.expected)
                found += _faults_of_mistakes(open_questions, known)
        for fault in found:
            seen[fault].append(seed)
    if callable(exercise.expected) and len(trial.references) > 1 and len(trial.fixed) == len(trial.first.cases):
        seen[_NEVER_OTHER].extend(trial.references)
    return [f"{exercise.name}: {fault} ({_seeds(where, trial)})" for fault, where in seen.items()]


def _not_settled_everywhere(trial) -> Exercise:
    """Return the exercise with only those known mistakes that another seed may judge differently.

    A mistake that is named on the cases that never change is named wherever they are among the cases. Those that look
    like one of the others there stay too, since they may be named in its place. A rule speaks of the first case it sees
    something in, so that only the cases before the first drawn one settle anything.
    """
    exercise, settling = trial.exercise, trial.fixed
    if exercise.accepts is not None:
        settling = [index for i, index in enumerate(settling) if index == i]
    if not settling:
        return exercise
    texts = {sentence: _lines(text, settling) for sentence, text in trial.first.mistakes()}
    cases, expected = [trial.first.cases[index] for index in settling], _lines(trial.first.expected, settling)
    on_fixed = _Known(exercise, cases, expected, texts)
    unsettled = {sentence for sentence, text in texts.items() if _fault_of(exercise, on_fixed, sentence, text)}
    kept = {
        sentence: wrong
        for sentence, wrong in exercise.mistakes.items()
        if any(_look_alike(exercise, texts[sentence], texts[other]) for other in unsettled)
    }
    return replace(exercise, mistakes=kept)


class _Known(References):
    """References of which the oracle's part is known already, and perhaps that of the mistakes."""

    def __init__(self, exercise, cases, expected, mistakes=None):
        super().__init__(exercise, cases)
        self.expected = expected
        self._mistakes.update(mistakes or {})


def _lines(text, indices) -> str:
    lines = text.split("\n")
    return "\n".join(lines[index] for index in indices)


def _seeds(where, trial) -> str:
    if len(where) == len(trial.references):
        return "on every seed"
    return f"on {len(where)} of {len(trial.references)} seeds, first on {where[0]}"


def _unsteady(exercise, references, seed) -> list[str]:
    again = [written(case) for case in exercise.draw_cases(seed)]
    steady = again == [written(case) for case in references.cases]
    return [] if steady else ["the cases differ when one seed is drawn twice: draw everything from `rng`"]


def _faults_of_oracle(exercise, references) -> list[str]:
    if '{"raised":' in references.expected:
        return [f"the oracle raises an exception: {references.expected}"]
    lines = zip(references.expected.split("\n"), references.cases, strict=True)
    if blamed := next((words for line, case in lines if (words := _blamed(seen_in(exercise, line, case)))), ""):
        return [f"`seen` finds fault with the oracle: {blamed!r}"]
    if exercise.seen is not None and not any(_is_seen(exercise, references, text) for _, text in references.mistakes()):
        return ["`seen` says nothing of any known mistake"]
    for words, holds in exercise.but_where.items():
        others = sum(not holds(*case) for case in references.cases)
        if others < 2 or others == len(references.cases):
            return [f"`but_where` takes a case where {words}, and two others"]
    oracle = diagnose(exercise, references, references.expected)
    if oracle.status is not Status.RIGHT:
        return [f"the oracle fails its own check: {oracle.sentence}"]
    return []


def _is_seen(exercise, references, text) -> bool:
    lines = zip(text.split("\n"), references.cases, strict=True)
    return any(_blamed(seen_in(exercise, line, case)) for line, case in lines)


def _blamed(said) -> str:
    """Return what `seen` finds wrong with one result; "" for nothing."""
    divisions = () if isinstance(said, str) else said
    words = (f"{word} {clause}" for division in divisions for clause, words in division.items() for word in words)
    return said if isinstance(said, str) else next((word for word in words if not word.startswith("right ")), "")


def _not_right(model) -> str:
    return f"{model.__name__!r} without switches is not right; the default of each keyword is what is asked for"


def _models_with_switches(exercise) -> list[Callable]:
    """Return the functions that two or more known mistakes are switches of."""
    models = [wrong.func for wrong in exercise.mistakes.values() if isinstance(wrong, partial) and not wrong.args]
    return [model for model in dict.fromkeys(models) if models.count(model) > 1]


def _faults_of_mistakes(exercise, references) -> list[str]:
    return [
        fault for sentence, text in references.mistakes() if (fault := _fault_of(exercise, references, sentence, text))
    ]


def _fault_of(exercise, references, sentence, text) -> str:
    """Say what is wrong with a known mistake, given what it does on some cases; "" when nothing is."""
    if all(line.startswith('{"raised":') for line in text.split("\n")):
        return f"this known mistake raises an exception on every case: {sentence!r}"
    verdict = diagnose(exercise, references, text)
    if verdict.status is Status.RIGHT or _too_close(exercise, references, text):
        return f"this known mistake cannot be told from the oracle: {sentence!r}"
    said = verdict.sentence
    if said == sentence:
        return ""
    if said in exercise.mistakes:
        return f"two sentences for one behaviour: {said!r} is said where {sentence!r} is meant"
    return f"this known mistake is not named: {sentence!r}; what is said instead: {said!r}"


def _look_alike(exercise, text, other) -> bool:
    return agree(text, other, exercise.rtol, exercise.atol, values_only=True)


def _too_close(exercise, references, text) -> bool:
    if exercise.accepts is not None:  # a rule has said already what it thinks
        return False
    return agree(text, references.expected, MARGIN * exercise.rtol, MARGIN * exercise.atol, values_only=True)


def pairs_told_apart(trial: Trial) -> tuple[int, int]:
    """Return how many pairs of switches are told from all else on the first seed, and how many there are."""
    references = trial.first
    known = [text.split("\n") for text in (references.expected, *(text for _, text in references.mistakes()))]
    return _alone(references, references.pairs, known, 0), len(references.pairs)


def _alone(references, pairs, known, index) -> int:
    """Count the pairs that differ from each other and from what is known, from one case on; asked while some are alike."""
    if index == len(references.cases):
        return 0
    alike = defaultdict(list)
    for pair in pairs:
        alike[references.line_of(pair, index)].append(pair)
    found = 0
    for line, group in alike.items():
        rivals = [lines for lines in known if lines[index] == line]
        found += 1 if len(group) == 1 and not rivals else _alone(references, group, rivals, index + 1)
    return found
