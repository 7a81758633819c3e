"""Stamps over the pages of papers: which page one is on, upright, within what is shown, over nothing that was there."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from binding import METADATA, SANS
from foreign import add_link, changed, part_of, plain, printed, saved, taken
from inspector import Inspector, Word
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from renderer.bind import bind
from renderer.findings import Place
from renderer.model import Binding, Bound, BoundPart, LabelRange, Sheets
from renderer.paper import BoundPaper, Stamp
from renderer.verify import verify
from renderer.workspace import font_files

STAMP = Stamp("4.2", "Cash flow statement", "Confidential", "page {}", "p. {}", "{} of {}", "first", "↑ Agenda")
A4 = (595.276, 841.89)
HELVETICA = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def page_of(
    content: str, size: Sequence[float] = (0, 0, 595, 842), pages: int = 1, change: Callable[[Any], None] | None = None
) -> bytes:
    """Give a PDF with pages of a size (left, bottom, right, top), painted as told."""
    with Pdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page().obj
            page.MediaBox = Array(list(size))
            page.Resources = Dictionary(Font=Dictionary(F1=HELVETICA))
            page.Contents = pdf.make_stream(content.encode())
            if change:
                change(page)
        return saved(pdf)


def frame_of(width: float, height: float, margin: float) -> str:
    """Paint a frame of grey all around a page, which leaves a margin free."""
    return f"0.5 g {margin} {margin} {width - 2 * margin} {height - 2 * margin} re f"


def stamped(sheets: Sheets, stamp: Stamp | None = STAMP, **standing: Any) -> Bound:
    """Bind a paper behind a page the link leads back to, and see that the file says what it was meant to."""
    assert sheets.pages, sheets.findings
    first = part_of(taken(plain("Agenda"), "first"), "Agenda")
    part = part_of(sheets)
    paper = BoundPaper("a.pdf", Place("publication.yml", 7), stamp, **standing)
    stamped_part = BoundPart(
        part.id, part.title, part.lang, part.sheets, (), part.headings, paper=paper,
        blanks_before=standing.get("gutter", 0) > 0,
    )  # fmt: skip
    fonts = (font_files()[f"fonts/{SANS}"],)
    made = bind(
        Binding((first, stamped_part), METADATA, (LabelRange(0, "D"),), (), {}, (), stamp_fonts=fonts, blank="Blank")
    )
    assert [f.message for f in verify(made)] == []
    return made


def bound_paper(data: bytes, stamp: Stamp | None = STAMP, **standing: Any) -> Bound:
    return stamped(taken(data, stamp=stamp is not None), stamp, **standing)


def stamp_words(pdf: Inspector, page: int) -> list[Word]:
    return [word for word in pdf.words(page) if word.artifact and "SourceSans" in word.font]


def read_back(data: bytes, page: int) -> str:
    """Read the stamp of a page as a reader finds it, all lines in one."""
    text = pypdfium2.PdfDocument(data)[page].get_textpage().get_text_range()
    return " ".join(text.split())


def shown(data: bytes, page: int, dpi: int = 72) -> Any:
    return pypdfium2.PdfDocument(data)[page].render(scale=dpi / 72, grayscale=True, may_draw_forms=False).to_pil()


def codes(made: Bound) -> list[str]:
    return [f.code for f in made.findings if f.code.startswith("STAMP")]


# --------------------------------------------------------------------------------------------------------- words
def test_a_page_is_found_from_its_stamp_alone() -> None:
    made = bound_paper(page_of(frame_of(595, 842, 60), pages=12))
    told = read_back(made.pdf, 7)
    assert "4.2 Cash flow statement, p. 7 of 12 · Confidential" in told
    assert "page 8 of 13" in told
    assert made.labels[7] == "8"
    assert codes(made) == []


def test_the_number_is_the_label_where_pages_are_counted_otherwise() -> None:
    sheets = taken(page_of("", pages=3), stamp=True)
    paper = BoundPaper("a.pdf", Place(), Stamp("", "Budget", "", "page {}", "p. {}", "{} of {}", "", ""))
    part = BoundPart("paper", "Budget", "en", sheets, (), (), paper=paper)
    fonts = (font_files()[f"fonts/{SANS}"],)
    labels = (LabelRange(0, "r"), LabelRange(2, "D", prefix="A-"))
    made = bind(Binding((part,), METADATA, labels, (), {}, (), stamp_fonts=fonts))
    assert [read_back(made.pdf, n) for n in range(3)] == [
        "Budget, p. 1 of 3 page i",
        "Budget, p. 2 of 3 page ii",
        "Budget, p. 3 of 3 page A-1",
    ]


def test_a_long_title_is_cut_and_the_numbers_stay() -> None:
    long = Stamp("4.2", "A very long title " * 20, "Confidential", "page {}", "p. {}", "{} of {}", "", "")
    told = read_back(bound_paper(page_of(""), long).pdf, 1)
    assert told.startswith("4.2 A very long title")
    assert "…, p. 1 of 1 · Confidential" in told
    assert "page 2 of 2" in told


def test_signs_no_font_has_are_reported() -> None:
    odd = Stamp("", "Ꙭ title", "", "page {}", "p. {}", "{} of {}", "", "")
    made = bound_paper(page_of(""), odd)
    assert [f.code for f in made.findings] == ["GLYPH-MISSING"]
    assert "title, p. 1 of 1" in read_back(made.pdf, 1)


# ---------------------------------------------------------------------------------------------------------- places
def over_ink(before: Any, after: Any) -> int:
    """Count the pixels that were painted before and differ after."""
    pairs = zip(before.convert("L").tobytes(), after.convert("L").tobytes(), strict=True)
    return sum(1 for was, now in pairs if was < 235 and abs(was - now) > 24)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [(0, 0, 595, 842), (-300, -200, 295, 642)])
def test_a_stamp_is_upright_within_what_is_shown_over_nothing(turn: int, box: tuple[int, int, int, int]) -> None:
    left, bottom, right, top = box
    ink = f"1 0 0 1 {left} {bottom} cm " + frame_of(595, 842, 70) + " 0 g 250 20 60 12 re f"

    def turned(page: Any) -> None:
        page.Rotate = turn
        page.CropBox = Array([left + 20, bottom + 10, right - 20, top - 10])

    data = page_of(ink, box, change=turned)
    made = bound_paper(data)
    assert codes(made) == []
    pdf = Inspector(made.pdf)
    assert "p. 1 of 1" in read_back(made.pdf, 1)
    width, height = (555, 822) if turn % 180 == 0 else (822, 555)
    page = pypdfium2.PdfDocument(made.pdf)[1]
    assert page.get_size() == pytest.approx((width, height))
    before, after = shown(data, 0), shown(made.pdf, 1)
    assert over_ink(before, after) == 0
    changed_rows = [
        y
        for y in range(height)
        if before.crop((0, y, width, y + 1)).tobytes() != after.crop((0, y, width, y + 1)).tobytes()
    ]
    assert changed_rows, "nothing was printed"
    assert max(changed_rows) - min(changed_rows) < 10, "the line does not lie level"
    assert min(changed_rows) > 5 and max(changed_rows) < height - 5
    assert len(stamp_words(pdf, 1)) > 5


def test_a_page_number_of_its_own_is_not_covered() -> None:
    ink = frame_of(595, 842, 70) + " BT /F1 10 Tf 290 18 Td (7) Tj ET 0 g 24 14 80 9 re f"
    data = page_of(ink)
    made = bound_paper(data)
    assert codes(made) == []
    assert over_ink(shown(data, 0, 144), shown(made.pdf, 1, 144)) == 0


def test_words_are_light_on_a_dark_page() -> None:
    made = bound_paper(page_of("0 0 0.3 rg 0 0 960 540 re f 1 g 100 100 700 300 re f", (0, 0, 960, 540)))
    picture = shown(made.pdf, 1, 144)
    assert codes(made) == []
    row = picture.crop((0, picture.height - 80, picture.width, picture.height)).tobytes()
    assert max(row) > 200


def test_a_page_without_room_is_made_smaller_and_says_so() -> None:
    lines = " ".join(f"40 {y} 515 6 re f" for y in range(4, 836, 10))
    data = page_of(f"0.4 g {lines}")
    made = bound_paper(data)
    assert codes(made) == ["STAMP-SCALED"]
    [told] = [f for f in made.findings if f.code == "STAMP-SCALED"]
    assert told.message == "page 1 of a.pdf is printed at 97 %"
    assert (told.place.file, told.place.line) == ("publication.yml", 7)
    assert "p. 1 of 1 · 97 % · Confidential" in read_back(made.pdf, 1)
    page = shown(made.pdf, 1)
    # every line of the page is still there, and the stamp below the last of them
    middle = page.crop((300, 0, 301, page.height)).tobytes()
    dark = sum(1 for was, now in pairwise(middle) if was > 180 >= now)
    assert dark == len(range(4, 836, 10))


def test_a_page_that_may_not_be_made_smaller_is_covered_with_a_finding() -> None:
    stamp = Stamp("4.2", "Title", "", "page {}", "p. {}", "{} of {}", "", "", shrink=False)
    made = bound_paper(page_of("0.4 g 0 0 595 842 re f 1 g 0 0 595 2 re f", pages=1), stamp)
    assert codes(made) == []  # grey all over is free: only a pattern is not
    chequered = " ".join(f"{x} 0 6 842 re f" for x in range(0, 595, 12))
    made = bound_paper(page_of(f"0.4 g {chequered}", pages=3), stamp)
    assert codes(made) == ["STAMP-COVERS"]
    assert [f.message for f in made.findings if f.code == "STAMP-COVERS"] == [
        "the stamp covers what stands on pages 1–3 of a.pdf"
    ]
    assert "p. 1 of 3" in read_back(made.pdf, 1)


def test_links_destinations_patterns_and_figures_go_along_with_a_smaller_page() -> None:
    lines = " ".join(f"40 {y} 515 6 re f" for y in range(4, 836, 10))

    def furnish(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        cell = Stream(pdf, b"0 0 5 5 re f")
        cell.stream_dict = Dictionary(
            Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 10, 10]), XStep=10,
            YStep=10, Resources=Dictionary(), Matrix=Array([2, 0, 0, 2, 10, 20]),
        )  # fmt: skip
        page.Resources.Pattern = Dictionary(P0=pdf.make_indirect(cell))
        add_link(pdf, 0, Dest=Array([page, Name.XYZ, 100, 700, 0]))

    data = changed(page_of(f"0.4 g {lines}"), furnish)
    made = stamped(taken(data, stamp=True, tags="figure", alt=("Lines",)))
    with Pdf.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[1].obj
        scale = (842 - 23 * 595 / 595.276) / 842
        opening = page.Contents[1].read_bytes().decode()
        a, _, _, d, e, f = (float(x) for x in opening.split(" cm")[0].split("q ")[1].split())
        assert a == pytest.approx(d) == pytest.approx(scale, abs=1e-4)
        link = next(
            note for note in page.Annots if "Cash" not in str(note.get("/Contents")) and float(note.Rect[1]) > 100
        )
        assert [float(x) for x in link.Rect] == pytest.approx(
            [40 * a + e, 280 * a + f, 120 * a + e, 310 * a + f], abs=0.01
        )
        names = pdf.Root.Names.Dests.Names
        place = next(names[i + 1] for i in range(0, len(names), 2) if str(names[i]) == "paper.d1")
        assert [float(x) for x in list(place)[2:4]] == pytest.approx([100 * a + e, 700 * a + f], abs=0.01)
        pattern = page.Resources.Pattern.P0
        assert [float(x) for x in pattern.Matrix] == pytest.approx(
            [2 * a, 0, 0, 2 * a, 10 * a + e, 20 * a + f], abs=0.01
        )
    [figure] = [f for f in Inspector(made.pdf).figures() if f.page == 1]
    assert figure.box[2] - figure.box[0] == pytest.approx(595 * scale, abs=0.1)


# ----------------------------------------------------------------------------------------------------------- links
def test_every_stamp_leads_back(verapdf: Any, tmp_path: Path) -> None:
    sheets = taken(printed(), stamp=True)
    first = part_of(taken(printed("<p>Agenda</p>"), "first"), "Agenda")
    part = BoundPart("paper", "A paper", "en", sheets, (), (), paper=BoundPaper("a.pdf", Place(), STAMP))
    fonts = (font_files()[f"fonts/{SANS}"],)
    files = []
    for claims in (("ua1", "3a"), ("ua2",)):
        made = bind(Binding((first, part), METADATA, (LabelRange(0, "D"),), (), {}, claims, stamp_fonts=fonts))
        assert [f.message for f in verify(made)] == []
        pdf = Inspector(made.pdf)
        assert [(link.page, link.contents) for link in pdf.links(1)] == [(0, "Agenda")]
        word = next(word for word in stamp_words(pdf, 1) if "↑" in word.text)
        assert pdf.links(1)[0].box[0] == pytest.approx(word.x, abs=1)
        files.append(tmp_path / f"{claims[0]}.pdf")
        files[-1].write_bytes(made.pdf)
    assert verapdf(files[:1], "ua1", "3a") == {files[0]: []}
    assert verapdf(files[1:], "ua2") == {files[1]: []}


# ----------------------------------------------------------------------------------------------------- print edition
@pytest.mark.parametrize(
    ("size", "turn", "sheet", "scale"),
    [
        ((0, 0, 1191, 842), 0, (841.89, 595.276), 0.707),
        ((0, 0, 1191, 842), 90, (595.276, 841.89), 0.707),
        ((0, 0, 612, 1008), 0, (595.276, 841.89), 0.835),
        ((0, 0, 420, 595), 0, (595.276, 841.89), 1.0),
    ],
)
def test_pages_are_fitted_to_the_paper(
    size: Sequence[float], turn: int, sheet: tuple[float, float], scale: float
) -> None:
    def turned(page: Any) -> None:
        page.Rotate = turn

    width, height = (size[2], size[3]) if turn == 0 else (size[3], size[2])
    made = bound_paper(page_of(frame_of(size[2], size[3], 60), size, change=turned), sheet=A4)
    pdf = Inspector(made.pdf)
    assert pdf.sizes[1] == pytest.approx(sheet, abs=0.01)
    whole = shown(made.pdf, 1)
    page = whole.crop((0, 0, whole.width, whole.height - 23))  # without the stamp
    picture = page.point(lambda tone: 255 if 100 < tone < 150 else 0)
    left, top, right, bottom = picture.getbbox()
    assert (right - left) / (width - 120) == pytest.approx(scale, abs=0.02)
    assert (bottom - top) / (height - 120) == pytest.approx(scale, abs=0.02)
    told = read_back(made.pdf, 1)
    assert ("%" in told) == (scale < 1)
    assert codes(made) == (["STAMP-SCALED"] if scale < 1 else [])


def test_a_gutter_lies_at_the_binding_edge() -> None:
    made = bound_paper(page_of(frame_of(595.276, 841.89, 0), (0, 0, 595.276, 841.89), pages=2), sheet=A4, gutter=40)
    free = []
    for page in (2, 3):
        picture = shown(made.pdf, page).point(lambda tone: 255 if 100 < tone < 150 else 0)
        left, _, right, _ = picture.getbbox()
        free.append((left, picture.width - right))
    (recto_left, recto_right), (verso_left, verso_right) = free
    assert recto_left > recto_right + 35
    assert verso_right > verso_left + 35
    assert read_back(made.pdf, 1) == "Blank"
