"""The look at laid-out pages: each fault once, with the line it comes from, and silence about good pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from binding import SERIF, set_html
from fontTools.ttLib import TTFont
from inspector import Inspector
from PIL import Image

from renderer.findings import Finding, Severity
from renderer.workspace import font_files

LONG = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverordnungsentwurf"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "map.png"
    Image.new("RGB", (300, 300), (90, 80, 200)).save(path)
    return path


def lint(body: str, style: str = "", pictures: tuple[Path, ...] = (), tagged: bool = True) -> list[Finding]:
    return list(set_html("p", body, style=style, pictures=pictures, tagged=tagged).findings)


def told(findings: list[Finding]) -> list[tuple[str, int, int]]:
    """Code, line and page of each finding."""
    return [(f.code, f.place.line, f.place.page) for f in findings]


# ------------------------------------------------------------------------------------------ places and edges
def test_text_out_of_the_type_area() -> None:
    (found,) = lint(f"<p data-line=1 style='line-height:300pt'>fine</p><p data-line=4>{LONG[:45]}<br>b<br>c<br>d</p>")
    assert told([found]) == [("BOX-OVERFLOW", 4, 2)]
    assert found.severity is Severity.WARNING and "at the right out of the type area" in found.message


def test_the_line_within_a_paragraph_of_several() -> None:
    text = f"<p data-line=4>words and\nsome <em>more\nwords</em> or\n{LONG[:45]}\nand more</p>"
    (found,) = lint(text)
    assert told([found]) == [("BOX-OVERFLOW", 7, 1)]
    text = f"<p data-line=4>{LONG[:45]}\n<a data-line=9 href='#x'>a\nb {LONG[:46]}</a><b id=x>c</b></p>"
    assert sorted(f.place.line for f in lint(text)) == [4, 10]
    (found,) = lint("<p data-line=4>words and\nsome\n<em>more\nwords\ue999</em> or</p>")
    assert told([found]) == [("GLYPH-MISSING", 7, 1)]


def test_a_wide_table_is_told_of_once() -> None:
    cells = "".join(f"<td>wide{n}wide{n}wide</td>" for n in range(6))
    body = f"<table data-line=9>{f'<tr>{cells}</tr>' * 20}</table>"
    found = lint(body)
    assert sorted((f.code, f.place.line) for f in found) == [("BOX-CLIPPED", 9), ("TABLE-WIDE", 9)]


def test_text_wider_than_its_cell_or_column() -> None:
    table = f"<table style='table-layout:fixed; width:100%' data-line=3><tr><td>{LONG[:30]}<td>b<td>c<td>d</table>"
    (found,) = lint(table)
    assert told([found]) == [("BOX-OVERFLOW", 3, 1)] and "its table cell" in found.message
    (found,) = lint(f"<div style='columns:3'><p data-line=5>{LONG[:30]}</p>{'<p>more words</p>' * 9}</div>")
    assert told([found]) == [("BOX-OVERFLOW", 5, 1)] and "its column" in found.message


def test_content_cut_off_by_its_box() -> None:
    body = f"<div style='height:30pt; overflow:hidden'><p data-line=2>{'Many words. ' * 60}</p></div>"
    (found,) = lint(body)
    assert told([found]) == [("BOX-CLIPPED", 2, 1)] and found.severity is Severity.ERROR


def test_text_cut_off_by_the_edge_of_the_page() -> None:
    body = f"<p data-line=2 style='font-size:20pt'>{LONG}</p>"
    assert told(lint(body)) == [("BOX-CLIPPED", 2, 1)]
    assert told(lint(body, "@page { margin: 0 }")) == [("BOX-CLIPPED", 2, 1)], "once, not as overflow too"
    assert told(lint(f"<div class=bleed>{body}</div>")) == [("BOX-CLIPPED", 2, 1)], "text may not bleed"


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ("<img style='width:100%' src='asset:///pictures/map.png' alt=m>", "@page { margin: 0; size: 50pt 80pt }"),
        (
            "<p>a</p><img style='position:absolute; left:-60pt' src='asset:///pictures/map.png' alt=m>",
            "img{width:100pt}",
        ),
        ("<div class=bleed><img src='asset:///pictures/map.png' alt=m></div>", "img{width:100pt; margin-left:-60pt}"),
        ("<img src='asset:///pictures/map.png' alt=m>", "img{width:100pt; margin:-60pt}"),
        ("<p style='position:absolute; left:-20pt'>in the margin</p>", ""),
        ("<p style='margin-left:-20pt'>hangs by intention</p>", ""),
        ("<ul style='padding:0'><li>marker in the margin</li></ul>", ""),
        ("<h2 style='line-height:0.8'>Tight lines at the very top of a page</h2><p>a</p>", ""),
        ("<p style='transform: rotate(90deg); width: 300pt'>turned</p>", ""),
        ("<p>a</p><pre style='visibility:hidden'>" + "x" * 200 + "</pre>", ""),
    ],
)
def test_what_is_meant_is_not_told_of(body: str, style: str, picture: Path) -> None:
    assert lint(body, style, (picture,)) == []


# -------------------------------------------------------------------------------------------------- pictures
def test_coarse_pictures(picture: Path) -> None:
    image = "<p data-line=8><img src='asset:///pictures/map.png' alt=map></p>"
    assert lint(image, "img { width: 50.8mm }", (picture,)) == [], "300 px on 2 inches are 150 dpi"
    (found,) = lint(image, "img { width: 60mm }", (picture,))
    assert told([found]) == [("PIC-RESOLUTION", 8, 1)]
    assert "map.png" in found.message and "127 dpi" in found.message and "355" in found.message


def test_coarse_pictures_that_are_cropped_or_behind_text(picture: Path) -> None:
    image = "<p data-line=8><img src='asset:///pictures/map.png' alt=map></p>"
    style = "img { object-fit: cover; width: 20mm; height: 70mm }"
    assert told(lint(image, style, (picture,))) == [("PIC-RESOLUTION", 8, 1)]
    style = "p { background: url(asset:///pictures/map.png) 0 0 / 70mm; height: 60mm }"
    assert told(lint("<p data-line=6>text</p>", style, (picture,))) == [("PIC-RESOLUTION", 6, 1)]


# ------------------------------------------------------------------------------------------------ characters
def test_characters_that_no_font_has() -> None:
    found = lint("<p data-line=3>fine</p><p data-line=5>odd \U000f1234 and \U000f1234 \ue999</p>")
    assert told(found) == [("GLYPH-MISSING", 5, 1)]
    assert "U+F1234" in found[0].message and "U+E999" in found[0].message and found[0].severity is Severity.ERROR


def test_characters_set_in_another_font() -> None:
    cmap = TTFont(font_files()[f"fonts/{SERIF}"]).getBestCmap()
    sheets = set_html("p", "<p data-line=3>a ☃ b</p><p data-line=4>☃ and ☃</p>")
    system = [use for use in sheets.fonts if not use.asset]
    assert ord("☃") not in cmap
    if not system:
        pytest.skip("no font of this machine has U+2603")
    assert told(list(sheets.findings)) == [("GLYPH-FALLBACK", 3, 1)], "a character once in a part"
    assert sheets.findings[0].severity is Severity.NOTE and "U+2603" in sheets.findings[0].message


def test_characters_in_pictures_are_found_too(tmp_path: Path) -> None:
    drawing = tmp_path / "chart.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text y="20" font-family="Test Sans">'
        "\ue999</text></svg>",
        encoding="utf-8",
    )
    found = lint("<p data-line=2><img src='asset:///pictures/chart.svg' alt=c></p>", "", (drawing,))
    assert told(found) == [("GLYPH-MISSING", 2, 0)]


# ----------------------------------------------------------------------------------------------------- pages
def test_a_heading_without_its_text() -> None:
    body = (
        "<p>text</p><h2 data-line=5>Growth</h2><div style='break-before:page'><p>More<br>and<br>more<br>text</p></div>"
    )
    assert told(lint(body)) == [("PAGE-HEADING", 5, 1)]
    assert lint("<h1>A page of its own</h1><p class=next>text<br>text<br>text<br>text</p>") == []


def test_a_last_page_with_hardly_anything_on_it() -> None:
    body = "<p style='line-height:300pt'>text</p>"
    (found,) = lint(f"{body}<p data-line=6>rest</p>")
    assert told([found]) == [("PAGE-EMPTY", 6, 2)] and found.severity is Severity.NOTE
    assert lint("<p>rest</p>") == [], "a part of one page may be short"
    assert lint(f"{body}<p>one<br>two<br>three</p>") == []
    assert lint(f"{body}<p data-line=6>folio</p>", tagged=False) == [], "furniture is not text"


def test_a_page_left_empty_half_way() -> None:
    block = "<div style='break-inside:avoid; line-height:200pt'>"
    figure = f"{block}<figure data-line=7>one<br>two</figure></div>"
    body = "<p style='line-height:150pt'>text</p>"
    end = "<p>one<br>two<br>three<br>four</p>"
    (found,) = lint(f"{body}{figure}<p style='break-before:page'>{end}", "@page { size: 300pt 500pt }")
    assert told([found]) == [("PAGE-HOLE", 7, 1)] and found.severity is Severity.NOTE
    assert "62% of this page is empty: the picture that comes next does not fit" in found.message
    filled = f"{'<p>text</p>' * 14}{figure}"
    assert lint(filled, "@page { size: 300pt 500pt }") == [], "a third of a page may stay empty"
    assert lint(f"{body}<p style='break-before:page'>{end}</p>") == [], "the style sheet asked for it"
    turned = "@page wide { size: 500pt 300pt } body { page: high } .wide { page: wide }"
    (found,) = lint(f"{body}<table class=wide data-line=4><tr><td>{end}</table>", turned)
    assert told([found]) == [("PAGE-HOLE", 4, 1)]
    assert "the table that comes next stands on a landscape page" in found.message


def test_a_figure_that_nearly_fits_is_set_smaller(picture: Path) -> None:
    style = "@page { size: 300pt 480pt } figure { margin: 0; break-inside: avoid } img { width: 150pt; display: block }"
    figure = "<figure data-line=3><img src='asset:///pictures/map.png' alt=map><figcaption>Map</figcaption></figure>"

    def pages(height: int, kind: str = "") -> tuple[int, float]:
        body = f"<p style='margin:0; line-height:{height}pt'>text</p>{figure.replace('<figure', f'<figure {kind}')}"
        pdf = Inspector(set_html("p", body, style=style, pictures=(picture,)).pdf)
        (made,) = pdf.figures()
        assert made.box is not None
        return pdf.pages, round(made.box[3] - made.box[1])

    assert pages(200) == (1, 150)
    count, height = pages(270)
    assert count == 1 and 105 < height < 120, "made smaller, by no more than three tenths"
    assert pages(300) == (2, 150), "too much would be lost"
    assert pages(270, "class=chart") == (2, 150), "the lettering of a chart would be too small"
    assert pages(250, "class=chart")[0] == 1


def test_one_finding_for_a_code_and_line() -> None:
    body = f"<div data-line=2><p>{LONG}</p><p>{LONG}{LONG[:9]}</p><p>{LONG}</p></div>"
    assert [(f.code, f.place.line) for f in lint(body, "@page { size: 600pt; margin: 0 300pt 0 0 }")] == [
        ("BOX-OVERFLOW", 2)
    ]
