"""Notices when WeasyPrint changes what `renderer/typeset/private.py` and `streams.py` beside it lean on.

A changed hash says: read the new source of that function, see whether private.py, streams.py, tags.py, fonts.py and
pictures.py still hold, and only then write the new hash here.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import inspect
from pathlib import Path

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage
from weasyprint.pdf.fonts import Font

from renderer.typeset.pictures import picture_maker
from renderer.typeset.private import children, lines_kept_whole, page_box

HASHES = {
    "weasyprint.pdf:generate_pdf": "626343ef25c396e8",
    "weasyprint.pdf.tags:add_tags": "f0e74575b0bafaf3",
    "weasyprint.pdf.anchors:add_links": "262e8b9b299892a7",
    "weasyprint.pdf.anchors:resolve_links": "f95937bb4e4f1007",
    "weasyprint.pdf.fonts:Font": "1888854798bf8726",
    "weasyprint.pdf.fonts:build_fonts_dictionary": "fc551bef35d0d6c3",
    "weasyprint.pdf.stream:Stream.marked": "3fa3acacbbf66422",
    "weasyprint.pdf.stream:Stream.add_group": "6022122164739805",
    "weasyprint.pdf.stream:Stream.set_alpha": "c9c74350fd9a8fb5",
    "weasyprint.pdf.stream:Stream.pop_state": "de364bfee3bd7f4f",
    "weasyprint.svg:SVG.draw_node": "5e24443a435c491e",
    "weasyprint.draw:draw_inline_level": "068162a401d00efd",
    "weasyprint.draw:draw_block_level": "3de9ec3ad4aaad3c",
    "weasyprint.draw:draw_replacedbox": "7cb1486a51be82ab",
    "weasyprint.anchors:gather_anchors": "373f8c676f27da3b",
    "weasyprint.document:Page.__init__": "56afceec729bf2c1",
    "weasyprint.layout.absolute:AbsolutePlaceholder": "336e26c56311f105",
    "weasyprint.layout.replaced:replacedbox_layout": "41e65d8993cbc015",
    "weasyprint.text.fonts:get_hb_object_data": "03040a623df04c2b",
    "weasyprint.text.fonts:get_pango_font_key": "74cbeff1fac3860c",
    "weasyprint.text.fonts:FontConfiguration.__del__": "b325ecf9683e945e",
    "weasyprint.draw.text:draw_first_line": "1bb8eae6d88e71b1",
    "weasyprint.text.line_break:split_first_line": "39ad1016863ca34d",
    "weasyprint.layout.inline:split_text_box": "8c564329599ef23f",
    "weasyprint.text.line_break:Layout.setup": "fb227a55094f41d4",
    "weasyprint.text.line_break:Layout.set_text": "fe23ca9937dbf520",
    "weasyprint.text.line_break:Layout.reactivate": "0b89ee097104b713",
    "weasyprint.text.line_break:Layout.get_first_line": "bb65cbda0e27f135",
    "weasyprint.images:get_image_from_uri": "07bdb0c0e3fd5b83",
    "weasyprint:HTML.__init__": "5f19f40b81837f87",
    "weasyprint.layout.block:block_level_layout": "c1301dde9284e245",
    "weasyprint.layout.block:_in_flow_layout": "c2537262836dd981",
    "weasyprint.layout:LayoutContext.overflows_page": "d18699b7ce2ebaa0",
    "weasyprint.urls:fetch": "a0b61dca95970b6d",
    "weasyprint.urls:URLFetcher.fetch": "e53a9536f4dceb0e",
    "weasyprint.images:RasterImage.draw": "e6074f717d13a3e8",
    "weasyprint.images:RasterImage.get_intrinsic_size": "1e001569849d6076",
    "weasyprint.pdf:_use_references": "4d1abd9646c3f4dc",
    "weasyprint.pdf.stream:Stream.add_image": "b6eefec44b546e46",
    "weasyprint.pdf.stream:Stream.add_pattern": "c6656116cd711ed6",
    "weasyprint.svg.bounding_box:bounding_box": "caa8d19b98d66d56",
    "weasyprint.svg.bounding_box:bounding_box_g": "f177a86f3720c637",
}


@pytest.mark.parametrize("name", HASHES)
def test_functions_are_the_ones_that_were_read(name: str) -> None:
    module, _, path = name.partition(":")
    thing = importlib.import_module(module)
    for part in path.split("."):
        thing = getattr(thing, part)
    digest = hashlib.sha256(inspect.getsource(thing).encode()).hexdigest()[:16]
    assert digest == HASHES[name], f"{name} of WeasyPrint {weasyprint.__version__} is not what was read"


def test_pages_list_links_and_anchors_that_can_be_added_to() -> None:
    page = weasyprint.HTML(string="<p id=here>a <a href='#here'>b</a>").render().pages[0]
    (link,) = page.links
    kind, target, place, box = link
    assert (kind, target, len(place), box.element_tag) == ("internal", "here", 4, "a")
    assert len(page.anchors["here"]) == 4


def test_functions_that_are_replaced_are_called_as_they_were() -> None:
    from weasyprint import pdf
    from weasyprint.layout import block

    assert list(inspect.signature(pdf.add_tags).parameters) == ["pdf", "document", "pdf_version", "page_streams"]
    assert list(inspect.signature(pdf.build_fonts_dictionary).parameters)[:2] == ["pdf", "fonts"]
    assert list(inspect.signature(block.block_level_layout).parameters)[:7] == [
        "context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty", "absolute_boxes",
    ]  # fmt: skip
    assert list(inspect.signature(Font.subset).parameters) == ["self", "to_unicode", "hinting"]
    given = ["self", "pillow_image", "image_id", "image_data", "filename", "cache", "orientation", "options"]
    assert list(inspect.signature(RasterImage).parameters) == given[1:]
    own = inspect.signature(picture_maker("screen"))
    assert list(own.parameters) == given[1:], "it is made in the same way"


def test_boxes_have_the_attributes_that_are_asked_for() -> None:
    asked = {"element", "element_tag", "style", "is_leader", "is_outside_marker", "is_column", "link_annotation"}
    known = set(vars(boxes.Box)) | {"element", "element_tag", "style"}
    assert asked <= known
    kinds = {"PageBox", "MarginBox", "FootnoteAreaBox", "LineBox", "TextBox", "ReplacedBox", "TableBox"}
    assert all(isinstance(getattr(boxes, kind), type) for kind in kinds | {"TableCellBox", "TableRowGroupBox"})


def test_private_names_are_used_in_one_module_only() -> None:
    folder = Path(__file__).resolve().parent.parent / "renderer" / "typeset"
    private = {"_page_box", "_tags", "_box", "_layout_done", "_html"}
    users = {
        path.name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in private
        and not (isinstance(node.value, ast.Name) and node.value.id == "self")
    }
    assert users == {"private.py"}


def first_lines(words: str, widths: range) -> list[str]:
    """Give the first line of a paragraph that is set in several widths (px)."""
    columns = "".join(f"<p style='width: {width}px'>{words}</p>" for width in widths)
    style = "<style>p { font: 16px serif; hyphens: auto; break-inside: avoid }</style>"
    pages = weasyprint.HTML(string=f"<html lang=en>{style}{columns}").render().pages
    paragraphs = [box for page in pages for box in page_box(page).descendants() if box.element_tag == "p"]
    lines = [next(iter(children(p))) for p in paragraphs if isinstance(p, boxes.BlockBox)]
    return ["".join(t.text for t in line.descendants() if isinstance(t, boxes.TextBox)) for line in lines]


@pytest.mark.parametrize("hyphens", ["auto", "manual"])
def test_a_line_before_bold_words_is_filled(hyphens: str) -> None:
    words = "Foundations of open software publish their report for <b>all</b> members"
    words = f"<span style='hyphens: {hyphens}'>{words}</span>"
    broken = [line for line in first_lines(words, range(250, 450)) if len(line.split()) == 1]
    assert broken, "the engine fills such lines now: lines_kept_whole can go"
    with lines_kept_whole():
        lines = first_lines(words, range(250, 450))
    assert not [line for line in lines if len(line.split()) < 4]
    assert len({line.split()[-1] for line in lines}) > 1  # the widths go past several words


def test_a_line_of_one_word_stays_one() -> None:
    """What really has no room is broken as ever."""
    with lines_kept_whole():
        lines = first_lines("Foundations <b>of</b> open software", range(90, 150))
    assert {"Founda‐", "Foundations", "Foundations of"} <= {line.strip() for line in lines}
