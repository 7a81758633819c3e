"""Raw HTML in a manuscript held against a list of what may stand in print.

In: a parsed tree with lines. Out: the same tree with allowed elements and attributes only; findings for the
others.
"""

from __future__ import annotations

import re

from renderer.markup.elements import ALLOWED, UNWRAPPED, Element, add_class, drop, unwrap
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

ANYWHERE = frozenset(("id", "class", "title", "lang", "dir", "data-line"))
BY_ELEMENT: dict[str, frozenset[str]] = {
    "a": frozenset(("href", "name", "data-note")),
    "blockquote": frozenset(("cite",)),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "div": frozenset(("data-note",)),
    "figure": frozenset(("data-chart",)),
    "img": frozenset(("src", "alt", "width", "height", "credit")),
    "li": frozenset(("value",)),
    "ol": frozenset(("start", "type", "reversed")),
    "q": frozenset(("cite",)),
    "span": frozenset(("data-term",)),
    "td": frozenset(("colspan", "rowspan", "headers")),
    "th": frozenset(("colspan", "rowspan", "headers", "scope")),
    "time": frozenset(("datetime",)),
}
WIDEST = 1000
"""Columns or rows a cell may reach over, as HTML has it; layout makes room for each of them."""
DEEPEST = 120
"""So deep elements may be nested: parsers of HTML give up at 256, and layout works by recursion."""

NAMES_A_FILE = re.compile(r"url\s*\(|image-set|\\\\|@", re.IGNORECASE)
"""What lets a style ask for a file; a backslash could hide it."""
SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")


def sanitise(root: Element, report: Report) -> None:
    """Take out what has no place in print: scripts, forms, frames, styles, event handlers, unsafe links."""
    todo = [(element, 1) for element in reversed(root)]
    told = False
    while todo:
        element, depth = todo.pop()
        name, line, inner = element.tag, line_of(element), list(reversed(element))
        if name in ALLOWED and depth <= DEEPEST:
            _attributes(element, report)
        elif name in ALLOWED:
            if not told:
                report.add(
                    "MD-HTML", line, f"elements are nested more than {DEEPEST} deep; the inner ones are left out"
                )
            told = True
            unwrap(element)
        elif name in UNWRAPPED:
            report.add("MD-HTML", line, f"<{name}> means nothing in print; what it holds is kept")
            unwrap(element)
        else:
            report.add("MD-HTML", line, f"<{name}> has no place in print and is left out with what it holds")
            drop(element)
            continue
        todo.extend((child, depth + 1) for child in inner)


def _attributes(element: Element, report: Report) -> None:
    allowed = BY_ELEMENT.get(element.tag, frozenset())
    for name in element.attrib:
        if name in ANYWHERE or name in allowed:
            continue
        if name == "style" and not report.mends("styles") and not NAMES_A_FILE.search(element.get(name)):
            continue
        value = element.attrib.pop(name)
        if name == "style":
            told = value if len(value) < 60 else value[:57] + "…"
            report.add("MD-STYLE", line_of(element), f'the style "{told}" on <{element.tag}> is left out')
        elif name.startswith("on"):
            report.add("MD-HTML", line_of(element), f"the script in {name} on <{element.tag}> is left out")
        elif name == "align" and element.tag in ("td", "th") and value in ("right", "center"):
            add_class(element, f"align-{value}")
    if element.tag in ("td", "th"):
        for name in ("colspan", "rowspan"):
            span = element.get(name, "1")
            if not (span.isascii() and span.isdigit() and int(span[:9]) <= WIDEST):
                report.add("MD-HTML", line_of(element), f'{name}="{span[:20]}" on <{element.tag}> is left out')
                del element.attrib[name]
    if element.tag == "a" and (target := element.get("href")) is not None:
        scheme = SCHEME.match(target)
        if scheme and scheme[1].lower() in ("javascript", "vbscript", "data", "file"):
            report.add("MD-HTML", line_of(element), f"a link to {scheme[1]}: leads nowhere in print and is left out")
            del element.attrib["href"]
