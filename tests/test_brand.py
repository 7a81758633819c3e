"""A brand.yml: what is read of it, what becomes of its colours, fonts and logos, and findings on its lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.brand import Brand
from renderer.compose.look import look_of
from renderer.compose.palette import contrast, palette
from renderer.findings import Finding
from renderer.read.brand import read_brand
from renderer.read.publication import read_publication
from renderer.workspace import Workspace, font_files

COLOR = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: f"#{bytes(rgb).hex()}")

FONT = "typography:\n  fonts:\n  - family: Own\n    source: file\n    files: [{{path: {}, weight: 600}}]\n"


def read(folder: Path, text: str) -> tuple[Brand | None, list[Finding]]:
    (folder / "brand.yml").write_text(text, "utf-8")
    return read_brand(Workspace(folder), folder / "brand.yml")


def brand_of(**colors: str) -> Brand:
    return Brand("brand.yml", colors, {}, (), {}, dict.fromkeys(colors, 1))


def test_colours_of_any_notation_and_names_of_the_palette(tmp_path: Path) -> None:
    text = "color:\n  palette: {plum: rebeccapurple}\n  primary: plum\n  secondary: hsl(40 90% 50%)\n"
    text += "  foreground: '#111'\n"
    brand, findings = read(tmp_path, text)
    assert findings == []
    assert brand is not None
    assert (brand.colors["primary"], brand.colors["secondary"]) == ("#663399", "#f2a60d")
    assert brand.colors["foreground"] == "#111111"


@pytest.mark.parametrize(
    ("text", "code", "line", "said"),
    [
        ("color:\n  primary: plumm\n", "KEY-VALUE", 2, "neither a colour nor a name"),
        ("color:\n  primray: red\n", "KEY-UNKNOWN", 2, "`primary`?"),
        ("colour:\n  primary: red\n", "KEY-UNKNOWN", 1, "`color`?"),
        ("color:\n  primary: red\n  palette: 3\n", "KEY-VALUE", 3, "`palette`"),
        ("color: [\n", "YAML-SYNTAX", 2, "not YAML"),
        ("- a\n", "YAML-SHAPE", 0, "mapping"),
        ("logo:\n  large: gone.svg\n", "PIC-MISSING", 2, "gone.svg"),
        (FONT.format("a.ttf"), "FONT-MISSING", 3, "a.ttf"),
    ],
)  # fmt: skip
def test_a_fault_stands_on_its_own_line(tmp_path: Path, text: str, code: str, line: int, said: str) -> None:
    _, findings = read(tmp_path, text)
    (fault,) = [f for f in findings if f.code == code]
    assert fault.place.line == line
    assert said in fault.message


def test_outlines_that_fail_in_charts_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.otf").write_bytes(b"OTTO" + bytes(20))
    _, (fault,) = read(tmp_path, FONT.format("a.otf"))
    assert fault.code == "FONT-MISSING"
    assert "TrueType" in fault.message


@settings(max_examples=60, deadline=None, derandomize=True)
@given(COLOR, COLOR)
def test_text_can_be_read_and_marks_be_seen_in_any_brand(primary: str, secondary: str) -> None:
    tokens, findings = palette(brand_of(primary=primary, secondary=secondary))
    for ground in ("paper", "tint", "warm-tint"):
        for ink in ("ink", "muted", "brand-ink", "accent-ink", "link"):
            assert contrast(tokens[f"color-{ink}"], tokens[f"color-{ground}"]) >= 4.5, (ink, ground)
    if not [f for f in findings if f.code == "BRAND-CONTRAST"]:
        for ink in ("on-brand", "on-brand-muted", "on-brand-accent"):
            assert contrast(tokens[f"color-{ink}"], tokens["color-brand"]) >= 4.5, ink
    series = [tokens[f"chart-{i}"] for i in range(1, 7)]
    assert all(contrast(c, tokens["color-paper"]) >= 3 for c in (*series, tokens["chart-highlight"]))
    assert len(set(series)) == 6


def test_a_brand_that_cannot_be_read_is_told_on_its_lines() -> None:
    lines = {"foreground": 7, "primary": 8}
    brand = Brand("brand.yml", {"foreground": "#999999", "primary": "#ffdd00"}, {}, (), {}, lines)
    _, findings = palette(brand)
    assert [(f.code, f.place.line) for f in findings] == [("BRAND-CONTRAST", 7), ("BRAND-ADAPTED", 8)]
    assert "2.8:1" in findings[0].message


def test_a_publication_takes_the_brand_in_its_folder_or_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "publication.yml").write_text("title: R\nparts: [{layout: cover}]\n", "utf-8")
    (tmp_path / "_brand.yml").write_text("color: {primary: '#5b2a6e'}\n", "utf-8")
    publication, _ = read_publication(Workspace(folder), folder)
    assert publication.brand and publication.brand.colors["primary"] == "#5b2a6e"
    (folder / "brand.yml").write_text("color: {primary: '#123456'}\n", "utf-8")
    publication, _ = read_publication(Workspace(folder), folder)
    assert publication.brand and publication.brand.colors["primary"] == "#123456"


def test_families_and_font_files_become_style_sheets(tmp_path: Path) -> None:
    font = next(path for name, path in font_files().items() if name.endswith("SourceSansPro-Bold.ttf"))
    (tmp_path / "own.ttf").write_bytes(font.read_bytes())
    (tmp_path / "publication.yml").write_text("title: R\nparts: [{layout: cover}]\n", "utf-8")
    (tmp_path / "brand.yml").write_text(FONT.format("own.ttf") + "  base: Own\n", "utf-8")
    workspace = Workspace(tmp_path)
    publication, findings = read_publication(workspace, tmp_path)
    assert findings == []
    look, _ = look_of(publication, workspace)
    assert "--font-text: 'Own', var(--font-serif);" in look.sheet
    assert "--font-display: 'Own', var(--font-serif);" in look.sheet
    assert "font-family: 'Own'; font-style: normal; font-weight: 600;" in look.faces
    assert [a.name for a in look.fonts] == ["fonts/brand/own.ttf"]
