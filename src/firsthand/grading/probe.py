"""The one thing a probe cell does: show, in the learner's kernel, what an answer does on cases it has not seen."""

import base64
import pickle

import cloudpickle

from firsthand.diagnosis import BLANK
from firsthand.exercise import Exercise
from firsthand.judging import is_blank
from firsthand.transcript import transcript

MIME = "application/vnd.firsthand.transcript"


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
