"""Data tables: a CSV file in, a frozen `Table` of text cells with their lines out; numbers are read on demand.

Numbers follow the file: where semicolons part the cells the decimal mark is a comma, elsewhere it is a point.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from renderer.findings import Finding, InputError, finding
from renderer.workspace import Workspace

DecimalMark = Literal[".", ","]

LARGEST = 1e15
"""From here on a float no longer holds every whole number, so a label could show digits that are not in the file."""

_SPACES = "\u00a0\u202f\u2009\u2007"
"""No-break, narrow no-break, thin and figure space: all in use to part thousands."""
_GROUPED = r"\d{{1,3}}(?:([ {0}'])\d{{3}}(?:\1\d{{3}})*)"
_NUMBER = {
    mark: re.compile(
        rf"[+-]?(?:\d+|{_GROUPED.format(other)}|(?=\{mark}\d))(?:\{mark}\d*)?(?:[eE][+-]?\d{{1,3}})?", re.ASCII
    )
    for mark, other in ((".", ","), (",", "."))
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2 Char


@dataclass(frozen=True, slots=True)
class Row:
    """One record: `line` is the line of the file (1-based) it begins on, `cells` maps column names to text."""

    line: int
    cells: Mapping[str, str]


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
    """A data file as read. `name` is its stem, `file` its name as users are shown it; cells are stripped text."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal: DecimalMark = "."
    schema: Schema = field(default_factory=Schema)


def load(workspace: Workspace, path: Path) -> Table:
    """Read a CSV file with a header row; commas, semicolons or tabs part the cells.

    Raises InputError: the file is missing or not UTF-8 text (FILE-…), or it is not a table (CHART-DATA, every fault
    with its line).
    """
    file = workspace.name(path)
    text = workspace.text(path)
    delimiter = _delimiter(text)
    records = list(_records(text, delimiter, file))
    if not records:
        raise InputError(
            [finding("CHART-DATA", "this data file is empty", file=file, remedy="add a header row and data rows")]
        )
    (header_line, columns), *body = records
    faults = [*_header_faults(columns, file, header_line), *_row_faults(columns, [(header_line, columns), *body], file)]
    if faults:
        raise InputError(faults)
    rows = tuple(Row(line, dict(zip(columns, cells, strict=True))) for line, cells in body)
    return Table(path.stem, file, tuple(columns), rows, "," if delimiter == ";" else ".")


def find(workspace: Workspace, folder: Path, name: str) -> Path:
    """Find the data file a manuscript calls `name`: a file name in `folder`, or one without its `.csv`.

    Raises InputError: there is no such file (CHART-DATA without a place, which the caller knows; names what is there).
    """
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise InputError([finding("CHART-DATA", f"the data file {name!r} lies outside the data folder")])
    for candidate in (folder / name, folder / f"{name}.csv"):
        if workspace.is_file(candidate):
            return candidate
    there = [p.stem for p in workspace.glob(folder, "*.csv")]
    message = f"there is no data file {name!r} in {workspace.name(folder)}"
    raise InputError([finding("CHART-DATA", message, remedy=suggestion(Path(name).stem, there, "data files there"))])


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
    near = get_close_matches(wrong.casefold(), list(by_fold), n=1)
    if near:
        return f"did you mean {by_fold[near[0]]!r}? {what}: {_listed(known)}"
    return f"{what}: {_listed(known)}" if known else f"{what}: none"


# ------------------------------------------------------------------------------------------------- parsing
def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 14 else ", ".join(names[:12]) + f" and {len(names) - 12} more"


def _delimiter(text: str) -> str:
    """Take what parts the header row, and the other rows into as many cells as it; a comma where nothing does."""

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        try:
            records = [cells for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if cells]
        except csv.Error:  # reported by `_records`, with its line
            return False, 0.0, 0
        columns = len(records[0]) if records else 0
        return columns > 1, sum(len(cells) == columns for cells in records) / max(1, len(records)), columns

    return max((",", ";", "\t"), key=fitness)


def _records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as e:
            message = f"the quotation marks of this row do not pair up ({e})"
            remedy = 'close the quoted cell; inside it write "" for a quotation mark'
            raise InputError([finding("CHART-DATA", message, file=file, line=line, remedy=remedy)]) from e
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if any(cells):  # spreadsheets leave rows of bare delimiters at the end
            yield line, cells
        line = reader.line_num + 1


def _header_faults(columns: list[str], file: str, line: int) -> Iterator[Finding]:
    for place, column in enumerate(columns, start=1):
        if not column:
            message = f"column {place} has no name in the header row"
            yield finding("CHART-DATA", message, file=file, line=line, remedy="name the column, or remove it")
        elif column in columns[: place - 1]:
            message = f"two columns are named {column!r}"
            yield finding(
                "CHART-DATA", message, file=file, line=line, column=column, remedy="give each column its own name"
            )


def _row_faults(columns: list[str], records: list[tuple[int, list[str]]], file: str) -> Iterator[Finding]:
    for line, cells in records:
        if len(cells) != len(columns):
            message = f"this row has {len(cells)} cells, the header row has {len(columns)}"
            remedy = "add or remove cells; put a cell that contains the delimiter in quotation marks"
            yield finding("CHART-DATA", message, file=file, line=line, remedy=remedy)
        for place, cell in enumerate(cells, start=1):
            if odd := _NOT_XML.search(cell):
                message = f"cell {place} holds a control character (U+{ord(odd[0]):04X})"
                yield finding("CHART-DATA", message, file=file, line=line, remedy="delete it and type the text again")
