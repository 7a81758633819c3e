"""The parts of WeasyPrint 70 that it does not promise to keep.

In: its documents, pages, boxes and fonts. Out: what the lint, the tags and the record need of them. Nothing else in
the project but `drawn.py` and `streams.py` knows of these; `tests/test_typeset_private.py` fails when one changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

Box = Any
"""A laid-out box; measures are CSS px from the top left corner of its page."""

TagWriter = Callable[[Any, Any, Any, Sequence[Any]], None]
"""What `weasyprint.pdf.add_tags` is: called with the PDF, the document, the PDF version and a stream for each page."""

PX = 0.75
"""Points in a CSS px."""
ROUNDING = 0.05
"""px; less is no difference."""
NOTE_LABELS = frozenset({"footnote-call", "footnote-marker"})
"""Pseudo-elements that print the number of a footnote: in the text, and before the note."""


@contextmanager
def tags_written_by(writer: TagWriter) -> Iterator[None]:
    """Let another function write the structure tree while a document is written."""
    from weasyprint import pdf

    original = pdf.add_tags
    pdf.add_tags = writer
    try:
        yield
    finally:
        pdf.add_tags = original


@contextmanager
def fonts_subset_by(subset: Callable[[Any, Mapping[int, str], bool], None]) -> Iterator[None]:
    """Let another function cut fonts down to the glyphs in use while a document is written."""
    from weasyprint.pdf.fonts import Font

    original = Font.subset
    Font.subset = subset
    try:
        yield
    finally:
        Font.subset = original


def picture_class() -> Any:
    """Give the class that stands for pictures of pixels: what layout asks of it is kept."""
    from weasyprint.images import RasterImage

    return RasterImage


def drawn_box(root: Element) -> tuple[float, float, float, float] | None:
    """Give left, top, width and height of what is drawn in an SVG tree, in its own units, strokes included."""
    from weasyprint.svg import SVG
    from weasyprint.svg.bounding_box import bounding_box, is_valid_bounding_box

    tag, root.tag = root.tag, "{http://www.w3.org/2000/svg}g"  # of which alone the engine tells what it holds
    drawing = SVG(root, "", None, None)
    drawing.tree.set_svg_size(drawing, 0, 0)
    box = bounding_box(drawing, drawing.tree, 12, stroke=True)
    root.tag = tag
    return tuple(box[:4]) if is_valid_bounding_box(box) else None


@contextmanager
def glyphs_named_by(name: Callable[[Iterable[Any]], None]) -> Iterator[None]:
    """Let a function correct what the glyphs of all fonts stand for before these are written."""
    from weasyprint import pdf

    original = pdf.build_fonts_dictionary

    def build(target: Any, fonts: Mapping[int, Any], *rest: Any) -> Any:
        name(fonts.values())
        return original(target, fonts, *rest)

    pdf.build_fonts_dictionary = build
    try:
        yield
    finally:
        pdf.build_fonts_dictionary = original


def look_again(html: Any) -> None:
    """Let the engine see what was changed in the tree of an HTML document since it was parsed."""
    html.wrapper_element = type(html.wrapper_element).from_html_root(html.etree_element, content_language=None)


@contextmanager
def figures_fitted_by(fit: Callable[[Box, Box, float], Box | None]) -> Iterator[None]:
    """Let a function make a figure smaller that would leave a page for want of room, while a document is laid out.

    It is called with the figure, the figure as laid out without bounds, and the height in px that is left on the page,
    and gives the smaller figure or None.
    """
    from weasyprint.layout import block

    original = block.block_level_layout

    # The engine names these arguments when it lays out a grid.
    def lay_out(context: Any, box: Box, bottom_space: float, skip_stack: Any, containing_block: Box,
                page_is_empty: bool = True, absolutes: Any = None, *rest: Any, **more: Any) -> Any:  # fmt: skip
        start = box.position_x, box.position_y
        result = original(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolutes, *rest, **more
        )
        if result[0] is not None or page_is_empty or skip_stack is not None or box.element_tag != "figure":
            return result
        box.position_x, box.position_y = start
        # Without bounds: as on a page of endless height, and with nothing to remember of it.
        whole = original(context, box.deepcopy(), -math.inf, None, containing_block, True, [], [], [])[0]
        if whole is None:
            return result
        room = context.page_bottom - bottom_space - whole.border_box_y()
        smaller = fit(box, whole, room)
        if smaller is None:
            return result
        again = original(
            context, smaller, bottom_space, skip_stack, containing_block, page_is_empty, absolutes, *rest, **more
        )
        return result if again[0] is None else again

    block.block_level_layout = lay_out
    try:
        yield
    finally:
        block.block_level_layout = original


@contextmanager
def blocks_stepped_by(step: Callable[[Box, Box], float]) -> Iterator[None]:
    """Let the height of blocks grow to a multiple of a step while a document is laid out, as `block-step-size` of CSS
    Rhythmic Sizing does, which the engine does not know.

    The function is called with a block and the box it lies in, and gives the step in px or 0.
    """
    from weasyprint.layout import block

    original = block.block_level_layout

    # The engine names these arguments when it lays out a grid.
    def lay_out(context: Any, box: Box, bottom_space: float, skip_stack: Any, containing_block: Box,
                *rest: Any, **more: Any) -> Any:  # fmt: skip
        result = original(context, box, bottom_space, skip_stack, containing_block, *rest, **more)
        laid_out, resume = result[:2]
        if laid_out is None or resume is not None or not (unit := step(box, containing_block)):
            return result
        growth = -laid_out.border_height() % unit
        # Less is rounding; and nothing grows over the foot of its page.
        room = context.page_bottom - bottom_space - laid_out.border_box_y() - laid_out.border_height()
        if ROUNDING < growth < min(room, unit - ROUNDING):
            laid_out.height += growth
        return result

    block.block_level_layout = lay_out
    try:
        yield
    finally:
        block.block_level_layout = original


def remove_font_folder(fonts: Any) -> None:
    """Remove the temporary folder of a font configuration, which can be done once only: nothing uses it any more."""
    fonts.__del__()
    fonts._folder = None


@contextmanager
def lines_kept_whole() -> Iterator[None]:
    """Let a line that is too wide by nothing but the space at its end stand, while a document is laid out.

    Such a text stands before a link or bold words that begin on the next line. The engine takes it for one that has
    nowhere to break, and leaves only its first word, or half of it, on the line.
    """
    from weasyprint.layout import inline

    original = inline.split_first_line

    def split(text: str, style: Any, context: Any, max_width: float, *rest: Any, **more: Any) -> Any:
        result = original(text, style, context, max_width, *rest, **more)
        resume = result[2]
        if resume is None or not text.endswith(" ") or style["white_space"] not in {"normal", "pre-line"}:
            return result
        if b" " in text.encode()[:resume].strip(b" "):
            return result  # more than a word stands there
        if original(text.rstrip(" "), style, context, max_width, *rest, **more)[2] is not None:
            return result
        return original(text, style, context, math.inf, *rest, **more)  # the space may hang over the edge

    inline.split_first_line = split
    try:
        yield
    finally:
        inline.split_first_line = original


def line_height(box: Box) -> float:
    """Give the height of a line of text in a box, in px."""
    from weasyprint.text.line_break import strut

    return float(strut(box.style)[0])


def page_box(page: Any) -> Box:
    """Give the box of a page: its children are the root element, footnotes and margin boxes."""
    return page._page_box


def call_name(note: str) -> str:
    """Give the name of the anchor at the call of a footnote."""
    return f"{note}--call"


def link_notes(document: Any) -> None:
    """Link the number that calls a footnote to the note, and the number of the note back to its call."""
    for page in document.pages:
        waiting = [page_box(page)]
        while waiting:
            box = waiting.pop()
            _, _, pseudo = (box.element_tag or "").partition("::")
            name = box.element.get("id") if pseudo in NOTE_LABELS and box.element is not None else None
            if name:
                left, top = box.border_box_x(), box.border_box_y()
                place = (left, top, left + box.border_width(), top + box.border_height())
                call = pseudo == "footnote-call"
                page.links.append(("internal", name if call else call_name(name), place, box))
                if call:
                    page.anchors.setdefault(call_name(name), place)
            elif getattr(box, "children", None):
                waiting.extend(reversed(children(box)))


def children(box: Box) -> Sequence[Box]:
    """Give the boxes in a box, absolutely positioned ones where they stand in the text."""
    from weasyprint.layout.absolute import AbsolutePlaceholder

    return [child._box if isinstance(child, AbsolutePlaceholder) else child for child in box.children]


def marked_boxes(stream: Any) -> dict[Box, int]:
    """Give the marked-content identifier of each box drawn on a page."""
    return {box: mark["mcid"] for box, mark in stream._tags.items()}


def groups_of(pdf: Any, page_streams: Sequence[Any]) -> list[tuple[int, Any]]:
    """Give the transparency groups that continue the marked content of a page, each with its page index."""
    pages = {id(stream._tags): number for number, stream in enumerate(page_streams)}
    groups = (stream for stream in pdf.objects if hasattr(stream, "_tags") and stream.extra.get("Subtype") == "/Form")
    return [(pages[id(group._tags)], group) for group in groups if id(group._tags) in pages]


def font_bytes(font: Any) -> bytes:
    """Give the bytes of the file a font was loaded from; its own `file_content` becomes a subset in the PDF."""
    from weasyprint.text.fonts import get_hb_object_data

    return bytes(get_hb_object_data(font.hb_face))


def drawn_size(box: Box) -> tuple[float, float]:
    """Give width and height in CSS px at which the picture of a replaced box is drawn, before clipping."""
    from weasyprint.layout.replaced import replacedbox_layout

    width, height, _, _ = replacedbox_layout(box)
    return width, height
