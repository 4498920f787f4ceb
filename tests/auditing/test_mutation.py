"""A solution with one thing changed: the slips that people make are among the changes, in words an author can copy."""

import ast
from pathlib import Path

import pytest

from firsthand.auditing.mutation import changes
from firsthand.authoring.lesson_source import Cell, Task
from firsthand.changing.kinds import KINDS
from firsthand.changing.neighbours import HELPERS

HEAD = "def answer(x, y, k):\n    ### BEGIN SOLUTION\n"


def cell(kind, source) -> Cell:
    return Cell(kind, source, Path("exercises.py"), 40, tuple(range(41, 42 + source.count("\n"))))


def changed(body, statement="") -> list[str]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    answer, told = cell("code", f"{HEAD}{lines}    ### END SOLUTION"), cell("markdown", statement)
    return [change.words for change in changes(Task("answer", told, answer, answer, 1, 1))]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return x < y", "x < y -> x <= y"),
        ("return x < y", "x < y -> x > y"),
        ("return x == 0", "x == 0 -> x == 1"),
        ("return x == y", "x == y -> nearly(x, y)"),
        ("return x + y", "x + y -> x - y"),
        ("return x + y", "x + y -> x"),
        ("return x - y", "x - y -> y - x"),
        ("return x @ y", "x @ y -> y @ x"),
        ("return -x", "return -x -> return x"),
        ("return x and y", "x and y -> y"),
        ("return x if y else k", "x if y else k -> x"),
        ("return x.mean(axis=0)", "x.mean(axis=0) -> x.mean(axis=1)"),
        ("return x.mean(axis=0)", "x.mean(axis=0) -> x.mean()"),
        ("return x.mean(axis=0)", "x.mean(axis=0) -> np.median(x, axis=0)"),
        ("return x.max(axis=1)", "x.max(axis=1) -> first_of(x, axis=1)"),
        ("return np.max(x)", "np.max(x) -> last_of(x)"),
        ("return np.std(x)", "np.std(x) -> np.std(x, ddof=1)"),
        ("return np.std(x, ddof=1)", "np.std(x, ddof=1) -> np.std(x)"),
        ("return np.argmax(x)", "np.argmax(x) -> last_argmax(x)"),
        ("return np.argsort(-x, kind='stable')", "np.argsort(-x, kind='stable') -> np.argsort(-x)"),
        (
            "return np.argsort(-x, kind='stable')",
            "np.argsort(-x, kind='stable') -> np.argsort(x, kind='stable')[::-1]",
        ),
        ("return sorted(x)", "sorted(x) -> sorted(x, reverse=True)"),
        ("return np.where(x, y, k)", "np.where(x, y, k) -> np.where(x, k, y)"),
        ("return np.where(x, y, k)", "np.where(x, y, k) -> y"),
        ("return f(x, y)", "f(x, y) -> f(y, x)"),
        ("return np.clip(x, 0, 1)", "np.clip(x, 0, 1) -> np.clip(x, 0, None)"),
        ("return np.mean(x * y)", "np.mean(x * y) -> np.mean(x) * np.mean(y)"),
        ("return np.mean(x**2)", "np.mean(x ** 2) -> np.mean(x) ** 2"),
        ("return x[1:]", "x[1:] -> x[2:]"),
        ("return x[1:k]", "x[1:k] -> x[1:]"),
        ("return x[:, None]", "x[:, None] -> x[None, :]"),
        ("return [i for i in range(k)]", "range(k) -> range(k - 1)"),
        ("return [i for i in x if i]", "[i for i in x if i] -> [i for i in x]"),
        ("return len(x)", "len(x) -> len(x) - 1"),
        ("return x, y", "(x, y) -> (y, x)"),
        ("if k == 0:\n    return 0\nreturn x / k", "if k == 0: -> if False:"),
        ("for i in x:\n    k += i\nreturn k", "k += i -> left out"),
        ("for i in x:\n    k += i\nreturn k", "k += i -> k -= i"),
        ("for i in x:\n    k += i\nreturn k", "for i in x: -> once only"),
        ("x = f(x)\nreturn x", "x = f(x) -> left out"),
        ("return rng.permutation(k)", "rng.permutation(k) -> in_order(rng, k)"),
        ("return np.log1p(x)", "np.log1p(x) -> log_of_1_plus(x)"),
        ("return cross_val_score(x, y)", "cross_val_score(x, y) -> cross_val_score(x, y, scoring='balanced_accuracy')"),
        ("return f(x)", "f(x) -> f(y)"),
        ("return x", "def answer(x, y, k): -> def answer(y, x, k):"),
        ("return x", "x = three_decimals(x)"),
    ],
)
def test_a_slip_is_among_the_changes_in_words(body, words):
    assert words in changed(body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return zip(x, y, strict=True)", "strict"),
        ("return np.zeros(k, dtype=int)", "dtype=float"),
        ("return np.maximum(x, y)", "np.maximum(y, x)"),
        ("return (x - y) ** 2", "(y - x) ** 2"),
        ("return len(x)", "len(y)"),
    ],
)
def test_what_is_right_whatever_the_exercise_is_no_change(body, words):
    assert [text for text in changed(body) if text.endswith((f"-> {words}", f"{words}=False)"))] == []


def test_only_the_solution_is_changed_and_the_line_is_the_files():
    source = "def answer(x):\n    x = x + 1  # given\n    ### BEGIN SOLUTION\n    return x * 2\n    ### END SOLUTION"
    answer = cell("code", source)
    found = changes(Task("answer", answer, answer, answer, 1, 1))
    assert {change.line_number for change in found} == {41, 44}  # the head, for arguments; the solution
    assert not [change for change in found if "x + 1" not in change.source]


def test_a_helper_that_is_given_is_not_changed_and_two_regions_are():
    source = (
        "def given(a, b):\n    return a - b\n\n"
        "def answer(x):\n    ### BEGIN SOLUTION\n    x = x * 3\n    ### END SOLUTION\n    x = x + 5\n"
        "    ### BEGIN SOLUTION\n    return x / 7\n    ### END SOLUTION"
    )
    answer = cell("code", source)
    found = changes(Task("answer", answer, answer, answer, 1, 1))
    assert all(
        "a - b" in change.source and "given(a, b)" in change.source and "x + 5" in change.source for change in found
    )
    assert {"x * 3 -> x / 3", "x / 7 -> x * 7"} <= {change.words for change in found}


def test_a_place_that_occurs_twice_is_numbered():
    assert {"k + 1 -> k + 2", "k + 1 -> k + 2 (place 2)"} <= set(changed("x[k + 1] = y[k + 1]\nreturn x"))


def test_large_numbers_are_cut_off_only_where_the_statement_promises_any():
    assert "x = cut_off(x)" in changed("return x", "- `x`: array (n,), any numbers. `y`: a share.")
    assert "y = cut_off(y)" not in changed("return x", "- `x`: array (n,), any numbers. `y`: a share.")


def test_the_changes_of_every_published_solution_are_different_programs(course):
    for task in (task for lesson in course.lessons for task in lesson.tasks):
        found = changes(task)
        assert len({ast.dump(ast.parse(change.source)) for change in found}) == len(found)
        assert len({change.words for change in found}) == len(found)


def test_each_helper_is_met_by_some_change():
    """A name in changed code that nothing writes would be dead."""
    bodies = ["return x == y", "return np.max(x)", "return np.argmax(x)", "return np.argmin(x)", "return np.log1p(x)"]
    bodies += ["return np.expm1(x)", "return rng.permutation(k)"]
    words = " ".join(text for body in bodies for text in changed(body, "`x`: any number"))
    assert [name for name in HELPERS if f"{name}(" not in words] == []
    assert len(KINDS) > 10
