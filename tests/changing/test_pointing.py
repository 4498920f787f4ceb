"""Where an answer is wrong that nothing known explains: the place in its code, by trial."""

import linecache
import math
import sys
import textwrap
import warnings

import numpy as np
import pytest

from firsthand.changing.learner_code import LearnerCode
from firsthand.changing.pointing import pointed_out
from firsthand.changing.searching import Trial
from firsthand.diagnosing.diagnosis import judge
from firsthand.judging.exercise import Exercise, switched
from firsthand.judging.feedback import Status

_cells = iter(range(10**6))


def cell(source, name="answer", **names):
    """Run a cell as a notebook does: its source can be had by its file's name."""
    source = textwrap.dedent(source).lstrip("\n")
    file = f"<cell {next(_cells)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    namespace = {"np": np, "math": math, **names}
    exec(compile(source, file, "exec"), namespace)
    return namespace[name]


def _share_above(x, limit, *, where=np.greater, of=len):
    return where(x, limit).sum() / of(x)


share_above = Exercise(
    title="Share",
    points=1,
    expected=lambda x, limit: np.mean(x > limit),
    cases=lambda rng: [(rng.normal(size=n), rng.uniform(-0.8, 0.8)) for n in (60, 75, 50, 90, 80)],
    mistakes={**switched(_share_above, {"You count, and divide by nothing.": {"of": lambda x: 1}})},
)


def said_of(source, exercise=share_above, **names):
    answer = cell(source, **names)
    return pointed_out(exercise, answer, judge(exercise, answer))


@pytest.mark.parametrize(
    ("source", "clause", "line"),
    [
        (
            """
            def answer(x, limit):
                return sum(v * v > limit for v in x) / len(x)
            """,
            "a part of `v * v` left out",
            2,
        ),
        (
            """
            def answer(x, limit):
                total = 0
                for i in range(len(x) - 2):
                    total += x[i] > limit
                return total / len(x)
            """,
            "another value in place of `2` in `len(x) - 2`",
            3,
        ),
        (
            """
            def above(v, limit):
                return v > 2 * limit

            def answer(x, limit):
                return np.mean(above(x, limit))
            """,
            "another value in place of `2` in `2 * limit`",
            2,
        ),
        (
            """
            def answer(x, limit):
                return np.mean(np.abs(x) > limit)
            """,
            "another function in `np.abs(x)`",
            2,
        ),
        (
            """
            def answer(x, limit):
                for v in x:
                    share = np.mean(x > limit)
                    limit += 1
                return share
            """,
            "another value in place of `1` in `limit += 1`",
            4,
        ),
    ],
)
def test_the_one_place_is_named_at_which_a_change_makes_every_case_right(source, clause, line):
    verdict = said_of(source)
    assert f"All but one thing is right: with {clause}, every case comes out right." in verdict.sentence
    assert verdict.facts[0][0] == f"line {line} of the cell"


@pytest.mark.parametrize(
    ("source", "clauses"),
    [
        (
            """
            def answer(x, limit):
                if len(x) > 55:
                    limit = -limit
                return np.mean(x > limit)
            """,
            ["`len(x) > 55` taken for false in every case"],
        ),
        (
            """
            def answer(x, limit):
                n = len(x) * 1.0
                if len(x) > 85:
                    n = 1
                return np.sum(x < limit) / n
            """,
            ["`len(x) > 85` taken for false in every case", "another comparison in `x < limit`"],
        ),
        (
            """
            def answer(x, limit):
                above = 2 * limit < x
                return np.exp(np.mean(above))
            """,
            ["another value in place of `2` in `2 * limit`", "another function in `np.exp(np.mean(above))`"],
        ),
    ],
)
def test_a_decision_and_two_changes_that_mend_nothing_alone_are_found(source, clauses):
    sentence = said_of(source).sentence
    assert all(clause in sentence for clause in clauses), sentence
    assert sentence.startswith("All but one" if len(clauses) == 1 else "All but two")


def _walk(steps, rounds, *, turned=False):
    """The places of a walk that takes each step in turn, some rounds long; turned, each of them all rounds at once."""
    order = np.repeat(steps, rounds) if turned else np.tile(steps, rounds)
    return np.cumsum(order)


WALK = Exercise(
    title="Walk",
    points=1,
    expected=_walk,
    cases=lambda rng: [(rng.normal(size=n), rounds) for n, rounds in ((3, 2), (4, 3), (2, 5), (5, 2))],
    mistakes={},
)


def test_two_loops_nested_the_other_way_are_found():
    source = """
        def answer(steps, rounds):
            at, places = 0, []
            for step in steps:
                for _ in range(rounds):
                    at += step
                    places.append(at)
            return places
        """
    assert "with `for step in steps: …` and the loop in it exchanged" in said_of(source, WALK).sentence


def test_a_piece_is_not_said_to_stand_in_itself():
    verdict = said_of(
        "def answer(x, limit):\n    n = 0\n    for v in limit:\n        n += v > x\n    return n / len(x)"
    )
    assert "in `limit`," not in verdict.sentence
    squared = said_of(
        "def answer(x, limit):\n    n = 0\n    for v in x ** 3:\n        n += v > limit\n    return n / len(x)"
    )
    assert "`x ** 3`" in squared.sentence


def test_what_stands_there_instead_is_not_told():
    verdict = said_of("def answer(x, limit):\n    return np.mean(x > limit ** 3)")
    assert "`limit ** 3`" in verdict.sentence
    assert "> limit`" not in verdict.sentence


def test_the_place_follows_what_a_rule_says_of_the_result():
    halves = Exercise(
        title="Halves",
        points=1,
        expected=lambda n: [n // 2, n - n // 2],
        cases=lambda rng: [(n,) for n in (4, 5, 7, 12)],
        mistakes={"The halves are not as large as n.": lambda n: [0, 0]},
        accepts=lambda value, n: sum(value) == n or "The halves are not as large as n.",
    )
    verdict = said_of("def answer(n):\n    half = n // 2\n    return half, n - half + 1", halves)
    assert verdict.sentence.startswith("The halves are not as large as n. With ")
    assert verdict.sentence.endswith("every case comes out right.")
    assert verdict.mistakes == ("The halves are not as large as n.",)


def test_two_places_are_named_where_one_change_brings_the_answer_nearer():
    both = Exercise(
        title="Both",
        points=1,
        expected=lambda x: (x.mean(), x.max()),
        cases=_three_arrays,
        mistakes={"No.": lambda x: 0},
    )
    verdict = said_of("def answer(x):\n    a = x.mean() - 3\n    return a, x.max() ** 3", both)
    assert verdict.sentence.startswith("All but two things are right: with ")
    assert {"`x.mean() - 3`", "`x.max() ** 3`"} <= {part for part in _code(verdict.sentence)}


def _three_arrays(rng):
    return [(rng.normal(size=n),) for n in (3, 4, 6)]


def _code(sentence):
    return [f"`{part}`" for part in sentence.split("`")[1::2]]


def test_a_class_is_searched_too():
    scaled = Exercise(
        title="Scaled",
        points=1,
        expected=lambda x: x / x.max(),
        cases=_three_arrays,
        mistakes={"No.": lambda x: 0},
        ask=lambda answer, x: answer().fit(x).transform(x) if isinstance(answer, type) else answer(x),
    )
    source = """
        class answer:
            def fit(self, x):
                self.top = x.max() + 1
                return self

            def transform(self, x):
                return x / self.top
        """
    verdict = said_of(source, scaled)
    assert ("line 3 of the cell", "self.top = x.max() + 1") in verdict.facts


def test_a_change_that_never_ends_is_stopped_without_a_signal(monkeypatch):
    monkeypatch.setattr("firsthand.limit._is_possible", lambda: False)
    source = """
        def answer(x, limit):
            i = count = 0
            while i < len(x):
                count += x[i] > limit * limit
                i += 1
            return count / len(x)
        """
    assert "`limit * limit`" in said_of(source).sentence


@pytest.mark.parametrize(
    "source",
    [
        "def answer(x, limit):\n    return open('here').read()",
        "def answer(x, limit):\n    time.sleep(1)\n    return 0.3",
        "def answer(x, limit):\n    from os import remove\n    return 0.3",
        "def answer(x, limit):\n    np.save('here', x)\n    return 0.3",
        "def answer(x, limit):\n    return np.mean(x > limit^2)",
        "answer = max",
        "def make():\n    k = 3\n    def inner(x, limit):\n        return k\n    return inner\nanswer = make()",
        "def answer(x, limit):\n    return x[0]\n" + "\n" * 300,
    ],
)
def test_code_that_is_not_to_be_run_again_is_left_alone(source):
    with pytest.raises(LookupError):
        LearnerCode(cell(source))


def test_pythons_remarks_on_changed_code_are_nobodys_to_read():
    with warnings.catch_warnings(record=True) as remarks:
        warnings.simplefilter("always")
        said_of("def answer(x, limit):\n    return np.cos(x).sum() * 3")
    assert remarks == []


def test_a_list_of_the_learners_own_is_not_touched():
    met = [0.5]
    verdict = said_of("def answer(x, limit):\n    met.append(1)\n    return np.mean(x > limit ** 3)", met=met)
    before = len(met)
    assert "`limit ** 3`" in verdict.sentence
    assert before == 1 + len(share_above.draw_cases())


def test_an_answer_that_is_slow_once_is_not_said_to_draw_by_chance(monkeypatch):
    answer = cell("def answer(x, limit):\n    return np.mean(x > limit ** 3)")
    verdict = judge(share_above, answer)
    lines = iter([*(str(i) for i in range(len(share_above.draw_cases()))), "", ""])
    monkeypatch.setattr(Trial, "line_of", lambda self, *place: next(lines, "other"))
    assert "Two calls" not in pointed_out(share_above, answer, verdict).sentence


def test_an_answer_that_draws_by_chance_is_told_so():
    verdict = said_of("def answer(x, limit):\n    return np.random.default_rng().random()")
    assert verdict.sentence.startswith("Two calls with the same arguments give two results")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def answer(x, limit):\n    return np.cos(x).sum()", "`limit` stands nowhere in your function"),
        (
            "def answer(x, limit):\n    limit = 0.3\n    return np.cos(x).sum() * limit",
            "`limit` gets a value of your own",
        ),
        (
            "def answer(x, limit):\n    for v in x:\n        v -= limit\n    return np.cos(x).sum()",
            "Nothing looks at `v`",
        ),
    ],
)
def test_what_shows_without_running_is_told_where_no_change_helps(source, sentence):
    assert sentence in said_of(source).sentence


def test_a_number_that_stands_where_an_argument_belongs_is_asked_for_another_value():
    sentence = said_of("def answer(x, limit):\n    return np.mean(x > 7)").sentence
    assert "with another value in place of `7` in `x > 7`, every case" in sentence


def test_what_a_loop_takes_out_of_a_list_in_its_head_may_be_an_array_that_changes():
    source = "def answer(x, limit):\n    for v in [x]:\n        v -= limit\n    return np.cos(x).sum()"
    assert "Nothing looks at" not in said_of(source).sentence


def test_a_right_answer_and_a_known_mistake_are_left_as_they_are():
    for source in ("return np.mean(x > limit)", "return np.sum(x > limit)"):
        answer = cell(f"def answer(x, limit):\n    {source}")
        verdict = judge(share_above, answer)
        assert verdict.status in (Status.RIGHT, Status.KNOWN_MISTAKE)
        assert pointed_out(share_above, answer, verdict) is verdict


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no limit to memory is to be had")
def test_a_change_that_asks_for_all_the_memory_there_is_costs_nothing_but_itself():
    source = """
        def answer(x, limit):
            size = 10 ** 10
            return np.mean(np.ones(min(size, len(x))) * x > limit * limit)
        """
    assert "`limit * limit`" in said_of(source).sentence
