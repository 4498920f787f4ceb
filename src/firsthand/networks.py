"""Small fully connected networks in NumPy: layers, the pass forward, the pass back, training.

Rows are examples and a layer is a pair (W, b) of arrays (inputs, outputs) and (outputs,). Hidden layers use ReLU; the last one
gives scores, one a class, and the loss is the mean cross-entropy of their softmax.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from scipy.special import log_softmax, softmax

Layers = list[tuple[np.ndarray, np.ndarray]]


def new_layers(sizes: Sequence[int], rng: np.random.Generator) -> Layers:
    """Draw the layers of a network with these sizes, inputs first, classes last.

    Weights are normal with a spread of sqrt(2 / inputs), biases 0. Source: He et al., "Delving Deep into Rectifiers" (2015).
    """
    pairs = itertools.pairwise(sizes)
    return [(rng.normal(0, np.sqrt(2 / into), (into, out)), np.zeros(out)) for into, out in pairs]


def signals(layers: Layers, X: np.ndarray, masks: Sequence = ()) -> list[np.ndarray]:
    """Return what each layer is given, X first, and at the end the scores (n, classes).

    masks : what the units of each hidden layer are multiplied with; they stay as they are where there is none.
    """
    found = [X]
    for (W, b), mask in zip(layers[:-1], masks or [1.0] * (len(layers) - 1), strict=True):
        found.append(np.maximum(found[-1] @ W + b, 0) * mask)
    W, b = layers[-1]
    return [*found, found[-1] @ W + b]


def cross_entropy(layers: Layers, X: np.ndarray, y: np.ndarray) -> float:
    """Return the mean of -log(share given to the true class); y (n,) holds the classes' numbers."""
    return -float(np.mean(log_softmax(signals(layers, X)[-1], axis=1)[np.arange(len(y)), y]))


def accuracy(layers: Layers, X: np.ndarray, y: np.ndarray) -> float:
    """Return the share of rows whose highest score is that of the true class."""
    return float(np.mean(signals(layers, X)[-1].argmax(axis=1) == y))


def gradients(layers: Layers, X: np.ndarray, y: np.ndarray, *, rng=None, drop=0.0, decay=0.0) -> Layers:
    """Return the gradient of the mean cross-entropy, a pair (dW, db) for each layer.

    drop : the share of hidden units to silence, drawn from `rng`; the others are divided by 1 - drop. decay : what the
    sum of all squared weights is multiplied with before it is added to the loss; biases are free.
    """
    masks = [(rng.random((len(X), len(b))) >= drop) / (1 - drop) if drop else 1.0 for _, b in layers[:-1]]
    *given, scores = signals(layers, X, masks)
    delta = (softmax(scores, axis=1) - np.eye(scores.shape[1])[y]) / len(y)
    found = []
    for (W, _), H, mask in zip(layers[::-1], given[::-1], [1.0, *masks][::-1], strict=True):
        found.append((H.T @ delta + 2 * decay * W, delta.sum(axis=0)))
        delta = (delta @ W.T) * mask * (H > 0)
    return found[::-1]


def train(layers, X, y, rng, *, rate=0.1, epochs=15, batch=32, momentum=0.0, slope=gradients) -> Layers:
    """Train with minibatches, drawn anew in each epoch; return new layers.

    slope : function of (layers, X, y) that gives the pairs (dW, db) to walk against.
    """
    layers, speeds = list(layers), [(0.0, 0.0)] * len(layers)
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for rows in np.split(order, range(batch, len(y), batch)):
            steps = zip(speeds, slope(layers, X[rows], y[rows]), strict=True)
            speeds = [(momentum * v - rate * dW, momentum * u - rate * db) for (v, u), (dW, db) in steps]
            layers = [(W + v, b + u) for (W, b), (v, u) in zip(layers, speeds, strict=True)]
    return layers
