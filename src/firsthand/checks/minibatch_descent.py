"""Exercises of the lesson on gradient descent: scaling, minibatches and a schedule."""

import copy
import itertools
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from firsthand.judging.exercise import Exercise, alone, sizes, switched


def _two_tables(rng):
    tables = [(np.array([[1.0, 10.0], [5.0, 10.0]]), np.array([[7.0, 12.0]]))]
    for n, m, d in ((6, 3, 1), (9, 5, 3), (15, 6, 4), (3, 1, 2), (10, 4, 3)):
        center, spread = rng.normal(0, 40, d), rng.uniform(0.5, 30, d)
        tables.append((rng.normal(center, spread, (n, d)), rng.normal(center + spread, 2 * spread, (m, d))))
    tables[2] = tables[2][0] * [1e-11, 1e-18, 1e-5], tables[2][1] * [1e-11, 1e-18, 1e-5]
    tables[3][0][:, :2] = np.sort(tables[3][0][:, :2], axis=0) * [1, -1]  # the extremes first and last
    tables[5][0][-1, :2] = tables[5][0][0, :2]  # first and last alike, and others between
    for which, column, value in ((3, 2, 7.0), (4, 0, 0.1), (5, 2, 0.3)):  # the mean of 0.1, 0.1, 0.1 is rounded
        tables[which][0][:, column] = value
    return tables


_EPS = float(np.finfo(float).eps)


def _range(table, ddof):
    return table.max(axis=0) - table.min(axis=0)


def _train(train, test):
    return train


def _test(train, test):
    return test


def _together(train, test):
    return np.vstack([train, test])


def _longer_than_a_row(train, test):
    return test if len(test) > 1 else train


def _is_constant(table):
    return table.max(axis=0) == table.min(axis=0)


def _never(table):
    return False


def _mean(table):
    return table.mean(axis=0)


def _spread(table, ddof):
    return table.std(axis=0, ddof=ddof)


def _scale(
    train,
    test,
    *,
    mean_of=_train,
    spread_of=_train,
    test_mean_of=None,
    test_spread_of=None,
    shift_test=True,
    divide_test=True,
    constant_in=None,
    center=_mean,
    spread=_spread,
    is_constant=_is_constant,
    ddof=0,
    eps=0.0,
    threshold=0.0,
    floor=0.0,
    zero=0.0,
    at_constant=None,
    test_too=True,
    tidy=None,
):
    """Scale both tables; `mean_of` and the like say which table a number is taken from.

    is_constant : which columns are not divided. at_constant : what such a column becomes, of the table and its mean.
    """

    def scaled(table, mean_of, spread_of, shift=True, divide=True):
        source = spread_of(train, test)
        mean, divisor = center(mean_of(train, test)), spread(source, ddof=ddof)
        whole = is_constant((constant_in or spread_of)(train, test))
        if eps or floor or zero:
            whole, divisor = False, np.maximum(divisor + eps, floor)
            divisor = np.where(divisor == 0, zero, divisor)
        whole = whole | (divisor < threshold)
        result = (table - mean * shift) / np.where(whole | (not divide), 1, divisor)
        result = np.where(whole, at_constant(table, mean), result) if at_constant else result
        return tidy(result) if tidy else result

    with np.errstate(all="ignore"):  # a spread of 0, or of 1e-17
        first = scaled(train, mean_of, spread_of)
        if not test_too:
            return first, test
        return first, scaled(test, test_mean_of or mean_of, test_spread_of or spread_of, shift_test, divide_test)


_OWN = {"test_mean_of": _test, "test_spread_of": _test}
_WHOLE = {
    "center": np.mean,
    "spread": lambda table, ddof: np.full(table.shape[1], table.std(ddof=ddof)),
    "is_constant": _never,
}


scale_features = Exercise(
    title="Put features on one scale",
    points=2,
    cases=_two_tables,
    expected=lambda train, test: [
        (t - train.mean(axis=0)) / [np.std(c) if len({*c}) > 1 else 1 for c in train.T] for t in (train, test)
    ],
    mistakes=switched(
        _scale,
        {
            "You scaled test by its own mean and spread. In the units of which table was the model fitted?": _OWN,
            "You scaled test by its own mean and spread, and used n - 1 in the spreads. In the units of which table was the model "
            "fitted, and which spread is asked (ddof)?": {**_OWN, "ddof": 1},
            "You scaled test by its own mean and spread wherever it has more than one row. In the units of which table was the model "
            "fitted?": {"test_mean_of": _longer_than_a_row, "test_spread_of": _longer_than_a_row},
            "test is shifted by the mean of train, and divided by its own spread. Which numbers may test be scaled by?": {
                "test_spread_of": _test
            },
            "test is shifted by its own mean, and divided by the spread of train. Which numbers may test be scaled by?": {
                "test_mean_of": _test
            },
            "You took mean and spread from train and test together, so test rows have already spoken.": {
                "mean_of": _together,
                "spread_of": _together,
            },
            "You took the mean from train and test together, and the spread from train. Test rows have already spoken.": {
                "mean_of": _together,
            },
            "You took mean and spread from test. The model is fitted on train.": {
                "mean_of": _test,
                "spread_of": _test,
            },
            "Only train is scaled. The model must get test in the same units.": {"test_too": False},
            "You used n - 1 in the spread. This course uses the spread of the data themselves (ddof=0).": {"ddof": 1},
            "You used one mean and one spread for the whole table. Each column has a unit of its own, and may be constant on its own: "
            "which axis?": _WHOLE,
            "Columns that are constant in train were divided all the same: 0/0 gives NaN, and a spread of 1e-17 huge numbers. "
            "The statement says what to do.": {"is_constant": _never},
            "A constant column is noticed only where its spread comes out as exactly 0. For three values of 0.1 it is 1e-17: "
            "which numbers of a column are free of rounding?": {"is_constant": lambda table: table.std(axis=0) == 0},
            "Where the spread comes out as exactly 0 you hand a column back as it is: it keeps its mean, which is to be subtracted. "
            "And for three values of 0.1 the spread is 1e-17, not 0.": {
                "is_constant": lambda table: table.std(axis=0) == 0,
                "at_constant": lambda table, mean: table,
            },
            "{eps} is added to every spread, so where a column is constant in train, test is divided by that tiny number. The "
            "statement leaves the division out.": {"eps": sizes(1e-8)},
            "Columns with a spread near 1e-10 are not divided either. Small numbers that differ are no constant.": {
                "threshold": 1e-8
            },
            "A column that is constant in train kept its mean. Only the division is left out.": {
                "at_constant": lambda table, mean: table
            },
        },
    )
    | alone(
        switched(
            _scale,
            {
                "test was not shifted by the mean of train. Where train was centred before, that mean is 0 by then: keep it first.": {
                    "shift_test": False
                },
                "test was not divided by the spread of train. Where train was scaled before, that spread is 1 by then: keep it "
                "first.": {"divide_test": False},
                "You took mean and spread from train and test together, and looked for constant columns in train. Test rows have "
                "already spoken.": {"mean_of": _together, "spread_of": _together, "constant_in": _train},
                "You divided by the variance. The unit does not cancel: what has the same unit as the data?": {
                    "spread": lambda table, ddof: table.var(axis=0, ddof=ddof)
                },
                "You subtracted the means and stopped. The columns still differ in spread.": {
                    "spread": lambda table, ddof: np.ones(table.shape[1])
                },
                "You divided by the spreads but did not subtract the means.": {"center": lambda table: 0},
                "You squeezed each column between its smallest and largest value. Here mean 0 and standard deviation 1 are asked.": {
                    "center": lambda table: table.min(axis=0),
                    "spread": _range,
                },
                "Columns with a spread near 1e-17 are not divided either. Small numbers that differ are no constant, and which "
                "spread is rounding depends on how large the numbers are.": {"threshold": 1e-12},
                "A column that is constant in train is set to 0 in test too. Test may differ from the constant.": {
                    "at_constant": lambda table, mean: np.zeros_like(table)
                },
                "You divided by the mean distance from the mean. Here standard deviation 1 is asked.": {
                    "spread": lambda table, ddof: np.abs(table - _mean(table)).mean(axis=0)
                },
                "You divided by the length of each column, which grows with n. Here standard deviation 1 is asked.": {
                    "spread": lambda table, ddof: np.linalg.norm(table - _mean(table), axis=0)
                },
                "You subtracted the medians. Here mean 0 is asked.": {"center": partial(np.median, axis=0)},
                "You divided by the range, largest less smallest. Here standard deviation 1 is asked.": {
                    "spread": _range
                },
                "You squeezed each column between its smallest and largest value, as `MinMaxScaler` does. Here mean 0 and standard "
                "deviation 1 are asked.": {
                    "center": lambda table: table.min(axis=0),
                    "spread": _range,
                    "threshold": 10 * _EPS,  # scikit-learn takes a range below that for none
                },
                "A column counts as constant in yours where its first and last value agree. Values between them may differ.": {
                    "is_constant": lambda table: table[0] == table[-1]
                },
                "Columns with a spread near 1e-4 are not divided either. Small numbers that differ are no constant.": {
                    "threshold": 1e-3
                },
                "{zero} stands in for a spread of exactly 0, and where a column is constant in train, test is divided by that, or by "
                "what rounding left. The statement leaves the division out.": {"zero": sizes(1e-6, 1e-8)},
                "A column that is constant in train was set to 0 before its mean was subtracted, so it holds minus that mean.": {
                    "at_constant": lambda table, mean: np.broadcast_to(-mean, table.shape)
                },
                "{eps} is added to every spread, so where a column is constant in train, test is divided by that tiny number. "
                "The statement leaves the division out.": {"eps": sizes(1e-6, 1e-10, 1e-12, _EPS)},
                "No spread is taken to be below {floor}, so where a column is constant in train, test is divided by that tiny "
                "number. The statement leaves the division out.": {"floor": sizes(1e-6, 1e-8, 1e-10, 1e-12, _EPS)},
                "You turned NaN and infinity into numbers afterwards. Where a column is constant in train, leave the division "
                "out instead.": {"is_constant": _never, "tidy": np.nan_to_num},
                "You turned NaN and infinity into 0 afterwards. Where a column is constant in train, leave the division out "
                "instead.": {
                    "is_constant": _never,
                    "tidy": lambda table: np.nan_to_num(table, posinf=0, neginf=0),
                },
            },
        )
    )
    | {
        "A column that is constant in train was set to 0 before its mean was subtracted, and in train it holds minus that mean.": lambda train, test: (
            np.where(_is_constant(train), -_mean(train), _scale(train, test)[0]),
            _scale(train, test)[1],
        ),
        "You scaled each row. A row mixes units: which axis runs down a column?": lambda train, test: tuple(
            _scale(table.T, table.T)[0].T for table in (train, test)
        ),
        "A column that is constant in train is missing. It keeps its place: only its division is left out.": lambda train, test: (
            tuple(table[:, ~_is_constant(train)] for table in _scale(train, test))
        ),
    },
)


def _batch_orders(rng):
    numbers = ((7, 3), (23, 5), (40, 8), (30, 10), (5, 9), (1, 1), (12, 1))
    seeds = rng.integers(0, 2**31, size=len(numbers))
    return [(n, size, np.random.default_rng(seed)) for (n, size), seed in zip(numbers, seeds, strict=True)]


def _ask_epochs(minibatches, n, size, rng):
    """Ask for many epochs with one generator, as training does, and for two more from its first state."""
    again = copy.deepcopy(rng)
    epochs = [_as_lists(minibatches(n, size, rng)) for _ in range({23: 30, 7: 6}.get(n, 2))]
    return [epochs, [_as_lists(minibatches(n, size, again)) for _ in range(2)]]


def _as_lists(batches):
    """Turn batches into lists of row numbers; the name of a type stands for what cannot pick rows of a table."""
    forms, whole = list | tuple | range | np.ndarray | pd.Series, int | np.integer
    if isinstance(batches, Iterable) and not isinstance(batches, forms):
        return type(batches).__name__
    return [
        [row if isinstance(row, whole) else type(row).__name__ for row in batch]
        if isinstance(batch, forms)
        else type(batch).__name__
        for batch in batches
    ]


def _accept_batches(runs, n, size, rng):
    return [_BATCHES[fault][0] for fault in _batch_faults(runs[0], runs[1], n, size)] or True


def _batch_faults(epochs, again, n, size):
    """Name what is wrong. A good shuffle is blamed once in ten million runs."""
    orders = [list(itertools.chain.from_iterable(epoch)) for epoch in epochs]
    if any(isinstance(epoch, str) for epoch in epochs):
        return ["no list"]
    names = {batch for epoch in epochs for batch in epoch if isinstance(batch, str)}
    if names:
        return ["uncut" if all("int" in name or "float" in name for name in names) else "other batches"]
    if any(isinstance(row, str) for rows in orders for row in rows):
        return ["no rows"]
    content = next((faults for rows in orders if (faults := _content_faults(rows, n))), [])
    if content == ["repeated"] and n % size and all(epoch[-1] == [*range(n - n % size, n)] for epoch in epochs):
        content = ["old rest"]
    same = n > 10 and all(epoch == epochs[0] for epoch in epochs)
    order = _order_fault(epochs, orders, n, thorough=not (content or same)) if n > 6 else ""
    same = same and not (order == "blocks" and len(epochs) == 2)  # few blocks may come in the same order by chance
    chance = "same" if same else "own chance" if n > 6 and epochs[:2] != again else ""
    lengths = [[len(batch) for batch in epoch] for epoch in epochs]
    form = ["empty"] if any(0 in of for of in lengths) else []
    if order != "blocks" and any(_is_uneven(of, size) for of in lengths):
        form.append("sizes")
    told = (
        "" if order == "blocks" and n < 20 else order,
        "" if order == "in order" else chance,
    )  # 3 of 7 may be neighbours
    return [fault for fault in (*content, *form, *told) if fault]


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
        "The sizes are not as asked: every batch has `size` rows, and only the last may have fewer. `size` counts rows, not "
        "batches.",
        {"cut": lambda rows, size: np.array_split(rows, -(-len(rows) // size))},
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
    mistakes=switched(
        _run,
        {
            "Your count of steps starts again in each epoch, so the rate jumps back. t counts the steps of all epochs.": {
                "counted": lambda epoch, place, m: place
            },
            "Your rate shrinks once an epoch. t counts steps: each minibatch is one.": {
                "counted": lambda epoch, place, m: epoch
            },
            "You add the number of the epoch to the place in it. How many steps have all epochs before taken?": {
                "counted": lambda epoch, place, m: epoch + place
            },
            "Your first step has t = 1. How many steps have been taken before it?": {"first": 1},
            "The rate stays the same. What does t do to it?": {"rate_at": lambda r, t, h: r},
            "The rate grows with t. Which way is it meant to go?": {"rate_at": lambda r, t, h: r * (1 + t / h)},
            "`rate` is missing: your steps begin with a rate of 1.": {"rate_at": lambda r, t, h: 1 / (1 + t / h)},
            "You multiply t by `half`. At which t is the rate meant to be halved?": {
                "rate_at": lambda r, t, h: r / (1 + t * h)
            },
            "Your rate halves again and again: at t = 2 · half it is a quarter, where a third is asked.": {
                "rate_at": lambda r, t, h: r / 2 ** (t / h)
            },
            "t / half is cut to whole numbers, so the rate falls in stairs. What does `//` do?": {
                "rate_at": lambda r, t, h: r / (1 + t // h)
            },
            "You divide by half + t, so the rate at t = 0 depends on `half`. With which rate does the first step begin?": {
                "rate_at": lambda r, t, h: r / (h + t)
            },
            "`half` divides the whole rate: rate / (1 + t) / half. What does it divide in the statement?": {
                "rate_at": lambda r, t, h: r / (1 + t) / h
            },
            "Your rate falls along a straight line, and below 0 once t is above `half`. The statement divides.": {
                "rate_at": lambda r, t, h: r * (1 - t / h)
            },
            "Your rate falls with a root. The formula of the statement has none.": {
                "rate_at": lambda r, t, h: r / (1 + t / h) ** 0.5
            },
            "Your rate falls like an exponential. The formula of the statement has none.": {
                "rate_at": lambda r, t, h: r * np.exp(-t / h)
            },
            "Python divides before it adds: your rate is rate / 1 + t / half. Where do brackets belong?": {
                "rate_at": lambda r, t, h: r / 1 + t / h
            },
            "You shrink the rate that is shrunk already. Each rate is computed from the first one.": {
                "compounds": True
            },
            "You climb: each step adds the gradient.": {"sign": 1},
            "All steps of an epoch use the gradient where it began. Where do you stand by then?": {"asked_at": "epoch"},
            "You used the gradient at the start for every step. It changes as you move: ask for it anew.": {
                "asked_at": "start"
            },
            "Only the first of `gradients` is asked. Each minibatch has its own.": {
                "which": lambda gradients, i: gradients[0]
            },
            "You step by the mean of all gradients. A step asks one minibatch.": {
                "which": lambda gradients, i: lambda w: np.mean([gradient(w) for gradient in gradients], axis=0)
            },
            "Your steps are divided by the number of minibatches. Each of them is a whole step.": {
                "which": lambda gradients, i: lambda w: gradients[i](w) / len(gradients)
            },
            "You take one step an epoch, by the mean of all gradients. Each minibatch is a step of its own.": {
                "joined": lambda gradients: lambda w: np.mean([gradient(w) for gradient in gradients], axis=0)
            },
            "You take one step an epoch, by the sum of all gradients. Each minibatch is a step of its own.": {
                "joined": lambda gradients: lambda w: np.sum([gradient(w) for gradient in gradients], axis=0)
            },
            "You take the minibatches from last to first.": {"which": lambda gradients, i: gradients[-1 - i]},
            "The start is missing: row 0 is where you stand before the first step.": {"rows": lambda path, m: path[1:]},
            "The last point is missing: after the last step you are somewhere too.": {
                "rows": lambda path, m: path[:-1]
            },
            "You keep one point an epoch. The path has a row for each step.": {"rows": lambda path, m: path[::m]},
            "That is where it ends. The whole path is asked: a row for each point, the start first.": {
                "rows": lambda path, m: path[-1]
            },
            "All rows are the last point: you stored one array again and again and changed it in place. Store a copy.": {
                "rows": lambda path, m: np.tile(path[-1], (len(path), 1))
            },
            "You never move: every row is the start. Does the new point replace the old one in your loop?": {"sign": 0},
            "That is one epoch too many.": {"more": 1},
            "Each new point is the change alone, and where you stood is lost.": {"kept": 0},
            "With 0 epochs the path is a table with one row, the start. Yours has another shape.": {
                "no_epochs": np.asarray
            },
            "With 0 epochs the path still holds the start. Yours is empty there.": {"no_epochs": lambda start: []},
        },
    ),
)
