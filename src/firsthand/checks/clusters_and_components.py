"""Exercises of the lesson on clusters and components: clusters."""

import numpy as np
from scipy.spatial.distance import cdist, pdist
from sklearn.metrics import silhouette_samples

from firsthand.judging.exercise import Exercise, choice_exercise, switched

# ---- the nearest centre


def _centre_cases(rng):
    example = np.array([[0.0, 0.0], [2.0, 0.0], [4.0, 3.0]]), np.array([[1.0, 0.0], [4.0, 0.0], [3.0, 0.0]])
    line = np.array([[1.0], [2.0], [4.0], [7.0], [8.0], [12.0]])
    ties = rng.integers(-3, 4, (9, 2)).astype(float)
    twins = rng.normal(0, 5, (2, 3))

    def draw(n, d, k, unit):
        return unit * rng.normal(0, 2, (n, d)), unit * rng.normal(0, 2, (k, d))

    return [
        example,
        (line, np.array([[2.0], [9.0]])),
        (ties, np.vstack([ties[0] + [0, 2], ties[0] - [2, 0], ties[0] + [2, 0]])),
        (rng.normal(0, 5, (6, 3)), twins[[0, 1, 1, 0]]),
        draw(12, 3, 4, 1.0),
        draw(7, 1, 3, 100.0),
        draw(5, 4, 1, 0.01),
        draw(1, 2, 5, 1.0),
    ]


def _nearest(X, centres, *, power=2, root=False, last=False, far=False, pool="sum", start=0, labels_of="rows"):
    measured = np.sum(np.abs(X[:, None, :] - centres) ** power, axis=2)
    side = -measured if far else measured
    labels = len(centres) - 1 - side[:, ::-1].argmin(axis=1) if last else side.argmin(axis=1)
    own = measured[np.arange(len(X)), labels]
    own = np.sqrt(own) if root else own
    total = {
        "sum": own.sum(),
        "mean": own.mean(),
        "pairs": np.sqrt(measured).sum() if root else measured.sum(),
        "rows": own,
        "clusters": sum(own[labels == j].mean() for j in np.unique(labels)),
    }[pool]
    labels = {"rows": labels, "far": measured.argmax(axis=1), "centres": measured.argmin(axis=0)}[labels_of]
    return labels + start, total


def _nearest_by_scipy(X, centres):
    distances = cdist(X, centres, "sqeuclidean")
    labels = np.array([min(range(len(centres)), key=lambda j: (row[j], j)) for row in distances])
    return labels, sum(distances[i, j] for i, j in enumerate(labels))


nearest_centre = Exercise(
    title="Who belongs to which centre?",
    points=2,
    expected=_nearest_by_scipy,
    cases=_centre_cases,
    mistakes={
        **switched(
            _nearest,
            {
                "You added distances. Which power of them does k-means add?": {"root": True},
                "You added sizes of differences over the columns, the way of a taxi. What is asked to be squared?": {
                    "power": 1
                },
                "You took the mean over the rows. The statement asks for the sum.": {"pool": "mean"},
                "Your sum has all pairs of rows and centres. Which one centre counts for a row?": {"pool": "pairs"},
                "You averaged inside each cluster before you added. Do large clusters count for more?": {
                    "pool": "clusters"
                },
                "Your second result has one number a row. One number for all rows is asked.": {"pool": "rows"},
                "Ties go to the highest number. Which one does the statement name?": {"last": True},
                "Each row goes to its farthest centre.": {"far": True},
                "Your labels are those of the farthest centres.": {"labels_of": "far"},
                "Your labels are the nearest row of each centre. A number a row is asked.": {"labels_of": "centres"},
                "Your labels begin at 1. At which number are they asked to begin?": {"start": 1},
            },
        ),
        "The labels are missing: two things are asked.": lambda X, centres: _nearest(X, centres)[1],
        "The sum is missing: two things are asked.": lambda X, centres: _nearest(X, centres)[0],
    },
)


# ---- the new centres


def _move_cases(rng):
    example = (
        np.array([[0.0, 0.0], [2.0, 4.0], [6.0, 6.0]]),
        np.array([0, 0, 2]),
        np.array([[1.0, 1.0], [9.0, 9.0], [5.0, 5.0]]),
    )

    def draw(n, d, k, empty=()):
        used = np.array([j for j in range(k) if j not in empty])
        labels = np.concatenate([used, used[:1], rng.choice(used, n - len(used) - 1)])
        return rng.normal(2, 3, (n, d)), rng.permutation(labels), rng.normal(-4, 3, (k, d))

    return [
        example,
        draw(11, 3, 3),
        draw(9, 2, 4, (0,)),
        draw(8, 3, 3, (2,)),
        draw(10, 4, 5, (1, 2)),
        draw(6, 1, 3, (1,)),
        draw(4, 2, 1),
    ]


def _moved(X, labels, old, *, empty="old", centre=np.mean, axis=0, step=1.0, weigh=False, least=1, skipped=0):
    whole, new = centre(X, axis=0), np.array(old, dtype=float)
    for j in range(len(old)):
        mine = X[labels == j]
        if j >= len(old) - skipped:
            continue
        if len(mine) >= least:
            goal = centre(mine, axis=0) if axis == 0 else np.full(X.shape[1], centre(mine))
            goal = centre(mine, axis=0) * len(mine) / len(X) if weigh else goal
            new[j] = old[j] + step * (goal - old[j])
        elif not len(mine) and empty != "old":
            new[j] = {"nan": np.nan, "zero": 0.0, "mean": whole}[empty]
    return new


def _moved_by_loops(X, labels, old):
    new = []
    for j, before in enumerate(old):
        mine = [row for row, label in zip(X, labels, strict=True) if label == j]
        new.append([sum(column) / len(mine) for column in zip(*mine, strict=True)] if mine else list(before))
    return np.array(new)


move_centres = Exercise(
    title="Move the centres",
    points=2,
    expected=_moved_by_loops,
    cases=_move_cases,
    equivalent={"np.unique(labels) -> labels": "the same means, computed again"},
    mistakes={
        **switched(
            _moved,
            {
                "An empty cluster's centre became NaN, the mean of no rows. Where is it asked to be?": {"empty": "nan"},
                "An empty cluster's centre went to the origin. Where is it asked to be?": {"empty": "zero"},
                "An empty cluster's centre went to the mean of all rows. Where is it asked to be?": {"empty": "mean"},
                "One mean over all entries of a cluster, for every column. How many numbers has a centre?": {
                    "axis": None
                },
                "You took the median of each column. Which point has the smallest sum of squares?": {
                    "centre": np.median
                },
                "You added the rows of a cluster and did not divide.": {"centre": np.sum},
                "You divided by the number of all rows. Whose mean is asked?": {"weigh": True},
                "A centre with a single row stayed where it was.": {"least": 2},
                "The last centre stayed where it was, with rows or without.": {"skipped": 1},
                "Your centres go half the way from the old place.": {"step": 0.5},
            },
        ),
        "Empty clusters are dropped. A row for each of the k centres is asked.": lambda X, labels, old: np.array(
            [X[labels == j].mean(axis=0) for j in np.unique(labels)]
        ),
        "Every centre stayed where it was.": lambda X, labels, old: np.array(old, dtype=float),
    },
)


# ---- the next start


def _chance_cases(rng):
    example = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 0.0], [1.0, 1.0]]), np.array([[0.0, 0.0], [6.0, 1.0]])

    def draw(n, d, chosen, unit=1.0):
        X = unit * rng.normal(1, 2, (n, d))
        return X, X[rng.permutation(n)[:chosen]]

    twice = rng.normal(0, 3, (5, 2))
    return [
        example,
        draw(8, 2, 3),
        draw(6, 1, 2, 100.0),
        draw(9, 4, 4, 0.1),
        draw(5, 3, 1),
        (rng.normal(0, 3, (7, 2)), rng.normal(0, 3, (3, 2))),
        (np.vstack([twice, twice[:2]]), twice[[0, 3]]),
    ]


def _chances(X, chosen, *, power=2, pool=np.min, normalise="sum", taxi=False):
    gaps = cdist(X, chosen, "cityblock" if taxi else "euclidean") ** power
    weight = pool(gaps, axis=1)
    return weight / {"sum": weight.sum(), "largest": weight.max(), "none": 1.0}[normalise]


def _first_centre(gaps, axis):
    return gaps[:, 0]


def _last_centre(gaps, axis):
    return gaps[:, -1]


def _chances_by_loops(X, chosen):
    weight = [min(float((row - centre) @ (row - centre)) for centre in chosen) for row in X]
    return np.array(weight) / np.sum(weight)


next_centre_chances = Exercise(
    title="Where does the next start go?",
    points=2,
    expected=_chances_by_loops,
    cases=_chance_cases,
    equivalent={
        "np.sum((X[:, None, :] - chosen) ** 2, axis=2) -> np.mean((X[:, None, :] - chosen) ** 2, axis=2)": (
            "the number of columns cancels in the chances"
        ),
    },
    mistakes={
        **switched(
            _chances,
            {
                "Your chances follow the plain distance. Which power of it is asked?": {"power": 1},
                "Your chances follow the fourth power: squared once too often.": {"power": 4},
                "All centres count in your answer, by a sum or a mean. Which of the centres counts for a row?": {
                    "pool": np.sum
                },
                "You measured to the farthest centre. A row beside any centre is covered already.": {"pool": np.max},
                "Only the first centre counts in your answer.": {"pool": _first_centre},
                "Only the last centre counts in your answer.": {"pool": _last_centre},
                "Those are squared distances. What do chances add up to?": {"normalise": "none"},
                "You divided by the largest. What do chances add up to?": {"normalise": "largest"},
                "You added sizes of differences over the columns, the way of a taxi.": {"taxi": True},
            },
        ),
        "The farthest row is certain. Chances in proportion are asked.": lambda X, chosen: np.eye(len(X))[
            np.argmax(cdist(X, chosen).min(axis=1))
        ],
        "Every row has the same chance: that is a start at random.": lambda X, chosen: np.full(len(X), 1 / len(X)),
    },
)


# ---- the silhouette


def _silhouette_cases(rng):
    example = (
        np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 3.0], [6.0, 0.0], [6.0, 2.0], [9.0, 1.0]]),
        np.array([0, 0, 0, 1, 1, 1]),
    )

    def draw(sizes, d, apart, names=None):
        labels = np.repeat(np.arange(len(sizes)), sizes)
        X = rng.normal(0, 1, (len(labels), d)) + apart * rng.normal(0, 1, (len(sizes), d))[labels]
        order = rng.permutation(len(labels))
        return X[order], (labels if names is None else np.array(names)[labels])[order]

    return [
        example,
        draw((5, 3, 7), 2, 4),
        draw((4, 1, 3), 3, 1, (7, 2, 4)),
        draw((2, 6), 1, 0.3),
        draw((3, 5, 2, 4), 2, 0.5),
        draw((1, 3), 2, 3),
    ]


def _width(
    X,
    labels,
    *,
    own=False,
    sign=1,
    below="max",
    power=1,
    inner=np.mean,
    outer=np.mean,
    among=np.min,
    rest="clusters",
    alone=0.0,
):
    gaps = cdist(X, X) ** power
    found = np.full(len(X), float(alone))
    for i, label in enumerate(labels):
        mine = labels == label
        if mine.sum() == 1:
            continue
        keep = mine if own else mine & (np.arange(len(X)) != i)
        a = inner(gaps[i, keep])
        groups = [labels == j for j in np.unique(labels) if j != label] if rest == "clusters" else [~mine]
        b = among([outer(gaps[i, group]) for group in groups])
        found[i] = sign * (b - a) / {"max": max(a, b), "a": a, "b": b, "sum": a + b, "none": 1.0}[below]
    return found


silhouette = Exercise(
    title="The silhouette of each row",
    points=3,
    expected=silhouette_samples,
    atol=3e-6,  # a float32 table of distances, near a silhouette of 0
    cases=_silhouette_cases,
    equivalent={
        "X[:, None, :] - X -> X - X[:, None, :]": "a norm has no sign, and the table is symmetric",
        "distances[i, mine] -> distances[mine, i]": "the table is symmetric",
        "distances[i, labels == j] -> distances[labels == j, i]": "the table is symmetric",
        "np.unique(labels) -> labels": "the same means, computed again",
    },
    mistakes={
        **switched(
            _width,
            {
                "The row itself is counted in a, with its distance of 0. How many others are there?": {"own": True},
                "The sign is turned. Is a row good that is nearer to another cluster?": {"sign": -1},
                "You divided by a alone. What keeps the score between -1 and 1?": {"below": "a"},
                "You divided by b alone. What if a is the larger one?": {"below": "b"},
                "You divided by a + b. Read what stands below the bar.": {"below": "sum"},
                "b - a is not divided by anything.": {"below": "none"},
                "You averaged squared distances.": {"power": 2},
                "b is the distance to the nearest row of another cluster. A mean over its rows is asked.": {
                    "outer": np.min
                },
                "a is the distance to the nearest row of its cluster. A mean over the others is asked.": {
                    "inner": np.min
                },
                "b comes from the farthest cluster. Which of the other clusters is asked?": {"among": np.max},
                "b is averaged over the other clusters. Which one of them is asked?": {"among": np.mean},
                "b is the mean over all rows outside. A far cluster hides a near one.": {"rest": "all"},
                "A row alone in its cluster gets 1. What does the statement say?": {"alone": 1.0},
                "A row alone in its cluster gets NaN, from 0/0. What does the statement say?": {"alone": np.nan},
            },
        ),
        "That is the mean of all rows. One value a row is asked.": lambda X, labels: silhouette_samples(
            X, labels
        ).mean(),
    },
)


# ---- against tables without clusters


def _null_cases(rng):
    example = 0.62, np.array([0.30, 0.62, 0.41, 0.70, 0.55, 0.33, 0.28, 0.50, 0.47])

    def draw(m, place):
        null = rng.normal(0.2, 0.05, m).round(3)
        null[m // 2] = null[0]
        return float(np.sort(null)[int(place * (m - 1))]), null

    above = rng.normal(0.1, 0.02, 39)
    close = rng.normal(0.3, 0.05, 12)
    return [
        example,
        draw(39, 0.9),
        draw(99, 0.3),
        (float(above.max() + 0.1), above),
        (float(above.min() - 0.1), above),
        (float(close[3] + 1e-9), close),
        (float(close[5] - 1e-9), close),
        (0.2, np.array([0.2])),
    ]


def _p_value(score, null, *, ties=True, upper=True, above=1, below=1, complement=False):
    reached = null >= score if upper else null <= score
    reached = reached if ties else reached & (null != score)
    p = (above + reached.sum()) / (below + len(null))
    return 1 - p if complement else p


noise_p_value = Exercise(
    title="Better than nothing?",
    points=1,
    expected=lambda score, null: np.mean(np.append(null, score) >= score),
    cases=_null_cases,
    mistakes={
        **switched(
            _p_value,
            {
                "Ties are not counted. What does the statement say of them?": {"ties": False},
                "You counted the tables that stay at or below the score. Which ones speak against it?": {
                    "upper": False
                },
                "The 1 above is missing: then p can be 0.": {"above": 0},
                "The 1 below is missing: then p can be above 1.": {"below": 0},
                "Neither 1 is there: p = 0 from so few tables claims what they cannot know.": {"above": 0, "below": 0},
                "You return one minus p.": {"complement": True},
            },
        ),
        "That is a count. A share is asked.": lambda score, null: int(np.sum(null >= score)),
        "You compare the score with the mean of the null. How many tables reach it?": lambda score, null: (
            (score - np.mean(null)) / np.std(null)
        ),
    },
)


# ---- which column decides


def _column_cases(rng):
    example = np.array([[1.0, 200.0, 3.0], [2.0, 260.0, 9.0], [4.0, 210.0, 6.0], [5.0, 330.0, 2.0]])

    def draw(n, d):
        return rng.normal(rng.normal(0, 20, d), rng.uniform(0.5, 6, d), (n, d))

    constant = draw(7, 3)
    constant[:, 1] = 0.1
    skewed = np.exp(rng.normal(0, 1, (9, 4)))
    return [(example,), (draw(6, 4),), (constant,), (skewed,), (draw(2, 3),), (draw(5, 1),)]


def _shares_of(X, *, power=2, centred=True, of="spread", total="sum"):
    centre = X.mean(axis=0) if centred else 0
    measure = {
        "spread": np.sqrt(np.mean((X - centre) ** 2, axis=0)),
        "sizes": np.mean(np.abs(X - centre), axis=0),
        "range": np.ptp(X, axis=0),
        "mean": np.abs(X.mean(axis=0)),
        "gaps": np.sqrt(np.abs(X[:, None] - X).mean(axis=(0, 1))),
        "steps": np.sqrt(np.mean(np.diff(X, axis=0) ** 2, axis=0)),
    }[of]
    weight = measure**power
    return weight / {"sum": weight.sum(), "largest": weight.max(), "percent": weight.sum() / 100, "none": 1.0}[total]


distance_shares = Exercise(
    title="Which column decides?",
    points=2,
    expected=lambda X: (
        np.array([pdist(X[:, [j]], "sqeuclidean").sum() for j in range(X.shape[1])]) / pdist(X, "sqeuclidean").sum()
    ),
    cases=_column_cases,
    equivalent={"X.var(axis=0) -> X.var(axis=0, ddof=1)": "n over n - 1 cancels in a share"},
    mistakes={
        **switched(
            _shares_of,
            {
                "Your shares are of spreads. In which power do they enter a squared distance?": {"power": 1},
                "Your shares are of fourth powers: squared once too often.": {"power": 4},
                "Nothing is centred. Does a column far from 0 make distances longer?": {"centred": False},
                "You took mean sizes of differences from the mean. Squares are asked.": {"of": "sizes"},
                "You took ranges. All pairs of rows count, not the two outermost.": {"of": "range"},
                "You averaged sizes of the differences of two rows. Which power does a squared distance hold?": {
                    "of": "gaps"
                },
                "You compare each row with the next one only. All pairs count.": {"of": "steps"},
                "You divided by the largest. Shares add up to 1.": {"total": "largest"},
                "Your shares add up to 100.": {"total": "percent"},
                "Yours are not divided by their sum. Shares add up to 1.": {"total": "none"},
                "You took means. Does a large mean make two rows differ?": {"of": "mean"},
            },
        ),
        "Every column has the same share: was the table standardised first?": lambda X: np.full(
            X.shape[1], 1 / X.shape[1]
        ),
        "Those are shares of the variance of each row. A number a column is asked.": lambda X: (
            X.var(axis=1) / X.var(axis=1).sum()
        ),
    },
)


choose_the_clustering = choice_exercise(
    title="Which way?",
    points=2,
    right={
        "A": "DBSCAN",
        "B": "k-means",
        "C": "components first",
        "D": "do not report clusters",
        "E": "DBSCAN",
    },
    tempting={
        ("A", "k-means"): "A: how many groups would you tell it, and where would the scattered stops go?",
        ("A", "components first"): "A: a position has two numbers. What is there to leave out?",
        ("A", "do not report clusters"): "A: dense streets are there to be seen. Which method asks about crowding?",
        ("B", "DBSCAN"): "B: it would find any number of groups, and leave some addresses without a van.",
        ("B", "components first"): "B: an address has two numbers. What is there to leave out?",
        ("B", "do not report clusters"): "B: nobody claims that four groups exist. Four vans do: what is to be small?",
        ("C", "k-means"): "C: all distances are nearly the same there. In which directions do they differ?",
        ("C", "DBSCAN"): "C: which radius, when all rows are about equally far from each other?",
        ("C", "do not report clusters"): "C: nothing has been tested yet. What would make distances mean something?",
        ("D", "k-means"): "D: it has run. 43 of 99 tables without groups do as well: what is p?",
        ("D", "DBSCAN"): "D: another method does not make groups where the tests see none.",
        ("D", "components first"): "D: two tests have failed. Would you look for a space where they pass?",
        ("E", "k-means"): "E: its border between two centres is straight. Can one part a ring from what it encloses?",
        ("E", "components first"): "E: both rings lie in the same two directions. What would be left out?",
        ("E", "do not report clusters"): "E: two crowds with a gap between them. Which method follows a crowd?",
    },
)
