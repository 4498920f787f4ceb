"""Firsthand: a machine-learning course whose exercises answer back. These are the names a notebook uses."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firsthand.checking import check
    from firsthand.own_parts import mine, reached
    from firsthand.practising import again
    from firsthand.predicting import predict, predictions
    from firsthand.progressing import progress
    from firsthand.tables import over_seeds, table
    from firsthand.weighing import evidence

__all__ = [
    "again",
    "check",
    "evidence",
    "mine",
    "over_seeds",
    "predict",
    "predictions",
    "progress",
    "reached",
    "table",
]

_HOMES = {
    "again": "practising",
    "check": "checking",
    "evidence": "weighing",
    "mine": "own_parts",
    "over_seeds": "tables",
    "predict": "predicting",
    "predictions": "predicting",
    "progress": "progressing",
    "reached": "own_parts",
    "table": "tables",
}


def __getattr__(name: str):
    """Import what a notebook uses when it is asked for: the command `firsthand` should not wait for NumPy and pandas."""
    if name in _HOMES:
        return getattr(import_module(f"firsthand.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
