"""Exercises of the lesson on trees and ensembles: impurity, splits, averages, out-of-bag, days and choices."""

import functools

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.tree import DecisionTreeClassifier
from threadpoolctl import threadpool_limits

from firsthand.datasets import card_stream
from firsthand.judging.exercise import Exercise, choice_exercise, switched

# ---- one group


def _groups(rng):
    words = np.array(["cash", "test", "travel", "genuine"])
    drawn = [rng.choice(k, size=n, p=rng.dirichlet(np.full(k, 3.0))) for k, n in ((3, 17), (5, 23), (2, 9))]
    some_words = words[np.r_[0, 1, 2, 3, rng.choice(4, size=15, p=[0.5, 0.1, 0.3, 0.1])]]
    flags = np.r_[True, rng.random(12) < 0.3]
    lonely = np.array([7]), np.full(6, rng.integers(1, 9)), np.array(["travel"] * 4)
    apart = rng.permutation([0, 1, 1.0001, 3.5, 3.5001, 1e6, 1e6, 2e6])
    example = np.array([0, 0, 1, 2, 2, 2, 1, 0, 2, 2])
    return [(group,) for group in (example, *drawn, some_words, flags, *lonely, apart)]


def _impurity(labels, *, measure="gini", of="n"):
    counts = np.unique(labels, return_counts=True)[1]
    shares = counts / {"n": len(labels), "one": 1, "classes": len(counts)}[of]
    largest, n = shares.max(), len(labels)
    with np.errstate(all="ignore"):
        return {
            "gini": 1 - np.sum(shares**2),
            "squares": np.sum(shares**2),
            "count less": len(shares) - np.sum(shares**2),
            "largest": 1 - largest,
            "largest squared": 1 - largest**2,
            "bits": -np.sum(shares * np.log2(shares)),
            "nats": -np.sum(shares * np.log(shares)),
            "two": 2 * shares[0] * (1 - shares[0]),
            "two, last": 2 * shares[-1] * (1 - shares[-1]),
            "plain": 1 - np.sum(shares),
            "but last": 1 - np.sum(shares[:-1] ** 2),
            "base k": -np.sum(shares * np.log(shares)) / np.log(max(len(shares), 2)),
            "of largest": (1 - np.sum(shares**2)) / (1 - 1 / len(shares)) if len(shares) > 1 else 0.0,
            "without": (1 - np.sum(shares**2)) * n / max(n - 1, 1),
            "pairs": (1 - np.sum(shares**2)) / 2,
            "root": 1 - np.sqrt(np.sum(shares**2)),
            "mean": 1 - np.mean(shares**2),
            "two of largest": 2 * largest * (1 - largest),
            "equal": 1 - 1 / len(shares),
        }[measure]


def _impurity_of_a_root(labels):
    classes = np.unique(labels, return_inverse=True)[1]
    return DecisionTreeClassifier(max_depth=1).fit(np.zeros((len(labels), 1)), classes).tree_.impurity[0]


gini_impurity = Exercise(
    title="How mixed is a group?",
    points=1,
    expected=_impurity_of_a_root,
    cases=_groups,
    mistakes=switched(
        _impurity,
        {
            "That is the sum of the squared shares: how alike two rows are. How mixed is the rest?": {
                "measure": "squares"
            },
            "You subtract from the number of classes. From which number does the statement?": {"measure": "count less"},
            "That is the share of rows outside the largest class. All classes count.": {"measure": "largest"},
            "Only the largest class is squared. All classes count.": {"measure": "largest squared"},
            "That is the entropy in bits, another measure. Squares are asked.": {"measure": "bits"},
            "That is the entropy with the natural logarithm, another measure. Squares are asked.": {"measure": "nats"},
            "That is 2p(1 - p) of the first class. It is right for two classes only.": {"measure": "two"},
            "That is 2p(1 - p) of the last class. It is right for two classes only.": {"measure": "two, last"},
            "The shares are not squared in your sum.": {"measure": "plain"},
            "The last class is left out. All classes count.": {"measure": "but last"},
            "That is the entropy as a share of the largest possible one. Squares are asked.": {"measure": "base k"},
            "That is a share of the largest impurity with so many classes. The impurity itself is asked.": {
                "measure": "of largest"
            },
            "You draw the second row without the first: n - 1 came in. Shares of all rows are asked.": {
                "measure": "without"
            },
            "That is half of it: each pair of classes is counted once. Which chance is meant?": {"measure": "pairs"},
            "That is 2p(1 - p) of the largest class. It is right for two classes only.": {"measure": "two of largest"},
            "Your shares are those of the different classes, each once. How many rows has each?": {"measure": "equal"},
            "You took a root of the sum of squares. The statement has none.": {"measure": "root"},
            "You took the mean of the squares over the classes. Their sum is asked.": {"measure": "mean"},
            "You squared counts. Which share of the rows is each class?": {"of": "one"},
            "You divided the counts by the number of classes. Shares are of rows.": {"of": "classes"},
        },
    ),
)


# ---- one question


def _drops(x, y):
    """Return candidates and drops by another form: 2 · share left · share right · (difference of the fraud shares)²."""
    values = np.unique(x)
    cuts = (values[:-1] + values[1:]) / 2
    sides = [(y[x < cut], y[x > cut]) for cut in cuts]
    return cuts, np.array([2 * len(a) * len(b) / len(y) ** 2 * (a.mean() - b.mean()) ** 2 for a, b in sides])


def _by_difference(x, y):
    cuts, drops = _drops(x, y)
    best = np.flatnonzero(drops >= drops.max() - 1e-12)[0]
    return cuts[best], drops[best]


def _columns(rng):
    def draw(n, tied, noise, scale=1.0):
        while True:
            x = rng.normal(0, 3, n).round(0 if tied else 9) * scale
            y = (x + scale * noise * rng.normal(size=n) > scale * rng.normal()).astype(int)
            if len(np.unique(x)) > 1 and 0 < y.sum() < n and _is_clear(x, y):
                return x, y

    def mirrored(x):
        half = rng.permutation([0, 0, 1])
        labels = np.r_[half[half == 0], 1, 1, 1, 1, half[half == 0]]
        order = rng.permutation(len(labels))
        return (np.sort(x)[: len(labels)])[order], labels[order]

    close = 5 + 1e-9 * rng.permutation(9)
    early = rng.permutation(12) * 1.5 - 4
    return [
        (np.array([7.0, 3, 3, 9, 5, 12]), np.array([1, 0, 1, 1, 0, 1])),
        draw(15, False, 2),
        draw(24, True, 3),
        draw(19, True, 2, 100.0),
        draw(11, False, 5, 0.01),
        mirrored(rng.normal(size=8)),
        (close, (close > 5 + 3.5e-9).astype(int)),
        (early, (early < -3).astype(int)),
        (early, (early > 11).astype(int)),
        (np.array([4.0, 1.0]), np.array([0, 1])),
        (np.array([2.0, 2, 6, 2, 6]), np.array([0, 1, 1, 0, 1])),
        (np.array([50.0, 12, 20, 35, 5, 80, 95, 300, 150, 120]), np.array([1, 0, 0, 0, 0, 0, 1, 1, 1, 0])),
        (np.array([5.0, 2, 7, 2, 5, 2]), np.array([1, 0, 1, 0, 1, 1])),
    ]


def _is_clear(x, y) -> bool:
    """Say whether the best split leads, so that rounding decides nothing."""
    drops = np.sort(_drops(x, y)[1])
    return len(drops) < 2 or drops[-1] - drops[-2] > 1e-6


def _places(x, order):
    """Return for each candidate the value below and the value above, (c,), and the mask of the left side, (c, n)."""
    if order in ("up to", "raw"):
        values = np.sort(x) if order == "up to" else x
        cuts = (values[:-1, None] + values[1:, None]) / 2
        return values[:-1], values[1:], x <= cuts if order == "up to" else x < cuts
    if order == "values":
        values = np.unique(x)
        return values[:-1], values[1:], x < (values[:-1, None] + values[1:, None]) / 2
    rows = np.argsort(x, kind="stable") if order == "sorted" else np.arange(len(x))
    return x[rows[:-1]], x[rows[1:]], np.argsort(rows) < np.arange(1, len(x))[:, None]


def _measured(p, measure):
    """Return the impurities of groups whose shares of frauds are p."""
    if measure in ("bits", "nats"):
        nats = -(p * np.log(np.maximum(p, 1e-300)) + (1 - p) * np.log(np.maximum(1 - p, 1e-300)))
        return nats / np.log(2) if measure == "bits" else nats
    return np.minimum(p, 1 - p) if measure == "error" else {"gini": 2, "half": 1}[measure] * p * (1 - p)


def _left_over(y, left, weights, measure):
    """Return the impurity of the two sides together, (c,); NaN where one is empty."""
    n, sizes, frauds = len(y), left.sum(axis=1), left @ y
    share = sizes / n
    one, other = {
        "rows": (share, 1 - share),
        "plain": (0.5, 0.5),
        "sum": (1, 1),
        "exchanged": (1 - share, share),
        "counts": (sizes, n - sizes),
        "left": (share, 0 * share),
        "right": (0 * share, 1 - share),
    }[weights]
    with np.errstate(all="ignore"):
        sides = frauds / sizes, (y.sum() - frauds) / (n - sizes)
        return one * _measured(sides[0], measure) + other * _measured(sides[1], measure)


def _split(
    x,
    y,
    *,
    weights="rows",
    chosen="",
    measure="gini",
    place="middle",
    ties="first",
    gives="drop",
    order="values",
    best=np.nanargmin,
    missing=slice(0),
):
    low, high, left = _places(x, order)
    after = _left_over(y, left, weights, measure)
    by = (_left_over(y, left, chosen, measure) if chosen else after).round(12)
    by[missing] = np.inf if len(by) > 1 else by[missing]
    at = best(by) if ties == "first" else len(by) - 1 - best(by[::-1])
    before = _measured(y.sum() / len(y), measure)
    if place == "index":
        return at, before - after[at]
    drop = before - after[at]
    given = {"drop": drop, "after": after[at], "share": drop / before, "before": before}
    return {"middle": (low[at] + high[at]) / 2, "lower": low[at], "upper": high[at]}[place], given[gives]


best_split = Exercise(
    title="The best question",
    points=3,
    expected=_by_difference,
    cases=_columns,
    rtol=1e-10,
    atol=1e-11,
    equivalent={
        "1 - share -> 2 - share": "it adds the same to the impurity before and after",
        "1 - share -> 0 - share": "it takes the same from the impurity before and after",
        "x < threshold -> x <= threshold": "no value is a threshold",
        "x < threshold -> x > threshold": "both sides are weighed alike",
    },
    mistakes=switched(
        _split,
        {
            "You took the plain mean of the two sides. How many rows stand behind each?": {"weights": "plain"},
            "You subtract both impurities in full. How much does each side weigh?": {"weights": "sum"},
            "Each side has the weight of the other one. Which share of the rows is it?": {"weights": "exchanged"},
            "You choose by the plain mean of the two sides. How many rows stand behind each?": {"chosen": "plain"},
            "You weigh the sides by numbers of rows. By which shares does the statement?": {"weights": "counts"},
            "You measure by entropy in bits. The statement says Gini.": {"measure": "bits"},
            "You measure by entropy with the natural logarithm. The statement says Gini.": {"measure": "nats"},
            "You measure by the share of errors. The statement says Gini.": {"measure": "error"},
            "Your impurity is p(1 - p). With two classes there are two such terms.": {"measure": "half"},
            "Your threshold is the last value on the left. Half-way to the next one is asked.": {"place": "lower"},
            "Your threshold is the first value on the right. Half-way to the one before is asked.": {"place": "upper"},
            "Of equally good thresholds you take the highest. The statement takes the lowest.": {"ties": "last"},
            "Your second number is the impurity after the split. How far did it drop?": {"gives": "after"},
            "Your second number is the drop as a share of the impurity before. The drop itself is asked.": {
                "gives": "share"
            },
            "Your second number is the impurity before the split. How far did it drop?": {"gives": "before"},
            "The last candidate is left out.": {"missing": slice(-1, None)},
            "The first candidate is left out.": {"missing": slice(1)},
            "Only the left side is subtracted. What of the right one?": {"weights": "left"},
            "Only the right side is subtracted. What of the left one?": {"weights": "right"},
            "Your first number says which candidate it is. The threshold itself is asked.": {"place": "index"},
            "Your thresholds lie between rows as they come in x. Which values are neighbours?": {"order": "raw"},
            "Some of your thresholds are values of x: between two equal ones there is nothing to cut.": {
                "order": "up to"
            },
            "Every place in the sorted column is a candidate, between equal values too. Different ones are to be parted.": {
                "order": "sorted"
            },
            "You part the rows as they come, as if x were sorted.": {"order": "as sorted"},
            "That is the worst threshold. Which end of the scale is the best?": {"best": np.nanargmax},
        },
    ),
)


# ---- an average

_VARIANCES = {"A": 4.68, "B": 1.0, "C": 0.5, "D": 3.6, "E": 14}
averaged_variance = Exercise(
    title="How much does averaging help?",
    points=2,
    expected=_VARIANCES,
    mistakes={
        sentence: {**_VARIANCES, key: number}
        for key, number, sentence in (
            ("A", 1.8, "A: that would be five independent trees. These are alike."),
            ("A", 3.6, "A: that is the floor, for trees without end. There are five."),
            ("A", 0.72, "A: the common part is divided by 5 as well. Does it shrink?"),
            ("A", 6.12, "A: the two parts are exchanged. Which of them shrinks with more trees?"),
            ("A", 1.56, "A: you took the root of the variance for it. s² is 9."),
            ("A", 4.95, "A: you divide by four. How many trees are averaged?"),
            ("A", 42.12, "A: you squared s² once more. The variance is 9."),
            ("A", 4.68**0.5, "A: that is a standard deviation. The variance is asked."),
            ("A", 9, "A: that is one tree. Five of them are averaged."),
            ("A", 1.08, "A: that is what shrinks. The common part is missing."),
            ("B", 9, "B: that is one tree. Nothing is common to nine trees without correlation."),
            ("B", 0, "B: without correlation the floor is 0, and nine trees do not reach it."),
            ("B", 3, "B: the variance is divided by 9, not its root."),
            ("C", 0.15, "C: that is the common part. One tree has the rest too."),
            ("C", 0.35, "C: that is what is left over. One tree has the common part too."),
            ("D", 0, "D: that holds for independent trees. What do these have in common?"),
            ("D", 5.4, "D: that is the part that vanishes. Which stays?"),
            ("D", 9, "D: that is one tree."),
            ("D", 1.2, "D: you took the root of the variance for it. s² is 9."),
            ("E", 13, "E: with 13 trees it is still above 4. Round the other way."),
            ("E", 13.5, "E: there is no half tree."),
            ("E", 3, "E: that would be independent trees. These have a floor of 3.6."),
            ("E", 2, "E: 5.4 is what shrinks, and 0.4 what may be left of it. How often does 0.4 fit in?"),
            ("E", 15, "E: one tree fewer would do as well."),
        )
    },
)


# ---- out of bag


def _juries(rng):
    def lines(*texts):
        return np.array([[int(digit) for digit in text] for text in texts])

    votes, counts = lines("101101", "110001", "001110", "111001"), lines("120031", "011211", "200102", "002311")

    def draw(trees, n, good, share=1.0):
        y = (rng.random(n) < 0.4).astype(int)
        counts = np.array([np.bincount(rng.integers(0, n, int(share * n)), minlength=n) for _ in range(trees)])
        right = rng.random((trees, n)) < np.where(counts > 0, 0.95, good)
        counts[:, : n // 6] += 1  # rows that every tree drew
        counts[0, -1] = 0
        return np.where(right, y, 1 - y), counts, y

    alone = np.array([[1, 0, 1]]), np.array([[0, 2, 1]]), np.array([0, 0, 1])
    every = rng.integers(0, 2, (6, 9)), np.zeros((6, 9), dtype=int), rng.integers(0, 2, 9)
    return [
        (votes, counts, np.array([1, 0, 1, 1, 1, 0])),
        draw(4, 30, 0.6),
        draw(5, 37, 0.6),
        draw(12, 60, 0.55),
        draw(2, 41, 0.5, share=0.7),
        draw(8, 24, 0.6),
        draw(3, 52, 0.4),
        alone,
        every,
    ]


def _oob(votes, counts, y, *, voters="out", never="skip", enough="half", per="jury", gives="error", how="rows"):
    may = {"out": counts == 0, "all": np.ones(counts.shape, bool), "in": counts > 0, "once": counts <= 1}
    may = (may | {"drawn": counts})[voters]
    if how == "trees":
        wrong = y
        error = np.mean([np.mean(v[m] != y[m]) for v, m in zip(votes, may.astype(bool), strict=True) if m.any()])
    elif how == "votes":
        wrong = (votes != y)[may.astype(bool)]
        error = np.mean(wrong)
    else:
        judged = (counts == 0).any(axis=0) if voters == "drawn" else may.any(axis=0)
        said, jury = (votes * may).sum(axis=0)[judged], may.sum(axis=0)[judged]
        jury = len(votes) if per == "all trees" else jury
        fraud = {"half": 2 * said >= jury, "more": 2 * said > jury, "any": said > 0, "every": said == jury}
        with np.errstate(all="ignore"):
            fraud["soft"] = said / jury
        wrong = abs(fraud[enough] - y[judged])
        lost = {"skip": 0, "wrong": (~judged).sum(), "genuine": y[~judged].sum(), "right": 0}[never]
        error = (wrong.sum() + lost) / (len(wrong) if never == "skip" else len(y))
    return {"error": error, "right": 1 - error, "count": error * (len(wrong) if never == "skip" else len(y))}[gives]


def _row_by_row(votes, counts, y):
    verdicts = []
    for i in range(len(y)):
        jury = [vote for vote, drawn in zip(votes[:, i].tolist(), counts[:, i].tolist(), strict=True) if not drawn]
        if jury:
            verdicts.append((2 * sum(jury) >= len(jury)) != bool(y[i]))
    return sum(verdicts) / len(verdicts)


oob_error = Exercise(
    title="Out of bag",
    points=3,
    expected=_row_by_row,
    cases=_juries,
    mistakes=switched(
        _oob,
        {
            "All trees vote on every row in your answer. Who has not seen it?": {"voters": "all"},
            "The trees that drew a row vote on it. The others should.": {"voters": "in"},
            "Trees that drew a row once still vote on it. None that drew it may.": {"voters": "once"},
            "A row without a vote counts as wrong. It is left out altogether.": {"never": "wrong"},
            "A row without a vote counts as genuine. It is left out altogether.": {"never": "genuine"},
            "You divide by all rows, also by those without a vote.": {"never": "right"},
            "Half of the votes is not enough in your answer. At least half is asked.": {"enough": "more"},
            "The trees that drew a row vote on it, as often as they drew it. The others should.": {"voters": "drawn"},
            "One vote is enough in your answer. At least half of those that count is asked.": {"enough": "any"},
            "All votes must agree in your answer. At least half of those that count is asked.": {"enough": "every"},
            "You divide the votes by the number of all trees. How many of them may vote on this row?": {
                "per": "all trees"
            },
            "That is the share that is right. The share of wrong decisions is asked.": {"gives": "right"},
            "That is a number of rows. A share is asked.": {"gives": "count"},
            "You average how far the votes are from y. First the trees decide, then decisions are counted.": {
                "enough": "soft"
            },
            "That is the mean of each tree's own error. The trees decide together, row by row.": {"how": "trees"},
            "That is the share of wrong votes. The trees decide together, row by row.": {"how": "votes"},
        },
    ),
)


# ---- days


def _days(rng):
    def draw(n, start, delay, half=1.0):
        day = rng.integers(0, int(2 * start), n) * half
        day[rng.choice(n, 4, replace=False)] = start - delay, start, start - delay + half, start - half
        return day, start, delay

    return [
        (np.array([9, 1, 12, 3, 8, 20, 5, 14, 10, 15]), 12, 4),
        draw(20, 30, 7),
        draw(33, 20, 3, 0.5),
        draw(14, 10, 5),
        (np.array([6, 2, 5, 9, 5, 1]), 5, 0),
        (np.array([9, 7, 8, 3]), 8, 8),
        (np.r_[rng.uniform(0, 40, 25), 15.2501, 15.2499, 21.4999, 21.5001], 21.5, 6.25),
    ]


def _by_days(day, start, delay, *, side="train", until=np.less_equal, since=np.greater_equal, gives="rows", rest=""):
    day = np.sort(day) if gives == "sorted" else day
    moved = {"train": -delay, "both": -delay, "none": -1e-9, "test": -1e-9, "double": -2 * delay, "turned": delay}
    known = start + moved[side]
    begins = start + delay if side in ("test", "both") else start
    train = until(day, known)
    test = ~train if rest == "all" else since(day, begins)
    test = test & (day < start + delay) if rest == "window" else test
    made = {"rows": np.flatnonzero, "mask": lambda mask: mask, "days": lambda mask: day[mask]}
    made["by day"] = lambda mask: np.flatnonzero(mask)[np.argsort(day[mask], kind="stable")]
    made["sorted"] = np.flatnonzero
    return made[gives](train), made[gives](test)


split_with_label_delay = Exercise(
    title="Train on what was known",
    points=2,
    expected=lambda day, start, delay: (
        [i for i, d in enumerate(day) if not d > start - delay],
        [i for i, d in enumerate(day) if not d < start],
    ),
    cases=_days,
    mistakes=switched(
        _by_days,
        {
            "You train on every earlier day. Which labels are known by then?": {"side": "none"},
            "The delay is on the test side. Which rows lack a label when the model goes live?": {"side": "test"},
            "There is a gap on both sides. Payments are judged from the first day on.": {"side": "both"},
            "You take the delay off twice.": {"side": "double"},
            "You train on days up to start plus delay. In which direction is a label late?": {"side": "turned"},
            "A label that becomes known on day start itself is left out. At the latest then, says the statement.": {
                "until": np.less
            },
            "Payments of day start do not test in your answer. That day is included.": {"since": np.greater},
            "Whatever does not train tests in your answer. Some rows do neither.": {"rest": "all"},
            "You test on days before start plus delay only. Every later day tests too.": {"rest": "window"},
            "Your row numbers are those of the sorted days. Rows are numbered as they are given.": {"gives": "sorted"},
            "You return True and False. Row numbers are asked.": {"gives": "mask"},
            "You return days. Row numbers are asked.": {"gives": "days"},
            "Your row numbers come in the order of the days. Rising numbers are asked.": {"gives": "by day"},
        },
    ),
)


# ---- choices

read_importances = choice_exercise(
    title="Read the importances",
    points=2,
    right={"A": "useful", "B": "memorised", "C": "has a twin", "D": "has a twin", "E": "useful", "F": "useless"},
    tempting={
        ("A", "has a twin"): "A: its loss in a pair is hardly larger than alone. What would a twin change?",
        ("A", "memorised"): "A: what does it cost in later weeks?",
        ("A", "useless"): "A: what does it cost in later weeks?",
        ("B", "useful"): "B: two numbers of training weeks say so. What do later weeks say?",
        ("B", "useless"): "B: neither used nor memorised, does the training score agree?",
        ("B", "has a twin"): "B: with its partner left out, too, nothing is lost. What would a twin do?",
        ("C", "useless"): "C: by itself it costs little. What is lost with its partner?",
        ("C", "useful"): "C: by itself it costs 0.02. Who covers for it?",
        ("C", "memorised"): "C: then the training score would fall by much, and the pair would cost nothing later.",
        ("D", "useless"): "D: by itself it costs little. What is lost with its partner?",
        ("D", "useful"): "D: by itself it costs 0.02. Who covers for it?",
        ("D", "memorised"): "D: then the training score would fall by much, and the pair would cost nothing later.",
        ("E", "useless"): "E: a small impurity importance. What do later weeks say?",
        ("E", "memorised"): "E: it costs as much in later weeks as in training weeks.",
        ("E", "has a twin"): "E: its loss in a pair is hardly larger than alone.",
        ("F", "memorised"): "F: the training score does not fall at all.",
        ("F", "has a twin"): "F: with its partner left out, too, nothing is lost.",
        ("F", "useful"): "F: which of its numbers says so?",
    },
)

choose_the_check = choice_exercise(
    title="Five proposals",
    points=2,
    right={"A": "measure first", "B": "leave it", "C": "leave it", "D": "do it", "E": "do it"},
    tempting={
        ("A", "do it"): "A: several payments at one till. Where are the brothers of a left-out payment?",
        ("A", "leave it"): "A: it may help in days to come. Do the numbers say that it does not?",
        ("B", "do it"): "B: who adds probabilities up, and what do balanced weights do to their mean?",
        ("B", "measure first"): "B: it was measured on later days: no gain. And what becomes of the sums?",
        ("C", "do it"): "C: nine hundredths, at 3,000 € each. What is bought with them?",
        ("C", "measure first"): "C: it was measured, on later days, with a price.",
        ("D", "leave it"): "D: the loss on later days fell, and two seconds are the price.",
        ("D", "measure first"): "D: six streams, on later days. What else would you measure?",
        ("E", "leave it"): "E: 25 cases are left unopened now, whichever they are. Are they the right ones?",
        ("E", "measure first"): "E: the model stays as it is. Which 30 does the desk see, now and then?",
    },
)


# ---- rounds

MOST_LOSS = 0.072
_KNOWN = ["amount", "km", "hours", "night", "online", "age"]
_TUNING = {
    "keys": "The answer is a dictionary with rate, rounds and leaves.",
    "rate": "`rate` is a number above 0, at most 1.",
    "rounds": "`rounds` is a whole number from 1 to 200.",
    "leaves": "`leaves` is a whole number from 2 to 31.",
    "late": "Too many rounds at this rate: the loss on later days was low enough on the way, and rose again.",
    "early": "The loss on later days is still falling when the rounds are used up: your steps are too few or too small.",
    "never": "At no round on the way is the loss low enough: the steps are too large, or the trees too big.",
}


@functools.cache
def _losses(rate, rounds, leaves) -> np.ndarray:
    """Log loss on later days after some 20 of the rounds and after the last, as a mean over the streams of two seeds."""
    model = HistGradientBoostingClassifier(
        learning_rate=rate, max_iter=rounds, max_leaf_nodes=leaves, early_stopping=False, random_state=0
    )
    looks = np.unique(np.linspace(1, rounds, 20).astype(int))
    runs = []
    with threadpool_limits(limits=1, user_api="openmp"):  # two threads on a busy machine take ten times as long
        for train, later in _two_streams():
            stages = model.fit(train[_KNOWN], train["fraud"]).staged_predict_proba(later[_KNOWN])
            chances = [p[np.arange(len(p)), later["fraud"]] for i, p in enumerate(stages, start=1) if i in looks]
            runs.append(-np.log(np.clip(chances, 1e-15, 1)).mean(axis=1))
    return np.mean(runs, axis=0)


@functools.cache
def _two_streams():
    streams = [card_stream(np.random.default_rng(seed)) for seed in (6, 7)]
    return [(stream[stream["day"] < 70], stream[stream["day"] >= 84]) for stream in streams]


def _accept_settings(settings):
    if not isinstance(settings, dict) or settings.keys() != {"rate", "rounds", "leaves"}:
        return _TUNING["keys"]
    rate, rounds, leaves = settings["rate"], settings["rounds"], settings["leaves"]
    faults = [
        ("rate", isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1),
        ("rounds", not _is_whole(rounds, 1, 200)),
        ("leaves", not _is_whole(leaves, 2, 31)),
    ]
    if any(is_wrong for _, is_wrong in faults):
        return [_TUNING[name] for name, is_wrong in faults if is_wrong]
    losses = _losses(rate, int(rounds), int(leaves))
    if losses[-1] <= MOST_LOSS:
        return True
    fault = "late" if losses.min() <= MOST_LOSS else "early" if np.argmin(losses) == len(losses) - 1 else "never"
    return _TUNING[fault]


def _is_whole(number, low, high) -> bool:
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    return is_number and number == int(number) and low <= number <= high


_SETTINGS = {"rate": 0.1, "rounds": 50, "leaves": 8}
tune_the_rounds = Exercise(
    title="Tune the rounds",
    points=2,
    expected=_SETTINGS,
    accepts=_accept_settings,
    equivalent={
        f"{_SETTINGS} -> {_SETTINGS | {name: number}}": "it reaches the stated loss too"
        for name, number in (("rate", 0.2), ("rounds", 51), ("rounds", 49), ("leaves", 9), ("leaves", 7))
    },
    mistakes={
        _TUNING["keys"]: {"rate": 0.1, "rounds": 50},
        _TUNING["rate"]: _SETTINGS | {"rate": 0},
        _TUNING["rounds"]: _SETTINGS | {"rounds": 1000},
        _TUNING["leaves"]: _SETTINGS | {"leaves": 1},
        _TUNING["late"]: _SETTINGS | {"rounds": 200},
        _TUNING["early"]: _SETTINGS | {"rounds": 8},
        _TUNING["never"]: _SETTINGS | {"rate": 1.0, "leaves": 31, "rounds": 12},
    },
)
