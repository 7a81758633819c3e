"""Many rows to one value: the rows of a survey and a block that says how in, a small table with a row for each bar out.

What is counted, added up or averaged then passes through the same gate as values that stand in a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import TypeAlias

from renderer.charts.values import ChartSpec
from renderer.data.table import Column, Row, Table, number
from renderer.findings import Finding, finding

_MOST_GROUPS = 20_000

_Group: TypeAlias = tuple[str, str]
"""A category and a series."""


def number_faults(spec: ChartSpec, table: Table, rows: Iterable[Row]) -> Iterator[Finding]:
    """Find the cells that should hold numbers and do not."""
    for row in rows:
        for column in spec.y:
            try:
                number(row.cells[column], table.decimal)
            except ValueError as e:
                remedy = "write only the number; leave the cell empty where there is none"
                if table.decimal == ",":
                    remedy += '; here the decimal mark is a comma, unless a schema says `decimal: "."`'
                line, name = row.line_of(column), table.column_at(row, column)
                yield finding("CHART-NUMBER", str(e), file=table.file, line=line, column=name, remedy=remedy)


def rows_left_out(spec: ChartSpec, rows: Sequence[Row]) -> tuple[Finding, ...]:
    """Tell how many rows have no category or series, and so are in no bar."""
    keys = [key for key in (spec.x, spec.series) if key]
    missing = sum(not all(row.cells[key] for key in keys) for row in rows)
    if not missing:
        return ()
    message = f"{missing:,} of {len(rows):,} rows have no {' or no '.join(map(repr, keys))} and are left out"
    return (finding("CHART-ROWS", message, file=spec.file, line=spec.line_of("aggregate")),)


def aggregated(spec: ChartSpec, table: Table, rows: Sequence[Row]) -> tuple[ChartSpec, Table]:
    """Give a table of the values to be shown, and the block as if it had been written for it.

    With `x`, each of its values is a category; without it, each column of `y` is one. `count` and `share` count rows,
    or with `y` the filled cells in it. A share is one of all rows; with `series` one of the rows of its category; with
    several columns in `y` one of the rows that have an answer in any of them.
    """
    wide = not spec.x
    x = spec.x or "column"
    while x in spec.y:
        x += "_"
    value = str(spec.aggregate)
    while value in (x, spec.series):
        value += "_"
    columns = (value,) if wide or not spec.y else spec.y
    groups: dict[_Group, list[Row]] = {}
    for row in rows:
        category, series = row.cells[spec.x] if spec.x else "", row.cells[spec.series] if spec.series else ""
        if (category or wide) and (series or not spec.series):
            groups.setdefault((category, series), []).append(row)
    if wide:
        made = [_row({x: y, value: _value(spec, table, rows, y, len(rows))}, rows) for y in spec.y]
    else:
        totals = _totals(spec, groups)
        if spec.aggregate in ("count", "share"):
            groups = _with_nothing(groups)
        made = [
            _row({x: c, **({spec.series: s} if spec.series else {}),
                  **{name: _value(spec, table, group, y, totals[c])
                     for name, y in zip(columns, spec.y or ("",), strict=True)}}, group)
            for (c, s), group in groups.items()
        ]  # fmt: skip
    names = tuple(dict.fromkeys((x, *filter(None, [spec.series]), *columns)))
    described = _described(spec, table, columns, x)
    small = replace(table, columns=names, rows=tuple(made), schema=replace(table.schema, columns=described))
    return replace(spec, x=x, y=columns, where={}), replace(small, letters={})


def _with_nothing(groups: dict[_Group, list[Row]]) -> dict[_Group, list[Row]]:
    """Add the groups that no row is in: nobody there is a count of 0, not one that is unknown."""
    categories, series = (list(dict.fromkeys(key)) for key in zip(*groups, strict=True)) if groups else ([], [])
    if len(categories) * len(series) > _MOST_GROUPS:  # more than a chart shows: refused when it is prepared
        return groups
    return {(c, s): groups.get((c, s), []) for c in categories for s in series}


def _totals(spec: ChartSpec, groups: Mapping[_Group, Sequence[Row]]) -> Mapping[str, int]:
    """Count, for each category, the rows its shares are shares of."""
    sizes: dict[str, int] = {}
    for (category, _), group in groups.items():
        sizes[category] = sizes.get(category, 0) + len(group)
    if spec.series or spec.y:
        return sizes
    return dict.fromkeys(sizes, sum(sizes.values()))


def _row(cells: Mapping[str, str], rows: Sequence[Row]) -> Row:
    return Row(rows[0].line if rows else 0, cells)


def _described(spec: ChartSpec, table: Table, columns: Sequence[str], x: str) -> Mapping[str, Column]:
    """Say of the new columns what the schema says of those they come from; shares are per cent, counts have no unit."""
    known = dict(table.schema.columns)
    units = {known[y].unit if y in known else "" for y in spec.y}
    unit = units.pop() if len(units) == 1 else ""
    unit = {"share": "%", "count": ""}.get(spec.aggregate, unit)
    for column in columns:
        label = known[column].label if column in known and column != x else ""
        known[column] = Column(label=label, unit=unit)
    return known


def _value(spec: ChartSpec, table: Table, rows: Sequence[Row], column: str, total: int) -> str:
    """Work out one value, written as the table writes numbers; empty where nothing is known."""
    filled = [row for row in rows if not column or row.cells[column]]
    if spec.aggregate == "count":
        return str(len(filled))
    if spec.aggregate == "share":
        if len(spec.y) > 1:
            total = sum(any(row.cells[y] for y in spec.y) for row in rows)
        return _written(Decimal(100 * len(filled)) / total, 1, table) if total else ""
    numbers = [Decimal(repr(number(row.cells[column], table.decimal))) for row in filled]
    if not numbers:
        return ""
    decimals = max(max(0, -int(n.normalize().as_tuple().exponent)) for n in numbers)
    said = table.schema.columns.get(column, Column()).precision
    if spec.aggregate != "sum":
        decimals = min(decimals + 1, 9)
    return _written(_WAYS[spec.aggregate](numbers), decimals if said is None else said, table)


def _mean(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, Decimal()) / len(numbers)


_WAYS: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "sum": lambda numbers: sum(numbers, Decimal()),
    "mean": _mean,
    "median": median,
}


def _written(value: Decimal, decimals: int, table: Table) -> str:
    """Write a value with so many decimals, halves away from zero as readers round, without trailing zeros."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", table.decimal)
