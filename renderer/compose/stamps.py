"""A publication and its composed parts in; what is printed on the pages of papers, and in which fonts, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from renderer.compose.templates import Templates
from renderer.languages.words import page_patterns
from renderer.model import PAPER_SIZES, Attachment, Edition, PartDocument, PartSource, Publication
from renderer.paper import BoundPaper, PaperFile, Stamp, Stamping

FONT = "fonts/SourceSansPro-Regular.ttf"
LEADS_BACK = ("agenda", "contents")
"""Layouts of the part that readers go back to, the first that there is."""
UPWARDS = "↑"


@dataclass(frozen=True, slots=True)
class Papers:
    """How papers stand in the bound file, by the ids of their parts, and the fonts of their stamps.

    `originals` are the files of those that travel along as they are.
    """

    parts: Mapping[str, BoundPaper]
    fonts: tuple[Path, ...]
    blank: str = ""
    originals: Mapping[str, Attachment] = field(default_factory=dict)


def papers_of(
    publication: Publication, edition: Edition, documents: Sequence[PartDocument], templates: Templates
) -> Papers:
    """Settle how the pages of all papers stand and what is printed on them.

    Pages are fitted to the paper, and blanks printed on, in the print edition only.
    """
    papering = publication.papering
    stamping = papering.stamping or Stamping()
    sources = {part.id: part for part in publication.parts}
    back = _back(stamping, documents)
    printed = edition == "print"
    parts: dict[str, BoundPaper] = {}
    for document in documents:
        if document.paper is None:
            continue
        paper = document.paper.paper
        fitted = printed and (paper.fit or papering.fit) == "paper"
        parts[document.id] = BoundPaper(
            paper.name,
            document.paper.place,
            _stamp(document, sources.get(document.id), stamping, back, publication) if paper.stamp else None,
            PAPER_SIZES[publication.paper] if fitted else None,
            papering.gutter if fitted else 0,
        )
    blank = papering.blank if printed else ""
    told = [
        blank,
        *(f"{p.stamp.item}{p.stamp.title}{p.stamp.marking}{p.stamp.page}" for p in parts.values() if p.stamp),
    ]
    fonts = _fonts(templates, publication, " ".join(told)) if any(told) else ()
    originals = {d.id: _original(d, d.paper.paper, templates) for d in documents if d.paper and d.paper.paper.attach}
    return Papers(parts, fonts, blank, originals)


def _original(document: PartDocument, paper: PaperFile, templates: Templates) -> Attachment:
    """Give the file of a paper as it is, under the name of the part."""
    suffix = paper.path.suffix.lower()
    kind = "application/pdf" if suffix == ".pdf" else "application/octet-stream"
    data = templates.workspace.read(paper.path)
    return Attachment(f"{document.id}{suffix}", data, kind, document.title, relationship="Source")


def _back(stamping: Stamping, documents: Sequence[PartDocument]) -> PartDocument | None:
    if stamping.back:
        return next((d for d in documents if d.id == stamping.back), None)
    by_layout = {d.layout: d for d in reversed(documents)}
    return next((by_layout[layout] for layout in LEADS_BACK if layout in by_layout), None)


def _stamp(
    document: PartDocument, source: PartSource | None, stamping: Stamping, back: PartDocument | None,
    publication: Publication,
) -> Stamp:  # fmt: skip
    """Give the stamp of a part; items and titles of papers stand in its options."""
    options = source.options if source else {}
    page, short, of = page_patterns(publication.lang)
    title = str(options.get("paper") or document.title)
    return Stamp(
        str(options.get("item") or ""), " ".join(title.split()), stamping.marking, page, short, of,
        back.id if back else "", f"{UPWARDS} {back.title}" if back else "", stamping.shrink,
        publication.folio == "of",
    )  # fmt: skip


def _fonts(templates: Templates, publication: Publication, told: str) -> tuple[Path, ...]:
    """Give the font files: the one of labels, then those of other scripts in what is told."""
    own = templates.assets(f"asset:///{FONT}")
    _, others = templates.typefaces.for_part(told, publication.lang)
    return tuple(asset.path for asset in (*own, *others))
