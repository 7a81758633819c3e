"""The structure tree of typeset parts: one element of HTML, one tag, whatever pages it lies on."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from binding import set_html
from inspector import Inspector, Tag
from PIL import Image

from renderer.model import Sheets

ROWS = "".join(f"<tr><th scope=row>Year {n}</th><td>{n * 7}</td></tr>" for n in range(45))
TABLE = (
    "<table><thead><tr><th>Year</th><th>Members</th></tr></thead>"
    f"<tfoot><tr><td>Sum</td><td>all</td></tr></tfoot><tbody>{ROWS}</tbody></table>"
)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "dot.png"
    Image.new("RGB", (900, 600), (200, 80, 40)).save(path)
    return path


def part(body: str, style: str = "", pictures: tuple[Path, ...] = ()) -> Sheets:
    return set_html("p", body, style="img { width: 90px }" + style, pictures=pictures)


def tree(body: str, style: str = "", pictures: tuple[Path, ...] = ()) -> Tag:
    """The Document element of a part."""
    read = Inspector(part(body, style=style, pictures=pictures).pdf).tree
    assert read is not None and [kid.type for kid in read.kids] == ["Document"]
    return read.kids[0]


def outlines(body: str, style: str = "", pictures: tuple[Path, ...] = ()) -> list[object]:
    return [kid.outline() for kid in tree(body, style, pictures).kids]


def marked(pdf: bytes, kind: str, page: int) -> int:
    """How many marked-content sequences of a kind the content stream of a page opens."""
    with pikepdf.open(io.BytesIO(pdf)) as read:
        operations = pikepdf.parse_content_stream(read.pages[page])
        return sum(str(o.operands[0]) == kind for o in operations if str(o.operator) in {"BDC", "BMC"})


# ---------------------------------------------------------------------------------------------------- tables
def test_a_table_on_three_pages_is_one_table_with_one_head() -> None:
    read = Inspector(part(TABLE).pdf)
    assert read.pages == 3
    (table,) = read.tags("Table")
    assert [kid.type for kid in table.kids] == ["THead", "TBody", "TFoot"]
    assert [len(kid.kids) for kid in table.kids] == [1, 45, 1]
    assert read.text(2).count("Members") == 1, "the head is printed on every page"
    assert [w.artifact for page in range(3) for w in read.find("Members", page)] == [False, True, True]
    assert [w.artifact for page in range(3) for w in read.find("Sum", page)] == [False, True, True]


def test_header_cells_have_scope_and_data_cells_name_them() -> None:
    (table,) = tree(TABLE).find("Table")
    head, body = table.kids[0].find("TH"), table.kids[1].kids[9]
    assert [cell.attributes["Scope"] for cell in head] == ["Column", "Column"]
    year, members = body.kids
    assert (year.attributes["Scope"], members.attributes["Headers"]) == ("Row", [head[1].id, year.id])
    ids = [cell.id for cell in table.find("TH")]
    assert len(set(ids)) == len(ids) == 47


def test_a_cell_may_head_its_row_and_its_column() -> None:
    rows = "<thead><tr><th scope=both>Land</th><th>2024</th></tr></thead><tr><th>Peru</th><td>7</td></tr>"
    cells = {cell.text: cell for cell in tree(f"<table>{rows}</table>").find("TH", "TD")}
    assert [cells[name].attributes["Scope"] for name in ("Land", "2024", "Peru")] == ["Both", "Column", "Row"]
    assert cells["7"].attributes["Headers"] == [cells["2024"].id, cells["Peru"].id]


def test_spans_decide_which_headers_a_cell_has() -> None:
    rows = (
        "<tr><th rowspan=2>Land</th><th colspan=2>Members</th></tr><tr><th>2023</th><th>2024</th></tr>"
        "<tr><th>Peru</th><td>5</td><td>7</td></tr><tr><td colspan=3>All of them</td></tr>"
    )
    cells = {cell.text: cell for cell in tree(f"<table>{rows}</table>").find("TH", "TD")}
    names = {cell.id: text for text, cell in cells.items() if cell.id}
    headed = {text: [names[i] for i in cell.attributes.get("Headers", ())] for text, cell in cells.items()}
    assert headed["7"] == ["Members", "2024", "Peru"]
    assert headed["All of them"] == ["Land", "Members", "2023", "2024"]
    assert cells["Peru"].attributes["Scope"] == "Row", "a th beside data heads its row"
    assert (cells["Land"].attributes["RowSpan"], cells["Members"].attributes["ColSpan"]) == (2, 2)


def test_short_rows_are_filled_up() -> None:
    (table,) = tree(
        "<table><tr><td rowspan=2>1</td><td>2</td><td>3</td></tr><tr></tr><tr><td>4</td></tr></table>"
    ).find("Table")
    rows = table.find("TR")
    assert [[cell.attributes.get("ColSpan", 1) for cell in row.kids] for row in rows] == [[1, 1, 1], [2], [1, 2]]


def test_empty_cells_stay_and_the_caption_comes_first() -> None:
    (table,) = tree("<table><caption>Sums</caption><tr><td>1</td><td></td></tr></table>").find("Table")
    assert table.outline() == ("Table", ["Caption", ("TBody", [("TR", ["TD", "TD"])])])


# ------------------------------------------------------------------------------------------- text and lists
def test_a_paragraph_on_two_pages_is_one_p() -> None:
    read = Inspector(part(f"<p style='margin-top:290pt'>Begin {'words and more ' * 30} end.</p>").pdf)
    assert read.pages == 2
    (paragraph,) = read.tags("P")
    assert paragraph.text.startswith("Begin words") and paragraph.text.endswith("end.")


def test_a_list_item_holds_label_and_body_and_nothing_else() -> None:
    body = "<ul><li>One<ul><li>Below</li></ul></li><li><p>Two</p><p>Three</p></li></ul>"
    (outer,) = tree(body).kids
    inner = ("L", [("LI", ["Lbl", "LBody"])])
    assert outer.outline() == ("L", [("LI", ["Lbl", ("LBody", [inner])]), ("LI", ["Lbl", ("LBody", ["P", "P"])])])
    assert outer.attributes["ListNumbering"] == "Disc"
    assert tree("<ol><li>One</li></ol>").kids[0].attributes["ListNumbering"] == "Decimal"


def test_terms_are_labels_and_their_descriptions_bodies() -> None:
    body = "<dl><dt>Core</dt><dd>A unit</dd><dd>of work</dd><dt>Node</dt><dd>A machine</dd></dl>"
    (listing,) = tree(body).kids
    assert listing.outline() == ("L", [("LI", ["Lbl", "LBody", "LBody"]), ("LI", ["Lbl", "LBody"])])
    assert [item.text.split()[0] for item in listing.kids] == ["Core", "Node"]


def test_wrappers_leave_the_tree_and_loose_text_gets_a_p() -> None:
    assert outlines("<main><div><p>a <span><em>b</em></span></p></div></main>") == ["P"]
    assert outlines("<div>alone</div><div>again</div>") == ["P", "P"]
    assert outlines("<section><h2>H</h2>loose <b>text</b><p>p</p></section>") == [("Sect", ["H2", "P", "P"])]
    assert outlines("<aside><p>a</p></aside><blockquote>b</blockquote>") == [("Aside", ["P"]), ("BlockQuote", ["P"])]
    assert outlines("<div><li>stray</li></div>") == [("P", ["Lbl"])], "an LI must lie in an L"
    assert outlines("<pre><code>a = 1\nb = 2</code></pre>") == [("P", ["Code"])]


def test_order_is_that_of_the_manuscript_wherever_things_are_printed() -> None:
    body = "<p>one</p><p style='position:absolute; top:300pt'>two</p><p style='float:right'>three</p><p>four</p>"
    assert [kid.text for kid in tree(body).kids] == ["one", "two", "three", "four"]


def test_footnotes_are_notes_where_they_are_called() -> None:
    style = ".footnote { float: footnote }"
    body = "<p>Grew<span class=footnote id=p.fn-1>By <em>half</em>.</span> again<a href='#p.fn-1'>1</a></p>"
    read = Inspector(part(body, style=style).pdf)
    (paragraph,) = read.tags("P")
    assert paragraph.outline() == ("P", [("Reference", ["Link"]), ("Note", [("Lbl", ["Link"])]), "Link"])
    (note,) = read.tags("Note")
    assert (note.id, note.text, note.kids[0].type) == ("p/p.fn-1", "1. By half.", "Lbl")
    assert read.destinations["p.fn-1"] == 0


def test_footnote_and_reference_lead_to_each_other() -> None:
    style = ".footnote { float: footnote } .next { break-before: page }"
    body = (
        "<p>Grew<span class=footnote id=p.fn>By half.</span> more.</p><p class=next>Text"
        "<span class=footnote id=p.other>Later.</span> and <a class=footnote-ref href='#p.fn'>1</a></p>"
    )
    read = Inspector(part(body, style=style).pdf)
    assert read.pages == 2
    first, again = read.tags("P")
    assert first.outline() == ("P", [("Reference", ["Link"]), ("Note", [("Lbl", ["Link"])])])
    assert again.outline()[1][2:] == [("Reference", ["Link"])], "a note called again is referred to"
    assert (read.destinations["p.fn--call"], read.destinations["p.other--call"]) == (0, 1)
    assert sorted((link.page, link.contents) for link in read.links(0)) == [(0, "By half."), (0, "By half.")]
    assert sorted((link.page, link.contents) for link in read.links(1)) == [(0, "1"), (1, "Later."), (1, "Later.")]
    up, down = sorted(read.links(0), key=lambda link: link.box[1])
    (grew,) = read.find("Grew1")
    assert up.box[2] == pytest.approx(grew.right, abs=0.1), "the number is what leads to the note"
    assert down.box[1] > up.box[3] + 200, "the note is at the foot of the page"


def test_abbreviations_say_what_they_stand_for() -> None:
    body = "<p>The <abbr title='Portable Document Format'>PDF</abbr> is a <abbr>file</abbr>.</p>"
    (paragraph,) = tree(body).kids
    assert [(span.type, span.text, span.expansion) for span in paragraph.kids] == [
        ("Span", "PDF", "Portable Document Format")
    ]


def test_asides_are_sections_to_readers_of_pdf_1_7() -> None:
    with pikepdf.open(io.BytesIO(part("<aside><p>a</p></aside>").pdf)) as pdf:
        root = pdf.Root.StructTreeRoot
        assert (str(root.K[0].K[0].S), str(root.RoleMap.Aside)) == ("/Aside", "/Sect")


def test_named_places_are_tags_too() -> None:
    body = "<section id=s><h2>H</h2></section><p>a <b id=b>bold</b> word</p><ul id=l><li>x</li></ul>"
    with pikepdf.open(io.BytesIO(part(body).pdf)) as pdf:
        names = list(pdf.Root.Names.Dests.Names)
        found = {str(name): str(place.SD[0].S) for name, place in zip(names[::2], names[1::2], strict=True)}
    assert found == {"b": "/P", "l": "/L", "s": "/Sect"}


NUMBERED = {
    "disc": "Disc", "circle": "Circle", "square": "Square", "decimal": "Decimal", "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman", "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha", "upper-alpha": "UpperAlpha", "upper-latin": "UpperAlpha", "none": "None",
    "lower-greek": "Decimal", "armenian": "Decimal", "georgian": "Decimal", "hebrew": "Decimal",
    "cjk-decimal": "Decimal",
}  # fmt: skip


def test_lists_say_how_they_are_numbered() -> None:
    body = "".join(f"<ol style='list-style-type: {style}'><li>x</li></ol>" for style in NUMBERED)
    body += "<ul style='list-style: \"→ \"'><li>x</li></ul><dl><dt>a</dt><dd>b</dd></dl>"
    lists = tree(body).find("L")
    said = [listing.attributes["ListNumbering"] for listing in lists]
    assert said == [*NUMBERED.values(), "Disc", "None"]
    assert {listing.attributes["O"] for listing in lists} == {"List"}


def test_language_is_told_where_it_changes() -> None:
    body = "<p>One <i lang=fr>deux</i> <i lang=en>three</i></p><div lang=de><p>Vier</p></div>"
    said = [(tag.type, tag.lang, tag.text) for tag in tree(body).walk() if tag.lang]
    assert said == [("Span", "fr", "deux"), ("Div", "de", "Vier")]
    assert Inspector(part(body).pdf).lang == "en"


def test_contents_are_toc_with_references() -> None:
    body = (
        "<nav class=toc><ol><li><a href='part:a#a'>A</a><p>Why</p><ol><li><a href='part:a#a.b'>B</a></li></ol></li>"
        "</ol></nav>"
    )
    style = "nav a::after { content: leader('.') '7' } li { list-style: none }"
    reference = ("Reference", ["Link"])
    assert outlines(body, style) == [("TOC", [("TOCI", [reference, "P", ("TOC", [("TOCI", [reference])])])])]
    assert tree(body, style).find("Link")[0].text == "A 7", "leader dots are not read out"


# ----------------------------------------------------------------------------------------- links and pictures
@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("word", "word"),
        ("<strong>word</strong>", "word"),
        ("two <em>more</em> words", "two more words"),
        ("<img src='asset:///pictures/dot.png' alt='a dot'>", "a dot"),
        ("<h3>Card</h3><p>text</p>", "Card text"),
    ],
)
def test_annotations_hang_in_their_link(inner: str, words: str, picture: Path) -> None:
    pdf = part(f"<div>A <a href='https://example.org/x'>{inner}</a>.</div>", pictures=(picture,)).pdf
    (link,) = Inspector(pdf).tags("Link")
    assert link.annotations >= 1 and sum(tag.annotations for tag in Inspector(pdf).tags()) == link.annotations
    with pikepdf.open(io.BytesIO(pdf)) as read:
        annotations = list(read.pages[0].Annots)
        nums = list(read.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        assert len(annotations) == link.annotations
        for annotation in annotations:
            assert pikepdf.Name.Link == parents[int(annotation.StructParent)].S
            assert annotation.F == 4
            assert str(annotation.Contents) == words


def test_a_link_within_its_own_rectangle_is_one_annotation() -> None:
    (link,) = tree("<p><a href='https://example.org'>all <strong>bold</strong> text</a></p>").find("Link")
    assert link.annotations == 1


def test_figure_and_caption_belong_together(picture: Path) -> None:
    body = "<figure><img src='asset:///pictures/dot.png' alt='A dot'><figcaption>Figure 1 Dot</figcaption></figure>"
    assert outlines(body, pictures=(picture,)) == [("Div", ["Figure", "Caption"])]
    read = Inspector(part(body, style="figure { margin: 0 } body { margin: 0 }", pictures=(picture,)).pdf)
    (figure,) = read.figures()
    assert figure.alt == "A dot"
    assert figure.box == pytest.approx((40, 40, 40 + 90 * 0.75, 40 + 60 * 0.75), abs=0.1)


def test_decoration_is_an_artifact_and_nothing_is_said(picture: Path) -> None:
    sheets = part("<p>a <img src='asset:///pictures/dot.png' alt=''> b</p>", pictures=(picture,))
    assert not Inspector(sheets.pdf).tags("Figure") and not sheets.findings
    assert marked(sheets.pdf, "/Figure", 0) == 0
    assert marked(sheets.pdf, "/Artifact", 0) == 1


def test_a_picture_without_alt_is_told_of(picture: Path) -> None:
    sheets = part("<p data-line=7><img src='asset:///pictures/dot.png'></p>", pictures=(picture,))
    assert [(f.code, f.place.line) for f in sheets.findings] == [("PIC-ALT", 7)]


def test_page_margins_are_artifacts() -> None:
    style = "@page { @bottom-center { content: 'Page ' counter(page) } }"
    read = Inspector(part("<p>text</p>", style=style).pdf)
    assert [word.artifact for word in read.find("Page 1")] == [True]
    assert [tag.text for tag in read.tags("P")] == ["text"]


def test_text_in_a_transparent_box_stays_in_the_tree() -> None:
    pdf = part("<p style='opacity: 0.5'>faint <a href='https://example.org'>link</a></p><p>full</p>").pdf
    with pikepdf.open(io.BytesIO(pdf)) as read:
        root = read.Root.StructTreeRoot
        faint = root.K[0].K[0]
        group = faint.K[0].Stm
        nums = dict(zip(map(int, root.ParentTree.Nums[::2]), root.ParentTree.Nums[1::2], strict=True))
        assert nums[int(group.StructParents)][int(faint.K[0].MCID)].S == pikepdf.Name.P


# ------------------------------------------------------------------------------------------------- veraPDF
@pytest.mark.slow
def test_a_part_passes_pdf_ua(tmp_path: Path, picture: Path, verapdf: Callable[..., dict[Path, list[object]]]) -> None:
    img = "<img src='asset:///pictures/dot.png' alt='Dot'>"
    body = f"""<h1 id=p>Part</h1><nav class=toc><ol><li><a href='#p.f'>F</a></li></ol></nav><div>loose <b>text</b></div>
        <p>Note<span class=footnote id=p.n>small <i>print</i></span> <a href='part:x#x'><strong>there</strong></a></p>
        <figure id=p.f>{img}<figcaption>Caption</figcaption></figure><a href='https://example.org'>{img}</a>
        <p style='opacity:.5'>faint</p><dl><dt>a<dd>b</dl><ul><li>x<ol><li>y</ol></ul><aside><p>aside</p></aside>
        <p>{img} in text <img src='asset:///pictures/dot.png' alt=''></p><pre><code>code</code></pre>{TABLE}"""
    sheets = part(body, style=".footnote { float: footnote }", pictures=(picture,))
    path = tmp_path / "part.pdf"
    path.write_bytes(sheets.pdf)
    assert verapdf([path], "ua1") == {path: []}


def test_a_space_between_two_elements_is_told_though_nothing_is_painted() -> None:
    pdf = part('<p><b>Code</b> <a href="https://example.org">host</a> <i>one</i></p>').pdf
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as file:
        content = file.pages[0].Contents.read_bytes()
    assert content.count(b"/ActualText ( )") == 2
    [paragraph] = Inspector(pdf).tags("P")
    assert paragraph.text == "Code host one"
