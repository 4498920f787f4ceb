"""What grading hands from one step to the next: plain records that can be pickled and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

COUNTED = 3
"""Notebooks of one lesson by one learner that count at most: the newest."""

SUPERSEDED = "superseded"
SUBMISSION_STATUSES = {
    "graded": "graded",
    "not_attempted": "handed in untouched",
    "unreadable": "could not be read as a notebook",
    "other_course": "no answers of this course in it",
    SUPERSEDED: f"not counted: of one lesson the {COUNTED} newest notebooks are",
    "grader_error": "the grader itself failed on it",
}
"""Status of a submission -> what the teacher reads."""

NEEDS_A_PERSON = ("unreadable", "other_course", "grader_error")
"""Statuses of a submission that nobody's score may be taken from."""

EXERCISE_STATUSES = {
    "right": "right",
    "known_mistake": "a known mistake",
    "wrong": "not right",
    "not_attempted": "not attempted",
    "timeout": "took too long",
    "memory_limit": "needed too much memory",
    "kernel_died": "ended Python",
    "grader_error": "the grader itself failed",
}
"""Status of one exercise -> what the teacher reads. Only `right` gives points."""


@dataclass(frozen=True)
class ExerciseInfo:
    """One exercise of the course, as a report needs it; `position` counts from 0 over the whole course."""

    lesson: str
    lesson_title: str
    name: str
    title: str
    points: int
    position: int


@dataclass(frozen=True)
class Score:
    """What one answer earned: a status of EXERCISE_STATUSES, the points, the sentence for the learner, their code.

    rejected, because : where a choice asks why, what the learner rejects, "C: not mean", and the learner's sentence, else "".
    """

    exercise: str
    status: str
    points: int
    sentence: str
    code: str
    rejected: str = ""
    because: str = ""


@dataclass(frozen=True)
class Result:
    """All that is kept of one submission.

    learner, source : whose it is, and where it was found; together they name the submission.
    digest : SHA-256 of the file as hexadecimal digits.
    lesson : name of the lesson, "" when it could not be told.
    status : one of SUBMISSION_STATUSES; reason : why, for a status that needs a person.
    notes : what a teacher should know, a sentence each ("Two cells answer `x`; the last one that differs counts.").
    was_crowded : a time limit was missed on a machine too busy for that to prove anything; not kept.
    """

    learner: str
    source: str
    digest: str
    lesson: str
    status: str
    reason: str = ""
    notes: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    seconds: float = 0.0
    was_crowded: bool = False


@dataclass(frozen=True)
class Given:
    """Which variant of the exercises was handed out: `number` to everybody, or one of `numbers` to each learner.

    numbers : learner -> number, from the roster; whoever is not in it was given none that is known.
    """

    number: int | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)

    def to(self, learner: str) -> int | None:
        """Return the number of the variant that a learner was given, None where that cannot be told."""
        return self.number or self.numbers.get(learner)

    def owner(self, number: int) -> str:
        """Return the learner who was given a variant, "" where nobody was."""
        return next((learner for learner, own in self.numbers.items() if own == number), "")


@dataclass(frozen=True)
class Order:
    """How a class is graded; the same for every submission.

    limit_seconds : what one cell may take. memory_mb : what one submission may take. zygote : address of the one that
    runs already on this machine, None to start one. fingerprint : of the lessons and checks to grade by. given : the
    variants that were handed out, None where a notebook is believed that names one.
    """

    course: Path
    seed: int
    fingerprint: str
    limit_seconds: float = 10
    memory_mb: int | None = 1024
    sandbox: bool = True
    zygote: str | None = None
    given: Given | None = None

    def on(self, address: str) -> "Order":
        """Return this order with a zygote that runs already, at `address`."""
        return replace(self, zygote=address)
