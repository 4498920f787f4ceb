"""Exercise of the lesson on cross-validation: the error of each row that is left out."""

import numpy as np

from firsthand.judging.exercise import Exercise, sizes, switched


def _stays(rng):
    example = (np.array([[3.0, 1.0, 2.0], [1.0, 2.0, 1.0], [0.0, 4.0, 1.0]]), np.array([2, 6, 8]))
    two = (np.array([[5.0, 0.25], [2.0, 1.5]]), np.array([4.0, -1.5]))
    return [example, two, *(_some_stays(rng, n) for n in (5, 8, 13)), _whole_stays(rng, 7), _far_away(rng, 6)]


def _some_stays(rng, n):
    weights = rng.uniform(0, 1, (n, n)) + np.diag(rng.uniform(0.5, n, n))
    weights[rng.integers(1, n), rng.permutation(n)[:2]] = 0
    weights[0, 0] = 0
    return weights, rng.normal(6, 3, n)


def _far_away(rng, n):
    """Patients so unlike each other that the weights are next to nothing, as a kernel may give them."""
    weights, y = _some_stays(rng, n)
    return 1e-10 * weights, y


def _whole_stays(rng, n):
    """Whole numbers: some other patient has the weight of patient 0 itself, and the stays are integers."""
    weights = rng.integers(0, 4, (n, n)).astype(float)
    weights[np.arange(n), np.roll(np.arange(n), 1)] = 5
    weights[0, :3] = 2
    return weights, rng.integers(2, 30, n)


def _left_out(
    weights,
    y,
    *,
    rows=np.copy,
    total=lambda weights: weights.sum(axis=1),
    above=0,
    below=0,
    kept=None,
    leverage=None,
    by=None,
    added=0,
    whole=None,
    skipped=None,
    finish=lambda error, y: error,
):
    """`above` and `below` say how much of the own weight stays in the two sums of the weighted mean; `added` goes to the lower one.

    By the other way, `kept` is the share of a left-out error that is left in the fit to all, h that of the own weight, or what
    `leverage` takes for it. By a third, `by` divides the weights of the others. total : what a row is divided by.
    whole : what becomes of predictions, given their own type of y. skipped : whose error stays 0.
    """
    weights = rows(weights)
    own, sums = np.diag(weights), total(weights)
    if kept or leverage:
        h = leverage(weights) if leverage else own / sums
        error = (weights @ y / sums - y) / (kept(h) if kept else 1 - h)
    else:
        others = weights * (1 - np.eye(len(y)))
        mean = (
            (weights @ y - (1 - above) * own * y) / (sums - (1 - below) * own + added) if by is None else by(others) @ y
        )
        error = (whole(mean, y) if whole else mean) - y
    if skipped is not None:
        error[skipped] = 0
    return finish(error, y)


def _without_alike(weights):
    return np.where((weights == np.diag(weights)[:, None]) & ~np.eye(len(weights), dtype=bool), 0, weights)


def _each_left_out(weights, y):
    return [np.average(np.delete(y, i), weights=np.delete(weights[i], i)) - y[i] for i in range(len(y))]


def _seen_in_stays(errors, weights, y):
    """Say for which patients an error is right, and what of the others no weighted mean can give."""
    asked, own = np.array(_each_left_out(weights, y)), np.diag(weights) > 0
    if np.shape(errors) != asked.shape or not np.all(np.isfinite(errors)):
        return ""
    right, errors = np.isclose(errors, asked), np.array(errors)
    if right.all():
        return ""
    if np.array_equal(right, ~own) and right.any():
        return "Right for a patient whose own weight is zero, and for no other. What becomes of the own weight, and of the own stay, in yours?"
    if np.array_equal(right, own):
        return "Right but for a patient whose own weight is zero. What does such a weight mean, and what becomes of it in yours?"
    if np.isclose(abs(errors), abs(asked)).all():
        return "Every error has the right size, and some the wrong sign. An error is prediction minus y."
    if np.all(errors >= 0) and np.any(asked < 0):
        return "None of your errors is below zero, and some of those asked are: an error is prediction minus y."
    return _seen_in_predictions(errors, asked, weights, y)


def _seen_in_predictions(errors, asked, weights, y):
    others = [np.delete(y, i)[np.delete(weights[i], i) > 0] for i in range(len(y))]
    near = 1e-6 * np.ptp(y)
    if any(not min(rest) - near <= stay <= max(rest) + near for stay, rest in zip(errors + y, others, strict=True)):
        return (
            "An error of yours belongs to a prediction (the error plus y) outside the stays of all others that count: no weighted "
            "mean of theirs gets there. Work one patient out by hand, by its row of `weights` without its own place."
        )
    wrong = ~np.isclose(errors, asked)
    if np.all(abs(errors) < abs(asked), where=wrong):
        return "Where your errors are wrong they are too small in size. Which stays have a say in a prediction, and how much?"
    if np.all(abs(errors) > abs(asked), where=wrong):
        return "Where your errors are wrong they are too large in size. Which stays have a say in a prediction, and how much?"
    return (
        "Each prediction behind your errors lies among the stays of the others that count, and not each is their weighted mean by "
        "row i. By what are they weighted?"
    )


leave_one_out = Exercise(
    title="Leave one out, from one fit",
    points=2,
    expected=_each_left_out,
    cases=_stays,
    seen=_seen_in_stays,
    mistakes=switched(
        _left_out,
        {
            "Those are the residuals of the one fit: each patient's own stay still counts. How much of the prediction is it?": {
                "above": 1,
                "below": 1,
            },
            "You multiplied where the error of a left-out row should grow: it is larger than its residual.": {
                "kept": lambda h: 1 / (1 - h)
            },
            "You divided by the leverage. A row that has no say at all should keep its residual: what do you divide by then?": {
                "kept": lambda h: h
            },
            "Your divisor has a root in it, as for plots of outliers. Here the whole share of the others is meant.": {
                "kept": lambda h: np.sqrt(1 - h)
            },
            "Your divisor is squared. It belongs to the squared error; the errors themselves are asked.": {
                "kept": lambda h: (1 - h) ** 2
            },
            "You gave every row the average leverage (generalised cross-validation). Each row has one of its own.": {
                "leverage": lambda weights: (np.diag(weights) / weights.sum(axis=1)).mean()
            },
            "You gave every row a leverage of 1/n, as the plain mean has it. Here the weights say it.": {
                "leverage": lambda weights: 1 / len(weights)
            },
            "You divided by 1 plus the leverage. How much of a left-out error is left when the row has a say of one half?": {
                "kept": lambda h: 1 + h
            },
            "You took the weights down the columns. Row i says who counts for patient i.": {"rows": np.transpose},
            "Every other patient counts the same in yours. What does row i of `weights` say?": {"rows": np.ones_like},
            "You squared the errors. The errors themselves are asked, with their sign.": {
                "finish": lambda error, y: error**2
            },
            "You took absolute values. The sign is asked too: prediction minus y.": {
                "finish": lambda error, y: np.abs(error)
            },
            "One number came back, the mean of the squared errors. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.mean(error**2)
            },
            "One number came back, the sum of the squared errors. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.sum(error**2)
            },
            "One number came back, the mean of the errors. The error of each patient is asked.": {
                "finish": lambda error, y: np.mean(error)
            },
            "You divided each error by the stay. The error itself is asked, in days.": {
                "finish": lambda error, y: error / y
            },
            "Those are the predictions for the left-out patients. Their errors are asked: prediction minus y.": {
                "finish": np.add
            },
            "You took the own stay out of the sum, and still divide by all weights. What do the weights that are left add up to?": {
                "below": 1
            },
            "You took the own weight out of the sum of the weights alone. The own stay still counts above the line.": {
                "above": 1
            },
            "Where the stays are whole numbers, your predictions are cut to whole numbers. Of which type is the array that you "
            "write them to?": {"whole": lambda mean, y: np.trunc(mean) if y.dtype.kind == "i" else mean},
            "The stays are weighted along the rows, and divided by weights summed down the columns. Which way goes a row?": {
                "total": lambda weights: weights.sum(axis=0)
            },
            "You took the weights as if each row added up to 1: for the predictions, and for the own share of each. What do they "
            "add up to?": {"total": lambda weights: np.ones(len(weights))},
            "The share of the own weight is one of its column in yours, while the prediction is one of its row. Which way goes a "
            "row?": {"leverage": lambda weights: np.diag(weights) / weights.sum(axis=0)},
            "You took the own weight itself for the leverage. Which share of all the weights of its row is it?": {
                "leverage": np.diag
            },
            "You divided by the sum of the whole table. Each row has weights of its own.": {
                "by": lambda others: others / others.sum()
            },
            "You never divided by the weights. Do those that are left add up to 1?": {"by": np.copy},
            "You divided by the number of other patients. They count by their weights: what do these add up to?": {
                "by": lambda others: others / (len(others) - 1)
            },
            "You divided each column of weights by its sum, as an attention over axis 0 does. Row i says who counts for patient i, "
            "so which sum is meant?": {"by": lambda others: others / others.sum(axis=0)},
            "You divided column j of the weights by the sum of row j. Row i is to be divided by its own: how does an array (n,) "
            "spread over one (n, n)?": {"by": lambda others: others / others.sum(axis=1)},
            "You passed the weights through a softmax. They count as they are: one of 0 has no say at all.": {
                "rows": np.exp
            },
            "One number came back, the root of the mean squared error. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.sqrt(np.mean(error**2))
            },
            "One number came back, the mean absolute error. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.mean(np.abs(error))
            },
            "Every patient whose weight equals the own one is left out, too. Which one patient is it?": {
                "rows": _without_alike
            },
            "You squared the weights. They count as they are.": {"rows": np.square},
            "You took the roots of the weights. They count as they are.": {"rows": np.sqrt},
            "You took row 0 of the weights for every patient. Whose row says who counts for patient i?": {
                "rows": lambda weights: np.tile(weights[0], (len(weights), 1))
            },
            "Each stay counts by the own weight of its patient, the diagonal. What does row i of `weights` say?": {
                "rows": lambda weights: np.tile(np.diag(weights), (len(weights), 1))
            },
            "You divided by the number of all patients. They count by their weights: what do these add up to?": {
                "by": lambda others: others / len(others)
            },
            "Only the patient with the largest weight counts in yours. All others have a say, by their weights.": {
                "by": lambda others: np.eye(len(others))[others.argmax(axis=1)]
            },
            "You divided by the largest weight of the row. What do the weights that are left add up to?": {
                "by": lambda others: others / others.max(axis=1, keepdims=True)
            },
            "You add {added} to the sum of the weights, and it may be no larger itself. Can the sum of the others' weights be 0 here?": {
                "added": sizes(1e-6, 1e-8, 1e-9, 1e-10, 1e-12)
            },
            "Your predictions are rounded to whole days. They are asked as they come out.": {
                "whole": lambda mean, y: np.round(mean)
            },
            "The error of patient 0 stays zero. Where does your loop begin?": {"skipped": 0},
            "The error of the last patient stays zero. Where does your loop end?": {"skipped": -1},
            "One number came back, the sum of the absolute errors. The error of each patient is asked, with its sign.": {
                "finish": lambda error, y: np.sum(np.abs(error))
            },
            "You divided each error by the number of patients. The errors themselves are asked.": {
                "finish": lambda error, y: error / len(y)
            },
        },
    ),
)
