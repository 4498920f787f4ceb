"""Exercises of the portfolio project that are judged by what a model does on fresh rows, whose risks are known here."""

import functools
import itertools

import numpy as np
from scipy.special import expit, logit

from firsthand.checks.portfolio_project import FORM_MISTAKES, form_fault, on, on_its_brief, where_and_what
from firsthand.checks.project_briefs import GAPS, draw_rows, fresh_rows, known_risk
from firsthand.datasets.project import PROJECT_BRIEFS, project_rows, project_table
from firsthand.judging.exercise import Exercise, Judged
from firsthand.project import ALONE, MODEL_FAULTS, behaviour_of, judge_behaviour, risks

# ---- models


class _Sound:
    """Logistic regression: gaps at the mean, and marked; a column for each category that it has met.

    In NumPy, and not the library's as a solution is: the known mistakes ask it some ten thousand times in an audit.
    """

    def __init__(self, name="finance", late=(), balanced=False):
        brief = PROJECT_BRIEFS[name]
        self.kinds = [name for name in (*brief.texts, *late) if name in brief.texts or brief.late.get(name)]
        self.numbers = [name for name in (*brief.numbers, *late) if name not in self.kinds]
        self.balanced = balanced

    def fit(self, table, y):
        values = table[self.numbers].to_numpy(float)
        self.mean, self.spread = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
        self.levels = [np.unique(table[name].to_numpy(object)) for name in self.kinds]
        X, rate = self._columns(table), np.mean(y)
        weight = np.where(y == 1, 0.5 / rate, 0.5 / (1 - rate)) if self.balanced else np.ones(len(y))
        self.weights, pulled = np.zeros(X.shape[1]), np.eye(X.shape[1])
        pulled[0, 0] = 0
        for _ in range(8):
            q = expit(X @ self.weights)
            slope = X.T @ (weight * (y - q)) - pulled @ self.weights
            self.weights = self.weights + np.linalg.solve((X.T * (weight * q * (1 - q))) @ X + pulled, slope)
        return self

    def _columns(self, table):
        values = table[self.numbers].to_numpy(float)
        gaps = np.isnan(values)
        kinds = [
            table[name].to_numpy(object)[:, None] == met for name, met in zip(self.kinds, self.levels, strict=True)
        ]
        one = np.ones((len(table), 1))
        return np.hstack([one, np.where(gaps, 0, (values - self.mean) / self.spread), gaps, *kinds])

    def predict_proba(self, table):
        q = expit(self._columns(table) @ self.weights)
        return np.column_stack([1 - q, q])


class _Rows:
    """Fresh rows of each brief, as arrays; a panel shows what they are, not their codes."""

    def __init__(self, what, of_brief):
        self.what, self.of_brief = what, of_brief
        self.tables = {}  # what has been made of them, for the next answer that is asked

    def __deepcopy__(self, memo):
        return self  # an answer is handed copies of tables made from it

    def __repr__(self):
        return self.what


def _three_draws(rng):
    drawn = {
        brief.name: np.stack([fresh_rows(brief, rng)[:700] for _ in range(3)]) for brief in PROJECT_BRIEFS.values()
    }
    return (_Rows("three draws of 700 fresh rows, with a category never seen, gaps and late columns open", drawn),)


def _past(brief, every=1):
    table = project_table(brief.name).iloc[::every]
    return table, table.pop(brief.target).to_numpy()


def _filled(rows, brief):
    """Fill in the late columns with what has nothing to do with the risk: whoever uses them acts otherwise."""
    rng, filled = np.random.default_rng(len(rows)), rows.copy()
    for name, levels in brief.late.items():
        filled[name] = rng.integers(0, len(levels) - 1 if levels else 60, len(rows))
    return filled


def _drawn(brief, fresh):
    return fresh.of_brief[brief.name]


def _draws_and_filled(brief, fresh):
    """Return one table: the draws, and below them the first one again with its late columns filled in."""
    if brief.name not in fresh.tables:
        draws = _drawn(brief, fresh)
        fresh.tables[brief.name] = project_rows(brief, np.concatenate([*draws, _filled(draws[0], brief)]))
    return fresh.tables[brief.name].copy()


@functools.lru_cache(maxsize=32)
def _known(name, fresh) -> list[np.ndarray]:
    brief = PROJECT_BRIEFS[name]
    return [known_risk(brief, project_rows(brief, rows)) for rows in _drawn(brief, fresh)]


_IDLE = (
    "It gives its risks in an order that has nothing to do with the known one, or is turned round: column 0, perhaps."
)


def _a_few_rows(rng):
    """Draw 24 rows a brief, the first of them with a gap."""
    drawn = {}
    for brief in PROJECT_BRIEFS.values():
        drawn[brief.name] = draw_rows(brief, rng, 24, 19, 6)[:24]
        drawn[brief.name][GAPS[brief.name]][0] = np.nan
    return [(_Rows("24 fresh rows, with gaps and late columns open", drawn),)]


def _ask_how_it_behaves(answer, fresh):
    def job(brief, build):
        table, y = _past(brief, every=6)
        return behaviour_of(build, table, y, project_rows(brief, _drawn(brief, fresh)))

    return on_its_brief(answer, job)


def _accept_behaviour(value, fresh):
    if fault := form_fault(value):
        return fault
    brief, found = PROJECT_BRIEFS[value[0]], value[1]
    rows = _drawn(brief, fresh)
    seen = judge_behaviour(found, len(rows))
    if not {MODEL_FAULTS["rows"], MODEL_FAULTS["range"], MODEL_FAULTS["constant"]} & set(seen):
        agreement = np.corrcoef(np.ravel(found["risks"]), known_risk(brief, project_rows(brief, rows)))[0, 1]
        seen += [] if agreement > 0.2 else [_IDLE]
    return seen or True


class _Odd:
    """A sound model but for one thing, which a method of a subclass does otherwise."""

    def __init__(self):
        self.model = _Sound()

    def fit(self, table, y):
        self.model.fit(table, y)
        return self

    def predict_proba(self, table):
        return self.model.predict_proba(table)


class _DropsGaps(_Odd):
    def predict_proba(self, table):
        return self.model.predict_proba(table.dropna(subset=["income"]))


class _LogOdds(_Odd):
    def predict_proba(self, table):
        odds = logit(self.model.predict_proba(table)[:, 1])
        return np.column_stack([-odds, odds])


class _SaysTheRate(_Odd):
    def predict_proba(self, table):
        return np.full((len(table), 2), [0.9, 0.1])


class _ByPlace(_Odd):
    def fit(self, table, y):
        self.names = list(table.columns)
        return super().fit(table, y)

    def predict_proba(self, table):
        return super().predict_proba(table.set_axis(self.names, axis=1))


class _WeighsByPlace(_Odd):
    def predict_proba(self, table):
        found = super().predict_proba(table)[:, 1] * np.where(np.arange(len(table)) < ALONE, 1, 0.9)
        return np.column_stack([1 - found, found])


class _ScalesEachBatch(_Odd):
    def predict_proba(self, table):
        found = super().predict_proba(table)[:, 1]
        found = (found - found.min() + 1e-3) / (np.ptp(found) + 2e-3)
        return np.column_stack([1 - found, found])


class _Unseeded(_Odd):
    """Fitted on rows drawn with repetition, other ones each time: a forest of one tree would do the same."""

    _seeds = itertools.count()

    def fit(self, table, y):
        drawn = np.random.default_rng(next(self._seeds)).integers(0, len(y), len(y))
        return super().fit(table.iloc[drawn], y[drawn])


class _KnownCategoriesOnly(_Odd):
    def predict_proba(self, table):
        if not table["channel"].isin(self.model.levels[0]).all():
            raise ValueError("Found unknown categories in column 0 during transform.")
        return super().predict_proba(table)


class _NeedsValues(_Odd):
    def predict_proba(self, table):
        if table["utilisation"].isna().any():
            raise ValueError("Input X contains NaN.")
        return super().predict_proba(table)


class _FillsInPlace(_Odd):
    def predict_proba(self, table):
        table["income"] = table["income"].fillna(1_900)
        return super().predict_proba(table)


class _FirstColumn(_Odd):
    def predict_proba(self, table):
        return super().predict_proba(table)[:, ::-1]


class _OneColumn(_Odd):
    def predict_proba(self, table):
        return super().predict_proba(table)[:, 1]


@functools.cache
def _same_each_time():
    return _Sound()


_COLUMNS = (
    "make_column_transformer((make_pipeline(SimpleImputer(), StandardScaler()), numbers), {text}) -> "
    "make_column_transformer({text}, (make_pipeline(SimpleImputer(), StandardScaler()), numbers))"
)


def _equivalent(kind) -> dict[str, str]:
    text = f"(OneHotEncoder(handle_unknown='ignore'), ['{kind}'])"
    return {
        _COLUMNS.format(text=text): "which columns come first changes nothing",
        "make_pipeline(SimpleImputer(), StandardScaler()) -> make_pipeline(StandardScaler(), SimpleImputer())": (
            "the scaler leaves gaps as they are, and a gap then gets the mean, 0"
        ),
    }


sturdy_model = Exercise(
    title="A model that stands what work hands it",
    points=2,
    expected=on("finance", _Sound),
    cases=_a_few_rows,
    ask=_ask_how_it_behaves,
    accepts=_accept_behaviour,
    equivalent=_equivalent("channel"),
    mistakes=FORM_MISTAKES
    | {
        MODEL_FAULTS["columns"]: on("finance", _OneColumn),
        MODEL_FAULTS["new"]: on("finance", _same_each_time),
        MODEL_FAULTS["rows"]: on("finance", _DropsGaps),
        MODEL_FAULTS["range"]: on("finance", _LogOdds),
        MODEL_FAULTS["constant"]: on("finance", _SaysTheRate),
        MODEL_FAULTS["columns in another order"]: on("finance", _ByPlace),
        MODEL_FAULTS["rows in another order"]: on("finance", _WeighsByPlace),
        MODEL_FAULTS["each row alone"]: on("finance", _ScalesEachBatch),
        MODEL_FAULTS["fitted again"]: on("finance", _Unseeded),
        MODEL_FAULTS["a category never seen"]: on("finance", _KnownCategoriesOnly),
        MODEL_FAULTS["a column without values"]: on("finance", _NeedsValues),
        MODEL_FAULTS["table"]: on("finance", _FillsInPlace),
        _IDLE: on("finance", _FirstColumn),
    },
)


# ---- honest risk

TRUST = 0.5
_RISK = {
    "form": "`predict_proba` gives two columns, a row of the table each; the second holds risks from 0 to 1.",
    "classes": "Your risks are 0 and 1 only: classes, or a tree that was grown until it was sure of every row.",
    "constant": "Every row gets the same risk.",
    "turned": "Rows of high risk get low numbers from you: column 0, perhaps.",
    "late": "Your risks change when the late columns are filled in: the model leans on what is not there in time.",
    "high": "Your risks are too high: on average more than one and a half times the known ones.",
    "low": "Your risks are too low: on average less than six tenths of the known ones.",
    "sure": "Your risks lie too far apart: where yours differ by 10 points, the known ones differ by less than 6.",
    "vague": "Your risks do not follow the known ones closely enough. Which of them are far off, the low or the high?",
}


def _ask_for_risks(answer, fresh):
    def job(brief, build):
        table, y = _past(brief)
        model = build()
        model.fit(table, y)
        return np.round(risks(model, _draws_and_filled(brief, fresh)), 6)

    return on_its_brief(answer, job)


def _accept_risks(value, fresh):
    if fault := form_fault(value):
        return fault
    known, q = _known(value[0], fresh), np.asarray(value[1], float)
    if q.shape != ((len(known) + 1) * len(known[0]),) or not np.all((q >= 0) & (q <= 1)):
        return _RISK["form"]
    found = np.split(q, len(known) + 1)
    rate = where_and_what(value[0])[2].mean()
    scores = [1 - np.mean((q - p) ** 2) / np.mean((rate - p) ** 2) for q, p in zip(found, known, strict=False)]
    return _with_bar("closeness", scores, TRUST, _risk_fault(np.concatenate(found[:3]), np.concatenate(known), found))


def _risk_fault(q, p, found) -> str:
    if np.abs(found[3] - found[0]).mean() > 0.01:
        return _RISK["late"]
    if np.ptp(q) == 0:
        return _RISK["constant"]
    slope, agreement = np.cov(p, q)[0, 1] / q.var(), np.corrcoef(p, q)[0, 1]
    seen = {
        "classes": len(np.unique(q)) == 2 and set(np.unique(q)) == {0, 1},
        "turned": agreement < -0.2,
        "high": q.mean() > 1.5 * p.mean(),
        "low": q.mean() < 0.6 * p.mean(),
        "sure": slope < 0.6,
    }
    return _RISK[next((name for name, is_seen in seen.items() if is_seen), "vague")]


def _with_bar(what, scores, bar, fault) -> Judged:
    """Judge the mean of three draws by a bar, and say how far away it is."""
    mean = float(np.mean(scores))
    facts = {f"{what} of each draw": ", ".join(f"{score:.2f}" for score in scores)}
    facts["mean"] = f"{mean:.2f}; at least {bar:.2f} is asked"
    if bar <= mean < bar + 0.15:
        facts["near the line"] = "other draws may fail"
    return Judged(mean >= bar or fault, facts)


def _of(**switches):
    return on("finance", functools.partial(_Sound, **switches))


class _SaysClasses(_Odd):
    def predict_proba(self, table):
        return np.round(super().predict_proba(table))


class _Shy(_Odd):
    def predict_proba(self, table):
        found = 0.4 * super().predict_proba(table)[:, 1]
        return np.column_stack([1 - found, found])


class _TooSure(_Odd):
    def predict_proba(self, table):
        found = super().predict_proba(table)[:, 1]
        found = np.clip(0.1 + 2.6 * (found - 0.1), 0, 1)
        return np.column_stack([1 - found, found])


class _Blurred(_Odd):
    def predict_proba(self, table):
        found = 0.07 + 0.3 * super().predict_proba(table)[:, 1]
        return np.column_stack([1 - found, found])


class _Counts(_Odd):
    def predict_proba(self, table):
        return 7 * super().predict_proba(table)


_BOTH_LATE = ("reminders_sent", "closing_note")

honest_risk = Exercise(
    title="Risks that mean what they say",
    points=2,
    expected=_of(),
    cases=lambda rng: [_three_draws(rng)],
    ask=_ask_for_risks,
    accepts=_accept_risks,
    equivalent=_equivalent("discharge"),
    mistakes=FORM_MISTAKES
    | {
        _RISK["form"]: on("finance", _Counts),
        _RISK["classes"]: on("finance", _SaysClasses),
        _RISK["constant"]: on("finance", _SaysTheRate),
        _RISK["turned"]: on("finance", _FirstColumn),
        _RISK["late"]: _of(late=_BOTH_LATE),
        _RISK["high"]: _of(balanced=True),
        _RISK["low"]: on("finance", _Shy),
        _RISK["sure"]: on("finance", _TooSure),
        _RISK["vague"]: on("finance", _Blurred),
    },
)


# ---- act

SKILL = 0.55
_ACT = {
    "form": "Your decisions are something else than 0 and 1: risks, perhaps.",
    "rows": "You return more or fewer decisions than there are rows: rows with gaps are dropped, perhaps.",
    "shape": "Your decisions are not an array of shape (rows,): a column too many, perhaps, or brackets.",
    "always": "You act on every row. Is what you compare with the threshold the risk that something happens?",
    "never": "You act on no row.",
    "late": "Your decisions change when the late columns are filled in: they lean on what is not there in time.",
    "few": "You act on fewer than half as many rows as would pay. From which risk on does acting pay, at these costs?",
    "many": "You act on more than one and a half times as many rows as would pay. Which risks do you compare with the threshold?",
    "turned": "You act where the risk is low and not where it is high: column 0, perhaps, or the comparison is turned round.",
    "wrong": "You act about as often as would pay, on the wrong rows.",
}


def _ask_to_act(answer, fresh):
    def job(brief, policy):
        table, y = _past(brief)
        return np.asarray(policy(table, y, _draws_and_filled(brief, fresh))).tolist()  # one call, and so one fit

    return on_its_brief(answer, job)


def _accept_actions(value, fresh):
    if fault := form_fault(value):
        return fault
    brief, known = PROJECT_BRIEFS[value[0]], _known(value[0], fresh)
    d, n = np.asarray(value[1]), len(known[0])
    if d.ndim != 1:
        return _ACT["shape"]
    if len(d) != sum(map(len, known)) + n:
        return _ACT["rows"]
    if not {*d.tolist()} <= {0, 1}:
        return _ACT["form"]
    d, of_filled = d[:-n], d[-n:]
    scores = [_skill(brief, d, p) for d, p in zip(np.split(d, len(known)), known, strict=True)]
    pays = np.concatenate(known) >= brief.alarm_cost / (brief.alarm_cost + brief.miss_cost)
    seen = {
        "late": np.mean(d[:n] != of_filled) > 0.01,
        "always": d.all(),
        "never": not d.any(),
        "turned": 0 < d.mean() < 1 and np.corrcoef(d, pays)[0, 1] < -0.2,
        "few": d.mean() < 0.5 * pays.mean(),
        "many": d.mean() > 1.5 * pays.mean(),
    }
    return _with_bar("skill", scores, SKILL, _ACT[next((name for name, is_seen in seen.items() if is_seen), "wrong")])


def _skill(brief, d, p) -> float:
    """0 for the better of always and never, 1 for whoever knows the risks."""

    def cost(d):
        return np.mean(np.where(d == 1, (1 - p) * brief.alarm_cost, p * brief.miss_cost))

    best, ideal = min(cost(0 * p), cost(0 * p + 1)), cost(p >= brief.alarm_cost / (brief.alarm_cost + brief.miss_cost))
    return float((best - cost(d)) / (best - ideal))


def _policy(table, y, fresh, *, balanced=False, late=(), threshold=6 / 96, turned=False, mixed_up=False):
    """Act on finance; each keyword is one thing that a learner may do otherwise."""
    q = risks(_Sound(late=late, balanced=balanced).fit(table, y), fresh)
    if turned:
        return (q < threshold).astype(int)
    return (q[::-1] if mixed_up else q) >= threshold


def _acting(**switches):
    return on("finance", functools.partial(_policy, **switches))


act_by_cost = Exercise(
    title="Act by cost",
    points=2,
    expected=_acting(),
    cases=lambda rng: [_three_draws(rng)],
    ask=_ask_to_act,
    accepts=_accept_actions,
    equivalent=_equivalent("vehicle")
    | {
        "model.predict_proba(fresh)[:, 1] >= 3 / (3 + 20) -> model.predict_proba(fresh)[:, 1] > 3 / (3 + 20)": "no risk is on the line"
    }
    | dict.fromkeys(
        (
            "3 / (3 + 20) -> 4 / (3 + 20)",
            "3 / (3 + 20) -> 2 / (3 + 20)",
            *(f"3 + 20 -> {other}" for other in ("20", "4 + 20", "2 + 20", "3 + 21", "3 + 19")),
        ),
        "a threshold that is nearly right costs nearly nothing",
    ),
    mistakes=FORM_MISTAKES
    | {
        _ACT["form"]: on("finance", lambda table, y, fresh: risks(_Sound().fit(table, y), fresh)),
        _ACT["always"]: on("finance", lambda table, y, fresh: np.ones(len(fresh), int)),
        _ACT["never"]: on("finance", lambda table, y, fresh: np.zeros(len(fresh), int)),
        _ACT["late"]: _acting(late=_BOTH_LATE),
        _ACT["few"]: _acting(threshold=0.5),
        _ACT["many"]: _acting(balanced=True),
        _ACT["turned"]: _acting(turned=True),
        _ACT["wrong"]: _acting(mixed_up=True),
        _ACT["rows"]: on("finance", lambda table, y, fresh: np.ones(len(fresh.dropna(subset=["income"])), int)),
        _ACT["shape"]: on("finance", lambda table, y, fresh: np.ones((len(fresh), 1), int)),
    },
)
