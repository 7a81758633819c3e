"""In: a PDF from elsewhere and the id of the part it becomes. Out: its outline, links and destinations, all renamed.

Destinations get names of their own (`budget.d1`), so that those of two papers cannot meet; links and outline lead to
them. Links that lead to other files, run something or lead to pages that are not bound are taken off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, Stream, String

from renderer.model import Heading

SCHEMES = ("http:", "https:", "mailto:", "tel:")
DEEPEST = 6
"""Levels of a paper's outline that are kept."""
MOST_ENTRIES = 5000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(slots=True)
class Names:
    """The destinations of a paper under their new names, as far as something leads there."""

    part: str
    pages: Mapping[tuple[int, int], int]
    """Page index by the object number of the page."""
    known: Mapping[str, Object]
    places: dict[str, Object] = field(default_factory=dict)
    anchors: dict[str, int] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def name(self, target: Object | None) -> str:
        """Give the name of the destination something leads to, empty when it is on no page of the part."""
        place = self._place(target)
        if place is None:
            return ""
        page = self.pages[place[0].objgen]
        key = f"{page} {place[1:]!r}" if len(place) > 1 else str(page)
        if key not in self._names:
            name = self._names[key] = f"{self.part}.d{len(self._names) + 1}"
            self.places[name] = Array(place if _is_place(place) else [place[0], Name.Fit])
            self.anchors[name] = page
        return self._names[key]

    def _place(self, target: Object | None) -> list[Object] | None:
        for _ in range(3):  # a name stands for an array, or for a dictionary with one
            if isinstance(target, (String, Name)):
                target = self.known.get(str(target))
            elif isinstance(target, Dictionary):
                target = target.get("/D")
        if not isinstance(target, Array) or not len(target):
            return None
        place = list(target)
        if not isinstance(place[0], Dictionary) or place[0].objgen not in self.pages:
            return None
        return place


def _is_place(place: Sequence[object]) -> bool:
    """Tell whether a destination says how its page is shown as ISO 32000-1, table 151 has it."""
    numbers = [x for x in place[2:] if not isinstance(x, (int, float, Decimal, type(None)))]
    return len(place) > 1 and isinstance(place[1], Name) and not numbers


def collect_names(pdf: Pdf, part: str) -> Names:
    """Read the named destinations of a paper."""
    known: dict[str, Object] = {}
    old = pdf.Root.get("/Dests")
    if isinstance(old, Dictionary):
        known |= dict(old.items())
    held = pdf.Root.get("/Names")
    tree = held.get("/Dests") if isinstance(held, Dictionary) else None
    if isinstance(tree, Dictionary):
        known |= {str(name): place for name, place in NameTree(pdf.make_indirect(tree)).items()}
    return Names(part, {page.obj.objgen: number for number, page in enumerate(pdf.pages)}, known)


def write_names(pdf: Pdf, names: Names) -> None:
    """Write the destinations that are in use in place of all there were."""
    for key in ("/Dests", "/Names", "/Outlines", "/PageLabels"):
        if key in pdf.Root:
            del pdf.Root[key]
    if names.places:
        entries = [entry for name in sorted(names.places) for entry in (String(name), names.places[name])]
        pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=Array(entries))))


# ---------------------------------------------------------------------------------------------------------- outline
def read_outline(pdf: Pdf, names: Names) -> Iterator[Heading]:
    """Give the entries of a paper's outline that lead to its pages, as headings below the part's title."""
    seen: set[tuple[int, int]] = set()
    waiting = [(pdf.Root.get("/Outlines", Dictionary()).get("/First"), 2)]
    while waiting and len(seen) < MOST_ENTRIES:
        item, level = waiting.pop()
        if not isinstance(item, Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        waiting.append((item.get("/Next"), level))
        if level <= DEEPEST:
            waiting.append((item.get("/First"), level + 1))
        action = item.get("/A")
        target = item.get("/Dest", _entry(action, "/D") if _kind(action) == "/GoTo" else None)
        text = _words(item.get("/Title"))
        name = names.name(target)
        if text and name:
            yield Heading(level, text, name)


def _words(text: Object | None) -> str:
    return " ".join(_CONTROL.sub(" ", str(text)).split()) if isinstance(text, String) else ""


# ------------------------------------------------------------------------------------------------------------ links
def settle_links(pages: Sequence[Object], names: Names, title: str) -> list[str]:
    """Point links at their destinations and take off those that cannot work; tells in words what was taken off."""
    gone: Counter[str] = Counter()
    for page in pages:
        if "/Annots" not in page:
            continue
        links = []
        for link in page.Annots:
            if reason := _settle_link(link, names, title):
                gone[reason] += 1
            else:
                links.append(link)
        if links:
            page.Annots = Array(links)
        else:
            del page["/Annots"]
    return [f"{what} ({times})" for what, times in sorted(gone.items())]


def _settle_link(link: Object, names: Names, title: str) -> str:
    """Settle one link; gives what it is when it has to go."""
    action = link.get("/A")
    kind = _kind(action)
    said = _words(link.get("/Contents"))
    if kind == "/URI":
        address = str(_entry(action, "/URI") or "").strip()
        if address.lower().startswith("www."):
            address = f"https://{address}"
        if not address.lower().startswith(SCHEMES):
            return "links to addresses that are none of the web"
        link.A = Dictionary(S=Name.URI, URI=String(address))
        said = said or address
    elif kind in ("", "/GoTo"):
        name = names.name(link.get("/Dest", _entry(action, "/D")))
        if not name:
            return "links to pages that are not bound"
        if "/A" in link:
            del link["/A"]
        link.Dest = String(name)
        said = said or f"{title}, {names.anchors[name] + 1}"
    else:
        return {"/Launch": "links that start a program", "/JavaScript": "links that run a script"}.get(
            kind, "links that lead to other files or only work in a PDF reader"
        )
    for key in ("/AA", "/PA", "/AP", "/Popup", "/P", "/Parent", "/OC", "/AF"):
        if key in link:
            del link[key]
    link.Contents, link.F = String(said), 4
    return ""


def _entry(action: Object | None, key: str) -> Object | None:
    return action.get(key) if isinstance(action, Dictionary) and not isinstance(action, Stream) else None


def _kind(action: Object | None) -> str:
    return str(_entry(action, "/S") or "")
