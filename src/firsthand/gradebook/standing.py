"""Where each learner and the class stand: what counts of what was handed in, and what a person must look at."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from firsthand.classroom.lateness import lateness
from firsthand.gradebook.overrides import Override, plain_number
from firsthand.gradebook.records import NEEDS_A_PERSON, SUPERSEDED, ExerciseInfo, Result

HANDED_IN_NOTHING = " "
HAND = "✎"
"""Behind points that a person decided."""
SIGNS = {
    "right": "✔",
    "known_mistake": "≈",
    "wrong": "✘",
    "not_attempted": "○",
    "timeout": "∞",
    "memory_limit": "▣",
    "kernel_died": "†",
    "grader_error": "⚑",
}
"""Status of an exercise -> the sign that stands for it in a heat map."""


@dataclass(frozen=True)
class Lesson:
    """One lesson of the course as a report needs it; `number` counts from 0."""

    name: str
    title: str
    number: int
    exercises: list[ExerciseInfo]

    @property
    def points(self) -> int:
        return sum(exercise.points for exercise in self.exercises)


def lessons_of(exercises: Iterable[ExerciseInfo]) -> list[Lesson]:
    """Group the exercises of a course by lesson, both in the course's order."""
    found: dict[str, list[ExerciseInfo]] = defaultdict(list)
    for exercise in exercises:
        found[exercise.lesson].append(exercise)
    return [Lesson(name, own[0].lesson_title, number, own) for number, (name, own) in enumerate(found.items())]


def points(result: Result) -> int | None:
    """Return what a submission earned; None where nothing in it could be scored, since a zero is only ever a zero."""
    if result.status != "graded":
        return None
    earned = [score.points for score in result.scores if score.status != "grader_error"]
    return sum(earned) if earned else None


def needs_a_person(result: Result) -> bool:
    """Say whether a submission, or an exercise in it, has a status that nobody's score may be taken from."""
    return result.status in NEEDS_A_PERSON or "grader_error" in [s.status for s in result.scores]


class Standing:
    """One learner: every submission, and of each lesson the one that counts (the best; of equals the first).

    counts : lesson -> the result that counts. for_a_person : the results that a person must look at, and has not decided.
    overrides : what a person decided; the points of a lesson go before those of its exercises, and both before the
    grader's. remark : what the roster says, "" where it says nothing. name : what a person calls the learner. late : how late
    they were, where the roster says it.
    """

    def __init__(
        self,
        learner: str,
        results: list[Result],
        overrides: Sequence[Override] = (),
        remark: str = "",
        name: str = "",
        late: str = "",
    ):
        self.name, self.late = name or learner, late
        self.learner, self.results, self.overrides, self.remark = learner, results, tuple(overrides), remark
        self.counts: dict[str, Result] = {}
        self._points: dict[str, int | None] = {}
        self._by_hand = {(o.lesson, o.exercise): o.points for o in self.overrides if o.points is not None}
        self.for_a_person = [result for result in results if needs_a_person(result) and not self._is_decided(result)]
        for result in results:
            if result.lesson and result.status != SUPERSEDED:
                self._take(result, points(result))

    def _take(self, result, earned) -> None:
        other = self.counts.get(result.lesson)
        if other is None or _worth(result, earned) > _worth(other, self._points[result.lesson]):
            self.counts[result.lesson], self._points[result.lesson] = result, earned

    def _is_decided(self, result) -> bool:
        """Say whether a person has given the points that a submission could not get by itself."""
        lessons = {lesson for lesson, exercise in self._by_hand if not exercise}
        if result.lesson in lessons or (not result.lesson and any(name in result.source for name in lessons)):
            return True
        failed = [score.exercise for score in result.scores if score.status == "grader_error"]
        return bool(failed) and all((result.lesson, name) in self._by_hand for name in failed)

    def points(self, lesson: str) -> float | None:
        """Return the points in a lesson; None when nothing was handed in, or nothing that could be scored."""
        if (lesson, "") in self._by_hand:
            return self._by_hand[lesson, ""]
        given = {name: number for (own, name), number in self._by_hand.items() if own == lesson}
        if not given:
            return self._points.get(lesson)
        result = self.counts.get(lesson)
        scores = result.scores if result is not None and self._points[lesson] is not None else ()
        return plain_number(sum(given.values()) + sum(s.points for s in scores if s.exercise not in given))

    def total(self, lessons: Iterable[Lesson]) -> float | None:
        """Return the points in the lessons of the course; None when there are none to add."""
        earned = [own for lesson in lessons if (own := self.points(lesson.name)) is not None]
        return plain_number(sum(earned)) if earned else None

    def points_by_hand(self, lesson: str, exercise: str) -> float | None:
        """Return the points that a person decided for one exercise, None where nobody did."""
        return self._by_hand.get((lesson, exercise))

    def is_by_hand(self, lesson: str) -> bool:
        """Say whether a person decided points in a lesson."""
        return any(own == lesson for own, _ in self._by_hand)

    def lateness(self) -> dict[str, str]:
        """Return lesson -> when what counts of it was handed in, where that is told, and an extension that was given."""
        said = {lesson: told for lesson, result in self.counts.items() if (told := lateness(result.source))}
        for override in self.overrides:
            if override.extension:
                own = said.get(override.lesson)
                until = f"extension until {override.extension}"
                said[override.lesson] = f"{own} ({until})" if own else until
        return said

    def handed_in(self) -> list[str]:
        """Say when what counts was handed in, as far as that is told, a phrase each."""
        return [f"{lesson}: {told}" for lesson, told in self.lateness().items()] + ([self.late] if self.late else [])

    def doubles(self) -> dict[str, int]:
        """Return how many notebooks of a lesson were handed in, where there is more than one."""
        number = Counter(result.lesson for result in self.results if result.lesson)
        return {lesson: n for lesson, n in number.items() if n > 1}


def _worth(result, earned) -> tuple[bool, int]:
    # What could not be read may hold work, and an untouched notebook holds none: the first is what a person must see.
    return (result.status != "not_attempted", -1 if earned is None else earned)


@dataclass
class ClassTally:
    """What the class got right and wrong, counted while its learners go by.

    statuses : (lesson, exercise, status) -> learners. mistakes : (lesson, exercise, sentence) -> learners.
    """

    statuses: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    mistakes: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, standing: Standing) -> None:
        for lesson, result in standing.counts.items():
            self.statuses.update([(lesson, score.exercise, score.status) for score in result.scores])
            made = [score for score in result.scores if score.status == "known_mistake"]
            self.mistakes.update([(lesson, score.exercise, score.sentence) for score in made])
