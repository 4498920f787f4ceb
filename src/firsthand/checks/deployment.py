"""Exercises of the lesson on deployment: a model as text, requests, a repair of skew."""

import json
import math
import sys

import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from firsthand.judging.exercise import Exercise, partly_mended, switched, with_faults

_NAMES = ("visits", "amount", "km", "night", "log_days", "refunds", "basket", "hour")


def _drawn_model(rng, size):
    return {
        "columns": [str(name) for name in rng.permutation(_NAMES)[:size]],
        "means": rng.normal(0, 20, size).tolist(),
        "scales": rng.uniform(0.4, 9, size).tolist(),
        "weights": rng.normal(0, 1, size).tolist(),
        "intercept": float(rng.normal(-1, 1)),
    }


# ---- a model as text

_LARGEST_EXPONENT = math.log(sys.float_info.max)


def _scoring_cases(rng):
    def draw(size, gaps=0, more=0, times=1.0):
        model = _drawn_model(rng, size)
        model["weights"] = [times * weight for weight in model["weights"]]
        z = rng.normal(0, 1.2, size)
        row = dict(zip(model["columns"], (z * model["scales"] + model["means"]).tolist(), strict=True))
        for name in rng.permutation(model["columns"])[:gaps]:
            row[str(name)] = None
        row |= {f"more_{i}": float(rng.normal()) for i in range(more)}
        names = [str(name) for name in rng.permutation(list(row))]
        if size > 1 and names[:size] == model["columns"]:
            names.reverse()
        return json.dumps(model), {name: row[name] for name in names}

    def extreme(sign):
        model = _drawn_model(rng, 2)
        model["weights"] = [300.0, 300.0]
        columns = zip(model["columns"], model["means"], model["scales"], strict=True)
        return json.dumps(model), {name: mean + sign * 1.5 * scale for name, mean, scale in columns}

    def with_zero():
        text, row = draw(3)
        return text, {**row, json.loads(text)["columns"][1]: 0}

    example = {
        "columns": ["log_amount", "visits"],
        "means": [2, 40],
        "scales": [0.5, 20],
        "weights": [1.5, -0.8],
        "intercept": -2,
    }
    return [
        (json.dumps(example), {"visits": 20, "log_amount": 3, "floor": 7}),
        draw(3),
        draw(4, gaps=2, more=2),
        draw(1),
        draw(3, gaps=1),
        extreme(1),
        extreme(-1),
        draw(5, gaps=5),
        draw(6, more=1),
        with_zero(),
    ]


def _scored(
    text,
    request,
    *,
    order="names",
    gap="mean",
    scale="once",
    center=True,
    intercept="added",
    result="probability",
    weights="used",
    sign=1,
):
    model = json.loads(text)
    columns = model["columns"]
    values = {
        "names": [request[name] for name in columns],
        "sent": list(request.values())[: len(columns)],
        "sorted": [request[name] for name in sorted(columns)],
    }[order]
    fill = {"mean": model["means"], "zero": [0.0] * len(columns)}
    gaps = fill.get("mean" if gap == "falsy" else gap, [math.nan] * len(columns))
    empty = [v is None or (gap == "falsy" and v == 0) for v in values]
    x = np.array([g if e else v for v, g, e in zip(values, gaps, empty, strict=True)], float)
    s = np.array(model["scales"], float)
    z = (x - model["means"] if center else x) / {"once": s, "never": 1.0, "squared": s**2, "times": 1 / s}[scale]
    logit = float(z @ np.array(model["weights"])) if weights == "used" else float(z.sum())
    logit += {"added": 1, "left out": 0, "taken off": -1}[intercept] * model["intercept"]
    if result == "log-odds":
        return logit
    if result == "stops below":
        return 1 / (1 + math.exp(-sign * logit))
    if result == "stops above":
        return math.exp(sign * logit) / (1 + math.exp(sign * logit))
    found = float(expit(sign * logit))
    if result == "nan above" and sign * logit > _LARGEST_EXPONENT:
        return math.nan
    return int(found >= 0.5) if result == "label" else math.log(found or 5e-324) if result == "log" else found


def _by_scikit_learn(text, request):
    model = json.loads(text)
    scaler, logistic = StandardScaler(), LogisticRegression()
    scaler.mean_, scaler.scale_ = np.array(model["means"], float), np.array(model["scales"], float)
    scaler.n_features_in_ = len(scaler.mean_)
    logistic.coef_, logistic.intercept_ = np.array([model["weights"]], float), np.array([model["intercept"]], float)
    logistic.classes_ = np.array([0, 1])
    row = [m if request[c] is None else request[c] for c, m in zip(model["columns"], model["means"], strict=True)]
    return float(expit(logistic.decision_function(scaler.transform([row]))[0]))


score_from_json = Exercise(
    title="Score from a text",
    points=2,
    expected=_by_scikit_learn,
    cases=_scoring_cases,
    mistakes=switched(
        _scored,
        {
            "Your numbers come in the order of the request, the weights in that of the columns.": {"order": "sent"},
            "Your numbers come in the order of the alphabet, the weights in that of the columns.": {"order": "sorted"},
            "A gap counts as 0. What did a column without a value look like in training?": {"gap": "zero"},
            "A value of 0 counts as a gap in yours. Only `None` is one.": {"gap": "falsy"},
            "A gap makes the result NaN. Its stored mean is asked.": {"gap": "nan"},
            "Nothing is divided by the scales.": {"scale": "never"},
            "You divide by the squares of the scales.": {"scale": "squared"},
            "You multiply with the scales.": {"scale": "times"},
            "The means are not taken off.": {"center": False},
            "The intercept is missing.": {"intercept": "left out"},
            "The intercept is taken off, not added.": {"intercept": "taken off"},
            "Those are the log-odds. The probability is asked.": {"result": "log-odds"},
            "That is a decision at one half. The probability is asked.": {"result": "label"},
            "At log-odds near −900 your code stops: `math.exp(900)` is too large for a float.": {
                "result": "stops below"
            },
            "At log-odds near 900 your code stops: `math.exp(900)` is too large for a float.": {
                "result": "stops above"
            },
            "At log-odds near 900 you divide infinity by infinity: NaN.": {"result": "nan above"},
            "The weights are not used.": {"weights": "left out"},
            "That is the probability of the other class: mind the sign of the log-odds.": {"sign": -1},
        },
    ),
)


# ---- a request


def _reading_cases(rng):
    low, high = float(rng.uniform(1, 5)), float(rng.uniform(50, 90))
    schema = {"km": (0, math.inf), "amount": (low, high), "age": (18, 99)}
    signed = {"weight": (-4.5, -0.5), "gain": (-math.inf, math.inf), "at": (0, 23)}
    inside = float(rng.uniform(low, high))
    good = {"km": 3, "amount": inside, "age": 40}

    def body(**changed):
        return json.dumps(good | changed)

    def with_text(field, text):
        return body(**{field: 77_077}).replace("77077", text)

    def without(field):
        return json.dumps({name: value for name, value in good.items() if name != field})

    example = {"age": (18, 99), "amount": (0.01, 5000), "km": (0, 20_000)}
    return [
        ('{"km": 3, "age": 17, "shop": "A7"}', example),
        (body(), schema),
        (body(shop="A7", km=rng.uniform(0, 9), amount=low), schema),
        (body(age=99, amount=high, km=0), schema),
        (body(age=18, amount=float(np.nextafter(high, 1e3)), km=-1e-9), schema),
        (with_text("amount", "NaN"), schema),
        (with_text("km", "Infinity"), schema),
        (with_text("km", "1e999"), schema),
        (with_text("km", "NaN"), schema),
        (with_text("km", "1" + 400 * "0"), schema),
        (body(km=True), schema),
        (body(amount=f"{inside}"), schema),
        (body(age=None), schema),
        (without("km"), schema),
        (body(age=[40]), schema),
        ("{'km': 3}", schema),
        ("", schema),
        ("[3, 40]", schema),
        ("7", schema),
        ("null", schema),
        ("{}", schema),
        (json.dumps({"weight": -0.5, "gain": -1e300, "at": 0, "z": 1}), signed),
        ('{"weight": 0, "gain": -Infinity, "at": 23.5}', signed),
        (json.dumps({"weight": -1, "gain": int(-sys.float_info.max), "at": 1}), signed),
        (json.dumps({"weight": -1, "gain": -(10**400), "at": 1}), signed),
    ]


def _read(
    body,
    schema,
    *,
    text="refused",
    missing="refused",
    named="all",
    order="sorted",
    extra="dropped",
    status=400,
    broken="body",
    **passes,
):
    try:
        request = json.loads(body)
    except ValueError:
        return status, {"body": ["body"], "fields": sorted(schema)}.get(broken, [] if broken == "none" else ["body"])
    if not isinstance(request, dict):
        return status, {"body": ["body"], "none": []}.get(broken, sorted(schema))
    values, faulty = dict(request) if extra == "kept" else {}, []
    for field, ends in schema.items():
        value = request.get(field)
        if text == "number" and isinstance(value, str):
            value = float(value)
        if field not in request and missing != "refused":
            values |= {field: 0} if missing == "zero" else {}
        elif _is_fine(value, *ends, **passes):
            values[field] = value
        else:
            if named == "stops" and type(value) not in (int, float):
                return status, [field]
            faulty.append(field)
    if not faulty:
        return 200, values
    faulty = sorted(faulty) if order == "sorted" else faulty
    return status, {"all": faulty, "stops": faulty, "first": faulty[:1], "number": len(faulty)}[named]


def _is_fine(
    value,
    low,
    high,
    *,
    truth="no number",
    nan="refused",
    infinite="refused",
    huge="refused",
    ends="allowed",
    check="both",
    whole="or not",
):
    """Whether a value passes; each keyword is one thing that a learner may let through, or refuse."""
    if not isinstance(value, int | float) or (isinstance(value, bool) and truth != "number"):
        return False
    if abs(value) > sys.float_info.max and isinstance(value, int) and huge != "passes":
        return huge == "stops" and math.isfinite(value)
    if value != value:
        return nan == "passes"
    if {"refused": type(value) is int, "only": value % 1 != 0, "int": type(value) is float}.get(whole):
        return False
    above = low < value if ends in ("refused", "open below") else low <= value
    below = value <= high if ends in ("allowed", "open below") else value < high
    inside = {"both": above and below, "low only": above, "high only": below}[check]
    return inside and (infinite == "passes" or abs(value) < math.inf)


def _by_parsing_strictly(body, schema):
    """Read so that what is no finite number never becomes one."""

    def read_as(kind):
        return lambda text: kind(text) if math.isfinite(float(text)) else None

    try:
        request = json.loads(body, parse_constant=lambda _: None, parse_float=read_as(float), parse_int=read_as(int))
        request.items()
    except (ValueError, AttributeError):
        return 400, ["body"]
    numbers = {
        name: value for name, value in request.items() if isinstance(value, float | int) and value not in (True, False)
    }
    numbers |= {name: value for name, value in request.items() if type(value) is int}
    inside = {
        name: numbers[name] for name, ends in schema.items() if name in numbers and ends[0] <= numbers[name] <= ends[1]
    }
    return (200, inside) if len(inside) == len(schema) else (400, sorted(schema.keys() - inside.keys()))


read_request = Exercise(
    title="Read a request",
    points=3,
    expected=_by_parsing_strictly,
    cases=_reading_cases,
    equivalent={"(int, float) -> (float, int)": "which type is asked for first is no matter"},
    mistakes=switched(
        _read,
        {
            "`true` passes as the number 1: a bool is an int in Python.": {"truth": "number"},
            "A number in quotes passes. It is a text.": {"text": "number"},
            "NaN passes: it is neither below the one end nor above the other.": {"nan": "passes"},
            "Infinity passes where a range has no upper end.": {"infinite": "passes"},
            "A whole number of 401 digits passes. It is beyond the largest float.": {"huge": "passes"},
            "Your code stops at a whole number of 401 digits: no float is so large.": {"huge": "stops"},
            "A value on either end is refused. Both ends are allowed.": {"ends": "refused"},
            "A value on the upper end is refused. Both ends are allowed.": {"ends": "half open"},
            "A value on the lower end is refused. Both ends are allowed.": {"ends": "open below"},
            "A missing field passes.": {"missing": "passes"},
            "A missing field counts as 0.": {"missing": "zero"},
            "The upper end is not looked at.": {"check": "low only"},
            "The lower end is not looked at.": {"check": "high only"},
            "Only the first faulty field is named. The sender wants to mend all at once.": {"named": "first"},
            "You return at the first field that is missing or no number. All faulty ones are asked.": {
                "named": "stops"
            },
            "You return how many fields are faulty. Which ones is asked.": {"named": "number"},
            "The faulty fields come in the order of the schema. They are to be sorted.": {"order": "as they are"},
            "Keys that the schema does not know come back too.": {"extra": "kept"},
            "Your status for faults is 422. This contract says 400.": {"status": 422},
            "Your status is 200 for faults too.": {"status": 200},
            "A body that is no object names no field at all. `body` is asked.": {"broken": "none"},
            "A body that is no object names all fields. `body` is asked.": {"broken": "fields"},
            "A list or a number as body names all fields. `body` is asked.": {"broken": "read"},
            "Whole numbers are refused. They are numbers.": {"whole": "refused"},
            "Numbers that are not whole are refused.": {"whole": "only"},
            "Only an `int` passes in yours. 5.9 is a number too.": {"whole": "int"},
        },
    ),
)


# ---- a repair


def _serving_cases(rng):
    def draw(size, n, gaps=0.2, more=0, empty=False):
        model = _drawn_model(rng, size)
        while model["columns"] == sorted(model["columns"]) and size > 1:
            model["columns"] = [str(name) for name in rng.permutation(model["columns"])]
        z = rng.normal(rng.normal(0, 1, size), rng.uniform(0.5, 1.5, size), (n, size))
        X = z * model["scales"] + model["means"]
        X[rng.random((n, size)) < gaps] = np.nan
        if empty:
            X[:, rng.integers(size)] = np.nan
        rows = pd.DataFrame(X, columns=model["columns"]).assign(**{f"more_{i}": 1.5 for i in range(more)})
        return model, rows[[str(name) for name in rng.permutation(rows.columns)]]

    example = {
        "columns": ["visits", "amount"],
        "means": [4, 30],
        "scales": [2, 10],
        "weights": [1, 0.5],
        "intercept": -1,
    }
    return [
        (example, pd.DataFrame({"amount": [50, np.nan], "visits": [8.0, 3]})),
        draw(3, 6),
        draw(4, 1, gaps=0),
        draw(3, 5, more=1),
        draw(2, 7, empty=True),
        draw(5, 1, gaps=0.6),
        draw(4, 9, gaps=0),
    ]


def _served(
    model,
    rows,
    *,
    order="columns",
    mean="stored",
    spread="stored",
    gap="stored",
    intercept=True,
    result="chance",
):
    names = {"columns": model["columns"], "sorted": sorted(model["columns"]), "sent": list(rows.columns)}[order]
    X = rows[names].to_numpy(float)[:, : len(model["columns"])]
    if gap == "dropped":
        X = X[~np.isnan(X).any(axis=1)]
    X = np.where(np.isnan(X), _filling(X, model, gap), X)
    with np.errstate(all="ignore"):
        center = X.mean(axis=0) if mean == "batch" else model["means"]
        own = X.std(axis=0)
        wide = {"batch": own, "or one": np.where(own > 0, own, 1), "one": 1.0}.get(spread, model["scales"])
        wide = np.square(wide) if spread == "squared" else wide
        logit = (X - center) / wide @ model["weights"] + intercept * model["intercept"]
        return logit if result == "log-odds" else expit(logit)


def _filling(X, model, gap):
    if gap in ("batch", "median"):
        middle = np.mean if gap == "batch" else np.median
        columns = [x[~np.isnan(x)] for x in X.T]
        return np.array([middle(x) if len(x) else np.nan for x in columns])
    return {"zero": 0.0, "none": np.nan}.get(gap, model["means"])


def _by_columns(model, rows):
    logit = np.full(len(rows), float(model["intercept"]))
    for column, mean, scale, weight in zip(
        *(model[name] for name in ("columns", "means", "scales", "weights")), strict=True
    ):
        logit += ((rows[column].astype(float) - mean).fillna(0.0) / scale * weight).to_numpy()
    return 1 / (1 + np.exp(-logit))


_SKEWS = {
    "the columns are those of the weights": ("the columns are sorted by name.", {"order": "sorted"}),
    "the mean is the stored one": ("the mean of the batch is taken off.", {"mean": "batch"}),
    "the scale is the stored one": ("the batch is divided by its own spread.", {"spread": "batch"}),
    "gaps take the stored mean": ("gaps take the mean of the batch.", {"gap": "batch"}),
}

fix_the_skew = Exercise(
    title="Mend the skew",
    points=2,
    expected=_by_columns,
    cases=_serving_cases,
    given=with_faults(_served, _SKEWS),
    mistakes={
        **partly_mended(_served, _SKEWS),
        **switched(
            _served,
            {
                "The columns come as they were sent. The weights know another order.": {"order": "sent"},
                "Gaps become 0 before anything is scaled. What was learnt as the mean of that column?": {"gap": "zero"},
                "Gaps take the median of the batch: one row alone gets another result.": {"gap": "median"},
                "Rows with a gap are dropped. Each row gets a probability.": {"gap": "dropped"},
                "Gaps stay NaN, and the row's probability with them.": {"gap": "none"},
                "Nothing is divided by the scales.": {"spread": "one"},
                "The batch is divided by its own spread, or by 1 where that is 0.": {"spread": "or one"},
                "You divide by the squares of the scales.": {"spread": "squared"},
                "The intercept is missing.": {"intercept": False},
                "Those are the log-odds. Probabilities are asked.": {"result": "log-odds"},
            },
        ),
    },
)
