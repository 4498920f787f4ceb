"""Exercises on regret, upper confidence bounds, and the values of decision processes."""

from collections.abc import Callable

import numpy as np

from firsthand.judging.exercise import Exercise, alone, sizes, switched

# ---- regret


def _pull_cases(rng):
    def draw(arms, pulls):
        return rng.normal(0, 2, arms), rng.integers(0, arms, pulls)

    means = rng.uniform(0.1, 0.6, 4)
    return [
        (np.array([0.3, 0.5, 0.7]), np.array([0, 0, 1, 2, 0])),
        draw(5, 12),
        draw(3, 30),
        (means, np.full(6, np.argmax(means))),
        (np.r_[0.8, means, 0.8], np.array([0, 5, 1, 3, 0, 2, 5, 4])),
        (-1 - means, np.array([1, 0, 2])),
        (means + 2, np.array([0])),
        (np.sort(means), np.array([0, 1, 0, 2, 1, 1])),  # the best one is never pulled
    ]


def _lost(means, chosen, *, against="best", cost="expected", gives="so far", at=0):
    means, chosen = np.array(means), np.array(chosen)
    best = {"best": means.max(), "chosen": means[chosen].max(), "mean": means.mean(), "1": 1.0, "first": means[0]}
    best |= {"tried": np.maximum.accumulate(means[chosen]), "second": np.sort(means)[-2 if len(means) > 1 else -1]}
    best |= {"last": means[-1], "worst": means.min(), "nothing": 0.0, "number": float(means.argmax())}
    each = best[against] - means[chosen]
    each = {"expected": each, "count": (each > 0) * 1.0, "square": each**2, "earned": means[chosen]}[cost]
    says: dict[str, Callable] = {
        "so far": np.cumsum,
        "each": lambda each: each,
        "last": np.sum,
        "mean": lambda each: np.cumsum(each) / np.arange(1, len(each) + 1),
        "by all": lambda each: np.cumsum(each) / len(each),
        "from the total": lambda each: best["best"] * len(each) - np.cumsum(means[chosen]),
        "an arm": lambda each: np.bincount(chosen, each, len(means)),
        "turned": lambda each: np.cumsum(each[::-1])[::-1],
    }
    said = says[gives](each)
    if at and np.ndim(said):
        said = np.r_[0.0, said] if at == "both" else np.r_[0.0, said[:-1]]
    return said


def _one_by_one(means, chosen):
    given_up, total = [], 0.0
    for arm in list(chosen):
        total += max(float(mean) - float(means[arm]) for mean in means)
        given_up.append(total)
    return given_up


regret = Exercise(
    title="What exploring cost",
    points=1,
    expected=_one_by_one,
    cases=_pull_cases,
    mistakes=switched(
        _lost,
        {
            "You compare with the best of the arms that were pulled. The best of all may not be among them.": {
                "against": "chosen"
            },
            "You compare with the mean over the arms. Regret is against the best one.": {"against": "mean"},
            "You compare with 1. No arm may reach it.": {"against": "1"},
            "You compare with the first arm. Regret is against the best one.": {"against": "first"},
            "You compare with the last arm. Regret is against the best one.": {"against": "last"},
            "You compare with the worst arm. Regret is against the best one.": {"against": "worst"},
            "You compare with the second best arm. Regret is against the best one.": {"against": "second"},
            "You compare with the best arm that was tried so far. Regret is against the best of all.": {
                "against": "tried"
            },
            "You add up what was earned. What would the best arm have earned?": {"cost": "earned"},
            "You add up what was earned, with the sign turned. What would the best arm have earned?": {
                "against": "nothing"
            },
            "You count the pulls of worse arms. A much worse arm costs more than a slightly worse one.": {
                "cost": "count"
            },
            "You square what a pull costs. It is counted as it is.": {"cost": "square"},
            "That is the regret of each pull by itself. What has been lost so far is asked.": {"gives": "each"},
            "That is the regret after the last pull. It is asked after each.": {"gives": "last"},
            "You divide by the number of pulls. The regret so far is a sum.": {"gives": "mean"},
            "You divide by the number of all pulls. The regret so far is a sum.": {"gives": "by all"},
            "You take off what was earned so far from what the best arm would earn in all pulls. Compare equal times.": {
                "gives": "from the total"
            },
            "That is the regret of each arm. It is asked after each pull.": {"gives": "an arm"},
            "You add up from the end. What was lost up to a pull is asked.": {"gives": "turned"},
            "You compare with the number of the best arm. Its mean is meant.": {"against": "number"},
            "Your numbers are those before each pull. The pull itself counts.": {"at": "before"},
            "Your result begins with a 0 before the first pull. One number a pull is asked.": {"at": "both"},
        },
    ),
)


# ---- upper bounds


def _bound_cases(rng):
    def draw(arms, t, c, untried=()):
        pulls = rng.integers(1, 30, arms)
        means = rng.uniform(0, 1, arms)
        pulls[list(untried)], means[list(untried)] = 0, 0.0
        return pulls, means, t, c

    even = np.array([0.4, 0.7, 0.7, 0.1])
    return [
        (np.array([10, 5, 1]), np.array([0.6, 0.5, 0.2]), 16, 1.4),
        draw(5, int(rng.integers(60, 200)), float(rng.uniform(0.2, 0.8))),
        draw(6, int(rng.integers(60, 200)), float(rng.uniform(1.1, 2.5))),
        draw(4, int(rng.integers(40, 90)), 0.7, untried=(2,)),
        draw(5, 30, 1.6, untried=(1, 3)),
        (np.zeros(3, dtype=int), np.zeros(3), 1, 0.9),
        (np.array([7, 4, 4, 9]), even, 24, 0.3),
        draw(4, 33, 0.0),
        draw(4, 33, 0.0, untried=(3,)),
        draw(3, 1, 0.5),
        draw(4, int(rng.integers(40, 90)), 1.3, untried=(0,)),
        (np.array([3, 8, 12]), np.array([0.0, 0.5, rng.uniform(0.5, 0.7)]), 23, 0.6),
    ]


def _bounds(
    pulls,
    means,
    t,
    c,
    *,
    untried=np.inf,
    mean="mean",
    log="ln",
    n="n",
    width="outside",
    sign=1,
    by="bound",
    first=0,
    tie="first",
):
    pulls, means = np.asarray(pulls), np.asarray(means)
    counted = np.maximum(pulls, 1)
    ln = {"ln": np.log(t), "none": t, "t + 1": np.log(t + 1), "two": 2 * np.log(t), "1 +": 1 + np.log(t)}
    ln |= {"sum": np.log(np.maximum(pulls.sum(), 1)), "10": np.log10(t), "2": np.log2(t)}
    ln = ln[log]
    with np.errstate(all="ignore"):
        share = {"n": ln / counted, "all": ln / t, "turned": counted / ln, "outside": ln / counted**2}
        share = (share | {"n + 1": ln / (counted + 1)})[n]
        room = {
            "outside": c * np.sqrt(share),
            "inside": np.sqrt(c * share),
            "no root": c * share,
            "none": np.sqrt(share),
            "square": c * share**2,
        }[width]
    middle = {"mean": means, "sum": means * counted, "none": 0 * means, "again": means / counted}[mean]
    bounds = middle + sign * room
    with np.errstate(all="ignore"):
        formula = means + sign * c * np.sqrt(np.log(t) / pulls)
        one_more = means + sign * c * np.sqrt(np.log(t) / (pulls + 1))
    never = {"guard": bounds, "nan": np.nan, "formula": formula, "one more": one_more}.get(untried, untried)
    bounds = np.where(pulls > 0, bounds, never)
    ranked = {"bound": bounds, "mean": np.where(pulls > 0, means, np.inf), "room": bounds - means}
    ranked = (ranked | {"plain mean": means, "fewest": -pulls})[by]
    arm = len(ranked) - 1 - np.argmax(ranked[::-1]) if tie == "last" else np.argmax(ranked)
    arm = np.argmin(ranked) if tie == "least" else arm
    return int(arm) + first, bounds


def _arm_by_arm(pulls, means, t, c):
    bounds = [float(m + c * (np.log(t) / n) ** 0.5) if n else float("inf") for n, m in zip(pulls, means, strict=True)]
    return bounds.index(max(bounds)), bounds


ucb_choice = Exercise(
    title="The benefit of the doubt",
    points=2,
    expected=_arm_by_arm,
    cases=_bound_cases,
    mistakes=switched(
        _bounds,
        {
            "An untried arm has the bound 0 in your answer, as if it were known to be bad. What is known of it?": {
                "untried": 0.0
            },
            "An untried arm counts as pulled once. What is known of it?": {"untried": "guard"},
            "An untried arm is last in your answer. It goes first.": {"untried": -np.inf},
            "An untried arm has the bound NaN in your answer. What is known of it?": {"untried": "nan"},
            "You divide by 0 where an arm is untried: with t = 1 or c = 0 that is NaN. What is known of it?": {
                "untried": "formula"
            },
            "Sums of rewards stand where the means belong.": {"mean": "sum"},
            "Your means are divided by the pulls once more. They are means already.": {"mean": "again"},
            "The mean is missing from your bound.": {"mean": "none"},
            "t stands under your root without its logarithm.": {"log": "none"},
            "You take the logarithm of t + 1.": {"log": "t + 1"},
            "You take the logarithm of the sum of the pulls. t is given.": {"log": "sum"},
            "You add 1 to the logarithm.": {"log": "1 +"},
            "There is a 2 before your logarithm. The statement has put that into c.": {"log": "two"},
            "Your logarithm has the base 10. It is the natural one.": {"log": "10"},
            "Your logarithm has the base 2. It is the natural one.": {"log": "2"},
            "Your room for doubt divides by t for every arm. Which arm is known less well?": {"n": "all"},
            "You divide by pulls + 1.": {"n": "n + 1"},
            "The quotient under your root is turned over: doubt grows with the pulls.": {"n": "turned"},
            "The pulls stand outside your root. They belong under it.": {"n": "outside"},
            "Your c stands under the root.": {"width": "inside"},
            "Your room for doubt has no root.": {"width": "no root"},
            "c is missing from your bound.": {"width": "none"},
            "Your room for doubt is squared where a root is asked.": {"width": "square"},
            "You subtract the room for doubt: that is a lower bound.": {"sign": -1},
            "Your bounds are right, and your arm is the one with the largest mean.": {"by": "mean"},
            "Your arm is the one with the largest mean, an untried one counted as 0. The bound decides.": {
                "by": "plain mean"
            },
            "Your arm is the one that was pulled least. The bound decides.": {"by": "fewest"},
            "You divide by pulls + 1, and an untried arm has a finite bound. What is known of it?": {
                "n": "n + 1",
                "untried": "one more",
            },
            "Your arm is the one with the most doubt. The mean counts too.": {"by": "room"},
            "Your arms are numbered from 1.": {"first": 1},
            "Among equals you take the last arm.": {"tie": "last"},
            "Your arm is the one with the smallest bound.": {"tie": "least"},
        },
    ),
)


# ---- sweeps


def _corridor():
    P, r = np.zeros((4, 2, 4)), np.full((4, 2), -1.0)
    for cell in range(4):
        P[cell, 0, max(cell - 1, 0)] = 1
        P[cell, 1, min(cell + 1, 3)] += 0.8
        P[cell, 1, cell] += 0.2
    r[2, 1] += 8
    r[3] = 0
    return P, r, np.array([False, False, False, True])


def _world(rng, states, actions, ends):
    P = rng.dirichlet(np.full(states, 0.4), (states, actions))
    terminal = np.zeros(states, dtype=bool)
    terminal[rng.choice(states, ends, replace=False)] = True
    return P, rng.normal(0.5, 3, (states, actions)), terminal


def _sweep_cases(rng):
    return [
        (*_corridor(), 0.9, 2),
        (*_world(rng, 5, 3, 1), 0.9, 4),
        (*_world(rng, 4, 2, 0), 0.6, 7),
        (*_world(rng, 6, 3, 2), 1.0, 3),
        (*_world(rng, 3, 4, 1), 0.8, 1),
        (*_world(rng, 4, 3, 1), 0.95, 0),
        (*_world(rng, 2, 2, 1), 0.0, 2),
        (*_world(rng, 3, 1, 1), 0.7, 5),
    ]


_FUTURES: dict[str, Callable] = {
    "mean": lambda P, state, old: P[state] @ old,
    "best": lambda P, state, old: np.array([old[chances > 0].max() for chances in P[state]]),
    "likeliest": lambda P, state, old: old[P[state].argmax(axis=1)],
    "turned": lambda P, state, old: old @ P[:, :, state],
    "sum": lambda P, state, old: np.array([old[chances > 0].sum() for chances in P[state]]),
}


def _swept(
    P,
    r,
    terminal,
    discount,
    sweeps,
    *,
    order="all at once",
    best=np.max,
    future="mean",
    end="zero",
    on="future",
    extra=0,
    gives="values",
    begin=0.0,
):
    P, r, terminal = np.array(P, dtype=float), np.array(r, dtype=float), np.array(terminal, dtype=bool)
    values, choice = np.full(len(r), 0.0 if begin == "old" else begin), np.zeros(len(r), dtype=int)
    of_actions = np.zeros(r.shape)
    if begin == 1 and end == "zero":
        values[terminal] = 0
    count = min(int(sweeps), 1) if extra == "once" else int(sweeps) + extra
    count = max(0, min(count, 200))
    for number in range(count):
        old = values if order == "in place" else values.copy()
        for state in range(len(r)):
            after = _FUTURES[future](P, state, np.where(terminal, 0, old) if end == "late" else old)
            gain = {
                "future": r[state] + discount * after,
                "both": discount * (r[state] + after),
                "none": r[state] + after,
                "reward": discount * r[state] + after,
                "power": r[state] + discount ** (number + 1) * after,
            }[on]
            gain = r[state] if end == "reward" and terminal[state] else gain
            of_actions[state] = gain
            over = terminal[state] != (end == "turned")
            grows = old[state] if begin == "old" else 0
            values[state] = (
                0
                if end in ("zero", "turned") and over
                else grows + (gain[r[state].argmax()] if best == "paid" else best(gain))
            )
            choice[state] = np.argmax(gain)
    if end == "last":
        values = np.where(terminal, 0, values)
    return {"values": values, "choice": choice, "actions": of_actions, "best": values.max()}[gives]


def _apart(P, r, terminal, discount, sweeps):
    """Take the maximum of the reward and that of the future each by itself."""
    values = np.zeros(len(r))
    for _ in range(min(int(sweeps), 200)):
        values = np.where(terminal, 0, r.max(axis=1) + discount * (P @ values).max(axis=1))
    return values


def _to_the_end(P, r, terminal, discount, sweeps):
    values = np.zeros(len(r))
    for _ in range(400):
        values = np.where(terminal, 0, (r + discount * P @ values).max(axis=1))
    return values


def _paid_on_arrival(P, r, terminal, discount, sweeps):
    """Take the best reward of the state reached in place of the move's."""
    values = np.zeros(len(r))
    for _ in range(min(int(sweeps), 200)):
        values = np.where(terminal, 0, (P @ (r.max(axis=1) + discount * values)).max(axis=1))
    return values


def _state_by_state(P, r, terminal, discount, sweeps):
    values = [0.0] * len(r)
    for _ in range(min(int(sweeps), 200)):
        values = [
            0.0
            if terminal[s]
            else max(
                float(r[s][a]) + discount * sum(float(p) * v for p, v in zip(P[s][a], values, strict=True))
                for a in range(len(r[s]))
            )
            for s in range(len(r))
        ]
    return values


value_iteration = Exercise(
    title="Sweep a world",
    points=3,
    expected=_state_by_state,
    cases=_sweep_cases,
    mistakes=switched(
        _swept,
        {
            "You update in place: later states see new values of this sweep. All see the old ones.": {
                "order": "in place"
            },
            "You take the mean over the actions. The best policy chooses.": {"best": np.mean},
            "You take the worst action.": {"best": np.min},
            "You add the actions up. The best policy takes one of them.": {"best": np.sum},
            "Your robot also chooses which next state chance deals. P decides that.": {"future": "best"},
            "You follow the likeliest next state alone. The others count with their chances.": {"future": "likeliest"},
            "You read P from the next state to the state. The first index is the state left.": {"future": "turned"},
            "You add up the next states without their chances.": {"future": "sum"},
            "Terminal states go on collecting. Their value is 0, whatever P and r say.": {"end": "collect"},
            "A terminal state still gets its reward once. Its value is 0.": {"end": "reward"},
            "You set terminal states to 0 at the end only. Until then others count on them.": {"end": "last"},
            "Nobody counts on your terminal states, and yet they return a value. It is 0.": {"end": "late"},
            "You sweep once, whatever is asked. Is there a break or a return inside the loop?": {"extra": "once"},
            "Your discount acts on the reward of the move as well. It is paid at once.": {"on": "both"},
            "Your discount is missing.": {"on": "none"},
            "Your discount acts on the reward, and not on what comes after it.": {"on": "reward"},
            "Your discount is raised to the number of the sweep. The sweeps do that by themselves.": {"on": "power"},
            "One sweep too many is made.": {"extra": 1},
            "One sweep is missing.": {"extra": -1},
            "You return the value of every action. The best one of each state is asked.": {"gives": "actions"},
        },
    )
    | alone(
        switched(
            _swept,
            {
                "You take the action that pays most at once. Its future may be poor.": {"best": "paid"},
                "Your mask is turned round: the terminal states are those that get a value.": {"end": "turned"},
                "Your values begin at 1. They begin at 0.": {"begin": 1.0},
                "You add each sweep to the values. A sweep takes their place.": {"begin": "old"},
                "You return the largest value alone. One a state is asked.": {"gives": "best"},
                "You return the best actions. Their values are asked.": {"gives": "choice"},
            },
        )
    )
    | alone(
        {
            "You take the best reward and the best future each by itself. They may belong to different actions.": _apart,
            "You sweep until nothing moves. So many sweeps are asked.": _to_the_end,
            "You take rewards of the state reached. r belongs to the state left, and comes with the move.": (
                _paid_on_arrival
            ),
        }
    ),
)


# ---- a policy


def _policy_cases(rng):
    def draw(states, actions, discount, sharp=False):
        P, r, _ = _world(rng, states, actions, 0)
        policy = rng.dirichlet(np.ones(actions), states)
        policy = np.eye(actions)[policy.argmax(axis=1)] if sharp else policy
        return P, r, policy, discount

    stay_or_change = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]])
    absorbing = draw(4, 2, 0.85)
    absorbing[0][3] = np.eye(4)[3]
    return [
        (stay_or_change, np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[0.5, 0.5], [0.0, 1.0]]), 0.5),
        draw(4, 3, 0.9),
        draw(5, 2, 0.7),
        draw(3, 3, 0.95, sharp=True),
        absorbing,
        draw(3, 2, 0.0),
        draw(1, 3, 0.6),
    ]


def _of_policy(
    P, r, policy, discount, *, reward="policy", moves="policy", system="right", on="future", sign=1, paid=1, sweeps=0
):
    P, r, policy = np.array(P, float), np.array(r, float), np.array(policy, float)
    states, actions = r.shape
    even, sharp = np.full(r.shape, 1 / actions), np.eye(actions)[policy.argmax(axis=1)]
    best = np.eye(actions)[r.argmax(axis=1)]
    chance = {"policy": policy, "even": even, "sharp": sharp, "sum": np.ones(r.shape), "best": best}
    gains = np.sum(chance[reward] * r, axis=1)
    step = np.einsum("sa,sat->st", chance[moves], P)
    gamma = {"future": discount, "none": 1.0, "turned": 1 - discount, "square": discount**2}[on]
    gains = gains * {"late": discount, "rest": 1 - discount}.get(paid, 1)
    if system == "transposed":
        step = step.T
    if sweeps:
        return sum(np.linalg.matrix_power(sign * gamma * step, k) @ gains for k in range(sweeps))
    if system in ("right", "transposed"):
        return np.linalg.solve(np.eye(states) - sign * gamma * step, gains)
    if system == "forward":
        return (np.eye(states) - gamma * step) @ gains
    return gains / (1 - gamma)


def _best_policy(P, r, policy, discount):
    values = np.zeros(len(r))
    for _ in range(600):
        values = np.max(r + discount * P @ values, axis=1)
    return values


def _doubling(P, r, policy, discount):
    """Add up the discounted rewards of 4,096 steps, twice as many with each round."""
    chance = [sum(p * np.asarray(row) for p, row in zip(*pair, strict=True)) for pair in zip(policy, P, strict=True)]
    values = np.array([float(np.dot(p, gain)) for p, gain in zip(policy, r, strict=True)])
    steps = discount * np.array(chance)
    with np.errstate(all="ignore"):
        for _ in range(12):
            values, steps = values + steps @ values, steps @ steps
    return values


policy_value = Exercise(
    title="What a policy is worth",
    points=2,
    expected=_doubling,
    cases=_policy_cases,
    mistakes=switched(
        _of_policy,
        {
            "Your rewards are a plain mean over the actions. How often does the policy take each?": {"reward": "even"},
            "Your moves are a plain mean over the actions. How often does the policy take each?": {"moves": "even"},
            "Your rewards are those of the likeliest action alone.": {"reward": "sharp"},
            "Your moves are those of the likeliest action alone.": {"moves": "sharp"},
            "Your rewards are summed over the actions without their chances.": {"reward": "sum"},
            "Your rewards are those of the best paid action. The policy decides, not the pay.": {"reward": "best"},
            "Your moves are those of the best paid action. The policy decides, not the pay.": {"moves": "best"},
            "Your matrix of moves is turned: a row is the state left.": {"system": "transposed"},
            "You multiply by I − γP. Which equation does V solve?": {"system": "forward"},
            "You divide the mean reward by 1 − γ: that is right if it never leaves the state.": {"system": "constant"},
            "That is the reward of the first move alone.": {"sweeps": 1},
            "That is the return of {sweeps} steps. It goes on for ever, and the exact one is asked.": {
                "sweeps": sizes(2, 3, 5, 10, 20, 50, 100)
            },
            "Every reward is discounted once too often: the first comes with the move.": {"paid": "late"},
            "Your rewards are multiplied by 1 − γ.": {"paid": "rest"},
            "The future is subtracted: look at the sign before γP.": {"sign": -1},
            "Your matrix uses 1 − γ in place of γ.": {"on": "turned"},
            "γ is squared.": {"on": "square"},
            "Your rewards and your moves are plain means over the actions. How often does the policy take each?": {
                "reward": "even",
                "moves": "even",
            },
            "Your rewards and your moves are those of the likeliest action alone.": {
                "reward": "sharp",
                "moves": "sharp",
            },
        },
    )
    | {"That is the value of the best policy. The one that is given is asked.": _best_policy},
)
