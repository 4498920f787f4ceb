"""What can be asked of a project without knowing the truth: of its split, its model and its run.

Each function works on any table, so that they can be tests in a repository of your own. They return the faults that
they found, as sentences; an empty list says that none was found, not that the project is good.
"""

import hashlib
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

WAIT_MONTHS = 2
FEWEST_EVENTS = 10
LEAST_KEPT = 0.85
TEST_SHARE = (0.15, 0.35)

SPLIT_FAULTS = {
    "positions": "Both parts are positions from 0 to n − 1, each at most once. Yours hold something else, or one twice.",
    "row": "A row stands on both sides.",
    "group": "A group has rows on both sides: the model has met the customers that it is tested on.",
    "order": "Training has months that are later than months of the test part. At work the tested months are later.",
    "wait": "The last training months touch the test months: their outcomes are not known yet when the test begins.",
    "share": "The test part is not between 15 and 35 % of the rows that are used.",
    "events": "The test part has fewer than ten events: no number on it can be trusted.",
    "kept": "More than 15 % of the rows are in neither part.",
}


def split_faults(train, test, group, month, y, wait: int = WAIT_MONTHS) -> list[str]:
    """Say what is wrong with a split: rows, groups or time on both sides, too few events, too many rows lost.

    train, test : positions of rows. group, month, y (n,) : what each row belongs to (`np.arange(n)` where rows belong to
    nothing), when it was, and 0 or 1 for what happened. month : whole numbers, or dates. wait : months until an outcome is
    known; where `month` counts days or weeks, as many of those. Raises ValueError for columns of different lengths, and
    for a month that is neither, or missing.
    """
    group, month, y = (np.asarray(column) for column in (group, month, y))
    if not len(group) == len(month) == len(y):
        raise ValueError(
            f"group, month and y have a value a row; found {len(group)}, {len(month)} and {len(y)} values."
        )
    counted = _as_months(month)
    train, test = (np.asarray(part) for part in (train, test))
    if not all(_are_positions(part, len(y)) for part in (train, test)):
        return [SPLIT_FAULTS["positions"]]
    used = len(train) + len(test)
    is_late = len(train) and len(test) and month[train].max() > month[test].min()
    is_near = len(train) and len(test) and counted[train].max() + wait > counted[test].min()
    seen = {
        "row": bool(set(train) & set(test)),
        "group": bool(set(group[train]) & set(group[test])),
        "order": bool(is_late),
        "wait": bool(is_near and not is_late),
        "share": not TEST_SHARE[0] <= len(test) / max(used, 1) <= TEST_SHARE[1],
        "events": y[test].sum() < FEWEST_EVENTS,
        "kept": used < LEAST_KEPT * len(y),
    }
    if seen["row"]:
        seen["group"] = seen["order"] = seen["wait"] = False  # they follow from it
    return [SPLIT_FAULTS[name] for name, is_seen in seen.items() if is_seen]


def _as_months(month):
    """Count dates in months, since two added to a date would be two of NumPy's smallest units; leave numbers alone."""
    if month.dtype.kind not in "iufM":
        raise ValueError(f"month holds whole numbers or dates; found {month[:1]}. pd.to_datetime makes dates of texts.")
    if pd.isna(month).any():
        raise ValueError(f"Each row has a month; found {pd.isna(month).sum()} rows without one.")
    return month.astype("datetime64[M]").astype(int) if month.dtype.kind == "M" else month


def _are_positions(part, n) -> bool:
    if part.ndim != 1 or part.size == 0 or part.dtype.kind not in "iuf" or not np.all(np.isfinite(part)):
        return False
    whole = np.all(part == np.round(part))
    return bool(whole and part.min() >= 0 and part.max() < n and len(np.unique(part)) == len(part))


# ---- a model


def risks(model, table: pd.DataFrame) -> np.ndarray:
    """Return the risk (n,) that a fitted model gives each row: the second of two columns of `predict_proba`.

    What has not two columns comes back as it is, but never as (n,): one number a row is (n, 1).
    """
    found = np.asarray(model.predict_proba(table), dtype=float)
    if found.ndim == 2 and found.shape[1] == 2:
        return found[:, 1]
    return found[:, None] if found.ndim == 1 else found


def _columns_turned(model, table, refit):
    return risks(model, table[list(table.columns)[::-1]])


def _rows_turned(model, table, refit):
    return risks(model, table.iloc[::-1])[::-1]


def _one_by_one(model, table, refit):
    return np.concatenate([np.ravel(risks(model, table.iloc[[place]])) for place in range(min(ALONE, len(table)))])


def _fitted_again(model, table, refit):
    return risks(refit(), table)


ALONE = 6
"""So many rows are handed over one by one."""

SAME_RISKS: dict[str, Callable] = {
    "columns in another order": _columns_turned,
    "rows in another order": _rows_turned,
    "each row alone": _one_by_one,
    "fitted again": _fitted_again,
}
"""What changes nothing about a row: its risks stay as they are."""


def _new_category(model, table, refit):
    texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
    return risks(model, table.assign(**dict.fromkeys(texts, "never seen before")))


def _empty_columns(model, table, refit):
    numbers = [name for name in table if pd.api.types.is_float_dtype(table[name])]
    emptied = [table.assign(**{name: np.nan}) for name in numbers] or [table]  # whole numbers have no NaN among them
    return np.concatenate([risks(model, each) for each in emptied])


OTHER_RISKS: dict[str, Callable] = {"a category never seen": _new_category, "a column without values": _empty_columns}
"""What changes a row: there are risks all the same, from 0 to 1, one a row."""

MODEL_FAULTS = {
    "columns": "It gives one number a row. `predict_proba` has two columns: that nothing happens, and that something does.",
    "new": "Called twice it hands out one and the same object. Make a new one in each call.",
    "rows": "It gives another number of risks than there are rows: rows with gaps are dropped, perhaps.",
    "range": "Its risks are not all numbers from 0 to 1.",
    "constant": "It gives every row the same risk.",
    "columns in another order": "It takes columns by their place: handed over in another order, they give other risks, or it stops.",
    "rows in another order": "The order of the rows changes their risks.",
    "each row alone": "A row alone gets another risk than among others: something is fitted, or scaled, when it predicts.",
    "fitted again": "Fitted again on the same rows it gives other risks. What draws at random, and from which seed?",
    "a category never seen": "A category that training never had stops it.",
    "a column without values": "A column of numbers without a value stops it.",
    "table": "It changes the table that it is given.",
}


def behaviour_of(build: Callable, train: pd.DataFrame, y, table: pd.DataFrame) -> dict[str, Any]:
    """Find out how a model behaves when what it is handed changes; `judge_behaviour` says what is wrong with that.

    build : makes an object with `fit(table, y)` and `predict_proba(table)`. Returns the risks as they are, those after
    each change (None where it stopped), and the digests of the tables before and after.
    """
    before = digest(train, table)
    built: list[Any] = []

    def fitted():
        model = build()
        built.append(model)
        model.fit(train, y)
        return model

    model = fitted()
    found: dict[str, Any] = {"before": before, "risks": np.round(risks(model, table), 6)}
    for name, change in (SAME_RISKS | OTHER_RISKS).items():
        try:
            found[name] = np.round(change(model, table.copy(), fitted), 6)
        except Exception:  # a learner's model may raise anything; which change it was says more than the error
            found[name] = None
    return found | {"digest": digest(train, table), "is_new": all(other is not model for other in built[1:])}


def judge_behaviour(found: Mapping[str, Any], rows: int) -> list[str]:
    """Say what is wrong with a model, from what `behaviour_of` found on a table of `rows` rows."""
    asked = np.asarray(found["risks"], float)
    is_flat = asked.shape == (rows, 1)
    asked = asked[:, 0] if is_flat else asked
    if asked.shape != (rows,):
        return [MODEL_FAULTS["rows"]]
    if not _are_shares(asked):
        return [MODEL_FAULTS["range"]]
    seen = {
        "columns": is_flat,
        "new": not found["is_new"],
        "constant": np.ptp(asked) == 0,
        "table": found["digest"] != found["before"],
    }
    for name in SAME_RISKS:
        after = found[name]
        seen[name] = after is None or not _are_same(np.asarray(after, float).ravel(), asked)
    for name in OTHER_RISKS:
        after = np.asarray(found[name] if found[name] is not None else [], float)
        seen[name] = after.size == 0 or after.size % rows > 0 or not _are_shares(after)
    return [MODEL_FAULTS[name] for name, is_seen in seen.items() if is_seen]


def _are_same(after, asked) -> bool:
    return after.shape in {asked.shape, asked[:ALONE].shape} and bool(
        np.allclose(after, asked[: len(after)], atol=1e-5)
    )


def _are_shares(values) -> bool:
    return bool(np.all(np.isfinite(values)) and np.all((values >= 0) & (values <= 1)))


def digest(*tables: pd.DataFrame) -> str:
    """Return a short text that changes when a value, a column or the order of rows in the tables does."""
    found = hashlib.sha256()
    for table in tables:
        found.update(repr(list(table.columns)).encode())
        found.update(pd.util.hash_pandas_object(table).to_numpy().tobytes())
    return found.hexdigest()[:16]


def model_faults(build: Callable, table: pd.DataFrame, y, rows: int = 30) -> list[str]:
    """Say what is wrong with how a model behaves: fitted on all rows but the last `rows`, tried on those.

    build : makes an object with `fit(table, y)` and `predict_proba(table)`. table (n, d) : columns known when you
    decide. y (n,) : 0 or 1. Raises TypeError for a table that is no DataFrame, or a model in place of what makes one, ValueError for too few rows.
    """
    if not callable(build):
        raise TypeError(
            f"build makes a new model each time; found one {type(build).__name__}. Put `lambda:` before it."
        )
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"The table is a DataFrame, whose columns have names; found {type(table).__name__}.")
    if not len(table) == len(y) > rows:
        raise ValueError(
            f"Give a y a row, and more rows than the {rows} to try; found {len(table)} rows, {len(y)} in y."
        )
    train, y_train, fresh = table.iloc[:-rows], np.asarray(y)[:-rows], table.iloc[-rows:]
    return judge_behaviour(behaviour_of(build, train, y_train, fresh), rows)


# ---- a run

_random: Any = np.random  # its types leave out what is held here
_GLOBAL, _exchange, _in_use = _random.mtrand._rand, _random.set_bit_generator, _random.get_bit_generator
"""What the functions of `np.random` draw from, and its source: a run that puts others in their place hides nothing."""

LONG_ENOUGH = 4
"""Values of a part of a result: two that are alike in so many are not alike by chance."""

RUN_FAULTS = {
    "again": "Run twice with one seed, it gives two results: something draws from a generator that the seed does not set.",
    "seed": "Two seeds give the same result, or the same part of it: the seed does not reach every draw.",
    "order": "The names in another order give another result.",
    "global": "It sets NumPy's global generator, or draws from it: whatever else draws there changes with it.",
}


def run_twice(run: Callable, names: Sequence[str], seed: int = 3) -> dict[str, Any]:
    """Call `run(seed, names)` in four ways: twice alike, with the names turned round, and with another seed.

    In each call NumPy's global generator stands on a source of its own, and afterwards it is as it was.
    """
    source, state = _in_use(), _GLOBAL.get_state(legacy=False)
    results: dict[str, Any] = {"global": False}
    calls = {"first": (seed, names), "again": (seed, names), "turned": (seed, names[::-1]), "other": (seed + 1, names)}
    try:
        for place, (name, (number, order)) in enumerate(calls.items()):
            own = np.random.MT19937(place)
            before = _place_in(own)
            _exchange(own)
            results[name] = run(number, list(order))
            results["global"] |= _in_use() is not own or _place_in(own) != before
    finally:
        _exchange(source)
        _GLOBAL.set_state(state)
    return results


def _place_in(source: np.random.MT19937) -> tuple[bytes, int]:
    state: Any = source.state["state"]
    return state["key"].tobytes(), state["pos"]


def judge_run(results: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with a run, from what `run_twice` found."""
    first, again, turned = (_written(results[name]) for name in ("first", "again", "turned"))
    seen = {
        "again": first != again,
        "order": first != turned and first == again,
        "seed": any(map(operator.eq, _parts(results["first"]), _parts(results["other"]))),
        "global": bool(results["global"]),
    }
    return [RUN_FAULTS[name] for name, is_seen in seen.items() if is_seen]


def _parts(result) -> list[str]:
    """Write the parts of a result that are long enough not to agree by chance; the whole where it has no such parts."""
    parts = [part for part in result if np.size(part) > LONG_ENOUGH] if isinstance(result, list | tuple) else []
    return [_written(part) for part in parts or [result]]


def _written(result) -> str:
    return repr(np.asarray(result, dtype=object).tolist())


def run_faults(run: Callable, names: Sequence[str]) -> list[str]:
    """Say what is wrong with `run(seed, names)`: chance that no seed reaches, or an order that should not matter."""
    return judge_run(run_twice(run, names))
