"""A part that was promised to fill so many pages is set closer, then smaller, until it does; nothing is ever cut off.

In: a laid-out document, the tree of its part and a function that lays it out again. Out: the document that keeps the
promise with a note of what was done; or, when no step that is allowed is enough, the document as it is with a finding
that says by how many lines it is too long and which blocks would be enough to leave out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from renderer.charts.theme import token
from renderer.findings import Finding, finding
from renderer.kit import PagePromise
from renderer.model import TypesetJob
from renderer.typeset.dom import Dom, has_class, visible_text
from renderer.typeset.private import Box, children, line_height, page_box

STEPS = 4
"""In how many equal steps spacing and type go down to their least."""
LEAST = {"spacing": "--fit-least-spacing", "type": "--fit-least-type"}
"""The tokens that say how far."""
TALL = "--page-height: 50000mm"
NAMES = {"p": "paragraph", "ul": "list", "ol": "list", "dl": "list", "table": "table", "figure": "figure",
         "aside": "box", "blockquote": "quotation"}  # fmt: skip
SHOWN = 3


class _Block(NamedTuple):
    """A block of the text: what it is called, on which line it stands, how high it is in px."""

    name: str
    line: int
    height: float


def kept(job: TypesetJob, dom: Dom, document: Any, lay_out: Callable[[], Any]) -> tuple[Any, list[Finding]]:
    """Lay a part out again, closer and smaller by the steps it allows, until it fills no more pages than promised."""
    promise = job.promise
    if promise is None or len(document.pages) <= promise.pages:
        return document, []
    style = ""
    for style, said in _styles(job, promise):
        dom.root.set("style", style)
        changed = lay_out()
        if len(changed.pages) <= promise.pages:
            text = f"{said}, so that this fits {_pages(promise.pages)}"
            return changed, [finding("PAGE-TIGHT", text, file=job.source, line=1)]
    closest = lay_out() if style else document
    dom.root.set("style", f"{style}; {TALL}")
    tall = lay_out()
    over, line, blocks = _excess(closest, tall, promise.pages)
    lines = max(1, math.ceil(over / line - 0.01))
    text = f"this is {lines} line{'s' * (lines > 1)} too long for {_pages(promise.pages)}"
    text += ", set as close and small as it may be" if style else ""
    text += _could_go(blocks, over, line)
    dom.root.attrib.pop("style", None)
    return lay_out(), [finding("PAGE-PROMISE", text, file=job.source, line=1)]


def _pages(count: int) -> str:
    return "one page" if count == 1 else f"{count} pages"


def _styles(job: TypesetJob, promise: PagePromise) -> Iterator[tuple[str, str]]:
    """Give what is tried, the least change first, each with what to say of it."""
    styles = "".join(job.stylesheets)
    now: dict[str, float] = {}
    for what in promise.steps:
        least = float(token(styles, LEAST[what]) or 1)
        for step in range(1, STEPS + 1):
            now[what] = round(1 - (1 - least) * step / STEPS, 4)
            said = [f"{'lines stand' if w == 'spacing' else 'type is set'} at {now[w]:.0%}" for w in now]
            yield "; ".join(f"--fit-{w}: {now[w]}" for w in now), " and ".join(said)


def _excess(closest: Any, tall: Any, pages: int) -> tuple[float, float, list[_Block]]:
    """Measure by how many px the text is too long, how high a line of it is, and the blocks it is made of.

    The part is laid out on one page that ends nowhere; what stays empty at the foot of real pages counts as filled.
    """
    room = page_box(closest.pages[0]).height
    wasted = sum(room - _filled(page) for page in closest.pages[: pages - 1])
    body = next(_with_class(page_box(tall.pages[0]), "body"), None)
    filled = _filled(tall.pages[0])
    if body is None:
        return filled + wasted - pages * room, 14.0, []
    blocks = [
        _Block(_called(box.element), int(box.element.get("data-line", 0) or 0), box.margin_height())
        for box in children(body)
        if box.element is not None
    ]
    return filled + wasted - pages * room, line_height(body), blocks


def _filled(page: Any) -> float:
    """Give how far down the type area a page is filled, in px, its footnotes included."""
    box = page_box(page)
    top, notes, bottom = box.content_box_y(), 0.0, 0.0
    for child in children(box):
        if type(child).__name__ == "FootnoteAreaBox":
            notes = child.margin_height() if child.children else 0.0
        elif child.element is not None and child.element_tag == "html":
            inner = [b for body in children(child) for b in children(body)]
            bottom = max((b.position_y + b.border_height() + b.margin_top for b in inner), default=top)
    return float(max(0.0, bottom - top) + notes)


def _with_class(box: Box, name: str) -> Iterator[Box]:
    if getattr(box, "element", None) is not None and has_class(box.element, name):
        yield box
    for child in children(box) if hasattr(box, "children") else ():
        yield from _with_class(child, name)


def _called(element: Element) -> str:
    """Give what authors call a block, with its first words."""
    words = visible_text(element)
    kind = "heading" if element.tag.startswith("h") and element.tag[1:].isdigit() else NAMES.get(element.tag, "block")
    return f"the {kind} “{words if len(words) <= 30 else words[:29].rstrip() + '…'}”" if words else f"the {kind}"


def _could_go(blocks: list[_Block], over: float, line: float) -> str:
    """Name the blocks that would be enough, the smallest first; when none is, the largest."""
    enough = sorted((b for b in blocks if b.height >= over), key=lambda b: b.height)
    chosen = (enough or sorted(blocks, key=lambda b: -b.height))[:SHOWN]
    if not chosen:
        return ""
    said = [f"{b.name}{f' (line {b.line}, ' if b.line else ' ('}{_lines(b.height, line)})" for b in chosen]
    lead = "; enough to leave out would be " if enough else "; no block is so long, the longest are "
    return lead + (" or " if enough else ", ").join(said)


def _lines(height: float, line: float) -> str:
    count = max(1, round(height / line))
    return f"{count} line{'s' * (count > 1)}"
