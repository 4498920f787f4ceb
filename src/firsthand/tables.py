"""Results to compare, as a table: HTML where a notebook is looked at, plain text with stated decimals where nbval compares."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from numbers import Integral, Real

from firsthand.panel import COVER

LONGEST = 24
"""Rows that are shown; of a longer table the first and the last are, and how many lie between."""

_MISSING = "–"


class Table:
    """Rows and columns that are written already."""

    def __init__(self, header: list[str], rows: list[list[str]], is_number: list[bool], left_out: int = 0):
        self._header, self._rows, self._is_number, self._left_out = header, rows, is_number, left_out

    def __repr__(self):
        lines = [self._header, *self._rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        written = ["  ".join(map(_justify, line, widths, self._is_number)).rstrip() for line in lines]
        return "\n".join(written[:1] + self._with_gap(written[1:], f"… {self._left_out} more …"))

    def _repr_html_(self):
        """Write the table so that it scrolls by itself where it is wider than the page, and follows the theme."""
        gap = f'<tr><td colspan="{len(self._header)}" style="text-align:center">… {self._left_out} more …</td></tr>'
        body = "".join(self._with_gap([self._row(row, "td") for row in self._rows], gap))
        return (
            f'{COVER}<div style="overflow-x:auto"><table style="margin:4px 0">'
            f"<thead>{self._row(self._header, 'th')}</thead><tbody>{body}</tbody></table></div>"
        )

    def _with_gap(self, rows, gap) -> list[str]:
        half = LONGEST // 2
        return [*rows[:half], gap, *rows[half:]] if self._left_out else rows

    def _row(self, cells, tag) -> str:
        scope = ' scope="col"' if tag == "th" else ""
        return f"<tr>{''.join(_cell(tag, scope, *pair) for pair in zip(cells, self._is_number, strict=True))}</tr>"


def _cell(tag, scope, text, number) -> str:
    nowrap = ";white-space:nowrap" if number and tag == "td" else ""
    return f'<{tag}{scope} style="text-align:{"right" if number else "left"}{nowrap}">{escape(text)}</{tag}>'


def _justify(text, width, number) -> str:
    return text.rjust(width) if number else text.ljust(width)


def table(rows: Iterable[Mapping] | Mapping[str, Sequence], decimals: int | str | Mapping[str, int | str] = 2) -> Table:
    """Make a table of results, with units in the names of its columns.

    rows : a mapping a row, column -> value; or one mapping: column -> values (or a DataFrame), column -> value for a
    single row, or name -> row, whose names then stand in the first column. decimals : of numbers, for all columns or by
    column (2 for a column not named); whole numbers (ints) are written whole. In place of a count a format may stand:
    ".3g", ".1%", "d". None and NaN are written "–". Raises ValueError for rows of unlike columns, and for a value that is
    neither a number nor a word.
    """
    columns = _columns(rows)
    header = [str(name) for name in columns]
    formats = [decimals.get(name, 2) if isinstance(decimals, Mapping) else decimals for name in columns]
    unknown = set(decimals) - set(columns) if isinstance(decimals, Mapping) else set()
    if unknown and columns:
        raise ValueError(f"decimals names {sorted(unknown, key=str)[0]!r}, and the columns are {', '.join(header)}")
    written = [_written(values, shape) for values, shape in zip(columns.values(), formats, strict=True)]
    lines = [list(line) for line in zip(*(cells for cells, _ in written), strict=True)]
    left_out = len(lines) - LONGEST if len(lines) > LONGEST else 0
    if left_out:
        lines = lines[: LONGEST // 2] + lines[-(LONGEST - LONGEST // 2) :]
    return Table(header or ["(no rows)"], lines, [number for _, number in written] or [False], left_out)


def over_seeds(runs: Iterable[Mapping] | Mapping[str, Sequence], of: str, decimals: int | str = 2) -> Table:
    """Make a table of what procedures gave over several seeds: mean, spread (standard deviation, ddof=0), lowest, highest.

    runs : a mapping procedure -> its values, or a mapping procedure -> value for each seed. of : what was measured, with
    its unit; it heads the column of names. A procedure with one value has no spread.
    """
    columns = runs if isinstance(runs, Mapping) else _columns(runs)
    return table([{of: name} | _spread(list(values)) for name, values in columns.items()], decimals)


def _spread(values) -> dict:
    several = len(values) > 1
    return {
        "mean": statistics.fmean(values),
        "spread": statistics.pstdev(values) if several else None,
        "lowest": min(values),
        "highest": max(values),
    }


def _columns(rows) -> dict[str, list]:
    if hasattr(rows, "columns"):
        rows = {name: rows[name] for name in rows.columns}
    if isinstance(rows, Mapping):
        values = list(rows.values())
        if not any(isinstance(value, Mapping) or _is_one(value) for value in values):
            return _same_length({name: [_plain(value) for value in column] for name, column in rows.items()})
        rows = [rows] if all(map(_is_one, values)) else [{"": name} | _row(row) for name, row in rows.items()]
    records = [_row(row) for row in rows]
    names = list(records[0]) if records else []
    for number, record in enumerate(records):
        if list(record) != names:
            raise ValueError(f"row {number} has the columns {list(record)}; the first row has {names}")
    return {name: [_plain(record[name]) for record in records] for name in names}


def _row(row) -> dict:
    if not isinstance(row, Mapping):
        raise ValueError(f"a row is a mapping column -> value, found {row!r}")
    return dict(row)


def _same_length(columns) -> dict[str, list]:
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"the columns have different lengths: {lengths}")
    return columns


def _is_one(value) -> bool:
    """Say whether a value is one number or word, and no column of them."""
    return isinstance(value, str) or getattr(value, "shape", None) == () or not hasattr(value, "__iter__")


def _plain(value):
    """Return a value as Python's own number, word, True, False or None."""
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, Mapping | list | tuple | set) or getattr(value, "shape", ()) != ():
        raise ValueError(f"a cell of a table is one number or one word, found {value!r}")
    missing = value is None or type(value).__name__ in ("NAType", "NaTType")
    return None if missing or (isinstance(value, Real) and math.isnan(value)) else value


def _is_number(value) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _written(values, shape: int | str) -> tuple[list[str], bool]:
    """Write a column; say whether it is one of numbers, which stand to the right."""
    numbers = [value for value in values if _is_number(value)]
    is_number = bool(numbers) and len(numbers) == sum(value is not None for value in values)
    whole = all(isinstance(value, Integral) for value in numbers)
    spec = shape if isinstance(shape, str) else ",.0f" if whole else f",.{shape}f"
    return [_text(value, spec) for value in values], is_number


def _text(value, spec) -> str:
    if value is None:
        return _MISSING
    if not _is_number(value):
        return str(value)
    text = format(value if spec.endswith("d") else float(value), spec)
    return text.removeprefix("-") if not any(digit in text for digit in "123456789") and "0" in text else text
