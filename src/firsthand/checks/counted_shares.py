"""What the exercises on precision and recall divide: counted outcomes, shares of them, and the shares that are taken for others."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Counts:
    """How many rows are hit, flagged, positive, and there are, at one threshold or at each of several."""

    tp: Any
    said: Any
    there: Any
    n: int
    one: int = 1

    fp = property(lambda self: self.said - self.tp)
    fn = property(lambda self: self.there - self.tp)
    tn = property(lambda self: self.n - self.said - self.there + self.tp)
    left = property(lambda self: self.n - self.said)
    absent = property(lambda self: self.n - self.there)
    right = property(lambda self: self.n - self.said - self.there + 2 * self.tp)
    wrong = property(lambda self: self.said + self.there - 2 * self.tp)
    union = property(lambda self: self.said + self.there - self.tp)
    both = property(lambda self: self.said + self.there)
    twice = property(lambda self: 2 * self.tp)
    hundredfold = property(lambda self: 100 * self.tp)
    said_twice = property(lambda self: 2 * self.said)
    there_twice = property(lambda self: 2 * self.there)
    one_more = property(lambda self: self.said + 1)
    one_extra = property(lambda self: self.there + 1)
    reach = property(lambda self: np.minimum(self.said, self.there))
    right_said = property(lambda self: self.right + self.fp)
    right_there = property(lambda self: self.right + self.fn)


def tally(y_true, flagged, positive=1) -> Counts:
    """Count outcomes for labels (n,) and flags (n,), or (m, n) at m thresholds."""
    there, flagged = np.asarray(y_true) == positive, np.asarray(flagged) == positive
    return Counts((there & flagged).sum(axis=-1), flagged.sum(axis=-1), there.sum(), len(there))


def share(words, counts, empty=0.0):
    """Divide two counts, such as "tp/said"; where the second is 0 return `empty`, or stop where that is an exception."""
    part, whole = (getattr(counts, name) for name in words.split("/"))
    if isinstance(empty, type):
        if np.any(whole == 0):
            raise empty
        empty = 0.0
    if np.ndim(part) == np.ndim(whole) == 0:
        return float(part / whole) if whole else empty
    return np.where(whole == 0, empty, part / np.where(whole == 0, 1, whole))


def class_average(counts, how):
    """Precision and recall averaged over both classes: alike over those that occur ("macro"), or by size ("weighted")."""
    both = [[share(f"tn/{whole}", counts) for whole in ("left", "absent")]]
    both += [[share(f"tp/{whole}", counts) for whole in ("said", "there")]]
    occur = [counts.left + counts.absent > 0, counts.said + counts.there > 0]
    return np.average(
        both, axis=0, weights=np.array({"macro": occur, "weighted": [counts.absent, counts.there]}[how], float)
    )


def which_are_off(ours, asked):
    """Say of numbers, name -> number, which is too high or too low; "" where none is. One that is right here may be wrong elsewhere."""
    if not all(map(math.isfinite, ours.values())):
        return ""
    off = names_off(ours, asked)
    said = [f"your {name} is too {'high' if ours[name] > asked[name] else 'low'}" for name in off]
    return f"Y{', '.join(said)[1:]}." if off else ""


def names_off(ours, asked):
    """Name the numbers, name -> number, that are not as asked."""
    return [name for name in asked if not np.isclose(ours[name], asked[name])]


SHARE_SLIPS: dict[str, dict[str, Any]] = {
    "Class 0 is counted as the positive one.": {"positive": 0},
    "Your precision has the denominator of recall. From which rows does it start?": {"precision": "tp/there"},
    "Your recall has the denominator of precision. From which rows does it start?": {"recall": "tp/said"},
    "Your precision is divided by all rows. From which rows does it start?": {"precision": "tp/n"},
    "Your recall is divided by all rows. From which rows does it start?": {"recall": "tp/n"},
    "Your precision is a count of hits. A share is asked.": {"precision": "tp/one"},
    "Your recall is a count of hits. A share is asked.": {"recall": "tp/one"},
}

OTHER_RATES: dict[str, dict[str, Any]] = {
    "Your precision is the false-positive rate: it asks about the negative rows.": {"precision": "fp/absent"},
    "Your recall is the false-positive rate: it asks about the negative rows.": {"recall": "fp/absent"},
    "Your recall is the specificity: it asks about the negative rows.": {"recall": "tn/absent"},
    "Your recall is the share of all rows that are flagged. It asks about the positive rows.": {"recall": "said/n"},
    "Your precision is the accuracy: it asks about all rows, flagged or not.": {"precision": "right/n"},
    "Your recall is the accuracy: it asks about all rows, positive or not.": {"recall": "right/n"},
}


OTHER_COUNTS: dict[str, dict[str, Any]] = {
    "Your precision asks about the rows that were not flagged.": {"precision": "tn/left"},
    "Your precision is divided by the rows that were not flagged. From which rows does it start?": {
        "precision": "tp/left"
    },
    "Your recall is divided by the negative rows. From which rows does it start?": {"recall": "tp/absent"},
    "Your precision is the share of false alarms. Which of the flagged are hits?": {"precision": "fp/said"},
    "Your recall is the share of misses. Which of the positives are found?": {"recall": "fn/there"},
    "Your precision is hits by false alarms: odds. The whole contains the part.": {"precision": "tp/fp"},
    "Your recall is hits by misses: odds. The whole contains the part.": {"recall": "tp/fn"},
    "Your precision counts true negatives as hits.": {"precision": "right/said"},
    "Your recall counts true negatives as hits.": {"recall": "right/there"},
    "Your precision is divided by hits, false alarms and misses. From which rows does it start?": {
        "precision": "tp/union"
    },
    "Your recall is divided by hits, false alarms and misses. From which rows does it start?": {"recall": "tp/union"},
    **{
        f"Your {name} is {words}": {name: counts}
        for name, words, counts in (
            ("precision", "divided by all rows that are predicted right. From which rows does it start?", "tp/right"),
            ("recall", "divided by all rows that are predicted right. From which rows does it start?", "tp/right"),
            ("recall", "divided by the rows that were not flagged. From which rows does it start?", "tp/left"),
            ("precision", "divided by the negative rows. From which rows does it start?", "tp/absent"),
            ("precision", "divided by false alarms and misses: the whole contains the part.", "tp/wrong"),
            ("recall", "divided by false alarms and misses: the whole contains the part.", "tp/wrong"),
            ("precision", "the F1, which joins both. Each of the two is asked for itself.", "twice/both"),
            ("recall", "the F1, which joins both. Each of the two is asked for itself.", "twice/both"),
            (
                "precision",
                "the share of the negative rows that are left alone. It asks about the flagged.",
                "tn/absent",
            ),
            ("precision", "the share of all rows that are flagged. Which of the flagged are hits?", "said/n"),
            ("precision", "the share of all rows that are positive. It asks about the flagged.", "there/n"),
            ("recall", "a share of the rows that were not flagged. From which rows does it start?", "tn/left"),
            ("recall", "the share of all rows that are positive. Which of these are found?", "there/n"),
            ("recall", "the share of false alarms among the flagged. It asks about the positive rows.", "fp/said"),
            ("precision", "the share of misses among the positive rows. It asks about the flagged.", "fn/there"),
            ("precision", "flagged rows by positive rows. Which rows stand above the line?", "said/there"),
            ("recall", "flagged rows by positive rows. Which rows stand above the line?", "said/there"),
            (
                "precision",
                "hits and false alarms by all the flagged: whatever is flagged counts as a hit.",
                "said/said",
            ),
            ("recall", "1 wherever there is something to find. Which of the positives are found?", "there/there"),
            ("precision", "half of what it should be. What stands below the line twice?", "tp/said_twice"),
            ("recall", "half of what it should be. What stands below the line twice?", "tp/there_twice"),
            ("precision", "divided by flagged and positive rows together. From which rows does it start?", "tp/both"),
            ("recall", "divided by flagged and positive rows together. From which rows does it start?", "tp/both"),
            (
                "precision",
                "divided by one more than there are rows flagged. Is something added below the line?",
                "tp/one_more",
            ),
            (
                "recall",
                "divided by one more than there are positive rows. Is something added below the line?",
                "tp/one_extra",
            ),
            ("precision", "in percent. A share from 0 to 1 is asked.", "hundredfold/said"),
            ("recall", "in percent. A share from 0 to 1 is asked.", "hundredfold/there"),
            ("recall", "true negatives by positive rows. Which of the positives are found?", "tn/there"),
            ("precision", "true negatives by flagged rows. Which of the flagged are hits?", "tn/said"),
        )
    },
}


LIKELY = {"fp/said", "fn/there", "tn/left", "tp/union", "right/said", "right/there", "twice/both"}
"""Of the other counts those that are worth a pair where every share more makes many."""


def split_by_likely(mistakes):
    """Part known mistakes of one share into those that may pair and those that need not."""
    pairing = {
        words: slip for words, slip in mistakes.items() if words not in OTHER_COUNTS or LIKELY & {*slip.values()}
    }
    return pairing, {words: slip for words, slip in mistakes.items() if words not in pairing}


def counts_of(name, *, but=()):
    """Return the known mistakes of one share, "precision" or "recall", without those that divide any of some counts."""
    known = SHARE_SLIPS | OTHER_RATES | OTHER_COUNTS
    return {words: slip for words, slip in known.items() if [*slip] == [name] and slip[name] not in but}
