"""The structure tree as PDF objects.

In: settled nodes and the content streams their marks point into. Out: StructTreeRoot, StructElems, ParentTree and
IDTree in the PDF that is being written, and content outside the tree marked as artifact (ISO 32000-1, 14.7). All is
as the binder takes it over (renderer.bind.structure): IDs have the part's in front of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from renderer.model import PART_SCHEME
from renderer.typeset.private import groups_of
from renderer.typeset.structure import Annotation, Mark, Node

Reference = bytes
ROLE_MAP = {"Aside": "Sect"}
"""What names that PDF 1.7 does not have stand for in it."""


def write_tree(
    pdf: Any, root: Node, artifacts: Sequence[tuple[Mark, str]], spoken: Mapping[Mark, str],
    page_streams: Sequence[Any], part: str,
) -> Mapping[Node, Reference]:  # fmt: skip
    """Write a tree into a PDF whose pages carry StructParents 0, 1, 2 … and whose streams are not compressed yet.

    `spoken` is the text of marked content whose glyphs do not tell it, `part` the id of the part. Gives the element of
    every node.
    """
    writer = _Writer(pdf, page_streams, f"{part}/")
    writer.speak(spoken)
    writer.write(root, artifacts)
    _forget_empty_annotations(pdf)
    return writer.written


def count_tags(root: Node) -> dict[str, int]:
    """Count the structure types of a tree, in order of name; the Document above them all is not counted."""
    counts = Counter(node.role for node in root.descendants() if node is not root)
    return dict(sorted(counts.items()))


def connect_destinations(pdf: Any, landings: Mapping[str, Reference]) -> None:
    """Let named destinations lead to elements beside places on pages (ISO 32000-2, 12.3.2.3)."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", ())
    for at in range(0, len(names), 2):
        place = names[at + 1]
        # An anchor without an element is one the engine made itself.
        if names[at].string in landings:
            there = pydyf.Array([landings[names[at].string], *place[1:]])
            names[at + 1] = pydyf.Dictionary({"D": place, "SD": there})


def describe_link(annotation: Any, text: str) -> None:
    """Give a link annotation the words it stands for (PDF/UA-1, 7.18.5) and the flag that it prints (PDF/A)."""
    annotation["F"] = 4
    if text:
        annotation["Contents"] = pydyf.String(text)
    elif "Dest" in annotation:
        annotation.pop("Contents", None)  # the engine's own words: the name of what it leads to


def is_open(annotation: Any) -> bool:
    """Tell whether a link waits for the binder: it leads to another part, or has no words of its own."""
    address = annotation.get("A", {}).get("URI")
    return "Contents" not in annotation or (address is not None and address.string.startswith(PART_SCHEME))


def set_language(pdf: Any, lang: str) -> None:
    """Give the file its natural language (PDF/UA-1, 7.2) and let viewers show its title (7.1)."""
    pdf.catalog["Lang"] = pydyf.String(lang)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Writer:
    def __init__(self, pdf: Any, page_streams: Sequence[Any], prefix: str):
        self._pdf = pdf
        self._prefix = prefix
        self._ids: dict[str, Reference] = {}
        self._open: list[Reference] = []
        self._pages: tuple[Reference, ...] = pdf.page_references
        self._streams = page_streams
        self._groups: dict[Mark, Any] = {}
        for page, group in groups_of(pdf, page_streams):
            self._groups |= {Mark(page, mcid): group for mcid in _mcids(group)}
        self._parents: dict[Mark, Reference] = {}
        self._annotations: list[tuple[Any, Reference]] = []
        self.written: dict[Node, Reference] = {}
        self._pointing: list[tuple[Any, Node]] = []

    def write(self, root: Node, artifacts: Sequence[tuple[Mark, str]]) -> None:
        top = self._object({"Type": "/StructTreeRoot"})
        top["K"] = pydyf.Array([self._element(root, top.reference)])
        top["RoleMap"] = pydyf.Dictionary({name: f"/{role}" for name, role in ROLE_MAP.items()})
        for element, node in self._pointing:
            element["Ref"] = pydyf.Array([self.written[other] for other in node.refs if other in self.written])
        self._discard(artifacts)
        top["ParentTree"] = self._object({"Nums": self._parent_tree(top)}).reference
        names = [entry for name in sorted(self._ids) for entry in (pydyf.String(name), self._ids[name])]
        top["Links"] = pydyf.Array(self._open)
        top["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
        self._pdf.catalog["StructTreeRoot"] = top.reference

    def speak(self, spoken: Mapping[Mark, str]) -> None:
        """Give marked content its ActualText (ISO 32000-1, 14.9.4); before artifacts lose their identifiers."""
        by_stream: dict[int, tuple[Any, dict[int, str]]] = {}
        for mark, text in spoken.items():
            stream = self._groups.get(mark, self._streams[mark.page])
            by_stream.setdefault(id(stream), (stream, {}))[1][mark.mcid] = text
        for stream, texts in by_stream.values():
            for item in stream.stream:
                if isinstance(item, pydyf.Dictionary) and item.get("MCID") in texts:
                    item["ActualText"] = pydyf.String(texts[item["MCID"]])

    def _object(self, entries: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(entries)
        self._pdf.add_object(made)
        return made

    def _element(self, node: Node, parent: Reference) -> Reference:
        element = self._object({"S": f"/{node.role}", "P": parent})  # /Type says nothing, in thousands of elements
        places = [kid.page for kid in node.kids if not isinstance(kid, Node)]
        if places:
            element["Pg"] = self._pages[places[0]]
        for key, text in (("Alt", node.alt), ("Lang", node.lang), ("E", node.expansion)):
            if text:
                element[key] = pydyf.String(text)
        if node.id:
            element["ID"] = pydyf.String(self._prefix + node.id)
            self._ids[self._prefix + node.id] = bytes(element.reference)
        if node.attributes:
            values = {key: self._value(value) for key, value in node.attributes.items()}
            element["A"] = pydyf.Dictionary({"O": f"/{node.owner}", **values})
        self.written[node] = bytes(element.reference)
        if node.refs:
            self._pointing.append((element, node))
        page = places[0] if places else -1
        kids = [self._kid(kid, element.reference, page) for kid in node.kids]
        element["K"] = kids[0] if len(kids) == 1 and isinstance(kids[0], int) else pydyf.Array(kids)
        return bytes(element.reference)

    def _kid(self, kid: Node | Mark | Annotation, element: Reference, page: int) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, element)
        where = {"Pg": self._pages[kid.page]}
        if isinstance(kid, Annotation):
            self._annotations.append((kid.object, element))
            if is_open(kid.object):
                self._open.append(kid.object.reference)
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.object.reference, **where})
        self._parents[kid] = element
        group = self._groups.get(kid)
        if group is not None:
            return pydyf.Dictionary({"Type": "/MCR", "MCID": kid.mcid, "Stm": group.reference, **where})
        return kid.mcid if kid.page == page else pydyf.Dictionary({"Type": "/MCR", "MCID": kid.mcid, **where})

    def _value(self, value: Any) -> Any:
        """Give an attribute its PDF type: texts are names, lists hold identifiers, tuples hold numbers."""
        if isinstance(value, str):
            return f"/{value}"
        if isinstance(value, list):
            return pydyf.Array(pydyf.String(self._prefix + name) for name in value)
        return pydyf.Array(value) if isinstance(value, tuple) else value

    def _parent_tree(self, top: Any) -> Any:
        """Give the number tree: content of pages, then annotations, then content of groups, which `top` lists."""
        pages: list[dict[int, Reference]] = [{} for _ in self._streams]
        groups: dict[int, tuple[Any, dict[int, Reference]]] = {}
        for mark, element in self._parents.items():
            group = self._groups.get(mark)
            mine = pages[mark.page] if group is None else groups.setdefault(id(group), (group, {}))[1]
            mine[mark.mcid] = element
        nums: list[Any] = []
        for number, parents in enumerate(pages):
            nums += [number, _by_mcid(parents)]
        for annotation, element in self._annotations:
            annotation["StructParent"] = len(nums) // 2
            nums += [len(nums) // 2, element]
        for group, parents in groups.values():
            group.extra["StructParents"] = len(nums) // 2
            nums += [len(nums) // 2, _by_mcid(parents)]
        if groups:
            top["Forms"] = pydyf.Array(group.reference for group, _ in groups.values())
        return pydyf.Array(nums)

    def _discard(self, artifacts: Sequence[tuple[Mark, str]]) -> None:
        by_stream: dict[int, tuple[Any, dict[int, str]]] = {}
        for mark, kind in artifacts:
            stream = self._groups.get(mark, self._streams[mark.page])
            by_stream.setdefault(id(stream), (stream, {}))[1][mark.mcid] = kind
        for stream, kinds in by_stream.values():
            for at, item in enumerate(stream.stream):
                if isinstance(item, pydyf.Dictionary) and item.get("MCID") in kinds:
                    kind = kinds[item["MCID"]]
                    stream.stream[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": f"/{kind}"})]


def _mcids(stream: Any) -> list[int]:
    return [item["MCID"] for item in stream.stream if isinstance(item, pydyf.Dictionary) and "MCID" in item]


def _by_mcid(parents: dict[int, Reference]) -> Any:
    return pydyf.Array([parents.get(mcid, "null") for mcid in range(max(parents, default=-1) + 1)])


def _forget_empty_annotations(pdf: Any) -> None:
    for page in pdf.objects:
        if isinstance(page, pydyf.Dictionary) and page.get("Type") == "/Page" and "Annots" in page:
            kept = [ref for ref in page["Annots"] if pdf.objects[int(ref.split()[0])]]
            page["Annots"] = pydyf.Array(kept)
            if not kept:
                del page["Annots"]
