"""A publication typeset as a whole in; the parts or headings an excerpt is made of, behind a page of its own, out.

Figures, tables and whole chapters keep the numbers they have there; links to what is left out become plain words.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from renderer.compose import Composition, Pagination, Templates, compose, fill
from renderer.findings import Finding, InputError, finding
from renderer.kit import Excerpt
from renderer.markup.elements import HEADINGS, unwrap
from renderer.model import Edition, Heading, LabelRange, PartDocument, PartSource, Publication, Sheets
from renderer.numbering import TOTAL
from renderer.typeset.schedule import Press, Settled, job_of
from renderer.workspace import Workspace

COVER = "excerpt"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A part that is taken, whole or cut to a heading, and the pages it stands on, counted from 0 in the part."""

    document: PartDocument
    heading: Heading | None
    first: int
    last: int


def cut(
    composed: Composition, pages: Settled, press: Press, templates: Templates, edition: Edition, workspace: Workspace
) -> tuple[Composition, Settled]:
    """Take out of a publication what its excerpt names.

    Raises InputError: it names a part or a heading that does not exist.
    """
    publication = composed.publication
    excerpt = publication.excerpt
    assert excerpt is not None
    chosen = _chosen(excerpt, composed, pages)
    ids = {c.document.id for c in chosen}
    documents = [_taken(c, ids, pages) for c in chosen]
    label = pages.pagination.label
    ends = label(chosen[0].document.id, chosen[0].first), label(chosen[-1].document.id, chosen[-1].last)
    cover = _cover(publication, excerpt, ends, chosen[0].document.title, press, templates, edition, workspace)
    shown = (*cover.documents, *documents)
    sheets = press.run([job_of(d, d.html, edition, press) for d in shown])
    pagination = _pagination(shown, sheets, None if any(c.heading for c in chosen) else pages.pagination)
    about = {d.source for d in documents}
    findings = [f for f in (*composed.findings, *press.findings) if f.place.file in about]
    kept = replace(
        composed, publication=cover.publication, documents=shown, findings=(*findings, *cover.findings), ignores=()
    )
    return kept, Settled(sheets, pagination, pages.numbers, ())


# --------------------------------------------------------------------------------------------------- choosing
def _chosen(excerpt: Excerpt, composed: Composition, pages: Settled) -> list[_Chosen]:
    documents = {d.id: d for d in composed.documents if pages.sheets[d.id].pages}
    found: list[_Chosen] = []
    missing: list[Finding] = []
    for pick in excerpt.picks:
        part, _, name = pick.partition("#")
        document = documents.get(part)
        if document is None:
            missing.append(_unknown(excerpt, f"{composed.publication.name} has no part `{part}`", part, documents))
            continue
        sheets = pages.sheets[part]
        if not name:
            found.append(_Chosen(document, None, 0, sheets.pages - 1))
            continue
        inner = [h for h in document.headings if h.anchor != document.id]
        at = next((n for n, h in enumerate(inner) if name in (h.text, h.anchor.partition(".")[2])), None)
        if at is None:
            known = [h.anchor.partition(".")[2] for h in inner]
            missing.append(_unknown(excerpt, f"the part `{part}` has no heading `{name}`", name, known))
            continue
        after = next((h for h in inner[at + 1 :] if h.level <= inner[at].level), None)
        last = sheets.anchors.get(after.anchor, sheets.pages - 1) if after else sheets.pages - 1
        found.append(_Chosen(document, inner[at], sheets.anchors.get(inner[at].anchor, 0), last))
    if missing:
        raise InputError(missing)
    return found


def _unknown(excerpt: Excerpt, message: str, name: str, known: Sequence[str] | dict[str, PartDocument]) -> Finding:
    near = difflib.get_close_matches(name, list(known), n=1)
    remedy = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known) or 'none'}"
    return finding("EXCERPT-UNKNOWN", message, file=excerpt.place.file, line=excerpt.place.line, remedy=remedy)


# ---------------------------------------------------------------------------------------------------- cutting
def _taken(chosen: _Chosen, ids: set[str], pages: Settled) -> PartDocument:
    """Cut a document to its heading and make words of the links that lead out of the excerpt."""
    document = chosen.document
    total = pages.pagination.total(pages.pagination.starts[document.id])
    html = fill(document.html, {**pages.numbers, TOTAL: total})
    tree = document_fromstring(html)
    headings = document.headings
    if chosen.heading:
        _keep_section(tree, chosen.heading)
        there = _ids(tree)
        headings = tuple(h for h in headings if h.anchor in there)
    anchors = _ids(tree)
    changed = bool(chosen.heading)
    for link in list(tree.iter("a")):
        href = link.get("href", "")
        part, _, anchor = href.removeprefix("part:").partition("#")
        inside = part in ids and (not chosen.heading or anchor in anchors)
        if (href.startswith("part:") and not inside) or (href.startswith("#") and href[1:] not in anchors):
            unwrap(link)
            changed = True
    if changed:
        html = "<!DOCTYPE html>\n" + etree.tostring(tree, method="html", encoding="unicode")
    return replace(document, html=html, headings=headings, page_refs=frozenset(), matter="body", numbering=None)


def _ids(tree: HtmlElement) -> set[str]:
    return {name for element in tree.iter() if (name := element.get("id"))}


def _keep_section(tree: HtmlElement, heading: Heading) -> None:
    """Leave of a document the heading and what stands below it, up to the next of its level."""
    head = next(element for element in tree.iter() if element.get("id") == heading.anchor)
    while head.tag not in HEADINGS and head.getparent().tag != "main":
        head = head.getparent()
    levels = HEADINGS[: HEADINGS.index(head.tag) + 1] if head.tag in HEADINGS else HEADINGS
    kept = [head]
    for after in head.itersiblings():
        if after.tag in levels:
            break
        kept.append(after)
    for element in [head, *head.iterancestors()]:
        if element.tag == "body":
            break
        for sibling in [*element.itersiblings(preceding=True), *element.itersiblings()]:
            if sibling not in kept:
                sibling.getparent().remove(sibling)


def _cover(
    publication: Publication, excerpt: Excerpt, ends: tuple[str, str], title: str, press: Press, templates: Templates,
    edition: Edition, workspace: Workspace,
) -> Composition:  # fmt: skip
    """Compose the page in front, which says where the excerpt is from."""
    said = publication.options["press"]
    single = ends[0] == ends[1]
    origin = said["from_page"].format(publication.title, ends[0]) if single else ""
    origin = origin or said["from_pages"].format(publication.title, f"{ends[0]}–{ends[1]}")
    origin = origin[:1].upper() + origin[1:]
    title = excerpt.title or title
    part = PartSource(COVER, title, "excerpt", "front", publication.lang, None, {"origin": origin})
    subject = ". ".join(text for text in (origin, publication.notice) if text)
    running = {**said, "running": publication.title}  # beside the heads of the pages, which name the chapter
    own = replace(
        publication, title=f"{publication.title}: {title}", subtitle=subject, parts=(part,), excerpt=None,
        checks=frozenset(), options={**publication.options, "press": running},
    )  # fmt: skip
    return compose(own, edition, workspace, press.store, templates)


def _pagination(documents: Sequence[PartDocument], sheets: dict[str, Sheets], whole: Pagination | None) -> Pagination:
    """Number the pages as in the publication, or from 1 when a part of it was cut; the page in front has no number."""
    starts, labels, ranges, at = {}, [""], [LabelRange(0, "", 1, "")], 1
    starts[documents[0].id] = 0
    for document in documents[1:]:
        count = sheets[document.id].pages
        starts[document.id] = at
        if whole is None:
            begin = LabelRange(at, "D", at)
            labels += [str(at + n) for n in range(count)]
        else:
            first = whole.starts[document.id]
            own = max((r for r in whole.ranges if r.start <= first), key=lambda r: r.start)
            begin = LabelRange(at, own.style, own.first + first - own.start, own.prefix)
            labels += [whole.label(document.id, n) for n in range(count)]
        ranges.append(begin)
        at += count
    return Pagination(starts, dict.fromkeys(starts, 0), tuple(labels), tuple(ranges))
