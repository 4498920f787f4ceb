"""Firsthand: a machine-learning course whose exercises answer back. These are the names a notebook uses."""

from firsthand.check import check

__all__ = ["check"]
