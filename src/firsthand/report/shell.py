"""What every page has in common: its head, what it may load, its style sheet, a bar; the course's site has it too."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from firsthand.report.markup import html_text, name_text

_CLASS_PAGE_ONLY = "/* Only the page of the class: */"


@cache
def asset(name: str) -> str:
    """Return the text of a file that stands beside this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@cache
def learner_style() -> str:
    """Return the part of the style sheet that a learner's page needs."""
    return asset("report.css").split(_CLASS_PAGE_ONLY)[0]


def page(title: str, body: str, style: str, script: str = "") -> str:
    """Return a whole HTML page that needs nothing but itself, and may run nothing but `script`."""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{html_text(name_text(title))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">Skip to the contents</a>\n{body}'
        f"{f'<script>{script}</script>' if script else ''}\n</body>\n</html>\n"
    )


@cache
def _policy(style, script) -> str:
    scripts = f"; script-src '{_hash(script)}'" if script else ""
    return f"default-src 'none'; style-src '{_hash(style)}'{scripts}; base-uri 'none'; form-action 'none'"


def _hash(text) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def bar(part: float, whole: float) -> str:
    """Draw a share as a bar; what it shows stands beside it as a number."""
    width = min(100.0, 100 * part / whole) if whole else 0
    return f'<svg class="bar" aria-hidden="true"><rect width="{width:.3g}%" height="100%"/></svg>'
