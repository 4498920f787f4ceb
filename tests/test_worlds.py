"""Worlds keep Gymnasium's conventions and their own rules, and what learns in them finds what can be computed."""

import json
from collections import deque

import numpy as np
import pytest
from conftest import ROOT, make_environment, run

from firsthand import worlds

CHECKER = '''
import importlib.util, json, sys, warnings
import gymnasium
from gymnasium.utils.env_checker import check_env

spec = importlib.util.spec_from_file_location("worlds", sys.argv[1])
worlds = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worlds)


def registered(kind):
    """Return the world as an environment of Gymnasium's: its spaces, and its generator, which the world does not use."""

    class Environment(kind, gymnasium.Env):
        def __init__(self):
            super().__init__()
            self.observation_space = gymnasium.spaces.Discrete(self.states)
            self.action_space = gymnasium.spaces.Discrete(self.actions)

        def reset(self, *, seed=None, options=None):
            gymnasium.Env.reset(self, seed=seed)
            return kind.reset(self, seed=seed, options=options)

    return Environment()


class FourValues(worlds.Ramp):
    def step(self, action):
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, reward, terminated or truncated, info


with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    for kind in (worlds.Ramp, worlds.Depot):
        check_env(registered(kind), skip_render_check=True)
try:
    check_env(registered(FourValues), skip_render_check=True)
    refused = False
except Exception:
    refused = True
print(json.dumps({"told": [str(one.message) for one in told], "refused": refused}))
'''


@pytest.fixture(scope="module")
def gymnasium(tmp_path_factory):
    """Return the Python of an environment of its own that has Gymnasium."""
    try:
        return make_environment(tmp_path_factory.mktemp("gymnasium"), "gymnasium>=1.0")
    except AssertionError as failed:
        pytest.skip(f"Gymnasium cannot be installed here: {str(failed).splitlines()[-1]}")


def test_gymnasium_itself_finds_nothing_wrong_with_the_worlds(gymnasium):
    answer = run([gymnasium, "-W", "ignore", "-c", CHECKER, ROOT / "src" / "firsthand" / "worlds.py"]).stdout
    found = json.loads(answer.splitlines()[-1])
    assert [text for text in found["told"] if "spec" not in text] == []  # these are in no registry of Gymnasium's
    assert found["refused"]


WORLDS = [worlds.Ramp(), worlds.Depot(), worlds.Depot(cells=8, limit=60)]
each_world = pytest.mark.parametrize("world", WORLDS, ids=lambda world: f"{type(world).__name__}{world.states}")


@each_world
def test_an_episode_begins_at_the_start_and_stops_at_the_limit(world):
    assert world.reset(seed=3) == (world.start, {})
    flags = [world.step(0)[2:4] for _ in range(world.limit)]
    assert flags == [(False, False)] * (world.limit - 1) + [(False, True)]
    assert world.reset() == (world.start, {})
    assert world.step(0)[3] is False


@each_world
def test_a_step_is_the_move_from_where_the_world_is(world):
    rng = np.random.default_rng(0)
    state, _ = world.reset()
    for action in rng.integers(world.actions, size=30):
        expected = world.move(state, action)
        state, *rest, _, info = world.step(action)
        assert (state, *rest, info) == expected
        if rest[-1]:
            break


@each_world
def test_a_model_has_chances_that_sum_to_one(world):
    chances, rewards, ends = world.model()
    assert np.allclose(chances.sum(axis=2), 1)
    assert rewards.shape == ends.shape == (world.states, world.actions)


def test_the_ramp_is_the_cliff_of_the_book():
    ramp = worlds.Ramp()
    for state in range(48):
        row, column = divmod(state, 12)
        wanted = [(row - 1, column), (row, column + 1), (row + 1, column), (row, column - 1)]
        for action, (r, c) in enumerate(wanted):
            inside = 0 <= r < 4 and 0 <= c < 12
            to = 12 * r + c if inside else state
            over = 37 <= to <= 46
            expected = (36, -100.0, False, {"fell": True}) if over else (to, -1.0, to == 47, {"fell": False})
            assert ramp.move(state, action) == expected


def test_a_parcel_is_picked_up_at_one_end_and_paid_for_at_the_other():
    depot = worlds.Depot()
    depot.reset()
    steps = [depot.step(action) for action in (0, 0, 2, 1, 1, 1, 1, 2, 2)]
    assert [observation for observation, *_ in steps] == [2, 0, 1, 3, 5, 7, 9, 8, 8]
    assert [reward for _, reward, *_ in steps] == [0] * 7 + [10, 0]
    assert [info["delivered"] for *_, info in steps] == [False] * 7 + [True, False]
    assert depot.move(5, 2) == (4, 0.0, False, {"delivered": False})  # put down on the way: back to the pile


def shortest(world) -> int:
    """Count the steps from the start to the end, breadth first, without a fall."""
    seen, waiting = {world.start}, deque([(world.start, 0)])
    while waiting:
        state, steps = waiting.popleft()
        for action in range(world.actions):
            after, _, ends, info = world.move(state, action)
            if ends:
                return steps + 1
            if after not in seen and not info["fell"]:
                seen.add(after)
                waiting.append((after, steps + 1))
    raise AssertionError("no way leads to the end")


def test_the_best_policy_takes_the_shortest_way():
    ramp = worlds.Ramp()
    states, log = worlds.follow(ramp, worlds.solve(ramp, 0.99))
    assert (len(states) - 1, log["steps"], log["return"], log["fell"]) == (shortest(ramp), 13, -13.0, 0)


def test_the_values_of_the_best_policy_solve_its_linear_system():
    depot = worlds.Depot()
    values = worlds.solve(depot, 0.9, pay=lambda state, action, reward, after: reward - 1)
    chances, rewards, _ = depot.model()
    best, every = values.argmax(axis=1), np.arange(depot.states)
    by_solving = np.linalg.solve(np.eye(depot.states) - 0.9 * chances[every, best], rewards[every, best] - 1)
    assert np.allclose(values.max(axis=1), by_solving)


@pytest.mark.parametrize(("bonus", "delivered"), [(2.48, 4), (2.49, 0)])
def test_a_bonus_above_the_border_of_the_closed_form_stops_the_best_policy(bonus, delivered):
    depot = worlds.Depot()
    values = worlds.solve(
        depot, 0.95, pay=lambda state, action, reward, after: reward + bonus * (after % 2 > state % 2)
    )
    assert worlds.follow(depot, values)[1]["delivered"] == delivered


def best(values, action):
    return max(values)


def test_q_learning_finds_the_values_that_sweeps_find():
    depot = worlds.Depot(cells=3, limit=50)
    values, _ = worlds.learn(depot, best, seed=0, episodes=60, rate=1.0, discount=0.8, exploring=1.0)
    assert np.allclose(values, worlds.solve(depot, 0.8), atol=1e-6)


class Ring(worlds.World):
    """One state, one action, 1 a step, and an end of either kind after the first."""

    states, actions, start, limit = 1, 1, 0, 1

    def __init__(self, ends):
        super().__init__()
        self.ends = ends

    def move(self, state, action):
        return 0, 1.0, self.ends, {}


@pytest.mark.parametrize(("ends", "worth"), [(True, 1.0), (False, 10.0)])
def test_a_future_counts_after_a_time_limit_and_not_after_an_end(ends, worth):
    values, log = worlds.learn(Ring(ends), best, seed=0, episodes=400, discount=0.9)
    assert values[0, 0] == pytest.approx(worth)
    assert log["steps"].tolist() == [1] * 400


def test_the_target_is_asked_with_the_action_that_is_taken_next():
    asked, taken = [], []

    def target(values, action):
        asked.append(action)
        return 0.0

    worlds.learn(worlds.Depot(), target, seed=1, episodes=1, pay=lambda s, action, r, after: taken.append(action) or r)
    assert asked[:-1] == taken[1:]


def test_what_is_not_allowed_is_never_tried():
    ramp = worlds.Ramp()
    allowed = np.array([[not ramp.move(s, a)[3]["fell"] for a in range(4)] for s in range(48)])
    begin = np.where(allowed, 0, -np.inf)
    values, log = worlds.learn(ramp, best, seed=0, episodes=40, exploring=0.5, allowed=allowed, values=begin)
    assert log["fell"].sum() == 0
    assert np.isneginf(values[~allowed]).all()
    assert np.isfinite(values[allowed]).all()


def test_the_same_seed_learns_the_same():
    values = [worlds.learn(worlds.Ramp(), best, seed=seed, episodes=3)[0] for seed in (4, 4, 5)]
    assert np.array_equal(values[0], values[1])
    assert not np.array_equal(values[0], values[2])
