"""From what became of the cells to a score for each exercise, with a sentence that gives no held-out case away."""

import copy
import json

from firsthand.diagnosing.diagnosis import References, diagnose
from firsthand.diagnosing.stopping import exception_words
from firsthand.gradebook.records import Score
from firsthand.grading.assignment import Assignment
from firsthand.grading.run import CellRun
from firsthand.judging.exercise import Exercise, said_because
from firsthand.judging.feedback import Status, Verdict
from firsthand.judging.transcript import Raised, agree, parse
from firsthand.limit import TookTooLong, time_limit

SENTENCES = {
    Status.NOTHING_RETURNED: "Your answer returns nothing (None) on some inputs. Does every path end in `return` with a value?",
    Status.ALTERED_INPUT: "Your code changes its input in place, and the caller still needs the old values. Work on a copy.",
    Status.WRONG_TYPE: 'What you return is not of the kind asked for. Read the line "Returns" of the statement.',
    Status.WRONG_SHAPE: 'The shape of what you return is not the one asked for. Read the line "Returns" of the statement.',
    Status.NOT_FINITE: "Your answer is NaN or infinite on some inputs. Look for a division by zero or a logarithm of zero.",
    Status.WRONG_SIGN: "Right but for the sign: every number you return has the opposite sign.",
    Status.WRONG_FACTOR: "Right but for a constant factor.",
    Status.NEARLY_RIGHT: "Nearly right: your numbers are off by a small share. Is something small added or left out, or rounded before the end?",
    Status.EXAMPLE_ONLY: "Right on the example of the statement only. Use the arguments, not their values in the example.",
    Status.RIGHT: "What came back is right, but your code did not let the check come to its end, so it does not count.",
    Status.DIFFERS: "Right on {right} of {total} cases.",
}
"""What is said of a finding; the notebook's own words show inputs and outputs, and these cases are held out."""

LONGEST_TRANSCRIPT = 100_000
"""Characters, beyond twice those of the right one: to tell the mistake in a megabyte would take the grader minutes."""

TOO_MUCH = 'You return far more than is asked for. Read the line "Returns" of the statement.'
STOPS = "Your code stops with"
NO_ANSWER = "There is no answer here yet."
OVER = {
    "timeout": "Your code took too long and was stopped. Is there a loop that does not end?",
    "memory_limit": "Your code needed more memory than a submission may use, and was stopped.",
    "kernel_died": "Your code ended Python itself, so nothing came back. Restart the kernel and run all cells to see it.",
}


def is_right(exercise: Exercise, references: References, received: str, stored: str) -> bool:
    """Say whether the transcript that came back is as good as the stored one."""
    if exercise.accepts is None:
        return agree(received, stored, exercise.rtol, exercise.atol)
    verdict = _diagnose(exercise, references, received)
    return verdict is not None and verdict.status is Status.RIGHT


def score(
    assignment: Assignment, name: str, code: str | None, cells: dict[str, CellRun], ended: dict[str, str]
) -> Score:
    """Score one exercise. code : the learner's answer, None when it was lost. ended : cell id -> how it ended the kernel."""
    exercise = assignment.exercises[name]
    probe = cells.get(f"probe-{name}", CellRun(passed=False))
    said = _said(exercise, assignment.references[name], probe.received)
    if probe.passed:
        return Score(name, "right", exercise.points, "", code or "", *said)
    status, sentence = _not_right(assignment, name, code, probe, cells.get(f"answer-{name}"), ended)
    return Score(name, status, 0, sentence, code or "", *said)


def _said(exercise, references, received) -> tuple[str, str]:
    """Return the option that a choice rejects and the sentence why, for a person to read; "" and "" where there is none."""
    if not exercise.because or received is None or _is_too_long(references, received):
        return "", ""
    try:
        return said_because(exercise, parse(received))
    except Exception:  # the text is a learner's
        return "", ""


def _not_right(assignment, name, code, probe, answer, ended) -> tuple[str, str]:
    over = next((how for cell in (f"answer-{name}", f"probe-{name}") if (how := ended.get(cell))), "")
    if over:
        return over, OVER[over]
    if code is None or is_untouched(assignment, name, code):
        return "not_attempted", NO_ANSWER
    if probe.received is None:
        return _nothing_shown(code, probe, answer)
    exercise, references = assignment.exercises[name], assignment.references[name]
    if _is_too_long(references, probe.received):
        return "wrong", TOO_MUCH
    verdict = _diagnose(exercise, references, probe.received)
    if verdict is None:
        return "wrong", "What came back is not the answer's own doing, so it was not looked at."
    return _graded(exercise, references, probe.received, verdict)


def note_of_rule(assignment: Assignment, scored: Score, received: str | None) -> str:
    """Say so where the rule of an exercise raised an exception on what an answer returned, else return "".

    It may be the rule's fault and not the answer's; only a person can tell.
    """
    exercise, references = assignment.exercises[scored.exercise], assignment.references[scored.exercise]
    if exercise.accepts is None or scored.status != "wrong" or received is None:
        return ""
    try:
        for line, case in zip(received.split("\n"), references.cases, strict=True):
            value = parse(line)
            if not (value is None or isinstance(value, Raised)):
                with time_limit():
                    exercise.accepts(value, *copy.deepcopy(case))
    except (Exception, TookTooLong) as error:
        return f"The rule of `{scored.exercise}` raised {exception_words(type(error).__name__)} on this answer: look at it yourself."
    return ""


def is_untouched(assignment: Assignment, name: str, code: str) -> bool:
    """Say whether an answer cell is still as it was handed out, but for white space at its ends."""
    stub = next(cell.source for cell in assignment.pristine.cells if cell.id == f"answer-{name}")
    return _lines(code) == _lines(stub)


def _lines(source) -> list[str]:
    return [line.rstrip() for line in source.strip().splitlines()]


def _nothing_shown(code, probe, answer) -> tuple[str, str]:
    error = answer.error if answer else ""
    if error == "MemoryError" or probe.error == "MemoryError":
        return "memory_limit", OVER["memory_limit"]
    if error:
        return (
            "wrong",
            f"The cell stops with {exception_words(error)} before there is an answer. Restart the kernel and run all cells to see it.",
        )
    return "wrong", "The answer could not be asked: is the name that the statement gives defined, and as what it says?"


def _diagnose(exercise, references, received) -> Verdict | None:
    """Judge a transcript; None where it is none. The text is a learner's, so nothing in it may end the grader."""
    try:
        lines = received.split("\n")
        if len(lines) != len(references.cases) or _is_too_long(references, received):
            return None
        for line in lines:
            json.dumps(parse(line), default=repr)
        return diagnose(exercise, references, received)
    except Exception:  # any transcript a kernel of ours writes can be judged
        return None


def _is_too_long(references, received) -> bool:
    return len(received) > LONGEST_TRANSCRIPT + 2 * len(references.expected)


def _graded(exercise, references, received, verdict) -> tuple[str, str]:
    if verdict.status is Status.NOT_STARTED:
        return "not_attempted", NO_ANSWER
    if verdict.status is Status.KNOWN_MISTAKE:
        return _known(verdict)
    if verdict.status in (Status.SLIP, Status.SEEN):  # the engine's own words or the author's, which show no case
        return "wrong", verdict.sentence
    lines = received.split("\n")
    if verdict.status is Status.RAISED:
        return _raised(lines)
    right = sum(
        agree(*pair, exercise.rtol, exercise.atol) for pair in zip(lines, references.expected.split("\n"), strict=True)
    )
    return "wrong", SENTENCES[verdict.status].format(right=right, total=len(lines))


def _known(verdict) -> tuple[str, str]:
    """Pass on sentences of the author's; a rule may have put the learner's value into one of its own."""
    if verdict.mistakes:
        return "known_mistake", verdict.sentence
    return "wrong", "Not a value that the statement allows. Run the check in the notebook: it can say which."


def _raised(lines) -> tuple[str, str]:
    names = [value.name for line in lines if isinstance(value := parse(line), Raised)]
    if "MemoryError" in names:
        return "memory_limit", OVER["memory_limit"]
    return "wrong", f"{STOPS} {exception_words(names[0])} on {len(names)} of {len(lines)} cases."
