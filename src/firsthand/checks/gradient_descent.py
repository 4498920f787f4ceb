"""Exercises of the lesson on gradient descent: a step, with momentum too, a gradient, a stable rate and a loop."""

import operator
from functools import partial

import numpy as np

from firsthand.checks import descent_results
from firsthand.judging.exercise import Exercise, alone, sizes, switched
from firsthand.judging.transcript import call

_first, _last = operator.itemgetter(0), operator.itemgetter(-1)


def _steps(rng):
    example = (np.array([3.0, 1.0]), np.array([2.0, -4.0]), 0.25)
    drawn = [(rng.normal(0, 5, d), rng.normal(0, 3, d), rng.uniform(0.01, 0.9)) for d in (1, 2, 5)]
    small = [(rng.normal(0, size, 6), rng.normal(0, size, 6), rng.uniform(0.1, 0.9)) for size in (1e-3, 1e-6)]
    long = rng.normal(0, 5, 1), rng.choice([-1, 1], 1) * rng.uniform(12, 20), 0.3
    resting = (
        np.array([0.0, *rng.normal(0, 5, 2)]),
        rng.uniform(6, 9, 3) * [-1, 1, -1],
        0.15,
    )  # a weight of exactly 0 moves too
    return [example, *drawn, *small, long, resting]


def _cut_to(most):
    return lambda g: g * min(1, most / np.linalg.norm(g))


def _step(
    w, gradient, rate, *, sign=-1, keep=lambda rate: 1, length=lambda rate: rate, of=np.asarray, by=None, places=None
):
    moved = keep(rate) * w + sign * length(rate) * of(gradient if by is None else by(w))
    return moved if places is None else np.round(moved, places)


gradient_step = Exercise(
    equivalent={
        "def gradient_step(w, gradient, rate): -> def gradient_step(w, rate, gradient):": "a product has no order"
    },
    title="One step downhill",
    points=1,
    atol=1e-12,  # steps may be small
    cases=_steps,
    expected=lambda w, gradient, rate: np.add(w, np.multiply(-rate, gradient)),
    seen=descent_results.in_step,
    mistakes=switched(
        _step,
        {
            "You added the gradient, which climbs: the loss rises on the first step. Which way is downhill?": {
                "sign": 1
            },
            "You took the whole gradient as the step. What is `rate` for?": {"length": lambda rate: 1},
            "You added the whole gradient. Which way is downhill, and what is `rate` for?": {
                "sign": 1,
                "length": lambda rate: 1,
            },
            "You moved twice as far: the factor of the loss is in the gradient already.": {
                "length": lambda rate: 2 * rate
            },
            "You moved half as far: the factor of the loss is in the gradient already.": {
                "length": lambda rate: rate / 2
            },
            "You divided by the rate. A smaller rate is meant to give a smaller step.": {
                "length": lambda rate: 1 / rate
            },
            "That is the change alone. Where does the step end, when it starts at `w`?": {"keep": lambda rate: 0},
            "That is `rate` times the gradient. Where does the step begin, and which way does it go?": {
                "keep": lambda rate: 0,
                "sign": 1,
            },
            "You multiplied `w` by the rate too. It belongs to one of the two terms only.": {"keep": lambda rate: rate},
            "`w` came back as it was. In a loop `p -= ...` gives the name p another number, and the array keeps its own.": {
                "length": lambda rate: 0
            },
            "You subtracted `rate` times `w`. What is `gradient` for?": {"by": np.asarray},
            "The last weight stays where it is. Where does your loop end?": {"of": lambda g: np.append(g[:-1], 0)},
            "The new weights are rounded to {places} places. What if weights are small?": {
                "places": sizes(3, 4, 6, 8, 9)
            },
            "Every coordinate moved by `rate`. What makes steep directions move further?": {"of": np.ones_like},
            "You kept only the sign of the gradient, so every coordinate moved by one length.": {"of": np.sign},
            "You took the gradient without its signs. What does a negative slope say?": {"of": np.abs},
            "You divided the gradient by its norm: steep or flat, the step is as long.": {
                "of": lambda g: g / np.linalg.norm(g)
            },
            "You divided the gradient by its number of coordinates. The mean over rows is in the gradient already.": {
                "of": lambda g: g / len(g)
            },
            "Every coordinate moved by the sum of the gradient. Each has a slope of its own.": {"of": np.sum},
            "Every coordinate moved by the mean of the gradient. Each has a slope of its own.": {"of": np.mean},
        },
    )
    | alone(
        switched(
            _step,
            {
                f"A gradient longer than {most} is cut to that length in yours. A step is as long as rate and gradient make it.": {
                    "of": _cut_to(most)
                }
                for most in (1, 5, 10)
            }
            | {
                f"Each number of the gradient is cut off at ±{most} in yours. A step is as long as rate and gradient make it.": {
                    "of": partial(np.clip, a_min=-most, a_max=most)
                }
                for most in (1, 5, 10)
            },
        )
    )
    | {
        "You multiplied each weight by 1 − rate · gradient, so a weight of 0 never moves, and a negative one climbs. What is "
        "subtracted from the weight itself?": lambda w, gradient, rate: w * (1 - rate * gradient),
    },
)


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
    w_term=lambda e, x, y: e * x,
    b_term=lambda e, x: e,
    over=np.mean,
    w_over=None,
    b_over=None,
    factor=2,
    w_factor=1,
    b_factor=1,
    sign=1,
):
    x = x[:, None] if column else x
    of_w, of_b = (power((own or errors)(w, b, x, y)) for own in (w_errors, b_errors))
    dw, db = (w_over or over)(w_term(of_w, x, y)), (b_over or over)(b_term(of_b, x))
    return sign * factor * w_factor * dw, sign * factor * b_factor * db


def _over_one_less(terms):
    with np.errstate(all="ignore"):
        return np.sum(terms) / np.float64(len(terms) - 1)


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
                "w_term": lambda e, x, y: e
            },
            "Your db carries the factor x too. By how much does a prediction move when b does?": {
                "b_term": lambda e, x: e * x
            },
            "Only y is multiplied by x in dw. Where do the brackets around the error end?": {
                "w_term": lambda e, x, y: e + y - y * x
            },
            "dw multiplies the errors by y. By how much does a prediction move when w does?": {
                "w_term": lambda e, x, y: e * y
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
                "over": np.sum
            },
            "Those are plain sums over the rows: two n-ths of each are asked. Does a factor 2 and a division by n stand there, and "
            "what is your n, the number of rows?": {"factor": 1, "over": np.sum},
            "dw is a mean and db still a sum: you divided only one of them by n.": {"b_over": np.sum},
            "db is a mean and dw still a sum: you divided only one of them by n.": {"w_over": np.sum},
            "Only db is divided by n twice. A mean has done it already.": {
                "b_over": lambda terms: np.mean(terms) / len(terms)
            },
            "Only dw is divided by n twice. A mean has done it already.": {
                "w_over": lambda terms: np.mean(terms) / len(terms)
            },
            "You divided by n twice. A mean has done it already.": {"over": lambda terms: np.mean(terms) / len(terms)},
            "Only the last row counts. Does each round of your loop add to the numbers, or overwrite them?": {
                "over": _last
            },
            "Only the first row counts. When does your function return?": {"over": _first},
            "Only the last row counts, divided by n. Does your loop add up, or overwrite?": {
                "over": lambda t: t[-1] / len(t)
            },
            "Only the first row counts, divided by n. When does your function return?": {
                "over": lambda t: t[0] / len(t)
            },
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
        },
    )
    | alone(
        switched(
            _slopes,
            {
                "You averaged x and the errors apart and multiplied the means. Multiply row by row first.": {
                    "w_term": lambda e, x, y: e * np.mean(x)
                },
                "You divided by n - 1, which is 0 where there is one row. The loss is a mean over n rows.": {
                    "over": _over_one_less
                },
                "The error in your db has b with the wrong sign. Where do the brackets around the prediction end?": {
                    "b_errors": lambda w, b, x, y: w * x - b - y
                },
                "The prediction in your db leaves out w·x. It is w·x + b in both.": {
                    "b_errors": lambda w, b, x, y: b - y
                },
                "Your predictions multiply b by x too. The line is w·x + b.": {
                    "errors": lambda w, b, x, y: (w + b) * x - y
                },
                "That uses the sum of all squared errors. Each row has an error of its own that meets its own x, and of the square "
                "one power is left.": {
                    "power": np.square,
                    "over": np.sum,
                    "w_over": np.asarray,
                    "w_term": lambda e, x, y: x * np.sum(e),
                    "factor": 1,
                },
                "That is the loss beside a derivative. Two derivatives are asked.": {
                    "w_term": lambda e, x, y: e**2,
                    "w_factor": 0.5,
                },
            },
        )
    )
    | alone(switched(_forward, {_MOVED: {"h": sizes(0.1, 1e-2, 1e-3, 1e-4)}}))
    | {
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
    moves=np.eye,
    left="",
    own_type=False,
    whole_steps=False,
    reach=np.ones_like,
    collect=lambda slopes, x: np.array(slopes),
):
    h, slopes, here = own_h or h, [], np.array(x, x.dtype if own_type else float)
    reaches = reach(here)
    steps = moves(len(x)) * h * reaches[:, None]
    for step, size in zip(steps.astype(x.dtype) if whole_steps else steps, reaches, strict=True):
        there = (here + ahead * step).astype(here.dtype)  # as an assignment in place: whole numbers stay whole
        back = (there - (ahead + behind) * step if left == "behind" else here - behind * step).astype(here.dtype)
        with np.errstate(all="ignore"):  # a step of 0
            slopes.append(sign * (f(there) - f(back)) / (width * (size * h) ** power))
        here = {"behind": back, "ahead": there}.get(left, here)
    return collect(slopes, x)


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
                "collect": lambda slopes, x: slopes[0],
            },
            "The slopes are added up. Collect one number for each coordinate.": {
                "collect": lambda slopes, x: sum(slopes)
            },
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
                "collect": lambda slopes, x: np.array(slopes).astype(x.dtype)
            },
            "Where x holds whole numbers, so do the points you ask for and your result: h is cut off, and so are the decimals. "
            "`x.copy()` and `zeros_like` keep the type.": {
                "own_type": True,
                "collect": lambda slopes, x: np.array(slopes).astype(x.dtype),
            },
            "The last coordinate is never moved, so its slope is 0 in yours. Where does your loop end?": {
                "moves": lambda d: np.diag([1.0] * (d - 1) + [0.0])
            },
        },
    )
    | alone(
        switched(
            _differences,
            {
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
                    "collect": lambda slopes, x: np.array(slopes).astype(x.dtype),
                },
                "The two points are 4 h apart. The statement goes one h each way.": {
                    "ahead": 2,
                    "behind": 2,
                    "width": 4,
                },
                "One number came back, and it is f ahead less f at x: every coordinate moved at once, nothing was asked behind x, and the "
                "distance was left out.": {
                    "moves": lambda d: np.ones((d, d)),
                    "collect": lambda slopes, x: slopes[0],
                    "behind": 0,
                    "width": 1,
                    "power": 0,
                },
                "Your slopes have lost their signs. Where f falls, is the value ahead the larger one?": {
                    "collect": lambda slopes, x: np.abs(slopes)
                },
                "Your step is h times the size of the coordinate. The statement moves each of them by h itself.": {
                    "reach": lambda x: np.maximum(np.abs(x), 1e-8)
                },
            },
        )
    )
    | {
        "You asked f about one coordinate alone. f takes the whole point: one coordinate moved, the others where they are.": lambda f, x, h: (
            [(f(at + h) - f(at - h)) / (2 * h) for at in x]
        ),
        "You asked f about the step alone, h ahead of 0 and h behind it. Where does the step begin?": lambda f, x, h: (
            _differences(f, 0.0 * x, h)
        ),
    },
)


def _tables(rng):
    shapes = ((5, 1), (9, 2), (30, 3), (12, 5), (1, 3), (3, 4), (40, 3))
    drawn = [rng.normal(0.5, 1, shape) * rng.uniform(0.3, 6, shape[1]) for shape in shapes]
    large = [rng.normal(0, 30, (8, 3)) * order for order in ([1, 1, 3], [3, 1, 1], [1, 3, 1])]
    turn = rng.uniform(0.6, 0.9)  # two curvatures 10 % apart, along directions that are no axis
    close = np.diag([1.0, 1.05])[[0, 1, 1, 0]] @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    return [(X,) for X in (np.array([[1.0, 0.0], [0.0, 4.0], [1.0, 0.0], [0.0, 0.0]]), *drawn, *large, close)]


def _limit(
    X,
    *,
    prepare=np.asarray,
    rows=len,
    factor=2,
    hessian=lambda X: X.T @ X,
    numerator=2,
    power=1,
    steepest=lambda H: np.linalg.eigvalsh(H)[-1],
    as_limit=operator.truediv,
):
    X = prepare(X)
    with np.errstate(all="ignore"):  # a flat direction has no limit
        return as_limit(numerator, steepest(factor / rows(X) * hessian(X)) ** power)


def _one_less(X):
    return np.float64(len(X) - 1)


def _ask_limit(answer, X):
    """Ask as usual; a rate beyond all use is infinite: the curvature of a flat direction is 0 but for rounding."""
    limit = call(answer, X)
    return np.where(np.abs(limit) > 1e10, np.inf, limit) if isinstance(limit, np.ndarray | np.number | float) else limit


stable_rate = Exercise(
    ask=_ask_limit,
    equivalent={
        "2 / len(X) * X.T @ X -> X @ (2 / len(X) * X.T)": "XᵀX and XXᵀ have the same eigenvalues, but for zeros"
    },
    title="How large may the rate be?",
    points=2,
    cases=_tables,
    expected=lambda X: len(X) / np.linalg.norm(X, 2) ** 2,
    seen=descent_results.in_rate,
    mistakes=switched(
        _limit,
        {
            "Your Hessian is that of half the loss. Which factor does the square bring down, and does the loss have a ½?": {
                "factor": 1
            },
            "You took 1 over the curvature: that step jumps to the bottom of its direction at once. "
            "When does the jump land as high on the other side?": {"numerator": 1},
            "Your Hessian sums over the rows. The loss is a mean: where does n go?": {"rows": lambda X: 1},
            "You divided by the number of columns. n is the number of rows.": {"rows": lambda X: X.shape[1]},
            "You divided by n - 1. The loss is a mean over n rows.": {"rows": _one_less},
            "You took the covariances of the columns, which centre them and divide by n - 1. The predictions are X @ w with X "
            "as it is.": {"prepare": lambda X: X - X.mean(axis=0), "rows": _one_less},
            "You centred the columns first. The predictions are X @ w with X as it is.": {
                "prepare": lambda X: X - X.mean(axis=0)
            },
            "You scaled the columns to spread 1 first. The predictions are X @ w, X as it is.": {
                "prepare": lambda X: (X - X.mean(axis=0)) / np.where(X.std(axis=0) == 0, 1, X.std(axis=0))
            },
            "You put a column of ones in front. The predictions are X @ w, with no intercept.": {
                "prepare": lambda X: np.column_stack([np.ones(len(X)), X])
            },
            "You used the smallest eigenvalue, the flattest direction. Which direction blows up first?": {
                "steepest": lambda H: np.linalg.eigvalsh(H)[0]
            },
            "You used the smallest eigenvalue above 0, the flattest direction that bends at all. Which direction blows up first?": {
                "steepest": lambda H: min(v for v in np.linalg.eigvalsh(H) if v > 1e-9)
            },
            "You took the first eigenvalue that came. `eig` puts them in no order: which of them counts?": {
                "steepest": lambda H: np.linalg.eig(H)[0][0].real
            },
            "One rate came back for each direction. Which must all directions live with?": {
                "steepest": np.linalg.eigvalsh
            },
            "You looked at each feature alone (the diagonal). Features that move together make a steeper direction.": {
                "steepest": lambda H: np.diag(H).max()
            },
            "You added the eigenvalues up: the sum of all squares in the table, or the trace, does that. Only the largest one "
            "limits the rate.": {"steepest": np.trace},
            "You took the mean of the eigenvalues. Only the largest limits the rate.": {
                "steepest": lambda H: np.trace(H) / len(H)
            },
            "You took the norm of the whole Hessian. Only its largest eigenvalue limits the rate.": {
                "steepest": np.linalg.norm
            },
            "You added the smallest eigenvalue to the largest: that is the fastest rate. Asked is the largest stable one.": {
                "steepest": lambda H: np.linalg.eigvalsh(H)[[0, -1]].sum()
            },
            "You took the condition number. It says how long descent takes; what says where it flies away?": {
                "steepest": np.linalg.cond
            },
            "Ten steps of power iteration are too few where two curvatures are close, or the start lies badly. `eigvalsh` needs "
            "no start.": {
                "steepest": lambda H: (v := np.linalg.matrix_power(H, 10) @ np.ones(len(H))) @ H @ v / (v @ v)
            },
            "You took the root of the largest eigenvalue. The eigenvalue itself is the curvature.": {"power": 0.5},
            "You used the largest singular value of X. The eigenvalues of XᵀX are the squares of those.": {
                "hessian": lambda X: X.T @ X / np.linalg.norm(X, 2)
            },
            "That is the largest curvature itself. A steeper valley needs a smaller rate.": {
                "as_limit": lambda over, c: c
            },
        },
    ),
)
