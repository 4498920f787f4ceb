"""What a transcript earns and what is said of it: nothing a learner writes ends the grader, forges or gives away a case."""

import dataclasses
import json
import math
import re

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.authoring.course import read_course
from firsthand.gradebook.records import EXERCISE_STATUSES
from firsthand.grading.assignment import find_exercise, make_assignment
from firsthand.grading.run import CellRun
from firsthand.grading.score import LONGEST_TRANSCRIPT, is_right, note_of_rule, score
from firsthand.judging.exercise import Exercise
from firsthand.judging.transcript import transcript

SEED = 1_234_567
LESSON_OF = {task.name: lesson.name for lesson in read_course(ROOT).lessons for task in lesson.tasks}
BY_RULE = [name for name in LESSON_OF if find_exercise(ROOT, name).accepts is not None]
each_exercise = pytest.mark.parametrize("name", LESSON_OF)


def assignment_of(name):
    return make_assignment(ROOT, LESSON_OF[name], SEED)


def judged(name, received, code="answer = 1"):
    """Score a transcript as the grader does: nbval first asks whether it is right, then the score is made."""
    found = assignment_of(name)
    passed = is_right(found.exercises[name], found.references[name], received, found.references[name].expected)
    return score(found, name, code, {f"probe-{name}": CellRun(passed, received)}, {})


def shown(name, answer):
    """Write what `answer` does on the held-out cases, as a kernel would."""
    exercise = assignment_of(name).exercises[name]
    return transcript(answer, exercise.draw_cases(SEED), exercise.ask)


def each_line(name, text):
    return "\n".join([text] * len(assignment_of(name).references[name].cases))


# ---- right and not right


@each_exercise
def test_the_oracle_earns_the_points(name):
    exercise = find_exercise(ROOT, name)
    scored = judged(name, shown(name, exercise.expected))
    assert (scored.status, scored.points, scored.sentence) == ("right", exercise.points, "")


def test_only_a_probe_that_passed_gives_points():
    found = assignment_of("error_rate")
    right = found.references["error_rate"].expected
    for cells in ({}, {"probe-error_rate": CellRun(False, right)}, {"answer-error_rate": CellRun(True)}):
        scored = score(found, "error_rate", "answer", cells, {})
        assert (scored.status, scored.points) == ("wrong", 0)


@pytest.mark.parametrize("how", ["timeout", "memory_limit", "kernel_died"])
@pytest.mark.parametrize("cell", ["answer-error_rate", "probe-error_rate"])
def test_a_cell_that_was_stopped_is_said_to_be(cell, how):
    found = assignment_of("error_rate")
    scored = score(found, "error_rate", "while True: pass", {}, {cell: how})
    assert (scored.status, scored.points) == (how, 0)
    assert score(found, "error_rate", "x", {}, {"answer-another": how}).status == "wrong"


def test_a_lost_answer_and_an_untouched_one_are_not_attempted():
    found = assignment_of("error_rate")
    stub = next(cell.source for cell in found.pristine.cells if cell.id == "answer-error_rate")
    for code in (None, stub, f"\n{stub}   \n\n"):
        assert score(found, "error_rate", code, {}, {}).status == "not_attempted"
    assert score(found, "error_rate", stub.replace("...", "return 0"), {}, {}).status == "wrong"


# ---- hostile transcripts

HOSTILE = {
    "empty": "",
    "not JSON": "right",
    "a lie": '{"passed":true}',
    "nested deeply": "[" * 100_000,
    "nested deeply and closed": "[" * 50_000 + "]" * 50_000,
    "dictionaries in dictionaries": '{"dict":[[1,' * 900 + "1" + "]]}" * 900,
    "a number of 100,000 digits": "9" * 100_000,
    "an integer of 100,000 digits": json.dumps({"integer": "9" * 100_000}),
    "an exponent without end": "1e999999999",
    "not a number": "NaN",
    "infinite": "-Infinity",
    "two forms at once": '{"dict":[],"set":[]}',
    "no form": "{}",
    "a dictionary of 5": '{"dict":5}',
    "a set of a set of dictionaries": '{"set":[{"set":[{"dict":[]}]}]}',
    "a complex text": '{"complex":["1","2"]}',
    "a complex list": '{"complex":[[],{}]}',
    "an exception without a name": '{"raised":5}',
    "an exception of lists": '{"raised":[[]]}',
    "an empty exception": '{"raised":""}',
    "a type of types": '{"type":{"type":"x"}}',
    "altered beyond the arguments": '{"altered":[99,-7],"value":1}',
    "altered by text": '{"altered":"all","value":1}',
    "altered and no value": '{"altered":[0]}',
    "altered in altered": '{"altered":[0],"value":{"altered":[0],"value":1}}',
    "half a character": '"\\ud800"',
    "a megabyte of text": json.dumps("x" * 1_000_000),
    "ten thousand numbers": json.dumps([0] * 10_000),
    "keys that are equal": '{"dict":[[1,1],[1.0,2],[true,3]]}',
    "carriage returns": "1\r2\u20283",
}


@pytest.mark.parametrize("name", ["error_rate", "group_folds", "choose_the_metric", "fix_the_report", "minibatches"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_transcript_earns_nothing_and_ends_nothing(kind, name):
    text = HOSTILE[kind]
    right = shown(name, find_exercise(ROOT, name).expected)
    for received in (text, each_line(name, text), f"{right}\n{text}", f"{text}\n{right}", f"{right}\n", right[1:]):
        scored = judged(name, received)
        assert scored.points == 0
        assert scored.status in EXERCISE_STATUSES.keys() - {"right", "grader_error"}
        assert len(scored.sentence) < 500
        assert len(text) < 10 or text[:50] not in scored.sentence


@each_exercise
@pytest.mark.parametrize("text", [json.dumps([[0]] * 200_000), json.dumps("x" * 1_000_000)], ids=["lists", "text"])
def test_a_transcript_too_long_to_be_an_answer_is_not_read_for_mistakes(text, name, monkeypatch):
    monkeypatch.setattr("firsthand.grading.score.diagnose", lambda *_: pytest.fail("read all the same"))
    scored = score(assignment_of(name), name, "x", {f"probe-{name}": CellRun(False, each_line(name, text))}, {})
    assert (scored.status, scored.points) == ("wrong", 0)
    assert scored.sentence.startswith("You return far more than is asked for.")


@each_exercise
def test_a_known_mistake_is_never_too_long(name):
    found = assignment_of(name)
    longest = max(len(text) for _, text in found.references[name].mistakes())
    assert 2 * longest < LONGEST_TRANSCRIPT + 2 * len(found.references[name].expected)


@pytest.mark.parametrize("name", ["error_rate", "group_folds"])
def test_a_transcript_of_the_wrong_number_of_lines_is_not_looked_at(name):
    right = shown(name, find_exercise(ROOT, name).expected)
    for received in (f"{right}\nnull", right.rpartition("\n")[0]):
        assert (
            judged(name, received).sentence == "What came back is not the answer's own doing, so it was not looked at."
        )


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(["dict", "set", "complex", "raised", "type", "altered", "value", "integer", "date", ""]),
            inside | st.lists(st.lists(inside, min_size=2, max_size=2), max_size=3),
            max_size=2,
        )
    ),
    max_leaves=12,
)


@given(
    value=JSON,
    name=st.sampled_from(["error_rate", "group_folds", "choose_the_metric", "fix_the_report", "minibatches"]),
)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_scored(value, name):
    scored = judged(name, each_line(name, json.dumps(value)))
    assert (scored.points, scored.status == "right") == (0, False)


# ---- what is said

INVENTED = ["TheSeedIs42", "print", "__import__", "int", "<script>", "Exception\n::error::", "x" * 10_000]


@pytest.mark.parametrize("invented", INVENTED)
def test_no_name_of_an_exception_that_is_not_pythons_own_is_said(invented):
    raised = judged("error_rate", each_line("error_rate", json.dumps({"raised": invented})))
    cells = {"answer-error_rate": CellRun(False, error=invented), "probe-error_rate": CellRun(False)}
    in_the_cell = score(assignment_of("error_rate"), "error_rate", "answer", cells, {})
    assert re.fullmatch(r"Your code stops with an exception on (\d+) of \1 cases\.", raised.sentence)
    assert in_the_cell.sentence.startswith("The cell stops with an exception before")
    assert {raised.status, in_the_cell.status} == {"wrong"}


def test_an_exception_of_pythons_own_is_said_with_the_share_of_cases():
    right = shown("error_rate", find_exercise(ROOT, "error_rate").expected).split("\n")
    received = "\n".join([*right[:-2], '{"raised":"IndexError"}', '{"raised":"ValueError"}'])
    said = f"Your code stops with an IndexError on 2 of {len(right)} cases."
    assert judged("error_rate", received).sentence == said
    assert judged("error_rate", each_line("error_rate", '{"raised":"MemoryError"}')).status == "memory_limit"


MARK, NUMBER = "Q7x-mark", 918273.645


@pytest.mark.parametrize("name", BY_RULE)
def test_no_value_of_a_learners_is_in_what_a_rule_says(name):
    exercise = find_exercise(ROOT, name)
    values = [MARK, NUMBER, [MARK], [NUMBER] * 3, [[MARK, NUMBER]], {MARK: NUMBER}, {"A": MARK}, {MARK}]
    if isinstance(exercise.expected, dict):
        values += [dict.fromkeys(exercise.expected, value) for value in (MARK, NUMBER, [MARK], {MARK: 1}, {MARK})]
        values += [{**exercise.expected, MARK: NUMBER}]
    elif not callable(exercise.expected):
        values += [[MARK] * 4, [[NUMBER, MARK]] * 3]
    for value in values:
        scored = judged(name, each_line(name, transcript(value, [()])))
        assert scored.points == 0
        assert MARK not in scored.sentence
        assert "918273" not in scored.sentence


def test_a_rule_that_repeats_what_it_got_is_not_repeated():
    """The guard itself, on a rule that does what the course's own may do one day."""
    scored = judged("choose_the_metric", transcript({"A": MARK}, [()]))
    told = find_exercise(ROOT, "choose_the_metric").accepts({"A": MARK})
    assert MARK in told
    assert scored.sentence == "Not a value that the statement allows."


def test_a_rule_that_raises_on_an_answer_is_told_to_the_teacher(monkeypatch):
    found = assignment_of("group_folds")
    values = iter([True])

    def rule(value, *case):
        return next(values)

    exercise = dataclasses.replace(found.exercises["group_folds"], accepts=rule)
    monkeypatch.setitem(found.exercises, "group_folds", exercise)
    scored = judged("group_folds", each_line("group_folds", "[1]"))
    assert scored.points == 0
    note = note_of_rule(found, scored, each_line("group_folds", "[1]"))
    assert note == "The rule of `group_folds` raised a StopIteration on this answer: look at it yourself."
    assert note_of_rule(found, scored, each_line("group_folds", "null")) == ""
    assert note_of_rule(found, scored, None) == ""


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
    """Return the words and numbers of a sentence but for the share of cases; an author's sentence is none of the seed's."""
    rest = re.sub(r"on \d+ of \d+ cases", "", sentence)
    for known in sorted(find_exercise(ROOT, name).mistakes, key=len, reverse=True):
        rest = rest.replace(known, "")
    return set(re.findall(r"-?\d[\d.e+-]*\d|\d", rest)) | set(re.findall(r"\w{2,}", rest))


@pytest.mark.parametrize("garbage", GARBAGE)
@each_exercise
def test_nothing_of_a_held_out_case_is_in_what_is_said(name, garbage):
    cases = find_exercise(ROOT, name).draw_cases(SEED)
    answer = GARBAGE[garbage]
    try:
        received = shown(name, answer)
    except Exception:  # an exercise's own `ask` may not bear such an answer; then the kernel shows nothing
        received = each_line(name, transcript(answer(*cases[0]) if cases[0] else 0, [()]))
    scored = judged(name, received)
    assert scored.points == 0
    assert words_of(name, scored.sentence) & facts_of(cases) == set()
    assert not re.search(r"\d", " ".join(words_of(name, scored.sentence)))


def test_what_is_held_out_would_be_found():
    """The net of the test above has holes small enough for one input."""
    exercise = Exercise(
        title="", points=1, expected=None, mistakes={}, cases=lambda rng: [(rng.normal(size=3), "Lena")]
    )
    ((numbers, text),) = cases = exercise.draw_cases(SEED)
    assert words_of("error_rate", f"found {numbers[1]:.4g} there") & facts_of(cases)
    assert words_of("error_rate", f"not {text}") & facts_of(cases) == {"Lena"}


@pytest.mark.parametrize("name", [name for name in LESSON_OF if name not in BY_RULE])
def test_an_answer_that_knows_the_example_only_is_told_so_or_is_a_known_mistake(name):
    exercise = find_exercise(ROOT, name)
    cases = exercise.draw_cases(SEED)
    if len(cases) < 3 or len(set(shown(name, exercise.expected).split("\n"))) < 3:
        pytest.skip("all cases have nearly the same answer")
    first = shown(name, exercise.expected).split("\n")[0]
    scored = judged(name, each_line(name, first))
    assert scored.status in ("wrong", "known_mistake")
    assert scored.status == "known_mistake" or scored.sentence.startswith(("Right on", "The shape", "What you return"))
