"""Data makers give what their docstrings promise: the same rows for the same seed, and a truth that is true."""

import inspect
import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from sklearn.datasets import load_breast_cancer, load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from firsthand import datasets

MAKERS = [f for name, f in inspect.getmembers(datasets, inspect.isfunction) if f is not datasets.true_flow]
GIVEN = {"n": 40, "name": "A", "pumps": 40, "brief": "finance"}
"""What a maker is asked for that has no usual value."""

each_maker = pytest.mark.parametrize("maker", MAKERS, ids=[maker.__name__ for maker in MAKERS])


def arrays(value):
    """Collect the arrays of a result, however it is packed."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, pd.DataFrame):
        return [value.to_numpy()]
    parts = (
        value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [np.array(value)]
    )
    return [array for part in parts for array in arrays(part)]


def make(maker, seed=0):
    asked = inspect.signature(maker).parameters.values()
    given = {"rng": np.random.default_rng(seed), **GIVEN}
    return maker(**{p.name: given[p.name] for p in asked if p.default is p.empty})


def are_equal(a, b):
    return pd.DataFrame(a.reshape(len(a), -1) if a.ndim else [a]).equals(
        pd.DataFrame(b.reshape(len(b), -1) if b.ndim else [b])
    )


def test_all_makers_are_looked_at():
    assert len(MAKERS) == len(datasets.__all__) - 1  # true_flow makes no data


@each_maker
def test_a_maker_gives_the_same_rows_again(maker):
    pairs = list(zip(arrays(make(maker)), arrays(make(maker)), strict=True))
    assert pairs
    assert all(are_equal(a, b) for a, b in pairs)


@each_maker
def test_real_data_name_their_source_and_made_data_say_so(maker):
    text = inspect.getdoc(maker)
    assert "Return" in text
    assert re.search(r"Source:\s|Simulate|Draw|made for this course", text)


@each_maker
def test_the_shapes_are_those_of_the_docstring(maker):
    promised = [
        tuple(map(int, re.findall(r"\d+", text))) for text in re.findall(r"\((\d+(?:, ?\d*)*)\)", inspect.getdoc(maker))
    ]
    if "rng" not in inspect.signature(maker).parameters and promised:
        found = {array.shape for array in arrays(make(maker))}
        assert found - {()} <= set(promised)  # names are words, and have no shape


def test_bundled_data_are_those_of_the_library():
    X, alcohol, names = datasets.wine_alcohol()
    assert np.array_equal(np.column_stack([alcohol, X]), load_wine().data)
    assert len(names) == X.shape[1]
    for loader in (datasets.breast_tumours, datasets.breast_samples):
        X, malignant, names = loader()
        assert np.array_equal(X, load_breast_cancer().data[:, : X.shape[1]])
        assert np.array_equal(malignant, load_breast_cancer().target == 0)
        assert len(names) == X.shape[1]


def test_deliveries_last_27_minutes_on_average():
    assert datasets.delivery_minutes(np.random.default_rng(1), 200_000).mean() == pytest.approx(27, abs=0.1)


def test_three_forecasters_rank_alike_and_one_is_honest():
    y, forecasts = datasets.triage_forecasts(np.random.default_rng(1), 200_000)
    assert len({roc_auc_score(y, p) for p in forecasts.values()}) == 1
    gaps = {name: abs(y[(p > 0.7) & (p < 0.8)].mean() - 0.75) for name, p in forecasts.items() if name != "A"}
    assert gaps["C"] < 0.01 < gaps["B"]


def test_the_area_of_card_payments_is_the_stated_one():
    fraud, suspicion = datasets.card_payments(np.random.default_rng(1), 200_000)
    assert roc_auc_score(fraud, suspicion) == pytest.approx(norm.cdf(2.5 / np.sqrt(2)), abs=0.003)
    near_two = fraud[abs(suspicion - 2) < 0.02].mean()
    stated = np.log(0.02 / 0.98) + 2.5 * 2 - 2.5**2 / 2
    assert np.log(near_two / (1 - near_two)) == pytest.approx(stated, abs=0.15)


def test_a_copied_sign_of_a_mail_says_nothing_new():
    X, y = datasets.phishing_mail(np.random.default_rng(1), 200_000, copies=3)
    assert X.shape == (200_000, 7)
    assert np.array_equal(X[:, :1].repeat(3, axis=1), X[:, :3])
    assert y.mean() == pytest.approx(0.1, abs=0.003)
    assert X[y == 1, 2:].mean(axis=0) == pytest.approx([0.7, 0.6, 0.5, 0.4, 0.3], abs=0.015)
    assert X[y == 0, 2:].mean(axis=0) == pytest.approx([0.1, 0.15, 0.1, 0.1, 0.05], abs=0.005)
    assert np.corrcoef(X[y == 0, 2:].T)[np.triu_indices(5, 1)] == pytest.approx(0, abs=0.015)


def test_thefts_of_the_card_stream_are_bursts_that_change_with_time():
    stream = datasets.card_stream(np.random.default_rng(1), genuine=20_000, stolen=700)
    frauds = stream[stream["fraud"] == 1]
    thefts = frauds.groupby("card")["day"]
    assert stream["day"].is_monotonic_increasing
    assert thefts.ngroups == 700
    assert (thefts.max() - thefts.min()).max() <= 3
    assert thefts.size().mean() == pytest.approx(4.5, abs=0.2)
    abroad = frauds["online"] == 0  # of the three kinds, travel alone
    assert abroad[frauds["day"] < 84].mean() == pytest.approx(0.1, abs=0.04)
    assert abroad[frauds["day"] >= 87].mean() == pytest.approx(0.4, abs=0.08)
    assert frauds["km"][abroad].median() == pytest.approx(np.exp(4.0), rel=0.1)


def test_lateness_of_a_parcel_is_a_difference_of_two_columns():
    X, late, names = datasets.parcel_delays(np.random.default_rng(1), 50_000)
    row = dict(zip(names, X.T, strict=True))
    assert np.array_equal(late, row["real_days"] > row["scheduled_days"])
    assert row["refund"][late == 1].mean() == pytest.approx(0.35, abs=0.02)
    assert row["refund"][late == 0].mean() == pytest.approx(0.02, abs=0.005)


def test_the_scanner_agrees_with_the_illness_as_often_as_asked():
    for agree in (0.9, 0.1):
        X, ill = datasets.chest_xrays(np.random.default_rng(1), 50_000, agree)
        assert ill.mean() == pytest.approx(0.3, abs=0.01)
        assert np.mean(X[:, 0] == ill) == pytest.approx(agree, abs=0.01)
        assert X[ill == 1, 1].mean() - X[ill == 0, 1].mean() == pytest.approx(1.2, abs=0.04)


def test_the_chance_of_an_applicant_is_calibrated_in_both_groups():
    chance, repaid, group = datasets.loan_applicants(np.random.default_rng(1), 100_000)
    assert np.mean(group == "A") == pytest.approx(0.6, abs=0.01)
    for name, mean in (("A", 1.4), ("B", 0.6)):
        rows = group == name
        near = rows & (abs(chance - 0.7) < 0.05)
        assert repaid[near].mean() == pytest.approx(chance[near].mean(), abs=0.015)
        assert np.log(chance / (1 - chance))[rows].mean() == pytest.approx(mean, abs=0.03)


def test_need_is_alike_and_costs_are_not():
    X, need, cost, group = datasets.care_programme(np.random.default_rng(1), 100_000)
    assert need[group == "A"].mean() == pytest.approx(3, abs=0.03)
    assert need[group == "B"].mean() == pytest.approx(3, abs=0.05)
    assert cost[group == "B"].mean() / cost[group == "A"].mean() == pytest.approx(0.6, abs=0.02)
    assert np.std(X[:, 0] / need) == pytest.approx(0.1, abs=0.01)


def test_genuine_help_desk_messages_have_the_stated_entropy_and_length():
    texts, forged, group = datasets.helpdesk_messages(np.random.default_rng(1), 24_000, phishing=0)
    nats, tokens = datasets.helpdesk_entropy()
    assert not forged.any()
    assert len(set(group)) == len(texts)
    assert np.mean([len(text.split()) + 1 for text in texts]) == pytest.approx(tokens, abs=0.03)
    accounts = [
        text for text in texts if " account " in text
    ]  # one of four templates; the others allow 8, 8, 64 times as many
    assert len(accounts) / len(texts) == pytest.approx(1 / 4, abs=0.01)
    twins = sum(n * (n - 1) / 2 for n in Counter(accounts).values())
    different = len(accounts) ** 2 / 2 / twins  # as many texts as the number of twins speaks for
    assert np.log(4) + np.log(different) + np.log(8) == pytest.approx(nats, abs=0.15)


def test_a_campaign_of_the_help_desk_repeats_a_text_with_few_words_changed():
    texts, forged, group = datasets.helpdesk_messages(np.random.default_rng(1), 3000)
    assert forged.mean() == pytest.approx(0.3, abs=0.03)
    assert set(group[forged == 1]) == set(range(30))
    campaigns = [np.array(texts)[group == g] for g in range(30)]
    unchanged = [Counter(messages).most_common(1)[0][1] / len(messages) for messages in campaigns]
    assert 0.9**7 < np.mean(unchanged) < 0.95**6  # six to eight slots; a word drawn anew may be the old one


def test_the_kinds_of_help_desk_words_are_words_that_occur():
    texts, _, _ = datasets.helpdesk_messages(np.random.default_rng(1), 2000)
    assert set(datasets.helpdesk_word_kinds()) <= {word for text in texts for word in text.split()}


def test_viewers_watch_what_they_like_and_popular_is_not_good():
    rating, would_rate, taste = datasets.film_ratings(np.random.default_rng(1), viewers=3_000)
    watched = ~np.isnan(rating)
    assert np.array_equal(rating[watched], would_rate[watched])
    assert watched.sum(axis=1).mean() == pytest.approx(25, abs=0.5)
    assert would_rate[watched].mean() - would_rate[~watched].mean() > 0.3
    assert 0.3 < np.corrcoef(watched.sum(axis=0), taste.mean(axis=0))[0, 1] < 0.9
    left = taste - taste.mean(axis=0) - taste.mean(axis=1, keepdims=True) + taste.mean()
    assert np.linalg.matrix_rank(left, tol=1e-6) == 3


def test_a_click_needs_a_look_and_relevance():
    clicks, relevance = datasets.ranked_clicks(np.random.default_rng(1), 200_000)
    assert clicks.mean(axis=0) * np.arange(1, 11) == pytest.approx(relevance, abs=0.01)
    assert sorted(relevance) == pytest.approx(np.arange(1, 11) / 20)


def test_the_log_odds_of_a_fraudulent_payment_are_the_stated_ones():
    requests, fraud = datasets.payment_requests(np.random.default_rng(1), 300_000)
    columns = [np.log(requests.amount / 30), requests.account_days / 1000, requests.night, np.log(requests.km / 7)]
    found = LogisticRegression(C=np.inf).fit(np.column_stack(columns), fraud)
    assert [*found.intercept_, *found.coef_[0]] == pytest.approx([-5, 1, -1.5, 1.2, 0.8], abs=0.12)
    assert fraud.mean() == pytest.approx(0.011, abs=0.001)


def test_one_world_moves_its_inputs_and_one_turns_its_rule():
    worlds = datasets.three_worlds(np.random.default_rng(1), 100_000)
    rules = {name: LogisticRegression(C=np.inf).fit(X, y) for name, (X, y) in worlds.items()}
    assert {name: X.mean(axis=0).round().tolist() for name, (X, _) in worlds.items()} == {
        "same": [0, 0],
        "moved": [1, 0],
        "turned": [0, 0],
    }
    for name, slopes in (("same", [1.5, 0]), ("moved", [1.5, 0]), ("turned", [0, 1.5])):
        assert [*rules[name].intercept_, *rules[name].coef_[0]] == pytest.approx([-1, *slopes], abs=0.04)


def test_five_segments_of_the_lender_repay_well():
    pilots = [datasets.loan_segments(np.random.default_rng(seed)) for seed in range(2_000)]
    share = np.mean([repaid for _, repaid in pilots], axis=0) / 15
    assert share == pytest.approx(pilots[0][0], abs=0.01)
    assert pilots[0][0].tolist() == [0.88] * 5 + [0.70] * 5
