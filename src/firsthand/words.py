"""Short, safe wordings of values and counts for the panel."""

LONGEST_REPR = 240


def count(number: float, noun: str) -> str:
    """Write a number with its noun: "1 case", "3 cases"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def more_than_one(others: int, noun: str = "") -> str:
    """Say how many more are not right, in words: a learner's page shows no number that might be a held-out one."""
    words = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    number = words[others] if others < len(words) else "Many"
    plural = noun if others == 1 else noun.replace("entry", "entries")
    return " ".join(filter(None, [number, "more", plural, "is" if others == 1 else "are", "not right."]))


def ordinal(index: int) -> str:
    """Name a position counted from zero: 0 is "first"."""
    return ("first", "second", "third", "fourth", "fifth")[index] if index < 5 else f"{index + 1}th"


def short_repr(value) -> str:
    """Write a value on a line or two, whatever it is and however its own repr behaves."""
    import numpy as np  # not above: to count in words, a command need not wait for NumPy

    try:
        if callable(value):
            return f"the function {getattr(value, '__name__', 'without a name')}"
        if isinstance(value, list) and value and all(map(callable, value)):
            return f"a list of {count(len(value), 'function')}"
        with np.printoptions(
            threshold=12,
            edgeitems=3,
            precision=6,
            suppress=False,
            linewidth=100,
            legacy="1.25" if isinstance(value, tuple | list | dict) else False,  # 3 in a container, not np.int64(3)
        ):
            text = repr(value.item() if isinstance(value, np.generic) else value)
    except Exception:  # a learner's own __repr__ may do anything
        text = f"<{type(value).__name__} that cannot be shown>"
    return text if len(text) <= LONGEST_REPR else f"{text[:LONGEST_REPR]} …"
