"""Exercises of the lesson on deployment: PSI, many features, a canary, ripe labels."""

import math

import numpy as np
import pandas as pd
from scipy.special import rel_entr
from scipy.stats import chi2_contingency, false_discovery_control, norm, rankdata

from firsthand.judging.exercise import Exercise, alone, sizes, switched

# ---- stability


def _psi_cases(rng):
    def draw(old, new, bins, moved=0.5, wide=1.0):
        reference, now = rng.normal(0, 1, old), rng.normal(moved, wide, new)
        edges = np.sort(rng.normal(0, 0.9, bins - 1))
        return reference, now, edges

    def on_edges(old, new):
        edges = np.array([1.0, 2.0, 4.0])
        return rng.choice([0.5, 1, 2, 3, 4, 5], old), rng.choice([1.0, 2, 4, 6], new), edges

    def close_to_edges():
        edges = np.sort(np.round(rng.uniform(1, 9, 3), 2)) + 0.00047
        below, above = edges - 2e-5, edges + 2e-5
        return np.concatenate([below, above, above, rng.uniform(0, 1, 4)]), np.concatenate([below, below, above]), edges

    empty = rng.uniform(0, 4, 60), rng.uniform(2, 6, 25), np.array([1.0, 2, 3, 4])
    return [
        (
            np.array([0.2, 0.4, 0.5, 0.7, 0.9, 1, 1.3, 1.8, 2.4, 3]),
            np.array([0.6, 1.1, 1.5, 1.9, 7]),
            np.array([1.0, 2.0]),
        ),
        draw(80, 33, 4),
        on_edges(40, 23),
        empty,
        draw(200, 90, 6, -0.4, 1.7),
        (rng.normal(0, 1, 30), rng.normal(9, 1, 11), np.array([-1.0, 0, 1])),
        draw(12, 50, 2),
        close_to_edges(),
        (np.repeat([0.5, 1.5, 2.5], [12_000, 1, 40]), rng.uniform(0, 3, 30), np.array([1.0, 2.0])),
    ]


def _psi(
    reference,
    new,
    edges,
    *,
    side="right",
    floor=1e-4,
    log="natural",
    half="both",
    unit=1,
    empty="floored",
    outer="open",
    bins="given",
    again=False,
    turned=1,
    shares=True,
    over="each",
    over_bins=False,
):
    reference, new = np.asarray(reference, float), np.asarray(new, float)
    if bins == "of new":
        edges = np.quantile(new, np.linspace(0, 1, len(edges) + 2)[1:-1])
    if bins == "equal":
        both = np.concatenate([reference, new])
        edges = np.linspace(both.min(), both.max(), len(edges) + 2)[1:-1]
    counts = [
        np.bincount(np.searchsorted(edges, x, side=side), minlength=len(edges) + 1).astype(float)
        for x in (reference, new)
    ]
    if outer == "left out":
        counts = [c[1:-1] for c in counts]
    if outer in ("closed", "cut"):
        counts = [np.histogram(x, edges)[0].astype(float) for x in (reference, new)]
    if outer == "of reference":
        if edges[0] < reference.min() or edges[-1] > reference.max():
            raise ValueError  # np.histogram refuses edges that do not rise
        rows = [x[(x >= reference.min()) & (x <= reference.max())] for x in (reference, new)]
        counts = [np.bincount(np.searchsorted(edges, x, side=side), minlength=len(edges) + 1) for x in rows]
    if empty == "counts":
        counts = [np.maximum(c, floor) for c in counts]
    sums = [max(c.sum(), 1) for c in counts] if outer == "closed" else [len(reference), len(new)]
    sums = [sums[0], sums[0]] if over == "reference" else sums
    old, now = (unit * c / (n if shares else 1) for c, n in zip(counts, sums, strict=True))
    with np.errstate(all="ignore"):
        if empty == "floored":
            old, now = np.maximum(old, unit * floor), np.maximum(now, unit * floor)
        if empty == "tiny dropped":
            kept = (old > floor) & (now > floor)
            old, now = old[kept], now[kept]
        if empty == "zeros":
            old, now = (np.where(share == 0, floor, share) for share in (old, now))
        if empty == "dropped":
            kept = (old > 0) & (now > 0)
            old, now = old[kept], now[kept]
        if empty == "added":
            old, now = old + floor, now + floor
        if again:
            old, now = old / old.sum(), now / now.sum()
        log_of = {"natural": np.log, "two": np.log2, "ten": np.log10}[log]
        steps = {
            "both": (now - old) * log_of(now / old),
            "new": now * log_of(now / old),
            "old": old * log_of(old / now),
            "mean": (now - old) * log_of(now / old) / 2,
            "gaps": np.abs(now - old),
            "square": (now - old) ** 2 / old,
        }[half]
        return turned * float((np.mean if over_bins else np.sum)(steps))


def _by_relative_entropy(reference, new, edges):
    ends = [-np.inf, *edges, np.inf]
    old, now = (np.clip(np.histogram(x, bins=ends)[0] / len(x), 1e-4, None) for x in (reference, new))
    return float(rel_entr(old, now).sum() + rel_entr(now, old).sum())


psi = Exercise(
    title="PSI from rows",
    points=2,
    expected=_by_relative_entropy,
    cases=_psi_cases,
    mistakes=switched(
        _psi,
        {
            "A value on an edge goes to the left. It belongs to the bin at its right.": {"side": "left"},
            "Your floor is {floor}, not 0.0001.": {"floor": sizes(1e-3, 1e-5, 1e-6)},
            "Your logarithm has base 2.": {"log": "two"},
            "Your logarithm has base 10.": {"log": "ten"},
            "That is one half, the entropy of new relative to old. The other direction is missing.": {"half": "new"},
            "That is one half, the entropy of old relative to new. The other direction is missing.": {"half": "old"},
            "That is the sum of the gaps between the shares. Where is the logarithm?": {"half": "gaps"},
            "That is a sum of squares over the old shares, as of a chi-square test.": {"half": "square"},
            "Your shares are percentages: the index is 100 times too large.": {"unit": 100},
            "Bins that are empty on one side are left out.": {"empty": "dropped"},
            "Bins with a share of 0.0001 or less on one side are left out.": {"empty": "tiny dropped"},
            "Nothing is done about empty bins: infinity, or NaN.": {"empty": "none"},
            "0.0001 is added to each share, not put in place of smaller ones.": {"empty": "added"},
            "Values beyond the outer edges are lost: the shares are those of the rest.": {"outer": "closed"},
            "Values beyond the outer edges are lost: the shares no longer add up to 1.": {"outer": "cut"},
            "New values beyond the smallest and largest of `reference` are lost. The outer bins have no end.": {
                "outer": "of reference"
            },
            "Only empty bins get the floor. A share between 0 and 0.0001 counts as 0.0001 too.": {"empty": "zeros"},
            "The floor is put under the counts. It belongs under the shares.": {"empty": "counts"},
            "That is the mean over the bins. Their sum is asked.": {"over_bins": True},
            "The two outer bins are left out of the sum.": {"outer": "left out"},
            "Your edges are quantiles of the new rows. They come from the reference, and are given.": {
                "bins": "of new"
            },
            "Your bins are of equal width. The edges are given.": {"bins": "equal"},
            "Your shares are divided by their sum once more after the floor.": {"again": True},
            "The difference and the logarithm go opposite ways: every term is negative.": {"turned": -1},
            "Those are counts, not shares: the two tables have different lengths.": {"shares": False},
            "Both are divided by the number of reference rows.": {"over": "reference"},
        },
    ),
    equivalent={
        "def psi(reference, new, edges): -> def psi(new, reference, edges):": "the index is the same both ways",
        "(reference, new) -> (new, reference)": "the index is the same both ways",
        "len(edges) + 1 -> len(edges) + 2": "a bin that is empty on both sides adds nothing",
    },
)


# ---- many features


def _p_value_cases(rng):
    def draw(m, moved):
        p = rng.uniform(0, 1, m)
        p[rng.permutation(m)[:moved]] = rng.uniform(0, 0.03, moved)
        return p, float(rng.choice([0.05, 0.1, 0.2]))

    def just_above():
        """Of four moved features the second lies above its line, the fourth below it."""
        m = 10
        p = np.concatenate([[0.001, 0.013, 0.014, 0.0185], rng.uniform(0.2, 1, m - 4)])
        return rng.permutation(p), 0.05

    def with_four_more(*p):
        return rng.permutation(np.concatenate([p, rng.uniform(0.2, 1, 5 - len(p))])), 0.05

    on_line = rng.permutation(np.array([0.5, 0.03125, 0.25, 0.03125])), 0.0625
    last_on_line = rng.permutation(np.array([0.0625, 0.75, 0.5, 0.875])), 0.25
    return [
        (np.array([0.019, 0.7, 0.004, 0.045, 0.03, 0.021]), 0.05),
        just_above(),
        on_line,
        draw(20, 6),
        (rng.uniform(0.3, 1, 7), 0.05),
        (rng.uniform(0, 0.04, 5), 0.05),
        (rng.uniform(0, 0.05, 1), 0.05),
        (rng.uniform(0.06, 1, 1), 0.05),
        last_on_line,
        with_four_more(0.005, 0.015),
        with_four_more(float(rng.uniform(0.01001, 0.0109))),
        draw(40, 12),
        draw(9, 3),
    ]


def _ringing(
    p_values,
    level,
    *,
    rule="last",
    tie="at",
    give="places",
    first=0,
    line="rank",
    sort=True,
    short=0,
    equal="as sorted",
):
    p = np.asarray(p_values, float)
    m = len(p)
    order = np.argsort(p)
    if equal == "turned":  # whose place comes first of two equal ones differs from one sort to the next
        order = np.lexsort((-np.argsort(order), p))
    rank = np.arange(1, m + 1)
    if line == "from 0":
        rank = rank - 1
    if line == "shared":
        rank = rankdata(p)[order]
    lines = level * rank / m
    if line == "holm":
        lines = level / (m + 1 - rank)
    if line == "harmonic":
        lines = lines / np.sum(1 / np.arange(1, m + 1))
    if line == "one":
        lines = np.full(m, level / m)
    if line == "level":
        lines = np.full(m, level)
    if line == "falling":
        lines = lines[::-1]
    under = p[order] < lines if tie == "below" else p[order] <= lines
    if rule == "last":
        count = int(np.flatnonzero(under)[-1]) + 1 if under.any() else 0
        chosen = np.arange(min(max(count - short, 0), m) if count else 0)
    elif rule == "first under":
        chosen = np.arange(int(np.argmax(under)) + 1 if under.any() else 0)
    elif rule == "first failure":
        chosen = np.arange(m if under.all() else int(np.argmin(under)))
    else:
        chosen = np.flatnonzero(under)
    places = order[chosen]
    if give == "sorted places":
        return chosen + first
    if give in ("p-values", "rising p-values"):
        return p[np.sort(places)] if give == "p-values" else p[places]
    if give == "mask":
        return np.isin(np.arange(m), places)
    if give == "number":
        return len(places)
    if give == "quiet":
        return np.setdiff1d(np.arange(m), places)
    return (np.sort(places) if sort else places) + first


benjamini_hochberg = Exercise(
    title="Benjamini–Hochberg",
    points=2,
    expected=lambda p_values, level: np.flatnonzero(false_discovery_control(p_values, method="bh") <= level),
    cases=_p_value_cases,
    mistakes={
        **switched(
            _ringing,
            {
                "You stop at the first p-value above its line. A later one may be under its own.": {
                    "rule": "first failure"
                },
                "Each p-value is held against its own line only. What counts before the last one under it?": {
                    "rule": "own line"
                },
                "Equal p-values share a rank that is less than that of the last of them.": {"line": "shared"},
                "That is Bonferroni: one line for all.": {"line": "one"},
                "Nothing is corrected: each p-value is held against the level.": {"line": "level"},
                "Your lines are level/(m + 1 − rank), as in Holm's rule.": {"line": "holm"},
                "Your lines are divided by 1 + 1/2 + … + 1/m as well, as for features that depend on each other.": {
                    "line": "harmonic"
                },
                "Your ranks begin at 0: the lines lie one step too low.": {"line": "from 0"},
                "Your lines fall where they should rise.": {"line": "falling"},
                "A p-value on its line does not ring in yours. At the line counts.": {"tie": "below"},
                "The last one that rings is left out.": {"short": 1},
                "One too many rings.": {"short": -1},
                "Those are places in the sorted list. The given order is asked.": {"give": "sorted places"},
                "Your places come in the order of the p-values. Rising order is asked.": {"sort": False},
                "Your places are counted from 1.": {"first": 1},
                "Those are p-values. Their places are asked.": {"give": "p-values"},
                "Those are p-values, sorted. Their places are asked.": {"give": "rising p-values"},
                "You take the first rank that is under its line. The last one counts.": {"rule": "first under"},
                "That is True and False for each feature. The places are asked.": {"give": "mask"},
                "That is how many ring. Which ones is asked.": {"give": "number"},
                "Those are the features that do not ring.": {"give": "quiet"},
            },
        ),
        **alone(
            switched(
                _ringing,
                {
                    "Each p-value has to lie under its own line in yours. What counts before the last one under it?": {
                        "rule": "own line",
                        "equal": "turned",
                    },
                    "You leave out the last one that rings.": {"short": 1, "equal": "turned"},
                    "You return the places as sorting the p-values left them. Rising order is asked.": {
                        "sort": False,
                        "equal": "turned",
                    },
                },
            )
        ),
    },
)


# ---- a canary


def _canary_cases(rng):
    def draw(old, new, rate, worse):
        return int(rng.binomial(old, rate)), old, int(rng.binomial(new, rate * worse)), new

    return [
        (190, 9_500, 19, 500),
        (int(rng.integers(150, 250)), 10_000, int(rng.integers(3, 30)), 490),
        draw(4_000, 230, 0.03, 1.5),
        draw(300, 2_000, 0.1, 0.7),
        (0, 900, 0, 40),
        (70, 70, 9, 9),
        (0, 500, int(rng.integers(1, 6)), 30),
        (int(rng.integers(30, 60)), 800, 0, 60),
        draw(60, 7, 0.5, 1.2),
        (1, 2, 0, 1),
        (int(rng.integers(5, 30)), 4_000_000, int(rng.integers(5, 30)), 1_000_000),
    ]


def _canary(
    old_errors,
    old_requests,
    new_errors,
    new_requests,
    *,
    pool="all",
    sign=1,
    root=True,
    sizes="each",
    none="zero",
    rest=True,
    corrected=False,
    divide="spread",
    ddof=0,
    square=False,
):
    a, b = old_errors / old_requests, new_errors / new_requests
    share = (old_errors + new_errors) / (old_requests + new_requests)
    share = {"all": share, "mean": (a + b) / 2, "old": a, "new": b}.get(pool, share)
    one, other = (a * (1 - a), b * (1 - b)) if pool == "each" else (share * (1 - share),) * 2
    if not rest:
        one, other = (a, b) if pool == "each" else (share, share)
    n, m = old_requests, new_requests
    variance = {
        "each": one / max(n - ddof, 1) + other / max(m - ddof, 1),
        "sum": (one + other) / (n + m),
        "all": one / (n + m),
        "new": other / m,
        "old": one / n,
        "roots": (math.sqrt(one / n) + math.sqrt(other / m)) ** 2,
        "product": one * (1 / n * 1 / m),
    }[sizes]
    gap = b - a
    if corrected:
        gap = math.copysign(max(abs(gap) - (1 / n + 1 / m) / 2, 0), gap)
    if share in (0, 1) and none in ("stops", f"stops at {share:.0f}"):
        raise ZeroDivisionError
    if share in (0, 1) and none in ("nan", f"nan at {share:.0f}"):
        return math.nan
    if share in (0, 1) or variance <= 0 or (none == "either" and not (old_errors and new_errors)):
        return 0.0
    if divide == "nothing":
        return sign * gap
    z = sign * gap / (math.sqrt(variance) if root else variance)
    if divide == "p-value":
        return float(norm.sf(z))
    return z * z if square else abs(z) if sign == 0 else z


def _by_chi_square(old_errors, old_requests, new_errors, new_requests):
    counts = [[old_errors, old_requests - old_errors], [new_errors, new_requests - new_errors]]
    if not np.all(np.sum(counts, axis=0)):
        return 0.0
    worse = np.sign(new_errors * old_requests - old_errors * new_requests)
    return float(worse * np.sqrt(chi2_contingency(counts, correction=False).statistic))


canary_z = Exercise(
    title="Is the canary worse?",
    points=2,
    expected=_by_chi_square,
    cases=_canary_cases,
    mistakes={
        **switched(
            _canary,
            {
                "Your common share is the mean of the two rates, however many requests each had.": {"pool": "mean"},
                "Your standard error takes each version's own rate. It is asked for under the claim that both are alike.": {
                    "pool": "each"
                },
                "Your common share is the old version's alone.": {"pool": "old"},
                "Yours is negative where the new version is worse.": {"sign": -1},
                "You divide by the variance. Its root is the standard error.": {"root": False},
                "Your standard error divides by all requests together. Each version has its own number.": {
                    "sizes": "all"
                },
                "Your standard error knows the new version's requests only.": {"sizes": "new"},
                "Your standard error knows the old version's requests only.": {"sizes": "old"},
                "You add the two standard errors. What adds are the variances.": {"sizes": "roots"},
                "Where no error came, or nothing else, yours is NaN. 0 is asked.": {"none": "nan"},
                "Where nothing but errors came yours is NaN. 0 is asked.": {"none": "nan at 1"},
                "Where no error came, or nothing else, you divide by 0, and your code stops.": {"none": "stops"},
                "Where nothing but errors came you divide by 0, and your code stops.": {"none": "stops at 1"},
                "Where no error came you divide by 0, and your code stops.": {"none": "stops at 0"},
                "The variance of a share is p(1 − p)/n: the factor 1 − p is missing.": {"rest": False},
                "You correct for continuity. That is not asked.": {"corrected": True},
                "That is the difference of the rates. It is not divided by its standard error.": {"divide": "nothing"},
                "That is a p-value. The z that it belongs to is asked.": {"divide": "p-value"},
                "Where one version has no error you say 0. The errors of the other one count.": {"none": "either"},
                "That is z squared, the chi-square statistic: it cannot say which version is worse.": {"square": True},
            },
        ),
        "Yours has no sign: it cannot say which version is worse.": lambda *case: abs(_by_chi_square(*case)),
    },
)


# ---- ripe labels


def _ripe_cases(rng):
    def draw(n, wait, share=0.4):
        day = rng.integers(0, 30, n).astype(float)
        late = rng.geometric(0.12, n)
        reported = np.where(rng.random(n) < share, day + late, np.nan)
        return day, reported, 28.0, wait

    example = (
        np.array([1.0, 4, 5, 8, 9, 12]),
        np.array([3, np.nan, 20, 12, 10, np.nan]),
        15,
        7,
    )
    at_today = np.array([2.0, 5, 8, 13, 11]), np.array([14.0, 15, np.nan, 14, np.nan]), 14, 6
    return [
        example,
        draw(40, 10),
        draw(60, 5, 0.7),
        at_today,
        (np.array([20.0, 25]), np.array([21.0, np.nan]), 26, 10),
        (np.array([3.0, 4, 6]), np.full(3, np.nan), 30, 10),
        draw(25, 0),
        draw(30, 20, 0.9),
        (np.array([1.0, 2, 9]), np.array([5.0, 2, 9]), 12, 4),
        (np.array([3.25, 8.0004, 7.5, 6.1]), np.array([14.0004, 9, np.nan, 13.9]), 14, 6),
    ]


def _ripe(
    day,
    reported,
    today,
    wait,
    *,
    old="at least",
    below="ripe",
    above="ripe",
    later="unknown",
    none="nan",
    within=False,
    rest=False,
    number=False,
    odds=False,
    at="counts",
):
    age = today - day
    ripe = {"at least": age >= wait, "more": age > wait, "fresh": age < wait, "all": age == age}[old]
    known = {"left out": reported < today, "ripe": reported <= today - wait}.get(at, reported <= today)
    if later == "counts":
        known = ~np.isnan(reported)
    if within:
        known = known & (reported - day <= wait)
    if rest:
        known = ~known
    bottom = {"ripe": ripe, "all": age == age, "with a report": ripe & ~np.isnan(reported)}.get(below, ripe)
    bottom = bottom | known if below == "ripe or known" else bottom
    top = ripe & known if above == "ripe" else known
    if not bottom.any() or (not ripe.any() and above == "ripe"):
        return {"nan": math.nan, "zero": 0.0, "one": 1.0}[none]
    if odds:
        rest_of_them = (bottom & ~known).sum()
        return float(top.sum() / rest_of_them) if rest_of_them else math.inf
    if number:
        return int(top.sum())
    return float(top.sum() / bottom.sum())


def _by_table(day, reported, today, wait):
    table = pd.DataFrame({"day": day, "reported": reported})
    table = table[table.day.le(today - wait)]
    return float(table.reported.between(-np.inf, today).mean()) if len(table) else math.nan


matured_rate = Exercise(
    title="A rate that is ripe",
    points=2,
    expected=_by_table,
    cases=_ripe_cases,
    equivalent={"if not is_old.any(): -> if False:": "the mean of nothing is NaN, with a warning"},
    mistakes=switched(
        _ripe,
        {
            "All payments count, fresh ones too: most of their reports are still to come.": {"old": "all"},
            "Those are the fresh payments.": {"old": "fresh"},
            "A payment that is exactly `wait` days old is left out.": {"old": "more"},
            "Reports of the old payments, divided by all payments.": {"below": "all"},
            "Reports of all payments, divided by the old ones.": {"above": "all"},
            "Payments without a report are left out below the line. They are the ones that went well.": {
                "below": "with a report"
            },
            "Reports from after today count. Nobody knew of them then.": {"later": "counts"},
            "A report of today is left out.": {"at": "left out"},
            "Reports count up to `wait` days before today only. Those that came by today count.": {"at": "ripe"},
            "A fresh payment counts too as soon as it is reported: the frauds among them come in early.": {
                "below": "ripe or known",
                "above": "all",
            },
            "Where no payment is old enough you say 0. Nothing is known then: NaN is asked.": {"none": "zero"},
            "Reports count only if they came within `wait` days. The asked rate takes all that came by today.": {
                "within": True
            },
            "That is the share without a report.": {"rest": True},
            "That is frauds over payments that were none. Their share of all old payments is asked.": {"odds": True},
            "That is a number of frauds. Their share is asked.": {"number": True},
        },
    ),
)
