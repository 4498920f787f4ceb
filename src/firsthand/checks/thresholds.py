"""Exercises of the lesson on precision and recall: thresholds chosen on scores."""

import numpy as np
from sklearn import metrics

from firsthand.checks.choosing import (
    CHOICE_SLIPS,
    NO_CANDIDATE,
    NOT_THESE,
    RARE_CHOICE_SLIPS,
    best_f1,
    between,
    choose,
    most_informed,
    seen_in_choice,
    split_cases,
    tried_between,
    with_report,
)
from firsthand.checks.counted_shares import counts_of, share, tally
from firsthand.checks.curves import scored
from firsthand.judging.exercise import Exercise, alone, sizes, switched


def _cost_cases(rng):
    """In the second case costs tie, of the test rows too; in the third each wrong rule chooses otherwise; in the fourth to flag nobody is best;
    in the one before the last fixed one 0.9 would be cheaper if both costs were one more; the last has one class to choose on.
    """
    example = [0, 1, 0, 1], [0.1, 0.4, 0.5, 0.8], [0, 1, 0, 1, 1], [0.45, 0.3, 0.2, 0.9, 0.6]
    tied = [1, 0, 1, 0, 0, 1], [0.3, 0.9, 0.7, 0.25, 0.5, 0.2], [1, 0, 0, 1, 0], [0.45, 0.4, 0.35, 0.8, 0.95]
    apart = [1, 0, 1, 1, 0, 1, 0, 0, 1], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], *scored(rng, 15)
    costly = [0, 1, 0], [0.9, 0.5, 0.2], *scored(rng, 9)
    highest = [0, 1, 0, 0, 1], [0.3, 0.9, 0.6, 0.5, 0.1], *scored(rng, 8)
    lowest = [1, 0, 1, 1, 1], [0.2, 0.5, 0.8, 0.3, 0.4], *scored(rng, 8)
    priced = (
        [0, 0, 0, 0, 0, 1, 1, 1, 0],
        [0.5, 0.6, 0.7, 0.8, 0.85, 0.4005, 0.45, 0.9, 0.1],
        [1, 0, 0, 1],
        [0.45, 0.4007, 0.2, 0.7],
    )
    positive = [1, 1, 1], [0.45, 0.7, 0.6], [0, 1, 1, 0, 1], [0.5, 0.3, 0.65, 0.1, 0.9]
    costs = (1, 3), (1, 1), (2, 5), (5, 2), (2, 3), (1, 4), (1, 3), (2, 3), (7, 31), (3, 5), (31, 7), (4, 9)
    return split_cases(rng, (example, tied, apart, costly, highest, lowest, priced, positive), costs)


def _library_cheapest(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    """The same with a price for each row, flagged or left, and the library's confusion matrix for the report."""
    thresholds = np.unique(scores_val)[::-1]
    prices = np.where(scores_val >= thresholds[:, None], cost_fp * (y_val == 0), cost_fn * (y_val == 1))
    threshold = thresholds[np.argmin(prices.sum(axis=1))]
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
    one_class=None,
    **how,
):
    """The cheapest threshold and its cost: chosen and paid at which prices, by which rule, per what.

    rates : which of "chosen" and "paid" weigh rates with the prices, not counts. paying : the rows that cost one, and the other.
    one_class : raised where labels and flags hold one and the same class only.
    """

    def cost(counts, prices):
        return sum(price * getattr(counts, rows) for price, rows in zip(prices, paying, strict=True))

    def by_rates(when, counts, fp, fn):
        return (fp / max(counts.absent, 1), fn / max(counts.there, 1)) if when in rates else (fp, fn)

    def cheapest(tried, counts):
        prices = by_rates("chosen", counts, *chosen_at(*case[4:]))
        if one_class and np.any((counts.tp == counts.n) | (counts.tn == counts.n)):
            raise one_class
        return tried[np.argmin(np.round(cost(counts, prices), 12))]

    threshold, counts = choose(case[:4], pick or cheapest, **how)
    whole = len(case[0]) if per == "validation" else counts.n - 1 if per == "but one" else getattr(counts, per)
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
    if said == NO_CANDIDATE and _lies_low(threshold, scores_val):
        said = f"{said} It lies near the low end of thresholds that flag the same validation rows. Which of equally cheap ones is asked?"
    name = "cost per test row"

    def with_hits(c):
        return cost_fp * c.said + cost_fn * c.fn

    known = {
        "What you report of it is the total cost of the test rows; the cost per row is asked.": lambda c: {
            name: paid(c)
        },
        "In what you report of it hits cost cost_fp, too. A right decision costs nothing.": lambda c: {
            name: with_hits(c) / c.n
        },
        "What you report of it is the total cost of the test rows, and hits cost cost_fp in it, too. A right decision costs "
        "nothing, and the cost per row is asked.": lambda c: {name: with_hits(c)},
    }
    return with_report(said, threshold, rows, {name: cost}, {name: right}, lambda c: {name: paid(c) / c.n}, known)


def _lies_low(threshold, scores):
    below, above = scores[scores < threshold], scores[scores > threshold]
    return len(below) and len(above) and 3 * (threshold - below.max()) < above.min() - below.max()


def _costs_tie(y_val, scores_val, y_test, scores_test, cost_fp, cost_fn):
    counts = tally(y_val, scores_val >= np.unique(scores_val)[:, None])
    paid = np.sort(cost_fp * counts.fp + cost_fn * counts.fn)
    return len(paid) > 1 and paid[0] == paid[1]


_RISING_GRIDS = {
    "from 0 up to 1, a hundred or more of them": 101,
    "from 0 up to 1, a thousand of them": 1001,
    "from 0.01 up to 0.99": lambda scores: np.linspace(0.01, 0.99, 99),
    "from 0 up to 1, 100 of them": 100,
    "from 0 up to 1, 200 of them": 200,
    "from 0 up to 1, 1000 of them": 1000,
    "from 0 up to 1, 11 of them": 11,
    "from 0.05 up to 0.95": lambda scores: np.linspace(0.05, 0.95, 19),
    "from 0.05 up to 0.95, by `arange`": lambda scores: np.arange(0.05, 0.96, 0.05),
    "from 0.05 up to 0.95, 0.5 before all others": lambda scores: np.r_[0.5, np.arange(0.05, 0.96, 0.05)],
    "from 0.1 up to 0.9": lambda scores: np.linspace(0.1, 0.9, 9),
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
    "Where labels and flags are all of one class, your code stops. Did you unpack four cells? `confusion_matrix` has one cell "
    "then, unless it is told the labels.": {"one_class": ValueError},
    "The cost is divided by the number of mistakes; the cost per row is asked.": {"per": "wrong"},
    "The cost is divided by the number of flagged rows; the cost per row is asked.": {"per": "said"},
    "The cost is divided by the number of positive rows; the cost per row is asked.": {"per": "there"},
    "The cost is divided by the number of negative rows; the cost per row is asked.": {"per": "absent"},
    "The cost is divided by one less than there are test rows. How many rows is a mean of?": {"per": "but one"},
    "Right decisions are a gain where you choose, of 1 each. What does the statement say that they cost?": {
        "chosen_at": lambda a, b: (a + 1, b + 1)
    },
    "A missed positive costs nothing where you choose. What does the statement ask?": {
        "chosen_at": lambda a, b: (a, 0)
    },
    "A missed positive costs nothing where you report. What does the statement ask?": {"paid_at": lambda a, b: (a, 0)},
    "A false alarm costs nothing where you choose. What does the statement ask?": {"chosen_at": lambda a, b: (0, b)},
    "A false alarm costs nothing where you report. What does the statement ask?": {"paid_at": lambda a, b: (0, b)},
    "You report the share of mistakes. What do they cost?": {"paid_at": lambda a, b: (1, 1)},
    "A false alarm costs you one euro where you choose. What does the statement ask?": {
        "chosen_at": lambda a, b: (1, b)
    },
    "A false alarm costs you one euro where you report. What does the statement ask?": {"paid_at": lambda a, b: (1, b)},
    "A missed positive costs you one euro where you choose. What does the statement ask?": {
        "chosen_at": lambda a, b: (a, 1)
    },
    "A missed positive costs you one euro where you report. What does the statement ask?": {
        "paid_at": lambda a, b: (a, 1)
    },
    "Your threshold has the largest gap between recall and false-positive rate (Youden), which knows no costs.": {
        "pick": most_informed
    },
    "Each hit costs you cost_fn, and a miss nothing. Which rows are missed?": {"paying": ("fp", "tp")},
    "Each negative rightly left alone costs you cost_fp, and a false alarm nothing. Which rows are false alarms?": {
        "paying": ("tn", "fn")
    },
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

_TO_THE_TOP = {
    "and the highest score": lambda s: np.r_[between(s), s[-1]],
    "and the lowest and the highest score": lambda s: np.r_[s[0], between(s), s[-1]],
    "one below all scores, and one above": lambda s: np.r_[s[0] - 1, between(s), s[-1] + 1],
}
"""What is tried above the rest: where of equal costs the lowest is taken, it is never chosen."""

cheapest_threshold = Exercise(
    title="The cheapest threshold",
    points=3,
    expected=_library_cheapest,
    seen=_seen_in_cheapest,
    but_where={
        "all validation rows have one label": lambda *case: len(set(case[0])) == 1,
        "two thresholds are equally cheap": _costs_tie,
        "a miss costs less than a false alarm": lambda *case: case[5] < case[4],
        "a miss costs more than a false alarm": lambda *case: case[5] > case[4],
    },
    cases=_cost_cases,
    mistakes=switched(_priced, _CHEAPEST_THRESHOLD_SLIPS)
    | switched(_priced, _RARE_CHEAPEST_SLIPS)
    | alone(switched(_priced, tried_between(_TO_THE_TOP)))
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
    spared=None,
    floor_on="validation",
    alarms_on="validation",
    **how,
):
    """The best threshold above a floor, and what it does: which share must suffice, which of those thresholds is taken.

    spared : taken where all that are allowed flag every negative row. floor_on, alarms_on : the rows whose recall must suffice, and those whose false alarms are few.
    needed : how the number of hits that the floor asks for is rounded. known : which number is that of the validation rows.

    none : taken, or raised, where no threshold suffices; else all are allowed then.
    """

    def on_test(tried):
        return tally(case[2], how.get("above", np.greater_equal)(case[3], tried[:, None]))

    def pick(tried, counts):
        alarmed = on_test(tried) if alarms_on == "test" else counts
        counts = on_test(tried) if floor_on == "test" else counts
        allowed = np.zeros(len(tried), bool) | enough(share(found, counts), case[4])
        if needed:
            allowed = counts.tp >= needed(case[4] * counts.there)
        if none and not allowed.any():
            if isinstance(none, str):
                return {"lowest": min, "highest": max}[none](tried)
            raise none
        if how.get("grid") and not allowed.any():
            return min(tried)
        allowed = allowed if allowed.any() else np.ones(len(tried), bool)
        if take == "precision":
            return tried[::-1][np.argmax(np.where(allowed, share("tp/said", counts).round(12), -1)[::-1])]
        if take == "masked":
            return tried[::-1][np.argmin((counts.fp * allowed)[::-1])]
        if take == "not above":
            return min(tried[share(found, counts) <= case[4] + 1e-12], default=0.0)
        if take == "nearest":
            return tried[::-1][np.argmin(np.abs(share(found, counts) - case[4]).round(12)[::-1])]
        if take == "best F1":
            f1 = np.where(allowed, share("twice/both", counts).round(12), -1)
            return tried[::-1][np.argmax(f1[::-1])]
        if spared is not None:
            allowed = allowed & (counts.tn > 0)
            if not allowed.any():
                return spared
        if floor_on == "test":
            alarmed = tally(case[0], how.get("above", np.greater_equal)(case[1], tried[:, None]))
        fp, tried = alarmed.fp[allowed], tried[allowed]
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
    last = [0, 1, 0, 1, 1], [0.7, 0.2, 0.5, 0.8, 0.3], [1, 0, 1, 0, 0], [0.6, 0.25, 0.2, 0.1, 0.9]  # all are flagged
    whole = [0, 1, 1, 0, 1, 0, 0], [0.1, 0.2, 0.6, 0.4, 0.6, 0.9, 0.05], [1, 0, 0, 1, 0], [0.1, 0.2, 0.7, 0.3, 0.05]
    late = [0, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1], np.linspace(0.95, 0.4, 11), *scored(rng, 21)
    near = [1, 1, 0, 1, 1, 0, 1, 0, 1, 1], np.linspace(0.9, 0.45, 10), *scored(rng, 19)  # 4 of 7 is 0.6 when rounded
    tied = [1, 0, 1, 1, 1, 0, 0], [0.9, 0.7, 0.7, 0.6, 0.4, 0.3, 0.2], [1, 0, 1, 1, 0], [0.95, 0.65, 0.6, 0.4, 0.1]
    first = [0, 1, 0, 1, 0], [0.3, 0.9, 0.6, 0.2, 0.5], [1, 0, 1, 0, 0], [0.95, 0.25, 0.7, 0.1, 0.9]
    floors = [(floor,) for floor in (0.5, 1.0, 0.375, 0.6, 0.45, 0.65, 0.5, 0.62, 0.71, 0.55)]
    return split_cases(rng, (example, whole, late, near, tied, last, first), floors)


def _library_floor(y_val, scores_val, y_test, scores_test, floor):
    """The same by the library's rates: the fewest false alarms where tpr suffices, and the lowest threshold of those."""
    fpr, tpr, thresholds = metrics.roc_curve(y_val, scores_val, drop_intermediate=False)
    fewest = fpr[tpr >= floor - 1e-12].min()
    best = thresholds[(tpr >= floor - 1e-12) & (fpr == fewest)].min()
    _, fp, fn, tp = metrics.confusion_matrix(y_test, scores_test >= best, labels=[0, 1]).ravel()
    return best, tp / (tp + fn), fp


def _seen_in_fewest(numbers, y_val, scores_val, y_test, scores_test, floor):
    threshold, *reported = numbers
    rows, names = (
        (y_val, scores_val, y_test, scores_test),
        ("recall on the test rows", "number of false alarms on the test rows"),
    )
    asked, *right = _library_floor(*rows, floor)
    best = tally(y_val, scores_val >= asked)

    def fault(at, counts):
        if at == asked:
            return ""
        if counts.tp / counts.there < floor - 1e-12:
            return "Your threshold is not allowed: on the validation rows its recall is below the floor."
        if counts.fp > best.fp:
            return "Your threshold reaches the floor, but on the validation rows a higher one that is allowed too makes fewer false alarms."
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
    "You take the highest threshold that suffices. Which finds most at no more false alarms?": {"take": "highest"},
    "You take the lowest threshold: it finds most, and flags nearly everybody.": {"take": "lowest"},
    "Your floor is set on precision. Which share must be found?": {"found": "tp/said"},
    "You report the precision where the recall is asked.": {"recall": "tp/said"},
    "You report the false-positive rate. The number of false alarms is asked.": {"alarms": "fp/absent"},
    "You report the misses. The false alarms are asked.": {"alarms": "fn/one"},
    "Your recall on the test rows is divided by all rows. From which rows does it start?": {"recall": "tp/n"},
}

_GRIDS_AND_ZERO = {
    "in steps of a hundredth or less": lambda scores: np.r_[0, np.round(np.arange(0.01, 0.99, 0.01), 2)],
    "in steps of two thousandths": lambda scores: np.r_[0, np.linspace(0.001, 0.999, 500)],
    "in steps of a thousandth": lambda scores: np.r_[0, np.linspace(0.001, 0.999, 999)],
}

_RARE_FEWEST_ALARMS_SLIPS = {
    **RARE_CHOICE_SLIPS,
    **counts_of("recall", but=("tp/said", "tp/n")),
    f"The floor is asked of the recall on the test rows. {NOT_THESE}": {"floor_on": "test"},
    f"The fewest false alarms are those on the test rows. {NOT_THESE}": {"alarms_on": "test"},
    "Of the thresholds that reach the floor you take the one with the best F1. The fewest false alarms are asked.": {
        "take": "best F1"
    },
    "A threshold that flags all negative rows is never taken; where no other is allowed, yours stays at {spared}, from which it "
    "started.": {"spared": sizes(0.0, 0.5, 1.0, 1.01)},
    **{
        f"You tried evenly spaced thresholds {words}, and of those that suffice you take the highest, or 0 where none does. The "
        "candidates are the validation scores; which of them finds most at no more false alarms?": {
            "grid": grid,
            "take": "highest",
        }
        for words, grid in _GRIDS_AND_ZERO.items()
    },
    "You report the hits. The false alarms are asked.": {"alarms": "tp/one"},
    "You report the negative rows that are left alone. The false alarms are asked.": {"alarms": "tn/one"},
    "You report false alarms and misses together. The false alarms are asked.": {"alarms": "wrong/one"},
    "You report the false alarms as a share of all rows. Their number is asked.": {"alarms": "fp/n"},
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
    "You take the lowest threshold whose recall is not above the floor: it may lie below, and of those with that "
    "recall a higher one may make fewer false alarms. Which are enough, and which of them is best?": {
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
    | switched(_above_floor, _RARE_FEWEST_ALARMS_SLIPS)
    | {
        "You take the first point of `roc_curve` that suffices. It leaves points out, and of equally few false alarms the "
        "lowest threshold is asked.": _first_corner,
    },
)
