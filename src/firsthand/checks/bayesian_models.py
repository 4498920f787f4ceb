"""Exercises of the lesson on probabilistic inference: detectors, models, and the chain that samples them."""

import numpy as np
from scipy import special, stats
from sklearn.naive_bayes import BernoulliNB

from firsthand.judging.exercise import Exercise, partly_mended, sizes, switched, with_faults

# ---- several detectors


def _detectors(rng):
    def draw(m, prior=None):
        prior = rng.uniform(0.02, 0.6) if prior is None else prior
        return prior, rng.uniform(0.5, 0.95, m), rng.uniform(0.03, 0.4, m), rng.integers(0, 2, m), np.arange(m)

    def certain(hit, false_alarm, flag):
        return (
            rng.uniform(0.05, 0.5),
            np.array([0.7, hit]),
            np.array([0.2, false_alarm]),
            np.array([1, flag]),
            np.arange(2),
        )

    def repeated(prior, hit, false_alarm, flag, feed):
        _, which = np.unique(feed, return_inverse=True)
        return prior, hit[which], false_alarm[which], flag[which], feed

    rare = rng.uniform(0.01, 0.2, 400)
    as_rare = rng.permutation(rare) * np.exp(rng.normal(0, 0.02, 400))
    mixed = rng.permutation([1, 0, 1, 0])
    prior, hit, false_alarm, flag, _ = draw(3)
    return [
        repeated(0.04, np.array([0.9, 0.8]), np.array([0.05, 0.1]), np.array([1, 0]), np.array([1, 2, 1])),
        (0.04, np.array([0.9]), np.array([0.05]), np.array([1]), np.array([3])),
        (rng.uniform(0.1, 0.4), np.zeros(0), np.zeros(0), np.zeros(0, dtype=int), np.zeros(0, dtype=int)),
        draw(3),
        draw(6),
        (rng.uniform(0.05, 0.3), rng.uniform(0.4, 0.9, 4), rng.uniform(0.1, 0.3, 4), mixed, np.array([8, 2, 6, 4])),
        repeated(prior, hit, false_alarm, flag, np.array([5, 2, 2, 5, 9, 2])),
        repeated(0.3, np.array([0.7, 0.7]), np.array([0.2, 0.2]), np.array([1, 1]), np.array([4, 7, 4, 4])),
        (rng.uniform(0.6, 0.9), rng.uniform(0.2, 0.4, 3), rng.uniform(0.5, 0.8, 3), np.array([1, 0, 1]), np.arange(3)),
        certain(1.0, 0.3, 0),
        certain(1.0, 0.3, 1),
        certain(0.6, 0.0, 1),
        certain(0.6, 0.0, 0),
        (rng.uniform(0.1, 0.3), rare, as_rare, np.ones(400, dtype=int), rng.permutation(400)),
    ]


def _alerted(
    prior,
    hit,
    false_alarm,
    flag,
    feed,
    *,
    repeats="once",
    guard=True,
    silent="evidence",
    start="prior",
    others="right",
    give="share",
    which=slice(None),
    logs=True,
    clip=0.0,
    turned=False,
):
    with np.errstate(all="ignore"):
        kept = _one_each(repeats, hit, false_alarm, flag, feed)[which]
        hit, false_alarm, flag = hit[kept], false_alarm[kept], 1 - flag[kept] if turned else flag[kept]
        if silent == "ignored":
            hit, false_alarm, flag = hit[flag == 1], false_alarm[flag == 1], flag[flag == 1]
        if clip:
            hit, false_alarm = np.clip(hit, clip, 1 - clip), np.clip(false_alarm, clip, 1 - clip)
        if others == "kept":
            false_alarm = 1 - false_alarm
        quiet_hit, quiet_alarm = (hit, false_alarm) if silent == "as flagged" else (1 - hit, 1 - false_alarm)
        if silent == "rates swapped":
            quiet_hit, quiet_alarm = quiet_alarm, quiet_hit
        yes = _logs_of(flag, hit, quiet_hit, guard).sum()
        no = _logs_of(flag, false_alarm, quiet_alarm, guard).sum()
        before = {"half": 0.5, "swapped": 1 - prior}.get(start, prior)
        times = len(hit) if start == "each" else 1
        joint = times * np.log(before) + yes
        against = no + (0 if others == "no prior" else times * np.log(1 - before))
        if not logs:
            return np.exp(joint) / (np.exp(joint) + np.exp(against))
        share = np.exp(joint - np.logaddexp(joint, against))
        found = {"joint": np.exp(joint), "likelihood": np.exp(yes), "odds": np.exp(joint - against)}
        return {**found, "share": share, "harmless": 1 - share, "log odds": joint - against}[give]


def _one_each(repeats, hit, false_alarm, flag, feed):
    """Say which detectors count: one of each feed, in the order in which they stand."""
    if repeats == "counted":
        return np.arange(len(hit))
    if repeats == "neighbours":
        return np.flatnonzero(np.r_[True, np.diff(feed) != 0][: len(feed)])
    if repeats == "dropped":
        _, which, times = np.unique(feed, return_inverse=True, return_counts=True)
        return np.flatnonzero(times[which] == 1)
    alike = np.stack([hit, false_alarm, flag], axis=1) if repeats == "alike" else np.asarray(feed)
    return np.sort(np.unique(alike, axis=0, return_index=True)[1]) if len(feed) else np.arange(0)


def _logs_of(flag, flagged, silent, guard):
    if guard:
        return np.log(np.where(flag == 1, flagged, silent))
    return flag * np.log(flagged) + (1 - flag) * np.log(silent)


def _mean_of_single(prior, hit, false_alarm, flag, feed):
    single = [_alerted(prior, hit[[i]], false_alarm[[i]], flag[[i]], feed[[i]]) for i in range(len(hit))]
    return np.mean(single) if single else prior


def _by_odds(prior, hit, false_alarm, flag, feed):
    first = [i for i in range(len(hit)) if feed[i] not in feed[:i]]
    hit, false_alarm, flag = hit[first], false_alarm[first], flag[first]
    with np.errstate(divide="ignore"):
        ratios = np.where(flag == 1, hit, 1 - hit), np.where(flag == 1, false_alarm, 1 - false_alarm)
        return special.expit(special.logit(prior) + np.sum(np.log(ratios[0]) - np.log(ratios[1])))


alert_posterior = Exercise(
    title="What the detectors say together",
    points=2,
    expected=_by_odds,
    cases=_detectors,
    equivalent={"np.errstate(divide='ignore') -> np.errstate()": "it hushes a warning and changes no number"},
    mistakes={
        **switched(
            _alerted,
            {
                "Detectors of one feed count several times. What does a second reading of the same lines add?": {
                    "repeats": "counted"
                },
                "Only neighbours of one feed count once. A feed may come up again further on.": {
                    "repeats": "neighbours"
                },
                "A feed that several detectors read does not count at all. How many pieces of evidence is it?": {
                    "repeats": "dropped"
                },
                "Detectors with the same rates and flags count once, whatever they read. What does `feed` say?": {
                    "repeats": "alike"
                },
                "0 times the logarithm of 0 gave NaN. Which of a detector's two logs does its flag need?": {
                    "guard": False
                },
                "A silent detector does not count in your answer. Would it have been silent in an attack?": {
                    "silent": "ignored"
                },
                "A silent detector counts as if it had flagged.": {"silent": "as flagged"},
                "You took flags for silence and silence for flags.": {"turned": True},
                "For a silent detector you exchanged attack and harmless.": {"silent": "rates swapped"},
                "The prior is not used: you start from even chances.": {"start": "half"},
                "The prior comes in once for every detector. How often do you learn the base rate?": {"start": "each"},
                "The prior stands on the wrong side: it is that of an attack.": {"start": "swapped"},
                "The harmless side has no prior: which share of the logins is harmless?": {"others": "no prior"},
                "You took one minus the false-alarm rate where the rate is meant.": {"others": "kept"},
                "That is the chance of what the detectors show, given an attack. The condition is to be turned.": {
                    "give": "likelihood"
                },
                "That is the chance of an attack *and* these flags. Which whole is it a part of?": {"give": "joint"},
                "Those are odds. A probability is asked.": {"give": "odds"},
                "Those are log odds. A probability is asked.": {"give": "log odds"},
                "That is the probability that it is harmless.": {"give": "harmless"},
                "Only the first detector counts in your answer.": {"which": slice(0, 1)},
                "Only the last detector counts in your answer.": {"which": slice(-1, None)},
                "You clip the rates at {clip}. A rate of 0 or 1 is allowed, and decides.": {"clip": sizes(1e-3, 1e-6)},
                "Right but where products of hundreds of rates underflow: 0/0 gave NaN there.": {"logs": False},
            },
        ),
        "That is the mean of what each detector says alone. Together they say more.": _mean_of_single,
        "That is the prior: what the detectors show is not used.": lambda prior, hit, false_alarm, flag, feed: prior,
    },
)


# ---- naive Bayes


def _mails(rng):
    def draw(n, d, new, share):
        y = (rng.random(n) < share).astype(int)
        y[:3] = 0, 1, 1
        chances = rng.uniform(0.1, 0.9, (2, d))
        X = (rng.random((n, d)) < chances[y]).astype(int)
        return X, y, rng.integers(0, 2, (new, d))

    X = np.array([[1, 0, 1], [1, 1, 0], [0, 1, 1], [1, 0, 0], [0, 0, 1], [0, 0, 0], [0, 1, 0]])
    unseen, y, _ = draw(25, 4, 1, 0.3)
    unseen[y == 1, 2] = 0
    unseen[y == 0, 0] = 1
    return [
        (X, np.array([1, 1, 1, 0, 0, 0, 0]), np.array([[1, 0, 1]])),
        draw(20, 3, 5, 0.25),
        draw(60, 6, 8, 0.8),
        (unseen, y, np.array([[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 0, 0]])),
        _many_signs(rng),
    ]


def _many_signs(rng):
    """Draw 1,500 signs of which no product survives, and two mails that are a close call."""
    n, d = 30, 1500
    y = np.array([1] * 10 + [0] * 20)
    X = (rng.random((n, d)) < 0.5).astype(int)
    ones = np.array([X[y == c].sum(axis=0) for c in (0, 1)])
    p = (ones + 1) / np.array([[22], [12]])
    gains = np.log(p[1] / (1 - p[1])) - np.log(p[0] / (1 - p[0]))
    offset = np.log(0.5) + np.log((1 - p[1]) / (1 - p[0])).sum()
    new = np.zeros((2, d), dtype=int)
    for row, wanted in zip(new, (-1.0, 0.7), strict=True):
        score = offset
        for sign in rng.permutation(d):
            if abs(score + gains[sign] - wanted) < abs(score - wanted):
                row[sign], score = 1, score + gains[sign]
    return X, y, new


_SMOOTHED = {
    "two": lambda ones, n, d, both: (ones + 1) / (n + 2),
    "nan": lambda ones, n, d, both: ones / n,
    "none": lambda ones, n, d, both: ones / n,
    "one": lambda ones, n, d, both: (ones + 1) / (n + 1),
    "signs": lambda ones, n, d, both: (ones + 1) / (n + d),
    "above": lambda ones, n, d, both: (ones + 1) / n,
    "below": lambda ones, n, d, both: ones / (n + 2),
    "brackets": lambda ones, n, d, both: (ones + 1) / n + 2,
    "pooled": lambda ones, n, d, both: (ones + 1) / (both + 2),
    "entries": lambda ones, n, d, both: (ones + 1) / (ones.sum() + 2),
    "words": lambda ones, n, d, both: (ones + 1) / (ones.sum() + d),
    "all rows": lambda ones, n, d, both: (ones + 1) / (d * n + 2),
    "half": lambda ones, n, d, both: (ones + 0.5) / (n + 1),
    "after": lambda ones, n, d, both: ones / n + 1 / (n + 2),
}


def _naive(
    X,
    y,
    X_new,
    *,
    smooth="two",
    prior="log",
    absent="counts",
    logs=True,
    scale="right",
    give="one",
):
    with np.errstate(all="ignore"):
        scores = []
        for c in (0, 1):
            rows = X[y == c]
            ones = rows.sum(axis=0)
            p = _SMOOTHED[smooth](ones, len(rows), X.shape[1], len(X))
            share = {
                "smoothed": (len(rows) + 1) / (len(X) + 2),
                "other": 1 - len(rows) / len(X),
            }.get(prior, len(rows) / len(X))
            first = {"none": 0.0, "no log": share, "per sign": X.shape[1] * np.log(share)}.get(prior, np.log(share))
            seen = special.xlogy(X_new, p) if smooth == "none" else X_new * np.log(p)
            other = special.xlogy(1 - X_new, 1 - p) if smooth == "none" else (1 - X_new) * np.log(1 - p)
            if absent == "skipped":
                other = 0 * X_new
            if absent == "only":
                seen = 0 * X_new
            scores.append(first + (seen + other).sum(axis=1))
        a, b = scores
        if not logs:
            return np.exp(b) / (np.exp(a) + np.exp(b))
        if scale == "linear":
            return b / (a + b)
        odds = a - b if give == "zero" else b - a
        probability = special.expit(odds)
        return {"label": (probability >= 0.5).astype(float), "odds": odds, "score": b}.get(give, probability)


def _by_bernoulli(X, y, X_new):
    return BernoulliNB(alpha=1).fit(X, y).predict_proba(X_new)[:, 1]


naive_bayes = Exercise(
    title="Naive Bayes from counts",
    points=3,
    expected=_by_bernoulli,
    cases=_mails,
    equivalent={
        "len(rows) / len(X) -> len(rows) * len(X)": "the same factor in both classes",
        "len(rows) / len(X) -> len(rows)": "the same factor in both classes",
        "len(X) -> len(X) - 1": "the same factor in both classes",
    },
    mistakes=switched(
        _naive,
        {
            "Nothing is smoothed: a sign never seen in a class has a chance of 0 there.": {"smooth": "none"},
            "Nothing is smoothed: a sign never seen in a class has a chance of 0, and 0 times its log gave NaN.": {
                "smooth": "nan"
            },
            "You add 1 above and 1 below. How many outcomes has a sign?": {"smooth": "one"},
            "You add the number of signs below. How many outcomes has *one* sign?": {"smooth": "signs"},
            "You add 1 above and nothing below.": {"smooth": "above"},
            "You add 2 below and nothing above.": {"smooth": "below"},
            "Your 2 is added to the quotient: 1 - p is below 0 and its log NaN. Where do the brackets end?": {
                "smooth": "brackets"
            },
            "You divide by the rows of both classes. A chance *given the class* counts its own rows.": {
                "smooth": "pooled"
            },
            "You divide by all entries of a class. Each sign is counted over rows.": {"smooth": "all rows"},
            "You divide by all signs found in the class, and 2. Each sign is counted over *mails*.": {
                "smooth": "entries"
            },
            "You divide by all signs found in the class, and d. Each sign is counted over *mails*.": {
                "smooth": "words"
            },
            "You add a half for each outcome. The statement says how much.": {"smooth": "half"},
            "You smooth after dividing. The one is added to the count.": {"smooth": "after"},
            "The prior is left out: how frequent is each class?": {"prior": "none"},
            "You add the prior without its logarithm.": {"prior": "no log"},
            "You smooth the shares of the classes too. Only the signs are to be smoothed.": {"prior": "smoothed"},
            "The shares of the two classes are exchanged.": {"prior": "other"},
            "The prior comes in once for every sign. How often do you learn the base rate?": {"prior": "per sign"},
            "Signs that are absent do not count in your answer. What does an absent sign say?": {"absent": "skipped"},
            "Only the absent signs count in your answer.": {"absent": "only"},
            "Right but where products of hundreds of chances underflow: 0/0 gave NaN there.": {"logs": False},
            "You made the log scores sum to 1. Which function leads from a log back to a chance?": {"scale": "linear"},
            "That is the probability of class 0.": {"give": "zero"},
            "Those are labels. Probabilities are asked.": {"give": "label"},
            "Those are log odds. Probabilities are asked.": {"give": "odds"},
            "Those are log scores of class 1. Probabilities are asked.": {"give": "score"},
        },
    ),
)


# ---- a step of EM


def _lengths(rng):
    def draw(n, c):
        means = np.sort(rng.uniform(1, 20, c))
        x = np.abs(rng.choice(means, n) + rng.normal(0, 2.5, n))
        weights = rng.dirichlet(np.full(c, 4.0))
        return x, weights, means + rng.normal(0, 1.5, c), rng.uniform(2, 9, c)

    return [
        (np.array([1.0, 2.0, 6.0]), np.array([0.6, 0.4]), np.array([2.0, 5.0]), np.array([2.0, 3.0])),
        draw(12, 2),
        draw(20, 3),
        draw(9, 2),
        draw(30, 4),
        draw(7, 1),
    ]


def _em(
    x,
    weights,
    means,
    variances,
    *,
    around="new",
    shares="soft",
    below="owned",
    again=False,
    prior=True,
    spread="variance",
    root=True,
    responsible="rows",
    mean_below="owned",
):
    def rows_of(means):
        density = np.exp(-((x[:, None] - means) ** 2) / (2 * variances)) / (np.sqrt(variances) if root else variances)
        joint = density * weights if prior else density
        if responsible == "one kind":
            return np.eye(len(means))[joint.argmax(axis=1)]
        return joint / joint.sum(axis=0 if responsible == "columns" else 1, keepdims=True)

    r = rows_of(means)
    owned = r.sum(axis=0)
    with np.errstate(invalid="ignore"):
        new = r.T @ x / (owned if mean_below == "owned" else len(x))
    hard = np.bincount(r.argmax(axis=1), minlength=len(means)) / len(x)
    share = {"soft": owned / len(x), "hard": hard, "old": weights, "sum": owned, "max": owned / owned.max()}
    share = {**share, "equal": np.ones(len(means)) / len(means), "over kinds": owned / len(means)}[shares]
    r = rows_of(new) if again else r
    total = {"owned": r.sum(axis=0), "n": len(x), "n - 1": r.sum(axis=0) - 1}[below]
    distance = (x[:, None] - {"new": new, "old": means, "all": x.mean()}[around]) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = (r * distance).sum(axis=0) / total
        return share, new, np.sqrt(variance) if spread == "sd" else variance


def _by_normal(x, weights, means, variances):
    joint = np.stack([w * stats.norm(m, v**0.5).pdf(x) for w, m, v in zip(weights, means, variances, strict=True)])
    r = joint / joint.sum(axis=0)
    new = np.array([np.average(x, weights=row) for row in r])
    spread = [np.average(x**2, weights=row) - m**2 for row, m in zip(r, new, strict=True)]
    return r.mean(axis=1), new, np.array(spread)


_EM_FAULTS = {
    "the variances": ("the variances are measured around the means of the step before.", {"around": "old"}),
    "the weights": ("each row counts as a whole for its likeliest kind in the weights.", {"shares": "hard"}),
}

fix_the_em_step = Exercise(
    title="Mend the step",
    points=2,
    expected=_by_normal,
    cases=_lengths,
    given=with_faults(_em, _EM_FAULTS),
    mistakes={
        **partly_mended(_em, _EM_FAULTS),
        **switched(
            _em,
            {
                "You divide the variances by n. Each kind owns a part of the rows only.": {"below": "n"},
                "You divide the variances by the owned rows less 1. A weighted mean is asked.": {"below": "n - 1"},
                "You divide the means by n. Each kind owns a part of the rows only.": {"mean_below": "n"},
                "You worked out who owns which row anew, between means and variances. One E-step serves all three.": {
                    "again": True
                },
                "The old weights do not count where you work out who owns which row.": {"prior": False},
                "The variances are returned as standard deviations.": {"spread": "sd"},
                "Your bell is divided by its variance in place of its root.": {"root": False},
                "Your shares sum to 1 over the rows. Each *row* is shared out among the kinds.": {
                    "responsible": "columns"
                },
                "Each row goes as a whole to its likeliest kind, in all three. Which share of it does each kind own?": {
                    "responsible": "one kind"
                },
                "Your weights are equal, whatever the rows say.": {"shares": "equal"},
                "Your weights are owned rows over the number of kinds. Over what are they shares?": {
                    "shares": "over kinds"
                },
                "You return the weights as they came in. They are to be renewed.": {"shares": "old"},
                "Your weights are owned rows. Shares are asked: what do they add up to?": {"shares": "sum"},
                "Your weights are divided by the largest. What are shares to add up to?": {"shares": "max"},
                "Your variances are measured around the mean of all rows.": {"around": "all"},
            },
        ),
    },
)


# ---- a chain


class _Target:
    """A log target: two bells, perhaps with an end beyond which it is minus infinity."""

    def __init__(self, middle, spread, second=None, above=-np.inf, added=0.0):
        self.middle, self.spread, self.second, self.above, self.added = middle, spread, second, above, added

    def __call__(self, t):
        if t <= self.above:
            return -np.inf
        log = -((t - self.middle) ** 2) / self.spread + self.added
        return float(log if self.second is None else np.logaddexp(log, -((t - self.second) ** 2) / self.spread - 0.5))


def _chains(rng):
    def draw(n, target, start, size):
        return target, start, rng.normal(0, size, n), rng.uniform(0.001, 0.999, n)

    def by_a_hair(target):
        """Draw uniforms that lie just below or above the ratio they are compared with."""
        here, steps, uniforms = 0.0, rng.normal(0, 1.5, 20), []
        for step, side in zip(steps, rng.permutation(np.repeat([-1e-5, 1e-5], 10)), strict=True):
            ratio = np.exp(target(here + step) - target(here))
            uniforms.append(ratio * (1 + side) if ratio < 0.9 else 0.5)
            here += step * (ratio >= 0.9 or side < 0)
        return target, 0.0, steps, np.array(uniforms)

    example = np.array([0.8, -1.5, 1.2, 2.5, -0.4, 0.3]), np.array([0.5, 0.3, 0.2, 0.05, 0.9, 0.7])
    return [
        (_Target(1.0, 1.0), 0.0, *example),
        draw(30, _Target(1.0, 2.0, second=4.0), 0.5, 1.5),
        draw(40, _Target(-2.0, 5.0, added=50.0), 3.0, 2.5),
        draw(25, _Target(0.2, 1.5, above=0.0), 0.3, 0.8),
        (_Target(0.0, 0.01), 0.0, rng.choice([-1, 1], 8) * rng.uniform(1, 3, 8), rng.uniform(0.1, 0.9, 8)),  # none
        (_Target(9.0, 4.0), 0.0, rng.uniform(0.1, 0.9, 9), rng.uniform(0.1, 0.9, 9)),  # all
        by_a_hair(_Target(1.0, 6.0)),
        draw(60, _Target(0.5, 3.0, added=-900.0), -1.0, 2.0),
        (_Target(1.0, 1.0), 0.0, np.array([2.6]), np.array([0.4])),
    ]


_TESTS = {
    "right": lambda u, here, there: np.log(u) < there - here,
    "turned": lambda u, here, there: np.log(u) < here - there,
    "greedy": lambda u, here, there: there > here,
    "always": lambda u, here, there: True,
    "no log": lambda u, here, there: u < there - here,
    "wrong side": lambda u, here, there: np.log(u) > there - here,
    "sizes": lambda u, here, there: np.log(u) < abs(there) - abs(here),
    "ratio of logs": lambda u, here, there: u < there / here,
    "minus log": lambda u, here, there: -np.log(u) < there - here,
    "target only": lambda u, here, there: np.log(u) < there,
    "half": lambda u, here, there: there - here > np.log(0.5),
    "base 10": lambda u, here, there: np.log10(u) < there - here,
    "exp alone": lambda u, here, there: u < np.exp(there) / np.exp(here),
    "one minus": lambda u, here, there: np.log(1 - u) < there - here,
}


def _walk(
    log_target,
    start,
    steps,
    uniforms,
    *,
    test="right",
    listed="all",
    centre="here",
    scale=1.0,
    first=False,
    first_u=False,
):
    here, found = start, [start] if first else []
    for i, step in enumerate(steps):
        u = uniforms[0] if first_u else uniforms[i]
        proposal = (start if centre == "start" else 0.0 if centre == "zero" else here) + scale * step
        if listed == "before":
            found.append(here)
        with np.errstate(all="ignore"):
            moves = _TESTS[test](u, log_target(here), log_target(proposal))
        here = proposal if moves else here
        if listed == "all" or (listed == "accepted" and moves):
            found.append(here)
        if listed == "proposals":
            found.append(proposal)
    return found


def _by_ratio(log_target, start, steps, uniforms):
    path = [start]
    for step, u in zip(steps, uniforms, strict=True):
        chance = np.exp(min(0.0, log_target(path[-1] + step) - log_target(path[-1])))
        path.append(path[-1] + step * (u <= chance))
    return path[1:]


metropolis = Exercise(
    title="A Metropolis chain",
    points=3,
    expected=_by_ratio,
    cases=_chains,
    equivalent={
        "np.log(uniform) < log_target(there) - log_target(here) -> "
        "np.log(uniform) <= log_target(there) - log_target(here)": "both are equal with probability 0"
    },
    mistakes=switched(
        _walk,
        {
            "Only accepted moves are listed. A rejected one leaves you where you are, and that counts again.": {
                "listed": "accepted"
            },
            "Your list holds the places before each step. Those after it are asked.": {"listed": "before"},
            "Your list holds the proposals, also those that were rejected.": {"listed": "proposals"},
            "Your list begins with the start. The places after each step are asked.": {"first": True},
            "Your ratio is turned over: it goes to where the target is small.": {"test": "turned"},
            "A worse place is never accepted in your answer: it climbs to the top and stays.": {"test": "greedy"},
            "Every proposal is accepted in your answer.": {"test": "always"},
            "You compare u itself with a difference of logs.": {"test": "no log"},
            "You accept where you should reject, and the other way round.": {"test": "wrong side"},
            "You took absolute values of the logs. Most logs are below zero: what does that turn over?": {
                "test": "sizes"
            },
            "You divide one log by the other. What does a ratio become in logs?": {"test": "ratio of logs"},
            "Your threshold has the wrong sign: log u is below zero.": {"test": "minus log"},
            "You compare with the target at the proposal alone. What is it like here?": {"test": "target only"},
            "Your threshold is one half at every step. `uniforms` has another for each.": {"test": "half"},
            "Your logarithm has base 10; that of the target is natural.": {"test": "base 10"},
            "You compare with 1 - u. That is as random, but another chain than the one asked.": {"test": "one minus"},
            "Right but where the target itself is too small for a number: 0/0 gave NaN there. Stay in logs.": {
                "test": "exp alone"
            },
            "Each proposal starts from the start. It is made from where the chain stands.": {"centre": "start"},
            "Each proposal is the step itself. It is made from where the chain stands.": {"centre": "zero"},
            "Your steps go the other way.": {"scale": -1.0},
            "You scale the steps by {scale}. They are given as they are.": {"scale": sizes(0.5, 2.0)},
            "You compare with the first of `uniforms` at every step.": {"first_u": True},
        },
    ),
)
