"""Binding unites fonts: parts with subsets of one font file in, one subset for all of them out, and nothing moves."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from binding import SERIF, make_binding, make_part
from inspector import Inspector

from renderer.bind import bind
from renderer.bind.fonts import subset
from renderer.model import BoundPart
from renderer.workspace import font_files


@pytest.fixture(scope="module")
def parts() -> tuple[BoundPart, ...]:
    texts = {
        "one": "The quick brown fox: an office for 123 ships, fi ffl.",
        "two": "jumps over the lazy dog; Größe, naïve œuvre — “quoted” 4567 AVA.",
        "three": "SPHINX OF BLACK QUARTZ & <b>bold quartz</b> 890, judge my vow.",
    }
    return tuple(
        make_part(name, f'<h1 id="{name}">{name}</h1><p>{text}</p><table><tr><td>{text}</table>', furniture=number > 0)
        for number, (name, text) in enumerate(texts.items())
    )


def files_of(pdf: bytes) -> dict[str, set[int]]:
    """Give the object numbers of the font files by font name."""
    found: dict[str, set[int]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                found.setdefault(str(thing.FontName).split("+")[1], set()).add(thing.FontFile2.objgen[0])
    return found


def test_one_font_file_for_each_asset(parts: tuple[BoundPart, ...]) -> None:
    files = files_of(bind(make_binding(*parts)).pdf)
    assert sorted(files) == ["Test-Sans", "Test-Sans-Bold", "Test-Serif", "Test-Serif-Bold"]
    assert [len(numbers) for numbers in files.values()] == [1, 1, 1, 1]
    assert files["Test-Sans"] == files["Test-Sans-Bold"]  # the engine emboldens the regular file
    assert files["Test-Serif"] != files["Test-Serif-Bold"]


def test_united_fonts_make_the_file_smaller(parts: tuple[BoundPart, ...]) -> None:
    order = make_binding(*parts)
    apart = bind(replace(order, assets={})).pdf
    assert len(files_of(apart)["Test-Serif"]) == 3
    assert len(bind(order).pdf) < 0.8 * len(apart)


def test_text_is_the_same(parts: tuple[BoundPart, ...]) -> None:
    bare = [replace(part, furniture=()) for part in parts]
    bound = Inspector(bind(make_binding(*bare)).pdf)
    assert [bound.text(n) for n in range(3)] == [Inspector(part.sheets.pdf).text(0) for part in bare]


def test_pages_look_the_same(parts: tuple[BoundPart, ...]) -> None:
    bare = [replace(part, furniture=()) for part in parts]
    bound = pypdfium2.PdfDocument(bind(make_binding(*bare)).pdf)
    for number, part in enumerate(bare):
        before = pypdfium2.PdfDocument(part.sheets.pdf)[0].render(scale=2).to_pil()
        after = bound[number].render(scale=2).to_pil()
        assert len(before.getcolors(100000)) > 10
        assert before.tobytes() == after.tobytes()


def test_widths_are_those_of_the_font_program(parts: tuple[BoundPart, ...]) -> None:
    import uharfbuzz

    with pikepdf.open(io.BytesIO(bind(make_binding(*parts)).pdf)) as pdf:
        fonts = [f for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and f.get("/Subtype") == "/CIDFontType2"]
        checked = 0
        for font in fonts:
            face = uharfbuzz.Face(font.FontDescriptor.FontFile2.read_bytes())
            program = uharfbuzz.Font(face)
            runs = list(font.W)
            for first, run in zip(runs[::2], runs[1::2], strict=True):
                for glyph, width in enumerate(run, int(first)):
                    exact = program.get_glyph_h_advance(glyph) * 1000 / face.upem
                    assert abs(float(width) - exact) <= 1  # what ISO 19005-3, 6.2.11.5 allows
                    checked += 1
    assert checked > 100


def test_glyphs_of_all_parts_are_in_the_one_program(parts: tuple[BoundPart, ...]) -> None:
    import uharfbuzz

    used = {g for part in parts for use in part.sheets.fonts if use.asset.endswith(SERIF) for g in use.glyphs}
    with pikepdf.open(io.BytesIO(bind(make_binding(*parts)).pdf)) as pdf:
        (file,) = {
            d.FontFile2.objgen: d.FontFile2.read_bytes()
            for d in pdf.objects
            if isinstance(d, pikepdf.Dictionary) and str(d.get("/FontName", "")).endswith("+Test-Serif")
        }.values()
    united = uharfbuzz.Font(uharfbuzz.Face(file))
    original = uharfbuzz.Font(uharfbuzz.Face(font_files()[f"fonts/{SERIF}"].read_bytes()))
    assert len(used) > 40
    for glyph in used:
        assert united.get_glyph_extents(glyph) == original.get_glyph_extents(glyph)


def test_font_with_missing_glyphs_is_left_alone() -> None:
    style = "html { font-family: 'Test Serif' }"
    whole = make_part("whole", '<h1 id="whole">Whole</h1>', style=style)
    holed = make_part("holed", '<h1 id="holed">Holed \U0001fbc5</h1>', style=style)
    missing = {use.base_font for use in holed.sheets.fonts if use.missing}
    if not missing:
        pytest.skip("a font of this machine has U+1FBC5")
    bound = bind(make_binding(whole, holed))
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        fonts = [page.obj.Resources.Font for page in pdf.pages]
        files = [
            {str(f.BaseFont): f.DescendantFonts[0].FontDescriptor.FontFile2.objgen for _, f in held.items()}
            for held in fonts
        ]
    for name in missing & files[0].keys():
        assert files[0][name] != files[1][name]


def test_variable_and_colour_fonts_are_not_subset() -> None:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Moving", "styleName": "Regular"})
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    builder.setupOS2()
    builder.setupPost()
    target = io.BytesIO()
    builder.save(target)
    assert subset(target.getvalue(), 0, frozenset({0})) is None
