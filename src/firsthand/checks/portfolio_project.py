"""Exercises of the portfolio project that need no model: the frame, the columns, the split, a review."""

import functools

import numpy as np

from firsthand.datasets.project import PROJECT_BRIEFS, project_table
from firsthand.judging.exercise import Exercise, choice_exercise
from firsthand.judging.transcript import is_blank
from firsthand.project import SPLIT_FAULTS, split_faults
from firsthand.words import more_than_one

# ---- an answer names its brief

_FORM = {
    "form": 'The answer is a dictionary with the keys "brief" and "do".',
    "brief": "The brief is finance, healthcare or logistics.",
    "do": 'Under "do" stands the function itself, by its name and without brackets behind it.',
}


def on_its_brief(answer, job):
    """Do a job with the answer's function and the brief that it names; what is no such answer comes back as a word."""
    if not isinstance(answer, dict) or answer.keys() != {"brief", "do"}:
        return ["form"]
    if answer["do"] is ... or is_blank(answer["do"]):
        return ...
    if not isinstance(answer["brief"], str) or answer["brief"] not in PROJECT_BRIEFS:
        return ["brief"]
    if not callable(answer["do"]):
        return ["do"]
    return [answer["brief"], job(PROJECT_BRIEFS[answer["brief"]], answer["do"])]


def form_fault(value) -> str:
    return _FORM.get(value[0], "") if len(value) == 1 else ""


def on(brief, do) -> dict:
    return {"brief": brief, "do": do}


FORM_MISTAKES = {_FORM["form"]: ("finance", len), _FORM["brief"]: on("retail", len), _FORM["do"]: on("finance", 3)}


# ---- the frame

_RATES = {"finance": 0.10, "healthcare": 0.10, "logistics": 0.08}


def _frame():
    found: dict[str, str | float] = {}
    for name, brief in PROJECT_BRIEFS.items():
        always, never = (1 - _RATES[name]) * brief.alarm_cost, _RATES[name] * brief.miss_cost
        found[f"{name} threshold"] = brief.alarm_cost / (brief.alarm_cost + brief.miss_cost)
        found[f"{name} constant"] = "always" if always < never else "never"
        found[f"{name} cost"] = round(min(always, never), 4)
    return found


_FRAME = _frame()


def _frame_slips() -> dict[tuple[str, str], dict[str, str | float]]:
    """Map each slip, its kind of entry and its sentence, to what it makes of the entries that it changes."""
    found: dict[tuple[str, str], dict[str, str | float]] = {}
    for name, brief in PROJECT_BRIEFS.items():
        alarm, miss, rate = brief.alarm_cost, brief.miss_cost, _RATES[name]
        right = _FRAME[f"{name} constant"]
        other = {"always": "never", "never": "always"}[right]
        slips: dict[tuple[str, str | float], str] = {
            ("threshold", miss / (alarm + miss)): "the costs are turned round. Which of them does a high one save?",
            ("threshold", alarm / miss): "divide by what both mistakes cost together.",
            ("threshold", 100 * alarm / (alarm + miss)): "that is in per cent. A risk lies between 0 and 1.",
            ("threshold", miss / alarm): "a threshold is compared with a risk. Can it be above 1?",
            ("threshold", 0.5): "0.5 would be right if both mistakes cost the same.",
            ("threshold", rate): "that is the rate. Which costs stand against each other?",
            ("constant", other): "count both: acting on all costs (1 − rate) · alarm, on none rate · miss.",
            ("cost", round(alarm, 4)): "an alarm is paid in vain where nothing would have happened. How often is that?",
            ("cost", round(rate * alarm, 4)): "an alarm is in vain where nothing happens: with 1 − rate.",
            ("cost", round(max((1 - rate) * alarm, rate * miss), 4)): "that is what the worse constant costs.",
            ("cost", round((1 - rate) * alarm + rate * miss, 4)): "that is both constants together. Only one is done.",
            ("cost", round((1 - rate) * miss, 4)): "that is a miss where nothing happens.",
        }
        if rate != 0.10:
            slips["cost", round(0.10 * miss, 4)] = "that is at a rate of 0.10. Read this brief's once more."
        for (kind, value), sentence in slips.items():
            if value != _FRAME[f"{name} {kind}"]:
                found.setdefault((kind, sentence), {})[f"{name} {kind}"] = value
    return found


def _about(keys, sentence) -> str:
    return f"{', '.join(keys)}: {sentence}"


_FRAME_SLIPS = _frame_slips()
_FRAME_MISTAKES = {
    _about(keys, sentence): _FRAME | {key: wrong[key] for key in keys}
    for (_, sentence), wrong in _FRAME_SLIPS.items()
    for keys in (*((key,) for key in wrong), tuple(wrong))  # in one brief, and in all of them
}
_FRAME_FORM = f"The answer is a dictionary with the keys {', '.join(_FRAME)}."


def _is_entry(value, asked) -> bool:
    if isinstance(asked, str) or isinstance(value, str):
        return str(value).strip().casefold() == asked
    return isinstance(value, int | float) and bool(np.isclose(value, asked, rtol=5e-4))


_NO_SLIP = "no. What does acting, or not acting, cost where something happens, and where nothing does?"


def _about_kind(frame, wrong) -> tuple[list[str], str]:
    """Return those of some wrong entries of one kind that one slip explains, as many as can be, and its sentence."""
    explained = {
        sentence: [key for key in wrong if key in made and _is_entry(frame[key], made[key])]
        for (_, sentence), made in _FRAME_SLIPS.items()
    }
    sentence = max(explained, key=lambda sentence: len(explained[sentence]))
    return (explained[sentence], sentence) if explained[sentence] else (wrong[:1], _NO_SLIP)


def _accept_frame(frame):
    """Say what is wrong with thresholds, constants and costs, once for all entries that a slip explains; two at most."""
    if not isinstance(frame, dict) or frame.keys() != _FRAME.keys():
        return _FRAME_FORM
    wrong = [key for key, asked in _FRAME.items() if not _is_entry(frame[key], asked)]
    kinds = dict.fromkeys(key.split()[1] for key in wrong)
    told = [_about_kind(frame, [key for key in wrong if key.endswith(kind)]) for kind in kinds][:2]
    said = [_about(*one) for one in told]
    if others := len(wrong) - sum(len(keys) for keys, _ in told):
        more = more_than_one(others, "entry")
        said = [said[0], more] if len(said) == 1 else [said[0], f"{said[1]} {more}"]
    return said or True


frame_the_brief = Exercise(
    title="Frame the brief",
    points=2,
    expected=_FRAME,
    accepts=_accept_frame,
    mistakes=_FRAME_MISTAKES | {_FRAME_FORM: {"threshold": 0.0625, "constant": "always", "cost": 5.4}},
)


# ---- columns

_CARRY = {
    "finance": {"days_overdue", "income", "prior_defaults", "utilisation", "channel"},
    "healthcare": {"age", "stays", "length_of_stay", "medicines", "albumin", "discharge"},
    "logistics": {"km", "load", "stops", "rain", "vehicle"},
}
_COLUMNS = {
    "form": 'The answer is a dictionary with the keys "brief" and "columns", a list of names.',
    "brief": _FORM["brief"],
    "unknown": "A name in your list is no column of that brief.",
    "target": "The target is among your columns.",
    "group": "The number of the customer, patient or route is among your columns. What does it say of a new one?",
    "late": "A column in your list is filled weeks after the decision.",
    "few": "Fewer than three columns of your list can carry a risk.",
}


def _accept_columns(answer):
    if not isinstance(answer, dict) or answer.keys() != {"brief", "columns"}:
        return _COLUMNS["form"]
    if not isinstance(answer["columns"], list | set | frozenset) or not all(
        isinstance(name, str) for name in answer["columns"]
    ):
        return _COLUMNS["form"]
    if answer["brief"] not in list(PROJECT_BRIEFS):  # what cannot be hashed is in no dictionary
        return _COLUMNS["brief"]
    brief, chosen = PROJECT_BRIEFS[answer["brief"]], set(answer["columns"])
    seen = {
        "unknown": not chosen <= {*brief.columns, brief.target},
        "target": brief.target in chosen,
        "group": brief.group in chosen,
        "late": bool(chosen & brief.late.keys()),
        "few": len(chosen & _CARRY[brief.name]) < 3,
    }
    return [_COLUMNS[name] for name, is_seen in seen.items() if is_seen] or True


def _columns_of(*names, brief="finance"):
    return {"brief": brief, "columns": list(names)}


_GOOD = ("days_overdue", "income", "prior_defaults", "utilisation", "channel")

usable_columns = Exercise(
    title="Which columns are there in time?",
    points=2,
    expected=_columns_of(*_GOOD),
    accepts=_accept_columns,
    mistakes={
        _COLUMNS["form"]: list(_GOOD),
        _COLUMNS["brief"]: _columns_of(*_GOOD, brief="Finance brief"),
        _COLUMNS["unknown"]: _columns_of(*_GOOD, "days overdue"),
        _COLUMNS["target"]: _columns_of(*_GOOD, "defaulted"),
        _COLUMNS["group"]: _columns_of(*_GOOD, "customer"),
        _COLUMNS["late"]: _columns_of(*_GOOD, "closing_note"),
        _COLUMNS["few"]: _columns_of("income", "region"),
    },
)


# ---- split

_TWO_PARTS = "Two things are asked: the positions of the training rows, and those of the test rows."


def _split_cases(rng):
    return [(rng.permutation(2_900)[:n], int(first)) for n, first in ((2_900, 50_000), (2_700, 7), (2_500, 90_000))]


def _ask_to_split(answer, order, first):
    def job(brief, split):
        table = project_table(brief.name).iloc[order]
        table.index = order + first
        found = split(table)
        parts = list(found) if hasattr(found, "__iter__") else []
        if len(parts) != 2 or not all(hasattr(part, "__iter__") for part in parts):
            return []
        return [part.tolist() if isinstance(part, np.ndarray) else list(part) for part in parts]

    return on_its_brief(answer, job)


@functools.cache
def where_and_what(name) -> tuple:
    table, brief = project_table(name), PROJECT_BRIEFS[name]
    return tuple(table[column].to_numpy() for column in (brief.group, brief.month, brief.target))


def _accept_split(value, order, first):
    if fault := form_fault(value):
        return fault
    if not value[1]:
        return _TWO_PARTS
    group, month, y = (column[order] for column in where_and_what(value[0]))
    train, test = value[1]
    return split_faults(train, test, group, month, y) or True


def _split(table, *, cut=13, wait=2, groups="apart", labels=False, turned=False):
    """Split by month, each thing that a learner may do otherwise a keyword."""
    month = table["month"].to_numpy()
    is_train, is_test = month <= cut, month >= cut + wait
    customers = table["customer"].to_numpy()
    if groups == "apart":
        is_train = is_train & ~np.isin(customers, customers[is_test])
    train, test = np.flatnonzero(is_train), np.flatnonzero(is_test)
    if turned:
        train, test = test, train
    return (table.index[train], table.index[test]) if labels else (train, test)


def _splitting(**switches):
    return on("finance", functools.partial(_split, **switches))


def _same_rows(table):
    train, test = _split(table)
    return np.concatenate([train, test[:5]]), test


def _events_left_out(table):
    train, test = _split(table)
    note = table["closing_note"].to_numpy()[test]
    return train, test[note != "written off"]


split_rows = Exercise(
    title="Split like work",
    points=2,
    expected=_splitting(),
    cases=_split_cases,
    ask=_ask_to_split,
    accepts=_accept_split,
    equivalent=dict.fromkeys(
        (
            "month >= 15 -> month > 15",
            "month >= 15 -> month >= 16",
            "month <= 13 -> month < 13",
            "month <= 13 -> month <= 12",
        ),
        "a month more between the parts leaves rows enough",
    ),
    mistakes=FORM_MISTAKES
    | {
        _TWO_PARTS: on("finance", lambda table: _split(table)[0]),
        SPLIT_FAULTS["positions"]: _splitting(labels=True),
        SPLIT_FAULTS["row"]: on("finance", _same_rows),
        SPLIT_FAULTS["group"]: _splitting(groups="as they come"),
        SPLIT_FAULTS["order"]: _splitting(cut=4, turned=True),
        SPLIT_FAULTS["wait"]: _splitting(cut=14, wait=1),
        SPLIT_FAULTS["share"]: _splitting(cut=15),
        SPLIT_FAULTS["events"]: on("finance", _events_left_out),
        SPLIT_FAULTS["kept"]: _splitting(cut=11, wait=4),
    },
)


# ---- a review

review_the_project = choice_exercise(
    title="Review a colleague's project",
    points=2,
    right={
        "A": "block",
        "B": "fine",
        "C": "fix later",
        "D": "fine",
        "E": "block",
        "F": "fix later",
    },
    tempting={
        ("A", "fine"): "A: when is that column filled in, and when is the decision made?",
        ("A", "fix later"): "A: the score stands on a column that is empty on the day. What is left of the result?",
        ("B", "block"): "B: the gain is no larger than its error. And who has to explain the model?",
        ("B", "fix later"): "B: what would be mended? Ten seeds cannot tell that gain from luck.",
        ("C", "block"): "C: does a decision depend on it?",
        ("C", "fine"): "C: who will know in a year which run that was?",
        ("D", "block"): "D: which of the two mistakes is dear here?",
        ("D", "fix later"): "D: the threshold follows from the costs. Is 9 in 100 wrong because it is not 50?",
        ("E", "fine"): "E: how often was the test part looked at before its number was written down?",
        ("E", "fix later"): "E: the number that is to be reported was chosen on the rows that report it.",
        ("F", "block"): "F: the number is right, and nobody decides on this slice.",
        ("F", "fine"): "F: with 11 rows, how sure does a bare 1.1 look to whoever reads it?",
    },
)
