"""A financial statement in; its rows out, each value with what would have to follow it to stand on the decimal mark.

Values are printed as their author wrote them. In a column set flush right, `1,234.5`, `(1,234)` and `12 %` stand on one
line of units when each is followed by the blank width of what the others have behind their units.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from renderer.compose.fields import Statement
from renderer.data.formats import write_number

_FIGURES = re.compile(r"\d(?:[\d.,'\u2019\s]*\d)?")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A value as written, and the text whose width, kept blank, brings it in line with its column."""

    text: str
    fill: str = ""


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """A row ready to be set. `note` counts the notes below from 1; a reference that is no such number is `sign`."""

    label: str
    kind: str
    cells: tuple[Aligned, ...]
    note: int = 0
    sign: str = ""


@dataclass(frozen=True, slots=True)
class _Tail:
    """What a value has behind its units: the decimal mark with the decimals, and signs such as `)` or ` %`."""

    decimals: str = ""
    signs: str = ""


def aligned(statement: Statement, lang: str) -> tuple[AlignedRow, ...]:
    """Align the values of a statement column by column; rows that have too few get empty cells."""
    width = len(statement.columns)
    mark = write_number(0.5, 1, lang)[1]
    filled = [(*row.values, *[""] * width)[:width] if row.values else () for row in statement.rows]
    columns = [_column([values[n] for values in filled if values], mark) for n in range(width)]
    rows, taken = [], 0
    for row, values in zip(statement.rows, filled, strict=True):
        cells = tuple(column[taken] for column in columns) if values else ()
        taken += bool(values)
        known = row.note.isdecimal() and 0 < int(row.note) <= len(statement.notes)
        note, sign = (int(row.note), "") if known else (0, row.note)
        rows.append(AlignedRow(row.label, row.kind, cells, note, sign))
    return tuple(rows)


def _column(values: Sequence[str], mark: str) -> list[Aligned]:
    tails = [_tail(value, mark) for value in values]
    decimals = max((t.decimals for t in tails), key=len, default="")
    signs = list(dict.fromkeys(t.signs for t in tails if t.signs))
    return [
        Aligned(value, decimals[len(tail.decimals) :] + "".join(s for s in signs if s != tail.signs) if value else "")
        for value, tail in zip(values, tails, strict=True)
    ]


def _tail(value: str, mark: str) -> _Tail:
    """Take a value apart at its units; words and dashes have nothing behind them."""
    found = _FIGURES.search(value)
    if not found:
        return _Tail()
    whole, point, decimals = found[0].rpartition(mark)
    if not point or mark in whole or not decimals.isdecimal():
        return _Tail(signs=value[found.end() :])
    return _Tail(point + decimals, value[found.end() :])
