"""A part made of a PDF in; its document out, in which there is nothing to lay out but its title in the contents."""

from __future__ import annotations

from pathlib import Path

from renderer.model import Heading, PartDocument, PartSource
from renderer.paper import PaperJob


def paper_document(part_id: str, title: str, source: PartSource, headings: tuple[Heading, ...]) -> PartDocument:
    """Give the document of a part that is bound as it is; `source` has a paper."""
    assert source.paper is not None
    return PartDocument(
        id=part_id, title=title, layout=source.layout, matter=source.matter, lang=source.lang, source=source.paper.name,
        html="", stylesheets=(), assets=(), headings=headings, page_refs=frozenset(),
        furniture=source.paper.furniture, paper=PaperJob(part_id, title, source.paper, source.place),
        numbering=source.numbering, depth=source.depth, closes=source.closes,
    )  # fmt: skip


def file_of(source: PartSource) -> Path | None:
    """Give the file that links to a part name: `[the budget](papers/budget.pdf)`."""
    made_of = source.manuscript or source.paper
    return made_of.path if made_of else None
