"""A look at the laid-out pages before anybody prints them.

In: a laid-out document. Out: findings for content that runs out of its place or is cut off, coarse pictures,
characters without a proper font, stranded headings, pages left empty half way and nearly empty last pages; one
finding a code and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from renderer.findings import Finding, finding
from renderer.model import TypesetJob
from renderer.typeset.characters import lint_characters
from renderer.typeset.dom import Dom, has_class
from renderer.typeset.pictures import lint_picture
from renderer.typeset.private import Box, children, page_box

MM = 25.4 / 96
TOLERANCE = 0.3 / MM
"""CSS px; less is not seen in print, and rounding in the layout reaches half of it."""
NEARLY_EMPTY = 0.1
HOLE = 1 / 3
"""Part of the type area that may stay empty at the foot of a page within a part."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCK_NAMES = {
    "figure": "the picture",
    "table": "the table",
    "aside": "the box",
    "pre": "the code",
    **dict.fromkeys(HEADINGS, "the heading"),
}
"""What a page begins with, as its author calls it."""
FORCED = frozenset({"page", "left", "right", "recto", "verso", "always"})


class Rect(NamedTuple):
    """Left, top, right, bottom in CSS px from the top left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def common(self, other: Rect) -> Rect:
        """Give the part of the rectangle that lies in another."""
        sides = zip(self[:2], other[:2], strict=True), zip(self[2:], other[2:], strict=True)
        left, top = (max(pair) for pair in sides[0])
        right, bottom = (min(pair) for pair in sides[1])
        return Rect(left, top, right, bottom)

    def is_wide(self) -> bool:
        """Tell whether it is wider than high."""
        return self.right - self.left > self.bottom - self.top

    def excess(self, frame: Rect) -> tuple[float, str]:
        """Give by how many px the rectangle runs out of a frame at its worst side, and the name of the side."""
        sides = (
            (frame.left - self.left, "left"),
            (self.right - frame.right, "right"),
            (frame.top - self.top, "top"),
            (self.bottom - frame.bottom, "bottom"),
        )
        return max(sides)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a box lies in: what cuts it off, what it should keep to, and whether it belongs to the running text."""

    clip: Rect | None = None
    cell: Rect | None = None
    cell_name: str = ""
    line: Rect | None = None
    told: bool = False
    """A table around it sticks out, and that was told of."""
    free: bool = False
    """Placed by the style sheet on purpose: bleeds, positioned and turned boxes may leave the type area."""
    in_text: bool = True


def lint(job: TypesetJob, document: Any, dom: Dom, fonts: dict[int, str]) -> list[Finding]:
    """Look at every page. `fonts` tells the asset of each font of the document, empty for a font of the system."""
    found: list[Finding] = []
    texts: list[tuple[int, Box]] = []
    pages = document.pages
    before: _PageLook | None = None
    for number, page in enumerate(pages, 1):
        look = _PageLook(job, dom, number, page)
        look.visit(page_box(page), Surroundings())
        texts += [(number, box) for box in look.texts]
        found += [f for _, f in look.worst.values()]
        if job.tagged and len(pages) > 1:
            found += look.last_page() if number == len(pages) else look.foot()
            found += before.hole(look) if before else []
        before = look
    found += lint_characters(job, document, dom, fonts, texts)
    return list({(f.code, f.place.line or f.message): f for f in reversed(found)}.values())


def last_page_filled(job: TypesetJob, document: Any, dom: Dom) -> float:
    """Tell what part of the last page is filled, 1 where it is not one that text ran on to."""
    if len(document.pages) < 2:
        return 1.0
    before, last = (
        _PageLook(job, dom, n, document.pages[n - 1]) for n in (len(document.pages) - 1, len(document.pages))
    )
    for look in (before, last):
        look.visit(page_box(document.pages[look.number - 1]), Surroundings())
    return last.filled() if before.runs_on() else 1.0


class _PageLook:
    """Goes through the boxes of one page and keeps the worst fault of each kind and line."""

    def __init__(self, job: TypesetJob, dom: Dom, number: int, page: Any):
        from weasyprint.formatting_structure import boxes

        self._types, self._job, self._dom, self.number = boxes, job, dom, number
        self._body = body = page_box(page)
        left, top = body.content_box_x(), body.content_box_y()
        self._area = Rect(left, top, left + body.width, top + body.height)
        bleed = page.bleed
        self._edge = Rect(-bleed["left"], -bleed["top"], page.width + bleed["right"], page.height + bleed["bottom"])
        self.texts: list[Box] = []
        self.worst: dict[tuple[str, int], tuple[float, Finding]] = {}
        self._content: list[tuple[Box, Rect]] = []
        self._floor = self._area.bottom

    def visit(self, box: Box, around: Surroundings) -> None:
        """Look at a box and all in it."""
        kinds = self._types
        if isinstance(box, kinds.TextBox):
            if box.text.strip() and box.style["visibility"] == "visible":
                self._text(box, around)
            return
        if isinstance(box, kinds.ReplacedBox):
            self._picture(box, around)
        elif isinstance(box, kinds.TableBox) and not (around.free or around.told):
            told = self._cut(box, _border_rect(box), around, "the table")
            around = replace(around, told=told or self._out(box, _border_rect(box), around, "the table"))
        if not isinstance(box, kinds.PageBox):
            around = self._inside(box, around)
            for fault in lint_picture(box, self._job.assets, self._job.edition, background=True):
                self._keep("PIC-RESOLUTION", box, *fault)
        for child in children(box):
            self.visit(child, around)

    def _inside(self, box: Box, around: Surroundings) -> Surroundings:
        """Give what the children of a box lie in."""
        kinds = self._types
        if isinstance(box, kinds.LineBox):
            line = Rect(box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height)
            return replace(around, line=line)
        if isinstance(box, kinds.FootnoteAreaBox):
            self._floor = min(self._floor, box.position_y)
        if isinstance(box, (kinds.MarginBox, kinds.FootnoteAreaBox)):
            return replace(around, in_text=False, free=around.free or isinstance(box, kinds.MarginBox))
        if isinstance(box, kinds.TableCellBox):
            return replace(around, cell=_border_rect(box), cell_name="its table cell")
        if box.is_column:
            return replace(around, cell=_border_rect(box), cell_name="its column")
        if not around.free and self._placed_on_purpose(box):
            in_text = around.in_text and not box.is_absolutely_positioned()
            around = replace(around, free=True, cell=None, in_text=in_text)
        if box.element_tag not in {"html", "body", "img"} and _clips(box):
            x, y = box.padding_box_x(), box.padding_box_y()
            clip = Rect(x, y, x + box.padding_width(), y + box.padding_height())
            around = replace(around, clip=clip.common(around.clip) if around.clip else clip)
        return around

    def _placed_on_purpose(self, box: Box) -> bool:
        if box.is_outside_marker or box.is_absolutely_positioned() or box.transformation_matrix:
            return True
        if box.element is not None and has_class(box.element, "bleed"):
            return True
        return any(getattr(box, f"margin_{side}", 0) < -TOLERANCE for side in ("left", "right"))

    # -- kinds of content
    def _text(self, box: Box, around: Surroundings) -> None:
        self.texts.append(box)
        rect = Rect(box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height)
        if around.line is not None:
            # Tall letters in tight lines leave their line box, but are not cut off by much: the line box counts.
            rect = rect._replace(top=around.line.top, bottom=around.line.bottom)
        words = re.sub(r"\s+", " ", box.text).strip()
        name = f"the text “{words if len(words) <= 40 else words[:39] + '…'}”"
        if around.in_text:
            self._content.append((box, rect))
        if around.told or self._cut(box, rect, around, name) or around.free:
            return
        if around.cell is not None:
            cell = around.cell._replace(top=rect.top, bottom=rect.bottom)
            self._keep_excess("BOX-OVERFLOW", box, rect.excess(cell), f"{name} runs {{}} out of {around.cell_name}")
        self._out(box, rect, around, name)

    def _picture(self, box: Box, around: Surroundings) -> None:
        rect = _border_rect(box)
        if around.in_text:
            self._content.append((box, rect))
        for fault in lint_picture(box, self._job.assets, self._job.edition, background=False):
            self._keep("PIC-RESOLUTION", box, *fault)
        free = around.free or self._placed_on_purpose(box)
        if not (free or around.told) and not self._cut(box, rect, around, "the picture"):
            self._out(box, rect, around, "the picture")

    def _cut(self, box: Box, rect: Rect, around: Surroundings, name: str) -> bool:
        if around.clip is not None and self._keep_excess(
            "BOX-CLIPPED", box, rect.excess(around.clip), f"{name} is cut off by its box, {{}} of it"
        ):
            return True
        edge = rect.excess(self._edge)
        return self._keep_excess("BOX-CLIPPED", box, edge, f"{name} is cut off by the edge of the page, {{}} of it")

    def _out(self, box: Box, rect: Rect, around: Surroundings, name: str) -> bool:
        # What runs out of a page without margins is cut off by its edge, and reported as that.
        return self._keep_excess("BOX-OVERFLOW", box, rect.excess(self._area), f"{name} runs {{}} out of the type area")

    # -- the page as a whole
    def foot(self) -> list[Finding]:
        """Tell of a heading that is the last text of a page on which there is other text."""
        if not self._content or self._is_opener():
            return []
        heading = self._heading(self._content[-1][0])
        if heading is None or all(self._heading(box) is not None for box, _ in self._content):
            return []
        text = "the text of this heading begins on the next page"
        return [self._finding("PAGE-HEADING", self._dom.line(heading), text)]

    def hole(self, following: _PageLook) -> list[Finding]:
        """Tell of a page much of which stays empty because what begins the following one does not fit on it."""
        if not (self._content and following._content) or self._is_opener() or self._is_ended_before(following):
            return []
        height, left = self._area.bottom - self._area.top, self._floor - max(r.bottom for _, r in self._content)
        if left <= HOLE * height:
            return []
        first = following._content[0][0].element
        block = self._dom.closest(first, *BLOCK_NAMES)
        name = BLOCK_NAMES[block.tag] if block is not None else "the text"
        wide, next_wide = self._edge.is_wide(), following._edge.is_wide()
        turned = "stands on a landscape page" if next_wide else "stands on an upright page"
        why = "does not fit there" if wide == next_wide else turned
        text = f"the lower {left / height:.0%} of this page is empty: {name} that comes next {why}"
        return [self._finding("PAGE-HOLE", self._dom.line(block if block is not None else first), text)]

    def _is_ended_before(self, following: _PageLook) -> bool:
        """Tell whether the style sheet itself ends this page: a box that begins the following one asks for it."""
        ending = {id(box.element) for box in _edge_boxes(self._body, -1)}
        return any(
            box.style["break_before"] in FORCED and id(box.element) not in ending
            for box in _edge_boxes(following._body, 0)
        )

    def _is_opener(self) -> bool:
        """Tell whether the page has only the title of its part: after it the text begins on the next one."""
        header = self._dom.closest(self._content[-1][0].element, "header")
        return header is not None and has_class(header, "sheet")

    def runs_on(self) -> bool:
        """Tell whether the page ends for want of room, with text that could as well end the part."""
        return bool(self._content) and not self._is_opener()

    def filled(self) -> float:
        """Give the part of the type area from its top to the end of the text, 1 for a page without any."""
        height = self._area.bottom - self._area.top
        if height <= 0 or not self._content:
            return 1.0
        return (max(rect.bottom for _, rect in self._content) - self._area.top) / height

    def last_page(self) -> list[Finding]:
        """Tell of a last page with next to nothing on it."""
        if (filled := self.filled()) >= NEARLY_EMPTY:
            return []
        text = f"the last page of this part is only {filled:.0%} full"
        return [self._finding("PAGE-EMPTY", self._dom.line(self._content[0][0].element), text)]

    def _heading(self, box: Box) -> Element | None:
        return self._dom.closest(box.element, *HEADINGS)

    # -- keeping
    def _keep_excess(self, code: str, box: Box, excess: tuple[float, str], text: str) -> bool:
        amount, side = excess
        if amount <= TOLERANCE:
            return False
        self._keep(code, box, amount, text.format(f"{max(amount * MM, 1):.0f} mm at the {side}"))
        return True

    def _keep(self, code: str, box: Box, amount: float, text: str) -> None:
        words = box.text if isinstance(box, self._types.TextBox) else ""
        line = self._dom.line_of_words(box.element, words) if words else self._dom.line(box.element)
        if (code, line) not in self.worst or amount > self.worst[code, line][0]:
            self.worst[code, line] = amount, self._finding(code, line, text)

    def _finding(self, code: str, line: int, text: str) -> Finding:
        return finding(code, text, file=self._job.source, line=line, page=self.number)


def _edge_boxes(page: Box, at: int) -> Iterator[Box]:
    """Give the first (0) or last (-1) box of the text of a page, and those in it, outside in."""
    inside = children(page)[:1]
    while inside:
        yield inside[at]
        inside = [box for box in getattr(inside[at], "children", ()) if box.is_in_normal_flow()]


def _border_rect(box: Box) -> Rect:
    left, top = box.border_box_x(), box.border_box_y()
    return Rect(left, top, left + box.border_width(), top + box.border_height())


def _clips(box: Box) -> bool:
    return hasattr(box, "border_left_width") and box.style["overflow"] != "visible"
