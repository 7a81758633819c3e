"""Data that nobody meant for a chart: too much of it, none, wrong kinds, formulas and markup in cells."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chart_svg import SVG
from command import run
from inspector import Inspector
from lxml import etree
from openpyxl import Workbook

from renderer.charts.alt import alt_text
from renderer.charts.draw import draw
from renderer.charts.kinds import CHART_KINDS
from renderer.charts.prepare import (
    MOST_CATEGORIES,
    MOST_MOMENTS,
    MOST_SERIES,
    MOST_TILES,
    MOST_VALUES,
    prepare,
    table_for,
)
from renderer.charts.spec import read_spec
from renderer.charts.theme import ChartTheme
from renderer.data import grid, text, workbook
from renderer.findings import Finding
from renderer.read import yaml_lines
from renderer.workspace import Workspace, font_files

Chart = Callable[..., "tuple[str, str, tuple[Finding, ...]]"]


@pytest.fixture
def chart(tmp_path: Path) -> Chart:
    """Draw a chart of a data file; gives its SVG, its alternative text and what was found."""

    def drawn(content: str | bytes, file: str = "d.csv", **keys: object) -> tuple[str, str, tuple[Finding, ...]]:
        (tmp_path / file).write_bytes(content.encode() if isinstance(content, str) else content)
        lines = {"kind": "bar", "data": file, "title": "T", "x": "x", "y": "n"} | keys
        spec, findings = read_spec("".join(f"{k}: {v}\n" for k, v in lines.items()), source="m.md", line=1)
        if spec is None:
            return "", "", findings
        table, findings = table_for(spec, Workspace(tmp_path), tmp_path)
        if table is None:
            return "", "", findings
        data, findings = prepare(spec, table)
        if data is None:
            return "", "", findings
        made = draw(data, ChartTheme(), font_files())
        return made.svg, alt_text(spec, data), (*findings, *made.findings)

    return drawn


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [f.code for f in findings]


# --------------------------------------------------------------------------------------------------------- too much
@pytest.mark.slow
def test_a_hundred_thousand_rows_end_in_a_finding_or_are_added_up(chart: Chart) -> None:
    content = "x,g,n\n" + "".join(f"{i},R{i % 7},{i % 11}\n" for i in range(100_000))
    start = time.process_time()
    for kind in ("bar", "line", "donut", "tile-map"):
        svg, _, (fault, *more) = chart(content, kind=kind)
        assert svg == ""
        assert fault.code in ("CHART-SHAPE", "CHART-REGION") and len(more) <= 20, kind
        if fault.code == "CHART-SHAPE":
            assert "100,000 values of 'x'" in fault.message and "`aggregate`" in fault.remedy
    svg, alt, findings = chart(content, aggregate="sum", x="g")
    assert findings == () and "R6" in svg
    sums = [sum(i % 11 for i in range(r, 100_000, 7)) for r in range(7)]
    assert f"{min(sums):,} (R" in alt and f"{max(sums):,} (R" in alt
    assert time.process_time() - start < 60


def test_a_thousand_columns(chart: Chart) -> None:
    names = [f"c{i}" for i in range(999)]
    content = "x," + ",".join(names) + "\n" + "".join(f"{y}," + ",".join("1" * 999) + "\n" for y in (2020, 2021))
    svg, _, (fault,) = chart(content, kind="line", y=f"[{', '.join(names)}]")
    assert (svg, fault.code) == ("", "CHART-SHAPE") and "999 series" in fault.message
    svg, _, findings = chart(content, kind="line", y="[c0, c998]")
    assert svg and findings == ()


def test_suggestions_among_very_many_names_are_quick(chart: Chart) -> None:
    start = time.process_time()
    names = [f"c{i}" for i in range(999)]
    content = "x,n\n" + "".join(f"name {i},1\n" for i in range(50_000))
    assert codes(chart(content, where="{x: nmae 3}")[2]) == ["CHART-EMPTY"]
    found = chart("x," + ",".join(names) + "\n", kind="line", y=f"[{', '.join(f'd{n}' for n in names)}]")[2]
    assert codes(found) == ["CHART-COLUMN"] * 21
    assert time.process_time() - start < 20


def test_many_values_are_refused_before_they_are_drawn(chart: Chart) -> None:
    names = [f"c{i}" for i in range(MOST_SERIES)]
    rows = "".join(f"{i}," + ",".join("1" * len(names)) + "\n" for i in range(MOST_VALUES // MOST_SERIES + 1))
    _, _, (fault,) = chart("x," + ",".join(names) + "\n" + rows, kind="line", y=f"[{', '.join(names)}]")
    assert fault.code == "CHART-SHAPE" and "room for 20,000" in fault.message


def test_files_with_too_many_cells_are_refused(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 10)
    _, _, (fault,) = chart(book([["x", "n"], *[["a", 1]] * 5]), "d.xlsx")
    assert (fault.code, fault.place.line) == ("CHART-DATA", 6) and "more than 10 cells" in fault.message
    _, _, (fault,) = chart(
        ",".join(f"c{i}" for i in range(1000)) + "\n" + ("1," * 999 + "1\n") * (grid.MOST_CELLS // 1000)
    )
    assert fault.code == "CHART-DATA" and "2,000,000 cells" in fault.message
    monkeypatch.setattr(text, "LARGEST_FILE", 10)
    assert codes(chart("x,n\nabc,1\nd,2\n")[2]) == ["CHART-DATA"]


def book(rows: list[list[Any]]) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_yaml_of_too_many_values_is_a_finding(chart: Chart) -> None:
    _, _, (fault,) = chart("- {x: a, n: 1}\n" * (yaml_lines.MOST // 3 + 1), "d.yml")
    assert fault.code == "YAML-SYNTAX" and "too many values" in fault.message


# ------------------------------------------------------------------------------------------------------ wrong kinds
WRONG = ("NaN", "inf", "-Infinity", "1e999", "9" * 30, "many", "1/2", "0x10", "#REF!", "=1+1")


# In a sheet the last two are an error and a formula, which have a test of their own.
@pytest.mark.parametrize(
    ("cell", "kind"), [(c, k) for c in WRONG for k in ("csv", "json", "yml", "xlsx") if k != "xlsx" or c[0] not in "#="]
)
def test_what_is_no_number_is_told_with_its_place(chart: Chart, cell: str, kind: str) -> None:
    content: str | bytes = f"x,n\na,1\nb,{cell}\n"
    if kind == "json":
        content = json.dumps([{"x": "a", "n": 1}, {"x": "b", "n": cell}], indent=0)
    if kind == "yml":
        content = f"- x: a\n  n: 1\n- x: b\n  n: '{cell}'\n"
    if kind == "xlsx":
        content = book([["x", "n"], ["a", 1], ["b", cell]])
    svg, _, (fault,) = chart(content, f"d.{kind}")
    at = {"csv": "3 (n)", "json": "8 (n)", "yml": "4 (n)", "xlsx": "3 (n, B3)"}[kind]
    assert (svg, fault.code, str(fault.place)) == ("", "CHART-NUMBER", f"d.{kind}:{at}")


def test_json_s_own_words_for_what_is_no_number(chart: Chart) -> None:
    _, _, found = chart('[{"x": "a", "n": NaN},\n {"x": "b", "n": -Infinity},\n {"x": "c", "n": true}]', "d.json")
    assert [(f.code, f.place.line) for f in found] == [("CHART-NUMBER", 1), ("CHART-NUMBER", 2), ("CHART-NUMBER", 3)]


def test_a_column_of_words_is_told_twenty_times_at_most(chart: Chart) -> None:
    _, _, found = chart("x,n\n" + "".join(f"{i},word\n" for i in range(5_000)))
    assert codes(found) == ["CHART-NUMBER"] * 21
    assert "more faults like these" in found[-1].message and found[-1].place.line == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("x,n\n", "CHART-EMPTY"), ("x,n\na,\nb,\n", "CHART-EMPTY"), ("", "CHART-DATA"), ("\n\n", "CHART-DATA"),
        ("x,n\na,1\n", ""), ("x,n\n2022-01-31,5\n2022-02-28,7\n", ""), ("x,n\na,-5\nb,3\nc,-0.5\n", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [k for k in CHART_KINDS if k not in ("tile-map", "slope", "donut", "waffle")])
def test_little_or_nothing_ends_in_a_chart_or_a_finding(chart: Chart, kind: str, content: str, code: str) -> None:
    svg, _, found = chart(content, kind=kind)
    if not code and "-5" in content and kind in ("stacked-bar", "percent-bar"):
        code = "CHART-SHAPE"
    assert codes(found) == ([code] if code else [])
    assert bool(svg) is not bool(code)


# ----------------------------------------------------------------------------------------------- formulas and markup
NASTY = (
    "=CMD('calc')", "+1+1", "@SUM(A1)", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&amp;&lt;",
    "</svg><svg>", "$\\frac{1}{2}$", "{{ 7*7 }}", "{% raw %}", "]]>", "<!-- x -->", "a\\nb", "*bold* `code`", "[a](http://x)",
)  # fmt: skip


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize("kind", ["bar", "horizontal-bar", "line", "dot-plot"])
def test_names_stay_text_in_drawings(chart: Chart, kind: str) -> None:
    for cell in NASTY:
        svg, alt, _ = chart(f"x,n\n{quoted(cell)},2\nb,1\n", kind=kind)
        tree = etree.fromstring(svg.encode())
        plain = chart("x,n\nfirst,2\nb,1\n", kind=kind)[0]
        assert {e.tag for e in tree.iter()} <= {e.tag for e in etree.fromstring(plain.encode()).iter()} | {
            etree.Comment
        }
        said = [(a, v) for e in tree.iter() for a, v in e.attrib.items()]
        assert not [a for a, v in said if a.startswith("on") or (a.endswith("href") and not v.startswith("#"))]
        shown = " ".join("".join(t.itertext()) for t in tree.iter(f"{SVG}text"))
        assert re.sub(r"\s", "", cell) in re.sub(r"\s", "", shown), svg
        assert cell.casefold() in alt.casefold()


@pytest.mark.slow
def test_names_stay_text_in_pages_and_alternative_texts(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    content = "x,n\n" + "".join(f"{quoted(cell)},{n}\n" for n, cell in enumerate(NASTY[:6], 1))
    (tmp_path / "data" / "d.csv").write_text(content)
    schema = "source: <script>alert(2)</script> & {{ 7*7 }}\ncolumns: {n: {label: '<b>n</b>', unit: '<i>u</i>'}}\n"
    (tmp_path / "data" / "d.schema.yml").write_text(schema)
    (tmp_path / "m.md").write_text(
        "---\ntitle: T\nlang: en\n---\n\n```chart\nkind: horizontal-bar\ndata: d\nx: x\ny: n\ntitle: Names\n```\n"
    )
    ran = run("build", "m.md", "--output", "out", "--json", cwd=tmp_path)
    assert ran.status == 0, ran.err + ran.out
    pdf = Inspector(tmp_path / "out" / "m.pdf")
    (figure,) = pdf.figures()
    assert all(cell in figure.alt for cell in NASTY[:6])
    assert "Values in <i>u</i>." in figure.alt
    page = re.sub(r"\s", "", "".join(pdf.text(n) for n in range(pdf.pages)))
    assert "<script>alert(1)</script>" in page
    assert "Source:<script>alert(2)</script>&{{7*7}}" in page


def test_the_limits_are_documented(root: Path) -> None:
    page = (root / "docs" / "data.md").read_text("utf-8").split("## Limits", 1)[1]
    numbers = {int(n.replace(",", "")) for n in re.findall(r"^\| [^|]+ \| ([\d,]+)", page, re.M)}
    assert numbers == {
        text.LARGEST_FILE // 1_000_000, grid.MOST_CELLS, workbook.MOST_CELLS, yaml_lines.MOST,
        MOST_CATEGORIES, MOST_TILES, MOST_MOMENTS, MOST_SERIES, MOST_VALUES,
    }  # fmt: skip
