"""A learner commits before the result; nothing a learner types raises, and what an author forgets stops the build."""

import pytest

from firsthand import predict, predicting, predictions

RIGHT_IS_C = {"a": False, "b": False, "c": True}
TEMPTS = {"a": "One weight is not two.", "b": "It does not stop."}


@pytest.fixture
def learner(monkeypatch):
    """Be a learner's kernel: no build, and no pytest, which sets its names anew for every test."""
    monkeypatch.setattr(predicting, "_STRICT", ("FIRSTHAND_BUILD",))


def test_an_open_prediction_says_what_to_write():
    assert repr(predict("?")) == "○ No choice yet: write a, b or c in place of ?, and run the cell again."
    assert repr(predict("?", "ab")) == "○ No choice yet: write a or b in place of ?, and run the cell again."
    assert repr(predict("?", unit="kg")) == "○ No number yet: write one in kg in place of ?, and run the cell again."


@pytest.mark.parametrize("said", ["b", "B", " b ", "(b)", "b.", "b)", "'b'", "option b", "Answer: (B)", "В"])
def test_a_letter_is_read_however_it_is_written(said):
    assert repr(predict(said)) == "● You said (b). Run on."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("d", "There is no (d) here: write a, b or c"),
        ("ab", "One letter alone: write a, b or c"),
        ("a or b", "One letter alone: write a, b or c"),
        ("because", "One letter alone: write a, b or c"),
        ("", "No choice yet: write a, b or c in place of ?"),
        ("...", "No choice yet: write a, b or c in place of ?"),
        (None, 'write a, b or c between quotes, as in predict("a")'),
        (..., 'write a, b or c between quotes, as in predict("a")'),
        (3.5, 'write a, b or c between quotes, as in predict("a")'),
        (predict, 'write a, b or c between quotes, as in predict("a")'),
    ],
)
def test_what_is_no_letter_is_open_and_says_what_to_do(said, words, learner):
    prediction = predict(said)
    assert prediction.is_open
    assert repr(prediction).startswith("○ ")
    assert words in repr(prediction)
    assert repr(prediction.outcome(**RIGHT_IS_C, tempts=TEMPTS)).startswith("○ It is (c).")


def test_two_letters_as_two_arguments_are_open(learner):
    prediction = predict("a", "b")
    assert "Two things stand in the brackets" in repr(prediction)
    assert repr(prediction.outcome(**RIGHT_IS_C, tempts=TEMPTS)).startswith("○ It is (c).")
    assert "Two things stand in the brackets" in repr(predict("a", "b", "c"))


def test_the_outcome_stands_beside_what_was_said(learner):
    assert repr(predict("c").outcome(**RIGHT_IS_C, tempts=TEMPTS)) == "✔ You said (c), and it is (c)."
    assert (
        repr(predict("a").outcome(**RIGHT_IS_C, tempts=TEMPTS)) == "✘ You said (a); it is (c). One weight is not two."
    )
    opened = repr(predict("?").outcome(**RIGHT_IS_C, tempts=TEMPTS))
    assert opened == "○ It is (c). You had made no choice; at the next one, say it first."


def test_what_a_build_stores_tells_no_answer():
    words = "○ What came true stands here beside your prediction, once you have run the cells."
    assert repr(predict("?").outcome(**RIGHT_IS_C, tempts=TEMPTS)) == words
    assert repr(predict("?", unit="kg").outcome(12)) == words


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (12, 12),
        (1.5, 1.5),
        (True, None),
        ("12", 12),
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("1,500", 1500),
        ("0,500", 0.5),
        ("1.500.000", 1_500_000),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1 500", 1500),
        ("1_500", 1500),
        ("−3.5", -3.5),
        ("-3.5", -3.5),
        (".5", 0.5),
        ("5 kg", 5),
        ("about 5", 5),
        ("~5", 5),
        ("1e-3", 0.001),
        ("50 %", 0.5),
        ("50%", 0.5),
        ("1/4", 0.25),
        ("1/0", None),
        ("five", None),
        ("5 to 6", None),
        ("5-6", None),
        ("1,2,3,4", None),
        ("nan", None),
        (float("inf"), None),
        (10**400, None),
        (None, None),
        ([5], None),
        ("", None),
    ],
)
def test_a_number_is_read_however_it_is_written(said, number, learner):
    prediction = predict(said, unit="kg")
    assert prediction.is_open == (number is None)
    panel = repr(prediction.outcome(0.0 if number is None else number))
    assert panel.startswith("○ It is 0 kg." if number is None else "✔ You said ")


def test_percent_stays_percent_where_that_is_the_unit():
    assert repr(predict("50 %", unit="%")) == "● You said 50 %. Run on."
    assert repr(predict("12 % vol", unit="% vol")) == "● You said 12 % vol. Run on."


def test_a_decimal_comma_outside_quotes_is_explained():
    assert "one number in kg, with a point and no comma" in repr(predict(1, 5, unit="kg"))


def test_a_number_says_how_far_off_it_is():
    assert repr(predict(14, unit="min").outcome(15, within=0.1)) == "✔ You said 14 min; it is 15 min."
    assert repr(predict(10, unit="min").outcome(15)) == "✘ You said 10 min; it is 15 min: too low by 5 min."
    assert repr(predict(100, unit="").outcome(2)) == "✘ You said 100; it is 2: too high by a factor of 50."
    assert repr(predict("50 %", unit="%").outcome(8.9)).endswith("too high by a factor of 5.6.")
    assert repr(predict(-1, unit="").outcome(2)) == "✘ You said -1; it is 2: too low by 3."
    assert repr(predict(0, unit="").outcome(1e-17)).startswith("✔ You said 0")


def test_a_number_is_said_with_about_four_digits():
    shown = [repr(predict(number, unit="")) for number in (28_000_000, 0.51234, 1.79e12, 1.558e-6, 1680)]
    said = [panel.removeprefix("● You said ").removesuffix(". Run on.") for panel in shown]
    assert said == ["28,000,000", "0.5123", "1.79e+12", "1.56e-06", "1,680"]


@pytest.mark.parametrize(
    ("conditions", "tempts", "words"),
    [
        (
            {"a": True, "b": True, "c": False},
            TEMPTS,
            r"exactly one of \(a\), \(b\), \(c\) must hold, and \(a\), \(b\) did",
        ),
        ({"a": False, "b": False, "c": False}, TEMPTS, "must hold, and none did"),
        ({"a": False, "b": True}, {"a": "so"}, r"asked were \(a\), \(b\), \(c\), and the outcome has \(a\), \(b\)"),
        (RIGHT_IS_C, {"a": "so"}, r"`tempts` lacks why \(b\) tempts"),
        (RIGHT_IS_C, None, r"`tempts` lacks why \(a\), \(b\) tempts"),
        (RIGHT_IS_C, {**TEMPTS, "d": "so"}, r"`tempts` explains \(d\), which is no wrong option"),
        (RIGHT_IS_C, {**TEMPTS, "c": "so"}, r"`tempts` explains \(c\), which is no wrong option"),
    ],
)
def test_what_an_author_must_mend_stops_a_build_and_no_learner(conditions, tempts, words, monkeypatch):
    with pytest.raises(ValueError, match=words):
        predict("?").outcome(**conditions, tempts=tempts)
    monkeypatch.setattr(predicting, "_STRICT", ("FIRSTHAND_BUILD",))
    assert repr(predict("?").outcome(**conditions, tempts=tempts)).startswith("○ No outcome: ")
    monkeypatch.setenv("FIRSTHAND_BUILD", "1")
    with pytest.raises(ValueError, match=words):
        predict("?").outcome(**conditions, tempts=tempts)


def test_a_number_where_a_letter_was_asked_is_the_authors_mistake():
    with pytest.raises(ValueError, match="a number came out where a letter was asked"):
        predict("?").outcome(3.0)


def counted(code):
    """Run cells in one namespace, as a kernel does, and return what `predictions()` says."""
    namespace = {"predict": predict, "predictions": predictions}
    for cell in code:
        exec(cell, namespace)
    return repr(eval("predictions()", namespace))


ASK = 'p = predict("{}"); _ = p; Out = [p]'
TELL = 'p.outcome(a=True, b=False, c=False, tempts={"b": "so", "c": "so"})'


def test_the_recap_counts_what_was_said_and_what_came_true():
    cells = [ASK.format("a"), TELL, "q = predict('?')", "r = predict(5, unit='')", "r.outcome(7)"]
    assert counted(cells) == "● You made 2 of 3 predictions; 1 came true as you said."


def test_a_cell_that_runs_again_replaces_what_it_said_before():
    cells = [ASK.format("b"), TELL, ASK.format("a"), TELL, TELL]
    assert counted(cells) == "● You made 1 of 1 predictions; 1 came true as you said."


def test_a_new_choice_waits_for_its_outcome():
    assert counted([ASK.format("a"), TELL, ASK.format("b")]).endswith("Not told yet: 1. Run the cells below it.")


def test_a_recap_of_nothing_said_says_so():
    assert counted([ASK.format("?"), TELL, "q = predict()"]).startswith("○ You have made none of the 2 predictions.")
    assert counted([]) == "○ No prediction of this notebook has run yet."


def test_the_panel_is_announced_escaped_and_says_all_without_its_colour():
    panel = predict("a", "ab").outcome(a=False, b=True, tempts={"a": "It is `w < 0` & so on."})
    html = panel._repr_html_()
    assert 'role="status"' in html
    assert "✘" in html
    assert "You said (a); it is (b). It is <code>w &lt; 0</code> &amp; so on." in html
