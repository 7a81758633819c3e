"""In: a bound file. Out: what stands in its structure tree, and where that is not what was meant.

The tree is half the objects of a file, and reading them is most of the time of a verification: a worker may do it. What
it met, it tells by object numbers, since objects do not travel.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk over the structure tree met; elements, pages and annotations are known by their object numbers."""

    counts: Counter[str] = field(default_factory=Counter)
    content: dict[int, dict[int, int]] = field(default_factory=dict)
    """Page, or form with marked content of its own → marked content id → element."""
    annotations: dict[int, int] = field(default_factory=dict)
    """Annotation → element."""
    files: dict[int, list[int]] = field(default_factory=dict)
    """Element → specifications of the files it is associated with."""
    astray: list[str] = field(default_factory=list)
    """Types of elements whose /P is not the element they hang on."""


def compare_structure(
    reader: PdfReader, pages: list[PageObject], meant: Mapping[str, int], walked: Walked
) -> Iterator[str]:
    """Tell where the tags are not those that were meant, or tree, content and links do not agree."""
    root = reader.root_object
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "the file does not say that it is tagged"
    if "/StructTreeRoot" not in root:
        yield "there is no structure tree"
        return
    for kind in sorted(meant.keys() | walked.counts.keys()):
        if walked.counts[kind] != meant.get(kind, 0):
            yield f"there are {walked.counts[kind]} tags {kind} instead of {meant.get(kind, 0)}"
    for kind in walked.astray:
        yield f"a tag {kind} does not name the tag it hangs on as its parent"
    parents = dict(_numbers(dict.get(resolve(dict.get(root, "/StructTreeRoot")), "/ParentTree")))
    yield from _compare_content(reader, parents, pages, walked)
    yield from _compare_links(parents, pages, walked)


def walk(pdf: bytes) -> Walked:
    """Meet every element of the structure tree of a file; this is what a worker does."""
    from pypdf import PdfReader

    with PdfReader(io.BytesIO(pdf)) as reader:
        return met(reader)


def met(reader: PdfReader) -> Walked:
    """Meet every element below the root once; dictionaries are asked as plain ones, which resolves no references."""
    walked = Walked()
    tree = dict.get(reader.root_object, "/StructTreeRoot")
    waiting = [(tree, tree)] if tree else []
    while waiting:
        reference, parent = waiting.pop()
        element = reference.get_object()
        if reference is not tree:
            walked.counts[str(dict.get(element, "/S", "?"))[1:]] += 1
            if object_number(dict.get(element, "/P")) != parent.idnum:
                walked.astray.append(str(dict.get(element, "/S", "?"))[1:])
            if isinstance(files := resolve(dict.get(element, "/AF")), list):
                walked.files[reference.idnum] = [object_number(file) for file in files]
        kids = resolve(dict.get(element, "/K"))
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, int):
                _note_content(walked, dict.get(element, "/Pg"), kid, reference.idnum)
                continue
            inner = resolve(kid)
            if not isinstance(inner, dict):
                continue
            if "/S" in inner:
                waiting.append((kid, reference))
            elif "/MCID" in inner:
                where = dict.get(inner, "/Stm", dict.get(inner if "/Pg" in inner else element, "/Pg"))
                _note_content(walked, where, dict.get(inner, "/MCID"), reference.idnum)
            elif "/Obj" in inner:
                walked.annotations[object_number(dict.get(inner, "/Obj"))] = reference.idnum
    return walked


def _note_content(walked: Walked, where: Any, mcid: Any, element: int) -> None:
    walked.content.setdefault(object_number(where), {})[int(mcid)] = element


def _compare_content(
    reader: PdfReader, parents: Mapping[int, Any], pages: list[PageObject], walked: Walked
) -> Iterator[str]:
    """Hold the parent tree against the tree: it must lead back from all marked content, and to nothing else."""
    owners: dict[int, tuple[str, Any]] = {
        object_number(page.indirect_reference): (f"page {number}", page) for number, page in enumerate(pages, 1)
    }
    for form in sorted(walked.content.keys() - owners.keys()):
        owners[form] = f"object {form}", reader.get_object(form)
    for key, (name, owner) in owners.items():
        entries = resolve(parents.get(int(dict.get(owner, "/StructParents", -1)), []))
        back = {mcid: object_number(entry) for mcid, entry in enumerate(entries) if object_number(entry) >= 0}
        there = walked.content.get(key, {})
        if back != there:
            wrong = sorted(mcid for mcid in back.keys() | there.keys() if back.get(mcid) != there.get(mcid))
            yield f"on {name}, tree and parent tree do not agree on the content {', '.join(map(str, wrong))}"


def _compare_links(parents: Mapping[int, Any], pages: list[PageObject], walked: Walked) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        for reference in resolve(dict.get(page, "/Annots")) or ():
            key = reference.get_object().get("/StructParent")
            if key is None or object_number(parents.get(int(key))) != walked.annotations.get(reference.idnum):
                yield f"on page {number}, the parent tree does not lead from a link back to its tag"


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    """Give the entries of a number tree (ISO 32000-1, 7.9.7)."""
    tree = resolve(node)
    if not isinstance(tree, dict):
        return
    nums = resolve(dict.get(tree, "/Nums")) or []
    yield from ((int(key), value) for key, value in zip(nums[::2], nums[1::2], strict=False))
    for kid in resolve(dict.get(tree, "/Kids")) or []:
        yield from _numbers(kid)


def resolve(value: Any) -> Any:
    """Give what a reference leads to, and anything else as it is."""
    return value.get_object() if hasattr(value, "idnum") else value


def object_number(reference: Any) -> int:
    """Give the object number of a reference, -1 for anything else."""
    return getattr(reference, "idnum", -1)
