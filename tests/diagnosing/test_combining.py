"""Two things at once, and what can happen to any right result: named from the transcript alone."""

import gc
import math
from dataclasses import replace

import numpy as np
import pytest

from firsthand.diagnosing.combining import OutOfTime
from firsthand.diagnosing.diagnosis import References, diagnose, judge
from firsthand.judging.exercise import (
    Exercise,
    Judged,
    choice_exercise,
    partly_mended,
    sizes,
    switched,
    with_faults,
)
from firsthand.judging.feedback import Status
from firsthand.judging.transcript import transcript


def _cases(rng):
    return [(np.array([1.0, 2.0, 6.0]), 2.0), *((rng.normal(5, 2, n), rng.uniform(1, 3)) for n in (2, 4, 5, 9))]


def _scaled(x, c, *, middle=np.mean, spread=np.std, first=False, eps=0.0):
    scores = c * (x - middle(x)) / (spread(x) + eps)
    return scores[:1] if first else scores


MEDIAN = "You took the median."
VARIANCE = "You divided by the variance."
HALF_SPREAD = "You divided by half the range."
scaled = Exercise(
    title="Scaled",
    points=1,
    expected=lambda x, c: c * (x - x.mean()) / x.std(),
    cases=_cases,
    mistakes={
        **switched(
            _scaled,
            {
                MEDIAN: {"middle": np.median},
                VARIANCE: {"spread": np.var},
                HALF_SPREAD: {"spread": lambda x: np.ptp(x) / 2},
                "Only the first came back.": {"first": True},
                "You add {eps} to the spread.": {"eps": sizes(0.1, 0.001)},
            },
        ),
        "You did not subtract a mean.": lambda x, c: c * x / x.std(),
    },
)

ALONE = {
    "sign": (lambda x, c: -scaled.expected(x, c), Status.WRONG_SIGN, "opposite sign"),
    "rounded": (lambda x, c: np.round(scaled.expected(x, c), 2), Status.SLIP, "rounded to two decimal places"),
    "rounded to one": (lambda x, c: np.round(scaled.expected(x, c), 1), Status.SLIP, "rounded to one decimal place."),
    "cut off": (lambda x, c: np.trunc(scaled.expected(x, c)), Status.SLIP, "after the decimal point is cut off"),
    "one minus": (lambda x, c: 1 - scaled.expected(x, c), Status.WRONG_FACTOR, "one minus"),
    "minus n times": (
        lambda x, c: -len(x) * scaled.expected(x, c),
        Status.WRONG_FACTOR,
        "n times what it should be, n the",
    ),
    "turned round": (lambda x, c: scaled.expected(x, c)[::-1], Status.SLIP, "in the reverse order"),
    "sorted": (lambda x, c: np.sort(scaled.expected(x, c)), Status.SLIP, "in another order"),
    "a built-in value": (lambda x, c: scaled.expected(x, 0.9), Status.SLIP, "`c` makes no difference"),
    "the example's value": (lambda x, c: scaled.expected(x, 2.0), Status.SLIP, "`c` makes no difference"),
    "one added": (lambda x, c: scaled.expected(x, c) + 1e-3, Status.SLIP, "same number is added to every"),
    "added inside": (lambda x, c: scaled.expected(x, c + 1e-4), Status.SLIP, "a small number is added to `c` first"),
    "nearly": (lambda x, c: scaled.expected(x, c) * (1 + 1e-3 * np.sin(x)), Status.NEARLY_RIGHT, "a share of 0.001"),
    "a known mistake": (lambda x, c: c * (x - np.median(x)) / x.std(), Status.KNOWN_MISTAKE, MEDIAN),
    "a size": (lambda x, c: c * (x - x.mean()) / (x.std() + 0.1), Status.KNOWN_MISTAKE, "You add 0.1 to the spread."),
}


@pytest.mark.parametrize(("answer", "status", "words"), ALONE.values(), ids=ALONE)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_one_slip_is_said_as_one(answer, status, words, seed):
    verdict = judge(scaled, answer, seed)
    assert verdict.status is status
    assert words in verdict.sentence
    assert "Two things" not in verdict.sentence


def _mean_cost(y, p, *, power=2, half=False):
    return np.mean(np.abs(y - p) ** power) / (2 if half else 1)


COSTS = Exercise(
    title="T",
    points=1,
    expected=_mean_cost,
    mistakes=switched(_mean_cost, {"You took the size.": {"power": 1}, "You halved it.": {"half": True}}),
    cases=lambda rng: [tuple(rng.normal(size=(2, n))) for n in (4, 7, 9)],
)
FOR_EACH_ROW = {
    "one thing more": (
        lambda y, p: np.abs(y - p),
        "Two things at once. First: You returned a number for each row.",
        "size",
    ),
    "two things more": (lambda y, p: np.abs(y - p) / 2, "Three things at once. First: You returned a number", "halved"),
    "a list": (
        lambda y, p: list(np.abs(y - p)),
        "Two things at once. First: You returned a number for each row.",
        "size",
    ),
}


@pytest.mark.parametrize(("answer", "begins", "holds"), FOR_EACH_ROW.values(), ids=FOR_EACH_ROW)
def test_a_number_for_each_row_does_not_hide_what_else_is_wrong(answer, begins, holds):
    verdict = judge(COSTS, answer)
    assert verdict.sentence.startswith(begins)
    assert holds in verdict.sentence
    assert "You took the size." in verdict.mistakes


def test_where_a_sum_is_asked_rows_that_are_right_are_not_told_of_a_mean():
    def cost(y, p, *, power=2):
        return np.sum(np.abs(y - p) ** power)

    sums = replace(
        COSTS, expected=cost, mistakes=switched(cost, {"You took the size.": {"power": 1}, "Cubes.": {"power": 3}})
    )
    assert judge(sums, lambda y, p: (y - p) ** 2).status is Status.WRONG_SHAPE
    said = judge(sums, lambda y, p: np.abs(y - p)).sentence
    assert said.endswith("And: You took the size.")


SCALED_ROWS = Exercise(
    title="T",
    points=1,
    expected=lambda y, p: (y - p) / len(y),
    mistakes={
        "You turned the error round.": lambda y, p: (p - y) / len(y),
        "Sizes.": lambda y, p: np.abs(y - p) / len(y),
    },
    cases=lambda rng: [tuple(rng.normal(size=(2, n))) for n in (4, 7, 9)],
)


@pytest.mark.parametrize(
    ("answer", "second"),
    [
        (lambda y, p: (p - y)[:, None] / len(y), "You turned the error round."),
        (lambda y, p: (y - p)[None], "every number is n times what it should be"),
    ],
)
def test_another_shape_does_not_hide_what_else_is_wrong(answer, second):
    sentence = judge(SCALED_ROWS, answer).sentence
    assert sentence.startswith("Two things at once. First: The shape is not the one asked for")
    assert second in sentence


def test_a_shape_that_is_all_is_said_alone():
    assert judge(SCALED_ROWS, lambda y, p: (y - p)[:, None] / len(y)).status is Status.WRONG_SHAPE


@pytest.mark.parametrize(
    "answer", [lambda y, p: (y - p) ** 2, lambda y, p: y * p, lambda y, p: np.r_[y, p], lambda y, p: y + 1j]
)
def test_a_number_for_each_row_and_nothing_else_that_is_known_is_said_as_a_shape(answer):
    assert judge(COSTS, answer).status in (Status.WRONG_SHAPE, Status.DIFFERS)
    assert "at once" not in judge(COSTS, answer).sentence


def test_a_count_that_is_nearly_right_is_not_asked_about_rounding():
    lengths = [(4_000,), (5_003,), (7_001,)]
    pairs = Exercise(title="T", points=1, expected=lambda n: n * (n - 1) // 2, mistakes={}, cases=lambda rng: lengths)
    verdict = judge(pairs, lambda n: n * (n - 1) // 2 + n // 7)
    assert verdict.status is Status.NEARLY_RIGHT
    assert "counted twice, or left out" in verdict.sentence
    assert "rounded" not in verdict.sentence


def test_the_number_is_beside_the_sentence_and_not_in_it():
    said = [judge(scaled, ALONE[name][0]) for name in ("a built-in value", "one added", "added inside")]
    assert [dict(verdict.facts) for verdict in said] == [
        {"what comes back is right for": "c = 0.9"},
        {"added": "0.001"},
        {"added": "0.0001"},
    ]
    assert not any(character.isdigit() for verdict in said for character in verdict.sentence)


TWICE = {
    "two switches": (lambda x, c: c * (x - np.median(x)) / x.var(), (MEDIAN, VARIANCE)),
    "a switch and a size": (lambda x, c: c * (x - np.median(x)) / (x.std() + 0.001), (MEDIAN, "You add 0.001 to")),
    "a switch and a sign": (lambda x, c: -c * (x - np.median(x)) / x.std(), (MEDIAN, "opposite sign")),
    "a switch and the order": (lambda x, c: (c * (x - x.mean()) / x.var())[::-1], (VARIANCE, "reverse order")),
    "a lambda and n": (lambda x, c: len(x) * c * x / x.std(), ("You did not subtract a mean.", "n times")),
    "a switch and half": (lambda x, c: c * (x - np.median(x)) / x.std() / 2, (MEDIAN, "half of what")),
    "a lambda and rounding": (lambda x, c: np.round(c * x / x.std(), 3), ("subtract a mean.", "three decimal places")),
}


@pytest.mark.parametrize(("answer", "words"), TWICE.values(), ids=TWICE)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_two_things_at_once_are_both_named(answer, words, seed):
    verdict = judge(scaled, answer, seed)
    assert verdict.status is Status.KNOWN_MISTAKE
    assert verdict.sentence.startswith("Two things at once. First: ")
    assert [word for word in words if word not in verdict.sentence] == []
    assert verdict.mistakes


def test_the_transcript_alone_is_enough():
    answer, words = TWICE["two switches"]
    references = References(scaled, scaled.draw_cases(5))
    verdict = diagnose(scaled, references, transcript(answer, references.cases))
    assert all(word in verdict.sentence for word in words)


def test_two_values_of_one_switch_are_no_pair():
    pairs = References(scaled, scaled.draw_cases()).pairs
    assert [pair for pair in pairs if {VARIANCE, HALF_SPREAD} == set(pair.sentences)] == []
    assert [pair for pair in pairs if {MEDIAN, HALF_SPREAD} == set(pair.sentences)] != []


def _shifted(x, *, up=0.0, down=0.0, left=0.0):
    return x * 2 + up - down + left


shifted = Exercise(
    title="Shifted",
    points=1,
    expected=lambda x: 2 * x,
    cases=lambda rng: [(rng.normal(size=n),) for n in (3, 4, 7)],
    mistakes={
        **switched(_shifted, {"Up.": {"up": 1.0}, "Down.": {"down": 1.0}, "Left by one.": {"left": 1.5}}),
        "Squared.": lambda x: x**2,
    },
)


def test_a_pair_that_cancels_out_names_nobody():
    assert judge(shifted, lambda x: x + x).status is Status.RIGHT
    assert "Down" not in judge(shifted, lambda x: x * 2 + x**3).sentence


def test_of_several_explanations_that_are_as_simple_none_is_said():
    twice = Exercise(
        title="Twice",
        points=1,
        expected=lambda x: 2 * x,
        cases=shifted.cases,
        mistakes=switched(
            lambda x, *, a=0, b=0, c=0, d=0: 2 * x + (a + b) * x**2 + (c + d) * x**2,
            {"A.": {"a": 1}, "B.": {"b": 2}, "C.": {"c": 4}, "D.": {"d": 3}},
        ),
    )
    assert judge(twice, lambda x: 2 * x + 5 * x**2).status is Status.DIFFERS  # A and C, or B and D
    assert judge(twice, lambda x: 2 * x + 3 * x**2).sentence == "D."  # alone, though A and B do the same
    assert judge(twice, lambda x: 2 * x + 7 * x**2).sentence == "Two things at once. First: C. And: D."


def _two_shares(x, c, *, whole=None, empty=0.0, full=0.0):
    """Shares of x above c and above 0; `empty` and `full` stand for the two where no number is there."""
    if len(x) == 0:
        return empty, full if whole is None else 0.0
    return np.mean(x > c), np.mean(x > 0) if whole is None else np.sum(x > 0) / whole


ONE_ONLY, BOTH, FIXED = "The first is 1 of nobody.", "Both are 1 of nobody.", "You divide by 50."
shares = Exercise(
    title="Shares",
    points=1,
    expected=lambda x, c: ((x > c).sum() / max(len(x), 1), (x > 0).sum() / max(len(x), 1)),
    cases=lambda rng: [(rng.normal(0.5, 1, n), 0.7) for n in (6, 9, 0, 7)],
    mistakes=switched(
        _two_shares,
        {ONE_ONLY: {"empty": 1.0}, BOTH: {"empty": 1.0, "full": 1.0}, FIXED: {"whole": 50}},
    ),
)


def _fifty_and_one_of_nobody(x, c):
    return (1.0, 0.0) if len(x) == 0 else (np.mean(x > c), np.sum(x > 0) / 50)


def test_of_two_pairs_the_one_that_turns_no_more_than_it_needs_is_said():
    assert judge(shares, _fifty_and_one_of_nobody).mistakes == (ONE_ONLY, FIXED)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, "Two things at once. First: A. And one of these: B. Or: C."),
        ({"D.": {"d": 2}}, "Two things at once. One of them: A."),
    ],
)
def test_what_all_pairs_share_is_said_and_of_two_others_both(more, sentence):
    shared = Exercise(
        title="Shared",
        points=1,
        expected=lambda x: 2 * x,
        cases=shifted.cases,
        mistakes=switched(
            lambda x, *, a=0, b=0, c=0, d=0: 2 * x + a * x**2 + (b or c or d) * np.abs(x),
            {"A.": {"a": 1}, "B.": {"b": 2}, "C.": {"c": 2}} | more,
        ),
    )
    assert judge(shared, lambda x: 2 * x + x**2 + 2 * np.abs(x)).sentence == sentence


# ---- several results


pair_of = Exercise(
    title="Three shares",
    points=1,
    expected=lambda a, b: (a / b, b / (a + b), a - b),
    cases=lambda rng: [(3.0, 4.0), *((rng.uniform(1, 9), rng.uniform(1, 9)) for _ in range(4))],
    mistakes={"You took the product.": lambda a, b: (a * b, b / (a + b), a - b)},
)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda a, b: (b / (a + b), a / b, a - b), "your first and second results have changed places"),
        (lambda a, b: (a - b, b / (a + b), a / b), "your first and third results have changed places"),
        (lambda a, b: (b / (a + b), a - b, a / b), "the second, third, first of those asked"),
        (lambda a, b: pair_of.expected(b, a), "when `a` and `b` change places"),
    ],
)
def test_results_and_arguments_that_changed_places_are_named(answer, words):
    verdict = judge(pair_of, answer)
    assert verdict.status is Status.SLIP
    assert words in verdict.sentence


def test_a_known_mistake_and_an_exchange_are_both_named():
    sentence = judge(pair_of, lambda a, b: (b / (a + b), a * b, a - b)).sentence
    assert sentence.startswith("Two things at once. First: You took the product. And: your first and second results")


def test_entries_of_a_dictionary_that_changed_places_are_named():
    named = Exercise(
        title="Named",
        points=1,
        expected=lambda a, b: {"sum": a + b, "gap": a - b},
        cases=pair_of.cases,
        mistakes={},
    )
    sentence = judge(named, lambda a, b: {"sum": a - b, "gap": a + b}).sentence
    assert "the values of `gap` and `sum` have changed places" in sentence


# ---- NaN


def _logs(p, *, guard=True, base=np.log):
    with np.errstate(divide="ignore", invalid="ignore"):
        return p * base(np.where(guard & (p == 0), 1, p))


def logs(with_nan="", **more):
    return Exercise(
        title="Logs",
        points=1,
        expected=lambda p: np.array([v * math.log(v) if v else 0.0 for v in p]),
        cases=lambda rng: [(np.array([0.5, 0.25]),), (np.array([0.5, 0.0]),), (rng.random(4),)],
        mistakes=switched(_logs, {f"Right but for p = 0.{with_nan}": {"guard": False}, "Base 2.": {"base": np.log2}}),
    )


def _another_nan(p):
    return np.where(p == 0, np.nan, p * np.log(np.maximum(p, 1e-300)))


def test_a_sentence_that_does_not_speak_of_nan_is_not_said_of_a_nan():
    verdict = judge(logs(), _another_nan)
    assert verdict.status is Status.NOT_FINITE


def test_a_sentence_that_speaks_of_nan_is_said_of_one():
    assert judge(logs(" There you return NaN."), _another_nan).status is Status.KNOWN_MISTAKE


def test_a_mistake_that_shows_elsewhere_may_have_nan_too():
    sentence = judge(logs(), lambda p: _logs(p, guard=False, base=np.log2)).sentence
    assert sentence == "Two things at once. First: Right but for p = 0. And: Base 2."


# ---- repairs


def _loop(x, *, start=0.0, power=1, divisor=len):
    return start + np.sum(x**power) / divisor(x)


FAULTS = {
    "the start": ("the sum begins at 1.", {"start": 1.0}),
    "the power": ("each value is squared.", {"power": 2}),
    "the divisor": ("n - 1 divides.", {"divisor": lambda x: len(x) - 1}),
}
repair = Exercise(
    title="Repair",
    points=1,
    expected=lambda x: np.mean(x),
    cases=lambda rng: [(rng.normal(size=n),) for n in (3, 4, 9)],
    given=with_faults(_loop, FAULTS),
    mistakes=partly_mended(_loop, FAULTS),
)


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        ({"start": 1.0}, "Mended: the power, the divisor. Left: the sum begins at 1."),
        ({"power": 2}, "Mended: the start, the divisor. Left: each value is squared."),
        (
            {"start": 1.0, "divisor": lambda x: len(x) - 1},
            "Mended: the power. Left: the sum begins at 1. And: n - 1 divides.",
        ),
    ],
)
def test_every_way_to_mend_some_of_the_faults_is_recognised(switches, words):
    assert judge(repair, lambda x: _loop(x, **switches)).sentence == words


def test_what_a_repair_has_mended_is_left_unsaid_beside_a_second_slip():
    slip = switched(_loop, {"The divisor is 1.": {"divisor": lambda x: 1}})
    with_slip = replace(repair, mistakes={**repair.mistakes, **slip})
    sentence = judge(with_slip, lambda x: _loop(x, start=1.0, divisor=lambda x: 1)).sentence
    assert sentence == "Two things at once. First: The sum begins at 1. And: The divisor is 1."


def test_code_as_given_is_not_repaired():
    assert judge(repair, lambda x: 1 + np.sum(x**2) / (len(x) - 1)).status is Status.NOT_STARTED
    assert len(repair.mistakes) == 6


# ---- dictionaries and choices


numbers = Exercise(
    title="Numbers",
    points=1,
    expected={"mean": 4.0, "median": 3.0, "mode": 2.0},
    mistakes={
        "mean: you divided by n - 1.": {"mean": 5.0, "median": 3.0, "mode": 2.0},
        "mode: that is how often.": {"mean": 4.0, "median": 3.0, "mode": 6.0},
    },
)


def test_the_first_wrong_entry_that_is_known_is_named_and_the_others_counted():
    sentence = judge(numbers, {"mean": 5.0, "median": 1.0, "mode": 6.0}).sentence
    assert sentence == "mean: you divided by n - 1. Two more entries are not right."
    assert judge(numbers, {"mean": 0.5, "median": 3.0, "mode": 6.0}).sentence.startswith("mode: that is how often. One")


def test_two_wrong_entries_that_are_known_are_both_named():
    verdict = judge(numbers, {"mean": 5.0, "median": 3.0, "mode": 6.0})
    assert verdict.sentence == "mean: you divided by n - 1. mode: that is how often."
    assert len(verdict.mistakes) == 2


def test_what_is_still_open_is_said_by_its_key():
    verdict = judge(numbers, {"mean": 4.0, "median": ..., "mode": ...})
    assert verdict.status is Status.NOT_STARTED
    assert "Still `...`: median, mode." in verdict.sentence


def test_two_wrong_choices_are_both_named_and_of_more_the_others_are_counted():
    choice = choice_exercise(
        title="Choose",
        points=1,
        right={"A": "mean", "B": "median", "C": "mean"},
        tempting={("A", "median"): "A: no.", ("B", "mean"): "B: no.", ("C", "median"): "C: no."},
    )
    verdict = judge(choice, {"A": "median", "B": "mean", "C": "median"})
    assert verdict.sentence == "A: no. Two more are not right."
    assert verdict.mistakes == ("A: no.",)
    assert judge(choice, {"A": "mean", "B": "mean", "C": "median"}).sentence == "B: no. C: no."


def test_a_misreading_that_shows_in_several_choices_is_named_as_one():
    choice = choice_exercise(
        title="Choose",
        points=1,
        right={"A": "row", "B": "column", "C": "row"},
        tempting={("A", "column"): "A: no.", ("B", "row"): "B: no.", ("C", "column"): "C: no."},
        misread={"A and B have changed places.": {"A": "column", "B": "row"}},
    )
    swapped = judge(choice, {"A": "column", "B": " Row", "C": "row"})
    assert swapped.sentence == "A and B have changed places."
    assert swapped.mistakes == ("A and B have changed places.",)
    everything = judge(choice, {"A": "column", "B": "row", "C": "column"})
    assert everything.sentence == "A and B have changed places. C: no."
    assert judge(choice, {"A": "column", "B": "column", "C": "row"}).sentence == "A: no."


# ---- not longer than a learner should wait


def test_looking_ends_when_its_time_is_over(monkeypatch):
    def always_late(clock):
        raise OutOfTime

    monkeypatch.setattr("firsthand.diagnosing.combining.Clock.look", always_late)
    verdict = judge(scaled, TWICE["two switches"][0])
    assert verdict.status is Status.DIFFERS
    assert judge(scaled, ALONE["a known mistake"][0]).sentence == MEDIAN


def test_every_pair_of_different_switches_is_named_on_every_seed_where_it_shows():
    for seed in range(5):
        for pair in References(scaled, scaled.draw_cases(seed)).pairs:
            verdict = judge(scaled, pair.answer, seed)
            assert verdict.status is Status.KNOWN_MISTAKE
            assert set(verdict.mistakes) <= set(pair.sentences)


NAMED_ON_TOP = {
    "a hundred": (lambda x, c: 100 * scaled.expected(x, c), "a hundred times what it should be"),
    "base ten": (lambda x, c: scaled.expected(x, c) / math.log(10), "has a logarithm of yours the base ten"),
    "minus base two": (
        lambda x, c: -scaled.expected(x, c) / math.log(2),
        "the sign is turned, and every number is divided",
    ),
    "the first and zeros": (lambda x, c: scaled.expected(x, c) * (np.arange(len(x)) == 0), "the others hold zeros"),
    "without the first": (lambda x, c: scaled.expected(x, c)[1:], "the first of your results is missing"),
    "over n - 1": (
        lambda x, c: scaled.expected(x, c) * len(x) / max(len(x) - 1, 1),
        "every number is divided by n - 1 where n belongs",
    ),
    "without the last": (lambda x, c: scaled.expected(x, c)[:-1], "the last of your results is missing"),
}


@pytest.mark.parametrize(("answer", "words"), NAMED_ON_TOP.values(), ids=NAMED_ON_TOP)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_scale_or_missing_rows_are_said(answer, words, seed):
    assert words in judge(scaled, answer, seed).sentence


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_number_built_in_for_the_number_of_rows_is_shown(seed):
    verdict = judge(scaled, lambda x, c: scaled.expected(x, c) * len(x) / 20, seed)
    assert "where n belongs" in verdict.sentence
    assert verdict.facts == (("the number", "20"),)


def test_a_sum_that_a_known_mistake_halves_is_not_taken_for_a_built_in_number():
    halving = replace(scaled, mistakes={"Half.": lambda x, c: scaled.expected(x, c) / 2})
    verdict = judge(halving, lambda x, c: scaled.expected(x, c) * len(x) / 2)
    assert verdict.sentence.startswith("Two things at once. First: Half. And: every number is n times")


def test_a_built_in_number_of_rows_is_no_percentage_of_a_known_sum():
    summed = replace(scaled, mistakes={"A sum.": lambda x, c: scaled.expected(x, c) / len(x)})
    verdict = judge(summed, lambda x, c: scaled.expected(x, c) * 100 / len(x))
    assert verdict.facts == (("the number", "100"),)


@pytest.mark.parametrize(
    ("factor", "words"),
    {
        "half a sum": (lambda n: n / 2, "every number is 1/2 · n times"),
        "half a sum, turned": (lambda n: -n / 2, "the sign is turned, and every number is 1/2 · n times"),
        "n once too often": (lambda n: 2 / n, "every number is 2 / n times"),
    }.values(),
)
def test_a_constant_beside_a_lost_number_of_rows_is_no_built_in_number(factor, words):
    verdict = judge(scaled, lambda x, c: scaled.expected(x, c) * factor(len(x)))
    assert words in verdict.sentence
    assert "stands where n belongs" not in verdict.sentence


def test_the_parts_of_a_result_are_no_rows():
    parts = Exercise(
        title="Parts",
        points=1,
        expected=lambda x: [x.mean(), x.std()],
        cases=shifted.cases,
        mistakes={"Range.": lambda x: [x.mean(), np.ptp(x)]},
    )
    assert "results" not in judge(parts, lambda x: [x.mean()]).sentence


def test_two_mistakes_that_are_each_others_turn_are_both_said():
    bits = Exercise(
        title="Bits",
        points=1,
        expected=lambda x: np.mean(x),
        cases=shifted.cases,
        mistakes=switched(
            lambda x, *, reduce=np.mean: reduce(x),
            {"A sum.": {"reduce": np.sum}, "Base two.": {"reduce": lambda x: np.mean(x) / math.log(2)}},
        ),
    )
    verdict = judge(bits, lambda x: np.sum(x) / math.log(2))
    assert verdict.sentence == "Two things at once. First: A sum. And: Base two."
    assert verdict.mistakes == ("A sum.", "Base two.")


def _median_in_place(x, c):
    x -= np.median(x)
    return c * x / x.std()


def test_an_altered_argument_is_said_beside_a_known_mistake():
    assert (
        judge(scaled, _median_in_place).sentence == f"{MEDIAN} Besides, your code changes `x` in place: work on a copy."
    )


def test_an_altered_argument_is_said_once_where_the_known_mistake_says_it():
    known = "Your answer halves x, in place."

    def halved_in_place(x, c):
        x /= 2
        return c * x

    exercise = replace(scaled, mistakes={known: halved_in_place})
    assert judge(exercise, halved_in_place).sentence == known


def test_an_altered_argument_is_said_once_where_nothing_else_is_wrong():
    def alters(x, c):
        x -= x.mean()
        return c * x / x.std()

    verdict = judge(scaled, alters)
    assert verdict.status is Status.ALTERED_INPUT
    assert verdict.sentence.count("in place") == 1


def test_a_function_judged_by_rule_has_both_of_two_faults_named():
    ruled = Exercise(
        title="Ruled",
        points=1,
        expected=lambda x: np.sort(x),
        cases=shifted.cases,
        accepts=lambda value, x: (
            [s for s, bad in (("Short.", len(value) < len(x)), ("Low.", value[0] < 0)) if bad] or True
        ),
        mistakes={"Short.": lambda x: x[:1], "Low.": lambda x: -abs(x)},
    )
    assert judge(ruled, lambda x: [-1.0]).sentence == "Two things at once. First: Short. And: Low."


def test_code_that_stops_on_some_cases_is_told_so_beside_what_a_rule_saw_on_others():
    ruled = Exercise(
        title="Ruled",
        points=1,
        expected=lambda x: x,
        cases=lambda rng: [(0,), (2,), (3,)],
        accepts=lambda value, x: value == x or "Low.",
        mistakes={"Low.": lambda x: x - 1},
    )
    verdict = judge(ruled, lambda x: x - x / x)
    assert verdict.sentence == "Low. Besides, your code stops with a ZeroDivisionError on some cases."
    assert "x - x / x" in dict(verdict.facts)["error"]
    assert "Besides" not in judge(ruled, lambda x: x - 1).sentence


def test_a_case_in_which_a_rule_sees_more_faults_outranks_an_earlier_one():
    ruled = Exercise(
        title="Ruled",
        points=1,
        expected=lambda x: x,
        cases=lambda rng: [(1,), (2,), (3,)],
        accepts=lambda value, x: value == x or {1: "Low.", 2: ["Low.", "Odd."], 3: ["Far.", "Odd."]}[x],
        mistakes={"Low.": lambda x: x - 1},
    )
    assert judge(ruled, lambda x: x - 7).sentence == "Two things at once. First: Low. And: Odd."
    other = replace(ruled, accepts=lambda value, x: value == x or {1: "Low.", 2: ["Far.", "Odd."], 3: "Odd."}[x])
    assert judge(other, lambda x: x - 7).sentence == "Low."


def _costs(x, c, *, floor=0.0, reduce=np.mean):
    with np.errstate(divide="ignore"):
        return reduce(-c * np.log(np.maximum(x, floor)))


SIZES = ((2, []), (4, []), (5, []), (6, [0.0]))
SAFE = "You keep x 0.01 away from 0."
UNSAFE = "The logarithm of zero is infinite."
surprise = Exercise(
    title="Surprise",
    points=1,
    expected=lambda x, c: _costs(x, c, floor=1e-9),
    cases=lambda rng: [(np.append(rng.uniform(0.1, 0.9, n), zeros), 2.0) for n, zeros in SIZES],
    mistakes={UNSAFE: _costs, SAFE: lambda x, c: _costs(x, c, floor=0.01)},
)


def test_a_finite_number_is_not_taken_for_an_infinite_one():
    verdict = judge(surprise, lambda x, c: _costs(x, c, floor=0.01, reduce=np.sum))
    assert verdict.sentence.startswith(f"Two things at once. First: {SAFE} And: every number is n times")


def test_a_built_in_value_below_zero_is_named_only_where_such_values_are_handed_in():
    def with_minus_one(x, c):
        return scaled.expected(x, -1)

    below = replace(scaled, cases=lambda rng: [(x, -c) for x, c in _cases(rng)])
    assert "changes nothing" not in judge(scaled, with_minus_one).sentence
    assert judge(below, with_minus_one).sentence.startswith("`c` makes no difference")


def test_facts_of_a_rule_stand_beside_what_it_says():
    ruled = Exercise(
        title="Ruled",
        points=1,
        expected=2,
        accepts=lambda value: Judged(value >= 2 or "Low.", {"the bar": f"{value} of 2"}),
        mistakes={"Low.": 1},
    )
    assert judge(ruled, 3).facts == (("the bar", "3 of 2"),)
    assert judge(ruled, 3).status is Status.RIGHT
    assert (judge(ruled, 1).sentence, judge(ruled, 1).facts) == ("Low.", (("the bar", "1 of 2"),))


def test_a_search_for_two_things_is_not_held_up_by_the_collection_of_garbage():
    running = []

    def noting(x, c, *, a=0, b=0):
        running.append(gc.isenabled())
        return x + a + b

    mistakes = switched(noting, {"You added 1.": {"a": 1}, "You added 2.": {"b": 2}})
    judge(replace(scaled, mistakes=mistakes), lambda x, c: x * c**2 - x[::-1])
    assert False in running
    assert gc.isenabled()


def test_a_result_beside_the_one_asked_does_not_hide_what_is_wrong_with_it():
    sentence = judge(COSTS, lambda y, p: (np.mean(np.abs(y - p)), y - p)).sentence
    assert (
        sentence
        == "Two things at once. First: Your function returns several results. One is asked. And: You took the size."
    )


def test_three_things_that_a_rule_sees_in_code_are_all_said():
    ruled = Exercise(
        title="T",
        points=1,
        expected=lambda n: [1, 2, 3],
        mistakes={"One.": lambda n: [0, 2, 3], "Two.": lambda n: [1, 0, 3], "Three.": lambda n: [1, 2, 0]},
        accepts=lambda value, n: (
            [word for word, good in zip(("One.", "Two.", "Three."), value, strict=True) if not good] or True
        ),
        cases=lambda rng: [(1,), (2,)],
    )
    verdict = judge(ruled, lambda n: [0, 0, 0])
    assert verdict.sentence == "Three things at once. First: One. Second: Two. Third: Three."
    assert verdict.mistakes == ("One.", "Two.", "Three.")
