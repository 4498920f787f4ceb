"""Exercises of the lesson on cross-validation: what leaks into a score."""

from collections.abc import Callable
from functools import partial, wraps
from itertools import combinations

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline

from firsthand.checks.folds import unrolled, with_rest
from firsthand.judging.exercise import Exercise, choice_exercise, switched

FEW = 12
"""So many rows give accuracies that two slips may have in common: of scores, larger cases tell what happened to them."""


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
        if self.name == "select" and y is None:
            raise ValueError("select chooses columns by the labels: fit it with y as well, those of the same rows")
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
    with np.errstate(all="ignore"):  # a column that is one number within each class
        return np.sort(np.argsort((one.mean(axis=0) - zero.mean(axis=0)) ** 2 / within)[-3:])


def _scaled(X, scale):
    with np.errstate(all="ignore"):  # a column that is one number in the rows it was fitted on
        return (X - scale[0]) / scale[1]


_STEPS = {
    "fill": (lambda X, y: np.nanmean(X, axis=0), lambda X, means: np.where(np.isnan(X), means, X)),
    "select": (_best_columns, lambda X, columns: X[:, columns]),
    "scale": (lambda X, y: (X.mean(axis=0), X.std(axis=0)), _scaled),
}


def _watched(answer, X, y, folds):
    """Ask for the scores with steps that are watched; return them with what each step was fitted on."""
    notes = _Notes(zip(_names(X), range(len(X)), strict=True))
    spies = [_SpyStep(name, learn, apply, notes) for name, (learn, apply) in _STEPS.items()]
    scores = unrolled(answer, X, y, folds, *spies, _NearestMean())
    return None if scores is None else {"scores": scores, **{name: sorted(notes.get(name, ())) for name in _STEPS}}


def _leaky_tables(rng):
    (X, y, folds), out = _leaky_table(rng, 53, 5), 5
    unused = [(train[train != out], test[test != out]) for train, test in folds]  # a row that no pair names
    return [_leaky_table(np.random.default_rng(3), FEW, 3), _leaky_table(rng, 46, 6), (X, y, unused)]


def _leaky_table(rng, n, k):
    y, fold = rng.permutation(np.arange(n) % 2), np.empty(n, int)
    X = (rng.normal(0.6, 1, (n, 6)) + 0.4 * y[:, None]) * rng.permutation(
        [0.4, 0.8, 1.3, 2, 2.5, 3.5]
    )  # means near 0: unscaled rows count
    X[rng.permutation(n)[: n // 3], rng.integers(1, 6)] = np.nan
    fold[np.argsort(y, kind="stable")] = np.arange(n) % k
    return X, y, with_rest(n, [np.flatnonzero(fold == i) for i in range(k)])


def _leaking(
    X,
    y,
    folds,
    *steps,
    fill="train",
    select="train",
    scale="train",
    teach="train",
    judge="test",
    order=(0, 1, 2),
    idle=(),
    teach_unscaled=False,
    judge_unscaled=False,
    finish=list,
):
    """Each step is fitted on the "train" rows, on "all" rows, or on each part by itself ("own"), but for the `idle` ones."""
    scores, how = [], (fill, select, scale)
    for train, test in folds:
        rows = {"train": train, "test": test, "all": np.arange(len(y))}
        needed = {"train", "test", *how} & rows.keys()
        parts, labels = {part: X[rows[part]] for part in needed}, {part: y[rows[part]] for part in needed}
        unscaled = parts
        for i in order:
            if i not in idle:
                unscaled = parts if i == 2 else unscaled
                parts = _passed(steps[i], how[i], parts, labels)
        taught, judged = (unscaled if raw else parts for raw in (teach_unscaled, judge_unscaled))
        rows["both"] = np.concatenate([train, test])
        taught, judged = (_of_part(of, part) for of, part in ((taught, teach), (judged, judge)))
        scores.append(steps[3].fit(taught, y[rows[teach]]).score(judged, y[rows[judge]]))
    return finish(scores)


def _of_part(parts, part):
    return np.concatenate([parts["train"], parts["test"]]) if part == "both" else parts[part]


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
    ("scale", "own"): "the scaler is fitted on the test part",
}

_ON_THE_WAY: dict[str, dict] = {
    "the model is scored on its train part": {"judge": "train"},
    "the model is scored on train and test part together": {"judge": "both"},
    "the model is fitted on the test part": {"teach": "test"},
    "the model is fitted on train and test part together": {"teach": "both"},
    "the model meets test rows that are not scaled": {"judge_unscaled": True},
    "the model is fitted to train rows that are not scaled": {"teach_unscaled": True},
}
"""What may happen to the model, as it completes "No leak in fill, select and scale, but"."""

_IN_THE_END: dict[str, Callable] = {
    "those are shares of errors. The shares of rows told right are asked": lambda scores: np.subtract(1, scores),
    "those are percentages. The accuracy itself is asked, from 0 to 1": lambda scores: np.multiply(100, scores),
    "one number came back, the mean. The accuracy of each fold is asked": np.mean,
    "one number came back, the sum. The accuracy of each fold is asked": np.sum,
    "the score of the first fold alone came back. Does `return` stand in your loop?": lambda scores: scores[:1],
    "the score of the first fold alone came back, not in a list. Does `return` stand in your loop?": lambda scores: (
        scores[0]
    ),
    "the score of the last fold alone came back. Is your list made anew in each round?": lambda scores: scores[-1:],
    "the score of the first fold is missing. Where does your loop begin?": lambda scores: scores[1:],
    "the score of the last fold is missing. Where does your loop end?": lambda scores: scores[:-1],
}
"""What may happen to the scores."""

_ONE_NUMBER = "One number came back. The accuracy of each fold is asked."

_SCALE = [*_STEPS].index("scale")

_ORDER = "The order of the steps is another: fill, select, scale is asked."

_IDLE = {
    step: f"`{step}` is never fitted. All of fill, select and scale are to learn, anew in each fold." for step in _STEPS
}

_NO_LEAK = {
    "once": "A step is fitted for some folds only, on rows that other folds test. Fit every step anew in each fold.",
    "folds": "A step is fitted on rows that are no train part of the folds handed in. Did you cut folds of your own, or change "
    "the rows on the way?",
    "gaps": "A step is fitted on rows whose gaps are in another state than they should be. Does the loop overwrite X, so that "
    "the next fold meets rows filled with means of this one? Or does fill not come first?",
    "swapped": "Train and test of each pair have changed places: every step is fitted on the small part. A pair is (train, test).",
    "scores": "No leak in fill, select and scale, but the scores differ. Does every row keep its own label, does the model see what all three "
    "steps made of it, and is there one score for each fold?",
}


def _but(clause):
    return f"No leak in fill, select and scale, but {_ended(clause)}"


def _first_said(clause):
    return _ended(clause[0].upper() + clause[1:])


def _ended(clause):
    return clause if clause.endswith("?") else f"{clause}."


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
    fitted = {step: [tuple(rows) for rows, *_ in seen[step]] for step in _STEPS}
    if all({*fitted[step]} == {tuple(sorted(test.tolist())) for _, test in folds} for step in _STEPS):
        slips = _slips(seen["scores"], {}, X, y, [pair[::-1] for pair in folds]) if len(y) > FEW else None
        return [_NO_LEAK["swapped"], *(slips or _of_one_number(seen["scores"]))]
    leaks = [(step, how) for step in _STEPS if (how := _leak(fitted[step], folds, len(y)))]
    idle = [step for step in _STEPS if not fitted[step]]
    ways = {**dict(leaks), "idle": [[*_STEPS].index(step) for step in idle]}
    said = [_leaks_left(leaks)] if leaks else []
    said += [_IDLE[step] for step in idle]
    columns = {step: {number for _, number, _ in seen[step]} for step in _STEPS}
    if "select" not in idle and X.shape[1] in columns["scale"]:
        said, ways = [*said, _ORDER], {**ways, "order": (0, 2, 1)}
    if said and len(y) <= FEW:
        return said
    if said:
        return [*said, *(_slips(seen["scores"], ways, X, y, folds) or _of_one_number(seen["scores"]))]
    return _without_leak(seen, fitted, X, y, folds)


def _without_leak(seen, fitted, X, y, folds):
    """Judge scores of steps that are fitted on train parts alone, of all folds or of some."""
    trains, few = [tuple(sorted(train.tolist())) for train, _ in folds], len(y) <= FEW
    some = tuple(i for i, train in enumerate(trains) if train in fitted["fill"])
    if len(some) < len(folds) and all({*rows} == {trains[i] for i in some} for rows in fitted.values()):
        said = _of_part_of_folds(some, len(folds))
        if said and few:
            return False
        slips = _slips(seen["scores"], {}, X, y, [folds[i] for i in some]) if said else None
        return [_NO_LEAK["once"], *_of_one_number(seen["scores"])] if slips is None else [said, *slips]
    fault = _step_fault(seen, X, folds)
    if fault:
        return [_NO_LEAK[fault], *_of_one_number(seen["scores"])]
    if _alike(seen["scores"], _watched(_leaking, X, y, folds)["scores"]):
        return True
    if few:
        return False
    slips = _slips(seen["scores"], {}, X, y, folds)
    return [_but(slips[0][0].lower() + slips[0][1:].removesuffix(".")), *slips[1:]] if slips else _NO_LEAK["scores"]


_PARTS = {
    "Only the first fold is fitted and scored. Does `return` stand in your loop?": lambda k: [0],
    "The first fold is never fitted and scored. Where does your loop begin?": lambda k: range(1, k),
    "The last fold is never fitted and scored. Where does your loop end?": lambda k: range(k - 1),
}


def _of_part_of_folds(some, k):
    return next((said for said, part in _PARTS.items() if some == tuple(part(k))), None)


def _of_one_number(scores):
    return [_ONE_NUMBER] if isinstance(scores, int | float) else []


def _slips(scores, ways, X, y, folds):
    """Say what else happened to the model and to the scores, on top of `ways`: the fewest slips that explain them; None where none do."""
    shorter: dict[tuple[str, ...], list] = {}
    for number in (0, 1, 2):
        got = {
            clauses: values
            for clauses in combinations(_ON_THE_WAY, number)
            if (values := _scores_by(clauses, ways, X, y, folds))
        }
        found = [clauses for clauses, values in got.items() if _alike(scores, values)] or _with_an_end(scores, shorter)
        if found:
            return [_first_said(clause) for clause in found[0]]
        shorter = got
    return None


def _scores_by(clauses, ways, X, y, folds):
    """Give the scores if all this happens to the model; none where two of it cannot, or rows are never scaled in the end."""
    model = {name: value for clause in clauses for name, value in _ON_THE_WAY[clause].items()}
    is_last = "order" not in ways and _SCALE not in ways.get("idle", ())
    if len(model) < len(clauses) or (not is_last and {"teach_unscaled", "judge_unscaled"} & model.keys()):
        return None
    return _watched(partial(_leaking, **ways, **model), X, y, folds)["scores"]


def _with_an_end(scores, got):
    return [
        (*clauses, clause)
        for clauses, values in got.items()
        for clause, finish in _IN_THE_END.items()
        if _alike(scores, finish(values), off=0.5 if "percentages" in clause else 1e-6)  # rounded to whole ones as well
    ]


def _alike(scores, others, off=1e-6):
    return np.shape(scores) == np.shape(others) and np.allclose(scores, others, rtol=0, atol=off)


def _leak(fits, folds, n):
    if tuple(range(n)) in fits:
        return "all"
    return "own" if any(tuple(sorted(test.tolist())) in fits for _, test in folds) else None


def _step_fault(seen, X, folds):
    trains = {tuple(sorted(train.tolist())) for train, _ in folds}
    rows = [{tuple(rows) for rows, *_ in seen[step]} for step in _STEPS]
    if rows != [trains] * 3:
        return "folds" if any(fitted - trains for fitted in rows) else "once"
    gaps = sorted(int(np.isnan(X[train]).sum()) for train, _ in folds)
    found = [sorted(gaps for *_, gaps in seen[step]) for step in _STEPS]
    return None if found == [gaps, [0] * len(folds), [0] * len(folds)] else "gaps"


def _table(X, y, folds):
    """Stand for the arguments that a panel can show: the steps are handed in besides."""


@wraps(_table, assigned=())
def _by_pipeline(X, y, folds, *steps):
    return [make_pipeline(*steps).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]


def _of_folds(part, X, y, folds, *steps):
    return _by_pipeline(X, y, [folds[i] for i in part(len(folds))], *steps)


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
    {"fill": "all", "select": "all"},
    {"fill": "all", "scale": "own"},
    {"select": "all", "scale": "own"},
    {"fill": "all"},
    {"select": "all"},
    {"scale": "own"},
    {"scale": "all"},
    {"fill": "all", "select": "all", "scale": "all"},
    {"fill": "own", "select": "own", "scale": "own"},
    {"fill": "own"},
    {"select": "own"},
    {"fill": "own", "scale": "own"},
)

leak_free = Exercise(
    title="Find the three leaks",
    points=3,
    expected=_by_pipeline,
    cases=_leaky_tables,
    ask=_watched,
    accepts=_accept_leak_free,
    given=partial(_leaking, fill="all", select="all", scale="own"),
    mistakes=switched(
        _leaking,
        {_leaks_left(list(leaks.items())): leaks for leaks in _LEFT}
        | {
            _ORDER: {"order": (0, 2, 1)},
            **{_IDLE[step]: {"idle": (i,)} for i, step in enumerate(_STEPS) if step != "fill"},
            _NO_LEAK["scores"]: {"finish": lambda scores: [scores[1], scores[0], *scores[2:]]},
        }
        | {_but(clause): way for clause, way in _ON_THE_WAY.items()}
        | {_but(clause): {"finish": finish} for clause, finish in _IN_THE_END.items()},
    )
    | {
        **{said: partial(_of_folds, part) for said, part in _PARTS.items()},
        _NO_LEAK["once"]: _fitted_once,
        _NO_LEAK["swapped"]: lambda X, y, folds, *steps: _by_pipeline(X, y, [pair[::-1] for pair in folds], *steps),
        _NO_LEAK["folds"]: lambda X, y, folds, *steps: _by_pipeline(X, y, list(KFold(len(folds)).split(y)), *steps),
        _NO_LEAK["gaps"]: _filled_on_the_way,
    },
)


predict_the_score = choice_exercise(
    title="Which score can be trusted?",
    points=2,
    right={"A": "above", "B": "fair", "C": "above", "D": "below", "E": "fair", "F": "above", "G": "fair"},
    tempting={
        ("A", "fair"): "A: a mean over 100 shuffles is steady. Which labels chose the columns, in all of the 100?",
        ("A", "below"): "A: what could push it under one half? Ask which labels chose the columns.",
        (
            "B",
            "above",
        ): "B: the variance of a column knows the test rows and no label. Can it tell which column is lucky?",
        ("B", "below"): "B: large or small, the variance of a column says nothing of ill or healthy.",
        ("C", "fair"): "C: where is the other copy of a test row, in four cases of five?",
        (
            "C",
            "below",
        ): "C: where is the other copy of a test row, in four cases of five, and what label does it carry?",
        ("D", "fair"): "D: which labels are in the training part when the first half is tested?",
        (
            "D",
            "above",
        ): "D: which labels are in the training part when the first half is tested, and which are asked for?",
        (
            "E",
            "above",
        ): "E: the columns were chosen by labels, and by whose? What do the others' labels know of these 60?",
        ("E", "below"): "E: a bad choice of noise columns is as good as any other choice of noise columns.",
        ("F", "fair"): "F: each of the 40 scores is honest. Is the best of 40 honest scores?",
        ("F", "below"): "F: each of the 40 scores lies around one half, some higher, some lower. Which is reported?",
        (
            "G",
            "above",
        ): "G: the choice is made inside the folds, by train labels alone. What is left for the test labels to give away?",
        ("G", "below"): "G: columns that were lucky in training are neither lucky nor unlucky on the test rows.",
    },
    misread={
        "On new patients every model scores one half, but A, C, D and F do not report that. Which test labels had a say in the "
        "model, or in what is reported?": {"A": "fair", "C": "fair", "D": "fair", "F": "fair"},
        "B and E: a choice of columns leaks only by the labels of the rows that are tested. Which labels chose here?": {
            "B": "above",
            "E": "above",
        },
    },
)
