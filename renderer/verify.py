"""In: a bound file and what the binder meant it to say. Out: a finding for each point on which the file says otherwise.

The witness is pypdf, which shares no code with the library that writes. Objects are read once and raw: pypdf takes
most of the time of a verification, and a structure tree is most of the objects of a file.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renderer.findings import Finding, finding
from renderer.model import Attachment, Bound, OutlineEntry, PrintedNumber

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

NOT_FOR_READERS = ("part:", "asset:", "file:")
"""Schemes that mean something while a publication is made and nothing, or too much, to those who read it."""

PDFUA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"


def preload() -> None:
    """Load the reader ahead of its use: it takes a third of a second."""
    import pypdf  # noqa: F401


def verify(bound: Bound) -> tuple[Finding, ...]:
    """Open a bound file again and hold it against what was meant; no finding means that it says just that."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(bound.pdf))
        return tuple(finding("VERIFY-FAILED", message) for message in _mismatches(reader, bound))
    except PyPdfError as e:
        return (finding("VERIFY-FAILED", f"the file cannot be read back: {e}"),)


def _mismatches(reader: PdfReader, bound: Bound) -> Iterator[str]:
    pages = list(reader.pages)
    yield from _compare_pages(reader, pages, bound)
    yield from _compare_outline(reader, bound.outline)
    yield from _compare_metadata(reader, bound)
    yield from _compare_conformance(reader, bound)
    yield from _check_annotations(pages, bound.destinations)
    yield from _compare_structure(reader, pages, bound.tags)
    yield from _compare_printed(reader, pages, bound)
    yield from _compare_attachments(reader, bound.attachments)


# --------------------------------------------------------------------------------------------- navigation
def _compare_pages(reader: PdfReader, pages: list[PageObject], bound: Bound) -> Iterator[str]:
    if len(pages) != len(bound.labels):
        yield f"the file has {len(pages)} pages, {len(bound.labels)} were bound"
    for number, (found, meant) in enumerate(zip(reader.page_labels, bound.labels, strict=False), 1):
        if found != meant:
            yield f"page {number} is labelled “{found}” instead of “{meant}”"
    found_pages = _destinations(reader)
    for name, page in bound.destinations.items():
        if name not in found_pages:
            yield f"the destination {name} is not there"
        elif found_pages[name] != page:
            yield f"the destination {name} leads to page {_count(found_pages[name])} instead of {page + 1}"
    for name in sorted(found_pages.keys() - bound.destinations.keys()):
        yield f"there is a destination {name} that was not meant"


def _destinations(reader: PdfReader) -> dict[str, int | None]:
    named = reader.named_destinations
    return {str(name): reader.get_destination_page_number(place) for name, place in named.items()}


def _compare_outline(reader: PdfReader, meant: tuple[OutlineEntry, ...]) -> Iterator[str]:
    found = [(level, title, page) for level, title, page in _outline(reader, reader.outline, 1)]
    if len(found) != len(meant):
        yield f"the outline has {len(found)} entries instead of {len(meant)}"
    for (level, title, page), entry in zip(found, meant, strict=False):
        if (level, title, page) != (entry.level, entry.text, entry.page):
            wanted = f"“{entry.text}” (level {entry.level}, page {entry.page + 1})"
            yield f"the outline says “{title}” (level {level}, page {_count(page)}) instead of {wanted}"


def _outline(reader: PdfReader, entries: Iterable[Any], level: int) -> Iterator[tuple[int, str, int | None]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(reader, entry, level + 1)
        else:
            yield level, str(entry.title), reader.get_destination_page_number(entry)


def _count(page: int | None) -> str:
    return "nowhere" if page is None else str(page + 1)


def _check_annotations(pages: list[PageObject], destinations: Mapping[str, int]) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        for reference in page.get("/Annots") or ():
            annotation = reference.get_object()
            uri = str(annotation.get("/A", {}).get("/URI", ""))
            if uri.startswith(NOT_FOR_READERS):
                yield f"a link on page {number} leads to {uri}"
            target = annotation.get("/Dest")
            if isinstance(target, str) and target not in destinations:
                yield f"a link on page {number} leads to the destination {target}, which is not there"


# ----------------------------------------------------------------------------------------------- metadata
def _compare_metadata(reader: PdfReader, bound: Bound) -> Iterator[str]:
    meant = bound.metadata
    info: Mapping[str, Any] = reader.metadata or {}
    xmp = reader.xmp_metadata
    if xmp is None:
        yield "there is no XMP metadata"
        return
    blocks = xmp.stream.get_data().count(b"<rdf:RDF")
    kept = not any(claim.startswith("4") for claim in bound.conformance)  # PDF/A-4 has no Info
    told = {
        "the title in Info": (info.get("/Title", ""), meant.title if kept else ""),
        "the title in XMP": ((xmp.dc_title or {}).get("x-default"), meant.title),
        "the author in Info": (info.get("/Author", ""), meant.author if kept else ""),
        "the author in XMP": (", ".join(xmp.dc_creator or ()), meant.author),
        "the subject in Info": (info.get("/Subject", ""), meant.subject if kept else ""),
        "the subject in XMP": ((xmp.dc_description or {}).get("x-default", ""), meant.subject),
        "the language": (reader.root_object.get("/Lang"), meant.lang),
        "the language in XMP": (", ".join(xmp.dc_language or ()), meant.lang),
        "the number of RDF blocks in XMP": (str(blocks), "1"),
    }
    for what, (found, wanted) in told.items():
        if found != wanted:
            yield f"{what} is “{found}” instead of “{wanted}”"


def _compare_conformance(reader: PdfReader, bound: Bound) -> Iterator[str]:
    xmp = reader.xmp_metadata
    if xmp is None:
        return
    ua = "".join(node.firstChild.data for node in xmp.get_element("", PDFUA_NAMESPACE, "part"))
    claims = [f"ua{ua}"] if ua else []
    claims += [f"{xmp.pdfaid_part}{xmp.pdfaid_conformance or ''}".lower()] if xmp.pdfaid_part else []
    if sorted(claims) != sorted(bound.conformance):
        wanted = ", ".join(bound.conformance) or "nothing"
        yield f"the file claims {', '.join(claims) or 'nothing'} instead of {wanted}"


# ---------------------------------------------------------------------------------------------- structure
@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk over the structure tree met; elements, pages and annotations are known by their object numbers."""

    counts: Counter[str] = field(default_factory=Counter)
    content: dict[int, dict[int, int]] = field(default_factory=dict)
    """Page, or form with marked content of its own → marked content id → element."""
    annotations: dict[int, int] = field(default_factory=dict)
    """Annotation → element."""
    astray: list[str] = field(default_factory=list)
    """Types of elements whose /P is not the element they hang on."""


def _compare_structure(reader: PdfReader, pages: list[PageObject], meant: Mapping[str, int]) -> Iterator[str]:
    root = reader.root_object
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "the file does not say that it is tagged"
    if "/StructTreeRoot" not in root:
        yield "there is no structure tree"
        return
    tree = root.raw_get("/StructTreeRoot")
    walked = _walk(tree)
    for kind in sorted(meant.keys() | walked.counts.keys()):
        if walked.counts[kind] != meant.get(kind, 0):
            yield f"there are {walked.counts[kind]} tags {kind} instead of {meant.get(kind, 0)}"
    for kind in walked.astray:
        yield f"a tag {kind} does not name the tag it hangs on as its parent"
    parents = dict(_numbers(tree.get_object().get("/ParentTree")))
    yield from _compare_content(reader, parents, pages, walked)
    yield from _compare_links(parents, pages, walked)


def _walk(tree: Any) -> Walked:
    """Meet every element below the root once; dictionaries are asked as plain ones, which resolves no references."""
    walked = Walked()
    waiting = [(tree, tree)]
    while waiting:
        reference, parent = waiting.pop()
        element = reference.get_object()
        if reference is not tree:
            walked.counts[str(dict.get(element, "/S", "?"))[1:]] += 1
            if _number(dict.get(element, "/P")) != parent.idnum:
                walked.astray.append(str(dict.get(element, "/S", "?"))[1:])
        kids = _resolve(dict.get(element, "/K"))
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, int):
                _note_content(walked, dict.get(element, "/Pg"), kid, reference.idnum)
                continue
            inner = _resolve(kid)
            if not isinstance(inner, dict):
                continue
            if "/S" in inner:
                waiting.append((kid, reference))
            elif "/MCID" in inner:
                where = dict.get(inner, "/Stm", dict.get(inner if "/Pg" in inner else element, "/Pg"))
                _note_content(walked, where, dict.get(inner, "/MCID"), reference.idnum)
            elif "/Obj" in inner:
                walked.annotations[_number(dict.get(inner, "/Obj"))] = reference.idnum
    return walked


def _note_content(walked: Walked, where: Any, mcid: Any, element: int) -> None:
    walked.content.setdefault(_number(where), {})[int(mcid)] = element


def _compare_content(
    reader: PdfReader, parents: Mapping[int, Any], pages: list[PageObject], walked: Walked
) -> Iterator[str]:
    """Hold the parent tree against the tree: it must lead back from all marked content, and to nothing else."""
    owners: dict[int, tuple[str, Any]] = {
        _number(page.indirect_reference): (f"page {number}", page) for number, page in enumerate(pages, 1)
    }
    for form in sorted(walked.content.keys() - owners.keys()):
        owners[form] = f"object {form}", reader.get_object(form)
    for key, (name, owner) in owners.items():
        entries = _resolve(parents.get(int(dict.get(owner, "/StructParents", -1)), []))
        back = {mcid: _number(entry) for mcid, entry in enumerate(entries) if _number(entry) >= 0}
        there = walked.content.get(key, {})
        if back != there:
            wrong = sorted(mcid for mcid in back.keys() | there.keys() if back.get(mcid) != there.get(mcid))
            yield f"on {name}, tree and parent tree do not agree on the content {', '.join(map(str, wrong))}"


def _compare_links(parents: Mapping[int, Any], pages: list[PageObject], walked: Walked) -> Iterator[str]:
    for number, page in enumerate(pages, 1):
        for reference in _resolve(dict.get(page, "/Annots")) or ():
            key = reference.get_object().get("/StructParent")
            if key is None or _number(parents.get(int(key))) != walked.annotations.get(reference.idnum):
                yield f"on page {number}, the parent tree does not lead from a link back to its tag"


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    """Give the entries of a number tree (ISO 32000-1, 7.9.7)."""
    tree = _resolve(node)
    if not isinstance(tree, dict):
        return
    nums = _resolve(dict.get(tree, "/Nums")) or []
    yield from ((int(key), value) for key, value in zip(nums[::2], nums[1::2], strict=False))
    for kid in _resolve(dict.get(tree, "/Kids")) or []:
        yield from _numbers(kid)


def _resolve(value: Any) -> Any:
    return value.get_object() if hasattr(value, "idnum") else value


def _number(reference: Any) -> int:
    """Give the object number of a reference, -1 for anything else."""
    return getattr(reference, "idnum", -1)


# -------------------------------------------------------------------------------------------- printed numbers
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def _compare_printed(reader: PdfReader, pages: list[PageObject], bound: Bound) -> Iterator[str]:
    labels, places = reader.page_labels, _destinations(reader)
    by_part: dict[str, list[PrintedNumber]] = {}
    for number in bound.printed:
        by_part.setdefault(number.part, []).append(number)
        page = places.get(number.anchor)
        if number.anchor.endswith(">"):  # the last page of a part
            first, count = bound.part_pages.get(number.anchor[:-1], (0, 0))
            page = first + count - 1 if count else None
        label = labels[page] if page is not None else "nowhere"
        if label != number.label:
            yield f"part {number.part} prints {number.label} as the page of {number.anchor}, which is {label}"
    for part, numbers in by_part.items():
        first, count = bound.part_pages.get(part, (0, 0))
        own = pages[first : first + count]
        if not all(_is_readable(page) for page in own):
            continue
        unseen = _unseen(Counter(n.label for n in numbers if not n.anchor.endswith(">")), own)
        for label, times in unseen.items():
            yield f"the text of part {part} does not show the page number {label} ({times} missing)"


def _is_readable(page: PageObject) -> bool:
    """Tell whether the witness can read a page's text: fonts with characters they have no glyph for have an encoding
    of their own, which pypdf does not know. Such a page is an error (GLYPH-MISSING) and ends in a proof anyway.
    """
    fonts = page.get("/Resources", {}).get("/Font", {})
    return all(isinstance(font.get_object().get("/Encoding"), str) for font in fonts.get_object().values())


def _unseen(labels: Counter[str], pages: Iterable[PageObject]) -> Counter[str]:
    """Look for labels in the text of pages, page by page, until all have been seen as often as they are printed."""
    left = Counter({label: times for label, times in labels.items() if label})
    for page in pages:
        if not left:
            break
        text = _text_of(page).casefold()
        left -= Counter({label: len(re.findall(_whole(label.casefold()), text)) for label in left})
    return left


def _text_of(page: PageObject) -> str:
    """Give the text of a page; with right-to-left letters piece by piece, since pypdf joins what stands apart there."""
    pieces: list[str] = []
    text: str = page.extract_text(visitor_text=lambda piece, *_: pieces.append(piece))
    return "\n".join(pieces) if _RIGHT_TO_LEFT.search(text) else text


def _whole(label: str) -> str:
    """Give a pattern that finds a label but not as part of a longer number or word."""
    before, after = (r"\d" if end.isdigit() else r"[^\W\d]" for end in (label[0], label[-1]))
    return f"(?<!{before}){re.escape(label)}(?!{after})"


# ------------------------------------------------------------------------------------------------ attachments
def _compare_attachments(reader: PdfReader, meant: Mapping[str, Attachment]) -> Iterator[str]:
    """Hold the files in the file against those that were attached, byte for byte, and each against its tag."""
    there = {str(file.name): file for file in reader.attachment_list}
    names = {attachment.name for attachment in meant.values()}
    for name in sorted(there.keys() - names):
        yield f"there is an attachment {name} that was not meant"
    root = reader.root_object
    associated = [_file_name(one) for one in _resolve(dict.get(root, "/AF")) or []]
    if sorted(associated) != sorted(names):
        yield f"the document is associated with {', '.join(associated) or 'no file'}"
    elements = _elements_with_ids(reader)
    for identifier, attachment in meant.items():
        file = there.get(attachment.name)
        if file is None:
            yield f"the attachment {attachment.name} is not there"
            continue
        if bytes(file.content) != attachment.data:
            yield f"the attachment {attachment.name} does not hold what was attached"
        told = (str(file.associated_file_relationship), str(file.subtype), str(file.description))
        if told != (f"/{attachment.relationship}", f"/{attachment.media_type}", attachment.description):
            yield f"the attachment {attachment.name} is described as {', '.join(told)}"
        if [_file_name(one) for one in elements.get(identifier.encode(), ())] != [attachment.name]:
            yield f"the tag {identifier} is not associated with the attachment {attachment.name}"


def _file_name(specification: Any) -> str:
    return str(_resolve(specification).get("/UF", "?"))


def _elements_with_ids(reader: PdfReader) -> dict[bytes, Any]:
    """Give the associated files of every structure element with an ID."""
    tree = reader.root_object.get("/StructTreeRoot", {}).get("/IDTree", {})
    names = _resolve(tree.get("/Names")) or []
    return {
        key.original_bytes: _resolve(dict.get(_resolve(element), "/AF")) or ()
        for key, element in zip(names[::2], names[1::2], strict=False)
    }
