"""A look at the laid-out pages before anybody prints them.

In: a laid-out document. Out: findings for content that runs out of its place or is cut off, coarse pictures,
characters without a proper font, stranded headings and nearly empty last pages; one finding a code and line.
"""

from __future__ import annotations

import re
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
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


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
    free: bool = False
    """Placed by the style sheet on purpose: bleeds, positioned and turned boxes may leave the type area."""
    in_text: bool = True


def lint(job: TypesetJob, document: Any, dom: Dom, fonts: dict[int, str]) -> list[Finding]:
    """Look at every page. `fonts` tells the asset of each font of the document, empty for a font of the system."""
    found: list[Finding] = []
    texts: list[tuple[int, Box]] = []
    pages = document.pages
    for number, page in enumerate(pages, 1):
        look = _PageLook(job, dom, number, page)
        look.visit(page_box(page), Surroundings())
        texts += [(number, box) for box in look.texts]
        found += [f for _, f in look.worst.values()]
        if job.tagged and len(pages) > 1:
            found += look.last_page() if number == len(pages) else look.foot()
    found += lint_characters(job, document, dom, fonts, texts)
    return list({(f.code, f.place.line or f.message): f for f in reversed(found)}.values())


class _PageLook:
    """Goes through the boxes of one page and keeps the worst fault of each kind and line."""

    def __init__(self, job: TypesetJob, dom: Dom, number: int, page: Any):
        from weasyprint.formatting_structure import boxes

        self._types, self._job, self._dom, self._number = boxes, job, dom, number
        body = page_box(page)
        left, top = body.content_box_x(), body.content_box_y()
        self._area = Rect(left, top, left + body.width, top + body.height)
        bleed = page.bleed
        self._edge = Rect(-bleed["left"], -bleed["top"], page.width + bleed["right"], page.height + bleed["bottom"])
        self.texts: list[Box] = []
        self.worst: dict[tuple[str, int], tuple[float, Finding]] = {}
        self._content: list[tuple[Box, Rect]] = []

    def visit(self, box: Box, around: Surroundings) -> None:
        """Look at a box and all in it."""
        kinds = self._types
        if isinstance(box, kinds.TextBox):
            if box.text.strip() and box.style["visibility"] == "visible":
                self._text(box, around)
            return
        if isinstance(box, kinds.ReplacedBox):
            self._picture(box, around)
        elif isinstance(box, kinds.TableBox) and not around.free:
            self._out(box, _border_rect(box), around, "the table")
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
        if self._cut(box, rect, around, name) or around.free:
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
        if not free and not self._cut(box, rect, around, "the picture"):
            self._out(box, rect, around, "the picture")

    def _cut(self, box: Box, rect: Rect, around: Surroundings, name: str) -> bool:
        if around.clip is not None and self._keep_excess(
            "BOX-CLIPPED", box, rect.excess(around.clip), f"{name} is cut off by its box, {{}} of it"
        ):
            return True
        edge = rect.excess(self._edge)
        return self._keep_excess("BOX-CLIPPED", box, edge, f"{name} is cut off by the edge of the page, {{}} of it")

    def _out(self, box: Box, rect: Rect, around: Surroundings, name: str) -> None:
        # What runs out of a page without margins is cut off by its edge, and reported as that.
        self._keep_excess("BOX-OVERFLOW", box, rect.excess(self._area), f"{name} runs {{}} out of the type area")

    # -- the page as a whole
    def foot(self) -> list[Finding]:
        """Tell of a heading that is the last text of a page on which there is other text."""
        if not self._content:
            return []
        heading = self._heading(self._content[-1][0])
        if heading is None or all(self._heading(box) is not None for box, _ in self._content):
            return []
        text = "the text of this heading begins on the next page"
        return [self._finding("PAGE-HEADING", self._dom.line(heading), text)]

    def last_page(self) -> list[Finding]:
        """Tell of a last page with next to nothing on it."""
        height = self._area.bottom - self._area.top
        filled = max((rect.bottom for _, rect in self._content), default=self._area.top) - self._area.top
        if height <= 0 or not self._content or filled >= NEARLY_EMPTY * height:
            return []
        text = f"the last page of this part is only {filled / height:.0%} full"
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
        line = self._dom.line(box.element)
        if (code, line) not in self.worst or amount > self.worst[code, line][0]:
            self.worst[code, line] = amount, self._finding(code, line, text)

    def _finding(self, code: str, line: int, text: str) -> Finding:
        return finding(code, text, file=self._job.source, line=line, page=self._number)


def _border_rect(box: Box) -> Rect:
    left, top = box.border_box_x(), box.border_box_y()
    return Rect(left, top, left + box.border_width(), top + box.border_height())


def _clips(box: Box) -> bool:
    return hasattr(box, "border_left_width") and box.style["overflow"] != "visible"
