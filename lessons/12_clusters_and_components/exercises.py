# %% [markdown]
r"""
# Exercises: groups, directions, and proof

{exercises} to [the lesson on clusters and components](../notebooks/12_clusters_and_components.ipynb),
{points}, about {minutes}. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/12_clusters_and_components.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · Who belongs to which centre? (2 points, 8 minutes)

The first half-step of k-means. Write `nearest_centre(X, centres)`.

- `X`: array (n, d), a row a session. `centres`: array (k, d).
- Return two things: the number of the nearest centre of each row, an array (n,) of whole numbers from 0 (ties: the
  lowest number), and the sum over the rows of the *squared* distance to it, a number.

Example: X = [[0, 0], [2, 0], [4, 3]] and centres [[1, 0], [4, 0], [3, 0]] give `[0, 0, 1]` and 1 + 1 + 9 = 11. (Row 1 is
as near to centre 0 as to centre 2.)

<details><summary>Hint 1</summary>How many distances are there between n rows and k centres? Which shape do they fill?
</details>
<details><summary>Hint 2</summary>`X[:, None, :] - centres` has shape (n, k, d). Over which axis do you sum, and over which do you
look for the smallest?</details>
"""


# %% exercise="nearest_centre"
def nearest_centre(X, centres):
    """Labels (n,) and sum of squared distances. X : (n, d); centres : (k, d)."""
    ### BEGIN SOLUTION
    squares = np.sum((X[:, None, :] - centres) ** 2, axis=2)
    return squares.argmin(axis=1), squares.min(axis=1).sum()
    ### END SOLUTION


# %% check="nearest_centre"
check("nearest_centre", nearest_centre)

# %% [markdown] solution="only"
r"""
`argmin` takes the first of equal values, as asked. The common slips are the root (the sum of distances is another loss) and the
sum of all pairs. scikit-learn calls the labels `predict` and the sum `inertia_`.
"""

# %% [markdown]
r"""
## 2 · Move the centres (2 points, 8 minutes)

The second half-step. Write `move_centres(X, labels, old)`: each centre moves to the mean of its rows. A centre without rows stays
where it is.

- `X`: array (n, d). `labels`: array (n,), whole numbers from 0 to k − 1. `old`: array (k, d).
- Return an array (k, d).

Example: X = [[0, 0], [2, 4], [6, 6]], labels [0, 0, 2], old [[1, 1], [9, 9], [5, 5]] give `[[1, 2], [9, 9], [6, 6]]`.

<details><summary>Hint 1</summary>What is the mean of no rows at all, and what would it do to every later distance?</details>
<details><summary>Hint 2</summary>Go through the k centres. `X[labels == j]` has the rows of one of them: count them first, then average along the axis
that leaves d numbers.</details>
"""


# %% exercise="move_centres"
def move_centres(X, labels, old):
    """New centres (k, d). X : (n, d); labels : (n,); old : (k, d)."""
    ### BEGIN SOLUTION
    new = np.array(old, dtype=float)
    for j in np.unique(labels):
        new[j] = X[labels == j].mean(axis=0)
    return new
    ### END SOLUTION


# %% check="move_centres"
check("move_centres", move_centres)

# %% [markdown] solution="only"
r"""
Only labels that occur are visited, so nothing is averaged over no rows; a `nan` centre would never be nearest again and would spread. Copy
`old` before you write into it. scikit-learn does otherwise: it moves an empty cluster to a row far from its centre.
"""

# %% [markdown]
r"""
## 3 · Where does the next start go? (2 points, 8 minutes)

k-means++ draws each further centre among the rows, with a chance in proportion to the squared distance to the nearest
centre chosen so far. Write `next_centre_chances(X, chosen)`.

- `X`: array (n, d). `chosen`: array (m, d), the centres so far. At least one row is none of them.
- Return an array (n,): the chance of each row to be drawn next.

Example: X = [[0, 0], [3, 4], [6, 0], [1, 1]], chosen [[0, 0], [6, 1]]. The squared distances to the nearer centre are 0, 18, 1, 2, so the
chances are `[0, 0.8571, 0.0476, 0.0952]`.

<details><summary>Hint 1</summary>What must all chances add up to, and what is the chance of a row that is a centre already?</details>
<details><summary>Hint 2</summary>A table (n, m) of squared distances first; then one number a row; then divide by their sum.</details>
"""


# %% exercise="next_centre_chances"
def next_centre_chances(X, chosen):
    """Chance of each row to be the next centre. X : (n, d); chosen : (m, d)."""
    ### BEGIN SOLUTION
    squares = np.sum((X[:, None, :] - chosen) ** 2, axis=2).min(axis=1)
    return squares / squares.sum()
    ### END SOLUTION


# %% check="next_centre_chances"
check("next_centre_chances", next_centre_chances)

# %% [markdown] solution="only"
r"""
The nearest centre decides, not the last one and not the sum: a row close to any centre is covered already. A chosen row has chance 0 without being
told so. scikit-learn's `kmeans_plusplus` draws several candidates this way and keeps the best of them.
"""

# %% [markdown]
r"""
## 4 · Which column decides? (2 points, 8 minutes)

Before you cluster, ask how much each column contributes to the distances. Write `distance_shares(X)`: for each column its share of the
squared distance, averaged over all pairs of different rows.

- `X`: array (n, d), n at least 2, not all rows equal.
- Return an array (d,) of shares that add up to 1. A constant column has a share of 0.

Example: X = [[1, 200, 3], [2, 260, 9], [4, 210, 6], [5, 330, 2]] gives `[0.00094, 0.99624, 0.00282]`.

<details><summary>Hint 1</summary>Need you visit all the pairs? Lesson 02 had the mean square of a difference of two entries.</details>
<details><summary>Hint 2</summary>One number a column, in squared units, that does not change when the column is shifted.</details>
"""


# %% exercise="distance_shares"
def distance_shares(X):
    """Share of each column in the mean squared distance. X : (n, d). Returns (d,)."""
    ### BEGIN SOLUTION
    variances = X.var(axis=0)
    return variances / variances.sum()
    ### END SOLUTION


# %% check="distance_shares"
check("distance_shares", distance_shares)

# %% [markdown] solution="only"
r"""
Over all pairs the mean square of $x_i - x_j$ is proportional to the variance, and the factor is the same for every column. So the share is that of
the variances, and all pairs need not be formed. Standardising gives each column a share of 1/d.
"""

# %% [markdown]
r"""
## 5 · The silhouette of each row (3 points, 15 minutes)

Write `silhouette(X, labels)`. For a row, a is its mean distance to the *other* rows of its cluster, b the smallest, over the other clusters, of
its mean distance to all rows of that cluster. Its silhouette is (b − a) / max(a, b).

- `X`: array (n, d), no two rows equal. `labels`: array (n,), whole numbers, at least two different ones.
- Return an array (n,). A row alone in its cluster gets 0.

Example: X = [[0, 0], [1, 0], [0, 3], [6, 0], [6, 2], [9, 1]], labels [0, 0, 0, 1, 1, 1]: row 0 has a = (1 + 3)/2 = 2, b = (6 + 6.3246 + 9.0554)/3 =
7.1267, and gets 0.7194. All: `[0.7194, 0.6616, 0.5800, 0.5627, 0.5648, 0.6398]`.

<details><summary>Hint 1</summary>A table of all distances serves every row. Which entries of a line of it belong to a, and which one is the row itself?
</details>
<details><summary>Hint 2</summary>The distance to itself is 0: a sum over the own cluster is right, the number to divide by is not. For b, one mean a cluster, then
the smallest.</details>
"""


# %% exercise="silhouette"
def silhouette(X, labels):
    """Silhouette of each row. X : (n, d); labels : (n,). Returns (n,)."""
    ### BEGIN SOLUTION
    distances = np.linalg.norm(X[:, None, :] - X, axis=2)
    values = np.zeros(len(X))
    for i, own in enumerate(labels):
        mine = labels == own
        if mine.sum() > 1:
            a = distances[i, mine].sum() / (mine.sum() - 1)
            others = [j for j in np.unique(labels) if j != own]
            b = min(distances[i, labels == j].mean() for j in others)
            values[i] = (b - a) / max(a, b)
    return values
    ### END SOLUTION


# %% check="silhouette"
check("silhouette", silhouette)

# %% [markdown] solution="only"
r"""
The row itself is left out of the count, not of the sum, where it adds 0. The common slip is b over all rows outside: with three clusters a far one
then hides a near one. scikit-learn calls it `silhouette_samples`, and its mean `silhouette_score`.
"""

# %% [markdown]
r"""
## 6 · Better than nothing? (1 point, 6 minutes)

Write `noise_p_value(score, null)`: how far a clustering's score is from what tables without clusters give. High scores are good.

- `score`: a number. `null`: array (m,), the scores of m tables without clusters.
- Return (1 + how many of them reach the score) / (1 + m). A tie reaches it.

Example: score 0.62, null [0.30, 0.62, 0.41, 0.70, 0.55, 0.33, 0.28, 0.50, 0.47]: 0.62 and 0.70 reach it, so p = 3/10 = 0.3.

<details><summary>Hint 1</summary>Why can nine tables never show that the chance is 0?</details>
<details><summary>Hint 2</summary>A comparison gives true or false for each table, and a sum counts the true ones. Then look at both places of the 1.</details>
"""


# %% exercise="noise_p_value"
def noise_p_value(score, null):
    """Share of tables without clusters that reach the score, with the + 1."""
    ### BEGIN SOLUTION
    return (1 + np.sum(null >= score)) / (1 + len(null))
    ### END SOLUTION


# %% check="noise_p_value"
check("noise_p_value", noise_p_value)

# %% [markdown] solution="only"
r"""
The 1 stands for your own table, which under the null is one more draw: p = 0 from 39 tables would claim what 39 tables cannot know. Whether the
verdict is worth anything depends on what the null tables are.
"""

# %% [markdown]
r"""
## 7 · How much does each direction hold? (2 points, 10 minutes)

Write `explained_shares(X)`: the share of the variance that each principal component holds, largest first.

- `X`: array (n, d), n at least 2, not all rows equal. The columns are *not* to be rescaled.
- Return an array of min(n, d) shares that add up to 1. Use the SVD, no scikit-learn.

Example: X = [[1, 0], [3, 2], [4, 1], [8, 5]] gives `[0.9743, 0.0257]`.

<details><summary>Hint 1</summary>What must happen to the table before its singular directions are components?</details>
<details><summary>Hint 2</summary>`np.linalg.svd(..., compute_uv=False)` gives lengths, largest first. Variances are in squared units.</details>
"""


# %% exercise="explained_shares"
def explained_shares(X):
    """Share of variance of each component, largest first. X : (n, d)."""
    ### BEGIN SOLUTION
    squares = np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2
    return squares / squares.sum()
    ### END SOLUTION


# %% check="explained_shares"
check("explained_shares", explained_shares)

# %% [markdown] solution="only"
r"""
Whether the squares are divided by n or by n − 1 cancels in a share. Without centring the first direction points at the mean and takes nearly
everything, which looks like a fine result. scikit-learn calls it `explained_variance_ratio_`.
"""

# %% [markdown]
r"""
## 8 · What is left over on new rows? (3 points, 12 minutes)

Write `reconstruction_errors(train, new, k)`: centre with the mean of `train`, keep its first k components, write each new row
with them, and draw it back. Return the squared error of each new row, summed over the columns.

- `train`: array (n, d), n larger than d. `new`: array (m, d), perhaps one row. `k`: from 0 (only the mean is left) to d.
- Return an array (m,).

Example: train [[1, 0], [3, 2], [4, 1], [8, 5]], new [[5, 4], [4, 2]] and k = 1 give `[1.0770, 0]`. The second new row is the mean.

<details><summary>Hint 1</summary>Which of the two tables may decide where the middle is, and which directions count?</details>
<details><summary>Hint 2</summary>`np.linalg.svd(centred)` returns three things; the rows of the last are directions. Project on the first k of
them, go back, compare.</details>
"""


# %% exercise="reconstruction_errors"
def reconstruction_errors(train, new, k):
    """Squared error of each new row. train : (n, d); new : (m, d). Returns (m,)."""
    ### BEGIN SOLUTION
    mean = train.mean(axis=0)
    directions = np.linalg.svd(train - mean)[2][:k]
    centred = new - mean
    back = centred @ directions.T @ directions
    return np.sum((centred - back) ** 2, axis=1)
    ### END SOLUTION


# %% check="reconstruction_errors"
check("reconstruction_errors", reconstruction_errors)

# %% [markdown] solution="only"
r"""
Mean and directions are learned, so both come from `train`; the new rows' own mean would be a leak, and for a single row leave an error of 0. With k = 0 the
product with no directions is a table of zeros, and the error is the squared distance to the mean. In scikit-learn this is `inverse_transform(transform(new))`.
"""

# %% [markdown]
r"""
## 9 · Mend the alarm (3 points, 12 minutes)

`alarm_levels` should learn from usual sessions alone and judge new ones: standardise with the mean and standard deviation (ddof=0) of `usual`; take
the first k components of the standardised usual rows; the limit is the quantile `level` of the left-overs (squared error, summed over columns) of the *usual* rows. Return for each
new row its left-over divided by the limit: 1 or more is an alarm. The code runs, and three things in it are wrong.

- `usual`: array (n, d), no column constant. `new`: array (m, d). `k`: from 1 to d − 1. `level`: between 0 and 1, such as 0.9.
- Return an array (m,).

Example: usual [[0, 0], [2, 2], [4, 4], [6, 8]], new [[3, 3], [0, 6]], k = 1 and level 0.5 give `[0.9961, 166.7162]`: the
second is an alarm, because no usual row has a small first and a large second entry.

<details><summary>Hint 1</summary>If tomorrow's attack takes part in choosing scale, directions or limit, what does that do to its own score?</details>
<details><summary>Hint 2</summary>Three statements learn something from rows: the mean and spread, the components, the quantile. Which table does each look
at?</details>
"""


# %% exercise="fix_the_alarm"
def alarm_levels(usual, new, k, level):
    """Left-over of each new row over the limit. usual : (n, d); new : (m, d)."""
    ### BEGIN GIVEN
    # both = np.vstack([usual, new])
    # mean, spread = both.mean(axis=0), both.std(axis=0)
    # U, N = (usual - mean) / spread, (new - mean) / spread
    # fitted = np.vstack([U, N])
    # middle = fitted.mean(axis=0)
    # directions = np.linalg.svd(fitted - middle)[2][:k]
    # def left_over(rows):
    #     centred = rows - middle
    #     return np.sum((centred - centred @ directions.T @ directions) ** 2, axis=1)
    # return left_over(N) / np.quantile(left_over(N), level)
    ### END GIVEN
    ### BEGIN SOLUTION
    mean, spread = usual.mean(axis=0), usual.std(axis=0)
    U, N = (usual - mean) / spread, (new - mean) / spread
    directions = np.linalg.svd(U)[2][:k]

    def left_over(rows):
        return np.sum((rows - rows @ directions.T @ directions) ** 2, axis=1)

    return left_over(N) / np.quantile(left_over(U), level)
    ### END SOLUTION


# %% check="fix_the_alarm"
check("fix_the_alarm", alarm_levels)

# %% [markdown] solution="only"
r"""
Scale, directions and limit are learned from usual rows; then the new ones are only judged. With the quantile of the new rows a fixed share of them is an
alarm on any night, attack or none: the share was put in, not found. Once `usual` is standardised with its own mean its middle is 0, so nothing is left to subtract.
"""

# %% [markdown]
r"""
## 10 · Which score sees it? (2 points, 8 minutes)

Sessions in two columns, kB sent and kB received, as standardised logarithms $(z_1, z_2)$. Two scores stand guard:

- *z*: the larger of $|z_1|$ and $|z_2|$; an alarm from 3 on;
- *left-over*: the squared error after the first component of the usual sessions; an alarm from 1 on.

Usual sessions correlate at +0.9, those of server F at −0.9. Predict which of the two raise an alarm, on paper: `"both"`, `"z only"`,
`"left-over only"` or `"neither"`.

- A: (2, −1)
- B: (4, 3.6)
- C: (−3.4, 0.2)
- D: (2.8, 1.6)
- E: (−3.2, −4)
- F: (2.4, −2.2), on the server where the columns correlate at −0.9

<details><summary>Hint 1</summary>In a plot of $z_2$ against $z_1$, along which line do usual sessions lie? What does the left-over measure from there?</details>
<details><summary>Hint 2</summary>Two standardised columns share the first direction evenly, so it is a diagonal. Which of the two, at −0.9? Project on the
other one, and square.</details>
"""

# %% exercise="which_score_sees_it"
### BEGIN GIVEN
# alarms = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
alarms = {
    "A": "left-over only",
    "B": "z only",
    "C": "both",
    "D": "neither",
    "E": "z only",
    "F": "neither",
}
### END SOLUTION

# %% check="which_score_sees_it"
check("which_score_sees_it", alarms)

# %% [markdown] solution="only"
r"""
At +0.9 the first direction is (1, 1)/√2, so the left-over is half the squared difference: 4.5, 0.08, 6.48, 0.72 and 0.32. At −0.9 it is (1, −1)/√2, and half the squared sum of F
is 0.02. A is ordinary in each column and breaks the relation; B and E are extreme and keep it. A score of one kind misses what the other sees, so a team runs both.
"""

# %% [markdown]
r"""
## 11 · Which way? (2 points, 10 minutes)

For each case choose one of `"k-means"`, `"DBSCAN"`, `"components first"` or `"do not report clusters"`. Options may be used twice or never.

- **A.** Positions of delivery stops in km. Dense, winding streets of any number, and a fifth of the stops scattered in between. The scattered ones are to
  be set apart.
- **B.** A depot will run exactly four vans. 900 addresses in km; each van is to have a compact area, with a small sum of squared distances to its middle.
- **C.** 50 patients, 200 correlated blood values, all in standard units. A doctor wants groups; distances between rows are all
  nearly the same, and five directions hold 90 % of the variance.
- **D.** Shoppers. The silhouette of five groups is 0.21; of 99 tables without groups but with the same correlations, 43 reach 0.21. Two
  halves of the rows agree at 0.15.
- **E.** Sensor readings on two rings, one inside the other, both in cm, 2,000 readings, hardly any noise. Which ring is each reading on?

<details><summary>Hint 1</summary>For each: is the number of groups given, are the groups balls, and is there anything that belongs to no group?</details>
<details><summary>Hint 2</summary>A straight border between two centres cannot part a ring from what it encloses. And p = 44/100 says what about the groups?</details>
"""

# %% exercise="choose_the_clustering"
### BEGIN GIVEN
# ways = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
ways = {
    "A": "DBSCAN",
    "B": "k-means",
    "C": "components first",
    "D": "do not report clusters",
    "E": "DBSCAN",
}
### END SOLUTION

# %% check="choose_the_clustering"
check("choose_the_clustering", ways)

# %% [markdown] solution="only"
r"""
A and E have crowds of any shape, and A has rows that belong nowhere. B names $k$ and the very loss that k-means lowers; that there are four *natural* groups is not
claimed. In C most of 200 columns repeat each other or are noise: five components, then cluster, and compare with a null. D has been tested, and failed twice.
"""
