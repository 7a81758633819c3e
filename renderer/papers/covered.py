"""A page in; out, whether text lies under black boxes on it, where nobody sees it and everybody can copy it.

A redaction that only paints over words is none. What counts is the order in which a page is painted: text, then an
opaque box of black or nearly black over it, and no text on that box.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Name, Object

from renderer.papers.content import content_bytes, forms_of, has_text, unpacked

DARKEST, OPAQUE = 48, 250
"""Up to which level of red, green and blue a box is black, and from which opacity nothing shows through it."""
LEAST_HEIGHT, LEAST_WIDTH = 4.0, 6.0
"""Of a box, in pt: lower ones are rules, which strike words out and hide nothing."""
DEEPEST = 8

_FILLED = re.compile(rb"\s(?:f\*?|F|B\*?|b\*?)(?=\s|$)")

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in pt, on the page as it is written."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something painted: `order` counts from what is painted first."""

    order: int
    box: Box


def may_cover(page: Object) -> bool:
    """Tell whether a page has both text and filled paths; then it is worth a closer look."""
    contents = [content_bytes(page), *(unpacked(f) for f in forms_of([page]) if f.get("/Subtype") == Name.Form)]
    return any(map(has_text, contents)) and any(map(_FILLED.search, contents))


def hides_text(page: Any) -> bool:
    """Tell whether text lies under a black box of a page of pdfium."""
    from pypdfium2 import raw

    texts: list[Seen] = []
    boxes: list[Seen] = []
    for order, (thing, kind, box) in enumerate(_painted(page)):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(Seen(order, box))
        elif kind == raw.FPDF_PAGEOBJ_PATH and _is_black_box(thing, box):
            boxes.append(Seen(order, box))
    suspects = [box for box in boxes if _covers(box, texts)]
    if not suspects:
        return False
    words = page.get_textpage()
    try:
        return any(len(words.get_text_bounded(*_inside(suspect.box)).strip()) > 1 for suspect in suspects)
    finally:
        words.close()


def _covers(box: Seen, texts: Sequence[Seen]) -> bool:
    """Tell whether a box was painted over text and has none on it: words on a dark ground are no redaction."""
    over = [text.order for text in texts if _overlap(box.box, text.box)]
    return bool(over) and max(over) < box.order


def _overlap(box: Box, text: Box) -> bool:
    """Tell whether a box hides a piece of a line, not only its rim."""
    across = min(box[2], text[2]) - max(box[0], text[0])
    along = min(box[3], text[3]) - max(box[1], text[1])
    return across > 2 and along > 0.6 * min(text[3] - text[1], box[3] - box[1])


def _inside(box: Box) -> Box:
    return box[0] + 0.5, box[1] + 0.5, box[2] - 0.5, box[3] - 0.5


def _is_black_box(thing: Any, box: Box) -> bool:
    from pypdfium2 import raw

    if box[2] - box[0] < LEAST_WIDTH or box[3] - box[1] < LEAST_HEIGHT or raw.FPDFPath_CountSegments(thing) > 6:
        return False
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, filled, stroked)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha)
    dark = max(red.value, green.value, blue.value) <= DARKEST
    return bool(filled.value) and dark and alpha.value >= OPAQUE


def _painted(page: Any) -> Iterator[tuple[Any, int, Box]]:
    """Give what is painted on a page and in its forms, in order, with kind and box."""
    from pypdfium2 import raw

    yield from _members(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, (), 0)


def _members(owner: Any, count: Any, member: Any, above: tuple[Any, ...], depth: int) -> Iterator[tuple[Any, int, Box]]:
    from pypdfium2 import raw

    for number in range(count(owner)):
        thing = member(owner, number)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            matrix = raw.FS_MATRIX()
            if depth < DEEPEST and raw.FPDFPageObj_GetMatrix(thing, matrix):
                inner = (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
                yield from _members(thing, *inner, (matrix, *above), depth + 1)
        elif kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH):
            sides = [ctypes.c_float() for _ in range(4)]
            if raw.FPDFPageObj_GetBounds(thing, *sides):
                yield thing, kind, _moved([side.value for side in sides], above)


def _moved(box: Sequence[float], matrices: Sequence[Any]) -> Box:
    x0, y0, x1, y1 = box
    corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)]
    for m in matrices:
        corners = [(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f) for x, y in corners]
    across, along = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(along), max(across), max(along)
