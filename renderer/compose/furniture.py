"""A part's pages and their labels in, the HTML of its running heads, folios and proof marks out.

Pages that differ in nothing but the digits of their numbers get one sheet: noughts stand for these, as in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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

_DIGIT = re.compile("[0-9]")
_HEAD_LENGTH = 70  # characters of a running head that fit beside the publication's title


@dataclass(frozen=True, slots=True)
class Furnishing:
    """What is to be laid over a page: a sheet to be typeset, with a nought for each of the digits."""

    job: TypesetJob
    digits: str


def furnishings(
    publication: Publication, edition: Edition, document: PartDocument, sizes: Sequence[tuple[float, float]],
    pagination: Pagination, templates: Templates, proof: bool, chapters: int = 0, exact: bool = False,
) -> tuple[Furnishing, ...]:  # fmt: skip
    """Make the typesetting jobs for the furniture of one part, one for each page, or none when nothing is laid over it.

    `sizes` are width and height of each page, in pt; `chapters` is how many chapters the publication has, for the
    thumb index. With `exact` numbers are set themselves, without noughts.
    """
    if not (document.furniture or proof):
        return ()
    start = pagination.starts[document.id]
    sides = ("left", "right") if direction(publication.lang) == "rtl" else ("right", "left")
    jobs: dict[tuple[object, ...], TypesetJob] = {}
    made = []
    for i, (width, height) in enumerate(sizes):
        label = _folio(publication, pagination, start + i) if document.furniture else ""
        page = FurniturePage(
            label=label if exact else _DIGIT.sub("0", label),
            head=_shortened(document.title) if document.furniture and i else "",
            side=sides[(start + i) % 2] if edition == "print" else "single",
            first=i == 0,
            landscape=width > height,
        )
        key = tuple(page.values())
        if key not in jobs:
            name = f"{document.id}/furniture/{len(jobs)}"
            jobs[key] = _job(name, publication, edition, document, page, templates, proof, chapters)
        made.append(Furnishing(jobs[key], "" if exact else "".join(_DIGIT.findall(label))))
    return tuple(made)


def _job(
    name: str, publication: Publication, edition: Edition, document: PartDocument, page: FurniturePage,
    templates: Templates, proof: bool, chapters: int,
) -> TypesetJob:  # fmt: skip
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
        pages=[page],
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
        id=name,
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
