"""check(): the verdict on one answer, shown where it was given."""

import os

from firsthand.checks import UnknownExercise, find_exercise
from firsthand.judging.diagnosis import judge
from firsthand.judging.feedback import as_html, as_text
from firsthand.judging.findings import Status

_RUNNERS = ("PYTEST_VERSION", "PYTEST_CURRENT_TEST", "NBGRADER_EXECUTION")
"""Names in the environment by which pytest and nbgrader say that they run this kernel."""


class CheckFailed(AssertionError):
    """An answer is not right yet; raised where a failed check must be seen by a test runner."""

    def _render_traceback_(self):
        """Show the panel alone in IPython and nbval: the frames inside the check help nobody."""
        return str(self).splitlines()


def check(name: str, answer) -> None:
    """Check `answer` to the exercise called `name` and show a panel with the verdict.

    In a notebook the panel is all that happens. Under pytest (nbval) and nbgrader an answer that is not right raises
    CheckFailed.
    """
    try:
        exercise = find_exercise(name)
    except UnknownExercise as unknown:
        return _show(str(unknown.args[0]), None, passed=False)
    verdict = judge(exercise, answer)
    passed = verdict.status is Status.RIGHT
    return _show(as_text(exercise, verdict), as_html(exercise, verdict), passed=passed)


def _show(text, html, *, passed) -> None:
    if not passed and any(name in os.environ for name in _RUNNERS):
        raise CheckFailed(text)
    if html is None or not _in_notebook():
        print(text)
        return
    from IPython.display import display

    display({"text/plain": text, "text/html": html}, raw=True)


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None
