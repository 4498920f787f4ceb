"""Exercises of the lesson on gradient descent: minibatches and a schedule."""

import copy
import itertools
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from firsthand.checks import descent_results
from firsthand.judging.exercise import Exercise, sizes, switched


def _batch_orders(rng):
    numbers = ((7, 3), (23, 5), (43, 8), (30, 10), (5, 9), (1, 1), (12, 1))
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
    content = _content_of(epochs, orders, n, size)
    if content == ["rest twice"]:
        epochs, again = ([epoch[:-1] for epoch in run] for run in (epochs, again))
    same = n > 10 and all(epoch == epochs[0] for epoch in epochs)
    order = _order_fault(epochs, orders, n, thorough={*content} <= _SOME_LEFT_OUT and not same) if n > 6 else ""
    same = same and not (order == "blocks" and len(epochs) == 2)  # few blocks may come in the same order by chance
    chance = "same" if same else "own chance" if n > 6 and epochs[:2] != again else ""
    lengths = [[len(batch) for batch in epoch] for epoch in epochs]
    form = ["empty"] if any(0 in of for of in lengths) else []
    too_many = any(max(of, default=0) > size for of in lengths)
    in_order = [sorted(of, reverse=True) if order == "blocks" else of for of in lengths]  # the rest may be anywhere
    if too_many or any(_is_uneven(of, size) for of in in_order):
        form.append(_taken_for(lengths, n, size))
    told = (
        "" if order == "blocks" and n < 20 else order,
        "" if order == "in order" else chance,
    )  # 3 of 7 may be neighbours
    return [fault for fault in (*content, *form, *told) if fault]


def _is_lazy(epoch) -> bool:
    return isinstance(epoch, list) and epoch[:1] != [] and isinstance(epoch[0], str) and epoch[0].startswith(_LAZY)


def _has_rest_twice(epoch, n, size) -> bool:
    return len(epoch) == n // size + 2 and len(epoch[-1]) == n % size and set(epoch[-1]) == set(epoch[-2])


def _of_missing(epochs, orders, n, size) -> str:
    """Name the rows that are missing, where it is always the first or the last of the table, or the last batch."""
    left_out = {tuple(set(range(n)) - set(rows)) for rows in orders}
    if left_out == {(n - 1,)} and n % size == 1 and _are_neighbours(itertools.chain.from_iterable(epochs)):
        return ""  # the last batch as well as the last row
    if left_out in ({(0,)}, {(n - 1,)}):
        return "first row" if left_out == {(0,)} else "last row"
    return "rest dropped" if _are_full(epochs, n, size) else "missing"


def _are_full(epochs, n, size) -> bool:
    """Say whether there is a rest, and every batch is there but the one that would hold it."""
    return n % size > 0 and all([len(batch) for batch in epoch] == [size] * (n // size) for epoch in epochs)


def _taken_for(lengths, n, size) -> str:
    """Name the fault of batches of wrong sizes; "size or number" where as many batches as rows in each are right."""
    full, rest = n // size, n % size
    told = {
        "one more": all({*of[:-1]} == {size + 1} for of in lengths),
        "one less": size > 1 and all({*of[:-1]} == {size - 1} for of in lengths),
        "rest joined": rest and full and all(of == [size] * (full - 1) + [size + rest] for of in lengths),
        "rest first": rest and full and all(of == [rest] + [size] * full for of in lengths),
    }
    if fault := next((fault for fault, holds in told.items() if holds), ""):
        is_even = all(sum(of) == n and max(of) - min(of) < 2 for of in lengths)  # so many batches may be meant
        return "size or number" if is_even and fault.startswith("one") else fault
    if any(len(of) != size for of in lengths):
        return "sizes"
    return "size or number" if size == -(-n // size) else "number"


def _is_uneven(lengths, size) -> bool:
    """Say whether any batch but the last has not `size` rows; empty ones behind the last are another fault."""
    while lengths and not lengths[-1]:
        lengths = lengths[:-1]
    return bool({*lengths[:-1]} - {size}) or max(lengths, default=0) > size


_SOME_LEFT_OUT = {"missing", "rest dropped", "first row", "last row"}


def _content_of(epochs, orders, n, size) -> list[str]:
    """Name what is wrong with the rows that the batches of each epoch hold together."""
    content = next((faults for rows in orders if (faults := _content_faults(rows, n))), [])
    if content == ["missing"]:
        return [*filter(None, [_of_missing(epochs, orders, n, size)])]
    if content[1:] == ["missing"] and _are_full(epochs, n, size):
        return [content[0], "rest dropped"]
    if n % size == 0 or content[:1] not in (["too often"], ["repeated"]):
        return content
    if content == ["repeated"] and all(epoch[-1] == [*range(n - n % size, n)] for epoch in epochs):
        return ["old rest"]
    if content == ["too often"] and all(_has_rest_twice(epoch, n, size) for epoch in epochs):
        return ["rest twice"]
    if all([len(batch) for batch in epoch] == [size] * -(-n // size) for epoch in epochs):
        return ["filled"] if content == ["too often"] else [*content, "filled"]
    return content


def _content_faults(rows, n) -> list[str]:
    faults = ["out of range"] if any(not 0 <= row < n for row in rows) else []
    if not faults and len(set(rows)) < len(rows):
        faults = ["too often" if set(rows) == set(range(n)) else "repeated"]
    return [*faults, "missing"] if len(rows) < n else faults


def _order_fault(epochs, orders, n, thorough) -> str:
    if all(rows in (sorted(rows), sorted(rows, reverse=True)) for rows in orders):
        return "in order"
    if all(_is_inside(epoch, n, epochs[0]) for epoch in epochs):
        return "inside"
    together = [batch for epoch in epochs for batch in epoch if len(batch) > 2]
    if together and _are_neighbours(together):
        return "blocks"
    if not thorough or len(orders) < 30:
        return ""
    pairs = [pair for rows in orders for pair in itertools.pairwise(rows)]
    if len(set(pairs)) < min(len(pairs), n * (n - 1)) / 2:
        return "turned"
    halves = [[set(rows[: n // 2]) for rows in orders], [set(rows[n // 2 :]) for rows in orders]]
    return "stuck" if any(set.intersection(*half) for half in halves) else ""


def _are_neighbours(batches) -> bool:
    return all(max(batch) - min(batch) == len(batch) - 1 for batch in batches if batch)


def _is_inside(epoch, n, first) -> bool:
    """Say whether the first batch that is full holds the first rows, the next one the next, and so on."""
    size = len(first[0]) if first else 0
    blocks = [set(range(i, i + size)) for i in range(0, n - size + 1, size)] if size > 1 else []
    return len(blocks) > 1 and [set(batch) for batch in epoch[: len(blocks)]] == blocks


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


def _inside_blocks(generator_and_n, size):
    rng, n = generator_and_n
    return [rng.permutation(block) for block in _cut(np.arange(n), size)]


def _with_rest_joined(rows, size):
    full = max(len(rows) // size, 1)
    return [*_cut(rows[: (full - 1) * size], size), rows[(full - 1) * size :]]


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
        {"cut": lambda rows, size: _cut(rows[: max(len(rows) - 2, 1)], size)},
    ),
    "rest dropped": (
        "The last batch is missing, the one with the rows left over. Every row belongs in a batch: what does your loop do with a rest?",
        {"cut": lambda rows, size: _cut(rows[: len(rows) // size * size], size)},
    ),
    "first row": (
        "Row 0 is in no batch. With which number do your rows begin?",
        {"order": lambda n, rng: 1 + rng.permutation(n - 1)},
    ),
    "last row": (
        "The last row of the table is in no batch. With which number do your rows end?",
        {"order": lambda n, rng: rng.permutation(n - 1)},
    ),
    "rest twice": (
        "The rows left over come twice, in two batches at the end. How many rounds does your loop go before the rest is added?",
        {"cut": lambda rows, size: _cut(rows, size) + ([rows[-(len(rows) % size) :]] if len(rows) % size else [])},
    ),
    "filled": (
        "Your last batch has `size` rows too, filled up with rows that stand in others. It holds what is left over.",
        {"cut": lambda rows, size: _cut([*rows, *rows[: -len(rows) % size]], size)},
    ),
    "too often": (
        "Some rows come twice in an epoch: do two batches overlap, or is the last one filled up?",
        {"cut": lambda rows, size: _cut([*rows, *rows[:size]], size)},
    ),
    "empty": (
        "One of your batches is empty. A step on no rows has no gradient.",
        {"cut": lambda rows, size: [*_cut(rows, size), rows[:0]]},
    ),
    "sizes": (
        "The sizes are not as asked: every batch has `size` rows, and only the last may have fewer.",
        {"cut": lambda rows, size: np.array_split(rows, -(-len(rows) // size))},
    ),
    "one more": (
        "Each batch but the last has one row more than `size`. Where does a slice end?",
        {"cut": lambda rows, size: _cut(rows, size + 1)},
    ),
    "one less": (
        "Each batch but the last has one row less than `size`. Where does a slice end?",
        {"cut": lambda rows, size: _cut(rows, max(size - 1, 1))},
    ),
    "rest joined": (
        "The rows left over stand in the last full batch, which has more than `size` rows. They are a batch of their own.",
        {"cut": lambda rows, size: _with_rest_joined(rows, size)},
    ),
    "rest first": (
        "The batch with the rows left over comes first. It is the last one that has fewer than `size` rows.",
        {
            "cut": lambda rows, size: [rows[: len(rows) % size], *_cut(rows[len(rows) % size :], size)][
                not len(rows) % size :
            ]
        },
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
    "inside": (
        "Rows are shuffled only inside their batch: the first batch always holds the first rows. Shuffle all rows, then cut.",
        {"order": lambda n, rng: (rng, n), "cut": _inside_blocks},
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


def _plane(slope):
    """Make the gradient function of a plane, which slopes alike everywhere."""
    return lambda w: np.array(slope, float)


def _downhill(rng):
    example = ([_valley([1.0, 4.0], [0, 0]), _valley([2.0, 0.0], [0, 0])], np.array([8.0, 2.0]), 0.5, 1.0, 1)
    tied, drawn = np.array([[3.0, 1.0], [1.0, 2.0]]), []
    for m, d, epochs, size in ((1, 3, 5, 1), (2, 2, 0, 1), (3, 1, 4, 1), (5, 4, 2, 1e-3), (4, 2, 3, 1)):
        gradients = [_valley(tied if m == 4 else rng.uniform(0.5, 3, d), size * rng.normal(size=d)) for _ in range(m)]
        drawn.append((gradients, size * rng.normal(0, 3, d), rng.uniform(0.1, 0.4), rng.uniform(0.3, 6), epochs))
    slope = rng.uniform(1, 2)  # one gradient adds up to 0, and one is 0, before others that are not
    hills = [_valley(rng.uniform(0.5, 3, 2), rng.normal(size=2)) for _ in range(3)]
    flat = [hills[0], _plane([slope, -slope]), hills[1], _plane([0, 0]), hills[2]]
    return [example, *drawn, (*drawn[0][:2], 1e-4, 2.5, 4), (flat, rng.normal(0, 3, 2), 0.2, rng.uniform(0.4, 0.49), 2)]


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
    counted=lambda t, epoch, place: t,
    first=0,
    sign=-1,
    more=0,
    rate_at=lambda r, t, h: r / (1 + t / h),
    own_rate=None,
    compounds=False,
    asked_at="here",
    asked=slice(None),
    outer="epochs",
    which=lambda gradients, i: gradients[i],
    of=np.asarray,
    stops=None,
    steps_first=False,
    rows=lambda path, m: path,
    no_epochs=None,
    joined=None,
    kept=1,
):
    """Descend; `outer` is the loop that holds the other one, `stops` says of a gradient whether it is the last asked."""
    gradients = [joined(gradients)] if joined else gradients[asked]
    rate = own_rate or rate
    path, shrunk, m = [np.array(start, float)], rate, len(gradients)
    began = path[0]
    for epoch, place in _order_of_steps(range(epochs + more), range(m), outer):
        began = began if place else path[-1]
        now = rate_at(rate, counted(len(path) - 1, epoch, place) + first, half)
        shrunk *= now / rate
        at = {"here": path[-1], "epoch": began, "start": path[0]}[asked_at]
        gradient = of(which(gradients, place)(at))
        ends = stops is not None and stops(gradient)
        if ends and not steps_first:
            break
        path.append(kept * path[-1] + sign * (shrunk if compounds else now) * gradient)
        if ends:
            break
    return no_epochs(start) if no_epochs and not epochs else rows(np.array(path), m)


def _order_of_steps(epochs, places, outer):
    if outer == "epochs":
        return itertools.product(epochs, places)
    return ((epoch, place) for place, epoch in itertools.product(places, epochs))


def _is_flat(gradient):
    return np.abs(gradient).max() < 1e-8


def _adds_up_to_0(gradient):
    return abs(gradient.sum()) < 1e-8


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
                "counted": lambda t, epoch, place: place
            },
            "Your rate shrinks once an epoch. t counts steps: each minibatch is one.": {
                "counted": lambda t, epoch, place: epoch
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
            "Your rate falls like an exponential. The formula of the statement has none.": {
                "rate_at": lambda r, t, h: r * np.exp(-t / h)
            },
            "The rate grows with t. Which way is it meant to go?": {"rate_at": lambda r, t, h: r * (1 + t / h)},
            "You add the number of the epoch to the place in it. How many steps have all epochs before taken?": {
                "counted": lambda t, epoch, place: epoch + place
            },
            "You keep one point an epoch. The path has a row for each step.": {"rows": lambda path, m: path[::m]},
            "You keep one point an epoch, and your rate shrinks once an epoch too. Each minibatch is a step: it has a row of "
            "the path, and counts in t.": {
                "rows": lambda path, m: path[::m],
                "counted": lambda t, epoch, place: epoch,
            },
            "You multiply t by `half`. At which t is the rate meant to be halved?": {
                "rate_at": lambda r, t, h: r / (1 + t * h)
            },
            "`rate` is missing: your steps begin with a rate of 1.": {"own_rate": 1.0},
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
            "You never move: every row is the start. Does the new point replace the old one in your loop?": {"sign": 0},
            "That is one epoch too many.": {"more": 1},
            "Each new point is the change alone, and where you stood is lost.": {"kept": 0},
            "Your rate begins at {own_rate}, whatever is handed in. Use `rate`.": {"own_rate": sizes(0.01, 0.1, 0.001)},
            "Your rate is the square of what is asked. Where does the power come from?": {
                "rate_at": lambda r, t, h: r / (1 + t / h) ** 2
            },
            "Your rate halves in stairs, again and again. The formula of the statement has neither.": {
                "rate_at": lambda r, t, h: r / 2 ** (t // h)
            },
            "`half` is taken twice in your rate. Which rate does the step t = half have?": {
                "rate_at": lambda r, t, h: r / (1 + t / (2 * h))
            },
            "Your loops are nested the other way: all epochs with one minibatch, then all with the next. An epoch asks each of them once.": {
                "outer": "minibatches"
            },
            "The first of `gradients` is never asked. Where does your loop begin?": {"asked": slice(1, None)},
            "The last of `gradients` is never asked. Where does your loop end?": {"asked": slice(None, -1)},
            "Only the last of `gradients` is asked. Each minibatch has its own.": {
                "which": lambda gradients, i: gradients[-1]
            },
            "That is one epoch too few. Where does your loop begin, and where does it end?": {"more": -1},
            "You stop where a gradient is nearly 0, and the path comes out short. The next minibatch may still slope: how many steps are "
            "asked?": {"stops": _is_flat},
            "You stop after a step whose gradient is nearly 0, and the path comes out short. The next minibatch may still slope: how many "
            "steps are asked?": {"stops": _is_flat, "steps_first": True},
            "You stop where the numbers of a gradient add up to nearly 0: slopes of opposite sign do that, and the path comes out short. How "
            "many steps are asked?": {"stops": _adds_up_to_0},
            "You stop after a step whose gradient adds up to nearly 0: slopes of opposite sign do that, and the path comes out short. How many "
            "steps are asked?": {"stops": _adds_up_to_0, "steps_first": True},
            "You divided each gradient by its norm: steep or flat, the step is as long.": {
                "of": lambda g: g / max(np.linalg.norm(g), 1e-300)
            },
            "You kept only the sign of each gradient. How steep it is counts too.": {"of": np.sign},
        },
    ),
)
