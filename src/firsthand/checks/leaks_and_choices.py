"""Exercises of the lesson on cross-validation: what leaks into a score, and what a choice does to it.

A known mistake stands on a line or two, its sentence before its switches: the formatter leaves this module alone.
"""

from functools import partial, wraps

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline

from firsthand.checks.cross_validation import said, unrolled, with_rest
from firsthand.judging.exercise import Exercise, alone, choice_exercise, partly_mended, sizes, switched, with_faults

# fmt: off


class _Notes(dict):
    """What the steps note: a row -> its number, whatever steps it has passed; a step -> the rows it was fitted on."""

    def __deepcopy__(self, memo):
        return self  # a step that scikit-learn clones keeps writing here


def _names(X):
    """Make a name of each row's values, the same in single and in double precision."""
    return [row.tobytes() for row in np.ascontiguousarray(X, dtype=np.float32)]


class _SpyStep(BaseEstimator):
    """A preprocessing step, `learn(X, y)` then `apply(X, learned)`, that notes which rows it is fitted on."""

    def __init__(self, name, learn, apply, notes):
        self.name, self.learn, self.apply, self.notes = name, learn, apply, notes

    def fit(self, X, y=None):
        X = np.asarray(X, dtype=float)
        rows = tuple(sorted(self.notes.get(name, -1) for name in _names(X)))
        self.notes.setdefault(self.name, set()).add((rows, X.shape[1], int(np.isnan(X).sum())))
        self.learned_ = self.learn(X, None if y is None else np.asarray(y))
        return self

    def transform(self, X):
        X = np.asarray(X, dtype=float)
        out = self.apply(X, self.learned_)
        self.notes.update(zip(_names(out), [self.notes.get(name, -1) for name in _names(X)], strict=True))
        return out

    def fit_transform(self, X, y=None):
        return self.fit(X, y).transform(X)


class _NearestMean(ClassifierMixin, BaseEstimator):
    """A quick classifier: the class whose mean is nearest."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.means_ = np.array([X[y == label].mean(axis=0) for label in self.classes_])
        return self

    def predict(self, X):
        return self.classes_[np.argmin(((X[:, None] - self.means_) ** 2).sum(axis=2), axis=1)]

    def score(self, X, y):
        return float(np.mean(self.predict(X) == y))


def _best_columns(X, y):
    """The three columns whose means differ most between class 0 and 1, in standard deviations."""
    zero, one = X[y == 0], X[y == 1]
    within = len(zero) * zero.var(axis=0) + len(one) * one.var(axis=0)
    return np.sort(np.argsort((one.mean(axis=0) - zero.mean(axis=0)) ** 2 / within)[-3:])


_STEPS = {
    "fill": (lambda X, y: np.nanmean(X, axis=0), lambda X, means: np.where(np.isnan(X), means, X)),
    "select": (_best_columns, lambda X, columns: X[:, columns]),
    "scale": (lambda X, y: (X.mean(axis=0), X.std(axis=0)), lambda X, scale: (X - scale[0]) / scale[1]),
}


def _watched(answer, X, y, folds):
    """Ask for the scores with steps that are watched; return them with what each step was fitted on."""
    notes = _Notes(zip(_names(X), range(len(X)), strict=True))
    spies = [_SpyStep(name, learn, apply, notes) for name, (learn, apply) in _STEPS.items()]
    scores = unrolled(answer, X, y, folds, *spies, _NearestMean())
    return None if scores is None else {"scores": scores, **{name: sorted(notes.get(name, ())) for name in _STEPS}}


def _leaky_tables(rng):
    return [_leaky_table(np.random.default_rng(3), 12), _leaky_table(rng, 13)]


def _leaky_table(rng, n):
    y, fold = rng.permutation(np.arange(n) % 2), np.empty(n, int)
    X = rng.normal(5, 2, (n, 6))
    X[:, 0] += 2 * y
    X[rng.permutation(n)[: n // 3], rng.integers(1, 6)] = np.nan
    fold[np.argsort(y, kind="stable")] = np.arange(n) % 3
    return X, y, with_rest(n, [np.flatnonzero(fold == i) for i in range(3)])


def _leaking(
    X, y, folds, *steps, fill="train", select="train", scale="train", teach="train", judge="test", order=(0, 1, 2), finish=list,
):
    """Each step is fitted on the "train" rows, on "all" rows, or on each part by itself ("own")."""
    scores, how = [], (fill, select, scale)
    for train, test in folds:
        rows = {"train": train, "test": test, "all": np.arange(len(y))}
        needed = {"train", "test", *how} & rows.keys()
        parts, labels = {part: X[rows[part]] for part in needed}, {part: y[rows[part]] for part in needed}
        for i in order:
            parts = _passed(steps[i], how[i], parts, labels)
        parts["both"], rows["both"] = np.concatenate([parts["train"], parts["test"]]), np.concatenate([train, test])
        scores.append(steps[3].fit(parts[teach], y[rows[teach]]).score(parts[judge], y[rows[judge]]))
    return finish(scores)


def _passed(step, fitted_on, parts, labels):
    if fitted_on == "own":
        return {part: step.fit(parts[part], labels[part]).transform(parts[part]) for part in ("train", "test")}
    step.fit(parts[fitted_on], labels[fitted_on])
    return {part: step.transform(X) for part, X in parts.items()}


_LEAKS = {
    ("fill", "all"): "the means that fill the gaps are taken over every row",
    ("select", "all"): "the columns are chosen with the labels of every row",
    ("scale", "all"): "the scaler takes its numbers from every row",
    ("fill", "own"): "the gaps of the test part are filled with means of its own",
    ("select", "own"): "the columns of the test part are chosen anew, with its own labels",
    ("scale", "own"): "the scaler is fitted on the test part as well",
}

_ONE_NUMBER = "One number came back. The accuracy of each fold is asked."

_NO_LEAK = {
    "idle": "A step that was handed in is never fitted: fill, select and scale are all to learn, anew in each fold.",
    "once": "A step is fitted for some folds only, on rows that other folds test. Fit every step anew in each fold.",
    "folds": "A step is fitted on rows that are no train part of the folds handed in. Did you cut folds of your own, or change "
             "the rows on the way?",
    "order": "The rows are right, and the order of the steps is another: fill, select, scale is asked.",
    "gaps": "A step is fitted on rows whose gaps are in another state than they should be. Does the loop overwrite X, so that "
            "the next fold meets rows filled with means of this one? Or does fill not come first?",
    "mean": f"No leak in fill, select and scale, but {_ONE_NUMBER[0].lower()}{_ONE_NUMBER[1:]}",
    "train": "No leak in fill, select and scale, but you score the model on its train part.",
    "taught": "No leak in fill, select and scale, but the model is fitted on the test part, the one that judges it.",
    "both": "No leak in fill, select and scale, but the model is fitted on train and test part together.",
    "errors": "No leak, but those are shares of errors. The shares of rows told right are asked.",
    "scores": "No leak in fill, select and scale, but the scores differ. Does every row keep its own label, does the model see what all three "
              "steps made of it, and is there one score for each fold?",
}


def _leaks_left(leaks):
    """Write the sentence that names the leaks, given as (step, "all" or "own")."""
    count = ("One leak is", "Two leaks are", "Three leaks are")[len(leaks) - 1]
    said = f"{count} left: {'; '.join(_LEAKS[leak] for leak in leaks)}."
    how = {how for _, how in leaks}
    said += " Which rows may a step learn from, and where in the loop are they known?" if "all" in how else ""
    return said + (" Test rows are only transformed." if "own" in how else "")


def _accept_leak_free(seen, X, y, folds):
    if not isinstance(seen, dict):
        return False
    leaks = [(step, how) for step in _STEPS if (how := _leak([rows for rows, *_ in seen[step]], folds))]
    if leaks:
        return said(_leaks_left(leaks), *([_ONE_NUMBER] if isinstance(seen["scores"], int | float) else []))
    fault = _step_fault(seen, X, folds) or _score_fault(seen["scores"], X, y, folds)
    return _NO_LEAK[fault] if fault else True


def _leak(fits, folds):
    if list(range(sum(map(len, folds[0])))) in fits:
        return "all"
    return "own" if any(sorted(test.tolist()) in fits for _, test in folds) else None


def _step_fault(seen, X, folds):
    trains = {tuple(sorted(train.tolist())) for train, _ in folds}
    rows = [{tuple(rows) for rows, *_ in seen[step]} for step in _STEPS]
    if not all(rows):
        return "idle"
    if rows != [trains] * 3:
        return "folds" if any(fitted - trains for fitted in rows) else "once"
    if [{columns for _, columns, _ in seen[step]} for step in _STEPS] != [{X.shape[1]}, {X.shape[1]}, {3}]:
        return "order"
    gaps = sorted(int(np.isnan(X[train]).sum()) for train, _ in folds)
    found = [sorted(gaps for *_, gaps in seen[step]) for step in _STEPS]
    return None if found == [gaps, [0] * 3, [0] * 3] else "gaps"


def _score_fault(scores, X, y, folds):
    if isinstance(scores, int | float):
        return "mean"
    ways = {None: {}, "train": {"judge": "train"}, "taught": {"teach": "test"}, "both": {"teach": "both"}}
    near = {fault: _watched(partial(_leaking, **way), X, y, folds)["scores"] for fault, way in ways.items()}
    near["errors"] = np.subtract(1, near[None])
    alike = [fault for fault, values in near.items() if np.shape(scores) == np.shape(values) and np.allclose(scores, values)]
    return alike[0] if alike else "scores"


def _table(X, y, folds):
    """Stand for the arguments that a panel can show: the steps are handed in besides."""


@wraps(_table, assigned=())
def _by_pipeline(X, y, folds, *steps):
    return [make_pipeline(*steps).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]


def _fitted_once(X, y, folds, fill, select, scale, model):
    before = make_pipeline(fill, select, scale).fit(X[folds[0][0]], y[folds[0][0]])
    return _by_pipeline(before.transform(X), y, folds, model)


def _filled_on_the_way(X, y, folds, fill, select, scale, model):
    scores = []
    for train, test in folds:
        X = fill.fit(X[train]).transform(X)
        scores += _by_pipeline(X, y, [(train, test)], select, scale, model)
    return scores


_LEFT = (
    {"fill": "all", "select": "all"}, {"fill": "all", "scale": "own"}, {"select": "all", "scale": "own"}, {"fill": "all"},
    {"select": "all"}, {"scale": "own"}, {"scale": "all"}, {"fill": "all", "select": "all", "scale": "all"},
    {"fill": "own", "select": "own", "scale": "own"}, {"fill": "own"}, {"select": "own"}, {"fill": "own", "scale": "own"},
)

leak_free = Exercise(
    title="Find the three leaks",
    points=3,
    expected=_by_pipeline,
    cases=_leaky_tables,
    ask=_watched,
    accepts=_accept_leak_free,
    given=partial(_leaking, fill="all", select="all", scale="own"),
    mistakes=switched(_leaking, {_leaks_left(list(leaks.items())): leaks for leaks in _LEFT} | {
        _NO_LEAK["order"]: {"order": (0, 2, 1)},
        _NO_LEAK["mean"]: {"finish": np.mean},
        _NO_LEAK["train"]: {"judge": "train"},
        _NO_LEAK["taught"]: {"teach": "test"},
        _NO_LEAK["both"]: {"teach": "both"},
        _NO_LEAK["errors"]: {"finish": lambda scores: np.subtract(1, scores)},
        _NO_LEAK["scores"]: {"finish": lambda scores: scores[:-1]},
    }) | {
        _NO_LEAK["idle"]: lambda X, y, folds, fill, select, scale, model: _by_pipeline(X, y, folds, fill, select, model),
        _NO_LEAK["once"]: _fitted_once,
        _NO_LEAK["folds"]: lambda X, y, folds, *steps: _by_pipeline(X, y, list(KFold(len(folds)).split(y)), *steps),
        _NO_LEAK["gaps"]: _filled_on_the_way,
    },
)


# How far means lie below the best one, in its standard errors: every wrong limit stops at a rung of its own.
_LADDER = np.array([0, 0.3, 0.5, 0.87, 0.97, 1.03, 1.15, 1.7, 2.15, 2.42, 4, 7, 12])


def _score_tables(rng):
    example = np.array([[0.80, 0.90, 0.85], [0.70, 0.80, 0.75], [0.74, 0.82, 0.75], [0.78, 0.90, 0.84]])
    no_error = np.array([[0.5, 0.75, 0.5], [0.75, 0.75, 0.75], [0.5, 0.25, 0.75], [0.5, 1.0, 0.75], [0.625, 0.75, 0.625]])
    (ladder, rungs), (fine, steps) = (_ladder_scores(rng, k) for k in (8, 6))
    drawn = [_drawn_scores(rng, m, k) for m, k in ((7, 5), (8, 3), (6, 2), (9, 10))]
    return [
        (example, np.array([8, 1, 2, 4])), (ladder, rungs), (ladder - 100, 20 - rungs), *drawn,
        (1e-6 * fine, 1e-5 * steps), (no_error, np.array([1, 4, 3, 5, 2])),
    ]


def _ladder_scores(rng, k):
    spreads = np.where(_LADDER == 7, 20, rng.uniform(0.6, 0.9, len(_LADDER)))
    return _score_table(rng, k, _LADDER, spreads, np.r_[11, 12, 10:-1:-1])


def _drawn_scores(rng, m, k):
    return _score_table(rng, k, np.r_[0, rng.uniform(0.1, 3, m - 1)], rng.uniform(0.3, 3, m), rng.permutation(m))


def _score_table(rng, k, below, spreads, complexity):
    noise = rng.normal(size=(len(below), k))
    noise = (noise - noise.mean(axis=1, keepdims=True)) / noise.std(axis=1, ddof=1, keepdims=True) * np.sqrt(k)
    order = np.r_[2, rng.permutation(np.delete(np.arange(len(below)), 2))]
    scores = 60 + rng.uniform(0.5, 3) * (noise * np.r_[1, spreads[1:]][:, None] - below[:, None])
    return scores[order], complexity[order] + 0.5


def _within(
    scores, complexity, *, width=1, spread=lambda scores, best, ddof: scores[best].std(ddof=ddof), ddof=1,
    over=lambda m, k: np.sqrt(k), middle=np.mean, pick=lambda complexity, means: np.argmin(complexity),
    give=lambda chosen, place, complexity: chosen, strict=False,
):
    """Of the models at most `width` times spread / `over` below the best mean, the one that `pick` takes."""
    means = middle(scores, axis=1)
    best = np.argmax(means)
    limit = width * spread(scores, best, ddof) / over(*scores.shape)
    near = 1e-12 * np.ptp(scores)
    within = np.flatnonzero(means > means[best] - limit + near if strict else means >= means[best] - limit - near)
    place = pick(complexity[within], means[within])
    return give(within[place], place, complexity)


def _one_se_in_one_line(scores, complexity):
    best = max(scores, key=np.mean)
    limit = np.mean(best) - np.sqrt(np.var(best, ddof=1) / len(best))
    return min((c, i) for i, c in enumerate(complexity) if np.mean(scores[i]) >= limit)[1]


one_standard_error = Exercise(
    title="As good, and simpler",
    points=2,
    expected=_one_se_in_one_line,
    cases=_score_tables,
    equivalent={
        "np.argmin(np.where(means >= means[best] - error, complexity, np.inf)) -> "
        "last_argmin(np.where(means >= means[best] - error, complexity, np.inf))": "the complexities are all different",
    },
    mistakes=switched(_within, {
        "That is the model with the best mean. Which simpler ones lie within one standard error of it?": {"width": 0},
        "You allowed two standard errors.": {"width": 2},
        "That is the simplest model of all, however bad. Which are allowed at all?": {"width": 1e9},
        "You allowed one standard deviation of the folds. How does the standard error of a mean of k folds follow from it?":
            {"over": lambda m, k: 1},
        "You divided by the square root of the number of models. The mean of a model is taken over its folds.":
            {"over": lambda m, k: np.sqrt(m)},
        "You divided by the root of k - 1, and `ddof=1` has taken one off already.": {"over": lambda m, k: np.sqrt(k - 1)},
        "You divided the standard deviation by k. The error of a mean shrinks with a root.": {"over": lambda m, k: k},
        "You allowed a standard error with ddof=0. The statement asks for ddof=1.": {"ddof": 0},
        "You measured each model by a standard error of its own. The rule takes the one of the best model for all.":
            {"spread": lambda scores, best, ddof: scores.std(axis=1, ddof=ddof)},
        "You compare medians over the folds. The rule compares means.": {"middle": np.median},
        "You took the most complex model within one standard error. The simplest is asked.":
            {"pick": lambda complexity, means: np.argmax(complexity)},
        "You took the model furthest below the best within one standard error. Compare their complexity instead.":
            {"pick": lambda complexity, means: np.argmin(means)},
        "You took the first model that qualifies. Compare their complexity.": {"pick": lambda complexity, means: 0},
        "You returned a place among the models that qualify. The row number in `scores` is asked.":
            {"give": lambda chosen, place, complexity: place},
        "You returned the complexity of the model. Its row number is asked.":
            {"give": lambda chosen, place, complexity: complexity[chosen]},
        "You returned its place among the models sorted by complexity. The row number in `scores` is asked.":
            {"give": lambda chosen, place, complexity: np.flatnonzero(np.argsort(complexity) == chosen)[0]},
    }) | alone(switched(_within, {
        "Your code asks for a mean above the limit, and stops where the standard error is 0. On the limit is enough.":
            {"strict": True},
        "You allowed the mean of the models' standard errors. The rule takes the one of the best model.":
            {"spread": lambda scores, best, ddof: scores.std(axis=1, ddof=ddof).mean()},
        "You allowed the largest of the models' standard errors. The rule takes the one of the best model.":
            {"spread": lambda scores, best, ddof: scores.std(axis=1, ddof=ddof).max()},
        "You compare the best fold of each model. The rule compares means over the folds.": {"middle": np.max},
        "Your spread is that of all scores together. The rule takes the best model's, over its folds.":
            {"spread": lambda scores, best, ddof: scores.std(ddof=ddof)},
        "Your spread is that of the models' means. The rule takes the best model's, over its folds.":
            {"spread": lambda scores, best, ddof: scores.mean(axis=1).std(ddof=ddof)},
        "You took the variance over k for the standard error. Which power has the unit of a score?":
            {"spread": lambda scores, best, ddof: scores[best].var(ddof=ddof), "over": lambda m, k: k},
    })) | {
        "You took the model with the lowest mean score. Here higher is better.":
            lambda scores, complexity: np.argmin(scores.mean(axis=1)),
        "You took scores for errors: the best is the highest here, and the limit lies below it.":
            lambda scores, complexity: _within(-scores, complexity),
    },
)


def _mean_score(y):
    """Make the score of predicting `candidate` times the mean of the train rows: minus the mean absolute error."""
    remembered: dict[tuple, float] = {}

    def score(candidate, train, test):
        train, test = np.asarray(train), np.asarray(test)
        key = candidate, train.tobytes(), test.tobytes()
        if key not in remembered:
            remembered[key] = float(-abs(y[test] - candidate * y[train].mean()).mean())
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
        _nested_case(np.random.default_rng(94), 1), _nested_case(rng, 100),
    ]


def _nested_case(rng, scale):
    y = scale * rng.exponential(size=12)
    return _mean_score(y), [1.3, 0.5, 0.8, 1.0], with_rest(12, np.split(rng.permutation(12), [3, 7])), _UNEQUAL


def _nesting(
    score, candidates, outer, split, *, inner=lambda split, train, test: split(train), used=slice(None), pick=max,
    summary=lambda values, pairs: sum(values) / len(values), start=-np.inf,
    report=lambda score, best, train, test, value, pairs: score(best, train, test), finish=list,
):
    """`inner` gives the pairs that choose, those `used`; a search from `start` keeps the first candidate if all are below."""
    out = []
    for train, test in outer:
        pairs = inner(split, train, test)[used]
        values = {c: summary([score(c, *pair) for pair in pairs], pairs) for c in candidates}
        best = pick(candidates, key=values.get)
        best = best if values[best] > start else candidates[0]
        out.append(report(score, best, train, test, max(values[best], start), pairs))
    return finish(out)


def _nested_by_grid(score, candidates, outer, split):
    table = [[np.mean([score(c, *pair) for pair in split(train)]) for c in candidates] for train, _ in outer]
    return [score(candidates[np.argmax(row)], *pair) for row, pair in zip(table, outer, strict=True)]


def _with_one(choose):
    """Make the answer that takes one candidate for all outer folds: the best by its mean over the pairs of `choose`."""

    def scores(score, candidates, outer, split):
        best = max(candidates, key=lambda c: np.mean([score(c, *pair) for pair in choose(outer, split)]))
        return [score(best, *pair) for pair in outer]

    return scores


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
    given=with_faults(_nesting, _NESTED_FAULTS),
    equivalent={
        "np.mean([score(candidate, *pair) for pair in split(train)]) -> "
        "np.sum([score(candidate, *pair) for pair in split(train)])": "every candidate has the same number of inner folds",
    },
    mistakes=alone(partly_mended(_nesting, _NESTED_FAULTS), but=1) | switched(_nesting, {
        "The outer test rows chose the candidate they then judge: you kept the best of several scores on them.":
            {"inner": lambda split, train, test: [(train, test)]},
        "Only the last inner fold chose. Is something overwritten in each round of your loop?": {"used": slice(-1, None)},
        "You took the candidate with the lowest inner score. Here higher is better.": {"pick": min},
        "Of candidates with the same mean you took the last. The first is asked.":
            {"pick": lambda candidates, key: max(candidates[::-1], key=key)},
        "You weighted the inner folds by their size. Each of them counts the same: take their plain mean.":
            {"summary": lambda values, pairs: np.average(values, weights=[len(test) for _, test in pairs])},
        "One number came back, the mean of the outer scores. The score of each outer fold is asked.": {"finish": np.mean},
        "A candidate was judged by its median inner fold. Take its mean over the inner folds.":
            {"summary": lambda values, pairs: np.median(values)},
        "The winner was fitted on the last inner train part. After the choice, all outer train rows may teach.":
            {"report": lambda score, best, train, test, value, pairs: score(best, pairs[-1][0], test)},
        "The winner was fitted on all rows, those that judge it among them. Which rows may teach it?":
            {"report": lambda score, best, train, test, value, pairs: score(best, np.concatenate([train, test]), test)},
        "You judged on the rows the winner was fitted to.":
            {"report": lambda score, best, train, test, value, pairs: score(best, train, train)},
        "Those are the candidates that were chosen. What each of them scores on the outer test rows is asked.":
            {"report": lambda score, best, train, test, value, pairs: best},
    }) | alone(switched(_nesting, {
        "You split the outer test rows to choose. They may judge, once; which rows are there to choose with?":
            {"inner": lambda split, train, test: split(test)},
        "You chose by the scores on the rows that each candidate was fitted to. The inner test rows are there to choose.":
            {"inner": lambda split, train, test: [(rows, rows) for rows, _ in split(train)]},
        "Train and test have changed places inside: the inner train part is the one that teaches.":
            {"inner": lambda split, train, test: [(rows, others) for others, rows in split(train)]},
        "Only the first inner fold chose. Take the mean over all of them.": {"used": slice(1)},
        "Your search starts from a best score of {start}, and no candidate that scores below it is ever taken. From where?":
            {"start": sizes(0, -1, -10)},
        "The winner was fitted on the first inner train part. After the choice, all outer train rows may teach.":
            {"report": lambda score, best, train, test, value, pairs: score(best, pairs[0][0], test)},
        "You fitted on the outer test rows and judged on the train rows.":
            {"report": lambda score, best, train, test, value, pairs: score(best, test, train)},
        "A candidate was judged by its worst inner fold. Take its mean over the inner folds.":
            {"summary": lambda values, pairs: min(values)},
    })) | {
        "One candidate was chosen for all, by its mean over the outer folds, and reported with the same folds. That is "
        "`best_score_` under another name.": _with_one(lambda outer, split: outer),
        "One candidate was chosen for all, by the inner folds of all rows. Choose anew in each outer fold: on which rows?":
            _with_one(lambda outer, split: split(np.concatenate(outer[0]))),
        "The candidate chosen in the first outer fold served all of them. Each fold makes its own choice.":
            _with_one(lambda outer, split: split(outer[0][0])),
        "The last candidate is judged in every fold, whichever won. Which name holds the winner after the loop?":
            lambda score, candidates, outer, split: [score(candidates[-1], *pair) for pair in outer],
        "One candidate was chosen for all outer folds. Each fold makes its own choice, on its own train rows.":
            _with_one(lambda outer, split: [pair for train, _ in outer for pair in split(train)]),
    },
)


predict_the_score = choice_exercise(
    title="Which score can be trusted?",
    points=2,
    right={"A": "above", "B": "fair", "C": "above", "D": "below", "E": "fair", "F": "above", "G": "fair"},
    tempting={
        ("A", "fair"): "A: a mean over 100 shuffles is steady. Which labels chose the columns, in all of the 100?",
        ("A", "below"): "A: what could push it under one half? Ask which labels chose the columns.",
        ("B", "above"): "B: the variance of a column knows the test rows and no label. Can it tell which column is lucky?",
        ("B", "below"): "B: large or small, the variance of a column says nothing of ill or healthy.",
        ("C", "fair"): "C: where is the other copy of a test row, in four cases of five?",
        ("C", "below"): "C: where is the other copy of a test row, in four cases of five, and what label does it carry?",
        ("D", "fair"): "D: which labels are in the training part when the first half is tested?",
        ("D", "above"): "D: which labels are in the training part when the first half is tested, and which are asked for?",
        ("E", "above"): "E: the columns were chosen by labels, and by whose? What do the others' labels know of these 60?",
        ("E", "below"): "E: a bad choice of noise columns is as good as any other choice of noise columns.",
        ("F", "fair"): "F: each of the 40 scores is honest. Is the best of 40 honest scores?",
        ("F", "below"): "F: each of the 40 scores lies around one half, some higher, some lower. Which is reported?",
        ("G", "above"): "G: the choice is made inside the folds, by train labels alone. What is left for the test labels to give away?",
        ("G", "below"): "G: columns that were lucky in training are neither lucky nor unlucky on the test rows.",
    },
)
