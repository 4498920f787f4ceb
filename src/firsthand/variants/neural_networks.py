"""Variants of the lesson on neural networks: which test failed, and what that says."""

from firsthand.variants import Variant
from firsthand.variants.forms import Case, some_of_each, tabled

_CAUSES = {
    "way back": "Which of the tests looks at one function, and fails?",
    "uphill steps": "It cannot even learn 16 rows: the loss grows. The derivatives are right; what is done with them?",
    "labels come apart": "One batch is learned by heart, many are not. What is done anew with the rows of each epoch?",
    "first weights": "Chance is a loss of about 2.3. What does the network say before it has learned anything?",
    "too few rows": "All of the training rows are right. And the new ones?",
    "dropout left on": "The same weights do better in another program. What is random in this one?",
}


def read_the_tests(rng) -> Variant:
    rows, chance = 100 * int(rng.integers(8, 30)), int(rng.integers(9, 12))

    def tests(kind):
        start, learned = f"{rng.uniform(2.29, 2.39):.2f}", f"{rng.uniform(0.0003, 0.0009):.4f}"
        high = rng.uniform(0.93, 0.98)
        train, test = f"{high:.2f}", f"{high - rng.uniform(0.02, 0.04):.2f}"
        luck = f"{chance / 100 + rng.uniform(-0.01, 0.01):.2f}"
        return {
            "way back": [start, f"fails in layer {rng.integers(1, 4)}", learned, train, test],
            "uphill steps": [start, "passes", f"{rng.uniform(20, 90):.1f}", luck, f"{chance / 100:.2f}"],
            "labels come apart": [start, "passes", f"{learned}, always the same batch", luck, f"{chance / 100:.2f}"],
            "first weights": [f"{rng.uniform(20, 90):.1f}", "passes", learned, train, test],
            "too few rows": [start, "passes", learned, "1.00", f"{rng.uniform(0.72, 0.88):.2f}"],
            "dropout left on": [
                *(start, "passes", learned),
                f"{high - 0.12:.2f}, and {train} in the serving program",
                f"{high - 0.13:.2f}, and {test} there",
            ],
        }[kind]

    cases = [Case(tests(kind), kind, _CAUSES[kind]) for kind in some_of_each(rng, list(_CAUSES), 8)]
    intro = (
        f"Eight runs of eight networks on ten classes, {rows:,} rows. Chance is a loss of 2.30. Name the most likely cause of "
        "what is odd in each."
    )
    heads = ("loss before training", "gradient check", "loss on 16 rows after 300 steps", "training", "test accuracy")
    hint = "The gradient check looks at one function. What happens before it, and after it, in a training loop?"
    return tabled(rng, "causes", intro, heads, list(_CAUSES), cases, hint)
