"""Delimited text: CSV or TSV in, a grid of stripped cells with their lines out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from renderer.data.grid import Grid, Record, bounded
from renderer.findings import InputError, finding

_SAID = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
_LOOKED_AT = 1000
"""Rows that are tried with each delimiter."""


def read_delimited(text: str, file: str, delimiter: str = "") -> tuple[Grid, str]:
    """Read rows of cells; gives the delimiter too, which is told from the header row where it is not given.

    Raises InputError: quotation marks do not pair up, or there is too much (CHART-DATA).
    """
    said = _SAID.match(text)  # Excel's own way to say it, which it also writes
    text = text[said.end() :] if said else text
    delimiter = said[1] if said else delimiter or _delimiter(text)
    return Grid(list(bounded(_records(text, delimiter, file, 2 if said else 1), file))), delimiter


def _delimiter(text: str) -> str:
    """Take what parts the header row, and the other rows into as many cells as it; a comma where nothing does."""

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            records = [cells for cells in islice(rows, _LOOKED_AT) if cells]
        except csv.Error:  # reported by `_records`, with its line
            return False, 0.0, 0
        columns = len(records[0]) if records else 0
        return columns > 1, sum(len(cells) == columns for cells in records) / max(1, len(records)), columns

    return max((",", ";", "\t"), key=fitness)


def _records(text: str, delimiter: str, file: str, first: int) -> Iterator[Record]:
    """Give the rows that hold something; the text begins on line `first` of the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = first
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as e:
            message = f"the quotation marks of this row do not pair up ({e})"
            remedy = 'close the quoted cell; inside it write "" for a quotation mark'
            raise InputError([finding("CHART-DATA", message, file=file, line=line, remedy=remedy)]) from e
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if any(cells):  # spreadsheets leave rows of bare delimiters at the end
            yield line, cells
        line = reader.line_num + first
