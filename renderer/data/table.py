"""What data files come to: frozen tables of text cells with their lines, and numbers read from cells on demand.

Numbers follow the file: its schema says which decimal mark it has; without one, it is a comma where semicolons part the
cells, and a point elsewhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

DecimalMark = Literal[".", ","]

LARGEST = 1e15
"""From here on a float no longer holds every whole number, so a label could show digits that are not in the file."""

_COMPARED = 2_000
"""So many names, and letters of the wrong one, are compared for a suggestion: each takes some ten microseconds."""

_SPACES = "\u00a0\u202f\u2009\u2007"
"""No-break, narrow no-break, thin and figure space: all in use to part thousands."""
_GROUPED = r"\d{{1,3}}(?:([ {0}'])\d{{3}}(?:\1\d{{3}})*)"
_NUMBER = {
    mark: re.compile(
        rf"[+-]?(?:\d+|{_GROUPED.format(other)}|(?=\{mark}\d))(?:\{mark}\d*)?(?:[eE][+-]?\d{{1,3}})?", re.ASCII
    )
    for mark, other in ((".", ","), (",", "."))
}


@dataclass(frozen=True, slots=True)
class Row:
    """One record: `line` is the line of the file (1-based) it begins on, `cells` maps column names to text.

    Of a sheet, `line` is the number of the row. `lines` gives the line of each cell where they have lines of their own.
    """

    line: int
    cells: Mapping[str, str]
    lines: Mapping[str, int] | None = None

    def line_of(self, column: str) -> int:
        """Give the line of a cell."""
        return self.lines.get(column, self.line) if self.lines else self.line


@dataclass(frozen=True, slots=True)
class Column:
    """What a schema says of a column: `precision` is the count of decimals its values hold good for."""

    label: str = ""
    unit: str = ""
    precision: int | None = None
    qualifier: Literal["", "over", "under", "about", "average"] = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """What lies beside a data file and says where it comes from; `date` is an ISO date or empty."""

    title: str = ""
    source: str = ""
    date: str = ""
    columns: Mapping[str, Column] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A data file as read. `name` is its stem, `file` its name as users are shown it; cells are stripped text.

    `letters` gives the letters of each column in a sheet; other files have none.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal: DecimalMark = "."
    schema: Schema = field(default_factory=Schema)
    letters: Mapping[str, str] = field(default_factory=dict)

    def column_at(self, row: Row, column: str) -> str:
        """Name the column of a cell as findings show it: in a sheet with the address of the cell."""
        return f"{column}, {self.letters[column]}{row.line}" if self.letters else column


def number(text: str, decimal: DecimalMark = ".") -> float | None:
    """Read a cell as a number: `1,234.5`, `12 %` (12.0), `−3`, `1 234`; an empty cell is None.

    Raises ValueError: it is not a number, or so large that it cannot be shown digit for digit.
    """
    plain = text.strip().removesuffix("%").rstrip()
    plain = plain.replace("−", "-").translate(dict.fromkeys(map(ord, _SPACES), " "))
    if not plain:
        if text.strip():
            raise ValueError(f"{text!r} is not a number")
        return None
    if not _NUMBER[decimal].fullmatch(plain):
        raise ValueError(f"{text!r} is not a number")
    for mark in {",": " '.", ".": " ',"}[decimal]:
        plain = plain.replace(mark, "")
    value = float(plain.replace(decimal, "."))
    if not math.isfinite(value) or abs(value) >= LARGEST:
        raise ValueError(f"{text!r} is too large to be shown; use a larger unit")
    return value


def suggestion(wrong: str, known: list[str], what: str) -> str:
    """Word a remedy for a misspelt name: the nearest known one, else all there are."""
    by_fold = {name.casefold(): name for name in known}
    near = get_close_matches(wrong.casefold()[:_COMPARED], list(by_fold)[:_COMPARED], n=1)
    if near:
        return f"did you mean {by_fold[near[0]]!r}? {what}: {_listed(known)}"
    return f"{what}: {_listed(known)}" if known else f"{what}: none"


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 14 else ", ".join(names[:12]) + f" and {len(names) - 12} more"
