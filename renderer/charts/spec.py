"""Chart blocks: the YAML text of a chart block in, a checked `ChartSpec` or findings on the author's own lines out.

Every value is kept as text (`2022` is not made a number, `no` not a truth value), because it is compared with cells
of a data file, and those are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, TypeAlias

import yaml
from markdown.extensions.toc import slugify
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from renderer.charts.kinds import CHART_KINDS
from renderer.charts.values import ChartSpec, Width
from renderer.findings import Finding, finding
from renderer.read.data import suggestion

Texts: TypeAlias = dict[str, str]
_FORMS = {
    "string_type": "write one text here",
    "dict_type": "write a mapping here: `column: text` lines, indented",
    "tuple_type": "write a text or a list of texts here",
    "float_parsing": "write a number of millimetres here",
    "finite_number": "write a number of millimetres here",
    "greater_than_equal": "write at least 25 (mm)",
    "less_than_equal": "write at most 240 (mm)",
    "literal_error": "write full or half",
}


def _several(value: Any) -> Any:
    """Take a single text for a list of one."""
    return (value,) if isinstance(value, str) else value


Several = Annotated[tuple[str, ...], BeforeValidator(_several)]
OneText = Annotated[str, Field(min_length=1)]


class _Block(BaseModel):
    """The keys of a chart block, in the order docs/charts.md lists them."""

    model_config = ConfigDict(extra="forbid")

    kind: OneText
    data: OneText
    x: OneText
    y: Annotated[Several, Field(min_length=1)]
    title: OneText
    series: str = ""
    where: dict[str, Several] = {}
    labels: Texts = {}
    unit: str = ""
    highlight: str = ""
    caption: str = ""
    source: str = ""
    alt: str = ""
    height: Annotated[float, Field(ge=25, le=240, allow_inf_nan=False)] | None = None
    width: Width = "full"
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
    values, lines, findings = _read_yaml(yaml_text, source, line)
    if values is None:
        return None, tuple(findings)
    block: _Block | None = None
    try:
        block = _Block.model_validate(values)
    except ValidationError as e:
        findings += (_translated(fault, lines, source, line) for fault in e.errors())
    findings += _kind_faults(values, lines, source)
    if findings or block is None:
        return None, tuple(findings)
    given = block.model_dump()
    given["id"] = block.id or f"fig-{slugify(block.title, '-') or 'chart'}"
    top = {key[0]: at for key, at in lines.items() if len(key) == 1}
    return ChartSpec(**given, file=source, line=line, lines=top), ()


# ---------------------------------------------------------------------------------------------------- YAML
_Path: TypeAlias = tuple[str, ...]


def _read_yaml(text: str, file: str, first: int) -> tuple[dict[str, Any] | None, dict[_Path, int], list[Finding]]:
    """Read a mapping of texts, with the line of each key by its path."""
    lines: dict[_Path, int] = {}
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as e:
        return None, lines, [_syntax_finding(e, text, file, first)]
    if not isinstance(node, yaml.MappingNode):
        return (
            None,
            lines,
            [finding("CHART-SYNTAX", "a chart block is a list of `key: value` lines", file=file, line=first)],
        )
    findings: list[Finding] = []
    values = _plain(node, (), lines, findings, file, first)
    return values, lines, findings


def _plain(
    node: yaml.Node, path: _Path, lines: dict[_Path, int], findings: list[Finding], file: str, first: int
) -> Any:
    """Turn YAML nodes into texts, lists and mappings; three levels is all a chart block has."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if len(path) == 3:  # also ends an alias that holds itself
        return None
    if isinstance(node, yaml.SequenceNode):
        return tuple(_plain(n, (*path, str(i)), lines, findings, file, first) for i, n in enumerate(node.value))
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, at = str(key_node.value), first + key_node.start_mark.line
        if key in values:
            message = f"`{key}` is given twice, first on line {lines[(*path, key)]}"
            findings.append(finding("YAML-DUPLICATE", message, file=file, line=at))
            continue
        lines[(*path, key)] = at
        values[key] = _plain(value_node, (*path, key), lines, findings, file, first)
    return values


def _syntax_finding(error: yaml.YAMLError, text: str, file: str, first: int) -> Finding:
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        line, problem = first + mark.line, error.problem or "it is not YAML"
    elif isinstance(error, yaml.reader.ReaderError):
        line = first + text.count("\n", 0, error.position)
        problem = "it holds a control character"
    else:
        line, problem = first, str(error)
    return finding("CHART-SYNTAX", f"this line of the chart block cannot be read: {problem}", file=file, line=line)


# ------------------------------------------------------------------------------------------------- checking
def _kind_faults(values: dict[str, Any], lines: dict[_Path, int], file: str) -> Iterator[Finding]:
    kind = values.get("kind")
    if not isinstance(kind, str) or not kind:
        return
    if kind not in CHART_KINDS:
        remedy = suggestion(kind, list(CHART_KINDS), "kinds")
        yield finding("CHART-KIND", f"there is no chart kind {kind!r}", file=file, line=lines["kind",], remedy=remedy)
        return
    if not CHART_KINDS[kind].many and (values.get("series") or len(_several(values.get("y") or ())) > 1):
        key = "series" if values.get("series") else "y"
        message = f"a {kind} chart shows one column of values"
        yield finding(
            "CHART-KEY", message, file=file, line=lines[key,], remedy="use `kind: grouped-bar` or `kind: line`"
        )
    elif values.get("series") and len(_several(values.get("y") or ())) > 1:
        message = "`series` splits one column of values, but `y` names several"
        yield finding(
            "CHART-KEY",
            message,
            file=file,
            line=lines["series",],
            remedy="name one column in `y`, or leave out `series`",
        )


def _translated(fault: ErrorDetails, lines: dict[_Path, int], file: str, first: int) -> Finding:
    """Say an error of the block's model in plain English, on the line it belongs to."""
    path = tuple(str(p) for p in fault["loc"])
    at = _line_of(path, lines, first)
    name = path[0]
    if fault["type"] == "missing":
        return finding("CHART-KEY", f"the key `{name}` is missing", file=file, line=first)
    if fault["type"] == "extra_forbidden":
        remedy = suggestion(name, list(_Block.model_fields), "keys")
        return finding("CHART-KEY", f"a chart has no key `{name}`", file=file, line=at, remedy=remedy)
    if fault["type"] in ("string_too_short", "too_short"):
        return finding("CHART-KEY", f"the key `{name}` is empty", file=file, line=at, remedy="write a value after it")
    words = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else _FORMS.get(fault["type"], fault["msg"])
    return finding("CHART-KEY", f"the value of `{name}` cannot be used", file=file, line=at, remedy=words)


def _line_of(path: Iterable[str], lines: dict[_Path, int], first: int) -> int:
    path = tuple(path)
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, first)
