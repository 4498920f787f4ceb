"""Exercises of the lesson on gradient descent: one step, and the largest rate that is stable."""

import operator
from functools import partial

import numpy as np

from firsthand.checks import descent_results
from firsthand.judging.exercise import Exercise, sizes, switched
from firsthand.judging.transcript import call


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
    w,
    gradient,
    rate,
    *,
    sign=-1,
    keep=lambda rate: 1,
    length=lambda rate: rate,
    own_rate=None,
    join=np.multiply,
    of=np.asarray,
    by=None,
    still=slice(0),
    tidy=np.asarray,
    places=None,
):
    rate = own_rate or rate
    change = sign * join(length(rate), of(gradient if by is None else by(w))) * np.ones(len(w))
    change[still] = 0
    moved = tidy(keep(rate) * w + change)
    return moved if places is None else np.round(moved, places)


def _largest_only(g):
    return np.where(np.abs(g) == np.abs(g).max(), g, 0)


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
            "That is a share of the gradient alone. Where does the step begin, and which way does it go?": {
                "keep": lambda rate: 0,
                "sign": 1,
            },
            "You multiplied `w` by the rate too. It belongs to one of the two terms only.": {"keep": lambda rate: rate},
            "`w` came back as it was. In a loop `p -= ...` gives the name p another number, and the array keeps its own.": {
                "length": lambda rate: 0
            },
            "You subtracted `rate` times `w`. What is `gradient` for?": {"by": np.asarray},
            "You shrink the weights by a share `rate` of themselves as well. Only the gradient is multiplied by the rate.": {
                "keep": lambda rate: 1 - rate
            },
            "You squared the rate. A step is `rate` times the gradient.": {"length": lambda rate: rate**2},
            "You multiplied the gradient by 1 − rate. The rate itself says how large a share of it is a step.": {
                "length": lambda rate: 1 - rate
            },
            "Your rate is {own_rate}, whatever is handed in. Use `rate`.": {
                "own_rate": sizes(0.01, 0.1, 0.001, 0.5, 2, 10, 100, 1000)
            },
            "You put the rate and the gradient together by adding. How does a rate make a step longer where it is steep?": {
                "join": np.add
            },
            "The last weight stays where it is. Where does your loop end?": {"still": slice(-1, None)},
            "The first weight stays where it is. Where does your loop begin?": {"still": slice(0, 1)},
            "Only the first weight moves. Does each weight get its own step, and does `return` stand inside the loop?": {
                "still": slice(1, None)
            },
            "Only the weight with the steepest slope moves. A step moves all of them.": {"of": _largest_only},
            "You squared the gradient. What does a negative slope say then?": {"of": np.square},
            "Every coordinate moved by the first number of the gradient. Each has a slope of its own.": {
                "of": lambda g: g[0]
            },
            "Weights below 0 became 0 in yours. A weight may be negative.": {
                "tidy": lambda moved: np.maximum(moved, 0)
            },
            "The new weights are cut to whole numbers. Which type does your result array have?": {"tidy": np.trunc},
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
        }
        | {
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
    | {
        "You multiplied each weight by 1 − rate · gradient, so a weight of 0 never moves, and a negative one climbs. What is "
        "subtracted from the weight itself?": lambda w, gradient, rate: w * (1 - rate * gradient),
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
    summed=slice(None),
    rows=len,
    factor=2,
    hessian=lambda X: X.T @ X,
    numerator=2,
    power=1,
    steepest=lambda H: np.linalg.eigvalsh(H)[-1],
    as_limit=operator.truediv,
):
    """Limit of the rate; `summed` are the rows whose squares the Hessian adds up."""
    X = prepare(X)
    with np.errstate(all="ignore"):  # a flat direction has no limit
        return as_limit(numerator, steepest(factor / rows(X) * hessian(X[summed])) ** power)


def _guarded_one_less(X):
    return max(len(X) - 1, 1)


def _longest_row(X):
    return len(X) * np.square(X).sum(axis=1).max(initial=0) * np.eye(X.shape[1])


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
            **{
                f"A fixed number stands where n belongs, the number of rows. It is {n} if nothing else is wrong; with 1 over the curvature, "
                f"where 2 belongs, it is {2 * n}; without the factor 2 in the Hessian it is {n / 2:g}.": {
                    "rows": lambda X, n=n: n
                }
                for n in (5, 10, 20, 25, 50, 100, 200, 500, 1000)
            },
            "You divided by n - 1 wherever there are rows enough. The loss is a mean over n rows.": {
                "rows": _guarded_one_less
            },
            "Your Hessian is XᵀX as it stands. The loss is a mean of squares: what does a mean divide by, and what does the square "
            "bring down?": {"rows": lambda X: 1, "factor": 1},
            "You divided by the number of all entries of X. n is the number of rows.": {"rows": np.size},
            "The first row is left out of your Hessian. With which row does your loop begin?": {
                "summed": slice(1, None)
            },
            "The last row is left out of your Hessian. Where does your loop end?": {"summed": slice(None, -1)},
            "You took the longest row of X, the steepest loss of any single row. The loss is a mean over all of them.": {
                "hessian": _longest_row
            },
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
            "You took the largest sum of absolute values of a row of the Hessian: no eigenvalue is larger, and mostly all are smaller. "
            "Which curvature is the largest itself?": {"steepest": lambda H: np.abs(H).sum(axis=1).max()},
            "You took the product of the eigenvalues, the determinant. Only the largest one limits the rate.": {
                "steepest": np.linalg.det
            },
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
            "You squared the largest eigenvalue. The eigenvalue itself is the curvature.": {"power": 2},
            "You used the largest singular value of X. The eigenvalues of XᵀX are the squares of those.": {
                "hessian": lambda X: X.T @ X / np.linalg.norm(X, 2)
            },
            "That is the largest curvature itself. A steeper valley needs a smaller rate.": {
                "as_limit": lambda over, c: c
            },
        },
    ),
)
