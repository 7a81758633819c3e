"""Chart blocks: the YAML text of a chart block in, a checked `ChartSpec` or findings on the author's own lines out.

Every value is kept as text (`2022` is not made a number, `no` not a truth value), because it is compared with cells
of a data file, and those are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal, TypeAlias

from markdown.extensions.toc import slugify
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from renderer.charts import plugins
from renderer.charts.kinds import CHART_KINDS, OPTIONAL, kind_of
from renderer.charts.theme import ROLES
from renderer.charts.values import Aggregate, ChartSpec, Mark, Order, Show
from renderer.data.table import number, suggestion
from renderer.findings import Finding, finding
from renderer.read.yaml_lines import Lines, load

Texts: TypeAlias = dict[str, str]
_FORMS = {
    "string_type": "write one text here",
    "dict_type": "write a mapping here: `column: text` lines, indented",
    "tuple_type": "write a text or a list of texts here",
    "float_parsing": "write a number of millimetres here",
    "finite_number": "write a number of millimetres here",
    "greater_than_equal": "write at least 25 (mm)",
    "less_than_equal": "write at most 240 (mm)",
}


def _several(value: Any) -> Any:
    """Take a single text for a list of one."""
    return (value,) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    """Read a number of the block, whose decimal mark is a point."""
    try:
        read = number(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None:
        raise ValueError("write a number, such as 50 or 12.5, or `{value: 50, label: Average}`")
    return read


class _Mark(BaseModel):
    """A marked value: a number alone, or a number and the name that is written at it."""

    model_config = ConfigDict(extra="forbid")

    value: Annotated[float, BeforeValidator(_number)]
    label: str = ""

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"value": value}


def _marks(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else (value,)


Several = Annotated[tuple[str, ...], BeforeValidator(_several)]
OneText = Annotated[str, Field(min_length=1)]


class _Block(BaseModel):
    """The keys of a chart block, in the order docs/charts.md lists them."""

    model_config = ConfigDict(extra="forbid")

    kind: OneText
    data: OneText
    x: OneText = ""
    y: Annotated[Several, Field(min_length=1)] = ()
    title: OneText
    aggregate: Aggregate = ""
    series: str = ""
    where: dict[str, Several] = {}
    labels: Texts = {}
    unit: str = ""
    highlight: str = ""
    target: _Mark | None = None
    reference: Annotated[tuple[_Mark, ...], BeforeValidator(_marks)] = ()
    annotations: Texts = {}
    sort: Order = "file"
    values: Show = "auto"
    colors: dict[str, Literal[ROLES]] = {}  # type: ignore[valid-type]
    caption: str = ""
    note: str = ""
    source: str = ""
    alt: str = ""
    height: Annotated[float, Field(ge=25, le=240, allow_inf_nan=False)] | None = None
    width: Literal["full", "half"] = "full"
    table: Literal["after", "appendix", "attached"] | None = None
    id: str = ""

    @field_validator("id")
    @classmethod
    def _is_anchor(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", value):
            raise ValueError("begin with a letter and use only letters, digits, - and _ (such as fig-members)")
        return value

    @field_validator("y")
    @classmethod
    def _differ(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError("a column is named twice")
        return value


def read_spec(yaml_text: str, *, source: str, line: int) -> tuple[ChartSpec | None, tuple[Finding, ...]]:
    """Read the YAML of a chart block; `line` is the line of the file `source` its first line stands on."""
    values, lines, findings = load(yaml_text, file=source, first_line=line, as_text=True)
    if findings:
        return None, tuple(replace(f, code="CHART-SYNTAX") if f.code == "YAML-SYNTAX" else f for f in findings)
    if not isinstance(values, dict):
        message = "a chart block is a list of `key: value` lines"
        return None, (finding("CHART-SYNTAX", message, file=source, line=line),)
    block: _Block | None = None
    try:
        block = _Block.model_validate(values)
    except ValidationError as e:
        findings += (_translated(fault, lines, source, line) for fault in e.errors())
    findings += _missing(values, source, line)
    findings += _kind_faults(values, lines, source)
    if findings or block is None:
        return None, tuple(findings)
    given = block.model_dump()
    given["target"] = Mark(block.target.value, block.target.label) if block.target else None
    given["reference"] = tuple(Mark(m.value, m.label) for m in block.reference)
    given["table"] = block.table or ""
    given["id"] = block.id or f"fig-{slugify(block.title, '-') or 'chart'}"
    top = {str(key[0]): at for key, at in lines.items() if len(key) == 1}
    return ChartSpec(**given, file=source, line=line, lines=top), ()


# ------------------------------------------------------------------------------------------------- checking
def _missing(values: dict[str, Any], file: str, first: int) -> Iterator[Finding]:
    """Name the columns a block needs and does not name: rows can be counted without one of values, or one of names."""
    how = values.get("aggregate")
    if "x" not in values and not (how and "y" in values and "series" not in values):
        yield finding("CHART-KEY", "the key `x` is missing", file=file, line=first)
    if "y" not in values and how not in ("count", "share"):
        yield finding("CHART-KEY", "the key `y` is missing", file=file, line=first)


def _kind_faults(values: dict[str, Any], lines: Lines, file: str) -> Iterator[Finding]:
    kind = values.get("kind")
    if not isinstance(kind, str) or not kind:
        return
    try:
        known = kind_of(kind)
    except KeyError:
        remedy = suggestion(kind, [*CHART_KINDS, *sorted(plugins.known())], "kinds")
        yield finding("CHART-KIND", f"there is no chart kind {kind!r}", file=file, line=lines["kind",], remedy=remedy)
        return
    except plugins.BrokenKind as e:
        yield finding("CHART-PLUGIN", str(e), file=file, line=lines["kind",])
        return
    # Without `x` the columns are the categories of one series.
    columns = len(_several(values.get("y") or ())) if values.get("x") or not values.get("aggregate") else 1
    if not known.many and (values.get("series") or columns > 1):
        key = "series" if values.get("series") else "y"
        message = f"a {kind} chart shows one column of values"
        remedy = "use `kind: grouped-bar`, `kind: stacked-bar` or `kind: line`"
        yield finding("CHART-KEY", message, file=file, line=lines[key,], remedy=remedy)
    elif values.get("series") and columns > 1:
        message = "`series` splits one column of values, but `y` names several"
        yield finding(
            "CHART-KEY",
            message,
            file=file,
            line=lines["series",],
            remedy="name one column in `y`, or leave out `series`",
        )

    taken = known.keys
    for key in (k for k in OPTIONAL if k in values and k not in taken and k != "series"):
        message = f"a {kind} chart has no `{key}`"
        remedy = f"remove it; of the keys for some kinds only, this one takes {', '.join(sorted(taken)) or 'none'}"
        yield finding("CHART-KEY", message, file=file, line=lines[key,], remedy=remedy)


def _translated(fault: ErrorDetails, lines: Lines, file: str, first: int) -> Finding:
    """Say an error of the block's model in plain English, on the line it belongs to."""
    path = tuple(str(p) for p in fault["loc"])
    at = lines.at(path)
    name = path[0]
    if fault["type"] in ("missing", "extra_forbidden") and len(path) > 1:
        message = f"the value of `{name}` cannot be used"
        return finding("CHART-KEY", message, file=file, line=at, remedy="write a number, or its `value` and `label`")
    if fault["type"] == "missing":
        return finding("CHART-KEY", f"the key `{name}` is missing", file=file, line=first)
    if fault["type"] == "extra_forbidden":
        remedy = suggestion(name, list(_Block.model_fields), "keys")
        return finding("CHART-KEY", f"a chart has no key `{name}`", file=file, line=at, remedy=remedy)
    if fault["type"] in ("string_too_short", "too_short"):
        return finding("CHART-KEY", f"the key `{name}` is empty", file=file, line=at, remedy="write a value after it")
    if fault["type"] == "value_error":
        words = str(fault["ctx"]["error"])
    elif fault["type"] == "literal_error":
        words = "write " + str(fault["ctx"]["expected"]).replace("'", "")
    else:
        words = _FORMS.get(fault["type"], fault["msg"])
    return finding("CHART-KEY", f"the value of `{name}` cannot be used", file=file, line=at, remedy=words)
