"""Exercises of the lesson on optimisation methods: steps."""

from collections.abc import Callable

import numpy as np

from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, switched, with_faults

# ---- Newton


class _Bowl:
    """A function of second or fourth degree with a full Hessian; its two derivatives are handed to an answer."""

    def __init__(self, A, b, fourth):
        self.A, self.b, self.fourth = A, b, fourth

    def slope(self, x):
        return self.A @ x - self.b + self.fourth * x**3

    def curvature(self, x):
        return self.A + np.diag(3 * self.fourth * np.asarray(x) ** 2)


def _newton_cases(rng):
    def draw(d, fourth=0.0):
        B = rng.normal(size=(d, d))
        return rng.normal(0, 2, d), _Bowl(B @ B.T + np.eye(d), rng.normal(0, 3, d), fourth)

    still = _Bowl(np.array([[2.0, 0.5], [0.5, 1.0]]), np.zeros(2), 0.0)
    return [
        (np.ones(2), _Bowl(np.array([[2.0, 1.0], [1.0, 4.0]]), np.zeros(2), 0.0)),
        draw(3, 0.4),
        draw(2, 1.3),
        draw(1, 0.7),
        draw(4),
        (np.zeros(2), still),
    ]


def _ask_newton(answer, x, bowl):
    return answer(x, bowl.slope, bowl.curvature)


_STEPS: dict[str, Callable] = {
    "solve": np.linalg.solve,
    "diagonal": lambda H, g: g / np.diag(H),
    "multiply": lambda H, g: H @ g,
    "none": lambda H, g: g,
    "norm": lambda H, g: g / np.linalg.norm(H),
    "trace": lambda H, g: g / np.trace(H),
    "entries": lambda H, g: np.linalg.inv(H) * g,
    "quotients": lambda H, g: (1 / H) @ g,
}


def _newton(x, gradient, hessian, *, sign=-1, by="solve", give="point", steps=1, part=1.0):
    for _ in range(steps):
        step = part * _STEPS[by](hessian(x), gradient(x))
        x = x + sign * step
    return x if give == "point" else sign * step


def _by_eigenvectors(x, gradient, hessian):
    values, vectors = np.linalg.eigh(hessian(x))
    return x - vectors @ ((vectors.T @ gradient(x)) / values)


newton_step = Exercise(
    title="One step of Newton",
    points=1,
    expected=_by_eigenvectors,
    cases=_newton_cases,
    ask=_ask_newton,
    mistakes=switched(
        _newton,
        {
            "Your step goes uphill: its sign is turned.": {"sign": 1},
            "You divide by the diagonal of the Hessian. Its other entries have a say.": {"by": "diagonal"},
            "You multiply with the Hessian. A steep curve wants a shorter step.": {"by": "multiply"},
            "The Hessian is not used: that is descent with a rate of 1.": {"by": "none"},
            "You divide by the size of the Hessian, one number for all directions.": {"by": "norm"},
            "You divide by the trace of the Hessian, one number for all directions.": {"by": "trace"},
            "Inverse times gradient, entry by entry, is a table. A product of matrix and vector is asked.": {
                "by": "entries"
            },
            "You divide by each entry of the Hessian and add. That is not the division by a matrix.": {
                "by": "quotients"
            },
            "You go half of the step.": {"part": 0.5},
            "You return the step. The new point is asked.": {"give": "step"},
            "You make two steps. One is asked.": {"steps": 2},
        },
    ),
)

where_newton_ends = choice_exercise(
    title="Where does Newton end?",
    points=2,
    right={"A": "minimum", "B": "maximum", "C": "runs away", "D": "minimum", "E": "saddle", "F": "runs away"},
    tempting={
        ("A", "runs away"): "A: one step from 4 gives 6 − 3.56. Is that below √27 and above zero?",
        ("A", "maximum"): "A: the step from 4 stays above zero. What lies at 3?",
        ("B", "minimum"): "B: one step from 6 gives 9 − 12. Which side of zero is that?",
        ("B", "runs away"): "B: what is the slope at −3?",
        ("B", "saddle"): "B: there is one variable. A slope of zero is a lowest or a highest place here.",
        ("C", "minimum"): "C: one step from 7 gives −8.6. Go on from there.",
        ("C", "maximum"): "C: −8.6 is beyond −√27. Does the next step come nearer to −3?",
        ("D", "runs away"): "D: it is of second degree. How many steps does Newton need, from however far?",
        ("D", "saddle"): "D: both squares have a plus.",
        ("E", "minimum"): "E: one step leads to (0, 0). Walk along y from there.",
        ("E", "runs away"): "E: descent would run away along y. Newton solves for a slope of zero.",
        ("E", "maximum"): "E: walk along x from (0, 0).",
        ("F", "minimum"): "F: from 2 to −8. And from −8?",
        ("F", "maximum"): "F: a convex function has none.",
        ("F", "saddle"): "F: there is one variable, and the function is convex.",
    },
)


# ---- a line search


class _Hill:
    """A loss for a line search: a bowl, infinite beyond a wall."""

    def __init__(self, curvatures, wall=np.inf):
        self.curvatures, self.wall = curvatures, wall

    def __call__(self, x):
        return float(self.curvatures @ x**2) if np.all(np.abs(x) < self.wall) else np.inf

    def slope(self, x):
        return 2 * self.curvatures * x


def _search_cases(rng):
    def draw(d, c, shrink, most, stretch=1.0, wall=np.inf, newton=False, size=1.0):
        hill = _Hill(np.concatenate([[1.0], rng.uniform(2, 30, d - 1)]), wall)
        x = size * rng.uniform(0.5, 2, d) * rng.choice([-1, 1], d)
        slope = hill.slope(x)
        direction = -slope / (2 * hill.curvatures) if newton else -stretch * slope
        return hill, x, slope, direction, c, shrink, most

    valley = _Hill(np.array([1.0, 10.0]))
    return [
        (valley, np.array([2.0, 0.5]), np.array([4.0, 10.0]), np.array([-4.0, -10.0]), 0.5, 0.5, 50),
        draw(3, 0.1, 0.7, 60),
        draw(2, 1e-4, 0.8, 40, stretch=2.0, wall=4.0),
        draw(4, 0.4, 0.9, 5),
        draw(3, 0.2, 0.5, 30, newton=True),
        draw(2, 0.9, 0.6, 80),
        (_Hill(np.array([1.0])), np.array([1.0]), np.array([2.0]), np.array([-2.0]), 0.5, 0.5, 9),  # just enough
        draw(3, 0.9, 0.8, 60, size=4e-6),
        # bent downwards: the whole promise is kept, and walking the other way would pay
        (_Hill(np.array([-1.0, -3.0]), 4.0), *np.array([[1.0, -1.0], [-2.0, 6.0], [2.0, -6.0]]), 0.5, 0.5, 20),
    ]


def _walked(
    f,
    x,
    gradient,
    direction,
    c,
    shrink,
    most,
    *,
    promise="slope",
    right="moves",
    by=None,
    cap=True,
    give="step",
    half=False,
    tries=0,
    against="start",
    begin=1.0,
    way=1,
    turned=False,
):
    promised = {
        "slope": gradient @ direction,
        "none": 0.0,
        "plus": -(gradient @ direction),
        "squared": -(gradient @ gradient),
    }[promise]
    factor, here, step, cuts = shrink if by is None else by, f(x), 1.0 if begin == 1.0 else shrink, 0
    part = 1.0 if half else c
    while (f(x + way * step * direction) > here + part * (step if right == "moves" else 1.0) * promised) != turned:
        if cuts >= (most + tries if cap else 200):
            break
        here = f(x + way * step * direction) if against == "last" else here
        step, cuts = step * factor, cuts + 1
    return {
        "step": step,
        "point": x + step * direction,
        "cuts": float(cuts),
        "before": step / factor if cuts else step,
        "beyond": step / factor,
        "after": step * factor,
    }[give]


def _by_list(f, x, gradient, direction, c, shrink, most):
    """Look at all lengths, from the longest, and take the first that pays, or the last."""
    steps = [shrink**cuts for cuts in range(most + 1)]
    promised = sum(g * d for g, d in zip(gradient, direction, strict=True))
    return next((s for s in steps if f(x + s * direction) <= f(x) + c * s * promised), steps[-1])


backtrack = Exercise(
    title="Walk back",
    points=2,
    expected=_by_list,
    cases=_search_cases,
    mistakes=switched(
        _walked,
        {
            "Any fall is enough in your answer. It has to be a part of what the slope promises.": {"promise": "none"},
            "The promise has the wrong sign: a rise would be accepted.": {"promise": "plus"},
            "The promise is the gradient times itself. The direction may be another.": {"promise": "squared"},
            "The right side is that of step 1 for all steps. A shorter step promises less.": {"right": "frozen"},
            "c is not used: the whole promise is asked for.": {"half": True},
            "You halve, whatever `shrink` says.": {"by": 0.5},
            "`most` is not used: your loop goes on.": {"cap": False},
            "You return the new point. The length of the step is asked.": {"give": "point"},
            "You return how often you cut. The length of the step is asked.": {"give": "cuts"},
            "You return the step before the last cut, which did not pay.": {"give": "before"},
            "You divide by `shrink` at the end, also where nothing was cut.": {"give": "beyond"},
            "You cut once more after the loop has ended.": {"give": "after"},
            "You allow one cut more than `most`.": {"tries": 1},
            "You allow one cut less than `most`.": {"tries": -1},
            "You compare with the loss of the last try, not with f(x).": {"against": "last"},
            "Your first step is `shrink`, not 1.": {"begin": "shrink"},
            "You walk against the direction: x − step · direction.": {"way": -1},
            "You cut while the step pays: the comparison is turned round.": {"turned": True},
        },
    ),
)


# ---- Adam


def _adam_cases(rng):
    def draw(d, t, eps, rate=0.1):
        w, g, m = rng.normal(0, 2, (3, d))
        v = rng.uniform(0.01, 2, d)
        return w, g, m, v, t, rate, float(rng.uniform(0.6, 0.95)), float(rng.uniform(0.9, 0.995)), eps

    g = np.array([0.5, 0.0, -0.02])
    return [
        (*np.array([[1.0, -2.0], [0.5, -4.0], [0.2, 0.1], [0.04, 0.5]]), 3, 0.1, 0.9, 0.99, 0.01),
        draw(3, 7, 0.05),
        draw(1, 2, 0.3),
        (rng.normal(size=3), g, np.zeros(3), np.zeros(3), 1, 0.2, 0.9, 0.999, 0.01),
        draw(4, 40, 0.02, 0.03),
    ]


def _adam(
    w, g, m, v, t, rate, beta1, beta2, eps, *, correct="both", power=0, where="outside", root=True, sign=-1,
    swap=False, square="each", top="m", store=False, old=False, weights="1 - beta", share_m=1, share_v=2
):  # fmt: skip
    betas = {1: beta1, 2: beta2}
    if swap:
        beta1, beta2 = beta2, beta1
        betas = betas if swap == "averages" else {1: beta1, 2: beta2}
    squares = {"each": g**2, "norm": np.full(len(g), g @ g), "none": g, "size": np.abs(g)}[square]
    share = (1.0 if weights in ("one", "one m") else 1 - beta1, 1.0 if weights in ("one", "one v") else 1 - beta2)
    new_m, new_v = beta1 * m + share[0] * g, beta2 * v + share[1] * squares
    if weights == "turned":
        new_m, new_v = (1 - beta1) * m + beta1 * g, (1 - beta2) * v + beta2 * squares
    used_m, used_v = (m, v) if old else (new_m, new_v)
    n = {0: t, 1: t + 1, -1: max(t - 1, 1), "none": 1}[power]
    full_m, full_v = [1 - betas[k] ** n for k in (share_m, share_v)]
    m_hat = used_m / full_m if correct in ("both", "m") else used_m
    v_hat = used_v / full_v if correct in ("both", "v") else used_v
    if correct == "times":
        m_hat, v_hat = used_m * full_m, used_v * full_v
    m_hat = {"m": m_hat, "g": g}[top]
    with np.errstate(invalid="ignore"):
        below = {
            "outside": (np.sqrt(v_hat) if root else v_hat) + eps,
            "inside": np.sqrt(v_hat + eps) if root else v_hat + eps,
            "none": np.sqrt(v_hat) if root else v_hat,
        }[where if where in ("outside", "inside", "none") else "outside"]
    with np.errstate(divide="ignore", invalid="ignore"):
        step = m_hat / np.sqrt(v_hat) + eps if where == "brackets" else m_hat / below
    kept = (m_hat, v_hat) if store else (new_m, new_v)
    return w + sign * rate * step, *kept


def _adam_in_one(w, g, m, v, t, rate, beta1, beta2, eps):
    """Kingma and Ba's second form: one rate for both corrections."""
    new_m, new_v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v)
    scale = np.sqrt(1 - beta2**t)
    return w - rate * scale / (1 - beta1**t) * new_m / (np.sqrt(new_v) + eps * scale), new_m, new_v


adam_step = Exercise(
    title="One step of Adam",
    points=2,
    expected=_adam_in_one,
    cases=_adam_cases,
    mistakes=switched(
        _adam,
        {
            "Neither average is corrected. They began at 0; how full are they after t steps?": {"correct": "none"},
            "Only the average of g is corrected.": {"correct": "m"},
            "Only the average of g² is corrected.": {"correct": "v"},
            "Your correction has no power of t: it stays that of the first step.": {"power": "none"},
            "You multiply by the shares. The averages come out smaller still.": {"correct": "times"},
            "The average of g is corrected with beta2.": {"share_m": 2},
            "The average of g² is corrected with beta1.": {"share_v": 1},
            "Your correction is that of step t + 1.": {"power": 1},
            "Your correction is that of step t − 1.": {"power": -1},
            "eps is inside the root.": {"where": "inside"},
            "eps is added to the whole quotient: brackets are missing below the line.": {"where": "brackets"},
            "eps is not used.": {"where": "none"},
            "The root is missing below the line.": {"root": False},
            "One sum of squares serves all weights. Each has its own.": {"square": "norm"},
            "v averages g itself. Its squares are asked.": {"square": "none"},
            "v averages the size of g. Its squares are asked.": {"square": "size"},
            "The step uses g itself, not its average.": {"top": "g"},
            "The step uses the averages from before. Renew them first.": {"old": True},
            "beta1 and beta2 are exchanged.": {"swap": True},
            "beta1 and beta2 are exchanged in the averages.": {"swap": "averages"},
            "The new gradient enters whole. It has the weight 1 − beta.": {"weights": "one"},
            "g enters its average whole.": {"weights": "one m"},
            "g² enters its average whole.": {"weights": "one v"},
            "The old average has the weight 1 − beta, and the new value beta: the other way round.": {
                "weights": "turned"
            },
            "You return corrected averages. The next step wants them as they are.": {"store": True},
            "Your step goes uphill.": {"sign": 1},
        },
    ),
)


def _run_cases(rng):
    def draw(d, steps, rate):
        return rng.uniform(1, 3, d) * rng.choice([-1, 1], d), _Hill(rng.uniform(0.3, 4, d)), steps, rate

    return [
        (np.array([1.0, -2.0]), _Hill(np.ones(2)), 1, 0.1),
        draw(3, 2, 0.1),
        draw(2, 6, 0.2),
        draw(1, 12, 0.05),
        draw(2, 0, 0.3),
        (np.array([0.0, rng.uniform(1, 2)]), _Hill(np.ones(2)), 3, 0.1),
    ]


def _ask_to_run(answer, w, hill, steps, rate):
    return answer(w, hill.slope, steps, rate)


def _run(
    w, slope, steps, rate, *, store=False, t_from=1, correct=True, beta2=0.99, extra=0, inside=False, late="both",
    look="each", forget=False, stop=False
):  # fmt: skip
    m, v, first = np.zeros(len(w)), np.zeros(len(w)), slope(w)
    for step in range(min(steps, 1) if stop else steps + extra):
        t, g = t_from + step, first if look == "once" else slope(w)
        if forget:
            m, v = np.zeros(len(w)), np.zeros(len(w))
        m, v = 0.9 * m + 0.1 * g, beta2 * v + (1 - beta2) * g**2
        t_m, t_v = (t + (late == "m"), t + (late == "v")) if correct else (t, t)
        m_hat = m / (1 - 0.9**t_m) if correct in (True, "m") else m
        v_hat = v / (1 - beta2**t_v) if correct in (True, "v") else v
        m = m_hat if store in (True, "m") else m
        v = v_hat if store in (True, "v") else v
        w = w - rate * m_hat / (np.sqrt(v_hat + 1e-8) if inside else np.sqrt(v_hat) + 1e-8)
    return w


def _run_from_sums(w, slope, steps, rate):
    """Average all gradients so far by their weights, anew at each step."""
    seen: list = []
    for _ in range(steps):
        seen.append(slope(w))
        ages = np.arange(len(seen))[::-1]
        m = np.average(seen, axis=0, weights=0.9**ages)
        v = np.average(np.square(seen), axis=0, weights=0.99**ages)
        w = w - rate * m / (np.sqrt(v) + 1e-8)
    return w


_RUN_FAULTS = {
    "what is stored": ("the corrected averages are stored back, and corrected again.", {"store": True}),
    "the count of steps": ("the correction of the first step is that of t = 2.", {"t_from": 2}),
}

fix_adam = Exercise(
    title="Mend Adam's loop",
    points=2,
    expected=_run_from_sums,
    cases=_run_cases,
    ask=_ask_to_run,
    given=with_faults(_run, _RUN_FAULTS),
    equivalent={
        "np.sqrt(v_hat) + 1e-08 -> np.sqrt(v_hat) - 1e-08": "1e-8 is a guard against a division by 0, and no more",
        "np.sqrt(v_hat) + 1e-08 -> np.sqrt(v_hat) + 2e-08": "1e-8 is a guard against a division by 0, and no more",
    },
    mistakes={
        **partly_mended(_run, _RUN_FAULTS),
        **switched(
            _run,
            {
                "Your averages are not corrected, or by shares that never change, which comes to the same.": {
                    "correct": False
                },
                "The first step counts as t = 0 (NaN): 1 − beta to the power 0 is nothing to divide by.": {"t_from": 0},
                "The first correction is that of t = 3.": {"t_from": 3},
                "Only the average of g is corrected.": {"correct": "m"},
                "Only the average of g² is corrected.": {"correct": "v"},
                "The corrected average of g is stored back, that of g² is not.": {"store": "m"},
                "The corrected average of g² is stored back, that of g is not.": {"store": "v"},
                "The correction of g² counts right. That of g begins with t = 2.": {"late": "m"},
                "The correction of g counts right. That of g² begins with t = 2.": {"late": "v"},
                "The slope is taken once, at the start.": {"look": "once"},
                "Both averages begin at 0 again in each step.": {"forget": True},
                "You return after the first step.": {"stop": True},
                "One step too many is made.": {"extra": 1},
                "One step is missing.": {"extra": -1},
                "beta of the squares is 0.999. The loop has 0.99.": {"beta2": 0.999},
            },
        ),
        "The corrected average of g is still stored back, and the first correction is that of t = 2.": (
            lambda *case: _run(*case, store="m", t_from=2)
        ),
        "The corrected average of g² is still stored back, and the first correction is that of t = 2.": (
            lambda *case: _run(*case, store="v", t_from=2)
        ),
    },
)
