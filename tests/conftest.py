"""What several test modules share: the course, read once."""

from pathlib import Path

import pytest

from firsthand.course import Course, read_course

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def course() -> Course:
    return read_course(ROOT)
