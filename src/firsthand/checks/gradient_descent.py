"""Exercises of the lesson on gradient descent."""

import copy
import itertools
import operator
from functools import partial

import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler

from firsthand.datasets import wine_like_table
from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, sizes, switched, with_faults

# fmt: off
# A known mistake stands on a line or two, its sentence before its switches: the formatter leaves this module alone.

_first, _last = operator.itemgetter(0), operator.itemgetter(-1)


def _steps(rng):
    example = (np.array([3.0, 1.0]), np.array([2.0, -4.0]), 0.25)
    drawn = [(rng.normal(0, 5, d), rng.normal(0, 3, d), rng.uniform(0.01, 0.9)) for d in (1, 2, 5)]
    return [example, *drawn, (rng.normal(0, 1e-3, 6), rng.normal(0, 1e-3, 6), rng.uniform(0.1, 0.9))]


def _step(w, gradient, rate, *, sign=-1, keep=lambda rate: 1, length=lambda rate: rate, of=np.asarray):
    return keep(rate) * w + sign * length(rate) * of(gradient)


gradient_step = Exercise(
    title="One step downhill", points=1, cases=_steps, expected=lambda w, gradient, rate: np.add(w, np.multiply(-rate, gradient)),
    mistakes=switched(_step, {
        "You added the gradient, which climbs: the loss rises on the first step. Which way is downhill?": {"sign": 1},
        "You took the whole gradient as the step. What is `rate` for?": {"length": lambda rate: 1},
        "You moved twice as far: the factor of the loss is in the gradient already.": {"length": lambda rate: 2 * rate},
        "You moved half as far: the factor of the loss is in the gradient already.": {"length": lambda rate: rate / 2},
        "You divided by the rate. A smaller rate is meant to give a smaller step.": {"length": lambda rate: 1 / rate},
        "That is the change alone. Where does the step end, when it starts at `w`?": {"keep": lambda rate: 0},
        "That is `rate` times the gradient. Where does the step end?": {"keep": lambda rate: 0, "sign": 1},
        "You multiplied `w` by the rate too. It belongs to one of the two terms only.": {"keep": lambda rate: rate},
        "Every coordinate moved by `rate`. What makes steep directions move further?": {"of": np.ones_like},
        "You kept only the sign of the gradient, so every coordinate moved by one length.": {"of": np.sign},
        "You took the gradient without its signs. What does a negative slope say?": {"of": np.abs},
        "You divided the gradient by its norm: steep or flat, the step is as long.": {"of": lambda g: g / np.linalg.norm(g)},
        "Every coordinate moved by the sum of the gradient. Each has a slope of its own.": {"of": np.sum},
        "Every coordinate moved by the mean of the gradient. Each has a slope of its own.": {"of": np.mean},
    }))


def _lines(rng):
    drawn = [(0.5, 1.0, np.array([1.0, 2.0, 4.0, 7.0]), np.array([3.0, 2.0, 6.0, 4.0]))]
    for n, scale in ((1, 1), (2, 1), (3, 0.03), (9, 0.03), (40, 1)):
        x = scale * rng.normal(2, 3, n)
        drawn.append((rng.normal(), scale * rng.normal(), x, 2 * x - scale + scale * rng.normal(0, 2, n)))
    return drawn


def _mse_gradient(w, b, x, y):
    design = np.column_stack([x, np.ones_like(x)])
    return tuple(2 / len(y) * design.T @ (design @ [w, b] - y))


def _slopes(
    w, b, x, y, *, errors=lambda w, b, x, y: w * x + b - y, power=lambda e: e, column=False, w_term=lambda e, x, y: e * x,
    b_term=lambda e, x: e, over=np.mean, w_over=None, b_over=None, factor=2, w_factor=1, b_factor=1, sign=1,
):
    x = x[:, None] if column else x
    error = power(errors(w, b, x, y))
    dw, db = (w_over or over)(w_term(error, x, y)), (b_over or over)(b_term(error, x))
    return sign * factor * w_factor * dw, sign * factor * b_factor * db


mse_gradient = Exercise(
    title="The gradient of the mean squared error", points=2, cases=_lines, expected=_mse_gradient,
    mistakes=switched(_slopes, {
        "Your dw does not contain x. By how much does a prediction move when w does?": {"w_term": lambda e, x, y: e},
        "Your db carries the factor x too. By how much does a prediction move when b does?": {"b_term": lambda e, x: e * x},
        "Only y is multiplied by x in dw. Where are the brackets of the error?": {"w_term": lambda e, x, y: e + y - y * x},
        "dw multiplies the errors by y. By how much does a prediction move when w does?": {"w_term": lambda e, x, y: e * y},
        "You averaged x and the errors apart. Multiply row by row first.": {"w_term": lambda e, x, y: e * np.mean(x)},
        "You have half of what is asked. What does the square bring down when it is differentiated?": {"factor": 1},
        "db is right; dw lacks the factor that the square brings down.": {"w_factor": 0.5},
        "dw is right; db lacks the factor that the square brings down.": {"b_factor": 0.5},
        "Both numbers point downhill. Is an error prediction minus y, or y minus prediction?": {"sign": -1},
        "db is right; dw has the opposite sign.": {"w_factor": -1},
        "dw is right; db has the opposite sign.": {"b_factor": -1},
        "You summed over the rows. The loss is a mean, so its gradient does not grow with their number.": {"over": np.sum},
        "dw is a mean and db still a sum: you divided only one of them by n.": {"b_over": np.sum},
        "db is a mean and dw still a sum: you divided only one of them by n.": {"w_over": np.sum},
        "You divided by n twice. A mean has done it already.": {"over": lambda terms: np.mean(terms) / len(terms)},
        "Only the last row counts. Does each round of your loop add to the numbers, or overwrite them?": {"over": _last},
        "Only the first row counts. When does your function return?": {"over": _first},
        "Only the last row counts, divided by n. Does your loop add up, or overwrite?": {"over": lambda t: t[-1] / len(t)},
        "Only the first row counts, divided by n. When does your function return?": {"over": lambda t: t[0] / len(t)},
        "A column (n, 1) met a row (n,), and every x was paired with every y. Give both one shape.": {"column": True},
        "Your predictions leave out b. The line is w·x + b.": {"errors": lambda w, b, x, y: w * x - y},
        "Your predictions multiply b by x too. The line is w·x + b.": {"errors": lambda w, b, x, y: (w + b) * x - y},
        "That uses the squared errors. Differentiate the square: one power is left.": {"power": np.square},
        "That uses the errors without their signs. What does a negative error say?": {"power": np.abs},
        "That is the gradient of the mean absolute error. Here errors are squared.": {"power": np.sign, "factor": 1},
        "That is the loss beside a derivative. Two derivatives are asked.": {"w_term": lambda e, x, y: e**2, "w_factor": 0.5},
    }))


def bowl(x):
    """A quadratic with unequal curvatures that ties neighbours together."""
    return float(np.sum(np.arange(1, len(x) + 1) * x**2) + np.sum(x[1:] * x[:-1]))


def cubic(x):
    """A sum of cubes: its third derivative shows which difference was taken."""
    return float(np.sum(x**3) - np.sum(x))


def log_sum_exp(x):
    """A smooth maximum."""
    return float(np.log(np.sum(np.exp(x))))


def _functions(rng):
    floats = [(bowl, rng.normal(size=3), 0.1), (cubic, rng.normal(size=1), 0.3), (log_sum_exp, rng.normal(0, 3, size=6), 0.25)]
    whole = [(cubic, rng.integers(2, 7, size=3)), (log_sum_exp, rng.integers(-4, 5, size=4))]
    return [(cubic, np.array([2.0, -1.0]), 0.1), *floats, *((f, x, rng.uniform(0.2, 0.4)) for f, x in whole)]


def _differences(
    f, x, h, *, ahead=1, behind=1, width=2, power=1, own_h=None, sign=1, moves=np.eye, left="", own_type=False,
    whole_steps=False, collect=lambda slopes, x: np.array(slopes),
):
    h, slopes, here = own_h or h, [], np.array(x, x.dtype if own_type else float)
    steps = moves(len(x)) * h
    for step in steps.astype(x.dtype) if whole_steps else steps:
        there = (here + ahead * step).astype(here.dtype)  # as an assignment in place: whole numbers stay whole
        back = (there - (ahead + behind) * step if left == "behind" else here - behind * step).astype(here.dtype)
        slopes.append(sign * (f(there) - f(back)) / (width * h**power))
        here = {"behind": back, "ahead": there}.get(left, here)
    return collect(slopes, x)


numeric_gradient = Exercise(
    title="A gradient without calculus", points=2, cases=_functions, expected=lambda f, x, h: [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(len(x))],
    mistakes=switched(_differences, {
        "That is the forward difference, from x to x + h. The central one begins h behind.": {"behind": 0, "width": 1},
        "That is the backward difference, from x - h to x. The central one ends h ahead.": {"ahead": 0, "width": 1},
        "You compare the value ahead with the one at x, and divide by a distance twice as long.": {"behind": 0},
        "You compare the value at x with the one behind, and divide by a distance twice as long.": {"ahead": 0},
        "You divided by h. How far apart are the two points you compare?": {"width": 1},
        "You halved and then multiplied by h. In which order does Python work out / and *?": {"power": -1},
        "The two points are h apart: you went half an h each way. The statement goes a whole h each way.":
            {"ahead": 0.5, "behind": 0.5, "width": 1},
        "The two points are 4 h apart. The statement goes one h each way.": {"ahead": 2, "behind": 2, "width": 4},
        "You used an h of your own. Use the one that is handed in.": {"own_h": 1e-5},
        "Every sign is turned: behind minus ahead. Which of the two values comes first?": {"sign": -1},
        "You moved every coordinate at once. A partial derivative moves one alone.": {"moves": lambda d: np.ones((d, d))},
        "One number came back: every coordinate moved at once. Move one at a time, and collect one number for each.":
            {"moves": lambda d: np.ones((d, d)), "collect": lambda slopes, x: slopes[0]},
        "The slopes are added up. Collect one number for each coordinate.": {"collect": lambda slopes, x: sum(slopes)},
        "The step of coordinate 0 is still in place when coordinate 1 moves. When is your step made?": {"moves": np.tri},
        "You stepped ahead, then back, and never returned: coordinate 0 is still off when 1 moves.": {"left": "behind"},
        "Coordinate 0 is still h ahead when coordinate 1 moves. Start each from a fresh copy of x.": {"left": "ahead"},
        "Where x holds whole numbers, your step does too, and h is cut off to 0.": {"whole_steps": True},
        "Where x holds whole numbers, h added into an array of them is cut off.": {"own_type": True},
        "Where x holds whole numbers, your result array does too and cuts off the decimals. `zeros_like` copies the type.":
            {"collect": lambda slopes, x: np.array(slopes).astype(x.dtype)},
    }))


def _tables(rng):
    shapes = ((5, 1), (9, 2), (30, 3), (12, 5), (1, 3), (3, 4), (40, 3))
    drawn = [rng.normal(0.5, 1, shape) * rng.uniform(0.3, 6, shape[1]) for shape in shapes]
    large = [rng.normal(0, 30, (8, 3)) * order for order in ([1, 1, 3], [3, 1, 1], [1, 3, 1])]
    turn = rng.uniform(0.6, 0.9)  # two curvatures 10 % apart, along directions that are no axis
    close = np.diag([1.0, 1.05])[[0, 1, 1, 0]] @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    return [(X,) for X in (np.array([[1.0, 0.0], [0.0, 4.0], [1.0, 0.0], [0.0, 0.0]]), *drawn, *large, close)]


def _limit(
    X, *, prepare=np.asarray, rows=len, factor=2, hessian=lambda X: X.T @ X, numerator=2, power=1,
    steepest=lambda H: np.linalg.eigvalsh(H)[-1], as_limit=operator.truediv,
):
    X = prepare(X)
    with np.errstate(all="ignore"):  # a flat direction has no limit
        return as_limit(numerator, steepest(factor / rows(X) * hessian(X)) ** power)


stable_rate = Exercise(
    title="How large may the rate be?", points=2, cases=_tables, expected=lambda X: len(X) / np.linalg.norm(X, 2) ** 2,
    mistakes=switched(_limit, {
        "That is twice as large as it may be: descent diverges. The loss has no ½, so what is its Hessian?": {"factor": 1},
        "That rate is stable, and half of what is possible: 1/λ jumps to the bottom of the steepest direction in one step. "
        "When does the jump land as high on the other side?": {"numerator": 1},
        "Your Hessian sums over the rows. The loss is a mean: where does n go?": {"rows": lambda X: 1},
        "You divided by the number of columns. n is the number of rows.": {"rows": lambda X: X.shape[1]},
        "You centred the columns first. The predictions are X @ w, X as it is.": {"prepare": lambda X: X - X.mean(axis=0)},
        "You scaled the columns to spread 1 first. The predictions are X @ w, X as it is.":
            {"prepare": lambda X: (X - X.mean(axis=0)) / np.where(X.std(axis=0) == 0, 1, X.std(axis=0))},
        "You put a column of ones in front. Here is no intercept.": {"prepare": lambda X: np.column_stack([np.ones(len(X)), X])},
        "You used the smallest eigenvalue. Which direction blows up first?": {"steepest": lambda H: np.linalg.eigvalsh(H)[0]},
        "You took the first eigenvalue that came: `eig` sorts nothing.": {"steepest": lambda H: np.linalg.eig(H)[0][0].real},
        "One rate came back for each direction. Which must all directions live with?": {"steepest": np.linalg.eigvalsh},
        "You looked at each feature alone (the diagonal). Features that move together make a steeper direction.":
            {"steepest": lambda H: np.diag(H).max()},
        "You added the eigenvalues up (the trace). Only the largest one limits the rate.": {"steepest": np.trace},
        "You took the mean of the eigenvalues. Only the largest limits the rate.": {"steepest": lambda H: np.trace(H) / len(H)},
        "You took the norm of the whole Hessian. Only its largest eigenvalue limits the rate.": {"steepest": np.linalg.norm},
        "You added the smallest eigenvalue to the largest: that is the fastest rate. Asked is the largest stable one.":
            {"steepest": lambda H: np.linalg.eigvalsh(H)[[0, -1]].sum()},
        "You took the condition number. It says how long descent takes; what says where it flies away?": {"steepest": np.linalg.cond},
        "Ten steps of power iteration are too few where two curvatures are close, or the start lies badly. `eigvalsh` needs "
        "no start.": {"steepest": lambda H: (v := np.linalg.matrix_power(H, 10) @ np.ones(len(H))) @ H @ v / (v @ v)},
        "You took the root of the largest eigenvalue. The eigenvalue itself is the curvature.": {"power": 0.5},
        "You used a singular value of X. Those of XᵀX are the squares.": {"hessian": lambda X: X.T @ X / np.linalg.norm(X, 2)},
        "That is the largest curvature itself. A steeper valley needs a smaller rate.": {"as_limit": lambda over, c: c},
    }))


def _training_runs(rng):
    drawn = [(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 7.0]), 0.05, 1)]
    for n, epochs, scale in ((3, 2, 1), (5, 4, 1e-3), (21, 15, 1), (1, 3, 1e-3), (4, 60, 1)):
        x = rng.uniform(0.5, 3, n) * rng.choice([1, 1, -1], n)
        drawn.append((x, scale * (1.5 * x - 2 + rng.normal(0, 0.5, n)), rng.uniform(0.03, 0.06), epochs))
    return drawn


def _after_steps(x, y, rate, epochs):
    """A step multiplies the distance from the best line by I - rate * Hessian."""
    design = np.column_stack([x, np.ones_like(x)])
    best, shrinks = np.linalg.lstsq(design, y)[0], np.eye(2) - rate * 2 / len(x) * design.T @ design
    return best - np.linalg.matrix_power(shrinks, epochs) @ best


def _loop(
    x, y, rate, epochs, *, dw_kept=False, db_kept=False, order="together", factor=2, over=np.mean, sign=-1, column=False,
    rounds=0, frozen=False,
):
    x, line, gradient = x[:, None] if column else x, np.zeros(2), np.zeros(2)
    for _ in range(epochs + rounds):
        at = np.zeros(2) if frozen else line.copy()
        for i in (1, 0) if order == "b first" else (0, 1):
            error = at[0] * x + at[1] - y
            gradient[i] = gradient[i] * (dw_kept, db_kept)[i] + factor * over((error * x, error)[i])
            line[i] += sign * rate * gradient[i]
            at = at if order == "together" else line.copy()
    return line


def _step_a_row(x, y, rate, epochs, *, share=False, running=False, factor=2, sign=-1):
    w = b = 0.0
    for _ in range(epochs):
        dw = db = 0.0
        for xi, yi in zip(x, y, strict=True):
            slope = factor * (w * xi + b - yi) / (len(x) if share else 1)
            dw, db = running * dw + slope * xi, running * db + slope
            w, b = w + sign * rate * dw, b + sign * rate * db
    return w, b


_KEPT = "what is in {} when an epoch begins? Each step repeats all earlier ones, and the run never settles."
_ORDER = "b still learns from the w that has just changed. Which w belongs to this step?"
_FAULTS = {
    "dw starts anew in each epoch": (_KEPT.format("dw"), {"dw_kept": True}),
    "db starts anew in each epoch": (_KEPT.format("db"), {"db_kept": True}),
    "both gradients belong to one point": (_ORDER, {"order": "w first"}),
}

fix_the_loop = Exercise(
    title="Mend the training loop", points=2, cases=_training_runs, expected=_after_steps, given=with_faults(_loop, _FAULTS),
    mistakes=partly_mended(_loop, _FAULTS) | switched(_loop, {
        "Now w learns from the b that has just changed. Compute both gradients before you move.": {"order": "b first"},
        "Now the gradient starts anew in each row, so only the last one counts.": {"over": lambda terms: terms[-1] / len(terms)},
        "Only the last row counts. Which rows belong to one step?": {"over": _last},
        "The gradient is a sum over the rows. The loss is a mean: where does n go?": {"over": np.sum},
        "The gradient has lost the factor that the square brings down.": {"factor": 1},
        "w and b now climb: the step is added.": {"sign": 1},
        "A column (n, 1) met a row (n,), and every x was paired with every y. Give both one shape.": {"column": True},
        "Every step uses the gradient at the start. It changes as w and b move: compute it in each epoch.": {"frozen": True},
        "You take one step more than `epochs`.": {"rounds": 1},
        "You take one step less than `epochs`.": {"rounds": -1},
    }) | switched(_step_a_row, {
        "You step after every row. That is stochastic descent; here a step is taken once an epoch, for all rows.": {},
        "You step after every row, by its share of the mean. w and b move only when all rows are added up.": {"share": True},
        "You step after every row, by what is added up so far. Move when all rows are added up.": {"share": True, "running": True},
    }) | {
        "Your result is the one after a single epoch, whatever `epochs` is. Does `return` stand inside the loop, or do w "
        "and b start anew in it?": lambda x, y, rate, epochs: _loop(x, y, rate, 1),
    },
)

_RISES = "never rises. With a rate that is too high the loss grows."
_SMOOTH = "there is no jitter at all in it. What makes two runs of the same data jump or not?"
read_the_curve = choice_exercise(
    title="Read the loss curves", points=1,
    right={"A": "minibatch noise", "B": "too low", "C": "too high", "D": "good", "E": "too low"},
    tempting={
        ("A", "too high"): "A: it jitters, but it does not grow. It fell fast, then stays in a band: what is random in a step?",
        ("A", "good"): "A: it falls no more, and still jumps from step to step. A full-batch run at a good rate is smooth.",
        ("A", "too low"): "A: it fell in the first steps, which a rate that is too low cannot do.",
        ("B", "good"): "B: it is smooth and it falls, but look how high it still is after the last step.",
        ("B", "too high"): f"B: it {_RISES}", ("B", "minibatch noise"): f"B: {_SMOOTH}",
        ("C", "minibatch noise"): "C: look at the numbers on its axis. Noise stays in a band; this grows without end.",
        ("C", "too low"): "C: look at the numbers on its axis. The loss grows.",
        ("C", "good"): "C: look at the numbers on its axis. Is the loss smaller at the end than at the start?",
        ("D", "too low"): "D: it is flat because it has arrived, not because it crawls. Compare where it and B end.",
        ("D", "too high"): f"D: it {_RISES}", ("D", "minibatch noise"): f"D: {_SMOOTH}",
        ("E", "good"): "E: it has come a long way; is it done? Compare its last ten steps, and where it ends, with D.",
        ("E", "too high"): f"E: it {_RISES}", ("E", "minibatch noise"): f"E: {_SMOOTH}",
    },
)


def _two_tables(rng):
    tables = [(np.array([[1.0, 10.0], [5.0, 10.0]]), np.array([[7.0, 12.0]]))]
    for n, m, d in ((6, 3, 1), (9, 5, 3), (15, 6, 4), (3, 1, 2), (10, 4, 3)):
        center, spread = rng.normal(0, 40, d), rng.uniform(0.5, 30, d)
        tables.append((rng.normal(center, spread, (n, d)), rng.normal(center + spread, 2 * spread, (m, d))))
    tables[2] = tuple(table * [1e-11, 1, 1e-5] for table in tables[2])
    for which, column, value in ((3, 2, 7.0), (4, 0, 0.1), (5, 2, 0.3)):  # the mean of 0.1, 0.1, 0.1 is rounded
        tables[which][0][:, column] = value
    return tables


_mean, _spread = partial(np.mean, axis=0), partial(np.std, axis=0)


def _is_constant(table):
    return np.ptp(table, axis=0) == 0


def _scale(
    train, test, *, center=_mean, spread=_spread, fitted_on=lambda train, test: train, test_center=None, test_spread=None,
    is_constant=_is_constant, eps=0.0, threshold=0.0, at_constant=None, test_too=True,
):
    def scaled(table, center, spread, source):
        divisor = spread(source) + eps
        whole = (is_constant(source) & (eps == 0)) | (divisor < threshold)
        with np.errstate(all="ignore"):  # a spread of 0, or of 1e-17
            result = (table - center) / np.where(whole, 1, divisor)
        return np.where(_is_constant(train), at_constant(table), result) if at_constant else result

    source = fitted_on(train, test)
    shift = test_center(center)(test) if test_center else center(source)
    second = scaled(test, shift, *((test_spread(spread), test) if test_spread else (spread, source)))
    return scaled(train, center(source), spread, source), second if test_too else test


scale_features = Exercise(
    title="Put features on one scale", points=2, cases=_two_tables, expected=lambda train, test: [StandardScaler().fit(train).transform(table) for table in (train, test)],
    mistakes=switched(_scale, {
        "You scaled test by its own mean and spread. In which units was the model fitted?":
            {"test_center": lambda center: center, "test_spread": lambda spread: spread},
        "test is divided by its own spread. Which numbers may test be scaled by?": {"test_spread": lambda spread: spread},
        "test is shifted by its own mean. Which numbers may test be scaled by?": {"test_center": lambda center: center},
        "test was not shifted: the mean of a train that is centred already is 0.": {"test_center": lambda center: lambda test: 0},
        "test was not divided: the spread of a train that is scaled already is 1.":
            {"test_spread": lambda spread: lambda test: np.ones(test.shape[1])},
        "You took mean and spread from train and test together, so test rows have already spoken.":
            {"fitted_on": lambda train, test: np.vstack([train, test])},
        "You took mean and spread from test. The model is fitted on train.": {"fitted_on": lambda train, test: test},
        "Only train is scaled. The model must get test in the same units.": {"test_too": False},
        "You used n - 1 in the spread. Asked is that of the data themselves (ddof=0).":
            {"spread": lambda table: _spread(table) * np.sqrt(len(table) / max(len(table) - 1, 1))},
        "You divided by the variance. What has the same unit as the data?": {"spread": partial(np.var, axis=0)},
        "You divided by the mean distance from the mean.": {"spread": lambda t: np.abs(t - _mean(t)).mean(axis=0)},
        "You divided by the length of each column, which grows with n.": {"spread": lambda t: np.linalg.norm(t - _mean(t), axis=0)},
        "You subtracted the means and stopped. The columns still differ in spread.": {"spread": lambda t: np.ones(t.shape[1])},
        "You divided by the spreads but did not subtract the means.": {"center": lambda table: 0},
        "You subtracted the medians. Here mean 0 is asked.": {"center": partial(np.median, axis=0)},
        "You squeezed each column between its smallest and largest value. Here mean 0 and standard deviation 1 are asked.":
            {"center": partial(np.min, axis=0), "spread": partial(np.ptp, axis=0)},
        "You used one mean and one spread for the whole table. Each column has a unit of its own: which axis?":
            {"center": np.mean, "spread": lambda t: np.full(t.shape[1], t.std()), "is_constant": lambda table: False},
        "Columns that are constant in train were divided all the same: 0/0 gives NaN, and a spread of 1e-17 huge numbers. "
        "The statement says what to do.": {"is_constant": lambda table: False},
        "A constant column is noticed only where its spread comes out as exactly 0. For three values of 0.1 it is 1e-17: "
        "which numbers of a column are free of rounding?": {"is_constant": lambda table: _spread(table) == 0},
        "{eps} is added to every spread, and a constant column of test is divided by that tiny number. The statement leaves "
        "the division out.": {"eps": sizes(1e-6, 1e-8, 1e-10, 1e-12)},
        "Columns with a spread near 1e-4 are not divided either. Small numbers that differ are no constant.": {"threshold": 1e-3},
        "Columns with a spread near 1e-10 are not divided either. Small numbers that differ are no constant.": {"threshold": 1e-8},
        "A column that is constant in train kept its mean. Only the division is left out.": {"at_constant": np.asarray},
        "A column that is constant in train is set to 0. Test may differ from the constant.": {"at_constant": np.zeros_like},
    }) | {
        "You scaled each row. A row mixes units: which axis runs down a column?":
            lambda train, test: tuple(_scale(table.T, table.T)[0].T for table in (train, test)),
        "A column that is constant in train is missing. It keeps its place: only its division is left out.":
            lambda train, test: tuple(table[:, ~_is_constant(train)] for table in _scale(train, test)),
    },
)


def _batch_orders(rng):
    numbers = ((7, 3), (41, 8), (40, 8), (64, 10), (5, 9), (1, 1), (12, 1))
    seeds = rng.integers(0, 2**31, size=len(numbers))
    return [(n, size, np.random.default_rng(seed)) for (n, size), seed in zip(numbers, seeds, strict=True)]


def _ask_epochs(minibatches, n, size, rng):
    """Ask for many epochs with one generator, as training does, and for two more from its first state."""
    again = copy.deepcopy(rng)
    epochs = [_as_lists(minibatches(n, size, rng)) for _ in range(30 if n == 41 else 3)]
    return [epochs, [_as_lists(minibatches(n, size, again)) for _ in range(2)]]


def _as_lists(batches):
    """Turn batches into lists of row numbers; the name of a type stands for what cannot pick rows of a table."""
    forms, whole = list | tuple | range | np.ndarray | pd.Series, int | np.integer
    return [
        [row if isinstance(row, whole) else type(row).__name__ for row in batch] if isinstance(batch, forms)
        else type(batch).__name__ for batch in batches
    ]


def _accept_batches(runs, n, size, rng):
    return [_BATCHES[fault][0] for fault in _batch_faults(*runs, n, size)] or True


def _batch_faults(epochs, again, n, size):
    """Name what is wrong. A good shuffle is blamed once in ten million runs."""
    orders = [list(itertools.chain.from_iterable(epoch)) for epoch in epochs]
    if any(isinstance(batch, str) for epoch in epochs for batch in epoch):
        return ["uncut"]
    if any(isinstance(row, str) for rows in orders for row in rows):
        return ["no rows"]
    content = next((fault for rows in orders if (fault := _content_fault(rows, n))), "")
    same = n > 6 and all(epoch == epochs[0] for epoch in epochs)
    order = _order_fault(epochs, orders, n, thorough=not (content or same)) if n > 6 else ""
    chance = "same" if same else "own chance" if n > 6 and epochs[:2] != again else ""
    lengths = [[len(batch) for batch in epoch] for epoch in epochs]
    uneven = any({*of[:-1]} - {size} or max(of, default=0) > size for of in lengths) and order != "blocks"
    form = "empty" if any(0 in of for of in lengths) else "sizes" if uneven else ""
    told = ("" if order == "blocks" and n < 20 else order, "" if order == "in order" else chance)  # 3 of 7 may be neighbours
    return [fault for fault in (content, form, *told) if fault]


def _content_fault(rows, n) -> str:
    if any(not 0 <= row < n for row in rows):
        return "out of range"
    if len(set(rows)) < len(rows):
        return "too often" if set(rows) == set(range(n)) else "repeated"
    return "missing" if len(rows) < n else ""


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


_BATCHES = {
    "uncut": ("You return row numbers. Asked is a list of batches, each of them a list or an array of row numbers.",
        {"cut": lambda rows, size: rows}),
    "no rows": ("Your row numbers are not whole numbers by their type (3.0 for 3), and such numbers pick no rows.",
        {"order": lambda n, rng: rng.permutation(n) * 1.0}),
    "out of range": ("Some of your numbers are no row: rows are counted from 0 to n - 1.",
        {"order": lambda n, rng: rng.permutation(n) + 1}),
    "repeated": ("Some rows come twice in an epoch and others never. Is the order drawn once an epoch, without replacement, "
        "or anew for each batch?", {"order": lambda n, rng: rng.integers(0, n, n)}),
    "missing": ("Some rows are in no batch. Count the rows of your batches: which are left out?",
        {"cut": lambda rows, size: _cut(rows[: len(rows) // size * size], size)}),
    "too often": ("Some rows come twice in an epoch: do two batches overlap, or is the last one filled up?",
        {"cut": lambda rows, size: _cut([*rows, *rows[: -len(rows) % size]], size)}),
    "empty": ("One of your batches is empty. A step on no rows has no gradient.",
        {"cut": lambda rows, size: [*_cut(rows, size), rows[:0]]}),
    "sizes": ("The sizes are not as asked: every batch has `size` rows, and only the last may have fewer.",
        {"cut": lambda rows, size: np.array_split(rows, -(-len(rows) // size))}),
    "in order": ("The rows are in their old order. Sorted data would give batches that all look alike: shuffle first.",
        {"order": lambda n, rng: np.arange(n)}),
    "blocks": ("Neighbours stay together: you cut first and shuffled then. Shuffle the rows, then cut.",
        {"order": lambda n, rng: (rng, n), "cut": _in_blocks}),
    "turned": ("The same rows are neighbours in nearly every epoch, as in a list that is only turned round, or in which a few "
        "places are exchanged. Any order must be possible.", {"order": lambda n, rng: np.roll(np.arange(n), rng.integers(n))}),
    "stuck": ("Some rows stay in one half of every epoch: they never come early, or never late. Shuffle all rows at once.",
        {"order": lambda n, rng: np.append(rng.permutation(n - 1), n - 1)}),
    "same": ("Every epoch has the same batches: draw anew from the generator you are given.",
        {"source": lambda rng: np.random.default_rng(0)}),
    "own chance": ("Your order does not come from `rng`: the same state of it gave two different orders.",
        {"source": lambda rng: np.random.default_rng()}),
}

minibatches = Exercise(
    title="Shuffle and cut", points=2, cases=_batch_orders, expected=_batches, ask=_ask_epochs, accepts=_accept_batches,
    mistakes=switched(_batches, dict(_BATCHES.values())))


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
    gradients, start, rate, half, epochs, *, counted=lambda epoch, place, m: epoch * m + place, first=0, sign=-1, more=0,
    rate_at=lambda r, t, h: r / (1 + t / h), compounds=False, asked_at="here", which=lambda gradients, i: gradients[i],
    rows=lambda path, m: path, no_epochs=None,
):
    path, shrunk, m = [np.array(start, float)], rate, len(gradients)
    for epoch, place in itertools.product(range(epochs + more), range(m)):
        now = rate_at(rate, counted(epoch, place, m) + first, half)
        shrunk *= now / rate
        at = {"here": path[-1], "epoch": path[epoch * m], "start": path[0]}[asked_at]
        path.append(path[-1] + sign * (shrunk if compounds else now) * which(gradients, place)(at))
    return no_epochs(start) if no_epochs and not epochs else rows(np.array(path), m)


descend = Exercise(
    title="The whole way down", points=2, cases=_downhill, expected=_descend, mistakes=switched(_run, {
        "Your t starts again in each epoch, so the rate jumps back. It counts all steps.": {"counted": lambda epoch, i, m: i},
        "Your rate shrinks once an epoch. t counts steps: each minibatch is one.": {"counted": lambda epoch, place, m: epoch},
        "You add the number of the epoch to the place in it. How many steps are behind you?": {"counted": lambda e, i, m: e + i},
        "Your first step has t = 1. How many steps have been taken before it?": {"first": 1},
        "The rate stays the same. What does t do to it?": {"rate_at": lambda r, t, h: r},
        "The rate grows with t. Which way is it meant to go?": {"rate_at": lambda r, t, h: r * (1 + t / h)},
        "`rate` is missing: your steps begin with a rate of 1.": {"rate_at": lambda r, t, h: 1 / (1 + t / h)},
        "You multiply t by `half`. At which t is the rate meant to be halved?": {"rate_at": lambda r, t, h: r / (1 + t * h)},
        "Your rate halves again and again: a quarter at 2 · half. Asked is a third.": {"rate_at": lambda r, t, h: r / 2 ** (t / h)},
        "t / half is cut to whole numbers, so the rate falls in stairs.": {"rate_at": lambda r, t, h: r / (1 + t // h)},
        "Python divides before it adds: rate / 1 + t / half. Where are brackets?": {"rate_at": lambda r, t, h: r / 1 + t / h},
        "You shrink the rate that is shrunk already. Each rate is computed from the first one.": {"compounds": True},
        "You climb: each step adds the gradient.": {"sign": 1},
        "All steps of an epoch use the gradient where it began. Where do you stand by then?": {"asked_at": "epoch"},
        "You used the gradient at the start for every step. It changes as you move: ask for it anew.": {"asked_at": "start"},
        "Only the first of `gradients` is asked. Each minibatch has its own.": {"which": lambda gradients, i: gradients[0]},
        "You step by the mean of all gradients. A step asks one minibatch.":
            {"which": lambda gradients, i: lambda w: np.mean([gradient(w) for gradient in gradients], axis=0)},
        "You take the minibatches from last to first.": {"which": lambda gradients, i: gradients[-1 - i]},
        "The start is missing: row 0 is where you stand before the first step.": {"rows": lambda path, m: path[1:]},
        "The last point is missing: after the last step you are somewhere too.": {"rows": lambda path, m: path[:-1]},
        "You keep one point an epoch. The path has a row for each step.": {"rows": lambda path, m: path[::m]},
        "That is where it ends. The whole path is asked: a row for each point, the start first.": {"rows": lambda path, m: path[-1]},
        "All rows are the last point: you stored one array again and again and changed it in place. Store a copy.":
            {"rows": lambda path, m: np.tile(path[-1], (len(path), 1))},
        "You never move: every row is the start. Does the new point replace the old one in your loop?": {"sign": 0},
        "That is one epoch too many.": {"more": 1},
        "With 0 epochs the path is a table with one row, the start. Yours has another shape.": {"no_epochs": np.asarray},
        "With 0 epochs the path still holds the start. Yours is empty there.": {"no_epochs": lambda start: []},
    }))


def _momentum_cases(rng):
    example = (np.array([1.0, 2.0]), np.array([0.5, -1.0]), np.array([3.0, 1.0]), 0.1, 0.4)
    shapes = ((1, 1), (2, 1), (4, 1), (6, 1e-3))
    arrays = [size * rng.normal(0, 1, (3, d)) * [[1], [1], [2]] for d, size in shapes]
    return [example, *((*drawn, rng.uniform(0.05, 0.4), rng.uniform(0.5, 0.95)) for drawn in arrays)]


def _momentum(
    position, velocity, gradient, rate, beta, *, memory=lambda beta: beta, weight=lambda rate, beta: rate, sign=-1,
    moves=lambda old, new, ahead, rate: new, gives=lambda position, old, new: (position, new),
):
    def next_velocity(velocity):
        return memory(beta) * velocity + sign * weight(rate, beta) * gradient

    new = next_velocity(velocity)
    return gives(position + moves(velocity, new, next_velocity(new), rate), velocity, new)


momentum_step = Exercise(
    title="One step with momentum", points=1, cases=_momentum_cases, expected=lambda position, velocity, gradient, rate, beta: (
        np.sum([position, beta * velocity, -rate * gradient], axis=0), np.subtract(beta * velocity, rate * gradient)),
    mistakes=switched(_momentum, {
        "Your velocity points uphill: the gradient is added to it.": {"sign": 1},
        "In your convention the velocity points uphill and is subtracted. Here it points where you go.":
            {"sign": 1, "moves": lambda old, new, ahead, rate: -new},
        "That is PyTorch's form: the rate comes in when the position moves. Here it belongs to the velocity.":
            {"sign": 1, "weight": lambda rate, beta: 1, "moves": lambda old, new, ahead, rate: -rate * new},
        "That is a moving average of gradients, not a velocity: the rate and the sign belong into it.":
            {"sign": 1, "weight": lambda rate, beta: 1 - beta, "moves": lambda old, new, ahead, rate: -rate * new},
        "The whole gradient goes into the velocity. What is `rate` for?": {"weight": lambda rate, beta: 1},
        "You weighted the gradient by 1 - beta, a moving average. The statement has no such factor.":
            {"weight": lambda rate, beta: (1 - beta) * rate},
        "beta shrinks the gradient too. It belongs to the old velocity alone.": {"weight": lambda rate, beta: beta * rate},
        "The old velocity is kept whole. What is beta for?": {"memory": lambda beta: 1},
        "The old velocity is forgotten: that is a step without momentum.": {"memory": lambda beta: 0},
        "You weighted the old velocity by 1 - beta. beta is what is kept of it.": {"memory": lambda beta: 1 - beta},
        "The position moved by the old velocity. Which one has heard of this gradient?":
            {"moves": lambda old, new, ahead, rate: old},
        "You subtracted the new velocity. It points downhill already.": {"moves": lambda old, new, ahead, rate: -new},
        "The rate shrinks the move once more. It is in the velocity.": {"moves": lambda old, new, ahead, rate: rate * new},
        "The position looks one step further ahead than asked (Nesterov's form). It moves by the new velocity once.":
            {"moves": lambda old, new, ahead, rate: ahead},
        "The position is right; the velocity you hand back is the old one.": {"gives": lambda position, old, new: (position, old)},
        "Only the velocity came back: the new position is asked too, and comes first.": {"gives": lambda position, old, new: new},
        "Only the position came back. The next step needs the velocity too.": {"gives": lambda position, old, new: position},
    }))

choose_optimizer = choice_exercise(
    title="Choose the way down", points=1, right={"A": "closed form", "B": "minibatch", "C": "full batch", "D": "closed form"},
    tempting={
        ("A", "minibatch"): "A: it needs a rate and a schedule, and ends near the answer. How long does `lstsq` take on 400 rows?",
        ("A", "full batch"): "A: it would do, with a rate and a stopping rule to choose. Is there a route with neither?",
        ("B", "full batch"): "B: one step reads all 80 million rows, 20 minutes, so the hour ends after three steps.",
        ("B", "closed form"): "B: no formula has the minimum of a log loss; and the table does not fit into memory.",
        ("C", "minibatch"): "C: at a fixed rate noise keeps the gradient above 1e-6, and another seed ends elsewhere.",
        ("C", "closed form"): "C: setting the gradient of the log loss to zero gives equations that no formula solves.",
        ("D", "minibatch"): "D: many rows alone rule nothing out, and noise spoils the sixth digit. What does a solve cost?",
        ("D", "full batch"): "D: a step is 100 million multiplications, 10 seconds are 100 steps. How far do they get there?",
    })


_FITS = {
    "steps": ("That is more than the 5 steps you may take.", {"rate": 0.3, "steps": 100, "scale": True}),
    "blows up, unscaled": ("The loss blew up, and the columns are not scaled: proline alone makes the loss so steep that only "
        "a tiny rate is stable.", {"rate": 0.1, "steps": 5, "scale": False}),
    "blows up": ("The loss blew up although the columns are scaled: the rate is above 2/λmax.",
        {"rate": 1.4, "steps": 5, "scale": True}),
    "slow, unscaled": ("It does not blow up, and does not arrive: a rate small enough for proline is far too small for acidity. "
        "What makes the two columns alike?", {"rate": 1e-6, "steps": 5, "scale": False}),
    "slow": ("It does not blow up, and has not arrived when the steps are used up: raise the rate or the steps.",
        {"rate": 0.1, "steps": 5, "scale": True}),
    "across": ("It does not blow up, and has not arrived: your steps land beyond the bottom and come back little by little. "
        "Lower the rate.", {"rate": 0.8, "steps": 5, "scale": True}),
}


def _accept_settings(settings, X, y):
    if not isinstance(settings, dict) or settings.keys() != {"rate", "steps", "scale"}:
        return f"The answer is a dictionary with rate, steps and scale; found {settings!r:.120}."
    rate, steps, scale = settings["rate"], settings["steps"], settings["scale"]
    if not isinstance(rate, int | float) or not 0 < rate < np.inf or steps != int(steps) or steps < 1:
        return "rate is a number above 0, and steps is a whole number from 1."
    if scale not in (True, False):
        return "scale is True or False."
    fault = _fit_fault(rate, min(int(steps), 5), scale, X, y)
    return [_FITS[name][0] for name in (("steps",) if steps > 5 else ()) + ((fault,) if fault else ())] or True


def _fit_fault(rate, steps, scale, X, y) -> str:
    """Say why full-batch descent from zero does not come within 1 % of the smallest loss; "" where it does."""
    A, target = (X - X.mean(axis=0)) / (X.std(axis=0) if scale else 1), y - y.mean()
    hessian, pull, w = 2 / len(y) * A.T @ A, 2 / len(y) * A.T @ target, np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - rate * (hessian @ w - pull)
    loss, smallest = (np.mean((A @ v - target) ** 2) for v in (w, np.linalg.solve(hessian, pull)))
    if loss <= 1.01 * smallest:
        return ""
    factors = 1 - rate * np.linalg.eigvalsh(hessian)
    how = "blows up" if loss > y.var() else "across" if scale and -factors[-1] > factors[0] else "slow"
    return how if scale else f"{how}, unscaled"


fit_it = Exercise(
    title="Make it arrive", points=2,
    cases=lambda rng: [wine_like_table(np.random.default_rng(0)), wine_like_table(rng), wine_like_table(rng)],
    expected={"rate": 0.5, "steps": 5, "scale": True}, accepts=_accept_settings, mistakes=dict(_FITS.values()))
