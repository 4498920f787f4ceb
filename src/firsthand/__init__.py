"""Firsthand: a machine-learning course whose exercises answer back. These are the names a notebook uses."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firsthand.judging.check import check

__all__ = ["check"]


def __getattr__(name: str):
    """Import check() when it is asked for: the command `firsthand` should not wait for NumPy and pandas."""
    if name == "check":
        from firsthand.judging.check import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
