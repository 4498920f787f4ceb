"""Every exercise with variants, fifty of each: right by its own oracle, mistakes told apart, no two alike in a class."""

import math
import re
import subprocess
import symtable
import sys

import pytest
from conftest import ROOT, without_pytest
from variants_of import CLASS, FIFTY, NAMES, run, variant_of

from firsthand.authoring.catalogue import handed_in, open_course
from firsthand.building.handing_out import variant_notebook, variants_of
from firsthand.diagnosing.diagnosis import judge, opinion
from firsthand.judging.feedback import Status
from firsthand.judging.transcript import transcript
from firsthand.variants import number_of

TASKS = {task.name: (lesson, task) for lesson in open_course(ROOT).lessons for task in lesson.tasks}


def test_at_least_25_exercises_of_the_course_have_variants_in_most_lessons_with_exercises():
    assert len(NAMES) >= 25
    assert sorted(set(NAMES) & TASKS.keys()) == NAMES
    assert len({TASKS[name][0].name for name in NAMES}) >= 18


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_of_each_of_fifty_variants_is_right_and_its_empty_form_is_not_begun(name):
    for number in FIFTY:
        variant = variant_of(name, number)
        assert judge(variant.exercise, run(variant.solution)[variant.answer]).status is Status.RIGHT, number
        assert judge(variant.exercise, run(variant.stub)[variant.answer]).status is Status.NOT_STARTED, number
        assert variant.answer == handed_in(TASKS[name][1])


@pytest.mark.parametrize("name", NAMES)
def test_each_known_mistake_of_fifty_variants_is_wrong_and_says_its_own_sentence(name):
    for number in FIFTY:
        exercise = variant_of(name, number).exercise
        assert len(exercise.mistakes) >= 4, number
        for sentence, wrong in exercise.mistakes.items():
            said = opinion(exercise, transcript(wrong, [()], exercise.ask), ())
            assert said in (sentence, [sentence]), (number, sentence, said)


@pytest.mark.parametrize("name", NAMES)
def test_no_choice_of_fifty_variants_has_two_options_that_say_the_same(name):
    for number in FIFTY:
        for options in parts(variant_of(name, number).statement):
            assert 2 <= len(options) == len(set(options)), (number, options)
            values = [value for option in options if (value := as_numbers(option))]
            assert all(differ(a, b) for i, a in enumerate(values) for b in values[:i]), (number, options)


def parts(statement):
    """Return the options of each part: a line that begins with a letter in brackets, or several of them in one line."""
    inline = [re.split(r" · ", line.split(": ", 1)[1]) for line in re.findall(r"^- \*\*[A-J]\*\*: .*", statement, re.M)]
    blocks = [block.split("\n") for block in statement.split("\n\n") if block.startswith("- (a) ")]
    return [[re.sub(r"^(- )?\([a-h]\) ", "", option) for option in part] for part in (*inline, *blocks)]


def as_numbers(option):
    """Return the numbers of an option that is little else, and its words."""
    numbers = tuple(float(text.replace(",", "")) for text in re.findall(r"−?\d[\d,]*\.?\d*", option.replace("−", "-")))
    return (re.sub(r"[-\d.,]+", "#", option), numbers) if numbers else None


def differ(a, b):
    """Say whether two options are apart by more than what is rounded away, in one of their numbers."""
    return a[0] != b[0] or any(abs(x - y) > 0.004 * max(abs(x), abs(y)) for x, y in zip(a[1], b[1], strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_no_two_learners_of_a_class_of_thirty_are_asked_the_same(name):
    asked = {variant_of(name, number_of(7, learner)).statement for learner in CLASS}
    assert len(asked) == len(CLASS) == 30


MOST_THAT_FIT = {"tune_abstention": 1 / 20, "tune_momentum": 1 / 20}
"""Share of a class whose answer may fit a neighbour's questions: what is tuned accepts a region, all else one answer."""


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_of_a_neighbour_earn_nothing(name):
    """Letters agree by chance in one of at least 400 pairs; 1 in 100 is four times that."""
    variants = [variant_of(name, number_of(7, learner)) for learner in CLASS]
    answers = [transcript(run(v.solution)[v.answer], [()], v.exercise.ask) for v in variants]
    pairs = [(v, a) for i, v in enumerate(variants) for j, a in enumerate(answers) if i != j]
    fits = sum(opinion(variant.exercise, answer, ()) is True for variant, answer in pairs)
    assert fits <= MOST_THAT_FIT.get(name, 1 / 100) * len(pairs)
    ways = [math.prod(map(len, options)) for v in variants if (options := parts(v.statement))]
    assert all(number >= 400 for number in ways)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_number_brings_the_same_variant_back(name):
    for number in (7, 999_999_999):
        first, again = variant_of(name, number), variant_of(name, number)
        assert (first.statement, first.stub, first.solution) == (again.statement, again.stub, again.solution)
        assert first.exercise.mistakes == again.exercise.mistakes
    assert variant_of(name, 7).statement != variant_of(name, 8).statement


def test_a_variant_is_the_same_in_another_process():
    code = "from variants_of import *; print([variant_of(name, 11).solution for name in NAMES])"
    environment = without_pytest() | {"PYTHONHASHSEED": "5", "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == str([variant_of(name, 11).solution for name in NAMES])


@pytest.mark.parametrize("name", sorted({TASKS[name][0].name for name in NAMES}))
def test_what_a_variant_takes_out_of_a_notebook_nobody_else_there_needs(name):
    lesson = next(lesson for lesson in open_course(ROOT).lessons if lesson.name == name)
    kept = [cell.source for cell in variant_notebook(open_course(ROOT), lesson, 7).cells if cell.cell_type == "code"]
    code = [cell for cell in lesson.exercise_cells if cell.kind == "code" and not cell.solution_only]
    others = [cell.source for cell in code if not (cell.exercise or cell.check)]
    taken = [source for source in others if not any(cell.endswith(source) for cell in kept)]  # a folded one has a title
    own = {task.answer for task in lesson.tasks if task.name in variants_of(ROOT, lesson, 7)}
    needed = "\n".join([*kept, *(c.source for c in code if c.exercise and c not in own)])
    words = set(re.findall(r"\w+", needed))
    there = {name for source in kept if "%pip" not in source for name in bound(source)}
    assert [name for source in taken for name in bound(source) if name in words - there] == []


def bound(source):
    symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    return {symbol.get_name() for symbol in symbols if symbol.is_assigned()}
