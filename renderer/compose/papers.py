"""A part made of a PDF in; its document out, in which there is nothing to lay out but its title in the contents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from renderer.compose.drafts import Draft
from renderer.model import Heading, PartDocument, PartSource
from renderer.paper import Papering, PaperJob


def paper_document(draft: Draft, headings: tuple[Heading, ...], papering: Papering) -> PartDocument:
    """Give the document of a part that is bound as it is; its source has a paper, which is stamped if it says so.

    When it says nothing, `papering` tells whether the publication stamps papers. A stamp takes the place of furniture.
    """
    source = draft.source
    assert source.paper is not None
    stamped = papering.stamping is not None if source.paper.stamp is None else source.paper.stamp
    paper = replace(source.paper, stamp=stamped)
    return PartDocument(
        id=draft.id, title=draft.title, layout=source.layout, matter=source.matter, lang=source.lang,
        source=source.paper.name, html="", stylesheets=(), assets=(), headings=headings, page_refs=frozenset(),
        furniture=paper.furniture and not stamped, paper=PaperJob(draft.id, draft.title, paper, source.place),
        numbering=source.numbering, depth=source.depth, closes=source.closes,
    )  # fmt: skip


def file_of(source: PartSource) -> Path | None:
    """Give the file that links to a part name: `[the budget](papers/budget.pdf)`."""
    made_of = source.manuscript or source.paper
    return made_of.path if made_of else None
