"""Exercises of the lesson on trees and ensembles: boosting by residuals and a repair of permutation importance."""

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

from firsthand.judging.exercise import Exercise, partly_mended, switched

# ---- boosting


def stump(x, r):
    """Fit a tree with one question to r; return its predictions on x. x, r : (n,). The notebook's does the same, slowly."""
    order = np.argsort(x)
    sums, n = np.cumsum(r[order]), len(x)
    k = np.arange(1, n)
    below, above = sums[:-1] / k, (sums[-1] - sums[:-1]) / (n - k)
    best = np.argmax(k * (n - k) * (below - above) ** 2)
    fitted = np.full(n, above[best])
    fitted[order[: best + 1]] = below[best]
    return fitted


def _curves(rng):
    def draw(n, rounds, rate, scale=1.0, width=1.0):
        x = rng.permutation(n) + rng.uniform(-0.3, 0.3, n)
        return width * x, scale * (10 + 5 * np.sin(x) + 0.05 * x**2 + rng.normal(size=n)), rounds, rate, stump

    example = np.array([1.0, 2, 3, 4]), np.array([1.0, 3, 8, 12])
    return [
        (*example, 2, 0.5, stump),
        draw(9, 4, 0.3),
        draw(11, 4, 0.8, 100, 1e-4),
        draw(9, 1, 0.25),
        draw(8, 3, 1.0, 0.01),
        draw(6, 0, 0.4),
        draw(10, 6, 0.1),
    ]


def _library_boost(x, y, rounds, rate, stump):
    if rounds == 0:
        return [sum(y) / len(y)] * len(y)
    model = GradientBoostingRegressor(n_estimators=rounds, max_depth=1, learning_rate=rate, random_state=0)
    return model.fit(x[:, None], y).predict(x[:, None])


def _boost(
    x,
    y,
    rounds,
    rate,
    stump,
    *,
    start="mean",
    sign=1,
    grown=0,
    trained=1,
    used=1,
    shrinks="not",
    of="sum",
    kept="all",
    gives="sum",
):
    """The sum that residuals are taken from and the sum that is returned may shrink what is added by other powers of the rate."""
    first = {"mean": np.mean(y), "zero": 0.0, "median": np.median(y), "shrunk": rate * np.mean(y)}[start]
    seen = shown = np.full(len(y), float(first))
    if grown == "return" and rounds == 0:
        return None
    rounds = min(rounds, 1) if grown in ("one", "return") else max(rounds + grown, 0)
    last = shown
    for done in range(rounds):
        shrunk = {"not": 1, "each round": rate**done, "by rounds": 1 / rounds}[shrinks]
        fitted = shrunk * stump(x, {"sum": sign * (y - seen), "y": y, "start": sign * (y - first)}[of])
        last = rate**used * fitted
        seen = (0 if kept == "step" else seen) + rate**trained * fitted
        shown = (0 if kept == "step" else shown) + rate**used * fitted
    shown = first + (shown - first) / max(rounds, 1) if kept == "mean" else shown
    return {"sum": shown, "residuals": y - shown, "dropped": shown - first, "last": last}[gives]


boost_residuals = Exercise(
    title="Boost",
    points=2,
    expected=_library_boost,
    cases=_curves,
    mistakes=switched(
        _boost,
        {
            "You begin at 0. The statement begins with a mean.": {"start": "zero"},
            "You begin with the median of y. Its mean is asked.": {"start": "median"},
            "The mean that you begin with is not in what you return.": {"gives": "dropped"},
            "The residual is turned round: prediction - y. Which of them is to be added?": {"sign": -1},
            "You run one round less.": {"grown": -1},
            "You run one round more.": {"grown": 1},
            "The rate is in what you return, and not in the sum that the next residuals are taken from.": {
                "trained": 0
            },
            "The rate is in the sum that residuals are taken from, and not in what you return.": {"used": 0},
            "The rate is nowhere: each stump is added in full.": {"trained": 0, "used": 0},
            "The rate is on the mean too. It belongs to what is added.": {"start": "shrunk"},
            "Your rate shrinks from round to round. It stays.": {"shrinks": "each round"},
            "You divide the rate by the number of rounds.": {"shrinks": "by rounds"},
            "Your code returns inside the loop: after one round, and nothing where there are no rounds.": {
                "grown": "return"
            },
            "You return what the last round adds. The sum of all rounds is asked.": {"gives": "last"},
            "You stop after one round, whatever `rounds` says.": {"grown": "one"},
            "The rate is used twice in each round.": {"trained": 2, "used": 2},
            "Each stump is fitted to y itself. What does the sum so far still get wrong?": {"of": "y"},
            "Each stump is fitted to the residuals of the start. Those of the sum so far are asked.": {"of": "start"},
            "You average the stumps. Boosting adds them up.": {"kept": "mean"},
            "You return what is still wrong after the last round. The predictions are asked.": {"gives": "residuals"},
            "Each step takes the place of the sum so far. It is to be added.": {"kept": "step"},
        },
    ),
)


# ---- a column in another order


def _tables(rng):
    X = np.array([[1.0, 5], [2, 1], [3, 4], [4, 2], [5, 3]])
    orders = np.array([[1, 0, 3, 4, 2], [4, 3, 2, 1, 0], [2, 4, 1, 0, 3]])

    def rule(weights, border):
        return lambda X: (X @ np.asarray(weights) >= border).astype(int)

    def draw(n, weights, k, noise, scale=1.0):
        d = len(weights)
        X, column = scale * rng.normal(size=(n, d)), int(rng.integers(d))
        y = (X @ weights + scale * noise * rng.normal(size=n) >= 0).astype(int)
        return rule(weights, 0.0), X, y, column, np.array([rng.permutation(n) for _ in range(k)])

    unused = draw(12, np.array([1.0, 0.0, 0.0]), 4, 0.5)
    return [
        (rule([1.0, 0.5], 4.2), X, np.array([0, 1, 1, 1, 1]), 0, orders),
        draw(23, np.array([1.0, -0.7, 0.4]), 5, 0.8),
        draw(31, np.array([1.0, 1.5]), 4, 1.0, 1e-3),
        draw(17, np.array([-2.0]), 3, 1.5),
        draw(26, np.array([0.5, 1.0]), 7, 1.2),
        draw(19, np.array([0.8, 1.0]), 5, 0.7),
        draw(40, np.array([0.6, 1.0, -1.0, 0.5]), 1, 1.0),
        (*unused[:3], 2, unused[4]),
        _some_better(lambda: draw(14, np.array([1.0, 0.3]), 6, 3.0)),
    ]


def _some_better(draw):
    """Draw until one order happens to help the model, and another does not."""
    while True:
        predict, X, y, column, orders = case = draw()
        drops = [
            np.mean(predict(X) == y) - np.mean(predict(_with_column(X, column, X[o, column])) == y) for o in orders
        ]
        if min(drops) < 0 < max(drops):
            return case


def _permuted(
    predict, X, y, column, orders, *, fresh=True, start="before", moved="column", gives="drop", mean=np.mean, judge="y"
):
    now, values, rows = X.copy(), [], np.arange(len(y))
    said, accuracy = predict(X), np.mean(predict(X) == y)
    before = accuracy if start == "before" else 1.0
    for order in orders:
        now = X.copy() if fresh else now
        across = order if moved in ("rows", "others") else rows
        down = {"rows": order, "column": order, "back": np.argsort(order)}.get(moved, rows)
        now = _with_column(now[across], column, now[down, column])
        now = _with_column(now, column, np.full(len(y), X[:, column].mean())) if moved == "mean" else now
        wanted = {"y": y, "said": said, "mixed y": y[order]}[judge]
        after = np.mean(predict(now) == wanted)
        drop = {"drop": before - after, "size": abs(before - after), "none": max(before - after, 0)}
        values.append((drop | {"score": after, "ratio": 1 - after / accuracy})[gives])
    return mean(values)


_PERMUTED_FAULTS = {
    "each order starts from the table as it was": ("One order is laid on top of the other.", {"fresh": False}),
    "the drop starts from the accuracy before": ("The drop is still measured from 1.", {"start": "one"}),
}


def _handed_out(predict, X, y, column, orders):
    drops = []
    for order in orders:
        X[:, column] = X[order, column]
        drops.append(1 - np.mean(predict(X) == y))
    return np.mean(drops)


permutation_drop = Exercise(
    title="Mend the importance",
    points=2,
    expected=lambda predict, X, y, column, orders: np.mean(
        [(predict(X) == y).mean() - (predict(_with_column(X, column, X[o, column])) == y).mean() for o in orders]
    ),
    cases=_tables,
    given=_handed_out,
    equivalent={
        f"np.mean(predict({table}) == y) -> predict({table}) == y": "the mean over orders and rows comes at the end"
        for table in ("X", "mixed")
    },
    mistakes={
        **partly_mended(_permuted, _PERMUTED_FAULTS),
        **switched(
            _permuted,
            {
                "Whole rows are reordered. One column is to move, and the others stay.": {"moved": "rows"},
                "All columns but this one are reordered. It is the other way round.": {"moved": "others"},
                "That is the accuracy after reordering. How much was lost?": {"gives": "score"},
                "That is the loss as a share of the accuracy before. The difference is asked.": {"gives": "ratio"},
                "A drop below 0 counts as 0 in your answer. An order may help, by luck; it counts as it is.": {
                    "gives": "none"
                },
                "Your drops have lost their signs. An order may help, by luck.": {"gives": "size"},
                "You compare with what the model said before. What is right stands in y.": {"judge": "said"},
                "Your column goes back by the order: row order[i] gets the value of row i.": {"moved": "back"},
                "Your column is set to its mean. It is to be reordered.": {"moved": "mean"},
                "The answers y are reordered along with the column. They stay.": {"judge": "mixed y"},
                "The answers y are reordered. The column is to be.": {"moved": "nothing", "judge": "mixed y"},
                "Only the first order counts. The mean over all of them is asked.": {"mean": lambda drops: drops[0]},
                "Only the last order counts. The mean over all of them is asked.": {"mean": lambda drops: drops[-1]},
                "That is the sum over the orders. Their mean is asked.": {"mean": np.sum},
                "That is the largest drop. The mean over the orders is asked.": {"mean": np.max},
                "That is the median over the orders. Their mean is asked.": {"mean": np.median},
            },
        ),
    },
)


def _with_column(X, column, values):
    return np.column_stack([values if j == column else X[:, j] for j in range(X.shape[1])])
