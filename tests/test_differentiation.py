"""The differentiation engine and the networks, against central differences."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from sklearn.neural_network import MLPClassifier

from firsthand.differentiation import Node, cross_entropy, slopes_of
from firsthand.networks import accuracy, gradients, new_layers, signals, train
from firsthand.networks import cross_entropy as network_loss

RNG = np.random.default_rng(0)
A, B = RNG.normal(size=(3, 4)), RNG.normal(size=(4, 2))

EXPRESSIONS = {
    "sum of a product": lambda a: (a * a * 3 + 1).sum(),
    "quotient": lambda a: (1 / (a * a + 2) - a / 5).sum(),
    "matrix product": lambda a: ((a @ B) ** 2).mean(),
    "matrix product from the left": lambda a: ((B @ a[:2]) ** 2).mean(),
    "repeated row": lambda a: ((a - a.mean(axis=0)) ** 3).sum(),
    "repeated column": lambda a: (a / (a.exp().sum(axis=1, keepdims=True))).sum(),
    "row taken twice": lambda a: (a[[0, 0, 2]] ** 2).sum(),
    "relu": lambda a: (a.relu() * a).sum(),
    "sigmoid": lambda a: (a.sigmoid() * a).mean(),
    "logarithm": lambda a: (a * a + 1).log().mean(),
    "batch of products": lambda a: ((a.reshape(3, 2, 2) @ a.reshape(3, 2, 2).swap(1, 2)) ** 2).sum(),
    "cross-entropy": lambda a: cross_entropy(a, np.array([3, 0, 1])),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_gradient_is_that_of_central_differences(name):
    def value(flat):
        return EXPRESSIONS[name](Node(flat.reshape(A.shape))).value.item()

    node = Node(A)
    EXPRESSIONS[name](node).backward()
    nudges = [np.eye(A.size)[i] * 1e-6 for i in range(A.size)]
    differences = [(value(A.ravel() + nudge) - value(A.ravel() - nudge)) / 2e-6 for nudge in nudges]
    np.testing.assert_allclose(node.grad.ravel(), differences, rtol=1e-5, atol=1e-7)


def test_backward_twice_gives_the_same_gradient():
    node = Node(3.0)
    last = node * node * node
    last.backward()
    last.backward()
    assert node.grad == 27


def test_a_chain_of_three_thousand_nodes_needs_no_recursion():
    node = last = Node(1.0)
    for _ in range(3_000):
        last = last + 1
    last.backward()
    assert node.grad == 1


def test_backward_of_an_array_is_refused():
    with pytest.raises(ValueError, match=r"one number.*\(3, 4\)"):
        Node(A).backward()


def _scores(layers, X):
    """Hidden layers with ReLU, from nodes."""
    for W, b in layers[:-1]:
        X = (X @ W + b).relu()
    return X @ layers[-1][0] + layers[-1][1]


def test_the_gradient_of_a_network_is_that_of_differences_and_of_the_engine():
    X, y = RNG.normal(size=(7, 5)), RNG.integers(0, 3, 7)
    layers = new_layers((5, 6, 4, 3), RNG)
    found = gradients(layers, X, y)
    by_engine = slopes_of(lambda nodes, X, y: cross_entropy(_scores(nodes, X), y))(layers, X, y)
    for i, (W, b) in enumerate(layers):

        def loss(flat, i=i, W=W):
            changed = [*layers[:i], (flat.reshape(W.shape), layers[i][1]), *layers[i + 1 :]]
            return network_loss(changed, X, y)

        np.testing.assert_allclose(found[i][0].ravel(), approx_fprime(W.ravel(), loss, 1e-7), atol=1e-5)
        np.testing.assert_allclose(found[i][0], by_engine[i][0])
        np.testing.assert_allclose(found[i][1], by_engine[i][1])
        assert found[i][1].shape == b.shape


def test_decay_pulls_at_weights_and_not_at_biases():
    X, y, layers = RNG.normal(size=(4, 5)), np.array([0, 1, 2, 0]), new_layers((5, 6, 3), RNG)
    plain, decayed = gradients(layers, X, y), gradients(layers, X, y, decay=0.3)
    for (W, _), (dW, db), (dW_decayed, db_decayed) in zip(layers, plain, decayed, strict=True):
        np.testing.assert_allclose(dW_decayed - dW, 0.6 * W)
        np.testing.assert_array_equal(db_decayed, db)


def test_dropout_silences_the_same_units_on_the_way_back_and_keeps_the_mean():
    X, y, layers = RNG.normal(size=(1, 5)), np.array([1]), new_layers((5, 400, 3), RNG)
    (dW1, _), (dW2, _) = gradients(layers, X, y, rng=np.random.default_rng(3), drop=0.25)
    kept = np.random.default_rng(3).random((1, 400)) >= 0.25
    awake = signals(layers, X)[1] > 0
    np.testing.assert_array_equal(np.any(dW1 != 0, axis=0), (kept & awake)[0])
    np.testing.assert_array_equal(np.any(dW2 != 0, axis=1), (kept & awake)[0])
    (_, _), (whole, _) = gradients(layers, X, y)
    ratios = (np.abs(dW2).sum(axis=1) / np.abs(whole).sum(axis=1).clip(1e-300))[(kept & awake)[0]]
    assert (
        np.ptp(ratios) < 1e-9
    )  # one factor for all units that are kept, 1 / (1 - drop) times what the loss's change makes


def test_a_step_is_that_of_another_library():
    X, y = RNG.normal(size=(20, 5)), np.arange(20) % 3
    theirs = MLPClassifier(
        (6,), solver="sgd", momentum=0, alpha=0, learning_rate_init=0.1, batch_size=20, shuffle=False
    )
    theirs.partial_fit(X, y, classes=[0, 1, 2])
    layers = [(W.copy(), b.copy()) for W, b in zip(theirs.coefs_, theirs.intercepts_, strict=True)]
    theirs.partial_fit(X, y)
    ours = train(layers, X, y, np.random.default_rng(0), rate=0.1, epochs=1, batch=20)
    for (W, b), W_theirs, b_theirs in zip(ours, theirs.coefs_, theirs.intercepts_, strict=True):
        np.testing.assert_allclose(W, W_theirs)
        np.testing.assert_allclose(b, b_theirs)


def test_training_leaves_the_given_layers_as_they_are_and_fits_sixteen_rows():
    X, y = RNG.normal(size=(16, 5)), RNG.integers(0, 3, 16)
    layers = new_layers((5, 32, 3), RNG)
    before = [W.copy() for W, _ in layers]
    trained = train(layers, X, y, RNG, rate=0.1, epochs=300, momentum=0.9)
    assert accuracy(trained, X, y) == 1
    assert network_loss(trained, X, y) < 0.01
    assert all(np.array_equal(W, old) for (W, _), old in zip(layers, before, strict=True))


def test_fresh_layers_keep_the_spread_of_a_signal():
    layers = new_layers([200] * 12, RNG)
    given = signals(layers, RNG.normal(size=(100, 200)))
    assert 0.4 < given[-2].std() / given[1].std() < 2.5
