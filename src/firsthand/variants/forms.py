"""The forms a variant has: numbers to predict, words to write, letters to choose; each computed from what was drawn."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from firsthand.judging.exercise import Exercise, choice_exercise
from firsthand.variants import Variant

WITHIN = 0.006
"""Share by which a predicted number may be off: three significant digits are enough."""

APART = 3
"""A known mistake is kept where it is this many times `within` away from the right number."""

LETTERS = "abcdefgh"
_NUMBER = re.compile(r"[-−]?\d(?:[\d,]*\d)?(?:\.\d+)?")


@dataclass(frozen=True)
class Part:
    """One question with a right option and wrong ones: text of the option -> why it tempts and what speaks against it."""

    question: str
    right: str
    wrong: Mapping[str, str] = field(default_factory=dict)


def lettered(rng, answer: str, intro: str, parts: Sequence[Part], hint: str) -> Variant:
    """Ask each part as a choice of letters: parts in any order, options in an order of their own in each part.

    A wrong option that reads like the right one or like another, or whose numbers are near theirs, is left out.
    """
    right: dict[str, str] = {}
    tempting: dict[tuple[str, str], str] = {}
    lines = []
    for key, index in zip("ABCDEFGHIJ", rng.permutation(len(parts)), strict=False):
        part = parts[index]
        options = _apart([part.right, *part.wrong])
        order = [options[place] for place in rng.permutation(len(options))]
        letter = dict(zip(order, LETTERS, strict=False))
        right[key] = letter[part.right]
        tempting |= {(key, letter[o]): f"{key}: {part.wrong[o]}" for o in options[1:]}
        listed = "\n".join(f"- ({letter[option]}) {option}" for option in order)
        lines.append(f"**{key}** · {part.question}\n\n{listed}")
    ask = "Fill in the dictionary: each value is the letter of the right option."
    statement = "\n\n".join([intro, *lines, ask, _hint(hint)])
    exercise = choice_exercise(title="", points=1, right=right, tempting=tempting)
    return _variant(statement, answer, right, exercise)


def _apart(options: Sequence[str]) -> list[str]:
    """Return the options that say something else than those before them, the first among them."""
    kept: list[str] = []
    for option in options:
        if not any(_says_the_same(option, other) for other in kept):
            kept.append(option)
    return kept


def _says_the_same(option, other) -> bool:
    (words, numbers), (others_words, others_numbers) = _read(option), _read(other)
    same_words = words == others_words and len(numbers) == len(others_numbers)
    return same_words and all(math.isclose(*pair, rel_tol=0.02) for pair in zip(numbers, others_numbers, strict=True))


def _read(option) -> tuple[str, list[float]]:
    """Return an option's words and its numbers apart."""
    numbers = [float(text.replace(",", "").replace("−", "-")) for text in _NUMBER.findall(option)]
    return _NUMBER.sub("#", option), numbers


@dataclass(frozen=True)
class Case:
    """One row of a table to be judged: its cells, the right word, and what speaks for it, without saying it."""

    cells: Sequence[object]
    right: str
    clue: str


def tabled(
    rng, answer: str, intro: str, heads: Sequence[str], words: Sequence[str], cases: Sequence[Case], hint: str
) -> Variant:
    """Ask for each row of a table which of some words fits: rows in any order, words in an order of their own a row."""
    right: dict[str, str] = {}
    tempting: dict[tuple[str, str], str] = {}
    rows, lines = [], []
    for key, index in zip("ABCDEFGHIJ", rng.permutation(len(cases)), strict=False):
        case = cases[index]
        order = [words[place] for place in rng.permutation(len(words))]
        letter = dict(zip(order, LETTERS, strict=False))
        right[key] = letter[case.right]
        tempting |= {(key, letter[w]): f"{key}: not “{w}”. {case.clue}" for w in order if w != case.right}
        rows.append(f"| {key} | {' | '.join(map(str, case.cells))} |")
        lines.append(f"- **{key}**: {' · '.join(f'({letter[word]}) {word}' for word in order)}")
    table = "\n".join([f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|", *rows])
    ask = "Fill in the dictionary: each value is the letter of the word that fits. A word may fit twice or never."
    statement = "\n\n".join([intro, table, ask, "\n".join(lines), _hint(hint)])
    exercise = choice_exercise(title="", points=1, right=right, tempting=tempting)
    return _variant(statement, answer, right, exercise)


def some_of_each(rng, kinds: Sequence[str], size: int) -> list[str]:
    """Draw `size` kinds: each once as far as they reach, the others again, none more than twice as often."""
    more = [kinds[place] for place in rng.permutation(len(kinds))]
    return [*kinds, *more][:size]


def worded(
    answer: str, statement: str, right: Mapping[str, str], tempting: Mapping[tuple[str, str], str], hint: str
) -> Variant:
    """Ask for a word or a short text for each key; what tempts is left out where it is right all the same."""
    kept = {(key, option): why for (key, option), why in tempting.items() if option != right[key]}
    exercise = choice_exercise(title="", points=1, right=right, tempting=kept)
    return _variant(f"{statement}\n\n{_hint(hint)}", answer, right, exercise)


def numbers(
    answer: str, statement: str, model: Callable, slips: Mapping[str, Callable], hint: str, within: float = WITHIN
) -> Variant:
    """Ask for a number for each key of what `model()` returns.

    slips : sentence that helps -> what returns the numbers of somebody who makes that mistake, `switched(model, ...)`
    for one. A mistake that leaves every number near the right one, or near an earlier mistake's, is left out.
    """
    right = {key: _plain(value) for key, value in model().items()}
    known: dict[str, dict[str, float]] = {}
    for sentence, slip in slips.items():
        wrong = {key: _plain(value) for key, value in slip().items()}
        # What is off by little in one number is right there, so that nobody is told of a difference that does not count.
        wrong = {key: right[key] if _near(wrong[key], right[key], APART * within) else wrong[key] for key in right}
        if not any(_alike(wrong, other, within) for other in (right, *known.values())):
            known[sentence] = wrong
    exercise = Exercise(
        title="", points=1, expected=right, mistakes=known, accepts=_rule(right, known, within), rtol=within
    )
    return _variant(f"{statement}\n\n{_hint(hint)}", answer, right, exercise)


def _rule(right, known, within) -> Callable:
    """Make the rule of predicted numbers: which known mistakes explain all that is wrong, else what is wrong where."""
    changed = {s: {key for key in right if wrong[key] != right[key]} for s, wrong in known.items()}
    in_order = sorted(known, key=lambda sentence: -len(changed[sentence]))

    def accepts(answer):
        if not isinstance(answer, dict) or answer.keys() != right.keys():
            return f"The answer is a dictionary with the keys {', '.join(right)}; found {answer!r:.200}."
        odd = [key for key in right if isinstance(answer[key], bool) or not isinstance(answer[key], int | float)]
        if odd:
            return f"{odd[0]}: one number is asked; found {answer[odd[0]]!r:.60}."
        left = {key: None for key in right if not _near(answer[key], right[key], within)}
        said = []
        for whole in (True, False):  # first the mistakes that show wherever they would, then in single numbers
            for sentence in in_order:
                seen = {key for key in changed[sentence] if _near(answer[key], known[sentence][key], within)}
                if seen & left.keys() and (not whole or seen == changed[sentence]):
                    said.append(sentence)
                    left = {key: None for key in left if key not in seen}
        return [*said, *(f"{key}: not {answer[key]:g}." for key in left)] or True

    return accepts


def _near(a, b, within) -> bool:
    return math.isclose(a, b, rel_tol=within, abs_tol=1e-9)


def _alike(some, others, within) -> bool:
    return all(_near(some[key], others[key], within) for key in some)


def _plain(value) -> float:
    number = float(value)
    return int(number) if number.is_integer() else number


def _hint(text) -> str:
    return f"<details><summary>Hint</summary>{text}</details>"


def _variant(statement, answer, right, exercise) -> Variant:
    return Variant(statement, answer, _form(answer, dict.fromkeys(right)), _form(answer, right), exercise)


def _form(answer, values) -> str:
    """Write the dictionary that is filled in; None stands for what is open."""
    lines = [f'    "{key}": {_code(value)},' for key, value in values.items()]
    if None in values.values():
        lines[0] += "  # your answer"
    return "\n".join([f"{answer} = {{", *lines, "}"])


def _code(value) -> str:
    if value is None:
        return "..."
    return f'"{value}"' if isinstance(value, str) else repr(value)
