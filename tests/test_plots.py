"""Figures come with words, in one style, and leave nothing behind."""

import base64

import matplotlib.pyplot as plt
import numpy as np
import pytest

from firsthand import plots


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed."""
    displayed = []
    monkeypatch.setattr(plots, "display", lambda data, **options: displayed.append((data, options)))
    return displayed


def test_a_figure_is_shown_with_its_words_and_closed(shown):
    fig, ax = plots.figure()
    ax.plot([1, 2])
    assert plots.show(fig, alt="A line that rises.") is None
    ((data, options),) = shown
    assert data["text/plain"] == "Figure:\nA line that rises."
    assert options["metadata"]["image/png"]["alt"] == "A line that rises."
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert plt.get_fignums() == []


@pytest.mark.parametrize("alt", ["", "A line"])
def test_a_figure_without_words_is_refused(alt):
    fig, _ = plots.figure()
    with pytest.raises(ValueError, match="a sentence saying what is to be seen"):
        plots.show(fig, alt=alt)
    plt.close(fig)


def test_the_same_figure_has_the_same_bytes(shown):
    for _ in range(2):
        fig, axes = plots.figure(columns=2)
        plots.contours(axes[0], lambda w: w @ w, (-1, 1), (-1, 1))
        plots.path(axes[1], np.eye(2))
        plots.show(fig, alt="Rings and a path.")
    assert shown[0][0]["image/png"] == shown[1][0]["image/png"]


def test_every_figure_is_as_wide_as_the_others():
    figures = [plots.figure()[0], plots.figure(columns=3)[0], plots.figure(columns=2, rows=2)[0]]
    assert {fig.get_figwidth() for fig in figures} == {plots.PANEL_WIDTH_INCHES}
    plt.close("all")


def drawn(ax):
    """Return what was drawn into a panel for whoever sees no colour: labels and line styles."""
    return [(line.get_label(), line.get_linestyle()) for line in ax.get_lines()]


@pytest.fixture
def ax():
    fig, ax = plots.figure()
    yield ax
    plt.close(fig)


def test_curves_differ_by_their_line_style_and_are_named(ax):
    plots.lines(ax, [0, 1], {"squared": [0, 1], "Huber": [0, 2], "absolute": [0, 3]}, xlabel="error (min)")
    assert drawn(ax) == [("squared", "-"), ("Huber", "--"), ("absolute", ":")]
    assert ax.get_xlabel() == "error (min)"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["squared", "Huber", "absolute"]


def test_one_curve_alone_has_no_legend(ax):
    plots.curves(ax, {"loss": [1, 0.1]}, ylabel="loss")
    assert (ax.get_legend(), ax.get_yscale(), ax.get_ylabel()) == (None, "log", "loss")


@pytest.mark.parametrize("draw", ["lines", "curves", "histogram", "bars", "seeds"])
def test_more_than_can_be_told_apart_is_refused(ax, draw):
    runs = {name: [1, 2] for name in "abcd"}
    more = {"lines": ([0, 1], runs), "histogram": (runs, 2), "bars": (runs, ["x", "y"])}.get(draw, (runs,))
    with pytest.raises(ValueError, match="at most 3 can be told apart in one panel; found 4"):
        getattr(plots, draw)(ax, *more)


def test_bars_carry_their_numbers_and_a_hatch(ax):
    plots.bars(ax, {"true": [1, 0.96], "random": [1, 0.09]}, ["seen", "new"], "{:.0%}", ylabel="share")
    assert [text.get_text() for text in ax.texts] == ["100%", "96%", "100%", "9%"]
    assert [bar.get_hatch() for bar in ax.patches] == ["", "", "//", "//"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["seen", "new"]


def test_every_value_is_counted_in_a_histogram(ax):
    plots.histogram(ax, {"fair": [0.1, 0.2, 0.9], "tuned": [0.9]}, bins=[0, 0.5, 1], xlabel="recall")
    filled = ax.containers[0] if ax.containers else ax.patches
    assert [bar.get_height() for bar in list(filled)[:2]] == [2, 1]


def test_one_mark_a_seed_and_a_line_where_guessing_lies(ax):
    plots.seeds(ax, {"shuffled": [1, 0.9], "by patient": [0.6, 0.5]}, chance=0.5, ylabel="accuracy")
    first, second, guess = ax.get_lines()
    assert (list(first.get_ydata()), list(second.get_ydata()), list(guess.get_ydata())) == (
        [1, 0.9],
        [0.6, 0.5],
        [0.5] * 2,
    )
    assert first.get_marker() != second.get_marker()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["shuffled", "by patient"]


def test_rows_of_splits_train_test_or_do_neither(ax):
    plots.splits(ax, [([0, 1], [3, 4]), ([0, 1, 2, 3], [5, 6])], rows=7)
    drawn = [(list(line.get_xdata()), list(line.get_ydata()), line.get_marker()) for line in ax.get_lines()]
    assert drawn[:3] == [([0, 1], [0, 0], "|"), ([2], [0], "x"), ([3, 4], [0, 0], "D")]
    assert [part for part, _, _ in drawn[3:]] == [[0, 1, 2, 3], [4], [5, 6]]


def test_panels_draw_each_value_side_by_side_and_are_shown(shown):
    seen = []

    def draw(ax, rate):
        seen.append((rate, ax.get_subplotspec().colspan.start))
        ax.set(xlabel="step", ylabel="loss")

    plots.panels(draw, (0.1, 0.2, 0.3), alt="Three rates side by side.")
    assert seen == [(0.1, 0), (0.2, 1), (0.3, 2)]
    assert len(shown) == 1
    plots.panels(draw, (0.4,), alt="One rate by itself.")
    assert seen[-1] == (0.4, 0)


def test_a_slider_draws_one_panel_with_its_value_in_the_words(shown):
    plots.slider(lambda ax, rate: ax.axvline(rate), alt="A line at {rate:.2f} of the axis.", rate=(0.0, 1.0, 0.25))
    words = [data["text/plain"] for data, _ in shown if isinstance(data, dict)]
    assert words == ["Figure:\nA line at 0.50 of the axis."] * len(words)
    assert words
