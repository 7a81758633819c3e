"""Table blocks: blocks and data in; tables with scopes, groups and totals, and faults where they belong out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from inspector import Inspector
from lxml import etree
from lxml.html.builder import E

from renderer.data.tables import load
from renderer.findings import Finding
from renderer.order import Order
from renderer.pipeline import build
from renderer.tables.html import table_element
from renderer.tables.prepare import MOST_COLUMNS, MOST_ROWS, prepare
from renderer.tables.spec import KEYS, read_spec
from renderer.tables.values import Grid
from renderer.workspace import Workspace

MEMBERS = "level,region,start,end,share\nGold,Europe,12,13,1.5 %\nGold,Asia,2,-3,10.25 %\nSilver,Asia,,7,4 %\n"


def made(folder: Path, csv: str, keys: str, lang: str = "en") -> tuple[Grid | None, tuple[Finding, ...]]:
    (folder / "d.csv").write_text(csv, "utf-8")
    spec, findings = read_spec(f"data: d\ntitle: T\n{keys}", source="m.md", line=1)
    assert spec is not None, findings
    return prepare(spec, load(Workspace(folder), folder / "d.csv"), lang=lang)


def grid_of(folder: Path, csv: str, keys: str, lang: str = "en") -> Grid:
    grid, findings = made(folder, csv, keys, lang)
    assert grid is not None, findings
    return grid


def rows_of(grid: Grid) -> list[tuple[str, ...]]:
    return [row for section in grid.sections for row in section.rows]


# ------------------------------------------------------------------------------------------------ what is shown
def test_columns_are_chosen_in_order_renamed_and_formatted(tmp_path: Path) -> None:
    grid = grid_of(
        tmp_path, MEMBERS,
        "columns: [region, share, end]\nlabels: {region: Region, Asia: Asia-Pacific}\nformats: {end: number 1}\n"
        "units: {end: members}\n",
    )  # fmt: skip
    assert grid.heads == ("Region", "share", "end (members)")
    assert rows_of(grid) == [
        ("Europe", "1.50%", "13.0"), ("Asia-Pacific", "10.25%", "−3.0"), ("Asia-Pacific", "4.00%", "7.0"),
    ]  # fmt: skip
    assert grid.numeric == (False, True, True)


def test_without_columns_all_are_shown_and_a_missing_value_is_a_dash(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, MEMBERS, "")
    assert grid.heads == ("level", "region", "start", "end", "share")
    assert rows_of(grid)[2] == ("Silver", "Asia", "–", "7", "4.00%")


def test_years_and_the_leading_column_are_no_amounts(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, "no,year,n\n1500,2021,1500\n1600,2022,3600\n", "")
    assert rows_of(grid)[0] == ("1500", "2021", "1,500")


@pytest.mark.parametrize(("lang", "shown"), [("de", ("1.234,5", "66,7\u00a0%")), ("en", ("1,234.5", "66.7%"))])
def test_numbers_are_written_as_in_the_language(tmp_path: Path, lang: str, shown: tuple[str, str]) -> None:
    assert rows_of(grid_of(tmp_path, "a,b,c\nx,1234.5,66.7 %\n", "", lang)) == [("x", *shown)]


def test_rows_are_picked_sorted_and_cut(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, MEMBERS, "columns: [region, end]\nsort: {end: descending}\nrows: 2\n")
    assert rows_of(grid) == [("Europe", "13"), ("Asia", "7")]
    grid = grid_of(tmp_path, MEMBERS, "columns: [region, start]\nsort: start\n")
    assert [row[1] for row in rows_of(grid)] == ["2", "12", "–"]
    grid = grid_of(tmp_path, MEMBERS, "columns: [region, end]\nwhere: {level: Gold}\nsort: region\n")
    assert rows_of(grid) == [("Asia", "−3"), ("Europe", "13")]
    grid = grid_of(tmp_path, MEMBERS, "columns: [region, end]\nsort: {level: descending, end: ascending}\n")
    assert [row[1] for row in rows_of(grid)] == ["7", "−3", "13"]


def test_totals_and_groups(tmp_path: Path) -> None:
    grid = grid_of(
        tmp_path, MEMBERS, "group: level\ntotal: {start: sum, end: average, region: count}\nsubtotals: yes\n"
    )
    assert grid.heads == ("region", "start", "end", "share")
    assert [(s.name, s.subtotal) for s in grid.sections] == [
        ("Gold", ("Total Gold", "14", "5", "")),
        ("Silver", ("Total Silver", "–", "7", "")),
    ]
    assert grid.total == ("Total", "14", "6", "")
    grid = grid_of(tmp_path, MEMBERS, "columns: [level, start, end]\ntotal: highest\ntotal_label: Most\n")
    assert grid.total == ("Most", "12", "13")


def test_a_schema_gives_labels_units_and_precision(tmp_path: Path) -> None:
    from dataclasses import replace

    from renderer.data.table import Column, Schema

    (tmp_path / "d.csv").write_text("year,n\n2021,1.25\n")
    table = load(Workspace(tmp_path), tmp_path / "d.csv")
    table = replace(table, schema=Schema(columns={"n": Column("Cores", "million", 1)}))
    spec, _ = read_spec("data: d\ntitle: T\n", source="m.md", line=1)
    assert spec is not None
    grid, _ = prepare(spec, table)
    assert grid is not None
    assert (grid.heads, rows_of(grid)) == (("year", "Cores (million)"), [("2021", "1.2")])


# ------------------------------------------------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("keys", "code", "line", "words"),
    [
        ("columns: [levl]", "CHART-COLUMN", 3, "no column 'levl'"),
        ("sort: ende", "CHART-COLUMN", 3, "no column 'ende'"),
        ("group: x", "CHART-COLUMN", 3, "no column 'x'"),
        ("total: {x: sum}", "CHART-COLUMN", 3, "no column 'x'"),
        ("labels: {Bronze: B}", "CHART-COLUMN", 3, "'Bronze'"),
        ("where: {level: Bronze}", "CHART-EMPTY", 3, "no row"),
        ("formats: {level: number}", "CHART-NUMBER", 2, "'Gold' is not a number"),
        ("group: level\ncolumns: [region]\nsubtotals: yes", "KEY-VALUE", 5, "without `total`"),
        ("total_label: All", "KEY-VALUE", 3, "without `total`"),
    ],
)
def test_faults_stand_on_their_line(tmp_path: Path, keys: str, code: str, line: int, words: str) -> None:
    grid, findings = made(tmp_path, MEMBERS, keys)
    assert grid is None
    assert [(f.code, f.place.line) for f in findings][:1] == [(code, line)]
    assert words in findings[0].message


@pytest.mark.parametrize(
    ("block", "code", "line"),
    [
        ("data: d\n  title: T", "YAML-SYNTAX", 8),
        ("- a", "YAML-SHAPE", 7),
        ("data: d", "KEY-MISSING", 7),
        ("data: d\ntitle: T\ncolums: [a]", "KEY-UNKNOWN", 9),
        ("data: d\ntitle: T\nformats: {a: number 9}", "KEY-VALUE", 9),
        ("data: d\ntitle: T\nrows: many", "KEY-VALUE", 9),
        ("data: d\ntitle: T\ntotal: {a: product}", "KEY-VALUE", 9),
        ("data: d\ntitle: T\nsort: {a: up}", "KEY-VALUE", 9),
        ("data: d\ntitle: T\nid: 3 x", "KEY-VALUE", 9),
        ("data: d\ntitle: T\ncolumns: [a, a]", "KEY-VALUE", 9),
        ("data: d\ntitle: T\nsubtotals: perhaps", "KEY-VALUE", 9),
    ],
)
def test_a_faulty_block_is_refused_on_the_line_of_the_fault(block: str, code: str, line: int) -> None:
    spec, findings = read_spec(block, source="m.md", line=7)
    assert spec is None
    assert (findings[0].code, findings[0].place.line) == (code, line)


def test_what_nobody_could_read_is_refused(tmp_path: Path) -> None:
    _, [long] = made(tmp_path, "a,b\n" + "x,1\n" * (MOST_ROWS + 1), "")
    assert (long.code, long.message) == (
        "CHART-SHAPE",
        "d.csv gives a table of 1,001 rows; more than 1,000 are not set",
    )
    names = [f"c{n}" for n in range(MOST_COLUMNS + 1)]
    _, [wide] = made(tmp_path, f"{','.join(names)}\n{','.join('1' * len(names))}\n", "")
    assert "25 columns" in wide.message
    assert grid_of(tmp_path, "a,b\n" + "x,1\n" * 5000, "rows: 3").count == 3


def test_nothing_in_a_cell_is_markup(tmp_path: Path) -> None:
    evil = "<script>x</script>"
    grid = grid_of(tmp_path, f'a,"<b>&amp;"\n{evil},{{{{ 7 * 7 }}}}\n', "")
    html = etree.tostring(table_element(grid, E.caption("T"))).decode()
    assert (
        "&lt;script&gt;" in html and "<script>" not in html and "&lt;b&gt;&amp;amp;" in html and "{{ 7 * 7 }}" in html
    )


# ----------------------------------------------------------------------------------------------------- the page
def test_every_key_is_documented(root: Path) -> None:
    page = (root / "docs" / "tables.md").read_text("utf-8")
    keys = page.split("## Keys")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", keys, re.M) == list(KEYS)
    assert f"{MOST_ROWS:,} rows" in page and f"or {MOST_COLUMNS} columns" in page


def test_the_examples_of_the_page_are_right(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "tables.md").read_text("utf-8")
    [(name, csv)] = re.findall(r"`data/(\w+)\.csv`\n\n```csv\n(.*?)```", page, re.S)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / f"{name}.csv").write_text(csv, "utf-8")
    blocks = re.findall(r"````\n(```.*?```)\n````", page, re.S)
    (tmp_path / "m.md").write_text("# Members\n\n" + "\n\n".join(blocks), "utf-8")
    outcome = build(Order(tmp_path / "m.md", tmp_path / "out"))
    assert [f.code for f in outcome.findings] == ["CHART-ALT"]
    pdf = Inspector(outcome.deliveries[0].path)
    assert [row[0] for row in pdf.tables()[0]][-2:] == ["Total Silver", "Total"]
    assert len(pdf.tables()) == 2


# ---------------------------------------------------------------------------------------------------- in the PDF
@pytest.mark.slow
def test_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "m.csv").write_text(MEMBERS)
    (tmp_path / "m.md").write_text(
        "# Growth\n\nSee [](#tbl-members).\n\n```table\ndata: m\ntitle: Members\ncaption: By class.\ngroup: level\n"
        "total: {start: sum, end: sum}\nnote: Counted once.\nsource: Register\n```\n\n"
        "| a | b |\n| - | - |\n| 1 | 2 |\n\n"
        "/// table-caption\nBy hand\n///\n"
    )
    outcome = build(Order(tmp_path / "m.md", tmp_path / "out"))
    assert outcome.findings == ()
    pdf = Inspector(outcome.deliveries[0].path)
    table = pdf.tags("Table")[0]
    assert [c.text for c in table.find("Caption")] == ["Table 1 Members By class."]
    heads = [(h.text, h.attributes["Scope"]) for h in table.find("TH")]
    assert heads == [
        ("region", "Column"), ("start", "Column"), ("end", "Column"), ("share", "Column"), ("Gold", "Row"),
        ("Europe", "Row"), ("Asia", "Row"), ("Silver", "Row"), ("Asia", "Row"), ("Total", "Row"),
    ]  # fmt: skip
    heads_of = {cell.text: cell.attributes["Headers"] for cell in table.find("TD")}
    ids = {h.id: h.text for h in table.find("TH")}
    assert [ids[str(i)] for i in heads_of["12"]] == ["start", "Gold", "Europe"]
    assert [ids[str(i)] for i in heads_of["7"]] == ["end", "Silver", "Asia"]
    assert [c.text for c in pdf.tags("Caption")][1:] == ["Table 2 By hand"]
    assert "See Table 1." in pdf.text(0) and "Source: Register" in pdf.text(0)
    numbers = [pdf.find(n, 0)[0] for n in ("1.50%", "10.25%", "4.00%")]
    assert max(w.right for w in numbers) - min(w.right for w in numbers) < 0.1  # decimal marks under one another


@pytest.mark.slow
def test_a_long_table_repeats_its_head_in_print_and_once_in_the_tags(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "m.csv").write_text("name,count\n" + "".join(f"row {n},{n}\n" for n in range(100)))
    (tmp_path / "m.md").write_text("# Growth\n\n```table\ndata: m\ntitle: Many\n```\n")
    pdf = Inspector(build(Order(tmp_path / "m.md", tmp_path / "out")).deliveries[0].path)
    assert pdf.pages > 1
    assert all(len(pdf.find("count", page)) == 1 for page in range(pdf.pages))
    assert [h.text for h in pdf.tags("TH")].count("count") == 1


@pytest.mark.slow
def test_a_caption_is_never_parted_from_its_table(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "m.csv").write_text("name,count\na,1\nb,2\nc,3\n")
    block = "\n\n```table\ndata: m\ntitle: Title{n}\ncaption: Sentence{n}\nlabels: {{name: Head{n}}}\n```\n\n"
    text = "".join("Words of a paragraph.\n\n" * (n % 4 + 1) + block.format(n=n) for n in range(10, 40))
    (tmp_path / "m.md").write_text(f"# Growth\n\n{text}")
    pdf = Inspector(build(Order(tmp_path / "m.md", tmp_path / "out")).deliveries[0].path)
    for n in range(10, 40):
        assert len({pdf.find(f"{word}{n}")[0].page for word in ("Title", "Sentence", "Head")}) == 1
