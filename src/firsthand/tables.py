"""Results to compare, as a table: HTML where a notebook is looked at, plain text with stated decimals where nbval compares."""

from collections.abc import Iterable, Mapping
from html import escape


class Table:
    """Rows and columns that are written already."""

    def __init__(self, header: list[str], rows: list[list[str]], is_number: list[bool]):
        self._header, self._rows, self._is_number = header, rows, is_number

    def __repr__(self):
        lines = [self._header, *self._rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self._header))]
        return "\n".join(
            "  ".join(
                cell.rjust(w) if number else cell.ljust(w)
                for cell, w, number in zip(line, widths, self._is_number, strict=True)
            ).rstrip()
            for line in lines
        )

    def _repr_html_(self):
        head = "".join(self._cell("th", *pair) for pair in zip(self._header, self._is_number, strict=True))
        body = "".join(
            f"<tr>{''.join(self._cell('td', *pair) for pair in zip(row, self._is_number, strict=True))}</tr>"
            for row in self._rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _cell(self, tag, text, number):
        return f'<{tag} style="text-align:{"right" if number else "left"}">{escape(text)}</{tag}>'


def table(rows: Iterable[Mapping] | Mapping, decimals: int | Mapping[str, int] = 2) -> Table:
    """Make a table of results.

    rows : a mapping a row, column -> value, or one mapping column -> values. decimals : of numbers that are not whole,
    for all columns or by column.
    """
    records = _records(rows)
    header = list(records[0]) if records else []
    digits = decimals if isinstance(decimals, Mapping) else dict.fromkeys(header, decimals)
    cells = [[_text(record[name], digits.get(name, 2)) for name in header] for record in records]
    numbers = [all(_is_number(record[name]) for record in records) for name in header]
    return Table([str(name) for name in header], cells, numbers)


def _records(rows) -> list[dict]:
    if isinstance(rows, Mapping):
        return [dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True)]
    return [dict(row) for row in rows]


def _is_number(value) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, bool | str)


def _text(value, decimals) -> str:
    if isinstance(value, bool) or not _is_number(value):
        return str(value)
    number = float(value)
    return (
        f"{number:,.0f}"
        if isinstance(value, int) or str(getattr(value, "dtype", "")).startswith(("int", "uint"))
        else f"{number:,.{decimals}f}"
    )
