"""Footnotes brought to the places that refer to them, for a page sets them at its own foot.

In: a tree with `a.note-reference` links and a `div.note-list` at its end, both with `data-note`. Out: the same tree
with `span.footnote` at the first reference to each note, a link at the others, and no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from renderer.markup.elements import BLOCKS, Element, drop, move_children, unwrap
from renderer.markup.lines import line_of
from renderer.markup.marked import Report


def place_footnotes(root: Element, report: Report) -> None:
    """Move every note to its first reference; report notes nobody refers to."""
    notes = _take_notes(root, report)
    anchors = _anchors(notes)
    numbers: dict[str, int] = {}
    for reference in [a for a in root.iter("a") if a.get("data-note") is not None]:
        name = reference.get("data-note")
        line = reference.get("data-line")
        _close_up(reference)
        if name not in notes:  # somebody wrote the attribute by hand
            del reference.attrib["data-note"]
            continue
        anchor = anchors[name]
        again = name in numbers
        reference.attrib.clear()
        reference.set("data-line", line)
        if again:
            reference.set("class", "footnote-ref")
            reference.set("href", f"#{anchor}")
            reference.text = str(numbers[name])
            continue
        numbers[name] = len(numbers) + 1
        reference.tag = "span"
        reference.set("class", "footnote")
        reference.set("id", anchor)
        reference.set("data-line", str(line_of(notes[name])))
        move_children(notes[name], reference)
    for name, note in notes.items():
        if name not in numbers:
            report.add("MD-FOOTNOTE", line_of(note), f"nothing refers to the footnote [^{name}]; it is left out")


def fold_notes(root: Element) -> None:
    """Turn line ends in notes into spaces: the engine prints those inside a page footnote as line breaks."""
    for note in [span for span in root.iter("span") if span.get("class") == "footnote"]:
        for element in note.iter():
            if element.tag not in ("code", "pre") and element.text:
                element.text = re.sub(r"\s*\n\s*", " ", element.text)
            if element is not note and element.tail:
                element.tail = re.sub(r"\s*\n\s*", " ", element.tail)


def _take_notes(root: Element, report: Report) -> dict[str, Element]:
    notes: dict[str, Element] = {}
    for box in [d for d in root if d.tag == "div" and d.get("class") == "note-list"]:
        for note in box:
            name = note.get("data-note")
            if name is not None:
                _flatten(note, report)
                notes[name] = note
        drop(box)
    return notes


def _flatten(note: Element, report: Report) -> None:
    """Turn the blocks of a note into one line of text with breaks between them."""
    for inner in [a for a in note.iter("a") if a.get("data-note") is not None]:
        report.add("MD-FOOTNOTE", line_of(inner), "a footnote refers to another footnote; the reference is left out")
        drop(inner)
    for block in [e for e in note.iterdescendants() if e.tag in BLOCKS]:
        if block.tag in ("td", "th") or (block.getprevious() is None and not (block.getparent().text or "").strip()):
            unwrap(block)
            continue
        block.addprevious(etree.Element("br", {"data-line": block.get("data-line") or ""}))
        if (block.getprevious().tail or "").strip() == "":
            block.getprevious().tail = None
        unwrap(block)
    note.text = (note.text or "").lstrip() or None
    for leading in _leading_breaks(note):
        drop(leading)
    if len(note):
        note[-1].tail = (note[-1].tail or "").rstrip() or None
    elif note.text:
        note.text = note.text.rstrip()


def _leading_breaks(note: Element) -> Iterator[Element]:
    for child in list(note):
        if child.tag != "br" or (note.text or "").strip():
            return
        yield child


def _close_up(reference: Element) -> None:
    """Take away the white space before a reference: its number stands at the word."""
    previous = reference.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "").rstrip() or None
    else:
        parent = reference.getparent()
        parent.text = (parent.text or "").rstrip() or None


def _anchors(names: Iterable[str]) -> dict[str, str]:
    """Give each note an id: its name, or with its number in the manuscript when that is no name or taken."""
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for number, name in enumerate(names, 1):
        plain = re.sub(r"[^\w-]+", "-", name).strip("-")
        anchor = f"fn-{plain}" if plain else f"fn--{number}"
        anchors[name] = f"{anchor}--{number}" if anchor in taken else anchor
        taken.add(anchors[name])
    return anchors
