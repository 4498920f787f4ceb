"""Sessions on an office network, a few of which are attacks."""

import numpy as np

KINDS = ("office", "build server", "backup")
SESSION_COLUMNS = ("kB sent", "kB received", "minutes", "hosts", "packets/s")
_USUAL_LOGS = np.array([[6, 8.5, 2.5, 1, 5], [8, 6, 3.5, 3.2, 6], [11, 5, 4.5, 0.5, 4]])
_LOAD_ON_LOGS = np.array([0.7, 0.7, 0.5, 0.2, 0.6])


def network_sessions(rng, n=2000, attacks=30, overload=False):
    """Simulate n network sessions of three kinds of machine, `attacks` of them attacks.

    rng : numpy Generator; overload : what the attacks do, see below. Returns X (n, 5), all above 0, with the columns of
    SESSION_COLUMNS (kB sent, kB received, minutes, hosts reached, packets a second); kind (n,), 0 office, 1 build server,
    2 backup, with chances 0.6, 0.25, 0.15; and attack (n,), 1 or 0. The truth, in natural logarithms: a mean for each kind,
    plus the session's load (standard normal) times (0.7, 0.7, 0.5, 0.2, 0.6), plus noise of spread 0.2 a column. An attack
    breaks that relation: half of them send more (+1.5) and receive less (-0.7), half reach more hosts (+1.3) in less time
    (-1.0). With `overload` an attack keeps the relation, at a load of 5 to 7.
    """
    kind = rng.choice(3, n, p=[0.6, 0.25, 0.15])
    load = rng.normal(size=n)
    noise = rng.normal(0, 0.2, (n, 5))
    who = rng.choice(n, attacks, replace=False)
    attack = np.zeros(n, dtype=int)
    attack[who] = 1
    if overload:
        load[who] = rng.uniform(5, 7, attacks)
    logs = _USUAL_LOGS[kind] + load[:, None] * _LOAD_ON_LOGS + noise
    if not overload:
        scan = rng.integers(0, 2, attacks) == 1
        logs[who[~scan], 0] += 1.5
        logs[who[~scan], 1] -= 0.7
        logs[who[scan], 3] += 1.3
        logs[who[scan], 2] -= 1.0
    return np.exp(logs), kind, attack
