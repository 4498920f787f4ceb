"""check(): the verdict on one answer, shown where it was given."""

import inspect
import os
import textwrap
from dataclasses import replace

from firsthand.changing.pointing import pointed_out
from firsthand.checks import UnknownExercise, find_exercise
from firsthand.diagnosing.diagnosis import judge
from firsthand.diagnosing.stopping import where_it_failed
from firsthand.helping import count_try, help_for
from firsthand.judging.feedback import Status, Verdict, as_html, as_text
from firsthand.limit import Endless, time_limit
from firsthand.overwritten import overwritten_names

_RUNNERS = ("PYTEST_VERSION", "PYTEST_CURRENT_TEST", "NBGRADER_EXECUTION")
"""Names in the environment by which pytest and nbgrader say that they run this kernel."""

SECONDS = 30.0
"""Processor time that an answer and its check may take: some hundred times what the course's own answers need."""

VERDICTS: dict[str, str] = {}
"""Exercise -> "right", "wrong" or "not_attempted": what its last check in this notebook said."""


class _PanelAlone:
    def _render_traceback_(self):
        """Show the panel alone in IPython and nbval: the frames inside the check help nobody."""
        return str(self).splitlines()


class CheckFailed(_PanelAlone, AssertionError):
    """An answer is not right yet; raised where a failed check must be seen by a test runner."""


class Interrupted(_PanelAlone, KeyboardInterrupt):
    """A check was stopped by who runs it; what would have run after it stays stopped too."""


def check(name: str, answer, variant: int | None = None) -> None:
    """Check `answer` to the exercise called `name` and show a panel with the verdict.

    In a notebook the panel is all that happens; after several tries it also offers a hint, then the solution. Under
    pytest (nbval) and nbgrader an answer that is not right raises CheckFailed. variant : its number, where the answer
    is to the exercise with other numbers; then nothing is counted.
    """
    if variant is not None:
        return _check_variant(name, answer, variant)
    try:
        exercise = find_exercise(name)
    except UnknownExercise as unknown:
        return _show(str(unknown.args[0]), None, passed=False)
    verdict = _judged(exercise, answer)
    passed = verdict.status is Status.RIGHT
    if verdict.status is not Status.NOT_STARTED:
        count_try(name, passed=passed)
    words = {Status.RIGHT: "right", Status.NOT_STARTED: "not_attempted"}
    VERDICTS[name] = words.get(verdict.status, "wrong")
    more, more_html = help_for(name)
    text = as_text(exercise, verdict) + (f"\n{more}" if more else "")
    return _show(text, as_html(exercise, verdict) + more_html, passed=passed)


def _check_variant(name, answer, number) -> None:
    from firsthand.practising import NoVariant, find_variant
    from firsthand.variants import BadNumber

    try:
        exercise = find_variant(name, number).exercise
    except (UnknownExercise, NoVariant, BadNumber) as error:
        return _show(str(error.args[0]), None, passed=False)
    exercise = replace(exercise, title=f"{exercise.title}, variant {number}", points=0)
    verdict = _judged(exercise, answer)
    return _show(as_text(exercise, verdict), as_html(exercise, verdict), passed=verdict.status is Status.RIGHT)


def _judged(exercise, answer) -> Verdict:
    """Judge an answer that may never end: then it is stopped, where a limit can be had (limit.py), or by an interrupt."""
    try:
        with time_limit(SECONDS, Endless):
            verdict = pointed_out(exercise, answer, judge(exercise, answer))
            return _with_overwritten_names(verdict, answer)
    except Endless as error:
        return _stopped(f"Your code has not come to an end in {SECONDS:g} s, so it was stopped.", error)
    except KeyboardInterrupt as error:
        raise Interrupted(as_text(exercise, _stopped("You stopped the check while your code ran.", error))) from None


def _stopped(what, error) -> Verdict:
    line, *_ = where_it_failed(error).splitlines()
    return Verdict(
        Status.RAISED, f"{what} What ends its loops, and does each round come nearer to it?", (("at", line),)
    )


def _with_overwritten_names(verdict: Verdict, answer) -> Verdict:
    """Say of an answer that stopped which name of Python's or a library's a cell of the notebook has overwritten."""
    shell = _shell()
    if verdict.status is not Status.RAISED or shell is None:
        return verdict
    try:
        source = textwrap.dedent(inspect.getsource(answer))
    except (OSError, TypeError):
        return verdict
    cells = list(shell.user_ns.get("In", []))
    lines = [
        f" Cell [{number}] has given the name `{name}` another value: give that another name, restart and run all cells."
        for name, number in overwritten_names(source, cells).items()
    ]
    return replace(verdict, sentence=verdict.sentence + "".join(lines))


def _show(text, html, *, passed) -> None:
    if not passed and any(name in os.environ for name in _RUNNERS):
        raise CheckFailed(text)
    if html is None or not in_notebook():
        print(text)
        return
    from IPython.display import display

    display({"text/plain": text, "text/html": html}, raw=True)


def in_notebook() -> bool:
    """Say whether what is shown is shown in a notebook."""
    return getattr(_shell(), "kernel", None) is not None


def _shell():
    """Return IPython's shell, None where there is none."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()
