"""Structured text: JSON or YAML in, a grid with the line of every cell out.

Two forms are read: a list of records (`[{"year": 2022, "cores": 40}, …]`), and a mapping of columns
(`{"year": [2021, 2022], "cores": [25, 40]}`). Numbers keep the digits they are written with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from renderer.data.grid import Grid, few
from renderer.findings import Finding, InputError, finding
from renderer.read.yaml_lines import Lines, load

_FORM = "write a list of records, `- year: 2022` and so on, or lists of values by column"


class _Number(str):
    """A number of a JSON text, as it is written."""

    __slots__ = ()


def read_yaml(text: str, file: str) -> Grid:
    """Read records or columns of YAML; every value is kept as it is written, and `null` and `~` are missing values.

    Raises InputError: it is not YAML (YAML-…), or not a table (CHART-DATA).
    """
    value, lines, findings = load(text, file=file, as_text=True)
    if findings:
        raise InputError(findings)
    return _grid(value, lines, file, {"null": "", "~": ""})


def read_json(text: str, file: str, decimal: str) -> Grid:
    """Read records or columns of JSON; numbers are written with the decimal mark of the file's schema.

    Raises InputError: it is not JSON, or not a table (CHART-DATA).
    """
    faults: list[str] = []

    def record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) < len(pairs):
            seen = [name for name, _ in pairs]
            faults.append(next(name for name in values if seen.count(name) > 1))
        return values

    def number(digits: str) -> _Number:
        return _Number(digits.replace(".", decimal))

    decoder = json.JSONDecoder(object_pairs_hook=record, parse_float=number, parse_int=number, parse_constant=_Number)
    try:
        value = decoder.decode(text)
        lines = _lines(text, decoder) if isinstance(value, (list, dict)) else Lines()
    except json.JSONDecodeError as e:
        problem = finding("CHART-DATA", f"this is not JSON: {e.msg}", file=file, line=e.lineno, remedy="mend the line")
        raise InputError([problem]) from e
    except RecursionError as e:
        raise InputError([finding("CHART-DATA", "values are nested too deep", file=file, remedy=_FORM)]) from e
    if faults:
        raise InputError([_twice(text, decoder, lines, faults, file)])
    return _grid(value, lines, file, {})


def _twice(text: str, decoder: json.JSONDecoder, lines: Lines, faults: list[str], file: str) -> Finding:
    """Say on which line the first record with a repeated name begins; `decoder` notes such names in `faults`."""
    name = faults[0]
    faults.clear()
    place = next((item for item, _, _ in _items(text, _skip(text, 0), decoder) if faults), "")
    message = f"{name!r} is given twice in one record"
    return finding("CHART-DATA", message, file=file, line=lines.at((place,)), remedy="keep one of the two")


# ------------------------------------------------------------------------------------------------ lines of JSON
def _lines(text: str, decoder: json.JSONDecoder) -> Lines:
    """Give the lines of the items of a JSON list or mapping, and of theirs where they are spread over several lines.

    The text is known to be JSON, so it is enough to step over whitespace, commas and colons.
    """
    lines, line, counted = Lines({(): 1}), 1, 0
    for name, at, end in _items(text, _skip(text, 0), decoder):
        line, counted = line + text.count("\n", counted, at), at
        lines[name,] = line
        if text[at] in "{[" and text.find("\n", at, end) >= 0:
            below, passed = line, at
            for key, inner, _ in _items(text, at, decoder):
                below, passed = below + text.count("\n", passed, inner), inner
                lines[name, key] = below
    return lines


def _items(text: str, at: int, decoder: json.JSONDecoder) -> Iterator[tuple[str | int, int, int]]:
    """Give the key, or the number, of each item of the list or mapping that begins at `at`, its beginning and end."""
    mapping, number = text[at] == "{", 0
    at = _skip(text, at + 1)
    while text[at] not in "]}":
        name: str | int = number
        if mapping:
            name, at = decoder.raw_decode(text, at)
            at = _skip(text, at)
        _, end = decoder.raw_decode(text, at)
        yield name, at, end
        at, number = _skip(text, end), number + 1


def _skip(text: str, at: int) -> int:
    while text[at] in " \t\n\r,:":
        at += 1
    return at


# ------------------------------------------------------------------------------------------------ both
def _grid(value: Any, lines: Lines, file: str, missing: Mapping[str, str]) -> Grid:
    """Lay out records or columns as rows; `missing` gives the words for no value."""
    if value is None or value in ([], {}):
        return Grid([])
    faults = few(_faults(value, lines, file))
    if faults:
        raise InputError(faults)
    if isinstance(value, list):
        columns = list(value[0])
        cells = [[_text(record.get(c), missing) for c in columns] for record in value]
        own = lines.keys()
        places = {
            (r, c): lines[r, name] for r in range(len(value)) for c, name in enumerate(columns) if (r, name) in own
        }
        numbers = [lines.at((r,)) for r in range(len(value))]
    else:
        columns = list(value)
        longest = max(map(len, value.values()))
        cells = [[_text(value[c][r] if r < len(value[c]) else None, missing) for c in columns] for r in range(longest)]
        places = {(r, c): lines.at((name, r)) for r in range(longest) for c, name in enumerate(columns)}
        numbers = [lines.at((columns[0], r)) for r in range(longest)]
    head = (lines.at((0,) if isinstance(value, list) else (columns[0],)), [str(c).strip() for c in columns])
    return Grid([head, *zip(numbers, cells, strict=True)], heads=1, lines=places)


def _text(value: Any, missing: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return missing.get(value, value.strip())


def _faults(value: Any, lines: Lines, file: str) -> Iterator[Finding]:
    """Say what keeps a value from being a table; what passes is a list of flat records or a mapping of flat lists."""
    if isinstance(value, list) and isinstance(value[0], dict) and value[0]:
        known = value[0]
        for place, record in enumerate(value):
            if not isinstance(record, dict):
                yield finding("CHART-DATA", "this is not a record", file=file, line=lines.at((place,)), remedy=_FORM)
                continue
            for name in (n for n in record if n not in known):
                message = f"the first record has no {name!r}"
                remedy = f"columns are those of the first record: {_some(known)}; add it there, empty if need be"
                at = lines.at((place, name))
                yield finding("CHART-DATA", message, file=file, line=at, column=name, remedy=remedy)
            yield from _nested(record.items(), lines, (place,), file)
    elif isinstance(value, dict) and all(isinstance(cells, list) for cells in value.values()):
        longest = max(map(len, value.values()))
        for name, column in value.items():
            if len(column) < longest:
                message = f"this column has {len(column)} values, the longest has {longest}"
                remedy = "write null where there is no value"
                yield finding("CHART-DATA", message, file=file, line=lines.at((name,)), column=name, remedy=remedy)
            yield from _nested(enumerate(column), lines, (name,), file)
    else:
        yield finding("CHART-DATA", "this is not a table", file=file, line=lines.at(()) or 1, remedy=_FORM)


def _nested(items: Any, lines: Lines, path: tuple[str | int, ...], file: str) -> Iterator[Finding]:
    for name, cell in items:
        if isinstance(cell, (dict, list)):
            message = f"{name!r} holds {'a mapping' if isinstance(cell, dict) else 'a list'}, not one value"
            if isinstance(name, int):
                message = f"value {name + 1} is {'a mapping' if isinstance(cell, dict) else 'a list'}, not one value"
            at = lines.at((*path, name))
            remedy = "write flat records: one text, number or null for each name"
            yield finding(
                "CHART-DATA",
                message,
                file=file,
                line=at,
                column=str(path[0] if isinstance(name, int) else name),
                remedy=remedy,
            )


def _some(names: Sequence[str] | Mapping[str, Any]) -> str:
    return ", ".join(list(names)[:12])
