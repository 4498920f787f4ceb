"""Results to compare stand in a table, the same on every version of the libraries."""

import numpy as np
import pandas as pd
import pytest

from firsthand import over_seeds, table
from firsthand.panel import COVER


def test_rows_and_columns_are_the_same_table():
    rows = table([{"rate": 0.1, "loss": 2.0}, {"rate": 0.25, "loss": 17.5}])
    assert repr(rows) == repr(table({"rate": [0.1, 0.25], "loss": np.array([2.0, 17.5])}))
    assert repr(rows) == "rate   loss\n0.10   2.00\n0.25  17.50"


def test_a_single_row_needs_no_list_and_rows_may_have_names():
    assert repr(table({"limit": 0.2116, "columns": 13})) == "limit  columns\n 0.21       13"
    named = table({"squared": {"loss": 2.0}, "Huber": {"loss": 17.5}})
    assert repr(named) == "          loss\nsquared   2.00\nHuber    17.50"


def test_words_stand_to_the_left_and_numbers_to_the_right():
    text = repr(table({"model": ["squared", "Huber"], "parcels (count)": [25_000, 3]}))
    assert text == "model    parcels (count)\nsquared           25,000\nHuber                  3"


def test_decimals_are_stated_by_column_or_as_a_format():
    shown = table(
        {"limit": [1.558e-6], "share": [0.4567], "year": [2024]}, {"limit": ".4g", "share": ".1%", "year": "d"}
    )
    assert repr(shown).splitlines()[1].split() == ["1.558e-06", "45.7%", "2024"]
    with pytest.raises(ValueError, match="decimals names 'rate', and the columns are limit"):
        table({"limit": [1]}, {"rate": 3})


@pytest.mark.parametrize("yes", [True, np.True_, np.array(True)])
def test_truth_is_a_word(yes):
    assert repr(table({"agrees": [yes, False]})) == "agrees\nTrue\nFalse"


@pytest.mark.parametrize("nothing", [None, np.nan, float("nan"), pd.NA, pd.NaT])
def test_what_is_missing_is_a_dash(nothing):
    assert repr(table({"share": [0.5, nothing]})) == "share\n 0.50\n    –"


def test_noise_below_the_last_decimal_has_no_sign():
    assert repr(table({"gap": [-1e-17, 0.0, -0.01]})) == "  gap\n 0.00\n 0.00\n-0.01"


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, int, np.array])
def test_every_kind_of_number_is_written_alike(kind):
    assert repr(table({"n": [kind(1500), 2.5]})) == "       n\n1,500.00\n    2.50"


def test_a_data_frame_is_a_table():
    assert repr(table(pd.DataFrame({"n": [1, 2], "x": [0.5, 1]}))) == "n     x\n1  0.50\n2  1.00"


def test_a_long_table_shows_both_ends_and_says_what_lies_between():
    lines = repr(table({"n": range(100)})).splitlines()
    assert (lines[:2], lines[13], lines[-1], len(lines)) == ([" n", " 0"], "… 76 more …", "99", 26)
    assert table({"n": range(100)})._repr_html_().count("<tr>") == 26


@pytest.mark.parametrize("value", [[1, 2], (1,), {"a": 1}, np.arange(3), {1}])
def test_a_cell_that_is_no_number_and_no_word_is_refused(value):
    with pytest.raises(ValueError, match="one number or one word"):
        table([{"x": value}])


def test_rows_of_unlike_columns_are_refused():
    with pytest.raises(ValueError, match=r"row 1 has the columns \['b'\]; the first row has \['a'\]"):
        table([{"a": 1}, {"b": 1}])
    with pytest.raises(ValueError, match=r"the columns have different lengths: \{'a': 1, 'b': 2\}"):
        table({"a": [1], "b": [1, 2]})
    with pytest.raises(ValueError, match="a row is a mapping column -> value, found 3"):
        table({"a": 3, "b": [1, 2]})


def test_a_table_of_nothing_is_shown():
    assert repr(table([])) == "(no rows)"


def test_html_is_escaped_and_scrolls_by_itself():
    html = table({"a < b": ["<i>"]})._repr_html_()
    assert "<i>" not in html
    assert "a &lt; b" in html
    assert html.startswith(f'{COVER}<div style="overflow-x:auto">')


def test_runs_over_seeds_are_summed_up_a_row_a_procedure():
    by_name = over_seeds({"inside": [0.25, 0.75], "known": [0.5]}, "accuracy", 1)
    assert repr(by_name).split("\n") == [
        "accuracy  mean  spread  lowest  highest",
        "inside     0.5     0.2     0.2      0.8",
        "known      0.5       –     0.5      0.5",
    ]
    by_seed = [{"a": 1.0, "b": 2.0}, {"a": 3.0, "b": 2.0}]
    assert repr(over_seeds(by_seed, "beds")) == repr(over_seeds({"a": [1.0, 3.0], "b": [2.0, 2.0]}, "beds"))
