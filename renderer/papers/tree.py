"""In: the structure tree of a tagged PDF and the pages of it that are bound. Out: the tree of these pages, sound.

The tree is kept as it is; only what would not hold in a bound PDF 1.7 is settled: structure types that are none of it
are mapped to those that are (ISO 32000-1, 14.8.4; names of PDF 2.0 by what they mean), elements of pages left out go,
and the parent tree is made anew from the tree, so that the two agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from renderer.papers.content import forms_of
from renderer.papers.rules import Flattened
from renderer.papers.tagging import TreeMaker

_TYPES = """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
    Figure Formula Form
"""
STANDARD = frozenset(_TYPES.split())
"""The structure types of PDF 1.7."""
OF_PDF_2: Mapping[str, str] = {
    "DocumentFragment": "Sect", "Aside": "Sect", "Title": "P", "FENote": "Note", "Sub": "Span", "Em": "Span",
    "Strong": "Span", "Artifact": "NonStruct", "math": "Formula",
}  # fmt: skip
"""What stands for a structure type of PDF 2.0 (ISO 32000-2, 14.8.6) in PDF 1.7."""
NOT_KEPT = ("/NS", "/AF", "/Ref", "/PhoneticAlphabet", "/Phoneme", "/R")
MATHML = "http://www.w3.org/1998/Math/MathML"
DEEPEST = 200

ObjGen = tuple[int, int]


@dataclass(slots=True)
class Kept:
    """What a walk over a tree has kept: the elements that own content, by page or form and by annotation."""

    content: dict[ObjGen, dict[int, Object]] = field(default_factory=dict)
    annotations: dict[ObjGen, Object] = field(default_factory=dict)
    owners: dict[ObjGen, Object] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    """Structure types of PDF 1.7 in reading order."""
    figures_without_alt: int = 0


def has_tags(pdf: Pdf, pages: Sequence[Object]) -> bool:
    """Tell whether a file has a structure tree that leads to content of its pages."""
    top = pdf.Root.get("/StructTreeRoot")
    if not isinstance(top, Dictionary) or "/K" not in top:
        return False
    numbers = {page.objgen for page in pages}
    waiting: list[tuple[Any, Object | None]] = [(kid, None) for kid in _kids(top)]
    seen: set[ObjGen] = set()
    while waiting:
        kid, page = waiting.pop()
        if isinstance(kid, int):
            if page is not None and page.objgen in numbers:
                return True
        elif isinstance(kid, Dictionary) and not (kid.is_indirect and kid.objgen in seen):
            seen.add(kid.objgen)
            where = kid.get("/Pg", page)
            waiting.extend([(int(kid.MCID), where)] if "/MCID" in kid else [(inner, where) for inner in _kids(kid)])
    return False


class KeptTree:
    """The tree of a paper on its way into the bound file."""

    def __init__(self, pdf: Pdf, pages: Sequence[Object], flattened: Flattened):
        self._pdf = pdf
        self._pages = {page.objgen: page for page in pages}
        self._annotations = {note.objgen: note for page in pages for note in page.get("/Annots", ())}
        self._page_of = {note.objgen: page for page in pages for note in page.get("/Annots", ())}
        self._flattened = flattened
        self._maker = TreeMaker(pdf)
        self._old = pdf.Root.StructTreeRoot
        self._seen: set[ObjGen] = set()
        self._roles: dict[str, str] = {}
        self.kept = Kept()

    def settle(self) -> Kept:
        """Settle the tree and write it back."""
        document = self._maker.document
        for kid in _kids(self._old):
            settled = self._element(kid, document, None, 0)
            for element in _inner(settled) if settled is not None else ():
                element.P = document
                document.K.append(element)
        self._adopt()
        self._write_parents()
        for page in self._pages.values():
            self._maker.links(page)
        self._maker.write()
        if self._roles:
            roles = {f"/{name}": Name(f"/{role}") for name, role in sorted(self._roles.items())}
            self._maker.root.RoleMap = Dictionary(roles)
        if "/ClassMap" in self._old:
            self._maker.root.ClassMap = self._old.ClassMap
        return self.kept

    # -- elements
    def _element(self, element: Object, parent: Object, page: Object | None, depth: int) -> Object | None:
        """Settle an element and all below it; None when all its content lies on pages left out."""
        if not isinstance(element, Dictionary) or depth > DEEPEST:
            return None
        element = self._pdf.make_indirect(element) if not element.is_indirect else element
        if element.objgen in self._seen:
            return None
        self._seen.add(element.objgen)
        self._settle_type(element)
        page = element.get("/Pg", page)
        old, kids = _kids(element), list[object]()
        for kid in old:
            kids += self._kid(kid, element, page, depth)
        if old and not kids:
            return None
        element.K = Array(kids)
        if page is not None and page.objgen in self._pages:
            element.Pg = page
        elif "/Pg" in element:
            del element["/Pg"]
        element.P, element.Type = parent, Name.StructElem
        for key in NOT_KEPT:
            if key in element:
                del element[key]
        _settle_attributes(element)
        return element

    def _kid(self, kid: Object, element: Object, page: Object | None, depth: int) -> Iterator[object]:
        if isinstance(kid, int):
            if page is not None and self._owns(page, int(kid), element):
                yield int(kid)
        elif not isinstance(kid, Dictionary):
            return
        elif "/MCID" in kid:
            where = kid.get("/Pg", page)
            inside = kid.get("/Stm")
            if where is None or where.objgen not in self._pages:
                return
            owner = inside if isinstance(inside, Stream) else where
            if self._owns(owner, int(kid.MCID), element):
                kid.Pg, kid.Type = where, Name.MCR
                yield kid
        elif "/Obj" in kid:
            yield from self._object(kid, element, page)
        else:
            settled = self._element(kid, element, page, depth + 1)
            if settled is not None:
                yield settled

    def _owns(self, owner: Object, mcid: int, element: Object) -> bool:
        """Note that content belongs to an element; content that has an owner already, or is not bound, does not."""
        if not isinstance(owner, Stream) and owner.objgen not in self._pages:
            return False
        self.kept.owners[owner.objgen] = owner
        return self.kept.content.setdefault(owner.objgen, {}).setdefault(mcid, element) is element

    def _object(self, kid: Object, element: Object, page: Object | None) -> Iterator[object]:
        target = kid.Obj
        key = _key(target)
        if key in self._flattened:
            where = kid.get("/Pg", target.get("/P", page))
            if where is not None and self._owns(where, self._flattened[key], element):
                yield _reference(where, self._flattened[key])
        elif key in self._annotations and key not in self.kept.annotations:
            self.kept.annotations[key] = element
            kid.Type = Name.OBJR
            kid.Pg = self._page_of[key]
            yield kid

    def _settle_type(self, element: Object) -> None:
        own = str(element.get("/S", "/NonStruct")).removeprefix("/")
        settled = standard_type(own, element.get("/NS"), self._old.get("/RoleMap"))
        if own in STANDARD:
            element.S = Name(f"/{settled}")  # a standard type may not be mapped to another (ISO 14289-1, 7.1)
        elif self._roles.setdefault(own, settled) != settled:
            element.S = Name(f"/{settled}")
        if settled == "Note" and "/ID" not in element:  # ISO 14289-1, 7.9; PDF 2.0 does not ask for one
            element.ID = String(f"note-{len(self.kept.types)}")
        self.kept.types.append(settled)
        if settled in ("Figure", "Formula") and "/Alt" not in element and "/ActualText" not in element:
            self.kept.figures_without_alt += 1

    # -- parent tree
    def _adopt(self) -> None:
        """Give paragraphs to what was flattened and stands nowhere in the tree."""
        owned = {(owner, mcid) for owner, elements in self.kept.content.items() for mcid in elements}
        for page in self._pages.values():
            for mcid in sorted(self._flattened_on(page)):
                if (page.objgen, mcid) not in owned:
                    paragraph = self._maker.below("P", page, [mcid])
                    self._owns(page, mcid, paragraph)

    def _flattened_on(self, page: Object) -> list[int]:
        if not self._flattened:
            return []
        streams = page.Contents if isinstance(page.Contents, Array) else [page.Contents]
        data = streams[len(streams) - 1].read_bytes()
        found = re.findall(rb"/P <</MCID (\d+)>> BDC q [^\n]*/Flattened", data)
        return [int(number) for number in found]

    def _write_parents(self) -> None:
        for page in self._pages.values():
            if "/StructParents" in page and page.objgen not in self.kept.content:
                del page["/StructParents"]
        for form in forms_of(self._pages.values()):
            for stale in ("/StructParents", "/StructParent"):  # of a tree that is gone
                if stale in form:
                    del form[stale]
        for key, elements in self.kept.content.items():
            by_mcid = [elements.get(mcid) for mcid in range(max(elements) + 1)]
            self._maker.own_content(self.kept.owners[key], by_mcid)
        for note in self._annotations.values():
            if "/StructParent" in note:
                del note["/StructParent"]
        for key, element in self.kept.annotations.items():
            self._annotations[key].StructParent = len(self._maker.parents)
            self._maker.parents.append(element)


def standard_type(own: str, namespace: Object | None, roles: Object | None) -> str:
    """Give the structure type of PDF 1.7 that a type stands for, by its namespace or the role map of its file."""
    name, seen = own, set[str]()
    while name not in seen:
        seen.add(name)
        mapped = _mapped(name, namespace, roles)
        if mapped is None:
            break
        name, namespace = mapped
    if name in STANDARD:
        return name
    if isinstance(namespace, Dictionary) and str(namespace.get("/NS", "")) == MATHML:
        return "Formula" if name == "math" else "Span"
    if name[:1] == "H" and name[1:].isdigit():
        return "H6"  # PDF 2.0 has headings of any level
    return OF_PDF_2.get(name, "NonStruct")


def _mapped(name: str, namespace: Object | None, roles: Object | None) -> tuple[str, Object | None] | None:
    if isinstance(namespace, Dictionary):
        target = namespace.get("/RoleMapNS", Dictionary()).get(f"/{name}")
        if isinstance(target, Array) and len(target) == 2:
            return str(target[0])[1:], target[1]
        if target is not None:
            return str(target)[1:], None
        return None
    target = roles.get(f"/{name}") if isinstance(roles, Dictionary) else None
    return (str(target)[1:], None) if isinstance(target, Name) else None


def _settle_attributes(element: Object) -> None:
    """Drop attributes of owners that PDF 1.7 does not know."""
    held = element.get("/A")
    given = list(held) if isinstance(held, Array) else [held] if held is not None else []
    kept = [a for a in given if not (isinstance(a, Dictionary) and "/NS" in a)]
    if len(kept) != len(given):
        element.A = Array(kept)


def _inner(element: Object) -> list[Object]:
    """Give the elements of a Document, or the element itself: the part takes the place of the document."""
    kids = _kids(element)
    if str(element.S) == "/Document" and all(isinstance(kid, Dictionary) and "/S" in kid for kid in kids):
        return kids
    return [element]


def _reference(page: Object, mcid: int) -> Dictionary:
    return Dictionary(Type=Name.MCR, Pg=page, MCID=mcid)


def _key(thing: Object) -> ObjGen:
    return thing.objgen if isinstance(thing, (Dictionary, Stream)) and thing.is_indirect else (0, 0)


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]
