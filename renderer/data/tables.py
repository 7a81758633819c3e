"""A data file in, a frozen `Table` out: found, read, its columns and units named, its schema put to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from renderer.data.delimited import read_delimited
from renderer.data.documents import read_json, read_yaml
from renderer.data.grid import Grid, head_and_body
from renderer.data.table import Column, DecimalMark, Row, Schema, Table, number, suggestion
from renderer.data.text import read_bytes, read_text
from renderer.data.workbook import column_letters, read_sheet
from renderer.findings import InputError, finding
from renderer.workspace import Workspace

_UNIT_IN_HEAD = re.compile(r"(?P<name>.*\S)\s*[(\[](?P<unit>[^()\[\]]{1,24})[)\]]", re.DOTALL)


SUFFIXES = (".csv", ".tsv", ".json", ".yml", ".yaml", ".xlsx")
"""What data files end with."""


def read_table(workspace: Workspace, folder: Path, name: str) -> Table:
    """Find and read the data file a manuscript calls `name`; `members.xlsx#2022` is the sheet 2022 of a workbook.

    Raises InputError: as `find` and `load` do; what `find` raises has no place.
    """
    stem, _, sheet = name.partition("#")
    return load(workspace, find(workspace, folder, stem), sheet)


def load(workspace: Workspace, path: Path, sheet: str = "") -> Table:
    """Read a data file of one of the `SUFFIXES`, and the schema beside it where there is one.

    Raises InputError: a file is missing or not UTF-8 text (FILE-…), it is not a table (CHART-DATA, every fault with its
    line), the schema has faults (KEY-…, YAML-…), or openpyxl is not installed (TOOL-MISSING).
    """
    said = None
    for place in (path.with_name(f"{path.stem}.schema.{suffix}") for suffix in ("yml", "yaml")):
        if workspace.is_file(place):
            # Here, because reading it takes pydantic: most data files have none.
            from renderer.data.schema import read_schema

            said = read_schema(workspace, place)
            break
    file = workspace.name(path) + (f"#{sheet}" if sheet else "")
    grid, decimal = _grid(workspace, path, file, sheet, said.decimal if said else None)
    columns, heads = head_and_body(grid, said.heads if said and not grid.heads else (), file)
    body = grid.rows[heads:]
    names, units = _units(columns, [cells for _, cells in body], decimal)
    rows = tuple(
        Row(line, dict(zip(names, cells, strict=True)), _lines(grid, names, r)) for r, (line, cells) in enumerate(body)
    )
    heads_say = {name: Column(unit=units.get(name, "")) for name in names}
    schema = said.schema(heads_say) if said else Schema(columns={n: heads_say[n] for n in units})
    letters = {name: column_letters(place) for place, name in enumerate(names)} if grid.sheet else {}
    return Table(path.stem, file, names, rows, decimal, schema, letters)


def find(workspace: Workspace, folder: Path, name: str) -> Path:
    """Find the data file a manuscript calls `name`: a file name in `folder`, or one without its suffix.

    Raises InputError: there is no such file, or there are several (CHART-DATA without a place, which the caller knows;
    names what is there).
    """
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise InputError([finding("CHART-DATA", f"the data file {name!r} lies outside the data folder")])
    if workspace.is_file(folder / name):
        if Path(name).suffix.lower() in SUFFIXES:
            return folder / name
        remedy = f"save it as one of {', '.join(SUFFIXES)}"
        raise InputError([finding("CHART-DATA", f"{name} is not a data file that can be read", remedy=remedy)])
    there = [folder / f"{name}{suffix}" for suffix in SUFFIXES if workspace.is_file(folder / f"{name}{suffix}")]
    if len(there) > 1:
        message = f"{name!r} may be {' or '.join(p.name for p in there)}"
        raise InputError(
            [finding("CHART-DATA", message, remedy="name the file with its suffix, or rename one of them")]
        )
    if there:
        return there[0]
    known = [p for p in workspace.glob(folder, "*.*") if p.suffix in SUFFIXES and not p.stem.endswith(".schema")]
    message = f"there is no data file {name!r} in {workspace.name(folder)}"
    remedy = suggestion(Path(name).stem, list(dict.fromkeys(p.stem for p in known)), "data files there")
    raise InputError([finding("CHART-DATA", message, remedy=remedy)])


# ------------------------------------------------------------------------------------------------- reading
def _grid(
    workspace: Workspace, path: Path, file: str, sheet: str, said: DecimalMark | None
) -> tuple[Grid, DecimalMark]:
    """Read a file by its suffix; gives the decimal mark of its numbers too."""
    suffix, mark = path.suffix.lower(), said or "."
    if suffix == ".xlsx":
        try:
            return read_sheet(read_bytes(workspace, path), file, sheet, mark), mark
        except InputError as e:
            if any(fault.code == "TOOL-MISSING" for fault in e.findings):
                workspace.unsettled("openpyxl")  # which may be installed before the next build
            raise
    if sheet:
        message = f"{path.name} has no sheets, but {sheet!r} is named"
        raise InputError([finding("CHART-DATA", message, file=file, remedy="leave out what follows the #")])
    text = read_text(workspace, path)
    if suffix == ".json":
        return read_json(text, file, mark), mark
    if suffix in (".yml", ".yaml"):
        return read_yaml(text, file), mark
    grid, delimiter = read_delimited(text, file, "\t" if suffix == ".tsv" else "")
    return grid, said or ("," if delimiter == ";" else ".")


def _lines(grid: Grid, names: tuple[str, ...], row: int) -> Mapping[str, int] | None:
    if not grid.lines:
        return None
    return {name: grid.lines[row, c] for c, name in enumerate(names) if (row, c) in grid.lines}


def _units(columns: list[str], rows: list[list[str]], decimal: DecimalMark) -> tuple[tuple[str, ...], dict[str, str]]:
    """Part heads such as `Cores (million)` into name and unit, where numbers stand below and names stay apart.

    A column whose cells all end with a per cent sign has that unit as well.
    """
    names, units = list(columns), dict[str, str]()
    parted = {place: m for place, column in enumerate(columns) if (m := _UNIT_IN_HEAD.fullmatch(column))}
    short = [m["name"] for m in parted.values()]
    for place, match in parted.items():
        name = match["name"]
        cells = [cells[place] for cells in rows]
        if short.count(name) == 1 and name not in columns and any(cells) and _all_numbers(cells, decimal):
            names[place], units[name] = name, match["unit"].strip()
    for place, name in enumerate(names):
        if name not in units and rows and rows[0][place].endswith("%"):
            filled = [cells[place] for cells in rows if cells[place]]
            if all(cell.endswith("%") for cell in filled) and _all_numbers(filled, decimal):
                units[name] = "%"
    return tuple(names), units


def _all_numbers(cells: list[str], decimal: DecimalMark) -> bool:
    try:
        return all(number(cell, decimal) is not None or not cell for cell in cells)
    except ValueError:
        return False
