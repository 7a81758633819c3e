"""In: a bound file and what the binder meant it to say. Out: a finding for each point on which the file says otherwise.

The witness is pypdf, which shares no code with the library that writes. Objects are read once and raw: pypdf takes
most of the time of a verification, and a structure tree is half the objects of a file. In a long file it is read by a
worker, while this process reads the other half.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from renderer.findings import Finding, finding
from renderer.model import Attachment, Bound, OutlineEntry, PrintedNumber
from renderer.pool import SerialExecutor, submit
from renderer.verify.structure import Walked, compare_structure, met, object_number, resolve, walk

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

NOT_FOR_READERS = ("part:", "asset:", "file:")
"""Schemes that mean something while a publication is made and nothing, or too much, to those who read it."""

PDFUA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"

LONG = 150
"""Pages from which on a worker helps: with less it costs more than it saves."""


def preload() -> None:
    """Load the reader ahead of its use: it takes a third of a second."""
    import pypdf  # noqa: F401


def prepare(executor: Executor, pages: int) -> None:
    """Have a worker load the reader while a file of so many pages is bound, if one is to help with it."""
    if _helps(executor, pages):
        submit(executor, preload)


def _helps(executor: Executor, pages: int) -> bool:
    return pages >= LONG and not isinstance(executor, SerialExecutor)


def verify(bound: Bound, executor: Executor | None = None) -> tuple[Finding, ...]:
    """Open a bound file again and hold it against what was meant; no finding means that it says just that.

    A worker of the executor, if there is one, helps with a long file.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    walking = submit(executor, walk, bound.pdf) if executor and _helps(executor, len(bound.labels)) else None
    try:
        with PdfReader(io.BytesIO(bound.pdf)) as reader:  # closed, it lets go of thousands of objects at once
            return tuple(finding("VERIFY-FAILED", message) for message in _mismatches(reader, bound, walking))
    except PyPdfError as e:
        return (finding("VERIFY-FAILED", f"the file cannot be read back: {e}"),)


def _mismatches(reader: PdfReader, bound: Bound, walking: Future[Walked] | None) -> Iterator[str]:
    pages = list(reader.pages)
    yield from _compare_pages(reader, pages, bound)
    yield from _compare_outline(reader, bound.outline)
    yield from _compare_metadata(reader, bound)
    yield from _compare_conformance(reader, bound)
    yield from _check_annotations(pages, bound.destinations)
    yield from _compare_printed(reader, pages, bound)
    walked = _walked(reader, walking)  # as late as can be: a worker reads meanwhile
    yield from compare_structure(reader, pages, bound.tags, walked)
    yield from _compare_attachments(reader, bound.attachments, walked)


def _walked(reader: PdfReader, walking: Future[Walked] | None) -> Walked:
    """Give what a worker met in the structure tree, or look for oneself."""
    with suppress(BrokenProcessPool):  # then nothing is known of the file but that the worker died
        if walking:
            return walking.result()
    return met(reader)


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
def _compare_attachments(reader: PdfReader, meant: Mapping[str, Attachment], walked: Walked) -> Iterator[str]:
    """Hold the files in the file against those that were attached, byte for byte, and each against its tag."""
    there = {str(file.name): file for file in reader.attachment_list}
    names = {attachment.name for attachment in meant.values()}
    for name in sorted(there.keys() - names):
        yield f"there is an attachment {name} that was not meant"
    root = reader.root_object
    associated = [_file_name(one) for one in resolve(dict.get(root, "/AF")) or []]
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
        files = walked.files.get(elements.get(identifier.encode(), 0), ())
        if [_file_name(reader.get_object(one)) for one in files if one >= 0] != [attachment.name]:
            yield f"the tag {identifier} is not associated with the attachment {attachment.name}"


def _file_name(specification: Any) -> str:
    return str(resolve(specification).get("/UF", "?"))


def _elements_with_ids(reader: PdfReader) -> dict[bytes, int]:
    """Give the object number of every structure element with an ID."""
    tree = reader.root_object.get("/StructTreeRoot", {}).get("/IDTree", {})
    names = resolve(tree.get("/Names")) or []
    return {key.original_bytes: object_number(element) for key, element in zip(names[::2], names[1::2], strict=False)}
