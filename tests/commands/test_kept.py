"""What a run keeps for the report beside scores: how long what was left out is told, and which questions are kept."""

import pytest
from conftest import ROOT

from firsthand.authoring.course import read_course
from firsthand.classroom.finding import LeftOut, find_class
from firsthand.commands.kept import keep_left_out, keep_questions, left_out_of, questions_of
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.records import Result, Score


@pytest.fixture
def book(tmp_path):
    about = {"course": "c", "version": "1", "fingerprint": "f", "exercises": []}
    with Gradebook.open(tmp_path / "gradebook.sqlite", **about) as gradebook:
        yield gradebook


def test_what_was_left_out_is_told_until_the_same_is_given_again_or_is_gone(book, tmp_path):
    week5, week6 = tmp_path / "week5", tmp_path / "week6"
    for week in (week5, week6):
        (week / "ana").mkdir(parents=True)
        (week / "bob").mkdir()
        (week / "ana" / "06.ipynb").write_text("{}")
        keep_left_out([week], find_class([week]).left_out, book)
    empty = "a folder without a notebook (.ipynb)"
    assert left_out_of(book) == [("week5/bob", empty), ("week6/bob", empty)]
    (week6 / "bob").rmdir()
    keep_left_out([week6], find_class([week6]).left_out, book)
    assert left_out_of(book) == [("week5/bob", empty)]
    week5.rename(tmp_path / "archive")
    keep_left_out([week6], [], book)
    assert left_out_of(book) == []


def test_what_does_not_fit_a_pattern_belongs_to_what_was_given(tmp_path):
    (tmp_path / "ana").mkdir()
    for name in ("ana/06.ipynb", "lost.ipynb"):
        (tmp_path / name).write_text("{}")
    found = find_class([tmp_path], pattern="{learner}/*.ipynb")
    assert found.left_out == [LeftOut("lost.ipynb", "does not fit {learner}/*.ipynb", tmp_path)]


def test_the_question_is_kept_without_hints_where_a_sentence_was_written_and_nowhere_else(book):
    course = read_course(ROOT)
    keep_questions(course, book)
    assert questions_of(book) == {}
    scores = (
        Score("choose_the_split", "right", 2, "", "", "D: not grouped", "Why."),
        Score("fold_errors", "right", 2, "", ""),
    )
    book.keep(Result("ana", "ana/09.ipynb", "0", "09_cross_validation", "graded", scores=scores))
    keep_questions(course, book)
    (question,) = questions_of(book).values()
    assert "**D.** The recordings of B" in question
    assert "Hint" not in question
