"""A `Publication` in; one HTML document for each part out, with the charts still to be drawn and all findings.

Manuscripts are converted (or taken from the store), pictures and charts found, figures and tables numbered over the
whole publication, links resolved across parts, and layouts filled in. Only page numbers are left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
from lxml import etree
from lxml.html import HtmlElement
from markupsafe import Markup

from renderer.charts.theme import theme_from_tokens
from renderer.compose.behind import LAYOUT as APPENDIX
from renderer.compose.behind import Attachments, Behind, default_of, gather
from renderer.compose.borrowed import borrowed
from renderer.compose.context import DocContext, Entry, LayoutContext, Lists, PartContext
from renderer.compose.drafts import Draft, numbered, tree_of, with_appendix, wordless
from renderer.compose.field_pictures import FieldPictures
from renderer.compose.fields import Financials, lines_of, promise_of, read_fields
from renderer.compose.figures import ChartJob, Made, Studio, Tables, place_charts, place_pictures
from renderer.compose.lists import entries_of, headings_of, lists_of, nothing_marked
from renderer.compose.logo import with_logo
from renderer.compose.look import look_of, unique
from renderer.compose.meeting_fields import Motions, check_motions
from renderer.compose.pagination import page_refs
from renderer.compose.papers import file_of, paper_document
from renderer.compose.pictures import Pictures, faces_of
from renderer.compose.places import Places
from renderer.compose.prose import with_numbers
from renderer.compose.references import Linked, number, resolve
from renderer.compose.reviewing import Read, look_over, silenced
from renderer.compose.shapes import Fields
from renderer.compose.sparks import place_sparks
from renderer.compose.sums import check_statements
from renderer.compose.tables import place_tables
from renderer.compose.templates import Templates
from renderer.compose.titles import Titled, without_prefix
from renderer.compose.typefaces import has_other_scripts
from renderer.findings import Finding, finding
from renderer.languages.words import words
from renderer.markup import Chapter, Marked, convert, split
from renderer.model import Asset, Edition, Heading, PartDocument, PartSource, Publication
from renderer.review.measured import Known
from renderer.silence import Ignore
from renderer.store import Store, fingerprint, key_of
from renderer.workspace import Workspace

NO_FURNITURE = {"cover", "back-cover", "meeting"}
MOST_CHAPTERS = 200  # of a lone manuscript; more headings of one level do not each begin a page
_LONG = 3  # chapters from which a lone manuscript gets a cover and contents


@dataclass(frozen=True, slots=True)
class Composition:
    """All parts of one edition as HTML, and the charts they show; the publication with its title settled."""

    publication: Publication
    documents: tuple[PartDocument, ...]
    charts: tuple[ChartJob, ...]
    findings: tuple[Finding, ...]
    ignores: tuple[Ignore, ...]
    """What the authors of the manuscripts have silenced."""


def compose(
    publication: Publication, edition: Edition, workspace: Workspace, store: Store, templates: Templates
) -> Composition:
    """Compose all parts of a publication for one edition."""
    publication, known, unanswered = with_numbers(publication, workspace, store)
    publication, drafts, findings = _drafts(publication, store)
    findings += unanswered
    pictures = Pictures(workspace, store, publication.picture_hosts, faces_of(templates.tokens()))
    publication, logo, faults = with_logo(publication, workspace, pictures, templates.token("--cover-field"))
    findings += faults
    findings += wordless(drafts)
    findings += templates.typefaces.take(publication.fonts, workspace.name(publication.root / "publication.yml"))
    theme = theme_from_tokens(templates.tokens(edition))
    printed = default_of(publication.chart_tables, [d.layout for d in drafts])
    studio = Studio(Tables(workspace, publication.data_dir), theme, Attachments(), printed)
    made: dict[str, Made] = {}
    pictured: dict[str, list[Asset]] = {}
    for draft in drafts:
        made[draft.id], pictured[draft.id] = _illustrate(publication, draft, pictures, studio)
        findings += made[draft.id].findings
    charts = [job for m in made.values() for job in m.jobs]
    behind = [b for m in made.values() for b in m.behind]
    drafts = with_appendix(drafts, behind, publication)
    assets: dict[str, list[Asset]] = {}
    filled: list[Draft] = []
    for draft in drafts:
        fields, held, faults = _fields(publication, draft, pictures)
        findings += faults
        filled.append(replace(draft, fields=fields, attachments=tuple(made.get(draft.id, Made()).attachments)))
        drawn = (Asset(j.asset, Path(j.asset), j.key) for j in made.get(draft.id, Made()).jobs)
        assets[draft.id] = [*pictured.get(draft.id, ()), *held, *drawn]
    drafts = filled
    bodies = [_read(d, known) for d in drafts if d.source.manuscript]
    findings += look_over(publication, bodies, charts, workspace)
    linked, faults = _linked(drafts, behind, edition, publication.incomplete)
    findings += faults
    headings = {d.id: tuple(headings_of(d)) for d in drafts}
    entries = entries_of(drafts, headings)
    lists = {d.id: lists_of(d.layout, getattr(d.fields, "lists", ()), linked, words(d.source.lang)) for d in drafts}
    findings += [nothing_marked(d.source.place) for d in drafts if d.layout == "index" and not lists[d.id]["terms"]]
    taken, drawn_there, faults = _borrowed(drafts, edition, workspace, store)
    findings += faults
    charts += drawn_there
    documents: list[PartDocument] = []
    for draft in drafts:
        if draft.source.origin:
            documents += [taken[draft.id]] if draft.id in taken else []
            continue
        shown = [*assets[draft.id], *logo]
        filling = publication, edition, draft, templates, entries, headings[draft.id], shown, lists[draft.id]
        document, faults = _filled(*filling)
        findings += faults
        documents += [document] if document else []
    ignores, faults = silenced(publication)
    return Composition(publication, tuple(documents), tuple(charts), (*findings, *faults), tuple(ignores))


def _linked(
    drafts: Sequence[Draft], behind: Sequence[Behind], edition: Edition, incomplete: bool
) -> tuple[list[Linked], list[Finding]]:
    """Number figures, tables and sections over all parts, and resolve what refers to them."""
    linked = [
        Linked(d.id, d.title, d.tree, file_of(d.source), d.name, words(d.source.lang), d.anchor)
        for d in drafts
    ]  # fmt: skip
    register, findings = number(linked)
    for part in linked:
        findings += resolve(part, register, edition, incomplete=incomplete)
    for draft in drafts:
        if draft.layout == APPENDIX:
            gather(draft.tree, behind, register.labels, words(draft.source.lang))
    return linked, findings


def _read(draft: Draft, known: Mapping[str, Known]) -> Read:
    """Give a part as the review of the whole publication reads it."""
    source = draft.source
    assert source.manuscript is not None
    return Read(draft.tree, source.manuscript, draft.title, draft.line, source.lang, known.get(source.id, Known()))


# ------------------------------------------------------------------------------------------------ manuscripts
def _drafts(publication: Publication, store: Store) -> tuple[Publication, list[Draft], list[Finding]]:
    """Convert all manuscripts; a part marked to be split becomes as many parts as it has top-level headings."""
    drafts: list[Draft] = []
    findings: list[Finding] = []
    for source in publication.parts:
        if source.manuscript is None:
            title = source.title or (words(source.lang)["index"] if source.layout == "index" else "")
            drafts.append(Draft(source.id, title, source.layout, source, tree_of(""), 0))
            continue
        marked = _converted(source, publication, store)
        if not publication.title:  # a lone manuscript is called as its opening heading says
            publication = replace(publication, title=marked.title or source.manuscript.path.stem)
        findings += marked.findings
        chapters = split(marked) if source.options.get("split") else ()
        # Split, its title stands on the cover alone, and only a long manuscript gets one.
        whole = len(chapters) < _LONG and (source.title or marked.title or not chapters)
        whole = whole or len(chapters) > MOST_CHAPTERS
        drafts += [_whole(source, marked)] if whole else _split(source, marked, chapters, publication)
    drafts, faults = _titled(drafts, publication)
    findings += faults
    long = sum(1 for d in drafts if d.source.manuscript) >= _LONG
    kept = [d for d in drafts if long or not d.source.options.get("when_long")]
    return publication, list(numbered(kept)), findings


def _titled(drafts: Sequence[Draft], publication: Publication) -> tuple[list[Draft], list[Finding]]:
    """Give parts whose titles begin with the publication's the rest as title."""
    told = {d.id: _title_line(d) for d in drafts}
    titles = [
        Titled(d.title, d.name, told[d.id], "title-prefix" not in d.source.repairs_off) for d in drafts if told[d.id]
    ]
    texts, findings = without_prefix(titles, publication.title, publication.publisher)
    new = dict(zip((d.id for d in drafts if told[d.id]), texts, strict=True))
    return [replace(d, title=new.get(d.id, d.title)) for d in drafts], findings


def _title_line(draft: Draft) -> int:
    """Give the line of a part's title in its manuscript, 0 when it does not come from there."""
    manuscript = draft.source.manuscript
    if manuscript and draft.source.title and draft.title == str(manuscript.meta.get("title", "")):
        return manuscript.meta_lines.get("title", 0)
    return draft.title_line


def _converted(source: PartSource, publication: Publication, store: Store) -> Marked:
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


def _whole(source: PartSource, marked: Marked) -> Draft:
    assert source.manuscript is not None
    title = source.title or marked.title or source.manuscript.path.stem
    manuscript, tree = source.manuscript, tree_of(marked.html)
    heading = 0 if source.title else marked.title_line
    line = manuscript.meta_lines.get("title") or marked.title_line or manuscript.body_line
    return Draft(source.id, title, source.layout, source, tree, line, title_line=heading)


def _split(
    source: PartSource, marked: Marked, chapters: Sequence[Chapter], publication: Publication
) -> Iterator[Draft]:
    """Make a part of each chapter; what stands before the first heading is a part of its own, under the title."""
    seen = {source.id}
    for i, chapter in enumerate(chapters):
        part_id, n = f"{source.id}-{chapter.id}" if chapter.title else source.id, 2
        while part_id in seen and chapter.title:
            part_id, n = f"{source.id}-{chapter.id}-{n}", n + 1
        seen.add(part_id)
        title = chapter.title or source.title or marked.title or (publication.title if i == 0 else "")
        yield Draft(part_id, title, source.layout, source, tree_of(chapter.html), chapter.line, anchor=chapter.anchor)


def _lines(draft: Draft) -> Mapping[str, int]:
    """Give the lines of what a layout prints besides the body; the title may come from front matter or a heading."""
    manuscript = draft.source.manuscript
    if manuscript is None:
        return dict.fromkeys(("title", *draft.source.options), 0)
    own = draft.line if draft.anchor else draft.title_line or manuscript.meta_lines.get("title", draft.line)
    return {**manuscript.meta_lines, "title": own}


# -------------------------------------------------------------------------------------------------- the parts
def _illustrate(publication: Publication, draft: Draft, pictures: Pictures, studio: Studio) -> tuple[Made, list[Asset]]:
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


def _fields(publication: Publication, draft: Draft, pictures: Pictures) -> tuple[Fields, list[Asset], list[Finding]]:
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
    opener = _opener(draft, templates)
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
        entries=[e for e in entries if e["level"] <= depth] if (depth := getattr(draft.fields, "depth", 0)) else [],
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


def _filled(
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


def _borrowed(
    drafts: Sequence[Draft], edition: Edition, workspace: Workspace, store: Store
) -> tuple[dict[str, PartDocument], list[ChartJob], list[Finding]]:
    """Compose the publications that parts are taken from, each once, and take these parts and their charts."""
    origins = {d.source.origin.root: d.source.origin for d in drafts if d.source.origin}
    present = {d.id for d in drafts}
    taken: dict[str, PartDocument] = {}
    charts: list[ChartJob] = []
    findings: list[Finding] = []
    for root, origin in origins.items():
        look, _ = look_of(origin, workspace)
        whole = compose(origin, edition, workspace, store, Templates(workspace, store, look))
        sources = {d.id: d.source for d in drafts if d.source.origin and d.source.origin.root == root}
        found = {d.id: borrowed(sources[d.id], d, present) for d in whole.documents if d.id in sources}
        names = {d.source for d in found.values()}
        shown = {a.name for d in found.values() for a in d.assets}
        taken |= found
        charts += [job for job in whole.charts if job.asset in shown]
        findings += [f for f in whole.findings if f.place.file in names]
    return taken, charts, findings


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
