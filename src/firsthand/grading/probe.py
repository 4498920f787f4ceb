"""The one thing a probe cell does: show, in the learner's kernel, what an answer does on cases it has not seen."""

import base64
import pickle

import cloudpickle

import firsthand
from firsthand.judging.exercise import Exercise
from firsthand.judging.transcript import BLANK, is_blank, transcript

MIME = "application/vnd.firsthand.judging.transcript"


def probe_source(exercise: Exercise, cases: list[tuple], answer: str) -> str:
    """Write the probe cell: `answer` is the expression that the check cell hands in.

    Only the cases and the way they are asked travel into the kernel: no oracle, no known mistake, no seed.
    """
    payload = base64.b64encode(cloudpickle.dumps((exercise.ask, cases))).decode("ascii")
    return f"from firsthand.grading import probe as _probe\n_probe.show({payload!r}, {answer})"


def show(payload: str, answer) -> None:
    """Display the transcript of `answer` on the cases in the payload, as the one output that grading looks at."""
    from IPython.display import display

    ask, cases = pickle.loads(base64.b64decode(payload))
    text = "\n".join(BLANK for _ in cases) if is_blank(answer) else transcript(answer, cases, ask)
    display({MIME: text}, raw=True)


def prepare() -> None:
    """Do once, in the process that forks kernels, what every kernel would do first."""
    import numpy as np

    firsthand.check = _say_nothing
    firsthand.again = _say_nothing  # type: ignore[assignment]
    transcript(lambda *values: values, [(1, 2.0, "3", None, True, [4], {5: 6}, {7}, np.ones((1, 1)), np.float64(8))])


def _say_nothing(name, answer=None, variant=None) -> None:
    """Stand for check() and again(): the checks are not here, and nobody reads what a learner's copy of a check cell says."""
