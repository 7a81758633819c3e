"""A bound packet in; what lies beside its file out: a report of its papers, and of the print edition a list of sheets.

The report is JSON for whoever puts the packet together, the list is text for whoever prints it: paper, tab sheets, and
which pages need colour, which is measured on the pages themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from renderer.model import Bound, Issue, PartDocument, Publication, Sheets
from renderer.papers.colours import sizes_and_colours

PAPERS, LIST = "-papers.json", "-sheets.txt"
"""What stands behind the name of the packet's file in the names of the two."""
TABS = frozenset({"divider"})


def beside(
    publication: Publication, issue: Issue, bound: Bound, documents: Sequence[PartDocument],
    sheets: Mapping[str, Sheets],
) -> dict[str, bytes]:  # fmt: skip
    """Give the files delivered beside a publication whose papers are reported, by what their names end with."""
    if not publication.papering.reported or issue not in ("screen", "print"):
        return {}
    if issue == "print":
        return {LIST: "\n".join([*_sheets(publication, bound, documents), ""]).encode()}
    papers = [_paper(publication, bound, document, sheets[document.id]) for document in documents if document.paper]
    told = {
        "pages": len(bound.labels), "bytes": len(bound.pdf), "claims": list(bound.conformance),
        "papers": papers,
    }  # fmt: skip
    return {PAPERS: (json.dumps(told, indent=2, ensure_ascii=False) + "\n").encode()}


def _paper(publication: Publication, bound: Bound, document: PartDocument, sheets: Sheets) -> dict[str, Any]:
    assert document.paper is not None
    options = next((part.options for part in publication.parts if part.id == document.id), {})
    first, count = bound.part_pages[document.id]
    facts = sheets.facts
    told: dict[str, Any] = {
        "title": document.title, "file": document.paper.paper.path.name, "item": str(options.get("item", "")),
        "first_page": bound.labels[first], "last_page": bound.labels[first + count - 1], "pages": count,
    }  # fmt: skip
    if document.paper.paper.office:
        told["made_by"] = document.paper.paper.office.version
    if facts is not None:
        told |= {
            "pages_of_file": facts.of, "bytes": facts.size, "sizes_mm": [list(size) for size in facts.sizes],
            "tagged": facts.tagged, "tags": facts.told, "fonts_missing": list(facts.fonts_missing),
            "picture_only_pages": list(facts.pictures_only), "covered_text_pages": list(facts.covered),
            "removed": list(facts.removed),
        }  # fmt: skip
    return told | {"findings": sorted({f.code for f in sheets.findings})}


# ---------------------------------------------------------------------------------------------- for the printer
def _sheets(publication: Publication, bound: Bound, documents: Sequence[PartDocument]) -> Iterator[str]:
    sizes, colours = sizes_and_colours(bound.pdf)
    pages = len(bound.labels)
    yield publication.title
    yield ""
    yield f"{pages} pages, {(pages + 1) // 2} sheets printed on both sides. Pages count from the first of the file."
    for size in sorted(set(sizes), key=sizes.index):
        here = [n for n, other in enumerate(sizes, 1) if other == size]
        which = "all pages" if len(here) == pages else f"pages {_runs(here)}"
        yield f"Paper {size[0]} × {size[1]} mm: {which}"
    tabs = [d for d in documents if d.layout in TABS and d.id in bound.part_pages]
    yield f"Tab sheets: {len(tabs)}"
    for document in tabs:
        first, _ = bound.part_pages[document.id]
        yield f"  page {first + 1} (sheet {first // 2 + 1}): {document.title}"
    yield f"Pages in colour: {len(colours)} ({_runs(colours)})" if colours else "Pages in colour: none"
    grey = [n for n in range(1, pages + 1) if n not in set(colours)]
    yield f"Pages in black: {len(grey)} ({_runs(grey)})" if grey else "Pages in black: none"
    used = {first + n for first, count in bound.part_pages.values() for n in range(count)}
    blanks = [n + 1 for n in range(pages) if n not in used]
    yield f"Blank pages: {len(blanks)} ({_runs(blanks)})" if blanks else "Blank pages: none"


def _runs(numbers: Sequence[int]) -> str:
    """Write page numbers, neighbours as 3–5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
