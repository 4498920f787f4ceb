"""Exercises of the lesson on neural networks: forward, backward, training, first weights, dropout."""

import functools
import itertools

import numpy as np
from scipy.special import expit, softmax

from firsthand.differentiation import Node
from firsthand.judging.exercise import Exercise, partly_mended, switched, with_faults

# ---- the way forward


def _layers(rng, sizes):
    pairs = itertools.pairwise(sizes)
    return [(rng.normal(0, 1, pair), rng.normal(0, 1, pair[1])) for pair in pairs]


def _forward_cases(rng):
    W1, b1 = np.array([[1, -1, 0.5], [1, 0.5, -2]]), np.array([-1, 0.5, 1])
    example = [(W1, b1), (np.array([[3.0], [-2], [1]]), np.array([0.5]))]
    drawn = [
        (rng.normal(0, 1, (rows, sizes[0])), _layers(rng, sizes))
        for rows, sizes in ((5, (3, 3)), (1, (4, 6, 3)), (6, (3, 5, 4, 2)), (4, (3, 3, 3, 3)), (2, (2, 7, 6, 5, 1)))
    ]
    return [(np.array([[1.0, 2], [-1, 1], [2, 0]]), example), *drawn]


def _forward(
    X,
    layers,
    *,
    bend=lambda Z: np.maximum(Z, 0),
    at_end=False,
    at_start=False,
    biased="after",
    bends="all",
    turned=False,
    order=1,
    left_out=0,
    adds=False,
):
    H = bend(X) if at_start else X
    layers = layers[::order][: len(layers) - left_out]
    for place, (W, b) in enumerate(layers):
        Z = H @ (W.T if turned else W)
        is_last = place == len(layers) - 1
        bent = (not is_last or at_end) and {"all": True, "none": False, "first": place == 0, "later": place > 0}[bends]
        if biased == "before":
            Z = (bend(Z) if bent else Z) + b
        else:
            Z = Z + {"after": b, "never": 0, "last": b * is_last, "hidden": b * (not is_last), "less": -b}[biased]
            Z = bend(Z) if bent else Z
        H = Z + H if adds and not is_last and Z.shape == H.shape else Z
    return H


def _by_reduction(X, layers):
    bent = functools.reduce(lambda H, pair: np.clip(H @ pair[0] + pair[1], 0, None), layers[:-1], np.asarray(X))
    return bent @ layers[-1][0] + layers[-1][1]


forward_pass = Exercise(
    title="The way forward",
    points=1,
    expected=_by_reduction,
    cases=_forward_cases,
    mistakes={
        **switched(
            _forward,
            {
                "You bend the outputs as well: no output can be below 0.": {"at_end": True},
                "You bend the inputs as well: what is below 0 in X is lost.": {"at_start": True},
                "Nothing is bent: all layers together are one.": {"bends": "none"},
                "Only the first layer is bent.": {"bends": "first"},
                "The first layer is not bent, later ones are.": {"bends": "later"},
                "The biases are missing.": {"biased": "never"},
                "Only the last layer has its bias.": {"biased": "last"},
                "The last layer's bias is missing.": {"biased": "hidden"},
                "You take the biases off.": {"biased": "less"},
                "You bend first and add the bias afterwards.": {"biased": "before"},
                "You use a sigmoid between the layers, where ReLU is asked.": {"bend": expit},
                "You use tanh between the layers, where ReLU is asked.": {"bend": np.tanh},
                "You take the size: what is below 0 should become 0.": {"bend": np.abs},
                "You keep what is below 0, and drop what is above.": {"bend": lambda Z: np.minimum(Z, 0)},
                "You give 0 or 1 in place of the value.": {"bend": lambda Z: (Z > 0) * 1.0},
                "The weights are turned round: rows of W belong to inputs.": {"turned": True},
                "The layers are passed from the last to the first.": {"order": -1},
                "The last layer is missing: these are the hidden units.": {"left_out": 1, "at_end": True},
                "The last layer is missing, and so is the bend before it.": {"left_out": 1},
                "You add what a layer is given to what it makes. Plain layers are asked.": {"adds": True},
            },
        ),
        "You return what each layer makes. The outputs are asked.": lambda X, layers: [
            _forward(X, layers[: k + 1], at_end=k + 1 < len(layers)) for k in range(len(layers))
        ],
    },
)


# ---- softmax and cross-entropy


def _score_cases(rng):
    def draw(rows, classes, spread):
        return rng.normal(0, spread, (rows, classes)), rng.integers(0, classes, rows)

    large = np.array([[-1_000.0], [0], [1_000]]) * np.ones((3, 4)) + rng.normal(0, 1, (3, 4))
    large = np.vstack([large, [[-1_000, 0, 3, 1_000], [1_000, 2, 0, -1_000], [0, 1_000, -1_000, 0]]])
    return [
        (np.array([[2.0, 0, -1], [0, 1, 3]]), np.array([0, 1])),
        draw(5, 4, 2),
        draw(1, 3, 1),
        (rng.normal(0, 1, (7, 2)), rng.integers(0, 2, 7).tolist()),
        (large, rng.integers(0, 4, 6)),
        draw(4, 6, 0.3),
        draw(3, 3, 1),
    ]


def _score_slope(
    scores,
    y,
    *,
    shares="rows",
    label="one hot",
    over="rows",
    only=False,
    extra=False,
    twice=False,
    shift="true",
    weight=1.0,
):
    P = {
        "rows": lambda: softmax(scores, axis=1),
        "columns": lambda: softmax(scores, axis=0),
        "all": lambda: softmax(scores),
        "sigmoid": lambda: expit(scores),
        "none": lambda: np.asarray(scores, float),
        "log": lambda: np.log(softmax(scores, axis=1).clip(1e-300)),
        "sums": lambda: np.exp(scores),
    }[shares]()
    P = softmax(P, axis=1) if twice else P
    n, k = scores.shape
    y = np.asarray(y)
    place = {"true": y, "next": (y + 1) % k, "before": (y - 1) % k}[shift]
    E = np.eye(k)[place]
    if label == "all":
        E = np.ones((n, k))
    if label == "none":
        E = np.zeros((n, k))
    if label == "divided":
        E = E / P.clip(1e-300)
    slope = P - E
    if only:
        slope = slope * np.eye(k)[y]
    if extra:
        slope = slope * P * (1 - P)
    return weight * slope / {"rows": n, "sum": 1, "classes": k, "all": n * k}[over]


def _overflowing(scores, y):
    with np.errstate(all="ignore"):
        P = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    P[np.arange(len(P)), y] -= 1
    return P / len(P)


softmax_gradient = Exercise(
    title="From scores to slopes",
    points=2,
    expected=lambda scores, y: (softmax(scores, axis=1) - np.eye(np.shape(scores)[1])[np.asarray(y)]) / len(scores),
    cases=_score_cases,
    mistakes={
        **switched(
            _score_slope,
            {
                "That is the slope of the sum over rows. The mean is asked.": {"over": "sum"},
                "You divide by the number of classes where rows are meant.": {"over": "classes"},
                "You divide by all entries, rows times classes.": {"over": "all"},
                "Only the true class has a slope. The other scores matter too: they are in the sum below the fraction.": {
                    "only": True
                },
                "Softmax is taken twice.": {"twice": True},
                "You multiply by p(1 − p) once more.": {"extra": True},
                "Softmax runs down the columns: each row should add up to 1.": {"shares": "columns"},
                "Softmax runs over the whole table: each row should add up to 1.": {"shares": "all"},
                "That is a sigmoid of each score. The shares of a row add up to 1.": {"shares": "sigmoid"},
                "The scores stand where shares should.": {"shares": "none"},
                "Logarithms of the shares stand where the shares should.": {"shares": "log"},
                "The exponentials are not divided by their sum.": {"shares": "sums"},
                "You take 1 off every class. It goes off the true one.": {"label": "all"},
                "Nothing is taken off: those are the shares.": {"label": "none"},
                "At the true class 1/p goes off: that is the slope in the share, not in the score.": {
                    "label": "divided"
                },
                "The 1 goes off the class before the true one: the classes count from 0.": {"shift": "before"},
                "The 1 goes off the class after the true one: the classes count from 0.": {"shift": "next"},
            },
        ),
        "NaN with large scores: the exponential of 1,000 is too large. What may be taken off first?": _overflowing,
    },
)


# ---- the way back


def _is_clear_of_bends(X, W1, b1):
    return np.abs(X @ W1 + b1).min() > 1e-3


def _network_case(rng, rows, inputs, hidden, *, asleep=False):
    while True:
        X, W1 = rng.normal(0, 1, (rows, inputs)), rng.normal(0, 1, (inputs, hidden))
        b1 = rng.normal(0, 0.5, hidden) - 50 * asleep
        if _is_clear_of_bends(X, W1, b1):
            return X, rng.normal(0, 2, rows), W1, b1, rng.normal(0, 1, hidden), float(rng.normal())


def _backward_cases(rng):
    X, W1 = np.array([[1.0, 2], [-1, 1], [2, 0]]), np.array([[1, -1, 0.5], [1, 0.5, -2]])
    example = X, np.array([1.0, 0, 4]), W1, np.array([-1, 0.5, 1]), np.array([3.0, -2, 1]), 0.5
    shapes = ((5, 3, 4), (1, 4, 3), (8, 2, 5), (3, 3, 3), (6, 1, 2))
    drawn = [_network_case(rng, *shape) for shape in shapes]
    whole = rng.integers(-2, 3, (4, 2)) * 1.0
    at_zero = whole, rng.normal(0, 2, 4), np.array([[1.0, 2], [-1, 1]]), -whole[0] @ [[1, 2], [-1, 1]], *drawn[-1][4:]
    return [example, *drawn, _network_case(rng, 4, 2, 3, asleep=True), at_zero]


def _backward(
    X,
    y,
    W1,
    b1,
    W2,
    b2,
    *,
    mask="sum",
    through="W2",
    mean="once",
    two=2,
    error="minus",
    bias="sum",
    bias_2="sum",
    from_H="H",
    rows="all",
    first="on",
    output="biased",
    hidden="biased",
):
    Z = X @ W1 + (b1 if hidden == "biased" else 0)
    H = np.maximum(Z, 0)
    given = {"H": H, "Z": Z, "mask": (Z > 0) * 1.0}[from_H]
    n = len(y)
    off = H @ W2 + (b2 if output == "biased" else 0) - y
    back = two * {"minus": off, "sign": np.sign(off), "output": off + y}[error]
    back = back / {"once": n, "first twice": n, "sum": 1, "squared": n**2, "last": n}[mean]
    if rows == "last":
        back = np.where(np.arange(n) == n - 1, back, 0)
    dW2 = given.T @ back
    V = {"W2": W2, "dW2": dW2, "moved": W2 - 0.1 * dW2, "ones": np.ones_like(W2)}[through]
    to_H = np.outer(back, V)
    masks = {
        "sum": Z > 0,
        "none": 1,
        "value": H,
        "slope": to_H > 0,
        "X": (X > 0).any(axis=1, keepdims=True),
        "output": (off + y > 0)[:, None],
        "sleeping": Z <= 0,
        "zero too": Z >= 0,
    }
    to_Z = to_H * masks[mask] / (n if mean == "first twice" else 1)
    if first == "off":
        to_Z = 0 * to_Z
    db1 = {
        "sum": to_Z.sum(axis=0),
        "mean": to_Z.mean(axis=0),
        "inputs": (X.sum(axis=1)[:, None] * to_Z).sum(axis=0),
        "to H": to_H.sum(axis=0),
        "nothing": np.zeros(len(b1)),
    }[bias]
    db2 = {"sum": back.sum(), "mean": back.mean(), "times b": b2 * back.sum()}[bias_2]
    return X.T @ to_Z, db1, dW2, db2


def _by_engine(X, y, W1, b1, W2, b2):
    nodes = [Node(value) for value in (W1, b1, np.reshape(W2, (-1, 1)), b2)]
    off = (X @ nodes[0] + nodes[1]).relu() @ nodes[2] + nodes[3] - np.reshape(y, (-1, 1))
    (off**2).mean().backward()
    dW1, db1, dW2, db2 = (node.grad for node in nodes)
    return dW1, db1, dW2[:, 0], float(db2)


backward_pass = Exercise(
    title="The way back",
    points=3,
    expected=_by_engine,
    cases=_backward_cases,
    mistakes=switched(
        _backward,
        {
            "The mask is missing: sleeping units pass slopes back as well.": {"mask": "none"},
            "You multiply by the units' values, where only awake or asleep counts.": {"mask": "value"},
            "You bend the slope that comes back: what decides is the sum on the way forward.": {"mask": "slope"},
            "Your mask is taken from the inputs X. What is bent is XW₁ + b₁.": {"mask": "X"},
            "Your mask is taken from the output. What is bent is XW₁ + b₁.": {"mask": "output"},
            "A unit at exactly 0 passes slopes back: it is not above 0.": {"mask": "zero too"},
            "Your mask is turned round: the sleeping units pass, the others do not.": {"mask": "sleeping"},
            "You go back through dW2. The way back leads through the weights, W2.": {"through": "dW2"},
            "You go back without W2: all units get the same.": {"through": "ones"},
            "The slopes of all rows are summed: the loss is a mean.": {"mean": "sum"},
            "1/n is in the first layer's gradients twice.": {"mean": "first twice"},
            "You divide by n twice.": {"mean": "squared"},
            "The 2 of the square is missing.": {"two": 1},
            "That is the slope of the mean absolute error.": {"error": "sign", "two": 1},
            "The output stands where output − y should.": {"error": "output"},
            "db1 is a mean over rows. The 1/n is in what comes back already.": {"bias": "mean"},
            "db1 is multiplied with the inputs. What is a bias multiplied with?": {"bias": "inputs"},
            "db1 is summed before the mask.": {"bias": "to H"},
            "db1 is 0.": {"bias": "nothing"},
            "db2 is a mean over rows. The 1/n is in what comes back already.": {"bias_2": "mean"},
            "db2 is multiplied with b2.": {"bias_2": "times b"},
            "dW2 is taken with the sums before the bend. What was W2 multiplied with?": {"from_H": "Z"},
            "dW2 is taken with the mask in place of the units' values.": {"from_H": "mask"},
            "Only the last row counts: the sum over rows is missing.": {"rows": "last"},
            "The first layer gets no slope at all.": {"first": "off"},
            "b2 is missing on your way forward.": {"output": "unbiased"},
            "b1 is missing on your way forward.": {"hidden": "unbiased"},
        },
    ),
)


# ---- a repair


def _training_cases(rng):
    def draw(rows, inputs, hidden, steps):
        while True:
            X, W1 = rng.normal(0, 1, (rows, inputs)), rng.normal(0, 1, (inputs, hidden))
            if _is_clear_of_bends(X, W1, 0):
                return X, rng.normal(0, 1, rows), W1, rng.normal(0, 1, hidden), float(rng.uniform(0.02, 0.1)), steps

    X = np.array([[1.0, 2], [2, 1]])
    still = X, np.array([1.0, 2]), np.array([[1.0], [0]]), np.array([1.0]), 0.1, 1
    moving = X, np.array([3.0, 0]), np.array([[1.0], [0]]), np.array([1.0]), 0.1, 1
    return [still, moving, draw(5, 3, 4, 1), draw(4, 2, 3, 3), draw(1, 3, 2, 2), draw(6, 2, 5, 0)]


def _trained(X, y, W1, W2, rate, steps, *, through="old", mean="once", most=50):
    W1, W2, n = np.array(W1, float), np.array(W2, float), len(y)
    for _ in range(min(int(steps), most)):
        Z = X @ W1
        H = np.maximum(Z, 0)
        back = 2 * (H @ W2 - y) / (1 if mean == "nowhere" else n)
        moved = W2 - rate * H.T @ back / (n if mean in ("second", "both") else 1)
        to_Z = np.outer(back, {"old": W2, "new": moved}[through]) * (Z > 0)
        W1 = W1 - rate * X.T @ to_Z / (n if mean in ("twice", "both") else 1)
        W2 = moved
    return W1, W2


def _trained_by_engine(X, y, W1, W2, rate, steps):
    W1, W2 = np.array(W1, float), np.reshape(W2, (-1, 1))
    for _ in range(min(int(steps), 50)):
        first, second = Node(W1), Node(W2)
        (((X @ first).relu() @ second - np.reshape(y, (-1, 1))) ** 2).mean().backward()
        W1, W2 = W1 - rate * first.grad, W2 - rate * second.grad
    return W1, W2[:, 0]


_FAULTS = {
    "both gradients belong to one point": (
        "the hidden layer's slope is taken with W2 after its move.",
        {"through": "new"},
    ),
    "1/n enters once": ("the first layer's gradient is divided by n twice.", {"mean": "twice"}),
}

fix_the_training = Exercise(
    title="Mend the training",
    points=2,
    expected=_trained_by_engine,
    cases=_training_cases,
    equivalent={"Z > 0 -> Z >= 0": "at a sum of exactly 0 the loss has a bend, and no slope"},
    given=with_faults(_trained, _FAULTS),
    mistakes={
        **partly_mended(_trained, _FAULTS),
        **switched(
            _trained,
            {
                "Now both gradients are divided by n twice.": {"mean": "both"},
                "Now 1/n is nowhere: that is the slope of a sum.": {"mean": "nowhere"},
                "Now the second layer's gradient is divided by n twice.": {"mean": "second"},
            },
        ),
        "One step is made, whatever `steps` says.": lambda X, y, W1, W2, rate, steps: _trained(X, y, W1, W2, rate, 1),
    },
)


# ---- first weights


def _size_cases(rng):
    def draw(*sizes):
        weights = sum(into * out for into, out in itertools.pairwise(sizes))
        return list(sizes), rng.normal(0, 1, weights)

    return [([2, 1, 2], np.array([1, -2, 0.5, 3])), draw(5, 3), draw(1, 4, 2), draw(3, 3, 3, 3), draw(6, 2, 7, 1)]


def _first_weights(sizes, normals, *, fan="in", two=2.0, root=True, order="C", again=False):
    found, start = [], 0
    for into, out in itertools.pairwise(sizes):
        block = np.asarray(normals)[start : start + into * out].reshape(into, out, order=order)
        units = {"in": into, "out": out, "both": into + out, "first": sizes[0], "none": 1, "product": into * out}[fan]
        spread = two / units
        found.append((np.sqrt(spread) if root else spread) * block)
        start += 0 if again else into * out
    return found


initial_weights = Exercise(
    title="The first weights",
    points=1,
    expected=_first_weights,
    cases=_size_cases,
    mistakes={
        **switched(
            _first_weights,
            {
                "You scale by the number of outputs. What does one unit add up?": {"fan": "out"},
                "That is Glorot's scale: it takes inputs and outputs together.": {"fan": "both"},
                "Every layer is scaled by the inputs of the first one.": {"fan": "first"},
                "You scale by the number of weights of the layer.": {"fan": "product"},
                "The inputs do not enter your scale.": {"fan": "none"},
                "That is √(1/inputs): it does not make up for what ReLU cuts off.": {"two": 1.0},
                "You scale by 2/inputs: that is a variance.": {"root": False},
                "Each layer begins at the first number again.": {"again": True},
                "You fill column by column. Row by row is asked.": {"order": "F"},
            },
        ),
        "Your numbers are not scaled.": lambda sizes, normals: [
            W / np.sqrt(2 / len(W)) for W in _first_weights(sizes, normals)
        ],
        "Your arrays are (outputs, inputs).": lambda sizes, normals: [
            np.sqrt(2 / W.shape[0]) * (W / np.sqrt(2 / W.shape[0])).reshape(W.shape[::-1])
            for W in _first_weights(sizes, normals)
        ],
        "The first layer only.": lambda sizes, normals: _first_weights(sizes, normals)[:1],
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
            "dropped": 1 / p if p else np.nan,
            "times": 1 - p,
            "counted": kept.size / max(kept.sum(), 1),
            "root": (1 - p) ** -0.5,
            "twice": (1 - p) ** -2.0,
        }[scaled]
    return H * kept * factor


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
        "p is the chance to keep in all you do.": lambda H, p, u, training: (
            _dropped(H, 1 - p, u, training) if p else H * 0
        ),
        "The form of 2014: nothing is scaled in training, and use is multiplied. Ours is scaled in training.": (
            lambda H, p, u, training: _dropped(H, p, u, training, scaled="not", in_use="times kept")
        ),
    },
)
