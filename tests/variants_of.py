"""What tests of variants share: one of each of many numbers, and answers as the cells of a notebook would make them."""

from conftest import ROOT

from firsthand.authoring.catalogue import find_exercise
from firsthand.variants import Variant, find_draw, make_variant, variant_names

NAMES = sorted(variant_names())


def variant_of(name: str, number: int) -> Variant:
    return make_variant(find_draw(name), find_exercise(ROOT, name), number)


def run(code: str) -> dict:
    """Run the code of an answer cell; return what it defines."""
    names: dict = {}
    exec(code, names)
    return names
