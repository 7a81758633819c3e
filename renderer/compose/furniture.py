"""A part's pages and their labels in, the HTML of its running heads, folios and proof marks out."""

from __future__ import annotations

from collections.abc import Sequence

from renderer.compose.context import FurnitureContext, FurniturePage, PartContext
from renderer.compose.look import unique
from renderer.compose.pagination import Pagination
from renderer.compose.parts import doc_context
from renderer.compose.shapes import Fields
from renderer.compose.templates import Templates
from renderer.compose.typefaces import has_other_scripts
from renderer.languages.tags import direction
from renderer.languages.words import page_patterns, words
from renderer.model import PART_SCHEME, Edition, PartDocument, Publication, TypesetJob
from renderer.packets.packet import AGENDA

_HEAD_LENGTH = 70  # characters of a running head that fit beside the publication's title


def furniture_job(
    publication: Publication, edition: Edition, document: PartDocument, sizes: Sequence[tuple[float, float]],
    pagination: Pagination, templates: Templates, proof: bool, chapters: int = 0,
) -> TypesetJob | None:  # fmt: skip
    """Make the typesetting job for the furniture of one part, or None when nothing is laid over its pages.

    `sizes` are width and height of each page, in pt; `chapters` is how many chapters the publication has, for the
    thumb index.
    """
    if not (document.furniture or proof):
        return None
    start = pagination.starts[document.id]
    sides = ("left", "right") if direction(publication.lang) == "rtl" else ("right", "left")
    stamping = publication.papering.stamping
    context = FurnitureContext(
        doc=doc_context(publication, edition),
        part=PartContext(
            id=document.id,
            title=document.title,
            layout=document.layout,
            number=document.number,
            lang=document.lang,
            opener=document.opener,
            fields=Fields(),
            meta={},
            lines={},
        ),
        words=words(document.lang),
        pages=[
            FurniturePage(
                label=_folio(publication, pagination, start + i) if document.furniture else "",
                head=_shortened(document.title) if document.furniture else "",
                side=sides[(start + i) % 2] if edition == "print" else "single",
                first=i == 0,
                landscape=width > height,
            )
            for i, (width, height) in enumerate(sizes)
        ],
        chapters=chapters,
        back=_back(publication, document) if edition == "screen" and document.furniture else "",
        revision=f"{revised.date} · {revised.digest}" if (revised := publication.revision) else "",
        marking=publication.marking or (stamping.marking if stamping else ""),
        proof=proof,
        proof_color=templates.token("--color-proof"),
    )
    html = templates.render("furniture", context)
    stacks, fonts = templates.typefaces.for_part(html, publication.lang)
    own_sheets = templates.sheets(
        "furniture", publication.paper, edition, publication.lang, scripts=has_other_scripts(html)
    )
    sheets = (*own_sheets, *filter(None, [stacks]))
    return TypesetJob(
        id=f"{document.id}/furniture",
        source="layouts/furniture.html",
        html=html,
        stylesheets=sheets,
        assets=unique([*templates.assets(html, *sheets), *fonts]),
        tagged=False,
    )


def _folio(publication: Publication, pagination: Pagination, page: int) -> str:
    """Give what stands at the foot of a page: its number, or “Page 4 of 12” in the language of the publication."""
    label = pagination.labels[page]
    if publication.folio == "number":
        return label
    whole, _, of = page_patterns(publication.lang)
    told = whole.format(of.format(label, pagination.total(page)))
    return told[:1].upper() + told[1:]


def _back(publication: Publication, document: PartDocument) -> str:
    """Lead from parts behind the agenda of a packet back to it."""
    ids = [part.id for part in publication.parts] if publication.items else []
    behind = AGENDA in ids and document.id in ids[ids.index(AGENDA) + 1 :]
    return f"{PART_SCHEME}{AGENDA}" if behind else ""


def _shortened(title: str) -> str:
    """Cut a title at a word so that it fits on one line of the running head."""
    if len(title) <= _HEAD_LENGTH:
        return title
    return title[:_HEAD_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"
