"""Exercises of the lesson on cross-validation: what leaks into a score, and what a choice does to it.

A known mistake stands on a line or two, its sentence before its switches: the formatter leaves this module alone.
"""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline

from firsthand.checks.cross_validation import unrolled, with_rest
from firsthand.judging.exercise import Exercise, choice_exercise, partly_mended, sizes, switched, with_faults

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
        rows = " ".join(map(str, sorted(self.notes.get(name, -1) for name in _names(X))))
        self.notes.setdefault(self.name, set()).add(f"rows {rows}; {X.shape[1]} columns, {np.isnan(X).sum()} gaps")
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
    fits = {f"{name} was fitted on": sorted(notes.get(name, ())) for name in _STEPS}
    return None if scores is None else {"scores": scores, **fits}


def _leaky_tables(rng):
    return [_leaky_table(np.random.default_rng(0), 12), _leaky_table(rng, 13)]


def _leaky_table(rng, n):
    y, fold = rng.permutation(np.arange(n) % 2), np.empty(n, int)
    X = rng.normal(5, 2, (n, 6))
    X[:, 0] += 2 * y
    X[rng.permutation(n)[: n // 3], rng.integers(1, 6)] = np.nan
    fold[np.argsort(y, kind="stable")] = np.arange(n) % 3
    return X, y, with_rest(n, [np.flatnonzero(fold == i) for i in range(3)])


def _leaking(
    X, y, folds, *steps, fill="train", select="train", scale="train", judge="test", order=(0, 1, 2), finish=list,
    cut=lambda folds, y: folds,
):
    """Each step is fitted on the rows named: "train", "all", those of the "first" fold, all and then "again" train,
    each part by itself ("own"), or none ("idle").
    """
    scores, how = [], (fill, select, scale)
    for train, test in cut(folds, y):
        rows = {"train": train, "test": test, "all": np.arange(len(y)), "first": folds[0][0]}
        needed = {"train", "test", *how, "all" if "again" in how else "train"} & rows.keys()
        parts, labels = {part: X[rows[part]] for part in needed}, {part: y[rows[part]] for part in needed}
        for i in order:
            for fitted_on in {"again": ("all", "train"), "idle": ()}.get(how[i], (how[i],)):
                parts = _passed(steps[i], fitted_on, parts, labels)
        scores.append(steps[3].fit(parts["train"], y[train]).score(parts[judge], y[rows[judge]]))
    return finish(scores)


def _passed(step, fitted_on, parts, labels):
    if fitted_on == "own":
        return {part: step.fit(parts[part], labels[part]).transform(parts[part]) for part in ("train", "test")}
    step.fit(parts[fitted_on], labels[fitted_on])
    return {part: step.transform(X) for part, X in parts.items()}


def _filled_on_the_way(X, y, folds, fill, select, scale, model):
    scores = []
    for train, test in folds:
        X = fill.fit(X[train]).transform(X)
        scores.append(make_pipeline(select, scale, model).fit(X[train], y[train]).score(X[test], y[test]))
    return scores


_LEAKS: dict[str, tuple[str, dict]] = {
    "the gaps are filled from train rows": (
        "The means that fill the gaps are taken over every row. Which rows may they see, and when are these known?",
        {"fill": "all"}),
    "train rows choose the columns": (
        "The columns are chosen with the labels of every row. Which rows may choose, and when are these known?",
        {"select": "all"}),
    "test rows are scaled as the train rows were": (
        "The scaler is fitted on the test part as well. Test rows are only transformed.", {"scale": "own"}),
}


leak_free = Exercise(
    title="Find the three leaks",
    points=3,
    expected=lambda X, y, folds, *steps: [
        make_pipeline(*steps).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds],
    cases=_leaky_tables,
    ask=_watched,
    given=with_faults(_leaking, _LEAKS),
    mistakes=partly_mended(_leaking, _LEAKS) | switched(_leaking, {
        "The scaler takes its numbers from every row. Which rows may it learn from, and when are these known?":
            {"scale": "all"},
        "Nothing is mended but the place: fill, select and scale all learn from every row. Which rows may they see?":
            {"fill": "all", "select": "all", "scale": "all"},
        "The gaps of the test part are filled with means of its own. Test rows are only transformed.": {"fill": "own"},
        "The columns of the test part are chosen anew, with its own labels. Test rows are only transformed.":
            {"select": "own"},
        "Each step is fitted on the test part as well. Test rows are only transformed.":
            {"fill": "own", "select": "own", "scale": "own"},
        "fill learns from the train rows in the loop, and the line that fills all gaps at once still stands before it.":
            {"fill": "again"},
        "fill and select learn in the loop, and the two lines that fit them on all rows still stand before it.":
            {"fill": "again", "select": "again"},
        "The rows are right, and the order of the steps is another: fill, select, scale is asked.": {"order": (0, 2, 1)},
        "No leak, but one number came back. The accuracy of each fold is asked.": {"finish": np.mean},
        "No leak in the steps, but you score the rows the model was fitted on.": {"judge": "train"},
        "No leak in the steps, but those are shares of errors. The shares of rows told right are asked.":
            {"finish": lambda scores: np.subtract(1, scores)},
        "A step that was handed in is never fitted: fill, select and scale are all to learn, anew in each fold.":
            {"scale": "idle"},
        "The steps are fitted for one fold only, on rows that other folds test. Fit every step anew in each fold.":
            {"fill": "first", "select": "first", "scale": "first"},
        "The steps are fitted on folds of your own. Use the ones handed in.":
            {"cut": lambda folds, y: list(KFold(len(folds)).split(y))},
    }) | {
        "The loop overwrites X, so the next fold meets rows filled with means of this one.": _filled_on_the_way,
    },
)


# How far means lie below the best one, in its standard errors: every wrong limit stops at a rung of its own.
_LADDER = np.array([0, 0.3, 0.5, 0.87, 0.97, 1.03, 1.15, 1.7, 2.4, 4, 7, 12])


def _score_tables(rng):
    example = np.array([[0.80, 0.90, 0.85], [0.70, 0.80, 0.75], [0.74, 0.82, 0.75], [0.78, 0.90, 0.84]])
    no_error = np.array([[0.5, 0.75, 0.5], [0.75, 0.75, 0.75], [0.5, 0.25, 0.75], [0.5, 1.0, 0.75], [0.625, 0.75, 0.625]])
    (ladder, rungs), (fine, steps) = (_ladder_scores(rng, k) for k in (8, 6))
    drawn = [_drawn_scores(rng, m, k) for m, k in ((7, 5), (8, 3), (6, 2), (9, 10))]
    return [
        (example, np.array([8, 1, 2, 4])), (ladder, rungs), (ladder - 100, 20 - rungs), *drawn,
        (1e-5 * fine, 1e-4 * steps), (no_error, np.array([1, 4, 3, 5, 2])),
    ]


def _ladder_scores(rng, k):
    spreads = np.where(_LADDER == 7, 20, rng.uniform(0.3, 0.9, len(_LADDER)))
    return _score_table(rng, k, _LADDER, spreads, np.r_[10, 11, 9:-1:-1])


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
    over=lambda m, k: np.sqrt(k), pick=lambda complexity, means: np.argmin(complexity),
    give=lambda chosen, place, complexity: chosen,
):
    """Of the models at most `width` times spread / `over` below the best mean, the one that `pick` takes."""
    means = scores.mean(axis=1)
    best = np.argmax(means)
    limit = width * spread(scores, best, ddof) / over(*scores.shape)
    within = np.flatnonzero(means >= means[best] - limit - 1e-12 * np.ptp(scores))
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
        "Your spread is that of the models' means. The rule takes the best model's, over its folds.":
            {"spread": lambda scores, best, ddof: scores.mean(axis=1).std(ddof=ddof)},
        "Your spread is that of all scores together. The rule takes the best model's, over its folds.":
            {"spread": lambda scores, best, ddof: scores.std(ddof=ddof)},
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
    }) | {
        "You took the model with the lowest mean score. Here higher is better.":
            lambda scores, complexity: np.argmin(scores.mean(axis=1)),
    },
)


def _mean_score(y):
    """Make the score of predicting `candidate` times the mean of the train rows: minus the mean absolute error."""
    return lambda candidate, train, test: float(-abs(y[test] - candidate * y[train].mean()).mean())


def _inner(cut):
    """Make the inner splitter: row numbers -> pairs of row numbers, cut as `cut` says."""
    def split(rows):
        parts = cut(np.sort(rows))
        return [(np.concatenate(parts[:i] + parts[i + 1 :]), part) for i, part in enumerate(parts)]
    return split


_IN_TURN = _inner(lambda rows: [rows[::2], rows[1::2]])
_UNEQUAL = _inner(lambda rows: np.split(rows, [2, 5]))


def _nested_cases(rng):
    outer = with_rest(6, [np.array([4, 5]), np.array([0, 1]), np.array([2, 3])])
    equal, train = np.array([4.0, 4.0, 4.0, 4.0, 6.0, 9.0, 1.0]), np.arange(4)  # 2 too low inside, or 2 too high
    return [
        (_mean_score(np.array([2.0, 4.0, 6.0, 3.0, 1.0, 9.0])), [0.5, 1.0], outer, _IN_TURN),
        (_mean_score(equal), [0.5, 1.5], [(train, np.array([4, 5])), (train, np.array([6]))], _IN_TURN),
        _nested_case(np.random.default_rng(47), 1), _nested_case(rng, 100),
    ]


def _nested_case(rng, scale):
    y = scale * rng.exponential(size=15)
    return _mean_score(y), [1.3, 0.5, 0.8, 1.0], with_rest(15, np.split(rng.permutation(15), [3, 8])), _UNEQUAL


def _nesting(
    score, candidates, outer, split, *, inner=lambda split, train, test: split(train), used=slice(None), pick=max,
    summary=lambda values, pairs: np.mean(values), start=-np.inf,
    report=lambda score, best, train, test, value, pairs: score(best, train, test),
):
    """`inner` gives the pairs that choose, those `used`; a search from `start` keeps the first candidate if all are below."""
    out = []
    for train, test in outer:
        pairs = inner(split, train, test)[used]
        values = {c: summary([score(c, *pair) for pair in pairs], pairs) for c in candidates}
        best = pick(candidates, key=values.get)
        best = best if values[best] > start else candidates[0]
        out.append(report(score, best, train, test, max(values[best], start), pairs))
    return out


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
    "only the outer train rows choose": (
        "The choice is made on all rows, the outer test rows among them. Which rows may `split` cut?",
        {"inner": lambda split, train, test: split(np.concatenate([train, test]))},
    ),
    "a candidate is judged by its mean": (
        "A candidate wins by its one best inner fold. Take its mean over the inner folds.",
        {"summary": lambda values, pairs: max(values)},
    ),
    "the outer test rows judge": (
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
    mistakes=partly_mended(_nesting, _NESTED_FAULTS) | switched(_nesting, {
        "The outer test rows chose the candidate they then judge: you kept the best of several scores on them.":
            {"inner": lambda split, train, test: [(train, test)]},
        "You split the outer test rows to choose. They may judge, once; which rows are there to choose with?":
            {"inner": lambda split, train, test: split(test)},
        "You chose by the scores on the rows that each candidate was fitted to. The inner test rows are there to choose.":
            {"inner": lambda split, train, test: [(rows, rows) for rows, _ in split(train)]},
        "Only the first inner fold chose. Take the mean over all of them.": {"used": slice(1)},
        "Only the last inner fold chose. Is something overwritten in each round of your loop?": {"used": slice(-1, None)},
        "You took the candidate with the lowest inner score. Here higher is better.": {"pick": min},
        "Of candidates with the same mean you took the last. The first is asked.":
            {"pick": lambda candidates, key: max(candidates[::-1], key=key)},
        "A candidate was judged by its worst inner fold. Take its mean over the inner folds.":
            {"summary": lambda values, pairs: min(values)},
        "A candidate was judged by its median inner fold. Take its mean over the inner folds.":
            {"summary": lambda values, pairs: np.median(values)},
        "You weighted the inner folds by their size. Each of them counts the same: take their plain mean.":
            {"summary": lambda values, pairs: np.average(values, weights=[len(test) for _, test in pairs])},
        "Your search starts from a best score of {start}, and no candidate that scores below it is ever taken. From where?":
            {"start": sizes(0, -1, -10)},
        "The winner was fitted on the last inner train part. After the choice, all outer train rows may teach.":
            {"report": lambda score, best, train, test, value, pairs: score(best, pairs[-1][0], test)},
        "You fitted on the outer test rows and judged on the train rows.":
            {"report": lambda score, best, train, test, value, pairs: score(best, test, train)},
        "You judged on the rows the winner was fitted to.":
            {"report": lambda score, best, train, test, value, pairs: score(best, train, train)},
        "Those are the candidates that were chosen. What each of them scores on the outer test rows is asked.":
            {"report": lambda score, best, train, test, value, pairs: best},
    }) | {
        "One candidate was chosen for all, by its mean over the outer folds, and reported with the same folds. That is "
        "`best_score_` under another name.": _with_one(lambda outer, split: outer),
        "One candidate was chosen for all, by the inner folds of all rows. Choose anew in each outer fold: on which rows?":
            _with_one(lambda outer, split: split(np.concatenate(outer[0]))),
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
