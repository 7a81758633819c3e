"""The inspector and veraPDF themselves, asked about small PDFs whose answers are known."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from inspector import Inspector
from verapdf import VeraPDFError

PAGE = """<html lang="en"><head><title>Small</title><meta name="author" content="Press office"><style>
@page { size: 400pt 300pt; margin: 20pt; @bottom-right { content: counter(page); font: 8pt "Small Sans" } }
@font-face { font-family: "Small Sans"; src: url("asset:///Sans.ttf") }
body { margin: 0; font: 10pt/15pt "Small Sans" } h1 { font-size: 20pt; line-height: 30pt; margin: 0 } p { margin: 0 }
</style></head><body>
<h1 id="top">Growth</h1>
<p id="first">Members are <b>bold</b>er than <a href="https://example.org/a">ever before</a>, see
<a href="#next">below</a>.</p>
<table><thead><tr><th>Country</th><th>Members</th></tr></thead>
<tbody><tr><td>New Zealand</td><td>12</td></tr></tbody></table>
<img alt="a grey square" style="width: 30pt" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'
 viewBox='0 0 9 9'%3E%3Crect width='9' height='9' fill='gray'/%3E%3C/svg%3E">
<h2 id="next" style="break-before: page">Further on</h2><p>The end.</p>
</body></html>"""


@pytest.fixture(scope="module")
def pdf_bytes() -> bytes:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from renderer.workspace import font_files

    class Fonts(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if not url.startswith("asset:"):
                return super().fetch(url, headers)
            font = font_files()["fonts/DejaVuSans.ttf"]
            return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/ttf"})

    written = HTML(string=PAGE, url_fetcher=Fonts()).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(written, bytes)
    return written


@pytest.fixture(scope="module")
def pdf(pdf_bytes: bytes) -> Inspector:
    return Inspector(pdf_bytes)


def test_pages_and_their_sizes(pdf: Inspector) -> None:
    assert pdf.pages == 2
    assert pdf.sizes == [(400.0, 300.0), (400.0, 300.0)]


def test_text_of_one_page_and_of_all(pdf: Inspector) -> None:
    assert "Further" in pdf.text(1) and "Growth" not in pdf.text(1)
    assert pdf.text().count("\f") == 1


def test_a_word_has_page_place_font_and_size(pdf: Inspector) -> None:
    (word,) = pdf.find("Growth")
    assert (word.page, word.x, word.font, word.size) == (0, 20.0, "Small-Sans-Bold", 20.0)
    assert 20 < word.y < 50  # the baseline lies in the first line, which is 30 pt high below a margin of 20 pt


def test_a_word_that_changes_its_font_in_the_middle_is_one_word(pdf: Inspector) -> None:
    assert "bolder" in [w.text for w in pdf.words(0)]


def test_a_phrase_is_found_over_runs_and_punctuation(pdf: Inspector) -> None:
    (phrase,) = pdf.find("ever before", page=0)
    assert phrase.right > phrase.x
    assert pdf.find("before ever") == []
    assert pdf.find("ever before", page=1) == []


def test_later_words_of_a_line_lie_where_the_font_puts_them(pdf: Inspector) -> None:
    from PIL import ImageFont

    from renderer.workspace import font_files

    font = ImageFont.truetype(str(font_files()["fonts/DejaVuSans.ttf"]), 1000)
    (first,), (second,) = pdf.find("Members are"), pdf.find("are")
    assert second.x - first.x == pytest.approx(font.getlength("Members ") / 100, abs=0.1)


def test_furniture_is_told_apart_only_when_it_is_an_artifact(pdf: Inspector) -> None:
    import pikepdf

    (folio,) = [w for w in pdf.words(0) if w.y > 280]
    assert folio.text == "1" and folio.right == pytest.approx(380, abs=0.1)
    assert not folio.artifact  # the engine tags page margin boxes
    with pikepdf.open(io.BytesIO(_bytes(pdf))) as file:
        page = file.pages[0]
        form = file.make_stream(page.Contents.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        form.BBox, form.Matrix, form.Resources = [0, 0, 400, 400], [1, 0, 0, 1, 5, 7], page.Resources
        page.Contents = file.make_stream(b"/Artifact BMC q 2 0 0 2 0 0 cm /F Do Q EMC")
        page.Resources = pikepdf.Dictionary(XObject={"/F": form})
        file.save(moved := io.BytesIO())
    (word,) = Inspector(moved.getvalue()).find("Growth")
    assert (word.x, word.size) == (2 * (20 + 5), 40.0)


def test_text_outside_all_tags_is_an_artifact() -> None:
    import pikepdf

    file = pikepdf.new()
    page = file.add_blank_page(page_size=(100, 100))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font={"/F": font})
    page.Contents = file.make_stream(
        b"/P <</MCID 0>> BDC BT /F 10 Tf 10 80 Td (told) Tj ET EMC /Artifact BMC BT /F 10 Tf 10 20 Td (laid) Tj ET EMC"
    )
    file.save(out := io.BytesIO())
    told, laid = Inspector(out.getvalue()).words(0)
    assert (told.text, told.y, told.artifact) == ("told", 20, False)
    assert (laid.text, laid.y, laid.artifact) == ("laid", 80, True)


def test_outline_labels_and_destinations(pdf: Inspector) -> None:
    assert pdf.outline == [(1, "Growth", 0), (2, "Further on", 1)]
    assert pdf.labels == ["1", "2"]
    assert {name: pdf.destinations[name] for name in ("next",)} == {"next": 1}


def test_links_out_and_within(pdf: Inspector) -> None:
    out, within = pdf.links(0)
    assert (out.uri, out.page) == ("https://example.org/a", -1)
    assert (within.uri, within.page) == ("", 1)
    (word,) = pdf.find("below", page=0)
    left, top, right, bottom = within.box
    assert left == pytest.approx(word.x, abs=0.5) and right < word.right  # the full stop is no link
    assert top < word.y < bottom


def test_tags_are_told_in_reading_order_with_their_text(pdf: Inspector) -> None:
    assert [(t.type, t.text) for t in pdf.tags("H1", "P", "H2")] == [
        ("H1", "Growth"),
        ("P", "Members are bolder than ever before, see below."),
        ("H2", "Further on"),
        ("P", "The end."),
    ]
    assert pdf.tags("H2")[0].page == 1
    links = pdf.tags("Link")
    assert [t.text for t in links] == ["ever before", "below"]
    assert [t.annotations for t in links] == [1, 1]
    assert pdf.tree is not None and pdf.tree.kids[0].type == "Document"
    assert pdf.tags("THead")[0].outline() == ("THead", [("TR", [("TH", ["Span"]), ("TH", ["Span"])])])


def test_tables_are_rows_of_cell_texts(pdf: Inspector) -> None:
    assert pdf.tables() == [[["Country", "Members"], ["New Zealand", "12"]]]


def test_figures_have_alternative_text_and_page(pdf: Inspector) -> None:
    assert [(f.alt, f.page) for f in pdf.figures()] == [("a grey square", 0)]


def test_metadata_claims_and_fonts(pdf: Inspector) -> None:
    assert pdf.metadata["Title"] == "Small" and pdf.metadata["Author"] == "Press office"
    assert pdf.lang == "en"
    assert pdf.claims == ("ua1",)
    assert pdf.fonts and all(pdf.fonts.values())
    assert pdf.attachments == {}


def test_an_untagged_file_has_no_tree(pdf_bytes: bytes) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf_bytes)) as file:
        del file.Root.StructTreeRoot
        file.save(out := io.BytesIO())
    bare = Inspector(out.getvalue())
    assert bare.tree is None and bare.tags() == [] and bare.tables() == []


@pytest.mark.slow
def test_verapdf_tells_good_from_bad(pdf_bytes: bytes, tmp_path: Path, verapdf) -> None:
    import pikepdf

    good, bad, torn = tmp_path / "good.pdf", tmp_path / "bad.pdf", tmp_path / "torn.pdf"
    good.write_bytes(pdf_bytes)
    with pikepdf.open(good) as file:
        del file.Root.MarkInfo
        file.save(bad)
    answers = verapdf([good, bad], "ua1")
    assert answers[good] == []
    assert ("6.2", 1) in [(f.clause, f.test) for f in answers[bad]]
    torn.write_bytes(b"no PDF")
    with pytest.raises(VeraPDFError, match=r"torn\.pdf"):
        verapdf([torn], "ua1")


def _bytes(pdf: Inspector) -> bytes:
    stream = pdf.reader.stream
    stream.seek(0)
    return stream.read()
