"""Tables that are wider than the page: set smaller, then on a landscape page, then with broken words.

In: the tree of a part and a function that lays it out. Out: the laid-out document in which every table fits, and a
finding for each that had to be helped. A part whose tables fit is laid out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from renderer.findings import Finding, Severity, finding
from renderer.model import TypesetJob
from renderer.typeset.dom import Dom, has_class, visible_text
from renderer.typeset.private import PX, Box, children, page_box

SIZES = {"": 9.25, "small": 8.0, "smallest": 7.0}
"""Type size of a table in pt for each class, as `styles/tokens.css` has it: below 7 pt nobody reads a table."""
BROKEN = "broken"
LANDSCAPE = "landscape"
TOLERANCE = 0.6
"""CSS px by which a table may be wider than its place: rounding, half a border."""
PLAIN = frozenset({"html", "body", "main", "div", "section", "article", "details", "figure"})
"""A table that lies in nothing else can have a page of its own."""
HEADINGS = frozenset(f"h{n}" for n in range(1, 7))
NAMED = 3
"""How many of the widest columns a finding names."""


class Step(NamedTuple):
    """One way to set a table: its size class, and whether it stands on a landscape page and may break words."""

    size: str
    landscape: bool
    broken: bool


UNCHANGED = Step("", False, False)
STEPS = tuple(Step(size, turned, False) for turned in (False, True) for size in SIZES)


@dataclass(slots=True)
class _Table:
    """A table that did not fit: its type size at first, in pt, how far it stuck out, in px, and what is left to try."""

    element: Element
    size: float
    excess: float
    left: list[Step]
    step: Step = UNCHANGED
    widest: list[str] = field(default_factory=list)
    page: int = 0


class _Wide(NamedTuple):
    box: Box
    room: float
    page: Any
    number: int


def fitted(job: TypesetJob, dom: Dom, lay_out: Callable[[], Any]) -> tuple[Any, list[Finding]]:
    """Lay a part out; help the tables that stick out and lay it out again, until all fit or nothing is left to try."""
    for table in dom.root.iter("table"):
        if has_class(table, LANDSCAPE):
            _turn(table, dom)
    helped: dict[Element, _Table] = {}
    document = lay_out()
    while [wide for wide in _wide_tables(document) if _help(wide, helped, dom)]:
        document = lay_out()
    if helped:
        _find_pages(document, helped)
    return document, [_judge(table, job, dom) for table in helped.values()]


def _help(wide: _Wide, helped: dict[Element, _Table], dom: Dom) -> bool:
    """Give a table the first step that may be enough; tell whether there was one left."""
    element, width, size = wide.box.element, wide.box.border_width(), _size(wide.box)
    table = helped.setdefault(element, _Table(element, size, width - wide.room, _steps(element, dom)))
    if not table.left:
        return False
    table.widest = list(_widest(wide.box))
    turned = has_class(element, LANDSCAPE)
    while len(table.left) > 1:
        step = table.left[0]
        gained = wide.page.height - wide.page.width if step.landscape and not turned else 0
        # A table of many columns is set small from the start, and is not made larger again.
        wanted = min(SIZES[step.size], table.size)
        if width * wanted / size <= wide.room + gained + TOLERANCE:
            break
        table.left.pop(0)
    table.step = table.left.pop(0)
    _set_classes(table, dom)
    return True


def _steps(element: Element, dom: Dom) -> list[Step]:
    """Give what can be done with a table, the least harm first, beginning after what its author asked for."""
    asked = [size for size in SIZES if size and has_class(element, size)]
    room = all(above.tag in PLAIN for above in dom.upwards(dom.parent(element)))
    after = STEPS.index(Step(asked[-1] if asked else "", has_class(element, LANDSCAPE), False)) + 1
    steps = [step for step in STEPS[after:] if room or not step.landscape]
    last = steps[-1] if steps else STEPS[after - 1]
    return [*steps, Step("smallest", last.landscape, True)]


def _set_classes(table: _Table, dom: Dom) -> None:
    kept = [name for name in table.element.get("class", "").split() if name not in {*SIZES, LANDSCAPE, BROKEN}]
    chosen = [table.step.size, BROKEN if table.step.broken else ""]
    table.element.set("class", " ".join([*kept, *filter(None, chosen)]))
    if table.step.landscape:
        _turn(table.element, dom)


def _turn(table: Element, dom: Dom) -> None:
    """Put a table on a landscape page, with the headings and the words that lead up to it."""
    _add_class(table, LANDSCAPE)
    element: Element | None = table
    while element is not None:
        parent = dom.parent(element)
        before = list(parent)[: list(parent).index(element)] if parent is not None else []
        while before and _leads(before[-1]):
            _add_class(before.pop(), LANDSCAPE)
        element = parent if not before and parent is not None and parent.tag in {"div", "section"} else None
        if element is not None and has_class(element, "body"):
            break


def _leads(element: Element) -> bool:
    return element.tag in HEADINGS or (element.tag == "p" and visible_text(element).endswith((":", "：")))


def _add_class(element: Element, name: str) -> None:
    if not has_class(element, name):
        element.set("class", f"{element.get('class', '')} {name}".strip())


# ------------------------------------------------------------------------------------------------- measuring
def _wide_tables(document: Any) -> Iterator[_Wide]:
    """Give the tables wider than the boxes they lie in, each once, with the page it begins on."""
    seen: set[Element] = set()
    for number, page in enumerate(document.pages, 1):
        for table, room in _tables(page_box(page)):
            if table.element is None or table.element.tag != "table" or table.element in seen:
                continue
            seen.add(table.element)
            if table.border_width() > room + TOLERANCE:
                yield _Wide(table, room, page, number)


def _tables(root: Box) -> Iterator[tuple[Box, float]]:
    """Give every table that lies in no other table, with the width there is for it."""
    from weasyprint.formatting_structure import boxes

    todo: list[tuple[Box, float]] = [(root, 0.0)]
    while todo:
        box, room = todo.pop()
        if isinstance(box, boxes.TableBox):
            yield box, room
        elif not isinstance(box, (boxes.LineBox, boxes.TextBox, boxes.ReplacedBox)):
            inner = room if box.is_table_wrapper else box.width
            if box.is_table_wrapper:
                inner -= box.margin_left + box.margin_right
            todo.extend((child, inner) for child in reversed(children(box)))


def _size(table: Box) -> float:
    return float(table.style["font_size"]) * PX


def _widest(table: Box) -> Iterator[str]:
    """Name the widest columns by their heads."""
    rows = [row for group in children(table) for row in children(group)]
    first = list(children(rows[0])) if rows else []
    for cell in sorted(first, key=lambda cell: -cell.border_width())[:NAMED]:
        words = visible_text(cell.element) if cell.element is not None else ""
        name = f"“{words[:30]}”" if words else f"column {cell.grid_x + 1}"
        yield f"{name} ({cell.border_width() * PX / 72 * 25.4:.0f} mm)"


def _find_pages(document: Any, helped: dict[Element, _Table]) -> None:
    for number, page in enumerate(document.pages, 1):
        for box, _ in _tables(page_box(page)):
            if (table := helped.get(box.element)) is not None and not table.page:
                table.page = number


def _judge(table: _Table, job: TypesetJob, dom: Dom) -> Finding:
    excess = max(1, round(table.excess * PX / 72 * 25.4))
    step = table.step
    text = f"the table is {excess} mm too wide"
    line, severity, remedy = dom.line(table.element), Severity.NOTE, ""
    if step.broken:
        where = "even on a landscape page" if step.landscape else "in its place"
        text += f" and does not fit {where} in the smallest type: words in its cells are broken"
        text += f"; its widest columns are {', '.join(table.widest)}" if table.widest else ""
        remedy = "leave out a column, shorten the words of the widest ones, or make two tables of it"
        severity = Severity.WARNING
    else:
        how = [f"in type of {SIZES[step.size]:g} pt"] if step.size else []
        how += ["on a landscape page"] if step.landscape else []
        text += f" for the page; it is set {' '.join(how)}"
    return finding("TABLE-WIDE", text, file=job.source, line=line, page=table.page, severity=severity, remedy=remedy)
