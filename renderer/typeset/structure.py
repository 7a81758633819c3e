"""The structure tree as values, brought into the shape PDF/UA-1 asks for.

In: nodes as they follow from the HTML. Out: the same nodes with list items made of Lbl and LBody, loose text in P,
rows grouped, wrappers without meaning gone. Names are the structure types of ISO 32000-1, 14.8.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

GROUPING = frozenset({"Document", "Sect", "Art", "Aside", "Div", "BlockQuote", "Index"})
"""Types that hold blocks, never text."""
INLINE = frozenset({"Span", "Link", "Code", "Quote", "Reference", "Note", "Lbl"})
TEXT = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6"}) | INLINE
"""Types within which a Div has nothing to separate."""
TABLE_ORDER = {"Caption": 0, "THead": 1, "TBody": 2, "TR": 2, "TFoot": 3}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence: page index, identifier, and whether it prints nothing but space."""

    page: int
    mcid: int
    blank: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Annotation:
    """A link annotation on a page; `object` is its dictionary in the PDF being written."""

    page: int
    object: Any


@dataclass(slots=True, eq=False)
class Node:
    """A structure element on its way into the tree.

    `attributes` are entries of its attribute object (ISO 32000-1, 14.7.5) and `owner` the owner of that object;
    `expansion` is what an abbreviation stands for (14.9.5), `refs` are the nodes it points to (ISO 32000-2, table 355).
    """

    role: str
    element: Element | None = None
    parent: Node | None = None
    kids: list[Node | Mark | Annotation] = field(default_factory=list)
    alt: str = ""
    lang: str = ""
    id: str = ""
    expansion: str = ""
    refs: list[Node] = field(default_factory=list)
    owner: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)

    def add(self, kid: Node) -> Node:
        """Put a node at the end of this one."""
        kid.parent = self
        self.kids.append(kid)
        return kid

    def nodes(self) -> list[Node]:
        """Give the kids that are nodes."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def descendants(self) -> Iterator[Node]:
        """Give this node and all below it, in reading order."""
        yield self
        for kid in self.nodes():
            yield from kid.descendants()

    def wrap(self, role: str, kids: Iterable[Node | Mark | Annotation]) -> Node:
        """Make a node for some of the kids; the caller puts it where they stood."""
        node = Node(role, parent=self, kids=list(kids))
        for kid in node.nodes():
            kid.parent = node
        return node


def settle(node: Node) -> Iterator[Mark]:
    """Bring a tree into shape, from the leaves up; yields the space between blocks, which belongs to none of them."""
    for kid in node.nodes():
        yield from settle(kid)
    if node.role == "Link" and not any(isinstance(kid, Annotation) for kid in node.kids):
        node.role = "Span"  # a link that leads nowhere has no annotation, and a Link must have one
    node.kids = [one for kid in node.kids for one in _dissolved(node, kid)]
    for kid in node.nodes():
        kid.parent = node
    if node.role == "L":
        node.kids = list(_list_items(node))
        node.owner = "List"
        node.attributes.setdefault("ListNumbering", "None")
    elif node.role == "LI":
        node.kids = list(_label_and_body(node))
    elif node.role == "TOC":
        entries = {"TOCI", "TOC", "Caption"}
        node.kids = [k if isinstance(k, Node) and k.role in entries else node.wrap("TOCI", [k]) for k in node.kids]
    elif node.role == "TOCI":
        node.kids = list(_entry(node))
    elif node.role == "Table":
        node.kids.sort(key=lambda kid: TABLE_ORDER.get(kid.role, 2) if isinstance(kid, Node) else 2)
    elif node.role in GROUPING:
        yield from _wrap_text(node)


def _is_inline(kid: Node | Mark | Annotation) -> bool:
    return not isinstance(kid, Node) or kid.role in INLINE


def _dissolved(parent: Node, kid: Node | Mark | Annotation) -> list[Node | Mark | Annotation]:
    """Give what stands in a kid's place: nothing when empty, its own kids when it only wraps them."""
    if not isinstance(kid, Node):
        return [kid]
    if not kid.kids and kid.role not in {"TR", "TH", "TD"}:
        return []
    if kid.lang or kid.id or kid.attributes or kid.expansion:
        return [kid]
    loose = kid.role == "P" and (kid.element is None or kid.element.tag != "p") and parent.role in TEXT
    # A figure stays a Div around Figure and Caption: as a child of Figure the caption would be hidden by its Alt,
    # which stands for everything in the Figure (ISO 32000-1, 14.9.3).
    grouped = kid.role == "Div" and not any(inner.role == "Caption" for inner in kid.nodes())
    return kid.kids if kid.role == "Span" or loose or grouped else [kid]


def _wrap_text(node: Node) -> Iterator[Mark]:
    """Put runs of text that stand directly in a grouping element into a P; a Div of nothing but text becomes one."""
    if node.role == "Div" and all(map(_is_inline, node.kids)):
        node.role = "P"
        return
    kids: list[Node | Mark | Annotation] = []
    for inline, run in groupby(node.kids, _is_inline):
        together = list(run)
        blanks = [kid for kid in together if isinstance(kid, Mark) and kid.blank]
        if len(blanks) == len(together):
            yield from blanks
        else:
            kids.extend([node.wrap("P", together)] if inline else together)
    node.kids = kids


def _list_items(node: Node) -> Iterator[Node]:
    """Give the items of a list; terms (Lbl) and descriptions (LBody) of a `dl` are gathered into items."""
    item: Node | None = None
    for kid in node.kids:
        if isinstance(kid, Node) and kid.role in {"LI", "L", "Caption"}:
            item = None
            yield kid
        elif isinstance(kid, Node) and kid.role == "Lbl" and not (item and item.nodes()[-1].role == "Lbl"):
            item = node.wrap("LI", [kid])
            yield item
        else:
            if not (isinstance(kid, Node) and kid.role in {"Lbl", "LBody"}):
                kid = node.wrap("LBody", [kid])
            if item is None:
                item = node.wrap("LI", [])
                yield item
            item.add(kid)


def _label_and_body(node: Node) -> Iterator[Node]:
    """Give the label of a list item and one body for all the rest (ISO 32000-1, table 336)."""
    labels = [kid for kid in node.nodes() if kid.role == "Lbl"]
    rest = [kid for kid in node.kids if kid not in labels]
    yield from labels
    if rest:
        yield node.wrap("LBody", rest)


def _entry(node: Node) -> Iterator[Node]:
    """Give the parts of an entry of the contents: its text as Reference, entries below it as TOC."""
    for inline, run in groupby(node.kids, _is_inline):
        if not inline:
            yield from (kid for kid in run if isinstance(kid, Node))
            continue
        kids = list(run)
        labels = [kid for kid in kids if isinstance(kid, Node) and kid.role == "Lbl"]
        yield from labels
        if len(labels) < len(kids):
            yield node.wrap("Reference", [kid for kid in kids if kid not in labels])
