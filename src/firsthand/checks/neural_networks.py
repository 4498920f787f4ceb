"""Exercises of the lesson on neural networks: forward, backward, training, first weights."""

import functools
import itertools

import numpy as np
from scipy.special import expit, softmax

from firsthand.differentiation import Node
from firsthand.judging.exercise import Exercise, alone, partly_mended, switched, with_faults

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


def _changed_scores(scores, given):
    largest = scores.max(axis=1, keepdims=True)
    return {
        "as it is": lambda: scores,
        "clipped": lambda: scores.clip(-50, 50),
        "over the largest": lambda: scores / np.where(largest, largest, 1),
        "over the size": lambda: scores / np.abs(scores).max(axis=1, keepdims=True),
    }[given]()


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
    sign=1,
    given="as it is",
):
    scores = _changed_scores(np.asarray(scores, float), given)
    P = {
        "rows": lambda: softmax(scores, axis=1),
        "columns": lambda: softmax(scores, axis=0),
        "all": lambda: softmax(scores),
        "sigmoid": lambda: expit(scores),
        "none": lambda: scores,
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
    if label == "every row":
        E = E.max(axis=0, keepdims=True)
    if label == "divided":
        E = E / P.clip(1e-300)
    slope = P - E
    if only:
        slope = slope * np.eye(k)[y]
    if extra:
        slope = slope * P * (1 - P)
    return sign * slope / {"rows": n, "sum": 1, "classes": k, "all": n * k}[over]


def _overflowing(scores, y, *, off=0):
    with np.errstate(all="ignore"):
        powers = np.exp(np.asarray(scores) - off)
        P = powers / powers.sum(axis=1, keepdims=True)
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
                "In every row the 1 goes off each class that stands anywhere in y. A row has one true class.": {
                    "label": "every row"
                },
                "The sign is turned: it is the shares that count up, and the 1 that comes off.": {"sign": -1},
                "You limit the scores: two large ones that differ become equal.": {"given": "clipped"},
                "You divide by the largest score of a row. What leaves the shares as they are?": {
                    "given": "over the largest"
                },
                "You divide by the largest size in a row. What leaves the shares as they are?": {
                    "given": "over the size"
                },
                "The 1 goes off the class before the true one: the classes count from 0.": {"shift": "before"},
                "The 1 goes off the class after the true one: the classes count from 0.": {"shift": "next"},
            },
        ),
        "NaN with large scores: the exponential of 1,000 is too large. What may be taken off first?": _overflowing,
        "NaN: the table's largest score goes off every row, and a row far below it becomes 0/0. Whose largest should go off?": (
            lambda scores, y: _overflowing(scores, y, off=np.max(scores))
        ),
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
    Z = X @ W1 + (0 if hidden == "unbiased" else b1)
    H = Z if hidden == "unbent" else np.maximum(Z, 0)
    given = {"H": H, "Z": Z, "mask": (Z > 0) * 1.0}[from_H]
    n = len(y)
    scores = H @ W2 + (0 if output == "unbiased" else b2)
    off = (np.maximum(scores, 0) if output == "bent" else scores) - y
    back = two * {"minus": off, "sign": np.sign(off), "output": off + y, "squared": off**2}[error]
    back = back * (scores > 0) if output == "bent" else back
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
        "no bias": X @ W1 > 0,
        "sign": np.sign(Z),
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
        "units": to_Z.sum(axis=1),
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
    mistakes={
        **switched(
            _backward,
            {
                "The mask is missing: sleeping units pass slopes back as well.": {"mask": "none"},
                "You multiply by the units' values, where only awake or asleep counts.": {"mask": "value"},
                "A unit at exactly 0 passes slopes back: it is not above 0.": {"mask": "zero too"},
                "Your mask looks at XW₁ without b₁. What is bent is XW₁ + b₁.": {"mask": "no bias"},
                "Your mask is −1 where a unit sleeps. What does a sleeping unit pass back?": {"mask": "sign"},
                "Your mask is turned round: the sleeping units pass, the others do not.": {"mask": "sleeping"},
                "You go back without W2: all units get the same.": {"through": "ones"},
                "The slopes of all rows are summed: the loss is a mean.": {"mean": "sum"},
                "1/n is in the first layer's gradients twice.": {"mean": "first twice"},
                "You divide by n twice.": {"mean": "squared"},
                "The 2 of the square is missing.": {"two": 1},
                "db1 is a mean over rows. The 1/n is in what comes back already.": {"bias": "mean"},
                "db1 is summed before the mask.": {"bias": "to H"},
                "db1 and db2 are means over rows. The 1/n is in what comes back already.": {
                    "bias": "mean",
                    "bias_2": "mean",
                },
                "db2 is a mean over rows. The 1/n is in what comes back already.": {"bias_2": "mean"},
                "dW2 is taken with the sums before the bend. What was W2 multiplied with?": {"from_H": "Z"},
                "b2 is missing on your way forward.": {"output": "unbiased"},
                "b1 is missing on your way forward.": {"hidden": "unbiased"},
            },
        ),
        **alone(
            switched(
                _backward,
                {
                    "You bend the slope that comes back: what decides is the sum on the way forward.": {
                        "mask": "slope"
                    },
                    "Your mask is taken from the inputs X. What is bent is XW₁ + b₁.": {"mask": "X"},
                    "Your mask is taken from the output. What is bent is XW₁ + b₁.": {"mask": "output"},
                    "You go back through dW2. The way back leads through the weights, W2.": {"through": "dW2"},
                    "That is the slope of the mean absolute error.": {"error": "sign", "two": 1},
                    "The output stands where output − y should.": {"error": "output"},
                    "db1 is multiplied with the inputs. What is a bias multiplied with?": {"bias": "inputs"},
                    "db1 is summed over the units of a row. b₁ has one number a unit.": {"bias": "units"},
                    "db1 is 0.": {"bias": "nothing"},
                    "Your output goes through ReLU as well. It is a plain sum.": {"output": "bent"},
                    "Nothing is bent on your way forward, though the mask is there on the way back.": {
                        "hidden": "unbent"
                    },
                    "The squared error comes back. What is the slope of a square?": {"error": "squared", "two": 1},
                    "db2 is multiplied with b2.": {"bias_2": "times b"},
                    "dW2 is taken with the mask in place of the units' values.": {"from_H": "mask"},
                    "Only the last row counts: the sum over rows is missing.": {"rows": "last"},
                    "The first layer gets no slope at all.": {"first": "off"},
                },
            )
        ),
    },
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


def _trained(
    X,
    y,
    W1,
    W2,
    rate,
    steps,
    *,
    through="old",
    mean="once",
    mask=True,
    two=2,
    uphill=False,
    moves="both",
    again=False,
    made="all",
    most=50,
):
    W1, W2, n = np.array(W1, float), np.array(W2, float), len(y)
    begun = W2
    in_first = {"once": n, "twice": n**2, "both": n**2, "nowhere": 1, "second": n, "exchanged": n}[mean]
    in_second = {"once": n, "twice": n, "both": n**2, "nowhere": 1, "second": n**2, "exchanged": 1}[mean]
    for _ in range(min(int(steps), {"all": most, "one": 1}[made])):
        Z = X @ W1
        H = np.maximum(Z, 0)
        off = two * (H @ W2 - y)
        moved = W2 - rate * H.T @ off / in_second
        to_Z = np.outer(off, {"old": W2, "new": moved, "begun": begun}[through]) * (Z > 0 if mask else 1)
        W1 = W1 - rate * X.T @ to_Z / (-in_first if uphill else in_first) * (moves == "both")
        W2 = W2 - rate * np.maximum(X @ W1, 0).T @ off / in_second if again else moved
    return W1, W2


def _trained_by_engine(X, y, W1, W2, rate, steps):
    W1, W2 = np.array(W1, float), np.reshape(W2, (-1, 1))
    for _ in range(min(int(steps), 50)):
        first, second = Node(W1), Node(W2)
        (((X @ first).relu() @ second - np.reshape(y, (-1, 1))) ** 2).mean().backward()
        W1, W2 = W1 - rate * first.grad, W2 - rate * second.grad
    return W1, W2[:, 0]


_MOVED = "the hidden layer's slope is taken with W2 after its move."
_FAULTS = {
    "both gradients belong to one point": (
        _MOVED,
        {"through": "new"},
    ),
    "1/n enters once": ("the first layer's gradient is divided by n twice.", {"mean": "twice"}),
}

_MISPLACED = {
    "Now both gradients are divided by n twice.": "both",
    "Now 1/n is nowhere: that is the slope of a sum.": "nowhere",
    "Now the second layer's gradient is divided by n twice.": "second",
    "1/n went at the wrong place: the second layer's gradient has lost its own.": "exchanged",
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
            {sentence: {"mean": mean, "through": "old"} for sentence, mean in _MISPLACED.items()}
            | {f"{s} And {_MOVED}": {"mean": mean, "through": "new"} for s, mean in _MISPLACED.items()}
            | {
                "The mask Z > 0 got lost on the way.": {"mask": False},
                "The 2 of the square got lost on the way.": {"two": 1},
                "The first layer moves uphill.": {"uphill": True},
                "The first layer does not move.": {"moves": "second"},
                "The second layer's gradient is taken with a hidden layer that has moved. Which point do both belong to?": {
                    "again": True
                },
                "The way back leads through the W2 of the very start, in each step.": {"through": "begun"},
                "One step is made, whatever `steps` says.": {"made": "one"},
            },
        ),
    },
)


# ---- first weights


def _size_cases(rng):
    def draw(*sizes):
        weights = sum(into * out for into, out in itertools.pairwise(sizes))
        return list(sizes), rng.normal(0, 1, weights)

    return [([2, 1, 2], np.array([1, -2, 0.5, 3])), draw(5, 3), draw(1, 4, 2), draw(3, 3, 3, 3), draw(6, 2, 7, 1)]


def _first_weights(sizes, normals, *, fan="in", two=2.0, root="all", order="C", again=False, turned=False):
    found, start = [], 0
    for into, out in itertools.pairwise(sizes):
        block = np.asarray(normals)[start : start + into * out].reshape(
            (out, into) if turned else (into, out), order=order
        )
        units = {"in": into, "out": out, "both": into + out, "first": sizes[0], "none": 1, "product": into * out}[fan]
        spread = two / units
        scale = {"all": spread**0.5, "none": spread, "upper": two**0.5 / units, "under": spread**-0.5}[root]
        found.append(scale * block)
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
                "You scale by 2/inputs: that is a variance.": {"root": "none"},
                "Your root ends before the inputs.": {"root": "upper"},
                "You divide by the scale.": {"root": "under"},
                "Your numbers are not scaled.": {"fan": "none", "two": 1.0},
                "Every layer is scaled by 0.01, whatever its size.": {"fan": "none", "two": 1e-4},
                "Your arrays are (outputs, inputs).": {"turned": True},
                "Each layer begins at the first number again.": {"again": True},
                "You fill column by column. Row by row is asked.": {"order": "F"},
            },
        ),
        "The first layer only.": lambda sizes, normals: _first_weights(sizes, normals)[:1],
    },
)
