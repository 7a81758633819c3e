"""In: placed parts, their headings and links. Out: named destinations, links that lead to them, outline, page labels.

A link to another part comes as the URI `part:ID#ANCHOR` (or `part:ID`) and leaves as a link to the destination
ANCHOR (or ID); every part's own id is a destination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from renderer.bind.placing import PlacedPart
from renderer.findings import Finding, Severity, finding
from renderer.model import PART_SCHEME, LabelRange, OutlineEntry

OPEN_LEVELS = 2
"""Levels of the outline that readers see unfolded, with the next one a click away."""

ROMAN_DIGITS = ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"]
ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)


@dataclass(frozen=True, slots=True)
class Destinations:
    """Named destinations: `places` are their arrays (page, /XYZ, x, y, zoom), `pages` their page indices.

    `elements` are the same arrays with a structure element in the place of the page (ISO 32000-2, 12.3.2.3).
    """

    places: Mapping[str, Object]
    elements: Mapping[str, Object]
    pages: Mapping[str, int]

    def __contains__(self, name: str) -> bool:
        return name in self.pages


# ------------------------------------------------------------------------------------------- destinations
def gather_destinations(
    book: Pdf, placed: Sequence[PlacedPart], holders: Mapping[str, Object], *, structured: bool = False
) -> Destinations:
    """Collect the named destinations of all parts and add each part's id, which leads to its first page.

    `holders` has the element of each part in the structure tree, which must be in the book already. Without
    `structured` the destinations have no elements.
    """
    numbers = {page.objgen: part.first + i for part in placed for i, page in enumerate(part.pages)}
    places: dict[str, Object] = {}
    elements: dict[str, Object] = {}
    for part in placed:
        holder = holders[part.part.id]
        for name, place in _named(book, part):
            if name in places:
                continue
            aims = place if isinstance(place, Dictionary) else {"/D": place}
            places[name] = aims["/D"]
            if structured:
                elements[name] = aims.get("/SD", Array([holder, *list(aims["/D"])[1:]]))
        places.setdefault(part.part.id, Array([part.pages[0], Name.Fit]))
        if structured:
            elements.setdefault(part.part.id, Array([holder, Name.Fit]))
    return Destinations(places, elements, {name: numbers[place[0].objgen] for name, place in places.items()})


def _named(book: Pdf, part: PlacedPart) -> Iterator[tuple[str, Object]]:
    """Give the destinations of a part, which both typesetter and papers keep in one list."""
    names = part.source.Root.get("/Names", Dictionary())
    if "/Dests" in names:
        listed = list(book.copy_foreign(part.source.make_indirect(names.Dests)).Names)
        yield from zip(map(str, listed[::2]), listed[1::2], strict=True)


def write_destinations(book: Pdf, destinations: Destinations, *, structured: bool = False) -> None:
    """Write the name tree; its keys are in order of their bytes (ISO 32000-1, 7.9.6).

    `structured` lets every name lead to an element of the structure tree too, as PDF/UA-2 asks for.
    """
    keys = {bytes(String(name)): place for name, place in destinations.places.items()}
    if structured:
        elements = destinations.elements
        keys = {bytes(String(n)): Dictionary(D=place, SD=elements[n]) for n, place in destinations.places.items()}
    names = Array([entry for key in sorted(keys) for entry in (String(key), keys[key])])
    book.Root.Names = Dictionary(Dests=book.make_indirect(Dictionary(Names=names)))


# -------------------------------------------------------------------------------------------------- links
def connect_links(
    book: Pdf, placed: Sequence[PlacedPart], links: Iterable[Object], destinations: Destinations,
    unlink: Callable[[Object], None], labels: Sequence[str],
) -> Iterator[Finding]:  # fmt: skip
    """Turn links between parts into destinations; unlink those that lead nowhere, with a finding for each.

    `links` are those that are not connected yet. `unlink` takes an annotation out of the structure tree; the text of
    the link stays. One without words gets the title of what it leads to, or the label of the page.
    """
    titles = {part.part.id: part.part.title for part in placed}
    titles |= {heading.anchor: heading.text for part in placed for heading in part.part.headings}
    for annotation in links:
        name = _target(annotation)
        if name is None:
            continue
        if name not in destinations:
            unlink(annotation)
            page = _remove(book, annotation)
            yield finding("LINK-DEAD", f"a link leads to “{name}”, which is nowhere in the parts", page=page + 1)
            continue
        if str(annotation.get("/Contents", "")) in ("", name, PART_SCHEME + name, _uri(annotation)):
            spoken = titles.get(name) or labels[destinations.pages[name]] or name  # by a reader for the blind
            annotation.Contents = String(spoken)
        annotation.Dest = String(name)
        if "/A" in annotation:
            del annotation["/A"]


def internal_links(placed: Iterable[PlacedPart]) -> Iterator[tuple[Object, str]]:
    """Give the links to named destinations, once they are connected, each with the name."""
    for part in placed:
        for annotation in part.annotations:
            if "/Dest" in annotation and "/StructParent" in annotation:
                yield annotation, str(annotation.Dest)


def _target(annotation: Object) -> str | None:
    """Give the name of the destination a link means, or None for a link to the world outside."""
    if "/Dest" in annotation:
        return str(annotation.Dest)
    uri = _uri(annotation)
    if not uri.startswith(PART_SCHEME):
        return None
    part, _, anchor = uri.removeprefix(PART_SCHEME).partition("#")
    return unquote(anchor or part)


def _uri(annotation: Object) -> str:
    return str(annotation.get("/A", Dictionary()).get("/URI", ""))


def _remove(book: Pdf, annotation: Object) -> int:
    """Take an annotation from its page; gives the index of that."""
    for number, page in enumerate(page.obj for page in book.pages):
        notes = list(page.get("/Annots", ()))
        rest = [other for other in notes if other.objgen != annotation.objgen]
        if len(rest) == len(notes):
            continue
        if rest:
            page.Annots = Array(rest)
        else:
            del page["/Annots"]
        return number
    raise ValueError("an annotation lies on no page")


# ------------------------------------------------------------------------------------------------ outline
def write_outline(
    book: Pdf, placed: Iterable[PlacedPart], destinations: Destinations
) -> tuple[tuple[OutlineEntry, ...], tuple[Finding, ...]]:
    """Write the outline: the headings of all parts, nested by level, each leading to its anchor.

    A heading that stands on no page leads to the first page of its part, with a finding.
    """
    entries: list[OutlineEntry] = []
    findings: list[Finding] = []
    with book.open_outline() as outline:
        open_items: list[tuple[int, OutlineItem]] = []
        for part in placed:
            for heading in part.part.headings:
                name = heading.anchor
                if name not in destinations:
                    findings.append(_homeless(heading.text, part))
                    name = part.part.id
                while open_items and open_items[-1][0] >= heading.level:
                    open_items.pop()
                level = len(open_items) + 1
                item = OutlineItem(heading.text, String(name))
                item.is_closed = level >= OPEN_LEVELS
                (open_items[-1][1].children if open_items else outline.root).append(item)
                open_items.append((heading.level, item))
                entries.append(OutlineEntry(level, heading.text, destinations.pages[name]))
    if entries:
        book.Root.PageMode = Name.UseOutlines
    return tuple(entries), tuple(findings)


def _homeless(text: str, part: PlacedPart) -> Finding:
    message = f"the heading “{text}” of part {part.part.id} stands on no page; the outline leads to the part's first"
    remedy = "show the heading, or leave it out"
    return finding("LINK-DEAD", message, page=part.first + 1, remedy=remedy, severity=Severity.WARNING)


# ------------------------------------------------------------------------------------------------- labels
def label_pages(ranges: Iterable[LabelRange], count: int) -> tuple[str, ...]:
    """Give the printed label of each of `count` pages."""
    labels: list[str] = []
    known = complete(ranges, count)
    for here, following in zip(known, [*known[1:], LabelRange(count, "D")], strict=True):
        for number in range(here.first, here.first + following.start - here.start):
            labels.append(here.prefix + _numeral(number, here.style))
    return tuple(labels)


def write_labels(book: Pdf, ranges: Iterable[LabelRange]) -> None:
    """Write the page labels (ISO 32000-1, 12.4.2)."""
    nums: list[object] = []
    for here in complete(ranges, len(book.pages)):
        label = Dictionary()
        if here.style:
            label.S = Name(f"/{here.style}")
        if here.prefix:
            label.P = String(here.prefix)
        if here.first != 1:
            label.St = here.first
        nums += [here.start, label]
    book.Root.PageLabels = Dictionary(Nums=Array(nums))


def complete(ranges: Iterable[LabelRange], count: int) -> list[LabelRange]:
    """Order ranges and drop those beyond the last page; the first page must be in one."""
    known = sorted((r for r in ranges if r.start < count), key=lambda r: r.start)
    return known if known and known[0].start == 0 else [LabelRange(0, "D"), *known]


def _numeral(number: int, style: str) -> str:
    if style == "D":
        return str(number)
    if not style:
        return ""
    if style.isupper():
        return _numeral(number, style.lower()).upper()
    if style == "a":  # ISO 32000-1, table 159: a to z, then aa to zz
        return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    text = ""
    for value, digits in zip(ROMAN_VALUES, ROMAN_DIGITS, strict=True):
        times, number = divmod(number, value)
        text += digits * times
    return text
