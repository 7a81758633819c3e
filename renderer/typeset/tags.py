"""The tags of a part: its HTML as structure tree, drawn content hung into it.

In: the laid-out pages and the marked content of their streams. Out: the StructTreeRoot of the part's PDF with its
ParentTree (PDF/UA-1; ISO 32000-1, 14.7 and 14.8).

The tree follows the HTML elements, not the boxes: the fragments of an element on several pages are one structure
element, and content stands in the order of the manuscript wherever it is printed. The engine's own tree is made
from boxes and needs all of this mended afterwards, so it is not made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from renderer.typeset.dom import SVG, Dom, has_class, visible_text
from renderer.typeset.noughts import without_numbers
from renderer.typeset.private import NOTE_LABELS, PX, Box, call_name, children, marked_boxes, page_box
from renderer.typeset.structure import Annotation, Mark, Node, settle
from renderer.typeset.tables import describe_table
from renderer.typeset.tree_writer import connect_destinations, count_tags, describe_link, set_language, write_tree
from renderer.typeset.turns import draw_turns

ROLES = {
    "p": "P",
    "pre": "P",
    "section": "Sect",
    "article": "Art",
    "aside": "Aside",
    "blockquote": "BlockQuote",
    "ul": "L",
    "ol": "L",
    "menu": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "caption": "Caption",
    "figcaption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "code": "Code",
    "q": "Quote",
    "img": "Figure",
    SVG: "Figure",
} | {f"h{n}": f"H{n}" for n in range(1, 7)}
REFERRING = ("footnote-ref", "occurrence")
"""Classes of links that are references: to a note called before, from the index."""
BLOCKS = frozenset({
    "address", "center", "details", "dir", "div", "fieldset", "figure", "footer", "form", "header", "hgroup", "main",
    "nav", "summary",
})  # fmt: skip
"""Elements that part blocks from each other and mean nothing else."""

NUMBERING = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}
"""Styles of CSS and what the tree calls them (ISO 32000-1, table 347); others are told by the kind of list."""


REORDERED = re.compile("[\u0900-\u109f\u1780-\u17ff]")
"""Letters of scripts whose glyphs join and change places: Devanagari to Myanmar, Khmer.

Not those from right to left: readers expect their glyphs in the order they are painted in, and turn that round.
"""


class TagWriter:
    """Writes the tree of one document; called in place of `weasyprint.pdf.add_tags`."""

    def __init__(self, dom: Dom, part: str):
        self.dom = dom
        self.counts: dict[str, int] = {}
        """How often each structure type was written."""
        self._part = part
        self.unnamed: list[Element] = []
        """Pictures without an `alt` attribute; like those with an empty one they become artifacts."""
        self._root = Node("Document", dom.root)
        self._nodes = {dom.root: self._root}
        self._labels: dict[tuple[Element, str], Node] = {}
        self._artifacts: list[tuple[Mark, str]] = []
        self._calls: dict[str, Node] = {}
        """What calls footnotes, by the names of the anchors the notes lead back to."""
        self._spoken: dict[Mark, str] = {}
        self._printed: set[Element] = set()

    def __call__(self, pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:
        """Write StructTreeRoot and what belongs to it into the catalog of a PDF that is otherwise complete."""
        for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
            _PageWalk(self, number, page.height, marked_boxes(stream)).visit(page_box(page))
        for space in list(settle(self._root)):
            self.discard(space, "Layout")
        for number, table in enumerate(node for node in self._root.descendants() if node.role == "Table"):
            describe_table(table, number)
        written = write_tree(pdf, self._root, self._artifacts, self._spoken, page_streams, self._part)
        self.counts = count_tags(self._root)
        connect_destinations(pdf, {name: written[node] for name, node in self._landings().items()})
        set_language(pdf, self.dom.lang(self.dom.root))
        draw_turns(document, page_streams)

    # -- nodes
    def node(self, element: Element) -> Node:
        """Give the node that holds the content of an element: its own, or that of an element around it."""
        known = self._nodes.get(element)
        if known is None:
            parent = self.dom.parent(element)
            above = self._root if parent is None else self.node(parent)
            lang = element.get("lang", "")
            if parent is not None and lang == self.dom.lang(parent):
                lang = ""
            full = element.get("title", "").strip() if element.tag == "abbr" else ""
            role = self._role(element) or ("Span" if lang or full else "")
            alt = alternative(element) if role == "Figure" else ""
            if role == "Link" and has_class(element, *REFERRING):
                above = above.add(Node("Reference"))
            # The file a figure was drawn from will be tied to the element with its name (ISO 32000-2, 14.13).
            name = element.get("data-attachment", "") if role == "Figure" else ""
            known = above.add(Node(role, element, lang=lang, alt=alt, id=name, expansion=full)) if role else above
            self._nodes[element] = known
        return known

    def link_label(self, element: Element, pseudo: str) -> Node:
        """Make a Link of what a label holds: the number of a footnote leads to its other half."""
        label = self.label(element, pseudo)
        if label.role != "Link":
            label = self._labels[element, pseudo] = label.add(Node("Link"))
        return label

    def label(self, element: Element, pseudo: str) -> Node:
        """Give the Lbl that holds the marker of a list item or footnote."""
        key = element, pseudo
        if key not in self._labels:
            self._labels[key] = self.node(element).add(Node("Lbl"))
        return self._labels[key]

    def call_note(self, element: Element, pseudo: str) -> None:
        """Put a footnote into the tree where it is called: Reference, then Note (which must have an ID, 7.9)."""
        if element not in self._nodes:
            parent = self.dom.parent(element)
            above = self._root if parent is None else self.node(parent)
            call = self._labels[element, pseudo] = above.add(Node("Reference"))
            name = element.get("id") or f"note{len(self._labels)}"
            note = self._nodes[element] = above.add(Node("Note", element, id=name))
            call.refs, note.refs = [note], [call]
            self._calls[call_name(name)] = call

    def _landings(self) -> dict[str, Node]:
        """Give the node every anchor stands for: that of its element, else the first in it, else one around it."""
        settled = {node.element: node for node in reversed(list(self._root.descendants())) if node.element is not None}
        named = ((e.get("id", ""), e) for e in self.dom.root.iter() if e.get("id"))
        landings = dict(self._calls)
        for name, element in named:
            around = (settled[e] for e in self.dom.upwards(element) if e in settled)
            within = (settled[e] for e in element.iter() if e in settled)
            landings.setdefault(name, next(within, None) or next(around, self._root))
        return landings

    def discard(self, mark: Mark, kind: str) -> None:
        """Take marked content out of the tree: it becomes an artifact (ISO 32000-1, 14.8.2.2)."""
        self._artifacts.append((mark, kind))

    def speak(self, mark: Mark, text: str) -> None:
        """Keep the characters of marked content whose glyphs do not tell them in their order.

        Of a space alone between two elements the engine draws nothing at all, and their words would be one.
        """
        if mark.blank or REORDERED.search(text):
            self._spoken[mark] = text

    def printed_before(self, element: Element) -> bool:
        """Tell from the second time on that something repeated on every page has been printed."""
        before = element in self._printed
        self._printed.add(element)
        return before

    def _role(self, element: Element) -> str:
        tag = element.tag
        if tag in BLOCKS:
            return "Index" if tag == "nav" and has_class(element, "index") else "Div"
        if tag == "a":
            return "Link" if element.get("href") else ""
        role = ROLES.get(tag, "")
        parent = self.dom.parent(element)
        if role == "LI" and (parent is None or ROLES.get(parent.tag) != "L"):
            return "Div"
        if role in {"L", "LI"} and self._in_contents(element):
            return {"L": "TOC", "LI": "TOCI"}[role]
        if role == "Figure":
            return role if alternative(element) else ""
        return role

    def _in_contents(self, element: Element) -> bool:
        nav = self.dom.closest(element, "nav")
        return nav is not None and has_class(nav, "toc")


class _PageWalk:
    """Hangs what is drawn on one page into the tree."""

    def __init__(self, tags: TagWriter, page: int, height: float, marks: dict[Box, int]):
        from weasyprint.formatting_structure import boxes

        self._types = boxes
        self._tags, self._page, self._height, self._marks = tags, page, height, marks

    def visit(self, box: Box, artifact: str = "", link: Any = None) -> None:
        """Go through a box and all in it. `artifact` is the kind of artifact it is part of, `link` the annotation."""
        if isinstance(box, self._types.MarginBox):
            artifact = "Pagination"
        elif box.is_leader:
            artifact = artifact or "Layout"
        elif self._repeats(box) and self._tags.printed_before(box.element):
            artifact = "Pagination"
        elif box.element is not None and box.element.get("aria-hidden") == "true":
            artifact = artifact or "Layout"
        if box.element is not None:
            if not artifact:
                self._announce(box)
            if box.link_annotation is not None:
                link = self._add_link(box, link)
        if isinstance(box, self._types.TextBox):
            self._add_text(box, artifact)
        elif isinstance(box, self._types.ReplacedBox):
            self._add_picture(box, artifact)
        for child in children(box):
            self.visit(child, artifact, link)

    def _repeats(self, box: Box) -> bool:
        if isinstance(box, self._types.TableRowGroupBox):
            return box.element is not None and bool(box.is_header or box.is_footer)
        return box.element is not None and box.style["position"] == "fixed"

    def _announce(self, box: Box) -> None:
        """Make the nodes that must exist without content, and note what only the box knows."""
        tag = box.element_tag
        if isinstance(box, self._types.TableRowBox) and tag == "tr":
            self._tags.node(box.element)
        elif isinstance(box, self._types.TableCellBox) and tag in {"td", "th"}:
            self._tags.node(box.element).attributes |= {"RowSpan": box.rowspan, "ColSpan": box.colspan}
        elif tag.endswith("::footnote-call"):
            self._tags.call_note(box.element, "footnote-call")
        elif tag == "li::marker":
            item = self._tags.node(box.element)
            if item.parent is not None and item.parent.role == "L":
                style = box.style["list_style_type"]
                other = "Decimal" if item.parent.element is not None and item.parent.element.tag == "ol" else "Disc"
                item.parent.owner = "List"
                item.parent.attributes["ListNumbering"] = NUMBERING.get(style, other)

    def _add_text(self, box: Box, artifact: str) -> None:
        mark = self._mark(box)
        if mark is None:
            return
        self._tags.speak(mark, box.text)
        _, _, pseudo = (box.element_tag or "").partition("::")
        if artifact or box.element is None:
            self._tags.discard(mark, artifact or "Layout")
        elif pseudo == "marker" or pseudo in NOTE_LABELS:
            self._tags.label(box.element, pseudo).kids.append(mark)
        else:
            self._tags.node(box.element).kids.append(mark)

    def _add_picture(self, box: Box, artifact: str) -> None:
        mark = self._mark(box)
        if mark is None:
            return
        own = box.element is not None and "::" not in box.element_tag
        if artifact or not own or not alternative(box.element):
            self._tags.discard(mark, artifact or "Layout")
            if own and not artifact and box.element.tag == "img" and "alt" not in box.element.attrib:
                self._tags.unnamed.append(box.element)
            return
        node = self._tags.node(box.element)
        node.kids.append(mark)
        node.owner = "Layout"
        left, bottom = box.content_box_x(), self._height - box.content_box_y() - box.height
        node.attributes["BBox"] = tuple(round(PX * v, 3) for v in (left, bottom, left + box.width, bottom + box.height))

    def _mark(self, box: Box) -> Mark | None:
        mcid = self._marks.get(box)
        return None if mcid is None else Mark(self._page, mcid, blank=not getattr(box, "text", "picture").strip())

    def _add_link(self, box: Box, outer: Any) -> Any:
        """Hang an annotation into its Link; boxes in a box with the same link bring annotations of no use."""
        annotation = box.link_annotation
        if outer is not None and covers(outer["Rect"], annotation["Rect"]):
            annotation.clear()  # marking it free would corrupt object streams; the page forgets it in write_tree
            return outer
        _, _, pseudo = (box.element_tag or "").partition("::")
        if pseudo in NOTE_LABELS:
            node = self._tags.link_label(box.element, pseudo)
            describe_link(annotation, visible_text(box.element))
            node.kids.append(Annotation(self._page, annotation))
            return annotation
        anchor = self._tags.dom.closest(box.element, "a")
        element = box.element if anchor is None else anchor
        node = self._tags.node(element)
        if node.role != "Link":
            node = node.add(Node("Link"))
        describe_link(annotation, without_numbers(element, self._tags.dom))
        node.kids.append(Annotation(self._page, annotation))
        return annotation


def alternative(element: Element) -> str:
    """Give the alternative text of a picture: `alt`, or for an inline SVG its label or title."""
    if element.tag != SVG:
        return element.get("alt", "").strip()
    title = element.find(SVG.replace("}svg", "}title"))
    return element.get("aria-label", "") or (title.text or "" if title is not None else "").strip()


def covers(outer: Sequence[float], inner: Sequence[float]) -> bool:
    """Tell whether a rectangle lies in another; both are left, top, right, bottom with y upwards."""
    slack = 0.01
    return (
        outer[0] - slack <= inner[0]
        and inner[1] <= outer[1] + slack
        and inner[2] <= outer[2] + slack
        and outer[3] - slack <= inner[3]
    )
