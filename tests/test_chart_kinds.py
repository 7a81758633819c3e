"""Every kind of chart with easy and with nasty data: words that keep apart and can be read, honest marks, faults."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chart_svg import boxes, check_apart, faint, sizes
from command import run
from inspector import Inspector
from lxml import etree

from renderer.charts.alt import alt_text
from renderer.charts.draw import draw
from renderer.charts.kinds import CHART_KINDS, OPTIONAL
from renderer.charts.prepare import prepare, table_for
from renderer.charts.regions import COLUMNS, ROWS, tiles, tiles_of
from renderer.charts.shares import in_whole
from renderer.charts.spec import read_spec
from renderer.charts.theme import ChartTheme, theme_from_tokens, tint
from renderer.charts.values import ChartData, Drawn
from renderer.charts.words import words_for
from renderer.findings import Finding
from renderer.workspace import Workspace, font_files

SHIPPED = theme_from_tokens((Path(__file__).parent.parent / "styles" / "tokens.css").read_text(encoding="utf-8"))
SVG = "{http://www.w3.org/2000/svg}"
Prepare = Callable[..., tuple[ChartData | None, tuple[Finding, ...]]]


@pytest.fixture
def prepared(tmp_path: Path) -> Prepare:
    """Prepare chart data from CSV text and the keys of a block."""

    def made(csv: str, lang: str = "en", **keys: object) -> tuple[ChartData | None, tuple[Finding, ...]]:
        (tmp_path / "d.csv").write_text(csv, encoding="utf-8")
        lines = "".join(f"{k}: {v}\n" for k, v in {"data": "d", "title": "Members", **keys}.items())
        spec, findings = read_spec(lines, source="m.md", line=1)
        if spec is None:
            return None, findings
        table, findings = table_for(spec, Workspace(tmp_path), tmp_path)
        assert table is not None, findings
        return prepare(spec, table, lang=lang)

    return made


def drawn(data: ChartData | None, theme: ChartTheme = SHIPPED) -> Drawn:
    assert data is not None
    return draw(data, theme, font_files())


def words(svg: str) -> list[str]:
    return [box[0] for box in boxes(svg)]


def fills(svg: str) -> list[str]:
    return re.findall(r'style="fill: (#[0-9a-f]{6})', svg)


def rows(header: str, *lines: str) -> str:
    return "\n".join([header, *lines]) + "\n"


# ------------------------------------------------------------------------------------ easy and nasty data, all kinds
LONG = "Working group for matter number {} of its kind and name"
CODES = list(tiles())
DATA: dict[str, str] = {
    "easy": rows("x,a,b", "2020,15,8", "2021,25,9", "2022,40,12"),
    "names": rows("x,a,b", "Gold,12,13", "Silver,40,50", "Associate,11,21"),
    "long labels": rows("x,a,b", *(f"{LONG.format(i)},{i},{2 * i}" for i in range(1, 6))),
    "negative": rows("x,a,b", "2020,-15,8", "2021,25,-9", "2022,-40,12"),
    "zeros": rows("x,a,b", "2020,0,0", "2021,0,0", "2022,0,0"),
    "one row": rows("x,a,b", "2020,15,8"),
    "two rows": rows("x,a,b", "2020,15,8", "2021,15.5,8"),
    "40 years": rows("x,a,b", *(f"{1980 + i},{i * 37 % 91},{i}" for i in range(40))),
    "40 names": rows("x,a,b", *(f"Name {i},{i * 37 % 91},{i}" for i in range(40))),
    "gaps": rows("x,a,b", "2018,15,8", "2019,,9", "2020,40,", "2022,40,12", "2023,41,12"),
    "huge": rows("x,a,b", "2020,999999999999999,1", "2021,5,123456789012345", "2022,123456,7"),
    "tiny": rows("x,a,b", "2020,0.00000012,0.5", "2021,0.5,0.25", "2022,0.125,0.1"),
    "equal": rows("x,a,b", "2020,7,7", "2021,7,7", "2022,7,7"),
    "close": rows("x,a,b", "2020,99.1,99.2", "2021,99.2,99.1", "2022,99.3,99.3"),
    "dominant": rows("x,a,b", "Most of it,10000,1", "Some,3,1", "Little,2,1", "Less,1,1", "Nothing,0,0"),
}
MANY = {kind for kind, entry in CHART_KINDS.items() if entry.many}


def keys_for(kind: str, name: str, plenty: bool) -> tuple[str, dict[str, object]]:
    """Give data and keys of a case; with `plenty` all that can be added to it."""
    csv = DATA[name]
    lines = csv.splitlines()
    if kind == "tile-map":
        csv = rows("x,a,b", *(f"{CODES[i]},{line.split(',', 1)[1]}" for i, line in enumerate(lines[1:])))
    keys: dict[str, object] = {"kind": kind, "x": "x", "y": "[a, b]" if kind in MANY else "a", "unit": "people"}
    if plenty:
        last = csv.splitlines()[-1].split(",")[0]
        takes = CHART_KINDS[kind].keys
        extra: dict[str, object] = {
            "highlight": "b" if kind == "slope" else last,
            "target": "{value: 45, label: What we want to reach}",
            "reference": "[20, {value: 21, label: Mean}]",
            "annotations": f"{{'{last}': First year after the great move to a new home}}",
        }
        keys |= {k: v for k, v in extra.items() if k in takes}
        keys["labels"] = "{a: The first of the two rows, b: Second}"
    return csv, keys


REFUSED = {
    ("stacked-bar", "negative"), ("percent-bar", "negative"), ("percent-bar", "zeros"), ("area", "negative"),
    ("donut", "negative"), ("donut", "zeros"), ("donut", "40 years"), ("donut", "40 names"),
    ("waffle", "negative"), ("waffle", "zeros"), ("waffle", "40 years"), ("waffle", "40 names"),
}  # fmt: skip


# The two hundred tiles of the map do not change with the data, so it is drawn with less.
CASES = [(k, n) for k in CHART_KINDS for n in DATA if k != "tile-map" or n in ("easy", "negative", "40 names", "gaps")]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_words_stand_apart_inside_and_can_be_read(prepared: Prepare, kind: str, name: str) -> None:
    for plenty in (False, True):
        for width in ("full", "half"):
            csv, keys = keys_for(kind, name, plenty)
            data, findings = prepared(csv, **keys, width=width)
            if data is None:
                assert [f.code for f in findings] == ["CHART-SHAPE"]
                assert (kind, name) in REFUSED or kind == "slope"
                continue
            result = drawn(data)
            assert min(sizes(result.svg), default=8) >= 6.5
            assert faint(result.svg, SHIPPED.paper) == []
            if not result.findings:  # what does not fit is said; what is not said fits
                check_apart(result.svg)
            if not plenty and width == "full" and name in ("easy", "names", "gaps", "equal"):
                assert result.findings == ()


def test_refusals_are_no_more_than_they_should_be(prepared: Prepare) -> None:
    for kind, name in REFUSED:
        csv, keys = keys_for(kind, name, False)
        data, findings = prepared(csv, **keys)
        assert data is None, (kind, name)
        assert [f.code for f in findings] == ["CHART-SHAPE"]
        assert str(findings[0].place) == "m.md:3"


# ------------------------------------------------------------------------------------------------------- the kinds
PARTS = rows("x,n", "Fees,50", "Events,30", "Grants,15", "Other,5")


def rectangles(svg: str, colour: str) -> list[tuple[float, float]]:
    """Give width and height of the areas of a colour."""
    found = []
    for path in etree.fromstring(svg.encode()).iter(f"{SVG}path"):
        if f"fill: {colour}" in path.get("style", ""):
            points = [(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", path.get("d", ""))]
            found.append(tuple(max(p[i] for p in points) - min(p[i] for p in points) for i in (0, 1)))
    return found


def test_parts_are_stacked_to_their_sum(prepared: Prepare) -> None:
    data, _ = prepared("x,a,b\n2021,10,30\n2022,20,20\n", kind="stacked-bar", x="x", y="[a, b]")
    svg = drawn(data).svg
    lower = [h for _, h in rectangles(svg, SHIPPED.series[0])]
    upper = [h for _, h in rectangles(svg, SHIPPED.series[1])]
    assert lower[1] / lower[0] == pytest.approx(2, abs=0.01)
    assert upper[0] / lower[0] == pytest.approx(3, abs=0.01)
    assert {"10", "20", "30", "40", "a", "b"} <= set(words(svg))


def test_bars_of_a_hundred_per_cent_are_equally_long_and_carry_shares(prepared: Prepare) -> None:
    data, _ = prepared("x,a,b\n2021,1,3\n2022,200,200\n2023,0,0\n", kind="percent-bar", x="x", y="[a, b]")
    svg = drawn(data).svg
    a, b = ([h for _, h in rectangles(svg, SHIPPED.series[i])] for i in (0, 1))
    assert a[0] + b[0] == pytest.approx(a[1] + b[1], abs=0.01)
    assert {"25%", "75%", "50%", "–"} <= set(words(svg))


def test_a_horizontal_bar_lies_even_over_years_and_is_sorted(prepared: Prepare) -> None:
    data, _ = prepared("x,n\n2020,5\n2021,9\n2022,\n2023,7\n", kind="horizontal-bar", x="x", y="n", sort="descending")
    assert data is not None
    assert data.categories == ("2021", "2023", "2020", "2022")
    wide = [w for w, _ in rectangles(drawn(data).svg, SHIPPED.series[0])]
    assert wide == sorted(wide, reverse=True)
    assert wide[0] / wide[2] == pytest.approx(9 / 5, abs=0.01)


def test_sorting_goes_by_sum_share_or_last_value(prepared: Prepare) -> None:
    csv = "x,a,b\nP,1,9\nQ,4,4\nR,5,15\n"
    for kind, order in (("stacked-bar", "QPR"), ("percent-bar", "PRQ"), ("dot-plot", "QPR")):
        data, _ = prepared(csv, kind=kind, x="x", y="[a, b]", sort="ascending")
        assert data is not None
        assert "".join(data.categories) == order, kind
    data, _ = prepared("x,a,b\n2021,1,9\n2022,5,\n", kind="small-multiples", x="x", y="[a, b]", sort="descending")
    assert data is not None
    assert [s.name for s in data.series] == ["b", "a"]


def test_areas_stand_on_one_another_and_break_where_a_part_is_missing(prepared: Prepare) -> None:
    csv = "x,a,b\n2020,1,2\n2021,2,\n2022,3,4\n2023,3,5\n"
    data, _ = prepared(csv, kind="area", x="x", y="[a, b]")
    result = drawn(data)
    assert {"a 3", "b 5", "Total 8"} <= set(words(result.svg))
    assert len(rectangles(result.svg, SHIPPED.series[0])) == 2  # one before the gap, one after
    nowhere, findings = prepared("x,a,b\n2020,1,\n2021,,2\n", kind="area", x="x", y="[a, b]")
    assert nowhere is None
    assert findings[0].code == "CHART-SHAPE"


def test_a_slope_takes_two_columns_or_two_moments(prepared: Prepare) -> None:
    wide, _ = prepared("x,then,now\nA,1,3\nB,2,1\n", kind="slope", x="x", y="[then, now]")
    long, _ = prepared("x,p,n\nthen,A,1\nnow,A,3\nthen,B,2\nnow,B,1\n", kind="slope", x="x", y="n", series="p")
    assert wide is not None
    assert long is not None
    assert (wide.categories, wide.series) == (long.categories, long.series)
    assert {"A 1", "B 2", "3 A", "1 B", "then", "now"} == set(words(drawn(wide).svg))
    for keys in ({"y": "n"}, {"y": "[n, n2, n3]"}):
        data, findings = prepared("x,n,n2,n3\n2020,1,1,1\n2021,1,1,1\n2022,1,1,1\n", kind="slope", x="x", **keys)
        assert data is None
        assert "two moments, not 3" in findings[0].message


def test_the_dots_of_series_differ_in_shape(prepared: Prepare) -> None:
    data, _ = prepared("x,a,b\nP,95,97\nQ,96,99\n", kind="dot-plot", x="x", y="[a, b]")
    root = etree.fromstring(drawn(data).svg.encode())
    shapes = {p.get("d") for p in root.iter(f"{SVG}path") if p.getparent().tag == f"{SVG}defs"}
    assert len(shapes) >= 2
    assert "0" not in words(drawn(data).svg)  # the scale need not begin at zero


def test_rounded_shares_add_up_to_a_hundred() -> None:
    assert in_whole((33.4, 33.3, 33.3)) == (34, 33, 33)
    assert in_whole((0.4, 99.6)) == (0, 100)
    assert sum(in_whole((14.2857,) * 7)) == 100


def test_a_waffle_has_a_square_for_each_per_cent(prepared: Prepare) -> None:
    data, _ = prepared(PARTS, kind="waffle", x="x", y="n")
    svg = drawn(data).svg
    assert [len(rectangles(svg, SHIPPED.series[i])) for i in range(4)] == [50, 30, 15, 5]
    assert "Other: 5 (5%)" in words(svg)


def test_a_donut_names_every_part_and_the_sum(prepared: Prepare) -> None:
    data, _ = prepared(PARTS, kind="donut", x="x", y="n", lang="de", sort="ascending")
    svg = drawn(data).svg
    assert {"100", "Gesamt", "Fees: 50 (50\u00a0%)", "Other: 5 (5\u00a0%)"} <= set(words(svg))
    assert data is not None
    assert data.categories == ("Other", "Grants", "Events", "Fees")
    many, findings = prepared("x,n\n" + "".join(f"P{i},1\n" for i in range(7)), kind="donut", x="x", y="n")
    assert many is None
    assert "at most 6 parts, and here are 7" in findings[0].message
    assert "horizontal-bar" in findings[0].remedy


def test_small_charts_share_one_scale(prepared: Prepare) -> None:
    data, _ = prepared("x,a,b,c\n2020,1,10,5\n2021,2,,5\n2022,3,30,5\n", kind="small-multiples", x="x", y="[a, b, c]")
    shown = words(drawn(data).svg)
    assert {"a", "b", "c", "3", "30", "5", "2020", "2022"} <= set(shown)
    assert shown.count("0") == 1  # the scale is written beside the first chart of a row only


@pytest.mark.parametrize(
    ("csv", "keys", "lang", "expected"),
    [
        ("x,n\n2021,25\n2022,40\n", {}, "en", {"40", "+15 (+60%) since 2021"}),
        ("x,n\n2021,40\n2022,25\n", {}, "en", {"25", "−15 (−38%) since 2021"}),
        ("x,n\n2021,40\n2022,40\n", {}, "es", {"40", "sin cambios desde 2021"}),
        ("x,n\n2021,40.5\n2022,41\n", {"unit": '"%"'}, "en", {"41.0%", "+0.5 percentage points since 2021"}),
        ("x,n\n2021,25\n2022,40\n", {"highlight": 2021}, "en", {"25", "2021"}),
        ("x,n\n2021,-5\n2022,5\n", {"target": 8}, "fr", {"5", "+10 depuis 2021", "Objectif : 8"}),
        ("x,n\n2020,1\n2021,25\n2022,\n", {}, "de", {"25", "+24 (+2.400\u00a0%) seit 2020"}),
    ],
)
def test_a_large_figure_tells_its_change(
    prepared: Prepare, csv: str, keys: dict[str, Any], lang: str, expected: set[str]
) -> None:
    data, _ = prepared(csv, kind="number", x="x", y="n", lang=lang, **keys)
    svg = drawn(data).svg
    assert set(words(svg)) == expected
    assert max(sizes(svg)) > 30


# ------------------------------------------------------------------------------------------------------------ the map
def test_a_map_of_places_names_its_one_colour_and_says_nothing_of_amounts(prepared: Prepare) -> None:
    said = {"kind": "tile-map", "x": "a", "y": "b", "labels": {"b": "Held a meeting"}}
    places, _ = prepared("a,b\nDE,1\nFR,1\n", **said)
    amounts, _ = prepared("a,b\nDE,1\nFR,3\n", **said)
    assert "Held a meeting" in words(drawn(places).svg) and "no data" not in words(drawn(places).svg)
    assert "no data" in words(drawn(amounts).svg)


def test_every_tile_has_a_place_of_its_own() -> None:
    every = list(tiles().values())
    assert len(every) == len({(t.row, t.column) for t in every}) == len({t.code3 for t in every}) == 200
    assert all(0 <= t.row < ROWS and 0 <= t.column < COLUMNS for t in every)
    assert not [t for t in every if t.row >= ROWS - 4 and t.column < 8]  # the key stands there


def test_countries_and_regions_by_code_number_and_name() -> None:
    assert tiles_of("de") == tiles_of("DEU") == tiles_of(" Germany ") == ("DE",)
    assert len(tiles_of("Europe")) == len(tiles_of("150")) == 45
    assert set(tiles_of("Americas")) == set(tiles_of("North America")) | set(tiles_of("South America"))
    assert tiles_of("Atlantis") == tiles_of("") == ()


def test_a_country_beats_its_region_and_darker_is_more(prepared: Prepare) -> None:
    data, _ = prepared("x,n\nEurope,1\nFR,5\nJapan,9\n", kind="tile-map", x="x", y="n", unit="groups")
    svg = drawn(data).svg
    tones = [tint(SHIPPED.series[0], SHIPPED.paper, share) for share in (0.2, 0.6, 1.0)]
    assert [len(rectangles(svg, tone)) - 1 for tone in tones] == [44, 1, 1]  # and one of each in the key
    assert {"1", "5", "9", "no data", "groups", "FR", "JP"} <= set(words(svg))
    assert data is not None
    assert data.categories == ("Europe", "France", "Japan")


def test_unknown_places_are_findings_in_the_data_file(prepared: Prepare) -> None:
    data, findings = prepared("x,n\nDE,1\nFrence,5\nXX,2\n", kind="tile-map", x="x", y="n")
    assert data is None
    assert [(f.code, str(f.place)) for f in findings] == [
        ("CHART-REGION", "d.csv:3 (x)"), ("CHART-REGION", "d.csv:4 (x)"),
    ]  # fmt: skip
    assert "did you mean 'France'?" in findings[0].remedy
    twice, findings = prepared("x,n\nDE,1\nGermany,5\n", kind="tile-map", x="x", y="n")
    assert twice is None
    assert "'DE' and 'Germany' are the same place" in findings[0].message


# ------------------------------------------------------------------------------------- what an author adds to the data
def test_targets_and_references_are_drawn_within_the_scale_and_named(prepared: Prepare) -> None:
    for kind in ("bar", "horizontal-bar", "line", "area", "stacked-bar", "dot-plot", "grouped-bar"):
        data, findings = prepared(
            "x,n\n2020,15\n2021,25\n", kind=kind, x="x", y="n", target="{value: 50, label: Goal}", reference="[12.5]"
        )
        assert findings == ()
        result = drawn(data)
        assert {"Goal: 50", "12.5"} <= set(words(result.svg)), kind
        assert result.findings == ()
        check_apart(result.svg)


def test_annotations_stand_over_their_year(prepared: Prepare) -> None:
    data, _ = prepared("x,n\n2020,15\n2021,25\n2022,9\n", kind="bar", x="x", y="n", annotations="{2021: New questions}")
    found = {box[0]: box for box in boxes(drawn(data).svg)}
    middle = {name: (found[name][1] + found[name][3]) / 2 for name in ("New questions", "2021", "25")}
    assert middle["New questions"] == pytest.approx(middle["2021"], abs=0.5)
    assert found["New questions"][4] < found["25"][2]


def test_colours_are_asked_for_by_role(prepared: Prepare) -> None:
    data, _ = prepared("x,a,b\n2020,1,2\n2021,2,3\n", kind="line", x="x", y="[a, b]", colors="{b: chart-5}")
    assert SHIPPED.series[4] in drawn(data).svg
    assert SHIPPED.series[1] not in drawn(data).svg
    single, _ = prepared("x,n\nA,1\nB,2\n", kind="bar", x="x", y="n", colors="{B: muted}")
    assert [c for c in fills(drawn(single).svg) if c in (SHIPPED.series[0], SHIPPED.roles["muted"])] == [
        SHIPPED.series[0], SHIPPED.roles["muted"],
    ]  # fmt: skip


def test_a_series_is_set_off_by_its_name(prepared: Prepare) -> None:
    for kind in ("line", "slope", "stacked-bar", "grouped-bar", "small-multiples", "area"):
        data, _ = prepared("x,a,b\n2020,1,2\n2021,2,3\n", kind=kind, x="x", y="[a, b]", highlight="b")
        if kind == "slope":  # its rows are the lines
            data, _ = prepared("x,a,b\n2020,1,2\n2021,2,3\n", kind=kind, x="x", y="[a, b]", highlight="2021")
        assert data is not None
        assert (data.highlight, data.highlighted) == (None, 1)
        assert SHIPPED.highlight in drawn(data).svg


@pytest.mark.parametrize("kind", ["line", "area", "stacked-bar", "percent-bar", "grouped-bar", "dot-plot"])
def test_more_series_than_colours_are_told_of(prepared: Prepare, kind: str) -> None:
    names = "ABCDEFG"
    csv = rows("year," + ",".join(names), *(f"{year},1,20,40,60,80,100,120" for year in (2021, 2022)))
    data, _ = prepared(csv, kind=kind, x="year", y=f"[{', '.join(names)}]", height=120)
    assert "there are 7 series and only 6 looks to tell them apart by" in [f.message for f in drawn(data).findings]


def test_values_are_all_written_or_none(prepared: Prepare) -> None:
    csv = "x,n\n2020,15\n2021,25\n2022,9\n"
    assert {"15", "25", "9"} <= set(words(drawn(prepared(csv, kind="line", x="x", y="n", values="all")[0]).svg))
    for kind in ("line", "bar", "stacked-bar"):
        none = words(drawn(prepared(csv, kind=kind, x="x", y="n", values="none")[0]).svg)
        assert not {"15", "25", "9"} & set(none), kind
        assert "20" in none or "30" in none  # the scale


@pytest.mark.parametrize(
    ("csv", "categories"),
    [
        (rows("x,n", "2018,1", "2019,2", "2021,3"), ("2018", "2019", "2021")),
        (rows("x,n", "2018,1", "2019,2", "2020,2", "2022,3"), ("2018", "2019", "2020", "2021", "2022")),
        (rows("x,n", "2012,1", "2014,2", "2016,2", "2020,3"), ("2012", "2014", "2016", "2018", "2020")),
        (rows("x,n", "2022-11,1", "2022-12,2", "2023-01,2", "2023-03,3"),
         ("2022-11", "2022-12", "2023-01", "2023-02", "2023-03")),
        (rows("x,n", "2000,1", "2001,2", "2020,2", "2021,3"), ("2000", "2001", "2020", "2021")),
    ],
)  # fmt: skip
def test_years_a_file_leaves_out_are_missing(prepared: Prepare, csv: str, categories: tuple[str, ...]) -> None:
    for kind in ("bar", "line"):
        data, _ = prepared(csv, kind=kind, x="x", y="n")
        assert data is not None
        assert data.categories == categories
    assert data is not None
    gaps = [c for c, v in zip(data.categories, data.series[0].values, strict=True) if v is None]
    if gaps:
        assert "–" in words(drawn(prepared(csv, kind="bar", x="x", y="n")[0]).svg)


@pytest.mark.parametrize(
    ("keys", "code", "line", "said"),
    [
        ({"kind": "donut", "target": 5}, "CHART-KEY", 6, "a donut chart has no `target`"),
        ({"kind": "bar", "target": "many"}, "CHART-KEY", 6, "write a number"),
        ({"kind": "bar", "reference": "{label: Mean}"}, "CHART-KEY", 6, "its `value` and `label`"),
        ({"kind": "bar", "reference": "[{value: 1, lable: x}]"}, "CHART-KEY", 6, "its `value` and `label`"),
        ({"kind": "bar", "sort": "up"}, "CHART-KEY", 6, "write file, ascending or descending"),
        ({"kind": "bar", "values": "some"}, "CHART-KEY", 6, "write auto, all or none"),
        ({"kind": "bar", "colors": "{A: red}"}, "CHART-KEY", 6, "chart-1"),
        ({"kind": "bar", "colors": "{Z: muted}"}, "CHART-KEY", 6, "'Z', which is not shown"),
        ({"kind": "bar", "annotations": "{Z: Hello}"}, "CHART-KEY", 6, "'Z', which `annotations` names"),
        ({"kind": "waffle", "series": "s"}, "CHART-KEY", 6, "one column of values"),
    ],
)
def test_faults_in_keys_of_some_kinds(prepared: Prepare, keys: dict[str, Any], code: str, line: int, said: str) -> None:
    csv = "x,n,s\nA,1,p\nB,2,q\n"
    kind = keys.pop("kind")
    data, findings = prepared(csv, kind=kind, x="x", y="n", **keys)
    assert data is None
    assert [(f.code, f.place.line) for f in findings] == [(code, line)]
    assert said in f"{findings[0].message} {findings[0].remedy}"


# ------------------------------------------------------------------------------------------------------------ words
@pytest.mark.parametrize("lang", ["en", "de", "fr", "es"])
def test_every_kind_has_a_name_in_every_language(lang: str) -> None:
    assert {*CHART_KINDS} <= {*words_for(lang)}
    assert lang == "en" or sum(words_for(lang)[k] == words_for("en")[k] for k in CHART_KINDS) == 0
    assert words_for(f"{lang.upper()}-XX") == words_for(lang)


def test_the_alternative_text_tells_what_the_author_added(prepared: Prepare, tmp_path: Path) -> None:
    keys = {"kind": "line", "x": "x", "y": "n", "target": 50, "reference": "{value: 20, label: Mean}",
            "annotations": "{2021: New questions.}"}  # fmt: skip
    csv = "x,n\n2020,15\n2021,25\n2022,40\n2024,41\n"
    texts = []
    for lang in ("en", "fr"):
        spec, _ = read_spec("".join(f"{k}: {v}\n" for k, v in {**keys, "data": "d", "title": "T"}.items()),
                            source="m.md", line=1)  # fmt: skip
        data, _ = prepared(csv, lang=lang, **keys)
        assert spec is not None
        assert data is not None
        texts.append(alt_text(spec, data))
    assert texts == [
        "Line chart: T. From 15 (2020) to 41 (2024); largest change +15 from 2021 to 2022; no value for 2023. "
        "Target: 50. Mean: 20. 2021: New questions.",
        "Courbe : T. De 15 (2020) à 41 (2024); plus forte variation +15 de 2021 à 2022; pas de valeur pour 2023. "
        "Objectif : 50. Mean : 20. 2021 : New questions.",
    ]


# ------------------------------------------------------------------------------------------------------ the whole way
@pytest.mark.slow
def test_all_examples_of_the_docs_make_one_conforming_report(
    root: Path, tmp_path: Path, verapdf: Callable[..., dict[Path, list[Any]]]
) -> None:
    page = (root / "docs" / "charts.md").read_text(encoding="utf-8")
    (tmp_path / "data").mkdir()
    for name, text in re.findall(r"`data/(\w+)\.csv`\n\n```csv\n(.*?)```", page, re.DOTALL):
        (tmp_path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    charts = re.findall(r"(```chart\n.*?```)", page, re.DOTALL)
    assert {kind for c in charts for kind in re.findall(r"^kind: (\S+)", c, re.M)} == set(CHART_KINDS)
    (tmp_path / "all.md").write_text("---\ntitle: All kinds\nlang: en\n---\n\n" + "\n\n".join(charts) + "\n")
    ran = run("build", "all.md", "--output", "out", "--json", cwd=tmp_path)
    assert ran.status == 0, ran.err + ran.out
    assert set(ran.codes) == {"CHART-ALT"}
    [pdf] = (tmp_path / "out").glob("*.pdf")
    assert verapdf([pdf], "ua1", "3a") == {pdf: []}
    alternatives = [tag.alt for tag in Inspector(pdf).tags("Figure")]
    assert len(alternatives) == len(charts)
    assert "Ring chart: Income by kind." in " ".join(alternatives)


SPARKS = """\
---
title: Sparks
---
Cores ![](cores.csv) grew, ![Cores since 2020](cores.csv#cores) as said.

| what | course |
| --- | --- |
| Cores | ![Course of the cores](cores.csv) |
"""


def test_a_picture_of_a_data_file_is_a_chart_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cores.csv").write_text("year,cores\n2020,15\n2021,25\n2022,40\n")
    (tmp_path / "a.md").write_text(SPARKS)
    ran = run("build", "a.md", "--output", "out", "--json", cwd=tmp_path)
    assert (ran.status, ran.codes) == (0, ["CHART-ALT"]), ran.err
    figures = Inspector(tmp_path / "out" / "a.pdf").figures()
    assert [f.alt for f in figures] == [
        "Small line chart: cores. From 15 (2020) to 40 (2022); largest change +15 from 2021 to 2022.",
        "Cores since 2020",
        "Course of the cores",
    ]
    assert all(f.box is None or f.box[3] - f.box[1] < 12 for f in figures)


def test_a_picture_of_a_data_file_that_cannot_be_drawn_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "two.csv").write_text("year,a,b\n2020,1,2\n2021,x,3\n")
    (tmp_path / "a.md").write_text("Bad.\n\n![x](two.csv) and ![y](two.csv#c), ![z](tow.csv#a)\nor ![w](two.csv#a).\n")
    ran = run("check", "a.md", "--json", cwd=tmp_path)
    found = [(f["code"], f["place"]["file"], f["place"]["line"]) for f in ran.lines if f["type"] == "finding"]
    assert sorted(found) == [
        ("CHART-COLUMN", "a.md", 3), ("CHART-COLUMN", "a.md", 3), ("CHART-DATA", "a.md", 3),
        ("CHART-NUMBER", "data/two.csv", 3),
    ]  # fmt: skip


def test_a_spark_draws_its_gaps_and_even_values(prepared: Prepare) -> None:
    for csv, strokes in (
        ("x,n\n2020,1\n2021,\n2022,3\n2023,4\n", 2),
        ("x,n\n2020,7\n2021,7\n", 1),
        ("x,n\n2020,7\n", 1),
    ):
        data, _ = prepared(csv, kind="line", x="x", y="n")
        assert data is not None
        svg = drawn(replace(data, kind="spark", width="text")).svg
        assert svg.count(f"stroke: {SHIPPED.series[0]}") == strokes
        assert words(svg) == []


def test_every_key_for_some_kinds_is_taken_by_some() -> None:
    assert {key for entry in CHART_KINDS.values() for key in entry.keys} == set(OPTIONAL)
