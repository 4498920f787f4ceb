"""Variants of the lesson on learning from data: four misses to read, and who should forecast."""

from firsthand.variants import Variant
from firsthand.variants.forms import Case, some_of_each, tabled

HOURS = 8_760

_CLUES = {
    "memorised": "Next to nothing on rows that it has seen: and on new ones, beside the table of means?",
    "too simple": "It misses by much on rows that it has seen, too. What has it learned?",
    "holds the answer": "Many times better than the table of means, and no gap. Do you believe it?",
    "fit to try": "Some gap, as nearly always. Which number is compared with the table of means?",
}


def read_four_misses(rng) -> Variant:
    table = float(rng.integers(30, 90))

    def misses(kind):
        low = table * rng.uniform(0.03, 0.07)
        return {
            "memorised": (rng.uniform(0, 0.4), table * rng.uniform(1.15, 1.6)),
            "too simple": (high := table * rng.uniform(1.5, 2.0), high * rng.uniform(1.0, 1.06)),
            "holds the answer": (low, low * rng.uniform(1.0, 1.12)),
            "fit to try": (table * rng.uniform(0.6, 0.74), table * rng.uniform(0.82, 0.92)),
        }[kind]

    cases = [Case([f"{miss:.1f}" for miss in misses(k)], k, _CLUES[k]) for k in some_of_each(rng, list(_CLUES), 6)]
    intro = (
        f"A table of means misses by {table:.0f} trips on validation. Six models, trained on the same rows, miss by so much "
        "on training and on validation. Say for each what it is."
    )
    hint = "Which of them beats the table of means on validation? Do you believe each of those?"
    return tabled(rng, "verdicts", intro, ("training", "validation"), list(_CLUES), cases, hint)


def choose_rule_or_model(rng) -> Variant:
    value, cost = float(rng.choice([0.25, 0.3, 0.4, 0.5, 0.6])), 1_000 * int(rng.integers(15, 60))
    pays = cost / (value * HOURS)  # trips an hour

    def case(kind):
        years = f"{rng.integers(1, 5)} years" if kind != "rule" or rng.random() < 0.5 else "opens next month"
        means = rng.uniform(40, 60)
        rule = means * rng.uniform(1.2, 1.6)
        model = means - pays * (rng.uniform(1.4, 1.9) if kind == "model" else rng.uniform(0.2, 0.65))
        if kind == "none yet":
            model = means * rng.uniform(0.02, 0.05)
        if kind == "rule":
            rule, model = means * rng.uniform(0.6, 0.75), means * rng.uniform(0.9, 0.97)
        numbers = [f"{number:.1f}" for number in (rule, means, model)]
        if years == "opens next month":
            numbers[1:] = ["–", "–"]
        return Case([years.replace("1 years", "1 year"), *numbers], kind, _CITY_CLUES[kind])

    intro = f"""\
Six cities ask who should forecast. A trip that the vans miss costs {value:.2f} €, and a year has {HOURS:,} hours; a smaller
average miss saves that many trips in each hour. A model costs {cost:,} € a year to run, a table of means or a planner's
rule nothing. The numbers are average misses on the same unseen days, in trips an hour. "None yet" means: look into the
numbers before anything is put to use."""
    hint = (
        "What is a gain of one trip an hour worth in a year? Compare the model with the best thing that costs nothing."
    )
    cases = [case(kind) for kind in some_of_each(rng, list(_CITY_CLUES), 6)]
    heads = ("history", "planner's rule", "table of means", "model")
    return tabled(rng, "choices", intro, heads, list(_CITY_CLUES), cases, hint)


_CITY_CLUES = {
    "rule": "Which is the smallest miss among what can be had for nothing, or at all?",
    "table": "The gain of the model in trips an hour, times what a trip costs, times the hours: is that more than it costs?",
    "model": "How many trips an hour does the model save beside the table, and what are they worth in a year?",
    "none yet": "So small a miss, where the others are far from it: ask when each column is known.",
}
