"""Exercises of the lesson on neural networks: the differentiation engine, dropout, tests read, remedies chosen, a network tuned."""

import functools

import numpy as np

from firsthand import networks
from firsthand.datasets import handwritten_digits
from firsthand.judging.exercise import Exercise, choice_exercise, switched

# ---- automatic differentiation


def _renumbered(rng, parents, slopes, end):
    """The same numbers at other places."""
    place = rng.permutation(len(parents)).tolist()
    new_parents: list[list[int]] = [[] for _ in parents]
    new_slopes: list[list[float]] = [[] for _ in parents]
    for i, (made_of, local) in enumerate(zip(parents, slopes, strict=True)):
        new_parents[place[i]], new_slopes[place[i]] = [place[j] for j in made_of], list(local)
    return place[end], new_parents, new_slopes


def _drawn_graph(rng, inputs, made):
    parents: list[list[int]] = [[] for _ in range(inputs)]
    for i in range(inputs, inputs + made):
        parents.append([i - 1 if k == 0 else int(rng.integers(0, i)) for k in range(int(rng.integers(1, 4)))])
    slopes = [np.round(rng.normal(0, 1.5, len(made_of)), 2).tolist() for made_of in parents]
    return _renumbered(rng, parents, slopes, inputs + made - 1 - int(rng.integers(0, 2)))


def _short_and_long(rng, length):
    """A number that the end is made of directly, and also by a chain: nearest first is too early for it."""
    chain = [[], [0], *[[i] for i in range(1, length)]]
    parents = [*chain, [1, length], [length + 1, 0]]
    slopes = [np.round(rng.uniform(0.5, 2, len(made_of)), 2).tolist() for made_of in parents]
    return _renumbered(rng, parents, slopes, len(parents) - 1)


def _graph_cases(rng):
    example = 1, [[], [2, 4], [0, 3], [], [2]], [[], [8, 6], [3, 2], [], [1]]
    square = _renumbered(rng, [[], [0, 0], [1]], [[], [3.0, 3.0], [2.0]], 2)
    two_ways = _renumbered(rng, [[], [0], [1], [2, 0], [3]], [[], [2.0], [-3.0], [5.0, 7.0], [0.5]], 4)
    doublings = _renumbered(rng, [[], *[[i, i] for i in range(14)]], [[], *[[1.0, 1.0]] * 14], 14)
    in_order = 3, [[], [0], [1, 0], [2, 1]], [[], *np.round(rng.uniform(0.5, 2, (3, 2)), 2).tolist()]
    in_order[2][1].pop()
    return [
        example,
        square,
        two_ways,
        (0, [[]], [[]]),
        _short_and_long(rng, 3),
        _short_and_long(rng, 5),
        doublings,
        _drawn_graph(rng, 2, 5),
        _drawn_graph(rng, 3, 8),
        _drawn_graph(rng, 3, 12),
        in_order,
    ]


def _parents_first(end, parents):
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        i, listed = waiting.pop()
        if listed:
            order.append(i)
        elif i not in seen:
            seen.add(i)
            waiting += [(i, True), *((j, False) for j in parents[i])]
    return order


def _nearest_first(end, parents):
    """Breadth first, as a queue gives it."""
    order = [end]
    for i in order:
        order += [j for j in dict.fromkeys(parents[i]) if j not in order]
    return order[::-1]


def _preorder(end, parents):
    order, waiting = [], [end]
    while waiting:
        i = waiting.pop()
        if i not in order:
            order.append(i)
            waiting += parents[i][::-1]
    return order[::-1]


def _passed_back(
    end,
    parents,
    slopes,
    *,
    order="parents first",
    size=False,
    adds=True,
    once=False,
    begin=1.0,
    others=0.0,
    slope="own",
    self=True,
    of="end",
    begun="all",
):
    end = {"end": end, "last": len(parents) - 1}[of]
    listed = {
        "parents first": _parents_first,
        "from the inputs": lambda end, parents: _parents_first(end, parents)[::-1],
        "nearest first": _nearest_first,
        "preorder": _preorder,
        "places": lambda end, parents: list(range(len(parents))),
        "places turned": lambda end, parents: list(range(len(parents)))[::-1],
    }[order](end, parents)
    reached = {"all": range(len(parents)), "met": listed}[begun]
    found = [others if i in reached else 0.0 for i in range(len(parents))]
    found[end] = begin
    for i in listed[::-1]:
        pairs = list(zip(parents[i], slopes[i], strict=False))
        for j, local in dict(pairs).items() if once else pairs:
            local = abs(local) if size else local
            step = {"own": found[i] * local, "none": found[i], "sum": found[i] + local, "local": local}[slope]
            found[j] = found[j] + step if adds else step
    if not self:
        found[end] = 0.0
    return found


def _again_with_each_arrival(end, parents, slopes, *, taken=-1, most=40_000):
    """Pass on all that has come so far, each time something comes."""
    found, waiting = [0.0] * len(parents), [end]
    found[end] = 1.0
    for _ in range(most):
        if not waiting:
            break
        i = waiting.pop(taken)
        for j, local in zip(parents[i], slopes[i], strict=False):
            found[j] += found[i] * local
            waiting.append(j)
    return found


def _by_equations(end, parents, slopes):
    """Solve g = e + S g, with S the local slopes: what each number gets from those made of it."""
    m = len(parents)
    S = np.zeros((m, m))
    for i, (made_of, local) in enumerate(zip(parents, slopes, strict=True)):
        np.add.at(S[:, i], made_of, local) if made_of else None
    return np.linalg.solve(np.eye(m) - S, np.eye(m)[end]).tolist()


differentiate = Exercise(
    title="Find the order, go back",
    points=3,
    expected=_by_equations,
    cases=_graph_cases,
    mistakes={
        **switched(
            _passed_back,
            {
                "A slope that comes later replaces the one that came before. What does += do?": {"adds": False},
                "You pass on nearest first: a number may pass on before all has come to it.": {
                    "order": "nearest first"
                },
                "You pass on as soon as a number is reached: a long way to it comes too late.": {"order": "preorder"},
                "You walk the places from the last to the first. Here a number may stand before its parents.": {
                    "order": "places"
                },
                "You walk the places from the first to the last, whoever is made of whom.": {"order": "places turned"},
                "You walk from the inputs to the end. What has an input got by then to pass on?": {
                    "order": "from the inputs"
                },
                "You begin at the last place, where `end` says which number is the result.": {"of": "last"},
                "A parent that is listed twice counts once.": {"once": True},
                "The signs of the local slopes are lost.": {"size": True},
                "The end begins at 0, so nothing is passed on.": {"begin": 0.0},
                "All numbers begin at 1. Only the end does.": {"others": 1.0},
                "All numbers that the end is made of begin at 1. Only the end does.": {"others": 1.0, "begun": "met"},
                "The local slopes are not multiplied in.": {"slope": "none"},
                "Slope and local slope are added, where they are multiplied.": {"slope": "sum"},
                "Only local slopes are added up: what comes from the end is not multiplied in.": {"slope": "local"},
                "The slope of the end in itself is 1.": {"self": False},
            },
        ),
        "With each arrival you pass on all that has come so far, the old part once more.": _again_with_each_arrival,
        "With each arrival you pass on all that has come so far, first come, first served: the old part goes twice.": (
            lambda end, parents, slopes: _again_with_each_arrival(end, parents, slopes, taken=0)
        ),
        "Only the inputs have their slopes. All numbers are asked.": lambda end, parents, slopes: [
            g for g, made_of in zip(_passed_back(end, parents, slopes), parents, strict=True) if not made_of
        ],
    },
)


# ---- dropout


def _dropout_cases(rng):
    def draw(rows, units, p, training=True):
        return rng.normal(0, 1, (rows, units)), p, rng.random((rows, units)), training

    tie = rng.normal(0, 1, (2, 4)), 0.5, np.array([[0.5, 0.1, 0.7, 0.5], [0.2, 0.5, 0.9, 0.4]]), True
    close = (
        rng.normal(0, 1, (2, 3)),
        0.3004,
        0.3004 + np.array([[-1, 1, -1], [1, -1, 1]]) * rng.uniform(1e-9, 1e-5),
        True,
    )
    return [
        (np.array([[1.0, 2, 3, 4]]), 0.25, np.array([[0.1, 0.3, 0.6, 0.9]]), True),
        draw(4, 5, float(rng.uniform(0.1, 0.45))),
        draw(3, 6, float(rng.uniform(0.6, 0.9))),
        draw(3, 4, 0.0),
        draw(5, 4, float(rng.uniform(0.4, 0.8)), training=False),
        draw(1, 7, 0.5),
        draw(5, 4, float(rng.uniform(0.55, 0.8))),
        tie,
        close,
    ]


def _dropped(
    H,
    p,
    u,
    training,
    *,
    keeps="above",
    scaled="kept",
    in_use="nothing",
    whose="each",
):
    if not training and in_use == "nothing":
        return H * 1.0
    if not training and in_use in ("times kept", "over kept"):
        return H * (1 - p) if in_use == "times kept" else H / (1 - p)
    if training and in_use == "turned round":
        return H * 1.0
    u = {"each": u, "row": u[:, :1], "column": u[:1]}[whose]
    kept = {"above": u >= p, "strictly": u > p, "below": u < p, "other share": u >= 1 - p, "below other": u < 1 - p}[
        keeps
    ]
    with np.errstate(all="ignore"):
        factor = {
            "kept": 1 / (1 - p),
            "not": 1.0,
            "dropped": np.divide(1, p),
            "dropped but 0": 1 / p if p else 1.0,
            "times": 1 - p,
            "plus": 1 + p,
            "counted": kept.size / max(kept.sum(), 1),
            "counted in rows": kept.shape[1] / np.maximum(kept.sum(axis=1, keepdims=True), 1),
            "root": (1 - p) ** -0.5,
            "twice": (1 - p) ** -2.0,
        }[scaled]
        return np.where(kept, H * factor, 0)


dropout = Exercise(
    title="Dropout",
    points=2,
    expected=lambda H, p, u, training: np.where(u < p, 0, H / (1 - p)) if training else H,
    cases=_dropout_cases,
    mistakes={
        **switched(
            _dropped,
            {
                "What is left is not scaled: the mean falls by a share of p.": {"scaled": "not"},
                "You divide by the chance to drop. Which share is left?": {"scaled": "dropped"},
                "You divide by p, and at p = 0 by nothing. Which share is left?": {"scaled": "dropped but 0"},
                "You multiply by 1 + p: with p = ½ the mean falls to three quarters.": {"scaled": "plus"},
                "You divide by the share that happens to be left in each row.": {"scaled": "counted in rows"},
                "p is the chance to keep in all you do: what is below p stays, divided by p.": {
                    "keeps": "below",
                    "scaled": "dropped but 0",
                },
                "You multiply by the share that is left: the mean falls twice.": {"scaled": "times"},
                "You divide by the share that happens to be left in this draw.": {"scaled": "counted"},
                "You divide by the root of the share that is left.": {"scaled": "root"},
                "You divide by the share that is left twice.": {"scaled": "twice"},
                "You keep what should be silenced.": {"keeps": "below"},
                "You silence where u is p exactly as well.": {"keeps": "strictly"},
                "You take p for the chance to keep: too many or too few are silenced.": {"keeps": "other share"},
                "You keep where u < 1 − p: the right number in the mean, and other units than asked.": {
                    "keeps": "below other"
                },
                "Dropout is left on in use.": {"in_use": "dropped"},
                "In use you multiply by the share that is left, which the training has done already.": {
                    "in_use": "times kept"
                },
                "In use you divide by the share that is left.": {"in_use": "over kept"},
                "You drop in use, and not in training.": {"in_use": "turned round"},
                "All units of a row share one u.": {"whose": "row"},
                "All rows share the first row's u.": {"whose": "column"},
            },
        ),
        "p is the chance to keep in all you do: you silence where u < 1 − p, and divide by p.": lambda H, p, u, training: (
            _dropped(H, 1 - p, u, training) if p else H * 0
        ),
        "The form of 2014: nothing is scaled in training, and use is multiplied. Ours is scaled in training.": (
            lambda H, p, u, training: _dropped(H, p, u, training, scaled="not", in_use="times kept")
        ),
    },
)


# ---- choices

read_the_tests = choice_exercise(
    title="Read the tests",
    points=2,
    right={
        "A": "way back",
        "B": "uphill steps",
        "C": "labels come apart",
        "D": "first weights",
        "E": "too few rows",
        "F": "dropout left on",
    },
    tempting={
        ("A", "first weights"): "A: 2.31 is chance. Which test fails, and what does it compare?",
        ("A", "too few rows"): "A: training and test are two points apart. Which test fails?",
        ("A", "mean forgotten"): "A: a mean that is forgotten makes steps 32 times too long. Would it reach 0.94?",
        ("A", "uphill steps"): "A: its loss on 16 rows falls to 0.0006. Which test fails?",
        ("B", "way back"): "B: the check passes, so the gradient is right. What is done with it?",
        ("B", "mean forgotten"): "B: the check compares with differences of the mean, and it passes.",
        ("B", "first weights"): "B: it starts at chance and ends at 41.",
        (
            "B",
            "labels come apart",
        ): "B: labels that fit no row can still be learnt by heart, 16 of them. This loss grows.",
        ("C", "way back"): "C: the check passes, and one batch is learnt by heart. What is new with many batches?",
        ("C", "too few rows"): "C: then the training accuracy would be high.",
        ("C", "first weights"): "C: it starts at chance.",
        ("C", "uphill steps"): "C: on one batch its steps go down, to 0.0004.",
        ("D", "mean forgotten"): "D: it is bad before the first step, and the gradient check passes.",
        ("D", "uphill steps"): "D: its loss on 16 rows falls to 0.0009. What was bad before the first step?",
        ("D", "labels come apart"): "D: 0.94 on new rows. What was bad before the first step?",
        ("D", "way back"): "D: the check passes. Which of its numbers is unlike all others?",
        ("D", "too few rows"): "D: which of its numbers is unlike all others?",
        ("E", "way back"): "E: the check passes, and the training rows are all right. Where does it fail?",
        ("E", "dropout left on"): "E: with units silenced, would all training rows be right?",
        ("E", "labels come apart"): "E: the training rows are all right.",
        ("F", "mean forgotten"): "F: the check passes. And what could make the same weights better elsewhere?",
        ("F", "first weights"): "F: it starts at chance. What could make the same weights better elsewhere?",
        ("F", "too few rows"): "F: training and test are one point apart. And the serving program?",
        ("F", "way back"): "F: the check passes, and the same weights do well elsewhere.",
        ("F", "labels come apart"): "F: then the same weights would do badly elsewhere too.",
    },
)

choose_network_remedy = choice_exercise(
    title="Choose the remedy",
    points=2,
    right={
        "A": "residuals",
        "B": "dropout or decay",
        "C": "smaller first weights",
        "D": "more hidden units",
        "E": "linear model",
        "F": "gradient check",
    },
    tempting={
        ("A", "dropout or decay"): "A: these cost training loss to gain on new rows. Where does A fail?",
        ("A", "more hidden units"): "A: three layers of the same width reach 0.1. Is it short of units?",
        ("A", "gradient check"): "A: derivatives agree with differences already.",
        ("A", "smaller first weights"): "A: smaller still, after 48 layers: what is left of a signal?",
        ("B", "linear model"): "B: that is one way to less freedom, and costs all bends. Which remedy gives up less?",
        ("B", "more hidden units"): "B: it has learnt its 90 rows by heart. What would more units do?",
        ("B", "residuals"): "B: its training loss is 0.001. Training is no trouble here.",
        ("B", "gradient check"): "B: a loss of 0.001 is reached, and the gap is what hurts.",
        ("C", "dropout or decay"): "C: what does a sum of 500 standard normal products look like?",
        ("C", "gradient check"): "C: look at step 1, before any gradient is used.",
        ("C", "residuals"): "C: look at step 1: 310. What makes outputs so large?",
        ("D", "residuals"): "D: these help layers. How many layers has it?",
        ("D", "dropout or decay"): "D: there is no gap between old and new rows.",
        ("D", "linear model"): "D: one straight cut cannot separate |x₁| > |x₂|.",
        ("D", "gradient check"): "D: ten seeds reach the same 0.71. What can two units not do?",
        ("E", "more hidden units"): "E: what does the network gain so far, and what does the regulator ask?",
        ("E", "dropout or decay"): "E: what does the network gain so far, and what does the regulator ask?",
        ("F", "smaller first weights"): "F: the first weights are as they were. What changed?",
        ("F", "residuals"): "F: what changed, and which test looks at exactly that?",
        ("F", "dropout or decay"): "F: what changed, and which test looks at exactly that?",
        ("F", "more hidden units"): "F: what changed, and which test looks at exactly that?",
    },
)


# ---- tuning

TARGET, MOST_PARAMETERS, MOST_EPOCHS = 0.95, 3_000, 40
_TUNING_MISTAKES = {
    "form": "`hidden` and `epochs` are whole numbers from 1 on, `rate` is a number above 0.",
    "large": "More than 3,000 parameters: count weights and biases of both layers.",
    "long": "At most 40 epochs.",
    "large and long": "More than 3,000 parameters, and more than 40 epochs.",
    "fails": "At chance, or nearly: with this rate units fall asleep for good, or the numbers explode.",
    "short": "Below 95 % on new digits, and the loss was still falling: it has not learnt enough. More rate, or more epochs.",
    "short and narrow": "Below 95 % on new digits: it has not learnt enough, and so few units cannot tell ten shapes apart.",
    "narrow": "Below 95 % on new digits: what can so few units tell apart?",
    "unsteady": "Below 95 % on one of the splits: the rate is so large that the seed decides.",
}


@functools.cache
def _split(seed: int):
    pixels, digit = handwritten_digits()
    rows = np.random.default_rng(seed).permutation(len(digit))
    X, y = pixels[rows] / 16, (digit[rows] >= 5).astype(int)
    return X[:600], y[:600], X[600:], y[600:]


@functools.cache
def _score(hidden: int, rate: float, epochs: int, seed: int) -> float:
    X, y, X_new, y_new = _split(seed)
    rng = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        layers = networks.new_layers((64, hidden, 2), rng)
        layers = networks.train(layers, X, y, rng, rate=rate, epochs=epochs, momentum=0.9)
        return networks.accuracy(layers, X_new, y_new)


def _is_whole(value) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 1)


def _accept_network(settings):
    if not isinstance(settings, dict) or settings.keys() != {"hidden", "rate", "epochs"}:
        return _TUNING_MISTAKES["form"]
    hidden, rate, epochs = settings["hidden"], settings["rate"], settings["epochs"]
    is_rate = isinstance(rate, int | float) and not isinstance(rate, bool) and 0 < rate < 1e6
    if not (_is_whole(hidden) and _is_whole(epochs) and is_rate):
        return _TUNING_MISTAKES["form"]
    is_large, is_long = 67 * hidden + 2 > MOST_PARAMETERS, epochs > MOST_EPOCHS
    if is_large or is_long:
        return _TUNING_MISTAKES["large and long" if is_large and is_long else "large" if is_large else "long"]
    worst = min(_score(int(hidden), float(rate), int(epochs), seed) for seed in (31, 47))
    return True if worst >= TARGET else _TUNING_MISTAKES[_why(worst, hidden, rate, epochs)]


def _why(worst, hidden, rate, epochs) -> str:
    if rate * epochs < 0.7:
        return "short and narrow" if hidden < 4 else "short"
    if hidden < 4:
        return "narrow"
    if worst < 0.7:
        return "fails"
    return "unsteady" if rate > 0.2 else "narrow" if hidden < 16 else "short"


tune_the_network = Exercise(
    title="Tune the network",
    points=2,
    expected={"hidden": 40, "rate": 0.1, "epochs": 25},
    accepts=_accept_network,
    equivalent={
        f"{{'hidden': 40, 'rate': 0.1, 'epochs': 25}} -> {{'hidden': {h}, 'rate': {r}, 'epochs': {e}}}": (
            "it reaches the stated share too"
        )
        for h, r, e in ((41, 0.1, 25), (39, 0.1, 25), (40, 0.2, 25), (40, 0.1, 26), (40, 0.1, 24))
    },
    mistakes={
        _TUNING_MISTAKES["form"]: {"hidden": 40, "rate": 0, "epochs": 25},
        _TUNING_MISTAKES["large"]: {"hidden": 64, "rate": 0.1, "epochs": 25},
        _TUNING_MISTAKES["long"]: {"hidden": 40, "rate": 0.1, "epochs": 400},
        _TUNING_MISTAKES["large and long"]: {"hidden": 64, "rate": 0.1, "epochs": 400},
        _TUNING_MISTAKES["fails"]: {"hidden": 40, "rate": 1.0, "epochs": 30},
        _TUNING_MISTAKES["short"]: {"hidden": 40, "rate": 0.001, "epochs": 40},
        _TUNING_MISTAKES["short and narrow"]: {"hidden": 2, "rate": 0.001, "epochs": 40},
        _TUNING_MISTAKES["narrow"]: {"hidden": 2, "rate": 0.1, "epochs": 40},
        _TUNING_MISTAKES["unsteady"]: {"hidden": 40, "rate": 0.4, "epochs": 30},
    },
)
