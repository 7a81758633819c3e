"""Text under black boxes, which is hidden from the eye alone: found where it is, and nowhere else."""

from __future__ import annotations

import pytest
from foreign import changed, plain, printed, taken
from pikepdf import Array, Dictionary, Name, Pdf

from renderer.findings import Severity

WORDS = b"BT /F1 12 Tf 40 300 Td (The salary of the director is 12,345) Tj ET"
BOX = b"0 g 120 295 80 20 re f"


def page(content: bytes, **states: Dictionary) -> bytes:
    """Make a PDF of one page with some content."""

    def write(pdf: Pdf) -> None:
        own = pdf.pages[0].obj
        own.Contents = pdf.make_stream(content)
        own.Resources.ExtGState = Dictionary({f"/{name}": state for name, state in states.items()})

    return changed(plain(), write)


def found(data: bytes, **options: object) -> list[str]:
    return [f.message for f in taken(data, **options).findings if f.code == "PAPER-COVERED"]


@pytest.mark.parametrize(
    "content",
    [
        WORDS + b" " + BOX,
        WORDS + b" q 0.1 0.1 0.1 rg 30 290 250 30 re f Q",
        WORDS + b" 0 0 0 1 k 120 295 80 20 re B",
        WORDS + b" 0 g 120 295 m 200 295 l 200 315 l 120 315 l h f",
        b"3 Tr " + WORDS + b" 0 Tr " + BOX,
    ],
)
def test_words_under_a_black_box_are_found(content: bytes) -> None:
    [message] = found(page(content))
    assert message == "text lies under black boxes on page 1: it is not seen there, and can be copied"
    assert "salary" not in message


@pytest.mark.parametrize(
    "content",
    [
        BOX + b" 1 g " + WORDS,  # words on a dark ground
        WORDS + b" " + BOX + b" 1 g BT /F1 12 Tf 122 300 Td (seen again) Tj ET",
        WORDS + b" 0.8 g 120 295 80 20 re f",  # a field of grey
        WORDS + b" 0 g 40 303 200 1 re f",  # struck out
        WORDS + b" 0 g 40 200 200 20 re f",  # below the words
        WORDS + b" /Half gs " + BOX,  # it shows through
        WORDS + b" 0 g 40 297 200 20 re S",  # a frame
        BOX,
    ],
)
def test_other_boxes_hide_nothing(content: bytes) -> None:
    assert found(page(content, Half=Dictionary(ca=0.4))) == []


def test_a_box_that_is_an_annotation_or_stands_in_a_form_hides_words_too() -> None:
    def annotated(pdf: Pdf) -> None:
        look = pdf.make_stream(b"0 g 0 0 80 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 80, 20]))
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Square, Rect=Array([40, 295, 120, 315]), F=4, AP=Dictionary(N=look)
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    assert found(changed(plain(), annotated))


def test_pages_are_named_and_papers_that_were_looked_at_pass() -> None:
    data = changed(plain(pages=3), lambda pdf: [pdf.pages[n].contents_add(b"0 g 30 295 200 20 re f") for n in (0, 2)])
    [message] = found(data, stamp=True)
    assert "on pages 1, 3:" in message
    assert [f.severity for f in taken(data).findings if f.code == "PAPER-COVERED"] == [Severity.ERROR]
    assert found(data, covered=True) == []


def test_pages_of_the_typesetter_hide_nothing() -> None:
    cells = "<tr><th style='background: #000; color: #fff'>Head</th><td style='background: #eee'>Cell</td></tr>"
    assert found(printed(f"<h1>Table</h1><table>{cells * 8}</table>")) == []


def test_what_there_is_to_know_of_a_paper() -> None:
    def written(pdf: Pdf) -> None:
        pdf.docinfo["/Author"] = "Ada"
        pdf.add_blank_page(page_size=(842, 595))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents="do not show this")
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    data = changed(plain(pages=2), written)
    facts = taken(data, pages="1,3").facts
    assert facts is not None
    assert (facts.size, facts.of, facts.sizes) == (len(data), 3, ((106, 141), (297, 210)))
    assert (facts.tagged, facts.told, facts.fonts_missing) == (False, "text", ("Helvetica",))
    assert (facts.pictures_only, facts.covered) == ((2,), ())
    assert facts.removed == ("comments (1)", "its metadata (Author)")
