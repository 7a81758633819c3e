"""What an expression reaches: tables, their columns of numbers, and single values with what is known of them.

In: a `Table` and the names an author writes behind its name (`latest`, `at(2021)`, `growth(2021, 2022)`). Out:
`Value`s. A name that is not there, or that could mean several values, is `Refused` with what there is to choose from.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from renderer.data.formats import decimals_of
from renderer.data.table import LARGEST, Row, Table, number, suggestion
from renderer.findings import Severity

_TIME = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}")
_QUALIFIERS: Mapping[str, str] = {
    "over": "over", "more than": "over", "at least": "over", "under": "under", "less than": "under",
    "fewer than": "under", "about": "about", "around": "about", "approximately": "about", "circa": "about",
    "average": "average",
}  # fmt: skip
"""What a column called `qualifier` may say of its row, in the words of a schema."""
_SCALES: Mapping[str, float] = {
    "thousand": 1e3, "thousands": 1e3, "tausend": 1e3, "million": 1e6, "millions": 1e6, "mio": 1e6, "millionen": 1e6,
    "billion": 1e9, "billions": 1e9, "mrd": 1e9, "milliarden": 1e9,
}  # fmt: skip
_PER_CENT = frozenset(["%", "percent", "per cent", "pct"])
_NAMED = 4
"""Rows or values that are named where one would have to be chosen."""

PROPERTIES = ("latest", "first", "max", "min", "sum", "total", "mean", "count")
METHODS = ("at", "growth", "change", "share", "where")
DESCRIBED = ("label", "unit")
"""What can be asked of a single value."""


class Refused(Exception):
    """An expression that has no answer: what is wrong with it, and what can be written instead."""

    def __init__(
        self, message: str, remedy: str = "", code: str = "NUMBER-EXPRESSION", severity: Severity | None = None
    ):
        super().__init__(message)
        self.message, self.remedy, self.code, self.severity = message, remedy, code, severity


@dataclass(frozen=True, slots=True)
class Value:
    """A number: `decimals` as its cell has them, `scale` what its unit multiplies it by, `label` the row it is of.

    `ratio` marks what two numbers were divided to: 0.25 is a quarter, 25 per cent.
    """

    number: float
    decimals: int = 0
    unit: str = ""
    scale: float = 1.0
    qualifier: str = ""
    label: str = ""
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """Something to be called, as `at` in `cores.at(2021)`; `name` is what authors call it."""

    name: str
    call: Callable[..., Value | Source | Measure]


class Source:
    """The rows of a table; what can be asked of a column can be asked of a table with one column of numbers."""

    def __init__(self, name: str, table: Table, rows: tuple[Row, ...] | None = None, whole: Source | None = None):
        self.name, self.table = name, table
        self.rows = table.rows if rows is None else rows
        self._measures: dict[str, Measure] = {}
        self._whole = whole  # knows what the columns are: a table may have many rows, and rows are chosen many times

    def member(self, name: str) -> Value | Method | Measure:
        """Give what stands behind the point. Raises Refused."""
        if name == "count":
            return Value(float(len(self.rows)))
        if name == "where":
            return Method("where", self.where)
        if name in PROPERTIES or name in METHODS:
            return self.only(name).member(name)
        return self.column(name)

    def column(self, name: str) -> Measure:
        """Give a column by its name, by its label in the schema, or by its name as an identifier. Raises Refused."""
        for column in self.table.columns:
            label = column_label(self.table, column)
            if name in (column, label, identifier(column), identifier(label)):
                return self._measure(column)
        asked = [*PROPERTIES, *METHODS, *map(identifier, self.table.columns)]
        message = f"`{self.name}` ({self.table.file}) has no column {name!r}"
        raise Refused(message, suggestion(name, asked, "there are"), "NUMBER-NAME")

    def where(self, **wanted: object) -> Source:
        """Choose the rows whose cells are as given. Raises Refused."""
        rows = self.rows
        for name, value in wanted.items():
            column = self.column(name).name
            kept = self._with(rows, [column], value)
            if not kept:
                there = list(dict.fromkeys(row.cells[column] for row in rows))
                message = f"no row of {self.table.file} has {column} = {_plain(value)!r}"
                raise Refused(message, suggestion(_plain(value), there, "there are"), "NUMBER-NAME")
            rows = kept
        return Source(self.name, self.table, rows, self._whole or self)

    def labelled(self, *labels: object) -> tuple[Row, ...]:
        """Give the rows that have each label in a cell that is not itself a measure. Raises Refused."""
        columns = [c for c in self.table.columns if c not in self.measures]
        rows = self.rows
        for label in labels:
            kept = self._with(rows, columns, label)
            if not kept:
                there = list(dict.fromkeys(self.label(row) for row in rows))
                message = f"{self.table.file} has no row {_plain(label)!r}"
                raise Refused(message, suggestion(_plain(label), there, "there are"), "NUMBER-NAME")
            rows = kept
        return rows

    def only(self, asked: str) -> Measure:
        """Give the one column of numbers. Raises Refused: there are several, or none."""
        measures = self.measures
        if len(measures) == 1:
            return self._measure(measures[0])
        if not measures:
            raise Refused(f"{self.table.file} has no column of numbers, so `{asked}` has no value there")
        names = ", ".join(measures[:12]) + (" …" if len(measures) > 12 else "")
        message = f"`{self.name}.{asked}` could be of any of {len(measures)} columns of {self.table.file}: {names}"
        raise Refused(message, f"name the column, such as {{{{ {self.name}.{identifier(measures[0])}.{asked} }}}}")

    def _measure(self, column: str) -> Measure:
        return self._measures.setdefault(column, Measure(self, column))

    @cached_property
    def time(self) -> str:
        """The first column that holds nothing but years or ISO dates; empty when there is none."""
        if self._whole:
            return self._whole.time
        return next((c for c in self.table.columns if self._all(c, lambda cell: bool(_TIME.fullmatch(cell)))), "")

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The columns of numbers; neither the first column, which names the rows, nor that of the years is one."""
        if self._whole:
            return self._whole.measures
        columns = self.table.columns if len(self.table.columns) == 1 else self.table.columns[1:]
        return tuple(c for c in columns if c != self.time and self._all(c, self._is_number))

    def label(self, row: Row) -> str:
        """Give what a row is of: its time, else its first cell."""
        return row.cells[self.time or self.table.columns[0]]

    def _all(self, column: str, holds: Callable[[str], bool]) -> bool:
        cells = [row.cells[column] for row in self.table.rows if row.cells[column]]
        return bool(cells) and all(map(holds, cells))

    def _is_number(self, cell: str) -> bool:
        try:
            return number(cell, self.table.decimal) is not None
        except ValueError:
            return False

    def _with(self, rows: tuple[Row, ...], columns: Sequence[str], wanted: object) -> tuple[Row, ...]:
        """Give the rows that have something in one of some columns; each text that a cell has is compared once."""
        cells = {row.cells[column] for row in rows for column in columns}
        same = {cell for cell in cells if self._same(cell, wanted)}
        return tuple(row for row in rows if any(row.cells[column] in same for column in columns)) if same else ()

    def _same(self, cell: str, wanted: object) -> bool:
        if isinstance(wanted, Value):
            wanted = wanted.number
        if isinstance(wanted, int | float) and self._is_number(cell):
            return number(cell, self.table.decimal) == wanted
        return cell.casefold() == _plain(wanted).casefold()


class Measure:
    """A column of some rows: its values, picked or counted together."""

    def __init__(self, source: Source, name: str):
        self.source, self.name = source, name

    def member(self, name: str) -> Value | Method:
        """Give what stands behind the point. Raises Refused."""
        if name in METHODS:
            return Method(name, getattr(self, name))
        if name in PROPERTIES:
            return self._asked(name)
        remedy = suggestion(name, [*PROPERTIES, *METHODS], "there are")
        raise Refused(f"a column has no `{name}`", remedy, "NUMBER-NAME")

    def where(self, **wanted: object) -> Measure:
        """Choose rows. Raises Refused."""
        return Measure(self.source.where(**wanted), self.name)

    def at(self, *labels: object) -> Value:
        """Give the value of one row. Raises Refused: there is no such row, there are several, or the cell is empty."""
        if not labels:
            raise Refused("`at` needs the label of a row, such as at(2021)")
        return self._one(self.source.labelled(*labels), ", ".join(map(_plain, labels)))

    def change(self, start: object, end: object) -> Value:
        """Give the difference of two rows. Raises Refused."""
        return calculated("-", self.at(end), self.at(start))

    def growth(self, start: object, end: object) -> Value:
        """Give the difference of two rows in per cent of the first. Raises Refused: that is not above zero."""
        before, after = self.at(start), self.at(end)
        if before.number <= 0:
            raise Refused(f"growth from {before.number:g} ({before.label}) cannot be told in per cent")
        share = 100 * (after.number - before.number) / before.number
        return Value(share, 0, "%", label=f"{before.label}–{after.label}")

    def share(self, *labels: object) -> Value:
        """Give what a row is of the sum of all, in per cent. Raises Refused: the sum is not above zero."""
        part, whole = self.at(*labels), self._asked("sum")
        if whole.number <= 0:
            raise Refused(f"the sum of `{self.name}` in {self.source.table.file} is not above zero")
        return Value(100 * part.number / whole.number, 0, "%", label=part.label)

    @cached_property
    def known(self) -> tuple[tuple[Row, Value], ...]:
        """The rows that have a value, with it. Raises Refused: a cell is not a number."""
        return tuple((row, value) for row in self.source.rows if (value := self.value(row)) is not None)

    def value(self, row: Row) -> Value | None:
        """Read one cell. Raises Refused: it is not a number."""
        table, cell = self.source.table, row.cells[self.name]
        try:
            read = number(cell, table.decimal)
        except ValueError as e:
            raise Refused(f"{table.file}:{row.line_of(self.name)} ({self.name}): {e}", "correct the cell") from e
        if read is None:
            return None
        schema = table.schema.columns.get(self.name)
        decimals = _decimals(cell, table.decimal) if schema is None or schema.precision is None else schema.precision
        said = _QUALIFIERS.get(row.cells.get("qualifier", "").lower(), "")
        qualifier = said or (schema.qualifier if schema else "")
        return Value(read, decimals, self.unit, self.scale, qualifier, self.source.label(row))

    @cached_property
    def unit(self) -> str:
        """What the numbers count; `%` however it is written."""
        schema = self.source.table.schema.columns.get(self.name)
        unit = schema.unit if schema else ""
        words = identifier(self.name).split("_")
        cells = [row.cells[self.name] for row in self.source.rows if row.cells[self.name]]
        if unit.lower() in _PER_CENT or (not unit and words[-1] in _PER_CENT):
            return "%"
        return "%" if not unit and cells and all(cell.endswith("%") for cell in cells) else unit

    @cached_property
    def scale(self) -> float:
        """What the numbers are counted in: a million for `cores_million`."""
        return 1.0 if self.unit == "%" else _scale(self.unit) or _scale(self.name) or 1.0

    def _asked(self, name: str) -> Value:
        known = self.known
        if name == "count":
            return Value(float(len(known)))
        if not known:
            raise Refused(f"`{self.name}` in {self.source.table.file} has no value")
        if name in ("latest", "first"):
            return self._at_end(name)
        if name in ("max", "min"):
            return (max if name == "max" else min)((value for _, value in known), key=lambda v: v.number)
        values = [value for _, value in known]
        total = math.fsum(v.number for v in values)
        first, decimals = values[0], max(v.decimals for v in values)
        if name == "mean":
            return Value(total / len(values), decimals + (len(values) > 1), first.unit, first.scale)
        return _bounded(Value(total, decimals, first.unit, first.scale))

    def _at_end(self, name: str) -> Value:
        """Give the value of the last or first time that has one; without a column of times, of that row."""
        time, known = self.source.time, self.known
        if not time:
            return known[-1 if name == "latest" else 0][1]
        when = (max if name == "latest" else min)(row.cells[time] for row, _ in known)
        return self._one(tuple(row for row, _ in known if row.cells[time] == when), when)

    def _one(self, rows: tuple[Row, ...], asked: str) -> Value:
        if len(rows) > 1:
            lines = ", ".join(str(row.line) for row in rows[:_NAMED]) + (" …" if len(rows) > _NAMED else "")
            file, apart = self.source.table.file, self._telling_apart(rows)
            remedy = f"choose one, such as {{{{ {self.source.name}.where({apart}) }}}}" if apart else ""
            raise Refused(f"{len(rows)} rows of {file} are {asked!r} (lines {lines})", remedy)
        value = self.value(rows[0])
        if value is None:
            place = f"{self.source.table.file}:{rows[0].line_of(self.name)}"
            raise Refused(f"`{self.name}` has no value for {asked!r} ({place})")
        return value

    def _telling_apart(self, rows: tuple[Row, ...]) -> str:
        """Word a condition that the first of some rows meets and the others do not."""
        for column in self.source.table.columns:
            name = identifier(column)
            if column not in self.source.measures and name.isidentifier() and len({r.cells[column] for r in rows}) > 1:
                return f'{name}="{rows[0].cells[column]}"'
        return ""


def calculated(sign: str, left: object, right: object) -> Value:
    """Reckon with two numbers: `+`, `-`, `*` or `/`. Raises Refused: they are none, or there is no result."""
    a, b = as_value(left), as_value(right)
    if sign == "/":
        if not b.number:
            raise Refused("nothing can be divided by zero")
        ratio = a.number * a.scale / (b.number * b.scale)
        return _bounded(Value(ratio, decimals_of((ratio,)), ratio=True))
    if sign == "*":
        unit, scale = (a.unit, a.scale) if not b.unit else (b.unit, b.scale)
        return _bounded(Value(a.number * b.number, a.decimals + b.decimals, unit, scale))
    if a.scale != b.scale:
        raise Refused("these two are counted in different units")
    reckon = {"+": operator.add, "-": operator.sub}[sign]
    return _bounded(Value(reckon(a.number, b.number), max(a.decimals, b.decimals), a.unit or b.unit, a.scale))


def as_value(given: object) -> Value:
    """Take a number as a value. Raises Refused: it is none."""
    if isinstance(given, Value):
        return given
    if isinstance(given, int | float) and not isinstance(given, bool):
        return _bounded(Value(float(given), decimals_of((float(given),)))) if abs(given) < LARGEST else _too_large()
    if isinstance(given, Source | Measure):
        name = given.name if isinstance(given, Source) else f"{given.source.name}.{identifier(given.name)}"
        what = "table" if isinstance(given, Source) else "column"
        raise Refused(f"`{name}` is a {what}, not a number", f"write which value of it, such as {name}.latest")
    if isinstance(given, Method):
        raise Refused(f"`{given.name}` needs brackets, such as {given.name}(2021)")
    raise Refused(f"{_plain(given)!r} is not a number")


def _bounded(value: Value) -> Value:
    return value if math.isfinite(value.number) and abs(value.number) < LARGEST else _too_large()


def _too_large() -> Value:
    raise Refused("the result is too large to be shown")


def identifier(name: str) -> str:
    """Give a name as an expression can write it: `Active cores` is `active_cores`."""
    return re.sub(r"\W+", "_", name).strip("_").lower()


def column_label(table: Table, column: str) -> str:
    """Give what the schema calls a column, else its name."""
    schema = table.schema.columns.get(column)
    return (schema.label if schema else "") or column


def _plain(value: object) -> str:
    return f"{value.number:.15g}" if isinstance(value, Value) else str(value)


def _decimals(cell: str, mark: str) -> int:
    """Count the decimals of a cell."""
    found = re.search(rf"\{mark}(\d+)", cell, re.ASCII)
    return min(len(found[1]), 12) if found else 0


def _scale(words: str) -> float:
    """Give what a unit such as `million cores` or a column such as `cores_million` counts in, or 0."""
    parts = re.split(r"[\W_]+", words.lower())
    return next((_SCALES[part] for part in (parts[0], parts[-1]) if part in _SCALES), 0.0)
