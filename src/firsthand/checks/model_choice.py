"""Exercises of the lesson on cross-validation: what choosing a model by its scores does to the score."""

import numpy as np

from firsthand.checks.folds import with_rest
from firsthand.judging.exercise import Exercise, alone, partly_mended, sizes, switched, with_faults

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
    no_error = np.array(
        [[0.5, 0.75, 0.5], [0.75, 0.75, 0.75], [0.5, 0.25, 0.75], [0.5, 1.0, 0.75], [0.625, 0.75, 0.625]]
    )
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
        (no_error, np.array([1, 5, 3, 4, 2])),  # rows 1 and 3 have the best mean
    ]


def _ladder_scores(rng, k):
    """The models with the smallest, the largest, and the worst model's standard error have one that others have not."""
    n, spreads = len(_LADDER), rng.uniform(0.65, 0.8, len(_LADDER))
    spreads[[1, -2, -1]] = 0.44, 21.5, 1.145
    return _score_table(rng, k, _LADDER, spreads, np.r_[n - 2, n - 1, n - 3 : -1 : -1])


def _drawn_scores(rng, m, k):
    return _score_table(rng, k, np.r_[0, rng.uniform(0.1, 3, m - 1)], rng.uniform(0.3, 3, m), rng.permutation(m))


def _score_table(rng, k, below, spreads, complexity):
    noise = rng.normal(size=(len(below), k))
    noise = (noise - noise.mean(axis=1, keepdims=True)) / noise.std(axis=1, ddof=1, keepdims=True) * np.sqrt(k)
    order = np.r_[2, rng.permutation(np.delete(np.arange(len(below)), 2))]
    scores = 60 + rng.uniform(0.5, 3) * (noise * np.r_[1, spreads[1:]][:, None] - below[:, None])
    return scores[order], complexity[order] + 0.5


def _standard_error(times=1.0, *, of=lambda scores, best: scores[best], ddof=1, over=lambda m, k: np.sqrt(k)):
    """Make a limit: so many times the standard deviation of some scores, by what it should be divided by."""

    def allowed(scores, best):
        return times * of(scores, best).std(axis=-1, ddof=ddof) / over(*scores.shape)

    return allowed


_ASKED = _standard_error()


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
    allow=_ASKED,
    middle=np.mean,
    first=True,
    pick=lambda means, limit, within, complexity: within[np.argmin(complexity[within])],
    give=lambda taken, within, complexity: taken,
    strict=False,
    nobody=ValueError,
    turn=1,
    summit=None,
):
    """Of the models at most `allow` below the best mean, the one that `pick` takes.

    summit : of the scores of a model, names the best in place of the mean. first : the best of several is the first of them, not the simplest. nobody : what happens where no model is above a `strict` limit: raised, or taken as "best" or "none".
    """
    means = middle(turn * scores, axis=1)
    best = np.argmax(means) if first else min(np.flatnonzero(means == means.max()), key=complexity.__getitem__)
    best = best if summit is None else np.argmax(summit(scores, axis=1))
    limit = means[best] - allow(scores, best)
    near = 1e-12 * np.ptp(scores)
    within = np.flatnonzero(means > limit + near if strict else means >= limit - near)
    if not len(within):
        if isinstance(nobody, type):
            raise nobody
        return {"best": best, "none": None}[nobody]
    return give(pick(means, limit, within, complexity), within, complexity)


def _moving_limit(scores, complexity):
    """Take simpler and simpler models, each within one standard error of the one before."""
    means, errors = scores.mean(axis=1), _standard_error(of=lambda scores, best: scores)(scores, 0)
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


def _limits(limits):
    return {sentence: {"allow": limit} for sentence, limit in limits.items()}


_LIMITS = _limits(
    {
        "You allowed about two standard errors. The rule allows one.": _standard_error(2),
        "You allowed half a standard error. The rule allows a whole one.": _standard_error(0.5),
        "You allow as little as a tenth of a standard error would. The rule allows a whole one.": _standard_error(0.1),
        "You allowed one standard deviation of the folds. How does the standard error of a mean of k folds follow from it?": (
            _standard_error(over=lambda m, k: 1)
        ),
        "You allowed one standard deviation of the folds, and with ddof=0, as NumPy has it. The standard error of a mean of k "
        "folds is asked.": _standard_error(over=lambda m, k: 1, ddof=0),
        "You allowed half a standard deviation of the folds. How does the standard error of a mean of k folds follow from it?": (
            _standard_error(0.5, over=lambda m, k: 1)
        ),
        "You allowed half a standard deviation of the folds, and with ddof=0. The standard error of a mean of k folds is asked.": (
            _standard_error(0.5, over=lambda m, k: 1, ddof=0)
        ),
        "You divided by the square root of the number of models. The mean of a model is taken over its folds.": (
            _standard_error(over=lambda m, k: np.sqrt(m))
        ),
        "You divided by the root of 5, however many folds there are. How many are there in `scores`?": (
            _standard_error(over=lambda m, k: np.sqrt(5))
        ),
        "You allowed a standard error with ddof=0. The statement asks for ddof=1.": _standard_error(ddof=0),
        "You measured each model by a standard error of its own. The rule takes the one of the best model for all.": (
            _standard_error(of=lambda scores, best: scores)
        ),
        "Your standard error is that of the models' means, over the models. The rule takes the best model's, over its folds.": (
            _standard_error(of=lambda scores, best: scores.mean(axis=1), over=lambda m, k: np.sqrt(m), ddof=0)
        ),
        "Your standard error is that of a share of k rows, from the mean alone. Scores need not be shares: how much do those of the "
        "folds differ?": _binomial,
    }
)

_RARE_LIMITS = _limits(
    {
        "You divided by the root of k - 1, and `ddof=1` has taken one off already.": (
            _standard_error(over=lambda m, k: np.sqrt(k - 1))
        ),
        "You divided the standard deviation by k. The error of a mean shrinks with a root.": (
            _standard_error(over=lambda m, k: k)
        ),
        "You allowed a tenth of the standard deviation of the folds. How does the standard error of a mean of k folds follow from it?": (
            _standard_error(0.1, over=lambda m, k: 1)
        ),
        "That is the model with the best mean. Which simpler ones lie within one standard error of it?": (
            lambda scores, best: 0
        ),
        "That is the simplest model of all, however bad. Which are allowed at all?": lambda scores, best: np.inf,
        "You allowed three standard errors. The rule allows one.": _standard_error(3),
        "You allowed two standard deviations of the folds. The rule allows one standard error of their mean.": (
            _standard_error(2, over=lambda m, k: 1)
        ),
        "You divided by the root of 5, however many folds there are, and took ddof=0.": (
            _standard_error(over=lambda m, k: np.sqrt(5), ddof=0)
        ),
        "You allowed the standard error of the first row. The rule takes the one of the best model.": (
            _standard_error(of=lambda scores, best: scores[0])
        ),
        "You allowed the standard error of the worst model. The rule takes the one of the best.": (
            _standard_error(of=lambda scores, best: scores[np.argmin(scores.mean(axis=1))])
        ),
        **{
            f"You allowed the {name} of the models' standard errors. The rule takes the one of the best model.": (
                lambda scores, best, take=take: take(_standard_error(of=lambda scores, best: scores)(scores, best))
            )
            for name, take in (("mean", np.mean), ("largest", np.max), ("smallest", np.min))
        },
        "Your spread is that of all scores together. The rule takes the best model's, over its folds.": (
            _standard_error(of=lambda scores, best: scores.ravel())
        ),
        "Your spread is that of the models' means. The rule takes the best model's, over its folds.": (
            _standard_error(of=lambda scores, best: scores.mean(axis=1))
        ),
        "Your standard error is that of each model's difference from the best, fold by fold. The rule takes that of the best "
        "model's scores, one for all.": _standard_error(of=lambda scores, best: scores[best] - scores),
        "You took the variance for the standard deviation. Which of the two has the unit of a score?": (
            lambda scores, best: scores[best].var(ddof=1) / np.sqrt(scores.shape[1])
        ),
        "You took the variance over k for the standard error. Which power has the unit of a score?": (
            lambda scores, best: scores[best].var(ddof=1) / scores.shape[1]
        ),
    }
)

_CHOICES = {
    "You took scores for errors: the best is the highest here, and the limit lies below it.": {"turn": -1},
    "Of several models with the best mean you take the simplest for the best. The first of them is asked.": {
        "first": False
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
}

_RARE_CHOICES = {
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
    | alone(switched(_within, _RARE_LIMITS | _RARE_CHOICES))
    | {
        "You took the model with the lowest mean score. Here higher is better.": lambda scores, complexity: np.argmin(
            scores.mean(axis=1)
        ),
        "Your limit moves: each simpler model that you take sets one of its own. The rule has one limit, that of the best model.": (
            _moving_limit
        ),
    },
)


def _mean_score(y, above=0.0):
    """Make the score of predicting `candidate` times the mean of the train rows: `above`, minus the mean absolute error."""
    remembered: dict[tuple, float] = {}

    def score(candidate, train, test):
        train, test = np.asarray(train), np.asarray(test)
        key = candidate, train.tobytes(), test.tobytes()
        if key not in remembered:
            remembered[key] = float(above - abs(y[test] - candidate * y[train].mean()).mean())
        return remembered[key]

    return score


def _inner(cut):
    """Make the inner splitter: row numbers -> pairs of row numbers, cut as `cut` says."""

    def split(rows):
        parts = cut(np.sort(rows))
        return [(np.concatenate(parts[:i] + parts[i + 1 :]), part) for i, part in enumerate(parts)]

    return split


_IN_TURN = _inner(lambda rows: [rows[::2], rows[1::2]])
_UNEQUAL = _inner(lambda rows: np.split(rows, [1, 3]))


def _nested_cases(rng):
    outer = with_rest(6, [np.array([4, 5]), np.array([0, 1]), np.array([2, 3])])
    equal, train = np.array([4.0, 4.0, 4.0, 4.0, 6.0, 9.0, 3.0]), np.arange(4)  # 2 too low inside, or 2 too high
    return [
        (_mean_score(np.array([2.0, 4.0, 6.0, 3.0, 1.0, 9.0])), [0.5, 1.0], outer, _IN_TURN),
        (_mean_score(equal), [0.5, 1.5], [(train, np.array([4, 5])), (train, np.array([6]))], _IN_TURN),
        _nested_case(np.random.default_rng(385), 1),
        _nested_case(rng, 100),
        _nested_case(
            np.random.default_rng(1456), 1, above=50.0
        ),  # by its first outer fold alone, the lowest can be told
    ]


def _nested_case(rng, scale, above=0.0):
    y = scale * rng.exponential(size=12)
    return _mean_score(y, above), [1.3, 0.5, 0.8, 1.0], with_rest(12, np.split(rng.permutation(12), [3, 7])), _UNEQUAL


def _nesting(
    score,
    candidates,
    outer,
    split,
    *,
    inner=lambda split, train, test: split(train),
    used=slice(None),
    pick=max,
    summary=lambda values, pairs: sum(values) / len(values),
    start=-np.inf,
    otherwise="first",
    anew=True,
    report=lambda score, best, train, test, value, pairs: score(best, train, test),
    finish=list,
):
    """`inner` gives the pairs that choose, those `used`; a search from `start` keeps the first candidate, or None, if all are below.

    Where it does not begin `anew` in each outer fold, it keeps the winner of an earlier one unless a score is higher.
    """
    none = {"first": candidates[0], "none": None}[otherwise]
    out, best, top = [], none, start
    for train, test in outer:
        pairs = inner(split, train, test)[used]
        values = {c: summary([score(c, *pair) for pair in pairs], pairs) for c in candidates}
        best, top = (none, start) if anew else (best, top)
        winner = pick(candidates, key=values.get)
        best, top = (winner, values[winner]) if values[winner] > top else (best, top)
        out.append(report(score, best, train, test, top, pairs))
    return finish(out)


def _nested_by_grid(score, candidates, outer, split):
    table = [[np.mean([score(c, *pair) for pair in split(train)]) for c in candidates] for train, _ in outer]
    return [score(candidates[np.argmax(row)], *pair) for row, pair in zip(table, outer, strict=True)]


def _some_tie_inside(score, candidates, outer, split):
    inner = [sorted(np.mean([score(c, *pair) for pair in split(train)]) for c in candidates) for train, _ in outer]
    return any(np.isclose(means[-1], means[-2]) for means in inner)


def _by_votes(score, candidates, outer, split):
    scores = []
    for train, test in outer:
        tables = [[score(c, *pair) for c in candidates] for pair in split(train)]
        winners = [candidates[np.argmax(row)] for row in tables]
        scores.append(score(max(winners, key=winners.count), train, test))
    return scores


def _with_one(choose):
    """Make the answer that takes one candidate for all outer folds: the best by its mean over the pairs of `choose`."""

    def scores(score, candidates, outer, split):
        best = max(candidates, key=lambda c: np.mean([score(c, *pair) for pair in choose(outer, split)]))
        return [score(best, *pair) for pair in outer]

    return scores


def _seen_in_outer_scores(values, score, candidates, outer, split):
    """Say whether each number is what some candidate scores on the outer test rows: then the choice is what is wrong."""
    if np.shape(values) != (len(outer),) or not np.all(np.isfinite(values)):
        return ""
    if np.allclose(values, _nested_by_grid(score, candidates, outer, split)):
        return ""
    judged = [np.isclose([score(c, *pair) for c in candidates], v).any() for v, pair in zip(values, outer, strict=True)]
    if all(judged):
        return (
            "Each of your numbers equals what some candidate, fitted on the outer train rows, scores on the outer test rows; in some "
            "fold it is not the candidate asked. By what do you choose, and on which rows?"
        )
    if any(judged):
        return (
            "Some of your numbers equal what a candidate, fitted on the outer train rows, scores on the outer test rows, and others "
            "do not. Take one of these apart: which rows choose, which fit, and which judge?"
        )
    return (
        "None of your numbers equals what a candidate, fitted on the outer train rows, scores on the outer test rows. Whatever you "
        "choose: which rows fit it in the end, and which judge it?"
    )


_NESTED_FAULTS: dict[str, tuple[str, dict]] = {
    "the choice on all rows": (
        "The choice is made on all rows, the outer test rows among them. Which rows may `split` cut?",
        {"inner": lambda split, train, test: split(np.concatenate([train, test]))},
    ),
    "the choice by one inner fold": (
        "A candidate wins by its one best inner fold. Take its mean over the inner folds.",
        {"summary": lambda values, pairs: max(values)},
    ),
    "the inner score as the result": (
        "What is returned is the inner score of the winner, its `best_score_`: the best of several tries. Who has not "
        "taken part in the choice?",
        {"report": lambda score, best, train, test, value, pairs: value},
    ),
}


nested = Exercise(
    title="Choose inside, judge outside",
    points=3,
    expected=_nested_by_grid,
    cases=_nested_cases,
    seen=_seen_in_outer_scores,
    but_where={
        "two candidates are equally good inside": _some_tie_inside,
        "the inner folds differ in size": lambda score, candidates, outer, split: (
            len({len(test) for _, test in split(outer[0][0])}) > 1
        ),
    },
    given=with_faults(_nesting, _NESTED_FAULTS),
    equivalent={
        "np.mean([score(candidate, *pair) for pair in split(train)]) -> "
        "np.sum([score(candidate, *pair) for pair in split(train)])": "every candidate has the same number of inner folds",
    },
    mistakes=alone(partly_mended(_nesting, _NESTED_FAULTS), but=1)
    | switched(
        _nesting,
        {
            "The outer test rows chose the candidate they then judge: you kept the best of several scores on them.": {
                "inner": lambda split, train, test: [(train, test)]
            },
            "Only the last inner fold chose. Is something overwritten in each round of your loop?": {
                "used": slice(-1, None)
            },
            "You took the candidate with the lowest inner score. Here higher is better.": {"pick": min},
            "Of candidates with the same mean you took the last. The first is asked.": {
                "pick": lambda candidates, key: max(candidates[::-1], key=key)
            },
            "One number came back, the mean of the outer scores. The score of each outer fold is asked.": {
                "finish": np.mean
            },
            "The winner was fitted on the last inner train part. After the choice, all outer train rows may teach.": {
                "report": lambda score, best, train, test, value, pairs: score(best, pairs[-1][0], test)
            },
            "The winner was fitted on all rows, those that judge it among them. Which rows may teach it?": {
                "report": lambda score, best, train, test, value, pairs: score(
                    best, np.concatenate([train, test]), test
                )
            },
            "You judged on the rows the winner was fitted to.": {
                "report": lambda score, best, train, test, value, pairs: score(best, train, train)
            },
            "An outer fold begins with the winner and the best score of the fold before. Which names are set back in each?": {
                "anew": False
            },
            "Your search starts from a best score of 0, and where all candidates score below it none is taken: your code stops. From "
            "where?": {"start": 0, "otherwise": "none"},
            "One score came back, that of the first outer fold. When does your function return?": {
                "finish": lambda scores: scores[:1]
            },
            "Those are the candidates that were chosen. What each of them scores on the outer test rows is asked.": {
                "report": lambda score, best, train, test, value, pairs: best
            },
        },
    )
    | alone(
        switched(
            _nesting,
            {
                "You weighted the inner folds by their size. Each of them counts the same: take their plain mean.": {
                    "summary": lambda values, pairs: np.average(values, weights=[len(test) for _, test in pairs])
                },
                "A candidate was judged by its median inner fold. Take its mean over the inner folds.": {
                    "summary": lambda values, pairs: np.median(values)
                },
                "You fitted on the outer test rows and judged on the train rows.": {
                    "report": lambda score, best, train, test, value, pairs: score(best, test, train)
                },
                "You split the outer test rows to choose. They may judge, once; which rows are there to choose with?": {
                    "inner": lambda split, train, test: split(test)
                },
                "You chose by the scores on the rows that each candidate was fitted to. The inner test rows are there to choose.": {
                    "inner": lambda split, train, test: [(rows, rows) for rows, _ in split(train)]
                },
                "Train and test have changed places inside: the inner train part is the one that teaches.": {
                    "inner": lambda split, train, test: [(rows, others) for others, rows in split(train)]
                },
                "Only the first inner fold chose. Take the mean over all of them.": {"used": slice(1)},
                "Your search starts from a best score such as {start}, and no candidate that scores below its start is ever taken. "
                "From where?": {"start": sizes(0, -1, -10)},
                "The winner was fitted on the first inner train part. After the choice, all outer train rows may teach.": {
                    "report": lambda score, best, train, test, value, pairs: score(best, pairs[0][0], test)
                },
                "You split places, 0 to len(train) - 1, and took them for row numbers. Which rows may `split` cut?": {
                    "inner": lambda split, train, test: split(np.arange(len(train)))
                },
                "The winner was fitted on each inner train part, and its scores averaged. After the choice, all outer train rows may "
                "teach.": {
                    "report": lambda score, best, train, test, value, pairs: np.mean(
                        [score(best, rows, test) for rows, _ in pairs]
                    )
                },
                "One score came back, that of the first outer fold, and not in a list. When does your function return?": {
                    "finish": lambda scores: scores[0]
                },
                "One score came back, that of the last outer fold. Is something overwritten in each round of your loop?": {
                    "finish": lambda scores: scores[-1]
                },
                "Each outer fold has two entries in yours, the candidate and its score. The score alone is asked.": {
                    "report": lambda score, best, train, test, value, pairs: (best, score(best, train, test))
                },
                "A candidate was judged by its worst inner fold. Take its mean over the inner folds.": {
                    "summary": lambda values, pairs: min(values)
                },
            },
        )
    )
    | {
        "One candidate was chosen for all, by its mean over the outer folds, and reported with the same folds. That is "
        "`best_score_` under another name.": _with_one(lambda outer, split: outer),
        "One candidate was chosen for all, by the inner folds of all rows. Choose anew in each outer fold: on which rows?": _with_one(
            lambda outer, split: split(np.concatenate(outer[0]))
        ),
        "The candidate that one outer fold chose served all of them. Each fold makes its own choice.": _with_one(
            lambda outer, split: split(outer[0][0])
        ),
        "The inner folds voted: the candidate that is best in most of them was taken. Compare the means over them.": _by_votes,
        "No candidate was chosen: you took the mean of what all of them score on the outer test rows.": lambda score, candidates, outer, split: [
            np.mean([score(c, *pair) for c in candidates]) for pair in outer
        ],
        "The last candidate is judged in every fold, whichever won. Which name holds the winner after the loop?": lambda score, candidates, outer, split: [
            score(candidates[-1], *pair) for pair in outer
        ],
        "One candidate was chosen for all outer folds. Each fold makes its own choice, on its own train rows.": _with_one(
            lambda outer, split: [pair for train, _ in outer for pair in split(train)]
        ),
    },
)
