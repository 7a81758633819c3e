"""Data for a table: a `TableSpec` and its `Table` in, a `Grid` of text or findings out.

Numbers of a column are written with one number of decimals, so that they stand under one another by their decimal
marks. Faults in the block are placed on its line of the manuscript, faults in cells on their line of the data file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from renderer.charts.prepare import rows_shown
from renderer.charts.words import words_for
from renderer.data.formats import decimals_of, with_percent, write_number
from renderer.data.table import DecimalMark, Row, Table, number, suggestion
from renderer.findings import Finding, finding
from renderer.tables.values import Format, Grid, Section, Sum, TableSpec

MOST_ROWS, MOST_COLUMNS = 1000, 24
"""What can still be read on paper; more are pages that take minutes to set."""
MISSING = "–"
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with its format settled; `decimals` are those of its numbers, `mark` the decimal mark of the file."""

    name: str
    format: Format
    decimals: int
    mark: DecimalMark

    def value(self, row: Row) -> float | None:
        """Read the number of a row, None for an empty cell; NaN is what is no number."""
        return _value(row.cells[self.name], self.mark)


def prepare(spec: TableSpec, table: Table, *, lang: str = "en") -> tuple[Grid | None, tuple[Finding, ...]]:
    """Pick, order, group and write the rows of a table; `lang` (BCP 47) decides how numbers are written."""
    findings = tuple(_column_faults(spec, table))
    if findings:
        return None, findings
    rows = rows_shown(spec.where, table)
    if not rows:
        message = f"no row of {table.file} passes `where`" if table.rows else f"{table.file} has no data rows"
        at = spec.line_of("where" if table.rows else "data")
        return None, (finding("CHART-EMPTY", message, file=spec.file, line=at),)
    names = [name for name in spec.columns or table.columns if name != spec.group or name in spec.columns]
    sorting = [name for name, _ in spec.sort if name not in names]
    columns = {n: _column(n, spec, table, rows, first=n == names[0]) for n in dict.fromkeys([*names, *sorting])}
    findings = tuple(f for name in names for f in _cell_faults(columns[name], table, rows))
    if findings:
        return None, findings
    for name, falling in reversed(spec.sort):
        rows = _sorted(rows, columns[name], falling)
    rows = rows[: spec.rows] if spec.rows else rows
    findings = tuple(_size_faults(spec, len(rows), len(names), table))
    if findings:
        return None, findings
    return _grid(spec, table, [columns[name] for name in names], rows, lang), ()


# ------------------------------------------------------------------------------------------------------ columns
def _column(name: str, spec: TableSpec, table: Table, rows: Sequence[Row], first: bool) -> _Column:
    """Settle how a column is written: as the block says, else as numbers when all cells are and it does not lead."""
    known = table.schema.columns.get(name)
    values = [_value(row.cells[name], table.decimal) for row in rows]
    there = [v for v in values if v is not None]
    form = spec.formats.get(name)
    if form is None:
        cells = [row.cells[name] for row in rows if row.cells[name]]
        plain = bool(cells) and len(there) == len(cells) and all(map(math.isfinite, there))
        counts = plain and not first and not all(map(_YEAR.fullmatch, cells))
        percent = counts and all(cell.endswith("%") for cell in cells)
        form = Format("percent" if percent else "number" if counts else "text")
    decimals = form.decimals
    if decimals is None:
        decimals = known.precision if known else None
    if decimals is None:
        decimals = decimals_of(tuple(v for v in there if math.isfinite(v)))
    return _Column(name, form, decimals, table.decimal)


def _value(cell: str, mark: DecimalMark) -> float | None:
    """Read a cell as a number; what is none is NaN, which is reported only where a number is wanted."""
    try:
        return number(cell, mark)
    except ValueError:
        return math.nan


def _sorted(rows: Sequence[Row], column: _Column, falling: bool) -> list[Row]:
    """Order rows by a column; rows without a value come last either way, and equal ones stay as they are."""
    known = [row for row in rows if row.cells[column.name]]
    if column.format.numeric:
        known.sort(key=lambda row: column.value(row) or 0.0, reverse=falling)
    else:
        known.sort(key=lambda row: row.cells[column.name].casefold(), reverse=falling)
    return [*known, *(row for row in rows if not row.cells[column.name])]


# ------------------------------------------------------------------------------------------------------- the grid
def _grid(spec: TableSpec, table: Table, columns: Sequence[_Column], rows: Sequence[Row], lang: str) -> Grid:
    def written(row: Row) -> tuple[str, ...]:
        return tuple(
            _written(column, column.value(row), lang)
            if column.format.numeric
            else spec.labels.get(row.cells[column.name], row.cells[column.name])
            for column in columns
        )

    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.cells[spec.group] if spec.group else "", []).append(row)
    word = words_for(lang)["total"]
    sections = tuple(
        Section(
            spec.labels.get(name, name),
            tuple(map(written, members)),
            _totals(spec, f"{word} {spec.labels.get(name, name)}", columns, members, lang) if spec.subtotals else (),
        )
        for name, members in grouped.items()
    )
    heads = tuple(_head(spec, table, column) for column in columns)
    total = _totals(spec, spec.total_label or word, columns, rows, lang) if spec.total else ()
    return Grid(heads, tuple(column.format.numeric for column in columns), sections, total)


def _head(spec: TableSpec, table: Table, column: _Column) -> str:
    known = table.schema.columns.get(column.name)
    label = spec.labels.get(column.name) or (known.label if known else "") or column.name
    unit = spec.units.get(column.name, known.unit if known else "")
    return f"{label} ({unit})" if unit and column.format.kind != "percent" else label


def _written(column: _Column, value: float | None, lang: str) -> str:
    if value is None:
        return MISSING
    text = write_number(value, column.decimals, lang)
    return with_percent(text, "%", lang) if column.format.kind == "percent" else text


def _totals(spec: TableSpec, label: str, columns: Sequence[_Column], rows: Sequence[Row], lang: str) -> tuple[str, ...]:
    """Work out the last row of some rows; a column nothing is said of has an empty cell."""
    cells = [label]
    for column in columns[1:]:
        what = spec.total.get(column.name) or (spec.total.get("") if column.format.numeric else None)
        values = [v for row in rows if (v := column.value(row)) is not None]
        if what is None or (not values and what != "count"):
            cells.append("" if what is None else MISSING)
        elif what == "count":
            filled = sum(1 for row in rows if row.cells[column.name])
            cells.append(write_number(filled, 0, lang))
        else:
            cells.append(_written(column, worked_out(what, values), lang))
    return tuple(cells)


def worked_out(what: Sum, values: Sequence[float]) -> float:
    """Work out a sum, average, lowest or highest of values that are there."""
    match what:
        case "average":
            return math.fsum(values) / len(values)
        case "lowest":
            return min(values)
        case "highest":
            return max(values)
        case _:
            return math.fsum(values)


# --------------------------------------------------------------------------------------------------------- faults
def _column_faults(spec: TableSpec, table: Table) -> Iterator[Finding]:
    named = [("columns", c) for c in spec.columns] + [("where", c) for c in spec.where]
    named += [("sort", c) for c, _ in spec.sort] + [("group", c) for c in [spec.group] if c]
    named += [(key, c) for key in ("formats", "units") for c in getattr(spec, key)]
    named += [("total", c) for c in spec.total if c]
    for key, column in named:
        if column not in table.columns:
            message = f"{table.file} has no column {column!r}"
            remedy = suggestion(column, list(table.columns), "columns")
            yield finding("CHART-COLUMN", message, file=spec.file, line=spec.line_of(key), remedy=remedy)
    names = [c for c in spec.columns or table.columns if c != spec.group or c in spec.columns]
    if not names:
        message = "the only column of this table is the one that groups it"
        yield finding("KEY-VALUE", message, file=spec.file, line=spec.line_of("group"), remedy="name more `columns`")
    shown = (
        {*table.columns, *(c for r in _rows_that_pass(spec, table) for c in r.cells.values())} if spec.labels else ()
    )
    for key in spec.labels:
        if key not in shown:
            message = f"`labels` names {key!r}, which is neither a column nor a value that is shown"
            remedy = suggestion(key, list(table.columns), "columns")
            yield finding("CHART-COLUMN", message, file=spec.file, line=spec.line_of("labels"), remedy=remedy)
    for key, given, needed in (("subtotals", spec.subtotals, "group"), ("subtotals", spec.subtotals, "total"),
                               ("total_label", spec.total_label, "total")):  # fmt: skip
        if given and not getattr(spec, needed):
            message = f"`{key}` has no effect without `{needed}`"
            yield finding("KEY-VALUE", message, file=spec.file, line=spec.line_of(key), remedy=f"add `{needed}`")


def _rows_that_pass(spec: TableSpec, table: Table) -> Sequence[Row]:
    """Give the rows that pass `where`, all of them when it names a column that is not there."""
    return rows_shown({c: v for c, v in spec.where.items() if c in table.columns}, table)


def _cell_faults(column: _Column, table: Table, rows: Sequence[Row]) -> Iterator[Finding]:
    if not column.format.numeric:
        return
    for row in rows:
        value = column.value(row)
        if value is not None and not math.isfinite(value):
            message = f"{row.cells[column.name]!r} is not a number that can be shown"
            remedy = "write only the number, leave the cell empty where there is none, or write `formats: "
            remedy += f"{{{column.name}: text}}`"
            yield finding("CHART-NUMBER", message, file=table.file, line=row.line, column=column.name, remedy=remedy)


def _size_faults(spec: TableSpec, rows: int, columns: int, table: Table) -> Iterator[Finding]:
    for count, most, what, key in ((rows, MOST_ROWS, "rows", "rows"), (columns, MOST_COLUMNS, "columns", "columns")):
        if count > most:
            message = f"{table.file} gives a table of {count:,} {what}; more than {most:,} are not set"
            remedy = f"pick some with `{key}`" + (" or `where`" if what == "rows" else "")
            yield finding("CHART-SHAPE", message, file=spec.file, line=spec.line_of("data"), remedy=remedy)
