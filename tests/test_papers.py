"""PDFs from elsewhere become parts: tags, navigation, what is left out, what is mended, what may be claimed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from foreign import (
    BODY,
    add_field,
    add_layers,
    add_link,
    add_outline,
    bound,
    changed,
    inspected,
    part_of,
    plain,
    printed,
    saved,
    taken,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from inspector import Inspector
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, String
from PIL import ImageCms

from renderer.bind.navigation import label_pages
from renderer.findings import Finding
from renderer.numbering import LabelRange


def codes(findings: Iterable[Finding]) -> list[str]:
    return [f.code for f in findings]


def message(findings: Iterable[Finding], code: str) -> str:
    [found] = [f.message for f in findings if f.code == code]
    return found


def pixels(data: bytes, dpi: int = 50) -> list[bytes]:
    document = pypdfium2.PdfDocument(data)
    return [page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("RGB").tobytes() for page in document]


def texts(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


# ----------------------------------------------------------------------------------------------------------- tags
def test_untagged_text_becomes_paragraphs() -> None:
    pdf, findings = inspected(printed())
    assert [t.text for t in pdf.tags("P")] == ["Budget", "Words of the paper.", "More words overleaf."]
    assert codes(findings) == ["PAPER-TAGS"]
    assert all(not word.artifact for page in range(2) for word in pdf.words(page))


def test_lines_of_one_paragraph_stay_together() -> None:
    long = "<p>" + "words that go on " * 30 + "</p><p>Another.</p>"
    pdf, _ = inspected(printed(long))
    assert [len(t.text.split()) for t in pdf.tags("P")] == [120, 1]


def test_text_in_forms_is_told_and_drawings_are_not() -> None:
    pdf, _ = inspected(printed("<div style='opacity: .5'>Faint words</div><p>Words</p><hr>"))
    assert sorted(t.text for t in pdf.tags("P")) == ["Faint words", "Words"]


def test_a_figure_has_its_alternative_text_and_box() -> None:
    pdf, findings = inspected(printed(), tags="figure", alt=("The budget",))
    assert [(f.alt, f.page) for f in pdf.figures()] == [("The budget (1/2)", 0), ("The budget (2/2)", 1)]
    assert pdf.figures()[0].box == (0, 0, 300, 400)
    assert codes(findings) == ["PAPER-TAGS"]


def test_each_page_may_have_a_text_of_its_own() -> None:
    pdf, _ = inspected(printed(), tags="figure", alt=("One", "Two"))
    assert [f.alt for f in pdf.figures()] == ["One", "Two"]


def test_a_page_without_words_needs_an_alternative_text() -> None:
    empty = printed("<div style='height: 50pt; background: navy'></div>")
    _, findings = inspected(empty)
    assert message(findings, "PAPER-ALT") == "no alternative text for its page"
    assert "pictures without text" in message(findings, "PAPER-TAGS")
    _, findings = inspected(empty, alt=("A blue bar",))
    assert codes(findings) == ["PAPER-TAGS"]


def test_artifacts_are_in_no_tag() -> None:
    pdf, _ = inspected(printed(), tags="artifact")
    assert [t.type for t in pdf.tags()] == ["Document", "Part"]
    assert all(word.artifact for page in range(2) for word in pdf.words(page))


def test_a_picture_with_text_says_what_it_shows() -> None:
    pdf, findings = inspected(plain(), tags="picture-with-text")
    [figure] = pdf.tags("Figure")
    assert figure.actual_text == "Plain words 1"
    assert pdf.fonts == {}
    assert codes(findings) == ["PAPER-TAGS"]
    assert len(pdf.reader.pages[0].images[0].data) > 1000


def test_tags_are_kept_below_the_part() -> None:
    data = printed(BODY + "<table><thead><tr><th scope=col>A<tbody><tr><td>1</table>", tagged=True)
    pdf, findings = inspected(data)
    [part] = pdf.tags("Part")
    assert part.title == "A paper"
    assert [k.type for k in part.kids] == ["H1", "P", "P", "Table"]
    assert pdf.tables() == [[["A"], ["1"]]]
    assert "kept" in message(findings, "PAPER-TAGS")


def test_only_the_tags_of_bound_pages_stay() -> None:
    data = printed("<p>One</p><p class=next>Two</p><p class=next>Three</p>", tagged=True)
    pdf, _ = inspected(data, pages="3,1")
    assert pdf.pages == 2
    assert sorted((t.text, t.page) for t in pdf.tags("P")) == [("One", 1), ("Three", 0)]


def test_one_role_with_two_meanings_stays_right() -> None:
    def role(target: str) -> bytes:
        def change(pdf: Pdf) -> None:
            pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/Kicker": Name(target)})
            for thing in pdf.objects:
                if isinstance(thing, Dictionary) and thing.get("/S") == Name.P:
                    thing.S = Name.Kicker

        return changed(printed("<p>Words</p>", tagged=True), change)

    parts = [part_of(taken(role(target), part)) for part, target in (("a", "/H1"), ("b", "/BlockQuote"))]
    pdf = Inspector(bound(*parts))
    roles = {str(k): str(v) for k, v in pdf.root["/StructTreeRoot"]["/RoleMap"].items()}
    assert [roles[f"/{t.type}"] for t in pdf.tags() if t.type.startswith("Kicker")] == ["/H1", "/BlockQuote"]


def test_types_of_pdf_2_stand_for_those_of_1_7() -> None:
    def change(pdf: Pdf) -> None:
        space = pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String("http://iso.org/pdf2/ssn")))
        pdf.Root.StructTreeRoot.Namespaces = Array([space])
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get("/S") == Name.P:
                thing.S, thing.NS = Name.Aside, space

    pdf, _ = inspected(changed(printed("<p>Words</p>", tagged=True), change, force_version="2.0"))
    assert pdf.root["/StructTreeRoot"]["/RoleMap"] == {"/Aside": "/Sect"}
    assert "/Namespaces" not in pdf.root["/StructTreeRoot"]


def test_ids_of_two_papers_do_not_meet() -> None:
    table = "<table><thead><tr><th id=x scope=col>A<tbody><tr><td>1</table>"
    parts = [part_of(taken(printed(table, tagged=True), part)) for part in ("a", "b")]
    ids = [t.id for t in Inspector(bound(*parts)).tags() if t.id]
    assert len(set(ids)) == len(ids) and {i.split("/")[0] for i in ids} == {"a", "b"}


# ----------------------------------------------------------------------------------------------------- navigation
def test_the_outline_stands_below_the_title() -> None:
    pdf, _ = inspected(changed(printed(), lambda pdf: add_outline(pdf, "One", "Two\r\nlines")))
    assert [tuple(e) for e in pdf.outline] == [(1, "A paper", 0), (2, "One", 0), (2, "Two lines", 1)]


def test_links_lead_where_they_led() -> None:
    def change(pdf: Pdf) -> None:
        add_link(pdf, 0, Dest=Array([pdf.pages[1].obj, Name.Fit]))
        add_link(pdf, 0, A=Dictionary(S=Name.URI, URI=String("https://example.org/")))
        pdf.Root.Dests = Dictionary(there=Array([pdf.pages[1].obj, Name.XYZ, 0, 100, 0]))
        add_link(pdf, 0, A=Dictionary(S=Name.GoTo, D=Name.there))

    for tagged in (False, True):
        pdf, findings = inspected(changed(printed(tagged=tagged), change))
        assert [(link.uri, link.page) for link in pdf.links(0)] == [("", 1), ("https://example.org/", -1), ("", 1)]
        assert [t.annotations for t in pdf.tags("Link")] == [1, 1, 1]
        assert all(link.contents for link in pdf.links(0))
        assert codes(findings) == ["PAPER-TAGS"]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Dictionary(S=Name.Launch, F=String("x.exe")), "start a program"),
        (Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")), "run a script"),
        (Dictionary(S=Name.GoToR, F=String("b.pdf"), D=String("x")), "other files"),
        (Dictionary(S=Name.URI, URI=String("file:///etc/passwd")), "none of the web"),
    ],
)
def test_links_that_cannot_work_are_taken_off(action: Dictionary, words: str) -> None:
    for tagged in (False, True):
        data = changed(printed(tagged=tagged), lambda pdf: add_link(pdf, 0, A=action))
        pdf, findings = inspected(data)
        assert pdf.links(0) == []
        assert words in message(findings, "PAPER-DROPPED")


def test_links_to_pages_left_out_are_taken_off() -> None:
    data = changed(printed(), lambda pdf: add_link(pdf, 0, Dest=Array([pdf.pages[1].obj, Name.Fit])))
    pdf, findings = inspected(data, pages="1")
    assert pdf.links(0) == [] and "pages that are not bound" in message(findings, "PAPER-DROPPED")


# ---------------------------------------------------------------------------------------------------------- rules
@pytest.mark.parametrize("tagged", [False, True])
def test_a_filled_in_form_becomes_part_of_the_page(tagged: bool) -> None:
    pdf, findings = inspected(changed(printed(tagged=tagged), lambda pdf: add_field(pdf, "Ada")))
    assert "PAPER-FORM" in codes(findings)
    assert "Ada" in " ".join(t.text for t in pdf.tags("P")) or "Ada" in pdf.text(0)
    assert "/AcroForm" not in pdf.root and "/Annots" not in pdf.reader.pages[0]


def test_a_signature_is_void() -> None:
    def change(pdf: Pdf) -> None:
        field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("s"), V=Dictionary(Type=Name.Sig)))
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)

    _, findings = inspected(changed(printed(), change))
    assert "void" in message(findings, "PAPER-SIGNED")


def test_scripts_files_and_transitions_go() -> None:
    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.attachments["secret.txt"] = b"secret"
        pdf.pages[0].obj.Trans = Dictionary(S=Name.Dissolve)
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("x()")))

    sheets = taken(changed(printed(), change))
    left_out = [f.message for f in sheets.findings if f.code == "PAPER-DROPPED"]
    assert [m.split(": ")[1] for m in left_out] == ["scripts (JavaScript)", "files that are embedded in it"]
    pdf = Inspector(bound(part_of(sheets)))
    assert pdf.attachments == {} and b"app.alert" not in bound(part_of(sheets))
    assert not {"/Trans", "/AA"} & pdf.reader.pages[0].keys() and "/OpenAction" not in pdf.root


def test_comments_go_and_what_prints_stays() -> None:
    def change(pdf: Pdf) -> None:
        look = pdf.make_stream(b"1 0 0 rg 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 50])
        stamp = Dictionary(
            Subtype=Name.Stamp, Rect=[200, 20, 250, 70], F=4, AP=Dictionary(N=look), Contents=String("x")
        )
        note = Dictionary(Subtype=Name.Text, Rect=[10, 10, 30, 30], F=4, Contents=String("do not send"))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(stamp), pdf.make_indirect(note)])

    data = changed(printed(), change)
    sheets = taken(data)
    assert len([f for f in sheets.findings if f.code == "PAPER-DROPPED"]) == 2
    result = bound(part_of(sheets))
    image = pypdfium2.PdfDocument(result)[0].render(scale=1).to_pil().convert("RGB")
    assert image.getpixel((225, 355)) == (255, 0, 0)
    assert image.getpixel((20, 380)) == (255, 255, 255)


def test_layers_stay_as_they_open() -> None:
    data = changed(printed(), add_layers)
    result = bound(part_of(taken(data)))
    image = pypdfium2.PdfDocument(result)[0].render(scale=1).to_pil().convert("RGB")
    assert image.getpixel((20, 380)) == (0, 0, 0) and image.getpixel((110, 380)) == (255, 255, 255)
    assert "/OCProperties" not in Inspector(result).root
    assert pixels(result) == pixels(data)


# -------------------------------------------------------------------------------------------- locked, damaged, wrong
def test_an_encrypted_file_needs_its_password() -> None:
    data = changed(printed(), lambda pdf: None, encryption=Encryption(user="u", owner="o"))
    assert codes(taken(data).findings) == ["PAPER-PASSWORD"]
    assert "does not open" in taken(data, password="wrong").findings[0].message
    pdf, _ = inspected(data, password="u")
    assert pdf.pages == 2 and not pdf.reader.is_encrypted


def test_a_damaged_file_is_mended() -> None:
    data = printed()
    broken = data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF"
    pdf, findings = inspected(broken)
    assert pdf.pages == 2 and "mended" in message(findings, "PAPER-MENDED")


def test_what_entries_are_not_is_no_traceback() -> None:
    """Files in which one name stands for another: each binds, or says that it is damaged."""
    target = io.BytesIO()
    with Pdf.open(io.BytesIO(changed(printed(tagged=True), lambda pdf: add_outline(pdf, "One", "Two")))) as pdf:
        add_link(pdf, 0, Dest=Array([pdf.pages[1].obj, Name.XYZ, 0, 100, 0]))
        pdf.save(target, qdf=True, static_id=True)
    data = target.getvalue()
    names = list(re.finditer(rb"(?<=/)[A-Z][A-Za-z]+(?=[ \n])", data))
    for number, place in enumerate(names[::5]):
        other = names[(number * 7) % len(names)]
        sheets = taken(data[: place.start()] + other[0] + data[place.end() :])
        assert sheets.pages or codes(sheets.findings) == ["PAPER-FORMAT"]
        if sheets.pages:
            bound(part_of(sheets))


@pytest.mark.parametrize("data", [b"", b"words", b"PK\x03\x04docx", b"%PDF-1.7\nnothing else"])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    sheets = taken(data)
    assert (sheets.pages, codes(sheets.findings)) == (0, ["PAPER-FORMAT"])


def test_a_pdf_without_pages_is_told() -> None:
    with Pdf.new() as pdf:
        target = io.BytesIO()
        pdf.save(target)
    assert taken(target.getvalue()).findings[0].message == "it has no pages"


@pytest.mark.parametrize("pages", ["3", "0", "2-1", "x", "1,1", "1-9"])
def test_pages_that_are_not_there_are_told(pages: str) -> None:
    assert codes(taken(printed(), pages=pages).findings) == ["PAPER-PAGES"]


@pytest.mark.parametrize(("pages", "count"), [("", 2), ("2", 1), ("1-2", 2), (" 2 , 1 ", 2), ("2-", 1)])
def test_pages_are_chosen(pages: str, count: int) -> None:
    assert taken(printed(), pages=pages).pages == count


# -------------------------------------------------------------------------------------------------- boxes, turning
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_and_cut_pages_look_as_they_did(turn: int) -> None:
    def change(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        page.CropBox, page.Rotate = Array([280, 380, 20, 60]), turn

    data = changed(printed(), change)
    sheets = taken(data)
    assert sheets.sizes[0] == ((260, 320) if turn % 180 == 0 else (320, 260))
    assert pixels(bound(part_of(sheets))) == pixels(data)


def test_inherited_boxes_and_user_units_are_read() -> None:
    def change(pdf: Pdf) -> None:
        for page in pdf.pages:
            pdf.Root.Pages.MediaBox = page.obj.MediaBox
            pdf.Root.Pages.Resources = page.obj.Resources
            del page.obj.MediaBox, page.obj.Resources
            page.obj.UserUnit = 2

    assert taken(changed(printed(), change)).sizes == ((600, 800), (600, 800))


# ----------------------------------------------------------------------------------------------------------- claims
def test_fonts_that_are_not_embedded_speak_against_claims() -> None:
    _, findings = inspected(plain())
    assert "not embedded (Helvetica)" in message(findings, "PAPER-UA")
    assert "not embedded (Helvetica)" in message(findings, "PAPER-ARCHIVE")


def test_colours_for_a_press_speak_against_pdf_a_only() -> None:
    def change(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        page.Contents = Array([page.Contents, pdf.make_stream(b"0 1 0 0 k 10 10 20 20 re f")])

    _, findings = inspected(changed(printed(), change))
    assert codes(findings) == ["PAPER-TAGS", "PAPER-ARCHIVE"] and "CMYK" in findings[1].message


def test_kept_tags_are_trusted_when_their_file_vouches_for_them() -> None:
    data = printed(tagged=True)  # the typesetter claims PDF/UA-1
    _, findings = inspected(data)
    assert codes(findings) == ["PAPER-TAGS"]

    def disclaim(pdf: Pdf) -> None:
        del pdf.Root.Metadata

    _, findings = inspected(changed(data, disclaim))
    assert "does not claim" in message(findings, "PAPER-UA")


def outside_tags(pdf: Pdf, words: int) -> None:
    """Paint text on the first page that no tag leads to."""
    page = pdf.pages[0].obj
    [name, _] = next(iter(page.Resources.Font.items()))
    shown = pdf.make_stream(f"BT {name} 9 Tf 20 20 Td {'<0001> Tj ' * words} ET".encode())
    page.Contents = Array([*(page.Contents if isinstance(page.Contents, Array) else [page.Contents]), shown])


def test_tags_that_leave_something_out_allow_no_claim() -> None:
    data = changed(printed(tagged=True), lambda pdf: outside_tags(pdf, 1))
    sheets = taken(data)
    assert "its own tags are kept" in message(sheets.findings, "PAPER-TAGS")
    assert "leave out some of what is on its pages" in message(sheets.findings, "PAPER-UA")


def test_tags_that_leave_out_most_are_not_kept_unless_it_is_said() -> None:
    data = changed(printed(tagged=True), lambda pdf: outside_tags(pdf, 200))
    assert "leave out most of its text" in message(taken(data).findings, "PAPER-TAGS")
    assert "its own tags are kept" in message(taken(data, tags="keep").findings, "PAPER-TAGS")


@pytest.mark.slow
def test_what_may_be_claimed_holds(tmp_path: Path, verapdf: Any) -> None:
    link = printed(BODY + '<p><a href="https://example.org">A link</a></p>')
    own = changed(printed(tagged=True), lambda pdf: add_outline(pdf, "One"))
    files = []
    ways: list[tuple[bytes, dict[str, Any]]] = [
        (link, {}), (link, {"tags": "figure", "alt": ("What it shows",)}), (link, {"tags": "artifact"}),
        (plain(), {"tags": "picture-with-text"}), (own, {}), (own, {"pages": "2"}), (own, {"tags": "text"}),
        (changed(printed(), add_layers), {}), (changed(link, lambda pdf: add_link(pdf, 1, A=Dictionary(
            S=Name.URI, URI=String("https://example.org/")))), {"tags": "artifact"}),
    ]  # fmt: skip
    for number, (data, options) in enumerate(ways):
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(bound(part_of(taken(data, **options))))
    assert {f.name: r for f, r in verapdf(files, "ua1", "3a").items() if r} == {}


# ------------------------------------------------------------------------------------------------- nothing is lost
WORDS = st.text("abc dé&<ßЖ", min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=15, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6), st.booleans(), st.sampled_from(["auto", "figure", "text", "artifact"]))
def test_nothing_on_the_pages_changes(paragraphs: list[str], tagged: bool, tags: str) -> None:
    body = "".join(f"<p class=next>{re.sub('[&<]', '+', p)}</p>" for p in paragraphs)
    data = printed(body, tagged=tagged)
    result = bound(part_of(taken(data, tags=tags, alt=("x",))))
    assert pixels(result) == pixels(data)
    assert texts(result) == texts(data)


def test_font_files_and_pictures_of_several_papers_lie_there_once() -> None:
    # each part is typeset apart, in subsets that are equal because the words are
    data = printed("<p>The same words</p>")
    one, two = (bound(*(part_of(taken(data, part)) for part in parts)) for parts in (["a"], ["a", "b"]))

    def font_files(pdf: bytes) -> tuple[int, int]:
        with Pdf.open(io.BytesIO(pdf)) as opened:
            return sum("/FontFile2" in thing for thing in opened.objects if isinstance(thing, Dictionary)), len(
                {
                    thing.FontFile2.objgen
                    for thing in opened.objects
                    if isinstance(thing, Dictionary) and "/FontFile2" in thing
                }
            )

    assert font_files(one) == (1, 1) and font_files(two) == (2, 1)


def test_the_same_paper_gives_the_same_bytes() -> None:
    data = changed(printed(), add_layers)
    assert taken(data).pdf == taken(data).pdf


def test_colour_profiles_of_several_papers_lie_there_once() -> None:
    """Different pictures with one profile each: as a space of its own, and as that of a palette."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    def paper(colour: bytes) -> bytes:
        with Pdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(100, 100)).obj
            space = Array([Name.ICCBased, pdf.make_stream(profile, N=3)])
            palette = Array([Name.Indexed, space, 0, String(colour)])
            frame = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 1, "Height": 1, "BitsPerComponent": 8}
            page.Resources = Dictionary(
                XObject=Dictionary(
                    A=pdf.make_stream(colour, ColorSpace=space, **frame),
                    B=pdf.make_stream(b"\0", ColorSpace=palette, **frame),
                )
            )
            page.Contents = pdf.make_stream(b"q 50 0 0 50 0 0 cm /A Do Q q 50 0 0 50 50 50 cm /B Do Q")
            return saved(pdf)

    papers = [paper(colour) for colour in (b"\xff\0\0", b"\0\xff\0", b"\0\0\xff")]
    result = bound(*(part_of(taken(data, f"p{n}", alt=("x",))) for n, data in enumerate(papers)))
    assert pixels(result) == [picture for data in papers for picture in pixels(data)]
    with Pdf.open(io.BytesIO(result)) as opened:
        pictures = [thing for thing in opened.objects if isinstance(thing, Stream) and thing.get("/Width") == 1]
        spaces = [thing.ColorSpace for thing in pictures]
        used = {(space[1] if space[0] == Name.ICCBased else space[1][1]).objgen for space in spaces}
        packets = [t for t in opened.objects if isinstance(t, Stream) and t.get("/Type") == Name.Metadata]
    assert (len(pictures), len(used), len(packets)) == (6, 1, 1)


def test_subsets_of_one_name_that_differ_stay_apart() -> None:
    """Programs number their subsets anew in every file: AAAAAA+Name is another font in each."""

    def renamed(pdf: Pdf) -> None:
        for thing in pdf.objects:
            for key in ("/BaseFont", "/FontName"):
                if isinstance(thing, Dictionary) and key in thing:
                    thing[key] = Name("/AAAAAA+" + str(thing[key]).rpartition("+")[2])

    for tagged in (False, True):
        papers = [changed(printed(f"<p>{words}</p>", tagged=tagged), renamed) for words in ("abc", "xyz", "abc", "cba")]
        result = bound(*(part_of(taken(data, f"p{n}")) for n, data in enumerate(papers)))
        assert pixels(result) == [picture for data in papers for picture in pixels(data)]
        assert texts(result) == ["abc", "xyz", "abc", "cba"]
        with Pdf.open(io.BytesIO(result)) as opened:
            fonts = [thing for thing in opened.objects if isinstance(thing, Dictionary) and "/FontFile2" in thing]
            files = {font.FontFile2.objgen: font.FontFile2.read_raw_bytes() for font in fonts}
            assert {str(font.FontName) for font in fonts} == {"/AAAAAA+Test-Serif"}
        assert len(fonts) == 4 and len(files) == len(set(files.values())) in (2, 3)


# --------------------------------------------------------------------------------------------------------- labels
def _labelled(pdf: Pdf) -> None:
    labels = [0, Dictionary(S=Name.r), 1, Dictionary(S=Name.D, P=String("B-"), St=7), 3, Dictionary(P=String("Map"))]
    pdf.Root.PageLabels = Dictionary(Nums=Array(labels))


@pytest.mark.parametrize(
    ("pages", "labels"),
    [("", ["i", "B-7", "B-8", "Map"]), ("3", ["B-8"]), ("4,2-3", ["Map", "B-7", "B-8"]), ("1,3", ["i", "B-8"])],
)
def test_a_paper_may_keep_its_labels(pages: str, labels: list[str]) -> None:
    data = changed(printed("".join(f"<p class=next>{n}</p>" for n in range(4))), _labelled)
    sheets = taken(data, labels="own", pages=pages)
    assert "PAPER-LABELS" not in [f.code for f in sheets.findings]
    assert label_pages(sheets.labels, sheets.pages) == tuple(labels)
    assert taken(data, pages=pages).labels == () and taken(printed(), labels="own").labels == ()
    assert "PAPER-LABELS" not in [f.code for f in taken(printed()).findings]


@pytest.mark.parametrize("labels", [String("x"), Dictionary(Nums=Array([0])), Dictionary(Nums=Array([0, 1])), Array()])
def test_labels_that_cannot_be_read_are_passed_over(labels: Any) -> None:
    data = changed(printed(), lambda pdf: pdf.Root.__setattr__("PageLabels", labels))
    sheets = taken(data, labels="own")
    assert (sheets.pages, sheets.labels) == (2, ())
    assert "no page labels" in message(sheets.findings, "PAPER-LABELS")


def test_a_page_without_a_label_of_its_own_is_counted_with_all_others() -> None:
    labels = Array([0, Dictionary(), 1, Dictionary(S=Name.D)])
    data = changed(printed(), lambda pdf: pdf.Root.__setattr__("PageLabels", Dictionary(Nums=labels)))
    assert taken(data, labels="own").labels == ()
    assert taken(data, labels="own", pages="2").labels == (LabelRange(0, "D"),)
