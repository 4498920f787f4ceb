"""What is asked of a project: of the three briefs that are judged, and of a table of one's own."""

import io
import pickle
import random

import cloudpickle
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

import firsthand.project
from firsthand.authoring.catalogue import find_exercise
from firsthand.checks import project_models
from firsthand.checks.project_briefs import fresh_rows, known_risk, training_table
from firsthand.datasets.project import PROJECT_BRIEFS, project_rows, project_table
from firsthand.diagnosing.diagnosis import judge
from firsthand.progressing import Practised
from firsthand.project import MODEL_FAULTS, RUN_FAULTS, SPLIT_FAULTS, model_faults, run_faults, split_faults
from firsthand.weighing import AREAS, by_area, wilson

each_brief = pytest.mark.parametrize("name", PROJECT_BRIEFS)


@each_brief
def test_a_bundled_table_is_what_its_generator_draws(name):
    drawn, bundled = training_table(name), project_table(name)
    pd.testing.assert_frame_equal(drawn, bundled, check_dtype=False)


@each_brief
def test_events_come_as_often_as_the_known_risks_say(name):
    """The mean of 3,000 risks and of what was drawn with them: rows of a group hang together, so 3 points are allowed."""
    table, brief = project_table(name), PROJECT_BRIEFS[name]
    risk = known_risk(brief, table)
    assert table[brief.target].mean() == pytest.approx(risk.mean(), abs=0.03)
    riskiest = risk >= np.quantile(risk, 0.9)
    assert table[brief.target][riskiest].mean() == pytest.approx(risk[riskiest].mean(), abs=0.08)


@each_brief
def test_fresh_rows_are_those_of_work(name):
    brief, past = PROJECT_BRIEFS[name], project_table(name)
    rows = project_rows(brief, fresh_rows(brief, np.random.default_rng(1)))
    kind = next(text for text in brief.texts if text != brief.slice)
    assert rows[brief.month].min() > past[brief.month].max()
    assert set(rows[kind]) - set(past[kind]) == {brief.texts[kind][-1]}
    for late in brief.late:
        assert set(rows[late].dropna()) <= {"pending"}
        assert "pending" not in set(past[late])


def framed(**changed):
    """Return what is said of a frame in which entries, by brief and kind, are changed."""
    exercise = find_exercise(ROOT, "frame_the_brief")
    return judge(exercise, exercise.expected | {name.replace("_", " "): value for name, value in changed.items()})


def test_a_slip_that_is_made_in_every_brief_is_said_once_and_is_known():
    odds = {f"{name}_threshold": brief.alarm_cost / brief.miss_cost for name, brief in PROJECT_BRIEFS.items()}
    verdict = framed(**odds)
    names = "finance threshold, healthcare threshold, logistics threshold"
    assert verdict.sentence == f"{names}: divide by what both mistakes cost together."
    assert verdict.mistakes == (verdict.sentence,)
    alarms = {f"{name}_cost": brief.alarm_cost for name, brief in PROJECT_BRIEFS.items()}
    assert len(framed(**odds, **alarms).mistakes) == 2


def test_entries_that_are_wrong_in_ways_of_their_own_are_counted_beside_the_slip():
    odds = {name: PROJECT_BRIEFS[name].alarm_cost / PROJECT_BRIEFS[name].miss_cost for name in ("finance", "logistics")}
    said = framed(finance_threshold=odds["finance"], logistics_threshold=odds["logistics"], healthcare_threshold=0.7)
    two = "finance threshold, logistics threshold: divide by what both mistakes cost together."
    assert said.sentence == f"{two} One more entry is not right."


def test_another_brief_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="finance, healthcare, logistics; found 'retail'"):
        project_table("retail")


@pytest.mark.parametrize("ask", [project_models._ask_for_risks, project_models._ask_to_act])
def test_what_travels_to_a_learners_kernel_does_not_know_the_risk(ask):
    cloudpickle.register_pickle_by_value(project_models)
    try:
        sent = cloudpickle.dumps(ask)
    finally:
        cloudpickle.unregister_pickle_by_value(project_models)
    assert b"known_risk" not in sent
    assert b"project_briefs" not in sent
    assert callable(pickle.load(io.BytesIO(sent)))


def test_an_answer_that_overwrites_what_it_is_asked_with_changes_nothing(monkeypatch):
    """A kernel can import `firsthand.project`, so the questions come with the cases."""
    exercise = find_exercise(ROOT, "sturdy_model")
    sent = cloudpickle.dumps((exercise.ask, exercise.draw_cases(1)))
    monkeypatch.setattr(firsthand.project, "behaviour_of", lambda *_: "forged")
    ask, cases = pickle.loads(sent)
    assert set(ask(exercise.expected, *cases[0])[1]) >= {"risks", "digest", "fitted again"}


# ---- a table of one's own


def own_table(n=240, seed=0):
    rng = np.random.default_rng(seed)
    size, kind = rng.normal(size=n), rng.choice(["x", "y"], n)
    table = pd.DataFrame({"size": size, "weight": rng.normal(size=n), "kind": kind})
    return table, (rng.random(n) < 1 / (1 + np.exp(-2 * size))).astype(int)


def sound(**settings):
    columns = make_column_transformer(
        (SimpleImputer(), ["size", "weight"]),
        (OneHotEncoder(**{"handle_unknown": "ignore", **settings}), ["kind"]),
    )
    return make_pipeline(columns, LogisticRegression())


def test_a_sound_model_has_no_fault():
    assert model_faults(sound, *own_table()) == []


def test_a_model_that_knows_no_new_category_is_told():
    assert model_faults(lambda: sound(handle_unknown="error"), *own_table()) == [MODEL_FAULTS["a category never seen"]]


def test_a_model_without_a_seed_is_told():
    def forest():
        return make_pipeline(sound()[0], RandomForestClassifier(5))

    assert model_faults(forest, *own_table()) == [MODEL_FAULTS["fitted again"]]


def test_a_model_that_stops_at_gaps_is_told():
    def stops():
        columns = make_column_transformer(
            ("passthrough", ["size", "weight"]), (OneHotEncoder(handle_unknown="ignore"), ["kind"])
        )
        return make_pipeline(columns, LogisticRegression())

    assert model_faults(stops, *own_table()) == [MODEL_FAULTS["a column without values"]]


def test_one_column_of_risks_is_told():
    class Flat:
        def fit(self, table, y):
            self.model = sound().fit(table, y)

        def predict_proba(self, table):
            return self.model.predict_proba(table)[:, 1]

    assert model_faults(Flat, *own_table()) == [MODEL_FAULTS["columns"]]


def test_one_object_for_every_call_is_told():
    model = sound()
    assert model_faults(lambda: model, *own_table()) == [MODEL_FAULTS["new"]]


def test_a_table_of_whole_numbers_has_no_column_to_empty():
    table = pd.DataFrame(np.random.default_rng(0).integers(0, 2, (240, 5)), columns=list("abcde"))
    y = (table["a"] + table["b"] > 1).astype(int)
    build = lambda: make_pipeline(make_column_transformer(("passthrough", list("abcde"))), LogisticRegression())  # noqa: E731
    assert model_faults(build, table, y) == []


@pytest.mark.parametrize(
    ("table", "y", "error", "words"),
    [
        (np.zeros((60, 2)), np.zeros(60), TypeError, "is a DataFrame, whose columns have names; found ndarray"),
        (pd.DataFrame({"a": np.zeros(30)}), np.zeros(30), ValueError, "more rows than the 30 to try; found 30 rows"),
        (pd.DataFrame({"a": np.zeros(60)}), np.zeros(59), ValueError, "found 60 rows, 59 in y"),
    ],
)
def test_a_table_that_cannot_be_asked_about_is_refused(table, y, error, words):
    with pytest.raises(error, match=words):
        model_faults(sound, table, y)


def test_a_model_in_place_of_what_makes_one_is_refused():
    with pytest.raises(TypeError, match=r"found one Pipeline\. Put `lambda:` before it"):
        model_faults(sound(), *own_table())


MONTH = np.repeat(np.arange(1, 13), 20)
GROUP = np.arange(240)
EVENTS = np.tile([0, 1], 120)


def test_a_split_by_time_has_no_fault():
    assert split_faults(np.flatnonzero(MONTH <= 8), np.flatnonzero(MONTH >= 10), GROUP, MONTH, EVENTS) == []


@pytest.mark.parametrize(
    ("train", "test", "fault"),
    [
        (np.flatnonzero(MONTH <= 9), np.flatnonzero(MONTH >= 10), "wait"),
        (np.flatnonzero(MONTH >= 4), np.flatnonzero(MONTH <= 2), "order"),
        (np.flatnonzero(MONTH <= 9), np.flatnonzero(MONTH >= 11) + 1_000, "positions"),
        (np.flatnonzero(MONTH <= 10), np.flatnonzero(MONTH == 12), "share"),
        (np.flatnonzero(MONTH <= 4), np.flatnonzero(MONTH >= 11), "kept"),
    ],
)
def test_a_fault_of_a_split_is_named(train, test, fault):
    assert SPLIT_FAULTS[fault] in split_faults(train, test, GROUP, MONTH, EVENTS)


DATES = np.datetime64("2011-01") + (MONTH - 1)


@pytest.mark.parametrize("dates", [DATES.astype("datetime64[D]"), pd.Series(DATES.astype("datetime64[ns]"))])
@pytest.mark.parametrize(
    ("last", "first", "found"),
    [(8, 10, []), (9, 10, [SPLIT_FAULTS["wait"]]), (10, 9, [SPLIT_FAULTS["row"]])],
)
def test_dates_are_asked_about_in_months(dates, last, first, found):
    train, test = np.flatnonzero(last >= MONTH), np.flatnonzero(first <= MONTH)
    assert split_faults(train, test, GROUP, dates, EVENTS) == found


@pytest.mark.parametrize(
    ("month", "words"),
    [
        (np.datetime_as_string(DATES), r"found \['2011-01'\]. pd.to_datetime makes dates of texts"),
        (np.where(MONTH == 3, np.nan, MONTH), "found 20 rows without one"),
        (np.where(MONTH == 3, np.datetime64("NaT"), DATES), "found 20 rows without one"),
    ],
    ids=["texts", "gaps", "gaps among dates"],
)
def test_a_month_that_cannot_be_compared_is_refused(month, words):
    with pytest.raises(ValueError, match=words):
        split_faults(np.flatnonzero(MONTH <= 8), np.flatnonzero(MONTH >= 10), GROUP, month, EVENTS)


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="found 240, 239 and 240 values"):
        split_faults(np.arange(9), np.arange(9, 20), GROUP, MONTH[1:], EVENTS)


def test_a_group_on_both_sides_is_named():
    groups = np.where(MONTH == 8, 0, GROUP)
    groups[-1] = 0
    found = split_faults(np.flatnonzero(MONTH <= 8), np.flatnonzero(MONTH >= 10), groups, MONTH, EVENTS)
    assert found == [SPLIT_FAULTS["group"]]


NAMES = [f"p{i:02}" for i in range(30)]


def run(seed, names):
    rng = np.random.default_rng(seed)
    return rng.permutation(sorted(names))[:10].tolist(), rng.integers(0, 30, 30).tolist()


def test_a_run_from_one_seed_has_no_fault():
    assert run_faults(run, NAMES) == []


def test_a_run_from_the_global_generator_is_told_and_the_generator_left_as_it_was():
    np.random.seed(5)  # noqa: NPY002  what is asked about is the global generator
    before = np.random.get_state()[1].tobytes()  # noqa: NPY002
    found = run_faults(lambda seed, names: np.random.permutation(sorted(names)).tolist(), NAMES)  # noqa: NPY002
    assert found == [RUN_FAULTS["again"], RUN_FAULTS["global"]]
    assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002


def seeded(seed, names):
    np.random.seed(seed)  # noqa: NPY002
    return np.random.permutation(sorted(names)).tolist()  # noqa: NPY002


def behind_another_state(patch):
    patch.setattr(np.random, "get_state", lambda legacy=True: ("MT19937", np.zeros(624, int), 0, 0, 0.0))
    return seeded


def behind_nothing_that_can_be_set(patch):
    seed = np.random.seed
    for name in ("get_state", "set_state", "get_bit_generator", "set_bit_generator"):
        patch.setattr(np.random, name, lambda *_, **__: None)
    patch.setattr(np.random, "seed", lambda *_: None)
    patch.setattr(np.random, "RandomState", None)

    def run(number, names):
        seed(number)
        return np.random.permutation(sorted(names)).tolist()  # noqa: NPY002

    return run


def behind_another_source(patch):
    def run(seed, names):
        np.random.set_bit_generator(np.random.PCG64(seed))
        return np.random.permutation(sorted(names)).tolist()  # noqa: NPY002

    return run


@pytest.mark.parametrize("hidden", [behind_another_state, behind_nothing_that_can_be_set, behind_another_source])
def test_a_run_that_sets_the_global_generator_cannot_hide_it(hidden, monkeypatch):
    np.random.seed(5)  # noqa: NPY002
    np.random.normal()  # noqa: NPY002  it has drawn two and keeps one
    before, source = np.random.get_state(), np.random.get_bit_generator()  # noqa: NPY002
    with monkeypatch.context() as patch:
        assert run_faults(hidden(patch), NAMES) == [RUN_FAULTS["global"]]
    after = np.random.get_state()  # noqa: NPY002
    assert (after[1].tobytes(), after[2:]) == (before[1].tobytes(), before[2:])
    assert np.random.get_bit_generator() is source


@pytest.mark.parametrize("make", [np.random.default_rng, np.random.RandomState, random.Random])
def test_a_run_from_a_generator_of_its_own_of_any_kind_has_no_fault(make):
    def shuffled(seed, names):
        names, own = sorted(names), make(seed)
        own.shuffle(names)
        return names

    assert run_faults(shuffled, NAMES) == []


def test_a_run_that_no_seed_reaches_is_told():
    assert run_faults(lambda seed, names: run(0, names), NAMES) == [RUN_FAULTS["seed"]]


def test_a_run_by_the_order_of_names_is_told():
    def by_place(seed, names):
        return np.random.default_rng(seed).permutation(names).tolist()

    assert run_faults(by_place, NAMES) == [RUN_FAULTS["order"]]


# ---- evidence


def practised(lesson, *statuses):
    return Practised(lesson, lesson, tuple((f"e{i}", 2, status) for i, status in enumerate(statuses)))


def test_points_are_summed_by_area_and_an_area_without_any_is_left_out():
    rows = by_area([practised("02_x", "right", "wrong"), practised("05_x", "right"), practised("22_x", "wrong")])
    assert [(row["area"], row["points"]) for row in rows] == [
        ("mathematics", "4 of 6"),
        ("systems and projects", "0 of 2"),
    ]
    low, high = wilson(4, 6)
    assert (rows[0]["from"], rows[0]["to"]) == (100 * low, 100 * high)


def test_wilsons_interval_is_scipys():
    from scipy.stats import binomtest

    expected = binomtest(13, 20).proportion_ci(method="wilson")
    assert wilson(13, 20, z=1.959963985) == pytest.approx((expected.low, expected.high))


def test_every_lesson_with_points_has_an_area(course):
    numbers = {lesson.name[:2] for lesson in course.lessons if lesson.points > 3}
    assert numbers == {number for area in AREAS.values() for number in area}
