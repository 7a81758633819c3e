"""In: pages of a part's own file and places on them. Out: links there, in the structure tree like those of the text.

What is laid over pages is an artifact; a link in it is not (ISO 14289-1, 7.18.5): it is taken to the page itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from renderer.model import PART_SCHEME


def add_links(source: Pdf, links: Sequence[tuple[Object, Array]], part: str) -> Counter[str]:
    """Put a link to a part on pages, each in a Link of one paragraph at the end of the structure tree.

    Gives how many elements of each type were added.
    """
    tree = source.Root.StructTreeRoot
    [document] = tree.K
    paragraph = source.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=document, K=Array()))
    elements: list[Object] = []
    notes: list[Object] = []
    entries: list[Any] = list(tree.ParentTree.Nums)
    start = 1 + max(map(int, entries[::2]), default=-1)
    for key, (page, box) in enumerate(links, start):
        note = source.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=box, Border=Array([0, 0, 0]), F=4, StructParent=key,
                Contents=String(PART_SCHEME + part), A=Dictionary(S=Name.URI, URI=String(PART_SCHEME + part)),
            )
        )  # fmt: skip
        notes.append(note)
        page.Annots = Array([*page.get("/Annots", ()), note])
        page.Tabs = Name.S
        kid = Dictionary(Type=Name.OBJR, Obj=note, Pg=page)
        element = Dictionary(Type=Name.StructElem, S=Name.Link, P=paragraph, Pg=page, K=Array([kid]))
        elements.append(source.make_indirect(element))
        entries += [key, elements[-1]]
    paragraph.K = Array(elements)
    document.K = Array([*document.K, paragraph])
    tree.ParentTree.Nums = Array(entries)
    tree.Links = Array([*tree.get("/Links", ()), *notes])
    return Counter({"P": 1, "Link": len(links)})


def take_links(source: Pdf, furniture: Sequence[Object]) -> Counter[str]:
    """Take the links of pages of furniture to those they are laid over; not to pages of another size, where they would
    lie beside what is seen. Gives how many elements of each type were added.
    """
    added: Counter[str] = Counter()
    links: dict[str, list[tuple[Object, Array]]] = {}
    for page, over in zip(source.pages, furniture, strict=False):
        if page.obj.get("/Rotate", 0) or list(page.obj.get("/CropBox", page.obj.MediaBox)) != list(over.MediaBox):
            continue
        for note in over.get("/Annots", ()):
            part = str(note.get("/A", Dictionary()).get("/URI", "")).removeprefix(PART_SCHEME)
            links.setdefault(part, []).append((page.obj, Array(list(note.Rect))))
    for part, places in links.items():
        added += add_links(source, places, part)
    return added
