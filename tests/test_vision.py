"""The convolutional network against central differences and SciPy; the detector against hand-made boxes."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.signal import correlate2d
from scipy.special import log_softmax

from firsthand import datasets, vision

RNG = np.random.default_rng(0)
IMAGES, CLASSES = RNG.normal(size=(6, 4, 6)), np.array([0, 2, 1, 1, 0, 2])


def _layers():
    dense = 2 * 3 * 5
    return [
        (RNG.normal(size=(9, 5)), RNG.normal(0, 0.3, 5)),
        (RNG.normal(size=(dense, 3)), RNG.normal(size=3)),
    ]


def _loss(layers):
    return -np.mean(log_softmax(vision.scores(layers, IMAGES), axis=1)[np.arange(6), CLASSES])


@pytest.mark.parametrize(("layer", "part"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_the_gradient_is_that_of_differences(layer, part):
    layers = _layers()
    shape = layers[layer][part].shape

    def loss(flat):
        changed = [list(pair) for pair in layers]
        changed[layer][part] = flat.reshape(shape)
        return _loss(changed)

    found = vision.gradients(layers, IMAGES, CLASSES)[layer][part]
    assert found.shape == shape
    np.testing.assert_allclose(found.ravel(), approx_fprime(layers[layer][part].ravel(), loss, 1e-7), atol=1e-5)


def test_the_maps_are_those_of_scipy():
    kernel = RNG.normal(size=(3, 3))
    ours = vision.patches(IMAGES) @ kernel.ravel()
    theirs = [correlate2d(image, kernel, mode="same") for image in IMAGES]
    np.testing.assert_allclose(ours, theirs)


def test_the_blocks_of_a_map_hold_its_values_once():
    maps = np.arange(2 * 4 * 6 * 3).reshape(2, 4, 6, 3)
    blocks = vision.pooled_blocks(maps)
    assert blocks[1, 1, 2, :, 0].tolist() == maps[1, 2:4, 4:6, 0].ravel().tolist()
    assert sorted(blocks.ravel()) == sorted(maps.ravel())


def test_a_dent_without_noise_is_found_at_its_place_with_score_one():
    from firsthand.datasets.inspection import DENT

    profile = -0.3 * (DENT - DENT.mean())
    sheet = np.full((20, 20), 0.6)
    sheet[4:10, 7:13] -= 0.3 * DENT
    boxes, scores = vision.detections(sheet, profile, 0.5)
    assert boxes[0].tolist() == [4, 7, 10, 13]
    assert scores[0] == pytest.approx(1)
    assert vision.suppress(boxes).tolist() == [[4, 7, 10, 13]]


def test_the_overlap_of_boxes_is_that_of_their_pixels():
    for one, other in RNG.integers(0, 8, (50, 2, 2)):
        boxes = [np.array([*corner, *(corner + size)]) for corner, size in ((one, [3, 4]), (other, [5, 2]))]
        sheets = [np.zeros((20, 20), bool) for _ in boxes]
        for sheet, box in zip(sheets, boxes, strict=True):
            sheet[box[0] : box[2], box[1] : box[3]] = True
        pixels = (sheets[0] & sheets[1]).sum() / (sheets[0] | sheets[1]).sum()
        assert vision.overlap(boxes[0][None], boxes[1])[0] == pytest.approx(pixels)


def test_a_second_box_on_a_dent_is_a_false_alarm():
    box = np.array([0, 0, 4, 4])
    assert vision.count_found([box, box], [box]) == (1, 1, 0)
    assert vision.count_found([], [box, box + 9]) == (0, 0, 2)


def test_the_lamp_goes_with_the_scratch_as_often_as_it_is_told():
    images, is_bad, has_lamp = datasets.stamped_parts(np.random.default_rng(1), 4_000, (0.1, 0.7))
    assert has_lamp[is_bad == 1].mean() == pytest.approx(0.7, abs=0.04)
    assert has_lamp[is_bad == 0].mean() == pytest.approx(0.1, abs=0.03)
    assert np.all(images[has_lamp == 1, 0, :2] == 0.95)
    darkest = np.sort(images.reshape(len(images), -1), axis=1)[:, :4].mean(axis=1)
    assert darkest[is_bad == 1].mean() < darkest[is_bad == 0].mean() - 0.05


def test_dents_keep_their_distance():
    for seed in range(20):
        _, boxes = datasets.dented_sheets(np.random.default_rng(seed), 4)
        gaps = np.abs(boxes[:, None, :2] - boxes[None, :, :2]).max(axis=2) + 99 * np.eye(4)
        assert gaps.min() >= 8
        assert boxes.min() >= 0
        assert boxes.max() <= 40
