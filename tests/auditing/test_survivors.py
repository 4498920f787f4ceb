"""Changed solutions are asked on the cases: thick cases leave none, and every hole is told by the change that fits in."""

import numpy as np
import pytest
from small_course import SmallCourse

from firsthand.auditing.lesson_audit import audit_lesson
from firsthand.authoring.course import read_course
from firsthand.authoring.lesson_source import LessonError


@pytest.fixture
def small(tmp_path):
    return SmallCourse(tmp_path)


THIN = "[(np.array([1.0, 2, 2, 7]), 2), *((rng.normal(50, 40, size=n), 50 + rng.normal()) for n in (5, 9))]"


def passing(audited) -> dict[str, int]:
    """The changes that pass, in words, with the number of seeds on which they do."""
    return {survivor.change.words: len(survivor.seeds) for survivor in audited.rows[0].outcome.survivors}


def test_cases_that_tell_every_change_leave_no_survivor(small):
    audited = small.audit()
    (row,) = audited.rows
    assert passing(audited) == {}
    assert row.outcome.tried >= 10
    assert row.refused == []


@pytest.mark.parametrize(
    ("cases", "change", "seeds"),
    [
        ("[(np.array([1.0, 2.5, 3, 7]), 2), (np.array([9.0, 20, 30]), 20.5)]", "x > limit -> x >= limit", 20),
        (
            "[(np.array([1.0, 2, 2, 7]), 2), (rng.permutation(9.0 * np.ones(9) - np.arange(9)), 4)]",
            "x > limit -> x >= limit",
            0,
        ),
        (THIN, "x = three_decimals(x)", 20),
        (THIN.replace("2, 2, 7", "2, 2, 7").replace("50", "5").replace("40", "1"), "x = cut_off(x)", 20),
        # one seed in two draws the tie that tells the two apart
        (
            "[(np.array([1.0, 2.5, 3, 7]), 2), (np.array([4.0, 5, 6]), 5 + rng.integers(2) / 2)]",
            "x > limit -> x >= limit",
            sum(np.random.default_rng(seed).integers(2) for seed in range(20)),
        ),
    ],
)
def test_a_hole_in_the_cases_is_told_by_the_change_that_passes(small, cases, change, seeds):
    assert passing(small.audit(cases=cases)).get(change, 0) == seeds


def test_what_is_refused_has_the_place_of_the_exercise_the_change_and_its_line(small):
    (text, *_) = small.audit(cases=THIN).rows[0].refused
    line = next(
        n
        for n, text in enumerate((small.root / "checks/small.py").read_text().splitlines(), 1)
        if "= Exercise(" in text
    )
    assert text.startswith(f"checks/small.py:{line}: share_above: passes with one thing changed on 20 of 20 seeds: ")
    source = (small.root / "lessons/02_small/exercises.py").read_text().splitlines()
    number = int(text.rsplit("exercises.py:", 1)[1].rstrip(")"))
    assert "share_above" in source[number - 1] or "x > limit" in source[number - 1]


def test_an_equivalent_change_with_its_reason_is_excused_and_one_that_does_not_pass_is_refused(small):
    solution = "return np.mean(limit < x + 0)"
    excuses = '{"x + 0 -> x - 0": "nothing is added", "x + 0 -> x": "the same", "no such -> change": "?"}'
    audited = small.audit(solution=solution, options=f"equivalent={excuses},")
    assert not {"x + 0 -> x - 0", "x + 0 -> x"} & passing(audited).keys()
    assert set(audited.rows[0].outcome.equivalent) == {"x + 0 -> x - 0", "x + 0 -> x"}
    stale = [text for text in audited.everything_refused if "no such change passes" in text]
    assert len(stale) == 1
    assert "'no such -> change'" in stale[0]


def test_a_change_that_loops_for_ever_is_stopped_and_is_no_right_answer(small):
    solution = "n = 0\n    for value in x:\n        m = 1\n        while m > 0:\n            m -= 1\n        n += value > limit\n    return n / len(x)"
    audited = small.audit(solution=solution)
    assert audited.rows[0].outcome.tried > 20
    assert "m -= 1 -> m += 1" not in passing(audited)
    assert "m -= 1 -> left out" not in passing(audited)


def test_a_solution_may_take_as_many_rounds_as_it_likes(small, monkeypatch):
    monkeypatch.setattr("firsthand.auditing.survivors.MOST_TURNS", 50)
    audited = small.audit(solution="for _ in range(200):\n        pass\n    return np.mean(x > limit)")
    assert [text for text in audited.rows[0].refused if "the published solution" in text] == []
    assert audited.rows[0].outcome.tried > 10


def test_whole_numbers_are_not_rounded_and_their_equality_is_exact(small):
    """`nearly` and `three_decimals` are no change there, and so they are neither tried nor accepted."""
    cases = "[(np.array([1, 2, 2, 7]), 2), (rng.integers(0, 9, size=30), 4), (np.array([3, 3]), 3), (np.array([13, 15]), 14)]"
    solution = "return 1 - np.mean((x < limit) | (x == limit))"
    assert not [
        words for words in passing(small.audit(cases=cases, solution=solution)) if "nearly" in words or "three" in words
    ]


def test_an_answer_that_is_a_value_is_changed_too(small):
    checks = """from firsthand.judging.exercise import Exercise

share_above = Exercise(
    title="Two numbers", points=1, expected={"a": 3, "b": 0.5}, OPTIONS
    mistakes={"One.": {"a": 1, "b": 0.5}, "Two.": {"a": 3, "b": 2}, "Nine.": {"a": 9, "b": 9}},
    accepts=lambda value: value.get("a") == 3 or "One.",
)
"""
    answer = """### BEGIN GIVEN
# share_above = ...  # your answer
### END GIVEN
### BEGIN SOLUTION
share_above = {"a": 1 + 2, "b": 1 / 2}
### END SOLUTION
"""
    audited = small.audit(checks=checks, answer=answer)
    assert audited.rows[0].outcome.tried > 6
    assert "1 / 2 -> 1 * 2" in passing(audited)
    assert "1 + 2 -> 1 - 2" not in passing(audited)


def test_a_solution_that_is_wrong_on_some_seeds_is_refused(small):
    audited = small.audit(solution="return np.mean(x > limit) if x[0] < 90 else 2.0")
    wrong = [text for text in audited.rows[0].refused if "the published solution is not right on" in text]
    assert len(wrong) == 1
    assert "not right on 20 of" not in wrong[0]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("### BEGIN SOLUTION\nshare_above = abs\n### END SOLUTION\n", "the stub does not run: NameError"),
        (
            "share_above = 3\n### BEGIN SOLUTION\nshare_above = abs\n### END SOLUTION\n",
            "the untouched stub is not seen",
        ),
    ],
)
def test_a_stub_that_is_no_stub_is_refused(small, answer, words):
    assert [text for text in small.audit(answer=answer).everything_refused if words in text]


def test_a_cell_above_the_exercises_that_fails_is_an_error_at_its_line(small):
    small.write()
    path = small.root / "lessons/02_small/exercises.py"
    path.write_text(path.read_text().replace("import numpy as np\n", "import numpy as np\n1 / 0\n"))
    course = read_course(small.root)
    with pytest.raises(LessonError, match=r"exercises\.py:\d+: the cell raised ZeroDivisionError"):
        audit_lesson(course, course.lessons[1])


@pytest.mark.parametrize(
    ("solution", "expected", "cases", "change"),
    [
        (
            "return x - x.max(axis=1, keepdims=True)",
            "lambda x, limit: x - np.sort(x)[:, -1:]",
            "[(np.array([[7.0, 1, 2]]), 2), *((-np.sort(rng.normal(size=(3, 4))), 0) for _ in range(3))]",
            "x.max(axis=1, keepdims=True) -> first_of(x, axis=1, keepdims=True)",
        ),
        (
            "return 0.0 if x == 0 or limit == 0 else 2 * x * limit / (x + limit)",
            "lambda x, limit: statistics.harmonic_mean([x, limit])",
            "[(0.5, 0.8), (0.0, 0.3), (0.2, 0.0), *((rng.uniform(0.1, 0.9), rng.uniform(0.1, 0.9)) for _ in range(3))]",
            "limit == 0 -> limit == 1",
        ),
        (
            "return np.argsort(-x, kind='stable')[0] + limit",
            "lambda x, limit: int(np.argmax(x)) + limit",
            "[(np.array([1.0, 7, 2]), 2), *((rng.normal(size=8), 1) for _ in range(3))]",
            "np.argsort(-x, kind='stable') -> np.argsort(-x)",
        ),
    ],
)
def test_the_holes_that_strangers_found_are_found(small, solution, expected, cases, change):
    """A softmax whose largest score always comes first; no recall of exactly 1; no ties."""
    statement = "Example: 7, 1, 2, 0.5, 0.8; -6, -5, 0, 3, 0.615"
    checks = f"""import statistics

import numpy as np

from firsthand.judging.exercise import Exercise

share_above = Exercise(
    title="A hole", points=1, expected={expected}, cases=lambda rng: CASES, OPTIONS
    mistakes={{"One.": lambda x, limit: 1, "Two.": lambda x, limit: 2, "Ten.": lambda x, limit: 10}},
)
"""
    assert passing(small.audit(solution=solution, cases=cases, checks=checks, statement=statement))[change] == 20


@pytest.mark.parametrize("helper", ["in_order", "rolled", "half_shuffled", "last_stays_last"])
def test_a_shuffle_that_hardly_shuffles_passes_where_the_rule_only_counts(small, helper):
    checks = """import numpy as np

from firsthand.judging.exercise import Exercise

share_above = Exercise(
    title="A shuffle", points=1, expected=lambda x, limit: x.permutation(limit), OPTIONS
    cases=lambda rng: [(np.random.default_rng(0), 7), (rng, 30)],
    accepts=lambda value, x, limit: sorted(value) == list(range(limit)) or "Some are lost.",
    mistakes={"Some are lost.": lambda x, limit: [0], "Two.": lambda x, limit: [1], "Three.": lambda x, limit: [2]},
)
"""
    audited = small.audit(solution="return x.permutation(limit)", checks=checks, statement="Example: 7")
    assert passing(audited)[f"x.permutation(limit) -> {helper}(x, limit)"] == 20
