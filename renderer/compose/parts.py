"""One part in, its HTML document out: converted, with charts and pictures placed, its layout filled in.

What a part shares with the others, such as numbers, references and contents, comes from `composition`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import jinja2
from lxml import etree
from lxml.html import HtmlElement
from markupsafe import Markup

from renderer.compose.context import DocContext, Entry, LayoutContext, Lists, PartContext
from renderer.compose.drafts import Draft, tree_of
from renderer.compose.field_pictures import FieldPictures
from renderer.compose.fields import Financials, lines_of, promise_of, read_fields
from renderer.compose.figures import Made, Studio, place_charts, place_pictures
from renderer.compose.look import unique
from renderer.compose.meeting_fields import Motions, check_motions
from renderer.compose.pagination import page_refs
from renderer.compose.papers import file_of, paper_document
from renderer.compose.pictures import Pictures
from renderer.compose.places import Places
from renderer.compose.references import Linked
from renderer.compose.shapes import Fields
from renderer.compose.sparks import place_sparks
from renderer.compose.sums import check_statements
from renderer.compose.tables import place_tables
from renderer.compose.templates import Templates
from renderer.compose.typefaces import has_other_scripts
from renderer.findings import Finding, finding
from renderer.languages.words import words
from renderer.markup import Marked, convert
from renderer.model import Asset, Edition, Heading, PartDocument, PartSource, Publication
from renderer.store import Store, fingerprint, key_of

NO_FURNITURE = {"cover", "back-cover", "meeting"}


def converted(source: PartSource, store: Store) -> Marked:
    """Convert the manuscript of a part, or take it from the store."""
    manuscript = source.manuscript
    assert manuscript is not None
    key = key_of(
        manuscript.body, manuscript.name, manuscript.body_line, source.lang, source.title, sorted(source.repairs_off),
        fingerprint("markup", "rules.py"),
    )  # fmt: skip
    marked = store.get("markup", key, Marked)
    if marked is None:
        marked = convert(
            manuscript.body,
            source=manuscript.name,
            first_line=manuscript.body_line,
            lang=source.lang,
            title=source.title,
            off=source.repairs_off,
        )
        store.put("markup", key, marked)
    return marked


def whole_of(source: PartSource, marked: Marked) -> Draft:
    """Give the draft of a part that is one manuscript."""
    assert source.manuscript is not None
    title = source.title or marked.title or source.manuscript.path.stem
    manuscript, tree = source.manuscript, tree_of(marked.html)
    heading = 0 if source.title else marked.title_line
    line = manuscript.meta_lines.get("title") or marked.title_line or manuscript.body_line
    return Draft(source.id, title, source.layout, source, tree, line, title_line=heading)


def linked_of(draft: Draft) -> Linked:
    """Give a part as links and references see it."""
    source = draft.source
    return Linked(draft.id, draft.title, draft.tree, file_of(source), draft.name, words(source.lang), draft.anchor)


def _lines(draft: Draft) -> Mapping[str, int]:
    """Give the lines of what a layout prints besides the body; the title may come from front matter or a heading."""
    manuscript = draft.source.manuscript
    if manuscript is None:
        return dict.fromkeys(("title", *draft.source.options), 0)
    own = draft.line if draft.anchor else draft.title_line or manuscript.meta_lines.get("title", draft.line)
    return {**manuscript.meta_lines, "title": own}


def illustrate(publication: Publication, draft: Draft, pictures: Pictures, studio: Studio) -> tuple[Made, list[Asset]]:
    """Put charts, tables and pictures into the tree of a part."""
    if draft.source.manuscript is None:
        return Made(), []
    lang = draft.source.lang
    made = place_charts(draft.tree, draft.id, studio, draft.name, words(lang), lang)
    place_sparks(draft.tree, studio, draft.name, lang, made)
    made.findings += place_tables(draft.tree, studio.tables, draft.name, words(lang), lang)
    places = Places(draft.source.manuscript.path, publication.root, publication.site_root)
    assets, faults = place_pictures(
        pictures, draft.tree, places, draft.name, captions="captions" not in draft.source.repairs_off
    )
    made.findings += faults
    return made, assets


def fields_of(publication: Publication, draft: Draft, pictures: Pictures) -> tuple[Fields, list[Asset], list[Finding]]:
    """Check the front matter of a part, or its options when it has no manuscript, and find the pictures it names."""
    source = draft.source
    meta: Mapping[str, Any]
    if manuscript := source.manuscript:
        meta = {"kicker": source.options.get("kicker", ""), **manuscript.meta}
        lines, file, line, path = manuscript.meta_lines, manuscript.name, 1, manuscript.path
    else:
        meta, lines, file, line = source.options, {}, source.place.file or draft.name, source.place.line
        path = publication.root / "publication.yml"
    fields, findings = read_fields(draft.layout, meta, lines, file, line)
    places = Places(path, publication.root, publication.site_root)
    finder = FieldPictures(pictures, places, lines_of(lines, line), file)
    fields = finder.placed(fields)
    if isinstance(fields, Financials):
        findings += check_statements(fields, source.lang, lines_of(lines, line), file)
    if isinstance(fields, Motions):
        findings += check_motions(fields, lines_of(lines, line), file)
    return fields, finder.assets, [*findings, *finder.findings]


def doc_context(publication: Publication, edition: Edition) -> DocContext:
    """Describe the publication to a layout."""
    p = publication
    return DocContext(
        title=p.title, subtitle=p.subtitle, publisher=p.publisher, date=p.date, year=_year(p), lang=p.lang,
        paper=p.paper, edition=edition, options=p.options, notice=p.notice,
    )  # fmt: skip


def _year(publication: Publication) -> str:
    """Give the year a publication is about: as it says, else the one its title names, else that of its date."""
    named = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", publication.title)
    return str(publication.options.get("year") or (named[0] if named else publication.date[:4]))


def _document(
    publication: Publication, edition: Edition, draft: Draft, templates: Templates, entries: Sequence[Entry],
    headings: tuple[Heading, ...], assets: Sequence[Asset], lists: Lists,
) -> PartDocument:  # fmt: skip
    meta: Mapping[str, Any] = draft.source.manuscript.meta if draft.source.manuscript else draft.source.options
    own = words(draft.source.lang)
    title = draft.title or (own["contents"] if draft.layout == "contents" else publication.title)
    opener, depth = _opener(draft, templates), getattr(draft.fields, "depth", 0)
    context = LayoutContext(
        doc=doc_context(publication, edition),
        part=PartContext(
            id=draft.id,
            title=title,
            layout=draft.layout,
            number=draft.number,
            lang=draft.source.lang,
            opener=opener,
            fields=draft.fields,
            meta=meta,
            lines=_lines(draft),
        ),
        body=Markup(_serialised(draft.tree)),  # made by our own markup, sanitised there
        words=own,
        entries=[e for e in entries if e["level"] <= depth] if depth else [],
        **lists,
    )
    html = templates.render(draft.layout, context)
    stacks, fonts = templates.typefaces.for_part(html, draft.source.lang)
    own_sheets = templates.sheets(
        draft.layout, publication.paper, edition, draft.source.lang, scripts=has_other_scripts(html)
    )
    sheets = (*own_sheets, *filter(None, [stacks]))
    used = [*(a for a in assets if a.name in html), *templates.assets(html, *sheets), *fonts]
    if draft.layout == "contents":
        headings = (Heading(1, title, draft.id), *headings)
    return PartDocument(
        id=draft.id, title=title, layout=draft.layout, matter=draft.source.matter, lang=draft.source.lang,
        source=draft.name, html=html, stylesheets=sheets, assets=unique(used),
        headings=headings, page_refs=page_refs(html), furniture=draft.layout not in NO_FURNITURE,
        opener=opener, number=draft.number, numbering=draft.numbering, attachments=draft.attachments,
        depth=draft.source.depth, closes=draft.source.closes, start=draft.source.start,
        promise=promise_of(draft.fields),
    )  # fmt: skip


def filled_in(
    publication: Publication, edition: Edition, draft: Draft, templates: Templates, entries: Sequence[Entry],
    headings: tuple[Heading, ...], assets: Sequence[Asset], lists: Lists,
) -> tuple[PartDocument | None, list[Finding]]:  # fmt: skip
    """Give the document of a part; none, but a finding, when its layout cannot be filled in."""
    if draft.source.paper:
        return paper_document(draft, headings, publication.papering), []
    try:
        return _document(publication, edition, draft, templates, entries, headings, assets, lists), []
    except (jinja2.TemplateError, TypeError, ValueError) as e:  # front matter may hold anything
        message = f"the layout `{draft.layout}` cannot be filled in: {getattr(e, 'message', None) or e}"
        return None, [finding("LAYOUT-FAILED", message, file=draft.name, line=1)]


def _opener(draft: Draft, templates: Templates) -> str:
    """Say how a part opens: as its front matter asks, else as the theme does; most layouts have no opener."""
    if draft.layout == "opener":
        return "page"
    asked = getattr(draft.fields, "opener", "none")
    return templates.token("--opener") if asked == "auto" else str(asked)


def _serialised(tree: HtmlElement) -> str:
    """Write the inside of a tree as HTML."""
    inner = [etree.tostring(child, method="html", encoding="unicode") for child in tree]
    return str(Markup.escape(tree.text or "")) + "".join(inner)
