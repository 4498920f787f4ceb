"""Exercises of the portfolio project on what is reported: slices, a repeated run, a claim, the card, your evidence."""

import itertools
import math

import numpy as np
from scipy import stats

from firsthand.judging.exercise import Exercise, sizes, switched
from firsthand.project import RUN_FAULTS, judge_run, run_twice

# ---- slices


def _slice_cases(rng):
    def draw(n, names, rate):
        q = rng.beta(1, 1 / rate, n)
        return (rng.random(n) < q * rng.uniform(0.6, 1.8)).astype(int), q, rng.choice(names, n)

    quiet = np.array(["north"] * 9 + ["islands"] * 5)
    return [
        (np.array([1, 0, 0, 1, 0, 1]), np.array([0.4, 0.2, 0.2, 0.5, 0.3, 0.1]), np.array(list("aaabbb"))),
        draw(300, ["north", "south", "west"], 0.2),
        (np.r_[(rng.random(9) < 0.6).astype(int), np.zeros(5, int)], rng.uniform(0.05, 0.5, 14), quiet),
        draw(40, ["east", "port"], 0.4),
        (np.array([1]), rng.uniform(0.1, 0.9, 1), np.array(["hill"])),
        draw(1_000, ["A", "B"], 0.1),
    ]


def _sliced(y, q, slices, *, expect="sum", of="expected", over="events", ends="exact", order="low first", **of_ends):
    found = {}
    for name in np.unique(slices):
        inside = slices == name
        n, k = int(inside.sum()), int(y[inside].sum())
        expected = float({"sum": q[inside].sum(), "mean": q[inside].mean(), "all": q.sum()}[expect])
        below = {"expected": expected, "all": float(q.sum()), "rows": n, "rate": expected / n}[of]
        low, high = _ends(k, ends, **of_ends)
        low, high = (low, high) if ends == "count" else (low / below, high / below)
        low, high = (low, high) if order == "low first" else (high, low)
        turned = {"turned": math.inf, "turned or 0": 0.0}
        ratio = (expected / k if k else turned[over]) if over in turned else k / (n if over == "rows" else below)
        found[str(name)] = (n, k, expected, ratio, low, high)
    return found


def _ends(k, kind, *, sides=2, half=2, low_at=0, high_at=2, twice=2, empty=0.0, guarded=False):
    """Return the ends of an interval for the number of events, of which k came."""
    tail = 0.05 / sides
    if kind == "normal":
        wide = stats.norm.ppf(1 - tail) * math.sqrt(k)
        return k - wide, k + wide
    below, above = (twice * k + at * twice / 2 for at in (low_at, high_at))
    low = stats.chi2.ppf(tail, below) / half if below and (k or not guarded) else empty
    return low, stats.chi2.ppf(1 - tail, above) / half


def _sliced_by_gamma(y, q, slices):
    found = {}
    for name in sorted(set(slices.tolist())):
        rows = [i for i, one in enumerate(slices) if one == name]
        k, expected = int(np.count_nonzero(y[rows])), math.fsum(q[rows])
        low = stats.gamma.ppf(0.025, k) if k else 0.0
        found[name] = (len(rows), k, expected, k / expected, low / expected, stats.gamma.ppf(0.975, k + 1) / expected)
    return found


slice_report = Exercise(
    title="A report by slice",
    points=2,
    expected=_sliced_by_gamma,
    cases=_slice_cases,
    mistakes=switched(
        _sliced,
        {
            "Your interval is k ± 1.96 √k. With few events that is far off, and below zero with one.": {
                "ends": "normal"
            },
            "Both ends of your interval have 2k degrees of freedom. The upper one counts an event more.": {
                "high_at": 0
            },
            "Both ends of your interval have 2k + 2 degrees of freedom. The lower one counts the events alone.": {
                "low_at": 2
            },
            "Your lower end has 2k + 2 degrees of freedom, but where no event came. It counts the events alone.": {
                "low_at": 2,
                "guarded": True,
            },
            "Your interval holds 90 %: 0.05 lie beyond each end. 0.025 are asked.": {"sides": 1},
            "You divide by what is expected of all rows together, not of the slice.": {"of": "all"},
            "You divide by the number of rows: that is a rate, and the risks are left out.": {"of": "rows"},
            "Your ratio is expected over events.": {"over": "turned"},
            "Your ratio is expected over events, and 0 where none came.": {"over": "turned or 0"},
            "Your ratio is events over rows: what the risks expect is left out.": {"over": "rows"},
            "You divide by the mean risk of the slice, not by the sum of its risks.": {"of": "rate"},
            "Your E is the mean of the risks. Of ten rows with a risk of 0.2, how many events do you expect?": {
                "expect": "mean"
            },
            "Your E is that of all rows together. Which risks belong to the slice?": {"expect": "all"},
            "Your ends are those of the number of events. Those of the ratio are asked: what is k divided by there?": {
                "ends": "count"
            },
            "Your low and high are exchanged.": {"order": "high first"},
            "Your ends are twice too large: χ² is a count taken twice.": {"half": 1},
            "Your degrees of freedom count each event once. χ² counts it twice.": {"twice": 1},
            "Your low end is NaN where no event came: χ² with 0 degrees is not a number.": {"empty": math.nan},
        },
    ),
)


# ---- a run


def _run_cases(rng):
    def draw(n, seed):
        names = [f"plant {i:02}" for i in rng.permutation(60)[:n]]
        return names, seed

    return [draw(30, 3), draw(36, 8), draw(45, 2_024)]


def _ask_to_run(answer, names, seed):
    found = run_twice(answer, names, seed)
    is_pair = isinstance(found["first"], list | tuple) and len(found["first"]) == 2
    many = [answer(other, list(names)) for other in range(40)] if is_pair else []
    found["reached"] = [sorted({place for result in many for place in result[part]}) for part in (0, 1)]
    return found


_RUN_FORM = (
    "A result is two lists: a third of the names, each once, and as many positions as there are names, from 0 to n − 1."
)
_UNSORTED = "The test names are not sorted: what is returned has another order than before."
_ONCE = "Of your positions none comes twice. A bootstrap draws each of them from all of 0 to n − 1, with repetition."
_NEVER = "Over 40 seeds a name is never in the test part, or a position is never drawn. Which of them can come at all?"


def _is_result(result, names) -> bool:
    if not isinstance(result, list) or len(result) != 2 or not all(isinstance(part, list) for part in result):
        return False
    test, again = result
    places = all(isinstance(i, int) and 0 <= i < len(names) for i in again)
    drawn = len(test) == len(names) // 3 == len(set(test) & set(names))
    return places and drawn and len(again) == len(names)


def _accept_run(found, names, seed):
    results = [found[name] for name in ("first", "again", "turned", "other")]
    if not all(_is_result(result, names) for result in results):
        return _RUN_FORM
    seen = judge_run(found)
    if RUN_FAULTS["global"] in seen:  # what the global generator gives differs each time: one thing, said once
        seen = [said for said in seen if said != RUN_FAULTS["again"]]
    seen += [_UNSORTED] if any(test != sorted(test) for test, _ in results) else []
    seen += [_ONCE] if any(len(set(again)) == len(again) for _, again in results) else []
    missed = found["reached"] != [sorted(names), list(range(len(names)))]
    return seen or not missed or _NEVER


def _run(seed, names, *, chance="own", order="sorted", resample="own", third=True, leaves_out=0, result=sorted):
    """Share names out at random; each keyword is one fault of the run as it is handed out, or another."""
    rng = np.random.default_rng(seed)
    if chance == "seeded":
        np.random.seed(seed)  # noqa: NPY002  what learners write
    names = sorted(set(names)) if order == "sorted" else list(dict.fromkeys(names))
    shuffle = rng.permutation if chance == "own" else np.random.permutation
    test = [names[i] for i in shuffle(len(names) - leaves_out)[: len(names) // 3 if third else len(names)]]
    again = (rng if resample == "own" else np.random.default_rng(0)).integers(0, len(names), len(names))
    return result(test), (rng.permutation(len(names)) if resample == "once" else again).tolist()


def _run_as_given(seed, names):
    return _run(seed, names, chance="global", order="as they come", resample="fixed")


fix_the_run = Exercise(
    title="The same run twice",
    points=2,
    expected=_run,
    cases=_run_cases,
    ask=_ask_to_run,
    accepts=_accept_run,
    equivalent={
        "sorted(names) -> sorted(names, reverse=True)": "any fixed order will do",
        "rng.permutation(len(names)) -> rolled(rng, len(names))": "it is a draw too, of neighbours",
    },
    given=_run_as_given,
    mistakes={
        _NEVER: lambda seed, names: _run(seed, names, leaves_out=1),
        _RUN_FORM: lambda seed, names: _run(seed, names, third=False),
        _UNSORTED: lambda seed, names: _run(seed, names, result=list),
        _ONCE: lambda seed, names: _run(seed, names, resample="once"),
        RUN_FAULTS["again"]: lambda seed, names: _run(np.random.default_rng().integers(2**40), names),
        RUN_FAULTS["order"]: lambda seed, names: _run(seed, names, order="as they come"),
        RUN_FAULTS["seed"]: lambda seed, names: _run(seed, names, resample="fixed"),
        RUN_FAULTS["global"]: lambda seed, names: _run(seed, names, chance="seeded"),
    },
)


# ---- a claim


def _claim_cases(rng):
    def draw(n, gain, only=0, other=0):
        level = rng.normal(0.85, 0.03, n + only + other)
        with_it = {int(s): float(v + gain + rng.normal(0, 0.004)) for s, v in enumerate(level[: n + only])}
        without = {int(s): float(v) for s, v in enumerate(level) if s < n or s >= n + only}
        return with_it, dict(sorted(without.items(), key=lambda item: -item[0]))

    return [
        ({1: 0.86, 2: 0.90, 3: 0.85}, {1: 0.84, 2: 0.87, 3: 0.84}),
        draw(12, 0.008),
        draw(6, -0.01, 2, 1),
        draw(2, 0.02),
        draw(9, 0.0, 0, 3),
        draw(5, 0.03, 4, 0),
    ]


def _claim(with_it, without, *, pairs="seeds", middle="mean", sign=1, ddof=1, root="n", ratio="t", missing="dropped"):
    seeds = sorted(with_it.keys() & without.keys())
    if missing == "as zero":
        seeds = sorted(with_it.keys() | without.keys())
    ours, theirs = ([scores.get(s, 0.0) for s in seeds] for scores in (with_it, without))
    n_of_with = len(with_it)
    if pairs == "as they stand":
        ours, theirs = (list(scores.values()) for scores in (with_it, without))
        ours, theirs = (scores[: min(len(ours), len(theirs))] for scores in (ours, theirs))
    elif pairs == "none":
        ours, theirs = (list(scores.values()) for scores in (with_it, without))
        gain = sign * float(np.mean(ours) - np.mean(theirs))
        error = math.sqrt(np.var(ours, ddof=ddof) / len(ours) + np.var(theirs, ddof=ddof) / len(theirs))
        return gain, error, gain / error
    differences = sign * (np.array(ours) - np.array(theirs))
    n = len(differences)
    by = {"n": math.sqrt(n), "none": 1, "n - 1": math.sqrt(n - 1), "whole": n, "with": math.sqrt(n_of_with)}[root]
    error = differences.std(ddof=ddof) / by
    if pairs == "error apart":
        error = math.sqrt((np.var(ours, ddof=ddof) + np.var(theirs, ddof=ddof)) / n)
    mean = np.median(differences) if middle == "median" else differences.mean()
    if middle == "of all":
        mean = sign * (np.mean(list(with_it.values())) - np.mean(list(without.values())))
    with np.errstate(all="ignore"):
        return mean, error, {"t": mean / error, "turned": error / mean, "size": abs(mean / error)}[ratio]


def _claim_by_test(with_it, without):
    seeds = [s for s in with_it if s in without]
    differences = [with_it[s] - without[s] for s in seeds]
    found = stats.ttest_1samp(differences, 0)
    return math.fsum(differences) / len(seeds), float(stats.sem(differences)), float(found.statistic)


claim_holds = Exercise(
    title="Does the claim hold?",
    points=2,
    expected=_claim_by_test,
    cases=_claim_cases,
    mistakes=switched(
        _claim,
        {
            "You compare the means of all scores, and what a seed does to both stays in the error. Which scores belong together?": {
                "pairs": "none"
            },
            "Your error is that of two separate groups: what a seed does to both scores stays in it.": {
                "pairs": "error apart"
            },
            "You pair the scores in the order in which they stand, not by their seeds.": {"pairs": "as they stand"},
            "Your mean is that of all scores, also of a seed that is on one side only. Your error knows pairs.": {
                "middle": "of all"
            },
            "That is the median of the differences. Their mean is asked.": {"middle": "median"},
            "Your difference is without minus with: a gain comes out as a loss.": {"sign": -1},
            "Your spread divides by n. Here it is n − 1, as the t-test has it.": {"ddof": 0},
            "That is the spread of the differences. The error of their mean shrinks with √n.": {"root": "none"},
            "You divide by √(n − 1) after the spread has taken one off already.": {"root": "n - 1"},
            "You divide the spread by n. The error of a mean shrinks with a root.": {"root": "whole"},
            "Your n counts the scores with the column, not the pairs that are left.": {"root": "with"},
            "Your t is the error over the mean.": {"ratio": "turned"},
            "Your t has lost its sign.": {"ratio": "size"},
            "A seed that is missing on one side counts as a score of 0. Drop it on both sides.": {"missing": "as zero"},
        },
    ),
)


# ---- the card

_NUMBERS = ("rows", "events", "rate", "threshold", "alarms", "cost", "constant", "saved", "ratio")
_TEXTS = ("decides", "data", "not_for", "weakness")
_CARD = {
    "keys": f"The card is a dictionary with the nine numbers and the four texts: {', '.join((*_NUMBERS, *_TEXTS))}.",
    "empty": "A text of the card has fewer than five words.",
    "todo": "A text of the card still says TODO.",
    "same": "Two texts of the card are the same.",
}


def _card_cases(rng):
    def draw(n, alarm, miss, rate=0.1):
        q = rng.beta(1, 1 / rate, n)
        return (rng.random(n) < q * rng.uniform(0.7, 1.3)).astype(int), q, alarm, miss

    def on_the_line(y, q, alarm, miss):
        q[:: len(q) // 8] = alarm / (alarm + miss)
        return y, q, alarm, miss

    return [
        (np.array([0, 0, 1, 1, 0]), np.array([0.02, 0.08, 0.05, 0.4, 0.1]), 10, 190),
        on_the_line(*draw(200, 6, 90)),
        draw(300, 80, 900),
        draw(250, 3, 20, 0.05),
        draw(150, 40, 60, 0.5),
    ]


def _card(
    y,
    q,
    alarm,
    miss,
    *,
    at="costs",
    side="on",
    pays="as told",
    cost="mean",
    alarms="share",
    best="better",
    saved="less",
    ratio="sum",
):
    threshold = {"costs": alarm / (alarm + miss), "half": 0.5, "odds": alarm / miss, "turned": miss / (alarm + miss)}[
        at
    ]
    d = q >= threshold if side == "on" else q > threshold
    n, rate = len(y), y.mean()
    alarm, miss = (alarm, miss) if pays == "as told" else (miss, alarm)
    paid = np.where(d, np.where(y == 1, 0, alarm), np.where(y == 1, miss, 0))
    if cost == "every alarm":
        paid = np.where(d, alarm, np.where(y == 1, miss, 0))
    mean = paid.sum() if cost == "sum" else paid.mean()
    always, never = (1 - rate) * alarm, rate * miss
    if cost == "sum":
        always, never = n * always, n * never
    constant = (max if best == "worse" else min)(always, never)
    difference = {"less": constant - mean, "more": mean - constant, "share": (constant - mean) / constant}[saved]
    return {
        "rows": n,
        "events": int(y.sum()),
        "rate": rate,
        "threshold": threshold,
        "alarms": {"share": d.mean(), "count": int(d.sum()), "of events": d[y == 1].mean()}[alarms],
        "cost": mean,
        "constant": constant,
        "saved": difference,
        "ratio": {"sum": y.sum() / q.sum(), "turned": q.sum() / y.sum(), "decided": d.sum() / y.sum()}[ratio],
    }


_CARD_SLIPS = {
    "Your threshold is 0.5. Which one do the costs give?": {"at": "half"},
    "Your threshold divides by the miss alone.": {"at": "odds"},
    "Your threshold has the costs turned round.": {"at": "turned"},
    "A risk on the threshold is no alarm in yours. Act where q is at least the threshold.": {"side": "above"},
    "An alarm in vain costs what a miss costs in yours, and a miss what an alarm does.": {"pays": "exchanged"},
    "Your cost is the sum over all rows. One row's is asked.": {"cost": "sum"},
    "An alarm costs where something happens too, in yours. Here only an alarm in vain is paid.": {
        "cost": "every alarm"
    },
    "Your alarms are a number of rows. A share is asked.": {"alarms": "count"},
    "Your alarms are the share of the events that are caught. The share of all rows is asked.": {"alarms": "of events"},
    "On these rows your constant is the dearer of always and never. A model has to beat the cheaper one.": {
        "best": "worse"
    },
    "What is saved has the wrong sign: the constant's cost less yours.": {"saved": "more"},
    "What is saved is a share. EUR a row are asked.": {"saved": "share"},
    "Your ratio is expected over events.": {"ratio": "turned"},
    "Your ratio counts alarms, not events: it is events over the sum of the risks.": {"ratio": "decided"},
}
_PLAIN = {
    "decides": "whether an account is called this week",
    "data": "simulated accounts of eighteen months, 2,300 customers",
    "not_for": "pricing a loan or closing an account",
    "weakness": "few rows come from the islands",
}


def _accept_card(card, *case):
    if not isinstance(card, dict) or not card.keys() & {*_NUMBERS}:
        return _CARD["keys"]
    if card.keys() != {*_NUMBERS, *_TEXTS}:
        return _other_keys(card)
    texts = [" ".join(str(card[name]).split()) for name in _TEXTS]
    seen = {
        "empty": any(len(text.split()) < 5 for text in texts),
        "todo": any("todo" in text.lower() for text in texts),
        "same": len({text.lower() for text in texts}) < len(texts),
    }
    about_texts = [_CARD[name] for name, is_seen in seen.items() if is_seen]
    return [*_about_numbers(card, case), *about_texts] or True


def _other_keys(card) -> str:
    missing = [name for name in (*_NUMBERS, *_TEXTS) if name not in card]
    others = sorted(str(name) for name in card if name not in {*_NUMBERS, *_TEXTS})
    found = [f"without {', '.join(missing)}"] if missing else []
    found += [f"with {', '.join(others)[:100]} besides"] if others else []
    return f"{_CARD['keys']} Yours is {' and '.join(found)}."


def _about_numbers(card, case) -> list[str]:
    """Say which slips, one or two, explain the numbers of a card; else which number is another."""
    if not (wrong := _other_numbers(card, _card(*case))):
        return []
    for size in (1, 2):
        for slips in itertools.combinations(_CARD_SLIPS.items(), size):
            switches = [switch for _, switch in slips]
            if len({name for switch in switches for name in switch}) == size:
                model = {name: value for switch in switches for name, value in switch.items()}
                if not _other_numbers(card, _card(*case, **model)):
                    return [sentence for sentence, _ in slips]
    return [
        f"{', '.join(wrong)}: computed from the same rows, {'it is' if len(wrong) == 1 else 'they are'} another number."
    ]


def _other_numbers(card, other) -> list[str]:
    return [name for name in _NUMBERS if not _is_close(card[name], other[name])]


def _is_close(value, asked) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and bool(value == asked or abs(value - asked) <= 1e-8 + 1e-5 * abs(asked))


def _filled_in(texts=_PLAIN, **switches):
    return lambda y, q, alarm, miss: _card(y, q, alarm, miss, **switches) | texts


fill_the_card = Exercise(
    title="The card",
    points=2,
    expected=lambda y, q, alarm_cost, miss_cost: _card(y, q, alarm_cost, miss_cost) | _PLAIN,
    cases=_card_cases,
    accepts=_accept_card,
    mistakes={sentence: _filled_in(**switch) for sentence, switch in _CARD_SLIPS.items()}
    | {
        _CARD["keys"]: lambda y, q, alarm, miss: _PLAIN,
        _CARD["empty"]: _filled_in(_PLAIN | {"weakness": "none known"}),
        _CARD["todo"]: _filled_in(_PLAIN | {"data": "TODO say where the rows come from"}),
        _CARD["same"]: _filled_in(_PLAIN | {"not_for": _PLAIN["decides"]}),
    },
)


# ---- evidence


def _evidence_cases(rng):
    lessons = [f"{number:02}" for number in range(1, 21)]
    areas = {"data": lessons[:4], "models": lessons[4:11], "reports": lessons[11:14], "acting": lessons[14:]}

    def draw(share, all_of=areas, skill=(0.3, 0.95)):
        level = {name: rng.uniform(*skill) for name in all_of}
        of = {lesson: name for name, several in all_of.items() for lesson in several}
        chosen = [lesson for lesson in of if rng.random() < share]
        possible = {lesson: int(rng.integers(12, 24)) for lesson in chosen}
        return {s: (int(rng.binomial(possible[s], level[of[s]])), possible[s]) for s in chosen}, all_of

    example = {"02": (18, 20), "05": (10, 20), "06": (14, 20)}, {"maths": ["02"], "models": ["05", "06", "07"]}
    points, _ = draw(0.9, {"data": lessons[:3], "acting": lessons[3:6]})
    return [
        example,
        draw(0.7),
        draw(0.3),
        (points, areas),
        ({"01": (20, 20), "02": (19, 19), "15": (0, 18)}, areas),
        draw(1.0, skill=(0.6, 0.75)),
        ({"01": (54, 60), "05": (46, 60), "12": (37, 60)}, areas),
        ({"05": (11, 16), "15": (9, 17)}, areas),
        ({"01": (18, 20), "05": (2, 4), "12": (int(rng.integers(52, 57)), 100)}, areas),  # the worst has few points
        ({"01": (4, 4), "05": (int(rng.integers(90, 96)), 100), "12": (30, 50)}, areas),  # the best has few points
        ({"01": (7, 12), "03": (9, 15)}, areas),  # one area only: the best is the worst
    ]


def _evidence(
    points, areas, *, interval="wilson", z=1.96, missing="left out", share="points", open_area="none", apart="ends"
):
    found = {}
    for name, lessons in areas.items():
        done = [points[s] for s in lessons if s in points]
        if missing == "as zero":
            done = [points.get(s, (0, 20)) for s in lessons]
        if not done:
            if open_area != "none":
                found[name] = {"zero": (0.0, 0.0, 0.0), "wide": (0.0, 0.0, 1.0)}[open_area]
            continue
        k, n = (sum(part) for part in zip(*done, strict=True))
        p = k / n if share == "points" else float(np.mean([mine / all_of for mine, all_of in done]))
        n = len(done) if interval == "lessons" else n
        half = z * math.sqrt(p * (1 - p) / n)
        low, high = p - half, p + half
        if interval != "wald":
            middle, wide = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
            low, high = (middle - wide) / (1 + z * z / n), (middle + wide) / (1 + z * z / n)
        found[name] = (p, low, high)
    return found, _apart(list(found.values()), apart)


def _apart(shares, how) -> bool:
    if not shares:
        return False
    best = max(shares, key=lambda one: one[how == "highest low"])
    worst = min(shares, key=lambda one: one[2 if how == "lowest high" else 0])
    return bool(
        {
            "share": best[1] > worst[0],
            "outer": best[2] > worst[1],
            "neighbours": any(one[1] > other[2] for one, other in itertools.pairwise(sorted(shares, reverse=True))),
            "differ": best[0] > worst[0],
            "turned": best[1] <= worst[2],
        }.get(how, best[1] > worst[2])
    )


def _evidence_by_roots(points, areas):
    found = {}
    for name, lessons in areas.items():
        earned = [points[lesson][0] for lesson in lessons if lesson in points]
        possible = [points[lesson][1] for lesson in lessons if lesson in points]
        if possible:
            k, n, z2 = sum(earned), sum(possible), 1.96**2
            low, high = sorted(np.roots([1 + z2 / n, -(2 * k / n + z2 / n), (k / n) ** 2]).real)
            found[name] = (k / n, float(low), float(high))
    shares = sorted(found.values())
    return found, bool(shares) and bool(shares[-1][1] > shares[0][2])


your_evidence = Exercise(
    title="What your points can say",
    points=2,
    expected=_evidence_by_roots,
    cases=_evidence_cases,
    equivalent={"best[1] > worst[2] -> best[1] >= worst[2]": "two ends are never equal"},
    rtol=1e-4,
    mistakes=switched(
        _evidence,
        {
            "Your interval is p ± 1.96 √(p(1 − p)/n): it ends beyond 0 or 1, and at 20 of 20 it has no width.": {
                "interval": "wald"
            },
            "Your n is the number of lessons. Points are counted.": {"interval": "lessons"},
            "Your z is {z}, that of another interval.": {"z": sizes(1.645, 2.576)},
            "A lesson that was not attempted counts as 0 of 20 in yours. What is not known is left out.": {
                "missing": "as zero"
            },
            "Your share is the mean of the lessons' shares: a short lesson counts as much as a long one.": {
                "share": "lessons"
            },
            "An area without points has a share of 0 in yours. Leave it out.": {"open_area": "zero"},
            "An area without points stands in yours, with an interval from 0 to 1. Leave it out.": {
                "open_area": "wide"
            },
            "You compare the low end of the best with the share of the worst, not with its high end.": {
                "apart": "share"
            },
            "You compare the high end of the best with the low end of the worst: two intervals that overlap pass that too.": {
                "apart": "outer"
            },
            "Your worst area is the one whose high end is lowest. The lowest share decides which it is.": {
                "apart": "lowest high"
            },
            "Your best area is the one whose low end is highest. The highest share decides which it is.": {
                "apart": "highest low"
            },
            "You look at neighbours only. The best and the worst are asked.": {"apart": "neighbours"},
            "Two shares that differ are not told apart: what do their intervals say?": {"apart": "differ"},
            "You say `True` where the intervals overlap.": {"apart": "turned"},
        },
    ),
)
