"""A small convolutional network, and a detector that looks for one shape, in NumPy.

Images are arrays (n, height, width) of grey values; a box is (top, left, bottom, right), its far edges outside.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate2d
from scipy.special import softmax

from firsthand.networks import Layers

# ---- a network: 3 x 3 filters with a rim of zeros, ReLU, the largest of each 2 x 2, a dense layer


def new_layers(rng: np.random.Generator, side: int = 8, filters: int = 8, classes: int = 10) -> Layers:
    """Draw filters (9, filters) and dense weights (all pooled values, classes) on He's scale, biases 0; `side` is even."""
    pooled = (side // 2) ** 2 * filters
    first = rng.normal(0, np.sqrt(2 / 9), (9, filters)), np.zeros(filters)
    return [first, (rng.normal(0, np.sqrt(2 / pooled), (pooled, classes)), np.zeros(classes))]


def patches(images: np.ndarray) -> np.ndarray:
    """Return the 3 x 3 surroundings of each pixel as a row of 9, beyond the rim zeros: (n, height, width, 9)."""
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    return sliding_window_view(padded, (3, 3), axis=(1, 2)).reshape(*images.shape, 9)


def pooled_blocks(maps: np.ndarray) -> np.ndarray:
    """Return the 2 x 2 blocks of maps (n, height, width, filters) as (n, height / 2, width / 2, 4, filters)."""
    n, height, width, filters = maps.shape
    blocks = maps.reshape(n, height // 2, 2, width // 2, 2, filters).swapaxes(2, 3)
    return blocks.reshape(n, height // 2, width // 2, 4, filters)


def scores(layers: Layers, images: np.ndarray) -> np.ndarray:
    """Return the scores (n, classes)."""
    (K, b), (W, c) = layers
    maps = np.maximum(patches(images) @ K + b, 0)
    return pooled_blocks(maps).max(axis=3).reshape(len(images), -1) @ W + c


def accuracy(layers: Layers, images: np.ndarray, y: np.ndarray) -> float:
    """Return the share of images whose highest score is that of the true class."""
    return float(np.mean(scores(layers, images).argmax(axis=1) == y))


def gradients(layers: Layers, images: np.ndarray, y: np.ndarray) -> Layers:
    """Return the gradient of the mean cross-entropy, a pair for each layer, as `networks.train` wants it.

    Where several of a block are largest, the first gets the whole slope.
    """
    (K, b), (W, c) = layers
    seen = patches(images)
    blocks = pooled_blocks(np.maximum(seen @ K + b, 0))
    largest = blocks.argmax(axis=3)
    pooled = np.take_along_axis(blocks, largest[:, :, :, None], axis=3)[:, :, :, 0]
    flat = pooled.reshape(len(images), -1)
    delta = (softmax(flat @ W + c, axis=1) - np.eye(len(c))[y]) / len(y)
    back = (delta @ W.T).reshape(pooled.shape) * (pooled > 0)
    seen_blocks = pooled_blocks(seen)
    dK = np.zeros_like(K)
    for place in range(4):
        dK += np.einsum("nijp,nijf->pf", seen_blocks[:, :, :, place], back * (largest == place), optimize=True)
    return [(dK, back.sum(axis=(0, 1, 2))), (flat.T @ delta, delta.sum(axis=0))]


# ---- a detector: look for one shape everywhere


def detections(image: np.ndarray, shape: np.ndarray, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Return boxes (m, 4) and scores (m,) of all places where the image is like `shape`, from the most alike on.

    shape : array (height, width) of mean 0. The score is their correlation, divided by that of the shape with itself.
    """
    found = correlate2d(image - image.mean(), shape, mode="valid") / np.sum(shape**2)
    tops, lefts = np.nonzero(found >= threshold)
    order = np.argsort(-found[tops, lefts], kind="stable")
    tops, lefts = tops[order], lefts[order]
    boxes = np.column_stack([tops, lefts, tops + shape.shape[0], lefts + shape.shape[1]])
    return boxes, found[tops, lefts]


def overlap(boxes: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Return the intersection over union of each of `boxes` (m, 4) with one box (4,), as numbers (m,)."""
    sides = np.minimum(boxes[:, 2:], box[2:]) - np.maximum(boxes[:, :2], box[:2])
    shared = np.prod(np.maximum(sides, 0), axis=1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    return shared / (areas + np.prod(box[2:] - box[:2]) - shared)


def suppress(boxes: np.ndarray, most_overlap: float = 0.1) -> np.ndarray:
    """Return those boxes, from the first on, that overlap no kept box by more than `most_overlap`: (kept, 4)."""
    kept = np.empty((0, 4), int)
    for box in boxes:
        if not len(kept) or overlap(kept, box).max() <= most_overlap:
            kept = np.vstack([kept, box])
    return kept


def count_found(boxes: np.ndarray, truths: np.ndarray, at_least: float = 0.5) -> tuple[int, int, int]:
    """Count true positives, false positives and false negatives; each true box is found once, by the first that fits."""
    left = [np.asarray(truth) for truth in truths]
    hits = 0
    for box in boxes:
        shares = [float(overlap(box[None], truth)[0]) for truth in left]
        if shares and max(shares) >= at_least:
            left.pop(int(np.argmax(shares)))
            hits += 1
    return hits, len(boxes) - hits, len(left)
