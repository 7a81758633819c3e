"""A mark where a line of code goes on in the next line.

In: the laid-out pages and their content streams. Out: a small bent arrow drawn before each continued piece, as an
artifact and as lines, so that it is neither copied with the code nor read out (ISO 32000-1, 14.8.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from renderer.typeset.dom import has_class
from renderer.typeset.private import PX, Box, children, page_box

INK = (0.4, 0.45, 0.43)
STROKE = 0.5
"""Width of the line in pt."""


def draw_turns(document: Any, page_streams: Sequence[Any]) -> None:
    """Draw the marks of all pages; the streams count in pt from the top left corner of their page."""
    for page, stream in zip(document.pages, page_streams, strict=True):
        for line in _continued(page_box(page)):
            _draw(stream, line)


def _continued(root: Box) -> Iterator[Box]:
    """Give the line boxes that go on with a line of code begun above."""
    from weasyprint.formatting_structure import boxes

    todo, begun = [root], None
    while todo:
        box = todo.pop()
        if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
            continue
        if isinstance(box, boxes.LineBox):
            if box.element is not None and box.element.tag == "span" and has_class(box.element, "line"):
                if box.element is begun:
                    yield box
                begun = box.element
            continue
        todo.extend(reversed(children(box)))


def _draw(stream: Any, line: Box) -> None:
    size = line.style["font_size"] * PX * 0.5
    left = line.position_x * PX - 2.2 * size
    middle = (line.position_y + line.height / 2) * PX + 0.1 * size
    right, top, tip = left + 1.4 * size, middle - 0.8 * size, 0.4 * size
    stream.begin_marked_content("Artifact")
    stream.push_state()
    stream.set_color_rgb(*INK, stroke=True)
    stream.set_line_width(STROKE)
    stream.move_to(left, top)
    stream.line_to(left, middle)
    stream.line_to(right, middle)
    stream.move_to(right - tip, middle - tip)
    stream.line_to(right, middle)
    stream.line_to(right - tip, middle + tip)
    stream.stroke()
    stream.pop_state()
    stream.end_marked_content()
