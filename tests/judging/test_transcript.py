"""The canonical form, and what agrees with what."""

import datetime
import json
import math
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from firsthand.judging.transcript import (
    PRINTED_CHARACTERS_KEPT,
    Raised,
    Unwritten,
    agree,
    altered_arguments,
    canonical,
    observe,
    parse,
    transcript,
)


def written(value) -> str:
    return transcript(value, [()])


SAME = {
    "whole numbers": [2, 2.0, np.int64(2), np.float32(2), np.array(2), Fraction(2), Decimal(2), np.uint8(2)],
    "zeros": [0, 0.0, -0.0, np.float64(-0.0), np.array(-0.0)],
    "truth values": [True, np.True_, np.array(True)],
    "lists of numbers": [
        [1, 2.5],
        (1, 2.5),
        np.array([1, 2.5]),
        np.array([1, 2.5], dtype=object),
        pd.Series([1, 2.5], index=["a", "b"]),
        pd.Index([1, 2.5]),
        [np.float64(1), np.array(2.5)],
    ],
    "tables": [[[1, 2], [3, 4]], np.array([[1, 2], [3, 4]]), pd.DataFrame({"a": [1, 3], "b": [2, 4]})],
    "ranges": [[0, 1, 2], range(3), np.arange(3)],
    "text": ["a", np.str_("a"), np.array("a")],
    "lists of text": [["a", "b"], np.array(["a", "b"]), pd.Series(["a", "b"])],
    "lists of truth values": [[True, False], np.array([True, False]), pd.Series([True, False])],
    "nothing": [None, pd.NA],
    "dictionaries in any order": [{"a": 1, "b": [2]}, {"b": np.array([2.0]), "a": 1.0}],
    "sets": [{1, 2}, frozenset([2.0, 1.0])],
    "not a number": [math.nan, np.nan, np.float32("nan"), np.array(np.nan)],
    "dates": [datetime.datetime(2026, 1, 2), pd.Timestamp("2026-01-02")],
    "complex numbers": [1 + 2j, np.complex128(1 + 2j)],
}


@pytest.mark.parametrize("forms", SAME.values(), ids=SAME)
def test_one_answer_in_several_forms_has_one_text(forms):
    assert {written(form) for form in forms} == {written(forms[0])}


DIFFERENT = [
    *(1, "1", True, None, [1], [[1]], {1}, {"a": 1}, {1: 1}, {"1": 1}, math.nan, math.inf, -math.inf, 10**400),
    *("None", "NaN", [], [[]], [1, 2], [[1, 2]], [[1], [2]], {"raised": "ValueError"}, len, 1.5, 1 + 1j, b"1"),
]


def test_different_answers_have_different_texts_and_do_not_agree():
    texts = [written(value) for value in DIFFERENT]
    assert len(set(texts)) == len(texts)
    assert [(a, b) for a in texts for b in texts if a != b and agree(a, b)] == []


def test_every_text_agrees_with_itself():
    assert [value for value in DIFFERENT if not agree(written(value), written(value))] == []


def test_numbers_are_written_at_twelve_significant_digits():
    assert written(1 / 3) == "0.333333333333"
    assert written(123456789.123456789) == "123456789.123"
    assert written(10**15 + 1) == written(10**15)


@pytest.mark.parametrize(("value", "text"), [(math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity")])
def test_numbers_that_are_not_finite_are_written_by_name(value, text):
    assert written(value) == text
    assert written([[value]]) == f"[[{text}]]"


def test_what_has_no_form_is_named_by_its_type():
    assert canonical(object()) == {"type": "object"}
    assert canonical(np.random.default_rng(0)) == {"type": "numpy.random._generator.Generator"}


def test_nesting_without_end_is_cut_off():
    endless: list = []
    endless.append(endless)
    assert "too deeply nested" in written(endless)


def test_an_array_method_that_raises_harms_nothing():
    class Liar:
        def __array__(self, *args, **kwargs):
            raise RuntimeError("no")

    assert "Liar" in written(Liar())


def test_an_object_that_raises_when_it_is_looked_at_is_an_exception():
    class Trap(list):
        def __iter__(self):
            raise RuntimeError("caught you")

    assert written(Trap([1])) == '{"raised":"RuntimeError"}'


def test_a_learners_dictionary_is_never_taken_for_a_mark():
    for value in ({"type": 3}, {"raised": "boom"}, {"altered": [0], "value": 1}, {"dict": []}, {"set": 1}):
        assert parse(written(value)) == value
    assert parse(written({frozenset({1}): 2})) == {frozenset({1}): 2}
    assert parse(written(object())) == Unwritten("object")
    assert parse(written(lambda: 1 / 0)) == Raised("ZeroDivisionError")


def test_an_answer_that_closes_the_output_harms_nothing():
    assert written(lambda: [sys.stdout.close(), print("still here"), 1][2]) == "1"


def test_an_exception_is_written_by_its_name():
    assert transcript(lambda x: 1 / x, [(0,), (2,)]) == '{"raised":"ZeroDivisionError"}\n0.5'


def test_leaving_python_is_an_exception_like_any_other():
    assert written(lambda: exit()) == '{"raised":"SystemExit"}'


def test_prints_and_warnings_decide_nothing():
    def noisy(x):
        print("looking at", x)
        return np.log(np.array([x])) * 0

    assert transcript(noisy, [(0.0,)]) == "[NaN]"


def test_an_endless_print_is_cut_off():
    (observation,) = observe(lambda: [print("x" * 1000) for _ in range(100)] and 1, [()])
    assert len(observation.printed) == PRINTED_CHARACTERS_KEPT


def test_an_altered_argument_is_marked_and_the_case_stays_as_it_was():
    case = (np.array([1.0, 2.0]), [3])

    def careless(x, items):
        x -= 1
        items.append(4)
        return 5

    text = transcript(careless, [case])
    assert altered_arguments(text) == [0, 1]
    assert parse(text) == 5
    assert case[0].tolist() == [1, 2]
    assert case[1] == [3]
    assert not agree(text, "5")
    assert agree(text, "5", values_only=True)


def test_each_case_gets_generators_in_the_same_state():
    case = (np.random.default_rng(3),)
    assert transcript(lambda rng: rng.random(), [case]) == transcript(lambda rng: rng.random(), [case])


def test_nothing_returned_is_seen_even_where_the_question_stumbles_over_it():
    assert transcript(lambda: None, [()], ask=lambda answer: list(answer())) == "null"


@pytest.mark.parametrize("expected", [1.0, -1.0, 1e-3, 1e6, 0.0])
def test_agreement_ends_at_the_tolerance(expected):
    rtol, atol = 1e-5, 1e-8
    room = atol + rtol * abs(expected)
    for sign in (-1, 1):
        assert agree(written(expected + sign * 0.99 * room), written(expected), rtol, atol)
        assert not agree(written(expected + sign * 1.01 * room), written(expected), rtol, atol)


def test_agreement_reaches_into_nested_values():
    wide = {"a": [1.0, {"b": (2.0, math.nan)}]}
    near = {"a": [1.0 + 1e-7, {"b": (2.0 - 1e-7, math.nan)}]}
    assert agree(written(near), written(wide))
    near["a"][1]["b"] = (2.1, math.nan)
    assert not agree(written(near), written(wide))


def test_infinities_agree_with_their_like_only():
    assert agree("Infinity", "Infinity")
    assert not agree("Infinity", "-Infinity")
    assert not agree("1e308", "Infinity")
    assert not agree("NaN", "1")
    assert not agree("1", "NaN")


@pytest.mark.parametrize("text", ["", "1\n1", "[1", "hello", "1 1", "[" * 100_000])
def test_text_that_is_no_transcript_agrees_with_nothing(text):
    assert not agree(text, "1")


@given(arrays.arrays(np.float64, arrays.array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e9, 1e9)))
def test_parsing_gives_back_what_was_written(array):
    assert np.allclose(np.array(parse(written(array))), array, rtol=1e-11, atol=0)
    assert agree(written(array.astype(np.float32)), written(array), rtol=1e-5, atol=1e-30) == np.allclose(
        array.astype(np.float32), array, rtol=1e-5, atol=1e-30
    )


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=8))
def test_the_canonical_form_is_json_that_stands_for_itself(value):
    text = written(value)
    assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text
    assert agree(text, text)
