"""Variants of the lesson on cross-validation: what rows of a study share, told by three splitters."""

from firsthand.variants import Variant
from firsthand.variants.forms import Case, some_of_each, tabled

_SHARED = {
    "grouped": "Which mean falls when no patient stands on both sides?",
    "dated": "Which mean falls when only the past may teach?",
    "neither": "Do the three means differ by more than a few hundredths?",
}


def read_the_folds(rng) -> Variant:
    cases = []
    for kind in some_of_each(rng, list(_SHARED), 6):
        high = rng.uniform(0.6, 0.72) if kind == "neither" else rng.uniform(0.75, 0.92)
        shuffled, patient, past = (high + rng.uniform(-0.015, 0.015) for _ in range(3))
        past -= rng.uniform(0.005, 0.025)  # the first forward folds learn from few rows
        fall = rng.uniform(0.16, 0.26)
        patient -= fall * (kind == "grouped")
        past -= fall * (kind == "dated")
        cases.append(Case([f"{mean:.3f}" for mean in (shuffled, patient, past)], kind, _SHARED[kind]))
    visits, patients = int(rng.integers(4, 9)), 10 * int(rng.integers(3, 9))
    intro = f"""\
Six studies have {visits * patients} visits each: {patients} patients, {visits} visits a patient, in the order of their
dates. The label is 0 or 1, half of each. The same nearest-neighbour classifier is scored by three splitters; you see the
mean accuracies. In a *grouped* study the rows of a patient resemble each other, in a *dated* one the rows of a season, and
in *neither* do they share anything."""
    hint = "What does each splitter take away from the training part that the shuffled one leaves in?"
    return tabled(rng, "studies", intro, ("shuffled", "by patient", "past only"), list(_SHARED), cases, hint)
