# %% [markdown]
r"""
# Exercises: teach a machine to see

{exercises} to [the lesson on computer vision](../notebooks/16_computer_vision.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/16_computer_vision.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · Brighten (1 point, 5 minutes)

Write `brighten(image, amount)`: a brighter or darker picture.

- `image`: array of type `uint8`, grey (h, w) or with colours (h, w, 3). It stays as it is.
- `amount`: a whole number from −300 to 300, added to every value. Below 0 becomes 0, above 255 becomes 255.
- Return an array of the same shape and of type `uint8`.

Example: [[250, 10, 100]] gives [[255, 20, 110]] with 10, and [[230, 0, 80]] with −20.

<details><summary>Hint 1</summary>Which numbers can a byte hold, and which can 250 + 10 need?</details>
<details><summary>Hint 2</summary>Convert to a wider type first. When is the time to limit, and when to convert back?</details>
"""


# %% exercise="brighten"
def brighten(image, amount):
    """Add to every value and stay in 0 to 255. uint8 and a number. Returns uint8."""
    ### BEGIN SOLUTION
    return np.clip(image.astype(int) + amount, 0, 255).astype(np.uint8)
    ### END SOLUTION


# %% check="brighten"
check("brighten", brighten)

# %% [markdown] solution="only"
r"""
The order matters: wide, add, clip, narrow. Clipping after a sum of bytes finds nothing to clip. OpenCV's `add` saturates by itself, NumPy's `+` does not.
"""

# %% [markdown]
r"""
## 2 · Mend the channels (2 points, 7 minutes)

A camera delivers pictures as (n, h, w, 3), **blue** first, as OpenCV does. The network wants (n, 3, h, w), **red** first. `channels_first(images)` runs, gives the right shape, and has two faults:

- the axes are not moved: the numbers are filled in anew;
- what is turned round is not the colours.

`images`: array (n, h, w, 3). Return an array (n, 3, h, w).

Example: one picture of 1 × 2 pixels, [[[[1, 2, 3], [4, 5, 6]]]], gives [[[[3, 6]], [[2, 5]], [[1, 4]]]].

<details><summary>Hint 1</summary>Where do the three numbers of the first pixel stand in the result? And where do they end up now?</details>
<details><summary>Hint 2</summary>`transpose` takes the old axes in their new order. Which of four axes holds the colours, before and after?</details>
"""


# %% exercise="channels_first"
def channels_first(images):
    """Colours first, red first. (n, h, w, 3). Returns (n, 3, h, w)."""
    ### BEGIN GIVEN
    # n, h, w, c = images.shape
    # return images[:, ::-1].reshape(n, c, h, w)
    ### END GIVEN
    ### BEGIN SOLUTION
    return images[:, :, :, ::-1].transpose(0, 3, 1, 2)
    ### END SOLUTION


# %% check="channels_first"
check("channels_first", channels_first)

# %% [markdown] solution="only"
r"""
Nothing crashes with either fault; the network trains, and worse. `swapaxes(1, 3)` has the right shape for square pictures, and every picture lies on its side.
"""

# %% [markdown]
r"""
## 3 · Slide with padding and stride (2 points, 12 minutes)

Write `correlate(image, kernel, padding, stride)`: cross-correlation, as a network does it.

- `image`: (h, w), `kernel`: (a, b), any sizes that fit. `padding`: so many rows and columns of zeros on all four sides. `stride`: steps of so many pixels, in both directions, from the upper left corner on.
- The kernel is not turned round. What is left over at the far ends is not looked at.
- Return an array of $\lfloor (h + 2p - a)/s \rfloor + 1$ rows and $\lfloor (w + 2p - b)/s \rfloor + 1$ columns.

Example: image [[1, 2, 0, 3], [4, 1, 5, 2], [0, 3, 2, 6], [2, 1, 4, 1]], kernel [[1, 0], [2, −1]] give [[8, −1, 8], [1, 5, 3], [3, 1, 9]] with padding 0 and stride 1, and [[−1, 4, 6], [0, 5, 14], [0, 1, 1]] with
padding 1 and stride 2.

<details><summary>Hint 1</summary>Work out one number of the example by hand. Which pixels does it see?</details>
<details><summary>Hint 2</summary>`np.pad` first. The place (i, j) of the result sees the rows from i · stride on.</details>
"""


# %% exercise="correlate"
def correlate(image, kernel, padding, stride):
    """Cross-correlation. (h, w), (a, b), two whole numbers. Returns an array."""
    ### BEGIN SOLUTION
    padded = np.pad(image, padding)
    windows = np.lib.stride_tricks.sliding_window_view(padded, np.shape(kernel))
    windows = windows[::stride, ::stride]
    return np.sum(windows * kernel, axis=(2, 3))
    ### END SOLUTION


# %% check="correlate"
check("correlate", correlate)

# %% [markdown] solution="only"
r"""
All windows first, then every s-th of them: the floor in the formula comes by itself. Test such code with a kernel that has no symmetry; with four equal weights a kernel that is turned round passes.
"""

# %% [markdown]
r"""
## 4 · Shapes and weights (2 points, 10 minutes)

A network for colour pictures of 32 × 32, three channels. Every filter has a bias, pooling and ReLU have nothing to learn.

1. 16 filters of 5 × 5 over all channels, padding 0, stride 1
2. pooling 2 × 2, stride 2
3. 32 filters of 4 × 4 over all channels, padding 1, stride 2
4. 8 filters of 1 × 1 over all channels, padding 0, stride 1
5. a dense layer on all values, 10 outputs

Give for layers 1 to 4 how many rows a map has, and for layers 1, 3, 4 and 5 how many numbers are learned.

Worked example, of another network: 4 filters of 3 × 3 on grey pictures of 6 × 6 give maps of 4 rows, and learn 4 · (3 · 3 · 1 + 1) = 40 numbers.

<details><summary>Hint 1</summary>How many numbers does one filter of layer 3 lay on its input at one place?</details>
<details><summary>Hint 2</summary>Layer 3: 14 rows and two rows of zeros, kernel 4, stride 2. Take the floor, then add 1.</details>
"""

# %% exercise="shapes_and_weights"
### BEGIN GIVEN
# network = {
#     "rows 1": ...,  # your answer
#     "rows 2": ...,
#     "rows 3": ...,
#     "rows 4": ...,
#     "weights 1": ...,
#     "weights 3": ...,
#     "weights 4": ...,
#     "weights 5": ...,
# }
### END GIVEN
### BEGIN SOLUTION
network = {
    "rows 1": 28,
    "rows 2": 14,
    "rows 3": 7,
    "rows 4": 7,
    "weights 1": 16 * (5 * 5 * 3 + 1),
    "weights 3": 32 * (4 * 4 * 16 + 1),
    "weights 4": 8 * (32 + 1),
    "weights 5": 10 * (7 * 7 * 8 + 1),
}
### END SOLUTION

# %% check="shapes_and_weights"
check("shapes_and_weights", network)

# %% [markdown] solution="only"
r"""
1,216, 8,224, 264 and 3,930. A filter runs through *all* channels of its input, so layer 3 has 16 sheets of 4 × 4 in each filter. The dense layer would be the largest without layer 4, which mixes 32 channels into 8.
"""

# %% [markdown]
r"""
## 5 · The slope of a kernel (2 points, 12 minutes)

Forward, a kernel is slid over an image with stride 1 and no padding (cross-correlation). From behind comes `upstream`: the slope of the loss in each value of the result. Write `kernel_gradient(image, upstream)`: the slope of the loss in each weight of
the kernel.

- `image`: (h, w). `upstream`: (r, c).
- Return an array (h − r + 1, w − c + 1): the kernel's shape.

Example: image [[1, 2, 0], [4, 1, 5], [0, 3, 2]] and upstream [[1, −1], [2, ½]] give [[7.5, 6.5], [4.5, 3]].

<details><summary>Hint 1</summary>Which pixels is the kernel's upper left weight multiplied with, over all places? And what comes back to each of those places?</details>
<details><summary>Hint 2</summary>For weight (u, v): the part of the image that begins at row u and column v, and has the shape of upstream.</details>
"""


# %% exercise="kernel_gradient"
def kernel_gradient(image, upstream):
    """Slope in the kernel's weights. (h, w), (r, c). Returns (h - r + 1, w - c + 1)."""
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(image, np.shape(upstream))
    return np.sum(windows * upstream, axis=(2, 3))
    ### END SOLUTION


# %% check="kernel_gradient"
check("kernel_gradient", kernel_gradient)

# %% [markdown] solution="only"
r"""
The way back is a cross-correlation too: of the image, with what comes back as its kernel. Nothing is averaged here; where the loss is a mean, `upstream` knows it already.
"""

# %% [markdown]
r"""
## 6 · Read the symmetry (2 points, 7 minutes)

A picture with a wide empty rim (zeros) moves by **one** pixel. What does the result of each operation do? `"equivariant"`: it moves by one as well, and is the same otherwise. `"invariant"`: it does not change. `"neither"`.

- A: a 3 × 3 filter without bias, stride 1, then ReLU
- B: the mean of all values of the map of A
- C: the largest of each block of 2 × 2, stride 2
- D: a dense layer on the flattened picture
- E: every pixel squared, minus 0.1
- F: how many pixels are above 0.5

<details><summary>Hint 1</summary>Does the operation know where a pixel lies, or only what is around it?</details>
<details><summary>Hint 2</summary>For C: two neighbours that share a block: do they share one after the move?</details>
"""

# %% exercise="read_the_symmetry"
### BEGIN GIVEN
# symmetry = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
symmetry = {
    "A": "equivariant",
    "B": "invariant",
    "C": "neither",
    "D": "neither",
    "E": "equivariant",
    "F": "invariant",
}
### END SOLUTION

# %% check="read_the_symmetry"
check("read_the_symmetry", symmetry)

# %% [markdown] solution="only"
r"""
What treats every place alike moves along; what then sums or takes the largest over all places forgets where. Blocks and dense layers know places. A move by *two* pixels would leave C equivariant: its map moves by one.
"""

# %% [markdown]
r"""
## 7 · Intersection over union (2 points, 8 minutes)

Write `box_iou(one, other)`: what two boxes share, divided by what they cover together.

- A box is (top, left, bottom, right), whole numbers, far edges outside: (0, 0, 2, 3) covers 2 rows and 3 columns.
- Return a number from 0 to 1. Boxes that do not meet give 0.

Example: (1, 1, 5, 6) and (3, 2, 9, 7) share 2 × 4 pixels and cover 42, which gives 0.1905.

<details><summary>Hint 1</summary>Where does the shared part begin, and where does it end? What if it ends before it begins?</details>
<details><summary>Hint 2</summary>Two boxes may miss each other in both directions. What is the product of two negative sides?</details>
"""


# %% exercise="box_iou"
def box_iou(one, other):
    """Shared over covered. Two boxes. Returns a number."""
    ### BEGIN SOLUTION
    height = min(one[2], other[2]) - max(one[0], other[0])
    width = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(height, 0) * max(width, 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return shared / (sum(areas) - shared)
    ### END SOLUTION


# %% check="box_iou"
check("box_iou", box_iou)

# %% [markdown] solution="only"
r"""
Limit each side at 0, not the product: two sides of −1 make an overlap of 1. Tools that count pixels inclusively add 1 to every side; that is another convention, and must then hold for areas and overlap alike.
"""

# %% [markdown]
r"""
## 8 · Each object once (3 points, 15 minutes)

Write `match_detections(boxes, scores, truths, threshold)`: true positives, false positives and false negatives.

- `boxes`: m boxes in any order, `scores`: m different numbers, `truths`: t boxes. Both lists may be empty.
- Go through the boxes from the highest score down. Each takes, among the truths that **nobody has taken yet**, the one with the largest IoU, if that is at least `threshold`. Then it is a true positive, else a false one.
- Return three whole numbers: true positives, false positives, truths that nobody took.

`iou(one, other)` is given. Example: boxes (0, 0, 4, 4), (0, 1, 4, 5), (9, 9, 12, 12) with scores 0.6, 0.9, 0.8, one truth (0, 0, 4, 4), threshold 0.5 give 1, 2, 0: the second box takes it.

<details><summary>Hint 1</summary>What has to be remembered from one box to the next?</details>
<details><summary>Hint 2</summary>Keep a list of the truths that are left. Look only there, and take out what is found.</details>
"""


# %%
def iou(one, other):
    height = min(one[2], other[2]) - max(one[0], other[0])
    width = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(height, 0) * max(width, 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return shared / (sum(areas) - shared)


# %% exercise="match_detections"
def match_detections(boxes, scores, truths, threshold):
    """Count hits, false alarms, misses. Returns three whole numbers."""
    ### BEGIN SOLUTION
    left, hits = list(truths), 0
    for i in sorted(range(len(boxes)), key=lambda i: -scores[i]):
        best = max(left, key=lambda truth: iou(boxes[i], truth), default=None)
        if best is not None and iou(boxes[i], best) >= threshold:
            left.remove(best)
            hits += 1
    return hits, len(boxes) - hits, len(left)
    ### END SOLUTION


# %% check="match_detections"
check("match_detections", match_detections)

# %% [markdown] solution="only"
r"""
A second box on a found object is a false alarm: somebody walks to the line for it. Tools differ in one detail: some look for the best truth first and then find it taken; here a box may take the second best.
"""

# %% [markdown]
r"""
## 9 · Choose the test set (2 points, 8 minutes)

A vendor's claims. Choose the test that is most likely to break each: `"break the link"` (pictures in which two things no longer go together), `"split by part"`, `"count each once"`, `"pictures without faults"`, `"move the parts"` or `"more of the same"`.

- A: "99 % on held-out pictures." All cracked castings were photographed at night.
- B: "99 %." Each part was turned and photographed 12 times, and all pictures were shuffled before the split.
- C: "Of our 400 boxes 396 lie on a hole." There were 58 holes.
- D: "No miss on 300 sheets." Each of these had a dent; on the line one in 2,000 has.
- E: "Works wherever the part lies, since the network is convolutional." The clamp of the test bench never moved.
- F: "It sees worn bearings." The worn ones came from one workshop, which writes a number on each plate.

<details><summary>Hint 1</summary>What did every picture of the test have in common with those of the training?</details>
<details><summary>Hint 2</summary>An option may be right twice or never. For D: what could a detector do that always says "dent"?</details>
"""

# %% exercise="choose_the_test_set"
### BEGIN GIVEN
# tests = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
tests = {
    "A": "break the link",
    "B": "split by part",
    "C": "count each once",
    "D": "pictures without faults",
    "E": "move the parts",
    "F": "break the link",
}
### END SOLUTION

# %% check="choose_the_test_set"
check("choose_the_test_set", tests)

# %% [markdown] solution="only"
r"""
More of the same never breaks anything: a test drawn like the training data repeats its links. For A: cracked castings by day, and whole ones by night.
"""

# %% [markdown]
r"""
## 10 · Tune the detector (1 point, 8 minutes)

The sheets and the detector of the lesson, with suppression. Choose the `threshold` so that on sheets it has not seen, twice 50, precision **and** recall are at least 0.9.

Yours to try with: `datasets.dented_sheets(rng)` from `firsthand`; `vision.detections(sheet, profile, threshold)`, `vision.suppress(boxes)` and `vision.count_found(boxes, truths)` from `firsthand.vision`; the profile is
`-0.3 * (DENT - DENT.mean())` with `DENT` from `firsthand.datasets.inspection`.

Give a number.

<details><summary>Hint 1</summary>Which of the two suffers when the threshold rises?</details>
<details><summary>Hint 2</summary>Try 0.3 to 1 in steps of 0.05, with 50 sheets each and two seeds.</details>
"""

# %% exercise="tune_the_detector"
### BEGIN GIVEN
# threshold = ...  # your answer
### END GIVEN
### BEGIN SOLUTION
threshold = 0.71
### END SOLUTION

# %% check="tune_the_detector"
check("tune_the_detector", threshold)

# %% [markdown] solution="only"
r"""
Below 0.65 noise passes for dents, above 0.8 weak dents are lost. The threshold belongs to this noise: another camera, another threshold.
"""
