"""Data for a chart: a `ChartSpec` and its `Table` in, plain `ChartData` or findings out.

Faults in the block are placed on its line of the manuscript, faults in cells on their line of the data file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from renderer.charts.aggregate import aggregated, number_faults, rows_left_out
from renderer.charts.kinds import kind_of
from renderer.charts.plugins import BrokenKind
from renderer.charts.regions import known_names, shown_name, tiles_of
from renderer.charts.values import Annotation, ChartData, ChartSpec, NamesData, Series
from renderer.data.csv_text import csv_bytes
from renderer.data.grid import few
from renderer.data.table import Column, Row, Table, number, suggestion
from renderer.data.tables import read_table
from renderer.findings import Finding, InputError, Place, finding
from renderer.workspace import Workspace

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d{2}")

MOST_CATEGORIES, MOST_TILES, MOST_MOMENTS, MOST_SERIES, MOST_VALUES = 120, 300, 4_000, 40, 20_000
"""Names, countries, places on a scale of time, series, and values in all, that one chart can show."""

Values: TypeAlias = dict[tuple[str, str], float | None]
"""By category and series."""


def table_for(spec: NamesData, workspace: Workspace, data_dir: Path) -> tuple[Table | None, tuple[Finding, ...]]:
    """Find and read the data file a block names; a missing file is reported on the line of the block's `data:`."""
    try:
        return read_table(workspace, data_dir, spec.data), ()
    except InputError as e:
        at = Place(spec.file, spec.line_of("data"))
        return None, tuple(f if f.place.file else replace(f, place=at) for f in e.findings)


def prepare(spec: ChartSpec, table: Table, *, lang: str = "en") -> tuple[ChartData | None, tuple[Finding, ...]]:
    """Pick the rows and columns of a chart; `lang` (BCP 47) decides how its numbers are written."""
    findings = few(_column_faults(spec, table))
    if findings:
        return None, findings
    rows = rows_shown(spec.where, table)
    if not rows:
        return None, (_empty(spec, table),)
    noted: tuple[Finding, ...] = ()
    if spec.aggregate:
        noted = rows_left_out(spec, rows)
        findings = () if spec.aggregate in ("count", "share") else few(number_faults(spec, table, rows))
        if findings:
            return None, findings
        spec, table = aggregated(spec, table, rows)
        rows = list(table.rows)
        if not rows:
            return None, (*noted, _empty(spec, table))
    findings = few(_cell_faults(spec, table, rows))
    if findings:
        return None, findings
    values = {key: v for row in rows for key, v in _values(spec, table, row)}
    categories = tuple(dict.fromkeys(row.cells[spec.x] for row in rows))
    names = tuple(dict.fromkeys(name for _, name in values))
    if spec.kind == "slope" and len(spec.y) == 2:  # its columns are the two moments, its rows the lines
        categories, names = names, categories
        values = {(moment, name): v for (name, moment), v in values.items()}
    positions = _positions(categories, table)
    findings = tuple(_crowds(spec, categories, positions, names))
    if findings:
        return None, findings
    categories, positions = _in_order(spec, categories, positions)
    if kind_of(spec.kind).gaps and spec.sort == "file":
        categories, positions = _with_gaps(categories, positions)
    if spec.sort != "file" and not kind_of(spec.kind).ordered:
        categories, positions = _ranked(spec, categories, lambda c: [values.get((c, n)) for n in names]), ()
    elif spec.sort != "file":
        names = _ranked(spec, names, lambda n: [values.get((c, n)) for c in reversed(categories)])
    findings = tuple(_value_faults(spec, table, categories, names, values))
    if findings:
        return None, findings
    data = replace(_data(spec, table, categories, positions, names, values, lang), precision=_precision(spec, table))
    try:
        fault = kind_of(spec.kind).fault(data)
    except BrokenKind as e:
        return None, (finding("CHART-PLUGIN", str(e), file=spec.file, line=spec.line_of("kind")),)
    if fault is not None:
        what, remedy = fault
        at = spec.line_of("kind")
        return None, (finding("CHART-SHAPE", what, file=spec.file, line=at, remedy=remedy),)
    return data, noted


def _precision(spec: ChartSpec, table: Table) -> int | None:
    """Give the decimals the schema has for the columns shown; None when it leaves one of them open."""
    columns = [table.schema.columns.get(column) for column in spec.y]
    known = [c.precision for c in columns if c is not None and c.precision is not None]
    return max(known) if known and len(known) == len(columns) else None


def rows_shown(where: Mapping[str, tuple[str, ...]], table: Table) -> list[Row]:
    """Give the rows whose cells have one of the wanted values in each column of `where`."""
    return [row for row in table.rows if all(row.cells[c] in wanted for c, wanted in where.items())]


def source_rows(spec: ChartSpec, table: Table) -> bytes:
    """Give the cells a chart is drawn from as a CSV file: its rows, and the columns it names in the file’s order.

    Of a chart that counts or adds up rows it is what came of them: single answers to a survey are nobody's business.
    """
    rows = rows_shown(spec.where, table)
    if spec.aggregate:
        spec, table = aggregated(spec, table, rows)
        rows = list(table.rows)
    named = {spec.x, *spec.y} | ({spec.series} if spec.series else set()) | (set() if spec.aggregate else {*spec.where})
    columns = [column for column in table.columns if column in named]
    return csv_bytes(columns, ([row.cells[column] for column in columns] for row in rows), table.decimal)


def _data(
    spec: ChartSpec,
    table: Table,
    categories: tuple[str, ...],
    positions: tuple[float, ...],
    names: tuple[str, ...],
    values: Values,
    lang: str,
) -> ChartData:
    tiled = spec.kind == "tile-map"
    labels = {name: column.label for name, column in table.schema.columns.items() if column.label} | {**spec.labels}
    units = {table.schema.columns.get(y, Column()).unit for y in spec.y}
    return ChartData(
        kind=spec.kind,
        x_name=labels.get(spec.x, spec.x),
        categories=tuple(labels.get(c) or (shown_name(c, lang) if tiled else c) for c in categories),
        positions=positions,
        series=tuple(Series(labels.get(n, n), tuple(values.get((c, n)) for c in categories)) for n in names),
        unit=spec.unit or (units.pop() if len(units) == 1 else ""),
        highlight=categories.index(spec.highlight) if spec.highlight in categories else None,
        height=spec.height,
        width=spec.width,
        lang=lang,
        highlighted=names.index(spec.highlight) if spec.highlight in {*names} - {*categories} else None,
        keys=categories,
        roles=tuple(spec.colors.get(n, "") for n in names),
        category_roles=tuple(spec.colors.get(c, "") for c in categories),
        target=spec.target,
        references=spec.reference,
        annotations=tuple(Annotation(categories.index(c), text) for c, text in spec.annotations.items()),
        shown=spec.values,
    )


def _values(spec: ChartSpec, table: Table, row: Row) -> Iterator[tuple[tuple[str, str], float | None]]:
    """Give a row's values by category and series; its cells are known to be numbers."""
    for column in spec.y:
        name = row.cells[spec.series] if spec.series else column
        yield (row.cells[spec.x], name), number(row.cells[column], table.decimal)


# ------------------------------------------------------------------------------------------- order of categories
def _positions(categories: tuple[str, ...], table: Table) -> tuple[float, ...]:
    """Place categories on a number line when all of them are numbers, months (2023-01) or days (2023-01-31)."""
    for read in (lambda c: number(c, table.decimal), _day):
        try:
            places = [read(c) for c in categories]
        except ValueError:
            continue
        known = tuple(p for p in places if p is not None)
        return known if len(set(known)) == len(categories) else ()
    return ()


def _day(text: str) -> float:
    return float(date.fromisoformat(f"{text}-01" if len(text) == 7 else text).toordinal())


def _in_order(
    spec: ChartSpec, categories: tuple[str, ...], positions: tuple[float, ...]
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Put the categories of lines in rising order; other kinds keep the order of the file, which may be a ranking."""
    if positions and kind_of(spec.kind).ordered:
        pairs = sorted(zip(positions, categories, strict=True))
        return tuple(c for _, c in pairs), tuple(p for p, _ in pairs)
    rising = all(a < b for a, b in pairwise(positions))
    return categories, positions if rising else ()


def _with_gaps(categories: tuple[str, ...], positions: tuple[float, ...]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Put in the years and months that the file leaves out, where most follow one another in steps of one length."""
    if len(positions) < 3:
        return categories, positions
    if all(_YEAR.fullmatch(c) for c in categories):
        numbers, name = [int(c) for c in categories], "{0}"
    elif all(_MONTH.fullmatch(c) for c in categories):
        numbers, name = [12 * int(c[:4]) + int(c[5:]) - 1 for c in categories], "{1:04}-{2:02}"
    else:
        return categories, positions
    steps = [b - a for a, b in pairwise(numbers)]
    usual = min(steps, key=lambda s: (-steps.count(s), s))
    whole = range(numbers[0], numbers[-1] + 1, usual)
    if 2 * steps.count(usual) <= len(steps) or any(s % usual for s in steps) or len(whole) > 2 * len(numbers):
        return categories, positions
    filled = tuple(name.format(n, n // 12, n % 12 + 1) for n in whole)
    return filled, tuple(float(c) if name == "{0}" else _day(c) for c in filled)


def _ranked(
    spec: ChartSpec, names: tuple[str, ...], values_of: Callable[[str], Sequence[float | None]]
) -> tuple[str, ...]:
    """Rank categories by the sum of their values (parts of 100 % by the first part), lines by their last value.

    What has no value comes last, and equals keep the order of the file.
    """

    def rank(name: str) -> tuple[bool, float]:
        known = [v for v in values_of(name) if v is not None]
        size = known[0] if kind_of(spec.kind).ordered and known else sum(known)
        if spec.kind == "percent-bar" and size:
            size = (values_of(name)[0] or 0.0) / size
        return not known, -size if spec.sort == "descending" else size

    return tuple(sorted(names, key=rank))


# ------------------------------------------------------------------------------------------------------- faults
def _column_faults(spec: ChartSpec, table: Table) -> Iterator[Finding]:
    named = [
        *([("x", spec.x)] if spec.x else []),
        *(("y", y) for y in spec.y),
        *(("where", column) for column in spec.where),
    ]
    if spec.series:
        named.append(("series", spec.series))
    for key, column in named:
        if column not in table.columns:
            message = f"{table.file} has no column {column!r}"
            remedy = suggestion(column, list(table.columns), "columns")
            yield finding("CHART-COLUMN", message, file=spec.file, line=spec.line_of(key), remedy=remedy)


def _crowds(
    spec: ChartSpec, categories: tuple[str, ...], positions: tuple[float, ...], names: tuple[str, ...]
) -> Iterator[Finding]:
    """Refuse what no page has room for, before it is drawn."""
    kind = kind_of(spec.kind)
    most = MOST_MOMENTS if kind.ordered and positions else MOST_TILES if spec.kind == "tile-map" else MOST_CATEGORIES
    remedy = "pick rows with `where`, or count or add them up with `aggregate`"
    if len(categories) > most:
        message = f"there are {len(categories):,} values of {spec.x!r}; the kind {spec.kind} has room for {most:,}"
        yield finding("CHART-SHAPE", message, file=spec.file, line=spec.line_of("kind"), remedy=remedy)
    elif len(categories) * min(len(names), MOST_SERIES) > MOST_VALUES:
        message = f"there are {len(categories) * len(names):,} values, and a chart has room for {MOST_VALUES:,}"
        yield finding("CHART-SHAPE", message, file=spec.file, line=spec.line_of("kind"), remedy=remedy)
    if len(names) > MOST_SERIES:
        message = f"there are {len(names):,} series, and a chart has room for {MOST_SERIES}"
        yield finding("CHART-SHAPE", message, file=spec.file, line=spec.line_of("kind"), remedy=remedy)


def _empty(spec: ChartSpec, table: Table) -> Finding:
    """Say why no row is left, and when a wanted value stands nowhere in its column, what stands there."""
    at = spec.line_of("where") if table.rows else spec.line_of("data")
    if not table.rows:
        return finding("CHART-EMPTY", f"{table.file} has no data rows", file=spec.file, line=at, remedy="add data rows")
    remedy = ""
    for column, wanted in spec.where.items():
        there = list(dict.fromkeys(row.cells[column] for row in table.rows))
        if not set(wanted) & set(there):
            remedy = suggestion(wanted[0] if wanted else "", there, f"values of {column}")
    return finding("CHART-EMPTY", f"no row of {table.file} passes `where`", file=spec.file, line=at, remedy=remedy)


def _cell_faults(spec: ChartSpec, table: Table, rows: Iterable[Row]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        for column in filter(None, (spec.x, spec.series)):
            if not row.cells[column]:
                yield finding(
                    "CHART-DATA",
                    "this cell is empty, so its value has no name",
                    file=table.file,
                    line=row.line_of(column),
                    column=table.column_at(row, column),
                    remedy="fill the cell, or leave the row out with `where`",
                )
        yield from number_faults(spec, table, [row])
        if spec.kind == "tile-map" and row.cells[spec.x] and not tiles_of(row.cells[spec.x]):
            message = f"the map has no country or region {row.cells[spec.x]!r}"
            remedy = suggestion(row.cells[spec.x], known_names(), "names")
            line, column = row.line_of(spec.x), table.column_at(row, spec.x)
            yield finding("CHART-REGION", message, file=table.file, line=line, column=column, remedy=remedy)
        key = (row.cells[spec.x], row.cells[spec.series] if spec.series else "")
        if key in seen:
            what = " and ".join(repr(k) for k in key if k)
            message = f"{what} is given twice, first {'in row' if table.letters else 'on line'} {seen[key]}"
            remedy = "pick rows with `where`, part them with `series`, count or add them up with `aggregate`"
            line, column = row.line_of(spec.x), table.column_at(row, spec.x)
            yield finding("CHART-DATA", message, file=table.file, line=line, column=column, remedy=remedy)
        seen.setdefault(key, row.line_of(spec.x))


def _value_faults(
    spec: ChartSpec,
    table: Table,
    categories: tuple[str, ...],
    names: tuple[str, ...],
    values: Values,
) -> Iterator[Finding]:
    for name in names:
        if all(values.get((c, name)) is None for c in categories):
            at = spec.line_of("series" if spec.series else "y")
            message = f"{name!r} has no value in the rows of {table.file} that are shown"
            yield finding("CHART-EMPTY", message, file=spec.file, line=at)
    if spec.highlight and spec.highlight not in (*categories, *(names if len(names) > 1 else ())):
        message = f"no row has {spec.x} {spec.highlight!r}, which `highlight` names"
        remedy = suggestion(spec.highlight, list(categories), f"values of {spec.x}")
        yield finding("CHART-KEY", message, file=spec.file, line=spec.line_of("highlight"), remedy=remedy)
    for c in (c for c in spec.annotations if c not in categories):
        message = f"no row has {spec.x} {c!r}, which `annotations` names"
        remedy = suggestion(c, list(categories), f"values of {spec.x}")
        yield finding("CHART-KEY", message, file=spec.file, line=spec.line_of("annotations"), remedy=remedy)
    for name in (n for n in spec.colors if n not in (*names, *categories)):
        message = f"`colors` names {name!r}, which is not shown"
        remedy = suggestion(name, [*names, *categories], "names")
        yield finding("CHART-KEY", message, file=spec.file, line=spec.line_of("colors"), remedy=remedy)
    known = [*table.columns, *names, *categories]
    for key in spec.labels:
        if key not in known:
            message = f"`labels` names {key!r}, which is neither a column nor a value that is shown"
            remedy = suggestion(key, [spec.x, *spec.y, *names, *categories], "names")
            yield finding("CHART-COLUMN", message, file=spec.file, line=spec.line_of("labels"), remedy=remedy)
