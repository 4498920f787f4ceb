# %% [markdown]
r"""
# Exercises: teach by reward, and watch what you paid for

{exercises} to [the lesson on reinforcement learning](../notebooks/20_reinforcement_learning.ipynb), {points}, about
{minutes}. Each stands alone, so skip one and come back as you like.

Replace `...  # your answer`, run the cell, then run the check cell under it. Hints climb: the first asks
a question, the second points at the step. Explained solutions are in
[the solutions](../solutions/20_reinforcement_learning.ipynb).

Throughout, states and actions are numbered from 0, a reward comes with the move, and the return is r₁ + γ r₂ + γ² r₃ + …
"""

# %%
import numpy as np

from firsthand import check

# %% [markdown]
r"""
## 1 · What exploring cost (1 point, 6 minutes)

Write `regret(means, chosen)`: what has been given up after each pull, in expectation, against always pulling the best arm.

- `means`: array (k,), the true chance or mean reward of each arm. `chosen`: array (n,) of arm numbers, in the order of the pulls.
- Return an array (n,): the regret after the first pull, after the first two, and so on.

Example: means [0.3, 0.5, 0.7], chosen [0, 0, 1, 2, 0] give [0.4, 0.8, 1.0, 1.0, 1.4].

<details><summary>Hint 1</summary>What does a single pull of an arm cost, whatever came out of it?</details>
<details><summary>Hint 2</summary>Look up the mean of each chosen arm, compare it with the best one, and add up as you go.</details>
"""


# %% exercise="regret"
def regret(means, chosen):
    """Expected reward given up so far. means : (k,); chosen : (n,). Returns (n,)."""
    ### BEGIN SOLUTION
    return np.cumsum(means.max() - means[chosen])
    ### END SOLUTION


# %% check="regret"
check("regret", regret)

# %% [markdown] solution="only"
r"""
Regret counts expected rewards, so it never falls. Counted from the rewards drawn it could become negative, and would say more about luck than about the
choices.
"""

# %% [markdown]
r"""
## 2 · The benefit of the doubt (2 points, 8 minutes)

Write `ucb_choice(pulls, means, t, c)`: the arm that an upper confidence bound pulls next, the one with the largest mean + c · √(ln t / pulls).

- `pulls`: array (k,), how often each arm was pulled, 0 for an untried one. `means`: array (k,), the mean reward so far, 0 for an untried arm.
- `t`: number of the step, at least 1. `c`: the width, at least 0.
- Return the number of the arm, and the bounds, an array (k,). The bound of an untried arm is infinite. Among equals the lowest number wins.

Example: pulls [10, 5, 1], means [0.6, 0.5, 0.2], t = 16, c = 1.4 give arm 2 and the bounds [1.337, 1.543, 2.531].

<details><summary>Hint 1</summary>How much is not known of an arm that nobody has pulled? And what does the formula say of it when t is 1, or c is 0?</details>
<details><summary>Hint 2</summary>Start with bounds that are all `np.inf`, and fill in those of the arms that were tried.</details>
"""


# %% exercise="ucb_choice"
def ucb_choice(pulls, means, t, c):
    """Arm with the largest bound. pulls, means : (k,). Returns a number and (k,)."""
    ### BEGIN SOLUTION
    pulls, means = np.asarray(pulls), np.asarray(means)
    bounds, tried = np.full(len(pulls), np.inf), pulls > 0
    bounds[tried] = means[tried] + c * np.sqrt(np.log(t) / pulls[tried])
    return int(np.argmax(bounds)), bounds
    ### END SOLUTION


# %% check="ucb_choice"
check("ucb_choice", ucb_choice)

# %% [markdown] solution="only"
r"""
Where untried arms are forgotten the formula divides by 0: infinity by luck, and NaN when t is 1 or c is 0. Code that guards with `max(pulls, 1)` treats an arm
never pulled as one that failed once. `argmax` takes the first of equals.
"""

# %% [markdown]
r"""
## 3 · Sweep a world (3 points, 11 minutes)

Write `value_iteration(P, r, terminal, discount, sweeps)`: the values of the states under the best policy, as far as they are known after so many sweeps.

- `P`: array (states, actions, states), the chance of each next state. `r`: array (states, actions), the expected reward of the move.
- `terminal`: array (states,) of bool; there it is over, and the value is 0 whatever P and r say. `sweeps`: 0 or more.
- Start from 0 everywhere. A sweep computes every new value from the *old* values of all states. Return an array (states,).

Example: four cells in a row, the last one terminal; action 0 goes left, action 1 goes right with chance 0.8, else it slips and stays (0.2). A step costs 1 and arriving in the last cell pays 10, so r[2] is [−1, 7]. With discount 0.9 two
sweeps give [−1.9, 3.86, 8.26, 0].

<details><summary>Hint 1</summary>What is each action worth in each state if the old values are believed?</details>
<details><summary>Hint 2</summary>Weight the next states by P inside each action, and only then take the best action. The terminal states
come last.</details>
"""


# %% exercise="value_iteration"
def value_iteration(P, r, terminal, discount, sweeps):
    """Values after some sweeps from 0. P : (s, a, s); r : (s, a). Returns (s,)."""
    ### BEGIN SOLUTION
    values = np.zeros(len(r))
    for _ in range(sweeps):
        of_actions = r + discount * P @ values
        values = np.where(terminal, 0.0, of_actions.max(axis=1))
    return values
    ### END SOLUTION


# %% check="value_iteration"
check("value_iteration", value_iteration)

# %% [markdown] solution="only"
r"""
The maximum is over actions, outside the mean over next states: chance decides after you have. Updating in place converges to the same values, along another way, so
after k sweeps the numbers differ. Without the mask the end would go on collecting.
"""

# %% [markdown]
r"""
## 4 · What a policy is worth (2 points, 9 minutes)

A policy is given, and may toss a coin. Write `policy_value(P, r, policy, discount)`.

- `P`: array (states, actions, states). `r`: array (states, actions). `policy`: array (states, actions), the chance of each action in each state; rows sum to 1.
- `discount`: below 1. No state is terminal here; one that leads to itself for ever keeps its reward.
- Return an array (states,): the expected return from each state, exact, not after some sweeps.

Example: two states; in each, action 0 stays and action 1 changes to the other. r = [[1, 0], [0, 2]], policy [[0.5, 0.5], [0, 1]],
discount 0.5 give [1.6, 2.8].

<details><summary>Hint 1</summary>What is the mean reward of a state under this policy, and with which chance does it lead to each other state?</details>
<details><summary>Hint 2</summary>Average r and P over the actions with the policy. Then V = r̄ + γ P̄ V is a linear system: bring V to
one side.</details>
"""


# %% exercise="policy_value"
def policy_value(P, r, policy, discount):
    """Exact values of a policy. P : (s, a, s); r, policy : (s, a). Returns (s,)."""
    ### BEGIN SOLUTION
    mean_reward = np.sum(policy * r, axis=1)
    moves = np.einsum("sa,sat->st", policy, P)
    return np.linalg.solve(np.eye(len(r)) - discount * moves, mean_reward)
    ### END SOLUTION


# %% check="policy_value"
check("policy_value", policy_value)

# %% [markdown] solution="only"
r"""
With γ below 1 the matrix always has an inverse. Sweeps would find the same, but for a last digit that never ends. The common slip takes the mean of the rewards and the
best of the moves, or the other way round.
"""

# %% [markdown]
r"""
## 5 · One update, two kinds of end (2 points, 9 minutes)

Write `q_update(Q, s, a, r, after, terminated, truncated, alpha, discount)`: the table after one step of Q-learning.

- `Q`: array (states, actions). The robot was in `s`, took `a`, was paid `r` and is in `after` now. Rows of states where it ends may hold any numbers.
- `terminated`: nothing follows. `truncated`: the clock was stopped, and the world would have gone on. Both may be True.
- Return a new array of the same shape. `Q` stays as it is.

Example: Q = [[1, 4, 0], [3, 5, 2]], s = 0, a = 0, r = 2, after = 1, neither end, alpha = 0.5, discount = 0.9 give 3.75 in place of the 1.

<details><summary>Hint 1</summary>In which of the four cases of the two flags is there a future to count on?</details>
<details><summary>Hint 2</summary>Build the target first: r, plus the discounted best of `after` if something follows. Then move the old
value by a share alpha of the difference.</details>
"""


# %% exercise="q_update"
def q_update(Q, s, a, r, after, terminated, truncated, alpha, discount):
    """The table after one step of Q-learning. Q : (states, actions). A new one."""
    ### BEGIN SOLUTION
    new = np.array(Q, dtype=float)
    target = r if terminated else r + discount * new[after].max()
    new[s, a] += alpha * (target - new[s, a])
    return new
    ### END SOLUTION


# %% check="q_update"
check("q_update", q_update)

# %% [markdown] solution="only"
r"""
`truncated` does not appear: a stopped clock is no fact about the world. An episode that is terminated *and* truncated is over. Code that never asks `terminated` works only
while the rows of ended states happen to be 0.
"""

# %% [markdown]
r"""
## 6 · A world by Gymnasium's rules (2 points, 11 minutes)

Write `ramp_step(state, action, walls, dock, steps, limit)`: one step of a robot on a floor with walls.

- `state`: (row, column). `action`: 0 up, 1 right, 2 down, 3 left. `walls`: array (rows, columns) of bool. Against a wall or the border the robot stays.
- `steps`: how many it has made before this one. `limit`: truncated is True once it has made
  so many steps or more, this one included.
- A step pays −1, and arriving at `dock`, a (row, column), pays +20 on top and ends the task.
- Return (observation, reward, terminated, truncated, info): the new (row, column), a number, True or False, True or False, and an empty dictionary.

Example: on a floor of 2 × 3 without walls, state (0, 2), action 2, dock (1, 2), steps 4, limit 5 give ((1, 2), 19, True, True, {}).

<details><summary>Hint 1</summary>Which two questions must a cell pass before the robot may enter it? And what happens to the reward if it may not?</details>
<details><summary>Hint 2</summary>Compute the cell it wants. Test the border before you look into `walls`. The two flags do not ask each
other.</details>
"""


# %% exercise="ramp_step"
def ramp_step(state, action, walls, dock, steps, limit):
    """One step. Returns observation, reward, terminated, truncated, info."""
    ### BEGIN SOLUTION
    down, right = [(-1, 0), (0, 1), (1, 0), (0, -1)][action]
    row, column = state[0] + down, state[1] + right
    inside = 0 <= row < walls.shape[0] and 0 <= column < walls.shape[1]
    if not inside or walls[row, column]:
        row, column = state
    terminated = (row, column) == tuple(dock)
    reward = 19 if terminated else -1
    return (row, column), reward, terminated, steps + 1 >= limit, {}
    ### END SOLUTION


# %% check="ramp_step"
check("ramp_step", ramp_step)

# %% [markdown] solution="only"
r"""
Rows grow downwards, so up is −1. A negative index would look into the wall at the far side, which is why the border is asked first. The older interface returned four values with one
`done`; Gymnasium keeps the two ends apart.
"""

# %% [markdown]
r"""
## 7 · Mend SARSA (3 points, 11 minutes)

`run_sarsa(Q, steps, explores, drawn, alpha, discount)` shall replay one episode of SARSA. It has three faults:

- its target takes the best of the next values, and so it is Q-learning;
- the action that the target uses is not the one that is taken next;
- it counts on a future after the end.

`Q`: array (states, actions), to begin with. `steps[state][action]`: (reward, next state, terminated). `explores`: array (n,) of bool and `drawn`: array (n,) of actions: the i-th choice of an
action is `drawn[i]` if `explores[i]`, else the best one in `Q` as it stands then, the lowest of equals. The robot starts in state 0; the first choice has i = 0, each later choice the next i. Stop at a terminated step, or when
n − 1 steps are made. Return Q at the end; the `Q` that was handed in stays as it is.

Example: Q = [[0, 1], [2, 5]], steps = [[(−1, 1, False), (3, 1, True)], [(−1, 0, False), (4, 0, False)]], explores [True, True, False], drawn [0, 0, 1], alpha = 0.5, discount = 1 give
[[0.5, 1], [1, 5]].

<details><summary>Hint 1</summary>The S-A-R-S-A of one update: which five things are they, and which of them does the next round begin with?</details>
<details><summary>Hint 2</summary>Choose once a round, before the update. Use that action in the target, and carry it over into the next
round.</details>
"""


# %% exercise="fix_sarsa"
def run_sarsa(Q, steps, explores, drawn, alpha, discount):
    """Replay one episode of SARSA. Q : (states, actions). Returns the new Q."""
    ### BEGIN GIVEN
    # Q = np.array(Q, dtype=float)
    # state = 0
    # for i in range(len(drawn) - 1):
    #     action = drawn[i] if explores[i] else np.argmax(Q[state])
    #     reward, after, terminated = steps[state][action]
    #     target = reward + discount * np.max(Q[after])
    #     Q[state, action] += alpha * (target - Q[state, action])
    #     state = after
    #     if terminated:
    #         break
    # return Q
    ### END GIVEN
    ### BEGIN SOLUTION
    Q = np.array(Q, dtype=float)
    state, action = 0, drawn[0] if explores[0] else np.argmax(Q[0])
    for i in range(len(drawn) - 1):
        reward, after, terminated = steps[state][action]
        then = drawn[i + 1] if explores[i + 1] else np.argmax(Q[after])
        target = reward + discount * Q[after, then] * (not terminated)
        Q[state, action] += alpha * (target - Q[state, action])
        state, action = after, then
        if terminated:
            break
    return Q
    ### END SOLUTION


# %% check="fix_sarsa"
check("fix_sarsa", run_sarsa)

# %% [markdown] solution="only"
r"""
State, action, reward, state, action: the second action is chosen once, before the update, enters the target, and is taken. Whoever chooses again after the update learns the value of something
that is not done.
"""

# %% [markdown]
r"""
## 8 · Read the runs (2 points, 7 minutes)

Six robots learn in the depot, where a perfect shift delivers 4 parcels. Pay and parcels delivered, as means over shifts 1–100 (first) and 401–500 (last), and the largest value in the table Q at the end.

| | pay, first | pay, last | parcels, first | parcels, last | max Q | ε |
|---|---|---|---|---|---|---|
| A | 9 | 52 | 0.0 | 0.0 | 31 | 0.1 |
| B | 0.3 | 4 | 0.0 | 0.4 | 2 | 0.1 |
| C | 13 | 14 | 1.3 | 1.4 | 18 | 0.6 |
| D | 20 | 3 | 2.0 | 0.3 | 4·10⁹ | 0.1 |
| E | 27 | 39 | 2.7 | 3.9 | 22 | 0.1 until shift 400, then 0 |
| F | 12 | 17 | 0.2 | 0.0 | 10 | 0.1 |

Say of each: `"paid for the wrong thing"`, `"learns too slowly"`, `"explores too much"`, `"diverges"` or `"healthy"`. A word may be used twice or never.

<details><summary>Hint 1</summary>Where do the pay and the deliveries part? A delivery pays 10.</details>
<details><summary>Hint 2</summary>Of the others: can a value be larger than all that a robot could ever earn? Is the run still rising, or has it settled
below what is possible?</details>
"""

# %% exercise="read_the_run"
### BEGIN GIVEN
# causes = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
causes = {
    "A": "paid for the wrong thing",
    "B": "learns too slowly",
    "C": "explores too much",
    "D": "diverges",
    "E": "healthy",
    "F": "paid for the wrong thing",
}
### END SOLUTION

# %% check="read_the_run"
check("read_the_run", causes)

# %% [markdown] solution="only"
r"""
A and F are paid without delivering: 52 and 17 that no chute has seen. B still rises. C has settled, and more than half of its actions are drawn by lot. In D no sum of rewards
could reach 4·10⁹. E shows what its policy can do once it stops exploring.
"""

# %% [markdown]
r"""
## 9 · Tune the reward (2 points, 10 minutes)

A longer depot: 8 cells, shifts of 60 steps. The robot shall be useful at once: **at least 2.7 deliveries a shift, as a mean over its first 20 shifts**, on three seeds that you do not know. You may set

- `bonus`: paid for each pick-up, 0 or more;
- `scale`: of the potential, as in the lesson: scale · (γ φ(s′) − φ(s)) with φ(s) = cells + cell when carrying, else cells − 1 − cell; 0 or more;
- `exploring`: the ε of ε-greedy, from 0 to 1.

Q-learning with α = 0.3 and γ = 0.95; the table starts at 0. Fill in the dictionary. `try_it` shows what your settings give on the seeds 0, 1 and 2.

<details><summary>Hint 1</summary>Which of the two pays can be collected again and again without a delivery?</details>
<details><summary>Hint 2</summary>The settings of the lesson give about 2.2 here. A potential must be seen, and not drown the 10. What does a robot
lose by exploring once the way is clear?</details>
"""

# %%
from firsthand import worlds


def try_it(bonus, scale, exploring):
    """Mean deliveries a shift over the first 20 shifts, on three seeds."""
    depot = worlds.Depot(cells=8, limit=60)
    cell, carrying = np.divmod(np.arange(16), 2)
    phi = np.where(carrying, 8 + cell, 7 - cell)

    def pay(s, a, reward, after):
        potential = scale * (0.95 * phi[after] - phi[s])
        return reward + bonus * (s % 2 == 0 and after % 2 == 1) + potential

    settings = {"episodes": 20, "rate": 0.3, "discount": 0.95, "exploring": exploring}
    runs = [
        worlds.learn(depot, lambda Q, a: max(Q), seed=seed, pay=pay, **settings)[1]
        for seed in range(3)
    ]
    return np.mean([log["delivered"] for log in runs])


# %% exercise="tune_the_reward"
### BEGIN GIVEN
# reward = {
#     "bonus": ...,  # your answer
#     "scale": ...,
#     "exploring": ...,
# }
### END GIVEN
### BEGIN SOLUTION
reward = {
    "bonus": 0,
    "scale": 0.3,
    "exploring": 0.02,
}
### END SOLUTION

# %% check="tune_the_reward"
check("tune_the_reward", reward)

# %% [markdown] solution="only"
r"""
No bonus, a potential that is small beside the 10, and little exploring, since the potential already points the way. The best policy is the same for every scale; how soon it is found is not. With nothing to point the way
ε = 0 would never find the chute.
"""

# %% [markdown]
r"""
## 10 · May it drive? (2 points, 8 minutes)

Six policies want to replace the old robot, which delivers 61 % in time and tips over 0.4 times in 1,000 km. The firm's rules:

1. The limit is 0.5 tips in 1,000 km. A policy whose tips are measured above it, in a simulator or outside, is out.
2. An estimate from logs counts if its effective sample is at least 100 rows. Otherwise its value is unknown.
3. What counts and is better than 61 % by more than two spreads goes to a small test, one robot with a person beside it.
4. Only a policy that has passed such a test, with at least 1,000 km, is deployed.

In time: the weighted estimate from the rows of a log. Then their effective sample, and the tips in 1,000 km.

| | in time | rows | effective | tips | tested |
|---|---|---|---|---|---|
| A | 0.70 ± 0.02 | 20,000 | 900 | 0.3, simulator | no |
| B | 0.83 ± 0.12 | 40,000 | 30 | 0.2, simulator | no |
| C | 0.78 ± 0.02 | 20,000 | 1,400 | 1.9, simulator | no |
| D | 0.66 ± 0.02 | 20,000 | 5,000 | 0.3 in 3,000 km | yes, passed |
| E | 0.94 ± 0.01 | 300 | 4 | 0.1, simulator | no |
| F | 0.67 ± 0.01 | 30,000 | 2,000 | 0.8 in 4,000 km | yes, passed on time |

Choose `"deploy"`, `"small test"`, `"collect logs"` (let the old robot take, now and then, what the new one would) or `"reject"`. A word may be used twice or never.

<details><summary>Hint 1</summary>Which rule is about what must never be, and is asked before anything is weighed?</details>
<details><summary>Hint 2</summary>Then: how many rows does the estimate really stand on? A small spread is itself estimated from these rows.</details>
"""

# %% exercise="may_it_drive"
### BEGIN GIVEN
# decisions = {
#     "A": ...,  # your answer
#     "B": ...,
#     "C": ...,
#     "D": ...,
#     "E": ...,
#     "F": ...,
# }
### END GIVEN
### BEGIN SOLUTION
decisions = {
    "A": "small test",
    "B": "collect logs",
    "C": "reject",
    "D": "deploy",
    "E": "collect logs",
    "F": "reject",
}
### END SOLUTION

# %% check="may_it_drive"
check("may_it_drive", decisions)

# %% [markdown] solution="only"
r"""
The limit comes first: C and F are out, however punctual. B and E stand on 30 and 4 rows; E's ± 0.01 comes from the same four rows and is worth nothing. A has earned a test and no more, D
has passed it.
"""
