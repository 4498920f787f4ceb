"""What a check offers after several tries: a hint, then the explained solution; counted in the running notebook alone."""

from collections import Counter
from html import escape

from firsthand.contents import contents, solution_address
from firsthand.panel import BLUE, box, with_code

HINT_AFTER, SOLUTION_AFTER = 3, 5
"""Checks of one exercise without success."""

_tries: Counter[str] = Counter()


def count_try(name: str, *, passed: bool) -> None:
    """Count a check that was answered and not right; one that is right begins again at none."""
    if passed:
        del _tries[name]
    else:
        _tries[name] += 1


def help_for(name: str) -> tuple[str, str]:
    """Return what to offer now, as text and as HTML; two times nothing where it is too early, or nothing is known."""
    entry, tries = contents().get(name), _tries[name]
    if entry is None or tries < HINT_AFTER:
        return "", ""
    offered = [("Hint", entry.hint, with_code(entry.hint))]
    if tries >= SOLUTION_AFTER:
        address, words = solution_address(entry.lesson), f"“{entry.title}” in the solutions"
        link = f'<a href="{escape(address)}" target="_blank">{escape(words)}</a>'
        offered.append(
            ("Explained", f"{words}, {address}", f"{link}, with the reasons. Come back and write it yourself.")
        )
    text = "\n".join(f"{label}: {words}" for label, words, _ in offered)
    return text, box(BLUE, "".join(f"<div><b>{label}.</b> {html}</div>" for label, _, html in offered))
