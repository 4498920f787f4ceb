"""Exercises of the lesson on gradient descent."""

import copy
import itertools
import operator

import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler

from firsthand.datasets import wine_like_table
from firsthand.judging.exercise import Exercise, choice_exercise


def _steps(rng):
    example = (np.array([3.0, 1.0]), np.array([2.0, -4.0]), 0.25)
    return [example, *((rng.normal(0, 5, d), rng.normal(0, 3, d), rng.uniform(0.01, 0.9)) for d in (1, 2, 5))]


gradient_step = Exercise(
    title="One step downhill",
    points=1,
    expected=lambda w, gradient, rate: np.add(w, np.multiply(-rate, gradient)),
    cases=_steps,
    mistakes={
        "You moved twice as far. Whatever factor the loss has is in the gradient already.": (
            lambda w, gradient, rate: w - 2 * rate * gradient
        ),
        "You moved half as far. Whatever factor the loss has is in the gradient already.": (
            lambda w, gradient, rate: w - rate * gradient / 2
        ),
        "You added the gradient, which climbs: the loss rises on the first step. Which way is downhill?": (
            lambda w, gradient, rate: w + rate * gradient
        ),
        "You took the whole gradient as the step. What is `rate` for?": lambda w, gradient, rate: w - gradient,
        "That is the change alone. Where does the step end, when it starts at `w`?": (
            lambda w, gradient, rate: -rate * gradient
        ),
        "That is `rate` times the gradient, the length of the step. Where does the step end?": (
            lambda w, gradient, rate: rate * gradient
        ),
        "Every coordinate moved by `rate`, however steep it is. What makes steep directions move further?": (
            lambda w, gradient, rate: w - rate
        ),
        "Every coordinate moved by the same length: you kept only the sign of the gradient.": (
            lambda w, gradient, rate: w - rate * np.sign(gradient)
        ),
        "You divided the gradient by the rate. A smaller rate is meant to give a smaller step.": (
            lambda w, gradient, rate: w - gradient / rate
        ),
        "You shrank `w` itself before you subtracted. The rate belongs to one of the two terms only.": (
            lambda w, gradient, rate: rate * (w - gradient)
        ),
    },
)


def _lines(rng):
    example = (0.5, 1.0, np.array([1.0, 2.0, 4.0, 7.0]), np.array([3.0, 2.0, 6.0, 4.0]))
    return [example, *(_one_line(rng, n) for n in (1, 2, 3, 9, 40))]


def _one_line(rng, n):
    x = rng.uniform(1, 8, n)
    return rng.normal(), rng.normal(), x, 2 * x - 1 + rng.normal(0, 2, n)


def _mse_gradient(w, b, x, y):
    design = np.column_stack([x, np.ones_like(x)])
    return tuple(2 / len(y) * design.T @ (design @ [w, b] - y))


def _errors(w, b, x, y):
    return w * x + b - y


def _with_errors(answer):
    """Make an answer in (w, b, x, y) from one in the errors, x and n."""
    return lambda w, b, x, y: answer(_errors(w, b, x, y), x, len(x))


mse_gradient = Exercise(
    title="The gradient of the mean squared error",
    points=2,
    expected=_mse_gradient,
    cases=_lines,
    mistakes={
        "Your db carries the factor x too. By how much does a prediction move when b does?": _with_errors(
            lambda err, x, n: (2 * np.mean(err * x), 2 * np.mean(err * x))
        ),
        "Only the first row counts, and it is divided by n. Look at the indentation of `return`.": _with_errors(
            lambda err, x, n: (2 * err[0] * x[0] / n, 2 * err[0] / n)
        ),
        "dw is right; db lacks the factor that the square brings down.": _with_errors(
            lambda err, x, n: (2 * np.mean(err * x), np.mean(err))
        ),
        "db is right; dw lacks the factor that the square brings down.": _with_errors(
            lambda err, x, n: (np.mean(err * x), 2 * np.mean(err))
        ),
        "dw is right; db has the opposite sign.": _with_errors(
            lambda err, x, n: (2 * np.mean(err * x), -2 * np.mean(err))
        ),
        "db is right; dw has the opposite sign.": _with_errors(
            lambda err, x, n: (-2 * np.mean(err * x), 2 * np.mean(err))
        ),
        "The signs are turned, and the factor that the square brings down is missing.": _with_errors(
            lambda err, x, n: (-np.mean(err * x), -np.mean(err))
        ),
        "Only y was multiplied by x in dw. Where do the brackets around the error end?": lambda w, b, x, y: (
            2 * np.mean(w * x + b - y * x),
            2 * np.mean(w * x + b - y),
        ),
        "Both numbers have the opposite sign: they point downhill. Is your error prediction minus y, or y minus "
        "prediction?": _with_errors(lambda err, x, n: (-2 * np.mean(err * x), -2 * np.mean(err))),
        "You have half of what is asked. What does the square bring down when it is differentiated?": _with_errors(
            lambda err, x, n: (np.mean(err * x), np.mean(err))
        ),
        "You summed over the rows. The loss is a mean, so its gradient does not grow with the number of rows.": (
            _with_errors(lambda err, x, n: (2 * np.sum(err * x), 2 * np.sum(err)))
        ),
        "You summed over the rows, and the factor from the square is missing too.": _with_errors(
            lambda err, x, n: (np.sum(err * x), np.sum(err))
        ),
        "Your dw does not contain x: it is the same as db. By how much does a prediction move when w does?": (
            _with_errors(lambda err, x, n: (2 * np.mean(err), 2 * np.mean(err)))
        ),
        "dw is a mean and db still a sum: you divided only one of them by n.": _with_errors(
            lambda err, x, n: (2 * np.mean(err * x), 2 * np.sum(err))
        ),
        "db is a mean and dw still a sum: you divided only one of them by n.": _with_errors(
            lambda err, x, n: (2 * np.sum(err * x), 2 * np.mean(err))
        ),
        "Only the last row counts. Look at the indentation: is something overwritten in each round of the loop?": (
            _with_errors(lambda err, x, n: (2 * err[-1] * x[-1], 2 * err[-1]))
        ),
        "Only the first row counts. Look at the indentation of `return`.": _with_errors(
            lambda err, x, n: (2 * err[0] * x[0], 2 * err[0])
        ),
        "Only the last row counts, and it is divided by n. Do you add up over the rows, or overwrite?": _with_errors(
            lambda err, x, n: (2 * err[-1] * x[-1] / n, 2 * err[-1] / n)
        ),
        "Your predictions leave out b. The line is w·x + b.": lambda w, b, x, y: (
            2 * np.mean((w * x - y) * x),
            2 * np.mean(w * x - y),
        ),
        "That uses the squared errors. Differentiate the square: one power is left.": _with_errors(
            lambda err, x, n: (2 * np.mean(err**2 * x), 2 * np.mean(err**2))
        ),
        "Your two numbers have changed places: dw comes first, then db.": _with_errors(
            lambda err, x, n: (2 * np.mean(err), 2 * np.mean(err * x))
        ),
        "You averaged x and the errors apart and multiplied the means. Multiply row by row first.": _with_errors(
            lambda err, x, n: (2 * np.mean(err) * np.mean(x), 2 * np.mean(err))
        ),
        "You divided by n twice. A mean has done it already.": _with_errors(
            lambda err, x, n: (2 * np.mean(err * x) / n, 2 * np.mean(err) / n)
        ),
        "That is the loss beside a derivative. Two derivatives are asked: one for w, one for b.": _with_errors(
            lambda err, x, n: (np.mean(err**2), 2 * np.mean(err))
        ),
    },
)


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
    whole = rng.integers(2, 7, size=3)
    return [
        (cubic, np.array([2.0, -1.0]), 0.1),
        (bowl, rng.normal(size=3), 0.1),
        (cubic, rng.normal(size=1), 0.3),
        (log_sum_exp, rng.normal(size=5), 0.25),
        (cubic, whole, 0.2),
    ]


def _difference(forward, backward, divisor=None):
    """Make a difference quotient of f along each coordinate, from `backward` h behind to `forward` h ahead."""

    def quotient(f, x, h):
        width = (forward + backward) * h if divisor is None else divisor * h
        return np.array([(f(x + forward * h * e) - f(x - backward * h * e)) / width for e in np.eye(len(x))])

    return quotient


def _never_steps_back(f, x, h):
    here, out = np.array(x, float), []
    for i in range(len(x)):
        here[i] += h
        ahead = f(here)
        here[i] -= 2 * h
        out.append((ahead - f(here)) / (2 * h))
    return out


def _leaves_it_ahead(f, x, h):
    here, out = np.array(x, float), []
    for i in range(len(x)):
        back = here.copy()
        back[i] -= h
        here[i] += h
        out.append((f(here) - f(back)) / (2 * h))
    return out


def _in_whole_numbers(f, x, h):
    out = np.zeros_like(x)
    for i, e in enumerate(np.eye(len(x))):
        out[i] = (f(x + h * e) - f(x - h * e)) / (2 * h)
    return out


def _steps_in_whole_numbers(f, x, h):
    out = []
    for i in range(len(x)):
        ahead, back = x.copy(), x.copy()
        ahead[i] += h
        back[i] -= h
        out.append((f(ahead) - f(back)) / (2 * h))
    return out


numeric_gradient = Exercise(
    title="A gradient without calculus",
    points=2,
    expected=lambda f, x, h: [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(len(x))],
    cases=_functions,
    mistakes={
        "Right for floats; where x holds whole numbers, your step does too, and h is cut off to 0.": (
            lambda f, x, h: _difference(1, 1)(f, x, h) if x.dtype.kind == "f" else [0.0] * len(x)
        ),
        "The step of coordinate 0 is still in place when coordinate 1 moves. When is your step made?": (
            lambda f, x, h: [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.tri(len(x))]
        ),
        "You compare the value ahead with the one at x, and divide by a distance twice as long.": (
            _difference(1, 0, divisor=2)
        ),
        "You halved the difference and then multiplied by h. In which order does Python work out / and *?": (
            lambda f, x, h: [(f(x + h * e) - f(x - h * e)) / 2 * h for e in np.eye(len(x))]
        ),
        "That is the forward difference, from x to x + h. The central one goes from h behind to h ahead.": (
            _difference(1, 0)
        ),
        "That is the backward difference, from x - h to x. The central one goes from h behind to h ahead.": (
            _difference(0, 1)
        ),
        "You divided by h. How far apart are the two points you compare?": _difference(1, 1, divisor=1),
        "The two points are h apart: you went half an h each way. The statement goes a whole h each way.": (
            _difference(0.5, 0.5)
        ),
        "You used an h of your own. Use the one that is handed in.": lambda f, x, h: _difference(1, 1)(f, x, 1e-5),
        "You moved every coordinate at once. A partial derivative moves one and leaves the others.": lambda f, x, h: (
            np.full(len(x), (f(x + h) - f(x - h)) / (2 * h))
        ),
        "One number came back: every coordinate moved at once. Move one at a time, and collect one number for each.": (
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h)
        ),
        "You stepped ahead, then back, and never returned: coordinate 0 is still off when coordinate 1 moves.": (
            _never_steps_back
        ),
        "Coordinate 0 is still h ahead when coordinate 1 moves. Start each coordinate from a fresh copy of x.": (
            _leaves_it_ahead
        ),
        "Right for floats; where x holds whole numbers, your result array does too and cuts off the decimals. "
        "`zeros_like` copies the type.": _in_whole_numbers,
        "Right for floats; where x holds whole numbers, h added into an array of them is cut off.": (
            _steps_in_whole_numbers
        ),
        "Every sign is turned: behind minus ahead. Which of the two values comes first?": (
            lambda f, x, h: -_difference(1, 1)(f, x, h)
        ),
    },
)


def _valley(curvatures, center):
    """Make the gradient function of a quadratic valley: curvatures (d,), or (d, d) where the coordinates are tied."""
    hessian = np.diag(curvatures) if np.ndim(curvatures) == 1 else np.asarray(curvatures)
    return lambda w: hessian @ (w - np.asarray(center))


def _valleys(rng):
    example = (_valley([1.0, 4.0], [0.0, 0.0]), np.array([4.0, 1.0]), 0.25, 2)
    drawn = [
        (_valley(rng.uniform(0.5, 4, d), rng.normal(size=d)), rng.normal(0, 3, d), rng.uniform(0.05, 0.4), steps)
        for d, steps in ((1, 3), (2, 0), (2, 7), (3, 12))
    ]
    tied, bottom = np.array([[3.0, 1.0], [1.0, 2.0]]), rng.normal(size=2)
    drawn += [(_valley(tied, bottom), rng.normal(0, 3, 2), 0.2, 5), (_valley(tied, bottom), bottom, 0.2, 3)]
    return [example, *drawn]


def _descend(gradient, start, rate, steps):
    path = np.tile(np.asarray(start, float), (steps + 1, 1))
    for here, there in itertools.pairwise(path):
        there[:] = here - rate * gradient(here)
    return path


def _one_coordinate_after_another(gradient, start, rate, steps):
    here, path = np.array(start, float), [np.array(start, float)]
    for _ in range(steps):
        for i in range(len(here)):
            here[i] -= rate * gradient(here)[i]
        path.append(here.copy())
    return path


def _from_the_start_each_time(gradient, start, rate, steps):
    path = [start]
    for _ in range(steps):
        path.append(start - rate * gradient(path[-1]))
    return path


def _frozen_gradient(gradient, start, rate, steps):
    return [start - k * rate * gradient(start) for k in range(steps + 1)]


descend = Exercise(
    title="The whole way down",
    points=2,
    expected=_descend,
    cases=_valleys,
    mistakes={
        "You move one coordinate, then ask for the gradient again. One step uses the gradient of one point.": (
            _one_coordinate_after_another
        ),
        "You use the gradient where you stand, and subtract it from the start.": _from_the_start_each_time,
        "Every step starts from the first point again. Does the new point replace the old one?": (
            lambda gradient, start, rate, steps: [start] + [start - rate * gradient(start)] * steps
        ),
        "With 0 steps the path is a table with one row, the start. Yours has another shape there.": (
            lambda gradient, start, rate, steps: _descend(gradient, start, rate, steps) if steps else start
        ),
        "With 0 steps the path still holds the start. Yours is empty there.": (
            lambda gradient, start, rate, steps: _descend(gradient, start, rate, steps) if steps else []
        ),
        "All rows are the last point: you stored one array again and again and changed it in place. Store a copy.": (
            lambda gradient, start, rate, steps: np.tile(_descend(gradient, start, rate, steps)[-1], (steps + 1, 1))
        ),
        "The start is missing: the path has steps + 1 rows, and row 0 is where you stand before the first step.": (
            lambda gradient, start, rate, steps: _descend(gradient, start, rate, steps)[1:]
        ),
        "The last point is missing: after the last step you are somewhere too.": (
            lambda gradient, start, rate, steps: _descend(gradient, start, rate, steps)[:-1]
        ),
        "That is one step too many.": lambda gradient, start, rate, steps: _descend(gradient, start, rate, steps + 1),
        "That is where it ends. The whole path is asked: a row for each point, the start first.": (
            lambda gradient, start, rate, steps: _descend(gradient, start, rate, steps)[-1]
        ),
        "You used the gradient at the start for every step. It changes as you move: ask for it anew.": _frozen_gradient,
        "You climb: each step adds the gradient.": lambda gradient, start, rate, steps: _descend(
            gradient, start, -rate, steps
        ),
        "You never move: every row is the start. Does the new point replace the old one in your loop?": (
            lambda gradient, start, rate, steps: np.tile(start, (steps + 1, 1))
        ),
        "Each step takes the whole gradient. What is `rate` for?": lambda gradient, start, rate, steps: _descend(
            gradient, start, 1.0, steps
        ),
        "The path runs the wrong way: the start belongs in row 0.": lambda gradient, start, rate, steps: _descend(
            gradient, start, rate, steps
        )[::-1],
        "Those are the gradients along the way. The points themselves are asked.": lambda gradient, start, rate, steps: [
            gradient(w) for w in _descend(gradient, start, rate, steps)
        ],
        "The rows are coordinates and the columns are steps: the path is (steps + 1, d).": (
            lambda gradient, start, rate, steps: _descend(gradient, start, rate, steps).T
        ),
    },
)


def _tables(rng):
    sizes = ((5, 1), (9, 2), (30, 3), (12, 5))
    drawn = [(rng.normal(0.5, 1, size=(n, d)) * rng.uniform(0.3, 6, d),) for n, d in sizes]
    return [(np.array([[1.0, 0.0], [0.0, 4.0], [1.0, 0.0], [0.0, 0.0]]),), *drawn]


def _curvatures(X):
    return np.linalg.eigvalsh(2 / len(X) * X.T @ X)


stable_rate = Exercise(
    title="How large may the rate be?",
    points=2,
    expected=lambda X: len(X) / np.linalg.norm(X, 2) ** 2,
    cases=_tables,
    mistakes={
        "You centred the columns first. The predictions are X @ w with X as it is.": (
            lambda X: 2 / _curvatures(X - X.mean(axis=0))[-1]
        ),
        "One rate came back for each direction. Which of them must all directions live with?": (
            lambda X: 2 / _curvatures(X)
        ),
        "That is twice as large as it may be: descent diverges there. The loss has no ½, so what is its Hessian?": (
            lambda X: 4 / _curvatures(X)[-1]
        ),
        "That rate is stable, and half of what is possible: 1/λ jumps to the bottom of the steepest direction in one "
        "step. When does the jump land as high on the other side?": lambda X: 1 / _curvatures(X)[-1],
        "You used the smallest eigenvalue, the flattest direction. Which direction blows up first?": (
            lambda X: 2 / _curvatures(X)[0]
        ),
        "Your Hessian sums over the rows, and lacks a factor. The loss is a mean: where does n go?": (
            lambda X: 2 / np.linalg.eigvalsh(X.T @ X)[-1]
        ),
        "Your Hessian sums over the rows. The loss is a mean: where does n go?": (
            lambda X: 1 / np.linalg.eigvalsh(X.T @ X)[-1]
        ),
        "You used the largest singular value of X. The eigenvalues of XᵀX are the squares of those.": (
            lambda X: len(X) / np.linalg.norm(X, 2)
        ),
        "You looked at each feature alone (the diagonal). Features that move together make a steeper direction.": (
            lambda X: 2 / np.max(2 / len(X) * np.sum(X**2, axis=0))
        ),
        "You added the eigenvalues up (the trace). Only the largest one limits the rate.": (
            lambda X: 2 / np.sum(_curvatures(X))
        ),
        "You divided by the number of columns. n is the number of rows: the loss is a mean over rows.": (
            lambda X: X.shape[1] / np.linalg.norm(X, 2) ** 2
        ),
        "That is the largest curvature itself. A steeper valley needs a smaller rate.": lambda X: _curvatures(X)[-1],
    },
)

_CURVES = {"A": "minibatch noise", "B": "too low", "C": "too high", "D": "good"}

read_the_curve = choice_exercise(
    title="Read the loss curves",
    points=1,
    right=_CURVES,
    tempting={
        ("A", "too high"): "A: it jitters, but it does not grow. It fell fast, then stays in a band: what is random "
        "in each step?",
        ("A", "good"): "A: it has stopped falling, and still jumps from step to step. A full-batch run at a good rate "
        "is smooth.",
        ("A", "too low"): "A: it fell in the first steps, which a rate that is too low cannot do.",
        ("B", "good"): "B: it is smooth and it falls, but look how high it still is after the last step.",
        ("B", "too high"): "B: it never rises. With a rate that is too high the loss grows.",
        ("B", "minibatch noise"): "B: there is no jitter at all in it.",
        ("C", "minibatch noise"): "C: look at the numbers on its axis. Noise stays in a band; this grows without end.",
        ("C", "too low"): "C: look at the numbers on its axis. The loss grows.",
        ("C", "good"): "C: look at the numbers on its axis. Is the loss smaller at the end than at the start?",
        ("D", "too low"): "D: it is flat because it has arrived, not because it crawls. Compare where it and B end.",
        ("D", "too high"): "D: it never rises.",
        ("D", "minibatch noise"): "D: there is no jitter at all in it.",
    },
)


def _training_runs(rng):
    example = (np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 7.0]), 0.05, 1)
    drawn = []
    for n, epochs in ((3, 2), (5, 4), (21, 15), (4, 150)):
        x = rng.uniform(0.5, 3, n)
        drawn.append((x, 1.5 * x - 2 + rng.normal(0, 0.5, n), rng.uniform(0.03, 0.06), epochs))
    return [example, *drawn]


def _train(x, y, rate, epochs):
    theta = np.zeros(2)
    for _ in range(epochs):
        theta = theta - rate * np.array(_mse_gradient(theta[0], theta[1], x, y))
    return tuple(theta)


def _broken_training(*, fresh_gradient=False, together=False, fresh_where="epoch", only=("w", "b")):
    """Make the given loop with its faults, each mended or not; `only` names the gradients that start anew."""

    def train(x, y, rate, epochs):
        w, b, dw, db = 0.0, 0.0, 0.0, 0.0
        for _ in range(epochs):
            if fresh_gradient:
                dw, db = (0.0 if "w" in only else dw), (0.0 if "b" in only else db)
            b_gradient_w = w
            for xi, yi in zip(x, y, strict=True):
                dw = (0.0 if fresh_where == "row" else dw) + 2 * (w * xi + b - yi) * xi / len(x)
            w = w - rate * dw
            for xi, yi in zip(x, y, strict=True):
                error = (b_gradient_w if together else w) * xi + b - yi
                db = (0.0 if fresh_where == "row" else db) + 2 * error / len(x)
            b = b - rate * db
        return w, b

    return train


fix_the_loop = Exercise(
    title="Mend the training loop",
    points=2,
    expected=_train,
    cases=_training_runs,
    given=_broken_training(),
    mistakes={
        "dw starts anew in each epoch; db still holds the epochs before.": _broken_training(
            fresh_gradient=True, together=True, only="w"
        ),
        "db starts anew in each epoch; dw still holds the epochs before.": _broken_training(
            fresh_gradient=True, together=True, only="b"
        ),
        "Now w learns from the b that has just changed. Compute both gradients before you move.": (
            lambda x, y, rate, epochs: _b_first(x, y, rate, epochs)
        ),
        "One fault is mended: the gradient starts anew in each epoch. But b still learns from the w that has just "
        "changed. Which w belongs to this step?": _broken_training(fresh_gradient=True),
        "One fault is mended: w and b now step together. But from the second epoch on the steps grow. What is still "
        "in dw when an epoch begins?": _broken_training(together=True),
        "Now the gradient starts anew in each row, so only the last row counts. How often should it start anew?": (
            _broken_training(together=True, fresh_where="row")
        ),
        "The gradient now starts anew in each row, so only the last row counts, and b still learns from the new w.": (
            _broken_training(fresh_where="row")
        ),
        "Your result is the one after a single epoch, whatever `epochs` is. Does `return` stand inside the loop, or do w "
        "and b start anew in it?": lambda x, y, rate, epochs: _train(x, y, rate, 1),
        "w and b now climb: the step is added.": lambda x, y, rate, epochs: _train(x, y, -rate, epochs),
        "You step after every row. That is stochastic descent; here a step is taken once an epoch, for all rows.": (
            lambda x, y, rate, epochs: _stochastic(x, y, rate, epochs)
        ),
    },
)


def _b_first(x, y, rate, epochs):
    w, b = 0.0, 0.0
    for _ in range(epochs):
        b = b - rate * _mse_gradient(w, b, x, y)[1]
        w = w - rate * _mse_gradient(w, b, x, y)[0]
    return w, b


def _stochastic(x, y, rate, epochs):
    w, b = 0.0, 0.0
    for _ in range(epochs):
        for xi, yi in zip(x, y, strict=True):
            error = w * xi + b - yi
            w, b = w - rate * 2 * error * xi, b - rate * 2 * error
    return w, b


def _two_tables(rng):
    example = (np.array([[1.0, 10.0], [5.0, 10.0]]), np.array([[7.0, 12.0]]))
    drawn = []
    for n, m, d in ((6, 3, 1), (9, 5, 2), (15, 6, 4)):
        center, spread = rng.normal(0, 40, d), rng.uniform(0.5, 30, d)
        drawn.append((rng.normal(center, spread, (n, d)), rng.normal(center + spread, 2 * spread, (m, d))))
    drawn[-1][0][:, 2] = 7.0
    return [example, *drawn]


def _standardised(train, test, center, spread, test_center=None, test_spread=None):
    spread = np.where(spread == 0, 1, spread)
    test_center = center if test_center is None else test_center
    test_spread = spread if test_spread is None else np.where(test_spread == 0, 1, test_spread)
    return (train - center) / spread, (test - test_center) / test_spread


def _scale_by_library(train, test):
    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def _scaled(train, test):
    return _standardised(train, test, train.mean(axis=0), train.std(axis=0))


def _scale_to_range(train, test):
    low, high = train.min(axis=0), train.max(axis=0)
    return _standardised(train, test, low, high - low)


def _scale_pooled(train, test):
    both = np.vstack([train, test])
    return _standardised(train, test, both.mean(axis=0), both.std(axis=0))


scale_features = Exercise(
    title="Put features on one scale",
    points=2,
    expected=_scale_by_library,
    cases=_two_tables,
    mistakes={
        "You scaled each row. A row mixes units: which axis runs down a column?": lambda train, test: tuple(
            (table - table.mean(axis=1, keepdims=True))
            / np.where((spread := table.std(axis=1, keepdims=True)) == 0, 1, spread)
            for table in (train, test)
        ),
        "test was shifted by the mean of the train that is centred already, which is 0. Keep the numbers of train before "
        "you change it.": lambda train, test: (_scaled(train, test)[0], test / _spread(train)),
        "train is scaled; test was divided by the spread that train has then, which is 1. Keep the numbers of train "
        "before you change it.": lambda train, test: (_scaled(train, test)[0], test - train.mean(axis=0)),
        "Right where columns vary. The constant column of test was divided by a tiny number: the statement leaves the "
        "division out.": lambda train, test: (
            (train - train.mean(axis=0)) / (train.std(axis=0) + 1e-8),
            (test - train.mean(axis=0)) / (train.std(axis=0) + 1e-8),
        ),
        "Right but for a column that is constant in train: it kept its mean. Only the division is left out.": (
            lambda train, test: tuple(
                np.where(train.std(axis=0) == 0, table, scaled)
                for table, scaled in zip((train, test), _scaled(train, test), strict=True)
            )
        ),
        "test is shifted by the mean of train, and divided by its own spread. Which numbers may test be scaled by?": (
            lambda train, test: _standardised(
                train, test, train.mean(axis=0), train.std(axis=0), test_spread=test.std(axis=0)
            )
        ),
        "Your two tables have changed places: train comes first.": lambda train, test: _scaled(train, test)[::-1],
        "You scaled test by its own mean and spread. The model was fitted in the units of train: which numbers may "
        "test be scaled by?": lambda train, test: _standardised(
            train, test, train.mean(axis=0), train.std(axis=0), test.mean(axis=0), test.std(axis=0)
        ),
        "You took mean and spread from train and test together, so test rows have already spoken.": _scale_pooled,
        "You used n - 1 in the spread. This course uses the spread of the data themselves (ddof=0).": (
            lambda train, test: _standardised(train, test, train.mean(axis=0), train.std(axis=0, ddof=1))
        ),
        "You divided by the variance. The unit does not cancel: what has the same unit as the data?": (
            lambda train, test: _standardised(train, test, train.mean(axis=0), train.var(axis=0))
        ),
        "You used one mean and one spread for the whole table. Each column has a unit of its own: which axis?": (
            lambda train, test: _standardised(train, test, train.mean(), train.std())
        ),
        "You squeezed each column between its smallest and largest value. Here mean 0 and standard deviation 1 are "
        "asked.": _scale_to_range,
        "You subtracted the means and stopped. The columns still differ in spread.": lambda train, test: (
            train - train.mean(axis=0),
            test - train.mean(axis=0),
        ),
        "You divided by the spreads but did not subtract the means.": lambda train, test: _standardised(
            train, test, 0.0, train.std(axis=0)
        ),
        "Right but for a column that is constant in train: 0/0 gave NaN there. The statement says what to do.": (
            lambda train, test: _plain_standardised(train, test)
        ),
        "Only train is scaled. The model must get test in the same units.": lambda train, test: (
            _scaled(train, test)[0],
            test,
        ),
        "Right but for a column that is constant in train: you set it to 0 in test too. Test may differ from the "
        "constant; only the division is left out.": lambda train, test: tuple(
            np.where(train.std(axis=0) == 0, 0.0, scaled) for scaled in _scaled(train, test)
        ),
    },
)


def _spread(table):
    spread = table.std(axis=0)
    return np.where(spread == 0, 1, spread)


def _plain_standardised(train, test):
    with np.errstate(divide="ignore", invalid="ignore"):
        return (train - train.mean(axis=0)) / train.std(axis=0), (test - train.mean(axis=0)) / train.std(axis=0)


def _batch_orders(rng):
    seeds = rng.integers(0, 2**31, size=5)
    sizes = ((7, 3), (40, 8), (41, 8), (64, 10), (5, 9))
    return [(n, size, np.random.default_rng(seed)) for (n, size), seed in zip(sizes, seeds, strict=True)]


def _two_epochs(minibatches, n, size, rng):
    """Ask for two epochs with one generator, as in training, and again from the same state of the generator."""
    again = copy.deepcopy(rng)
    return [[_as_lists(minibatches(n, size, source)) for _ in range(2)] for source in (rng, again)]


def _as_lists(batches):
    """Turn batches into lists of row numbers; what cannot pick rows of a table raises here, as it would there."""
    return [[operator.index(row) for row in _in_order(batch)] for batch in batches]


def _in_order(batch):
    if isinstance(batch, list | tuple | range | np.ndarray | pd.Series):
        return batch
    raise TypeError(f"a batch is a list or an array of row numbers; found {type(batch).__name__}")


_BATCH_MISTAKES = {
    "out of range": "Some of your numbers are no row: rows are counted from 0 to n - 1.",
    "repeated": "Some rows come twice in an epoch and others never. Is the order drawn once an epoch, without replacement, "
    "or anew for each batch?",
    "missing": "Some rows are in no batch. Count the rows of your batches: which are left out?",
    "too often": "Some rows come twice in an epoch: do two batches overlap, or is the last one filled up?",
    "empty": "The last batch is empty: n is a multiple of size there. A step on no rows gives NaN.",
    "sizes": "The sizes are not as asked: every batch has `size` rows, and only the last may have fewer.",
    "in order": "The rows are in their old order. Sorted data would give batches that all look alike: shuffle first.",
    "blocks": "Neighbours stay together: you cut first and shuffled then. Shuffle the rows, then cut.",
    "same": "The second epoch has the same batches as the first: draw anew from the generator you are given.",
    "own chance": "Your order does not come from `rng`: the same state of it gave two different orders.",
}


def _accept_batches(runs, n, size, rng):
    for epoch in runs[0]:
        fault = _batch_fault(epoch, n, size)
        if fault:
            return _BATCH_MISTAKES[fault]
    if n <= 20:
        return True
    if runs[0][0] == runs[0][1]:
        return _BATCH_MISTAKES["same"]
    return True if runs[0] == runs[1] else _BATCH_MISTAKES["own chance"]


def _batch_fault(batches, n, size) -> str | None:
    rows = [row for batch in batches for row in batch]
    lengths = [len(batch) for batch in batches]
    if any(not 0 <= row < n for row in rows):
        return "out of range"
    if 0 in lengths:
        return "empty"
    if len(rows) > n and set(rows) == set(range(n)):
        return "too often"
    if len(set(rows)) < len(rows):
        return "repeated"
    if len(rows) < n:
        return "missing"
    order_fault = _order_fault(batches, rows) if n > 20 else None
    if order_fault == "blocks":
        return order_fault
    if any(length != size for length in lengths[:-1]) or lengths[-1] > size:
        return "sizes"
    return order_fault


def _order_fault(batches, rows) -> str | None:
    if rows == sorted(rows) or rows == sorted(rows, reverse=True):
        return "in order"
    return "blocks" if all(max(batch) - min(batch) == len(batch) - 1 for batch in batches) else None


def _cut(order, size):
    return [order[i : i + size] for i in range(0, len(order), size)]


def _filled_up(n, size, rng):
    order = rng.permutation(n)
    return _cut(np.concatenate([order, order[: -n % size]]), size)


def _same_every_epoch(n, size, rng):
    return _cut(np.random.default_rng(0).permutation(n), size)


minibatches = Exercise(
    title="Shuffle and cut",
    points=2,
    expected=lambda n, size, rng: _cut(rng.permutation(n), size),
    cases=_batch_orders,
    ask=_two_epochs,
    accepts=_accept_batches,
    mistakes={
        _BATCH_MISTAKES["out of range"]: lambda n, size, rng: _cut(rng.permutation(n) + 1, size),
        _BATCH_MISTAKES["repeated"]: lambda n, size, rng: _cut(rng.integers(0, n, n), size),
        _BATCH_MISTAKES["missing"]: lambda n, size, rng: _cut(rng.permutation(n)[: n // size * size], size),
        _BATCH_MISTAKES["too often"]: _filled_up,
        _BATCH_MISTAKES["empty"]: lambda n, size, rng: (
            [*_cut(order := rng.permutation(n), size), *([order[:0]] if n % size == 0 else [])]
        ),
        _BATCH_MISTAKES["sizes"]: lambda n, size, rng: np.array_split(rng.permutation(n), -(-n // size)),
        _BATCH_MISTAKES["in order"]: lambda n, size, rng: _cut(np.arange(n), size),
        _BATCH_MISTAKES["blocks"]: lambda n, size, rng: [rng.permutation(batch) for batch in _cut(np.arange(n), size)],
        _BATCH_MISTAKES["same"]: _same_every_epoch,
        _BATCH_MISTAKES["own chance"]: lambda n, size, rng: _cut(np.random.default_rng().permutation(n), size),
    },
)


def _momentum_cases(rng):
    example = (np.array([1.0, 2.0]), np.array([0.5, -1.0]), np.array([3.0, 1.0]), 0.1, 0.4)
    drawn = [
        (rng.normal(size=d), rng.normal(size=d), rng.normal(0, 2, d), rng.uniform(0.05, 0.4), rng.uniform(0.5, 0.95))
        for d in (1, 2, 4)
    ]
    return [example, *drawn]


def _moved_by(position, new_velocity):
    return position + new_velocity, new_velocity


momentum_step = Exercise(
    title="One step with momentum",
    points=1,
    expected=lambda position, velocity, gradient, rate, beta: (
        np.sum([position, beta * velocity, -rate * gradient], axis=0),
        np.subtract(beta * velocity, rate * gradient),
    ),
    cases=_momentum_cases,
    mistakes={
        "In your convention the velocity points uphill and is subtracted. Here it points where you go.": (
            lambda position, velocity, gradient, rate, beta: (
                position - (beta * velocity + rate * gradient),
                beta * velocity + rate * gradient,
            )
        ),
        "That is a moving average of gradients, not a velocity: the rate and the sign belong into it.": (
            lambda position, velocity, gradient, rate, beta: (
                position - rate * (beta * velocity + (1 - beta) * gradient),
                beta * velocity + (1 - beta) * gradient,
            )
        ),
        "The whole gradient goes into the velocity. What is `rate` for?": (
            lambda position, velocity, gradient, rate, beta: _moved_by(position, beta * velocity - gradient)
        ),
        "The position looks one step further ahead than asked (Nesterov's form). It moves by the new velocity once.": (
            lambda position, velocity, gradient, rate, beta: (
                position + beta * (beta * velocity - rate * gradient) - rate * gradient,
                beta * velocity - rate * gradient,
            )
        ),
        "The position is right; the velocity you hand back is the old one.": (
            lambda position, velocity, gradient, rate, beta: (position + beta * velocity - rate * gradient, velocity)
        ),
        "Only the velocity came back: the new position is asked too, and comes first.": (
            lambda position, velocity, gradient, rate, beta: beta * velocity - rate * gradient
        ),
        "The position moved by the old velocity. Which one has heard of this gradient?": (
            lambda position, velocity, gradient, rate, beta: (position + velocity, beta * velocity - rate * gradient)
        ),
        "Your velocity points uphill: the gradient is added to it.": lambda position, velocity, gradient, rate, beta: (
            _moved_by(position, beta * velocity + rate * gradient)
        ),
        "That is PyTorch's form: the rate comes in when the position moves. Here it belongs to the velocity.": (
            lambda position, velocity, gradient, rate, beta: (
                position - rate * (beta * velocity + gradient),
                beta * velocity + gradient,
            )
        ),
        "You weighted the gradient by 1 - beta, a moving average. The form in the statement has no such factor.": (
            lambda position, velocity, gradient, rate, beta: _moved_by(
                position, beta * velocity - (1 - beta) * rate * gradient
            )
        ),
        "The old velocity is kept whole. What is beta for?": lambda position, velocity, gradient, rate, beta: _moved_by(
            position, velocity - rate * gradient
        ),
        "The old velocity is forgotten: that is a step without momentum.": (
            lambda position, velocity, gradient, rate, beta: _moved_by(position, -rate * gradient)
        ),
        "Your two results have changed places: the position comes first.": (
            lambda position, velocity, gradient, rate, beta: _moved_by(position, beta * velocity - rate * gradient)[
                ::-1
            ]
        ),
        "beta shrinks the gradient too. It belongs to the old velocity alone.": (
            lambda position, velocity, gradient, rate, beta: _moved_by(position, beta * (velocity - rate * gradient))
        ),
        "You subtracted the new velocity from the position. It points downhill already.": (
            lambda position, velocity, gradient, rate, beta: (
                position - (beta * velocity - rate * gradient),
                beta * velocity - rate * gradient,
            )
        ),
        "Only the position came back. The next step needs the new velocity too: return both.": (
            lambda position, velocity, gradient, rate, beta: position + beta * velocity - rate * gradient
        ),
    },
)

choose_optimizer = choice_exercise(
    title="Choose the way down",
    points=1,
    right={"A": "closed form", "B": "minibatch", "C": "full batch"},
    tempting={
        ("A", "minibatch"): "A: descent would need a rate, a schedule and a stopping rule, and end near the answer. "
        "How long does `lstsq` take on 400 rows of 12 columns?",
        ("A", "full batch"): "A: descent would do, with a rate and a stopping rule to choose. Is there a route with "
        "neither, for least squares of this size?",
        ("B", "full batch"): "B: one step would read all 80 million rows from disk, 20 minutes, so the hour ends after "
        "three steps.",
        ("B", "closed form"): "B: the loss is not least squares, so there is no formula for its minimum; and the table "
        "does not fit into memory.",
        ("C", "minibatch"): "C: its noise does not let the gradient fall to 1e-6 at a fixed rate, and another seed "
        "ends elsewhere. What do the auditors ask?",
        ("C", "closed form"): "C: setting the gradient of the log loss to zero gives equations that no formula solves.",
    },
)

FIT_IT_STEPS = 200
FIT_IT_MARGIN = 1.01


def final_loss(X, y, rate, steps, scale):
    """Mean squared error after full-batch descent from zero on centred columns, scaled to spread 1 if `scale`."""
    A = X - X.mean(axis=0)
    A = A / A.std(axis=0) if scale else A
    target = y - y.mean()
    w = np.zeros(X.shape[1])
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            w = w - rate * 2 / len(y) * A.T @ (A @ w - target)
        return float(np.mean((A @ w - target) ** 2))


_FIT_MISTAKES = {
    "steps": f"That is more than the {FIT_IT_STEPS} steps you may take.",
    "diverged, unscaled": "The loss blew up, and the columns are not scaled: proline alone makes the loss so steep that "
    "only a tiny rate is stable.",
    "diverged, scaled": "The loss blew up although the columns are scaled: the rate is above 2/λmax.",
    "slow, unscaled": "It does not blow up, and does not arrive: a rate small enough for proline is far too small for "
    "acidity. What makes the two columns alike?",
    "slow, scaled": "It does not blow up, and has not arrived when the steps are used up: raise the rate or the steps.",
}


def _accept_settings(settings, X, y):
    if not isinstance(settings, dict) or settings.keys() != {"rate", "steps", "scale"}:
        return f"The answer is a dictionary with rate, steps and scale; found {settings!r:.120}."
    rate, steps, scale = settings["rate"], settings["steps"], settings["scale"]
    if not isinstance(rate, int | float) or not 0 < rate < np.inf or steps != int(steps) or steps < 1:
        return "rate is a number above 0, and steps is a whole number from 1."
    if scale not in (True, False):
        return "scale is True or False."
    if steps > FIT_IT_STEPS:
        return _FIT_MISTAKES["steps"]
    best, reached = _best_loss(X, y), final_loss(X, y, rate, int(steps), scale)
    if reached <= FIT_IT_MARGIN * best:
        return True
    how = "slow" if reached <= np.var(y) else "diverged"
    return _FIT_MISTAKES[f"{how}, {'scaled' if scale else 'unscaled'}"]


def _best_loss(X, y):
    design = np.column_stack([np.ones(len(y)), X])
    return float(np.mean((design @ np.linalg.lstsq(design, y, rcond=None)[0] - y) ** 2))


fit_it = Exercise(
    title="Make it arrive",
    points=2,
    expected={"rate": 0.3, "steps": FIT_IT_STEPS, "scale": True},
    cases=lambda rng: [wine_like_table(np.random.default_rng(0)), wine_like_table(rng), wine_like_table(rng)],
    accepts=_accept_settings,
    mistakes={
        _FIT_MISTAKES["steps"]: {"rate": 1e-6, "steps": 100_000, "scale": False},
        _FIT_MISTAKES["diverged, unscaled"]: {"rate": 0.1, "steps": FIT_IT_STEPS, "scale": False},
        _FIT_MISTAKES["diverged, scaled"]: {"rate": 1.4, "steps": FIT_IT_STEPS, "scale": True},
        _FIT_MISTAKES["slow, unscaled"]: {"rate": 1e-6, "steps": FIT_IT_STEPS, "scale": False},
        _FIT_MISTAKES["slow, scaled"]: {"rate": 0.001, "steps": FIT_IT_STEPS, "scale": True},
    },
)
