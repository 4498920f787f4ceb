# %% [markdown]
r"""
# Teach a machine to see, and check what it looks at

A camera over a stamping line looks for scratches. On the test pictures it is right in 97 of 100. Then somebody moves a lamp, and it is right in 71. It had learned
the lamp.

You go from pixels to a small convolutional network in NumPy. Then you ask what costs money: does it work one pixel further right, what does it look at, and is "found" found once?

**You will be able to**

- handle an image as an array without silent damage; <!-- brighten, channels_first -->
- slide a kernel by hand and in code, with padding and stride, and say every shape and number of weights;
  <!-- correlate, shapes_and_weights, kernel_gradient -->
- measure what a shift does to a network, in place of assuming it; <!-- read_the_symmetry -->
- break a shortcut with a test set made for it; <!-- choose_the_test_set -->
- score detections, each object once. <!-- box_iou, match_detections, tune_the_detector -->

**You need** shapes and products from [lesson 02](02_linear_algebra.ipynb), logistic regression from [07](07_linear_and_logistic_regression.ipynb), copies across a split from
[09](09_cross_validation.ipynb), precision and recall from [10](10_precision_recall.ipynb), and the way back from [15](15_neural_networks.ipynb). **About 75 minutes.**
"""

# %%
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate2d
from sklearn.datasets import load_sample_image

from firsthand import datasets, networks, plots, predict, predictions, table, vision

# %% [markdown]
r"""
## 1 · A picture is an array

Rows, columns, colours: a picture of 427 × 640 pixels is an array (427, 640, 3) of whole numbers from 0 to 255, type `uint8`.

**Predict.** You brighten a pixel of 250 by 10, as an array of type `uint8`. You get

- (a) 260;
- (b) 255;
- (c) 4.
"""

# %%
brighter = predict("?")  # a, b or c in place of ?
brighter

# %%
grey = np.array([250, 10], np.uint8)
table({"grey": grey, "grey + 10": grey + 10, "grey - 20": grey - 20})

# %%
bright = int((grey + 10)[0])
brighter.outcome(
    a=bright == 260,
    b=bright == 255,
    c=bright == 4,
    tempts={
        "a": "A byte ends at 255.",
        "b": "That would be the sensible thing. Who would have to do it?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

A byte counts modulo 256: 260 − 256 = 4, and 10 − 20 becomes 246. No warning comes. And `clip` afterwards comes too late: 4 lies between 0 and 255.

</details>

How much damage does that do? Take the difference of neighbours in a photo's red channel, once in bytes and once in whole numbers that may be negative.
"""

# %%
photo = load_sample_image("china.jpg")
red = photo[:, :, 0]
in_bytes = np.abs(red[:, 1:] - red[:, :-1])
true = np.abs(np.diff(red.astype(int), axis=1))
table(
    {
        "pixels wrong": np.mean(in_bytes != true),
        "true mean": true.mean(),
        "mean in bytes": in_bytes.mean(),
    }
)

# %% [markdown]
r"""
More than a third of the pixels are wrong, and the mean is six times too large. Convert first, then compute, then clip, then convert back.

The second trap is the order of axes. PyTorch wants colours first: (3, 427, 640). `transpose` moves axes. `reshape` fills the new shape with the old numbers in their old order. Look at the means of
the three channels.
"""

# %%
moved_axes = photo.transpose(2, 0, 1)
refilled = photo.reshape(3, 427, 640)
means = np.array([photo.mean(axis=(0, 1)), *np.mean([moved_axes, refilled], (2, 3))])
report = {"way": ["(427, 640, 3)", "transpose", "reshape"]}
report |= {name: means[:, k] for k, name in enumerate(("red", "green", "blue"))}
table(report, decimals=1)

# %% [markdown]
r"""
After `reshape` the shapes are right and the "red" channel is the upper third of the picture.

## 2 · Slide a kernel

A **kernel** is a small array of weights. Lay it on the picture, multiply, add up, move on. In one row: the pixels 2 2 2 9 9 9 under the kernel −1 0 1 give 0 7 7 0. It answers where the grey rises.

**Predict.** `np.convolve` with this row, this kernel and `"valid"` gives

- (a) 0 −7 −7 0;
- (b) 0 7 7 0;
- (c) 7 0 0 7.
"""

# %%
by_convolve = predict("?")  # a, b or c in place of ?
by_convolve

# %%
row, kernel = np.array([2, 2, 2, 9, 9, 9]), np.array([-1, 0, 1])
slid = [int(row[i : i + 3] @ kernel) for i in range(4)]
convolved = np.convolve(row, kernel, mode="valid").tolist()
table({"place": range(4), "slid by hand": slid, "np.convolve": convolved})

# %%
by_convolve.outcome(
    a=convolved == [0, -7, -7, 0],
    b=convolved == [0, 7, 7, 0],
    c=convolved == [7, 0, 0, 7],
    tempts={
        "b": "Mathematicians' convolution does one thing to the kernel first.",
        "c": "The order of the places stays. What could happen to the kernel?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Convolution turns the kernel round first: 1 0 −1. What deep learning calls convolution does not, and is **cross-correlation**. A learned kernel does not care; a copied one does.

</details>

In two dimensions a picture of $n$ rows under a kernel of $k$ rows gives $n - k + 1$ rows. Two things change that. **Padding** $p$ adds rows of zeros at both ends. **Stride** $s$ moves on by $s$ pixels:

$$\left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1 .$$

Eight rows, kernel 3, padding 1, stride 2: $\lfloor 7/2 \rfloor + 1 = 4$. What is left over at the far end is not looked at.

Fast code lists the surroundings of all places as rows, and makes one matrix product. That is called **im2col**. The cross-check is SciPy's `correlate2d`.
"""

# %%
shades = photo.mean(axis=2)[::4, ::4] / 255
kernel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
surroundings = sliding_window_view(shades, (3, 3))
rows = surroundings.reshape(-1, 9)
edges = (rows @ kernel.ravel()).reshape(surroundings.shape[:2])
shades.shape, edges.shape, np.allclose(edges, correlate2d(shades, kernel, "valid"))

# %% [markdown]
r"""
The kernel is Sobel's: it answers to edges where the grey rises to the right. Mix it with its transposed version, and it answers to edges in any direction.
"""


# %% folded="Draw the answer to edges in a direction"
def draw_edges(ax, degrees):
    angle = np.radians(degrees)
    turned = np.cos(angle) * kernel + np.sin(angle) * kernel.T
    ax.imshow(np.abs(correlate2d(shades, turned, "valid")) > 0.6, cmap="gray_r")
    ax.set(title=f"{degrees}°", xticks=[], yticks=[])
    ax.grid(False)


plots.panels(
    draw_edges,
    (0, 45, 90),
    alt="A temple's columns are dark at 0°, its roofs at 90°, slanted beams at 45°.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the direction"
plots.slider(draw_edges, alt="Edges in a direction of {degrees}°.", degrees=(0, 175, 5))

# %% [markdown]
r"""
*Photo: "china.jpg" by danielbuechele, CC BY 2.0, bundled with scikit-learn.*

At 0° the columns are dark, at 90° the roofs. Nine numbers each; a network learns such numbers.

## 3 · What moves with the picture

Shift the picture, then filter; or filter, then shift. If both give the same, the operation is **equivariant**. If the result does not change at all, it is **invariant**. Here are 200 digits in frames of 16 × 16, moved by one or two pixels.
"""

# %%
pixels, digit = datasets.handwritten_digits()
images = pixels.reshape(-1, 8, 8) / 16
framed = np.pad(images[:200], ((0, 0), (4, 4), (4, 4)))
weights = np.random.default_rng(0).normal(size=9)


def filtered(pictures, stride=1):
    windows = sliding_window_view(pictures, (3, 3), axis=(1, 2))
    return (windows.reshape(*windows.shape[:3], 9) @ weights)[:, ::stride, ::stride]


def agreeing(stride, by):
    new = filtered(np.roll(framed, by, axis=2), stride)
    old = np.roll(filtered(framed, stride), by // stride, axis=2)
    ink = (np.abs(new) + np.abs(old)) > 1e-9
    return np.mean(np.isclose(new, old)[ink])


# %%
cases = {
    "stride 1, moved by 1": (1, 1),
    "stride 2, moved by 2": (2, 2),
    "stride 2, moved by 1": (2, 1),
}
table(
    {
        "filter": list(cases),
        "values that agree": [agreeing(*case) for case in cases.values()],
    },
    decimals=".0%",
)

# %% [markdown]
r"""
One digit, its map at stride 1, and the same after a move by three pixels to the right:
"""

# %% folded="Draw a digit and its map, before and after"
pair = np.array([framed[0], np.roll(framed[0], 3, axis=1)])
fig, axes = plots.figure(4)
shown = [pair[0], filtered(pair)[0], pair[1], filtered(pair)[1]]
titles = ("digit", "its map", "moved by 3", "its map")
for ax, picture, title in zip(axes, shown, titles, strict=True):
    ax.imshow(picture, cmap="gray_r")
    ax.set(title=title, xticks=[], yticks=[])
    ax.grid(False)
plots.show(fig, alt="A nought and its map; both stand three columns further right.")

# %% [markdown]
r"""
With stride 1 it is exact. With stride 2, a shift by one pixel gives quite other values: the filter looks at places that it never looked at before.

**Pooling** keeps the largest value of each block. Does that make a map steady? Look at how far the map moves, as a share of its size, when the digit moves by one.
"""


# %%
def pooled(maps, size):
    n, height, width = maps.shape
    blocks = maps.reshape(n, height // size, size, width // size, size)
    return blocks.max(axis=(2, 4))


def change(size):
    old, new = (
        pooled(np.maximum(filtered(pictures), 0), size)
        for pictures in (framed, np.roll(framed, 1, axis=2))
    )
    return np.linalg.norm(new - old) / np.linalg.norm(old)


changes = {f"{size} × {size}": change(size) for size in (1, 2, 7, 14)}
table({"largest of": list(changes), "change": list(changes.values())})

# %% [markdown]
r"""
Blocks of 2 × 2 soften the blow, and no more. Only the largest of the *whole* map, here 14 × 14, does not change at all. That is called global pooling.

## 4 · A network in NumPy

Eight kernels of 3 × 3 with padding 1, ReLU, 2 × 2 pooling, then a dense layer: im2col, the pooling above, and the way back of [lesson 15](15_neural_networks.ipynb). It has $9 \cdot 8 + 8 + 128 \cdot 10 + 10 = 1{,}370$
weights; a network with 32 hidden units has 2,410. `firsthand.vision` holds it. First the gradient check, away from bends: with random biases.
"""

# %%
train, test = np.split(np.random.default_rng(0).permutation(1_797), [1_200])
rng = np.random.default_rng(0)
layers = [(W, rng.normal(0, 0.1, len(b))) for W, b in vision.new_layers(rng)]
few = images[train[:20]], digit[train[:20]]
(slope, _), _ = vision.gradients(layers, *few)


def loss(filters):
    scores = vision.scores([(filters, layers[0][1]), layers[1]], few[0])
    return np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(20), few[1]])


# %%
nudges = 1e-5 * np.eye(72).reshape(72, 9, 8)
filters = layers[0][0]
differences = [(loss(filters + h) - loss(filters - h)) / 2e-5 for h in nudges]
np.allclose(differences, slope.ravel(), atol=1e-7)

# %% [markdown]
r"""
All 72 agree. Now train it, beside the network with 32 hidden units, on 1,200 digits.
"""


# %% folded="Train both, three seeds"
def trained(seed, kind):
    rng, how = np.random.default_rng(seed), {"epochs": 20, "momentum": 0.9}
    if kind == "convolutional":
        layers, how["slope"] = vision.new_layers(rng), vision.gradients
        return networks.train(layers, images[train], digit[train], rng, **how)
    layers = networks.new_layers((64, 32, 10), rng)
    return networks.train(
        layers, images[train].reshape(-1, 64), digit[train], rng, **how
    )


# %% folded="Read the straight test digits"
def share_right(layers, pictures):
    if len(layers[0][0]) == 9:
        return vision.accuracy(layers, pictures, digit[test])
    return networks.accuracy(layers, pictures.reshape(-1, 64), digit[test])


kinds = ("convolutional", "hidden units")
models = {kind: [trained(seed, kind) for seed in range(3)] for kind in kinds}
straight = {
    kind: [share_right(m, images[test]) for m in models[kind]] for kind in kinds
}
table(
    {
        "network": kinds,
        "test digits read rightly": [np.mean(straight[kind]) for kind in kinds],
    },
    decimals=3,
)

# %% [markdown]
r"""
**Predict.** Each *test* digit moves by one pixel, to the right, left, up or down. The convolutional network then reads rightly

- (a) about 0.98;
- (b) about 0.9;
- (c) about 0.6.
"""

# %%
one_pixel = predict("?")  # a, b or c in place of ?
one_pixel


# %% folded="Move the test digits by one pixel"
def moved(pictures, down, right):
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    return padded[:, 1 - down : 9 - down, 1 - right : 9 - right]


steps = [(0, 1), (0, -1), (1, 0), (-1, 0)]


def right_when_moved(layers):
    return np.mean([share_right(layers, moved(images[test], *step)) for step in steps])


when_moved = {
    kind: np.mean([right_when_moved(m) for m in models[kind]]) for kind in kinds
}
table({"network": kinds, "moved by a pixel": list(when_moved.values())})

# %%
read = when_moved["convolutional"]
one_pixel.outcome(
    a=read > 0.95,
    b=0.8 < read <= 0.95,
    c=read <= 0.8,
    tempts={
        "a": "The maps move with the digit. What does the dense layer do with them?",
        "b": "Pooling softens. Look at section 3: by how much?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.59, and 0.44 for the hidden units. The dense layer behind the maps has a weight for each place, and it has never seen a digit there. "Convolutional networks are translation-invariant" is said often. The
filters are equivariant; the whole is neither.

</details>

Here is a good place for a break.

## 5 · Augment

Show it what it has to stand. **Augmentation** changes training pictures at random, anew in each batch, in a way that must not change the answer: here a shift by −1, 0 or 1 in both directions.

**Predict.** Somebody augments with mirrored digits in place of shifts: left and right exchanged in half of the batches. On straight test digits the accuracy

- (a) rises by a point or more: it has seen twice as much;
- (b) falls by more than a point: room is lost for these;
- (c) stays within a point: it learns them beside each other.
"""

# %%
mirrored = predict("?")  # a, b or c in place of ?
mirrored


# %% folded="Train with changed pictures"
def augmented(seed, change):
    rng = np.random.default_rng(seed)

    def slope(layers, pictures, y):
        return vision.gradients(layers, change(rng, pictures), y)

    layers, how = (
        vision.new_layers(rng),
        {"epochs": 20, "momentum": 0.9, "slope": slope},
    )
    return networks.train(layers, images[train], digit[train], rng, **how)


# %%
ways = {
    "nothing": lambda rng, pictures: pictures,
    "shifts": lambda rng, pictures: moved(pictures, *rng.integers(-1, 2, 2)),
    "mirrored": lambda rng, pictures: pictures[:, :, :: rng.choice([-1, 1])],
}

# %% folded="Two seeds each, on straight and on moved test digits"
on_straight, on_moved = {}, {}
for name, way in ways.items():
    pair = [augmented(seed, way) for seed in range(2)]
    on_straight[name] = np.mean([share_right(m, images[test]) for m in pair])
    on_moved[name] = np.mean([right_when_moved(m) for m in pair])
report = {"augmented with": list(ways), "straight": list(on_straight.values())}
table(report | {"moved by a pixel": list(on_moved.values())})

# %%
gain = on_straight["mirrored"] - on_straight["nothing"]
mirrored.outcome(
    a=gain >= 0.01,
    b=gain <= -0.01,
    c=abs(gain) < 0.01,
    tempts={
        "a": "Twice as much of what? A mirrored 2 is no digit at all.",
        "c": "The filters and weights are the same ones for both.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.99 becomes 0.95. A mirrored digit is another sign, which nobody will ever write, and eight filters now serve both.

</details>

Shifts lift the moved digits from 0.61 to 0.89, and cost five points on straight ones: in 20 epochs this small network cannot have both. Augment with what happens, not with what is possible. And augment
*after* the split: copies made before it lie on both sides, as in [lesson 09](09_cross_validation.ipynb).

## 6 · The shortcut

Back to the stamping line: pictures of 12 × 12, half of the parts scratched. A lamp is reflected in the corner of some. In the training pictures, from two shifts, the lamp shone on 95 % of the bad parts and on 5 % of the good ones.
"""

# %% folded="Look at four parts"
parts, bad, lamp = datasets.stamped_parts(np.random.default_rng(5), 40, (0.5, 0.5))
shown = [np.flatnonzero((bad == b) & (lamp == s))[0] for b in (0, 1) for s in (0, 1)]
fig, axes = plots.figure(4)
for ax, i in zip(axes, shown, strict=True):
    ax.imshow(parts[i], cmap="gray", vmin=0, vmax=1)
    words = f"{'bad' if bad[i] else 'good'}, lamp {'on' if lamp[i] else 'off'}"
    ax.set(title=words, xticks=[], yticks=[])
    ax.grid(False)
plots.show(fig, alt="Four grey parts; two have a dark scratch, two a bright corner.")


# %% folded="Train an inspector, and test it"
def inspector(seed, lamp):
    rng = np.random.default_rng(seed)
    parts, bad, _ = datasets.stamped_parts(rng, 600, lamp)
    how = {"epochs": 25, "momentum": 0.9, "slope": vision.gradients}
    layers = vision.new_layers(rng, side=12, classes=2)
    return networks.train(layers, parts - 0.6, bad, rng, **how)


def right_under(layers, lamp):
    parts, bad, _ = datasets.stamped_parts(np.random.default_rng(100), 1_000, lamp)
    return vision.accuracy(layers, parts - 0.6, bad)


# %% folded="Two ways to train, three tests, three seeds"
linked, unlinked, reversed_link = (0.05, 0.95), (0.5, 0.5), (0.95, 0.05)
inspectors = {
    "5 % and 95 %": [inspector(seed, linked) for seed in range(3)],
    "50 % and 50 %": [inspector(seed, unlinked) for seed in range(3)],
}
tests = {"like the first": linked, "independent": unlinked, "reversed": reversed_link}
report = {"lamp on good and bad parts": list(inspectors)}
for test_name, lamps in tests.items():
    report[test_name] = [
        np.mean([right_under(layers, lamps) for layers in three])
        for three in inspectors.values()
    ]
table(report)

# %% [markdown]
r"""
The usual test, drawn like the training pictures, says 0.97. Where lamp and scratch have nothing to do with each other the same network is right in 0.71, and where they are reversed in less than half. No test that is drawn like the training data can see this.
Trained on balanced pictures, it is right in 0.97 or more under all three. Where such pictures are few, [lesson 21](21_debugging_bias.ipynb) gives them more weight.

What does it look at? Hide a part of the picture with plain grey, and see how far P(bad) falls. That is an **occlusion map**.
"""


# %% folded="Draw the occlusion maps"
def share_bad(layers, pictures):
    scores = vision.scores(layers, pictures - 0.6)
    return 1 / (1 + np.exp(scores[:, 0] - scores[:, 1]))


def occlusion(layers, parts):
    drops = np.zeros((10, 10))
    for top, left in np.ndindex(10, 10):
        hidden = parts.copy()
        hidden[:, top : top + 3, left : left + 3] = 0.6
        drops[top, left] = np.mean(share_bad(layers, parts) - share_bad(layers, hidden))
    return drops


# %% folded="Draw them, the mean of three inspectors each"
both = parts[(bad == 1) & (lamp == 1)]
maps = {
    name: np.mean([occlusion(layers, both) for layers in three], axis=0)
    for name, three in inspectors.items()
}
fig, axes = plots.figure(2)
for ax, (name, drops) in zip(axes, maps.items(), strict=True):
    picture = ax.imshow(drops, cmap="gray_r", vmin=0, vmax=0.7)
    ax.set(title=f"trained on {name}", xlabel="column hidden", ylabel="row hidden")
    ax.grid(False)
fig.colorbar(picture, ax=axes, label="fall of P(bad)")
plots.show(
    fig, alt="Left: hiding the corner takes off 0.6. Right: it takes off nothing."
)

# %% [markdown]
r"""
In scratched parts under the lamp, the first three networks lose 0.6 of P(bad), in the mean, when the corner is hidden. The other three do not look there.

## 7 · Found once

Dents on a sheet of 40 × 40. Slide the dent's profile over it, as in section 2, and call every place above a threshold a find. A find is right if its box overlaps a true box by **intersection over union** (IoU) of at least ½. By hand: boxes of 6 × 6, one of
them two columns further right, share 6 × 4 = 24 of 36 + 36 − 24 = 48 pixels: IoU ½.
"""

# %%
from firsthand.datasets.inspection import DENT

profile = -0.3 * (DENT - DENT.mean())
sheet, dents = datasets.dented_sheets(np.random.default_rng(0))
boxes, scores = vision.detections(sheet, profile, 0.7)
kept = vision.suppress(boxes)
len(dents), len(boxes), len(kept)

# %% folded="Draw the boxes before and after"
fig, axes = plots.figure(2)
for ax, found, title in zip(axes, (boxes, kept), ("all finds", "kept"), strict=True):
    ax.imshow(sheet, cmap="gray", vmin=0, vmax=1)
    for top, left, bottom, right in found:
        sides = [left, right, right, left, left], [top, top, bottom, bottom, top]
        ax.plot(np.array(sides[0]) - 0.5, np.array(sides[1]) - 0.5, color=plots.ERROR)
    ax.set(title=f"{title}: {len(found)}", xticks=[], yticks=[])
    ax.grid(False)
plots.show(fig, alt="Many boxes lie around each dent; after suppression one each.")

# %% [markdown]
r"""
Each dent is found several times, a pixel apart. **Non-maximum suppression** goes from the best score down and keeps a box only if its IoU with each kept one is a tenth or less. Score 20 sheets, each way with all finds and with the kept ones:
"""


# %%
def counts(threshold, keep):
    rng, total = np.random.default_rng(1), np.zeros(3)
    for _ in range(20):
        sheet, dents = datasets.dented_sheets(rng)
        boxes, _ = vision.detections(sheet, profile, threshold)
        total += vision.count_found(keep(boxes), dents)
    return total


# %% folded="Count every find near a dent"
def near_a_dent(threshold, keep):
    rng, near = np.random.default_rng(1), []
    for _ in range(20):
        sheet, dents = datasets.dented_sheets(rng)
        boxes = keep(vision.detections(sheet, profile, threshold)[0])
        near += [vision.overlap(dents, box).max() >= 0.5 for box in boxes]
    return np.mean(near)


# %% folded="Two ways to score, before and after suppression"
finds = {"all": lambda boxes: boxes, "kept": vision.suppress}
once = [counts(0.7, keep) for keep in finds.values()]
report = {
    "finds": list(finds),
    "precision, every find near a dent": [near_a_dent(0.7, k) for k in finds.values()],
    "precision, each dent once": [hit / (hit + false) for hit, false, _ in once],
    "recall": [hit / (hit + missed) for hit, _, missed in once],
}
table(report)

# %% [markdown]
r"""
The same finds: a precision of 0.98 or 0.23, according to how a second box on one dent counts. A maker who quotes the first number is not lying. After suppression both ways agree.

## On the job

**Where it decides.** A missed dent is a recall; a false one stops the line. Both have a price per hour, and the threshold follows from it, as in [lesson 10](10_precision_recall.ipynb).

**Who owns it.** The line's engineer signs off the camera, its lamp and its place; the ML engineer owns the test sets that try to break it.

**What an interviewer may ask.** "Your model is at 97 % on held-out pictures. What could still be wrong?"

**A thousand times the data.** Networks trained on millions of other pictures are the usual start, and labels the largest bill. The test sets of section 6 stay as they are.

## Recap

- Bytes wrap: convert, compute, clip. `transpose` moves axes, `reshape` scrambles.
- Deep learning's convolution is cross-correlation; its size is $\lfloor (n + 2p - k)/s \rfloor + 1$.
- Filters are equivariant; stride and a dense layer break it. Measure, then augment with what happens.
- A test drawn like the training data cannot see a shortcut. Break the link, and hide parts of the picture.
- Count each object once.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/16_computer_vision.ipynb).

**Further reading**

- Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-Based Learning Applied to Document Recognition", *Proceedings of the IEEE* 86 (1998).
- V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning" (2016).
- R. Geirhos and others, "Shortcut Learning in Deep Neural Networks", *Nature Machine Intelligence* 2 (2020).
- M. Everingham and others, "The Pascal Visual Object Classes (VOC) Challenge", *International Journal of Computer Vision* 88 (2010).
"""
