"""Oracles and known mistakes that do not come to an end: on the cases, and asked as the engine asks them."""

from firsthand.auditing.trial import Trial
from firsthand.judging.arguments import alterations
from firsthand.judging.limit import SECONDS, WITHOUT_END, time_limit
from firsthand.judging.transcript import transcript

CASES_ALTERED = 2
"""On how many cases each alteration of the arguments is tried; it takes as long as asking fifty cases."""

_LONGER = f"takes more than {SECONDS:g} s of processor time"
_MEND = "bound its loops, or draw smaller cases"


def without_end(trial: Trial) -> list[str]:
    """Return what is without an end in an exercise; [] when nothing is. It stops at the first thing that is.

    In a notebook the engine stops it and goes on, but every check that comes upon it takes so much longer, and where no
    timer can be had, on Windows, it is not stopped.
    """
    fault = next(_faults(trial), "")
    return [f"{trial.exercise.name}: {fault}; {_MEND}"] if fault else []


def _faults(trial):
    exercise = trial.exercise
    for seed, references in trial.references.items():
        lines = references.expected.split("\n")
        if WITHOUT_END in lines:
            yield f"the oracle {_LONGER} on case {lines.index(WITHOUT_END) + 1} of seed {seed}"
    for sentence, text in trial.first.mistakes():
        if WITHOUT_END in text.split("\n"):
            yield f"this known mistake {_LONGER} on a case: {sentence!r}"
    cases = trial.first.cases[:CASES_ALTERED]
    for alteration in alterations(exercise, cases[0]):
        asked = [alteration.altered(case) for case in cases]
        if WITHOUT_END in transcript(exercise.expected, asked, exercise.ask, time_limit).split("\n"):
            number = "".join(f" ({value})" for _, value in alteration.number)
            yield f'the oracle {_LONGER} where the engine tries "{alteration.sentence}"{number}'
