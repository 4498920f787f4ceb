"""What an audit refuses: unfair mistakes, thin cases, a solution or a stub that is not judged so, lessons that are too long."""

from promises import COURSE, costly, each_lesson

from firsthand.auditing.lesson_audit import audit_lesson
from firsthand.authoring.course import find_lesson


@costly("auditing", "changing", "diagnosing", "judging")
@each_lesson
def test_the_audit_of_a_lesson_refuses_nothing(lesson):
    refused = audit_lesson(COURSE, find_lesson(COURSE, lesson)).everything_refused
    assert refused == [], "\n".join(refused)
