"""What an exercise sees in results that nothing known explains: point by point against its statement, over all cases."""

import copy
from collections.abc import Callable
from dataclasses import replace

from firsthand.judging.evidence import Evidence, inputs, returned
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import parse
from firsthand.limit import TookTooLong, time_limit

_OF_THE_CASES = "On the cases tried: "
"""What is right on them may be wrong on another: nobody is to take it for proved."""


def seen_or_found(evidence: Evidence, found: Verdict, wider: Callable[[], Evidence] | None = None) -> Verdict:
    """Return what the exercise sees in the results, over all cases; else `found`, what the engine finds in them.

    Where it sees nothing on the first case that differs, what the engine finds there is said, if that is anything.
    wider : gives what the answer does on more cases, where it can be asked again: of more cases more can be trusted.
    """
    exercise, first = evidence.exercise, evidence.first_wrong
    if found.status in (Status.NEARLY_RIGHT, Status.RAISED) or len(set(evidence.received)) == 1:  # no argument is used
        return found
    nothing = not seen_in(exercise, evidence.received[first], evidence.cases[first])
    if exercise.seen is None or (nothing and found.status not in (Status.DIFFERS, Status.EXAMPLE_ONLY)):
        return found
    evidence = wider() if wider else evidence
    sentence, index = seen_over(evidence)
    says_what_is_right = sentence.startswith(f"{_OF_THE_CASES}right ")
    why_is_said = found.status is Status.NOT_FINITE and not says_what_is_right
    if not sentence or why_is_said:
        return found
    if not says_what_is_right:
        sentence = f"{_right_but_where(evidence)} {sentence}".strip()
    shown = replace(evidence, right=[i != index for i in range(len(evidence.right))])
    return Verdict(Status.SEEN, sentence, inputs(shown) + returned(shown))


def _right_but_where(evidence) -> str:
    """Name what the cases have in common that are wrong, where two or more without it are right."""
    for words, holds in evidence.exercise.but_where.items():
        has = [bool(holds(*copy.deepcopy(case))) for case in evidence.cases]
        others = [right for right, had in zip(evidence.right, has, strict=True) if not had]
        if len(others) > 1 and all(others) and 2 * evidence.right.count(False) > sum(has):
            return f"{_OF_THE_CASES}right but where {words}."
    return ""


def seen_in(exercise: Exercise, text: str, case: tuple) -> str | list[dict[str, list[str]]]:
    """Ask an exercise what it sees in one line of a transcript; "" where that is nothing, or no value it can look at."""
    if exercise.seen is None:
        return ""
    try:
        with time_limit():
            said = exercise.seen(parse(text), *copy.deepcopy(case))
    except (Exception, TookTooLong):  # a result it was not written for
        return ""
    return said if isinstance(said, str) else [{clause: [*words] for clause, words in one.items()} for one in said]


def seen_over(evidence: Evidence) -> tuple[str, int]:
    """Say in a sentence what an exercise sees over all cases, and return the case to show beside it.

    In which parts results are right, and how others are wrong: of divided results nothing is said where some result cannot
    be looked at: it may be wrong in a part called right.
    """
    exercise, cases = evidence.exercise, evidence.cases
    said = {i: seen_in(exercise, evidence.received[i], cases[i]) for i in evidence.order}
    spoken, index = _said_first({i: one for i, one in said.items() if not evidence.right[i] and isinstance(one, str)})
    if any(said[i] == "" and not right for i, right in enumerate(evidence.right)):
        return spoken, index
    divisions: dict[tuple[int, str], list[str]] = {}
    for one in said.values():
        for number, division in enumerate(() if isinstance(one, str) else one):
            for clause, words in division.items():
                divisions.setdefault((number, clause), []).extend(words)
    told = sorted((_told_apart(parts) for parts in _by_number(divisions)), key=lambda one: one[0])
    best, sentence = told[0] if told else (4, "")
    return (sentence, evidence.first_wrong) if best < 2 or not spoken else (spoken, index)


def _said_first(said: dict[int, str]) -> tuple[str, int]:
    """Return the first sentence and its case; where others are said of other cases, as one of that case alone."""
    index, sentence = next(((i, one) for i, one in said.items() if one), (next(iter(said), 0), ""))
    if set(said.values()) <= {sentence}:
        return sentence, index
    return sentence and f"On the case below: {sentence[0].lower()}{sentence[1:]}", index


def _by_number(divisions) -> list[dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    for (number, clause), words in divisions.items():
        if words:
            found.setdefault(number, {})[clause] = words
    return list(found.values())


def _told_apart(parts: dict[str, list[str]]) -> tuple[int, str]:
    """Return how well parts are told apart, 0 best, and the sentence: "... right where a; too large where b."; "" for nothing."""
    summed: dict[str, list[str]] = {}
    for clause, words in parts.items():
        summed.setdefault(_summed(set(words)), []).append(clause)
    partly = any(word.startswith("in part ") for word in summed)
    if "right" in summed and len(summed) > 1:
        said = sorted(summed, key=lambda word: word != "right")
        rank = 1 if partly else 0
    elif partly or {"right", "wrong"} & summed.keys():
        return 4, ""
    else:
        said, rank = list(summed), 2 if len(summed) > 1 else 3
    where = {word: _listed(summed[word]) if rank < 3 else "everywhere" for word in said}
    return rank, f"{_OF_THE_CASES}{'; '.join(f'{word} {where[word]}' for word in said)}."


def _summed(words: set[str]) -> str:
    """Sum up what is said of several numbers; what stands behind a comma is said where it holds for all that are wrong."""
    wrong = words - {"right"}
    if len(wrong) > 1:
        wrong = {word.partition(",")[0] for word in wrong}
    told = (wrong.pop() if len(wrong) == 1 else "wrong") if wrong else "right"
    return f"in part {told}" if "right" in words and told != "right" else told


def _listed(clauses: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(clauses[:-1]), clauses[-1]]))
