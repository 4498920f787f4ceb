"""Exercises of the lesson on precision and recall: scores, the curve they make, and the area under it."""

import math
import operator

import numpy as np
from sklearn import metrics

from firsthand.checks.counted_shares import OTHER_COUNTS, OTHER_RATES, SHARE_SLIPS, share, split_by_likely, tally
from firsthand.judging.exercise import Exercise, alone, switched
from firsthand.judging.transcript import canonical


def scored(rng, n, form="usual"):
    """Draw labels and scores of n rows, positives higher on average: usual scores, none of them 0.5; scores with ties;
    scores 1e-9 apart, which tie when they are rounded or called close; scores of both signs, in hundreds of thousands.
    """
    y_true = (rng.random(n) < 0.4).astype(int)
    y_true[:2] = [1, 0]
    s = np.clip(rng.normal(0.4 + 0.2 * y_true, 0.2), 0.01, 0.97)
    near = 0.3 + 1e-9 * np.argsort(np.argsort(s))
    order = rng.permutation(n)
    return y_true[order], {"usual": s, "ties": s.round(1) + 0.02, "near": near, "large": 1e6 * (s - 0.55)}[form][order]


def ranked_cases(rng, example, *more):
    drawn = [scored(rng, n, form) for n, form in ((12, "ties"), (37, "ties"), (11, "near"), (14, "large"))]
    return [tuple(map(np.array, rows)) for rows in (example, *drawn, *more)]


def ranked(scores, last_first=False):
    """Number the rows by falling score, equal ones in the order of the table, or the last of them first."""
    return np.argsort(scores, kind="stable")[::-1] if last_first else np.argsort(-scores, kind="stable")


def _one_by_one(s, how, y):
    """Number the rows by falling score, with what parts those of equal scores."""
    if how.startswith("any"):
        return np.argsort(-s) if "falling" in how else np.argsort(s)[::-1]
    if how.startswith(("hits", "negatives")):
        return np.lexsort((y if how.startswith("negatives") else -y, -s))
    return ranked(s, last_first=how.startswith(("turned", "last")))


def _flag(s, how, y):
    """Thresholds (m,), falling, and which rows each of them flags (m, n)."""
    if how.startswith("grid"):
        thresholds = np.linspace(1, 0, int(how.split()[1]))
        return thresholds, s >= thresholds[:, None]
    if how.startswith("at rounded"):
        thresholds = np.unique(np.round(s, int(how.split()[-1])))[::-1]
        return thresholds, s >= thresholds[:, None]
    s = np.round(s, int(how.split()[1])) if how.startswith("rounded") else s
    if how.endswith(("row by row", "of ties")):
        rows = _one_by_one(s, how, y)
        kept = np.diff(s[rows], prepend=np.inf) < 0 if how.endswith("ties") else slice(None)
        return s[rows][kept], (np.argsort(rows) <= np.arange(len(s))[:, None])[kept]
    thresholds = (np.sort(s) if how == "repeated" else np.unique(s))[::-1]
    above = {"strictly": np.greater, "low": np.less_equal}.get(how, np.greater_equal)
    return thresholds, above(np.sort(s)[::-1] if how == "sorted alone" else s, thresholds[:, None])


_GIVEN = {
    "asked": lambda t, p, r: (t, p, r),
    "rising": lambda t, p, r: (t[::-1], p[::-1], r[::-1]),
    "half turned": lambda t, p, r: (t, p[::-1], r[::-1]),
    "rising, exchanged": lambda t, p, r: (t[::-1], r[::-1], p[::-1]),
    "its points": lambda t, p, r: (t[::-1], [*p[::-1], 1], [*r[::-1], 0]),
    "as it comes": lambda t, p, r: ([*p[::-1], 1], [*r[::-1], 0], t[::-1]),
    "point in front": lambda t, p, r: (t, [1, *p], [0, *r]),
    "percent": lambda t, p, r: (t, 100 * p, 100 * r),
    "its points, 1": lambda t, p, r: ([*t[::-1], 1], [*p[::-1], 1], [*r[::-1], 0]),
    "no thresholds": lambda t, p, r: (p, r),
    "no thresholds, rising": lambda t, p, r: (p[::-1], r[::-1]),
    "nobody in front": lambda t, p, r: ([np.inf, *t], [1, *p], [0, *r]),
    "nobody, with 0": lambda t, p, r: ([np.inf, *t], [0, *p], [0, *r]),
    "one above in front": lambda t, p, r: ([t[0] + 1, *t], [1, *p], [0, *r]),
    "one above, with 0": lambda t, p, r: ([t[0] + 1, *t], [0, *p], [0, *r]),
    "rising, no thresholds' own": lambda t, p, r: (t[::-1], p, r),
}


def curve(
    y,
    s,
    *,
    flag="reached",
    positive=1,
    precision="tp/said",
    recall="tp/there",
    empty=0.0,
    give="asked",
    scores_of="all",
    whole=False,
    smooth="",
    part="all",
):
    """Thresholds, precision and recall; `whole` where both are cut to the type of whole scores.

    smooth : the precision is replaced by the best one so far, or by the best one still to come. part : which points are left.
    """
    t, flagged = _flag(s, flag, y)
    if scores_of == "positives":
        t, flagged = (part[np.isin(t, s[y == positive])] for part in (t, flagged))
    counts = tally(y == positive, flagged)
    p, r = share(precision, counts, empty), share(recall, counts, empty)
    p, r = (np.trunc(p), np.trunc(r)) if whole and s.dtype.kind in "iu" else (p, r)
    if smooth:
        p = np.maximum.accumulate(p) if smooth == "so far" else np.maximum.accumulate(p[::-1])[::-1]
    end = 1 + np.argmax(r) if part == "until all are found" else None
    kept = {"no lowest": slice(-1), "no highest": slice(1, None), "above zero": t > 0}.get(part, slice(end))
    return _GIVEN[give](t[kept], p[kept], r[kept])


def _library_curve(y_true, scores):
    precision, recall, thresholds = metrics.precision_recall_curve(y_true, scores)
    return thresholds[::-1], precision[:-1][::-1], recall[:-1][::-1]


def _seen_in_curve(points, y_true, scores):
    """Compare a curve with the statement: the thresholds first, how many points, then the two shares at each."""
    thresholds, *shares = points
    asked = _library_curve(y_true, scores)
    if not all(isinstance(part, list) and np.ndim(part) == 1 and np.all(np.isfinite(part)) for part in points):
        return ""
    if said := _seen_in_thresholds(thresholds, canonical(asked[0])):
        return said
    names = ("precision", "recall")
    for name, share_of in zip(names, shares, strict=True):
        if len(share_of) != len(thresholds):
            return f"Your thresholds are right. Your {name} has another number of points: one is asked at each threshold, no other."
    tied = np.array([np.sum(scores == t) > 1 for t in asked[0]])
    off = {
        name: _seen_at_thresholds(ours, right, tied) for name, ours, right in zip(names, shares, asked[1:], strict=True)
    }
    said = [f"your {name} is {words or 'right'}" for name, words in sorted(off.items(), key=lambda pair: pair[1] != "")]
    return f"Your thresholds are right. {said[0].capitalize()}; {said[1]}." if any(off.values()) else ""


def _seen_in_thresholds(ours, asked):
    gap = min(-np.diff(asked), default=1)
    if len(ours) == len(asked) and np.allclose(ours, asked, rtol=0, atol=gap / 100):
        return ""
    if not ours:
        return "Your thresholds are none at all. The distinct scores are asked."
    way = " They rise, too; asked is from the highest to the lowest." if ours[0] < ours[-1] else ""
    if not set(ours) <= set(asked):
        return f"Among your thresholds is a number that is no score of any row. The thresholds are the distinct scores.{way}"
    if not set(asked) <= set(ours):
        return f"Each of your thresholds is a score, and a distinct score is missing among them.{way}"
    if len(ours) > len(asked):
        return f"Your thresholds are the distinct scores, and one comes more often than once.{way}"
    return "Your thresholds are the distinct scores, in another order than from the highest to the lowest."


def _seen_at_thresholds(ours, asked, tied):
    """Complete "your recall is ...": which way it is wrong, and at which thresholds; "" where it is right."""
    ours, wrong = np.array(ours), ~np.isclose(ours, asked)
    if not wrong.any():
        return ""
    ways = {"too high" if high else "too low" for high in (ours > asked)[wrong]}
    way = ways.pop() if len(ways) == 1 else "wrong, now too high, now too low,"
    places = {
        "at every threshold": wrong.all(),
        "at the highest threshold, and right at the others": wrong[0] and not wrong[1:].any(),
        "at the lowest threshold, and right at the others": wrong[-1] and not wrong[:-1].any(),
        "only where several rows have the score of the threshold": not np.any(wrong & ~tied),
        "at every threshold but the highest": wrong[1:].all(),
        "at every threshold but the lowest": wrong[:-1].all(),
        "at some thresholds": True,
    }
    return f"{way} {next(words for words, holds in places.items() if holds)}"


_PR_CURVE_SLIPS = {
    "You flag where `score > threshold`. Which sign does the statement use?": {"flag": "strictly"},
    "You flag the low scores: `score <= threshold`.": {"flag": "low"},
    "A tied score comes several times in your thresholds.": {"flag": "repeated"},
    "You have a point for every row. Rows with equal scores are flagged together.": {"flag": "row by row"},
    "You have a point for every row, and at a tie a rising order turned round decides. Rows with equal scores are "
    "flagged together.": {"flag": "turned row by row"},
    "You have a point for every row, and at a tie a sort that promises no order decides. Rows with equal scores are flagged "
    "together.": {"flag": "any row by row"},
    "Where the scores are whole numbers, your precision and recall are cut to whole numbers. Of which type is the array that "
    "you write them to?": {"whole": True},
    "Class 0 is counted as the positive one.": {"positive": 0},
    "Your precision has the denominator of recall. From which rows does it start?": {"precision": "tp/there"},
    "Your recall has the denominator of precision. From which rows does it start?": {"recall": "tp/said"},
    "Your recall is divided by all rows. From which rows does it start?": {"recall": "tp/n"},
    "Your recall is the false-positive rate: it asks about the negative rows.": {"recall": "fp/absent"},
    "Your thresholds rise; asked is from the highest down.": {"give": "rising"},
    "Your thresholds rise, and recall comes before precision.": {"give": "rising, exchanged"},
    "Your thresholds fall; precision and recall begin at the lowest.": {"give": "half turned"},
    "Precision and recall have a point in front, (1, 0), which no threshold gives.": {"give": "point in front"},
    "Your thresholds are the scores of positive rows only. Every distinct score is one: what does a negative row "
    "change?": {"scores_of": "positives"},
}

_RARE_PR_CURVE_SLIPS = {
    "You have a point for every row, and at a tie a falling sort that promises no order decides. Rows with equal scores are "
    "flagged together.": {"flag": "any falling row by row"},
    "You have a point for every row, and at a tie the positive rows come first. Rows with equal scores are flagged together.": {
        "flag": "hits row by row"
    },
    "You have a point for every row, and at a tie the negative rows come first. Rows with equal scores are flagged together.": {
        "flag": "negatives row by row"
    },
    "The lowest score is missing among your thresholds. Where does your loop, or your slice, end?": {
        "part": "no lowest"
    },
    "The highest score is missing among your thresholds. Where does your loop, or your slice, begin?": {
        "part": "no highest"
    },
    "Scores of 0 and below are missing among your thresholds. A score may be any number.": {"part": "above zero"},
    "Your curve ends where all positives are found. Every distinct score is a threshold.": {
        "part": "until all are found"
    },
    "You replaced each precision by the best one so far. Take it as it is, it goes up and down.": {"smooth": "so far"},
    "Your curve begins with a threshold at which nobody is flagged, and a precision of 0 there. It is no score.": {
        "give": "nobody, with 0"
    },
    "Your curve begins with a threshold of the highest score and 1, which flags nobody. It is no score.": {
        "give": "one above in front"
    },
    "Your curve begins with a threshold of the highest score and 1, which flags nobody, and a precision of 0 there. It is no "
    "score.": {"give": "one above, with 0"},
    "Your thresholds rise; precision and recall begin at the highest.": {"give": "rising, no thresholds' own"},
    "You flag where `score > threshold`: at the highest nobody is, and 0/0 is NaN.": {
        "flag": "strictly",
        "empty": math.nan,
    },
    "At each threshold you have the precision and recall of the next higher one, and 1 and 0 at the highest: `>` in "
    "place of `>=`, or the wrong end of scikit-learn's arrays cut off?": {"flag": "strictly", "empty": 1.0},
    "You sorted the scores and left the labels where they were.": {"flag": "sorted alone"},
    "Scores that differ by 0.000000001 count as equal: rounded, or compared with a tolerance?": {"flag": "rounded 7"},
    "Your scores are rounded to one place. They may be as close as 0.000000001: take them as they are.": {
        "flag": "rounded 1"
    },
    **{
        f"Your thresholds, not the scores that they flag, are rounded to {words}. Thresholds are the scores as they are.": {
            "flag": f"at rounded {places}"
        }
        for places, words in ((1, "one place"), (2, "two places"), (3, "three places"), (4, "four places"))
    },
    "Precision and recall are in percent. Shares from 0 to 1 are asked.": {"give": "percent"},
    "Your precision never rises as recall does: smoothed, for a plot. Take it as it is, it goes up and down.": {
        "smooth": "to come"
    },
    "Precision and recall are there, the thresholds are missing. Three arrays are asked.": {"give": "no thresholds"},
    "Precision and recall are there, from the lowest threshold up; the thresholds are missing.": {
        "give": "no thresholds, rising"
    },
    "At a tie you count the first row only. Equal scores are flagged together.": {"flag": "first of ties"},
    "At a tie you count the last row only. Equal scores are flagged together.": {"flag": "last of ties"},
    **{words: slip for words, slip in (SHARE_SLIPS | OTHER_RATES).items() if words not in _PR_CURVE_SLIPS},
    **{
        f"You tried {n} evenly spaced thresholds, from {way}, with {empty:g} as the precision of nobody. The thresholds are "
        "the distinct scores.": {"flag": f"grid {n}", "empty": empty, "give": give}
        for n in (11, 100, 101)
        for way, give in (("1 down to 0", "asked"), ("0 up to 1", "rising"))
        for empty in (0.0, 1.0)
    },
    "Thresholds rise, and scikit-learn's last point (1, 0) is there, which no threshold gives.": {"give": "its points"},
    "Thresholds rise, and behind scikit-learn's last point (1, 0) you put a threshold of 1, which is no score.": {
        "give": "its points, 1"
    },
    "That is what scikit-learn returns. Compare order, direction and last point.": {"give": "as it comes"},
    "Your curve begins with a threshold at which nobody is flagged. It is no score.": {"give": "nobody in front"},
}

_LIKELY, _UNLIKELY = split_by_likely(
    {words: slip for words, slip in OTHER_COUNTS.items() if not {"there/n", "there/there"} & set(slip.values())}
)

pr_curve = Exercise(
    title="The precision–recall curve",
    points=3,
    expected=_library_curve,
    seen=_seen_in_curve,
    but_where={
        "scores are equal": lambda y_true, scores: len(np.unique(scores)) < len(scores),
        "there is one row": lambda y_true, scores: len(scores) == 1,
    },
    cases=lambda rng: ranked_cases(
        rng,
        ([0, 1, 1, 0, 0, 1], [0.8, 0.9, 0.6, 0.1, 0.6, 0.3]),
        ([1, 0, 0, 1, 0, 1], [-2, 3, 0, 0, 3, 1]),
        ([1, 0, 1, 0, 1], [0.5, 0.0, 0.7, 1.0, 0.7]),
        ([1], [0.4]),
    ),
    mistakes=switched(curve, _PR_CURVE_SLIPS)
    | switched(curve, _RARE_PR_CURVE_SLIPS)
    | switched(curve, _LIKELY)
    | alone(switched(curve, _UNLIKELY)),
)


def _curves(rng):
    example = (np.array([1.0, 0.5, 0.75, 0.5]), np.array([0.25, 0.25, 0.75, 1.0]))
    drawn = [
        curve(*rows)[1:]
        for rows in (scored(rng, 15, "ties"), scored(rng, 24, "ties"), scored(rng, 17), scored(rng, 41, "near"))
    ]
    late = np.array([0.0, 0.5, 2 / 3]), np.array([0.0, 0.5, 1.0])
    return [example, *drawn, late, (np.array([0.25]), np.array([1.0]))]


def step_sum(p, r, *, height="new", width="won", first=True, last=True, start=0, total=np.sum, lone=None):
    """Sum heights times widths, with or without the first and the last, from a recall of `start`.

    lone : raised, or "a step", at one point only.
    """
    if lone is not None and len(r) == 1:
        if lone is not ValueError:
            return p[0] * r[0]
        raise lone
    won, old = np.diff(r, prepend=start), {number: np.r_[number, p[:-1]] for number in (0, 1, p[0])}
    heights = {"new": p, "old": old[1], "old but the first": old[0], "best": np.maximum.accumulate(p[::-1])[::-1]}
    heights |= {"old, level": old[p[0]], "best so far": np.maximum.accumulate(p)}
    heights |= {"line": (p + old[0]) / 2, "line from 1": (p + old[1]) / 2, "level line": (p + old[p[0]]) / 2}
    heights |= {"turned": p[::-1], "lower": np.minimum(p, old[1]), "higher": np.maximum(p, old[1]), "recall": r}
    heights |= {"next": np.r_[p[1:], 0], "mean so far": np.cumsum(p) / np.arange(1, len(p) + 1)}
    heights |= {"joined": 2 * p * r / np.maximum(p + r, 1e-12)}
    widths = {
        "won": won,
        "whole": r,
        "alike": 1 / len(r),
        "one": 1,
        "per step": (won > 0) / sum(won > 0),
        "weights": r / r.sum(),
        "behind": np.diff(r, append=0),
        "away": np.abs(np.diff(r, append=0)),
    }
    return total((heights[height] * widths[width])[0 if first else 1 : None if last else -1])


def _library_sum(precision, recall):
    return -np.sum(np.diff([*recall[::-1], 0]) * precision[::-1])


def _seen_in_sum(value, precision, recall):
    """Say how a sum lies to the precisions that it weighs."""
    asked = _library_sum(precision, recall)
    if isinstance(value, bool) or not np.isfinite(value) or np.isclose(value, asked):
        return ""
    way, side = ("high", "above the highest") if value > asked else ("low", "below the lowest")
    if not min(precision) - 1e-9 <= value <= max(precision) + 1e-9:
        return (
            f"Your number is too {way}: it lies {side} precision of the curve. The recall won adds up to one, so the sum asked is a "
            "weighted mean of the precisions. Write out your steps one by one: which height, and which width has each?"
        )
    return (
        f"Your number is too {way}, though it lies among the precisions of the curve. Write out your steps one by one: which "
        "height, and which width has each?"
    )


_LINES = "You joined the points by straight lines (trapezoids), from"

_STEPS = "This sum has steps: between two points there is no threshold."

_AVERAGE_PRECISION_SLIPS = {
    f"{_LINES} the first point on. {_STEPS}": {"height": "line", "first": False},
    "`metrics.auc` joins the points by straight lines, from the first of them on, and stops where there is only one. This sum "
    "has steps; from which recall does the first start, and what is one point?": {
        "height": "line",
        "first": False,
        "lone": ValueError,
    },
    f"{_LINES} the first point on; where there is one only, it is a step. {_STEPS}": {
        "height": "line",
        "first": False,
        "lone": "a step",
    },
    f"{_LINES} the first precision at recall 0. {_STEPS}": {"height": "level line"},
    f"{_LINES} precision 1 at recall 0. {_STEPS}": {"height": "line from 1"},
    f"{_LINES} precision 0 at recall 0. {_STEPS}": {"height": "line"},
    "The first step is missing. From which recall does it start?": {"first": False},
    "You took the precision before each step, and 1 before the first. Which paid for the recall won?": {
        "height": "old"
    },
    "You took the precision before each step, and miss the first step.": {"height": "old but the first"},
    "You took the precision before each step; the first step has its own. Which paid for the recall won?": {
        "height": "old, level"
    },
    "You replaced each precision by the best one up to it. Take the curve as it is.": {"height": "best so far"},
    "You replaced each precision by the best one further right (interpolated AP, as some contests do). Take the "
    "curve as it is.": {"height": "best"},
    "You multiplied each precision by the whole recall, not by how much recall rose.": {"width": "whole"},
    "You weigh each precision by the whole recall, and divide by their sum. How much recall is won there?": {
        "width": "weights"
    },
    "Your recall is 1 before the first threshold. Nobody is flagged there: which recall is that?": {"start": 1},
    "Each step counts once, however much recall it wins.": {"width": "per step"},
    "That is the plain mean of the precisions. A step counts by the recall it wins.": {"width": "alike"},
    "That is the sum of the precisions. A step counts by the recall it wins.": {"width": "one"},
    "The last step is missing. What is the recall of the lowest threshold?": {"last": False},
    "You put the 0 behind the recall. Before the first threshold it is 0.": {"width": "behind"},
    "You put the 0 behind the recall, and took the differences without their signs. Before the first threshold it is 0.": {
        "width": "away"
    },
    "Your precisions run the other way than your recall. Which two belong to one threshold?": {"height": "turned"},
    "You took the precision of the next threshold at each step, and 0 at the last. Which paid for the recall won?": {
        "height": "next"
    },
    "You took the lower one of two neighbouring precisions, and 1 before the first. Which paid for the recall won?": {
        "height": "lower"
    },
    "You took the higher one of two neighbouring precisions, and 1 before the first. Which paid for the recall won?": {
        "height": "higher"
    },
    "You took the mean of the precisions so far at each step. Take the curve as it is.": {"height": "mean so far"},
    "Your steps are as high as the recall. How high is one of this curve?": {"height": "recall"},
    "Your steps are as high as the F1 there. How high is one of this curve?": {"height": "joined"},
    "That is the largest of the steps. They are parts of a whole: what is done with them?": {"total": np.max},
    "That is the last of the steps. Is something set anew for each, where it should be added up?": {
        "total": operator.itemgetter(-1)
    },
    "That is one number for each step. What is done with them?": {"total": lambda steps: steps},
    "That is the mean of the steps. They are parts of a whole: what is done with them?": {"total": np.mean},
}


def _at_recalls(n, taken):
    """Interpolated AP: the mean, over n evenly spaced recalls, of a precision `taken` of those at each or beyond."""

    def interpolated(p, recall):
        return np.mean([taken(p[recall >= level]) for level in np.linspace(0, 1, n)])

    return interpolated


average_precision = Exercise(
    title="The curve in one number",
    points=2,
    expected=_library_sum,
    seen=_seen_in_sum,
    but_where={
        "there is one threshold only": lambda precision, recall: len(recall) == 1,
        "the first threshold wins no recall": lambda precision, recall: not recall[0],
    },
    cases=_curves,
    mistakes=switched(step_sum, _AVERAGE_PRECISION_SLIPS)
    | {
        "Your steps go along precision; or along recall, but each recall less the next and a 0 behind, as for a curve that "
        "falls. This one rises, and is stepped along recall.": lambda p, recall: np.diff(p, prepend=0) @ recall,
        "That is the mean of the best precision at eleven recalls, an older measure. Which recalls does this curve have?": (
            _at_recalls(11, max)
        ),
        "That is the mean of the best precision at 101 recalls, as COCO has it. Which recalls does this curve have?": (
            _at_recalls(101, max)
        ),
        **{
            f"That is the mean of the precision at {n} evenly spaced recalls. A step counts by the recall it wins.": (
                _at_recalls(n, operator.itemgetter(0))
            )
            for n in (11, 101)
        },
    },
)
