"""Text of data files: bytes as spreadsheets and programs save them in, text with plain line ends out."""

from __future__ import annotations

import codecs
from pathlib import Path

from renderer.findings import Finding, InputError, finding
from renderer.workspace import Workspace

LARGEST_FILE = 50_000_000
"""Bytes of one data file: what is larger is a database, and would take minutes to read."""

_MARKED = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
"""Byte order marks, and what they tell; Excel's "Unicode text" is UTF-16 with one."""


def read_bytes(workspace: Workspace, path: Path) -> bytes:
    """Read a data file.

    Raises InputError: it is missing or cannot be read (FILE-…), or is too large (CHART-DATA).
    """
    data = workspace.read(path)
    if len(data) > LARGEST_FILE:
        message = f"this data file has {len(data) // 1_000_000} MB; up to {LARGEST_FILE // 1_000_000} MB are read"
        remedy = "keep only the rows and columns that are shown"
        raise InputError([finding("CHART-DATA", message, file=workspace.name(path), remedy=remedy)])
    return data


def read_text(workspace: Workspace, path: Path) -> str:
    """Read a text file: UTF-8, or UTF-16 with a byte order mark; any line ends.

    Raises InputError: missing, too large, binary, or in another encoding (the finding names the line and, where it can
    be told from the bytes, the encoding).
    """
    data, file = read_bytes(workspace, path), workspace.name(path)
    mark = next((mark for mark in _MARKED if data.startswith(mark)), b"")
    if not mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\0" in data[:65536]:
        remedy = "save it as CSV in UTF-8; a table of a spreadsheet program is read as .xlsx"
        raise InputError([finding("FILE-BINARY", "this is not a text file", file=file, remedy=remedy)])
    try:
        text = data[len(mark) :].decode(_MARKED.get(mark, "utf-8"))
    except UnicodeDecodeError as e:
        raise InputError([_encoding_fault(data, e, mark, file)]) from e
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding_fault(data: bytes, error: UnicodeDecodeError, mark: bytes, file: str) -> Finding:
    at = error.start + len(mark)
    line = data.count(b"\n", 0, at) + 1
    if _MARKED.get(mark, "utf-8") != "utf-8":
        return finding("FILE-ENCODING", "it begins as UTF-16 but is not", file=file, line=line)
    message, remedy = f"byte 0x{data[at]:02x} is not UTF-8", ""
    if likely := _likely(data):
        message += f"; the file looks like {likely}"
        remedy = f"open it as {likely} and save it as UTF-8 (in Excel: “CSV UTF-8”)"
    return finding("FILE-ENCODING", message, file=file, line=line, remedy=remedy)


def _likely(data: bytes) -> str:
    """Name the encoding a text most likely has, or nothing."""
    # Here, because only files that are wrong ask for it.
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    return best.encoding.replace("_", "-") if best else ""
