"""How the exercises on thresholds choose one on some rows and judge it on others: what may be done otherwise, and what is seen."""

import numpy as np

from firsthand.checks.counted_shares import names_off, share, tally, which_are_off
from firsthand.checks.curves import scored
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
    late="",
    cut=slice(None),
):
    """Choose a threshold by `pick(thresholds, counts)`, and count the outcomes; each keyword is one thing done otherwise.

    grid : how many evenly spaced thresholds from 0 to 1 are tried, or which are, of the scores. other_order : the place of the best
    is one among the thresholds turned round. late : the next one "below" or "above" is taken. cut : which of the rising candidates
    are tried. then, flags_at : how and at what the rows that judge are flagged.
    """
    if at is None:
        y, s = rows_of_part(on, *rows)
        tried = {"test at validation": rows[1], "validation at test": rows[3]}.get(on, s)
        tried = np.unique(tried)[cut] if grid is None else _on_grid(grid, tried)
        tried = np.concatenate([also, tried[:: 1 if low else -1]])
        at = pick(tried[::-1] if other_order else tried, tally(y, above(s, tried[:, None])))
        at = max(tried[tried < at], default=0.0) if late == "below" else at
        at = min(tried[tried > at], default=max(tried)) if late == "above" else at
    y, s = rows_of_part(judged, *rows)
    return at, tally(y, (then or above)(s, at if flags_at is None else flags_at))


def _on_grid(grid, scores):
    return np.linspace(0, 1, grid) if isinstance(grid, int) else grid(np.unique(scores))


NO_CANDIDATE = "Your threshold is not one of the validation scores."


def score_meant(threshold, *arrays):
    """Return the score that a number, rounded on its way here, stands for; None where it is none."""
    return next((score for s in arrays for score in s if canonical(float(score)) == threshold), None)


def seen_in_choice(threshold, rows, asked, fault):
    """Say what is wrong with a threshold: it is no candidate, or what `fault(at, counts)` sees on the validation rows.

    Of one that is no candidate it is seen, too, at the score above it, which flags the same validation rows.
    """
    y_val, s_val, *_ = rows
    at = score_meant(threshold, s_val)
    if at is not None:
        return fault(at, tally(y_val, s_val >= at))
    near, above = np.isclose(np.unique(s_val), threshold).sum(), s_val[s_val > threshold]
    if near == 1 and np.isclose(threshold, asked):
        return ""
    besides = fault(above.min(), tally(y_val, s_val >= above.min())) if len(above) and not near else ""
    return f"{NO_CANDIDATE} Besides, {besides[0].lower()}{besides[1:]}" if besides else NO_CANDIDATE


def with_report(said, threshold, rows, ours, asked, of, known=()):
    """Add to what is wrong with a threshold, or to nothing, what is wrong with the numbers reported of it on the test rows.

    Of a right threshold that is said for all cases together, and only where it is right on all: one may be right by luck.
    ours, asked : name -> number, asked of the right threshold; of(counts) : what is to be reported of another.
    known : sentence -> the like of `of`, of what may be reported instead.
    """
    y_test, s_test = rows[2:]
    if not said and (off := names_off(ours, asked)):
        if score_meant(threshold, rows[1]) is None:
            return f"Your threshold is near the one asked, and not equal to it. {which_are_off(ours, asked)}"
        high = {name: ours[name] > asked[name] for name in off}
        words = {name: f"wrong, and never too {'low' if high[name] else 'high'}," for name in off}
        return [{"in your threshold": ["right throughout"], **{f"in your {name}": [words[name]] for name in off}}]
    if not said:
        return ""
    at = score_meant(threshold, rows[1], s_test)
    meant = [threshold if at is None else at]
    if score_meant(threshold, rows[1]) is None:  # a number rounded on its way here may lie on either side of a score
        meant += [threshold - 1e-9, threshold + 1e-9]
    counts = [tally(y_test, s_test >= one) for one in meant]
    off = all(which_are_off(ours, of(one)) for one in counts)
    for sentence, instead in dict(known).items() if off else ():
        if not all(which_are_off(ours, instead(one)) for one in counts):
            return f"{said} {sentence}"
    if not off and said.startswith(NO_CANDIDATE):
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

_GRIDS = {
    "from 0 to 1, a hundred or more of them": 101,
    "from 0 to 1, 100 of them": 100,
    "from 0 to 1, 11 of them": 11,
    "from 0.01 to 0.99": lambda scores: np.linspace(0.01, 0.99, 99),
    "from 0.05 to 0.95": lambda scores: np.linspace(0.05, 0.95, 19),
    "from 0.1 to 0.9": lambda scores: np.linspace(0.1, 0.9, 9),
    "from the lowest score to the highest, 100 of them": lambda scores: np.linspace(scores[0], scores[-1], 100),
    "from the lowest score to the highest, 101 of them": lambda scores: np.linspace(scores[0], scores[-1], 101),
}
"""How many are tried, in words: 201 and 1,001 choose as 101 do wherever the scores have few places."""


def between(s):
    """Return the numbers half way between neighbouring scores."""
    return (s[1:] + s[:-1]) / 2


def tried_between(grids):
    """Make the mistakes of who tries such numbers: words for what is tried besides -> all that is."""
    return {
        f"You tried thresholds half way between neighbouring scores, {words}. The candidates are the validation scores.": {
            "grid": grid
        }
        for words, grid in grids.items()
    }


RARE_CHOICE_SLIPS = {
    f"You chose on validation and test rows together. {NOT_THESE}": {"on": "both"},
    "Your threshold is 0.5, whatever the validation rows say.": {"at": 0.5},
    "Your threshold is chosen, but the test rows are flagged at 0.5. What was the choice for?": {"flags_at": 0.5},
    "What you report is measured on validation and test rows together. Report on the test rows.": {"judged": "both"},
    "The lowest validation score is missing among your candidates. Where does your loop, or your slice, begin?": {
        "cut": slice(1, None)
    },
    "The highest validation score is missing among your candidates. Where does your loop, or your slice, end?": {
        "cut": slice(-1)
    },
    "Your threshold stands one place below the one that you chose. Are two arrays side by side of which one has an entry in "
    "front?": {"late": "below"},
    "Your threshold stands one place above the one that you chose. Are two arrays side by side of which one has an entry in "
    "front?": {"late": "above"},
    **{
        f"You tried evenly spaced thresholds {words}. The candidates are the validation scores.": {"grid": grid}
        for words, grid in _GRIDS.items()
    },
    **tried_between(
        {
            "and no score": between,
            "and the lowest score": lambda s: np.r_[s[0], between(s)],
            "and one below all scores": lambda s: np.r_[s[0] - 1, between(s)],
        }
    ),
}


def split_cases(rng, fixed, arguments):
    """Validation and test rows: fixed ones, then scores 1e-9 apart, large ones, ties, and usual scores if one more is asked."""
    kinds = ((24, 31, "near"), (25, 16, "large"), (32, 28, "ties"), (17, 23, "usual"))[: len(arguments) - len(fixed)]
    drawn = [(*scored(rng, n, form), *scored(rng, m, form)) for n, m, form in kinds]
    fixed = [tuple(map(np.array, rows)) for rows in fixed]
    return [(*rows, *more) for rows, more in zip([*fixed, *drawn], arguments, strict=True)]


def best_f1(tried, counts):
    return tried[np.argmax(np.round(counts.tp / (counts.said + counts.there), 12))]


def most_informed(tried, counts):
    """The threshold with the largest gap between recall and false-positive rate (Youden), of equal ones the highest.

    With one class only a rate is NaN, and the library's first threshold is taken, which flags nobody.
    """
    if not np.all(counts.there) or not np.all(counts.absent):
        return np.inf
    gap = np.round(share("tp/there", counts) - share("fp/absent", counts), 12)
    return max(tried[gap == gap.max()])
