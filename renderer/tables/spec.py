"""Table blocks: the YAML text of a table block in, a checked `TableSpec` or findings on the author's own lines out.

Values are kept as text, as in chart blocks, because they are compared with cells of a data file.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from markdown.extensions.toc import slugify
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from renderer.findings import Finding, finding
from renderer.read.yaml_lines import load, shape_findings
from renderer.tables.values import Format, Sum, TableSpec

_FORMAT = re.compile(r"(text)|(number|percent)(?: ([0-6]))?")
_YES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def _several(value: Any) -> Any:
    """Take a single text for a list of one."""
    return (value,) if isinstance(value, str) else value


def _format(value: Any) -> Any:
    match = _FORMAT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("write text, number, percent, or one of these with decimals, such as `number 1`")
    kind: Any = match[1] or match[2]
    return Format(kind, int(match[3]) if match[3] else None)


def _order(value: Any) -> Any:
    """Take a column, a list of columns, or a mapping of columns to `ascending` or `descending`."""
    if isinstance(value, dict):
        if not set(value.values()) <= {"ascending", "descending"}:
            raise ValueError("write ascending or descending behind each column")
        return tuple((column, order == "descending") for column, order in value.items())
    given = _several(value)
    return tuple((column, False) for column in given) if isinstance(given, tuple | list) else given


def _totals(value: Any) -> Any:
    return {"": value} if isinstance(value, str) else value


def _yes(value: Any) -> Any:
    if str(value).lower() not in _YES:
        raise ValueError("write yes or no")
    return _YES[str(value).lower()]


def _whole(value: Any) -> Any:
    if not re.fullmatch(r"[1-9]\d{0,5}", str(value)):
        raise ValueError("write a whole number from 1")
    return int(value)


Several = Annotated[tuple[str, ...], BeforeValidator(_several)]
OneText = Annotated[str, Field(min_length=1)]


class _Block(BaseModel):
    """The keys of a table block, in the order docs/charts.md lists them."""

    model_config = ConfigDict(extra="forbid")

    data: OneText
    title: OneText
    columns: Several = ()
    labels: dict[str, str] = {}
    units: dict[str, str] = {}
    formats: dict[str, Annotated[Any, BeforeValidator(_format)]] = {}
    where: dict[str, Several] = {}
    sort: Annotated[tuple[tuple[str, bool], ...], BeforeValidator(_order)] = ()
    rows: Annotated[int, BeforeValidator(_whole)] = 0
    group: str = ""
    total: Annotated[dict[str, Sum], BeforeValidator(_totals)] = {}
    total_label: str = ""
    subtotals: Annotated[bool, BeforeValidator(_yes)] = False
    caption: str = ""
    note: str = ""
    source: str = ""
    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")] = ""

    @field_validator("columns")
    @classmethod
    def _differ(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError("a column is named twice")
        return value


KEYS: tuple[str, ...] = tuple(_Block.model_fields)
"""The keys a table block may have."""


def read_spec(yaml_text: str, *, source: str, line: int) -> tuple[TableSpec | None, tuple[Finding, ...]]:
    """Read the YAML of a table block; `line` is the line of the file `source` its first line stands on."""
    values, lines, findings = load(yaml_text, file=source, first_line=line, as_text=True)
    if findings or not isinstance(values, dict):
        return None, tuple(findings) or _no_mapping(source, line)
    try:
        block = _Block.model_validate(values)
    except ValidationError as e:
        return None, tuple(shape_findings(e.errors(), lines, {(): KEYS}, source))
    given = {key: getattr(block, key) for key in KEYS}
    given["id"] = block.id or f"tbl-{slugify(block.title, '-') or 'table'}"
    top = {str(key[0]): at for key, at in lines.items() if len(key) == 1}
    return TableSpec(**given, file=source, line=line, lines=top), ()


def _no_mapping(source: str, line: int) -> tuple[Finding, ...]:
    return (finding("YAML-SHAPE", "a table block is a list of `key: value` lines", file=source, line=line),)
