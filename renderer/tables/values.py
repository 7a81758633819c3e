"""The frozen values a table passes through: `TableSpec` (as written) and `Grid` (as printed)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Sum = Literal["sum", "average", "lowest", "highest", "count"]
"""What stands in the last row of a column."""


@dataclass(frozen=True, slots=True)
class Format:
    """How the cells of a column are written; `decimals` is None for as many as the values need."""

    kind: Literal["text", "number", "percent"]
    decimals: int | None = None

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers, which stand under one another."""
        return self.kind != "text"


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table block of a manuscript, checked. Column names and values are the text of the data file.

    `columns` is empty for all of them; `sort` gives columns with whether they fall; `total` what to work out of which
    column, the column `""` standing for all with numbers. `lines` gives the manuscript line of each key given.
    """

    data: str
    title: str
    columns: tuple[str, ...]
    labels: Mapping[str, str]
    units: Mapping[str, str]
    formats: Mapping[str, Format]
    where: Mapping[str, tuple[str, ...]]
    sort: tuple[tuple[str, bool], ...]
    rows: int
    group: str
    total: Mapping[str, Sum]
    total_label: str
    subtotals: bool
    caption: str
    note: str
    source: str
    id: str
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Give the manuscript line of a key, or of the block when the key is not written."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a name of their own, which may be empty; a cell for each column, in `subtotal` too if it is there."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    subtotal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as text. The first column names the rows; `numeric` tells which columns hold numbers."""

    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    sections: tuple[Section, ...]
    total: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many rows of data it has."""
        return sum(len(section.rows) for section in self.sections)
