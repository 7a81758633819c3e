"""Rows of a table in, a CSV file that spreadsheets and programs read out; bytes follow from the cells alone.

RFC 4180 in UTF-8. Cells stand as in their source, parted by commas, or by semicolons where the decimal mark is a comma,
so that the file is read again as it was. A text that a spreadsheet would take for a formula gets an apostrophe in
front, as OWASP advises against CSV injection; numbers with a sign stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from renderer.data.table import DecimalMark, number

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula, full-width forms included."""


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]], decimal: DecimalMark = ".") -> bytes:
    """Write a head and rows of cells, as many in each as there are columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if decimal == "," else ",", lineterminator="\r\n")
    writer.writerow([harmless(column, decimal) for column in columns])
    writer.writerows([harmless(cell, decimal) for cell in row] for row in rows)
    return out.getvalue().encode()


def harmless(cell: str, decimal: DecimalMark = ".") -> str:
    """Give a cell as a spreadsheet may be shown it: `=1+1` becomes `'=1+1`, while `-3` and a lone `-` stay."""
    if not cell.startswith(FORMULA_SIGNS) or len(cell) == 1:
        return cell
    try:
        number(cell, decimal)
    except ValueError:
        return f"'{cell}"
    return cell
