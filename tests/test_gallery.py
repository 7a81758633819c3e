"""The gallery of the specimen: every kind of chart, asked of its drawings and of the PDF."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import get_args

import pytest
from chart_svg import boxes, check_apart, sizes
from coloraide import Color
from command import run
from inspector import Inspector

from renderer.brand import Brand
from renderer.charts.draw import draw
from renderer.charts.kinds import CHART_KINDS
from renderer.charts.prepare import prepare, table_for
from renderer.charts.spec import read_spec
from renderer.charts.theme import ChartTheme, theme_from_tokens
from renderer.charts.values import ChartData
from renderer.compose import Templates
from renderer.compose.look import Look
from renderer.compose.palette import palette
from renderer.model import Theme
from renderer.store import Store
from renderer.workspace import Workspace, font_files, resources

SPECIMEN = resources() / "layouts" / "specimen"
SIGHTS = ("", "protan", "deutan", "tritan")
APART, EVER = 15, 5
"""CIEDE2000 from which colours are told apart: of neighbours in a chart, and of any two of it."""
GREY = 15
"""Difference in lightness (L* of CIELAB) of neighbours that shows in grey."""
BRANDS = {
    "red": ("#e4002b", "#ffb81c"),
    "blue": ("#005eb8", "#ffb81c"),
    "purple": ("#663399", "#ff6600"),
    "black": ("#000000", "#ffffff"),
    "yellow": ("#ffd400", "#222222"),
    "green": ("#00843d", "#e4002b"),
}


def theme_named(name: str, folder: Path) -> ChartTheme:
    """Give the look of charts in a theme with the built-in brand."""
    return theme_from_tokens(Templates(Workspace(), Store(folder), Look(name)).tokens())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def charts() -> list[ChartData]:
    """Prepare every chart of the gallery."""
    found = []
    for block in re.findall(r"```chart\n(.*?)```", (SPECIMEN / "gallery.md").read_text(encoding="utf-8"), re.DOTALL):
        spec, findings = read_spec(block, source="gallery.md", line=1)
        assert spec is not None, findings
        table, findings = table_for(spec, Workspace(), SPECIMEN / "data")
        assert table is not None, findings
        data, findings = prepare(spec, table)
        assert data is not None, findings
        found.append(data)
    return found


def test_every_kind_is_there(charts: list[ChartData]) -> None:
    assert sorted(data.kind for data in charts) == sorted(CHART_KINDS)


@pytest.mark.parametrize("name", get_args(Theme))
def test_labels_stand_apart_inside_and_can_be_read(name: str, charts: list[ChartData], tmp_path: Path) -> None:
    theme = theme_named(name, tmp_path)
    for data in charts:
        drawn = draw(data, theme, font_files())
        assert drawn.findings == (), data.kind
        check_apart(drawn.svg)
        assert min(sizes(drawn.svg)) >= 6.5, data.kind


@pytest.mark.slow
def test_bytes_are_the_same_in_two_processes(charts: list[ChartData]) -> None:
    program = (
        "import hashlib, pickle, sys; from renderer.charts.draw import draw\n"
        "from renderer.charts.theme import ChartTheme; from renderer.workspace import font_files\n"
        "for data in pickle.load(sys.stdin.buffer):\n"
        "    print(hashlib.sha256(draw(data, ChartTheme(), font_files()).svg.encode()).hexdigest())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program], input=pickle.dumps(charts), capture_output=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
        ).stdout.split()
        for seed in ("1", "2")
    ]  # fmt: skip
    assert len(set(told[0])) == len(charts)
    assert told[0] == told[1]


@pytest.mark.slow
def test_text_is_text_in_the_fonts_of_the_report(charts: list[ChartData], tmp_path: Path) -> None:
    theme = theme_named("classic", tmp_path)
    ran = run("build", str(SPECIMEN / "gallery.md"), "--output", str(tmp_path / "out"), cwd=tmp_path)
    assert ran.status == 0, ran.err
    [file] = (tmp_path / "out").glob("*.pdf")
    pdf = Inspector(file)
    printed = " ".join(pdf.text(n) for n in range(pdf.pages))
    joined = re.sub(r"\s", "", printed)
    for data in charts:
        for label, *_ in boxes(draw(data, theme, font_files()).svg):
            assert re.sub(r"\s", "", label) in joined, (data.kind, label)
    figures = {w.font for n in range(pdf.pages) for w in pdf.find("Onboarding", page=n)}
    assert figures == {"Report-Sans", "Report-Sans-Semi-Bold"}
    assert all(name.startswith("Report-") and embedded for name, embedded in pdf.fonts.items()), pdf.fonts


# ---------------------------------------------------------------------------------------------------------- colours
def check_colours(series: tuple[str, ...], highlight: str) -> None:
    """Hold the colours of series to what eyes of every kind, and a printer without colours, tell apart."""
    for sight in SIGHTS:
        seen = [Color(c).filter(sight) if sight else Color(c) for c in series]
        assert min(a.delta_e(b, method="2000") for a, b in pairwise(seen)) >= APART, sight or "all colours"
        assert min(a.delta_e(b, method="2000") for a, b in combinations(seen, 2)) >= EVER, sight or "all colours"
        first, other = (Color(c).filter(sight) if sight else Color(c) for c in (series[0], highlight))
        assert first.delta_e(other, method="2000") >= APART, f"the highlight, {sight or 'all colours'}"
    lightness = [Color(c).convert("lab")["lightness"] for c in series]
    assert min(abs(a - b) for a, b in pairwise(lightness)) >= GREY


@pytest.mark.parametrize("name", get_args(Theme))
def test_colours_are_told_apart_by_every_eye_and_in_grey(name: str, tmp_path: Path) -> None:
    theme = theme_named(name, tmp_path)
    check_colours(theme.series, theme.highlight)


@pytest.mark.parametrize(("primary", "secondary"), BRANDS.values(), ids=BRANDS)
def test_colours_of_other_brands_are_told_apart(primary: str, secondary: str) -> None:
    colors = {"primary": primary, "secondary": secondary}
    tokens, _ = palette(Brand("brand.yml", colors, {}, (), {}, dict.fromkeys(colors, 1)))
    check_colours(tuple(tokens[f"chart-{i}"] for i in range(1, 7)), tokens["chart-highlight"])
