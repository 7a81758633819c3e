"""Typeset parts with their pagination in; the order to the binder out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renderer.findings import AGAINST, AGAINST_CONFORMANCE, Finding, finding
from renderer.model import Binding, BoundPart, Metadata, PartDocument, PrintedNumber, Publication, Sheets, TypesetJob
from renderer.typeset.schedule import Settled


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
            lang=settled.sheets[d.id].lang or d.lang,
            sheets=settled.sheets[d.id],
            furniture=furniture[d.id][1] if d.id in furniture else None,
            headings=(*d.headings, *settled.sheets[d.id].headings),
            blanks_before=pages.blanks[d.id],
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


STANDARDS = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
"""What a file may claim, and how it is called."""


def claims(findings: Sequence[Finding]) -> tuple[tuple[str, ...], list[Finding]]:
    """Decide what the file may claim: nothing that the project's own checks found something against."""
    against = {
        claim: [f for f in findings if f.code in AGAINST_CONFORMANCE or f.code in AGAINST[claim]] for claim in STANDARDS
    }
    allowed = tuple(claim for claim, faults in against.items() if not faults)
    told: dict[tuple[Finding, ...], list[str]] = {}
    for claim, faults in against.items():
        if faults:
            told.setdefault(tuple(faults), []).append(STANDARDS[claim])
    return allowed, [_unclaimed(" and ".join(names), faults) for faults, names in told.items()]


def _unclaimed(standards: str, against: Sequence[Finding]) -> Finding:
    places = ", ".join(dict.fromkeys(f"{f.code} at {f.place}" for f in against[:5]))
    more = f" and {len(against) - 5} more" if len(against) > 5 else ""
    return finding("CONFORMANCE-OFF", f"the file does not claim {standards} because of {places}{more}")
