"""Pictures from a stamping line, made up, so that it is known where the faults are."""

import numpy as np


def stamped_parts(rng: np.random.Generator, n: int, lamp: tuple[float, float] = (0.05, 0.95)):
    """Draw grey pictures of n parts, half of them scratched, some with a lamp's reflection in the corner.

    lamp : the share of good and of bad parts that show the reflection. Returns images (n, 12, 12), grey values near 0.6
    (0 is black); is_bad (n,) whole numbers 0 and 1; has_lamp (n,) the same. A scratch is 4 pixels long, 0.3 darker, upright
    or flat, away from the corner with the lamp.
    """
    images = rng.normal(0.6, 0.08, (n, 12, 12))
    is_bad = np.arange(n) % 2
    has_lamp = (rng.random(n) < np.asarray(lamp)[is_bad]).astype(int)
    for image, bad, shines in zip(images, is_bad, has_lamp, strict=True):
        along, across = int(rng.integers(1, 8)), int(rng.integers(2, 11))
        scratch = (slice(along, along + 4), across) if rng.random() < 0.5 else (across, slice(along, along + 4))
        image[scratch] -= 0.3 * bad
        image[0, :2] = np.where(shines, 0.95, image[0, :2])
    return images.clip(0, 1), is_bad, has_lamp


DENT = np.outer(np.hanning(8)[1:-1], np.hanning(8)[1:-1])
"""The profile of a dent: 6 x 6, from 0 at the rim to nearly 1."""


def dented_sheets(rng: np.random.Generator, dents: int = 3):
    """Draw a grey picture of a sheet with dents.

    Returns image (40, 40), grey values near 0.6, and boxes (dents, 4) whole numbers: top, left, bottom, right, far edges
    outside. A dent is 6 x 6 pixels and at its middle 0.3 darker; two dents are at least 8 pixels apart in one direction.
    """
    image = rng.normal(0.6, 0.1, (40, 40))
    corners: list[np.ndarray] = []
    while len(corners) < dents:
        corner = rng.integers(0, 35, 2)
        if all(np.abs(corner - other).max() >= 8 for other in corners):
            corners.append(corner)
            image[corner[0] : corner[0] + 6, corner[1] : corner[1] + 6] -= 0.3 * DENT
    boxes = np.array([[top, left, top + 6, left + 6] for top, left in corners])
    return image.clip(0, 1), boxes
