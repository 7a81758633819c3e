"""Charts: blocks and data in; SVG with real text, labels that keep apart, words, and faults where they belong out."""

from __future__ import annotations

import io
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import weasyprint
from chart_svg import SVG, check_apart
from lxml import etree

from renderer.charts.alt import alt_text
from renderer.charts.draw import draw
from renderer.charts.kinds import CHART_KINDS
from renderer.charts.prepare import prepare, table_for
from renderer.charts.scales import apart, line_range, standing_free, ticks_within
from renderer.charts.spec import _Block, read_spec
from renderer.charts.theme import ChartTheme, theme_from_tokens, tint
from renderer.charts.values import ChartData, ChartSpec, Drawn
from renderer.data.formats import decimals_of, write_number
from renderer.findings import Finding, Place, ToolError
from renderer.workspace import Workspace, font_files

THEME = ChartTheme()
CORES = "year,cores\n2020,15\n2021,25\n2022,40\n"
LEVELS = "level,start,end\nSilver,40,50\nAssociate,11,21\n"
Make = Callable[..., ChartData]


def spec_of(keys: str, line: int = 1) -> ChartSpec:
    spec, findings = read_spec(keys, source="growth.md", line=line)
    assert spec is not None, findings
    return spec


def block(kind: str = "bar", y: str = "cores", x: str = "year", **keys: object) -> str:
    lines = {"kind": kind, "data": "d", "x": x, "y": y, "title": "Cores in production", **keys}
    return "".join(f"{key}: {value}\n" for key, value in lines.items())


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make chart data from CSV text and the keys of a block."""

    def made(csv: str, lang: str = "en", **keys: object) -> ChartData:
        data, findings = prepared(tmp_path, csv, block(**keys), lang)  # type: ignore[arg-type]
        assert data is not None, findings
        return data

    return made


def prepared(folder: Path, csv: str, keys: str, lang: str = "en") -> tuple[ChartData | None, tuple[Finding, ...]]:
    (folder / "d.csv").write_text(csv, encoding="utf-8")
    spec = spec_of(keys, line=10)
    table, findings = table_for(spec, Workspace(folder), folder)
    return prepare(spec, table, lang=lang) if table else (None, findings)


def drawn(data: ChartData, theme: ChartTheme = THEME) -> Drawn:
    return draw(data, theme, font_files(), place=Place("growth.md", 10))


def words(svg: str) -> list[str]:
    return [t.text or "" for t in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def fills(svg: str) -> list[str]:
    return re.findall(r'style="fill: (#[0-9a-f]{6})', svg)


# --------------------------------------------------------------------------------------------- chart blocks
def test_a_block_with_every_key() -> None:
    spec = spec_of(
        block(
            kind="line", series="project", where="{year: [2020, 2021], region: no}", labels="{cores: Cores}",
            unit="million", highlight="2021", caption="c", source="s", alt="a", height=50, width="half", id="fig-cores",
        )
    )  # fmt: skip
    assert (spec.y, spec.where, spec.labels) == (
        ("cores",),
        {"year": ("2020", "2021"), "region": ("no",)},
        {"cores": "Cores"},
    )
    assert (spec.highlight, spec.height, spec.width, spec.id) == ("2021", 50.0, "half", "fig-cores")
    assert (spec.unit, spec.caption, spec.source, spec.alt, spec.series) == ("million", "c", "s", "a", "project")


def test_an_id_is_made_from_the_title() -> None:
    assert spec_of(block()).id == "fig-cores-in-production"
    assert spec_of(block(title="成員")).id == "fig-chart"


@pytest.mark.parametrize(
    ("keys", "code", "line", "words"),
    [
        ("kind: bar\n  x: [\n", "CHART-SYNTAX", 41, "not YAML"),
        ("kind: bar\ntitle: \x07\n", "CHART-SYNTAX", 41, "control character"),
        ("just words", "CHART-SYNTAX", 40, "`key: value`"),
        ("", "CHART-SYNTAX", 40, "`key: value`"),
        ("- a\n- b\n", "CHART-SYNTAX", 40, "`key: value`"),
        (block() + "unit: a\nunit: b\n", "YAML-DUPLICATE", 46, "first on line 45"),
        (block() + "highlights: 2022\n", "CHART-KEY", 45, "did you mean 'highlight'?"),
        (block(kind="pie"), "CHART-KIND", 40, "kinds: bar, horizontal-bar, grouped-bar"),
        (block(kind="grouped_bars"), "CHART-KIND", 40, "did you mean 'grouped-bar'?"),
        ("kind: bar\ndata: d\nx: year\ny: n\n", "CHART-KEY", 40, "`title` is missing"),
        (block(y="[]"), "CHART-KEY", 43, "`y` is empty"),
        (block(title=""), "CHART-KEY", 44, "`title` is empty"),
        (block(y="[a, a]", kind="line"), "CHART-KEY", 43, "named twice"),
        (block(y="[a, b]"), "CHART-KEY", 43, "kind: grouped-bar"),
        (block() + "series: s\n", "CHART-KEY", 45, "one column of values"),
        (block(kind="line", y="[a, b]") + "series: s\n", "CHART-KEY", 45, "several"),
        (block() + "height: tall\n", "CHART-KEY", 45, "number of millimetres"),
        (block() + "height: 2000\n", "CHART-KEY", 45, "at most 240"),
        (block() + "height: nan\n", "CHART-KEY", 45, "number of millimetres"),
        (block() + "width: third\n", "CHART-KEY", 45, "full or half"),
        (block() + "id: 1 a\n", "CHART-KEY", 45, "begin with a letter"),
        (block() + "where: year\n", "CHART-KEY", 45, "mapping"),
        (block() + "where:\n  year:\n    a: {b: {c: d}}\n", "CHART-KEY", 46, "text or a list"),
        (block() + "where: &a\n  year: *a\n", "CHART-SYNTAX", 45, "holds itself"),
        (block() + "caption: [a]\n", "CHART-KEY", 45, "one text"),
    ],
)  # fmt: skip
def test_faults_in_a_block_stand_on_their_line(keys: str, code: str, line: int, words: str) -> None:
    spec, findings = read_spec(keys, source="growth.md", line=40)
    assert spec is None
    assert [(f.code, f.place.file, f.place.line) for f in findings] == [(code, "growth.md", line)]
    assert words in f"{findings[0].message} {findings[0].remedy}"


def test_all_faults_of_a_block_are_reported_at_once() -> None:
    _, findings = read_spec("kind: pie\nx: a\nheigth: 3\n", source="growth.md", line=1)
    assert sorted(f.code for f in findings) == ["CHART-KEY"] * 4 + ["CHART-KIND"]


# ------------------------------------------------------------------------------------------------------ data
@pytest.mark.parametrize(
    ("csv", "keys", "code", "place", "words"),
    [
        (CORES, block(y="core"), "CHART-COLUMN", "growth.md:13", "did you mean 'cores'? columns: year, cores"),
        (CORES, block(x="jahr"), "CHART-COLUMN", "growth.md:12", "columns: year, cores"),
        (CORES, block() + "where: {yaer: 2020}\n", "CHART-COLUMN", "growth.md:15", "did you mean 'year'?"),
        (CORES, block(kind="line") + "series: s\n", "CHART-COLUMN", "growth.md:15", "no column 's'"),
        (CORES, block() + "labels: {kores: Cores}\n", "CHART-COLUMN", "growth.md:15", "did you mean 'cores'?"),
        (CORES, block() + "where: {year: 202}\n", "CHART-EMPTY", "growth.md:15", "values of year: 2020, 2021, 2022"),
        (CORES, block() + "highlight: 1999\n", "CHART-KEY", "growth.md:15", "values of year: 2020, 2021, 2022"),
        ("year,cores\n", block(), "CHART-EMPTY", "growth.md:11", "no data rows"),
        ("year,cores\n2020,\n2021,\n", block(), "CHART-EMPTY", "growth.md:13", "no value"),
        ("year,cores\n2020,1\n2021,many\n", block(), "CHART-NUMBER", "d.csv:3 (cores)", "'many' is not a number"),
        ("year,cores\n2020,nan\n", block(), "CHART-NUMBER", "d.csv:2 (cores)", "'nan' is not a number"),
        ("year,cores\n2020,inf\n", block(), "CHART-NUMBER", "d.csv:2 (cores)", "'inf' is not a number"),
        ("year,cores\n2020,1e99\n", block(), "CHART-NUMBER", "d.csv:2 (cores)", "larger unit"),
        ("year;cores\n2020;1,5\n2021;1.5\n", block(), "CHART-NUMBER", "d.csv:3 (cores)", "decimal mark is a comma"),
        ("year,cores\n2020,1\n2020,2\n", block(), "CHART-DATA", "d.csv:3 (year)", "first on line 2"),
        ("year,cores\n2020,1\n,2\n", block(), "CHART-DATA", "d.csv:3 (year)", "empty"),
        (CORES, block(data="d2"), "CHART-DATA", "growth.md:11", "did you mean 'd'?"),
        (CORES, block(data="../d"), "CHART-DATA", "growth.md:11", "outside the data folder"),
        ("year,cores\n2020\n", block(), "CHART-DATA", "d.csv:2", "1 cells"),
    ],
)  # fmt: skip
def test_faults_in_data_stand_where_they_are_mended(
    tmp_path: Path, csv: str, keys: str, code: str, place: str, words: str
) -> None:
    data, findings = prepared(tmp_path, csv, keys)
    assert data is None
    assert [(f.code, str(f.place)) for f in findings] == [(code, place)]
    assert words in f"{findings[0].message} {findings[0].remedy}"


def test_rows_are_filtered_and_split_into_series(make: Make) -> None:
    csv = "year,project,n\n2021,A,3\n2020,A,1\n2020,B,\n2021,B,4\n2021,C,9\n"
    data = make(
        csv, kind="line", y="n", series="project", where="{project: [A, B]}", labels="{A: Alpha}", highlight="2021"
    )
    assert data.categories == ("2020", "2021")
    assert data.positions == (2020.0, 2021.0)
    assert [(s.name, s.values) for s in data.series] == [("Alpha", (1.0, 3.0)), ("B", (None, 4.0))]
    assert data.highlight == 1
    assert pickle.loads(pickle.dumps(data)) == data


@pytest.mark.parametrize(
    ("names", "positions"),
    [
        (("2018", "2020", "2021"), (2018.0, 2020.0, 2021.0)),
        (("2023-01", "2023-02"), (738521.0, 738552.0)),
        (("2023-01-31", "2023-02-01"), (738551.0, 738552.0)),
        (("Q1", "Q2"), ()),
        (("2020", "later"), ()),
        (("1", "1.0"), ()),
        (("2021", "2020"), ()),
    ],
)
def test_categories_on_a_number_line(make: Make, names: tuple[str, ...], positions: tuple[float, ...]) -> None:
    assert make("year,cores\n" + "".join(f"{n},1\n" for n in names)).positions == positions


# --------------------------------------------------------------------------------------------------- drawing
def test_text_stays_text_in_the_publications_font(make: Make) -> None:
    svg = drawn(make(CORES, unit="million cores", highlight="2022")).svg
    assert words(svg) == ["million cores", "15", "25", "40", "2020", "2021", "2022"]
    styles = [t.get("style") for t in etree.fromstring(svg.encode()).iter(f"{SVG}text")]
    assert all("font-family: 'Report Sans'" in s and "font-size: 8px" in s for s in styles)
    assert [("font-weight: 600" in s) for s in styles] == [False, False, False, True, False, False, True]


@pytest.mark.parametrize(("width", "mm"), [("full", 160.0), ("half", 76.0)])
def test_a_figure_has_its_printed_size(make: Make, width: str, mm: float) -> None:
    root = etree.fromstring(drawn(make(CORES, width=width, height=55)).svg.encode())
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(mm * 72 / 25.4, abs=0.01)
    assert float(root.get("height").removesuffix("pt")) == pytest.approx(55 * 72 / 25.4, abs=0.01)


def test_markup_and_dollar_signs_in_names_are_plain_text(make: Make) -> None:
    csv = "year,cores\n<script>&amp;</script>,1\n$x_1$ & \\alpha,2\n"
    svg = drawn(make(csv, unit="'<b> $n$'")).svg
    assert {"<b> $n$", "<script>&amp;</script>", "$x_1$ & \\alpha"} <= set(words(svg))
    assert "<script" not in svg


def test_the_highlighted_bar_differs_in_tone_and_type(make: Make) -> None:
    svg = drawn(make(CORES, highlight="2021")).svg
    pale = tint(THEME.series[0], THEME.paper, 0.5)
    assert [c for c in fills(svg) if c in (pale, THEME.highlight)] == [pale, THEME.highlight, pale]


def test_bars_begin_at_zero_and_are_as_long_as_their_values(make: Make) -> None:
    svg = drawn(make("year,cores\n2020,100\n2021,110\n2022,-50\n")).svg
    paths = [
        p.get("d") for p in etree.fromstring(svg.encode()).iter(f"{SVG}path") if THEME.series[0] in p.get("style", "")
    ]
    spans = [[float(y) for y in re.findall(r"[ML] \S+ (\S+)", d)] for d in paths]
    lengths = [max(s) - min(s) for s in spans]
    assert lengths[1] / lengths[0] == pytest.approx(1.1, abs=0.001)
    assert lengths[2] / lengths[0] == pytest.approx(0.5, abs=0.001)
    assert max(spans[0]) == pytest.approx(min(spans[2]), abs=0.001)


def test_long_names_lay_the_bars_down(make: Make) -> None:
    csv = "year,cores\n" + "".join(f"Working group for matter number {i} of its kind,{i}\n" for i in range(1, 7))
    result = drawn(make(csv))
    assert result.findings == ()
    assert "Working group for matter number 6 of its kind" in words(result.svg)


def test_a_gap_is_a_dash_and_a_zero_is_a_zero(make: Make) -> None:
    assert words(drawn(make("year,cores\nA,\nB,0\nC,2\n")).svg) == ["–", "0", "2", "A", "B", "C"]


def test_series_are_named_under_their_bars_or_by_a_key_with_hatches(make: Make) -> None:
    near = drawn(make(LEVELS, kind="grouped-bar", x="level", y="[start, end]")).svg
    assert words(near).count("start") == 2
    assert "pattern" not in near
    far = drawn(
        make(
            LEVELS,
            kind="grouped-bar",
            x="level",
            y="[start, end]",
            labels="{end: At the very end of the long reporting year}",
        )
    )
    assert words(far.svg).count("start") == 1
    assert "<pattern" in far.svg
    assert far.findings == ()


def test_lines_are_named_at_their_ends_and_broken_at_gaps(make: Make) -> None:
    csv = "year,a,b\n2020,1,5\n2021,,6\n2022,3,\n"
    result = drawn(make(csv, kind="line", y="[a, b]", labels="{a: Alpha}"))
    assert {"Alpha 3", "b 6 (2021)"} <= set(words(result.svg))
    assert result.findings == ()
    (alpha,) = re.findall(rf'<path d="([^"]*)" style="[^"]*stroke: {THEME.series[0]}; stroke-width: 1.8', result.svg)
    assert alpha.count("M") == 2


def test_numbers_follow_the_language(make: Make) -> None:
    assert "1,234.5" in words(drawn(make("year,cores\nA,1234.5\n")).svg)
    assert "1.234,5" in words(drawn(make("year,cores\nA,1234.5\n", lang="de-AT")).svg)


def test_a_per_cent_sign_stands_by_each_number(make: Make) -> None:
    assert words(drawn(make(CORES, unit="'%'")).svg)[:3] == ["15%", "25%", "40%"]


# ----------------------------------------------------------------------------------------- labels keep apart
MANY_YEARS = "year,cores\n" + "".join(f"{1923 + i},{i * 37 % 91 + i * 10}\n" for i in range(100))
CLOSE = "year,p,cores\n" + "".join(
    f"{y},Project {p},{(100 + p) * (p > 0)}\n" for p in range(8) for y in (2020, 2021, 2022)
)


@pytest.mark.parametrize("width", ["full", "half"])
@pytest.mark.parametrize(
    ("csv", "keys"),
    [
        (CORES, {}),
        (CORES, {"kind": "line", "unit": "million cores"}),
        (MANY_YEARS, {"highlight": 1990, "unit": "people"}),
        (MANY_YEARS, {"kind": "line", "highlight": 1990}),
        (CLOSE, {"kind": "line", "series": "p", "highlight": 2021}),
        ("year,cores\n2000,1\n2001,2\n2020,3\n2021,4\n", {"kind": "line"}),
        ("year,cores\nA very long name indeed for a bar,-5.25\nAnother name of the same length,1234567\nC,0\n", {}),
        ("year,cores\n2020,-123456\n2021,-5\n2022,7\n", {"unit": "'%'"}),
        ("year,cores\n2020,7\n", {"kind": "line"}),
        ("year,cores\n2020,0\n", {}),
        ("year,cores\n2020,0\n2021,0\n", {"kind": "line"}),
        ("year,cores\nA,0.000001\nB,0.000002\n", {}),
        ("year,cores\nA,999999999999999\nB,-999999999999999\n", {"height": 30}),
        ("year,cores\nA,1e-300\nB,3\n", {"kind": "line"}),
        (LEVELS, {"kind": "grouped-bar", "x": "level", "y": "[start, end]", "unit": "members", "highlight": "Silver"}),
        (
            "year,a,b\n" + "".join(f"Working group with number {i} and a name,{i},{2 * i}\n" for i in range(12)),
            {"kind": "grouped-bar", "y": "[a, b]"},
        ),
    ],
)  # fmt: skip
def test_labels_keep_inside_and_apart(make: Make, csv: str, keys: dict[str, object], width: str) -> None:
    result = drawn(make(csv, **keys, width=width))
    check_apart(result.svg)
    assert result.findings == ()


def test_a_hundred_names_do_not_fit_and_are_said_not_to(make: Make) -> None:
    result = drawn(make("year,cores\n" + "".join(f"Item {i},{i}\n" for i in range(100))))
    check_apart(result.svg)
    assert [(f.code, str(f.place)) for f in result.findings] == [("CHART-FIT", "growth.md:10")]
    assert "of 100 categories" in result.findings[0].message


def test_a_height_too_small_is_reported_with_one_that_is_enough(make: Make) -> None:
    csv = "year,cores\n" + "".join(f"Working group for matter number {i} of its kind,{i}\n" for i in range(1, 21))
    result = drawn(make(csv, height=30))
    assert result.findings[0].code == "CHART-FIT"
    height = int(re.findall(r"make it (\d+)", result.findings[0].remedy)[0])
    assert drawn(make(csv, height=height + 1)).findings == ()


def test_bars_too_thin_to_tell_apart_are_reported(make: Make) -> None:
    csv = "year,a,b,c,d,e,f\n" + "".join(f"{y},{y * 99},2000,3000,{y},5,6\n" for y in range(2000, 2020))
    result = drawn(make(csv, kind="grouped-bar", y="[a, b, c, d, e, f]", labels="{a: A long name}", highlight=2005))
    check_apart(result.svg)
    assert [f.code for f in result.findings] == ["CHART-FIT"]
    assert "too thin" in result.findings[0].message


def test_ticks_are_written_as_exactly_as_they_stand(make: Make) -> None:
    low = words(drawn(make("year,cores\n2020,0\n2021,1\n", kind="line")).svg)
    assert low[:2] == ["0", "1"]
    halves = words(drawn(make("year,cores\n2020,0.5\n2021,1\n", kind="line")).svg)
    assert halves[:5] == ["0.00", "0.25", "0.50", "0.75", "1.00"]


def test_labels_that_leave_the_figure_are_reported(make: Make) -> None:
    word = "Unbreakable" * 30
    result = drawn(make(f"year,cores\n{word},1\nB,2\n"))
    assert any(f.code == "CHART-FIT" and "runs out of the figure" in f.message for f in result.findings)


# ------------------------------------------------------------------------------------- same bytes, elsewhere
@pytest.mark.slow
def test_bytes_are_the_same_in_every_process_and_with_every_setting(make: Make, tmp_path: Path) -> None:
    data = make(
        LEVELS,
        kind="grouped-bar",
        x="level",
        y="[start, end]",
        labels="{end: The very end of the long year}",
        width="half",
    )
    program = (
        "import pickle, sys; from renderer.charts.draw import draw; from renderer.charts.theme import ChartTheme\n"
        "from renderer.workspace import font_files\n"
        "sys.stdout.buffer.write(draw(pickle.load(sys.stdin.buffer), ChartTheme(), font_files()).svg.encode())"
    )
    (tmp_path / "matplotlibrc").write_text("savefig.bbox: tight\nsvg.fonttype: path\nhatch.linewidth: 5\n")
    env = os.environ | {"PYTHONHASHSEED": "1", "PYTHONPATH": str(Path(__file__).parent.parent)}
    run = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(data), env=env, cwd=tmp_path, capture_output=True
    )
    here = drawn(data).svg
    assert "<pattern" in here
    assert run.stdout.decode() == here, run.stderr.decode()
    assert not re.search(r"<metadata|<dc:date|20\d\d-\d\d-\d\dT", here)


@pytest.mark.slow
def test_the_typesetter_keeps_the_text_and_the_font(
    make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    csv = "year,cores\n" + "".join(f"{y},{y % 7}\n" for y in range(2020, 2024))
    (tmp_path / "chart.svg").write_text(drawn(make(csv, unit="million cores", highlight="2022")).svg)
    faces = "".join(
        f"@font-face {{ font-family: 'Report Sans'; font-weight: {weight}; src: url({path.as_uri()}) }}"
        for weight, path in (
            (w, font_files()[f"fonts/SourceSansPro-{s}.ttf"]) for w, s in ((400, "Regular"), (600, "Semibold"))
        )
    )
    html = f"<style>{faces}</style><img alt='x' src='chart.svg'>"
    pdf = weasyprint.HTML(string=html, base_url=f"{tmp_path}/").write_pdf()
    # WeasyPrint sets SVG text letter by letter and leaves blanks out, so readers tell words by the gaps.
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert text.split() == ["million", "cores", "4", "5", "6", "0", "2020", "2021", "2022", "2023"]
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    fonts = {f.get_object()["/BaseFont"].split("+")[1] for f in page["/Resources"]["/Font"].values()}
    assert fonts == {"Report-Sans", "Report-Sans-Semi-Bold"}
    assert [r.getMessage() for r in caplog.records if r.name == "weasyprint" and "HarfBuzz" not in r.getMessage()] == []


def test_a_font_that_is_not_there_is_named() -> None:
    data = ChartData("bar", "x", ("a",), (), (), "", None, None, "full", "en")
    with pytest.raises(ToolError, match="charts need the font"):
        draw(data, ChartTheme(regular="fonts/None.ttf"), font_files())


# ---------------------------------------------------------------------------------------------- words, look
def test_alternative_text_tells_course_range_and_change(make: Make) -> None:
    spec = spec_of(block())
    assert alt_text(spec, make(CORES, unit="million cores")) == (
        "Bar chart: Cores in production. Values in million cores. "
        "From 15 (2020) to 40 (2022); largest change +15 from 2021 to 2022."
    )
    assert alt_text(spec, make("year,cores\n2020,5\n2021,9\n2022,7\n", lang="de", kind="line", unit="'%'")) == (
        "Liniendiagramm: Cores in production. Von 5\u00a0% (2020) bis 7\u00a0% (2022); niedrigster Wert 5\u00a0% "
        "(2020), höchster Wert 9\u00a0% (2021); größte Veränderung +4 Prozentpunkte von 2020 bis 2021."
    )


def test_alternative_text_lists_few_values_and_sums_up_many(make: Make) -> None:
    csv = "level,start,end\nSilver,40,50\nAssociate,,21\n"
    few = make(csv, kind="grouped-bar", x="level", y="[start, end]", labels="{start: Before}")
    assert alt_text(spec_of(block()), few) == (
        "Grouped bar chart: Cores in production. "
        "Before: 40 (Silver); no value for Associate. end: Silver 50; Associate 21."
    )
    many = make("year,cores\n" + "".join(f"Item {i},{i * 7 % 50}\n" for i in range(1, 60)))
    assert (
        alt_text(spec_of(block()), many) == "Bar chart: Cores in production. Lowest 0 (Item 50), highest 49 (Item 7)."
    )


def test_the_authors_own_alternative_text_comes_first(make: Make) -> None:
    assert alt_text(spec_of(block(alt="Mine")), make(CORES)) == "Mine"
    assert alt_text(spec_of(block()), make(CORES, lang="it")).startswith("Bar chart: Cores in production.")


def test_a_theme_is_read_from_custom_properties() -> None:
    theme = theme_from_tokens(
        ":root { --color-ink: #123; --chart-1: rgb(10 20 30); --chart-2: var(--chart-1);\n"
        "--chart-3: oklch(60% 0.1 200);\n"
        "--chart-highlight: var(--x); --x: var(--chart-highlight); --chart-text-size: 5pt; --chart-width: 15cm;\n"
        "--font-label: Some Sans, sans-serif; --color-paper: hsl(0 0% 100%) }"
    )
    assert (theme.ink, theme.series[:3], theme.paper) == ("#112233", ("#0a141e", "#0a141e", THEME.series[2]), "#ffffff")
    assert (theme.highlight, theme.text_pt, theme.width_mm, theme.family) == (THEME.highlight, 7.0, 150.0, "Some Sans")
    assert theme_from_tokens("") == THEME


def lightness(colour: str) -> float:
    """Give CIE L* of a colour."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(116 * (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]) ** (1 / 3) - 16)


def shipped(root: Path) -> ChartTheme:
    return theme_from_tokens((root / "styles" / "tokens.css").read_text(encoding="utf-8"))


@pytest.mark.parametrize("from_tokens", [False, True])
def test_neighbouring_series_differ_in_grey(root: Path, from_tokens: bool) -> None:
    theme = shipped(root) if from_tokens else THEME
    steps = [abs(lightness(a) - lightness(b)) for a, b in pairwise(theme.series)]
    assert min(steps) >= 8, steps
    pale = tint(theme.series[0], theme.paper, 0.5)
    assert abs(lightness(pale) - lightness(theme.highlight)) >= 10


def test_scales() -> None:
    assert ticks_within(0, 40, 5)[0] == 0
    assert ticks_within(0, 40, 5)[-1] >= 40
    assert line_range((95.0, 100.0)) == (95.0, 100.0)
    assert line_range((20.0, 100.0)) == (0.0, 100.0)
    assert line_range((-5.0, -5.0)) == (-5.0, 0.0)
    assert apart([10, 11, 12], [10, 10, 10], 100) == [10, 20, 30]
    assert apart([98, 99], [10, 10], 100) == [90, 100]
    assert standing_free([0, 10, 20, 30], [15] * 4) == [1, 3]
    assert standing_free([0, 10, 20, 30], [15] * 4, preferred=0) == [0, 3]
    assert standing_free([10.0 * i for i in range(12)], [25] * 12, positions=range(1998, 2010)) == [2, 7]


@pytest.mark.parametrize(
    ("values", "decimals", "shown"),
    [
        ((15.0, 25.0), 0, "15"),
        ((1.5, 2.0), 1, "1.5"),
        ((1 / 3, 2 / 3), 3, "0.333"),
        ((1234.5678,), 2, "1,234.57"),
        ((-0.001, 5.0), 2, "0.00"),
        ((0.0000012,), 7, "0.0000012"),
        ((-1234.0,), 0, "−1,234"),
        ((), 0, ""),
    ],
)
def test_numbers_are_written_with_the_decimals_they_need(values: tuple[float, ...], decimals: int, shown: str) -> None:
    assert decimals_of(values) == decimals
    assert not values or write_number(values[0], decimals) == shown


def test_every_kind_and_key_is_documented(root: Path) -> None:
    page = (root / "docs" / "charts.md").read_text(encoding="utf-8")
    assert [k for k in CHART_KINDS if f"`{k}`" not in page] == []
    assert [k for k in _Block.model_fields if f"`{k}`" not in page] == []


def test_the_examples_in_the_docs_are_right(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "charts.md").read_text(encoding="utf-8")
    files = re.findall(r"`data/(\w+)\.csv`\n\n```csv\n(.*?)```", page, re.DOTALL)
    for name, text in files:
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    blocks = re.findall(r"```chart\n(.*?)```", page, re.DOTALL)
    assert {spec_of(b).kind for b in blocks} == set(CHART_KINDS)
    for keys in blocks:
        spec = spec_of(keys)
        table, _ = table_for(spec, Workspace(tmp_path), tmp_path)
        assert table is not None
        data, findings = prepare(spec, table)
        assert data is not None, findings
        assert drawn(data).findings == ()


def test_the_theme_takes_the_faces_its_family_is_declared_with() -> None:
    css = """
    :root { --font-label: 'Brand', sans-serif }
    @font-face { font-family: 'Brand'; font-style: italic; font-weight: 400; src: url(asset:///fonts/Wrong.ttf) }
    @font-face { font-family: 'Brand'; font-weight: 400; src: url("asset:///fonts/Plain.ttf") }
    @font-face { font-family: Brand; font-style: normal; font-weight: 700; src: url(asset:///fonts/Heavy.ttf) }
    @font-face { font-family: 'Other'; font-weight: 600; src: url(asset:///fonts/Wrong.ttf) }
    """
    theme = theme_from_tokens(css)
    assert (theme.family, theme.regular, theme.semibold) == ("Brand", "fonts/Plain.ttf", "fonts/Heavy.ttf")
