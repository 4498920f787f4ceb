"""The promises of a lesson's notebooks and of its statements; what an audit refuses is in test_audit_of_lessons.py."""

from promises import COURSE, LESSON_OF, costly, each_lesson, each_task

from firsthand.building.build import outdated
from firsthand.checks import exercise_names, find_exercise


@each_lesson
def test_built_files_are_made_from_their_sources(lesson):
    """All but the outputs is what a build makes of the sources as they are."""
    assert outdated(COURSE, [lesson], execute=False) == []


@costly
@each_lesson
def test_built_files_equal_a_fresh_build(lesson):
    """And so are all that a build refuses: long cells, dead links, figures without text, warnings, paths, a wrong solution."""
    assert outdated(COURSE, [lesson]) == []


@each_task
def test_the_statement_gives_the_points_that_the_check_gives(task):
    assert find_exercise(task.name).points == task.points


def test_every_exercise_of_the_checks_is_asked_in_a_lesson():
    assert sorted(exercise_names()) == sorted(LESSON_OF)
