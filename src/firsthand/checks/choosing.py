"""How the exercises on thresholds choose one on some rows and judge it on others: what may be done otherwise, and what is seen."""

import numpy as np

from firsthand.checks.curves import scored
from firsthand.checks.precision_recall import tally, which_are_off
from firsthand.judging.transcript import canonical


def rows_of_part(which, y_val, s_val, y_test, s_test):
    """Labels and scores of some rows."""
    if which == "both":
        return np.concatenate([y_val, y_test]), np.concatenate([s_val, s_test])
    return (y_val, s_val) if which.startswith("validation") else (y_test, s_test)


def choose(
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
    other_order=False,
    late=False,
):
    """Choose a threshold by `pick(thresholds, counts)`, and count the outcomes; each keyword is one thing done otherwise.

    grid : how many evenly spaced thresholds are tried, or those that are. other_order : the place of the best is one among the
    thresholds turned round. late : the next lower threshold is taken. then, flags_at : how and at what the rows that judge are flagged.
    """
    if at is None:
        y, s = rows_of_part(on, *rows)
        tried = {"test at validation": rows[1], "validation at test": rows[3]}.get(on, s)
        tried = np.unique(tried) if grid is None else np.linspace(0, 1, grid) if isinstance(grid, int) else grid()
        tried = np.concatenate([also, tried[:: 1 if low else -1]])
        at = pick(tried[::-1] if other_order else tried, tally(y, above(s, tried[:, None])))
        at = max(tried[tried < at], default=0.0) if late else at
    y, s = rows_of_part(judged, *rows)
    return at, tally(y, (then or above)(s, at if flags_at is None else flags_at))


NO_CANDIDATE = "Your threshold is not one of the validation scores."


def score_meant(threshold, *arrays):
    """Return the score that a number, rounded on its way here, stands for; None where it is none."""
    return next((score for s in arrays for score in s if canonical(float(score)) == threshold), None)


def seen_in_choice(threshold, rows, asked, fault):
    """Say what is wrong with a threshold: it is no candidate, or what `fault(at, counts)` sees on the validation rows."""
    y_val, s_val, *_ = rows
    at = score_meant(threshold, s_val)
    if at is None and np.isclose(threshold, asked) and np.isclose(np.unique(s_val), threshold).sum() == 1:
        return ""
    return NO_CANDIDATE if at is None else fault(at, tally(y_val, s_val >= at))


def with_report(said, threshold, rows, ours, asked, of):
    """Add to what is wrong with a threshold, or to nothing, what is wrong with the numbers reported of it on the test rows.

    ours, asked : name -> number, asked of the right threshold; of(counts) : what is to be reported of another.
    """
    y_test, s_test = rows[2:]
    if not said:
        off = which_are_off(ours, asked)
        exact = score_meant(threshold, rows[1]) is not None
        return (
            off
            and f"Your threshold is {'the one asked' if exact else 'near the one asked, and not equal to it'}. {off}"
        )
    at = score_meant(threshold, rows[1], s_test)
    off = which_are_off(ours, of(tally(y_test, s_test >= (threshold if at is None else at))))
    if not off and said == NO_CANDIDATE:
        return said  # who chooses on another scale may report rightly by luck
    return f"{said} {'For that threshold, what you report is wrong as well.' if off else 'What you report of it is right.'}"


NOT_THESE = "The test rows are there to judge a choice made without them."

CHOICE_SLIPS = {
    f"You chose the threshold on the test rows. {NOT_THESE}": {"on": "test"},
    f"You tried the validation scores, but on the test rows. {NOT_THESE}": {"on": "test at validation"},
    "What you report is measured on the validation rows, which chose the threshold.": {"judged": "validation"},
    "You tried the test scores as thresholds. The candidates are the validation scores.": {"on": "validation at test"},
    "You flag where `score > threshold`. Which sign does the statement use?": {"above": np.greater},
    "You flag where `score > threshold` when you report, and where `>=` when you choose.": {"then": np.greater},
}

_GRIDS = {101: "a hundred or more of them", 100: "100 of them", 11: "11 of them"}
"""How many are tried, in words: 201 and 1,001 choose as 101 do wherever the scores have few places."""

RARE_CHOICE_SLIPS = {
    f"You chose on validation and test rows together. {NOT_THESE}": {"on": "both"},
    "Your threshold is 0.5, whatever the validation rows say.": {"at": 0.5},
    "Your threshold is chosen, but the test rows are flagged at 0.5. What was the choice for?": {"flags_at": 0.5},
    **{
        f"You tried evenly spaced thresholds from 0 to 1, {words}. The candidates are the validation scores.": {
            "grid": n
        }
        for n, words in _GRIDS.items()
    },
}


def split_cases(rng, fixed, arguments):
    """Validation and test rows: fixed ones, then scores 1e-9 apart, large ones, ties, and usual scores if one more is asked."""
    kinds = ((24, 31, "near"), (25, 16, "large"), (32, 28, "ties"), (17, 23, "usual"))[: len(arguments) - len(fixed)]
    drawn = [(*scored(rng, n, form), *scored(rng, m, form)) for n, m, form in kinds]
    fixed = [tuple(map(np.array, rows)) for rows in fixed]
    return [(*rows, *more) for rows, more in zip([*fixed, *drawn], arguments, strict=True)]


def best_f1(tried, counts):
    return tried[np.argmax(np.round(counts.tp / (counts.said + counts.there), 12))]
