# %% [markdown]
r"""
# Teach a robot by reward, and watch what you paid for

In 2016 a program learned to play a boat race by its score. It found a lagoon, drove in circles, hit the same three targets again and again, caught
fire, and never finished. Its score was 20 % above that of human players (J. Clark and D. Amodei, "Faulty Reward Functions in the Wild"). Nothing was broken.

A warehouse lets a robot learn in this way: which grip holds, how to reach the dock without falling off the ramp, how to carry parcels
to the chute. You teach it, pay it wrongly, mend the pay, and decide whether it may drive.

**You will be able to**

- measure regret, and choose among greedy, ε-greedy, upper confidence bounds and Thompson sampling by experiment; <!-- regret, ucb_choice -->
- solve a small decision process by hand and by sweeps, and check it with a linear system; <!-- value_iteration, policy_value -->
- write Q-learning and SARSA, say why they take different ways, and handle two kinds of end; <!-- q_update, ramp_step, fix_sarsa -->
- show a misspecified reward as a number, and repair it with a potential; <!-- read_the_run, tune_the_reward -->
- judge a new policy from logged data before it drives, and keep it inside hard limits. <!-- may_it_drive -->

**You need** `solve` from [lesson 02](02_linear_algebra.ipynb), expectation from [03](03_probability_statistics.ipynb), the Beta
posterior from [13](13_probabilistic_inference.ipynb), inverse propensity from [19](19_recommendation.ipynb). **About 75 minutes.**
"""

# %%
import numpy as np

from firsthand import bandits, plots, predict, predictions, table, tables, worlds

# %% [markdown]
r"""
## 1 · Three grips by hand

A robot has three grips, A, B and C. It tries A A B C A, and the parcel holds, falls, holds, falls, holds. What it knows of a grip is the mean of its
rewards $r$, kept up to date without storing them: after the $n$-th try of that grip

$$Q \leftarrow Q + \frac1n\,(r - Q).$$

For A: $0 \to 1 \to 0.5 \to 0.667$. B has 1 and C has 0, each from one try. Should it now stay with B?

A choice that changes nothing but its reward is a **bandit**. Its measure is **regret**: the *expected* reward given up, against always taking the best.
Let the grips hold with chances 0.3, 0.5 and 0.7. Then each A costs 0.4, each B 0.2, C nothing, whatever the luck.
"""

# %%
tried, held = np.array([0, 0, 1, 2, 0]), np.array([1, 0, 1, 0, 1])
Q, n = np.zeros(3), np.zeros(3)
for grip, r in zip(tried, held, strict=True):
    n[grip] += 1
    Q[grip] += (r - Q[grip]) / n[grip]
assert np.allclose(Q, [held[tried == grip].mean() for grip in range(3)])

# %% folded="What is known, and what it cost"
cost = n * (0.7 - np.array([0.3, 0.5, 0.7]))
table({"grip": list("ABC"), "times": n, "estimate": Q, "regret": cost}, {"times": 0})

# %% [markdown]
r"""
The estimates rank B, A, C; the truth is C, B, A. The regret is $1.2 + 0.2 + 0 = 1.4$. Whoever from now on takes only what looks best (**greedy**) never learns about C.
**Exploring** costs now, not exploring costs for ever.

## 2 · Four ways to explore

- **greedy**: each grip once, then the best mean.
- **ε-greedy**: as greedy, but with chance ε = 0.1 any grip.
- **Upper confidence bound (UCB)**: the largest mean $+\, c\sqrt{\ln t / n}$, with $t$ pulls in all and $n$ of this grip: the benefit of the doubt.
- **Thompson sampling**: draw a chance for each grip from its Beta posterior (lesson 13) and take the largest draw.

UCB with $c = \sqrt2$ comes with a theorem: its regret grows only like $\ln t$. That of ε-greedy grows linearly, for ever.

**Predict.** Five grips hold with 0.3, 0.5, 0.55, 0.6, 0.7. After 2,000 pulls, as a mean over 300 runs,

- (a) ε-greedy has lost less than UCB with $c = \sqrt2$;
- (b) UCB with $c = \sqrt2$ has lost less than ε-greedy;
- (c) the two differ by less than a tenth.
"""

# %%
less_regret = predict("?")  # a, b or c in place of ?
less_regret


# %%
def greedy(wins, pulled, step, rng):
    return np.argmax(bandits.mean_wins(wins, pulled), axis=1)


def eps_greedy(wins, pulled, step, rng):
    runs, grips = wins.shape
    explores = rng.random(runs) < 0.1
    anything = rng.integers(grips, size=runs)
    return np.where(explores, anything, greedy(wins, pulled, step, rng))


def thompson(wins, pulled, step, rng):
    return np.argmax(rng.beta(1 + wins, 1 + pulled - wins), axis=1)


# %%
five = [0.3, 0.5, 0.55, 0.6, 0.7]
rules = {"greedy": greedy, "ε-greedy": eps_greedy, "Thompson": thompson}
rules |= {"UCB, c = √2": bandits.ucb(np.sqrt(2)), "UCB, c = ½": bandits.ucb(0.5)}
played = {name: bandits.play(rule, five, pulls=2_000) for name, rule in rules.items()}

# %% folded="Regret, and the runs that end on the best grip"
table(
    {
        "rule": list(played),
        "regret": [regret[-1] for regret, _ in played.values()],
        "on the best grip": [np.mean(last == 4) for _, last in played.values()],
    },
    decimals={"regret": 0, "on the best grip": ".0%"},
)

# %%
lost = {name: regret[-1] for name, (regret, _) in played.items()}
ratio = lost["UCB, c = √2"] / lost["ε-greedy"]
less_regret.outcome(
    a=ratio > 1.1,
    b=ratio < 0.9,
    c=0.9 <= ratio <= 1.1,
    tempts={
        "b": "The theorem is about growth in the long run. 2,000 pulls are short.",
        "c": "Look at the two curves: one is straight, the other bends late.",
    },
)

# %% folded="Draw the regret"
fig, ax = plots.figure()
shown = ("Thompson", "UCB, c = √2", "ε-greedy")
plots.lines(
    ax,
    np.arange(1, 2_001),
    {name: played[name][0] for name in shown},
    xlabel="pulls",
    ylabel="regret (parcels)",
)
plots.show(
    fig,
    alt="UCB loses fast, then bends; ε-greedy loses steadily, less; Thompson least.",
)

# %% [markdown]
r"""
<details><summary>Why</summary>

UCB pays 123 for a guarantee that holds for every bandit, ε-greedy 69. It goes on losing $0.1 \cdot 0.17 = 0.017$ a pull by exploring alone, and in the long run that must
overtake a logarithm. 2,000 pulls are not the long run.

</details>

A theorem says how a curve grows, not where it stands when you must decide. For these grips a narrow UCB and Thompson sampling are best; for yours, simulate. Greedy ends
on the best grip in half of the runs.

## 3 · When an action changes what comes next

A step now decides what can be earned later. A corridor has four cells. Each step, left or right, costs 1; arriving in the last cell pays 10 and ends it.
States, actions, chances of the next state and rewards make a **Markov decision process**. What is to be large is the **return**

$$G = r_1 + \gamma r_2 + \gamma^2 r_3 + \dots$$

with the **discount** γ between 0 and 1. The **value** $V(s)$ is the expected return from state $s$ under the best **policy**, a rule that names an action for each state. It obeys (with the mean over $s'$, where chance plays)

$$V(s) = \max_a \big[\, r + \gamma V(s') \,\big], \qquad V = 0 \text{ once it is over.}$$

**Value iteration** uses that as an assignment, all states at once, from 0. With γ = 0.9, cells 1 to 3:

- sweep 1: −1, −1, $-1 + 10 = 9$;
- sweep 2: $-1 - 0.9 = -1.9$, then $-1 + 0.9 \cdot 9 = 7.1$, and 9;
- sweep 3: $-1 + 0.9 \cdot 7.1 = 5.39$, 7.1, 9. After that nothing moves.

The news of the 10 travels one cell a sweep.

**Predict.** With γ = ½ in place of 0.9, the first cell is worth

- (a) −0.5, setting out does not pay;
- (b) 0.75, setting out barely pays;
- (c) 2.99, five ninths of 5.39.
"""

# %%
half_as_patient = predict("?")  # a, b or c in place of ?
half_as_patient


# %%
def sweep(V, discount):
    right = [-1 + discount * V[1], -1 + discount * V[2], 9]
    left = [-1 + discount * V[0], -1 + discount * V[0], -1 + discount * V[1]]
    return np.maximum(right, left)


patient, impatient = np.zeros(3), np.zeros(3)
for _ in range(10):
    patient, impatient = sweep(patient, 0.9), sweep(impatient, 0.5)
table({"cell": [1, 2, 3], "γ = 0.9": patient, "γ = 0.5": impatient})

# %%
first = impatient[0]
half_as_patient.outcome(
    a=first < 0,
    b=0 < first < 1,
    c=first > 2,
    tempts={
        "a": "The 10 comes with the third move. How many factors of γ stand before it?",
        "c": "γ comes in once a step, and the costs are paid as well.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

$-1 + \tfrac12(-1 + \tfrac12 \cdot 9) = 0.75$. How patient the robot is, is a part of the task that you set.

</details>

What is a *given* policy worth, say one that tosses a coin at each step? The max becomes a mean, and the equation linear: $V = \bar r + \gamma P V$, with the mean reward $\bar r$ and the chances $P$
of the next cell. So `solve` is a second route.
"""

# %%
P = np.array([[0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0]])  # what is missing has ended
mean_reward = np.array([-1, -1, 4])
by_solving = np.linalg.solve(np.eye(3) - 0.9 * P, mean_reward)
by_sweeps = np.zeros(3)
for _ in range(500):
    by_sweeps = mean_reward + 0.9 * P @ by_sweeps
assert np.allclose(by_sweeps, by_solving)
table({"cell": [1, 2, 3], "worth with the coin": by_solving})

# %% [markdown]
r"""
The coin is worth −1.85 in the first cell, where the best policy is worth 5.39.

## 4 · Learn without a map

Mostly nobody knows the chances. Then the robot acts, and learns the value $Q(s, a)$ of an action $a$ in a state $s$ from what happens:

$$Q(s, a) \leftarrow Q(s, a) + \alpha\,\big[\,\text{target} - Q(s, a)\,\big]$$

with the rate α. The target uses the robot's own estimate of what follows: **bootstrapping**, which has nothing to do with the bootstrap of lesson 03.

- **Q-learning**: $r + \gamma \max_{a'} Q(s', a')$, as if it would act best from here on.
- **SARSA**: $r + \gamma\, Q(s', a')$ with the action $a'$ that it *will* take, exploring included.
- **Expected SARSA**: $r + \gamma$ times the mean of $Q(s', \cdot)$ over what ε-greedy may take.

By hand: the robot drives along the edge of a ramp, $Q = -10$, α = ½, γ = 1, $r = -1$. In the next cell its values are −8 (on), −12 (up), −12 (back), −101 (over the
edge), and it happens to explore the edge. Q-learning: target −9, new value −9.5. SARSA: target −102, new value −56.

`worlds.Ramp` is a floor of 4 × 12 cells, start and dock in the two lower corners, the edge between them. A step costs 1, a fall 100 and a restart. As in the library Gymnasium, `reset` begins, and `step` returns five things: the new state (12 · row + column), the reward, whether the task is over,
whether the time is, and what else happened.
"""

# %%
ramp = worlds.Ramp()
ramp.reset()
observation, reward, terminated, truncated, info = ramp.step(1)  # right: over the edge
observation, reward, terminated, truncated, info

# %% [markdown]
r"""
**Predict.** Both learn for 500 episodes with ε = 0.1, α = ½. In the last 100 of them, exploring as before,

- (a) Q-learning earns more: it learns the shorter way;
- (b) SARSA earns more, although its way is longer;
- (c) they earn the same: same ramp, same rewards.
"""

# %%
earns_more = predict("?")  # a, b or c in place of ?
earns_more


# %%
def q_learning(values, action):
    return max(values)


def sarsa(values, action):
    return values[action]


def expected_sarsa(values, action):
    return 0.9 * max(values) + 0.1 * np.mean(values)


# %%
targets = {"Q-learning": q_learning, "SARSA": sarsa, "expected SARSA": expected_sarsa}
ways = {
    name: [worlds.learn(ramp, target, seed=seed, episodes=500) for seed in range(5)]
    for name, target in targets.items()
}

# %% folded="What they earned, and the ways they learnt"
summary = {}
for name, runs in ways.items():
    afterwards = [len(worlds.follow(ramp, Q)[0]) - 1 for Q, _ in runs]
    summary[name] = {
        "return, last 100": np.mean([log["return"][-100:].mean() for _, log in runs]),
        "falls in 500": np.mean([log["fell"].sum() for _, log in runs]),
        "steps of its way": np.median(afterwards),
        "ways that arrive": sum(steps < 200 for steps in afterwards),
    }
table(summary, decimals=0)

# %%
earned = {name: row["return, last 100"] for name, row in summary.items()}
earns_more.outcome(
    a=earned["Q-learning"] > earned["SARSA"] + 5,
    b=earned["SARSA"] > earned["Q-learning"] + 5,
    c=abs(earned["SARSA"] - earned["Q-learning"]) <= 5,
    tempts={
        "a": "Its way is shorter, and one step in ten is drawn. Where does it lie?",
        "c": "Each learns what its own target asks. One target knows that it explores.",
    },
)


# %% folded="Draw the ways"
def draw_way(ax, name):
    walks = [worlds.follow(ramp, Q)[0] for Q, _ in ways[name]]
    rows, columns = np.divmod(min(walks, key=len), 12)
    ax.fill_between([0.5, 10.5], 2.5, 3.5, fc="none", ec=plots.ERROR, hatch="//")
    ax.plot(columns, rows, "o-", color=plots.MODEL, markersize=3)
    ax.set(title=f"{name}: {len(rows) - 1} steps", xlabel="column", ylabel="row")
    ax.set(xlim=(-0.5, 11.5), ylim=(3.5, -0.5), yticks=range(4))


plots.panels(
    draw_way,
    ("Q-learning", "SARSA"),
    alt="Q-learning drives along the hatched edge; SARSA goes round by the wall.",
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Q-learning earns −50 and falls 180 times in 500 episodes; SARSA earns −23 and falls 50 times. Q-learning values the edge as if it never erred. SARSA has its own
slips in the target, and keeps away.

</details>

Q-learning is right about a robot that never errs: once it stops exploring, its 13 steps are the best there are. SARSA is right about the one that drives. Neither is safer by
nature. And with a rate of ½ SARSA is unsteady: one of its five ways does not arrive. Expected SARSA averages over its slips, and all five arrive.

## 5 · Two kinds of end

`terminated` says that the task is over: nothing follows, and the target is $r$ alone. `truncated` says that somebody stopped the clock: the
world goes on, and so does the target. Take five cells in a ring, walked for ever at +1 a step. With γ = 0.9 every cell is worth $1/(1 - 0.9) = 10$. A shift ends after
10 steps. Learn the values both ways.
"""


# %%
def walk_shifts(bootstrap_at_the_limit):
    rng, V = np.random.default_rng(0), np.zeros(5)
    for _ in range(4_000):
        cell = rng.integers(5)
        for step in range(10):
            after = (cell + 1) % 5
            goes_on = step < 9 or bootstrap_at_the_limit
            V[cell] += 0.02 * (1 + 0.9 * goes_on * V[after] - V[cell])
            cell = after
    return V.mean()


table({"taken as an end": walk_shifts(False), "as a limit": walk_shifts(True)}, 1)

# %% [markdown]
r"""
Taken as an end the limit costs nearly half: one step in ten seems to lead nowhere, so $V = 1 + 0.9 \cdot 0.9\,V$, which is 5.3. An older interface had one flag, `done`, for both
ends; Pardo and others (2018) measured what that cost.

Here is a good place for a break.

## 6 · When the table is too large

A robot with a camera computes values from features, with shared weights. The smallest such case: two states with the values $w$ and $2w$. The first
leads to the second, every reward is 0, so the truth is $w = 0$. Only the first is ever updated: $w \leftarrow w + \alpha\,(\gamma \cdot 2w - w)$.

**Predict.** From $w = 1$ with α = 0.1 and γ = 0.9, after 50 updates $w$ is

- (a) near 0, where the truth is;
- (b) still 1, as no reward comes;
- (c) above 40.
"""

# %%
shared_weight = predict("?")  # a, b or c in place of ?
shared_weight


# %%
def after_updates(discount, w=1.0):
    for _ in range(50):
        w += 0.1 * (discount * 2 * w - w)
    return w


table({"γ": [0.4, 0.9], "w": [after_updates(0.4), after_updates(0.9)]}, {"γ": 1})

# %%
w = after_updates(0.9)
shared_weight.outcome(
    a=abs(w) < 0.1,
    b=abs(w - 1) < 0.1,
    c=w > 40,
    tempts={
        "a": "The target moves with w, and by how much more than the value?",
        "b": "No reward comes, but the second state looks better than the first.",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

Each update multiplies by $1 + 0.1 \cdot (1.8 - 1) = 1.08$, and $1.08^{50} = 46.9$. With γ = 0.4 the factor is 0.98.

</details>

There is no bug. Three things together did it: bootstrapping, shared weights, and updates from states in other shares than the policy itself would visit them (**off-policy** data). Without any one of the
three it can be avoided (Sutton and Barto, chapter 11).

## 7 · You get what you pay for

`worlds.Depot` is a corridor of five cells: parcels at the left end, the chute at the right, actions left, right and grip. A delivery pays 10. A shift has 40 steps,
four deliveries at most. Somebody wants to help, with a small bonus for each **pick-up**: no parcel is delivered that was not picked up.

**Predict.** After 400 shifts the plain reward gives about 3.2 deliveries a shift. With a bonus of 0.1, a hundredth of a delivery, it is

- (a) about 3.2 as well, the bonus is too small to matter;
- (b) more than 3.5, as the first step is learnt sooner;
- (c) below 0.5, nearly none.
"""

# %%
with_bonus = predict("?")  # a, b or c in place of ?
with_bonus

# %%
depot, discount = worlds.Depot(), 0.95


def bonus(size):
    def pay(state, action, reward, after):
        picked_up = state % 2 == 0 and after % 2 == 1  # odd states carry a parcel
        return reward + size * picked_up

    return pay


def shifts(pay, seed, episodes=400):
    settings = {"rate": 0.3, "discount": discount, "pay": pay}
    return worlds.learn(depot, q_learning, seed=seed, episodes=episodes, **settings)[1]


# %%
def judged(size):
    logs = [shifts(bonus(size), seed) for seed in range(5)]
    best_policy = worlds.solve(depot, discount, bonus(size))
    return {
        "bonus": size,
        "paid a shift": np.mean([log["return"][-100:] for log in logs]),
        "deliveries a shift": np.mean([log["delivered"][-100:] for log in logs]),
        "of the best policy": worlds.follow(depot, best_policy)[1]["delivered"],
    }


outcome = [judged(size) for size in (0, 0.1, 1, 2.4, 2.6, 3)]
table(outcome, decimals=1)

# %%
delivered = outcome[1]["deliveries a shift"]
with_bonus.outcome(
    a=2.7 < delivered < 3.5,
    b=delivered >= 3.5,
    c=delivered < 0.5,
    tempts={
        "a": "Small beside 10. But it is met hundreds of times before the first 10.",
        "b": "It is learnt sooner. How often can one pick up without a delivery?",
    },
)

# %% [markdown]
r"""
<details><summary>Why</summary>

None: it picks up, puts down, picks up. That is paid: 17 a shift at a bonus of 1, and from 2.4 on more than the 32 of honest work.

</details>

Whoever watches the reward sees success. The last column tells two failures apart. At 0.1, 1 and 2.4 the *best* policy still delivers four parcels; the
learner found the trick first, and **exploration got stuck**. At 2.6 and 3 the best policy itself plays the trick: the **reward is misspecified**, and a better
learner only finds that sooner. Both are called "reward hacking"; the cures differ.

Where is the border? Compare for ever picking up every second step with for ever delivering in rounds of ten:
"""

# %%
one_trick, one_round = 1 / (1 - discount**2), 1 / (1 - discount**10)
border = 10 * discount**5 * one_round / (one_trick - one_round)
table([{"border of the bonus": border}], decimals=4)


# %% folded="Draw what was paid and what was delivered"
def draw_bonus(ax, size):
    log = shifts(bonus(size), seed=0)
    each = np.arange(0, 400, 20)
    runs = {"paid ÷ 10": log["return"] / 10, "delivered": log["delivered"]}
    runs = {name: values.reshape(-1, 20).mean(axis=1) for name, values in runs.items()}
    plots.lines(ax, each, runs, xlabel="shift", ylabel="a shift", ylim=(-0.2, 6))
    ax.set(title=f"bonus {size:g}")


plots.panels(
    draw_bonus,
    (0, 1, 3),
    alt="Without a bonus both curves rise; with one it is paid and delivers nothing.",
)

# %% tags=["nbval-ignore-output"] folded="A slider for the bonus"
plots.slider(
    draw_bonus,
    alt="Paid and delivered with a bonus of {size:.2f}.",
    size=(0.0, 3.0, 0.05),
)

# %% [markdown]
r"""
Two curves that part: look for that wherever something learns by reward. Count what you want *beside* what you pay.

## 8 · A repair that keeps the best policy

Pay for coming closer to the next thing to do, and take it back for moving away. With a **potential** $\varphi(s)$, add

$$\gamma\,\varphi(s') - \varphi(s)$$

to every reward. Discounted along a whole path, these terms cancel but for the first, so no loop earns anything: all values move by exactly $-\varphi(s)$, and the best action stays the best (Ng, Harada and
Russell, 1999). Here φ is 4 − cell without a parcel and 5 + cell with one. Check the theorem, then measure the first ten shifts over 12 seeds.
"""

# %%
cell, carrying = np.divmod(np.arange(10), 2)
closeness = np.where(carrying, 5 + cell, 4 - cell)


def shaped(scale):
    def pay(state, action, reward, after):
        return reward + scale * (discount * closeness[after] - closeness[state])

    return pay


plain, helped = (worlds.solve(depot, discount, pay) for pay in (None, shaped(1)))
assert np.allclose(helped, plain - closeness[:, None])

# %%
pays = {"plain": None, "potential": shaped(1), "five times the potential": shaped(5)}
firsts = {
    name: [shifts(pay, seed, 40)["delivered"] for seed in range(12)]
    for name, pay in pays.items()
}
tables.over_seeds(
    {k: [np.mean(d[:10]) for d in runs] for k, runs in firsts.items()},
    of="deliveries, first ten shifts",
)

# %% folded="Draw the first forty shifts"
fig, ax = plots.figure()
mean_of = {name: np.mean(runs, axis=0) for name, runs in firsts.items()}
order = ("potential", "five times the potential", "plain")
plots.lines(
    ax,
    np.arange(1, 41),
    {k: mean_of[k] for k in order},
    xlabel="shift",
    ylabel="deliveries",
)
plots.show(
    fig,
    alt="With the potential three deliveries soon; plain stays near none.",
)

# %% [markdown]
r"""
2.9 deliveries a shift from the start, against 0.03. But the theorem promises that the best policy stays, *not* speed: five times the potential has the same best policy and brings 0.4 at first, since its
large numbers must be learnt away before the 10 is seen.

## 9 · Before it drives

**From the log.** The old robot chose among three routes with chances 0.8, 0.15, 0.05, the new policy would with 0.1, 0.2, 0.7. Which share would arrive in time? The log has only what
the old one did. As in lesson 19, weight each row by **new chance over old chance**: here 1/8, 4/3 and 14. The routes arrive with 0.2, 0.5, 0.6, so the truth is 0.54. Look at the
spread over 1,000 logs of 500 rows, and at the **effective sample** $(\sum w)^2 / \sum w^2$.
"""

# %%
old, new = np.array([0.8, 0.15, 0.05]), np.array([0.1, 0.2, 0.7])
rng = np.random.default_rng(0)
took = rng.choice(3, size=(1_000, 500), p=old)
in_time = rng.random(took.shape) < np.array([0.2, 0.5, 0.6])[took]
w = (new / old)[took]
effective = np.mean(w.sum(axis=1) ** 2 / (w**2).sum(axis=1))

# %% folded="Five estimates from a thousand logs"
estimates = {
    "mean of the log": in_time.mean(axis=1),
    "weighted": (w * in_time).mean(axis=1),
    "weighted, ÷ sum of weights": (w * in_time).sum(axis=1) / w.sum(axis=1),
    "weights cut at 5": (np.minimum(w, 5) * in_time).mean(axis=1),
    "weights upside down": (in_time / w).mean(axis=1),
}
tables.over_seeds(estimates, of=f"share in time; effective rows: {effective:.0f}")

# %% [markdown]
r"""
Both weighted estimates are right on average, ± 0.11 and ± 0.07: 500 rows count for 50, since the new policy lives on the 5 % of rows where the old one did what it would do. Cutting the
weights at 5 is steady, and half of the truth.

**Hard limits.** What must never happen belongs in a mask, not in a price. Forbid the moves that fall. But the target must know the mask
too: the values of forbidden moves stay at 0, better than anything real.
"""

# %%
falls = [[ramp.move(s, a)[3]["fell"] for a in range(4)] for s in range(48)]
allowed = ~np.array(falls)
begin = {"choice": np.zeros((48, 4)), "choice, target": np.where(allowed, 0, -np.inf)}


def driven(values):
    options = {"episodes": 300, "allowed": allowed, "values": values}
    return [
        worlds.learn(ramp, q_learning, seed=seed, **options)[1] for seed in range(5)
    ]


masked = {name: driven(values) for name, values in begin.items()}

# %% folded="With the mask on the choice, and on both: five seeds"
table(
    {
        name: {
            "return, last 100": np.mean([log["return"][-100:] for log in logs]),
            "falls": int(sum(log["fell"].sum() for log in logs)),
        }
        for name, logs in masked.items()
    },
    decimals=0,
)

# %% [markdown]
r"""
No falls either way. But with the mask on the choice alone the robot earns −193: it dawdles by the edge until the time is up, drawn by moves that it cannot make. Started at minus infinity, these
are in no maximum.

## On the job

**Where it decides.** Which banner, which price: those are bandits. A robot, or a language model tuned on people's ratings, needs the rest.

**Who owns it.** Research owns the learner, the product owner the reward, a safety engineer the limits. Somebody must be able to stop it.

**What an interviewer may ask.** "Reward goes up, customers complain. What now?" "Your simulator says 99 %. What do you do before it drives?"

**A thousand times the data.** Tables become networks ([lesson 15](15_neural_networks.ipynb)) that learn Q, or the policy itself (*policy gradient*).

## Recap

- Regret counts expected loss. A theorem about its growth does not choose for you; simulate your case.
- Values come by sweeps, by a linear system, or from experience with a target.
- Q-learning is about a robot that never errs, SARSA about the one that drives. Terminated ends the target, truncated does not.
- Count what you want beside what you pay. A potential helps and keeps the best policy.
- Weights judge a policy from logs, as far as the effective sample goes. A mask binds choice *and* target.
"""

# %%
predictions()

# %% [markdown]
r"""
Now do [the exercises](../exercises/20_reinforcement_learning.ipynb).

**Further reading**

- R. S. Sutton and A. G. Barto, *Reinforcement Learning: An Introduction*, 2nd edition (2018), chapters 2, 4, 6 and 11.
- P. Auer, N. Cesa-Bianchi and P. Fischer, "Finite-time Analysis of the Multiarmed Bandit Problem", *Machine Learning* 47 (2002).
- A. Y. Ng, D. Harada and S. Russell, "Policy Invariance Under Reward Transformations", ICML 1999.
- F. Pardo, A. Tavakoli, V. Levdik and P. Kormushev, "Time Limits in Reinforcement Learning", ICML 2018.
- D. Amodei and others, "Concrete Problems in AI Safety" (2016).
"""
