"""Reverse-mode automatic differentiation on arrays: what lesson 15 builds for single numbers.

A `Node` remembers what it was made of; `backward` walks from a loss back to all that it depends on, and adds up slopes.
"""

from collections.abc import Callable, Iterable

import numpy as np

Pull = Callable[[np.ndarray], np.ndarray]
"""Turns the gradient at a node into the share of one of its parents."""


class Node:
    """An array that remembers its making.

    value : float array. parents : pairs of a node and its pull. grad : array of the value's shape; 0 before `backward`.
    """

    __array_ufunc__ = None  # so that array * node asks the node, and not each number of the array

    def __init__(self, value, parents: Iterable[tuple["Node", Pull]] = ()):
        self.value = np.asarray(value, float)
        self.parents = list(parents)
        self.grad = np.zeros_like(self.value)

    def __add__(self, other):
        other = as_node(other)
        return Node(self.value + other.value, [(self, lambda g: g), (other, lambda g: g)])

    def __mul__(self, other):
        other = as_node(other)
        pulls = [(self, lambda g: g * other.value), (other, lambda g: g * self.value)]
        return Node(self.value * other.value, pulls)

    def __pow__(self, power: float):
        return Node(self.value**power, [(self, lambda g: g * power * self.value ** (power - 1))])

    def __matmul__(self, other):
        other = as_node(other)
        pulls = [
            (self, lambda g: g @ np.swapaxes(other.value, -1, -2)),
            (other, lambda g: np.swapaxes(self.value, -1, -2) @ g),
        ]
        return Node(self.value @ other.value, pulls)

    def __getitem__(self, where):
        def pull(g):
            spread = np.zeros_like(self.value)
            np.add.at(spread, where, g)  # a row that was taken twice gets both gradients
            return spread

        return Node(self.value[where], [(self, pull)])

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -as_node(other)

    def __rsub__(self, other):
        return as_node(other) - self

    def __truediv__(self, other):
        return self * as_node(other) ** -1.0

    def __rtruediv__(self, other):
        return as_node(other) / self

    def __rmatmul__(self, other):
        return as_node(other) @ self

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        found = np.exp(self.value)
        return Node(found, [(self, lambda g: g * found)])

    def log(self):
        return Node(np.log(self.value), [(self, lambda g: g / self.value)])

    def relu(self):
        return Node(np.maximum(self.value, 0), [(self, lambda g: g * (self.value > 0))])

    def sigmoid(self):
        found = 1 / (1 + np.exp(-self.value))
        return Node(found, [(self, lambda g: g * found * (1 - found))])

    def sum(self, axis=None, keepdims=False):
        def pull(g):
            kept = g if keepdims or axis is None else np.expand_dims(g, axis)
            return np.broadcast_to(kept, self.value.shape)

        return Node(self.value.sum(axis=axis, keepdims=keepdims), [(self, pull)])

    def mean(self, axis=None, keepdims=False):
        total = self.sum(axis, keepdims)
        return total * (total.value.size / self.value.size)

    def reshape(self, *shape):
        return Node(self.value.reshape(*shape), [(self, lambda g: g.reshape(self.value.shape))])

    def swap(self, one: int, other: int):
        """Exchange two axes."""
        return Node(np.swapaxes(self.value, one, other), [(self, lambda g: np.swapaxes(g, one, other))])

    def backward(self) -> None:
        """Fill `grad` of all nodes that this one was made of; it must hold one number. Old gradients are dropped."""
        if self.value.size != 1:
            raise ValueError(f"backward starts at one number, a loss; found an array of shape {self.value.shape}")
        order = _parents_first(self)
        for node in order:
            node.grad = np.zeros_like(node.value)
        self.grad = np.ones_like(self.value)
        for node in reversed(order):
            for parent, pull in node.parents:
                parent.grad = parent.grad + _of_shape(pull(node.grad), parent.value.shape)


def as_node(value) -> Node:
    """Return a node as it is, and anything else as a node without parents."""
    return value if isinstance(value, Node) else Node(value)


def cross_entropy(scores: Node, y: np.ndarray) -> Node:
    """Return the mean over rows of -log(softmax(scores)) at the true classes; scores (n, classes), y (n,) whole numbers."""
    shifted = scores - scores.value.max(axis=-1, keepdims=True)
    log_shares = shifted - shifted.exp().sum(axis=-1, keepdims=True).log()
    return -log_shares[np.arange(len(y)), y].mean()


def slopes_of(loss: Callable) -> Callable:
    """Turn a loss into its gradient: from a function of (layers, X, y), its layers pairs of nodes, that returns a node.

    The gradient is a function of (layers, X, y), its layers pairs of arrays, that returns pairs: the `slope` of `train`.
    """

    def slopes(layers, X, y):
        nodes = [tuple(Node(array) for array in layer) for layer in layers]
        loss(nodes, X, y).backward()
        return [tuple(node.grad for node in layer) for layer in nodes]

    return slopes


def _parents_first(last: Node) -> list[Node]:
    """List all nodes behind `last`, each after its parents; without recursion, which ends at 1,000 nodes in a chain."""
    order, seen, waiting = [], set(), [(last, False)]
    while waiting:
        node, parents_are_listed = waiting.pop()
        if parents_are_listed:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.append((node, True))
            waiting.extend((parent, False) for parent, _ in node.parents)
    return order


def _of_shape(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Sum a gradient over the axes along which a value of this shape was repeated."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    repeated = tuple(i for i, length in enumerate(shape) if length == 1 and grad.shape[i] != 1)
    return grad.sum(axis=repeated, keepdims=True)
