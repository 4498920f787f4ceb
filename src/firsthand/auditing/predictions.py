"""Are a lesson's predictions worth making: options that stand there and look alike, and no answer told too early?"""

import ast
import re
from dataclasses import dataclass

from firsthand.authoring.lesson_source import Cell
from firsthand.authoring.prediction_source import Predicted, find_predictions

FEWEST, MOST = 3, 5
"""Predictions in a lesson."""

UNEVEN = 1.5, 15
"""The longest option may have so many times the letters of the next one, and so many more."""

_OPTION = re.compile(r"^[-*] \(([a-z])\) (.+?)(?=^[-*] \([a-z]\) |^\s*$|\Z)", re.MULTILINE | re.DOTALL)
_DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
_LOOSE = " ,;.?!"

Fault = tuple[Cell, str]


def prediction_faults(cells: list[Cell], fewest: int = FEWEST) -> list[Fault]:
    """Return what is wrong with the predictions of a lesson: each fault with the cell it is in; [] when nothing is.

    Raises LessonError for a prediction whose outcome is told nowhere.
    """
    asked = [_Asked(cells, one) for one in find_predictions(cells)]
    found = [fault for one in asked for rule in _RULES for fault in rule(one)]
    return found + _faults_of_lesson(cells, asked, fewest)


@dataclass(frozen=True)
class _Asked:
    """One prediction and the cells around it."""

    cells: list[Cell]
    one: Predicted

    @property
    def question(self) -> Cell:
        return self.cells[self.one.question]

    @property
    def outcome(self) -> Cell:
        return self.cells[self.one.outcome]

    @property
    def is_number(self) -> bool:
        return any(keyword.arg == "unit" for keyword in self.one.predict_call.keywords)

    @property
    def letters(self) -> list[str]:
        call = self.one.predict_call
        given = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "options")]
        return list(ast.literal_eval(given[0])) if given else list("abc")

    @property
    def prose(self) -> Cell | None:
        """The Markdown right above the question."""
        above = self.cells[self.one.question - 1] if self.one.question else None
        return above if above is not None and above.kind == "markdown" else None

    @property
    def options(self) -> dict[str, str]:
        found = _OPTION.findall(self.prose.source) if self.prose else []
        return {letter: " ".join(text.split()).strip(_LOOSE) for letter, text in found}

    @property
    def reasons(self) -> list[str] | None:
        """The letters that `tempts` explains; None where it is no dictionary written out."""
        for keyword in self.one.outcome_call.keywords:
            if keyword.arg == "tempts" and isinstance(keyword.value, ast.Dict):
                return [str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant)]
        return None

    @property
    def right(self) -> str | None:
        """The letter that needs no reason."""
        left = [letter for letter in self.letters if letter not in (self.reasons or [])]
        return left[0] if len(left) == 1 else None

    @property
    def explanations(self) -> list[str]:
        """The texts folded away below the outcome, before the next question."""
        below = self.cells[self.one.outcome + 1 :]
        end = next((i for i, cell in enumerate(below) if cell.kind == "code" and "predict(" in cell.source), len(below))
        return [text for cell in below[:end] if cell.kind == "markdown" for text in _DETAILS.findall(cell.source)]

    @property
    def prose_above(self) -> list[Cell]:
        above = self.cells[: self.one.question]
        return [cell for cell in above if cell.kind == "markdown" and cell is not self.prose]

    @property
    def known(self) -> set[str]:
        """The numbers that the question says, and earlier explanations."""
        texts = [text for cell in self.prose_above for text in _DETAILS.findall(cell.source)]
        return {n for text in [*texts, self.prose.source if self.prose else ""] for n in _numbers(text)}

    @property
    def in_code(self) -> set[float]:
        """The numbers that the code holds, down to the outcome."""
        code = [cell for cell in self.cells[: self.one.outcome + 1] if cell.kind == "code"]
        return {number for cell in code for number in _constants(cell)}


def _question_is_open(asked) -> list[Fault]:
    said = asked.one.predict_call.args[:1]
    if said and not (isinstance(said[0], ast.Constant) and said[0].value == "?"):
        return [(asked.question, f'{asked.one.name!r} is handed out with an answer: write predict("?")')]
    return []


def _cells_show_something(asked) -> list[Fault]:
    """A panel shows only when it is the last value of its cell."""
    found = []
    if not asked.question.source.rstrip().endswith(f"\n{asked.one.name}"):
        found.append((asked.question, f"the cell must end with {asked.one.name}, or nothing shows what was said"))
    last = ast.parse(asked.outcome.source).body[-1]
    if ast.unparse(last) != ast.unparse(asked.one.outcome_call):
        found.append((asked.outcome, f"the cell must end with {asked.one.name}.outcome(...), or no outcome shows"))
    return found


def _options_are_listed(asked) -> list[Fault]:
    letters = [] if asked.is_number else asked.letters
    if list(asked.options) == letters:
        return []
    listed, wanted = (", ".join(f"({letter})" for letter in some) or "none" for some in (asked.options, letters))
    return [(asked.prose or asked.question, f"the options above {asked.one.name!r} are {wanted}; listed are {listed}")]


def _options_are_alike(asked) -> list[Fault]:
    lengths = sorted((len(text), letter) for letter, text in asked.options.items())
    times, more = UNEVEN
    if len(lengths) < 2 or lengths[-1][0] <= times * lengths[-2][0] + more:
        return []
    (next_length, _), (length, letter) = lengths[-2:]
    return [(asked.prose, f"option ({letter}) has {length} letters, the next {next_length}: the length tells")]


def _wrong_options_have_reasons(asked) -> list[Fault]:
    if asked.is_number or asked.right:
        return []
    given = ", ".join(f"({letter})" for letter in asked.reasons or []) or "none"
    return [(asked.outcome, f"`tempts` must explain each option but the right one, written out; it explains {given}")]


def _is_explained(asked) -> list[Fault]:
    if asked.explanations:
        return []
    return [(asked.outcome, f"no <details> below explains what came true of {asked.one.name!r}, and why")]


def _is_not_answered_above(asked) -> list[Fault]:
    """The numbers of an explanation's first two sentences may not all be told before the outcome, where they answer.

    Some of them may: where things began, what the code was given, what the question or an earlier explanation says.
    """
    between = [cell for cell in asked.cells[asked.one.question : asked.one.outcome] if not cell.folded]
    places = [(cell, cell.source) for cell in asked.prose_above]
    places += [(cell, "\n".join(_strings(cell)) if cell.kind == "code" else cell.source) for cell in between]
    answer = {number for text in asked.explanations for number in _numbers(_opening(text))} - asked.known
    told = [(cell, number) for cell, text in places for number in sorted(_numbers(_DETAILS.sub("", text)) & answer)]
    if answer - {number for _, number in told}:
        return []
    words = f"answers {asked.one.name!r}, and stands here before its outcome"
    return [(cell, f"{number} {words}") for cell, number in told if float(number) not in asked.in_code]


def _faults_of_lesson(cells, asked, fewest) -> list[Fault]:
    found: list[Fault] = []
    if not fewest <= len(asked) <= MOST:
        found.append((cells[0], f"{len(asked)} predictions; a lesson has {fewest} to {MOST}"))
    right = [one.right for one in asked if not one.is_number and one.right]
    if len(right) > 1 and len(set(right)) == 1:
        found.append((asked[-1].outcome, f"the right option is ({right[0]}) each time: put it elsewhere once"))
    names = [one.one.name for one in asked]
    found += [
        (one.question, f"a second prediction called {one.one.name!r}")
        for i, one in enumerate(asked)
        if one.one.name in names[:i]
    ]
    return found


def _opening(explanation) -> str:
    """Return the first two sentences, without the summary that stands on the fold."""
    text = re.sub(r"<summary>.*?</summary>|</?details>", "", explanation, flags=re.DOTALL).strip()
    return " ".join(re.split(r"(?<=[.?!])\s+", text)[:2])


def _numbers(text) -> set[str]:
    """Return the numbers of a text that tell something, as they are written: 0.60 is seldom meant by 0.600."""
    found = [number.rstrip(",").replace(",", "") for number in _NUMBER.findall(text.replace("{,}", ","))]
    return {number for number in found if _tells(number)}


def _tells(number) -> bool:
    """Say whether a number has three digits, or two of which one is behind the point; a year has not."""
    if "." in number:
        return len(number.replace(".", "").lstrip("0")) >= 2 and not float(number).is_integer()
    return len(number.strip("0")) >= 3 and not re.fullmatch(r"(19|20)\d\d", number)


def _constants(cell) -> set[float]:
    nodes = [node.value for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Constant)]
    return {float(value) for value in nodes if isinstance(value, int | float)}


def _strings(cell) -> list[str]:
    return [
        n.value for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]


_RULES = (
    _question_is_open,
    _cells_show_something,
    _options_are_listed,
    _options_are_alike,
    _wrong_options_have_reasons,
    _is_explained,
    _is_not_answered_above,
)
