# %% [markdown]
r"""
# Exercises: a transformer that reads a list

{exercises} to [the lesson on transformers](../notebooks/18_transformers.ipynb), {points}, about {minutes}.
Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/18_transformers.ipynb).
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · Attention with a window (3 points, 12 minutes)

Write `attention(Q, K, V, window)`: each token sees itself and the `window` − 1 tokens before it, and nothing else.

- `Q`, `K`: arrays (t, d). `V`: array (t, e), e need not be d. `window`: a whole number from 1 on, also larger than t. Fits may be in the hundreds.
- Fits are divided by √d; the shares of what a token sees sum to 1.
- Return an array (t, e).

Example: Q [[1, 0], [0, 2], [1, 1]], K [[1, 1], [0, 1], [2, 0]], V [[1, 0], [0, 2], [4, 1]], window 3 give [[1, 0], [0.5, 1], [2.0056, 0.7967]]; with window 1 they give V.

<details><summary>Hint 1</summary>Token 5 and window 2: which tokens does it see? Write down the inequality between the two places.</details>
<details><summary>Hint 2</summary>Two edges have to be masked, the future and the distant past, both before the softmax. Take each row's maximum off first.</details>
"""


# %% exercise="attention"
def attention(Q, K, V, window):
    """Attention to what is near before. (t, d), (t, d), (t, e). Returns (t, e)."""
    ### BEGIN SOLUTION
    fits = Q @ K.T / np.sqrt(K.shape[1])
    back = np.arange(len(Q))[:, None] - np.arange(len(Q))
    fits = np.where((back >= 0) & (back < window), fits, -np.inf)
    shares = np.exp(fits - fits.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True) @ V
    ### END SOLUTION


# %% check="attention"
check("attention", attention)

# %% [markdown] solution="only"
r"""
A row always sees itself, so its maximum is finite and −∞ is safe. Windows keep long texts affordable: the cost grows with t · window and not with t². The commonest slips divide by d, or by nothing.
"""

# %% [markdown]
r"""
## 2 · Mend the mask (2 points, 8 minutes)

`masked_attention(Q, K, V)` shall let each token see itself and all before it. It has two faults:

- the future is taken out after the softmax, so the shares no longer sum to 1;
- a token does not see itself.

`Q`, `K`: (t, d), `V`: (t, e). Return (t, e).

Example: Q [[1, 0], [0, 2], [1, 1]], K [[1, 1], [0, 1], [2, 0]], V [[1, 0], [0, 2], [4, 1]] give [[1, 0], [0.5, 1], [2.0056, 0.7967]].

<details><summary>Hint 1</summary>What should the share of a future token be, and what must its fit be for that?</details>
<details><summary>Hint 2</summary>`np.tri(t, k=-1)` has ones below the diagonal. Where do they have to begin?</details>
"""


# %% exercise="fix_the_mask"
def masked_attention(Q, K, V):
    """Attention to itself and all before. (t, d), (t, d), (t, e). Returns (t, e)."""
    ### BEGIN GIVEN
    # fits = Q @ K.T / np.sqrt(K.shape[1])
    # shares = np.exp(fits) / np.exp(fits).sum(axis=1, keepdims=True)
    # seen = np.tri(len(Q), k=-1)
    # return (shares * seen) @ V
    ### END GIVEN
    ### BEGIN SOLUTION
    fits = Q @ K.T / np.sqrt(K.shape[1])
    seen = np.tri(len(Q))
    weights = np.exp(fits) * seen
    return weights / weights.sum(axis=1, keepdims=True) @ V
    ### END SOLUTION


# %% check="fix_the_mask"
check("fix_the_mask", masked_attention)

# %% [markdown] solution="only"
r"""
Masking the exponentials before they are summed is the same as −∞ before the softmax. Masking the shares and dividing anew would be right too. Only dividing first and masking last leaks.
"""

# %% [markdown]
r"""
## 3 · Cut into heads (1 point, 8 minutes)

Write `split_heads(X, heads)` for a batch of texts.

- `X`: array (n, t, d); `heads` divides d.
- Head h of a text gets the features h · d/heads to (h + 1) · d/heads − 1 of *every* token.
- Return an array (n, heads, t, d/heads).

Example: [[[0, 1, 2, 3], [4, 5, 6, 7]]] with two heads gives [[[[0, 1], [4, 5]], [[2, 3], [6, 7]]]].

<details><summary>Hint 1</summary>Which axes does the result have, and which of them does a bare reshape mix up?</details>
<details><summary>Hint 2</summary>Cut the last axis in two first. Then two axes change places.</details>
"""


# %% exercise="split_heads"
def split_heads(X, heads):
    """Heads as an axis of their own. (n, t, d). Returns (n, heads, t, d/heads)."""
    ### BEGIN SOLUTION
    n, t, d = X.shape
    return X.reshape(n, t, heads, d // heads).swapaxes(1, 2)
    ### END SOLUTION


# %% check="split_heads"
check("split_heads", split_heads)

# %% [markdown] solution="only"
r"""
Reshape cuts an axis in place, in order; only then may axes move. With `reshape(n, heads, t, d // heads)` tokens and features mix, and the model still trains, worse.
"""

# %% [markdown]
r"""
## 4 · Layer norm with gain and bias (2 points, 8 minutes)

Write `layer_norm(X, gain, bias, eps)`.

- `X`: array (t, d). `gain`, `bias`: arrays (d,). `eps`: a number, 0 or above.
- Each token: its mean taken off, divided by √(variance + eps), the variance over its features (dividing by d). Then times gain, plus bias.
- Return an array (t, d). A row of equal values with eps above 0 gives bias.

Example: X [[1, 2, 4, 9], [0, 0, 3, 1]], gain 1, bias 0, eps 0 give [[−0.973, −0.649, 0, 1.622], [−0.816, −0.816, 1.633, 0]].

<details><summary>Hint 1</summary>Along which axis does one token lie?</details>
<details><summary>Hint 2</summary>`keepdims=True` keeps the result of a mean in a shape that fits under X.</details>
"""


# %% exercise="layer_norm"
def layer_norm(X, gain, bias, eps):
    """Rows normalised, scaled, moved. (t, d), (d,), (d,). Returns (t, d)."""
    ### BEGIN SOLUTION
    centred = X - X.mean(axis=1, keepdims=True)
    variance = X.var(axis=1, keepdims=True)
    return gain * centred / np.sqrt(variance + eps) + bias
    ### END SOLUTION


# %% check="layer_norm"
check("layer_norm", layer_norm)

# %% [markdown] solution="only"
r"""
Two widely copied codes divide by d − 1, or add eps to the spread outside the root. Both train; loaded with weights from another library they give other numbers.
"""

# %% [markdown]
r"""
## 5 · Mend the cache (2 points, 12 minutes)

One more token comes, with the vector `x`. `attend_next(x, places, keys, values, Wq, Wk, Wv)` shall give its output from the keys and values of the m tokens before it, and the two arrays with its own appended. It has two faults:

- the new token's place is taken to be 0;
- the new token does not see itself.

`x`: (d,). `places`: (T, d), a vector for each place, added to x. `keys`: (m, k), `values`: (m, e), m may be 0. The W: (d, k), (d, k), (d, e). Return output (e,), keys (m + 1, k), values (m + 1, e).

Example: x (1, 0), places [[0, 0], [0, 1]], keys [[1, 0]], values [[10]], Wq and Wk the identity, Wv [[1], [2]] give output (5.3117), keys [[1, 0], [1, 1]], values [[10], [3]].

<details><summary>Hint 1</summary>m tokens are in the cache. What is the place of the next one, if places count from 0?</details>
<details><summary>Hint 2</summary>What would the output be for the very first token? Append first, then attend.</details>
"""


# %% exercise="fix_the_cache"
def attend_next(x, places, keys, values, Wq, Wk, Wv):
    """Output for one more token. Returns (e,), keys (m + 1, k), values (m + 1, e)."""
    ### BEGIN GIVEN
    # h = x + places[0]
    # fits = keys @ (h @ Wq) / np.sqrt(Wq.shape[1])
    # shares = np.exp(fits) / np.exp(fits).sum()
    # output = shares @ values
    # keys = np.vstack([keys, h @ Wk])
    # values = np.vstack([values, h @ Wv])
    # return output, keys, values
    ### END GIVEN
    ### BEGIN SOLUTION
    h = x + places[len(keys)]
    keys = np.vstack([keys, h @ Wk])
    values = np.vstack([values, h @ Wv])
    fits = keys @ (h @ Wq) / np.sqrt(Wq.shape[1])
    shares = np.exp(fits) / np.exp(fits).sum()
    return shares @ values, keys, values
    ### END SOLUTION


# %% check="fix_the_cache"
check("fix_the_cache", attend_next)

# %% [markdown] solution="only"
r"""
No mask is needed: the cache holds the past and nothing else. Test a cache against the whole computation, token by token; with one token everything passes.
"""

# %% [markdown]
r"""
## 6 · Top-p with a temperature (2 points, 10 minutes)

Write `top_p_filter(logits, temperature, top_p)`.

- `logits`: array (k,), in any order. `temperature`: above 0. `top_p`: above 0, at most 1.
- Divide the logits by the temperature, make shares by softmax. Keep the fewest, from the largest on, whose shares reach `top_p`; the one that reaches it is kept. The kept ones are shared anew, the others get 0.
- Return an array (k,) that sums to 1, in the order of the logits.

Example: logits (0, 2, −1, 1.3, 0.8), temperature 1, top_p 0.6: the shares are 0.068, 0.504, 0.025, 0.25, 0.152, the result (0, 0.668, 0, 0.332, 0). With top_p 0.4: (0, 1, 0, 0, 0).

<details><summary>Hint 1</summary>Sorted from the largest on: how much do the shares *before* a token sum to, if it is still needed?</details>
<details><summary>Hint 2</summary>`np.cumsum` in sorted order, minus the token's own share. Then bring the answer back into the old order.</details>
"""


# %% exercise="top_p_filter"
def top_p_filter(logits, temperature, top_p):
    """Shares of the few that reach top_p. (k,), two numbers. Returns (k,)."""
    ### BEGIN SOLUTION
    scaled = logits / temperature
    shares = np.exp(scaled - scaled.max())
    shares /= shares.sum()
    order = np.argsort(-shares)
    before = np.cumsum(shares[order]) - shares[order]
    kept = np.zeros(len(shares))
    kept[order] = np.where(before < top_p, shares[order], 0)
    return kept / kept.sum()
    ### END SOLUTION


# %% check="top_p_filter"
check("top_p_filter", top_p_filter)

# %% [markdown] solution="only"
r"""
`cumsum <= top_p` drops the token that crosses, and keeps nothing at all where the first share is above top_p. Several published samplers had that fault.
"""

# %% [markdown]
r"""
## 7 · Read the heads (2 points, 8 minutes)

Five heads on the text "bed 4, soft, bed 1, vegan, bed 4?". A row is the token that looks; shares in per cent.

| A | bed 4 | soft | bed 1 | vegan | bed 4? |
|---|---|---|---|---|---|
| soft | 96 | 4 | 0 | 0 | 0 |
| bed 1 | 3 | 94 | 3 | 0 | 0 |
| vegan | 1 | 2 | 95 | 2 | 0 |
| bed 4? | 0 | 1 | 3 | 95 | 1 |

| B | bed 4 | soft | bed 1 | vegan | bed 4? |
|---|---|---|---|---|---|
| soft | 50 | 50 | 0 | 0 | 0 |
| bed 1 | 34 | 33 | 33 | 0 | 0 |
| vegan | 25 | 26 | 24 | 25 | 0 |
| bed 4? | 20 | 20 | 21 | 19 | 20 |

| C | bed 4 | soft | bed 1 | vegan | bed 4? |
|---|---|---|---|---|---|
| soft | 60 | 40 | 0 | 0 | 0 |
| bed 1 | 45 | 30 | 25 | 0 | 0 |
| vegan | 30 | 25 | 25 | 20 | 0 |
| bed 4? | 1 | 96 | 1 | 1 | 1 |

| D | bed 4 | soft | bed 1 | vegan | bed 4? |
|---|---|---|---|---|---|
| soft | 20 | 30 | 45 | 5 | 0 |
| bed 1 | 5 | 10 | 30 | 50 | 5 |
| vegan | 0 | 5 | 15 | 35 | 45 |
| bed 4? | 5 | 5 | 10 | 30 | 50 |

| E | bed 4 | soft | bed 1 | vegan | bed 4? |
|---|---|---|---|---|---|
| soft | 3 | 97 | 0 | 0 | 0 |
| bed 1 | 60 | 2 | 38 | 0 | 0 |
| vegan | 2 | 30 | 1 | 67 | 0 |
| bed 4? | 62 | 1 | 35 | 1 | 1 |

What does each do: `"looks one back"`, `"averages"`, `"finds the answer"`, `"sees the future"`, `"looks for its own kind"` or `"looks at itself only"`?

<details><summary>Hint 1</summary>Is anything above the diagonal? Where does each row have its largest share?</details>
<details><summary>Hint 2</summary>In C look at the last row, in E at who is bed and who is diet.</details>
"""

# %% exercise="read_the_heads"
### BEGIN GIVEN
# heads = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
# }
### END GIVEN
### BEGIN SOLUTION
heads = {
    "A": "looks one back",
    "B": "averages",
    "C": "finds the answer",
    "D": "sees the future",
    "E": "looks for its own kind",
}
### END SOLUTION

# %% check="read_the_heads"
check("read_the_heads", heads)

# %% [markdown] solution="only"
r"""
A and C together are the look-up of the lesson: A carries a bed to its diet, C finds the diet that carries the bed. D has a fault in its mask: no training will make up for that when it writes for itself.
"""

# %% [markdown]
r"""
## 8 · Perplexity of lines (2 points, 9 minutes)

Perplexity is the inverse of the geometric mean of the shares given to what came. Three models give these shares to a line of four tokens, of which the fourth is the answer:

| model | 1 | 2 | 3 | answer |
|---|---|---|---|---|
| A | ½ | ½ | ½ | ½ |
| B | ¼ | ¼ | ¼ | 1 |
| C | 1 | 1 | 1 | 1/16 |

Give the perplexity of `"A"`, `"B"` and `"C"` to two decimals; `"both lines"`: that of a model which gives two tokens of one line ½ each and six tokens of another ¼ each, over all eight tokens; and `"answer"`: the perplexity over the answers alone of the model that is best at them.

Worked example: shares ½ and ⅛ have the product 1/16, the geometric mean ¼, the perplexity 4.

<details><summary>Hint 1</summary>Multiply the shares. Which root of a product of four?</details>
<details><summary>Hint 2</summary>Over both lines every *token* counts once: take the eighth root of one product.</details>
"""

# %% exercise="line_perplexity"
### BEGIN GIVEN
# perplexity = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "both lines": ...,
#     "answer": ...,
# }
### END GIVEN
### BEGIN SOLUTION
perplexity = {
    "A": 2,
    "B": 64 ** (1 / 4),
    "C": 16 ** (1 / 4),
    "both lines": (4 * 4**6) ** (1 / 8),
    "answer": 1,
}
### END SOLUTION

# %% check="line_perplexity"
check("line_perplexity", perplexity)

# %% [markdown] solution="only"
r"""
2, 2.83, 2, 3.36 and 1. B is the only one that knows the answer, and has the worst perplexity. The mean of two lines' perplexities (3) counts the short line as much as the long one.
"""

# %% [markdown]
r"""
## 9 · Tune the silence (2 points, 10 minutes)

An assistant says how sure it is of each answer, and is too sure. A wrong answer costs 5, silence ("ask the ward") costs 1, a right answer nothing. It answers where it is sure to at least your `threshold`. Choose it so that the mean cost on new tables is at most 1.05 times that of the best threshold.

Yours to try with: `sure, is_right = datasets.sure_answers(rng)` from `firsthand`, 2,000 answers a table.

Give a number from 0 to 1.

<details><summary>Hint 1</summary>What is the cost of answering if it is right with chance r? When is silence cheaper?</details>
<details><summary>Hint 2</summary>Were it as good as it says, 1 − 1/5 would do. Try thresholds on a table, and look at the mean cost.</details>
"""

# %% exercise="tune_abstention"
### BEGIN GIVEN
# threshold = ...  # your answer
### END GIVEN
### BEGIN SOLUTION
threshold = 0.895
### END SOLUTION

# %% check="tune_abstention"
check("tune_abstention", threshold)

# %% [markdown] solution="only"
r"""
Answering costs 5 · (1 − r), so it pays where r is above 0.8. The table says how often the sure ones are right: at 0.89 sure, four of five. Calibration first, then the price: as in [lesson 10](../notebooks/10_precision_recall.ipynb).
"""

# %% [markdown]
r"""
## 10 · Prompt, retrieve, tune or compute (2 points, 8 minutes)

Choose what to try first: `"retrieval"` (fetch facts into the text), `"tuning"` (train on examples), `"prompt"` (instructions and a few examples) or `"no model"` (a program).

- A: Answers about tonight's list, which changes until an hour before supper.
- B: 4,000 letters of discharge with the code that a clerk gave each; a new letter gets one of 38 codes. Wording is peculiar to this hospital, instructions did not get beyond 70 %.
- C: Sums of 30 amounts for an invoice, to the cent.
- D: A friendlier tone for a letter that is there, five letters a day, read by a person before it goes out.
- E: Doses by weight and age, by a rule of the pharmacy that fits on one page.
- F: Questions on 900 pages of house rules, renewed each month, with the page to be named.

<details><summary>Hint 1</summary>Does the answer depend on facts, on a manner, or on arithmetic? Who has the facts?</details>
<details><summary>Hint 2</summary>Training on facts that change means training again. What must be exact is not a matter of shares.</details>
"""

# %% exercise="choose_prompt_or_build"
### BEGIN GIVEN
# first = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
first = {
    "A": "retrieval",
    "B": "tuning",
    "C": "no model",
    "D": "prompt",
    "E": "no model",
    "F": "retrieval",
}
### END SOLUTION

# %% check="choose_prompt_or_build"
check("choose_prompt_or_build", first)

# %% [markdown] solution="only"
r"""
E is the one to argue about: a model may read the question, but the rule is a program, which can be tested line by line. B has what tuning needs, thousands of labelled examples of a manner that nobody can put into instructions.
"""
