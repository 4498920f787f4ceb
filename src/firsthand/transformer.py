"""A small decoder in NumPy: attention only, one head a layer, trained to answer at the last place.

Ids are whole numbers (n, t), a row a text. x + attention(normalise(x)) is done once a layer; every token sees itself and
those before it. The weights are a dictionary of arrays; `layers(weights)` counts its layers.
"""

import numpy as np
from scipy.special import softmax

Weights = dict[str, np.ndarray]
SMALL = 1e-5
"""Added to a variance before its root is taken."""


def new_weights(
    rng: np.random.Generator, layers: int, *, width: int = 32, tokens: int = 17, places: int = 9
) -> Weights:
    """Draw the weights of a decoder: for tokens and places (…, width), a layer's q, k, v and o (width, width), out."""
    weights = {"token": rng.normal(0, 0.3, (tokens, width)), "place": rng.normal(0, 0.3, (places, width))}
    weights["out"] = rng.normal(0, width**-0.5, (width, tokens))
    for i in range(layers):
        for name in "qkvo":
            weights[f"{name}{i}"] = rng.normal(0, width**-0.5, (width, width)) * (0.5 if name == "o" else 1)
    return weights


def layers(weights: Weights) -> int:
    """Count the layers."""
    return sum(name.startswith("q") for name in weights)


def normalise(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of mean 0 and spread 1 over the last axis, and the factor 1 / spread of each."""
    centred = x - x.mean(axis=-1, keepdims=True)
    factor = 1 / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + SMALL)
    return centred * factor, factor


def scores(weights: Weights, ids: np.ndarray) -> np.ndarray:
    """Return the scores (n, t, tokens) of what comes next at each place."""
    return _forward(weights, ids)[0]


def attention_maps(weights: Weights, ids: np.ndarray) -> list[np.ndarray]:
    """Return who looks at whom in each layer: arrays (n, t, t), rows that sum to 1."""
    return [kept[-1] for kept in _forward(weights, ids)[1]]


def answers(weights: Weights, ids: np.ndarray) -> np.ndarray:
    """Return the shares (n, tokens) of the tokens after the last place."""
    return softmax(scores(weights, ids)[:, -1], axis=1)


def _forward(weights, ids):
    x, kept = weights["token"][ids] + weights["place"][: ids.shape[1]], []
    future = np.triu(np.ones((ids.shape[1],) * 2, bool), 1)
    for i in range(layers(weights)):
        h, factor = normalise(x)
        q, k, v = (h @ weights[f"{name}{i}"] for name in "qkv")
        looks = softmax(np.where(future, -np.inf, q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2])), axis=2)
        kept.append((h, factor, q, k, v, looks))
        x = x + looks @ v @ weights[f"o{i}"]
    h, factor = normalise(x)
    return h @ weights["out"], kept, h, factor


def loss(weights: Weights, ids: np.ndarray, wanted: np.ndarray) -> float:
    """Return the mean cross-entropy of the answer at the last place; `wanted` (n,) are its ids."""
    return -float(np.mean(np.log(answers(weights, ids)[np.arange(len(ids)), wanted])))


def gradients(weights: Weights, ids: np.ndarray, wanted: np.ndarray) -> Weights:
    """Return the gradient of `loss`, an array for each of the weights."""
    found, kept, last, factor = _forward(weights, ids)
    n = len(ids)
    back = np.zeros_like(found)
    back[:, -1] = softmax(found[:, -1], axis=1)
    back[np.arange(n), -1, wanted] -= 1
    back /= n
    slopes = {"out": np.einsum("ntd,ntw->dw", last, back)}
    dx = _normalise_back(back @ weights["out"].T, last, factor)
    for i in reversed(range(layers(weights))):
        slopes |= _layer_back(weights, i, kept[i], dx)
        dx = dx + slopes.pop("x")
    slopes["place"] = np.zeros_like(weights["place"])
    slopes["place"][: ids.shape[1]] = dx.sum(axis=0)
    slopes["token"] = np.zeros_like(weights["token"])
    np.add.at(slopes["token"], ids, dx)
    return slopes


def _layer_back(weights, i, kept, dx):
    h, factor, q, k, v, looks = kept
    q_weights, k_weights, v_weights, o_weights = (weights[f"{name}{i}"] for name in "qkvo")
    slopes = {f"o{i}": np.einsum("ntd,ntw->dw", looks @ v, dx)}
    dy = dx @ o_weights.T
    d_looks = dy @ v.swapaxes(1, 2)
    dv = looks.swapaxes(1, 2) @ dy
    d_scores = looks * (d_looks - (d_looks * looks).sum(axis=2, keepdims=True)) / np.sqrt(q.shape[2])
    dq, dk = d_scores @ k, d_scores.swapaxes(1, 2) @ q
    for name, slope in (("q", dq), ("k", dk), ("v", dv)):
        slopes[f"{name}{i}"] = np.einsum("ntd,ntw->dw", h, slope)
    dh = dq @ q_weights.T + dk @ k_weights.T + dv @ v_weights.T
    return slopes | {"x": _normalise_back(dh, h, factor)}


def _normalise_back(dh, h, factor):
    return factor * (dh - dh.mean(axis=-1, keepdims=True) - h * (dh * h).mean(axis=-1, keepdims=True))


def train(rng: np.random.Generator, draw, count: int, *, steps: int = 400, rate: float = 0.003, **sizes) -> Weights:
    """Train `count` layers with Adam (betas 0.9 and 0.98) on 64 new texts a step.

    draw : function of a generator that returns 64 rows of ids (64, t) and the wanted ids (64,).
    """
    weights = new_weights(rng, count, **sizes)
    mean, square = ({name: np.zeros_like(w) for name, w in weights.items()} for _ in range(2))
    for step in range(1, steps + 1):
        for name, slope in gradients(weights, *draw(rng)).items():
            mean[name] = 0.9 * mean[name] + 0.1 * slope
            square[name] = 0.98 * square[name] + 0.02 * slope**2
            corrected = np.sqrt(square[name] / (1 - 0.98**step)) + 1e-9
            weights[name] = weights[name] - rate * mean[name] / (1 - 0.9**step) / corrected
    return weights


def next_scores(weights: Weights, token: int, cache: list[list[list]]) -> np.ndarray:
    """Return the scores (tokens,) after one more token, with the keys and values of those before it from the cache.

    cache : one pair of lists for each layer, [[keys], [values]], at first empty; it grows by this token.
    """
    x = weights["token"][token] + weights["place"][len(cache[0][0])]
    for i, (keys, values) in enumerate(cache):
        h, _ = normalise(x)
        query = h @ weights[f"q{i}"]
        keys.append(h @ weights[f"k{i}"])
        values.append(h @ weights[f"v{i}"])
        looks = softmax(np.array(keys) @ query / np.sqrt(len(query)))
        x = x + looks @ np.array(values) @ weights[f"o{i}"]
    return normalise(x)[0] @ weights["out"]
