"""What tests of variants share: one of each of many numbers, and answers as the cells of a notebook would make them."""

import re

from conftest import ROOT

from firsthand.authoring.catalogue import find_exercise
from firsthand.variants import Variant, find_draw, make_variant, number_of, variant_names

NAMES = sorted(variant_names())
FIFTY = [*range(1, 26), *(number_of(1, str(n)) for n in range(25))]
"""Numbers as a person types them, and as learners are given them."""

CLASS = [f"learner{n}@example.org" for n in range(30)]


def variant_of(name: str, number: int) -> Variant:
    return make_variant(find_draw(name), find_exercise(ROOT, name), number)


def run(code: str) -> dict:
    """Run the code of an answer cell; return what it defines."""
    names: dict = {}
    exec(code, names)
    return names


def right_options(variant: Variant) -> dict[str, str]:
    """Return the text of the right option of each part, as it stands in the statement."""
    answer, found = run(variant.solution)[variant.answer], {}
    for key, letter in answer.items():
        inline = re.search(rf"^- \*\*{key}\*\*: (.*)$", variant.statement, re.MULTILINE)
        block = variant.statement.split(f"**{key}** · ")[-1].split("\n\n**")[0]
        options = inline[1].split(" · ") if inline else re.findall(r"^- (\([a-h]\) .*)$", block, re.MULTILINE)
        found[key] = next(text for text in options if text.startswith(f"({letter}) ")).removeprefix(f"({letter}) ")
    return found


def rows_of(variant: Variant) -> dict[str, list[str]]:
    """Return the cells of each row of the one table that a statement has, by the key of the row."""
    rows = re.findall(r"^\| ([A-J]) \| (.*) \|$", variant.statement, re.MULTILINE)
    return {key: [cell.strip() for cell in cells.split(" | ")] for key, cells in rows}


def number(text: str) -> float:
    """Return the first number in a text."""
    found = re.search(r"[-−]?\d[\d,]*(?:\.\d+)?", text)
    return float(found[0].replace(",", "").replace("−", "-"))
