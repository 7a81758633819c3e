"""Schemas: the YAML file beside a data file in, what it says of the table or findings on its own lines out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from renderer.data.grid import few
from renderer.data.table import Column, DecimalMark, Schema, suggestion
from renderer.findings import Finding, InputError, finding
from renderer.read.yaml_lines import Lines, load, shape_findings
from renderer.workspace import Workspace

_MOST_HEADS = 9


def _iso(value: Any) -> Any:
    """Take a day, a month or a year, as YAML gives it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) in (4, 7) else value)
    return str(value) if isinstance(value, int) and 1000 <= value <= 9999 else value


def _rows(value: Any) -> Any:
    """Take a count of rows for all of them."""
    return tuple(range(1, value + 1)) if isinstance(value, int) and 1 <= value <= _MOST_HEADS else value


class ColumnSpec(BaseModel):
    """What a schema may say of a column, in the order docs/data.md lists it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: str = ""
    unit: str = ""
    precision: Annotated[int, Field(ge=0, le=9)] | None = None
    qualifier: Literal["", "over", "under", "about", "average"] = ""


class SchemaSpec(BaseModel):
    """The keys of a schema, in the order docs/data.md lists them."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str = ""
    source: str = ""
    date: Annotated[str, BeforeValidator(_iso)] = ""
    decimal: DecimalMark | None = None
    heads: Annotated[
        tuple[Annotated[int, Field(ge=1, le=_MOST_HEADS)], ...], Field(strict=False), BeforeValidator(_rows)
    ] = ()
    columns: dict[str, ColumnSpec] = {}


class Said:
    """A schema file as read: its values, and where its columns stand."""

    def __init__(self, spec: SchemaSpec, lines: Lines, file: str):
        self.decimal, self.heads = spec.decimal, spec.heads
        self._spec, self._lines, self._file = spec, lines, file

    def schema(self, columns: dict[str, Column]) -> Schema:
        """Give the schema of a table; `columns` are its columns with what their heads say, which the file may change.

        Raises InputError: it describes a column that the table does not have (CHART-COLUMN).
        """
        faults = few(self._unknown(columns))
        if faults:
            raise InputError(faults)
        described = {
            name: Column(c.label, c.unit or columns[name].unit, c.precision, c.qualifier)
            for name, c in self._spec.columns.items()
        }
        return Schema(self._spec.title, self._spec.source, self._spec.date, {**columns, **described})

    def _unknown(self, columns: dict[str, Column]) -> Iterator[Finding]:
        for name in (name for name in self._spec.columns if name not in columns):
            message, remedy = f"the data file has no column {name!r}", suggestion(name, list(columns), "columns")
            yield finding(
                "CHART-COLUMN", message, file=self._file, line=self._lines.at(("columns", name)), remedy=remedy
            )


def read_schema(workspace: Workspace, path: Path) -> Said:
    """Read a schema file.

    Raises InputError: it is not YAML (YAML-…), or a key or value is none a schema has (KEY-…).
    """
    file = workspace.name(path)
    values, lines, findings = load(workspace.text(path), file=file)
    if findings:
        raise InputError(findings)
    if not isinstance(values, dict | None):
        raise InputError([finding("YAML-SHAPE", "a schema is a mapping", file=file, line=lines.at(()))])
    values = values or {}
    columns = values.get("columns")
    if isinstance(columns, dict):  # a year heads a column as often as a word does
        values = {**values, "columns": {str(name): said for name, said in columns.items()}}
    try:
        return Said(SchemaSpec.model_validate(values), lines, file)
    except ValidationError as e:
        known = {(): SchemaSpec.model_fields} | {
            ("columns", str(name)): ColumnSpec.model_fields for name in (columns if isinstance(columns, dict) else ())
        }
        raise InputError(shape_findings(e.errors(), lines, known, file)) from e  # type: ignore[arg-type]
