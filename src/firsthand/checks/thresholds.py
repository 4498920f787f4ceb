"""Exercises of the lesson on precision and recall: thresholds chosen on scores."""

import numpy as np
from sklearn import metrics

from firsthand.checks.curves import curve, scored, share_of_pairs, step_sum
from firsthand.checks.precision_recall import class_average, share, tally, which_are_off
from firsthand.judging.exercise import Exercise, alone, partly_mended, switched, with_faults
from firsthand.judging.transcript import canonical


def _split(which, y_val, s_val, y_test, s_test):
    """Labels and scores of some rows."""
    if which == "both":
        return np.concatenate([y_val, y_test]), np.concatenate([s_val, s_test])
    return (y_val, s_val) if which.startswith("validation") else (y_test, s_test)


def _choose(
    rows,
    pick,
    *,
    on="validation",
    judged="test",
    above=np.greater_equal,
    then=None,
    low=False,
    also=(),
    at=None,
    grid=None,
    flags_at=None,
):
    """Choose a threshold by `pick(thresholds, counts)`, and count the outcomes; each keyword is one thing done otherwise.

    grid : how many evenly spaced thresholds are tried. then, flags_at : how and at what the rows that judge are flagged.
    """
    if at is None:
        y, s = _split(on, *rows)
        tried = {"test at validation": rows[1], "validation at test": rows[3]}.get(on, s)
        tried = np.unique(tried) if grid is None else np.linspace(0, 1, grid)
        tried = np.concatenate([also, tried[:: 1 if low else -1]])
        at = pick(tried, tally(y, above(s, tried[:, None])))
    y, s = _split(judged, *rows)
    return at, tally(y, (then or above)(s, at if flags_at is None else flags_at))


_NO_CANDIDATE = "Your threshold is not one of the validation scores."


def _score_meant(threshold, *arrays):
    """Return the score that a number, rounded on its way here, stands for; None where it is none."""
    return next((score for s in arrays for score in s if canonical(float(score)) == threshold), None)


def _seen_in_choice(threshold, rows, asked, fault):
    """Say what is wrong with a threshold: it is no candidate, or what `fault(at, counts)` sees on the validation rows."""
    y_val, s_val, *_ = rows
    at = _score_meant(threshold, s_val)
    if at is None and np.isclose(threshold, asked) and np.isclose(np.unique(s_val), threshold).sum() == 1:
        return ""
    return _NO_CANDIDATE if at is None else fault(at, tally(y_val, s_val >= at))


def _with_report(said, threshold, rows, ours, asked, of):
    """Add to what is wrong with a threshold, or to nothing, what is wrong with the numbers reported of it on the test rows.

    ours, asked : name -> number, asked of the right threshold; of(counts) : what is to be reported of another.
    """
    y_test, s_test = rows[2:]
    if not said:
        off = which_are_off(ours, asked)
        return off and f"Your threshold is right. {off}"
    at = _score_meant(threshold, rows[1], s_test)
    off = which_are_off(ours, of(tally(y_test, s_test >= (threshold if at is None else at))))
    return f"{said} {'For that threshold, what you report is wrong as well.' if off else 'What you report of it is right.'}"


_NOT_THESE = "The test rows are there to judge a choice made without them."

_CHOICE_SLIPS = {
    f"You chose the threshold on the test rows. {_NOT_THESE}": {"on": "test"},
    f"You tried the validation scores, but on the test rows. {_NOT_THESE}": {"on": "test at validation"},
    "What you report is measured on the validation rows, which chose the threshold.": {"judged": "validation"},
    "You flag where `score > threshold`. Which sign does the statement use?": {"above": np.greater},
}

_GRIDS = {101: "a hundred or more of them", 100: "100 of them", 11: "11 of them"}
"""How many are tried, in words: 201 and 1,001 choose as 101 do wherever the scores have few places."""

_RARE_CHOICE_SLIPS = {
    "You tried the test scores as thresholds. The candidates are the validation scores.": {"on": "validation at test"},
    f"You chose on validation and test rows together. {_NOT_THESE}": {"on": "both"},
    "You flag where `score > threshold` when you report, and where `>=` when you choose.": {"then": np.greater},
    "Your threshold is 0.5, whatever the validation rows say.": {"at": 0.5},
    "Your threshold is chosen, but the test rows are flagged at 0.5. What was the choice for?": {"flags_at": 0.5},
    **{
        f"You tried evenly spaced thresholds from 0 to 1, {words}. The candidates are the validation scores.": {
            "grid": n
        }
        for n, words in _GRIDS.items()
    },
}


def _split_cases(rng, fixed, arguments):
    """Validation and test rows: fixed ones, then scores 1e-9 apart, large ones, ties, and usual scores if one more is asked."""
    kinds = ((24, 31, "near"), (25, 16, "large"), (32, 28, "ties"), (17, 23, "usual"))[: len(arguments) - len(fixed)]
    drawn = [(*scored(rng, n, form), *scored(rng, m, form)) for n, m, form in kinds]
    fixed = [tuple(map(np.array, rows)) for rows in fixed]
    return [(*rows, *more) for rows, more in zip([*fixed, *drawn], arguments, strict=True)]


def _cost_cases(rng):
    """In the second case costs tie, of the test rows too; in the third each wrong rule chooses otherwise; in the fourth to flag nobody is best."""
    example = [0, 1, 0, 1], [0.1, 0.4, 0.5, 0.8], [0, 1, 0, 1, 1], [0.45, 0.3, 0.2, 0.9, 0.6]
    tied = [1, 0, 1, 0, 0, 1], [0.3, 0.9, 0.7, 0.25, 0.5, 0.2], [1, 0, 0, 1, 0], [0.45, 0.4, 0.35, 0.8, 0.95]
    apart = [1, 0, 1, 1, 0, 1, 0, 0, 1], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], *scored(rng, 15)
    costly = [0, 1, 0], [0.9, 0.5, 0.2], *scored(rng, 9)
    costs = (1, 3), (1, 1), (2, 5), (5, 2), (7, 31), (3, 5), (31, 7), (4, 9)
    return _split_cases(rng, (example, tied, apart, costly), costs)


def _library_cheapest(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    """The same by the library's error rates: cost = fpr * negatives * cost_fp + (1 - tpr) * positives * cost_fn."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    total = np.rint(fpr * np.sum(y_val == 0)) * cost_fp + np.rint((1 - tpr) * np.sum(y_val == 1)) * cost_fn
    threshold = thresholds[1 + np.argmin(total[1:])]
    _, fp, fn, _ = metrics.confusion_matrix(y_test, scores_test >= threshold, labels=[0, 1]).ravel()
    return threshold, (cost_fp * fp + cost_fn * fn) / len(y_test)


def _best_f1(tried, counts):
    return tried[np.argmax(np.round(counts.tp / (counts.said + counts.there), 12))]


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

    threshold, counts = _choose(case[:4], pick or cheapest, **how)
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

    said = _seen_in_choice(threshold, rows, asked, fault)
    name = "cost per test row"
    return _with_report(said, threshold, rows, {name: cost}, {name: right}, lambda c: {name: paid(c) / c.n})


def _costs_tie(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    counts = tally(y_val, scores_val >= np.unique(scores_val)[:, None])
    paid = np.sort(cost_fp * counts.fp + cost_fn * counts.fn)
    return len(paid) > 1 and paid[0] == paid[1]


_RARE_CHEAPEST_SLIPS = _RARE_CHOICE_SLIPS | {
    **{
        f"You tried evenly spaced thresholds from 0 up to 1, {words}, and of equal costs take the lowest. The candidates "
        "are the validation scores.": {"grid": n, "low": True}
        for n, words in _GRIDS.items()
    },
}

_CHEAPEST_THRESHOLD_SLIPS = {
    **_CHOICE_SLIPS,
    "The two costs change places, where you choose and where you report.": {
        "chosen_at": lambda a, b: (b, a),
        "paid_at": lambda a, b: (b, a),
    },
    "The two costs change places where you choose, not where you report.": {"chosen_at": lambda a, b: (b, a)},
    "The two costs change places where you report, not where you choose.": {"paid_at": lambda a, b: (b, a)},
    "Of two thresholds that cost the same you take the lower. `argmin` takes the first.": {"low": True},
    "The cost is the total of the rows; the cost per row is asked.": {"per": "one"},
    "The cost of the test rows is divided by the number of validation rows.": {"per": "validation"},
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
    "You also tried to flag nobody: good practice, but candidates are the validation scores.": {"also": [np.inf]},
    "Your threshold is the dearest. Which costs least?": {"chosen_at": lambda a, b: (-a, -b)},
    "Your threshold makes the fewest mistakes. What do they cost?": {"chosen_at": lambda a, b: (1, 1)},
    "Your threshold has the best F1, which knows no costs.": {"pick": _best_f1},
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
    **how,
):
    """The best threshold above a floor, and what it does: which share must suffice, which of those thresholds is taken.

    none : taken, or raised, where no threshold suffices; else all are allowed then.
    """

    def pick(tried, counts):
        allowed = np.zeros(len(tried), bool) | enough(share(found, counts), case[4])
        if none and not allowed.any():
            if isinstance(none, str):
                return {"lowest": min, "highest": max}[none](tried)
            raise none
        allowed = allowed if allowed.any() else np.ones(len(tried), bool)
        if take == "precision":
            return tried[np.argmax(np.where(allowed, share("tp/said", counts).round(12), -1))]
        if take == "nearest":
            return tried[::-1][np.argmin(np.abs(share(found, counts) - case[4]).round(12)[::-1])]
        fp, tried = counts.fp[allowed], tried[allowed]
        return {"fewest": tried[fp == fp.min()][-1], "highest": tried[0], "lowest": tried[-1]}[take]

    threshold, counts = _choose(case[:4], pick, **how)
    return threshold, share(recall, counts), share(alarms, counts)


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
    return _split_cases(rng, (example, whole, late, near, tied), floors)


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

    said = _seen_in_choice(threshold, rows, asked, fault)
    ours, asked_of_it = (dict(zip(names, map(float, part), strict=True)) for part in (reported, right))
    return _with_report(
        said, threshold, rows, ours, asked_of_it, lambda c: dict(zip(names, (c.tp / c.there, c.fp), strict=True))
    )


def _floor_is_met(y_val, scores_val, y_test, scores_test, floor):
    counts = tally(y_val, scores_val >= np.unique(scores_val)[:, None])
    return np.isclose(counts.tp / counts.there, floor).any()


_FEWEST_ALARMS_SLIPS = {
    **_CHOICE_SLIPS,
    "You ask for a recall above the floor, and take any threshold where none is. At the floor is enough.": {
        "enough": np.greater
    },
    "You ask for a recall above the floor, unless the floor is 1. At the floor is enough.": {
        "enough": lambda found, floor: (found > floor) | (found == 1)
    },
    "You take the highest threshold that suffices. Which finds most at no more false alarms?": {"take": "highest"},
    "You take the lowest threshold: it finds most, and flags nearly everybody.": {"take": "lowest"},
    "Your floor is set on precision. Which share must be found?": {"found": "tp/said"},
    "You report the precision where the recall is asked.": {"recall": "tp/said"},
    "You report the false-positive rate. The number of false alarms is asked.": {"alarms": "fp/absent"},
    "You report the misses. The false alarms are asked.": {"alarms": "fn/one"},
    "You report false alarms as a share of the flagged. Their number is asked.": {"alarms": "fp/said"},
    "You report how many rows are flagged. Not all of them are false alarms.": {"alarms": "said/one"},
    "Your recall on the test rows is divided by all rows. From which rows does it start?": {"recall": "tp/n"},
    "You take the recall nearest to the floor, and it may lie below it. Which are enough?": {"take": "nearest"},
}

_RARE_FEWEST_ALARMS_SLIPS = {
    **_RARE_CHOICE_SLIPS,
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
    "You take the best precision above the floor. The fewest false alarms are asked.": {"take": "precision"},
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
    return tried[np.argmax(counts.tp == 0)] if np.any(counts.tp == 0) else _best_f1(tried, counts)


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
    pick=_best_f1,
    nobody=0.0,
    **how,
):
    """The report, each of its lines as given, mended, or mended otherwise.

    area_on : the rows of the AUC alone. nobody : what precision is where nothing is flagged.
    """
    threshold, counts = _choose(case, pick, low=low, **how)
    y, s = _split(area_on or how.get("judged", "test"), *case)
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
    return _split_cases(rng, (example, tied, nobody, missed, apart), [()] * 8)


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

    said = _seen_in_choice(threshold, rows, asked, fault)
    ours, asked_of_it = (dict(zip(names, map(float, part), strict=True)) for part in (reported, right))
    return _with_report(
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
    "Your AUC is that of the validation rows.": {"area_on": "validation"},
    "Your precision and recall are those of the validation rows, which chose the threshold.": {
        "judged": "validation",
        "area_on": "test",
    },
    "Your threshold has the most rows right. The best F1 is asked.": {"pick": _most_right},
    "Your threshold has the largest gap between recall and false-positive rate (Youden). The best F1 is asked.": {
        "pick": _most_informed
    },
    "Your AUC counts the pairs in which the negative is ahead.": {"area": "turned"},
    "Where nothing is flagged your precision is 1. What does the statement ask for?": {"nobody": 1.0},
    "Where no flagged row is positive, 2 P R / (P + R) is NaN, and `argmax` takes it for the largest. What is F1 then?": {
        "pick": _first_nan
    },
    "Your last number is the average precision, the area under the other curve.": {"area": "curve"},
    "Your precision and recall are averages over both classes, weighted by size. Those of class 1 are asked.": {
        "average": "weighted"
    },
    "Your precision and recall are averages over both classes. Those of class 1 are asked.": {"average": "macro"},
    "Of thresholds with the same F1 you take the highest. Which does the statement want?": {"low": False},
}

_RARE_REPORT_SLIPS = {
    words: slip
    for words, slip in (_CHOICE_SLIPS | _RARE_CHOICE_SLIPS).items()
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
