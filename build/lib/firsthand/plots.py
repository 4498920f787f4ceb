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
    display({"image/png": png, "text/plain": alt}, metadata={"image/png": {"alt": alt}}, raw=True)


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


def slider(draw, **controls):
    """Show ipywidgets controls that call `draw` with their values whenever they move.

    controls : name=widget, or an abbreviation `ipywidgets.interactive` understands, such as (low, high, step).
    """
    import ipywidgets

    display(ipywidgets.interactive(draw, **controls))


def curves(ax, runs, **labels):
    """Draw the values of several runs against their step on a log scale; colour and line style tell them apart.

    runs : {label: values (steps + 1,)}, at most three, the one to look at first. One run alone gets no legend.
    `labels` go to `ax.set`.
    """
    looks = ((MODEL, "-"), (ERROR, "--"), (DATA, ":"))
    for (label, values), (color, style) in zip(runs.items(), looks, strict=False):
        ax.semilogy(values, color=color, linestyle=style, label=label)
    ax.set(**labels)
    if len(runs) > 1:
        ax.legend()
