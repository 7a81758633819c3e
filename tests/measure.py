"""Measures laid-out pages: what is typeset in, the lines of its running text and the blocks around them out.

    with measuring() as parts:
        build(order)
    for part, pages in parts.items():
        print(part, [line.text for page in pages for line in page.lines])

Lengths are in pt from the top left corner of the page. It goes through the boxes of the typesetter, as the lint does,
because a PDF does not know which line is the last of its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from renderer.model import TypesetJob
from renderer.typeset import engine
from renderer.typeset.dom import Dom, has_class
from renderer.typeset.private import PX, Box, children, page_box

_SPACE = 0.25
"""Width of a space, in em; that of the faces in use is less."""
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
APART = ("figure", "table", "aside", "pre", "header", "nav", "blockquote")
"""What is not running text: it has sizes and lines of its own."""


class Line(NamedTuple):
    """A line of text: its words, place and base line, the tag of its block, whether it ends that block, whether its
    block is running text (and neither heading nor table …), and the widest gap between its words in em."""

    text: str
    left: float
    right: float
    top: float
    baseline: float
    tag: str
    last: bool
    running: bool
    heading: bool
    free: bool
    """Placed by the style sheet on purpose, such as a bleed: it may leave the type area."""
    gap: float
    height: float


@dataclass(frozen=True)
class MeasuredPage:
    """A page of a part (counted from 1): its type area (left, top, right, bottom) and the lines on it, in order."""

    part: str
    number: int
    last: bool
    width: float
    height: float
    area: tuple[float, float, float, float]
    lines: tuple[Line, ...] = ()
    bottom: float = 0.0
    """How far down text and pictures of the page reach."""
    step: float = 0.0
    """Half the distance of two lines of running text."""


@dataclass
class _Walk:
    """What is known on the way down to a line, and what was found."""

    dom: Dom
    lines: list[Line] = field(default_factory=list)
    bottom: float = 0.0


@contextmanager
def measuring() -> Iterator[dict[str, list[MeasuredPage]]]:
    """Measure the pages of every part that is typeset meanwhile in this process, by the parts' ids."""
    parts: dict[str, list[MeasuredPage]] = {}
    original = engine.lint

    def take(job: TypesetJob, document: Any, dom: Dom, fonts: dict[int, str]) -> Any:
        pages = document.pages
        if job.tagged:  # not the running heads, which lie over the pages
            parts[job.id] = [_measure(job.id, n, page, dom, len(pages)) for n, page in enumerate(pages, 1)]
        return original(job, document, dom, fonts)

    engine.lint = take
    try:
        yield parts
    finally:
        engine.lint = original


def measured(job: TypesetJob) -> list[MeasuredPage]:
    """Lay a part out and measure its pages."""
    with measuring() as parts:
        sheets = engine.set_part(job)
    assert parts, sheets.findings
    return parts[job.id]


def _measure(part: str, number: int, page: Any, dom: Dom, count: int) -> MeasuredPage:
    body = page_box(page)
    left, top = body.content_box_x() * PX, body.content_box_y() * PX
    walk = _Walk(dom)
    _visit(body, walk, free=False, in_text=True)
    heights = [round(line.height, 2) for line in walk.lines if line.running]
    step = max(heights, key=heights.count) / 2 if heights else 0.0
    return MeasuredPage(
        part, number, number == count, page.width * PX, page.height * PX,
        (left, top, left + body.width * PX, top + body.height * PX), tuple(walk.lines), walk.bottom, step,
    )  # fmt: skip


def _visit(box: Box, walk: _Walk, free: bool, in_text: bool, last: bool = False) -> None:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, (boxes.MarginBox, boxes.FootnoteAreaBox)) or box.is_outside_marker:
        in_text = False
    if not isinstance(box, boxes.PageBox) and (
        box.is_outside_marker
        or box.is_absolutely_positioned()
        or bool(box.transformation_matrix)
        or (box.element is not None and has_class(box.element, "bleed"))
        or any(getattr(box, f"margin_{side}", 0) < -1 for side in ("left", "right"))
    ):
        free = True
    if isinstance(box, boxes.LineBox):
        if line := _line(box, walk.dom, free, in_text, last):
            walk.lines.append(line)
            if in_text:
                walk.bottom = max(walk.bottom, (box.position_y + box.height) * PX)
    elif isinstance(box, boxes.ReplacedBox):
        walk.bottom = max(walk.bottom, (box.position_y + box.height) * PX)
    inside = list(children(box))
    for child in inside:
        _visit(child, walk, free, in_text, child is inside[-1])


def _line(box: Box, dom: Dom, free: bool, in_text: bool, last: bool) -> Line | None:
    texts = [t for t in _texts(box) if t.text.strip()]
    if not texts:
        return None
    block = box.element
    inside = dom.closest(block, *APART)
    body = any(has_class(e, "body") for e in dom.upwards(block))
    own = dom.closest(block, "p", "li", "dd", "dt", "h1", *HEADINGS, "td", "th", "figcaption", "caption")
    tag = own.tag if own is not None else ""
    text = " ".join("".join(t.text for t in _texts(box)).split())
    classes = block.get("class", "").split() if block is not None else []
    running = in_text and body and inside is None and tag in ("p", "li", "dd") and not {*classes} - {"lead-in"}
    return Line(
        text,
        min(t.position_x for t in texts) * PX,
        max(t.position_x + t.width for t in texts) * PX,
        box.position_y * PX,
        (box.position_y + box.baseline) * PX,
        tag,
        last,
        running,
        tag in HEADINGS,
        free,
        _stretch(texts),
        box.height * PX,
    )


def _texts(box: Box) -> Iterator[Box]:
    from weasyprint.formatting_structure import boxes

    for child in children(box) if not isinstance(box, boxes.TextBox) else ():
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, (boxes.InlineBox, boxes.LineBox)):
            yield from _texts(child)


def _stretch(texts: list[Box]) -> float:
    """Give the widest gap between words of a line, in em: a space and what justifying adds to it."""
    return max((_SPACE + t.justification_spacing / t.style["font_size"] for t in texts), default=0.0)
