"""Grids: rows of text cells as a file holds them in; named columns and a body, or findings out.

A grid is what every kind of data file is read into before its first rows are taken for the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias, TypeVar

from renderer.findings import Finding, InputError, finding

Record: TypeAlias = tuple[int, list[str]]
"""The line of the file (1-based) a row begins on, or the number of a sheet's row, and its cells."""

_Cell = TypeVar("_Cell")

MOST_CELLS = 2_000_000
"""Cells of one text file: more take longer to read than the rest of a build."""
_SHOWN = 20
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2 Char
_PLAIN_NUMBER = re.compile(r"[+−-]?[\d.,' \u00a0\u202f]*\d[\d.,]*\s*%?", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a data file, those of the head included.

    `heads` counts the rows of the head where the form of the file tells it, else 0. `lines` gives the line of cells
    that do not stand on the line of their row, by row and column (from 0). `sheet` tells whether rows and columns have
    the numbers and letters of a spreadsheet.
    """

    rows: Sequence[Record]
    heads: int = 0
    lines: Mapping[tuple[int, int], int] = field(default_factory=dict)
    sheet: bool = False


def few(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the first faults of a file: a wrong column of ten thousand rows is said once, not ten thousand times."""
    first = tuple(islice(iter(findings), _SHOWN + 1))
    if len(first) <= _SHOWN:
        return first
    last = first[_SHOWN]
    more = finding(last.code, "there are more faults like these in this file", file=last.place.file, remedy=last.remedy)
    return (*first[:_SHOWN], more)


def bounded(
    records: Iterable[tuple[int, list[_Cell]]], file: str, most: int = MOST_CELLS
) -> Iterator[tuple[int, list[_Cell]]]:
    """Pass rows on while they are not too many.

    Raises InputError: they have more cells than are read.
    """
    cells = 0
    for record in records:
        cells += len(record[1])
        if cells > most:
            message = f"this data file has more than {most:,} cells"
            remedy = "keep only the rows and columns that are shown, or count them beforehand"
            raise InputError([finding("CHART-DATA", message, file=file, line=record[0], remedy=remedy)])
        yield record


def head_and_body(grid: Grid, heads: tuple[int, ...], file: str) -> tuple[list[str], int]:
    """Give the names of the columns, and how many rows the head has.

    `heads` are the rows (from 1) that make the names, as a schema says them, or nothing: then the head is one row, or
    two where the first names groups of columns.

    Raises InputError: the file is empty, a name is missing or stands twice, or a row has another length (CHART-DATA).
    """
    rows = grid.rows
    if not rows:
        remedy = "add a header row and data rows"
        raise InputError([finding("CHART-DATA", "this data file is empty", file=file, remedy=remedy)])
    count = max(heads) if heads else grid.heads or (2 if _names_groups(rows) else 1)
    if count > len(rows):
        message = f"the schema says that {count} rows are the head, but there are {len(rows)}"
        raise InputError([finding("CHART-DATA", message, file=file, remedy="correct `heads` in the schema")])
    columns = rows[0][1] if count == 1 else _joined([cells for _, cells in rows[:count]], heads)
    columns = [" ".join(column.split()) for column in columns]
    if heads:
        columns = _numbered(columns)
    faults = [*few(_head_faults(columns, file, rows[count - 1][0])), *few(_row_faults(rows, len(columns), file))]
    if faults:
        raise InputError(faults)
    return columns, count


# ------------------------------------------------------------------------------------------------ heads
def _names_groups(rows: Sequence[Record]) -> bool:
    """Tell whether the first row names groups of columns and the second the columns in them.

    So it is when the first has gaps and the second fills every one of them with a name (a word or a year, no other
    number), and a number stands in the row below. Anything else must be said in the schema.
    """
    if len(rows) < 3:
        return False
    first, second, third = (cells for _, cells in rows[:3])
    if all(first) or not len(first) == len(second) == len(third):
        return False
    named = all(above or name for above, name in zip(first, second, strict=True))
    words = not any(_PLAIN_NUMBER.fullmatch(name) and not _YEAR.fullmatch(name) for name in second)
    return named and words and any(_PLAIN_NUMBER.fullmatch(cell) for cell in third)


def _joined(rows: Sequence[Sequence[str]], heads: tuple[int, ...]) -> list[str]:
    """Join the rows of a head to one name a column: a name stands for the empty cells to the right of it.

    A name with nothing below it is a column of its own and reaches no further; a new name ends those below it, too.
    """
    chosen = [n - 1 for n in heads] or range(len(rows))
    above = [""] * (len(rows) - 1)
    names = []
    for place in range(max(map(len, rows))):
        column = [cells[place] if place < len(cells) else "" for cells in rows]
        for level, cell in enumerate(column[:-1]):
            if cell:
                above[level:] = [cell, *[""] * (len(above) - level - 1)]
        whole = [*above, column[-1]]
        names.append(" ".join(filter(None, (whole[n] for n in chosen))) or " ".join(filter(None, whole)))
        if not column[-1]:
            above = [""] * len(above)
    return names


def _numbered(names: Sequence[str]) -> list[str]:
    """Number the names that stand again: nobody would mend the heads of a survey of hundreds of columns by hand."""
    seen: dict[str, int] = {}
    numbered = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        numbered.append(f"{name} {seen[name]}" if name and seen[name] > 1 else name)
    return numbered


# ------------------------------------------------------------------------------------------------ faults
def _head_faults(columns: Sequence[str], file: str, line: int) -> Iterator[Finding]:
    seen = set[str]()
    for place, column in enumerate(columns, start=1):
        if not column:
            message = f"column {place} has no name in the header row"
            remedy = "name the column, or remove it; where two rows are the head, say `heads: 2` in the schema"
            yield finding("CHART-DATA", message, file=file, line=line, remedy=remedy)
        elif column in seen:
            message = f"two columns are named {column!r}"
            remedy = "give each column its own name"
            yield finding("CHART-DATA", message, file=file, line=line, column=column, remedy=remedy)
        seen.add(column)


def _row_faults(rows: Sequence[Record], columns: int, file: str) -> Iterator[Finding]:
    for line, cells in rows:
        if len(cells) != columns:
            message = f"this row has {len(cells)} cells, the header row has {columns}"
            remedy = "add or remove cells; put a cell that contains the delimiter in quotation marks"
            yield finding("CHART-DATA", message, file=file, line=line, remedy=remedy)
        if not _NOT_XML.search("\t".join(cells)):
            continue
        for place, cell in enumerate(cells, start=1):
            if odd := _NOT_XML.search(cell):
                message = f"cell {place} holds a control character (U+{ord(odd[0]):04X})"
                yield finding("CHART-DATA", message, file=file, line=line, remedy="delete it and type the text again")
