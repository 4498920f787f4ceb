"""The promises of a lesson's text, exercises and notebooks, present and future."""

import functools

from promises import COURSE, LESSON_OF, each_lesson, each_task

from firsthand.auditing.fairness import faults
from firsthand.authoring.build import outdated
from firsthand.authoring.lesson_source import Task, solution, stub
from firsthand.checks import exercise_names, find_exercise
from firsthand.judging.diagnosis import judge
from firsthand.judging.findings import Status

SEEDS = range(20)


@functools.cache
def namespaces(lesson) -> dict[str, dict]:
    """Run the cells of an exercise notebook but for its exercises; give what each answer cell finds when it runs."""
    namespace: dict = {"check": lambda name, answer: None}
    found = {}
    for cell in next(known for known in COURSE.lessons if known.name == lesson).exercise_cells:
        if cell.exercise:
            found[cell.exercise] = dict(namespace)
        elif cell.kind == "code" and not cell.check:
            exec(compile(cell.source, f"{cell.path}:{cell.line_number}", "exec"), namespace)
    return found


def answer_of(task: Task, source: str):
    """Run an answer cell below the cells above it; return what the check cell hands to `check`."""
    namespace = dict(namespaces(LESSON_OF[task.name].name)[task.name])
    exec(compile(source, str(task.answer.path), "exec"), namespace)
    handed_in: list = []
    namespace["check"] = lambda name, answer: handed_in.append(answer)
    exec(task.check.source, namespace)
    return handed_in[0]


@each_lesson
def test_built_files_equal_a_fresh_build(lesson):
    """And so are all that a build refuses: long cells, dead links, figures without text, warnings, paths, a wrong solution."""
    assert outdated(COURSE, [lesson]) == []


@each_task
def test_an_exercise_is_fair_on_twenty_seeds(task):
    assert faults(find_exercise(task.name), SEEDS) == []


@each_task
def test_an_untouched_stub_is_not_started(task):
    assert judge(find_exercise(task.name), answer_of(task, stub(task.answer).source)).status is Status.NOT_STARTED


@each_task
def test_the_published_solution_is_right_on_twenty_seeds(task):
    exercise = find_exercise(task.name)
    answer = answer_of(task, solution(task.answer).source)
    verdicts = [judge(exercise, answer, seed) for seed in SEEDS]
    assert [v for v in verdicts if v.status is not Status.RIGHT] == []


@each_task
def test_the_statement_gives_the_points_that_the_check_gives(task):
    assert find_exercise(task.name).points == task.points


def test_every_exercise_of_the_checks_is_asked_in_a_lesson():
    assert sorted(exercise_names()) == sorted(LESSON_OF)
