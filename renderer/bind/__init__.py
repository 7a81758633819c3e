"""In: a `Binding` (typeset parts in order and what goes around them). Out: `Bound`, one tagged PDF and what it says.

The only package that writes PDF structure. Bytes are the same for the same binding, everywhere and always.
"""

from __future__ import annotations

import io
from contextlib import ExitStack

from pikepdf import ObjectStreamMode, Pdf

from renderer.bind.attachments import attach_files
from renderer.bind.fonts import unite_fonts
from renderer.bind.metadata import settled_claims, write_metadata
from renderer.bind.navigation import (
    complete,
    connect_links,
    gather_destinations,
    internal_links,
    label_pages,
    write_destinations,
    write_labels,
    write_outline,
)
from renderer.bind.placing import lay_furniture, place_parts
from renderer.bind.resources import share_equals
from renderer.bind.stamping import Stamper
from renderer.bind.structure import StructureTree
from renderer.model import Binding, Bound

__all__ = ["bind"]

MODERN = frozenset({"ua2", "4", "4f"})
"""Standards built on PDF 2.0."""


def bind(binding: Binding) -> Bound:
    """Bind parts into one PDF with one structure tree, destinations, outline, page labels and metadata.

    It is a PDF 1.7, or a PDF 2.0 where its conformance asks for that (PDF/UA-2, PDF/A-4).

    Links that lead nowhere lose their link and leave a finding. Raises ValueError: a part and its furniture differ in
    pages. ToolError: the colour profile for PDF/A is not installed.
    """
    modern = bool(MODERN & set(binding.conformance))
    with ExitStack() as sources:
        book = sources.enter_context(Pdf.new())
        labels = label_pages(binding.labels, _count(binding))
        stamper = Stamper(labels, binding.stamp_fonts, binding.blank, complete(binding.labels, _count(binding)))
        placed = place_parts(book, binding.parts, sources, stamper, binding.blanks_after)
        tree = StructureTree(book, binding.metadata.lang, modern=modern)
        for part in placed:
            tree.add(part)
        destinations = gather_destinations(book, placed, tree.holders, structured=modern)
        dead = tuple(connect_links(book, placed, tree.links, destinations, tree.unlink, labels))
        for annotation, name in internal_links(placed) if modern else ():
            tree.refer(annotation, destinations.elements[name][0])
        write_destinations(book, destinations, structured=modern)
        attached = attach_files(book, placed, tree, binding.metadata.date)
        tree.write()
        outline, homeless = write_outline(book, placed, destinations)
        write_labels(book, binding.labels)
        reached = [pair for part in placed for pair in part.resources()]
        unite_fonts(book, reached, binding.assets)
        owners = [owner for part in placed for owner in (*part.pages, *part.forms)]
        share_equals(owners, [resources for held, _ in reached for resources in held])
        lay_furniture(book, placed)
        stamper.paint(book)
        conformance, plain = settled_claims(book, binding.conformance)
        write_metadata(book, binding.metadata, conformance)
        pdf = _save(book, "2.0" if modern else "1.7")
    return Bound(
        pdf=pdf,
        labels=labels,
        outline=outline,
        destinations=destinations.pages,
        tags=tree.tags(),
        metadata=binding.metadata,
        printed=binding.printed,
        part_pages={part.part.id: (part.first, len(part.pages)) for part in placed},
        conformance=conformance,
        findings=(*dead, *homeless, *plain, *stamper.findings),
        attachments=attached,
    )


def _count(binding: Binding) -> int:
    """Count the pages of a book; blanks behind the last part stand only where there is a part."""
    own = sum(part.blanks_before + part.sheets.pages for part in binding.parts)
    return own + (binding.blanks_after if binding.parts else 0)


def _save(book: Pdf, version: str) -> bytes:
    target = io.BytesIO()
    book.save(
        target,
        min_version=version,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return target.getvalue()
