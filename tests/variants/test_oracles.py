"""What is right in a variant, found once more in another way: from the text that a learner reads, by a library or by brute force."""

import re

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics
from sklearn.feature_extraction.text import CountVectorizer
from variants_of import FIFTY, number, right_options, rows_of, run, variant_of

from firsthand.datasets import sure_answers


def each(name):
    for n in FIFTY:
        variant = variant_of(name, n)
        yield variant, run(variant.solution)[variant.answer]


def question(variant, key):
    return variant.statement.split(f"**{key}** · ")[1].split("\n")[0]


def test_the_shares_of_a_matrix_are_those_of_the_library():
    for variant, _ in each("read_the_matrix"):
        tn, fp, fn, tp = map(
            int, re.search(r"\[\[ *(\d+), +(\d+)\],\s+\[ *(\d+), +(\d+)\]\]", variant.statement).groups()
        )
        ill, called = np.repeat([0, 0, 1, 1], [tn, fp, fn, tp]), np.repeat([0, 1, 0, 1], [tn, fp, fn, tp])
        expected = {
            "Of the people who are ill": metrics.recall_score(ill, called),
            "Of the people who are called back": metrics.precision_score(ill, called),
            "Which share of the healthy": 1 - metrics.recall_score(ill, called, pos_label=0),
            "Had the arguments been exchanged": metrics.recall_score(called, ill),
        }
        said = {question(variant, key): option for key, option in right_options(variant).items()}
        for begins, share in expected.items():
            (option,) = [text for asked, text in said.items() if asked.startswith(begins)]
            assert number(option) == pytest.approx(100 * share, abs=0.051)
        mistakes = next(text for asked, text in said.items() if asked.startswith("How many mistakes"))
        assert mistakes == f"{(ill != called).sum():,} and {ill.sum():,}"


def test_joins_have_the_rows_that_pandas_gives():
    for variant, rows in each("predict_join_size"):
        left, right = (
            pd.DataFrame({"key": [None if key == "none" else key for key in keys.split(", ")]})
            for keys in re.search(r"Left keys: (.*?)\. Right keys: (.*?)\.", variant.statement, re.DOTALL).groups()
        )
        known = right.dropna()
        assert rows["A"] == len(left.merge(right, on="key"))
        assert rows["B"] == len(left.merge(right, on="key", how="left"))
        assert rows["C"] == len(left.dropna().merge(known, on="key"))
        assert rows["D"] == len(left.merge(known, on="key", how="left"))
        total, meet, times, nowhere = map(
            number,
            re.search(
                r"left join of (.*?) rows. The keys of (.*?) of .*? stand (\d).*?other (\d+)",
                variant.statement,
                re.DOTALL,
            ).groups(),
        )
        assert rows["E"] == meet * times + nowhere
        assert total == meet + nowhere


def test_no_promise_is_cheaper_than_the_best_constant():
    def pinball(y, c, tau):
        return np.where(y > c, tau * (y - c), (1 - tau) * (c - y)).mean()

    for variant, constants in each("best_constant"):
        first, last = re.search(r"took\s+(.*?) and (\d+) minutes", variant.statement, re.DOTALL).groups()
        y = np.array([float(v) for v in [*first.split(", "), last]])
        for key, said in constants.items():
            kind, *more = key.split(", ")
            rows = np.where(y == y.max(), float(more[0]), y) if more else y
            tau = float(kind.split()[1]) if "pinball" in kind else 0.5
            loss = (lambda c: ((rows - c) ** 2).mean()) if kind == "squared" else (lambda c: pinball(rows, c, tau))  # noqa: B023
            others = [c for c in np.arange(0, 120, 0.5) if abs(c - said) > 0.25]
            assert all(loss(said) < loss(c) for c in others)


def test_tokens_are_those_of_the_library_and_of_joins_written_as_text():
    words = CountVectorizer().build_analyzer()
    for variant, tokens in each("count_tokens"):
        joins = re.findall(r"`([a-z]+)\+([a-z]+)`", variant.statement)
        texts = dict(re.findall(r'^- ([A-F]): "(.*)", by', variant.statement, re.MULTILINE))
        for key, text in texts.items():
            spaced = " ".join(text)
            for a, b in joins:
                spaced = re.sub(rf"(?<!\S){a} {b}(?!\S)", a + b, spaced)
            assert tokens[key] == len(spaced.split() if key in "ABC" else words(text))


def test_no_other_number_of_slots_costs_less_or_as_little():
    for variant, slots in each("staff_the_shift"):
        names: dict = {}
        exec(re.search(r"```python\n(.*?)```", variant.statement, re.DOTALL)[1], names)
        for shift, table in names["needed"].items():
            idle, missing = map(
                number,
                re.search(rf"`{shift}`: an idle slot costs (\d), a missing one (\d)", variant.statement).groups(),
            )
            levels = np.arange(len(table))
            cost = [
                sum(p * (idle * max(k - j, 0) + missing * max(j - k, 0)) for j, p in enumerate(table)) for k in levels
            ]
            assert sum(table) == pytest.approx(1)
            assert [k for k in levels if cost[k] < min(cost) + 1e-9] == [slots[shift]]


def test_maps_have_the_rows_in_which_a_kernel_finds_a_place():
    for variant, network in each("shapes_and_weights"):
        size, colours = map(int, re.search(r"pictures of (\d+) × \d+, (\d) channel", variant.statement).groups())
        layers = re.findall(r"(\d+) filters of (\d) × .*?padding (\d), stride (\d)", variant.statement)
        maps, rows = [(colours, size)], []
        for number_of_layer, (filters, k, pad, stride) in enumerate(
            [tuple(map(int, layer)) for layer in layers], start=1
        ):
            channels, n = maps[-1]
            places = [at for at in range(0, n + 2 * pad, stride) if at + k <= n + 2 * pad]
            rows.append(len(places))
            kernels = np.zeros((filters, channels, k, k)).size + filters
            assert network[{1: "weights 1", 2: "weights 3", 3: "weights 4"}[number_of_layer]] == kernels
            maps.append((filters, len(places) // 2 if number_of_layer == 1 else len(places)))
        assert [network[f"rows {n}"] for n in (1, 2, 3, 4)] == [rows[0], maps[1][1], rows[1], rows[2]]
        outputs = int(re.search(r"all values, (\d+) outputs", variant.statement)[1])
        assert network["weights 5"] == outputs * (maps[-1][0] * maps[-1][1] ** 2) + outputs


def test_an_average_of_trees_varies_as_their_covariances_say():
    def of_mean(n, s2, rho):
        weights = np.full(n, 1 / n)
        return weights @ (s2 * (rho * np.ones((n, n)) + (1 - rho) * np.eye(n))) @ weights

    for variant, variances in each("averaged_variance"):
        asked = re.findall(
            r"^- ([ABC]): the variance of the mean of (\d+) trees, s² = (\S+), ρ = (\S+)$", variant.statement, re.M
        )
        for key, n, s2, rho in asked:
            assert variances[key] == pytest.approx(of_mean(int(n), float(s2), float(rho)))
        _, n, s2, rho = asked[0]
        assert variances["D"] == pytest.approx(of_mean(2_000, float(s2), float(rho)), rel=0.01)
        bar, trees = float(re.search(r"at most (\S+),", variant.statement)[1]), variances["E"]
        assert of_mean(trees, float(s2), float(rho)) <= bar + 1e-9 < of_mean(trees - 1, float(s2), float(rho)) + 1e-9


def test_a_session_raises_the_alarms_that_its_coordinates_along_two_eigenvectors_say():
    for variant, _ in each("which_score_sees_it"):
        limit, least = map(float, re.findall(r"an alarm from (\S+) on", variant.statement))
        for key, said in right_options(variant).items():
            server, point = rows_of(variant)[key]
            z = np.array([float(v) for v in point.strip("()").replace("−", "-").split(", ")])
            r = -0.9 if server == "F" else 0.9
            smallest = np.linalg.eigh([[1, r], [r, 1]])[1][:, 0]
            by_z, by_left = abs(z).max() >= limit, (smallest @ z) ** 2 >= least
            assert (
                said == {(1, 1): "both", (1, 0): "z only", (0, 1): "left-over only", (0, 0): "neither"}[by_z, by_left]
            )


def newton(function, start):
    """Follow Newton's method on a function as a statement writes it; say where it ends."""
    text = function.strip("$").replace("−", "-")
    if "/q" in text:
        a, q = number(text.split("/")[0][2:]), number(start)
        for _ in range(200):
            q = q - (1 - a / q**2) / (2 * a / q**3)
            if abs(q) > 1e9:
                return "runs away"
        return "minimum" if q > 0 else "maximum"
    if "sqrt" in text:
        a, x = number(text.split("{")[1]), number(start)
        for _ in range(60):
            slope, curve = x / (a + x * x) ** 0.5, a / (a + x * x) ** 1.5
            x = x - slope / curve
            if abs(x) > 1e9:
                return "runs away"
        return "minimum"
    signs = [int(re.search(rf"(-?)\s*\d+{v}\^2", text)[1] != "-") for v in "xy"]
    return {0: "maximum", 1: "saddle", 2: "minimum"}[sum(signs)]


def test_newton_ends_where_its_steps_lead():
    for variant, _ in each("where_newton_ends"):
        ends = {key: newton(*cells) for key, cells in rows_of(variant).items()}
        assert right_options(variant) == ends


def test_who_forecasts_is_who_costs_least():
    for variant, _ in each("choose_rule_or_model"):
        value = number(re.search(r"costs (\S+) €, and a year", variant.statement)[1])
        cost = number(re.search(r"A model costs (\S+) €", variant.statement)[1])
        for key, said in right_options(variant).items():
            *_, rule, table, model = rows_of(variant)[key]
            yearly = {"rule": number(rule) * value * 8_760}
            if table != "–":
                yearly |= {"table": number(table) * value * 8_760, "model": number(model) * value * 8_760 + cost}
                if number(model) < 0.1 * number(table):
                    yearly = {"none yet": 0.0}
            assert said == min(yearly, key=yearly.__getitem__)


def test_a_policy_goes_where_the_rules_send_it():
    for variant, _ in each("may_it_drive"):
        old = number(re.search(r"delivers (\d+) %", variant.statement)[1]) / 100
        limit = number(re.search(r"limit is (\S+) tips", variant.statement)[1])
        least = number(re.search(r"at least (\d+) rows", variant.statement)[1])
        for key, said in right_options(variant).items():
            value, _, effective, tips, tested = rows_of(variant)[key]
            estimate, spread = map(number, value.split(" ± "))
            if number(tips) > limit:
                expected = "reject"
            elif number(effective) < least:
                expected = "collect logs"
            else:
                assert estimate > old + 2 * spread
                expected = "deploy" if "passed" in tested and number(tips.split(", in ")[1]) >= 1_000 else "small test"
            assert said == expected


def test_the_winner_has_the_largest_mean_of_its_two_films():
    films = {"popular": "VW", "taste": "XY", "mixed": "VZ"}
    for variant, _ in each("predict_winner"):
        table = {
            name: re.search(rf"^\| {name}.*? \| (.*) \|$", variant.statement, re.MULTILINE)[1]
            for name in ("shown", "liked")
        }
        shown, liked = (dict(zip("VWXYZ", map(float, cells.split(" | ")), strict=True)) for cells in table.values())
        for key, said in right_options(variant).items():
            asked = question(variant, key)
            if "From now on" in asked:
                assert said == "cannot be told"
                continue
            page = dict.fromkeys("VWXYZ", 1.0)
            if "today's page" in asked:
                page = shown
            if "a new page" in asked:
                page = dict(zip("VWXYZ", map(float, asked.split("chances ")[1].rstrip(".").split(", ")), strict=True))
            means = {name: sum(page[f] * liked[f] for f in pair) / 2 for name, pair in films.items()}
            assert said == max(means, key=means.__getitem__)
            assert sorted(means.values())[-2] < max(means.values()) - 0.01


def test_a_tuned_silence_costs_little_more_than_the_best_on_answers_that_were_drawn():
    sure, is_right = sure_answers(np.random.default_rng(3), 30_000)
    grid = np.linspace(0.5, 1, 51)
    for variant, thresholds in each("tune_abstention"):
        rows = re.findall(r"^\| (\w+) \| (\S+) \| (\S+) \|$", variant.statement, re.MULTILINE)
        assert [place for place, *_ in rows] == list(thresholds)
        for place, wrong, silent in rows:
            costs = [
                np.mean(np.where(sure >= t, float(wrong) * (1 - is_right), float(silent)))
                for t in (thresholds[place], *grid)
            ]
            assert costs[0] <= 1.01 * min(costs)


def test_a_tuned_momentum_comes_down_by_the_function_that_a_learner_has():
    for variant, settings in each("tune_momentum"):
        low, high = map(int, re.search(r"lies between (\d+) and (\d+)", variant.statement).groups())
        end_loss = run(variant.solution)["end_loss"]
        assert max(end_loss(**settings, top=top) for top in np.linspace(low, high, 9)) <= 1e-4
        assert end_loss(settings["rate"], 0.0, high) > 1e-4
