# %% [markdown]
r"""
# Recommend and rank, and find out whether it was any good

A streaming service has 300 viewers and 120 films, and of the 36,000 ratings that could be there, a fifth are. To
recommend is to fill in the blanks; to rank is to put the best of them where somebody looks. Whether either was any
good is asked of a log that the viewers and the old page have written together.

The viewers are simulated, so their tastes are known: every number can be held against the truth.

**You will be able to**

- predict ratings from effects and from factors, and check each step against ridge regression;
  <!-- rating_effects, viewer_factors, tune_factors -->
- turn scores into a list, and judge it by precision@k, reciprocal rank, average precision and NDCG, each with its
  convention; <!-- fix_top_films, average_precision_at_k, ndcg -->
- rank documents with BM25, and say what $k_1$, $b$ and the rarity of a word do; <!-- bm25 -->
- correct clicks for their position, and say when that is impossible; <!-- ips_rate -->
- say what a number from a log can show, and which test shows the rest. <!-- predict_winner, choose_the_launch_test -->

**You need** the singular value decomposition from [lesson 02](02_linear_algebra.ipynb), one-hot columns from
[04](04_messy_data.ipynb), ridge from [07](07_linear_and_logistic_regression.ipynb), capacity and generalisation from
[08](08_generalisation.ipynb), held-out rows from [09](09_cross_validation.ipynb), precision at k and average precision
from [10](10_precision_recall.ipynb). **About 70 minutes.**
"""

# %%
import numpy as np

from firsthand import datasets, over_seeds, plots, predict, predictions, table

# %% [markdown]
r"""
## 1 · Nine cells by hand

| | film 1 | film 2 | film 3 |
|---|---|---|---|
| Ana | 5 | 3 | – |
| Bo | 4 | – | 2 |
| Cy | – | 1 | 3 |

What would Bo give film 2? The mean of all ratings is 3. Film 1 got 4.5 on average, film 2 got 2, film 3 got 2.5: their
**effects** are 1.5, −1 and −0.5. Take the mean and the film's effect off each rating. Bo's rests are $4 - 4.5 = -0.5$
and $2 - 2.5 = -0.5$: Bo's effect is −0.5. So the answer is $3 - 1 - 0.5 = 1.5$.

Had we begun with the viewers, it would be 2.0: one pass depends on its order. Or fit all effects at once. They are the
coefficients of a line on 0/1 columns, one for each viewer and each film.
"""

# %%
from sklearn.linear_model import Ridge


def both_effects(ratings, penalty):
    """Predict every cell from a viewer's effect and a film's; blanks are NaN."""
    who, what = np.nonzero(~np.isnan(ratings))
    viewers, films = ratings.shape
    X = np.hstack([np.eye(viewers)[who], np.eye(films)[what]])
    line = Ridge(alpha=penalty).fit(X, ratings[who, what])
    return line.intercept_ + line.coef_[:viewers, None] + line.coef_[viewers:]


# %%
nine = np.array([[5, 3, np.nan], [4, np.nan, 2], [np.nan, 1, 3]])
film = np.nanmean(nine - 3, axis=0)
bo = np.nanmean(nine[1] - 3 - film)
viewer = np.nanmean(nine - 3, axis=1, keepdims=True)
viewers_first = 3 + viewer[1, 0] + np.nanmean(nine - 3 - viewer, axis=0)[1]
found = {"films first": 3 + film[1] + bo, "viewers first": viewers_first}
found["at once"] = both_effects(nine, 1e-6)[1, 1]
table(found | {"at once, λ = 2": both_effects(nine, 2)[1, 1]})

# %% [markdown]
r"""
At once it is 1.00: the films' effects make room for the viewers'. The penalty λ holds effects back that rest on few ratings, here to 2.33. Our loss is a **sum** of
squares plus $\lambda \lVert w \rVert^2$ in this lesson, because `Ridge` and most writers on this subject use a sum.

Now 300 viewers. A fifth of the ratings is held out, and errors are judged by their **RMSE**, the root of the mean squared error, in stars. Five
draws of the whole service show what is luck.
"""


# %%
def hide_a_fifth(ratings, rng):
    """Return the ratings to train on, and those held out, with NaN elsewhere."""
    cells = rng.permutation(np.argwhere(~np.isnan(ratings)))
    rows, columns = cells[: len(cells) // 5].T
    train = ratings.copy()
    train[rows, columns] = np.nan
    return train, np.where(np.isnan(train), ratings, np.nan)


# %%
draws = []
for seed in range(5):
    rng = np.random.default_rng(seed)
    ratings, would_rate, taste = datasets.film_ratings(rng)
    train, held = hide_a_fifth(ratings, rng)
    draws.append((train, held, would_rate, taste, both_effects(train, 5)))
train, held, would_rate, taste, effects = map(np.array, zip(*draws, strict=True))
watched = ~np.isnan(train) | ~np.isnan(held)
over_seeds({"with a rating": watched.mean(axis=(1, 2))}, "share of the cells")


# %%
def rmse(predicted, true):
    """Return one error for each draw; predicted and true : (5, 300, 120)."""
    return np.sqrt(np.nanmean((predicted - true) ** 2, axis=(1, 2)))


mean = np.nanmean(train, axis=(1, 2), keepdims=True)
errors = {"global mean": rmse(mean, held), "both effects": rmse(effects, held)}
errors["the true taste"] = rmse(taste, held)
over_seeds(errors, "RMSE (stars)")

# %% [markdown]
r"""
From 0.78 to 0.64 without any personal taste: everybody gets the films in the same order. A recommender is compared with *this*, not
with the global mean. The true taste itself is off by 0.50, the noise of a single rating: there is no getting much below that.

## 2 · Factors

What the effects leave is taste: some like it quiet, some like it loud. Give every film $k$ numbers $q$ (what it has of each **factor**) and
every viewer $k$ numbers $p$ (how much of it they want). The rating is then

$$\hat r = \text{effects} + p \cdot q .$$

Nobody tells us the factors. But if all $q$ were known, each viewer would be a small regression. One factor, λ = 1: Ana rated films with $q = 1$ and
$2$, and what the effects left of her ratings is 1 and 1.5. Ridge gives $p = (1 \cdot 1 + 2 \cdot 1.5)/(1 + 4 + 1) = 0.667$. A film with $q = -1$ would
lose 0.667 for her. A viewer without ratings gets $p = 0$, and so the effects alone: this **cold start** falls back by itself.

**Alternating least squares** begins with random $q$, solves for all $p$, then for all $q$, and goes round.
"""

# %%
from sklearn.linear_model import ridge_regression


def half_step(rest, Q, penalty):
    """Return factors for each row of rest: one ridge regression a row."""
    P = np.zeros((len(rest), Q.shape[1]))
    for p, row in zip(P, rest, strict=True):
        rated = ~np.isnan(row)
        if rated.any():
            p[:] = ridge_regression(Q[rated], row[rated], penalty)
    return P


ana = half_step(np.array([[1, 1.5, np.nan]]), np.array([[1.0], [2.0], [-1.0]]), 1)
assert np.allclose(ana, 4 / 6)


# %%
def fit_factors(rest, k=3, penalty=5, rounds=6):
    """Return the loss after each half-step, and p · q for every cell."""
    Q, losses = np.random.default_rng(0).normal(size=(rest.shape[1], k)), []
    for _ in range(rounds):
        P = half_step(rest, Q, penalty)
        losses.append(loss(rest, P, Q, penalty))
        Q = half_step(rest.T, P, penalty)
        losses.append(loss(rest, P, Q, penalty))
    return losses, P @ Q.T


def loss(rest, P, Q, penalty):
    squares = np.nansum((rest - P @ Q.T) ** 2)
    return squares + penalty * (np.sum(P**2) + np.sum(Q**2))


# %% [markdown]
r"""
Each half-step solves its regressions exactly, so the common loss can never rise. The next cell checks that.

**Predict.** Three factors, λ = 5. Beside both effects, whose RMSE is 0.64 on held-out ratings, the factors bring it

- (a) down by a third or more;
- (b) down, by less than a tenth;
- (c) up: with so few ratings they only learn noise.
"""

# %%
gain = predict("?")  # a, b or c in place of ?
gain

# %%
fits = [fit_factors(rest) for rest in train - effects]
assert all(np.all(np.diff(losses) <= 1e-6) for losses, _ in fits)
factors = effects + [product for _, product in fits]
errors["effects + factors"] = rmse(factors, held)
over_seeds(errors, "RMSE (stars)")

# %%
left = np.mean(errors["effects + factors"]) / np.mean(errors["both effects"])
gain.outcome(
    a=left < 0.67,
    b=0.9 < left < 1,
    c=left > 1,
    tempts={
        "a": "The noise of a rating, half a star, stays whatever we learn of taste.",
        "c": "λ = 5 holds them back. Ten factors without it prove you right, below.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.60, 7 % lower. Between 0.64 and the 0.50 of the true taste there were 0.14 stars to win, and the factors win nearly a third of them.

</details>

Two tempting wrong ways: ten factors with λ = 0.1; and a shortcut, 0 in the blanks and the three largest singular values (lesson 02).
"""


# %%
def zero_filled(train, k=3):
    """Keep k singular values of the table with 0 in its blanks."""
    U, s, V = np.linalg.svd(np.nan_to_num(train), full_matrices=False)
    return (U[:, :k] * s[:k]) @ V[:k]


# %%
ten = effects + [fit_factors(rest, 10, 0.1, 3)[1] for rest in train - effects]
zeros = np.array([zero_filled(one) for one in train])
errors["ten factors, λ = 0.1"] = rmse(ten, held)
errors["zero-filled SVD"] = rmse(zeros, held)
over_seeds(errors, "RMSE (stars)")

# %% [markdown]
r"""
Ten factors for viewers with 20 ratings are worse than the global mean. The zero-filled table is wrong by 2.75 stars: it takes the blanks, four fifths
of the table, for the worst of all ratings, and predicts more of them. A blank is not a zero.

(Turn all $p$ and all $q$ alike, and $p \cdot q$ stays. So compare predictions, never factors.)

## 3 · The ratings you have are not those you need

Held-out rows are honest, says [lesson 09](09_cross_validation.ipynb). But we recommend films a viewer has *not* watched. In
this simulation we know how they would have been rated.

**Predict.** The RMSE of the factors is 0.60 on held-out ratings. On all films that were not watched it is

- (a) about the same: held-out ratings are new to the model too;
- (b) lower, since there are so many more to average over;
- (c) higher, by a fifth or more.
"""

# %%
on_unwatched = predict("?")  # a, b or c in place of ?
on_unwatched

# %%
unwatched = np.where(watched, np.nan, would_rate)
on_films = {"held out": rmse(factors, held), "not watched": rmse(factors, unwatched)}
over_seeds(on_films, "RMSE (stars)")

# %% folded="Draw what was watched beside what was not"
stars = np.arange(0.5, 5.5, 0.5)
fig, ax = plots.figure()
shares = {
    f"{name}, mean {values.mean():.2f}": [np.mean(values == star) for star in stars]
    for name, values in {
        "watched": would_rate[watched],
        "not watched": would_rate[~watched],
    }.items()
}
plots.lines(ax, stars, shares, xlabel="rating (stars)", ylabel="share of the films")
plots.show(fig, alt="Films not watched would get half a star less on average.")

# %%
on_held, on_blank = (np.mean(values) for values in on_films.values())
on_unwatched.outcome(
    a=abs(on_blank / on_held - 1) < 0.1,
    b=on_blank < 0.9 * on_held,
    c=on_blank > 1.2 * on_held,
    tempts={
        "a": "New, but chosen by the viewers, like all ratings the model learned from.",
        "b": "More rows steady the mean of the errors. They do not shrink the errors.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.76, a quarter more. People watch what they expect to like, and like it: 3.81 stars on average, and 3.31 for what they left. The model learned from the first kind and
says too much about the second. The held-out rows come from the same choice, so no split of the log can show it.

</details>

The ratings are a sample that chose itself (**selection bias**, [lesson 03](03_probability_statistics.ipynb)). Two things help: ratings of a few films
shown at random, a fair judge; or weights, where the chance of being shown is on record. Section 7 does that for clicks.

## 4 · Judge a list

People see a list, and look at its top. Here are six results in ranked order, with the **gain** of each: 0 useless, 3 perfect.

| rank | 1 | 2 | 3 | 4 | 5 | 6 |
|---|---|---|---|---|---|---|
| gain | 0 | 2 | 0 | 3 | 0 | 1 |

A *hit* is a gain above 0; there are $R = 3$. At $k = 4$:

- **Precision@4**: 2 of the 4 shown are hits, 0.5. **Recall@4**: 2 of the 3 hits are shown, 0.667.
- **Reciprocal rank**: the first hit is at rank 2, so ½.
- **Average precision@4**: the precision at each hit's rank, 1/2 and 2/4, summed and divided by the hits that four places could hold: $1/\min(4, R) = 1/3$.
  So 0.333. (Others divide by $R$, or by the hits found. Ask which.)
- **DCG@4**: a gain counts less further down, $\sum g_r / \log_2(r + 1) = 2/1.585 + 3/2.322 = 2.554$. **NDCG@4** divides by the same sum in the best
  order of *all* six, 3, 2, 1: $3 + 2/1.585 + 1/2 = 4.762$. So 0.536. (Others write $2^g - 1$ in place of $g$; that gives 0.522.)

**Predict.** Somebody takes the natural logarithm in place of the one to base 2. What changes?

- (a) DCG, and not NDCG;
- (b) NDCG, and not DCG;
- (c) both of them.
"""

# %%
other_base = predict("?")  # a, b or c in place of ?
other_base

# %%
from sklearn.metrics import dcg_score, ndcg_score

gains, falling = np.array([[0, 2, 0, 3, 0, 1]]), np.array([[6, 5, 4, 3, 2, 1]])
both = (gains, -np.sort(-gains))
base_2 = [dcg_score(g, falling, k=4) for g in both]
base_e = [dcg_score(g, falling, k=4, log_base=np.e) for g in both]

# %% folded="Both bases"
bases = {"base 2": base_2, "base e": base_e}
table(
    {
        name: {"DCG@4": found, "best DCG@4": best, "NDCG@4": found / best}
        for name, (found, best) in bases.items()
    },
    decimals=3,
)

# %%
same_dcg = np.isclose(base_2[0], base_e[0])
same_ndcg = np.isclose(base_2[0] / base_2[1], base_e[0] / base_e[1])
other_base.outcome(
    a=not same_dcg and same_ndcg,
    b=same_dcg and not same_ndcg,
    c=not same_dcg and not same_ndcg,
    tempts={
        "b": "DCG has the logarithm in it. What does NDCG divide by?",
        "c": "Both sums of NDCG grow by one factor.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Another base multiplies every term of DCG by $\ln 2$ turned over, 1.443. NDCG is a quotient of two such sums.

</details>

The measures differ in how fast a place loses its worth.
"""

# %% folded="Check the values by hand, and draw what a hit is worth at each rank"
tied = ndcg_score([[1, 0, 0]], [[5, 5, 5]])
powers = ndcg_score(2.0**gains - 1, falling, k=4)
by_hand = [0.536, 0.522, 0.710]
by_library = [ndcg_score(gains, falling, k=4), powers, tied]
assert np.allclose(by_library, by_hand, atol=5e-4)
rank = np.arange(1, 11)
worth = {
    "DCG: 1 / log₂(rank + 1)": 1 / np.log2(rank + 1),
    "first hit, reciprocal rank": 1 / rank,
    "precision@5": (rank <= 5) / 5,
}
fig, ax = plots.figure()
plots.lines(ax, rank, worth, xlabel="rank of a hit", ylabel="what it adds")
plots.show(
    fig, alt="Precision@5 is flat up to 5 and then 0; the others fall at every rank."
)

# %% [markdown]
r"""
Precision@k does not see the order within the k, reciprocal rank nothing after the first hit. And equal scores are no order: for one hit among
three films with the same score, `ndcg_score` gives 0.710, the mean over all orders; your page will show one of them. Give labels as scores, and ties are
everywhere.

Here is a good place for a break.

## 5 · Who wins?

Four ways to choose ten films that a viewer has not rated in the training part: the most watched ones, both effects, effects + factors, the zero-filled SVD. Two judges. The
log's: **precision@10**, the share of the ten that the viewer watched in the held-out part and gave 4 stars or more. And the truth: the mean
taste of the viewers for the ten.

**Predict.** By RMSE effects + factors came first, at 0.60. By precision@10 on the log they come

- (a) first of the four;
- (b) second of the four;
- (c) third of the four.
"""

# %%
by_precision = predict("?")  # a, b or c in place of ?
by_precision


# %%
def judge(scores, train, held, taste):
    """Recommend ten films a viewer: both judges, and how many films are shown."""
    order = np.argsort(-np.where(np.isnan(train), scores, -np.inf), kind="stable")
    ten = order[:, :10]
    hits = np.take_along_axis(held, ten, axis=1) >= 4
    return (
        hits.mean(),
        np.take_along_axis(taste, ten, axis=1).mean(),
        len(set(ten.flat)),
    )


# %%
counts = (~np.isnan(train)).sum(axis=1, keepdims=True)
models = {"popularity": np.broadcast_to(counts, train.shape), "both effects": effects}
models |= {"effects + factors": factors, "zero-filled": zeros}
judged = {
    name: [judge(*one) for one in zip(scores, train, held, taste, strict=True)]
    for name, scores in models.items()
}

# %% folded="Means of the five draws"
columns = ["precision@10", "true taste (stars)", "films shown"]
table(
    {
        name: dict(zip(columns, np.mean(rows, axis=0), strict=True))
        for name, rows in judged.items()
    },
    decimals={"precision@10": 3, "films shown": 0},
)

# %% folded="Draw both judges, a mark for each draw"
fig, ax = plots.figure()
looks = zip("sDo^", (plots.DATA, plots.DATA, plots.MODEL, plots.ERROR), strict=True)
for (name, rows), (mark, color) in zip(judged.items(), looks, strict=True):
    precision, liked, _ = np.transpose(rows)
    filled = color if name != "both effects" else "none"
    ax.plot(precision, liked, mark, color=color, markerfacecolor=filled, label=name)
ax.set(xlabel="precision@10 on the log", ylabel="true taste for the ten (stars)")
ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plots.show(
    fig,
    alt="Effects + factors lie highest by taste, left of popularity and zero-filled.",
)

# %%
precisions = np.array([[row[0] for row in rows] for rows in judged.values()])
places = (precisions > precisions[2]).sum(axis=0) + 1
by_precision.outcome(
    a=bool(np.all(places == 1)),
    b=bool(np.all(places == 2)),
    c=bool(np.all(places == 3)),
    tempts={
        "a": "It predicts ratings best. Does the log ask what a viewer would rate?",
        "b": "Two of the others know better what will be watched.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Third, in each of the five draws: 0.129, behind zero-filled (0.151) and popularity (0.146). By the viewers' taste they are first, with 4.08 stars, and popularity is last with 3.76.

A hit on the log needs two things: the viewer liked the film, *and* came across it. The second decides, and who came across what was decided by popularity.
The zero-filled table predicts just that: what will be watched.

</details>

The two judges answer two questions: "what will this viewer watch next, with the page as it is?" and "what would this viewer like?" For
the first, zeros with small weights are right: that is **implicit feedback** (Hu, Koren and Volinsky, 2008). For the second the log is blind: who trains on what was
shown, and is judged by it, shows the popular again. And a shuffled split knows next week's fashions: split by time, as in
[lesson 09](09_cross_validation.ipynb).

## 6 · Search

A viewer types *space war*. Which of these titles comes first?

1. space war film
2. war war war story
3. love story in space space
4. quiet love film
5. war at sea

**BM25** adds up a number for each word of the query. The word's *rarity*, with $N$ titles of which $n$ have the word, is
$\text{idf} = \ln\bigl(1 + (N - n + \tfrac12)/(n + \tfrac12)\bigr)$. It is multiplied by how much the title has of it,

$$\frac{f\,(k_1 + 1)}{f + k_1\,(1 - b + b\,\ell/\bar\ell)},$$

with $f$ how often the word stands in the title, $\ell$ the words of the title, $\bar\ell$ their average over all titles, $k_1 = 1.2$ and $b = 0.75$.

Title 2 and *war*: $n = 3$ of 5, so idf $= \ln(1 + 2.5/3.5) = 0.539$. $f = 3$, $\ell = 4$, $\bar\ell = 3.6$: $3 \cdot 2.2/(3 + 1.2 \cdot 1.083) = 1.535$. Together 0.827. See what
$k_1$, $b$ and the 1 in the logarithm do.
"""

# %%
factor = 3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * 4 / 3.6))
f, n = np.arange(1, 21), np.arange(1, 6)
saturating = {f"k₁ = {k1}": f * (k1 + 1) / (f + k1) for k1 in (1.2, 5, 0.3)}
odds = (5 - n + 0.5) / (n + 0.5)
assert np.allclose([factor, np.log(1 + odds[2]) * factor], [1.535, 0.827], atol=5e-4)

# %% folded="Draw how a repeated word saturates"
fig, ax = plots.figure()
plots.lines(
    ax,
    f,
    saturating,
    xlabel="times the word stands in a title of average length",
    ylabel="factor",
)
plots.show(fig, alt="The factor rises from 1 towards k₁ + 1 and flattens.")

# %% folded="The rarity of a word, with and without the 1"
rarity = {"titles with the word, of 5": n, "ln(odds)": np.log(odds)}
table(rarity | {"ln(1 + odds)": np.log(1 + odds)})

# %% [markdown]
r"""
The second *war* adds less than the first, and no number of them gets past $k_1 + 1$: repeating a word does not win. With $b = 0.75$ a long title has to say it more often, with 0 not. And the older form without the 1 goes *below zero* for a word in more than half of the titles: title 5, which has *war*, would come behind title 4, which
has neither word. The 1 mends that; Lucene, the library in Elasticsearch and Solr, has it.

BM25 knows nothing of who searches. It gets some hundred results together; a model that learns from clicks puts them in order.

## 7 · Clicks lie by position

A search page shows ten results. Visitors look at rank $r$ with chance $1/r$, and click with the result's relevance, 0.05 to 0.50. The old ranker put good results low. 5,000 sessions are logged, 20 times over.

How well does the click rate order the results? **Kendall's τ** compares all pairs: 1 when every pair is in the true order, −1 when none is, 0 when half are.

**Predict.** Between click rate and true relevance τ is

- (a) near 1: 5,000 sessions average everything out;
- (b) between 0.2 and 0.6: right more often than not;
- (c) near 0 or below: the ranks decide everything.
"""

# %%
order_of_clicks = predict("?")  # a, b or c in place of ?
order_of_clicks

# %%
from scipy.stats import kendalltau

looked = 1 / np.arange(1, 11)


def estimate(clicks, clip=10):
    """Mean of click / chance of being looked at, weights cut at clip."""
    return clicks.mean(axis=0) * np.minimum(1 / looked, clip)


# %%
pages = [datasets.ranked_clicks(np.random.default_rng(seed)) for seed in range(20)]
taus = {
    name: [kendalltau(estimate(clicks, clip), truth)[0] for clicks, truth in pages]
    for name, clip in {"click rate": 1, "weights up to 4": 4, "all weights": 10}.items()
}
over_seeds(taus, "Kendall's τ, 20 logs")

# %%
tau = np.mean(taus["click rate"])
order_of_clicks.outcome(
    a=tau > 0.9,
    b=0.2 < tau < 0.6,
    c=tau < 0.1,
    tempts={
        "a": "More sessions shrink the noise. A bias stays as large as it is.",
        "c": "Relevance spans a factor of ten, as the ranks do. It still shows.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

0.43, with next to no luck in it. The top result is clicked because it is seen: **position bias**. A ranker that learns from these rates learns to repeat the old page.

</details>

The cure: a click at rank 4 stands for four visitors, three of whom did not look. **Inverse propensity scoring** (IPS) divides each click by its chance of being seen, and averages
over all showings. By hand, for a result that was shown at two ranks:

| rank | shown | clicks | click rate | weight | weighted clicks |
|---|---|---|---|---|---|
| 1 | 100 | 30 | 0.30 | 1 | 30 |
| 4 | 100 | 8 | 0.08 | 4 | 32 |

The rate is $38/200 = 0.19$, the IPS estimate $62/200 = 0.31$. Over 20 logs it orders nearly all pairs, τ = 0.99.

Weights have a price: one click at rank 10 counts ten times, and its luck too. So people **clip** weights. The table has the typical error of relevance over 200 logs.
"""


# %% folded="Typical error with each clip"
def typical_error(sessions, clip):
    """Mean over 200 logs of the RMSE of relevance."""
    logs = [
        datasets.ranked_clicks(np.random.default_rng(s), sessions) for s in range(200)
    ]
    return np.mean(
        [np.sqrt(np.mean((estimate(c, clip) - truth) ** 2)) for c, truth in logs]
    )


table(
    {
        f"{sessions:,} sessions": {
            f"weights up to {clip}": typical_error(sessions, clip)
            for clip in (1, 4, 10)
        }
        for sessions in (20, 200, 5_000)
    }
)

# %% folded="Draw three clips"
few = datasets.ranked_clicks(np.random.default_rng(0), sessions=20)


def draw_clip(ax, clip):
    for (clicks, truth), mark, color, name in (
        (few, "o", plots.ERROR, "20 sessions"),
        (pages[0], "s", plots.MODEL, "5,000 sessions"),
    ):
        ax.plot(truth, estimate(clicks, clip), mark, color=color, label=name)
    ax.axline((0, 0), slope=1, color=plots.DATA, linestyle=":")
    ax.set(title=f"weights up to {clip:g}", xlabel="true relevance", ylabel="estimate")
    ax.set(ylim=(-0.03, 1.05))
    ax.legend(loc="upper left")


plots.panels(
    draw_clip,
    (1, 4, 10),
    alt="Uncut, 5,000 sessions follow the diagonal, 20 do not; cut at 1 most lie low.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the clip"
plots.slider(draw_clip, alt="Estimates with weights up to {clip}.", clip=(1, 10, 1))

# %% [markdown]
r"""
Twenty sessions want a clip, 5,000 do not: a clip trades noise for bias.

And where does $1/r$ come from? Not from this log. Every result stood at one rank, so its rate is *look × relevance*, and "everybody looks everywhere, and the top is the best" explains the
same clicks. With one fixed order no method can tell position from relevance. **Swap** two results for a few visitors, as in the table by hand: one result, two ranks, 0.08 to 0.30, so rank 4 is
looked at about a quarter as often. Without some change in what is shown where, on record, no log can be corrected.

## On the job

**Where it decides.** What is sold, read and watched.

**Who owns it.** The data engineer owns the log, and the chance written into each row when it is served; the ranking team the model.

**What an interviewer may ask.** "Offline up, online flat: why?" "Your NDCG is 0.9. Of which gains, and which ideal?"

**A thousand times the data.** Nobody scores a million films a visit: a cheap step finds some hundred candidates, a costly one ranks them. The A/B test comes last, and decides.

## Recap

- Effects first, then factors, each half-step a ridge regression. A blank is not a zero.
- Ratings choose themselves: held-out rows cannot show the error on what was not watched.
- Every measure of a list has a convention: the divisor, the gain, the ideal, the ties.
- The best on the log may be the best guess of what was shown. BM25 needs no log.
- IPS mends position where its chances are known; with one fixed order nothing does.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/19_recommendation.ipynb).

**Further reading**

- Y. Koren, R. Bell and C. Volinsky, "Matrix Factorization Techniques for Recommender Systems", *Computer* 42 (2009).
- Y. Hu, Y. Koren and C. Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008.
- K. Järvelin and J. Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", *ACM Transactions on Information Systems* 20 (2002).
- S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", *Foundations and Trends in Information Retrieval* 3 (2009).
- T. Joachims, A. Swaminathan and T. Schnabel, "Unbiased Learning-to-Rank with Biased Feedback", WSDM 2017.
- H. Steck, "Training and Testing of Recommender Systems on Data Missing Not at Random", KDD 2010.
"""
