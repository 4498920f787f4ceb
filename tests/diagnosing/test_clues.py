"""What is read off a wrong answer on one case: why it stopped, what it was not taken from, parts that are all None."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics

from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.exercise import Exercise
from firsthand.judging.feedback import Status


def _median_below(x, tried):
    """The highest of the numbers tried that is not above the median of x, and the share of x up to it."""
    low = max(t for t in tried if t <= np.median(x))
    return low, np.mean(x <= low)


def _cases(rng):
    return [(rng.normal(5, 2, n), np.r_[-9.0, rng.normal(5, 2, n + 1)]) for n in (5, 6, 8, 11)]


chosen = Exercise(title="Chosen", points=1, expected=_median_below, cases=_cases, mistakes={})


def _halved(x, tried):
    return _median_below(x, tried)[0] / 3, 0.0


def _itself(x, tried):
    return _itself(x, tried)


def test_a_number_that_should_be_taken_from_an_argument_and_is_not_is_named_with_the_argument():
    verdict = judge(chosen, _halved)
    assert verdict.status is Status.DIFFERS
    assert verdict.sentence == "Your first value is not one of the numbers in `tried`. Which of them is asked?"


def test_a_wrong_number_that_is_taken_from_the_argument_is_not_said_to_be_foreign():
    assert "not one of" not in judge(chosen, lambda x, tried: (tried.max(), 0.0)).sentence


def test_where_the_case_shown_has_one_of_the_numbers_others_are_spoken_of():
    sentence = judge(chosen, lambda x, tried: (tried.max() if len(x) == 5 else 0.5, 0.0)).sentence
    assert sentence == "Your first value is not always one of the numbers in `tried`. Which of them is asked?"


def test_a_number_alone_that_is_in_no_argument_is_named_too():
    only = Exercise(
        title="Only", points=1, expected=lambda x, tried: _median_below(x, tried)[0], cases=_cases, mistakes={}
    )
    sentence = judge(only, lambda x, tried: np.median(x) + 0.1).sentence
    assert sentence == "What you return is not one of the numbers in `tried`. Which of them is asked?"


def test_where_the_right_numbers_are_in_no_argument_nothing_is_said_of_it():
    mean = Exercise(
        title="Mean", points=1, expected=lambda x, tried: (x.mean(), tried.mean()), cases=_cases, mistakes={}
    )
    assert "not one of" not in judge(mean, lambda x, tried: (x[0], tried.mean())).sentence


def test_whole_numbers_may_stand_in_an_argument_by_chance():
    length = Exercise(
        title="Length",
        points=1,
        expected=lambda tokens, n: (len(tokens), n),
        cases=lambda rng: [(np.arange(1, n + 1), n) for n in (4, 5, 6, 9)],
        mistakes={},
    )
    assert "not one of" not in judge(length, lambda tokens, n: (-1, n)).sentence


def _hits(x, tried):
    hits += len(x)  # noqa: F821, F841


class _Mute(ValueError):
    def __str__(self):
        raise RuntimeError


def _unwritable(x, tried):
    raise _Mute


def _asserting(x, tried):
    assert len(x) < 1, "too long"


_REFUSED = "Your own code refuses these inputs, and the statement asks for a result. What should come back?"
STOPPED = {
    "a counter that nobody started": (
        _hits,
        "Your code stopped with an UnboundLocalError. A variable is read, or counted up, before this function has given it a value.",
    ),
    "two lengths": (
        lambda x, tried: (x + tried, 0),
        "Your code stopped with a ValueError. There an array as long as `x` (5) meets one as long as `tried` (7).",
    ),
    "a mask of another length": (
        lambda x, tried: (x[tried > 0], 0),
        "Your code stopped with an IndexError. There an array as long as `x` (5) meets one as long as `tried` (7).",
    ),
    "two lengths, as scikit-learn says it": (
        lambda x, tried: (metrics.mean_squared_error(x, tried), 0),
        "Your code stopped with a ValueError. There an array as long as `x` (5) meets one as long as `tried` (7).",
    ),
    "a function that calls itself": (
        _itself,
        "Your code stopped with a RecursionError. A function calls itself without an end. Has yours taken the name of the one that it means to call?",
    ),
    "an array that cannot grow": (
        lambda x, tried: x.append(1),
        "Your code stopped with an AttributeError. An array has a fixed length: collect in a list.",
    ),
    "a list that has no mean": (
        lambda x, tried: list(x).mean(),
        "Your code stopped with an AttributeError. That is a list: `np.asarray` makes an array of it.",
    ),
    "a name of an older NumPy": (
        lambda x, tried: np.as_floats(x),
        "Your code stopped with an AttributeError. This NumPy has no such name: a typing slip, or of an older one?",
    ),
    "a range over an array": (
        lambda x, tried: [i for i in range(x)],
        "Your code stopped with a TypeError. One number is asked there, and an array stands in its place.",
    ),
    "brackets of the wrong kind": (
        lambda x, tried: x(0),
        "Your code stopped with a TypeError. Round brackets call a function; square ones pick an element.",
    ),
    "text for a number": (
        lambda x, tried: float("north"),
        "Your code stopped with a ValueError. There is text among the values: not all of them are numbers.",
    ),
    "an argument too many": (
        lambda x, tried: _halved(x, tried, 3),
        "Your code stopped with a TypeError. A function is called with more arguments than it takes.",
    ),
    "None that is used": (
        lambda x, tried: None + x.mean(),
        "Your code stopped with a TypeError. Something there is None: a name that nothing was put into, or a function without `return`.",
    ),
    "an error that cannot be written, of the learner's own": (
        _unwritable,
        f"Your code stopped with a _Mute. {_REFUSED}",
    ),
    "a logarithm that is none": (
        lambda x, tried: math.log(-abs(x[0])),
        "Your code stopped with a ValueError. There is no such logarithm or root: `math` stops where NumPy gives NaN or an infinity. Which number comes in, and may it?",
    ),
    "an argument that the learner refuses": (_asserting, f"Your code stopped with an AssertionError. {_REFUSED}"),
    "lengths that no argument has": (lambda x, tried: (x + np.ones(99), 0), "Your code stopped with a ValueError."),
    "anything else": (lambda x, tried: x.median(), "Your code stopped with an AttributeError."),
}


@pytest.mark.parametrize(("answer", "sentence"), STOPPED.values(), ids=STOPPED)
def test_why_a_code_stopped_is_said_where_it_is_known(answer, sentence):
    longer = Exercise(
        title="Chosen",
        points=1,
        expected=_median_below,
        cases=lambda rng: [(rng.normal(5, 2, 5), np.r_[-9.0, rng.normal(5, 2, 6)])] * 2,
        mistakes={},
    )
    verdict = judge(longer, answer)
    assert (verdict.status, verdict.sentence) == (Status.RAISED, sentence)


def test_parts_that_are_all_none_are_laid_to_what_was_called():
    verdict = judge(chosen, lambda x, tried: (None, None))
    assert verdict.status is Status.NOTHING_RETURNED
    assert verdict.sentence.startswith("Every value that you return is None. Does each function that you call")


def test_one_part_that_is_none_is_no_sign_that_all_are():
    assert judge(chosen, lambda x, tried: (None, 1.0)).status is Status.WRONG_TYPE


def test_a_part_of_the_wrong_shape_is_told_where_its_numbers_should_come_from():
    falling = Exercise(
        title="Falling", points=1, expected=lambda x, tried: (np.sort(tried)[::-1], x.mean()), cases=_cases, mistakes={}
    )
    grid = judge(falling, lambda x, tried: (np.linspace(0, 1, 11), x.mean()))
    assert grid.status is Status.WRONG_SHAPE
    assert "All numbers asked in your first value are in `tried`, and not all of yours are." in grid.sentence
    for taken in (lambda tried: tried[:3], lambda tried: tried[:, None], lambda tried: tried[0]):
        assert "All numbers asked" not in judge(falling, lambda x, tried, taken=taken: (taken(tried), 0.0)).sentence


def test_where_one_of_several_results_is_none_its_place_is_named():
    both = Exercise(
        title="Both", points=1, expected=lambda x, tried: (x.mean(), tried.mean()), cases=_cases, mistakes={}
    )
    assert judge(both, lambda x, tried: (x.mean(), None)).sentence.startswith("Your second value is None.")
    assert "second" not in judge(both, lambda x, tried: (None, None)).sentence


def _in_order(value, x, tried):
    return "" if list(value) == sorted(value) else "Your numbers do not rise."


rising = Exercise(
    title="Rising",
    points=1,
    expected=lambda x, tried: np.sort(x) ** 2 + np.arange(len(x)),
    cases=_cases,
    mistakes={},
    seen=_in_order,
)


def test_what_an_exercise_sees_is_said_where_nothing_known_explains_an_answer():
    verdict = judge(rising, lambda x, tried: np.cos(9 * x) * tried[2:])
    assert (verdict.status, verdict.sentence) == (Status.SEEN, "Your numbers do not rise.")
    assert dict(verdict.facts).keys() >= {"x", "you returned"}


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda x, tried: np.sort(x), Status.DIFFERS),  # nothing to be seen
        (lambda x, tried: -(np.sort(x) ** 2) - np.arange(len(x)), Status.WRONG_SIGN),  # explained
        (lambda x, tried: x[99], Status.RAISED),
        (lambda x, tried: x.tolist().sort(), Status.NOTHING_RETURNED),
        (lambda x, tried: 3, Status.WRONG_SHAPE),  # no value it can look at
    ],
)
def test_nothing_is_seen_where_there_is_something_better_to_say(answer, status):
    assert judge(rising, answer).status is status


def _in_parts(value, x, tried):
    """Tell the numbers below 5 from others, and then the first from others."""
    asked = np.sort(x) ** 2
    words = np.where(np.isclose(value, asked), "right", np.where(value > asked, "too large", "too small, by much"))
    below, first = np.sort(x) < 5, np.arange(len(x)) == 0
    return [
        {clause: words[mask] for clause, mask in parts.items()}
        for parts in ({"below 5": below, "from 5 on": ~below}, {"at first": first, "later": ~first})
    ]


parted = Exercise(
    title="Parted",
    points=1,
    expected=lambda x, tried: np.sort(x) ** 2,
    cases=_cases,
    mistakes={},
    seen=_in_parts,
)


def _changed(change):
    return lambda x, tried: change(np.sort(x) ** 2, np.sort(x), np.arange(len(x)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda r, x, i: np.where(x < 5, r, r + x), "On the cases tried: right below 5; too large from 5 on."),
        (
            lambda r, x, i: np.where(x < 5, r, r + x * (i % 2)),
            "On the cases tried: right below 5; in part too large from 5 on.",
        ),
        (
            lambda r, x, i: np.where(x < 5, r, r + x * (-1.0) ** i),
            "On the cases tried: right below 5; wrong from 5 on.",
        ),
        (lambda r, x, i: np.where(i == 0, r, r + x), "On the cases tried: right at first; too large later."),
        (
            lambda r, x, i: np.where(x < 5, r - x, r + x),
            "On the cases tried: too small, by much below 5; too large from 5 on.",
        ),
        (lambda r, x, i: r + np.sqrt(x), "On the cases tried: too large everywhere."),
    ],
)
def test_parts_of_all_cases_are_put_together_in_the_way_that_tells_most(change, sentence, monkeypatch):
    monkeypatch.setattr("firsthand.diagnosing.diagnosis.SHOWN_SEEDS", range(1))
    assert judge(parted, _changed(change)).sentence == sentence


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, tried: x[:1] if len(x) == 11 else np.where(np.sort(x) < 5, np.sort(x) ** 2, 40.0),
        lambda x, tried: np.sort(x) ** 2 + np.cos(7 * np.sort(x)),
    ],
)
def test_no_part_is_called_right_where_a_result_cannot_be_looked_at_or_nothing_is_told_apart(answer):
    assert judge(parted, answer).status is Status.DIFFERS


tied = replace(rising, but_where={"x is long": lambda x, tried: len(x) > 6})


def test_what_sets_the_wrong_cases_apart_is_said_in_front():
    def wrong_on_long(x, tried):
        return rising.expected(x, tried) if len(x) < 7 else np.cos(9 * x)

    assert (
        judge(tied, wrong_on_long).sentence
        == "On the cases tried: right but where x is long. Your numbers do not rise."
    )


def test_nothing_sets_the_cases_apart_where_others_are_wrong_too():
    assert judge(tied, lambda x, tried: np.cos(9 * x)).sentence == "Your numbers do not rise."


def test_a_rule_that_sees_nothing_leaves_it_to_what_is_seen():
    ruled = replace(rising, accepts=lambda value, x, tried: np.allclose(value, rising.expected(x, tried)))
    assert judge(ruled, lambda x, tried: np.cos(9 * x)).status is Status.SEEN


def test_a_result_that_is_nearly_right_is_told_so_first():
    blamed = replace(rising, seen=lambda value, x, tried: "Not these.")
    verdict = judge(blamed, lambda x, tried: rising.expected(x, tried) * (1 + 0.0004 * x))
    assert verdict.status is Status.NEARLY_RIGHT


def test_what_is_true_of_the_cases_shown_and_not_of_more_is_not_said(monkeypatch):
    def answer(x, tried):  # right where the first number is large, which no case of the first seed shows
        return np.sort(x) ** 2 + (0 if x[0] > largest else np.sort(x))

    largest = max(case[0][0] for case in parted.draw_cases())
    assert "everywhere" not in judge(parted, answer).sentence
    monkeypatch.setattr("firsthand.diagnosing.diagnosis.SHOWN_SEEDS", range(1))
    assert judge(parted, answer).sentence == "On the cases tried: too large everywhere."


def test_a_sentence_that_is_true_of_one_case_alone_says_so():
    verdict = judge(rising, lambda x, tried: np.cos(9 * x) if len(x) < 7 else np.r_[np.sort(x)[:-1] ** 2, 1e9])
    assert verdict.sentence == "On the case below: your numbers do not rise."


def test_none_on_every_input_is_not_said_to_be_on_these_alone():
    def in_place(x, tried):
        x -= 1

    assert judge(rising, in_place).sentence.startswith("Your function returns nothing (None). Does every path")
    on_some = judge(rising, lambda x, tried: None if len(x) == 5 else np.cos(x))
    assert "None) on these inputs, and something on others" in on_some.sentence
