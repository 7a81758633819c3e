"""Typesetting a part: bytes, the record, and the engine's complaints as findings."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from binding import BOLD, SANS, SERIF, set_html
from inspector import Inspector
from PIL import Image

from renderer.findings import Severity, ToolError
from renderer.model import Asset, Sheets, TypesetJob
from renderer.typeset import native, typeset
from renderer.workspace import font_files

HTML = "<!DOCTYPE html><html lang=en><title>t</title><body>"


def codes(sheets: Sheets) -> list[tuple[str, int]]:
    return [(f.code, f.place.line) for f in sheets.findings]


def asset(name: str, path: Path) -> Asset:
    return Asset(name, path, hashlib.sha256(path.read_bytes()).hexdigest())


# ------------------------------------------------------------------------------------------------- the record
def test_the_record_of_a_part() -> None:
    body = "<h1 id=p>Title</h1><p id=p.one>a</p><table class=next id=p.t><tr id=p.row><td><b id=p.b>x</b></table>"
    sheets = set_html("p", body)
    assert (sheets.id, sheets.pages, sheets.sizes) == ("p", 2, ((300.0, 400.0), (300.0, 400.0)))
    assert sheets.anchors == {"p": 0, "p.one": 0, "p.t": 1, "p.row": 1, "p.b": 1}
    assert Inspector(sheets.pdf).destinations == sheets.anchors
    assert pickle.loads(pickle.dumps(sheets)) == sheets


def test_fonts_are_told_by_their_files() -> None:
    sheets = set_html("p", "<p>abc</p><p style='font-weight:bold'>b</p><p style='font-family: Test Sans'>c</p>")
    assert {use.asset for use in sheets.fonts} == {f"fonts/{name}" for name in (SERIF, BOLD, SANS)}
    by_asset = {use.asset: use for use in sheets.fonts}
    serif = by_asset[f"fonts/{SERIF}"]
    assert serif.digest == hashlib.sha256(font_files()[f"fonts/{SERIF}"].read_bytes()).hexdigest()
    assert len(serif.glyphs) == 3 and not serif.missing and serif.index == 0
    assert {use.base_font for use in sheets.fonts} == {name.removeprefix("/") for name in _base_fonts(sheets.pdf)}
    assert [use.missing for use in set_html("p", "<p>\ue999</p>").fonts].count(True) == 1


def _base_fonts(pdf: bytes) -> set[str]:
    fonts = Inspector(pdf).reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    return {str(font.get_object()["/BaseFont"]) for font in fonts.values()}


def test_subsets_are_small_and_keep_their_glyph_ids() -> None:
    sheets = set_html("p", "<p>abc</p>")
    (font,) = (f.get_object() for f in Inspector(sheets.pdf).reader.pages[0]["/Resources"]["/Font"].values())  # type: ignore[index]
    data = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile2"].get_data()
    assert len(data) < 10_000 < font_files()[f"fonts/{SERIF}"].stat().st_size
    assert Inspector(sheets.pdf).text().strip() == "abc"
    assert max(sheets.fonts[0].glyphs) > len(sheets.fonts[0].glyphs)


def test_untagged_parts_have_no_structure() -> None:
    sheets = set_html("p", "<p>folio</p>", tagged=False)
    read = Inspector(sheets.pdf)
    assert read.tree is None and read.text().strip() == "folio" and not read.xmp


def test_pictures_do_not_ask_for_interpolation(tmp_path: Path) -> None:
    path = tmp_path / "dot.png"
    Image.new("RGB", (600, 600)).save(path)
    drawing = tmp_path / "drawing.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">'
        '<image href="asset:///pictures/dot.png" width="40" height="40"/></svg>'
    )
    style = "img { image-rendering: auto; width: 40px } p { background: url(asset:///pictures/dot.png) 0 0 / 40px }"
    body = "<p>a</p><img src='asset:///pictures/dot.png' alt=a><img src='asset:///pictures/drawing.svg' alt=b>"
    sheets = set_html("p", body, style=style, pictures=(path, drawing))
    assert sheets.findings == ()
    with pikepdf.open(io.BytesIO(sheets.pdf)) as read:
        images = [o for o in read.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert images and {bool(image.Interpolate) for image in images} == {False}


SCRIPT = """
import hashlib, sys
sys.path.insert(0, "tests")
from binding import set_html
rows = "".join(f"<tr><th>{n}</th><td>{n}</td></tr>" for n in range(60))
body = f"<h1 id=p>Title</h1><p>Ten <a href='part:x#x.y'>out</a> <em lang=fr>deux</em></p><table>{rows}</table>"
sheets = set_html("p", body)
print(hashlib.sha256(sheets.pdf).hexdigest(), sheets.anchors, sheets.fonts, sheets.findings)
"""


@pytest.mark.slow
def test_bytes_do_not_depend_on_the_process(root: Path) -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        )
        for seed in ("1", "77")
    ]
    assert said[0].stdout == said[1].stdout != ""
    assert [run.stderr for run in said] == ["", ""]


def test_bytes_do_not_depend_on_what_was_set_before() -> None:
    alone = set_html("p", "<p>a <em>b</em></p>", style=".x { color: red }")
    set_html("q", "<p>other \ue999 <b>words</b></p>", style=".x { color: red }")
    assert set_html("p", "<p>a <em>b</em></p>", style=".x { color: red }") == alone


# ---------------------------------------------------------------------------------------------- what it says
def test_pictures_that_are_not_there() -> None:
    body = (
        "<p data-line=3><img src='asset:///pictures/x.png' alt=x></p><p data-line=4><img src='img/y.png' alt=y></p>"
        "<p data-line=5><img src='https://example.org/z.png' alt=z></p>"
        "<p data-line=6><img src='file:///etc/hostname' alt=h></p>"
    )
    sheets = set_html("p", body)
    assert codes(sheets) == [("PIC-MISSING", 3), ("PIC-MISSING", 4), ("PIC-REMOTE", 5), ("PIC-OUTSIDE", 6)]
    assert sheets.findings[0].message == "the picture pictures/x.png is not there"
    assert sheets.pages == 1, "the page can be proofread all the same"


def test_a_picture_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"not a picture")
    body = "<p data-line=3><img src='asset:///pictures/bad.png' alt=x></p>"
    assert codes(set_html("p", body, pictures=(tmp_path / "bad.png",))) == [("PIC-FORMAT", 3)]


def test_links_that_lead_nowhere() -> None:
    body = "<p data-line=3>a <a href='#p.gone'>b <b>c</b></a></p><p data-line=9><a href='#p.gone'>again</a></p>"
    sheets = set_html("p", body)
    assert codes(sheets) == [("LINK-DEAD", 3), ("LINK-DEAD", 9)], "once a line, however many boxes"
    assert not Inspector(sheets.pdf).links(0)
    assert codes(set_html("p", "<p data-line=4><a href='openinfra.dev/x'>x</a></p>")) == [("LINK-DEAD", 4)]


def test_links_to_other_parts_are_silent_and_stay() -> None:
    sheets = set_html("p", "<p><a href='part:growth#growth.members'>there</a></p>")
    assert sheets.findings == ()
    (link,) = Inspector(sheets.pdf).links(0)
    assert (link.uri, link.contents) == ("part:growth#growth.members", "there")


def test_an_id_given_twice() -> None:
    assert codes(set_html("p", "<p id=p.a data-line=3>a</p><p id=p.a data-line=8>b</p>")) == [("ID-DUPLICATE", 8)]


def test_styles_that_are_passed_over() -> None:
    style = "p { colour: red }\n@font-face { font-family: Gone; src: url(asset:///fonts/Gone.ttf) }"
    first, second = set_html("p", "<p>a</p>", style=style), set_html("p", "<p>b</p>", style=style)
    assert [f.code for f in first.findings] == ["FONT-MISSING", "ENGINE-CSS"]
    assert "colour" in first.findings[1].message and "style sheet 2" in first.findings[1].message
    assert "Gone" in first.findings[0].message
    assert second.findings == first.findings, "shared style sheets complain for every part"


def test_a_breakdown_of_the_engine_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    def break_down(*_: object, **__: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(weasyprint.Document, "write_pdf", break_down)
    sheets = typeset(TypesetJob("growth", "content/growth.md", HTML + "<p>a", (), ()))
    assert (sheets.pages, sheets.pdf, codes(sheets)) == (0, b"", [("ENGINE-FAILED", 0)])
    message = sheets.findings[0].message
    assert "growth" in message and "IndexError: list index out of range" in message
    assert sheets.findings[0].severity is Severity.ERROR


def test_nothing_reaches_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    body = "<p>\ue999 <a href='#gone'>x</a> <img src='x.png' alt=x></p>"
    assert len(set_html("p", body, style="p { colour: red }").findings) == 4
    assert capfd.readouterr() == ("", "")


# ------------------------------------------------------------------------------------------- what lies below
def test_versions_are_those_the_engine_finds() -> None:
    from weasyprint.text.ffi import ffi, pango

    version = pango.pango_version()
    said = native.versions().split()
    assert said[:2] == ["pango", f"{version // 10000}.{version // 100 % 100}.{version % 100}"]
    assert said[2] == "harfbuzz" and ffi is not None


def test_versions_do_not_load_the_engine(root: Path) -> None:
    script = (
        "import sys; from renderer import typeset; print(typeset.versions()); "
        "assert not {'weasyprint', 'pydyf'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "pango", "")


def test_a_missing_library_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(native._REQUIRED, "Pango", ("libno-such-library.so.9", "no-such-library"))
    native.versions.cache_clear()
    try:
        with pytest.raises(ToolError) as caught:
            native.versions()
    finally:
        native.versions.cache_clear()
    (found,) = caught.value.findings
    assert (found.code, "Pango" in found.message, "libpango-1.0-0" in found.remedy) == ("TOOL-MISSING", True, True)


def test_assets_are_found_by_name_alone(tmp_path: Path) -> None:
    path = tmp_path / "red.png"
    Image.new("RGB", (90, 90), (255, 0, 0)).save(path)
    html = f"{HTML}<p data-line=2><img src='asset:///a b.png' alt=x style='width:20px'></p>"
    assert typeset(TypesetJob("p", "p.md", html, (), (asset("a b.png", path),))).findings == ()
    assert codes(typeset(TypesetJob("p", "p.md", html, (), (asset("red.png", path),)))) == [("PIC-MISSING", 2)]
