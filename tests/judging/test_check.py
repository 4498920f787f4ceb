"""check() and what the engine finds without being told, on an exercise made for the purpose."""

import functools
import signal
import warnings
from dataclasses import replace
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from firsthand import check, checking
from firsthand.checking import CheckFailed, Interrupted
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.exercise import Exercise, choice_exercise
from firsthand.judging.feedback import Status, as_html, as_text


def _cases(rng):
    return [(np.array([1.0, 2.0, 6.0]), 2.0), *((rng.normal(5, 2, n), rng.uniform(1, 3)) for n in (1, 4, 5, 9))]


def _right(x, c):
    return c * np.cumsum(x) / len(x)


running = Exercise(
    title="A running mean, scaled",
    points=2,
    expected=_right,
    cases=_cases,
    mistakes={"You summed without c.": lambda x, c: np.cumsum(x) / len(x)},
    name="running",
)

total = Exercise(
    title="A total", points=1, expected=lambda x: x.sum(), cases=lambda rng: [(rng.normal(size=3),)], mistakes={}
)


def printing(x, c):
    print(c * np.cumsum(x) / len(x))


def altering(x, c):
    x /= len(x)
    return c * np.cumsum(x)


def failing(x, c):
    return x.median() * c


def three_deep(x, c):
    def inner(values):
        return values.undefined

    return inner(x)


def constant(x, c):
    """Docstring."""
    return 5


def stub(x, c):
    """Docstring."""
    # your answer


FOUND = {
    "an untouched stub": (stub, Status.NOT_STARTED, "..."),
    "one constant after a docstring": (constant, Status.WRONG_SHAPE, "A single number came back"),
    "a value left open": (..., Status.NOT_STARTED, "..."),
    "a part left open": (lambda x, c: [1, ...], Status.NOT_STARTED, "..."),
    "printed, not returned": (printing, Status.NOTHING_RETURNED, "prints its result"),
    "nothing returned": (lambda x, c: x.sort() if len(x) else None, Status.NOTHING_RETURNED, "returns nothing"),
    "input altered": (altering, Status.ALTERED_INPUT, "`x`"),
    "input altered, result wrong": (lambda x, c: altering(x, c) ** 2 + c, Status.ALTERED_INPUT, "not right either"),
    "known mistake": (lambda x, c: np.cumsum(x) / x.size, Status.KNOWN_MISTAKE, "You summed without c."),
    "known mistake, altered input": (lambda x, c: x.sort() or None, Status.NOTHING_RETURNED, "nothing"),
    "column against row": (
        lambda x, c: _right(x, c)[:, None] + np.zeros(len(x)),
        Status.WRONG_SHAPE,
        "a table of every pair",
    ),
    "a column": (lambda x, c: _right(x, c)[:, None], Status.WRONG_SHAPE, "one axis too many"),
    "one number": (lambda x, c: _right(x, c)[-1], Status.WRONG_SHAPE, "A single number came back"),
    "a row too many": (lambda x, c: np.r_[0, _right(x, c)], Status.WRONG_SHAPE, "shape (4,) came back"),
    "hard-coded": (lambda x, c: [2 / 3, 2, 6], Status.EXAMPLE_ONLY, "the same whatever the inputs"),
    "called, not handed in": (np.array([1.0]), Status.WRONG_TYPE, "Hand in the function itself"),
    "complex": (lambda x, c: _right(x, c) + 1j, Status.DIFFERS, "0 of 5"),
    "enormous": (lambda x, c: _right(x, c) * 1e307, Status.DIFFERS, "0 of 5"),
    "a dictionary like a mark": (lambda x, c: {"type": 3}, Status.WRONG_TYPE, "a dictionary"),
    "ragged": (lambda x, c: [[1.0], [1.0, 2.0]], Status.WRONG_SHAPE, "different lengths"),
    "two results for one": (
        lambda x, c: (_right(x, c), c),
        Status.WRONG_SHAPE,
        "2 values came back together, one is asked",
    ),
    "two tables for one array": (
        lambda x, c: (np.outer(x, x), np.outer(x, _right(x, c))),
        Status.WRONG_SHAPE,
        "The shape is not the one asked for",
    ),
    "two arrays for one": (
        lambda x, c: (_right(x, c), x),
        Status.WRONG_SHAPE,
        "2 values came back together, one is asked",
    ),
    "the smaller of two by `min`": (
        lambda x, c: np.min(_right(x, c), 0.5),
        Status.RAISED,
        "`np.min` takes its second argument for an axis; `np.minimum` compares two.",
    ),
    "a caret for a power": (lambda x, c: _right(x, c) ^ 2, Status.RAISED, "`^` is not a power in Python: `**` is."),
    "columns of a flat array": (lambda x, c: x / x.shape[1], Status.RAISED, "its `shape` has no second entry"),
    "an `if` of an array": (lambda x, c: x if x > 0 else -x, Status.RAISED, "`np.where(condition, a, b)` picks"),
    "an `and` of arrays": (lambda x, c: (x > 0) and (x < 2), Status.RAISED, "`&` and `|`, with brackets round each"),
    "`max` of an array and a number": (
        lambda x, c: max(x, 0),
        Status.RAISED,
        "`np.minimum` compare element by element",
    ),
    "text": (lambda x, c: ["1"] * len(x), Status.WRONG_TYPE, "You returned text"),
    "truth values": (lambda x, c: _right(x, c) > 0, Status.WRONG_TYPE, "True or False"),
    "the function itself": (lambda x, c: stub, Status.WRONG_TYPE, "a function"),
    "a generator": (lambda x, c: (v for v in x), Status.WRONG_TYPE, "a generator"),
    "a dictionary": (lambda x, c: {"x": 1}, Status.WRONG_TYPE, "a dictionary"),
    "not a number": (lambda x, c: _right(x, c) * np.nan, Status.NOT_FINITE, "NaN"),
    "infinity": (lambda x, c: _right(x, c) / np.zeros(len(x)), Status.NOT_FINITE, "infinity"),
    "sign": (lambda x, c: -_right(x, c), Status.WRONG_SIGN, "opposite sign"),
    "factor": (lambda x, c: _right(x, c) / 2, Status.WRONG_FACTOR, "half of what it should be"),
    "odd factor": (lambda x, c: _right(x, c) * np.pi, Status.WRONG_FACTOR, "3.142 times"),
    "factor n": (lambda x, c: c * np.cumsum(x), Status.WRONG_FACTOR, "a sum where the mean is asked"),
    "factor 1/n": (lambda x, c: _right(x, c) / len(x), Status.WRONG_FACTOR, "divided by n once too often"),
    "the example only": (
        lambda x, c: _right(x, c) if len(x) == 3 else _right(x, c) + 1,
        Status.EXAMPLE_ONLY,
        "on the example",
    ),
    "an exception": (failing, Status.RAISED, "an AttributeError"),
    "the wrong arguments": (lambda x: x, Status.RAISED, "a TypeError"),
    "leaving": (lambda x, c: exit(), Status.RAISED, "a SystemExit"),
    "anything else": (lambda x, c: _right(x, c) ** 2 + x, Status.DIFFERS, "0 of 5 cases right"),
    "only odd lengths": (lambda x, c: _right(x, c) + (len(x) % 2 == 0), Status.DIFFERS, "4 of 5 cases right"),
}


@pytest.mark.parametrize(("answer", "status", "words"), FOUND.values(), ids=FOUND)
def test_a_finding_has_its_own_message(answer, status, words):
    verdict = judge(running, answer)
    assert verdict.status is status
    assert words in verdict.sentence


def test_an_infinity_where_a_mistake_has_one_too_warns_nobody():
    def without_end(x, c):
        return _right(x, c) ** 2 - (np.inf if len(x) == 3 else 0)

    lost = replace(running, mistakes={"Lost.": lambda x, c: _right(x, c) - (np.inf if len(x) == 3 else 0)})
    assert judge(lost, without_end).status is Status.NOT_FINITE


RIGHT = {
    "a loop": lambda x, c: [c * sum(x[: i + 1]) / len(x) for i in range(len(x))],
    "a tuple": lambda x, c: tuple(_right(x, c)),
    "a series": lambda x, c: c * pd.Series(x).cumsum() / len(x),
    "float32": lambda x, c: _right(x, c).astype(np.float32),
    "a partial": functools.partial(lambda scale, x, c: _right(x, c) * scale, 1),
    "one that prints": lambda x, c: print("debug") or _right(x, c),
    "one that warns": lambda x, c: warnings.warn("look out", stacklevel=1) or _right(x, c),
}


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_a_right_answer_in_another_form_is_right(answer):
    assert judge(running, answer).status is Status.RIGHT


def test_a_hard_coded_answer_is_told_apart():
    successor = Exercise(
        title="n", points=1, expected=lambda n: n + 1, cases=lambda rng: [(1,), (2,), (3,)], mistakes={}
    )
    verdict = judge(successor, lambda n: 2)
    assert verdict.status is Status.EXAMPLE_ONLY
    assert "the same whatever the inputs" in verdict.sentence


def test_a_single_number_is_not_called_right_but_for_a_factor():
    assert judge(total, lambda x: 4.0).status is Status.DIFFERS


def test_an_exception_shows_the_learners_own_line_in_three_lines_at_most():
    verdict = judge(running, three_deep)
    error = dict(verdict.facts)["error"]
    assert "return values.undefined" in error
    assert "AttributeError" in error
    assert len(error.splitlines()) <= 3


def test_a_long_exception_message_is_cut():
    def shout(x, c):
        raise ValueError("x" * 50_000)

    assert len(as_text(running, judge(running, shout))) < 2000


def test_an_empty_part_among_numbers_is_no_other_kind():
    parts = Exercise(
        title="Parts", points=1, expected=lambda n: [[0], [n]], cases=lambda rng: [(1,), (2,)], mistakes={}
    )
    assert judge(parts, lambda n: [[], [n + 1]]).status is Status.WRONG_SHAPE
    assert judge(parts, lambda n: [[], ["1"]]).status is Status.WRONG_TYPE


def test_the_first_case_that_differs_shows_inputs_type_and_shape():
    verdict = judge(running, lambda x, c: _right(x, c) ** 2)
    facts = dict(verdict.facts)
    assert facts["x"] == "array([1., 2., 6.])"
    assert facts["c"] == "2.0"
    assert "ndarray of shape (3,)" in facts["its type"]


def test_the_half_that_is_right_is_said():
    pair = Exercise(
        title="Two", points=1, expected=lambda a: (a, a + 1), cases=lambda rng: [(1,), (5,), (7,)], mistakes={}
    )
    assert "The first of your 2 values is right" in judge(pair, lambda a: (a, a * a)).sentence


def test_several_results_are_counted_and_named():
    tables = Exercise(
        title="Two tables",
        points=1,
        expected=lambda a, b: (a + 1, b + 1),
        cases=lambda rng: [(rng.normal(size=(n, 2)), rng.normal(size=(m, 2))) for n, m in ((2, 3), (4, 1), (3, 5))],
        mistakes={},
    )
    assert "3 values came back, 2 are asked" in judge(tables, lambda a, b: (a, b, 1)).sentence
    assert "One value came back, 2 are asked" in judge(tables, lambda a, b: 1.0).sentence
    assert "The shape of your second value" in judge(tables, lambda a, b: (a + 1, b[0])).sentence


def test_of_several_results_the_one_of_another_length_is_named():
    """Two lists that happen to be of one length are no table: their shape is no (2, 2)."""
    halves = Exercise(
        title="Halves",
        points=1,
        expected=lambda x: (x[x < 0], x[x >= 0]),
        cases=lambda rng: [(np.array([-1.0, 2.0, -3.0, 4.0]),), *((rng.normal(size=n),) for n in (5, 7))],
        mistakes={},
    )
    sentence = judge(halves, lambda x: (x[x < -2], x[x >= -2])).sentence
    assert (
        "The shape of your first value is not the one asked for: shape (1,) came back, shape (2,) is asked" in sentence
    )
    assert "(2, 2)" not in sentence


def test_a_repair_that_changes_nothing_is_not_started():
    mend = Exercise(
        title="Mend", points=1, expected=lambda a: a + 1, cases=lambda rng: [(1,), (5,)], mistakes={}, given=lambda a: a
    )
    assert judge(mend, lambda a: a * 1).status is Status.NOT_STARTED
    assert judge(mend, lambda a: a + 1).status is Status.RIGHT
    ruled = replace(mend, accepts=lambda value, a: value == a + 1 or "Not one more.")
    assert judge(ruled, lambda a: a * 1).status is Status.NOT_STARTED
    assert judge(ruled, lambda a: a + 1).status is Status.RIGHT
    assert judge(ruled, lambda a: a + 2).sentence == "Not one more."


choice = choice_exercise(
    title="Choose",
    points=1,
    right={"A": "mean", "B": "median"},
    tempting={("A", "median"): "A: no outlier here.", ("B", "mean"): "B: look at the outlier."},
)


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ({"A": "mean", "B": "median"}, Status.RIGHT, ""),
        ({"A": " Mean", "B": "MEDIAN "}, Status.RIGHT, ""),
        (pd.Series({"A": "mean", "B": "median"}), Status.RIGHT, ""),
        (pd.Series({"A": "mean", "B": "mean"}), Status.KNOWN_MISTAKE, "look at the outlier"),
        (pd.Series(["mean", "median"]), Status.KNOWN_MISTAKE, "the keys A, B"),
        ({"A": "mean", "B": "mean"}, Status.KNOWN_MISTAKE, "look at the outlier"),
        ({"A": "median", "B": "mean"}, Status.KNOWN_MISTAKE, "no outlier"),
        ({"A": "mode", "B": "mean"}, Status.KNOWN_MISTAKE, "not one of the options: mean, median"),
        ({"A": "mean"}, Status.KNOWN_MISTAKE, "the keys A, B"),
        ("mean", Status.KNOWN_MISTAKE, "the keys A, B"),
        ({"A": "mean", "B": ...}, Status.NOT_STARTED, "..."),
        (None, Status.KNOWN_MISTAKE, "the keys A, B; found None"),
    ],
)
def test_a_choice_is_judged_by_its_first_wrong_part(answer, status, words):
    verdict = judge(choice, answer)
    assert verdict.status is status
    assert words in verdict.sentence


def test_text_and_html_say_the_same():
    verdict = judge(running, lambda x, c: -_right(x, c))
    text, html = as_text(running, verdict), as_html(running, verdict)
    for words in ("✘", "Not yet", "A running mean, scaled", "0 of 2 points", verdict.sentence):
        assert words in text
        assert words in html


def _status_and_names():
    """An exercise with two results, a number and a list of names or a dictionary; infinity where the list is long."""
    return Exercise(
        title="Status and names",
        points=1,
        expected=lambda names: (200, {"all": len(names)}) if len(names) == 1 else (400, sorted(names)),
        cases=lambda rng: [(["a"],), (["c", "b"],), (["d", "f", "e"],)],
        mistakes={},
    )


def test_names_are_no_number_in_a_box():
    """Where text meets a dictionary or text by itself, the sentences about arrays are false."""
    only_names = judge(_status_and_names(), lambda names: (400, sorted(names)))
    assert only_names.sentence == "As your second value text came back; asked for is a dictionary."
    by_itself = judge(
        _status_and_names(), lambda names: (200, {"all": 1}) if len(names) == 1 else (400, ", ".join(sorted(names)))
    )
    assert by_itself.sentence.endswith("one text by itself came back, a list of texts is asked.")


def test_a_status_left_out_is_not_a_mixture_of_kinds():
    without = judge(_status_and_names(), lambda names: {"all": 1} if len(names) == 1 else sorted(names))
    assert without.sentence == "One value came back, 2 are asked: return them with commas between."
    names_first = judge(_status_and_names(), lambda names: ("a", "b"))
    assert names_first.sentence == "As your first value text came back; asked for is numbers."


def test_numbers_of_numpy_are_shown_as_numbers_inside_of_a_container():
    shown = dict(judge(_status_and_names(), lambda names: {np.str_("rows"): (np.int64(3), np.float64(0.5))}).facts)
    assert shown["you returned"] == "{'rows': (3, 0.5)}"


def test_infinity_that_is_asked_elsewhere_sends_nobody_after_a_division():
    first = Exercise(
        title="When does it pay?",
        points=1,
        expected=lambda fixed, saved: fixed / saved if saved > 0 else np.inf,
        cases=lambda rng: [(1.0, 2.0), (3.0, 0.0), (2.0, 0.5)],
        mistakes={},
    )
    verdict = judge(first, lambda fixed, saved: fixed / saved if saved > 1 else np.inf)
    assert verdict.status is Status.NOT_FINITE
    assert verdict.sentence == "The number you returned is infinity. That is asked on other inputs, not on these."


def test_right_earns_the_points():
    assert as_text(running, judge(running, _right)).startswith("✔ Right · A running mean, scaled · 2 of 2 points")


def test_what_a_learner_wrote_is_escaped():
    verdict = judge(running, lambda x, c: "<script>alert(1)</script>")
    assert "<script>" not in as_html(running, verdict)
    assert "&lt;script&gt;" in as_html(running, verdict)


def test_a_failed_check_raises_under_pytest_with_the_panel_as_its_message():
    with pytest.raises(CheckFailed, match="Not yet · One step downhill · 0 of 1 point"):
        check("gradient_step", lambda w, gradient, rate: w + rate * gradient)


def test_a_failed_check_elsewhere_prints_and_goes_on(monkeypatch, capsys):
    for name in ("PYTEST_VERSION", "PYTEST_CURRENT_TEST"):
        monkeypatch.delenv(name, raising=False)
    check("gradient_step", lambda w, gradient, rate: w + rate * gradient)
    assert "You added the gradient" in capsys.readouterr().out


def endless(w, gradient, rate):
    while True:
        w = w - rate * gradient


def stubborn(w, gradient, rate):
    while True:
        try:
            w = w - rate * gradient
        except Exception:
            w = 0


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here to stop anything")
@pytest.mark.parametrize("answer", [endless, stubborn])
def test_an_answer_without_an_end_is_stopped_and_told_with_its_line(monkeypatch, answer):
    monkeypatch.setattr(checking, "SECONDS", 0.2)
    with pytest.raises(CheckFailed, match=r"has not come to an end in 0\.2 s") as told:
        check("gradient_step", answer)
    assert f" of {answer.__name__}: " in str(told.value)
    assert checking.VERDICTS["gradient_step"] == "wrong"


def interrupted(w, gradient, rate):
    raise KeyboardInterrupt


def test_who_interrupts_a_check_sees_where_it_was_and_no_frame_of_the_check():
    with pytest.raises(Interrupted) as told:
        check("gradient_step", interrupted)
    shown = told.value._render_traceback_()
    assert shown[0] == "✘ Not yet · One step downhill · 0 of 1 point"
    assert shown[1].startswith("You stopped the check while your code ran.")
    assert shown[2:] == [next(line for line in shown if "of interrupted: raise KeyboardInterrupt" in line)]


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(CheckFailed, match="Did you mean 'gradient_step'"):
        check("gradient_stpe", lambda: None)


def test_an_overwritten_name_is_said_with_the_cell_that_did_it(monkeypatch):
    class Shell:
        user_ns: ClassVar = {"In": ["", "import numpy as np", "sum = 0"]}

    def answer(w, gradient, rate):
        return sum(w)

    answer.__globals__["sum"] = 0
    try:
        monkeypatch.setattr("firsthand.checking._shell", Shell)
        with pytest.raises(CheckFailed, match=r"TypeError. Cell \[2\] has given the name `sum` another value"):
            check("gradient_step", answer)
    finally:
        del answer.__globals__["sum"]
