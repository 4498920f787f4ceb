"""Variants of the lesson on clusters and components: two alarms, and which of them sees a session."""

from firsthand.variants import Variant
from firsthand.variants.forms import Case, tabled

_WORDS = ("both", "z only", "left-over only", "neither")
CLEAR = 0.12
"""Share of a limit that a score keeps away from it, so that nobody has to work to the second decimal."""


def which_score_sees_it(rng) -> Variant:
    limit, least = float(rng.choice([2.5, 3.0, 3.5])), float(rng.choice([0.8, 1.0, 1.5, 2.0]))
    cases: list[Case] = []
    wanted = [*_WORDS, *rng.choice(_WORDS, size=2)]
    while len(cases) < len(wanted):
        sign = 1 if len(cases) < 4 else -1
        z = rng.integers(-45, 46, size=2) / 10
        largest, left = float(abs(z).max()), float((z[0] - sign * z[1]) ** 2 / 2)
        is_clear = abs(largest / limit - 1) > CLEAR and abs(left / least - 1) > CLEAR
        if is_clear and alarms(largest >= limit, left >= least) == wanted[len(cases)]:
            where = "usual" if sign == 1 else "F"
            clue = f"The largest coordinate is {largest:g}. How far from the diagonal of its server does the point lie, squared?"
            cases.append(Case([where, f"({z[0]:g}, {z[1]:g})".replace("-", "−")], wanted[len(cases)], clue))
    intro = f"""\
Sessions in two columns, kB sent and kB received, as standardised logarithms $(z_1, z_2)$. Two scores stand guard:

- *z*: the larger of $|z_1|$ and $|z_2|$; an alarm from {limit:g} on;
- *left-over*: the squared error after the first component of the server's own sessions; an alarm from {least:g} on.

The columns correlate at +0.9 on usual servers, and at −0.9 on server F. Predict which of the two raise an alarm, on paper."""
    hint = "Two standardised columns share the first direction evenly, so it is a diagonal. Project on the other one, and square."
    return tabled(rng, "alarms", intro, ("server", "session"), _WORDS, cases, hint)


def alarms(by_z: bool, by_left_over: bool) -> str:
    """Name which of the two scores raise an alarm."""
    return {(True, True): "both", (True, False): "z only", (False, True): "left-over only"}.get(
        (by_z, by_left_over), "neither"
    )
