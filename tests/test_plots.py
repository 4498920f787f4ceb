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
