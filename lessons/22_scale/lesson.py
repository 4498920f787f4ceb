# %% [markdown]
r"""
# Count what it costs before you rent a cluster

A parcel carrier stores two billion scans. A report on them takes ten hours, and somebody asks for a hundred machines. One line of it multiplies its matrices in the wrong order. Seconds differ from machine to machine. Multiplications, bytes and messages do not: count them first.

**You will be able to**

- count the multiplications and bytes of a plan, and choose order and type; <!-- chain_cost, table_bytes -->
- keep a mean, a variance and a model over a stream, and merge what several workers kept; <!-- welford, merge_moments, fix_the_chunks -->
- trade exactness for memory or work, and state the price; <!-- hash_columns -->
- average the gradients of unequal shards rightly, and say what more workers bring; <!-- combine_gradients, best_worker_count -->
- report a latency by its tail, and say when a second machine does not pay. <!-- tail_latency, choose_the_scaling_tool -->

**You need** matrix products and cosines from [lesson 02](02_linear_algebra.ipynb), spread and quantiles from [03](03_probability_statistics.ipynb), descent from
[06](06_gradient_descent.ipynb), and logistic regression from [07](07_linear_and_logistic_regression.ipynb). **About 75 minutes.**
"""

# %%
import hashlib

import numpy as np

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Same answer, other work

To multiply (m × k) by (k × n) takes $m \cdot k \cdot n$ multiplications. By hand, with $X$ of 3 × 2 and a column $y$: $(XX^\top)\,y$ takes $3 \cdot 2 \cdot 3 + 3 \cdot 3 = 27$, and $X\,(X^\top y)$ takes $2 \cdot 3 + 3 \cdot 2 = 12$. The
answers are equal.

**Predict.** $X$ is 1,000 × 10. How many times the work does the first order take?

- (a) 2 times;
- (b) 50 times;
- (c) 550 times.
"""

# %%
times_the_work = predict("?")  # a, b or c in place of ?
times_the_work

# %%
rng = np.random.default_rng(0)
n, d = 1_000, 10
X, y = rng.normal(size=(n, d)), rng.normal(size=n)
first, second = n * d * n + n * n, d * n + n * d
assert np.allclose((X @ X.T) @ y, X @ (X.T @ y))
table({"order": ["(X Xᵀ) y", "X (Xᵀ y)"], "multiplications": [first, second]})

# %%
ratio = first / second
times_the_work.outcome(
    a=ratio < 10,
    b=10 <= ratio < 200,
    c=ratio >= 200,
    tempts={
        "a": "That was 3 × 2. What grows with n², and what with n?",
        "b": "Ten columns against a thousand rows, and once more?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

$n^2 d + n^2$ against $2nd$: 11,000,000 against 20,000. And $XX^\top$ has $n^2$ numbers: 80 GB at n = 100,000.

</details>

How a plan *grows* decides whether it can be done at all. At 10⁹ steps a second:
"""

# %% folded="Three ways to grow"
grows = {"n": lambda n: n, "n log₂ n": lambda n: n * np.log2(n), "n²": lambda n: n**2}
sizes = {"n = 10³": 1e3, "n = 10⁶": 1e6, "n = 10⁹": 1e9}
units = {"years": 3.156e7, "min": 60, "s": 1, "ms": 1e-3, "µs": 1e-6}


def spoken(seconds):
    unit = next(unit for unit, size in units.items() if seconds >= size)
    return f"{seconds / units[unit]:.0f} {unit}"


took = {name: [spoken(f(n) / 1e9) for f in grows.values()] for name, n in sizes.items()}
table({"steps": list(grows), **took})

# %% [markdown]
r"""
No cluster mends an $n^2$. A thousand machines bring 32 years down to 12 days, and ten times the rows bring them back to three years.

## 2 · Bytes

Two billion rows with twelve numbers of eight bytes (`float64`) are 192 GB. As `float32` they are 96. A depot's code from 0 to 2,000 takes 16 GB as `int64` and 4 GB as `uint16`. Smaller types save memory, and cost range or digits.

**Predict.** A thousand parcel numbers, 40,000,000 to 40,000,999, are stored as `float32`. How many different numbers remain?

- (a) 1,000;
- (b) 251;
- (c) 1.
"""

# %%
remain = predict("?")  # a, b or c in place of ?
remain

# %%
numbers = np.arange(40_000_000, 40_001_000)
different = len(np.unique(numbers.astype(np.float32)))
table(
    {"stored as": ["int64", "float32"], "different numbers": [len(numbers), different]}
)

# %%
remain.outcome(
    a=different == 1_000,
    b=1 < different < 1_000,
    c=different == 1,
    tempts={
        "a": "float32 has 24 binary digits. Up to which number does it count in ones?",
        "c": "It has 24 binary digits. In which steps does it count at 40 million?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

24 binary digits reach to 16,777,216. From there it counts in twos, from 33,554,432 in fours: a quarter of the numbers remains.

</details>

The other small types have their own ends.
"""

# %% folded="Where small types end"
ones = np.ones(5_000, np.float16)
table(
    {
        "sum": [
            "100 + 100 in int8",
            "10 − 20 in uint8",
            "5,000 ones in float16, one by one",
            "1 + 0.0001 in float16",
        ],
        "gives": [
            f"{(np.array([100], np.int8) + np.array([100], np.int8))[0]}",
            f"{(np.array([10], np.uint8) - np.array([20], np.uint8))[0]}",
            f"{np.add.accumulate(ones)[-1]:,.0f}",
            f"{np.float16(1) + np.float16(1e-4):.4f}",
        ],
    }
)

# %% folded="Draw how far apart the numbers of a type lie"
size = 10.0 ** np.arange(0, 10.01, 0.05)
ends_at = {"float32": np.inf, "float16": 65_504, "float64": np.inf}
steps = {
    name: [np.spacing(getattr(np, name)(v)) if v < end else np.nan for v in size]
    for name, end in ends_at.items()
}
fig, ax = plots.figure()
axes = {"xlabel": "number", "ylabel": "distance to the next one"}
plots.lines(ax, size, steps, xscale="log", yscale="log", **axes)
ax.axhline(1.5, color=plots.DATA, linewidth=0.8)
plots.show(
    fig,
    alt="Stairs: float16 passes a distance of 1 at 2,048, float32 at 17 million.",
)

# %% [markdown]
r"""
Above the thin line a type no longer counts in ones: `float16` stops at 2,048, and 2,048 + 1 stays 2,048. A small step is lost in the same way, 1 + 0.0001 stays 1. That is why training in half precision keeps a copy of the weights in `float32`.

Order in memory counts as well: most processors fetch 64 bytes at a time. A column of a table of 1,000 × 16 `float64` lies in 1,000 such blocks if the table is stored row by row, and in 125 if it is stored column by column.

## 3 · In one pass

A stream does not fit, and comes once. **Welford's method** keeps three numbers: how many, their mean, and $M$, the sum of squared distances from the mean. For a new value $x$: distance $\delta$ from the old mean, the mean moves by $\delta/n$, and $M$ grows by $\delta$ times the
distance from the *new* mean. By hand for 4, 8, 6, 10:
"""


# %%
def follow(values):
    mean, M, kept = 0.0, 0.0, []
    for count, value in enumerate(values, start=1):
        delta = value - mean
        mean += delta / count
        M += delta * (value - mean)
        kept.append({"value": value, "count": count, "mean": mean, "M": M})
    return kept


table(follow([4, 8, 6, 10]), decimals=0)

# %% [markdown]
r"""
The variance is $M/n = 20/4 = 5$. There is a shorter formula for $M$: $\sum x^2 - (\sum x)^2/n$, which needs two sums only. Here it gives $216 - 28^2/4 = 20$, too.

**Predict.** The same four numbers plus a billion each, 1,000,000,004 and so on. The variance, by the shorter formula in `float64`, is

- (a) 5;
- (b) nearly 5;
- (c) far from 5.
"""

# %%
by_short_formula = predict("?")  # a, b or c in place of ?
by_short_formula

# %%
shifted = np.array([4.0, 8, 6, 10]) + 1e9
short = (np.sum(shifted**2) - np.sum(shifted) ** 2 / 4) / 4
one_pass = follow(shifted)[-1]["M"] / 4
table(
    {"short formula": short, "Welford": one_pass, "np.var": shifted.var()}, decimals=1
)

# %%
by_short_formula.outcome(
    a=short == 5,
    b=abs(short - 5) < 0.1 and short != 5,
    c=abs(short - 5) >= 0.1,
    tempts={
        "a": "The squares are 10¹⁸. How many digits has a float64?",
        "b": "16 digits of 10¹⁸ leave hundreds. What is left of a 20?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The two terms are 4000000056000000216 and 4000000056000000196. They agree in their first 16 digits, and `float64` keeps about 16: the 20 is rounded away. Welford never forms a large square.

</details>

What two workers kept can be **merged**: with $n_1, m_1, M_1$ and $n_2, m_2, M_2$, the whole has $M = M_1 + M_2 + (m_2 - m_1)^2\, n_1 n_2/(n_1 + n_2)$. For 12, 15, 9 and 20, 22, 18, 28, 17: $18 + 76 + 81 \cdot 15/8 = 245.875$, and the variance is $245.875/8 = 30.73$. So a mean
and a variance of two billion rows need one pass on many machines, and three numbers from each.
"""

# %%
round(float(np.var([12, 15, 9, 20, 22, 18, 28, 17])), 2)

# %% [markdown]
r"""
## 4 · A model over chunks

`SGDClassifier.partial_fit` takes one step a row and can be called again with the next chunk. Does the size of the chunks matter? Three thousand pictures, drawn from 1,797 handwritten digits; the question is "five or more?". One pass, in chunks of 1, 7, 100 and 1,000 rows, judged on the same rows.
"""

# %%
from sklearn.linear_model import SGDClassifier

pixels, digit = datasets.handwritten_digits()
rows = np.random.default_rng(0).integers(0, 1_797, 3_000)
X, is_high = pixels[rows] / 16, (digit[rows] >= 5).astype(int)


def in_chunks(order, size):
    model = SGDClassifier(
        loss="log_loss", learning_rate="constant", eta0=0.1, shuffle=False
    )
    for start in range(0, len(order), size):
        chunk = order[start : start + size]
        model.partial_fit(X[chunk], is_high[chunk], classes=[0, 1])
    return model


# %%
as_they_come, by_label = np.arange(3_000), np.argsort(is_high, kind="stable")
models = [in_chunks(as_they_come, size) for size in (1, 7, 100, 1_000)]
apart = max(np.abs(model.coef_ - models[0].coef_).max() for model in models)
sorted_model = in_chunks(by_label, 100)
table(
    {
        "rows": ["as they come", "sorted by label"],
        "share right": [m.score(X, is_high) for m in (models[0], sorted_model)],
        "said to be high": [m.predict(X).mean() for m in (models[0], sorted_model)],
    }
)

# %% [markdown]
r"""
And the chunks: do the four sizes give the same weights?
"""

# %%
bool(apart < 1e-10)  # the four models of different chunks

# %% [markdown]
r"""
With `shuffle=False` the chunks do not matter at all. The *order* does: sorted by label, the last thing the model sees is "high" some 1,500 times in a row, and from then on it says so always. Data that arrive by date or by depot are sorted too. Shuffle before you chunk, name all `classes` at the first call, and
scale every chunk by the same numbers.

Here is a good place for a break.

## 5 · Hash what you cannot list

Words, depots, addresses: a column for each needs a list of all of them. **Feature hashing** sends a name to column *hash modulo m*, and keeps no list. The price is collisions: of $n$ names in $m$ columns, $n(n-1)/2m$ pairs share one on average.
"""

# %%
n = 1_000
pairs = {f"{2**bits:,}": n * (n - 1) / 2 / 2**bits for bits in (10, 16, 20)}
table(
    {
        "columns": list(pairs),
        "colliding pairs, 1,000 names": list(pairs.values()),
    },
    decimals=1,
)

# %% [markdown]
r"""
And a random **sign**, from another bit of the hash, makes products right on average. Two messages of 40 words share 20 of them, so the product of their counts is 20. There are $40 \cdot 40 - 20 = 1{,}580$ pairs of different words. In 64 columns, over 300 hash functions:
"""


# %% folded="Hash words to columns, with or without a sign"
def hashed(words, columns, salt, signed):
    counts = np.zeros(columns)
    for word in words:
        digest = hashlib.blake2b(word.encode(), salt=salt, digest_size=8).digest()
        number = int.from_bytes(digest, "big")
        sign = -1 if signed and number // columns % 2 else 1
        counts[number % columns] += sign
    return counts


# %%
left, right = [f"w{i}" for i in range(40)], [f"w{i}" for i in range(20, 60)]
salts = [bytes([i // 256, i % 256]) for i in range(300)]
products = {
    name: [hashed(left, 64, s, signed) @ hashed(right, 64, s, signed) for s in salts]
    for name, signed in (("all plus", False), ("signed", True))
}
table(
    {
        "hash": list(products),
        "mean product": [np.mean(p) for p in products.values()],
        "spread": [np.std(p) for p in products.values()],
    },
    decimals=1,
)

# %% [markdown]
r"""
Without signs every collision adds: $20 + 1{,}580/64 = 44.7$ is expected, and found. With signs they cancel on average. That is the mean: a single product is still off by about 6, the spread, and more columns make it smaller. (Python's own `hash` of a text changes with each process: never store it.)

## 6 · Nearly the nearest

To compare with every one of $n$ pictures takes $n$ distances for each question. A **random hyperplane** through the middle of the pictures costs one product, and gives one bit: on which side does a picture lie? Two pictures at an angle θ get the same bit with probability $1 - \theta/\pi$.
Eight hyperplanes make a key of eight bits, and only pictures with the same key are compared.

By hand: at 36° a bit agrees with 0.8, and all eight with $0.8^8 = 0.17$; at 90° with $0.5^8 = 0.004$. A neighbour is missed too often. So make several **tables** of keys, and compare what agrees in at least one. In one of sixteen, that is $1 - (1 - 0.17)^{16} = 0.95$ at 36°, and 0.06 at 90°.

Two numbers tell the price: the share of distances that is computed, and the share of the ten true neighbours that is among them, **recall@10**.
"""

# %% folded="Keys from random hyperplanes, and their price"
unit = pixels - pixels.mean(axis=0)
unit /= np.linalg.norm(unit, axis=1, keepdims=True)
asked = unit[:200]
nearest = np.argsort(-(asked @ unit.T), axis=1)[:, 1:11]


def same_key(bits, tables, seed=0):
    rng, found = np.random.default_rng(seed), np.zeros((200, len(unit)), bool)
    for _ in range(tables):
        side = unit @ rng.normal(size=(64, bits)) > 0
        key = side @ (1 << np.arange(bits))
        found |= key[:200, None] == key
    return found


def price(bits, tables):
    found = np.mean([same_key(bits, tables, seed) for seed in range(3)], axis=0)
    return found.mean(), np.take_along_axis(found, nearest, axis=1).mean()


# %% folded="Four settings, measured and foretold by the angles"
angles = np.arccos(np.take_along_axis(asked @ unit.T, nearest, axis=1))


def foretold(bits, tables):
    return np.mean(1 - (1 - (1 - angles / np.pi) ** bits) ** tables)


settings = [(8, 1), (8, 4), (8, 16), (12, 16)]
prices = [price(*setting) for setting in settings]
table(
    {
        "bits": [bits for bits, _ in settings],
        "tables": [tables for _, tables in settings],
        "distances computed": [share for share, _ in prices],
        "recall@10": [recall for _, recall in prices],
        "by the angles": [foretold(*setting) for setting in settings],
    }
)


# %% folded="Draw recall against work, table by table"
def draw_tables(ax, bits):
    found = np.array([price(bits, tables) for tables in (1, 2, 4, 8, 16)])
    ax.plot(found[:, 0], found[:, 1], "o-", color=plots.MODEL)
    ax.set(title=f"{bits} bits", xlabel="share of distances", ylabel="recall@10")
    ax.set(xlim=(-0.03, 1.03), ylim=(0, 1.03))


plots.panels(
    draw_tables,
    (4, 8, 12),
    alt="1 to 16 tables: few bits buy recall with work, many bits need more tables.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the bits"
plots.slider(draw_tables, alt="Recall against work, {bits} bits.", bits=(2, 16, 1))

# %% [markdown]
r"""
Sixteen tables of eight bits find nine of ten neighbours with an eighth of the distances, and the angles foretell it. (The key of the question takes 128 products beside that, however many pictures there are.) More bits make a table stricter, more tables make up for it. What is lost is not found later: whoever sells such a search has to say its recall.

## 7 · More workers

Back to the ten hours. Once the plan is good, the rest may be shared out, but never all of it: somebody reads the list of files first, somebody writes the report.

**Predict.** Of a job 5 % must be done one after the other, the rest can be shared out. With 64 workers it is faster by a factor of

- (a) 15;
- (b) 32;
- (c) 64.
"""

# %%
speed_up = predict("?")  # a, b or c in place of ?
speed_up


# %%
def amdahl(serial, workers):
    return 1 / (serial + (1 - serial) / workers)


by_workers = {p: amdahl(0.05, p) for p in (1, 4, 16, 64, 1_024)}
table({"workers": list(by_workers), "speed-up": list(by_workers.values())}, decimals=1)

# %%
speed_up.outcome(
    a=by_workers[64] <= 20,
    b=20 < by_workers[64] <= 50,
    c=by_workers[64] > 50,
    tempts={
        "b": "The 5 % alone take a twentieth of the time. What is the best possible?",
        "c": "What do 63 of them do in the 5 %?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The 95 % shrink to $0.95/64 = 0.015$, the 5 % stay: $1/(0.05 + 0.015) = 15.4$, and never above $1/0.05 = 20$. This is **Amdahl's law**.

</details>

And workers talk. In training, gradients of $B$ bytes are summed over $p$ workers by a **ring all-reduce**: the workers sit in a ring and pass on parts of size $B/p$, twice round. Each sends $2(p-1)/p \cdot B$ bytes, in $2(p-1)$ messages. With 400 MB, 10 GB/s, 50 µs a message, and 1.6 s of computation to share:
"""

# %% folded="Draw the speed-up with messages"
workers = 2 ** np.arange(11)
talk = 2 * (workers - 1) / workers * 0.4 / 10 + 2 * (workers - 1) * 50e-6
with_talk = 1.6 / (1.6 / workers + talk)
fig, ax = plots.figure()
runs = {"computation and messages": with_talk, "ideal": workers * 1.0}
plots.lines(ax, workers, runs, xlabel="workers", ylabel="speed-up", xscale="log")
ax.set_ylim(0, 30)
plots.show(
    fig,
    alt="The speed-up peaks at 15 near 128 workers and falls to 9 at 1,024.",
)

# %%
best = int(workers[with_talk.argmax()])
table(
    {"workers": [best, 1_024], "speed-up": [with_talk.max(), with_talk[-1]]}, decimals=1
)

# %% [markdown]
r"""
A thousand workers are slower than a hundred. At 1,024 the computation takes 1.6 ms and the bytes 80 ms. The messages take $2 \cdot 1{,}023 \cdot 0.05 = 102$ ms, and they alone grow without end.

## 8 · Gradients of unequal shards

Each worker holds a part of the rows, a **shard**, and sends its mean gradient. By hand: worker A has the row gradients 2, 4, 6, worker B has 12. The full batch has the mean 6; the mean of the workers' means is $(4 + 12)/2 = 8$. Does that matter once a descent has settled? One shard has 900 rows with slope 1, the other 100 rows with slope 3. The full batch settles near $0.9 \cdot 1 + 0.1 \cdot 3 = 1.2$.
"""

# %%
shards, counts = [slice(0, 900), slice(900, 1_000)], np.array([900, 100])


def draw_rows(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=1_000)
    slope = np.where(np.arange(1_000) < 900, 1, 3)
    return x, slope * x + rng.normal(0, 0.5, 1_000)


def worker(w, x, y):
    return np.mean(2 * (w * x - y) * x)


def settled(shares, x, y, w=0.0):
    for _ in range(200):
        w -= 0.1 * np.dot(shares, [worker(w, x[part], y[part]) for part in shards])
    return w


# %% [markdown]
r"""
**Predict.** The mean of the two workers' means settles at a slope of

- (a) about 1.2: a larger gradient changes the step, not the end;
- (b) about 2: both shards pull with the same weight;
- (c) about 3: the small shard has the larger gradients.
"""

# %%
mean_of_means = predict("?")  # a, b or c in place of ?
mean_of_means

# %% folded="Where each settles, 20 draws"
shares = {"mean of means": [0.5, 0.5], "weighted by rows": counts / 1_000}
ends = []
for seed in range(20):
    x, y = draw_rows(seed)
    slopes = [x @ y / (x @ x), *(settled(share, x, y) for share in shares.values())]
    ends.append([(w, np.mean((w * x - y) ** 2)) for w in slopes])
slope, loss = np.moveaxis(np.array(ends), 2, 0)
report = {"gradient": ["full batch", *shares], "slope, mean": slope.mean(axis=0)}
report |= {"loss, lowest": loss.min(axis=0), "mean": loss.mean(axis=0)}
table(report | {"highest": loss.max(axis=0)})

# %%
end = slope.mean(axis=0)[1]
mean_of_means.outcome(
    a=end < 1.5,
    b=1.5 <= end < 2.5,
    c=end >= 2.5,
    tempts={
        "a": "At 1.2, what does each shard ask for? Do the two cancel?",
        "c": "Larger while the slope is small. And when it has passed 2?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

At a slope of 2 the one shard asks for 1 less and the other for 1 more: there the two means cancel. It is the lowest point of another loss, in which 100 rows count as much as 900.

</details>
"""

# %% folded="Draw the two losses of the last draw"
at = np.linspace(0.5, 3, 101)
of_shards = [[np.mean((w * x[i] - y[i]) ** 2) for i in shards] for w in at]
bowls = {name: of_shards @ np.array(shares[name]) for name in reversed(shares)}
fig, ax = plots.figure()
plots.lines(ax, at, bowls, xlabel="slope", ylabel="loss that is descended")
for values, color in zip(bowls.values(), (plots.MODEL, plots.ERROR), strict=True):
    ax.plot(at[values.argmin()], values.min(), "o", color=color)
plots.show(
    fig,
    alt="Two bowls: by rows the lowest point is near 1.2, as a mean of means near 2.",
)

# %% [markdown]
r"""
Weighted by rows it is the full batch. The mean of means descends another bowl: it ends at 2.01, with twice the loss on the rows that it was given, and nothing in the log says so. The same sum on a real engine, two workers of `dask.distributed`, where it is installed:
"""

# %% tags=["nbval-ignore-output"]
try:
    from distributed import Client
except ImportError:
    print("distributed is not installed here: this cell is skipped.")
else:
    how = {"n_workers": 2, "threads_per_worker": 1, "processes": False}
    with Client(**how, dashboard_address=":0") as client:
        sent = client.gather(
            [client.submit(worker, 0.0, x[part], y[part]) for part in shards]
        )
    whole = worker(0.0, x, y)
    print(
        "equal to the full batch:", np.allclose(np.average(sent, weights=counts), whole)
    )

# %% [markdown]
r"""
## 9 · The slowest of many

A page is put together from $k$ parts, and waits for the slowest. If each part is slow with probability $q$, whatever the others do, the page is slow with $1 - (1 - q)^k$. By hand: one in a hundred
parts is slow, a page has two, and $1 - 0.99^2 = 0.02$. With a hundred parts it is $1 - 0.99^{100} = 0.63$.
"""

# %% folded="Draw the slow pages"
parts = np.arange(1, 1_001)
runs = {"1 of 100 parts is slow": 1 - 0.99**parts, "1 of 1,000": 1 - 0.999**parts}
fig, ax = plots.figure()
axes = {"xlabel": "parts of a page", "ylabel": "share of slow pages"}
plots.lines(ax, parts, runs, xscale="log", **axes)
plots.show(
    fig, alt="Of pages of 100 parts 63 % are slow; with 1 slow part in 1,000, 10 %."
)

# %% [markdown]
r"""
What one part does once in a hundred times, most pages of a hundred parts do. So latencies are told by their **tail**, here the 99th percentile: 99 % of the requests take at most as long. Can the tails of two servers be averaged?
"""

# %%
rng = np.random.default_rng(0)
fast, slow = rng.gamma(2, 5, 9_000), rng.gamma(2, 40, 1_000)
of_fast, of_slow = (np.quantile(part, 0.99) for part in (fast, slow))
tails = {
    "fast server, 9,000 requests": of_fast,
    "slow server, 1,000": of_slow,
    "mean of both": (of_fast + of_slow) / 2,
    "weighted mean": 0.9 * of_fast + 0.1 * of_slow,
    "of all requests": np.quantile(np.concatenate([fast, slow]), 0.99),
}
table({"99th percentile of": list(tails), "ms": list(tails.values())}, decimals=0)

# %% [markdown]
r"""
They cannot. The slowest hundredth of all requests comes from the slow server alone, and no mean of the two tails knows that. The plain mean comes near by luck here, and the weighted one, which was right for gradients, is far off. Pool the requests, or merge their histograms.

## On the job

**Where it decides.** What the machines cost, whether the nightly report is there in the morning, and whether a page answers before the customer has left.

**Who does it for you.** Spark shuffles tables between machines; Dask runs a graph of tasks; Ray keeps workers with a state; GPU clusters sum gradients with NCCL, and cut the *model* into pieces when it does not fit. Each does what you have counted here.

**Who owns it.** Data engineers own layout and stream, ML engineers the step and its gradients, whoever pays the bill the number of machines.

**What an interviewer may ask.** "It takes ten hours. Where do you look first?" First sentence of a good answer: which step grows fastest with the rows, and does it wait for arithmetic, memory or messages?

**A thousand times the data.** Ten hours that grow with $n$ become 14 months, and a thousand machines bring them back at best. Ten hours that grow with $n^2$ become 1,141 years. What a model needs once it answers requests is in [lesson 23](23_deployment.ipynb).

## Recap

- Count multiplications and bytes first. The order of a product can be worth more than a cluster.
- Small types lose digits: know where they stop counting.
- One pass, three numbers, and a rule to merge them.
- Hashing and near neighbours buy memory and work with a price that has a number.
- Weight gradients by rows. Serial parts, messages and the slowest part bound what workers bring.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/22_scale.ipynb).

**Further reading**

- J. Dean and L. A. Barroso, "The Tail at Scale", *Communications of the ACM* 56 (2013).
- T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for Computing the Sample Variance", *The American Statistician* 37 (1983).
- K. Weinberger and others, "Feature Hashing for Large Scale Multitask Learning" (ICML 2009).
- D. Goldberg, "What Every Computer Scientist Should Know About Floating-Point Arithmetic", *ACM Computing Surveys* 23 (1991).
"""
