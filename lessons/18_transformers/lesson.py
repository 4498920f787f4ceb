# %% [markdown]
r"""
# Build a transformer that reads a list, and measure when it makes things up

A hospital kitchen has an assistant. It reads tonight's list, bed and diet, bed and diet, and answers "bed 3?". Ask it for a bed that is on the list and it is right every time. Ask for one that
is not, and it still answers. How sure is it then, and whose diet does it name? You build it, train it, open it, and measure.

**You will be able to**

- compute attention by hand, with scale and mask, and test code for leaks from the future; <!-- attention, fix_the_mask -->
- assemble a decoder, and verify it by a second route, the cache; <!-- split_heads, layer_norm, fix_the_cache -->
- explain by experiment why a look-up needs two layers, and read the maps that do it; <!-- read_the_heads -->
- sample with temperature and top-p, and say what perplexity hides; <!-- top_p_filter, line_perplexity -->
- measure invention, and choose between prompt, retrieval, tuning and no model.
  <!-- tune_abstention, choose_prompt_or_build -->

**You need** matrix products from [lesson 02](02_linear_algebra.ipynb), softmax and cross-entropy from [05](05_loss_functions.ipynb), Adam from
[14](14_optimisation_methods.ipynb), backpropagation and residuals from [15](15_neural_networks.ipynb), and tokens and perplexity from
[17](17_natural_language.ipynb). **About 75 minutes.**
"""

# %%
import functools

import numpy as np
from scipy.special import softmax

from firsthand import datasets, plots, predict, predictions, table, transformer

# %% [markdown]
r"""
## 1 · Attention by hand

A token asks with a **query**; each token offers a **key** and holds a **value**. The better a key fits the query, the more of its value is taken. Query (2, 1), keys (1, 0), (0, 1), (1, 1), values 10, 20, 40.

The fits are the products: 2, 1, 3. Divide by the root of the width, √2: 1.41, 0.71, 2.12. Softmax makes shares: 0.284, 0.140, 0.576. The answer is the mixture, $0.284 \cdot 10 + 0.140 \cdot 20 + 0.576 \cdot 40 = 28.7$. For all queries at once:

$$\text{attention}(Q, K, V) = \text{softmax}\!\left(\frac{QK^\top}{\sqrt d}\right) V ,$$

softmax along each row; $Q$ and $K$ are $(t, d)$, $V$ is $(t, e)$.
"""

# %%
query, keys = np.array([2, 1]), np.array([[1, 0], [0, 1], [1, 1]])
values = np.array([10, 20, 40])
shares = softmax(keys @ query / np.sqrt(2))
table({"fit": keys @ query, "share": shares, "value": values})

# %%
round(float(shares @ values), 2)

# %% [markdown]
r"""
Why the root? Queries and keys of standard normal numbers, one query, eight keys, widths from 4 to 1,024. Products of width $d$ have a spread of $\sqrt d$.

**Predict.** At width 1,024, and *without* the division, the largest of the eight shares is on average

- (a) 0.36;
- (b) 0.60;
- (c) 0.97.
"""

# %%
largest_share = predict("?")  # a, b or c in place of ?
largest_share


# %%
def mean_largest(width, scale):
    rng = np.random.default_rng(0)
    q, k = rng.normal(size=(1_000, 1, width)), rng.normal(size=(1_000, 8, width))
    return softmax((q * k).sum(axis=2) / scale, axis=1).max(axis=1).mean()


widths = [4, 16, 64, 256, 1_024]
plain = [mean_largest(width, 1) for width in widths]
divided = [mean_largest(width, np.sqrt(width)) for width in widths]
table({"width": widths, "not divided": plain, "divided by √d": divided})

# %%
largest_share.outcome(
    a=plain[-1] < 0.45,
    b=0.45 <= plain[-1] < 0.9,
    c=plain[-1] >= 0.9,
    tempts={
        "a": "That is what the division is for.",
        "b": "Fits of ±32: what does the exponential make of a difference of 32?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

With a spread of 32 the best of eight fits leads by tens, and $e^{10}$ is 22,000. Softmax becomes a hard choice. Its slope $p(1-p)$ is then 0.03 in place of 0.23, and what does not slope does not learn.

</details>

## 2 · No peeking

A text is written from left to right, so a token may see itself and what stands before it. Set the future to $-\infty$ *before* the softmax: its share becomes 0, and the rest still sums to 1. How do you know that nothing leaks? **Meddle**:
change the last three of nine tokens. The first six rows must not move.
"""


# %%
def attend(Q, K, V, mask):
    fits = Q @ K.T / np.sqrt(K.shape[1])
    return softmax(np.where(mask, -np.inf, fits), axis=1) @ V


future = np.triu(np.ones((9, 9), bool), 1)  # True above the diagonal


# %% folded="Two wrong masks, and the meddling test"
def attend_masked_late(Q, K, V, mask):
    return (softmax(Q @ K.T / np.sqrt(K.shape[1]), axis=1) * ~mask) @ V


def attend_not_itself(Q, K, V, mask):
    with np.errstate(invalid="ignore"):
        return attend(Q, K, V, mask | np.eye(len(Q), dtype=bool))


# %% folded="Change what comes later, and look at what was before"
def meddled(way):
    rng = np.random.default_rng(0)
    x, changed = rng.normal(size=(9, 4)), rng.normal(size=(9, 4))
    changed[:6] = x[:6]
    before, after = way(x, x, x, future), way(changed, changed, changed, future)
    return np.nanmax(np.abs(before - after)[:6]), bool(np.isnan(before).any())


ways = {"before the softmax": attend, "after the softmax": attend_masked_late}
ways["hides itself too"] = attend_not_itself
moves, empty = zip(*(meddled(way) for way in ways.values()), strict=True)
table({"mask": list(ways), "rows 0 to 5 move by": moves, "has NaN": empty})

# %% [markdown]
r"""
Masking after the softmax lets the future into the denominators: no future value is read, and still every row moves. Meddling finds that, whatever the code looks like. A mask that hides the token itself leaves the first row nothing to look at: 0 divided by 0.

## 3 · Does it know the order?

"Attention is blind to order" is often said. Test it: shuffle nine tokens, shuffle the outputs back, and compare.
"""

# %%
rng = np.random.default_rng(1)
x, order = rng.normal(size=(9, 4)), rng.permutation(9)
nothing = np.zeros((9, 9), bool)
kept = {
    name: np.allclose(attend(x, x, x, mask)[order], attend(*[x[order]] * 3, mask))
    for name, mask in (("no mask", nothing), ("future masked", future))
}
table({"attention": list(kept), "blind to order": list(kept.values())})

# %% [markdown]
r"""
Without a mask it is true. With the mask it is false: the first token sees one token, the ninth sees nine. Still, "the token just before me" is hard to say without places, so a learned vector for each **place** is added to each token's own.

## 4 · A decoder

Three more parts. **Layer norm** brings each token's vector to mean 0 and spread 1 (over its features, dividing by $d$): by hand, (1, 0, 0, 0) has mean ¼ and spread 0.433, and becomes (1.732, −0.577, −0.577, −0.577). The **residual stream**: each layer adds to
what is there. **Heads** cut the width into slices that attend apart: (t, d) becomes (H, t, d/H), by slices and never by a bare reshape, which would cut across tokens.
"""

# %%
width4 = np.arange(12).reshape(3, 4)  # three tokens of width 4
heads = {
    "by slices": np.stack([width4[:, 0:2], width4[:, 2:4]]),
    "by a bare reshape": width4.reshape(2, 3, 2),
}
table({name: [str(row) for row in found[0]] for name, found in heads.items()})

# %% [markdown]
r"""
The bare reshape gives head 0 the whole of token 0 and half of token 1. The shapes agree, so nothing complains.

Here is the whole way forward of our decoder, one head a layer, for one text of ids. The package trains it; the course's tests hold its gradient against central differences.
"""


# %%
def layer_norm(x):
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(
        x.var(axis=1, keepdims=True) + 1e-5
    )


def decoder(weights, ids):
    x = weights["token"][ids] + weights["place"][: len(ids)]
    mask = np.triu(np.ones((len(ids), len(ids)), bool), 1)
    for i in range(transformer.layers(weights)):
        h = layer_norm(x)
        Q, K, V = (h @ weights[f"{name}{i}"] for name in "qkv")
        x = x + attend(Q, K, V, mask) @ weights[f"o{i}"]
    return layer_norm(x) @ weights["out"]


# %%
weights = transformer.new_weights(np.random.default_rng(0), layers=2)
texts, diets = datasets.meal_lists(np.random.default_rng(999), 1_000)
np.allclose(decoder(weights, texts[0]), transformer.scores(weights, texts[:1])[0])

# %% [markdown]
r"""
## 5 · A second route: the cache

To write, a model adds one token at a time. It need not compute the old ones again: their keys and values do not change, since they see no future. Keep them, and only the new token's query is asked. The same scores must come out.
"""

# %%
cache = [[[], []], [[], []]]  # keys and values of two layers
one_by_one = [transformer.next_scores(weights, token, cache) for token in texts[0]]
bool(np.abs(one_by_one - decoder(weights, texts[0])).max() < 1e-12)

# %% folded="Count the fits"
written = np.arange(1, 1_001)
without, with_cache = np.sum(written * (written + 1) // 2), written.sum()
table(
    {
        "fits without cache": [without],
        "with": [with_cache],
        "ratio": [without / with_cache],
    },
    decimals={"ratio": 0},
)

# %% [markdown]
r"""
For 1,000 tokens 334 times fewer fits. The price is memory: $2 \cdot \text{layers} \cdot \text{length} \cdot \text{width}$ numbers. With 32 layers, 8,192 tokens and a width of 4,096 in two bytes each that is 4 GiB for one conversation.

Here is a good place for a break.

## 6 · One layer or two

Tonight's list: four of eight beds, each with one of eight diets, then the bed that is asked for. Nine tokens, and the tenth is the answer.
"""

# %% folded="One list in words"
DIETS = [
    "normal",
    "soft",
    "vegan",
    "low salt",
    "no sugar",
    "liquid",
    "halal",
    "no milk",
]
WORDS = [f"bed {n}" for n in range(1, 9)] + DIETS + ["not there"]
words = [WORDS[i] for i in [*texts[0], diets[0]]]
table(
    {
        "place": ["1, 2", "3, 4", "5, 6", "7, 8", "9, answer"],
        "": words[::2],
        "token": words[1::2],
    }
)

# %% [markdown]
r"""
**Predict.** Decoders of one and of two layers, width 32, 400 steps of 64 new lists. On 1,000 new lists they are right in

- (a) one layer 1.0, two layers 1.0;
- (b) one layer 0.4, two layers 1.0;
- (c) one layer 0.1, two layers 0.4.
"""

# %%
one_or_two = predict("?")  # a, b or c in place of ?
one_or_two


# %%
def trained(layers, seed):
    return transformer.train(np.random.default_rng(seed), datasets.meal_lists, layers)


def right(model, texts, wanted):
    return np.mean(transformer.answers(model, texts).argmax(axis=1) == wanted)


# %%
models = {layers: [trained(layers, seed) for seed in range(2)] for layers in (1, 2)}
found = {
    layers: [right(m, texts, diets) for m in pair] for layers, pair in models.items()
}
table(
    {
        "layers": list(found),
        "seed 0": [a for a, _ in found.values()],
        "seed 1": [b for _, b in found.values()],
    },
    decimals={"layers": 0, "seed 0": 1, "seed 1": 1},
)

# %%
one, two = np.mean(found[1]), np.mean(found[2])
one_or_two.outcome(
    a=one > 0.9 and two > 0.9,
    b=0.3 < one < 0.6 and two > 0.9,
    c=one <= 0.3 and two < 0.9,
    tempts={
        "a": "One layer: can the question find the bed *and* what stands beside it?",
        "c": "Chance among eight diets is 0.125. Which diets are in sight?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

The question can find its bed in the list. But the bed's token holds the bed, not the diet, which stands one place on. Somebody has to carry the bed to the diet first.

</details>

What has the one layer learned? Try "name the diet that is in sight most often". Over all $8^4$ lists of diets that is right in exactly
"""

# %%
all_diets = np.indices((8, 8, 8, 8)).reshape(4, -1)
often = (all_diets[:, None] == all_diets[None]).sum(axis=1)
most_often = (often.max(axis=0) / 4).mean()
round(float(most_often), 3)

# %% [markdown]
r"""
0.412: the one layer has learned that, and no more. Now open the two-layer model: who looks at whom, on average?
"""

# %% folded="Draw the attention maps of both layers"
maps = [looks.mean(axis=0) for looks in transformer.attention_maps(models[2][0], texts)]
labels = ["bed", "diet"] * 4 + ["bed?"]
fig, axes = plots.figure(2)
for ax, looks, name in zip(axes, maps, ("layer 1", "layer 2"), strict=True):
    ax.imshow(looks, cmap="gray_r", vmin=0, vmax=1)
    ax.set(title=name, xlabel="looks at", ylabel="token")
    ax.set_xticks(range(9), labels, rotation=90)
    ax.set_yticks(range(9), labels)
    ax.grid(False)
plots.show(
    fig,
    alt="Layer 1: a diet looks at the bed before it. Layer 2: the question, at diets.",
)

# %%
in_first, in_second = transformer.attention_maps(models[2][0], texts)
lists = np.arange(1_000)
its_diet = 2 * (texts[:, :-1:2] == texts[:, -1:]).argmax(axis=1) + 1
table(
    {
        "diet looks at the bed before it": [
            in_first[:, [1, 3, 5, 7], [0, 2, 4, 6]].mean()
        ],
        "question looks at its diet": [in_second[lists, 8, its_diet].mean()],
    },
    decimals=1,
)

# %% [markdown]
r"""
Layer 1 carries each bed to its diet; layer 2 finds the diet that carries the bed in question. The two together are an induction circuit; the one of layer 2 is called an **induction head**. A map shows what is read, not why. So meddle: put the question's bed in the place of another one and that one in its place. The answer must follow.
"""

# %%
rows, its_bed = lists, its_diet - 1
other_bed = (its_bed + 2) % 8
meddled_texts = texts.copy()
meddled_texts[rows, its_bed], meddled_texts[rows, other_bed] = (
    texts[rows, other_bed],
    texts[rows, its_bed],
)
bool(right(models[2][0], meddled_texts, texts[rows, other_bed + 1]) > 0.99)

# %% [markdown]
r"""
## 7 · A bed that is not on the list

**Predict.** You ask the perfect two-layer model for a bed that is not on the list. It

- (a) spreads its shares evenly over the eight diets;
- (b) names a diet that is not on the list, unsure;
- (c) names a diet of the list, and is rather sure.
"""

# %%
not_listed = predict("?")  # a, b or c in place of ?
not_listed

# %%
absent_texts, _ = datasets.meal_lists(np.random.default_rng(5), 1_000, absent=1.0)
shares = transformer.answers(models[2][0], absent_texts)
named, sure = shares.argmax(axis=1), shares.max(axis=1)
from_list = np.mean((absent_texts[:, 1:-1:2] == named[:, None]).any(axis=1))
figures = {
    "names a diet of the list": from_list,
    "mean highest share": sure.mean(),
    "above 0.9": np.mean(sure > 0.9),
}
table(
    {"of 1,000 questions": list(figures), "share": list(figures.values())}, decimals=1
)

# %%
not_listed.outcome(
    a=sure.mean() < 0.3,
    b=from_list < 0.5 and sure.mean() >= 0.3,
    c=from_list > 0.9 and sure.mean() > 0.7,
    tempts={
        "a": "Softmax over what? It was never shown a question without an answer.",
        "b": "Layer 2 looks at something. What is there to look at?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Attention's shares sum to 1: some diet of the list is read, whether one fits or not. And training never paid for doubt.

</details>

It is another patient's diet. Does temperature mend it? Divide the scores by $T = 2$ before the softmax, and look at the mean highest share on both kinds of question.
"""


# %%
def sureness(texts, temperature):
    shares = transformer.answers(models[2][0], texts) ** (1 / temperature)
    return (shares / shares.sum(axis=1, keepdims=True)).max(axis=1).mean()


questions = {"bed on the list": texts, "bed not there": absent_texts}
report = {
    name: [sureness(asked, T) for T in (1, 2)] for name, asked in questions.items()
}
table({"T": [1, 2], **report}, decimals={"T": 0} | dict.fromkeys(report, 1))

# %% [markdown]
r"""
The inventions become less sure, and so do the right answers. What mends it is training: a quarter of the lists with the answer "not there".
"""

# %%
some_absent = functools.partial(datasets.meal_lists, absent=0.25)
taught = transformer.train(np.random.default_rng(0), some_absent, 2, steps=600)
not_there = np.full(1_000, 16)
table(
    {
        "trained on": ["questions with answers", "a quarter without"],
        "right, bed on the list": [
            right(m, texts, diets) for m in (models[2][0], taught)
        ],
        "right, bed not there": [
            right(m, absent_texts, not_there) for m in (models[2][0], taught)
        ],
    }
)

# %% [markdown]
r"""
Here invention was not a fault of sampling. The training never asked for silence. That this is the only reason in large models nobody has shown; Kalai and Vempala (2024) argue that a model which predicts text well must invent at some rate.

## 8 · Sampling

**Temperature** divides the scores. **Top-p** keeps the fewest tokens whose shares reach $p$, the one that crosses it included, and shares anew. With shares 0.5, 0.25, 0.15, 0.07, 0.03 and $p = 0.6$: 0.5 is not enough, 0.5 and 0.25 are; two are kept, as 0.667 and 0.333.
"""

# %% folded="Draw the shares at a temperature"
log_shares = np.log([0.5, 0.25, 0.15, 0.07, 0.03])


def draw_shares(ax, temperature):
    shares = softmax(log_shares / temperature)
    ax.bar(range(1, 6), shares, color=plots.MODEL)
    ax.set(title=f"T = {temperature:g}", xlabel="token", ylabel="share", ylim=(0, 0.8))


plots.panels(
    draw_shares,
    (0.5, 1, 2),
    alt="The first token's share: 0.73 at T = 1/2, 0.50 at 1, 0.35 at 2.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the temperature"
plots.slider(draw_shares, alt="Shares at T = {temperature}.", temperature=(0.1, 4, 0.1))

# %% [markdown]
r"""
## 9 · What perplexity hides

Models of language are compared by **perplexity** over whole texts: the inverse of the typical share given to what came next. Three models score our lines of ten tokens, the answer included.

- *perfect*: knows that beds do not repeat, that the question is on the list, and looks the answer up;
- *frequent*: knows the first two, and gives each diet its share of the list as the answer;
- *careless*: thinks that any bed may come anywhere, and looks the answer up.

**Predict.** From the best (lowest) perplexity to the worst:

- (a) perfect, frequent, careless;
- (b) perfect, careless, frequent;
- (c) careless, perfect, frequent.
"""

# %%
by_perplexity = predict("?")  # a, b or c in place of ?
by_perplexity

# %%
diets_of_list = 4 * np.log(8)
beds_of_list = np.log(8 * 7 * 6 * 5)
of_answer = -np.log(often / 4).mean()
surprise = {
    "perfect": beds_of_list + diets_of_list + np.log(4) + 0,
    "frequent": beds_of_list + diets_of_list + np.log(4) + of_answer,
    "careless": 4 * np.log(8) + diets_of_list + np.log(8) + 0,
}
perplexity = {name: float(np.exp(total / 10)) for name, total in surprise.items()}
table(
    {
        "model": list(perplexity),
        "perplexity": list(perplexity.values()),
        "answers right": [1, most_often, 1],
    }
)

# %%
ranked = sorted(perplexity, key=perplexity.get)
by_perplexity.outcome(
    a=ranked == ["perfect", "frequent", "careless"],
    b=ranked == ["perfect", "careless", "frequent"],
    c=ranked == ["careless", "perfect", "frequent"],
    tempts={
        "b": "The answer is one token of ten. Where else do they differ?",
        "c": "What does careless know that perfect does not?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

*Careless* loses a little at four of ten tokens, *frequent* loses more at one. The sum decides: 6.50 against 6.22. On the token that matters *careless* is right always, *frequent* in 41 %.

</details>

The useless model has the better perplexity than one that is always right. Measure the token that matters.

## On the job

**Where it decides.** Diets, doses, clauses of a contract: the answer is one token in a page of fluent text. Test with questions whose answer you know, and with questions that have none.

**Who owns it.** Whoever signs for the diet owns the test set. ML engineers own retrieval, cache and cost; researchers the architecture.

**What an interviewer may ask.** "Why divide by √d?" "How would you test that a decoder does not see the future?"

**A thousand times the data.** What to look up is fetched first and put into the text: **retrieval**, our list. Batch, precision and memory change; the layers are these.

## Recap

- Attention: fits, divided by √d, masked, softmax, mixture.
- Meddle with later tokens: earlier rows must not move. The cache is the second route.
- A look-up takes two layers: carry, then find. A map tells what is read; meddling tells whether it matters.
- Asked for what is not there, it names what is. Teach it to say so, and measure.
- Perplexity averages over tokens that do not matter.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/18_transformers.ipynb).

**Further reading**

- A. Vaswani and others, "Attention Is All You Need" (NeurIPS 2017).
- M. Phuong and M. Hutter, "Formal Algorithms for Transformers" (2022).
- C. Olsson and others, "In-context Learning and Induction Heads", *Transformer Circuits Thread* (2022).
- A. Holtzman and others, "The Curious Case of Neural Text Degeneration" (ICLR 2020).
- A. T. Kalai and S. S. Vempala, "Calibrated Language Models Must Hallucinate" (STOC 2024).
"""
