"""What a transcript earns and what is said of it: nothing a learner writes ends the grader, forges or gives away a case."""

import dataclasses
import json
import re

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import LESSON_OF
from scoring import assignment_of, each_line, judged, shown

from firsthand.gradebook.records import EXERCISE_STATUSES
from firsthand.grading.assignment import find_exercise
from firsthand.grading.run import CellRun
from firsthand.grading.score import note_of_rule, score
from firsthand.judging.transcript import transcript

BY_RULE = [name for name in LESSON_OF if find_exercise(ROOT, name).accepts is not None]


# ---- right and not right


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


# ---- a sentence for a person to read


REASON = {"rejected": "Newton", "because": "Each step would need <b>900 million</b> second derivatives."}


def test_the_sentence_of_a_choice_travels_with_the_score_right_or_not():
    right = find_exercise(ROOT, "choose_the_solver").expected | REASON
    for answer, status in ((right, "right"), ({**right, "A": "annealing"}, "known_mistake")):
        scored = judged("choose_the_solver", shown("choose_the_solver", answer))
        assert scored.status == status
        assert (scored.rejected, scored.because) == ("E: not Newton", REASON["because"])


@pytest.mark.parametrize("sentence", ["one two three four five six " * 900, "x" * 900_000, 5, None, ["a"] * 50_000])
def test_a_sentence_without_an_end_earns_nothing_and_is_kept_short(sentence):
    scored = judged("choose_the_solver", shown("choose_the_solver", right_but(sentence)))
    assert (scored.points, scored.status == "right") == (0, False)
    assert len(scored.because) <= 400


def right_but(sentence):
    return find_exercise(ROOT, "choose_the_solver").expected | REASON | {"because": sentence}


def test_a_poor_sentence_is_told_in_words_that_hold_nothing_of_the_learners():
    scored = judged("choose_the_solver", shown("choose_the_solver", right_but("<i>No.</i>")))
    assert (scored.status, scored.because) == ("known_mistake", "<i>No.</i>")
    assert "a person reads this sentence" in scored.sentence
    assert "<i>" not in scored.sentence


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
@settings(max_examples=150)
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


def test_no_such_name_is_said_beside_what_a_rule_saw_on_other_cases():
    exercise = assignment_of("group_folds").exercises["group_folds"]
    wrong = next(
        w
        for sentence, w in exercise.mistakes.items()
        if judged("group_folds", shown("group_folds", w)).sentence == sentence
    )
    *lines, _ = shown("group_folds", wrong).split("\n")
    scored = judged("group_folds", "\n".join([*lines, json.dumps({"raised": "TheSeedIs42"})]))
    assert scored.status == "known_mistake"
    assert scored.sentence.endswith("Besides, your code stops with an exception on some cases.")


@pytest.mark.parametrize("name", [["TheSeedIs42"], {"a": 1}, 42, None])
def test_what_is_no_name_of_an_exception_ends_nothing(name):
    scored = judged("error_rate", each_line("error_rate", json.dumps({"raised": name})))
    assert (scored.status, scored.points) == ("wrong", 0)
    assert "42" not in scored.sentence


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
    assert scored.sentence == "Not a value that the statement allows. Run the check in the notebook: it can say which."


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
