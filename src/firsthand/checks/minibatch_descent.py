"""Exercises of the lesson on gradient descent: minibatches and a schedule."""

import copy
import itertools
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from firsthand.checks import descent_results
from firsthand.judging.exercise import Exercise, alone, switched


def _batch_orders(rng):
    numbers = ((7, 3), (23, 5), (41, 8), (30, 10), (5, 9), (1, 1), (12, 1))
    seeds = rng.integers(0, 2**31, size=len(numbers))
    return [(n, size, np.random.default_rng(seed)) for (n, size), seed in zip(numbers, seeds, strict=True)]


def _ask_epochs(minibatches, n, size, rng):
    """Ask for many epochs with one generator, as training does, and for two more from its first state."""
    again = copy.deepcopy(rng)
    epochs = [_as_lists(minibatches(n, size, rng)) for _ in range({23: 30, 7: 6}.get(n, 2))]
    return [epochs, [_as_lists(minibatches(n, size, again)) for _ in range(2)]]


_LAZY = "one by one:"
_HOLD_SEVERAL = {"list", "tuple", "range", "ndarray", "Series"}
_MOST_BATCHES = 1000
"""A generator may never end."""


def _as_lists(batches):
    """Turn batches into lists of row numbers; the name of a type stands for what cannot pick rows of a table."""
    forms, whole = list | tuple | range | np.ndarray | pd.Series, int | np.integer
    if isinstance(batches, Iterator):
        return [f"{_LAZY} {type(batches).__name__}", *_as_lists(list(itertools.islice(batches, _MOST_BATCHES)))]
    if isinstance(batches, Iterable) and not isinstance(batches, forms):
        return type(batches).__name__
    return [
        [row if isinstance(row, whole) else type(row).__name__ for row in batch]
        if isinstance(batch, forms)
        else type(batch).__name__
        for batch in batches
    ]


def _accept_batches(runs, n, size, rng):
    faults = _batch_faults(runs[0], runs[1], n, size)
    return [_BATCHES[fault][0] for fault in faults if fault != "size or number"] or not faults


def _batch_faults(epochs, again, n, size):
    """Name what is wrong. A good shuffle is blamed once in ten million runs."""
    if any(_is_lazy(epoch) for epoch in epochs):
        first, second = ([epoch[1:] if _is_lazy(epoch) else epoch for epoch in run] for run in (epochs, again))
        return ["no list", *_batch_faults(first, second, n, size)]
    orders = [list(itertools.chain.from_iterable(epoch)) for epoch in epochs]
    if any(isinstance(epoch, str) for epoch in epochs):
        return ["no list"]
    names = {batch for epoch in epochs for batch in epoch if isinstance(batch, str)}
    if names:
        return ["uncut" if all("int" in name or "float" in name for name in names) else "other batches"]
    kinds = {row for rows in orders for row in rows if isinstance(row, str)}
    if kinds:
        return ["nested" if kinds & _HOLD_SEVERAL else "no rows"]
    content = next((faults for rows in orders if (faults := _content_faults(rows, n))), [])
    if content == ["repeated"] and n % size and all(epoch[-1] == [*range(n - n % size, n)] for epoch in epochs):
        content = ["old rest"]
    same = n > 10 and all(epoch == epochs[0] for epoch in epochs)
    order = _order_fault(epochs, orders, n, thorough=content in ([], ["missing"]) and not same) if n > 6 else ""
    same = same and not (order == "blocks" and len(epochs) == 2)  # few blocks may come in the same order by chance
    chance = "same" if same else "own chance" if n > 6 and epochs[:2] != again else ""
    lengths = [[len(batch) for batch in epoch] for epoch in epochs]
    form = ["empty"] if any(0 in of for of in lengths) else []
    too_many = any(max(of, default=0) > size for of in lengths)
    if too_many or (order != "blocks" and any(_is_uneven(of, size) for of in lengths)):
        form.append(_taken_for(lengths, n, size))
    told = (
        "" if order == "blocks" and n < 20 else order,
        "" if order == "in order" else chance,
    )  # 3 of 7 may be neighbours
    return [fault for fault in (*content, *form, *told) if fault]


def _is_lazy(epoch) -> bool:
    return isinstance(epoch, list) and epoch[:1] != [] and isinstance(epoch[0], str) and epoch[0].startswith(_LAZY)


def _taken_for(lengths, n, size) -> str:
    """Name the fault of batches of wrong sizes; "size or number" where as many batches as rows in each are right."""
    if any(len(of) != size for of in lengths):
        return "sizes"
    return "size or number" if size == -(-n // size) else "number"


def _is_uneven(lengths, size) -> bool:
    """Say whether any batch but the last has not `size` rows; empty ones behind the last are another fault."""
    while lengths and not lengths[-1]:
        lengths = lengths[:-1]
    return bool({*lengths[:-1]} - {size}) or max(lengths, default=0) > size


def _content_faults(rows, n) -> list[str]:
    faults = ["out of range"] if any(not 0 <= row < n for row in rows) else []
    if not faults and len(set(rows)) < len(rows):
        faults = ["too often" if set(rows) == set(range(n)) else "repeated"]
    return [*faults, "missing"] if len(rows) < n else faults


def _order_fault(epochs, orders, n, thorough) -> str:
    if all(rows in (sorted(rows), sorted(rows, reverse=True)) for rows in orders):
        return "in order"
    together = [batch for epoch in epochs for batch in epoch if len(batch) > 2]
    if together and all(max(batch) - min(batch) == len(batch) - 1 for batch in together):
        return "blocks"
    if not thorough or len(orders) < 30:
        return ""
    pairs = [pair for rows in orders for pair in itertools.pairwise(rows)]
    if len(set(pairs)) < min(len(pairs), n * (n - 1)) / 2:
        return "turned"
    halves = [[set(rows[: n // 2]) for rows in orders], [set(rows[n // 2 :]) for rows in orders]]
    return "stuck" if any(set.intersection(*half) for half in halves) else ""


def _cut(rows, size):
    return [rows[i : i + size] for i in range(0, len(rows), size)]


def _batches(n, size, rng, *, source=lambda rng: rng, order=lambda n, rng: rng.permutation(n), cut=_cut):
    return cut(order(n, source(rng)), size)


def _in_blocks(generator_and_n, size):
    rng, n = generator_and_n
    blocks = _cut(np.arange(n), size)
    return [blocks[i] for i in rng.permutation(len(blocks))]


def _with_old_rest(rows, size):
    return [
        *_cut(rows[: len(rows) // size * size], size),
        *_cut(np.arange(len(rows))[len(rows) // size * size :], size),
    ]


_BATCHES = {
    "no list": (
        "What you return is no list: a generator (`yield`), `map`, `zip` or a dictionary has batches to give, and asked is a "
        "list of them.",
        {"cut": lambda rows, size: iter(_cut(rows, size))},
    ),
    "other batches": (
        "Your batches are neither lists nor arrays, and pick no rows of a table. Asked is a list or an array of row numbers "
        "for each.",
        {"cut": lambda rows, size: [set(batch) for batch in _cut(rows.tolist(), size)]},
    ),
    "uncut": (
        "You return row numbers. Asked is a list of batches, each of them a list or an array of row numbers.",
        {"cut": lambda rows, size: rows},
    ),
    "no rows": (
        "Your row numbers are not whole numbers by their type (3.0 for 3), and such numbers pick no rows.",
        {"order": lambda n, rng: rng.permutation(n) * 1.0},
    ),
    "nested": (
        "Inside your batches stand lists or arrays. Asked is one flat list or array of row numbers for each: has anything been "
        "put beside them, such as the number of the batch?",
        {"cut": lambda rows, size: [*enumerate(_cut(rows, size))]},
    ),
    "out of range": (
        "Some of your numbers are no row: rows are counted from 0 to n - 1.",
        {"order": lambda n, rng: rng.permutation(n) + 1},
    ),
    "repeated": (
        "Some rows come twice in an epoch and others never. Is the order drawn once an epoch, without replacement, "
        "or anew for each batch?",
        {"order": lambda n, rng: rng.integers(0, n, n)},
    ),
    "old rest": (
        "Your last batch holds the last rows of the table, as before the shuffle: some come twice in an epoch, and others "
        "never. Which rows has the shuffle left over?",
        {"cut": _with_old_rest},
    ),
    "missing": (
        "Some rows are in no batch. Count the rows of your batches: which are left out?",
        {"cut": lambda rows, size: _cut(rows[: len(rows) // size * size], size)},
    ),
    "too often": (
        "Some rows come twice in an epoch: do two batches overlap, or is the last one filled up?",
        {"cut": lambda rows, size: _cut([*rows, *rows[: -len(rows) % size]], size)},
    ),
    "empty": (
        "One of your batches is empty. A step on no rows has no gradient.",
        {"cut": lambda rows, size: [*_cut(rows, size), rows[:0]]},
    ),
    "sizes": (
        "The sizes are not as asked: every batch has `size` rows, and only the last may have fewer.",
        {"cut": lambda rows, size: np.array_split(rows, -(-len(rows) // size))},
    ),
    "number": (
        "You have `size` batches, and their sizes are not as asked: `size` counts the rows of a batch, not the batches.",
        {"cut": lambda rows, size: np.array_split(rows, min(size, len(rows)))},
    ),
    "in order": (
        "The rows are in their old order. Sorted data would give batches that all look alike: shuffle first.",
        {"order": lambda n, rng: np.arange(n)},
    ),
    "blocks": (
        "Neighbours stay together: you cut first and shuffled then. Shuffle the rows, then cut.",
        {"order": lambda n, rng: (rng, n), "cut": _in_blocks},
    ),
    "turned": (
        "Many rows have the same neighbours in every epoch, as where a list is only turned round, or a few places are "
        "exchanged. Any order must be possible.",
        {"order": lambda n, rng: np.roll(np.arange(n), rng.integers(n))},
    ),
    "stuck": (
        "Some rows stay in one half of every epoch: they never come early, or never late. Shuffle all rows at once.",
        {"order": lambda n, rng: np.append(rng.permutation(n - 1), n - 1)},
    ),
    "same": (
        "Every epoch has the same batches: draw anew from the generator you are given.",
        {"source": lambda rng: np.random.default_rng(0)},
    ),
    "own chance": (
        "Your order does not come from `rng`: the same state of it gave two different orders.",
        {"source": lambda rng: np.random.default_rng()},
    ),
}

minibatches = Exercise(
    title="Shuffle and cut",
    points=2,
    cases=_batch_orders,
    expected=_batches,
    ask=_ask_epochs,
    accepts=_accept_batches,
    mistakes=switched(_batches, dict(_BATCHES.values())),
)


def _valley(curvatures, center):
    """Make the gradient function of a quadratic valley: curvatures (d,), or (d, d) where the coordinates are tied."""
    hessian = np.diag(curvatures) if np.ndim(curvatures) == 1 else np.asarray(curvatures)
    return lambda w: hessian @ (w - np.asarray(center))


def _downhill(rng):
    example = ([_valley([1.0, 4.0], [0, 0]), _valley([2.0, 0.0], [0, 0])], np.array([8.0, 2.0]), 0.5, 1.0, 1)
    tied, drawn = np.array([[3.0, 1.0], [1.0, 2.0]]), []
    for m, d, epochs, size in ((1, 3, 5, 1), (2, 2, 0, 1), (3, 1, 4, 1), (5, 4, 2, 1e-3), (4, 2, 3, 1)):
        gradients = [_valley(tied if m == 4 else rng.uniform(0.5, 3, d), size * rng.normal(size=d)) for _ in range(m)]
        drawn.append((gradients, size * rng.normal(0, 3, d), rng.uniform(0.1, 0.4), rng.uniform(0.3, 6), epochs))
    return [example, *drawn, (*drawn[0][:2], 1e-4, 2.5, 4)]


def _descend(gradients, start, rate, half, epochs):
    steps = enumerate(gradients * epochs)
    path = itertools.accumulate(steps, lambda w, step: w - half * rate / (half + step[0]) * step[1](w), initial=start)
    return np.array(list(path), float)


def _run(
    gradients,
    start,
    rate,
    half,
    epochs,
    *,
    counted=lambda epoch, place, m: epoch * m + place,
    first=0,
    sign=-1,
    more=0,
    rate_at=lambda r, t, h: r / (1 + t / h),
    compounds=False,
    asked_at="here",
    which=lambda gradients, i: gradients[i],
    rows=lambda path, m: path,
    no_epochs=None,
    joined=None,
    kept=1,
):
    gradients = [joined(gradients)] if joined else gradients
    path, shrunk, m = [np.array(start, float)], rate, len(gradients)
    for epoch, place in itertools.product(range(epochs + more), range(m)):
        now = rate_at(rate, counted(epoch, place, m) + first, half)
        shrunk *= now / rate
        at = {"here": path[-1], "epoch": path[epoch * m], "start": path[0]}[asked_at]
        path.append(kept * path[-1] + sign * (shrunk if compounds else now) * which(gradients, place)(at))
    return no_epochs(start) if no_epochs and not epochs else rows(np.array(path), m)


descend = Exercise(
    title="The whole way down",
    points=2,
    cases=_downhill,
    expected=_descend,
    seen=descent_results.in_path,
    mistakes=switched(
        _run,
        {
            "Your count of steps starts again in each epoch, so the rate jumps back. t counts the steps of all epochs.": {
                "counted": lambda epoch, place, m: place
            },
            "Your rate shrinks once an epoch. t counts steps: each minibatch is one.": {
                "counted": lambda epoch, place, m: epoch
            },
            "Your first step has t = 1. How many steps have been taken before it?": {"first": 1},
            "The rate stays the same. What does t do to it?": {"rate_at": lambda r, t, h: r},
            "Your rate halves again and again: at t = 2 · half it is a quarter, where a third is asked.": {
                "rate_at": lambda r, t, h: r / 2 ** (t / h)
            },
            "t / half is cut to whole numbers, so the rate falls in stairs. What does `//` do?": {
                "rate_at": lambda r, t, h: r / (1 + t // h)
            },
            "You divide by half + t, so the rate at t = 0 depends on `half`. With which rate does the first step begin?": {
                "rate_at": lambda r, t, h: r / (h + t)
            },
            "You divide by a root of half + t, so the rate at t = 0 depends on `half`. With which rate does the first step begin?": {
                "rate_at": lambda r, t, h: r / (h + t) ** 0.5
            },
            "`half` changes nothing: your rate at t = 1 is half the first one, whatever `half` is.": {
                "rate_at": lambda r, t, h: r / (1 + t)
            },
            "You shrink the rate that is shrunk already. Each rate is computed from the first one.": {
                "compounds": True
            },
            "All rows are the last point: you stored one array again and again and changed it in place. Store a copy.": {
                "rows": lambda path, m: np.tile(path[-1], (len(path), 1))
            },
            "You climb: each step adds the gradient.": {"sign": 1},
            "All steps of an epoch use the gradient where it began. Where do you stand by then?": {"asked_at": "epoch"},
            "Only the first of `gradients` is asked. Each minibatch has its own.": {
                "which": lambda gradients, i: gradients[0]
            },
            "You take one step an epoch, by the mean of all gradients. Each minibatch is a step of its own.": {
                "joined": lambda gradients: lambda w: np.mean([gradient(w) for gradient in gradients], axis=0)
            },
            "You take the minibatches from last to first.": {"which": lambda gradients, i: gradients[-1 - i]},
            "The start is missing: row 0 is where you stand before the first step.": {"rows": lambda path, m: path[1:]},
            "The last point is missing: after the last step you are somewhere too.": {
                "rows": lambda path, m: path[:-1]
            },
            "That is where it ends. The whole path is asked: a row for each point, the start first.": {
                "rows": lambda path, m: path[-1]
            },
        },
    )
    | alone(
        switched(
            _run,
            {
                "Your rate falls like an exponential. The formula of the statement has none.": {
                    "rate_at": lambda r, t, h: r * np.exp(-t / h)
                },
                "The rate grows with t. Which way is it meant to go?": {"rate_at": lambda r, t, h: r * (1 + t / h)},
                "You add the number of the epoch to the place in it. How many steps have all epochs before taken?": {
                    "counted": lambda epoch, place, m: epoch + place
                },
                "You keep one point an epoch. The path has a row for each step.": {"rows": lambda path, m: path[::m]},
                "You keep one point an epoch, and your rate shrinks once an epoch too. Each minibatch is a step: it has a row of "
                "the path, and counts in t.": {
                    "rows": lambda path, m: path[::m],
                    "counted": lambda epoch, place, m: epoch,
                },
                "You multiply t by `half`. At which t is the rate meant to be halved?": {
                    "rate_at": lambda r, t, h: r / (1 + t * h)
                },
                "`rate` is missing: your steps begin with a rate of 1.": {"rate_at": lambda r, t, h: 1 / (1 + t / h)},
                "Your rate falls with a root. The formula of the statement has none.": {
                    "rate_at": lambda r, t, h: r / (1 + t / h) ** 0.5
                },
                "`half` divides the whole rate: rate / (1 + t) / half. What does it divide in the statement?": {
                    "rate_at": lambda r, t, h: r / (1 + t) / h
                },
                "Your rate falls along a straight line, and below 0 once t is above `half`. The statement divides.": {
                    "rate_at": lambda r, t, h: r * (1 - t / h)
                },
                "Python divides before it adds: your rate is rate / 1 + t / half. Where do brackets belong?": {
                    "rate_at": lambda r, t, h: r / 1 + t / h
                },
                "You step by the mean of all gradients. A step asks one minibatch.": {
                    "which": lambda gradients, i: lambda w: np.mean([gradient(w) for gradient in gradients], axis=0)
                },
                "Your steps are divided by the number of minibatches. Each of them is a whole step.": {
                    "which": lambda gradients, i: lambda w: gradients[i](w) / len(gradients)
                },
                "You take one step an epoch, by the sum of all gradients. Each minibatch is a step of its own.": {
                    "joined": lambda gradients: lambda w: np.sum([gradient(w) for gradient in gradients], axis=0)
                },
                "You used the gradient at the start for every step. It changes as you move: ask for it anew.": {
                    "asked_at": "start"
                },
                "With 0 epochs the path is a table with one row, the start. Yours has another shape.": {
                    "no_epochs": np.asarray
                },
                "With 0 epochs the path still holds the start. Yours is empty there.": {"no_epochs": lambda start: []},
                "You never move: every row is the start. Does the new point replace the old one in your loop?": {
                    "sign": 0
                },
                "That is one epoch too many.": {"more": 1},
                "Each new point is the change alone, and where you stood is lost.": {"kept": 0},
            },
        )
    ),
)
