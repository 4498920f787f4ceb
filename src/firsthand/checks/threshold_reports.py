"""Exercise of the lesson on precision and recall: a report on a chosen threshold, to be mended."""

import numpy as np
from sklearn import metrics

from firsthand.checks.choosing import (
    CHOICE_SLIPS,
    RARE_CHOICE_SLIPS,
    best_f1,
    choose,
    most_informed,
    rows_of_part,
    seen_in_choice,
    split_cases,
    with_report,
)
from firsthand.checks.counted_shares import class_average, counts_of, share, split_by_likely, tally
from firsthand.checks.curves import curve, step_sum
from firsthand.checks.rankings import share_of_pairs
from firsthand.judging.exercise import Exercise, alone, partly_mended, switched, with_faults


def _most_right(tried, counts):
    return tried[np.argmax(counts.right)]


def _best_f1_ties(y_val, s_val, y_test, s_test):
    counts = tally(y_val, s_val >= np.unique(s_val)[:, None])
    f1 = np.round(2 * counts.tp / (counts.said + counts.there), 12)
    return np.sum(f1 == f1.max()) > 1


def _first_nan(tried, counts):
    """The threshold of the best F1, or the first without a hit, where 2 P R / (P + R) is NaN."""
    return tried[np.argmax(counts.tp == 0)] if np.any(counts.tp == 0) else best_f1(tried, counts)


def _by_number(number, tried):
    """The threshold with the largest number, of equal ones the first."""
    return tried[np.argmax(np.round(number, 12))]


def _by_share(words):
    return lambda tried, counts: _by_number(share(words, counts), tried)


def _report(
    *case,
    precision="tp/said",
    recall="tp/there",
    average=None,
    area="scores",
    area_on=None,
    low=True,
    pick=best_f1,
    nobody=0.0,
    lone=None,
    **how,
):
    """The report, each of its lines as given, mended, or mended otherwise.

    area_on : the rows of the AUC alone. nobody : what precision is where nothing is flagged.
    lone : the threshold, or what is raised, where the validation rows have one label only.
    """
    if lone is not None and len(set(case[0])) == 1:
        if isinstance(lone, type):
            raise lone
        how["at"] = lone
    threshold, counts = choose(case, pick, low=low, **how)
    y, s = rows_of_part(area_on or how.get("judged", "test"), *case)
    shares = [share(precision, counts, nobody), share(recall, counts)]
    if average is not None:
        how, _, only = average.partition(" of ")
        averages = class_average(counts, how)
        shares = [
            one if only in ("", name) else two
            for name, one, two in zip(("precision", "recall"), averages, shares, strict=True)
        ]
    if area == "curve":
        return threshold, *shares, step_sum(*curve(y, s)[1:])
    if len(np.unique(y)) == 1:
        return threshold, *shares, np.nan  # as `roc_auc_score` has it
    positive = 0 if area == "turned" else 1
    return threshold, *shares, share_of_pairs(y, s >= threshold if area == "labels" else s, positive=positive)


_FAULTS = {
    "the choice on test rows": ("The test rows still choose the threshold.", {"on": "test at validation"}),
    "the arguments of precision": (
        "Precision still has the value of recall: which argument comes first?",
        {"precision": "tp/there"},
    ),
    "the arguments of recall": (
        "Recall still has the value of precision: which argument comes first?",
        {"recall": "tp/said"},
    ),
    "the labels given to AUC": ("AUC still sees labels where it could see a ranking.", {"area": "labels"}),
}


def _divided_by_more(tried, counts):
    """The threshold of the best F1 from precision and recall, where 1e-10 is added below the line."""
    precision, recall = share("tp/said", counts), share("tp/there", counts)
    return tried[np.argmax(2 * precision * recall / (precision + recall + 1e-10))]


def _from_shares(tried, counts):
    """The threshold of the best F1 from precision and recall, each of which the machine has rounded."""
    precision, recall = share("tp/said", counts), share("tp/there", counts)
    return tried[np.argmax(np.where(counts.tp, 2 * precision * recall / np.maximum(precision + recall, 1e-300), 0))]


def _report_cases(rng):
    test = [0, 1, 0, 1, 0, 0], [0.45, 0.3, 0.35, 0.9, 0.1, 0.6]
    example, tied = ([0, 1, 0, 1, 0], [0.1, 0.4, 0.5, 0.8, 0.2], *test), ([1, 0, 0, 1], [0.8, 0.6, 0.5, 0.3], *test)
    nobody = [0, 1, 1, 0], [0.2, 0.95, 0.92, 0.6], *test
    missed = [1, 0, 1, 0, 0], [0.6, 0.9, 0.5, 0.3, 0.2], *test  # flags no positive at the highest threshold
    apart = (
        [0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0],
        np.linspace(0.81, 0.31, 11),
        *test,
    )  # most rows are right high up, recall is farthest from the false-positive rate in the middle, the best F1 is low
    parted = [1, 0, 0, 0, 1, 0, 0, 0, 0, 1], np.linspace(0.95, 0.41, 10), *test  # F1 is 1/2 at 0.95 and at 0.71
    highest = [0, 1, 0, 0, 0], [0.2, 0.9, 0.5, 0.4, 0.3], *test
    even = [1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1], np.linspace(0.97, 0.13, 13), *test  # precision and recall meet
    close = (
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1],
        np.array([3, 4, 1, 7, 3, 6, 0, 11, 5, 8, 3, 0, 4, 11, 0]) / 12,
        *test,
    )
    # from shares, F1 is 1/2 at 0, and more than that by the last digit at 1/4
    none = [0, 0, 0, 0], [0.3, 0.7, 0.2, 0.5], *test  # no positive to choose on: all are equally good
    return split_cases(rng, (example, tied, nobody, missed, apart, parted, highest, even, close, none), [()] * 13)


def _library_report(y_val, scores_val, y_test, scores_test):
    """The same with one table of flags, and the library's curve, which takes a third of the time of its scores."""
    thresholds = np.unique(scores_val)
    flagged = scores_val >= thresholds[:, None]
    threshold = thresholds[np.argmax(2 * flagged @ y_val / (flagged.sum(axis=1) + y_val.sum()))]
    (_, fp), (fn, tp) = metrics.confusion_matrix(y_test, scores_test >= threshold, labels=[0, 1])
    fpr, tpr, _ = metrics.roc_curve(y_test, scores_test, drop_intermediate=False)
    return threshold, tp / max(tp + fp, 1), tp / (tp + fn), metrics.auc(fpr, tpr)


def _seen_in_report(numbers, *rows):
    threshold, *reported = numbers
    names = ("precision", "recall", "AUC")
    asked, *right = _library_report(*rows)

    def f1(counts):
        return round(2 * counts.tp / (counts.said + counts.there), 12)

    def fault(at, counts):
        if at == asked:
            return ""
        if f1(counts) < f1(tally(rows[0], rows[1] >= asked)):
            return "On the validation rows another score has a better F1 than your threshold."
        return "On the validation rows your threshold has the best F1, and so has a lower one. Which is asked?"

    said = seen_in_choice(threshold, rows, asked, fault)
    ours, asked_of_it = (dict(zip(names, map(float, part), strict=True)) for part in (reported, right))
    return with_report(
        said,
        threshold,
        rows,
        ours,
        asked_of_it,
        lambda c: dict(zip(names, (share("tp/said", c), share("tp/there", c), right[2]), strict=True)),
    )


_FIX_THE_REPORT_SLIPS = {
    "What you report is measured on the validation rows, which chose the threshold.": {"judged": "validation"},
    "You flag where `score > threshold`. Which sign does the statement use?": {"above": np.greater},
    "Your threshold has the most rows right. The best F1 is asked.": {"pick": _most_right},
    "Your precision and recall are those of class 0. Those of class 1 are asked.": {
        "precision": "tn/left",
        "recall": "tn/absent",
    },
    "You flag where `score > threshold` when you report, and where `>=` when you choose.": {"then": np.greater},
    "Where nothing is flagged your precision is 1. What does the statement ask for?": {"nobody": 1.0},
    "Your precision and recall are averages over both classes. Those of class 1 are asked.": {"average": "macro"},
    "Of thresholds with the same F1 you take the highest. Which does the statement want?": {"low": False},
}

_RARE_REPORT_SLIPS = {
    "Your AUC is that of the validation rows.": {"area_on": "validation"},
    "Your precision and recall are those of the validation rows, which chose the threshold.": {
        "judged": "validation",
        "area_on": "test",
    },
    "Your threshold has the largest gap between recall and false-positive rate (Youden). The best F1 is asked.": {
        "pick": most_informed
    },
    "A small number, 1e-10 say, is added to what your F1 is divided by, and parts thresholds whose F1 is the same. Of equally good "
    "ones the lowest is asked.": {"pick": _divided_by_more},
    "Your F1 comes from precision and recall, which are rounded already, and parts thresholds whose F1 is the same by the last digit. "
    "Of equally good ones the lowest is asked: what do counts give?": {"pick": _from_shares},
    "Where no validation row is positive, your threshold is NaN, and nobody is flagged. Which of equally good ones is asked?": {
        "lone": np.nan
    },
    "Where no validation row is positive, your code stops. All thresholds are equally good there: which is asked?": {
        "lone": ValueError
    },
    "Where no validation row is positive, your threshold is 0.5. All are equally good there: which score is asked?": {
        "lone": 0.5
    },
    "Your threshold has the best precision. The best F1 is asked.": {"pick": _by_share("tp/said")},
    "Your threshold has the best recall: the lowest one flags nearly everybody. The best F1 is asked.": {
        "pick": _by_share("tp/there")
    },
    "Your threshold has the best (precision + recall) / 2. F1 is their harmonic mean.": {
        "pick": lambda tried, counts: _by_number(share("tp/said", counts) + share("tp/there", counts), tried)
    },
    "Your threshold has the worst F1. The best is asked.": {
        "pick": lambda tried, counts: _by_number(-share("twice/both", counts), tried)
    },
    **{
        f"Your {name} is an average over both classes{by}. That of class 1 is asked.": {"average": f"{how} of {name}"}
        for name in ("precision", "recall")
        for how, by in (("macro", ""), ("weighted", ", weighted by size"))
        if (how, name) != ("weighted", "recall")  # which is the accuracy
    },
    "Your AUC is that of validation and test rows together.": {"area_on": "both"},
    "Your AUC counts the pairs in which the negative is ahead.": {"area": "turned"},
    "Where no flagged row is positive, 2 P R / (P + R) is NaN, and `argmax` takes it for the largest. What is F1 then?": {
        "pick": _first_nan
    },
    "Your last number is the average precision, the area under the other curve.": {"area": "curve"},
    "Your precision and recall are averages over both classes, weighted by size. Those of class 1 are asked.": {
        "average": "weighted"
    },
} | {
    words: slip
    for words, slip in (CHOICE_SLIPS | RARE_CHOICE_SLIPS).items()
    if words not in _FIX_THE_REPORT_SLIPS and slip != {"on": "test at validation"} and "evenly spaced" not in words
}

_LIKELY, _UNLIKELY = split_by_likely(counts_of("precision", but=("tp/there",)) | counts_of("recall", but=("tp/said",)))

fix_the_report = Exercise(
    title="Mend the report",
    points=3,
    expected=_library_report,
    seen=_seen_in_report,
    but_where={
        "no validation row is positive": lambda *case: not np.any(case[0]),
        "no test row is flagged": lambda *case: not np.any(case[3] >= _library_report(*case)[0]),
        "two thresholds have the best F1": _best_f1_ties,
    },
    cases=_report_cases,
    given=with_faults(_report, _FAULTS),
    mistakes=alone(partly_mended(_report, _FAULTS), but=1)
    | switched(_report, _FIX_THE_REPORT_SLIPS)
    | switched(_report, _RARE_REPORT_SLIPS)
    | switched(_report, _LIKELY)
    | alone(switched(_report, _UNLIKELY)),
    equivalent={
        "f1(y_val, scores_val >= threshold) -> f1(scores_val >= threshold, y_val)": "F1 weighs false alarms and misses alike",
        "metrics.precision_score(y_test, y_pred, zero_division=0) -> metrics.precision_score(y_test, y_pred)": (
            "the library's default is 0, too, with a warning"
        ),
        **{
            f"metrics.recall_score(y_test, y_pred, zero_division=0) -> metrics.recall_score(y_test, y_pred{other})": (
                "test rows have both labels, so nothing is divided by 0"
            )
            for other in ("", ", zero_division=1")
        },
    },
)
