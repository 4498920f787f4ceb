"""Exercises of the lesson on computer vision: pixels, channels, kernels, shapes, symmetry."""

import numpy as np
from scipy.signal import correlate2d

from firsthand.judging.exercise import Exercise, alone, choice_exercise, partly_mended, switched, with_faults

# ---- bytes


def _picture_cases(rng):
    def draw(shape, amount):
        return rng.integers(0, 256, shape).astype(np.uint8), amount

    example = np.array([[250, 10, 100]], np.uint8)
    amounts = [int(rng.integers(30, 200)), -int(rng.integers(30, 200)), 300, -300, 0, 255, int(rng.integers(1, 9))]
    shapes = [(4, 5), (3, 4), (2, 3, 3), (3, 2), (2, 2, 3), (1, 6), (6, 5, 3)]
    return [(example, 10), (example, -20), *(draw(*pair) for pair in zip(shapes, amounts, strict=True))]


def _with_its_type(answer, image, amount):
    """The picture and what its numbers are."""
    found = answer(image, amount) if callable(answer) else answer
    if found is None:
        return None
    given = np.asarray(found).dtype
    kinds = {"f": "floating-point numbers", "i": "whole numbers of a wider type", "u": "whole numbers of a wider type"}
    return found, "uint8" if given == np.uint8 else kinds.get(given.kind, "no numbers")


def _brightened(
    image,
    amount,
    *,
    width="wide",
    limit="both",
    way="add",
    top=255,
    bottom=0,
    sign=1,
    changed="all",
    stretched=False,
    kind=np.uint8,
):
    image = np.asarray(image)
    moved = image.astype(int) + sign * int(amount)
    if way == "factor":
        moved = (image.astype(int) * (1 + amount / 255)).astype(int)
    if width == "byte":
        moved = moved % 256
    if width == "signed":
        moved = image.astype(np.int8).astype(int) + sign * int(amount)
    if stretched:
        moved = (moved - moved.min()) * 255 // max(int(np.ptp(moved)), 1)
    if limit in ("both", "above"):
        moved = np.minimum(moved, top)
    if limit in ("both", "below"):
        moved = np.maximum(moved, bottom)
    if limit == "size":
        moved = np.minimum(np.abs(moved), top)
    if changed == "first channel" and image.ndim == 3:
        moved[:, :, 1:] = image[:, :, 1:]
    return moved / 255 if kind == "shares" else moved.astype(kind)


brighten = Exercise(
    title="Brighten",
    points=1,
    expected=lambda image, amount: np.array(
        [min(max(int(value) + int(amount), 0), 255) for value in np.ravel(image)], np.uint8
    ).reshape(np.shape(image)),
    cases=_picture_cases,
    ask=_with_its_type,
    mistakes={
        **switched(
            _brightened,
            {
                "Your numbers are whole, and not of type uint8: each takes more than a byte.": {"kind": int},
                "Your numbers are not of type uint8: they are floating-point numbers.": {"kind": float},
                "Your numbers go from 0 to 1. Whole numbers from 0 to 255 are asked, of type uint8.": {
                    "kind": "shares"
                },
                "You stretch the values from 0 to 255. What is asked is a sum, cut off at both ends.": {
                    "stretched": True
                },
                "Bytes above 127 become negative in int8. Which type holds 0 to 255 and more?": {"width": "signed"},
                "The lower end is 1.": {"bottom": 1},
                "The ends are 1 and 254.": {"bottom": 1, "top": 254},
                "Your sums wrap round: 250 + 10 becomes 4. A limit that comes afterwards finds nothing.": {
                    "width": "byte"
                },
                "Only the lower end is limited: above 255 a byte wraps round.": {"limit": "below"},
                "Only the upper end is limited: below 0 a byte wraps round.": {"limit": "above"},
                "Below 0 you take the size: darker pixels become brighter.": {"limit": "size"},
                "You multiply. The amount is added.": {"way": "factor"},
                "The upper end is 256: as a byte that is 0.": {"top": 256},
                "The upper end is 254.": {"top": 254},
                "You take the amount off.": {"sign": -1},
                "Only the first channel changes.": {"changed": "first channel"},
            },
        ),
    },
)


# ---- axes


def _camera_cases(rng):
    def draw(n, height, width):
        return (rng.integers(0, 256, (n, height, width, 3)),)

    return [(np.array([[[[1, 2, 3], [4, 5, 6]]]]),), draw(2, 4, 5), draw(1, 3, 7), draw(3, 5, 2), draw(2, 4, 4)]


def _channels(images, *, turned="colours", axes="moved"):
    images = {
        "colours": images[:, :, :, ::-1],
        "green first": images[:, :, :, [1, 2, 0]],
        "red in the middle": images[:, :, :, [0, 2, 1]],
        "green before blue": images[:, :, :, [1, 0, 2]],
        "rows": images[:, ::-1],
        "columns": images[:, :, ::-1],
        "pictures": images[::-1],
        "nothing": images,
        "all": images[:, ::-1, ::-1, ::-1],
    }[turned]
    n, height, width, c = images.shape
    return {
        "moved": np.moveaxis(images, 3, 1),
        "refilled": images.reshape(n, c, height, width),
        "on its side": images.transpose(0, 3, 2, 1),
        "in place": images,
    }[axes]


_FAULTS = {
    "the axes are moved": ("the numbers are filled in anew, in their old order.", {"axes": "refilled"}),
    "the colours are turned round": ("the rows are turned round, and not the colours.", {"turned": "rows"}),
}

_TURNED = {
    "Blue comes first still.": "nothing",
    "The columns are turned round, and not the colours.": "columns",
    "The pictures are turned round, and not the colours.": "pictures",
    "Rows and columns are turned round as well as the colours.": "all",
    "Green comes first, then red, then blue: the colours are moved on by one.": "green first",
    "Only two colours change places, and blue comes first still.": "red in the middle",
    "Only blue and green change places.": "green before blue",
}

channels_first = Exercise(
    title="Mend the channels",
    points=2,
    expected=lambda images: np.stack([images[:, :, :, c] for c in (2, 1, 0)], axis=1),
    cases=_camera_cases,
    given=with_faults(_channels, _FAULTS),
    mistakes={
        **partly_mended(_channels, _FAULTS),
        **switched(
            _channels,
            {
                "Rows and columns are exchanged: every picture lies on its side.": {"axes": "on its side"},
                "The colours stand in the last place still.": {"axes": "in place"},
                **{sentence: {"turned": turned, "axes": "moved"} for sentence, turned in _TURNED.items()},
            },
        ),
        **switched(
            _channels,
            {
                f"{sentence} And the numbers are filled in anew: no axis is moved.": {
                    "turned": turned,
                    "axes": "refilled",
                }
                for sentence, turned in _TURNED.items()
            }
            | {
                f"{sentence} And rows and columns are exchanged.": {"turned": turned, "axes": "on its side"}
                for sentence, turned in _TURNED.items()
            },
        ),
    },
)


# ---- kernels


def _kernel_cases(rng):
    def draw(image, kernel, padding, stride):
        return rng.normal(0, 1, image), rng.normal(0, 1, kernel), padding, stride

    image = np.array([[1.0, 2, 0, 3], [4, 1, 5, 2], [0, 3, 2, 6], [2, 1, 4, 1]])
    kernel = np.array([[1.0, 0], [2, -1]])
    return [
        (image, kernel, 0, 1),
        (image, kernel, 1, 2),
        draw((6, 9), (3, 3), 1, 1),
        draw((8, 7), (2, 3), 0, 3),
        draw((5, 8), (3, 2), 2, 2),
        draw((4, 3), (4, 3), 0, 2),
        draw((5, 4), (1, 1), 1, 3),
        draw((9, 6), (4, 4), 1, 2),
        draw((7, 7), (3, 3), 0, 2),
        draw((10, 11), (3, 2), 0, 3),
    ]


_MOST = 60
"""Rows and columns beyond which no padding is laid: the arguments of a wrong order may be of any size."""


def _slid(
    image,
    kernel,
    padding,
    stride,
    *,
    turned="not",
    rim="all",
    value="zeros",
    steps="both",
    begins=0,
    rest="floor",
    combine="sum",
    lost=0,
):
    p, s = min(int(padding), _MOST), max(int(stride), 1)
    kernel = {
        "not": kernel,
        "both": kernel[::-1, ::-1],
        "rows": kernel[::-1],
        "columns": kernel[:, ::-1],
        "axes": kernel.T,
    }[turned]
    widths = {
        "all": ((p, p), (p, p)),
        "none": ((0, 0), (0, 0)),
        "end": ((0, p), (0, p)),
        "begin": ((p, 0), (p, 0)),
        "rows": ((p, p), (0, 0)),
        "columns": ((0, 0), (p, p)),
        "one": ((min(p, 1),) * 2, (min(p, 1),) * 2),
        "twice": ((2 * p, 2 * p), (2 * p, 2 * p)),
    }[rim]
    padded = np.pad(image, widths, mode="edge" if value == "edge" else "constant")
    if value == "ones":
        padded = padded + 1 - np.pad(np.ones(np.shape(image)), widths)
    if rest == "kept":
        extra = [(-(n - k)) % s for n, k in zip(padded.shape, kernel.shape, strict=True)]
        padded = np.pad(padded, ((0, extra[0]), (0, extra[1])))
    if min(np.subtract(padded.shape, kernel.shape)) < 0:
        return np.zeros(np.maximum(np.subtract(padded.shape, kernel.shape) // s + 1, 0))
    whole = correlate2d(padded, kernel, "valid")
    if combine == "mean":
        whole = whole / kernel.size
    if combine == "relu":
        whole = np.maximum(whole, 0)
    if steps == "too short":
        return whole[: len(whole[::s]), : len(whole[0, ::s])]
    row_step, column_step = {"both": (s, s), "none": (1, 1), "rows": (s, 1), "columns": (1, s)}[steps]
    found = whole[begins::row_step, begins::column_step]
    return found[: len(found) - lost, : len(found[0]) - lost] if len(found) else found


def _by_loops(image, kernel, padding, stride):
    (h, w), (a, b) = np.shape(image), np.shape(kernel)
    p, s = min(int(padding), _MOST), max(int(stride), 1)
    canvas = np.zeros((h + 2 * p, w + 2 * p))
    canvas[p : p + h, p : p + w] = image
    rows, columns = max((h + 2 * p - a) // s + 1, 0), max((w + 2 * p - b) // s + 1, 0)
    found = np.empty((rows, columns))
    for i, j in np.ndindex(rows, columns):
        found[i, j] = np.vdot(canvas[i * s : i * s + a, j * s : j * s + b], kernel)
    return found


correlate = Exercise(
    title="Slide with padding and stride",
    points=2,
    expected=_by_loops,
    cases=_kernel_cases,
    equivalent={"(2, 3) -> (3, 2)": "the sum runs over both axes"},
    mistakes={
        **switched(
            _slid,
            {
                "Your kernel is turned round in both directions: that is a convolution in the mathematical sense.": {
                    "turned": "both"
                },
                "Your kernel is turned upside down.": {"turned": "rows"},
                "Rows and columns of your kernel are exchanged.": {"turned": "axes"},
                "The padding is missing.": {"rim": "none"},
                "You pad below and to the right only.": {"rim": "end"},
                "You pad above and to the left only.": {"rim": "begin"},
                "You pad twice as much as `padding` says.": {"rim": "twice"},
                "You pad with the values at the rim. Zeros are asked.": {"value": "edge"},
                "The stride is missing.": {"steps": "none"},
                "The size is that of the stride, and the steps are of one: what is further right or down is not looked at.": {
                    "steps": "too short"
                },
                "The 1 is missing behind the floor: the last row and column are lost.": {"lost": 1},
                "The stride holds for the rows only.": {"steps": "rows"},
                "What is left over at the far ends is filled up and looked at: the size is rounded up.": {
                    "rest": "kept"
                },
                "You take the mean of the products. Their sum is asked.": {"combine": "mean"},
                "You bend the result: values below 0 are lost.": {"combine": "relu"},
            },
        ),
        **alone(
            switched(
                _slid,
                {
                    "Your kernel is turned left to right.": {"turned": "columns"},
                    "You pad above and below only.": {"rim": "rows"},
                    "You pad left and right only.": {"rim": "columns"},
                    "You pad by one, whatever `padding` says.": {"rim": "one"},
                    "You pad with ones. Zeros are asked.": {"value": "ones"},
                    "You begin at the second place.": {"begins": 1},
                    "The stride holds for the columns only.": {"steps": "columns"},
                },
            )
        ),
        "You pad after sliding.": lambda image, kernel, padding, stride: np.pad(
            _slid(image, kernel, 0, stride), min(int(padding), _MOST)
        ),
        "You take every s-th pixel of the image before you slide.": lambda image, kernel, padding, stride: _slid(
            np.pad(image, min(int(padding), _MOST))[:: max(int(stride), 1), :: max(int(stride), 1)], kernel, 0, 1
        ),
    },
)


def _upstream_cases(rng):
    def draw(image, upstream):
        return rng.normal(0, 1, image), rng.normal(0, 1, upstream)

    image = np.array([[1.0, 2, 0], [4, 1, 5], [0, 3, 2]])
    upstream = np.array([[1, -1], [2, 0.5]])
    return [
        (image, upstream),
        draw((5, 7), (3, 4)),
        draw((4, 4), (1, 1)),
        draw((6, 5), (4, 4)),
        draw((3, 6), (3, 6)),
        draw((7, 4), (2, 3)),
    ]


def _weights_slope(image, upstream, *, turned="not", result="not", over="sum", signs="all", squared=False, lost=0):
    def turn(array, how):
        return {
            "not": array,
            "both": array[::-1, ::-1],
            "rows": array[::-1],
            "columns": array[:, ::-1],
            "axes": array.T,
        }[how]

    upstream = turn(upstream, turned)
    if signs == "positive":
        upstream = np.maximum(upstream, 0)
    if signs == "sign":
        upstream = np.sign(upstream)
    if signs == "none":
        upstream = np.ones_like(upstream)
    if signs == "first":
        upstream = upstream * (np.arange(upstream.size).reshape(upstream.shape) == 0)
    if min(np.subtract(image.shape, upstream.shape)) < 0:
        return np.zeros((0, 0))
    found = correlate2d(image**2 if squared else image, upstream, "valid")
    shares = {"sum": 1, "mean": upstream.size, "weights": upstream.sum()}[over]
    return turn(found[: len(found) - lost, : len(found[0]) - lost], result) / shares


def _largest(image, upstream):
    rows, columns = np.maximum(np.subtract(np.shape(image), np.shape(upstream)) + 1, 0)
    r, c = np.shape(upstream)
    places = [(np.asarray(image)[u : u + r, v : v + c] * upstream).max() for u, v in np.ndindex(rows, columns)]
    return np.reshape(places, (rows, columns))


def _by_weights(image, upstream):
    (h, w), (r, c) = np.shape(image), np.shape(upstream)
    rows, columns = max(h - r + 1, 0), max(w - c + 1, 0)
    return np.array(
        [[np.vdot(np.asarray(image)[u : u + r, v : v + c], upstream) for v in range(columns)] for u in range(rows)]
    ).reshape(rows, columns)


kernel_gradient = Exercise(
    title="The slope of a kernel",
    points=2,
    expected=_by_weights,
    cases=_upstream_cases,
    equivalent={"(2, 3) -> (3, 2)": "the sum runs over both axes"},
    mistakes={
        **switched(
            _weights_slope,
            {
                "What comes from behind is turned round in both directions.": {"turned": "both"},
                "What comes from behind is turned upside down.": {"turned": "rows"},
                "What comes from behind is turned left to right.": {"turned": "columns"},
                "Rows and columns of what comes from behind are exchanged.": {"turned": "axes"},
                "Your result is turned round in both directions.": {"result": "both"},
                "Your result is turned upside down.": {"result": "rows"},
                "Your result is turned left to right.": {"result": "columns"},
                "You take a mean over the places. Each place adds its part.": {"over": "mean"},
                "You divide by the sum of what comes from behind.": {"over": "weights"},
                "What comes from behind is cut at 0: there was no ReLU here.": {"signs": "positive"},
                "Only the signs of what comes from behind count in yours.": {"signs": "sign"},
                "What comes from behind does not enter: you add up pixels.": {"signs": "none"},
                "One place counts, the first. Every place adds its part.": {"signs": "first"},
                "The pixels are squared.": {"squared": True},
                "The last row and column of weights are missing: h − r, and one more.": {"lost": 1},
            },
        ),
        "All weights get the same: the sum of what comes from behind.": lambda image, upstream: np.full(
            np.maximum(np.subtract(np.shape(image), np.shape(upstream)) + 1, 0), np.sum(upstream)
        ),
        "You take the largest product. Each place adds its part.": lambda image, upstream: _largest(image, upstream),
        "That is the slope in the image's pixels, not in the kernel's weights.": lambda image, upstream: correlate2d(
            upstream, _by_weights(image, upstream) * 0 + 1, "full"
        ),
    },
)


# ---- shapes

_NETWORK = {
    "rows 1": 28,
    "rows 2": 14,
    "rows 3": 7,
    "rows 4": 7,
    "weights 1": 1_216,
    "weights 3": 8_224,
    "weights 4": 264,
    "weights 5": 3_930,
}

shapes_and_weights = Exercise(
    title="Shapes and weights",
    points=2,
    expected=_NETWORK,
    mistakes={
        sentence: {**_NETWORK, key: value}
        for (key, value), sentence in {
            ("rows 1", 27): "rows 1: n − k, and one more: count the places of a kernel of 5 in a row of 6.",
            ("rows 1", 32): "rows 1: that needs padding 2. There is none.",
            ("rows 1", 30): "rows 1: the kernel has 5 rows, not 3.",
            ("rows 1", 29): "rows 1: one too many. In how many places does a kernel of 5 lie in a row of 6?",
            ("rows 2", 27): "rows 2: stride 1. Here each block begins where the last one ended.",
            ("rows 2", 28): "rows 2: pooling with stride 2 halves.",
            ("rows 3", 6): "rows 3: the padding is missing, or the 1 after the floor.",
            ("rows 3", 8): "rows 3: you round up. What is left over is not looked at.",
            ("rows 3", 13): "rows 3: stride 1. Here the filter moves on by two.",
            ("rows 3", 14): "rows 3: stride 2 halves, roughly.",
            ("rows 4", 5): "rows 4: a filter of 1 × 1 loses no row.",
            ("rows 4", 6): "rows 4: a filter of 1 × 1 loses no row.",
            ("rows 4", 1): "rows 4: a filter of 1 × 1 lies on each pixel in turn. How many rows does its input have?",
            ("rows 4", 9): "rows 4: there is no padding.",
            ("weights 1", 1_200): "weights 1: the biases are missing.",
            ("weights 1", 416): "weights 1: a filter runs through all three channels.",
            ("weights 1", 400): "weights 1: a filter runs through all three channels, and has a bias.",
            ("weights 1", 1_248): "weights 1: one bias a filter, not one a filter and channel.",
            ("weights 1", 1_201): "weights 1: each of the 16 filters has a bias of its own.",
            ("weights 1", 76): "weights 1: that is one filter. There are 16.",
            ("weights 1", 16 * 28 * 28 * 76): "weights 1: the same weights are used at every place.",
            (
                "weights 1",
                16 * 28 * 28,
            ): "weights 1: that counts the values of the maps. A filter's numbers are the same at all places.",
            ("weights 3", 8_192): "weights 3: the biases are missing.",
            ("weights 3", 544): "weights 3: a filter runs through all 16 channels of its input.",
            ("weights 3", 512): "weights 3: a filter runs through all 16 channels of its input, and has a bias.",
            ("weights 3", 1_568): "weights 3: its input has 16 channels now, not 3.",
            ("weights 3", 1_536): "weights 3: its input has 16 channels now, not 3, and a filter has a bias.",
            ("weights 3", 257): "weights 3: that is one filter. There are 32.",
            ("weights 4", 256): "weights 4: the biases are missing.",
            ("weights 4", 16): "weights 4: a filter of 1 × 1 runs through all 32 channels.",
            ("weights 4", 8): "weights 4: a filter of 1 × 1 runs through all 32 channels, and has a bias.",
            ("weights 4", 33): "weights 4: that is one filter. There are 8.",
            ("weights 5", 3_920): "weights 5: the biases are missing.",
            ("weights 5", 500): "weights 5: all 8 maps go in, not one.",
            ("weights 5", 490): "weights 5: all 8 maps go in, not one, and each output has a bias.",
            ("weights 5", 15_690): "weights 5: 8 maps go in. 32 was the number of layer 3.",
            ("weights 5", 3_921): "weights 5: each of the 10 outputs has a bias of its own.",
            ("weights 5", 570): "weights 5: a map has 7 rows and 7 columns.",
            ("weights 5", 90): "weights 5: a map has 49 values, not one.",
        }.items()
    },
)


read_the_symmetry = choice_exercise(
    title="Read the symmetry",
    points=2,
    right={
        "A": "equivariant",
        "B": "invariant",
        "C": "neither",
        "D": "neither",
        "E": "equivariant",
        "F": "invariant",
    },
    tempting={
        ("A", "invariant"): "A: if the picture moves, does the map stay where it is?",
        ("A", "neither"): "A: each value comes from nine pixels around it. Does it matter where these lie?",
        ("B", "equivariant"): "B: the result is one number. Can a number move?",
        ("B", "neither"): "B: the map moves as a whole, and its rim is 0. What happens to the sum?",
        ("C", "equivariant"): "C: a move by one pixel is half a block. Can the map move by half a value?",
        ("C", "invariant"): "C: a bright pixel at the edge of a block moves into the next block.",
        ("D", "equivariant"): "D: every pixel has a weight of its own. What are its weights after the move?",
        ("D", "invariant"): "D: every pixel has a weight of its own. What are its weights after the move?",
        ("E", "invariant"): "E: each pixel stays with its value. Where is it after the move?",
        ("E", "neither"): "E: each pixel is treated by itself, whatever it was. Does it matter where it lies?",
        ("F", "equivariant"): "F: the result is one number. Can a number move?",
        ("F", "neither"): "F: does the move make a pixel brighter?",
    },
)
