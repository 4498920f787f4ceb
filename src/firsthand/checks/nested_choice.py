"""Exercise of the lesson on cross-validation: a choice made inside each outer fold, and judged outside."""

import numpy as np

from firsthand.checks.folds import with_rest
from firsthand.judging.exercise import Exercise, alone, partly_mended, sizes, switched, with_faults


def _mean_score(y, above=0.0):
    """Make the score of predicting `candidate` times the mean of the train rows: `above`, minus the mean absolute error."""
    remembered: dict[tuple, float] = {}

    def score(candidate, train, test):
        train, test = np.asarray(train), np.asarray(test)
        key = candidate, train.tobytes(), test.tobytes()
        if key not in remembered:
            remembered[key] = float(above - abs(y[test] - candidate * y[train].mean()).mean())
        return remembered[key]

    return score


def _inner(cut):
    """Make the inner splitter: row numbers -> pairs of row numbers, cut as `cut` says."""

    def split(rows):
        parts = cut(np.sort(rows))
        return [(np.concatenate(parts[:i] + parts[i + 1 :]), part) for i, part in enumerate(parts)]

    return split


_IN_TURN = _inner(lambda rows: [rows[::2], rows[1::2]])
_FOUR = _inner(lambda rows: np.split(rows, [2, 5, 9]))
_UNEQUAL = _inner(lambda rows: np.split(rows, [1, 3]))


def _nested_cases(rng):
    outer = with_rest(6, [np.array([4, 5]), np.array([0, 1]), np.array([2, 3])])
    equal, train = np.array([4.0, 4.0, 4.0, 4.0, 6.0, 9.0, 3.0]), np.arange(4)  # 2 too low inside, or 2 too high
    return [
        (_mean_score(np.array([2.0, 4.0, 6.0, 3.0, 1.0, 9.0])), [0.5, 1.0], outer, _IN_TURN),
        (_mean_score(equal), [0.5, 1.5], [(train, np.array([4, 5])), (train, np.array([6]))], _IN_TURN),
        _nested_case(np.random.default_rng(385), 1),
        _nested_case(rng, 100),
        _nested_case(
            np.random.default_rng(1456), 1, above=50.0
        ),  # by its first outer fold alone, the lowest can be told
        *(_wide_case(rng, above) for above in (0.0, 3.0)),
    ]


def _nested_case(rng, scale, above=0.0):
    y = scale * rng.exponential(size=12)
    return _mean_score(y, above), [1.3, 0.5, 0.8, 1.0], with_rest(12, np.split(rng.permutation(12), [3, 7])), _UNEQUAL


def _wide_case(rng, above):
    """Many candidates and four unequal inner folds: of two ways to choose, each has its own winner in some fold."""
    candidates = [1.3, 0.5, 0.8, 1.0, 1.6, 0.65, 1.15, 0.9]
    outer = with_rest(24, np.split(rng.permutation(24), [4, 9, 13, 19]))
    return _mean_score(rng.exponential(size=24), above), candidates, outer, _FOUR


def _nesting(
    score,
    candidates,
    outer,
    split,
    *,
    tried=slice(None),
    inner=lambda split, train, test, outer: split(train),
    used=slice(None),
    pick=max,
    votes=False,
    summary=lambda values, pairs: sum(values) / len(values),
    start=-np.inf,
    otherwise="first",
    anew=True,
    taken=lambda best, candidates: best,
    report=lambda score, best, train, test, value, pairs: score(best, train, test),
    finish=list,
):
    """`inner` gives the pairs that choose, those `used`; a search from `start` keeps the first candidate, or None, if all are below.

    Where it does not begin `anew` in each outer fold, it keeps the winner of an earlier one unless a score is higher.
    votes : the candidate that is best in most pairs wins. taken : whom the winner is exchanged for.
    """
    candidates = candidates[tried]
    none = {"first": candidates[0], "none": None}[otherwise]
    out, best, top = [], none, start
    for train, test in outer:
        pairs = inner(split, train, test, outer)[used]
        table = {c: [score(c, *pair) for pair in pairs] for c in candidates}
        values = {c: summary(row, pairs) for c, row in table.items()}
        if votes:
            winners = [candidates[np.argmax(row)] for row in zip(*table.values(), strict=True)]
            values = {c: winners.count(c) - winners.index(c) / 100 if c in winners else -1 for c in candidates}
        best, top = (none, start) if anew else (best, top)
        winner = pick(candidates, key=values.get)
        best, top = (winner, values[winner]) if values[winner] > top else (best, top)
        out.append(report(score, taken(best, candidates), train, test, top, pairs))
    return finish(out)


def _nested_by_grid(score, candidates, outer, split):
    table = [[np.mean([score(c, *pair) for pair in split(train)]) for c in candidates] for train, _ in outer]
    return [score(candidates[np.argmax(row)], *pair) for row, pair in zip(table, outer, strict=True)]


def _some_tie_inside(score, candidates, outer, split):
    inner = [sorted(np.mean([score(c, *pair) for pair in split(train)]) for c in candidates) for train, _ in outer]
    return any(np.isclose(means[-1], means[-2]) for means in inner)


def _seen_in_outer_scores(values, score, candidates, outer, split):
    """Say whether each number is what some candidate scores on the outer test rows: then the choice is what is wrong."""
    if np.shape(values) != (len(outer),) or not np.all(np.isfinite(values)):
        return ""
    if np.allclose(values, _nested_by_grid(score, candidates, outer, split)):
        return ""
    judged = [np.isclose([score(c, *pair) for c in candidates], v).any() for v, pair in zip(values, outer, strict=True)]
    if all(judged):
        return (
            "Each of your numbers equals what some candidate, fitted on the outer train rows, scores on the outer test rows; in some "
            "fold it is not the candidate asked. By what do you choose, and on which rows?"
        )
    if any(judged):
        return (
            "Some of your numbers equal what a candidate, fitted on the outer train rows, scores on the outer test rows, and others "
            "do not. Take one of these apart: which rows choose, which fit, and which judge?"
        )
    return (
        "None of your numbers equals what a candidate, fitted on the outer train rows, scores on the outer test rows. Whatever you "
        "choose: which rows fit it in the end, and which judge it?"
    )


_NESTED_FAULTS: dict[str, tuple[str, dict]] = {
    "the choice on all rows": (
        "The choice is made on all rows, the outer test rows among them. Which rows may `split` cut?",
        {"inner": lambda split, train, test, outer: split(np.concatenate([train, test]))},
    ),
    "the choice by one inner fold": (
        "A candidate wins by its one best inner fold. Take its mean over the inner folds.",
        {"summary": lambda values, pairs: max(values)},
    ),
    "the inner score as the result": (
        "What is returned is the inner score of the winner, its `best_score_`: the best of several tries. Who has not "
        "taken part in the choice?",
        {"report": lambda score, best, train, test, value, pairs: value},
    ),
}


nested = Exercise(
    title="Choose inside, judge outside",
    points=3,
    expected=_nested_by_grid,
    cases=_nested_cases,
    seen=_seen_in_outer_scores,
    but_where={
        "two candidates are equally good inside": _some_tie_inside,
        "the inner folds differ in size": lambda score, candidates, outer, split: (
            len({len(test) for _, test in split(outer[0][0])}) > 1
        ),
    },
    given=with_faults(_nesting, _NESTED_FAULTS),
    equivalent={
        "np.mean([score(candidate, *pair) for pair in split(train)]) -> "
        "np.sum([score(candidate, *pair) for pair in split(train)])": "every candidate has the same number of inner folds",
    },
    mistakes=alone(partly_mended(_nesting, _NESTED_FAULTS), but=1)
    | switched(
        _nesting,
        {
            "The outer test rows chose the candidate they then judge: you kept the best of several scores on them.": {
                "inner": lambda split, train, test, outer: [(train, test)]
            },
            "Only the last inner fold chose. Is something overwritten in each round of your loop?": {
                "used": slice(-1, None)
            },
            "You took the candidate with the lowest inner score. Here higher is better.": {"pick": min},
            "Of candidates with the same mean you took the last. The first is asked.": {
                "pick": lambda candidates, key: max(candidates[::-1], key=key)
            },
            "One number came back, the mean of the outer scores. The score of each outer fold is asked.": {
                "finish": np.mean
            },
            "The winner was fitted on the last inner train part. After the choice, all outer train rows may teach.": {
                "report": lambda score, best, train, test, value, pairs: score(best, pairs[-1][0], test)
            },
            "The winner was fitted on all rows, those that judge it among them. Which rows may teach it?": {
                "report": lambda score, best, train, test, value, pairs: score(
                    best, np.concatenate([train, test]), test
                )
            },
            "You judged on the rows the winner was fitted to.": {
                "report": lambda score, best, train, test, value, pairs: score(best, train, train)
            },
            "An outer fold begins with the winner and the best score of the fold before. Which names are set back in each?": {
                "anew": False
            },
            "Your search starts from a best score of 0, and where all candidates score below it none is taken: your code stops. From "
            "where?": {"start": 0, "otherwise": "none"},
            "One score came back, that of the first outer fold. When does your function return?": {
                "finish": lambda scores: scores[:1]
            },
            "Those are the candidates that were chosen. What each of them scores on the outer test rows is asked.": {
                "report": lambda score, best, train, test, value, pairs: best
            },
        },
    )
    | switched(
        _nesting,
        {
            "You weighted the inner folds by their size. Each of them counts the same: take their plain mean.": {
                "summary": lambda values, pairs: np.average(values, weights=[len(test) for _, test in pairs])
            },
            "A candidate was judged by its median inner fold. Take its mean over the inner folds.": {
                "summary": lambda values, pairs: np.median(values)
            },
            "You fitted on the outer test rows and judged on the train rows.": {
                "report": lambda score, best, train, test, value, pairs: score(best, test, train)
            },
            "You split the outer test rows to choose. They may judge, once; which rows are there to choose with?": {
                "inner": lambda split, train, test, outer: split(test)
            },
            "You chose by the scores on the rows that each candidate was fitted to. The inner test rows are there to choose.": {
                "inner": lambda split, train, test, outer: [(rows, rows) for rows, _ in split(train)]
            },
            "Train and test have changed places inside: the inner train part is the one that teaches.": {
                "inner": lambda split, train, test, outer: [(rows, others) for others, rows in split(train)]
            },
            "Only the first inner fold chose. Take the mean over all of them.": {"used": slice(1)},
            "Your search starts from a best score such as {start}, and no candidate that scores below its start is ever taken. "
            "From where?": {"start": sizes(0, -1, -10)},
            "The winner was fitted on the first inner train part. After the choice, all outer train rows may teach.": {
                "report": lambda score, best, train, test, value, pairs: score(best, pairs[0][0], test)
            },
            "You split places, 0 to len(train) - 1, and took them for row numbers. Which rows may `split` cut?": {
                "inner": lambda split, train, test, outer: split(np.arange(len(train)))
            },
            "The winner was fitted on each inner train part, and its scores averaged. After the choice, all outer train rows may "
            "teach.": {
                "report": lambda score, best, train, test, value, pairs: np.mean(
                    [score(best, rows, test) for rows, _ in pairs]
                )
            },
            "One score came back, that of the first outer fold, and not in a list. When does your function return?": {
                "finish": lambda scores: scores[0]
            },
            "One score came back, that of the last outer fold. Is something overwritten in each round of your loop?": {
                "finish": lambda scores: scores[-1]
            },
            "Each outer fold has two entries in yours, the candidate and its score. The score alone is asked.": {
                "report": lambda score, best, train, test, value, pairs: (best, score(best, train, test))
            },
            "A candidate was judged by its worst inner fold. Take its mean over the inner folds.": {
                "summary": lambda values, pairs: min(values)
            },
            "Your search starts from a best score of {start}, and where all candidates score below it none is taken: your code stops. "
            "From where?": {"start": sizes(-1, -10), "otherwise": "none"},
            "The inner folds voted: the candidate that is best in most of them was taken. Compare the means over them.": {
                "votes": True
            },
            "One candidate was chosen for all, by its mean over the outer folds, and judged by the same folds. That is "
            "`best_score_` under another name.": {"inner": lambda split, train, test, outer: outer},
            "One candidate was chosen for all, by the inner folds of all rows. Choose anew in each outer fold: on which rows?": {
                "inner": lambda split, train, test, outer: split(np.concatenate(outer[0]))
            },
            "The candidate that one outer fold chose served all of them. Each fold makes its own choice.": {
                "inner": lambda split, train, test, outer: split(outer[0][0])
            },
            "One candidate was chosen for all outer folds. Each fold makes its own choice, on its own train rows.": {
                "inner": lambda split, train, test, outer: [pair for rows, _ in outer for pair in split(rows)]
            },
            "The last candidate is taken in every fold, whichever won. Which name holds the winner after the loop?": {
                "taken": lambda best, candidates: candidates[-1]
            },
            "The first candidate is taken in every fold, whichever won. Is the winner ever put into the name that you use?": {
                "taken": lambda best, candidates: candidates[0]
            },
            "The first candidate is never tried. Where does your loop begin?": {"tried": slice(1, None)},
            "The last candidate is never tried. Where does your loop end?": {"tried": slice(-1)},
            "The last inner fold has no say in your choice. Take the mean over all of them.": {"used": slice(-1)},
            "The first inner fold has no say in your choice. Take the mean over all of them.": {"used": slice(1, None)},
            "One score came back in a list, that of the last outer fold. Is your list made anew in each round of the loop?": {
                "finish": lambda scores: scores[-1:]
            },
        },
    )
    | alone(
        switched(
            _nesting,
            {
                "One number came back, the highest of the outer scores. The score of each outer fold is asked.": {
                    "finish": max
                },
                "One number came back, the sum of the outer scores. The score of each outer fold is asked.": {
                    "finish": sum
                },
                "The first outer fold never comes up. Where does your loop begin?": {
                    "finish": lambda scores: scores[1:]
                },
                "The last outer fold never comes up. Where does your loop end?": {"finish": lambda scores: scores[:-1]},
            },
        )
    )
    | {
        "No candidate was chosen: you took the mean of what all of them score on the outer test rows.": lambda score, candidates, outer, split: [
            np.mean([score(c, *pair) for c in candidates]) for pair in outer
        ],
    },
)
