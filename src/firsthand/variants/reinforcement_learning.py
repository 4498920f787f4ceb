"""Variants of the lesson on reinforcement learning: runs to read, and policies that may drive or not."""

from firsthand.variants import Variant
from firsthand.variants.forms import Case, some_of_each, tabled

DELIVERY, PERFECT = 10, 4
_RUNS = {
    "paid for the wrong thing": "A delivery pays 10. Where do the pay and the deliveries part?",
    "learns too slowly": "Is it still rising at the end, from next to nothing?",
    "explores too much": "It has settled, far below a perfect shift. What does ε make it do?",
    "diverges": "Can a value be larger than all that a robot could ever earn?",
    "healthy": "How near to a perfect shift does it come, and do pay and deliveries go together?",
}


def read_the_run(rng) -> Variant:
    def run(kind):
        begun = rng.uniform(1.5, 2.8)
        if kind == "paid for the wrong thing":
            return (
                rng.uniform(5, 13),
                rng.uniform(20, 60),
                rng.uniform(0, 0.2),
                rng.uniform(0, 0.1),
                rng.uniform(10, 40),
                "0.1",
            )
        if kind == "learns too slowly":
            early, late = rng.uniform(0, 0.05), rng.uniform(0.2, 0.5)
            return (DELIVERY * early, DELIVERY * late, early, late, rng.uniform(1, 3), "0.1")
        if kind == "explores too much":
            early = rng.uniform(1.2, 1.6)
            late = early + rng.uniform(0.05, 0.15)
            return (DELIVERY * early, DELIVERY * late, early, late, rng.uniform(14, 22), f"{rng.uniform(0.5, 0.7):.1f}")
        if kind == "diverges":
            late, power = rng.uniform(0.2, 0.5), f"{rng.integers(2, 9)}·10^{rng.integers(6, 12)}"
            return (DELIVERY * begun, DELIVERY * late, begun, late, power, "0.1")
        late, when = rng.uniform(3.7, 3.95), 50 * int(rng.integers(5, 9))
        return (DELIVERY * begun, DELIVERY * late, begun, late, rng.uniform(18, 26), f"0.1 until shift {when}, then 0")

    cases = []
    for kind in some_of_each(rng, list(_RUNS), 7):
        paid, paid_late, done, done_late, largest, epsilon = run(kind)
        largest = largest if isinstance(largest, str) else f"{largest:.0f}"
        cells = [f"{paid:.1f}", f"{paid_late:.1f}", f"{done:.2f}", f"{done_late:.2f}", largest, epsilon]
        cases.append(Case(cells, kind, _RUNS[kind]))
    intro = f"""\
Seven robots learn in the depot, where a perfect shift delivers {PERFECT} parcels, and a delivery pays {DELIVERY}. Paid and
delivered as means over a hundred shifts, and the largest value in the table Q. Say of each what the numbers show."""
    heads = (
        "paid: shifts 1–100",
        "paid: 401–500",
        "delivered: 1–100",
        "delivered: 401–500",
        "largest Q at the end",
        "ε",
    )
    hint = (
        "Where do the pay and the deliveries part? Of the others: is the run still rising, or has it settled too low?"
    )
    return tabled(rng, "causes", intro, heads, list(_RUNS), cases, hint)


_DECISIONS = {
    "deploy": "It counts, it is better by more than two spreads, its tips are few: what has it done that others have not?",
    "small test": "It counts, and it is better by more than two spreads. What has it not done yet?",
    "collect logs": "On how many rows does the estimate really stand? A small spread is estimated from them, too.",
    "reject": "Which rule is asked before anything is weighed?",
}


def may_it_drive(rng) -> Variant:
    old, limit, least = int(rng.integers(52, 70)), float(rng.integers(4, 9)) / 10, 50 * int(rng.integers(2, 5))
    cases = [_policy(rng, kind, old, limit, least) for kind in some_of_each(rng, list(_DECISIONS), 7)]
    intro = f"""\
Seven policies want to replace the old robot, which delivers {old} % in time. The firm's rules:

1. The limit is {limit:g} tips in 1,000 km. A policy whose tips are measured above it, in a simulator or outside, is out.
2. An estimate from logs counts if its effective sample is at least {least} rows. Otherwise its value is unknown.
3. What counts and is better than {old} % by more than two spreads goes to a small test, one robot with a person beside it.
4. Only a policy that has passed such a test, with at least 1,000 km, is deployed.

*Collect logs* means: let the old robot take, now and then, what the new one would."""
    heads = ("in time, weighted estimate", "rows of the log", "effective sample", "tips in 1,000 km", "tested")
    hint = "Which rule is about what must never be? Then: how many rows does the estimate really stand on?"
    return tabled(rng, "decisions", intro, heads, list(_DECISIONS), cases, hint)


def _policy(rng, kind, old, limit, least) -> Case:
    spread, rows = float(rng.integers(1, 4)) / 100, 1_000 * int(rng.integers(10, 60))
    value = old / 100 + spread * rng.uniform(2.8, 5)
    effective = int(least * rng.uniform(3, 20))
    tips, tested = limit * rng.uniform(0.3, 0.75), "no"
    if kind == "collect logs":
        value, effective = min(value + rng.uniform(0.1, 0.25), 0.98), int(least * rng.uniform(0.05, 0.6))
    if kind == "reject":
        tips = limit * rng.uniform(1.4, 3)
    km = f"{100 * int(rng.integers(15, 50)):,} km"
    if kind == "deploy" or (kind == "reject" and rng.random() < 0.5):
        tested = "yes, passed" if kind == "deploy" else "yes, passed on time"
    where = f"in {km}" if tested != "no" else "simulator"
    tips_shown = f"{tips:.2f}, {where}"
    cells = [f"{value:.2f} ± {spread:.2f}", f"{rows:,}", f"{effective:,}", tips_shown, tested]
    return Case(cells, kind, _DECISIONS[kind])
