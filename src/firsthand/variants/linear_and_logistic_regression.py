"""Variants of the lesson on regression: what coefficients say and what does not follow."""

from firsthand.variants import Variant
from firsthand.variants.forms import Part, lettered


def read_the_coefficients(rng) -> Variant:
    age, alone_age = float(rng.integers(80, 200)) / 100, float(rng.integers(10, 40)) / 100
    mileage, power, engine = (float(rng.integers(*span)) / 100 for span in ((2, 9), (8, 30), (50, 150)))
    spread = round(age * rng.uniform(0.03, 0.08), 2)
    wide, alone_engine, years = engine * rng.uniform(6, 12), rng.uniform(8, 16), int(rng.integers(2, 6))
    sales, vif = 50 * int(rng.integers(8, 40)), float(rng.integers(14, 30))
    intro = f"""\
A shop models the price of used cars in k\\$ from {sales:,} sales. All columns together; beside each its coefficient alone, and
its VIF.

| column | together | alone | VIF |
|---|---|---|---|
| age (years) | −{age:.2f} ± {spread:.2f} | −{age + alone_age:.2f} | 1.4 |
| mileage (1,000 km) | −{mileage:.2f} ± 0.01 | −{mileage * 3:.2f} | 2.1 |
| power (kW) | {power:.2f} ± {power * 1.1:.2f} | {power * 1.4:.2f} | {vif:.0f} |
| engine (litre) | {engine:.1f} ± {wide:.1f} | {alone_engine:.1f} | {vif + 1:.0f} |"""
    parts = [
        Part(
            f"Two cars are alike in the other three columns, and one is {years} years older. How does the model price it?",
            f"{years * age:.2f} k\\$ lower",
            {
                f"{years * (age + alone_age):.2f} k\\$ lower": "the other columns are alike: which coefficient holds them?",
                f"{age:.2f} k\\$ lower": "a coefficient is for one year.",
                f"{age / years:.2f} k\\$ lower": "each year takes off as much again.",
            },
        ),
        Part(
            "With mileage in km instead of 1,000 km, what becomes of its coefficient and of the predictions?",
            f"it is −{mileage / 1000:.5f}, and they stay as they are",
            {
                f"it is −{mileage * 1000:.0f}, and they stay as they are": "one km is less than 1,000 km: so is its price.",
                f"it is −{mileage:.2f}, and they stay as they are": "a coefficient has a unit: k\\$ a what?",
                f"it is −{mileage / 1000:.5f}, and they are a thousand times smaller": "the column is larger by as much.",
            },
        ),
        Part(
            f"Age has {age / mileage:.0f} times the coefficient of mileage. What follows?",
            "Nothing about which matters more: one is a year, the other 1,000 km.",
            {
                f"Age matters {age / mileage:.0f} times as much.": "years are compared with thousands of kilometres.",
                "Mileage can be left out.": "a small coefficient may stand before a column that varies much.",
            },
        ),
        Part(
            "What do these data say about the engine's size, the other columns being there?",
            "Its effect by itself is not known from them.",
            {
                "It has nothing to do with the price.": f"that takes “not known” for “nothing”: alone it is {alone_engine:.1f}.",
                f"A litre more adds {engine:.1f} k\\$.": "look at what stands behind the ±.",
                f"A litre more adds {alone_engine:.1f} k\\$, the power held.": "that is the coefficient alone: power is not held.",
            },
        ),
        Part(
            "Which two columns can these data not tell apart?",
            "power and engine",
            {
                "age and mileage": "their VIFs are near 1.",
                "age and engine": "which of the two has a VIF near 1?",
                "mileage and power": "which of the two has a VIF near 1?",
            },
        ),
        Part(
            "By how much does a stronger engine, built into an old car, raise its price?",
            "The data cannot say: they know about selling, not about building.",
            {
                f"by {power:.2f} k\\$ a kW": "a coefficient compares cars as they were sold.",
                f"by {power * 1.4:.2f} k\\$ a kW": "that compares cars as they were sold, and everything else that differs.",
            },
        ),
        Part(
            "Two standard errors on each side: between which values lies the effect of a year?",
            f"−{age + 2 * spread:.2f} and −{age - 2 * spread:.2f} k\\$",
            {
                f"−{age + spread:.2f} and −{age - spread:.2f} k\\$": "that is one standard error on each side.",
                f"−{age + 4 * spread:.2f} and −{age - 4 * spread:.2f} k\\$": "two on each side, not four.",
            },
        ),
    ]
    hint = "Which numbers have a unit that could be another one? Does a wide spread say “no effect”, or “not known”?"
    return lettered(rng, "verdicts", intro, parts, hint)
