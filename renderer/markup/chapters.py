"""A lone manuscript split into the chapters it is bound as.

In: a converted manuscript. Out: one chapter for each of its highest headings, and one for what stands before the first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from copy import deepcopy

from renderer.markup.elements import HEADINGS, Element, is_blank
from renderer.markup.headings import TOP, hand_on_notes, level_of, text_without_notes
from renderer.markup.lines import line_of, parse_fragment, serialise
from renderer.markup.marked import Chapter, Marked, MarkedHeading


def split(marked: Marked) -> tuple[Chapter, ...]:
    """Split a manuscript at its highest headings; what stands before the first is a chapter with the title "".

    A manuscript without headings is one chapter, with the title that was taken off it.
    """
    root = parse_fragment(marked.html)
    tops = [level_of(e) for e in root if e.tag in HEADINGS]
    top = min(tops, default=0)
    groups: list[tuple[Element | None, list[Element]]] = [(None, [])]
    for element in root:
        if element.tag in HEADINGS and level_of(element) == top:
            groups.append((element, []))
        else:
            groups[-1][1].append(element)
    if not (root.text or "").strip() and all(is_blank(e) and not (e.tail or "").strip() for e in groups[0][1]):
        del groups[0]
    notes = {note.get("id"): note for note in root.iter("span") if note.get("class") == "footnote"}
    groups = [(h, list(hand_on_notes(h, body)) if h is not None else body) for h, body in groups]
    for _, body in groups:
        _renumber(body, notes)
    taken: dict[str, int] = {}
    whole = "" if tops else marked.title
    return tuple(_chapter(heading, body, whole, taken) for heading, body in groups)


def _chapter(heading: Element | None, body: list[Element], whole: str, taken: dict[str, int]) -> Chapter:
    headings = [h for e in body for h in e.iter(*HEADINGS)]
    shift = min((level_of(h) for h in headings), default=TOP) - TOP
    for inner in headings:
        inner.tag = f"h{level_of(inner) - shift}"
    title = whole if heading is None else text_without_notes(heading)
    anchor = "" if heading is None else heading.get("id") or ""
    line = line_of(heading) if heading is not None else min((line_of(e) for e in body), default=1)
    fragment = serialise(body)
    return Chapter(title, _id(title, taken), anchor, line, fragment.strip(), listed(headings))


def _renumber(body: list[Element], notes: dict[str, Element]) -> None:
    """Number repeated references by the notes of their own chapter; one to a note elsewhere gets a copy of the note."""
    numbers: dict[str, int] = {}
    for element in [e for block in body for e in block.iter("span", "a")]:
        if element.get("class") == "footnote":
            numbers[element.get("id")] = len(numbers) + 1
        elif element.get("class") == "footnote-ref":
            anchor = (element.get("href") or "")[1:]
            if anchor in numbers:
                element.text = str(numbers[anchor])
            elif anchor in notes:
                note = deepcopy(notes[anchor])
                note.tail = element.tail
                element.getparent().replace(element, note)
                numbers[anchor] = len(numbers) + 1


def listed(headings: Iterable[Element]) -> tuple[MarkedHeading, ...]:
    """List headings of a finished tree."""
    return tuple(MarkedHeading(level_of(h), text_without_notes(h), h.get("id") or "", line_of(h)) for h in headings)


def _id(title: str, taken: dict[str, int]) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or ("chapter" if title else "opening")
    name = base
    while name in taken:
        taken[base] += 1
        name = f"{base}-{taken[base]}"
    taken[name] = 1
    return name
