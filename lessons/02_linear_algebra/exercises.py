# %% [markdown]
r"""
# Exercises: matrices that act

Ten exercises to [the lesson on linear algebra](../notebooks/02_linear_algebra.ipynb), {points}, about
75 minutes. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/02_linear_algebra.ipynb).
"""

# %%
import numpy as np

from firsthand import check, datasets

# %% [markdown]
r"""
## 1 · Say the shape (2 points, 7 minutes)

`X` is (6, 4), `w` (4,), `y` (6,), `c = y[:, None]`, `S` (6, 6) and `W` (4, 2). Say what each expression
gives, without running it: a shape as text, such as `"(6, 4)"`, or `"error"`.

- A: `X.T @ y`
- B: `W.T @ X.T`
- C: `X - X.mean(axis=1)`
- D: `X.sum(axis=1, keepdims=True)`
- E: `c * w`
- F: `S - y`
- G: `w[None, :] @ X.T`
- H: `X @ w - c`

<details><summary>Hint 1</summary>Write the two shapes under each other, right ends in line. Is it `@`, or does it
go entry by entry?</details>
<details><summary>Hint 2</summary>`mean(axis=1)` takes axis 1 away; `keepdims=True` leaves it with length 1. Entry
by entry, an axis of length 1 stretches, any other two lengths must be equal.</details>
"""

# %% exercise="say_the_shape"
### BEGIN GIVEN
# shapes = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
#     "G": ...,
#     "H": ...,
# }
### END GIVEN
### BEGIN SOLUTION
shapes = {
    "A": "(4,)",
    "B": "(2, 6)",
    "C": "error",
    "D": "(6, 1)",
    "E": "(6, 4)",
    "F": "(6, 6)",
    "G": "(1, 6)",
    "H": "(6, 6)",
}
### END SOLUTION

# %% check="say_the_shape"
check("say_the_shape", shapes)

# %% [markdown] solution="only"
r"""
E, F and H are the ones to fear: they run. E multiplies every row by `w` and every row by its own y. F takes
`y[j]` from *column* j, where a row each was probably meant. H is the table of all pairs. C fails only because
4 is not 6; with a square `X` it would run, and be wrong.
"""

# %% [markdown]
r"""
## 2 · Cosines to a whole library (2 points, 7 minutes)

A works keeps the spectra of n known dyes, a row each. Write `cosine_similarities(library, query)`: the cosine
between each row and one new spectrum.

- `library`: array (n, m). `query`: array (m,).
- Return an array (n,) of numbers between -1 and 1. Where a row, or the query, is all zeros there is no angle:
  the answer is 0 there.

Example: library [[3, 4], [0, 0], [-8, 6]] and query [1, 0] give `[0.6, 0, -0.8]`.

<details><summary>Hint 1</summary>The query has one norm. How many norms has the library?</details>
<details><summary>Hint 2</summary>`np.linalg.norm(library, axis=1)` has one norm a row. Before you divide, decide
what to divide by where a product of norms is 0.</details>
"""


# %% exercise="cosine_similarities"
def cosine_similarities(library, query):
    """Cosine of each row of library (n, m) with query (m,). Returns (n,)."""
    ### BEGIN SOLUTION
    norms = np.linalg.norm(library, axis=1) * np.linalg.norm(query)
    return library @ query / np.where(norms == 0, 1, norms)
    ### END SOLUTION


# %% check="cosine_similarities"
check("cosine_similarities", cosine_similarities)

# %% [markdown] solution="only"
r"""
One product gives all dot products; one norm a row and the query's own make them cosines. Where a norm is 0
the dot product is 0 too, and divided by anything but 0 it stays 0: hence the 1. The common slip is `norm`
without `axis=1`. scikit-learn calls it `cosine_similarity`, and gives 0 for zero rows too.
"""

# %% [markdown]
r"""
## 3 · One layer (1 point, 5 minutes)

Write `layer_outputs(X, W, b)`: what a layer gives for every row.

- `X`: array (n, d), a row an example. `W`: array (d, k), a column an output. `b`: array (k,), an offset for each
  output.
- Return an array (n, k).

Example: X = [[1, 2], [3, 5]], W = [[1, -1], [2, 4]], b = [10, 20] give `[[15, 27], [23, 37]]`. (Square tables
on purpose: there every wrong transpose runs.)

<details><summary>Hint 1</summary>Entry (1, 1) of the example is 15. From which row of X and which column of W?
</details>
<details><summary>Hint 2</summary>Which axis of the result has length k, and does a vector (k,) stretch along it
or along the other one?</details>
"""


# %% exercise="layer_outputs"
def layer_outputs(X, W, b):
    """Outputs of a layer. X : (n, d); W : (d, k); b : (k,). Returns (n, k)."""
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


# %% check="layer_outputs"
check("layer_outputs", layer_outputs)

# %% [markdown] solution="only"
r"""
`b` has shape (k,), is laid under (n, k) from the right, and is repeated for every row. The common slip is
`W @ X`, or `X * W`, which a square example does not catch. PyTorch's `Linear` keeps W as (k, d) and computes
`X @ W.T + b`.
"""

# %% [markdown]
r"""
## 4 · How far apart is everything? (2 points, 8 minutes)

Write `pairwise_distances(A, B)`: the distance of every row of A to every row of B.

- `A`: array (n, m). `B`: array (p, m).
- Return an array (n, p); entry (i, j) is the norm of row i of A less row j of B.

Example: A = [[0, 0], [3, 4]], B = [[3, 0], [3, 4], [0, 1]] give `[[3, 5, 1], [4, 0, 4.2426]]`.

<details><summary>Hint 1</summary>Which shapes must A and B take so that a difference forms every pair of rows?
</details>
<details><summary>Hint 2</summary>`A[:, None, :]` has shape (n, 1, m). Subtract B, and look at the shape: over which
axis do you take the norm?</details>
"""


# %% exercise="pairwise_distances"
def pairwise_distances(A, B):
    """Distances of the rows of A (n, m) to those of B (p, m). Returns (n, p)."""
    ### BEGIN SOLUTION
    return np.linalg.norm(A[:, None, :] - B, axis=2)
    ### END SOLUTION


# %% check="pairwise_distances"
check("pairwise_distances", pairwise_distances)

# %% [markdown] solution="only"
r"""
Here the table of every pair is wanted: (n, 1, m) and (p, m) broadcast to (n, p, m). For large tables
$\lVert a \rVert^2 + \lVert b \rVert^2 - 2\, a \cdot b$ saves memory and loses digits where a and b are close. SciPy calls it
`cdist`.
"""

# %% [markdown]
r"""
## 5 · What the model reaches (2 points, 8 minutes)

Write `split_reading(K, a)`: the part of a reading that mixtures of the columns of `K` can reach, the rest, and
which share of the squared norm of the reading is reached.

- `K`: array (m, d); its d columns bring something new each, and need not stand at right angles. `a`: array (m,),
  not all zeros.
- Return three things: `reached` (m,), `rest` (m,), with `reached + rest` the reading, and `share`, a number from
  0 to 1.

Example: K = [[1, 1], [0, 1], [0, 0]], a = [3, 4, 12] gives `[3, 4, 0]`, `[0, 0, 12]` and 25/169 = 0.1479.

<details><summary>Hint 1</summary>Which mixture of the columns comes nearest to the reading, and which function finds
its amounts?</details>
<details><summary>Hint 2</summary>`np.linalg.lstsq` gives amounts. Mix the columns with them; what is missing to the
reading is the rest. A share compares squared norms.</details>
"""


# %% exercise="split_reading"
def split_reading(K, a):
    """Split a reading. K : (m, d); a : (m,). Returns reached (m,), rest (m,), share."""
    ### BEGIN SOLUTION
    amounts = np.linalg.lstsq(K, a)[0]
    reached = K @ amounts
    return reached, a - reached, reached @ reached / (a @ a)
    ### END SOLUTION


# %% check="split_reading"
check("split_reading", split_reading)

# %% [markdown] solution="only"
r"""
The two parts are at right angles, so their squared norms add up to that of the reading and the share is a share.
The common slip is `K @ K.T @ a`, which projects only when the columns are unit vectors at right angles. In
statistics the share, taken after the mean is removed, is called R².
"""

# %% [markdown]
r"""
## 6 · Unmix with gaps (2 points, 10 minutes)

A detector fails now and then, and its reading is `nan`. Write `unmix(A, K)`: for every vat the amounts that fit
best, in least squares, the wavelengths that *were* read.

- `A`: array (n, m), a row a vat, `nan` where the detector failed. At least d readings of each vat are there, enough to tell the dyes apart.
- `K`: array (m, d), a row a wavelength, a column a dye.
- Return an array (n, d) of amounts. Negative amounts are kept as they are.

Example: K = [[1, 0], [0, 1], [1, 1]] and A = [[2, 3, 5], [2, nan, 6]] give `[[2, 3], [2, 4]]`.

<details><summary>Hint 1</summary>In the second vat two wavelengths are left. Which rows of K speak about them?
</details>
<details><summary>Hint 2</summary>`read = ~np.isnan(row)` is a mask over wavelengths. Use it on the row and on K, a vat
at a time.</details>
"""


# %% exercise="unmix"
def unmix(A, K):
    """Amounts by least squares. A : (n, m) with gaps; K : (m, d). Returns (n, d)."""
    ### BEGIN SOLUTION
    amounts = []
    for row in A:
        read = ~np.isnan(row)
        amounts.append(np.linalg.lstsq(K[read], row[read])[0])
    return np.array(amounts)
    ### END SOLUTION


# %% check="unmix"
check("unmix", unmix)

# %% [markdown] solution="only"
r"""
A reading that is missing says nothing, so its equation is left out, for that vat alone. To put 0 there is to claim
that the vat is clear at that wavelength; to drop the wavelength for all vats throws good readings away.
"""

# %% [markdown]
r"""
## 7 · How many dyes, and how well apart? (2 points, 8 minutes)

Write `count_dyes(A, noise)`: from a table of readings alone, how many different things absorb in these vats, and the
condition of what they span.

- `A`: array (n, m), a row a vat. `noise`: the standard deviation of a reading, a number above 0.
- Return two numbers: how many singular values of A are larger than noise · (√n + √m), and the largest of these
  divided by the smallest of these. Where there is none, both are 0.

Example: A = [[3, 0, 0], [0, 0.5, 0]] and noise = 0.1: the border is 0.1 · (1.414 + 1.732) = 0.315; both singular
values, 3 and 0.5, are larger. The answer is 2 and 6.

<details><summary>Hint 1</summary>Which function gives singular values, and in which order do they come?</details>
<details><summary>Hint 2</summary>Keep those above the border first, then divide the first by the last of what you
kept.</details>
"""


# %% exercise="count_dyes"
def count_dyes(A, noise):
    """Number of singular values above the noise, and their condition. A : (n, m)."""
    ### BEGIN SOLUTION
    n, m = A.shape
    singular = np.linalg.svd(A, compute_uv=False)
    kept = singular[singular > noise * (np.sqrt(n) + np.sqrt(m))]
    return len(kept), kept[0] / kept[-1] if len(kept) else 0.0
    ### END SOLUTION


# %% check="count_dyes"
check("count_dyes", count_dyes)

# %% [markdown] solution="only"
r"""
`np.linalg.matrix_rank` with its default border would count the noise too: measured tables have full rank. The border
here is where the largest singular value of pure noise lies. The condition of what is kept says how well these
things can be told apart.
"""

# %% [markdown]
r"""
## 8 · Mend the score (2 points, 9 minutes)

A colleague judges a linear model: standardise each *column* of `X` (mean 0, standard deviation 1, ddof=0), predict with
`w`, and return the root of the mean squared error. The code runs, and three things in it are wrong. Mend them.

- `X`: array (n, d), no column constant. `w`: array (d,). `y`: array (n,).
- Return one number.

Example: X = [[1, 0], [3, 4]], w = [1, 1], y = [-1, 1]. The standardised rows are (-1, -1) and (1, 1), the
predictions -2 and 2, the errors -1 and 1: the answer is 1.

<details><summary>Hint 1</summary>Print the shape of `Z.mean(axis=0)`, of `p` and of `y - p`. Which is not what you
expect?</details>
<details><summary>Hint 2</summary>Three questions: along which axis is a column averaged; how many differences are there for
n rows; and what is rooted, each error or their mean?</details>
"""


# %% exercise="fix_the_score"
def score(X, w, y):
    """Root of the mean squared error. X : (n, d); w : (d,); y : (n,). A number."""
    ### BEGIN GIVEN
    # Z = X - X.mean(axis=1, keepdims=True)
    # Z = Z / X.std(axis=1, keepdims=True)
    # p = Z @ w[:, None]
    # return np.mean(np.sqrt((y - p) ** 2))
    ### END GIVEN
    ### BEGIN SOLUTION
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    return np.sqrt(np.mean((Z @ w - y) ** 2))
    ### END SOLUTION


# %% check="fix_the_score"
check("fix_the_score", score)

# %% [markdown] solution="only"
r"""
None of the three faults stops the program. Rows were standardised where columns are meant; the predictions were a
column (n, 1), so y - p was a table of every pair; and the root was taken of each square, which gives the mean absolute
error. `w` as a vector (d,) makes `Z @ w` a vector (n,), and nothing is left to go wrong.
"""

# %% [markdown]
r"""
## 9 · A cheap sensor (2 points, 10 minutes)

A sensor for the three dyes of the works reads three wavelengths only, out of the 31 (400, 410, … 700 nm). Choose them so
that the condition number of the 3 × 3 matrix that is left is at most 2.
"""

# %%
wavelength, K = datasets.dye_spectra()


def condition_at(chosen):
    return np.linalg.cond(K[np.isin(wavelength, chosen)])


float(condition_at([510, 520, 530]).round(3))

# %% [markdown]
r"""
Give `chosen` three different wavelengths in nm.

<details><summary>Hint 1</summary>Print K. At which wavelength does each dye absorb a good deal, and the others
less?</details>
<details><summary>Hint 2</summary>The three peaks are a good start. Or let three loops, or `itertools.combinations`, try all
4,495 triples.</details>
"""

# %% exercise="choose_wavelengths"
### BEGIN GIVEN
# chosen = ...  # your answer
### END GIVEN
### BEGIN SOLUTION
chosen = [430, 510, 610]
### END SOLUTION

# %% check="choose_wavelengths"
check("choose_wavelengths", chosen)

# %% [markdown] solution="only"
r"""
Of all triples this one has the smallest condition number, 1.27: on the flanks each dye stands nearly alone. The three
peaks, 450, 520 and 580, give 1.67. Neighbours see the same thing three times.
"""

# %% [markdown]
r"""
## 10 · Solve, fit, or measure again? (2 points, 8 minutes)

For each case choose `"solve"` (as many equations as unknowns, and the data can give the answer), `"least squares"` (more
equations than unknowns, and the data can give the answer) or `"measure something else"` (no method can give a useful
answer from these data).

- A: A lab weighs three parcels in three different pairs. The 3 × 3 matrix has condition 3.7; the scale is good to
  0.1 %.
- B: 31 readings of a vat with a noise of 0.5 %, three dyes, condition 2.4.
- C: A recipe of 12 ingredients and 500 batches with their quality. Salt and soda were always used as 1 : 2.
  Wanted: the effect of each of the two.
- D: Six sensors and six unknowns. The matrix has full rank, its condition is $10^{10}$, and readings are good to
  0.1 %.
- E: 10,000 vats, all with the same three dyes, each read at 31 wavelengths. K has condition 2.4.

<details><summary>Hint 1</summary>Count equations and unknowns. Then multiply the relative noise by the condition: by
how much can an answer be off?</details>
<details><summary>Hint 2</summary>Full rank alone promises nothing. And where two columns are multiples of each other, what
does the rank become?</details>
"""

# %% exercise="choose_solve_or_measure"
### BEGIN GIVEN
# choices = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
choices = {
    "A": "solve",
    "B": "least squares",
    "C": "measure something else",
    "D": "measure something else",
    "E": "least squares",
}
### END SOLUTION

# %% check="choose_solve_or_measure"
check("choose_solve_or_measure", choices)

# %% [markdown] solution="only"
r"""
A: the answer is off by at most 0.37 %. B and E are tall and well conditioned; 10,000 vats are one call of `lstsq` with a
matrix of right sides. C: two columns are multiples, the rank is 11, and only batches with another ratio can tell. D: full
rank, and an error of up to $10^{10} \cdot 0.1\,\%$: the digits are noise.
"""
