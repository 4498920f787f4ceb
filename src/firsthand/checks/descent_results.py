"""What is to be seen on a wrong result of an exercise on descent: `seen` of the lesson on gradient descent."""

import itertools
from functools import partial

import numpy as np

from firsthand.checks.comparing import RTOL, as_asked, by_rows, divided, on, slopes_off


def in_step(value, w, gradient, rate):
    """Tell rising slopes from falling ones: which way does each coordinate move, and how far?"""
    asked = w - rate * gradient
    place = as_asked(value, asked, finite=True)
    words = np.where(np.isclose(place, asked, RTOL, 1e-8), "right", _of_moves(place - w, asked - w))
    slopes = {"where the slope is above zero": gradient > 0, "where it is below zero": gradient < 0}
    coordinates = {"where there is one coordinate": len(w) == 1, "where there are more": True}
    lengths = {"where the gradient is longer than one": np.linalg.norm(gradient) > 1, "where it is shorter": True}
    return [divided(words, slopes), on(coordinates, words), on(lengths, words)]


def _of_moves(moves, wanted):
    """Say of each coordinate where it goes; of a step straight down the slope, that it is one."""
    straight = len(moves) > 1 and np.allclose(moves / wanted, (moves / wanted)[0], RTOL)
    way = ", straight down the slope," if straight else ""
    words = np.where(np.abs(moves) > np.abs(wanted), f"moved too far{way}", f"moved not far enough{way}")
    words = np.where(np.sign(moves) == -np.sign(wanted), "moved uphill", words)
    return np.where(np.abs(moves) < 1e-9 * np.abs(wanted), "not moved", words)


def in_slopes(value, w, b, x, y):
    """Tell the two derivatives apart."""
    error = w * x + b - y
    asked = np.array([2 * np.mean(error * x), 2 * np.mean(error)])
    words = slopes_off(as_asked(value, asked), asked)
    return [{"in dw": [words[0]], "in db": [words[1]]}, by_rows(len(x), words)]


def in_differences(value, f, x, h):
    """Tell whole numbers from others, and the first coordinate from later ones; slopes of a smaller step come first."""
    at, whole = np.array(x, float), x.dtype.kind == "i"
    asked, exact = (_central(f, at, step) for step in (h, 1e-5))
    slopes = as_asked(value, asked)
    words = slopes_off(slopes, asked)
    smaller = np.isclose(slopes, exact, 1e-5, 1e-5) & (np.abs(asked - exact) > 1e-3)
    words = np.where(smaller, "that of a far smaller step than `h`", words)
    kinds = {"where x holds whole numbers": whole, "where it holds floats": True}
    places = {"at the first coordinate": np.arange(len(x)) == 0, "at later ones": np.arange(len(x)) > 0}
    return [on(kinds, words), divided(words, places)]


def _central(f, x, step):
    return np.array([(f(x + move) - f(x - move)) / (2 * step) for move in step * np.eye(len(x))])


def in_rate(value, X):
    """Tell tables of one column, and those with more columns than rows, from others."""
    rate, asked = as_asked(value, 0.0, finite=True), len(X) / np.linalg.norm(X, 2) ** 2
    words = np.where(rate > asked, "too large, so that descent flies away,", "smaller than need be")
    words = np.where(rate <= 0, "not above zero", np.where(np.isclose(rate, asked), "right", words))
    tables = {
        "where X has a single column": X.shape[1] == 1,
        "where X has fewer rows than columns": len(X) < X.shape[1],
        "where it has several columns and as many rows at least": True,
    }
    return [on(tables, words)]


def in_trained_line(value, x, y, rate, epochs):
    """Tell one epoch from several, and w from b; where the loop begins elsewhere, that comes first."""
    if said := _of_begin(as_asked(value, np.zeros(2), finite=True), x, y, rate, epochs):
        return said
    line = np.zeros(2)
    for _ in range(epochs):
        error = line[0] * x + line[1] - y
        line = line - rate * 2 * np.array([np.mean(error * x), np.mean(error)])
    words = slopes_off(as_asked(value, line), line)
    when = "after one epoch" if epochs == 1 else "after several epochs"
    by_both = {f"in w {when}": [words[0]], f"in b {when}": [words[1]]}
    return [{when: words.tolist()}, {"in w": [words[0]], "in b": [words[1]]}, by_both, by_rows(len(x), words)]


def _of_begin(line, x, y, rate, epochs):
    """Say where a loop began that is right but for this, a factor and an order.

    A start is believed where both its numbers have two decimals at most: those of another slip have more.
    """
    design = np.column_stack([x, np.ones_like(x)])
    best, gram = np.linalg.lstsq(design, y)[0], design.T @ design / len(x)
    if epochs == 1 or np.allclose(line, best, 1e-3):  # the example has few decimals; at the end the start is forgotten
        return ""
    below = {"": 1, _SUMMED: len(x), _TWICE: 1 / len(x)} if len(x) > 1 else {"": 1}
    for swapped, factor, (many, times) in itertools.product((False, True), (2, 1), below.items()):
        shrink = np.linalg.matrix_power(np.eye(2) - rate * factor * times * gram, epochs)
        if np.linalg.cond(shrink) > 1e4 or np.abs(shrink).max() < 1e-4:
            continue
        start = best + np.linalg.solve(shrink, (line[::-1] if swapped else line) - best)
        if np.allclose(start, np.round(start, 2), 0, 1e-9) and np.abs(start).max() > 1e-3:
            return _of_start(np.round(start, 2), swapped, factor == 1, many)
    return ""


_SUMMED = "The gradient is a sum over the rows. The loss is a mean: where does n go?"
_TWICE = "The gradient is divided by n twice. A mean has done it already."


def _of_start(start, swapped, halved, many):
    w, b = start
    slips = {
        f"w starts at {w:g} in yours and b at {b:g}. The statement starts both at 0.": True,
        "The gradient has lost the factor that the square brings down.": halved,
        many: bool(many),
        "b comes back first, and w is asked first.": swapped,
    }
    return " ".join(sentence for sentence, holds in slips.items() if holds)


def in_scaled_tables(value, train, test):
    """Tell the two tables apart, and columns that are constant in train from others."""
    tables = train, test
    scaled = [as_asked(part, table) for part, table in zip(value, tables, strict=True)]
    varies = np.ptp(train, axis=0) > 0
    mean, spread = train.mean(axis=0), np.where(varies, train.std(axis=0), 1)
    words = []
    for part, table in zip(scaled, tables, strict=True):
        asked = ((table - mean) / spread).T
        if table is train:
            found = [_of_column(*column, _of_train_column) for column in zip(part.T, asked, strict=True)]
        else:
            own = [_in_units_of(*columns) for columns in zip(train.T, scaled[0].T, test.T, strict=True)]
            columns = zip(part.T, asked, own, strict=True)
            found = [_of_column(one, right, partial(_of_test_column, as_train=of)) for one, right, of in columns]
        words.append(np.array(found))
    return [
        {
            "in the columns of train that vary": words[0][varies],
            "in the columns of train that are constant": words[0][~varies],
            "in the columns of test that vary in train": words[1][varies],
            "in the columns of test that are constant in train": words[1][~varies],
        },
        {"in train": words[0], "in test": words[1]},
    ]


def _of_column(scaled, asked, of_others):
    if np.allclose(scaled, asked, 1e-5, 1e-8):
        return "right"
    return of_others(scaled, asked) if np.isfinite(scaled).all() else "NaN or infinite"


def _of_train_column(scaled, asked):
    if not np.isclose(scaled.mean(), 0, atol=1e-6):
        return "not of mean zero"
    if np.ptp(asked) > 0 and not np.isclose(scaled.std(), 1, atol=1e-5):
        return "of mean zero and too wide" if scaled.std() > 1 else "of mean zero and too narrow"
    return "not the values asked"


def _in_units_of(train, scaled, test):
    """Return a column of test as this answer scaled that of train; None where train does not tell how that is."""
    low, high = np.argmin(train), np.argmax(train)
    if train[low] == train[high] or not np.isfinite(scaled).all():
        return None
    slope = (scaled[high] - scaled[low]) / (train[high] - train[low])
    straight = np.allclose(scaled, scaled[low] + slope * (train - train[low]), 1e-6, 1e-9)
    return scaled[low] + slope * (test - train[low]) if straight else None


def _of_test_column(scaled, asked, as_train):
    if as_train is not None and np.allclose(scaled, as_train, 1e-5, 1e-8):
        return "off as in train"
    if as_train is None:  # of its units the train column tells nothing
        return "set to zero" if not np.any(scaled) else _of_factor(scaled, asked)
    if len(asked) > 1 and np.allclose(np.diff(scaled), np.diff(asked), 1e-5, 1e-7):
        return "shifted by another number than in train"
    return "in other units than train"


def _of_factor(scaled, asked):
    factor = scaled @ asked / max(asked @ asked, 1e-300)
    return "off by a factor" if np.allclose(scaled, factor * asked, 1e-5, 1e-8) else "not the values asked"


def in_path(value, gradients, start, rate, half, epochs):
    """Tell steps apart by their place in the epochs, each seen from the point before it."""
    m, d = len(gradients), len(start)
    path = as_asked(value, np.zeros((epochs * m + 1, d)), finite=True)
    if not np.allclose(path[0], start, RTOL, 1e-8):
        return "The first row of your path is not the start."
    count = np.arange(epochs * m)
    slopes = np.array([gradients[t % m](path[t]) for t in count]).reshape(-1, d)
    asked = -(rate / (1 + count / half))[:, None] * slopes
    words = np.array([_of_step(*step) for step in zip(path[:-1], path[1:], asked, strict=True)], dtype=object)
    tells = (words != "right") | asked.any(axis=1)  # where the gradient is 0, every rate is right
    places = {
        "at the first step of all": count == 0,
        "at the later steps of the first epoch": (count > 0) & (count < m),
        "at the first step of a later epoch": (count >= m) & (count % m == 0),
        "at the other steps of later epochs": (count > m) & (count % m > 0),
    }
    return [divided(words, {place: here & tells for place, here in places.items()})]


def _of_step(before, after, wanted):
    """Say what is wrong with one step, compared with the one that is asked from the same point."""
    move = after - before
    if np.allclose(move, wanted, 1e-5, 1e-8 + 2e-5 * np.max(np.abs([before, after]))):
        return "right"
    lengths = np.linalg.norm(move), np.linalg.norm(wanted)
    cosine = move @ wanted / max(lengths[0] * lengths[1], 1e-300)
    if lengths[0] < 1e-9 * lengths[1]:
        return "not moved"
    if cosine < -1 + 1e-6:
        return "straight uphill"
    if cosine < 1 - 1e-6:
        return "not along the gradient where it begins"
    return f"a step too {'long' if lengths[0] > lengths[1] else 'short'}"


def in_momentum(value, position, velocity, gradient, rate, beta):
    """Tell apart what the velocity keeps, what the gradient adds to it, and the move of the position by it."""
    place, new = (as_asked(part, position, finite=True) for part in value)
    moves = slopes_off(place - position, new, 1e-7)
    by_it = {"in how the position moves by the velocity you return": moves.tolist()}
    parts = np.column_stack([velocity, gradient])
    shares = np.linalg.lstsq(parts, new)[0]
    if np.allclose(new, beta * velocity - rate * gradient, RTOL, 1e-8):
        return [{_KEPT: ["right"], _ADDED: ["right"], **by_it}]
    if len(new) < 3:  # too few numbers to take a velocity apart
        return [by_it]
    if not np.allclose(parts @ shares, new, 1e-6, 1e-9):
        return [{"in the velocity": ["wrong"], **by_it}]
    kept, added = slopes_off(shares, np.array([beta, -rate]))
    return [{_KEPT: [kept], _ADDED: [added], **by_it}]


_KEPT, _ADDED = "in what the velocity keeps of the old one", "in what the gradient adds to the velocity"
