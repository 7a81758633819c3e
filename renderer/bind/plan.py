"""Typeset parts with their pagination in; the order to the binder out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renderer.findings import AGAINST_CONFORMANCE, Finding, finding
from renderer.model import Binding, BoundPart, Metadata, PartDocument, PrintedNumber, Publication, Sheets, TypesetJob
from renderer.typeset.schedule import Settled

STANDARDS = {"ua1": "PDF/UA-1", "ua2": "PDF/UA-2", "3a": "PDF/A-3a", "3u": "PDF/A-3u", "4f": "PDF/A-4f"}
"""What a file can be asked to conform to."""


def plan(
    publication: Publication,
    documents: Sequence[PartDocument],
    settled: Settled,
    furniture: Mapping[str, tuple[TypesetJob, Sheets]],
    conformance: tuple[str, ...],
) -> Binding:
    """Order the parts, their furniture, labels and numbers for the binder."""
    pages = settled.pagination
    parts = [
        BoundPart(
            id=d.id,
            title=d.title,
            lang=d.lang,
            sheets=settled.sheets[d.id],
            furniture=furniture[d.id][1] if d.id in furniture else None,
            headings=d.headings,
            blanks_before=pages.blanks[d.id],
            attachments=d.attachments,
        )
        for d in documents
        if settled.sheets[d.id].pages
    ]
    printed = [
        PrintedNumber(d.id, anchor, settled.numbers[anchor])
        for d in documents
        if d.layout == "contents"  # numbers in running text come from the same table; their links are checked as links
        for anchor in sorted(d.page_refs)
        if anchor in settled.numbers
    ]
    assets = [a for d in documents for a in d.assets] + [a for job, _ in furniture.values() for a in job.assets]
    return Binding(
        parts=tuple(parts),
        metadata=Metadata(
            publication.title, publication.subtitle, publication.publisher, publication.lang, publication.date
        ),
        labels=pages.ranges,
        printed=tuple(printed),
        assets={a.name: a.path for a in assets if a.name.startswith("fonts/")},
        conformance=conformance,
        blanks_after=pages.blanks_after,
    )


def claims(findings: Sequence[Finding], wanted: tuple[str, ...]) -> tuple[tuple[str, ...], list[Finding]]:
    """Decide what the file may claim of what is wanted: nothing, when the project's own checks found something."""
    against = [f for f in findings if f.code in AGAINST_CONFORMANCE]
    if not (against and wanted):
        return wanted, []
    places = ", ".join(dict.fromkeys(f"{f.code} at {f.place}" for f in against[:5]))
    names = " and ".join(STANDARDS[claim] for claim in wanted)
    more = f" and {len(against) - 5} more" if len(against) > 5 else ""
    return (), [finding("CONFORMANCE-OFF", f"the file does not claim {names} because of {places}{more}")]
