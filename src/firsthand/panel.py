"""A panel in a notebook: a sign and words that carry the meaning, in the notebook's own ink; a colour repeats it."""

from html import escape

COVER = "<!-- Run this cell to see its result. -->\n"
"""First line of HTML that may stand in a hidden output: JupyterLab shows the first line of what it hides."""

GREEN, ORANGE, GREY, BLUE = "#1a8f5a", "#d9600f", "#7a828e", "#3f7fc4"
_COLORS = {"✔": GREEN, "✘": ORANGE, "○": GREY, "●": BLUE}


class Panel:
    """A sign and a sentence: as text, and as HTML that takes its text colour and background from the theme."""

    def __init__(self, sign: str, words: str):
        self.sign, self.words = sign, words

    def __repr__(self):
        return f"{self.sign} {self.words}"

    def _repr_html_(self):
        color = _COLORS[self.sign]
        return COVER + box(color, f'<b><span style="color:{color}">{self.sign}</span></b> {with_code(self.words)}')


def box(color: str, html: str) -> str:
    """Set HTML behind a coloured line; screen readers announce it when it appears."""
    return (
        f'<div role="status" class="firsthand-panel" style="border-left:4px solid {color};padding:6px 12px;'
        f'margin:2px 0;color:inherit;font-size:14px;line-height:1.5;max-width:52em">{html}</div>'
    )


def with_code(sentence: str) -> str:
    """Escape a sentence, and set what stands between backticks in a code font."""
    parts = escape(sentence).split("`")
    return "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))
