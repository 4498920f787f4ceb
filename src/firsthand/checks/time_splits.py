"""Exercise of the lesson on cross-validation: which rows train and test when only the past may teach."""

import numpy as np
from sklearn.model_selection import KFold, TimeSeriesSplit

from firsthand.checks.folds import unrolled
from firsthand.judging.exercise import Exercise, switched


def _forward_cases(rng):
    drawn = [(int(rng.integers(19, 26)), 4, 3, 4), (int(rng.integers(26, 32)), 3, 6, 2)]
    return [(10, 2, 2, 1), (14, 3, 3, 0), *drawn, (9, 5, 1, 3), (18, 5, 1, 7), (10, 2, 2, 3)]


def _forward(
    n,
    n_splits,
    size,
    gap,
    *,
    starts=lambda n, n_splits, size, gap: range(n - n_splits * size, n, size),
    stop=lambda start, gap: start - gap,
    first=lambda stop, size, gap: 0,
    later=lambda start, size, gap, n: (),
    test=lambda start, size, gap: range(start, start + size),
    beyond=0,
    block=None,
    one=lambda train, test: (train, test),
    finish=list,
):
    """A split for each of `starts`: train runs from `first` to `stop`, with the `later` rows behind.

    Rows that do not exist are left out, as slices do; but for those `beyond` the last. block : gives another size in place of `size`.
    """
    pairs, size = [], block(n, n_splits) if block else size
    for start in starts(n, n_splits, size, gap):
        end = max(stop(start, gap), 0)
        train = [*range(max(first(end, size, gap), 0), end), *later(start, size, gap, n)]
        pairs.append(one(train, [row for row in test(start, size, gap) if row < n + beyond]))
    return finish(pairs)


def _from_block_one(n, n_splits, size, gap):
    return [size * (i + 1) for i in range(n_splits)]


def _whole_ones(pairs):
    longest = max(len(test) for _, test in pairs)
    return [pair for pair in pairs if len(pair[1]) == longest]


def _gap_after_each(n, n_splits, size, gap):
    starts = n - n_splits * size + gap + (size + gap) * np.arange(n_splits)
    return [(np.arange(min(start - gap, n)), np.arange(start, min(start + size, n))) for start in starts]


def _without_gaps(pairs, number):
    """Leave the rows in the first gaps, so many of them, out of the train parts behind."""
    gone = [row for train, test in pairs[:number] for row in range(len(train), test[0])]
    return [([row for row in train if row not in gone], test) for train, test in pairs]


def _equal_blocks(n, n_splits, size, gap):
    block = n // (n_splits + 1)
    starts = block * np.arange(1, n_splits + 1)
    return [(np.arange(max(start - gap, 0)), np.arange(start, start + block)) for start in starts]


def _purged(cut):
    """Make the splits in which each of the parts that `cut` makes of all rows tests, and train stays a gap away from it."""

    def splits(n, n_splits, size, gap):
        rows = np.arange(n)
        return [
            (rows[(rows < part[0] - gap) | (rows > part[-1] + gap)], part) for part in cut(rows, n_splits) if len(part)
        ]

    return splits


def _sorted_rows(answer, *case):
    """Ask for splits and put the rows of each part, a set maybe, into rising order: which order they have is free."""
    splits = unrolled(answer, *case)
    return [_sorted_parts(pair) for pair in splits] if isinstance(splits, list | tuple) else splits


def _sorted_parts(pair):
    if isinstance(pair, list | tuple) and not all(map(np.isscalar, pair)):
        return [_sorted_parts(part) for part in pair]
    flat = isinstance(pair, list | tuple | range | np.ndarray) and np.ndim(pair) == 1
    return sorted(pair) if flat or isinstance(pair, set | frozenset) else pair


def _seen_in_splits(pairs, n, n_splits, size, gap):
    """Compare a list of splits with the statement, line by line: the test parts first, then train."""
    if isinstance(pairs, frozenset | dict):
        return (
            "Asked is a list of pairs, (train, test), the earliest test part first. A set or a dictionary is no list."
        )
    if len(pairs) != n_splits:
        return "Your list has another number of splits than `n_splits` asks for."
    trains, tests = zip(*pairs, strict=True)
    if any(len(test) != size for test in tests):
        if tests[-1][-1] != n - 1:
            return (
                "A test part of yours has another number of rows than `size` asks for, and your last one does not end with the last "
                "row, n - 1."
            )
        return "A test part of yours has another number of rows than `size` asks for."
    if tests[-1][-1] != n - 1:
        return "Your last test part does not end with the last row, n - 1."
    if [row for test in tests for row in test] != list(range(n - n_splits * size, n)):
        return "Your test parts do not follow each other, row by row, up to the last one."
    if any(set(train) & set(range(test[0], n)) for train, test in pairs):
        return "A train part of yours holds rows of its test part, or later ones."
    if any(train != list(range(len(train))) for train in trains):
        return "Your test parts are right. A train part of yours does not hold every row from 0 on up to its end."
    if any(len(train) != max(test[0] - gap, 0) for train, test in pairs):
        return "Your test parts are right. A train part of yours ends in the wrong place: `gap` rows before its test part is asked."
    return ""


forward_splits = Exercise(
    title="Only the past may teach",
    points=2,
    expected=lambda n, n_splits, size, gap: list(TimeSeriesSplit(n_splits, test_size=size, gap=gap).split(np.zeros(n))),
    cases=_forward_cases,
    ask=_sorted_rows,
    seen=_seen_in_splits,
    mistakes=switched(
        _forward,
        {
            "Train runs one row too far. Does the end of a slice or range count?": {
                "stop": lambda start, gap: start - gap + 1
            },
            "There is no gap: train runs right up to the test part. Which rows is the gap taken from?": {
                "stop": lambda start, gap: start
            },
            "Your gap is one row too short. How many rows lie between the last one of train and the first of test?": {
                "stop": lambda start, gap: start - max(gap - 1, 0)
            },
            "Your gap is one row too long. How many rows lie between the last one of train and the first of test?": {
                "stop": lambda start, gap: start - gap - 1
            },
            "You took the gap from the test part, which loses its first rows. Train is the one that gives way.": {
                "stop": lambda start, gap: start,
                "test": lambda start, size, gap: range(start + gap, start + size),
            },
            "Train holds rows that come after the test part. On the day of the forecast they do not exist.": {
                "later": lambda start, size, gap, n: range(start + size, n)
            },
            "The gap lies behind the end of train and moves the test parts. It is taken from train, whose end moves instead.": {
                "stop": lambda start, gap: start,
                "test": lambda start, size, gap: range(start + gap, start + gap + size),
            },
            "Row n - 1 is never tested: the last test part is a row short.": {
                "finish": lambda pairs: [*pairs[:-1], (pairs[-1][0], pairs[-1][1][:-1])]
            },
            "Train is a window of one length that slides along. Here it keeps everything from row 0.": {
                "finish": lambda pairs: [
                    ([row for row in train if row >= test[0] - pairs[0][1][0]], test) for train, test in pairs
                ]
            },
            "You test blocks of `size` rows from the start on, however many there are. What is `n_splits` for?": {
                "starts": lambda n, n_splits, size, gap: range(size, n, size)
            },
            "Each test part is moved up by one row, and its train part is not. Row n - 1 is never tested.": {
                "test": lambda start, size, gap: range(start - 1, start + size - 1)
            },
            "Train is a window as long as the test part. Here it keeps everything from row 0.": {
                "first": lambda stop, size, gap: stop - size
            },
            "Your test parts have one row each. What is `size` for?": {"test": lambda start, size, gap: [start]},
            "Your test parts are one row too long, and overlap. Where does a range end that starts at `start`?": {
                "test": lambda start, size, gap: range(start, start + size + 1)
            },
            "Your test parts are one row too long: they overlap, and the last holds row n, which is not there.": {
                "test": lambda start, size, gap: range(start, start + size + 1),
                "beyond": 1,
            },
            "Your test parts are one row too short. Where does a range end that starts at `start`?": {
                "test": lambda start, size, gap: range(start, start + size - 1)
            },
            "Your test parts start as early as they can, so the latest rows are never tested. Where does the last one end?": {
                "starts": lambda n, n_splits, size, gap: range(size + gap, size + gap + n_splits * size, size)
            },
            "That is one split too many; it starts before the first one asked for.": {
                "starts": lambda n, n_splits, size, gap: range(n - (n_splits + 1) * size, n, size)
            },
            "The gap moves the test parts, too: the last one has to end with row n - 1.": {
                "starts": lambda n, n_splits, size, gap: range(n - n_splits * size - gap, n - gap, size)
            },
            "Your test parts start one row early, so row n - 1 is never tested.": {
                "starts": lambda n, n_splits, size, gap: range(n - 1 - n_splits * size, n - 1, size)
            },
            "The last test part is missing: it ends with row n - 1.": {"finish": lambda pairs: pairs[:-1]},
            "Train and test have changed places: train comes first in the pair.": {
                "one": lambda train, test: (test, train)
            },
        },
    )
    | switched(
        _forward,
        {
            "Your test parts end a block too early: the last `size` rows are never tested.": {
                "starts": lambda n, n_splits, size, gap: range(n - (n_splits + 1) * size, n - size, size)
            },
            "Your first test part starts at row `size`, and later rows are never tested. Where does the last one end?": {
                "starts": lambda n, n_splits, size, gap: range(size, size + n_splits * size, size)
            },
            "Train ends `size` rows before its test part. How many rows have no target yet?": {
                "finish": lambda pairs: [(np.arange(max(test[0] - len(test), 0)), test) for _, test in pairs]
            },
            "Train holds rows that come after the test part, behind a gap of their own. On the day of the forecast they do not exist.": {
                "later": lambda start, size, gap, n: range(start + size + gap, n)
            },
            "The rows of the first gap never train in yours. When the next split is made, their targets are known.": {
                "finish": lambda pairs: _without_gaps(pairs, 1)
            },
            "The rows of a gap never train again in yours. When the next split is made, their targets are known.": {
                "finish": lambda pairs: _without_gaps(pairs, len(pairs))
            },
            "The gap lies behind the end of train and moves the test parts; those that pass row n - 1 are cut short or left out. It is "
            "taken from train, whose end moves instead.": {
                "stop": lambda start, gap: start,
                "test": lambda start, size, gap: range(start + gap, start + gap + size),
                "finish": lambda pairs: [pair for pair in pairs if pair[1]],
            },
            "Your gap grows from split to split. It is the same for each.": {
                "finish": lambda pairs: [
                    (range(len(train) - i * (test[0] - len(train))), test) for i, (train, test) in enumerate(pairs)
                ]
            },
            "Row 0 is missing from train: rows are counted from 0.": {"first": lambda stop, size, gap: 1},
            "You took the gap from the oldest rows, the first of train. Which rows have no target yet?": {
                "first": lambda stop, size, gap: gap,
                "stop": lambda start, gap: start,
            },
            "You left the gap out twice. How many rows lie between the last one of train and the first of test?": {
                "stop": lambda start, gap: start - 2 * gap
            },
            "Your test parts start one row late, and the last one is a row short.": {
                "starts": lambda n, n_splits, size, gap: range(n + 1 - n_splits * size, n + 1, size)
            },
            "Your test parts move on by one row, so they overlap. Where does the next one start?": {
                "starts": lambda n, n_splits, size, gap: range(n - size - n_splits + 1, n - size + 1)
            },
            "The list has one pair, that of the earliest test part. Look at the indentation of `return`.": {
                "finish": lambda pairs: pairs[:1]
            },
            "The list has one pair, that of the latest test part. What is `n_splits` for?": {
                "finish": lambda pairs: pairs[-1:]
            },
            "Only one pair came back. Look at the indentation of `return`: how many splits does your loop finish?": {
                "finish": lambda pairs: pairs[0]
            },
            "Train stays the same in every split. Which rows may teach the later ones?": {
                "finish": lambda pairs: [(pairs[0][0], test) for _, test in pairs]
            },
            "Asked is a list of pairs, (train, test), one for each test part, and both are lists of row numbers.": {
                "finish": lambda pairs: list(zip(*pairs, strict=True))
            },
            "Those are the test parts alone. Each of them needs its train rows in front of it, as a pair.": {
                "one": lambda train, test: test
            },
            "Some of your numbers are no row: rows are counted from 0 to n - 1.": {
                "one": lambda train, test: (np.add(train, 1), np.add(test, 1))
            },
            "There is a gap between the test parts, too. They follow each other without a space.": {
                "starts": lambda n, n_splits, size, gap: [n - size - i * (size + gap) for i in range(n_splits)][::-1]
            },
            "With a gap of 0 your train part is empty. What does a slice that ends at -gap hold when gap is 0?": {
                "stop": lambda start, gap: start - gap if gap else 0
            },
            "Your first test part starts at row n // (n_splits + 1), so the last one need not end with row n - 1. Count back from the "
            "end: where does the first one start?": {
                "starts": lambda n, n_splits, size, gap: [n // (n_splits + 1) + i * size for i in range(n_splits)]
            },
            "You cut the rows into n_splits + 1 equal blocks and test all but the first. What is `size` for, and where does the "
            "last test part end?": {"block": lambda n, n_splits: n // (n_splits + 1), "starts": _from_block_one},
            "Your test parts have n // (n_splits + 1) rows each. What is `size` for?": {
                "block": lambda n, n_splits: n // (n_splits + 1)
            },
            "You cut the rows into n_splits equal blocks and test each of them, the first one too, before which nothing can train. "
            "What is `size` for?": {
                "block": lambda n, n_splits: n // n_splits,
                "starts": lambda n, n_splits, size, gap: [i * size for i in range(n_splits)],
            },
            "You took the gap from the test part, which loses its first rows, and left out a split whose test part loses all. Train is the "
            "one that gives way.": {
                "stop": lambda start, gap: start,
                "test": lambda start, size, gap: range(start + gap, start + size),
                "finish": lambda pairs: [pair for pair in pairs if pair[1]],
            },
            "The gap lies behind the end of train and moves the test parts; one that would pass row n - 1 is left out. It is taken from "
            "train, whose end moves instead.": {
                "stop": lambda start, gap: start,
                "test": lambda start, size, gap: range(start + gap, start + gap + size),
                "finish": _whole_ones,
            },
            "The first split is missing: its test part is the earliest one.": {"finish": lambda pairs: pairs[1:]},
            "The gap is one row too long, and where it is 0 as well. How many rows lie between train and test?": {
                "stop": lambda start, gap: start - max(gap, 1)
            },
        },
    )
    | {
        "Each test part begins a gap behind the one before, and the last runs past row n - 1. The gap is taken from train: the "
        "test parts follow each other.": _gap_after_each,
        "Your splits are those of `TimeSeriesSplit(n_splits)`, which knows neither `size` nor `gap`. What are they for?": lambda n, n_splits, size, gap: (
            list(TimeSeriesSplit(n_splits).split(np.zeros(n)))
        ),
        "You cut the rows into n_splits + 1 equal blocks, test all but the first, and leave out a split without train rows. What "
        "is `size` for, and where does the last test part end?": lambda n, n_splits, size, gap: [
            pair for pair in _equal_blocks(n, n_splits, size, gap) if len(pair[0])
        ],
        "Your test parts do not have `size` rows: they share out all rows evenly. What is `size` for?": lambda n, n_splits, size, gap: (
            list(TimeSeriesSplit(n_splits, gap=gap).split(np.zeros(n)))
        ),
        "Those are folds with a gap on both sides: rows after the test part train as well, and `size` is not used.": _purged(
            np.array_split
        ),
        "Those are blocks of n // n_splits rows with a gap on both sides: rows after the test part train as well, and `size` is "
        "not used.": _purged(lambda rows, k: np.split(rows, len(rows) // k * np.arange(1, k))),
        "Those are ordinary folds: rows after the test part train as well, and `size` and `gap` are not used.": lambda n, n_splits, size, gap: (
            list(KFold(n_splits).split(np.zeros(n)))
        ),
    },
)
