# %% [markdown]
r"""
# Find groups and directions, and prove they are there

A security team has 2,000 network sessions and no labels. What kinds of machine are there? And which 30
sessions should two analysts read tonight?

No column holds the answer, so a program that groups or ranks rows cannot be told that it is wrong. It always
returns something: k-means finds four clusters in pure noise as readily as three grape varieties. In section 9 five
respectable scores rank the same sessions. One finds 27 to 29 of 30 attacks, another none.

**You will be able to**

- run k-means by hand, and say what its result owes to where it starts;
  <!-- nearest_centre, move_centres, next_centre_chances -->
- predict which column decides the clusters, and choose the scale on purpose; <!-- distance_shares -->
- choose the number of clusters, or refuse to, against data without clusters;
  <!-- silhouette, noise_p_value, choose_the_clustering -->
- compute components from the singular values, their share of variance, and the error of a reconstruction on
  *new* rows; <!-- explained_shares, reconstruction_errors -->
- rank anomalies for a fixed number of alerts, and say which attack a score cannot see.
  <!-- fix_the_alarm, which_score_sees_it -->

**You need** singular values and projection from [lesson 02](02_linear_algebra.ipynb), correlation and p-values by
relabelling from [lesson 03](03_probability_statistics.ipynb), scaling from
[lesson 06](06_gradient_descent.ipynb), held-out rows from [lesson 09](09_cross_validation.ipynb) and alerts
within a budget from [lesson 10](10_precision_recall.ipynb). **About 75 minutes.**
"""

# %%
import numpy as np

from firsthand import datasets, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Six sessions by hand

Six sessions lasted 1, 2, 4, 7, 8 and 12 minutes. Two kinds of machine? **k-means** looks for $k$ **centres** so that the sum of
squared distances, of each row to its nearest centre, is small. Put the centres at 1 and 2 and repeat two half-steps:

1. each row joins its nearest centre (ties: the first one). Here 1 goes to the first, the other five to the second;
2. each centre moves to the mean of its rows: 1 and $(2 + 4 + 7 + 8 + 12)/5 = 6.6$.

Look at the sum of squares after each round.
"""

# %%
minutes = np.array([1.0, 2.0, 4.0, 7.0, 8.0, 12.0])
centres = np.array([1.0, 2.0])
rounds = []
for _ in range(4):
    nearest = np.abs(minutes[:, None] - centres).argmin(axis=1)
    centres = np.array([minutes[nearest == j].mean() for j in (0, 1)])
    total = np.sum((minutes - centres[nearest]) ** 2)
    rounds.append({"first": centres[0], "second": centres[1], "sum (min²)": total})

table(rounds, decimals=3)

# %% [markdown]
r"""
59.2, 33.25, 18.667, and then nothing moves. It has to end. The first half-step cannot raise the sum, because
each row takes the nearest centre; nor can the second, because the mean is the point with the smallest sum of squares.
And there are finitely many ways to group six rows.

The library, from the same start:
"""

# %%
from sklearn.cluster import KMeans

library = KMeans(2, init=[[1.0], [2.0]], n_init=1).fit(minutes[:, None])
(
    np.allclose(library.cluster_centers_.ravel(), centres),
    np.isclose(library.inertia_, total),
)

# %% [markdown]
r"""
## 2 · Where it starts

Four rows stand at the corners of a rectangle, 6 wide and 2 high: (0, 0), (0, 2), (6, 0), (6, 2). The best two clusters are the left
and the right pair: each row lies 1 from its centre, and the sum is 4.

**Predict.** Two people run k-means. One starts at (0, 0) and (6, 2), the other at (0, 0) and (0, 2). The second one

- (a) needs more rounds, and ends at 4 too;
- (b) stops at once, at a sum above 4;
- (c) goes back and forth without an end.
"""

# %%
second_start = predict("?")  # a, b or c in place of ?
second_start

# %%
corners = np.array([[0.0, 0.0], [0.0, 2.0], [6.0, 0.0], [6.0, 2.0]])
starts = {"(0, 0), (6, 2)": corners[[0, 3]], "(0, 0), (0, 2)": corners[[0, 1]]}
runs = {
    name: KMeans(2, init=at, n_init=1).fit(corners).inertia_
    for name, at in starts.items()
}

table({"start": list(runs), "sum of squares": list(runs.values())})

# %%
far, near = runs.values()
second_start.outcome(
    a=np.isclose(far, near),
    b=near > far + 1,
    c=False,
    tempts={
        "a": "More rounds help only where a row still has a reason to change.",
        "c": "No half-step can raise the sum, so no state comes back.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

From (0, 0) and (0, 2) the rows split into bottom and top. The means are (3, 0) and (3, 2), every row is nearest to its own, and
the sum is 36: nine times the best. Nothing in the program tells you.

</details>

So run several starts and keep the smallest sum. Or start with care: **k-means++** draws the first centre among the rows, and each further one with a chance in
proportion to its squared distance to the nearest centre drawn so far. The library tries several candidates at each draw. Now nine clear blobs, 30 points each, from 1,000 starts of each kind.
"""

# %% folded="Make nine blobs, and run k-means on them from 1,000 starts of each kind"
rng = np.random.default_rng(0)
grid = np.array([[x, y] for x in (0, 5, 10) for y in (0, 5, 10)], dtype=float)
blobs = np.repeat(grid, 30, axis=0) + rng.normal(0, 0.6, (270, 2))


def sums(init, starts=1000):
    runs = (KMeans(9, init=init, n_init=1, random_state=s) for s in range(starts))
    return np.array([run.fit(blobs).inertia_ for run in runs])


at_random, careful = sums("random"), sums("k-means++")
ways = {
    "one random start": at_random,
    "best of ten": at_random.reshape(100, 10).min(axis=1),
    "one k-means++ start": careful,
}


# %% folded="Draw the best and the worst of the random starts"
def draw_run(ax, seed):
    run = KMeans(9, init="random", n_init=1, random_state=seed).fit(blobs)
    ax.plot(*blobs.T, ".", color=plots.DATA, markersize=3)
    ax.plot(*run.cluster_centers_.T, "X", color=plots.ERROR, markersize=8)
    ax.set(xlabel="first column", ylabel="second column")
    ax.set(title=f"sum of squares {run.inertia_:,.0f}")


plots.panels(
    draw_run,
    (int(at_random.argmin()), int(at_random.argmax())),
    alt="Left a centre in each blob; right centres share blobs, and others have none.",
)

# %%
best = min(at_random.min(), careful.min())
table(
    {
        "start": list(ways),
        "reaches the best": [np.mean(way < 1.01 * best) for way in ways.values()],
        "worst / best": [way.max() / best for way in ways.values()],
    },
    decimals={"reaches the best": ".0%", "worst / best": 1},
)

# %% [markdown]
r"""
A random start reaches the best in 20 % of the runs, and its worst sum is 6.9 times the best. The best of ten random starts gets there
in 88 %, one k-means++ start in 99 %. Always write `n_init`: in scikit-learn the default for
k-means++ is *one* start.

## 3 · The scale decides

178 Italian wines, 13 laboratory tests each, from three grape varieties (UCI Wine). We hold the variety back, cluster the rest, and compare
afterwards by the **adjusted Rand index**: of all pairs of rows, how often both groupings agree on "together" or "apart", rescaled so that 0 is
chance and 1 the same grouping. Numbers of clusters are free: cluster 2 need not be variety 2. At work you will not have this index: it needs the truth.
"""

# %%
from sklearn.metrics import adjusted_rand_score, silhouette_score

X, variety, tests = datasets.wine_varieties()
Z = (X - X.mean(axis=0)) / X.std(axis=0)


def kmeans(rows, k):
    return KMeans(k, n_init=10, random_state=0).fit(rows)


raw_labels, labels = kmeans(X, 3).labels_, kmeans(Z, 3).labels_
table(
    {
        "clustered on": ["raw", "standardised"],
        "agreement": [
            adjusted_rand_score(variety, found) for found in (raw_labels, labels)
        ],
    },
    decimals=3,
)

# %% folded="Show the three largest spreads"
spreads = dict(zip(tests, X.std(axis=0), strict=True))
largest = sorted(tests, key=spreads.get, reverse=True)[:3]
table({"test": largest, "spread": [spreads[test] for test in largest]}, decimals=1)

# %% [markdown]
r"""
The grouping agrees with the variety at 0.371 on the raw tests and 0.897 on the standardised ones. Look at the spreads: proline's, in mg/L, is 22 times that of any
other test, and distances are *squared*. On the raw sheet "13 tests" are one.
Standardising is a choice too: it declares every test equally important.

Without a truth, people use the **silhouette**. For a row, $a$ is its mean distance to the other rows of its cluster, $b$ the smallest mean distance to the rows of
another cluster, and its silhouette is $(b - a)/\max(a, b)$. Of the sessions in section 1, the one of 4 minutes has $a = 2.5$, $b = 5$: 0.5. The
score of a clustering is the mean over its rows; 1 is best, and each of our two clusterings is scored in its own columns.

**Predict.** Which clustering has the higher silhouette?

- (a) The raw one, by far.
- (b) The standardised one.
- (c) Neither, they are equal.
"""

# %%
better_score = predict("?")  # a, b or c in place of ?
better_score

# %%
raw, standardised = silhouette_score(X, raw_labels), silhouette_score(Z, labels)

table({"clustered on": ["raw", "standardised"], "silhouette": [raw, standardised]}, 3)

# %%
better_score.outcome(
    a=raw > standardised + 0.1,
    b=standardised > raw + 0.1,
    c=abs(raw - standardised) <= 0.1,
    tempts={
        "b": "It is nearer to the varieties, and the score has never seen those.",
        "c": "The two are computed in different spaces, of one test and of 13.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.571 against 0.285: the score prefers the clustering that misses the varieties. One column cut into three pieces looks tidy, because nothing else adds
distance. A silhouette compares clusterings *of the same rows in the same columns*, and says nothing across scalings.

</details>

## 4 · How many clusters?

The sum of squares cannot choose $k$: it always falls. Two other voices are the silhouette and the **stability**: cluster two random halves, let each label all
rows by its nearest centre, and see how far the two labellings agree, 20 times.
"""


# %% folded="Compute how far the clusters of two halves agree"
def stability(rows, k, times=20):
    rng, half, agreements = np.random.default_rng(0), len(rows) // 2, []
    for _ in range(times):
        order = rng.permutation(len(rows))
        one, other = kmeans(rows[order[:half]], k), kmeans(rows[order[half:]], k)
        agreements.append(adjusted_rand_score(one.predict(rows), other.predict(rows)))
    return np.mean(agreements)


# %%
ks = [2, 3, 4, 5, 6]
fits = [kmeans(Z, k) for k in ks]
table(
    {
        "k": ks,
        "sum of squares": [fit.inertia_ for fit in fits],
        "silhouette": [silhouette_score(Z, fit.labels_) for fit in fits],
        "stability": [stability(Z, k) for k in ks],
    },
    decimals={"sum of squares": 0, "silhouette": 3},
)

# %% [markdown]
r"""
The sum falls from 1,659 to 1,044 without a break. The silhouette prefers 3 with 0.285, hardly above 0.268 for 2. Stability is clear: 0.87 for 3, at most 0.72 for the others. Two voices
agree on three.

Move the slider. Two of the 13 standardised tests are drawn, and a mark for each cluster. Beyond three, a group that was whole is cut.
"""


# %% folded="Draw the clusters in two of the tests"
def draw_clusters(ax, k):
    labels = kmeans(Z, k).labels_
    across, up = tests.index("flavanoids"), tests.index("color_intensity")
    colors = (plots.MODEL, plots.ERROR, plots.DATA)
    for j in range(k):
        mine = Z[labels == j]
        ax.plot(
            mine[:, across], mine[:, up], "osD^v*"[j], color=colors[j % 3], markersize=4
        )
    ax.set(xlabel="flavanoids (spreads)", ylabel="colour intensity (spreads)")
    ax.set(title=f"k = {k}, silhouette {silhouette_score(Z, labels):.3f}")


plots.panels(
    draw_clusters,
    (2, 3, 5),
    alt="Two groups, then three that stand apart, then five of which some overlap.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the number of clusters"
plots.slider(draw_clusters, alt="The wines in {k} clusters.", k=(2, 6, 1))

# %% [markdown]
r"""
Here is a good place for a break.

## 5 · Clusters in noise

Is 0.285 much? That needs something to compare with.

**Predict.** 500 points are spread evenly over a square: no clusters at all. k-means with $k = 4$ finds four. Their silhouette is near

- (a) 0, because the groups are arbitrary;
- (b) 0.1, because some gaps come by chance;
- (c) 0.4, because the pieces are compact.
"""

# %%
noise_score = predict("?")  # a, b or c in place of ?
noise_score

# %%
square = np.random.default_rng(0).random((500, 2))
in_noise = silhouette_score(square, kmeans(square, 4).labels_)

table({"silhouette of four clusters in noise": in_noise})

# %%
noise_score.outcome(
    a=in_noise < 0.05,
    b=0.05 <= in_noise < 0.25,
    c=in_noise >= 0.25,
    tempts={
        "a": "They are arbitrary, and each row still lies nearer to its own piece.",
        "b": "No gap is needed: four corners of a square are far from each other.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.41, more than the 0.285 of three real varieties. The silhouette rewards compact pieces, and a square cut into four has compact pieces. There is no value of it that
means "real".

</details>

Then compare with what the *same procedure* gives where there is nothing to find: 39 tables of 178 rows from a normal distribution with the wines' means, spreads and correlations, and no
clusters. As in lesson 03, $p$ is (1 + how many of them reach the score) / (1 + how many there are).
"""


# %%
def scores_without_clusters(draw, k):
    """Silhouettes of 39 tables that draw() makes."""
    tables = (draw() for _ in range(39))
    return np.array(
        [silhouette_score(rows, kmeans(rows, k).labels_) for rows in tables]
    )


rng = np.random.default_rng(0)
covariance = np.cov(Z.T, ddof=0)
null = scores_without_clusters(
    lambda: rng.multivariate_normal(np.zeros(13), covariance, 178), k=3
)
p = np.mean(np.append(null, standardised) >= standardised)  # the wines are one of 40
table(
    {"wines": standardised, "mean of 39": null.mean(), "highest": null.max(), "p": p}, 3
)

# %% [markdown]
r"""
The wines' 0.285 is above all 39, whose mean is 0.153 and whose highest is 0.175: $p = 1/40$, the least that 39 tables can say. Now the limit of this test. Ask the square of
noise the same question, once against normal tables and once against even ones.
"""

# %% folded="Compare the noise with 39 normal tables, and with 39 even ones"
spread = np.cov(square.T, ddof=0)
nulls = {
    "normal": lambda: rng.multivariate_normal(square.mean(axis=0), spread, 500),
    "even": lambda: rng.random((500, 2)),
}
found = {name: scores_without_clusters(draw, k=4) for name, draw in nulls.items()}
table(
    {
        "compared with": list(found),
        "mean of 39": [scores.mean() for scores in found.values()],
        "p": [
            np.mean(np.append(scores, in_noise) >= in_noise)
            for scores in found.values()
        ],
    },
    decimals=3,
)

# %% [markdown]
r"""
Against normal tables noise without clusters is "significant", $p = 0.025$; against even ones it is what it is, $p = 0.65$. The verdict belongs to the null you chose. "Not like a normal cloud" is not "clustered".

## 6 · Clusters that are no balls

k-means draws straight borders half-way between centres. **DBSCAN** asks about crowding instead: a row with at least `min_samples` rows (5 here, itself among them) within `eps` is a core; cores within
`eps` of each other share a cluster; rows near a core join it; all else is noise, labelled −1. Two half-moons, 300 rows, and three values of `eps`.
"""

# %%
from sklearn.cluster import DBSCAN
from sklearn.datasets import make_moons

moons, which = make_moons(300, noise=0.06, random_state=0)
found = [kmeans(moons, 2).labels_]
found += [DBSCAN(eps=eps).fit(moons).labels_ for eps in (0.05, 0.2, 0.5)]
table(
    {
        "method": ["k-means", "eps = 0.05", "eps = 0.2", "eps = 0.5"],
        "clusters": [len(set(labels) - {-1}) for labels in found],
        "noise rows": [np.sum(labels == -1) for labels in found],
        "agreement": [adjusted_rand_score(which, labels) for labels in found],
    }
)


# %% folded="Draw what each of them finds"
def draw_moons(ax, number):
    labels = found[number]
    for label, (mark, color) in enumerate(zip("osD", colors, strict=True)):
        mine = moons[labels == label - 1]
        ax.plot(*mine.T, mark, color=color, markersize=3)
    ax.set(title=("k-means", "eps = 0.05", "eps = 0.2", "eps = 0.5")[number])
    ax.set(xlabel="first column", ylabel="second column")


colors = (plots.DATA, plots.MODEL, plots.ERROR)
plots.panels(
    draw_moons,
    (0, 2, 3),
    alt="k-means cuts both moons; eps 0.2 follows each of them; eps 0.5 joins them.",
)

# %% [markdown]
r"""
`eps` 0.2 finds both moons without an error; 0.05 calls 243 of 300 rows noise, and 0.5 sees one cluster. k-means agrees at 0.23:
it cuts both moons in two. Note that `eps` is a length: scale the columns first. Noise is not a cluster: leave −1 out of what you count.

## 7 · Directions by hand

Four rows, (2, 1), (3, 4), (5, 4), (6, 7). Their mean is (4, 4). Subtract it: (−2, −3), (−1, 0), (1, 0), (2, 3). Along which direction do they vary
most? The **covariance matrix** $S = \frac1n \sum_i (x_i - \bar x)(x_i - \bar x)^\top$, $(d, d)$, holds the variances on its diagonal, here $10/4 = 2.5$ and $18/4 = 4.5$, and beside it the covariance, $12/4 = 3$.

The variance along a unit vector $v$ is $v^\top S v$. The directions where it is largest, at right angles to each other, are the **principal components** (**PCA**). You know them: they are the directions that the SVD of
the *centred* table finds, and the squared singular values over $n$ are their variances.
"""

# %%
from sklearn.decomposition import PCA

rows = np.array([[2.0, 1.0], [3.0, 4.0], [5.0, 4.0], [6.0, 7.0]])
centred = rows - rows.mean(axis=0)
S = centred.T @ centred / 4
_, singular, V = np.linalg.svd(centred)  # a row of V is a direction
fitted = PCA(2).fit(rows)

assert np.allclose(np.abs(V), np.abs(fitted.components_))  # but for signs
table(
    {
        "by S, over n": np.linalg.eigvalsh(S)[::-1],
        "by the SVD, over n": singular**2 / 4,
        "library, over n - 1": fitted.explained_variance_,
        "share of variance": fitted.explained_variance_ratio_,
    },
    decimals=3,
)

# %% [markdown]
r"""
Three routes, one answer: variances 6.662 and 0.338, so the first direction holds 0.952 of the variance. The library divides by $n - 1$; shares do not care. Signs are free: $v$ and
$-v$ are the same direction, so compare sizes, never signs. Without centring, the first direction would mostly point at the mean.

Components are mixtures of all columns. They are no selection of columns, and no causes.

## 8 · Compress, and judge on new rows

1,797 handwritten digits of 64 grey values (0 to 16): keep 10 numbers in place of 64, and draw the digit back from them. Fit the components on 1,200, judge on
the other 597. The error of a row is the **left-over**: the squared difference summed over its 64 columns (the mean of lesson 05 is over rows only).
"""


# %%
def left_over(fitted, rows):
    """Squared error of each row after the way through the components."""
    back = fitted.inverse_transform(fitted.transform(rows))
    return np.sum((rows - back) ** 2, axis=1)


digits = datasets.handwritten_digits()[0]
order = np.random.default_rng(0).permutation(len(digits))
train, new = digits[order[:1200]], digits[order[1200:]]
parts = ("left over, train", train), ("left over, new", new)
models = {k: PCA(k).fit(train) for k in (2, 5, 10, 20, 40)}

# %%
errors = {
    f"{k} components": {name: left_over(model, rows).mean() for name, rows in parts}
    for k, model in models.items()
}
table(errors, decimals=0)


# %% folded="Draw a new digit back from its components"
def draw_digit(ax, k):
    picture = (
        new[3]
        if k == 64
        else models[k].inverse_transform(models[k].transform(new[3:4]))
    )
    ax.imshow(picture.reshape(8, 8), cmap="gray_r", vmin=0, vmax=16)
    ax.set(title="as written" if k == 64 else f"from {k} numbers", xticks=[], yticks=[])


plots.panels(
    draw_digit,
    (2, 10, 40, 64),
    alt="A digit: a blur from 2 numbers, readable from 10, nearly as written from 40.",
)

# %% [markdown]
r"""
From 2 to 40 components the left-over of new rows falls from 871 to 16. New rows are a little worse than
the rows that were fitted.

**Predict.** Judge 20 components on 40 digits. Fitted on 80 rows, these 40 among them, the left-over is near 80. Fitted on 80 other rows, it

- (a) rises by a tenth or so;
- (b) more than doubles;
- (c) rises by about a half.
"""

# %%
honest_error = predict("?")  # a, b or c in place of ?
honest_error

# %%
errors = []
for seed in range(5):
    chosen = digits[np.random.default_rng(seed).permutation(len(digits))[:120]]
    others, judged = chosen[:80], chosen[80:]
    among = left_over(PCA(20).fit(chosen[40:]), judged).mean()
    apart = left_over(PCA(20).fit(others), judged).mean()
    errors.append({"seed": seed, "judged rows among them": among, "others only": apart})
table(errors, decimals=0)

# %%
ratios = [row["others only"] / row["judged rows among them"] for row in errors]
growth = np.mean(ratios)
honest_error.outcome(
    a=growth < 1.25,
    b=growth > 2,
    c=1.25 <= growth <= 2,
    tempts={
        "a": "That is the gap of 1,200 rows. Here 20 directions are fitted to 80.",
        "c": "Count the directions: 20 of them, and 80 rows to find them in.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

78 to 93 when the judged rows took part in the fit, 184 to 197 when they did not, from as many rows, on each of five seeds. Twenty directions among 80 rows bend towards the very rows that judge them. No label was
used, and it is a leak all the same: the components *learn*, so they are fitted where the model is fitted, inside each fold (lesson 09).

</details>

## 9 · Thirty alerts

Back to the 2,000 sessions: kB sent, kB received, minutes, hosts, packets a second. Thirty are attacks, and nobody knows which. The data are simulated (`datasets.network_sessions`), so we
can count. Traffic spans several powers of ten; we take **logarithms**, which turn "ten times as much" into the same step everywhere, and standardise.
"""


# %% folded="Take logarithms, standardise, and compare three clusters with the kinds"
def sessions(seed, overload=False):
    """Standardised logarithms (2000, 5), kind of machine, attack 0 or 1."""
    rng = np.random.default_rng(seed)
    X, kind, attack = datasets.network_sessions(rng, overload=overload)
    logs = np.log(X)
    return (logs - logs.mean(axis=0)) / logs.std(axis=0), kind, attack


Z, kind, attack = sessions(0)
adjusted_rand_score(kind, kmeans(Z, 3).labels_)


# %% [markdown]
r"""
Three clusters are the three kinds of machine, office, build server and backup, without an error. Every session gets an **anomaly score**, and the 30 highest are read. Five scores:

- the largest $|z|$ of its five columns;
- its distance to the nearest centre;
- an **isolation forest**: how few random cuts separate it from the rest;
- its left-over after 3 components of all sessions;
- its left-over after one component *of its own cluster*.
"""

# %%
from sklearn.ensemble import IsolationForest


def scores(Z):
    clusters = kmeans(Z, 3)
    inside = np.empty(len(Z))
    for j in range(3):
        mine = clusters.labels_ == j
        inside[mine] = left_over(PCA(1).fit(Z[mine]), Z[mine])
    return {
        "|z|": np.abs(Z).max(axis=1),
        "distance": clusters.transform(Z).min(axis=1),
        "forest": -IsolationForest(random_state=0).fit(Z).score_samples(Z),
        "left over of 3": left_over(PCA(3).fit(Z), Z),
        "left over in cluster": inside,
    }


# %% folded="Count the attacks among the 30 highest of each score"
def attacks_found(overload, alerts=30):
    """Attacks among the highest of each score, a row a seed."""
    for seed in range(4):
        Z, _, attack = sessions(seed, overload)
        first = {name: np.argsort(-x)[:alerts] for name, x in scores(Z).items()}
        found = {name: attack[rows].sum() for name, rows in first.items()}
        yield {"seed": seed, **found}


# %% [markdown]
r"""
**Predict.** An attack here sends much *and* receives little, or reaches many hosts in little time; a column alone seldom leaves its usual range. Which of these three finds the most?

- (a) The left-over of 3 components.
- (b) The distance to the centre.
- (c) The isolation forest.
"""

# %%
most_attacks = predict("?")  # a, b or c in place of ?
most_attacks

# %%
relation = list(attacks_found(overload=False))
table(relation)

# %%
of_three = ("left over of 3", "distance", "forest")
left, distance, forest = (np.mean([row[name] for row in relation]) for name in of_three)
most_attacks.outcome(
    a=left > max(distance, forest),
    b=distance > max(left, forest),
    c=forest > max(left, distance),
    tempts={
        "b": "A quiet attack lies near its centre; a busy harmless session far off.",
        "c": "Rare cuts find rows at the edge, and these attacks stand in the middle.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

18 to 20 of 30 by the left-over; 0 or 1 by the distance; none by the forest. These attacks break a *relation* between columns, and a component is a relation. Inside each
cluster the relation is tighter, and the left-over finds 27 to 29.

</details>

That is no contest won for ever: we built attacks that favour it. Turn it round. Now an attack keeps every relation, and is only heavy: 5 to 7 spreads of load.
"""

# %%
heavy = list(attacks_found(overload=True))
table(heavy)

# %% [markdown]
r"""
Which share of the heavy office sessions lies in the cluster of the office?
"""

# %% folded="Compute the share of heavy office sessions in the office cluster"
Z, kind, attack = sessions(0, overload=True)
found = kmeans(Z, 3).labels_
of_office = np.bincount(found[kind == 0]).argmax()  # the office cluster
np.mean(found[(kind == 0) & (attack == 1)] == of_office)

# %% [markdown]
r"""
The forest and the distance find 29 or 30, and the left-over of 3 components 0 to 2. In its cluster the left-over still finds 26 to 28, for a reason that is no merit: the heavy office
sessions, all of them, were assigned to another kind's cluster, whose relation they do not keep. **No score sees everything.** A team runs two that look for different things, splits its 30 alerts, and samples some
sessions at random, to learn what neither sees.

## On the job

**Where it decides.** Analysts' capacity sets the threshold: 30 alerts a night, not "1 % contamination". A setting that flags 10 % has not *found* that 10 % are attacks.
Nobody has labels, so read a sample: what was flagged, and what was not.

**Who owns it.** The data scientist owns columns, scale and the null; the ML engineer refits on a schedule, because clusters drift and their numbers change at
each fit; the security analyst owns the verdicts, which become the labels of the next model.

**What an interviewer may ask.** "Marketing wants five segments. What do you say?" (That k-means will deliver five of anything; then show stability and a null.) "Your PCA has the other sign than
mine: who is wrong?" "When does scaling hurt?"

**A thousand times the rows.** k-means goes by minibatches, PCA by blocks of rows; the silhouette needs all pairs, so give it a sample and a seed.

## Recap

- k-means ends, and not always at the best: several starts, `n_init` written.
- The column with the largest variance decides. Choose the scale before the method.
- A silhouette compares clusterings in one space. Judge $k$ by stability, and against tables without clusters.
- Components are the singular directions of the centred table. Judge them on new rows.
- An anomaly score sees one kind of oddness. Run two, within the budget of the people who read.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/12_clusters_and_components.ipynb). Clusters that share a row out between them are in
[lesson 13](13_probabilistic_inference.ipynb).

**Further reading**

- T. Hastie, R. Tibshirani, J. Friedman, *The Elements of Statistical Learning*, 2nd edition (2009), chapter 14.
- S. Lloyd, "Least Squares Quantization in PCM", *IEEE Transactions on Information Theory* 28 (1982).
- D. Arthur, S. Vassilvitskii, "k-means++: The Advantages of Careful Seeding", *SODA* (2007).
- R. Tibshirani, G. Walther, T. Hastie, "Estimating the number of clusters in a data set via the gap statistic",
  *Journal of the Royal Statistical Society B* 63 (2001).
- I. T. Jolliffe, *Principal Component Analysis*, 2nd edition (2002).
"""
