"""Exercises of the lesson on debugging and bias: a leak probe, wrong labels, noise in a measured accuracy, slices."""

import numpy as np
from scipy.stats import binomtest, norm
from sklearn.metrics import roc_auc_score

from firsthand.judging.exercise import Exercise, sizes, switched

# ---- the leak probe


def _column_cases(rng):
    def draw(n, d, positive, decimals):
        y = rng.permutation((np.arange(n) < positive).astype(int))
        X = rng.normal(0, 1, (n, d)) + np.outer(y, rng.normal(0, 1.5, d))
        return X if decimals is None else np.round(X, decimals), y

    example = np.array([[5, 1, 2], [3, 1, 9], [2, 1, 4], [6, 1, 4], [4, 1, 7], [1, 1, 4]])
    X, y = draw(9, 3, 3, None)
    falling = np.column_stack([-3.0 * y, X[:, 0] * 1e-9, np.where(y == 1, 1e6, X[:, 1]), np.full(9, 0.1)])
    one_far = X[:, 2] + 9 * y  # rises with y, but for one value: the means fall
    one_far[np.flatnonzero(y == 0)[2]] = 300.0
    return [
        (example, np.array([0, 1, 1, 0, 1, 0])),
        draw(11, 4, 4, None),
        draw(12, 3, 9, 0),
        draw(14, 2, 1, 0),
        draw(7, 1, 5, None),
        (np.column_stack([falling, one_far]), y),
        draw(15, 3, 6, 0),
        (draw(10, 3, 4, None)[0] * [1e-9, 1e5, 1], np.array([1, 0, 0, 1, 0, 1, 0, 0, 1, 0])),
        (draw(13, 2, 5, None)[0] * [1e-9, 1e5], np.array([0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1])),
    ]


def _areas(X, y, *, ties=0.5, side="larger", scale="area", over="columns", pairs="all", turn="each"):
    X, y = np.asarray(X, float), np.asarray(y)
    ones, zeros = X[y == 1], X[y == 0]
    if not len(ones) or not len(zeros):
        return np.full(X.shape[1], np.nan)
    difference = ones[:, None, :] - zeros[None, :, :]
    if pairs == "means":
        area = (ones.mean(axis=0) > zeros.mean(axis=0)).astype(float)
    elif pairs == "medians":
        area = np.mean(ones > np.median(zeros, axis=0), axis=0)
    else:
        later = np.flatnonzero(y == 1)[:, None] > np.flatnonzero(y == 0)
        draw = later[:, :, None] if ties == "later" else ties
        area = np.mean((difference > 0) + draw * (difference == 0), axis=(0, 1))
    if turn == "together":
        return area if area.mean() >= 0.5 else 1 - area
    area = {
        "larger": np.maximum(area, 1 - area),
        "given": area,
        "smaller": np.minimum(area, 1 - area),
        "by means": np.where(ones.mean(axis=0) < zeros.mean(axis=0), 1 - area, area),
    }[side]
    area = {"area": area, "gini": 2 * area - 1, "half": area - 0.5}[scale]
    return np.full(len(area), area.max()) if over == "all" else area


single_column_auc = Exercise(
    title="A leak probe",
    points=2,
    expected=lambda X, y: np.array([max(area := roc_auc_score(y, column), 1 - area) for column in np.transpose(X)]),
    cases=_column_cases,
    equivalent={
        "X[y == 1][:, None, :] - X[y == 0][None, :, :] -> X[y == 0][None, :, :] - X[y == 1][:, None, :]": (
            "the larger of AUC and 1 - AUC is taken"
        ),
        "difference > 0 -> difference < 0": "the larger of AUC and 1 - AUC is taken",
        "(0, 1) -> (1, 0)": "the mean runs over both axes",
    },
    mistakes={
        **switched(
            _areas,
            {
                "A column that falls where y rises is left below ½.": {"side": "given"},
                "You give the smaller of AUC and 1 − AUC.": {"side": "smaller"},
                "You turn a column round by its means or its correlation: one far value decides that. The pairs shall.": {
                    "side": "by means"
                },
                "A tie counts nothing in yours: a constant column then ranks perfectly, turned round.": {"ties": 0.0},
                "A tie counts as won.": {"ties": 1.0},
                "Of two equal values the later row outranks the other in yours. A tie is worth the same in any order.": {
                    "ties": "later"
                },
                "All columns are turned round together, or none. Each has a direction of its own.": {
                    "turn": "together"
                },
                "You give 2 · AUC − 1, which is Gini's number.": {"scale": "gini"},
                "You give the distance from ½.": {"scale": "half"},
                "Every column gets the best column's number.": {"over": "all"},
                "You compare the means of both classes. The share of pairs is asked.": {"pairs": "means"},
                "You compare with the median of the other class. All pairs count.": {"pairs": "medians"},
            },
        ),
        "You give the size of the correlation with y.": lambda X, y: np.array(
            [abs(np.corrcoef(column, y)[0, 1]) if np.ptp(column) else 0.5 for column in np.transpose(X)]
        ),
        "You give the accuracy of the best threshold of each column.": lambda X, y: np.array(
            [
                max(max(np.mean((column >= t) == y), np.mean((column < t) == y)) for t in column)
                for column in np.transpose(X)
            ]
        ),
    },
)


# ---- suspicious labels

_FIXTURE = (
    np.array(
        [
            [0.07, 0.40, 0.53],
            [0.11, 0.49, 0.40],
            [0.47, 0.33, 0.20],
            [0.48, 0.49, 0.03],
            [0.40, 0.34, 0.26],
            [0.10, 0.64, 0.26],
            [0.55, 0.12, 0.33],
            [0.00, 0.77, 0.23],
            [0.40, 0.48, 0.12],
            [0.09, 0.77, 0.14],
        ]
    ),
    np.array([1, 0, 0, 1, 2, 2, 0, 1, 1, 1]),
)


def _label_cases(rng):
    def draw(n, K, sharp, lean=0.0):
        labels = rng.permutation(np.r_[np.arange(K), rng.integers(0, K, n - K)])
        truth = np.where(rng.random(n) < 0.35, rng.integers(0, K, n), labels)
        scores = rng.normal(0, 1, (n, K)) + sharp * np.eye(K)[truth] + lean * (np.arange(K) == K - 1)
        P = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        return P, labels

    example = np.array([[0.8, 0.2], [0.6, 0.4], [0.3, 0.7], [0.1, 0.9]]), np.array([0, 1, 1, 0])
    # class 2 has one row, which passes its own threshold by equality
    one_row = np.array([[0.7, 0.2, 0.1], [0.2, 0.5, 0.3], [0.25, 0.35, 0.4], [0.5, 0.3, 0.2], [0.1, 0.6, 0.3]])
    # several classes pass at once: the first of them, and one that is equal to its threshold
    several = np.array([[0.3, 0.6, 0.1], [0.3, 0.5, 0.2], [0.36, 0.08, 0.56], [0.31, 0.64, 0.05], [0.4, 0.45, 0.15]])
    close = np.array(
        [[0.42, 0.38, 0.2], [0.4, 0.39, 0.21], [0.4301, 0.4304, 0.1395], [0.38, 0.4, 0.22], [0.3, 0.29, 0.41]]
    )
    return [
        example,
        _FIXTURE,
        (close, np.array([0, 0, 1, 1, 2])),
        (several, np.array([0, 0, 2, 1, 1])),
        (one_row, np.array([0, 1, 2, 1, 0])),
        draw(9, 2, 1.0),
        draw(14, 3, 1.0),
        draw(12, 4, 1.5),
        draw(15, 3, 2.0),
        draw(13, 5, 1.0),
        draw(18, 3, 0.5),
        draw(16, 3, 1.0, lean=1.5),
        draw(17, 3, 1.0, lean=2.0),
    ]


def _suggestions(
    P, labels, *, threshold="own rows", passes="at least", best="passing", rule="suggest", none="nothing", give="class"
):
    P, labels = np.asarray(P, float), np.asarray(labels).astype(int)
    n, K = P.shape
    has = labels[:, None] == np.arange(K)
    count = np.maximum(has.sum(axis=0), 1)
    own = P[np.arange(n), np.clip(labels, 0, K - 1)]
    limits = {
        "own rows": (P * has).sum(axis=0) / count,
        "all rows": P.mean(axis=0),
        "other rows": (P * ~has).sum(axis=0) / np.maximum((~has).sum(axis=0), 1),
        "median": np.array([np.median(P[has[:, k], k]) if has[:, k].any() else 0 for k in range(K)]),
        "half": np.full(K, 0.5),
        "largest": (P.max(axis=1)[:, None] * has).sum(axis=0) / count,
        "said": np.array([P[P.argmax(axis=1) == k, k].mean() if k in P.argmax(axis=1) else 1.0 for k in range(K)]),
        "one for all": np.full(K, own.mean()),
        "none": np.zeros(K),
    }[threshold]
    reached = limits <= P if passes == "at least" else limits < P
    if best == "passing":
        chosen = np.where(reached, P, -1).argmax(axis=1)
        known = reached.any(axis=1)
    elif best == "first":
        chosen, known = reached.argmax(axis=1), reached.any(axis=1)
    elif best == "margin":
        chosen, known = np.where(reached, P - limits, -1).argmax(axis=1), reached.any(axis=1)
    elif best == "other":
        others = np.where(reached & ~has, P, -1)
        chosen, known = others.argmax(axis=1), (others >= 0).any(axis=1)
    else:
        chosen = P.argmax(axis=1)
        known = reached[np.arange(n), chosen]
    if none == "argmax":
        chosen, known = np.where(known, chosen, P.argmax(axis=1)), np.ones(n, bool)
    if none == "first":
        known = np.ones(n, bool)
    differs = known & (chosen != labels)
    if rule == "own fails":
        chosen, differs = P.argmax(axis=1), own < limits[labels]
    if rule == "own fails too":
        differs &= own < limits[labels]
    return {
        "class": np.where(differs, chosen, -1),
        "mask": differs.astype(int),
        "label": np.where(differs, chosen, labels),
        "rows": np.flatnonzero(differs),
        "old": np.where(differs, labels, -1),
        "best": np.where(known, chosen, -1),
    }[give]


def _suggested_by_rows(P, labels):
    """Go row by row, class by class."""
    limits = {k: np.mean([p[k] for p, label in zip(P, labels, strict=True) if label == k]) for k in set(labels)}
    found = []
    for p, label in zip(P, labels, strict=True):
        passing = [(p[k], k) for k in sorted(limits) if p[k] >= limits[k]]
        best = max(passing)[1] if passing else label
        found.append(-1 if best == label else best)
    return np.array(found)


label_suspects = Exercise(
    title="Suspicious labels",
    points=3,
    expected=_suggested_by_rows,
    cases=_label_cases,
    equivalent={
        "np.where(passes, P, -1) -> np.where(passes, P, -2)": "any number below 0 does",
        "np.where(passes, P, -1) -> np.where(passes, P, -0)": "a row in which none passes is not looked at",
        "np.where(passes, P, -1).argmax(axis=1) -> last_argmax(np.where(passes, P, -1), axis=1)": (
            "no two probabilities of a row are equal"
        ),
    },
    mistakes={
        **switched(
            _suggestions,
            {
                "No threshold stops a class in yours: the most probable one is suggested wherever it is not the label.": {
                    "threshold": "none"
                },
                "A class's threshold is the mean over all rows. Only those with its label count.": {
                    "threshold": "all rows"
                },
                "A class's threshold is the mean over the rows with other labels.": {"threshold": "other rows"},
                "A class's threshold is the median of its rows.": {"threshold": "median"},
                "The threshold is ½ for every class.": {"threshold": "half"},
                "A class's threshold is the mean of the largest probability of its rows, whichever class that is of.": {
                    "threshold": "largest"
                },
                "A class's threshold is the mean over rows that the model puts into it. Those with its label count.": {
                    "threshold": "said"
                },
                "There is one threshold for all classes.": {"threshold": "one for all"},
                "A probability equal to its threshold does not pass. At least is asked.": {"passes": "above"},
                "You take the most probable of all classes and then ask whether it passes. Another one may pass.": {
                    "best": "of all"
                },
                "You take the first class that passes, not the most probable of those.": {"best": "first"},
                "You take the class that passes by the largest margin.": {"best": "margin"},
                "Any other class that passes is suggested, even where the label is the most probable of those that pass.": {
                    "best": "other"
                },
                "A row is suspicious in yours when its own label fails its threshold. Another class has to pass.": {
                    "rule": "own fails"
                },
                "You want the label itself to fail too. The most probable that passes decides.": {
                    "rule": "own fails too"
                },
                "Where no class passes, you suggest the most probable one. The model is unsure there.": {
                    "none": "argmax"
                },
                "Where no class passes, class 0 is suggested.": {"none": "first"},
                "You say whether a row is a suspect. The suggested class is asked.": {"give": "mask"},
                "Rows without a suggestion keep their label. −1 is asked there.": {"give": "label"},
                "You give the numbers of the rows. One number a row is asked.": {"give": "rows"},
                "Where the most probable class that passes is the label itself, you give the label. −1 is asked there.": {
                    "give": "best"
                },
                "You give the label that is doubted. The class to put in its place is asked.": {"give": "old"},
            },
        ),
    },
)


# ---- through the noise


def _noise_cases(rng):
    def draw(r):
        a = rng.uniform(0.55, 0.99)
        return a * (1 - r) + (1 - a) * r, r

    return [(0.74, 0.2), draw(0.05), draw(0.33), (0.913, 0.0), (0.85, 0.2), draw(rng.uniform(0.1, 0.3)), (0.3, 0.1)]


def _behind(m, r, *, taken="once", below="twice", agree="both", clipped=False):
    if agree == "right":
        taken, below = "none", "once"
    top = {"once": m - r, "twice": m - 2 * r, "none": m, "added": m + r}[taken]
    bottom = {"twice": 1 - 2 * r, "once": 1 - r, "none": 1, "more": 1 + 2 * r, "squared": (1 - r) ** 2}[below]
    with np.errstate(all="ignore"):
        found = float(np.float64(top) / bottom)
    return min(max(found, 0.0), 1.0) if clipped else found


true_accuracy = Exercise(
    title="Through the noise",
    points=1,
    expected=lambda m, r: (np.float64(m) - 0.5) / (1 - 2 * np.float64(r)) + 0.5 if r != 0.5 else np.nan,
    cases=_noise_cases,
    mistakes={
        **switched(
            _behind,
            {
                "The flip rate is not taken off m.": {"taken": "none"},
                "You take the flip rate off twice above the line.": {"taken": "twice"},
                "You add the flip rate to m.": {"taken": "added"},
                "Below the line 1 − r stands. A model may also be wrong where the label is wrong, and agree.": {
                    "below": "once"
                },
                "You do not divide.": {"below": "none"},
                "Below the line 1 + 2r stands.": {"below": "more"},
                "Below the line (1 − r)² stands.": {"below": "squared"},
                "You count the model that is right where the label is right. It can agree in another way too.": {
                    "agree": "right"
                },
                "A result above 1 is cut off. It is a sign that r was too large.": {"clipped": True},
            },
        ),
        "That is the way there: what is measured if m were the truth.": lambda m, r: m * (1 - r) + (1 - m) * r,
    },
)


# ---- slices


def _slice_cases(rng):
    def draw(counts, share):
        group = np.repeat([f"ward {letter}" for letter in "CADB"[: len(counts)]], counts)
        y = (rng.random(len(group)) < 0.4).astype(int)
        said = np.where(rng.random(len(group)) < share, y, 1 - y)
        order = rng.permutation(len(group))
        return y[order], said[order], group[order]

    example = np.array([1, 0, 0, 1]), np.array([1, 0, 1, 1]), np.array(["east"] * 4)
    ends = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0]), np.array([0, 1, 0, 1, 1, 1, 0, 1, 1])
    return [
        example,
        (*ends, np.array(["none", "none", "none", "none", "all", "all", "all", "one", "lone"])),
        draw([5, 13], 0.7),
        draw([9, 4, 7], 0.6),
        draw([6, 11, 3, 17], 0.8),
        draw([40, 150], 0.9),
        draw([19], 0.5),
    ]


def _slice(
    y,
    said,
    group,
    *,
    z=1.96,
    kind="wilson",
    right="agree",
    number="group",
    first="n",
    second="share",
    among="all",
    middle="moved",
    below="whole",
    root=True,
    outer=True,
    brackets="both",
    turned=False,
):
    y, said, group = np.asarray(y), np.asarray(said), np.asarray(group)
    found = {}
    for name in np.unique(group):
        rows = group == name
        if among == "positive":
            rows = rows & (y == 1)
        good = {"agree": said == y, "said": said == 1, "true": y == 1, "wrong": said != y}[right][rows]
        n, k = len(good), good.sum()
        p = k / np.float64(n)
        if number == "all":
            n = len(y)
        if number == "less one":
            n = max(n - 1, 1)
        at = 2 * n if brackets in ("both", "middle") else 2 / n
        at_four = 4 * n**2 if brackets in ("both", "root") else 4 / n**2
        inner = {"wilson": p * (1 - p) / n + z**2 / at_four, "wald": p * (1 - p) / n, "clipped": p * (1 - p) / n}
        inner |= {"plain root": p * (1 - p) / n, "no square": p * (1 - p) / n + z**2 / (4 * n), "half": 1 / (4 * n)}
        inner |= {"no n": p * (1 - p) + z**2 / at_four}
        half = (z if outer else 1) * (np.sqrt(inner[kind]) if root else inner[kind])
        if kind in ("wald", "clipped"):
            low, high = p - half, p + half
        else:
            m = {"moved": p + z**2 / at, "still": p, "to half": p + 1 / (2 * n), "whole": p + z**2 / n}[middle]
            share = {"whole": 1 + z**2 / n, "none": 1, "one z": 1 + z / n, "width": 1, "middle": 1}[below]
            low, high = (m - half) / share, (m + half) / share
            if below == "middle":
                low, high = m / (1 + z**2 / n) - half, m / (1 + z**2 / n) + half
            if below == "width":
                low, high = m - half / (1 + z**2 / n), m + half / (1 + z**2 / n)
        if kind == "clipped":
            low, high = max(low, 0.0), min(high, 1.0)
        low, high = (high, low) if turned else (low, high)
        found[str(name)] = ({"n": n, "right": k}[first], {"share": p, "right": k}[second], low, high)
    return found


def _by_library(y, said, group):
    level = 2 * norm.cdf(1.96) - 1
    found = {}
    for name in sorted(set(np.asarray(group).tolist())):
        rows = np.asarray(group) == name
        n, k = int(rows.sum()), int((np.asarray(y)[rows] == np.asarray(said)[rows]).sum())
        ends = binomtest(k, n).proportion_ci(level, method="wilson")
        found[name] = (n, k / n, ends.low, ends.high)
    return found


slice_table = Exercise(
    title="A table of slices",
    points=2,
    expected=_by_library,
    cases=_slice_cases,
    rtol=1e-4,
    atol=1e-5,
    equivalent={
        "np.unique(group) -> group": "a group that comes again gets the same numbers",
        "def slice_table(y, said, group): -> def slice_table(said, y, group):": "two that agree agree both ways",
    },
    mistakes={
        **switched(
            _slice,
            {
                "Your ends are p ± 1.96 √(p(1 − p)/n): no width at 0 of n, and beyond 0 and 1.": {"kind": "wald"},
                "Your ends are p ± 1.96 √(p(1 − p)/n), cut off at 0 and 1.": {"kind": "clipped"},
                "Under the root z²/4n² is missing.": {"kind": "plain root"},
                "Under the root z²/4n stands, without the square of n.": {"kind": "no square"},
                "Under the root the widest case stands, p = ½, whatever p is.": {"kind": "half"},
                "The middle is p. Wilson's is moved by z²/2n.": {"middle": "still"},
                "The middle is moved by 1/2n, without z².": {"middle": "to half"},
                "The middle is moved by z²/n, twice as far as it should.": {"middle": "whole"},
                "You do not divide by 1 + z²/n.": {"below": "none"},
                "You divide by 1 + z/n, without the square.": {"below": "one z"},
                "You divide the width by 1 + z²/n and the middle not. Both stand above the line.": {"below": "width"},
                "You divide the middle by 1 + z²/n and the width not. Both stand above the line.": {"below": "middle"},
                "Under the root p(1 − p) is not divided by n.": {"kind": "no n"},
                "In the width there is no root.": {"root": False},
                "The root is not multiplied by z.": {"outer": False},
                "`z**2 / 2 * n` multiplies by n, and `/ 4 * n**2` by its square: what is below a line needs brackets.": {
                    "brackets": "none"
                },
                "`z**2 / 4 * n**2` multiplies by n²: what is below a line needs brackets.": {"brackets": "middle"},
                "`z**2 / 2 * n` multiplies by n: what is below a line needs brackets.": {"brackets": "root"},
                "The upper end stands where the lower one belongs.": {"turned": True},
                "In place of the accuracy you give the number of right rows.": {"second": "right"},
                "z is {z}, where 1.96 is asked.": {"z": sizes(1.645, 2.576, 1.0, 2.0)},
                "n is that of all groups together.": {"number": "all"},
                "n is one less than the group's rows.": {"number": "less one"},
                "The first number is that of right rows.": {"first": "right"},
                "Your share is that of rows with said = 1. The model is right where said and y agree.": {
                    "right": "said"
                },
                "Your share is that of rows with y = 1. The model is right where said and y agree.": {"right": "true"},
                "Your share is that of wrong rows.": {"right": "wrong"},
                "Only rows with y = 1 are looked at: that is the TPR.": {"among": "positive"},
            },
        ),
    },
)
