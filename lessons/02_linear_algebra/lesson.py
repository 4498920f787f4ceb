# %% [markdown]
r"""
# Read a matrix as something that acts

A dye works checks its vats by light. An instrument measures how much light a vat absorbs at 31
wavelengths, and the lab wants to know what is in it: how much of each dye, and whether something is
there that should not be.

Everything in that question is linear algebra. The pure dyes are the columns of a matrix $K$, the
amounts a vector $c$, and in a dilute bath the reading is $a = Kc$ (the Beer–Lambert law). In
section 6 forty vats give amounts that look fine. Fifteen of them hold a foreign substance, and you will find all 15.

**You will be able to**

- say the shape of any expression before you run it, and find the broadcast that hides a bug; <!-- say_the_shape, fix_the_score -->
- read `X @ w` by rows and by columns, and write a layer for many rows and many outputs; <!-- layer_outputs -->
- compare vectors by distance and by angle, and say which one a question needs; <!-- cosine_similarities, pairwise_distances -->
- split a vector into the part a model can reach and the rest, and solve least squares without an
  inverse; <!-- split_reading, unmix -->
- read rank and condition from singular values, and refuse an answer the data cannot give. <!-- count_dyes, choose_wavelengths, choose_solve_or_measure -->

**You need** Python lists and loops, and the first steps with NumPy from
[Start here](00_start_here.ipynb). **About 70 minutes.**
"""

# %%
import numpy as np

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Which dye is it?

Measure at three wavelengths only. Pure dye A absorbs $(2, 1, 0)$, pure dye B $(3, 4, 1)$. A sample
absorbs $(10, 5, 1)$. It looks like A, five times as strong, with a trace of something.

A list of numbers such as $(10, 5, 1)$ is a **vector**. Three ways to compare two vectors $u$ and $v$:

- the **dot product** $u \cdot v = \sum_i u_i v_i$. With A: $10 \cdot 2 + 5 \cdot 1 + 1 \cdot 0 = 25$;
- the **distance** $\lVert u - v \rVert$, where the **norm** $\lVert v \rVert = \sqrt{\sum_i v_i^2}$ is the
  length of a vector. With A: the difference is $(8, 4, 1)$, its norm $\sqrt{64 + 16 + 1} = 9$;
- the **cosine** of the angle between them, $\dfrac{u \cdot v}{\lVert u \rVert \, \lVert v \rVert}$: 1 when they
  point the same way, 0 when they are at right angles.

**Predict.** You pick the dye with the largest dot product, the smallest distance, or the largest
cosine. Which of the three picks A?

- (a) All three of them.
- (b) The cosine alone.
- (c) The distance and the cosine.
"""

# %%
who_says_a = predict("?")  # a, b or c in place of ?
who_says_a

# %%
dyes = np.array([[2.0, 1.0, 0.0], [3.0, 4.0, 1.0]])  # a row a dye: A, B
sample = np.array([10.0, 5.0, 1.0])

dots = dyes @ sample
distances = np.linalg.norm(sample - dyes, axis=1)
cosines = [sample @ d / np.sqrt((sample @ sample) * (d @ d)) for d in dyes]
table(
    {"dye": ["A", "B"], "dot": dots, "distance": distances, "cosine": cosines},
    decimals=3,
)

# %%
picks = [np.argmax(dots), np.argmin(distances), np.argmax(cosines)]  # 0 is A
who_says_a.outcome(
    a=picks == [0, 0, 0],
    b=picks == [1, 1, 0],
    c=picks == [1, 0, 0],
    tempts={
        "a": "The sample is stronger than both dyes, and two of the measures see that.",
        "c": "B is a stronger dye than A, so a strong sample lies nearer to it.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The dot product grows with the strength of the dye it is taken with: 51 for B, 25 for A. The distance is
9.00 to A and 7.07 to B, because the sample is strong and so is B. The cosine divides both strengths
away: 0.996 for A, 0.891 for B. Which dye it is must not depend on how much of it there is.

</details>

The cosine is the dot product of two **unit vectors**, vectors divided by their norms. `axis=1` in the cell takes the norm along each row; without it NumPy
takes one norm of the whole table, and nothing warns you.

## 2 · A mixture is a sum of columns

Now two dyes in one vat. Put their spectra into the *columns* of a matrix $K$, one row a wavelength,
and the amounts into $c = (2, 1)$ g/L:

$$K c = \begin{pmatrix} 2 & 1 \\ 1 & 3 \\ 0 & 1 \end{pmatrix} \begin{pmatrix} 2 \\ 1 \end{pmatrix}
= 2 \begin{pmatrix} 2 \\ 1 \\ 0 \end{pmatrix} + 1 \begin{pmatrix} 1 \\ 3 \\ 1 \end{pmatrix}
= \begin{pmatrix} 5 \\ 5 \\ 1 \end{pmatrix}.$$

That is the reading **by columns**: a product mixes the columns, $c$ says how much of each. **By rows**
it is three dot products: row 1 gives $2 \cdot 2 + 1 \cdot 1 = 5$. Think by columns, compute by rows.
"""

# %%
K = np.array([[2.0, 1.0], [1.0, 3.0], [0.0, 1.0]])
c = np.array([2.0, 1.0])

by_columns = c[0] * K[:, 0] + c[1] * K[:, 1]
by_rows = np.array([row @ c for row in K])
by_columns, np.allclose(by_rows, by_columns), np.allclose(K @ c, by_columns)

# %% [markdown]
r"""
## 3 · Shapes, the daily bug

The **shape** of an array is its size along each axis. Two rules decide every expression:

- `A @ B` needs the last axis of A to be as long as the first of B: $(n, d) \,@\, (d, k) \to (n, k)$;
- `+`, `-` and `*` go entry by entry. Shapes are laid side by side *from the right*; an axis of
  length 1, or one that is missing, is repeated. That is **broadcasting**.

`y[:, None]` makes a column $(n, 1)$ of a vector $(n,)$. Say each
shape before you look at the table; two of the eight are errors.
"""

# %%
X, w, y = np.ones((5, 3)), np.ones(3), np.ones(5)
column, W = y[:, None], np.ones((3, 2))

tries = {
    "X @ w": lambda: X @ w,
    "X @ W": lambda: X @ W,
    "X * w": lambda: X * w,
    "X + y": lambda: X + y,
    "X + column": lambda: X + column,
    "W * w": lambda: W * w,
    "y.T": lambda: y.T,
    "y - column": lambda: y - column,
}


# %% folded="Write the shape of each expression, or that it is an error"
def shape_of(expression):
    try:
        return str(expression().shape)
    except ValueError:
        return "error"


shapes = {text: shape_of(expression) for text, expression in tries.items()}
table({"expression": list(shapes), "shape": list(shapes.values())})

# %% [markdown]
r"""
`X + y` fails because 3 meets 5 on the right. `y.T` is still $(5,)$: a vector has one axis, and there is
nothing to turn over. The last one is the dangerous one. A column less a row is a *table of every pair*, $(5, 5)$,
and no error.

**Predict.** A model is perfect, but hands its predictions back as a column `p` of shape $(n, 1)$.
What does `np.mean((y - p) ** 2)` give?

- (a) It gives 0, as it should.
- (b) It stops with an error.
- (c) It gives twice the variance of $y$.
"""

# %%
perfect_column = predict("?")  # a, b or c in place of ?
perfect_column

# %%
y = np.array([3.0, -1.0, 2.0, 7.0])
p = y[:, None]  # perfect, and a column

wrong, right = np.mean((y - p) ** 2), np.mean((y - p.ravel()) ** 2)
table(
    {"computed": ["y - p", "y - p.ravel()"], "mean square": [wrong, right]}, decimals=4
)

# %%
perfect_column.outcome(
    a=wrong == 0,
    b=False,
    c=np.isclose(wrong, 2 * y.var()),
    tempts={
        "a": "That would need one difference a row. There are sixteen.",
        "b": "NumPy has a rule for (4,) and (4, 1): it repeats both.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

All 16 pairs $y_i - y_j$ are formed. The mean square of a difference of two independent draws is
the sum of their variances, here $2 \cdot 8.1875 = 16.375$. The number says nothing about the model.

</details>

Remedies: `assert y.shape == p.shape` before you subtract; `p.ravel()` to make a vector of a column;
`keepdims=True` where a sum over an axis is to stay a column.

## 4 · Many rows, many outputs: a layer

Forty vats are forty rows of amounts, a matrix $C$ of shape $(40, 3)$. All readings at once are

$$A = C K^\top, \qquad (40, 3) \,@\, (3, 31) \to (40, 31).$$

$K^\top$, the **transpose**, has rows and columns exchanged. The same formula with other letters is
every linear model, and one **layer** of a neural network: $X W + b$, with $X$ (n rows, d inputs), $W$
(d inputs, k outputs) and $b$, an offset for each output. Two layers with nothing in between are one
layer, because $(X W_1) W_2 = X (W_1 W_2)$.
"""

# %%
rng = np.random.default_rng(0)
X, W1, W2 = rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=(5, 2))

np.allclose((X @ W1) @ W2, X @ (W1 @ W2)), (W1 @ W2).shape

# %% [markdown]
r"""
## 5 · What the model cannot reach

The instrument reads $a = (5, 5, 4)$. No mixture of the two columns of section 2 gives that: at the third wavelength dye
1 absorbs nothing, so the 4 would need 4 g/L of dye 2, and then the second reading would be over 12.

The nearest mixture is the **projection** of $a$ on what $K$ can reach. What is left over, the **rest**
$r = a - Kc$, must stand at right angles to every column: if it did not, a little more of that column
would bring you nearer. In symbols $K^\top (a - K c) = 0$, or

$$K^\top K \, c = K^\top a,$$

the **normal equations** of **least squares**: two equations for two amounts. By hand
$K^\top K = \begin{pmatrix} 5 & 5 \\ 5 & 11 \end{pmatrix}$ and $K^\top a = (15, 24)$, so $c = (1.5, 1.5)$. (Here the rest is reading −
fit, so that the two parts add up. Elsewhere in the course an *error* is prediction − truth, the
same with the sign turned.)

Beside it stands a tempting wrong way: fit each column by itself, and add.
"""

# %%
a = np.array([5.0, 5.0, 4.0])
by_lstsq = np.linalg.lstsq(K, a)[0]
Q, R = np.linalg.qr(K)  # another route: columns at right angles, the same reach
fit, rest = K @ by_lstsq, a - K @ by_lstsq
one_by_one = sum((k @ a) / (k @ k) * k for k in K.T)

np.allclose(Q @ (Q.T @ a), fit), np.allclose(K.T @ rest, 0)

# %%
rows = {"reading": a, "fit": fit, "rest": rest, "columns one by one": one_by_one}
names = ("at 1", "at 2", "at 3")
table(
    [
        {"": name, **dict(zip(names, row, strict=True)), "norm²": row @ row}
        for name, row in rows.items()
    ]
)

# %% [markdown]
r"""
Fit and rest are at right angles, so their squared norms add up as in Pythagoras: 58.5 + 7.5 = 66.
The sum of single fits overshoots, $(8.18, 9.55, 2.18)$: both columns absorb at the first two
wavelengths, and what they share is counted twice. It is right only for columns at right angles.

## 6 · Is there something else in the vat?

Now the real size: three dyes, 31 wavelengths, 40 vats, each reading with a noise of 0.02. The data are
simulated (`datasets.dye_bath`), so the truth is known: the last 15 vats hold 0.1 to 0.3 g/L of a
substance that is in no column of $K$.

Look at two numbers of each vat: how far the amounts are off, which in a real works nobody can see, and the norm of the rest, which everybody
can. In a clean vat the rest is noise, of norm near $0.02 \sqrt{31 - 3} = 0.106$. We
raise an alarm above 1.4 times that.
"""

# %%
A, K, C, amount = datasets.dye_bath(np.random.default_rng(0))
fitted = np.linalg.lstsq(K, A.T)[0].T  # a row a vat
rest_norm = np.linalg.norm(A - fitted @ K.T, axis=1)
limit = 1.4 * 0.02 * np.sqrt(31 - 3)


# %% folded="Draw the rest of each vat"
def draw_rests(ax):
    vats = np.arange(1, 41)
    clean = amount == 0
    ax.plot(vats[clean], rest_norm[clean], "o", color=plots.DATA, label="clean")
    ax.plot(vats[~clean], rest_norm[~clean], "s", color=plots.ERROR, label="impure")
    ax.axhline(limit, color=plots.MODEL, linestyle="--", label="alarm")
    ax.set(xlabel="vat", ylabel="norm of the rest (absorbance)", ylim=(0, None))
    ax.legend()


fig, ax = plots.figure()
draw_rests(ax)
plots.show(
    fig,
    alt="25 clean vats rest near 0.1; 15 impure ones lie above the alarm at 0.15.",
)

# %%
outcomes = []
for seed in range(5):
    A, K, C, amount = datasets.dye_bath(np.random.default_rng(seed))
    fitted = np.linalg.lstsq(K, A.T)[0].T
    alarm = np.linalg.norm(A - fitted @ K.T, axis=1) > limit
    caught, false = alarm[amount > 0].sum(), alarm[amount == 0].sum()
    worst = np.abs(fitted - C).max()
    outcomes.append(
        {"seed": seed, "caught": caught, "false": false, "worst error (g/L)": worst}
    )
table(outcomes, decimals={"worst error (g/L)": 3})

# %% [markdown]
r"""
All 15 are caught and no clean vat is accused, on each of five seeds. All the while no concentration is
off by more than 0.07 g/L, of 0.5 to 3: the answer looks fine, and only the rest tells. A model that
reports its answer and throws the rest away ships those vats. Here is a good place for a break.

## 7 · When two dyes look alike

A supplier offers a cheaper third dye. It absorbs at 525 nm instead of 580, next to the second one at 520. The works
still measures with a noise of 0.01, and mixes $c = (2, 1, 1.5)$ g/L, 200 times.

How much a matrix can magnify noise is its **condition number**: if the reading is off by a share
$\varepsilon$ of its norm, the amounts are off by at most condition × $\varepsilon$ of theirs.
(That is for a reading with no rest; a rest makes it worse.) `np.linalg.cond` computes it; section 9 shows what it is.

**Predict.** The peak moves from 40 to 20 to 10 nm beside the second dye's. Each time that you halve the distance, the mean error of
the second dye

- (a) doubles, about;
- (b) grows by a half;
- (c) stays about the same.
"""

# %%
halved_distance = predict("?")  # a, b or c in place of ?
halved_distance


# %%
def errors_at(distance_nm, seeds=200):
    K = datasets.dye_spectra(third_peak=520 + distance_nm)[1]
    noise = np.random.default_rng(0).normal(0, 0.01, (seeds, 31))
    truth = np.array([2.0, 1.0, 1.5])
    return K, np.linalg.lstsq(K, (K @ truth + noise).T)[0].T - truth


rows = []
for distance in (80, 40, 20, 10, 5):
    K, error = errors_at(distance)
    mean, worst = np.abs(error[:, 1]).mean(), np.abs(error[:, 1]).max()
    rows.append(
        {
            "nm apart": distance,
            "condition": np.linalg.cond(K),
            "mean": mean,
            "worst": worst,
        }
    )
table(rows, decimals={"condition": 1, "mean": 4, "worst": 3})

# %%
means = [row["mean"] for row in rows]
growth = (means[3] / means[1]) ** 0.5  # of one halving, between 40 and 10 nm
halved_distance.outcome(
    a=growth > 1.7,
    b=1.2 < growth < 1.7,
    c=growth < 1.2,
    tempts={
        "b": "From 80 to 40 nm, yes. Nearer, what differs shrinks like the distance.",
        "c": "The noise stays the same. What the columns still tell apart does not.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

What tells the two dyes apart is the difference of their columns, and near by that difference is
proportional to the distance. Half the difference, the same noise: twice the error. The mean error of the second dye
goes from 0.0059 at 40 nm to 0.0211 at 10 nm, and the condition number from 2.6 to 10.2. At 5 nm
the worst of 200 errors is 0.160 g/L of a true 1.

</details>

Move the slider towards 5 nm: the two clouds of 200 answers stretch along one direction, where a
little more of one dye and a little less of the other give nearly the same light. Without a running notebook, the three panels say the same.
"""


# %% folded="Draw 200 answers for the second and third dye"
def draw_answers(ax, distance):
    K, error = errors_at(distance)
    ax.plot(1 + error[:, 1], 1.5 + error[:, 2], ".", color=plots.MODEL, markersize=3)
    ax.plot(1, 1.5, "*", color=plots.ERROR, markersize=12)
    ax.set(
        xlim=(0.8, 1.2), ylim=(1.35, 1.65), xlabel="dye 2 (g/L)", ylabel="dye 3 (g/L)"
    )
    ax.set(title=f"{distance} nm, condition {np.linalg.cond(K):.1f}")


plots.panels(
    draw_answers,
    (80, 20, 5),
    alt="200 answers: a dot at 80 nm, a short line at 20, a long slanted line at 5.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the distance"
plots.slider(draw_answers, alt="200 answers at {distance} nm.", distance=(5, 80, 5))

# %% [markdown]
r"""
## 8 · Do not invert

The **inverse** $M^{-1}$ of a square matrix undoes it: $M^{-1} M = I$, the identity. For the tall matrix
$K$ the matrix that turns a reading into its amounts is the **pseudo-inverse**
$K^{+} = (K^\top K)^{-1} K^\top$, and $H = K K^{+}$ turns a reading into its fit. (Lesson 09 meets $H$
as the *hat matrix*.) They are good to think with. To compute with $K^\top K$ is another
matter: it squares the condition number.

Two columns, $(1, 1, 1)$ and $(1, 1 + \varepsilon, 1 - \varepsilon)$ with $\varepsilon = 10^{-7}$, mixed as $c = (2, 1)$,
without any noise. Look at the error of each route.
"""

# %%
eps = 1e-7
K = np.array([[1, 1], [1, 1 + eps], [1, 1 - eps]])
a = K @ [2, 1]
routes = {
    "solve the normal equations": np.linalg.solve(K.T @ K, K.T @ a),
    "lstsq": np.linalg.lstsq(K, a)[0],
}
within = [bool(np.abs(c - [2, 1]).max() < 0.001) for c in routes.values()]
table({"route": list(routes), "within 0.001 of (2, 1)": within})

# %%
f"condition of K {np.linalg.cond(K):.1e}, squared {np.linalg.cond(K) ** 2:.1e}"

# %% [markdown]
r"""
The condition of $K$ is 24 million; that of $K^\top K$ is near $6 \cdot 10^{14}$, and a float carries 16
digits. So the normal equations keep one or two digits, and which ones depends on your machine; `lstsq` works on $K$ itself.
Make $\varepsilon$ smaller, $10^{-9}$, and run the cell: they are wrong in the first digit, or stop with "Singular matrix". Ask for `lstsq`, or `solve` where $M$ is square. Almost never for `inv`.

## 9 · Rank and singular values

A third dye is sold as "green". It turns out to be the two of section 2, half and half, so its column is
a mixture of columns that $K$ has already. Is the vat $(1, 1, 0)$ or $(0, 0, 2)$?
"""

# %%
K = np.array([[2.0, 1.0], [1.0, 3.0], [0.0, 1.0]])
with_green = np.column_stack([K, K.mean(axis=1)])

with_green @ [1, 1, 0], with_green @ [0, 0, 2], np.linalg.matrix_rank(with_green)

# %% [markdown]
r"""
The light is the same, and *no method* can tell the two vats apart. The **rank**, the number of columns
that bring something new, stays 2. Only another measurement helps.

What a matrix does to directions is told by its **singular values**. Take all vectors $c$ of norm 1, a circle: $K$
turns the circle into an ellipse, and the singular values are the half-axes, longest first.

- The condition number is the longest over the shortest.
- The rank is the number of half-axes that are not zero.
"""


# %% folded="Draw the unit circle and what a matrix makes of it"
def draw_ellipse(ax, M):
    angle = np.linspace(0, 2 * np.pi, 200)
    circle = np.array([np.cos(angle), np.sin(angle)])
    ax.plot(*circle, color=plots.DATA, linestyle=":", label="norm 1")
    ax.plot(*(M @ circle), color=plots.MODEL, label="what M makes of it")
    long, short = np.linalg.svd(M, compute_uv=False)
    ax.set(title=f"half-axes {long:.3f} and {short:.3f}", xlim=(-3, 3), ylim=(-2, 2))
    ax.set(xlabel="first entry", ylabel="second entry", aspect="equal")


plots.panels(
    draw_ellipse,
    (np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([[2.0, 1.0], [1.0, 0.5]])),
    alt="One matrix makes an ellipse of the circle; one of rank one makes a line.",
)

# %% [markdown]
r"""
On the left $M$ has rows $(2, 1)$ and $(0, 1)$. Do not mix this up with its **eigenvalues**, the $\lambda$ for which
some direction is only stretched, $M v = \lambda v$: they are 2 and 1, and the half-axes 2.288 and 0.874. The
second matrix, with rows $(2, 1)$ and $(1, \tfrac12)$, flattens the circle to a line: rank 1.

With noise no half-axis is ever quite zero, and `matrix_rank` of measured data says "full". So compare with what noise alone can
do: the largest singular value of an $(n, m)$ table of noise lies near $\text{noise} \cdot (\sqrt n + \sqrt m)$. For our 40
vats that is $0.02\,(\sqrt{40} + \sqrt{31}) = 0.238$.

**Predict.** How many singular values of the 40 readings, three dyes and 15 impure vats, rise above 0.238?
"""

# %%
how_many = predict("?", unit="singular values")
how_many

# %%
A = datasets.dye_bath(np.random.default_rng(0))[0]
singular = np.linalg.svd(A, compute_uv=False)
table({"number": np.arange(1, 6), "singular value": singular[:5]})

# %%
how_many.outcome((singular > 0.238).sum(), within=0.01)

# %% [markdown]
r"""
<details><summary>Why</summary>

Four: 56.70, 12.84, 7.68 and 1.07; the fifth is 0.21. The impurity is a fourth direction of light, in nobody's list of columns, and
the table of readings shows that it is there before anybody has a spectrum of it.

</details>

## On the job

**Where it decides.** Search and recommendation compare unit vectors: a million cosines are one matrix
product. In the works a rest that nobody looks at ships a bad lot. Wherever two inputs look alike, two well-paid
analysts can read opposite causes out of the same data; [lesson 07](07_linear_and_logistic_regression.ipynb) shows it with vans and parcels.

**Who owns it.** The data scientist owns the columns and their condition; the ML engineer the shapes, by tests that
assert them; the researcher asks what the rest still holds.

**What an interviewer may ask.** "`inv` or `solve`?" "What is `(n,)` minus
`(n, 1)`?" "Your matrix has full rank and condition $10^{10}$. Do you trust the answer?"

**A thousand times the rows.** $K^\top K$ needs $n d^2$ multiplications and fits into memory for any $n$; rows are read
in blocks. If the condition allows it, that is how it is done; else QR in blocks.

## Recap

- A product mixes columns, computed row by row; shapes are $(n, d) \,@\, (d, k) \to (n, k)$, and $(n,)$ with
  $(n, 1)$ is a table of pairs.
- Distance sees strength, the cosine does not. Ask which of them the question needs.
- Least squares splits a reading into fit and rest at right angles. Look at the rest.
- The condition number says how far noise is magnified; the rank, which questions have an answer. Both
  are read from singular values.
- Use `lstsq`; $K^\top K$ squares the condition number.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/02_linear_algebra.ipynb). In [lesson 17](17_natural_language.ipynb) cosines and singular values turn words into numbers.

**Further reading**

- S. Boyd and L. Vandenberghe, *Introduction to Applied Linear Algebra* (2018).
- G. Strang, *Linear Algebra and Learning from Data* (2019).
- L. N. Trefethen and D. Bau, *Numerical Linear Algebra* (1997).
- N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition (2002).
- E. R. Malinowski, *Factor Analysis in Chemistry*, 3rd edition (2002).
"""
