"""Exercises of the lesson on precision and recall: thresholds chosen on scores."""

import numpy as np
from sklearn import metrics

from firsthand.checks.choosing import (
    CHOICE_SLIPS,
    RARE_CHOICE_SLIPS,
    best_f1,
    choose,
    rows_of_part,
    seen_in_choice,
    split_cases,
    with_report,
)
from firsthand.checks.curves import curve, scored, step_sum
from firsthand.checks.precision_recall import class_average, share, tally
from firsthand.checks.rankings import share_of_pairs
from firsthand.judging.exercise import Exercise, alone, partly_mended, switched, with_faults


def _cost_cases(rng):
    """In the second case costs tie, of the test rows too; in the third each wrong rule chooses otherwise; in the fourth to flag nobody is best."""
    example = [0, 1, 0, 1], [0.1, 0.4, 0.5, 0.8], [0, 1, 0, 1, 1], [0.45, 0.3, 0.2, 0.9, 0.6]
    tied = [1, 0, 1, 0, 0, 1], [0.3, 0.9, 0.7, 0.25, 0.5, 0.2], [1, 0, 0, 1, 0], [0.45, 0.4, 0.35, 0.8, 0.95]
    apart = [1, 0, 1, 1, 0, 1, 0, 0, 1], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], *scored(rng, 15)
    costly = [0, 1, 0], [0.9, 0.5, 0.2], *scored(rng, 9)
    costs = (1, 3), (1, 1), (2, 5), (5, 2), (7, 31), (3, 5), (31, 7), (4, 9)
    return split_cases(rng, (example, tied, apart, costly), costs)


def _library_cheapest(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    """The same by the library's error rates: cost = fpr * negatives * cost_fp + (1 - tpr) * positives * cost_fn."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    total = np.rint(fpr * np.sum(y_val == 0)) * cost_fp + np.rint((1 - tpr) * np.sum(y_val == 1)) * cost_fn
    threshold = thresholds[1 + np.argmin(total[1:])]
    _, fp, fn, _ = metrics.confusion_matrix(y_test, scores_test >= threshold, labels=[0, 1]).ravel()
    return threshold, (cost_fp * fp + cost_fn * fn) / len(y_test)


def _priced(
    *case,
    chosen_at=lambda a, b: (a, b),
    paid_at=lambda a, b: (a, b),
    pick=None,
    per="n",
    rates=(),
    paying=("fp", "fn"),
    **how,
):
    """The cheapest threshold and its cost: chosen and paid at which prices, by which rule, per what.

    rates : which of "chosen" and "paid" weigh rates with the prices, not counts. paying : the rows that cost one, and the other.
    """

    def cost(counts, prices):
        return sum(price * getattr(counts, rows) for price, rows in zip(prices, paying, strict=True))

    def by_rates(when, counts, fp, fn):
        return (fp / max(counts.absent, 1), fn / max(counts.there, 1)) if when in rates else (fp, fn)

    def cheapest(tried, counts):
        prices = by_rates("chosen", counts, *chosen_at(*case[4:]))
        return tried[np.argmin(np.round(cost(counts, prices), 12))]

    threshold, counts = choose(case[:4], pick or cheapest, **how)
    whole = len(case[0]) if per == "validation" else getattr(counts, per)
    paid = cost(counts, by_rates("paid", counts, *paid_at(*case[4:])))
    return threshold, paid if "paid" in rates else paid / whole


def _seen_in_cheapest(pair, y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    threshold, cost = pair
    rows = y_val, scores_val, y_test, scores_test
    asked, right = _library_cheapest(*rows, cost_fp, cost_fn)

    def paid(counts):
        return cost_fp * counts.fp + cost_fn * counts.fn

    def fault(at, counts):
        if at == asked:
            return ""
        if paid(counts) > paid(tally(y_val, scores_val >= asked)):
            way = "higher" if asked > at else "lower"
            return f"On the validation rows your threshold is not the cheapest score: a {way} one costs less."
        return "On the validation rows your threshold is as cheap as any, and so is a higher one. Which is asked?"

    said = seen_in_choice(threshold, rows, asked, fault)
    name = "cost per test row"
    return with_report(said, threshold, rows, {name: cost}, {name: right}, lambda c: {name: paid(c) / c.n})


def _costs_tie(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    counts = tally(y_val, scores_val >= np.unique(scores_val)[:, None])
    paid = np.sort(cost_fp * counts.fp + cost_fn * counts.fn)
    return len(paid) > 1 and paid[0] == paid[1]


_RISING_GRIDS = {
    "from 0 up to 1, a hundred or more of them": 101,
    "from 0 up to 1, a thousand of them": 1001,
    "from 0.01 up to 0.99": lambda: np.linspace(0.01, 0.99, 99),
    "from 0 up to 1, 100 of them": 100,
    "from 0 up to 1, 11 of them": 11,
}


def _on_grids(words):
    """Make the mistakes of who tries a grid from the lowest threshold up."""
    return {
        f"You tried evenly spaced thresholds {each}, and of equal costs take the lowest. The candidates are the validation "
        "scores.": {"grid": _RISING_GRIDS[each], "low": True}
        for each in words
    }


_CHEAPEST_THRESHOLD_SLIPS = {
    **CHOICE_SLIPS,
    "The two costs change places, where you choose and where you report.": {
        "chosen_at": lambda a, b: (b, a),
        "paid_at": lambda a, b: (b, a),
    },
    "The two costs change places where you choose, not where you report.": {"chosen_at": lambda a, b: (b, a)},
    "The two costs change places where you report, not where you choose.": {"paid_at": lambda a, b: (b, a)},
    "Of two thresholds that cost the same you take the lower. `argmin` takes the first.": {"low": True},
    "The cost is the total of the rows; the cost per row is asked.": {"per": "one"},
    "The cost of the test rows is divided by the number of validation rows.": {"per": "validation"},
    **_on_grids([*_RISING_GRIDS][:3]),
    "Your threshold makes the fewest mistakes. What do they cost?": {"chosen_at": lambda a, b: (1, 1)},
    "Your threshold has the best F1, which knows no costs.": {"pick": best_f1},
}

_RARE_CHEAPEST_SLIPS = {
    **RARE_CHOICE_SLIPS,
    **_on_grids([*_RISING_GRIDS][3:]),
    "The cost is divided by the number of mistakes; the cost per row is asked.": {"per": "wrong"},
    "You weigh rates with the costs, as if both classes had as many rows. Euros are paid for each row: count mistakes.": {
        "rates": ("chosen",)
    },
    "You weigh rates with the costs, where you choose and where you report. Euros are paid for each row: count mistakes.": {
        "rates": ("chosen", "paid")
    },
    "You report rates weighed with the costs. Euros are paid for each row: count mistakes.": {"rates": ("paid",)},
    "Each flagged row costs you cost_fp, hits too. A right decision costs nothing.": {"paying": ("said", "fn")},
    "Each row left alone costs you cost_fn, negatives too. A right decision costs nothing.": {"paying": ("fp", "left")},
    "The costs are those of the thresholds in one order, and the place of the smallest is looked up in the other.": {
        "other_order": True
    },
    "You also tried to flag nobody: good practice, but candidates are the validation scores.": {"also": [np.inf]},
    "Your threshold is the dearest. Which costs least?": {"chosen_at": lambda a, b: (-a, -b)},
}

cheapest_threshold = Exercise(
    title="The cheapest threshold",
    points=3,
    expected=_library_cheapest,
    seen=_seen_in_cheapest,
    but_where={
        "two thresholds are equally cheap": _costs_tie,
        "a miss costs less than a false alarm": lambda *case: case[5] < case[4],
        "a miss costs more than a false alarm": lambda *case: case[5] > case[4],
    },
    cases=_cost_cases,
    mistakes=switched(_priced, _CHEAPEST_THRESHOLD_SLIPS)
    | alone(switched(_priced, _RARE_CHEAPEST_SLIPS))
    | {
        "cost_fp / (cost_fp + cost_fn) is the best threshold for calibrated probabilities. Nothing says that these scores "
        "are: measure the cost at each.": lambda *case: _priced(*case, at=case[4] / (case[4] + case[5])),
    },
)


def _above_floor(
    *case,
    found="tp/there",
    enough=np.greater_equal,
    none=None,
    take="fewest",
    recall="tp/there",
    alarms="fp/one",
    needed=None,
    known=None,
    **how,
):
    """The best threshold above a floor, and what it does: which share must suffice, which of those thresholds is taken.

    needed : how the number of hits that the floor asks for is rounded. known : which number is that of the validation rows.

    none : taken, or raised, where no threshold suffices; else all are allowed then.
    """

    def pick(tried, counts):
        allowed = np.zeros(len(tried), bool) | enough(share(found, counts), case[4])
        if needed:
            allowed = counts.tp >= needed(case[4] * counts.there)
        if none and not allowed.any():
            if isinstance(none, str):
                return {"lowest": min, "highest": max}[none](tried)
            raise none
        allowed = allowed if allowed.any() else np.ones(len(tried), bool)
        if take == "precision":
            return tried[::-1][np.argmax(np.where(allowed, share("tp/said", counts).round(12), -1)[::-1])]
        if take == "masked":
            return tried[::-1][np.argmin((counts.fp * allowed)[::-1])]
        if take == "not above":
            return min(tried[share(found, counts) <= case[4] + 1e-12], default=0.0)
        if take == "nearest":
            return tried[::-1][np.argmin(np.abs(share(found, counts) - case[4]).round(12)[::-1])]
        fp, tried = counts.fp[allowed], tried[allowed]
        return {"fewest": tried[fp == fp.min()][-1], "highest": tried[0], "lowest": tried[-1]}[take]

    threshold, counts = choose(case[:4], pick, **how)
    before = tally(case[0], how.get("above", np.greater_equal)(case[1], threshold)) if known else counts
    return (
        threshold,
        share(recall, before if known == "recall" else counts),
        share(alarms, before if known == "alarms" else counts),
    )


def _floor_cases(rng):
    """In the first three the floor is reached exactly; in the second nothing but all of it is enough; in the fifth a tie
    reaches it, and a corner of the ROC curve that more positives follow.
    """
    example = [1, 0, 1, 1, 0, 1, 0], [0.9, 0.4, 0.8, 0.7, 0.75, 0.3, 0.2], [0, 1, 1, 0, 1], [0.72, 0.8, 0.6, 0.95, 0.7]
    whole = [0, 1, 1, 0, 1, 0, 0], [0.1, 0.2, 0.6, 0.4, 0.6, 0.9, 0.05], [1, 0, 0, 1, 0], [0.1, 0.2, 0.7, 0.3, 0.05]
    late = [0, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1], np.linspace(0.95, 0.4, 11), *scored(rng, 21)
    near = [1, 1, 0, 1, 1, 0, 1, 0, 1, 1], np.linspace(0.9, 0.45, 10), *scored(rng, 19)  # 4 of 7 is 0.6 when rounded
    tied = [1, 0, 1, 1, 1, 0, 0], [0.9, 0.7, 0.7, 0.6, 0.4, 0.3, 0.2], [1, 0, 1, 1, 0], [0.95, 0.65, 0.6, 0.4, 0.1]
    floors = [(floor,) for floor in (0.5, 1.0, 0.375, 0.6, 0.45, 0.62, 0.71, 0.55)]
    return split_cases(rng, (example, whole, late, near, tied), floors)


def _library_floor(y_val, scores_val, y_test, scores_test, floor):
    """The same by the library's rates: the fewest false alarms where tpr suffices, and the lowest threshold of those."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    fewest = fpr[tpr >= floor - 1e-12].min()
    best = thresholds[(tpr >= floor - 1e-12) & (fpr == fewest)].min()
    _, fp, fn, tp = metrics.confusion_matrix(y_test, scores_test >= best, labels=[0, 1]).ravel()
    return best, tp / (tp + fn), fp


def _seen_in_fewest(numbers, y_val, scores_val, y_test, scores_test, floor):
    threshold, *reported = numbers
    rows, names = (y_val, scores_val, y_test, scores_test), ("recall on the test rows", "number of false alarms there")
    asked, *right = _library_floor(*rows, floor)
    best = tally(y_val, scores_val >= asked)

    def fault(at, counts):
        if at == asked:
            return ""
        if counts.tp / counts.there < floor - 1e-12:
            return "Your threshold is not allowed: on the validation rows its recall is below the floor."
        if counts.fp > best.fp:
            return "Your threshold is allowed, but on the validation rows a higher one that is allowed too makes fewer false alarms."
        return "On the validation rows your threshold makes as few false alarms as any that is allowed; so does a lower one, which is asked."

    said = seen_in_choice(threshold, rows, asked, fault)
    ours, asked_of_it = (dict(zip(names, map(float, part), strict=True)) for part in (reported, right))
    return with_report(
        said, threshold, rows, ours, asked_of_it, lambda c: dict(zip(names, (c.tp / c.there, c.fp), strict=True))
    )


def _floor_is_met(y_val, scores_val, y_test, scores_test, floor):
    counts = tally(y_val, scores_val >= np.unique(scores_val)[:, None])
    return np.isclose(counts.tp / counts.there, floor).any()


_FEWEST_ALARMS_SLIPS = {
    **CHOICE_SLIPS,
    "You ask for a recall above the floor, and where none is take the lowest threshold. At the floor is enough.": {
        "enough": np.greater,
        "none": "lowest",
    },
    "The recall that you report is that of the validation rows, which chose the threshold.": {"known": "recall"},
    "The false alarms that you report are those of the validation rows, which chose the threshold.": {
        "known": "alarms"
    },
    "You take the best precision above the floor. The fewest false alarms are asked.": {"take": "precision"},
    "Your threshold stands one place below the one that you chose. Are two arrays side by side of which one has an entry in "
    "front?": {"late": True},
    "You take the highest threshold that suffices. Which finds most at no more false alarms?": {"take": "highest"},
    "You take the lowest threshold: it finds most, and flags nearly everybody.": {"take": "lowest"},
    "Your floor is set on precision. Which share must be found?": {"found": "tp/said"},
    "You report the precision where the recall is asked.": {"recall": "tp/said"},
    "You report the false-positive rate. The number of false alarms is asked.": {"alarms": "fp/absent"},
    "You report the misses. The false alarms are asked.": {"alarms": "fn/one"},
    "Your recall on the test rows is divided by all rows. From which rows does it start?": {"recall": "tp/n"},
}

_RARE_FEWEST_ALARMS_SLIPS = {
    **RARE_CHOICE_SLIPS,
    "You ask for a recall above the floor, and take any threshold where none is. At the floor is enough.": {
        "enough": np.greater
    },
    "You ask for a recall above the floor, unless the floor is 1. At the floor is enough.": {
        "enough": lambda found, floor: (found > floor) | (found == 1)
    },
    "You round the number of hits that the floor asks for down. How many are enough?": {"needed": np.floor},
    "You round the number of hits that the floor asks for to the nearest whole one. How many are enough?": {
        "needed": np.round
    },
    "Thresholds below the floor are still among your candidates, with 0 false alarms, and 0 is the fewest. How is one left out of "
    "a minimum?": {"take": "masked"},
    "You take the lowest threshold whose recall is not above the floor: it may lie below. Which are enough?": {
        "take": "not above"
    },
    "You report false alarms as a share of the flagged. Their number is asked.": {"alarms": "fp/said"},
    "You report how many rows are flagged. Not all of them are false alarms.": {"alarms": "said/one"},
    "You take the recall nearest to the floor, and it may lie below it. Which are enough?": {"take": "nearest"},
    "You ask for a recall above the floor, and your code stops where none is. At the floor is enough.": {
        "enough": np.greater,
        "none": ValueError,
    },
    "You forget the floor, or turn it round: of all thresholds yours has the fewest false alarms.": {
        "found": "one/one"
    },
    "Your floor is set on precision, and your code stops where none reaches it. Which share must be found?": {
        "found": "tp/said",
        "none": ValueError,
    },
    **{
        f"Your floor is set on precision; where none reaches it you take the {end} threshold. Which share must be found?": {
            "found": "tp/said",
            "none": end,
        }
        for end in ("lowest", "highest")
    },
    "Your floor is set on hits among all rows. Which share must be found?": {"found": "tp/n"},
}


def _first_corner(*case):
    """The first point of a ROC curve that suffices, where points on a straight line are left out."""
    _, tpr, thresholds = metrics.roc_curve(case[0], case[1])
    return _above_floor(*case, at=thresholds[np.argmax(tpr >= case[4])])


fewest_alarms = Exercise(
    title="The fewest false alarms above a floor",
    points=3,
    expected=_library_floor,
    seen=_seen_in_fewest,
    but_where={"a threshold has a recall of exactly the floor": _floor_is_met},
    cases=_floor_cases,
    mistakes=switched(_above_floor, _FEWEST_ALARMS_SLIPS)
    | alone(switched(_above_floor, _RARE_FEWEST_ALARMS_SLIPS))
    | {
        "You take the first point of `roc_curve` that suffices. It leaves points out, and of equally few false alarms the "
        "lowest threshold is asked.": _first_corner,
    },
)


def _most_right(tried, counts):
    return tried[np.argmax(counts.right)]


def _best_f1_ties(y_val, s_val, y_test, s_test):
    counts = tally(y_val, s_val >= np.unique(s_val)[:, None])
    f1 = np.round(2 * counts.tp / (counts.said + counts.there), 12)
    return np.sum(f1 == f1.max()) > 1


def _first_nan(tried, counts):
    """The threshold of the best F1, or the first without a hit, where 2 P R / (P + R) is NaN."""
    return tried[np.argmax(counts.tp == 0)] if np.any(counts.tp == 0) else best_f1(tried, counts)


def _most_informed(tried, counts):
    """The threshold with the largest gap between recall and false-positive rate (Youden), of equal ones the highest."""
    gap = np.round(share("tp/there", counts) - share("fp/absent", counts), 12)
    return max(tried[gap == gap.max()])


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
    **how,
):
    """The report, each of its lines as given, mended, or mended otherwise.

    area_on : the rows of the AUC alone. nobody : what precision is where nothing is flagged.
    """
    threshold, counts = choose(case, pick, low=low, **how)
    y, s = rows_of_part(area_on or how.get("judged", "test"), *case)
    shares = (
        [share(precision, counts, nobody), share(recall, counts)] if average is None else class_average(counts, average)
    )
    if area == "curve":
        return threshold, *shares, step_sum(*curve(y, s)[1:])
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
    return split_cases(rng, (example, tied, nobody, missed, apart, parted), [()] * 9)


def _library_report(y_val, scores_val, y_test, scores_test):
    """The same by the library's curves, which take a third of the time of its scores."""
    precision, recall, thresholds = metrics.precision_recall_curve(y_val, scores_val)
    f1 = np.round(2 * precision * recall / np.maximum(precision + recall, 1e-9), 12)
    threshold = thresholds[np.argmax(f1[:-1])]
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
        "pick": _most_informed
    },
    "A small number, 1e-10 say, is added to what your F1 is divided by, and parts thresholds whose F1 is the same. Of equally good "
    "ones the lowest is asked.": {"pick": _divided_by_more},
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

fix_the_report = Exercise(
    title="Mend the report",
    points=3,
    expected=_library_report,
    seen=_seen_in_report,
    but_where={
        "no test row is flagged": lambda *case: not np.any(case[3] >= _library_report(*case)[0]),
        "two thresholds have the best F1": _best_f1_ties,
    },
    cases=_report_cases,
    given=with_faults(_report, _FAULTS),
    mistakes=alone(partly_mended(_report, _FAULTS), but=1)
    | switched(_report, _FIX_THE_REPORT_SLIPS)
    | alone(switched(_report, _RARE_REPORT_SLIPS)),
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
