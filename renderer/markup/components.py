"""Components of reports between `///` lines: statistics, credits, side notes, columns of text, timelines.

In: heads and contents of blocks, as Python-Markdown reads them; after conversion the tree with lines. Out: the HTML
docs/html.md promises, and findings for what lacks its number, its label, its date or its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from lxml import etree
from pymdownx.blocks.block import Block

from renderer.markup.elements import Element, add_class, classes, drop, text_of, unwrap
from renderer.markup.lines import line_of
from renderer.markup.marked import Report

LONG_VALUE = 7
"""Signs of a number that fit in large type; one longer one makes the whole row smaller."""
ACROSS = {2: "two", 3: "three", 4: "four", 5: "three", 6: "three", 7: "four", 8: "four", 9: "three"}
"""Numbers that stand side by side, by how many there are."""


def _child(parent: ElementTree.Element, tag: str, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, {"class": name})


# ------------------------------------------------------------------------------------------------- blocks
class Row(Block):  # type: ignore[misc]
    """Holds several of one kind, as a list: subclasses say which."""

    TAG = "ul"
    CLASSES = ""

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Open the list."""
        return _child(parent, self.TAG, self.CLASSES)


class Statistic(Block):  # type: ignore[misc]
    """`/// statistic | 40 million`: a number; its content is the label, then notes. `change` may be an option."""

    NAME = "statistic"
    ARGUMENT = None
    OPTIONS: Mapping[str, Any] = {"change": ("", str)}

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Open an item of a row, or a number that stands alone."""
        in_row = parent.tag == "ul" and parent.get("class") == "statistics"
        box = _child(parent, "li" if in_row else "div", "statistic")
        if self.argument:
            _child(box, "p", "value").text = self.argument
        if self.options["change"]:
            _child(box, "p", "change").text = self.options["change"]
        return box

    def on_markdown(self) -> str:
        """Ask for paragraphs; in an item of a list there would be bare text."""
        return "block"


class Credit(Block):  # type: ignore[misc]
    """`/// figure-credit`: whose work the picture, chart or table before it is; a line of its caption."""

    NAME = "figure-credit"

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Open the line in the caption of the figure before it, which may have to be made first."""
        before = parent[-1] if len(parent) else None
        if before is not None and before.tag == "figure":
            figure = before
        else:
            figure = ElementTree.SubElement(parent, "figure")
            if before is not None:
                figure.append(before)
                parent.remove(before)
        caption = figure.find("figcaption")
        if caption is None:
            caption = ElementTree.SubElement(figure, "figcaption")
        self.line = _child(caption, "span", "credit")
        return figure

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """Let the content of the block be that of the line."""
        return self.line


class SideNote(Block):  # type: ignore[misc]
    """`/// side-note`: words beside the paragraph before it."""

    NAME = "side-note"

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Open the note where it stands; `complete` brings it together with its paragraph."""
        return _child(parent, "aside", "side-note")


class Columns(Block):  # type: ignore[misc]
    """`/// columns`: text in two columns of the same length."""

    NAME = "columns"

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Open the block."""
        return _child(parent, "div", "two-column-text")


class Event(Block):  # type: ignore[misc]
    """`/// event | March 2022`: an entry of a timeline, its date as argument."""

    NAME = "event"
    ARGUMENT = None

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Open an item; one that lies in no timeline gets one of its own, of which `complete` tells."""
        if parent.tag != "ol" or parent.get("class") != "timeline":
            parent = _child(parent, "ol", "timeline stray")
        item = _child(parent, "li", "event")
        if self.argument:
            _child(item, "p", "date").text = self.argument
        self.what = _child(item, "div", "what")
        return item

    def on_add(self, block: ElementTree.Element) -> ElementTree.Element:
        """Let the content stand beside the date."""
        return self.what

    def on_markdown(self) -> str:
        """Ask for paragraphs; in an item of a list there would be bare text."""
        return "block"


BLOCKS: dict[str, type[Any]] = {
    "statistic": Statistic,
    "statistics": type("Statistics", (Row,), {"NAME": "statistics", "CLASSES": "statistics", "OPTIONS": {}}),
    "figure-credit": Credit,
    "side-note": SideNote,
    "columns": Columns,
    "timeline": type("Timeline", (Row,), {"NAME": "timeline", "TAG": "ol", "CLASSES": "timeline", "OPTIONS": {}}),
    "event": Event,
}
"""The class of each block."""


# ------------------------------------------------------------------------------------------------- credits
def credit_picture(image: Element, figure: Element) -> None:
    """Print the `{credit="…"}` of a picture as the last line of the caption of its figure."""
    words = (image.attrib.pop("credit", "") or "").strip()
    if not words:
        return
    caption = next((c for c in figure if c.tag == "figcaption"), None)
    if caption is None:
        caption = etree.SubElement(figure, "figcaption", {"data-line": figure.get("data-line") or ""})
    _space_at_end(caption)
    etree.SubElement(caption, "span", {"class": "credit"}).text = words


def credit_in_text(image: Element) -> None:
    """Print the credit of a picture that stands in a line of text right behind it."""
    words = (image.attrib.pop("credit", "") or "").strip()
    if words:
        credit = etree.Element("span", {"class": "credit"})
        credit.text, credit.tail, image.tail = words, image.tail, " "
        image.getparent().insert(image.getparent().index(image) + 1, credit)


def _space_at_end(caption: Element) -> None:
    if len(caption):
        caption[-1].tail = (caption[-1].tail or "").rstrip() + " "
    elif caption.text:
        caption.text = caption.text.rstrip() + " "


# ------------------------------------------------------------------------------------------------- shape
def complete(root: Element, report: Report) -> None:
    """Give the parts of each component their names, and tell of what is missing."""
    for box in [e for e in root.iter("li", "div") if "statistic" in classes(e)]:
        _statistic(box, report)
    _rows(root, "statistics", "statistic", report)
    for row in [e for e in root.iter("ul") if "statistics" in classes(e)]:
        _across(row)
    _rows(root, "timeline", "event", report)
    for event in [e for e in root.iter("li") if "event" in classes(e)]:
        _event(event, report)
    for note in [e for e in root.iter("aside") if "side-note" in classes(e)]:
        _side_note(note, root, report)
    for credit in [e for e in root.iter("span") if "credit" in classes(e)]:
        for paragraph in [p for p in credit if p.tag == "p"]:
            unwrap(paragraph)
        credit.text = (credit.text or "").lstrip() or None
        if len(credit):
            credit[-1].tail = (credit[-1].tail or "").rstrip() or None
        elif credit.text:
            credit.text = credit.text.rstrip()


def _statistic(box: Element, report: Report) -> None:
    value = next((p for p in box if "value" in classes(p)), None)
    change = next((p for p in box if "change" in classes(p)), None)
    words = [p for p in box if p.tag == "p" and p is not value and p is not change]
    if value is None:
        message = "this statistic has no number; it is printed without"
        report.add("MD-BLOCK", line_of(box), message, "write it behind the name: /// statistic | 40 million")
    elif len(text_of(value)) > LONG_VALUE:
        add_class(value, "long")
    if not words:
        number = "" if value is None else f' "{text_of(value)}"'
        message = f"the statistic{number} has no label"
        report.add("MD-BLOCK", line_of(box), message, "write what it counts on the line below its head")
    for at, paragraph in enumerate(words):
        add_class(paragraph, "note" if at else "label")
    if change is not None and words:
        words[0].addnext(change)


def _rows(root: Element, name: str, item: str, report: Report) -> None:
    """Let a row hold nothing but its items; what else was written in it stands behind it."""
    for row in [e for e in root.iter("ul", "ol") if name in classes(e)]:
        row.text = (row.text or "").strip() or None
        strays = [e for e in row if e.tag != "li"]
        for stray in reversed(strays):
            row.addnext(stray)
        if strays or row.text:
            line = line_of(strays[0]) if strays else line_of(row)
            message = f"in {name} stand blocks named {item} and nothing else; the rest is set behind them"
            report.add("MD-BLOCK", line, message, f"write it in a block named {item}, or behind the {name}")
        if not len(row):
            report.add("MD-BLOCK", line_of(row), f"these {name} hold no {item}", f"write blocks named {item} in it")
            drop(row)


def _across(row: Element) -> None:
    """Say how many stand side by side; no space between them, so that they fill the line exactly."""
    items = list(row)
    row.set("class", f"statistics {ACROSS.get(len(items), 'four' if len(items) > 1 else 'one')}")
    if any("long" in classes(p) for p in row.iter("p")):
        add_class(row, "long")
    for item in items:
        item.tail = None


def _event(event: Element, report: Report) -> None:
    """Tell of an event without date, words or timeline; its strong first line is its title."""
    if "stray" in classes(event.getparent()):
        event.getparent().set("class", "timeline")
        message = "this event lies in no timeline; it is printed as a timeline of one"
        report.add(
            "MD-BLOCK", line_of(event), message, "put //// timeline before the first event, //// behind the last"
        )
    if not any("date" in classes(p) for p in event):
        message = "this event has no date; it is printed without"
        report.add("MD-BLOCK", line_of(event), message, "write it behind the name: /// event | March 2022")
    what = next((e for e in event if "what" in classes(e)), event)
    if not text_of(what) and what.find(".//img") is None:
        report.add("MD-BLOCK", line_of(event), f'the event "{text_of(event)}" says nothing', "write what happened")
    opening = what[0] if len(what) else None
    if opening is None or opening.tag != "p" or not len(opening) or (opening.text or "").strip():
        return
    strong = opening[0]
    rest = strong.tail or ""
    if strong.tag != "strong" or not ((not rest.strip() and len(opening) == 1) or rest.startswith("\n")):
        return
    title = etree.Element("p", {"class": "event-title", "data-line": opening.get("data-line") or ""})
    opening.addprevious(title)
    title.tail = "\n"
    strong.tail = None
    title.append(strong)
    unwrap(strong)
    opening.text = rest.lstrip() or None
    opening.set("data-line", str(line_of(opening) + 1))
    if not text_of(opening) and not len(opening):
        drop(opening)


def _side_note(note: Element, root: Element, report: Report) -> None:
    """Bring a note together with the paragraph before it; a further note goes into the first."""
    before = note.getprevious()
    if before is None or not (before.tag == "p" or "beside" in classes(before)):
        message = "this side note stands behind no paragraph; it is set in the text"
        report.add("MD-BLOCK", line_of(note), message, "write it right behind the paragraph it belongs to")
    elif before.tag == "div":
        before[-1].extend(list(note))
        drop(note)
    elif note.getparent() is root:
        pair = etree.Element("div", {"class": "beside", "data-line": before.get("data-line") or ""})
        before.addprevious(pair)
        pair.tail = note.tail
        note.tail = None
        pair.extend([before, note])
