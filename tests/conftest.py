"""What several test modules share: the course, read once."""

from pathlib import Path

import pytest

from firsthand.course import Course, read_course

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def course() -> Course:
    return read_course(ROOT)


def pytest_addoption(parser):
    parser.addoption(
        "--pictures", metavar="DIR", help="keep the browser test's screenshots there, as README shows them"
    )


def without_pytest(environment) -> dict[str, str]:
    """Return an environment in which a kernel does not know that pytest started it."""
    return {key: value for key, value in environment.items() if not key.startswith("PYTEST_")}
