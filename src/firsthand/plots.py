"""Drawing helpers: one style, three colours with a meaning, and a sentence of alt text for every figure."""

import base64
import io
from importlib.resources import files

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from PIL import Image

plt.style.use(str(files("firsthand") / "course.mplstyle"))

DATA = "#4b5563"  # grey: what was measured
MODEL = "#1f5fa8"  # blue: what the model says or does
ERROR = "#d9600f"  # orange: what went wrong, and by how much

PANEL_WIDTH_INCHES = 7.2
PANEL_HEIGHT_INCHES = 3.2


def figure(columns=1, rows=1, **options):
    """Make a figure of one width with `rows` x `columns` panels.

    Returns the figure and one Axes, or an array of Axes when there are several. `options` go to `plt.subplots`.
    """
    height = PANEL_HEIGHT_INCHES if rows == 1 else 2.4 * rows
    return plt.subplots(rows, columns, figsize=(PANEL_WIDTH_INCHES, height), **options)


def show(fig, *, alt):
    """Show `fig` with its alternative text and close it.

    alt : one sentence saying what is to be seen. Raises ValueError when it is missing or shorter than three words.
    """
    if len(alt.split()) < 3:
        raise ValueError(f"alt must be a sentence saying what is to be seen in the figure; found {alt!r}")
    png = base64.b64encode(_small_png(fig)).decode()
    plt.close(fig)
    # JupyterLab shows the first line of a hidden result; the words about a figure would tell what is to be seen.
    display({"image/png": png, "text/plain": f"Figure:\n{alt}"}, metadata={"image/png": {"alt": alt}}, raw=True)


def _small_png(fig) -> bytes:
    """Draw the figure with a palette of 64 colours, a third of the bytes, so that notebooks stay small."""
    fig.canvas.draw()
    picture = Image.fromarray(np.asarray(fig.canvas.buffer_rgba())).convert("RGB").quantize(64)
    png = io.BytesIO()
    picture.save(png, format="png", optimize=True)
    return png.getvalue()


def contours(ax, loss, x_range, y_range, levels=12):
    """Draw level lines of `loss`, a function of a point (2,), over two ranges (low, high); levels grow geometrically."""
    x, y = (np.linspace(low, high, 80) for low, high in (x_range, y_range))
    z = np.array([[loss(np.array([a, b])) for a in x] for b in y])
    above_floor = z - z.min() + 1e-3 * np.ptp(z)
    heights = np.geomspace(above_floor.min() * 2, above_floor.max(), levels)
    ax.contour(x, y, above_floor, levels=heights, colors=DATA, linewidths=0.7, alpha=0.6)
    ax.set(xlim=x_range, ylim=y_range)


def path(ax, points, color=MODEL, label=None):
    """Draw the route of a descent: points (steps + 1, 2), a dot for each step, a square at the start."""
    points = np.asarray(points)
    ax.plot(points[:, 0], points[:, 1], "o-", color=color, markersize=3, linewidth=1.2, label=label)
    ax.plot(*points[0], "s", color=color, markersize=7)


def panels(draw, values, *, alt, **options):
    """Show `draw(ax, value)` for each of the values, side by side; the outer panels alone carry the axis labels.

    alt : as in `show`. `options` go to `plt.subplots`; the panels share both axes unless told otherwise.
    """
    fig, axes = figure(len(values), **{"sharex": True, "sharey": True, **options})
    for ax, value in zip(np.atleast_1d(axes), values, strict=True):
        draw(ax, value)
        ax.label_outer()
    show(fig, alt=alt)


def slider(draw, *, alt=None, **controls):
    """Show ipywidgets controls that call `draw` with their values whenever they move.

    alt : a sentence with the controls in braces, "The descent at rate {rate:.2f}."; with it, `draw(ax, value, ...)`
    draws into one panel, as it does for `panels`, which is then shown. Without it, `draw(name=value, ...)` does all.
    controls : name=widget, or an abbreviation `ipywidgets.interactive` understands, such as (low, high, step).
    """
    import ipywidgets

    def draw_panel(**values):
        fig, ax = figure()
        draw(ax, *values.values())
        show(fig, alt=alt.format(**values))

    display(ipywidgets.interactive(draw if alt is None else draw_panel, **controls))


LOOKS = ((MODEL, "-"), (ERROR, "--"), (DATA, ":"))
"""Three curves in one panel: the one to look at first, the one that goes wrong, the one to compare with."""


def lines(ax, x, runs, **labels):
    """Draw several curves over `x`; colour and line style tell them apart.

    runs : {label: values (len(x),)}, at most three, the one to look at first. One run alone gets no legend. `labels` go
    to `ax.set`. Raises ValueError for more than three.
    """
    for (label, values), (color, style) in _looks(runs):
        ax.plot(x, values, color=color, linestyle=style, label=label)
    _finish(ax, runs, labels)


def curves(ax, runs, **labels):
    """Draw the values of several runs against their step on a log scale; else as `lines`.

    runs : {label: values (steps + 1,)}, at most three, of any lengths.
    """
    for (label, values), (color, style) in _looks(runs):
        ax.semilogy(values, color=color, linestyle=style, label=label)
    _finish(ax, runs, labels)


def histogram(ax, runs, bins, **labels):
    """Count values in bins: the first run filled, a second one as a hatched outline. Else as `lines`."""
    for i, ((label, values), (color, _)) in enumerate(_looks(runs)):
        outline = {"histtype": "step", "hatch": "//" if i == 1 else ""} if i else {"alpha": 0.5}
        ax.hist(values, bins=bins, color=color, label=label, **outline)
    _finish(ax, runs, labels)


def bars(ax, runs, at, form="{:.2f}", **labels):
    """Draw groups of bars, each with its number on top; a hatch tells the second run from the first.

    runs : {label: values (len(at),)}, at most three. at : the names of the groups. form : of the numbers, as in
    `str.format`. `labels` go to `ax.set`.
    """
    width, places = 0.8 / len(runs), np.arange(len(at))
    for i, ((label, values), (color, _)) in enumerate(_looks(runs)):
        x = places + (i - (len(runs) - 1) / 2) * width
        drawn = ax.bar(x, values, 0.9 * width, color=color, hatch=("", "//", "..")[i], edgecolor="white", label=label)
        ax.bar_label(drawn, labels=[form.format(value) for value in values], padding=2)
    ax.set_xticks(places, at)
    _finish(ax, runs, labels)


def seeds(ax, runs, *, chance=None, **labels):
    """Draw one mark a seed, a column for each procedure; a dotted line where guessing would lie.

    runs : {name: values (seeds,)}, at most three. `labels` go to `ax.set`.
    """
    for x, (((_, values), (color, _)), mark) in enumerate(zip(_looks(runs), "osD", strict=False)):
        ax.plot(x + np.linspace(-0.15, 0.15, len(values)), values, mark, color=color)
    if chance is not None:
        ax.axhline(chance, color=DATA, linestyle=":")
        ax.annotate("a guess", (len(runs) - 0.55, chance), (0, 4), textcoords="offset points", ha="right", color=DATA)
    ax.set_xticks(range(len(runs)), list(runs))
    ax.set(xlim=(-0.5, len(runs) - 0.5), **labels)


def splits(ax, pairs, rows):
    """Draw which of `rows` rows train (|), test (diamond) or do neither (x), a line for each split.

    pairs : (train, test), row numbers each.
    """
    for number, (train, test) in enumerate(pairs):
        neither = np.setdiff1d(np.arange(min(test)), train)
        for part, mark, color in ((train, "|", MODEL), (neither, "x", DATA), (test, "D", ERROR)):
            ax.plot(part, np.full(len(part), number), mark, color=color, markersize=5)
    ax.set(xlim=(-1, rows), ylabel="split", yticks=range(number + 1))


def _looks(runs):
    if len(runs) > len(LOOKS):
        raise ValueError(f"at most {len(LOOKS)} can be told apart in one panel; found {len(runs)}")
    return list(zip(runs.items(), LOOKS, strict=False))


def _finish(ax, runs, labels):
    ax.set(**labels)
    if len(runs) > 1:
        ax.legend()
