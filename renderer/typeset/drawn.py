"""What is drawn on a page, piece by piece: marks of content, texts and glyphs, as WeasyPrint 70 writes them.

In: its content streams and text boxes. Out: which text stands in which mark, which glyphs stand for which characters;
streams without marks. Like `private.py` and `streams.py` it knows what the engine does not promise to keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from renderer.typeset.private import Box


def shown_marks(stream: Any) -> dict[int, str]:
    """Give what a page shows in its marked content, as written, by the identifiers of that."""
    shown: dict[int, str] = {}
    mark = -1
    for item in stream.stream:
        if isinstance(item, dict):
            mark = item.get("MCID", mark)
        elif item == b"EMC":
            mark = -1
        elif mark >= 0 and isinstance(item, bytes) and item.endswith(b" TJ"):
            shown[mark] = shown.get(mark, "") + item.decode()
    return shown


def shown_texts(stream: Any) -> dict[int, list[int]]:
    """Give which of the texts that a page shows (from 0) stand in its marked content, by the identifiers of that."""
    shown: dict[int, list[int]] = {}
    mark, text = -1, 0
    for item in stream.stream:
        if isinstance(item, dict):
            mark = item.get("MCID", mark)
        elif item == b"EMC":
            mark = -1
        elif isinstance(item, bytes) and item.endswith(b" TJ"):
            shown.setdefault(mark, []).append(text)
            text += 1
    return shown


def unmark(stream: Any) -> None:
    """Take all marks of content out of what a page or group draws."""
    kept: list[Any] = []
    for item in stream.stream:
        if item in (b"BDC", b"BMC"):
            del kept[-2 if item == b"BDC" else -1 :]  # its operands
        elif item != b"EMC":
            kept.append(item)
    stream.stream[:] = kept


def digit_glyphs(box: Box) -> tuple[int, tuple[int, ...]] | None:
    """Give the font (a key of `Document.fonts`) and the glyphs of 0 to 9 in the style of a text box.

    None where one digit cannot take the place of another: they differ in width, or draw near to their neighbours.
    """
    from weasyprint.text.ffi import ffi
    from weasyprint.text.fonts import get_pango_font_key
    from weasyprint.text.line_break import Layout

    if box.style["font_kerning"] != "none":
        return None
    layout = Layout(box.style)
    layout.set_text("0123456789")
    run = layout.get_first_line()[0].runs[0]
    item, shaped = run.data.item, run.data.glyphs
    places = [shaped.glyphs[i].geometry for i in range(shaped.num_glyphs)]
    if run.next != ffi.NULL or len(places) != 10 or len({(p.width, p.x_offset, p.y_offset) for p in places}) > 1:
        return None
    return get_pango_font_key(item.analysis.font)[0], tuple(shaped.glyphs[i].glyph for i in range(10))


class Glyph(NamedTuple):
    """A character of a text box and how it is set: `font` is a key of `Document.fonts`."""

    text: str
    font: int
    unknown: bool


def glyphs(box: Box) -> Iterator[Glyph]:
    """Shape a text box again and tell for each cluster of characters which font it is set in."""
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.fonts import get_pango_font_key

    layout = box.pango_layout
    layout.reactivate(box.style)
    data = layout.text.encode()
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, shaped = run.data.item, run.data.glyphs
        key = get_pango_font_key(item.analysis.font)[0]
        starts = sorted({shaped.log_clusters[i] for i in range(shaped.num_glyphs)})
        ends = dict(pairwise((*starts, item.length)))
        for i in range(shaped.num_glyphs):
            start = shaped.log_clusters[i]
            text = data[item.offset + start : item.offset + ends[start]].decode()
            yield Glyph(text, key, bool(shaped.glyphs[i].glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG))
        run = run.next
    layout.deactivate()
