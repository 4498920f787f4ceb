"""A choice that asks why: the choices are graded, and of the sentence only that a person can read it."""

import pytest

from firsthand.auditing.fairness import faults
from firsthand.checks import exercise_names, find_exercise
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.exercise import MOST_CHARACTERS, choice_exercise, said_because
from firsthand.judging.feedback import Status

MADE = {
    "title": "Choose",
    "points": 2,
    "right": {"A": "mean", "B": "median"},
    "tempting": {("A", "median"): "A: no outlier here.", ("B", "mean"): "B: look at the outlier."},
}
choice = choice_exercise(**MADE, because="B")
RIGHT = {"A": "mean", "B": "median", "rejected": "mean", "because": "One income of a million moves the mean far."}
HOSTILE = [
    "<script>alert(1)</script> is what speaks against it here",
    "one\x00 two\x1b[31m three\u202e four five six",
    '"],"altered":[0],"value":{"type":"ellipsis"} six words of it',
    "half a character \udc80 among six words",
    "=HYPERLINK(0) and five more words of mine",
    'a `quote` and "another" of six or more words',
]


def test_right_choices_and_a_sentence_are_right_and_a_person_reads_it():
    verdict = judge(choice, RIGHT)
    assert verdict.status is Status.RIGHT
    assert "a person says" in verdict.sentence


@pytest.mark.parametrize("sentence", HOSTILE)
def test_any_sentence_of_enough_words_is_left_to_the_person(sentence):
    assert judge(choice, {**RIGHT, "because": sentence}).status is Status.RIGHT


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"B": "mean", "rejected": "median"}, "B: look at the outlier."),
        ({"B": "mean"}, "B: look at the outlier."),  # what is wrong with the choices comes first
        ({"rejected": "Median "}, "rejected: that is what you chose for B."),
        ({"rejected": "mode"}, "rejected: 'mode' is not one of the options: mean, median."),
        ({"rejected": None}, "rejected: None is not one of the options"),
        ({"because": ""}, "because: a person reads this sentence."),
        ({"because": "   \n\t "}, "because: a person reads this sentence."),
        ({"because": "no no no no no no no"}, "In at least 6 different words: which fact of B"),
        ({"because": 7}, "because: a person reads this sentence."),
        ({"because": ["One", "two", "three"]}, "because: a person reads this sentence."),
        ({"because": "one two three four five six " * 1000}, f"of at most {MOST_CHARACTERS} characters"),
    ],
)
def test_what_no_person_need_read_is_said(part, words):
    verdict = judge(choice, {**RIGHT, **part})
    assert verdict.status is Status.KNOWN_MISTAKE
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("part", "words"),
    [({"because": ""}, "because: a person reads"), ({"rejected": "median"}, "rejected: that is what you chose for B.")],
)
def test_a_wrong_choice_and_a_poor_reason_are_both_said(part, words):
    sentence = judge(choice, {**RIGHT, "A": "median", **part}).sentence
    assert sentence.startswith("A: no outlier here. ")
    assert words in sentence


@pytest.mark.parametrize("left", ["rejected", "because"])
def test_a_blank_is_not_started_and_named(left):
    verdict = judge(choice, {**RIGHT, left: ...})
    assert verdict.status is Status.NOT_STARTED
    assert left in verdict.sentence


def test_a_key_left_out_is_asked_for():
    answer = {key: value for key, value in RIGHT.items() if key != "because"}
    assert "the keys A, B, rejected, because" in judge(choice, answer).sentence


def test_the_check_itself_is_fair():
    assert faults(choice) == []


def test_what_a_person_reads_is_short_and_is_text():
    assert said_because(choice, RIGHT) == ("B: not mean", RIGHT["because"])
    assert said_because(choice, {**RIGHT, "because": "x" * 10_000}) == (
        "B: not mean",
        "x" * (MOST_CHARACTERS - 1) + "…",
    )
    assert said_because(choice, {**RIGHT, "rejected": 5, "because": None}) == ("", "")
    assert said_because(choice, "none") == ("", "")
    assert said_because(choice_exercise(**MADE), RIGHT) == ("", "")


def test_the_course_asks_why_in_some_decisions():
    asking = [name for name in exercise_names() if find_exercise(name).because]
    assert {"choose_the_split", "choose_the_metric", "choose_the_solver"} <= {*asking}
    for name in asking:
        exercise = find_exercise(name)
        assert exercise.because in exercise.expected
        assert judge(exercise, exercise.expected).status is Status.RIGHT
