"""The exercise of the lesson on gradient descent in which a training loop is mended."""

import numpy as np

from firsthand.checks import descent_results
from firsthand.judging.exercise import Exercise, alone, partly_mended, sizes, switched, with_faults


def _training_runs(rng):
    drawn = [(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 7.0]), 0.05, 1)]
    for n, epochs, scale in ((3, 2, 1), (5, 4, 1e-4), (21, 15, 1), (1, 3, 1e-3), (4, 60, 1), (4, 5, 2e-6)):
        x = rng.uniform(0.5, 3, n) * rng.choice([1, 1, -1], n)
        drawn.append((x, scale * (1.5 * x - 2 + rng.normal(0, 0.5, n)), rng.uniform(0.03, 0.06), epochs))
    x = rng.uniform(1, 2, 4)  # at so small a rate the loss hardly changes, and is large
    drawn.append((x, 1.5 * x + rng.uniform(1, 2, 4), 3e-9, 20))
    on_a_line = np.array([1.0, -1.0, 1.0])  # whoever stops at a small loss stops in here
    return [*drawn, (on_a_line, rng.uniform(2, 3) * on_a_line - rng.uniform(2, 3), rng.uniform(0.26, 0.28), 21)]


def _after_steps(x, y, rate, epochs):
    """A step multiplies the distance from the best line by I - rate * Hessian."""
    design = np.column_stack([x, np.ones_like(x)])
    best, shrinks = np.linalg.lstsq(design, y)[0], np.eye(2) - rate * 2 / len(x) * design.T @ design
    return best - np.linalg.matrix_power(shrinks, epochs) @ best


def _loop(
    x,
    y,
    rate,
    epochs,
    *,
    dw_kept=False,
    db_kept=False,
    order="together",
    factor=2,
    rows=slice(None),
    below=np.size,
    sign=-1,
    column=False,
    rounds=0,
    only_one=False,
    frozen=False,
    small=0.0,
    stall=None,
    enough=None,
    short=None,
    stops_first=False,
    begin=(0, 0),
    ahead=0.0,
    w_start=0,
    b_start=0,
    w_kept=1,
    b_kept=1,
    w_by=np.asarray,
    b_by=np.ones_like,
    b_in=1,
    b_in_dw=None,
    y_in=1,
    w_share=1,
    b_share=1,
    rate_at=lambda rate, epoch: rate,
    swapped=False,
    each_row=None,
):
    """Descend; `each_row` holds the switches of a loop that steps, or sets something back, row by row."""
    if each_row is not None:
        line = _row_by_row(x, y, rate, epochs + rounds, factor=factor, sign=sign, start=(w_start, b_start), **each_row)
        return line[::-1] if swapped else line
    x, line, gradient = x[:, None] if column else x, np.array([w_start, b_start], float), np.zeros(2)
    before = None
    for epoch in range(1 if only_one else epochs + rounds):
        now = rate_at(rate, epoch)
        at = np.zeros(2) if frozen else line.copy()
        if small and np.abs(2 * (error := line[0] * x + line[1] - y).mean()) + np.abs(2 * (error * x).mean()) < small:
            break
        if stall is not None:
            loss = np.mean((line[0] * x + line[1] - y) ** 2)
            if before is not None and abs(before - loss) <= stall:
                break
            before = loss
        last = enough is not None and np.mean((line[0] * x + line[1] - y) ** 2) <= enough
        came = line.copy()
        if last and stops_first:
            break
        for i in (1, 0) if order == "b first" else (0, 1):
            error = at[0] * x + (b_in if i or b_in_dw is None else b_in_dw) * at[1] - y_in * y
            terms = (error + ahead / 2 * (w_by, b_by)[i](x)) * (w_by, b_by)[i](x)
            share = factor * (w_share, b_share)[i] / below(terms)
            gradient[i] = gradient[i] * (dw_kept, db_kept)[i] + share * (terms[rows].sum() + begin[i])
            line[i] = (w_kept, b_kept)[i] * line[i] + sign * now * gradient[i]
            at = at if order == "together" else line.copy()
        if last or (short is not None and np.abs(line - came).max() < short):
            line = came if stops_first else line
            break
    return line[::-1] if swapped else line


def _row_by_row(x, y, rate, epochs, *, factor=2, sign=-1, start=(0, 0), steps=False, share=True, running=True):
    line = np.array(start, float)
    for _ in range(epochs):
        at, gradient = line.copy(), np.zeros(2)
        for xi, yi in zip(x, y, strict=True):
            slope = factor * (at @ [xi, 1] - yi) * np.array([xi, 1]) / (len(x) if share else 1)
            gradient = slope + (gradient if running else 0)
            line = line + sign * rate * gradient if steps else line
            at = line if steps else at
        line = line if steps else line + sign * rate * gradient
    return line


def _one(terms):
    return 1


def _table_of_errors(x, y, rate, epochs):
    """Train on each y alone, beside every x: what a column of predictions less a flat y does."""
    return np.transpose([_loop(x, np.full(len(x), one), rate, epochs, below=_one, factor=2 / len(x)) for one in y])


_ORDER = "the w that b learns from has just changed. Which w belongs to this step?"
_FAULTS = {
    "dw starts anew in each epoch": (
        "what is in dw when an epoch begins? Each of its steps repeats all earlier ones.",
        {"dw_kept": True},
    ),
    "db starts anew in each epoch": ("what does db still hold when an epoch begins?", {"db_kept": True}),
    "both gradients belong to one point": (_ORDER, {"order": "w first"}),
}

fix_the_loop = Exercise(
    title="Mend the training loop",
    points=2,
    cases=_training_runs,
    expected=_after_steps,
    given=with_faults(_loop, _FAULTS),
    seen=descent_results.in_trained_line,
    mistakes=partly_mended(_loop, _FAULTS)
    | switched(
        _loop,
        {
            "Now w learns from the b that has just changed. Compute both gradients before you move.": {
                "order": "b first"
            },
            "Only the last row counts. Which rows belong to one step?": {"rows": slice(-1, None), "below": _one},
            "The gradient is a sum over the rows. The loss is a mean: where does n go?": {"below": _one},
            "The gradient is divided by n twice. A mean has done it already.": {"below": lambda terms: terms.size**2},
            "The gradient has lost the factor that the square brings down.": {"factor": 1},
            "w and b now climb: a sign is turned. An error is prediction minus y, and a step goes against the gradient.": {
                "sign": 1
            },
            "A column (n, 1) met a row (n,), and every x was paired with every y. Give both one shape.": {
                "column": True
            },
            "Every step uses the gradient at the start. It changes as w and b move: compute it in each epoch.": {
                "frozen": True
            },
            "You take one step more than `epochs`.": {"rounds": 1},
            "You stop early, where the loss hardly changes any more. `epochs` says how many steps to take.": {
                "stall": 1e-6
            },
            "Your result is the one after a single epoch, whatever `epochs` is. Does `return` stand inside the loop, or do w "
            "and b start anew in it?": {"only_one": True},
            "You take one step less than `epochs`.": {"rounds": -1},
            "w and b start at 1. The statement starts both at 0.": {"w_start": 1, "b_start": 1},
            "w starts at 0.1 and b at 0.01. The statement starts both at 0.": {"w_start": 0.1, "b_start": 0.01},
            "w and b become the change alone, and where they stood is lost. What did the code as given do with the old value?": {
                "w_kept": 0,
                "b_kept": 0,
            },
            "dw has lost the factor x.": {"w_by": np.ones_like},
            "The predictions have lost b. The line is w · x + b.": {"b_in": 0},
            "db carries the factor x too. By how much does a prediction move when b does?": {"b_by": np.asarray},
            "The error in dw has b with the wrong sign. Where do the brackets around the prediction end?": {
                "b_in_dw": -1
            },
            "w and b stay where they start, whatever the data are. Is it the gradient that each step subtracts?": {
                "sign": 0
            },
            "You step after every row. That is stochastic descent; here a step is taken once an epoch, for all rows.": {
                "each_row": {"steps": True, "share": False, "running": False},
            },
            "Now the gradient starts anew in each row, so only the last row counts. How often should it start anew?": {
                "rows": slice(-1, None)
            },
            "Only the first row counts. Which rows belong to one step?": {"rows": slice(0, 1)},
            "The first row is left out of the gradient. With which row does your loop begin?": {"rows": slice(1, None)},
            "The last row is left out of the gradient. Where does your loop end?": {"rows": slice(None, -1)},
            "w starts at 1. The statement starts it at 0.": {"w_start": 1},
            "b starts at 1. The statement starts it at 0.": {"b_start": 1},
            "w becomes the change alone, and where it stood is lost.": {"w_kept": 0},
            "b becomes the change alone, and where it stood is lost.": {"b_kept": 0},
            "The gradient is divided by n - 1. The loss is a mean over n rows.": {
                "below": lambda terms: max(terms.size - 1, 1)
            },
            "Only dw has lost the factor that the square brings down.": {"w_share": 0.5},
            "Only db has lost the factor that the square brings down.": {"b_share": 0.5},
            "w climbs in yours, and b goes downhill: one sign is turned.": {"w_share": -1},
            "b climbs in yours, and w goes downhill: one sign is turned.": {"b_share": -1},
            "w stays where it starts, and only b learns.": {"w_share": 0},
            "b stays where it starts, and only w learns.": {"b_share": 0},
            "y is added to the predictions. An error is prediction minus y.": {"y_in": -1},
            "Your rate shrinks from epoch to epoch. Here it stays as it is handed in.": {
                "rate_at": lambda rate, epoch: rate / (epoch + 1)
            },
            "The rate is squared in yours. A step is the rate times the gradient.": {
                "rate_at": lambda rate, epoch: rate**2
            },
            "`rate` is lost: the step is the gradient itself.": {"rate_at": lambda rate, epoch: 1},
            "b comes back first, and w is asked first.": {"swapped": True},
            "You stop early, where the gradient is small. `epochs` says how many steps to take.": {"small": 0.1},
            "You stop after the step at which the loss is hardly above 0. `epochs` says how many steps to take.": {
                "enough": 1e-6
            },
            "You stop after a step that hardly moves w and b. `epochs` says how many steps to take.": {"short": 1e-6},
            "You stop before the step where the loss is hardly above 0. `epochs` says how many steps to take.": {
                "enough": 1e-6,
                "stops_first": True,
            },
            "You stop before a step that would hardly move w and b. `epochs` says how many steps to take.": {
                "short": 1e-6,
                "stops_first": True,
            },
            "The two gradients are exchanged: w moves by that of b, and b by that of w.": {
                "w_by": np.ones_like,
                "b_by": np.asarray,
            },
            "The two gradients are exchanged: w moves by that of b, and b by that of w. And they have lost the factor that the square "
            "brings down.": {"w_by": np.ones_like, "b_by": np.asarray, "factor": 1},
            "The sum that w moves by starts at 1 in yours. What is a sum before its first row?": {"begin": (1, 0)},
            "The sum that b moves by starts at 1 in yours. What is a sum before its first row?": {"begin": (0, 1)},
            "Both sums start at 1 in yours. What is a sum before its first row?": {"begin": (1, 1)},
            "You step after every row, by its share of the mean. Move when all rows are added up.": {
                "each_row": {"steps": True, "running": False},
            },
            "You step after every row, by what is added up so far. Move when all rows are added up.": {
                "each_row": {"steps": True}
            },
        },
    )
    | alone(
        switched(
            _loop,
            {
                "Your gradient compares two losses {ahead} apart: that is near the derivative, and is not it.": {
                    "ahead": sizes(1e-6, 1e-5, 1e-4, 1e-3, 1e-2)
                },
            },
        )
    )
    | {
        "A column of predictions less a flat y is a table of every pair, so your w and b are a number for each row. Give both one "
        "shape first.": _table_of_errors,
        "You return w and b of every epoch. Asked are the ones at the end.": lambda x, y, rate, epochs: [
            [*_loop(x, y, rate, done + 1)] for done in range(epochs)
        ],
    },
)
