# %% [markdown]
r"""
# Read digits without training anything

This notebook ends the third part of the course, lessons 16 to 20. Large models of today learn a task from the examples in
their prompt, without a step of training. You do the same with your own parts: attention looks back over a stream of
pictures whose labels came in, and reads the next one. Where the check of an exercise says *right*, your answer runs here;
where not, the course's stands in.

**You need** your notebooks in `exercises/`, saved; any number of right answers will do. **About 20 minutes.**
"""

# %%
import numpy as np

from firsthand import datasets, mine, plots, predict, predictions, reached, table

# %% tags=["nbval-ignore-output"]
correlate, average_precision_at_k = mine("correlate", "average_precision_at_k")
layer_norm, attention, perplexity = mine("layer_norm", "attention", "perplexity")
ucb_choice, regret = mine("ucb_choice", "regret")

# %% [markdown]
r"""
When you solve another exercise, save its notebook and run the cell above again.

## 1 · Two views of a picture

The 1,797 handwritten digits come one after another, 8 × 8 pixels each. What should be compared, to find pictures alike?

- **Pixels**: the 64 grey values.
- **Edges**: what your `correlate` finds with four Sobel kernels (upright, flat and the two diagonals), light to dark and
  dark to light, averaged over squares of 2 × 2: 128 numbers.

Each row then goes through `layer_norm`, so that the product of two rows says how alike they are.
"""

# %%
rows, digits = datasets.handwritten_digits()
pictures = rows.reshape(-1, 8, 8) / 16
upright = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]]) / 4
diagonal = np.array([[2, 1, 0], [1, 0, -1], [0, -1, -2]]) / 4
kernels = [upright, upright.T, diagonal, diagonal[:, ::-1]]


def edges(picture):
    """Edges of a picture, in four directions and two signs. (8, 8). Returns (128,)."""
    found = [correlate(picture, sign * k, 1, 1) for k in kernels for sign in (1, -1)]
    squares = np.maximum(found, 0).reshape(-1, 4, 2, 4, 2)
    return squares.mean(axis=(2, 4)).ravel()


views = {"pixels": rows / 16, "edges": np.array([edges(p) for p in pictures])}
for name, view in views.items():
    gain, bias = np.ones(view.shape[1]), np.zeros(view.shape[1])
    views[name] = np.asarray(layer_norm(view, gain, bias, 1e-5))
table([{"view": name, "numbers": v.shape[1]} for name, v in views.items()])

# %% [markdown]
r"""
**Predict.** A search by picture: for each of a hundred pictures the ten most alike are shown. Hits are those of the same
digit, and `average_precision_at_k` judges the order. In [lesson 16](16_computer_vision.ipynb) edges were what a network
learns first. Here

- (a) edges win;
- (b) both are equal, within 0.01;
- (c) pixels win.
"""

# %%
better = predict("?")  # a, b or c in place of ?
better


# %%
def search(view, query, k=10):
    """Average precision of the k pictures most like one."""
    alike = view @ view[query]
    alike[query] = -np.inf
    same = (digits == digits[query]).astype(int)
    best = np.argsort(-alike)[:k]
    return average_precision_at_k(same[best].tolist(), int(same.sum()) - 1, k)


found = {
    name: np.mean([search(view, query) for query in range(0, 1797, 18)])
    for name, view in views.items()
}
table(
    [{"view": name, "mean average precision at 10": f} for name, f in found.items()], 3
)

# %%
ahead = found["edges"] - found["pixels"]
better.outcome(
    a=ahead > 0.01,
    b=abs(ahead) <= 0.01,
    c=ahead < -0.01,
    tempts={
        "a": "Edges help where light and place vary. These digits are centred, of "
        "one brightness, and 8 pixels wide: averaging throws away what tells them "
        "apart.",
        "b": "Twice the numbers are not the same numbers: squares of 2 x 2 have lost "
        "where a stroke runs.",
    },
)

# %% [markdown]
r"""
A part that is right can still be the wrong part. The search said so in one number; from here on, pixels.

## 2 · Attention as a reader

Token $t$ of the stream asks with picture $t$. It holds as key the picture *before* it and as value the label of that one,
a row of ten with a single 1. So your causal `attention` mixes the labels of earlier pictures, weighted by how alike they
are to this one: what comes back are ten shares. Nothing is fitted. `window` is how far it looks back.
"""

# %%
labels = np.eye(10)[digits]


def read(view, window, sharpness=5):
    """Shares of the ten digits for each picture, from those before it. (n, 10)."""
    keys = np.vstack([np.zeros(view.shape[1]), view[:-1]])
    values = np.vstack([np.zeros(10), labels[:-1]])
    return np.asarray(attention(sharpness * view, keys, values, window))


# %%
windows = [10, 30, 100, 300, 1797]
shares = [read(views["pixels"], window) for window in windows]
right = np.array([share.argmax(axis=1) == digits for share in shares])
of_the_digit = [np.maximum(share[np.arange(1797), digits], 0.001) for share in shares]
table(
    {
        "looks back": windows,
        "right, last 500": right[:, -500:].mean(axis=1),
        "perplexity, last 500": [perplexity(p[-500:]) for p in of_the_digit],
    },
    3,
)

# %% [markdown]
r"""
`perplexity` says between how many digits the reader hesitates: 10 is a guess, 1 is certainty. (A share below 0.001 is
counted as 0.001, else one picture would decide.) The longer the memory, the surer the reader, and the dearer: attention
over everything compares 1,797 × 1,797 pairs.

## 3 · Choose the reader while it works

In service nobody knows that table. A picture comes, one reader answers, somebody says right or wrong. Which one to ask?
`ucb_choice` decides, from the answers so far, and `regret` counts what that costs against always asking the best one.
"""

# %%
pulls, wins, chosen = np.zeros(5, dtype=int), np.zeros(5), []
for t in range(1, 1798):
    arm, _ = ucb_choice(pulls, wins / np.maximum(pulls, 1), t, 1.0)
    chosen.append(int(arm))
    pulls[arm] += 1
    wins[arm] += right[arm, t - 1]
given_up = regret(right.mean(axis=1), np.array(chosen))
by_lot = regret(right.mean(axis=1), np.random.default_rng(0).integers(0, 5, 1797))
table({"looks back": windows, "asked": pulls, "right": right.mean(axis=1)}, 3)

# %%
groups = np.arange(1797) // 100
all_back, ten_back = ([r[groups == g].mean() for g in range(18)] for r in right[[4, 0]])
readers = {"all back": all_back, "10 back": ten_back}
lost = {"UCB": given_up, "by lot": by_lot}
fig, (left, middle) = plots.figure(2)
plots.lines(left, np.arange(18) * 100, readers, ylabel="right, share of 100")
plots.lines(middle, np.arange(1797), lost, ylabel="answers given up")
for ax in (left, middle):
    ax.set_xlabel("pictures seen")
plots.show(
    fig,
    alt="Left: with all pictures in view the reader rises from 0.85 to 0.99, with "
    "ten in view it stays near 0.65. Right: regret grows to 45 with UCB and to 141 "
    "by lot.",
)

# %% [markdown]
r"""
The width $c = 1$ is a choice. With 0.3, the reader with everything in view, wrong on its first picture, is never asked
again. Try it, and look at the column *asked*.

## 4 · The bar

Over the last 500 pictures, the reader that UCB asks most often is to be right in **0.97** of the cases. No weight was trained.
"""

# %% tags=["nbval-ignore-output"]
favourite = int(np.argmax(pulls))
reached("The share read right", right[favourite, -500:].mean(), at_least=0.97)

# %%
predictions()

# %% [markdown]
r"""
## What was yours

- Lesson 16: the edges, which lost here, and that is a result. 19: the measure of a search that said so.
- Lesson 18: rows on one scale, and attention, which is all of the reader. 17: how surely it reads.
- Lesson 20: whom to ask while nobody knows who is best, and what the finding out costs.

At work this is retrieval: what is known stands in a store and not in weights, can be corrected in a second, and costs a
comparison with all of it for each question.
"""
