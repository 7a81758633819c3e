"""Spreadsheets: the bytes of an XLSX file in, a grid of one of its sheets out, with the numbers of its rows.

Values are taken as the program that saved the file computed them; nothing is computed here, and nothing is run.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from renderer.data.grid import Grid, Record, bounded, few
from renderer.findings import Finding, InputError, finding
from renderer.read.yaml_lines import did_you_mean

UNPACKED = 500_000_000
"""Bytes a workbook may have when unpacked; more is made to fill a memory."""
MOST_CELLS = 500_000
"""Cells of one sheet, which take about 20 µs each to read."""
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, TypeError, IndexError, AttributeError,
    SyntaxError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the library raises over damaged files; SyntaxError is that of its XML parser, RuntimeError that of passwords."""


def read_sheet(data: bytes, file: str, sheet: str, decimal: str) -> Grid:
    """Read one sheet of a workbook, the first unless it is named.

    Raises InputError: openpyxl is not installed (TOOL-MISSING), the workbook is damaged, the sheet is not there, or
    cells hold faults (CHART-DATA).
    """
    try:
        import openpyxl  # noqa: F401  (asked before the file is, so that the remedy is the right one)
    except ImportError as e:
        message = "spreadsheets are read with openpyxl, which is not installed"
        remedy = "install it: pip install 'renderer[xlsx]'; or save the sheet as CSV"
        raise InputError([finding("TOOL-MISSING", message, file=file, remedy=remedy)]) from e
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > UNPACKED:
            message = f"unpacked, this workbook has {size // 1_000_000} MB"
            raise InputError([finding("CHART-DATA", message, file=file, remedy="keep only the sheet that is shown")])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is not read anyway: drop-down lists, print settings
            rows, faults = _rows(data, file, sheet, decimal)
    except _DAMAGE as e:
        message = f"this is not a workbook that can be read ({type(e).__name__}: {e})"
        raise InputError([finding("CHART-DATA", message, file=file, remedy="save it again as .xlsx, or as CSV")]) from e
    if faults:
        raise InputError(faults)
    return Grid(rows, sheet=True)


def column_letters(place: int) -> str:
    """Give the letters of a column by its place from 0: A to Z, then AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _rows(data: bytes, file: str, name: str, decimal: str) -> tuple[list[Record], tuple[Finding, ...]]:
    """Read the rows that have a value, all of one length, and what is wrong with single cells."""
    values = _sheet(data, file, name, computed=True)
    empty = set[tuple[int, int]]()
    wrong: list[Finding] = []
    records: list[Record] = []
    for number, cells in bounded(_cells(values), file, MOST_CELLS):
        texts = []
        for place, cell in enumerate(cells):
            text = "" if cell is None or cell.value is None else _text(cell, decimal)
            if cell is not None and cell.data_type == "e":
                wrong.append(_fault(file, number, place, f"this cell shows the error {text}", "mend the formula"))
            if cell is not None and not text:
                empty.add((number, place))
            texts.append(text)
        if any(texts):
            records.append((number, texts))
    # A formula whose value was not saved looks like an empty cell, so the cells are asked for their formulas.
    for number, cells in _cells(_sheet(data, file, name, computed=False)) if empty else ():
        for place, cell in enumerate(cells):
            if (number, place) in empty and cell.data_type == "f":
                message = "the value of this formula is not saved in the file"
                remedy = "open the workbook in a spreadsheet program and save it, or paste the value"
                wrong.append(_fault(file, number, place, message, remedy))
    width = max((_width(cells) for _, cells in records), default=0)
    return [(number, [*cells, *[""] * width][:width]) for number, cells in records], few(wrong)


def _sheet(data: bytes, file: str, name: str, *, computed: bool) -> Any:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed, keep_links=False)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets or (name and name not in sheets):
        message = f"this workbook has no sheet {name!r}" if sheets else "this workbook has no sheet of cells"
        remedy = did_you_mean(name, sheets) if sheets else ""
        raise InputError([finding("CHART-DATA", message, file=file, remedy=remedy)])
    sheet = sheets[name] if name else next(iter(sheets.values()))
    sheet.reset_dimensions()  # which the file says, and may say wrong
    return sheet


def _cells(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, list(cells)


def _width(cells: list[str]) -> int:
    return max((place for place, cell in enumerate(cells, start=1) if cell), default=0)


def _fault(file: str, row: int, place: int, message: str, remedy: str) -> Finding:
    cell = f"{column_letters(place)}{row}"
    return finding("CHART-DATA", message, file=file, line=row, column=cell, remedy=remedy)


def _text(cell: Any, decimal: str) -> str:
    """Write a value as a CSV file would hold it: dates as ISO 8601, parts of a hundred with their sign."""
    value = cell.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        percent = "%" in (cell.number_format or "")
        # Fifteen digits are what spreadsheets keep and show; the rest is the dust of binary fractions.
        text = f"{value * 100 if percent else value:.15g}".replace(".", decimal)
        return f"{text}%" if percent else text
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()
