"""Exercise: a question, its oracle, its cases and its known mistakes."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from firsthand.judging.transcript import call

SHOWN_SEED = 0
"""The seed whose cases a learner's check judges by."""

SHOWN_SEEDS = range(SHOWN_SEED, SHOWN_SEED + 4)
"""Those whose cases it asks an answer at all, to see more of what is wrong with it; grading draws other seeds."""


@dataclass(frozen=True)
class Judged:
    """What a rule says of an answer, as `accepts` returns it, with facts to show beside it: label -> text."""

    says: bool | str | list[str]
    facts: Mapping[str, str] = field(default_factory=dict)


def as_judged(said: bool | str | list[str] | Judged) -> Judged:
    """Take what a rule returned in either form."""
    return said if isinstance(said, Judged) else Judged(said)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One question and everything needed to judge an answer to it.

    title : what the panel and the report call it.
    points : whole number, 1 to 3.
    expected : the oracle: what the right answer is (a value) or does (a function), written apart from the solution.
    cases : draws the list of argument tuples from a seeded generator; the first is the worked example of the
        statement. A value needs none.
    mistakes : sentence that helps -> the wrong answer it is said to, in the same form as `expected`. One that differs
        from the oracle by NaN alone is recognised only if its sentence has the word NaN in it: many slips give a NaN.
    ask : how an answer is questioned, `ask(answer, *case)`; a function is called, a value looked at.
    accepts : for questions with many right answers, `accepts(value, *case)` with the value parsed from the transcript.
        It returns True, False, the sentence of the known mistake that it sees, or a list of all that it sees; or that
        with facts to show beside it, `Judged`.
    seen : for results of which no list of mistakes can hold all: `seen(value, *case)` returns what is wrong with a result, in a
        sentence without numbers of the case, or "". Or a list of ways to divide the result into parts, each a dictionary, "where
        the row is empty" -> what is wrong there, ["right", "too large"]: of all cases together, that becomes the sentence which
        tells best what is right from what is not. It is said where no known mistake explains an answer.
    but_where : what only some cases have, in words, "two scores are equal" -> how to tell, of a case. Before what is `seen`
        is said "Right but where two scores are equal.", of an answer that is wrong on such cases alone, and on most of them.
    given : for code to be repaired, the code as handed out; an answer that still behaves like it is not started.
    equivalent : for the audit: a change of the published solution, in its words, that is right all the same -> the reason.
    because : of a choice that asks why, the key for which a rejected option and a sentence are asked; a person reads it.
    rtol, atol : how far a number may be from the oracle's.
    """

    title: str
    points: int
    expected: Any
    mistakes: Mapping[str, Any]
    cases: Callable[[np.random.Generator], list[tuple]] = lambda rng: [()]
    ask: Callable = call
    accepts: Callable[..., bool | str | list[str] | Judged] | None = None
    seen: Callable[..., str | list[dict[str, Any]]] | None = None
    but_where: Mapping[str, Callable[..., bool]] = field(default_factory=dict)
    given: Any = None
    equivalent: Mapping[str, str] = field(default_factory=dict)
    because: str = ""
    rtol: float = 1e-5
    atol: float = 1e-8
    name: str = field(default="", compare=False)

    def draw_cases(self, seed: int = SHOWN_SEED) -> list[tuple]:
        """Draw the cases of a seed; the same seed gives the same cases."""
        return self.cases(np.random.default_rng(seed))


class Sizes(tuple):
    """Several values of one switch, each a known mistake of its own."""


def sizes(*numbers: float) -> Sizes:
    """Make one switch take several values: its sentence is written for each, with the number in place of {switch}."""
    return Sizes(numbers)


def switched(model: Callable, slips: Mapping[str, Any]) -> dict[str, partial]:
    """Make known mistakes of one function with keyword switches: sentence -> the switches it turns.

    model : right without any switch; its keywords are what a learner may do otherwise, one thing each. Mistakes made in
    this way are also recognised two at a time, where they turn different switches. A switch whose value is `sizes(...)`
    makes a mistake of each: {"You add {eps} inside the logarithm.": {"eps": sizes(1e-3, 1e-7)}}.
    """
    found = {}
    for sentence, switches in slips.items():
        several = [name for name, value in switches.items() if isinstance(value, Sizes)]
        if not several:
            found[sentence] = partial(model, **switches)
        for name in several[:1]:
            for number in switches[name]:
                found[sentence.replace(f"{{{name}}}", f"{number:g}")] = partial(model, **{**switches, name: number})
    return found


def with_faults(model: Callable, faults: Mapping[str, Any]) -> partial:
    """Make the code of a repair as it is handed out: `model` with all its faults; see `partly_mended`."""
    return partial(model, **{name: value for _, switches in faults.values() for name, value in switches.items()})


def partly_mended(model: Callable, faults: Mapping[str, Any]) -> dict[str, partial]:
    """Make a known mistake of each way to mend some of the faults of a repair and leave the others.

    faults : what is mended, as it completes "Mended: ..." -> what is still wrong, a sentence that completes "Left: ...",
    and the switches of `model` that make the fault. Give each line that can be mended by itself a fault of its own.
    """
    found = {}
    for size in range(1, len(faults)):
        for left in itertools.combinations(faults, size):
            done = ", ".join(name for name in faults if name not in left)
            sentence = f"Mended: {done}. Left: {' And: '.join(faults[name][0] for name in left)}"
            found[sentence] = with_faults(model, {name: faults[name] for name in left})
    return found


def alone(mistakes: Mapping[str, Any], *, but: int = 0) -> dict[str, Any]:
    """Keep known mistakes out of the pairs, but those that turn no more than `but` switches.

    For mistakes so rare that two at once need not be looked for, for repairs with several faults left, and where a case
    takes so long to ask that only the likely ones may pair.
    """
    return {
        sentence: wrong if but and len(wrong.keywords) <= but else (lambda *case, wrong=wrong: wrong(*case))
        for sentence, wrong in mistakes.items()
    }


REJECTED, BECAUSE = "rejected", "because"
"""The keys of an answer that says why: an option that was not chosen, and the sentence against it."""

FEWEST_WORDS, MOST_CHARACTERS = 6, 400
"""What one sentence has: different words, so that it says something, and no more than a person reads at a glance."""


def choice_exercise(
    *,
    title: str,
    points: int,
    right: Mapping[str, str],
    tempting: Mapping[tuple[str, str], str],
    misread: Mapping[str, Mapping[str, str]] = {},
    because: str = "",
):
    """Make the exercise of choosing one option for each of several keys.

    right : key -> right option. tempting : (key, wrong option) -> why it tempts and what speaks against it; each of
    them is a known mistake; two are both said, of more the first one and how many more there are. misread : one misreading that shows
    in several keys, a sentence -> key -> wrong option; said in place of what is wrong with each. because : a key for which
    the answer also says which option was `rejected`, and `because` of what, in one sentence that a person reads. Options
    are compared without regard to case, spaces and hyphens; a Series is taken for a dictionary.
    """
    options = sorted({*right.values(), *(option for _, option in tempting)})
    keys = [*right, REJECTED, BECAUSE] if because else [*right]

    def accepts(answer):
        if not isinstance(answer, dict) or answer.keys() != set(keys):
            return f"The answer is a dictionary with the keys {', '.join(keys)}; found {answer!r:.200}."
        wrong = {key: sentence for key in right if (sentence := _of_option(key, answer[key]))}
        for sentence, chosen in misread.items():
            if all(_bare(answer[key]) == _bare(option) for key, option in chosen.items()):
                return [sentence, *(wrong[key] for key in wrong if key not in chosen), *_poor_reason(answer)]
        return [*wrong.values(), *_poor_reason(answer)] or True

    def _poor_reason(answer):
        said = _of_reason(answer, because, options) if because else True
        return [] if said is True else [said]

    def _of_option(key, chosen):
        option = next((known for known in options if _bare(known) == _bare(chosen)), None)
        if option is None:
            return f"{key}: {chosen!r:.60} is not one of the options: {', '.join(options)}."
        if option != right[key]:
            return tempting.get((key, option), f"{key}: not {option!r}. Read the facts of {key} once more.")
        return ""

    def _whole(chosen):
        return {**right, **chosen} | (_some_reason({**right, **chosen}[because], options) if because else {})

    mistakes = {sentence: _whole({key: option}) for (key, option), sentence in tempting.items()}
    mistakes |= {sentence: _whole(chosen) for sentence, chosen in misread.items()}
    if because:
        mistakes |= {
            sentence: {**_whole({}), **part} for sentence, part in _poor_reasons(because, right[because]).items()
        }
    return Exercise(
        title=title,
        points=points,
        expected=_whole({}),
        mistakes=mistakes,
        ask=_as_dictionary,
        accepts=accepts,
        because=because,
    )


def _as_dictionary(answer):
    """Take a Series for the dictionary that it is: who works with pandas fills in one as well as the other."""
    return answer.to_dict() if isinstance(answer, pd.Series) else answer


def _of_reason(answer, key, options) -> bool | str:
    """Judge what can be judged without a person: that an option is named that was not chosen, and a sentence is there."""
    as_chosen, wordless, endless = _poor_reasons(key, answer[key])
    rejected, sentence = answer[REJECTED], answer[BECAUSE]
    if _bare(rejected) not in map(_bare, options):
        return f"{REJECTED}: {rejected!r:.60} is not one of the options: {', '.join(options)}."
    if _bare(rejected) == _bare(answer[key]):
        return as_chosen
    if not isinstance(sentence, str) or len(set(re.findall(r"\w+", sentence.lower()))) < FEWEST_WORDS:
        return wordless
    return endless if len(sentence) > MOST_CHARACTERS else True


def _poor_reasons(key, chosen) -> dict[str, dict[str, str]]:
    """Return what is said of a reason that no person need read -> the part of an answer that it is said to."""
    return {
        f"{REJECTED}: that is what you chose for {key}. Name an option that you did not choose.": {REJECTED: chosen},
        f"{BECAUSE}: a person reads this sentence. In at least {FEWEST_WORDS} different words: which fact of {key} speaks "
        "against the option that you rejected?": {BECAUSE: "It is not right."},
        f"{BECAUSE}: one sentence is asked, of at most {MOST_CHARACTERS} characters.": {
            BECAUSE: "one two three four five six " * 20
        },
    }


def _some_reason(chosen, options) -> dict[str, str]:
    """Return a reason that the check takes: the first option that was not chosen, and a sentence long enough."""
    other = next(option for option in options if option != chosen)
    return {REJECTED: other, BECAUSE: "A sentence in the learner's own words stands here."}


def said_because(exercise: Exercise, answer) -> tuple[str, str]:
    """Return what an answer rejects, "C: not mean", and the sentence why, both short; "" where none is asked or given."""
    if not exercise.because or not isinstance(answer, dict):
        return "", ""
    said = (answer.get(REJECTED), answer.get(BECAUSE))
    rejected, sentence = (text if isinstance(text, str) else "" for text in said)
    cut = sentence if len(sentence) <= MOST_CHARACTERS else f"{sentence[: MOST_CHARACTERS - 1]}…"
    return f"{exercise.because}: not {rejected[:60]}" if rejected else "", cut


def _bare(option) -> str:
    """Reduce an option to its words."""
    return " ".join(str(option).lower().replace("-", " ").replace("_", " ").split())
