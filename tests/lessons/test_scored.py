"""The promises of every exercise when it is scored: the oracle earns the points, and no sentence gives a held-out case away."""

import json
import math
import re

import numpy as np
import pytest
from conftest import ROOT
from promises import costly, each_task
from scoring import SEED, assignment_of, each_line, judged, shown

from firsthand.grading.assignment import find_exercise
from firsthand.grading.run import CellRun
from firsthand.grading.score import LONGEST_TRANSCRIPT, score
from firsthand.judging.exercise import Exercise
from firsthand.judging.transcript import transcript


@each_task
def test_the_oracle_earns_the_points(task):
    exercise = find_exercise(ROOT, task.name)
    scored = judged(task.name, shown(task.name, exercise.expected))
    assert (scored.status, scored.points, scored.sentence) == ("right", exercise.points, "")


@each_task
@pytest.mark.parametrize("text", [json.dumps([[0]] * 200_000), json.dumps("x" * 1_000_000)], ids=["lists", "text"])
def test_a_transcript_too_long_to_be_an_answer_is_not_read_for_mistakes(text, task, monkeypatch):
    monkeypatch.setattr("firsthand.grading.score.diagnose", lambda *_: pytest.fail("read all the same"))
    scored = score(
        assignment_of(task.name), task.name, "x", {f"probe-{task.name}": CellRun(False, each_line(task.name, text))}, {}
    )
    assert (scored.status, scored.points) == ("wrong", 0)
    assert scored.sentence.startswith("You return far more than is asked for.")


@each_task
def test_a_known_mistake_is_never_too_long(task):
    found = assignment_of(task.name)
    longest = max(len(text) for _, text in found.references[task.name].mistakes())
    assert 2 * longest < LONGEST_TRANSCRIPT + 2 * len(found.references[task.name].expected)


@each_task
def test_an_answer_that_knows_the_example_only_is_told_so_or_is_a_known_mistake(task):
    exercise = find_exercise(ROOT, task.name)
    if exercise.accepts is not None:
        pytest.skip("a rule judges, whatever the example's answer is")
    cases = exercise.draw_cases(SEED)
    if len(cases) < 3 or len(set(shown(task.name, exercise.expected).split("\n"))) < 3:
        pytest.skip("all cases have nearly the same answer")
    first = shown(task.name, exercise.expected).split("\n")[0]
    scored = judged(task.name, each_line(task.name, first))
    assert scored.status in ("wrong", "known_mistake")
    assert scored.status == "known_mistake" or scored.sentence.startswith(("Right on", "The shape", "What you return"))


# ---- nothing of a held-out case is said

GARBAGE = {
    "its first argument": lambda *case: case[0],
    "its last argument": lambda *case: case[-1],
    "all its arguments": lambda *case: case,
    "its arguments as text": lambda *case: repr(case),
    "a dictionary of its arguments": lambda *case: {f"key {i}": value for i, value in enumerate(case)},
    "a set of its arguments as text": lambda *case: set(map(str, case)),
    "the sum of its first argument": lambda *case: np.sum(case[0]),
    "nothing": lambda *case: None,
    "NaN": lambda *case: math.nan,
    "the shapes": lambda *case: [np.shape(value) for value in case],
    "zeros": lambda *case: np.zeros(7),
}


def _named_for(error):
    def fails(*case):
        raise type(re.sub(r"\W", "_", repr(case))[:60], (error,), {})(repr(case))

    return fails


def _changes(*case):
    for value in case:
        if isinstance(value, np.ndarray):
            value[...] = 0
    return case


GARBAGE |= {"an exception named after its arguments": _named_for(KeyError), "changed arguments": _changes}


def facts_of(cases) -> set[str]:
    """Return the words of the cases: numbers as they would be written, and texts."""
    found: set[str] = set()
    for item in _leaves(cases):
        if isinstance(item, bool | np.bool_) or item is None:
            continue
        if isinstance(item, int | float | np.number):
            found |= {str(item), f"{item:.4g}", f"{item:.6g}", f"{item:.3f}"}
        elif isinstance(item, str) and len(item) > 1:
            found.add(item)
    return found


def _leaves(value):
    if isinstance(value, dict):
        value = [*value, *value.values()]
    elif hasattr(value, "tolist"):
        value = value.tolist()
    elif hasattr(value, "to_numpy"):
        value = value.to_numpy().tolist()
    if isinstance(value, list | tuple | set):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


def words_of(name, sentence) -> set[str]:
    """Return the words and numbers of a sentence that may be of a case: not the share of cases, F1, an argument, an author's sentence."""
    rest = re.sub(r"on \d+ of \d+ cases|\bF1\b|`input \d+`", "", sentence)
    for known in sorted(find_exercise(ROOT, name).mistakes, key=len, reverse=True):
        rest = rest.replace(known, "")
    return set(re.findall(r"-?\d[\d.e+-]*\d|\d", rest)) | set(re.findall(r"\w{2,}", rest))


@pytest.mark.parametrize("garbage", GARBAGE)
@costly
@each_task
def test_nothing_of_a_held_out_case_is_in_what_is_said(task, garbage):
    cases = find_exercise(ROOT, task.name).draw_cases(SEED)
    answer = GARBAGE[garbage]
    try:
        received = shown(task.name, answer)
    except Exception:  # an exercise's own `ask` may not bear such an answer; then the kernel shows nothing
        received = each_line(task.name, transcript(answer(*cases[0]) if cases[0] else 0, [()]))
    scored = judged(task.name, received)
    assert scored.points == 0
    assert words_of(task.name, scored.sentence) & facts_of(cases) == set()
    assert not re.search(r"\d", " ".join(words_of(task.name, scored.sentence)))


def test_what_is_held_out_would_be_found():
    """The net of the test above has holes small enough for one input."""
    exercise = Exercise(
        title="", points=1, expected=None, mistakes={}, cases=lambda rng: [(rng.normal(size=3), "Lena")]
    )
    ((numbers, text),) = cases = exercise.draw_cases(SEED)
    assert words_of("error_rate", f"found {numbers[1]:.4g} there") & facts_of(cases)
    assert words_of("error_rate", f"not {text}") & facts_of(cases) == {"Lena"}
