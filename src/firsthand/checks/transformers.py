"""Exercises of the lesson on transformers: attention, heads, norm, cache, sampling."""

import numpy as np
from scipy.special import log_softmax, softmax

from firsthand.judging.exercise import Exercise, partly_mended, switched, with_faults

# ---- attention


def _attention_cases(rng):
    def draw(t, d, e, window, size=1.0):
        return rng.normal(0, size, (t, d)), rng.normal(0, size, (t, d)), rng.normal(0, 1, (t, e)), window

    Q, K = np.array([[1.0, 0], [0, 2], [1, 1]]), np.array([[1.0, 1], [0, 1], [2, 0]])
    V = np.array([[1.0, 0], [0, 2], [4, 1]])
    levels = np.array([[1], [-1], [1], [-1]])  # rows whose fits are all near 1,800, or near -1,800
    return [
        (Q, K, V, 3),
        (Q, K, V, 1),
        draw(6, 4, 3, 2),
        draw(5, 3, 3, 9),
        draw(1, 3, 2, 4),
        draw(7, 2, 4, 3),
        (levels * (40 + rng.normal(0, 1, (4, 5))), 20 + rng.normal(0, 1, (4, 5)), rng.normal(0, 1, (4, 2)), 2),
        draw(6, 3, 6, 4),
    ]


def _attended(
    Q,
    K,
    V,
    window,
    *,
    root="d",
    axis=1,
    late=False,
    edge=0,
    span="window",
    ahead=False,
    itself=True,
    uses="V",
    asks="Q",
    shares="softmax",
    unsafe=False,
    hidden=-np.inf,
):
    t, d = np.shape(Q)
    Q, K = (K, Q) if asks == "K" else (Q, K)
    scale = {
        "d": d**0.5,
        "none": 1.0,
        "whole d": d,
        "times": d**-0.5,
        "t": t**0.5,
        "e": np.shape(V)[1] ** 0.5,
    }[root]
    fits = Q @ K.T / scale
    back = np.arange(t)[:, None] - np.arange(t)
    seen = (back >= 0) | ahead
    if span == "window":
        seen = seen & (back < int(min(window, 10**6)) + edge)
    if span == "both":
        seen = np.abs(back) < window + edge
    if span == "first":
        seen = seen & (np.arange(t) < window)
    if not itself:
        seen = seen & (back != 0)
    fits = fits if late else np.where(seen, fits, hidden)
    with np.errstate(all="ignore"):
        if unsafe:
            found = np.exp(fits) / np.exp(fits).sum(axis=axis, keepdims=True)
        elif shares == "columns":
            weights = np.exp(fits - fits.max(axis=1, keepdims=True))
            found = weights / weights.sum(axis=0)
        elif shares == "softmax":
            found = softmax(fits, axis=axis)
        else:
            found = np.where(seen, 1 / seen.sum(axis=1, keepdims=True), 0)
    found = np.where(seen, found, 0) if late else found
    return found @ {"V": V, "K": K}[uses]


def _attended_by_loops(Q, K, V, window):
    rows = []
    for i in range(len(Q)):
        near = range(max(0, i - int(min(window, 10**6)) + 1), i + 1)
        fits = np.array([np.dot(Q[i], K[j]) for j in near]) / np.shape(K)[1] ** 0.5
        if not len(fits):
            rows.append(np.full(np.shape(V)[1], np.nan))
            continue
        rows.append(np.average(np.asarray(V)[list(near)], axis=0, weights=np.exp(fits - fits.max())))
    return np.array(rows)


attention = Exercise(
    title="Attention with a window",
    points=3,
    expected=_attended_by_loops,
    cases=_attention_cases,
    mistakes={
        **switched(
            _attended,
            {
                "The fits are not divided by √d.": {"root": "none"},
                "The fits are divided by d. Its root is asked.": {"root": "whole d"},
                "The fits are multiplied by √d.": {"root": "times"},
                "You divide by the root of the number of tokens. d is the width.": {"root": "t"},
                "You divide by the root of the width of V. d is that of Q and K.": {"root": "e"},
                "Your softmax runs down the columns: the shares of one token's row sum to 1.": {"axis": 0},
                "You divide by the sums of the columns. The shares of a row sum to 1.": {"shares": "columns"},
                "What is hidden has the fit 0, and e to the 0 is a share still.": {"hidden": 0.0},
                "You mask after the softmax: the shares that are left do not sum to 1.": {"late": True},
                "Your window is one token too wide.": {"edge": 1},
                "Your window is one token too narrow: the token itself counts too.": {"edge": -1},
                "The window is ignored: a token sees all before it.": {"span": "all"},
                "Your window reaches into the future as well.": {"span": "both"},
                "A token sees the first `window` tokens of the text, not the last ones before it.": {"span": "first"},
                "The future is not hidden.": {"ahead": True},
                "A token does not see itself; the first row has nothing to look at, and is NaN.": {"itself": False},
                "You mix keys. The values are mixed.": {"uses": "K"},
                "Queries and keys are exchanged.": {"asks": "K"},
                "All that is seen gets the same share.": {"shares": "even"},
                "NaN where fits are in the hundreds: take each row's maximum off before the exponential.": {
                    "unsafe": True
                },
            },
        ),
        "You turn the window round: each token sees itself and those after it.": lambda Q, K, V, window: _attended(
            Q[::-1], K[::-1], V[::-1], window
        )[::-1],
    },
)


# ---- a mask


def _mask_cases(rng):
    return [case[:3] for case in _attention_cases(rng) if case[3] != 1 and np.abs(case[0]).max() < 10]


def _masked(Q, K, V, *, when="before", first=0, scale="root", axis=1, anew=False, sums=1, hidden=0.0, empty=np.nan):
    d = np.shape(K)[1]
    fits = Q @ K.T / {"root": d**0.5, "none": 1.0, "whole": d}[scale]
    seen = np.tri(len(Q), k=first)
    if axis == "turned":
        seen = seen.T
    with np.errstate(all="ignore"):
        weights = np.where(seen if when == "before" else True, np.exp(fits), hidden)
        shares = np.nan_to_num(weights / weights.sum(axis=sums, keepdims=True), nan=empty)
        shares = shares * seen if when == "after" else shares
        if anew:
            shares = shares / shares.sum()
    return shares @ V


_MASK_FAULTS = {
    "the future is out before the shares are made": (
        "the future is taken out after the softmax, so a row does not sum to 1.",
        {"when": "after"},
    ),
    "a token sees itself": ("a token does not see itself, and the first row is NaN or 0.", {"first": -1}),
}

fix_the_mask = Exercise(
    title="Mend the mask",
    points=2,
    expected=lambda Q, K, V: _attended_by_loops(Q, K, V, len(Q)),
    cases=_mask_cases,
    given=with_faults(_masked, _MASK_FAULTS),
    mistakes={
        **partly_mended(_masked, _MASK_FAULTS),
        **switched(
            _masked,
            {
                "Now a token sees the one after it too.": {"first": 1},
                "Now nothing is masked.": {"when": "never"},
                "Now the mask is turned round: a token sees itself and the future.": {"axis": "turned"},
                "The future's fits are 0 now, and e to the 0 is a share still.": {"hidden": 1.0},
                "You divide by the sums of the columns. The shares of a row sum to 1.": {"sums": 0},
                "A token does not see itself: the first row is 0.": {"first": -1, "empty": 0.0},
                "The root of d is lost on the way.": {"scale": "none"},
                "The fits are divided by d now.": {"scale": "whole"},
                "The shares of the whole table sum to 1, not those of each row.": {"anew": True},
            },
        ),
    },
)


# ---- heads


def _head_cases(rng):
    def draw(n, t, d, heads):
        return rng.normal(0, 1, (n, t, d)), heads

    example = np.arange(8).reshape(1, 2, 4)
    return [(example, 2), draw(2, 3, 6, 3), draw(1, 5, 4, 2), draw(3, 4, 4, 1), draw(2, 3, 3, 3), draw(2, 6, 8, 2)]


def _split(X, heads, *, way="right", order=1, sizes="right"):
    n, t, d = X.shape
    heads = heads if sizes == "right" else d // heads
    cut = {
        "right": X.reshape(n, t, heads, -1).swapaxes(1, 2),
        "bare": X.reshape(n, heads, t, -1),
        "every": X.reshape(n, t, -1, heads).transpose(0, 3, 1, 2),
        "uncrossed": X.reshape(n, t, heads, -1),
        "turned": X.reshape(n, t, heads, -1).transpose(0, 2, 3, 1),
        "batch": X.reshape(n, t, heads, -1).transpose(2, 0, 1, 3),
        "tokens": X.swapaxes(1, 2).reshape(n, heads, -1, t).swapaxes(2, 3) if way == "tokens" else X,
    }[way]
    return cut[:, ::order]


split_heads = Exercise(
    title="Cut into heads",
    points=1,
    expected=lambda X, heads: np.stack(
        [
            X[:, :, h * (X.shape[2] // heads) : (h + 1) * (X.shape[2] // heads)]
            for h in range(max(min(int(heads), X.shape[2]), 1))
        ],
        axis=1,
    ),
    cases=_head_cases,
    equivalent={
        "X.reshape(n, t, heads, d // heads).swapaxes(1, 2) -> X.reshape(n, t, heads, d // heads).swapaxes(2, 1)": (
            "two axes change places either way"
        )
    },
    mistakes=switched(
        _split,
        {
            "A bare reshape: the shape is right, and a head gets whole tokens in place of a slice of each.": {
                "way": "bare"
            },
            "A head gets every so many-th feature. Slices of neighbours are asked.": {"way": "every"},
            "The last axis is cut, and the heads stand behind the tokens still.": {"way": "uncrossed"},
            "In each head, tokens and features are exchanged.": {"way": "turned"},
            "The heads stand before the texts.": {"way": "batch"},
            "The heads come in the wrong order.": {"order": -1},
            "The number of heads and the width of one are exchanged in your reshape.": {"sizes": "exchanged"},
        },
    ),
)


# ---- layer norm


def _norm_cases(rng):
    def draw(t, d, eps):
        return (
            rng.normal(rng.uniform(-2, 2), rng.uniform(0.2, 3), (t, d)),
            rng.normal(1, 0.5, d),
            rng.normal(0, 1, d),
            eps,
        )

    X = np.array([[1.0, 2, 4, 9], [0, 0, 3, 1]])
    constant = np.vstack([np.full(3, 0.7), rng.normal(0, 1, (2, 3))]), rng.normal(1, 0.5, 3), rng.normal(0, 1, 3), 0.01
    return [
        (X, np.ones(4), np.zeros(4), 0.0),
        draw(3, 5, 1e-5),
        draw(5, 3, 0.5),
        constant,
        draw(4, 4, 0.1),
        draw(1, 6, 0.0),
    ]


def _normed(
    X,
    gain,
    bias,
    eps,
    *,
    axis=1,
    ddof=0,
    eps_at="variance",
    root=True,
    centred=True,
    gain_at="each",
    gains="on",
    biases="on",
    spread="own",
    order="bias last",
):
    with np.errstate(all="ignore"):
        mean = X.mean(axis=axis, keepdims=True) if centred else 0
        variance = X.var(axis=axis, keepdims=True, ddof=ddof)
        if spread == "about 0":
            variance = (X**2).mean(axis=axis, keepdims=True)
        if spread == "size":
            below = np.abs(X - X.mean(axis=axis, keepdims=True)).mean(axis=axis, keepdims=True) + eps
        elif not root:
            below = variance + eps
        else:
            below = {
                "variance": np.sqrt(variance + eps),
                "spread": np.sqrt(variance) + eps,
                "squared": np.sqrt(variance + eps**2),
                "nowhere": np.sqrt(variance),
            }[eps_at]
        found = (X - mean) / below
    found = found + bias if order == "bias first" else found
    found = found * {"on": gain, "off": 1, "plus one": 1 + gain}[gains]
    return found + {"on": bias, "off": 0, "minus": -bias}[biases] * (order == "bias last")


layer_norm = Exercise(
    title="Layer norm with gain and bias",
    points=2,
    expected=lambda X, gain, bias, eps: np.array(
        [
            [
                g * (x - sum(row) / len(row)) / (np.cov(row, bias=True) + eps) ** 0.5 + b
                for x, g, b in zip(row, gain, bias, strict=True)
            ]
            for row in np.asarray(X)
        ]
    ),
    cases=_norm_cases,
    mistakes=switched(
        _normed,
        {
            "You normalise over the tokens. Each token is normalised over its features.": {"axis": 0},
            "You normalise over the whole table.": {"axis": None},
            "You divide by d − 1 in the variance.": {"ddof": 1},
            "eps stands outside the root: it is added to the spread.": {"eps_at": "spread"},
            "eps is squared.": {"eps_at": "squared"},
            "eps is missing.": {"eps_at": "nowhere"},
            "You divide by the variance, where its root is meant.": {"root": False},
            "The mean is not taken off.": {"centred": False},
            "Your spread is about 0, not about the mean.": {"spread": "about 0"},
            "You divide by the mean distance, not by the root of the variance.": {"spread": "size"},
            "The gain is missing.": {"gains": "off"},
            "You multiply by 1 + gain.": {"gains": "plus one"},
            "The bias is missing.": {"biases": "off"},
            "The bias is taken off.": {"biases": "minus"},
            "The bias is added before the gain: it is scaled as well.": {"order": "bias first"},
        },
    ),
)


# ---- the cache


def _cache_cases(rng):
    def draw(m, d, k, e):
        return (
            rng.normal(0, 1, d),
            rng.normal(0, 1, (m + 3, d)),
            rng.normal(0, 1, (m, k)),
            rng.normal(0, 1, (m, e)),
            rng.normal(0, 0.7, (d, k)),
            rng.normal(0, 0.7, (d, k)),
            rng.normal(0, 0.7, (d, e)),
        )

    x, places, W = np.array([1.0, 0]), np.diag([0.0, 1]), np.array([[1.0], [2]])
    example = x, places, np.array([[1.0, 0]]), np.array([[10.0]]), np.eye(2), np.eye(2), W
    return [example, draw(3, 4, 2, 3), draw(0, 3, 2, 2), draw(5, 2, 4, 1), draw(2, 3, 3, 3)]


def _continued(
    x,
    places,
    keys,
    values,
    Wq,
    Wk,
    Wv,
    *,
    place="next",
    sees="itself too",
    scale="root",
    stored="new",
    asks="h",
    where="end",
):
    m = min(len(keys), len(places) - 1)
    taken = {"next": m, "first": 0, "last": max(m - 1, 0), "one on": min(m + 1, len(places) - 1), "end": -1, "none": 0}
    h = x + places[taken[place]] * (place != "none")
    key, value = h @ Wk, h @ Wv
    if stored == "bare x":
        key, value = x @ Wk, x @ Wv
    if stored == "bare key":
        key = x @ Wk
    if stored == "bare value":
        value = x @ Wv
    grown = [np.vstack(pair) if where == "end" else np.vstack(pair[::-1]) for pair in ((keys, key), (values, value))]
    seen_keys, seen_values = {
        "itself too": grown,
        "the past": (keys, values),
        "itself only": (key[None], value[None]),
    }[sees]
    fits = (
        seen_keys
        @ ((h if asks == "h" else x) @ Wq)
        / {"root": Wq.shape[1] ** 0.5, "none": 1.0, "input": Wq.shape[0] ** 0.5}[scale]
    )
    with np.errstate(all="ignore"):
        shares = np.exp(fits) / np.exp(fits).sum()
    kept = (keys, values) if stored == "nothing" else grown
    return shares @ seen_values, *kept


def _by_whole(x, places, keys, values, Wq, Wk, Wv):
    h = np.asarray(x) + np.asarray(places)[min(len(keys), len(places) - 1)]
    K, V = np.concatenate([keys, [h @ Wk]]), np.concatenate([values, [h @ Wv]])
    return np.einsum("i,ij->j", softmax(np.einsum("ik,k->i", K, h @ Wq) / np.shape(Wk)[1] ** 0.5), V), K, V


_CACHE_FAULTS = {
    "the place goes on": ("the new token's place is 0.", {"place": "first"}),
    "the token sees itself": ("the new token sees the past only.", {"sees": "the past"}),
}

fix_the_cache = Exercise(
    title="Mend the cache",
    points=2,
    expected=_by_whole,
    cases=_cache_cases,
    given=with_faults(_continued, _CACHE_FAULTS),
    mistakes={
        **partly_mended(_continued, _CACHE_FAULTS),
        **switched(
            _continued,
            {
                "The new token has the place of the one before it.": {"place": "last"},
                "The new token has no place at all.": {"place": "none"},
                "The new token sees itself only.": {"sees": "itself only"},
                "The root in the fits is lost on the way.": {"scale": "none"},
                "You divide by the root of the width of x. That of a key is meant.": {"scale": "input"},
                "The new token has the place after its own.": {"place": "one on"},
                "The new token has the last place of the table.": {"place": "end"},
                "The query is made of x without its place.": {"asks": "x"},
                "The key is made of x without its place.": {"stored": "bare key"},
                "The value is made of x without its place.": {"stored": "bare value"},
                "Key and value are made of x without its place.": {"stored": "bare x"},
                "Nothing is appended to the cache that you return.": {"stored": "nothing"},
                "The new key and value are put at the beginning.": {"where": "start"},
            },
        ),
    },
)


# ---- sampling


def _logit_cases(rng):
    example = np.array([0, 2, -1, 1.3, 0.8])

    def draw(size, temperature):
        while True:
            logits, p = rng.normal(0, 1.5, size), float(rng.uniform(0.3, 0.95))
            sums = np.cumsum(np.sort(softmax(logits / temperature))[::-1])
            if np.abs(sums - p).min() > 1e-3:
                return logits, temperature, p

    return [
        (example, 1.0, 0.6),
        (example, 1.0, 0.4),
        draw(6, float(rng.uniform(0.4, 0.8))),
        draw(8, float(rng.uniform(1.5, 3))),
        (rng.normal(0, 1, 5), 0.7, 1.0),
        (np.array([0.3]), 2.0, 0.5),
        (np.array([-900.0, 900, 899.5, 0]) + rng.normal(0, 0.01, 4), 1.0, 0.9),
        draw(7, 1.0),
        draw(9, float(rng.uniform(1.2, 2))),
    ]


def _filtered(
    logits,
    temperature,
    top_p,
    *,
    crosses="kept",
    order="falling",
    heat="over",
    anew="sum",
    back=True,
    one_more=0,
    when="after",
):
    logits = np.asarray(logits, float)
    scaled = {"over": logits / temperature, "times": logits * temperature, "off": logits}[heat]
    with np.errstate(all="ignore"):
        shares = softmax(logits if when == "before" else scaled)
        places = {
            "falling": np.argsort(-shares, kind="stable"),
            "given": np.arange(len(shares)),
            "rising": np.argsort(shares, kind="stable"),
        }[order]
        before = np.cumsum(shares[places]) - shares[places]
        if crosses == "share":
            keep = shares[places] >= 1 - top_p
        elif crosses == "share or first":
            keep = (shares[places] >= 1 - top_p) | (shares[places] == shares.max())
        elif crosses == "count":
            keep = np.arange(len(shares)) < np.ceil(top_p * len(shares) - 1e-9)
        elif crosses == "relative":
            keep = shares[places] >= top_p * shares.max()
        elif crosses == "kept":
            keep = before < top_p - 1e-12
        else:
            keep = before + shares[places] <= top_p + 1e-12
        if one_more:
            keep = np.arange(len(shares)) < keep.sum() + one_more
        if crosses == "best at least":
            keep[0] = True
        if when == "before":
            shares = softmax(scaled)
        kept = np.where(keep, shares[places], 0)
        found = np.zeros(len(shares))
        found[places if back else np.arange(len(shares))] = kept
        if anew == "softmax":
            return softmax(np.where(found > 0, found, -np.inf))
        if anew == "zeros":
            return softmax(np.where(found > 0, scaled - scaled.max(), 0))
        if anew == "even":
            return (found > 0) / (found > 0).sum()
        return found / {"sum": found.sum(), "not": 1, "top_p": top_p}[anew]


def _kept_by_loop(logits, temperature, top_p):
    shares = np.exp(log_softmax(np.asarray(logits, float) / temperature))
    kept, total = np.zeros(len(shares)), 0.0
    for i in sorted(range(len(shares)), key=lambda i: -shares[i]):
        if total >= top_p - 1e-12:
            break
        kept[i] = shares[i]
        total += shares[i]
    return kept / total if total else kept


top_p_filter = Exercise(
    title="Top-p with a temperature",
    points=2,
    expected=_kept_by_loop,
    cases=_logit_cases,
    equivalent={
        "np.argsort(-shares) -> np.argsort(shares)[::-1]": "no two shares are equal",
        "before < top_p -> before <= top_p": "a sum that meets top_p exactly is not drawn: rounding would decide",
    },
    mistakes={
        **switched(
            _filtered,
            {
                "The token that crosses top_p is dropped; where the first one crosses, nothing is left, and the rest is NaN.": {
                    "crosses": "dropped"
                },
                "The token that crosses top_p is dropped, unless it is the first one.": {"crosses": "best at least"},
                "You keep single shares that are large, not the fewest whose sum reaches top_p.": {"crosses": "share"},
                "You keep `top_p` of the tokens by number. Their shares have to sum to it.": {"crosses": "count"},
                "You keep what has at least `top_p` of the largest share: that is called min-p.": {
                    "crosses": "relative"
                },
                "What is kept gets equal shares.": {"anew": "even"},
                "You keep the largest, and single shares of at least 1 − top_p. Their sum has to reach top_p.": {
                    "crosses": "share or first"
                },
                "You softmax the kept logits and 0 for the others: those get a share still.": {"anew": "zeros"},
                "You add up in the order of the logits. The largest comes first.": {"order": "given"},
                "You add up from the smallest on.": {"order": "rising"},
                "You multiply by the temperature.": {"heat": "times"},
                "The temperature is not used.": {"heat": "off"},
                "What is kept is not shared anew: it sums to less than 1.": {"anew": "not"},
                "You divide what is kept by top_p, not by its own sum.": {"anew": "top_p"},
                "You take a softmax of what is kept: shares of shares.": {"anew": "softmax"},
                "Your shares stand in sorted order. The order of the logits is asked.": {"back": False},
                "You keep one token too many.": {"one_more": 1},
                "You choose the tokens at temperature 1, and use the temperature afterwards only.": {"when": "before"},
            },
        ),
        "NaN where logits are large: take the maximum off before the exponential.": lambda logits, temperature, top_p: (
            _kept_by_loop(logits, temperature, top_p)
            if np.abs(np.asarray(logits) / temperature).max() < 700
            else np.full(len(logits), np.nan)
        ),
    },
)
