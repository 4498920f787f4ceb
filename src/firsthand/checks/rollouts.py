"""Exercises of the lesson on deployment: what a monitor shows, build or buy, which rollout."""

import math

from firsthand.judging.exercise import Exercise, choice_exercise, switched

# ---- a monitor

read_the_monitor = choice_exercise(
    title="Read the monitor",
    points=2,
    right={
        "A": "unit error",
        "B": "rule changed",
        "C": "nothing",
        "D": "scaler left behind",
        "E": "inputs moved",
        "F": "unit error",
    },
    tempting={
        ("A", "inputs moved"): "A: PSI 8, a fraud rate as ever. Did customers move that far, and steal no more?",
        ("A", "rule changed"): "A: the ranking is as good as in training. What would a changed rule do to it?",
        ("A", "scaler left behind"): "A: what does a forgotten scaler do to the AUC, and what is the AUC here?",
        ("A", "nothing"): "A: 96 % stopped where 1 % is fraud.",
        ("B", "nothing"): "B: 0.40 on 20,000 rows is worse than a coin.",
        ("B", "scaler left behind"): "B: the scores look as ever. Would they without a scaler?",
        ("B", "inputs moved"): "B: PSI 0.001. Which column of the table moved?",
        ("B", "unit error"): "B: mean score and stopped share are as ever. What did a wrong unit do to them?",
        ("C", "inputs moved"): "C: 100 rows. What is PSI on a quiet week of 100?",
        ("C", "unit error"): "C: mean score and stopped share are as ever.",
        ("C", "scaler left behind"): "C: the scores look as ever. Would they without a scaler?",
        ("C", "rule changed"): "C: one fraud in 100 rows. Which number of the row speaks of the rule?",
        ("D", "rule changed"): "D: a changed rule leaves the scores as they were. What happened to their mean?",
        ("D", "unit error"): "D: a wrong unit leaves the ranking whole. What is the AUC?",
        ("D", "inputs moved"): "D: PSI 0.002, and the fraud rate is as ever. Which input would have moved?",
        ("D", "nothing"): "D: the mean score is a fifth of the fraud rate.",
        ("E", "unit error"): "E: is the mean score right about the fraud rate?",
        ("E", "rule changed"): "E: is the mean score right about the fraud rate, and the ranking whole?",
        ("E", "scaler left behind"): "E: what does a forgotten scaler do to the AUC, and what is the AUC here?",
        ("E", "nothing"): "E: 20,000 rows. What is PSI on a quiet week of 20,000?",
        ("F", "scaler left behind"): "F: what does a forgotten scaler do to the AUC, and what is the AUC here?",
        ("F", "rule changed"): "F: the ranking is as good as in training. What would a changed rule do to it?",
        ("F", "inputs moved"): "F: kilometres and fraud rate are as ever. What else can lift all scores?",
        ("F", "nothing"): "F: 94 % stopped where 1 % is fraud.",
    },
)


# ---- build or buy


def _buying_cases(rng):
    def draw(saves=True):
        variable, price = rng.uniform(0.05, 0.6), rng.uniform(0.7, 3)
        wrong = rng.uniform(0.02, 0.05), rng.uniform(0.06, 0.12)
        wrong = wrong if saves else (wrong[1] + 0.1, wrong[0])
        return tuple(map(float, (rng.uniform(1e3, 2e4), variable, price, *wrong, rng.uniform(0.01, 0.3))))

    def few(requests):
        variable, price, *wrong, error_cost = draw()[1:]
        saved = (price - variable) / 1000 + (wrong[1] - wrong[0]) * error_cost
        return requests * saved, variable, price, *wrong, error_cost

    same = float(rng.uniform(0.01, 0.1))
    fixed, a, b = (float(x) for x in rng.uniform(1, 2, 3))
    return [
        (6_000, 0.20, 1.50, 0.06, 0.08, 0.05),
        draw(),
        draw(saves=False),
        (fixed, 0.5, 0.5, 0.25, 0.25, 0.5),
        (float(rng.uniform(500, 9_000)), 1.9, 0.4, 0.01, float(rng.uniform(0.05, 0.1)), 0.2),
        (0, a, a + b, same, same, 0.1),
        (0, a + b, a, same, same, 0.1),
        (5_000, 0.3, float(rng.uniform(0.7, 2)), 0.02, 0.09, 0),
        (float(rng.uniform(2_000, 9_000)), 0.2, 1.4, 0.05, 0.0495, float(rng.uniform(0.1, 1))),
        few(float(rng.integers(2, 30) + rng.uniform(0.15, 0.4))),
        few(float(rng.integers(2, 30) + rng.uniform(0.6, 0.85))),
    ]


def _break_even(
    fixed,
    variable,
    price,
    build_error,
    buy_error,
    error_cost,
    *,
    errors="gap",
    thousand="both",
    running="taken off",
    never="inf",
    unit="requests",
    cost="used",
    rounded=None,
):
    wrong = {
        "gap": buy_error - build_error,
        "none": 0.0,
        "turned": build_error - buy_error,
        "buy": buy_error,
        "build": -build_error,
        "sum": buy_error + build_error,
        "size": abs(buy_error - build_error),
    }[errors]
    per = price - {"taken off": 1, "left out": 0, "added": -1}[running] * variable
    wrong *= error_cost if cost == "used" else 1
    of_price = per / 1000 + wrong + (variable / 1000 - variable)
    saved = {
        "of price": of_price,
        "both": per / 1000 + wrong,
        "forgotten": per + wrong,
        "of errors too": (per + wrong) / 1000,
    }[thousand]
    if saved <= 0:
        if never == "stops" and saved == 0:
            raise ZeroDivisionError
        if never in ("quotient", "stops"):
            return fixed / saved if saved else math.inf
        if never == "free":
            return math.inf if fixed else 0.0
        return {"inf": math.inf, "zero": 0.0, "size": fixed / abs(saved) if saved else math.inf, "nan": math.nan}[never]
    requests = fixed / saved / {"requests": 1, "thousands": 1000, "times": 1 / 1000}[unit]
    return rounded(requests) if rounded else requests


def _by_total_cost(fixed, variable, price, build_error, buy_error, error_cost):
    """Solve the line of what building costs more than buying, through its values at no request and at 1,000."""
    at_thousand = (variable - price) + 1000 * error_cost * (build_error - buy_error)
    return math.inf if at_thousand >= 0 else -1000 * fixed / at_thousand


build_or_buy = Exercise(
    title="Build or buy?",
    points=2,
    expected=_by_total_cost,
    cases=_buying_cases,
    mistakes=switched(
        _break_even,
        {
            "What the errors cost is missing.": {"errors": "none"},
            "The errors of building count for it, those of buying against it: turn them round.": {"errors": "turned"},
            "Only the errors of buying count.": {"errors": "buy"},
            "Only the errors of building count.": {"errors": "build"},
            "The errors of both are added. What does the one make more than the other?": {"errors": "sum"},
            "Building is taken to err less, whichever errs more.": {"errors": "size"},
            "Prices are for 1,000 requests: yours are taken for one.": {"thousand": "forgotten"},
            "Errors cost for each request, not for 1,000 of them.": {"thousand": "of errors too"},
            "What built requests cost themselves is missing.": {"running": "left out"},
            "What built requests cost is added to what they save.": {"running": "added"},
            "Where building never pays you say 0: that would be from the first request on.": {"never": "zero"},
            "Where a built request costs more you divide: a negative number of requests.": {"never": "quotient"},
            "Where `fixed` is 0 you say 0, also where no request is cheaper when built.": {"never": "free"},
            "Only `price` is divided by 1,000. Both prices are for 1,000 requests.": {"thousand": "of price"},
            "Where a built request costs more you divide all the same, and where both cost the same your code stops.": {
                "never": "stops"
            },
            "Where a built request costs more you drop the sign.": {"never": "size"},
            "Where building never pays you say NaN. More than any number is asked.": {"never": "nan"},
            "You round up to whole requests. Not rounded is asked.": {"rounded": math.ceil},
            "You round to whole requests. Not rounded is asked.": {"rounded": round},
            "You cut off what is no whole request. Not rounded is asked.": {"rounded": int},
            "You round to two decimals, as the example is printed. Not rounded is asked.": {
                "rounded": lambda requests: round(requests, 2)
            },
            "That is in thousands of requests.": {"unit": "thousands"},
            "Yours is 1,000 times the requests asked for.": {"unit": "times"},
            "An error counts as a whole euro: its cost is missing.": {"cost": "left out"},
        },
    ),
)


# ---- a rollout

choose_the_rollout = choice_exercise(
    title="Choose the rollout",
    points=2,
    right={
        "A": "batch",
        "B": "online",
        "C": "shadow",
        "D": "canary",
        "E": "roll back",
        "F": "leave it",
        "G": "collect labels",
        "H": "explore",
    },
    tempting={
        ("A", "online"): "A: who waits for an answer at 8, and for which one of 40,000?",
        ("A", "canary"): "A: nothing new is rolled out. When is the list needed?",
        ("B", "batch"): "B: was the payment known last night?",
        ("B", "canary"): "B: nothing new is rolled out. Who waits, and for how long?",
        ("B", "shadow"): "B: the shopper needs an answer.",
        ("C", "canary"): "C: some patients would get its doses. Who may?",
        ("C", "online"): "C: all patients would get its doses. Who may?",
        ("C", "batch"): "C: a list by night or an answer at once is not the question. Who may be treated by it?",
        ("C", "explore"): "C: nobody may be treated by it yet.",
        ("D", "shadow"): "D: nobody clicks on a list that nobody sees.",
        ("D", "explore"): "D: a new order is ready. On how many people is it to be tried first?",
        ("D", "leave it"): "D: what do clicks on the old order say of lists that nobody was shown?",
        ("D", "online"): "D: to all at once? How dear is it to show it to some first?",
        ("D", "collect labels"): "D: clicks come within minutes. From whom, as long as nobody sees it?",
        ("E", "canary"): "E: it is in already, and refuses nine in a hundred.",
        ("E", "shadow"): "E: the new version answers already. What stops its refusals at once?",
        ("E", "collect labels"): "E: no outcome is needed to see that. What stops it at once?",
        ("E", "leave it"): "E: ninety times as many refusals.",
        ("F", "roll back"): "F: to what? The model is as good as one fitted anew.",
        ("F", "canary"): "F: which new version? One fitted anew is no better.",
        ("F", "explore"): "F: is there a kind of row whose outcome nobody ever sees? 9,000 are ripe.",
        ("F", "collect labels"): "F: 9,000 ripe rows are there. What do they say?",
        ("G", "leave it"): "G: five months without an outcome. What would you see if the rule had turned?",
        ("G", "roll back"): "G: to an older version, by which number?",
        ("G", "shadow"): "G: two versions can be compared without outcomes. Which of them is right?",
        ("G", "explore"): "G: the outcomes exist. Nobody has fetched them.",
        ("H", "collect labels"): "H: where shall they come from, if those machines are never opened?",
        ("H", "canary"): "H: which new version? What is missing is an outcome for low scores.",
        ("H", "leave it"): "H: how would anybody notice a machine that is wrongly left alone?",
        ("H", "shadow"): "H: a silent second version opens no machine either.",
    },
)
