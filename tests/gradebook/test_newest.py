"""Of many notebooks of one lesson the newest count, whatever they are called."""

from pathlib import Path

import pytest

from firsthand.classroom.submission import Submission
from firsthand.gradebook.gradebook import Gradebook
from firsthand.gradebook.newest import leave_out_older
from firsthand.gradebook.records import ExerciseInfo, Result, Score
from firsthand.gradebook.standing import Standing, lessons_of

EXERCISES = [ExerciseInfo("06", "Six", "choose", "Choose", 1, 0), ExerciseInfo("09", "Nine", "other", "Other", 1, 1)]


@pytest.fixture
def gradebook(tmp_path):
    facts = {"course": "c", "version": "1", "fingerprint": "f", "exercises": EXERCISES, "seed": 1}
    with Gradebook.open(tmp_path / "gradebook.sqlite", **facts) as opened:
        yield opened


def hand_in(gradebook, number, right=False, learner="mallory", lesson="06", digest=None) -> Submission:
    """Keep a result, and return the submission: written at `number` seconds."""
    scores = (Score("choose", "right" if right else "wrong", int(right), "", ""),)
    source = f"{lesson}-{number % 7}-{number}.ipynb"
    gradebook.keep(Result(learner, source, digest or f"{lesson}{number}", lesson, "graded", scores=scores))
    return Submission(learner, source, Path(source), modified=float(number))


def points(gradebook, learner="mallory"):
    mine = [result for result in gradebook.results() if result.learner == learner]
    return Standing(learner, mine).total(lessons_of(gradebook.exercises))


def counted(gradebook):
    return sorted(r.source.split("-")[2] for r in gradebook.results() if r.status == "graded")


def test_27_guesses_win_no_point_but_by_the_three_newest(gradebook):
    submissions = [hand_in(gradebook, number, right=number == 13) for number in range(10, 37)]
    assert points(gradebook) == 1
    leave_out_older(gradebook, submissions)
    assert points(gradebook) == 0
    assert counted(gradebook) == ["34.ipynb", "35.ipynb", "36.ipynb"]


def test_three_tries_other_lessons_and_other_learners_are_left_alone(gradebook):
    submissions = [hand_in(gradebook, number, right=number == 10) for number in (10, 11, 12)]
    submissions += [hand_in(gradebook, number, lesson="09") for number in (13, 14)]
    submissions += [hand_in(gradebook, number, learner="honest", right=True) for number in (15, 16)]
    leave_out_older(gradebook, submissions)
    assert (points(gradebook), points(gradebook, "honest")) == (1, 1)
    assert len(counted(gradebook)) == 7


def test_copies_of_one_file_are_one(gradebook):
    submissions = [hand_in(gradebook, 10, right=True)]
    submissions += [hand_in(gradebook, number, digest="same") for number in range(11, 19)]
    leave_out_older(gradebook, submissions)
    assert points(gradebook) == 1


def test_what_is_not_handed_in_any_more_is_older(gradebook):
    gone = hand_in(gradebook, 99, right=True)
    leave_out_older(gradebook, [hand_in(gradebook, number) for number in (10, 11, 12)])
    assert points(gradebook) == 0
    assert not gradebook.is_done(gone.learner, gone.source, "0699")  # or it would not come back when it is wanted


def test_doing_it_again_changes_nothing(gradebook):
    submissions = [hand_in(gradebook, number) for number in range(10, 20)]
    leave_out_older(gradebook, submissions)
    before = list(gradebook.results())
    leave_out_older(gradebook, submissions)
    assert list(gradebook.results()) == before
