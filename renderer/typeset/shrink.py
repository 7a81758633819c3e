"""Figures that nearly fit at the foot of a page are set a little smaller instead of leaving a hole there.

In: a figure box that did not fit and the height there is. Out: the same box with a lower picture, or None.
"""

from __future__ import annotations

from typing import Any

from renderer.typeset.dom import has_class
from renderer.typeset.private import Box, children

PICTURE = 0.7
"""How small a picture may become, of its size."""
CHART = 0.85
"""How small a chart may become: its lettering shrinks with it, and stays above 7 pt."""
SPARE = 1.0
"""CSS px left free below, for rounding."""


def shrunk(figure: Box, laid_out: Box, room: float) -> Box | None:
    """Make a figure fit into a height in px, when its picture loses no more than it may.

    `laid_out` is the figure as it would stand on an empty page.
    """
    drawn = _pictures(laid_out)
    if len(drawn) != 1 or _has_notes(figure):
        return None
    height = drawn[0].height
    wanted = height - (laid_out.border_height() - room) - SPARE
    least = CHART if figure.element is not None and has_class(figure.element, "chart") else PICTURE
    if not least * height <= wanted < height:
        return None
    smaller = figure.deepcopy()
    (picture,) = _pictures(smaller)
    picture.style = picture.style.copy()
    picture.style["max_height"] = picture.style["max_height"]._replace(value=wanted, unit="px")
    return smaller


def _pictures(box: Box) -> list[Box]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.ReplacedBox):
        return [box]
    return [picture for child in _inside(box) for picture in _pictures(child)]


def _has_notes(box: Box) -> bool:
    return any(child.is_note() or _has_notes(child) for child in _inside(box))


def _inside(box: Any) -> Any:
    return children(box) if hasattr(box, "children") else ()
