"""The code of an answer, as the learner wrote it, to be run again with one thing changed."""

import ast
import contextlib
import copy
import linecache
import os
import sys
import types
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from firsthand.changing.rounds import Turns, count_turns

LONGEST_CELL = 200
"""Lines: what is longer is no cell, but a file with more than an answer in it."""

REACHES_OUT = {
    *("open", "exec", "eval", "compile", "input", "breakpoint", "globals", "locals"),
    *("os", "sys", "subprocess", "shutil", "pathlib", "Path", "socket", "requests", "urllib", "time", "plt", "display"),
}
"""Names of what does more than compute: code with one of them is not run again and again."""

WRITES = {
    *("save", "savez", "savetxt", "tofile", "dump", "savefig", "write", "writelines", "unlink", "mkdir", "show"),
    *("to_csv", "to_json", "to_pickle", "to_parquet", "to_excel", "to_sql"),
}
"""Methods of what does so."""

CONTAINERS = (list, dict, set, bytearray, np.ndarray, pd.Series, pd.DataFrame)
LARGEST_CONTAINER = 1_000_000
"""Elements: of what is larger no copy is made, and code that uses it is not run again."""


class LearnerCode:
    """The functions and classes of the cell that holds an answer; a change is made in `tree`, tried, and taken back.

    Raises LookupError where the source cannot be had, or is nothing to be run a second time.
    """

    def __init__(self, answer: Any):
        self._namespace, self.name = _home(answer)
        self.lines = _lines_of_cell(answer)
        try:
            tree = ast.parse("".join(self.lines))
        except (SyntaxError, ValueError, RecursionError) as error:
            raise LookupError("the cell is not Python alone") from error
        self.tree = ast.Module([node for node in tree.body if _is_definition(node)], [])
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        _refuse(tree, names)
        self._namespace |= _copies(self._namespace, names)
        count_turns(self.tree)
        self._turns, self._most_turns = Turns(), 0

    def answer(self) -> Any:
        """Run the code as it is now; return what the check was handed."""
        namespace = {**self._namespace, **self._turns.names}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's remarks on code that nobody wrote
            exec(compile(self.tree, "<changed>", "exec"), namespace)
        return namespace[self.name]

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        """Count the rounds of all loops in what is done here; too many end it with Stopped, see `limit_turns`."""
        self._turns.begin()
        yield
        self._most_turns = max(self._most_turns, self._turns.taken)

    def limit_turns(self) -> None:
        """Let no changed code take many more rounds than the answer took so far."""
        self._turns.allow_beyond(self._most_turns)


def _refuse(tree, names) -> None:
    """Raise LookupError for code that is not to be run again and again."""
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {alias.name.split(".")[0] for node in imports for alias in node.names}
    modules |= {node.module.split(".")[0] for node in imports if isinstance(node, ast.ImportFrom) and node.module}
    if REACHES_OUT & (names | modules) or WRITES & called:
        raise LookupError("the code does more than compute")
    if any(isinstance(node, ast.BitXor) for node in ast.walk(tree)):
        raise LookupError("`^` is most often meant for a power, and binds otherwise than `**` would")


def _copies(namespace, names) -> dict[str, Any]:
    """Copy the learner's own lists and tables that the code uses, so that no trial alters one."""
    used = {name: namespace[name] for name in names & namespace.keys() if isinstance(namespace[name], CONTAINERS)}
    if any((value.size if hasattr(value, "size") else len(value)) > LARGEST_CONTAINER for value in used.values()):
        raise LookupError("the code uses something too large to be copied")
    return {name: copy.deepcopy(value) for name, value in used.items()}


@contextlib.contextmanager
def libraries_silenced() -> Iterator[None]:
    """Keep away what compiled libraries write themselves, such as LAPACK on NaN; where that cannot be done, let it be."""
    sys.stdout.flush()
    try:
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    except (OSError, AttributeError):  # a browser tab, a window without a console
        yield
        return
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _home(answer) -> tuple[dict, str]:
    """Return the names that an answer was written among, and its own."""
    code = _a_function_of(answer)
    name = next((name for name, value in code.__globals__.items() if value is answer), None)
    if name is None or code.__closure__:
        raise LookupError("the answer has no name of its own")
    return dict(code.__globals__), name


def _a_function_of(answer) -> types.FunctionType:
    own = vars(answer).values() if isinstance(answer, type) else [answer]
    found = next((item for item in own if isinstance(item, types.FunctionType)), None)
    if found is None:
        raise LookupError("the answer is neither a function nor a class")
    return found


def _lines_of_cell(answer) -> list[str]:
    lines = linecache.getlines(_a_function_of(answer).__code__.co_filename)
    if not 0 < len(lines) <= LONGEST_CELL:
        raise LookupError("the source is not to be had")
    return lines


def _is_definition(node) -> bool:
    """Whether a statement makes a function or class, or imports; what else a cell did is not done again."""
    if isinstance(node, ast.Assign):
        return isinstance(node.value, ast.Lambda)
    return isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom)
