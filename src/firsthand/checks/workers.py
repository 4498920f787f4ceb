"""Exercises of the lesson on scale: gradients of shards, number of workers, tails, which tool."""

import math

import numpy as np

from firsthand.judging.exercise import Exercise, alone, choice_exercise, switched

# ---- gradients


def _gradient_cases(rng):
    def draw(workers, size, empty=0):
        gradients, rows = rng.normal(0, 2, (workers, size)), rng.integers(1, 40, workers)
        idle = rng.permutation(workers)[:empty]
        rows[idle] = 0
        gradients[idle] = np.nan
        return gradients, rows

    return [
        (np.array([[2.0, -1], [5, 3], [-4, 7]]), np.array([6, 3, 1])),
        draw(4, 3),
        draw(5, 2, empty=1),
        draw(1, 4),
        draw(6, 3, empty=3),
        (rng.normal(0, 1, (3, 2)), [int(n) for n in rng.integers(1, 9, 3)]),
        draw(2, 1),
    ]


def _combined(gradients, rows, *, weights="rows", over="rows", idle="out", counts="all"):
    rows = np.asarray(rows, float)
    gradients = np.where(np.isnan(gradients), 0.0 if idle != "nan" else np.nan, gradients)
    busy = rows > 0
    if counts == "present":
        w = busy * 1.0
    else:
        w = {
            "rows": rows,
            "even": np.ones(len(rows)),
            "inverse": np.divide(1.0, rows, out=np.zeros(len(rows)), where=busy),
            "root": np.sqrt(rows),
            "squared": rows**2,
            "largest": (np.arange(len(rows)) == rows.argmax()) * 1.0,
        }[weights]
    total = {
        "rows": w.sum(),
        "workers": len(rows),
        "busy": busy.sum(),
        "all rows": rows.sum(),
        "nothing": 1.0,
        "both": w.sum() * len(rows),
        "largest": rows.max(),
    }[over]
    return w @ gradients / total


combine_gradients = Exercise(
    title="Average the gradients",
    points=2,
    expected=lambda gradients, rows: np.average(
        np.asarray(gradients)[np.asarray(rows) > 0], axis=0, weights=np.asarray(rows)[np.asarray(rows) > 0]
    ),
    cases=_gradient_cases,
    mistakes={
        **switched(
            _combined,
            {
                "That is the mean of the workers, however many rows each had.": {"weights": "even"},
                "That is the mean of the workers that had rows, however many.": {"counts": "present"},
                "Your weights are the inverse of the rows.": {"weights": "inverse"},
                "Your weights are the roots of the rows.": {"weights": "root"},
                "Your weights are the squares of the rows.": {"weights": "squared"},
                "Only the largest shard counts.": {"weights": "largest"},
                "You divide by the number of workers. Of what is the mean asked?": {"over": "workers"},
                "You divide by the number of workers that have rows. Of what is the mean asked?": {"over": "busy"},
                "You divide by nothing: that is a sum.": {"over": "nothing"},
                "You divide by the rows and by the number of workers.": {"over": "both"},
                "You divide by the largest number of rows, not by all.": {"over": "largest"},
                "NaN where a worker had no rows: 0 times NaN is NaN.": {"idle": "nan"},
            },
        ),
        **alone(
            switched(
                _combined,
                {
                    "You add the gradients as they are, and divide by nothing.": {"weights": "even", "over": "nothing"},
                    "You add the gradients as they are, and divide by all rows: each is a mean over its rows.": {
                        "weights": "even",
                        "over": "all rows",
                    },
                },
            )
        ),
    },
)


# ---- workers


def _step_cases(rng):
    def draw(latency, most):
        return (
            float(rng.uniform(500, 9_000)),
            float(rng.uniform(10, 800)),
            float(10 ** rng.uniform(0, 1.7)),
            latency,
            most,
        )

    return [
        (1_600, 400, 10, 0.05, 1_024),
        draw(float(10 ** rng.uniform(-2, -0.5)), 512),
        draw(0.0, int(rng.integers(5, 60))),
        (20, 400, 1, 0.1, 64),
        draw(float(10 ** rng.uniform(0, 1)), 300),
        draw(float(10 ** rng.uniform(-1, 0)), 4),
        (3_000, 1, 1, 10, 200),
        (5_000, 200, 1, 1, 100),
        (10, 0.001, 1, 20, 50),
        (45.05, 3, 2, 10, 50),  # smallest between 1 and 2, nearer to 1: and 2 is faster
        (125.5, 3, 2, 10, 50),  # the same between 2 and 3
    ]


_MOST_WORKERS = 4_096


def _milliseconds(
    compute,
    megabytes,
    bandwidth,
    latency,
    most,
    *,
    sends="ring",
    messages="ring",
    share=True,
    waits=True,
    talks=True,
    rate="divided",
    first=1,
    last="most",
):
    most = int(min(most, _MOST_WORKERS)) - (last == "before")
    p = np.arange(first, max(most, first) + 1)
    volume = {
        "ring": 2 * (p - 1) / p,
        "half": (p - 1) / p,
        "to one": 1.0 * (p - 1),
        "no share": 2.0 * (p - 1),
        "always": 2 * p / p,
    }[sends]
    count = {"ring": 2 * (p - 1), "half": p - 1, "p": 2 * p * (p > 1), "log": 2 * np.log2(p), "one": 2 * (p > 1)}[
        messages
    ]
    duration = compute / p if share else compute * np.ones(len(p))
    sent = megabytes / bandwidth if rate == "divided" else megabytes * bandwidth
    return p, duration + volume * sent * talks + count * latency * waits


def _best(*case, pick="least", **switches):
    p, duration = _milliseconds(*case, **switches)
    if pick in ("floor", "nearest"):
        compute, megabytes, bandwidth, latency, _ = case
        gain = max(compute - 2 * megabytes / bandwidth, 0)
        root = math.sqrt(gain / (2 * latency)) if latency else p[-1]
        return int(min(max(int(root) if pick == "floor" else round(root), 1), p[-1]))
    if pick == "place":
        return int(np.argmin(duration))
    if pick == "stop":
        worse = np.flatnonzero(np.diff(duration) >= 0)
        return int(p[worse[0]]) if len(worse) else int(p[-1])
    if pick == "power":
        powers = 2 ** np.arange(0, int(math.log2(p[-1])) + 1)
        return int(powers[np.argmin(duration[powers - 1])])
    if pick == "time":
        return float(duration.min())
    if pick == "largest":
        return int(p[np.argmax(duration)])
    if pick == "last of equals":
        return int(p[len(p) - 1 - np.argmin(duration[::-1])])
    return int(p[np.argmin(duration)])


def _by_trying(compute, megabytes, bandwidth, latency, most):
    def duration(p):
        return compute / p + (p - 1) * 2 * (megabytes / bandwidth / p + latency)

    return min(range(1, int(min(most, _MOST_WORKERS)) + 1), key=duration)


best_worker_count = Exercise(
    title="How many workers?",
    points=2,
    expected=_by_trying,
    cases=_step_cases,
    equivalent={
        **{
            f"p - 1 -> {changed} (place 2)": "a constant more or less moves no minimum"
            for changed in ("p + 1", "p", "p - 2", "p - 0")
        },
        "np.argmin(duration) -> last_argmin(duration)": "no two steps take equally long",
    },
    mistakes=switched(
        _best,
        {
            "The messages' latency has no effect in yours: it is left out, or the same for every number of workers.": {
                "waits": False
            },
            "What is sent has no effect in yours: it is left out, or takes as long for every number of workers.": {
                "talks": False
            },
            "The computation is not shared out.": {"share": False},
            "Only half of the ring's bytes are sent: it goes round twice.": {"sends": "half"},
            "All is sent to one worker: that is no ring.": {"sends": "to one"},
            "The bytes are not divided by p: each worker sends parts only.": {"sends": "no share"},
            "Half of the messages are missing: the ring goes round twice.": {"messages": "half"},
            "You count 2p messages, and none for one worker. Of the p in a ring, how many others are there?": {
                "messages": "p"
            },
            "The number of messages grows with the logarithm in yours.": {"messages": "log"},
            "One message each way, in yours, however many workers.": {"messages": "one"},
            "You try powers of two only.": {"pick": "power"},
            "That is the place in your list, which begins with one worker at 0.": {"pick": "place"},
            "That is the time of the shortest step. How many workers is asked.": {"pick": "time"},
            "That is the longest step.": {"pick": "largest"},
            "You begin with two workers: one alone may be fastest.": {"first": 2},
            "You stop one before `most`: `range` and `np.arange` leave their end out.": {"last": "before"},
            "You multiply by the bandwidth. MB divided by MB a ms are ms.": {"rate": "multiplied"},
            "Between whole numbers the formula is smallest, and you round down. Which of its two neighbours is faster?": {
                "pick": "floor"
            },
            "Between whole numbers the formula is smallest, and you round to the nearer one. It need not be the faster.": {
                "pick": "nearest"
            },
        },
    ),
)


# ---- tails


def _latency_cases(rng):
    example = [31, 12, 14, 250, 13, 12, 18, 95, 13, 14, 12]
    drawn = np.round(rng.gamma(2, 10, 37), 1)
    ties = rng.choice([5.0, 7.0, 9.0], 16)
    twenty = rng.permutation(np.arange(1.0, 21)).tolist()
    return [
        (example, 0.9),
        (example, 0.5),
        (twenty, 0.9),
        (drawn, 0.95),
        (drawn, 0.5),
        (ties, 0.75),
        ([float(rng.normal(40, 5))], 0.9),
        (rng.gamma(2, 10, 40), 0.9),
        (rng.gamma(2, 10, 12), 1.0),
        (rng.gamma(2, 10, 8), 0.01),
        (rng.gamma(2, 10, 100), 0.99),
        (rng.gamma(2, 0.002, 9), 0.75),
        (rng.gamma(2, 10, 10), 0.3),
    ]


def _first_above(values, q):
    """Return the smallest value with a share q below it, or the last."""
    below = np.searchsorted(np.sort(values), values) / len(values)
    return float(values[np.argmax(below >= q - 1e-9)] if below.max() >= q - 1e-9 else values[-1])


def _tail(latencies, q, *, order="rising", rank="up", kind="rank", rest=False, held=True):
    values = np.sort(np.asarray(latencies, float))
    if order == "given":
        values = np.asarray(latencies, float)
    if order == "falling":
        values = values[::-1]
    if order == "different":
        values = np.unique(values)
    n = len(values)
    q = 1 - q if rest else q
    if kind == "below":
        return _first_above(values, q)
    if kind != "rank":
        return float(np.quantile(latencies, min(max(q, 0), 1), method=kind))
    exact = q * n
    k = {
        "up": math.ceil(exact - 1e-9),
        "up, on": math.ceil(exact - 1e-9) + 1,
        "int": int(exact + 1e-9) + 1,
        "down": math.floor(exact + 1e-9),
        "nearest": round(exact),
        "less one": round(q * (n - 1)) + 1,
    }[rank]
    return float(values[(min(max(k, 1), n) if held else k) - 1])


tail_latency = Exercise(
    title="The tail",
    points=1,
    expected=lambda latencies, q: float(
        next(v for v in np.sort(np.asarray(latencies, float)) if np.mean(np.asarray(latencies) <= v) >= q - 1e-9)
    ),
    cases=_latency_cases,
    equivalent={
        f"q * len(latencies) - 1e-09 -> {changed}": "q · n is whole up to rounding, or far from it"
        for changed in ("q * len(latencies)", "q * len(latencies) - 2e-09")
    },
    mistakes={
        **switched(
            _tail,
            {
                "`int(q * n)` as a place, held at the last: where q · n is whole that is one rank too high.": {
                    "rank": "int"
                },
                "`int(q * n)` as a place: where q · n is whole that is one rank too high, and at q = 1 beyond the end.": {
                    "rank": "int",
                    "held": False,
                },
                "⌈q · n⌉ as a place, held at the last: places count from 0.": {"rank": "up, on"},
                "⌈q · n⌉ as a place: places count from 0, and the last rank lies beyond the end.": {
                    "rank": "up, on",
                    "held": False,
                },
                "You round the rank down: fewer than a share q are at or below.": {"rank": "down"},
                "You round the rank to the nearest.": {"rank": "nearest"},
                "You round the rank down, and a rank of 0 gives the last value.": {"rank": "down", "held": False},
                "You round the rank to the nearest, and a rank of 0 gives the last value.": {
                    "rank": "nearest",
                    "held": False,
                },
                "You round the place between 0 and n − 1.": {"rank": "less one"},
                "The values are not sorted.": {"order": "given"},
                "You count from the largest down.": {"order": "falling"},
                "Values that come several times count once.": {"order": "different"},
                "You interpolate between two values, as NumPy does unless it is told otherwise.": {"kind": "linear"},
                "A share q lies below your value. At or below is asked: the value itself counts.": {"kind": "below"},
                "That is the value that a share q lies above.": {"rest": True},
            },
        ),
        **alone(
            switched(
                _tail,
                {
                    "You take the middle of two values where q · n is whole.": {"kind": "averaged_inverted_cdf"},
                    "You interpolate, by another rule than NumPy's usual one.": {"kind": "weibull"},
                    "You take the upper one of the two values between which NumPy would interpolate.": {
                        "kind": "higher"
                    },
                    "You take the lower one of the two values between which NumPy would interpolate.": {
                        "kind": "lower"
                    },
                },
            )
        ),
        "That is the largest value.": lambda latencies, q: float(np.max(latencies)),
        "That is q times the largest value.": lambda latencies, q: float(q * np.max(latencies)),
    },
)


choose_the_scaling_tool = choice_exercise(
    title="Choose what to try first",
    points=2,
    right={
        "A": "hash or sparse",
        "B": "one pass",
        "C": "approximate search",
        "D": "leave it",
        "E": "other order",
        "F": "more workers",
        "G": "smaller type",
    },
    tempting={
        ("A", "smaller type"): "A: an eighth of 960 GB is 120 GB. How many of the 40,000 numbers of a row are not 0?",
        ("A", "leave it"): "A: 960 GB, of which a row fills 12 numbers. What are the others?",
        ("A", "more workers"): "A: machines to keep zeros? How many numbers of a row are filled?",
        ("A", "one pass"): "A: it is to be kept. How many numbers of a row are filled?",
        ("A", "other order"): "A: which product would be ordered? How many numbers of a row are filled?",
        ("A", "approximate search"): "A: nothing is searched here. How many numbers of a row are filled?",
        ("B", "other order"): "B: the order does not change what is kept. What has to be, for a mean and a spread?",
        ("B", "approximate search"): "B: nothing is searched here. What has to be kept, for a mean and a spread?",
        ("B", "more workers"): "B: what has to be kept of all readings, for a mean and a spread?",
        ("B", "leave it"): "B: it runs, at the price of 12 TB of memory. What has to be kept, for a mean and a spread?",
        ("B", "smaller type"): "B: half of 9 TB. What has to be kept, for a mean and a spread?",
        ("B", "hash or sparse"): "B: readings are not empty. What has to be kept, for a mean and a spread?",
        ("C", "more workers"): "C: 80 million distances for each question. Who said that all must be computed?",
        ("C", "hash or sparse"): "C: pictures are no sparse table. What may be missed, and what does that buy?",
        ("C", "smaller type"): "C: smaller numbers, and 80 million distances all the same. What may be missed?",
        ("C", "leave it"): "C: 300 questions a second are asked. What does it take to compute each distance?",
        (
            "C",
            "one pass",
        ): "C: one pass over 80 million for each question, and 300 questions a second. What may be missed?",
        ("C", "other order"): "C: 80 million distances, in any order. What may be missed?",
        ("D", "more workers"): "D: four seconds, once a night. What would be gained?",
        ("D", "one pass"): "D: four seconds, once a night. What would be gained?",
        ("D", "smaller type"): "D: four seconds, once a night. What would be gained?",
        ("D", "hash or sparse"): "D: four seconds, once a night. What would be gained?",
        ("D", "approximate search"): "D: four seconds, once a night. What would be gained?",
        ("D", "other order"): "D: four seconds, once a night. What would be gained?",
        ("E", "leave it"): "E: how many multiplications does it take from the left, and from the right?",
        ("E", "more workers"): "E: how many multiplications does it take from the left, and from the right?",
        ("E", "smaller type"): "E: how many multiplications does it take from the left, and from the right?",
        ("E", "one pass"): "E: how many multiplications does it take from the left, and from the right?",
        ("E", "hash or sparse"): "E: how many multiplications does it take from the left, and from the right?",
        ("E", "approximate search"): "E: how many multiplications does it take from the left, and from the right?",
        ("F", "leave it"): "F: 80 hours one after the other. What do the simulations share?",
        ("F", "one pass"): "F: there is no stream here. What do the simulations share?",
        ("F", "smaller type"): "F: their code is as fast as it gets. What do they share?",
        ("F", "hash or sparse"): "F: no memory is short here. What do the simulations share?",
        ("F", "approximate search"): "F: nothing is searched here. What do the simulations share?",
        ("F", "other order"): "F: their code is as fast as it gets. What do they share?",
        ("G", "leave it"): "G: it does not fit. How many bytes does a grey value need, and how many has it?",
        ("G", "more workers"): "G: how many bytes does a grey value need, and how many has it?",
        ("G", "other order"): "G: how many bytes does a grey value need, and how many has it?",
        ("G", "approximate search"): "G: nothing is searched here. How many bytes does a grey value need?",
        ("G", "one pass"): "G: how many bytes does a grey value need, and how many has it?",
        ("G", "hash or sparse"): "G: pictures are not empty. How many bytes does a grey value need?",
    },
)
