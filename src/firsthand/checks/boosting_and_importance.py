"""Exercises of the lesson on trees and ensembles: boosting by residuals and a repair of permutation importance."""

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

from firsthand.judging.exercise import Exercise, partly_mended, switched

# ---- boosting


def stump(x, r):
    """Fit a tree with one question to r; return its predictions on x. x, r : (n,). The same as in the notebook."""
    cuts = np.unique(x)[1:]
    fits = [np.where(x < c, r[x < c].mean(), r[x >= c].mean()) for c in cuts]
    return min(fits, key=lambda fitted: np.sum((r - fitted) ** 2))


def _curves(rng):
    def draw(n, rounds, rate, scale=1.0, width=1.0):
        x = rng.permutation(n) + rng.uniform(-0.3, 0.3, n)
        return width * x, scale * (10 + 5 * np.sin(x) + 0.05 * x**2 + rng.normal(size=n)), rounds, rate, stump

    example = np.array([1.0, 2, 3, 4]), np.array([1.0, 3, 8, 12])
    return [
        (*example, 2, 0.5, stump),
        draw(9, 4, 0.3),
        draw(14, 7, 0.8, 100, 1e-4),
        draw(11, 1, 0.25),
        draw(8, 3, 1.0, 0.01),
        draw(6, 0, 0.4),
        draw(17, 12, 0.1),
    ]


def _library_boost(x, y, rounds, rate, stump):
    if rounds == 0:
        return [sum(y) / len(y)] * len(y)
    model = GradientBoostingRegressor(n_estimators=rounds, max_depth=1, learning_rate=rate, random_state=0)
    return model.fit(x[:, None], y).predict(x[:, None])


def _boost(
    x, y, rounds, rate, stump, *, start="mean", sign=1, grown=0, trained=1, used=1, of="sum", mean=False, last=False
):
    """The sum that residuals are taken from and the sum that is returned may shrink what is added by other powers of the rate."""
    first = {"mean": np.mean(y), "zero": 0.0, "median": np.median(y), "dropped": np.mean(y)}[start]
    seen = shown = np.full(len(y), float(first))
    fitted, rounds = np.zeros(len(y)), max(rounds + grown, 0)
    for _ in range(rounds):
        target = {"sum": sign * (y - seen), "y": y, "start": sign * (y - first), "last": sign * (y - first - fitted)}[
            of
        ]
        fitted = stump(x, target)
        seen, shown = seen + rate**trained * fitted, shown + rate**used * fitted
    shown = first + (shown - first) / max(rounds, 1) if mean else shown
    shown = first + rate**used * fitted if last else shown
    return shown - np.mean(y) if start == "dropped" else shown


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
            "The mean that you begin with is not in what you return.": {"start": "dropped"},
            "The residual is turned round: prediction - y. Which of them is to be added?": {"sign": -1},
            "You run one round less.": {"grown": -1},
            "You run one round more.": {"grown": 1},
            "The rate is in what you return, and not in the sum that the next residuals are taken from.": {
                "trained": 0
            },
            "The rate is in the sum that residuals are taken from, and not in what you return.": {"used": 0},
            "The rate is nowhere: each stump is added in full.": {"trained": 0, "used": 0},
            "The rate is used twice on the way to what you return.": {"used": 2},
            "The rate is used twice in each round.": {"trained": 2, "used": 2},
            "Each stump is fitted to y itself. What does the sum so far still get wrong?": {"of": "y"},
            "Each stump is fitted to the residuals of the start. Those of the sum so far are asked.": {"of": "start"},
            "The residuals are those of the last stump. Those of the sum so far are asked.": {"of": "last"},
            "You average the stumps. Boosting adds them up.": {"mean": True},
            "Only the last stump is added to the start. What becomes of the ones before?": {"last": True},
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
        draw(40, np.array([0.6, 1.0, -1.0, 0.5]), 1, 1.0),
        (*unused[:3], 2, unused[4]),
    ]


def _permuted(
    predict, X, y, column, orders, *, fresh=True, start="before", whole=False, gives="drop", mean=np.mean, others=False
):
    now, values = X.copy(), []
    before = np.mean(predict(X) == y) if start == "before" else 1.0
    for order in orders:
        now = X.copy() if fresh else now
        if whole:
            now = now[order]
        elif others:
            kept = now[:, column].copy()
            now = now[order]
            now[:, column] = kept
        else:
            now[:, column] = (X if fresh else now)[order, column]
        after = np.mean(predict(now) == y)
        values.append(
            {"drop": before - after, "score": after, "ratio": 1 - after / before, "rise": after - before}[gives]
        )
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
                "Whole rows are reordered. One column is to move, and the others stay.": {"whole": True},
                "All columns but this one are reordered. It is the other way round.": {"others": True},
                "That is the accuracy after reordering. How much was lost?": {"gives": "score"},
                "That is the loss as a share of the accuracy before. The difference is asked.": {"gives": "ratio"},
                "That is the sum over the orders. Their mean is asked.": {"mean": np.sum},
                "That is the largest drop. The mean over the orders is asked.": {"mean": np.max},
                "That is the median over the orders. Their mean is asked.": {"mean": np.median},
            },
        ),
    },
)


def _with_column(X, column, values):
    return np.column_stack([values if j == column else X[:, j] for j in range(X.shape[1])])
