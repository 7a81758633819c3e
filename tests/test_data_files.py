"""Data files of every kind: JSON, YAML, sheets, encodings, heads of several rows, units, schemas, and their faults."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from renderer.data import workbook
from renderer.data.schema import ColumnSpec, SchemaSpec
from renderer.data.table import Column, Table, number
from renderer.data.tables import SUFFIXES, find, read_table
from renderer.findings import Finding, InputError
from renderer.workspace import Workspace


def read(folder: Path, name: str, content: str | bytes = "", **beside: str) -> Table:
    """Write a data file (and files beside it, their names with _ for the points) and read it by its name."""
    if content:
        (folder / name.partition("#")[0]).write_bytes(content.encode() if isinstance(content, str) else content)
    for other, text in beside.items():
        (folder / other.replace("_", ".")).write_text(text, encoding="utf-8")
    return read_table(Workspace(folder), folder, name)


def faults(folder: Path, name: str, content: str | bytes = "", **beside: str) -> tuple[Finding, ...]:
    with pytest.raises(InputError) as caught:
        read(folder, name, content, **beside)
    return caught.value.findings


def cells(table: Table) -> list[list[str]]:
    return [[row.cells[c] for c in table.columns] for row in table.rows]


def places(table: Table, column: str) -> list[int]:
    return [row.line_of(column) for row in table.rows]


def sheet(rows: list[list[Any]], formats: Mapping[str, str] | None = None, title: str = "Cores") -> bytes:
    book = Workbook()
    page = book.active
    page.title = title
    for values in rows:
        page.append(values)
    for cell, form in (formats or {}).items():
        page[cell].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CORES = [["2020", "15"], ["2021", "25.5"], ["2022", ""]]


# --------------------------------------------------------------------------------------------------- kinds of files
@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("d.csv", "year,cores\n2020,15\n2021,25.5\n2022,\n", [2, 3, 4]),
        ("d.tsv", "year\tcores\n2020\t15\n2021\t25.5\n2022\t\n", [2, 3, 4]),
        ("d.json", '[{"year": 2020, "cores": 15},\n {"year": 2021, "cores": 25.5},\n {"year": 2022}]', [1, 2, 3]),
        (
            "d.json",
            '[{"year": "2020",\n"cores": 15}, {"year": 2021, "cores":\n 25.5},{"year": 2022, "cores":\n\nnull}]',
            [2, 3, 5],
        ),
        ("d.json", '{"year": [2020, 2021, 2022],\n "cores": [15,\n  25.5,\n  null]}', [2, 3, 4]),
        ("d.yml", "- year: 2020\n  cores: 15\n- {year: 2021, cores: 25.5}\n- year: 2022\n\n  cores: null\n", [2, 3, 6]),
        ("d.yaml", "year: [2020, 2021, 2022]\ncores:\n- 15\n- 25.5\n- ~\n", [3, 4, 5]),
    ],
)  # fmt: skip
def test_every_kind_of_file_gives_the_same_table(tmp_path: Path, name: str, content: str, lines: list[int]) -> None:
    table = read(tmp_path, name, content)
    assert (table.name, table.file, table.columns) == ("d", name, ("year", "cores"))
    assert cells(table) == CORES
    assert places(table, "cores") == lines


def test_a_sheet_gives_values_as_it_shows_them(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["day", "at", "cores", "share", "sure", "dust"],
        [date(2022, 3, 1), datetime.fromisoformat("2022-03-01T14:05"), 15, 0.667, True, 0.1 + 0.2],
        [],
        [None, None, 25.5, 1, False, 1e-7],
    ]
    book = sheet(rows, {"A2": "yyyy-mm-dd", "D2": "0.0%", "D4": "0%"})
    table = read(tmp_path, "d.xlsx", book)
    assert cells(table) == [
        ["2022-03-01", "2022-03-01 14:05:00", "15", "66.7%", "true", "0.3"],
        ["", "", "25.5", "100%", "false", "1e-07"],
    ]
    assert [row.line for row in table.rows] == [2, 4]
    assert table.column_at(table.rows[1], "cores") == "cores, C4"
    assert number(table.rows[0].cells["share"]) == 66.7
    assert table.schema.columns["share"].unit == "%"


def test_a_sheet_is_named_behind_the_file(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(sheet([["a"], [1]])))
    book.create_sheet("Members 2022").append(["level"])
    book.save(tmp_path / "d.xlsx")
    assert read(tmp_path, "d.xlsx#Members 2022").columns == read(tmp_path, "d#Members 2022").columns == ("level",)
    assert read(tmp_path, "d").columns == ("a",)
    (fault,) = faults(tmp_path, "d#Members 2021")
    assert (fault.code, fault.place.file) == ("CHART-DATA", "d.xlsx#Members 2021")
    assert "did you mean `Members 2022`?" in fault.remedy
    (fault,) = faults(tmp_path, "c.csv#1", "a\n1\n")
    assert "has no sheets" in fault.message


def test_formulas_give_their_saved_values_and_are_told_without(tmp_path: Path) -> None:
    book = sheet([["x", "n"], ["a", 1], ["b", "=B2*2"], ["c", "#N/A"], ["d", None]])
    (tmp_path / "d.xlsx").write_bytes(book)
    assert [(str(f.place), f.message) for f in faults(tmp_path, "d")] == [
        ("d.xlsx:4 (B4)", "this cell shows the error #N/A"),
        ("d.xlsx:3 (B3)", "the value of this formula is not saved in the file"),
    ]
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(saved, "w") as new:
        for entry in old.namelist():
            text = old.read(entry)
            if entry.endswith("sheet1.xml"):
                text = re.sub(rb"<f>B2\*2</f><v ?/>|<f>B2\*2</f><v></v>", b"<f>B2*2</f><v>2</v>", text)
                text = text.replace(b"#N/A", b"3").replace(b't="e"', b't="n"')
            new.writestr(entry, text)
    assert cells(read(tmp_path, "d.xlsx", saved.getvalue())) == [["a", "1"], ["b", "2"], ["c", "3"], ["d", ""]]


def test_without_openpyxl_the_remedy_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (tmp_path / "d.xlsx").write_bytes(b"PK")
    workspace = Workspace(tmp_path)
    with pytest.raises(InputError) as caught:
        read_table(workspace, tmp_path, "d")
    (fault,) = caught.value.findings
    assert ("unsettled", "openpyxl", "?") in workspace.trace()  # installing it changes no file
    assert (fault.code, fault.place.file) == ("TOOL-MISSING", "d.xlsx")
    assert "pip install 'renderer[xlsx]'" in fault.remedy


@pytest.mark.parametrize("cut", [0, 1, 100, 2000, -1])
def test_damaged_sheets_are_findings(tmp_path: Path, cut: int) -> None:
    book = sheet([["a", "b"], [1, 2]])
    damaged = book[:cut] or b"no zip"
    (fault,) = faults(tmp_path, "d.xlsx", damaged)
    assert (fault.code, fault.place.file) == ("CHART-DATA", "d.xlsx")


def test_a_value_in_the_last_cell_of_a_sheet_is_a_finding(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", 1
    book.save(tmp_path / "d.xlsx")
    found = faults(tmp_path, "d")
    assert len(found) == 21 and "column 2 has no name" in found[0].message


def test_a_workbook_that_unpacks_to_very_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "UNPACKED", 5_000_000)
    with zipfile.ZipFile(tmp_path / "d.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", bytes(6_000_000))
    (fault,) = faults(tmp_path, "d")
    assert "unpacked, this workbook has 6 MB" in fault.message


def test_a_sheet_of_wrong_xml_is_a_finding(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(sheet([["a", "b"], [1, 2]]))) as old:
        files = {name: old.read(name) for name in old.namelist()}
    for name in files:
        for text in (b"", b"<a>", b"<a/>", files[name][:-20], files[name].replace(b'"1"', b'"x"')):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as new:
                for other, data in files.items():
                    new.writestr(other, text if other == name else data)
            try:
                read(tmp_path, "d.xlsx", out.getvalue())
            except InputError as e:
                assert {f.code for f in e.findings} == {"CHART-DATA"}


# ------------------------------------------------------------------------------------------------- finding files
def test_files_are_found_by_their_stem(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        (tmp_path / f"n{suffix[1:]}{suffix}").write_text("x")
        assert find(Workspace(tmp_path), tmp_path, f"n{suffix[1:]}").suffix == suffix


def test_two_files_of_one_stem_are_told_apart_by_their_suffix(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "d", d_csv="a\n1\n", d_json='[{"b": 1}]')
    assert (fault.code, fault.message) == ("CHART-DATA", "'d' may be d.csv or d.json")
    assert read(tmp_path, "d.json").columns == ("b",)


def test_suggestions_are_data_files_only(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "core", cores_yml="- a: 1", cores_schema_yml="", notes_md="x", members_tsv="a")
    assert fault.remedy == "did you mean 'cores'? data files there: cores, members"
    (fault,) = faults(tmp_path, "notes.md")
    assert ".xlsx" in fault.remedy


# ------------------------------------------------------------------------------------------------------- encodings
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["d.csv", "d.json", "d.yml"])
def test_byte_order_marks_tell_the_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    text = {"d.csv": "stadt;n\r\nMünchen;1,5\r\n", "d.json": '[{"stadt": "München", "n": "1,5"}]'}
    content = text.get(name, "- stadt: München\n  n: 1,5\n").encode(encoding)
    assert cells(read(tmp_path, name, content)) == [["München", "1,5"]]


@pytest.mark.parametrize(
    ("encoding", "text", "likely"),
    [
        ("cp1252", "Straße;Größe\nMünchner Straße in Köln;„über“ 12 €\nJürgen Müller aus Österreich;5\n", "cp1252"),
        ("gb18030", "地区,数量\n北京市海淀区中关村,120\n上海市浦东新区世纪大道,80\n", "gb18030"),
    ],
)
def test_other_encodings_are_named(tmp_path: Path, encoding: str, text: str, likely: str) -> None:
    (fault,) = faults(tmp_path, "d.csv", text.encode(encoding))
    assert (fault.code, fault.place.line) == ("FILE-ENCODING", 1)
    assert likely in fault.message.replace("cp1250", "cp1252")
    assert "save it as UTF-8" in fault.remedy


def test_binary_and_broken_utf_16(tmp_path: Path) -> None:
    assert [f.code for f in faults(tmp_path, "d.csv", b"a,b\n\0\0\n")] == ["FILE-BINARY"]
    assert [f.code for f in faults(tmp_path, "d.csv", b"\xff\xfea\0,")] == ["FILE-ENCODING"]


# ------------------------------------------------------------------------------------------------- heads and units
def test_units_are_parted_from_the_heads_of_numbers(tmp_path: Path) -> None:
    table = read(
        tmp_path, "d.csv", "Name (short),Cores (million),Size [GB],Growth,Due (2021)\na,15,1 000,12 %,\nb,,2,3%,\n"
    )
    assert table.columns == ("Name (short)", "Cores", "Size", "Growth", "Due (2021)")
    units = {name: column.unit for name, column in table.schema.columns.items()}
    assert units == {"Cores": "million", "Size": "GB", "Growth": "%"}


def test_units_stay_where_names_would_not_differ_without(tmp_path: Path) -> None:
    table = read(tmp_path, "d.csv", "Members (start),Members (end),n (x),n\n1,2,3,4\n")
    assert table.columns == ("Members (start)", "Members (end)", "n (x)", "n")


@pytest.mark.parametrize(
    "first", ["Region,Members,,Cores,\n,2021,2022,2021,2022", ",Members,,Cores,\nRegion,2021,2022,2021,2022"]
)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_merged_heads_of_groups_are_joined_to_the_names_below(tmp_path: Path, first: str, suffix: str) -> None:
    text = f"{first}\nEurope,1,2,3,4\nAsia,5,6,7,8\n"
    rows: list[list[Any]] = [[cell or None for cell in line.split(",")] for line in text.splitlines()]
    table = read(tmp_path, f"d.{suffix}", text if suffix == "csv" else sheet(rows))
    assert table.columns == ("Region", "Members 2021", "Members 2022", "Cores 2021", "Cores 2022")
    assert [row.line for row in table.rows] == [3, 4]


@pytest.mark.parametrize(
    "text", ["year,,n\n1,2,3\n4,5,6\n", "a,,n\nZuul,x,y\nNova,z,w\n", "a,,n\nZuul,,y\n1,2,3\n", "a,,b\nx,y,z\n"]
)
def test_a_missing_name_is_not_taken_for_a_group(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, "d.csv", text)
    assert (fault.message, fault.place.line) == ("column 2 has no name in the header row", 1)
    assert "heads: 2" in fault.remedy


def test_a_schema_says_which_rows_are_the_head(tmp_path: Path) -> None:
    text = "who,q1,,q2,\n,What do you use?,,Why?,\n,Zuul,Nova,cost,speed\na,x,,x,\n"
    assert read(tmp_path, "d.csv", text, d_schema_yml="heads: [1, 3]").columns == (
        "who", "q1 Zuul", "q1 Nova", "q2 cost", "q2 speed",
    )  # fmt: skip
    assert read(tmp_path, "d.csv", text, d_schema_yml="heads: 3").columns[2] == "q1 What do you use? Nova"
    assert read(tmp_path, "d.csv", "a,,\nx,y,y\n1,2,3\n", d_schema_yml="heads: 2").columns == ("a x", "a y", "a y 2")
    (fault,) = faults(tmp_path, "d.csv", "a\n1\n", d_schema_yml="heads: 4")
    assert "4 rows are the head, but there are 2" in fault.message


def test_line_ends_in_heads_are_spaces(tmp_path: Path) -> None:
    table = read(tmp_path, "d.csv", '"Members\n(people)","a \u00a0 b"\n1,2\n')
    assert table.columns == ("Members", "a b") and table.schema.columns["Members"].unit == "people"


def test_a_file_may_say_what_parts_its_cells(tmp_path: Path) -> None:
    table = read(tmp_path, "d.csv", "sep=;\r\na,b;c,d\r\n1,5;2\r\n")
    assert (table.columns, cells(table), table.rows[0].line) == (("a,b", "c,d"), [["1,5", "2"]], 3)
    assert table.decimal == ","


# ---------------------------------------------------------------------------------------------------------- schemas
SCHEMA = """\
title: Cores in production
source: User survey
date: 2022-12-31
decimal: ","
columns:
  cores:
    label: CPU cores
    unit: million
    precision: 1
    qualifier: over
  2022: {unit: people}
"""


def test_a_schema_describes_the_table(tmp_path: Path) -> None:
    table = read(tmp_path, "d.csv", 'cores,2022,n (x)\n"1,5",2,3\n', d_schema_yml=SCHEMA)
    assert (table.schema.title, table.schema.source, table.schema.date) == (
        "Cores in production", "User survey", "2022-12-31",
    )  # fmt: skip
    assert table.decimal == "," and number(table.rows[0].cells["cores"], table.decimal) == 1.5
    assert table.schema.columns == {
        "cores": Column("CPU cores", "million", 1, "over"),
        "2022": Column(unit="people"),
        "n": Column(unit="x"),
    }


@pytest.mark.parametrize(
    ("name", "content"), [("d.json", '[{"n": 1.5}]'), ("d.xlsx", sheet([["n"], [1.5]])), ("d.csv", 'n\n"1,5"\n')]
)
def test_numbers_of_programs_follow_the_decimal_mark_of_the_schema(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    table = read(tmp_path, name, content, d_schema_yml='decimal: ","')
    assert number(table.rows[0].cells["n"], table.decimal) == 1.5


@pytest.mark.parametrize(("given", "kept"), [("2022", "2022"), ("2022-03", "2022-03"), ("'2022-03-01'", "2022-03-01")])
def test_dates_of_schemas(tmp_path: Path, given: str, kept: str) -> None:
    assert read(tmp_path, "d.csv", "n\n1\n", d_schema_yml=f"date: {given}").schema.date == kept


@pytest.mark.parametrize(
    ("schema", "code", "line", "words"),
    [
        ("titel: x", "KEY-UNKNOWN", 1, "did you mean `title`?"),
        ("columns:\n  n:\n    unti: x", "KEY-UNKNOWN", 3, "did you mean `unit`?"),
        ("columns:\n  m: {unit: x}", "CHART-COLUMN", 2, "columns: n"),
        ("\ndecimal: ;", "KEY-VALUE", 2, "decimal"),
        ("date: soon", "KEY-VALUE", 1, "date"),
        ("columns: [n]", "KEY-VALUE", 1, "columns"),
        ("columns:\n  n:\n    precision: 12", "KEY-VALUE", 3, "precision"),
        ("columns:\n  n:\n    qualifier: more", "KEY-VALUE", 3, "'over'"),
        ("heads: many", "KEY-VALUE", 1, "heads"),
        ("- a", "YAML-SHAPE", 1, "mapping"),
        ("a: b: c", "YAML-SYNTAX", 1, ""),
        ("title: a\ntitle: b", "YAML-DUPLICATE", 2, "line 1"),
    ],
)
def test_faults_of_schemas_stand_on_their_lines(tmp_path: Path, schema: str, code: str, line: int, words: str) -> None:
    found = faults(tmp_path, "d.csv", "n\n1\n", d_schema_yml=schema)
    assert [(f.code, f.place.file, f.place.line) for f in found] == [(code, "d.schema.yml", line)]
    assert words in f"{found[0].message} {found[0].remedy}"


# ---------------------------------------------------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("name", "content", "line", "words"),
    [
        ("d.json", '[{"a": 1},\n {"a": }]', 2, "not JSON"),
        ("d.json", '[{"a": 1},\n {"a": {"b": 1}}]', 2, "'a' holds a mapping"),
        ("d.json", '[{"a": 1},\n {"a":\n [1]}]', 3, "'a' holds a list"),
        ("d.json", '{"a": [1,\n [2]]}', 2, "value 2 is a list"),
        ("d.json", '[{"a": 1},\n 7]', 2, "not a record"),
        ("d.json", '[{"a": 1},\n {"a": 1, "b": 2}]', 2, "the first record has no 'b'"),
        ("d.json", '{"a": [1, 2],\n "b": [1]}', 2, "1 values, the longest has 2"),
        ("d.json", '{"data": [{"a": 1}]}', 1, "value 1 is a mapping"),
        ("d.json", '{"a": 1}', 1, "not a table"),
        ("d.json", "7", 1, "not a table"),
        ("d.json", '[{"a": 1},\n\n {"a": 1, "a": 2}, {"a": 1, "a": 2}]', 3, "'a' is given twice"),
        ("d.json", '{"a": [1],\n "a": [2]}', 1, "'a' is given twice"),
        ("d.json", "[]", 0, "empty"),
        ("d.json", "[" * 100_000, 0, "nested too deep"),
        ("d.json", '[{"a": "x\\u0007"}]', 1, "control character"),
        ("d.json", '[{"": 1}]', 1, "no name"),
        ("d.yml", "- a: 1\n- a: [1]\n", 2, "'a' holds a list"),
        ("d.yml", "- a: 1\n- b: 1\n", 2, "the first record has no 'b'"),
        ("d.yml", "words\n", 1, "not a table"),
        ("d.yml", "# nothing\n", 0, "empty"),
        ("d.tsv", "a\tb\n1,2\n", 2, "this row has 1 cells"),
    ],
)  # fmt: skip
def test_faults_stand_on_the_line_they_are_in(tmp_path: Path, name: str, content: str, line: int, words: str) -> None:
    (fault, *more) = faults(tmp_path, name, content)
    assert (fault.code, fault.place.file, fault.place.line, more) == ("CHART-DATA", name, line, [])
    assert words in fault.message


def test_json_keeps_the_digits_of_its_numbers(tmp_path: Path) -> None:
    table = read(
        tmp_path, "d.json", '[{"a": 0.10, "b": 12345678901234567890123, "c": NaN, "d": 1E3, "e": true, "f": " x "}]'
    )
    assert cells(table) == [["0.10", "12345678901234567890123", "NaN", "1E3", "true", "x"]]


def test_a_wrong_column_is_not_told_ten_thousand_times(tmp_path: Path) -> None:
    found = faults(tmp_path, "d.json", json.dumps([{"a": 1}, *[{"b": 1}] * 5000]))
    assert len(found) == 21
    assert "more faults like these" in found[-1].message


# -------------------------------------------------------------------------------------------------- documentation
def test_the_examples_of_the_docs_say_what_they_are_said_to(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "data.md").read_text("utf-8")
    for name, content in re.findall(r"`data/([\w.]+)`\n\n```\w+\n(.*?)```", page, re.DOTALL):
        (tmp_path / name).write_text(content, "utf-8")
    kinds = [read(tmp_path, f"cores.{kind}") for kind in ("csv", "json", "yml")]
    assert [cells(table) for table in kinds] == [[["2020", "15"], ["2021", ""], ["2022", "40"]]] * 3
    groups = read(tmp_path, "groups")
    assert f"`{'`, `'.join(groups.columns[:4])}` and `{groups.columns[4]}`" in page
    schema = page.split("## Schema", 1)[1].split("```yaml\n", 1)[1].split("```", 1)[0]
    (tmp_path / "cores.schema.yml").write_text(schema, "utf-8")
    assert read(tmp_path, "cores.csv").schema.columns["cores"] == Column("CPU cores", "million", 0, "over")


def test_every_key_and_kind_of_file_is_documented(root: Path) -> None:
    page = (root / "docs" / "data.md").read_text("utf-8")
    rows = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
    listed = [word for row in rows for word in re.findall(r"`([^`]+)`", row)]
    assert listed == [*SUFFIXES, *SchemaSpec.model_fields, *ColumnSpec.model_fields]
