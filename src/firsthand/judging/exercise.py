"""Exercise: a question, its oracle, its cases and its known mistakes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from firsthand.judging.transcript import call

SHOWN_SEED = 0
"""The seed whose cases a learner's check uses; grading draws other seeds."""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One question and everything needed to judge an answer to it.

    title : what the panel and the report call it.
    points : whole number, 1 to 3.
    expected : the oracle: what the right answer is (a value) or does (a function), written apart from the solution.
    cases : draws the list of argument tuples from a seeded generator; the first is the worked example of the
        statement. A value needs none.
    mistakes : sentence that helps -> the wrong answer it is said to, in the same form as `expected`.
    ask : how an answer is questioned, `ask(answer, *case)`; a function is called, a value looked at.
    accepts : for questions with many right answers, `accepts(value, *case)` with the value parsed from the transcript.
        It returns True, False, or the sentence of the known mistake that it sees.
    given : for code to be repaired, the code as handed out; an answer that still behaves like it is not started.
    equivalent : for the audit: a change of the published solution, in its words, that is right all the same -> the reason.
    rtol, atol : how far a number may be from the oracle's.
    """

    title: str
    points: int
    expected: Any
    mistakes: Mapping[str, Any]
    cases: Callable[[np.random.Generator], list[tuple]] = lambda rng: [()]
    ask: Callable = call
    accepts: Callable[..., bool | str] | None = None
    given: Any = None
    equivalent: Mapping[str, str] = field(default_factory=dict)
    rtol: float = 1e-5
    atol: float = 1e-8
    name: str = field(default="", compare=False)

    def draw_cases(self, seed: int = SHOWN_SEED) -> list[tuple]:
        """Draw the cases of a seed; the same seed gives the same cases."""
        return self.cases(np.random.default_rng(seed))


def switched(model: Callable, slips: Mapping[str, Mapping[str, Any]]) -> dict[str, partial]:
    """Make known mistakes of one function with keyword switches: sentence -> the switches it turns.

    model : right without any switch; its keywords are what a learner may do otherwise, one thing each. Mistakes made in
    this way are also recognised two at a time, where they turn different switches.
    """
    return {sentence: partial(model, **switches) for sentence, switches in slips.items()}


def choice_exercise(*, title: str, points: int, right: Mapping[str, str], tempting: Mapping[tuple[str, str], str]):
    """Make the exercise of choosing one option for each of several keys.

    right : key -> right option. tempting : (key, wrong option) -> why it tempts and what speaks against it; each of
    them is a known mistake, and the first one found is named. Options are compared without regard to case, spaces and hyphens.
    """
    options = sorted({*right.values(), *(option for _, option in tempting)})

    def accepts(answer):
        if not isinstance(answer, dict) or answer.keys() != right.keys():
            return f"The answer is a dictionary with the keys {', '.join(right)}; found {answer!r:.200}."
        for key, option in right.items():
            chosen = next((known for known in options if _bare(known) == _bare(answer[key])), None)
            if chosen is None:
                return f"{key}: {answer[key]!r:.60} is not one of the options: {', '.join(options)}."
            if chosen != option:
                return tempting.get((key, chosen), f"{key}: not {chosen!r}. Read the facts of {key} once more.")
        return True

    mistakes = {sentence: {**right, key: option} for (key, option), sentence in tempting.items()}
    return Exercise(title=title, points=points, expected=dict(right), mistakes=mistakes, accepts=accepts)


def _bare(option) -> str:
    """Reduce an option to its words."""
    return " ".join(str(option).lower().replace("-", " ").replace("_", " ").split())
