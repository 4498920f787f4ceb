"""Exercises of the lesson on cross-validation: what choosing a model by its scores does to the score."""

from functools import partial

import numpy as np

from firsthand.judging.exercise import Exercise, alone, sizes, switched

# How far means lie below the best one, in its standard errors: every wrong limit stops at a rung of its own.
_LADDER = np.array([
    *(0, 0.06, 0.18, 0.274, 0.32, 0.4, 0.47, 0.53, 0.62, 0.85, 0.97, 1.03, 1.12, 1.165, 1.22, 1.29, 1.36, 1.6, 1.93, 2.3),
    *(2.73, 2.9, 3.1, 4.2, 5.2, 7, 18),
])  # fmt: skip


# The second model has the highest single fold and the largest standard error: the third and the fourth tell which is taken.
_RESTLESS = np.array(
    [[10, 10.2, 9.8, 10], [5.5, 5.5, 12.5, 12.5], [8.4, 8.6, 8.3, 8.7], [7.4, 7.6, 7.5, 7.5], [0, 0.5, 0.25, 0.25]]
)


def _score_tables(rng):
    example = np.array([[0.80, 0.90, 0.85], [0.70, 0.80, 0.75], [0.74, 0.82, 0.75], [0.78, 0.90, 0.84]])
    no_error = np.array([
        [0.5, 0.75, 0.5], [0.75, 0.75, 0.75], [0.5, 0.25, 0.75], [0.5, 1.0, 0.75],
        [0.625, 0.75, 0.625], [0.75, 0.71875, 0.71875], [0.8125, 0.6875, 0.75],
    ])  # fmt: skip
    (ladder, rungs), (fine, steps), (down, _) = (_ladder_scores(rng, k) for k in (8, 6, 7))
    upwards = np.argsort(ladder.mean(axis=1))  # so the first model that qualifies tells where the limit is
    drawn = [_drawn_scores(rng, m, k) for m, k in ((7, 5), (8, 3), (6, 2), (9, 10))]
    return [
        (example, np.array([8, 1, 2, 4])),
        (ladder, 1e10 * rungs),  # beyond any number that could stand for "too complex"
        (ladder[upwards] - 100, len(ladder) + 6 - rungs[upwards]),
        (
            100 - down,
            1 + np.argsort(np.argsort(down.mean(axis=1))),
        ),  # tells the limit of who takes the lowest mean for the best
        (_RESTLESS, np.array([5, 4, 3, 2, 1])),
        _drawn_scores(np.random.default_rng(17), 10, 4),  # where limits that move, differ or lie beyond the scores part
        *drawn,
        (1e-6 * fine, 1e-5 * steps),
        *_dense_tables(rng),
        (no_error, np.array([1, 6, 4, 5, 2, 3, 7])),  # rows 1, 3 and 6 have the best mean
    ]


def _ladder_scores(rng, k):
    """The models with the smallest, the largest, and the worst model's standard error have one that others have not."""
    n, spreads = len(_LADDER), rng.uniform(0.65, 0.8, len(_LADDER))
    spreads[[1, -2, -1]] = 0.44, 21.5, 1.145
    return _score_table(rng, k, _LADDER, spreads, np.r_[n - 2, n - 1, n - 3 : -1 : -1])


def _dense_tables(rng):
    """Tables of many models, simpler the worse they are, or the better: nearly every other limit stops at another row."""
    tables = []
    for k, scale, above, falling, reach in (
        (3, 1, 0, True, 3.2),
        (7, 0.01, 0, True, 3.2),
        (10, 1, -200, True, 3.2),
        (4, 0.05, 0, False, 3.2),
        (6, 1, -200, False, 3.2),
        (5, 0.01, -1.1, True, 3.2),
        (4, 0.001, 0, True, 3.2),
        (8, 1, 0, True, 12),
        (3, 1, 0, True, 12),
        (5, 1, -100, True, 12),
    ):
        below = np.r_[0, rng.uniform(0, reach, 47)]
        scores, _ = _score_table(rng, k, below, rng.uniform(0.4, 2.5, 48), np.zeros(48))
        rank = np.argsort(np.argsort(scores.mean(axis=1)))
        scores, complexity = scale * scores + above, (rank if falling else 48 - rank) + 0.5
        tables.append((scores, complexity))
    for (scores, complexity), place in zip(
        tables, (0, -1, 0, -1, -1, -1, -1), strict=False
    ):  # the right row stands first, or last
        row = _one_se_in_one_line(scores, complexity)
        for values in (scores, complexity):
            values[[place, row]] = values[[row, place]]
    return tables


def _drawn_scores(rng, m, k):
    return _score_table(rng, k, np.r_[0, rng.uniform(0.1, 3, m - 1)], rng.uniform(0.3, 3, m), rng.permutation(m))


def _score_table(rng, k, below, spreads, complexity):
    noise = rng.normal(size=(len(below), k))
    noise = (noise - noise.mean(axis=1, keepdims=True)) / noise.std(axis=1, ddof=1, keepdims=True) * np.sqrt(k)
    order = np.r_[2, rng.permutation(np.delete(np.arange(len(below)), 2))]
    scores = 60 + rng.uniform(0.5, 3) * (noise * np.r_[1, spreads[1:]][:, None] - below[:, None])
    return scores[order], complexity[order] + 0.5


def _binomial(scores, best):
    """The standard error of a share of k rows; it stops where the mean is no share."""
    share = scores[best].mean()
    if not 0 <= share <= 1:
        raise ValueError
    return np.sqrt(share * (1 - share) / scores.shape[1])


def _within(
    scores,
    complexity,
    *,
    times=1.0,
    of=lambda scores, best: scores[best],
    ddof=1,
    over=lambda m, k: np.sqrt(k),
    allow=None,
    middle=np.mean,
    best_of=lambda means, complexity: np.argmax(means),
    pick=lambda means, limit, within, complexity: within[np.argmin(complexity[within])],
    give=lambda taken, within, complexity: taken,
    strict=False,
    nobody=ValueError,
    turn=1,
    summit=None,
    start=None,
    decimals=None,
    seen=None,
):
    """Of the models at most a limit below the best mean, the one that `pick` takes.

    The limit is so many `times` the standard deviation `of` some scores, `over` something; `allow` gives another one. summit : of the
    scores of a model, names the best in place of the mean. nobody : what happens where no model reaches the limit: raised, or taken as
    "best" or "none". start : what the search for the best mean begins with, beside row 0. seen : the rows that are looked at in the end.
    """
    rounded = np.copy if decimals is None else partial(np.round, decimals=decimals)
    means = np.asarray(rounded(middle(turn * scores, axis=1)))
    best = best_of(means, complexity) if summit is None else np.argmax(summit(scores, axis=1))
    top = means[best]
    if start is not None and top <= start:
        best, top = 0, start
    error = allow(scores, best) if allow else of(scores, best).std(axis=-1, ddof=ddof) / over(*scores.shape)
    limit = top - times * rounded(error)
    near = 1e-12 * np.ptp(scores) * (decimals is None)
    within = np.flatnonzero(means > limit + near if strict else means >= limit - near)
    if seen is not None:
        within = within[np.isin(within, [*range(len(means))[seen], best])]
    if not len(within):
        if isinstance(nobody, type):
            raise nobody
        return {"best": best, "none": None}[nobody]
    return give(pick(means, limit, within, complexity), within, complexity)


def _own(scores, best):
    return scores


def _mean_of_errors(take):
    """Make the limit that is the mean, the largest or the smallest of the models' standard errors."""
    return lambda scores, best: take(scores.std(axis=1, ddof=1)) / np.sqrt(scores.shape[1])


def _moving_limit(scores, complexity):
    """Take simpler and simpler models, each within one standard error of the one before."""
    means, errors = scores.mean(axis=1), scores.std(axis=1, ddof=1) / np.sqrt(scores.shape[1])
    taken = np.argmax(means)
    for row in np.argsort(-complexity):
        if complexity[row] < complexity[taken] and means[row] >= means[taken] - errors[taken]:
            taken = row
    return taken


def _one_se_in_one_line(scores, complexity):
    best = max(scores, key=np.mean)
    limit = np.mean(best) - np.sqrt(np.var(best, ddof=1) / len(best))
    return min((c, i) for i, c in enumerate(complexity) if np.mean(scores[i]) >= limit)[1]


def _seen_in_row(row, scores, complexity):
    """Say whether the model of a row qualifies, and if it does, what speaks against it."""
    if isinstance(row, bool) or not isinstance(row, int | float):
        return ""
    if row not in range(len(scores)):
        return "Your number is no row of `scores`: they go from zero to one less than their number. What does yours count, or measure?"
    means, near = scores.mean(axis=1), 1e-12 * np.ptp(scores)
    best = np.argmax(means)
    if means[row] < means[best] - scores[best].std(ddof=1) / np.sqrt(scores.shape[1]) - near:
        return (
            "The model of your row does not qualify: its mean is too far below the best one. How far is allowed, and whose scores "
            "say so?"
        )
    if row == _one_se_in_one_line(scores, complexity):
        return ""
    if complexity[row] > complexity[best]:
        return "The model of your row qualifies, and is less simple than even the one with the best mean. What makes a model simple here?"
    return "The model of your row qualifies, and is not the simplest that does. Which models qualify, and how complex is each?"


_LIMITS = {
    "You allowed about two standard errors. The rule allows one.": {"times": 2},
    "You allowed three standard errors. The rule allows one.": {"times": 3},
    "You allowed half of what the rule allows, a whole standard error.": {"times": 0.5},
    "You allow a tenth of what the rule allows, a whole standard error.": {"times": 0.1},
    "You put the limit above the best mean, by what it should lie below, and where no model is up there your code stops.": {
        "times": -1
    },
    "You allowed a standard deviation of the folds. How does the standard error of a mean of k folds follow from it?": {
        "over": lambda m, k: 1
    },
    "You allowed one standard deviation of the folds, and with ddof=0, as NumPy has it. The standard error of a mean of k folds is "
    "asked.": {"over": lambda m, k: 1, "ddof": 0},
    "You allowed half a standard deviation of the folds. How does the standard error of a mean of k folds follow from it?": {
        "times": 0.5,
        "over": lambda m, k: 1,
    },
    "You allowed half a standard deviation of the folds, and with ddof=0. The standard error of a mean of k folds is asked.": {
        "times": 0.5,
        "over": lambda m, k: 1,
        "ddof": 0,
    },
    "You divided by the square root of the number of models. The mean of a model is taken over its folds.": {
        "over": lambda m, k: np.sqrt(m)
    },
    "You divided by the root of 5, however many folds there are. How many are there in `scores`?": {
        "over": lambda m, k: np.sqrt(5)
    },
    "You divided by the root of k - 1. The standard error of a mean of k folds is asked.": {
        "over": lambda m, k: np.sqrt(k - 1)
    },
    "You divided the standard deviation by k. The error of a mean shrinks with a root.": {"over": lambda m, k: k},
    "You took the standard deviation with ddof=0, as NumPy has it. The statement asks for ddof=1.": {"ddof": 0},
    "You measured each model by a standard error of its own. The rule takes the one of the best model for all.": {
        "of": _own
    },
    "You allowed the standard error of the first row. The rule takes the one of the best model.": {
        "of": lambda scores, best: scores[0]
    },
    "You allowed the standard error of the worst model. The rule takes the one of the best.": {
        "of": lambda scores, best: scores[np.argmin(scores.mean(axis=1))]
    },
    "Your spread is that of the models' means. The rule takes the best model's, over its folds.": {
        "of": lambda scores, best: scores.mean(axis=1)
    },
    "Your spread is that of all scores together. The rule takes the best model's, over its folds.": {
        "of": lambda scores, best: scores.ravel()
    },
    "Your standard error is that of each model's difference from the best, fold by fold. The rule takes that of the best "
    "model's scores, one for all.": {"of": lambda scores, best: scores[best] - scores},
    "Your standard error is that of the models' means, over the models. The rule takes the best model's, over its folds.": {
        "of": lambda scores, best: scores.mean(axis=1),
        "over": lambda m, k: np.sqrt(m),
    },
    "You allowed half the distance from the lowest to the highest fold. The standard error of a mean of k folds is asked.": {
        "allow": lambda scores, best: np.ptp(scores[best]) / 2
    },
    "You allowed the distance from the lowest to the highest fold. The standard error of a mean of k folds is asked.": {
        "allow": lambda scores, best: np.ptp(scores[best])
    },
    "Your standard error is that of a share of k rows, from the mean alone. Scores need not be shares: how much do those of the "
    "folds differ?": {"allow": _binomial},
    "You took the variance for the standard deviation. Which of the two has the unit of a score?": {
        "allow": lambda scores, best: scores[best].var(ddof=1) / np.sqrt(scores.shape[1])
    },
    "You took the variance over k for the standard error. Which power has the unit of a score?": {
        "allow": lambda scores, best: scores[best].var(ddof=1) / scores.shape[1]
    },
    **{
        f"You allowed the {name} of the models' standard errors. The rule takes the one of the best model.": {
            "allow": _mean_of_errors(take)
        }
        for name, take in (("mean", np.mean), ("largest", np.max), ("smallest", np.min))
    },
    "You round means and standard errors to {decimals} decimals before you compare them: near the limit that decides.": {
        "decimals": sizes(1, 2, 3)
    },
    "Your search for the best mean starts from {start}, beside row 0, and all means may lie below it. From where?": {
        "start": sizes(0, -1),
        "nobody": "best",
    },
    "Your search for the best mean starts from 0, and where all means lie below it no model reaches your limit: your code stops. "
    "From where?": {"start": 0},
}

_EXTREMES = {
    "That is the model with the best mean. Which simpler ones lie within one standard error of it?": {"times": 0},
    "That is the simplest model of all, however bad. Which are allowed at all?": {"allow": lambda scores, best: np.inf},
}

_CHOICES = {
    "You took scores for errors: the best is the highest here, and the limit lies below it.": {"turn": -1},
    "Of several models with the best mean you take the simplest for the best. The first of them is asked.": {
        "best_of": lambda means, complexity: min(np.flatnonzero(means == means.max()), key=complexity.__getitem__)
    },
    "You took the most complex model that qualifies. The simplest is asked.": {
        "pick": lambda means, limit, within, complexity: within[np.argmax(complexity[within])]
    },
    "You took the model furthest below the best of those that qualify. Compare their complexity instead.": {
        "pick": lambda means, limit, within, complexity: within[np.argmin(means[within])]
    },
    "You took the first model that qualifies. Compare their complexity.": {
        "pick": lambda means, limit, within, complexity: within[0]
    },
    "You took the model whose mean is nearest to your limit, above or below. Which lie above, and which of those is the "
    "simplest?": {"pick": lambda means, limit, within, complexity: np.argmin(np.abs(means - limit))},
    "Your code asks for a mean above the limit, and stops where the standard error is 0. On the limit is enough.": {
        "strict": True
    },
    "You ask for a mean above the limit, and take the best model where there is none. On the limit is enough: another may be "
    "as good, and simpler.": {"strict": True, "nobody": "best"},
    "You ask for a mean above the limit, and where there is none, None comes back. On the limit is enough.": {
        "strict": True,
        "nobody": "none",
    },
    "You returned a place among the models that qualify. The row number in `scores` is asked.": {
        "give": lambda taken, within, complexity: within.tolist().index(taken)
    },
    "You returned the complexity of the model. Its row number is asked.": {
        "give": lambda taken, within, complexity: complexity[taken]
    },
    "Of several models with the best mean you take the last for the best. The first of them is asked.": {
        "best_of": lambda means, complexity: np.flatnonzero(means == means.max())[-1]
    },
    "Row 0 is never looked at among those that qualify. Where does your loop begin?": {"seen": slice(1, None)},
    "The last row is never looked at among those that qualify. Where does your loop end?": {"seen": slice(-1)},
    "You compare medians over the folds. The rule compares means.": {"middle": np.median},
    "Your best model is the one with the highest score of a single fold. The one with the highest mean is asked.": {
        "summit": np.max
    },
    "You compare the best fold of each model. The rule compares means over the folds.": {"middle": np.max},
    "You took the last model that qualifies. Compare their complexity.": {
        "pick": lambda means, limit, within, complexity: within[-1]
    },
    "You returned its place among the models sorted by complexity. The row number in `scores` is asked.": {
        "give": lambda taken, within, complexity: np.flatnonzero(np.argsort(complexity) == taken)[0]
    },
    "All models that qualify came back. Which of them is the simplest?": {
        "give": lambda taken, within, complexity: within
    },
}

one_standard_error = Exercise(
    title="As good, and simpler",
    points=2,
    expected=_one_se_in_one_line,
    cases=_score_tables,
    seen=_seen_in_row,
    but_where={
        "the standard error is zero": lambda scores, complexity: not np.ptp(max(scores, key=np.mean)),
        "the best mean is below zero": lambda scores, complexity: scores.mean(axis=1).max() < 0,
    },
    equivalent={
        "np.argmin(np.where(means >= means[best] - error, complexity, np.inf)) -> "
        "last_argmin(np.where(means >= means[best] - error, complexity, np.inf))": "the complexities are all different",
    },
    mistakes=switched(_within, _LIMITS | _CHOICES)
    | alone(switched(_within, _EXTREMES))
    | {
        "You took the model with the lowest mean score. Here higher is better.": lambda scores, complexity: np.argmin(
            scores.mean(axis=1)
        ),
        "Your limit moves: each simpler model that you take sets one of its own. The rule has one limit, that of the best model.": (
            _moving_limit
        ),
    },
)
