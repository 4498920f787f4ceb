"""Variants of the lesson on computer vision: what a network's maps measure and how much it learns."""

import math

from firsthand.judging.exercise import switched
from firsthand.variants import Variant
from firsthand.variants.forms import numbers

_NETWORK_SLIPS = {
    "Rows: n − k, and one more. In how many places does a kernel of 5 lie in a row of 6?": {"ends": 0},
    "Rows: one too many. In how many places does a kernel of 5 lie in a row of 6?": {"ends": 2},
    "Rows: you left the padding out.": {"padded": 0},
    "Rows: padding is laid on both sides.": {"padded": 1},
    "Rows: you rounded up. What is left over is not looked at.": {"to_whole": math.ceil},
    "Rows: the filter of layer 3 moves on by two.": {"stride": 1},
    "Rows: pooling with stride 2 halves.": {"pooled": False},
    "Weights: the biases are missing.": {"bias": 0},
    "Weights: a filter runs through all channels.": {"channels": False},
    "Weights: a filter has rows and columns: k · k numbers a channel.": {"square": False},
    "Weights: the dense layer looks at each value of all maps, not of one.": {"maps": False},
    "Weights: the dense layer looks at rows and columns of each map.": {"flat": False},
}


def shapes_and_weights(rng) -> Variant:
    size, colours = int(rng.choice([28, 32, 36, 40, 44, 48])), int(rng.choice([1, 3, 4]))
    first, second, third = (int(rng.integers(*span)) for span in ((6, 25), (12, 49), (4, 17)))
    kernel, pad = int(rng.choice([3, 5, 7])), int(rng.integers(0, 2))
    kernel_3, pad_3, outputs = int(rng.choice([2, 3, 4, 5])), int(rng.integers(1, 3)), int(rng.integers(4, 21))

    def network(
        *,
        ends=1,
        padded=2,
        to_whole=math.floor,
        stride=2,
        pooled=True,
        bias=1,
        channels=True,
        square=True,
        maps=True,
        flat=True,
    ):
        def rows(n, k, p, step):
            return to_whole((n + padded * p - k) / step) + ends

        def learned(filters, k, inputs):
            return filters * ((k * k if square else k) * (inputs if channels else 1) + bias)

        rows_1 = rows(size, kernel, pad, 1)
        rows_2 = rows_1 // 2 if pooled else rows_1
        rows_3 = rows(rows_2, kernel_3, pad_3, stride)
        values = (rows_3 * rows_3 if flat else rows_3) * (third if maps else 1)
        return {
            "rows 1": rows_1,
            "rows 2": rows_2,
            "rows 3": rows_3,
            "rows 4": rows_3,
            "weights 1": learned(first, kernel, colours),
            "weights 3": learned(second, kernel_3, first),
            "weights 4": learned(third, 1, second),
            "weights 5": outputs * (values + bias),
        }

    statement = f"""\
A network for pictures of {size} × {size}, {colours} channel{"s" if colours > 1 else ""}. Every filter has a bias, pooling and
ReLU have nothing to learn.

1. {first} filters of {kernel} × {kernel} over all channels, padding {pad}, stride 1
2. pooling 2 × 2, stride 2
3. {second} filters of {kernel_3} × {kernel_3} over all channels, padding {pad_3}, stride 2
4. {third} filters of 1 × 1 over all channels, padding 0, stride 1
5. a dense layer on all values, {outputs} outputs

Give for layers 1 to 4 how many rows a map has, and for layers 1, 3, 4 and 5 how many numbers are learned. Pooling leaves out
a last row that has no partner."""
    hint = "How many numbers does one filter of layer 3 lay on its input at one place? Take the floor, then add 1."
    return numbers("network", statement, network, switched(network, _NETWORK_SLIPS), hint, within=0)
