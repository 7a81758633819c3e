"""Data tables: CSV as spreadsheets and programs write it, numbers as people write them, faults with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.data.table import Table, number
from renderer.data.tables import find, load
from renderer.findings import Finding, InputError
from renderer.workspace import Workspace


def table(folder: Path, content: str | bytes) -> Table:
    path = folder / "members.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load(Workspace(folder), path)


def faults(folder: Path, content: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as caught:
        table(folder, content)
    return caught.value.findings


def test_rows_know_their_lines_past_quoted_newlines_and_blank_rows(tmp_path: Path) -> None:
    read = table(tmp_path, 'year,note\r\n2020,"two\r\nlines"\r\n\r\n2021, plain \r\n,\r\n')
    assert (read.name, read.file, read.columns) == ("members", "members.csv", ("year", "note"))
    assert [(row.line, dict(row.cells)) for row in read.rows] == [
        (2, {"year": "2020", "note": "two\nlines"}),
        (5, {"year": "2021", "note": "plain"}),
    ]


@pytest.mark.parametrize(("mark", "decimal"), [(",", "."), (";", ","), ("\t", ".")])
def test_delimiters_are_told_from_the_header_row(tmp_path: Path, mark: str, decimal: str) -> None:
    read = table(tmp_path, mark.join(["year", "a, b" if mark == ";" else "a; b"]) + "\n" + mark.join(["2020", "1"]))
    assert len(read.columns) == 2
    assert read.decimal == decimal
    assert read.rows[0].cells["year"] == "2020"


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert table(tmp_path, b"\xef\xbb\xbfyear,n\n2020,1\n").columns == ("year", "n")


def test_one_column_and_no_rows_are_still_a_table(tmp_path: Path) -> None:
    read = table(tmp_path, "year\n")
    assert (read.columns, read.rows) == (("year",), ())


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", 0, "empty"),
        ("\n , \n", 0, "empty"),
        ("year,n,year\n1,2,3\n", 1, "two columns are named 'year'"),
        ("year,,n\n1,2,3\n", 1, "column 2 has no name"),
        ("year,n\n2020,1\n2021\n", 3, "this row has 1 cells"),
        ("year,n\n2020,1\n2021,2,3\n", 3, "this row has 3 cells"),
        ('year,n\n2020,1\n2021,"2\n2022,3\n', 3, "quotation marks"),
        ('year,n\n2020,"1" more\n', 2, "quotation marks"),
        ("year,n\n2020,\x07\n", 2, "U+0007"),
        ("year\x1b,n\n2020,1\n", 1, "U+001B"),
    ],
)
def test_faults_stand_on_the_line_they_are_in(tmp_path: Path, content: str, line: int, words: str) -> None:
    (fault,) = faults(tmp_path, content)
    assert (fault.code, fault.place.file, fault.place.line) == ("CHART-DATA", "members.csv", line)
    assert words in fault.message


def test_every_bad_row_is_reported(tmp_path: Path) -> None:
    assert [f.place.line for f in faults(tmp_path, "a,b\n1\n1,2\n1,2,3\n")] == [2, 4]


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "year,n\nMünchen,1\n".encode("latin-1"))
    assert (fault.code, fault.place.line) == ("FILE-ENCODING", 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("1 234 567", 1234567),
        ("12\u202f345", 12345),
        ("1\u2009234", 1234),
        ("1'234", 1234),
        ("12 %", 12),
        ("12\u00a0%", 12),
        ("−3", -3),
        ("-3", -3),
        ("+7", 7),
        (".5", 0.5),
        ("5.", 5),
        ("1e6", 1e6),
        ("0", 0),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert number(text) == value


def test_the_decimal_comma_of_files_parted_by_semicolons() -> None:
    assert number("1.234,5", ",") == 1234.5
    assert number("1,234", ",") == 1.234
    assert number("1 234,5 %", ",") == 1234.5
    with pytest.raises(ValueError, match="not a number"):
        number("1,234.5", ",")


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_an_empty_cell_is_a_gap(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "inf",
        "-Infinity",
        "1,23",
        "1 234,567",
        "12,34,567",
        "about 5",
        "5 million",
        "%",
        "--3",
        "1.2.3",
        "٣",
        "1_000",
        "$5",
    ],
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number(text)


@pytest.mark.parametrize("text", ["1e999", "1e15", "9" * 40])
def test_numbers_too_large_to_show(text: str) -> None:
    with pytest.raises(ValueError, match="too large"):
        number(text)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_grouped_numbers_come_back(value: object) -> None:
    assert number(f"{value:,}") == float(value)  # type: ignore[arg-type]


def test_files_are_found_by_stem_or_name(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    (tmp_path / "cores.csv").write_text("a\n")
    assert find(workspace, tmp_path, "cores") == find(workspace, tmp_path, "cores.csv") == tmp_path / "cores.csv"


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/../../b"])
def test_files_outside_the_data_folder_are_not_looked_for(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="outside the data folder"):
        find(Workspace(tmp_path), tmp_path, name)


def test_a_misspelt_file_brings_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "cores.csv").write_text("a\n")
    with pytest.raises(InputError) as caught:
        find(Workspace(tmp_path), tmp_path, "Core.csv")
    assert caught.value.findings[0].remedy == "did you mean 'cores'? data files there: cores"
