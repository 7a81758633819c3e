"""Typeset parts with their pagination in; the order to the binder out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from renderer.compose import Papers
from renderer.findings import AGAINST_ARCHIVE, AGAINST_CONFORMANCE, AGAINST_UA, Finding, finding
from renderer.model import (
    Binding,
    BoundPart,
    Heading,
    Metadata,
    PartDocument,
    PrintedNumber,
    Publication,
    Sheets,
)
from renderer.typeset.furnish import Furniture
from renderer.typeset.schedule import Settled

STANDARDS = {"ua1": "PDF/UA-1", "ua2": "PDF/UA-2", "3a": "PDF/A-3a", "3u": "PDF/A-3u", "4f": "PDF/A-4f"}
"""What a file can be asked to conform to."""


def plan(
    publication: Publication,
    documents: Sequence[PartDocument],
    settled: Settled,
    furniture: Furniture,
    conformance: tuple[str, ...],
    papers: Papers,
) -> Binding:
    """Order the parts, their furniture, labels and numbers for the binder."""
    pages = settled.pagination
    parts = [
        BoundPart(
            id=d.id,
            title=d.title,
            lang=settled.sheets[d.id].lang or d.lang,
            sheets=settled.sheets[d.id],
            furniture=furniture.laid[d.id],
            headings=(*d.headings, *_brought(settled.sheets[d.id], d.depth), *d.closes),
            blanks_before=pages.blanks[d.id],
            attachments=(*d.attachments, *filter(None, [papers.originals.get(d.id)])),
            paper=papers.parts.get(d.id),
            digits=settled.digits.get(d.id, ""),
        )
        for d in documents
        if settled.sheets[d.id].pages
    ]
    printed = [
        PrintedNumber(d.id, anchor, settled.numbers[anchor])
        for d in documents
        if d.layout
        in ("contents", "agenda")  # numbers in running text come from the same table; their links are checked as links
        for anchor in sorted(d.page_refs)
        if anchor in settled.numbers
    ]
    assets = [*(a for d in documents for a in d.assets), *furniture.assets]
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
        stamp_fonts=papers.fonts,
        blank=papers.blank,
    )


def _brought(sheets: Sheets, depth: int) -> tuple[Heading, ...]:
    return tuple(replace(h, level=h.level + depth) for h in sheets.headings)


def claims(findings: Sequence[Finding], wanted: tuple[str, ...]) -> tuple[tuple[str, ...], list[Finding]]:
    """Decide what the file may claim of what is wanted: nothing that the checks found something against."""
    against = {claim: tuple(f for f in findings if f.code in _codes_against(claim)) for claim in wanted}
    told: dict[tuple[Finding, ...], list[str]] = {}
    for claim, faults in against.items():
        if faults:
            told.setdefault(faults, []).append(STANDARDS[claim])
    allowed = tuple(claim for claim, faults in against.items() if not faults)
    return allowed, [_unclaimed(" and ".join(names), faults) for faults, names in told.items()]


def _codes_against(claim: str) -> frozenset[str]:
    return AGAINST_CONFORMANCE | (AGAINST_UA if claim.startswith("ua") else AGAINST_ARCHIVE)


def _named(fault: Finding) -> str:
    """Give the code of a fault, and of one in a paper which it is: its messages begin with the name of the file."""
    paper = fault.message.partition(": ")[0] if fault.code.startswith("PAPER-") else ""
    return f"{paper} ({fault.code})" if paper else fault.code


def _unclaimed(standards: str, against: Sequence[Finding]) -> Finding:
    places = ", ".join(dict.fromkeys(f"{_named(f)} at {f.place}" for f in against[:5]))
    more = f" and {len(against) - 5} more" if len(against) > 5 else ""
    return finding("CONFORMANCE-OFF", f"the file does not claim {standards} because of {places}{more}")
