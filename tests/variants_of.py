"""What tests of variants share: one of each of many numbers, and answers as the cells of a notebook would make them."""

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
