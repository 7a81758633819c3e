"""Charts of raw rows: counts, shares, sums, means and medians of a survey's answers, and what is told of them."""

from __future__ import annotations

import csv
import statistics
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.charts.aggregate import aggregated
from renderer.charts.alt import alt_text
from renderer.charts.prepare import prepare, table_for
from renderer.charts.spec import read_spec
from renderer.charts.values import ChartData, ChartSpec
from renderer.data.table import Row, Table
from renderer.data.tables import read_table
from renderer.findings import Finding
from renderer.workspace import Workspace

ANSWERS = """\
region,role,age,Zuul,Nova
Europe,Dev,30,x,
Asia,Dev,41,,x
Europe,Ops,,x,x
Europe,Dev,20,,
,Ops,50,x,
Asia,Dev,35,,x
"""


def spec_of(keys: Mapping[str, object]) -> ChartSpec:
    lines = "".join(f"{k}: {v}\n" for k, v in {"kind": "grouped-bar", "data": "d", "title": "T", **keys}.items())
    spec, findings = read_spec(lines, source="m.md", line=1)
    assert spec is not None, findings
    return spec


def chart(
    folder: Path, content: str = ANSWERS, schema: str = "", **keys: object
) -> tuple[ChartData | None, tuple[Finding, ...]]:
    (folder / "d.csv").write_text(content, encoding="utf-8")
    if schema:
        (folder / "d.schema.yml").write_text(schema, encoding="utf-8")
    spec = spec_of(keys)
    table, findings = table_for(spec, Workspace(folder), folder)
    return prepare(spec, table) if table else (None, findings)


def values(data: ChartData | None) -> dict[str, dict[str, float | None]]:
    assert data is not None
    return {s.name: dict(zip(data.categories, s.values, strict=True)) for s in data.series}


@pytest.mark.parametrize(
    ("keys", "expected", "unit"),
    [
        ({"aggregate": "count", "x": "region"}, {"count": {"Europe": 3, "Asia": 2}}, ""),
        ({"aggregate": "share", "x": "region"}, {"share": {"Europe": 60, "Asia": 40}}, "%"),
        (
            {"aggregate": "count", "x": "region", "series": "role"},
            {"Dev": {"Europe": 2, "Asia": 2}, "Ops": {"Europe": 1, "Asia": 0}}, "",
        ),
        (
            {"aggregate": "share", "x": "region", "series": "role"},
            {"Dev": {"Europe": 66.7, "Asia": 100}, "Ops": {"Europe": 33.3, "Asia": 0}}, "%",
        ),
        ({"aggregate": "count", "y": "[Zuul, Nova]"}, {"count": {"Zuul": 3, "Nova": 3}}, ""),
        ({"aggregate": "share", "y": "[Zuul, Nova]"}, {"share": {"Zuul": 60, "Nova": 60}}, "%"),
        (
            {"aggregate": "share", "x": "region", "y": "[Zuul, Nova]"},
            {"Zuul": {"Europe": 100, "Asia": 0}, "Nova": {"Europe": 50, "Asia": 100}}, "%",
        ),
        ({"aggregate": "share", "x": "region", "y": "age"}, {"age": {"Europe": 66.7, "Asia": 100}}, "%"),
        ({"aggregate": "count", "x": "role", "y": "age"}, {"age": {"Dev": 4, "Ops": 1}}, ""),
        ({"aggregate": "sum", "x": "region", "y": "age"}, {"age": {"Europe": 50, "Asia": 76}}, "years"),
        ({"aggregate": "mean", "x": "region", "y": "age"}, {"age": {"Europe": 25, "Asia": 38}}, "years"),
        ({"aggregate": "median", "x": "role", "y": "age"}, {"age": {"Dev": 32.5, "Ops": 50}}, "years"),
        ({"aggregate": "mean", "y": "age"}, {"mean": {"age": 35.2}}, "years"),
        ({"aggregate": "count", "x": "region", "where": "{role: Ops}"}, {"count": {"Europe": 1}}, ""),
    ],
)  # fmt: skip
def test_rows_become_values(tmp_path: Path, keys: Mapping[str, object], expected: object, unit: str) -> None:
    data, _ = chart(tmp_path, schema="columns: {age: {unit: years}}", **keys)
    assert values(data) == expected
    assert data is not None and data.unit == unit


def test_rows_without_a_name_are_told(tmp_path: Path) -> None:
    data, findings = chart(tmp_path, aggregate="count", x="region", series="role")
    assert data is not None
    assert [(f.code, str(f.place), f.message) for f in findings] == [
        ("CHART-ROWS", "m.md:4", "1 of 6 rows have no 'region' or no 'role' and are left out")
    ]
    assert chart(tmp_path, aggregate="count", x="role")[1] == ()


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ({"x": "region", "y": "age"}, {"CHART-DATA"}),
        ({"aggregate": "sum", "x": "region", "y": "role"}, {"CHART-NUMBER"}),
        ({"aggregate": "count", "x": "regoin"}, {"CHART-COLUMN"}),
        ({"aggregate": "count", "x": "region", "where": "{role: Dev, age: ''}"}, {"CHART-EMPTY"}),
        ({"aggregate": "count", "x": "age", "where": "{region: Europe, role: Ops}"}, {"CHART-ROWS", "CHART-EMPTY"}),
    ],
)
def test_what_cannot_be_worked_out_is_a_finding(tmp_path: Path, keys: Mapping[str, object], codes: set[str]) -> None:
    data, findings = chart(tmp_path, **keys)
    assert data is None
    assert {f.code for f in findings} == codes


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("aggregate: sum\nx: region\n", "`y` is missing"),
        ("aggregate: count\nseries: role\ny: age\n", "`x` is missing"),
        ("aggregate: count\n", "`x` is missing"),
        ("aggregate: average\nx: region\ny: age\n", "mean"),
        ("y: age\n", "`x` is missing"),
    ],
)
def test_faults_of_the_block(keys: str, words: str) -> None:
    spec, (fault,) = read_spec(f"kind: grouped-bar\ndata: d\ntitle: T\n{keys}", source="m.md", line=1)
    assert spec is None and fault.code == "CHART-KEY"
    assert words in f"{fault.message} {fault.remedy}"


def test_columns_may_be_called_like_what_is_made(tmp_path: Path) -> None:
    data, _ = chart(tmp_path, "count,column\na,1\na,2\nb,3\n", aggregate="count", x="count")
    assert data is not None and data.series[0].values == (2, 1)
    data, _ = chart(tmp_path, "count,column\na,1\na,2\n", aggregate="sum", y="column")
    assert data is not None and (data.categories, data.series[0].values) == (("column",), (3,))


def test_decimal_commas_and_the_precision_of_a_schema(tmp_path: Path) -> None:
    content = "a;n\nx;1,25\nx;1,5\nx;2\n"
    assert values(chart(tmp_path, content, aggregate="sum", x="a", y="n")[0]) == {"n": {"x": 4.75}}
    assert values(chart(tmp_path, content, aggregate="mean", x="a", y="n")[0]) == {"n": {"x": 1.583}}
    rounded, _ = chart(tmp_path, content, "columns: {n: {precision: 1}}", aggregate="mean", x="a", y="n")
    assert values(rounded) == {"n": {"x": 1.6}}


def test_labels_and_units_of_a_schema_are_shown_unless_the_block_says_otherwise(tmp_path: Path) -> None:
    schema = "columns:\n  n: {label: Members, unit: people}\n  m: {label: Guests, unit: people}\n"
    content = "a,n,m\nx,1,2\ny,3,4\n"
    data, _ = chart(tmp_path, content, schema, x="a", y="[n, m]")
    assert data is not None and (data.unit, [s.name for s in data.series]) == ("people", ["Members", "Guests"])
    data, _ = chart(tmp_path, content, schema, x="a", y="[n, m]", labels="{n: All}", unit="heads")
    assert data is not None and (data.unit, [s.name for s in data.series]) == ("heads", ["All", "Guests"])


CELLS = st.tuples(st.sampled_from("abc"), st.sampled_from("pq"), st.integers(-999, 999))


@given(st.lists(CELLS, min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_values_are_those_of_another_reckoner(drawn: list[tuple[str, str, int]]) -> None:
    rows = tuple(Row(n, {"x": x, "s": s, "n": str(v)}) for n, (x, s, v) in enumerate(drawn, 2))
    table = Table("d", "d.csv", ("x", "s", "n"), rows)
    groups: dict[str, list[int]] = {}
    for x, _, v in drawn:
        groups.setdefault(x, []).append(v)

    def made(how: str) -> dict[str, Any]:
        _, small = aggregated(spec_of({"aggregate": how, "x": "x", "y": "n"}), table, rows)
        return {row.cells["x"]: float(row.cells["n"]) for row in small.rows}

    assert made("sum") == {x: sum(v) for x, v in groups.items()}
    assert made("median") == {x: statistics.median(v) for x, v in groups.items()}
    assert all(abs(m - statistics.fmean(groups[x])) <= 0.0501 for x, m in made("mean").items())
    _, small = aggregated(spec_of({"aggregate": "share", "x": "x", "series": "s"}), table, rows)
    for x in groups:
        assert abs(sum(float(r.cells["share"]) for r in small.rows if r.cells["x"] == x) - 100) < 0.11


# --------------------------------------------------------------------------------------------- a survey's raw rows
def test_a_survey_of_492_answers_makes_its_charts(corpus: Path, tmp_path: Path) -> None:
    raw = (corpus / "ospo-survey" / "data" / "2023-RawData.csv").read_bytes()
    (tmp_path / "d.csv").write_bytes(raw)
    (tmp_path / "d.schema.yml").write_text("heads: [1, 3]\nsource: OSPO survey 2023\n")
    table = read_table(Workspace(tmp_path), tmp_path, "d")
    q5 = [c for c in table.columns if c.startswith("q5 ")]
    spec = spec_of({"kind": "horizontal-bar", "aggregate": "count", "y": str(q5), "sort": "descending"})
    data, findings = prepare(spec, table)
    assert data is not None, findings
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    start = rows[0].index("q5")
    counted = Counter(p for r in rows[3:] for p in range(start, start + len(q5)) if r[p])
    assert sorted(v for v in data.series[0].values if v is not None) == sorted(
        counted[start + n] for n in range(len(q5))
    )
    assert data.series[0].values[0] == max(counted.values())
    assert alt_text(spec, data).startswith("Bar chart: T. ")
