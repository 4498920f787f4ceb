"""Counts the rounds of loops, so that changed code which loops for ever is stopped: there is not a timer everywhere."""

import ast
import math
from collections.abc import Iterable, Iterator

BEYOND = 20
"""How many times as many rounds as the code that was changed a change of it may take."""


class Stopped(BaseException):
    """Code takes too many rounds."""


class Turns:
    """Counts the rounds of loops in code whose loops `count_turns` has marked, and stops it at `most`."""

    def __init__(self):
        self.taken = 0
        self.most: float = math.inf

    @property
    def names(self) -> dict:
        """The names that marked code uses, and what they stand for."""
        return {"_turn": self._turn, "_turns": self._each}

    def begin(self) -> None:
        self.taken = 0

    def allow_beyond(self, rounds: int) -> None:
        """Let code take many more rounds than it took unchanged, and not endlessly more."""
        self.most = BEYOND * (rounds + 10)

    def _turn(self, test):
        self.taken += 1
        if self.taken > self.most:
            raise Stopped
        return test

    def _each(self, iterable: Iterable) -> Iterator:
        for item in iterable:
            yield self._turn(item)


def count_turns(tree: ast.AST) -> None:
    """Put a count into the head of every loop, where changes of the code leave it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For):
            node.iter = _call("_turns", node.iter)
        elif isinstance(node, ast.While):
            node.test = _call("_turn", node.test)


def _call(name, argument) -> ast.Call:
    call = ast.copy_location(ast.Call(ast.Name(name, ast.Load()), [argument], []), argument)
    return ast.fix_missing_locations(call)
