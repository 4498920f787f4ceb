"""Exercises of the lesson on natural language: weights of words, and a filter's score by campaign."""

import warnings

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold, PredefinedSplit, StratifiedKFold

from firsthand.judging.exercise import Exercise, alone, choice_exercise, switched

# ---- tf-idf


def _tables(rng):
    def draw(n, d, rate=0.9):
        return rng.poisson(rate, (n, d))

    empty = draw(5, 4)
    empty[3] = 0
    unused = draw(6, 5)
    unused[:, 1] = 0
    everywhere = draw(7, 4)
    everywhere[:, 2] = rng.integers(1, 4, 7)
    return [
        (np.array([[2, 0, 1], [1, 1, 0]]),),
        (draw(4, 6),),
        (empty,),
        (unused,),
        (everywhere,),
        (np.array([[3, 0, 1, 2]]),),
        (draw(9, 3, 2.0),),
        (np.zeros((2, 3), dtype=int),),
    ]


def _weighted(
    counts,
    *,
    tf="raw",
    add=1,
    plus=1,
    log=np.log,
    df="messages",
    of=1,
    power=1,
    norm="rows",
    order=2,
    early=False,
    gap=0.0,
    turned=False,
    columns=False,
    root=True,
    least=0,
):
    tf = {"raw": counts, "binary": counts > 0, "log": np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0)}[tf]
    tf = np.asarray(tf, dtype=float)
    n = counts.shape[1] if columns else len(counts)
    used = {"messages": (counts > 0).sum(axis=0), "words": counts.sum(axis=0), "rows": (counts > 0).sum(axis=1)}[df]
    with np.errstate(all="ignore"):
        if df == "rows":
            return tf * (log((1 + n) / (1 + used)) + plus)[:, None]
        share = (of * add + n) / np.maximum(add + used, least)
        idf = log(1 / share if turned else share) + plus
        out = _scaled(tf, norm, order, gap, root) * idf if early else _scaled(tf * idf**power, norm, order, gap, root)
    return np.where(counts > 0, out, out * 0)


def _scaled(table, norm, order, gap, root):
    if norm == "none":
        return table
    axis = {"rows": 1, "columns": 0, "whole": None}[norm]
    length = np.sum(np.abs(table) ** order, axis=axis, keepdims=True) ** (1 / order if root else 1)
    return table / np.where(length == 0, gap if np.isnan(gap) else 1, length)


def _as_array(answer, counts):
    """Ask for the table; a sparse one is as good."""
    table = answer(counts)
    return table.toarray() if hasattr(table, "toarray") else table


tfidf = Exercise(
    title="tf-idf for a whole table",
    points=2,
    expected=lambda counts: TfidfTransformer().fit_transform(counts).toarray(),
    cases=_tables,
    ask=_as_array,
    equivalent={
        "lengths == 0 -> nearly(lengths, 0)": "a length is 0 or at least 1",
        "np.where(lengths == 0, 1, lengths) -> np.where(lengths == 0, 2, lengths)": "0 divided by any number is 0",
    },
    mistakes={
        **switched(
            _weighted,
            {
                "The 1 at the end of the idf is missing: words in every message vanish.": {"plus": 0},
                "The ones inside the logarithm are missing.": {"add": 0},
                "The ones inside the logarithm are missing; a df of 0 counts as 1.": {"add": 0, "least": 1},
                "Only df has its 1 inside the logarithm. n has one too.": {"of": 0},
                "You took the logarithm to base 10. Which one is asked?": {"log": np.log10},
                "You took the logarithm to base 2. Which one is asked?": {"log": np.log2},
                "You took log1p of the quotient.": {"log": np.log1p},
                "Only whether a word occurs enters. How often is asked.": {"tf": "binary"},
                "You took 1 + ln of the counts. The counts themselves are asked.": {"tf": "log"},
                "df counts words, not messages: a word three times in one message has df 1.": {"df": "words"},
                "Rows are not divided by their length.": {"norm": "none"},
                "You divided by the sum of a row. Its length is the root of its sum of squares.": {"order": 1},
                "Columns are divided by their length. Rows are asked.": {"norm": "columns"},
                "One length for the whole table. Each row has its own.": {"norm": "whole"},
                "Rows are divided by their length before the idf enters.": {"early": True},
                "A row without words became NaN, from 0/0. It stays 0.": {"gap": np.nan},
                "The quotient is upside down: frequent words weigh more in yours.": {"turned": True},
                "The idf enters squared.": {"power": 2},
                "n is the number of words in yours. Messages are counted.": {"columns": True},
                "You divided by the sum of squares. The length is its root.": {"root": False},
            },
        ),
    },
)


# ---- scores by campaign


class _Notes(dict):
    """What the steps note: a text -> its number; "fitted" -> the rows a vectoriser was fitted on."""

    def __deepcopy__(self, memo):
        return self  # a step that scikit-learn clones keeps writing here


class _SpyVectoriser(BaseEstimator):
    """Counts the words of texts, and notes which texts it is fitted on."""

    def __init__(self, notes):
        self.notes = notes

    def fit(self, texts, y=None):
        texts = [str(text) for text in texts]
        self.notes["fitted"].add(tuple(sorted(self.notes["rows"].get(text, -1) for text in texts)))
        self.words_ = sorted({word for text in texts for word in text.split()})
        return self

    def transform(self, texts):
        place = {word: j for j, word in enumerate(self.words_)}
        table = np.zeros((len(texts), len(place)))
        for i, text in enumerate(texts):
            for word in str(text).split():
                if word in place:
                    table[i, place[word]] += 1
        return table

    def fit_transform(self, texts, y=None):
        return self.fit(texts, y).transform(texts)


class _WordOdds(ClassifierMixin, BaseEstimator):
    """A quick classifier: the words' odds, smoothed, multiplied."""

    def fit(self, X, y):
        self.classes_ = np.array([0, 1])
        y = np.asarray(y)
        chances = [(X[y == label].sum(axis=0) + 0.7) / (X[y == label].sum() + 0.7 * X.shape[1]) for label in (0, 1)]
        self.weights_ = np.log(chances[1] / chances[0])
        return self

    def predict_proba(self, X):
        one = 1 / (1 + np.exp(-0.3 * (X @ self.weights_)))
        return np.column_stack([1 - one, one])

    def predict(self, X):
        return (self.predict_proba(X)[:, 1] > 0.5).astype(int)


def _watched(answer, texts, y, groups):
    """Ask for the scores with a vectoriser that is watched; return them with the rows it was fitted on."""
    notes = _Notes(rows={text: i for i, text in enumerate(texts)}, fitted=set())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = answer(_SpyVectoriser(notes), _WordOdds(), texts, y, groups)
    return (
        None
        if scores is None
        else {"scores": scores, "fitted on": sorted(" ".join(map(str, rows)) for rows in notes["fitted"])}
    )


def _grouped_messages(rng):
    return [_EXAMPLE_DESK, _one_desk(rng, 26, 11)]


_EXAMPLE_DESK = (
    [
        "verify payroll now",
        "confirm mailbox now",
        "verify payroll today",
        "verify my badge now",
        "mailbox expired verify now",
        "please confirm my printer now",
        "payroll says now",
        "reset my badge",
        "ward says full today",
        "check the printer now",
        "the badge says expired",
        "confirm mailbox immediately",
    ],
    np.array([1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 1, 1]),
    ["u", "b", "u", "a", "c", "e", "m", "k", "f", "h", "g", "b"],
)


def _one_desk(rng, n, campaigns):
    """Draw messages so that each fold has both classes, and names whose order is not that of the alphabet."""
    names = rng.permutation([f"{letter}{number}" for letter in "vkc" for number in range(6)])[:campaigns]
    number = np.concatenate([np.arange(campaigns), rng.integers(0, campaigns, n - campaigns)])
    y = (number % 2).astype(int)
    y[campaigns:] = rng.integers(0, 2, n - campaigns)
    while any(len(set(y[number % 5 == i])) < 2 for i in range(5)):
        y[campaigns:] = rng.integers(0, 2, n - campaigns)
        number[campaigns:] = rng.integers(0, campaigns, n - campaigns)
    words = np.array(["check", "my", "badge", "verify", "now", "payroll", "it", "ward"])
    lean = np.where(y[:, None] == 1, [1, 2, 1, 3, 2, 2, 2, 1], [2, 2, 3, 1, 1, 1, 2, 2])
    texts = [
        f"{' '.join(rng.choice(words, 4, p=p / p.sum()))} {names[g]} n{i}"
        for i, (p, g) in enumerate(zip(lean, number, strict=True))
    ]
    return texts, y, [str(names[g]) for g in number]


def _fold_scores(
    vectoriser,
    model,
    texts,
    y,
    groups,
    *,
    numbers="seen",
    k=5,
    learn="train",
    judge="test",
    score="precision",
    finish="list",
    teach="train",
    cutter=None,
):
    order = {
        "seen": list(dict.fromkeys(groups)),
        "sorted": sorted(set(groups)),
        "rows": list(range(len(groups))),
        "last": list(dict.fromkeys(groups[::-1])),
        "blocks": list(dict.fromkeys(groups)),
    }[numbers]
    place = {name: i for i, name in enumerate(order)}
    place = {name: i * k // len(order) if numbers == "blocks" else i % k for name, i in place.items()}
    fold = np.array([place[i if numbers == "rows" else name] for i, name in enumerate(groups)])
    if cutter is not None:
        for i, (_, test) in enumerate(cutter(k).split(fold, y, groups)):
            fold[test] = i
    texts, found = np.array(texts, dtype=object), []
    for i in range(k):
        rows = {"train": fold != i, "test": fold == i, "all": fold >= 0}
        vectoriser.fit(texts[rows[learn]])
        model.fit(vectoriser.transform(texts[rows[teach]]), y[rows[teach]])
        X, truth = vectoriser.transform(texts[rows[judge]]), y[rows[judge]]
        found.append(_judged(model, X, truth, score))
    return {"list": found, "mean": np.mean(found), "turned": found[::-1]}[finish]


def _judged(model, X, truth, score):
    if score == "accuracy":
        return float(np.mean(model.predict(X) == truth))
    column = 0 if score == "zero" else 1
    chance = model.predict(X) if score == "labels" else model.predict_proba(X)[:, column]
    if score == "auc":
        gaps = chance[truth == 1][:, None] - chance[truth == 0]
        return float(np.mean(gaps > 0) + np.mean(gaps == 0) / 2)
    return _average_precision(truth, chance)


def _average_precision(truth, chance):
    """Average precision by hand: the library checks its arguments for longer than it counts."""
    reached = chance[:, None] <= chance  # row i: which rows score at least as high as row i
    precision = (reached @ truth) / reached.sum(axis=1)
    return float(precision[truth == 1].mean()) if truth.any() else 0.0


def _by_prediction(vectoriser, model, texts, y, groups):
    fold = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(fold[1]))[fold[2].reshape(-1)] % 5
    chance = np.empty(len(y))
    for train, test in PredefinedSplit(rank).split():
        X = vectoriser.fit_transform([texts[i] for i in train])
        chance[test] = model.fit(X, y[train]).predict_proba(vectoriser.transform([texts[i] for i in test]))[:, 1]
    return [average_precision_score(y[rank == i], chance[rank == i]) for i in range(5)]


grouped_fold_scores = Exercise(
    title="Score by campaign",
    points=3,
    expected=_by_prediction,
    cases=_grouped_messages,
    ask=_watched,
    mistakes=alone(
        switched(
            _fold_scores,
            {
                "The vectoriser is fitted on all texts, those of the test part among them.": {"learn": "all"},
                "The vectoriser is fitted on the test texts. Which texts are known when it learns its words?": {
                    "learn": "test"
                },
                "The model is fitted on all messages, those of the test part among them.": {"teach": "all"},
                "Campaigns are numbered in the order of the alphabet. The order of appearance is asked.": {
                    "numbers": "sorted"
                },
                "Campaigns are numbered from the last message on. The order of first appearance is asked.": {
                    "numbers": "last"
                },
                "Messages are dealt to the folds, not campaigns: copies stand on both sides.": {"numbers": "rows"},
                "That is `GroupKFold`, which sorts campaigns by size. The statement says how they are numbered.": {
                    "cutter": GroupKFold
                },
                "Folds are cut without looking at `groups`: copies stand on both sides.": {"cutter": StratifiedKFold},
                "The campaigns are cut into five blocks. What is the remainder of 5 when divided by 5?": {
                    "numbers": "blocks"
                },
                "You score on the training part.": {"judge": "train"},
                "You train on the fold and test on all others.": {"learn": "test", "teach": "test", "judge": "train"},
                "That is accuracy. Which score is asked?": {"score": "accuracy"},
                "That is the area under the ROC curve. Which score is asked?": {"score": "auc"},
                "You rank by the predicted class, 0 or 1. Rank by its probability.": {"score": "labels"},
                "You rank by the probability of class 0.": {"score": "zero"},
                "One number came back. The score of each fold is asked.": {"finish": "mean"},
                "Four folds instead of five.": {"k": 4},
            },
        ),
        but=1,
    ),
)


# ---- decisions

choose_the_filter = choice_exercise(
    title="Choose the filter",
    points=2,
    right={"A": "Q", "B": "26,000 €", "C": "R", "D": "by sender", "E": "shuffled", "F": "by date"},
    tempting={
        ("A", "P"): "A: P is the cheapest in shuffled folds. What does it catch of campaigns it has never seen?",
        ("A", "R"): "A: R catches most. What do 3,600 false alarms cost?",
        ("B", "3,500 €"): "B: that is P in shuffled folds. Which filter, and which columns, hold for new campaigns?",
        ("B", "14,000 €"): "B: that is from the shuffled folds. Will next week's campaigns be known?",
        ("B", "42,500 €"): "B: that is P, by campaign. Is there a cheaper one?",
        ("C", "P"): "C: how many forgeries does P miss of new campaigns, and what are they worth now?",
        ("C", "Q"): "C: Q misses 30 more than R. What do they cost now, against 3,200 alarms?",
        ("D", "shuffled"): "D: what do a customer's complaints share, in training and in test?",
        ("D", "by campaign"): "D: nobody sends these in campaigns. What repeats here?",
        ("D", "by date"): "D: the model meets new people. Does a later date make the writer new?",
        ("E", "by campaign"): "E: which two of the suggestions belong to one campaign?",
        ("E", "by sender"): "E: each has another sender, so what would be held together?",
        ("E", "by date"): "E: the model sorts the rest of the same week. What changes?",
        (
            "F",
            "shuffled",
        ): "F: a test message from the middle of the year has neighbours on both sides. Has next month?",
        ("F", "by campaign"): "F: nothing is sent in copies. What changes between training and service?",
        ("F", "by sender"): "F: who writes it is not the question. What changes between training and service?",
    },
)
