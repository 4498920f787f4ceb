"""Exercises of the lesson on debugging and bias: weights, rates by group and their gaps, two thresholds."""

import functools

import numpy as np
from sklearn.metrics import confusion_matrix

from firsthand.datasets import loan_applicants
from firsthand.judging.exercise import Exercise, alone, partly_mended, switched, with_faults

# ---- weights


def _pair_cases(rng):
    def draw(n, groups, labels, lean):
        group = rng.choice(groups, n)
        label = np.where(
            rng.random(n) < lean, np.searchsorted(np.sort(groups), group) % labels, rng.integers(0, labels, n)
        )
        return group, label

    counted = np.repeat(["A", "A", "B", "B"], [6, 2, 3, 9]), np.repeat([1, 0, 1, 0], [6, 2, 3, 9])
    order = rng.permutation(20)
    return [
        (np.array(["A", "A", "A", "B"]), np.array([1, 1, 0, 0])),
        (counted[0][order], counted[1][order]),
        (np.array(["A", "B", "A", "B", "A", "A", "A"]), np.array([1, 0, 0, 0, 1, 1, 0])),  # B never has 1
        draw(14, ["x", "y", "z"], 2, 0.4),
        draw(17, ["x", "y"], 3, 0.5),
        draw(23, ["p", "q", "r", "s"], 2, 0.3),
        (rng.integers(0, 3, 15), rng.integers(1, 3, 15)),
    ]


def _balanced(group, label, *, form="right", pair="and", scale="shares", normed="not", joined="times"):
    group, label = np.asarray(group), np.asarray(label)
    n = len(group)
    same_group = group[:, None] == group
    same_label = label[:, None] == label
    together = {"and": same_group & same_label, "or": same_group | same_label}[pair]
    g, k, both = same_group.mean(axis=1), same_label.mean(axis=1), together.mean(axis=1)
    expected = g * k if joined == "times" else g + k
    classes, groups = len(np.unique(label)), len(np.unique(group))
    w = {
        "right": expected / both,
        "turned": both / expected,
        "cell": 1 / both,
        "balanced cells": 1 / (both * classes * groups),
        "class": 1 / (classes * k),
        "group": 1 / (groups * g),
        "group over both": g / both,
        "label over both": k / both,
        "label in group": both / g,
        "group in label": both / k,
        "margins": expected,
        "turned margins": 1 / expected,
        "root": np.sqrt(expected / both),
        "difference": expected - both,
    }[form]
    if scale == "counts":
        w = w * n
    return {"not": w, "mean": w / w.mean(), "sum": w / w.sum(), "largest": w / w.max()}[normed]


def _by_table(group, label):
    names, g = np.unique(group, return_inverse=True)
    values, k = np.unique(label, return_inverse=True)
    counts = np.zeros((len(names), len(values)))
    np.add.at(counts, (g, k), 1)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return expected[g, k] / counts[g, k]


independence_weights = Exercise(
    title="Weights that break a link",
    points=2,
    expected=_by_table,
    cases=_pair_cases,
    equivalent={
        "def independence_weights(group, label): -> def independence_weights(label, group):": "both are treated alike",
        "same_group.mean(axis=1) -> same_group.mean(axis=0)": "the table of equal groups is symmetric",
        "same_label.mean(axis=1) -> same_label.mean(axis=0)": "the table of equal labels is symmetric",
        "(same_group & same_label).mean(axis=1) -> (same_group & same_label).mean(axis=0)": "the table is symmetric",
    },
    mistakes={
        **switched(
            _balanced,
            {
                "Your weights are turned over: seen by expected.": {"form": "turned"},
                "Your weights are 1 over the pair's share: all pairs become equally frequent, and the shares of groups and labels change.": {
                    "form": "cell"
                },
                "Your weights look at the label alone: the link to the group stays.": {"form": "class"},
                "Your weights look at the group alone: the link to the label stays.": {"form": "group"},
                "The label's share is missing above the line.": {"form": "group over both"},
                "The group's share is missing above the line.": {"form": "label over both"},
                "You do not divide by the share of the pair.": {"form": "margins"},
                "You divide by the expected share. How often the pair is seen does not enter.": {
                    "form": "turned margins"
                },
                "You add the two shares. Independent shares are multiplied.": {"joined": "plus"},
                "You take a root.": {"form": "root"},
                "You take the difference of expected and seen. A ratio is asked.": {"form": "difference"},
                "Your weights are the share of the label within the group.": {"form": "label in group"},
                "Your weights are the share of the group within the label.": {"form": "group in label"},
                "The pair's share counts rows that have the group or the label. Both are asked.": {"pair": "or"},
                "Your weights are n times too large: counts stand where shares are asked.": {"scale": "counts"},
                "You scale the weights to a mean of 1. Where a pair is missing that changes them.": {"normed": "mean"},
                "You scale the weights to a sum of 1.": {"normed": "sum"},
                "You scale the largest weight to 1.": {"normed": "largest"},
            },
        ),
        **alone(
            switched(
                _balanced,
                {
                    "Your weights make all pairs equally frequent. The shares of groups and labels should stay.": {
                        "form": "balanced cells"
                    },
                },
            )
        ),
    },
)


# ---- rates by group


def _rows(counts):
    """Rows of groups, from counts: group -> (TP, FN, FP, TN)."""
    y, said, group = [], [], []
    for name, cells in counts.items():
        for (truth, word), count in zip(((1, 1), (1, 0), (0, 1), (0, 0)), cells, strict=True):
            y += [truth] * count
            said += [word] * count
            group += [name] * count
    return np.array(y), np.array(said), np.array(group)


def _mixed(rng, counts):
    y, said, group = _rows(counts)
    order = rng.permutation(len(y))
    return y[order], said[order], group[order]


def _rate_cases(rng):
    def draw(names):
        counts = {name: tuple(int(v) for v in rng.integers(1, 7, 4)) for name in names}
        return _mixed(rng, counts)

    return [
        (np.array([1, 1, 0, 0, 0]), np.array([1, 0, 1, 0, 0]), np.array(["A"] * 5)),
        draw("AB"),
        draw(["north", "south", "west"]),
        _mixed(rng, {"A": (0, 0, 2, 3), "B": (3, 1, 0, 0), "C": (2, 1, 1, 4)}),  # A has no 1, B no 0
        _mixed(rng, {"A": (0, 2, 0, 5), "B": (4, 1, 2, 3), "C": (0, 0, 0, 1)}),  # nobody of A and C is chosen
        draw("QRST"),
        _mixed(rng, {"A": (1, 7, 2, 3), "B": (6, 1, 1, 9)}),
    ]


def _ratio(top, bottom, empty="nan"):
    return top / bottom if bottom else {"nan": np.nan, "zero": 0.0, "one": 1.0}[empty]


def _rates(
    y,
    said,
    group,
    *,
    selection="chosen",
    tpr="found",
    fpr="alarms",
    precision="true",
    empty="nan",
    over="group",
    order=(0, 1, 2, 3),
):
    y, said, group = np.asarray(y), np.asarray(said), np.asarray(group)
    found = {}
    for name in np.unique(group):
        rows = group == name if over == "group" else np.ones(len(y), bool)
        tp, fn = np.sum(rows & (y == 1) & (said == 1)), np.sum(rows & (y == 1) & (said == 0))
        fp, tn = np.sum(rows & (y == 0) & (said == 1)), np.sum(rows & (y == 0) & (said == 0))
        n = tp + fn + fp + tn
        pairs = {
            "chosen": (tp + fp, n),
            "composition": (tp + fp, np.sum(said == 1)),
            "base rate": (tp + fn, n),
            "of all": (tp + fp, len(y)),
            "found": (tp, tp + fn),
            "given said": (tp, tp + fp),
            "missed": (fn, tp + fn),
            "hits of all": (tp, n),
            "alarms": (fp, fp + tn),
            "one minus": (fp, fp + tn),
            "false of chosen": (fp, fp + tp),
            "quiet": (tn, fp + tn),
            "alarms of all": (fp, n),
            "alarms by quiet": (fp, tn),
            "missed of left": (fn, fn + tn),
            "true": (tp, tp + fp),
            "right": (tp + tn, n),
            "true of left": (tn, tn + fn),
        }
        rates = [_ratio(*pairs[key], empty) for key in (selection, tpr, fpr, precision)]
        if fpr == "one minus":
            rates[2] = 1 - rates[2]
        found[str(name)] = tuple(rates[place] for place in order)
    return found


def _by_matrix(y, said, group):
    found = {}
    for name in sorted(set(np.asarray(group).tolist())):
        rows = np.asarray(group) == name
        (tn, fp), (fn, tp) = confusion_matrix(np.asarray(y)[rows], np.asarray(said)[rows], labels=[0, 1])
        found[name] = (
            (tp + fp) / rows.sum(),
            _ratio(tp, tp + fn),
            _ratio(fp, fp + tn),
            _ratio(tp, tp + fp),
        )
    return found


group_rates = Exercise(
    title="Four rates by group",
    points=2,
    expected=_by_matrix,
    cases=_rate_cases,
    equivalent={
        "values.mean() if len(values) else np.nan -> values.mean()": "NumPy's mean of no rows is NaN, with a warning",
        "np.unique(group) -> group": "a group that comes again gets the same rates",
    },
    mistakes={
        **switched(
            _rates,
            {
                "The selection rate is the group's part of all who are chosen. It is the chosen part of the group.": {
                    "selection": "composition"
                },
                "The selection rate is the share with y = 1: that is the base rate.": {"selection": "base rate"},
                "The selection rate is divided by the rows of all groups.": {"selection": "of all"},
                "In place of the selection rate you give the accuracy.": {"selection": "right"},
                "The TPR is taken among those with said = 1: that is precision. It is a share of those with y = 1.": {
                    "tpr": "given said"
                },
                "The TPR is 1 minus it: the share that is missed.": {"tpr": "missed"},
                "The TPR is a share of all rows of the group, not of those with y = 1.": {"tpr": "hits of all"},
                "The TPR is the selection rate.": {"tpr": "chosen"},
                "The FPR is taken among those with said = 1. It is a share of those with y = 0.": {
                    "fpr": "false of chosen"
                },
                "The FPR is 1 minus it: the share of negatives that is left alone.": {"fpr": "quiet"},
                "The FPR is a share of all rows of the group, not of those with y = 0.": {"fpr": "alarms of all"},
                "In place of the FPR you give the share of those with y = 1 that is missed.": {"fpr": "missed"},
                "The FPR is divided by the negatives that are left alone. All negatives stand below.": {
                    "fpr": "alarms by quiet"
                },
                "In place of the FPR you give the share of positives among those who are not chosen.": {
                    "fpr": "missed of left"
                },
                "In place of precision you give the accuracy.": {"precision": "right"},
                "In place of precision you give that of the negatives.": {"precision": "true of left"},
                "In place of precision you give the TPR.": {"precision": "found"},
                "The precision is 1 minus it.": {"precision": "false of chosen"},
                "0/0 becomes 0: an empty slice looks like the worst one. NaN is asked.": {"empty": "zero"},
                "0/0 becomes 1: an empty slice looks perfect. NaN is asked.": {"empty": "one"},
                "Every group gets the rates of all rows.": {"over": "all"},
                "TPR and FPR have changed places.": {"order": (0, 2, 1, 3)},
                "TPR and precision have changed places.": {"order": (0, 3, 2, 1)},
                "FPR and precision have changed places.": {"order": (0, 1, 3, 2)},
            },
        ),
        **alone(
            switched(
                _rates,
                {
                    "The FPR is 1 minus it, and 0/0 becomes 1 there and 0 elsewhere. NaN is asked.": {
                        "fpr": "one minus",
                        "empty": "zero",
                    },
                },
            )
        ),
    },
)


# ---- the gap of odds


def _gap_cases(rng):
    def draw(names):
        return _mixed(rng, {name: tuple(int(v) for v in rng.integers(1, 9, 4)) for name in names})

    example = np.array([1, 1, 0, 0, 1, 1, 0, 0]), np.array([1, 1, 0, 1, 1, 0, 0, 1]), np.repeat(["A", "B"], 4)
    return [
        example,
        _mixed(rng, {"A": (12, 4, 5, 19), "B": (3, 2, 2, 13), "C": (7, 1, 6, 6)}),  # FPR decides
        _mixed(rng, {"A": (5, 3, 2, 7), "B": (6, 2, 3, 6), "C": (1, 6, 2, 9)}),  # TPR decides, C is in it
        _mixed(rng, {"w": (2, 5, 1, 8), "x": (5, 4, 3, 5), "y": (9, 1, 2, 6), "z": (4, 4, 5, 2)}),
        _mixed(rng, {"A": (4, 4, 1, 9), "B": (5, 5, 3, 12), "C": (3, 3, 8, 2)}),  # TPR is equal
        _mixed(
            rng, {"p": (2, 8, 1, 3), "q": (5, 5, 2, 6), "r": (9, 1, 1, 3), "s": (7, 3, 2, 6)}
        ),  # no pair stands for all
        draw("AB"),
        draw("ABC"),
        draw(["east", "mid", "west"]),
        draw("KLMN"),
    ]


_RATES = {
    "truth": lambda tp, fn, fp, tn: (_ratio(tp, tp + fn, "zero"), _ratio(fp, fp + tn, "zero")),
    "said": lambda tp, fn, fp, tn: (_ratio(tp, tp + fp, "zero"), _ratio(fn, fn + tn, "zero")),
    "all": lambda tp, fn, fp, tn: (tp / (tp + fn + fp + tn), fp / (tp + fn + fp + tn)),
    "chosen": lambda tp, fn, fp, tn: ((tp + fp) / (tp + fn + fp + tn), (tp + fp) / (tp + fn + fp + tn)),
    "of chosen": lambda tp, fn, fp, tn: (_ratio(tp, tp + fp, "zero"), _ratio(fp, tp + fp, "zero")),
    "errors": lambda tp, fn, fp, tn: ((tp + tn) / (tp + fn + fp + tn), (tp + tn) / (tp + fn + fp + tn)),
}


def _odds_gap(y, said, group, *, tpr="truth", fpr="truth", groups="all", together="larger", gap="difference"):
    y, said, group = np.asarray(y), np.asarray(said), np.asarray(group)
    rates = []
    for name in np.unique(group):
        rows = group == name
        cells = [np.sum(rows & (y == a) & (said == b)) for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))]
        rates.append((_RATES[tpr](*cells)[0], _RATES[fpr](*cells)[1]))
    columns = np.array(rates).T
    columns = {
        "all": columns,
        "first two": columns[:, :2],
        "ends": columns[:, [0, -1]],
        "last two": columns[:, -2:],
    }[groups]
    if gap == "ratio":
        with np.errstate(all="ignore"):
            gaps = 1 - columns.min(axis=1) / columns.max(axis=1)
    elif gap == "spread":
        gaps = columns.std(axis=1)
    elif gap == "from mean":
        gaps = np.abs(columns - columns.mean(axis=1, keepdims=True)).max(axis=1)
    elif gap == "above mean":
        gaps = columns.max(axis=1) - columns.mean(axis=1)
    elif gap == "neighbours":
        gaps = np.abs(np.diff(columns, axis=1)).max(axis=1)
    elif gap in ("signed", "signed, first"):
        gaps = (columns[:, -1] - columns[:, 0]) * (1 if gap == "signed" else -1)
    else:
        gaps = np.ptp(columns, axis=1)
    return float(
        {
            "larger": gaps.max(),
            "mean": gaps.mean(),
            "sum": gaps.sum(),
            "smaller": gaps.min(),
            "tpr": gaps[0],
            "fpr": gaps[1],
            "product": gaps.prod(),
            "mixed": np.ptp(columns),
        }[together]
    )


_FAULTS = {
    "the first rate": ("the first rate is taken among those with said = 1: that is precision.", {"tpr": "said"}),
    "the second rate": ("the second rate is taken among those with said = 0.", {"fpr": "said"}),
    "all groups": ("only the first two groups are compared.", {"groups": "first two"}),
    "the larger gap": ("the two gaps are averaged.", {"together": "mean"}),
}

fix_the_odds_gap = Exercise(
    title="Mend the gap",
    points=2,
    expected=lambda y, said, group: max(
        np.ptp(list(column)) for column in list(zip(*_tables(y, said, group), strict=True))
    ),
    cases=_gap_cases,
    equivalent={"np.unique(group) -> group": "a group that comes again changes no largest or smallest rate"},
    given=with_faults(_odds_gap, _FAULTS),
    mistakes={
        **partly_mended(_odds_gap, _FAULTS),
        **switched(
            _odds_gap,
            {
                "Your first rate is a share of all rows of the group.": {"tpr": "all"},
                "Your second rate is a share of all rows of the group.": {"fpr": "all"},
                "Your first rate is the selection rate.": {"tpr": "chosen"},
                "Your second rate is the selection rate.": {"fpr": "chosen"},
                "Your second rate is taken among those with said = 1. The FPR is a share of those with y = 0.": {
                    "fpr": "of chosen"
                },
                "You compare the first group with the last. The others may lie outside.": {"groups": "ends"},
                "Only the last two groups are compared.": {"groups": "last two"},
                "You add the two gaps.": {"together": "sum"},
                "You give the smaller of the two gaps.": {"together": "smaller"},
                "You give the gap in TPR whatever the FPR does.": {"together": "tpr"},
                "You give the gap in FPR whatever the TPR does.": {"together": "fpr"},
                "You multiply the two gaps.": {"together": "product"},
                "You take the largest minus the smallest of all rates together. TPR and FPR have a gap each.": {
                    "together": "mixed"
                },
                "You compare by a ratio. The difference is asked.": {"gap": "ratio"},
                "You give the standard deviation over groups. Largest minus smallest is asked.": {"gap": "spread"},
                "You give the largest distance from the mean. Largest minus smallest is asked.": {"gap": "from mean"},
                "You give the largest minus the mean. Largest minus smallest is asked.": {"gap": "above mean"},
                "You compare each group with the next one only. The largest and the smallest may be others.": {
                    "gap": "neighbours"
                },
                "You take the last group minus the first, with its sign.": {"gap": "signed"},
                "You take the first group minus the last, with its sign.": {"gap": "signed, first"},
            },
        ),
        **alone(
            switched(
                _odds_gap,
                {
                    "Both rates are selection rates.": {"tpr": "chosen", "fpr": "chosen"},
                    "Both rates are accuracies.": {"tpr": "errors", "fpr": "errors"},
                },
            )
        ),
    },
)


def _tables(y, said, group):
    """TPR and FPR of each group, from the library's matrix."""
    for name in sorted(set(np.asarray(group).tolist())):
        rows = np.asarray(group) == name
        matrix = confusion_matrix(np.asarray(y)[rows], np.asarray(said)[rows], labels=[0, 1], normalize="true")
        yield matrix[1, 1], matrix[0, 1]


# ---- the forced rate


def _forced_cases(rng):
    def draw(g):
        return rng.uniform(0.05, 0.7, g), float(rng.uniform(0.4, 0.95)), float(rng.uniform(0.3, 0.95))

    return [
        (np.array([0.4, 0.2]), 0.75, 0.75),
        draw(3),
        (np.array([0.9, 0.3, 0.55]), 0.5, 0.8),  # above 1
        (np.array([0.25, 0.6]), 1.0, 0.4),
        draw(1),
        draw(5),
    ]


def _forced(base, precision, tpr, *, odds="base", wrong="odds", found="tpr", out="rate", each=True):
    base = np.asarray(base, float)
    if not each:
        base = np.full(base.shape, base.mean())
    with np.errstate(all="ignore"):
        before = {
            "base": base / (1 - base),
            "turned": (1 - base) / base,
            "share": base,
            "all": 1 / (1 - base),
            "none": 1.0,
        }
        after = {
            "odds": (1 - precision) / precision,
            "turned": precision / (1 - precision) if precision != 1 else np.inf,
            "share": 1 - precision,
            "right": precision,
            "inverse": 1 / precision,
        }
        hit = {"tpr": tpr, "none": 1.0, "missed": 1 - tpr, "turned": 1 / tpr}
        rate = np.asarray(before[odds] * after[wrong] * hit[found]) * np.ones(base.shape)
        return {"rate": rate, "tnr": 1 - rate, "cut": np.minimum(rate, 1)}[out]


def _by_people(base_rates, precision, tpr):
    """Count a thousand people of each group."""
    found = []
    for base in np.asarray(base_rates, float).tolist():
        hits = 1_000 * base * tpr
        chosen = hits / precision
        found.append((chosen - hits) / (1_000 - 1_000 * base))
    return np.array(found)


forced_fpr = Exercise(
    title="The rate you cannot choose",
    points=2,
    expected=_by_people,
    cases=_forced_cases,
    mistakes={
        **switched(
            _forced,
            {
                "The base rate's odds are turned over.": {"odds": "turned"},
                "You divide by all people. The FPR is a share of the negatives.": {"odds": "share"},
                "The base rate is missing above the line.": {"odds": "all"},
                "The base rate has no effect in yours: it is left out, or cancels.": {"odds": "none"},
                "The precision's odds are turned over.": {"wrong": "turned"},
                "You take 1 − precision of the true positives. It is a share of all who are chosen.": {
                    "wrong": "share"
                },
                "You take the precision itself: that counts true ones once more.": {"wrong": "right"},
                "You count all who are chosen, the true ones too.": {"wrong": "inverse"},
                "The TPR does not enter.": {"found": "none"},
                "You take 1 − TPR: those who are missed.": {"found": "missed"},
                "You divide by the TPR.": {"found": "turned"},
                "You give 1 − FPR.": {"out": "tnr"},
                "A result above 1 is cut off. It is returned as it is.": {"out": "cut"},
                "All groups get the same: you take the mean base rate.": {"each": False},
            },
        ),
    },
)


# ---- tuning

MOST_GAP, LEAST_PROFIT, FRESH = 0.05, 0.85, 20_000
_TUNING_MISTAKES = {
    "form": 'The answer is {"A": ..., "B": ...} with two numbers from 0 to 1.',
    "b low": "The TPRs lie more than 0.05 apart, and that of B is the lower one. Which threshold changes it?",
    "a low": "The TPRs lie more than 0.05 apart, and that of A is the lower one. Which threshold changes it?",
    "b low, poor": "The TPRs lie more than 0.05 apart, that of B is the lower one, and the profit is too low. Begin at 0.8 again.",
    "a low, poor": "The TPRs lie more than 0.05 apart, that of A is the lower one, and the profit is too low. Begin at 0.8 again.",
    "loose": "The TPRs are close, and the profit is too low: too many loans lose money. Move both thresholds up.",
    "strict": "The TPRs are close, and the profit is too low: too few get a loan. Move both thresholds down.",
}


@functools.cache
def _fresh(seed: int):
    return loan_applicants(np.random.default_rng(seed), FRESH)


def _tpr_and_profit(thresholds, seed):
    chance, _, group = _fresh(seed)
    granted = chance >= np.where(group == "A", thresholds["A"], thresholds["B"])
    tpr = {g: chance[granted & (group == g)].sum() / chance[group == g].sum() for g in ("A", "B")}
    profit = np.where(granted, 5 * chance - 4, 0).sum() / np.maximum(5 * chance - 4, 0).sum()
    return tpr["A"] - tpr["B"], profit


def _accept_thresholds(thresholds):
    if not isinstance(thresholds, dict) or thresholds.keys() != {"A", "B"}:
        return _TUNING_MISTAKES["form"]
    values = list(thresholds.values())
    if any(isinstance(v, bool) or not isinstance(v, int | float) or not 0 <= v <= 1 for v in values):
        return _TUNING_MISTAKES["form"]
    results = [_tpr_and_profit(thresholds, seed) for seed in (31, 47)]
    enough = min(profit for _, profit in results) >= LEAST_PROFIT
    if max(abs(gap) for gap, _ in results) > MOST_GAP:
        return _TUNING_MISTAKES[("b" if results[0][0] > 0 else "a") + (" low" if enough else " low, poor")]
    if enough:
        return True
    return _TUNING_MISTAKES["loose" if np.mean(values) < 0.76 else "strict"]


tune_fair_thresholds = Exercise(
    title="Tune two thresholds",
    points=2,
    expected={"A": 0.82, "B": 0.71},
    accepts=_accept_thresholds,
    mistakes={
        _TUNING_MISTAKES["form"]: {"A": 82.0, "B": 71.0},
        _TUNING_MISTAKES["b low"]: {"A": 0.8, "B": 0.8},
        _TUNING_MISTAKES["a low"]: {"A": 0.85, "B": 0.7},
        _TUNING_MISTAKES["b low, poor"]: {"A": 0.5, "B": 0.5},
        _TUNING_MISTAKES["a low, poor"]: {"A": 0.8, "B": 0.5},
        _TUNING_MISTAKES["loose"]: {"A": 0.3, "B": 0.2},
        _TUNING_MISTAKES["strict"]: {"A": 0.97, "B": 0.95},
    },
)
