"""An exercise again, with other numbers: shown, answered, and counted nowhere."""

import numpy as np
import pytest

from firsthand import again, check, checking, helping
from firsthand.practising import find_variant


@pytest.fixture
def said(monkeypatch, capsys):
    """Return what gives the text that a call shows, in a kernel that has checked nothing."""
    monkeypatch.setattr(checking, "_RUNNERS", ())
    monkeypatch.setattr(checking, "VERDICTS", {})
    monkeypatch.setattr(helping, "_tries", helping.Counter())

    def call(what, *arguments, **options):
        what(*arguments, **options)
        return capsys.readouterr().out

    return call


def right_answer(name, number):
    names: dict = {}
    exec(find_variant(name, number).solution, names)
    return names[find_variant(name, number).answer]


def test_the_form_that_is_shown_can_be_copied_and_is_not_begun(said):
    page = said(again, "predict_second_year", 7)
    assert page.startswith("### The second year · variant 7\n")
    form = page.split("```python\n")[1].split("```")[0]
    shown = said(exec, form, {"check": check})
    assert shown.startswith("○ Not started · The second year, variant 7\n")


def test_a_number_brings_the_same_page_back_and_none_draws_one_and_says_which(said):
    assert said(again, "read_the_matrix", 7) == said(again, "read_the_matrix", np.int64(7))
    drawn = said(again, "read_the_matrix")
    number = int(drawn.split("variant ")[1].split("\n")[0])
    assert 1 <= number < 10_000
    assert drawn == said(again, "read_the_matrix", number)


def test_an_answer_is_judged_by_its_own_variant(said):
    answer = right_answer("predict_second_year", 7)
    assert said(check, "predict_second_year", answer, variant=7) == "✔ Right · The second year, variant 7\n"
    assert "✘ Not yet" in said(check, "predict_second_year", answer, variant=8)
    assert "✘ Not yet" in said(check, "predict_second_year", answer)


def test_a_mistake_is_named_with_the_variants_numbers(said):
    exercise = find_variant("predict_second_year", 7).exercise
    sentence, wrong = next(iter(exercise.mistakes.items()))
    assert sentence in said(check, "predict_second_year", wrong, variant=7)
    assert "A: not 1." in said(
        check, "predict_second_year", right_answer("predict_second_year", 7) | {"A": 1}, variant=7
    )


def test_two_mistakes_in_different_numbers_are_both_named(said):
    right = right_answer("precision_at_prevalence", 7)
    shown = said(check, "precision_at_prevalence", right | {"recall": 1 - right["recall"], "missed": 1e6}, variant=7)
    assert "That is the share of the ill who are missed." in shown
    assert "missed: not 1e+06." in shown


def test_nothing_of_it_is_counted(said):
    for _ in range(6):
        shown = said(check, "predict_second_year", {}, variant=7)
    assert "Hint" not in shown
    assert "point" not in shown
    assert (checking.VERDICTS, helping._tries) == ({}, {})


def test_an_exercise_without_variants_says_which_of_its_lesson_have_some(said):
    shown = said(again, "pr_curve")
    assert shown == "'pr_curve' has no variants. In its lesson these have: read_the_matrix, precision_at_prevalence.\n"
    assert said(check, "pr_curve", 1, variant=7) == shown
    assert "None in its lesson has. Of the course these have: read_four_misses, " in said(again, "error_rate", 7)


def test_a_name_that_is_not_known_names_the_nearest(said):
    assert "Did you mean 'read_the_matrix'?" in said(again, "read_matrix", 7)
    assert "Did you mean 'read_the_matrix'?" in said(check, "read_matrix", 1, variant=7)


@pytest.mark.parametrize("bad", [0, -3, 1.5, "7", True, 10**9, float("nan"), [7]])
def test_a_number_that_is_none_says_what_one_is(said, bad):
    expected = "The number of a variant is a whole number from 1 to 999,999,999; found"
    assert said(again, "read_the_matrix", bad).startswith(expected)
    assert said(check, "read_the_matrix", {}, variant=bad).startswith(expected)


def test_under_a_test_runner_an_answer_to_a_variant_that_is_not_right_is_an_error():
    with pytest.raises(checking.CheckFailed, match="Not started"):
        check("read_the_matrix", ..., variant=7)
