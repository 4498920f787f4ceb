"""Small worlds to act in, which follow Gymnasium's `reset` and `step`, and one learner for all of them."""

import random

import numpy as np

GRIP = 2
"""The Depot's third action; 0 and 1 go left and right."""


class World:
    """A world that `states` and `actions`, both numbered from 0, describe whole; its steps follow Gymnasium's order.

    A world says what one action does in one state, `move`; who acts in it asks `reset` and `step`.
    """

    states: int
    actions: int
    start: int
    limit: int

    def __init__(self):
        self._state, self._steps = self.start, 0

    def move(self, state: int, action: int) -> tuple[int, float, bool, dict[str, bool]]:
        """Say what `action` does in `state`: the state it leads to, the reward, whether that ends it, and what happened."""
        raise NotImplementedError

    def reset(self, *, seed=None, options=None) -> tuple[int, dict]:
        """Begin an episode; return the first observation and an empty dictionary.

        seed, options : as in Gymnasium; nothing here is drawn by chance, so they change nothing.
        """
        self._state, self._steps = self.start, 0
        return self._state, {}

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, bool]]:
        """Act; return observation, reward, terminated (the task is over), truncated (the time is), and info."""
        self._state, reward, terminated, info = self.move(self._state, int(action))
        self._steps += 1
        return self._state, reward, terminated, self._steps >= self.limit, info

    def model(self, pay=None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the chances P (states, actions, states), rewards (states, actions), and which moves end it, of that shape.

        pay : as in `learn`.
        """
        chances = np.zeros((self.states, self.actions, self.states))
        rewards, ends = np.zeros(chances.shape[:2]), np.zeros(chances.shape[:2], dtype=bool)
        for state, action in np.ndindex(rewards.shape):
            after, reward, ends[state, action], _ = self.move(state, action)
            rewards[state, action] = reward if pay is None else pay(state, action, reward, after)
            chances[state, action, after] = 1.0
        return chances, rewards, ends


class Ramp(World):
    """A warehouse floor of 4 x 12 cells: the robot starts in the lower left corner, the dock is in the lower right one.

    Between them lies the ramp's edge. States count the cells row by row, 12 · row + column; actions are 0 up, 1 right,
    2 down, 3 left, and against a wall nothing moves. Each step costs 1; a step over the edge costs 100 and leads back to
    the start. The dock ends the episode; after 200 steps it is truncated. Source: the cliff of Sutton and Barto,
    *Reinforcement Learning* (2018), example 6.6.
    """

    rows, columns = 4, 12
    states, actions = 48, 4
    start, dock = 36, 47
    limit = 200

    def move(self, state, action):
        """Say what `action` does in `state`; info says whether the robot "fell"."""
        row, column = divmod(state, self.columns)
        down, right = ((-1, 0), (0, 1), (1, 0), (0, -1))[action]
        row = min(max(row + down, 0), self.rows - 1)
        column = min(max(column + right, 0), self.columns - 1)
        after = self.columns * row + column
        if self.start < after < self.dock:
            return self.start, -100.0, False, {"fell": True}
        return after, -1.0, after == self.dock, {"fell": False}


class Depot(World):
    """A corridor: parcels lie at cell 0, the chute is in the last cell, and a shift has a fixed number of steps.

    States are 2 · cell + carrying; the robot starts in the middle with nothing. Actions are 0 left, 1 right and 2 grip,
    which picks a parcel up at cell 0 and puts one down anywhere: into the chute, which pays 10, elsewhere back to the
    pile. Nothing else pays or costs. No shift is ever terminated; it is truncated. Made for this course.
    """

    actions = 3

    def __init__(self, cells: int = 5, limit: int = 40):
        """Make a corridor of `cells` cells, at least 2, and shifts of `limit` steps."""
        self.cells, self.limit = cells, limit
        self.states, self.start = 2 * cells, 2 * (cells // 2)
        super().__init__()

    def move(self, state, action):
        """Say what `action` does in `state`; info says whether a parcel was "delivered"."""
        cell, carrying = divmod(state, 2)
        delivered = action == GRIP and carrying == 1 and cell == self.cells - 1
        if action == GRIP:
            carrying = int(not carrying and cell == 0)
        else:
            cell = min(max(cell + 2 * action - 1, 0), self.cells - 1)
        return 2 * cell + carrying, 10.0 * delivered, False, {"delivered": delivered}


def solve(world, discount, pay=None) -> np.ndarray:
    """Return the value of each action in each state under the best policy, (states, actions), by value iteration.

    discount : below 1. pay : as in `learn`.
    """
    chances, rewards, ends = world.model(pay)
    values = np.zeros(rewards.shape)
    while True:
        swept = rewards + discount * np.where(ends, 0.0, chances @ values.max(axis=1))
        if np.allclose(swept, values, rtol=0, atol=1e-10):
            return swept
        values = swept


def follow(world, values) -> tuple[list[int], dict[str, float]]:
    """Take the best action by `values` (states, actions) for one episode, ties to the lowest.

    Returns the states on the way, the first one included, and what the episode brought, as one entry of `learn`.
    """
    states, over, log = [world.reset()[0]], False, _empty_log()
    while not over:
        state, reward, terminated, truncated, info = world.step(int(np.argmax(values[states[-1]])))
        states.append(state)
        _write(log, reward, info)
        over = terminated or truncated
    return states, log


def learn(
    world, target, *, seed, episodes, rate=0.5, discount=1.0, exploring=0.1, pay=None, allowed=None, values=None
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Learn the value of each action in each state of a world by acting in it, one step at a time.

    target : function of the values of the next state's actions, a list, and the next action: what the future is worth.
    It is not asked where the world says terminated; where it says truncated it is. rate : share of the error that is put
    right with each step. exploring : chance of an action at random; otherwise the best one, ties at random. pay :
    function of state, action, reward and next state: the reward to learn from, in place of the world's. allowed :
    (states, actions) of bool, the only actions that are ever tried. values : (states, actions), to begin with; else 0.
    Returns the values (states, actions), and what each episode brought, a dictionary of arrays (episodes,): "return",
    the sum of the rewards learnt from, "steps", and how often each event of the world's `info` happened.
    """
    table = np.array(np.zeros((world.states, world.actions)) if values is None else values, dtype=float).tolist()
    choose = _explorer(table, random.Random(seed), exploring, allowed)
    logs = []
    for _ in range(episodes):
        (state, _), over, log = world.reset(), False, _empty_log()
        action = choose(state)
        while not over:
            after, reward, terminated, truncated, info = world.step(action)
            reward = reward if pay is None else pay(state, action, reward, after)
            then = choose(after)
            future = 0.0 if terminated else target(table[after], then)
            table[state][action] += rate * (reward + discount * future - table[state][action])
            _write(log, reward, info)
            state, action, over = after, then, terminated or truncated
        logs.append(log)
    return np.array(table), {name: np.array([log[name] for log in logs]) for name in logs[0]}


def _explorer(table, chance, exploring, allowed):
    """Return what chooses an action in a state: the best one by `table` as it then is, or one at random."""
    may = np.ones((len(table), len(table[0]))) if allowed is None else np.asarray(allowed)
    open_to = [np.flatnonzero(row).tolist() for row in may]

    def choose(state):
        actions, row = open_to[state], table[state]
        if chance.random() < exploring:
            return chance.choice(actions)
        best = max([row[action] for action in actions])
        return chance.choice([action for action in actions if row[action] == best])

    return choose


def _empty_log() -> dict[str, float]:
    return {"return": 0.0, "steps": 0}


def _write(log, reward, info) -> None:
    log["return"] += reward
    log["steps"] += 1
    for event, happened in info.items():
        log[event] = log.get(event, 0) + happened
