# %% [markdown]
r"""
# Exercises: count what it costs

{exercises} to [the lesson on scale](../notebooks/22_scale.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/22_scale.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · Which order is cheaper? (2 points, 8 minutes)

(m × k) times (k × n) takes m · k · n multiplications. Give the number for each plan; no program is needed.

- `"A"`: (PQ)v with P 200 × 50, Q 50 × 300, v a column of 300. `"B"`: P(Qv).
- `"C"`: PQR from the left, with P 1,000 × 2, Q 2 × 1,000, R 1,000 × 2. `"D"`: P(QR).
- `"E"`: all distances of 500 points with each other, 20 squares each, every pair once and none with itself.

Worked example: (PQ)v with P 3 × 2, Q 2 × 3, v 3 takes 18 + 9 = 27.

<details><summary>Hint 1</summary>What shape has the product in the brackets? It is a factor of the next product.</details>
<details><summary>Hint 2</summary>For E: how many pairs can 500 points make?</details>
"""

# %% exercise="chain_cost"
### BEGIN GIVEN
# multiplications = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
multiplications = {
    "A": 200 * 50 * 300 + 200 * 300,
    "B": 50 * 300 + 200 * 50,
    "C": 1_000 * 2 * 1_000 + 1_000 * 1_000 * 2,
    "D": 2 * 1_000 * 2 + 1_000 * 2 * 2,
    "E": 250 * 499 * 20,
}
### END SOLUTION

# %% check="chain_cost"
check("chain_cost", multiplications)

# %% [markdown] solution="only"
r"""
3,060,000 against 25,000, and 4,000,000 against 8,000. The rule of thumb: multiply first what makes something small. `np.linalg.multi_dot` chooses the order by these counts.
"""

# %% [markdown]
r"""
## 2 · Bytes of a table (1 point, 6 minutes)

Write `table_bytes(columns, n)`: how many bytes n rows take.

- `columns`: dictionary, name of the column → name of its type, such as `"float64"`, `"int8"`, `"bool"`, `"float16"`, `"uint16"`. It may be empty. `n`: a whole number, also in the billions.
- Return a whole number. Only the values count.

Example: {"weight": "float32", "depot": "uint16"} and 1,000 rows give 6,000.

<details><summary>Hint 1</summary>How many bits has a byte, and what is the number in a type's name?</details>
<details><summary>Hint 2</summary>`np.dtype("float32").itemsize`. For `bool` the name has no number.</details>
"""


# %% exercise="table_bytes"
def table_bytes(columns, n):
    """Bytes of n rows. Name -> type, a whole number. Returns a whole number."""
    ### BEGIN SOLUTION
    return n * sum(np.dtype(kind).itemsize for kind in columns.values())
    ### END SOLUTION


# %% check="table_bytes"
check("table_bytes", table_bytes)

# %% [markdown] solution="only"
r"""
A truth value takes a whole byte, in NumPy and in most tables. pandas' `memory_usage(deep=True)` counts texts as well, which are the larger part as a rule.
"""

# %% [markdown]
r"""
## 3 · One pass over a stream (2 points, 10 minutes)

Write `welford(stream)`: number, mean and variance (dividing by n) in one pass.

- `stream`: an **iterator** of numbers: it can be gone through once, and has no length. The values may be near 10⁹, and close together. At least one comes.
- Return n, mean, variance.

Example: 4, 8, 6, 10 give 4, 7, 5.

<details><summary>Hint 1</summary>Which three numbers do you keep, and what does a new value do to each?</details>
<details><summary>Hint 2</summary>The sum of squared distances grows by (value − old mean) · (value − new mean).</details>
"""


# %% exercise="welford"
def welford(stream):
    """One pass. An iterator of numbers. Returns n, mean, variance."""
    ### BEGIN SOLUTION
    n, mean, squares = 0, 0.0, 0.0
    for value in stream:
        n += 1
        delta = value - mean
        mean += delta / n
        squares += delta * (value - mean)
    return n, mean, squares / n
    ### END SOLUTION


# %% check="welford"
check("welford", welford)

# %% [markdown] solution="only"
r"""
The two distances differ, old mean and new mean, and their product is exactly what the sum of squares grows by. With the old one twice it comes out too large, with the new one twice too small.
"""

# %% [markdown]
r"""
## 4 · Merge what two workers kept (2 points, 10 minutes)

Each worker kept a number, a mean and a **variance** (dividing by n) of its values. Write `merge_moments(one, other)`.

- `one`, `other`: (n, mean, variance). n may be 0; mean and variance are 0 then. Not both are empty.
- Return n, mean, variance of all values together.

Example: (3, 12, 6) and (5, 21, 15.2) give (8, 17.625, 30.734).

<details><summary>Hint 1</summary>Two workers whose means differ: are their values together as steady as each by itself?</details>
<details><summary>Hint 2</summary>Turn variances into sums of squares, add them and what lies between the means, and divide by the new n.</details>
"""


# %% exercise="merge_moments"
def merge_moments(one, other):
    """Moments of both together. Two (n, mean, variance). Returns n, mean, variance."""
    ### BEGIN SOLUTION
    (n1, mean1, variance1), (n2, mean2, variance2) = one, other
    n = n1 + n2
    mean = (n1 * mean1 + n2 * mean2) / n
    within = n1 * variance1 + n2 * variance2
    between = (mean2 - mean1) ** 2 * n1 * n2 / n
    return n, mean, (within + between) / n
    ### END SOLUTION


# %% check="merge_moments"
check("merge_moments", merge_moments)

# %% [markdown] solution="only"
r"""
This is the split of a variance into within and between, as in [lesson 12](../notebooks/12_clusters_and_components.ipynb). Averaging two variances forgets the second part; systems in production have done so for years.
"""

# %% [markdown]
r"""
## 5 · Mend the chunks (2 points, 10 minutes)

Chunks of numbers come from a stream. `standardise_chunks(chunks)` shall give all values in one array, (value − mean)/spread, with the mean and spread (dividing by n) of **all values that have come so far**, those of the current chunk included. It has two faults:

- each chunk is scaled by itself alone;
- a chunk of equal values, or of one value, divides by 0.

`chunks`: list of arrays, none empty. Where the spread so far is 0, the result is 0. Return one array.

Example: [1, 3] and [5, 7] give (−1, 1, 0.4472, 1.3416).

<details><summary>Hint 1</summary>What does the second chunk have to know of the first one?</details>
<details><summary>Hint 2</summary>Keep what has come so far, in full or as n, sum and squares. Scale only the current chunk with it.</details>
"""


# %% exercise="fix_the_chunks"
def standardise_chunks(chunks):
    """Scale by all that has come so far. List of arrays. Returns one array."""
    ### BEGIN GIVEN
    # scaled = []
    # for chunk in chunks:
    #     spread = np.std(chunk)
    #     scaled.append((chunk - np.mean(chunk)) / spread)
    # return np.concatenate(scaled)
    ### END GIVEN
    ### BEGIN SOLUTION
    scaled, seen = [], np.empty(0)
    for chunk in chunks:
        seen = np.concatenate([seen, chunk])
        away = chunk - np.mean(seen)
        scaled.append(away / np.std(seen) if np.ptp(seen) > 0 else away)
    return np.concatenate(scaled)
    ### END SOLUTION


# %% check="fix_the_chunks"
check("fix_the_chunks", standardise_chunks)

# %% [markdown] solution="only"
r"""
Keeping all values is for reading; in earnest you keep three numbers and merge. Scaled by itself, a chunk of high values looks like every other chunk: what the model had to learn is gone.
"""

# %% [markdown]
r"""
## 6 · Signed hashing (2 points, 10 minutes)

Write `hash_columns(tokens, m, hashes)`: counts in m columns.

- `tokens`: list of texts, repeated ones too. `m`: a whole number from 1 on. `hashes`: dictionary, token → a whole number h from 0 on.
- A token goes to column h modulo m. It counts +1 if h // m is even, else −1.
- Return an array (m,).

Example: tokens a, b, a, c, m = 4, hashes a 5, b 9, c 2 give (0, −1, 1, 0): a is in column 1 with −1, twice; b in column 1 with +1; c in column 2 with +1.

<details><summary>Hint 1</summary>What if two tokens share a column, and what if one token comes twice?</details>
<details><summary>Hint 2</summary>`counts[columns] += signs` adds once where a column is listed twice. A loop, or `np.add.at`, adds each time.</details>
"""


# %% exercise="hash_columns"
def hash_columns(tokens, m, hashes):
    """Signed counts. List of texts, columns, token -> whole number. Returns (m,)."""
    ### BEGIN SOLUTION
    counts = np.zeros(m)
    for token in tokens:
        h = hashes[token]
        counts[h % m] += 1 if h // m % 2 == 0 else -1
    return counts
    ### END SOLUTION


# %% check="hash_columns"
check("hash_columns", hash_columns)

# %% [markdown] solution="only"
r"""
The sign comes from another part of the hash than the column, else all tokens of a column share it and nothing cancels. scikit-learn's `HashingVectorizer` does this with `alternate_sign=True`.
"""

# %% [markdown]
r"""
## 7 · Average the gradients (2 points, 8 minutes)

Write `combine_gradients(gradients, rows)`: the full batch's mean gradient from those of the workers.

- `gradients`: array (w, d), a row a worker: the mean over its rows. `rows`: list or array of w whole numbers; some may be 0, not all. A worker without rows has NaN for a gradient.
- Return an array (d,).

Example: [[2, −1], [5, 3], [−4, 7]] with 6, 3 and 1 rows give (2.3, 1).

<details><summary>Hint 1</summary>How much of the full batch is each worker's part?</details>
<details><summary>Hint 2</summary>0 times NaN is NaN. Which workers should not come in at all?</details>
"""


# %% exercise="combine_gradients"
def combine_gradients(gradients, rows):
    """Mean gradient of all rows. (w, d), w whole numbers. Returns (d,)."""
    ### BEGIN SOLUTION
    rows = np.asarray(rows)
    has_rows = rows > 0
    weights = rows[has_rows] / rows.sum()
    return weights @ gradients[has_rows]
    ### END SOLUTION


# %% check="combine_gradients"
check("combine_gradients", combine_gradients)

# %% [markdown] solution="only"
r"""
The plain mean of the workers is right only for equal shards, and the last batch of an epoch never is. The bias does not average out: it is in what is being minimised.
"""

# %% [markdown]
r"""
## 8 · How many workers? (2 points, 9 minutes)

A step takes `compute`/p ms on p workers, plus the ring's 2(p − 1)/p · `megabytes`/`bandwidth` ms for what is sent and 2(p − 1) · `latency` ms for the messages. Write `best_worker_count(compute, megabytes, bandwidth, latency, most)`: the p from 1 to `most` with the shortest step.

- All are numbers: ms, MB, MB a ms, ms, workers; `latency` may be 0.
- Return a whole number.

Example: 1,600 ms, 400 MB, 10 MB/ms, 0.05 ms, at most 1,024 give 123.

<details><summary>Hint 1</summary>What is the step for p = 1? There is nobody to talk to.</details>
<details><summary>Hint 2</summary>Work out the step for every p, then look for the smallest.</details>
"""


# %% exercise="best_worker_count"
def best_worker_count(compute, megabytes, bandwidth, latency, most):
    """Workers of the shortest step. Five numbers. Returns a whole number."""
    ### BEGIN SOLUTION
    p = np.arange(1, most + 1)
    send = 2 * (p - 1) / p * megabytes / bandwidth
    duration = compute / p + send + 2 * (p - 1) * latency
    return int(p[np.argmin(duration)])
    ### END SOLUTION


# %% check="best_worker_count"
check("best_worker_count", best_worker_count)

# %% [markdown] solution="only"
r"""
Without latency more is always better or never: with 2 · megabytes/bandwidth above the computation, one worker alone is fastest. The messages' number is what ends the growth.
"""

# %% [markdown]
r"""
## 9 · The tail (1 point, 7 minutes)

Write `tail_latency(latencies, q)`: the smallest of the values such that at least a share q of all values is at or below it.

- `latencies`: list or array in any order, at least one, ties possible. `q`: above 0, at most 1. Return one of the values; nothing is interpolated.

Example: 31, 12, 14, 250, 13, 12, 18, 95, 13, 14, 12 with q = 0.9 give 95; with q = 0.5, 14.

<details><summary>Hint 1</summary>Of 20 values, how many must be at or below the 90 % value? And of 11?</details>
<details><summary>Hint 2</summary>Sorted, it is the value with number ⌈q · n⌉, counted from 1.</details>
"""


# %% exercise="tail_latency"
def tail_latency(latencies, q):
    """Nearest-rank quantile. Numbers in any order, a share. Returns one of them."""
    ### BEGIN SOLUTION
    rank = int(np.ceil(q * len(latencies) - 1e-9))
    return np.sort(latencies)[rank - 1]
    ### END SOLUTION


# %% check="tail_latency"
check("tail_latency", tail_latency)

# %% [markdown] solution="only"
r"""
The 1e-9 keeps rounding from adding a rank where q · n is whole. `sorted(x)[int(q * n)]` is one rank too high: of 100 values it calls the maximum the 99th percentile. NumPy's name for this definition is `method="inverted_cdf"`; its usual one interpolates.
"""

# %% [markdown]
r"""
## 10 · Choose what to try first (2 points, 8 minutes)

Choose `"other order"`, `"smaller type"`, `"one pass"`, `"hash or sparse"`, `"approximate search"`, `"more workers"` or `"leave it"`.

- A: Features of 3 million shops: 40,000 columns, of which a row fills 12. 960 GB as it stands.
- B: The mean and the spread of a year of sensor readings, 9 TB. Today they are loaded into a rented machine with 12 TB of memory, and the bill is to shrink.
- C: Twenty nearest of 80 million pictures, 300 questions a second, and nobody minds if one of the twenty is missed.
- D: A report of 4 seconds, once a night. Somebody has read about clusters.
- E: `A @ B @ x` with two matrices of 30,000 × 30,000 and a column takes minutes.
- F: 40 independent simulations of two hours each, on one core of one machine, wanted by tomorrow. Their code is as fast as it gets.
- G: Grey values from 0 to 255, kept as `float64`, do not fit into memory by a factor of three.

<details><summary>Hint 1</summary>What is the scarce thing: memory, work, or nothing at all?</details>
<details><summary>Hint 2</summary>Ask of each what it would cost if nobody did anything, and what one line of code would change.</details>
"""

# %% exercise="choose_the_scaling_tool"
### BEGIN GIVEN
# tools = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
#     "G": ...,
# }
### END GIVEN
### BEGIN SOLUTION
tools = {
    "A": "hash or sparse",
    "B": "one pass",
    "C": "approximate search",
    "D": "leave it",
    "E": "other order",
    "F": "more workers",
    "G": "smaller type",
}
### END SOLUTION

# %% check="choose_the_scaling_tool"
check("choose_the_scaling_tool", tools)

# %% [markdown] solution="only"
r"""
Only F asks for more machines: independent work, no messages, nothing left to save. A stored sparsely is under half a gigabyte.
"""
