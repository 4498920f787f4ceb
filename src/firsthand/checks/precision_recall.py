"""Exercises of the lesson on precision and recall: what is counted, and which number is asked for.

Its exercises on curves are in `curves.py`, on pairs in `rankings.py`, on thresholds and budgets in `thresholds.py` and
`budgets.py`, on prevalence in `prevalence.py`. Most wrong answers are switches of one function a question. A switch names
what is done otherwise: two counts to divide, as in "tp/said" (`counted_shares.py`), or one of the forms that stand in a dictionary inside the function.
"""

import math

import numpy as np
from sklearn import metrics

from firsthand.checks.counted_shares import (
    OTHER_COUNTS,
    OTHER_RATES,
    SHARE_SLIPS,
    Counts,
    class_average,
    names_off,
    share,
    tally,
    which_are_off,
)
from firsthand.judging.exercise import Exercise, alone, choice_exercise, sizes, switched


def _label_cases(rng):
    """Labels of few and many rows; nothing flagged, nothing there, neither, everything; shares of exactly 1."""
    example = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    empty = ([0, 1, 0, 1, 1], [0] * 5), ([0] * 4, [0, 1, 0, 0]), ([0] * 3, [0] * 3)
    full = ([1] * 4, [1] * 4), ([1, 0, 1, 1], [0, 0, 1, 0]), ([0, 1, 0, 1], [1, 1, 0, 1])
    drawn = [(y, np.where(rng.random(len(y)) < 0.75, y, 1 - y)) for y in (rng.integers(0, 2, n) for n in (17, 40, 401))]
    return [tuple(map(np.array, case)) for case in (example, *drawn, *empty, *full)]


def _two_shares(
    y_true,
    y_pred,
    *,
    precision="tp/said",
    recall="tp/there",
    positive=1,
    unflagged=0.0,
    unseen=0.0,
    neither=None,
    turned=False,
    average=None,
    one_class=None,
    added=0.0,
    each_class=False,
    rows=slice(None),
):
    """`unflagged` stands for a precision of 0/0, `unseen` for a recall of 0/0, `neither` for both where both are;
    `average` for a mean over both classes.

    one_class : raised where both arrays hold one and the same class only. added : to both parts of each share.
    each_class : both shares are lists, of class 1 and of class 0. rows : those that count.
    """
    y_true, y_pred = y_true[rows], y_pred[rows]
    if each_class:
        how = {"precision": precision, "recall": recall, "unflagged": unflagged, "unseen": unseen}
        return list(zip(*(_two_shares(y_true, y_pred, positive=kind, **how) for kind in (1, 0)), strict=True))
    if one_class is not None and len(np.union1d(y_true, y_pred)) == 1:
        raise one_class
    counts = tally(y_true, y_pred, positive)
    shares = [share(precision, counts, unflagged), share(recall, counts, unseen)]
    if added:
        shares = [(counts.tp + added) / (whole + added) for whole in (counts.said, counts.there)]
    shares = [neither] * 2 if neither is not None and not counts.said and not counts.there else shares
    shares = shares if average is None else [*class_average(counts, average)]
    return shares[::-1] if turned else shares


def library_shares(y_true, y_pred):
    return metrics.precision_recall_fscore_support(y_true, y_pred, average="binary", zero_division=0)[:2]


def _both_empty(value):
    return {"unflagged": value, "unseen": value}


def _seen_in_shares(shares, y_true, y_pred):
    """Say which of the two is wrong, and whether both divide one and the same wrong number of hits."""
    names, c = ("precision", "recall"), tally(y_true, y_pred)
    ours, asked = (dict(zip(names, map(float, pair), strict=True)) for pair in (shares, library_shares(y_true, y_pred)))
    said = which_are_off(ours, asked)
    if not said:
        return ""
    if not c.said and not np.isclose(ours["precision"], 0):
        return f"{said} Nothing is flagged in that case: what does the statement ask for?"
    if not c.there and not np.isclose(ours["recall"], 0):
        return f"{said} There is nothing to find in that case: what does the statement ask for?"
    hits = ours["precision"] * c.said
    if c.said and c.there and np.isclose(hits, ours["recall"] * c.there):
        return f"{said} Times the rows flagged, and times those that are positive, they give the same number of hits, and another than there are. Which rows are hits?"
    return f"{said} Which rows does each question start from, and which of them are hits?"


_PRECISION_AND_RECALL_SLIPS = {
    "Your two numbers have changed places: precision starts from the rows flagged, recall from the positive ones. "
    "(Arguments in the wrong order do the same.)": {"turned": True},
    **SHARE_SLIPS,
    "Where all is one class, in both arrays, your code stops. Did you unpack four cells? `confusion_matrix` has one cell "
    "then, unless it is told the labels.": {"one_class": ValueError},
    "Where a denominator is 0 you return NaN. What does the statement ask for?": _both_empty(math.nan),
    "Where a denominator is 0 your code stops. What does the statement ask for?": _both_empty(ZeroDivisionError),
    "Where a denominator is 0 you return 1: a convention too, but not the one asked.": _both_empty(1.0),
    "Where nothing is flagged your precision is 1: a convention too, but not the one asked.": {"unflagged": 1.0},
    "Where there is nothing to find your recall is 1: a convention too, but not the one asked.": {"unseen": 1.0},
    "Where nothing is flagged and there is nothing to find, both your numbers are 1: a convention too, but not the one "
    "asked.": {"neither": 1.0},
    "Where nothing is flagged your precision is NaN. What does the statement ask for?": {"unflagged": math.nan},
    "Where there is nothing to find your recall is NaN. What does the statement ask for?": {"unseen": math.nan},
    "Where a denominator is 0 you return None. What does the statement ask for?": _both_empty(None),
    "Each of your two values holds two numbers, that of class 1 and that of class 0. Class 1 is asked, and no other.": {
        "each_class": True
    },
}

_RARE_SHARE_SLIPS = {
    "The first row is left out. At which number do rows begin?": {"rows": slice(1, None)},
    "The last row is left out. Where does your loop, or your slice, end?": {"rows": slice(None, -1)},
    "Where nothing is flagged your code stops. What does the statement ask for?": {"unflagged": ZeroDivisionError},
    "Where there is nothing to find your code stops. What does the statement ask for?": {"unseen": ZeroDivisionError},
    "Where nothing is flagged your precision is None. What does the statement ask for?": {"unflagged": None},
    "Where there is nothing to find your recall is None. What does the statement ask for?": {"unseen": None},
    **OTHER_COUNTS,
    "You add {added} above and below in both shares: 0/0 becomes 1, and no hit becomes more than 0. What does the statement ask "
    "for?": {"added": sizes(1, 1e-3, 1e-5, 1e-6, 1e-7)},
    **OTHER_RATES,
    "Those are averages over the classes that occur (`macro`). Class 1 is asked, and no other.": {"average": "macro"},
    "Those are averages over both classes, weighted by their sizes. Class 1 is asked, and no other.": {
        "average": "weighted"
    },
    "Both count true negatives as hits.": {"precision": "right/said", "recall": "right/there"},
    "You count as a hit each row on which both arrays agree, over and under the line. A row rightly left alone is none.": {
        "precision": "right/right_said",
        "recall": "right/right_there",
    },
    "Your precision is the recall of class 0, your recall the precision of class 0. If you read them from a matrix: in "
    "which of its cells do the hits stand?": {"turned": True, "positive": 0},
}

precision_and_recall = Exercise(
    title="Two questions, two denominators",
    points=2,
    expected=library_shares,
    cases=_label_cases,
    seen=_seen_in_shares,
    but_where={
        "nothing is flagged": lambda y_true, y_pred: not y_pred.any(),
        "there is nothing to find": lambda y_true, y_pred: not y_true.any(),
        "a denominator is zero": lambda y_true, y_pred: not (y_true.any() and y_pred.any()),
        "all rows are positive": lambda y_true, y_pred: y_true.all(),
    },
    mistakes=switched(_two_shares, _PRECISION_AND_RECALL_SLIPS)
    | switched(_two_shares, _RARE_SHARE_SLIPS)
    | {
        "Those are averages over both classes; class 1 is asked.": (
            lambda y, said: np.mean([_two_shares(y, said, positive=k) for k in (0, 1)], axis=0)
        ),
        "Each row counts as positive, whatever `y_true` says. Is it overwritten, or never read?": (
            lambda y, said: _two_shares(np.ones_like(y), said)
        ),
        "Only the last row counts. Is something set anew for each row, where it should be counted up?": (
            lambda y, said: _two_shares(y[-1:], said[-1:])
        ),
        "Where a denominator is 0, None comes back in place of both: an `except` that hides 0/0? What does the statement ask for?": (
            lambda y, said: _two_shares(y, said) if y.any() and said.any() else None
        ),
    },
)

read_the_matrix = choice_exercise(
    title="Read the matrix",
    points=1,
    right={"A": "true", "B": "false", "C": "false", "D": "true", "E": "false", "F": "true", "G": "false"},
    tempting={
        ("A", "false"): "A: start from the ill: which row is theirs, and what share of it was called back?",
        ("B", "true"): "B: you started from the ill, the sentence from those called back. Which column is theirs?",
        ("C", "true"): "C: in which row do the 20 stand? Rows say what is true, columns what was predicted.",
        ("D", "false"): "D: start from those told that all is well, the left column. How many of them are ill?",
        ("E", "true"): "E: the programme makes 220 mistakes. How many does `healthy` for all make?",
        ("F", "false"): "F: start from the healthy, the upper row. What share of it was called back?",
        ("G", "true"): "G: exchanged arguments turn the matrix over. Beside which number do the 80 then stand?",
    },
    misread={
        "You read the rows as what was predicted and the columns as what is true. It is the other way round: A, B, C, D and F "
        "come out wrong.": {"A": "false", "B": "true", "C": "true", "D": "false", "F": "false"},
        "A and B: recall and precision have changed places. Which of them starts from the ill, and which from those called "
        "back?": {"A": "false", "B": "true"},
    },
)


def _class_cases(rng):
    """Three classes of unequal size; one never predicted, one never right, then no row right at all, and all right."""

    def draw(n, offered):
        y_true = np.r_[0, 1, 2, rng.choice(3, n - 3, p=[0.6, 0.25, 0.15])]
        y_pred = np.where((rng.random(n) < 0.6) & (y_true < offered), y_true, rng.integers(0, offered, n))
        return y_true, y_pred

    example = [0, 0, 0, 0, 1, 1, 1, 2], [0, 0, 0, 1, 1, 1, 0, 1]
    fixed = ([0, 0, 1, 1, 2, 0], [0, 2, 1, 0, 1, 0]), ([0, 1, 2, 0, 1], [1, 2, 0, 2, 0]), ([2, 1, 0, 0], [2, 1, 0, 0])
    return [tuple(map(np.array, rows)) for rows in (example, draw(25, 3), draw(140, 3), draw(30, 2), *fixed)]


def _averages(
    y,
    said,
    *,
    macro="f1",
    micro="pooled",
    below=("fp", "fn"),
    empty=0.0,
    pool=0.0,
    unpredicted=None,
    nothing=None,
    classes=lambda said: range(3),
    rows=slice(None),
):
    """Macro and micro F1: how classes are averaged and pooled, what stands below besides 2 TP, what 0/0 gives, which classes.

    nothing : both averages where no row is right, of who has no other number for a class without a hit.
    """
    y, said = y[rows], said[rows]
    kinds = np.array(classes(said))[:, None]
    there, predicted = y == kinds, said == kinds
    c = Counts((there & predicted).sum(axis=1), predicted.sum(axis=1), there.sum(axis=1), len(y))
    if isinstance(empty, type) and not c.tp.all():
        raise empty
    if unpredicted is not None and not (c.said.all() and c.tp.any()):
        raise unpredicted
    hit, whole = c.tp > 0, 2 * c.tp + sum(getattr(c, name) for name in below)
    f1, p, r = np.where(hit, 2 * c.tp / np.maximum(whole, 1), empty), share("tp/said", c), share("tp/there", c)
    if isinstance(pool, type) and not hit.any():
        raise pool
    if not hit.any():
        f1_of_hit, of_means, pooled = 0.0, 0.0, pool
    else:
        f1_of_hit, of_means, pooled = f1[hit].mean(), 2 / (1 / p.mean() + 1 / r.mean()), 2 * c.tp.sum() / whole.sum()
    means = {"f1": f1.mean(), "recall": r.mean(), "precision": p.mean(), "sum": f1.sum(), "two": f1[1:].mean()}
    means |= {"hit": f1_of_hit, "of means": of_means, "pooled": pooled, "sized": f1 @ c.there / len(y)}
    means |= {"said": f1[c.said > 0].mean(), "negatives": c.right.mean() / len(y), "half": f1.mean() / 2}
    wrong, tp = c.fp + c.fn, c.tp
    means |= {"jaccard": np.mean(tp / (tp + wrong)), "pooled jaccard": tp.sum() / (tp + wrong).sum()}
    means |= {"one below": np.mean(2 * tp / (tp + wrong)), "one below in all": 2 * tp.sum() / (tp + wrong).sum()}
    means |= {
        "arithmetic": (p + r).mean() / 2,
        "class 1": f1[1],
        "pooled, one kind": 2 * tp.sum() / (2 * tp + c.fp).sum(),
        "pooled two": 2 * tp[1:].sum() / (2 * tp + wrong)[1:].sum(),
    }
    hits = np.where(c.said > 0, 2 * tp.sum() / np.maximum(c.said + c.there, 1), 0.0).mean()
    means |= {"all hits": hits, "all hits or NaN": hits if hit.any() else math.nan}
    right = c.right
    means |= {
        "with negatives": np.mean(2 * right / (2 * right + wrong)),
        "pooled with negatives": 2 * right.sum() / (2 * right + wrong).sum(),
        "half pooled": pooled / 2,
        "geometric": np.sqrt(p * r).mean(),
        "but the last": f1[:-1].mean(),
        "pooled but the last": 2 * tp[:-1].sum() / (2 * tp + wrong)[:-1].sum(),
        "sum by two": f1.sum() / 2,
        "lowest": f1.min(),
        "of class 0": f1[0],
        "of rows": tp.sum() / len(y),
    }
    by_hits = f1 @ tp / tp.sum() if hit.any() else math.nan
    means |= {"by hits": by_hits, "by hits, divided": by_hits / max(hit.sum(), 1)}
    if nothing is not None and not hit.any() and empty == 0:
        return nothing, nothing
    return means[macro], means[micro]


_MACRO_AND_MICRO_SLIPS = {
    "Your macro average is the F1 of the mean precision and the mean recall. F1 belongs to each class: when is the "
    "mean taken?": {"macro": "of means"},
    "Your macro average weighs the classes by size. Macro gives each one vote.": {"macro": "sized"},
    "Your micro average weighs the F1 of each class by its size. Micro adds up counts first.": {"micro": "sized"},
    "You leave out a class that is never predicted. It counts with 0: nobody was found.": {"macro": "said"},
    "You leave out every class whose F1 is 0 (or 0/0). It counts: nobody was found.": {"macro": "hit"},
    "Your micro average is the mean of three recalls. Micro adds up counts first.": {"micro": "recall"},
    "Your macro average is the sum of three F1. Their mean is asked.": {"macro": "sum"},
    "Class 2 is missing in both averages. How far does your loop over the classes go?": {
        "classes": lambda said: (0, 1)
    },
    "Class 0 is missing in both averages. All three have a say.": {"classes": lambda said: (1, 2)},
    "In your macro average each row that is right, of whatever class, is a hit of all three. Which hits are a class's own?": {
        "macro": "all hits"
    },
    "In your macro average each row that is right, of whatever class, is a hit of all three; and where none is right it is NaN: 0/0. "
    "Which hits are a class's own, and what is F1 without any?": {"macro": "all hits or NaN"},
    "In your macro average a hit counts twice above, and once below: it can pass 1.": {"macro": "one below"},
    "Your micro average counts one kind of mistakes, false alarms or misses. F1 has both below.": {
        "micro": "pooled, one kind"
    },
    "Your F1 forgets the false negatives.": {"below": ("fp",)},
    "Your F1 forgets the false positives.": {"below": ("fn",)},
    "Where a class has no hit you get NaN: 0/0. What is its F1?": {"empty": math.nan},
    "Where a class has no hit your code divides by 0 and stops.": {"empty": ZeroDivisionError},
    "Where a class is never predicted, or no row is right, your code divides by 0 and stops. What is F1 then?": {
        "unpredicted": ZeroDivisionError
    },
    "Where no row is right at all your micro average is NaN: 0/0. What is it then?": {"pool": math.nan},
    "Where no row is right at all your micro average divides by 0, and your code stops. What is it then?": {
        "pool": ZeroDivisionError
    },
}

_RARE_AVERAGE_SLIPS = {
    "Your micro average weighs the F1 of each class by its hits, and is NaN where no row is right. Micro adds up counts first.": {
        "micro": "by hits"
    },
    "Your micro average weighs the F1 of each class by its hits, and divides the sum by the number of classes that have any. Micro "
    "adds up counts first.": {"micro": "by hits, divided"},
    "Where no row is right at all both your averages are NaN: 0/0. What are they then?": {"nothing": math.nan},
    "The first row is left out of the counts. At which number do rows begin?": {"rows": slice(1, None)},
    "The last row is left out of the counts. Where does your loop, or your slice, end?": {"rows": slice(None, -1)},
    "Your macro average is the micro one. Where is each class given one vote?": {"macro": "of rows"},
    "Your micro average is the macro one. Micro adds up counts first.": {"micro": "f1"},
    "Your macro average counts true negatives as hits. F1 has none in it.": {"macro": "with negatives"},
    "Your micro average adds true negatives to the hits, above and below the line. F1 has none in it.": {
        "micro": "pooled with negatives"
    },
    "Your macro average is a mean of accuracies, each class against the rest. F1 has no true negatives in it.": {
        "macro": "negatives"
    },
    "Your macro average takes the geometric mean of precision and recall for the F1 of a class. F1 is their harmonic mean.": {
        "macro": "geometric"
    },
    "Your micro average takes the mean of precisions. Micro adds up counts first.": {"micro": "precision"},
    "Your micro average takes (precision + recall) / 2 for each class. Micro adds up counts first.": {
        "micro": "arithmetic"
    },
    "Your micro average is the F1 of the mean precision and the mean recall. Micro adds up counts first.": {
        "micro": "of means"
    },
    "Your micro average is half of the F1 of the counts. What is F1 where no row is wrong?": {"micro": "half pooled"},
    "Your macro average leaves class 2 out. All three have a vote.": {"macro": "but the last"},
    "Your micro average leaves class 2 out of the counts. All three have a say.": {"micro": "pooled but the last"},
    "Your macro average divides the sum of three F1 by two. How many classes are there?": {"macro": "sum by two"},
    "Your macro average is the lowest of three F1. Their mean is asked.": {"macro": "lowest"},
    "Your macro average is the F1 of class 0. All three have a vote.": {"macro": "of class 0"},
    "Your macro average is the mean of three recalls. Which rows besides the misses count against a class?": {
        "macro": "recall"
    },
    "Your macro average is the mean of three precisions. Which rows besides the false alarms count against a class?": {
        "macro": "precision"
    },
    "Your macro average is the F1 of class 1. All three have a vote.": {"macro": "class 1"},
    "Your macro average leaves class 0 out. All three have a vote.": {"macro": "two"},
    "Your macro average is half the mean of the three F1. What is F1 where precision and recall are both 1?": {
        "macro": "half"
    },
    "Your macro average takes (precision + recall) / 2 for the F1 of a class. F1 is their harmonic mean.": {
        "macro": "arithmetic"
    },
    "Your macro average is that of the Jaccard index, hits by hits and mistakes. How does F1 count a hit?": {
        "macro": "jaccard"
    },
    "Your micro average is the Jaccard index, hits by hits and mistakes. How does F1 count a hit?": {
        "micro": "pooled jaccard"
    },
    "Both averages are the Jaccard index, hits by hits and mistakes. How does F1 count a hit?": {
        "macro": "jaccard",
        "micro": "pooled jaccard",
    },
    "In your micro average a hit counts twice above, and once below: it can pass 1.": {"micro": "one below in all"},
    "In both averages a hit counts twice above, and once below: they can pass 1.": {
        "macro": "one below",
        "micro": "one below in all",
    },
    "Your micro average leaves class 0 out of the counts. All three have a say.": {"micro": "pooled two"},
    "Your micro average counts true negatives as hits. F1 has none in it.": {"micro": "negatives"},
}

_UNPREDICTED_SLIPS = {
    "You leave a class that is never predicted out of both averages. Its rows are misses: nobody was found.": {
        "classes": np.unique
    },
}
"""Of which a pair would do what two mistakes of one average each do."""


def _library_averages(y_true, y_pred):
    return [
        metrics.f1_score(y_true, y_pred, labels=[0, 1, 2], average=average, zero_division=0)
        for average in ("macro", "micro")
    ]


def _seen_in_averages(averages, y_true, y_pred):
    names = ("macro average", "micro average")
    pairs = averages, _library_averages(y_true, y_pred)
    ours, asked = (dict(zip(names, map(float, pair), strict=True)) for pair in pairs)
    said = which_are_off(ours, asked)
    if said and not all(0 <= number <= 1 + 1e-9 for number in ours.values()):
        return f"{said} Both lie from zero to one, whatever the rows."
    if names_off(ours, asked) == ["macro average"]:
        return f"{said} What is the F1 of each class, and how do you join the three?"
    if names_off(ours, asked) == ["micro average"]:
        return f"{said} Which counts are added up, over which classes, before you divide?"
    return said and f"{said} Work one class out by hand, then the two ways to join the three."


macro_and_micro = Exercise(
    title="Three classes, two averages",
    points=2,
    expected=_library_averages,
    cases=_class_cases,
    mistakes=switched(_averages, _MACRO_AND_MICRO_SLIPS)
    | switched(_averages, _RARE_AVERAGE_SLIPS)
    | alone(switched(_averages, _UNPREDICTED_SLIPS)),
    seen=_seen_in_averages,
    but_where={
        "no row is right": lambda y_true, y_pred: not np.any(y_true == y_pred),
        "a class is never predicted": lambda y_true, y_pred: len(np.unique(y_pred)) < 3,
        "a class has no row that is right": lambda y_true, y_pred: len(np.unique(y_true[y_true == y_pred])) < 3,
    },
    equivalent={
        "def macro_and_micro(y_true, y_pred): -> def macro_and_micro(y_pred, y_true):": "F1 weighs false alarms and misses alike"
    },
)

choose_the_metric = choice_exercise(
    title="Choose the measure",
    points=2,
    because="E",
    right={"A": "expected cost", "B": "recall floor", "C": "precision at k", "D": "roc auc", "E": "log loss"},
    tempting={
        (
            "A",
            "accuracy",
        ): "A: it counts a cracked bottle sent out and a sound one thrown away alike. Do they hurt alike?",
        ("A", "roc auc"): "A: AUC sets no threshold, and each bottle must go left or right.",
        ("A", "precision at k"): "A: bottles pass one by one; nothing limits how many go left.",
        ("A", "recall floor"): "A: nobody prescribes how many cracked bottles must be caught.",
        ("A", "calibration"): "A: scores that keep their word help to set a threshold. What is to be small?",
        ("A", "log loss"): "A: it judges probabilities. The dairy pays for bottles that went the wrong way.",
        ("B", "accuracy"): "B: with one bag in thousands, opening none is nearly always right, and forbidden.",
        ("B", "roc auc"): "B: AUC averages over all thresholds. Most of them are not allowed here.",
        ("B", "expected cost"): "B: what would you write down as the price of an object that gets through?",
        ("B", "precision at k"): "B: no number of bags is fixed; as few as possible are to be opened.",
        ("B", "calibration"): "B: honest probabilities do not yet say which bags to open.",
        ("B", "log loss"): "B: good probabilities do not yet say which bags to open. What limits the choice?",
        ("C", "accuracy"): "C: of 3,000 sections nearly all are sound. What of the ones that are opened?",
        ("C", "roc auc"): "C: AUC looks at the order of all 3,000 sections. How many will anybody look at?",
        ("C", "expected cost"): "C: you know one of two prices. What stops you from digging more anyway?",
        ("C", "recall floor"): "C: no share of leaks is prescribed, and nobody could dig for it.",
        ("C", "calibration"): "C: any score that puts the same sections on top digs the same holes.",
        ("C", "log loss"): "C: it judges 3,000 probabilities. How many sections does anybody open?",
        ("D", "accuracy"): "D: at which threshold? Every bank has its own.",
        ("D", "expected cost"): "D: whose prices? There are forty banks.",
        ("D", "precision at k"): "D: precision moves with the share of frauds, and k differs from bank to bank.",
        ("D", "recall floor"): "D: no bank has named a share that must be found.",
        ("D", "calibration"): "D: a number from 1 to 999 is no probability. What do the banks use it for?",
        ("D", "log loss"): "D: log loss needs probabilities, and 1 to 999 are none. What do the banks use it for?",
        ("E", "accuracy"): "E: no field is called failed or sound. What does the premium use?",
        ("E", "roc auc"): "E: halve every chance, and AUC stays the same. Do the premiums?",
        ("E", "expected cost"): "E: there is no threshold, so there are no false alarms to pay for.",
        ("E", "precision at k"): "E: every field gets a premium, not the top k.",
        ("E", "recall floor"): "E: no field is flagged, so there is no recall.",
        ("E", "calibration"): "E: both models keep their word already. Which of them tells fields apart?",
    },
    misread={
        "B and C: an expected cost needs the prices of both mistakes. Which price is missing?": {
            "B": "expected cost",
            "C": "expected cost",
        },
        "Accuracy five times: it counts both mistakes alike, and needs a decision at one threshold. In which of the five do "
        "both mistakes hurt alike, and who decides anything in D and E?": dict.fromkeys("ABCDE", "accuracy"),
    },
)
