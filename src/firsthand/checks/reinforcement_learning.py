"""Exercises on learning by reward: an update with two kinds of end, a world, and SARSA."""

import numpy as np

from firsthand.judging.exercise import Exercise, alone, partly_mended, switched, with_faults

# ---- one update


def _update_cases(rng):
    def draw(states, actions, terminated, truncated, discount=None, same=False):
        s, after = rng.choice(states, 2, replace=False).tolist()
        gamma = float(rng.uniform(0.5, 0.95)) if discount is None else discount
        Q = rng.normal(0, 4, (states, actions))
        a, after = int(rng.integers(actions)), s if same else after
        return Q, s, a, float(rng.normal(1, 3)), after, terminated, truncated, float(rng.uniform(0.1, 0.9)), gamma

    example = np.array([[1.0, 4.0, 0.0], [3.0, 5.0, 2.0]]), 0, 0, 2.0, 1, False, False, 0.5, 0.9
    return [
        example,
        draw(4, 3, False, False),
        draw(3, 4, True, False),
        draw(5, 2, False, True),
        draw(4, 3, True, True),
        draw(3, 3, False, False, same=True),
        draw(3, 2, False, False, discount=1.0),
        draw(6, 5, False, True),
        draw(4, 4, True, False),
        (-np.abs(rng.normal(5, 2, (3, 3))), 0, 1, -1.0, 2, False, False, 0.4, 0.8),
        (example[0].astype(int), 1, 2, 1.0, 0, False, False, 0.25, 0.5),
    ]


def _updated(
    Q,
    s,
    a,
    r,
    after,
    terminated,
    truncated,
    alpha,
    discount,
    *,
    over="terminated",
    future="max",
    pull="difference",
    on="future",
    reward=1,
    gives="table",
    clip=False,
    sign=1,
):
    new = np.array(Q, dtype=int if clip and np.issubdtype(np.asarray(Q).dtype, np.integer) else float)
    ends = {
        "terminated": terminated,
        "never": False,
        "either": terminated or truncated,
        "truncated": truncated,
        "not both": terminated and not truncated,
        "both": terminated and truncated,
        "turned": not terminated,
        "always": True,
    }[over]
    row = new[after]
    best = {
        "max": lambda: row.max(),
        "mean": lambda: row.mean(),
        "min": lambda: row.min(),
        "own": lambda: new[s].max(),
        "argmax": lambda: row.argmax(),
        "same": lambda: row[a],
        "all": lambda: new.max(),
        "sum": lambda: row.sum(),
        "size": lambda: np.abs(row).max(),
        "column": lambda: new[:, a].max(),
    }[future]
    then = 0.0 if ends else best()
    target = {
        "future": reward * r + discount * then,
        "both": discount * (reward * r + then),
        "none": reward * r + then,
        "reward": discount * reward * r + then,
        "zero at the end": 0.0 if ends else reward * r + discount * then,
    }[on]
    old = new[s, a]
    value = {
        "difference": old + sign * alpha * (target - old),
        "whole target": old + alpha * target,
        "replaced": target,
        "share": alpha * target,
        "turned share": alpha * old + (1 - alpha) * target,
        "full": old + target,
        "gamma on old": old + alpha * (target - discount * old),
        "sum": old + alpha * (target + old),
        "all at the end": target if ends else old + alpha * (target - old),
        "not at the end": old if ends else old + alpha * (target - old),
    }[pull]
    if gives == "row":
        new[s] += value - old
    elif gives == "after":
        new[after, a] = value
    elif gives == "of after":
        new[after, a] += alpha * (target - new[after, a])
    elif gives == "emptied":
        new[s, a] = value
        new[after] = 0 if ends and after != s else new[after]
    elif gives == "turned":
        new.T[a, s] = value
    else:
        new[s, a] = value
    return {"entry": value, "change": value - old, "target": target}.get(gives, new)


def _by_cases(Q, s, a, r, after, terminated, truncated, alpha, discount):
    rows = [[float(value) for value in row] for row in Q]
    future = 0.0 if terminated else sorted(rows[after])[-1]
    rows[s][a] = (1 - alpha) * rows[s][a] + alpha * (r + discount * future)
    return rows


q_update = Exercise(
    title="One update, two kinds of end",
    points=2,
    expected=_by_cases,
    cases=_update_cases,
    mistakes=switched(
        _updated,
        {
            "You count on a future after a terminated step. Nothing follows it.": {"over": "never"},
            "You take a stopped clock for an end. Would the world have gone on?": {"over": "either"},
            "You stop at truncated and go on after terminated. Which of them is a fact about the world?": {
                "over": "truncated"
            },
            "Where both flags are True you count on a future. It is over.": {"over": "not both"},
            "You see an end only where both flags are True.": {"over": "both"},
            "You count on a future only where it is over.": {"over": "turned"},
            "The next state never counts in your target.": {"over": "always"},
            "Your target takes the mean of the next values. Q-learning takes the best.": {"future": "mean"},
            "Your target takes the worst of the next values.": {"future": "min"},
            "Your target takes the best value of the state that was left. Where is the robot now?": {"future": "own"},
            "Your target has the number of the best action in place of its value.": {"future": "argmax"},
            "Your target takes the value of the same action in the next state. Which is best there?": {
                "future": "same"
            },
            "Your target takes the best value of the whole table.": {"future": "all"},
            "Your target adds up the next values.": {"future": "sum"},
            "Your target takes the value that is largest in size, whatever its sign.": {"future": "size"},
            "You add a share of the target. A share of the difference to the old value is asked.": {
                "pull": "whole target"
            },
            "You put the target in place of the old value: alpha is missing.": {"pull": "replaced"},
            "The old value is lost: you keep a share of the target alone.": {"pull": "share"},
            "alpha and 1 − alpha are exchanged.": {"pull": "turned share"},
            "You add the whole target to the old value.": {"pull": "full"},
            "Your discount acts on the old value too.": {"pull": "gamma on old"},
            "You add the old value to the target where the difference is asked.": {"pull": "sum"},
            "At the end you put the reward in place of the old value: alpha is missing there.": {
                "pull": "all at the end"
            },
            "At the end nothing is learnt in your answer. The target there is the reward.": {"pull": "not at the end"},
            "Your target takes the best value of the same action in any state. In which state is the robot now?": {
                "future": "column"
            },
            "The step goes away from the target: look at the sign.": {"sign": -1},
            "Your discount acts on the reward as well. It is paid at once.": {"on": "both"},
            "Your discount is missing.": {"on": "none"},
            "Your discount acts on the reward, and not on the future.": {"on": "reward"},
            "The reward of the last move is lost: at the end the target is r, not 0.": {"on": "zero at the end"},
            "The reward is missing from your target.": {"reward": 0},
            "The reward is subtracted in your target.": {"reward": -1},
            "Every action of the state is changed. Only the one that was taken is.": {"gives": "row"},
            "You return the new entry alone. The whole table is asked.": {"gives": "entry"},
            "You return the change alone. The whole table is asked.": {"gives": "change"},
            "You return the target. The table after the step is asked.": {"gives": "target"},
            "A table of whole numbers cuts your value off. Make it one of floats first.": {"clip": True},
        },
    )
    | alone(
        switched(
            _updated,
            {
                "You update the value of the next state. The one that was left is moved.": {"gives": "of after"},
                "You empty the row of a state where it ends. One entry changes, and no other.": {"gives": "emptied"},
                "You write into the row of the next state.": {"gives": "after"},
            },
        )
    ),
)


# ---- a step


def _step_cases(rng):
    def floor(rows, columns):
        walls = rng.random((rows, columns)) < 0.2
        walls[0, 0] = walls[-1, -1] = False
        return walls

    def draw(rows, columns, action):
        walls, free = floor(rows, columns), None
        free = np.argwhere(~walls)[:-1]  # the last one is the dock
        state = tuple(int(at) for at in free[rng.integers(len(free))])
        steps = int(rng.integers(0, 12))
        return state, action, walls, (rows - 1, columns - 1), steps, steps + int(rng.integers(-1, 3))

    open_floor = np.zeros((3, 4), dtype=bool)
    beside = open_floor.copy()
    beside[1, 2] = beside[0, 3] = beside[2, 0] = beside[0, 1] = True
    return [
        ((0, 2), 2, np.zeros((2, 3), dtype=bool), (1, 2), 4, 5),
        *(draw(4, 5, action) for action in range(4)),
        *(draw(6, 3, int(rng.integers(4))) for _ in range(3)),
        ((1, 1), 1, beside, (2, 3), 0, 9),
        ((1, 3), 0, beside, (2, 3), 8, 9),
        ((1, 0), 2, beside, (2, 3), 9, 9),
        ((0, 2), 3, beside, (2, 3), 3, 9),
        ((0, 0), 0, open_floor, (2, 3), 7, 8),
        ((0, 0), 3, open_floor, (2, 3), 6, 8),
        ((2, 1), 2, open_floor, (2, 3), 12, 8),
        ((1, 3), 1, open_floor, (2, 3), 1, 8),
        ((2, 2), 1, open_floor, (2, 3), 1, 8),
        ((1, 3), 2, open_floor, (2, 3), 7, 8),
        *(((1, 1), action, open_floor, (2, 3), 2, 8) for action in range(4)),
        ((1, 2), 1, open_floor, (2, 0), 2, 8),
        ((0, 2), 3, open_floor, (0, 1), 7, 30),
        ((1, 1), 0, open_floor, (0, 1), 29, 30),
    ]


_MOVES = {
    "right": ((-1, 0), (0, 1), (1, 0), (0, -1)),
    "up is plus": ((1, 0), (0, 1), (-1, 0), (0, -1)),
    "left first": ((-1, 0), (0, -1), (1, 0), (0, 1)),
    "udlr": ((-1, 0), (1, 0), (0, -1), (0, 1)),
    "udrl": ((-1, 0), (1, 0), (0, 1), (0, -1)),
    "x first": ((0, -1), (1, 0), (0, 1), (-1, 0)),
}


def _stepped(
    state,
    action,
    walls,
    dock,
    steps,
    limit,
    *,
    moves="right",
    wall=True,
    border="stay",
    bump="pays",
    arriving=19,
    end="apart",
    strict=False,
    over="there",
    reward=-1,
    gives=5,
    looks=1,
):
    down, right = _MOVES[moves][action]
    row, column = state[0] + down, state[1] + right
    rows, columns = walls.shape
    if border == "wrap" or (border == "wraps below 0" and row < rows and column < columns):
        row, column = row % rows, column % columns
    elif border == "swapped" and not (0 <= row < columns and 0 <= column < rows):
        row, column = state
    if not (border == "open" and -1 <= row < rows and -1 <= column < columns):
        row, column = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
    if wall and bool(walls[row, column]) == (wall != "turned"):
        row, column = state
    after, stayed = (row, column), (row, column) == tuple(state)
    arrives = {"either": row == dock[0] or column == dock[1], "row": row == dock[0]}.get(over, after == tuple(dock))
    arrives = tuple(state) == tuple(dock) if over == "before" else arrives
    paid = arriving if arrives else reward
    paid = {"pays": paid, "free": 0, "twice": -2}[bump] if stayed else paid
    late = steps + 1 > limit if strict else steps + 1 >= limit
    late = steps + 1 == limit if strict == "exactly" else late
    truncated = {"apart": late, "not when arriving": late and not arrives}.get(end, late)
    terminated = arrives or (end == "both flags" and late)
    terminated = arrives and not late if end == "time first" else terminated
    if end == "one flag":
        terminated = truncated = arrives or late
    if end == "exchanged":
        terminated, truncated = truncated, terminated
    info = {"info": {"steps": steps + 1}, "None": None}.get(gives, {})
    result = (after, paid, terminated, truncated, info)
    if gives == 4:
        return after, paid, arrives or late, info
    return result[: int(gives)] if gives in (3, "4 flags") else result[:4] if gives == "no info" else result


def _by_a_table(state, action, walls, dock, steps, limit):
    """Draw the floor with a border of walls around it, and look into it."""
    fenced = np.pad(np.asarray(walls, dtype=bool), 1, constant_values=True)
    row, column = state
    wanted = {0: (row - 1, column), 1: (row, column + 1), 2: (row + 1, column), 3: (row, column - 1)}[action]
    after = state if fenced[wanted[0] + 1, wanted[1] + 1] else wanted
    there = list(after) == list(dock)
    return tuple(after), 20 * there - 1, there, not steps + 1 < limit, {}


ramp_step = Exercise(
    title="A world by Gymnasium's rules",
    points=2,
    expected=_by_a_table,
    cases=_step_cases,
    mistakes=switched(
        _stepped,
        {
            "Up leads to the next row and down to the one before. Rows are counted from the top.": {
                "moves": "up is plus"
            },
            "Left and right are exchanged in your moves.": {"moves": "left first"},
            "Your actions are up, down, left, right. The statement's order goes round.": {"moves": "udlr"},
            "Your actions are up, down, right, left. The statement's order goes round.": {"moves": "udrl"},
            "Your moves change the column where the row is meant. A state is (row, column).": {"moves": "x first"},
            "Your robot drives through walls.": {"wall": False},
            "Your robot leaves the floor on one side and enters on the other.": {"border": "wrap"},
            "Rows and columns are exchanged in your test of the border.": {"border": "swapped"},
            "Your robot leaves the floor above or on the left. What does a negative index find?": {"border": "open"},
            "Your robot enters walls and nothing else.": {"wall": "turned"},
            "A step against a wall costs nothing in your answer. Every step pays −1.": {"bump": "free"},
            "A step against a wall costs double in your answer.": {"bump": "twice"},
            "Arriving pays 20 in your answer. The step still costs its 1.": {"arriving": 20},
            "Arriving pays nothing in your answer.": {"arriving": -1},
            "Arriving pays 21 in your answer: the cost of the step has the wrong sign there.": {"arriving": 21},
            "A step costs nothing in your answer.": {"reward": 0},
            "A step pays +1 in your answer. It costs 1.": {"reward": 1},
            "terminated is True when the time is up. That is what truncated is for.": {"end": "both flags"},
            "truncated is False when it arrives. The clock does not ask where the robot is.": {
                "end": "not when arriving"
            },
            "terminated is False when the time is up. Arriving does not ask the clock.": {"end": "time first"},
            "Both flags say the same: one of two ends. Keep them apart.": {"end": "one flag"},
            "The two flags are exchanged.": {"end": "exchanged"},
            "Your clock is up one step late. This step counts too, and at the limit it is up.": {"strict": True},
            "Your clock is up at the limit only. It stays up.": {"strict": "exactly"},
            "You ask whether it was at the dock before the step.": {"over": "before"},
            "One coordinate of the dock is enough in your answer. Both are needed.": {"over": "either"},
            "The row of the dock is enough in your answer. Its column counts too.": {"over": "row"},
            "Your robot leaves the floor above or on the left, and enters on the other side. What does a negative index find?": {
                "border": "wraps below 0"
            },
            "Four values with one flag is the older interface. Keep the two ends apart, and return five.": {"gives": 4},
            "The info is missing: an empty dictionary comes last.": {"gives": "no info"},
            "Your info is None. An empty dictionary is asked.": {"gives": "None"},
            "Your info has something in it. An empty dictionary is asked.": {"gives": "info"},
        },
    ),
)


# ---- SARSA


def _episode_cases(rng):
    def draw(states, actions, n, share, ends=0.0, begins=None):
        Q = rng.normal(0, 2, (states, actions))
        steps = [
            [(rng.normal(0, 2), int(rng.integers(states)), bool(rng.random() < ends)) for _ in range(actions)]
            for _ in range(states)
        ]
        explores, drawn = rng.random(n) < share, rng.integers(0, actions, n)
        explores[0] = explores[0] if begins is None else begins
        drawn[1] = (drawn[0] + 1) % actions
        return Q, steps, explores, drawn, rng.uniform(0.3, 0.9), rng.uniform(0.6, 1)

    Q = np.array([[0.0, 1.0], [2.0, 5.0]])
    steps = [[(-1.0, 1, False), (3.0, 1, True)], [(-1.0, 0, False), (4.0, 0, False)]]
    first = draw(3, 2, 6, 0.5)
    to_the_end = [[(reward, after, True) for reward, after, _ in row] for row in first[1]]
    best_first = (np.array([[0.0, 9.0, 1.0], [2.0, 0.0, 1.0]]), *draw(2, 3, 7, 0.4, begins=False)[1:])
    best_first[2][:2], best_first[3][:3] = (False, True), (0, 2, 1)
    ties = draw(3, 3, 15, 0.0)
    costly = [[(rng.uniform(-6, -3), 0, False) for _ in range(3)]]  # after each update another action is best
    return [
        (Q, steps, np.array([True, True, False]), np.array([0, 0, 1]), 0.5, 1.0),
        draw(2, 3, 14, 0.3, begins=True),
        draw(3, 3, 20, 0.5, ends=0.1),
        draw(1, 4, 12, 0.3, begins=False),
        (first[0], to_the_end, *first[2:]),
        draw(4, 2, 18, 0.2, ends=0.05, begins=True),
        draw(2, 2, 9, 0.9, begins=True),
        draw(2, 4, 16, 0.0, ends=0.1),
        draw(2, 3, 2, 0.5, begins=True),
        (np.zeros((3, 3)), *ties[1:]),
        best_first,
        (rng.uniform(0, 1, (1, 3)), costly, np.arange(8) == 5, rng.integers(0, 3, 8), 0.6, 0.9),
    ]


def _replayed(
    Q,
    steps,
    explores,
    drawn,
    alpha,
    discount,
    *,
    target="taken",
    carry=True,
    ends=True,
    index=1,
    late=False,
    stop=True,
    gamma="once",
    pull="difference",
    skip=False,
    extra=0,
    sign=1,
    first="chosen",
    picks="as told",
    into="left",
    looks="there",
):
    Q, n = np.array(Q, dtype=float), len(drawn)

    def choose(state, i):
        i = min(i, n - 1)
        at_random = {"as told": explores[i], "drawn": True, "best": False, "turned": not explores[i]}
        at_random |= {"then best": explores[i] and i == 0, "then drawn": explores[i] or i > 0}
        return int(drawn[i]) if at_random[picks] else int(np.argmax(Q[state]))

    state, action = 0, {"drawn": drawn[0], "best": np.argmax(Q[0])}.get(first, choose(0, 0))
    for i in range(n - 1 + extra):
        reward, after, over = steps[state][action]
        then = choose(after if looks == "there" else state, i + index)
        best, mean = Q[after].max(), Q[after].mean()
        worth = {"taken": Q[after, then], "max": best, "mean": mean, "own": Q[state, then], "same": Q[after, action]}
        future = 0.0 if over and ends else worth[target]
        goal = reward + (1 if gamma == "none" else discount) * future
        goal = discount * goal if gamma == "both" else goal
        row = after if into == "reached" else state
        old = Q[row, action]
        change = {"difference": sign * alpha * (goal - old), "target": alpha * goal, "all": goal - old}[pull]
        if not (skip and over):
            Q[row, action] += change
        if stop and over:
            break
        state, action = after, then if carry is True else choose(after, i + (2 if carry == "anew" else 1))
    return Q


def _recursively(Q, steps, explores, drawn, alpha, discount):
    """Walk the episode by recursion over dictionaries."""
    values = {(s, a): float(value) for s, row in enumerate(Q) for a, value in enumerate(row)}
    actions = range(len(Q[0]))

    def pick(state, i):
        return int(drawn[i]) if explores[i] else max(actions, key=lambda a: (values[state, a], -a))

    def walk(state, action, i):
        if i == len(drawn) or i > 300:
            return
        reward, after, over = steps[state][action]
        then = pick(after, i)
        goal = reward if over else reward + discount * values[after, then]
        values[state, action] = (1 - alpha) * values[state, action] + alpha * goal
        if not over:
            walk(after, then, i + 1)

    walk(0, pick(0, 0), 1)
    return [[values[s, a] for a in actions] for s in range(len(Q))]


_SARSA_FAULTS = {
    "the target": ("the target still takes the best of the next values.", {"target": "max"}),
    "the action": ("the action that is taken next is chosen again, after the update.", {"carry": False}),
    "the end": ("there is still a future after the end.", {"ends": False}),
}

fix_sarsa = Exercise(
    title="Mend SARSA",
    points=3,
    expected=_recursively,
    cases=_episode_cases,
    given=with_faults(_replayed, _SARSA_FAULTS),
    mistakes={
        **partly_mended(_replayed, _SARSA_FAULTS),
        **switched(
            _replayed,
            {
                "Your target takes the mean of the next values. SARSA takes that of the action it will take.": {
                    "target": "mean"
                },
                "Your target looks up the next action in the state that was left.": {"target": "own"},
                "The next choice uses i once more. Each later choice has the next i.": {"index": 0},
                "Your episode goes on after a terminated step.": {"stop": False},
                "Your target takes the action that was just done, in the next state. Which one comes next?": {
                    "target": "same"
                },
                "Your first action is the best one, whatever explores says.": {"first": "best"},
                "Every action is the best one in your answer, whatever explores says.": {"picks": "best"},
                "After the first, every action is the best one in your answer.": {"picks": "then best"},
                "The discount is missing.": {"gamma": "none"},
                "The discount acts on the reward as well.": {"gamma": "both"},
                "You add a share of the target. The old value has to come off it first.": {"pull": "target"},
                "alpha is missing.": {"pull": "all"},
                "The terminated step is not learnt from. Its target is the reward.": {"skip": True},
            },
        ),
        **alone(
            switched(
                _replayed,
                {
                    "After the first, every action is the drawn one in your answer.": {"picks": "then drawn"},
                    "The best next action is looked up in the state that was left.": {"looks": "back"},
                    "The action of the target is not taken: the next step chooses with another i.": {"carry": "anew"},
                    "Your robot explores where it should not, and not where it should.": {"picks": "turned"},
                    "Your update is written into the row of the state that was reached.": {"into": "reached"},
                    "Your first action is the drawn one, whatever explores says.": {"first": "drawn"},
                    "Every action is the drawn one in your answer, whatever explores says.": {"picks": "drawn"},
                    "One step is missing.": {"extra": -1},
                    "One step too many is made.": {"extra": 1},
                    "The step goes away from the target: look at the sign.": {"sign": -1},
                },
            )
        ),
    },
)
