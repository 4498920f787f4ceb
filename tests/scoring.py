"""An answer's transcript scored as the grader scores it, without a kernel."""

from conftest import ROOT
from promises import LESSON_OF

from firsthand.grading.assignment import make_assignment
from firsthand.grading.run import CellRun
from firsthand.grading.score import is_right, score
from firsthand.judging.transcript import transcript

SEED = 1_234_567


def assignment_of(name):
    return make_assignment(ROOT, LESSON_OF[name].name, SEED)


def judged(name, received, code="answer = 1"):
    """Score a transcript as the grader does: nbval first asks whether it is right, then the score is made."""
    found = assignment_of(name)
    passed = is_right(found.exercises[name], found.references[name], received, found.references[name].expected)
    return score(found, name, code, {f"probe-{name}": CellRun(passed, received)}, {})


def shown(name, answer):
    """Write what `answer` does on the held-out cases, as a kernel would."""
    exercise = assignment_of(name).exercises[name]
    return transcript(answer, exercise.draw_cases(SEED), exercise.ask)


def each_line(name, text):
    return "\n".join([text] * len(assignment_of(name).references[name].cases))
