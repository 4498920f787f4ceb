# %% [markdown]
r"""
# Exercises: train a network you can trust

{exercises} to [the lesson on neural networks](../notebooks/15_neural_networks.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/15_neural_networks.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · The way forward (1 point, 5 minutes)

Write `forward_pass(X, layers)`: the outputs of a network of any depth.

- `X`: array (n, d). `layers`: list of pairs `(W, b)`, arrays (inputs, outputs) and (outputs,).
- ReLU stands *between* layers: not before the first one, not after the last one.
- Return the outputs, an array (n, outputs of the last layer). One layer alone is allowed.

Example: X [[1, 2], [−1, 1], [2, 0]], first layer W [[1, −1, ½], [1, ½, −2]] and b (−1, ½, 1), second layer W [[3], [−2], [1]] and b (½) give
[[5.5], [−3.5], [5.5]].

<details><summary>Hint 1</summary>How many bends has a network of three layers? And one of a single layer?</details>
<details><summary>Hint 2</summary>Treat the last pair apart from the others: it only multiplies and adds.</details>
"""


# %% exercise="forward_pass"
def forward_pass(X, layers):
    """Outputs of a network. X : (n, d); list of (W, b). Returns (n, outputs)."""
    ### BEGIN SOLUTION
    *hidden, (W_last, b_last) = layers
    for W, b in hidden:
        X = np.maximum(X @ W + b, 0)
    return X @ W_last + b_last
    ### END SOLUTION


# %% check="forward_pass"
check("forward_pass", forward_pass)

# %% [markdown] solution="only"
r"""
A bend after the last layer would forbid outputs below zero: a score, or a price change, could never be negative. PyTorch keeps W as (outputs, inputs) and computes `X @ W.T + b`.
"""

# %% [markdown]
r"""
## 2 · From scores to slopes (2 points, 8 minutes)

Write `softmax_gradient(scores, y)`: the slope of the *mean* cross-entropy in each score.

- `scores`: array (n, k), any size, ±1,000 too. `y`: n class numbers from 0 to k − 1, an array or a list.
- For one row, the slope of −log(share of the true class) in the scores is p − e: the softmax shares, minus 1 at the true class.
- Return an array (n, k).

Example: scores [[2, 0, −1], [0, 1, 3]], y (0, 1) give [[−0.0781, 0.0571, 0.0210], [0.0210, −0.4429, 0.4219]].

<details><summary>Hint 1</summary>What does each row of your result add up to? And what does a mean over n rows do to one row's slope?</details>
<details><summary>Hint 2</summary>Take the largest score of each row off before the exponential. One place in each row gets the −1.</details>
"""


# %% exercise="softmax_gradient"
def softmax_gradient(scores, y):
    """Slope of the mean cross-entropy. (n, k) and n classes. Returns (n, k)."""
    ### BEGIN SOLUTION
    shares = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(shares)), y] -= 1
    return shares / len(shares)
    ### END SOLUTION


# %% check="softmax_gradient"
check("softmax_gradient", softmax_gradient)

# %% [markdown] solution="only"
r"""
Each row adds up to 0: what one class gains, the others lose. A common slip multiplies by p(1 − p) once more: that slope belongs to squared error behind a sigmoid, and cross-entropy has taken it in.
"""

# %% [markdown]
r"""
## 3 · The way back (3 points, 15 minutes)

A network for one number: H = max(XW₁ + b₁, 0), output = HW₂ + b₂. The loss is the mean of (output − y)² over the rows. Write `backward_pass(X, y, W1, b1, W2, b2)`: its four gradients.

- `X`: (n, d). `y`: (n,). `W1`: (d, h), `b1`: (h,), `W2`: (h,), `b2`: a number.
- A unit whose sum XW₁ + b₁ is not above 0 passes nothing back.
- Return `dW1, db1, dW2, db2`, each with the shape of what it belongs to.

Example: the X and the first layer of exercise 1, W2 (3, −2, 1), b2 ½, y (1, 0, 4) give dW1 [[15, −10.667, 2], [18, −7.333, 0]], db1 (12, −1.333, 1), dW2 (7, −3.167, 2), db2
1.667.

<details><summary>Hint 1</summary>Go back line by line. What does each line of the way forward need to have kept?</details>
<details><summary>Hint 2</summary>From the output, 2 · (output − y)/n comes back, one number a row. To the units it goes through W2, and only through those
that are awake in that row.</details>
"""


# %% exercise="backward_pass"
def backward_pass(X, y, W1, b1, W2, b2):
    """Gradients of the mean squared error. Returns dW1, db1, dW2, db2."""
    ### BEGIN SOLUTION
    Z = X @ W1 + b1
    H = np.maximum(Z, 0)
    back = 2 * (H @ W2 + b2 - y) / len(y)
    back_to_Z = np.outer(back, W2) * (Z > 0)
    return X.T @ back_to_Z, back_to_Z.sum(axis=0), H.T @ back, back.sum()
    ### END SOLUTION


# %% check="backward_pass"
check("backward_pass", backward_pass)

# %% [markdown] solution="only"
r"""
The 1/n enters once, where the mean is, and every sum over rows after it is a plain sum. Forgetting the mask `Z > 0` is the slip that still learns: check it against central differences, not against a loss curve.
"""

# %% [markdown]
r"""
## 4 · Mend the training (2 points, 10 minutes)

`train(X, y, W1, W2, rate, steps)` should make full-batch steps for the network H = max(XW₁, 0), output = HW₂ and the mean squared error. It has two faults:

- the hidden layer's gradient is taken with weights that have moved already;
- the first layer's gradient is divided by n twice.

`X`: (n, d), `y`: (n,), `W1`: (d, h), `W2`: (h,). Return W1 and W2 after the last step. The arrays handed in stay as they are.

Example: X [[1, 2], [2, 1]], y (1, 2), W1 [[1], [0]], W2 (1,), rate 0.1, one step give W1 [[1], [0]], W2 (1,): nothing is wrong, so nothing moves. With y (3, 0): W1 [[0.8], [0.2]], W2 (0.8,).

<details><summary>Hint 1</summary>Both gradients belong to one point. Which point is it?</details>
<details><summary>Hint 2</summary>Work out both gradients first, then move both. Where is the mean's 1/n already?</details>
"""


# %% exercise="fix_the_training"
def train(X, y, W1, W2, rate, steps):
    """Full-batch steps. Returns W1 (d, h) and W2 (h,)."""
    ### BEGIN GIVEN
    # for _ in range(steps):
    #     Z = X @ W1
    #     H = np.maximum(Z, 0)
    #     back = 2 * (H @ W2 - y) / len(y)
    #     W2 = W2 - rate * H.T @ back
    #     back_to_Z = np.outer(back, W2) * (Z > 0)
    #     W1 = W1 - rate * X.T @ back_to_Z / len(y)
    # return W1, W2
    ### END GIVEN
    ### BEGIN SOLUTION
    for _ in range(steps):
        Z = X @ W1
        H = np.maximum(Z, 0)
        back = 2 * (H @ W2 - y) / len(y)
        back_to_Z = np.outer(back, W2) * (Z > 0)
        W1 = W1 - rate * X.T @ back_to_Z
        W2 = W2 - rate * H.T @ back
    return W1, W2
    ### END SOLUTION


# %% check="fix_the_training"
check("fix_the_training", train)

# %% [markdown] solution="only"
r"""
Both faults learn, and both would pass a look at the loss. Frameworks avoid the first by keeping `backward()` and `step()` apart: all gradients, then all moves.
"""

# %% [markdown]
r"""
## 5 · Find the order, go back (3 points, 15 minutes)

The lesson's tape was in order already. Here numbers come in *any* order. Write `differentiate(end, parents, slopes)`.

- Numbers have the places 0 to m − 1. `parents[i]`: list of places that number i was made of; empty for an input. `slopes[i]`: as many local slopes. A parent may be listed twice (x·x).
- `end`: the place of the result. No number depends on itself.
- Return a list of m slopes: that of `end` in each number. 1 for `end` itself, 0 for what it does not depend on.

Example: 0: a = 2. 1: e = c·s. 2: c = a·b. 3: b = 3. 4: s = c + 2. `end` 1, parents [[], [2, 4], [0, 3], [], [2]], slopes [[], [8, 6], [3, 2], [], [1]] give [42, 1, 14, 28, 6].

<details><summary>Hint 1</summary>When may a number pass on what it has: as soon as something came, or when all has come?</details>
<details><summary>Hint 2</summary>First list the numbers so that each stands after its parents (visit the parents before you append). Then walk that list from the
back and add.</details>
"""


# %% exercise="differentiate"
def differentiate(end, parents, slopes):
    """Slopes of one number in all. A place, two lists. Returns m numbers."""
    ### BEGIN SOLUTION
    order, seen = [], set()

    def visit(i):
        if i not in seen:
            seen.add(i)
            for parent in parents[i]:
                visit(parent)
            order.append(i)

    visit(end)
    found = [0] * len(parents)
    found[end] = 1
    for i in reversed(order):
        for parent, slope in zip(parents[i], slopes[i], strict=True):
            found[parent] += found[i] * slope
    return found
    ### END SOLUTION


# %% check="differentiate"
check("differentiate", differentiate)

# %% [markdown] solution="only"
r"""
This is a topological order. Passing on too early sends half a slope, and passing on again with each arrival sends the first half twice. Walking every path one by one is right too, and takes 16,384 walks for 14 doublings.
"""

# %% [markdown]
r"""
## 6 · The first weights (1 point, 6 minutes)

Write `initial_weights(sizes, normals)` with He's scale.

- `sizes`: list of whole numbers, inputs first: [64, 32, 10] are two layers.
- `normals`: array of standard normal numbers, exactly as many as there are weights. Use them in order: layer by layer, and in each layer row by row.
- Return a list of arrays (inputs, outputs), one a layer.

Example: sizes [2, 1, 2], normals (1, −2, 0.5, 3) give [[1], [−2]] and [[0.7071, 4.2426]].

<details><summary>Hint 1</summary>How many products does one unit of this layer add up?</details>
<details><summary>Hint 2</summary>Keep a place in `normals`, and move it on by the size of the layer.</details>
"""


# %% exercise="initial_weights"
def initial_weights(sizes, normals):
    """First weights. Whole numbers, (all weights,). Returns arrays."""
    ### BEGIN SOLUTION
    weights, start = [], 0
    for k in range(len(sizes) - 1):
        into, out = sizes[k : k + 2]
        block = normals[start : start + into * out].reshape(into, out)
        weights.append(np.sqrt(2 / into) * block)
        start += into * out
    return weights
    ### END SOLUTION


# %% check="initial_weights"
check("initial_weights", initial_weights)

# %% [markdown] solution="only"
r"""
The spread is the root: 2/inputs is the *variance*. Where W is kept as (outputs, inputs), as in PyTorch, inputs are the second number; mixing the two up is the usual way to get this wrong.
"""

# %% [markdown]
r"""
## 7 · Dropout (2 points, 7 minutes)

Write `dropout(H, p, u, training)`: what the next layer is given.

- `H`: array (n, h). `u`: array (n, h) of numbers from 0 to below 1. `p`: the probability to *drop*, from 0 to below 1. `training`: True or False.
- In training, a unit with u < p is silenced, and the others are scaled so that the mean over all u stays. In use nothing happens.
- Return an array (n, h).

Example: H [[1, 2, 3, 4]], p ¼, u [[0.1, 0.3, 0.6, 0.9]] give [[0, 2.667, 4, 5.333]] in training, and H in use.

<details><summary>Hint 1</summary>Which share of the units is left, in the mean?</details>
<details><summary>Hint 2</summary>Three quarters are left. What makes up for that?</details>
"""


# %% exercise="dropout"
def dropout(H, p, u, training):
    """Silence units. H, u : (n, h); p : chance to drop. Returns (n, h)."""
    ### BEGIN SOLUTION
    if not training:
        return H
    return H * (u >= p) / (1 - p)
    ### END SOLUTION


# %% check="dropout"
check("dropout", dropout)

# %% [markdown] solution="only"
r"""
This form is called *inverted* dropout: the work is done in training, so that use costs nothing. The paper of 2014 divides nothing in training and multiplies in use. PyTorch's `p` drops; some older libraries' `p` keeps.
"""

# %% [markdown]
r"""
## 8 · Read the tests (2 points, 8 minutes)

Six runs of six networks on ten classes, 1,200 rows. Chance is a loss of 2.30. For each: the loss before training, the gradient check, the loss on 16 rows alone after 300 steps, and the share right in training and test.

| run | loss at first | check | loss, 16 rows | right, train | right, test |
|---|---|---|---|---|---|
| A | 2.31 | fails in layer 1 | 0.0006 | 0.94 | 0.92 |
| B | 2.35 | passes | 41.2 | 0.09 | 0.10 |
| C | 2.33 | passes | 0.0004, always the same batch | 0.11 | 0.10 |
| D | 48.6 | passes | 0.0009 | 0.97 | 0.94 |
| E | 2.32 | passes | 0.0004 | 1.00 | 0.89 |
| F | 2.34 | passes | 0.0004 | 0.86, and 0.98 in the serving program | 0.85, and 0.97 there |

Name the most likely cause of each: `"way back"`, `"uphill steps"`, `"labels come apart"`, `"first weights"`, `"too few rows"`, `"dropout left on"` or `"mean forgotten"`.

<details><summary>Hint 1</summary>The gradient check looks at one function. What happens before it, and after it, in a training loop?</details>
<details><summary>Hint 2</summary>In C, what differs between 16 rows in one batch and 1,200 rows drawn anew in each epoch? In F, what differs between two
programs with the same weights?</details>
"""

# %% exercise="read_the_tests"
### BEGIN GIVEN
# causes = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
causes = {
    "A": "way back",
    "B": "uphill steps",
    "C": "labels come apart",
    "D": "first weights",
    "E": "too few rows",
    "F": "dropout left on",
}
### END SOLUTION

# %% check="read_the_tests"
check("read_the_tests", causes)

# %% [markdown] solution="only"
r"""
B's gradient is right and its loss grows: the sign in the update, or a rate far too large. C learns one batch by heart, so its loop works; with 1,200 rows the shuffle moves X and not y. D starts twenty times above chance and recovers. A mean that is forgotten
would fail the gradient check.
"""

# %% [markdown]
r"""
## 9 · Choose the remedy (2 points, 8 minutes)

Choose what to try first: `"residuals"`, `"dropout or decay"`, `"smaller first weights"`, `"more hidden units"`, `"linear model"` or `"gradient check"`.

- A: 48 layers. Loss on the rows it is trained on: 1.9, on new ones 1.9. With three layers: 0.1 and 0.2. Derivatives agree with differences.
- B: 90 scans, all there will ever be. Loss on them 0.001, on new ones 0.61.
- C: 500 columns in, standard normal weights. Step 1: 310. Step 3: not a number, with a rate ten times lower too.
- D: two units between 30 columns and a yes or no that depends on which of two columns is larger in size, |x₁| > |x₂|. 0.71 on old rows, 0.70 on new ones; ten seeds alike.
- E: ten seeds: 0.977 ± 0.003 for the network, 0.978 for a weighted sum, which the regulator asks to see.
- F: since a colleague rewrote a layer to save memory, new runs end at 0.94 in place of 0.97. Nothing else changed.

<details><summary>Hint 1</summary>Is it bad on the rows it was trained on, or on new ones only?</details>
<details><summary>Hint 2</summary>For D: how many straight cuts does |x₁| > |x₂| need, and how many does a unit bring?</details>
"""

# %% exercise="choose_network_remedy"
### BEGIN GIVEN
# remedies = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
remedies = {
    "A": "residuals",
    "B": "dropout or decay",
    "C": "smaller first weights",
    "D": "more hidden units",
    "E": "linear model",
    "F": "gradient check",
}
### END SOLUTION

# %% check="choose_network_remedy"
check("choose_network_remedy", remedies)

# %% [markdown] solution="only"
r"""
A fails where it was trained, so nothing that fights overfitting helps. D has four wedges to separate and two bends to do it with. E: what gains nothing and cannot be explained is not worth its upkeep. F: find out whether the new layer is right before anything else is tuned.
"""

# %% [markdown]
r"""
## 10 · Tune the network (2 points, 10 minutes)

"Five or more?" again, with 600 digits to train on. Choose `hidden` (units), `rate` and `epochs` for a network with one hidden layer and two outputs, batches of 32, momentum 0.9. On digits it has not seen, it must be right in at least 95 %, for two splits and
starts that you do not see.

- At most 3,000 parameters, biases counted, and at most 40 epochs.
- Try first: `firsthand.networks` and `firsthand.datasets.handwritten_digits` are yours (pixels / 16).

Give a dictionary with the three numbers.

<details><summary>Hint 1</summary>How many parameters does one more hidden unit cost, with 64 inputs and two outputs?</details>
<details><summary>Hint 2</summary>`networks.train(networks.new_layers((64, hidden, 2), rng), X[rows], y[rows], rng, rate=…, epochs=…, momentum=0.9)`; try rates a power of ten
apart, each with three seeds.</details>
"""

# %% exercise="tune_the_network"
### BEGIN GIVEN
# settings = {
#     "hidden": ...,  # your answer
#     "rate": ...,
#     "epochs": ...,
# }
### END GIVEN
### BEGIN SOLUTION
settings = {"hidden": 40, "rate": 0.1, "epochs": 25}
### END SOLUTION

# %% check="tune_the_network"
check("tune_the_network", settings)

# %% [markdown] solution="only"
r"""
Each hidden unit costs 64 + 1 + 2 parameters, so at most 44 fit. With momentum 0.9, rates from 0.03 to 0.2 do; at 1 units fall asleep for good, and at 0.001 forty epochs are not enough.
"""
