"""Makes PDFs as other programs write them, for the tests of papers, and binds them: bytes in, a bound file out.

Pages of the typesetter without tags stand for what most programs print; faults are put in with pikepdf.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from binding import METADATA, set_html
from inspector import Inspector
from pikepdf import Array, Dictionary, Name, Pdf, String

from renderer.bind import bind
from renderer.findings import Finding
from renderer.model import Binding, BoundPart, Heading, LabelRange, Sheets
from renderer.paper import PaperFile, PaperJob
from renderer.papers import prepare
from renderer.verify import verify

BODY = '<h1 id="budget">Budget</h1><p>Words of the paper.</p><p class="next">More <b>words</b> overleaf.</p>'


def printed(body: str = BODY, *, tagged: bool = False, style: str = "") -> bytes:
    """Give a PDF with embedded fonts and Unicode maps, without tags."""
    return set_html("foreign", body, tagged=tagged, style=style).pdf


def plain(text: str = "Plain words", pages: int = 1) -> bytes:
    """Give a PDF in Helvetica that is not embedded, as small programs write them."""
    with Pdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(300, 400)).obj
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = pdf.make_stream(f"BT /F1 12 Tf 40 300 Td ({text} {number}) Tj ET".encode())
        return saved(pdf)


def changed(data: bytes, change: Callable[[Pdf], Any], **options: Any) -> bytes:
    """Give a PDF with a change made to it."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf, **options)


def saved(pdf: Pdf, **options: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, static_id=True, **options)
    return target.getvalue()


def taken(data: bytes, part: str = "paper", title: str = "A paper", **options: Any) -> Sheets:
    """Make sheets of a PDF; options are those of `PaperFile`."""
    return prepare(data, PaperJob(part, title, PaperFile(Path("a.pdf"), "a.pdf", "", **options)))


def part_of(sheets: Sheets, title: str = "A paper") -> BoundPart:
    headings = (Heading(1, title, sheets.id), *sheets.headings)
    return BoundPart(sheets.id, title, sheets.lang or "en", sheets, (), headings)


def bound(*parts: BoundPart) -> bytes:
    """Bind parts, and see that the file says what it was meant to."""
    made = bind(Binding(parts, METADATA, (LabelRange(0, "D"),), (), {}, ("ua1", "3a")))
    assert [f.message for f in verify(made)] == []
    return made.pdf


def inspected(data: bytes, **options: Any) -> tuple[Inspector, tuple[Finding, ...]]:
    """Take a PDF in, bind it alone and open the result."""
    sheets = taken(data, **options)
    assert sheets.pages, sheets.findings
    return Inspector(bound(part_of(sheets))), sheets.findings


def add_link(pdf: Pdf, page: int, **entries: Any) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([40, 280, 120, 310]), **entries)
    own = pdf.pages[page].obj
    own.Annots = Array([*own.get("/Annots", ()), pdf.make_indirect(note)])


def add_outline(pdf: Pdf, *titles: str) -> None:
    """Write an outline whose entries lead to the pages in turn."""
    with pdf.open_outline() as outline:
        from pikepdf import OutlineItem

        for number, title in enumerate(titles):
            outline.root.append(OutlineItem(title, min(number, len(pdf.pages) - 1)))


def add_field(pdf: Pdf, value: str) -> None:
    """Put a filled-in text field on the first page."""
    fonts = Dictionary(Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(value), F=4,
            Rect=Array([40, 100, 240, 130]), DA=String("/Helv 12 Tf 0 g"),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DR=Dictionary(Font=fonts), NeedAppearances=True)


def add_layers(pdf: Pdf) -> None:
    """Put a layer that is shown and one that is hidden on the first page, each with a black square."""
    groups = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(n))) for n in ("shown", "hidden")]
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array(groups), D=Dictionary(ON=Array([groups[0]]), OFF=Array([groups[1]]), Order=Array(groups))
    )
    page = pdf.pages[0].obj
    page.Resources.Properties = Dictionary(L0=groups[0], L1=groups[1])
    squares = b"/OC /L0 BDC 10 10 20 20 re f EMC /OC /L1 BDC 100 10 20 20 re f EMC"
    page.Contents = Array([pdf.make_stream(squares), page.Contents])
