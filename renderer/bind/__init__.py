"""In: a `Binding` (typeset parts in order and what goes around them). Out: `Bound`, one tagged PDF and what it says.

The only package that writes PDF structure. Bytes are the same for the same binding, everywhere and always.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from pikepdf import ObjectStreamMode, Pdf

from renderer.bind.fonts import unite_fonts
from renderer.bind.metadata import write_metadata
from renderer.bind.navigation import (
    connect_links,
    gather_destinations,
    label_pages,
    write_destinations,
    write_labels,
    write_outline,
)
from renderer.bind.placing import PlacedPart, lay_furniture, place_parts
from renderer.bind.resources import reach_resources, share_pictures
from renderer.bind.structure import StructureTree
from renderer.findings import Finding, finding
from renderer.model import Binding, Bound

__all__ = ["bind"]


def bind(binding: Binding) -> Bound:
    """Bind parts into one PDF 1.7 with one structure tree, destinations, outline, page labels and metadata.

    Claims of conformance that the parts cannot keep are withdrawn, with a finding. Raises ValueError when a part and
    its furniture differ in pages, ToolError when the colour profile for PDF/A is not installed.
    """
    with ExitStack() as sources:
        book = sources.enter_context(Pdf.new())
        placed = place_parts(book, binding.parts, sources)
        tree = StructureTree(book, binding.metadata.lang)
        for part in placed:
            tree.add(part)
        destinations = gather_destinations(book, placed)
        findings = list(connect_links(book, placed, destinations, tree.unlink))
        tree.write()
        write_destinations(book, destinations)
        outline, homeless = write_outline(book, placed, destinations)
        write_labels(book, binding.labels)
        withdrawn = tuple(_unkept(placed, tree))
        conformance = tuple(c for c in binding.conformance if c not in {claim for claim, _ in withdrawn})
        _share_resources(book, placed, binding, conformance)
        lay_furniture(book, placed)
        write_metadata(book, binding.metadata, conformance)
        count = len(book.pages)
        pdf = _save(book)
    return Bound(
        pdf=pdf,
        labels=label_pages(binding.labels, count),
        outline=outline,
        destinations=destinations.pages,
        tags=tree.tags(),
        metadata=binding.metadata,
        printed=binding.printed,
        part_pages={part.part.id: (part.first, len(part.pages)) for part in placed},
        conformance=conformance,
        findings=(*findings, *homeless, *(f for claim, f in withdrawn if claim in binding.conformance)),
    )


def _share_resources(book: Pdf, placed: Sequence[PlacedPart], binding: Binding, conformance: Sequence[str]) -> None:
    unite_fonts(book, placed, binding.assets)
    owners = [owner for part in placed for owner in (*part.pages, *part.forms)]
    share_pictures(tuple(reach_resources(owners)), interpolate="3a" not in conformance)


def _unkept(placed: Sequence[PlacedPart], tree: StructureTree) -> Iterator[tuple[str, Finding]]:
    """Give the claims that cannot be kept, with what stands against each."""
    for part, page in tree.mute:
        message = f"a picture in part {part} has no alternative text, so the file cannot claim PDF/UA"
        yield "ua1", finding("CONFORMANCE-OFF", message, page=page + 1)
    for one in placed:
        if "/StructTreeRoot" not in one.source.Root:
            message = f"part {one.part.id} has no tags, so the file cannot claim %s"
        elif any(use.missing for _, record in one.fonts_in_use() for use in record):
            message = f"part {one.part.id} has characters that no font has, so the file cannot claim %s"
        else:
            continue
        for claim, name in (("ua1", "PDF/UA"), ("3a", "PDF/A")):
            yield claim, finding("CONFORMANCE-OFF", message % name, page=one.first + 1)


def _save(book: Pdf) -> bytes:
    target = io.BytesIO()
    book.save(
        target,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return target.getvalue()
