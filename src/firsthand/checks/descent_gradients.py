"""Exercises of the lesson on gradient descent: the gradient of the mean squared error, and one without calculus."""

import operator

import numpy as np

from firsthand.checks import descent_results
from firsthand.judging.exercise import Exercise, alone, sizes, switched


def _lines(rng):
    drawn = [(0.5, 1.0, np.array([1.0, 2.0, 4.0, 7.0]), np.array([3.0, 2.0, 6.0, 4.0]))]
    for n, scale in ((1, 1), (2, 1), (3, 0.03), (9, 0.03), (40, 1)):
        x = scale * rng.normal(2, 3, n)
        drawn.append((rng.normal(), scale * rng.normal(), x, 2 * x - scale + scale * rng.normal(0, 2, n)))
    return drawn


def _slopes(
    w,
    b,
    x,
    y,
    *,
    errors=lambda w, b, x, y: w * x + b - y,
    b_errors=None,
    w_errors=None,
    power=lambda e: e,
    column=False,
    w_term=lambda e, x, y, w: e * x,
    b_term=lambda e, x, b: e,
    rows=slice(None),
    below=np.size,
    w_below=None,
    b_below=None,
    factor=2,
    w_factor=1,
    b_factor=1,
    sign=1,
    rooted=False,
    swapped=False,
):
    """Both derivatives; `rows` are those added up, `below` what their sum is divided by."""
    x = x[:, None] if column else x
    of_w, of_b = (power((own or errors)(w, b, x, y)) for own in (w_errors, b_errors))
    w_terms, b_terms = w_term(of_w, x, y, w), b_term(of_b, x, b)
    with np.errstate(all="ignore"):  # of one row n - 1 is 0
        dw = factor * w_factor * np.sum(w_terms[rows]) / np.float64((w_below or below)(w_terms))
        db = factor * b_factor * np.sum(b_terms[rows]) / np.float64((b_below or below)(b_terms))
        scale = sign / (2 * np.sqrt(np.mean(errors(w, b, x, y) ** 2)) if rooted else 1)
    return (scale * db, scale * dw) if swapped else (scale * dw, scale * db)


def _one(terms):
    return 1


def _squared(terms):
    return np.size(terms) ** 2


_FIRST, _LAST, _BUT_FIRST, _BUT_LAST = slice(0, 1), slice(-1, None), slice(1, None), slice(None, -1)


def _forward(w, b, x, y, *, h):
    at, of_w, of_b = (np.mean((w * x + b - y) ** 2) for w, b in ((w, b), (w + h, b), (w, b + h)))
    return (of_w - at) / h, (of_b - at) / h


_MOVED = "You moved w and b by {h} ahead and compared the losses: that is near the derivative, and is not it."

mse_gradient = Exercise(
    title="The gradient of the mean squared error",
    points=2,
    cases=_lines,
    expected=lambda w, b, x, y: [2 * (w * x + b - y) @ moved / len(y) for moved in (x, np.ones_like(x))],
    seen=descent_results.in_slopes,
    mistakes=switched(
        _slopes,
        {
            "Your dw does not contain x: it is the same as db. By how much does a prediction move when w does?": {
                "w_term": lambda e, x, y, w: e
            },
            "Your db carries the factor x too. By how much does a prediction move when b does?": {
                "b_term": lambda e, x, b: e * x
            },
            "Only y is multiplied by x in dw. Where do the brackets around the error end?": {
                "w_term": lambda e, x, y, w: e + y - y * x
            },
            "dw multiplies the errors by y. By how much does a prediction move when w does?": {
                "w_term": lambda e, x, y, w: e * y
            },
            "You have half of what is asked. What does the square bring down when it is differentiated?": {"factor": 1},
            "Only dw lacks the factor that the square brings down.": {"w_factor": 0.5},
            "Only db lacks the factor that the square brings down.": {"b_factor": 0.5},
            "Both numbers have the opposite sign: they point downhill. Is your error prediction minus y, or the reverse?": {
                "sign": -1
            },
            "Only dw has the opposite sign.": {"w_factor": -1},
            "Only db has the opposite sign.": {"b_factor": -1},
            "You summed over the rows. The loss is a mean, so its gradient does not grow with their number.": {
                "below": _one
            },
            "Those are plain sums over the rows: two n-ths of each are asked. Does a factor 2 and a division by n stand there, and "
            "what is your n, the number of rows?": {"factor": 1, "below": _one},
            "dw is a mean and db still a sum: you divided only one of them by n.": {"b_below": _one},
            "db is a mean and dw still a sum: you divided only one of them by n.": {"w_below": _one},
            "Only db is divided by n twice. A mean has done it already.": {"b_below": _squared},
            "Only dw is divided by n twice. A mean has done it already.": {"w_below": _squared},
            "You divided by n twice. A mean has done it already.": {"below": _squared},
            "Only the last row counts. Does each round of your loop add to the numbers, or overwrite them?": {
                "rows": _LAST,
                "below": _one,
            },
            "Only the first row counts. When does your function return?": {"rows": _FIRST, "below": _one},
            "Only the last row counts, divided by n. Does your loop add up, or overwrite?": {"rows": _LAST},
            "Only the first row counts, divided by n. When does your function return?": {"rows": _FIRST},
            "A column (n, 1) met a row (n,), and every x was paired with every y. Give both one shape.": {
                "column": True
            },
            "Your predictions leave out b. The line is w·x + b.": {"errors": lambda w, b, x, y: w * x - y},
            "The prediction in your db leaves out b. It is w·x + b in both.": {
                "b_errors": lambda w, b, x, y: w * x - y
            },
            "The error in your dw has b with the wrong sign. Where do the brackets around the prediction end?": {
                "w_errors": lambda w, b, x, y: w * x - b - y
            },
            "b has the wrong sign in your errors. Where do the brackets around the prediction end?": {
                "errors": lambda w, b, x, y: w * x - b - y
            },
            "The prediction in your dw leaves out b. It is w·x + b in both.": {
                "w_errors": lambda w, b, x, y: w * x - y
            },
            "That uses the squared errors. Differentiate the square: one power is left.": {"power": np.square},
            "That uses the errors without their signs. What does a negative error say?": {"power": np.abs},
            "That is the gradient of the mean absolute error. Here errors are squared.": {
                "power": np.sign,
                "factor": 1,
            },
            "That is the gradient of the root of the mean squared error. Here no root is taken.": {"rooted": True},
            "db comes back first, and dw is asked first.": {"swapped": True},
            "The first row is left out of your sums. With which row does your loop begin?": {"rows": _BUT_FIRST},
            "The last row is left out of your sums. Where does your loop end?": {"rows": _BUT_LAST},
            "The first row is left out of your means. With which row do they begin?": {
                "rows": _BUT_FIRST,
                "below": lambda terms: len(terms) - 1,
            },
            "The last row is left out of your means. With which row do they end?": {
                "rows": _BUT_LAST,
                "below": lambda terms: len(terms) - 1,
            },
            "You divided by n - 1, which is 0 where there is one row. The loss is a mean over n rows.": {
                "below": lambda terms: len(terms) - 1
            },
            "You divided by n - 1 wherever there are rows enough. The loss is a mean over n rows.": {
                "below": lambda terms: max(len(terms) - 1, 1)
            },
            "Only dw is divided by n - 1. The loss is a mean over n rows.": {
                "w_below": lambda terms: max(len(terms) - 1, 1)
            },
            "Only db is divided by n - 1. The loss is a mean over n rows.": {
                "b_below": lambda terms: max(len(terms) - 1, 1)
            },
            "You have twice what is asked: the factor that the square brings down stands there once too often.": {
                "factor": 4
            },
            "dw multiplies the errors by w. By how much does a prediction move when w does?": {
                "w_term": lambda e, x, y, w: e * w
            },
            "dw multiplies the errors by the predictions' w·x. By how much does a prediction move when w does?": {
                "w_term": lambda e, x, y, w: e * w * x
            },
            "Your dw carries the factor x twice. By how much does a prediction move when w does?": {
                "w_term": lambda e, x, y, w: e * x**2
            },
            "dw has lost the sign of x. What does a prediction do where x is negative and w grows?": {
                "w_term": lambda e, x, y, w: e * np.abs(x)
            },
            "db multiplies the errors by b. By how much does a prediction move when b does?": {
                "b_term": lambda e, x, b: e * b
            },
            "Your errors leave out y. An error is prediction minus y.": {"errors": lambda w, b, x, y: w * x + b},
            "You added y to the predictions. An error is prediction minus y.": {
                "errors": lambda w, b, x, y: w * x + b + y
            },
            "w and b have changed places in your predictions. Which of them is multiplied by x?": {
                "errors": lambda w, b, x, y: b * x + w - y
            },
            "You averaged x and the errors apart and multiplied the means. Multiply row by row first.": {
                "w_term": lambda e, x, y, w: e * np.mean(x)
            },
            "The error in your db has b with the wrong sign. Where do the brackets around the prediction end?": {
                "b_errors": lambda w, b, x, y: w * x - b - y
            },
            "The prediction in your db leaves out w·x. It is w·x + b in both.": {"b_errors": lambda w, b, x, y: b - y},
            "Your predictions multiply b by x too. The line is w·x + b.": {
                "errors": lambda w, b, x, y: (w + b) * x - y
            },
            "That is the loss beside a derivative. Two derivatives are asked.": {
                "w_term": lambda e, x, y, w: e**2,
                "w_factor": 0.5,
            },
        },
    )
    | alone(switched(_forward, {_MOVED: {"h": sizes(0.1, 1e-2, 1e-3, 1e-4)}}))
    | {
        "That uses the sum of all squared errors. Each row has an error of its own that meets its own x, and of the square "
        "one power is left.": lambda w, b, x, y: (
            x * np.sum((w * x + b - y) ** 2),
            np.sum((w * x + b - y) ** 2),
        ),
        "Those are the derivatives with respect to each prediction. By how much does a prediction move when w does, and when b does?": (
            lambda w, b, x, y: 2 * (w * x + b - y) / len(x)
        ),
    },
)


def cubic(x, *others):
    """A sum of cubes: its third derivative shows which difference was taken."""
    _refuse(others)
    return float(np.sum(x**3) - np.sum(x))


def log_sum_exp(x, *others):
    """A smooth maximum."""
    _refuse(others)
    return float(np.log(np.sum(np.exp(x))))


def _refuse(others):
    """Say what Python's own words leave open, where the coordinates are handed in one by one."""
    if others:
        raise TypeError("f takes one array that holds all coordinates, and got the coordinates one by one")


def _functions(rng):
    floats = [
        (log_sum_exp, rng.normal(size=3), 0.1),
        (cubic, rng.normal(size=1), 0.3),
        (log_sum_exp, rng.normal(0, 3, size=6), 0.25),
    ]
    whole = [(cubic, rng.integers(2, 7, size=3) * [1, 0, 1]), (log_sum_exp, rng.integers(-4, 5, size=4))]
    flat = (cubic, np.array([3**-0.5 + rng.uniform(5e-4, 2e-3), rng.normal()]), 0.15)  # one side alone shows here
    return [(cubic, np.array([2.0, -1.0]), 0.1), *floats, flat, *((f, x, rng.uniform(0.2, 0.4)) for f, x in whole)]


def _differences(
    f,
    x,
    h,
    *,
    ahead=1,
    behind=1,
    width=2,
    power=1,
    own_h=None,
    sign=1,
    joined=operator.sub,
    second=False,
    moves=np.eye,
    still=slice(0),
    left="",
    in_place=False,
    own_type=False,
    whole_steps=False,
    own_result=False,
    reach=np.ones_like,
    over_reach=True,
    signed=False,
    collect=lambda slopes: slopes,
):
    h, slopes, here = own_h or h, [], np.array(x, x.dtype if own_type else float)
    reaches = reach(here)
    steps = moves(len(x)) * h * reaches[:, None]
    steps[still] = 0
    if in_place:
        x += 0 * steps[0]  # whole numbers take no step of floats; that is what stops there
    for step, size in zip(steps.astype(x.dtype) if whole_steps else steps, reaches, strict=True):
        there = (here + ahead * step).astype(here.dtype)  # as an assignment in place: whole numbers stay whole
        back = (there - (ahead + behind) * step if left == "behind" else here - behind * step).astype(here.dtype)
        value = joined(f(there), f(back)) - (2 * f(here) if second else 0)
        with np.errstate(all="ignore"):  # a step of 0
            slopes.append(sign * value / (width * ((size if over_reach else 1) * h) ** power))
        here = {"behind": back, "ahead": there}.get(left, here)
    found = np.array(collect(slopes * np.sign(x) if signed else slopes))
    return found.astype(x.dtype) if own_result else found


numeric_gradient = Exercise(
    title="A gradient without calculus",
    points=2,
    cases=_functions,
    expected=lambda f, x, h: [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(len(x))],
    seen=descent_results.in_differences,
    mistakes=switched(
        _differences,
        {
            "That is the forward difference, from x to x + h. The central one goes from h behind to h ahead.": {
                "behind": 0,
                "width": 1,
            },
            "That is the backward difference, from x - h to x. The central one goes from h behind to h ahead.": {
                "ahead": 0,
                "width": 1,
            },
            "You compare the value ahead with the one at x, and divide by a distance twice as long.": {"behind": 0},
            "You compare the value at x with the one behind, and divide by a distance twice as long.": {"ahead": 0},
            "You divided by h. How far apart are the two points you compare?": {"width": 1},
            "You halved and then multiplied by h. In which order does Python work out / and *?": {"power": -1},
            "You divided by 2 alone, as if h were 1. How far apart are the two points you compare?": {"power": 0},
            "The two points are h apart: you went half an h each way. The statement goes a whole h each way.": {
                "ahead": 0.5,
                "behind": 0.5,
                "width": 1,
            },
            "You used an h of your own. Use the one that is handed in.": {"own_h": 1e-5},
            "Your step is h times the size of the coordinate, and one of 0 does not move: NaN. The statement moves each of them by h.": {
                "reach": np.abs
            },
            "Your step is h times the length of x. The statement moves each coordinate by h itself.": {
                "reach": lambda x: np.full(len(x), np.linalg.norm(x))
            },
            "Every sign is turned: behind minus ahead. Which of the two values comes first?": {"sign": -1},
            "You moved every coordinate at once. A partial derivative moves one and leaves the others.": {
                "moves": lambda d: np.ones((d, d))
            },
            "One number came back: every coordinate moved at once. Move one at a time, and collect one number for each.": {
                "moves": lambda d: np.ones((d, d)),
                "collect": lambda slopes: slopes[0],
            },
            "The slopes are added up. Collect one number for each coordinate.": {"collect": lambda slopes: sum(slopes)},
            "The step of coordinate 0 is still in place when coordinate 1 moves. When is your step made?": {
                "moves": np.tri
            },
            "You stepped ahead, then back, and never returned: coordinate 0 is still off when 1 moves.": {
                "left": "behind"
            },
            "Coordinate 0 is still h ahead when coordinate 1 moves. Start each from a fresh copy of x.": {
                "left": "ahead"
            },
            "Where x holds whole numbers, your step does too, and h is cut off to 0.": {"whole_steps": True},
            "Where x holds whole numbers, h added into an array of them is cut off.": {"own_type": True},
            "Where x holds whole numbers, your result array does too and cuts off the decimals. `zeros_like` copies the type.": {
                "own_result": True
            },
            "Where x holds whole numbers, so do the points you ask for and your result: h is cut off, and so are the decimals. "
            "`x.copy()` and `zeros_like` keep the type.": {
                "own_type": True,
                "own_result": True,
            },
            "The last coordinate is never moved, so its slope is 0 in yours. Where does your loop end?": {
                "still": slice(-1, None)
            },
            "The first coordinate is never moved, so its slope is 0 in yours. Where does your loop begin?": {
                "still": slice(0, 1)
            },
            "Only the first coordinate is moved, and all other slopes are 0. How often must f be asked?": {
                "still": slice(1, None)
            },
            "You added the value behind to the one ahead. A slope is made of their difference.": {
                "joined": operator.add
            },
            "That is the second derivative: how the slope changes. Asked is the slope.": {
                "joined": operator.add,
                "second": True,
                "width": 1,
                "power": 2,
            },
            "You divided by h twice. How far apart are the two points you compare?": {"power": 2},
            "You went half an h each way and divided by a distance twice as long. The statement goes a whole h each way.": {
                "ahead": 0.5,
                "behind": 0.5,
            },
            "You change x itself: an array of whole numbers stops your code, which refuses to take floats, and the caller's x may come "
            "back with rounding in it. Move a copy.": {"in_place": True},
            "Your step is h times the coordinate, and one of 0 does not move; then you divided by 2 h all the same. The statement moves "
            "each of them by h itself.": {"reach": np.asarray, "over_reach": False},
            "Your slopes are turned where x is negative: they are multiplied by the sign of x. What has that to do with the slope?": {
                "signed": True
            },
            "You used an h of your own, {own_h}. Use the one that is handed in.": {"own_h": sizes(1e-2, 1e-3)},
            "You used an h of your own, {own_h}, and took the difference from x to h ahead of it. The central one goes from h behind "
            "to h ahead.": {"own_h": sizes(1e-3, 1e-4, 1e-5, 1e-6, 1e-7), "behind": 0, "width": 1},
            "You used an h of your own, {own_h}. Besides, where x holds whole numbers, it is cut off in the points you ask for.": {
                "own_h": sizes(1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8),
                "own_type": True,
            },
            "You used an h of your own, {own_h}, and took the difference from x to h ahead of it. Besides, where x holds whole numbers, h is "
            "cut off in the points you ask for.": {
                "own_h": sizes(1e-3, 1e-4, 1e-5, 1e-6, 1e-7),
                "own_type": True,
                "behind": 0,
                "width": 1,
            },
            "You used an h of your own. Besides, where x holds whole numbers, it is cut off in the points you ask for, and the "
            "decimals in your result.": {
                "own_h": 1e-4,  # as a much copied book has it
                "own_type": True,
                "own_result": True,
            },
            "The two points are 4 h apart. The statement goes one h each way.": {
                "ahead": 2,
                "behind": 2,
                "width": 4,
            },
            "One number came back, and it is f ahead less f at x: every coordinate moved at once, nothing was asked behind x, and the "
            "distance was left out.": {
                "moves": lambda d: np.ones((d, d)),
                "collect": lambda slopes: slopes[0],
                "behind": 0,
                "width": 1,
                "power": 0,
            },
            "Your slopes have lost their signs. Where f falls, is the value ahead the larger one?": {
                "collect": lambda slopes: np.abs(slopes)
            },
            "Your step is h times the size of the coordinate. The statement moves each of them by h itself.": {
                "reach": lambda x: np.maximum(np.abs(x), 1e-8)
            },
        },
    )
    | {
        "Your difference uses four points, a finer one. The statement takes the one h ahead and the one h behind.": lambda f, x, h: (
            (4 * _differences(f, x, h) - _differences(f, x, 2 * h)) / 3
        ),
        "You asked f about one coordinate alone. f takes the whole point: one coordinate moved, the others where they are.": lambda f, x, h: (
            [(f(at + h) - f(at - h)) / (2 * h) for at in x]
        ),
        "You asked f about the step alone, h ahead of 0 and h behind it. Where does the step begin?": lambda f, x, h: (
            _differences(f, 0.0 * x, h)
        ),
    },
)
